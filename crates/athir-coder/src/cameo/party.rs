//! The codes of the parties that a noun phrase names: names and words for roles are found once in the text, and joined
//! where they stand in one phrase ("soldiers from Lowland", "Lowland's foreign minister").

use std::ops::Range;

use athir_actors::{NameRole, Registry, join_cameo};
use athir_nlp::{Dep, Doc, Pos, Token};
use jiff::civil::Date;

use crate::clause::{conjuncts, is_relative_pronoun};

/// How deep prepositions are followed for a name: "the leader of the army of the north of Lowland".
const DEPTH: usize = 4;
/// The longest name or role in tokens.
const WINDOW: usize = 12;

/// The names and roles of a text.
pub(super) struct Codes {
    found: Vec<Found>,
    /// The index into `found` of each token.
    at: Vec<Option<u32>>,
}

struct Found {
    tokens: Range<usize>,
    what: What,
}

/// A name with the code of its actor, or a word for a role with the code that it adds.
enum What {
    Actor(String),
    Role(String),
}

/// A party with its code, and the tokens of the name or role that it is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Coded {
    /// Nothing, where neither a name nor a role is known.
    pub(super) code: Option<String>,
    pub(super) tokens: Range<usize>,
}

/// The codes in one phrase, before they are joined.
#[derive(Clone, Debug, Default)]
struct Parts {
    actors: Vec<Coded>,
    roles: Vec<Coded>,
}

impl Codes {
    /// Finds names and roles, the longest at each word; names before roles. A place that is no name of an actor
    /// stands for its country: `places` are the tokens of places with the codes of their countries.
    pub(super) fn find(
        doc: &Doc,
        registry: &Registry,
        places: &[(Range<usize>, &str)],
        date: Option<Date>,
    ) -> Codes {
        let words: Vec<&str> = doc.tokens().map(|t| t.text()).collect();
        let mut codes = Codes { found: Vec::new(), at: vec![None; words.len()] };
        let mut i = 0;
        while i < words.len() {
            let token = doc.token(i);
            let window = &words[i..token.sentence().range().end.min(i + WINDOW).max(i + 1)];
            let named = name_at(registry, window, date);
            let role = registry.agent_at(window).map(|(n, code)| (n, What::Role(code.to_owned())));
            let longest = match (named, role) {
                (Some(named), Some(role)) => Some(if role.0 > named.0 { role } else { named }),
                (named, role) => named.or(role),
            };
            let Some((n_words, what)) = longest.filter(|(n, _)| *n > 0) else {
                i += 1;
                continue;
            };
            let end = i + n_words.min(window.len());
            let index = u32::try_from(codes.found.len()).unwrap_or(u32::MAX);
            codes.at[i..end].fill(Some(index));
            codes.found.push(Found { tokens: i..end, what });
            i = end;
        }
        for (tokens, country) in places {
            if codes.at[tokens.clone()].iter().all(Option::is_none) {
                let index = u32::try_from(codes.found.len()).unwrap_or(u32::MAX);
                codes.at[tokens.clone()].fill(Some(index));
                let what = What::Actor((*country).to_owned());
                codes.found.push(Found { tokens: tokens.clone(), what });
            }
        }
        codes
    }

    /// The codes of the parties that a noun phrase names, one for each that is joined by "and", in the order of
    /// the text.
    pub(super) fn of(&self, head: Token<'_>) -> Vec<Coded> {
        let mut codes: Vec<Coded> = Vec::new();
        for parts in self.joined_parts(head, DEPTH) {
            join(&parts).into_iter().for_each(|coded| push_new(&mut codes, coded));
        }
        codes
    }

    /// The codes in the words of a noun phrase itself, without what stands behind its prepositions.
    pub(super) fn of_words(&self, head: Token<'_>) -> Vec<Coded> {
        join(&self.parts(head, 0))
    }

    /// The parts of a noun and of those joined to it. One that has a role and no name takes the names of the
    /// others: "Lowland's media and government", "lawmakers and officials in Lowland".
    fn joined_parts(&self, head: Token<'_>, depth: usize) -> Vec<Parts> {
        let tokens = conjuncts(head);
        let all: Vec<Parts> = tokens.iter().map(|token| self.parts(*token, depth)).collect();
        let names: Vec<bool> = tokens.iter().map(|token| self.is_actor(token.index())).collect();
        let mut shared = all.clone();
        for (n, parts) in shared.iter_mut().enumerate() {
            if parts.actors.is_empty() && !parts.roles.is_empty() {
                // A bare name is a party beside it: "police and Lowland".
                let has_name = |&m: &usize| !all[m].actors.is_empty() && !names[m];
                let named = (0..n).rev().find(has_name).or_else(|| (n + 1..all.len()).find(has_name));
                if let Some(m) = named {
                    parts.actors.clone_from(&all[m].actors);
                }
            }
        }
        shared
    }

    fn is_actor(&self, token: usize) -> bool {
        self.at[token].is_some_and(|n| matches!(self.found[n as usize].what, What::Actor(_)))
    }

    /// The names and roles of one noun: in its own words first, else behind its prepositions.
    fn parts(&self, head: Token<'_>, depth: usize) -> Parts {
        let mut parts = Parts::default();
        let mut near: Vec<(usize, u32)> = Vec::new();
        self.collect(head, &mut near, 0);
        near.sort_unstable();
        near.dedup_by_key(|(_, n)| *n);
        let mut actors: Vec<(usize, Coded)> = Vec::new();
        for &(index, n) in &near {
            let Found { tokens, what } = &self.found[n as usize];
            let coded = |code: &String| Coded { code: Some(code.clone()), tokens: tokens.clone() };
            match what {
                What::Actor(code) => actors.push((index, coded(code))),
                What::Role(code) => push_new(&mut parts.roles, coded(code)),
            }
        }
        // "Lowland's prime minister X", "the Lowland Y party": the name nearest to the head is who it is, unless
        // several are joined.
        let doc = head.sentence().doc();
        let joined = actors.iter().any(|(index, _)| {
            let token = doc.token(*index);
            // A name beside a name, "Lowland, the Highland and X", is no apposition.
            let beside = token.dep() == Dep::Appos
                && self.at[token.head().index()].is_some()
                && !token.children().any(|t| matches!(t.dep(), Dep::Compound | Dep::Amod | Dep::Poss));
            token.dep() == Dep::Conj || beside
        });
        let own = actors.iter().find(|(_, coded)| coded.tokens.contains(&head.index()));
        match own.or(actors.last()) {
            Some((_, coded)) if !joined => push_new(&mut parts.actors, coded.clone()),
            _ => actors.into_iter().for_each(|(_, coded)| push_new(&mut parts.actors, coded)),
        }
        if parts.actors.is_empty() && depth > 0 {
            self.add_behind(head, &mut parts, depth);
        }
        parts
    }

    /// Names behind prepositions and participles: "soldiers from X", "memos sent by X".
    fn add_behind(&self, head: Token<'_>, parts: &mut Parts, depth: usize) {
        let mut roles: Vec<Coded> = Vec::new();
        for child in head.children() {
            // "links leading into X", "a parade supporting X", "memos sent by X"
            let governors: Vec<Token<'_>> = match child.dep() {
                Dep::Prep | Dep::Agent if !is_temporal(child.text()) => vec![child],
                Dep::Acl if child.tag() != "VB" => std::iter::once(child)
                    .chain(
                        child
                            .children()
                            .filter(|t| matches!(t.dep(), Dep::Prep | Dep::Agent) && !is_temporal(t.text())),
                    )
                    .collect(),
                _ => continue,
            };
            let objects = governors.into_iter().flat_map(|governor| {
                governor
                    .children()
                    .filter(|t| matches!(t.dep(), Dep::Pobj | Dep::Dobj) && t.pos() != Pos::Pron)
                    .collect::<Vec<_>>()
            });
            for object in objects {
                let own_roles = !parts.roles.is_empty();
                for inner in self.joined_parts(object, depth - 1) {
                    // The inner role goes with its own name: "an attack by soldiers of X".
                    if own_roles {
                        inner.actors.into_iter().for_each(|coded| push_new(&mut parts.actors, coded));
                    } else if !inner.actors.is_empty() {
                        join(&inner).into_iter().for_each(|coded| push_new(&mut parts.actors, coded));
                    } else if roles.is_empty() {
                        roles = inner.roles;
                    }
                }
            }
            if !parts.actors.is_empty() {
                return;
            }
        }
        // "a group of students": a role behind a preposition counts where nothing else is there.
        if parts.roles.is_empty() {
            parts.roles = roles;
        }
    }

    /// The names and roles in the words of a noun phrase itself: its modifiers, possessors and appositions.
    fn collect(&self, token: Token<'_>, near: &mut Vec<(usize, u32)>, depth: usize) {
        if let Some(n) = self.at[token.index()] {
            near.push((token.index(), n));
        }
        if depth > 6 {
            return;
        }
        for child in token.children() {
            let inside = matches!(
                child.dep(),
                Dep::Det
                    | Dep::Amod
                    | Dep::Compound
                    | Dep::Poss
                    | Dep::Nmod
                    | Dep::Appos
                    | Dep::Nummod
                    | Dep::Case
            );
            // "Hungarian and Romanian officials": joined modifiers.
            let joined = child.dep() == Dep::Conj && depth > 0 && token.dep() != Dep::Appos;
            // A name that runs on past its head: "University of the Hill".
            let same = self.at[child.index()].is_some() && self.at[child.index()] == self.at[token.index()];
            if (inside || joined || same) && !is_relative_pronoun(child) {
                self.collect(child, near, depth + 1);
            }
        }
    }
}

fn push_new(list: &mut Vec<Coded>, coded: Coded) {
    if !list.iter().any(|known| known.code == coded.code) {
        list.push(coded);
    }
}

/// The names of a phrase with its roles; a role alone has `---` where the actor would be. That people are people
/// says nothing beside another role.
fn join(parts: &Parts) -> Vec<Coded> {
    let people = |role: &&Coded| parts.roles.len() == 1 || role.code.as_deref() != Some("~PPL");
    let roles: Vec<&Coded> = parts.roles.iter().filter(people).collect();
    let with_roles = |actor: &str| {
        let roles = roles.iter().filter_map(|role| role.code.as_deref());
        Some(roles.fold(actor.to_owned(), |code, role| join_cameo(&code, role)))
    };
    if parts.actors.is_empty() {
        let role = roles.first().map(|role| Coded { code: with_roles("---"), tokens: role.tokens.clone() });
        return role.into_iter().collect();
    }
    let coded = |actor: &Coded| Coded {
        code: actor.code.as_deref().and_then(with_roles),
        tokens: actor.tokens.clone(),
    };
    parts.actors.iter().map(coded).collect()
}

/// Prepositions that date an act; what stands behind them is no party.
pub(super) fn is_temporal(prep: &str) -> bool {
    ["after", "before", "since", "during", "until", "amid", "despite", "as", "like", "following", "ago"]
        .iter()
        .any(|word| prep.eq_ignore_ascii_case(word))
}

/// The longest name of an actor or adjective of a country at the first word, with the actor's code at the date.
fn name_at(registry: &Registry, words: &[&str], date: Option<Date>) -> Option<(usize, What)> {
    let named = registry.longest_at(words).and_then(|(n, actors)| {
        // The name tells in what way it stands for the actor; possessive marks are no part of it.
        let found =
            registry.find(&words[..n].join(" "), date).into_iter().find(|c| actors.contains(&c.actor));
        let (actor, role) = found.map_or((*actors.first()?, NameRole::Name), |c| (c.actor, c.role));
        Some((n, registry.cameo(actor, role, date)?.into_owned()))
    });
    let country = registry.country_at(words).and_then(|(n, iso2)| {
        Some((n, registry.cameo(registry.state(iso2)?, NameRole::Name, date)?.into_owned()))
    });
    let longest = match (named, country) {
        (Some(named), Some(country)) => Some(if country.0 > named.0 { country } else { named }),
        (named, country) => named.or(country),
    };
    longest.map(|(n, code)| (n, What::Actor(code)))
}
