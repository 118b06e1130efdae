//! A temporal edge list: a tie a row, with the days between which it holds.

use std::collections::{BTreeMap, BTreeSet};

use athir_arrow::Cell;
use athir_model::{ActorKey, NetworkActor};

use super::interval::{ENDS, Interval};
use super::node::{OF_TIE, of_tie, other};
use crate::table::CsvFile;
use crate::{ExportError, Exporter, Needs, Notes, Output, Profile, Rows, Start, TieRecord};

/// Ties as a temporal edge list.
pub(crate) const EDGES: Profile = Profile {
    name: "edges",
    about: "a temporal edge list: a tie a row, with its actors and the days between which it holds",
    output: Output::File("edges.csv"),
    needs: Needs { actors: true, ties: true, ..Needs::NONE },
    settings: &[ENDS],
    start: |start| Ok(Box::new(Edges::start(start)?)),
};

struct Edges<'a> {
    csv: CsvFile,
    start: Start<'a>,
    known: BTreeSet<ActorKey>,
    names: BTreeMap<ActorKey, String>,
}

impl<'a> Edges<'a> {
    fn start(start: Start<'a>) -> Result<Edges<'a>, ExportError> {
        let own = ["source", "target", "start", "end", "weight", "source_name", "target_name", "tie"];
        let columns = own.into_iter().chain(OF_TIE.iter().map(|(name, _)| *name));
        let csv = CsvFile::create(start.files, "edges.csv", columns)?;
        Ok(Edges { csv, start, known: BTreeSet::new(), names: BTreeMap::new() })
    }
}

impl Exporter for Edges<'_> {
    fn actor(&mut self, actor: &NetworkActor, _notes: &mut Notes) -> Result<(), ExportError> {
        self.known.insert(actor.key.clone());
        self.names.insert(actor.key.clone(), actor.name.clone());
        Ok(())
    }

    fn tie(&mut self, record: &TieRecord, notes: &mut Notes) -> Result<(), ExportError> {
        let tie = &record.tie;
        let Some(b) = other(tie, &self.known, notes) else { return Ok(()) };
        let Interval { start, end } = Interval::of(tie, self.start.settings);
        let weight = Cell::Number((tie.strength * 1e4).round() / 1e4);
        let own = [
            Cell::from(&tie.a.0),
            Cell::from(&b.0),
            start.into(),
            end.into(),
            weight,
            self.names.get(&tie.a).into(),
            self.names.get(b).into(),
            Cell::from(&tie.id.0),
        ];
        let further = of_tie(record);
        // Signs are numbers here, and no words to defuse.
        let further = OF_TIE.iter().zip(further).map(|((name, _), value)| match (*name, value.parse()) {
            ("sign" | "n_reports", Ok(number)) => Cell::Whole(number),
            _ if value.is_empty() => Cell::Empty,
            _ => Cell::from(value),
        });
        self.csv.cells(own.into_iter().chain(further))
    }

    fn finish(self: Box<Self>) -> Result<Rows, ExportError> {
        Ok(vec![self.csv.finish()?])
    }
}
