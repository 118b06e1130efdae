//! athir's own tables as CSV, with a description of every column beside them.

use std::collections::BTreeMap;

use athir_arrow::{Actors, ClaimRow, Claims, EventRow, Events, IncidentRow, Incidents, ReportRow};
use athir_arrow::{Reports, TieRow, Ties};
use athir_model::NetworkActor;

use super::csv::CsvFile;
use super::editable::{NOTE, STATE, editable_cells, state_of};
use super::package;
use super::rows;
use crate::{
    ExportError, Exporter, Item, Needs, Notes, Output, Profile, ReportRecord, Rows, Start, TieRecord,
};

/// Six tables for spreadsheets and statistics; `events.csv` comes back by `athir import corrections`.
pub(crate) const CSV: Profile = Profile {
    name: "csv",
    about: "athir's six tables, for spreadsheets and statistics; edited events come back as corrections",
    output: Output::Folder(&[
        "reports.csv",
        "events.csv",
        "claims.csv",
        "incidents.csv",
        "ties.csv",
        "actors.csv",
        package::FILE,
    ]),
    needs: Needs { reports: true, items: true, claims: true, actors: true, ties: true, ..Needs::NONE },
    settings: &[],
    start: |start| Ok(Box::new(Csv::start(start)?)),
};

struct Csv<'a> {
    reports: CsvFile,
    events: CsvFile,
    claims: CsvFile,
    incidents: CsvFile,
    ties: CsvFile,
    actors: CsvFile,
    names: BTreeMap<String, String>,
    start: Start<'a>,
}

impl<'a> Csv<'a> {
    fn start(start: Start<'a>) -> Result<Csv<'a>, ExportError> {
        let files = &mut *start.files;
        Ok(Csv {
            reports: CsvFile::of::<Reports>(files, &[])?,
            events: CsvFile::of::<Events>(files, &[NOTE, STATE])?,
            claims: CsvFile::of::<Claims>(files, &[])?,
            incidents: CsvFile::of::<Incidents>(files, &[])?,
            ties: CsvFile::of::<Ties>(files, &[])?,
            actors: CsvFile::of::<Actors>(files, &[])?,
            names: BTreeMap::new(),
            start,
        })
    }
}

impl Exporter for Csv<'_> {
    fn report(&mut self, record: &ReportRecord, _notes: &mut Notes) -> Result<(), ExportError> {
        let row = ReportRow { coded: Some(&record.coded), ..rows::report(&record.info) };
        self.reports.push::<Reports>(&row, [])
    }

    fn item(&mut self, item: &Item, _notes: &mut Notes) -> Result<(), ExportError> {
        let incident = item.incident.id.0.as_str();
        self.incidents
            .push::<Incidents>(&IncidentRow { incident: &item.incident, made: &item.provenance() }, [])?;
        for told in &item.events {
            let (report, status) = (rows::report(&told.report), told.status);
            let row = EventRow { event: &told.event, report: &report, incident: Some(incident), status };
            let editable = editable_cells(&row, told.review.as_ref());
            let note = told.review.as_ref().and_then(|review| review.note.as_deref());
            self.events.push::<Events>(&row, [note.into(), state_of(&editable).into()])?;
            for claim in &told.claims {
                self.claims.push::<Claims>(
                    &ClaimRow { claim, incident: Some(incident), status, made: &report.made },
                    [],
                )?;
            }
        }
        Ok(())
    }

    fn actor(&mut self, actor: &NetworkActor, _notes: &mut Notes) -> Result<(), ExportError> {
        self.names.insert(actor.key.0.clone(), actor.name.clone());
        let known = rows::KnownActor::of(actor, self.start.world);
        self.actors.push::<Actors>(&known.row(actor), [])
    }

    fn tie(&mut self, record: &TieRecord, _notes: &mut Notes) -> Result<(), ExportError> {
        let (tie, made) = (&record.tie, record.provenance());
        let name = |key: &str| self.names.get(key).map_or_else(|| key.to_owned(), Clone::clone);
        let (a_name, b_name) = (name(&tie.a.0), tie.b.as_ref().map(|b| name(&b.0)));
        let row = TieRow {
            bond: tie,
            a_name: &a_name,
            b_name: b_name.as_deref(),
            status: record.status(),
            made: &made,
        };
        self.ties.push::<Ties>(&row, [])
    }

    fn finish(self: Box<Self>) -> Result<Rows, ExportError> {
        let mut rows = Vec::new();
        for file in [self.reports, self.events, self.claims, self.incidents, self.ties, self.actors] {
            rows.push(file.finish()?);
        }
        package::write(self.start.files, self.start.release, &rows)?;
        Ok(rows)
    }
}
