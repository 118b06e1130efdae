//! PLOVER: one JSON object an incident, with lists of actors, recipients, modes and contexts.
//!
//! The fields are those of the manual's table of JSON fields; beside them stand five of our own, as the manual allows:
//! `date_precision`, `size`, `sources`, `status` and `reports`. Parties of a mutual event are all actors, for the manual
//! has no sides of one; where PLOVER asks for a recipient, the second side is it.

use athir_model::{Codes, EventKind, Harm, Modality, PlacePrecision, Role, TimePrecision};
use jiff::Unit;
use jiff::civil::Date;
use serde::Serialize;

use super::view::{self, Side};
use crate::crosswalk::{class_row, iso3, kind_row, mode_of_means, plover_score};
use crate::place::meant;
use crate::profile::{Exporter, Needs, Output, Profile, Start};
use crate::{ExportError, Item, ItemEvent, Notes, Out, PartyClass, Release, Rows, Setting, World};

const FILE: &str = "plover.jsonl";

/// PLOVER JSON Lines.
pub(crate) const PLOVER: Profile = Profile {
    name: "plover",
    about: "PLOVER: a JSON object an incident, with type, modes, contexts and lists of actors and recipients",
    output: Output::File(FILE),
    needs: Needs::ITEMS,
    settings: &[
        Setting {
            name: "nobody",
            values: &["UNK", "leave-out"],
            about: "incidents whose initiator no report names: with an actor of the sector UNK, or not at all",
        },
        Setting {
            name: "text",
            values: &["none", "evidence"],
            about: "the words that tell of an incident; whoever turns this on needs the right to pass them on",
        },
    ],
    start,
};

/// PLOVER types that have no meaning without a recipient.
const WITH_RECIPIENT: [&str; 3] = ["COOPERATE", "AID", "SANCTION"];
/// Days after which a report tells of history.
const HISTORY: i32 = 366;

fn start(start: Start<'_>) -> Result<Box<dyn Exporter + '_>, ExportError> {
    let out = Out::create(start.files, FILE)?;
    let (world, release) = (start.world, start.release);
    let leaves_nobody_out = start.settings.is("nobody", "leave-out");
    Ok(Box::new(Plover {
        out,
        world,
        release,
        leaves_nobody_out,
        has_text: start.settings.is("text", "evidence"),
    }))
}

struct Plover<'a> {
    out: Out,
    world: &'a dyn World,
    release: &'a Release,
    leaves_nobody_out: bool,
    has_text: bool,
}

#[derive(Serialize)]
struct Record<'a> {
    id: &'a str,
    has_event: bool,
    date: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enddate: Option<Date>,
    date_precision: &'static str,
    actor: Vec<Entity>,
    recipient: Vec<Entity>,
    event: [&'a str; 1],
    mode: Vec<&'a str>,
    context: Vec<&'static str>,
    quad_code: u8,
    event_scale: f64,
    event_text: Vec<&'a str>,
    event_loc: Option<Location>,
    #[serde(skip_serializing_if = "Size::is_empty")]
    size: Size,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text_info: Option<TextInfo<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cite_info: Option<CiteInfo<'a>>,
    reports: Vec<CiteInfo<'a>>,
    sources: usize,
    status: &'static str,
    coder: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    coded_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coded_time: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    comment: String,
}

#[derive(Serialize)]
struct Entity {
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sector: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entity_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identifier_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identifier_text: Option<String>,
}

#[derive(Serialize)]
struct Location {
    extracted_place: String,
    resolved_place: String,
    geonameid: Option<u64>,
    lat: Option<f64>,
    lon: Option<f64>,
    city: Option<String>,
    district: Option<String>,
    province: Option<String>,
    country: Option<String>,
    country_code: Option<&'static str>,
    resolution: Option<u8>,
}

#[derive(Default, Serialize)]
struct Size {
    #[serde(skip_serializing_if = "Option::is_none")]
    dead: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    injured: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    arrested: Option<u64>,
}

impl Size {
    fn is_empty(&self) -> bool {
        self.dead.is_none() && self.injured.is_none() && self.arrested.is_none()
    }
}

#[derive(Serialize)]
struct TextInfo<'a> {
    report: &'a str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct CiteInfo<'a> {
    citation: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publication: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    license: Option<&'a str>,
    coder: &'a str,
    codebook: &'a str,
    version: String,
}

impl Exporter for Plover<'_> {
    fn item(&mut self, item: &Item, notes: &mut Notes) -> Result<(), ExportError> {
        let release = self.release;
        let incident = &item.incident;
        let codes = view::codes(item);
        let Some(score) = plover_score(&codes.plover, "") else {
            notes.left_out(&incident.id, "PLOVER has no type for this kind");
            return Ok(());
        };
        let (actors, recipients) = match sides(item, &codes, self.world) {
            Ok(sides) => sides,
            Err(reason) => {
                notes.left_out(&incident.id, reason);
                return Ok(());
            }
        };
        if actors.is_empty() && self.leaves_nobody_out {
            notes.left_out(&incident.id, "no report names an initiator");
            return Ok(());
        }
        let mode = mode(item, &codes.plover_mode);
        let scale = plover_score(&codes.plover, mode).map_or(score.score, |score| score.score);
        let actor = match &actors[..] {
            [] => vec![nobody()],
            actors => actors.iter().map(entity).collect(),
        };
        let killed = view::total(incident, Harm::Killed);
        let size = Size {
            dead: killed.map(|estimate| estimate.best),
            injured: view::total(incident, Harm::Injured).map(|estimate| estimate.best),
            arrested: (incident.kind == EventKind::Arrest)
                .then(|| view::total(incident, Harm::Captured).map(|estimate| estimate.best))
                .flatten(),
        };
        let coded = view::coded(item).map(|at| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
        let (coded_date, coded_time) = match coded.as_deref().and_then(|at| at.split_once('T')) {
            Some((date, time)) => (Some(date.to_owned()), Some(time.to_owned())),
            None => (None, None),
        };
        let mut coders: Vec<&str> = item.events.iter().map(|told| &*told.report.coding.coder).collect();
        coders.sort_unstable();
        coders.dedup();
        let record = Record {
            id: &incident.id.0,
            has_event: true,
            date: incident.when.start,
            enddate: incident.when.end.filter(|end| incident.when.start != Some(*end)),
            date_precision: incident.when.precision.as_str(),
            actor,
            recipient: recipients.iter().map(entity).collect(),
            event: [&codes.plover],
            mode: if mode.is_empty() { Vec::new() } else { vec![mode] },
            context: contexts(item, actors.iter().chain(&recipients)),
            quad_code: score.quad,
            event_scale: scale,
            event_text: item.events.iter().map(|told| told.event.trigger.text.as_str()).collect(),
            event_loc: location(item, self.world),
            size,
            text: self.has_text.then(|| view::telling(item).map(|told| view::words(&told.event))).flatten(),
            text_info: view::telling(item).and_then(text_info),
            cite_info: view::telling(item).map(|told| cite_info(told, release)),
            reports: item.events.iter().map(|told| cite_info(told, release)).collect(),
            sources: incident.n_sources,
            status: view::reviewed(incident),
            coder: coders.join("; "),
            coded_date,
            coded_time,
            comment: comment(item),
        };
        if killed.is_some_and(|estimate| estimate.low != estimate.high) {
            notes.narrowed(&incident.id, "PLOVER has one number of dead: the range is in the comment");
        }
        self.out.json_line(&record)
    }

    fn finish(self: Box<Self>) -> Result<Rows, ExportError> {
        Ok(vec![self.out.finish()?])
    }
}

fn cite_info<'i>(told: &'i ItemEvent, release: &'i Release) -> CiteInfo<'i> {
    CiteInfo {
        citation: &told.report.id.0,
        url: told.report.url.as_deref(),
        title: &told.report.title,
        language: told.report.language.as_deref(),
        publication: told.report.outlet.as_deref(),
        published: told.report.published,
        license: told.report.licence.as_deref(),
        coder: &told.report.coding.coder,
        codebook: &release.codebook,
        version: told.report.coding.knowledge.to_string(),
    }
}

/// Where the words that tell of an event begin and end.
fn text_info(told: &ItemEvent) -> Option<TextInfo<'_>> {
    let quote = told.event.evidence.first()?;
    Some(TextInfo { report: &told.report.id.0, start: quote.start, end: quote.end })
}

/// Actors and recipients as PLOVER has them: the parties of a mutual event are all actors, but for the types that ask for a
/// recipient.
pub(super) fn sides<'a>(
    item: &'a Item,
    codes: &Codes,
    world: &dyn World,
) -> Result<(Vec<Side<'a>>, Vec<Side<'a>>), &'static str> {
    let incident = &item.incident;
    let mut actors = view::sides(incident, Role::Initiator, world);
    let mut recipients = view::sides(incident, Role::Recipient, world);
    let wants_recipient = WITH_RECIPIENT.contains(&&*codes.plover);
    let is_mutual = view::is_mutual(incident);
    if is_mutual && !wants_recipient {
        actors.append(&mut recipients);
    }
    if is_mutual && wants_recipient && recipients.is_empty() && actors.len() > 1 {
        // "A and B have merged": two on one side.
        recipients = actors.split_off(1);
    }
    if wants_recipient && recipients.is_empty() {
        return Err("PLOVER asks for a recipient of this type, and no report names one");
    }
    Ok((actors, recipients))
}

/// An actor that nobody names.
fn nobody() -> Entity {
    Entity { code: None, sector: Some("UNK"), entity_text: None, identifier_id: None, identifier_text: None }
}

fn entity(side: &Side<'_>) -> Entity {
    let (code, sector) = place_among(side);
    Entity {
        code,
        sector,
        entity_text: side.side.mentions.first().cloned(),
        identifier_id: side.info.code.clone(),
        identifier_text: side.info.code.is_some().then(|| side.info.name.clone()),
    }
}

/// PLOVER's country or international entity, and its sector.
pub(super) fn place_among(side: &Side<'_>) -> (Option<&'static str>, Option<&'static str>) {
    let info = &side.info;
    let country = info.countries.first().and_then(|iso2| iso3(iso2));
    let sector = class_row(info.class).plover;
    match info.class {
        PartyClass::International => {
            let code = match info.cameo.as_deref() {
                Some(cameo) if cameo.starts_with("IGOUNO") => "UNO",
                Some(cameo) if cameo.starts_with("IGOEEC") || cameo.starts_with("IGOEUR") => "EUR",
                _ => "IGO",
            };
            (Some(code), None)
        }
        PartyClass::Aid if info.code.is_some() => (Some("NGO"), sector),
        PartyClass::Rebel | PartyClass::Coalition if country.is_none() && info.code.is_some() => {
            (Some("IMG"), sector)
        }
        _ => (country, sector),
    }
}

/// The kind's mode, or the one that the means tell where the kind leaves them open.
pub(super) fn mode<'a>(item: &Item, of_kind: &'a str) -> &'a str {
    use EventKind as K;
    let words = || item.events.iter().flat_map(|told| told.event.weapons.iter().map(|weapon| &*weapon.text));
    match item.incident.kind {
        K::Clash | K::Attack | K::ViolenceAgainstCivilians => mode_of_means(words()).unwrap_or(of_kind),
        K::AirStrike => mode_of_means(words()).filter(|mode| *mode == "drone").unwrap_or(of_kind),
        _ => of_kind,
    }
}

/// Contexts that the kind, the parties, the modality and the time tell. The last two are PLOVER's auxiliary modes, which
/// its manual puts among the contexts.
pub(super) fn contexts<'a, 's: 'a>(
    item: &Item,
    sides: impl Iterator<Item = &'a Side<'s>>,
) -> Vec<&'static str> {
    let incident = &item.incident;
    let mut contexts = kind_row(incident.kind).contexts;
    if sides.into_iter().any(|side| side.info.class == PartyClass::Military) {
        contexts.push("military");
    }
    match incident.modality {
        Modality::Reported => {}
        Modality::Planned => contexts.push("future"),
        Modality::Conditional => contexts.push("hypothetical"),
        Modality::Denied => contexts.push("negation"),
    }
    let last = incident.when.end.filter(|_| incident.when.precision != TimePrecision::Unknown);
    if let (Some(last), Some(told)) = (last, view::first_published(item))
        && told.since((Unit::Day, last)).is_ok_and(|span| span.get_days() >= HISTORY)
    {
        contexts.push("historical");
    }
    contexts
}

fn location(item: &Item, world: &dyn World) -> Option<Location> {
    let given = item.incident.place.as_ref()?;
    let place = meant(given, world)?;
    let areas = world.areas(&place);
    let is_settlement = matches!(place.precision, PlacePrecision::Spot | PlacePrecision::Settlement);
    Some(Location {
        extracted_place: given.mention.clone(),
        resolved_place: place.name.clone(),
        geonameid: view::geonames(place.code.as_deref()),
        lat: place.lat,
        lon: place.lon,
        city: areas.settlement.filter(|_| is_settlement),
        district: areas.admin2.map(|area| area.name),
        province: areas.admin1.map(|area| area.name),
        country_code: place.country.as_deref().and_then(iso3),
        country: areas.country_name,
        resolution: view::resolution(place.precision),
    })
}

/// What has no field of its own: open and disputed numbers.
fn comment(item: &Item) -> String {
    let mut words = Vec::new();
    for (harm, name) in [(Harm::Killed, "dead"), (Harm::Injured, "injured")] {
        if let Some(estimate) = view::total(&item.incident, harm).filter(|e| e.low != e.high || e.open) {
            let open = if estimate.open { " or more" } else { "" };
            words.push(format!("{name}: {} to {}{open}", estimate.low, estimate.high));
        }
    }
    let unstated = view::unstated(&item.incident);
    if !unstated.is_empty() {
        words.push(format!("not stated: {unstated}"));
    }
    let disputed: Vec<&str> = item.incident.disputes.iter().map(|dispute| dispute.field.as_str()).collect();
    if !disputed.is_empty() {
        words.push(format!("disputed: {}", disputed.join(", ")));
    }
    words.join("; ")
}
