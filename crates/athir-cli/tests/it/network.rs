//! `athir actors`, `athir actor`, `athir ties` and `athir network` on reports that are coded on the way.

use std::fs;

use crate::command::{arg, run, words};

/// A folder of two reports on a war between made-up sides and ISIL.
fn reports() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let first = "The Mudan Front clashed with ISIL in Tikrit on 3 May 2015. The Mudan Front and the Harim Brigade \
                 formed an alliance on 10 May 2015.\n";
    let second = "ISIL shelled the Harim Brigade near Tikrit on 2 June 2015.\n";
    fs::write(folder.path().join("a.txt"), first).unwrap();
    fs::write(folder.path().join("b.txt"), second).unwrap();
    folder
}

fn out(args: &[&str]) -> String {
    let folder = reports();
    let mut all = args.to_vec();
    all.extend([arg(folder.path()), "--published", "2015-06-03"]);
    let done = run(&all);
    assert_eq!(done.status.code(), Some(0), "{}", words(&done.stderr));
    words(&done.stdout).to_owned()
}

#[test]
fn ties_are_listed_with_their_time_and_sign() {
    let table = out(&["ties"]);
    let line = table.lines().find(|line| line.starts_with("alliance")).unwrap();
    assert!(line.contains("Harim Brigade") && line.contains("2015-05-10") && line.contains('+'), "{table}");
    assert!(
        table.lines().any(|line| line.starts_with("fighting") && line.contains("Mudan Front")),
        "{table}"
    );
    // Fighting is not heard of for three years.
    let later = out(&["ties", "--at", "2018-06-03", "--kind", "fighting"]);
    assert_eq!(later.lines().count(), 1, "{later}");
}

#[test]
fn ties_come_as_json_with_their_evidence_and_as_csv() {
    let json: serde_json::Value =
        serde_json::from_str(&out(&["ties", "--kind", "alliance", "--format", "json"])).unwrap();
    let quote = json[0]["evidence"][0]["quote"]["text"].as_str().unwrap();
    assert!(quote.contains("formed an alliance"), "{json}");
    let csv = out(&["ties", "--format", "csv"]);
    let mut lines = csv.split("\r\n");
    let header = lines.next().unwrap();
    assert!(header.starts_with("id,kind,sign,a,a_name"), "{header}");
    assert!(lines.next().unwrap().split(',').count() >= header.split(',').count());
}

#[test]
fn an_actor_is_told_of_by_any_of_its_names() {
    let page = out(&["actor", "mudan front", "--at", "2015-06-03"]);
    assert!(page.contains("stands with (2015-06-03)") && page.contains("Harim Brigade"), "{page}");
    assert!(page.contains("stands against (2015-06-03)"), "{page}");
    let by_registry = out(&["actor", "Daesh"]);
    assert!(by_registry.contains("in reports: ISIL"), "{by_registry}");
    let folder = reports();
    let nobody = run(&["actor", "Nobody At All", arg(folder.path())]);
    assert_eq!(nobody.status.code(), Some(2));
    assert!(words(&nobody.stderr).contains("no report speaks of"), "{}", words(&nobody.stderr));
}

#[test]
fn actors_are_listed_with_when_they_were_seen() {
    let table = out(&["actors", "--named", "mudan"]);
    let line = table.lines().nth(1).unwrap();
    assert!(line.contains("Mudan Front") && line.contains("2015-05-03"), "{table}");
    assert_eq!(table.lines().count(), 2, "{table}");
}

#[test]
fn the_network_is_measured_and_compared() {
    let page = out(&["network", "--between", "2015-05-05", "2015-06-03"]);
    assert!(page.contains("2015-06-03: 3 actors, 1 positive and 2 negative pairs"), "{page}");
    assert!(page.contains("balance: 1 of 1 triads (1.00); line index 1.00"), "{page}");
    assert!(page.lines().any(|line| line.starts_with("began") && line.contains("alliance")), "{page}");
    let folder = reports();
    let wrong = run(&["network", "--between", "2016-01-01", "2015-01-01", arg(folder.path())]);
    assert_eq!(wrong.status.code(), Some(2));
}
