//! One model on several threads, and several texts at once.

use std::path::Path;

use athir_nlp::{Doc, Model};

const TEXTS: [&str; 4] = [
    "Gunmen attacked a convoy near Goruba on Friday. Nine soldiers died.\n\nNobody has claimed the attack.",
    "",
    "She doesn't bake. He can't cook!",
    "Talks in Port-Louisville broke down",
];

/// Everything that a document says.
fn said(doc: &Doc) -> String {
    let lemmas: Vec<_> = doc.tokens().map(|token| (token.lemma(), token.morph(), token.subtree())).collect();
    let sentences: Vec<_> = doc.sentences().map(|sentence| sentence.range()).collect();
    format!("{doc:?} {lemmas:?} {sentences:?} {:?}", doc.entities().collect::<Vec<_>>())
}

#[test]
fn a_batch_gives_the_documents_of_its_texts() {
    let model = Model::builtin();
    let together: Vec<String> = model.parse_batch(&TEXTS).iter().map(said).collect();
    let alone: Vec<String> = TEXTS.iter().map(|text| said(&model.parse(text))).collect();
    assert_eq!(together, alone);
}

#[test]
fn threads_share_a_model() {
    let model = Model::builtin();
    let read =
        || -> Vec<String> { TEXTS.iter().cycle().take(20).map(|text| said(&model.parse(text))).collect() };
    let expected = read();
    std::thread::scope(|scope| {
        for thread in [scope.spawn(read), scope.spawn(read), scope.spawn(read)] {
            assert_eq!(thread.join().unwrap(), expected);
        }
    });
}

#[test]
fn a_paragraph_is_read_the_same_wherever_it_stands() {
    let model = Model::builtin();
    let paragraph = "The mayor, who'd fled, came back. Shells fell on U.S. positions.\n\n";
    let alone = model.parse(paragraph);
    let twice = model.parse(&paragraph.repeat(300));
    assert_eq!(twice.len(), 300 * alone.len());
    for (i, token) in twice.tokens().enumerate() {
        let once = alone.token(i % alone.len());
        assert_eq!(
            (token.tag(), token.dep(), token.lemma()),
            (once.tag(), once.dep(), once.lemma()),
            "token {i}"
        );
        assert_eq!(token.head().index(), i - i % alone.len() + once.head().index());
    }
}

#[test]
fn forgetting_words_changes_nothing() {
    let model =
        Model::load(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/en_core_web_sm"))).unwrap();
    let before: Vec<String> = TEXTS.iter().map(|text| said(&model.parse(text))).collect();
    // More words than are remembered, and more word types than the networks keep.
    let many: Vec<String> = (0..70_000).map(|i| format!("w{i:x}{}", ["", ".", "\n\n"][i % 3])).collect();
    let read = model.parse(&many.join(" "));
    assert!(read.len() > 70_000);
    let after: Vec<String> = TEXTS.iter().map(|text| said(&model.parse(text))).collect();
    assert_eq!(after, before);
}
