//! The table of claims.

use athir_model::{Asserted, Casualty, Claim, EventStatus, Party, Place, When};

use super::words;
use crate::cell::{Cell, ColumnType as T};
use crate::provenance::Provenance;
use crate::table::{Column, Table, TableName};

/// A claim with the incident that its event counts to.
#[derive(Clone, Copy, Debug)]
pub struct ClaimRow<'a> {
    /// The claim.
    pub claim: &'a Claim,
    /// The incident, where reports were merged.
    pub incident: Option<&'a str>,
    /// How the event stands after all that people have decided about it.
    pub status: EventStatus,
    /// Who coded the report, and its licence.
    pub made: &'a Provenance,
}

/// The table of claims.
#[derive(Clone, Copy, Debug)]
pub struct Claims;

type C = Column<Claims>;

impl Table for Claims {
    type Row<'a> = ClaimRow<'a>;
    const NAME: TableName = TableName::Claims;
    const DOC: &'static str =
        "A row a value of an event, as one report gives it, with the words that it was read from.";
    const COLUMNS: &'static [C] = &[
        C::new("event", T::Text, |r| Cell::from(&r.claim.event.0), "The event that it speaks of."),
        C::new("report", T::Text, |r| Cell::from(&r.claim.report.0), "The report that makes it."),
        C::maybe(
            "incident",
            T::Text,
            |r| r.incident.into(),
            "The incident that the event counts to, where reports were merged.",
        ),
        C::new(
            "field",
            T::Text,
            |r| r.claim.asserted.field().into(),
            "Which field: kind, modality, phase, initiator, recipient, place, time, casualty or weapon.",
        ),
        C::new(
            "value",
            T::Text,
            value,
            "The value: a word of the codebook, a usual name, an interval of days, a harm, or the means.",
        ),
        C::maybe(
            "code",
            T::Text,
            code,
            "The code of an actor in the registry or of a place in the gazetteer.",
        ),
        C::maybe(
            "low",
            T::Whole,
            |r| loss(r).and_then(|loss| loss.count.low).into(),
            "The least number of people that the words allow.",
        ),
        C::maybe(
            "high",
            T::Whole,
            |r| loss(r).and_then(|loss| loss.count.high).into(),
            "The greatest number; empty where it is open.",
        ),
        C::maybe(
            "victims",
            T::Text,
            |r| loss(r).map(|loss| &loss.victims).into(),
            "Who came to harm: an actor's name or a class of people.",
        ),
        C::maybe("first_day", T::Day, |r| when(r).and_then(|when| when.start).into(), "First day of a time."),
        C::maybe("last_day", T::Day, |r| when(r).and_then(|when| when.end).into(), "Last day of a time."),
        C::maybe("precision", T::Text, precision, "How precise a time or place is."),
        C::maybe(
            "lat",
            T::Number,
            |r| place(r).and_then(|place| place.lat).into(),
            "Latitude of a place in degrees, WGS 84.",
        ),
        C::maybe(
            "lon",
            T::Number,
            |r| place(r).and_then(|place| place.lon).into(),
            "Longitude of a place in degrees, WGS 84.",
        ),
        C::maybe(
            "words",
            T::Text,
            |r| r.claim.quote.as_ref().map(|quote| &quote.text).into(),
            "The words that it was read from.",
        ),
        C::maybe(
            "words_start",
            T::Whole,
            |r| r.claim.quote.as_ref().map(|quote| quote.start).into(),
            "Offset of their first character in the report's text, in Unicode characters.",
        ),
        C::maybe(
            "words_end",
            T::Whole,
            |r| r.claim.quote.as_ref().map(|quote| quote.end).into(),
            "Offset after their last character.",
        ),
        C::new(
            "voices",
            T::Texts,
            |r| words(&r.claim.voices),
            "The voices that the report credits; none where it speaks itself.",
        ),
        C::maybe(
            "basis",
            T::Text,
            |r| side(r).map(|party| party.basis.as_str()).into(),
            "On whose word a party stands on its side: stated, claimed, blamed or implied.",
        ),
        C::maybe(
            "confidence",
            T::Number,
            |r| r.claim.confidence.map_or(Cell::Empty, Cell::rounded),
            "Estimated probability that a careful reader would have the same value, 0 to 1.",
        ),
        C::maybe(
            "corrected_by",
            T::Text,
            |r| r.claim.by.as_ref().into(),
            "The person whose correction it is, where no report makes it.",
        ),
        C::new(
            "outranked",
            T::Flag,
            |r| r.claim.outranked.into(),
            "Whether a person's correction has taken its place.",
        ),
        C::new(
            "status",
            T::Text,
            |r| r.status.as_str().into(),
            "What people have made of the event: open (machine-coded), accepted, corrected or rejected.",
        ),
        C::new(
            "codebook",
            T::Text,
            |r| r.made.codebooks().one(),
            "The version of the codebook that the event was coded by.",
        ),
        C::new(
            "coder",
            T::Text,
            |r| r.made.coders().one(),
            "Who coded the event: the program with its version, and the digest of what it knew.",
        ),
        C::new(
            "model",
            T::Text,
            |r| r.made.models().one(),
            "The language model that the report was read with.",
        ),
        C::new(
            "licence",
            T::Text,
            |r| r.made.licences().one(),
            "The licence of the report; \"not recorded\" where nobody has said.",
        ),
    ];
}

fn side<'a>(row: &ClaimRow<'a>) -> Option<&'a Party> {
    match &row.claim.asserted {
        Asserted::Initiator(party) | Asserted::Recipient(party) => Some(party),
        _ => None,
    }
}

fn place<'a>(row: &ClaimRow<'a>) -> Option<&'a Place> {
    match &row.claim.asserted {
        Asserted::Place(place) => Some(place),
        _ => None,
    }
}

fn when<'a>(row: &ClaimRow<'a>) -> Option<&'a When> {
    match &row.claim.asserted {
        Asserted::Time(when) => Some(when),
        _ => None,
    }
}

fn loss<'a>(row: &ClaimRow<'a>) -> Option<&'a Casualty> {
    match &row.claim.asserted {
        Asserted::Casualty(loss) => Some(loss),
        _ => None,
    }
}

fn value<'a>(row: &'a ClaimRow<'a>) -> Cell<'a> {
    match &row.claim.asserted {
        Asserted::Kind(kind) => kind.to_string().into(),
        Asserted::Modality(modality) => modality.as_str().into(),
        Asserted::Phase(phase) => phase.as_str().into(),
        Asserted::Initiator(party) | Asserted::Recipient(party) => Cell::from(&party.name),
        Asserted::Place(place) => Cell::from(&place.name),
        Asserted::Time(when) => interval(when).into(),
        Asserted::Casualty(loss) => loss.kind.as_str().into(),
        Asserted::Weapon(words) => Cell::from(&words.text),
    }
}

/// An interval of ISO 8601, `..` for an open end; a day alone is itself.
fn interval(when: &When) -> String {
    let end = |day: Option<jiff::civil::Date>| day.map_or_else(|| "..".to_owned(), |day| day.to_string());
    match (when.start, when.end) {
        (Some(start), Some(last)) if start == last => start.to_string(),
        (start, last) => format!("{}/{}", end(start), end(last)),
    }
}

fn code<'a>(row: &'a ClaimRow<'a>) -> Cell<'a> {
    match &row.claim.asserted {
        Asserted::Initiator(party) | Asserted::Recipient(party) => party.actor.as_ref().into(),
        Asserted::Place(place) => place.code.as_ref().into(),
        _ => Cell::Empty,
    }
}

fn precision<'a>(row: &'a ClaimRow<'a>) -> Cell<'a> {
    match &row.claim.asserted {
        Asserted::Place(place) => place.precision.as_str().into(),
        Asserted::Time(when) => when.precision.as_str().into(),
        _ => Cell::Empty,
    }
}
