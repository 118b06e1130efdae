//! A tie between two actors, as it may be published.

use athir_export::{TieRecord, TieSource};
use athir_model::{
    Bond, BoundBasis, EventId, EventRef, EvidenceOf, TieBound, TieEvidence, TieId, TimePrecision,
};
use jiff::civil::Date;

use crate::guard::{Guard, reason};
use crate::time::coarsen_bound;

impl Guard<'_> {
    /// A tie between organisations that the registry knows, with the evidence that is published; else why not.
    ///
    /// What is too recent is cut off as if nobody had told it yet: a tie whose end is recent has not ended, and is last
    /// evidenced by what may be shown.
    pub(crate) fn publish_tie(&mut self, record: TieRecord) -> Result<TieRecord, &'static str> {
        let TieRecord { tie, sources } = record;
        let Bond {
            id,
            a,
            b,
            kind,
            sign,
            strength: _, // by all reports: it would tell how many are held back
            start,
            end,
            last_evidence: _, // of all reports
            basis,
            evidence,
        } = tie;
        if self.hides_parties() {
            return Err(reason::NO_PARTIES);
        }
        if !self.is_known_organisation(&a) || b.as_ref().is_some_and(|b| !self.is_known_organisation(b)) {
            return Err(reason::UNKNOWN_PARTY);
        }
        let n_given = evidence.len();
        let given = evidence.into_iter().zip(sources);
        let old: Vec<(TieEvidence, TieSource)> = given.filter(|(one, _)| self.is_old(one)).collect();
        let is_cut = old.len() < n_given;
        let mut shown = Vec::with_capacity(old.len());
        for (one, source) in old {
            let Some(one) = self.tie_evidence(one) else { continue };
            let TieSource { report, status } = source;
            let report = report.map(|report| self.report_info(&report));
            shown.push((one, TieSource { report, status }));
        }
        shown.sort_by(|(a, _), (b, _)| (&a.report, &a.of).cmp(&(&b.report, &b.of)));
        let (evidence, sources): (Vec<TieEvidence>, Vec<TieSource>) = shown.into_iter().unzip();
        if evidence.is_empty() {
            return Err(if is_cut { reason::RECENT } else { reason::NO_EVIDENCE });
        }
        let days = || evidence.iter().flat_map(|one| [one.start, one.end]).flatten();
        let (first, last) = (days().min(), days().max());
        let start = match start.basis {
            BoundBasis::Known if !self.is_old_bound(&start) => return Err(reason::RECENT),
            BoundBasis::Evidenced => evidenced(first),
            BoundBasis::Known | BoundBasis::Open => start,
        };
        let end = match end.basis {
            BoundBasis::Known if self.is_old_bound(&end) => end,
            BoundBasis::Open => end,
            BoundBasis::Known | BoundBasis::Evidenced => evidenced(last),
        };
        // By what is published alone.
        let strength = TieEvidence::strength(&evidence);
        let tie = Bond {
            id: TieId(self.name("tie", &id.0)),
            a,
            b,
            kind,
            sign,
            strength: if self.policy.keeps_ids() { strength } else { (strength * 10.0).round() / 10.0 },
            start: coarsen_bound(&start, self.policy.time),
            end: coarsen_bound(&end, self.policy.time),
            last_evidence: last,
            basis,
            evidence,
        };
        Ok(TieRecord { tie, sources })
    }

    /// Whether what a piece of evidence dates, and the report that it stands in, are old enough.
    fn is_old(&self, evidence: &TieEvidence) -> bool {
        let days = [evidence.start, evidence.end, evidence.published];
        days.into_iter().flatten().all(|day| self.is_over(day))
    }

    fn is_old_bound(&self, bound: &TieBound) -> bool {
        [bound.from, bound.to].into_iter().flatten().all(|day| self.is_over(day))
    }

    fn tie_evidence(&self, evidence: TieEvidence) -> Option<TieEvidence> {
        let TieEvidence { report, of, says, basis, start, end, precision, quote, voice, published, weight } =
            evidence;
        let of = match of {
            EvidenceOf::Event(event) => {
                let told = EventRef { report: report.clone(), event: EventId(event) };
                if !self.published.contains(&told) {
                    return None;
                }
                EvidenceOf::Event(self.event_id(&told.event).0)
            }
            EvidenceOf::Tie(pattern) => EvidenceOf::Tie(pattern),
        };
        let grown = self.tie_time(start, end, precision);
        Some(TieEvidence {
            report: self.report_id(&report),
            of,
            says,
            basis,
            start: grown.start,
            end: grown.end,
            precision: grown.precision,
            quote: self.quote(quote),
            voice: voice.filter(|voice| self.shows_voice(voice)),
            published: published.filter(|_| self.shows_days_of_reports()),
            weight,
        })
    }
}

/// A bound by the first or last evidence that is shown.
fn evidenced(day: Option<Date>) -> TieBound {
    match day {
        Some(_) => {
            TieBound { from: day, to: day, precision: TimePrecision::Day, basis: BoundBasis::Evidenced }
        }
        None => TieBound::OPEN,
    }
}
