//! What a correction would do to incidents, before anybody takes it.

use std::num::NonZeroUsize;

use athir_actors::Registry;
use athir_model::{Correction, Decision, DecisionId, EventRef, IncidentId, Verdict};

use super::decide::anchor;
use super::{Database, DatabaseError};
use crate::incidents::merge_events;

impl Database {
    /// Tells into which incidents the events of an event's incident would fall with a correction: one list of events each,
    /// that of the corrected event first. One list means that the incident holds together.
    ///
    /// The events of the incident's own reports are compared with each other, and with those of no other report: an
    /// incident that the event would join elsewhere is not told of.
    ///
    /// # Errors
    ///
    /// An event that is not there, and whatever the database cannot do.
    pub fn foresee(
        &mut self,
        event: &EventRef,
        correction: &Correction,
        registry: &Registry,
    ) -> Result<Vec<Vec<EventRef>>, DatabaseError> {
        let unknown = || DatabaseError::Unknown { id: event.event.0.clone() };
        let coded = self.store().coded(&event.report)?.ok_or_else(unknown)?;
        let corrected = anchor(&coded, event).ok_or_else(unknown)?;
        let inside = self.store().event_incidents(&event.report)?;
        let Some((_, id)) = inside.into_iter().find(|(of, _)| *of == event.event) else {
            return Ok(Vec::new());
        };
        let events = self.events_of(&id)?;
        if events.len() < 2 {
            return Ok(vec![events]);
        }
        let mut names: Vec<_> = events.iter().map(|event| event.report.clone()).collect();
        names.sort();
        names.dedup();
        let mut reports = Vec::with_capacity(names.len());
        for name in names {
            let Some(kept) = self.store().coded(&name)? else { continue };
            reports.push((kept.report.report(kept.text), kept.coded));
        }
        let mut decisions = self.store().decisions()?;
        let sequence = decisions.iter().map(|decision| decision.sequence).max().unwrap_or(0) + 1;
        decisions.push(Decision {
            id: DecisionId("foreseen".to_owned()),
            sequence,
            by: String::new(),
            note: None,
            verdict: Verdict::Correct { event: corrected, correction: correction.clone() },
        });
        let incidents = merge_events(&reports, &decisions, registry, NonZeroUsize::MIN);
        let mut parts: Vec<Vec<EventRef>> = incidents
            .into_iter()
            .map(|incident| incident.events.into_iter().map(|told| told.event))
            .map(|told| told.filter(|event| events.contains(event)).collect::<Vec<EventRef>>())
            .filter(|part| !part.is_empty())
            .collect();
        parts.sort_by_key(|part| !part.contains(event));
        Ok(parts)
    }

    fn events_of(&mut self, id: &IncidentId) -> Result<Vec<EventRef>, DatabaseError> {
        let incident = self.store().incident(id)?;
        Ok(incident.into_iter().flat_map(|incident| incident.events).map(|told| told.event).collect())
    }
}
