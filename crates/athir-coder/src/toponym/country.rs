//! The country that a report is about, by the votes of all that it names.

use std::collections::BTreeMap;
use std::ops::Range;

use athir_actors::{ActorKind, NameRole};
use athir_gazetteer::{Gazetteer, PlaceClass, PlaceId, fold};
use athir_nlp::{Dep, Sentence, Token};

use super::guess::{Guess, How};
use super::whose::{is_bystander, is_patron};
use super::{Setting, Toponym};
use crate::clause::is_locative_prep;
use crate::lexicon::Lexicon;
use crate::name::{Name, Naming};
use crate::phrase::{span_head, words_of};

/// What speaks for each country, by its code.
#[derive(Default)]
pub(super) struct Votes {
    /// All that speaks for it.
    all: BTreeMap<String, f32>,
    /// The same without names that are only like its own: what only look-alikes say of the country bounds none of them.
    pub(super) sure: BTreeMap<String, f32>,
    /// The actors that are at home there: where they fight, the places of a report lie.
    pub(super) at_home: BTreeMap<String, f32>,
    /// Those of them that are armed groups.
    pub(super) fighters_home: BTreeMap<String, f32>,
}

impl Votes {
    /// Counts what the names of a report speak for, of which some are places with their entries.
    pub(super) fn of(setting: &Setting<'_>, places: &[Toponym], guesses: &[Vec<Guess>]) -> Votes {
        let mut votes = Votes::default();
        for name in setting.names {
            votes.add_name(setting, name);
        }
        for country in setting.datelines.iter().filter_map(|line| line.country.as_ref()) {
            add(&mut votes.all, country, BYSTANDER_VOTE);
        }
        votes.sure = votes.all.clone();
        for (toponym, found) in places.iter().zip(guesses) {
            let weight = weight_of(setting, &toponym.tokens);
            each_country(toponym, found, setting.gazetteer, |country, score, is_spelled| {
                add(&mut votes.all, country, 0.6 * score * weight);
                if is_spelled {
                    add(&mut votes.sure, country, 0.6 * score * weight);
                }
            });
        }
        votes
    }

    fn add_name(&mut self, setting: &Setting<'_>, name: &Name) {
        match &name.naming {
            Naming::Country(iso2) => {
                let text = words_of(setting.doc, &name.tokens);
                let is_sure = province_namesakes(&text, iso2, setting.gazetteer).is_empty();
                let vote = if is_sure { 1.0 } else { 0.3 };
                add(&mut self.all, iso2, vote * weight_of(setting, &name.tokens));
            }
            // A place, whose entries vote.
            Naming::Actor(_, NameRole::Metonym) if name.is_place => {}
            // The agency that wrote it.
            Naming::Actor(..) if setting.is_told_by_dateline(name.tokens.start) => {}
            Naming::Actor(id, _) => {
                let actor = setting.registry.actor(*id);
                let countries = actor.countries.as_slice();
                // Who helps or watches from afar is at home elsewhere.
                if actor.kind == ActorKind::Ngo || countries.len() > MOST_HOMES {
                    return;
                }
                let vote = 0.5 / countries.len() as f32;
                for country in countries {
                    add(&mut self.all, country, vote);
                    add(&mut self.at_home, country, vote);
                    if matches!(actor.kind, ActorKind::ArmedGroup | ActorKind::Militia) {
                        add(&mut self.fighters_home, country, vote);
                    }
                }
            }
            _ => {}
        }
    }

    /// The country that stands out.
    pub(super) fn outstanding(&self) -> Option<String> {
        let total: f32 = self.all.values().sum();
        let first = self.all.iter().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)));
        first.filter(|(_, vote)| **vote >= STANDS_OUT * total).map(|(country, _)| country.clone())
    }

    /// Whether the report names the country, an actor that is at home there, or a place of it in its dateline.
    pub(super) fn is_told(&self, setting: &Setting<'_>, country: &str) -> bool {
        let names_it = |name: &Name| matches!(&name.naming, Naming::Country(iso2) if iso2 == country);
        setting.names.iter().any(names_it)
            || self.at_home.contains_key(country)
            || setting.datelines.iter().any(|line| line.country.as_deref() == Some(country))
    }
}

fn add(votes: &mut BTreeMap<String, f32>, country: &str, vote: f32) {
    *votes.entry(country.to_owned()).or_default() += vote;
}

/// How much a name counts: where a report was written, and who arms one of its sides from afar, says little of what it is
/// about.
fn weight_of(setting: &Setting<'_>, tokens: &Range<usize>) -> f32 {
    let head = span_head(setting.doc, tokens);
    let is_aside = setting.is_told_by_dateline(tokens.start)
        || is_patron(head, setting.lexicon)
        || is_bystander(head, setting.lexicon);
    if is_aside { BYSTANDER_VOTE } else { 1.0 }
}

/// The share of all votes that the country of a report has.
const STANDS_OUT: f32 = 0.34;

/// The country whose forces "the army" is: where the places of the report lie, those of the lead first, and where its actors
/// are at home. Countries that act or speak are named because they are others.
pub(super) fn home_of(
    setting: &Setting<'_>,
    all: &[Toponym],
    fighters_home: &BTreeMap<String, f32>,
) -> Option<String> {
    let &Setting { doc, gazetteer, lexicon, .. } = setting;
    let mut votes: BTreeMap<&str, f32> = fighters_home.iter().map(|(c, vote)| (c.as_str(), *vote)).collect();
    let mut acting: BTreeMap<&str, f32> = BTreeMap::new();
    let is_title = |s: Sentence<'_>| s.tokens().rfind(|t| !t.is_space()).is_some_and(|t| !t.is_punct());
    let lead = 1 + usize::from(doc.sentences().next().is_some_and(is_title));
    for toponym in all {
        let Some(id) = toponym.best() else { continue };
        let place = gazetteer.place(id);
        let Some(country) = place.country else { continue };
        let head = doc.token(toponym.head);
        let weight = weight_of(setting, &toponym.tokens);
        if place.class == PlaceClass::Country && !lies_in(head, lexicon) {
            *acting.entry(country).or_default() += ACTING_VOTE * weight;
            continue;
        }
        let is_lead = place.class != PlaceClass::Country && doc.sentence_of(toponym.head).index() < lead;
        *votes.entry(country).or_default() += if is_lead { 2.0 * weight } else { weight };
    }
    for (country, vote) in acting {
        *votes.entry(country).or_default() += vote.min(MOST_ACTING);
    }
    let total: f32 = votes.values().sum();
    let (country, vote) = votes.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(a.0)))?;
    (vote >= STANDS_OUT * total).then(|| country.to_owned())
}

/// How much a country that acts or speaks counts for the report's own, beside 1 for a place.
const ACTING_VOTE: f32 = 0.3;

/// How much it counts at most, however often it is named.
const MOST_ACTING: f32 = 0.6;

/// Whether a country's name says where something lies or happens: "in Norway", "the Norwegian town", "Norway's war".
pub(super) fn lies_in(head: Token<'_>, lexicon: &Lexicon) -> bool {
    let above = head.head();
    match head.dep() {
        Dep::Pobj => is_locative_prep(&above.text().to_ascii_lowercase()),
        Dep::Poss | Dep::Amod | Dep::Compound | Dep::Nmod => {
            above.entity().is_some_and(|e| matches!(e.label(), "GPE" | "LOC"))
                || ["place_nouns", "area_nouns", "settlement_words", "province_words", "war_nouns"]
                    .iter()
                    .any(|list| lexicon.token_in(list, above))
        }
        Dep::Appos | Dep::Npadvmod => above.entity().is_some_and(|e| matches!(e.label(), "GPE" | "LOC")),
        _ => false,
    }
}

/// Gives each country that a toponym may lie in, how much speaks for it beside 1 for the likeliest, and whether a place in it
/// is spelled so.
fn each_country(
    toponym: &Toponym,
    found: &[Guess],
    gazetteer: &Gazetteer,
    mut tell: impl FnMut(&str, f32, bool),
) {
    // A name that is only like another says little of the country: it is looked for in that of the report.
    let is_spelled = |id: PlaceId| {
        toponym.is_given || found.iter().any(|guess| guess.id == id && guess.how == How::Spelled)
    };
    let mut best: BTreeMap<&str, (f32, bool)> = BTreeMap::new();
    for &(id, score) in &toponym.ranked {
        if let Some(country) = gazetteer.place(id).country {
            let entry = best.entry(country).or_insert((f32::MIN, false));
            *entry = (entry.0.max(score), entry.1 || is_spelled(id));
        }
    }
    let top = best.values().map(|(score, _)| *score).fold(f32::MIN, f32::max);
    // A place that could as well lie elsewhere says little about the country.
    for (country, (score, is_spelled)) in best.into_iter().filter(|(_, (score, _))| *score > top - 2.0) {
        let likeness = if is_spelled { 1.0 } else { LIKENESS_VOTE };
        tell(country, likeness * (score - top).exp(), is_spelled);
    }
}

/// How much the place of a dateline and a patron count for the country of a report, beside 1 for a country that acts.
const BYSTANDER_VOTE: f32 = 0.1;

/// How much a name counts for a country that has only a name like it.
const LIKENESS_VOTE: f32 = 0.1;

/// Of an actor at home in more countries than this nothing is taken for where it fights.
const MOST_HOMES: usize = 4;

/// The provinces of other countries that are called as a country is: "Georgia".
fn province_namesakes(text: &str, iso2: &str, gazetteer: &Gazetteer) -> Vec<PlaceId> {
    let is_namesake = |id: &PlaceId| {
        let place = gazetteer.place(*id);
        place.class == PlaceClass::Province && place.country != Some(iso2) && fold(place.name) == fold(text)
    };
    gazetteer.find_spelled(text).into_iter().map(|c| c.id).filter(is_namesake).collect()
}
