//! Files to a registry. Reads TOML and the table of UCDP actors; composes the forces, police and organs
//! of every state from its adjective.

use crate::compose::Country;
use crate::describe::{DescriptionWord, Vocabulary};
use crate::registry::{Entry, NameIndex, levelled_key};
use crate::{
    Actor, ActorId, ActorKind, ActorsError, Generic, Leader, Moment, Name, NameRole, Registry, Relation,
    RelationKind, fold,
};
use serde::Deserialize;
use std::collections::BTreeMap;

macro_rules! embedded {
    ($($path:literal),* $(,)?) => {
        &[$((concat!("data/actors/", $path), include_str!(concat!("../../../data/actors/", $path)))),*]
    };
}

/// The files that ship with athir. The order is the order of candidates that nothing else tells apart.
pub(crate) const EMBEDDED: &[(&str, &str)] = embedded![
    "states.toml",
    "international.toml",
    "groups/syria.toml",
    "groups/iraq.toml",
    "groups/world.toml",
    "generic.toml",
    "descriptions.toml",
    "ucdp.tsv",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    actor: Vec<ActorEntry>,
    #[serde(default)]
    state: Vec<StateEntry>,
    #[serde(default)]
    generic: Vec<Generic>,
    #[serde(default)]
    description: Vec<DescriptionWord>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActorEntry {
    code: String,
    name: String,
    kind: ActorKind,
    #[serde(default)]
    countries: Vec<String>,
    #[serde(default)]
    names: Vec<NameEntry>,
    #[serde(default)]
    metonyms: Vec<String>,
    ucdp: Option<u32>,
    founded: Option<String>,
    ended: Option<String>,
    #[serde(default)]
    traits: Vec<String>,
    #[serde(default)]
    leaders: Vec<LeaderEntry>,
    #[serde(default)]
    relations: Vec<RelationEntry>,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StateEntry {
    iso: String,
    name: String,
    /// The name that a record gives the state, where it is not the country's.
    usual: Option<String>,
    adjectives: Vec<String>,
    #[serde(default)]
    names: Vec<NameEntry>,
    #[serde(default)]
    metonyms: Vec<String>,
    /// The name of the armed forces, where it is not composed.
    forces: Option<String>,
    /// Lemmas of generic words that mean a certain actor here.
    #[serde(default)]
    composed: BTreeMap<String, String>,
    ucdp: Option<u32>,
    #[serde(default)]
    leaders: Vec<LeaderEntry>,
    #[serde(default)]
    relations: Vec<RelationEntry>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum NameEntry {
    Plain(String),
    Dated(DatedName),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DatedName {
    text: String,
    from: Option<String>,
    until: Option<String>,
    lang: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LeaderEntry {
    name: String,
    #[serde(default)]
    names: Vec<String>,
    title: Option<String>,
    from: Option<String>,
    until: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RelationEntry {
    kind: RelationKind,
    to: String,
    from: Option<String>,
    until: Option<String>,
    #[serde(default)]
    source: String,
}

/// Where an entry stands, for messages.
#[derive(Clone, Copy)]
struct Origin<'a> {
    path: &'a str,
    text: &'a str,
}

impl Origin<'_> {
    /// The line of the entry with this code; the first line of the file when it has none of its own.
    fn line(&self, code: &str) -> usize {
        let quoted = format!("\"{code}\"");
        let defines = |line: &str| {
            line.contains(&quoted)
                && (line.trim_start().starts_with("code") || line.trim_start().starts_with("iso"))
        };
        self.text.lines().position(defines).map_or(1, |at| at + 1)
    }

    fn moment(&self, code: &str, date: Option<&str>) -> Result<Option<Moment>, ActorsError> {
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

/// Something that points to an actor by code, until all actors are known.
struct Pending<'a> {
    origin: Origin<'a>,
    from: ActorId,
    relation: RelationEntry,
}

#[derive(Default)]
struct Builder<'a> {
    actors: Vec<Actor>,
    by_code: BTreeMap<String, ActorId>,
    pending: Vec<Pending<'a>>,
    countries: BTreeMap<String, Country>,
    country_order: Vec<(String, String)>,
    composed: Vec<(Origin<'a>, String, String, String)>,
    generics: BTreeMap<String, Generic>,
    vocabulary: Vocabulary,
}

pub(crate) fn registry(files: &[(&str, &str)]) -> Result<Registry, ActorsError> {
    let mut builder = Builder::default();
    for &(path, text) in files {
        let origin = Origin { path, text };
        if path.ends_with(".tsv") {
            builder.read_ucdp(origin)?;
        } else {
            builder.read_toml(origin)?;
        }
    }
    builder.finish()
}

impl<'a> Builder<'a> {
    fn read_toml(&mut self, origin: Origin<'a>) -> Result<(), ActorsError> {
        let file: File = toml::from_str(origin.text).map_err(|error| ActorsError::Syntax {
            path: origin.path.to_owned(),
            line: error.span().map_or(1, |span| 1 + origin.text[..span.start].matches('\n').count()),
            message: error.message().to_owned(),
        })?;
        let mut here = Vec::new();
        for entry in file.actor {
            if here.contains(&entry.code) {
                let line = origin.line(&entry.code);
                return Err(ActorsError::DuplicateCode {
                    path: origin.path.to_owned(),
                    line,
                    code: entry.code,
                });
            }
            here.push(entry.code.clone());
            self.add_actor(origin, entry)?;
        }
        for entry in file.state {
            self.add_state(origin, entry)?;
        }
        for generic in file.generic {
            // The name is a form too, unless it belongs to another word: "terrorists" are named militants.
            self.generics.entry(generic.name.clone()).or_insert_with(|| generic.clone());
            for form in generic.forms.iter().chain([&generic.lemma]) {
                self.generics.insert(form.clone(), generic.clone());
            }
        }
        for word in file.description {
            let entry = self.vocabulary.entries.len();
            self.vocabulary.by_word.extend(word.words.iter().map(|form| (form.clone(), entry)));
            self.vocabulary.entries.push(word);
        }
        Ok(())
    }

    /// Puts an actor in; one with a known code takes the place of the earlier one and of its relations.
    fn put(&mut self, actor: Actor) -> ActorId {
        if let Some(&id) = self.by_code.get(&actor.code) {
            self.pending.retain(|pending| pending.from != id);
            self.actors[id.index()] = actor;
            return id;
        }
        let id = ActorId(u32::try_from(self.actors.len()).expect("fewer actors than bytes of their files"));
        self.by_code.insert(actor.code.clone(), id);
        self.actors.push(actor);
        id
    }

    fn add_actor(&mut self, origin: Origin<'a>, entry: ActorEntry) -> Result<(), ActorsError> {
        let code = entry.code.as_str();
        let mut names = vec![plain_name(&entry.name)];
        for name in entry.names {
            names.push(read_name(origin, code, name)?);
        }
        names.extend(entry.metonyms.iter().map(|text| with_role(text, NameRole::Metonym)));
        let leaders = read_leaders(origin, code, entry.leaders, &mut names)?;
        let actor = Actor {
            name: entry.name,
            names,
            kind: entry.kind,
            countries: entry.countries,
            ucdp_id: entry.ucdp,
            founded: origin.moment(code, entry.founded.as_deref())?,
            ended: origin.moment(code, entry.ended.as_deref())?,
            active_years: None,
            traits: entry.traits,
            leaders,
            relations: Vec::new(),
            source: entry.source,
            code: entry.code,
        };
        let from = self.put(actor);
        self.pending.extend(entry.relations.into_iter().map(|relation| Pending { origin, from, relation }));
        Ok(())
    }

    fn add_state(&mut self, origin: Origin<'a>, entry: StateEntry) -> Result<(), ActorsError> {
        let code = entry.iso.to_ascii_lowercase();
        let usual = entry.usual.unwrap_or_else(|| entry.name.clone());
        let mut names = vec![plain_name(&usual)];
        if usual != entry.name {
            names.push(plain_name(&entry.name));
        }
        for name in entry.names {
            names.push(read_name(origin, &entry.iso, name)?);
        }
        let own: Vec<String> = names.iter().map(|name| name.text.clone()).collect();
        for adjective in &entry.adjectives {
            names.extend(
                STATE_ORGANS.iter().map(|organ| with_role(&format!("{adjective} {organ}"), NameRole::Organ)),
            );
        }
        names.extend(own.iter().map(|name| with_role(&format!("Government of {name}"), NameRole::Organ)));
        names.extend(entry.metonyms.iter().map(|text| with_role(text, NameRole::Metonym)));
        let leaders = read_leaders(origin, &entry.iso, entry.leaders, &mut names)?;
        let state = Actor {
            code: code.clone(),
            name: usual,
            names,
            kind: ActorKind::State,
            countries: vec![entry.iso.clone()],
            ucdp_id: entry.ucdp,
            founded: None,
            ended: None,
            active_years: None,
            traits: Vec::new(),
            leaders,
            relations: Vec::new(),
            source: "general knowledge".to_owned(),
        };
        let adjective = entry.adjectives.first().cloned().unwrap_or_else(|| entry.name.clone());
        let part = |suffix: &str, name: String, kind: ActorKind, heads: &[&str]| {
            let composed = entry
                .adjectives
                .iter()
                .flat_map(|adjective| heads.iter().map(move |head| format!("{adjective} {head}")));
            let mut names = vec![plain_name(&name)];
            names.extend(composed.filter(|text| *text != name).map(|text| plain_name(&text)));
            Actor {
                code: format!("{code}-{suffix}"),
                name,
                names,
                kind,
                countries: vec![entry.iso.clone()],
                ucdp_id: None,
                founded: None,
                ended: None,
                active_years: None,
                traits: Vec::new(),
                leaders: Vec::new(),
                relations: Vec::new(),
                source: COMPOSED.to_owned(),
            }
        };
        let forces_name = entry.forces.unwrap_or_else(|| format!("{adjective} Armed Forces"));
        let forces = part("forces", forces_name, ActorKind::Military, &["armed forces", "army", "military"]);
        let police_name = format!("{} police", entry.name);
        let police = part("police", police_name, ActorKind::Police, &["police", "police force"]);
        let security_name = format!("{} security forces", entry.name);
        let security = part("security", security_name, ActorKind::Police, &["security forces"]);

        let state = self.put(state);
        let country = Country {
            state,
            name: entry.name.clone(),
            adjective,
            forces: self.put(forces),
            police: self.put(police),
            security: self.put(security),
            composed: BTreeMap::new(),
        };
        for part in [country.forces, country.police, country.security] {
            self.actors[part.index()].relations.push(Relation {
                kind: RelationKind::PartOf,
                to: state,
                from: None,
                until: None,
                source: "by definition".to_owned(),
            });
        }
        self.countries.insert(entry.iso.clone(), country);
        let words = entry.adjectives.iter().chain(&own).chain([&entry.name]);
        self.country_order.extend(words.map(|word| (fold::folded_name(word), entry.iso.clone())));
        for (lemma, target) in entry.composed {
            self.composed.push((origin, entry.iso.clone(), lemma, target));
        }
        self.pending.extend(entry.relations.into_iter().map(|relation| Pending {
            origin,
            from: state,
            relation,
        }));
        Ok(())
    }

    /// Reads rows of: id, kind, name, countries, first year, last year, further names, relations.
    /// A row whose id a curated actor bears gives that actor its years and its further names, unless
    /// several actors share the id.
    fn read_ucdp(&mut self, origin: Origin<'a>) -> Result<(), ActorsError> {
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

    fn finish(mut self) -> Result<Registry, ActorsError> {
        for Pending { origin, from, relation } in std::mem::take(&mut self.pending) {
            let code = self.actors[from.index()].code.clone();
            let to = self.target(origin, &code, &relation.to)?;
            let source = match relation.source.as_str() {
                "" => self.actors[from.index()].source.clone(),
                own => own.to_owned(),
            };
            let relation = Relation {
                kind: relation.kind,
                to,
                from: origin.moment(&code, relation.from.as_deref())?,
                until: origin.moment(&code, relation.until.as_deref())?,
                source,
            };
            self.actors[from.index()].relations.push(relation);
        }
        for (origin, iso, lemma, target) in std::mem::take(&mut self.composed) {
            let actor = self.target(origin, &iso, &target)?;
            if let Some(country) = self.countries.get_mut(&iso) {
                country.composed.insert(lemma, actor);
            }
        }
        let mut predecessors: BTreeMap<ActorId, Vec<ActorId>> = BTreeMap::new();
        for (id, actor) in (0u32..).map(ActorId).zip(&self.actors) {
            for relation in actor.relations.iter().filter(|relation| relation.kind.leads_to_successor()) {
                predecessors.entry(relation.to).or_default().push(id);
            }
        }
        let (exact, levelled) = indexes(&self.actors);
        let mut country_words = self.country_order;
        country_words.sort_by(|a, b| a.0.cmp(&b.0)); // stable: the first country of a shared word stays first
        country_words.dedup_by(|later, earlier| later.0 == earlier.0);
        Ok(Registry {
            actors: self.actors,
            by_code: self.by_code,
            exact,
            levelled,
            generics: self.generics,
            countries: self.countries,
            country_words,
            vocabulary: self.vocabulary,
            predecessors,
        })
    }

    fn target(&self, origin: Origin<'_>, code: &str, target: &str) -> Result<ActorId, ActorsError> {
        self.by_code.get(target).copied().ok_or_else(|| ActorsError::UnknownActor {
            path: origin.path.to_owned(),
            line: origin.line(code),
            code: code.to_owned(),
            target: target.to_owned(),
        })
    }
}

/// The source of the forces and police of a state.
const COMPOSED: &str = "composed from the state's adjective";

/// What a state acts through, after its adjective.
const STATE_ORGANS: &[&str] = &[
    "government",
    "state",
    "authorities",
    "regime",
    "government forces",
    "forces",
    "air force",
    "navy",
    "foreign ministry",
    "defence ministry",
    "defense ministry",
    "interior ministry",
    "ministry of defence",
    "ministry of defense",
    "ministry of foreign affairs",
    "ministry of interior",
    "embassy",
    "parliament",
    "presidency",
    "cabinet",
    "state media",
    "state television",
    "state TV",
    "aerospace forces",
];

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

fn plain_name(text: &str) -> Name {
    let role = if fold::is_acronym(text) { NameRole::Acronym } else { NameRole::Name };
    with_role(text, role)
}

fn with_role(text: &str, role: NameRole) -> Name {
    Name { text: text.to_owned(), from: None, until: None, lang: None, role }
}

fn read_name(origin: Origin<'_>, code: &str, entry: NameEntry) -> Result<Name, ActorsError> {
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

fn read_leaders(
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

fn indexes(actors: &[Actor]) -> (NameIndex, NameIndex) {
    let mut exact = Vec::new();
    let mut levelled = Vec::new();
    for (id, actor) in (0u32..).map(ActorId).zip(actors) {
        for (name, at) in actor.names.iter().zip(0u16..) {
            let key = fold::folded_name(&name.text);
            if key.is_empty() {
                continue;
            }
            let spelled_one_way = actor.source == COMPOSED;
            if !spelled_one_way && let Some(key) = levelled_key(actor, &name.text, &key) {
                levelled.push(Entry { key, actor: id, name: at });
            }
            exact.push(Entry { key, actor: id, name: at });
        }
    }
    (NameIndex::new(exact), NameIndex::new(levelled))
}
