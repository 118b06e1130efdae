//! The documents are those that spaCy makes, by the fixtures of `tools/parity_fixture.py`.
//!
//! Places of tokens are exact. What the network decides may differ in one value of a thousand, because sums
//! are taken in another order and word vectors are stored as 16-bit numbers.

use std::collections::BTreeMap;
use std::fmt::Debug;

use athir_nlp::{Doc, Model};
use serde::Deserialize;

#[derive(Deserialize)]
struct Expected {
    text: String,
    len: Vec<usize>,
    space: String,
    tag: Vec<String>,
    pos: String,
    morph: Vec<String>,
    dep: String,
    head: Vec<isize>,
    /// The lemmas that are not the word itself.
    lemma: BTreeMap<usize, String>,
    sentence: Vec<usize>,
    entity: Vec<(usize, usize, String)>,
    chunk: Vec<(usize, usize)>,
}

/// Counts how many values of a column were compared and how many differ.
#[derive(Default)]
struct Tally(BTreeMap<&'static str, (usize, usize, Vec<String>)>);

impl Tally {
    fn compare<T: PartialEq + Debug>(
        &mut self,
        text: &str,
        column: &'static str,
        expected: &[T],
        found: &[T],
    ) {
        let (n, bad, examples) = self.0.entry(column).or_default();
        *n += expected.len();
        let differs = expected.len().abs_diff(found.len())
            + expected.iter().zip(found).filter(|(expected, found)| expected != found).count();
        *bad += differs;
        if differs > 0 && examples.len() < 5 {
            examples.push(format!("{text:?}: expected {expected:?}, found {found:?}"));
        }
    }

    fn assert_at_most_one_in_a_thousand(&self) {
        for (column, (n, bad, examples)) in &self.0 {
            assert!(bad * 1000 <= *n, "{column}: {bad} of {n} differ, such as {}", examples.join("\n"));
        }
    }
}

fn check(fixture: &str, model: &Model) {
    let mut tally = Tally::default();
    for line in fixture.lines() {
        let expected: Expected = serde_json::from_str(line).unwrap();
        let doc = model.parse(&expected.text);
        let spans: Vec<_> = doc.tokens().map(|token| (token.span().len(), token.space_after())).collect();
        let wanted: Vec<_> =
            expected.len.iter().copied().zip(expected.space.chars().map(|c| c == '1')).collect();
        assert_eq!(spans, wanted, "tokens of {:?}", expected.text);
        compare(&expected, &doc, &mut tally);
    }
    tally.assert_at_most_one_in_a_thousand();
}

fn compare(expected: &Expected, doc: &Doc, tally: &mut Tally) {
    let text = &expected.text;
    fn strings<'a>(values: impl Iterator<Item = &'a str>) -> Vec<String> {
        values.map(str::to_owned).collect()
    }
    tally.compare(text, "tag", &expected.tag, &strings(doc.tokens().map(|token| token.tag())));
    tally.compare(text, "morph", &expected.morph, &strings(doc.tokens().map(|token| token.morph())));
    let pos = strings(expected.pos.split(' '));
    tally.compare(text, "pos", &pos, &strings(doc.tokens().map(|token| token.pos().as_str())));
    let lemmas: Vec<String> = doc
        .tokens()
        .map(|token| expected.lemma.get(&token.index()).map_or(token.text(), String::as_str).to_owned())
        .collect();
    tally.compare(text, "lemma", &lemmas, &strings(doc.tokens().map(|token| token.lemma())));
    let arcs: Vec<_> = expected.head.iter().copied().zip(expected.dep.split(' ')).collect();
    let found: Vec<_> = doc
        .tokens()
        .map(|token| (token.head().index() as isize - token.index() as isize, token.dep().as_str()))
        .collect();
    tally.compare(text, "arc", &arcs, &found);
    let starts: Vec<_> = doc.sentences().map(|sentence| sentence.range().start).collect();
    tally.compare(text, "sentence", &expected.sentence, &starts);
    let entities: Vec<_> = doc
        .entities()
        .map(|entity| (entity.range().start, entity.range().end, entity.label().to_owned()))
        .collect();
    tally.compare(text, "entity", &expected.entity, &entities);
    let chunks: Vec<_> = doc.noun_chunks().map(|chunk| (chunk.start, chunk.end)).collect();
    tally.compare(text, "noun chunk", &expected.chunk, &chunks);
}

#[test]
fn reads_prose_as_spacy_does() {
    check(include_str!("../data/prose.jsonl"), Model::builtin());
}

#[test]
fn reads_odd_strings_as_spacy_does() {
    check(include_str!("../data/odd_strings.jsonl"), Model::builtin());
}
