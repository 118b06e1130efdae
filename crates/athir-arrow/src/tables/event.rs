//! The table of events.

use std::borrow::Cow;

use athir_model::{Event, EventStatus, Harm, Party, Place};

use super::loss::{loss_words, total};
use super::report::ReportRow;
use super::{status_word, time_basis_word, words};
use crate::cell::{Cell, ColumnType as T};
use crate::table::{Column, Table, TableName};

/// An event with the report that tells of it.
#[derive(Clone, Copy, Debug)]
pub struct EventRow<'a> {
    /// The event: as the coder read it, or as people's corrections leave it.
    pub event: &'a Event,
    /// The report.
    pub report: &'a ReportRow<'a>,
    /// The incident that it counts to, where reports were merged.
    pub incident: Option<&'a str>,
    /// What people have made of it.
    pub status: EventStatus,
}

impl<'a> EventRow<'a> {
    /// An event that nobody has looked at and that was not merged with others.
    pub fn of(event: &'a Event, report: &'a ReportRow<'a>) -> EventRow<'a> {
        EventRow { event, report, incident: None, status: EventStatus::Open }
    }
}

/// The table of events.
#[derive(Clone, Copy, Debug)]
pub struct Events;

type C = Column<Events>;

impl Table for Events {
    type Row<'a> = EventRow<'a>;
    const NAME: TableName = TableName::Events;
    const DOC: &'static str = "A row an event, as one report tells of it.";
    const COLUMNS: &'static [C] = &[
        C::new("event", T::Text, |r| Cell::from(&r.event.id.0), "The event's name."),
        C::new("report", T::Text, |r| Cell::from(&r.report.id), "The report that tells of it."),
        C::maybe(
            "incident",
            T::Text,
            |r| r.incident.into(),
            "The incident that it counts to, where reports were merged.",
        ),
        C::maybe("outlet", T::Text, |r| r.report.outlet.into(), "Who published the report."),
        C::maybe(
            "published",
            T::Day,
            |r| r.report.published.into(),
            "The day on which the report was published.",
        ),
        C::maybe("url", T::Text, |r| r.report.url.into(), "The address of the report."),
        C::new("title", T::Text, |r| Cell::from(&r.report.title), "The report's headline or first line."),
        C::new(
            "status",
            T::Text,
            |r| r.status.as_str().into(),
            "What people have made of it: open (machine-coded), accepted, corrected or rejected.",
        ),
        C::new(
            "kind",
            T::Text,
            |r| r.event.kind.to_string().into(),
            "What happened, a kind of the codebook.",
        ),
        C::new("family", T::Text, |r| r.event.kind.family().as_str().into(), "The family of the kind."),
        C::new(
            "modality",
            T::Text,
            |r| r.event.modality.as_str().into(),
            "How the report puts it: reported, planned, conditional or denied.",
        ),
        C::new(
            "phase",
            T::Text,
            |r| r.event.phase.as_str().into(),
            "How far it has gone: occurred, ongoing or ended.",
        ),
        C::maybe(
            "first_day",
            T::Day,
            |r| r.event.when.start.into(),
            "First day on which it may have happened.",
        ),
        C::maybe("last_day", T::Day, |r| r.event.when.end.into(), "Last day on which it may have happened."),
        C::new(
            "time_precision",
            T::Text,
            |r| r.event.when.precision.as_str().into(),
            "How precisely the words give the time: day, week, month, year or unknown.",
        ),
        C::new(
            "time_basis",
            T::Text,
            |r| time_basis_word(r.event.when.basis).into(),
            "Where the time was read: stated, discourse, saying, or publication where only that bounds it.",
        ),
        C::maybe(
            "time_words",
            T::Text,
            |r| r.event.when.mention.as_ref().map(|quote| &quote.text).into(),
            "The words that give the time.",
        ),
        C::maybe("place", T::Text, |r| place(r).map(|p| &p.name).into(), "Usual name of the place."),
        C::maybe(
            "within",
            T::Text,
            |r| place(r).and_then(|p| p.within.as_ref()).into(),
            "The area or settlement that it lies in.",
        ),
        C::maybe(
            "country",
            T::Text,
            |r| place(r).and_then(|p| p.country.as_ref()).into(),
            "ISO 3166 alpha-2 country.",
        ),
        C::maybe("lat", T::Number, |r| place(r).and_then(|p| p.lat).into(), "Latitude in degrees, WGS 84."),
        C::maybe("lon", T::Number, |r| place(r).and_then(|p| p.lon).into(), "Longitude in degrees, WGS 84."),
        C::maybe(
            "place_precision",
            T::Text,
            |r| place(r).map(|p| p.precision.as_str()).into(),
            "How precise the words are: spot, settlement, district, province, country or unknown.",
        ),
        C::maybe(
            "place_geometry",
            T::Text,
            |r| place(r).map(|p| p.geometry.as_str()).into(),
            "What the words make of it on the map: point, circle, line or area.",
        ),
        C::maybe(
            "place_radius_km",
            T::Number,
            |r| place(r).and_then(|p| p.radius_km).into(),
            "How far from the point it may have happened, in kilometres.",
        ),
        C::maybe(
            "place_status",
            T::Text,
            |r| place(r).map(|p| status_word(p.status)).into(),
            "Whether one entry of the gazetteer is meant: resolved, ambiguous or unresolved.",
        ),
        C::maybe(
            "place_code",
            T::Text,
            |r| place(r).and_then(|p| p.code.as_ref()).into(),
            "The gazetteer's code of the place.",
        ),
        C::maybe(
            "place_words",
            T::Text,
            |r| place(r).map(|p| &p.mention).into(),
            "The words that give the place.",
        ),
        C::new(
            "initiators",
            T::Texts,
            |r| names(&r.event.initiators),
            "Who did it; one side of it where the kind is mutual.",
        ),
        C::new(
            "initiator_actors",
            T::Texts,
            |r| actors(&r.event.initiators),
            "Codes of the registry, one for each of the initiators; empty for those that it does not know.",
        ),
        C::new(
            "initiator_words",
            T::Texts,
            |r| mentions(&r.event.initiators),
            "The words of the report, one for each of the initiators.",
        ),
        C::new(
            "initiator_bases",
            T::Texts,
            |r| bases(&r.event.initiators),
            "On whose word, one for each of the initiators: stated, claimed, blamed or implied.",
        ),
        C::new(
            "recipients",
            T::Texts,
            |r| names(&r.event.recipients),
            "To whom; the other side where the kind is mutual.",
        ),
        C::new(
            "recipient_actors",
            T::Texts,
            |r| actors(&r.event.recipients),
            "Codes of the registry, one for each of the recipients; empty for those that it does not know.",
        ),
        C::new(
            "recipient_words",
            T::Texts,
            |r| mentions(&r.event.recipients),
            "The words of the report, one for each of the recipients.",
        ),
        C::new(
            "recipient_bases",
            T::Texts,
            |r| bases(&r.event.recipients),
            "On whose word, one for each of the recipients: stated, claimed, blamed or implied.",
        ),
        C::maybe(
            "killed_low",
            T::Whole,
            |r| total(r.event, Harm::Killed).and_then(|n| n.low).into(),
            "The least number of dead that the report allows, all sides together.",
        ),
        C::maybe(
            "killed_high",
            T::Whole,
            |r| total(r.event, Harm::Killed).and_then(|n| n.high).into(),
            "The greatest number of dead; empty where it is open (\"at least 26\").",
        ),
        C::maybe(
            "injured_low",
            T::Whole,
            |r| total(r.event, Harm::Injured).and_then(|n| n.low).into(),
            "The least number of wounded.",
        ),
        C::maybe(
            "injured_high",
            T::Whole,
            |r| total(r.event, Harm::Injured).and_then(|n| n.high).into(),
            "The greatest number of wounded; empty where it is open.",
        ),
        C::new(
            "losses",
            T::Texts,
            |r| Cell::texts(r.event.casualties.iter().map(loss_words)),
            "Each count of people harmed that the report gives, in words.",
        ),
        C::new("weapons", T::Texts, |r| words(&r.event.weapons), "By what means, in the report's words."),
        C::new(
            "voices",
            T::Texts,
            |r| words(&r.event.attribution),
            "According to whom; none where the report speaks itself.",
        ),
        C::new("trigger", T::Text, |r| Cell::from(&r.event.trigger.text), "The word that tells of it."),
        C::new(
            "trigger_start",
            T::Whole,
            |r| r.event.trigger.start.into(),
            "Offset of the trigger's first character in the report's text, in Unicode characters.",
        ),
        C::new(
            "trigger_end",
            T::Whole,
            |r| r.event.trigger.end.into(),
            "Offset after the trigger's last character.",
        ),
        C::new("evidence", T::Texts, |r| words(&r.event.evidence), "The words that tell of it."),
        C::new("plover", T::Text, |r| r.event.codes.plover.as_ref().into(), "PLOVER event type."),
        C::maybe(
            "plover_mode",
            T::Text,
            |r| filled(&r.event.codes.plover_mode),
            "PLOVER mode, where the type has one that fits.",
        ),
        C::new(
            "cameo",
            T::Text,
            |r| r.event.codes.cameo.as_ref().into(),
            "CAMEO code, with its leading zero.",
        ),
        C::maybe(
            "acled_event_type",
            T::Text,
            |r| filled(&r.event.codes.acled_event_type),
            "The event type in ACLED's terms, where it has one.",
        ),
        C::maybe(
            "acled_sub_event_type",
            T::Text,
            |r| filled(&r.event.codes.acled_sub_event_type),
            "The sub-event type in ACLED's terms, where it has one.",
        ),
        C::new(
            "confidence",
            T::Number,
            |r| Cell::rounded(r.event.confidence.event),
            "Estimated probability that a careful reader would code an event of this kind, 0 to 1.",
        ),
        C::maybe(
            "initiators_confidence",
            T::Number,
            |r| sure(r.event.confidence.initiators),
            "The same for each initiator, given the event.",
        ),
        C::maybe(
            "recipients_confidence",
            T::Number,
            |r| sure(r.event.confidence.recipients),
            "The same for each recipient, given the event.",
        ),
        C::maybe(
            "place_confidence",
            T::Number,
            |r| sure(r.event.confidence.place),
            "The same for the place, given the event.",
        ),
        C::maybe(
            "time_confidence",
            T::Number,
            |r| sure(r.event.confidence.time),
            "The same for first and last day, given the event.",
        ),
        C::maybe(
            "losses_confidence",
            T::Number,
            |r| sure(r.event.confidence.casualties),
            "The same for each count of people harmed, given the event.",
        ),
        C::new("frame", T::Text, |r| Cell::from(&r.event.frame), "The frame that read it."),
        C::new(
            "codebook",
            T::Text,
            |r| r.report.made.codebooks().one(),
            "The version of the codebook that it was coded by.",
        ),
        C::new(
            "coder",
            T::Text,
            |r| r.report.made.coders().one(),
            "Who coded it: the program with its version, and the digest of what it knew.",
        ),
        C::new(
            "model",
            T::Text,
            |r| r.report.made.models().one(),
            "The language model that it was read with.",
        ),
        C::new(
            "licence",
            T::Text,
            |r| r.report.made.licences().one(),
            "The licence of the report; \"not recorded\" where nobody has said.",
        ),
    ];
}

fn place<'a>(row: &EventRow<'a>) -> Option<&'a Place> {
    row.event.place.as_ref()
}

fn names(parties: &[Party]) -> Cell<'_> {
    Cell::texts(parties.iter().map(|party| party.name.as_str()))
}

fn actors(parties: &[Party]) -> Cell<'_> {
    Cell::Texts(parties.iter().map(|party| party.actor.as_deref().map(Cow::Borrowed)).collect())
}

fn mentions(parties: &[Party]) -> Cell<'_> {
    Cell::texts(parties.iter().map(|party| party.mention.as_str()))
}

fn bases(parties: &[Party]) -> Cell<'_> {
    Cell::texts(parties.iter().map(|party| party.basis.as_str()))
}

fn filled(code: &str) -> Cell<'_> {
    Some(code).filter(|code| !code.is_empty()).into()
}

fn sure(probability: Option<f32>) -> Cell<'static> {
    probability.map_or(Cell::Empty, Cell::rounded)
}
