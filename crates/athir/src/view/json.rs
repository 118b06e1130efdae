//! A parsed text as JSON.

use athir_nlp::Doc;
use serde_json::{Value, json};

/// Gives the sentences with their tokens, and the entity spans. Offsets are in Unicode characters; a token's
/// `head` is the number of a token in the whole text, its own for the head of a sentence.
pub fn to_json(doc: &Doc, name: &str) -> Value {
    let text = doc.text();
    let mut offsets = Offsets { text, byte: 0, chars: 0 };
    let sentences: Vec<Value> = doc
        .sentences()
        .map(|sentence| {
            let tokens: Vec<Value> = sentence
                .tokens()
                .map(|token| {
                    json!({
                        "id": token.index(),
                        "text": token.text(),
                        "start": offsets.of(token.span().start()),
                        "end": offsets.of(token.span().end()),
                        "lemma": token.lemma(),
                        "pos": token.pos().as_str(),
                        "tag": token.tag(),
                        "morph": token.morph(),
                        "dep": token.dep().as_str(),
                        "head": token.head().index(),
                    })
                })
                .collect();
            json!({ "tokens": tokens })
        })
        .collect();
    let mut offsets = Offsets { text, byte: 0, chars: 0 };
    let entities: Vec<Value> = doc
        .entities()
        .map(|entity| {
            json!({
                "text": entity.text(),
                "label": entity.label(),
                "start": offsets.of(entity.span().start()),
                "end": offsets.of(entity.span().end()),
            })
        })
        .collect();
    json!({ "doc": name, "text": text, "sentences": sentences, "entities": entities })
}

/// Turns byte offsets that never go back into offsets in characters.
struct Offsets<'t> {
    text: &'t str,
    byte: usize,
    chars: usize,
}

impl Offsets<'_> {
    fn of(&mut self, byte: usize) -> usize {
        self.chars += self.text[self.byte..byte].chars().count();
        self.byte = byte;
        self.chars
    }
}
