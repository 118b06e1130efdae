//! Inputs other than plain text, and feeds.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::thread;

use crate::code::write_parquet;
use crate::command::{CLASH, arg, run, run_with_input, words};

/// The names, dates and outlets of coded reports.
fn coded(stdout: &[u8]) -> Vec<String> {
    words(stdout)
        .lines()
        .map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            let events = line["events"].as_array().map_or(0, Vec::len);
            format!(
                "{} {} {events}",
                line["doc"].as_str().unwrap(),
                line["published"].as_str().unwrap_or("-")
            )
        })
        .collect()
}

fn page() -> String {
    format!(
        "<html lang=en><head><title>Clash near Palmyra</title><meta property='article:published_time' content='2017-07-15T08:00:00Z'>\
         </head><body><nav><a href=/>Home</a></nav><article><p>{CLASH}</p></article></body></html>"
    )
}

#[test]
fn pages_feeds_lines_tables_and_archives_are_coded() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let clash = CLASH.replace('\n', " ");
    put("a.html", &page());
    put(
        "b.rss",
        &format!(
            "<rss version='2.0'><channel><title>Wire</title><item><title>Clash</title><pubDate>Sat, 15 Jul 2017 08:00:00 GMT</pubDate>\
             <description>{clash}</description></item></channel></rss>"
        ),
    );
    put(
        "c.jsonl",
        &format!(
            "{{\"id\": \"x\", \"body\": {}, \"date\": \"2017-07-15\"}}\n",
            serde_json::Value::from(clash.clone())
        ),
    );
    put("d.csv", &format!("Words;Day\n\"{}\";15/07/2017\n", clash.replace('"', "\"\"")));
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{}", page());
    put(
        "e.warc",
        &format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://wire.example/1\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
            http.len()
        ),
    );
    put("notes.md", "no report");
    let output = run(&[
        "code",
        "-f",
        "jsonl",
        arg(folder.path()),
        "--columns",
        "text=Words,published=Day,dates=%d/%m/%Y",
    ]);
    // The mapping is the table's alone: lines of JSON lack its columns.
    assert_eq!(
        coded(&output.stdout),
        ["a 2017-07-15 1", "b#1 2017-07-15 1", "d#1 2017-07-15 1", "e#1 2017-07-15 1"]
    );
    assert!(words(&output.stderr).contains("c.jsonl:1: no column \"Words\""), "{}", words(&output.stderr));
    let output = run(&["code", "-f", "jsonl", arg(&folder.path().join("c.jsonl"))]);
    assert_eq!(coded(&output.stdout), ["c#x 2017-07-15 1"]);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn faulty_records_are_said_and_the_others_coded_unless_strict() {
    let lines =
        "{\"text\": \"Rebels attacked Palmyra.\"}\n{\"text\": \n{\"text\": \"Rebels attacked Aleppo.\"}\n";
    let output = run_with_input(&["code", "-f", "jsonl"], lines.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(coded(&output.stdout).len(), 2);
    assert!(words(&output.stderr).contains("standard input:2, byte "), "{}", words(&output.stderr));
    let output = run_with_input(&["code", "-f", "jsonl", "--strict"], lines.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(coded(&output.stdout).len(), 1);
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.jsonl");
    let output = run_with_input(&["code", "--strict", "-o", arg(&out)], lines.as_bytes());
    assert!(words(&output.stderr).contains("is not written"), "{}", words(&output.stderr));
    assert!(!out.exists());
}

#[test]
fn coded_reports_are_not_coded_again() {
    let coded = run_with_input(&["code", "-f", "jsonl"], CLASH.as_bytes()).stdout;
    let output = run_with_input(&["code", "-f", "jsonl"], &coded);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        words(&output.stderr).contains("a report that athir has coded already"),
        "{}",
        words(&output.stderr)
    );
}

#[test]
fn a_mapping_that_cannot_be_used_is_said() {
    let output = run_with_input(&["code", "--columns", "txt=Words"], b"x");
    assert_eq!(output.status.code(), Some(2));
    let output = run_with_input(&["code", "--columns", "no-such.toml"], b"x");
    assert_eq!(output.status.code(), Some(1));
    assert!(words(&output.stderr).contains("no-such.toml"), "{}", words(&output.stderr));
}

#[test]
fn watched_feeds_become_reports_that_can_be_coded() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let site = listener.local_addr().unwrap();
    thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            let mut request = String::new();
            let mut from = BufReader::new(connection.try_clone().unwrap());
            while from.read_line(&mut request).is_ok_and(|n| n > 2) {}
            let (status, body) = if request.starts_with("GET /rss") {
                let clash = CLASH.replace('\n', " ");
                let item = format!(
                    "<item><title>Clash</title><description>{clash}</description><pubDate>Sat, 15 Jul 2017 08:00:00 GMT</pubDate></item>"
                );
                ("200 OK", format!("<rss version='2.0'><channel><title>Wire</title>{item}</channel></rss>"))
            } else {
                ("404 Not Found", String::new())
            };
            let answer = format!(
                "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            );
            connection.write_all(answer.as_bytes()).unwrap();
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let [feeds, out, db] = ["feeds.toml", "reports.jsonl", "news.db"].map(|name| folder.path().join(name));
    let list = format!(
        "contact = \"desk@wire.example\"\nallow_private = true\npages = false\n[[feed]]\nurl = \"http://{site}/rss\"\n"
    );
    fs::write(&feeds, &list).unwrap();
    let watch = || run(&["watch", arg(&feeds), "--once", "-o", arg(&out)]);
    let output = watch();
    assert_eq!(output.status.code(), Some(0), "{}", words(&output.stderr));
    assert!(words(&output.stderr).contains("/rss: 1 new report"), "{}", words(&output.stderr));
    let coded = coded(&run(&["code", "-f", "jsonl", arg(&out)]).stdout);
    assert!(coded.len() == 1 && coded[0].ends_with(" 2017-07-15 1"), "{coded:?}");
    // It is not due again, and would not be new.
    assert_eq!(words(&watch().stderr), "");
    assert_eq!(fs::read_to_string(&out).unwrap().lines().count(), 1);
    let state = folder.path().join("other.json");
    let into =
        run(&["watch", arg(&feeds), "--once", "--db", arg(&db), "--by", "desk", "--state", arg(&state)]);
    assert_eq!(into.status.code(), Some(0), "{}", words(&into.stderr));
    let verified = run(&["verify", "--db", arg(&db)]);
    assert_eq!(verified.status.code(), Some(0), "{}", words(&verified.stderr));
    // Without leave the own machine is refused.
    fs::write(&feeds, list.replace("allow_private = true\n", "")).unwrap();
    let refused = run(&["watch", arg(&feeds), "--once", "--state", arg(&folder.path().join("third.json"))]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(words(&refused.stderr).contains("is not public"), "{}", words(&refused.stderr));
}

#[test]
fn parquet_files_of_a_folder_are_ingested_with_faults_by_row() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir_all(at("reports/more/_temporary")).unwrap();
    write_parquet(&at("reports/more/part-0.parquet"));
    write_parquet(&at("reports/more/_temporary/part-0.parquet"));
    // A table of events has no texts, and a file of another kind is told.
    run(&["code", arg(&at("reports/more/part-0.parquet")), "-o", arg(&at("reports/events.parquet"))]);
    fs::write(at("broken.parquet"), "PAR1").unwrap();
    let output =
        run(&["ingest", arg(&at("reports")), arg(&at("broken.parquet")), "--db", arg(&at("north.db"))]);
    assert_eq!(output.status.code(), Some(1));
    let told = words(&output.stderr).replace(arg(folder.path()), "");
    insta::assert_snapshot!(told, @r"
    athir: cannot read /broken.parquet: EOF: Parquet file too small. Size is 4 but need 8
    athir: /reports/more/part-0.parquet, row 2: text: the row has none
    ");
    let counted = words(&output.stdout).lines().next().unwrap_or_default();
    assert_eq!(counted, "reports: 2 new, 2 there already, 2 failed");
    let refused =
        run(&["ingest", arg(&at("reports")), "--columns", "text=body", "--db", arg(&at("north.db"))]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(words(&refused.stderr).contains("Parquet files are read by the names of their columns (id, "));
}
