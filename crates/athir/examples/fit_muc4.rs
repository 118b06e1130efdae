//! Fits the models that make MUC-4 templates, on the records named `DEV`:
//!
//! `cargo run --release -p athir --example fit_muc4 -- data/muc4/weights.tsv FILE...`
//!
//! The features are hashed and those of fewer than four reports are left out: no words of the reports are kept.
#![allow(clippy::print_stdout, clippy::disallowed_methods)] // it writes a file and prints a line

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::{env, fs, thread};

use anyhow::{Context, bail};
use athir::eval::{MucRecord, fit_muc4, read_records};
use athir::{Config, Pipeline};

fn main() -> anyhow::Result<()> {
    let paths: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [output, files @ ..] = paths.as_slice() else { bail!("usage: fit_muc4 OUTPUT FILE...") };
    let records: Vec<MucRecord> = read_records(files)?;
    let pipeline = Pipeline::new(&Config::default())?;
    let jobs = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let (table, note) = fit_muc4(&records, &pipeline, jobs);
    fs::write(output, table).with_context(|| format!("cannot write {}", output.display()))?;
    println!("{note}");
    Ok(())
}
