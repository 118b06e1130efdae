//! The shapes of the registry's TOML files, and where an entry stands in them.

use super::names::{plain_name, with_role};
use crate::describe::DescriptionWord;
use crate::{
    ActorId, ActorKind, ActorsError, CameoCode, Generic, Leader, Moment, Name, NameRole, RelationKind,
};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    pub(super) actor: Vec<ActorEntry>,
    #[serde(default)]
    pub(super) state: Vec<StateEntry>,
    #[serde(default)]
    pub(super) generic: Vec<Generic>,
    #[serde(default)]
    pub(super) description: Vec<DescriptionWord>,
    #[serde(default)]
    pub(super) agent: Vec<AgentEntry>,
    #[serde(default)]
    pub(super) shared: Vec<SharedEntry>,
    #[serde(default)]
    pub(super) alias: Vec<AliasEntry>,
}

/// One more name of an actor that stands elsewhere.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AliasEntry {
    pub(super) actor: String,
    pub(super) name: String,
    pub(super) from: Option<String>,
    pub(super) until: Option<String>,
    pub(super) lang: Option<String>,
    /// Who found it, and why. It is for the people who read the file.
    #[expect(dead_code, reason = "it is for the people who read the file")]
    #[serde(default)]
    pub(super) source: String,
}

/// Words for roles, with CAMEO's code for them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AgentEntry {
    pub(super) code: String,
    pub(super) words: Vec<String>,
}

/// A name that unrelated actors really bear.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SharedEntry {
    pub(super) name: String,
    #[expect(dead_code, reason = "it is for the people who read the file")]
    pub(super) why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ActorEntry {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) kind: ActorKind,
    #[serde(default)]
    pub(super) countries: Vec<String>,
    #[serde(default)]
    pub(super) names: Vec<NameEntry>,
    #[serde(default)]
    pub(super) metonyms: Vec<String>,
    pub(super) ucdp: Option<u32>,
    pub(super) cameo: Option<CameoEntry>,
    pub(super) founded: Option<String>,
    pub(super) ended: Option<String>,
    #[serde(default)]
    pub(super) traits: Vec<String>,
    #[serde(default)]
    pub(super) leaders: Vec<LeaderEntry>,
    #[serde(default)]
    pub(super) relations: Vec<RelationEntry>,
    pub(super) source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StateEntry {
    pub(super) iso: String,
    pub(super) name: String,
    /// The name that a record gives the state, where it is not the country's.
    pub(super) usual: Option<String>,
    pub(super) adjectives: Vec<String>,
    #[serde(default)]
    pub(super) names: Vec<NameEntry>,
    #[serde(default)]
    pub(super) metonyms: Vec<String>,
    /// The name of the armed forces, where it is not composed.
    pub(super) forces: Option<String>,
    /// Lemmas of generic words that mean a certain actor here.
    #[serde(default)]
    pub(super) composed: BTreeMap<String, String>,
    pub(super) ucdp: Option<u32>,
    #[serde(default)]
    pub(super) leaders: Vec<LeaderEntry>,
    #[serde(default)]
    pub(super) relations: Vec<RelationEntry>,
}

/// CAMEO's code of an actor: one, or one for each time.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum CameoEntry {
    Plain(String),
    Dated(Vec<DatedCode>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DatedCode {
    code: String,
    from: Option<String>,
    until: Option<String>,
}

pub(super) fn read_cameo(
    origin: Origin<'_>,
    code: &str,
    entry: Option<CameoEntry>,
) -> Result<Vec<CameoCode>, ActorsError> {
    match entry {
        None => Ok(Vec::new()),
        Some(CameoEntry::Plain(code)) => Ok(vec![CameoCode { code, from: None, until: None }]),
        Some(CameoEntry::Dated(codes)) => codes
            .into_iter()
            .map(|dated| {
                let from = origin.moment(code, dated.from.as_deref())?;
                let until = origin.moment(code, dated.until.as_deref())?;
                Ok(CameoCode { code: dated.code, from, until })
            })
            .collect(),
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum NameEntry {
    Plain(String),
    Dated(DatedName),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DatedName {
    pub(super) text: String,
    pub(super) from: Option<String>,
    pub(super) until: Option<String>,
    pub(super) lang: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LeaderEntry {
    pub(super) name: String,
    #[serde(default)]
    pub(super) names: Vec<String>,
    pub(super) title: Option<String>,
    pub(super) from: Option<String>,
    pub(super) until: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RelationEntry {
    pub(super) kind: RelationKind,
    pub(super) to: String,
    pub(super) from: Option<String>,
    pub(super) until: Option<String>,
    #[serde(default)]
    pub(super) source: String,
}

/// Where an entry stands, for messages.
#[derive(Clone, Copy)]
pub(super) struct Origin<'a> {
    pub(super) path: &'a str,
    pub(super) text: &'a str,
}

impl Origin<'_> {
    /// The line of the entry with this code; the first line of the file when it has none of its own.
    pub(super) fn line(&self, code: &str) -> usize {
        let quoted = format!("\"{code}\"");
        let defines = |line: &str| {
            line.contains(&quoted)
                && (line.trim_start().starts_with("code") || line.trim_start().starts_with("iso"))
        };
        self.text.lines().position(defines).map_or(1, |at| at + 1)
    }

    pub(super) fn moment(&self, code: &str, date: Option<&str>) -> Result<Option<Moment>, ActorsError> {
        let Some(value) = date else { return Ok(None) };
        let moment = Moment::parse(value).ok_or_else(|| ActorsError::Date {
            path: self.path.to_owned(),
            line: self.line(code),
            code: code.to_owned(),
            value: value.to_owned(),
        })?;
        Ok(Some(moment))
    }
}

pub(super) fn read_name(origin: Origin<'_>, code: &str, entry: NameEntry) -> Result<Name, ActorsError> {
    Ok(match entry {
        NameEntry::Plain(text) => plain_name(&text),
        NameEntry::Dated(dated) => Name {
            from: origin.moment(code, dated.from.as_deref())?,
            until: origin.moment(code, dated.until.as_deref())?,
            lang: dated.lang,
            ..plain_name(&dated.text)
        },
    })
}

pub(super) fn read_leaders(
    origin: Origin<'_>,
    code: &str,
    entries: Vec<LeaderEntry>,
    names: &mut Vec<Name>,
) -> Result<Vec<Leader>, ActorsError> {
    let mut leaders = Vec::with_capacity(entries.len());
    for entry in entries {
        let from = origin.moment(code, entry.from.as_deref())?;
        let until = origin.moment(code, entry.until.as_deref())?;
        let role = NameRole::Leader(leaders.len());
        let called = [&entry.name].into_iter().chain(&entry.names);
        names.extend(called.map(|text| Name { from, until, ..with_role(text, role) }));
        leaders.push(Leader { name: entry.name, title: entry.title, from, until });
    }
    Ok(leaders)
}

/// Something that points to an actor by code, until all actors are known.
pub(super) struct Pending<'a> {
    pub(super) origin: Origin<'a>,
    pub(super) from: ActorId,
    pub(super) relation: RelationEntry,
}
