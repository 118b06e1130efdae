//! How actors stand to each other at a date or in a period.

use std::collections::BTreeMap;

use athir_model::{ActorKey, Bond, Sign, Stance};
use jiff::civil::Date;

use crate::presence::{holds, presence};

/// The ties that hold at a date, with how present they are, in the order in which they are given.
pub fn ties_at<'b>(bonds: &[&'b Bond], at: Date) -> Vec<(&'b Bond, f64)> {
    bonds.iter().filter(|bond| holds(bond, at)).map(|&bond| (bond, presence(bond, at))).collect()
}

/// Tells who stood with an actor and who against it in a period, the most present first.
///
/// A tie counts if it held on a day of the period, and is as present as on the best of them, times its strength. An actor
/// that is evidenced on both sides is neutral: the two are shown, not weighed against each other. Ties that are neither
/// for nor against ("ceasefire") say nothing here.
pub fn stances(bonds: &[&Bond], actor: &ActorKey, from: Date, to: Date) -> Vec<Stance> {
    let mut others: BTreeMap<&ActorKey, (f64, f64, Vec<&Bond>)> = BTreeMap::new();
    for &bond in bonds.iter().filter(|bond| bond.sign != Sign::Neutral) {
        let other = match &bond.b {
            Some(b) if bond.a == *actor => b,
            Some(b) if b == actor => &bond.a,
            _ => continue,
        };
        let day = best_day(bond, from, to);
        if !holds(bond, day) {
            continue;
        }
        let (with, against, ties) = others.entry(other).or_default();
        let side = if bond.sign == Sign::Positive { with } else { against };
        *side = side.max(presence(bond, day) * bond.strength);
        ties.push(bond);
    }
    let stance = |(other, (with, against, ties)): (&ActorKey, (f64, f64, Vec<&Bond>))| Stance {
        actor: other.clone(),
        sign: match (with > 0.0, against > 0.0) {
            (true, false) => Sign::Positive,
            (false, true) => Sign::Negative,
            _ => Sign::Neutral,
        },
        presence: with.max(against),
        ties: ties.into_iter().map(|bond| bond.id.clone()).collect(),
    };
    let mut stances: Vec<Stance> = others.into_iter().map(stance).collect();
    stances.sort_by(|a, b| b.presence.total_cmp(&a.presence).then_with(|| a.actor.cmp(&b.actor)));
    stances
}

/// The day of a period on which a tie is most present: the first on which it has begun, for it only fades.
fn best_day(bond: &Bond, from: Date, to: Date) -> Date {
    let first = bond.start.from.or(bond.start.to).or(bond.last_evidence);
    first.map_or(from, |first| first.max(from).min(to))
}
