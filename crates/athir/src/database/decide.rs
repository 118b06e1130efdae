//! People's decisions about incidents and events: they outrank the machine's, survive re-coding, and can be undone.

use athir_model::{
    Anchor, Correction, Decision, DecisionId, EventId, EventRef, IncidentId, ReportId, ReviewVerdict, Verdict,
};
use athir_store::{CodedText, Stamp, Store, sha256};

use super::correction::check_correction;
use super::{Database, DatabaseError};

impl Database {
    /// Decides that incidents, or single events, are one incident. It counts once what follows is made anew.
    ///
    /// # Errors
    ///
    /// An id that is neither an incident's nor an event's, fewer than two events, and whatever the database cannot do.
    pub fn merge(
        &mut self,
        ids: &[String],
        note: Option<&str>,
        stamp: &Stamp,
    ) -> Result<Decision, DatabaseError> {
        let mut events = Vec::new();
        for id in ids {
            events.extend(anchors(self.store(), id)?);
        }
        events.sort();
        events.dedup();
        if events.len() < 2 {
            return Err(DatabaseError::NoDecision { why: "there are no two events to merge".to_owned() });
        }
        self.decide(Verdict::Merge { events }, note, stamp)
    }

    /// Decides that the events named, by themselves, are another incident than the rest of theirs.
    ///
    /// # Errors
    ///
    /// Ids that are none of the incident's events, or all of them, and whatever the database cannot do.
    pub fn split(
        &mut self,
        incident: &IncidentId,
        events: &[String],
        note: Option<&str>,
        stamp: &Stamp,
    ) -> Result<Decision, DatabaseError> {
        let all = anchors(self.store(), &incident.0)?;
        if let Some(id) = events.iter().find(|id| all.iter().all(|anchor| anchor.event.event.0 != **id)) {
            return Err(DatabaseError::NoDecision {
                why: format!("{id} is no event of incident {incident}"),
            });
        }
        let (apart, rest): (Vec<Anchor>, Vec<Anchor>) =
            all.into_iter().partition(|anchor| events.contains(&anchor.event.event.0));
        if apart.is_empty() || rest.is_empty() {
            let why = format!("nothing of incident {incident} would be left, or nothing taken from it");
            return Err(DatabaseError::NoDecision { why });
        }
        self.decide(Verdict::Split { groups: vec![apart, rest] }, note, stamp)
    }

    /// Decides that two incidents, which may never have been one, are not the same: no event of the one is joined with one of
    /// the other.
    ///
    /// # Errors
    ///
    /// As for [`merge`](Database::merge), and two that share an event.
    pub fn keep_apart(
        &mut self,
        a: &str,
        b: &str,
        note: Option<&str>,
        stamp: &Stamp,
    ) -> Result<Decision, DatabaseError> {
        let groups = vec![anchors(self.store(), a)?, anchors(self.store(), b)?];
        if groups.iter().any(Vec::is_empty) {
            return Err(DatabaseError::NoDecision { why: "one of them has no event".to_owned() });
        }
        if groups[0].iter().any(|anchor| groups[1].iter().any(|other| other.event == anchor.event)) {
            return Err(DatabaseError::NoDecision { why: "both are the same".to_owned() });
        }
        self.decide(Verdict::Split { groups }, note, stamp)
    }

    /// Decides that two incidents belong together and are not the same.
    ///
    /// # Errors
    ///
    /// As for [`merge`](Database::merge).
    pub fn relate(
        &mut self,
        a: &str,
        b: &str,
        note: Option<&str>,
        stamp: &Stamp,
    ) -> Result<Decision, DatabaseError> {
        let mut first = |id: &str| -> Result<Anchor, DatabaseError> {
            anchors(self.store(), id)?
                .into_iter()
                .next()
                .ok_or_else(|| DatabaseError::NoDecision { why: format!("{id} has no event") })
        };
        let (a, b) = (first(a)?, first(b)?);
        if a.event == b.event {
            return Err(DatabaseError::NoDecision { why: "both are the same".to_owned() });
        }
        self.decide(Verdict::Related { a, b }, note, stamp)
    }

    /// Notes what a person finds of events, or of all events of incidents.
    ///
    /// # Errors
    ///
    /// An id that is neither an incident's nor an event's, no event at all, and whatever the database cannot do.
    pub fn review(
        &mut self,
        ids: &[String],
        review: ReviewVerdict,
        note: Option<&str>,
        stamp: &Stamp,
    ) -> Result<Decision, DatabaseError> {
        let mut events = Vec::new();
        for id in ids {
            events.extend(anchors(self.store(), id)?);
        }
        events.sort();
        events.dedup();
        if events.is_empty() {
            return Err(DatabaseError::NoDecision { why: "there is no event to review".to_owned() });
        }
        self.decide(Verdict::Review { events, review }, note, stamp)
    }

    /// Notes what a person finds of events of certain reports.
    ///
    /// # Errors
    ///
    /// An event that its report does not have, no event at all, and whatever the database cannot do.
    pub fn review_events(
        &mut self,
        events: &[EventRef],
        review: ReviewVerdict,
        note: Option<&str>,
        stamp: &Stamp,
    ) -> Result<Decision, DatabaseError> {
        let mut anchors = Vec::with_capacity(events.len());
        for event in events {
            let coded = self.store().coded(&event.report)?;
            let found = coded.and_then(|coded| anchor(&coded, event));
            anchors.push(found.ok_or_else(|| DatabaseError::Unknown { id: event.event.0.clone() })?);
        }
        anchors.sort();
        anchors.dedup();
        if anchors.is_empty() {
            return Err(DatabaseError::NoDecision { why: "there is no event to review".to_owned() });
        }
        self.decide(Verdict::Review { events: anchors, review }, note, stamp)
    }

    /// Gives a field of an event the value that a person finds right.
    ///
    /// # Errors
    ///
    /// An id that is no event's, a value that cannot be ([`check_correction`]), and whatever the database cannot do.
    pub fn correct(
        &mut self,
        event: &EventRef,
        correction: Correction,
        note: Option<&str>,
        stamp: &Stamp,
    ) -> Result<Decision, DatabaseError> {
        let Some(coded) = self.store().coded(&event.report)? else {
            return Err(DatabaseError::Unknown { id: event.report.0.clone() });
        };
        check_correction(&correction, &coded.text).map_err(|why| DatabaseError::NoDecision {
            why: format!("{}: {why}", correction.field().as_str()),
        })?;
        let anchor =
            anchor(&coded, event).ok_or_else(|| DatabaseError::Unknown { id: event.event.0.clone() })?;
        self.decide(Verdict::Correct { event: anchor, correction }, note, stamp)
    }

    /// Finds the event of this name among the codings that count.
    ///
    /// # Errors
    ///
    /// An id that is no event's, and a database that cannot be read.
    pub fn event(&mut self, id: &str) -> Result<EventRef, DatabaseError> {
        let event = EventId(id.to_owned());
        match self.store().report_of_event(&event)? {
            Some(report) => Ok(EventRef { report, event }),
            None => Err(DatabaseError::Unknown { id: id.to_owned() }),
        }
    }

    /// Decides that an earlier decision no longer holds.
    ///
    /// # Errors
    ///
    /// A decision that is not there, and whatever the database cannot do.
    pub fn undo(
        &mut self,
        decision: &DecisionId,
        note: Option<&str>,
        stamp: &Stamp,
    ) -> Result<Decision, DatabaseError> {
        if self.store().decisions()?.iter().all(|earlier| earlier.id != *decision) {
            return Err(DatabaseError::Unknown { id: decision.0.clone() });
        }
        self.decide(Verdict::Undo { decision: decision.clone() }, note, stamp)
    }

    fn decide(
        &mut self,
        verdict: Verdict,
        note: Option<&str>,
        stamp: &Stamp,
    ) -> Result<Decision, DatabaseError> {
        let mut decision = Decision {
            id: DecisionId(String::new()),
            sequence: 0,
            by: stamp.by.clone(),
            note: note.map(str::to_owned),
            verdict,
        };
        decision.id = Database::name_of(&decision, stamp);
        Ok(self.store().decide(&decision, stamp)?)
    }

    /// Names a decision that has no name yet, for what it says, who says it and when.
    pub(crate) fn name_of(decision: &Decision, stamp: &Stamp) -> DecisionId {
        let digest = sha256(format!("{} {decision:?}", stamp.at).as_bytes()).to_string();
        DecisionId(format!("d{}", &digest[..15]))
    }

    /// What a decision about an event holds on to.
    ///
    /// # Errors
    ///
    /// An event that its report does not have, and a database that cannot be read.
    pub(crate) fn anchor_of(&mut self, event: &EventRef) -> Result<Anchor, DatabaseError> {
        let coded = self.store().coded(&event.report)?;
        let found = coded.and_then(|coded| anchor(&coded, event));
        found.ok_or_else(|| DatabaseError::Unknown { id: event.event.0.clone() })
    }
}

/// What a decision holds on to: the events of an incident, or one event.
fn anchors(store: &mut Store, id: &str) -> Result<Vec<Anchor>, DatabaseError> {
    let events: Vec<EventRef> = match store.incident(&IncidentId(id.to_owned()))? {
        Some(incident) => incident.events.into_iter().map(|told| told.event).collect(),
        None => {
            let event = EventId(id.to_owned());
            let report: Option<ReportId> = store.report_of_event(&event)?;
            let report = report.ok_or_else(|| DatabaseError::Unknown { id: id.to_owned() })?;
            vec![EventRef { report, event }]
        }
    };
    let mut anchors = Vec::with_capacity(events.len());
    for event in events {
        let Some(coded) = store.coded(&event.report)? else { continue };
        anchors.extend(anchor(&coded, &event));
    }
    Ok(anchors)
}

/// What a decision about an event holds on to.
pub(crate) fn anchor(coded: &CodedText, event: &EventRef) -> Option<Anchor> {
    let found = coded.coded.events.iter().find(|found| found.id == event.event)?;
    let words = found.evidence.first().unwrap_or(&found.trigger);
    Some(Anchor {
        event: event.clone(),
        kind: found.kind,
        start: words.start,
        end: words.end,
        trigger: Some((found.trigger.start, found.trigger.end)),
    })
}
