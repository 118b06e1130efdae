//! Documents built by hand.

use athir_nlp::{BuildError, Dep, Doc, DocBuilder, Pos};

fn clash() -> Doc {
    DocBuilder::new(&["Two", "former", "allies", "clashed", "in", "Killi", "."])
        .spaces(&[true, true, true, true, true, false, false])
        .tags(&["CD", "JJ", "NNS", "VBD", "IN", "NNP", "."])
        .pos(&[Pos::Num, Pos::Adj, Pos::Noun, Pos::Verb, Pos::Adp, Pos::Propn, Pos::Punct])
        .lemmas(&["two", "former", "ally", "clash", "in", "Killi", "."])
        .heads(&[2, 2, 3, 3, 3, 4, 3])
        .deps(&[Dep::Nummod, Dep::Amod, Dep::Nsubj, Dep::Root, Dep::Prep, Dep::Pobj, Dep::Punct])
        .entity(5..6, "GPE")
        .build()
        .unwrap()
}

#[test]
fn trees_are_walked_both_ways() {
    let doc = clash();
    let verb = doc.token(3);
    assert!(verb.is_root() && verb.head() == verb);
    assert!(doc.token(0).is_sent_start() && !verb.is_sent_start());
    let texts = |tokens: &mut dyn Iterator<Item = athir_nlp::Token<'_>>| -> Vec<String> {
        tokens.map(|token| token.text().to_owned()).collect()
    };
    assert_eq!(texts(&mut verb.children()), ["allies", "in", "."]);
    assert_eq!(texts(&mut verb.lefts()), ["allies"]);
    assert_eq!(texts(&mut verb.rights()), ["in", "."]);
    assert_eq!(texts(&mut doc.token(5).ancestors()), ["in", "clashed"]);
    assert!(doc.token(5).is_below(verb) && !verb.is_below(doc.token(5)));
    assert_eq!(doc.token(2).subtree(), 0..3);
    assert_eq!(doc.token(2).subtree_span().slice(doc.text()), "Two former allies");
}

#[test]
fn places_lead_back_to_tokens() {
    let doc = clash();
    assert_eq!(doc.text(), "Two former allies clashed in Killi.");
    assert_eq!(doc.token_at(4).unwrap().text(), "former");
    assert_eq!(doc.token_at(3).map(|token| token.index()), None, "a space between words is in none");
    assert_eq!(doc.token_at(400), None);
    assert_eq!(doc.token(5).entity().unwrap().label(), "GPE");
    assert_eq!(doc.token(4).entity().map(|entity| entity.range()), None);
    assert_eq!(doc.noun_chunks().collect::<Vec<_>>(), [0..3, 5..6]);
}

#[test]
fn sentences_begin_where_trees_do() {
    let doc =
        DocBuilder::new(&["He", "fled", ".", "They", "stayed"]).heads(&[1, 1, 1, 4, 4]).build().unwrap();
    let ranges: Vec<_> = doc.sentences().map(|sentence| sentence.range()).collect();
    assert_eq!(ranges, [0..3, 3..5]);
    assert_eq!(doc.sentence_of(4).root().text(), "stayed");
    assert_eq!(doc.sentence_of(1).text(), "He fled .");
}

#[test]
fn columns_that_do_not_fit_are_refused() {
    let two = || DocBuilder::new(&["a", "b"]);
    let error = |builder: DocBuilder| builder.build().unwrap_err();
    assert_eq!(error(two().tags(&["X"])), BuildError::Length { column: "tags", found: 1, expected: 2 });
    assert_eq!(error(two().heads(&[0, 2])), BuildError::Head { word: 1, head: 2 });
    assert_eq!(error(two().heads(&[1, 0])), BuildError::Cycle { word: 0 });
    assert_eq!(error(two().sentence_starts(&[1])), BuildError::Sentences { starts: vec![1] });
    assert_eq!(error(two().heads(&[1, 1]).sentence_starts(&[0, 1])), BuildError::Head { word: 0, head: 1 });
    assert_eq!(error(two().entity(1..3, "ORG")), BuildError::Entity { range: 1..3 });
    assert_eq!(error(two().entity(1..2, "ORG").entity(0..1, "ORG")), BuildError::Entity { range: 0..1 });
}
