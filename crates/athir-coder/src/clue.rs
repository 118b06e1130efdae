//! What the sentences of an event say of where it happened, each place with how it is tied to the event.

use athir_model::EventKind;
use athir_nlp::Token;

use crate::clause::clause_verb;
use crate::graph::Arg;
use crate::locate::place_candidates;
use crate::place::Located;
use crate::reading::Reading;
use crate::steps::Steps;
use crate::toponym::says_here;

/// The clues that the words of one event give; merging pools them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Clues {
    /// The words that tell of the event, the trigger first.
    pub(crate) heads: Vec<usize>,
    pub(crate) places: Vec<PlaceClue>,
    /// The place where the words leave no choice.
    pub(crate) known_place: Option<(Located, Steps)>,
}

/// A place that could be the event's.
#[derive(Clone, Debug)]
pub(crate) struct PlaceClue {
    pub(crate) located: Located,
    pub(crate) steps: Steps,
    /// Whether other words than the trigger give it, where the event is told again.
    pub(crate) again: bool,
}

impl Clues {
    /// The clues around one word for an event.
    pub(crate) fn around(
        reading: &Reading<'_, '_>,
        token: Token<'_>,
        args: &[Arg<'_>],
        slots: &[String],
        kind: EventKind,
    ) -> Clues {
        let places = place_candidates(reading, token, args, slots, kind);
        Clues {
            heads: vec![token.index()],
            places: places
                .into_iter()
                .map(|(located, steps)| PlaceClue { located, steps, again: false })
                .collect(),
            known_place: here(reading, token),
        }
    }

    /// Puts a place before all others, where a rule knows it from more than the words around the trigger.
    pub(crate) fn put_place(&mut self, place: Option<&(Located, Steps)>) {
        if let Some((located, steps)) = place {
            self.places.insert(0, PlaceClue { located: located.clone(), steps: *steps, again: false });
        }
    }

    /// Takes over the clues of other words that tell of the same event.
    pub(crate) fn tell_again(&mut self, other: Clues) {
        self.known_place = self.known_place.take().or(other.known_place);
        self.heads.extend(other.heads);
        self.places.extend(other.places.into_iter().map(|clue| PlaceClue { again: true, ..clue }));
    }
}

/// "Gunmen stormed a hotel here": where the report was written, by its dateline.
fn here(reading: &Reading<'_, '_>, trigger: Token<'_>) -> Option<(Located, Steps)> {
    let town = reading.town_of_dateline()?;
    let verb = clause_verb(trigger)?;
    let mut words = (verb.left_edge()..=verb.right_edge()).map(|i| reading.doc.token(i));
    let here = words.find(|t| says_here(*t) && clause_verb(*t) == Some(verb))?;
    let why = "here, where the report was written";
    Some((Located { toponym: town, phrase_head: here.index(), why }, 0))
}
