//! Who is who: the identity of organisations in re3d (Dstl, "Relationship and Entity Extraction Evaluation Dataset",
//! 2017), documents on Syria and Iraq in which people have marked entities and relations.
//!
//! The benchmark marks an organisation each time that it is named, and says of some pairs that one name is a synonym
//! of the other (`IsSynonymOf`), mostly where a sentence says so itself. From these follow the gold pairs:
//!
//! - A *mention* is an entity of the type `Organisation` that a person has confirmed (confidence above 0) and that is
//!   a name from end to end: each word has a capital, but for articles, prepositions and conjunctions. Pronouns and
//!   common nouns are left out, beside a name too: whom they mean is not marked.
//! - Two mentions of a document are *one* if their names are equal (up to case, articles and punctuation), if one is
//!   the other's initials, or if any document of the file calls the names synonyms; and what follows from these.
//! - The system's pairs are the mentions that it finds itself and takes for one actor: the same code of the registry,
//!   or the same name where the registry has none. A system's mention stands for the benchmark's if its head word is
//!   the head word of the benchmark's words; one that stands for none is passed over.
//!
//! How they stand to each other: the relations `FightingAgainst`, `AlliesOf` and `BelongsTo` between entities that are
//! bodies or persons, all confirmed by a person, pronouns and common nouns among them. An entity is the actor that the
//! system finds at its head or has there as a party of an event, or else its own words; a relation is counted once for
//! two actors of a document, and its order has a meaning for `BelongsTo` alone. The system's relations are the ties of the
//! network of that document, stated or following from events: fighting and rivalry are `FightingAgainst`, alliance and
//! support `AlliesOf`, membership and affiliation `BelongsTo`; ties that words alone speak for ("supported", "accused")
//! and ties of actors that no entity names are passed over. `relation_f1` is F1 over the documents.
//! What belongs to or is run by whom otherwise (places, weapons, platforms) is nothing that the network holds.
//!
//! `identity_f1` is F1 of the pairs, summed over the documents, with `identity_precision` and `identity_recall`. A pair
//! of which either mention was not found is not linked. `found` is the share of the mentions that were found.

mod relation;

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::ops::Range;

use athir_coder::FoundActor;
use athir_model::Report;
use athir_nlp::Doc;
use serde::Deserialize;

use self::relation::Standings;
use super::passage::Characters;
use super::{Item, Miss, Part, Scoreboard, Tally};
use crate::Pipeline;
use crate::parallel::parallel_map;

/// One document with its entities and relations.
#[derive(Clone, Debug, Deserialize)]
pub struct Re3dRecord {
    /// Who published it.
    pub source: String,
    /// The document's name.
    pub doc_id: String,
    /// The words.
    pub text: String,
    /// What people and programs have marked in it.
    pub entities: Vec<Re3dEntity>,
    /// How the entities stand to each other.
    pub relations: Vec<Re3dRelation>,
}

/// An entity as the benchmark has it.
#[derive(Clone, Debug, Deserialize)]
pub struct Re3dEntity {
    /// Its first character.
    pub begin: usize,
    /// The character after its last.
    pub end: usize,
    /// `Organisation`, `Person`, `Location`, …
    #[serde(rename = "type")]
    pub kind: String,
    /// Its words.
    pub value: String,
    /// The share of people who confirmed it; 0 for what a program has proposed.
    pub confidence: f64,
}

/// A relation as the benchmark has it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Re3dRelation {
    /// `IsSynonymOf`, `FightingAgainst`, …
    #[serde(rename = "type")]
    pub kind: String,
    /// The words of the first.
    pub source: String,
    /// The words of the second.
    pub target: String,
    /// The first character of the first.
    #[serde(default)]
    pub source_begin: usize,
    /// The character after its last.
    #[serde(default)]
    pub source_end: usize,
    /// The first character of the second.
    #[serde(default)]
    pub target_begin: usize,
    /// The character after its last.
    #[serde(default)]
    pub target_end: usize,
    /// The share of people who confirmed it.
    #[serde(default)]
    pub confidence: f64,
}

/// Pairs linked rightly, pairs of the benchmark, pairs of the system; mentions found, all mentions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Pairs {
    hits: usize,
    gold: usize,
    system: usize,
    found: usize,
    mentions: usize,
    /// Relations that are right, of the benchmark, of the system.
    relations: [usize; 3],
}

impl Tally for Pairs {
    fn add(&mut self, other: &Pairs) {
        self.hits += other.hits;
        self.gold += other.gold;
        self.system += other.system;
        self.found += other.found;
        self.mentions += other.mentions;
        for (mine, others) in self.relations.iter_mut().zip(other.relations) {
            *mine += others;
        }
    }

    fn figures(&self) -> Vec<(&'static str, f64)> {
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        vec![
            ("identity_f1", share(2 * self.hits, self.gold + self.system)),
            ("identity_precision", share(self.hits, self.system)),
            ("identity_recall", share(self.hits, self.gold)),
            ("found", share(self.found, self.mentions)),
            ("relation_f1", share(2 * self.relations[0], self.relations[1] + self.relations[2])),
            ("relation_precision", share(self.relations[0], self.relations[2])),
            ("relation_recall", share(self.relations[0], self.relations[1])),
        ]
    }
}

/// Finds the actors of the documents and compares who is taken for whom.
pub fn re3d(records: &[Re3dRecord], pipeline: &Pipeline, jobs: NonZeroUsize) -> Scoreboard {
    let synonyms = Synonyms::of(records);
    Scoreboard::new(parallel_map(records, jobs, |record| {
        let doc = pipeline.parse(&record.text);
        let found = pipeline.find_actors(&doc, None);
        let report = Report::new(record.doc_id.as_str(), record.text.as_str());
        let coded = pipeline.code_parsed(&report, &doc);
        let standings = Standings::of(record, &doc, &found, &coded);
        score(record, &doc, &found, &synonyms, &standings)
    }))
}

fn score(
    record: &Re3dRecord,
    doc: &Doc,
    found: &[FoundActor],
    synonyms: &Synonyms,
    standings: &Standings,
) -> Item<Pairs> {
    let mentions = mentions(record);
    let characters = Characters::of(&record.text);
    let byte = |character: usize| characters.byte(character);
    let span = |m: &Re3dEntity| byte(m.begin)..byte(m.end);
    let names: Vec<String> = mentions.iter().map(|m| synonyms.group(&m.value)).collect();
    let actors: Vec<Option<String>> =
        mentions.iter().map(|m| actor_at(doc, found, span(m)).map(identity)).collect();
    let mut tally =
        Pairs { found: actors.iter().flatten().count(), mentions: mentions.len(), ..Pairs::default() };
    let mut misses = Vec::new();
    for a in 0..mentions.len() {
        for b in a + 1..mentions.len() {
            let gold = names[a] == names[b];
            let system = actors[a].is_some() && actors[a] == actors[b];
            tally.gold += usize::from(gold);
            tally.system += usize::from(system);
            tally.hits += usize::from(gold && system);
            if gold == system {
                continue;
            }
            let words = |n: usize| match &actors[n] {
                Some(actor) => format!("{:?} ({actor})", mentions[n].value),
                None => format!("{:?} (not found)", mentions[n].value),
            };
            misses.push(Miss {
                record: record.doc_id.clone(),
                class: if gold { "missed" } else { "made up" }.to_owned(),
                what: format!("{} and {}", words(a), words(b)),
                text: sentence_around(&record.text, span(mentions[b])),
            });
        }
    }
    let hits = standings.gold.intersection(&standings.system).count();
    tally.relations = [hits, standings.gold.len(), standings.system.len()];
    for (what, there, not_there) in
        [("missed", &standings.gold, &standings.system), ("made up", &standings.system, &standings.gold)]
    {
        for (kind, a, b) in there.difference(not_there) {
            let name = |id: &String| standings.names.get(id).map_or(id.clone(), |n| format!("{n:?} ({id})"));
            misses.push(Miss {
                record: record.doc_id.clone(),
                class: format!("{kind} {what}"),
                what: format!("{} and {}", name(a), name(b)),
                text: String::new(),
            });
        }
    }
    Item { part: Part::of(&record.doc_id), group: record.source.clone(), tally, misses }
}

/// The benchmark's mentions that are names of organisations, each span once.
fn mentions(record: &Re3dRecord) -> Vec<&Re3dEntity> {
    let mut spans = BTreeSet::new();
    let is_small = |word: &str| SMALL.contains(&word.to_lowercase().as_str());
    let is_name = |words: &str| {
        let mut large = words.split_whitespace().filter(|word| !is_small(word)).peekable();
        large.peek().is_some() && large.all(|word| word.contains(char::is_uppercase))
    };
    record
        .entities
        .iter()
        .filter(|e| e.kind == "Organisation" && e.confidence > 0.0 && is_name(&e.value))
        .filter(|e| spans.insert((e.begin, e.end)))
        .collect()
}

/// Words that make no name, with a capital or without: articles, prepositions, conjunctions and pronouns.
const SMALL: [&str; 26] = [
    "the", "a", "an", "of", "and", "for", "in", "on", "to", "–", "-", "&", "we", "they", "it", "i", "you",
    "he", "she", "our", "their", "his", "her", "its", "us", "them",
];

/// The actor whose mention has the head word of the words at a span.
fn actor_at<'f>(doc: &Doc, found: &'f [FoundActor], span: Range<usize>) -> Option<&'f FoundActor> {
    let inside: Vec<_> = doc.tokens().filter(|t| span.contains(&t.span().start())).collect();
    let (first, last) = (inside.first()?.index(), inside.last()?.index());
    let head = inside.iter().find(|t| !(first..=last).contains(&t.head().index()) || t.head() == **t)?;
    found.iter().find(|f| f.head == head.span())
}

/// What two mentions of one actor have in common.
fn identity(actor: &FoundActor) -> String {
    actor.code.clone().unwrap_or_else(|| key(&actor.name))
}

/// A name without what changes between its mentions: case, articles and punctuation.
fn key(name: &str) -> String {
    let letters: String = name
        .to_lowercase()
        .replace(['’', '\''], "")
        .chars()
        .map(|c| if c.is_alphanumeric() || c == '.' { c } else { ' ' })
        .collect();
    let words: Vec<String> = letters
        .split_whitespace()
        .map(|word| word.replace('.', ""))
        .filter(|word| !matches!(word.as_str(), "the" | "a" | "an" | ""))
        .collect();
    words.join(" ")
}

/// Which names are one, by the whole file: equal keys, initials, and stated synonyms.
struct Synonyms(BTreeMap<String, String>);

impl Synonyms {
    fn of(records: &[Re3dRecord]) -> Synonyms {
        let names: BTreeSet<String> =
            records.iter().flat_map(|record| mentions(record)).map(|m| key(&m.value)).collect();
        let mut links: Vec<(String, String)> = Vec::new();
        for name in names.iter().filter(|name| name.contains(' ')) {
            // "of" and "and" may stand for a letter or for none.
            for skip in [false, true] {
                let initials: String = name
                    .split(' ')
                    .filter(|word| !(skip && matches!(*word, "of" | "and" | "for" | "in")))
                    .filter_map(|word| word.chars().next())
                    .collect();
                if names.contains(&initials) {
                    links.push((name.clone(), initials));
                }
            }
        }
        for relation in records.iter().flat_map(|r| &r.relations).filter(|r| r.kind == "IsSynonymOf") {
            let (a, b) = (key(&relation.source), key(&relation.target));
            if names.contains(&a) && names.contains(&b) {
                links.push((a, b));
            }
        }
        let mut group: BTreeMap<String, String> = names.iter().map(|n| (n.clone(), n.clone())).collect();
        for (a, b) in links {
            let (Some(a), Some(b)) = (group.get(&a).cloned(), group.get(&b).cloned()) else { continue };
            for member in group.values_mut().filter(|member| **member == b) {
                member.clone_from(&a);
            }
        }
        Synonyms(group)
    }

    fn group(&self, name: &str) -> String {
        let key = key(name);
        self.0.get(&key).cloned().unwrap_or(key)
    }
}

/// The line in which a mention stands, cut to what is near.
fn sentence_around(text: &str, around: Range<usize>) -> String {
    const REACH: usize = 90;
    let start = text[..around.start].char_indices().rev().nth(REACH).map_or(0, |(byte, _)| byte);
    let end = text[around.end..].char_indices().nth(REACH).map_or(text.len(), |(byte, _)| around.end + byte);
    text[start..end].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(text: &str, names: &[&str], synonyms: &[(&str, &str)]) -> Re3dRecord {
        let mut from = 0;
        let entities = names.iter().map(|name| {
            let begin = from + text[from..].find(name).unwrap();
            from = begin + name.len();
            Re3dEntity {
                begin,
                end: from,
                kind: "Organisation".to_owned(),
                value: (*name).to_owned(),
                confidence: 1.0,
            }
        });
        let entities = entities.collect();
        let relation = |(source, target): &(&str, &str)| Re3dRelation {
            kind: "IsSynonymOf".to_owned(),
            source: (*source).to_owned(),
            target: (*target).to_owned(),
            source_begin: 0,
            source_end: 0,
            target_begin: 0,
            target_end: 0,
            confidence: 1.0,
        };
        Re3dRecord {
            source: "made".to_owned(),
            doc_id: "1".to_owned(),
            text: text.to_owned(),
            entities,
            relations: synonyms.iter().map(relation).collect(),
        }
    }

    fn tally(record: &Re3dRecord) -> Pairs {
        let pipeline = Pipeline::new(&crate::Config::default()).unwrap();
        let doc = pipeline.parse(&record.text);
        let found = pipeline.find_actors(&doc, None);
        let coded = pipeline.code_parsed(&Report::new("1", record.text.as_str()), &doc);
        let standings = Standings::of(record, &doc, &found, &coded);
        score(record, &doc, &found, &Synonyms::of(std::slice::from_ref(record)), &standings).tally
    }

    #[test]
    fn equal_names_initials_and_stated_synonyms_are_one() {
        let names = ["the Northern Relief Union", "NRU", "Redcap", "Blue Guard"];
        let text = names.join(", ");
        let record = record(&text, &names, &[("NRU", "Redcap")]);
        let synonyms = Synonyms::of(std::slice::from_ref(&record));
        assert_eq!(synonyms.group("Northern Relief Union"), synonyms.group("Redcap"));
        assert_ne!(synonyms.group("NRU"), synonyms.group("Blue Guard"));
    }

    #[test]
    fn two_names_of_the_registry_make_a_pair_and_a_rival_makes_none() {
        let text = "ISIL fled the town. Hezbollah said that Daesh had lost it.";
        let made = record(text, &["ISIL", "Hezbollah", "Daesh"], &[("Daesh", "ISIL")]);
        let pairs = tally(&made);
        assert_eq!((pairs.hits, pairs.gold, pairs.system, pairs.found), (1, 1, 1, 3));
    }

    #[test]
    fn a_link_that_the_benchmark_does_not_have_is_made_up() {
        let text = "ISIL fled the town. Hezbollah said that Daesh had lost it.";
        let pairs = tally(&record(text, &["ISIL", "Daesh"], &[]));
        assert_eq!((pairs.hits, pairs.gold, pairs.system), (0, 0, 1));
    }

    #[test]
    fn enemies_of_the_network_are_enemies_of_the_benchmark() {
        let text = "ISIL attacked Hezbollah in Tikrit. Hezbollah fled.";
        let mut made = record(text, &["ISIL", "Hezbollah", "Hezbollah"], &[]);
        made.relations.push(Re3dRelation {
            kind: "FightingAgainst".to_owned(),
            source: "ISIL".to_owned(),
            target: "Hezbollah".to_owned(),
            source_begin: 0,
            source_end: 4,
            target_begin: 14,
            target_end: 23,
            confidence: 1.0,
        });
        assert_eq!(tally(&made).relations, [1, 1, 1]);
        made.relations.clear();
        assert_eq!(tally(&made).relations, [0, 0, 1]);
    }

    #[test]
    fn pronouns_and_common_nouns_are_no_mentions() {
        let text = "We saw The army and it saw ISIL; ISIL fighters fled.";
        let made = record(text, &["We", "The army", "it", "ISIL", "ISIL fighters"], &[]);
        assert_eq!(mentions(&made).len(), 1);
    }
}
