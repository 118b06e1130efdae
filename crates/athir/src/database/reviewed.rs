//! What people have made of single events, as a reader sees it.

use athir_incident::Revised;
use athir_model::{EventRef, EventReview, ReportId};
use athir_store::{CodedText, StoreError};

use super::Database;

/// An event that people have rejected. It is in no incident.
#[derive(Clone, Debug, PartialEq)]
pub struct RejectedEvent {
    /// The event, as the coder names it now.
    pub event: EventRef,
    /// The report's headline or first words.
    pub title: String,
    /// What the coder took it for, and where it read it: the words of the trigger.
    pub read: athir_model::Event,
    /// Who rejected it, and why.
    pub review: EventReview,
}

impl Database {
    /// Gives a report with its text and coding, and the coding as people have revised it.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn revised(&mut self, report: &ReportId) -> Result<Option<(CodedText, Revised)>, StoreError> {
        let reviews = self.reviews()?;
        Ok(self.store().coded(report)?.map(|coded| {
            let revised = reviews.revise(report, coded.coded.clone());
            (coded, revised)
        }))
    }

    /// Lists the events that people have rejected, by report.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn rejected(&mut self) -> Result<Vec<RejectedEvent>, StoreError> {
        let reviews = self.reviews()?;
        let mut found = Vec::new();
        for report in reviews.reports() {
            let Some(CodedText { report: kept, text, coded, .. }) = self.store().coded(report)? else {
                continue;
            };
            let title = kept.report(text).title();
            let Revised { rejected, reviews, .. } = reviews.revise(report, coded);
            found.extend(rejected.into_iter().filter_map(|read| {
                Some(RejectedEvent {
                    event: EventRef { report: report.clone(), event: read.id.clone() },
                    title: title.clone(),
                    review: reviews.get(&read.id)?.clone(),
                    read,
                })
            }));
        }
        Ok(found)
    }
}
