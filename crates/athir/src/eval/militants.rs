//! Ties of armed groups: dated relations of the Mapping Militants project (Stanford University), each between two given
//! groups with the sentences that tell of it.
//!
//! The record's groups are known beforehand, as a reader of the project's pages knows them: the text's names for them are
//! found by the rules of [`names`], each of which is put into one word for the parse. Everything else is the system's: the sentences are coded as any report (without a
//! publication date, for none is given), and the network is built of what was read.
//!
//! - A record's gold edge is the pair with a sign: plus for an alliance (`all`), affiliation (`aff`) or merger (`mer`), minus
//!   for a rivalry (`riv`), and 0 for a split (`spl`), which is neither friendship nor enmity.
//! - The system's edges are the signs of the pair's ties: plus, minus or, for a split or defection, 0. Of a pair with several
//!   signs the strongest ties count: their strengths are added up by sign, and the greatest sum is the edge. What a text
//!   states to have ended has the other sign ("broke off their alliance" is minus), and a truce is plus; an ended
//!   membership says no more than the split that ends it.
//! - `signed_edge_f1` is F1 of the edges over all records: a record whose groups the system ties with another sign counts as
//!   missed and as made up. Records with the same words and groups and another sign share their edges: any of their
//!   signs is right.
//! - `date_accuracy` is, over the edges that are right, the share whose start is the record's date at the precision at which
//!   the record gives it: the year, the month or the day must be the same. `dated` is the share of all records that
//!   have both right.

mod names;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use athir_coder::KnownActor;
use athir_model::{Bond, BondKind, Report, ReportId, Sign};
use athir_network::{Coding, Network};
use jiff::civil::Date;
use serde::Deserialize;

use self::names::NameFinder;
use super::{Item, Miss, Part, Scoreboard, Tally};
use crate::Pipeline;
use crate::parallel::parallel_map;

/// One relation as the benchmark has it.
#[derive(Clone, Debug, Deserialize)]
pub struct MilitantRecord {
    /// The record's name.
    pub unique_id: String,
    /// `all`, `riv`, `aff`, `spl` or `mer`.
    #[serde(rename = "type")]
    pub kind: String,
    /// `2005-00-00` for a year, `2014-05-00` for a month, `11/25/12` for a day.
    pub date: String,
    /// The sentences.
    pub description: String,
    /// The first group.
    pub group1_name: String,
    /// The second group.
    pub group2_name: String,
}

/// Edges that are right, edges of the benchmark, edges of the system; right ones that have the right date, right ones
/// that have a date to compare with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Edges {
    hits: usize,
    gold: usize,
    system: usize,
    dates: usize,
    datable: usize,
    named: usize,
    told: usize,
}

impl Tally for Edges {
    fn add(&mut self, other: &Edges) {
        self.hits += other.hits;
        self.gold += other.gold;
        self.system += other.system;
        self.dates += other.dates;
        self.datable += other.datable;
        self.named += other.named;
        self.told += other.told;
    }

    fn figures(&self) -> Vec<(&'static str, f64)> {
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        vec![
            ("signed_edge_f1", share(2 * self.hits, self.gold + self.system)),
            ("signed_edge_precision", share(self.hits, self.system)),
            ("signed_edge_recall", share(self.hits, self.gold)),
            ("date_accuracy", share(self.dates, self.datable)),
            ("date_precision", share(self.dates, self.told)),
            ("dated", share(self.dates, self.gold)),
            ("both_named", share(self.named, self.gold)),
        ]
    }
}

/// Reads the ties out of the records' sentences and compares them with the records.
pub fn militants(records: &[MilitantRecord], pipeline: &Pipeline, jobs: NonZeroUsize) -> Scoreboard {
    let finder = NameFinder::new(records, pipeline.registry());
    let mut signs: BTreeMap<(&str, [&str; 2]), Vec<Sign>> = BTreeMap::new();
    for record in records {
        signs.entry(same_words(record)).or_default().extend(sign_of(&record.kind));
    }
    Scoreboard::new(parallel_map(records, jobs, |record| {
        let right = signs.get(&same_words(record)).map_or(&[][..], Vec::as_slice);
        score(record, &finder, pipeline, right)
    }))
}

/// What records share that tell of one thing.
fn same_words(record: &MilitantRecord) -> (&str, [&str; 2]) {
    let mut groups = [record.group1_name.as_str(), record.group2_name.as_str()];
    groups.sort_unstable();
    (record.description.as_str(), groups)
}

fn sign_of(kind: &str) -> Option<Sign> {
    match kind {
        "all" | "aff" | "mer" => Some(Sign::Positive),
        "riv" => Some(Sign::Negative),
        "spl" => Some(Sign::Neutral),
        _ => None,
    }
}

fn score(record: &MilitantRecord, finder: &NameFinder, pipeline: &Pipeline, right: &[Sign]) -> Item<Edges> {
    let (text, known) = finder.write_out(&record.description, [&record.group1_name, &record.group2_name]);
    let named = known.iter().all(|actor| !actor.spans.is_empty());
    let report = Report::new(record.unique_id.as_str(), text);
    let text = &report.text;
    let coded = pipeline.code_with_known(&pipeline.parse(text), &report.name, None, &known);
    let mut network = Network::new();
    let id = ReportId(report.name.clone());
    network.add(Coding { report: &id, published: None, events: &coded.events, ties: &coded.ties });
    let bonds = network.bonds();
    let between: Vec<&Bond> = bonds.into_iter().filter(|bond| is_between(bond, record)).collect();
    let edge = strongest(&between);
    let gold = sign_of(&record.kind);
    let hit = edge.is_some_and(|sign| Some(sign) == gold || right.contains(&sign));
    let date = Wanted::parse(&record.date);
    let dated =
        hit && date.is_some_and(|date| between.iter().any(|b| edge_sign(b) == edge && date.is_start_of(b)));
    let tally = Edges {
        hits: usize::from(hit),
        gold: usize::from(gold.is_some()),
        system: usize::from(edge.is_some()),
        dates: usize::from(dated),
        datable: usize::from(hit && date.is_some()),
        named: usize::from(named),
        told: usize::from(
            hit && date.is_some() && between.iter().any(|b| edge_sign(b) == edge && b.start.from.is_some()),
        ),
    };
    let word = |sign: Option<Sign>| sign.map_or("nothing", Sign::as_str);
    let told: Vec<String> = between
        .iter()
        .map(|b| {
            let start = |d: Option<Date>| d.map_or("?".to_owned(), |d| d.to_string());
            let why = b.evidence.first().map_or(String::new(), |e| format!("{:?}", e.of));
            format!("{}({})..{} {}", b.kind, start(b.start.from), start(b.start.to), why)
        })
        .collect();
    let class = match (hit, edge, named) {
        (true, ..) if dated || date.is_none() => None,
        (true, ..) => Some("date"),
        (_, Some(_), _) => Some("sign"),
        (_, None, false) => Some("unnamed"),
        (_, None, true) => Some("missed"),
    };
    let misses = class.map(|class| Miss {
        record: record.unique_id.clone(),
        class: class.to_owned(),
        what: format!(
            "{} {} {} {}: wanted {}, came {}: {}",
            record.kind,
            record.date,
            record.group1_name,
            record.group2_name,
            word(gold),
            word(edge),
            if told.is_empty() { names_found(text, &known) } else { told.join("; ") }
        ),
        text: record.description.clone(),
    });
    Item {
        part: Part::of(&record.unique_id),
        group: record.kind.clone(),
        tally,
        misses: misses.into_iter().collect(),
    }
}

/// What the text calls the two groups, for a reader of the errors.
fn names_found(text: &str, known: &[KnownActor]) -> String {
    let found = known.iter().map(|actor| {
        let words: Vec<&str> = actor.spans.iter().map(|span| span.slice(text)).collect();
        format!("{words:?}")
    });
    found.collect::<Vec<_>>().join(" and ")
}

fn is_between(bond: &Bond, record: &MilitantRecord) -> bool {
    let (a, b) = (record.group1_name.as_str(), record.group2_name.as_str());
    bond.b.as_ref().is_some_and(|second| (bond.a.0 == a && second.0 == b) || (bond.a.0 == b && second.0 == a))
}

/// The sign that a tie has in the benchmark's terms; `None` for one that says nothing of it.
fn edge_sign(bond: &Bond) -> Option<Sign> {
    match bond.kind {
        BondKind::Split | BondKind::Defection => Some(Sign::Neutral),
        BondKind::Ceasefire => Some(Sign::Positive),
        BondKind::Rename => Some(Sign::Positive),
        _ if bond.kind.lasts() && bond.end.is_known() && bond.last_evidence.is_none() => {
            match (bond.kind, bond.sign) {
                (BondKind::Membership | BondKind::Affiliation, _) => None,
                (_, Sign::Positive) => Some(Sign::Negative),
                (_, Sign::Negative) => Some(Sign::Positive),
                _ => None,
            }
        }
        _ => Some(bond.sign).filter(|sign| *sign != Sign::Neutral),
    }
}

/// The sign of the ties that are the strongest together.
fn strongest(bonds: &[&Bond]) -> Option<Sign> {
    let mut sums: BTreeMap<Sign, f64> = BTreeMap::new();
    for bond in bonds {
        if let Some(sign) = edge_sign(bond) {
            *sums.entry(sign).or_default() += bond.strength;
        }
    }
    // Of equal sums a split says the most, and enmity more than friendship: what is told first is often what was before.
    let rank = |sign: &Sign| match sign {
        Sign::Neutral => 2,
        Sign::Negative => 1,
        Sign::Positive => 0,
    };
    sums.into_iter()
        .max_by(|(s, a), (t, b)| a.total_cmp(b).then_with(|| rank(s).cmp(&rank(t))))
        .map(|(sign, _)| sign)
}

/// A date of the benchmark with its precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Wanted {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

impl Wanted {
    fn parse(words: &str) -> Option<Wanted> {
        let known = |n: i8| (n > 0).then_some(n);
        if let [year, month, day] = words.split('-').collect::<Vec<_>>().as_slice() {
            return Some(Wanted {
                year: year.parse().ok()?,
                month: known(month.parse().ok()?),
                day: known(day.parse().ok()?),
            });
        }
        if let [month, day, year] = words.split('/').collect::<Vec<_>>().as_slice() {
            let year: i16 = year.parse().ok()?;
            // No group of the project is older than the 1930s.
            let year = if year > 99 {
                year
            } else if year > 30 {
                1900 + year
            } else {
                2000 + year
            };
            return Some(Wanted { year, month: known(month.parse().ok()?), day: known(day.parse().ok()?) });
        }
        None
    }

    fn holds(&self, date: Date) -> bool {
        date.year() == self.year
            && self.month.is_none_or(|month| date.month() == month)
            && self.day.is_none_or(|day| date.day() == day)
    }

    /// Whether a tie starts then, and nowhere else within its precision. What ends starts its opposite.
    fn is_start_of(&self, bond: &Bond) -> bool {
        let from_end = bond.end.is_known() && bond.last_evidence.is_none() && bond.kind.lasts();
        let bound = if from_end { bond.end } else { bond.start };
        matches!((bound.from, bound.to), (Some(from), Some(to)) if self.holds(from) && self.holds(to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: &str, date: &str, words: &str) -> MilitantRecord {
        MilitantRecord {
            unique_id: "1".to_owned(),
            kind: kind.to_owned(),
            date: date.to_owned(),
            description: words.to_owned(),
            group1_name: "Hill Resistance Front".to_owned(),
            group2_name: "Dale Brigade (DB)".to_owned(),
        }
    }

    fn tally(record: MilitantRecord) -> Edges {
        let pipeline = Pipeline::new(&crate::Config::default()).unwrap();
        let records = [record];
        let finder = NameFinder::new(&records, pipeline.registry());
        score(&records[0], &finder, &pipeline, &[]).tally
    }

    #[test]
    fn an_alliance_with_its_year_is_right_in_both() {
        let found = tally(record("all", "2011-00-00", "In 2011, the HRF formed an alliance with DB."));
        assert_eq!(found, Edges { hits: 1, gold: 1, system: 1, dates: 1, datable: 1, named: 1, told: 1 });
    }

    #[test]
    fn another_sign_is_missed_and_made_up() {
        let found = tally(record("riv", "2011-00-00", "In 2011, the HRF formed an alliance with DB."));
        assert_eq!((found.hits, found.gold, found.system, found.datable), (0, 1, 1, 0));
    }

    #[test]
    fn groups_that_the_words_do_not_tie_have_no_edge() {
        let found = tally(record("all", "2011-00-00", "The HRF was founded in 2011. The DB is older."));
        assert_eq!((found.gold, found.system, found.named), (1, 0, 1));
    }

    #[test]
    fn dates_are_read_at_their_precision() {
        let wanted = |words| Wanted::parse(words).unwrap();
        assert_eq!(wanted("11/25/12"), Wanted { year: 2012, month: Some(11), day: Some(25) });
        assert_eq!(wanted("1/1/68").year, 1968);
        assert_eq!(wanted("2014-05-00"), Wanted { year: 2014, month: Some(5), day: None });
        assert!(wanted("2005-00-00").holds(jiff::civil::date(2005, 7, 1)));
        assert!(!wanted("2014-05-00").holds(jiff::civil::date(2014, 6, 1)));
    }
}
