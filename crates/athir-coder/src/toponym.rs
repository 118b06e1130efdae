//! Toponyms in the text and the gazetteer entries that they refer to, ranked by the words around them.

mod capital;
mod country;
mod guess;
mod hint;
mod plausible;
mod quarter;
mod rank;
mod row;
mod whose;

use std::collections::BTreeMap;
use std::ops::Range;

use athir_actors::{NameRole, Registry};
use athir_gazetteer::{Gazetteer, PlaceClass, PlaceId, distance_km};
use athir_nlp::{Dep, Doc, Pos, Token};

use self::capital::of_capital;
use self::country::{Votes, home_of};
use self::guess::{Guess, guesses_of, named_with_kind, prior};
use self::plausible::{drop_far_likenesses, drop_parts_elsewhere, keep_plausible_countries};
pub(crate) use self::quarter::QUARTER_KM;
use self::quarter::put_quarters_into_towns;
use self::rank::Named;
use self::row::find_follows;
use self::whose::tells_ground;
pub(crate) use self::whose::{is_of_allegiance, is_patron};
use crate::dateline::Dateline;
use crate::lexicon::Lexicon;
use crate::name::{Name, Naming};
use crate::phrase::{span_head, words_of};

/// A place name in the text with the entries that it could mean, best first.
#[derive(Clone, Debug)]
pub(crate) struct Toponym {
    pub(crate) tokens: Range<usize>,
    pub(crate) head: usize,
    /// Ranked by the text around it; empty when the gazetteer has none.
    pub(crate) ranked: Vec<(PlaceId, f32)>,
    pub(crate) class: PlaceClass,
    /// "Syrian": names the country of a war or crisis, and else no place.
    pub(crate) adjective: bool,
    /// "Syrian territory": the adjective says where the ground lies that its noun speaks of.
    pub(crate) tells_ground: bool,
    /// "the Karama quarter": a part of a town.
    pub(crate) quarter: bool,
    /// Token of the name behind it that the words say it lies in: "Tal Amar in Idlib".
    pub(crate) area: Option<usize>,
    /// Whether the caller says that it is a place's name: then a far one is better than none.
    is_given: bool,
}

impl Toponym {
    pub(crate) fn best(&self) -> Option<PlaceId> {
        self.ranked.first().map(|r| r.0)
    }

    /// Whether the second-ranked entry is too close to the first to decide, and far from it on the map.
    pub(crate) fn is_ambiguous(&self) -> bool {
        self.ranked.len() > 1 && self.ranked[0].1 - self.ranked[1].1 < AMBIGUITY_MARGIN
    }
}

/// Candidates closer together than this in score are not told apart.
const AMBIGUITY_MARGIN: f32 = 0.35;

/// Candidates this near to each other are one place for the reader.
const SAME_PLACE_KM: f64 = 15.0;

/// The places of a report.
#[derive(Debug, Default)]
pub(crate) struct Toponyms {
    pub(crate) all: Vec<Toponym>,
    at_token: Vec<Option<u32>>,
    /// The country that the report is mostly about.
    pub(crate) country: Option<String>,
}

impl Toponyms {
    fn new(mut all: Vec<Toponym>, n_tokens: usize, country: Option<String>) -> Toponyms {
        all.sort_by_key(|toponym| toponym.tokens.start);
        let mut at_token = vec![None; n_tokens];
        for (n, toponym) in all.iter().enumerate() {
            for i in toponym.tokens.clone() {
                at_token[i] = Some(n as u32);
            }
        }
        Toponyms { all, at_token, country }
    }

    /// Adds the capitals that the text speaks of without their names.
    pub(crate) fn with_capitals(self, doc: &Doc, gazetteer: &Gazetteer, lexicon: &Lexicon) -> Toponyms {
        let unnamed: Vec<Toponym> =
            doc.tokens().filter_map(|token| of_capital(doc, &self, token, gazetteer, lexicon)).collect();
        let all = self.all.into_iter().chain(unnamed).collect();
        Toponyms::new(all, doc.len(), self.country)
    }

    /// The toponym that covers a token.
    pub(crate) fn at(&self, token: usize) -> Option<&Toponym> {
        self.at_token.get(token).copied().flatten().map(|i| &self.all[i as usize])
    }
}

/// A report, the names in it, and what is known of them.
#[derive(Clone, Copy)]
struct Setting<'a> {
    doc: &'a Doc,
    names: &'a [Name],
    datelines: &'a [Dateline],
    gazetteer: &'a Gazetteer,
    registry: &'a Registry,
    lexicon: &'a Lexicon,
}

impl Setting<'_> {
    fn is_told_by_dateline(&self, at: usize) -> bool {
        self.datelines.iter().any(|line| line.tokens.contains(&at))
    }
}

/// Finds and resolves the toponyms among the names. Names stay candidates where the text leaves it open; those in
/// datelines hardly count for the country that the report is about.
pub(crate) fn find_toponyms(
    doc: &Doc,
    names: &[Name],
    datelines: &[Dateline],
    gazetteer: &Gazetteer,
    registry: &Registry,
    lexicon: &Lexicon,
) -> Toponyms {
    let setting = Setting { doc, names, datelines, gazetteer, registry, lexicon };
    let (mut all, mut guesses) = of_names(&setting);
    let votes = Votes::of(&setting, &all, &guesses);
    keep_plausible_countries(&setting, &mut all, &mut guesses, &votes.sure);
    rank_together(&setting, &mut all, &guesses, &votes.at_home);
    // A country that only a name speaks for, which is taken to lie elsewhere after all, is not that of the report.
    let lies_there =
        |c: &String| all.iter().any(|t| t.best().and_then(|id| gazetteer.place(id).country) == Some(c));
    let country = home_of(&setting, &all, &votes.fighters_home).or_else(|| votes.outstanding());
    let country = country.filter(|c| lies_there(c) || votes.is_told(&setting, c));
    let says_here = doc.tokens().any(says_here);
    all.extend(datelines.iter().filter_map(|line| {
        let town = says_here.then(|| town_of_dateline(doc, line, gazetteer)).flatten();
        town.or_else(|| of_dateline(line, gazetteer))
    }));
    Toponyms::new(all, doc.len(), country)
}

/// The toponyms among the names, and the entries that each may stand for.
fn of_names(setting: &Setting<'_>) -> (Vec<Toponym>, Vec<Vec<Guess>>) {
    let &Setting { doc, gazetteer, lexicon, .. } = setting;
    let is_place = |name: &&Name| match &name.naming {
        Naming::Country(_) | Naming::Place | Naming::GivenPlace => true,
        Naming::Actor(_, NameRole::Metonym) => name.is_place,
        _ => false,
    };
    let of_name = |name: &Name| {
        let head = span_head(doc, &name.tokens);
        let text = words_of(doc, &name.tokens);
        let of_kind = named_with_kind(doc, name, &text, gazetteer);
        let mut found = of_kind.unwrap_or_else(|| guesses_of(&name.naming, &text, gazetteer, lexicon));
        found.truncate(rank::MOST_CANDIDATES);
        let adjective = matches!(name.naming, Naming::Country(_)) && head.pos() == Pos::Adj
            || is_of_allegiance(doc, &name.tokens);
        let toponym = Toponym {
            tokens: name.tokens.clone(),
            head: head.index(),
            ranked: found.iter().map(|guess| (guess.id, prior(gazetteer, guess))).collect(),
            class: PlaceClass::Settlement,
            adjective,
            tells_ground: adjective && tells_ground(head, lexicon),
            quarter: false,
            area: None,
            is_given: name.naming == Naming::GivenPlace,
        };
        (toponym, found)
    };
    setting.names.iter().filter(is_place).map(of_name).unzip()
}

/// "A bomb went off here": in the town of the dateline.
pub(crate) fn says_here(token: Token<'_>) -> bool {
    token.text() == "here" && token.dep() == Dep::Advmod
}

/// The town of a dateline, where the report tells of what happened there.
fn town_of_dateline(doc: &Doc, line: &Dateline, gazetteer: &Gazetteer) -> Option<Toponym> {
    let country = of_dateline(line, gazetteer)?;
    let of_country = line.country.as_deref();
    let towns = gazetteer.find_spelled(&words_of(doc, &line.place)).into_iter().map(|found| found.id);
    let there = towns.filter(|id| {
        let place = gazetteer.place(*id);
        place.class == PlaceClass::Settlement && place.country == of_country
    });
    let town = there.max_by_key(|id| gazetteer.place(*id).population.unwrap_or(0))?;
    Some(Toponym { ranked: vec![(town, 0.0)], class: PlaceClass::Settlement, ..country })
}

/// A dateline tells the country at most: where somebody wrote is not where it happened.
fn of_dateline(line: &Dateline, gazetteer: &Gazetteer) -> Option<Toponym> {
    let country = gazetteer.country(line.country.as_deref()?)?;
    Some(Toponym {
        tokens: line.place.clone(),
        head: line.place.end - 1,
        ranked: vec![(country, 0.0)],
        class: PlaceClass::Country,
        adjective: false,
        tells_ground: false,
        quarter: false,
        area: None,
        is_given: false,
    })
}

/// Ranks the guesses by the text, and drops those that are one place with the best.
fn rank_together(
    setting: &Setting<'_>,
    all: &mut [Toponym],
    guesses: &[Vec<Guess>],
    at_home: &BTreeMap<String, f32>,
) {
    let &Setting { doc, gazetteer, lexicon, .. } = setting;
    let names: Vec<Named<'_>> =
        all.iter().zip(guesses).map(|(t, guesses)| Named { tokens: &t.tokens, guesses }).collect();
    let tokens: Vec<&Range<usize>> = names.iter().map(|name| name.tokens).collect();
    let follows = find_follows(doc, lexicon, &tokens);
    let scores = rank::rank(doc, gazetteer, lexicon, &names, &follows, at_home);
    for ((toponym, guesses), scores) in all.iter_mut().zip(guesses).zip(scores) {
        toponym.ranked = guesses.iter().map(|guess| guess.id).zip(scores).collect();
        toponym.ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        if let Some(first) = toponym.best().map(|id| gazetteer.place(id)) {
            // A river or a region of many countries is no spot.
            toponym.class = if first.country.is_none() { PlaceClass::Country } else { first.class };
            toponym.ranked.retain(|(id, _)| {
                let p = gazetteer.place(*id);
                *id == first.id || distance_km((first.lat, first.lon), (p.lat, p.lon)) > SAME_PLACE_KM
            });
        }
    }
    drop_parts_elsewhere(gazetteer, all, guesses, &follows);
    drop_far_likenesses(gazetteer, all, guesses);
    put_quarters_into_towns(setting, all, guesses, &follows);
    for m in 0..all.len() {
        let area = follows[m].area.filter(|&area| !all[area].adjective && all[area].best().is_some());
        all[m].area = area.map(|area| all[area].head);
    }
}

/// Settlements and spots before areas, areas before countries.
pub(crate) fn class_rank(class: PlaceClass) -> u8 {
    match class {
        PlaceClass::Spot | PlaceClass::Settlement => 0,
        PlaceClass::District | PlaceClass::Region => 1,
        PlaceClass::Province => 2,
        _ => 3,
    }
}
