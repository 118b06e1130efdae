//! Files to a registry: TOML and the table of UCDP actors, joined by codes.

mod file;
mod names;
mod state;
mod ucdp;

use crate::compose::Country;
use crate::describe::Vocabulary;
use crate::{Actor, ActorId, ActorsError, Generic, NameRole, Registry, Relation, fold};
use file::{
    ActorEntry, AliasEntry, DatedName, File, NameEntry, Origin, Pending, read_cameo, read_leaders, read_name,
};
use names::{indexes, plain_name, with_role};
use std::collections::{BTreeMap, BTreeSet};

macro_rules! embedded {
    ($($path:literal),* $(,)?) => {
        &[$((concat!("data/actors/", $path), include_str!(concat!("../../../../data/actors/", $path)))),*]
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
    "agents.toml",
    "shared.toml",
    "ucdp.tsv",
];

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
    agents: BTreeMap<String, String>,
    shared: BTreeSet<String>,
    aliases: Vec<(Origin<'a>, AliasEntry)>,
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
        for agent in file.agent {
            for word in agent.words {
                self.agents.insert(fold::folded_name(&word), agent.code.clone());
            }
        }
        self.aliases.extend(file.alias.into_iter().map(|alias| (origin, alias)));
        self.shared.extend(file.shared.iter().map(|shared| fold::folded_name(&shared.name)));
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
            cameo: read_cameo(origin, code, entry.cameo)?,
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
        for (origin, alias) in std::mem::take(&mut self.aliases) {
            let actor = self.target(origin, &alias.name, &alias.actor)?;
            let AliasEntry { actor: code, name: text, from, until, lang, .. } = alias;
            let name = read_name(origin, &code, NameEntry::Dated(DatedName { text, from, until, lang }))?;
            let names = &mut self.actors[actor.index()].names;
            if !names.contains(&name) {
                names.push(name);
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
            agents: self.agents,
            shared: self.shared,
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
