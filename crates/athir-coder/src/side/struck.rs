//! To whom a deed is done, where the slots of its frame leave that open and other words tell it.

use athir_actors::Victims;
use athir_model::Basis;
use athir_nlp::{Dep, Token};

use super::{Side, sides, subjects_of};
use crate::clause::{conjuncts, is_verbal};
use crate::frame::{Frame, RoleSlot};
use crate::graph::{Arg, Slot};
use crate::kind::Kind;
use crate::mention::Identity;
use crate::party::PartyDraft;
use crate::reading::Reading;

/// "dispersed the march", "used force against the rally": those who take part in it.
pub(super) fn those_in_protest(reading: &Reading<'_, '_>, args: &[Arg<'_>]) -> Option<Side> {
    let protest = args
        .iter()
        .filter(|a| matches!(a.slot, Slot::Obj | Slot::Prep("on" | "against" | "to" | "at")))
        .map(|a| reading.doc.token(a.head))
        .find(|t| reading.know.lexicon.token_in("protest_nouns", *t))?;
    let party = PartyDraft {
        who: Identity { name: "protesters".to_owned(), code: None, actor: None },
        kind: Kind::Protester,
        tokens: protest.left_edge()..protest.index() + 1,
        victims: Victims::Protesters,
        anonymous: false,
        why: "those who take part in it".to_owned(),
    };
    Some(Side::new(party, Basis::Stated, "recipient: a protest that is put down"))
}

/// "residents of villages besieged by X", "a million people are in areas besieged by X": the people who are in them.
pub(super) fn besieged(reading: &Reading<'_, '_>, siege: Token<'_>) -> Vec<Side> {
    let place = siege.head();
    if siege.dep() != Dep::Acl || place.dep() != Dep::Pobj {
        return Vec::new();
    }
    let prep = place.head();
    if !matches!(prep.text(), "in" | "of" | "from" | "inside" | "within") {
        return Vec::new();
    }
    let inside = prep.head();
    let mut people =
        if is_verbal(inside) { subjects_of(reading, inside) } else { reading.parties(inside.index()) };
    people.retain(|p| p.kind.is_civil());
    people.into_iter().map(|p| Side::new(p, Basis::Stated, "recipient: lives where the siege is")).collect()
}

/// "X repelled an attack": it was on X.
pub(super) fn repelled_by(reading: &Reading<'_, '_>, act: Token<'_>, initiators: &[Side]) -> Vec<Side> {
    let verb = act.head();
    if act.dep() != Dep::Dobj || !reading.know.lexicon.token_in("repel_verbs", verb) {
        return Vec::new();
    }
    struck_by(reading, verb, ["subj"], initiators)
}

/// "X came under rocket fire": it was on X.
pub(super) fn came_under(reading: &Reading<'_, '_>, act: Token<'_>, initiators: &[Side]) -> Vec<Side> {
    let verb = act.head().head();
    let under = act.dep() == Dep::Pobj && act.head().text() == "under";
    if !under || !matches!(verb.lemma(), "come" | "be" | "fall" | "remain") {
        return Vec::new();
    }
    struck_by(reading, verb, ["subj"], initiators)
}

/// "marched to denounce the government", "met to vent their fury at X": whom a protest is against.
pub(super) fn protested_against(reading: &Reading<'_, '_>, protest: Token<'_>) -> Vec<Side> {
    let verb = if is_verbal(protest) { protest } else { protest.head() };
    let aims = verb.children().filter(|t| {
        matches!(t.dep(), Dep::Advcl | Dep::Xcomp | Dep::Conj) && t.index() > verb.index() && is_verbal(*t)
    });
    for aim in aims {
        let slots: &[&str] = match aim.lemma() {
            "voice" | "express" | "show" | "vent" | "shout" | "chant" => &["at", "against", "with"],
            "denounce" | "condemn" | "decry" | "oppose" | "criticise" | "criticize" | "protest" => {
                &["against", "obj"]
            }
            _ => continue,
        };
        let mut args = reading.graph.args(aim);
        for object in aim.children().filter(|t| t.dep() == Dep::Dobj && slots[0] == "at") {
            args.extend(reading.graph.args(object));
        }
        let slots: Vec<RoleSlot> =
            slots.iter().map(|slot| RoleSlot { slot: (*slot).to_owned(), also: false }).collect();
        let mut found = sides(reading, &args, &slots, "recipient");
        found.retain(|s| s.party.kind != Kind::Unknown);
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// "an offensive to retake X from Y", "a push to drive out Y": whom the aim of the act names.
pub(super) fn aimed_at(reading: &Reading<'_, '_>, act: Token<'_>, initiators: &[Side]) -> Vec<Side> {
    let aim = act.children().chain(act.head().children().filter(|_| !is_verbal(act))).find(|t| {
        matches!(t.dep(), Dep::Acl | Dep::Advcl | Dep::Xcomp)
            && t.tag() == "VB"
            && t.index() > act.index()
            && reading.know.lexicon.token_in("drive_out_verbs", *t)
    });
    let Some(aim) = aim else { return Vec::new() };
    let mut struck = struck_by(reading, aim, ["from", "obj", "of"], initiators);
    struck.retain(|s| s.party.kind.is_armed());
    struck
}

/// "X invaded Y", "the invasion of Y": the state whose country it is.
pub(super) fn invaded(
    reading: &Reading<'_, '_>,
    act: Token<'_>,
    args: &[Arg<'_>],
    initiators: &[Side],
) -> Vec<Side> {
    if !matches!(act.lemma(), "invade" | "invasion") {
        return Vec::new();
    }
    let slots = ["obj", "of"].map(|slot| RoleSlot { slot: slot.to_owned(), also: false });
    let mut invaded = sides(reading, args, &slots, "recipient");
    invaded.retain(|s| s.party.kind == Kind::State && !initiators.iter().any(|i| i.party.who == s.party.who));
    invaded
}

/// "threatened to attack Y", "vowed to fight Y": whom the threatened act would strike.
pub(crate) fn threatened(reading: &Reading<'_, '_>, args: &[Arg<'_>], initiators: &[Side]) -> Vec<Side> {
    let mut acts = args.iter().filter(|a| a.slot == Slot::Comp).map(|a| reading.doc.token(a.head));
    let Some(act) = acts.rfind(|t| is_verbal(*t)) else { return Vec::new() };
    struck_by(reading, act, ["obj", "against", "with", "on"], initiators)
}

/// "demanded that Y leave", "wants Y to withdraw": who is to do what is demanded.
pub(crate) fn bidden(reading: &Reading<'_, '_>, args: &[Arg<'_>], initiators: &[Side]) -> Vec<Side> {
    let mut acts = args.iter().filter(|a| a.slot == Slot::Comp).map(|a| reading.doc.token(a.head));
    if let Some(act) = acts.find(|t| is_verbal(*t)) {
        return struck_by(reading, act, ["subj"], initiators);
    }
    // "asked for the departure of Y"
    let mut nouns = args
        .iter()
        .filter(|a| matches!(a.slot, Slot::Obj | Slot::Prep("for")))
        .map(|a| reading.doc.token(a.head));
    let own_act = |t: &Token<'_>| {
        matches!(
            t.lemma(),
            "resignation"
                | "departure"
                | "withdrawal"
                | "pullout"
                | "disarmament"
                | "surrender"
                | "restraint"
                | "exit"
        )
    };
    match nouns.find(own_act) {
        Some(act) => struck_by(reading, act, ["of", "poss", "by"], initiators),
        None => Vec::new(),
    }
}

/// "called on all parties", "urged other countries": people and bodies without a name keep their words (codebook §3).
pub(crate) fn addressed(reading: &Reading<'_, '_>, frame: &Frame, args: &[Arg<'_>]) -> Vec<Side> {
    let filled = frame.recipient.iter().flat_map(|role| Reading::fillers(args, &role.slot));
    let nouns = filled.flat_map(|head| conjuncts(reading.doc.token(head)));
    let heads = nouns.filter(|t| reading.know.lexicon.token_in("addressee_nouns", *t));
    let mut sides: Vec<Side> = Vec::new();
    for head in heads {
        let of = head.rights().find(|t| t.dep() == Dep::Prep && t.text() == "of");
        let end = of.map_or(head.index(), |of| of.right_edge()) + 1;
        let is_word = |t: &Token<'_>| {
            t.text().eq_ignore_ascii_case("all") || !matches!(t.dep(), Dep::Det | Dep::Poss | Dep::Case)
        };
        let start = (head.left_edge()..=head.index()).find(|&at| is_word(&reading.doc.token(at)));
        let name = reading.quote(start.unwrap_or(head.index())..end).text;
        let party = PartyDraft {
            who: Identity { name, code: None, actor: None },
            kind: Kind::Political,
            tokens: head.left_edge()..end,
            victims: Victims::Unknown,
            anonymous: false,
            why: "people or bodies that have no name".to_owned(),
        };
        sides.push(Side::new(party, Basis::Stated, "recipient: to whom it is said"));
    }
    sides
}

/// Whom an act strikes that the words only aim at: the first of the slots that holds others than who does it.
fn struck_by<const N: usize>(
    reading: &Reading<'_, '_>,
    act: Token<'_>,
    slots: [&str; N],
    initiators: &[Side],
) -> Vec<Side> {
    let slots = slots.map(|slot| RoleSlot { slot: slot.to_owned(), also: false });
    let mut struck = sides(reading, &reading.graph.args(act), &slots, "recipient");
    struck.retain(|s| !initiators.iter().any(|i| i.party.who == s.party.who));
    struck
}
