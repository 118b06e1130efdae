use athir_nlp::Model;
use proptest::prelude::*;

use super::*;

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
    find_times(&doc, published).iter().map(show).collect()
}

#[test]
fn resolves_weekdays_to_the_latest_one_before_publication() {
    assert_eq!(read("A bomb went off on Thursday."), ["Thursday: 2017-07-13 2017-07-13 day"]);
}
