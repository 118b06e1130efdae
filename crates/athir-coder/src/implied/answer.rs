//! Who is fired back at: "Rebels fired rockets into the town, with the army returning fire."

use athir_model::{Basis, Direction, Family};

use crate::coref::sentences_between;
use crate::draft::Draft;
use crate::happening::same_party;
use crate::reading::Reading;
use crate::side::Side;

/// The frames by which somebody answers a deed with one of his own.
const ANSWERS: &[&str] = &["attack.return-fire", "attack.answer-fire", "shelling.answer-with"];

/// Gives an answer to whoever did what is answered: in the same sentence, or in the one before.
pub(super) fn fill_by_answer(reading: &Reading<'_, '_>, events: &mut [Draft]) {
    for n in 0..events.len() {
        let answer = &events[n];
        let name = answer.frame.split(' ').next().unwrap_or_default();
        if !answer.recipients.is_empty() || !ANSWERS.contains(&name) {
            continue;
        }
        let distance = |e: &Draft| {
            let (first, last) = (e.head.min(answer.head), e.head.max(answer.head));
            (sentences_between(reading.doc, first, last), last - first)
        };
        let is_answered = |&e: &&Draft| {
            let (sentences, words) = distance(e);
            words > 0
                && (sentences == 0 || sentences == 1 && e.head < answer.head)
                && e.kind.family() == Family::Fighting
                && e.kind.direction() == Direction::Directed
                && !e.initiators.is_empty()
                && e.initiators.iter().all(|s| answer.initiators.iter().all(|own| !same_party(own, s)))
        };
        let why = "recipient: did what is answered";
        let struck: Vec<Side> = events
            .iter()
            .filter(is_answered)
            .min_by_key(|&e| distance(e))
            .map(|e| e.initiators.iter().map(|s| Side::new(s.party.clone(), Basis::Implied, why)).collect())
            .unwrap_or_default();
        events[n].recipients = struck;
    }
}
