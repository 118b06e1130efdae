//! Triples of source, target and CAMEO code, on the test records of UniversalPetrarch (github.com/openeventdata/
//! UniversalPetrarch, MIT): `UnitTest_udpipe_2.0`, the tests of PETRARCH recoded to CAMEO, and `PETR2_GSR`.
//!
//! Every record is a sentence with the events that a coder should find in it. The tests of PETRARCH name invented
//! actors: they are coded with the dictionaries of these tests (`eval/petr/validate.toml`, made by `athir actors
//! import`); `PETR2_GSR` names real ones and is coded with athir's own registry. Left out are the suites in Spanish,
//! the tests in WEIS codes (the same sentences as the recoded ones), records without words, and suites of other
//! licences.
//!
//! As the PETRARCH coders do, only the acts of main clauses, those joined to them and those in their complements count.
//! An event is a hit once where all of it agrees; the counts are summed over all records.
//!
//! - `triple_f1`: source, target and the whole code agree, letter by letter; with precision and recall.
//! - `root_f1`: source, target and the first two digits of the code agree.
//! - `dyad_f1`: source and target agree, whatever the code.
//!
//! On the recoded tests petrarch2 reaches a precision of .338 and a recall of .225 for triples; on `PETR2_GSR`, which
//! was seeded with its own output, .773 and .689.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;

use athir_actors::Registry;
use athir_coder::{CameoAct, Coder, Triple};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;

use super::{Item, Miss, Part, Scoreboard, Tally};
use crate::Pipeline;
use crate::parallel::parallel_map;

/// The actors and roles of PETRARCH's tests.
const VALIDATE: &str = include_str!("../../../../eval/petr/validate.toml");

const TESTS: &str = "universalpetrarch/UnitTest_udpipe_2.0";
const STANDARD: &str = "universalpetrarch/PETR2_GSR";

/// One sentence with its events.
#[derive(Clone, Debug, Deserialize)]
pub struct PetrRecord {
    /// Where the record comes from.
    pub suite: String,
    /// Its name in the suite.
    pub id: String,
    /// The day, as `19950101`.
    pub date: String,
    /// The words.
    pub text: String,
    /// What is to be found; objects with `source`, `target` and `code` in the suites that are scored.
    pub events: Vec<Value>,
}

/// A source, a target and a code.
type Event = (String, String, String);

/// Events by measure (triple, root, dyad): found and right, right, found.
#[derive(Clone, Copy, Debug, Default)]
struct Events([(usize, usize, usize); 3]);

impl Tally for Events {
    fn add(&mut self, other: &Events) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            mine.0 += theirs.0;
            mine.1 += theirs.1;
            mine.2 += theirs.2;
        }
    }

    fn figures(&self) -> Vec<(&'static str, f64)> {
        const KEYS: [[&str; 3]; 3] = [
            ["triple_f1", "triple_precision", "triple_recall"],
            ["root_f1", "root_precision", "root_recall"],
            ["dyad_f1", "dyad_precision", "dyad_recall"],
        ];
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        KEYS.iter()
            .zip(&self.0)
            .flat_map(|([f1, precision, recall], &(hit, gold, system))| {
                [
                    (*f1, share(2 * hit, gold + system)),
                    (*precision, share(hit, system)),
                    (*recall, share(hit, gold)),
                ]
            })
            .collect()
    }
}

/// Codes the sentences and scores their triples.
pub fn petr(records: &[PetrRecord], pipeline: &Pipeline, jobs: NonZeroUsize) -> Scoreboard {
    let registry = Registry::from_toml(&[("eval/petr/validate.toml", VALIDATE)])
        .expect("a test loads the embedded file");
    let scored: Vec<&PetrRecord> = records
        .iter()
        .filter(|r| (r.suite == TESTS || r.suite == STANDARD) && !r.text.trim().is_empty())
        .collect();
    let invented = Coder::builtin().with_registry(registry);
    Scoreboard::new(parallel_map(&scored, jobs, |record| score(record, pipeline, &invented)))
}

fn score(record: &PetrRecord, pipeline: &Pipeline, invented: &Coder<'_>) -> Item<Events> {
    let doc = pipeline.parse(&record.text);
    let date: Option<Date> = Date::strptime("%Y%m%d", &record.date).ok();
    let acts =
        if record.suite == TESTS { invented.find_acts(&doc, date) } else { pipeline.find_acts(&doc, date) };
    let system: BTreeSet<Event> = acts
        .iter()
        .filter(|act| act.main)
        .flat_map(CameoAct::triples)
        .map(|Triple { source, target, code }| (source, target, code))
        .collect();
    let gold: BTreeSet<Event> = record.events.iter().filter_map(event).collect();
    let mut tally = Events::default();
    let cuts: [fn(&Event) -> Event; 3] = [
        Event::clone,
        |(source, target, code)| (source.clone(), target.clone(), code.chars().take(2).collect()),
        |(source, target, _)| (source.clone(), target.clone(), String::new()),
    ];
    for (counts, cut) in tally.0.iter_mut().zip(cuts) {
        let gold: BTreeSet<Event> = gold.iter().map(cut).collect();
        let system: BTreeSet<Event> = system.iter().map(cut).collect();
        *counts = (gold.intersection(&system).count(), gold.len(), system.len());
    }
    // The suites name one test with `-` or `_`.
    let name = record.id.replace('_', "-");
    let words = |(source, target, code): &Event| format!("{source} {target} {code}");
    let dyads = |events: &BTreeSet<Event>| -> BTreeSet<(String, String)> {
        events.iter().map(|(source, target, _)| (source.clone(), target.clone())).collect()
    };
    let mut misses = Vec::new();
    if gold != system {
        let class = if dyads(&gold) == dyads(&system) { "code" } else { "dyad" };
        let list = |events: &BTreeSet<Event>| events.iter().map(words).collect::<Vec<_>>().join("; ");
        misses.push(Miss {
            record: record.id.clone(),
            class: class.to_owned(),
            what: format!("wanted {:?}, found {:?}", list(&gold), list(&system)),
            text: record.text.clone(),
        });
    }
    let group = record.suite.rsplit('/').next().unwrap_or(&record.suite).to_owned();
    Item { part: Part::of(&name), group, tally, misses }
}

fn event(value: &Value) -> Option<Event> {
    let word = |key: &str| value.get(key)?.as_str().map(str::to_owned);
    Some((word("source")?, word("target")?, word("code")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_actors_of_the_tests_are_loaded() {
        let registry = Registry::from_toml(&[("eval/petr/validate.toml", VALIDATE)]).unwrap();
        assert!(registry.actors().count() > 100);
        assert_eq!(registry.agent_at(&["foreign", "minister"]).map(|(n, _)| n), Some(2));
    }
}
