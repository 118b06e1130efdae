//! Knowledge files of a project: the `.toml` files of a folder.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::input::read_text;
use crate::IoError;

/// Reads the `.toml` files of a folder, sorted by name, each with its path. Folders inside it are not entered.
///
/// # Errors
///
/// A folder or file that cannot be read, is no text, or a folder without such a file.
pub fn read_knowledge(folder: &Path) -> Result<Vec<(PathBuf, String)>, IoError> {
    let unread = |source| IoError::Read { path: folder.to_owned(), source };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unread)? {
        let path = entry.map_err(unread)?.path();
        if path.extension().is_some_and(|ending| ending == "toml") && !path.is_dir() {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        return Err(IoError::NoKnowledge { path: folder.to_owned() });
    }
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let file = File::open(&path).map_err(|source| IoError::Read { path: path.clone(), source })?;
            let text = read_text(file, &path)?;
            Ok((path, text))
        })
        .collect()
}
