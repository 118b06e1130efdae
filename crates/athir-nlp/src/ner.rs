//! The named entity recogniser: one move for each token, left to right.

use crate::ModelError;
use crate::tensors::Tensors;
use crate::transition::{Scorer, ScorerScratch};

/// A move, with an index into the labels.
#[derive(Clone, Copy, PartialEq)]
enum Move {
    Begin(u8),
    Inside(u8),
    Last(u8),
    Unit(u8),
    Outside,
    /// A class of the output layer that is never open, such as a unit without a label.
    Never,
}

/// An entity: tokens from `start` up to `end`, and its label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Found {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) label: u8,
}

/// The recogniser's network and moves.
pub(crate) struct Recogniser {
    scorer: Scorer,
    moves: Vec<Move>,
    labels: Vec<String>,
}

impl Recogniser {
    pub(crate) fn read(tensors: &Tensors<'_>, moves: &[(String, String)]) -> Result<Recogniser, ModelError> {
        let mut labels: Vec<String> = Vec::new();
        let moves = moves
            .iter()
            .map(|(kind, label)| {
                if kind == "O" {
                    return Ok(Move::Outside);
                }
                if label.is_empty() {
                    return Ok(Move::Never);
                }
                let known = labels.iter().position(|l| l == label);
                let index = known.unwrap_or_else(|| {
                    labels.push(label.clone());
                    labels.len() - 1
                }) as u8;
                match kind.as_str() {
                    "B" => Ok(Move::Begin(index)),
                    "I" => Ok(Move::Inside(index)),
                    "L" => Ok(Move::Last(index)),
                    "U" => Ok(Move::Unit(index)),
                    _ => Err(ModelError::Unknown { what: "entity move", value: kind.clone() }),
                }
            })
            .collect::<Result<Vec<_>, _>>()?;
        if !moves.contains(&Move::Outside) {
            return Err(ModelError::Unknown { what: "set of entity moves", value: "without O".to_owned() });
        }
        Ok(Recogniser { scorer: Scorer::read(tensors, "ner", 3, moves.len())?, moves, labels })
    }

    pub(crate) fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Finds the entities of one text. None crosses a sentence start and none begins with a space.
    pub(crate) fn find(
        &self,
        vectors: &[f32],
        sentence_start: &[bool],
        is_space: impl Fn(usize) -> bool,
        scratch: &mut ScorerScratch,
        found: &mut Vec<Found>,
    ) {
        self.scorer.prepare(vectors, scratch);
        let n = sentence_start.len();
        let mut open: Option<(usize, u8)> = None;
        for token in 0..n {
            let slots = [Some(token), open.map(|(start, _)| start), open.map(|_| token - 1)];
            let scores = self.scorer.score(slots, scratch);
            let may_go_on = token + 1 < n && !sentence_start[token + 1];
            let may_begin = open.is_none() && !is_space(token);
            let label = open.map(|(_, label)| label);
            let mut best: Option<(f32, Move)> = None;
            for (&score, &chosen) in scores.iter().zip(&self.moves) {
                let valid = match chosen {
                    Move::Begin(_) => may_begin && may_go_on,
                    Move::Inside(l) => label == Some(l) && may_go_on,
                    Move::Last(l) => label == Some(l),
                    Move::Unit(_) => may_begin,
                    Move::Outside => open.is_none(),
                    Move::Never => false,
                };
                if valid && best.is_none_or(|(top, _)| score > top) {
                    best = Some((score, chosen));
                }
            }
            match (best.map(|(_, chosen)| chosen), open) {
                (Some(Move::Begin(label)), _) => open = Some((token, label)),
                (Some(Move::Unit(label)), _) => found.push(Found { start: token, end: token + 1, label }),
                (Some(Move::Last(label)), Some((start, _))) => {
                    found.push(Found { start, end: token + 1, label });
                    open = None;
                }
                _ => {}
            }
        }
    }
}
