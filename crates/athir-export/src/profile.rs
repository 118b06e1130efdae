//! The profiles: one for each shape, with what it is given and what comes out.

use athir_model::NetworkActor;

use crate::annotate::{BRAT, WEBANNO};
use crate::case::{ATLOS, FTM, HXL};
use crate::map::{GEOJSON, GEOPARQUET, TIMEMAP};
use crate::network::{CONTACTS, EDGES, GEXF, GRAPHML};
use crate::shape;
use crate::table::{COUNTRY_MONTH, CSV, PARQUET, PRIOGRID_MONTH};
use crate::{
    ExportError, Files, Item, Notes, Release, ReportRecord, Rows, Setting, Settings, TieRecord, World,
};

/// Writes one shape. It is given reports first, by id, then incidents by first day and id, those that nothing dates at
/// the beginning, then actors by key, then ties by id; of these what its profile [needs](Needs).
pub trait Exporter {
    /// Takes a report with what is coded in it.
    ///
    /// # Errors
    ///
    /// What the place written to says.
    fn report(&mut self, _report: &ReportRecord, _notes: &mut Notes) -> Result<(), ExportError> {
        Ok(())
    }

    /// Takes an incident.
    ///
    /// # Errors
    ///
    /// What the place written to says.
    fn item(&mut self, _item: &Item, _notes: &mut Notes) -> Result<(), ExportError> {
        Ok(())
    }

    /// Takes an actor of the reports.
    ///
    /// # Errors
    ///
    /// What the place written to says.
    fn actor(&mut self, _actor: &NetworkActor, _notes: &mut Notes) -> Result<(), ExportError> {
        Ok(())
    }

    /// Takes a tie between two actors.
    ///
    /// # Errors
    ///
    /// What the place written to says.
    fn tie(&mut self, _tie: &TieRecord, _notes: &mut Notes) -> Result<(), ExportError> {
        Ok(())
    }

    /// Ends the files and says how many rows each has.
    ///
    /// # Errors
    ///
    /// What the place written to says.
    fn finish(self: Box<Self>) -> Result<Rows, ExportError>;
}

/// What an exporter is to be given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Reports with their codings.
    pub reports: bool,
    /// The texts of the reports as well.
    pub texts: bool,
    /// Incidents with their events.
    pub items: bool,
    /// The claims of the events as well.
    pub claims: bool,
    /// Actors of the reports.
    pub actors: bool,
    /// Ties between actors.
    pub ties: bool,
}

impl Needs {
    /// Nothing: what to begin with.
    pub const NONE: Needs =
        Needs { reports: false, texts: false, items: false, claims: false, actors: false, ties: false };

    /// Incidents alone.
    pub const ITEMS: Needs = Needs { items: true, ..Needs::NONE };
}

/// What comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// One file, which may go to standard output; its usual name.
    File(&'static str),
    /// A folder with these files, or with files that are named for the reports where there are none.
    Folder(&'static [&'static str]),
}

/// All that an exporter starts with.
pub struct Start<'a> {
    /// Where its files go.
    pub files: &'a mut dyn Files,
    /// Who parties are, and where places lie.
    pub world: &'a dyn World,
    /// What the files are to say about themselves.
    pub release: &'a Release,
    /// What was set.
    pub settings: &'a Settings,
}

/// A shape that records can be written in.
#[derive(Clone, Copy, Debug)]
pub struct Profile {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is, in one line.
    pub about: &'static str,
    /// What comes out.
    pub output: Output,
    /// What the exporter is to be given.
    pub needs: Needs,
    /// What can be set.
    pub settings: &'static [Setting],
    /// Starts its files.
    pub start: for<'a> fn(Start<'a>) -> Result<Box<dyn Exporter + 'a>, ExportError>,
}

/// Every profile, in the order in which they are listed.
pub fn profiles() -> &'static [Profile] {
    const PROFILES: &[Profile] = &[
        CSV,
        PARQUET,
        COUNTRY_MONTH,
        PRIOGRID_MONTH,
        GEOJSON,
        GEOPARQUET,
        TIMEMAP,
        GRAPHML,
        GEXF,
        EDGES,
        CONTACTS,
        HXL,
        FTM,
        ATLOS,
        BRAT,
        WEBANNO,
        shape::ACLED,
        shape::UCDP,
        shape::PLOVER,
        shape::POLECAT,
        shape::ICEWS,
        shape::GDELT,
    ];
    PROFILES
}

/// Finds a profile by its name.
///
/// # Errors
///
/// A name that no profile has.
pub fn profile(name: &str) -> Result<&'static Profile, ExportError> {
    profiles().iter().find(|profile| profile.name == name).ok_or_else(|| {
        let names: Vec<&str> = profiles().iter().map(|profile| profile.name).collect();
        ExportError::NoProfile { name: name.to_owned(), known: names.join(", ") }
    })
}
