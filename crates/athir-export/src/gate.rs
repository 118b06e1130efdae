//! What may stand between records and an exporter.

use athir_model::{NetworkActor, ReportId};

use crate::{Item, Notes, ReportRecord, TieRecord};

/// Hands records on, changed or not, or keeps them back and notes why: a profile of publishing is one.
pub trait Gate {
    /// Takes a report with what is coded in it.
    fn report(&mut self, report: ReportRecord, notes: &mut Notes) -> Option<ReportRecord>;

    /// Takes an incident, and gives those that may go on now in the order in which they are to be written. It may hold
    /// some until later ones have come.
    fn item(&mut self, item: Item, notes: &mut Notes) -> Vec<Item>;

    /// Gives the incidents that are still held, after the last one was taken.
    fn rest(&mut self, notes: &mut Notes) -> Vec<Item>;

    /// Names a report as it will be named when it has passed. Reports and ties are handed on in the order of their names
    /// outside, so that the order says nothing of those that they have in the database.
    fn name_of_report(&self, report: &ReportId) -> String {
        report.0.clone()
    }

    /// Takes an actor of the reports. A gate that says nothing of actors lets none through.
    fn actor(&mut self, _actor: NetworkActor, _notes: &mut Notes) -> Option<NetworkActor> {
        None
    }

    /// Takes a tie between two actors.
    fn tie(&mut self, tie: TieRecord, notes: &mut Notes) -> Option<TieRecord>;
}
