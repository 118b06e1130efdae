//! `athir manual`: what the commands are, in the forms that shells, `man` and the guide read. All of it follows from the
//! arguments as they are declared.

mod columns;
mod http;

use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Arg, Args as ClapArgs, Command, CommandFactory, Subcommand};
use clap_complete::Shell;

use crate::args::Args;
use crate::output::{self, Outcome};

#[derive(Debug, ClapArgs)]
pub(crate) struct ManualArgs {
    #[command(subcommand)]
    what: Manual,
}

#[derive(Debug, Subcommand)]
enum Manual {
    /// Print every command with its arguments as Markdown: the guide's page of commands
    Commands,
    /// Print the calls of the server as Markdown: the guide's page of HTTP calls
    Http,
    /// Print the columns of athir's tables as Markdown: the guide's page of columns
    Columns,
    /// Write a man page for each command into a folder
    Man {
        /// Folder to write to; it is made where there is none
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Print the completions of a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
}

pub(crate) fn run(args: &ManualArgs) -> anyhow::Result<Outcome> {
    // Built, so that the subcommands know their full names and what they share.
    let mut athir = Args::command();
    athir.build();
    match &args.what {
        Manual::Commands => print(commands(&athir).as_bytes())?,
        Manual::Http => {
            let document = serde_json::from_slice(&athir_server::api_document())?;
            print(http::page(&document).as_bytes())?;
        }
        Manual::Columns => print(columns::page().as_bytes())?,
        Manual::Man { folder } => write_man(&athir, folder)?,
        Manual::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Args::command(), "athir", &mut script);
            print(&script)?;
        }
    }
    Ok(Outcome::Done)
}

fn print(bytes: &[u8]) -> anyhow::Result<()> {
    let mut out = output::stdout();
    out.write_all(bytes)?;
    Ok(out.flush()?)
}

/// Writes `athir.1` and a page for each command below it: `athir-incident-merge.1`.
fn write_man(command: &Command, folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let name = command.get_display_name().unwrap_or(command.get_name()).replace(' ', "-");
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone().display_name(name.clone())).render(&mut page)?;
    let path = folder.join(format!("{name}.1"));
    fs::write(&path, page).with_context(|| path.display().to_string())?;
    visible(command).try_for_each(|below| write_man(below, folder))
}

/// The commands below a command, but for the help that clap adds everywhere.
fn visible(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|below| below.get_name() != "help" && !below.is_hide_set())
}

/// The guide's page of commands.
fn commands(athir: &Command) -> String {
    let mut page = String::from(
        "# Commands\n\n\
         Every command with its arguments, as `athir manual commands` prints them. Exit codes: 0 all was done, 1 some \
         input or output failed (the rest was done), 2 the arguments are wrong.\n",
    );
    for command in visible(athir) {
        describe(command, 2, &mut page);
    }
    page
}

fn describe(command: &Command, level: usize, page: &mut String) {
    let name = command.get_bin_name().unwrap_or(command.get_name());
    let _ = writeln!(page, "\n{} {name}\n", "#".repeat(level));
    if let Some(about) = command.get_about() {
        let _ = writeln!(page, "{about}.\n");
    }
    let usage = command.clone().render_usage().to_string();
    let _ = writeln!(page, "```text\n{}\n```", usage.trim_start_matches("Usage: "));
    let arguments: Vec<&Arg> = command
        .get_arguments()
        .filter(|arg| !arg.is_hide_set() && !matches!(arg.get_id().as_str(), "help" | "version"))
        .collect();
    if !arguments.is_empty() {
        page.push_str("\n| argument | meaning |\n| --- | --- |\n");
        for arg in arguments {
            let _ = writeln!(page, "| {} | {} |", spelling(arg), meaning(arg));
        }
    }
    visible(command).for_each(|below| describe(below, level + 1, page));
}

/// `-o`, `--output FILE`, or `PATH…`.
fn spelling(arg: &Arg) -> String {
    let takes_value = arg.get_action().takes_values();
    let values: Vec<&str> =
        arg.get_value_names().unwrap_or_default().iter().map(|name| name.as_str()).collect();
    let values = if takes_value { values.join(" ") } else { String::new() };
    let mut spelling = String::new();
    if let Some(short) = arg.get_short() {
        let _ = write!(spelling, "`-{short}`, ");
    }
    match arg.get_long() {
        Some(long) if values.is_empty() => _ = write!(spelling, "`--{long}`"),
        Some(long) => _ = write!(spelling, "`--{long} {values}`"),
        None => _ = write!(spelling, "`{values}`"),
    }
    spelling
}

/// What it does, what it may be, what it is when it is not given.
fn meaning(arg: &Arg) -> String {
    let mut meaning = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let possible = arg.get_possible_values();
    if arg.get_action().takes_values() && !possible.is_empty() {
        let values: Vec<String> = possible
            .iter()
            .filter(|value| !value.is_hide_set())
            .map(|value| format!("`{}`", value.get_name()))
            .collect();
        let _ = write!(meaning, "; one of {}", values.join(", "));
    }
    let defaults: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if arg.get_action().takes_values() && !defaults.is_empty() {
        let _ = write!(meaning, " (default: `{}`)", defaults.join(" "));
    }
    meaning.replace('|', "\\|").replace('\n', " ").replace('<', "&lt;")
}
