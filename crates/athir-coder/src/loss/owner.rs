//! The event that losses belong to.

use std::ops::Range;

use athir_model::{Basis, Direction, EventKind, Harm, Modality};
use athir_nlp::{Dep, Pos, Token};

use super::accident::is_death_verb;
use super::cause::is_other_cause;
use super::is_deadly;
use crate::clause::is_verbal;
use crate::dating::time_of;
use crate::draft::Draft;
use crate::frame::Class;
use crate::graph::Slot;
use crate::happening::{may_be_one, same_party};
use crate::kind::Kind;
use crate::locate::place_of;
use crate::party::PartyDraft;
use crate::reading::Reading;
use crate::side::Side;
use crate::steps::SENTENCE;
use crate::toll::{Toll, refers_to_harmed};
use crate::voice::is_saying;

/// The draft of the event that the losses belong to, by the surest sign first.
pub(super) fn event_of(reading: &Reading<'_, '_>, drafts: &[Draft], toll: &Toll<'_>) -> Option<usize> {
    let search = Search::new(reading, drafts, toll);
    search
        .itself()
        .or_else(|| search.its_cause())
        .or_else(|| search.inside_its_cause())
        .or_else(|| search.above_it())
        .or_else(|| search.below_it())
        .or_else(|| search.by_the_same())
        .or_else(|| search.in_its_sentence())
        .or_else(|| search.told_before())
}

/// The search for the event of some losses.
struct Search<'a, 'd, 'k> {
    reading: &'a Reading<'d, 'k>,
    drafts: &'a [Draft],
    toll: &'a Toll<'a>,
    /// The word of harm.
    token: Token<'a>,
    /// Its sentence.
    sentence: Range<usize>,
    /// The drafts that it is looked for in, by their number.
    at_hand: Vec<usize>,
    /// Whether somebody or something that is no event is named as the cause.
    has_other_cause: bool,
    /// Whether that is said by the word of harm itself.
    has_own_cause: bool,
}

impl<'a, 'd, 'k> Search<'a, 'd, 'k> {
    fn new(reading: &'a Reading<'d, 'k>, drafts: &'a [Draft], toll: &'a Toll<'a>) -> Search<'a, 'd, 'k> {
        let doc = reading.doc;
        let token = doc.token(toll.head);
        let sentence = token.sentence().range();
        let names_it = |cause: usize| toll.args.iter().any(|a| a.head == cause && a.direct);
        let has_own_cause = toll.causes.iter().any(|&c| names_it(c) && is_other_cause(reading, c));
        let mut at_hand = deadly_at_hand(drafts, &sentence);
        // "Militants shelled X; a bomb killed 91 in Y": the second half has a cause of its own.
        let half = |at: usize| (sentence.start..at).filter(|&i| doc.token(i).text() == ";").count();
        let in_other_half =
            |d: &Draft| has_own_cause && sentence.contains(&d.head) && half(d.head) != half(toll.head);
        at_hand.retain(|&n| !harms_captors(reading, &drafts[n], toll) && !in_other_half(&drafts[n]));
        // "Rebels burnt the mill. Nobody was hurt."
        let is_none = !toll.counted.is_empty() && toll.counted.iter().all(|c| c.count.high == Some(0));
        let destroys = |d: &Draft| d.kind == EventKind::PropertyDestruction && d.head < toll.head;
        if is_none && let Some(n) = drafts.iter().rposition(destroys) {
            at_hand.push(n);
        }
        // "A helicopter was shot down, killing its crew."
        let brings_down = |d: &Draft| {
            let frame = &d.frame;
            (*frame == "weapons-seizure.shoot-down" || *frame == "weapons-seizure.hit-aircraft")
                && sentence.contains(&d.head)
        };
        at_hand.extend(drafts.iter().rposition(brings_down));
        let has_other_cause = toll.causes.iter().any(|&c| is_other_cause(reading, c));
        Search { reading, drafts, toll, token, sentence, at_hand, has_other_cause, has_own_cause }
    }

    fn find(&self, test: impl Fn(&Draft) -> bool) -> Option<usize> {
        self.at_hand.iter().copied().find(|&n| test(&self.drafts[n]))
    }

    fn find_trigger(&self, at: usize) -> Option<usize> {
        self.find(|d| d.tokens.contains(&at))
    }

    /// "shot dead" tells of the deed and of its loss.
    fn itself(&self) -> Option<usize> {
        self.find(|d| self.toll.tokens.iter().any(|t| d.tokens.contains(t)))
    }

    fn its_cause(&self) -> Option<usize> {
        self.toll.causes.iter().find_map(|&cause| self.find_trigger(cause))
    }

    /// "in a series of attacks", "in the wake of the blast"
    fn inside_its_cause(&self) -> Option<usize> {
        let causes = self.toll.causes.iter().filter(|&&cause| self.reading.parties(cause).is_empty());
        causes.copied().find_map(|cause| {
            let phrase = self.reading.doc.token(cause);
            let inside = phrase.left_edge()..=phrase.right_edge().min(cause + 8);
            self.find(|d| inside.contains(&d.head))
        })
    }

    /// The deed of a clause that the loss hangs on.
    fn above_it(&self) -> Option<usize> {
        let (reading, token) = (self.reading, self.token);
        // A conjoined clause with a cause of its own tells of something else than the clause that it hangs on; one that
        // shares the subject of that clause does not: "shelled the town, killing 3 and injuring 5".
        // Nor does one that only tells the month: "taken in April, the month that a bomb killed 75".
        let has_own_subject = || {
            token.dep() == Dep::Relcl
                && token.children().any(|c| c.dep() == Dep::Nsubj && is_other_cause(reading, c.index()))
        };
        if self.has_own_cause && (token.dep() == Dep::Conj || has_own_subject()) {
            return None;
        }
        // "The town was bombed, while the army said two men had died in a rocket attack": what is said aside is of its own.
        let said_aside = |t: &Token<'_>| t.dep() == Dep::Advcl && is_saying(*t, reading.know.lexicon);
        let mut above = token.ancestors().take(5).take_while(|t| !said_aside(t));
        above.find_map(|t| self.find_trigger(t.index()))
    }

    /// A deed of the sentence that hangs on the word of harm.
    fn below_it(&self) -> Option<usize> {
        let doc = self.reading.doc;
        // "A bomb killed two, days after gunmen killed a judge": where the cause is named, a clause that hangs below tells of
        // another deed.
        let is_aside = |t: Token<'_>| matches!(t.dep(), Dep::Advcl | Dep::Relcl | Dep::Acl);
        // "A bomb killed three in A, and gunmen shot dead nine in B"
        let is_own_clause = |t: Token<'_>| {
            t.dep() == Dep::Conj
                && is_verbal(t)
                && t.children().any(|c| matches!(c.dep(), Dep::Nsubj | Dep::Nsubjpass))
        };
        self.find(|d| {
            let path = || std::iter::once(doc.token(d.head)).chain(doc.token(d.head).ancestors()).take(6);
            let depth = path().position(|t| self.toll.tokens.contains(&t.index()));
            let is_another = |depth: usize| {
                self.has_own_cause && path().take(depth).any(|t| is_aside(t) || is_own_clause(t))
            };
            self.sentence.contains(&d.head) && depth.is_some_and(|n| n > 0 && !is_another(n))
        })
    }

    /// "claimed the attack, saying its men had killed 13"
    fn by_the_same(&self) -> Option<usize> {
        let killers: Vec<_> = self.toll.causes.iter().flat_map(|&c| self.reading.parties(c)).collect();
        self.find(|d| {
            let does = |s: &Side| killers.iter().any(|k| k.who == s.party.who);
            self.sentence.contains(&d.head)
                && !is_verbal(self.reading.doc.token(d.head))
                && d.counted.is_empty()
                && d.initiators.iter().any(does)
        })
    }

    fn in_its_sentence(&self) -> Option<usize> {
        let (drafts, token) = (self.drafts, self.token);
        // "are hunting a man who planted a device that exploded, wounding 13": the parse hangs the loss on the clause of the
        // hunters, and the deed stands between.
        let is_between = |n: usize| {
            let above = token.head();
            let opens = token.dep() == Dep::Advcl && token.tag() == "VBG" && above.index() < token.index();
            opens
                && self.find_trigger(above.index()).is_none()
                && (above.index()..token.index()).contains(&drafts[n].head)
        };
        let inside =
            |n: &usize| self.sentence.contains(&drafts[*n].head) && (!self.has_other_cause || is_between(*n));
        let at_hand = self.at_hand.iter().copied().filter(inside);
        at_hand.min_by_key(|&n| (drafts[n].head.abs_diff(self.toll.head), n))
    }

    /// The deed told last, where the words of harm refer back to one.
    fn told_before(&self) -> Option<usize> {
        let (reading, drafts, toll, token) = (self.reading, self.drafts, self.toll, self.token);
        let doc = reading.doc;
        // "Two people succumbed to their wounds in the morning."
        let of_wounds = toll.tokens.iter().any(|&t| matches!(doc.token(t).lemma(), "wound" | "injury"));
        // What has a day or a place of its own is told for itself.
        let is_undated = || {
            time_of(reading, token).is_none()
                && place_of(reading, token, &toll.args, &[], EventKind::Attack)
                    .is_none_or(|(_, steps)| steps >= SENTENCE)
        };
        // "the death toll", "15 of the wounded"
        let is_of_those = refers_to_harmed(token) && is_undated();
        // "The governor said five were killed": a bare number.
        let is_alone =
            |&v: &usize| doc.token(v).pos() == Pos::Num && doc.token(v).children().next().is_none();
        let is_bare = || !toll.victims.is_empty() && toll.victims.iter().all(is_alone) && is_undated();
        let refers_back = toll.nominal && (toll.victims.is_empty() || toll.causes.is_empty())
            || of_wounds && !self.has_other_cause
            || !self.has_other_cause && (toll.harm != Harm::Killed || is_of_those || is_bare())
            || dies_later(token);
        if !refers_back {
            return None;
        }
        let fits = |n: &usize| {
            let event = &drafts[*n];
            event.head < toll.head
                && (!is_of_those || !matches!(event.kind, EventKind::Arrest | EventKind::Abduction))
                && !is_arrest_before(event, toll, &self.sentence)
        };
        let sentence_of = |d: &Draft| doc.sentence_of(d.head).index();
        let at_hand = self.at_hand.iter().copied().filter(fits);
        at_hand.max_by_key(|&n| {
            (sentence_of(&drafts[n]), !is_told_for_order(reading, &drafts[n]), drafts[n].head, n)
        })
    }
}

/// The event that the sentence before speaks of, for people killed of whom nothing else is told: "Five civilians were
/// wounded. One fighter was killed."
pub(super) fn just_told(reading: &Reading<'_, '_>, drafts: &[Draft], toll: &Toll<'_>) -> Option<usize> {
    if toll.nominal || toll.counted.is_empty() {
        return None;
    }
    let sentence = reading.doc.token(toll.head).sentence().range();
    let before = reading.doc.token(sentence.start.checked_sub(1)?).sentence().range();
    let last_word = |n: &usize| {
        drafts[*n].evidence.iter().map(|e| e.end).filter(|&end| end <= sentence.start).max().unwrap_or(0)
    };
    let told = |n: &usize| drafts[*n].modality == Modality::Reported && last_word(n) > before.start;
    let is_main = |n: &usize| !is_told_for_order(reading, &drafts[*n]);
    let fits = |n: &usize| {
        let event = &drafts[*n];
        told(n) && !harms_captors(reading, event, toll) && !is_arrest_before(event, toll, &sentence)
    };
    let last_of =
        |events: Vec<usize>| events.into_iter().filter(&fits).max_by_key(|n| (is_main(n), last_word(n), *n));
    // "The army retook the town. Twelve soldiers were killed."
    let taking = || last_of(at_hand(drafts, &sentence, |kind| kind == EventKind::Capture));
    last_of(deadly_at_hand(drafts, &sentence)).or_else(taking)
}

/// "Police arrested 40 marchers. They were protesting against a fire that killed eight": who is arrested in one sentence
/// is not killed in the next.
fn is_arrest_before(event: &Draft, toll: &Toll<'_>, sentence: &Range<usize>) -> bool {
    event.kind == EventKind::Arrest && toll.harm == Harm::Killed && !sentence.contains(&event.head)
}

/// "Seven people were detained. Five officers were wounded": an arrest harms nobody of those who make it.
fn harms_captors(reading: &Reading<'_, '_>, event: &Draft, toll: &Toll<'_>) -> bool {
    let serves = |head: usize| {
        let of_force = |p: &PartyDraft| matches!(p.kind, Kind::Police | Kind::Military);
        reading.parties(head).iter().any(of_force)
    };
    event.kind == EventKind::Arrest
        && matches!(toll.harm, Harm::Killed | Harm::Injured)
        && toll.victims.iter().any(|&head| serves(head))
}

/// "Gunmen killed 30 farmers and abducted several women": those who were killed are not those who were taken.
pub(super) fn is_beside_capture(reading: &Reading<'_, '_>, taking: &Draft, toll: &Toll<'_>) -> bool {
    let kills = toll.harm == Harm::Killed
        && toll.args.iter().any(|a| a.slot == Slot::Subj && reading.is_class(a.head, Class::Actor));
    let victims = || toll.victims.iter().flat_map(|&v| reading.parties(v));
    let is_taken = |p: &PartyDraft| taking.recipients.iter().any(|s| s.party.tokens == p.tokens);
    matches!(taking.kind, EventKind::Abduction | EventKind::Arrest)
        && kills
        && victims().next().is_some()
        && !victims().any(|p| is_taken(&p))
        && !toll.tokens.iter().any(|t| taking.tokens.contains(t))
}

/// "Government forces killed 120 civilians, while the militia killed 45": each killer has dead of its own.
pub(super) fn is_by_another(reading: &Reading<'_, '_>, deed: &Draft, toll: &Toll<'_>) -> bool {
    // "soldiers died": who dies kills nobody.
    let mut killers = toll
        .args
        .iter()
        .filter(|a| a.direct && a.slot == Slot::Subj && !toll.victims.contains(&a.head))
        .flat_map(|a| reading.parties(a.head))
        .filter(|p| p.kind.is_armed() && !p.anonymous)
        .peekable();
    let is_one = |killer: &PartyDraft| {
        let side = Side::new(killer.clone(), Basis::Stated, "");
        deed.initiators
            .iter()
            .any(|s| same_party(s, &side) || s.party.anonymous || may_be_one(reading, s, &side))
    };
    toll.harm == Harm::Killed
        && is_verbal(reading.doc.token(toll.head))
        && deed.kind.direction() == Direction::Directed
        && !deed.initiators.is_empty()
        && !toll.tokens.iter().any(|t| deed.tokens.contains(t))
        && killers.peek().is_some()
        && !killers.any(|killer| is_one(&killer))
}

/// "Two girls blew themselves up, a day after a blast tore through a checkpoint": the act that only tells when is not what the
/// next sentence goes on about.
fn is_told_for_order(reading: &Reading<'_, '_>, event: &Draft) -> bool {
    let deed = reading.doc.token(event.head);
    // "the besieged town"
    if deed.dep() == Dep::Amod {
        return true;
    }
    std::iter::once(deed).chain(deed.ancestors()).take(6).any(|t| {
        matches!(t.dep(), Dep::Prep | Dep::Mark) && is_order(t)
            || t.children().any(|c| c.dep() == Dep::Mark && is_order(c))
    })
}

fn is_order(word: Token<'_>) -> bool {
    matches!(word.text(), "after" | "since" | "before" | "following")
}

/// How many events before a sentence, and how many made of tolls, are looked at for the one that losses belong to.
const AT_HAND: usize = 12;

/// The drafts of deadly kinds up to the end of a sentence, and those made of tolls, which stand behind the others.
fn deadly_at_hand(drafts: &[Draft], sentence: &Range<usize>) -> Vec<usize> {
    at_hand(drafts, sentence, is_deadly)
}

fn at_hand(drafts: &[Draft], sentence: &Range<usize>, is_of: impl Fn(EventKind) -> bool) -> Vec<usize> {
    let sorted = drafts.iter().take_while(|d| !d.frame.starts_with("toll.")).count();
    let first = drafts[..sorted].partition_point(|d| d.head < sentence.start).saturating_sub(AT_HAND);
    let last = drafts[..sorted].partition_point(|d| d.head < sentence.end);
    let of_tolls = sorted.max(drafts.len().saturating_sub(AT_HAND))..drafts.len();
    (first..last).chain(of_tolls).filter(|&n| is_of(drafts[n].kind)).collect()
}

/// "a third man died in hospital a week later", "died of his wounds": of what was told before.
fn dies_later(death: Token<'_>) -> bool {
    let preps = death.children().filter(|t| t.dep() == Dep::Prep);
    is_death_verb(death)
        && preps
            .flat_map(|t| t.children())
            .any(|t| t.dep() == Dep::Pobj && matches!(t.lemma(), "hospital" | "wound" | "injury" | "clinic"))
}
