//! Words of alliance, help, rivalry and descent, read over the predicate-argument graph.

use athir_model::{Tie, TieBasis, TieKind, TieSays};
use athir_nlp::{Dep, Pos, Token};

use super::standing::{named_at, who_at};
use super::words::{Entry, Says, TieWords};
use super::{Found, state};
use crate::clause::{conjuncts, is_infinitive, is_verbal};
use crate::graph::{Arg, Slot, slot_is};
use crate::mention::Identity;
use crate::reading::Reading;

/// What the words around a predicate make of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    /// It is so.
    Plain,
    /// It begins.
    Begins,
    /// It ends.
    Ends,
    /// Somebody means to do it: no tie yet, but one of enmity.
    Meant,
    /// It is not so.
    Not,
}

/// Reads every pattern, in the order of the text.
pub(super) fn find_acts(reading: &Reading<'_, '_>, words: &TieWords, ties: &mut Vec<Found>) {
    for token in reading.doc.tokens() {
        if token.is_space() || token.is_punct() || reading.is_named(token.index()) {
            continue;
        }
        let entry = entry_of(token, words);
        let verbal = is_verbal(token) || matches!(token.tag(), "VBN" | "VBG");
        let forceful = words.lists.force.contains(token.lemma());
        if entry.is_none() && !verbal && !forceful {
            continue;
        }
        let turn = turn_of(token, words);
        if turn == Turn::Not {
            continue;
        }
        let args = args_of(reading, token);
        let mut act = Act { reading, words, token, args: &args, turn, ties };
        if let Some(entry) = entry {
            for says in &entry.says {
                act.tell(says, entry);
            }
        }
        if verbal {
            act.partners();
        }
        if forceful {
            act.foes();
        }
    }
}

/// The entry of a word whose company is there, one that asks for company first.
fn entry_of<'w>(token: Token<'_>, words: &'w TieWords) -> Option<&'w Entry> {
    let lower = token.text().to_lowercase();
    let of = |map: &'w std::collections::BTreeMap<String, Vec<Entry>>| {
        map.get(token.lemma()).or_else(|| map.get(&lower)).map_or(&[][..], Vec::as_slice)
    };
    let has = |with: &str, deps: &[Dep]| {
        token
            .children()
            .any(|t| deps.contains(&t.dep()) && (t.lemma() == with || t.text().eq_ignore_ascii_case(with)))
    };
    let (entries, deps): (&[Entry], &[Dep]) =
        if is_verbal(token) || matches!(token.tag(), "VBN" | "VBG" | "VBD") {
            (
                of(&words.verbs),
                &[Dep::Dobj, Dep::Nsubjpass, Dep::Prt, Dep::Prep, Dep::Advmod, Dep::Acomp, Dep::Attr],
            )
        } else if matches!(token.pos(), Pos::Noun | Pos::Propn) {
            (of(&words.nouns), &[Dep::Amod, Dep::Compound, Dep::Nmod])
        } else if token.pos() == Pos::Adj {
            (of(&words.adjectives), &[])
        } else {
            (&[], &[])
        };
    // A participle that stands as an adjective: "allied with".
    let entries = if entries.is_empty() && token.tag() == "VBN" { of(&words.adjectives) } else { entries };
    // "tied up the forces": the particle makes another word of it.
    let has_particle = |particle: &str| {
        token.children().any(|t| matches!(t.dep(), Dep::Prt | Dep::Advmod) && t.text() == particle)
    };
    // "broke off the talks with X" ends the talks, and leaves no group.
    let is_of_talks = token.lemma() == "break"
        && has_particle("off")
        && token.children().any(|t| matches!(t.dep(), Dep::Dobj | Dep::Nsubjpass));
    if is_of_talks {
        return None;
    }
    let other_word = token.lemma() == "tie" && token.children().any(|t| t.dep() == Dep::Prt);
    let fits = |entry: &&Entry| entry.with.is_empty() && !other_word || has(&entry.with, deps);
    entries.iter().filter(|e| !e.with.is_empty()).find(fits).or_else(|| entries.iter().find(fits))
}

/// The arguments of a predicate; a noun also has those of the verb that it is the object of, whatever the verb says.
fn args_of<'d>(reading: &Reading<'d, '_>, token: Token<'d>) -> Vec<Arg<'d>> {
    let mut args = reading.graph.args(token);
    if is_verbal(token) {
        // "coordinated attacks with X": the parse hangs the partner on the object.
        for object in token.children().filter(|t| matches!(t.dep(), Dep::Dobj | Dep::Nsubjpass)) {
            for arg in reading.graph.args(object) {
                if matches!(arg.slot, Slot::Prep(_)) && !args.iter().any(|a| a.slot == arg.slot) {
                    args.push(Arg { direct: false, ..arg });
                }
            }
        }
        // "broke away from X": the parse hangs the preposition on the adverb.
        for adverb in token.children().filter(|t| matches!(t.dep(), Dep::Advmod | Dep::Prt)) {
            for prep in adverb.children().filter(|t| t.dep() == Dep::Prep) {
                for object in prep.children().filter(|t| t.dep() == Dep::Pobj) {
                    args.push(Arg { slot: Slot::Prep(prep.text()), head: object.index(), direct: false });
                }
            }
        }
        // "posted a video declaring allegiance to X": whose act the noun is.
        let subject = args.iter().find(|a| a.slot == Slot::Subj).map(|a| a.head);
        let is_somebody = |head: usize| !parties_at(reading, reading.doc.token(head)).is_empty();
        if matches!(token.dep(), Dep::Acl | Dep::Advcl | Dep::Pcomp | Dep::Xcomp)
            && !subject.is_some_and(is_somebody)
            && let Some(above) = token.ancestors().find(|t| is_verbal(*t))
        {
            let theirs = reading.graph.args(above).into_iter().filter(|a| a.slot == Slot::Subj);
            args.retain(|a| a.slot != Slot::Subj);
            args.extend(theirs.map(|a| Arg { direct: false, ..a }));
        }
        return args;
    }
    if token.pos() == Pos::Adj {
        return args;
    }
    // "fighting broke out between": the verb has the noun's prepositions.
    let is_subject = matches!(token.dep(), Dep::Nsubj | Dep::Nsubjpass);
    let above = is_subject.then(|| token.head()).filter(|t| is_verbal(*t));
    if let Some(verb) = carrier(token).or(above) {
        for arg in reading.graph.args(verb) {
            let keep = match arg.slot {
                Slot::Prep(_) => true,
                Slot::Subj | Slot::Dative => !is_subject,
                _ => false,
            };
            let known = args.iter().any(|a| a.slot == arg.slot && a.head == arg.head);
            if keep && !known && arg.head != token.index() {
                args.push(Arg { direct: false, ..arg });
            }
        }
    }
    args
}

/// The verb that carries a noun: "maintained close ties", "took part in clashes", "there was a feud".
fn carrier(noun: Token<'_>) -> Option<Token<'_>> {
    let first = if noun.dep() == Dep::Conj { noun.head() } else { noun };
    let head = first.head();
    match first.dep() {
        Dep::Dobj | Dep::Attr | Dep::Oprd if is_verbal(head) => Some(head),
        Dep::Pobj if is_verbal(head.head()) => Some(head.head()),
        // "is responsible for the killing of"
        Dep::Pobj if head.head().dep() == Dep::Acomp => Some(head.head().head()).filter(|t| is_verbal(*t)),
        _ => None,
    }
}

/// "a call upon its allies to leave the League": what somebody is to do.
fn is_called_for(deed: Token<'_>) -> bool {
    let is_call = |t: Token<'_>| {
        t.pos() == Pos::Noun && matches!(t.lemma(), "call" | "demand" | "appeal" | "request" | "plea")
    };
    let has_call = |t: Token<'_>| is_call(t) || t.children().any(|c| c.dep() == Dep::Dobj && is_call(c));
    is_infinitive(deed)
        && matches!(deed.dep(), Dep::Acl | Dep::Xcomp | Dep::Advcl | Dep::Relcl)
        && deed.ancestors().take(4).any(has_call)
}

/// What the verbs above a predicate and its own auxiliaries make of it.
fn turn_of(token: Token<'_>, words: &TieWords) -> Turn {
    let mut turn = if is_called_for(token) { Turn::Meant } else { Turn::Plain };
    let mut at = token;
    for _ in 0..4 {
        let negated = at
            .children()
            .any(|t| t.dep() == Dep::Neg || t.dep() == Dep::Det && t.text().eq_ignore_ascii_case("no"));
        if negated {
            // "did not cooperate until 2005": it began then.
            let until = at.children().any(|t| t.dep() == Dep::Prep && t.text().eq_ignore_ascii_case("until"));
            if !until {
                return if turn == Turn::Ends { Turn::Plain } else { Turn::Not };
            }
            turn = Turn::Begins;
        }
        let governor = match at.dep() {
            Dep::Xcomp | Dep::Dobj | Dep::Ccomp | Dep::Nsubjpass => at.head(),
            Dep::Conj if !is_verbal(at) => {
                at = at.head();
                continue;
            }
            Dep::Nsubj if !is_verbal(at) => at.head(),
            Dep::Pobj if at.head().head().lemma() == "end" => at.head().head(),
            Dep::Pcomp | Dep::Pobj => at.head().head(),
            _ => break,
        };
        let lemma = governor.lemma();
        // "the war between X and Y broke out": it began.
        let breaks_out = lemma == "break"
            && governor.children().any(|t| matches!(t.dep(), Dep::Prt | Dep::Advmod) && t.text() == "out");
        if breaks_out {
            turn = Turn::Begins;
        } else if words.lists.end.contains(lemma) {
            turn = Turn::Ends;
        } else if words.lists.begin.contains(lemma) {
            turn = if turn == Turn::Ends { Turn::Ends } else { Turn::Begins };
        } else if words.lists.refuse.contains(lemma) {
            return Turn::Not;
        } else if words.lists.intend.contains(lemma) {
            turn = Turn::Meant;
        }
        at = governor;
    }
    turn
}

struct Act<'a, 'd, 'k> {
    reading: &'a Reading<'d, 'k>,
    words: &'a TieWords,
    token: Token<'d>,
    args: &'a [Arg<'d>],
    turn: Turn,
    ties: &'a mut Vec<Found>,
}

impl Act<'_, '_, '_> {
    /// "X, which is backed by Y", "belongs to Y": a standing; "X was backed by Y in the battle" is an act.
    fn stands_now(&self) -> bool {
        let present = |t: Token<'_>| matches!(t.tag(), "VBZ" | "VBP");
        let helped = |t: Token<'_>| matches!(t.dep(), Dep::Aux | Dep::Auxpass) && present(t);
        match self.token.tag() {
            "VBZ" | "VBP" => true,
            "VBN" => self.token.children().any(helped),
            // "of which X forms the core"
            "NN" => carrier(self.token).is_some_and(present),
            _ => {
                self.token.pos() == Pos::Adj && (!is_verbal(self.token.head()) || present(self.token.head()))
            }
        }
    }

    /// Tells a tie between each filler of one slot and each of the other; of one slot, pair by pair.
    fn tell(&mut self, says: &Says, entry: &Entry) {
        // "their relationship has been hostile"
        let kind = match says.kind {
            TieKind::AffiliateOf | TieKind::Ally if self.is_hostile() => TieKind::Rival,
            kind => kind,
        };
        let a = self.fillers(&says.a);
        let begins = entry.begins || self.turn == Turn::Begins;
        let ends = entry.ends || self.turn == Turn::Ends;
        let backs = says.kind == TieKind::Supports
            && self.token.tag() == "VBN"
            && self.reading.know.lexicon.token_in("back_verbs", self.token);
        let stands = (entry.states || backs) && self.stands_now();
        let basis = if stands { TieBasis::Stated } else { TieBasis::Follows };
        if says.a == says.b {
            for (n, x) in a.iter().enumerate() {
                for y in &a[n + 1..] {
                    self.push(x, y, kind, (begins, ends), basis);
                }
            }
            return;
        }
        let b = self.fillers(&says.b);
        for x in &a {
            for y in &b {
                self.push(x, y, kind, (begins, ends), basis);
            }
        }
    }

    /// Whether a noun is said to be one of enmity: by an adjective before it, or after "be".
    fn is_hostile(&self) -> bool {
        let hostile = |t: Token<'_>| self.words.lists.hostile.contains(t.lemma());
        let said = |t: Token<'_>| matches!(t.dep(), Dep::Amod | Dep::Acomp) && hostile(t);
        let is_subject = matches!(self.token.dep(), Dep::Nsubj | Dep::Nsubjpass);
        !is_verbal(self.token)
            && (self.token.children().any(said) || is_subject && self.token.head().children().any(said))
    }

    /// "attacked the base together with X", "in coordination with X", "jointly attacked".
    fn partners(&mut self) {
        let subjects = self.fillers("subj");
        if subjects.is_empty() {
            return;
        }
        let lists = &self.words.lists;
        let jointly = |t: Token<'_>| lists.jointly.contains(&t.text().to_lowercase());
        let joint = self.token.children().any(|t| {
            t.dep() == Dep::Advmod && jointly(t)
                || matches!(t.dep(), Dep::Dobj | Dep::Nsubjpass)
                    && t.children().any(|m| matches!(m.dep(), Dep::Amod | Dep::Compound) && jointly(m))
                || t.dep() == Dep::Prep
                    && t.children().any(|o| {
                        o.dep() == Dep::Pobj
                            && o.children()
                                .any(|m| matches!(m.dep(), Dep::Amod | Dep::Compound) && jointly(m))
                    })
        });
        let plain = (self.turn == Turn::Begins, false);
        if joint {
            for (n, x) in subjects.iter().enumerate() {
                for y in &subjects[n + 1..] {
                    self.push(x, y, TieKind::Ally, plain, TieBasis::Follows);
                }
            }
        }
        let mut beside = Vec::new();
        for prep in self.token.children().filter(|t| matches!(t.dep(), Dep::Prep | Dep::Advmod)) {
            let together = prep.text() == "with"
                && prep.children().any(|t| t.dep() == Dep::Advmod && lists.alongside.contains(t.text()));
            if together || lists.alongside.contains(&prep.text().to_lowercase()) {
                beside.extend(prep.children().filter(|t| t.dep() == Dep::Pobj));
                // "together with X"
                for inner in prep.children().filter(|t| t.dep() == Dep::Prep) {
                    beside.extend(inner.children().filter(|t| t.dep() == Dep::Pobj));
                }
            }
            for noun in prep.children().filter(|t| t.dep() == Dep::Pobj && lists.in_with.contains(t.lemma()))
            {
                let joins = noun.children().chain(self.token.children());
                for with in
                    joins.filter(|t| t.dep() == Dep::Prep && matches!(t.text(), "with" | "of" | "from"))
                {
                    beside.extend(with.children().filter(|t| t.dep() == Dep::Pobj));
                }
            }
        }
        let beside: Vec<Identity> = beside.iter().flat_map(|t| parties_at(self.reading, *t)).collect();
        for x in &subjects {
            for y in &beside {
                self.push(x, y, TieKind::Ally, plain, TieBasis::Follows);
            }
        }
    }

    /// "coordinated an attack on X", "the war against X": who does it is against whom it is done to.
    fn foes(&mut self) {
        let subjects: Vec<Identity> =
            ["subj", "poss", "by"].iter().flat_map(|slot| self.fillers(slot)).collect();
        let mut against: Vec<Identity> =
            ["against", "on", "upon"].iter().flat_map(|slot| self.fillers(slot)).collect();
        // "fights on the side of X" is no fight against X.
        against.retain(|_| {
            !self
                .token
                .children()
                .any(|t| t.text() == "on" && t.children().any(|c| matches!(c.lemma(), "side" | "behalf")))
        });
        if self.words.lists.harm.contains(self.token.lemma()) && !is_verbal(self.token) {
            against.extend(self.fillers("of"));
        }
        if is_verbal(self.token) {
            against.extend(self.fillers("obj"));
        }
        let plain = (self.turn == Turn::Begins, self.turn == Turn::Ends);
        // "attacked each other", "attacked one another's bases"
        let doc = self.reading.doc;
        let is_mutual = |t: Token<'_>| {
            t.subtree().any(|i| {
                i > 0
                    && matches!(doc.token(i).text(), "other" | "another")
                    && matches!(doc.token(i - 1).text(), "each" | "one")
            })
        };
        if is_verbal(self.token) && self.token.children().any(|t| t.dep() == Dep::Dobj && is_mutual(t)) {
            for (n, x) in subjects.iter().enumerate() {
                for y in &subjects[n + 1..] {
                    self.push(x, y, TieKind::Rival, plain, TieBasis::Follows);
                }
            }
        }
        for x in &subjects {
            for y in &against {
                self.push(x, y, TieKind::Rival, plain, TieBasis::Follows);
            }
        }
    }

    fn fillers(&self, slot: &str) -> Vec<Identity> {
        let mut all: Vec<Identity> = Vec::new();
        let heads: Vec<usize> = match slot {
            "result" => self.results(),
            "emerged" => self.emerged(),
            "deserters" => self.deserters(),
            _ => self.args.iter().filter(|arg| slot_is(arg.slot, slot)).map(|arg| arg.head).collect(),
        };
        for head in heads {
            for who in parties_at(self.reading, self.reading.doc.token(head)) {
                if !all.iter().any(|known| known.name == who.name) {
                    all.push(who);
                }
            }
        }
        all
    }

    /// "merged to form X", "split from Y, forming X", "split and formed X": what comes of the act.
    fn results(&self) -> Vec<usize> {
        let mut makers: Vec<Token<'_>> = self
            .token
            .children()
            .filter(|t| {
                matches!(t.dep(), Dep::Xcomp | Dep::Advcl | Dep::Conj | Dep::Ccomp | Dep::Prep | Dep::Acl)
            })
            .collect();
        makers.extend(makers.clone().iter().flat_map(|t| t.children().filter(|c| c.dep() == Dep::Pcomp)));
        // "led fighters to split from Y, forming X"
        if matches!(self.token.dep(), Dep::Xcomp | Dep::Ccomp | Dep::Advcl) && is_verbal(self.token.head()) {
            let above = self.token.head();
            makers.extend(
                above.children().filter(|t| matches!(t.dep(), Dep::Advcl | Dep::Conj) && *t != self.token),
            );
        }
        let makes = |t: &Token<'_>| is_verbal(*t) && self.words.lists.result.contains(t.lemma());
        let objects = makers.iter().filter(|t| makes(t)).flat_map(|t| {
            t.children().filter(|c| matches!(c.dep(), Dep::Dobj | Dep::Attr | Dep::Oprd)).map(|c| c.index())
        });
        objects.collect()
    }

    /// "dissident members of X founded Y": those whom the subject has left.
    fn deserters(&self) -> Vec<usize> {
        let has_left = |head: usize| {
            let noun = self.reading.doc.token(head);
            noun.children().any(|t| {
                matches!(t.dep(), Dep::Amod | Dep::Compound) && self.words.lists.deserter.contains(t.lemma())
            })
        };
        let subjects = self.args.iter().filter(|arg| slot_is(arg.slot, "subj")).map(|arg| arg.head);
        subjects.filter(|&head| has_left(head)).collect()
    }

    /// "X formed when Y split from Z": who comes about as the act happens.
    fn emerged(&self) -> Vec<usize> {
        let is_time = matches!(self.token.dep(), Dep::Advcl | Dep::Relcl)
            && self.token.children().any(|t| matches!(t.text(), "when" | "as" | "after"));
        let governor = self.token.ancestors().find(|t| is_verbal(*t));
        let Some(governor) = governor.filter(|g| is_time && self.words.lists.emerge.contains(g.lemma()))
        else {
            return Vec::new();
        };
        let args = self.reading.graph.args(governor);
        let object = args.iter().find(|a| matches!(a.slot, Slot::Obj));
        object
            .or_else(|| args.iter().find(|a| matches!(a.slot, Slot::Subj)))
            .map(|a| a.head)
            .into_iter()
            .collect()
    }

    fn push(
        &mut self,
        a: &Identity,
        b: &Identity,
        kind: TieKind,
        (begins, ends): (bool, bool),
        basis: TieBasis,
    ) {
        if a.name == b.name || self.turn == Turn::Meant && kind != TieKind::Rival {
            return;
        }
        let sentence = self.token.sentence().range();
        let clause =
            self.token.left_edge().max(sentence.start)..(self.token.right_edge() + 1).min(sentence.end);
        let tie = Tie {
            a: a.name.clone(),
            a_actor: a.code.clone(),
            b: b.name.clone(),
            b_actor: b.code.clone(),
            kind,
            state: state(ends),
            basis,
            says: match (ends, begins) {
                (true, _) => TieSays::Ends,
                (_, true) => TieSays::Begins,
                _ => TieSays::Holds,
            },
            when: None,
            evidence: self.reading.quote(clause),
            why: self.token.text().to_owned(),
        };
        self.ties.push(Found { tie, at: self.token.index() });
    }
}

/// Whom a phrase names: those that it refers to, or those whose it is ("the Brigade's positions", "Front fighters").
fn parties_at(reading: &Reading<'_, '_>, head: Token<'_>) -> Vec<Identity> {
    let mut all = who_at(reading, head.index());
    // "Norway's Hill Front" is the Front alone.
    let is_somebody = |token: Token<'_>| named_at(reading, token).iter().any(|who| who.actor.is_some());
    for token in conjuncts(head).into_iter().filter(|t| !is_somebody(*t)) {
        owners(reading, token, 2, &mut all);
    }
    all.retain(|who| who.name.contains(char::is_uppercase));
    all
}

fn owners(reading: &Reading<'_, '_>, noun: Token<'_>, depth: usize, all: &mut Vec<Identity>) {
    if depth == 0 {
        return;
    }
    for child in noun.children() {
        match child.dep() {
            Dep::Poss | Dep::Compound | Dep::Nmod | Dep::Appos => {
                all.extend(who_at(reading, child.index()));
                owners(reading, child, depth - 1, all);
            }
            Dep::Prep if matches!(child.text(), "of" | "from" | "for" | "including" | "like") => {
                for object in child.children().filter(|t| t.dep() == Dep::Pobj) {
                    for token in conjuncts(object) {
                        all.extend(who_at(reading, token.index()));
                        owners(reading, token, depth - 1, all);
                    }
                }
            }
            _ => {}
        }
    }
}
