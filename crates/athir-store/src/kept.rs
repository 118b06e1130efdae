//! How records become rows: the JSON that counts, its digest, and columns to search by.
//!
//! The same functions write the rows and check them afterwards.

use athir_model::{
    Asserted, Bond, Claim, CodedReport, Coding, Decision, Digest, Event, Incident, KeptReport,
    PublicationAct, Story,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::audit::sha256;
use crate::value::Value;

/// A record that a table keeps.
pub(crate) trait Kept: Serialize {
    /// The table. The log calls its records so too.
    const TABLE: &'static str;
    /// The columns that repeat values of the record.
    const COLUMNS: &'static [&'static str];

    /// The record's name, which no other of the table has.
    fn id(&self) -> &str;

    /// The values of [`COLUMNS`](Kept::COLUMNS).
    fn columns(&self) -> Vec<Value<'_>>;
}

/// A record as it is written: its JSON and the digest of that.
pub(crate) struct Written {
    pub(crate) json: String,
    pub(crate) digest: Digest,
}

impl Written {
    pub(crate) fn of(record: &impl Serialize) -> Result<Written, serde_json::Error> {
        let json = serde_json::to_string(record)?;
        let digest = sha256(json.as_bytes());
        Ok(Written { json, digest })
    }
}

/// The columns that every table of records begins with.
pub(crate) const FIRST_COLUMNS: [&str; 5] = ["no", "id", "record", "digest", "entry"];

/// All columns of a table.
pub(crate) fn all_columns<K: Kept>() -> Vec<&'static str> {
    FIRST_COLUMNS.into_iter().chain(K::COLUMNS.iter().copied()).collect()
}

/// A row of a table.
pub(crate) fn row<'a, K: Kept>(record: &'a K, written: &'a Written, no: i64, entry: i64) -> Vec<Value<'a>> {
    let mut row = vec![
        no.into(),
        record.id().into(),
        (&written.json).into(),
        written.digest.to_string().into(),
        entry.into(),
    ];
    row.extend(record.columns());
    row
}

fn day(date: Option<Date>) -> Value<'static> {
    date.map(|date| date.to_string()).into()
}

impl Kept for KeptReport {
    const TABLE: &'static str = "report";
    const COLUMNS: &'static [&'static str] = &["outlet", "url", "language", "published", "headline"];

    fn id(&self) -> &str {
        &self.id.0
    }

    fn columns(&self) -> Vec<Value<'_>> {
        vec![
            self.outlet.as_ref().into(),
            self.url.as_ref().into(),
            self.language.as_ref().into(),
            day(self.published),
            self.headline.as_ref().into(),
        ]
    }
}

/// A coding as it is kept: who read the report when, and what came out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct KeptCoding {
    /// The report's name and a number, from 1 for its first coding.
    pub(crate) id: String,
    pub(crate) coding: Coding,
    pub(crate) coded: CodedReport,
}

impl Kept for KeptCoding {
    const TABLE: &'static str = "coding";
    const COLUMNS: &'static [&'static str] = &["coder", "knowledge", "n_events"];

    fn id(&self) -> &str {
        &self.id
    }

    fn columns(&self) -> Vec<Value<'_>> {
        vec![
            (&self.coding.coder).into(),
            self.coding.knowledge.to_string().into(),
            self.coded.events.len().into(),
        ]
    }
}

pub(crate) const EVENT_COLUMNS: [&str; 12] = [
    "coding",
    "n",
    "id",
    "kind",
    "family",
    "modality",
    "country",
    "lat",
    "lon",
    "first_day",
    "last_day",
    "confidence",
];

/// The row of an event in the index of events.
pub(crate) fn event_row(coding: i64, n: usize, event: &Event) -> Vec<Value<'_>> {
    let place = event.place.as_ref();
    vec![
        coding.into(),
        n.into(),
        (&event.id.0).into(),
        event.kind.as_str().into(),
        event.kind.family().as_str().into(),
        event.modality.as_str().into(),
        place.and_then(|place| place.country.as_ref()).into(),
        place.and_then(|place| place.lat).into(),
        place.and_then(|place| place.lon).into(),
        day(event.when.start),
        day(event.when.end),
        f64::from(event.confidence.event).into(),
    ]
}

pub(crate) const CLAIM_COLUMNS: [&str; 12] = [
    "coding",
    "event",
    "n",
    "field",
    "value",
    "actor",
    "low",
    "high",
    "first_char",
    "last_char",
    "voice",
    "confidence",
];

/// The row of a claim in the index of claims.
pub(crate) fn claim_row(coding: i64, event: usize, n: usize, claim: &Claim) -> Vec<Value<'static>> {
    let (value, actor, count) = match &claim.asserted {
        Asserted::Kind(kind) => (kind.as_str().to_owned(), None, None),
        Asserted::Modality(modality) => (modality.as_str().to_owned(), None, None),
        Asserted::Phase(phase) => (phase.as_str().to_owned(), None, None),
        Asserted::Initiator(party) | Asserted::Recipient(party) => {
            let actor = party.actor.clone().unwrap_or_else(|| party.name.clone());
            (party.name.clone(), Some(actor), None)
        }
        Asserted::Place(place) => (place.name.clone(), None, None),
        Asserted::Time(when) => (interval(when.start, when.end), None, None),
        Asserted::Casualty(loss) => {
            (format!("{} {}", loss.kind.as_str(), loss.victims), None, Some(loss.count))
        }
        Asserted::Weapon(words) => (words.text.clone(), None, None),
    };
    let voices: Vec<&str> = claim.voices.iter().map(|voice| voice.text.as_str()).collect();
    vec![
        coding.into(),
        event.into(),
        n.into(),
        claim.asserted.field().into(),
        value.into(),
        actor.into(),
        count.and_then(|count| count.low).into(),
        count.and_then(|count| count.high).into(),
        claim.quote.as_ref().map(|quote| quote.start).into(),
        claim.quote.as_ref().map(|quote| quote.end).into(),
        Some(voices.join("; ")).filter(|voices| !voices.is_empty()).into(),
        claim.confidence.map(f64::from).into(),
    ]
}

/// `2017-08-31/2017-09-02`, with `..` for an open end, as ISO 8601-2 writes it.
fn interval(start: Option<Date>, end: Option<Date>) -> String {
    let day = |date: Option<Date>| date.map_or_else(|| "..".to_owned(), |date| date.to_string());
    if start == end { day(start) } else { format!("{}/{}", day(start), day(end)) }
}

impl Kept for Story {
    const TABLE: &'static str = "story";
    const COLUMNS: &'static [&'static str] = &["n_reports"];

    fn id(&self) -> &str {
        &self.id.0
    }

    fn columns(&self) -> Vec<Value<'_>> {
        vec![self.reports.len().into()]
    }
}

/// Incidents that last longer than this many days are looked for apart.
pub(crate) const LONG: i32 = 31;

/// The first and the last day that an incident is looked for by: an open end is taken for the other one, and a time
/// that nothing bounds stands before all others.
pub(crate) fn days(incident: &Incident) -> (String, String) {
    let when = &incident.when;
    let words = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
    (words(when.start.or(when.end)), words(when.end.or(when.start)))
}

fn is_long(incident: &Incident) -> bool {
    match (incident.when.start, incident.when.end) {
        (Some(start), Some(end)) => (end - start).get_days() > LONG,
        _ => false,
    }
}

impl Kept for Incident {
    const TABLE: &'static str = "incident";
    const COLUMNS: &'static [&'static str] = &[
        "kind",
        "family",
        "grade",
        "country",
        "place",
        "within",
        "lat",
        "lon",
        "first_day",
        "last_day",
        "long",
        "n_reports",
        "n_sources",
        "disputed",
        "status",
    ];

    fn id(&self) -> &str {
        &self.id.0
    }

    fn columns(&self) -> Vec<Value<'_>> {
        let place = self.place.as_ref();
        let (first, last) = days(self);
        vec![
            self.kind.as_str().into(),
            self.kind.family().as_str().into(),
            self.grade.as_str().into(),
            place.and_then(|place| place.country.as_ref()).into(),
            place.map(|place| &place.name).into(),
            place.and_then(|place| place.within.as_ref()).into(),
            place.and_then(|place| place.lat).into(),
            place.and_then(|place| place.lon).into(),
            first.into(),
            last.into(),
            usize::from(is_long(self)).into(),
            self.n_reports.into(),
            self.n_sources.into(),
            self.disputes.len().into(),
            self.status.as_str().into(),
        ]
    }
}

/// What an incident's actors are looked for by: their codes and their names, each once.
pub(crate) fn actor_keys(incident: &Incident) -> Vec<String> {
    let codes = incident.sides.iter().filter_map(|side| side.actor.clone());
    let names = incident.sides.iter().map(|side| fold(&side.name));
    sorted(codes.chain(names))
}

/// What an incident's places are looked for by: the names of all that are given, and of the areas around them.
pub(crate) fn place_keys(incident: &Incident) -> Vec<String> {
    let places = incident.place.iter().chain(incident.places.iter().map(|given| &given.place));
    sorted(
        places.flat_map(|place| [Some(&place.name), place.within.as_ref()]).flatten().map(|name| fold(name)),
    )
}

fn sorted(keys: impl Iterator<Item = String>) -> Vec<String> {
    let mut keys: Vec<String> = keys.filter(|key| !key.is_empty()).collect();
    keys.sort();
    keys.dedup();
    keys
}

/// Brings a name to the form that names are looked for in: small letters and digits without marks, single spaces.
pub fn fold(name: &str) -> String {
    let plain: String = name
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| {
            if c.is_alphanumeric() {
                c
            } else if c.is_whitespace() || c == '-' {
                ' '
            } else {
                '\0'
            }
        })
        .filter(|&c| c != '\0')
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Kept for Bond {
    const TABLE: &'static str = "tie";
    const COLUMNS: &'static [&'static str] = &["a", "b", "kind", "sign", "basis", "first_day", "last_day"];

    fn id(&self) -> &str {
        &self.id.0
    }

    fn columns(&self) -> Vec<Value<'_>> {
        let words = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        vec![
            (&self.a.0).into(),
            self.b.as_ref().map(|b| &b.0).into(),
            self.kind.as_str().into(),
            self.sign.as_str().into(),
            self.basis.as_str().into(),
            words(self.start.from.or(self.start.to)).into(),
            words(self.end.to.or(self.end.from)).into(),
        ]
    }
}

impl Kept for Decision {
    const TABLE: &'static str = "decision";
    const COLUMNS: &'static [&'static str] = &["by", "verdict"];

    fn id(&self) -> &str {
        &self.id.0
    }

    fn columns(&self) -> Vec<Value<'_>> {
        vec![(&self.by).into(), self.verdict.as_str().into()]
    }
}

impl Kept for PublicationAct {
    const TABLE: &'static str = "publication";
    const COLUMNS: &'static [&'static str] = &["publication", "step", "by"];

    fn id(&self) -> &str {
        &self.id
    }

    fn columns(&self) -> Vec<Value<'_>> {
        vec![(&self.publication.0).into(), self.step.as_str().into(), (&self.by).into()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_meet_whatever_marks_and_capitals_they_have() {
        assert_eq!(fold("Tall `Adah"), "tall adah");
        assert_eq!(fold("Khān  Shaykhūn"), "khan shaykhun");
        assert_eq!(fold("Deir-ez-Zor"), "deir ez zor");
        assert_eq!(fold("حلب"), "حلب");
    }

    #[test]
    fn an_open_end_of_an_interval_shows() {
        let day = |d| Some(jiff::civil::date(2017, 8, d));
        assert_eq!(interval(day(3), day(3)), "2017-08-03");
        assert_eq!(interval(None, day(3)), "../2017-08-03");
        assert_eq!(interval(None, None), "..");
    }
}
