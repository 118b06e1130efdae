//! Events in PLOVER's terms, on its gold standard records (github.com/openeventdata/PLOVER, CC BY-SA 4.0): sentences
//! from the CAMEO manual with one event each, its sources, its targets and its type, in the names of PLOVER 0.5.
//!
//! The sentence is coded alone; of its acts ([`CameoAct`]) one counts: of those of the main clause, else of all, the
//! one that has most of its sides named, the first of several. The types follow from the roots of CAMEO: AGREE is 03,
//! CONSULT 04, SUPPORT 05, COOPERATE 06, AID 07, CONCEDE 080 to 083, RETREAT 084 to 087, INVESTIGATE 09, DEMAND 02 and
//! 10, DISAPPROVE 11, REJECT 12, THREATEN 13, PROTEST 14, MOBILIZE 15, SANCTION 16, COERCE 17, ASSAULT 18 and 20, FIGHT
//! 19; statements (01) are no events. As the manual has it, what is only announced is AGREE where it is
//! cooperation and THREATEN where it is not, and force whose kind is open (190) is ASSAULT by others than states.
//!
//! The counts are summed over all records:
//!
//! - `event_f1`: the types of the records' events and of those that were found. As every record has one event, recall
//!   is the accuracy, `event_accuracy`.
//! - `source_f1`, `target_f1`: the parties of one side. A party is hit when the words that it is known by and the words
//!   of the record for it (`actorText`) have one in common that is no article, preposition or conjunction; each is
//!   hit once.
//! - `triple_f1`: a record's event is hit when its type agrees and at least one party of each side that the record
//!   has, and no side is found that it has not; one event a record, one found.

use std::num::NonZeroUsize;

use athir_coder::{CameoAct, CameoParty};
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};

use super::{Item, Miss, Part, Scoreboard, Tally};
use crate::Pipeline;
use crate::parallel::parallel_map;

/// One sentence with its event.
#[derive(Clone, Debug, Deserialize)]
pub struct PloverRecord {
    /// The record's name.
    pub id: String,
    /// The words.
    pub text: String,
    /// PLOVER's type of event, by the names of version 0.5.
    pub event: String,
    /// Who acts.
    #[serde(default, deserialize_with = "parties")]
    pub source: Vec<PloverActor>,
    /// Who is acted on.
    #[serde(default, deserialize_with = "parties")]
    pub target: Vec<PloverActor>,
}

/// A list of parties; an empty string stands for none in some records.
fn parties<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<PloverActor>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Parties {
        Some(Vec<PloverActor>),
        None(IgnoredAny),
    }
    Ok(match Parties::deserialize(deserializer)? {
        Parties::Some(parties) => parties,
        Parties::None(_) => Vec::new(),
    })
}

/// A party as the record has it.
#[derive(Clone, Debug, Deserialize)]
pub struct PloverActor {
    /// Its words.
    #[serde(rename = "actorText", default)]
    pub text: String,
}

/// Hits, wanted, found: of types, sources, targets, whole events.
#[derive(Clone, Copy, Debug, Default)]
struct Sides([(usize, usize, usize); 4]);

impl Tally for Sides {
    fn add(&mut self, other: &Sides) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            mine.0 += theirs.0;
            mine.1 += theirs.1;
            mine.2 += theirs.2;
        }
    }

    fn figures(&self) -> Vec<(&'static str, f64)> {
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        let keys = ["event_f1", "source_f1", "target_f1", "triple_f1"];
        let mut figures: Vec<(&'static str, f64)> = keys
            .into_iter()
            .zip(&self.0)
            .map(|(key, &(hit, gold, system))| (key, share(2 * hit, gold + system)))
            .collect();
        figures.push(("event_accuracy", share(self.0[0].0, self.0[0].1)));
        figures
    }
}

/// Codes the sentences and scores their events.
pub fn plover_gsr(records: &[PloverRecord], pipeline: &Pipeline, jobs: NonZeroUsize) -> Scoreboard {
    Scoreboard::new(parallel_map(records, jobs, |record| score(record, pipeline)))
}

fn score(record: &PloverRecord, pipeline: &Pipeline) -> Item<Sides> {
    let text = record.text.replace(['{', '}'], "");
    let text = text.trim();
    let acts = pipeline.find_acts(&pipeline.parse(text), None);
    let best = best_act(&acts);
    let none: &[CameoParty] = &[];
    let (sources, targets) = best.map_or((none, none), |(act, _)| (&act.sources[..], &act.targets[..]));
    let found = best.map(|(_, kind)| kind);
    let wanted_sources = &record.source[..];
    let wanted_targets = &record.target[..];
    let source_hits = hits(wanted_sources, sources);
    let target_hits = hits(wanted_targets, targets);
    let right_kind = found == Some(record.event.as_str());
    let side_is_right =
        |wanted: usize, hits: usize, found: usize| if wanted == 0 { found == 0 } else { hits > 0 };
    let whole = right_kind
        && side_is_right(wanted_sources.len(), source_hits, sources.len())
        && side_is_right(wanted_targets.len(), target_hits, targets.len());
    let n_found = usize::from(found.is_some());
    let tally = Sides([
        (usize::from(right_kind), 1, n_found),
        (source_hits, wanted_sources.len(), sources.len()),
        (target_hits, wanted_targets.len(), targets.len()),
        (usize::from(whole), 1, n_found),
    ]);
    let mut misses = Vec::new();
    if !whole {
        let class = if right_kind { "party" } else { "event" };
        let gold =
            |actors: &[PloverActor]| actors.iter().map(|a| a.text.clone()).collect::<Vec<_>>().join(", ");
        let system = |parties: &[CameoParty]| {
            parties.iter().map(|p| p.mention.text.clone()).collect::<Vec<_>>().join(", ")
        };
        misses.push(Miss {
            record: record.id.clone(),
            class: class.to_owned(),
            what: format!(
                "wanted {} [{}] → [{}], found {} {} by {:?} [{}] → [{}]",
                record.event,
                gold(wanted_sources),
                gold(wanted_targets),
                found.unwrap_or("nothing"),
                best.and_then(|(act, _)| act.code.as_deref()).unwrap_or(""),
                best.map_or("", |(act, _)| act.trigger.text.as_str()),
                system(sources),
                system(targets),
            ),
            text: text.to_owned(),
        });
    }
    Item { part: Part::of(&record.id), group: String::new(), tally, misses }
}

/// The act that has most of its sides named, the first of several, with its type.
fn best_act(acts: &[CameoAct]) -> Option<(&CameoAct, &'static str)> {
    let mut best: Option<(usize, &CameoAct, &'static str)> = None;
    for act in acts {
        let Some(kind) = act_kind(act) else { continue };
        let named = |parties: &[CameoParty]| usize::from(parties.iter().any(|p| p.code.is_some()));
        let weight = 4 * usize::from(act.main) + 2 * named(&act.sources) + named(&act.targets);
        if best.is_none_or(|(known, _, _)| weight > known) {
            best = Some((weight, act, kind));
        }
    }
    best.map(|(_, act, kind)| (act, kind))
}

/// PLOVER's type of an act.
fn act_kind(act: &CameoAct) -> Option<&'static str> {
    let code = act.code.as_deref()?;
    let kind = plover_05(code)?;
    if act.announced {
        return Some(match kind {
            "CONSULT" | "SUPPORT" | "COOPERATE" | "AID" | "CONCEDE" | "RETREAT" => "AGREE",
            "SANCTION" | "COERCE" | "ASSAULT" | "FIGHT" => "THREATEN",
            other => other,
        });
    }
    let of_state = |party: &CameoParty| {
        let code = party.code.as_deref().unwrap_or_default();
        code.contains("MIL") || code.contains("GOV") || code.len() == 3
    };
    Some(if code == "190" && !act.sources.iter().any(of_state) { "ASSAULT" } else { kind })
}

/// PLOVER's type, by the names of version 0.5, for a code of CAMEO.
fn plover_05(cameo: &str) -> Option<&'static str> {
    Some(match cameo.get(..2)? {
        "03" => "AGREE",
        "04" => "CONSULT",
        "05" => "SUPPORT",
        "06" => "COOPERATE",
        "07" => "AID",
        "08" if matches!(cameo.get(2..3), Some("4" | "5" | "6" | "7")) => "RETREAT",
        "08" => "CONCEDE",
        "09" => "INVESTIGATE",
        "02" | "10" => "DEMAND",
        "11" => "DISAPPROVE",
        "12" => "REJECT",
        "13" => "THREATEN",
        "14" => "PROTEST",
        "15" => "MOBILIZE",
        "16" => "SANCTION",
        "17" => "COERCE",
        "18" | "20" => "ASSAULT",
        "19" => "FIGHT",
        _ => return None,
    })
}

/// How many wanted parties have one that was found, each used once.
fn hits(wanted: &[PloverActor], found: &[CameoParty]) -> usize {
    let mut open: Vec<Vec<String>> = found.iter().map(|party| content_words(&party.mention.text)).collect();
    let mut hits = 0;
    for actor in wanted {
        let words = content_words(&actor.text);
        if let Some(at) = open.iter().position(|party| party.iter().any(|word| words.contains(word))) {
            open.swap_remove(at);
            hits += 1;
        }
    }
    hits
}

/// The words of a party without those that every other party has, in lower case and without possessive marks.
fn content_words(text: &str) -> Vec<String> {
    const EMPTY: &[&str] =
        &["the", "a", "an", "of", "in", "and", "for", "to", "from", "on", "by", "with", "at"];
    text.split(|c: char| !c.is_alphanumeric() && c != '.')
        .map(|word| word.trim_matches('.').to_lowercase())
        .filter(|word| !word.is_empty() && word != "s" && !EMPTY.contains(&word.as_str()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_follow_from_the_roots_of_the_codes() {
        assert_eq!(plover_05("0811"), Some("CONCEDE"));
        assert_eq!(plover_05("0871"), Some("RETREAT"));
        assert_eq!(plover_05("193"), Some("FIGHT"));
        assert_eq!(plover_05("010"), None);
    }

    #[test]
    fn parties_are_hit_once_by_a_word_in_common() {
        let party = |text: &str| CameoParty {
            code: None,
            mention: athir_model::Quote { text: text.to_owned(), start: 0, end: 1 },
        };
        let actor = |text: &str| PloverActor { text: text.to_owned() };
        assert_eq!(hits(&[actor("Lowland's new president")], &[party("president")]), 1);
        assert_eq!(hits(&[actor("Lowland"), actor("Lowland army")], &[party("Lowland")]), 1);
        assert_eq!(hits(&[actor("the army of the hill")], &[party("the navy")]), 0);
    }
}
