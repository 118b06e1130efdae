//! The table of words by the share of reports that have them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use athir::eval::gold::read_gold;
use athir::eval::{IncidentRecord, Part, read_records};
use athir_incident::stems;

/// A word in fewer reports than this is not in the table: names of people and hamlets stay out of it.
const AT_LEAST: usize = 8;
const LEAST_SHARE: f64 = 0.004;

/// Prints the table, made of the building parts of both boards. A word has the greatest share of the two.
pub(crate) fn print(docs: &Path, gold: &Path) -> anyhow::Result<()> {
    let records: Vec<IncidentRecord> = read_records(&[docs.to_owned()])?;
    let local: Vec<String> = records
        .into_iter()
        .filter_map(|record| match record {
            IncidentRecord::Report { incident_id, title, text, .. }
                if Part::of(&incident_id) == Part::Building =>
            {
                Some(format!("{title} {text}"))
            }
            _ => None,
        })
        .collect();
    let war: Vec<String> = read_gold(gold)?
        .into_iter()
        .filter(|g| Part::of(&g.gold.doc) == Part::Building)
        .map(|g| g.report.text)
        .collect();
    let mut shares: BTreeMap<String, f64> = BTreeMap::new();
    for (texts, at_least) in [(local, AT_LEAST), (war, 4)] {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for text in &texts {
            let words: BTreeSet<String> = stems(text).collect();
            words.into_iter().for_each(|word| *counts.entry(word).or_default() += 1);
        }
        for (word, n) in counts.into_iter().filter(|(_, n)| *n >= at_least) {
            let share = n as f64 / texts.len() as f64;
            let known = shares.entry(word).or_default();
            *known = known.max(share);
        }
    }
    let mut classes: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for (word, share) in shares {
        if share >= LEAST_SHARE && word.chars().all(char::is_alphanumeric) {
            classes.entry((-share.ln() * 4.0).round() as i64).or_default().push(word);
        }
    }
    println!(
        "# Words by the share of reports of violence that have them, in lower case and without plural endings."
    );
    println!(
        "# Written by the example fit_incidents of crate athir; a word that is not here counts as rare."
    );
    for (class, words) in classes {
        println!("\n[[class]]\nshare = {:.4}\nwords = \"\"\"", (-class as f64 / 4.0).exp());
        let mut line = String::new();
        for word in words {
            if line.len() + word.len() > 108 {
                println!("{line}");
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&word);
        }
        println!("{line}\n\"\"\"");
    }
    Ok(())
}
