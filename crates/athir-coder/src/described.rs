//! Mentions without a name: pronouns, descriptions ("the group") and generic parties ("gunmen").

use std::borrow::Cow;

use athir_actors::{PartyClass, Victims};
use athir_nlp::{Dep, Doc, Pos, Token};

use crate::kind::{Kind, generic_at, kind_of, kind_of_generic};
use crate::mention::{Form, Identity, Known, Mention, Mentions};
use crate::name::Name;
use crate::phrase::phrase;

pub(crate) fn pronoun_mention(token: Token<'_>, mentions: &mut Mentions) {
    let lower = token.text().to_lowercase();
    let (kind, plural) = match lower.as_str() {
        "it" | "its" | "itself" => (Kind::Unknown, false),
        "they" | "them" | "their" | "themselves" => (Kind::Unknown, true),
        "he" | "she" | "him" | "his" | "her" | "himself" | "herself" => (Kind::Person, false),
        "i" | "we" | "us" | "our" | "my" | "me" if token.text() != "US" => (Kind::Political, lower != "i"),
        _ => return,
    };
    if token.dep() == Dep::Expl {
        return;
    }
    mentions.add(Mention {
        head: token.index(),
        tokens: token.index()..token.index() + 1,
        who: Vec::new(),
        kind,
        form: Form::Pronoun,
        definite: true,
        plural,
        victims: Victims::Unknown,
        why: Cow::Borrowed(""),
    });
}

pub(crate) fn noun_mention(
    doc: &Doc,
    token: Token<'_>,
    names: &[Name],
    named: &[Option<usize>],
    known: Known<'_>,
    mentions: &mut Mentions,
) {
    if mentions.has(token.index()) {
        return;
    }
    let lower = token.text().to_lowercase();
    let latter = matches!(lower.as_str(), "latter" | "former") && !matches!(token.dep(), Dep::Amod);
    let is_pair = known.lexicon.has("pair_nouns", &lower)
        && token
            .children()
            .any(|t| matches!(t.text().to_ascii_lowercase().as_str(), "both" | "two" | "either"))
        || lower == "both"
            && matches!(token.dep(), Dep::Nsubj | Dep::Nsubjpass | Dep::Pobj | Dep::Dobj)
            && token.pos() != Pos::Cconj;
    let determiner = token.children().find(|t| matches!(t.dep(), Dep::Det | Dep::Poss));
    let definite = determiner.is_some_and(|t| {
        matches!(t.text().to_ascii_lowercase().as_str(), "the" | "this" | "that" | "these" | "those")
            || t.dep() == Dep::Poss
    });
    let plural = token.tag().ends_with('S');
    if matches!(token.pos(), Pos::Adj | Pos::Num | Pos::Verb) && !latter && (lower != "wounded") {
        return;
    }
    let description = |kind| Mention {
        head: token.index(),
        tokens: phrase(doc, token, token.index()..token.index() + 1),
        who: Vec::new(),
        kind,
        form: Form::Description,
        definite: definite || latter || is_pair,
        plural: plural || is_pair,
        victims: Victims::Unknown,
        why: Cow::Borrowed(""),
    };
    if latter || is_pair {
        mentions.add(description(Kind::Unknown));
        return;
    }
    // "The statement called on …": whoever made it.
    if known.lexicon.token_in("statement_nouns", token)
        && token.dep() == Dep::Nsubj
        && !token.children().any(|t| named[t.index()].is_some())
    {
        mentions.add(description(Kind::Political));
        return;
    }
    // A name inside the phrase that is its modifier and known has made the mention already.
    let modifier_names: Vec<&Name> = token
        .children()
        .filter(|t| matches!(t.dep(), Dep::Compound | Dep::Amod | Dep::Nmod))
        .filter_map(|t| named[t.index()].map(|n| &names[n]))
        .collect();
    let has_affiliation = token
        .children()
        .any(|t| matches!(t.dep(), Dep::Amod) && t.children().any(|c| named[c.index()].is_some()));
    if known.lexicon.token_in("affiliate_nouns", token)
        && (!modifier_names.is_empty() || token.children().any(|t| t.dep() == Dep::Poss))
    {
        mentions.add(description(Kind::Armed));
        return;
    }
    if known.lexicon.token_in("group_nouns", token) && (modifier_names.is_empty() || has_affiliation) {
        mentions.add(description(Kind::Armed));
        return;
    }
    let Some(generic) = generic_at(token, known.registry) else { return };
    let mut identity = Identity { name: generic.name.clone(), code: None, actor: None };
    let mut kind = kind_of_generic(generic);
    let mut why: Cow<'static, str> = "a word for a party".into();
    // "government forces", "the army": those of the report's country.
    let of_state =
        matches!(generic.class, PartyClass::Military | PartyClass::Police | PartyClass::Government);
    if of_state
        && (definite || kind == Kind::State || token.children().any(|t| t.dep() == Dep::Compound))
        && modifier_names.is_empty()
        && let Some(iso2) = known.country
    {
        let composed = known.registry.compose(iso2, generic);
        if let Some(id) = composed.actor {
            kind = kind_of(known.registry.actor(id).kind);
        }
        identity = Identity { name: composed.name, code: Some(composed.code), actor: composed.actor };
        why = "of the country that the report is about".into();
    }
    mentions.add(Mention {
        head: token.index(),
        tokens: phrase(doc, token, token.index()..token.index() + 1),
        who: vec![identity],
        kind,
        form: Form::Generic,
        definite,
        plural,
        victims: generic.victims,
        why,
    });
}
