//! The files that stand beside a publication and never in it: the profile and the keys.
#![expect(
    clippy::disallowed_methods,
    reason = "the profile and the keys are files of the person who publishes"
)]

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use athir_publish::{Keys, Policy};

use super::PublishError;

/// Reads a profile, and gives it back with its words.
///
/// # Errors
///
/// A file that cannot be read, and what is wrong with the profile.
pub fn read_policy(path: &Path) -> Result<(Policy, String), PublishError> {
    let text =
        fs::read_to_string(path).map_err(|source| PublishError::File { path: path.to_owned(), source })?;
    Ok((Policy::read(&path.display().to_string(), &text)?, text))
}

/// A key file. Where there is none yet, it is made when something is signed with it.
#[derive(Debug)]
pub struct KeyFile {
    /// Where it is.
    pub path: PathBuf,
    /// What stands in it.
    pub keys: Keys,
    before: Option<String>,
}

impl KeyFile {
    /// Opens the key file of a profile: the one that is named here, else the one that the profile names, in the folder
    /// `beside` it. A profile whose records keep their names has none.
    ///
    /// # Errors
    ///
    /// As for [`open`](KeyFile::open).
    pub fn of(policy: &Policy, beside: &Path, named: Option<&Path>) -> Result<Option<KeyFile>, PublishError> {
        if policy.keeps_ids() {
            return Ok(None);
        }
        let usual = policy.keys.clone().unwrap_or_else(|| format!("{}.keys", policy.name));
        KeyFile::open(&named.map_or_else(|| beside.join(usual), Path::to_owned)).map(Some)
    }

    /// The key file, if it is one that something was published with.
    ///
    /// # Errors
    ///
    /// There is none yet: names made with a key that is new lead to nothing that is out.
    pub fn used(self) -> Result<KeyFile, PublishError> {
        if self.before.is_none() {
            return Err(PublishError::NoKeys(self.path));
        }
        Ok(self)
    }

    /// Opens a key file, or begins one with a key from the system's source of random bytes.
    ///
    /// # Errors
    ///
    /// A file that cannot be read or is none, and a system without random bytes.
    pub fn open(path: &Path) -> Result<KeyFile, PublishError> {
        let failed = |source| PublishError::File { path: path.to_owned(), source };
        match fs::read_to_string(path) {
            Ok(text) => {
                let keys = Keys::read(&text)
                    .map_err(|error| PublishError::Keys { path: path.to_owned(), what: error.to_string() })?;
                Ok(KeyFile { path: path.to_owned(), keys, before: Some(text) })
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let mut key = [0; 32];
                getrandom::fill(&mut key).map_err(|error| failed(io::Error::other(error)))?;
                Ok(KeyFile { path: path.to_owned(), keys: Keys::new(key), before: None })
            }
            Err(error) => Err(failed(error)),
        }
    }

    /// Writes the file where something in it is new, so that its owner alone can read it. It takes the place of the old
    /// one only when it is whole.
    ///
    /// # Errors
    ///
    /// A file that cannot be written.
    pub fn keep(&mut self) -> Result<(), PublishError> {
        let text = self.keys.text();
        if self.before.as_ref() == Some(&text) {
            return Ok(());
        }
        let mut name = self.path.clone().into_os_string();
        name.push(format!(".{}.part", std::process::id()));
        let part = PathBuf::from(name);
        let written = write_private(&part, text.as_bytes()).and_then(|()| fs::rename(&part, &self.path));
        if let Err(source) = written {
            // It only stays as litter when it cannot be removed.
            let _ = fs::remove_file(&part);
            return Err(PublishError::File { path: self.path.clone(), source });
        }
        self.before = Some(text);
        Ok(())
    }
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
