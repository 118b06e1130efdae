//! What became of each sentence.

use athir::{Config, Pipeline, explain};

use crate::pipeline::demo_reports;

#[test]
fn every_event_tie_and_diagnostic_stands_at_one_sentence() {
    let pipeline = Pipeline::new(&Config::default()).unwrap();
    for report in demo_reports(12) {
        let doc = pipeline.parse(&report.text);
        let coded = pipeline.code_parsed(&report, &doc);
        let notes = explain(&doc, &coded);
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
