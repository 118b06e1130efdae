//! `athir account`: who may work at a database that is served to others.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use anyhow::{Context as _, bail};
use athir_server::{Role, add_account};
use clap::{Args as ClapArgs, Subcommand};
use console::Term;

use crate::database::{ByArgs, DatabaseArgs};
use crate::output::{self, Outcome, printable};

#[derive(Debug, ClapArgs)]
pub(crate) struct AccountArgs {
    #[command(subcommand)]
    pub(crate) what: AccountCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AccountCommand {
    /// Add an account; the password is asked for, or read from standard input
    Add(AddArgs),
    /// List the accounts
    List(DatabaseArgs),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct AddArgs {
    /// The name, as the log is to have it
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    /// What they may do: viewer, coder, reviewer, publisher, admin
    #[arg(long, value_name = "ROLE", value_parser = role)]
    pub(crate) role: Role,
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    #[command(flatten)]
    pub(crate) by: ByArgs,
}

fn role(word: &str) -> Result<Role, &'static str> {
    Role::named(word).ok_or("the roles are viewer, coder, reviewer, publisher, admin")
}

pub(crate) fn run(args: &AccountArgs) -> anyhow::Result<Outcome> {
    let mut out = output::stdout();
    match &args.what {
        AccountCommand::Add(args) => {
            let mut database = args.database.open()?;
            // Never an argument: those stand in the history of the shell and in the list of processes.
            let password = password()?;
            add_account(&mut database, &args.name, args.role, &password, &args.by.stamp())?;
            writeln!(out, "{} may log in as {}", printable(&args.name), args.role.as_str())?;
        }
        AccountCommand::List(args) => {
            for account in args.open()?.store().accounts()? {
                let locked =
                    account.disabled.map_or_else(String::new, |since| format!("  locked since {since}"));
                let line = format!("{}  {}  since {}{locked}", account.name, account.role, account.created);
                writeln!(out, "{}", printable(&line))?;
            }
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn password() -> anyhow::Result<String> {
    if io::stdin().is_terminal() {
        let terminal = Term::stderr();
        let ask = |words: &str| -> anyhow::Result<String> {
            terminal.write_str(words)?;
            terminal.read_secure_line().context("cannot read the password")
        };
        let first = ask("Password: ")?;
        if ask("Once more: ")? != first {
            bail!("these are two passwords; nothing was added");
        }
        return Ok(first);
    }
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).context("cannot read the password from standard input")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
