//! Spellings in real use: the share that the look-ups lead to the right place or group at the first try.
//!
//! The table is `eval/spellings/spellings.jsonl` (`tools/spellings.py` says how they were chosen). A gazetteer that is
//! built with `eval/spellings/held_out.tsv` has none of them as a name. A place is looked up in its country, as
//! the coder knows that from the report; one within 5 km of it is the same place. A group is looked up without a
//! date.
//!
//! - `rank1`: the first answer is right.
//! - `found`: some answer is.

use std::num::NonZeroUsize;

use athir_actors::Registry;
use athir_gazetteer::{Gazetteer, PlaceId};
use serde::Deserialize;

use super::{Item, Miss, Part, Scoreboard, Tally};
use crate::Pipeline;
use crate::parallel::parallel_map;

/// A spelling and what it is a name of.
#[derive(Clone, Debug, Deserialize)]
pub struct SpellingRecord {
    /// What it names.
    pub kind: SpellingKind,
    /// The spelling.
    pub variant: String,
    /// The code of the place or of the actor.
    pub target: String,
    /// The name that it is a spelling of.
    pub name: String,
}

/// What a spelling names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SpellingKind {
    /// A place of the gazetteer.
    Place,
    /// An actor of the registry.
    Group,
}

/// Spellings: right at once, right at all, all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Hits {
    first: usize,
    any: usize,
    all: usize,
}

impl Tally for Hits {
    fn add(&mut self, other: &Hits) {
        self.first += other.first;
        self.any += other.any;
        self.all += other.all;
    }

    fn figures(&self) -> Vec<(&'static str, f64)> {
        let share = |n: usize| n as f64 / self.all.max(1) as f64;
        vec![("rank1", share(self.first)), ("found", share(self.any))]
    }
}

/// Looks the spellings up.
pub fn spellings(records: &[SpellingRecord], pipeline: &Pipeline, jobs: NonZeroUsize) -> Scoreboard {
    Scoreboard::new(parallel_map(records, jobs, |record| {
        score(record, pipeline.gazetteer(), Registry::builtin())
    }))
}

fn score(record: &SpellingRecord, gazetteer: &Gazetteer, registry: &Registry) -> Item<Hits> {
    let (right, group, first) = match record.kind {
        SpellingKind::Place => {
            let (right, first) = places(record, gazetteer);
            (right, "place", first)
        }
        SpellingKind::Group => {
            let found = registry.find(&record.variant, None);
            let codes = found.iter().map(|candidate| registry.actor(candidate.actor).code.as_str());
            let right = codes.clone().map(|code| code == record.target).collect();
            (right, "group", codes.clone().next().map(str::to_owned))
        }
    };
    let hits: Vec<bool> = right;
    let is_first = hits.first().copied().unwrap_or_default();
    let tally = Hits { first: usize::from(is_first), any: usize::from(hits.contains(&true)), all: 1 };
    let misses = (!is_first).then(|| Miss {
        record: record.variant.clone(),
        class: if hits.is_empty() { "nothing" } else { "other" }.to_owned(),
        what: format!("{} ({}) / {}", record.name, record.target, first.as_deref().unwrap_or("nothing")),
        text: String::new(),
    });
    Item {
        part: Part::of(&record.variant),
        group: group.to_owned(),
        tally,
        misses: misses.into_iter().collect(),
    }
}

/// Which of the answers in the country are right, and the name of the first.
fn places(record: &SpellingRecord, gazetteer: &Gazetteer) -> (Vec<bool>, Option<String>) {
    const SAME_PLACE_DEGREES: f64 = 0.045;
    let target = record.target.parse::<PlaceId>().ok().and_then(|id| gazetteer.get(id));
    let Some(target) = target else { return (Vec::new(), None) };
    let found = gazetteer.find(&record.variant).into_iter().map(|candidate| gazetteer.place(candidate.id));
    let found: Vec<_> = found.filter(|place| place.country == target.country).collect();
    let is_right = |place: &athir_gazetteer::Place<'_>| {
        place.id == target.id
            || (place.lat - target.lat).abs() < SAME_PLACE_DEGREES
                && (place.lon - target.lon).abs() < SAME_PLACE_DEGREES
    };
    (found.iter().map(is_right).collect(), found.first().map(|place| format!("{} {}", place.id, place.name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(kind: SpellingKind, variant: &str, target: &str) -> Hits {
        let record = SpellingRecord {
            kind,
            variant: variant.to_owned(),
            target: target.to_owned(),
            name: String::new(),
        };
        score(&record, Gazetteer::builtin(), Registry::builtin()).tally
    }

    #[test]
    fn a_spelling_counts_where_the_first_answer_is_right() {
        let saraqib = Gazetteer::builtin().find("Saraqib")[0].id.to_string();
        assert_eq!(hits(SpellingKind::Place, "Saraqueb", &saraqib), Hits { first: 1, any: 1, all: 1 });
        assert_eq!(hits(SpellingKind::Place, "Hassakeh", &saraqib), Hits { first: 0, any: 0, all: 1 });
        assert_eq!(hits(SpellingKind::Group, "Hayat Tahrir al-Shaam", "sy-hts").all, 1);
    }
}
