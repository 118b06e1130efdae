//! A tie between two actors, as it may be published.

use athir_export::PartyClass;
use athir_model::{ActorKey, Bond, EventId, EventRef, EvidenceOf, TieEvidence, TieId};

use crate::guard::{Guard, reason};
use crate::time::coarsen_bound;

impl Guard<'_> {
    /// A tie between organisations that the registry knows, with the evidence that is published; else why not.
    pub(crate) fn publish_tie(&self, tie: Bond) -> Result<Bond, &'static str> {
        let Bond { id, a, b, kind, sign, strength, start, end, last_evidence, basis, evidence } = tie;
        if !self.is_known_organisation(&a) || b.as_ref().is_some_and(|b| !self.is_known_organisation(b)) {
            return Err(reason::UNKNOWN_PARTY);
        }
        let days = [start.from, start.to, end.from, end.to, last_evidence];
        let told = evidence.iter().flat_map(|one| [one.start, one.end, one.published]);
        if days.into_iter().chain(told).flatten().any(|day| !self.is_over(day)) {
            return Err(reason::RECENT);
        }
        let evidence: Vec<TieEvidence> =
            evidence.into_iter().filter_map(|one| self.tie_evidence(one)).collect();
        if evidence.is_empty() {
            return Err(reason::NO_EVIDENCE);
        }
        Ok(Bond {
            id: TieId(self.name("tie", &id.0)),
            a,
            b,
            kind,
            sign,
            strength,
            start: coarsen_bound(&start, self.policy.time),
            end: coarsen_bound(&end, self.policy.time),
            last_evidence: last_evidence.map(|day| self.policy.time.last(day)),
            basis,
            evidence,
        })
    }

    fn is_known_organisation(&self, actor: &ActorKey) -> bool {
        let info = self.world.party(Some(&actor.0), "", None);
        !info.name.is_empty() && (info.class != PartyClass::Person || self.policy.named.contains(&actor.0))
    }

    fn tie_evidence(&self, evidence: TieEvidence) -> Option<TieEvidence> {
        let TieEvidence { report, of, says, basis, start, end, precision: _, quote, voice, published } =
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
        let grown = self.tie_time(start, end, evidence.precision);
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
        })
    }
}
