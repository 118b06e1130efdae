//! The days from which and until which a tie is drawn.

use athir_model::{Bond, BoundBasis};
use jiff::civil::Date;

use crate::{Setting, Settings};

/// What is done with ties that nothing ends.
pub(crate) const ENDS: Setting = Setting {
    name: "ends",
    values: &["evidence", "open"],
    about: "a tie that nothing ends is drawn until its last evidence (evidence), or has no end (open)",
};

/// The days of a tie. Whoever needs the bounds finds them beside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Interval {
    /// The first day on which it may have held; `None` where nothing dates it.
    pub(crate) start: Option<Date>,
    /// The last day on which it may have held; `None` where nothing dates it, or ends it.
    pub(crate) end: Option<Date>,
}

impl Interval {
    pub(crate) fn of(tie: &Bond, settings: &Settings) -> Interval {
        let start = tie.start.from.or(tie.start.to);
        let is_open =
            tie.end.basis != BoundBasis::Known && settings.is(ENDS.name, "open") && tie.kind.lasts();
        let end = if is_open { None } else { tie.end.to.or(tie.end.from) };
        // Where the words for the end are vaguer than those for the beginning, the beginning holds.
        Interval { start, end: end.map(|end| start.map_or(end, |start| end.max(start))) }
    }
}

#[cfg(test)]
mod tests {
    use athir_model::{ActorKey, BondKind, Sign, TieBasis, TieBound, TieId, TimePrecision};
    use jiff::civil::date;

    use super::*;
    use crate::Profile;

    fn tie(start: TieBound, end: TieBound) -> Bond {
        Bond {
            id: TieId("fighting/a/b".to_owned()),
            a: ActorKey("a".to_owned()),
            b: Some(ActorKey("b".to_owned())),
            kind: BondKind::Fighting,
            sign: Sign::Negative,
            strength: 0.4,
            start,
            end,
            last_evidence: None,
            basis: TieBasis::Follows,
            evidence: Vec::new(),
        }
    }

    fn bound(from: Option<Date>, to: Option<Date>, basis: BoundBasis) -> TieBound {
        TieBound { from, to, precision: TimePrecision::Day, basis }
    }

    fn settings(value: &'static str) -> Settings {
        let profile: Profile = Profile { settings: &[ENDS], ..super::super::GEXF };
        Settings::read(&profile, [(ENDS.name, value)]).unwrap()
    }

    #[test]
    fn a_tie_that_nothing_ends_is_drawn_until_its_evidence_or_for_ever() {
        let day = |d| Some(date(2017, 8, d));
        let seen =
            tie(bound(None, day(1), BoundBasis::Evidenced), bound(day(9), day(9), BoundBasis::Evidenced));
        assert_eq!(Interval::of(&seen, &settings("evidence")), Interval { start: day(1), end: day(9) });
        assert_eq!(Interval::of(&seen, &settings("open")), Interval { start: day(1), end: None });
        let ended = tie(bound(day(1), day(2), BoundBasis::Known), bound(day(5), day(6), BoundBasis::Known));
        assert_eq!(Interval::of(&ended, &settings("open")), Interval { start: day(1), end: day(6) });
    }

    #[test]
    fn no_tie_ends_before_it_begins() {
        let day = |d| Some(date(2017, 8, d));
        let vague = tie(bound(day(7), day(7), BoundBasis::Known), bound(None, day(3), BoundBasis::Known));
        assert_eq!(Interval::of(&vague, &settings("evidence")), Interval { start: day(7), end: day(7) });
    }
}
