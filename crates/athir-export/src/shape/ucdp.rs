//! UCDP's Georeferenced Event Dataset: 49 columns, a row a lethal incident between organised actors.

use athir_model::{Harm, Incident, IncidentSide, Modality, Role};
use jiff::ToSpan;
use jiff::civil::Date;

use super::locate::{Located, locate, priogrid};
use super::number;
use super::span::{Span, span};
use super::toll::{Deaths, Fell, by_side};
use super::view::{self, Side};
use crate::crosswalk::{CIVILIANS, Country, Dyad, country, dyad, kind_row, name_of_land};
use crate::profile::{Exporter, Needs, Output, Profile, Start};
use crate::write::{Dialect, Table, list};
use crate::{ExportError, Item, Notes, PartyClass, PartyInfo, Rows, Setting, World};

const FILE: &str = "ucdp-ged.csv";
/// Days from which on UCDP takes an event for a summary of several.
const SUMMARY_DAYS: i32 = 8;

/// The columns of UCDP GED 23.1 to 26 and of UCDP Candidate.
pub(super) const COLUMNS: [&str; 49] = [
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
];

/// The table of UCDP GED.
pub(crate) const UCDP: Profile = Profile {
    name: "ucdp",
    about: "UCDP GED: 49 columns, a row a lethal incident between organised actors, or by one against civilians",
    output: Output::File(FILE),
    needs: Needs::ITEMS,
    settings: &[Setting {
        name: "summaries",
        values: &["whole", "months"],
        about: "what lasts longer than a month as one row, or its deaths spread evenly over its months",
    }],
    start,
};

fn start(start: Start<'_>) -> Result<Box<dyn Exporter + '_>, ExportError> {
    Ok(Box::new(Ucdp {
        table: Table::with_header(start.files, FILE, Dialect::Commas, &COLUMNS)?,
        world: start.world,
        spreads: start.settings.is("summaries", "months"),
    }))
}

struct Ucdp<'a> {
    table: Table<49>,
    world: &'a dyn World,
    spreads: bool,
}

impl Exporter for Ucdp<'_> {
    fn item(&mut self, item: &Item, notes: &mut Notes) -> Result<(), ExportError> {
        let rows = self.rows(item, notes);
        self.table.rows_or_reason(&item.incident.id, rows, notes)
    }

    fn finish(self: Box<Self>) -> Result<Rows, ExportError> {
        Ok(vec![self.table.finish()?])
    }
}

/// A side of a dyad.
struct Party<'a> {
    name: String,
    number: Option<u32>,
    /// The number of the state, where it is one.
    gw: Option<&'static str>,
    /// Whether it is a state or acts for one.
    is_state: bool,
    sides: Vec<&'a IncidentSide>,
}

/// Who fought whom.
struct Dispute<'a> {
    type_of_violence: u8,
    a: Party<'a>,
    b: Party<'a>,
    dyad: Option<Dyad>,
}

impl Ucdp<'_> {
    fn rows(&self, item: &Item, notes: &mut Notes) -> Result<Vec<[String; 49]>, &'static str> {
        let incident = &item.incident;
        if incident.modality != Modality::Reported {
            return Err("UCDP records what is reported to have happened");
        }
        if !kind_row(incident.kind).is_armed {
            return Err("it is no use of armed force");
        }
        if item.withheld.contains(&Harm::Killed) {
            return Err("its number of deaths is withheld");
        }
        if view::total(incident, Harm::Killed).is_none_or(|estimate| estimate.high.max(estimate.best) == 0) {
            return Err("nobody is said to have died");
        }
        let sides = self.sides(item, notes)?;
        let deaths =
            by_side(incident, |victims| whose(victims, &sides)).ok_or("nobody is said to have died")?;
        let span = span(incident, view::first_published(item))?;
        let date_prec = span.date_prec().ok_or("the time is known less precisely than a year")?;
        let place = locate(incident.place.as_ref(), self.world)?;
        let land = place.country.as_deref().and_then(country);
        if land.is_none() && place.where_prec != 7 {
            return Err("the place lies in no country");
        }
        if deaths.is_muddled {
            notes.narrowed(&incident.id, "deaths by side are more than the total: all are in deaths_unknown");
        }
        if deaths.is_open {
            notes.narrowed(&incident.id, "the greatest number of deaths is open upwards");
        }
        if sides.dyad.is_none() {
            notes.narrowed(&incident.id, "the dyad has no number in UCDP's list of 2022");
        }
        view::note_unstated(incident, notes);
        let row = |part: &Part| self.row(item, &sides, &place, land, date_prec, part);
        let whole = Part { span, deaths, n: None };
        Ok(if self.spreads { months(&whole).iter().map(row).collect() } else { vec![row(&whole)] })
    }

    /// Finds the two sides and the type of violence.
    fn sides<'a>(&self, item: &'a Item, notes: &mut Notes) -> Result<Dispute<'a>, &'static str> {
        let incident = &item.incident;
        let mut acting = view::sides(incident, Role::Initiator, self.world);
        let mut acted_on = view::sides(incident, Role::Recipient, self.world);
        if view::is_mutual(incident) && acted_on.is_empty() && acting.len() > 1 {
            acted_on = acting.split_off(1);
        }
        if view::is_mutual(incident) && acting.is_empty() && acted_on.len() > 1 {
            acting = acted_on.split_off(1);
        }
        let organised = |sides: &[Side<'a>]| sides.iter().filter(|side| is_organised(&side.info)).count();
        let (n_acting, n_acted_on) = (organised(&acting), organised(&acted_on));
        if n_acting == 0 {
            return Err("no report names the organised actor that did it");
        }
        if n_acting > 1 || n_acted_on > 1 {
            notes.narrowed(&incident.id, "UCDP has one actor on each side: the best attested ones are given");
        }
        let a = self.party(&acting);
        let b = self.party(&acted_on);
        let Some(b) = b else {
            let fell = |loss: &athir_model::Loss| {
                loss.harm == Harm::Killed && loss.victims.as_deref().is_some_and(is_civil)
            };
            let has_civilians = acted_on.iter().any(|side| is_unarmed(&side.info));
            if !has_civilians && !incident.losses.iter().any(fell) {
                return Err("no report tells whether fighters or civilians were attacked");
            }
            let a = a.expect("an organised actor is there");
            let dyad = a.number.and_then(|number| dyad(3, number, CIVILIANS));
            let b = Party {
                name: "Civilians".to_owned(),
                number: Some(CIVILIANS),
                gw: None,
                is_state: false,
                sides: acted_on.iter().map(|side| side.side).collect(),
            };
            return Ok(Dispute { type_of_violence: 3, a, b, dyad });
        };
        let a = a.expect("an organised actor is there");
        let type_of_violence = if a.is_state || b.is_state { 1 } else { 2 };
        let known = a.number.zip(b.number).and_then(|(a, b)| dyad(type_of_violence, a, b));
        // The state is side A; of two that are alike the one that UCDP has there, else the one that acted.
        let is_turned = match known {
            Some(dyad) => b.number == Some(dyad.side_a),
            None => b.is_state && !a.is_state,
        };
        let (a, b) = if is_turned { (b, a) } else { (a, b) };
        Ok(Dispute { type_of_violence, a, b, dyad: known })
    }

    /// The organised actor of a side with the most sources.
    fn party<'a>(&self, sides: &[Side<'a>]) -> Option<Party<'a>> {
        let main = sides.iter().find(|side| is_organised(&side.info))?;
        let info = &main.info;
        let is_state = is_of_state(info);
        let iso2 = info.countries.first().filter(|_| is_state);
        let state = iso2.and_then(|iso2| self.world.state(iso2));
        Some(Party {
            name: match &state {
                Some(state) => {
                    let name = name_of_land(iso2, &state.name, |land| land.ucdp_name.unwrap_or(land.name));
                    format!("Government of {name}")
                }
                None => info.name.clone(),
            },
            number: state.as_ref().map_or(info.ucdp, |state| state.ucdp),
            gw: iso2.and_then(|iso2| country(iso2)).and_then(|land| land.gw),
            is_state,
            sides: sides.iter().map(|side| side.side).collect(),
        })
    }

    fn row(
        &self,
        item: &Item,
        sides: &Dispute<'_>,
        place: &Located,
        land: Option<Country>,
        date_prec: u8,
        part: &Part,
    ) -> [String; 49] {
        let incident = &item.incident;
        let Dispute { type_of_violence, a, b, dyad } = sides;
        let Part { span, deaths, n } = part;
        let id = &incident.id.0;
        let party_number = |number: Option<u32>| number.map(|n| n.to_string()).unwrap_or_default();
        let dyad_number = dyad.map(|dyad| dyad.number.to_owned()).unwrap_or_default();
        let conflict = dyad.and_then(|dyad| dyad.conflict).unwrap_or_default().to_owned();
        let dyad_name = format!("{} - {}", a.name, b.name);
        // Of state-based conflicts the name tells the place and what is fought over, which athir does not know.
        let conflict_name = if *type_of_violence == 1 { String::new() } else { dyad_name.clone() };
        let clarity = if span.days() >= SUMMARY_DAYS || n.is_some() { 2 } else { 1 };
        let country_number = land.and_then(|land| land.ucdp).unwrap_or_default().to_owned();
        let relid = format!(
            "{}-{}-{type_of_violence}-{}-{}{}",
            land.map_or("XXX", |land| land.iso3),
            span.first.year(),
            if dyad_number.is_empty() { "0" } else { &dyad_number },
            incident.id.0,
            n.map(|n| format!("-{n}")).unwrap_or_default()
        );
        [
            n.map_or_else(|| number::of_record(id), |n| number::of_part(id, n)).to_string(),
            relid,
            span.first.year().to_string(),
            String::new(),
            code_status(incident),
            type_of_violence.to_string(),
            conflict.clone(),
            conflict,
            conflict_name,
            dyad_number.clone(),
            dyad_number,
            dyad_name,
            party_number(a.number),
            party_number(a.number),
            a.name.clone(),
            party_number(b.number),
            party_number(b.number),
            b.name.clone(),
            incident.n_sources.to_string(),
            articles(item),
            list(item.events.iter().map(|told| told.report.outlet.as_deref().unwrap_or("unknown")), ";"),
            dates(item),
            list(item.events.iter().map(|told| told.report.title.as_str()), ";"),
            voices(item),
            place.where_prec.to_string(),
            place.name.clone(),
            incident.place.as_ref().map(|place| place.mention.clone()).unwrap_or_default(),
            place.areas.admin1.as_ref().map(|area| area.name.clone()).unwrap_or_default(),
            place.areas.admin2.as_ref().map(|area| area.name.clone()).unwrap_or_default(),
            format!("{:.6}", place.lat),
            format!("{:.6}", place.lon),
            format!("POINT ({:.6} {:.6})", place.lon, place.lat),
            priogrid(place.lat, place.lon).to_string(),
            land.map(|land| land.ucdp_name.unwrap_or(land.name).to_owned()).unwrap_or_default(),
            country_number,
            land.and_then(|land| land.ucdp_region).unwrap_or_default().to_owned(),
            clarity.to_string(),
            date_prec.to_string(),
            span.first.to_string(),
            span.last.to_string(),
            deaths.a.to_string(),
            deaths.b.to_string(),
            deaths.civilians.to_string(),
            deaths.unknown.to_string(),
            deaths.best().to_string(),
            deaths.high.to_string(),
            deaths.low.to_string(),
            a.gw.unwrap_or_default().to_owned(),
            b.gw.unwrap_or_default().to_owned(),
        ]
    }
}

/// What a row stands for: the whole incident, or the part of it in one month, counted from 1.
#[derive(Clone, Debug)]
struct Part {
    span: Span,
    deaths: Deaths,
    n: Option<usize>,
}

/// The months of an incident with their share of its deaths. Whoever is left over dies in the earliest months.
fn months(whole: &Part) -> Vec<Part> {
    let Span { first, last, .. } = whole.span;
    let mut spans = Vec::new();
    let mut from = first;
    while from <= last {
        let end = from.last_of_month().min(last);
        spans.push(whole.span.within(from, end));
        let Ok(next) = end.checked_add(1.day()) else { break };
        from = next;
    }
    if spans.len() < 2 || whole.span.days() <= 31 {
        return vec![whole.clone()];
    }
    let n = spans.len() as u64;
    let share = |all: u64, month: u64| all / n + u64::from(month < all % n);
    let part = |(month, span): (usize, Span)| {
        let of = |all| share(all, month as u64);
        let Deaths { a, b, civilians, unknown, low, high, .. } = whole.deaths;
        let deaths =
            Deaths { a: of(a), b: of(b), civilians: of(civilians), unknown: of(unknown), ..whole.deaths };
        // The sides are rounded one by one: the bounds follow them.
        let deaths = Deaths { low: of(low).min(deaths.best()), high: of(high).max(deaths.best()), ..deaths };
        Part { span, deaths, n: Some(month + 1) }
    };
    spans.into_iter().enumerate().map(part).collect()
}

/// Whether people have looked at it, and which parties no report states.
fn code_status(incident: &Incident) -> String {
    let (reviewed, unstated) = (view::reviewed(incident), view::unstated(incident));
    if unstated.is_empty() { reviewed.to_owned() } else { format!("{reviewed}; check {unstated}") }
}

/// Whether a party acts for a state.
fn is_of_state(info: &PartyInfo) -> bool {
    match info.class {
        PartyClass::State | PartyClass::Government | PartyClass::Military | PartyClass::Police => {
            !info.countries.is_empty()
        }
        _ => false,
    }
}

/// Whether UCDP would take a party for an actor: a state or an organised group with a name.
fn is_organised(info: &PartyInfo) -> bool {
    let is_named = info.code.as_deref().is_some_and(|code| !code.contains('/'));
    is_of_state(info)
        || is_named
            && matches!(
                info.class,
                PartyClass::Rebel
                    | PartyClass::Militia
                    | PartyClass::Coalition
                    | PartyClass::People
                    | PartyClass::Political
            )
}

/// Whether a party is people who do not fight.
fn is_unarmed(info: &PartyInfo) -> bool {
    matches!(
        info.class,
        PartyClass::Civilian
            | PartyClass::Protester
            | PartyClass::Aid
            | PartyClass::Media
            | PartyClass::Person
    )
}

/// Whether a class of victims is people who do not fight.
fn is_civil(victims: &str) -> bool {
    matches!(victims, "civilians" | "children" | "protesters")
}

/// Whose deaths a class of victims is: an actor's name, or a word of the codebook.
fn whose(victims: &str, sides: &Dispute<'_>) -> Fell {
    let is_of = |party: &Party<'_>| {
        party.name == victims
            || party.sides.iter().any(|side| side.name == victims && side.name != "civilians")
    };
    let only = |wanted: bool| match (sides.a.is_state == wanted, sides.b.is_state == wanted) {
        (true, false) => Fell::A,
        (false, true) if sides.type_of_violence != 3 => Fell::B,
        _ => Fell::Unknown,
    };
    match victims {
        _ if is_civil(victims) => Fell::Civilians,
        _ if is_of(&sides.a) => Fell::A,
        _ if is_of(&sides.b) => {
            if sides.type_of_violence == 3 {
                Fell::Civilians
            } else {
                Fell::B
            }
        }
        "soldiers" | "police" => only(true),
        "fighters" => only(false),
        _ => Fell::Unknown,
    }
}

/// `"Outlet,2017-07-03,Headline";…`, as UCDP writes it.
fn articles(item: &Item) -> String {
    let article = |told: &crate::ItemEvent| {
        let report = &told.report;
        let day = report.published.map(|day| day.to_string()).unwrap_or_default();
        format!(
            "\"{},{day},{}\"",
            report.outlet.as_deref().unwrap_or_default(),
            report.title.replace('"', "'")
        )
    };
    item.events.iter().map(article).collect::<Vec<_>>().join(";")
}

fn dates(item: &Item) -> String {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    item.events.iter().map(|told| day(told.report.published)).collect::<Vec<_>>().join(";")
}

/// Whom the reports credit, each once.
fn voices(item: &Item) -> String {
    let mut voices: Vec<&str> =
        item.incident.events.iter().flat_map(|told| &told.voices).map(|v| &**v).collect();
    let mut seen = std::collections::BTreeSet::new();
    voices.retain(|voice| seen.insert(*voice));
    list(voices, "; ")
}
