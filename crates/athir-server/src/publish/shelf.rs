//! Where profiles, their keys and what was made of them lie: in the project's folder.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use athir::publish::{KeyFile, Policy, PublishError, SAMPLES};

use crate::app::App;
use crate::problem::Problem;

/// The largest profile that is read, in bytes.
const LARGEST: u64 = 64 << 10;
/// Profiles that are listed at most.
const MOST: usize = 200;

/// A profile as it lies here.
pub(super) struct Kept {
    /// The name of its file.
    pub(super) id: String,
    /// Whether it comes with athir.
    pub(super) is_builtin: bool,
    /// Its words; none where the file cannot be read.
    pub(super) text: String,
    /// What it says, or what is wrong with it.
    pub(super) policy: Result<Policy, String>,
}

/// The folders `publish` (profiles and keys) and `published` (what was made) of a project.
pub(super) struct Shelf {
    folder: Option<PathBuf>,
}

impl Shelf {
    pub(super) fn of(app: &App) -> Shelf {
        Shelf { folder: app.settings.data.clone() }
    }

    /// The folder of profiles; none where the server has no folder.
    pub(super) fn profiles_folder(&self) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join("publish"))
    }

    /// Where a series of publications is written to.
    pub(super) fn made(&self, series: &str) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join("published").join(series))
    }

    /// The same, for who is about to write.
    ///
    /// # Errors
    ///
    /// A server without a folder.
    pub(super) fn to_write(&self, series: &str) -> Result<PathBuf, Problem> {
        let folder = self.made(series).ok_or_else(|| {
            Problem::refused("there is no folder for publications: start athir serve with --data DIR")
        })?;
        if let Some(above) = folder.parent() {
            fs::create_dir_all(above).map_err(|error| failed(above, &error))?;
        }
        if let Some(profiles) = self.profiles_folder() {
            fs::create_dir_all(&profiles).map_err(|error| failed(&profiles, &error))?;
        }
        Ok(folder)
    }

    /// The keys of a profile; begun anew where there are none, and kept when something is signed with them.
    ///
    /// # Errors
    ///
    /// A key file that cannot be read, or is none.
    pub(super) fn keys(&self, policy: &Policy) -> Result<Option<KeyFile>, PublishError> {
        KeyFile::of(policy, &self.profiles_folder().unwrap_or_default(), None)
    }

    /// The profiles: those of the folder by name, then those that come with athir and have no namesake there.
    ///
    /// # Errors
    ///
    /// A folder that cannot be read.
    pub(super) fn profiles(&self) -> Result<Vec<Kept>, Problem> {
        let mut kept = Vec::new();
        if let Some(folder) = self.profiles_folder() {
            for (id, path) in files(&folder)? {
                kept.push(match read(&path) {
                    Ok(text) => Kept::of(id, false, text),
                    Err(error) => {
                        let policy = Err(format!("{id}: {error}"));
                        Kept { id, is_builtin: false, text: String::new(), policy }
                    }
                });
            }
        }
        for sample in SAMPLES {
            let is_taken = kept.iter().any(|own| own.id == sample.file);
            if !is_taken {
                kept.push(Kept::of(sample.file.to_owned(), true, sample.text.to_owned()));
            }
        }
        Ok(kept)
    }

    /// A profile that can be used.
    ///
    /// # Errors
    ///
    /// No such profile, and what is wrong with it.
    pub(super) fn profile(&self, id: &str) -> Result<(String, Policy), Problem> {
        let found = self.profiles()?.into_iter().find(|kept| kept.id == id);
        let kept = found.ok_or_else(|| Problem::not_found(format!("there is no profile {id}")))?;
        let policy = kept.policy.map_err(|what| Problem::refused(what).field("profile"))?;
        Ok((kept.text, policy))
    }
}

impl Kept {
    fn of(id: String, is_builtin: bool, text: String) -> Kept {
        let policy = Policy::read(&id, &text).map_err(|error| error.to_string());
        Kept { id, is_builtin, text, policy }
    }
}

fn failed(path: &Path, error: &io::Error) -> Problem {
    Problem::internal(format!("{}: {error}", path.display()))
}

/// The profiles of a folder, by the names of their files. One that is not there has none.
fn files(folder: &Path) -> Result<Vec<(String, PathBuf)>, Problem> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(folder, &error)),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| failed(folder, &error))?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        if let Some(name) = name.filter(|name| name.ends_with(".toml") && !name.starts_with('.')) {
            files.push((name.to_owned(), path));
        }
    }
    files.sort();
    files.truncate(MOST);
    Ok(files)
}

fn read(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    fs::File::open(path)?.take(LARGEST + 1).read_to_string(&mut text)?;
    if text.len() as u64 > LARGEST {
        return Err(io::Error::other(format!("a profile has at most {LARGEST} bytes")));
    }
    Ok(text)
}
