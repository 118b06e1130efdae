//! What became of each sentence.

use athir::{Config, Pipeline, explain};
use athir_model::Report;

use crate::pipeline::demo_reports;

#[test]
fn every_event_tie_and_diagnostic_stands_at_one_sentence() {
    let pipeline = Pipeline::new(&Config::default()).unwrap();
    for report in demo_reports(12) {
        let doc = pipeline.parse(&report.text);
        let coded = pipeline.code_parsed(&report, &doc);
        let notes = explain(&doc, &report.text, &coded);
        let mut events: Vec<usize> = notes.iter().flat_map(|n| n.events.iter().map(|e| e.0)).collect();
        events.sort_unstable();
        assert_eq!(events, (1..=coded.events.len()).collect::<Vec<_>>(), "{}", report.name);
        assert_eq!(notes.iter().map(|n| n.ties.len()).sum::<usize>(), coded.ties.len(), "{}", report.name);
        let n_uncoded: usize = notes.iter().map(|n| n.uncoded.len()).sum();
        assert_eq!(n_uncoded, coded.diagnostics.len(), "{}", report.name);
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let told: Vec<String> = notes.iter().flat_map(|n| words(&n.text)).collect();
        assert_eq!(told, words(&report.text), "{}", report.name);
    }
}

#[test]
fn a_dateline_with_a_long_dash_shifts_no_words() {
    let pipeline = Pipeline::new(&Config::default()).unwrap();
    let text = "GAO, Mali (Wire) \u{2014} Gunmen attacked a bus. Rebels burned a school in Ansongo.";
    let report = Report::new("dashed", text);
    let doc = pipeline.parse(&report.text);
    let coded = pipeline.code_parsed(&report, &doc);
    let notes = explain(&doc, &report.text, &coded);
    let told: Vec<(usize, &str)> = notes.iter().map(|n| (n.events.len(), n.text.as_str())).collect();
    assert_eq!(
        told,
        [
            (0, "GAO, Mali (Wire) \u{2014}"),
            (1, "Gunmen attacked a bus."),
            (1, "Rebels burned a school in Ansongo.")
        ]
    );
}
