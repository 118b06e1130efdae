//! The sides of an event: which parties the arguments of a trigger, its deed's claim or blame, and its losses name.

mod blame;
mod broker;

use std::collections::BTreeSet;

use athir_actors::Victims;
use athir_model::{Basis, Direction, EventKind, Family, Harm};
use athir_nlp::{Dep, Entity, Pos, Token};

pub(crate) use self::blame::suspects;
use self::blame::{accused_of, basis_by_voice, blamed_beside, responsible, uninvolved};
use self::broker::drop_brokers;
pub(crate) use self::broker::is_brokered;
use crate::clause::{conjuncts, is_locative_prep, is_passive, is_verbal};
use crate::described::OF_COUNTRY;
use crate::draft::Draft;
use crate::frame::{Frame, RoleSlot};
use crate::graph::{Arg, Slot, slot_is};
use crate::kind::{Kind, kind_of_generic};
use crate::lexicon::Lexicon;
use crate::mention::Identity;
use crate::named::{PERSON_BY_NAME, STANDS_FOR_STATE, stands_for_it};
use crate::party::PartyDraft;
use crate::place::{Located, toponym_in};
use crate::reading::Reading;
use crate::trigger::Found;
use crate::voice::Voice;

/// Why people of a toll stand on a side.
const CAME_TO_HARM: &str = "recipient: came to harm";

/// One side's party in a draft.
#[derive(Clone, Debug)]
pub(crate) struct Side {
    pub(crate) party: PartyDraft,
    pub(crate) basis: Basis,
    pub(crate) why: String,
}

impl Side {
    /// A party on a side, with the words that say why it stands there before those that say who it is.
    pub(crate) fn new(party: PartyDraft, basis: Basis, why: &str) -> Side {
        Side { why: format!("{why}; {}", party.why), party, basis }
    }
}

/// Finds who did it and to whom: by the frame's slots, then by whose word or responsibility it is.
pub(crate) fn both_sides(
    reading: &Reading<'_, '_>,
    frame: &Frame,
    found: &Found<'_>,
    voices: &[Voice],
) -> (Vec<Side>, Vec<Side>) {
    let token = reading.doc.token(found.head);
    let mut initiators = sides(reading, &found.args, &frame.initiator, "initiator");
    let mut recipients = sides(reading, &found.args, &frame.recipient, "recipient");
    if matches!(frame.kind, EventKind::Agreement | EventKind::Ceasefire) {
        drop_brokers(reading, &mut initiators);
    }
    if is_done_to_persons(frame) {
        for side in &mut recipients {
            as_person(reading, side);
        }
    }
    if recipients.is_empty() && is_done_to_people(frame.kind) && !is_verbal(token) {
        // "his release", "the hostages' killing": whose it is, it is done to.
        let owners = Reading::fillers(&found.args, "poss");
        let owned = |s: &mut Side| {
            !s.party.kind.is_political()
                && owners.iter().any(|o| s.party.tokens.contains(o) || s.party.tokens.end == o + 1)
        };
        recipients = initiators.extract_if(.., owned).collect();
    }
    if matches!(frame.kind.family(), Family::Fighting | Family::Harm) {
        for side in &mut initiators {
            by_own_word(reading, side);
        }
    }
    if frame.kind == EventKind::Displacement {
        // "fled their homes": nobody is driven out by his own house.
        initiators.retain(|s| s.party.kind.is_political());
    }
    recipients.retain(|r| !initiators.iter().any(|i| i.party.who == r.party.who));
    if frame.kind.family() == Family::Fighting {
        // "The army shelled Douma, Syria": where it lies.
        let is_land = |r: &Side| r.party.why == STANDS_FOR_STATE;
        let own = |r: &Side| initiators.iter().any(|i| are_of_one_land(reading, &i.party, &r.party));
        recipients.retain(|r| !(is_land(r) && own(r)));
    }
    if is_struck_as_place(frame.kind) {
        recipients.retain(|r| !is_place_as_person(reading, r));
    }
    // "blew himself up": on nobody else.
    let is_reflexive = |r: &Side| {
        let word = reading.doc.token(r.party.tokens.end - 1).text();
        matches!(word, "himself" | "herself" | "themselves" | "itself")
    };
    recipients.retain(|r| !is_reflexive(r));
    if frame.kind.family() != Family::Words {
        // Who only speaks or watches takes no side.
        initiators.retain(|s| s.party.kind != Kind::Media);
    }
    // "The prosecutor said that an inquiry had been opened": who tells of it leads it.
    let is_inquiry = frame.name == "accusation.inquiry-opened";
    if (frame.kind.family() == Family::Dynamics && !is_verbal(token) || is_inquiry) && initiators.is_empty() {
        initiators = voices.first().map(|voice| told_of_itself(reading, voice)).unwrap_or_default();
    }
    if frame.kind.direction() == Direction::Mutual {
        if recipients.is_empty() && initiators.len() > 1 {
            recipients = initiators.split_off(1);
        } else if initiators.is_empty() && recipients.len() > 1 {
            initiators.push(recipients.remove(0));
        }
    }
    if recipients.is_empty()
        && frame.kind.direction() == Direction::Directed
        && frame.kind.family() == Family::Fighting
    {
        recipients = aimed_at(reading, token, &initiators);
    }
    if matches!(frame.kind.family(), Family::Fighting | Family::Territory) {
        add_backers(reading, &found.args, &mut initiators, &recipients);
    }
    if frame.kind == EventKind::Protest && recipients.is_empty() {
        recipients = protested_against(reading, token);
    }
    if recipients.is_empty() && frame.kind.family() == Family::Fighting {
        recipients = repelled_by(reading, token, &initiators);
        if recipients.is_empty() {
            recipients = came_under(reading, token, &initiators);
        }
    }
    if token.dep() == Dep::Dobj && reading.know.lexicon.token_in("claim_verbs", token.head()) {
        // "X claimed the attack"
        let claimers = subjects_of(reading, token.head());
        for side in initiators.iter_mut().filter(|s| claimers.iter().any(|p| p.who == s.party.who)) {
            side.basis = Basis::Claimed;
        }
    }
    for voice in voices {
        basis_by_voice(reading, voice, &mut initiators);
    }
    let uninvolved = uninvolved(reading, token);
    initiators.retain(|side| uninvolved.iter().all(|party| party.who != side.party.who));
    let accused = accused_of(reading, token);
    if !accused.is_empty() && matches!(frame.kind.family(), Family::Fighting | Family::Harm) {
        initiators = accused;
    }
    if initiators.is_empty() && !is_verbal(token) {
        initiators = responsible(reading, token);
    }
    if initiators.is_empty() && matches!(frame.kind.family(), Family::Fighting | Family::Harm) {
        initiators = blamed_beside(reading, token);
        initiators.retain(|i| !recipients.iter().any(|r| r.party.who == i.party.who));
    }
    if initiators.is_empty() && is_own_work(frame.kind, token) {
        initiators =
            voices.first().map(|voice| told_by_who_did(reading, voice, &recipients)).unwrap_or_default();
    }
    if recipients.is_empty() && frame.kind == EventKind::Capture {
        recipients = invaded(reading, token, &found.args, &initiators);
    }
    if recipients.is_empty() && frame.kind == EventKind::Siege {
        recipients = besieged(reading, token);
    }
    if recipients.is_empty() {
        recipients = part_row(frame, token, &mut initiators);
    }
    if frame.kind == EventKind::Crackdown && !recipients.iter().any(|s| s.party.kind == Kind::Protester) {
        recipients.extend(those_in_protest(reading, &found.args));
    }
    (initiators, recipients)
}

/// Whether two parties are a state and its forces, or two forces of one state.
pub(crate) fn are_of_one_land(reading: &Reading<'_, '_>, one: &PartyDraft, other: &PartyDraft) -> bool {
    let home = |p: &PartyDraft| {
        let actor = reading.know.registry.actor(p.who.actor?);
        matches!(p.kind, Kind::State | Kind::Military | Kind::Police).then(|| actor.countries.first())?
    };
    home(one).zip(home(other)).is_some_and(|(a, b)| a == b)
}

/// Whether a deed of the kind is done to ground more often than to somebody.
fn is_struck_as_place(kind: EventKind) -> bool {
    matches!(kind, EventKind::Shelling | EventKind::AirStrike | EventKind::Siege | EventKind::Capture)
}

/// "shelled the villages of Maran and Qamiya", "fire on the Kashkul market": a name without title or office that is struck
/// is a place's, where the words do not say that it was killed.
fn is_place_as_person(reading: &Reading<'_, '_>, side: &Side) -> bool {
    let head = reading.doc.token(side.party.tokens.end - 1);
    let deed = head.ancestors().take(6).find(|t| is_verbal(*t));
    let is_harmed = deed.is_some_and(|t| {
        ["kill", "target", "eliminate", "wound", "injure", "assassinate", "capture"].contains(&t.lemma())
    });
    let is_told = |t: Token<'_>| {
        t.children().any(|c| matches!(c.dep(), Dep::Appos | Dep::Relcl | Dep::Poss))
            || t.lefts().any(|c| c.dep() == Dep::Compound && !side.party.tokens.contains(&c.index()))
    };
    let first = reading.doc.token(side.party.tokens.start).text();
    side.party.kind == Kind::Person
        && side.party.why == PERSON_BY_NAME
        && !matches!(first, "Abu" | "Mr" | "Mr." | "Umm")
        && !is_harmed
        && !is_told(head)
}

/// "dispersed the march", "used force against the rally": those who take part in it.
fn those_in_protest(reading: &Reading<'_, '_>, args: &[Arg<'_>]) -> Option<Side> {
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
fn besieged(reading: &Reading<'_, '_>, siege: Token<'_>) -> Vec<Side> {
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

/// Takes from the subjects that "and" joins those to whom the others do it.
fn part_row(frame: &Frame, token: Token<'_>, row: &mut Vec<Side>) -> Vec<Side> {
    // "X and Y traded accusations": each accuses the other.
    if frame.kind.family() == Family::Words
        && row.len() == 2
        && matches!(token.lemma(), "trade" | "exchange" | "swap")
    {
        return row.split_off(1);
    }
    // "police and protesters clashed": who cracks down, and on whom.
    let is_protester = |s: &Side| s.party.kind == Kind::Protester;
    if frame.kind == EventKind::Crackdown && row.len() > 1 && !row.iter().all(is_protester) {
        return row.extract_if(.., |s| is_protester(s)).collect();
    }
    Vec::new()
}

/// Whether what is done strikes the person and not the office.
fn is_done_to_persons(frame: &Frame) -> bool {
    matches!(
        frame.kind,
        EventKind::Arrest
            | EventKind::Abduction
            | EventKind::Assassination
            | EventKind::Execution
            | EventKind::Release
            | EventKind::LeadershipChange
    ) || matches!(
        frame.name.as_str(),
        "accusation.charged" | "accusation.on-trial" | "accusation.investigate"
    )
}

/// Whether a noun for such a deed has its victim as possessor: "their release".
fn is_done_to_people(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Arrest
            | EventKind::Abduction
            | EventKind::Assassination
            | EventKind::Execution
            | EventKind::Release
            | EventKind::Torture
            | EventKind::ViolenceAgainstCivilians
    )
}

/// Who attacks keeps the word that the text has: villagers who set on soldiers are no "civilians".
pub(crate) fn by_own_word(reading: &Reading<'_, '_>, side: &mut Side) {
    let who = &mut side.party.who;
    if who.name == "civilians" && who.actor.is_none() {
        let head = reading.doc.token(side.party.tokens.end - 1);
        if !matches!(head.pos(), Pos::Pron | Pos::Num) {
            who.name = head.text().to_lowercase();
        }
    }
}

/// An official who is killed, taken or charged is a party of his own (codebook §5), and so is whoever is named beside the
/// word for him: "the cleric Salim Haddad", "a 31-year-old man, Salim Haddad,".
fn as_person(reading: &Reading<'_, '_>, side: &mut Side) {
    let tokens = side.party.tokens.clone();
    let within = || tokens.clone().find_map(|at| person_at(reading.doc.token(at)));
    let person = within().filter(|_| stands_for_it(&side.party.why));
    let nameless = || {
        let who = &side.party.who;
        who.actor.is_none() && who.code.is_none() || stands_for_it(&side.party.why)
    };
    let Some(person) =
        person.or_else(|| named_beside(reading.doc.token(tokens.end - 1)).filter(|_| nameless()))
    else {
        return;
    };
    side.party.who = Identity { name: person.text().to_owned(), code: None, actor: None };
    side.party.kind = Kind::Person;
}

fn person_at<'d>(token: Token<'d>) -> Option<Entity<'d>> {
    token.entity().filter(|e| e.label() == "PERSON")
}

/// The name of the one person whom a word for a person introduces.
fn named_beside<'d>(word: Token<'d>) -> Option<Entity<'d>> {
    if word.tag() != "NN" || person_at(word).is_some() {
        return None;
    }
    let beside =
        word.children().find(|t| t.dep() == Dep::Appos && t.index() > word.index()).and_then(person_at);
    let above = word.head();
    let introduces = matches!(word.dep(), Dep::Compound | Dep::Nmod) && above.index() > word.index();
    beside.or_else(|| person_at(above).filter(|e| introduces && e.range().contains(&(word.index() + 1))))
}

/// "X repelled an attack": it was on X.
fn repelled_by(reading: &Reading<'_, '_>, act: Token<'_>, initiators: &[Side]) -> Vec<Side> {
    let verb = act.head();
    if act.dep() != Dep::Dobj || !reading.know.lexicon.token_in("repel_verbs", verb) {
        return Vec::new();
    }
    struck_by(reading, verb, ["subj"], initiators)
}

/// The parties that are the subject of a verb.
pub(crate) fn subjects_of<'d>(reading: &Reading<'d, '_>, verb: Token<'d>) -> Vec<PartyDraft> {
    let subjects = Reading::fillers(&reading.graph.args(verb), "subj");
    subjects.iter().flat_map(|&subject| reading.parties(subject)).collect()
}

/// "X came under rocket fire": it was on X.
fn came_under(reading: &Reading<'_, '_>, act: Token<'_>, initiators: &[Side]) -> Vec<Side> {
    let verb = act.head().head();
    let under = act.dep() == Dep::Pobj && act.head().text() == "under";
    if !under || !matches!(verb.lemma(), "come" | "be" | "fall" | "remain") {
        return Vec::new();
    }
    struck_by(reading, verb, ["subj"], initiators)
}

/// "The army, backed by the X militia, captured": who fights beside the subject fights as well.
pub(crate) fn add_backers(
    reading: &Reading<'_, '_>,
    args: &[Arg<'_>],
    initiators: &mut Vec<Side>,
    others: &[Side],
) {
    for arg in args.iter().filter(|a| a.slot == Slot::Subj) {
        let subject = reading.doc.token(arg.head);
        // "the Karavi Units (KU), backed by X": the parse may hang it on the short name.
        let of_short_name = subject.children().filter(|t| t.dep() == Dep::Appos).flat_map(|t| t.children());
        // "Backed by X, the army captured"
        let fronted = subject.head().lefts().filter(|t| t.index() < subject.index());
        let backed = subject.children().chain(of_short_name).chain(fronted).filter(|t| {
            matches!(t.dep(), Dep::Acl | Dep::Advcl)
                && t.tag() == "VBN"
                && matches!(t.lemma(), "back" | "support" | "aid" | "assist" | "accompany" | "help" | "join")
        });
        let by = backed.flat_map(|t| t.children()).filter(|t| t.dep() == Dep::Agent);
        let with = [subject, subject.head()].into_iter().flat_map(|t| partners_of(t, reading.know.lexicon));
        for by in by.chain(with) {
            for object in by.children().filter(|t| t.dep() == Dep::Pobj) {
                for party in reading.parties(object.index()) {
                    let known = |s: &Side| s.party.who == party.who;
                    // "backed by Rwandan troops" are in the fight, "backed by Rwanda" is not.
                    let head = reading.doc.token(party.tokens.end - 1);
                    let fights = party.kind == Kind::Armed
                        || party.kind.is_armed() && reading.know.lexicon.token_in("troop_nouns", head);
                    if fights
                        && !reading.is_means(&party)
                        && !initiators.iter().any(known)
                        && !others.iter().any(known)
                    {
                        let why = "initiator: fights beside the subject";
                        initiators.push(Side::new(party, Basis::Stated, why));
                    }
                }
            }
        }
    }
}

/// The "with" before those beside whom somebody does something: "in cooperation with X", "together with X".
fn partners_of<'d>(doer: Token<'d>, lexicon: &Lexicon) -> Vec<Token<'d>> {
    let with = |t: Token<'d>| t.children().find(|c| c.dep() == Dep::Prep && c.text() == "with");
    let joint = doer.children().filter(|t| t.dep() == Dep::Prep && t.text().eq_ignore_ascii_case("in"));
    let joint = joint
        .flat_map(|prep| prep.children())
        .filter(|noun| noun.dep() == Dep::Pobj && lexicon.token_in("joint_nouns", *noun))
        .filter_map(with);
    let beside = doer.children().filter(|t| t.dep() == Dep::Prep && t.text() == "with").filter(|with| {
        let before = with.index().checked_sub(1).map(|i| doer.doc().token(i));
        let is_beside = |t: Token<'_>| matches!(t.text(), "together" | "along" | "jointly");
        before.is_some_and(is_beside) || with.children().any(is_beside)
    });
    joint.chain(beside).collect()
}

/// "marched to denounce the government", "met to vent their fury at X": whom a protest is against.
fn protested_against(reading: &Reading<'_, '_>, protest: Token<'_>) -> Vec<Side> {
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

/// "X confirmed its defection", "announced the merger": who says so of a change without a subject is its subject.
fn told_of_itself(reading: &Reading<'_, '_>, voice: &Voice) -> Vec<Side> {
    let armed = reading.parties(voice.head).into_iter().filter(|p| p.kind == Kind::Armed);
    armed.map(|party| Side::new(party, Basis::Claimed, "initiator: tells it of itself")).collect()
}

/// Whether a passive deed is one that its own doers tell of: "police said that 45 people were detained".
fn is_own_work(kind: EventKind, token: Token<'_>) -> bool {
    matches!(kind, EventKind::Arrest | EventKind::WeaponsSeizure) && is_passive(token)
}

/// "The army said two drones had been downed": who tells of such a deed without saying whose it was did it, where it
/// bears arms or keeps order.
fn told_by_who_did(reading: &Reading<'_, '_>, voice: &Voice, recipients: &[Side]) -> Vec<Side> {
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

/// "an offensive to retake X from Y", "a push to drive out Y": whom the aim of the act names.
fn aimed_at(reading: &Reading<'_, '_>, act: Token<'_>, initiators: &[Side]) -> Vec<Side> {
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

/// The sides that a role list names: the first slot that holds a party, and those marked as additional.
pub(crate) fn sides(
    reading: &Reading<'_, '_>,
    args: &[Arg<'_>],
    slots: &[RoleSlot],
    role: &str,
) -> Vec<Side> {
    let mut sides: Vec<Side> = Vec::new();
    for RoleSlot { slot, also } in slots {
        if !sides.is_empty() && !also {
            continue;
        }
        for arg in args.iter().filter(|a| slot_is(a.slot, slot)) {
            // "two dead in Norway raid": a title says where.
            let after_in = arg
                .head
                .checked_sub(1)
                .is_some_and(|i| reading.doc.token(i).text().eq_ignore_ascii_case("in"));
            let is_place = arg.slot == Slot::Mod
                && after_in
                && reading.toponyms.at(arg.head).is_some_and(|toponym| !toponym.adjective);
            // "the embassy bombings": what stands before the deed was struck.
            let word = reading.doc.token(arg.head);
            let is_struck = arg.slot == Slot::Mod
                && role == "initiator"
                && (reading.know.lexicon.token_in("spot_nouns", word) || word.lemma() == "convoy")
                && !matches!(word.lemma(), "parliament" | "palace");
            // "a terrorist attack": what somebody calls it, and not who did it (codebook §3); "military strikes" may be any army's.
            let is_label = arg.slot == Slot::Mod
                && role == "initiator"
                && (matches!(word.lemma(), "terrorist" | "terror")
                    || word.text().eq_ignore_ascii_case("military") && word.children().next().is_none());
            if is_place || is_struck || is_label {
                continue;
            }
            // What a noun modifies says little unless a name or a word for a party stands there.
            for party in reading.parties(arg.head) {
                if party.kind == Kind::Unknown && party.who.actor.is_none() && party.why.is_empty() {
                    continue;
                }
                if reading.is_means(&party) {
                    continue;
                }
                if sides.iter().any(|s| s.party.who == party.who) || is_organ_of(reading, &party, &sides) {
                    continue;
                }
                let shared = if arg.direct { "" } else { ", shared or governed" };
                let why = format!("{role}: {}{shared} ({slot})", slot_words(arg.slot));
                sides.push(Side::new(party, Basis::Stated, &why));
            }
        }
    }
    sides
}

/// "Russia's Space Forces": the state is named before its organ, which the registry does not know.
fn is_organ_of(reading: &Reading<'_, '_>, party: &PartyDraft, sides: &[Side]) -> bool {
    let head = reading.doc.token(party.tokens.end - 1);
    let owner = head.children().find(|t| t.dep() == Dep::Poss);
    let states =
        |at: usize| sides.iter().any(|s| s.party.kind == Kind::State && s.party.tokens.contains(&at));
    party.who.actor.is_none() && party.who.code.is_none() && owner.is_some_and(|t| states(t.index()))
}

fn slot_words(slot: Slot<'_>) -> String {
    match slot {
        Slot::Subj => "logical subject".to_owned(),
        Slot::Obj => "logical object".to_owned(),
        Slot::Dative => "indirect object".to_owned(),
        Slot::Comp => "complement".to_owned(),
        Slot::Poss => "possessor".to_owned(),
        Slot::Mod => "modifier".to_owned(),
        Slot::Head => "what the adjective says".to_owned(),
        Slot::Prep(word) => format!("after {word:?}"),
    }
}

/// "X invaded Y", "the invasion of Y": the state whose country it is.
fn invaded(reading: &Reading<'_, '_>, act: Token<'_>, args: &[Arg<'_>], initiators: &[Side]) -> Vec<Side> {
    if !matches!(act.lemma(), "invade" | "invasion") {
        return Vec::new();
    }
    let slots = ["obj", "of"].map(|slot| RoleSlot { slot: slot.to_owned(), also: false });
    let mut invaded = sides(reading, args, &slots, "recipient");
    invaded.retain(|s| s.party.kind == Kind::State && !initiators.iter().any(|i| i.party.who == s.party.who));
    invaded
}

/// Fills the side that the kind of event names by itself: who protests is a protester, and the thousands who are
/// displaced or leave a town under siege are civilians where no other word says who they are.
pub(crate) fn told_by_kind(reading: &Reading<'_, '_>, event: &mut Draft) {
    let (side, word, tokens) = match event.kind {
        EventKind::Protest => (&mut event.initiators, "protester", Some(event.head..event.head + 1)),
        EventKind::Displacement => {
            let told = event.counted.iter().find(|c| c.harm == Harm::Displaced && c.count.high != Some(0));
            (&mut event.recipients, "civilian", told.map(|c| c.tokens.clone()))
        }
        _ => return,
    };
    let (Some(tokens), Some(generic)) = (tokens, reading.know.registry.generic(word)) else { return };
    if !side.is_empty() {
        return;
    }
    let why = "the kind of event says who they are";
    side.push(Side {
        party: PartyDraft {
            who: Identity { name: generic.name.clone(), code: None, actor: None },
            kind: kind_of_generic(generic),
            tokens,
            victims: generic.victims,
            anonymous: false,
            why: why.to_owned(),
        },
        basis: Basis::Implied,
        why: why.to_owned(),
    });
}

/// Puts the people of a toll on the recipients' side, or on the open side of a mutual kind.
pub(crate) fn add_victims(reading: &Reading<'_, '_>, draft: &mut Draft, head: usize) {
    let mutual = draft.kind.direction() == Direction::Mutual;
    for party in reading.parties(head) {
        let known = |sides: &[Side]| sides.iter().any(|s| s.party.who.name == party.who.name);
        let harmed = |s: &Side| {
            s.why.starts_with(CAME_TO_HARM) && {
                let row = conjuncts(reading.doc.token(s.party.tokens.end - 1));
                row.iter().any(|t| t.index() == head)
            }
        };
        // "A Turkish soldier and three X fighters were killed in fighting with Y": both fought Y.
        if mutual
            && party.kind.is_armed()
            && !known(&draft.initiators)
            && !known(&draft.recipients)
            && !nobody_named(&party)
            && let Some(fellows) = [&mut draft.initiators, &mut draft.recipients]
                .into_iter()
                .find(|side| side.iter().any(&harmed))
        {
            fellows.push(Side::new(party, Basis::Stated, CAME_TO_HARM));
            continue;
        }
        if known(&draft.initiators)
            || known(&draft.recipients)
            || party.kind == Kind::Unknown && party.who.actor.is_none() && party.why.is_empty()
        {
            continue;
        }
        if mutual && !party.kind.is_armed() {
            continue;
        }
        // Soldiers and policemen among the dead of one clash stood, nearly always, on one side of it.
        let serves = |kind: Kind| matches!(kind, Kind::Military | Kind::Police | Kind::State);
        if mutual
            && nobody_named(&party)
            && serves(party.kind)
            && draft.initiators.iter().chain(&draft.recipients).any(|s| serves(s.party.kind))
        {
            continue;
        }
        // "the terrorists" are the armed side that stands there by name.
        if !mutual
            && nobody_named(&party)
            && party.kind.is_armed()
            && draft.recipients.iter().any(|s| s.party.kind.is_armed() && s.party.who.actor.is_some())
        {
            continue;
        }
        // "attacked an army patrol and killed 13 soldiers": the patrol's.
        if !mutual && draft.recipients.iter().any(|s| are_same_force(reading, s, &party)) {
            continue;
        }
        let side = Side::new(party, Basis::Stated, CAME_TO_HARM);
        if mutual && draft.initiators.is_empty() {
            draft.initiators.push(side);
        } else if !mutual || draft.recipients.is_empty() {
            draft.recipients.push(side);
        }
    }
}

/// Whether soldiers or policemen told by a word alone are those of a force of their country that stands there already.
fn are_same_force(reading: &Reading<'_, '_>, there: &Side, party: &PartyDraft) -> bool {
    let serves = |kind: Kind| matches!(kind, Kind::Military | Kind::State);
    let is_word = party.why == OF_COUNTRY || nobody_named(party) && party.kind == Kind::Military;
    let home = |p: &PartyDraft| {
        let land = p.who.actor.and_then(|id| reading.know.registry.actor(id).countries.first());
        land.map(|l| l.to_ascii_lowercase()).or_else(|| {
            let code = p.who.code.as_deref()?;
            Some(code.split(['/', '-']).next().unwrap_or(code).to_owned())
        })
    };
    let same_home = match (home(party), home(&there.party)) {
        (Some(a), Some(b)) => a == b,
        (None, Some(_)) => nobody_named(party),
        _ => false,
    };
    serves(party.kind) && there.party.kind == Kind::Military && is_word && same_home
}

/// Whether a party is told by a word alone, without a name.
fn nobody_named(party: &PartyDraft) -> bool {
    party.who.actor.is_none() && party.who.code.is_none()
}

/// "Clashes with A in X and B in Y" are an event at each place (codebook §6): parties of one side that have places
/// of their own are parted.
pub(crate) fn split_by_place(reading: &Reading<'_, '_>, draft: Draft) -> Vec<Draft> {
    // The place stands right behind the name, wherever the parse attaches it.
    let own_place = |side: &Side| {
        let behind = side.party.tokens.end;
        let prep = (behind < reading.doc.len()).then(|| reading.doc.token(behind))?;
        let object =
            prep.children().find(|t| t.dep() == Dep::Pobj).filter(|_| is_locative_prep(prep.text()))?;
        toponym_in(reading.doc, &reading.toponyms, object.index()).map(|toponym| (toponym, object.index()))
    };
    let places: Vec<_> = draft.recipients.iter().map(own_place).collect();
    let n_own = places.iter().flatten().map(|(_, at)| at).collect::<BTreeSet<_>>().len();
    if n_own < 2 {
        return vec![draft];
    }
    let mut parts = Vec::new();
    for (n, place) in places.iter().enumerate() {
        let mut part = draft.clone();
        part.recipients = vec![draft.recipients[n].clone()];
        if n > 0 {
            part.counted.clear();
        }
        if let Some((toponym, phrase_head)) = *place {
            part.located = Some((Located { toponym, phrase_head, why: "the place beside this party" }, 0));
            part.clues.known_place.clone_from(&part.located);
        }
        parts.push(part);
    }
    parts
}
