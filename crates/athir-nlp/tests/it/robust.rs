//! Any text is read: nothing panics, nothing is lost, and long texts take time in proportion.

use athir_nlp::{Doc, Model};
use proptest::prelude::*;

/// Checks what holds of every document.
fn assert_sound(doc: &Doc, text: &str) {
    assert_eq!(doc.text(), text);
    let mut rejoined = String::new();
    for token in doc.tokens() {
        assert_eq!(token.span().start(), rejoined.len());
        assert!(!token.text().is_empty());
        rejoined.push_str(token.text());
        if token.space_after() {
            rejoined.push(' ');
        }
        assert!(token.children().all(|child| child.head() == token && child != token));
        assert!(token.subtree().contains(&token.index()));
        assert!(token.sentence().range().contains(&token.head().index()), "a head is in the sentence");
        assert!(token.ancestors().count() < doc.len(), "heads lead to a root");
    }
    assert_eq!(rejoined, text);
    let covered: Vec<usize> = doc.sentences().flat_map(|sentence| sentence.range()).collect();
    assert!(covered.iter().copied().eq(0..doc.len()), "each token is in one sentence");
    let mut after = 0;
    for entity in doc.entities() {
        assert!(entity.range().start >= after && !entity.range().is_empty());
        after = entity.range().end;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn tokens_rejoin_to_any_text(text in any::<String>()) {
        assert_sound(&Model::builtin().parse(&text), &text);
    }

    #[test]
    fn tokens_rejoin_to_texts_of_words_and_marks(
        text in r#"([a-zA-Z]{1,8}|[0-9.,:;'"’()\-]{1,3}|[ \n\t\r]{1,3}|don't|U\.S\.|https://a\.org/b){0,60}"#,
    ) {
        assert_sound(&Model::builtin().parse(&text), &text);
    }
}

#[test]
fn whitespace_alone_is_read() {
    for text in [" ", "\n", "  \n\n\t ", "\u{3000}", "\u{1c}\u{1d}"] {
        assert_sound(&Model::builtin().parse(text), text);
    }
}

#[test]
fn one_very_long_word_is_read() {
    for text in ["a".repeat(100_000), "a-".repeat(50_000), ".".repeat(100_000), "@a.b:".repeat(20_000)] {
        assert_sound(&Model::builtin().parse(&text), &text);
    }
}

#[test]
fn a_text_without_stops_falls_into_sentences() {
    let text = "Rebels shelled the town on Thursday and killed two ".repeat(200);
    let doc = Model::builtin().parse(&text);
    assert!(doc.sentences().all(|s| s.range().len() <= 302), "a sentence without end");
    let listed = "Rebels shelled the town on Thursday and killed two ; ".repeat(200);
    let doc = Model::builtin().parse(&listed);
    let long = doc.sentences().filter(|s| s.range().len() > 150);
    assert!(long.clone().count() > 0);
    assert!(long.clone().all(|s| s.tokens().last().is_some_and(|t| matches!(t.text(), ";" | "two"))));
}
