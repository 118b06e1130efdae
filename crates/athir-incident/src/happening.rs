//! The happening that a report is mainly about.

use std::collections::BTreeMap;

use athir_model::{
    Casualty, CodedReport, Count, Event, EventId, EventKind, Harm, Modality, PlacePrecision, PlaceStatus,
    Quote, TimeBasis, TimePrecision, When,
};

use crate::hash::hash64;

/// How many characters the headline and the first sentences take up.
const LEAD: usize = 400;

/// Finds the event that a report is mainly about: the one that the losses of the report belong to, which its headline
/// and first sentences tell, and which it comes back to.
pub fn main_event(coded: &CodedReport) -> Option<usize> {
    let toll: Vec<(usize, usize)> =
        coded.toll.iter().flat_map(|toll| &toll.evidence).map(|quote| (quote.start, quote.end)).collect();
    let meets = |quote: &Quote| toll.iter().any(|&(start, end)| quote.start < end && start < quote.end);
    let score = |event: &Event| {
        let mut score = event.evidence.len().min(4);
        score += 3 * usize::from(event.evidence.iter().any(meets));
        score += 2 * usize::from(event.casualties.iter().any(|casualty| meets(&casualty.mention)));
        score += 3 * usize::from(event.evidence.iter().any(|quote| quote.start < LEAD));
        score += 2 * usize::from(event.modality == Modality::Reported);
        score += usize::from(event.place.is_some());
        score += usize::from(event.when.basis == TimeBasis::Stated);
        score + 2 * usize::from(is_violent(event.kind))
    };
    let scored = coded.events.iter().map(score).enumerate();
    scored.max_by(|(n, a), (m, b)| a.cmp(b).then(m.cmp(n))).map(|(n, _)| n)
}

fn is_violent(kind: EventKind) -> bool {
    use athir_model::Family as F;
    matches!(kind.family(), F::Fighting | F::Harm) && kind != EventKind::Siege
}

/// Puts together the main happening of a report as one event: its main event with the losses of the report as a
/// whole, and the place and day that the report's events give most often where that one has none.
///
/// It is for reports each of which tells of one happening, such as local news of crimes and accidents, where the coder
/// may see several events in it or none. `text` is the report's; its first line counts as evidence.
pub fn main_happening(coded: &CodedReport, text: &str) -> Event {
    let main = main_event(coded).map(|n| &coded.events[n]);
    let title = text.lines().next().unwrap_or_default();
    let title = Quote { text: title.to_owned(), start: 0, end: title.chars().count() };
    let mut event = main.cloned().unwrap_or_else(|| nothing_known(coded, &title));
    let toll = coded.toll.clone().unwrap_or_default();
    for quote in std::iter::once(&title).chain(&toll.evidence) {
        if !event.evidence.contains(quote) {
            event.evidence.push(quote.clone());
        }
    }
    let count = |kind: Harm, count: Count| {
        (count != Count::default()).then(|| Casualty {
            kind,
            count,
            victims: "unknown".to_owned(),
            mention: toll.evidence.first().cloned().unwrap_or_else(|| title.clone()),
            voice: None,
            relation: None,
        })
    };
    if coded.toll.is_some() {
        event.casualties = [count(Harm::Killed, toll.killed), count(Harm::Injured, toll.injured)]
            .into_iter()
            .flatten()
            .collect();
    }
    event.place = usual_place(coded, main);
    if let Some(when) = usual_day(coded, main) {
        event.when = when;
    }
    event
}

/// An event of which nothing but its report is known.
fn nothing_known(coded: &CodedReport, title: &Quote) -> Event {
    let when = When {
        start: None,
        end: coded.published,
        precision: TimePrecision::Unknown,
        basis: TimeBasis::Publication,
        mention: None,
    };
    let kind = EventKind::ViolenceAgainstCivilians;
    Event {
        id: EventId(format!("{:016x}", hash64([coded.doc.as_str(), "main"]))),
        kind,
        evidence: vec![title.clone()],
        trigger: title.clone(),
        initiators: Vec::new(),
        recipients: Vec::new(),
        place: None,
        when,
        modality: Modality::Reported,
        phase: athir_model::Phase::Occurred,
        casualties: Vec::new(),
        weapons: Vec::new(),
        attribution: Vec::new(),
        codes: kind.codes(),
        frame: "main".to_owned(),
        confidence: Default::default(),
    }
}

/// The point that most events are at, in the country that most are in; the main event counts twice.
fn usual_place(coded: &CodedReport, main: Option<&Event>) -> Option<athir_model::Place> {
    let events = || main.into_iter().chain(&coded.events);
    let located = || {
        events()
            .filter_map(|event| event.place.as_ref())
            .filter(|place| place.status != PlaceStatus::Unresolved)
    };
    let mut countries: BTreeMap<&str, usize> = BTreeMap::new();
    for place in located() {
        *countries.entry(place.country.as_deref().unwrap_or_default()).or_default() += 1;
    }
    let (&country, _) = countries.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)))?;
    let mut votes: Vec<(&athir_model::Place, usize)> = Vec::new();
    for place in located().filter(|place| place.country.as_deref().unwrap_or_default() == country) {
        let weight = match place.precision {
            PlacePrecision::Spot | PlacePrecision::Settlement => 3,
            PlacePrecision::District => 1,
            _ => 0,
        };
        match votes.iter_mut().find(|(known, _)| known.name == place.name) {
            Some((_, n)) => *n += weight,
            None => votes.push((place, weight)),
        }
    }
    let best = votes.iter().map(|(_, n)| *n).max()?;
    votes.into_iter().find(|(_, n)| *n == best).map(|(place, _)| place.clone())
}

/// The day of the main event, or the first one that the report gives within the month before its publication.
fn usual_day(coded: &CodedReport, main: Option<&Event>) -> Option<When> {
    let is_day = |when: &When| when.precision == TimePrecision::Day && when.basis != TimeBasis::Publication;
    let is_near = |when: &When| match (when.start, coded.published) {
        (Some(start), Some(published)) => {
            (0..=30).contains(&(crate::profile::days(published) - crate::profile::days(start)))
        }
        _ => false,
    };
    let of = |event: &&Event| is_day(&event.when);
    main.filter(of)
        .or_else(|| coded.events.iter().filter(of).find(|event| is_near(&event.when)))
        .map(|event| event.when.clone())
}
