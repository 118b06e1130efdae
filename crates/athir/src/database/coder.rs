//! A pipeline that codings are known by.

use athir_model::{Coding, Digest, ReportId};
use jiff::Timestamp;

use super::DatabaseError;
use crate::{Config, Pipeline};

/// A pipeline whose codings a database keeps, each with what made it.
pub struct KnownCoder {
    pipeline: Pipeline,
}

impl KnownCoder {
    /// Sets up a pipeline.
    ///
    /// # Errors
    ///
    /// A setting that cannot be carried out.
    pub fn new(config: &Config) -> Result<KnownCoder, DatabaseError> {
        Ok(KnownCoder { pipeline: Pipeline::new(config)? })
    }

    /// The pipeline.
    pub fn pipeline(&self) -> &Pipeline {
        &self.pipeline
    }

    /// The digest of its code, its words, frames, actors, places and language model, and of what its settings add.
    pub fn knowledge(&self) -> Digest {
        self.pipeline.made_by().knowledge
    }

    /// Whether a coding is by this coder.
    pub(super) fn made(&self, coding: &Coding) -> bool {
        let own = self.pipeline.made_by();
        coding.coder == own.coder && coding.knowledge == own.knowledge
    }

    pub(super) fn coding(&self, report: ReportId, coded: Timestamp) -> Coding {
        self.pipeline.made_by().coding(report, coded)
    }
}
