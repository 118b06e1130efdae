//! The way of a record into the files.

use athir_export::{ExportError, Exporter, Gate, Item, Notes, ReportRecord, TieRecord};
use athir_model::{Claim, NetworkActor};

/// The way of a record into the files: through the gate, where there is one, to the exporter.
pub(super) struct Way<'w, 'g> {
    pub(super) exporter: &'w mut dyn Exporter,
    pub(super) gate: Option<&'g mut (dyn Gate + 'g)>,
    /// Whether events are handed on with their claims.
    pub(super) has_claims: bool,
    pub(super) notes: &'w mut Notes,
    /// Ties that have passed a gate, until all have.
    pub(super) held: Vec<TieRecord>,
}

impl Way<'_, '_> {
    pub(super) fn report(&mut self, report: ReportRecord) -> Result<(), ExportError> {
        let report = match &mut self.gate {
            Some(gate) => gate.report(report, self.notes),
            None => Some(report),
        };
        let Some(report) = report else { return Ok(()) };
        self.notes.saw(&report.info.provenance());
        self.exporter.report(&report, self.notes)
    }

    pub(super) fn item(&mut self, item: Item) -> Result<(), ExportError> {
        match &mut self.gate {
            Some(gate) => {
                let items = gate.item(item, self.notes);
                self.passed(items)
            }
            None => self.write(&item),
        }
    }

    fn write(&mut self, item: &Item) -> Result<(), ExportError> {
        self.notes.saw(&item.provenance());
        self.notes.saw_incident(item.incident.status);
        self.exporter.item(item, self.notes)
    }

    pub(super) fn end_of_items(&mut self) -> Result<(), ExportError> {
        let rest = self.gate.as_mut().map_or_else(Vec::new, |gate| gate.rest(self.notes));
        self.passed(rest)
    }

    /// Hands on what a gate has let through. Its claims are those of the events as the gate left them: what reports say
    /// beside them has not passed it.
    fn passed(&mut self, items: Vec<Item>) -> Result<(), ExportError> {
        for mut item in items {
            for told in &mut item.events {
                let claims =
                    if self.has_claims { Claim::of_event(&told.report.id, &told.event) } else { Vec::new() };
                told.claims = claims;
            }
            self.write(&item)?;
        }
        Ok(())
    }

    pub(super) fn actor(&mut self, actor: NetworkActor) -> Result<(), ExportError> {
        let actor = match &mut self.gate {
            Some(gate) => gate.actor(actor, self.notes),
            None => Some(actor),
        };
        actor.map_or(Ok(()), |actor| self.exporter.actor(&actor, self.notes))
    }

    pub(super) fn tie(&mut self, tie: TieRecord) -> Result<(), ExportError> {
        match &mut self.gate {
            Some(gate) => {
                self.held.extend(gate.tie(tie, self.notes));
                Ok(())
            }
            None => self.write_tie(&tie),
        }
    }

    fn write_tie(&mut self, tie: &TieRecord) -> Result<(), ExportError> {
        self.notes.saw(&tie.provenance());
        self.exporter.tie(tie, self.notes)
    }

    /// Hands on the ties that a gate has let through, in the order of the names that they have now.
    pub(super) fn end_of_ties(&mut self) -> Result<(), ExportError> {
        let mut ties = std::mem::take(&mut self.held);
        ties.sort_by(|a, b| a.tie.id.cmp(&b.tie.id));
        ties.iter().try_for_each(|tie| self.write_tie(tie))
    }
}
