//! A plain table: `name`, and any of `aliases`, `kind`, `country`, `start`, `end`, `parent`. Several aliases or
//! countries are parted by `;` or `|`.

use super::csv::Row;
use super::dictionary::refusal;
use super::ucdp::country;
use super::{Import, ImportedActor, Refusal};
use crate::{ActorKind, Moment, Registry, RelationKind};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};

const COLUMNS: &[&str] = &["name", "aliases", "kind", "country", "start", "end", "parent"];

pub(super) fn read(import: &mut Import, path: &str, header: &[String], rows: &[Row]) -> Vec<Refusal> {
    let mut refused = Vec::new();
    for column in header.iter().filter(|c| !COLUMNS.contains(&c.as_str()) && !c.is_empty()) {
        refused.push(refusal(1, column, format!("no column of this table: it has {}", COLUMNS.join(", "))));
    }
    let source = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let mut parents: Vec<(usize, usize, &str)> = Vec::new();
    for row in rows {
        let name = row.get(header, "name");
        if name.is_empty() {
            refused.push(refusal(row.line, &row.cells.join(","), "it has no name"));
            continue;
        }
        let kind = match row.get(header, "kind") {
            "" => Some(ActorKind::ArmedGroup),
            word => read_kind(word),
        };
        let Some(kind) = kind else {
            let why = format!("{:?} is no kind of actor", row.get(header, "kind"));
            refused.push(refusal(row.line, name, why));
            continue;
        };
        let mut date = |column: &str| {
            let value = row.get(header, column);
            let read = Moment::parse(value).map(|_| value.to_owned());
            if read.is_none() && !value.is_empty() {
                let why = format!("{column} is {value:?}, not YYYY, YYYY-MM or YYYY-MM-DD");
                refused.push(refusal(row.line, name, why));
            }
            read
        };
        let (founded, ended) = (date("start"), date("end"));
        let mut countries: Vec<String> = Vec::new();
        for word in list(row.get(header, "country")) {
            match country(word) {
                Some(iso2) => countries.push(iso2),
                None => refused.push(refusal(row.line, word, format!("no country of this name, for {name}"))),
            }
        }
        let prefix = countries.first().map_or("own".to_owned(), |iso2| iso2.to_lowercase());
        let code = import.fresh_code(&prefix, name);
        let parent = row.get(header, "parent");
        if !parent.is_empty() {
            parents.push((import.actors.len(), row.line, parent));
        }
        import.actors.push(ImportedActor {
            code,
            name: name.to_owned(),
            names: list(row.get(header, "aliases")).map(str::to_owned).collect(),
            kind,
            countries,
            ucdp: None,
            cameo: Vec::new(),
            founded,
            ended,
            relations: Vec::new(),
            source: source.to_owned(),
        });
    }
    for (at, line, parent) in parents {
        match known(import, parent).filter(|code| *code != import.actors[at].code) {
            Some(code) => import.actors[at].relations.push((RelationKind::PartOf, code)),
            None => refused.push(refusal(line, parent, "no actor of this name to be its parent")),
        }
    }
    refused
}

/// The actor that a table means by a parent: one of the import, else one that is built in, by name or code.
fn known(import: &Import, parent: &str) -> Option<String> {
    let own = import
        .actors
        .iter()
        .find(|a| a.code == parent || a.name == parent || a.names.iter().any(|n| n == parent));
    let builtin = || {
        let registry = Registry::builtin();
        let id = registry.by_code(parent).or_else(|| registry.find(parent, None).first().map(|c| c.actor))?;
        Some(registry.actor(id).code.clone())
    };
    own.map(|actor| actor.code.clone()).or_else(builtin)
}

fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([';', '|']).map(str::trim).filter(|part| !part.is_empty())
}

fn read_kind(word: &str) -> Option<ActorKind> {
    let word = word.to_lowercase().replace([' ', '_'], "-");
    let deserializer: StrDeserializer<'_, Error> = word.as_str().into_deserializer();
    ActorKind::deserialize(deserializer).ok()
}
