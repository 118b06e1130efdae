//! The dead and the wounded that one number counts.

use athir_model::{Count, Harm};
use athir_nlp::Dep;

use super::{Counted, Toll};
use crate::reading::Reading;

/// "26 fighters dead and wounded", "killed and wounded dozens": one number for both (codebook §3).
pub(super) fn join_dead_and_wounded(reading: &Reading<'_, '_>, tolls: &mut Vec<Toll<'_>>) {
    let mut drop = Vec::new();
    for i in 0..tolls.len() {
        let Some(j) = (i + 1..tolls.len())
            .find(|&j| reading.doc.token(tolls[j].head).sentence().range().contains(&tolls[i].head))
        else {
            continue;
        };
        let (a, b) = (&tolls[i], &tolls[j]);
        let pair = matches!((a.harm, b.harm), (Harm::Killed, Harm::Injured) | (Harm::Injured, Harm::Killed));
        let head_b = reading.doc.token(b.head);
        let joined = head_b.dep() == Dep::Conj && a.tokens.contains(&head_b.head().index())
            || b.head == a.head + 2
                && matches!(reading.doc.token(a.head + 1).text(), "and" | "or" | "&" | "/" | ",");
        let same_people = match (a.counted.first(), b.counted.first()) {
            (Some(x), Some(y)) => x.tokens == y.tokens,
            (Some(_), None) => b.victims.is_empty() || b.victims == a.victims,
            (None, Some(_)) => a.victims.is_empty() || b.victims == a.victims,
            (None, None) => false,
        };
        let negated_apart = a.counted.iter().chain(&b.counted).any(|c| c.count == Count::exactly(0));
        let last = a.tokens.iter().copied().max().unwrap_or(a.head);
        // "45 killed and 30 wounded": the second has a number of its own.
        let own_number = (a.head.min(b.head) + 1..b.head).any(|t| {
            reading.count_around(t).is_some_and(|n| {
                !a.counted.iter().any(|c| c.tokens.contains(&reading.counts[n].tokens.start))
            })
        });
        if own_number && pair && joined && (b.counted.is_empty() || same_people) {
            let number = (a.head + 1..tolls[j].head)
                .rev()
                .find_map(|t| reading.count_around(t))
                .map(|n| &reading.counts[n]);
            if let Some(c) = number {
                let counted = Counted::new(tolls[j].harm, c.count, None, c.tokens.clone());
                tolls[j].counted = vec![counted];
            }
            continue;
        }
        if pair && joined && same_people && !negated_apart && b.head <= last + 3 {
            let counted = if a.counted.is_empty() { b.counted.clone() } else { a.counted.clone() };
            let victims = if a.victims.is_empty() { b.victims.clone() } else { a.victims.clone() };
            let causes: Vec<usize> = a.causes.iter().chain(&b.causes).copied().collect();
            let toll = &mut tolls[i];
            toll.harm = Harm::Casualties;
            toll.counted = counted;
            for c in &mut toll.counted {
                c.harm = Harm::Casualties;
            }
            toll.victims = victims;
            toll.causes = causes;
            drop.push(j);
        }
    }
    let mut n = 0;
    tolls.retain(|_| {
        n += 1;
        !drop.contains(&(n - 1))
    });
}
