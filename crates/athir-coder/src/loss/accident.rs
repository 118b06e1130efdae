//! Deaths that nobody caused: of an illness, of hunger, in an accident.

use athir_nlp::{Dep, Token};

use super::is_deadly;
use crate::clause::is_verbal;
use crate::draft::Draft;
use crate::graph::Slot;
use crate::reading::Reading;
use crate::toll::Toll;

/// "died of cancer", "hunger killed dozens": nobody did violence to anybody.
pub(super) fn is_natural(reading: &Reading<'_, '_>, toll: &Toll<'_>) -> bool {
    let token = reading.doc.token(toll.head);
    let lexicon = reading.know.lexicon;
    // "of a heart attack": of the heart, and no attack of anybody.
    let natural = |t: Token<'_>| {
        lexicon.token_in("natural_causes", t)
            || matches!(t.lemma(), "attack" | "arrest" | "failure" | "condition")
                && t.lefts().any(|w| lexicon.token_in("organ_words", w))
    };
    let dies = is_death_verb(token);
    let of = token
        .rights()
        .filter(|t| dies && t.dep() == Dep::Prep && matches!(t.text(), "of" | "from" | "after" | "to"));
    let mut behind = of.flat_map(|of| of.children()).filter(|t| t.dep() == Dep::Pobj);
    let mut subjects = toll.args.iter().filter(|a| a.slot == Slot::Subj).map(|a| reading.doc.token(a.head));
    behind.any(natural) || !dies && !toll.nominal && subjects.any(natural)
}

/// "die", "perish": it tells of no deed.
pub(super) fn is_death_verb(verb: Token<'_>) -> bool {
    is_verbal(verb) && matches!(verb.lemma(), "die" | "perish" | "succumb")
}

/// "died when a bus plunged into a ravine", "a helicopter crashed, killing four": an accident, unless the sentence tells of
/// a deed.
pub(super) fn is_of_mishap(reading: &Reading<'_, '_>, drafts: &[Draft], toll: &Toll<'_>) -> bool {
    let token = reading.doc.token(toll.head);
    let lexicon = reading.know.lexicon;
    let sentence = token.sentence().range();
    let goes_wrong = |verb: Token<'_>| {
        is_verbal(verb)
            && lexicon.token_in("mishap_verbs", verb)
            && verb.children().any(|t| {
                matches!(t.dep(), Dep::Nsubj | Dep::Nsubjpass)
                    && [
                        "vehicle_nouns",
                        "aircraft_nouns",
                        "transport_aircraft_nouns",
                        "property_nouns",
                        "place_nouns",
                    ]
                    .iter()
                    .any(|list| lexicon.token_in(list, t))
            })
    };
    let above = || {
        token.ancestors().take(2).any(goes_wrong)
            && matches!(token.dep(), Dep::Advcl | Dep::Conj | Dep::Xcomp)
    };
    let below = || token.children().any(|t| t.dep() == Dep::Advcl && goes_wrong(t));
    let is_brought_down = |t: Token<'_>| {
        matches!(t.lemma(), "shoot" | "down" | "hit" | "strike" | "explode" | "blow" | "attack")
    };
    (above() || below())
        && !drafts.iter().any(|d| sentence.contains(&d.head) && is_deadly(d.kind))
        && !sentence.clone().any(|i| is_verbal(reading.doc.token(i)) && is_brought_down(reading.doc.token(i)))
}
