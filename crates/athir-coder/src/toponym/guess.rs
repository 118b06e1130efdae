//! The entries of the gazetteer that a name may stand for, before the text around it is read.

use athir_gazetteer::{Candidate, Gazetteer, Match, NameKind, PlaceClass, PlaceId};
use athir_nlp::{Doc, Pos};

use crate::abbreviation::abbreviated_area;
use crate::lexicon::Lexicon;
use crate::name::{Name, Naming};
use crate::phrase::words_of;

/// How the letters of a name fit those of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    Spelled,
    OtherVowels,
    OtherConsonants,
}

/// An entry that a name may stand for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Guess {
    pub(super) id: PlaceId,
    pub(super) how: How,
    /// Whether it is the name that the place usually goes by.
    pub(super) usual: bool,
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
pub(super) fn guesses_of(
    naming: &Naming,
    text: &str,
    gazetteer: &Gazetteer,
    lexicon: &Lexicon,
) -> Vec<Guess> {
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
pub(super) fn named_with_kind(
    doc: &Doc,
    name: &Name,
    text: &str,
    gazetteer: &Gazetteer,
) -> Option<Vec<Guess>> {
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

/// What speaks for an entry before the text is read: its class and how many people live there.
pub(super) fn prior(gazetteer: &Gazetteer, guess: &Guess) -> f32 {
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
