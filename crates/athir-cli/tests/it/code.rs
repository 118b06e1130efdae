//! `athir code`.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::command::{CLASH, arg, athir, run, run_with_input, words};

fn demo() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/demo")
}

#[test]
fn standard_input_becomes_a_table() {
    let output = run_with_input(&["code", "--published", "2017-07-15"], CLASH.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!(words(&output.stdout), @"
    stdin · 2017-07-15 · 1 event · 1 tie
      WHEN        WHAT   WHO                            WHERE              LOSSES      ACCORDING TO
      2017-07-13  clash  Islamic State ↔ Ahrar al-Sham  Palmyra, Homs, SY  12+ killed  activists
      rival: Islamic State – Ahrar al-Sham (current)
    ");
    assert_eq!(words(&output.stderr), "");
    let dashed = run_with_input(&["code", "-", "--published", "2017-07-15"], CLASH.as_bytes());
    assert_eq!(dashed.stdout, output.stdout);
}

#[test]
fn a_report_without_a_date_is_noted_and_its_times_stay_open() {
    let output = run_with_input(&["code", "--format", "jsonl"], CLASH.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!(words(&output.stderr), @"athir: note: one report has no publication date, so its relative times stay open (see --published)");
    let line: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(line["published"], serde_json::Value::Null);
    assert_eq!(line["doc"], "stdin");
    for event in line["events"].as_array().unwrap() {
        assert_eq!((&event["start"], &event["end"]), (&serde_json::Value::Null, &serde_json::Value::Null));
    }
}

#[test]
fn the_date_given_beats_the_manifest() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("clash.txt"), CLASH).unwrap();
    fs::write(
        folder.path().join("manifest.toml"),
        "[[report]]\nfile = \"clash.txt\"\npublished = 2017-07-15\n",
    )
    .unwrap();
    let published = |more: &[&str]| {
        let output = run(&[&["code", "-f", "jsonl", arg(folder.path())], more].concat());
        let line: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        line["published"].as_str().unwrap().to_owned()
    };
    assert_eq!(published(&[]), "2017-07-15");
    assert_eq!(published(&["--published", "2018-01-02"]), "2018-01-02");
}

#[test]
fn the_output_is_the_same_for_any_number_of_jobs() {
    let demo = demo();
    for format in ["table", "json", "jsonl", "html"] {
        let with = |jobs| run(&["code", "-f", format, "--jobs", jobs, arg(&demo)]).stdout;
        let one = with("1");
        assert!(one.len() > 10_000, "{format}");
        assert!(one == with("3"), "{format}");
        assert!(one == with("1"), "{format}");
    }
}

#[test]
fn one_bad_file_does_not_stop_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let bad = folder.path().join("bad.txt");
    let good = folder.path().join("good.txt");
    fs::write(&bad, b"On Monday \xFF\xFE").unwrap();
    fs::write(&good, CLASH).unwrap();
    let gone = folder.path().join("gone.txt");
    let output =
        run(&["code", "-f", "jsonl", "--published", "2017-07-15", arg(&bad), arg(&gone), arg(&good)]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(words(&output.stdout).lines().count(), 1);
    assert!(words(&output.stdout).starts_with("{\"doc\":\"good\""));
    let said: Vec<&str> = words(&output.stderr).lines().collect();
    assert_eq!(said[0], format!("athir: {}: not valid UTF-8 at byte 10", bad.display()));
    assert!(said[1].starts_with(&format!("athir: cannot read {}: No such file", gone.display())), "{said:?}");
    assert!(said[2].contains("iconv"), "how to convert it: {said:?}");
    assert_eq!(said.len(), 3);
}

#[test]
fn wrong_arguments_exit_with_2() {
    for args in [
        &["code", "--published", "mid-July", "x.txt"][..],
        &["code", "--jobs", "0", "x.txt"],
        &["code", "--format", "xml", "x.txt"],
        &["unheard-of"],
        &[],
    ] {
        let output = run(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(output.stdout.is_empty(), "{args:?}");
        assert!(!output.stderr.is_empty(), "{args:?}");
    }
}

#[test]
fn the_ending_of_the_output_file_names_the_format() {
    let folder = tempfile::tempdir().unwrap();
    let clash = folder.path().join("clash.txt");
    fs::write(&clash, CLASH).unwrap();
    for (name, begins) in [
        ("a.html", "<!doctype html>"),
        ("a.json", "[\n"),
        ("a.jsonl", "{\"doc\":\"clash\""),
        ("a.TXT", "clash · 2017"),
    ] {
        let out = folder.path().join(name);
        let output = run(&["code", arg(&clash), "--published", "2017-07-15", "-o", arg(&out)]);
        assert_eq!(output.status.code(), Some(0));
        assert!(output.stdout.is_empty());
        assert!(fs::read_to_string(&out).unwrap().starts_with(begins), "{name}");
    }
}

#[test]
fn an_ending_that_names_no_format_is_refused_unless_the_format_is_given() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("events.csv");
    let output = run_with_input(&["code", "-o", arg(&out)], CLASH.as_bytes());
    assert_eq!(output.status.code(), Some(2));
    assert!(words(&output.stderr).contains(".txt, .json, .jsonl, .html"), "{}", words(&output.stderr));
    assert!(!out.exists());
    let output = run_with_input(&["code", "-f", "jsonl", "-o", arg(&out)], CLASH.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    assert!(fs::read_to_string(&out).unwrap().starts_with("{\"doc\":\"stdin\""));
}

#[test]
fn a_report_is_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("clash.txt");
    fs::write(&report, CLASH).unwrap();
    let roundabout = folder.path().join("../").join(folder.path().file_name().unwrap()).join("clash.txt");
    for (input, out) in [(report.as_path(), &report), (folder.path(), &report), (&report, &roundabout)] {
        let output = run(&["code", arg(input), "-o", arg(out)]);
        assert_eq!(output.status.code(), Some(2), "{}", input.display());
        assert!(words(&output.stderr).contains("is one of the inputs"), "{}", words(&output.stderr));
        assert_eq!(fs::read_to_string(&report).unwrap(), CLASH);
    }
}

#[test]
fn an_older_result_stays_until_a_new_one_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (clash, gone) = (folder.path().join("clash.txt"), folder.path().join("gone.txt"));
    let out = folder.path().join("keep.jsonl");
    fs::write(&clash, CLASH).unwrap();
    fs::write(&out, "older\n").unwrap();
    let code = |input: &Path| run(&["code", arg(input), "--published", "2017-07-15", "-o", arg(&out)]);

    let output = code(&gone);
    assert_eq!(output.status.code(), Some(1));
    assert!(words(&output.stderr).contains("keep.jsonl is not written"), "{}", words(&output.stderr));
    assert_eq!(fs::read_to_string(&out).unwrap(), "older\n");

    assert_eq!(code(&clash).status.code(), Some(0));
    assert!(fs::read_to_string(&out).unwrap().starts_with("{\"doc\":\"clash\""));
    let mut left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["clash.txt", "keep.jsonl"]);
}

#[cfg(unix)]
#[test]
fn what_is_no_regular_file_is_written_in_place() {
    let output = run_with_input(&["code", "-f", "json", "-o", "/dev/stdout"], CLASH.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", words(&output.stderr));
    assert!(words(&output.stdout).starts_with("[\n"));
}

#[test]
fn an_output_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("none/out.html");
    let output = run_with_input(&["code", "-o", arg(&out)], CLASH.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    assert!(words(&output.stderr).contains(&format!("cannot write {}", out.display())));
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let mut child = athir(&["code", "-f", "json", arg(&demo())])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut [0; 10]).unwrap();
    drop(out);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), words(&output.stderr)), (Some(0), ""));
}

#[test]
fn a_folder_without_a_model_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let output = run_with_input(&["code", "--model", arg(folder.path())], CLASH.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    let said = words(&output.stderr);
    assert!(said.contains(arg(folder.path())), "{said}");
    assert_eq!(said.matches("No such file").count(), 1, "{said}");
}

#[test]
fn a_file_without_text_is_warned_of_and_one_of_bytes_fails() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes, code, said) in [
        ("empty.txt", &b""[..], 0, "warning: FILE: has no text"),
        ("blank.txt", b" \n\t\r\n", 0, "warning: FILE: has no text"),
        ("bell.txt", b"\x07\x1b\n", 0, "warning: FILE: has no text"),
        ("nul.txt", b"\0\0\0", 1, "FILE: not a text (NUL at byte 0)"),
    ] {
        let file = folder.path().join(name);
        fs::write(&file, bytes).unwrap();
        let output = run(&["code", "--published", "2017-07-15", arg(&file)]);
        assert_eq!(output.status.code(), Some(code), "{name}");
        assert_eq!(words(&output.stderr), format!("athir: {}\n", said.replace("FILE", arg(&file))));
    }
}

#[test]
fn a_date_in_words_is_answered_with_the_form() {
    let output = run(&["code", "--published", "15 July 2017", "x.txt"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(words(&output.stderr).contains("such as 2017-07-15"), "{}", words(&output.stderr));
}

#[test]
fn reports_of_one_stem_have_names_and_events_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let files = ["north", "south"].map(|part| folder.path().join(part).join("monday.txt"));
    for file in &files {
        fs::create_dir(file.parent().unwrap()).unwrap();
        fs::write(file, CLASH).unwrap();
    }
    let output = run(&["code", "-f", "json", "--published", "2017-07-15", arg(&files[0]), arg(&files[1])]);
    let coded: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&coded[0]["doc"], &coded[1]["doc"]), (&"north/monday".into(), &"south/monday".into()));
    assert_ne!(coded[0]["events"][0]["id"], coded[1]["events"][0]["id"]);
}

/// Writes reports as a Parquet file; the second has no text.
pub(crate) fn write_parquet(path: &Path) {
    use athir::arrow::{BatchBuilder, ParquetWriter, ReportRow, Reports};
    let mut builder = BatchBuilder::<Reports>::new();
    for (n, text) in
        [Some(CLASH), None, Some("Talks were held."), Some(CLASH), Some(CLASH)].into_iter().enumerate()
    {
        let mut report = athir::Report::new(format!("r{n}"), text.unwrap_or_default());
        report.published = Some("2017-07-15".parse().unwrap());
        builder.push(&ReportRow { text, ..ReportRow::of(&report) });
    }
    let mut writer = ParquetWriter::new(fs::File::create(path).unwrap(), builder.schema(), &[]).unwrap();
    writer.write(&builder.finish().unwrap()).unwrap();
    writer.finish().unwrap();
}

/// The reports and errors of a Parquet file's rows.
fn rows_of(path: &Path) -> Vec<String> {
    let reader =
        athir::arrow::read_parquet(fs::File::open(path).unwrap(), 1000, &["report", "kind", "error"])
            .unwrap();
    let mut rows = Vec::new();
    for batch in reader.map(Result::unwrap) {
        for row in 0..batch.num_rows() {
            let row = batch.slice(row, 1);
            let words = format!("{:?}", row.columns());
            rows.push(words.split('"').skip(1).step_by(2).collect::<Vec<_>>().join(" "));
        }
    }
    rows
}

#[test]
fn reports_in_parquet_are_coded_to_parquet_whole_or_in_shares() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    write_parquet(&at("in.parquet"));
    let whole = run(&["code", arg(&at("in.parquet")), "-o", arg(&at("out.parquet"))]);
    insta::assert_snapshot!(words(&whole.stderr), @"athir: note: 1 of 5 rows could not be coded; the column error says why");
    assert_eq!(whole.status.code(), Some(1));
    let rows = rows_of(&at("out.parquet"));
    assert_eq!(rows, ["r0 clash", "r1 text: the row has none", "r3 clash", "r4 clash"]);
    let mut shares = Vec::new();
    for n in 1..=3 {
        let name = format!("{n}.parquet");
        run(&["code", "--shard", &format!("{n}/3"), arg(&at("in.parquet")), "-o", arg(&at(&name))]);
        shares.extend(rows_of(&at(&name)));
    }
    assert_eq!(shares, ["r0 clash", "r3 clash", "r1 text: the row has none", "r4 clash"]);
    run(&["code", "-j", "1", arg(&at("in.parquet")), "-o", arg(&at("again.parquet"))]);
    assert!(
        fs::read(at("again.parquet")).unwrap() == fs::read(at("out.parquet")).unwrap(),
        "threads do not show"
    );
}

#[test]
fn text_files_are_coded_to_parquet_too() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.txt"), CLASH).unwrap();
    fs::write(at("b.txt"), CLASH).unwrap();
    let to = |args: &[&str], name: &str| {
        let output =
            run(&[&["code", "--published", "2017-07-15", arg(folder.path())], args, &["-o", arg(&at(name))]]
                .concat());
        assert_eq!(output.status.code(), Some(0), "{}", words(&output.stderr));
        rows_of(&at(name))
    };
    assert_eq!(to(&["--shard", "2/2"], "second.parquet"), ["b clash"]);
    fs::remove_file(at("second.parquet")).unwrap();
    assert_eq!(to(&[], "all.parquet"), ["a clash", "b clash"]);
}

#[test]
fn shares_and_parquet_files_that_cannot_be_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.txt"), CLASH).unwrap();
    write_parquet(&at("in.parquet"));
    let refusal = |args: &[&str]| {
        let output = run(&[&["code"], args].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        words(&output.stderr).lines().next().unwrap().replace(arg(folder.path()), "DIR")
    };
    let (text, table) = (at("a.txt"), at("in.parquet"));
    for share in ["0/3", "4/3", "1/0", "x"] {
        assert!(refusal(&["--shard", share, arg(&text)]).contains("not a share such as 3/8"));
    }
    insta::assert_snapshot!(refusal(&[arg(&text), arg(&table), "-o", "x.parquet"]), @"error: Parquet files are coded by themselves: give other reports to a command of their own");
    insta::assert_snapshot!(refusal(&[arg(&table)]), @"error: reports in Parquet are coded to Parquet: name a file with -o events.parquet");
    insta::assert_snapshot!(refusal(&[arg(&table), "-o", arg(&table)]), @"error: DIR/in.parquet is one of the inputs; name another file to write to");
    fs::write(at("no.parquet"), "id,text").unwrap();
    let output = run(&["code", arg(&at("no.parquet")), "-o", arg(&at("out.parquet"))]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        words(&output.stderr).contains("no.parquet: ") && !at("out.parquet").exists(),
        "{}",
        words(&output.stderr)
    );
}
