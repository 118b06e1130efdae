//! How many were killed and injured, text by text, in two corpora: one-paragraph entries of lists of terrorist
//! incidents (Wikipedia), whose table gives `Dead` and `Injured`, and local news on shootings in the United States
//! with the numbers of the Gun Violence Archive (Vossen and others, "Don't Annotate, but Validate: a Data-to-Text
//! Method for Capturing Event Data", LREC 2018), whose incidents stand in a file of their own.
//!
//! A text is coded whole, a report with its title as the first line. `killed_exact` and `injured_exact` are the
//! shares of texts for which the toll of the happening that the text is mainly about ([`MainToll`]) is the table's
//! number, over all texts for which the table has one. The table's numbers are kept as they stand, also where the
//! text that is scored does not give them: a figure of 1 cannot be reached. A number that is open on one side counts
//! as the one that its words name: "at least 85" as 85, "more than 100" as 100, "up to 70" as 70, and a text that
//! tells of no losses as 0. In the table "3+" is 3, a range fits any number in it, and a blank is not scored.
//! The lists leave attackers out of their numbers, the archive counts everybody who was shot: so does the score.
//! Reports on one incident are in one part, building or checking.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::RangeInclusive;

use athir_model::Report;
use athir_model::{Count, MainToll};
use jiff::civil::Date;
use serde::Deserialize;

use super::{Item, Miss, Part, Scoreboard, Tally};
use crate::Pipeline;
use crate::parallel::parallel_map;

/// A record of one of the benchmark's files, told by its form.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum TollRecord {
    /// An entry of a list, with its numbers.
    #[serde(rename_all = "PascalCase")]
    Entry {
        /// The entry's number.
        #[serde(rename = "id")]
        id: u64,
        /// The text.
        description: String,
        /// Number killed, as the table has it.
        dead: String,
        /// Number injured, as the table has it.
        injured: String,
    },
    /// A news report on an incident.
    Report {
        /// The report's name.
        doc_id: String,
        /// The incident.
        incident_id: String,
        /// The day of publication.
        dct: Option<Date>,
        /// The title.
        title: String,
        /// The text below it.
        text: String,
    },
    /// The numbers of an incident.
    Incident {
        /// The incident.
        incident_id: String,
        /// How many died.
        num_killed: u64,
        /// How many were injured.
        num_injured: u64,
    },
}

impl TollRecord {
    /// Whether it has the numbers of an incident and no text.
    pub fn is_incident(&self) -> bool {
        matches!(self, TollRecord::Incident { .. })
    }

    /// Whether it is a report, whose numbers stand elsewhere.
    pub fn is_report(&self) -> bool {
        matches!(self, TollRecord::Report { .. })
    }
}

/// Numbers right, and numbers scored.
#[derive(Clone, Copy, Debug, Default)]
struct Exact {
    killed: (usize, usize),
    injured: (usize, usize),
}

impl Tally for Exact {
    fn add(&mut self, other: &Exact) {
        for (mine, theirs) in [(&mut self.killed, other.killed), (&mut self.injured, other.injured)] {
            mine.0 += theirs.0;
            mine.1 += theirs.1;
        }
    }

    fn figures(&self) -> Vec<(&'static str, f64)> {
        let share = |(right, all): (usize, usize)| right as f64 / all.max(1) as f64;
        vec![("killed_exact", share(self.killed)), ("injured_exact", share(self.injured))]
    }
}

/// What is asked of one text.
struct Task<'r> {
    name: String,
    part: Part,
    group: &'static str,
    report: Report,
    killed: Option<RangeInclusive<u64>>,
    injured: Option<RangeInclusive<u64>>,
    /// Whether the numbers count attackers as well.
    all: bool,
    text: &'r str,
}

/// Codes the texts and compares their tolls with the table. Reports without an incident are not scored.
pub fn tolls(records: &[TollRecord], pipeline: &Pipeline, jobs: NonZeroUsize) -> Scoreboard {
    let incidents: BTreeMap<&str, (u64, u64)> = records
        .iter()
        .filter_map(|record| match record {
            TollRecord::Incident { incident_id, num_killed, num_injured } => {
                Some((incident_id.as_str(), (*num_killed, *num_injured)))
            }
            _ => None,
        })
        .collect();
    let tasks: Vec<Task<'_>> = records.iter().filter_map(|record| task(record, &incidents)).collect();
    Scoreboard::new(parallel_map(&tasks, jobs, |task| score(task, pipeline)))
}

fn task<'r>(record: &'r TollRecord, incidents: &BTreeMap<&str, (u64, u64)>) -> Option<Task<'r>> {
    match record {
        TollRecord::Entry { id, description, dead, injured } => {
            let name = id.to_string();
            Some(Task {
                part: Part::of(&name),
                group: "lists",
                report: Report::new(&name, description),
                killed: read_number(dead),
                injured: read_number(injured),
                all: false,
                text: description,
                name,
            })
        }
        TollRecord::Report { doc_id, incident_id, dct, title, text } => {
            let &(killed, injured) = incidents.get(incident_id.as_str())?;
            let whole = format!("{}\n\n{}\n", title.trim(), text.trim());
            Some(Task {
                part: Part::of(incident_id),
                group: "shootings",
                report: Report { published: *dct, ..Report::new(doc_id, &whole) },
                killed: Some(killed..=killed),
                injured: Some(injured..=injured),
                all: true,
                text,
                name: doc_id.clone(),
            })
        }
        TollRecord::Incident { .. } => None,
    }
}

/// Reads a number as tables have it: "12", "1,200", "3+", "10–12". Other words are no number.
fn read_number(cell: &str) -> Option<RangeInclusive<u64>> {
    let cell = cell.replace(',', "");
    let mut numbers =
        cell.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).map(str::parse::<u64>);
    let low = numbers.next()?.ok()?;
    let is_range = cell.contains(['-', '–', '—']);
    let high = numbers.next().and_then(Result::ok).filter(|&high| is_range && high >= low).unwrap_or(low);
    Some(low..=high)
}

fn score(task: &Task<'_>, pipeline: &Pipeline) -> Item<Exact> {
    let toll = pipeline.code(&task.report).toll.unwrap_or_default();
    let (killed, injured) = found(&toll, task.all);
    let mut tally = Exact::default();
    let mut misses = Vec::new();
    let fields = [
        ("killed", &task.killed, killed, &mut tally.killed),
        ("injured", &task.injured, injured, &mut tally.injured),
    ];
    for (class, wanted, found, counts) in fields {
        let Some(wanted) = wanted else { continue };
        counts.1 += 1;
        if wanted.contains(&found) {
            counts.0 += 1;
        } else {
            let title = task.report.text.lines().next().unwrap_or_default();
            let said: Vec<&str> = toll.evidence.iter().map(|quote| quote.text.as_str()).collect();
            misses.push(Miss {
                record: task.name.clone(),
                class: class.to_owned(),
                what: format!("wanted {}, found {found} in {said:?}: {title}", wanted.start()),
                text: task.text.to_owned(),
            });
        }
    }
    Item { part: task.part, group: task.group.to_owned(), tally, misses }
}

/// The numbers of a toll, with the attackers or without them.
fn found(toll: &MainToll, all: bool) -> (u64, u64) {
    let of =
        |count: Count, attackers: u64| named(count, toll).saturating_sub(if all { 0 } else { attackers });
    (of(toll.killed, toll.attackers_killed), of(toll.injured, toll.attackers_injured))
}

/// The number that the words of a count name.
fn named(count: Count, toll: &MainToll) -> u64 {
    match (count.low, count.high) {
        // "More than 100" is coded as 101 and open.
        (Some(low), None) if low > 0 => {
            let number = (low - 1).to_string();
            let is_more = |words: &str| {
                let words = words.to_lowercase();
                ["more than", "over "].iter().any(|bound| words.contains(bound)) && words.contains(&number)
            };
            if toll.evidence.iter().any(|quote| is_more(&quote.text)) { low - 1 } else { low }
        }
        (Some(low), _) => low,
        (None, high) => high.unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use athir_model::Quote;

    use super::*;

    #[test]
    fn reads_the_numbers_of_tables() {
        assert_eq!(read_number("12"), Some(12..=12));
        assert_eq!(read_number("1,200"), Some(1200..=1200));
        assert_eq!(read_number("3+"), Some(3..=3));
        assert_eq!(read_number("10–12"), Some(10..=12));
        assert_eq!(read_number("unknown"), None);
    }

    #[test]
    fn scores_an_open_count_by_the_number_that_it_names() {
        let said = |words: &str| {
            let text = words.to_owned();
            MainToll { evidence: vec![Quote { text, start: 0, end: 1 }], ..MainToll::default() }
        };
        assert_eq!(named(Count::at_least(101), &said("at least 101 people")), 101);
        assert_eq!(named(Count::at_least(101), &said("more than 100 people")), 100);
        assert_eq!(named(Count::at_most(70), &said("up to 70")), 70);
        assert_eq!(named(Count::default(), &MainToll::default()), 0);
    }

    #[test]
    fn leaves_attackers_out_where_the_table_does() {
        let toll = MainToll { killed: Count::exactly(4), attackers_killed: 1, ..MainToll::default() };
        assert_eq!(found(&toll, true), (4, 0));
        assert_eq!(found(&toll, false), (3, 0));
    }

    #[test]
    fn tells_the_files_apart_by_their_form() {
        let read = |line: &str| serde_json::from_str::<TollRecord>(line).unwrap();
        let entry = r#"{"Year": "2021", "id": 7, "Description": "A blast.", "Dead": "2", "Injured": ""}"#;
        assert!(matches!(read(entry), TollRecord::Entry { id: 7, .. }));
        assert!(
            read(r#"{"incident_id": "9", "num_killed": 1, "num_injured": 0, "state": "X"}"#).is_incident()
        );
        let report = r#"{"doc_id": "a", "incident_id": "9", "dct": "2015-01-02", "title": "T", "text": "U"}"#;
        assert!(read(report).is_report());
    }
}
