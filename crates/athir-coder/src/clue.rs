//! What the sentences of an event say of where it happened, each place with how it is tied to the event.

use athir_model::EventKind;
use athir_nlp::Token;

use crate::graph::Arg;
use crate::locate::place_candidates;
use crate::place::Located;
use crate::reading::Reading;
use crate::steps::Steps;

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
            known_place: None,
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
        self.heads.extend(other.heads);
        self.places.extend(other.places.into_iter().map(|clue| PlaceClue { again: true, ..clue }));
    }
}
