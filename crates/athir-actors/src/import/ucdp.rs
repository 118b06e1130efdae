//! The UCDP actor list, as its comma-separated file stands: groups with their names in the original language and in
//! English, the groups that they came from and went into, and where they act.

use super::csv::Row;
use super::dictionary::refusal;
use super::{Import, ImportedActor, Refusal};
use crate::{ActorKind, Registry, RelationKind};
use std::collections::BTreeSet;

/// The columns of further names.
const NAMES: &[&str] =
    &["nameorig", "nameorigfull", "nameorigfulleng", "newname", "newnamefullmothertongue", "newnamefulleng"];

/// A relation, the column that names the other actor, and the one with its id.
const RELATIONS: &[(RelationKind, &str)] = &[
    (RelationKind::SplitFrom, "actoridprev"),
    (RelationKind::AllyOf, "actoridalliance"),
    (RelationKind::MergedInto, "actoridgroup"),
];

pub(super) fn read(import: &mut Import, header: &[String], rows: &[Row]) -> Vec<Refusal> {
    let mut refused = Vec::new();
    let ids: BTreeSet<u32> = rows
        .iter()
        .filter(|row| row.get(header, "org") != "4")
        .filter_map(|row| row.get(header, "actorid").parse().ok())
        .collect();
    for row in rows {
        let name = row.get(header, "namedata");
        let Ok(id) = row.get(header, "actorid").parse::<u32>() else {
            refused.push(refusal(row.line, name, "its id is no number"));
            continue;
        };
        let kind = match row.get(header, "org") {
            "1" | "2" => ActorKind::ArmedGroup,
            "3" => ActorKind::People,
            "4" => {
                refused.push(refusal(row.line, name, "a state: the built-in registry has them all"));
                continue;
            }
            other => {
                refused.push(refusal(row.line, name, format!("Org is {other:?}, not 1 to 4")));
                continue;
            }
        };
        if name.is_empty() {
            refused.push(refusal(row.line, row.get(header, "actorid"), "it has no name"));
            continue;
        }
        let mut names: Vec<String> = Vec::new();
        for cell in NAMES.iter().map(|column| row.get(header, column)) {
            for part in cell.split([',', ';']).map(str::trim) {
                let taken = part == name || names.iter().any(|n| n == part);
                if part.chars().count() > 1 && !part.eq_ignore_ascii_case("n/a") && !taken {
                    names.push(part.to_owned());
                }
            }
        }
        let mut countries: Vec<String> = Vec::new();
        for place in row.get(header, "location").split(',').map(str::trim).filter(|p| !p.is_empty()) {
            match country(place) {
                Some(iso2) if !countries.contains(&iso2) => countries.push(iso2),
                Some(_) => {}
                None => {
                    refused.push(refusal(row.line, place, format!("no country of this name, for {name}")))
                }
            }
        }
        let mut relations = Vec::new();
        for &(kind, column) in RELATIONS {
            for other in row.get(header, column).split([',', ';']).map(str::trim).filter(|id| !id.is_empty())
            {
                match other.parse::<u32>() {
                    Ok(other) if ids.contains(&other) && other != id => {
                        relations.push((kind, format!("ucdp-{other}")));
                    }
                    Ok(other) if other == id => {
                        refused.push(refusal(row.line, name, format!("{column} is the actor itself")));
                    }
                    _ => refused.push(refusal(
                        row.line,
                        name,
                        format!("{column} is {other}, which no group has"),
                    )),
                }
            }
        }
        let code = format!("ucdp-{id}");
        if !import.codes.insert(code.clone()) {
            refused.push(refusal(row.line, name, format!("the id {id} stands twice")));
            continue;
        }
        import.actors.push(ImportedActor {
            code,
            name: name.to_owned(),
            names,
            kind,
            countries,
            ucdp: Some(id),
            cameo: Vec::new(),
            founded: None,
            ended: None,
            relations,
            source: format!("UCDP actor {id}"),
        });
    }
    refused
}

/// The country of a name as UCDP writes it, "Myanmar (Burma)", or of an ISO code.
pub(super) fn country(name: &str) -> Option<String> {
    let plain = name.split('(').next().unwrap_or(name).trim();
    let registry = Registry::builtin();
    let found = match plain.len() {
        2 => registry.state(&plain.to_uppercase()).map(|_| plain.to_uppercase()),
        3 => crate::cameo::iso2(&plain.to_uppercase()).map(str::to_owned),
        _ => None,
    };
    found.or_else(|| {
        let words: Vec<&str> = plain.split(' ').collect();
        registry.country_at(&words).filter(|(n, _)| *n == words.len()).map(|(_, iso2)| iso2.to_owned())
    })
}
