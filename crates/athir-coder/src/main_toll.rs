//! The losses of the happening that a report is mainly about, from all its sentences (codebook §7).

use athir_model::{Count, Harm, MainToll};

use crate::modality::{Stance, stance};
use crate::reading::Reading;
use crate::toll::{Toll, count_of};

/// Puts together the tolls of the happening that the report is mainly about.
pub(crate) fn main_toll(reading: &Reading<'_, '_>, tolls: &[Toll<'_>]) -> Option<MainToll> {
    let mut found = MainToll::default();
    for toll in tolls {
        if matches!(
            stance(reading.doc.token(toll.head), reading.know.lexicon),
            Stance::Conditional | Stance::Purpose
        ) {
            continue;
        }
        let mine = match toll.harm {
            Harm::Killed => &mut found.killed,
            Harm::Injured => &mut found.injured,
            _ => continue,
        };
        let mut sum = Count::exactly(0);
        let mut any = false;
        for (count, tokens) in toll.victims.iter().filter_map(|&v| count_of(reading, v)) {
            any = true;
            sum.low = Some(sum.low.unwrap_or(0) + count.low.or(count.high).unwrap_or(0));
            sum.high = sum.high.zip(count.high).map(|(a, b)| a + b);
            found.evidence.push(reading.quote(tokens));
        }
        if !any && let Some(counted) = toll.counted.first() {
            sum = counted.count;
            found.evidence.push(reading.quote(counted.tokens.clone()));
        }
        if sum.low > mine.low {
            *mine = sum;
        }
    }
    (found != MainToll::default()).then_some(found)
}
