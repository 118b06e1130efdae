//! GDELT 2.0: events with 61 columns and mentions with 16, with tabs and without a header.

use athir_model::PlacePrecision;
use jiff::Timestamp;
use jiff::civil::Date;

use super::locate::{Located, locate};
use super::number;
use super::pairs::{Pair, Pairs, act, cameo_code, code_parts};
use super::span::span;
use super::view::{self, Side};
use crate::crosswalk::country;
use crate::profile::{Exporter, Needs, Output, Profile, Start};
use crate::write::{Dialect, Table, list};
use crate::{ExportError, Item, ItemEvent, Notes, ReportInfo, Rows, Setting, World};

const EVENTS: &str = "gdelt.export.CSV";
const MENTIONS: &str = "gdelt.mentions.CSV";
/// Characters in which the lead of a report is over.
const LEAD: usize = 350;

/// The columns of the table of events.
pub(super) const EVENT_COLUMNS: [&str; 61] = [
    "GLOBALEVENTID",
    "SQLDATE",
    "MonthYear",
    "Year",
    "FractionDate",
    "Actor1Code",
    "Actor1Name",
    "Actor1CountryCode",
    "Actor1KnownGroupCode",
    "Actor1EthnicCode",
    "Actor1Religion1Code",
    "Actor1Religion2Code",
    "Actor1Type1Code",
    "Actor1Type2Code",
    "Actor1Type3Code",
    "Actor2Code",
    "Actor2Name",
    "Actor2CountryCode",
    "Actor2KnownGroupCode",
    "Actor2EthnicCode",
    "Actor2Religion1Code",
    "Actor2Religion2Code",
    "Actor2Type1Code",
    "Actor2Type2Code",
    "Actor2Type3Code",
    "IsRootEvent",
    "EventCode",
    "EventBaseCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScale",
    "NumMentions",
    "NumSources",
    "NumArticles",
    "AvgTone",
    "Actor1Geo_Type",
    "Actor1Geo_FullName",
    "Actor1Geo_CountryCode",
    "Actor1Geo_ADM1Code",
    "Actor1Geo_ADM2Code",
    "Actor1Geo_Lat",
    "Actor1Geo_Long",
    "Actor1Geo_FeatureID",
    "Actor2Geo_Type",
    "Actor2Geo_FullName",
    "Actor2Geo_CountryCode",
    "Actor2Geo_ADM1Code",
    "Actor2Geo_ADM2Code",
    "Actor2Geo_Lat",
    "Actor2Geo_Long",
    "Actor2Geo_FeatureID",
    "ActionGeo_Type",
    "ActionGeo_FullName",
    "ActionGeo_CountryCode",
    "ActionGeo_ADM1Code",
    "ActionGeo_ADM2Code",
    "ActionGeo_Lat",
    "ActionGeo_Long",
    "ActionGeo_FeatureID",
    "DATEADDED",
    "SOURCEURL",
];

/// The columns of the table of mentions.
pub(super) const MENTION_COLUMNS: [&str; 16] = [
    "GLOBALEVENTID",
    "EventTimeDate",
    "MentionTimeDate",
    "MentionType",
    "MentionSourceName",
    "MentionIdentifier",
    "SentenceID",
    "Actor1CharOffset",
    "Actor2CharOffset",
    "ActionCharOffset",
    "InRawText",
    "Confidence",
    "MentionDocLen",
    "MentionDocTone",
    "MentionDocTranslationInfo",
    "Extras",
];

/// The two tables of GDELT.
pub(crate) const GDELT: Profile = Profile {
    name: "gdelt",
    about: "GDELT 2.0: events (61 columns) and mentions (16) with tabs, FIPS country codes, CAMEO and Goldstein",
    output: Output::Folder(&[EVENTS, MENTIONS]),
    needs: Needs::ITEMS,
    settings: &[Setting {
        name: "header",
        values: &["no", "yes"],
        about: "a first line with the names of the columns, which GDELT's own files lack",
    }],
    start,
};

fn start(start: Start<'_>) -> Result<Box<dyn Exporter + '_>, ExportError> {
    let (events, mentions) = if start.settings.is("header", "yes") {
        (
            Table::with_header(start.files, EVENTS, Dialect::Tabs, &EVENT_COLUMNS)?,
            Table::with_header(start.files, MENTIONS, Dialect::Tabs, &MENTION_COLUMNS)?,
        )
    } else {
        (Table::bare(start.files, EVENTS, Dialect::Tabs)?, Table::bare(start.files, MENTIONS, Dialect::Tabs)?)
    };
    Ok(Box::new(Gdelt { events, mentions, world: start.world }))
}

struct Gdelt<'a> {
    events: Table<61>,
    mentions: Table<16>,
    world: &'a dyn World,
}

impl Exporter for Gdelt<'_> {
    fn item(&mut self, item: &Item, notes: &mut Notes) -> Result<(), ExportError> {
        let pairs = Pairs::of(&item.incident, self.world);
        let shared = match self.shared(item) {
            Ok(shared) => shared,
            Err(reason) => {
                notes.left_out(&item.incident.id, reason);
                return Ok(());
            }
        };
        let days = span(&item.incident, view::first_published(item)).map_or(1, |span| span.days());
        if days > 1 {
            notes.narrowed(&item.incident.id, "GDELT has one day: the first is given");
        }
        pairs.note(notes, &item.incident);
        for (n, pair) in pairs.each().into_iter().enumerate() {
            let number = number::of_part(&item.incident.id.0, n).to_string();
            self.events.row(&event_row(&number, &pair, &shared))?;
            for told in &item.events {
                self.mentions.row(&mention_row(&number, &pair, told, &shared.added))?;
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Rows, ExportError> {
        Ok(vec![self.events.finish()?, self.mentions.finish()?])
    }
}

/// What the rows of all pairs have in common.
struct Shared {
    date: Date,
    is_root: bool,
    act: crate::crosswalk::CameoRow,
    counts: [usize; 3],
    place: Option<[String; 8]>,
    added: String,
    url: String,
}

impl Gdelt<'_> {
    fn shared(&self, item: &Item) -> Result<Shared, &'static str> {
        let incident = &item.incident;
        if incident.sides.is_empty() {
            return Err("GDELT asks for an actor, and no report names one");
        }
        let precision = incident.place.as_ref().map(|place| place.precision);
        Ok(Shared {
            act: act(item)?,
            date: span(incident, view::first_published(item))?.first,
            is_root: item.events.iter().any(|told| told.event.trigger.start < LEAD),
            counts: [item.events.len(), incident.n_sources, incident.n_reports],
            place: locate(incident.place.as_ref(), self.world).ok().map(|place| geo(&place, precision)),
            added: view::coded(item).map(second).unwrap_or_default(),
            url: item.events.iter().find_map(|told| told.report.url.clone()).unwrap_or_default(),
        })
    }
}

fn event_row(number: &str, (first, second): &Pair<'_, '_>, shared: &Shared) -> [String; 61] {
    let Shared { date, is_root, act, counts, place, added, url } = shared;
    let (year, month, day) = (date.year(), date.month(), date.day());
    // GDELT takes every month for 30 days.
    let fraction = f64::from(year) + f64::from((i32::from(month) - 1) * 30 + i32::from(day)) / 365.0;
    let mut row: Vec<String> = vec![
        number.to_owned(),
        format!("{year:04}{month:02}{day:02}"),
        format!("{year:04}{month:02}"),
        format!("{year:04}"),
        format!("{fraction:.4}"),
    ];
    row.extend(actor(*first));
    row.extend(actor(*second));
    row.extend([
        u8::from(*is_root).to_string(),
        act.code.to_owned(),
        act.base().to_owned(),
        act.root().to_owned(),
        act.quad_class().to_string(),
        act.goldstein.to_owned(),
    ]);
    row.extend(counts.map(|n| n.to_string()));
    // athir measures no tone.
    row.push(String::new());
    // Where the parties are at home is not where they are: athir does not know.
    row.extend(nowhere());
    row.extend(nowhere());
    row.extend(place.clone().unwrap_or_else(nowhere));
    row.extend([added.clone(), url.clone()]);
    row.try_into().expect("the parts above are 61 cells")
}

fn actor(side: Option<&Side<'_>>) -> [String; 10] {
    let Some(side) = side else { return Default::default() };
    let code = cameo_code(&side.info);
    let parts = code_parts(&code);
    let [religion1, religion2] = parts.religions;
    let [type1, type2, type3] = parts.types;
    [
        code,
        side.info.name.to_uppercase(),
        parts.country,
        parts.group,
        parts.ethnic,
        religion1,
        religion2,
        type1,
        type2,
        type3,
    ]
}

/// The columns of a place that nobody gives.
fn nowhere() -> [String; 8] {
    let mut cells: [String; 8] = Default::default();
    cells[0] = "0".to_owned();
    cells
}

/// The columns of a place. First-order areas have FIPS codes in GDELT, which GeoNames does not know: the country's stands
/// for them, as GDELT has it where no more is known.
fn geo(place: &Located, precision: Option<PlacePrecision>) -> [String; 8] {
    let in_us = place.country.as_deref() == Some("US");
    let kind = match precision {
        _ if place.where_prec >= 6 => 1,
        Some(PlacePrecision::Spot | PlacePrecision::Settlement) if in_us => 3,
        Some(PlacePrecision::Spot | PlacePrecision::Settlement) => 4,
        _ if in_us => 2,
        _ => 5,
    };
    let land = place.country.as_deref().and_then(country);
    let fips = land.and_then(|land| land.fips).unwrap_or_default();
    let area = place.areas.admin1.as_ref().map(|area| area.name.as_str()).filter(|area| *area != place.name);
    let land_name = land.map(|land| land.name).filter(|name| *name != place.name);
    [
        kind.to_string(),
        list([Some(place.name.as_str()), area, land_name].into_iter().flatten(), ", "),
        fips.to_owned(),
        fips.to_owned(),
        String::new(),
        format!("{:.4}", place.lat),
        format!("{:.4}", place.lon),
        if kind == 1 { fips.to_owned() } else { String::new() },
    ]
}

fn mention_row(number: &str, (first, second): &Pair<'_, '_>, told: &ItemEvent, added: &str) -> [String; 16] {
    let report = &told.report;
    let event = &told.event;
    let offset = |side: &Option<&Side<'_>>| {
        let name = side.map(|side| side.side.name.as_str());
        let parties = event.initiators.iter().chain(&event.recipients);
        let start = parties.filter(|party| Some(party.name.as_str()) == name).map(|party| party.start).next();
        start.map_or_else(|| "-1".to_owned(), |start| start.to_string())
    };
    [
        number.to_owned(),
        added.to_owned(),
        seen(report),
        // The open web, or a source that is cited without an address.
        if report.url.is_some() { "1" } else { "2" }.to_owned(),
        report.outlet.clone().unwrap_or_default(),
        report.url.clone().unwrap_or_else(|| citation(report)),
        String::new(),
        offset(first),
        offset(second),
        event.trigger.start.to_string(),
        "1".to_owned(),
        format!("{:.0}", event.confidence.event.clamp(0.0, 1.0) * 100.0),
        report.n_chars.to_string(),
        String::new(),
        String::new(),
        String::new(),
    ]
}

/// A report without an address, as one would cite it.
fn citation(report: &ReportInfo) -> String {
    let day = report.published.map(|day| day.to_string());
    let parts = [report.outlet.as_deref(), day.as_deref(), Some(report.title.as_str()), Some(&*report.id.0)];
    list(parts.into_iter().flatten(), ", ")
}

/// When a report was seen: when it was fetched, else the day of its publication, else when it was coded.
fn seen(report: &ReportInfo) -> String {
    match (report.retrieved, report.published) {
        (Some(at), _) => second(at),
        (None, Some(day)) => format!("{}000000", day.strftime("%Y%m%d")),
        (None, None) => second(report.coding.coded),
    }
}

fn second(at: Timestamp) -> String {
    at.strftime("%Y%m%d%H%M%S").to_string()
}
