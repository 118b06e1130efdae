//! What speaks for each place as that of an event: the traits whose weights are fitted (`choice`).

use std::borrow::Cow;
use std::collections::BTreeMap;

use athir_gazetteer::{PlaceClass, PlaceId};
use athir_model::{EventKind, Modality};
use athir_nlp::Dep;

use super::spoken::owns_ground;
use super::{Candidate, HEADS, LEAD, Site, carries, is_country, site_of};
use crate::choice::Traits;
use crate::clause::clause_verb;
use crate::draft::Draft;
use crate::phrase::words_of;
use crate::place::is_aside;
use crate::reading::Reading;
use crate::steps::{DISCOURSE, SENTENCE};
use crate::toponym::{Toponym, class_rank};

/// What bears on all candidates of one event.
pub(super) struct Scene<'a, 'd, 'k> {
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
    pub(super) fn of(
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

    pub(super) fn traits_of_none(&self) -> Traits {
        let kind = self.event.kind;
        let mut traits = Held(vec!["none".into(), format!("none: {}", family_word(kind)).into()]);
        let mut hold = |name: &'static str, holds: bool| traits.hold(name, holds);
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
        traits.0
    }

    fn rank(&self, candidate: &Candidate) -> u8 {
        self.reading.toponyms.at(candidate.located.toponym).map_or(3, |t| class_rank(t.class))
    }

    /// The traits of one place.
    pub(super) fn traits_of(&self, site: &Site, candidate: &Candidate) -> Traits {
        let Some(toponym) = self.reading.toponyms.at(candidate.located.toponym) else { return Traits::new() };
        let seen = Seen {
            site,
            candidate,
            toponym,
            rank: self.rank(candidate),
            acts: if carries(self.event.kind) { "act" } else { "words" },
            near: match candidate.steps {
                steps if steps < SENTENCE => "near",
                SENTENCE => "same sentence",
                _ => "around",
            },
            class: class_word(site, toponym),
        };
        let mut traits = Held(Traits::with_capacity(32));
        self.tell_clues(&seen, &mut traits);
        self.tell_standing(&seen, &mut traits);
        self.tell_neighbours_on_map(&seen, &mut traits);
        self.tell_frequency(&seen, &mut traits);
        for (neighbour, name) in self.neighbours.iter().zip(NEIGHBOURS) {
            let is_its = neighbour.as_ref() == Some(site);
            traits.hold(name, is_its);
            traits.hold(format!("{name}, {}", seen.near), is_its);
        }
        self.tell_words(&seen, &mut traits);
        self.tell_choice_of_rules(&seen, &mut traits);
        traits.hold(format!("old: {} {}", seen.near, seen.class), self.is_old);
        traits.hold(format!("war: {} {}", seen.near, seen.class), self.is_war);
        traits.0
    }

    /// What the words around the trigger say of it, and its class.
    fn tell_clues(&self, seen: &Seen<'_>, traits: &mut Held) {
        let &Seen { candidate, acts, near, class, .. } = seen;
        for (told, word) in [(candidate.first, "first"), (candidate.again, "again")] {
            if let Some((_, why)) = told {
                traits.hold(format!("{word}: {why}"), true);
                traits.hold(format!("{acts}: {why}"), word == "first");
            }
        }
        if candidate.first.is_none() && candidate.again.is_none() {
            traits.hold(format!("no clue, {near}"), true);
            traits.hold(format!("no clue, {near}, {acts}"), true);
        }
        traits.hold(format!("{near}: {class}"), true);
        traits.hold(format!("{acts}: {class}"), true);
        traits.hold(format!("{}: {class}", self.event.kind.as_str()), true);
    }

    /// Where it stands in the text.
    fn tell_standing(&self, seen: &Seen<'_>, traits: &mut Held) {
        let occurrences = &seen.candidate.occurrences;
        let sentence = |t: usize| self.reading.doc.sentence_of(t).index() as i64;
        let heads = self.event.clues.heads.iter().take(HEADS);
        let gap = heads
            .flat_map(|&h| occurrences.iter().map(move |&t| sentence(t) - sentence(h)))
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
        let breadth = if seen.rank == 3 { "country" } else { "narrower" };
        traits.hold(format!("named {gap}"), true);
        traits.hold(format!("named {gap}, {breadth}"), gap != "here");
        if gap == "here" && seen.candidate.steps == SENTENCE {
            let distances = occurrences.iter().map(|&t| t as i64 - self.event.head as i64);
            if let Some(d) = distances.min_by_key(|d| d.abs()) {
                let far = (d.unsigned_abs() / 3 + 1).ilog2().min(4);
                traits.hold(format!("{} {far}", if d < 0 { "left" } else { "right" }), true);
            }
        }
        traits.hold("in the title", occurrences.iter().any(|&t| sentence(t) == 0));
        traits.hold("in the lead", occurrences.iter().any(|&t| (1..LEAD as i64).contains(&sentence(t))));
    }

    /// What it is on the map beside the other candidates and the country of the report.
    fn tell_neighbours_on_map(&self, seen: &Seen<'_>, traits: &mut Held) {
        let Site::Known(id) = seen.site else { return };
        let (near, rank) = (seen.near, seen.rank);
        let gazetteer = self.reading.know.gazetteer;
        let any_other = |test: &dyn Fn(PlaceId, &Candidate) -> bool| {
            self.sites.iter().any(|(site, candidate)| match site {
                Site::Known(other) => other != id && test(*other, candidate),
                Site::Unknown(_) => false,
            })
        };
        let holds = |other: PlaceId| gazetteer.is_within(other, *id);
        let holds_near = any_other(&|other, c| c.steps <= SENTENCE && holds(other));
        traits.hold(format!("holds one that stands near, {near}"), holds_near);
        traits.hold(format!("holds another, {near}, {rank}"), any_other(&|other, _| holds(other)));
        let lies_in = any_other(&|other, c| c.steps < SENTENCE && gazetteer.is_within(*id, other));
        traits.hold(format!("lies in one that stands near, {near}"), lies_in);
        let is_of_report = gazetteer.place(*id).country == self.reading.toponyms.country.as_deref();
        traits.hold("in the country of the report", rank != 3 && is_of_report);
        traits.hold("country of the report", rank == 3 && is_of_report);
    }

    /// How often the report names it.
    fn tell_frequency(&self, seen: &Seen<'_>, traits: &mut Held) {
        let times = self.frequency.get(seen.site).copied().unwrap_or(0);
        let word = match times {
            0..=1 => "1",
            2 => "2",
            3..=4 => "3",
            _ => "5",
        };
        traits.hold(format!("named {word} times"), true);
        let is_narrow = |site: &Site| self.sites.get(site).is_some_and(|c| self.rank(c) == 0);
        let most = self.frequency.iter().filter(|(site, _)| is_narrow(site)).map(|(_, n)| *n).max();
        traits.hold("most named", seen.rank == 0 && most == Some(times));
    }

    /// What the words that name it are.
    fn tell_words(&self, seen: &Seen<'_>, traits: &mut Held) {
        let (reading, doc) = (self.reading, self.reading.doc);
        let &Seen { candidate, toponym, near, class, .. } = seen;
        let all = |test: &dyn Fn(&Toponym) -> bool| {
            candidate.occurrences.iter().filter_map(|&t| reading.toponyms.at(t)).all(test)
        };
        traits.hold("only an adjective", all(&|t| t.adjective));
        let is_people =
            |t: &Toponym| reading.know.gazetteer.adjective_country(&words_of(doc, &t.tokens)).is_some();
        traits.hold(format!("a people, {near}"), is_people(toponym));
        traits.hold("only a people", all(&is_people));
        let mut tells = doc.token(self.event.head).children();
        let nationwide = tells.any(|t| reading.know.lexicon.has("nationwide_adjectives", t.lemma()));
        traits.hold("nationwide: the country", nationwide && is_country(toponym));
        let is_party = reading.mentions.has(toponym.head) && !owns_ground(reading, toponym);
        traits.hold("stands for a party", is_party);
        traits.hold("only a direction", all(&|t| is_aside(doc, t)));
        let dep = doc.token(toponym.head).dep();
        traits.hold("the subject", dep == Dep::Nsubj);
        traits.hold("modifies a noun", matches!(dep, Dep::Compound | Dep::Poss | Dep::Amod));
        traits.hold("ambiguous", toponym.is_ambiguous());
        let governor = doc.token(candidate.located.phrase_head).head();
        let across = matches!(governor.text(), "across" | "throughout" | "Across" | "Throughout");
        traits.hold(format!("all over it, {class}"), across && governor.dep() == Dep::Prep);
    }

    /// Whether the rules took it, and how surely.
    fn tell_choice_of_rules(&self, seen: &Seen<'_>, traits: &mut Held) {
        let Some((located, steps)) = &self.event.located else { return };
        let chosen = self.reading.toponyms.at(located.toponym).map(|t| site_of(self.reading, t));
        if chosen.as_ref() != Some(seen.site) {
            return;
        }
        let surely = match *steps {
            steps if steps < SENTENCE => "surely",
            steps if steps < DISCOURSE => "here",
            _ => "carried",
        };
        traits.hold(format!("the rules' choice, {surely}, {}", seen.acts), true);
        traits.hold(format!("the rules' choice, {surely}, {}", seen.class), true);
    }
}

/// A candidate as its traits are told.
struct Seen<'a> {
    site: &'a Site,
    candidate: &'a Candidate,
    toponym: &'a Toponym,
    /// The rank of its class.
    rank: u8,
    /// Whether the event is an act or only words.
    acts: &'static str,
    /// How near its words stand.
    near: &'static str,
    class: &'static str,
}

/// The traits that hold.
struct Held(Traits);

impl Held {
    fn hold(&mut self, name: impl Into<Cow<'static, str>>, holds: bool) {
        if holds {
            self.0.push(name.into());
        }
    }
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
