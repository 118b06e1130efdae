//! What a candidate, a cut and a report are told by. A feature is a hash of its name, so that no words of a report
//! stand in the weights.

use std::collections::{BTreeMap, BTreeSet};

use athir_model::CodedReport;
use athir_nlp::{Dep, Doc, Pos, Token};

use super::phrase::{Candidate, Phrase, core_start};

/// Features that hold.
pub(super) type Features = Vec<u32>;

/// The hash of a feature's name (FNV-1a).
pub(super) fn feature(parts: &[&str]) -> u32 {
    let mut hash: u32 = 0x811c_9dc5;
    for byte in parts.iter().flat_map(|part| part.bytes().chain([0])) {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    hash
}

/// Features of the whole report: its words, and the kinds of the events that the coder reads in it.
pub(super) fn of_report(doc: &Doc, coded: &CodedReport) -> Features {
    let mut found: BTreeSet<u32> = BTreeSet::from([feature(&["bias"])]);
    for token in doc.tokens() {
        if matches!(token.pos(), Pos::Noun | Pos::Verb | Pos::Propn | Pos::Adj) {
            found.insert(feature(&["word", &lemma(token)]));
        }
        // What was done to what: "explode: bomb".
        if token.pos() == Pos::Verb {
            for child in
                token.children().filter(|c| matches!(c.dep(), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj))
            {
                found.insert(feature(&["pair", &lemma(token), &lemma(child)]));
            }
        }
    }
    for event in &coded.events {
        found.insert(feature(&["kind", event.kind.as_str()]));
        found.insert(feature(&["kind", event.kind.as_str(), event.modality.as_str()]));
    }
    found.into_iter().collect()
}

/// Where the coder's records name a token: for each, features such as "initiator of attack".
pub(super) struct Recorded {
    by_start: BTreeMap<usize, Vec<(usize, Vec<String>)>>,
}

impl Recorded {
    pub(super) fn of(coded: &CodedReport) -> Recorded {
        let mut by_start: BTreeMap<usize, Vec<(usize, Vec<String>)>> = BTreeMap::new();
        let mut add = |start: usize, end: usize, role: &str, rest: &[&str]| {
            let mut names = vec![role.to_owned()];
            names.extend(rest.iter().map(|r| format!("{role} {r}")));
            by_start.entry(start).or_default().push((end, names));
        };
        for event in &coded.events {
            let kind = event.kind.as_str();
            for party in &event.initiators {
                let known = if party.actor.is_some() { "known" } else { "unknown" };
                add(party.start, party.end, "initiator", &[kind, known]);
            }
            for party in &event.recipients {
                add(party.start, party.end, "recipient", &[kind]);
            }
            for weapon in &event.weapons {
                add(weapon.start, weapon.end, "weapon", &[kind]);
            }
            for loss in &event.casualties {
                add(loss.mention.start, loss.mention.end, "loss", &[loss.kind.as_str(), kind]);
            }
        }
        Recorded { by_start }
    }

    fn at(&self, character: usize) -> impl Iterator<Item = &str> {
        let spans = self.by_start.range(character.saturating_sub(REACH)..=character);
        spans
            .flat_map(|(_, spans)| spans)
            .filter(move |(end, _)| *end > character)
            .flat_map(|(_, names)| names)
            .map(String::as_str)
    }
}

/// No mention of a record is longer.
const REACH: usize = 200;

/// Features of a candidate: its string and the words in it, and those of all its phrases together.
pub(super) fn of_candidate(
    doc: &Doc,
    (core, candidate): (&str, &Candidate),
    recorded: &Recorded,
    characters: &[usize],
) -> Features {
    let mut found = BTreeSet::from([feature(&["core", core])]);
    found.extend(core.split(' ').map(|word| feature(&["in", word])));
    for phrase in &candidate.phrases {
        of_phrase(doc, phrase, &mut found);
        for name in recorded.at(characters[phrase.head]) {
            found.insert(feature(&["record", name]));
        }
    }
    let times = candidate.phrases.len().min(4).to_string();
    found.insert(feature(&["times", &times]));
    found.insert(feature(&["bias"]));
    found.into_iter().collect()
}

fn of_phrase(doc: &Doc, phrase: &Phrase, found: &mut BTreeSet<u32>) {
    let head = doc.token(phrase.head);
    let noun = lemma(head);
    let number = if matches!(head.tag(), "NNS" | "NNPS") { "many" } else { "one" };
    let class = head.entity().map_or("", |e| e.label());
    let mut add = |parts: &[&str]| {
        found.insert(feature(parts));
    };
    add(&["noun", &noun]);
    add(&["pos", head.pos().as_str(), number]);
    add(&["entity", class]);
    let mut relations = Vec::new();
    governors(head, 0, &mut relations);
    clauses(head, &mut relations);
    for (relation, word) in &relations {
        add(&["governor", relation, word]);
        add(&["relation", relation]);
        add(&["governor by class", relation, word, class, head.pos().as_str()]);
    }
    for child in head.children() {
        match child.dep() {
            Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Poss => add(&["modifier", &lemma(child)]),
            Dep::Nummod => add(&["counted"]),
            Dep::Appos => add(&["apposition", &lemma(child)]),
            Dep::Prep => {
                for object in child.children().filter(|c| c.dep() == Dep::Pobj) {
                    add(&["object", &lemma(child), &lemma(object)]);
                }
            }
            _ => {}
        }
    }
    if head.dep() == Dep::Appos {
        add(&["apposition to", &lemma(head.head())]);
    }
    if let Some(before) = phrase.tokens.start.checked_sub(1) {
        add(&["before", &lemma(doc.token(before))]);
    }
    if let Some(after) = head.next() {
        add(&["after", &lemma(after)]);
    }
    add(&["first", &lemma(doc.token(core_start(doc, phrase)))]);
    let sentence = head.sentence();
    for token in
        sentence.tokens().filter(|t| t.pos() == Pos::Verb || t.pos() == Pos::Noun && t.dep() != Dep::Compound)
    {
        let word = lemma(token);
        add(&["sentence", &word, head.pos().as_str()]);
    }
    let n = doc.sentences().take_while(|s| s.range().start < sentence.range().start).count();
    let place = match n {
        0 => "0",
        1 => "1",
        2 => "2",
        3..=5 => "3-5",
        _ => "6-",
    };
    add(&["place", place]);
}

/// The lemma in lower case; numbers are all one.
pub(super) fn lemma(token: Token<'_>) -> String {
    let lemma = token.lemma();
    if lemma.starts_with(|c: char| c.is_ascii_digit()) { "#".to_owned() } else { lemma.to_lowercase() }
}

/// What the noun depends on, with its logical relation to it.
fn governors(noun: Token<'_>, depth: usize, found: &mut Vec<(String, String)>) {
    let above = noun.head();
    if noun.is_root() || depth > 3 {
        return;
    }
    match noun.dep() {
        Dep::Conj | Dep::Appos if matches!(above.pos(), Pos::Noun | Pos::Propn | Pos::Pron) => {
            governors(above, depth + 1, found);
        }
        Dep::Pobj => {
            let word = above.head();
            if above.is_root() {
                return;
            }
            let preposition = lemma(above);
            let relation = if above.dep() == Dep::Agent { "subject" } else { preposition.as_str() };
            found.push((relation.to_owned(), lemma(word)));
            if preposition == "of" && matches!(word.pos(), Pos::Noun | Pos::Propn) {
                let mut outer = Vec::new();
                governors(word, depth + 1, &mut outer);
                found.extend(outer.into_iter().map(|(relation, word)| (format!("of {relation}"), word)));
            }
        }
        dep => {
            let relation = match dep {
                Dep::Nsubj | Dep::Csubj => "subject",
                Dep::Nsubjpass | Dep::Dobj => "object",
                other => other.as_str(),
            };
            found.push((relation.to_owned(), lemma(above)));
            if !matches!(dep, Dep::Nsubj | Dep::Nsubjpass) {
                return;
            }
            // The subject is shared with the verbs that follow.
            for verb in
                above.children().filter(|c| matches!(c.dep(), Dep::Xcomp | Dep::Conj) && c.pos() == Pos::Verb)
            {
                if !verb.children().any(|c| matches!(c.dep(), Dep::Nsubj | Dep::Nsubjpass)) {
                    let passive = verb.children().any(|c| c.dep() == Dep::Auxpass);
                    found.push((if passive { "object" } else { "subject" }.to_owned(), lemma(verb)));
                }
            }
            if dep == Dep::Nsubj {
                for object in above.children().filter(|c| c.dep() == Dep::Dobj) {
                    found.push(("does".to_owned(), lemma(object)));
                }
            }
        }
    }
}

/// The verbs of clauses that describe the noun.
fn clauses(noun: Token<'_>, found: &mut Vec<(String, String)>) {
    for verb in noun.children().filter(|c| matches!(c.dep(), Dep::Relcl | Dep::Acl)) {
        let subject = verb.children().find(|c| matches!(c.dep(), Dep::Nsubj | Dep::Nsubjpass));
        let active = match (verb.dep(), subject) {
            (Dep::Acl, _) => verb.tag() != "VBN",
            (_, Some(s)) => s.dep() == Dep::Nsubj && matches!(s.tag(), "WP" | "WDT"),
            _ => false,
        };
        found.push((if active { "subject" } else { "object" }.to_owned(), lemma(verb)));
    }
}

/// Features of a way to cut a phrase for a slot.
pub(super) fn of_cut(doc: &Doc, phrase: &Phrase, cut: &std::ops::Range<usize>, role: &str) -> Features {
    let first = doc.token(cut.start);
    let head = doc.token(phrase.head);
    let core = core_start(doc, phrase);
    let whole = match cut.start.cmp(&core) {
        std::cmp::Ordering::Less => "more",
        std::cmp::Ordering::Equal => "core",
        std::cmp::Ordering::Greater if cut.start == phrase.head => "head",
        std::cmp::Ordering::Greater => "part",
    };
    let of = if cut.end > phrase.head + 1 { "of" } else { "" };
    let could = if phrase.with_of.is_some() { "with" } else { "" };
    let mut found = vec![
        feature(&["cut", role]),
        feature(&["cut", role, whole, of, could]),
        feature(&["cut", role, "noun", &lemma(head), whole, of]),
        feature(&["cut", role, "pos", head.pos().as_str(), whole, of]),
        feature(&["cut", role, "first", &lemma(first)]),
        feature(&["cut", role, "first pos", first.pos().as_str(), head.pos().as_str(), first.dep().as_str()]),
        feature(&["cut", role, "length", &(cut.end - cut.start).min(5).to_string()]),
    ];
    if cut.start > phrase.tokens.start {
        let left = doc.token(cut.start - 1);
        found.push(feature(&["cut", role, "left out", &lemma(left)]));
        found.push(feature(&["cut", "any", "left out", &lemma(left)]));
        found.push(feature(&[
            "cut",
            role,
            "left out pos",
            left.pos().as_str(),
            first.pos().as_str(),
            left.dep().as_str(),
        ]));
    } else {
        found.push(feature(&["cut", role, "nothing left out"]));
    }
    found.sort_unstable();
    found.dedup();
    found
}
