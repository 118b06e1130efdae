//! Who coded what a row says, and on what terms its sources may be passed on.

use std::borrow::Cow;
use std::collections::BTreeSet;

use athir_model::{Coding, MadeBy};

use crate::cell::Cell;

/// What stands where nobody has said: a licence, or what a coding of an older program was made by.
pub const NOT_RECORDED: &str = "not recorded";

/// Who coded the reports behind a row, by which codebook, with which language model, and their licences: each once, in
/// the order of their letters, so that a row does not depend on the order of its reports.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Provenance {
    codebooks: BTreeSet<String>,
    coders: BTreeSet<String>,
    models: BTreeSet<String>,
    licences: BTreeSet<String>,
}

impl Provenance {
    /// The columns, in the order of [`words`](Provenance::words), as every shape of athir's own calls them.
    pub const COLUMNS: [&'static str; 4] = ["codebook", "coder", "model", "licence"];

    /// That of one report, as it was coded.
    pub fn of(coding: &Coding, licence: Option<&str>) -> Provenance {
        let mut provenance = Provenance::default();
        provenance.add(coding, licence);
        provenance
    }

    /// That of one report that a coder has just read.
    pub fn by(coder: &MadeBy, licence: Option<&str>) -> Provenance {
        Provenance {
            codebooks: [coder.codebook.clone()].into(),
            coders: [coder.coder_words()].into(),
            models: [coder.model.clone()].into(),
            licences: [licence.unwrap_or(NOT_RECORDED).to_owned()].into(),
        }
    }

    /// That of a report of which nobody has said who coded it.
    pub fn unknown(licence: Option<&str>) -> Provenance {
        let licences = [licence.unwrap_or(NOT_RECORDED).to_owned()].into();
        Provenance { licences, ..Provenance::default() }
    }

    /// That of a row whose values, a list for each of [`COLUMNS`](Provenance::COLUMNS), were given out by
    /// [`words`](Provenance::words).
    pub fn from_words([codebooks, coders, models, licences]: [Vec<String>; 4]) -> Provenance {
        let set = |words: Vec<String>| words.into_iter().collect();
        Provenance {
            codebooks: set(codebooks),
            coders: set(coders),
            models: set(models),
            licences: set(licences),
        }
    }

    /// Adds that of another report.
    pub fn add(&mut self, coding: &Coding, licence: Option<&str>) {
        let known = |words: Option<&str>| words.unwrap_or(NOT_RECORDED).to_owned();
        self.codebooks.insert(known(coding.codebook.as_deref()));
        self.coders.insert(coding.coder_words());
        self.models.insert(known(coding.model.as_deref()));
        self.licences.insert(known(licence));
    }

    /// Adds that of another row.
    pub fn join(&mut self, other: &Provenance) {
        for (own, others) in self.parts_mut().into_iter().zip(other.parts()) {
            own.extend(others.iter().cloned());
        }
    }

    /// The values, one list for each of [`COLUMNS`](Provenance::COLUMNS), none of which is empty.
    pub fn words(&self) -> [Vec<&str>; 4] {
        self.parts().map(|part| Said(part).words())
    }

    /// The values as cells that hold lists.
    pub fn cells(&self) -> [Cell<'_>; 4] {
        self.words().map(Cell::texts)
    }

    fn parts(&self) -> [&BTreeSet<String>; 4] {
        [&self.codebooks, &self.coders, &self.models, &self.licences]
    }

    fn parts_mut(&mut self) -> [&mut BTreeSet<String>; 4] {
        [&mut self.codebooks, &mut self.coders, &mut self.models, &mut self.licences]
    }
}

impl Provenance {
    /// What the column `codebook` holds; the others likewise.
    pub(crate) fn codebooks(&self) -> Said<'_> {
        Said(&self.codebooks)
    }

    pub(crate) fn coders(&self) -> Said<'_> {
        Said(&self.coders)
    }

    pub(crate) fn models(&self) -> Said<'_> {
        Said(&self.models)
    }

    pub(crate) fn licences(&self) -> Said<'_> {
        Said(&self.licences)
    }
}

/// What the reports behind a row say of one thing.
pub(crate) struct Said<'p>(&'p BTreeSet<String>);

impl<'p> Said<'p> {
    fn words(self) -> Vec<&'p str> {
        match self.0.is_empty() {
            true => vec![NOT_RECORDED],
            false => self.0.iter().map(String::as_str).collect(),
        }
    }

    /// The cell of a row that stands for one report.
    pub(crate) fn one(self) -> Cell<'p> {
        match &self.words()[..] {
            [word] => (*word).into(),
            words => Cell::Text(Cow::Owned(words.join("; "))),
        }
    }

    /// The cell of a row that stands for several.
    pub(crate) fn all(self) -> Cell<'p> {
        Cell::texts(self.words())
    }
}
