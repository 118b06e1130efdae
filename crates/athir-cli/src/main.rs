//! The `athir` command: arguments, printing, progress and exit codes. It adds no rule to what it prints.
//!
//! It exits with 0 when all was done, 1 when some input or output failed, 2 when the arguments are wrong.

mod account;
mod actor;
mod actors;
mod args;
mod code;
mod columnar;
mod compare;
mod database;
mod eval;
mod explain;
mod export;
mod frames;
mod gazetteer;
mod import;
mod incidents;
mod ingest;
mod input;
mod manual;
mod network;
mod notice;
mod output;
mod parse;
mod proof;
mod publish;
mod relations;
mod review;
mod rows;
mod serve;
mod ties;
mod watch;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use output::{Outcome, error_words, is_broken_pipe, say};

fn main() -> ExitCode {
    let args = Args::parse();
    let outcome = match args.command {
        Command::Code(args) => code::run(&args),
        Command::Parse(args) => parse::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Frames(args) => frames::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Actors(args) => actors::run(&args),
        Command::Actor(args) => actor::run(&args),
        Command::Ties(args) => ties::run(&args),
        Command::Network(args) => network::run(&args),
        Command::Gazetteer(args) => gazetteer::run(&args),
        Command::Watch(args) => watch::run(&args),
        Command::Ingest(args) => ingest::ingest(&args),
        Command::Recode(args) => ingest::recode(&args),
        Command::Incidents(args) => incidents::list(&args),
        Command::Show(args) => incidents::show(&args),
        Command::Report(args) => incidents::report(&args),
        Command::Incident(args) => incidents::incident(&args),
        Command::Event(args) => review::event(&args),
        Command::Changes(args) => proof::changes(&args),
        Command::Verify(args) => proof::verify(&args),
        Command::Snapshot(args) => proof::snapshot(&args),
        Command::Export(args) => export::run(&args),
        Command::Compare(args) => compare::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Publish(args) => publish::publish(&args),
        Command::Recall(args) => publish::recall(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Account(args) => account::run(&args),
        Command::Schema => output::print_schema(),
        Command::Notice => notice::print(),
        Command::Manual(args) => manual::run(&args),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::SomeFailed) => ExitCode::from(1),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("error: {}", error_words(&error)));
            ExitCode::from(1)
        }
    }
}
