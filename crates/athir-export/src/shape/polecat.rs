//! POLECAT: 40 columns with tabs, a row an incident, parties as lists.

use std::collections::BTreeSet;

use athir_model::{Modality, PlacePrecision};

use super::locate::locate;
use super::plover::{contexts, place_among};
use super::span::span;
use super::view::{self, Side};
use crate::crosswalk::{class_row, country, plover_score};
use crate::place::place_of;
use crate::profile::{Exporter, Needs, Output, Profile, Start};
use crate::write::{Dialect, Table, list};
use crate::{ExportError, Item, Notes, PartyClass, Release, Rows, World};

const FILE: &str = "polecat.txt";
/// Between the parts of a list.
const SEMICOLON: &str = "; ";

/// The columns of the files on Dataverse.
pub(super) const COLUMNS: [&str; 40] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

/// The table of POLECAT.
pub(crate) const POLECAT: Profile = Profile {
    name: "polecat",
    about: "POLECAT: 40 columns with tabs, a row an incident with PLOVER's type, mode and contexts",
    output: Output::File(FILE),
    needs: Needs::ITEMS,
    settings: &[],
    start,
};

fn start(start: Start<'_>) -> Result<Box<dyn Exporter + '_>, ExportError> {
    let table = Table::with_header(start.files, FILE, Dialect::Tabs, &COLUMNS)?;
    Ok(Box::new(Polecat { table, world: start.world, release: start.release }))
}

struct Polecat<'a> {
    table: Table<40>,
    world: &'a dyn World,
    release: &'a Release,
}

impl Exporter for Polecat<'_> {
    fn item(&mut self, item: &Item, notes: &mut Notes) -> Result<(), ExportError> {
        let row = self.row(item, notes).map(|row| [row]);
        self.table.rows_or_reason(&item.incident.id, row, notes)
    }

    fn finish(self: Box<Self>) -> Result<Rows, ExportError> {
        Ok(vec![self.table.finish()?])
    }
}

impl Polecat<'_> {
    fn row(&self, item: &Item, notes: &mut Notes) -> Result<[String; 40], &'static str> {
        let incident = &item.incident;
        if incident.modality != Modality::Reported {
            return Err("POLECAT has no place for what is planned, conditional or denied");
        }
        let codes = view::codes(item);
        let score = plover_score(&codes.plover, "").ok_or("PLOVER has no type for this kind")?;
        let span = span(incident, view::first_published(item))?;
        let (acting, acted_on) = super::plover::sides(item, &codes, self.world)?;
        view::note_unstated(incident, notes);
        if span.days() > 1 {
            notes.narrowed(&incident.id, "POLECAT has one day: the first is given");
        }
        let mode = super::plover::mode(item, &codes.plover_mode);
        let intensity = plover_score(&codes.plover, mode).map_or(score.score, |score| score.score);
        let given = incident.place.as_ref();
        let place = place_of(incident, self.world);
        let place = place.as_deref();
        let located = locate(given, self.world).ok();
        let areas = located.as_ref().map(|located| &located.areas);
        let is_settlement =
            place.is_some_and(|p| matches!(p.precision, PlacePrecision::Spot | PlacePrecision::Settlement));
        let cell = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let report = view::telling(item).map(|told| &told.report);
        let mut row: Vec<String> = vec![
            incident.id.0.clone(),
            span.first.to_string(),
            codes.plover.to_string(),
            mode.to_owned(),
            format!("{intensity:.1}"),
            quad(score.quad).to_owned(),
            list(contexts(item, acting.iter().chain(&acted_on)), SEMICOLON),
        ];
        row.extend(parties(&acting));
        row.extend(parties(&acted_on));
        row.extend([
            cell(located.as_ref().map(|located| &*located.name)),
            cell(areas.and_then(|areas| areas.settlement.as_deref()).filter(|_| is_settlement)),
            cell(areas.and_then(|areas| areas.admin2.as_ref()).map(|area| &*area.name)),
            cell(areas.and_then(|areas| areas.admin1.as_ref()).map(|area| &*area.name)),
            cell(located.as_ref().and_then(|place| country(place.country.as_deref()?)).map(|land| land.name)),
            located.as_ref().map(|place| format!("{:.4}", place.lat)).unwrap_or_default(),
            located.as_ref().map(|place| format!("{:.4}", place.lon)).unwrap_or_default(),
            view::geonames(place.and_then(|place| place.code.as_deref()))
                .map(|n| n.to_string())
                .unwrap_or_default(),
            cell(given.map(|place| &*place.mention)),
            cell(areas.and_then(|areas| areas.feature.as_deref())),
            cell(report.and_then(|report| report.outlet.as_deref())),
            report.and_then(|report| report.published).map(|day| day.to_string()).unwrap_or_default(),
            // Persons are named in no export but those that ask for it.
            String::new(),
            organizations(&acting, &acted_on),
            list(incident.places.iter().map(|given| &*given.place.name).collect::<BTreeSet<_>>(), SEMICOLON),
            cell(report.and_then(|report| report.language.as_deref())),
            format!("{}, {}", self.release.athir, view::reviewed(incident)),
        ]);
        Ok(row.try_into().expect("the parts above are 40 cells"))
    }
}

/// A side's eight columns.
fn parties(sides: &[Side<'_>]) -> [String; 8] {
    let each = |cell: &dyn Fn(&Side<'_>) -> Option<String>| {
        let cells: Vec<String> = sides.iter().filter_map(cell).collect();
        list(cells.iter().map(String::as_str), SEMICOLON)
    };
    let land = |side: &Side<'_>| side.info.countries.first().and_then(|iso2| country(iso2));
    let sector = |side: &Side<'_>| class_row(side.info.class).plover.map(str::to_owned);
    let is_named = |side: &Side<'_>| side.info.code.as_deref().is_some_and(|code| !code.contains('/'));
    [
        each(&|side| is_named(side).then(|| side.info.name.clone())),
        each(&|side| match place_among(side) {
            (Some("IGO"), _) => Some("Intergovernmental Organization".to_owned()),
            _ => land(side).map(|land| land.name.to_owned()),
        }),
        each(&|side| Some(land(side)?.cow?.to_owned())),
        sides
            .first()
            .and_then(sector)
            .unwrap_or_else(|| if sides.is_empty() { "UNK" } else { "" }.to_owned()),
        each(&sector),
        String::new(),
        each(&|side| side.side.mentions.first().cloned()),
        String::new(),
    ]
}

fn organizations(acting: &[Side<'_>], acted_on: &[Side<'_>]) -> String {
    let named = |side: &&Side<'_>| {
        let is_named = side.info.code.as_deref().is_some_and(|code| !code.contains('/'));
        is_named && side.info.class != PartyClass::Person
    };
    let names: BTreeSet<&str> =
        acting.iter().chain(acted_on).filter(named).map(|side| &*side.info.name).collect();
    list(names, SEMICOLON)
}

fn quad(quad: u8) -> &'static str {
    match quad {
        1 => "VERBAL COOPERATION",
        2 => "MATERIAL COOPERATION",
        3 => "VERBAL CONFLICT",
        _ => "MATERIAL CONFLICT",
    }
}
