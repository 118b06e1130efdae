//! From reports to coded reports.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Mutex;

use athir::model::Reason;
use athir::{CodedReport, Config, JsonlWriter, Pipeline, Report, ReportWriter, find_inputs};

/// The first reports of the demo.
pub(crate) fn demo_reports(n: usize) -> Vec<Report> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/demo");
    let inputs = find_inputs(&[folder]);
    let reports: Vec<Report> =
        inputs.into_iter().take(n).map(|input| input.unwrap().read().unwrap()).collect();
    assert_eq!(reports.len(), n);
    reports
}

fn jobs(n: usize) -> NonZeroUsize {
    NonZeroUsize::new(n).unwrap()
}

fn lines(reports: &[Report], coded: &[CodedReport]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut writer = JsonlWriter::new(&mut out);
    for (report, coded) in reports.iter().zip(coded) {
        writer.write(report, coded).unwrap();
    }
    out
}

#[test]
fn the_same_reports_give_the_same_bytes_on_any_number_of_threads() {
    let reports = demo_reports(20);
    let pipeline = Pipeline::new(&Config::default()).unwrap();
    let once = lines(&reports, &pipeline.code_all(&reports, jobs(1)));
    for n in [1, 2, 7, 64] {
        let again = Pipeline::new(&Config::default()).unwrap();
        assert_eq!(lines(&reports, &again.code_all(&reports, jobs(n))), once, "{n} threads");
    }
}

#[test]
fn a_report_is_coded_the_same_whatever_is_coded_beside_it() {
    let mut reports = demo_reports(6);
    let pipeline = Pipeline::new(&Config::default()).unwrap();
    let alone: Vec<CodedReport> = reports.iter().map(|report| pipeline.code(report)).collect();
    reports.reverse();
    let mut together = pipeline.code_all(&reports, jobs(3));
    together.reverse();
    assert_eq!(together, alone);
}

#[test]
fn each_report_is_told_of_once() {
    let reports = demo_reports(9);
    let told = Mutex::new(Vec::new());
    let pipeline = Pipeline::new(&Config::default()).unwrap();
    pipeline.code_all_and_tell(&reports, jobs(4), |report| told.lock().unwrap().push(report.name.clone()));
    let mut told = told.into_inner().unwrap();
    told.sort();
    assert_eq!(told, reports.iter().map(|report| report.name.clone()).collect::<Vec<_>>());
}

#[test]
fn every_quote_is_the_text_at_its_offsets() {
    let pipeline = Pipeline::new(&Config::default()).unwrap();
    for report in demo_reports(20) {
        let chars: Vec<char> = report.text.chars().collect();
        let coded = pipeline.code(&report);
        let at = |start: usize, end: usize| chars[start..end].iter().collect::<String>();
        for event in &coded.events {
            let quotes = event.evidence.iter().chain([&event.trigger]).chain(&event.when.mention);
            for quote in quotes.chain(&event.weapons).chain(&event.attribution) {
                assert_eq!(at(quote.start, quote.end), quote.text, "{}", event.id.0);
            }
            for party in event.initiators.iter().chain(&event.recipients) {
                assert_eq!(at(party.start, party.end), party.mention, "{}", event.id.0);
            }
            if let Some(place) = &event.place {
                assert_eq!(at(place.start, place.end), place.mention, "{}", event.id.0);
            }
            for loss in &event.casualties {
                assert_eq!(at(loss.mention.start, loss.mention.end), loss.mention.text, "{}", event.id.0);
            }
        }
    }
}

#[test]
fn an_empty_report_has_no_events() {
    let pipeline = Pipeline::new(&Config::default()).unwrap();
    for text in ["", "\n\n", "\u{FEFF}"] {
        let coded = pipeline.code(&Report::new("empty", text));
        assert_eq!((coded.doc.as_str(), coded.events.len()), ("empty", 0));
    }
    assert!(pipeline.code_all(&[], jobs(2)).is_empty());
}

#[test]
fn a_folder_without_a_model_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = Config::default();
    config.model_dir = Some(folder.path().to_owned());
    let error = Pipeline::new(&config).err().expect("there is no model in an empty folder");
    assert!(error.to_string().contains(&folder.path().display().to_string()), "{error}");
}

#[test]
fn events_below_the_asked_confidence_are_left_out_and_told_of() {
    let reports = demo_reports(6);
    let all = Pipeline::new(&Config::default()).unwrap().code_all(&reports, jobs(1));
    let mut config = Config::default();
    config.min_confidence = 0.6;
    let sure = Pipeline::new(&config).unwrap().code_all(&reports, jobs(1));
    let mut n_dropped = 0;
    for (all, sure) in all.iter().zip(&sure) {
        let kept: Vec<_> = all.events.iter().filter(|e| e.confidence.event >= 0.6).collect();
        assert_eq!(sure.events.iter().collect::<Vec<_>>(), kept);
        let told = sure.diagnostics.iter().filter(|d| d.reason == Reason::Unsure).count();
        assert_eq!(told, all.events.len() - kept.len());
        n_dropped += told;
    }
    assert!(n_dropped > 0);
}
