//! The shapes of `athir export`: which there are, and what the filter lets through in one of them.

use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::sync::Arc;

use athir::database::IncidentFilter;
use athir::export::{ExportFailed, Files, Notes, Output, Passage, Profile, Settings, profile, profiles};
use athir::model::IncidentId;
use schemars::JsonSchema;
use serde::Serialize;

use crate::app::App;
use crate::problem::Problem;
use crate::route::Asked;
use crate::zip::Zip;

/// Something that can be set of a shape.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ShapeSetting {
    /// Its name.
    name: &'static str,
    /// What it can be set to, the usual one first.
    values: &'static [&'static str],
    /// What it does.
    about: &'static str,
}

/// A shape that can be exported.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Shape {
    /// Its name: the parameter `shape` of `/api/export`.
    name: &'static str,
    /// What it is, in one line.
    about: &'static str,
    /// The file that comes.
    file: String,
    /// The files in it, where it is an archive; none where they are named for the reports.
    holds: &'static [&'static str],
    /// What can be set of it: the parameter `set`.
    settings: Vec<ShapeSetting>,
}

/// The shapes.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Shapes {
    /// In the order of `athir export --list`.
    shapes: Vec<Shape>,
}

/// Lists the shapes.
pub(crate) fn shapes(_: &Asked<'_>, (): (), (): ()) -> Result<Shapes, Problem> {
    let shape = |profile: &Profile| Shape {
        name: profile.name,
        about: profile.about,
        file: file_of(profile),
        holds: match profile.output {
            Output::File(_) => &[],
            Output::Folder(files) => files,
        },
        settings: profile
            .settings
            .iter()
            .map(|setting| ShapeSetting { name: setting.name, values: setting.values, about: setting.about })
            .collect(),
    };
    Ok(Shapes { shapes: profiles().iter().map(shape).collect() })
}

/// What a shape is called as a file: its own name, or that of an archive.
fn file_of(profile: &Profile) -> String {
    match profile.output {
        Output::File(name) => name.to_owned(),
        Output::Folder(_) => format!("{}.zip", profile.name),
    }
}

/// What is to be written, beside the incidents.
pub(crate) struct Order {
    profile: &'static Profile,
    settings: Settings,
}

impl Order {
    /// Reads the name of a shape, and what is set of it: `inter=numbers,notes=coded`.
    ///
    /// # Errors
    ///
    /// A shape or setting that there is not.
    pub(crate) fn read(shape: &str, set: &str) -> Result<Order, Problem> {
        let profile = profile(shape).map_err(|error| Problem::bad_field("shape", error.to_string()))?;
        let mut given = Vec::new();
        for part in set.split(',').filter(|part| !part.trim().is_empty()) {
            let (name, value) = part
                .split_once('=')
                .ok_or_else(|| Problem::bad_field("set", "write a name, =, and a value"))?;
            given.push((name.trim(), value.trim()));
        }
        let settings =
            Settings::read(profile, given).map_err(|error| Problem::bad_field("set", error.to_string()))?;
        Ok(Order { profile, settings })
    }

    /// Its file, and the type of it.
    pub(crate) fn file(&self) -> (String, &'static str) {
        let name = file_of(self.profile);
        let kind = match name.rsplit('.').next() {
            Some("zip") => "application/zip",
            Some("json") => "application/json",
            Some("jsonl") => "application/x-ndjson",
            Some("geojson") => "application/geo+json",
            Some("csv") => "text/csv; charset=utf-8",
            Some("tsv" | "txt") => "text/plain; charset=utf-8",
            Some("graphml" | "gexf") => "application/xml",
            _ => "application/octet-stream",
        };
        (name, kind)
    }

    /// Writes incidents, or all that there is where none are chosen, into a file that nobody else sees. `filter` is what
    /// the files say was asked for.
    ///
    /// # Errors
    ///
    /// A database that cannot be read, and a disk that is full.
    pub(crate) fn write(
        &self,
        app: &Arc<App>,
        incidents: Option<&[IncidentId]>,
        filter: &str,
    ) -> Result<File, Problem> {
        let actors = app.actors();
        let world = actors.world();
        let mut spool = Spool::default();
        app.pool.read(|database| -> Result<(), Problem> {
            let release = database.release(filter, None)?;
            let passage = Passage {
                filter: &IncidentFilter::default(),
                incidents,
                limit: None,
                release: &release,
                settings: &self.settings,
                world: &world,
                files: &mut spool,
                notes: Notes::new(),
                gate: None,
            };
            database.export(self.profile, passage).map(drop).map_err(failed)
        })?;
        let wrong = |error: io::Error| Problem::internal(error.to_string());
        let mut file = match self.profile.output {
            Output::File(_) => spool.only().map_err(wrong)?,
            Output::Folder(_) => spool.archive().map_err(wrong)?,
        };
        file.rewind().map_err(wrong)?;
        Ok(file)
    }
}

fn failed(error: ExportFailed) -> Problem {
    match error {
        ExportFailed::Store(error) => Problem::from(error),
        error => Problem::internal(error.to_string()),
    }
}

/// Files that are gone when nobody has them open any more.
#[derive(Default)]
struct Spool(Vec<(String, File)>);

impl Files for Spool {
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write + Send>> {
        let file = tempfile::tempfile()?;
        self.0.push((name.to_owned(), file.try_clone()?));
        Ok(Box::new(BufWriter::new(file)))
    }
}

impl Spool {
    fn only(mut self) -> io::Result<File> {
        self.0.pop().map(|(_, file)| file).ok_or_else(|| io::Error::other("a bug: no file was written"))
    }

    fn archive(self) -> io::Result<File> {
        let mut zip = Zip::new(BufWriter::new(tempfile::tempfile()?));
        for (name, file) in &self.0 {
            zip.add(name, || {
                let mut file = file.try_clone()?;
                file.rewind()?;
                Ok(file)
            })?;
        }
        zip.finish()?.into_inner().map_err(io::IntoInnerError::into_error)
    }
}
