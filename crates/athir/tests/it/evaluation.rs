//! The evaluation on made-up reports. `expected.json` is what the reference scorer gives for them.

use std::path::{Path, PathBuf};

use athir::eval::gold::{Annotation, Board, Field, differences, read_gold, read_system};
use serde_json::Value;

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/eval").join(name)
}

fn readings() -> (Vec<Annotation>, Vec<Annotation>) {
    let gold = read_gold(&data("gold")).unwrap().into_iter().map(|g| g.gold).collect();
    (gold, read_system(&data("system.jsonl")).unwrap())
}

fn board() -> Board {
    let (gold, system) = readings();
    Board::new(&gold.iter().collect::<Vec<_>>(), &system)
}

#[test]
fn the_figures_are_those_of_the_reference_scorer() {
    let expected: Value = serde_json::from_slice(&std::fs::read(data("expected.json")).unwrap()).unwrap();
    let Value::Object(mut figures) = board().to_json() else { panic!("no object") };
    figures.remove("parts");
    figures.remove("kinds");
    figures.remove("found");
    assert_eq!(Value::Object(figures), expected);
}

#[test]
fn the_rows_sum_up_all_reports_the_two_parts_and_the_groups() {
    let board = board();
    let rows: Vec<(&str, usize, usize)> =
        board.rows.iter().map(|row| (row.name.as_str(), row.n_reports, row.n_events)).collect();
    assert_eq!(
        rows,
        [
            ("all", 4, 9),
            ("building", 2, 3),
            ("checking", 2, 6),
            ("lone", 1, 1),
            ("ridge-*", 2, 6),
            ("vale-*", 1, 2)
        ]
    );
    for field in Field::ALL {
        let hits = |n: usize| board.rows[n].scores.get(field).hit;
        assert_eq!(hits(0), hits(1) + hits(2), "{field:?}");
        assert_eq!(hits(0), hits(3) + hits(4) + hits(5), "{field:?}");
    }
}

#[test]
fn a_perfect_reading_scores_one_and_none_scores_zero() {
    let (gold, _) = readings();
    let perfect = Board::new(&gold.iter().collect::<Vec<_>>(), &gold);
    assert_eq!(perfect.rows[0].scores.overall(), 1.0);
    let nothing = Board::new(&gold.iter().collect::<Vec<_>>(), &[]);
    assert_eq!(nothing.rows[0].scores.overall(), 0.0);
    assert_eq!(nothing.rows[0].scores.get(Field::Party).gold, 14);
}

#[test]
fn differences_are_shown_of_the_building_part_alone() {
    let (gold, system) = readings();
    let nothing = Annotation::default();
    let listed: Vec<String> = gold
        .iter()
        .flat_map(|g| differences(g, system.iter().find(|s| s.doc == g.doc).unwrap_or(&nothing)))
        .map(|difference| difference.to_string())
        .collect();
    insta::assert_snapshot!(listed.join("\n"), @"
    lone: event missed: mobilization (Dale Brigade > )
        The Brigade plans to march on Sarn.
    vale-1: casualties: injured 12.., not injured 12.., killed ..3
        At least 12 people were hurt when a bomb went off in a market in Lower Vale.
    vale-1: modality: denied, not reported
        it had held talks with the state
    vale-1: event made up: bombing ( > people)
        At least 12 people were hurt when a bomb went off in a market in Lower Vale.
    ");
}

#[test]
fn a_kind_that_the_codebook_lacks_is_an_error_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("system.jsonl");
    std::fs::write(&path, "{\"doc\": \"a\"}\n{\"doc\": \"b\", \"events\": [{\"kind\": \"duel\"}]}\n")
        .unwrap();
    let error = read_system(&path).unwrap_err().to_string();
    assert!(error.contains("system.jsonl:2: ") && error.contains("duel"), "{error}");
}

#[test]
fn the_markdown_table_has_a_row_for_each_row() {
    let table = board().to_markdown();
    insta::assert_snapshot!(table.lines().take(4).collect::<Vec<_>>().join("\n"), @"
    | F1 | reports | events | overall | family | event | party | place | time | casualties | attribution | modality | tie |
    | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
    | all | 4 | 9 | 0.549 | 0.842 | 0.632 | 0.759 | 0.500 | 0.571 | 0.286 | 0.857 | 0.875 | 0.667 |
    | building | 2 | 3 | 0.463 | 0.667 | 0.667 | 0.750 | 0.500 | 0.000 | 0.400 | 1.000 | 0.500 | 0.000 |
    ");
}

#[test]
fn readings_of_our_own_reports_quote_their_texts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../eval/reports");
    let reports = read_gold(&folder).expect("each text has its reading");
    assert!(reports.len() >= 100, "{} reports", reports.len());
    for gold in reports {
        for event in &gold.gold.events {
            for quote in &event.evidence {
                assert!(gold.report.text.contains(quote), "{}: no {quote:?}", gold.report.name);
            }
        }
    }
}
