//! `athir export`: what a database holds, in the shape of other data sets and programs.

use std::ffi::OsString;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use athir::database::{Database, Location};
use athir::export::{
    Files, KnownWorld, Notes, Out, Output, Passage, Profile, Release, Settings, Tally, profile, profiles,
};
use athir::gazetteer::Gazetteer;
use athir::load_actors;
use clap::Args as ClapArgs;
use jiff::Timestamp;
use serde::Serialize;

use crate::args::OwnGazetteerArgs;
use crate::incidents::FilterArgs;
use crate::output::{NewFile, Outcome, printable, refuse, say, stdout};

#[derive(Debug, ClapArgs)]
pub(crate) struct ExportArgs {
    /// The shape; --list names them
    #[arg(value_name = "PROFILE", required_unless_present = "list")]
    profile: Option<String>,
    /// List the shapes: what each is, which files come out, what can be set
    #[arg(long, exclusive = true)]
    list: bool,
    /// The database: a file, or postgres://user@host/name
    #[arg(long, value_name = "FILE|URL", required_unless_present = "list")]
    db: Option<Location>,
    /// File to write, or folder where a shape has several files [default: standard output, for one file]
    #[arg(long, short, value_name = "FILE|FOLDER")]
    output: Option<PathBuf>,
    #[command(flatten)]
    filter: FilterArgs,
    /// Write at most N incidents, the earliest
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Set something of the shape; --list tells what there is
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    set: Vec<(String, String)>,
    /// Write what did not fit, and why, one JSON object a record
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// When the export was made, as its files are to say [default: when the database last changed]
    #[arg(long, value_name = "TIME")]
    made: Option<Timestamp>,
    /// Folder with actors of your own, as the reports were read with
    #[arg(long, value_name = "DIR")]
    actors: Option<PathBuf>,
    #[command(flatten)]
    gazetteer: OwnGazetteerArgs,
}

fn pair(words: &str) -> Result<(String, String), &'static str> {
    let (name, value) = words.split_once('=').ok_or("write a name, =, and a value")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

pub(crate) fn run(args: &ExportArgs) -> anyhow::Result<Outcome> {
    let (Some(name), Some(db)) = (&args.profile, &args.db) else { return list() };
    let profile = profile(name).unwrap_or_else(|error| refuse(error));
    let given = args.set.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let settings = Settings::read(profile, given).unwrap_or_else(|error| refuse(error));
    let filter = args.filter.read()?;
    let mut to = To::new(profile, args.output.as_deref());
    let (own_actors, own_places);
    let mut world = KnownWorld::builtin();
    if let Some(folder) = &args.actors {
        own_actors = load_actors(folder)?;
        world.registry = &own_actors;
    }
    if let Some(file) = &args.gazetteer.gazetteer {
        own_places = Gazetteer::open(file)?;
        world.gazetteer = &own_places;
    }
    let mut database = Database::open(db)?;
    let mut release = database.release(&filter_words(args), args.made)?;
    if let Some(folder) = &args.actors {
        release.registry = format!("{} and {}", release.registry, folder.display());
    }
    if let Some(file) = &args.gazetteer.gazetteer {
        release.gazetteer = file.display().to_string();
    }
    let log = args.log.as_deref().map(create).transpose()?;
    let (log_file, notes) = match log {
        Some((file, out)) => (Some(file), Notes::logged(Out::to("the log", Box::new(out)))),
        None => (None, Notes::new()),
    };
    let passage = Passage {
        filter: &filter,
        incidents: None,
        limit: args.limit,
        release: &release,
        settings: &settings,
        world: &world,
        files: &mut to,
        notes,
        gate: None,
    };
    let mut tally = database.export(profile, passage)?;
    if let (To::File(..), Some(path), [file]) = (&to, &args.output, &mut tally.files[..]) {
        // What the reader calls it.
        file.file =
            path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
    }
    to.keep(profile, &release, &tally)?;
    if let (Some(log), Some(path)) = (log_file, &args.log) {
        log.keep().with_context(|| unwritten(path))?;
    }
    tell(&tally);
    Ok(Outcome::Done)
}

/// Where the files go.
enum To {
    /// Standard output.
    Terminal,
    /// One file, under the name that the user gives it, with a description beside it.
    File(PathBuf, Vec<(PathBuf, NewFile)>),
    /// A folder, which may have other files.
    Folder(PathBuf, Vec<(PathBuf, NewFile)>),
}

impl To {
    fn new(profile: &Profile, output: Option<&Path>) -> To {
        match (profile.output, output) {
            (Output::File(_), None) => To::Terminal,
            (Output::File(_), Some(path)) if path == Path::new("-") => To::Terminal,
            (Output::File(_), Some(path)) => To::File(path.to_owned(), Vec::new()),
            (Output::Folder(_), Some(path)) if is_named_as_file(path) => {
                let shape = profile.name;
                refuse(format!("{shape} writes a folder with several files; name one, such as -o {shape}/"))
            }
            (Output::Folder(_), Some(path)) => To::Folder(path.to_owned(), Vec::new()),
            (Output::Folder(_), None) => {
                refuse(format!("{} has several files: name a folder with --output", profile.name))
            }
        }
    }

    /// Puts the files in their places, and beside them what they are and what was left out.
    fn keep(mut self, profile: &Profile, release: &Release, tally: &Tally) -> anyhow::Result<()> {
        let about = match &self {
            To::Terminal => return Ok(()),
            To::File(path, _) => {
                let mut name = OsString::from(path.as_os_str());
                name.push(".release.json");
                PathBuf::from(name)
            }
            To::Folder(folder, _) => folder.join("release.json"),
        };
        let (to_file, mut out) = create(&about)?;
        let about_all = About { profile: profile.name, shape: profile.about, release, tally };
        serde_json::to_writer_pretty(&mut out, &about_all)
            .map_err(io::Error::from)
            .and_then(|()| writeln!(out))
            .and_then(|()| out.flush())
            .with_context(|| unwritten(&about))?;
        let (To::File(_, files) | To::Folder(_, files)) = &mut self else { return Ok(()) };
        for (path, file) in files.drain(..).chain([(about, to_file)]) {
            file.keep().with_context(|| unwritten(&path))?;
        }
        Ok(())
    }
}

impl Files for To {
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write + Send>> {
        let (path, files) = match self {
            To::Terminal => return Ok(Box::new(stdout())),
            To::File(path, files) => (path.clone(), files),
            To::Folder(folder, files) => {
                let path = folder.join(name);
                fs::create_dir_all(path.parent().unwrap_or(folder))?;
                (path, files)
            }
        };
        let (file, out) = NewFile::create(&path)?;
        files.push((path, file));
        Ok(Box::new(out))
    }
}

/// Whether an output is meant as one file: `-`, or a name with the ending of one where no folder is.
fn is_named_as_file(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    let endings = ["csv", "tsv", "txt", "json", "jsonl", "parquet", "zip"];
    path == Path::new("-") || !path.is_dir() && endings.iter().any(|known| ending == *known)
}

/// What stands beside the files of an export.
#[derive(Serialize)]
struct About<'a> {
    profile: &'a str,
    shape: &'a str,
    release: &'a Release,
    tally: &'a Tally,
}

fn create(path: &Path) -> anyhow::Result<(NewFile, BufWriter<fs::File>)> {
    NewFile::create(path).with_context(|| unwritten(path))
}

fn unwritten(path: &Path) -> String {
    format!("cannot write {}", path.display())
}

/// The filter as the user gave it.
fn filter_words(args: &ExportArgs) -> String {
    let FilterArgs { place, since, until, kind, actor, grade, status, text, sources, disputed } =
        &args.filter;
    let mut words: Vec<String> = Vec::new();
    let mut add = |name: &str, value: String| {
        if !value.is_empty() {
            words.push(format!("--{name} {value}"));
        }
    };
    add("where", place.clone().unwrap_or_default());
    add("since", since.map(|day| day.to_string()).unwrap_or_default());
    add("until", until.map(|day| day.to_string()).unwrap_or_default());
    add("kind", kind.iter().map(ToString::to_string).collect::<Vec<_>>().join(","));
    actor.iter().for_each(|actor| add("actor", actor.clone()));
    add("grade", grade.iter().map(|grade| grade.as_str()).collect::<Vec<_>>().join(","));
    add("status", status.iter().map(|status| status.as_str()).collect::<Vec<_>>().join(","));
    add("text", text.clone().unwrap_or_default());
    add("sources", sources.map(|n| n.to_string()).unwrap_or_default());
    add("limit", args.limit.map(|n| n.to_string()).unwrap_or_default());
    if *disputed {
        words.push("--disputed".to_owned());
    }
    words.join(" ")
}

/// Says what came out and what did not fit.
fn tell(tally: &Tally) {
    for file in &tally.files {
        say(&printable(&format!("{}: {} rows", file.file, file.rows)));
    }
    for (reason, n) in &tally.left_out {
        say(&format!("{n} left out: {reason}"));
    }
    for (reason, n) in &tally.narrowed {
        say(&format!("{n} narrowed: {reason}"));
    }
}

fn list() -> anyhow::Result<Outcome> {
    let mut out = stdout();
    let width = profiles().iter().map(|profile| profile.name.len()).max().unwrap_or_default();
    for profile in profiles() {
        writeln!(out, "{:width$}  {}", profile.name, profile.about)?;
        let files = match profile.output {
            Output::File(name) => format!("one file: {name}"),
            Output::Folder([]) => "a folder with files for each report".to_owned(),
            Output::Folder(names) => format!("a folder: {}", names.join(", ")),
        };
        writeln!(out, "{:width$}  {files}", "")?;
        for setting in profile.settings {
            let values = setting.values.join("|");
            writeln!(out, "{:width$}  --set {}={values}  {}", "", setting.name, setting.about)?;
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}
