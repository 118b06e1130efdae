//! CoNLL-U: one token a line, ten columns, as treebank tools read it.

use std::fmt::Write;

use athir_nlp::{Doc, Sentence, Token};

/// Writes a parsed text as CoNLL-U.
///
/// Tokens that are only white space are left out, since the format has no place for them. The relations are
/// those of the model, with `root` for the head of a sentence. The last column holds `SpaceAfter=No` and the
/// entity spans.
pub fn to_conllu(doc: &Doc, name: &str) -> String {
    let mut text = format!("# newdoc id = {}\n", one_line(name));
    for (n, sentence) in doc.sentences().filter(|s| s.tokens().any(|t| !t.is_space())).enumerate() {
        write_sentence(&mut text, n + 1, sentence);
    }
    text
}

fn write_sentence(text: &mut String, number: usize, sentence: Sentence<'_>) {
    let _ = writeln!(text, "# sent_id = {number}\n# text = {}", one_line(sentence.text()));
    let range = sentence.range();
    let mut numbers = vec![0usize; range.len()];
    for (n, token) in sentence.tokens().filter(|t| !t.is_space()).enumerate() {
        numbers[token.index() - range.start] = n + 1;
    }
    for token in sentence.tokens().filter(|t| !t.is_space()) {
        let head = if token.is_root() { None } else { word_above(token) };
        let (head, relation) = match head {
            Some(head) => (numbers[head.index() - range.start], token.dep().as_str()),
            None => (0, "root"),
        };
        let or_none = |words: &str| if words.is_empty() { "_".to_owned() } else { one_line(words) };
        let _ = writeln!(
            text,
            "{}\t{}\t{}\t{}\t{}\t{}\t{head}\t{relation}\t_\t{}",
            numbers[token.index() - range.start],
            one_line(token.text()),
            or_none(token.lemma()),
            token.pos().as_str(),
            or_none(token.tag()),
            or_none(token.morph()),
            misc(token),
        );
    }
    text.push('\n');
}

/// The nearest ancestor that is not white space.
fn word_above(token: Token<'_>) -> Option<Token<'_>> {
    token.ancestors().find(|t| !t.is_space())
}

fn misc(token: Token<'_>) -> String {
    let mut notes = Vec::new();
    let rest = &token.doc().text()[token.span().end()..];
    if rest.starts_with(|c: char| !c.is_whitespace()) {
        notes.push("SpaceAfter=No".to_owned());
    }
    if let Some(entity) = token.entity() {
        let part = if entity.range().start == token.index() { 'B' } else { 'I' };
        notes.push(format!("NE={part}-{}", entity.label()));
    }
    if notes.is_empty() { "_".to_owned() } else { notes.join("|") }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
