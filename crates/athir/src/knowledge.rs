//! All that decides what a pipeline codes, as a digest.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use athir_model::{Digest, MadeBy};
use sha2::{Digest as _, Sha256};

use crate::{Config, ConfigError, versions};

/// The digest of the code of the stages and of what is compiled into them (`build.rs`).
pub(crate) const BUILT_IN: &str = env!("ATHIR_KNOWLEDGE");

/// The program and its version, as a database notes it.
pub(crate) const PROGRAM: &str = concat!("athir ", env!("CARGO_PKG_VERSION"));

/// The coder that these settings make.
pub(crate) fn made_by(config: &Config) -> Result<MadeBy, ConfigError> {
    let built_in = built_in();
    let model = config.model_dir.as_deref().map_or(Ok(built_in.model), model)?;
    Ok(MadeBy { knowledge: knowledge(config)?, model, ..built_in })
}

/// The coder with everything built in.
pub(crate) fn built_in() -> MadeBy {
    let versions = versions();
    MadeBy {
        coder: PROGRAM.to_owned(),
        knowledge: Digest::from_str(BUILT_IN).expect("the build script writes 64 hexadecimal digits"),
        codebook: versions.codebook.to_owned(),
        model: format!("{} {}", versions.model, versions.model_digest),
    }
}

fn knowledge(config: &Config) -> Result<Digest, ConfigError> {
    let own = [
        ("model", &config.model_dir),
        ("actors", &config.actors_dir),
        ("gazetteer", &config.gazetteer),
        ("frames", &config.frames_dir),
        ("places", &config.places_dir),
    ];
    let plain = own.iter().all(|(_, path)| path.is_none());
    if plain && config.min_confidence == 0.0 && !config.screen {
        return Ok(built_in().knowledge);
    }
    let mut hash = Sha256::new();
    hash.update(format!("{BUILT_IN}\n{}\n{}\n", config.min_confidence, config.screen));
    for (name, path) in own {
        let Some(path) = path else { continue };
        hash_files(name, path, &mut hash)?;
    }
    Ok(Digest(hash.finalize().into()))
}

/// What a folder with a language model calls it, and the digest of its files.
fn model(folder: &Path) -> Result<String, ConfigError> {
    let path = folder.join("model.json");
    let json = read(&path).map_err(|source| ConfigError::Knowledge { path, source })?;
    // A model that cannot be used has been told of before.
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap_or_default();
    let word = |key: &str| json[key].as_str().unwrap_or("unnamed").to_owned();
    let mut hash = Sha256::new();
    hash_files("model", folder, &mut hash)?;
    let digest = Digest(hash.finalize().into()).to_string();
    Ok(format!("{} {} {}", word("name"), word("version"), &digest[..12]))
}

fn hash_files(name: &str, path: &Path, hash: &mut Sha256) -> Result<(), ConfigError> {
    let used = |source| ConfigError::Knowledge { path: path.to_owned(), source };
    for file in files(path).map_err(used)? {
        let bytes = read(&file).map_err(used)?;
        // By its place below the folder: where the folder lies decides nothing.
        let inside = file.strip_prefix(path).unwrap_or(&file);
        hash.update(format!("{name}\n{}\n{}\n", inside.display(), bytes.len()));
        hash.update(bytes);
    }
    Ok(())
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
