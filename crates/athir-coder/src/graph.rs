//! The predicate-argument graph: who stands in which logical relation to a verb or a noun that names an act.
//!
//! Arguments are read off the dependency tree in a normal form, so that one frame serves every wording:
//! passives are turned, subjects are shared along conjuncts and followed through control and raising,
//! relative pronouns are replaced by their antecedents, and a noun takes over the arguments of the support
//! verb that carries it ("launched an attack on", "clashes broke out between").

use athir_nlp::{Dep, Pos, Token};

use crate::clause::{
    fold_prep, is_infinitive, is_participle, is_passive, is_relative_pronoun, is_verbal, stands_as_noun,
    subject_of_participle,
};
use crate::lexicon::Lexicon;

mod noun;

/// The slot that an argument fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot<'d> {
    /// Logical subject.
    Subj,
    /// Logical object.
    Obj,
    /// Indirect object.
    Dative,
    /// Predicate complement: a noun or adjective after "be", "leave", "declare".
    Comp,
    /// Possessor of a noun.
    Poss,
    /// Compound or adjective before a noun.
    Mod,
    /// The noun that an adjective says something of.
    Head,
    /// Object of the preposition with this word.
    Prep(&'d str),
}

/// One argument: its slot and the head token of its filler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Arg<'d> {
    pub(crate) slot: Slot<'d>,
    pub(crate) head: usize,
    /// Whether the parse gives it directly, and not through sharing or control.
    pub(crate) direct: bool,
}

/// Reads the predicate-argument view of a parse.
#[derive(Clone, Copy)]
pub(crate) struct Graph<'k> {
    lexicon: &'k Lexicon,
}

/// How many steps of sharing are followed before giving up, so that no odd parse can loop.
const MAX_STEPS: usize = 6;

impl<'k> Graph<'k> {
    pub(crate) fn new(lexicon: &'k Lexicon) -> Graph<'k> {
        Graph { lexicon }
    }

    /// Gives the arguments of a verb, noun or adjective in normal form.
    pub(crate) fn args<'d>(&self, token: Token<'d>) -> Vec<Arg<'d>> {
        let mut args = Vec::with_capacity(6);
        match token.pos() {
            _ if is_verbal(token) => self.verb_args(token, &mut args, true),
            Pos::Adj if !stands_as_noun(token) => self.adjective_args(token, &mut args),
            _ if is_participle(token) => self.verb_args(token, &mut args, true),
            _ => self.noun_args(token, &mut args),
        }
        let mut unique: Vec<Arg<'d>> = Vec::with_capacity(args.len());
        for arg in args {
            if arg.head != token.index() && !unique.iter().any(|a| a.slot == arg.slot && a.head == arg.head) {
                unique.push(arg);
            }
        }
        unique
    }

    fn push<'d>(&self, args: &mut Vec<Arg<'d>>, slot: Slot<'d>, token: Token<'d>, direct: bool) {
        args.push(Arg { slot, head: self.antecedent(token).index(), direct });
    }

    fn verb_args<'d>(&self, verb: Token<'d>, args: &mut Vec<Arg<'d>>, with_subject: bool) {
        let passive = is_passive(verb);
        for child in verb.children() {
            match child.dep() {
                Dep::Dobj => {
                    self.push(args, Slot::Obj, child, true);
                    // "fired mortars at the town": the parse hangs the target on the weapon.
                    let aims = |t: &Token<'_>| {
                        t.dep() == Dep::Prep
                            && matches!(t.text(), "at" | "on" | "against" | "into" | "towards")
                    };
                    if self.lexicon.token_in("weapon_nouns", child) {
                        for prep in child.children().filter(aims) {
                            self.prep_args(prep, args, true);
                        }
                    }
                    // "captured twelve villages from X"
                    for prep in child.rights().filter(|t| t.dep() == Dep::Prep && t.text() == "from") {
                        self.prep_args(prep, args, false);
                    }
                    if lays_blame(verb) {
                        for on in child.children().filter(|t| is_on(*t)) {
                            self.prep_args(on, args, true);
                        }
                    }
                }
                Dep::Nsubjpass => self.push(args, Slot::Obj, child, true),
                Dep::Csubjpass => {
                    if let Some(subject) = subject_described(child) {
                        self.push(args, Slot::Obj, subject, true);
                    }
                }
                Dep::Dative if child.pos() != Pos::Adp => self.push(args, Slot::Dative, child, true),
                // "named X as its leader"
                Dep::Oprd
                    if child.pos() == Pos::Propn
                        && verb.rights().any(|t| t.dep() == Dep::Prep && t.text() == "as") =>
                {
                    self.push(args, Slot::Obj, child, true);
                }
                Dep::Attr | Dep::Oprd | Dep::Acomp => self.push(args, Slot::Comp, child, true),
                Dep::Xcomp | Dep::Ccomp if verb.lemma() != "say" => self.push(args, Slot::Comp, child, true),
                Dep::Agent => {
                    for object in child.children().filter(|t| t.dep() == Dep::Pobj) {
                        self.push(args, Slot::Subj, object, true);
                    }
                }
                Dep::Prep | Dep::Dative => self.prep_args(child, args, true),
                _ => {}
            }
        }
        if !args.iter().any(|a| a.slot == Slot::Obj) {
            // "shot dead two of them": a bare number stands for people.
            let number = |t: &Token<'_>| {
                t.dep() == Dep::Npadvmod && t.pos() == Pos::Num && t.children().any(|c| c.text() == "of")
            };
            match verb.rights().find(number) {
                Some(number) if !passive => self.push(args, Slot::Obj, number, true),
                _ => self.gap_object(verb, passive, args),
            }
        }
        // "Shelling by the army killed four": a gerund has its agent as a noun has.
        if verb.tag() == "VBG" && matches!(verb.dep(), Dep::Nsubj | Dep::Nsubjpass | Dep::Pobj | Dep::Dobj) {
            let by = verb.rights().filter(|t| t.dep() == Dep::Prep && t.text() == "by");
            for object in by.flat_map(|by| by.children()).filter(|t| t.dep() == Dep::Pobj) {
                self.push(args, Slot::Subj, object, true);
            }
        }
        // "was designated a terrorist group by the council": the parse hangs the agent on the complement.
        if passive && !args.iter().any(|a| a.slot == Slot::Subj) {
            let complements = verb.rights().filter(|t| matches!(t.dep(), Dep::Dobj | Dep::Oprd | Dep::Attr));
            let by = complements
                .flat_map(|t| t.children())
                .filter(|t| matches!(t.dep(), Dep::Prep | Dep::Agent) && t.text() == "by");
            for object in by.flat_map(|by| by.children()).filter(|t| t.dep() == Dep::Pobj) {
                self.push(args, Slot::Subj, object, true);
            }
        }
        if with_subject && let Some((subject, direct)) = self.surface_subject(verb, MAX_STEPS) {
            let slot = if passive || is_passive_of_title(verb) { Slot::Obj } else { Slot::Subj };
            if !args.iter().any(|a| a.slot == slot) {
                self.push(args, slot, subject, direct);
            }
        }
        // "is determined to retake": a participle that stands as an adjective says something of the subject.
        if with_subject
            && verb.dep() == Dep::Acomp
            && let Some((subject, direct)) = self.surface_subject(verb.head(), MAX_STEPS)
        {
            self.push(args, Slot::Head, subject, direct);
        }
        // "was hit and destroyed by shells": the agent stands with the last conjunct only.
        if passive && !args.iter().any(|a| a.slot == Slot::Subj) {
            for later in verb.rights().filter(|t| t.dep() == Dep::Conj && is_passive(*t)) {
                for agent in later.children().filter(|t| t.dep() == Dep::Agent) {
                    for object in agent.children().filter(|t| t.dep() == Dep::Pobj) {
                        self.push(args, Slot::Subj, object, false);
                    }
                }
            }
        }
        // "shelled and stormed the town": the object stands with the last conjunct only.
        if !passive
            && !args.iter().any(|a| a.slot == Slot::Obj)
            && let Some(later) = verb.rights().find(|t| t.dep() == Dep::Conj && t.pos() == Pos::Verb)
            && later.index() == verb.index() + 2
            && let Some(object) = later.children().find(|t| t.dep() == Dep::Dobj)
        {
            self.push(args, Slot::Obj, object, false);
        }
        // Places and times said once hold for conjoined verbs: "attacked and looted shops in Tal Amar".
        if verb.dep() == Dep::Conj && !args.iter().any(|a| matches!(a.slot, Slot::Prep(_))) {
            let head = verb.head();
            if head.pos() == Pos::Verb {
                for child in head.children().filter(|t| t.dep() == Dep::Prep && t.index() > head.index()) {
                    self.prep_args(child, args, false);
                }
            }
        }
    }

    /// A verb without object in a relative clause, or a bare participle after its noun, takes that noun.
    fn gap_object<'d>(&self, verb: Token<'d>, passive: bool, args: &mut Vec<Arg<'d>>) {
        match verb.dep() {
            Dep::Acl if verb.tag() == "VBN" && passive => self.push(args, Slot::Obj, verb.head(), true),
            // "besieged towns", "wounded soldiers"
            Dep::Amod if verb.tag() == "VBN" => self.push(args, Slot::Obj, verb.head(), true),
            Dep::Amod if verb.tag() == "VBG" => self.push(args, Slot::Subj, verb.head(), true),
            Dep::Relcl if !passive => {
                let has_subject = verb.children().any(|t| t.dep() == Dep::Nsubj);
                let subject_is_relative =
                    verb.children().any(|t| t.dep() == Dep::Nsubj && is_relative_pronoun(t));
                if has_subject && !subject_is_relative {
                    self.push(args, Slot::Obj, verb.head(), true);
                }
            }
            _ => {}
        }
    }

    fn prep_args<'d>(&self, prep: Token<'d>, args: &mut Vec<Arg<'d>>, direct: bool) {
        let word = fold_prep(prep.text());
        // "…, with jets carrying out raids", "…, with the army returning fire" is a clause of its own, and no means.
        let is_clause = |t: Token<'d>| {
            word == "with"
                && (t.children().any(|c| c.dep() == Dep::Acl && c.tag() == "VBG" && is_verbal(c))
                    || t.dep() == Dep::Pcomp && t.children().any(|c| c.dep() == Dep::Nsubj))
        };
        for child in prep.children() {
            match child.dep() {
                Dep::Pobj | Dep::Pcomp if is_clause(child) => {}
                // "died at the hands of X": X did it.
                Dep::Pobj if word == "at" && is_hands(child) => {
                    for of in child.children().filter(|t| t.dep() == Dep::Prep && t.text() == "of") {
                        for doer in of.children().filter(|t| t.dep() == Dep::Pobj) {
                            self.push(args, Slot::Prep("by"), doer, direct);
                        }
                    }
                }
                Dep::Pobj | Dep::Pcomp => {
                    self.push(args, Slot::Prep(word), child, direct);
                }
                // "out of", "because of", "from near": the inner preposition counts as well.
                Dep::Prep => self.prep_args(child, args, direct),
                _ => {}
            }
        }
    }

    /// "Three men wanted for the raid were arrested", "Jets believed to be foreign bombed the town": whether the parse takes
    /// the participle for the verb of the sentence, and hangs the verb below it.
    fn is_cut_off(&self, verb: Token<'_>) -> bool {
        let above = verb.head();
        let is_cut_short = || {
            verb.index() > above.index()
                && matches!(above.tag(), "VBD" | "VBN")
                && !above.children().any(|t| matches!(t.dep(), Dep::Dobj | Dep::Auxpass | Dep::Aux))
                && verb.children().any(|t| t.dep() == Dep::Auxpass && matches!(t.text(), "was" | "were"))
        };
        let is_suspected = || {
            verb.tag() == "VBD"
                && self.lexicon.token_in("suspect_verbs", above)
                && above
                    .rights()
                    .any(|t| t.dep() == Dep::Xcomp && t.lemma() == "be" && t.index() < verb.index())
        };
        verb.dep() == Dep::Ccomp && (is_cut_short() || is_suspected())
    }

    /// The subject as it stands on the surface, found through sharing and control; with whether it is direct.
    fn surface_subject<'d>(&self, verb: Token<'d>, steps: usize) -> Option<(Token<'d>, bool)> {
        let is_subject = |t: &Token<'_>| matches!(t.dep(), Dep::Nsubj | Dep::Nsubjpass | Dep::Csubj);
        if let Some(own) = verb.children().find(is_subject) {
            // "Kenyan, Ugandan and Rwandan troops": the parse makes the first word a subject of its own.
            let last = verb.lefts().rfind(is_subject);
            let is_row = own.entity().is_some_and(|e| e.label() == "NORP")
                && own.next().is_some_and(|t| t.text() == ",");
            let own = last.filter(|_| is_row).unwrap_or(own);
            return Some((subject_described(own).unwrap_or(own), true));
        }
        if let Some(subject) = subject_of_participle(verb) {
            return Some((subject, true));
        }
        if self.is_cut_off(verb)
            && let Some(subject) = verb.head().children().find(is_subject)
        {
            return Some((subject, true));
        }
        // "The rebels had on Friday vowed to go on": the parse hangs the subject on the auxiliary.
        let of_aux = verb.lefts().filter(|t| t.dep() == Dep::Aux).find_map(|t| t.lefts().find(is_subject));
        if let Some(subject) = of_aux {
            return Some((subject, true));
        }
        // "… as a new alliance attacked the town", where the parse ends the phrase before the verb.
        if let Some(before) = verb.index().checked_sub(1).map(|at| verb.sentence().doc().token(at))
            && matches!(verb.tag(), "VBD" | "VBZ" | "VBP")
            && before.dep() == Dep::Pobj
            && (before.head().text().eq_ignore_ascii_case("as") || follows_a_day(before))
        {
            return Some((before, true));
        }
        if let Some(before) = before_an_aside(verb) {
            return Some((before, true));
        }
        let head = verb.head();
        // "called on X to stop": X is to do it.
        if matches!(verb.dep(), Dep::Xcomp | Dep::Advcl)
            && matches!(head.lemma(), "call" | "prevail" | "rely" | "count")
        {
            let on = head.rights().find(|t| t.dep() == Dep::Prep && matches!(t.text(), "on" | "upon"));
            let called = on.and_then(|on| on.children().find(|t| t.dep() == Dep::Pobj));
            if let Some(called) = called.filter(|t| t.index() < verb.index()) {
                return Some((called, false));
            }
        }
        if steps == 0 || verb.is_root() {
            return None;
        }
        match verb.dep() {
            Dep::Conj if is_verbal(head) => self
                .surface_subject(head, steps - 1)
                .map(|(t, _)| (t, false))
                .or_else(|| self.participle_noun(head)),
            // "is due to visit the capital"
            Dep::Xcomp if head.dep() == Dep::Acomp && self.lexicon.token_in("plan_adjectives", head) => {
                self.surface_subject(head.head(), steps - 1).map(|(t, _)| (t, false))
            }
            Dep::Xcomp | Dep::Ccomp if is_verbal(head) => {
                // Object control: "forced the group to leave"; else the subject goes on.
                if let Some(object) = head.children().find(|t| t.dep() == Dep::Dobj) {
                    return Some((object, false));
                }
                if verb.dep() == Dep::Ccomp && verb.tag() != "VBG" {
                    return None;
                }
                // "forces ordered to withdraw"; "forces aimed to surround the town", where the parse takes the past for a
                // participle.
                if head.dep() == Dep::Acl && head.tag() == "VBN" {
                    return Some((head.head(), false));
                }
                self.surface_subject(head, steps - 1).map(|(t, _)| (t, false))
            }
            Dep::Advcl | Dep::Pcomp | Dep::Prep | Dep::Aux | Dep::Dep => {
                let governor = if verb.dep() == Dep::Pcomp { head.head() } else { head };
                // "accused X of killing", "stopped X from leaving": the object does it.
                // "charged X with plotting an attack": so does the accused.
                if verb.dep() == Dep::Pcomp
                    && (matches!(head.text(), "of" | "for" | "from" | "into")
                        || head.text() == "with" && self.lexicon.token_in("court_verbs", governor))
                    && is_verbal(governor)
                {
                    let object = governor.children().find(|t| matches!(t.dep(), Dep::Dobj | Dep::Nsubjpass));
                    if let Some(object) = object {
                        return Some((object, false));
                    }
                }
                // "gave X until Friday to leave": X is to leave.
                if governor.lemma() == "give" && is_infinitive(verb) {
                    let given = governor.children().find(|t| matches!(t.dep(), Dep::Dobj | Dep::Dative));
                    if let Some(given) = given {
                        return Some((given, false));
                    }
                }
                // "were hurt by shelling", "died in shelling": who came to harm does not shell.
                let came_to_harm = head.text() == "by" && is_passive(governor)
                    || head.text() == "in" && matches!(governor.lemma(), "die" | "perish");
                if verb.dep() == Dep::Pcomp && came_to_harm {
                    return None;
                }
                // "accused X on Friday of shelling"
                let day = governor.head();
                if verb.dep() == Dep::Pcomp
                    && head.text() == "of"
                    && governor.dep() == Dep::Pobj
                    && day.text() == "on"
                    && self.lexicon.token_in("blame_verbs", day.head())
                {
                    return day.head().children().find(|t| t.dep() == Dep::Dobj).map(|t| (t, false));
                }
                // The parse may hang "of killing" on the accused.
                if verb.dep() == Dep::Pcomp
                    && head.text() == "of"
                    && matches!(governor.dep(), Dep::Dobj | Dep::Nsubjpass)
                    && self.lexicon.token_in("blame_verbs", governor.head())
                {
                    return Some((governor, false));
                }
                if is_verbal(governor) {
                    return self.surface_subject(governor, steps - 1).map(|(t, _)| (t, false));
                }
                // "arrested X on suspicion of stealing a car", "sentenced X to death for planting the bomb": X does it.
                let verb = governor.head().head();
                let is_of_court = || {
                    matches!(governor.lemma(), "suspicion" | "charge" | "accusation" | "allegation")
                        || self.lexicon.token_in("court_verbs", verb)
                };
                if governor.dep() == Dep::Pobj && is_of_court() {
                    let object = verb.children().find(|t| matches!(t.dep(), Dep::Dobj | Dep::Nsubjpass));
                    return object.map(|t| (t, false));
                }
                // "accused of killing", "campaign for retaking": the noun's own agent.
                self.noun_agent(governor)
            }
            Dep::Acl | Dep::Relcl => {
                // "after an air raid killed 26": a finite verb is taken for a participle of its own subject.
                if matches!(verb.tag(), "VBG" | "VBD" | "VBZ" | "VBP") || verb.dep() == Dep::Relcl {
                    let noun_is_object = verb.dep() == Dep::Relcl
                        && verb.children().any(|t| t.dep() == Dep::Dobj && is_relative_pronoun(t));
                    return (!noun_is_object).then_some((head, true));
                }
                // "an attempt to retake", "plans to leave"
                self.noun_agent(head)
            }
            _ => None,
        }
    }

    fn participle_noun<'d>(&self, verb: Token<'d>) -> Option<(Token<'d>, bool)> {
        matches!(verb.dep(), Dep::Acl | Dep::Relcl).then(|| (verb.head(), false))
    }

    /// Who does what a noun names: its possessor, a modifier, or the subject of its support verb.
    fn noun_agent<'d>(&self, noun: Token<'d>) -> Option<(Token<'d>, bool)> {
        if let Some(poss) = noun.children().find(|t| t.dep() == Dep::Poss) {
            return Some((poss, false));
        }
        if let Some(by) =
            noun.children().find(|t| t.dep() == Dep::Prep && t.text().eq_ignore_ascii_case("by"))
            && let Some(object) = by.children().find(|t| t.dep() == Dep::Pobj)
        {
            return Some((object, false));
        }
        let governor = noun.head();
        match noun.dep() {
            Dep::Dobj | Dep::Attr if is_verbal(governor) => {
                self.surface_subject(governor, 2).map(|(t, _)| (t, false))
            }
            Dep::Pobj if is_verbal(governor.head()) => {
                self.surface_subject(governor.head(), 2).map(|(t, _)| (t, false))
            }
            _ => None,
        }
    }

    fn adjective_args<'d>(&self, adjective: Token<'d>, args: &mut Vec<Arg<'d>>) {
        match adjective.dep() {
            Dep::Amod => {
                self.push(args, Slot::Head, adjective.head(), true);
                // "left nine men and a woman dead"
                let mut noun = adjective.head();
                while adjective.index() > noun.index() && noun.dep() == Dep::Conj {
                    noun = noun.head();
                    self.push(args, Slot::Head, noun, true);
                }
            }
            Dep::Acomp | Dep::Oprd | Dep::Conj => {
                if let Some((subject, direct)) = self.surface_subject(adjective.head(), MAX_STEPS) {
                    self.push(args, Slot::Head, subject, direct);
                }
                if let Some(object) = adjective.head().children().find(|t| t.dep() == Dep::Dobj) {
                    self.push(args, Slot::Head, object, true);
                }
            }
            Dep::Ccomp | Dep::Xcomp => {
                if let Some((subject, direct)) = self.surface_subject(adjective, MAX_STEPS) {
                    self.push(args, Slot::Head, subject, direct);
                }
            }
            _ => {
                // "26 dead": tagged as an adjective but standing as a noun.
            }
        }
        for child in adjective.children().filter(|t| t.dep() == Dep::Prep) {
            self.prep_args(child, args, true);
        }
        for child in adjective.children().filter(|t| matches!(t.dep(), Dep::Npadvmod | Dep::Nsubj)) {
            self.push(args, Slot::Head, child, true);
        }
    }

    /// Replaces a relative pronoun by the noun that its clause modifies.
    pub(crate) fn antecedent<'d>(&self, token: Token<'d>) -> Token<'d> {
        if !is_relative_pronoun(token) {
            return token;
        }
        token.ancestors().find(|t| t.dep() == Dep::Relcl).map(|clause| clause.head()).unwrap_or(token)
    }
}

/// Whether a slot of the graph is the one that a frame names.
pub(crate) fn slot_is(slot: Slot<'_>, name: &str) -> bool {
    match slot {
        Slot::Subj => name == "subj",
        Slot::Obj => name == "obj",
        Slot::Dative => name == "dative" || name == "to",
        Slot::Comp => name == "comp",
        Slot::Poss => name == "poss",
        Slot::Mod => name == "mod",
        Slot::Head => name == "head",
        Slot::Prep(word) => word.eq_ignore_ascii_case(if name == "towards" { "toward" } else { name }),
    }
}

/// "The brigade - led by a former officer - was shelled": the parse makes what stands before the dash the subject of the
/// aside.
fn before_an_aside<'d>(verb: Token<'d>) -> Option<Token<'d>> {
    let is_finite = matches!(verb.tag(), "VBD" | "VBZ" | "VBP")
        || verb.lefts().any(|t| matches!(t.dep(), Dep::Aux | Dep::Auxpass));
    let aside = verb.lefts().find(|t| is_finite && t.dep() == Dep::Advcl && t.tag() == "VBN")?;
    let subject = aside.lefts().find(|t| matches!(t.dep(), Dep::Nsubj | Dep::Nsubjpass))?;
    let is_dash = |t: &Token<'_>| t.index() > subject.index() && matches!(t.text(), "-" | "–" | "—" | "--");
    aside.lefts().any(|t| is_dash(&t)).then_some(subject)
}

/// "At dawn on Friday rebels attacked": the parse makes "Friday rebels" one noun.
fn follows_a_day(noun: Token<'_>) -> bool {
    let is_day = |t: Token<'_>| {
        t.index() + 1 == noun.index()
            && t.dep() == Dep::Compound
            && t.entity().is_some_and(|e| e.label() == "DATE")
    };
    noun.head().text().eq_ignore_ascii_case("on") && noun.lefts().any(is_day)
}

/// "Villagers shot in Plateau": a title leaves out the auxiliary, and the parse takes the participle for the past.
fn is_passive_of_title(verb: Token<'_>) -> bool {
    let sentence = verb.sentence();
    let has_object = || {
        verb.children().any(|t| {
            matches!(t.dep(), Dep::Dobj | Dep::Ccomp | Dep::Xcomp | Dep::Prt)
                // "shot and wounded two soldiers"
                || t.dep() == Dep::Conj && t.children().any(|c| c.dep() == Dep::Dobj)
        }) || verb
            .children()
            .any(|t| t.dep() == Dep::Prep && matches!(t.text(), "at" | "on" | "into" | "through"))
    };
    sentence.index() == 0
        && verb.is_root()
        && verb.tag() == "VBD"
        && matches!(
            verb.lemma(),
            "shoot"
                | "stab"
                | "behead"
                | "kidnap"
                | "abduct"
                | "murder"
                | "execute"
                | "massacre"
                | "arrest"
                | "detain"
                | "jail"
        )
        && !has_object()
}

/// "at the hands of": by whom something is suffered.
fn is_hands(noun: Token<'_>) -> bool {
    noun.text().eq_ignore_ascii_case("hands")
        && noun.children().any(|t| t.dep() == Dep::Prep && t.text() == "of")
}

/// "blamed the attack on X": the parse may hang the blamed one on the deed.
pub(crate) fn lays_blame(verb: Token<'_>) -> bool {
    is_verbal(verb) && matches!(verb.lemma(), "blame" | "pin")
}

/// "on" with its object.
pub(crate) fn is_on(token: Token<'_>) -> bool {
    token.dep() == Dep::Prep && token.text() == "on"
}

/// "Soldiers queuing at a bank were killed": the parse takes the participle that describes the people for the subject.
fn subject_described(clause: Token<'_>) -> Option<Token<'_>> {
    let is_clause = matches!(clause.dep(), Dep::Csubj | Dep::Csubjpass);
    let is_bare = matches!(clause.tag(), "VBG" | "VBN")
        && !clause.children().any(|t| matches!(t.dep(), Dep::Aux | Dep::Auxpass | Dep::Mark));
    let subject = clause.lefts().find(|t| matches!(t.dep(), Dep::Nsubj | Dep::Nsubjpass));
    subject.filter(|_| is_clause && is_bare)
}
