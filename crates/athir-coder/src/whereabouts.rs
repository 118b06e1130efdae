//! Where an event happened: the choice among all places that the text offers for it, by how their words are tied to
//! the event, how precise they are, and what the sentences around it tell.

mod amend;
mod scene;
mod spoken;

use std::collections::BTreeMap;

use athir_gazetteer::{PlaceId, fold};
use athir_model::{EventKind, Family, Modality};

use self::amend::{
    abroad_by_own_words, country_of_beginning, inside_fronted_area, narrowed, within_the_area,
};
use self::scene::Scene;
use self::spoken::{is_of_journey, is_spoken_of_from, tells_a_party};
use crate::choice::{Choice, Traits};
use crate::draft::Draft;
use crate::merge::LOOK_BACK;
use crate::phrase::words_of;
use crate::place::Located;
use crate::reading::Reading;
use crate::steps::{DISCOURSE, SENTENCE, Steps};
use crate::toponym::{Toponym, class_rank};

/// What is chosen among for one event: no place, then each place with its traits.
pub(crate) type PlaceOptions = Vec<(Option<(Located, Steps)>, Traits)>;

/// Chooses the place of each event; those that a rule sets stay where the model knows no better.
pub(crate) fn choose_places(reading: &Reading<'_, '_>, events: &mut [Draft], choice: &Choice) {
    let frequency = frequencies(reading);
    let chosen: Vec<Option<(Located, Steps)>> = (0..events.len())
        .map(|n| {
            if let Some(known) = &events[n].clues.known_place {
                return Some(known.clone());
            }
            let options = place_options_with(reading, events, n, &frequency);
            let (places, traits): (Vec<_>, Vec<_>) = options.into_iter().unzip();
            let best = choice.choose(&traits)?;
            let best = abroad_by_own_words(reading, &places, best).unwrap_or(best);
            let best = within_the_area(reading, &places, best).unwrap_or(best);
            let best = inside_fronted_area(reading, &events[n], &places, best).unwrap_or(best);
            // What is only said happens nowhere, unless a place is likelier than none.
            let is_said = events[n].kind.family() == Family::Words;
            let is_likelier = || {
                let p = choice.probabilities(&traits);
                p[best] > p[0]
            };
            let place = if is_said && !is_likelier() { None } else { places.into_iter().nth(best).flatten() };
            let place = country_of_beginning(reading, &events[n], place.as_ref()).or(place);
            place.map(|place| narrowed(reading, &events[n], &place).unwrap_or(place))
        })
        .collect();
    for (event, place) in events.iter_mut().zip(chosen) {
        event.located = place;
    }
    if events.iter().all(|event| event.located.is_none())
        && let Some(country) = country_of_dateline(reading)
    {
        for event in events.iter_mut().filter(|e| happens_somewhere(e)) {
            let why = "the country that it is written from, where the report names no place";
            let located = Located { toponym: country, phrase_head: country, why };
            event.located = Some((located, DISCOURSE));
        }
    }
}

/// The country of the dateline, as the token of its place, unless the report is about another one.
fn country_of_dateline(reading: &Reading<'_, '_>) -> Option<usize> {
    let told = reading.toponyms.all.iter().find(|t| reading.is_dateline(t.tokens.start))?;
    let country = reading.know.gazetteer.place(told.best()?).country;
    let is_other = reading.toponyms.country.as_deref().is_some_and(|of_report| Some(of_report) != country);
    (!is_other).then_some(told.head)
}

/// Whether an event is one that happened at a place: no words, nothing planned or denied.
fn happens_somewhere(event: &Draft) -> bool {
    matches!(event.kind.family(), Family::Fighting | Family::Harm | Family::Coercion | Family::Territory)
        && event.modality == Modality::Reported
}

/// The places that could be the event's, with what speaks for each.
pub(crate) fn place_options(reading: &Reading<'_, '_>, events: &[Draft], n: usize) -> PlaceOptions {
    place_options_with(reading, events, n, &frequencies(reading))
}

/// A place of the map, or a name that is on none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Site {
    Known(PlaceId),
    Unknown(String),
}

fn site_of(reading: &Reading<'_, '_>, toponym: &Toponym) -> Site {
    match toponym.best() {
        Some(id) => Site::Known(id),
        None => Site::Unknown(fold(&words_of(reading.doc, &toponym.tokens))),
    }
}

/// How often the report names each site.
fn frequencies(reading: &Reading<'_, '_>) -> BTreeMap<Site, u32> {
    let mut frequency = BTreeMap::new();
    for toponym in &reading.toponyms.all {
        *frequency.entry(site_of(reading, toponym)).or_default() += 1;
    }
    frequency
}

/// How far around an event's sentences places are looked for.
const BEFORE: usize = 5;
const AFTER: usize = 2;
/// The sentences that tell what a report is about.
const LEAD: usize = 3;
/// Words for one event that are heeded.
const HEADS: usize = 6;

/// One site as a candidate.
struct Candidate {
    located: Located,
    steps: Steps,
    first: Option<(Steps, &'static str)>,
    again: Option<(Steps, &'static str)>,
    occurrences: Vec<usize>,
}

fn place_options_with(
    reading: &Reading<'_, '_>,
    events: &[Draft],
    n: usize,
    frequency: &BTreeMap<Site, u32>,
) -> PlaceOptions {
    let event = &events[n];
    let mut sites: BTreeMap<Site, Candidate> = BTreeMap::new();
    for clue in &event.clues.places {
        let Some(toponym) = reading.toponyms.at(clue.located.toponym) else { continue };
        if reading.is_dateline(toponym.tokens.start)
            || tells_a_party(reading, event, toponym)
            || is_spoken_of_from(reading, events, event, toponym)
            || is_of_journey(reading, event, toponym)
        {
            continue;
        }
        let candidate = sites.entry(site_of(reading, toponym)).or_insert_with(|| Candidate {
            located: clue.located.clone(),
            steps: clue.steps,
            first: None,
            again: None,
            occurrences: Vec::new(),
        });
        if clue.steps < candidate.steps {
            candidate.located = clue.located.clone();
            candidate.steps = clue.steps;
        }
        let told = if clue.again { &mut candidate.again } else { &mut candidate.first };
        if told.is_none_or(|(steps, _)| clue.steps < steps) {
            *told = Some((clue.steps, clue.located.why));
        }
    }
    add_of_discourse(reading, events, event, &mut sites);
    carry_phrases(reading, events, n, &mut sites);
    let scene = Scene::of(reading, events, n, &sites, frequency);
    let mut options: PlaceOptions = vec![(None, scene.traits_of_none())];
    for (site, candidate) in &sites {
        let traits = scene.traits_of(site, candidate);
        options.push((Some((candidate.located.clone(), candidate.steps)), traits));
    }
    options
}

/// The sentences in which places of an event are looked for, first to last, without its lead.
fn window(reading: &Reading<'_, '_>, event: &Draft) -> Vec<(usize, usize)> {
    let sentence = |head: usize| reading.doc.sentence_of(head).index();
    event
        .clues
        .heads
        .iter()
        .take(HEADS)
        .map(|&h| (sentence(h).saturating_sub(BEFORE), sentence(h) + AFTER))
        .collect()
}

/// Adds the places that the sentences around and the lead of the report name.
fn add_of_discourse(
    reading: &Reading<'_, '_>,
    events: &[Draft],
    event: &Draft,
    sites: &mut BTreeMap<Site, Candidate>,
) {
    let window = window(reading, event);
    let lead = LEAD + reading.datelines_in(0..LEAD);
    let heads = &event.clues.heads;
    for toponym in &reading.toponyms.all {
        let sentence = reading.doc.sentence_of(toponym.head).index();
        if sentence >= lead && !window.iter().any(|(first, last)| (*first..=*last).contains(&sentence)) {
            continue;
        }
        if reading.is_dateline(toponym.tokens.start)
            || tells_a_party(reading, event, toponym)
            || is_spoken_of_from(reading, events, event, toponym)
            || is_of_journey(reading, event, toponym)
        {
            continue;
        }
        let distance = |t: usize| heads.iter().map(|h| h.abs_diff(t)).min().unwrap_or(0);
        let candidate = sites.entry(site_of(reading, toponym)).or_insert_with(|| Candidate {
            located: Located { toponym: toponym.head, phrase_head: toponym.head, why: AROUND },
            steps: DISCOURSE,
            first: None,
            again: None,
            occurrences: Vec::new(),
        });
        let is_nearer = distance(toponym.head) < distance(candidate.located.toponym);
        if candidate.first.is_none() && candidate.again.is_none() && is_nearer {
            candidate.located.toponym = toponym.head;
            candidate.located.phrase_head = toponym.head;
        }
        candidate.occurrences.push(toponym.head);
    }
    for candidate in sites.values_mut() {
        let in_sentence = candidate.occurrences.iter().any(|&t| {
            heads.iter().any(|&h| reading.doc.sentence_of(h).index() == reading.doc.sentence_of(t).index())
        });
        if candidate.steps >= DISCOURSE && in_sentence {
            candidate.steps = SENTENCE;
            candidate.located.why = "named in the same sentence";
        }
    }
}

/// The place of an event told before is carried over with the words that name it there: "a market in Karbala".
fn carry_phrases(
    reading: &Reading<'_, '_>,
    events: &[Draft],
    n: usize,
    sites: &mut BTreeMap<Site, Candidate>,
) {
    let told = events[..n].iter().rev().take(LOOK_BACK).filter_map(|e| e.located.as_ref());
    for (located, _) in told.filter(|(l, steps)| *steps < SENTENCE && !reading.is_dateline(l.toponym)) {
        let Some(toponym) = reading.toponyms.at(located.toponym) else { continue };
        if let Some(candidate) = sites.get_mut(&site_of(reading, toponym))
            && candidate.steps >= DISCOURSE
            && candidate.located.why == AROUND
        {
            candidate.located = Located { why: "carried over from the event told before", ..located.clone() };
        }
    }
}

const AROUND: &str = "named in the sentences around it";

fn is_country(toponym: &Toponym) -> bool {
    class_rank(toponym.class) == 3
}

/// Whether events of a kind happen at a place of their own, and are not only said or decided somewhere.
fn carries(kind: EventKind) -> bool {
    !matches!(kind.family(), Family::Words | Family::Dynamics | Family::Talks) || kind == EventKind::Ceasefire
}
