//! Who did a deed, where the report names him away from it: "the attacker, X", "suspected bomber X", "the gunman was
//! identified as X".

use athir_model::{Basis, Direction, EventKind, Family, Harm, Modality};
use athir_nlp::{Dep, Token};

use crate::clause::is_verbal;
use crate::coref::sentences_between;
use crate::draft::Draft;
use crate::kind::Kind;
use crate::mention::{Form, Mention};
use crate::party::PartyDraft;
use crate::reading::Reading;
use crate::side::Side;

/// How many sentences back the deed is told whose doer is named.
const NEAR: usize = 2;

/// Gives the deeds that nobody is named for to those whom the report calls their doers elsewhere.
pub(crate) fn name_perpetrators(reading: &Reading<'_, '_>, events: &mut [Draft]) {
    let mut named: Vec<(usize, usize)> = Vec::new();
    for m in reading.mentions.in_text_order() {
        let mention = &reading.mentions.all[m];
        let is_name = mention.form == Form::Name && mention.who.len() == 1 && is_person(mention);
        let Some((noun, basis)) = is_name.then(|| called_doer(reading, mention)).flatten() else { continue };
        // "the bombers, X and Y"
        let beside = named.iter().find(|(word, _)| *word == noun).map(|(_, deed)| *deed);
        let Some(deed) = beside.or_else(|| deed_of(reading, events, mention)) else { continue };
        named.push((noun, deed));
        put(&mut events[deed], side(mention, basis));
    }
    no_civilians(reading, events);
}

/// "The gunman was shot dead by police": who is shot for his deed is no civilian (codebook §1).
fn no_civilians(reading: &Reading<'_, '_>, events: &mut [Draft]) {
    let doers: Vec<Side> = events
        .iter()
        .filter(|e| is_deed(e))
        .flat_map(|e| &e.initiators)
        .filter(|s| is_named(s))
        .cloned()
        .collect();
    let is_doer = |s: &Side| {
        let word = reading.doc.token(s.party.tokens.end - 1);
        reading.know.lexicon.token_in("perpetrator_nouns", word)
            || s.party.kind == Kind::Person && doers.iter().any(|d| d.party.who == s.party.who)
    };
    for event in events.iter_mut() {
        let by_force = event.initiators.iter().all(|s| s.party.kind.is_armed());
        if event.kind == EventKind::ViolenceAgainstCivilians
            && by_force
            && !event.recipients.is_empty()
            && event.recipients.iter().all(is_doer)
        {
            event.kind = EventKind::Attack;
        }
    }
}

fn is_person(mention: &Mention) -> bool {
    mention.kind == Kind::Person
        || mention.kind == Kind::Unknown
            && mention.who[0].actor.is_none()
            && mention.who[0].name.split(' ').count() > 1
}

/// A named person or group, against "gunmen", "a man".
fn is_named(side: &Side) -> bool {
    side.party.who.actor.is_some()
        || side.party.who.code.is_some()
        || side.party.who.name.starts_with(char::is_uppercase)
}

/// Adds a doer in the place of words that name nobody.
fn put(event: &mut Draft, side: Side) {
    event.initiators.retain(is_named);
    if event.initiators.iter().all(|s| s.party.who != side.party.who) {
        event.initiators.push(side);
    }
}

/// The noun beside a name that calls somebody the doer of a deed, and on what basis.
fn called_doer(reading: &Reading<'_, '_>, mention: &Mention) -> Option<(usize, Basis)> {
    let lexicon = reading.know.lexicon;
    let is_doer = |t: &Token<'_>| lexicon.token_in("perpetrator_nouns", *t);
    let name = reading.doc.token(mention.head);
    let before =
        name.lefts().find(|t| matches!(t.dep(), Dep::Compound | Dep::Nmod | Dep::Amod) && is_doer(t));
    let behind = || name.rights().find(|t| t.dep() == Dep::Appos && is_doer(t));
    let said_to_be = || {
        let be = Some(name.head()).filter(|v| name.dep() == Dep::Nsubj && v.lemma() == "be");
        be?.children()
            .find(|t| t.dep() == Dep::Attr && is_doer(t) && !t.children().any(|c| c.dep() == Dep::Prep))
    };
    let noun = before.or_else(|| explained(name, is_doer)).or_else(behind).or_else(said_to_be);
    let noun = noun.or_else(|| identified_as(name).filter(is_doer))?;
    let is_open = |t: Token<'_>| lexicon.token_in("suspect_words", t);
    let doubted = is_open(noun) || noun.children().chain(name.children()).any(is_open);
    Some((noun.index(), if doubted { Basis::Blamed } else { Basis::Stated }))
}

/// The noun that a name explains: "the attacker, X", "the bombers, X and his brother, Y".
fn explained<'d>(name: Token<'d>, is_doer: impl Fn(&Token<'d>) -> bool) -> Option<Token<'d>> {
    let mut below = name;
    for _ in 0..MAX_ROW {
        let above = below.head();
        match below.dep() {
            Dep::Appos if is_doer(&above) => return Some(above),
            Dep::Appos | Dep::Conj => below = above,
            _ => break,
        }
    }
    None
}

/// How many names and words for people stand between a name and the noun that they explain.
const MAX_ROW: usize = 4;

/// "The gunman was identified as X", "police named the gunman as X".
fn identified_as<'d>(name: Token<'d>) -> Option<Token<'d>> {
    let verb = Some(name.head()).filter(|t| name.dep() == Dep::Pobj && t.text() == "as")?.head();
    let names = is_verbal(verb) && matches!(verb.lemma(), "identify" | "name");
    names.then(|| verb.children().find(|t| matches!(t.dep(), Dep::Nsubjpass | Dep::Dobj))).flatten()
}

fn side(mention: &Mention, basis: Basis) -> Side {
    let party = PartyDraft {
        who: mention.who[0].clone(),
        kind: Kind::Person,
        tokens: mention.tokens.clone(),
        victims: mention.victims,
        anonymous: false,
        why: mention.why.to_string(),
    };
    Side::new(party, basis, "initiator: is called the one who did it")
}

/// The deed whose doer a mention names: one told just before, or the deadliest of the report.
fn deed_of(reading: &Reading<'_, '_>, events: &[Draft], mention: &Mention) -> Option<usize> {
    let at = mention.head;
    let suffers = |e: &Draft| e.recipients.iter().any(|r| mention.who.contains(&r.party.who));
    let does = |e: &Draft| e.initiators.iter().any(|r| mention.who.contains(&r.party.who));
    let is_near = |e: &Draft| {
        e.head < at && !e.counted.is_empty() && sentences_between(reading.doc, e.head, at) <= NEAR
    };
    let fits = |n: &usize| is_open(&events[*n]) && !suffers(&events[*n]);
    if events.iter().any(|e| is_deed(e) && does(e)) {
        return None;
    }
    let near = (0..events.len()).filter(fits).rfind(|n| is_near(&events[*n]));
    near.or_else(|| main_deed(events).filter(fits))
}

/// The only deed of a report with the most people killed.
fn main_deed(events: &[Draft]) -> Option<usize> {
    let killed = |e: &Draft| {
        let of = e.counted.iter().filter(|c| c.harm == Harm::Killed);
        of.filter_map(|c| c.count.low).max().unwrap_or(0)
    };
    let deeds = || (0..events.len()).filter(|n| is_deed(&events[*n]));
    let most = deeds().map(|n| killed(&events[n])).max().filter(|n| *n > 0)?;
    let mut first = deeds().filter(|n| killed(&events[*n]) == most);
    first.next().filter(|_| first.next().is_none())
}

fn is_deed(event: &Draft) -> bool {
    matches!(event.kind.family(), Family::Fighting | Family::Harm)
        && event.kind.direction() == Direction::Directed
        && event.modality == Modality::Reported
}

/// Whether a deed is told without a name for who did it.
fn is_open(event: &Draft) -> bool {
    is_deed(event) && event.initiators.iter().all(|s| !is_named(s))
}
