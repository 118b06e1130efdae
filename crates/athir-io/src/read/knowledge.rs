//! Files that a project gives athir to know: the `.toml` files of a folder, a mapping of columns, a list of feeds.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::input::read_text;
use crate::{Columns, FeedList, IoError};

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

/// Reads a file that says which columns of a table hold what.
///
/// # Errors
///
/// A file that cannot be read, is no TOML, or has other keys.
pub fn read_columns(path: &Path) -> Result<Columns, IoError> {
    Columns::parse_toml(&open_text(path)?, path)
}

/// Reads a list of feeds to watch.
///
/// # Errors
///
/// A file that cannot be read, or is not as it should be.
pub fn read_feeds(path: &Path) -> Result<FeedList, IoError> {
    FeedList::parse(&open_text(path)?, path)
}

fn open_text(path: &Path) -> Result<String, IoError> {
    let file = File::open(path).map_err(|source| IoError::Read { path: path.to_owned(), source })?;
    read_text(file, path)
}
