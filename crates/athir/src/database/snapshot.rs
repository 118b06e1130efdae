//! A release of a database: sorted JSON Lines with the digest of each file. The same database gives the same bytes.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use athir_store::{LogEntry, Store, StoreError, Totals};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{Database, DatabaseError};

/// Whether a snapshot holds the words of the reports. Many may be kept and searched, but not passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Texts {
    /// Their digests alone.
    Digests,
    /// Their texts, word for word.
    Whole,
}

/// What a snapshot holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SnapshotManifest {
    /// What this is.
    pub format: &'static str,
    /// The version of the format.
    pub version: u32,
    /// How much the database held.
    pub totals: Totals,
    /// The newest entry of its log, which stands for its whole state.
    pub head: Option<LogEntry>,
    /// The files.
    pub files: Vec<SnapshotFile>,
}

/// A file of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SnapshotFile {
    /// Its name.
    pub name: String,
    /// How many records it holds, one a line, sorted by their ids.
    pub n_records: usize,
    /// How many bytes it has.
    pub n_bytes: u64,
    /// Their SHA-256.
    pub sha256: String,
}

impl Database {
    /// Writes a snapshot into a folder, which must not be there yet: `reports.jsonl`, `codings.jsonl`, `stories.jsonl`,
    /// `incidents.jsonl`, `ties.jsonl`, `decisions.jsonl`, `publications.jsonl`, `log.jsonl`, and `manifest.json` with their digests. The
    /// folder appears when it is whole. It shows one state of the database, whatever others write meanwhile.
    ///
    /// # Errors
    ///
    /// A folder that is there already or cannot be written, and whatever the database cannot do.
    pub fn snapshot(&mut self, folder: &Path, texts: Texts) -> Result<SnapshotManifest, DatabaseError> {
        if folder.exists() {
            return Err(DatabaseError::Taken { path: folder.to_owned() });
        }
        let mut name = folder.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let part = folder.with_file_name(name);
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| DatabaseError::File { path, source }
        };
        fs::create_dir_all(&part).map_err(failed(&part))?;
        let written = self
            .store()
            .frozen(|store| write_files(store, &part, texts))
            .and_then(|manifest| fs::rename(&part, folder).map(|()| manifest).map_err(failed(folder)));
        if written.is_err() {
            // It only stays as litter when it cannot be removed.
            let _ = fs::remove_dir_all(&part);
        }
        written
    }
}

fn write_files(store: &mut Store, folder: &Path, texts: Texts) -> Result<SnapshotManifest, DatabaseError> {
    let mut files = Vec::new();
    let mut reports = Lines::create(folder, "reports.jsonl")?;
    let mut codings = Lines::create(folder, "codings.jsonl")?;
    let mut last = String::new();
    loop {
        let page = store.coded_by_id(&last)?;
        let Some(end) = page.last() else { break };
        last = end.report.id.0.clone();
        for coded in page {
            let body = (texts == Texts::Whole).then_some(coded.text.as_str());
            reports.write(&WithText { report: &coded.report, body })?;
            codings.write(&WithCoding { coding: &coded.coding, coded: &coded.coded })?;
        }
    }
    files.push(reports.finish()?);
    files.push(codings.finish()?);
    files.push(write_all(store, folder, "stories.jsonl", Store::stories_after, |story| &story.id.0)?);
    files.push(write_all(store, folder, "incidents.jsonl", Store::incidents_after, |incident| {
        &incident.id.0
    })?);
    files.push(write_all(store, folder, "ties.jsonl", Store::ties_after, |tie| &tie.id.0)?);
    let mut decisions = Lines::create(folder, "decisions.jsonl")?;
    store.decisions()?.iter().try_for_each(|decision| decisions.write(decision))?;
    files.push(decisions.finish()?);
    let mut publications = Lines::create(folder, "publications.jsonl")?;
    store.publication_acts()?.iter().try_for_each(|act| publications.write(act))?;
    files.push(publications.finish()?);
    let mut log = Lines::create(folder, "log.jsonl")?;
    let mut number = 0;
    loop {
        let entries = store.log(number, 500)?;
        let Some(end) = entries.last() else { break };
        number = end.number;
        entries.iter().try_for_each(|entry| log.write(entry))?;
    }
    files.push(log.finish()?);
    let manifest = SnapshotManifest {
        format: "athir snapshot",
        version: 1,
        totals: store.totals()?,
        head: store.head()?,
        files,
    };
    let path = folder.join("manifest.json");
    let failed = |source| DatabaseError::File { path: path.clone(), source };
    let mut out = BufWriter::new(File::create(&path).map_err(failed)?);
    serde_json::to_writer_pretty(&mut out, &manifest).map_err(|error| failed(error.into()))?;
    writeln!(out).and_then(|()| out.flush()).map_err(failed)?;
    out.get_ref().sync_all().map_err(failed)?;
    Ok(manifest)
}

#[derive(Serialize)]
struct WithText<'a> {
    #[serde(flatten)]
    report: &'a athir_model::KeptReport,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a str>,
}

#[derive(Serialize)]
struct WithCoding<'a> {
    coding: &'a athir_model::Coding,
    coded: &'a athir_model::CodedReport,
}

fn write_all<T: Serialize>(
    store: &mut Store,
    folder: &Path,
    name: &str,
    page_after: impl Fn(&mut Store, &str) -> Result<Vec<T>, StoreError>,
    id: impl Fn(&T) -> &str,
) -> Result<SnapshotFile, DatabaseError> {
    let mut lines = Lines::create(folder, name)?;
    let mut last = String::new();
    loop {
        let page = page_after(store, &last)?;
        let Some(end) = page.last() else { return lines.finish() };
        last = id(end).to_owned();
        page.iter().try_for_each(|record| lines.write(record))?;
    }
}

/// A file of JSON Lines on its way to the disk, with its digest.
struct Lines {
    path: PathBuf,
    name: String,
    out: Hashing<BufWriter<File>>,
    n_records: usize,
}

impl Lines {
    fn create(folder: &Path, name: &str) -> Result<Lines, DatabaseError> {
        let path = folder.join(name);
        let file =
            File::create(&path).map_err(|source| DatabaseError::File { path: path.clone(), source })?;
        let out = Hashing { out: BufWriter::new(file), hash: Sha256::new(), n_bytes: 0 };
        Ok(Lines { path, name: name.to_owned(), out, n_records: 0 })
    }

    fn write(&mut self, record: &impl Serialize) -> Result<(), DatabaseError> {
        self.n_records += 1;
        serde_json::to_writer(&mut self.out, record)
            .map_err(io::Error::from)
            .and_then(|()| self.out.write_all(b"\n"))
            .map_err(|source| DatabaseError::File { path: self.path.clone(), source })
    }

    fn finish(mut self) -> Result<SnapshotFile, DatabaseError> {
        self.out
            .flush()
            .and_then(|()| self.out.out.get_ref().sync_all())
            .map_err(|source| DatabaseError::File { path: self.path.clone(), source })?;
        let sha256 = athir_model::Digest(self.out.hash.finalize().into()).to_string();
        Ok(SnapshotFile { name: self.name, n_records: self.n_records, n_bytes: self.out.n_bytes, sha256 })
    }
}

struct Hashing<W> {
    out: W,
    hash: Sha256,
    n_bytes: u64,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.out.write(bytes)?;
        self.hash.update(&bytes[..n]);
        self.n_bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
