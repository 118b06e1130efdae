//! Which frames are for a word: those that know it, those whose conditions hold, and the one that has it.

use athir_model::{EventKind, Quote};

use crate::reading::Reading;
use crate::trigger::rivals;

/// A word of a text that a frame knows, and what becomes of it among the frames.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contest {
    /// Number of its sentence, from 0.
    pub sentence: usize,
    /// The words of the trigger; the word alone where the frame's conditions do not hold.
    pub trigger: Quote,
    /// Whether the frame's conditions hold.
    pub holds: bool,
    /// The frames whose conditions hold, the one that has the word first.
    pub rivals: Vec<Rival>,
}

/// A frame whose conditions hold for a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rival {
    /// The frame's name.
    pub frame: String,
    /// The kind that it codes.
    pub kind: EventKind,
}

/// Finds every word of the text that the frame knows, in the order of the text.
pub(crate) fn contests(reading: &Reading<'_, '_>, frame: &str) -> Vec<Contest> {
    let frames = &reading.know.frames.frames;
    let mut contests = Vec::new();
    for (sentence, tokens) in reading.doc.sentences().enumerate() {
        for token in tokens.tokens() {
            let (known, holding) = rivals(reading, token);
            if !known.iter().any(|&f| frames[f].name == frame) {
                continue;
            }
            let own = holding.iter().find(|found| frames[found.frame].name == frame);
            let words = own.map_or(token.index()..token.index() + 1, |found| {
                found.tokens[0]..found.tokens[found.tokens.len() - 1] + 1
            });
            let rivals = holding
                .iter()
                .map(|found| &frames[found.frame])
                .map(|f| Rival { frame: f.name.clone(), kind: f.kind })
                .collect();
            contests.push(Contest { sentence, trigger: reading.quote(words), holds: own.is_some(), rivals });
        }
    }
    contests
}
