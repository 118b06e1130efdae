//! The table of scores: all reports, the building and the checking part, and each group of names.

use std::collections::BTreeMap;
use std::fmt::Write;

use athir_model::EventKind;
use serde_json::{Map, Value, json};

use super::score::{round4, score_found, score_kinds};
use super::{Annotation, Field, Figure, Scores, score};
use crate::eval::Part;

/// What is read of an event once it is found.
const FIELDS_OF_EVENTS: [Field; 5] =
    [Field::Party, Field::Place, Field::Time, Field::Casualties, Field::Attribution];

/// One row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardRow {
    /// Which reports it sums up.
    pub name: String,
    /// How many reports they are.
    pub n_reports: usize,
    /// How many events the gold readings have.
    pub n_events: usize,
    /// Their figures.
    pub scores: Scores,
    /// The figures of the events alone that were found.
    pub found: Scores,
}

/// The scores of a set of gold reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Board {
    /// The rows: `all`, `building`, `checking`, then the groups by name.
    pub rows: Vec<BoardRow>,
    /// Events of each kind, over all reports and over the checking part.
    pub kinds: [BTreeMap<EventKind, Figure>; 2],
}

/// The group of a report: `fk-*` for `fk-1914947532`, its name for one without a hyphen.
fn group(name: &str) -> String {
    name.split_once('-').map_or_else(|| name.to_owned(), |(prefix, _)| format!("{prefix}-*"))
}

impl Board {
    /// Scores each gold reading against the system's reading of the same name; one that the system lacks
    /// counts as a reading without events.
    pub fn new(gold: &[&Annotation], system: &[Annotation]) -> Board {
        let by_name: BTreeMap<&str, &Annotation> = system.iter().map(|s| (s.doc.as_str(), s)).collect();
        let nothing = Annotation::default();
        let mut rows: Vec<BoardRow> = Vec::new();
        let mut groups: BTreeMap<String, BoardRow> = BTreeMap::new();
        let row = |name: &str| BoardRow {
            name: name.to_owned(),
            n_reports: 0,
            n_events: 0,
            scores: Scores::default(),
            found: Scores::default(),
        };
        rows.extend(["all", "building", "checking"].map(row));
        let mut kinds = [BTreeMap::new(), BTreeMap::new()];
        for gold in gold {
            let system = by_name.get(gold.doc.as_str()).copied().unwrap_or(&nothing);
            let scores = score(gold, system);
            let found = score_found(gold, system);
            score_kinds(gold, system, &mut kinds[0]);
            if Part::of(&gold.doc) == Part::Checking {
                score_kinds(gold, system, &mut kinds[1]);
            }
            let add = |row: &mut BoardRow| {
                row.n_reports += 1;
                row.n_events += gold.events.len();
                row.scores.merge(&scores);
                row.found.merge(&found);
            };
            add(&mut rows[0]);
            add(&mut rows[if Part::of(&gold.doc) == Part::Building { 1 } else { 2 }]);
            let name = group(&gold.doc);
            add(groups.entry(name.clone()).or_insert_with(|| row(&name)));
        }
        rows.extend(groups.into_values());
        Board { rows, kinds }
    }

    /// The figures of all reports as JSON in the reference scorer's form: each field with precision, recall, F1
    /// and counts, and `overall`; under `parts` the same for each other row. `found` has the F1 of fields within events that
    /// have a partner.
    pub fn to_json(&self) -> Value {
        let figures = |row: &BoardRow| {
            let mut fields = Map::new();
            for field in Field::ALL {
                let f = row.scores.get(field);
                fields.insert(
                    field.as_str().to_owned(),
                    json!({
                        "precision": round4(f.precision()), "recall": round4(f.recall()), "f1": round4(f.f1()),
                        "hit": f.hit, "gold": f.gold, "system": f.system,
                    }),
                );
            }
            fields.insert("overall".to_owned(), json!({ "f1": round4(row.scores.overall()) }));
            let found =
                FIELDS_OF_EVENTS.map(|f| (f.as_str().to_owned(), json!(round4(row.found.get(f).f1()))));
            fields.insert("found".to_owned(), Value::Object(Map::from_iter(found)));
            fields
        };
        let mut all = self.rows.first().map(figures).unwrap_or_default();
        let parts: Map<String, Value> =
            self.rows.iter().skip(1).map(|row| (row.name.clone(), Value::Object(figures(row)))).collect();
        all.insert("parts".to_owned(), Value::Object(parts));
        let kinds: Map<String, Value> = self.kinds[0]
            .iter()
            .map(|(kind, f)| {
                (
                    kind.as_str().to_owned(),
                    json!({ "f1": round4(f.f1()), "hit": f.hit, "gold": f.gold, "system": f.system }),
                )
            })
            .collect();
        all.insert("kinds".to_owned(), Value::Object(kinds));
        Value::Object(all)
    }

    /// The table for a terminal: the figures of all reports in full, then F1 by row.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        if let Some(all) = self.rows.first() {
            text.push_str("field        precision  recall      f1    hit   gold  system\n");
            for field in Field::ALL {
                let f = all.scores.get(field);
                let _ = writeln!(
                    text,
                    "{:<12} {:>9.3} {:>7.3} {:>7.3} {:>6} {:>6} {:>7}",
                    field.as_str(),
                    f.precision(),
                    f.recall(),
                    f.f1(),
                    f.hit,
                    f.gold,
                    f.system
                );
            }
            let _ = writeln!(text, "{:<12} {:>25.3}\n", "overall", all.scores.overall());
        }
        let _ = write!(text, "{:<10} {:>7} {:>6} {:>8}", "f1", "reports", "events", "overall");
        for field in Field::ALL {
            let _ = write!(text, " {:>w$}", field.as_str(), w = field.as_str().len().max(6));
        }
        text.push('\n');
        for row in &self.rows {
            let _ = write!(
                text,
                "{:<10} {:>7} {:>6} {:>8.3}",
                row.name,
                row.n_reports,
                row.n_events,
                row.scores.overall()
            );
            for field in Field::ALL {
                let _ =
                    write!(text, " {:>w$.3}", row.scores.get(field).f1(), w = field.as_str().len().max(6));
            }
            text.push('\n');
        }
        text
    }

    /// The table as Markdown: F1 by row, precision and recall of all reports, F1 within events found, figures of each kind.
    pub fn to_markdown(&self) -> String {
        let mut text = String::from("| F1 | reports | events | overall |");
        for field in Field::ALL {
            let _ = write!(text, " {} |", field.as_str());
        }
        text.push_str("\n| --- | ---: | ---: | ---: |");
        text.push_str(&" ---: |".repeat(Field::ALL.len()));
        text.push('\n');
        for row in &self.rows {
            let _ = write!(
                text,
                "| {} | {} | {} | {:.3} |",
                row.name.replace('*', "\\*"),
                row.n_reports,
                row.n_events,
                row.scores.overall()
            );
            for field in Field::ALL {
                let _ = write!(text, " {:.3} |", row.scores.get(field).f1());
            }
            text.push('\n');
        }
        if let Some(all) = self.rows.first() {
            text.push_str("\n| all reports | precision | recall | F1 | hit | gold | system |\n");
            text.push_str("| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
            for field in Field::ALL {
                let f = all.scores.get(field);
                let _ = writeln!(
                    text,
                    "| {} | {:.3} | {:.3} | {:.3} | {} | {} | {} |",
                    field.as_str(),
                    f.precision(),
                    f.recall(),
                    f.f1(),
                    f.hit,
                    f.gold,
                    f.system
                );
            }
        }
        text.push_str("\n| F1 within events found |");
        for field in FIELDS_OF_EVENTS {
            let _ = write!(text, " {} |", field.as_str());
        }
        let _ = write!(text, "\n| --- |{}\n", " ---: |".repeat(FIELDS_OF_EVENTS.len()));
        for row in self.rows.iter().take(3) {
            let _ = write!(text, "| in {} |", row.name);
            for field in FIELDS_OF_EVENTS {
                let _ = write!(text, " {:.3} |", row.found.get(field).f1());
            }
            text.push('\n');
        }
        text.push_str("\n| kind | gold | system | precision | recall | F1 | F1 checking |\n");
        text.push_str("| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        for (kind, f) in &self.kinds[0] {
            let checking = self.kinds[1].get(kind).copied().unwrap_or_default();
            let _ = writeln!(
                text,
                "| {kind} | {} | {} | {:.3} | {:.3} | {:.3} | {:.3} |",
                f.gold,
                f.system,
                f.precision(),
                f.recall(),
                f.f1(),
                checking.f1()
            );
        }
        text
    }
}
