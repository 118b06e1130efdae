//! Reports from paths, with the failures said and counted.

use std::fs;
use std::io::{self, IsTerminal};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread;

use athir::{Input, Report, find_inputs};
use jiff::civil::Date;

use crate::args::InputArgs;
use crate::output::{Outcome, error_words, refuse, say};

/// The inputs that the arguments name, read one after the other.
pub(crate) struct Reports {
    inputs: std::vec::IntoIter<Input>,
    published: Option<Date>,
    n_failed: usize,
    n_undated: usize,
}

impl Reports {
    /// Finds the inputs. Without a path it is standard input, unless that is a terminal.
    pub(crate) fn find(args: &InputArgs) -> Reports {
        let paths = if args.paths.is_empty() {
            if io::stdin().is_terminal() {
                let message = "no report given: name a file or a folder, or pipe a text in";
                refuse(message);
            }
            vec![PathBuf::from("-")]
        } else {
            args.paths.clone()
        };
        let mut n_failed = 0;
        let mut inputs = Vec::new();
        for input in find_inputs(&paths) {
            match input {
                Ok(input) => inputs.push(input),
                Err(error) => {
                    n_failed += 1;
                    say(&error_words(&anyhow::Error::new(error)));
                }
            }
        }
        Reports { inputs: inputs.into_iter(), published: args.published, n_failed, n_undated: 0 }
    }

    /// Whether the file is one of the inputs that are left to read, by whatever name.
    pub(crate) fn read_from(&self, file: &Path) -> bool {
        let Ok(file) = fs::canonicalize(file) else { return false };
        let stdin = Path::new("/dev/stdin");
        self.inputs.as_slice().iter().any(|input| {
            let path = input.path.as_deref().unwrap_or(stdin);
            file.is_file() && fs::canonicalize(path).is_ok_and(|path| path == file)
        })
    }

    /// How many inputs are left to read.
    pub(crate) fn n_left(&self) -> usize {
        self.inputs.len()
    }

    /// Says what a reader of events should know when all is read, and how it went.
    pub(crate) fn finish(self) -> Outcome {
        match self.n_undated {
            0 => {}
            1 => say(
                "note: one report has no publication date, so its relative times stay open (see --published)",
            ),
            n => say(&format!(
                "note: {n} reports have no publication date, so their relative times stay open (see --published)"
            )),
        }
        self.outcome()
    }

    /// Tells how it went, when all is read.
    pub(crate) fn outcome(&self) -> Outcome {
        if self.n_failed == 0 { Outcome::Done } else { Outcome::SomeFailed }
    }
}

impl Iterator for Reports {
    type Item = Report;

    /// Reads the next report that can be read.
    fn next(&mut self) -> Option<Report> {
        loop {
            match self.inputs.next()?.read() {
                Ok(mut report) => {
                    if !report.text.contains(char::is_alphanumeric) {
                        let path = report.path.as_deref().unwrap_or(Path::new("standard input"));
                        say(&format!("warning: {}: has no text", path.display()));
                    }
                    report.published = self.published.or(report.published);
                    self.n_undated += usize::from(report.published.is_none());
                    return Some(report);
                }
                Err(error) => {
                    self.n_failed += 1;
                    say(&error_words(&anyhow::Error::new(error)));
                }
            }
        }
    }
}

/// The number of threads asked for, or one for each core.
pub(crate) fn jobs(asked: Option<NonZeroUsize>) -> NonZeroUsize {
    asked.or_else(|| thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
}
