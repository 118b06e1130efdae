//! Toponyms in the text and the gazetteer entries that they refer to, ranked by the words around them.

mod capital;
mod hint;
mod rank;
mod row;

use std::collections::BTreeMap;
use std::ops::Range;

use athir_actors::{ActorKind, NameRole, Registry};
use athir_gazetteer::{Candidate, Gazetteer, Match, NameKind, PlaceClass, PlaceId, distance_km, fold};
use athir_nlp::{Dep, Doc, Pos, Sentence, Token};

use crate::abbreviation::abbreviated_area;
use crate::clause::is_locative_prep;
use crate::dateline::Dateline;
use crate::lexicon::Lexicon;
use crate::name::{Name, Naming};
use crate::phrase::{span_head, words_of};
use capital::of_capital;
use rank::Named;
use row::{Follow, find_follows, is_landmark, is_of_town, is_put_into, is_quarter, is_street};

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
    // Where a report was written, and who arms one of its sides from afar, says little of what it is about.
    let is_told_by_dateline = |at: usize| datelines.iter().any(|line| line.tokens.contains(&at));
    let weight_of = |tokens: &Range<usize>| {
        let head = span_head(doc, tokens);
        if is_told_by_dateline(tokens.start) || is_patron(head, lexicon) || is_bystander(head, lexicon) {
            BYSTANDER_VOTE
        } else {
            1.0
        }
    };
    let mut all: Vec<Toponym> = Vec::new();
    let mut guesses: Vec<Vec<Guess>> = Vec::new();
    let mut at_home: BTreeMap<String, f32> = BTreeMap::new();
    let mut fighters_home: BTreeMap<String, f32> = BTreeMap::new();
    let mut votes: BTreeMap<String, f32> = BTreeMap::new();
    for name in names {
        match &name.naming {
            Naming::Country(iso2) => {
                let is_sure = province_namesakes(&words_of(doc, &name.tokens), iso2, gazetteer).is_empty();
                let vote = if is_sure { 1.0 } else { 0.3 };
                *votes.entry(iso2.clone()).or_default() += vote * weight_of(&name.tokens);
            }
            Naming::Actor(_, NameRole::Metonym) if name.is_place => {}
            Naming::Place | Naming::GivenPlace => {}
            // The agency that wrote it.
            Naming::Actor(..) if is_told_by_dateline(name.tokens.start) => continue,
            // Where the actors of a report fight, its places lie.
            // Who helps or watches from afar is at home elsewhere.
            Naming::Actor(id, _) if registry.actor(*id).kind == ActorKind::Ngo => continue,
            Naming::Actor(id, _) => {
                let countries = registry.actor(*id).countries.as_slice();
                for country in countries.iter().filter(|_| countries.len() <= MOST_HOMES) {
                    let vote = 0.5 / countries.len() as f32;
                    *votes.entry(country.clone()).or_default() += vote;
                    *at_home.entry(country.clone()).or_default() += vote;
                    if matches!(registry.actor(*id).kind, ActorKind::ArmedGroup | ActorKind::Militia) {
                        *fighters_home.entry(country.clone()).or_default() += vote;
                    }
                }
                continue;
            }
            _ => continue,
        }
        let head = span_head(doc, &name.tokens);
        let text = words_of(doc, &name.tokens);
        let of_kind = named_with_kind(doc, name, &text, gazetteer);
        let mut found = of_kind.unwrap_or_else(|| guesses_of(&name.naming, &text, gazetteer, lexicon));
        let adjective = matches!(name.naming, Naming::Country(_)) && head.pos() == Pos::Adj
            || is_of_allegiance(doc, &name.tokens);
        found.truncate(rank::MOST_CANDIDATES);
        all.push(Toponym {
            tokens: name.tokens.clone(),
            head: head.index(),
            ranked: found.iter().map(|guess| (guess.id, prior(gazetteer, guess))).collect(),
            class: PlaceClass::Settlement,
            adjective,
            tells_ground: adjective && tells_ground(head, lexicon),
            quarter: false,
            area: None,
            is_given: name.naming == Naming::GivenPlace,
        });
        guesses.push(found);
    }
    for country in datelines.iter().filter_map(|line| line.country.as_ref()) {
        *votes.entry(country.clone()).or_default() += BYSTANDER_VOTE;
    }
    // What only look-alikes say of the country bounds none of them.
    let mut sure = votes.clone();
    for (toponym, found) in all.iter().zip(&guesses) {
        let weight = weight_of(&toponym.tokens);
        vote(toponym, found, gazetteer, |country, score, is_spelled| {
            *votes.entry(country.to_owned()).or_default() += 0.6 * score * weight;
            if is_spelled {
                *sure.entry(country.to_owned()).or_default() += 0.6 * score * weight;
            }
        });
    }
    let total: f32 = votes.values().sum();
    keep_plausible_countries(doc, gazetteer, lexicon, &mut all, &mut guesses, names, &sure);
    let country = votes
        .iter()
        .max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)))
        .filter(|(_, v)| **v >= STANDS_OUT * total)
        .map(|(c, _)| c.clone());
    rank_together(doc, gazetteer, lexicon, &mut all, &guesses, &at_home);
    // A country that only a name speaks for, which is taken to lie elsewhere after all, is not that of the report.
    let lies_there =
        |c: &String| all.iter().any(|t| t.best().and_then(|id| gazetteer.place(id).country) == Some(c));
    let is_named = |c: &String| {
        names.iter().any(|name| matches!(&name.naming, Naming::Country(iso2) if iso2 == c))
            || at_home.contains_key(c)
    };
    let home = home_of(doc, &all, &fighters_home, weight_of, gazetteer, lexicon);
    let country = home.or(country);
    let is_of_dateline = |c: &String| datelines.iter().any(|line| line.country.as_ref() == Some(c));
    let country = country.filter(|c| lies_there(c) || is_named(c) || is_of_dateline(c));
    let says_here = doc.tokens().any(says_here);
    all.extend(datelines.iter().filter_map(|line| {
        let town = says_here.then(|| town_of_dateline(doc, line, gazetteer)).flatten();
        town.or_else(|| of_dateline(line, gazetteer))
    }));
    Toponyms::new(all, doc.len(), country)
}

/// The share of all votes that the country of a report has.
const STANDS_OUT: f32 = 0.34;

/// The country whose forces "the army" is: where the places of the report lie, those of the lead first, and where its actors
/// are at home. Countries that act or speak are named because they are others.
fn home_of(
    doc: &Doc,
    all: &[Toponym],
    fighters_home: &BTreeMap<String, f32>,
    weight_of: impl Fn(&Range<usize>) -> f32,
    gazetteer: &Gazetteer,
    lexicon: &Lexicon,
) -> Option<String> {
    let mut votes: BTreeMap<&str, f32> = fighters_home.iter().map(|(c, vote)| (c.as_str(), *vote)).collect();
    let mut acting: BTreeMap<&str, f32> = BTreeMap::new();
    let is_title = |s: Sentence<'_>| s.tokens().rfind(|t| !t.is_space()).is_some_and(|t| !t.is_punct());
    let lead = 1 + usize::from(doc.sentences().next().is_some_and(is_title));
    for toponym in all {
        let Some(id) = toponym.best() else { continue };
        let place = gazetteer.place(id);
        let Some(country) = place.country else { continue };
        let head = doc.token(toponym.head);
        let weight = weight_of(&toponym.tokens);
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
fn lies_in(head: Token<'_>, lexicon: &Lexicon) -> bool {
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

/// Gives each country that a toponym may lie in, and how much speaks for it beside 1 for the likeliest.
fn vote(toponym: &Toponym, found: &[Guess], gazetteer: &Gazetteer, mut tell: impl FnMut(&str, f32, bool)) {
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

/// Whether a name before a noun says where the ground lies: "Norwegian territory", but not "a Norwegian base", which may
/// lie anywhere.
fn tells_ground(head: Token<'_>, lexicon: &Lexicon) -> bool {
    let noun = head.head();
    matches!(head.dep(), Dep::Amod | Dep::Compound | Dep::Nmod)
        && noun.index() > head.index()
        && lexicon.token_in("place_nouns", noun)
        && !["owned_place_nouns", "settlement_nouns", "line_nouns"]
            .iter()
            .any(|list| lexicon.token_in(list, noun))
}

/// How much the place of a dateline and a patron count for the country of a report, beside 1 for a country that acts.
const BYSTANDER_VOTE: f32 = 0.1;

/// How much a name counts for a country that has only a name like it.
const LIKENESS_VOTE: f32 = 0.1;

/// How many people a town has that is known by other vowels where nothing tells the country.
const KNOWN_ANYWHERE: u32 = 60_000;

/// "pro-Oslo media", "Oslo-backed fighters": a name in a compound says whose somebody is, and not where.
pub(crate) fn is_of_allegiance(doc: &Doc, tokens: &Range<usize>) -> bool {
    let text = |at: usize| (at < doc.len()).then(|| doc.token(at).text());
    // "Oslo - taken by rebels -" is no compound: its words touch.
    let touches = |at: usize| doc.token(at - 1).span().end() == doc.token(at).span().start();
    let is_dash = |at: usize| {
        text(at).is_some_and(|t| matches!(t, "-" | "\u{2010}" | "\u{2011}"))
            && touches(at)
            && at + 1 < doc.len()
            && touches(at + 1)
    };
    let stands_for = |word: &str| word.eq_ignore_ascii_case("pro") || word.eq_ignore_ascii_case("anti");
    let first = doc.token(tokens.start).text();
    let is_one_word = first.split_once('-').is_some_and(|(word, _)| stands_for(word));
    let before = tokens.start.checked_sub(2).filter(|&at| is_dash(at + 1)).and_then(text);
    let is_behind = is_dash(tokens.end)
        && text(tokens.end + 1).is_some_and(|word| word.starts_with(char::is_lowercase) && word != "wide")
        && matches!(doc.token(tokens.end + 1).tag(), "VBN" | "VBD" | "JJ");
    is_one_word || before.is_some_and(stands_for) || is_behind
}

/// Whether a name is that of somebody behind an actor: "Norwegian-backed rebels", "an army supported by Norway".
pub(crate) fn is_patron(head: Token<'_>, lexicon: &Lexicon) -> bool {
    let above = head.head();
    let tie = match head.dep() {
        Dep::Pobj if matches!(above.text(), "by" | "with" | "to") => above.head(),
        Dep::Npadvmod | Dep::Advmod | Dep::Compound | Dep::Amod => above,
        _ => return false,
    };
    let modifies = matches!(tie.dep(), Dep::Acl | Dep::Amod | Dep::Conj);
    let ties = matches!(tie.text(), "led" | "allied")
        || lexicon.token_in("support_words", tie)
        || lexicon.token_in("affiliate_words", tie);
    modifies && ties && matches!(tie.tag(), "VBN" | "VBD" | "JJ")
}

/// Whether a name is that of somebody who only deals with those whom the report is about, or of where they meet: "the
/// Norwegian ambassador", "its ally Norway", "talks in Oslo", "a deal brokered by Norway".
fn is_bystander(head: Token<'_>, lexicon: &Lexicon) -> bool {
    let above = head.head();
    let stands_by = |t: Token<'_>| lexicon.token_in("bystander_nouns", t);
    let is_aside = match head.dep() {
        Dep::Amod | Dep::Compound | Dep::Poss | Dep::Nmod => stands_by(above),
        Dep::Pobj if matches!(above.text(), "in" | "at" | "to") => {
            lexicon.token_in("meeting_words", above.head())
        }
        Dep::Pobj => above.text() == "by" && lexicon.token_in("broker_verbs", above.head()),
        _ => false,
    };
    is_aside || head.lefts().any(|t| matches!(t.dep(), Dep::Compound | Dep::Nmod) && stands_by(t))
}

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

/// How the letters of a name fit those of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Spelled,
    OtherVowels,
    OtherConsonants,
}

/// An entry that a name may stand for.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Guess {
    id: PlaceId,
    how: How,
    /// Whether it is the name that the place usually goes by.
    usual: bool,
}

impl Guess {
    /// What a code or a table says that the name means.
    fn sure(id: PlaceId) -> Guess {
        Guess { id, how: How::Spelled, usual: true }
    }
}

impl From<Candidate> for Guess {
    fn from(candidate: Candidate) -> Guess {
        let how = match candidate.how {
            Match::Exact => How::Spelled,
            Match::Folded => How::OtherVowels,
            Match::Skeleton => How::OtherConsonants,
        };
        Guess { id: candidate.id, how, usual: candidate.name == NameKind::Usual }
    }
}

/// The entries that a name may stand for, with how well the words fit their names.
fn guesses_of(naming: &Naming, text: &str, gazetteer: &Gazetteer, lexicon: &Lexicon) -> Vec<Guess> {
    if let Some(area) = abbreviated_area(text).filter(|id| gazetteer.contains(*id)) {
        return vec![Guess::sure(area)];
    }
    match naming {
        Naming::Country(iso2) => {
            let mut guesses: Vec<Guess> = gazetteer.country(iso2).map(Guess::sure).into_iter().collect();
            if gazetteer.adjective_place(text).is_none() {
                // "Georgia" is a state too, "Lebanon" a town in Indiana.
                let spelled = gazetteer.find_spelled(text).into_iter().filter(|c| c.how == Match::Exact);
                let others: Vec<Guess> = spelled
                    .map(Guess::from)
                    .filter(|g| guesses.iter().all(|known| known.id != g.id))
                    .collect();
                guesses.extend(others);
            }
            guesses
        }
        Naming::GivenPlace => match gazetteer.adjective_place(text) {
            Some(place) => vec![Guess::sure(place)],
            None => by_name(text, gazetteer, lexicon),
        },
        _ => by_name(text, gazetteer, lexicon),
    }
}

/// "al-Nuri mosque", "Shaer gas field": the map has the spot under its name with the word for what it is.
fn named_with_kind(doc: &Doc, name: &Name, text: &str, gazetteer: &Gazetteer) -> Option<Vec<Guess>> {
    if matches!(name.naming, Naming::Country(_)) {
        return None;
    }
    (1..=KIND_WORDS).rev().filter(|n| name.tokens.end + n <= doc.len()).find_map(|n| {
        let behind = name.tokens.end..name.tokens.end + n;
        let is_word = |i: usize| doc.token(i).pos() == Pos::Noun;
        if !behind.clone().all(is_word) {
            return None;
        }
        let spelled = gazetteer.find_spelled(&format!("{text} {}", words_of(doc, &behind)));
        let spots: Vec<Guess> = spelled
            .into_iter()
            .map(Guess::from)
            .filter(|g| gazetteer.place(g.id).class == PlaceClass::Spot)
            .collect();
        (!spots.is_empty()).then_some(spots)
    })
}

/// How many words say what a spot is: "gas field".
const KIND_WORDS: usize = 2;

fn by_name(text: &str, gazetteer: &Gazetteer, lexicon: &Lexicon) -> Vec<Guess> {
    let spelled = gazetteer.find_spelled(text);
    let found = if spelled.is_empty() {
        let plain = without_abbreviations(text);
        let respelled = plain.map(|plain| gazetteer.find_spelled(&plain)).unwrap_or_default();
        let similar = if respelled.is_empty() { gazetteer.find_similar(text) } else { respelled };
        if similar.is_empty() { town_of_landmark(text, gazetteer, lexicon) } else { similar }
    } else {
        spelled
    };
    found.into_iter().map(Guess::from).collect()
}

/// "Oslo University", "Bergen Arena": the town that a building is named for.
fn town_of_landmark(text: &str, gazetteer: &Gazetteer, lexicon: &Lexicon) -> Vec<Candidate> {
    let town = text.rsplit_once(' ').filter(|(_, kind)| lexicon.has("landmark_nouns", &kind.to_lowercase()));
    town.map(|(town, _)| gazetteer.find_spelled(town)).unwrap_or_default()
}

/// "W. Columbia" and "Madison Twp." in full, "Town of Groton" without its kind; `None` where nothing changes.
fn without_abbreviations(text: &str) -> Option<String> {
    let kind = ["Town of ", "City of ", "Village of ", "Township of ", "County of "];
    let bare = kind.iter().find_map(|kind| text.strip_prefix(kind));
    let words: Vec<&str> = bare.unwrap_or(text).split_whitespace().collect();
    let in_full = |(i, word): (usize, &&str)| match *word {
        "N." if i == 0 => "North".to_owned(),
        "S." if i == 0 => "South".to_owned(),
        "E." if i == 0 => "East".to_owned(),
        "W." if i == 0 => "West".to_owned(),
        "Ft." => "Fort".to_owned(),
        "Pt." => "Point".to_owned(),
        "Mtn." => "Mountain".to_owned(),
        "Twp." | "Twp" if i > 0 => "Township".to_owned(),
        "Co." if i > 0 => "County".to_owned(),
        other => other.to_owned(),
    };
    let plain = words.iter().enumerate().map(in_full).collect::<Vec<String>>().join(" ");
    (plain != text).then_some(plain)
}

/// A village of a country that the report does not speak of is a chance likeness of names: it is dropped, and
/// other spellings are tried in the countries that the report does speak of.
fn keep_plausible_countries(
    doc: &Doc,
    gazetteer: &Gazetteer,
    lexicon: &Lexicon,
    all: &mut [Toponym],
    guesses: &mut [Vec<Guess>],
    names: &[Name],
    votes: &BTreeMap<String, f32>,
) {
    let total: f32 = votes.values().sum();
    let mut spoken_of: Vec<&str> = names
        .iter()
        .filter_map(|n| if let Naming::Country(iso2) = &n.naming { Some(iso2.as_str()) } else { None })
        .collect();
    spoken_of.extend(votes.iter().filter(|(_, v)| **v >= 0.25 * total).map(|(c, _)| c.as_str()));
    if spoken_of.is_empty() {
        // Nothing bounds the country: another spelling would be a guess.
        for (_, found) in all.iter().zip(guesses).filter(|(toponym, _)| !toponym.is_given) {
            let is_spelled = found.iter().any(|guess| guess.how == How::Spelled);
            found.retain(|guess| {
                let people = gazetteer.place(guess.id).population.unwrap_or(0);
                guess.how == How::Spelled
                    || !is_spelled && guess.how == How::OtherVowels && people >= KNOWN_ANYWHERE
            });
        }
        return;
    }
    // A great city speaks for the towns of its country, though the report does not name the country.
    let beside: Vec<String> = guesses
        .iter()
        .filter_map(|found| {
            let likeliest = |a: &&Guess, b: &&Guess| prior(gazetteer, a).total_cmp(&prior(gazetteer, b));
            let first = found.iter().max_by(likeliest).filter(|g| g.usual && g.how == How::Spelled)?;
            let place = gazetteer.place(first.id);
            let country = place.country.filter(|_| place.population.unwrap_or(0) >= GREAT_CITY)?;
            // A capital stands for its state, wherever the report is of.
            (gazetteer.capital(country) != Some(place.id)).then(|| country.to_owned())
        })
        .collect();
    // A country that is only named beside others has no more of a chance to hold a look-alike than any.
    let is_central = |c: &str| votes.get(c).is_some_and(|vote| *vote >= CENTRAL * total);
    let is_chance = |guess: &Guess| {
        let country = gazetteer.place(guess.id).country;
        guess.how == How::OtherConsonants
            && country.is_some_and(|c| rank::LATIN.contains(&c) || !is_central(c))
    };
    // "The U.S. envoy": a country that is only named for who acts or speaks holds no hamlet that is called like a mosque or a
    // hotel of the report.
    let grounds: Vec<&str> = names
        .iter()
        .filter_map(|name| match &name.naming {
            Naming::Country(iso2) if lies_in(span_head(doc, &name.tokens), lexicon) => Some(iso2.as_ref()),
            _ => None,
        })
        .collect();
    let is_of_bystander = |guess: &Guess, place: &athir_gazetteer::Place<'_>| {
        class_rank(place.class) <= 1
            && place.population.unwrap_or(0) < known_abroad(guess)
            && place
                .country
                .is_some_and(|c| rank::LATIN.contains(&c) && !is_central(c) && !grounds.contains(&c))
    };
    let plausible = |guess: &Guess| {
        if is_chance(guess) {
            return false;
        }
        let place = gazetteer.place(guess.id);
        if is_of_bystander(guess, &place) {
            return false;
        }
        let is_beside = || {
            guess.how == How::Spelled
                && place.population.unwrap_or(0) >= TOWN
                && place.country.is_some_and(|country| beside.iter().any(|other| other == country))
        };
        is_beside()
            || place.country.is_none_or(|c| spoken_of.contains(&c))
            || guess.how == How::Spelled && place.class == PlaceClass::Country
            || guess.how != How::OtherConsonants
                && (place.class == PlaceClass::Province
                    || place.population.unwrap_or(0) >= known_abroad(guess))
    };
    let is_spoken_of =
        |guess: &Guess| gazetteer.place(guess.id).country.is_none_or(|c| spoken_of.contains(&c));
    for (toponym, found) in all.iter().zip(guesses) {
        if is_of_one_country(found, gazetteer) {
            continue;
        }
        if !found.iter().any(plausible) {
            let similar =
                gazetteer.find_similar(&words_of(doc, &toponym.tokens)).into_iter().map(Guess::from);
            let similar: Vec<Guess> = similar.filter(plausible).take(rank::MOST_CANDIDATES).collect();
            if !toponym.is_given || !similar.is_empty() {
                *found = similar;
            }
        }
        // "Mar'a" in a report on Syria is its town, and no province of a country that the report does not speak of.
        let is_only_abroad =
            |guess: &Guess| gazetteer.place(guess.id).class == PlaceClass::Province && !is_spoken_of(guess);
        if !toponym.is_given && found.iter().filter(|guess| plausible(guess)).all(is_only_abroad) {
            let similar =
                gazetteer.find_similar(&words_of(doc, &toponym.tokens)).into_iter().map(Guess::from);
            let is_at_home = |guess: &Guess| guess.how == How::OtherVowels && is_spoken_of(guess);
            let at_home: Vec<Guess> = similar.filter(is_at_home).take(rank::MOST_CANDIDATES).collect();
            if !at_home.is_empty() {
                *found = at_home;
            }
        }
        // Of a name that is surely a place's, one that is spelled so elsewhere is better than none.
        found.retain(|guess| plausible(guess) || toponym.is_given && guess.how != How::OtherConsonants);
    }
}

/// The share of all votes that a country has in which a name may be written with other consonants.
const CENTRAL: f32 = 0.2;

/// How many people a city has that speaks for its country.
const GREAT_CITY: u32 = 300_000;

/// How many people a town has that such a city speaks for.
const TOWN: u32 = 60_000;

/// Whether a name is that of towns of one country alone, and what the largest of them usually goes by.
fn is_of_one_country(found: &[Guess], gazetteer: &Gazetteer) -> bool {
    let spelled = || {
        found.iter().filter(|guess| guess.how == How::Spelled).map(|guess| (guess, gazetteer.place(guess.id)))
    };
    let is_known = |(guess, place): (&Guess, athir_gazetteer::Place<'_>)| {
        guess.usual && place.population.unwrap_or(0) >= KNOWN_BY_NAME
    };
    let first = spelled().next().and_then(|(_, place)| place.country);
    first.is_some() && spelled().any(is_known) && spelled().all(|(_, place)| place.country == first)
}

/// How many people a town has that may be named in any report where no other country has its name.
const KNOWN_BY_NAME: u32 = 20_000;

/// How many people a town has that may be named in a report on another country: more, where it is by a name or a spelling
/// that it seldom goes by.
fn known_abroad(guess: &Guess) -> u32 {
    match (guess.usual, guess.how) {
        (true, How::Spelled) => 60_000,
        (true, _) | (false, How::Spelled) => 500_000,
        _ => u32::MAX,
    }
}

/// What speaks for an entry before the text is read: its class and how many people live there.
fn prior(gazetteer: &Gazetteer, guess: &Guess) -> f32 {
    let place = gazetteer.place(guess.id);
    let spelling = match guess.how {
        How::Spelled => 0.0,
        How::OtherVowels => -0.2,
        How::OtherConsonants => -1.0,
    };
    let name = if guess.usual { 0.0 } else { -0.5 };
    let class = match place.class {
        PlaceClass::Country => 6.0,
        PlaceClass::Province => 2.2,
        PlaceClass::Region => 2.4,
        PlaceClass::District => 0.8,
        PlaceClass::Spot => 1.2,
        _ => 1.0,
    };
    class + weight_of_people(place.population.unwrap_or(0)) + spelling + name
}

fn weight_of_people(people: u32) -> f32 {
    0.35 * ((people + 1) as f32).log10()
}

/// Ranks the guesses by the text, and drops those that are one place with the best.
fn rank_together(
    doc: &Doc,
    gazetteer: &Gazetteer,
    lexicon: &Lexicon,
    all: &mut [Toponym],
    guesses: &[Vec<Guess>],
    at_home: &BTreeMap<String, f32>,
) {
    let names: Vec<Named<'_>> =
        all.iter().zip(guesses).map(|(t, guesses)| Named { tokens: &t.tokens, guesses }).collect();
    let follows = find_follows(doc, &names.iter().map(|name| name.tokens).collect::<Vec<_>>());
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
    // "al-Midan in Aleppo city" is no town of another country, however alike their names are: better none than that.
    let country = |toponym: &Toponym| toponym.best().and_then(|id| gazetteer.place(id).country);
    for (m, follow) in follows.iter().enumerate() {
        let countries = follow.only_area.and_then(|area| country(&all[m]).zip(country(&all[area])));
        // Nor is a quarter of a town one far from it that is called much like it.
        let is_far = follow.only_area.is_some_and(|area| {
            let how = guesses[m].iter().find(|guess| Some(guess.id) == all[m].best()).map(|guess| guess.how);
            let places =
                all[m].best().zip(all[area].best()).map(|(a, b)| (gazetteer.place(a), gazetteer.place(b)));
            how.is_some_and(|how| how != How::Spelled)
                && class_rank(all[area].class) == 0
                && places.is_some_and(|(a, b)| distance_km((a.lat, a.lon), (b.lat, b.lon)) > QUARTER_KM)
        });
        if class_rank(all[m].class) <= 1 && is_far {
            all[m].ranked.clear();
        }
        // "Russians in Madrid" are people.
        if class_rank(all[m].class) <= 1 && countries.is_some_and(|(own, around)| own != around) {
            all[m].ranked.clear();
        }
    }
    drop_far_likenesses(gazetteer, all, guesses);
    put_quarters_into_towns(doc, gazetteer, lexicon, all, guesses, &follows);
    for m in 0..all.len() {
        let area = follows[m].area.filter(|&area| !all[area].adjective && all[area].best().is_some());
        all[m].area = area.map(|area| all[area].head);
    }
}

/// A village that is written with other consonants than the name, far from every other place of the report, is another one
/// that only sounds alike.
fn drop_far_likenesses(gazetteer: &Gazetteer, all: &mut [Toponym], guesses: &[Vec<Guess>]) {
    let at = |id: PlaceId| (gazetteer.place(id).lat, gazetteer.place(id).lon);
    let how = |n: usize, toponym: &Toponym| {
        let id = toponym.best()?;
        guesses[n].iter().find(|guess| guess.id == id).map(|guess| guess.how)
    };
    let told: Vec<(usize, (f64, f64))> = (0..all.len())
        .filter(|&n| {
            class_rank(all[n].class) < 3 && !matches!(how(n, &all[n]), None | Some(How::OtherConsonants))
        })
        .filter_map(|n| Some((n, at(all[n].best()?))))
        .collect();
    let is_far = |n: usize, id: PlaceId| {
        let mut others = told.iter().filter(|(m, _)| *m != n).peekable();
        others.peek().is_some() && others.all(|(_, place)| distance_km(*place, at(id)) > FAR_KM)
    };
    let far: Vec<usize> = (0..all.len())
        .filter(|&n| class_rank(all[n].class) == 0 && !all[n].is_given)
        .filter(|&n| how(n, &all[n]) == Some(How::OtherConsonants))
        .filter(|&n| all[n].best().is_some_and(|id| is_far(n, id)))
        .collect();
    for n in far {
        all[n].ranked.clear();
    }
}

/// How far from the other places of a report a village lies that is none of it, in kilometres.
const FAR_KM: f64 = 80.0;

/// A quarter lies in or beside a town that the report names: other senses of its name are dropped, and where none is left
/// it is put into the town that holds it by the words, or else the one named last.
fn put_quarters_into_towns(
    doc: &Doc,
    gazetteer: &Gazetteer,
    lexicon: &Lexicon,
    all: &mut [Toponym],
    guesses: &[Vec<Guess>],
    follows: &[Follow],
) {
    let at = |id: PlaceId| (gazetteer.place(id).lat, gazetteer.place(id).lon);
    let is_quarter: Vec<bool> = all.iter().map(|t| is_quarter(doc, lexicon, &t.tokens)).collect();
    let is_street: Vec<bool> = all.iter().map(|t| is_street(doc, lexicon, &t.tokens)).collect();
    let towns: Vec<(usize, PlaceId)> = (0..all.len())
        .filter(|&n| class_rank(all[n].class) == 0 && !is_quarter[n] && !is_street[n] && !all[n].adjective)
        .filter_map(|n| Some((n, all[n].best()?)))
        .collect();
    // "the Nuri mosque": where the map has no town of just that name in the countries of the report's towns, it is one in the
    // town that is told of.
    let is_in_town: Vec<bool> = (0..all.len())
        .map(|n| {
            let best = all[n].best();
            let is_spelled = || guesses[n].iter().any(|g| Some(g.id) == best && g.how == How::Spelled);
            let is_at_home = || {
                best.map(|id| gazetteer.place(id).country).is_none_or(|country| {
                    towns.iter().any(|(m, town)| *m != n && gazetteer.place(*town).country == country)
                })
            };
            class_rank(all[n].class) == 0
                && !all[n].adjective
                && is_of_town(doc, lexicon, &all[n].tokens)
                && (best.is_none() || !is_spelled() || !is_at_home())
        })
        .collect();
    let towns: Vec<(usize, PlaceId)> = towns.into_iter().filter(|(n, _)| !is_in_town[*n]).collect();
    for n in (0..all.len()).filter(|&n| is_quarter[n] || is_in_town[n] || is_street[n]) {
        let of_words =
            follows[n].area.filter(|&area| class_rank(all[area].class) < 3).and_then(|a| all[a].best());
        let lies_by_town = |id: PlaceId| {
            let near = |town: PlaceId| distance_km(at(town), at(id)) <= QUARTER_KM;
            of_words.is_some_and(near) || towns.iter().any(|(_, town)| near(*town))
        };
        let last = || {
            let before = towns.iter().filter(|(m, _)| all[*m].head < all[n].head);
            before.max_by_key(|(m, _)| all[*m].head)
        };
        // A street is in the town that a report is about, which it names first.
        let named = || last().filter(|_| is_quarter[n]).or(towns.first()).map(|(_, id)| *id);
        let Some(home) = of_words.or_else(named) else { continue };
        all[n].ranked.retain(|(id, _)| lies_by_town(*id));
        if all[n].ranked.is_empty() {
            all[n].ranked.push((home, 0.0));
        }
        all[n].quarter = is_quarter[n];
    }
    // "the Bristol mall in Nairobi" is no place of another country, however its name is called there.
    let landmarks: Vec<usize> =
        (0..all.len()).filter(|&n| is_landmark(doc, lexicon, &all[n].tokens)).collect();
    for n in landmarks {
        let town = all.get(n + 1).filter(|t| class_rank(t.class) == 0);
        let town = town.filter(|t| is_put_into(doc, &all[n].tokens, &t.tokens)).and_then(Toponym::best);
        let Some((own, home)) = all[n].best().zip(town) else {
            continue;
        };
        if gazetteer.place(own).country != gazetteer.place(home).country {
            all[n].ranked = vec![(home, 0.0)];
        }
    }
}

/// How far from a town its quarters and villages lie at most, in kilometres.
pub(crate) const QUARTER_KM: f64 = 60.0;

/// Settlements and spots before areas, areas before countries.
pub(crate) fn class_rank(class: PlaceClass) -> u8 {
    match class {
        PlaceClass::Spot | PlaceClass::Settlement => 0,
        PlaceClass::District | PlaceClass::Region => 1,
        PlaceClass::Province => 2,
        _ => 3,
    }
}
