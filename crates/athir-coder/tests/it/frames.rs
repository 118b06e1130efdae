//! The example sentences of the built-in frames: what each frame says that it codes, it codes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use athir_coder::{Coder, failed_examples, lint_frames};
use athir_nlp::Model;

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
    let failed = failed_examples(&Coder::builtin(), |text| Model::builtin().parse(text));
    let sign = |positive| if positive { "+" } else { "-" };
    let mut report = String::new();
    let mut listed = BTreeSet::new();
    for example in &failed {
        let key = (sign(example.positive), example.frame.as_str(), example.sentence.as_str());
        match known.get_key_value(&key) {
            Some((known, _)) => drop(listed.insert(*known)),
            None => {
                let _ = writeln!(report, "fails: {}\t{}\t{}\n      {}", key.0, key.1, key.2, example.got);
            }
        }
    }
    for (sign, frame, sentence) in known.keys().filter(|key| !listed.contains(*key)) {
        let _ = writeln!(report, "passes now or is gone, take it off the list: {sign}\t{frame}\t{sentence}");
    }
    assert!(report.is_empty(), "examples of frames and known_failures.txt disagree:\n{report}");
}

#[test]
fn nothing_is_wrong_with_the_builtin_frames() {
    let frames = Coder::builtin_frames().expect("the built-in frames load");
    let findings: Vec<String> = lint_frames(&frames).iter().map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}
