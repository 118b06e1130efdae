//! Single records by their ids, and all of a kind in the order of their ids.

use athir_model::{Bond, EventId, Incident, IncidentId, KeptReport, ReportId, Story, StoryId, TieId};

use crate::error::Result;
use crate::store::{Store, find, page, parse};

impl Store {
    /// Gives an incident.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn incident(&mut self, id: &IncidentId) -> Result<Option<Incident>> {
        find(self.db(), &id.0)
    }

    /// Gives the incidents that events of this name are in. An event of one report is in at most one; two reports
    /// may have events of one name only where a hash says so by chance.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn incidents_of_event(&mut self, event: &EventId) -> Result<Vec<IncidentId>> {
        let sql = "SELECT i.id FROM incident_event e JOIN incident i ON i.no = e.incident \
                   WHERE e.event = ?1 ORDER BY i.id";
        let rows = self.db().query(sql, &[(&event.0).into()])?;
        Ok(rows.into_iter().map(|mut row| IncidentId(row.text())).collect())
    }

    /// Gives the incidents that a report tells of.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn incidents_of_report(&mut self, report: &ReportId) -> Result<Vec<IncidentId>> {
        let sql = "SELECT DISTINCT i.id FROM incident_event e JOIN incident i ON i.no = e.incident \
                   WHERE e.report = ?1 ORDER BY i.id";
        let rows = self.db().query(sql, &[(&report.0).into()])?;
        Ok(rows.into_iter().map(|mut row| IncidentId(row.text())).collect())
    }

    /// Gives the events of a report that are in incidents, each with its incident.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn event_incidents(&mut self, report: &ReportId) -> Result<Vec<(EventId, IncidentId)>> {
        let sql = "SELECT e.event, i.id FROM incident_event e JOIN incident i ON i.no = e.incident \
                   WHERE e.report = ?1 ORDER BY e.event, i.id";
        let rows = self.db().query(sql, &[(&report.0).into()])?;
        Ok(rows.into_iter().map(|mut row| (EventId(row.text()), IncidentId(row.text()))).collect())
    }

    /// Gives the story that a report belongs to, if it is not alone.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn story_of_report(&mut self, report: &ReportId) -> Result<Option<Story>> {
        let db = self.db();
        let sql =
            "SELECT s.id, s.record FROM story_report r JOIN story s ON s.no = r.story WHERE r.report = ?1";
        let Some(mut row) = db.query(sql, &[(&report.0).into()])?.pop() else { return Ok(None) };
        let id = row.text();
        parse(db, "story", &id, &row.text()).map(Some)
    }

    /// Gives a story.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn story(&mut self, id: &StoryId) -> Result<Option<Story>> {
        find(self.db(), &id.0)
    }

    /// Gives what is kept of a report beside its text.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn kept_report(&mut self, id: &ReportId) -> Result<Option<KeptReport>> {
        find(self.db(), &id.0)
    }

    /// Gives a tie.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn tie(&mut self, id: &TieId) -> Result<Option<Bond>> {
        find(self.db(), &id.0)
    }

    /// Gives a page of all ties in the order of their ids, after the one given (empty for the first page). An empty
    /// page is the end.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn ties_after(&mut self, id: &str) -> Result<Vec<Bond>> {
        page(self.db(), id)
    }

    /// Gives a page of all incidents in the order of their ids, as [`ties_after`](Store::ties_after) does.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn incidents_after(&mut self, id: &str) -> Result<Vec<Incident>> {
        page(self.db(), id)
    }

    /// Gives a page of all stories in the order of their ids, as [`ties_after`](Store::ties_after) does.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn stories_after(&mut self, id: &str) -> Result<Vec<Story>> {
        page(self.db(), id)
    }

    /// Gives a page of all reports without their texts, as [`ties_after`](Store::ties_after) does.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn reports_after(&mut self, id: &str) -> Result<Vec<KeptReport>> {
        page(self.db(), id)
    }
}
