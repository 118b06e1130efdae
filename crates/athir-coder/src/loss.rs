//! Losses told apart from the deed that caused them: each toll joins the event that it belongs to, or is an event
//! of its own (codebook §3, §6).

use athir_model::{Basis, EventKind, Family, Harm, Modality, Reason};
use athir_nlp::{Dep, Token};

use crate::clause::{conjuncts, is_verbal};
use crate::dating::time_of;
use crate::draft::{Draft, Skipped, evidence_range};
use crate::kind::Kind;
use crate::locate::{place_of, war_country};
use crate::modality::{Stance, stance};
use crate::reading::Reading;
use crate::side::{Side, add_victims};
use crate::toll::Toll;
use crate::voice::find_voices;

/// Makes a toll part of the event that caused it, or an event of its own (codebook §3, §6).
pub(crate) fn attach_toll(
    reading: &Reading<'_, '_>,
    drafts: &mut Vec<Draft>,
    toll: &Toll<'_>,
    skipped: &mut Vec<Skipped>,
) {
    let doc = reading.doc;
    let token = doc.token(toll.head);
    let skip = |reason, note: &str| Skipped {
        head: toll.head,
        tokens: toll.tokens.clone(),
        frame: format!("toll.{}", toll.harm.as_str()),
        reason,
        note: note.to_owned(),
    };
    match stance(token, reading.know.lexicon) {
        Stance::Negated if !toll.counted.iter().any(|c| c.count.high == Some(0)) => {
            skipped.push(skip(Reason::Negated, "the text says that it did not happen"));
            return;
        }
        Stance::Conditional | Stance::Purpose => {
            skipped.push(skip(Reason::Conditional, "it depends on something else"));
            return;
        }
        Stance::Told(Modality::Planned, _) if toll.counted.is_empty() => {
            skipped.push(skip(Reason::Conditional, "it is only feared or possible"));
            return;
        }
        _ => {}
    }
    if war_noun(reading, toll).is_some() {
        match toll_event(reading, toll) {
            Some(event) => {
                let located = war_country(reading, war_noun(reading, toll).unwrap_or(token));
                drafts.push(Draft {
                    kind: EventKind::Clash,
                    initiators: Vec::new(),
                    recipients: Vec::new(),
                    located,
                    from_toll: false,
                    ..event
                });
            }
            None => skipped.push(skip(Reason::Incomplete, "losses without a count, a cause or people named")),
        }
        return;
    }
    let lethal = |k: EventKind| {
        matches!(k.family(), Family::Fighting | Family::Harm | Family::Civil)
            || matches!(k, EventKind::Arrest)
    };
    let sentence = token.sentence().range();
    // Only events of the last sentences are at hand; those made of tolls stand at the end.
    let sorted = drafts.iter().take_while(|d| !d.frame.starts_with("toll.")).count();
    let first = drafts[..sorted].partition_point(|d| d.head < sentence.start).saturating_sub(12);
    let last = drafts[..sorted].partition_point(|d| d.head < sentence.end);
    let at_hand: Vec<usize> =
        (first..last).chain(sorted.max(drafts.len().saturating_sub(12))..drafts.len()).collect();
    let position = |test: &dyn Fn(&Draft) -> bool| at_hand.iter().copied().find(|&n| test(&drafts[n]));
    // 1. The cause is a trigger.
    let covers = |d: &Draft, head: usize| d.tokens.contains(&head);
    let mut target = toll.causes.iter().find_map(|&cause| position(&|d| lethal(d.kind) && covers(d, cause)));
    if target.is_none() {
        // Nested: "in a series of attacks", "in the wake of the blast".
        target = toll.causes.iter().find_map(|&cause| {
            let c = doc.token(cause);
            let inside = c.left_edge()..=c.right_edge().min(cause + 8);
            position(&|d| lethal(d.kind) && inside.contains(&d.head) && reading.parties(cause).is_empty())
        });
    }
    // 2. The verb that it hangs on, or that hangs on it, is a trigger.
    let own_cause = token.dep() == Dep::Conj && has_other_cause(reading, toll);
    if target.is_none() && !own_cause {
        target =
            token.ancestors().take(5).find_map(|t| position(&|d| lethal(d.kind) && covers(d, t.index())));
    }
    if target.is_none() {
        target = position(&|d| {
            lethal(d.kind)
                && sentence.contains(&d.head)
                && doc.token(d.head).ancestors().take(5).any(|t| toll.tokens.contains(&t.index()))
        });
    }
    // 3. The only other happening of the sentence.
    if target.is_none() && !has_other_cause(reading, toll) {
        target = at_hand
            .iter()
            .copied()
            .filter(|&n| lethal(drafts[n].kind) && sentence.contains(&drafts[n].head))
            .min_by_key(|&n| (drafts[n].head.abs_diff(toll.head), n));
    }
    // 4. Words that refer back: "the death toll", "15 of the wounded".
    let refers_back = toll.nominal && (toll.victims.is_empty() || toll.causes.is_empty());
    if target.is_none() && (refers_back || toll.harm != Harm::Killed && !has_other_cause(reading, toll)) {
        target = at_hand
            .iter()
            .copied()
            .filter(|&n| lethal(drafts[n].kind) && drafts[n].head < toll.head)
            .max_by_key(|&n| (drafts[n].head, n));
    }
    match target {
        Some(n) => {
            let event = &mut drafts[n];
            for counted in &toll.counted {
                if !event
                    .counted
                    .iter()
                    .any(|c| c.harm == counted.harm && c.count == counted.count && c.tokens == counted.tokens)
                {
                    event.counted.push(counted.clone());
                }
            }
            for &victim in &toll.victims {
                add_victims(reading, event, victim);
            }
            if !event.evidence.iter().any(|e| e.contains(&toll.head)) {
                event.evidence.push(evidence_range(reading, token, &toll.tokens));
            }
            if event.located.as_ref().is_none_or(|(_, s)| *s >= 4)
                && let Some(found) =
                    place_of(reading, token, &toll.args, &[], event.kind).filter(|(_, s)| *s <= 3)
            {
                event.located = Some(found);
            }
            if event.timed.is_none() {
                event.timed = time_of(reading, token);
            }
            skipped.push(skip(Reason::Toll, "it gives the losses of an event that is coded"));
        }
        None => match toll_event(reading, toll) {
            Some(event) => drafts.push(event),
            None => skipped.push(skip(Reason::Incomplete, "losses without a count, a cause or people named")),
        },
    }
}

/// Whether somebody or something that is no event is named as the cause.
fn has_other_cause(reading: &Reading<'_, '_>, toll: &Toll<'_>) -> bool {
    toll.causes.iter().any(|&c| {
        let token = reading.doc.token(c);
        let lexicon = reading.know.lexicon;
        reading.parties(c).iter().any(|p| p.kind.is_armed())
            || lexicon.token_in("aircraft_nouns", token)
            || lexicon.token_in("weapon_nouns", token)
    })
}

/// The war whose whole toll it is: "killed in the conflict", "since the uprising began" (codebook §6).
fn war_noun<'d>(reading: &Reading<'d, '_>, toll: &Toll<'d>) -> Option<Token<'d>> {
    let token = reading.doc.token(toll.head);
    let is_war = |t: &Token<'_>| reading.know.lexicon.token_in("war_nouns", *t);
    // The clause may hang on a conjoined verb: "have been killed and millions displaced since …".
    let verbs = conjuncts(token).into_iter().chain([token.head()]).filter(|t| is_verbal(*t));
    let since_war = verbs
        .flat_map(|t| t.children())
        .filter(|t| t.dep() == Dep::Advcl && t.children().any(|m| m.text().eq_ignore_ascii_case("since")))
        .flat_map(|clause| clause.children())
        .find(|t| matches!(t.dep(), Dep::Nsubj | Dep::Nsubjpass) && is_war(t));
    let in_war = || toll.causes.iter().map(|&c| reading.doc.token(c)).find(is_war);
    since_war.or_else(in_war).filter(|_| !toll.counted.is_empty())
}

/// Makes an event of a toll that nothing else in the text accounts for, by its cause and its victims.
fn toll_event(reading: &Reading<'_, '_>, toll: &Toll<'_>) -> Option<Draft> {
    let doc = reading.doc;
    let lexicon = reading.know.lexicon;
    let token = doc.token(toll.head);
    if toll.nominal && toll.victims.is_empty() && toll.counted.is_empty()
        || !matches!(toll.harm, Harm::Killed | Harm::Injured | Harm::Casualties)
    {
        return None;
    }
    let mut kind = None;
    let mut initiators: Vec<Side> = Vec::new();
    let mut weapons = Vec::new();
    for &cause in &toll.causes {
        let c = doc.token(cause);
        let has = |list: &str| lexicon.token_in(list, c) || c.children().any(|t| lexicon.token_in(list, t));
        if lexicon.token_in("aircraft_nouns", c) {
            kind = kind.or(Some(EventKind::AirStrike));
        } else if has("explosive_nouns") {
            kind = kind.or(Some(EventKind::Bombing));
        } else if has("artillery_nouns") {
            kind = kind.or(Some(EventKind::Shelling));
        }
        if lexicon.token_in("weapon_nouns", c) || lexicon.token_in("aircraft_nouns", c) {
            weapons.push(c.left_edge()..cause + 1);
        }
        for party in
            reading.parties(cause).into_iter().filter(|p| p.kind.is_armed() || p.kind == Kind::Person)
        {
            if !initiators.iter().any(|s| s.party.who == party.who) {
                let why = format!("initiator: the cause of the harm; {}", party.why);
                initiators.push(Side { party, basis: Basis::Stated, why });
            }
        }
    }
    let victims: Vec<_> = toll.victims.iter().flat_map(|&v| reading.parties(v)).collect();
    let timed = time_of(reading, token);
    let located = place_of(reading, token, &toll.args, &[], EventKind::Attack);
    // Losses alone are no happening: somebody or something must have caused them, or a time or place be named.
    let caused = !initiators.is_empty() || kind.is_some();
    let told = !toll.counted.is_empty() && !toll.nominal && (timed.is_some() || located.is_some());
    if !caused && !told || victims.is_empty() && toll.counted.is_empty() {
        return None;
    }
    let civil = victims.is_empty()
        || victims.iter().any(|p| p.kind.is_civil() || p.kind == Kind::Person || p.kind == Kind::Unknown);
    let kind = kind.unwrap_or(if civil { EventKind::ViolenceAgainstCivilians } else { EventKind::Attack });
    let (modality, phase) = match stance(token, lexicon) {
        Stance::Told(m, p) => (m, p),
        _ => return None,
    };
    let mut event = Draft {
        kind,
        frame: format!("toll.{}", toll.harm.as_str()),
        head: toll.head,
        tokens: toll.tokens.clone(),
        evidence: vec![evidence_range(reading, token, &toll.tokens)],
        initiators,
        recipients: Vec::new(),
        located,
        timed,
        counted: toll.counted.clone(),
        weapons,
        voices: find_voices(doc, token, lexicon),
        modality,
        phase,
        definite: false,
        needs: Vec::new(),
        args: toll.args.iter().map(|a| a.head).collect(),
        from_toll: !caused,
    };
    for &victim in &toll.victims {
        add_victims(reading, &mut event, victim);
    }
    Some(event)
}
