//! What a reader gets out of a few sentences.

use athir_nlp::{Dep, Model, Pos};

#[test]
fn reads_a_clash_report() {
    let doc = Model::builtin().parse(
        "Fighters of the Northern Brigade clashed with a rival group in Killi on Monday. Two of them were killed.",
    );
    let sentences: Vec<_> = doc.sentences().collect();
    assert_eq!(sentences.len(), 2);

    let clashed = sentences[0].root();
    assert_eq!(
        (clashed.text(), clashed.lemma(), clashed.tag(), clashed.pos()),
        ("clashed", "clash", "VBD", Pos::Verb)
    );
    let subject = clashed.children().find(|child| child.dep() == Dep::Nsubj).unwrap();
    assert_eq!(subject.subtree_span().slice(doc.text()), "Fighters of the Northern Brigade");

    let killed = sentences[1].root();
    assert_eq!((killed.lemma(), killed.tag()), ("kill", "VBN"));
    assert!(killed.children().any(|child| child.dep() == Dep::Nsubjpass && child.text() == "Two"));

    let entities: Vec<_> = doc.entities().map(|entity| (entity.text(), entity.label())).collect();
    assert!(entities.contains(&("Monday", "DATE")), "{entities:?}");
}

#[test]
fn a_blank_line_ends_a_sentence_without_a_full_stop() {
    let doc = Model::builtin().parse("Shelling in the east\n\nThe army shelled a village");
    let starts: Vec<_> = doc.sentences().map(|sentence| sentence.tokens().next().unwrap().text()).collect();
    assert_eq!(starts, ["Shelling", "The"]);
}

#[test]
fn nothing_is_read_out_of_no_text() {
    let doc = Model::builtin().parse("");
    assert!(doc.is_empty());
    assert_eq!(doc.sentences().count(), 0);
    assert_eq!(doc.entities().count(), 0);
}

#[test]
fn reading_twice_gives_the_same() {
    let text = "The M23 rebels, which the U.N. says aren't alone, seized Goma at 10 a.m.";
    let first = format!("{:?}", Model::builtin().parse(text));
    Model::builtin().parse("Something else is read in between.");
    assert_eq!(format!("{:?}", Model::builtin().parse(text)), first);
}
