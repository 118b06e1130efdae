//! What a comparison needs of a report and of an event, in numbers.

use std::collections::{BTreeSet, HashMap};

use athir_model::{
    CodedReport, Event, EventKind, EventRef, Harm, Modality, Party, Phase, Place, PlacePrecision,
    PlaceStatus, Report, ReportId, TimeBasis, TimePrecision, When,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Lineage;
use crate::hash::hash32;
use crate::traits::are_near;
use crate::word::{Rarity, Words, tokens};

/// How many characters of a report are looked at; what it tells of stands first.
const READ: usize = 6000;
/// How many words of a report are kept.
const REPORT_WORDS: usize = 80;
/// How many names of a report are kept.
const REPORT_NAMES: usize = 32;
/// How many words of an event are kept.
const EVENT_WORDS: usize = 40;
/// From which rarity on a capitalised word counts as a name.
const NAME: f32 = 3.0;
/// What a word weighs at most that names a place or a party of the report: those are compared by themselves.
const KNOWN: f32 = 3.0;

/// What is known of a report when events are merged.
#[derive(Clone, Debug)]
pub struct Telling<'r> {
    /// The report.
    pub report: ReportId,
    /// Who published it.
    pub outlet: Option<&'r str>,
    /// When.
    pub published: Option<Date>,
    /// Its text, word for word.
    pub text: &'r str,
    /// What the coder made of it.
    pub coded: &'r CodedReport,
}

impl<'r> Telling<'r> {
    /// Takes what is known of a report. It goes by its name.
    pub fn new(report: &'r Report, coded: &'r CodedReport) -> Telling<'r> {
        Telling {
            report: ReportId(report.name.clone()),
            outlet: report.outlet.as_deref(),
            published: report.published,
            text: &report.text,
            coded,
        }
    }
}

/// The traits of a report that its events share.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ReportTraits {
    pub(crate) words: Words,
    pub(crate) names: Words,
    /// Days since 1970.
    pub(crate) published: Option<i32>,
}

/// A party of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Side {
    /// Hash of the actor's code, or of the folded name of a generic party.
    pub(crate) id: u32,
    /// Hashes of the actors above it, sorted.
    pub(crate) above: Box<[u32]>,
    /// Whether it is an actor of its own and not a class of people.
    pub(crate) is_named: bool,
}

/// A place of an event.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Spot {
    pub(crate) lat: f32,
    pub(crate) lon: f32,
    /// How far the place meant may be from the point.
    pub(crate) radius_km: f32,
    pub(crate) is_area: bool,
    pub(crate) country: u32,
    pub(crate) name: u32,
}

/// The time of an event in days since 1970.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Days {
    pub(crate) start: Option<i32>,
    pub(crate) end: Option<i32>,
    pub(crate) precision: TimePrecision,
    /// Whether the words give it.
    pub(crate) is_stated: bool,
    /// Whether it is a month or a year of the calendar, in which what happened may have taken a day: "in 2015".
    pub(crate) is_within: bool,
}

/// How likely the values of an event are what a careful reader would have; 1 where the coder does not tell.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Sure {
    pub(crate) place: f32,
    pub(crate) time: f32,
    pub(crate) initiators: f32,
    pub(crate) recipients: f32,
    pub(crate) losses: f32,
}

impl Sure {
    fn of(event: &Event) -> Sure {
        let of = |likely: Option<f32>| likely.unwrap_or(1.0);
        // A time that the publication bounds is right as a bound, whatever the coder thinks of its days.
        let is_stated = matches!(event.when.basis, TimeBasis::Stated | TimeBasis::Discourse);
        let sure = &event.confidence;
        Sure {
            place: of(sure.place),
            time: if is_stated { of(sure.time) } else { 1.0 },
            initiators: of(sure.initiators),
            recipients: of(sure.recipients),
            losses: of(sure.casualties),
        }
    }
}

/// The traits of an event.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct EventTraits {
    pub(crate) kind: EventKind,
    pub(crate) modality: Modality,
    pub(crate) phase: Phase,
    pub(crate) trigger: u32,
    pub(crate) initiators: Box<[Side]>,
    pub(crate) recipients: Box<[Side]>,
    pub(crate) spot: Option<Spot>,
    pub(crate) days: Days,
    /// The greatest count of each harm, sorted by harm.
    pub(crate) losses: Box<[(Harm, u64, u64)]>,
    pub(crate) words: Words,
    pub(crate) names: Words,
    pub(crate) is_main: bool,
    /// The telling words of its evidence, and those that name its place, each sorted.
    pub(crate) said: Box<[u32]>,
    pub(crate) place_words: Box<[u32]>,
    /// How sure the coder is of the values.
    pub(crate) sure: Sure,
    /// Whether the report has no other event of its kind.
    pub(crate) is_sole: bool,
    /// Whether the report has no other event at its place that reporters might tell alike.
    pub(crate) is_sole_there: bool,
    /// Where its first evidence stands.
    pub(crate) stands: (usize, usize),
}

/// A report and its events, ready to be compared.
#[derive(Clone, Debug)]
pub struct Profile {
    pub(crate) report: ReportId,
    pub(crate) traits: ReportTraits,
    pub(crate) events: Vec<(EventRef, EventTraits)>,
    pub(crate) left_out: Vec<LeftOut>,
}

/// An event that people have rejected: a decision that holds on to it means nothing, and no event beside it.
#[derive(Clone, Debug)]
pub(crate) struct LeftOut {
    pub(crate) id: EventRef,
    pub(crate) kind: EventKind,
    pub(crate) stands: (usize, usize),
}

impl Profile {
    /// Reads the traits of a report and of its events.
    ///
    /// `main` tells which event the report is mainly about.
    pub fn new(
        telling: &Telling<'_>,
        events: &[Event],
        main: Option<usize>,
        lineage: &dyn Lineage,
    ) -> Profile {
        let rarity = Rarity::builtin();
        let known = known_words(events);
        let head: &str = match telling.text.char_indices().nth(READ) {
            Some((end, _)) => &telling.text[..end],
            None => telling.text,
        };
        let (words, names) = weigh([head].into_iter(), rarity, &known, REPORT_WORDS, REPORT_NAMES);
        let traits = ReportTraits { words, names, published: telling.published.map(days) };
        let events = events
            .iter()
            .enumerate()
            .map(|(n, event)| {
                let id = EventRef { report: telling.report.clone(), event: event.id.clone() };
                let mut traits = event_traits(event, rarity, lineage);
                traits.is_main = main == Some(n);
                traits.is_sole = events.iter().filter(|other| other.kind == event.kind).count() == 1;
                traits.is_sole_there = is_sole_there(n, events);
                (id, traits)
            })
            .collect();
        Profile { report: telling.report.clone(), traits, events, left_out: Vec::new() }
    }

    /// Notes events of the report that people have rejected.
    pub fn leaving_out(mut self, events: &[Event]) -> Profile {
        let left_out = |event: &Event| LeftOut {
            id: EventRef { report: self.report.clone(), event: event.id.clone() },
            kind: event.kind,
            stands: stands(event),
        };
        self.left_out = events.iter().map(left_out).collect();
        self
    }
}

/// The stems of the words that name places and parties.
fn known_words(events: &[Event]) -> BTreeSet<u32> {
    let mut known = BTreeSet::new();
    for event in events {
        let places = event.place.iter().flat_map(|place| {
            [Some(place.name.as_str()), Some(place.mention.as_str()), place.within.as_deref()]
        });
        let parties =
            event.initiators.iter().chain(&event.recipients).filter(|p| p.actor.is_some()).map(|p| &*p.name);
        for name in places.flatten().chain(parties) {
            known.extend(tokens(name).map(|token| hash32(&token.stem)));
        }
    }
    known
}

fn weigh<'t>(
    texts: impl Iterator<Item = &'t str>,
    rarity: &Rarity,
    known: &BTreeSet<u32>,
    n_words: usize,
    n_names: usize,
) -> (Words, Words) {
    let mut counts: HashMap<u32, (f32, bool)> = HashMap::new();
    for token in texts.flat_map(tokens) {
        let is_capital = token.text.chars().next().is_some_and(char::is_uppercase);
        let entry = counts.entry(hash32(&token.stem)).or_insert((0.0, true));
        entry.0 += 1.0;
        entry.1 &= is_capital;
    }
    let (mut words, mut names) = (HashMap::new(), HashMap::new());
    #[expect(clippy::iter_over_hash_type, reason = "the words are sorted by weight and hash afterwards")]
    for (hash, (count, is_name)) in counts {
        let rare = rarity.weight(hash);
        let capped = if known.contains(&hash) { rare.min(KNOWN) } else { rare };
        let weight = capped * (1.0 + count.ln());
        words.insert(hash, weight);
        if is_name && rare >= NAME {
            names.insert(hash, weight);
        }
    }
    (Words::new(&words, n_words), Words::new(&names, n_names))
}

/// Whether no other event is told at the place of the `n`th that might be taken for it.
fn is_sole_there(n: usize, events: &[Event]) -> bool {
    let place = |event: &Event| event.place.as_ref().map(|place| place.name.to_lowercase());
    let (kind, there) = (events[n].kind, place(&events[n]));
    let mut others = events.iter().enumerate().filter(|(m, _)| *m != n).map(|(_, other)| other);
    there.is_some()
        && !others.any(|other| (other.kind == kind || are_near(other.kind, kind)) && place(other) == there)
}

/// The traits that an event has by itself, as if it were one of many in its report.
fn event_traits(event: &Event, rarity: &Rarity, lineage: &dyn Lineage) -> EventTraits {
    let texts = || event.evidence.iter().map(|quote| quote.text.as_str());
    let (words, names) = weigh(texts(), rarity, &BTreeSet::new(), EVENT_WORDS, EVENT_WORDS);
    let place_names = event.place.iter().flat_map(|place| [place.name.as_str(), place.mention.as_str()]);
    let trigger = tokens(&event.trigger.text).last().map_or(0, |token| hash32(&token.stem));
    EventTraits {
        kind: event.kind,
        modality: event.modality,
        phase: event.phase,
        trigger,
        initiators: sides(&event.initiators, lineage),
        recipients: sides(&event.recipients, lineage),
        spot: event.place.as_ref().and_then(spot),
        days: stretch(&event.when),
        losses: losses(event),
        said: telling_words(texts(), rarity),
        place_words: telling_words(place_names, rarity),
        words,
        names,
        is_main: false,
        sure: Sure::of(event),
        is_sole: false,
        is_sole_there: false,
        stands: stands(event),
    }
}

/// Where the first evidence of an event stands.
fn stands(event: &Event) -> (usize, usize) {
    event.evidence.first().map_or((event.trigger.start, event.trigger.end), |q| (q.start, q.end))
}

/// From which rarity on a word is more than a part of many phrases.
const TELLING: f32 = 1.5;

fn telling_words<'t>(texts: impl Iterator<Item = &'t str>, rarity: &Rarity) -> Box<[u32]> {
    let mut words: Vec<u32> = texts
        .flat_map(tokens)
        .map(|token| hash32(&token.stem))
        .filter(|&hash| rarity.weight(hash) >= TELLING)
        .collect();
    words.sort_unstable();
    words.dedup();
    words.into_boxed_slice()
}

fn sides(parties: &[Party], lineage: &dyn Lineage) -> Box<[Side]> {
    let mut sides: Vec<Side> = parties
        .iter()
        .map(|party| match &party.actor {
            Some(code) => {
                let mut above: Vec<u32> = lineage.above(code).iter().map(|code| hash32(code)).collect();
                above.sort_unstable();
                let is_named = !code.contains('/');
                Side { id: hash32(code), above: above.into_boxed_slice(), is_named }
            }
            None => {
                let name: Vec<String> = tokens(&party.name).map(|token| token.stem).collect();
                let is_named = party.name.chars().any(char::is_uppercase);
                Side { id: hash32(&name.join(" ")), above: Box::default(), is_named }
            }
        })
        .collect();
    sides.sort_by_key(|side| side.id);
    sides.dedup_by_key(|side| side.id);
    sides.into_boxed_slice()
}

pub(crate) fn spot(place: &Place) -> Option<Spot> {
    if place.status == PlaceStatus::Unresolved {
        return None;
    }
    let (lat, lon) = (place.lat? as f32, place.lon? as f32);
    let (radius_km, is_area): (f32, bool) = match place.precision {
        PlacePrecision::Spot => (8.0, false),
        PlacePrecision::Settlement => (10.0, false),
        PlacePrecision::District => (40.0, true),
        PlacePrecision::Province => (120.0, true),
        PlacePrecision::Country | PlacePrecision::Unknown => (600.0, true),
    };
    // "12 km north of" a town may be farther off than the town is wide.
    let radius_km = place.radius_km.map_or(radius_km, |told| radius_km.max(told as f32));
    let country = place.country.as_deref().map_or(0, hash32);
    let name: Vec<String> = tokens(&place.name).map(|token| token.stem).collect();
    Some(Spot { lat, lon, radius_km, is_area, country, name: hash32(&name.join(" ")) })
}

pub(crate) fn days(date: Date) -> i32 {
    // Days since 1970-01-01, by the proleptic Gregorian calendar.
    let (y, m, d) = (i32::from(date.year()), i32::from(date.month()), i32::from(date.day()));
    let y = if m <= 2 { y - 1 } else { y };
    let era = y.div_euclid(400);
    let year_of_era = y - era * 400;
    let day_of_year = (153 * (if m > 2 { m - 3 } else { m + 9 }) + 2) / 5 + d - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn stretch(when: &When) -> Days {
    let is_stated = matches!(when.basis, TimeBasis::Stated | TimeBasis::Discourse);
    Days {
        start: when.start.map(days),
        end: when.end.map(days),
        precision: when.precision,
        is_stated,
        is_within: is_within(when),
    }
}

/// Whether a time is a month or a year of the calendar, or several months in a row.
fn is_within(when: &When) -> bool {
    let (Some(start), Some(end)) = (when.start, when.end) else { return false };
    matches!(when.precision, TimePrecision::Month | TimePrecision::Year)
        && start.day() == 1
        && end.day() == end.days_in_month()
        && days(end) - days(start) <= 366
}

fn losses(event: &Event) -> Box<[(Harm, u64, u64)]> {
    let mut greatest: Vec<(Harm, u64, u64)> = Vec::new();
    for casualty in &event.casualties {
        let low = casualty.count.named();
        let high = casualty.count.high.unwrap_or_else(|| low.saturating_add(low / 4));
        match greatest.iter_mut().find(|(harm, ..)| *harm == casualty.kind) {
            Some(known) if known.1 < low => (known.1, known.2) = (low, high.max(low)),
            Some(_) => {}
            None => greatest.push((casualty.kind, low, high.max(low))),
        }
    }
    greatest.sort_unstable();
    greatest.into_boxed_slice()
}
