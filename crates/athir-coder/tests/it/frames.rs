//! The example sentences of the built-in frames: what each frame says that it codes, it codes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use athir_coder::Coder;
use jiff::civil::date;

use crate::coding::code;

/// Examples that fail today, a line each: `sign TAB frame TAB reason TAB sentence`.
const KNOWN: &str = include_str!("known_failures.txt");

fn known_failures() -> BTreeMap<(&'static str, &'static str, &'static str), &'static str> {
    let lines = KNOWN.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut known = BTreeMap::new();
    for line in lines {
        let fields: Vec<&str> = line.splitn(4, '\t').collect();
        let [sign, frame, reason, sentence] = fields[..] else {
            panic!("known_failures.txt: four fields, not \"{line}\"")
        };
        assert!(
            known.insert((sign, frame, sentence), reason).is_none(),
            "known_failures.txt: \"{line}\" stands twice"
        );
    }
    known
}

#[test]
fn codes_the_frames_own_examples() {
    let known = known_failures();
    let frames = Coder::builtin_frames().expect("the built-in frames load");
    let published = Some(date(2017, 7, 20));
    let mut report = String::new();
    let mut listed = 0;
    for frame in frames.iter() {
        let examples = frame.positive.iter().map(|s| ("+", s)).chain(frame.negative.iter().map(|s| ("-", s)));
        for (sign, sentence) in examples {
            let coded = code(sentence, published);
            let passes = if sign == "+" {
                coded.events.iter().any(|event| event.kind == frame.kind())
            } else {
                !coded.events.iter().any(|event| event.kind == frame.kind() && event.frame == frame.name())
            };
            let is_known = known.contains_key(&(sign, frame.name(), sentence.as_str()));
            listed += usize::from(is_known);
            if passes == is_known {
                let verdict = if passes { "passes now, take it off the list" } else { "fails" };
                let got = coded.events.iter().map(|e| format!("{} by {}", e.kind.as_str(), e.frame));
                let not = coded
                    .diagnostics
                    .iter()
                    .map(|d| format!("not {} ({}: {})", d.frame, d.reason.as_str(), d.note));
                let all: Vec<String> = got.chain(not).collect();
                let _ = writeln!(
                    report,
                    "{verdict}: {sign}\t{}\t{sentence}\n      {}",
                    frame.name(),
                    all.join("; ")
                );
            }
        }
    }
    assert!(report.is_empty(), "examples of frames and known_failures.txt disagree:\n{report}");
    assert_eq!(listed, known.len(), "known_failures.txt lists examples that no frame has");
}

#[test]
fn has_positive_examples_for_every_frame() {
    let frames = Coder::builtin_frames().expect("the built-in frames load");
    let bare: Vec<&str> = frames.iter().filter(|f| f.positive.is_empty()).map(|f| f.name()).collect();
    assert!(bare.is_empty(), "frames without a positive example: {bare:?}");
}
