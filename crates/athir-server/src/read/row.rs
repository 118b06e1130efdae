//! An incident as lists show it.

use athir::model::{
    Basis, Disputed, Estimate, Event, EventKind, Geometry, Grade, Harm, KeptReport, Modality, Party, Phase,
    Place, PlacePrecision, PlaceStatus, ReviewStatus, Role, TimePrecision,
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::table::{DISPUTED, NO_DAY, NONE, PlaceEntry, Side, Table, day_of, id_words};

/// Where an incident happened, without the words that tell.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub(crate) struct RowPlace {
    /// Its usual name.
    name: String,
    /// The area or settlement that it lies in.
    within: Option<String>,
    /// ISO 3166 alpha-2 country.
    country: Option<String>,
    /// Latitude in degrees.
    lat: Option<f64>,
    /// Longitude in degrees.
    lon: Option<f64>,
    /// How precise the words are.
    precision: PlacePrecision,
    /// What the words make of it on the map.
    geometry: Geometry,
    /// How far from the point it may have happened, in kilometres.
    radius_km: Option<f64>,
    /// Whether one entry of the gazetteer is meant.
    status: PlaceStatus,
}

impl RowPlace {
    fn plain(place: &Place) -> RowPlace {
        RowPlace {
            name: place.name.clone(),
            within: place.within.clone(),
            country: place.country.clone(),
            lat: place.lat,
            lon: place.lon,
            precision: place.precision,
            geometry: place.geometry,
            radius_km: place.radius_km,
            status: place.status,
        }
    }

    fn of(place: &PlaceEntry) -> RowPlace {
        let position = place.position();
        RowPlace {
            name: place.name.clone(),
            within: place.within.clone(),
            country: place.country.clone(),
            lat: position.map(|(lat, _)| lat),
            lon: position.map(|(_, lon)| lon),
            precision: place.precision,
            geometry: place.geometry,
            radius_km: place.radius_km(),
            status: place.status,
        }
    }
}

/// A side of an incident, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct RowParty {
    /// The actor's usual name; for a generic party its own words.
    name: String,
    /// The registry's code, if the actor is known there.
    actor: Option<String>,
    /// On whose word it stands on its side: the strongest, where reports differ.
    basis: Basis,
}

impl RowParty {
    /// The parties that do this in a row of the table.
    pub(crate) fn of(table: &Table, row: u32, role: Role) -> Vec<RowParty> {
        let (columns, shared) = (&table.columns, &table.shared);
        let sides = columns.sides.of(row).iter().map(|&side| Side(side));
        let party = |side: Side| {
            let party = shared.parties.get(side.party());
            RowParty { name: party.name.clone(), actor: party.actor.clone(), basis: side.basis() }
        };
        sides.filter(|side| side.is_recipient() == (role == Role::Recipient)).map(party).collect()
    }
}

/// An incident as lists show it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub(crate) struct IncidentRow {
    /// Its name.
    pub(crate) id: String,
    /// What happened.
    kind: EventKind,
    /// The family of that kind.
    family: &'static str,
    /// How it is put.
    modality: Modality,
    /// How far it has gone.
    phase: Phase,
    /// The title of the first report of it.
    title: String,
    /// First day, if known.
    start: Option<String>,
    /// Last day, if known.
    end: Option<String>,
    /// How precise the words for the time are.
    time_precision: TimePrecision,
    /// Where, if told.
    place: Option<RowPlace>,
    /// Who acted, or one side of a mutual happening.
    initiators: Vec<RowParty>,
    /// Who was acted on, or the other side.
    recipients: Vec<RowParty>,
    /// People killed, on all sides together.
    killed: Option<Estimate>,
    /// People injured, on all sides together.
    injured: Option<Estimate>,
    /// How well it is attested.
    grade: Grade,
    /// How far people have reviewed it.
    status: ReviewStatus,
    /// How many events describe it.
    n_events: u32,
    /// How many reports tell of it.
    n_reports: usize,
    /// How many independent sources do.
    n_sources: u32,
    /// On what its sources disagree.
    disputes: Vec<Disputed>,
    /// Who published the reports.
    outlets: Vec<String>,
}

impl IncidentRow {
    /// The id of a row of the table.
    pub(crate) fn id_of(table: &Table, row: u32) -> String {
        id_words(table.columns.ids[row as usize])
    }

    /// An event by itself, in the form of an incident that it alone describes.
    pub(crate) fn of_event(report: &KeptReport, title: String, event: &Event) -> IncidentRow {
        let parties = |parties: &[Party]| {
            let party = |party: &Party| RowParty {
                name: party.name.clone(),
                actor: party.actor.clone(),
                basis: party.basis,
            };
            parties.iter().map(party).collect()
        };
        let loss = |harm: Harm| {
            let counts = event.casualties.iter().filter(|loss| loss.kind == harm).map(|loss| loss.count);
            let count = counts.max_by_key(|count| count.low.or(count.high))?;
            let best = count.low.or(count.high)?;
            let (low, high) = (count.low.unwrap_or(0), count.high.unwrap_or(best));
            Some(Estimate { low, best, high, open: count.high.is_none() })
        };
        IncidentRow {
            id: event.id.0.clone(),
            kind: event.kind,
            family: event.kind.family().as_str(),
            modality: event.modality,
            phase: event.phase,
            title,
            start: event.when.start.map(|day| day.to_string()),
            end: event.when.end.map(|day| day.to_string()),
            time_precision: event.when.precision,
            place: event.place.as_ref().map(RowPlace::plain),
            initiators: parties(&event.initiators),
            recipients: parties(&event.recipients),
            killed: loss(Harm::Killed),
            injured: loss(Harm::Injured),
            grade: Grade::SingleSource,
            status: ReviewStatus::Machine,
            n_events: 1,
            n_reports: 1,
            n_sources: 1,
            disputes: Vec::new(),
            outlets: report.outlet.iter().cloned().collect(),
        }
    }

    /// Puts a row of the table together.
    pub(crate) fn of(table: &Table, row: u32) -> IncidentRow {
        let (columns, shared) = (&table.columns, &table.shared);
        let at = row as usize;
        let day = |day: i32| (day != NO_DAY).then(|| day_of(day).to_string());
        let place = columns.places[at];
        IncidentRow {
            id: id_words(columns.ids[at]),
            kind: columns.kinds[at],
            family: columns.kinds[at].family().as_str(),
            modality: columns.modalities[at],
            phase: columns.phases[at],
            title: title(table, row).to_owned(),
            start: day(columns.starts[at]),
            end: day(columns.ends[at]),
            time_precision: columns.precisions[at],
            place: (place != NONE).then(|| RowPlace::of(shared.places.get(place))),
            initiators: RowParty::of(table, row, Role::Initiator),
            recipients: RowParty::of(table, row, Role::Recipient),
            killed: shared.estimate(columns.killed[at]),
            injured: shared.estimate(columns.injured[at]),
            grade: columns.grades[at],
            status: columns.statuses[at],
            n_events: columns.n_events[at],
            n_reports: columns.reports.of(row).len(),
            n_sources: columns.n_sources[at],
            disputes: DISPUTED
                .into_iter()
                .filter(|&field| columns.disputes[at] >> field as u8 & 1 == 1)
                .collect(),
            outlets: columns
                .outlets
                .of(row)
                .iter()
                .map(|&outlet| shared.outlets.get(outlet).clone())
                .collect(),
        }
    }
}

/// The title of the first report of an incident.
pub(crate) fn title(table: &Table, row: u32) -> &str {
    table.columns.reports.of(row).first().map_or("", |&report| table.reports.title(report))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disputes_stand_in_the_order_of_their_bits() {
        assert!(DISPUTED.iter().enumerate().all(|(n, field)| *field as usize == n));
    }
}
