//! athir's own tables as Parquet.

use std::collections::BTreeMap;

use athir_arrow::{
    Actors, ClaimRow, Claims, EventRow, Events, IncidentRow, Incidents, ReportRow, Reports, TieRow, Ties,
};
use athir_model::NetworkActor;

use super::parquet::ParquetFile;
use super::rows;
use crate::{
    ExportError, Exporter, Item, Needs, Notes, Output, Profile, ReportRecord, Rows, Start, TieRecord, World,
};

/// Six tables for data frames and databases.
pub(crate) const PARQUET: Profile = Profile {
    name: "parquet",
    about: "athir's six tables with their types, for pandas, polars, DuckDB, R and Spark",
    output: Output::Folder(&[
        "reports.parquet",
        "events.parquet",
        "claims.parquet",
        "incidents.parquet",
        "ties.parquet",
        "actors.parquet",
    ]),
    needs: Needs { reports: true, items: true, claims: true, actors: true, ties: true, ..Needs::NONE },
    settings: &[],
    start: |start| Ok(Box::new(Parquet::start(start)?)),
};

struct Parquet<'a> {
    reports: ParquetFile<Reports>,
    events: ParquetFile<Events>,
    claims: ParquetFile<Claims>,
    incidents: ParquetFile<Incidents>,
    ties: ParquetFile<Ties>,
    actors: ParquetFile<Actors>,
    names: BTreeMap<String, String>,
    world: &'a dyn World,
}

impl<'a> Parquet<'a> {
    fn start(start: Start<'a>) -> Result<Parquet<'a>, ExportError> {
        let Start { files, world, release, .. } = start;
        Ok(Parquet {
            reports: ParquetFile::create(files, release)?,
            events: ParquetFile::create(files, release)?,
            claims: ParquetFile::create(files, release)?,
            incidents: ParquetFile::create(files, release)?,
            ties: ParquetFile::create(files, release)?,
            actors: ParquetFile::create(files, release)?,
            names: BTreeMap::new(),
            world,
        })
    }
}

impl Exporter for Parquet<'_> {
    fn report(&mut self, record: &ReportRecord, _notes: &mut Notes) -> Result<(), ExportError> {
        self.reports.push(&ReportRow { coded: Some(&record.coded), ..rows::report(&record.info) })
    }

    fn item(&mut self, item: &Item, _notes: &mut Notes) -> Result<(), ExportError> {
        let incident = Some(item.incident.id.0.as_str());
        self.incidents.push(&IncidentRow { incident: &item.incident, made: &item.provenance() })?;
        for told in &item.events {
            let (report, status) = (rows::report(&told.report), told.status);
            self.events.push(&EventRow { event: &told.event, report: &report, incident, status })?;
            for claim in &told.claims {
                self.claims.push(&ClaimRow { claim, incident, status, made: &report.made })?;
            }
        }
        Ok(())
    }

    fn actor(&mut self, actor: &NetworkActor, _notes: &mut Notes) -> Result<(), ExportError> {
        self.names.insert(actor.key.0.clone(), actor.name.clone());
        self.actors.push(&rows::KnownActor::of(actor, self.world).row(actor))
    }

    fn tie(&mut self, record: &TieRecord, _notes: &mut Notes) -> Result<(), ExportError> {
        let (tie, made) = (&record.tie, record.provenance());
        let name = |key: &str| self.names.get(key).map_or_else(|| key.to_owned(), Clone::clone);
        let (a_name, b_name) = (name(&tie.a.0), tie.b.as_ref().map(|b| name(&b.0)));
        self.ties.push(&TieRow {
            bond: tie,
            a_name: &a_name,
            b_name: b_name.as_deref(),
            status: record.status(),
            made: &made,
        })
    }

    fn finish(self: Box<Self>) -> Result<Rows, ExportError> {
        Ok(vec![
            self.reports.finish()?,
            self.events.finish()?,
            self.claims.finish()?,
            self.incidents.finish()?,
            self.ties.finish()?,
            self.actors.finish()?,
        ])
    }
}
