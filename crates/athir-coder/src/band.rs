//! Bands: names that no registry knows, of bodies that bear arms by the report's own words. "The Karavi ambushed a convoy"
//! makes an armed group of a name that could be a people's or a company's, wherever the report uses it.

use std::collections::BTreeSet;
use std::ops::Range;

use athir_actors::Registry;
use athir_nlp::{Dep, Doc, Pos, Token};

use crate::clause::is_passive;
use crate::lexicon::Lexicon;
use crate::name::{Name, Naming, is_plain_name};
use crate::phrase::{span_head, words_of};

/// Makes armed bodies of unknown names that the report shows under arms; `names` stay in the order of the text.
pub(crate) fn name_bands(doc: &Doc, names: &mut Vec<Name>, registry: &Registry, lexicon: &Lexicon) {
    let peoples = unknown_peoples(doc, names, registry, lexicon);
    let is_open = |name: &&mut Name| name.naming == Naming::Organisation;
    let spans = names.iter().filter(|n| n.naming == Naming::Organisation).map(|n| &n.tokens).chain(&peoples);
    let armed: BTreeSet<String> = spans
        .filter(|span| bears_arms(span_head(doc, span), lexicon))
        .map(|span| words_of(doc, span))
        .collect();
    if armed.is_empty() {
        return;
    }
    for name in names.iter_mut().filter(is_open) {
        if armed.contains(&words_of(doc, &name.tokens)) {
            name.naming = Naming::Band;
        }
    }
    let found = peoples.into_iter().filter(|span| armed.contains(&words_of(doc, span)));
    names.extend(found.map(|tokens| Name {
        tokens,
        naming: Naming::Band,
        is_place: false,
        namesakes: Vec::new(),
    }));
    names.sort_by_key(|name| name.tokens.start);
}

/// Names that the model takes for a people's or a body's, and nobody knows: "the Karavi".
fn unknown_peoples(doc: &Doc, names: &[Name], registry: &Registry, lexicon: &Lexicon) -> Vec<Range<usize>> {
    let mut taken = vec![false; doc.len()];
    for name in names {
        taken[name.tokens.clone()].fill(true);
    }
    let mut found: Vec<Range<usize>> = Vec::new();
    for token in doc.tokens() {
        let Some(entity) = token.entity().filter(|e| matches!(e.label(), "NORP" | "ORG")) else { continue };
        let span = entity.range();
        let is_new = found.last().is_none_or(|last| *last != span);
        let is_name = |i: usize| {
            let token = doc.token(i);
            let of_country = token.text().strip_suffix('s').and_then(|word| registry.country_at(&[word]));
            token.pos() == Pos::Propn
                && !taken[i]
                && of_country.is_none()
                && !lexicon.has("creed_words", &token.text().to_lowercase())
        };
        if is_new && span.clone().all(is_name) && is_plain_name(doc, registry, span.clone()) {
            found.push(span);
        }
    }
    found
}

/// Whether the words around a name say that its bearer fights.
pub(crate) fn bears_arms(name: Token<'_>, lexicon: &Lexicon) -> bool {
    let mut head = name;
    while head.dep() == Dep::Conj && head.head().pos() == Pos::Propn {
        head = head.head();
    }
    let above = head.head();
    let is_deed = |verb: Token<'_>| lexicon.has("deeds_of_arms", verb.lemma());
    match head.dep() {
        Dep::Nsubj => is_deed(above) && !is_passive(above),
        Dep::Pobj if above.dep() == Dep::Agent || above.text() == "by" => {
            is_deed(above.head()) || lexicon.has("deeds_of_arms_nouns", above.head().lemma())
        }
        // "clashes with the Karavi", "an offensive against the Karavi"
        Dep::Pobj if matches!(above.text(), "with" | "between" | "against") => {
            lexicon.has("fight_words", above.head().lemma())
        }
        Dep::Pobj if above.text() == "of" => lexicon.has("arms_bearers", above.head().lemma()),
        Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Poss => {
            let bearer =
                lexicon.has("arms_bearers", above.lemma()) || lexicon.has("group_nouns", above.lemma());
            above.index() > name.index() && bearer
        }
        _ => false,
    }
}
