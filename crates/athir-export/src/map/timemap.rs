//! The static data of a timemap site: events, sources and associations, as Forensic Architecture's and Bellingcat's
//! maps read them.

use std::collections::BTreeMap;

use athir_arrow::NOT_RECORDED;
use serde_json::{Value, json};

use super::geometry::{AREAS, point_of};
use crate::place::place_of;
use crate::summary::{day_words, place_words, review_words, summary};
use crate::table::provenance_words;
use crate::{ExportError, Exporter, Item, Needs, Notes, Out, Output, Profile, ReportRecord, Rows, Start};

/// Three files for a static map and timeline.
pub(crate) const TIMEMAP: Profile = Profile {
    name: "timemap",
    about: "events, sources and associations for a static timemap site; no point where only an area is known",
    output: Output::Folder(&["events.json", "sources.json", "associations.json"]),
    needs: Needs { reports: true, items: true, ..Needs::NONE },
    settings: &[AREAS],
    start: |start| Ok(Box::new(Timemap::start(start)?)),
};

struct Timemap<'a> {
    events: Out,
    sources: Out,
    associations: Out,
    /// By id: how an association is filtered by.
    filters: BTreeMap<String, Filter>,
    has_events: bool,
    has_sources: bool,
    start: Start<'a>,
}

/// What viewers choose events by.
struct Filter {
    mode: &'static str,
    title: String,
    paths: Vec<String>,
}

impl<'a> Timemap<'a> {
    fn start(start: Start<'a>) -> Result<Timemap<'a>, ExportError> {
        let mut events = Out::create(start.files, "events.json")?;
        let mut sources = Out::create(start.files, "sources.json")?;
        let associations = Out::create(start.files, "associations.json")?;
        events.put(b"[\n")?;
        sources.put(b"{\n")?;
        let (filters, has_events, has_sources) = (BTreeMap::new(), false, false);
        Ok(Timemap { events, sources, associations, filters, has_events, has_sources, start })
    }

    /// Makes sure that an association is there, and gives its id.
    fn filter(&mut self, mode: &'static str, group: &str, value: &str) -> String {
        let id = format!("{group}/{value}").to_lowercase();
        let paths = vec![group.to_owned(), value.to_owned()];
        self.filters.entry(id.clone()).or_insert_with(|| Filter { mode, title: value.to_owned(), paths });
        id
    }
}

impl Exporter for Timemap<'_> {
    fn report(&mut self, record: &ReportRecord, _notes: &mut Notes) -> Result<(), ExportError> {
        let info = &record.info;
        let source = json!({
            "id": info.id,
            "title": info.title,
            "type": "report",
            "description": info.outlet.as_deref().unwrap_or_default(),
            "author": info.author.as_deref().unwrap_or_default(),
            "date": info.published.map(|day| day.to_string()).unwrap_or_default(),
            "url": info.url.as_deref().unwrap_or_default(),
            "licence": info.licence.as_deref().unwrap_or(NOT_RECORDED),
            "paths": [],
        });
        let separator = if std::mem::replace(&mut self.has_sources, true) { ",\n" } else { "" };
        self.sources.row(format!("{separator}{}:{source}", Value::from(info.id.0.as_str())).as_bytes())
    }

    fn item(&mut self, item: &Item, notes: &mut Notes) -> Result<(), ExportError> {
        let incident = &item.incident;
        let Some(day) = incident.when.start.or(incident.when.end) else {
            notes.left_out(&incident.id, "nothing dates it");
            return Ok(());
        };
        // A site of this kind has points alone; the text beside one says how near it is.
        let point = point_of(incident, self.start.settings, notes);
        let degrees = |n: usize| point.map(|point| point[n].to_string()).unwrap_or_default();
        let place = place_of(incident, self.start.world);
        let place = place.as_deref();
        let mut associations = vec![
            self.filter("CATEGORY", "Family", incident.kind.family().as_str()),
            self.filter("FILTER", "Kind", incident.kind.as_str()),
            self.filter("FILTER", "Attested", incident.grade.as_str()),
            self.filter("FILTER", "Reviewed", incident.status.as_str()),
        ];
        for side in &incident.sides {
            associations.push(self.filter("FILTER", "Actor", &side.name));
        }
        associations.dedup();
        let mut reports: Vec<&str> =
            incident.events.iter().map(|told| told.event.report.0.as_str()).collect();
        reports.dedup();
        let precision = place.map(|place| place.precision.as_str()).unwrap_or_default();
        let [codebook, coder, model, licence] = provenance_words(&item.provenance());
        let event = json!({
            "id": incident.id,
            "description": summary(incident),
            "date": day.to_string(),
            "time": "",
            "time_precision": incident.when.precision.as_str(),
            "time_display": day_words(incident),
            "location": place.map(place_words).unwrap_or_default(),
            "latitude": degrees(1),
            "longitude": degrees(0),
            "type": incident.kind.as_str(),
            "category": incident.kind.family().as_str(),
            "associations": associations,
            "sources": reports,
            "status": incident.status.as_str(),
            "codebook": codebook,
            "coder": coder,
            "model": model,
            "licence": licence,
            "comments": format!(
                "Place known as {precision}. {} by {} of {} reports; {}.",
                incident.grade.as_str(), incident.n_sources, incident.n_reports, review_words(incident)
            ),
        });
        let separator = if std::mem::replace(&mut self.has_events, true) { ",\n" } else { "" };
        self.events.row(format!("{separator}{event}").as_bytes())
    }

    fn finish(mut self: Box<Self>) -> Result<Rows, ExportError> {
        self.events.put(b"\n]\n")?;
        self.sources.put(b"\n}\n")?;
        self.associations.put(b"[\n")?;
        for (n, (id, filter)) in self.filters.iter().enumerate() {
            let separator = if n > 0 { ",\n" } else { "" };
            let association = json!({
                "id": id,
                "title": filter.title,
                "desc": "",
                "mode": filter.mode,
                "filter_paths": filter.paths,
            });
            self.associations.row(format!("{separator}{association}").as_bytes())?;
        }
        self.associations.put(b"\n]\n")?;
        Ok(vec![self.events.finish()?, self.sources.finish()?, self.associations.finish()?])
    }
}
