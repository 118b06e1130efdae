//! Profiles are read strictly, and contradictions are found.

use athir_publish::{Policy, PolicyError, Question};

const GOOD: &str = "\
name = \"map\"
exports = [\"plover\", { shape = \"plover\", set = { nobody = \"leave-out\" } }]

[place]
floor = \"admin1\"

[time]
floor = \"month\"
delay = 30

[sensitivity]
ceiling = \"moderate\"

[sources]
show = \"outlet\"
";

fn read(change: (&str, &str)) -> Result<Policy, PolicyError> {
    let good = GOOD
        .replace("[\"plover\", { shape = \"plover\", set = { nobody = \"leave-out\" } }]", "[\"plover\"]");
    assert!(good.contains(change.0), "{}", change.0);
    Policy::read("map.toml", &good.replacen(change.0, change.1, 1))
}

#[test]
fn every_mistake_is_told_with_its_place() {
    let cases = [
        ("floor = \"admin1\"", "flor = \"admin1\"", "map.toml:5: unknown field `flor`, expected `floor`"),
        ("floor = \"admin1\"", "floor = \"village\"", "map.toml:5: \"village\" is none of exact, h3-7"),
        ("delay = 30", "", "map.toml:7: missing field `delay`"),
        ("delay = 30", "delay = -1", "map.toml:9: invalid value: integer `-1`"),
        ("delay = 30", "delay = 30\ndelay = 3", "map.toml:10: duplicate key"),
        ("delay = 30", "delay = 99999", "map.toml: time.delay is 99999: the longest is"),
        ("\"map\"", "\"../map\"", "map.toml: name is ../map"),
        ("[\"plover\"]", "[\"plovver\"]", "map.toml: exports is plovver: plovver: no such profile"),
        ("[\"plover\"]", "[]", "map.toml: exports is empty"),
        (
            "[\"plover\"]",
            "[{ shape = \"plover\", set = { nobody = \"x\" } }]",
            "map.toml: exports is plover: plover: nobody is x, and can be UNK or leave-out",
        ),
        (
            "ceiling = \"moderate\"",
            "ceiling = \"moderate\"\nlower = { skools = \"low\" }",
            "sensitivity.lower is skools",
        ),
        (
            "ceiling = \"moderate\"",
            "ceiling = \"moderate\"\nlower = { schools = \"severe\" }",
            "lower can only lower",
        ),
        (
            "[sources]",
            "[select]\nsince = 2019-05-08\n[sources]",
            "map.toml: select.since is 2019-05-08: it has to be the first day of a month",
        ),
        ("[sources]", "[select]\nwhere = \"Quarrel\"\n[sources]", "unknown field `where`"),
        ("\"outlet\"", "\"link\"", "would give away what place.floor hides"),
        ("[sources]", "[words]\nshow = \"evidence\"\n[sources]", "would give away what place.floor hides"),
        ("[sources]", "[counts]\nsmallest = 0\n[sources]", "1 shows every count"),
        ("[sources]", "[checklist]\npurpose = \" \"\n[sources]", "the answer is empty"),
        ("[sources]", "[checklist]\npurpos = \"x\"\n[sources]", "unknown variant `purpos`"),
    ];
    for (from, to, message) in cases {
        let error = read((from, to)).expect_err(to).to_string();
        assert!(error.contains(message), "{to}: {error}");
    }
    let twice = Policy::read("map.toml", GOOD).expect_err("one shape twice").to_string();
    assert!(twice.contains("it is named twice"), "{twice}");
}

#[test]
fn a_sound_profile_says_what_is_open_and_whether_two_are_needed() {
    let policy = read(("[sources]", "[checklist]\nrisk = \"None that we know of.\"\n[sources]")).unwrap();
    assert_eq!(
        policy.open_questions(),
        [Question::Purpose, Question::Precision, Question::Texts, Question::Sources]
    );
    assert!(!policy.needs_second());
    assert!(read(("\"moderate\"", "\"high\"")).unwrap().needs_second());
    assert_eq!(policy.smallest, 5, "small counts are withheld where nobody says");
}

#[test]
fn words_are_shown_where_nothing_else_is_hidden_and_two_agree() {
    let open = GOOD
        .replace(", { shape = \"plover\", set = { nobody = \"leave-out\" } }", "")
        .replace("admin1", "exact")
        .replace("month", "day")
        + "[counts]\nsmallest = 1\n[words]\nshow = \"evidence\"\n";
    let error = Policy::read("map.toml", &open).unwrap_err().to_string();
    assert!(error.contains("a second person agrees"), "{error}");
    assert!(Policy::read("map.toml", &open.replace("moderate", "high")).is_ok());
    let hidden = open.replace("moderate", "high").replace("\"outlet\"", "\"alias\"");
    assert!(Policy::read("map.toml", &hidden).is_err());
}
