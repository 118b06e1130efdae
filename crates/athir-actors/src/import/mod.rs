//! Lists of actors made for other programs, read into the registry's own form.
//!
//! Four forms are known: dictionaries of actors and of agents in the format of TABARI and PETRARCH (CAMEO), the
//! UCDP actor list, and a plain table with a header. What cannot be taken is told line by line, never guessed.

mod agents;
mod csv;
mod dictionary;
mod readable;
mod table;
mod ucdp;
mod write;

use crate::{ActorKind, ActorsError, RelationKind};
use std::collections::{BTreeMap, BTreeSet};

/// Actors and words for roles from lists of other programs.
///
/// # Examples
///
/// ```
/// use athir_actors::{Import, Registry};
/// let mut import = Import::default();
/// let list = "LOWLAND_ [LOW]\n+LOWLANDER\nLOWLAND_GUARD [LOWMIL <990101]\n";
/// let refused = import.read("lowland.actors.txt", list).unwrap();
/// assert!(refused.is_empty());
/// let registry = Registry::from_toml(&[("lowland.toml", &import.to_toml())]).unwrap();
/// assert!(registry.longest_at(&["Lowland", "Guard"]).is_some());
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Import {
    actors: Vec<ImportedActor>,
    /// The words for each role.
    agents: BTreeMap<String, Vec<String>>,
    codes: BTreeSet<String>,
}

/// A line that was not taken, or not whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The line, from 1.
    pub line: usize,
    /// The words that were not taken.
    pub what: String,
    /// Why they were not.
    pub why: String,
}

#[derive(Debug, Clone, PartialEq)]
struct ImportedActor {
    code: String,
    name: String,
    names: Vec<String>,
    kind: ActorKind,
    countries: Vec<String>,
    ucdp: Option<u32>,
    cameo: Vec<ImportedCode>,
    founded: Option<String>,
    ended: Option<String>,
    relations: Vec<(RelationKind, String)>,
    source: String,
}

#[derive(Debug, Clone, PartialEq)]
struct ImportedCode {
    code: String,
    from: Option<String>,
    until: Option<String>,
}

impl Import {
    /// Takes the entries of a file; `path` is the name for messages and sources, its ending tells a table from a
    /// dictionary. Gives what was not taken, in the order of the lines.
    ///
    /// # Errors
    ///
    /// A table whose header is none of those that are known.
    pub fn read(&mut self, path: &str, text: &str) -> Result<Vec<Refusal>, ActorsError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut refused = if path.to_ascii_lowercase().ends_with(".csv") {
            let rows = csv::rows(text);
            let header: Vec<String> = rows
                .first()
                .map(|row| row.cells.iter().map(|c| c.trim().to_lowercase()).collect())
                .unwrap_or_default();
            let has = |column: &str| header.iter().any(|c| c == column);
            if has("actorid") && has("namedata") {
                ucdp::read(self, &header, &rows[1..])
            } else if has("name") {
                table::read(self, path, &header, &rows[1..])
            } else {
                return Err(ActorsError::Row {
                    path: path.to_owned(),
                    line: 1,
                    expected: "a header with a column `name`, or that of the UCDP actor list",
                });
            }
        } else if agents::is_agents(text) {
            agents::read(self, text)
        } else {
            dictionary::read(self, path, text)
        };
        refused.sort_by_key(|refusal| refusal.line);
        Ok(refused)
    }

    /// How many actors were taken.
    pub fn n_actors(&self) -> usize {
        self.actors.len()
    }

    /// How many words for roles were taken.
    pub fn n_agents(&self) -> usize {
        self.agents.values().map(Vec::len).sum()
    }

    /// Writes everything as a file of the registry.
    pub fn to_toml(&self) -> String {
        write::to_toml(self)
    }

    /// A code that no other entry has: the words of the name, and a number where that is taken.
    fn fresh_code(&mut self, prefix: &str, name: &str) -> String {
        let slug = crate::fold::folded_name(name).replace(' ', "-");
        let base = format!("{prefix}-{slug}");
        let mut code = base.clone();
        let mut n = 2;
        while !self.codes.insert(code.clone()) {
            code = format!("{base}-{n}");
            n += 1;
        }
        code
    }
}
