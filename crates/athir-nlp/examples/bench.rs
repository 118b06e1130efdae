//! Times reading, for `tools/bench_spacy.py` to set beside spaCy.
//!
//! `bench MODEL TEXTS [ROUNDS] [THREADS]`: TEXTS has a JSON string on each line. Prints one JSON object.
#![allow(clippy::print_stdout, clippy::disallowed_methods)] // it prints, times and reads files

use std::error::Error;
use std::path::Path;
use std::time::Instant;

use athir_nlp::Model;
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [dir, file, options @ ..] = args.as_slice() else {
        return Err("usage: bench MODEL TEXTS [ROUNDS] [THREADS]".into());
    };
    let number = |i: usize, default: usize| options.get(i).map_or(Ok(default), |option| option.parse());
    let (rounds, threads) = (number(0, 3)?, number(1, 1)?);

    let start = Instant::now();
    let model = Model::load(Path::new(dir))?;
    let load = start.elapsed().as_secs_f64();
    let texts: Vec<String> =
        std::fs::read_to_string(file)?.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();

    let mut rounds_taken = Vec::new();
    let mut tokens = 0;
    for _ in 0..rounds {
        let (start, cpu) = (Instant::now(), cpu_seconds());
        tokens = read_all(&model, &texts, threads);
        rounds_taken.push((start.elapsed().as_secs_f64(), cpu_seconds() - cpu));
    }
    let best = |column: fn(&(f64, f64)) -> f64| rounds_taken.iter().map(column).fold(f64::INFINITY, f64::min);
    println!(
        "{}",
        json!({
            "load": load,
            "tokens": tokens,
            "tokens_per_second": (tokens as f64 / best(|round| round.0)).round(),
            "per_cpu_second": (tokens as f64 / best(|round| round.1)).round(),
            "memory_mb": peak_memory_mb(),
        })
    );
    Ok(())
}

/// The processor time of this process so far, where Linux tells it; ticks are a hundredth of a second.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(") ").next().unwrap_or_default();
    let ticks = after_name.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

/// The most memory that this process has held, where Linux tells it.
fn peak_memory_mb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<f64>().ok()? / 1024.0)
}

/// Reads all texts, each thread every n-th batch, and counts their tokens.
fn read_all(model: &Model, texts: &[&str], threads: usize) -> usize {
    let batches: Vec<&[&str]> = texts.chunks(64).collect();
    let read = &|first: usize| -> usize {
        let mine = batches.iter().skip(first).step_by(threads);
        mine.flat_map(|batch| model.parse_batch(batch)).map(|doc| doc.len()).sum()
    };
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|first| scope.spawn(move || read(first))).collect();
        let mine = read(0);
        mine + others.into_iter().map(|other| other.join().expect("reading does not panic")).sum::<usize>()
    })
}
