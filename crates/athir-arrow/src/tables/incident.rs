//! The table of incidents.

use std::borrow::Cow;

use athir_model::{Estimate, Harm, Incident, IncidentSide, Place, Role};

use super::{each_once, status_word};
use crate::cell::{Cell, ColumnType as T};
use crate::provenance::Provenance;
use crate::table::{Column, Table, TableName};

/// An incident as a row.
#[derive(Clone, Copy, Debug)]
pub struct IncidentRow<'a> {
    /// The incident.
    pub incident: &'a Incident,
    /// Who coded its reports, and their licences.
    pub made: &'a Provenance,
}

/// The table of incidents.
#[derive(Clone, Copy, Debug)]
pub struct Incidents;

type C = Column<Incidents>;

impl Table for Incidents {
    type Row<'a> = IncidentRow<'a>;
    const NAME: TableName = TableName::Incidents;
    const DOC: &'static str = "A row an incident: what the events of several reports say of one happening.";
    const COLUMNS: &'static [C] = &[
        C::new(
            "incident",
            T::Text,
            |r| Cell::from(&r.incident.id.0),
            "The incident's name, made of its earliest event.",
        ),
        C::new(
            "kind",
            T::Text,
            |r| r.incident.kind.to_string().into(),
            "What happened, a kind of the codebook.",
        ),
        C::new("family", T::Text, |r| r.incident.kind.family().as_str().into(), "The family of the kind."),
        C::new(
            "grade",
            T::Text,
            |r| r.incident.grade.as_str().into(),
            "How well it is attested: single-source, fair, confirmed or contested.",
        ),
        C::new(
            "status",
            T::Text,
            |r| r.incident.status.as_str().into(),
            "How far people have reviewed it: machine, partly or reviewed.",
        ),
        C::new(
            "modality",
            T::Text,
            |r| r.incident.modality.as_str().into(),
            "How it is put: reported, planned, conditional or denied.",
        ),
        C::new(
            "phase",
            T::Text,
            |r| r.incident.phase.as_str().into(),
            "How far it has gone: occurred, ongoing or ended.",
        ),
        C::maybe(
            "first_day",
            T::Day,
            |r| r.incident.when.start.into(),
            "First day on which it may have happened.",
        ),
        C::maybe(
            "last_day",
            T::Day,
            |r| r.incident.when.end.into(),
            "Last day on which it may have happened.",
        ),
        C::new(
            "time_precision",
            T::Text,
            |r| r.incident.when.precision.as_str().into(),
            "How precisely the time is known: day, week, month, year or unknown.",
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
            "How precise the place is: spot, settlement, district, province, country or unknown.",
        ),
        C::maybe(
            "place_geometry",
            T::Text,
            |r| place(r).map(|p| p.geometry.as_str()).into(),
            "What it is on the map: point, circle, line or area.",
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
        C::new(
            "initiators",
            T::Texts,
            |r| names(r, Role::Initiator),
            "Who did it; one side of it where the kind is mutual.",
        ),
        C::new(
            "initiator_actors",
            T::Texts,
            |r| actors(r, Role::Initiator),
            "Codes of the registry, one for each of the initiators; empty for those that it does not know.",
        ),
        C::new(
            "initiator_bases",
            T::Texts,
            |r| bases(r, Role::Initiator),
            "On whose word, one for each of the initiators: stated, claimed, blamed or implied, joined by + where reports differ.",
        ),
        C::new(
            "recipients",
            T::Texts,
            |r| names(r, Role::Recipient),
            "To whom; the other side where the kind is mutual.",
        ),
        C::new(
            "recipient_actors",
            T::Texts,
            |r| actors(r, Role::Recipient),
            "Codes of the registry, one for each of the recipients; empty for those that it does not know.",
        ),
        C::new(
            "recipient_bases",
            T::Texts,
            |r| bases(r, Role::Recipient),
            "On whose word, one for each of the recipients: stated, claimed, blamed or implied, joined by + where reports differ.",
        ),
        C::maybe(
            "killed_low",
            T::Whole,
            |r| dead(r).map(|n| n.low).into(),
            "The least number of dead that a current claim allows, all sides together.",
        ),
        C::maybe(
            "killed_best",
            T::Whole,
            |r| dead(r).map(|n| n.best).into(),
            "The number of dead that the most independent sources give last.",
        ),
        C::maybe(
            "killed_high",
            T::Whole,
            |r| dead(r).map(|n| n.high).into(),
            "The greatest number of dead that a current claim names.",
        ),
        C::maybe(
            "killed_open",
            T::Flag,
            |r| dead(r).map(|n| n.open).into(),
            "Whether the claim behind the greatest number leaves it open upwards.",
        ),
        C::maybe(
            "injured_low",
            T::Whole,
            |r| wounded(r).map(|n| n.low).into(),
            "The least number of wounded.",
        ),
        C::maybe(
            "injured_best",
            T::Whole,
            |r| wounded(r).map(|n| n.best).into(),
            "The number of wounded that the most independent sources give last.",
        ),
        C::maybe(
            "injured_high",
            T::Whole,
            |r| wounded(r).map(|n| n.high).into(),
            "The greatest number of wounded.",
        ),
        C::maybe(
            "injured_open",
            T::Flag,
            |r| wounded(r).map(|n| n.open).into(),
            "Whether the claim behind the greatest number leaves it open upwards.",
        ),
        C::new("n_events", T::Whole, |r| r.incident.events.len().into(), "How many events describe it."),
        C::new("n_reports", T::Whole, |r| r.incident.n_reports.into(), "How many reports tell of it."),
        C::new("n_sources", T::Whole, |r| r.incident.n_sources.into(), "How many independent sources do."),
        C::new(
            "disputed",
            T::Texts,
            |r| Cell::texts(r.incident.disputes.iter().map(|dispute| dispute.field.as_str())),
            "The fields for which sources give values that cannot all be true.",
        ),
        C::new(
            "outlets",
            T::Texts,
            |r| each_once(r.incident.events.iter().filter_map(|e| e.outlet.as_deref())),
            "Who published the reports.",
        ),
        C::new(
            "reports",
            T::Texts,
            |r| each_once(r.incident.events.iter().map(|e| &*e.event.report.0)),
            "The reports that tell of it.",
        ),
        C::new(
            "events",
            T::Texts,
            |r| Cell::texts(r.incident.events.iter().map(|e| &*e.event.event.0)),
            "The events that describe it, by date of publication.",
        ),
        C::new(
            "related",
            T::Texts,
            |r| Cell::texts(r.incident.related.iter().map(|id| &*id.0)),
            "Incidents that people have marked as related and not the same.",
        ),
        C::new("method", T::Whole, |r| r.incident.method.into(), "Version of the method that made it."),
        C::new(
            "codebook",
            T::Texts,
            |r| r.made.codebooks().all(),
            "The versions of the codebook that its events were coded by.",
        ),
        C::new(
            "coder",
            T::Texts,
            |r| r.made.coders().all(),
            "Who coded its events: programs with their versions, and the digests of what they knew.",
        ),
        C::new(
            "model",
            T::Texts,
            |r| r.made.models().all(),
            "The language models that its reports were read with.",
        ),
        C::new(
            "licence",
            T::Texts,
            |r| r.made.licences().all(),
            "The licences of its reports; \"not recorded\" for those of which nobody has said.",
        ),
    ];
}

fn place<'a>(row: &IncidentRow<'a>) -> Option<&'a Place> {
    row.incident.place.as_ref()
}

fn sides<'a>(row: &IncidentRow<'a>, role: Role) -> impl Iterator<Item = &'a IncidentSide> {
    row.incident.sides.iter().filter(move |side| side.role == role)
}

fn names<'a>(row: &IncidentRow<'a>, role: Role) -> Cell<'a> {
    Cell::texts(sides(row, role).map(|side| side.name.as_str()))
}

fn actors<'a>(row: &IncidentRow<'a>, role: Role) -> Cell<'a> {
    Cell::Texts(sides(row, role).map(|side| side.actor.as_deref().map(Cow::Borrowed)).collect())
}

fn bases<'a>(row: &IncidentRow<'a>, role: Role) -> Cell<'a> {
    Cell::texts(sides(row, role).map(IncidentSide::bases_words))
}

fn estimate(row: &IncidentRow<'_>, harm: Harm) -> Option<Estimate> {
    row.incident
        .losses
        .iter()
        .find(|loss| loss.harm == harm && loss.victims.is_none())
        .map(|loss| loss.estimate)
}

fn dead(row: &IncidentRow<'_>) -> Option<Estimate> {
    estimate(row, Harm::Killed)
}

fn wounded(row: &IncidentRow<'_>) -> Option<Estimate> {
    estimate(row, Harm::Injured)
}
