//! Words with a frame that tell of no event of their own.

use athir_model::{EventKind, Family, Reason};
use athir_nlp::{Dep, Pos, Token};

use crate::clause::{is_nobody, is_verbal};
use crate::frame::{Class, Frame};
use crate::graph::{Arg, Slot};
use crate::reading::Reading;
use crate::trigger::Found;

/// Why a word with a frame tells of no event of its own, if it tells of none.
pub(super) fn tells_no_event(
    reading: &Reading<'_, '_>,
    frame: &Frame,
    found: &Found<'_>,
) -> Option<(Reason, &'static str)> {
    let token = reading.doc.token(found.head);
    if does_to_nobody(token, &found.args) && frame.kind.family() != Family::Words {
        return Some((Reason::Negated, "the text says that it did not happen"));
    }
    let background = only_stands(frame.kind, token, &found.args)
        .or_else(|| tells_people(reading, token, frame.kind))
        .or_else(|| tells_use(reading, token, frame.kind));
    if let Some(note) = background {
        return Some((Reason::Background, note));
    }
    // "recalled its envoy in protest": why something is done.
    if frame.kind == EventKind::Protest
        && token.dep() == Dep::Pobj
        && token.head().text().eq_ignore_ascii_case("in")
        && token.lefts().next().is_none()
        && token.tag() == "NN"
    {
        return Some((Reason::OtherSense, "it tells why something is done"));
    }
    // "shelled the town, wrecking 14 houses": what the shells did.
    if frame.name == "property-destruction.destroy"
        && token.dep() == Dep::Advcl
        && token.tag() == "VBG"
        && reading.know.lexicon.token_in("firing_verbs", token.head())
    {
        return Some((Reason::Background, "it tells what another deed did"));
    }
    // "launched what it called an operation"
    let names_own = frame.name == "accusation.call"
        && token.children().any(|t| t.dep() == Dep::Dobj && t.text().eq_ignore_ascii_case("what"));
    if names_own {
        return Some((Reason::OtherSense, "it says how its own deed is called"));
    }
    let by_accident = |t: Token<'_>| t.dep() == Dep::Advmod && t.text().eq_ignore_ascii_case("accidentally");
    let is_accident = frame.kind.family() == Family::Harm && token.children().any(by_accident);
    is_accident.then_some((Reason::Outside, "it was an accident"))
}

/// "20 displaced people", "a detained journalist", "the besieged town": who people are or which place is meant, and no deed
/// of its own.
fn tells_people(reading: &Reading<'_, '_>, token: Token<'_>, kind: EventKind) -> Option<&'static str> {
    let is_of_people = match token.tag() {
        "VBN" => {
            matches!(kind, EventKind::Displacement | EventKind::Arrest | EventKind::Abduction)
                || tells_who(reading, token, kind)
        }
        // "the fleeing gunmen fired on houses", "in the surrounding villages"
        "VBG" => matches!(kind, EventKind::Withdrawal | EventKind::Displacement | EventKind::Siege),
        _ => false,
    };
    if token.dep() == Dep::Amod && token.index() < token.head().index() && is_of_people {
        return Some("it tells who people are");
    }
    (kind == EventKind::Siege && only_says_which(token)).then_some("it tells which place or people are meant")
}

/// "attack aircraft", "combat vehicles", "a conflict zone": what a thing is for.
fn tells_use(reading: &Reading<'_, '_>, token: Token<'_>, kind: EventKind) -> Option<&'static str> {
    let frames = reading.know.frames;
    let head = token.head();
    let is_of_zone = kind == EventKind::Clash
        && token.dep() == Dep::Compound
        && !frames.nouns.contains_key(head.lemma())
        && !frames.toll_nouns.contains_key(head.lemma());
    (names_a_sort(reading, token, kind) || is_of_zone).then_some("it tells what a thing is for")
}

/// "took no prisoners", "executed none of them": a deed that is done to nobody.
fn does_to_nobody(verb: Token<'_>, args: &[Arg<'_>]) -> bool {
    let doc = verb.doc();
    let mut objects =
        args.iter().filter(|a| a.slot == Slot::Obj && a.direct).map(|a| doc.token(a.head)).peekable();
    is_verbal(verb) && objects.peek().is_some() && objects.all(|t| t.dep() == Dep::Dobj && is_nobody(t))
}

/// Why words only tell how parties stand to each other, if they do: "rebels allied with X took the town", "who fight
/// alongside X".
fn only_stands(kind: EventKind, token: Token<'_>, args: &[Arg<'_>]) -> Option<&'static str> {
    match kind {
        EventKind::Alliance if token.dep() == Dep::Acl && token.tag() == "VBN" => {
            Some("it tells whose ally a party is")
        }
        EventKind::Clash if is_verbal(token) => {
            let prep = |words: &[&str]| {
                token.children().any(|t| {
                    matches!(t.dep(), Dep::Prep | Dep::Advmod)
                        && words.contains(&t.text().to_ascii_lowercase().as_str())
                })
            };
            let fights = || {
                prep(&["against", "in", "near", "at", "around", "for", "over"])
                    || args.iter().any(|arg| arg.slot == Slot::Obj)
            };
            // "rebels fighting the army said": who somebody is, with neither a place nor a time.
            let is_bare = matches!(token.dep(), Dep::Acl | Dep::Relcl)
                && matches!(token.lemma(), "fight" | "battle")
                && !prep(&WHERE_AND_WHEN)
                && !token.children().any(|t| t.dep() == Dep::Npadvmod);
            if is_bare {
                return Some("it tells whom a party fights");
            }
            // "rebels fighting to oust the president"
            let has_foe = || {
                let foe = |a: &Arg<'_>| matches!(a.slot, Slot::Obj | Slot::Prep("against" | "with"));
                args.iter().any(foe)
            };
            let describes = token.dep() == Dep::Acl && token.tag() == "VBG";
            if describes && !has_foe() {
                return Some("it tells who fights");
            }
            (prep(&["alongside", "beside"]) && !fights()).then_some("it tells on whose side a party fights")
        }
        // "a town far from the war"
        EventKind::Clash if token.dep() == Dep::Pobj && token.head().text() == "from" => {
            let off = token.head().head();
            matches!(off.lemma(), "far" | "away" | "safe" | "refuge").then_some("it tells what is far off")
        }
        _ => None,
    }
}

/// Prepositions that say where or when somebody fights.
const WHERE_AND_WHEN: [&str; 15] = [
    "in",
    "near",
    "at",
    "around",
    "over",
    "since",
    "during",
    "on",
    "along",
    "outside",
    "inside",
    "across",
    "throughout",
    "for",
    "until",
];

/// "the ousted prime minister", "a newly formed party", "the freed hostages", "a besieged minister".
fn tells_who(reading: &Reading<'_, '_>, token: Token<'_>, kind: EventKind) -> bool {
    let head = token.head().index();
    match kind {
        EventKind::LeadershipChange
        | EventKind::Formation
        | EventKind::Release
        | EventKind::Expulsion
        | EventKind::Dissolution
        | EventKind::Defection
        | EventKind::Assassination
        | EventKind::Execution => true,
        EventKind::Siege | EventKind::Attack => {
            reading.is_class(head, Class::Person) && !reading.is_class(head, Class::Place)
        }
        _ => false,
    }
}

/// "in the besieged town of X", "besieged residents": which one is meant, unless the words tell by whom ("rebel-besieged").
fn only_says_which(token: Token<'_>) -> bool {
    let noun = token.head();
    let has_article = || noun.lefts().any(|t| matches!(t.dep(), Dep::Det | Dep::Nummod | Dep::Poss));
    token.dep() == Dep::Amod
        && token.index() < noun.index()
        && token.children().all(|t| t.is_punct())
        && (noun.dep() == Dep::Pobj || noun.pos() == Pos::Noun || has_article())
}

/// "attack aircraft", "the fighting force", "air assault troops": a deed that only says what sort of arms, people or
/// body somebody speaks of.
fn names_a_sort(reading: &Reading<'_, '_>, token: Token<'_>, kind: EventKind) -> bool {
    let head = token.head();
    let lexicon = reading.know.lexicon;
    let before =
        matches!(token.dep(), Dep::Compound | Dep::Nmod) || token.dep() == Dep::Amod && token.tag() != "VBN";
    before
        && token.index() < head.index()
        && matches!(kind.family(), Family::Fighting | Family::Harm | Family::Civil)
        // "the encircled soldiers": that they are is what a frame of sieges tells.
        && kind != EventKind::Siege
        && !reading.know.frames.nouns.contains_key(head.lemma())
        && !reading.know.frames.toll_nouns.contains_key(head.lemma())
        && SORTS.iter().any(|list| lexicon.token_in(list, head))
}

/// Lists of arms, of bodies of men and of people.
const SORTS: [&str; 8] = [
    "weapon_nouns",
    "aircraft_nouns",
    "vehicle_nouns",
    "armed_nouns",
    "group_nouns",
    "person_nouns",
    "civilian_nouns",
    "office_nouns",
];
