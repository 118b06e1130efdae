//! `athir actors`.

use std::fs;
use std::io::Write;

use anyhow::{Context, ensure};
use athir::model::NetworkActor;
use athir::{Import, Registry, lint, load_actors};
use clap::Args as ClapArgs;
use jiff::civil::Date;

use crate::args::{ActorsArgs, ActorsCommand, ImportArgs, LintArgs};
use crate::output::{self, NewFile, Outcome, printable, say};
use crate::relations::{NetworkArgs, Read, RowFormat, Rows, date, day, write_json};

/// Which actors to list.
#[derive(Debug, ClapArgs)]
pub(crate) struct ActorListArgs {
    /// Only actors with these letters in a name
    #[arg(long, value_name = "WORD")]
    named: Option<String>,
    /// Only actors that were seen on this day or later
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    since: Option<Date>,
    #[command(flatten)]
    network: NetworkArgs,
}

pub(crate) fn run(args: &ActorsArgs) -> anyhow::Result<Outcome> {
    match &args.what {
        Some(ActorsCommand::Import(args)) => import(args),
        Some(ActorsCommand::Lint(args)) => check(args),
        None => list(&args.list),
    }
}

/// Lists the actors that reports speak of, those with the most events first.
fn list(args: &ActorListArgs) -> anyhow::Result<Outcome> {
    let mut read = Read::from(&args.network)?;
    let mut actors = read.network.actors();
    let named = |actor: &NetworkActor, word: &str| {
        let word = word.to_lowercase();
        let mut names = actor.mentions.iter().chain([&actor.name, &actor.key.0]);
        names.any(|name| name.to_lowercase().contains(&word))
    };
    actors.retain(|actor| args.named.as_deref().is_none_or(|word| named(actor, word)));
    actors.retain(|actor| args.since.is_none_or(|since| actor.last_seen.is_some_and(|last| last >= since)));
    actors
        .sort_by(|a, b| (b.n_events, b.n_ties).cmp(&(a.n_events, a.n_ties)).then_with(|| a.key.cmp(&b.key)));
    let mut out = output::stdout();
    if args.network.format == RowFormat::Json {
        write_json(&mut out, &actors)?;
    } else {
        let mut rows = Rows::new(&["key", "name", "first seen", "last seen", "events", "ties"]);
        for actor in &actors {
            let row = [
                printable(&actor.key.0),
                printable(&actor.name),
                day(actor.first_seen),
                day(actor.last_seen),
            ];
            rows.push(
                row.into_iter().chain([actor.n_events.to_string(), actor.n_ties.to_string()]).collect(),
            );
        }
        match args.network.format {
            RowFormat::Csv => rows.write_csv(&mut out)?,
            _ => rows.write_table(&mut out)?,
        }
    }
    out.flush()?;
    Ok(read.outcome)
}

/// Reads every file that can be read, says what was not taken, and writes the rest.
#[expect(clippy::disallowed_methods, reason = "reading the lists is what this command is for")]
fn import(args: &ImportArgs) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::Done;
    let mut import = Import::default();
    for path in &args.files {
        let shown = path.display().to_string();
        let taken = fs::read(path).with_context(|| format!("cannot read {shown}")).and_then(|bytes| {
            ensure!(!bytes.contains(&0), "{shown} is not a text: it has a NUL byte");
            Ok(import.read(&shown, &String::from_utf8_lossy(&bytes))?)
        });
        match taken {
            Ok(refused) => {
                for refusal in refused {
                    let words = printable(&format!("{:?}", refusal.what));
                    say(&format!("{shown}:{}: not taken: {words}: {}", refusal.line, refusal.why));
                }
            }
            Err(error) => {
                say(&output::error_words(&error));
                outcome = Outcome::SomeFailed;
            }
        }
    }
    if import.n_actors() + import.n_agents() == 0 {
        say("nothing could be taken, and nothing is written");
        return Ok(Outcome::SomeFailed);
    }
    let toml = import.to_toml();
    match &args.output {
        Some(path) => {
            let (file, mut out) =
                NewFile::create(path).with_context(|| format!("cannot write {}", path.display()))?;
            out.write_all(toml.as_bytes())?;
            out.flush()?;
            drop(out);
            file.keep()?;
        }
        None => {
            let mut out = output::stdout();
            out.write_all(toml.as_bytes())?;
            out.flush()?;
        }
    }
    say(&format!("{} actors and {} words for roles taken", import.n_actors(), import.n_agents()));
    Ok(outcome)
}

/// Prints what cannot be right; the exit code is 1 if there is anything.
fn check(args: &LintArgs) -> anyhow::Result<Outcome> {
    let own;
    let registry = match &args.dir {
        Some(folder) => {
            own = load_actors(folder)?;
            &own
        }
        None => Registry::builtin(),
    };
    let findings = lint(registry);
    let mut out = output::stdout();
    for finding in &findings {
        writeln!(out, "{finding}")?;
    }
    out.flush()?;
    Ok(if findings.is_empty() { Outcome::Done } else { Outcome::SomeFailed })
}
