//! A coder by name: which program, with which knowledge.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Coding, Digest, ReportId};

/// Who codes: the program, what it knows, and by which rules it goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeBy {
    /// The program and its version.
    pub coder: String,
    /// The SHA-256 of all that decides what it codes.
    pub knowledge: Digest,
    /// The version of the codebook.
    pub codebook: String,
    /// The language model and its version.
    pub model: String,
}

impl MadeBy {
    /// A coding of a report by this coder.
    pub fn coding(&self, report: ReportId, coded: Timestamp) -> Coding {
        let MadeBy { coder, knowledge, codebook, model } = self.clone();
        Coding { report, coder, knowledge, codebook: Some(codebook), model: Some(model), coded }
    }
}

impl Coding {
    /// The coder in words: the program with its version, and the first twelve digits of the digest of what it knew.
    pub fn coder_words(&self) -> String {
        coder_words(&self.coder, &self.knowledge)
    }
}

impl MadeBy {
    /// The coder in words, as [`Coding::coder_words`] has them.
    pub fn coder_words(&self) -> String {
        coder_words(&self.coder, &self.knowledge)
    }
}

fn coder_words(coder: &str, knowledge: &Digest) -> String {
    format!("{coder} {}", &knowledge.to_string()[..12])
}
