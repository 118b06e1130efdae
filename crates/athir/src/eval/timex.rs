//! Expressions of time and their values, as TempEval-3 scores them (UzZaman and others, "SemEval-2013 Task 1:
//! TempEval-3", SemEval 2013), on TimeBank and AQUAINT (TimeML, TIMEX3) and WikiWars (Mazur and Dale, EMNLP 2010,
//! TIMEX2).
//!
//! `strict_f1` is the F1 of expressions with the same span. `value_f1` is the F1 of expressions that overlap one of
//! the benchmark's and have the same value, letter for letter, over all expressions of both sides. An expression is
//! paired with at most one other, those with equal spans first. Types, modifiers and anchors are not scored. The
//! figures are over TimeBank and AQUAINT; WikiWars, whose values follow another guideline, has a row of its own.

use std::num::NonZeroUsize;
use std::ops::Range;

use athir_coder::{Timex, find_timexes};
use serde::Deserialize;

use super::passage::{Characters, excerpt};
use super::{Item, Miss, Part, Scoreboard, Tally};
use crate::Pipeline;
use crate::parallel::parallel_map;

/// The corpus that is reported by itself.
const APART: &str = "WikiWars";

/// One text with its expressions of time.
#[derive(Clone, Debug, Deserialize)]
pub struct TimexRecord {
    /// `TimeBank`, `AQUAINT` or `WikiWars`.
    pub corpus: String,
    /// The text's name.
    pub doc_id: String,
    /// The day of publication, with or without a time.
    pub dct: Option<String>,
    /// The words.
    pub text: String,
    /// The expressions in order.
    pub timex: Vec<TimexAnnotation>,
}

/// An expression of time as the benchmark has it.
#[derive(Clone, Debug, Deserialize)]
pub struct TimexAnnotation {
    /// Its first character.
    pub start: usize,
    /// The character after its last.
    pub end: usize,
    /// The value, by the guideline of the corpus; TIMEX2 has none for some.
    #[serde(alias = "val", default)]
    pub value: String,
}

/// Expressions: with the same span, with the same value, of the benchmark, found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Expressions {
    strict: usize,
    valued: usize,
    gold: usize,
    system: usize,
}

impl Tally for Expressions {
    fn add(&mut self, other: &Expressions) {
        self.strict += other.strict;
        self.valued += other.valued;
        self.gold += other.gold;
        self.system += other.system;
    }

    fn figures(&self) -> Vec<(&'static str, f64)> {
        let f1 = |hit: usize| 2.0 * hit as f64 / (self.gold + self.system).max(1) as f64;
        vec![("value_f1", f1(self.valued)), ("strict_f1", f1(self.strict))]
    }
}

/// Reads the expressions of the texts and scores their spans and values.
pub fn timex(records: &[TimexRecord], pipeline: &Pipeline, jobs: NonZeroUsize) -> Scoreboard {
    let items = parallel_map(records, jobs, |record| score(record, pipeline));
    let (apart, items): (Vec<_>, Vec<_>) = items.into_iter().partition(|item| item.group == APART);
    let mut board = Scoreboard::new(items);
    if !apart.is_empty() {
        let apart = Scoreboard::new(apart);
        board.rows.extend(apart.rows.into_iter().filter(|row| row.name == APART));
        board.misses.extend(apart.misses);
    }
    board
}

fn score(record: &TimexRecord, pipeline: &Pipeline) -> Item<Expressions> {
    let published = record.dct.as_deref().and_then(|dct| dct.get(..10)?.parse().ok());
    let doc = pipeline.parse(&record.text);
    let found = find_timexes(&doc, published);
    let (tally, differences) = compare(&record.timex, &found, &record.text);
    let misses = differences.into_iter().map(|(class, what, around)| Miss {
        record: record.doc_id.clone(),
        class: class.to_owned(),
        what,
        text: excerpt(&record.text, around),
    });
    let misses = misses.collect();
    Item { part: Part::of(&record.doc_id), group: record.corpus.clone(), tally, misses }
}

/// A class of error, what it is, and where it stands.
type Difference = (&'static str, String, Range<usize>);

fn compare(gold: &[TimexAnnotation], found: &[Timex], text: &str) -> (Expressions, Vec<Difference>) {
    let characters = Characters::of(text);
    let byte = |character: usize| characters.byte(character);
    let spans: Vec<Range<usize>> = gold.iter().map(|timex| byte(timex.start)..byte(timex.end)).collect();
    let pairs = pair(&spans, found);
    let mut tally = Expressions { gold: gold.len(), system: found.len(), ..Expressions::default() };
    let mut differences = Vec::new();
    for ((timex, span), partner) in gold.iter().zip(&spans).zip(&pairs) {
        let words = &text[span.clone()];
        let Some(other) = partner.map(|n| &found[n]) else {
            differences.push(("missed", format!("\"{words}\" {}", timex.value), span.clone()));
            continue;
        };
        let same_span = other.span.start() == span.start && other.span.end() == span.end;
        tally.strict += usize::from(same_span);
        let same_value = !timex.value.is_empty() && timex.value == other.value;
        tally.valued += usize::from(same_value);
        let what = format!("\"{words}\" {} / \"{}\" {}", timex.value, other.span.slice(text), other.value);
        if !same_value {
            differences.push(("value", what, span.clone()));
        } else if !same_span {
            differences.push(("span", what, span.clone()));
        }
    }
    for (_, timex) in found.iter().enumerate().filter(|(n, _)| !pairs.contains(&Some(*n))) {
        let what = format!("\"{}\" {}", timex.span.slice(text), timex.value);
        differences.push(("made up", what, timex.span.start()..timex.span.end()));
    }
    (tally, differences)
}

/// The found expression that each of the benchmark's is paired with: one with the same span, or else the first free
/// one that overlaps.
fn pair(spans: &[Range<usize>], found: &[Timex]) -> Vec<Option<usize>> {
    let mut pairs: Vec<Option<usize>> = spans
        .iter()
        .map(|span| found.iter().position(|f| f.span.start() == span.start && f.span.end() == span.end))
        .collect();
    for n in (0..spans.len()).filter(|&n| pairs[n].is_none()).collect::<Vec<_>>() {
        let span = &spans[n];
        pairs[n] = (0..found.len()).find(|free| {
            let other = found[*free].span;
            !pairs.contains(&Some(*free)) && other.start() < span.end && span.start < other.end()
        });
    }
    pairs
}

#[cfg(test)]
mod tests {
    use athir_coder::TimexKind;
    use athir_nlp::Span;

    use super::*;

    fn gold(start: usize, end: usize, value: &str) -> TimexAnnotation {
        TimexAnnotation { start, end, value: value.to_owned() }
    }

    fn found(start: usize, end: usize, value: &str) -> Timex {
        Timex { span: Span::new(start, end), kind: TimexKind::Date, value: value.to_owned() }
    }

    #[test]
    fn an_overlap_counts_for_the_value_and_an_equal_span_for_both() {
        let text = "It fell in the third quarter and rose on Monday.";
        let gold = [gold(11, 28, "2016-Q3"), gold(41, 47, "2016-11-07")];
        let found = [found(15, 28, "2016-Q3"), found(41, 47, "2016-11-08")];
        let (tally, differences) = compare(&gold, &found, text);
        assert_eq!(tally, Expressions { strict: 1, valued: 1, gold: 2, system: 2 });
        assert_eq!(tally.figures(), [("value_f1", 0.5), ("strict_f1", 0.5)]);
        let classes: Vec<&str> = differences.iter().map(|(class, ..)| *class).collect();
        assert_eq!(classes, ["span", "value"]);
    }

    #[test]
    fn offsets_of_the_benchmark_are_characters() {
        let (tally, _) = compare(&[gold(5, 10, "X")], &[found(6, 11, "X")], "Café today");
        assert_eq!(tally.strict, 1);
    }

    #[test]
    fn an_expression_is_paired_once() {
        let gold = [gold(0, 4, "A"), gold(5, 9, "B")];
        let (tally, differences) = compare(&gold, &[found(0, 9, "A")], "July 2016.");
        assert_eq!(tally.valued, 1);
        assert_eq!(differences[1].0, "missed");
    }
}
