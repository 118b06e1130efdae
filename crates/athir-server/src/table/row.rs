//! What the table keeps of an incident and of a report.

use std::collections::BTreeSet;

use athir::database::ReportLine;
use athir::model::{
    Basis, Disputed, Estimate, EventKind, EventRef, Geometry, Grade, Harm, Incident, IncidentSide, Modality,
    Phase, Place, PlacePrecision, PlaceStatus, ReviewStatus, Role, TimePrecision,
};
use jiff::ToSpan;
use jiff::civil::Date;

use super::names::Names;

/// The day that days are counted from.
const EPOCH: Date = jiff::civil::date(1970, 1, 1);

/// The number of a day.
pub(crate) fn day_number(date: Date) -> i32 {
    (date - EPOCH).get_days()
}

/// The day with this number.
pub(crate) fn day_of(number: i32) -> Date {
    EPOCH.saturating_add(i64::from(number).days())
}

/// A place as the table keeps it, each once.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PlaceEntry {
    pub(crate) name: String,
    pub(crate) within: Option<String>,
    pub(crate) country: Option<String>,
    /// Latitude and longitude in the bits of a floating-point number, which can be compared.
    position: Option<(u64, u64)>,
    pub(crate) precision: PlacePrecision,
    pub(crate) geometry: Geometry,
    radius_km: Option<u64>,
    pub(crate) status: PlaceStatus,
}

impl PlaceEntry {
    fn of(place: &Place) -> PlaceEntry {
        PlaceEntry {
            name: place.name.clone(),
            within: place.within.clone(),
            country: place.country.clone(),
            position: place.lat.zip(place.lon).map(|(lat, lon)| (lat.to_bits(), lon.to_bits())),
            precision: place.precision,
            geometry: place.geometry,
            radius_km: place.radius_km.map(f64::to_bits),
            status: place.status,
        }
    }

    /// Latitude and longitude in degrees, if known.
    pub(crate) fn position(&self) -> Option<(f64, f64)> {
        self.position.map(|(lat, lon)| (f64::from_bits(lat), f64::from_bits(lon)))
    }

    pub(crate) fn radius_km(&self) -> Option<f64> {
        self.radius_km.map(f64::from_bits)
    }
}

/// A party as the table keeps it, each once.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Party {
    pub(crate) name: String,
    pub(crate) actor: Option<String>,
}

impl Party {
    /// What the actor is asked for by: its code, or its name where the registry does not know it.
    pub(crate) fn key(&self) -> &str {
        self.actor.as_deref().unwrap_or(&self.name)
    }
}

/// A side of an incident as the table keeps it: the number of its party, then two bits for the basis, and in the lowest
/// bit whether it is acted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Side(pub(crate) u32);

impl Side {
    const BASES: [Basis; 4] = [Basis::Stated, Basis::Claimed, Basis::Blamed, Basis::Implied];

    fn new(party: u32, side: &IncidentSide) -> Side {
        // The strongest of those that its events have for it.
        let basis = side.bases.iter().min().copied().unwrap_or_default();
        Side(party << 3 | (basis as u32) << 1 | u32::from(side.role == Role::Recipient))
    }

    /// The number of its party.
    pub(crate) fn party(self) -> u32 {
        self.0 >> 3
    }

    /// On whose word it stands there.
    pub(crate) fn basis(self) -> Basis {
        Side::BASES[(self.0 >> 1 & 3) as usize]
    }

    /// Whether it is acted on.
    pub(crate) fn is_recipient(self) -> bool {
        self.0 & 1 == 1
    }
}

/// An estimate that can be looked up.
type Counts = (u64, u64, u64, bool);

/// The values that rows share.
#[derive(Clone, Debug)]
pub(crate) struct Shared {
    pub(crate) places: Names<PlaceEntry>,
    pub(crate) parties: Names<Party>,
    pub(crate) outlets: Names<String>,
    /// Folded names that places are asked for by.
    pub(crate) place_names: Names<String>,
    estimates: Names<Option<Counts>>,
}

impl Default for Shared {
    fn default() -> Shared {
        let mut estimates = Names::default();
        estimates.number(None);
        Shared {
            places: Names::default(),
            parties: Names::default(),
            outlets: Names::default(),
            place_names: Names::default(),
            estimates,
        }
    }
}

impl Shared {
    pub(crate) fn estimate(&self, number: u32) -> Option<Estimate> {
        self.estimates.get(number).map(|(low, best, high, open)| Estimate { low, best, high, open })
    }
}

/// No place, or no outlet.
pub(crate) const NONE: u32 = u32::MAX;

/// An incident on its way into the table.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) id: u64,
    pub(crate) kind: EventKind,
    pub(crate) modality: Modality,
    pub(crate) phase: Phase,
    pub(crate) start: Option<i32>,
    pub(crate) end: Option<i32>,
    pub(crate) precision: TimePrecision,
    pub(crate) place: u32,
    pub(crate) grade: Grade,
    pub(crate) status: ReviewStatus,
    pub(crate) disputes: u8,
    pub(crate) n_events: u32,
    pub(crate) n_sources: u32,
    pub(crate) killed: u32,
    pub(crate) injured: u32,
    /// Each as a [`Side`].
    pub(crate) sides: Vec<u32>,
    /// For each side, how many of the incident's events have its actor as a side and were not counted for a side before.
    pub(crate) side_events: Vec<u32>,
    pub(crate) outlets: Vec<u32>,
    pub(crate) reports: Vec<u32>,
    pub(crate) place_names: Vec<u32>,
}

impl Row {
    /// The first day by which it is sorted; the least number where nothing dates it.
    pub(crate) fn first(&self) -> i32 {
        self.start.or(self.end).unwrap_or(i32::MIN)
    }

    pub(crate) fn of(incident: &Incident, shared: &mut Shared, reports: &Reports) -> Row {
        let loss =
            |harm: Harm| incident.losses.iter().find(|loss| loss.harm == harm && loss.victims.is_none());
        let mut estimate = |harm| {
            let counts = loss(harm).map(|loss| &loss.estimate);
            shared.estimates.number(counts.map(|e| (e.low, e.best, e.high, e.open)))
        };
        let (killed, injured) = (estimate(Harm::Killed), estimate(Harm::Injured));
        let place = match &incident.place {
            Some(place) => shared.places.number(PlaceEntry::of(place)),
            None => NONE,
        };
        let places = incident.place.iter().chain(incident.places.iter().map(|given| &given.place));
        let names = places.flat_map(|place| [Some(&place.name), place.within.as_ref()]).flatten();
        let place_names = names.map(|name| shared.place_names.number(athir::database::fold_name(name)));
        let place_names = unique(place_names.collect());
        let mut side = |side: &IncidentSide| {
            let party = Party { name: side.name.clone(), actor: side.actor.clone() };
            Side::new(shared.parties.number(party), side).0
        };
        let sides = incident.sides.iter().map(&mut side).collect();
        let mut counted = BTreeSet::new();
        let mut new_events = |side: &IncidentSide| {
            let key = side.actor.as_deref().unwrap_or(&side.name);
            let is_new = |event: &&EventRef| counted.insert((key.to_owned(), (*event).clone()));
            side.support.events.iter().filter(is_new).count() as u32
        };
        let side_events = incident.sides.iter().map(&mut new_events).collect();
        let outlets = incident.events.iter().filter_map(|event| event.outlet.clone());
        let outlets = unique(outlets.map(|outlet| shared.outlets.number(outlet)).collect());
        // In the order of the events: the first report gives the incident its title.
        let mut told = Vec::new();
        for event in &incident.events {
            if let Some(report) = id_number(&event.event.report.0).and_then(|id| reports.find(id))
                && !told.contains(&report)
            {
                told.push(report);
            }
        }
        Row {
            id: id_number(&incident.id.0).unwrap_or_default(),
            kind: incident.kind,
            modality: incident.modality,
            phase: incident.phase,
            start: incident.when.start.map(day_number),
            end: incident.when.end.map(day_number),
            precision: incident.when.precision,
            place,
            grade: incident.grade,
            status: incident.status,
            disputes: incident.disputes.iter().fold(0, |all, dispute| all | 1 << dispute.field as u8),
            n_events: incident.events.len() as u32,
            n_sources: incident.n_sources as u32,
            killed,
            injured,
            sides,
            side_events,
            outlets,
            reports: told,
            place_names,
        }
    }
}

/// The fields that can be disputed, in the order of their bits.
pub(crate) const DISPUTED: [Disputed; 7] = [
    Disputed::Happening,
    Disputed::Kind,
    Disputed::Initiator,
    Disputed::Recipient,
    Disputed::Place,
    Disputed::Time,
    Disputed::Losses,
];

fn unique(mut numbers: Vec<u32>) -> Vec<u32> {
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Ids of incidents and reports are 16 hexadecimal digits.
pub(crate) fn id_number(id: &str) -> Option<u64> {
    (id.len() == 16).then(|| u64::from_str_radix(id, 16).ok()).flatten()
}

/// The id of this number.
pub(crate) fn id_words(number: u64) -> String {
    format!("{number:016x}")
}

/// The reports, in the order in which they came into the database.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reports {
    /// Their numbers in the database, ascending.
    numbers: Vec<i64>,
    ids: Names<u64>,
    titles: Vec<Box<str>>,
    pub(crate) outlets: Vec<u32>,
    pub(crate) published: Vec<Option<Date>>,
    pub(crate) n_events: Vec<u32>,
}

impl Reports {
    pub(crate) fn push(&mut self, line: ReportLine, shared: &mut Shared) {
        self.numbers.push(line.number);
        self.ids.number(id_number(&line.id.0).unwrap_or_default());
        self.titles.push(line.title.into_boxed_str());
        self.outlets.push(line.outlet.map_or(NONE, |outlet| shared.outlets.number(outlet)));
        self.published.push(line.published);
        self.n_events.push(line.n_events as u32);
    }

    pub(crate) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The number that the database gave the last one.
    pub(crate) fn last(&self) -> i64 {
        self.numbers.last().copied().unwrap_or_default()
    }

    pub(crate) fn find(&self, id: u64) -> Option<u32> {
        self.ids.find(&id)
    }

    /// The one that has this number in the database.
    pub(crate) fn numbered(&self, number: i64) -> Option<u32> {
        self.numbers.binary_search(&number).ok().map(|at| at as u32)
    }

    pub(crate) fn id(&self, report: u32) -> u64 {
        *self.ids.get(report)
    }

    pub(crate) fn title(&self, report: u32) -> &str {
        &self.titles[report as usize]
    }
}
