//! The page and the words of an incident with its accounts.

use athir_io::{IncidentCsv, TableStyle, write_dossier, write_dossier_words, write_incident_table};
use athir_model::{Dossier, Modality, Phase};
use serde_json::json;

/// Two outlets that disagree, one of them hostile to whoever reads it.
fn dossier() -> Dossier {
    let hostile = "<script>alert(1)</script>\u{1b}[31m";
    let quote =
        |text: &str, start: usize| json!({"text": text, "start": start, "end": start + text.chars().count()});
    let reference = |n: u8| json!({"report": format!("r{n}"), "event": format!("e{n}")});
    let support = |n: u8| json!({"n_reports": 1, "n_sources": 1, "events": [reference(n)]});
    let told = |n: u8, outlet: &str| {
        json!({"report": format!("r{n}"), "event": format!("e{n}"), "kind": "shelling", "modality": "reported",
            "outlet": outlet, "published": "2026-01-03", "source": n - 1})
    };
    let claim = |n: u8, low: u64, state: &str| {
        json!({"report": format!("r{n}"), "event": format!("e{n}"), "low": low, "high": low, "victims": "unknown",
            "mention": quote("dead", 9), "published": "2026-01-03", "source": n - 1, "state": state})
    };
    let account = |n: u8, outlet: &str, title: &str, voice: &str| {
        let digest = "0".repeat(64);
        json!({"report": {"id": format!("r{n}"), "bytes": digest, "text": digest, "outlet": outlet,
                "published": "2026-01-03", "tool": "test", "stored": "2026-01-04T00:00:00Z"},
            "title": title, "coding": {"report": format!("r{n}"), "coder": "test", "knowledge": digest,
                "coded": "2026-01-04T00:00:00Z"},
            "event": format!("e{n}"), "source": n - 1, "evidence": [quote(title, 0)],
            "claims": [
                {"report": format!("r{n}"), "event": format!("e{n}"), "field": "kind", "value": "shelling",
                    "quote": quote("shelled", 3), "voices": [quote(voice, 20)]},
                {"report": format!("r{n}"), "event": format!("e{n}"), "field": "phase", "value": "occurred"}]})
    };
    serde_json::from_value(json!({
        "incident": {"id": "i1", "kind": "shelling", "modality": "reported", "phase": "occurred", "place": null,
            "start": "2026-01-02", "end": "2026-01-02", "precision": "day", "time_basis": "stated",
            "events": [told(1, "Wire"), told(2, hostile)], "n_reports": 2, "n_sources": 2,
            "sides": [{"role": "initiator", "name": "Orran Guard", "bases": ["blamed"], "voices": ["a mayor"],
                "mentions": ["the guard"], "support": support(1)}],
            "places": [], "times": [],
            "losses": [{"harm": "killed", "victims": null,
                "estimate": {"low": 5, "best": 7, "high": 7, "open": true},
                "claims": [claim(1, 3, "superseded"), claim(1, 5, "current"), claim(2, 7, "current")]}],
            "grade": "contested", "disputes": [{"field": "losses", "versions": [
                {"value": "5", "support": support(1)}, {"value": "7", "support": support(2)}]}],
            "joins": [], "method": 1},
        "accounts": [account(1, "Wire", "Mill shelled", "a mayor"), account(2, hostile, hostile, hostile)]
    }))
    .unwrap()
}

#[test]
fn the_page_sets_claims_side_by_side_and_runs_nothing_of_a_report() {
    let mut page = Vec::new();
    write_dossier(&mut page, &dossier()).unwrap();
    let page = String::from_utf8(page).unwrap();
    assert!(!page.contains("<script"), "{page}");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(!page.contains('\u{1b}'));
    assert!(page.contains("7 (5–7+)"), "losses are a range");
    assert!(page.contains("class=\"old\""), "a claim that was superseded is struck out");
    assert!(page.contains("according to a mayor"));
    let row = page.split("<tr><th>what</th>").nth(1).unwrap().split("</tr>").next().unwrap();
    assert_eq!(row.matches("<td>").count(), 2, "one column an account");
    assert!(!page.contains("<tr><th>how far</th>"), "what goes without saying is left out");
}

#[test]
fn words_of_a_report_do_not_steer_a_terminal() {
    let mut words = Vec::new();
    write_dossier_words(&mut words, &dossier()).unwrap();
    write_incident_table(&mut words, &[dossier().incident], 120, TableStyle::Plain).unwrap();
    let words = String::from_utf8(words).unwrap();
    assert!(!words.contains('\u{1b}'), "{words}");
    assert!(words.contains("Orran Guard (blamed) (1 source, according to a mayor)"), "{words}");
    assert!(words.contains("disputed     losses: 5 (1 source) / 7 (1 source)"), "{words}");
    assert!(words.contains("contested"), "{words}");
}

#[test]
fn what_is_denied_and_who_is_blamed_shows_in_the_table_and_in_the_file() {
    let mut incident = dossier().incident;
    incident.modality = Modality::Denied;
    incident.phase = Phase::Ongoing;
    let mut table = Vec::new();
    write_incident_table(&mut table, &[incident.clone()], 160, TableStyle::Plain).unwrap();
    let table = String::from_utf8(table).unwrap();
    assert!(table.contains("STATUS") && table.contains("denied, ongoing"), "{table}");
    let mut file = Vec::new();
    let mut csv = IncidentCsv::new(&mut file).unwrap();
    csv.write(&incident).unwrap();
    csv.finish().unwrap();
    let file = String::from_utf8(file).unwrap();
    let rows: Vec<Vec<&str>> = file.lines().map(|line| line.split(',').collect()).collect();
    let cell = |column: &str| rows[1][rows[0].iter().position(|name| *name == column).unwrap()];
    assert_eq!((cell("modality"), cell("phase"), cell("initiator_bases")), ("denied", "ongoing", "blamed"));
}
