//! Who claims a deed or tells of it as its own, who is blamed for it, and who has no part in it.

use athir_model::{Basis, EventKind};
use athir_nlp::{Dep, Token};

use super::{Side, subjects_of};
use crate::clause::{is_passive, is_relative_pronoun, is_verbal};
use crate::graph::{is_on, lays_blame};
use crate::kind::Kind;
use crate::modality::is_negated;
use crate::party::PartyDraft;
use crate::reading::Reading;
use crate::voice::{Voice, is_saying};

/// Who "had no part in the blast", "did not take part in the blast", "was not involved in the blast".
pub(super) fn uninvolved<'d>(reading: &Reading<'d, '_>, deed: Token<'d>) -> Vec<PartyDraft> {
    let above = deed.head().head();
    let taken = above.children().find(|t| above.lemma() == "take" && t.dep() == Dep::Dobj);
    let part = taken.unwrap_or(above);
    let verb = if is_verbal(above) { above } else { above.head() };
    let has_no = |t: Token<'_>| t.children().any(|t| t.dep() == Dep::Det && t.text() == "no");
    let takes_part = matches!(
        part.lemma(),
        "part" | "role" | "hand" | "involvement" | "share" | "involve" | "participate" | "partake"
    );
    let is_denied = takes_part && (has_no(part) || is_negated(verb));
    if !is_denied || deed.dep() != Dep::Pobj || deed.head().text() != "in" {
        return Vec::new();
    }
    subjects_of(reading, verb)
}

/// Who claims a deed or is blamed for it: "X claimed responsibility for the blast", "the army blamed X for the
/// attack", "blamed the attack on X".
pub(super) fn responsible(reading: &Reading<'_, '_>, deed: Token<'_>) -> Vec<Side> {
    let lexicon = reading.know.lexicon;
    let object_of = |verb: Token<'_>| {
        verb.children().find(|t| matches!(t.dep(), Dep::Dobj | Dep::Nsubjpass)).map(|t| t.index())
    };
    let prep = deed.head();
    if deed.dep() == Dep::Pobj && matches!(prep.text(), "for" | "of" | "behind" | "over") {
        let above = prep.head();
        if above.lemma() == "responsibility"
            && is_verbal(above.head())
            && !lexicon.token_in("deny_verbs", above.head())
        {
            return subjects_of(reading, above.head())
                .into_iter()
                .filter(|p| p.kind.is_armed())
                .map(|p| Side::new(p, Basis::Claimed, "initiator: claimed responsibility"))
                .collect();
        }
        // "said it was behind the attack"
        if prep.text() == "behind" && above.lemma() == "be" {
            let says = above.head();
            let speakers = if is_saying(says, lexicon) { subjects_of(reading, says) } else { Vec::new() };
            return subjects_of(reading, above)
                .into_iter()
                .filter(|p| p.kind.is_armed())
                .map(|p| {
                    let own = speakers.iter().any(|s| s.who == p.who);
                    let (basis, words) = if own {
                        (Basis::Claimed, "initiator: says it was behind it")
                    } else {
                        (Basis::Blamed, "initiator: is said to be behind it")
                    };
                    Side::new(p, basis, words)
                })
                .collect();
        }
        if lexicon.token_in("blame_verbs", above) {
            let blamed = object_of(above).into_iter().flat_map(|h| reading.parties(h));
            return blamed.map(was_blamed).collect();
        }
    }
    // "An ambush, blamed on X,": "an attack attributed to X".
    let told = deed
        .children()
        .find(|t| t.dep() == Dep::Acl && t.tag() == "VBN" && (lays_blame(*t) || t.lemma() == "attribute"));
    if let Some(told) = told {
        let to = told.children().filter(|t| t.dep() == Dep::Prep && matches!(t.text(), "on" | "to"));
        let objects = to.flat_map(|t| t.children()).filter(|t| t.dep() == Dep::Pobj);
        let blamed = objects.flat_map(|t| reading.parties(t.index()));
        return blamed.map(was_blamed).collect();
    }
    let blamed_on = |verb: Token<'_>| -> Vec<Side> {
        // "blamed the ambush in Y on X": "on" may hang on any word of the deed.
        let behind = (deed.index().min(verb.index())..verb.right_edge() + 1).map(|at| reading.doc.token(at));
        let on = behind.filter(|t| is_on(*t) && (t.head() == verb || lays_blame(verb)));
        let is_day = |t: Token<'_>| t.entity().is_some_and(|e| e.label() == "DATE");
        let objects = on.flat_map(|t| t.children()).filter(|t| t.dep() == Dep::Pobj && !is_day(*t));
        // "blamed the attack on the army on X": the last one is blamed.
        let blamed = objects.map(|t| reading.parties(t.index())).rfind(|parties| !parties.is_empty());
        blamed.into_iter().flatten().map(was_blamed).collect()
    };
    if matches!(deed.dep(), Dep::Dobj | Dep::Nsubjpass) && lexicon.token_in("blame_verbs", prep) {
        return blamed_on(prep);
    }
    // "Shells hit the town, which Y blamed on X": the parse hangs the clause on the last noun.
    let behind = deed.index()..deed.sentence().range().end;
    let mut clauses =
        behind.map(|at| reading.doc.token(at)).filter(|t| t.dep() == Dep::Relcl && lays_blame(*t));
    let blames_it = |t: &Token<'_>| t.children().any(|c| c.dep() == Dep::Dobj && is_relative_pronoun(c));
    clauses.find(blames_it).map(blamed_on).unwrap_or_default()
}

/// "the men accused of the bombing", "a court convicted X of planning the attack", "was charged with carrying out the blast":
/// who is on trial for a deed or suspected of it.
pub(super) fn accused_of(reading: &Reading<'_, '_>, deed: Token<'_>) -> Vec<Side> {
    let does = deed.head();
    let is_done = deed.dep() == Dep::Dobj && does.dep() == Dep::Pcomp;
    let prep = if is_done { does.head() } else { deed.head() };
    let hangs = is_done || deed.dep() == Dep::Pobj;
    if is_verbal(deed) || !hangs || !matches!(prep.text(), "of" | "with" | "for" | "over") {
        return Vec::new();
    }
    // The parse may hang "of" on the men: "convicted three men of planning the attack".
    let below = prep.head();
    let is_whom = matches!(below.dep(), Dep::Dobj | Dep::Nsubjpass);
    let verb = if is_whom { below.head() } else { below };
    // "charged with murder", "with third-degree assault": the charge, and no deed that is told.
    let is_told = deed.lefts().any(|t| matches!(t.dep(), Dep::Det | Dep::Poss));
    if !is_told || !reading.know.lexicon.token_in("accuse_verbs", verb) {
        return Vec::new();
    }
    let whom = match verb.dep() {
        _ if is_whom => Some(below),
        Dep::Acl if verb.tag() == "VBN" => Some(verb.head()),
        _ => verb.children().find(|t| matches!(t.dep(), Dep::Dobj | Dep::Nsubjpass)),
    };
    let parties = whom.into_iter().flat_map(|t| reading.parties(t.index()));
    parties.map(was_blamed).collect()
}

/// "A bomb killed four, and the X was blamed": who is blamed in the clause behind.
pub(super) fn blamed_beside(reading: &Reading<'_, '_>, deed: Token<'_>) -> Vec<Side> {
    let behind = (deed.index() + 1..deed.sentence().range().end).map(|at| reading.doc.token(at));
    let is_blamed = |t: &Token<'_>| {
        t.dep() == Dep::Conj
            && t.tag() == "VBN"
            && matches!(t.lemma(), "blame" | "suspect")
            && t.children().any(|c| c.dep() == Dep::Auxpass)
            && !t.children().any(|c| c.dep() == Dep::Neg)
    };
    let blamed = behind.filter(is_blamed).flat_map(|t| t.children());
    let parties = blamed.filter(|t| t.dep() == Dep::Nsubjpass).flat_map(|t| reading.parties(t.index()));
    parties.filter(|p| p.kind.is_armed()).map(was_blamed).collect()
}

fn was_blamed(party: PartyDraft) -> Side {
    Side::new(party, Basis::Blamed, "initiator: was blamed")
}

/// What a voice claims or blames tells how sure the initiators are.
pub(super) fn basis_by_voice(reading: &Reading<'_, '_>, voice: &Voice, initiators: &mut [Side]) {
    let speakers = reading.parties(voice.head);
    for side in initiators {
        let own = speakers.iter().any(|p| p.who == side.party.who);
        if voice.claims && own {
            side.basis = Basis::Claimed;
        } else if voice.blames && !own {
            side.basis = Basis::Blamed;
        }
    }
}

/// Who is suspected of a deed that other words tell of, with the word that says so.
pub(crate) fn suspects(reading: &Reading<'_, '_>) -> Vec<(usize, Vec<Side>)> {
    let sides = |heads: Vec<Token<'_>>| -> Vec<Side> {
        let parties = heads.into_iter().flat_map(|t| reading.parties(t.index()));
        parties.filter(|p| p.kind.is_armed()).map(was_blamed).collect()
    };
    let found = reading.doc.tokens().map(|token| (token.index(), sides(suspected_by(token))));
    found.filter(|(_, sides)| !sides.is_empty()).collect()
}

/// "Suspicion fell on X", "the attack bore the hallmarks of X", "officials blamed X".
fn suspected_by<'d>(word: Token<'d>) -> Vec<Token<'d>> {
    let above = word.head();
    let lies = matches!(
        above.lemma(),
        "fall"
            | "turn"
            | "rest"
            | "centre"
            | "center"
            | "focus"
            | "point"
            | "land"
            | "shift"
            | "be"
            | "alight"
    );
    match word.lemma() {
        "suspicion" | "finger" if lies && matches!(word.dep(), Dep::Nsubj | Dep::Dobj) => {
            behind_prep(above, &["on", "upon", "to", "towards", "toward", "at"])
        }
        "hallmark" => behind_prep(word, &["of"]),
        "blame" if is_verbal(word) && !is_negated(word) => {
            if !behind_prep(word, &["for", "on", "over"]).is_empty() {
                return Vec::new();
            }
            let is_blamed =
                |t: &Token<'_>| t.dep() == Dep::Nsubjpass || t.dep() == Dep::Dobj && t.index() > word.index();
            word.children().filter(is_blamed).collect()
        }
        _ => Vec::new(),
    }
}

fn behind_prep<'d>(word: Token<'d>, preps: &[&str]) -> Vec<Token<'d>> {
    let prep = |t: &Token<'_>| t.dep() == Dep::Prep && preps.contains(&t.text());
    word.children().filter(prep).flat_map(|t| t.children()).filter(|t| t.dep() == Dep::Pobj).collect()
}

/// "X confirmed its defection", "announced the merger": who says so of a change without a subject is its subject.
pub(super) fn told_of_itself(reading: &Reading<'_, '_>, voice: &Voice) -> Vec<Side> {
    let armed = reading.parties(voice.head).into_iter().filter(|p| p.kind == Kind::Armed);
    armed.map(|party| Side::new(party, Basis::Claimed, "initiator: tells it of itself")).collect()
}

/// Whether a passive deed is one that its own doers tell of: "police said that 45 people were detained".
pub(super) fn is_own_work(kind: EventKind, token: Token<'_>) -> bool {
    matches!(kind, EventKind::Arrest | EventKind::WeaponsSeizure) && is_passive(token)
}

/// "The army said two drones had been downed": who tells of such a deed without saying whose it was did it, where it
/// bears arms or keeps order.
pub(super) fn told_by_who_did(reading: &Reading<'_, '_>, voice: &Voice, recipients: &[Side]) -> Vec<Side> {
    let mut tellers = reading.parties(voice.head);
    tellers.retain(|p| {
        (matches!(p.kind, Kind::Military | Kind::Police) || p.kind == Kind::State && !recipients.is_empty())
            && p.who.actor.is_some()
            && recipients.iter().all(|r| r.party.who != p.who)
    });
    tellers
        .into_iter()
        .map(|p| Side::new(p, Basis::Stated, "initiator: tells of it as its own work"))
        .collect()
}
