//! What TimeML makes of expressions in texts published on Saturday, 15 July 2017.

use athir_nlp::Model;

use super::timex::{TimexKind, find_timexes};

#[track_caller]
fn check(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        let doc = Model::builtin().parse(text);
        let found = find_timexes(&doc, "2017-07-15".parse().ok());
        let shown: Vec<String> =
            found.iter().map(|timex| format!("{}: {}", timex.span.slice(text), timex.value)).collect();
        assert_eq!(shown, *expected, "{text}");
    }
}

#[test]
fn times_of_the_calendar_are_given_at_their_own_grain() {
    check(&[
        ("The mill burned on Thursday.", &["Thursday: 2017-07-13"]),
        ("The mill burned last week.", &["last week: 2017-W27"]),
        ("The mill burned last month.", &["last month: 2017-06"]),
        ("The mill burned in early June.", &["early June: 2017-06"]),
        ("The mill burned in the spring of 2016.", &["the spring of 2016: 2016-SP"]),
        ("The mill burned in the 1990s.", &["the 1990s: 199"]),
        ("The mill burned over the weekend.", &["the weekend: 2017-W28-WE"]),
        ("The mill burned in the first half of 2015.", &["the first half of 2015: 2015-H1"]),
        ("It was built in nineteen ninety-six.", &["nineteen ninety-six: 1996"]),
    ]);
}

#[test]
fn quarters_count_from_the_last_one_told() {
    check(&[
        ("Output fell in the second quarter.", &["the second quarter: 2017-Q2"]),
        ("Output fell in the third quarter of 2014.", &["the third quarter of 2014: 2014-Q3"]),
        (
            "Second-quarter output was 12 tons, against 15 tons a year earlier.",
            &["Second-quarter: 2017-Q2", "a year earlier: 2016-Q2"],
        ),
        (
            "In the first quarter output rose. It had fallen in the year-earlier quarter.",
            &["the first quarter: 2017-Q1", "the year-earlier quarter: 2016-Q1"],
        ),
        ("Output will fall in next year's first quarter.", &["next year's first quarter: 2018-Q1"]),
        ("For the year ended June 30, output fell.", &["the year: P1Y", "June 30: 2017-06-30"]),
        ("They moved to the old quarter of the town.", &[]),
    ]);
}

#[test]
fn a_date_without_a_year_is_the_near_one_unless_a_past_verb_has_it() {
    check(&[
        ("The judge gave no reason for the July 28 deadline.", &["July 28: 2017-07-28"]),
        ("He fled on July 28.", &["July 28: 2016-07-28"]),
        ("They will appeal against Wednesday's ruling.", &["Wednesday: 2017-07-12"]),
        ("They will take part in Wednesday's vote.", &["Wednesday: 2017-07-19"]),
    ]);
}

#[test]
fn times_of_day_join_their_day() {
    check(&[
        ("Shells fell on Friday night.", &["Friday night: 2017-07-14TNI"]),
        ("Shells fell this morning.", &["this morning: 2017-07-15TMO"]),
        ("Shells fell at 9:30 p.m. Thursday.", &["9:30 p.m. Thursday: 2017-07-13T21:30"]),
        (
            "Shells fell on Thursday. At 4 a.m. they stopped.",
            &["Thursday: 2017-07-13", "4 a.m.: 2017-07-13T04:00"],
        ),
    ]);
}

#[test]
fn lengths_and_repetitions_have_no_date() {
    check(&[
        ("The siege lasted three weeks.", &["three weeks: P3W"]),
        ("They talked for 16 hours.", &["16 hours: PT16H"]),
        ("Ten fell in the past two months.", &["the past two months: P2M"]),
        ("It changed in recent years.", &["recent years: PXY"]),
        ("They meet every month.", &["every month: P1M"]),
        ("They meet each Thursday.", &["each Thursday: XXXX-WXX-4"]),
    ]);
    let doc = Model::builtin().parse("The talks went on for two days every week.");
    let kinds: Vec<TimexKind> = find_timexes(&doc, None).iter().map(|timex| timex.kind).collect();
    assert_eq!(kinds, [TimexKind::Duration, TimexKind::Set]);
}

#[test]
fn what_has_no_date_refers_to_a_side_of_the_present() {
    check(&[
        ("The town was recently retaken.", &["recently: PAST_REF"]),
        ("They hold it now.", &["now: PRESENT_REF"]),
        ("Nobody plans for the future.", &["the future: FUTURE_REF"]),
        ("He left several years ago.", &["several years ago: PAST_REF"]),
    ]);
}

#[test]
fn the_signal_of_an_offset_stays_outside() {
    check(&[("They struck three days after the vote.", &["three days: P3D"])]);
}
