use athir_nlp::Model;

use super::*;
use crate::count::piece::pieces;
use crate::count::tests::jumbles;

/// What is read in `text`, published on Saturday, 15 July 2017: "words: start end precision".
fn read(text: &str) -> Vec<String> {
    read_on(text, "2017-07-15".parse().ok())
}

fn read_on(text: &str, published: Option<Date>) -> Vec<String> {
    let doc = Model::builtin().parse(text);
    let date = |date: Option<Date>| date.map_or("-".to_owned(), |date| date.to_string());
    let show = |time: &TimeMention| {
        let words = doc.span_of(time.tokens.clone()).slice(doc.text());
        format!("{words}: {} {} {}", date(time.start), date(time.end), time.precision.as_str())
    };
    find_times(&doc, &pieces(&doc), published).iter().map(show).collect()
}

fn mentions(text: &str) -> Vec<TimeMention> {
    let doc = Model::builtin().parse(text);
    find_times(&doc, &pieces(&doc), "2017-07-15".parse().ok())
}

#[track_caller]
fn check(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(read(text), *expected, "{text}");
    }
}

#[test]
fn resolves_weekdays_to_the_latest_on_or_before_publication() {
    check(&[
        ("A bomb went off on Thursday.", &["Thursday: 2017-07-13 2017-07-13 day"]),
        ("The market was shelled Saturday.", &["Saturday: 2017-07-15 2017-07-15 day"]),
        ("Gunmen struck late on Tuesday.", &["late on Tuesday: 2017-07-11 2017-07-11 day"]),
        ("It began on Friday night.", &["Friday night: 2017-07-14 2017-07-14 day"]),
        (
            "Jets came in the early hours of Sunday morning.",
            &["the early hours of Sunday morning: 2017-07-09 2017-07-09 day"],
        ),
        ("The road was cut last Saturday.", &["last Saturday: 2017-07-08 2017-07-08 day"]),
        ("Monday's raid killed a guard.", &["Monday: 2017-07-10 2017-07-10 day"]),
        ("The post fell on Friday last week.", &["Friday last week: 2017-07-07 2017-07-07 day"]),
        ("He was shot on Monday, July 3, near the mill.", &["Monday, July 3: 2017-07-03 2017-07-03 day"]),
        ("They marched between Monday and Wednesday.", &["Monday and Wednesday: 2017-07-10 2017-07-12 day"]),
        ("Many remember Bloody Sunday.", &[]),
    ]);
}

#[test]
fn a_weekday_of_a_future_clause_comes_after_publication() {
    check(&[
        ("The army will attack on Monday.", &["Monday: 2017-07-17 2017-07-17 day"]),
        ("A truce is due to take effect on Monday.", &["Monday: 2017-07-17 2017-07-17 day"]),
        ("Talks resume next Thursday.", &["next Thursday: 2017-07-20 2017-07-20 day"]),
        ("Ministers will meet on July 21.", &["July 21: 2017-07-21 2017-07-21 day"]),
    ]);
    assert_eq!(mentions("The army will attack on Monday.")[0].role, TimeRole::Future);
    assert_eq!(mentions("The army attacked on Monday.")[0].role, TimeRole::Point);
}

#[test]
fn resolves_words_that_count_from_the_publication() {
    check(&[
        ("A shell hit the school today.", &["today: 2017-07-15 2017-07-15 day"]),
        ("Two guards died yesterday.", &["yesterday: 2017-07-14 2017-07-14 day"]),
        ("Rebels were killed in clashes overnight.", &["overnight: 2017-07-14 2017-07-15 day"]),
        ("The mine went off this morning.", &["this morning: 2017-07-15 2017-07-15 day"]),
        ("Two days ago the bridge was blown up.", &["Two days ago: 2017-07-13 2017-07-13 day"]),
        ("Three weeks ago they fled.", &["Three weeks ago: 2017-06-19 2017-06-25 week"]),
        ("The war broke out five years ago.", &["five years ago: 2012-01-01 2012-12-31 year"]),
        ("A depot burned last week.", &["last week: 2017-07-03 2017-07-09 week"]),
        ("A depot burned this week.", &["this week: 2017-07-10 2017-07-15 week"]),
        ("They called for help earlier this month.", &["earlier this month: 2017-07-01 2017-07-15 month"]),
        ("The town fell last month.", &["last month: 2017-06-01 2017-06-30 month"]),
        ("They broke with the front last year.", &["last year: 2016-01-01 2016-12-31 year"]),
        ("Ten died in the past 24 hours.", &["the past 24 hours: 2017-07-14 2017-07-15 day"]),
        (
            "It was hit often over the past eight months.",
            &["the past eight months: 2016-11-15 2017-07-15 month"],
        ),
        ("Over the last year they lost ground.", &["the last year: 2016-07-15 2017-07-15 year"]),
        ("In recent months they won ground.", &["recent months: 2017-04-15 2017-07-15 month"]),
        ("Several weeks ago the well dried up.", &["Several weeks ago: - 2017-07-01 unknown"]),
    ]);
}

#[test]
fn reads_dates_and_parts_of_months_and_years() {
    check(&[
        ("He died on 15 June 2016.", &["15 June 2016: 2016-06-15 2016-06-15 day"]),
        ("He died on June 15, 2016, in Hama.", &["June 15, 2016: 2016-06-15 2016-06-15 day"]),
        ("He died on the 3rd of August.", &["3rd of August: 2016-08-03 2016-08-03 day"]),
        ("On Jan. 25, the group fired rockets.", &["Jan. 25: 2017-01-25 2017-01-25 day"]),
        ("Raids from 12 to 14 June left ruins.", &["12 to 14 June: 2017-06-12 2017-06-14 day"]),
        ("Raids from June 28 to July 2 left ruins.", &["June 28 to July 2: 2017-06-28 2017-07-02 day"]),
        ("Raids on 4 and 5 July left ruins.", &["4 and 5 July: 2017-07-04 2017-07-05 day"]),
        ("The entry of 2016-06-15 is short.", &["2016-06-15: 2016-06-15 2016-06-15 day"]),
        ("The entry of 15/06/2016 is short.", &["15/06/2016: 2016-06-15 2016-06-15 day"]),
        ("A faction left late in June.", &["late in June: 2017-06-21 2017-06-30 week"]),
        ("A faction left in early June.", &["early June: 2017-06-01 2017-06-10 week"]),
        ("A faction left in mid-June.", &["mid-June: 2017-06-11 2017-06-20 week"]),
        ("It began in the first week of May.", &["the first week of May: 2017-05-01 2017-05-07 week"]),
        ("A truce held in August.", &["August: 2016-08-01 2016-08-31 month"]),
        ("The mission started in late 2014.", &["late 2014: 2014-10-01 2014-12-31 month"]),
        ("The group was formed in 2013.", &["2013: 2013-01-01 2013-12-31 year"]),
        ("They fought in 2011-2013.", &["2011-2013: 2011-01-01 2013-12-31 year"]),
        ("They fought from March to May 2012.", &["March to May 2012: 2012-03-01 2012-05-31 month"]),
        ("He fled in the summer of 2015.", &["summer of 2015: 2015-06-01 2015-08-31 month"]),
        ("He was jailed in the 1990s.", &["1990s: 1990-01-01 1999-12-31 year"]),
        ("Shops closed on Christmas Eve.", &["Christmas Eve: 2016-12-24 2016-12-24 day"]),
    ]);
}

#[test]
fn heeds_the_preposition() {
    check(&[
        ("They have fought since March 2011.", &["March 2011: 2011-03-01 2017-07-15 month"]),
        ("Since Friday ten have died.", &["Friday: 2017-07-14 2017-07-15 day"]),
        (
            "It has gone on since the start of the year.",
            &["the start of the year: 2017-01-01 2017-07-15 month"],
        ),
        ("They held out until Thursday.", &["Thursday: - 2017-07-13 day"]),
        ("He had left before Tuesday.", &["Tuesday: - 2017-07-10 day"]),
        ("The raid came before dawn on Tuesday.", &["dawn on Tuesday: 2017-07-11 2017-07-11 day"]),
        ("They met shortly after midnight on Friday.", &["midnight on Friday: 2017-07-14 2017-07-14 day"]),
    ]);
    let relation = |text: &str| mentions(text)[0].relation;
    assert_eq!(relation("They have fought since March 2011."), Relation::Since);
    assert_eq!(relation("They shelled it every day."), Relation::Every);
    assert_eq!(relation("After Friday's attack they fled."), Relation::At);
}

#[test]
fn a_since_clause_is_told_apart_from_the_time_of_its_own_verb() {
    let published = "2017-07-15".parse().ok();
    let doc = Model::builtin().parse("Thousands have died since the war began in March 2011.");
    let times = find_times(&doc, &pieces(&doc), published);
    assert_eq!(times[0].end, "2011-03-31".parse().ok());
    assert_eq!(times[0].since_clause.map(|verb| doc.token(verb).text()), Some("began"));
}

#[test]
fn lengths_of_time_reach_back_only_with_a_perfect_tense() {
    check(&[
        (
            "The town has been besieged for more than two years.",
            &["more than two years: 2015-07-15 2017-07-15 year"],
        ),
        ("A two-year truce broke down.", &["two-year: 2015-07-15 2017-07-15 year"]),
        ("The battle lasted two days.", &["two days: - - day"]),
    ]);
    assert_eq!(mentions("The battle lasted two days.")[0].role, TimeRole::Duration { days: Some(2) });
    assert_eq!(mentions("They fought for months.")[0].role, TimeRole::Duration { days: None });
}

#[test]
fn goes_on_from_the_day_that_the_text_named() {
    check(&[
        (
            "On 3 June rebels took the hill. Two days later they lost it.",
            &["3 June: 2017-06-03 2017-06-03 day", "Two days later: 2017-06-05 2017-06-05 day"],
        ),
        (
            "On 3 June rebels took the hill. The next day they lost it.",
            &["3 June: 2017-06-03 2017-06-03 day", "The next day: 2017-06-04 2017-06-04 day"],
        ),
        (
            "Police searched the church that was bombed the day before.",
            &["the day before: 2017-07-14 2017-07-14 day"],
        ),
    ]);
    assert_eq!(mentions("They struck three days after the vote.")[0].role, TimeRole::Offset { days: 3 });
}

#[test]
fn a_text_about_long_ago_stays_in_its_year() {
    let read = read("On 21 July 1972 bombs hit the city. By August the army had moved in.");
    assert_eq!(read, ["21 July 1972: 1972-07-21 1972-07-21 day", "August: 1972-08-01 1972-08-31 month"]);
}

#[test]
fn times_of_day_have_no_day() {
    for text in ["The blast came at 9:30 p.m.", "They struck at dawn.", "It hit the camp in the early hours."]
    {
        let times = mentions(text);
        assert!(times.len() == 1 && times[0].clock_only && times[0].start.is_none(), "{text} {times:?}");
    }
}

#[test]
fn ages_and_plain_numbers_are_no_times() {
    check(&[
        ("A 12-year-old boy was hurt.", &[]),
        ("They freed 2000 prisoners.", &[]),
        ("It may strike again and march on the town.", &[]),
        ("A second blast followed.", &[]),
    ]);
}

#[test]
fn what_counts_from_an_unknown_publication_stays_open() {
    assert_eq!(read_on("A bomb went off on Thursday.", None), ["Thursday: - - day"]);
    assert_eq!(read_on("It began last week.", None), ["last week: - - week"]);
    assert_eq!(read_on("It began on 3 May 2012.", None), ["3 May 2012: 2012-05-03 2012-05-03 day"]);
}

#[test]
fn days_that_do_not_exist_are_not_dated() {
    check(&[("It was due on February 31.", &["February 31: - - day"]), ("The form said 45/45/4545.", &[])]);
}

const WORDS: &[&str] = &[
    "since",
    "the",
    "last",
    "next",
    "past",
    "Thursday",
    "late",
    "in",
    "of",
    "June",
    "15",
    "2016",
    "99999",
    "February",
    "31",
    "two",
    "weeks",
    "ago",
    "later",
    "before",
    "after",
    "day",
    "year",
    "years",
    "-",
    "/",
    ",",
    ".",
    "from",
    "to",
    "between",
    "and",
    "99999999999999999999",
    "overnight",
    "more",
    "than",
    "a",
    "half",
    "dozen",
    "hundred",
    "million",
    "thousand",
    "billion",
    "century",
    "centuries",
    "1990s",
    "9999",
    "12/12/9999",
    "0001-01-01",
    "am",
    "9:30",
    "half",
    "same",
    "that",
    "every",
    "recent",
    "months",
    "few",
    "several",
    "or",
    "so",
    "o'clock",
    "Christmas",
    "Eve",
    "é",
    "’s",
];

#[test]
fn any_string_of_time_words_is_read_without_a_panic() {
    const PUBLISHED: [&str; 5] = ["", "2017-07-15", "-9999-01-01", "9999-12-31", "2016-02-29"];
    for (n, text) in jumbles(WORDS, 300).enumerate() {
        let doc = Model::builtin().parse(&text);
        for time in find_times(&doc, &pieces(&doc), PUBLISHED[n % PUBLISHED.len()].parse().ok()) {
            assert!(time.tokens.start < time.tokens.end && time.tokens.end <= doc.len(), "{text}");
            if let (Some(start), Some(end)) = (time.start, time.end) {
                assert!(start <= end, "{text}: {start} {end}");
            }
        }
    }
}
