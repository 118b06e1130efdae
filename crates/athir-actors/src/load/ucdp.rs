//! The table of UCDP actors.

use super::Builder;
use super::file::{Origin, Pending, RelationEntry};
use super::names::plain_name;
use crate::{Actor, ActorId, ActorKind, ActorsError, RelationKind};
use std::collections::BTreeMap;

impl<'a> Builder<'a> {
    /// Reads rows of: id, kind, name, countries, first year, last year, further names, relations.
    /// A row whose id a curated actor bears gives that actor its years and its further names, unless
    /// several actors share the id.
    pub(super) fn read_ucdp(&mut self, origin: Origin<'a>) -> Result<(), ActorsError> {
        let mut curated: BTreeMap<u32, Vec<ActorId>> = BTreeMap::new();
        for (id, actor) in (0u32..).map(ActorId).zip(&self.actors) {
            if let Some(ucdp) = actor.ucdp_id {
                curated.entry(ucdp).or_default().push(id);
            }
        }
        let lines = origin.text.lines().enumerate().skip(1).filter(|(_, line)| !line.starts_with('#'));
        for (at, line) in lines {
            let row = UcdpRow::read(line).map_err(|expected| ActorsError::Row {
                path: origin.path.to_owned(),
                line: at + 1,
                expected,
            })?;
            match curated.get(&row.id).map(Vec::as_slice) {
                Some(&[one]) => row.enrich(&mut self.actors[one.index()]),
                Some(_) => {}
                None => self.add_ucdp(origin, row, &curated),
            }
        }
        Ok(())
    }

    fn add_ucdp(&mut self, origin: Origin<'a>, row: UcdpRow, curated: &BTreeMap<u32, Vec<ActorId>>) {
        let mut names = vec![plain_name(&row.name)];
        names.extend(row.names.iter().map(|text| plain_name(text)));
        let id = row.id;
        let from = self.put(Actor {
            code: format!("ucdp-{id}"),
            name: row.name,
            names,
            kind: row.kind,
            countries: row.countries,
            ucdp_id: Some(id),
            cameo: Vec::new(),
            founded: None,
            ended: None,
            active_years: row.years,
            traits: Vec::new(),
            leaders: Vec::new(),
            relations: Vec::new(),
            source: format!("UCDP actor {id}"),
        });
        for (kind, target) in row.relations {
            let to = match curated.get(&target).and_then(|ids| ids.first()) {
                Some(known) => self.actors[known.index()].code.clone(),
                None => format!("ucdp-{target}"),
            };
            let source = format!("UCDP actor {id}");
            let relation = RelationEntry { kind, to, from: None, until: None, source };
            self.pending.push(Pending { origin, from, relation });
        }
    }
}

struct UcdpRow {
    id: u32,
    kind: ActorKind,
    name: String,
    countries: Vec<String>,
    years: Option<(i16, i16)>,
    names: Vec<String>,
    relations: Vec<(RelationKind, u32)>,
}

impl UcdpRow {
    fn read(line: &str) -> Result<UcdpRow, &'static str> {
        let columns: Vec<&str> = line.split('\t').collect();
        let &[id, kind, name, countries, first, last, names, relations] = columns.as_slice() else {
            return Err("8 columns parted by tabs");
        };
        let list = |text: &str, by: char| -> Vec<String> {
            text.split(by).filter(|part| !part.is_empty()).map(str::to_owned).collect()
        };
        let kind = match kind {
            "group" => ActorKind::ArmedGroup,
            "people" => ActorKind::People,
            "state" => ActorKind::State,
            _ => return Err("group, people or state in its second column"),
        };
        let years = match (first, last) {
            ("", "") => None,
            (first, last) => match (first.parse(), last.parse()) {
                (Ok(first), Ok(last)) => Some((first, last)),
                _ => return Err("two years or none"),
            },
        };
        let mut read = Vec::new();
        for relation in relations.split(',').filter(|part| !part.is_empty()) {
            let (kind, target) = relation.split_once(':').ok_or("relations as kind:id")?;
            let kind = match kind {
                "split-from" => RelationKind::SplitFrom,
                "merged-into" => RelationKind::MergedInto,
                "ally-of" => RelationKind::AllyOf,
                _ => return Err("a relation of split-from, merged-into or ally-of"),
            };
            read.push((kind, target.parse().map_err(|_| "relations as kind:id")?));
        }
        Ok(UcdpRow {
            id: id.parse().map_err(|_| "a number in its first column")?,
            kind,
            name: name.to_owned(),
            countries: list(countries, ','),
            years,
            names: list(names, '|'),
            relations: read,
        })
    }

    fn enrich(self, actor: &mut Actor) {
        actor.active_years = self.years;
        if actor.kind == ActorKind::State {
            return;
        }
        for text in [self.name].into_iter().chain(self.names) {
            if actor.names.iter().all(|name| name.text != text) {
                actor.names.push(plain_name(&text));
            }
        }
    }
}
