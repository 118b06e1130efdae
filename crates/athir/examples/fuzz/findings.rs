//! Makes faulty inputs small and writes them down.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::check::Input;

/// Inputs of one fault that are kept.
const KEPT: u64 = 3;
/// Runs that making one input smaller may take.
const TRIES: usize = 400;

/// The faults found so far and the folder where their inputs go.
pub(crate) struct Findings {
    folder: PathBuf,
    counts: BTreeMap<String, u64>,
}

impl Findings {
    pub(crate) fn new(folder: &Path) -> Result<Findings, Box<dyn Error>> {
        fs::create_dir_all(folder)?;
        Ok(Findings { folder: folder.to_owned(), counts: BTreeMap::new() })
    }

    pub(crate) fn counts(&self) -> &BTreeMap<String, u64> {
        &self.counts
    }

    /// Counts a fault; its first inputs are made small, while `same` says that the fault stays, and written down.
    pub(crate) fn add(
        &mut self,
        fault: &str,
        seed: u64,
        input: &Input,
        same: impl Fn(&Input) -> bool,
    ) -> Result<(), Box<dyn Error>> {
        let count = self.counts.entry(fault.to_owned()).or_default();
        *count += 1;
        if *count > KEPT {
            return Ok(());
        }
        let small = minimise(input, same);
        let slug: String =
            fault.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(70).collect();
        fs::write(self.folder.join(format!("{slug}-{seed}-{count}.txt")), &small.text)?;
        let shown: String = small.text.escape_debug().take(2_000).collect();
        let published = small.published.map_or_else(|| "undated".to_owned(), |d| d.to_string());
        let mut list =
            fs::OpenOptions::new().create(true).append(true).open(self.folder.join("findings.tsv"))?;
        writeln!(list, "{fault}\t{published}\t{}\t{shown}", small.text.len())?;
        Ok(())
    }
}

/// Leaves out as much of a text as does not matter: lines, then words, then characters.
fn minimise(input: &Input, same: impl Fn(&Input) -> bool) -> Input {
    let mut best = input.clone();
    let mut tries = 0;
    if best.published.is_some() {
        let undated = Input { published: None, ..best.clone() };
        if same(&undated) {
            best = undated;
        }
    }
    for divider in ["\n", ". ", " ", ""] {
        let split = |text: &str| -> Vec<String> {
            if divider.is_empty() {
                text.chars().map(String::from).collect()
            } else {
                text.split_inclusive(divider).map(str::to_owned).collect()
            }
        };
        let mut size = split(&best.text).len().div_ceil(2).max(1);
        loop {
            let parts = split(&best.text);
            let mut at = 0;
            let mut kept = parts;
            let mut shrunk = false;
            while at < kept.len() && tries < TRIES {
                tries += 1;
                let mut fewer = kept.clone();
                fewer.drain(at..(at + size).min(kept.len()));
                let candidate = Input { text: fewer.concat(), ..best.clone() };
                if same(&candidate) {
                    kept = fewer;
                    best = candidate;
                    shrunk = true;
                } else {
                    at += size;
                }
            }
            if tries >= TRIES || (size == 1 && !shrunk) {
                break;
            }
            size = if shrunk && size == 1 { 1 } else { (size / 2).max(1) };
        }
    }
    best
}
