//! A coder by name: which version, with which knowledge.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use athir_model::{Coding, Digest, ReportId};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::DatabaseError;
use crate::{Config, Pipeline};

/// The digest of the code of the stages and of what is compiled into them (`build.rs`).
pub(crate) const BUILT_IN: &str = env!("ATHIR_KNOWLEDGE");

/// The program and its version, as a database notes it.
pub(crate) const PROGRAM: &str = concat!("athir ", env!("CARGO_PKG_VERSION"));

/// A pipeline, and the digest of all that decides what it codes.
pub struct KnownCoder {
    pipeline: Pipeline,
    knowledge: Digest,
}

impl KnownCoder {
    /// Sets up a pipeline, and takes the digest of what it knows.
    ///
    /// # Errors
    ///
    /// A setting that cannot be carried out.
    pub fn new(config: &Config) -> Result<KnownCoder, DatabaseError> {
        Ok(KnownCoder { pipeline: Pipeline::new(config)?, knowledge: knowledge(config)? })
    }

    /// The pipeline.
    pub fn pipeline(&self) -> &Pipeline {
        &self.pipeline
    }

    /// The digest of its code, its words, frames, actors, places and language model, and of what its settings add.
    pub fn knowledge(&self) -> Digest {
        self.knowledge
    }

    /// Whether a coding is by this coder.
    pub(super) fn made(&self, coding: &Coding) -> bool {
        coding.coder == PROGRAM && coding.knowledge == self.knowledge
    }

    pub(super) fn coding(&self, report: ReportId, coded: Timestamp) -> Coding {
        Coding { report, coder: PROGRAM.to_owned(), knowledge: self.knowledge, coded }
    }
}

fn knowledge(config: &Config) -> Result<Digest, DatabaseError> {
    let own = [
        ("model", &config.model_dir),
        ("actors", &config.actors_dir),
        ("gazetteer", &config.gazetteer),
        ("frames", &config.frames_dir),
        ("places", &config.places_dir),
    ];
    let plain = own.iter().all(|(_, path)| path.is_none());
    if plain && config.min_confidence == 0.0 && !config.screen {
        return Ok(Digest::from_str(BUILT_IN).expect("the build script writes 64 hexadecimal digits"));
    }
    let mut hash = Sha256::new();
    hash.update(format!("{BUILT_IN}\n{}\n{}\n", config.min_confidence, config.screen));
    for (name, path) in own {
        let Some(path) = path else { continue };
        let used = |source| DatabaseError::File { path: path.clone(), source };
        for file in files(path).map_err(used)? {
            let bytes = read(&file).map_err(used)?;
            // By its place below the folder: where the folder lies decides nothing.
            let inside = file.strip_prefix(path).unwrap_or(&file);
            hash.update(format!("{name}\n{}\n{}\n", inside.display(), bytes.len()));
            hash.update(bytes);
        }
    }
    Ok(Digest(hash.finalize().into()))
}

/// The file itself, or the files of the folder and of those inside it, by name.
fn files(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut entries: Vec<PathBuf> =
        fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    entries.sort();
    let mut found = Vec::new();
    for entry in entries {
        // What begins with a dot is kept for speed alone, or half written.
        if entry.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
            continue;
        }
        found.extend(files(&entry)?);
    }
    Ok(found)
}

#[expect(clippy::disallowed_methods, reason = "the settings name files of the project's own knowledge")]
fn read(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path)
}
