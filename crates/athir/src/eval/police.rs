//! What the police do, sentence by sentence: the labels KILL, ARREST, FAIL and FORCE of the India Police Events
//! corpus (Halterman, Keith, Sarwar and O'Connor, "Corpus-Level Evaluation for Event QA", Findings of ACL 2021).
//!
//! A report is coded whole, as one text of all its sentences. A sentence is labelled
//!
//! - KILL where it gives the dead of an event that the police did,
//! - ARREST where it tells of an arrest by anybody but a mob or insurgents, also one that other sentences tell of or
//!   that is only background: who arrests is an authority, named or not,
//! - FORCE where it tells of fighting, harm or a crackdown by the police, or names a crackdown again,
//! - FAIL where it tells of what an authority left undone ([`athir_model::Omission`]).
//!
//! The police are any force that keeps order. Each figure is the F1 of one label over all sentences.

use std::num::NonZeroUsize;

use athir_model::Report;
use athir_model::{CodedReport, Diagnostic, Event, EventKind, Family, Harm, Modality, Reason};
use jiff::civil::Date;
use serde::Deserialize;

use super::{Item, Miss, Part, Scoreboard, Tally};
use crate::Pipeline;
use crate::parallel::parallel_map;

/// One report with its labelled sentences.
#[derive(Clone, Debug, Deserialize)]
pub struct PoliceRecord {
    /// The report's number.
    pub doc_id: u64,
    /// The day of publication.
    pub date: Option<Date>,
    /// The sentences in order.
    pub sents: Vec<PoliceSentence>,
}

/// A sentence and what it says that the police did.
#[derive(Clone, Debug, Deserialize)]
pub struct PoliceSentence {
    /// The words.
    pub text: String,
    /// `KILL`, `ARREST`, `FAIL`, `FORCE`, `ANY_ACTION`.
    pub labels: Vec<String>,
}

/// The labels that are scored, with the keys of their figures.
const LABELS: [(&str, &str); 4] =
    [("KILL", "kill_f1"), ("ARREST", "arrest_f1"), ("FORCE", "force_f1"), ("FAIL", "fail_f1")];

/// Sentences by label: labelled and found, labelled, found.
#[derive(Clone, Debug, Default)]
struct Labels([Counts; LABELS.len()]);

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    hit: usize,
    gold: usize,
    system: usize,
}

impl Tally for Labels {
    fn add(&mut self, other: &Labels) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            mine.hit += theirs.hit;
            mine.gold += theirs.gold;
            mine.system += theirs.system;
        }
    }

    fn figures(&self) -> Vec<(&'static str, f64)> {
        LABELS
            .iter()
            .zip(&self.0)
            .map(|((_, key), c)| (*key, 2.0 * c.hit as f64 / (c.gold + c.system).max(1) as f64))
            .collect()
    }
}

/// Codes the reports and scores the labels of their sentences.
pub fn police(records: &[PoliceRecord], pipeline: &Pipeline, jobs: NonZeroUsize) -> Scoreboard {
    Scoreboard::new(parallel_map(records, jobs, |record| score(record, pipeline)))
}

fn score(record: &PoliceRecord, pipeline: &Pipeline) -> Item<Labels> {
    let name = record.doc_id.to_string();
    let mut text = String::new();
    let mut ends = Vec::new();
    for sentence in &record.sents {
        text.push_str(&sentence.text);
        ends.push(text.chars().count());
        text.push(' ');
    }
    let coded = pipeline.code(&Report { published: record.date, ..Report::new(&name, &text) });
    let found = labels(&text, &coded, &ends);
    let mut tally = Labels::default();
    let mut misses = Vec::new();
    for (sentence, found) in record.sents.iter().zip(found) {
        for (n, (label, _)) in LABELS.iter().enumerate() {
            let wanted = sentence.labels.iter().any(|l| l == label);
            tally.0[n].hit += usize::from(wanted && found[n]);
            tally.0[n].gold += usize::from(wanted);
            tally.0[n].system += usize::from(found[n]);
            if wanted != found[n] {
                let what = if wanted { "missed" } else { "made up" };
                misses.push(Miss {
                    record: name.clone(),
                    class: (*label).to_owned(),
                    what: what.to_owned(),
                    text: sentence.text.clone(),
                });
            }
        }
    }
    Item { part: Part::of(&name), group: String::new(), tally, misses }
}

/// The labels that the coding of a text gives each sentence; `ends` are the ends of the sentences in characters.
fn labels(text: &str, coded: &CodedReport, ends: &[usize]) -> Vec<[bool; LABELS.len()]> {
    let mut found = vec![[false; LABELS.len()]; ends.len()];
    let sentence_of = |at: usize| ends.partition_point(|&end| end <= at);
    let mut mark = |label: &str, at: usize| {
        let n = sentence_of(at);
        let label = LABELS.iter().position(|(word, _)| *word == label);
        if let (Some(found), Some(label)) = (found.get_mut(n), label) {
            found[label] = true;
        }
    };
    let of_force =
        |frame: &str| matches!(frame.split_once('.'), Some((kind, _)) if FORCE_KINDS.contains(&kind));
    let named_again = coded.diagnostics.iter().filter(|d| d.reason == Reason::Merged && of_force(&d.frame));
    let named_again: Vec<usize> = named_again.map(|d| sentence_of(d.trigger.start)).collect();
    for event in coded.events.iter().filter(|e| e.modality == Modality::Reported) {
        let mut again = named_again.clone();
        again.extend(event.casualties.iter().map(|c| sentence_of(c.mention.start)));
        let by_police = event.kind == EventKind::Crackdown && !by_others(event) || by_police(event);
        let told: Vec<usize> = std::iter::once(&event.trigger)
            .chain(&event.evidence)
            .map(|quote| {
                if quote.start <= event.trigger.start && event.trigger.start < quote.end {
                    event.trigger.start
                } else {
                    quote.start
                }
            })
            .collect();
        if event.kind == EventKind::Arrest && (by_police || !by_others(event)) {
            told.iter().for_each(|&at| mark("ARREST", at));
        }
        if !by_police {
            continue;
        }
        for casualty in event.casualties.iter().filter(|c| c.kind == Harm::Killed && c.count.high != Some(0))
        {
            mark("KILL", casualty.mention.start);
            mark("FORCE", casualty.mention.start);
        }
        // The police plant no bombs: where they are named beside one, it is for those whom they killed.
        let by_bomb = matches!(event.kind, EventKind::Bombing | EventKind::SuicideAttack);
        if event.kind == EventKind::Crackdown
            || matches!(event.kind.family(), Family::Fighting | Family::Harm) && !by_bomb
        {
            mark("FORCE", event.trigger.start);
            // What goes on about a crackdown tells of force where it names the deed again or gives its losses.
            let goes_on = |at: usize| event.kind == EventKind::Crackdown && again.contains(&sentence_of(at));
            told.iter().filter(|&&at| goes_on(at)).for_each(|&at| mark("FORCE", at));
            // "of those killed in police firing most were": a death without a number, beside the deed.
            let deaths = coded.diagnostics.iter().filter(|d| {
                d.frame == "toll.killed" && matches!(d.reason, Reason::Toll | Reason::Incomplete)
            });
            for at in deaths.map(|d| d.trigger.start) {
                let deed = event.trigger.start;
                if sentence_of(at) == sentence_of(deed) && at.abs_diff(deed) < BESIDE {
                    mark("KILL", at);
                }
            }
        }
    }
    // What tells more of an arrest that is coded, or of arrests in general.
    let spoken = |d: &&Diagnostic| matches!(d.reason, Reason::Merged | Reason::Background | Reason::Toll);
    // "fear of arrest", "under house arrest": a noun in passing tells of none.
    let in_passing = |d: &Diagnostic| d.reason == Reason::Background && d.frame == "arrest.noun";
    for diagnostic in coded.diagnostics.iter().filter(spoken).filter(|d| d.frame.starts_with("arrest.")) {
        if !in_passing(diagnostic) && !is_ahead(text, diagnostic.trigger.start) {
            mark("ARREST", diagnostic.trigger.start);
        }
    }
    for omission in coded.omissions.iter().filter(|omission| !is_complicity(&omission.trigger.text)) {
        mark("FAIL", omission.trigger.start);
    }
    found
}

/// Kinds of deeds by which a sentence goes on to tell of force.
const FORCE_KINDS: [&str; 4] = ["crackdown", "attack", "shelling", "violence-against-civilians"];

/// How many characters apart a deed and a death are told of together.
const BESIDE: usize = 60;

/// Who connives at a deed takes part in it, and does not merely leave it undone.
fn is_complicity(words: &str) -> bool {
    let words = words.to_lowercase();
    ["complic", "conniv", "collu", "abet"].iter().any(|stem| words.contains(stem))
}

/// "would be arrested", "to arrest them": what lies ahead, by the word before the character.
fn is_ahead(text: &str, at: usize) -> bool {
    let before: String = text.chars().take(at).collect();
    matches!(before.split_whitespace().next_back(), Some("be" | "to" | "would" | "will" | "may" | "could"))
}

/// Words for the police and for the forces that act beside them.
const POLICE: [&str; 11] = [
    "police",
    "cop",
    "constable",
    "security force",
    "paramilitary",
    "gendarme",
    "task force",
    "law enforcement",
    "security personnel",
    "officer",
    "guard",
];

/// Whether the police, or another force that keeps order, are said to have done it.
fn by_police(event: &Event) -> bool {
    event.initiators.iter().any(|p| {
        let (mention, name) = (p.mention.to_lowercase(), p.name.to_lowercase());
        POLICE.iter().any(|word| mention.contains(word) || name.contains(word))
    })
}

/// Whether others than an authority are said to have done it: insurgents, a mob.
fn by_others(event: &Event) -> bool {
    const OTHERS: [&str; 8] =
        ["mob", "rebel", "militant", "insurgent", "terrorist", "gunm", "crowd", "rioter"];
    !event.initiators.is_empty()
        && event.initiators.iter().all(|p| {
            let mention = p.mention.to_lowercase();
            OTHERS.iter().any(|word| mention.contains(word))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_the_sentence_that_tells_of_it() {
        let sentences = [
            "Two workers died in police firing in Arvel on Monday.",
            "The market was closed.",
            "Eight men were arrested.",
            "Residents said the police stood by while the mob looted shops.",
        ];
        let record = PoliceRecord {
            doc_id: 1,
            date: None,
            sents: sentences
                .iter()
                .zip([&["KILL", "FORCE"][..], &[], &["ARREST"], &["FAIL"]])
                .map(|(text, labels)| PoliceSentence {
                    text: (*text).to_owned(),
                    labels: labels.iter().map(|&l| l.to_owned()).collect(),
                })
                .collect(),
        };
        let pipeline = Pipeline::new(&crate::Config::default()).unwrap();
        let item = score(&record, &pipeline);
        assert!(item.misses.is_empty(), "{:?}", item.misses);
    }
}
