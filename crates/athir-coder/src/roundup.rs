//! Sums of attacks that a report then lists place by place: "conducted 19 strikes in X and Y. … Near A, two strikes …". Only
//! the items are events (codebook §6).

use athir_model::Family;
use athir_nlp::{Dep, Token};

use crate::dating::Timed;
use crate::draft::Draft;
use crate::happening::sentence_gap;
use crate::reading::Reading;
use crate::steps::{DISCOURSE, SENTENCE};
use crate::toponym::class_rank;

/// Whether the words count other acts than those told before: "19 strikes", and elsewhere "one strike".
pub(crate) fn counts_others(reading: &Reading<'_, '_>, earlier: &Draft, later: &Draft) -> bool {
    let counts = || Some((acts_counted(reading, earlier)?, acts_counted(reading, later)?));
    let own_place = || {
        let place = place_of(reading, later)?;
        (Some(place) != place_of(reading, earlier)).then_some(place)
    };
    sentence_gap(reading, earlier, later) > 0
        && !later.definite
        && own_place().is_some()
        && counts().is_some_and(|(all, part)| all != part)
}

/// Drops the sums, and lets their items have the hands and the day that only the sums tell.
pub(crate) fn leave_items(reading: &Reading<'_, '_>, events: &mut Vec<Draft>) {
    let items_of = |n: usize| -> Vec<usize> {
        let sum = &events[n];
        let Some(all) = acts_counted(reading, sum).filter(|_| sum.kind.family() == Family::Fighting) else {
            return Vec::new();
        };
        let is_item = |m: &usize| {
            let item = &events[*m];
            item.kind == sum.kind
                && item.modality == sum.modality
                && sentence_gap(reading, sum, item) > 0
                && acts_counted(reading, item).is_some_and(|part| part < all)
                && lies_inside(reading, item, sum)
        };
        (n + 1..events.len()).filter(is_item).collect()
    };
    let mut sums: Vec<(usize, Vec<usize>)> = (0..events.len()).map(|n| (n, items_of(n))).collect();
    // "strikes in X and Y" is a sum for each.
    let listed: Vec<usize> = sums
        .iter()
        .map(|(n, _)| {
            let of_same_words = sums.iter().filter(|(m, _)| events[*m].head == events[*n].head);
            of_same_words.map(|(_, items)| items.len()).sum::<usize>()
        })
        .collect();
    sums.retain(|(n, items)| !items.is_empty() && listed[*n] >= FEWEST);
    for (n, items) in &sums {
        let sum = events[*n].clone();
        for &m in items {
            let item = &mut events[m];
            if item.initiators.is_empty() {
                item.initiators.clone_from(&sum.initiators);
            }
            if item.recipients.is_empty() {
                item.recipients.clone_from(&sum.recipients);
            }
            if item.timed.is_none() {
                item.timed = sum.timed.map(|t| Timed { steps: DISCOURSE, ..t });
            }
            if item.voices.is_empty() {
                item.voices.clone_from(&sum.voices);
            }
        }
    }
    for (n, _) in sums.into_iter().rev() {
        events.remove(n);
    }
}

/// How many items make a list.
const FEWEST: usize = 2;

/// The number before the noun of an act: "19 strikes".
fn acts_counted(reading: &Reading<'_, '_>, draft: &Draft) -> Option<u64> {
    let low = |count: usize| reading.counts[count].count.low;
    // A title without a number may tell the sum first.
    draft.tokens.iter().chain(&draft.retold).find_map(|&noun| {
        let number = |t: Token<'_>| match t.text().to_ascii_lowercase().as_str() {
            "one" | "a" | "an" => Some(1),
            digits if t.dep() == Dep::Nummod => {
                reading.count_around(t.index()).and_then(low).or_else(|| digits.replace(',', "").parse().ok())
            }
            _ => None,
        };
        let by_count = reading.count_of_noun(noun).and_then(low);
        by_count.or_else(|| reading.doc.token(noun).lefts().find_map(number))
    })
}

/// The place that the words themselves give.
fn place_of(reading: &Reading<'_, '_>, draft: &Draft) -> Option<athir_gazetteer::PlaceId> {
    let (located, steps) = draft.located.as_ref()?;
    reading.toponyms.at(located.toponym).filter(|_| *steps <= SENTENCE)?.best()
}

/// Whether an item has a place, in the country of the sum if the sum has one.
fn lies_inside(reading: &Reading<'_, '_>, item: &Draft, sum: &Draft) -> bool {
    let Some(own) = place_of(reading, item) else { return false };
    let Some((located, _)) = &sum.located else { return true };
    let Some(whole) = reading.toponyms.at(located.toponym) else { return true };
    let is_country = class_rank(whole.class) == 3;
    whole
        .best()
        .is_none_or(|whole| is_country && whole != own && reading.know.gazetteer.is_within(own, whole))
}
