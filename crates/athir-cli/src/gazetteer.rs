//! `athir gazetteer`.

use std::io::Write as _;

use anyhow::Context as _;
use athir::gazetteer::{Gazetteer, Match, NameKind, Source, build, build_upon};

use crate::args::{BuildArgs, FindArgs, GazetteerArgs, GazetteerCommand};
use crate::output::{self, Outcome, printable, say};

pub(crate) fn run(args: &GazetteerArgs) -> anyhow::Result<Outcome> {
    match &args.what {
        GazetteerCommand::Find(args) => find(args),
        GazetteerCommand::Build(args) => build_file(args),
    }
}

/// Shows what each name may stand for, one place a line.
fn find(args: &FindArgs) -> anyhow::Result<Outcome> {
    let own = args.gazetteer.gazetteer.as_ref().map(Gazetteer::open).transpose()?;
    let gazetteer = own.as_ref().unwrap_or_else(|| Gazetteer::builtin());
    let mut out = output::stdout();
    let mut outcome = Outcome::Done;
    for name in &args.names {
        let found = gazetteer.find(name);
        if found.is_empty() {
            say(&format!("{name}: the gazetteer has no such place"));
            outcome = Outcome::SomeFailed;
        }
        for candidate in found.iter().take(args.limit) {
            let place = gazetteer.place(candidate.id);
            let within: Vec<&str> =
                gazetteer.parents(candidate.id).map(|id| gazetteer.place(id).name).collect();
            let how = match (candidate.how, candidate.name) {
                (Match::Exact, NameKind::Usual) => "its name",
                (Match::Exact, NameKind::Alternate) => "another name of it",
                (Match::Folded, _) => "other vowels or article",
                (Match::Skeleton, _) => "the same consonants",
            };
            let people = place.population.map_or_else(|| "-".to_owned(), |n| n.to_string());
            let line = format!(
                "{}  {}  {}  {}  {:.4} {:.4}  {people}  {how}",
                place.code(),
                place.name,
                place.feature,
                within.join(", "),
                place.lat,
                place.lon,
            );
            writeln!(out, "{}", printable(&line))?;
        }
    }
    out.flush()?;
    Ok(outcome)
}

/// Builds a gazetteer file from tables, upon the built-in one or another unless told otherwise.
fn build_file(args: &BuildArgs) -> anyhow::Result<Outcome> {
    let mut sources = Vec::new();
    for path in &args.sources {
        if path.is_dir() {
            sources.extend(Source::read_folder(path)?);
        } else {
            let source = Source::read(path)?;
            sources.push(source.with_context(|| {
                format!("{}: neither a known table by its name nor a .csv or .txt of places", path.display())
            })?);
        }
    }
    let built = if args.from_nothing {
        build(&sources)?
    } else {
        match &args.upon {
            Some(path) => build_upon(&Gazetteer::open(path)?, &sources)?,
            None => build_upon(Gazetteer::builtin(), &sources)?,
        }
    };
    std::fs::write(&args.output, &built.bytes)
        .with_context(|| format!("cannot write {}", args.output.display()))?;
    for note in &built.notes {
        say(&format!("note: {note}"));
    }
    let mut out = output::stdout();
    for (class, n) in &built.n_places {
        writeln!(out, "{class}\t{n}")?;
    }
    writeln!(out, "names\t{}\nbytes\t{}", built.n_names, built.bytes.len())?;
    out.flush()?;
    Ok(Outcome::Done)
}
