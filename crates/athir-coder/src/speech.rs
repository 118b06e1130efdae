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
use crate::quotation::speaker_at;
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
        for clause in contents(verb, reading.know.lexicon) {
            let act = act(reading, verb, clause, &speakers);
            let Some(act) = act.or_else(|| finding(reading, verb, clause, &speakers, found)) else {
                continue;
            };
            // A verb that a frame reads is refused there (`draft`).
            if act.kind == EventKind::Refusal && found.iter().any(|f| f.head == clause.index()) {
                continue;
            }
            // "The Observatory said troops had blocked a road": who watches a war only tells of it.
            let watches = || speakers.iter().all(|s| s.party.kind == Kind::Aid);
            if act.kind == EventKind::Accusation && is_saying(verb, reading.know.lexicon) && watches() {
                continue;
            }
            if !kinds.contains(&act.kind) {
                kinds.push(act.kind);
                drafts.extend(draft(reading, verb, act, &speakers));
            }
        }
    }
    for sentence in reading.doc.sentences() {
        let root = sentence.root();
        let Some(speakers) = quoted_speakers(reading, root).filter(|_| is_verbal(root)) else { continue };
        let known = |head: usize| drafts.iter().any(|d: &Draft| d.head == head);
        let mut clause = Some(root);
        while let Some(token) = clause {
            let act = act(reading, root, token, &speakers);
            if let Some(act) = act.filter(|act| !by_frame(act.deed) && !known(act.deed.index())) {
                drafts.push(told(reading, root, act, &speakers, Phase::Occurred));
                break;
            }
            clause = token.children().find(|t| t.dep() == Dep::Conj && is_verbal(*t));
        }
    }
    drafts
}

/// Who speaks a sentence that stands in a quotation as a whole: "We will strike back. They will pay," he said.
fn quoted_speakers(reading: &Reading<'_, '_>, root: Token<'_>) -> Option<Vec<Side>> {
    if says(root, reading.know.lexicon) {
        return None;
    }
    let voice = speaker_at(&reading.quotations, root.index())?;
    let side = |party: PartyDraft| Side::new(party, Basis::Stated, "initiator: speaks the quotation");
    let speakers: Vec<Side> =
        reading.parties(voice.head).into_iter().filter(|p| reading.holds_power(p)).map(side).collect();
    (!speakers.is_empty()).then_some(speakers)
}

impl Reading<'_, '_> {
    /// Whether a party's words count as acts: an armed or political actor, or a person with a title of office.
    pub(crate) fn holds_power(&self, party: &PartyDraft) -> bool {
        if party.kind.is_political() || party.who.actor.is_some() {
            return true;
        }
        let lexicon = self.know.lexicon;
        let titled =
            |t: Token<'_>| lexicon.token_in("state_titles", t) || lexicon.token_in("power_titles", t);
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
        || lexicon.token_in("alleging_verbs", verb)
        || lexicon.token_in("finding_verbs", verb)
}

/// The speakers whose words count as acts.
fn speakers(reading: &Reading<'_, '_>, verb: Token<'_>) -> Vec<Side> {
    let by = [RoleSlot { slot: "subj".to_owned(), also: false }];
    let mut speakers = sides(reading, &reading.graph.args(verb), &by, "initiator");
    // Who watches a war only tells of it.
    speakers.retain(|side| reading.holds_power(&side.party) && side.party.kind != Kind::Media);
    speakers
}

/// The verbs of the clauses that are said, each with the verbs that are joined to it.
fn contents<'d>(verb: Token<'d>, lexicon: &Lexicon) -> Vec<Token<'d>> {
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
    // "X must leave, the ministry said": the parser may hang the saying below what is said.
    let above = verb.head();
    if clauses.is_empty()
        && matches!(verb.dep(), Dep::Parataxis | Dep::Ccomp | Dep::Advcl | Dep::Intj)
        && above.index() < verb.index()
        && is_verbal(above)
        && surface_subject(verb).is_some()
        && !says(above, lexicon)
        && !verb.children().any(|t| matches!(t.dep(), Dep::Mark | Dep::Dobj))
    {
        clauses.push(above);
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
    let duty = is_duty(clause, lexicon);
    // "there must be an end to the raids"
    let exists = clause.children().any(|t| t.dep() == Dep::Expl);
    if duty && exists {
        return Some(Act { kind: EventKind::Demand, deed: clause, recipients: Vec::new() });
    }
    if exists && says_no(clause, lexicon) {
        return Some(Act { kind: EventKind::Refusal, deed: clause, recipients: Vec::new() });
    }
    if !infinitive && subject.is_none() && !exists {
        return None;
    }
    if let Some(asked) = asked_of_all(clause, lexicon) {
        let by = [RoleSlot { slot: "subj".to_owned(), also: false }];
        let recipients = sides(reading, &reading.graph.args(asked), &by, "recipient");
        return Some(Act { kind: EventKind::Demand, deed: asked, recipients });
    }
    let own = infinitive || subject.is_some_and(|s| is_own(reading, s, speakers));
    let negated = clause.children().any(|t| t.dep() == Dep::Neg);
    // "said it was ready to strike"
    let ready = clause.lemma() == "be"
        && clause.children().any(|t| t.dep() == Dep::Acomp && lexicon.token_in("resolve_words", t));
    let will = has_aux(clause, &["will", "would", "'ll", "’ll", "wo", "shall"]);
    let deed = deed(clause, lexicon);
    // "we continue to work to defeat them"
    let works_on = deed.index() != clause.index()
        && (lexicon.token_in("continue_verbs", clause) || clause.lemma() == "work")
        && lexicon.token_in("crushing_deeds", deed);
    let future = commits && infinitive || ready || will || works_on;
    let towards = |slots: &[&str]| {
        let slots: Vec<RoleSlot> =
            slots.iter().map(|slot| RoleSlot { slot: (*slot).to_owned(), also: false }).collect();
        let mut towards = sides(reading, &reading.graph.args(deed), &slots, "recipient");
        towards.retain(|s| !speakers.iter().any(|i| i.party.who == s.party.who));
        towards
    };
    let of_subject = || {
        let mut named = Vec::new();
        let mut parties = subject.map(|s| reading.parties(s.index())).unwrap_or_default();
        // "the junta's actions"
        if parties.is_empty() {
            let owner = subject.and_then(|s| s.children().find(|t| t.dep() == Dep::Poss));
            parties = owner.map(|t| reading.parties(t.index())).unwrap_or_default();
        }
        for party in parties {
            if !speakers.iter().any(|i| i.party.who == party.who) {
                named.push(Side::new(party, Basis::Stated, "recipient: the one of whom it is said"));
            }
        }
        named
    };
    // "the presence of Turkish troops", "the US strikes": whose deed it is of which it is said.
    let of_maker = || {
        let makers = subject.map(makers_of).unwrap_or_default();
        let named = makers.into_iter().map(|t| reading.parties(t.index())).find(|p| !p.is_empty());
        let mut accused = named.unwrap_or_default();
        accused.retain(|p| p.kind.is_armed() && !speakers.iter().any(|i| i.party.who == p.who));
        let why = "recipient: the one of whose deed it is said";
        accused.into_iter().map(|p| Side::new(p, Basis::Stated, why)).collect::<Vec<_>>()
    };
    let told = || {
        let slot = [RoleSlot { slot: "obj".to_owned(), also: false }];
        sides(reading, &reading.graph.args(verb), &slot, "recipient")
    };
    let kind_is = |kind, recipients| Some(Act { kind, deed, recipients });
    let unpunished = || deed.children().any(|t| lexicon.token_in("unpunished_words", t));
    if will && negated && unpunished() {
        return kind_is(EventKind::Threat, of_subject());
    }
    if will && !negated && pays(deed, lexicon) || is_target(clause) {
        let named = of_subject();
        return kind_is(EventKind::Threat, if named.is_empty() { told() } else { named });
    }
    if will && !negated && taken_for_war(deed) {
        return kind_is(EventKind::Threat, Vec::new());
    }
    // "said it could strike at any time"
    if own
        && !future
        && !negated
        && has_aux(clause, &["could", "can"])
        && lexicon.token_in("threat_deeds", deed)
    {
        return kind_is(EventKind::Threat, towards(&["obj", "against", "on", "with", "to"]));
    }
    if future && own {
        let armed = || speakers.iter().any(|s| s.party.kind.is_armed());
        let helps = !negated && lexicon.token_in("help_deeds", deed);
        let is_threat = if negated {
            lexicon.token_in("relenting_verbs", deed)
        } else {
            lexicon.token_in("threat_deeds", deed)
                || strikes(deed, lexicon)
                || verb.lemma() == "warn" && armed() && !helps
        };
        if is_threat {
            let struck = towards(&["obj", "against", "on", "with", "to"]);
            // "warned the rebels that it would strike"
            let struck = if struck.is_empty() && verb.lemma() == "warn" { told() } else { struck };
            return kind_is(EventKind::Threat, struck);
        }
        if helps {
            return kind_is(EventKind::Support, towards(&["obj", "with", "to", "for", "by", "behind"]));
        }
        if !negated && is_struggle(subject, lexicon) && lexicon.token_in("continue_verbs", deed) {
            return kind_is(EventKind::Threat, towards(&["against", "on"]));
        }
        let political = || speakers.iter().any(|s| s.party.kind.is_political());
        if negated && will && political() && lexicon.token_in("refused_deeds", deed) {
            return kind_is(EventKind::Refusal, towards(&["obj", "with", "to", "from", "for"]));
        }
        return None;
    }
    // "IS will be defeated"
    if will && !own && !negated && is_passive(clause) {
        let struck = of_subject();
        let foe = lexicon.token_in("threat_deeds", deed) && struck.iter().any(|s| s.party.kind.is_armed());
        if foe || subject.is_some_and(|s| is_at_risk(reading, s, deed, speakers)) {
            return kind_is(EventKind::Threat, struck);
        }
    }
    if !negated && takes_side(clause) {
        return kind_is(EventKind::Support, of_subject());
    }
    if duty && !own {
        return kind_is(EventKind::Demand, of_subject());
    }
    let stated = matches!(clause.tag(), "VBD" | "VBZ" | "VBP" | "VBN" | "VBG") && !future && !duty;
    // "it was a cowardly crime"
    let names_it = clause.lemma() == "be"
        && subject.is_some_and(|s| matches!(s.text().to_ascii_lowercase().as_str(), "this" | "that" | "it"));
    // "said it was behind the blast": that is a claim.
    let claims = clause.children().any(|t| matches!(t.text(), "behind" | "responsible"));
    if stated && names_it && !claims && !negated && is_wrong(clause, deed, lexicon) {
        return kind_is(EventKind::Accusation, of_subject());
    }
    // "does not respect the truce"
    if negated && !own && !future && lexicon.token_in("keeping_verbs", deed) {
        let accused = of_subject();
        if accused.iter().any(|s| reading.holds_power(&s.party)) {
            return kind_is(EventKind::Accusation, accused);
        }
    }
    // "the truce was violated by the army"
    if stated && !negated && is_passive(clause) && lexicon.token_in("wrong_deeds", deed) {
        let accused = towards(&["subj"]);
        if accused.iter().any(|s| reading.holds_power(&s.party)) {
            return kind_is(EventKind::Accusation, accused);
        }
    }
    let accuses = lexicon.token_in("alleging_verbs", verb);
    if stated && !own && !negated && !is_passive(clause) && (accuses || is_wrong(clause, deed, lexicon)) {
        let accused = of_subject();
        let accused = if accused.is_empty() { of_maker() } else { accused };
        if accused.iter().any(|s| reading.holds_power(&s.party)) {
            return kind_is(EventKind::Accusation, accused);
        }
    }
    None
}

/// "the mission found that the army had used chlorine": a body of states accuses by what its inquiry finds.
fn finding<'d>(
    reading: &Reading<'_, '_>,
    verb: Token<'d>,
    clause: Token<'d>,
    speakers: &[Side],
    found: &[Found<'_>],
) -> Option<Act<'d>> {
    let lexicon = reading.know.lexicon;
    let inquires = speakers.iter().all(|s| s.party.kind == Kind::International);
    if !inquires || !lexicon.token_in("finding_verbs", verb) || clause.children().any(|t| t.dep() == Dep::Neg)
    {
        return None;
    }
    let kind_at = |f: &Found<'_>| reading.know.frames.frames[f.frame].kind.family();
    let is_violent = found.iter().any(|f| {
        f.head == clause.index() && matches!(kind_at(f), Family::Fighting | Family::Harm | Family::Coercion)
    });
    let slot = [RoleSlot { slot: "subj".to_owned(), also: false }];
    let mut accused = sides(reading, &reading.graph.args(clause), &slot, "recipient");
    accused.retain(|s| reading.holds_power(&s.party) && speakers.iter().all(|i| i.party.who != s.party.who));
    let act = Act { kind: EventKind::Accusation, deed: clause, recipients: accused };
    (is_violent && !act.recipients.is_empty()).then_some(act)
}

/// "the hostages would be executed", where their captors say so; "the town will be liberated", where a force does.
fn is_at_risk(reading: &Reading<'_, '_>, subject: Token<'_>, deed: Token<'_>, speakers: &[Side]) -> bool {
    let lexicon = reading.know.lexicon;
    let by = |kinds: &[Kind]| speakers.iter().any(|s| kinds.contains(&s.party.kind));
    let of_people = || {
        lexicon.token_in("captive_nouns", subject)
            || lexicon.token_in("person_nouns", subject)
            || reading.parties(subject.index()).iter().any(|p| p.kind.is_civil() || p.kind == Kind::Person)
    };
    let of_place =
        || lexicon.token_in("place_nouns", subject) || reading.toponyms.at(subject.index()).is_some();
    by(&[Kind::Armed]) && lexicon.token_in("killing_deeds", deed) && of_people()
        || by(&[Kind::Armed, Kind::Military, Kind::State])
            && lexicon.token_in("winning_deeds", deed)
            && of_place()
}

/// "it is vital that all sides respect the truce": the verb of what is asked for.
fn asked_of_all<'d>(clause: Token<'d>, lexicon: &Lexicon) -> Option<Token<'d>> {
    let is_it = surface_subject(clause).is_some_and(|t| t.text().eq_ignore_ascii_case("it"));
    let duty =
        clause.children().find(|t| t.dep() == Dep::Acomp && lexicon.token_in("duty_adjectives", *t))?;
    let asked = |t: &Token<'_>| matches!(t.dep(), Dep::Ccomp | Dep::Advcl) && is_verbal(*t);
    let asked = duty.children().find(asked).or_else(|| clause.children().find(asked));
    asked.filter(|_| is_it && clause.lemma() == "be")
}

/// "will pay a heavy price", "would be met with retaliation", "there will be a harsh response".
fn pays(deed: Token<'_>, lexicon: &Lexicon) -> bool {
    let is_penalty = |t: Token<'_>| lexicon.token_in("penalty_nouns", t);
    let after_with = || {
        let with = deed.children().filter(|t| t.dep() == Dep::Prep && t.text() == "with");
        with.flat_map(|t| t.children()).any(is_penalty)
    };
    match deed.lemma() {
        "be" => {
            deed.children().any(|t| t.dep() == Dep::Expl)
                && deed.children().any(|t| t.dep() == Dep::Attr && is_penalty(t))
        }
        "meet" | "answer" => deed.children().any(is_penalty) || after_with(),
        _ => lexicon.token_in("paying_verbs", deed) && deed.children().any(is_penalty),
    }
}

/// "would amount to a declaration of war", "would treat it as an invasion": what an act of others would bring.
fn taken_for_war(deed: Token<'_>) -> bool {
    let takes = matches!(
        deed.lemma(),
        "amount" | "constitute" | "be" | "mean" | "treat" | "consider" | "regard" | "see"
    );
    let behind = deed.index() + 1..(deed.right_edge() + 1).min(deed.index() + 9);
    takes
        && behind.map(|i| deed.doc().token(i)).any(|t| {
            t.lemma() == "invasion"
                || t.lemma() == "war"
                    && t.dep() == Dep::Pobj
                    && matches!(t.head().head().lemma(), "declaration" | "act")
        })
}

/// "our operations will continue", "the war will go on".
fn is_struggle(subject: Option<Token<'_>>, lexicon: &Lexicon) -> bool {
    subject.is_some_and(|t| lexicon.token_in("strike_nouns", t))
}

/// "has the right to defend itself".
fn takes_side(clause: Token<'_>) -> bool {
    let right = |t: &Token<'_>| t.dep() == Dep::Dobj && t.lemma() == "right";
    let defends = |t: Token<'_>| t.children().any(|c| matches!(c.lemma(), "defend" | "self" | "defence"));
    clause.lemma() == "have"
        && clause.children().find(right).is_some_and(|t| {
            defends(t) || t.children().any(defends) || clause.children().any(|c| c.lemma() == "defend")
        })
}

/// "there can be no talks while the raids go on"
fn says_no(clause: Token<'_>, lexicon: &Lexicon) -> bool {
    let refused = |t: Token<'_>| {
        t.dep() == Dep::Attr
            && lexicon.token_in("refused_nouns", t)
            && t.children().any(|c| c.dep() == Dep::Det && c.text().eq_ignore_ascii_case("no"))
    };
    has_aux(clause, &["can", "could", "will", "would"]) && clause.children().any(refused)
}

/// "are legitimate targets".
fn is_target(clause: Token<'_>) -> bool {
    let target = clause.children().find(|t| t.dep() == Dep::Attr && t.lemma() == "target");
    target.is_some_and(|t| t.children().any(|c| matches!(c.lemma(), "legitimate" | "fair")))
}

/// "launch an operation", "make them pay": deeds of force that a plain verb carries.
fn strikes(deed: Token<'_>, lexicon: &Lexicon) -> bool {
    let carries = lexicon.is_light(deed) || lexicon.token_in("continue_verbs", deed);
    let pays = |t: Token<'_>| matches!(t.dep(), Dep::Ccomp | Dep::Xcomp) && t.lemma() == "pay";
    // "launch an operation east of the river": the parse makes it a modifier of the direction.
    let strike = |t: Token<'_>| {
        lexicon.token_in("strike_nouns", t)
            || lexicon.token_in("direction_words", t)
                && t.children().any(|c| c.dep() == Dep::Compound && lexicon.token_in("strike_nouns", c))
    };
    carries && deed.children().any(|t| t.dep() == Dep::Dobj && strike(t) || pays(t))
}

/// "violated the truce", "is behind the attack", "was responsible for", "bears the blame", "is a terrorist group".
fn is_wrong(clause: Token<'_>, deed: Token<'_>, lexicon: &Lexicon) -> bool {
    let named = |t: Token<'_>| {
        lexicon.token_in("wrong_names", t)
            || t.children()
                .any(|c| matches!(c.dep(), Dep::Amod | Dep::Compound) && lexicon.token_in("wrong_names", c))
    };
    let object = |list: &str| deed.children().any(|t| t.dep() == Dep::Dobj && lexicon.token_in(list, t));
    lexicon.token_in("wrong_deeds", deed)
        || matches!(deed.lemma(), "bear" | "carry" | "share" | "hold" | "have") && object("guilt_nouns")
        || lexicon.token_in("back_verbs", deed) && object("wrong_names")
        || deed.lemma() == "cross" && object("line_nouns")
        || deed.lemma() == "blame" && deed.dep() == Dep::Xcomp && has_aux(deed, &["to"])
        || matches!(deed.lemma(), "amount" | "constitute")
        || deed.lemma() == "represent" && object("wrong_names")
        || clause.lemma() == "be"
            && clause.children().any(|t| {
                t.dep() == Dep::Acomp
                    && (lexicon.token_in("guilt_adjectives", t) || lexicon.token_in("wrong_adjectives", t))
                    || t.dep() == Dep::Prep && t.text().eq_ignore_ascii_case("behind")
                    || t.dep() == Dep::Attr && named(t)
            })
}

/// Who may have made a deed, by the words around its noun, the surest first: "Turkey's incursion", "a raid by the coalition".
fn makers_of<'d>(deed: Token<'d>) -> Vec<Token<'d>> {
    let by = deed.children().filter(|t| t.dep() == Dep::Prep && matches!(t.text(), "of" | "by"));
    let behind = by.flat_map(|t| t.children()).filter(|t| t.dep() == Dep::Pobj);
    let before = deed.children().filter(|t| matches!(t.dep(), Dep::Compound | Dep::Amod | Dep::Nmod));
    deed.children().filter(|t| t.dep() == Dep::Poss).chain(behind).chain(before).collect()
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
            // "would not go unless the raids stopped"
            let is_condition = t.dep() == Dep::Advcl && t.children().any(|c| c.dep() == Dep::Mark);
            matches!(t.dep(), Dep::Xcomp | Dep::Advcl | Dep::Acomp)
                && !is_condition
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
    has_aux(clause, &["must", "should", "ought"]) && !is_inverted(clause)
        || matches!(clause.lemma(), "need" | "have")
            && clause.children().any(|t| t.dep() == Dep::Xcomp && has_aux(t, &["to"]))
        || clause.lemma() == "be"
            && clause.children().any(|t| t.dep() == Dep::Acomp && lexicon.token_in("duty_adjectives", t))
}

/// "should the world go on watching": a condition, and no duty.
fn is_inverted(clause: Token<'_>) -> bool {
    let aux = clause.lefts().find(|t| t.dep() == Dep::Aux && t.text() == "should");
    aux.zip(surface_subject(clause)).is_some_and(|(aux, subject)| aux.index() < subject.index())
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
    // "troops were ready", "the war will go on": the speaker's, where nobody else's is named.
    let lexicon = reading.know.lexicon;
    let by_arms = speakers.iter().any(|s| s.party.kind.is_armed());
    let bare = |p: &PartyDraft| p.who.actor.is_none() && p.who.code.is_none();
    let of_arms = lexicon.token_in("troop_nouns", subject) || lexicon.token_in("strike_nouns", subject);
    let of_state = |s: &&Side| matches!(s.party.kind, Kind::State | Kind::Military | Kind::Police);
    let by_state = speakers.iter().find(of_state);
    // "the minister said the army would retake the town"
    let is_service = |p: &PartyDraft| {
        let code = by_state.and_then(|s| s.party.who.code.as_ref());
        let serves = p.who.code.as_ref().zip(code).is_none_or(|(own, state)| own.starts_with(state.as_str()));
        matches!(p.kind, Kind::Military | Kind::Police) && serves
    };
    if by_state.is_some() && !parties.is_empty() && parties.iter().all(is_service) {
        return true;
    }
    // "the army said rebels violated the truce": these are not the people of a state.
    let outlawed = by_state.is_some() && lexicon.token_in("arms_bearers", subject);
    if by_arms
        && of_arms
        && !outlawed
        && parties.iter().all(bare)
        && !subject.children().any(|t| t.dep() == Dep::Amod)
    {
        return true;
    }
    parties.is_empty() && is_pronoun(subject)
        || matches!(subject.text().to_ascii_lowercase().as_str(), "we" | "i")
        || subject.children().any(|t| t.dep() == Dep::Poss && is_pronoun(t)) && of_arms
}

fn draft(reading: &Reading<'_, '_>, verb: Token<'_>, act: Act<'_>, speakers: &[Side]) -> Option<Draft> {
    let Stance::Told(modality, phase) = stance(verb, reading.know.lexicon) else { return None };
    (modality == Modality::Reported).then(|| told(reading, verb, act, speakers, phase))
}

/// The draft of an act that is done by the words around a verb: that of saying, or the one that a quotation begins with.
fn told(reading: &Reading<'_, '_>, verb: Token<'_>, act: Act<'_>, speakers: &[Side], phase: Phase) -> Draft {
    let (first, last) = (verb.index().min(act.deed.index()), verb.index().max(act.deed.index()));
    Draft {
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
        modality: Modality::Reported,
        phase: if phase == Phase::Ended { Phase::Occurred } else { phase },
        definite: false,
        needs: Vec::new(),
        args: Vec::new(),
        from_toll: false,
        retold: Vec::new(),
    }
}
