//! The arguments of nouns that name acts: by their own words, and by the support verbs that carry them.

use athir_nlp::{Dep, Pos, Token};

use super::{Arg, Graph, MAX_STEPS, Slot, is_on, lays_blame};
use crate::clause::{is_passive, is_verbal};

/// "The ministry on Thursday imposed sanctions": the parse makes one phrase of the day and what was done.
fn before_a_day<'d>(noun: Token<'d>) -> Option<Token<'d>> {
    let on = noun.head();
    let mut verbs = noun.lefts().filter(|t| t.dep() == Dep::Amod && t.tag() == "VBD");
    let is_day =
        |t: Token<'_>| t.entity().is_some_and(|e| e.label() == "DATE") && t.index() == on.index() + 1;
    (noun.dep() == Dep::Pobj && on.text() == "on" && verbs.any(|verb| verb.lefts().any(is_day)))
        .then(|| on.head())
        .filter(|t| !is_verbal(*t))
}

impl Graph<'_> {
    /// The arguments that hang on a noun inside a phrase: "came under attack by gunmen", "lifted the siege of the town",
    /// "has been under rebel siege".
    pub(crate) fn args_in_phrase<'d>(&self, noun: Token<'d>) -> Vec<Arg<'d>> {
        let mut args = Vec::new();
        for child in noun.children().filter(|t| matches!(t.dep(), Dep::Prep | Dep::Agent)) {
            self.prep_args(child, &mut args, true);
        }
        // "has been under rebel siege", "came under the army's fire"
        for child in noun.lefts() {
            match child.dep() {
                Dep::Compound | Dep::Amod | Dep::Nmod => self.push(&mut args, Slot::Mod, child, true),
                Dep::Poss => self.push(&mut args, Slot::Poss, child, true),
                _ => {}
            }
        }
        args
    }

    /// The arguments of a noun that names an act: its own, those of the support verb that carries it, and what it shares
    /// with the acts that are joined to it.
    pub(super) fn noun_args<'d>(&self, noun: Token<'d>, args: &mut Vec<Arg<'d>>) {
        for child in noun.children() {
            match child.dep() {
                Dep::Prep if is_on(child) && noun.dep() == Dep::Dobj && lays_blame(noun.head()) => {}
                Dep::Prep | Dep::Agent => self.prep_args(child, args, true),
                Dep::Poss => self.push(args, Slot::Poss, child, true),
                // "a terrorist bombing": what sort it is, and nobody's name.
                Dep::Compound | Dep::Amod if self.lexicon.token_in("deed_epithets", child) => {}
                Dep::Compound | Dep::Amod | Dep::Nmod => {
                    self.push(args, Slot::Mod, child, true);
                    for inner in
                        child.children().filter(|t| matches!(t.dep(), Dep::Compound | Dep::Amod | Dep::Conj))
                    {
                        self.push(args, Slot::Mod, inner, true);
                    }
                    if child.tag() == "VBN" || child.tag() == "VBG" || child.pos() == Pos::Adj {
                        // "US-led", "rebel-claimed": the hyphened part names the agent.
                        for inner in child
                            .children()
                            .filter(|t| matches!(t.dep(), Dep::Npadvmod | Dep::Nmod | Dep::Nsubj))
                        {
                            self.push(args, Slot::Mod, inner, true);
                        }
                    }
                }
                Dep::Acl | Dep::Relcl
                    if self.lexicon.is_light(child)
                        || self.lexicon.is_claim(child)
                        || self.lexicon.tells_of_deed(child) =>
                {
                    self.support_args(child, noun, args);
                    // "an attack targeting a post", "an attack that hit a convoy"
                    if self.lexicon.token_in("target_verbs", child)
                        && !is_passive(child)
                        && child.tag() != "VBN"
                    {
                        for struck in child.children().filter(|t| t.dep() == Dep::Dobj) {
                            self.push(args, Slot::Obj, struck, true);
                        }
                    }
                }
                // "a bomb planted by X", "an ambush laid by X"
                Dep::Acl if self.lexicon.token_in("perpetrate_verbs", child) && child.tag() == "VBN" => {
                    let by = child
                        .children()
                        .filter(|t| matches!(t.dep(), Dep::Agent | Dep::Prep) && t.text() == "by");
                    for doer in by.flat_map(|by| by.children()).filter(|t| t.dep() == Dep::Pobj) {
                        self.push(args, Slot::Subj, doer, true);
                    }
                }
                // "clashes involving the army and rebels"
                Dep::Acl | Dep::Relcl if child.lemma() == "involve" && !is_passive(child) => {
                    for side in child.children().filter(|t| t.dep() == Dep::Dobj) {
                        self.push(args, Slot::Prep("between"), side, true);
                    }
                }
                // "the army's offensive to retake X"
                Dep::Acl if child.tag() == "VB" => {}
                Dep::Appos => {}
                _ => {}
            }
        }
        // "the looting of shops by rebels", "the release of 13 detainees by the army": the parse hangs the agent on what it is
        // done to.
        let done_to =
            noun.rights().filter(|t| t.dep() == Dep::Prep && matches!(t.text(), "of" | "on" | "against"));
        let objects = done_to.flat_map(|t| t.children()).filter(|t| t.dep() == Dep::Pobj);
        for object in objects.filter(|t| !self.lexicon.token_in("condemned_nouns", *t)) {
            for by in object.rights().filter(|t| t.dep() == Dep::Prep && t.text() == "by") {
                self.prep_args(by, args, true);
            }
        }
        // "condemned the bombing of a clinic in A by the army": the parse hangs the agent on the verb.
        let verb = noun.head();
        let has_doer = || verb.children().any(|t| t.dep() == Dep::Nsubj);
        if noun.dep() == Dep::Dobj && is_verbal(verb) && !is_passive(verb) && has_doer() {
            for by in verb.rights().filter(|t| t.dep() == Dep::Prep && t.text() == "by") {
                self.prep_args(by, args, false);
            }
        }
        if let Some(subject) = before_a_day(noun) {
            self.push(args, Slot::Subj, subject, false);
        }
        // A conjoined act shares what is said before the first one: "rebel shelling and raids on X".
        if noun.dep() == Dep::Conj {
            let first = noun.head();
            for child in first.children() {
                match child.dep() {
                    Dep::Poss => self.push(args, Slot::Poss, child, false),
                    Dep::Compound | Dep::Amod | Dep::Nmod if child.index() < first.index() => {
                        self.push(args, Slot::Mod, child, false);
                    }
                    Dep::Prep if child.index() > noun.index() => self.prep_args(child, args, false),
                    _ => {}
                }
            }
            self.support_of(first, args, 1);
        } else {
            // ... and what is said after the last one: "shelling and raids on X".
            for later in noun.rights().filter(|t| t.dep() == Dep::Conj) {
                for child in later.children().filter(|t| t.dep() == Dep::Prep) {
                    self.prep_args(child, args, false);
                }
            }
        }
        self.support_of(noun, args, 3);
    }

    /// Takes over the arguments of the verb that only carries the noun.
    fn support_of<'d>(&self, noun: Token<'d>, args: &mut Vec<Arg<'d>>, steps: usize) {
        if steps == 0 {
            return;
        }
        let verb = noun.head();
        match noun.dep() {
            // "repelled an attack", "beat back an assault": who does so was struck.
            Dep::Dobj if is_verbal(verb) && self.is_suffered(verb) => {
                if let Some((subject, _)) =
                    self.surface_subject(verb, MAX_STEPS).filter(|_| !is_passive(verb))
                {
                    self.push(args, Slot::Obj, subject, false);
                }
                self.preps_of(verb, args);
            }
            Dep::Dobj if is_verbal(verb) && (self.lexicon.is_light(verb) || self.lexicon.is_aspect(verb)) => {
                self.support_args(verb, noun, args);
            }
            Dep::Nsubj | Dep::Nsubjpass if is_verbal(verb) => {
                // "Perpetrated by X, the bombing killed 168 people"
                for told in verb.lefts().filter(|t| t.dep() == Dep::Advcl && t.tag() == "VBN") {
                    let by = |t: &Token<'_>| matches!(t.dep(), Dep::Agent | Dep::Prep) && t.text() == "by";
                    let doers = told.children().filter(by).flat_map(|by| by.children());
                    if self.lexicon.token_in("agent_verbs", told)
                        || self.lexicon.token_in("perpetrate_verbs", told)
                    {
                        for doer in doers.filter(|t| t.dep() == Dep::Pobj) {
                            self.push(args, Slot::Subj, doer, true);
                        }
                    }
                }
                let hits = noun.dep() == Dep::Nsubj && self.lexicon.token_in("target_verbs", verb);
                if !hits && self.lexicon.is_light(verb)
                    || self.lexicon.is_occur(verb)
                    || self.lexicon.is_aspect(verb)
                {
                    self.support_args(verb, noun, args);
                } else if verb.lemma() == "be" {
                    self.preps_of(verb, args);
                } else if hits {
                    // "the strikes hit a market": what is hit is the act's object.
                    let mut outer = Vec::with_capacity(4);
                    self.verb_args(verb, &mut outer, false);
                    args.extend(outer.into_iter().filter(|a| matches!(a.slot, Slot::Obj | Slot::Prep(_))));
                }
            }
            Dep::Attr if verb.lemma() == "be" => {
                // "there were clashes in X", "this was an attack by Y"
                self.preps_of(verb, args);
            }
            Dep::Pobj => {
                let governor = verb.head();
                if is_verbal(governor) && self.lexicon.is_engage(governor) {
                    self.support_args(governor, noun, args);
                } else if is_verbal(governor)
                    && verb.text() == "to"
                    && matches!(governor.lemma(), "subject" | "expose")
                {
                    // "subjected the town to shelling": its subject does it, and its object suffers it.
                    let mut outer = Vec::with_capacity(4);
                    self.verb_args(governor, &mut outer, true);
                    args.extend(outer.into_iter().filter(|a| a.head != noun.index()));
                } else if matches!(verb.text(), "of" | "in")
                    && (self.lexicon.is_series_noun(governor)
                        || self.lexicon.token_in("quantity_nouns", governor))
                {
                    // "a series of raids", "a wave of attacks": the container carries the act.
                    for child in governor.children() {
                        match child.dep() {
                            Dep::Poss => self.push(args, Slot::Poss, child, false),
                            Dep::Compound | Dep::Amod => self.push(args, Slot::Mod, child, false),
                            Dep::Prep if child.index() > noun.index() => self.prep_args(child, args, false),
                            _ => {}
                        }
                    }
                    self.support_of(governor, args, steps - 1);
                }
            }
            _ => {}
        }
    }

    /// A verb whose subject suffers the act in its object: "suffered", "fought off (an attack)".
    fn is_suffered(&self, verb: Token<'_>) -> bool {
        let back = || {
            verb.children().any(|t| {
                matches!(t.dep(), Dep::Prt | Dep::Advmod) && matches!(t.text(), "back" | "off" | "down")
            })
        };
        self.lexicon.token_in("suffer_verbs", verb)
            || matches!(verb.lemma(), "beat" | "fight" | "push" | "hold" | "drive" | "throw" | "hurl")
                && back()
    }

    fn preps_of<'d>(&self, verb: Token<'d>, args: &mut Vec<Arg<'d>>) {
        for child in verb.children().filter(|t| t.dep() == Dep::Prep) {
            self.prep_args(child, args, false);
        }
    }

    fn support_args<'d>(&self, verb: Token<'d>, noun: Token<'d>, args: &mut Vec<Arg<'d>>) {
        let mut outer = Vec::with_capacity(4);
        self.verb_args(verb, &mut outer, true);
        // "was engaged in", "is locked in": the passive subject takes part.
        if self.lexicon.is_engage(verb) && is_passive(verb) {
            for arg in outer.iter_mut().filter(|a| a.slot == Slot::Obj) {
                arg.slot = Slot::Subj;
            }
        }
        for arg in outer {
            if matches!(arg.slot, Slot::Subj | Slot::Prep(_) | Slot::Dative) && arg.head != noun.index() {
                args.push(Arg { direct: false, ..arg });
            }
        }
    }
}
