//! Descriptions that refer to an actor by how it stands: "al-Qaeda's Syrian branch", "the Lebanese
//! militia", "the Turkish-backed faction". The registry says which actors they can mean.

use crate::{Actor, ActorId, ActorKind, NameRole, Registry, Relation, RelationKind};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A word of descriptions: what it says of the actor that it describes. One that says nothing narrows
/// nothing, and needs no explanation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DescriptionWord {
    /// The word and its other forms, in lower case.
    pub(crate) words: Vec<String>,
    /// The described actor stands so to the named one.
    #[serde(default)]
    pub(crate) relations: Vec<RelationKind>,
    /// The described actor is of one of these kinds.
    #[serde(default)]
    pub(crate) kinds: Vec<ActorKind>,
    /// The described actor has this trait.
    pub(crate) r#trait: Option<String>,
    /// The standing is over.
    #[serde(default)]
    pub(crate) former: bool,
}

/// The words of descriptions, each pointing to its entry.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    pub(crate) entries: Vec<DescriptionWord>,
    pub(crate) by_word: BTreeMap<String, usize>,
}

/// What of a description fits an actor. Nothing in it contradicts the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// The actor.
    pub actor: ActorId,
    /// What fits, one phrase for each part of the description: "affiliate-of al-qaeda", "country SY".
    pub reasons: Vec<String>,
    /// Words that the registry has no knowledge about.
    pub unexplained: Vec<String>,
}

#[derive(Debug, Default)]
struct Description {
    countries: Vec<String>,
    others: Vec<ActorId>,
    relations: Vec<Vec<RelationKind>>,
    kinds: Vec<Vec<ActorKind>>,
    traits: Vec<String>,
    former: bool,
    unexplained: Vec<String>,
}

impl Registry {
    /// Says whether an actor can be what `words`, the tokens of a definite description, speak of at a date.
    ///
    /// `None` when a part contradicts what the registry knows, or when no part of the description says
    /// anything. A standing that an actor had before a renaming or merger counts for what it became.
    pub fn describes(&self, id: ActorId, words: &[&str], date: Option<Date>) -> Option<Described> {
        self.fits(id, &self.read(words), date)
    }

    /// Every actor that a definite description can mean at a date; those existing then only, and with
    /// fewer unexplained words first. Long for loose descriptions: "the rebel group".
    pub fn described_by(&self, words: &[&str], date: Option<Date>) -> Vec<Described> {
        let description = self.read(words);
        let exists = |actor: &Actor| {
            date.is_none_or(|date| {
                actor.founded.is_none_or(|founded| founded.earliest <= date)
                    && actor.ended.is_none_or(|ended| date <= ended.latest)
            })
        };
        let mut described: Vec<Described> = self
            .actors()
            .filter(|(_, actor)| exists(actor))
            .filter_map(|(id, _)| self.fits(id, &description, date))
            .collect();
        described.sort_by_key(|d| (d.unexplained.len(), d.actor));
        described
    }

    fn read(&self, words: &[&str]) -> Description {
        let mut description = Description::default();
        let mut at = 0;
        while at < words.len() {
            let rest = &words[at..];
            if let Some((n_words, iso2)) = self.country_at(rest) {
                let after: Vec<&&str> = rest[n_words..].iter().filter(|w| **w != "-").take(1).collect();
                let backs = after.first().and_then(|w| self.word(w)).is_some_and(|w| {
                    w.relations.contains(&RelationKind::SupportedBy)
                        || w.relations.contains(&RelationKind::AllyOf)
                });
                match self.state(iso2) {
                    Some(state) if backs => description.others.push(state),
                    _ => description.countries.push(iso2.to_owned()),
                }
                at += n_words;
            } else if let Some((n_words, actors)) = self.named_at(rest) {
                description.others.extend(actors);
                at += n_words;
            } else {
                self.read_word(rest[0], &mut description);
                at += 1;
            }
        }
        description
    }

    /// Own names only: a metonym or a person inside a description is left to the reader.
    fn named_at(&self, words: &[&str]) -> Option<(usize, Vec<ActorId>)> {
        let (n_words, entries) = self.entries_at(words)?;
        let own: Vec<ActorId> = entries
            .iter()
            .filter(|entry| matches!(self.role_of(entry), NameRole::Name | NameRole::Acronym))
            .map(|entry| entry.actor)
            .collect();
        (!own.is_empty()).then_some((n_words, own))
    }

    fn word(&self, word: &str) -> Option<&DescriptionWord> {
        let entry = *self.vocabulary.by_word.get(&word.to_lowercase())?;
        self.vocabulary.entries.get(entry)
    }

    fn read_word(&self, word: &str, description: &mut Description) {
        let letters = word.chars().any(char::is_alphanumeric);
        if !letters || matches!(word, "'s" | "’s") {
            return;
        }
        let parts: Vec<&str> = word.split('-').filter(|part| !part.is_empty()).collect();
        for part in parts {
            let Some(known) = self.word(part) else {
                description.unexplained.push(part.to_lowercase());
                continue;
            };
            if !known.relations.is_empty() {
                description.relations.push(known.relations.clone());
            }
            if !known.kinds.is_empty() {
                description.kinds.push(known.kinds.clone());
            }
            description.traits.extend(known.r#trait.clone());
            description.former |= known.former;
        }
    }

    fn fits(&self, id: ActorId, description: &Description, date: Option<Date>) -> Option<Described> {
        let actor = self.actor(id);
        let mut reasons = Vec::new();
        for country in &description.countries {
            actor.countries.contains(country).then(|| reasons.push(format!("country {country}")))?;
        }
        for kinds in &description.kinds {
            self.is_one_of(id, kinds).then(|| reasons.push(format!("kind {:?}", actor.kind)))?;
        }
        for quality in &description.traits {
            actor.traits.contains(quality).then(|| reasons.push(format!("trait {quality}")))?;
        }
        for kinds in &description.relations {
            if description.others.is_empty() {
                // "a splinter group": some such standing is enough
                let relation = self.standing(id, kinds, &[], description.former, date)?;
                reasons.push(self.reason(relation));
            } else {
                let relation = self.standing(id, kinds, &description.others, description.former, date)?;
                reasons.push(self.reason(relation));
            }
        }
        if description.relations.is_empty() && !description.others.is_empty() {
            let any = [RelationKind::AffiliateOf, RelationKind::PartOf, RelationKind::MemberOf];
            let relation = self.standing(id, &any, &description.others, description.former, date)?;
            reasons.push(self.reason(relation));
        }
        (!reasons.is_empty()).then(|| Described {
            actor: id,
            reasons,
            unexplained: description.unexplained.clone(),
        })
    }

    /// A group that several others merged into is called an alliance as well.
    fn is_one_of(&self, id: ActorId, kinds: &[ActorKind]) -> bool {
        kinds.contains(&self.actor(id).kind)
            || kinds.contains(&ActorKind::Coalition) && self.predecessors(id).len() > 1
    }

    fn reason(&self, relation: &Relation) -> String {
        let kind = match relation.kind {
            RelationKind::AffiliateOf => "affiliate-of",
            RelationKind::MemberOf => "member-of",
            RelationKind::PartOf => "part-of",
            RelationKind::SplitFrom => "split-from",
            RelationKind::MergedInto => "merged-into",
            RelationKind::RenamedTo => "renamed-to",
            RelationKind::SupportedBy => "supported-by",
            RelationKind::AllyOf => "ally-of",
        };
        format!("{kind} {}", self.actor(relation.to).code)
    }

    /// The first relation of one of the kinds to one of the others (to anyone, when there are none)
    /// that holds at the date, of the actor or of what it was before.
    fn standing(
        &self,
        id: ActorId,
        kinds: &[RelationKind],
        others: &[ActorId],
        former: bool,
        date: Option<Date>,
    ) -> Option<&Relation> {
        let mut seen = vec![id];
        let mut at = 0;
        while let Some(&actor) = seen.get(at) {
            let own = at == 0;
            let found = self.actor(actor).relations.iter().find(|relation| {
                let begun = date.is_none_or(|date| relation.from.is_none_or(|from| from.earliest <= date));
                let over = date.is_some_and(|date| relation.until.is_some_and(|until| until.latest < date));
                let lasts = !over || former || !own || relation.kind == RelationKind::SplitFrom;
                let kind =
                    kinds.contains(&relation.kind) && (own || relation.kind == RelationKind::AffiliateOf);
                kind && begun && lasts && (others.is_empty() || others.contains(&relation.to))
            });
            if found.is_some() {
                return found;
            }
            for &before in self.predecessors(actor) {
                if !seen.contains(&before) {
                    seen.push(before);
                }
            }
            at += 1;
        }
        None
    }
}
