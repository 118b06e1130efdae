//! Files, folders and standard input.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::names::name_apart;
use super::text::find_nul;
use athir_model::Report;

use crate::{IoError, Manifest, ManifestEntry, decode_text};

/// The greatest number of bytes that is read of one report: 16 MiB.
pub const REPORT_LIMIT: u64 = 16 * 1024 * 1024;

/// A report that can be read, and what is known of it beforehand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The file, or `None` for standard input.
    pub path: Option<PathBuf>,
    /// The report's name, which no other input of the same run has.
    pub name: String,
    /// What the manifest beside the file says.
    pub known: ManifestEntry,
}

/// Finds what the paths of a command line name, in their order.
///
/// A folder gives its `.txt` files, sorted by name; folders inside it are not entered. `-` is standard input.
/// A `manifest.toml` beside a file gives its publication date and outlet, and a file that the manifest of a
/// folder lists is read even if its name has another ending. A path that cannot be used is an error in its
/// place, so that the others can be read all the same. A file that is named twice is read once.
///
/// An input is named for the stem of its file. Those that share it are told apart by the path from the folder
/// that they have in common, `north/monday` and `south/monday`, and if need be by the ending.
pub fn find_inputs(paths: &[PathBuf]) -> Vec<Result<Input, IoError>> {
    let mut manifests = BTreeMap::new();
    let mut inputs = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            inputs.push(Ok(Input::new(None, ManifestEntry::default())));
        } else if path.is_dir() {
            match list_folder(path, &mut manifests) {
                Ok(found) => inputs.extend(found.into_iter().map(Ok)),
                Err(error) => inputs.push(Err(error)),
            }
        } else {
            let folder = path.parent().unwrap_or(Path::new(""));
            inputs.push(manifest_of(folder, &mut manifests).map(|manifest| describe(path.clone(), manifest)));
        }
    }
    name_apart(inputs)
}

fn describe(path: PathBuf, manifest: &Manifest) -> Input {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let known = manifest.reports.get(&*name).cloned().unwrap_or_default();
    Input::new(Some(path), known)
}

fn list_folder(folder: &Path, manifests: &mut BTreeMap<PathBuf, Manifest>) -> Result<Vec<Input>, IoError> {
    let manifest = manifest_of(folder, manifests)?;
    let unread = |source| IoError::Read { path: folder.to_owned(), source };
    let mut files: Vec<PathBuf> = manifest.reports.keys().map(|file| folder.join(file)).collect();
    for entry in fs::read_dir(folder).map_err(unread)? {
        let path = entry.map_err(unread)?.path();
        if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("txt")) && !path.is_dir() {
            files.push(path);
        }
    }
    if files.is_empty() {
        return Err(IoError::EmptyFolder { path: folder.to_owned() });
    }
    files.sort();
    files.dedup();
    Ok(files.into_iter().map(|path| describe(path, manifest)).collect())
}

/// Gives the folder's manifest, an empty one if it has none.
fn manifest_of<'m>(
    folder: &Path,
    manifests: &'m mut BTreeMap<PathBuf, Manifest>,
) -> Result<&'m Manifest, IoError> {
    if !manifests.contains_key(folder) {
        let path = folder.join("manifest.toml");
        let manifest = match File::open(&path) {
            Ok(file) => Manifest::parse(&read_text(file, &path)?, &path)?,
            Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                Manifest::default()
            }
            Err(source) => return Err(IoError::Read { path, source }),
        };
        manifests.insert(folder.to_owned(), manifest);
    }
    Ok(&manifests[folder])
}

impl Input {
    /// Makes an input that is named for the stem of its file, or `stdin`.
    pub fn new(path: Option<PathBuf>, known: ManifestEntry) -> Input {
        let stem = path.as_deref().map(|path| path.file_stem().unwrap_or_default().to_string_lossy());
        let name = stem.map_or_else(|| "stdin".to_owned(), Into::into);
        Input { path, name, known }
    }

    /// Reads the report.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, is no text, or is longer than [`REPORT_LIMIT`].
    pub fn read(&self) -> Result<Report, IoError> {
        let text = match &self.path {
            None => read_text(io::stdin().lock(), Path::new("standard input"))?,
            Some(path) => {
                let file = File::open(path).map_err(|source| IoError::Read { path: path.clone(), source })?;
                read_text(file, path)?
            }
        };
        let ManifestEntry { published, outlet } = self.known.clone();
        Ok(Report {
            name: self.name.clone(),
            text,
            published,
            outlet,
            path: self.path.clone(),
            ..Report::default()
        })
    }
}

pub(super) fn read_text(from: impl Read, path: &Path) -> Result<String, IoError> {
    let mut bytes = Vec::new();
    from.take(REPORT_LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(|source| IoError::Read { path: path.to_owned(), source })?;
    if let Some(offset) = find_nul(&bytes) {
        return Err(IoError::NotText { path: path.to_owned(), offset });
    }
    if bytes.len() as u64 > REPORT_LIMIT {
        return Err(IoError::TooLong { path: path.to_owned(), limit: REPORT_LIMIT });
    }
    decode_text(bytes).map_err(|(encoding, offset)| IoError::Encoding {
        path: path.to_owned(),
        encoding,
        offset,
    })
}
