//! The bulk import of Atlos: a project's incidents as CSV.

use std::collections::BTreeSet;

use athir_arrow::Cell;
use athir_model::{EventKind, Incident, Place, ReviewStatus};

use crate::map::{AREAS, point_of};
use crate::place::place_of;
use crate::summary::{day_words, made_words, place_words, review_words, summary};
use crate::table::CsvFile;
use crate::{ExportError, Exporter, Item, Needs, Notes, Output, Profile, Rows, Setting, Start};

/// What Atlos calls an incident that nobody has taken up: it was called otherwise before 2024.
const NEW: Setting =
    Setting { name: "new", values: &["To Do", "Unclaimed"], about: "the status of what nobody has reviewed" };

/// Incidents for an Atlos project.
pub(crate) const ATLOS: Profile = Profile {
    name: "atlos",
    about: "incidents for the bulk import of an Atlos project, with the addresses of their reports",
    output: Output::File("atlos.csv"),
    needs: Needs::ITEMS,
    settings: &[NEW, AREAS],
    start: |start| {
        let sources: Vec<String> = (1..=MOST_SOURCES).map(|n| format!("source_{n}")).collect();
        let columns = COLUMNS.into_iter().chain(sources.iter().map(String::as_str));
        // Its reader would take a byte order mark for a part of the first name.
        let csv = CsvFile::create_plain(start.files, "atlos.csv", columns)?;
        Ok(Box::new(Atlos { csv, start }))
    },
};

const COLUMNS: [&str; 8] =
    ["status", "description", "sensitive", "date", "latitude", "longitude", "more_info", "tags"];
/// Addresses of reports that a row has room for.
const MOST_SOURCES: usize = 10;
/// Characters that a description may have there, and has to have.
const LONGEST: usize = 240;
const SHORTEST: usize = 8;

struct Atlos<'a> {
    csv: CsvFile,
    start: Start<'a>,
}

/// Whether people who are spoken of could come to harm by it. What a picture shows nobody here has seen.
fn sensitivity(kind: EventKind) -> &'static str {
    use EventKind as K;
    match kind {
        K::SexualViolence | K::Torture | K::Abduction | K::Arrest => "Threatens Civilian Safety",
        _ => "Not Sensitive",
    }
}

fn description(incident: &Incident, place: Option<&Place>) -> String {
    let mut words = summary(incident);
    if let Some(place) = place {
        words = format!("{words}, {}", place_words(place));
    }
    if words.chars().count() > LONGEST {
        words = words.chars().take(LONGEST - 1).chain(['…']).collect();
    }
    if words.chars().count() < SHORTEST { format!("Event: {words}") } else { words }
}

impl Exporter for Atlos<'_> {
    fn item(&mut self, item: &Item, notes: &mut Notes) -> Result<(), ExportError> {
        let incident = &item.incident;
        let point = point_of(incident, self.start.settings, notes);
        let new = if self.start.settings.is(NEW.name, "Unclaimed") { "Unclaimed" } else { "To Do" };
        let status = match incident.status {
            ReviewStatus::Machine => new,
            ReviewStatus::Partly => "In Progress",
            ReviewStatus::Reviewed => "Ready for Review",
        };
        let is_day = incident.when.start.is_some() && incident.when.start == incident.when.end;
        if !is_day {
            notes.narrowed(&incident.id, "no single day: the days are in more_info");
        }
        let place = place_of(incident, self.start.world);
        let place = place.as_deref();
        let precision = place.map_or("unknown", |place| place.precision.as_str());
        let more = format!(
            "When: {}. Place known as: {precision}. {} by {} sources in {} reports; {}. athir incident {}; {}; {}.",
            day_words(incident),
            incident.grade.as_str(),
            incident.n_sources,
            incident.n_reports,
            review_words(incident),
            incident.id,
            made_words(&item.provenance()),
            self.start.release.athir
        );
        let tags = format!("athir,{}", incident.kind);
        let urls: BTreeSet<&str> = item.events.iter().filter_map(|told| told.report.url.as_deref()).collect();
        if urls.len() > MOST_SOURCES {
            notes.narrowed(&incident.id, "more than ten addresses of reports");
        }
        let own = [
            Cell::from(status),
            description(incident, place).into(),
            sensitivity(incident.kind).into(),
            incident.when.start.filter(|_| is_day).into(),
            point.map(|[_, lat]| lat).into(),
            point.map(|[lon, _]| lon).into(),
            more.into(),
            tags.into(),
        ];
        let urls = urls.iter().map(|url| Cell::from(*url)).chain(std::iter::repeat(Cell::Empty));
        self.csv.cells(own.into_iter().chain(urls.take(MOST_SOURCES)))
    }

    fn finish(self: Box<Self>) -> Result<Rows, ExportError> {
        Ok(vec![self.csv.finish()?])
    }
}
