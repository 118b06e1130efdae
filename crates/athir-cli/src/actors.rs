//! `athir actors`.

use std::fs;
use std::io::Write;

use anyhow::{Context, ensure};
use athir::{Import, Registry, lint, load_actors};

use crate::args::{ActorsArgs, ActorsCommand, ImportArgs, LintArgs};
use crate::output::{self, NewFile, Outcome, printable, say};

pub(crate) fn run(args: &ActorsArgs) -> anyhow::Result<Outcome> {
    match &args.what {
        ActorsCommand::Import(args) => import(args),
        ActorsCommand::Lint(args) => check(args),
    }
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
