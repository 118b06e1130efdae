//! ICEWS: 20 columns with tabs, a row a pair of parties.

use super::locate::locate;
use super::number;
use super::pairs::{Pairs, act};
use super::span::span;
use super::view::{self, Side};
use crate::crosswalk::{class_row, country};
use crate::profile::{Exporter, Needs, Output, Profile, Start};
use crate::write::{Dialect, Table};
use crate::{ExportError, Item, Notes, PartyClass, Rows, World};

const FILE: &str = "icews.tab";

/// The columns of the files on Dataverse.
pub(super) const COLUMNS: [&str; 20] = [
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
];

/// The table of ICEWS.
pub(crate) const ICEWS: Profile = Profile {
    name: "icews",
    about: "ICEWS: 20 columns with tabs, a row a pair of source and target with a CAMEO code",
    output: Output::File(FILE),
    needs: Needs::ITEMS,
    settings: &[],
    start,
};

fn start(start: Start<'_>) -> Result<Box<dyn Exporter + '_>, ExportError> {
    let table = Table::with_header(start.files, FILE, Dialect::Tabs, &COLUMNS)?;
    Ok(Box::new(Icews { table, world: start.world }))
}

struct Icews<'a> {
    table: Table<20>,
    world: &'a dyn World,
}

impl Exporter for Icews<'_> {
    fn item(&mut self, item: &Item, notes: &mut Notes) -> Result<(), ExportError> {
        let rows = self.rows(item, notes);
        self.table.rows_or_reason(&item.incident.id, rows, notes)
    }

    fn finish(self: Box<Self>) -> Result<Rows, ExportError> {
        Ok(vec![self.table.finish()?])
    }
}

impl Icews<'_> {
    fn rows(&self, item: &Item, notes: &mut Notes) -> Result<Vec<[String; 20]>, &'static str> {
        let incident = &item.incident;
        let act = act(item)?;
        let span = span(incident, view::first_published(item))?;
        let pairs = Pairs::of(incident, self.world);
        let each: Option<Vec<(&Side<'_>, &Side<'_>)>> =
            pairs.each().into_iter().map(|(source, target)| source.zip(target)).collect();
        let each = each.ok_or("ICEWS asks for a source and a target, and no report names both")?;
        pairs.note(notes, incident);
        if span.days() > 1 {
            notes.narrowed(&incident.id, "ICEWS has one day: the first is given");
        }
        let place = locate(incident.place.as_ref(), self.world).ok();
        let cell = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let told = view::telling(item).map(|told| &told.report);
        let row = |(n, (source, target)): (usize, &(&Side<'_>, &Side<'_>))| {
            let areas = place.as_ref().map(|place| &place.areas);
            [
                number::of_part(&incident.id.0, n).to_string(),
                span.first.to_string(),
                name(source),
                sectors(source),
                land(source),
                act.name.to_owned(),
                act.code.to_owned(),
                act.goldstein.to_owned(),
                name(target),
                sectors(target),
                land(target),
                told.map(|report| number::of_part(&report.id.0, 0).to_string()).unwrap_or_default(),
                String::new(),
                cell(told.and_then(|report| report.outlet.as_deref())),
                cell(areas.and_then(|areas| areas.settlement.as_deref())),
                cell(areas.and_then(|areas| areas.admin2.as_ref()).map(|area| &*area.name)),
                cell(areas.and_then(|areas| areas.admin1.as_ref()).map(|area| &*area.name)),
                cell(
                    place.as_ref().and_then(|place| country(place.country.as_deref()?)).map(|land| land.name),
                ),
                place.as_ref().map(|place| format!("{:.4}", place.lat)).unwrap_or_default(),
                place.as_ref().map(|place| format!("{:.4}", place.lon)).unwrap_or_default(),
            ]
        };
        Ok(each.iter().enumerate().map(row).collect())
    }
}

/// A name as ICEWS has it: what has none of its own with its country.
fn name(side: &Side<'_>) -> String {
    let info = &side.info;
    let is_named = info.code.as_deref().is_some_and(|code| !code.contains('/'));
    let land = info.countries.first().and_then(|iso2| country(iso2));
    match (is_named, land) {
        (false, Some(land)) => format!("{} ({})", info.name, land.name),
        _ => info.name.clone(),
    }
}

fn sectors(side: &Side<'_>) -> String {
    class_row(side.info.class).icews.to_owned()
}

fn land(side: &Side<'_>) -> String {
    let info = &side.info;
    // An organisation of states is of no country.
    let iso2 = info.countries.first().filter(|_| info.class != PartyClass::International);
    iso2.and_then(|iso2| country(iso2)).map(|land| land.name.to_owned()).unwrap_or_default()
}
