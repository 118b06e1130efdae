//! Deeds that lie years before their feast.

use athir_nlp::Token;

use super::{Dates, Timed, time_in_words};
use crate::clause::is_verbal;
use crate::reading::Reading;
use crate::steps::OWN;
use crate::time::ordinal;

/// "Saturday marked the tenth anniversary of the raid": the raid was ten years before that day, or before the report.
pub(super) fn of_anniversary(reading: &Reading<'_, '_>, deed: Token<'_>) -> Option<Timed> {
    let mut above = deed.ancestors().take(5).take_while(|t| !is_verbal(*t));
    let feast = above.find(|t| t.lemma() == "anniversary")?;
    let years = feast.lefts().find_map(|t| nth(&t.text().to_lowercase()))?;
    let is_of_feast = |timed: &Timed| {
        let time = &reading.times[timed.time];
        let inside = (deed.left_edge()..=deed.right_edge()).contains(&time.tokens.start);
        !inside && matches!(timed.dates, Dates::Event | Dates::Saying)
    };
    let day = time_in_words(reading, feast).filter(is_of_feast)?;
    Some(Timed { dates: Dates::YearsBefore { years }, steps: OWN, ..day })
}

/// The number of "tenth", "20th", "fiftieth".
fn nth(word: &str) -> Option<i16> {
    let figures = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or_default();
    let told = || ordinal(word).and_then(|n| i16::try_from(n).ok());
    let round = || match word {
        "twentieth" => Some(20),
        "thirtieth" => Some(30),
        "fortieth" => Some(40),
        "fiftieth" => Some(50),
        _ => None,
    };
    figures.parse().ok().or_else(told).or_else(round)
}
