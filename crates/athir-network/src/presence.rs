//! How present a tie is at a date: fully while there is evidence, less and less without.

use athir_model::{Bond, BondKind};
use jiff::civil::Date;

use crate::days::days_between;
use crate::derive::fades_on;
use crate::rules::Rules;

/// Tells how present a tie is at a date, from 0 to 1.
///
/// It is 0 before the earliest day that it can have begun and after the latest that it can have ended, 1 from there to
/// the last evidence, and then halves with every half-life of its kind (`data/network.toml`): 2^(-days / half-life). What
/// happens at a time is 1 from that time on. A tie that nothing dates is 0 at every date.
///
/// # Examples
///
/// ```
/// use athir_model::*;
/// use athir_network::presence;
/// use jiff::civil::date;
///
/// let bound = |day| TieBound { from: Some(day), to: Some(day), precision: TimePrecision::Day, basis: BoundBasis::Evidenced };
/// let bond = Bond {
///     id: TieId("x".to_owned()), a: ActorKey("A".to_owned()), b: Some(ActorKey("B".to_owned())),
///     kind: BondKind::Fighting, sign: Sign::Negative, strength: 0.4, basis: TieBasis::Follows, evidence: vec![],
///     start: bound(date(2020, 1, 1)), end: bound(date(2020, 3, 1)), last_evidence: Some(date(2020, 3, 1)),
/// };
/// assert_eq!(presence(&bond, date(2019, 12, 31)), 0.0);
/// assert_eq!(presence(&bond, date(2020, 2, 1)), 1.0);
/// // Fighting is half as present after 180 days of silence.
/// assert_eq!(presence(&bond, date(2020, 8, 28)), 0.5);
/// ```
pub fn presence(bond: &Bond, at: Date) -> f64 {
    let Some(first) = bond.start.from.or(bond.start.to).or(bond.last_evidence) else { return 0.0 };
    if at < first {
        return 0.0;
    }
    let Some(half_life) = Rules::builtin().half_life(bond.kind) else { return 1.0 };
    if bond.end.is_known() && bond.end.to.or(bond.end.from).is_some_and(|end| at > end) {
        return 0.0;
    }
    let Some(last) = bond.last_evidence else {
        // Nothing is known but its end: it held before that.
        return 1.0;
    };
    if at <= last { 1.0 } else { (-(days_between(last, at) as f64) / half_life).exp2() }
}

/// Whether a tie holds at a date: it lasts, and is present enough (`data/network.toml`).
pub fn holds(bond: &Bond, at: Date) -> bool {
    bond.kind.lasts() && presence(bond, at) >= Rules::builtin().floor()
}

/// The last day on which a tie of a kind holds that was last evidenced on a day; `None` for what has no evidence.
pub(crate) fn last_day_present(kind: BondKind, last: Option<Date>, rules: &Rules) -> Option<Date> {
    Some(fades_on(last?, rules.half_life(kind)?, rules.floor()))
}
