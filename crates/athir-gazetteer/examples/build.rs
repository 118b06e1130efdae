//! Builds a gazetteer file: `build FOLDER... OUT` reads the tables of the folders and writes OUT.
#![allow(clippy::print_stdout, reason = "a command-line example")]

use std::path::PathBuf;
use std::process::ExitCode;

use athir_gazetteer::build::{Source, build};

fn main() -> ExitCode {
    let mut paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let (Some(out), false) = (paths.pop(), paths.is_empty()) else {
        println!("usage: build FOLDER... OUT");
        return ExitCode::FAILURE;
    };
    match run(&paths, &out) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(folders: &[PathBuf], out: &std::path::Path) -> Result<(), Box<dyn std::error::Error>> {
    let mut sources = Vec::new();
    for folder in folders {
        sources.extend(Source::read_folder(folder)?);
    }
    let built = build(&sources)?;
    for note in &built.notes {
        println!("note: {note}");
    }
    std::fs::write(out, &built.bytes)?;
    for (class, n) in &built.n_places {
        println!("{class}: {n}");
    }
    println!("{} names, {} bytes", built.n_names, built.bytes.len());
    Ok(())
}
