//! Refusals, which a denied deed tells.

use athir_model::{EventKind, Modality, Phase};
use athir_nlp::Dep;

use super::{Draft, evidence_range};
use crate::clause::is_verbal;
use crate::clue::Clues;
use crate::dating::time_of;
use crate::frame::RoleSlot;
use crate::reading::Reading;
use crate::side::sides;
use crate::trigger::Found;
use crate::voice::find_voices;

/// "X said that it would not fight for Y": a refusal by X (codebook §2), where X itself says so.
pub(super) fn refusal(reading: &Reading<'_, '_>, found: &Found<'_>) -> Option<Draft> {
    let token = reading.doc.token(found.head);
    let wills = token
        .children()
        .any(|t| t.dep() == Dep::Aux && matches!(t.text(), "will" | "would" | "wo" | "shall"));
    // "does not accept the results": consent that is not given.
    let consents = reading.know.lexicon.token_in("consent_verbs", token) && token.tag() == "VB";
    if !is_verbal(token) || !wills && !consents {
        return None;
    }
    let by = |slot: &str| RoleSlot { slot: slot.to_owned(), also: false };
    let initiators = sides(reading, &found.args, &[by("subj")], "initiator");
    let voices = find_voices(reading.doc, token, reading.know.lexicon);
    let own = voices.iter().position(|v| {
        reading.parties(v.head).iter().any(|p| initiators.iter().any(|s| s.party.who == p.who))
    });
    if initiators.is_empty()
        || own.is_none() && !(consents && voices.is_empty())
        || !initiators.iter().all(|s| s.party.kind.is_political())
    {
        return None;
    }
    let recipients =
        sides(reading, &found.args, &[by("obj"), by("for"), by("with"), by("to"), by("from")], "recipient");
    let said = own.and_then(|n| voices[n].verb);
    let evidence = said.map_or_else(
        || evidence_range(reading, token, &found.tokens),
        |v| evidence_range(reading, reading.doc.token(v), &found.tokens),
    );
    Some(Draft {
        kind: EventKind::Refusal,
        frame: "refusal.will-not".to_owned(),
        head: found.head,
        tokens: found.tokens.clone(),
        evidence: vec![evidence],
        initiators,
        recipients,
        located: None,
        timed: said.and_then(|v| time_of(reading, reading.doc.token(v))),
        clues: Clues::around(
            reading,
            said.map_or(token, |v| reading.doc.token(v)),
            &[],
            &[],
            EventKind::Refusal,
        ),
        counted: Vec::new(),
        weapons: Vec::new(),
        // What others say of the refusal; its own words are the act.
        voices: voices[own.map_or(0, |n| n + 1)..].to_vec(),
        modality: Modality::Reported,
        phase: Phase::Occurred,
        definite: false,
        needs: Vec::new(),
        args: found.args.iter().map(|a| a.head).collect(),
        from_toll: false,
        retold: Vec::new(),
    })
}
