//! `athir parse`, `explain`, `eval` and `schema`.

use std::path::Path;

use crate::command::{CLASH, arg, run, run_with_input, words};

#[test]
fn a_parse_is_drawn_as_a_tree() {
    let output = run_with_input(&["parse"], b"Shells hit the market of Hama on Monday.");
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!(words(&output.stdout), @"
    1  Shells hit the market of Hama on Monday.
      ┌─ Shells  nsubj NNS
      hit  ROOT VBD
      │  ┌─ the  det DT
      ├─ market  dobj NN
      │  └─ of  prep IN
      │     └─ Hama  pobj NNP  [ORG Hama]
      ├─ on  prep IN
      │  └─ Monday  pobj NNP  [DATE Monday]
      └─ .  punct .
    ");
    assert_eq!(words(&output.stderr), "");
}

#[test]
fn a_parse_is_written_as_conllu_and_json() {
    let conllu = run_with_input(&["parse", "--format", "conllu"], b"They fled.");
    insta::assert_snapshot!(words(&conllu.stdout).replace('\t', " "), @"
    # newdoc id = stdin
    # sent_id = 1
    # text = They fled.
    1 They they PRON PRP Case=Nom|Number=Plur|Person=3|PronType=Prs 2 nsubj _ _
    2 fled flee VERB VBD Tense=Past|VerbForm=Fin 0 root _ SpaceAfter=No
    3 . . PUNCT . PunctType=Peri 2 punct _ _
    ");
    let json = run_with_input(&["parse", "--format", "json"], b"They fled.");
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["sentences"][0]["tokens"][1]["lemma"], "flee");
}

#[test]
fn a_sentence_is_explained_with_what_was_coded_in_it() {
    let text = format!("{CLASH}\nThe weather was fine.\n");
    let output = run_with_input(&["explain", "--published", "2017-07-15"], text.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    let told = words(&output.stdout);
    assert!(told.starts_with("stdin: published 2017-07-15; "), "{told}");
    assert!(told.contains("\n1  Islamic State clashed with Ahrar al-Sham"), "{told}");
    assert!(told.contains("\n   * event 1: clash by \"clashed\" ["), "{told}");
    assert!(told.contains("\n       according to \"activists\"\n"), "{told}");
    assert!(told.ends_with("\n2  The weather was fine.\n   nothing seen\n"), "{told}");
}

#[test]
fn what_was_seen_is_counted_with_the_right_ending() {
    let output = run_with_input(&["explain", "--published", "2017-07-15"], CLASH.as_bytes());
    assert!(words(&output.stdout).starts_with("stdin: published 2017-07-15; 1 event, 1 tie, "));
}

#[test]
fn a_mark_alone_is_no_sentence_to_explain() {
    let output = run_with_input(&["explain"], "Shells fell on Hama.\n\n\"\n\nThey fled.\n".as_bytes());
    let told = words(&output.stdout);
    assert!(told.contains("  They fled."), "{told}");
    assert!(!told.lines().any(|line| line.trim_end().ends_with("  \"")), "{told}");
}

#[test]
fn control_characters_of_a_report_do_not_reach_the_terminal() {
    let text = "Shells \u{1b}[31mfell\u{7} on Hama\u{9b}.\n";
    for command in [&["explain"], &["parse"], &["code"]] {
        let output = run_with_input(command, text.as_bytes());
        assert_eq!(output.status.code(), Some(0));
        let told = words(&output.stdout);
        assert!(told.len() > 20, "{told:?}");
        assert!(!told.contains(|c: char| c != '\n' && c.is_control()), "{told:?}");
    }
}

#[test]
fn the_licences_travel_with_the_program() {
    let told = run(&["notice"]).stdout;
    for line in ["GeoNames", "Apache License", "MIT License", "Explosion", "Uppsala Conflict Data Program"] {
        assert!(words(&told).contains(line), "{line}");
    }
}

#[test]
fn a_system_file_is_scored_without_coding() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../athir/tests/data/eval");
    let (gold, system) = (data.join("gold"), data.join("system.jsonl"));
    let output = run(&["eval", "gold", arg(&gold), "--system", arg(&system)]);
    insta::assert_snapshot!(words(&output.stdout), @"
    field        precision  recall      f1    hit   gold  system
    family           0.800   0.889   0.842      8      9      10
    event            0.600   0.667   0.632      6      9      10
    party            0.733   0.786   0.759     11     14      15
    place            0.500   0.500   0.500      3      6       6
    time             0.500   0.667   0.571      2      3       4
    casualties       0.200   0.500   0.286      1      2       5
    attribution      0.750   1.000   0.857      3      3       4
    modality         0.875   0.875   0.875      7      8       8
    tie              0.500   1.000   0.667      1      1       2
    overall                          0.549

    f1         reports events  overall family  event  party  place   time casualties attribution modality    tie
    all              4      9    0.549  0.842  0.632  0.759  0.500  0.571      0.286       0.857    0.875  0.667
    building         2      3    0.463  0.667  0.667  0.750  0.500  0.000      0.400       1.000    0.500  0.000
    checking         2      6    0.490  0.923  0.615  0.762  0.500  0.571      0.000       0.800    1.000  0.667
    lone             1      1    0.000  0.000  0.000  0.000  0.000  0.000      0.000       0.000    0.000  0.000
    ridge-*          2      6    0.490  0.923  0.615  0.762  0.500  0.571      0.000       0.800    1.000  0.667
    vale-*           1      2    0.545  0.800  0.800  0.857  0.667  0.000      0.400       1.000    0.500  0.000
    ");
    let errors =
        run(&["eval", "gold", arg(&gold), "--system", arg(&system), "--errors", "1", "--of", "modality"]);
    let listed = words(&errors.stdout).strip_prefix(words(&output.stdout)).unwrap();
    assert_eq!(listed, "\nvale-1: modality: denied, not reported\n    it had held talks with the state\n");
}

#[test]
fn the_coder_is_scored_on_gold_reports() {
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("../athir/tests/data/eval/gold");
    let output = run(&["eval", "gold", arg(&gold), "--json"]);
    let board: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(board["family"]["gold"], 9);
    assert!(board["event"]["hit"].as_u64().unwrap() > 0);
}

#[test]
fn a_field_that_is_none_is_answered_with_the_fields() {
    let output = run(&["eval", "gold", ".", "--errors", "3", "--of", "colour"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        words(&output.stderr).contains("the fields are family, event, party"),
        "{}",
        words(&output.stderr)
    );
}

#[test]
fn the_schema_is_that_in_the_docs() {
    let output = run(&["schema"]);
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/schema/coded-report.schema.json");
    assert_eq!(words(&output.stdout), std::fs::read_to_string(kept).unwrap());
}
