//! The names of an actor, and the indexes by which they are found.

use super::state::COMPOSED;
use crate::registry::{Entry, NameIndex, levelled_key};
use crate::{Actor, ActorId, Name, NameRole, fold};

pub(super) fn plain_name(text: &str) -> Name {
    let role = if fold::is_acronym(text) { NameRole::Acronym } else { NameRole::Name };
    with_role(text, role)
}

pub(super) fn with_role(text: &str, role: NameRole) -> Name {
    Name { text: text.to_owned(), from: None, until: None, lang: None, role }
}

pub(super) fn indexes(actors: &[Actor]) -> (NameIndex, NameIndex) {
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
