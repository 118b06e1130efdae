//! What all benchmarks share: parts, tallies, the table of figures, and the list of errors.

use std::fmt::{self, Write};

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// The half of a benchmark that a record belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Its errors are read while rules are written.
    Building,
    /// It only checks the rules: its errors are not read.
    Checking,
}

impl Part {
    /// The part of a record by its name: building if the first byte of the name's SHA-256 is even.
    pub fn of(name: &str) -> Part {
        if Sha256::digest(name)[0] % 2 == 0 { Part::Building } else { Part::Checking }
    }

    /// `building` or `checking`.
    pub fn as_str(self) -> &'static str {
        match self {
            Part::Building => "building",
            Part::Checking => "checking",
        }
    }
}

/// Counts that are summed over records before a figure is computed from them.
pub trait Tally: Default {
    /// Adds the counts of another record or set of records.
    fn add(&mut self, other: &Self);
    /// The figures by key, in the order in which they are shown; 0 where nothing was counted.
    fn figures(&self) -> Vec<(&'static str, f64)>;
}

/// What was counted in one record.
#[derive(Clone, Debug)]
pub struct Item<T> {
    /// The half that the record belongs to.
    pub part: Part,
    /// The group that gets a row of its own, such as the corpus; empty for none.
    pub group: String,
    /// The counts.
    pub tally: T,
    /// What was missed or made up.
    pub misses: Vec<Miss>,
}

/// An error of the system in one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// The record's name.
    pub record: String,
    /// The class of the error, by which the list can be narrowed down.
    pub class: String,
    /// What was wanted, and what came.
    pub what: String,
    /// The words of the record.
    pub text: String,
}

impl fmt::Display for Miss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} [{}] {}", self.record, self.class, self.what)?;
        write!(f, "    {}", self.text.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// The figures of one set of records.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// `all`, `building`, `checking`, or the group's name.
    pub name: String,
    /// How many records it sums up.
    pub n_records: usize,
    /// The figures by key.
    pub figures: Vec<(&'static str, f64)>,
}

/// The table of a benchmark, and the errors in its building part.
#[derive(Clone, Debug, PartialEq)]
pub struct Scoreboard {
    /// `all`, `building`, `checking`, then the groups by name.
    pub rows: Vec<Row>,
    /// The errors in the records of the building part, in the order of the records.
    pub misses: Vec<Miss>,
}

impl Scoreboard {
    /// Sums up what was counted in each record. The errors of the checking part are dropped.
    pub fn new<T: Tally>(items: Vec<Item<T>>) -> Scoreboard {
        let mut groups: Vec<&str> =
            items.iter().map(|i| i.group.as_str()).filter(|group| !group.is_empty()).collect();
        groups.sort_unstable();
        groups.dedup();
        let mut rows = vec![
            row("all", items.iter()),
            row("building", items.iter().filter(|i| i.part == Part::Building)),
            row("checking", items.iter().filter(|i| i.part == Part::Checking)),
        ];
        rows.extend(groups.iter().map(|&group| row(group, items.iter().filter(|i| i.group == group))));
        let misses =
            items.into_iter().filter(|i| i.part == Part::Building).flat_map(|item| item.misses).collect();
        Scoreboard { rows, misses }
    }

    /// The figures of all records by key, and under `parts` those of each row.
    pub fn to_json(&self) -> Value {
        let figures = |row: &Row| {
            let mut map = Map::new();
            map.insert("records".to_owned(), json!(row.n_records));
            for &(key, figure) in &row.figures {
                map.insert(key.to_owned(), json!((figure * 1e4).round() / 1e4));
            }
            map
        };
        let mut all = self.rows.first().map(figures).unwrap_or_default();
        let parts: Map<String, Value> =
            self.rows.iter().skip(1).map(|row| (row.name.clone(), Value::Object(figures(row)))).collect();
        all.insert("parts".to_owned(), Value::Object(parts));
        Value::Object(all)
    }

    /// The table for a terminal.
    pub fn to_text(&self) -> String {
        let mut text = format!("{:<12} {:>8}", "", "records");
        let Some(first) = self.rows.first() else { return text };
        for (key, _) in &first.figures {
            let _ = write!(text, " {key:>w$}", w = key.len().max(6));
        }
        text.push('\n');
        for row in &self.rows {
            let _ = write!(text, "{:<12} {:>8}", row.name, row.n_records);
            for (key, figure) in &row.figures {
                let _ = write!(text, " {figure:>w$.3}", w = key.len().max(6));
            }
            text.push('\n');
        }
        text
    }

    /// The table as Markdown.
    pub fn to_markdown(&self) -> String {
        let mut text = String::from("| records of | number |");
        let Some(first) = self.rows.first() else { return text };
        for (key, _) in &first.figures {
            let _ = write!(text, " {key} |");
        }
        text.push_str("\n| --- | ---: |");
        text.push_str(&" ---: |".repeat(first.figures.len()));
        text.push('\n');
        for row in &self.rows {
            let _ = write!(text, "| {} | {} |", row.name, row.n_records);
            for (_, figure) in &row.figures {
                let _ = write!(text, " {figure:.3} |");
            }
            text.push('\n');
        }
        text
    }
}

fn row<'i, T: Tally + 'i>(name: &str, items: impl Iterator<Item = &'i Item<T>>) -> Row {
    let mut tally = T::default();
    let mut n_records = 0;
    for item in items {
        tally.add(&item.tally);
        n_records += 1;
    }
    Row { name: name.to_owned(), n_records, figures: tally.figures() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Hits(u32, u32);

    impl Tally for Hits {
        fn add(&mut self, other: &Hits) {
            self.0 += other.0;
            self.1 += other.1;
        }

        fn figures(&self) -> Vec<(&'static str, f64)> {
            vec![("accuracy", f64::from(self.0) / f64::from(self.1.max(1)))]
        }
    }

    fn item(part: Part, group: &str, hits: u32) -> Item<Hits> {
        let miss = Miss {
            record: format!("{group}-{}", part.as_str()),
            class: "missed".to_owned(),
            what: "nothing".to_owned(),
            text: "two\nlines".to_owned(),
        };
        Item { part, group: group.to_owned(), tally: Hits(hits, 4), misses: vec![miss] }
    }

    #[test]
    fn counts_are_summed_before_they_are_divided() {
        let board = Scoreboard::new(vec![item(Part::Building, "b", 1), item(Part::Checking, "a", 4)]);
        let names: Vec<&str> = board.rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["all", "building", "checking", "a", "b"]);
        assert_eq!(board.rows[0].figures, [("accuracy", 0.625)]);
        assert_eq!(board.to_json()["accuracy"], 0.625);
        assert_eq!(board.to_json()["parts"]["checking"]["accuracy"], 1.0);
    }

    #[test]
    fn only_errors_of_the_building_part_are_kept() {
        let board = Scoreboard::new(vec![item(Part::Building, "b", 1), item(Part::Checking, "a", 2)]);
        assert_eq!(board.misses.len(), 1);
        assert_eq!(board.misses[0].to_string(), "b-building [missed] nothing\n    two lines");
    }
}
