//! Rival accounts: whether events of different reports are recognised as one happening, on gold reports whose events
//! name their incident.
//!
//! All reports are merged together. A link is a pair of gold events of different reports of one batch that name one
//! incident. `link_f1` is scored on the coder's own events: the pair is linked if the events of the coder that are
//! matched with the two (by the rule of [`gold`](super::gold), same family and shared evidence) are in one incident, so
//! an event that the coder misses costs all of its links. `link_given_events_f1` is the same with the gold events in
//! place of the coder's. Pairs of different batches are not scored, since names of incidents are shared within a batch.
//! The building and the checking part are merged and scored each by itself.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use athir_actors::Registry;
use athir_incident::{Merger, Model, Profile, Telling, main_event};
use athir_model::{
    Basis, Casualty, CodedReport, Confidence, Count, Event, EventId, EventRef, Extent, Geometry, Harm,
    Modality, Party, Phase, Place, PlacePrecision, PlaceStatus, Quote, Report, ReportId, TimeBasis,
    TimePrecision, When,
};

use super::Miss;
use super::gold::{Annotation, GoldEvent, GoldParty, GoldReport, pair_events};
use super::scoreboard::{Part, Row, Scoreboard};
use crate::Pipeline;
use crate::incidents::RegistryLineage;

/// How many links are right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// Links of the gold reports that the system has.
    pub hit: usize,
    /// Links of the gold reports.
    pub gold: usize,
    /// Links of the system.
    pub system: usize,
}

impl Links {
    /// Counts the links among reports with a model.
    pub fn count(reports: &[&LinkReport], is_given: bool, model: &Model, registry: &Registry) -> Links {
        score(reports, is_given, model, registry, None)
    }

    /// Precision, recall and F1.
    pub fn figures(self) -> (f64, f64, f64) {
        let share = |part: usize, all: usize| part as f64 / all.max(1) as f64;
        let (p, r) = (share(self.hit, self.system), share(self.hit, self.gold));
        (p, r, if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 })
    }
}

/// A gold report with what the coder made of it.
#[derive(Clone, Debug)]
pub struct LinkReport {
    /// The report and its reading.
    pub gold: GoldReport,
    /// The reading as a coding.
    pub given: CodedReport,
    /// What the coder made of it.
    pub coded: CodedReport,
}

/// Codes the gold reports whose events name their incidents; the others are passed over.
pub fn link_reports(gold: Vec<GoldReport>, pipeline: &Pipeline, jobs: NonZeroUsize) -> Vec<LinkReport> {
    let gold: Vec<GoldReport> =
        gold.into_iter().filter(|g| g.gold.events.iter().any(|event| event.incident.is_some())).collect();
    let reports: Vec<Report> = gold.iter().map(|g| g.report.clone()).collect();
    let coded = pipeline.code_all(&reports, jobs);
    gold.into_iter()
        .zip(coded)
        .map(|(gold, coded)| LinkReport { given: as_coding(&gold, pipeline.registry()), gold, coded })
        .collect()
}

/// Merges the reports and scores the links.
pub fn links(reports: &[LinkReport], model: &Model, registry: &Registry) -> Scoreboard {
    let mut misses = Vec::new();
    let mut row = |name: &str, part: Option<Part>| {
        let some: Vec<&LinkReport> =
            reports.iter().filter(|r| part.is_none_or(|part| Part::of(&r.gold.gold.doc) == part)).collect();
        let is_read = part == Some(Part::Building);
        let coded = score(&some, false, model, registry, is_read.then_some(&mut misses)).figures();
        let given = score(&some, true, model, registry, is_read.then_some(&mut misses)).figures();
        Row {
            name: name.to_owned(),
            n_records: some.len(),
            figures: vec![
                ("link_f1", coded.2),
                ("link_precision", coded.0),
                ("link_recall", coded.1),
                ("link_given_events_f1", given.2),
                ("given_precision", given.0),
                ("given_recall", given.1),
            ],
        }
    };
    let rows =
        vec![row("all", None), row("building", Some(Part::Building)), row("checking", Some(Part::Checking))];
    Scoreboard { rows, misses }
}

/// The reports with their events, ready to be merged.
pub fn link_profiles(reports: &[&LinkReport], is_given: bool, registry: &Registry) -> Vec<Profile> {
    let lineage = RegistryLineage::new(registry);
    reports
        .iter()
        .map(|r| {
            let coded = if is_given { &r.given } else { &r.coded };
            let telling = Telling::new(&r.gold.report, coded);
            Profile::new(&telling, &coded.events, main_event(coded), &lineage)
        })
        .collect()
}

/// For each report and each gold event the system's event that it is matched with.
pub fn link_partners(report: &LinkReport, is_given: bool) -> Vec<Option<EventRef>> {
    let gold = &report.gold.gold;
    let name = |event: &Event| EventRef { report: ReportId(gold.doc.clone()), event: event.id.clone() };
    if is_given {
        return report.given.events.iter().map(|event| Some(name(event))).collect();
    }
    let system = Annotation::from(&report.coded);
    pair_events(gold, &system).into_iter().map(|at| at.map(|at| name(&report.coded.events[at]))).collect()
}

fn score(
    reports: &[&LinkReport],
    is_given: bool,
    model: &Model,
    registry: &Registry,
    mut misses: Option<&mut Vec<Miss>>,
) -> Links {
    let mut merger = Merger::new(model);
    link_profiles(reports, is_given, registry).into_iter().for_each(|profile| merger.insert(profile));
    merger.update(NonZeroUsize::MIN);
    let mut group_of: BTreeMap<EventRef, usize> = BTreeMap::new();
    for (n, group) in merger.groups().into_iter().enumerate() {
        group_of.extend(group.events.into_iter().map(|event| (event, n)));
    }
    let mut events = Vec::new();
    for &report in reports {
        for (event, partner) in report.gold.gold.events.iter().zip(link_partners(report, is_given)) {
            let group = partner.as_ref().and_then(|partner| group_of.get(partner).copied());
            events.push((report, event, group, partner));
        }
    }
    let mut links = Links::default();
    for (n, (report, event, group, partner)) in events.iter().enumerate() {
        for (report2, event2, group2, partner2) in &events[n + 1..] {
            let is_scored = report.gold.gold.doc != report2.gold.gold.doc
                && report.gold.gold.batch == report2.gold.gold.batch;
            if !is_scored {
                continue;
            }
            let is_link = event.incident.is_some() && event.incident == event2.incident;
            let is_linked = group.is_some() && group == group2;
            links.gold += usize::from(is_link);
            links.system += usize::from(is_linked);
            links.hit += usize::from(is_link && is_linked);
            let Some(misses) = misses.as_deref_mut().filter(|_| is_link != is_linked) else { continue };
            let class = match (is_link, is_given, partner.is_some() && partner2.is_some()) {
                (false, false, _) => "made-up",
                (false, true, _) => "made-up-given",
                (true, false, false) => "not-coded",
                (true, false, true) => "missed",
                (true, true, _) => "missed-given",
            };
            let why = match (partner, partner2) {
                (Some(a), Some(b)) => why(&merger, model, a, b),
                _ => String::new(),
            };
            misses.push(Miss {
                record: format!("{} {}", report.gold.gold.doc, report2.gold.gold.doc),
                class: class.to_owned(),
                what: format!(
                    "{} | {}",
                    event.incident.as_deref().unwrap_or_default(),
                    event2.incident.as_deref().unwrap_or_default()
                ),
                text: format!("{} || {} || {why}", brief(event), brief(event2)),
            });
        }
    }
    links
}

fn why(merger: &Merger, model: &Model, a: &EventRef, b: &EventRef) -> String {
    let Some(traits) = merger.compare(a, b) else { return String::new() };
    let grounds: Vec<String> = model
        .grounds(&traits)
        .iter()
        .map(|ground| format!("{} {:+.2}", ground.name, ground.weight))
        .collect();
    format!("p {:.2}: {}", model.probability(&traits), grounds.join(", "))
}

fn brief(event: &GoldEvent) -> String {
    let names = |parties: &[GoldParty]| parties.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join("+");
    let place = event.place.as_ref().and_then(|place| place.name.as_deref()).unwrap_or("-");
    let day = |day: &Option<String>| day.clone().unwrap_or_else(|| "-".to_owned());
    let (start, end) = (day(&event.start), day(&event.end));
    format!(
        "{} {}→{} at {place} {start}..{end}",
        event.kind,
        names(&event.initiators),
        names(&event.recipients)
    )
}

/// Writes a reading as the coding that it stands for, with actors by their names in the registry.
fn as_coding(gold: &GoldReport, registry: &Registry) -> CodedReport {
    let (text, reading) = (&gold.report.text, &gold.gold);
    let events = reading.events.iter().enumerate().map(|(n, event)| {
        let evidence: Vec<Quote> = event.evidence.iter().map(|words| quote(text, words)).collect();
        let trigger = evidence.first().cloned().unwrap_or_else(|| quote(text, ""));
        let parties = |parties: &[GoldParty]| parties.iter().map(|p| party(p, reading, registry)).collect();
        Event {
            id: EventId(format!("gold-{n}")),
            kind: event.kind,
            trigger: Quote { text: String::new(), ..trigger },
            evidence,
            initiators: parties(&event.initiators),
            recipients: parties(&event.recipients),
            place: event.place.as_ref().map(|place| {
                let known = place.lat.is_some() && place.lon.is_some();
                Place {
                    name: place.name.clone().unwrap_or_default(),
                    within: place.within.clone(),
                    country: place.country.clone(),
                    lat: place.lat,
                    lon: place.lon,
                    precision: read_word(place.precision.as_deref()).unwrap_or(PlacePrecision::Unknown),
                    geometry: Geometry::default(),
                    radius_km: None,
                    mention: String::new(),
                    start: 0,
                    end: 0,
                    status: if known { PlaceStatus::Resolved } else { PlaceStatus::Unresolved },
                    code: None,
                    candidates: Vec::new(),
                    why: String::new(),
                }
            }),
            when: when(event, reading),
            modality: read_word::<Modality>(event.modality.as_deref()).unwrap_or_default(),
            phase: read_word::<Phase>(event.phase.as_deref()).unwrap_or_default(),
            casualties: event
                .casualties
                .iter()
                .filter_map(|c| {
                    Some(Casualty {
                        kind: read_word::<Harm>(Some(&c.kind))?,
                        count: Count { low: c.low, high: c.high },
                        victims: c.victims.clone().unwrap_or_else(|| "unknown".to_owned()),
                        mention: quote(text, ""),
                        voice: None,
                        relation: None,
                    })
                })
                .collect(),
            weapons: Vec::new(),
            attribution: event.attribution.iter().map(|words| quote(text, words)).collect(),
            codes: event.kind.codes(),
            frame: "gold".to_owned(),
            confidence: Confidence::default(),
        }
    });
    CodedReport {
        doc: reading.doc.clone(),
        published: reading.published,
        extent: Extent::Whole,
        events: events.collect(),
        ties: Vec::new(),
        toll: None,
        omissions: Vec::new(),
        diagnostics: Vec::new(),
    }
}

/// Finds words in a text; where they are not in it, they stand at its start.
fn quote(text: &str, words: &str) -> Quote {
    let start = text.find(words).map_or(0, |at| text[..at].chars().count());
    Quote { text: words.to_owned(), start, end: start + words.chars().count() }
}

fn party(party: &GoldParty, reading: &Annotation, registry: &Registry) -> Party {
    let actor = registry.find(&party.name, reading.published).first().map(|found| found.actor);
    Party {
        name: party.name.clone(),
        actor: actor.map(|id| registry.actor(id).code.clone()),
        mention: party.mention.clone(),
        start: 0,
        end: 0,
        basis: read_word::<Basis>(party.basis.as_deref()).unwrap_or_default(),
        why: String::new(),
    }
}

fn when(event: &GoldEvent, reading: &Annotation) -> When {
    let date = |words: &Option<String>| words.as_deref().and_then(|words| words.parse().ok());
    let precision: TimePrecision = read_word(event.precision.as_deref()).unwrap_or(TimePrecision::Unknown);
    let basis = if precision == TimePrecision::Unknown { TimeBasis::Publication } else { TimeBasis::Stated };
    When {
        start: date(&event.start),
        end: date(&event.end).or(reading.published),
        precision,
        basis,
        mention: None,
    }
}

/// Reads a word of the codebook.
fn read_word<T: serde::de::DeserializeOwned>(word: Option<&str>) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word?.to_owned())).ok()
}
