//! What became of each sentence of a report.

use athir_model::{CodedReport, Diagnostic, Event, Quote, Tie};
use athir_nlp::Doc;

/// What was read in one sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct SentenceNotes<'c> {
    /// Number of the sentence, from 0.
    pub number: usize,
    /// Its words.
    pub text: String,
    /// The events whose trigger stands in it, with their number in the report from 1.
    pub events: Vec<(usize, &'c Event)>,
    /// The numbers of the events that it tells more about.
    pub more_about: Vec<usize>,
    /// The ties that it states.
    pub ties: Vec<&'c Tie>,
    /// What was seen in it and not coded as an event of its own.
    pub uncoded: Vec<&'c Diagnostic>,
}

impl SentenceNotes<'_> {
    /// Whether nothing at all was seen in the sentence.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
            && self.more_about.is_empty()
            && self.ties.is_empty()
            && self.uncoded.is_empty()
    }
}

/// Tells sentence by sentence what was coded, what was not, and why. `coded` is the coding of `doc`, which is the parse
/// of `written` as it was made ready (`Coder::ready`): as long in bytes, not always in characters.
pub fn explain<'c>(doc: &Doc, written: &str, coded: &'c CodedReport) -> Vec<SentenceNotes<'c>> {
    let mut chars = 0;
    let mut byte = 0;
    let mut notes = Vec::new();
    for (number, sentence) in doc.sentences().enumerate() {
        let span = sentence.span();
        let words = |from: usize, to: usize| written.get(from..to).unwrap_or_default();
        let text = words(span.start(), span.end());
        chars += words(byte, span.start()).chars().count();
        let start = chars;
        chars += text.chars().count();
        byte = span.end();
        let here = |quote: &Quote| start <= quote.start && quote.start < chars;
        let overlaps = |quote: &Quote| quote.start < chars && start < quote.end;
        let events: Vec<(usize, &Event)> = coded
            .events
            .iter()
            .enumerate()
            .filter(|(_, e)| here(&e.trigger))
            .map(|(n, e)| (n + 1, e))
            .collect();
        let more_about = coded
            .events
            .iter()
            .enumerate()
            .filter(|(_, e)| !here(&e.trigger) && e.evidence.iter().any(overlaps))
            .map(|(n, _)| n + 1)
            .collect();
        notes.push(SentenceNotes {
            number,
            text: text.split_whitespace().collect::<Vec<_>>().join(" "),
            events,
            more_about,
            ties: coded.ties.iter().filter(|tie| here(&tie.evidence)).collect(),
            uncoded: coded.diagnostics.iter().filter(|d| here(&d.trigger)).collect(),
        });
    }
    notes.retain(|n| !n.text.is_empty());
    notes
}
