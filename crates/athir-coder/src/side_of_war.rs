//! Words for parties that mean a certain side of a war: "its troops" are those of whoever "it" is, "coalition planes" are
//! those of the coalition that fights in the report's country, "the rebels" of a war with one rebel side are that side.

use athir_actors::{Actor, ActorKind, PartyClass};
use athir_nlp::{Dep, Doc, Pos, Token};
use jiff::civil::Date;

use crate::coref::Found;
use crate::kind::{Kind, generic_at, kind_of};
use crate::mention::{Form, Identity, Known, Mention, Mentions, identity_of};

/// The side that a generic word means, if it means one.
pub(crate) fn side_of_war(
    doc: &Doc,
    mentions: &Mentions,
    m: usize,
    known: Known<'_>,
    published: Option<Date>,
) -> Option<Found> {
    let mention = &mentions.all[m];
    let head = doc.token(mention.head);
    forces_of_owner(head, mentions, known)
        .or_else(|| {
            let is_bare = bare_coalition(doc, mention);
            let of_war = || coalition(known, published);
            is_bare.then(|| alliance_left(doc, mentions, mention, known).or_else(of_war)).flatten()
        })
        .or_else(|| rebel_side(head, mention, known, published))
}

/// "Turkey said its troops had entered the town": they are Turkey's, whichever country the report is about.
fn forces_of_owner(head: Token<'_>, mentions: &Mentions, known: Known<'_>) -> Option<Found> {
    let owner = head.children().find(|t| t.dep() == Dep::Poss)?;
    let generic = generic_at(head, known.registry)?;
    let of_state =
        matches!(generic.class, PartyClass::Military | PartyClass::Police | PartyClass::Government);
    if !of_state {
        return None;
    }
    let refers = |m: &&Mention| matches!(m.form, Form::Pronoun | Form::Description);
    // "the group, whose men stormed the station"
    let relative = || {
        let told = owner.ancestors().find(|t| t.dep() == Dep::Relcl).filter(|_| is_whose(owner))?;
        mentions.at(told.head().index()).map(|(_, m)| m).find(|m| m.who.len() == 1)
    };
    let of = mentions.at(owner.index()).map(|(_, m)| m).find(refers).or_else(relative)?;
    let [who] = of.who.as_slice() else { return None };
    let actor = known.registry.actor(who.actor?);
    let why = "the forces of whoever the pronoun stands for".to_owned();
    match of.kind {
        Kind::State => {
            let composed = known.registry.compose(actor.countries.first()?, generic);
            let kind = composed.actor.map_or(of.kind, |id| kind_of(known.registry.actor(id).kind));
            let whose = Identity { name: composed.name, code: Some(composed.code), actor: composed.actor };
            Some((vec![whose], kind, why))
        }
        Kind::Military | Kind::Armed => Some((vec![who.clone()], of.kind, why)),
        _ => None,
    }
}

fn is_whose(owner: Token<'_>) -> bool {
    owner.text().eq_ignore_ascii_case("whose")
}

/// Whether a mention says "coalition" and no more: "coalition planes", but not "the ruling coalition".
pub(crate) fn bare_coalition(doc: &Doc, mention: &Mention) -> bool {
    let head = doc.token(mention.head);
    let is_word = |t: Token<'_>| t.text().eq_ignore_ascii_case("coalition");
    // "the international coalition" says no more than "the coalition".
    let says_nothing = |t: Token<'_>| {
        t.dep() == Dep::Det
            || is_word(t)
            || matches!(t.text().to_ascii_lowercase().as_str(), "international" | "global")
    };
    let alone = |t: Token<'_>| t.lefts().all(says_nothing);
    mention.who.iter().all(|who| who.name == "coalition")
        && alone(head)
        && (is_word(head) || head.lefts().any(is_word))
}

/// "X announced that it was quitting the coalition": whom groups join and leave is the alliance of groups that was named last,
/// where no coalition of states was named after it.
pub(crate) fn alliance_left(
    doc: &Doc,
    mentions: &Mentions,
    mention: &Mention,
    known: Known<'_>,
) -> Option<Found> {
    let head = doc.token(mention.head);
    let above = if head.dep() == Dep::Pobj { head.head().head() } else { head.head() };
    if !matches!(head.dep(), Dep::Dobj | Dep::Pobj | Dep::Nsubjpass)
        || !MEMBERSHIP_VERBS.contains(&above.lemma())
    {
        return None;
    }
    let actor_of = |m: &Mention| Some(known.registry.actor(m.who.first()?.actor?));
    let is_alliance = |actor: &Actor| {
        let says =
            |name: &str| ["alliance", "coalition"].iter().any(|word| name.to_lowercase().contains(word));
        actor.kind == ActorKind::Coalition
            || says(&actor.name)
            || actor.names.iter().any(|name| says(&name.text))
    };
    let before =
        mentions.all.iter().filter(|m| m.head < mention.head && m.form == Form::Name && m.who.len() == 1);
    let last = before.filter(|m| actor_of(m).is_some_and(is_alliance)).max_by_key(|m| m.head)?;
    let is_of_states = actor_of(last).is_some_and(|actor| actor.name.ends_with("-led coalition"));
    let why = "the alliance of groups that was named before";
    (!is_of_states && last.kind == Kind::Armed).then(|| (last.who.clone(), last.kind, why.to_owned()))
}

/// What groups do with an alliance of theirs.
const MEMBERSHIP_VERBS: [&str; 17] = [
    "quit", "leave", "join", "rejoin", "exit", "abandon", "desert", "defect", "withdraw", "split", "break",
    "enter", "dissolve", "disband", "found", "belong", "enlist",
];

/// "The coalition" of a war: the one that fights in the report's country at the time, if there is one alone.
pub(crate) fn coalition(known: Known<'_>, published: Option<Date>) -> Option<Found> {
    let is_of_war =
        |actor: &Actor| actor.kind == ActorKind::Coalition && actor.name.ends_with("-led coalition");
    let who = only_one(known, published, is_of_war)?;
    let why = "the coalition that fights in the country that the report is about";
    Some((vec![who], Kind::Military, why.to_owned()))
}

/// "Shiite rebels", "the rebels": those of a country that has one rebel side by which everybody knows it.
fn rebel_side(
    head: Token<'_>,
    mention: &Mention,
    known: Known<'_>,
    published: Option<Date>,
) -> Option<Found> {
    if mention.who.iter().any(|who| who.name != "rebels" || who.actor.is_some()) {
        return None;
    }
    let who = only_one(known, published, |actor| actor.traits.iter().any(|t| t == "the rebels"))?;
    let words: Vec<&str> = (head.left_edge()..=head.index())
        .map(|i| head.doc().token(i))
        .filter(|t| !matches!(t.dep(), Dep::Det | Dep::Nummod | Dep::Quantmod) && t.pos() != Pos::Num)
        .map(|t| t.text())
        .collect();
    let described = known.registry.describes(who.actor?, &words, published)?;
    let why = "the rebels of the country that the report is about";
    described.unexplained.is_empty().then(|| (vec![who], Kind::Armed, why.to_owned()))
}

/// "The terrorists", "the militants" of a country whose government calls all its rebels so are the rebels, where nobody is
/// named; "unknown gunmen" are whoever they are.
pub(crate) fn name_rebels(doc: &Doc, mention: &mut Mention, known: Known<'_>) {
    let [who] = mention.who.as_mut_slice() else { return };
    let is_enemy_word = known.lexicon.has("enemy_words", doc.token(mention.head).lemma())
        || matches!(who.name.as_str(), "militants" | "extremists");
    let is_of_war = known.country.is_some_and(|country| known.lexicon.has("rebel_wars", country));
    if who.actor.is_some() || !is_enemy_word || !is_of_war || mention.kind != Kind::Armed {
        return;
    }
    if let Some(generic) = known.registry.generic("rebel") {
        who.name.clone_from(&generic.name);
    }
}

/// The only actor of the report's country and time of which something holds.
fn only_one(known: Known<'_>, published: Option<Date>, holds: impl Fn(&Actor) -> bool) -> Option<Identity> {
    let country = known.country?;
    let exists = |actor: &Actor| {
        published.is_none_or(|day| {
            actor.founded.is_none_or(|m| m.earliest <= day) && actor.ended.is_none_or(|m| day <= m.latest)
        })
    };
    let of_country = |actor: &Actor| actor.countries.iter().any(|c| c == country);
    let mut found =
        known.registry.actors().filter(|(_, actor)| of_country(actor) && holds(actor) && exists(actor));
    let (id, _) = found.next()?;
    found.next().is_none().then(|| identity_of(known.registry, id))
}
