//! The folder that a publication is written to: whole, or not at all.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use athir_export::Files;
use athir_model::{Digest, PublicationId, PublishedFile};
use sha2::{Digest as _, Sha256};

use super::PublishError;

/// What the manifest of a publication begins with.
pub(super) const FORMAT: &str = "athir publication";

/// Where files go, each with its digest.
pub(super) struct Folder {
    /// The folder in the making; none where the digests alone are wanted.
    part: Option<PathBuf>,
    to: PathBuf,
    /// In front of the names of files, for shapes with a folder of their own.
    prefix: String,
    files: Arc<Mutex<BTreeMap<String, (Sha256, u64)>>>,
}

impl Folder {
    /// Begins a folder beside the one that it is to become.
    pub(super) fn begin(to: &Path) -> Result<Folder, PublishError> {
        check(to)?;
        let mut name = to.file_name().ok_or_else(|| PublishError::Taken(to.to_owned()))?.to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let part = to.with_file_name(name);
        fs::create_dir_all(&part).map_err(failed(&part))?;
        Ok(Folder { part: Some(part), to: to.to_owned(), prefix: String::new(), files: Arc::default() })
    }

    /// Takes the digests of what would be written, and writes nothing.
    pub(super) fn nowhere() -> Folder {
        Folder { part: None, to: PathBuf::new(), prefix: String::new(), files: Arc::default() }
    }

    /// Puts the files that come now into a folder of their own, or beside the others.
    pub(super) fn enter(&mut self, prefix: &str) {
        self.prefix = prefix.to_owned();
    }

    /// The files so far, by their names.
    pub(super) fn files(&self) -> Vec<PublishedFile> {
        let files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let file = |(name, (hash, n_bytes)): (&String, &(Sha256, u64))| PublishedFile {
            name: name.clone(),
            n_bytes: *n_bytes,
            sha256: Digest(hash.clone().finalize().into()),
        };
        files.iter().map(file).collect()
    }

    /// Writes a file that is whole.
    pub(super) fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), PublishError> {
        self.enter("");
        let path = self.part.as_ref().map_or_else(|| name.into(), |part| part.join(name));
        self.create(name)
            .and_then(|mut out| out.write_all(bytes).and_then(|()| out.flush()))
            .map_err(failed(&path))
    }

    /// Puts the folder in its place, and takes away the publication that was there.
    pub(super) fn keep(mut self) -> Result<(), PublishError> {
        let Some(part) = self.part.take() else { return Ok(()) };
        check(&self.to)?;
        let mut name = part.clone().into_os_string();
        name.push(".old");
        let old = PathBuf::from(name);
        let is_there = self.to.exists();
        if is_there {
            fs::rename(&self.to, &old).map_err(failed(&self.to))?;
        }
        if let Err(source) = fs::rename(&part, &self.to) {
            if is_there {
                // The first error is the one to tell.
                let _ = fs::rename(&old, &self.to);
            }
            let _ = fs::remove_dir_all(&part);
            return Err(PublishError::File { path: self.to.clone(), source });
        }
        if is_there {
            fs::remove_dir_all(&old).map_err(failed(&old))?;
        }
        Ok(())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Some(part) = &self.part {
            // It only stays as litter when it cannot be removed.
            let _ = fs::remove_dir_all(part);
        }
    }
}

impl Files for Folder {
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write + Send>> {
        let name = if self.prefix.is_empty() { name.to_owned() } else { format!("{}/{name}", self.prefix) };
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        if files.insert(name.clone(), (Sha256::new(), 0)).is_some() {
            return Err(io::Error::other(format!("two shapes write {name}")));
        }
        drop(files);
        let file = match &self.part {
            Some(part) => {
                let path = part.join(&name);
                fs::create_dir_all(path.parent().unwrap_or(part))?;
                Some(File::create_new(&path)?)
            }
            None => None,
        };
        Ok(Box::new(BufWriter::with_capacity(1 << 16, Hashed { file, name, files: self.files.clone() })))
    }
}

/// A file whose bytes are hashed as they are written.
struct Hashed {
    file: Option<File>,
    name: String,
    files: Arc<Mutex<BTreeMap<String, (Sha256, u64)>>>,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = match &mut self.file {
            Some(file) => file.write(bytes)?,
            None => bytes.len(),
        };
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((hash, n_bytes)) = files.get_mut(&self.name) {
            hash.update(&bytes[..n]);
            *n_bytes += n as u64;
        }
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}

/// The name of the publication that a folder holds; none where it holds something else, or is not there.
pub fn publication_in(folder: &Path) -> Option<PublicationId> {
    let manifest = manifest(folder);
    let is_ours = manifest["format"] == FORMAT;
    manifest["publication"].as_str().filter(|_| is_ours).map(|id| PublicationId(id.to_owned()))
}

#[expect(
    clippy::disallowed_methods,
    reason = "what stands in the folder decides whether it may be written anew"
)]
fn manifest(folder: &Path) -> serde_json::Value {
    let bytes = fs::read(folder.join("manifest.json")).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// Refuses a folder with anything but a publication in it.
fn check(folder: &Path) -> Result<(), PublishError> {
    let entries = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(_) => return Err(PublishError::Taken(folder.to_owned())),
    };
    if entries && manifest(folder)["format"] != FORMAT {
        return Err(PublishError::Taken(folder.to_owned()));
    }
    Ok(())
}

fn failed(path: &Path) -> impl Fn(io::Error) -> PublishError + '_ {
    move |source| PublishError::File { path: path.to_owned(), source }
}
