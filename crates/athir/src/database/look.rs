//! Looking at what is kept: incidents with every account of them, by any name that a person may know.

use athir_actors::Reason;
use athir_incident::Reviews;
use athir_model::{Account, Bond, Dossier, EventId, Incident, IncidentId, ReportId, TieId};
use athir_store::{CodedText, Store, StoreError, Where};

use super::Database;
use crate::gazetteer::Gazetteer;
use crate::{Registry, Report};

/// What an id stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// An incident, with every account of it.
    Incident(Box<Dossier>),
    /// A report, with what was coded in it and the incidents that it tells of.
    Report(Box<CodedText>, Vec<IncidentId>),
    /// An event of a report, with the incidents that it is in.
    Event(Box<CodedText>, EventId, Vec<IncidentId>),
    /// A tie.
    Tie(Box<Bond>),
}

impl Database {
    /// Finds what an id stands for: an incident, a report, an event or a tie.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn find(&mut self, id: &str) -> Result<Option<Found>, StoreError> {
        let reviews = self.reviews()?;
        self.store().frozen(|store| {
            if let Some(incident) = store.incident(&IncidentId(id.to_owned()))? {
                return Ok(Some(Found::Incident(Box::new(dossier(store, incident, &reviews)?))));
            }
            let report = ReportId(id.to_owned());
            if let Some(coded) = store.coded(&report)? {
                return Ok(Some(Found::Report(Box::new(coded), store.incidents_of_report(&report)?)));
            }
            let event = EventId(id.to_owned());
            if let Some(report) = store.report_of_event(&event)?
                && let Some(coded) = store.coded(&report)?
            {
                let incidents = store.incidents_of_event(&event)?;
                return Ok(Some(Found::Event(Box::new(coded), event, incidents)));
            }
            Ok(store.tie(&TieId(id.to_owned()))?.map(|tie| Found::Tie(Box::new(tie))))
        })
    }

    /// Gives an incident with every account of it.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn dossier(&mut self, id: &IncidentId) -> Result<Option<Dossier>, StoreError> {
        let reviews = self.reviews()?;
        self.store().frozen(|store| {
            store.incident(id)?.map(|incident| dossier(store, incident, &reviews)).transpose()
        })
    }
}

fn dossier(store: &mut Store, incident: Incident, reviews: &Reviews) -> Result<Dossier, StoreError> {
    let mut accounts = Vec::with_capacity(incident.events.len());
    for told in &incident.events {
        let Some(CodedText { report, text, coding, coded }) = store.coded(&told.event.report)? else {
            continue;
        };
        // The incident may have been made before the newest coding.
        let Some(event) = coded.events.iter().find(|event| event.id == told.event.event) else { continue };
        accounts.push(Account {
            title: report.report(text).title(),
            coding,
            event: event.id.clone(),
            source: told.source,
            story: told.story.clone(),
            evidence: event.evidence.clone(),
            claims: reviews.revise(&report.id, coded.clone()).claims(&report.id, event),
            report,
        });
    }
    Ok(Dossier { incident, accounts })
}

/// The report as the writers of files take it.
pub fn report_of(coded: &CodedText) -> Report {
    coded.report.report(coded.text.clone())
}

/// Reads where a person looks: a country's code or name, the name of a place or area, or `36.2,37.1,25km`, a point with
/// a distance, which becomes the rectangle around it.
pub fn read_where(words: &str, gazetteer: &Gazetteer) -> Where {
    if let Some(around) = around(words) {
        return around;
    }
    let is_code = words.len() == 2 && words.bytes().all(|b| b.is_ascii_uppercase());
    if is_code && gazetteer.country(words).is_some() {
        return Where::Country(words.to_owned());
    }
    let country = gazetteer
        .find_spelled(words)
        .into_iter()
        .find_map(|candidate| Some(candidate.id.to_string().strip_prefix("iso:")?.to_owned()));
    country.map_or_else(|| Where::Named(words.to_owned()), Where::Country)
}

/// A point and a distance as a rectangle.
fn around(words: &str) -> Option<Where> {
    /// Kilometres of a degree of latitude.
    const DEGREE: f64 = 111.2;
    let parts: Vec<&str> = words.split(',').map(str::trim).collect();
    let [lat, lon, distance] = parts[..] else { return None };
    let (lat, lon): (f64, f64) = (lat.parse().ok()?, lon.parse().ok()?);
    let distance: f64 = distance.strip_suffix("km").unwrap_or(distance).trim().parse().ok()?;
    let is_there = lat.abs() <= 90.0 && lon.abs() <= 180.0 && distance >= 0.0;
    if !is_there {
        return None;
    }
    let high = distance / DEGREE;
    let wide = high / lat.to_radians().cos().max(0.01);
    Some(Where::Between { south: lat - high, west: lon - wide, north: lat + high, east: lon + wide })
}

/// What an actor is kept under: the name itself, and the codes of those that the registry knows by it.
pub fn actor_keys(name: &str, registry: &Registry) -> Vec<String> {
    let found = registry.find(name, None).into_iter();
    let same = found.filter(|candidate| candidate.reason == Reason::SameName);
    let codes = same.map(|candidate| registry.actor(candidate.actor).code.clone());
    let mut keys: Vec<String> = std::iter::once(name.to_owned()).chain(codes).collect();
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_asked_for_by_code_name_or_point() {
        let read = |words| read_where(words, Gazetteer::builtin());
        assert_eq!(read("SY"), Where::Country("SY".to_owned()));
        assert_eq!(read("Syria"), Where::Country("SY".to_owned()));
        assert_eq!(read("Idlib"), Where::Named("Idlib".to_owned()));
        let Where::Between { south, west, north, east } = read("60, 10, 111.2km") else { panic!() };
        assert!((59.0 - south).abs() < 1e-9 && (61.0 - north).abs() < 1e-9);
        assert!((8.0 - west).abs() < 0.01 && (12.0 - east).abs() < 0.01, "a degree is shorter there");
        assert_eq!(read("91,10,5km"), Where::Named("91,10,5km".to_owned()));
    }

    #[test]
    fn an_actor_is_asked_for_by_any_of_its_names() {
        let keys = actor_keys("HTS", Registry::builtin());
        assert_eq!(keys, ["HTS", "sy-hts"]);
    }
}
