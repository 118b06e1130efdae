//! Reads a database under a filter and hands what is there to an exporter, one record at a time.

use std::collections::BTreeMap;

use athir_export::{ExportError, Files, Gate, Needs, Notes, Profile, Release, Settings, Start, Tally, World};
use athir_model::IncidentId;
use athir_store::{IncidentFilter, StoreError};
use jiff::Timestamp;

use super::source::Source;
use super::way::Way;
use crate::database::Database;
use crate::knowledge::{BUILT_IN, PROGRAM};
use crate::versions;

/// Licences of what the program adds to every export.
const LICENCES: [&str; 3] = [
    "Places: GeoNames (https://www.geonames.org/), CC BY 4.0; Who's On First (https://whosonfirst.org/docs/licenses/).",
    "Actors: in part UCDP Actor Dataset 22.1, Uppsala Conflict Data Program (https://ucdp.uu.se/), CC BY 4.0.",
    "Reports belong to those who published them; `athir notice` has the notices in full.",
];

/// An export that could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportFailed {
    /// The database cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The files cannot be written.
    #[error(transparent)]
    Export(#[from] ExportError),
}

/// An export on its way from a database to files.
pub struct Passage<'a> {
    /// Which incidents; reports and ties come along if they have to do with them.
    pub filter: &'a IncidentFilter,
    /// These incidents alone, by first day and id, in place of those that the filter lets through.
    pub incidents: Option<&'a [IncidentId]>,
    /// At most so many incidents, the earliest.
    pub limit: Option<usize>,
    /// What the files say about themselves.
    pub release: &'a Release,
    /// What is set of the profile.
    pub settings: &'a Settings,
    /// Who parties are, and where places lie.
    pub world: &'a dyn World,
    /// Where the files go.
    pub files: &'a mut dyn Files,
    /// Takes down what does not fit.
    pub notes: Notes,
    /// What stands before the exporter, such as a profile of publishing.
    pub gate: Option<&'a mut dyn Gate>,
}

impl Database {
    /// Says what an export of this database is to say about itself. `made` is the time of the newest entry of its log
    /// where nothing else is said, so that the same database gives the same bytes.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn release(&mut self, filter: &str, made: Option<Timestamp>) -> Result<Release, StoreError> {
        let head = self.store().head()?;
        let versions = versions();
        Ok(Release {
            athir: PROGRAM.to_owned(),
            codebook: versions.codebook.to_owned(),
            model: format!("{} {}", versions.model, versions.model_digest),
            knowledge: BUILT_IN.to_owned(),
            gazetteer: versions.gazetteer.to_owned(),
            registry: versions.registry.to_owned(),
            made: match (made, &head) {
                (Some(made), _) => made.to_string(),
                (None, Some(head)) => head.time.clone(),
                (None, None) => String::new(),
            },
            state: head.map(|head| head.digest).unwrap_or_default(),
            filter: filter.to_owned(),
            licences: LICENCES.map(str::to_owned).to_vec(),
        })
    }

    /// Writes what the filter lets through in the shape of a profile. All of it is of one state of the database,
    /// whatever others write meanwhile, and memory does not grow with it; under a filter the names of the reports are
    /// held where a profile asks for reports or ties.
    ///
    /// # Errors
    ///
    /// A database that cannot be read, and files that cannot be written.
    pub fn export(&mut self, profile: &Profile, passage: Passage<'_>) -> Result<Tally, ExportFailed> {
        let reviews = self.reviews()?;
        let Passage { filter, incidents, limit, release, settings, world, files, mut notes, gate } = passage;
        self.store().frozen(|store| {
            let mut exporter = (profile.start)(Start { files, world, release, settings })?;
            let mut source = Source {
                store,
                reviews: &reviews,
                filter,
                incidents,
                limit,
                has_claims: profile.needs.claims && gate.is_none(),
                held: BTreeMap::new(),
            };
            let Needs { reports, actors, ties, .. } = profile.needs;
            let chosen = if source.is_whole() || !(reports || actors || ties) {
                None
            } else {
                Some(source.reports_chosen()?)
            };
            let has_claims = profile.needs.claims;
            let held = Vec::new();
            let mut way = Way { exporter: &mut *exporter, gate, has_claims, notes: &mut notes, held };
            if profile.needs.reports {
                source.reports(chosen.as_ref(), profile.needs.texts, &mut way)?;
            }
            if profile.needs.items {
                source.items(&mut way)?;
            }
            if profile.needs.actors {
                source.actors(chosen.as_ref(), world, &mut way)?;
            }
            if profile.needs.ties {
                source.ties(chosen.as_ref(), &mut way)?;
            }
            Ok(notes.finish(exporter.finish()?)?)
        })
    }
}
