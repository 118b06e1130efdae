//! Incidents and who did what to whom in them: the templates of MUC-4 (Sundheim, "Overview of the Fourth Message
//! Understanding Evaluation and Conference", MUC-4 1992), in the reduction to the type of the incident and five
//! slots that later work uses: persons and organisations that did it, physical targets, named victims, weapons.
//!
//! Two figures:
//!
//! - `template_f1`: the measure of GTT (Du, Rush and Cardie, "Template Filling with Generative Transformers",
//!   NAACL 2021), which IterX (Chen et al., EACL 2023) reports as CEAF-REE in the form of its implementation. In each
//!   report templates are aligned one to one, only with templates of the same type, so that the report's F1 is
//!   greatest. A filler is right if the filler of the same slot in the aligned template has one of its
//!   strings; the type counts as one more filler; all fillers of templates that are not aligned are missed or made
//!   up. Precision and recall are summed over all slots and reports (micro average).
//! - `ceaf_ree_f1`: the measure of GRIT (Du, Rush and Cardie, "GRIT: Generative Role-filler Transformers for
//!   Document-level Event Entity Extraction", EACL 2021). The fillers of a report's templates are put together by
//!   slot, strings of one entity in one filler. In each slot fillers are aligned one to one so that the similarity
//!   is greatest, where it is 1 if all strings of the system's filler are strings of the gold filler, else 0. Precision
//!   and recall are summed over slots and reports.
//!
//! Both compare strings in lower case without punctuation, articles and surplus spaces. Two gold templates of one report
//! that are the same in every slot are one.
//!
//! Templates are made by models over the parse and the coder's records (`adapter`), whose weights
//! `examples/fit_muc4` fits on the building part.
//!
//! The reports whose name begins with `DEV` are the building part, the test sets are the checking part: this
//! is the split that the published systems are fitted and tested on.

mod adapter;
mod features;
mod fit;
mod phrase;
mod score;
mod template;
mod weights;

use std::num::NonZeroUsize;

use adapter::templates_of;
pub use fit::fit_muc4;
use score::Matches;
pub use template::{MucRecord, Role, Template};

use super::{Item, Part, Scoreboard};
use crate::Pipeline;
use crate::parallel::parallel_map;

/// Codes the reports and scores the templates that the events make.
pub fn muc4(records: &[MucRecord], pipeline: &Pipeline, jobs: NonZeroUsize) -> Scoreboard {
    Scoreboard::new(parallel_map(records, jobs, |record| {
        let system = templates_of(record, pipeline);
        let part = if record.doc_id.starts_with("DEV") { Part::Building } else { Part::Checking };
        let (tally, misses) = Matches::count(record, &system);
        Item { part, group: String::new(), tally, misses }
    }))
}
