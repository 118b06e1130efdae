//! Where words go: standard output, standard error, files.

use std::ffi::OsString;
use std::fmt::Display;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process;

use clap::{CommandFactory, error::ErrorKind};

use crate::args::Args;

/// How a command ended that could be carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All was done.
    Done,
    /// Some inputs could not be used; the others were.
    SomeFailed,
}

/// Says something to the person at the terminal.
pub(crate) fn say(words: &str) {
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(io::stderr().lock(), "athir: {words}");
}

/// Whether whoever read standard output has left, which is no error: `athir code ... | head`.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

/// Says what is wrong with the arguments, and exits with 2.
pub(crate) fn refuse(message: impl Display) -> ! {
    Args::command().error(ErrorKind::ValueValidation, message).exit()
}

/// Says the error and what lies behind it, each thing once: some errors quote their cause, others leave that
/// to their reader.
pub(crate) fn error_words(error: &anyhow::Error) -> String {
    let mut words = String::new();
    for cause in error.chain() {
        let cause = cause.to_string();
        if words.is_empty() {
            words = cause;
        } else if !words.ends_with(&cause) {
            words.push_str(": ");
            words.push_str(&cause);
        }
    }
    words
}

/// Leaves out control characters other than line ends: a report must not steer a terminal.
pub(crate) fn printable(words: &str) -> String {
    words.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

/// Standard output, buffered.
pub(crate) fn stdout() -> BufWriter<io::Stdout> {
    BufWriter::new(io::stdout())
}

/// A file on its way: it is written beside the file that it is to replace, and takes its place when it is
/// whole. Until then the older file stays as it is; dropped before, the new one is removed.
pub(crate) struct NewFile {
    target: PathBuf,
    /// Where it is written; `None` when the target is no regular file, such as a pipe, and is written itself.
    beside: Option<PathBuf>,
}

impl NewFile {
    /// Starts the file, and gives where to write it. `-` is standard output.
    #[expect(
        clippy::disallowed_methods,
        reason = "what stands there already is to be kept or to be written itself"
    )]
    pub(crate) fn create(path: &Path) -> io::Result<(NewFile, BufWriter<File>)> {
        let path = if path == Path::new("-") { Path::new("/dev/stdout") } else { path };
        // A link stays a link: what it points to is replaced.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let older = fs::metadata(&target).ok();
        if older.as_ref().is_some_and(|older| !older.is_file()) {
            let file = File::options().write(true).open(&target)?;
            return Ok((NewFile { target, beside: None }, BufWriter::new(file)));
        }
        let mut name = OsString::from(".");
        name.push(target.file_name().ok_or(io::ErrorKind::IsADirectory)?);
        name.push(format!(".{}.part", process::id()));
        let beside = target.with_file_name(name);
        let file = File::options().write(true).create_new(true).open(&beside)?;
        let new = NewFile { target, beside: Some(beside) };
        if let Some(older) = older {
            file.set_permissions(older.permissions())?;
        }
        Ok((new, BufWriter::new(file)))
    }

    /// Puts the file, which is written to its end, in its place.
    pub(crate) fn keep(mut self) -> io::Result<()> {
        let Some(beside) = &self.beside else { return Ok(()) };
        fs::rename(beside, &self.target)?;
        self.beside = None;
        Ok(())
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if let Some(beside) = &self.beside {
            // It only stays as litter when it cannot be removed.
            let _ = fs::remove_file(beside);
        }
    }
}

/// Prints the JSON Schema of a coded report.
pub(crate) fn print_schema() -> anyhow::Result<Outcome> {
    let mut out = stdout();
    serde_json::to_writer_pretty(&mut out, &athir::model::json_schema()).map_err(io::Error::from)?;
    writeln!(out)?;
    out.flush()?;
    Ok(Outcome::Done)
}
