//! A project's own places, added to a gazetteer.

use std::fs;
use std::path::Path;

use athir_gazetteer::build::{Source, build_upon};
use athir_gazetteer::{Gazetteer, GazetteerError};

use crate::ConfigError;
use crate::database::sha256;

/// The gazetteer, or else the built-in one, with the tables of a folder. Building takes some seconds, so the file that comes
/// of it is kept in the folder, under a name that says what it was built from.
pub(crate) fn with_places(base: Option<&Gazetteer>, folder: &Path) -> Result<Gazetteer, ConfigError> {
    let unusable = |source: GazetteerError| ConfigError::Gazetteer { path: folder.to_owned(), source };
    let base = base.unwrap_or_else(|| Gazetteer::builtin());
    let mut sources = Vec::new();
    let unread = |source| ConfigError::ActorFile { path: folder.to_owned(), source };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unread)? {
        let path = entry.map_err(unread)?.path();
        if path.extension().is_some_and(|ending| ending == "csv") {
            paths.push(path);
        }
    }
    paths.sort();
    let mut words = format!("{} {} {}\n", env!("CARGO_PKG_VERSION"), base.n_places(), base.n_names());
    for path in paths {
        let source = Source::read(&path).map_err(unusable)?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if let Some(source) = source {
            words.push_str(&format!("{name}\n{}\n{}", source.text.len(), source.text));
            sources.push(source);
        }
    }
    let kept = folder.join(format!(".places-{}.gaz", &sha256(words.as_bytes()).to_string()[..16]));
    if let Ok(gazetteer) = Gazetteer::open(&kept) {
        return Ok(gazetteer);
    }
    let built = build_upon(base, &sources).map_err(unusable)?;
    // Older ones, and one that cannot be kept, are no loss.
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(".places-") && name.ends_with(".gaz") {
            let _ = fs::remove_file(entry.path());
        }
    }
    let part = folder.join(".places.part");
    if fs::write(&part, &built.bytes).is_ok() {
        let _ = fs::rename(&part, &kept);
    }
    Gazetteer::from_bytes(built.bytes).map_err(unusable)
}
