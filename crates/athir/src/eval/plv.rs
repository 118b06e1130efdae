//! Relations of marked pairs: the PLV sentences of Hu, Wang, Osorio and others, "Leveraging Codebook Knowledge with NLI
//! and ChatGPT for Zero-Shot Political Relation Classification" (ACL 2024), 15 types of PLOVER.
//!
//! Source and target are given; the coder tells what the one does to the other ([`Coder::relate`]). `root_macro_f1` is
//! the mean F1 of the types, `quad_macro_f1` that of the four classes that PLOVER's types fall into: verbal and
//! material co-operation, verbal and material conflict (1 to 4).
//!
//! [`Coder::relate`]: athir_coder::Coder::relate

use std::num::NonZeroUsize;

use athir_nlp::Span;
use serde::Deserialize;

use super::labels::LabelTally;
use super::{Item, Miss, Part, Scoreboard, Tally};
use crate::Pipeline;
use crate::parallel::parallel_map;

/// A sentence with a marked pair and its relation.
#[derive(Clone, Debug, Deserialize)]
pub struct PlvRecord {
    /// The sentence's name.
    pub sentence_id: String,
    /// The words, with the source in `<s>…</s>` and the target in `<t>…</t>`.
    pub marked: String,
    /// The class, `1` to `4`.
    pub quad: String,
    /// The PLOVER type.
    pub root: String,
}

/// Counts by type and by class.
#[derive(Clone, Debug, Default)]
struct Relations {
    quad: LabelTally,
    root: LabelTally,
}

impl Tally for Relations {
    fn add(&mut self, other: &Relations) {
        self.quad.add(&other.quad);
        self.root.add(&other.root);
    }

    fn figures(&self) -> Vec<(&'static str, f64)> {
        let mut figures = self.quad.figures();
        figures.extend(self.root.figures());
        figures
    }
}

/// Tells the relation of each marked pair and scores it.
pub fn plv(records: &[PlvRecord], pipeline: &Pipeline, jobs: NonZeroUsize) -> Scoreboard {
    Scoreboard::new(parallel_map(records, jobs, |record| {
        let marked = Marked::read(&record.marked);
        let relation = pipeline.relate(&pipeline.parse(&marked.text), marked.source, marked.target);
        let root = relation.as_ref().map_or("NONE", |r| r.plover.as_str());
        let quad = relation.as_ref().map_or(0, |r| r.plover.quad()).to_string();
        let misses = (root != record.root).then(|| Miss {
            record: record.sentence_id.clone(),
            class: record.root.clone(),
            what: format!("{root}: {}", relation.as_ref().map_or("", |r| r.why.as_str())),
            text: record.marked.clone(),
        });
        Item {
            part: Part::of(&record.sentence_id),
            group: String::new(),
            tally: Relations {
                quad: LabelTally::of("", "quad_macro_f1", &record.quad, &quad),
                root: LabelTally::of("", "root_macro_f1", &record.root, root),
            },
            misses: misses.into_iter().collect(),
        }
    }))
}

/// A sentence without its marks, and the first marked source and target.
struct Marked {
    text: String,
    source: Span,
    target: Span,
}

impl Marked {
    fn read(marked: &str) -> Marked {
        let mut text = String::new();
        let (mut source, mut target) = (None, None);
        let (mut source_start, mut target_start) = (0, 0);
        let mut rest = marked;
        while let Some(at) = rest.find('<') {
            text.push_str(&rest[..at]);
            rest = &rest[at..];
            let mark = ["<s>", "</s>", "<t>", "</t>"].into_iter().find(|mark| rest.starts_with(mark));
            match mark {
                Some("<s>") => source_start = text.len(),
                Some("<t>") => target_start = text.len(),
                Some("</s>") => source = source.or(Some(Span::new(source_start, text.len()))),
                Some("</t>") => target = target.or(Some(Span::new(target_start, text.len()))),
                _ => text.push('<'),
            }
            rest = &rest[mark.map_or(1, str::len)..];
        }
        text.push_str(rest);
        let none = Span::new(0, 0);
        Marked { text, source: source.unwrap_or(none), target: target.unwrap_or(none) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_out_and_the_first_spans_kept() {
        let marked = Marked::read("The <s>army</s> met <t>rebels</t>, and <s>it</s> left < 5 of them.");
        assert_eq!(marked.text, "The army met rebels, and it left < 5 of them.");
        assert_eq!(marked.source.slice(&marked.text), "army");
        assert_eq!(marked.target.slice(&marked.text), "rebels");
    }
}
