//! The crosswalk to ACLED: the example of each row is coded as the row says.

use std::fmt::Write as _;

use athir_coder::Acled;
use jiff::civil::date;

use crate::coding::code;

#[test]
fn each_row_gives_its_example_the_sub_event_type() {
    let mut report = String::new();
    for (sentence, sub_event) in Acled::builtin().examples() {
        let coded = code(sentence, Some(date(2017, 7, 20)));
        let got: Vec<String> =
            coded.events.iter().map(|e| format!("{}: {}", e.kind, e.codes.acled_sub_event_type)).collect();
        if !coded.events.iter().any(|e| e.codes.acled_sub_event_type == sub_event) {
            let _ = writeln!(report, "{sub_event}: {sentence}\n    {got:?}");
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn the_event_type_follows_the_sub_event_type() {
    let coded = code("A mob attacked a police station in Saraqib on Monday.", None);
    let codes = &coded.events[0].codes;
    assert_eq!((&*codes.acled_event_type, &*codes.acled_sub_event_type), ("Riots", "Mob violence"));
}

#[test]
fn a_sub_event_type_without_event_type_is_an_error() {
    let text = "[types]\n\"Battles\" = [\"Armed clash\"]\n\n[[row]]\nsub_event = \"Parade\"\nkinds = [\"clash\"]\n\
                example = \"\"\n";
    let error = Acled::from_toml("acled.toml", text).expect_err("no event type has parades");
    assert!(error.to_string().contains("\"Parade\" belongs to no event type"), "{error}");
}
