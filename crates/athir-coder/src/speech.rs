//! What a political or armed actor does by saying it (codebook §2): a threat, a demand, a promise of help or an
//! accusation that no verb of its own names, but the clause that is said: "the army said it would strike back".

use athir_model::{Basis, EventKind, Family, Modality, Phase};
use athir_nlp::{Dep, Token};

use crate::clause::{is_passive, is_verbal};
use crate::clue::Clues;
use crate::dating::time_of;
use crate::draft::{Draft, evidence_range};
use crate::frame::RoleSlot;
use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::modality::{Stance, stance};
use crate::party::PartyDraft;
use crate::reading::Reading;
use crate::side::{Side, sides};
use crate::trigger::Found;
use crate::voice::{find_voices, is_saying};

/// Finds the acts that speakers do by what they say, where no frame reads the verb of saying itself.
pub(crate) fn find_speech_acts(reading: &Reading<'_, '_>, found: &[Found<'_>]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let by_frame = |token: Token<'_>| {
        found.iter().any(|f| {
            f.head == token.index() && reading.know.frames.frames[f.frame].kind.family() == Family::Words
        })
    };
    for verb in reading.doc.tokens().filter(|t| is_verbal(*t) && says(*t, reading.know.lexicon)) {
        if by_frame(verb) {
            continue;
        }
        let speakers = speakers(reading, verb);
        if speakers.is_empty() {
            continue;
        }
        let mut kinds = Vec::new();
        for clause in contents(verb) {
            let Some(act) = act(reading, verb, clause, &speakers) else { continue };
            if !kinds.contains(&act.kind) {
                kinds.push(act.kind);
                drafts.extend(draft(reading, verb, act, &speakers));
            }
        }
    }
    drafts
}

impl Reading<'_, '_> {
    /// Whether a party's words count as acts: an armed or political actor, or a person with a title of office.
    pub(crate) fn holds_power(&self, party: &PartyDraft) -> bool {
        if party.kind.is_political() || party.who.actor.is_some() {
            return true;
        }
        let titled = |t: Token<'_>| self.know.lexicon.token_in("state_titles", t);
        matches!(party.kind, Kind::Person | Kind::Unknown)
            && (party.tokens.clone().any(|i| titled(self.doc.token(i)))
                || self
                    .doc
                    .token(party.tokens.end - 1)
                    .children()
                    .any(|t| matches!(t.dep(), Dep::Compound | Dep::Appos | Dep::Nmod) && titled(t)))
    }
}

/// An act, the verb that tells which it is, and towards whom it is done.
struct Act<'d> {
    kind: EventKind,
    deed: Token<'d>,
    recipients: Vec<Side>,
}

fn says(verb: Token<'_>, lexicon: &Lexicon) -> bool {
    is_saying(verb, lexicon)
        || lexicon.token_in("threat_verbs", verb)
        || lexicon.token_in("resolve_words", verb)
}

/// The speakers whose words count as acts.
fn speakers(reading: &Reading<'_, '_>, verb: Token<'_>) -> Vec<Side> {
    let by = [RoleSlot { slot: "subj".to_owned(), also: false }];
    let mut speakers = sides(reading, &reading.graph.args(verb), &by, "initiator");
    speakers.retain(|side| reading.holds_power(&side.party));
    speakers
}

/// The verbs of the clauses that are said, each with the verbs that are joined to it.
fn contents(verb: Token<'_>) -> Vec<Token<'_>> {
    let mut clauses = Vec::new();
    let is_content =
        |t: &Token<'_>| matches!(t.dep(), Dep::Ccomp | Dep::Xcomp | Dep::Acomp) && t.index() != verb.index();
    for child in verb.children().filter(is_content) {
        if child.children().any(|t| {
            t.dep() == Dep::Mark && matches!(t.text().to_ascii_lowercase().as_str(), "if" | "whether")
        }) {
            continue;
        }
        let mut clause = Some(child);
        while let Some(token) = clause {
            clauses.push(token);
            clause = token.children().find(|t| t.dep() == Dep::Conj && is_verbal(*t));
        }
    }
    clauses
}

fn act<'d>(
    reading: &Reading<'_, '_>,
    verb: Token<'d>,
    clause: Token<'d>,
    speakers: &[Side],
) -> Option<Act<'d>> {
    let lexicon = reading.know.lexicon;
    let commits = lexicon.token_in("threat_verbs", verb) || lexicon.token_in("resolve_words", verb);
    // "pledged to hunt down": the infinitive is what the speaker will do.
    let infinitive = clause.dep() == Dep::Xcomp && has_aux(clause, &["to"]);
    let subject = if infinitive { None } else { surface_subject(clause) };
    if !infinitive && subject.is_none() {
        return None;
    }
    let own = infinitive || subject.is_some_and(|s| is_own(reading, s, speakers));
    let negated = clause.children().any(|t| t.dep() == Dep::Neg);
    let duty = is_duty(clause, lexicon);
    let future = commits && infinitive || has_aux(clause, &["will", "would", "'ll", "’ll", "wo", "shall"]);
    let deed = deed(clause, lexicon);
    let towards = |slots: &[&str]| {
        let slots: Vec<RoleSlot> =
            slots.iter().map(|slot| RoleSlot { slot: (*slot).to_owned(), also: false }).collect();
        let mut towards = sides(reading, &reading.graph.args(deed), &slots, "recipient");
        towards.retain(|s| !speakers.iter().any(|i| i.party.who == s.party.who));
        towards
    };
    let of_subject = || {
        let mut named = Vec::new();
        for party in subject.map(|s| reading.parties(s.index())).unwrap_or_default() {
            if !speakers.iter().any(|i| i.party.who == party.who) {
                let why = format!("recipient: the one of whom it is said; {}", party.why);
                named.push(Side { party, basis: Basis::Stated, why });
            }
        }
        named
    };
    let kind_is = |kind, recipients| Some(Act { kind, deed, recipients });
    if future && own {
        let is_threat = if negated {
            lexicon.token_in("relenting_verbs", deed)
        } else {
            lexicon.token_in("threat_deeds", deed)
        };
        if is_threat {
            return kind_is(EventKind::Threat, towards(&["obj", "against", "on", "with", "to"]));
        }
        if !negated && lexicon.token_in("help_deeds", deed) {
            return kind_is(EventKind::Support, towards(&["obj", "with", "to", "for", "by", "behind"]));
        }
        return None;
    }
    if future && !own && !duty {
        let unpunished = deed.children().any(|t| lexicon.token_in("unpunished_words", t));
        let pays = !negated && deed.children().any(|t| lexicon.token_in("penalty_nouns", t));
        if negated && unpunished || pays && lexicon.token_in("paying_verbs", deed) {
            return kind_is(EventKind::Threat, of_subject());
        }
    }
    if duty && !own {
        return kind_is(EventKind::Demand, of_subject());
    }
    let told = matches!(clause.tag(), "VBD" | "VBZ" | "VBP" | "VBN" | "VBG") && !future && !duty;
    if told && !own && !negated && !is_passive(clause) && is_wrong(clause, deed, lexicon) {
        let accused = of_subject();
        if accused.iter().any(|s| reading.holds_power(&s.party)) {
            return kind_is(EventKind::Accusation, accused);
        }
    }
    None
}

/// "violated the truce", "is behind the attack", "was responsible for".
fn is_wrong(clause: Token<'_>, deed: Token<'_>, lexicon: &Lexicon) -> bool {
    lexicon.token_in("wrong_deeds", deed)
        || clause.lemma() == "be"
            && clause.children().any(|t| {
                t.dep() == Dep::Acomp && lexicon.token_in("guilt_adjectives", t)
                    || t.dep() == Dep::Prep && t.text().eq_ignore_ascii_case("behind")
            })
}

/// The verb that tells what is done: "continue to fight", "is going to strike", "are determined to defeat".
fn deed<'d>(clause: Token<'d>, lexicon: &Lexicon) -> Token<'d> {
    let mut deed = clause;
    for _ in 0..3 {
        let carries = lexicon.token_in("continue_verbs", deed)
            || lexicon.token_in("begin_verbs", deed)
            || lexicon.token_in("resolve_words", deed)
            || matches!(
                deed.lemma(),
                "go" | "be" | "do" | "work" | "need" | "have" | "try" | "hesitate" | "seek"
            );
        // Verbs of relenting keep their own sense under "not".
        if !carries
            || lexicon.token_in("relenting_verbs", deed) && deed.children().any(|t| t.dep() == Dep::Neg)
        {
            break;
        }
        let inner = deed.children().find(|t| {
            matches!(t.dep(), Dep::Xcomp | Dep::Advcl | Dep::Acomp)
                && (is_verbal(*t) || t.dep() == Dep::Acomp)
        });
        match inner {
            Some(inner) if is_verbal(inner) || lexicon.token_in("resolve_words", inner) => deed = inner,
            _ => break,
        }
    }
    deed
}

fn is_duty(clause: Token<'_>, lexicon: &Lexicon) -> bool {
    has_aux(clause, &["must", "should", "ought"])
        || matches!(clause.lemma(), "need" | "have")
            && clause.children().any(|t| t.dep() == Dep::Xcomp && has_aux(t, &["to"]))
        || clause.lemma() == "be"
            && clause.children().any(|t| t.dep() == Dep::Acomp && lexicon.token_in("duty_adjectives", t))
}

fn has_aux(verb: Token<'_>, words: &[&str]) -> bool {
    verb.children()
        .any(|t| t.dep() == Dep::Aux && words.iter().any(|word| t.text().eq_ignore_ascii_case(word)))
}

fn surface_subject(verb: Token<'_>) -> Option<Token<'_>> {
    verb.children().find(|t| matches!(t.dep(), Dep::Nsubj | Dep::Nsubjpass | Dep::Csubj))
}

/// Whether the subject of what is said is the speaker, or a force of the speaker's.
fn is_own(reading: &Reading<'_, '_>, subject: Token<'_>, speakers: &[Side]) -> bool {
    let parties = reading.parties(subject.index());
    if parties.iter().any(|p| speakers.iter().any(|s| s.party.who == p.who)) {
        return true;
    }
    let is_pronoun = |t: Token<'_>| {
        matches!(
            t.text().to_ascii_lowercase().as_str(),
            "we" | "i" | "it" | "they" | "he" | "she" | "our" | "his" | "its" | "their" | "my" | "her"
        )
    };
    parties.is_empty() && is_pronoun(subject)
        || matches!(subject.text().to_ascii_lowercase().as_str(), "we" | "i")
        || subject.children().any(|t| t.dep() == Dep::Poss && is_pronoun(t))
            && reading.know.lexicon.token_in("troop_nouns", subject)
}

fn draft(reading: &Reading<'_, '_>, verb: Token<'_>, act: Act<'_>, speakers: &[Side]) -> Option<Draft> {
    let Stance::Told(modality, phase) = stance(verb, reading.know.lexicon) else { return None };
    if modality != Modality::Reported {
        return None;
    }
    let (first, last) = (verb.index().min(act.deed.index()), verb.index().max(act.deed.index()));
    Some(Draft {
        kind: act.kind,
        frame: format!("{}.said", act.kind.as_str()),
        head: act.deed.index(),
        tokens: vec![act.deed.index()],
        evidence: vec![evidence_range(reading, verb, &[first, last])],
        initiators: speakers.to_vec(),
        recipients: act.recipients,
        located: None,
        clues: Clues::around(reading, act.deed, &[], &[], act.kind),
        timed: time_of(reading, verb),
        counted: Vec::new(),
        weapons: Vec::new(),
        voices: find_voices(reading.doc, verb, reading.know.lexicon),
        modality,
        phase: if phase == Phase::Ended { Phase::Occurred } else { phase },
        definite: false,
        needs: Vec::new(),
        args: Vec::new(),
        from_toll: false,
    })
}
