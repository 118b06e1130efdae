//! Persons who are named with their post in an armed group: "Hill Front commander X", "X, the founder of the Hill Front".

use athir_model::TieKind;
use athir_nlp::{Dep, Token};

use super::Found;
use super::standing::{push, state_of};
use super::words::Lists;
use crate::kind::Kind;
use crate::mention::{Form, Identity, Mention};
use crate::named::stands_for_it;
use crate::reading::Reading;

/// Reads every post that somebody is named with.
pub(super) fn find_posts(reading: &Reading<'_, '_>, lists: &Lists, ties: &mut Vec<Found>) {
    for noun in reading.doc.tokens() {
        if reading.is_named(noun.index()) || !lists.post.contains(noun.lemma()) {
            continue;
        }
        let groups = groups_of(reading, noun);
        let Some((person, end)) = groups.first().and_then(|_| holder(reading, noun)) else { continue };
        let span = noun.left_edge().min(noun.index())..end.max(noun.index() + 1);
        let state = state_of(reading, noun);
        let mut found = Vec::new();
        for group in groups.iter().filter(|g| g.name != person.name) {
            let why = "a post in it";
            push(reading, &mut found, &person, group, TieKind::MemberOf, state, span.clone(), why);
        }
        ties.extend(found.into_iter().map(|tie| Found { tie, at: noun.index() }));
    }
}

/// The armed group whose post it is: "Hill Front commander", "the Front's commander", "commander of the Front".
fn groups_of(reading: &Reading<'_, '_>, noun: Token<'_>) -> Vec<Identity> {
    let is_group = |m: &&Mention| {
        m.kind == Kind::Armed && m.who.len() == 1 && m.who[0].name.contains(char::is_uppercase)
    };
    let mut heads: Vec<usize> = Vec::new();
    for child in noun.children() {
        match child.dep() {
            Dep::Poss | Dep::Compound | Dep::Nmod => heads.push(child.index()),
            Dep::Prep if child.text() == "of" || child.text() == "in" => {
                // "commander of the Front's air force"
                for body in child.children().filter(|t| t.dep() == Dep::Pobj) {
                    let owners = body.children().filter(|t| matches!(t.dep(), Dep::Poss | Dep::Compound));
                    heads.extend(owners.chain([body]).map(|t| t.index()));
                }
            }
            _ => {}
        }
    }
    // "Hill Front commander X": the parse hangs the group on the person.
    let just_before = |m: &&Mention| m.form == Form::Name && m.tokens.end == noun.index();
    let beside = reading.mentions.all.iter().filter(just_before).filter(is_group);
    let mut groups: Vec<Identity> = heads
        .iter()
        .flat_map(|&head| reading.mentions.at(head).map(|(_, m)| m))
        .filter(is_group)
        .chain(beside)
        .map(|m| m.who[0].clone())
        .collect();
    groups.dedup_by(|a, b| a.name == b.name);
    groups
}

/// Who holds the post, and where the name ends: the name that follows, that it stands behind, or the subject of "is".
fn holder(reading: &Reading<'_, '_>, noun: Token<'_>) -> Option<(Identity, usize)> {
    let mut at: Vec<Token<'_>> = noun.children().filter(|t| t.dep() == Dep::Appos).collect();
    match noun.dep() {
        Dep::Compound | Dep::Nmod | Dep::Appos => at.push(noun.head()),
        Dep::Attr if noun.head().lemma() == "be" => {
            at.extend(noun.head().children().filter(|t| t.dep() == Dep::Nsubj));
        }
        _ => {}
    }
    at.into_iter().find_map(|token| person_at(reading, noun, token))
}

/// The person whom a name at a token names, also where the registry has him stand for his group.
fn person_at(reading: &Reading<'_, '_>, post: Token<'_>, token: Token<'_>) -> Option<(Identity, usize)> {
    let (_, m) = reading.mentions.at(token.index()).find(|(_, m)| {
        m.form == Form::Name && m.who.len() == 1 && (m.kind == Kind::Person || stands_for_it(&m.why))
    })?;
    if m.kind == Kind::Person && !stands_for_it(&m.why) {
        return Some((m.who[0].clone(), m.tokens.end));
    }
    // "Front leader X": the name begins behind the post.
    let start = if m.tokens.contains(&post.index()) { post.index() + 1 } else { m.tokens.start };
    if start >= m.tokens.end {
        return None;
    }
    let name = reading.quote(start..m.tokens.end).text;
    Some((Identity { name, code: None, actor: None }, m.tokens.end))
}
