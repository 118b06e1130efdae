//! A project's own actors, from a folder.

use std::fs;
use std::path::{Path, PathBuf};

use athir_actors::Registry;

use crate::ConfigError;

/// Loads the built-in registry with the files of a folder after it, in the order of their names: `.toml` files of
/// the registry's form and `.tsv` tables of UCDP actors.
///
/// # Errors
///
/// A folder or file that cannot be read, or one that is no file of the registry, named with its line.
#[expect(clippy::disallowed_methods, reason = "reading the project's own files is what this function is for")]
pub fn load_actors(folder: &Path) -> Result<Registry, ConfigError> {
    let unread = |path: &Path| {
        let path = path.to_owned();
        |source| ConfigError::ActorFile { path, source }
    };
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).map_err(unread(folder))? {
        let path = entry.map_err(unread(folder))?.path();
        if path.extension().is_some_and(|ending| ending == "toml" || ending == "tsv") {
            paths.push(path);
        }
    }
    paths.sort();
    let mut files = Vec::with_capacity(paths.len());
    for path in &paths {
        files.push((path.display().to_string(), fs::read_to_string(path).map_err(unread(path))?));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Registry::builtin_with(&files).map_err(|source| ConfigError::Actors { folder: folder.to_owned(), source })
}
