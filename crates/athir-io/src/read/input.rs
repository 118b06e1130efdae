//! Files, folders and standard input: what there is to read.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use athir_model::Report;

use super::format::{Format, HEAD, Promise, is_named_packed, promise_of, recognise, unpacked_name};
use super::names::name_apart;
use super::records::{Records, Reports, fault};
use super::settings::ReadSettings;
use super::stream::Stream;
use super::text::find_nul;
use crate::{Fault, IoError, Manifest, ManifestEntry, Spot, decode_text};

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
/// A folder gives its files of reports, sorted by name; folders inside it are not entered. `-` is standard input.
/// A file of reports has an ending that says so (`.txt`, `.html`, `.rss`, `.warc`, `.jsonl`, `.csv` and their like,
/// packed or not), or another ending and the first bytes of a page, feed or archive; hidden files are none.
/// A `manifest.toml` beside a file gives its publication date and outlet, and a file that the manifest of a
/// folder lists is read even if its name has another ending. A path that cannot be used is an error in its
/// place, so that the others can be read all the same. A file that is named twice is read once.
///
/// An input is named for the stem of its file. Those that share it are told apart by the path from the folder
/// that they have in common, `north/monday` and `south/monday`, and if need be by the ending.
pub fn find_inputs(paths: &[PathBuf]) -> Vec<Result<Input, IoError>> {
    find(paths, list_folder)
}

/// Finds what the paths name as [`find_inputs`] does, in the folders inside folders too. Links to folders are not
/// followed.
pub fn find_inputs_below(paths: &[PathBuf]) -> Vec<Result<Input, IoError>> {
    find(paths, list_folder_and_below)
}

type Manifests = BTreeMap<PathBuf, Manifest>;
type Listed = Result<Vec<Result<Input, IoError>>, IoError>;

fn find(paths: &[PathBuf], list: fn(&Path, &mut Manifests) -> Listed) -> Vec<Result<Input, IoError>> {
    let mut manifests = BTreeMap::new();
    let mut inputs = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            inputs.push(Ok(Input::new(None, ManifestEntry::default())));
        } else if path.is_dir() {
            match list(path, &mut manifests) {
                Ok(found) if found.is_empty() => {
                    inputs.push(Err(IoError::EmptyFolder { path: path.clone() }));
                }
                Ok(found) => inputs.extend(found),
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

fn list_folder(folder: &Path, manifests: &mut Manifests) -> Listed {
    let manifest = manifest_of(folder, manifests)?;
    let unread = |source| IoError::Read { path: folder.to_owned(), source };
    let mut files: Vec<PathBuf> = manifest.reports.keys().map(|file| folder.join(file)).collect();
    for entry in fs::read_dir(folder).map_err(unread)? {
        let path = entry.map_err(unread)?.path();
        if holds_reports(&path) {
            files.push(path);
        }
    }
    files.sort();
    files.dedup();
    Ok(files.into_iter().map(|path| Ok(describe(path, manifest))).collect())
}

/// Lists a folder, then those inside it by name. One that cannot be read is an error among the files of the others.
fn list_folder_and_below(folder: &Path, manifests: &mut Manifests) -> Listed {
    let mut found = Vec::new();
    let mut left = vec![folder.to_owned()];
    while let Some(folder) = left.pop() {
        match list_folder(&folder, manifests) {
            Ok(files) => found.extend(files),
            Err(error) => {
                found.push(Err(error));
                continue;
            }
        }
        let unread = |source| IoError::Read { path: folder.clone(), source };
        let mut inside = Vec::new();
        for entry in fs::read_dir(&folder).map_err(unread)? {
            let entry = entry.map_err(unread)?;
            if entry.file_type().map_err(unread)?.is_dir() && !is_hidden(&entry.path()) {
                inside.push(entry.path());
            }
        }
        inside.sort_by(|a, b| b.cmp(a));
        left.extend(inside);
    }
    Ok(found)
}

/// The name of a file without its ending, behind that of its packing.
fn stem(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = Path::new(unpacked_name(&name));
    name.file_stem().unwrap_or_default().to_string_lossy().into()
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

/// Whether a file that a folder holds is one of reports, by its ending, or by its first bytes where the ending is
/// not telling: sites are saved with pages called `index`, `view.php` and `feed.xml`.
fn holds_reports(path: &Path) -> bool {
    if is_hidden(path) || path.is_dir() {
        return false;
    }
    if matches!(promise_of(path), Promise::Is(_)) {
        return true;
    }
    let Some(stream) = File::open(path).ok().and_then(|file| Stream::new(Box::new(file), false).ok()) else {
        return false;
    };
    let mut head = Vec::new();
    // What cannot be read is no report; a file that is named on its own says why.
    let _ = stream.take(HEAD as u64).read_to_end(&mut head);
    matches!(recognise(&head), Some(Format::Html | Format::Feed | Format::Warc))
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
        let name = path.as_deref().map_or_else(|| "stdin".to_owned(), stem);
        Input { path, name, known }
    }

    /// Reads the file as one report in plain text, whatever it is.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, is no text, or is longer than [`REPORT_LIMIT`].
    pub fn read(&self) -> Result<Report, IoError> {
        let settings = ReadSettings { format: Some(Format::Text), ..ReadSettings::default() };
        let none =
            || IoError::Read { path: self.shown().to_owned(), source: io::ErrorKind::UnexpectedEof.into() };
        self.reports(&settings).next().unwrap_or_else(|| Err(none()))
    }

    /// Reads its reports one after the other. However long it is, one record is in memory at a time.
    pub fn reports(&self, settings: &ReadSettings) -> Reports {
        Reports::new(self.records(settings), settings.clone())
    }

    /// Reads its records one after the other, of which reports are still to be made.
    pub fn records(&self, settings: &ReadSettings) -> Records {
        Records::open(self, settings)
    }

    /// Whether its name promises a single report: a text or a page.
    pub fn holds_one(&self) -> bool {
        let promised = self.path.as_deref().map_or(Promise::Unknown, promise_of);
        matches!(promised, Promise::Is(Format::Text | Format::Html))
    }

    /// Begins to read its bytes.
    pub(super) fn open(&self) -> Result<Stream, IoError> {
        let unread = |source| IoError::Read { path: self.shown().to_owned(), source };
        let from: Box<dyn Read + Send> = match &self.path {
            None => Box::new(io::stdin()),
            Some(path) => Box::new(File::open(path).map_err(unread)?),
        };
        let packed = self.path.as_deref().is_some_and(is_named_packed);
        Stream::new(from, packed).map_err(unread)
    }

    /// The file's path, or words for standard input.
    pub(super) fn shown(&self) -> &Path {
        self.path.as_deref().unwrap_or(Path::new("standard input"))
    }
}

pub(super) fn read_text(from: impl Read, path: &Path) -> Result<String, IoError> {
    decode(read_bytes(from, path)?, &Spot::file(path))
}

/// Reads all bytes of one report, up to a limit.
pub(super) fn read_bytes(from: impl Read, path: &Path) -> Result<Vec<u8>, IoError> {
    let mut bytes = Vec::new();
    from.take(REPORT_LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| fault(error, &Spot::file(path), "what is packed"))?;
    if bytes.len() as u64 <= REPORT_LIMIT {
        return Ok(bytes);
    }
    // That it is no text says more than that it is long.
    Err(match find_nul(&bytes) {
        Some(offset) => IoError::NotText { path: path.to_owned(), offset },
        None => IoError::TooLong { path: path.to_owned(), limit: REPORT_LIMIT },
    })
}

/// Decodes a plain text. An error names its place, in the file or in the record.
pub(super) fn decode(bytes: Vec<u8>, spot: &Spot) -> Result<String, IoError> {
    let path = || spot.path.clone();
    if let Some(offset) = find_nul(&bytes) {
        return Err(match spot.record {
            None => IoError::NotText { path: path(), offset },
            Some(_) => spot.wrong(Fault::NotText),
        });
    }
    decode_text(bytes).map_err(|(encoding, offset)| match spot.record {
        None => IoError::Encoding { path: path(), encoding, offset },
        Some(_) => spot.wrong(Fault::Encoding(encoding)),
    })
}
