//! Where an event happened: the choice among all places that the text offers for it, by how their words are tied to
//! the event, how precise they are, and what the sentences around it tell.

mod spoken;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use athir_gazetteer::{PlaceClass, PlaceId, fold};
use athir_model::{EventKind, Family, Modality};
use athir_nlp::{Dep, Pos, Token};

use self::spoken::{is_of_journey, is_spoken_of_from, owns_ground, tells_a_party};
use crate::choice::{Choice, Traits};
use crate::clause::clause_verb;
use crate::draft::Draft;
use crate::locate::war_country;
use crate::merge::LOOK_BACK;
use crate::phrase::words_of;
use crate::place::{Located, is_aside};
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

/// "The Syrian conflict began when security forces fired on protesters": how a war began is told of its whole country, where the
/// act has no place of its own.
fn country_of_beginning(
    reading: &Reading<'_, '_>,
    event: &Draft,
    chosen: Option<&(Located, Steps)>,
) -> Option<(Located, Steps)> {
    let lexicon = reading.know.lexicon;
    let is_placed = chosen.is_some_and(|(_, steps)| *steps < SENTENCE);
    if is_placed || !carries(event.kind) || event.modality != Modality::Reported {
        return None;
    }
    let begins = |verb: Token<'_>| lexicon.token_in("begin_verbs", verb) || verb.lemma() == "become";
    let is_begun = |war: &Token<'_>| {
        lexicon.token_in("war_nouns", *war)
            && (matches!(war.dep(), Dep::Nsubj | Dep::Nsubjpass | Dep::Attr) && begins(war.head())
                || war.children().any(|t| t.dep() == Dep::Relcl && begins(t)))
    };
    let war = reading.doc.token(event.head).sentence().tokens().find(is_begun)?;
    war_country(reading, war)
}

/// "Rebels captured a Syrian base on Monday": the lead of a report that only names the country tells of the place that its next
/// sentences name.
fn narrowed(reading: &Reading<'_, '_>, event: &Draft, chosen: &(Located, Steps)) -> Option<(Located, Steps)> {
    let doc = reading.doc;
    let country = reading.toponyms.at(chosen.0.toponym).filter(|t| rank_is_country(t))?;
    let head = doc.token(country.head);
    let names_side =
        country.adjective || matches!(head.dep(), Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Poss);
    let sentence = doc.sentence_of(event.head);
    let is_wide = |t: Token<'_>| {
        matches!(
            t.lemma(),
            "across" | "nationwide" | "countrywide" | "throughout" | "country" | "month" | "year"
        )
    };
    if !names_side || !happens_somewhere(event) || sentence.index() >= LEAD || sentence.tokens().any(is_wide)
    {
        return None;
    }
    let of_country = reading.know.gazetteer.place(country.best()?).country;
    let behind = sentence.range().end;
    let is_near = |t: &&Toponym| {
        let place = t.best().map(|id| reading.know.gazetteer.place(id));
        doc.sentence_of(t.head).index() <= sentence.index() + NARROWED_BY
            && class_rank(t.class) < 3
            && place.is_some_and(|place| place.country == of_country)
            && !t.adjective
            && !is_aside(doc, t)
            && !reading.mentions.has(t.head)
            && !tells_a_party(reading, event, t)
    };
    let narrow = reading.toponyms_in(behind..doc.len()).find(is_near)?;
    let why = "the place that the next sentences name";
    Some((Located { toponym: narrow.head, phrase_head: narrow.head, why }, DISCOURSE))
}

/// How many sentences behind a lead name its place.
const NARROWED_BY: usize = 3;

/// "In neighbouring Norway, a bomb killed two": a place of the sentences around it is none for an act whose own words put
/// it in another country.
fn abroad_by_own_words(
    reading: &Reading<'_, '_>,
    places: &[Option<(Located, Steps)>],
    best: usize,
) -> Option<usize> {
    let country = |located: &Located| {
        let place = reading.know.gazetteer.place(reading.toponyms.at(located.toponym)?.best()?);
        place.country
    };
    let (chosen, _) = places.get(best)?.as_ref().filter(|(_, steps)| *steps >= SENTENCE)?;
    let lies_in = country(chosen)?;
    let is_put_elsewhere = |place: &Option<(Located, Steps)>| {
        place.as_ref().is_some_and(|(located, steps)| {
            let says_where = |t: &Toponym| !t.adjective && !is_aside(reading.doc, t);
            *steps == 0
                && reading.toponyms.at(located.toponym).is_some_and(says_where)
                && country(located).is_some_and(|country| country != lies_in)
        })
    };
    places.iter().position(is_put_elsewhere)
}

/// "took Tal Amar in Idlib": what lies in a place is more precise than the place, though no map has its name.
fn within_the_area(
    reading: &Reading<'_, '_>,
    places: &[Option<(Located, Steps)>],
    best: usize,
) -> Option<usize> {
    let (chosen, chosen_steps) = places.get(best)?.as_ref()?;
    let area = reading.toponyms.at(chosen.toponym)?;
    let site = site_of(reading, area);
    let lies_in_it = |toponym: &Toponym| {
        let around = toponym.area.and_then(|area| reading.toponyms.at(area));
        around.is_some_and(|around| site_of(reading, around) == site)
    };
    // "took Tal Amar hill, the mill and the bridge in the north of Idlib"
    let is_in_wide_land = |toponym: &Toponym| {
        class_rank(area.class) > 0
            && (1..REACH_OF_AREA).contains(&area.tokens.start.saturating_sub(toponym.tokens.end))
            && reading.doc.sentence_of(toponym.head).index() == reading.doc.sentence_of(area.head).index()
            && reading.doc.token(area.head).ancestors().take(3).any(|t| t.text() == "in")
    };
    let is_in_it = |place: &Option<(Located, Steps)>| {
        place.as_ref().is_some_and(|(located, steps)| {
            let Some(toponym) = reading.toponyms.at(located.toponym) else { return false };
            // "the Iraqi city of Ramadi" is Ramadi.
            let behind = toponym.tokens.end.min(reading.doc.len() - 1);
            if reading.doc.token(behind).text() == "of" {
                return false;
            }
            let is_unknown = toponym.best().is_none();
            !toponym.adjective
                && site_of(reading, toponym) != site
                && (is_unknown && *steps < SENTENCE && lies_in_it(toponym)
                    || is_unknown && *steps == 0 && is_in_wide_land(toponym)
                    || *steps < SENTENCE && steps <= chosen_steps && lies_in_it(toponym))
        })
    };
    places.iter().position(is_in_it)
}

/// How many words a place may stand before the land that holds it.
const REACH_OF_AREA: usize = 16;

/// "In the province of Hama, troops entered the city": what a sentence tells under the name of a place did not happen in one
/// that only sentences before it name, and that lies elsewhere.
fn inside_fronted_area(
    reading: &Reading<'_, '_>,
    event: &Draft,
    places: &[Option<(Located, Steps)>],
    best: usize,
) -> Option<usize> {
    let (chosen, _) = places.get(best)?.as_ref()?;
    let sentence = reading.doc.sentence_of(event.head).range();
    let front = fronted_area(reading, &sentence)?;
    let (own, area) = (reading.toponyms.at(chosen.toponym)?, front.best()?);
    let is_elsewhere = own.best().is_none_or(|id| id != area && !reading.know.gazetteer.is_within(id, area));
    if sentence.contains(&own.head) || !is_elsewhere {
        return None;
    }
    let site = site_of(reading, front);
    places.iter().position(|place| {
        let toponym = place.as_ref().and_then(|(located, _)| reading.toponyms.at(located.toponym));
        toponym.is_some_and(|toponym| site_of(reading, toponym) == site)
    })
}

/// The place that a sentence begins with: "In Hama, …", "Meanwhile, in the province of Hama, …", "In Hama: …".
fn fronted_area<'t>(reading: &'t Reading<'_, '_>, sentence: &Range<usize>) -> Option<&'t Toponym> {
    let end = sentence.end.min(sentence.start + LONGEST_FRONT);
    let toponym = reading.toponyms_in(sentence.start..end).next().filter(|t| !t.adjective)?;
    let word = |i: usize| reading.doc.token(i).text();
    let prep = (sentence.start..toponym.tokens.start).find(|&i| word(i).eq_ignore_ascii_case("in"))?;
    let opens = prep == sentence.start || word(prep - 1) == ",";
    let is_noun = |i: usize| reading.doc.token(i).pos() != Pos::Verb;
    let behind = (toponym.tokens.end..sentence.end.min(toponym.tokens.end + 3))
        .find(|&i| matches!(word(i), "," | ":"))?;
    let is_front = (prep..behind).all(is_noun) && class_rank(toponym.class) < 3;
    (opens && is_front).then_some(toponym)
}

/// How many words the front of a sentence has at most.
const LONGEST_FRONT: usize = 14;

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

/// What bears on all candidates of one event.
struct Scene<'a, 'd, 'k> {
    reading: &'a Reading<'d, 'k>,
    event: &'a Draft,
    frequency: &'a BTreeMap<Site, u32>,
    sites: &'a BTreeMap<Site, Candidate>,
    /// The site of the event told before, of the last one of the same kind, of the first one and of the next.
    neighbours: [Option<Site>; 4],
    /// Whether the event is background: dated long before the report.
    is_old: bool,
    is_war: bool,
}

const NEIGHBOURS: [&str; 4] = [
    "place of the event before",
    "place of the last of its kind",
    "place of the first event",
    "place of the next event",
];

/// An event so many days before the report is background.
const OLD_DAYS: i32 = 45;

impl<'a, 'd, 'k> Scene<'a, 'd, 'k> {
    fn of(
        reading: &'a Reading<'d, 'k>,
        events: &'a [Draft],
        n: usize,
        sites: &'a BTreeMap<Site, Candidate>,
        frequency: &'a BTreeMap<Site, u32>,
    ) -> Scene<'a, 'd, 'k> {
        let event = &events[n];
        let own = |e: &Draft| {
            let (located, _) = e.located.as_ref().filter(|(_, steps)| *steps < SENTENCE)?;
            reading.toponyms.at(located.toponym).map(|t| site_of(reading, t))
        };
        let before = events[..n].iter().rev().find_map(own);
        let of_kind = events[..n].iter().rev().filter(|e| e.kind == event.kind).find_map(own);
        let first = events.iter().find_map(own);
        let next = events[n + 1..].iter().take(2).find_map(own);
        let is_old = event.timed.is_some_and(|timed| {
            let time = &reading.times[timed.time];
            let day = time.end.or(time.start).filter(|_| !timed.is_of_another());
            day.zip(reading.published).is_some_and(|(day, published)| {
                day.until(published).is_ok_and(|span| span.get_days() > OLD_DAYS)
            })
        });
        let head = reading.doc.token(event.head);
        let lexicon = reading.know.lexicon;
        let near_war = clause_verb(head).is_some_and(|verb| {
            let inside = verb.left_edge()..verb.right_edge() + 1;
            inside.take(60).any(|i| lexicon.token_in("war_nouns", reading.doc.token(i)))
        });
        let is_war = lexicon.token_in("war_nouns", head) || near_war;
        Scene { reading, event, frequency, sites, neighbours: [before, of_kind, first, next], is_old, is_war }
    }

    fn has_clue(&self) -> bool {
        self.sites.values().any(|c| c.steps < SENTENCE)
    }

    fn traits_of_none(&self) -> Traits {
        let kind = self.event.kind;
        let mut traits: Traits = vec!["none".into()];
        traits.push(format!("none: {}", family_word(kind)).into());
        let mut hold = |name: &'static str, holds: bool| {
            if holds {
                traits.push(name.into());
            }
        };
        hold("none: old", self.is_old);
        hold("none: planned", self.event.modality == Modality::Planned);
        hold("none: not told as happened", self.event.modality == Modality::Denied);
        hold("none: nothing near", !self.has_clue());
        hold("none: war", self.is_war);
        hold("none: no place in the sentence", self.sites.values().all(|c| c.steps > SENTENCE));
        hold(
            "none: nothing but a country near",
            self.sites.values().all(|c| c.steps > SENTENCE || self.rank(c) == 3),
        );
        traits
    }

    fn rank(&self, candidate: &Candidate) -> u8 {
        self.reading.toponyms.at(candidate.located.toponym).map_or(3, |t| class_rank(t.class))
    }

    fn traits_of(&self, site: &Site, candidate: &Candidate) -> Traits {
        let reading = self.reading;
        let doc = reading.doc;
        let Some(toponym) = reading.toponyms.at(candidate.located.toponym) else { return Traits::new() };
        let mut traits: Traits = Vec::with_capacity(16);
        let acts = if carries(self.event.kind) { "act" } else { "words" };
        for (told, word) in [(candidate.first, "first"), (candidate.again, "again")] {
            if let Some((_, why)) = told {
                traits.push(format!("{word}: {why}").into());
                if word == "first" {
                    traits.push(format!("{acts}: {why}").into());
                }
            }
        }
        let near = if candidate.steps < SENTENCE {
            "near"
        } else if candidate.steps == SENTENCE {
            "same sentence"
        } else {
            "around"
        };
        if candidate.first.is_none() && candidate.again.is_none() {
            traits.push(format!("no clue, {near}").into());
            traits.push(format!("no clue, {near}, {acts}").into());
        }
        let class = class_word(site, toponym);
        traits.push(format!("{near}: {class}").into());
        traits.push(format!("{acts}: {class}").into());
        traits.push(format!("{}: {class}", self.event.kind.as_str()).into());
        let mut hold = |name: Cow<'static, str>, holds: bool| {
            if holds {
                traits.push(name);
            }
        };
        // Where it stands.
        let sentence = |t: usize| doc.sentence_of(t).index() as i64;
        let heads = self.event.clues.heads.iter().take(HEADS);
        let gap = heads
            .flat_map(|&h| candidate.occurrences.iter().map(move |&t| sentence(t) - sentence(h)))
            .min_by_key(|gap| (gap.abs(), *gap));
        let gap = match gap {
            Some(0) => "here",
            Some(-1) => "a sentence before",
            Some(-2) => "two before",
            Some(-5..=-3) => "some before",
            Some(1) => "a sentence after",
            Some(2..=5) => "some after",
            _ => "far",
        };
        hold(format!("named {gap}").into(), true);
        hold(
            format!("named {gap}, {}", if self.rank(candidate) == 3 { "country" } else { "narrower" }).into(),
            gap != "here",
        );
        if gap == "here" {
            let nearest = candidate
                .occurrences
                .iter()
                .map(|&t| t as i64 - self.event.head as i64)
                .min_by_key(|d| d.abs());
            if let Some(d) = nearest.filter(|_| candidate.steps == SENTENCE) {
                let far = (d.unsigned_abs() / 3 + 1).ilog2().min(4);
                hold(format!("{} {far}", if d < 0 { "left" } else { "right" }).into(), true);
            }
        }
        hold("in the title".into(), candidate.occurrences.iter().any(|&t| sentence(t) == 0));
        hold(
            "in the lead".into(),
            candidate.occurrences.iter().any(|&t| (1..LEAD as i64).contains(&sentence(t))),
        );
        // What it is beside the others.
        if let Site::Known(id) = site {
            let gazetteer = reading.know.gazetteer;
            let holds_any = |near: bool| {
                self.sites.iter().any(|(s, c)| match s {
                    Site::Known(other) => {
                        other != id && (!near || c.steps <= SENTENCE) && gazetteer.is_within(*other, *id)
                    }
                    Site::Unknown(_) => false,
                })
            };
            let rank = self.rank(candidate);
            hold(format!("holds one that stands near, {near}").into(), holds_any(true));
            hold(format!("holds another, {near}, {}", rank).into(), holds_any(false));
            let lies_in = self.sites.iter().any(|(s, c)| match s {
                Site::Known(other) => other != id && c.steps < SENTENCE && gazetteer.is_within(*id, *other),
                Site::Unknown(_) => false,
            });
            hold(format!("lies in one that stands near, {near}").into(), lies_in);
            let place = gazetteer.place(*id);
            hold(
                "in the country of the report".into(),
                rank != 3 && place.country == reading.toponyms.country.as_deref(),
            );
            hold(
                "country of the report".into(),
                rank == 3 && place.country == reading.toponyms.country.as_deref(),
            );
        }
        let times = self.frequency.get(site).copied().unwrap_or(0);
        hold(
            format!(
                "named {} times",
                match times {
                    0..=1 => "1",
                    2 => "2",
                    3..=4 => "3",
                    _ => "5",
                }
            )
            .into(),
            true,
        );
        let most = self
            .frequency
            .iter()
            .filter(|(s, _)| self.sites.get(s).is_some_and(|c| self.rank(c) == 0))
            .map(|(_, n)| *n)
            .max();
        hold("most named".into(), self.rank(candidate) == 0 && most == Some(times));
        for (neighbour, name) in self.neighbours.iter().zip(NEIGHBOURS) {
            hold(name.into(), neighbour.as_ref() == Some(site));
            hold(format!("{name}, {near}").into(), neighbour.as_ref() == Some(site));
        }
        let all = |test: &dyn Fn(&Toponym) -> bool| {
            candidate.occurrences.iter().filter_map(|&t| reading.toponyms.at(t)).all(test)
        };
        hold("only an adjective".into(), all(&|t| t.adjective));
        let is_people =
            |t: &Toponym| reading.know.gazetteer.adjective_country(&words_of(doc, &t.tokens)).is_some();
        hold(format!("a people, {near}").into(), is_people(toponym));
        hold("only a people".into(), all(&is_people));
        let nationwide = doc
            .token(self.event.head)
            .children()
            .any(|t| matches!(t.lemma(), "nationwide" | "national" | "countrywide"));
        hold("nationwide: the country".into(), nationwide && rank_is_country(toponym));
        let is_party = reading.mentions.has(toponym.head) && !owns_ground(reading, toponym);
        hold("stands for a party".into(), is_party);
        hold("only a direction".into(), all(&|t| is_aside(doc, t)));
        hold("the subject".into(), doc.token(toponym.head).dep() == Dep::Nsubj);
        hold(
            "modifies a noun".into(),
            matches!(doc.token(toponym.head).dep(), Dep::Compound | Dep::Poss | Dep::Amod),
        );
        hold("ambiguous".into(), toponym.is_ambiguous());
        let governor = doc.token(candidate.located.phrase_head).head();
        let across = matches!(governor.text(), "across" | "throughout" | "Across" | "Throughout");
        hold(format!("all over it, {class}").into(), across && governor.dep() == Dep::Prep);
        if let Some((located, steps)) = &self.event.located
            && reading.toponyms.at(located.toponym).is_some_and(|t| site_of(reading, t) == *site)
        {
            let surely = if *steps < SENTENCE {
                "surely"
            } else if *steps < DISCOURSE {
                "here"
            } else {
                "carried"
            };
            hold(format!("the rules' choice, {surely}, {acts}").into(), true);
            hold(format!("the rules' choice, {surely}, {class}").into(), true);
        }
        hold(format!("old: {near} {class}").into(), self.is_old);
        hold(format!("war: {near} {class}").into(), self.is_war);
        traits
    }
}

fn rank_is_country(toponym: &Toponym) -> bool {
    class_rank(toponym.class) == 3
}

/// Whether events of a kind happen at a place of their own, and are not only said or decided somewhere.
fn carries(kind: EventKind) -> bool {
    !matches!(kind.family(), Family::Words | Family::Dynamics | Family::Talks) || kind == EventKind::Ceasefire
}

fn family_word(kind: EventKind) -> String {
    format!("{:?}", kind.family()).to_lowercase()
}

fn class_word(site: &Site, toponym: &Toponym) -> &'static str {
    match (site, toponym.class) {
        (Site::Unknown(_), _) => "unknown",
        (_, PlaceClass::Spot) => "spot",
        (_, PlaceClass::Settlement) => "settlement",
        (_, PlaceClass::District | PlaceClass::Region) => "district",
        (_, PlaceClass::Province) => "province",
        _ => "country",
    }
}
