//! From observations of a pair of actors to ties with a start and an end.

use std::collections::BTreeMap;

use athir_model::{
    ActorKey, Bond, BondKind, BoundBasis, TieBasis, TieBound, TieEvidence, TieId, TieSays, TimePrecision,
};
use jiff::civil::Date;

use crate::days::{days_between, plus_days};
use crate::observation::Mark;
use crate::presence::last_day_present;
use crate::rules::Rules;

/// The two actors of a tie in the order of their keys; the second is absent where one stands alone.
pub(crate) type Pair = (ActorKey, Option<ActorKey>);

/// Makes the ties of a pair from what was observed of it. `dissolved` are the observations that either has ceased to be.
///
/// The answer depends on the set of observations and not on their order.
pub(crate) fn derive(pair: &Pair, marks: &[Mark], dissolved: &[&Mark], rules: &Rules) -> Vec<Bond> {
    let mut by_kind: BTreeMap<(BondKind, bool), Vec<&Mark>> = BTreeMap::new();
    for mark in marks {
        by_kind.entry((mark.kind, mark.forward)).or_default().push(mark);
    }
    let mut bonds = Vec::new();
    for ((kind, forward), mut marks) in by_kind {
        marks.sort_by(|a, b| order(a).cmp(&order(b)));
        let episodes = if kind.lasts() {
            episodes(kind, &marks, dissolved, rules)
        } else {
            happenings(&marks, rules.happening_days())
        };
        bonds.extend(episodes.into_iter().map(|episode| episode.bond(pair, kind, forward)));
    }
    bonds
}

/// A total order: by time, what begins before what holds before what ends, then by what tells the observations apart.
fn order(mark: &Mark) -> impl Ord + '_ {
    let evidence = &mark.evidence;
    (mark.at(), evidence.says, evidence.start, &evidence.report, &evidence.of, &evidence.quote)
}

/// Observations that belong to one tie.
struct Episode<'m> {
    marks: Vec<&'m Mark>,
    start: TieBound,
    end: Option<TieBound>,
    last: Option<Date>,
}

fn bound(evidence: &TieEvidence, basis: BoundBasis) -> TieBound {
    let (from, to) = (evidence.start, evidence.end);
    match (from.or(to), basis) {
        (None, BoundBasis::Evidenced) => TieBound::OPEN,
        _ => TieBound { from, to, precision: evidence.precision, basis },
    }
}

impl<'m> Episode<'m> {
    fn of(mark: &'m Mark) -> Episode<'m> {
        let (start, end, last) = match mark.evidence.says {
            TieSays::Begins => (bound(&mark.evidence, BoundBasis::Known), None, mark.at()),
            TieSays::Holds => (bound(&mark.evidence, BoundBasis::Evidenced), None, mark.at()),
            TieSays::Ends => {
                let end = bound(&mark.evidence, BoundBasis::Known);
                // All that is known of its start is that it lies before its end.
                let start = TieBound { from: None, to: end.to, ..TieBound::OPEN };
                (start, Some(end), None)
            }
        };
        Episode { marks: vec![mark], start, end, last }
    }

    fn add(&mut self, mark: &'m Mark) {
        self.marks.push(mark);
        match mark.evidence.says {
            TieSays::Ends => {
                let end = bound(&mark.evidence, BoundBasis::Known);
                self.end = Some(self.end.map_or(end, |known| narrower(known, end)));
            }
            says => {
                // "It began that year" dates the start of a tie that was seen to hold in the course of it.
                let begins = bound(&mark.evidence, BoundBasis::Known);
                let began_before = match (begins.from, self.start.to) {
                    (Some(begins), Some(seen)) => begins <= seen,
                    _ => false,
                };
                if says == TieSays::Begins && began_before && !self.start.is_known() {
                    self.start = TieBound { to: self.start.to.min(begins.to), ..begins };
                }
                self.last = self.last.max(mark.at());
            }
        }
    }

    fn bond(self, pair: &Pair, kind: BondKind, forward: bool) -> Bond {
        let (a, b) = match (pair, forward) {
            ((a, None), _) => (a.clone(), None),
            ((a, Some(b)), true) => (a.clone(), Some(b.clone())),
            ((a, Some(b)), false) => (b.clone(), Some(a.clone())),
        };
        let end = match (self.end, self.marks.last()) {
            (Some(end), _) => end,
            (None, _) if !kind.lasts() => self.start,
            (None, Some(last)) => {
                TieBound { from: self.last, to: self.last, ..bound(&last.evidence, BoundBasis::Evidenced) }
            }
            (None, None) => TieBound::OPEN,
        };
        let first = self.start.from.or(self.start.to).or(self.last);
        let id = TieId(format!(
            "{kind}/{a}/{}/{}",
            b.as_ref().map_or("", |b| b.0.as_str()),
            first.map_or_else(|| "undated".to_owned(), |date| date.to_string()),
        ));
        let stated = self.marks.iter().any(|m| m.evidence.basis == TieBasis::Stated);
        Bond {
            id,
            a,
            b,
            kind,
            sign: kind.sign(),
            strength: TieEvidence::strength(self.marks.iter().map(|mark| &mark.evidence)),
            start: self.start,
            end,
            last_evidence: self.last,
            basis: if stated { TieBasis::Stated } else { TieBasis::Follows },
            evidence: self.marks.into_iter().map(|m| m.evidence.clone()).collect(),
        }
    }
}

/// The more precise of two bounds of one end.
fn narrower(known: TieBound, new: TieBound) -> TieBound {
    if new.precision < known.precision { new } else { known }
}

/// Ties that last: from the first evidence until something ends them or, for want of evidence, they have faded.
fn episodes<'m>(
    kind: BondKind,
    marks: &[&'m Mark],
    dissolved: &[&'m Mark],
    rules: &Rules,
) -> Vec<Episode<'m>> {
    let mut done: Vec<Episode<'m>> = Vec::new();
    let mut open: Option<Episode<'m>> = None;
    for &mark in marks {
        if let (Some(episode), Some(at)) = (&open, mark.at()) {
            let faded = last_day_present(kind, episode.last, rules).is_some_and(|day| at > day);
            if faded && mark.evidence.says != TieSays::Ends {
                done.extend(open.take());
            }
        }
        match (&mut open, mark.evidence.says) {
            (Some(episode), TieSays::Ends) => {
                episode.add(mark);
                done.extend(open.take());
            }
            (Some(episode), _) => episode.add(mark),
            (None, TieSays::Ends) => match done.last_mut() {
                // Another report of the same end, as nothing was seen of the tie in between.
                Some(ended) if ended.end.is_some() => ended.add(mark),
                _ if mark.implied => done.push(Episode::of(mark)),
                _ => {}
            },
            (None, _) => open = Some(Episode::of(mark)),
        }
    }
    done.extend(open);
    // Who ceases to be has no ties afterwards, unless there is evidence to the contrary.
    for episode in done.iter_mut().filter(|episode| episode.end.is_none()) {
        let after = |mark: &&&Mark| episode.last.is_none_or(|last| mark.at().is_some_and(|at| at >= last));
        if let Some(&end) = dissolved.iter().filter(after).min_by(|a, b| order(a).cmp(&order(b))) {
            episode.end = Some(bound(&end.evidence, BoundBasis::Known));
        }
    }
    done
}

/// What happens at a time: reports of times that overlap or lie near each other tell of one change.
fn happenings<'m>(marks: &[&'m Mark], days: i64) -> Vec<Episode<'m>> {
    let mut done: Vec<Episode<'m>> = Vec::new();
    // The last day of the happening that is being told of.
    let mut until: Option<Date> = None;
    for &mark in marks {
        let first = mark.evidence.start.or(mark.evidence.end);
        let near = match (until, first) {
            (Some(until), Some(first)) => days_between(until, first) <= days,
            // What has no time of its own is told of with what has.
            _ => !done.is_empty(),
        };
        match done.last_mut() {
            Some(episode) if near => {
                episode.marks.push(mark);
                let new = bound(&mark.evidence, BoundBasis::Known);
                let undated = episode.start.precision == TimePrecision::Unknown;
                if new.precision < episode.start.precision || undated && new.from.is_some() {
                    episode.start = new;
                }
                episode.last = episode.last.max(mark.at());
            }
            _ => done.push(Episode { start: bound(&mark.evidence, BoundBasis::Known), ..Episode::of(mark) }),
        }
        until = until.max(mark.at());
    }
    done
}

/// The last day on which a tie is present that was last evidenced on a day.
pub(crate) fn fades_on(last: Date, half_life: f64, floor: f64) -> Date {
    plus_days(last, (half_life * (1.0 / floor).log2()).floor() as i64)
}
