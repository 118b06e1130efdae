//! A report with what is coded in it, as it may be published.

use std::collections::BTreeSet;

use athir_export::ReportRecord;
use athir_model::{CodedReport, EventRef};

use crate::guard::Guard;

impl Guard<'_> {
    /// A report with those of its events that are published; `None` where none is.
    pub(crate) fn publish_report(&mut self, report: ReportRecord) -> Option<ReportRecord> {
        let ReportRecord { info, text: _, coded, reviews, incidents } = report;
        let CodedReport {
            doc: _, // the name of a file
            published,
            extent,
            events,
            ties: _, // they are words of the report; ties between actors have records of their own
            toll: _, // put together from all counts, small ones too
            omissions: _,
            diagnostics: _,
        } = coded;
        let is_published = |id| {
            let event = EventRef { report: info.id.clone(), event: id };
            self.published.contains(&event)
        };
        let mut events = events;
        events.retain(|event| is_published(event.id.clone()));
        if events.is_empty() {
            return None;
        }
        let is_left: BTreeSet<_> = events.iter().map(|event| event.id.clone()).collect();
        // Which kinds of harm an incident withholds is not known here.
        let every_harm = self.withheld_harms();
        let events = events.into_iter().map(|event| self.event(event, &every_harm)).collect();
        let reviews = reviews
            .into_iter()
            .filter(|(id, _)| is_left.contains(id))
            .map(|(id, review)| (self.event_id(&id), self.review(review)))
            .collect();
        let incidents = incidents
            .into_iter()
            .filter(|(id, _)| is_left.contains(id))
            .map(|(event, incident)| (self.event_id(&event), self.incident_id(&incident)))
            .collect();
        let doc = self.report_id(&info.id).0;
        let info = self.report_info(&info);
        let coded = CodedReport {
            doc,
            published: published.filter(|_| self.shows_days_of_reports()),
            extent,
            events,
            ties: Vec::new(),
            toll: None,
            omissions: Vec::new(),
            diagnostics: Vec::new(),
        };
        Some(ReportRecord { info, text: None, coded, reviews, incidents })
    }
}
