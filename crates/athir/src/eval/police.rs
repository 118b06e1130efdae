//! What the police do, sentence by sentence: the labels KILL, ARREST, FAIL and FORCE of the India Police Events
//! corpus (Halterman, Keith, Sarwar and O'Connor, "Corpus-Level Evaluation for Event QA", Findings of ACL 2021).
//!
//! A report is coded whole. A sentence gets a label when an event whose evidence lies in it is of the label's
//! kinds and the police or another force of the state did it. Each figure is the F1 of one label over all
//! sentences.

use std::num::NonZeroUsize;

use athir_io::Report;
use athir_model::{Event, EventKind, Harm, Modality};
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
    let mut found = vec![[false; LABELS.len()]; record.sents.len()];
    for event in coded.events.iter().filter(|e| e.modality == Modality::Reported) {
        let n = ends.partition_point(|&end| end <= event.trigger.start);
        let Some(found) = found.get_mut(n) else { continue };
        for (label, (word, _)) in LABELS.iter().enumerate() {
            found[label] |= has_label(event, word);
        }
    }
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

/// Whether the event is one of the label's kinds, by the police.
fn has_label(event: &Event, label: &str) -> bool {
    let by_police = event.initiators.iter().any(|p| p.mention.to_lowercase().contains("police"));
    let killed = event.casualties.iter().any(|c| c.kind == Harm::Killed);
    by_police
        && match label {
            "KILL" => killed,
            "ARREST" => event.kind == EventKind::Arrest,
            "FORCE" => matches!(event.kind, EventKind::Crackdown | EventKind::Attack),
            _ => false,
        }
}
