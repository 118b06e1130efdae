//! The reports that models are fitted on: the building part of the gold, and those of the project itself
//! (`eval/reports`), which are wholly for building.

use std::collections::BTreeSet;
use std::path::Path;

use athir::eval::Part;
use athir::eval::gold::{GoldError, GoldReport, read_gold};

/// Reports that people have read.
pub(crate) struct Reports {
    pub(crate) all: Vec<GoldReport>,
    own: BTreeSet<String>,
}

impl Reports {
    /// Reads a folder of gold reports, and one of the project's own.
    pub(crate) fn read(gold: &Path, own: &Path) -> Result<Reports, GoldError> {
        let mut all = read_gold(gold)?;
        let more = read_gold(own)?;
        let own = more.iter().map(|r| r.report.name.clone()).collect();
        all.extend(more);
        Ok(Reports { all, own })
    }

    pub(crate) fn part(&self, name: &str) -> Part {
        if self.own.contains(name) { Part::Building } else { Part::of(name) }
    }
}
