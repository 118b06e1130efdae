//! Whether a trigger tells of something that happened (codebook §2): modality, phase, and what is no event.

use athir_model::{Modality, Phase};
use athir_nlp::{Dep, Pos, Token};

use crate::clause::{is_infinitive, is_verbal};
use crate::lexicon::Lexicon;

/// How the text puts a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stance {
    /// It is told as happened, or as planned, or denied.
    Told(Modality, Phase),
    /// It is negated.
    Negated,
    /// It only holds under a condition.
    Conditional,
    /// It was tried, or was what a deed was done for: "tried to storm the base", "fired on the crowd to break up the march".
    Attempt(Modality, Phase),
    /// It is only what something is for: "an offensive to retake the town".
    Purpose,
}

/// "Such attacks are usually carried out by X": what happens in general is no happening.
fn is_habit(trigger: Token<'_>) -> bool {
    let such = |t: Token<'_>| t.text().eq_ignore_ascii_case("such");
    let usually = |t: Token<'_>| {
        t.dep() == Dep::Advmod
            && matches!(
                t.text().to_ascii_lowercase().as_str(),
                "usually" | "typically" | "normally" | "generally"
            )
    };
    let is_sort = !is_verbal(trigger) && trigger.tag() == "NNS" && trigger.children().any(such);
    is_sort || is_verbal(trigger) && trigger.children().any(usually)
}

/// "were prevented from reaching the town", "stopped them from entering": what does not come about.
fn is_kept_from(deed: Token<'_>, lexicon: &Lexicon) -> bool {
    let from = deed.head();
    let verb = from.head();
    deed.dep() == Dep::Pcomp
        && from.text() == "from"
        && lexicon.has("preventing_verbs", verb.lemma())
        && !is_negated(verb)
}

/// "a warrant for the arrest of", "information leading to the arrest of": what a paper or a reward is for.
fn is_sought(deed: Token<'_>, lexicon: &Lexicon) -> bool {
    let prep = deed.head();
    if deed.dep() != Dep::Pobj || is_verbal(deed) {
        return false;
    }
    let above = prep.head();
    let leads = is_verbal(above) && above.lemma() == "lead" && above.tag() == "VBG" && prep.text() == "to";
    let carrier = if leads { above.head() } else { above };
    (leads || prep.text() == "for") && lexicon.token_in("seeking_nouns", carrier)
}

/// Reads the stance from auxiliaries, governing verbs and marks, from the trigger up to its main clause.
pub(crate) fn stance(trigger: Token<'_>, lexicon: &Lexicon) -> Stance {
    if let Some(stance) = stance_by_itself(trigger, lexicon) {
        return stance;
    }
    let is_planned =
        |t: Token<'_>| matches!(t.dep(), Dep::Amod | Dep::Compound) && lexicon.token_in("plan_adjectives", t);
    let lies_ahead =
        !is_verbal(trigger) && trigger.children().any(is_planned) || is_said_to_lie_ahead(trigger, lexicon);
    let mut climb = Climb {
        trigger,
        lexicon,
        modality: if lies_ahead { Modality::Planned } else { Modality::Reported },
        phase: if is_progressive(trigger) { Phase::Ongoing } else { Phase::Occurred },
        passed_verb: is_verbal(trigger),
    };
    let mut token = trigger;
    for _ in 0..MOST_STEPS {
        match climb.step_from(token) {
            Step::Up => token = token.head(),
            Step::End => break,
            Step::Decided(stance) => return stance,
        }
    }
    Stance::Told(climb.modality, climb.phase)
}

/// How many words above a trigger are looked at.
const MOST_STEPS: usize = 12;

/// The stance that the word itself or the one that it hangs on decides, if they do.
fn stance_by_itself(trigger: Token<'_>, lexicon: &Lexicon) -> Option<Stance> {
    let is_without = || trigger.dep() == Dep::Pcomp && trigger.head().text().eq_ignore_ascii_case("without");
    if !is_verbal(trigger) && is_negated_noun(trigger) || is_without() || is_kept_from(trigger, lexicon) {
        return Some(Stance::Negated);
    }
    if is_habit(trigger) {
        return Some(Stance::Conditional);
    }
    is_sought(trigger, lexicon).then_some(Stance::Purpose)
}

/// What follows from one word on the way up.
enum Step {
    /// The word above it is looked at next.
    Up,
    /// What stands above does not touch the trigger.
    End,
    Decided(Stance),
}

/// The way from a trigger up to its main clause.
struct Climb<'d, 'l> {
    trigger: Token<'d>,
    lexicon: &'l Lexicon,
    modality: Modality,
    phase: Phase,
    /// Whether a verb has been passed.
    passed_verb: bool,
}

impl<'d> Climb<'d, '_> {
    fn step_from(&mut self, token: Token<'d>) -> Step {
        if is_verbal(token) {
            if let Some(stance) = self.read_verb(token) {
                return Step::Decided(stance);
            }
            self.passed_verb = true;
        }
        let governor = token.head();
        if token.is_root()
            || is_told_beside(token)
            || ends_before(token, governor)
            || is_behind(token, governor)
            || self.lies_before_aim(token, governor)
        {
            return Step::End;
        }
        if is_in_case(token, governor) {
            return Step::Decided(Stance::Conditional);
        }
        if is_within(token.dep()) {
            let step = if !is_verbal(governor) {
                self.step_to_noun(token, governor)
            } else if matches!(token.dep(), Dep::Amod | Dep::Compound | Dep::Nsubj) && self.passed_verb {
                // The verb is not about the words that hold the trigger.
                Step::Up
            } else {
                self.step_to_verb(token, governor)
            };
            if !matches!(step, Step::Up) {
                return step;
            }
        }
        if !matches!(token.dep(), Dep::Relcl | Dep::Conj | Dep::Parataxis) || !is_verbal(token) {
            return Step::Up;
        }
        // What is said of the noun or of the first conjunct does not touch this clause, but for the future that conjoined
        // verbs share.
        if token.dep() != Dep::Conj || !is_verbal(governor) || has_own_tense(token) {
            return Step::End;
        }
        if is_future(governor)
            || governor.dep() == Dep::Xcomp && self.lexicon.token_in("plan_verbs", governor.head())
        {
            self.modality = Modality::Planned;
        }
        Step::Up
    }

    /// Reads the auxiliaries, the negation and the mark of a verb.
    fn read_verb(&mut self, verb: Token<'d>) -> Option<Stance> {
        let lexicon = self.lexicon;
        if is_negated(verb) && !is_only_negation(verb) && !is_presupposed(self.trigger, verb) {
            // "has not stopped shelling": two negatives make a statement.
            let ends = lexicon.token_in("end_verbs", verb) || lexicon.token_in("fail_verbs", verb);
            if verb == self.trigger || !ends && !lexicon.token_in("say_verbs", verb) {
                return Some(Stance::Negated);
            }
        }
        if is_future(verb) || is_left_to_do(verb) {
            self.modality = Modality::Planned;
        }
        let mark = verb.children().find(|t| matches!(t.dep(), Dep::Mark | Dep::Advmod))?;
        let is_condition = match mark.text().to_ascii_lowercase().as_str() {
            "if" | "unless" | "until" | "lest" => verb.dep() == Dep::Advcl,
            "whether" => true,
            "before" => verb.dep() == Dep::Advcl && !matches!(verb.tag(), "VBD" | "VBN"),
            _ => false,
        };
        is_condition.then_some(Stance::Conditional)
    }

    /// "urged it to rein in its ally after days of raids": what stands behind "after" has happened.
    fn lies_before_aim(&self, prep: Token<'_>, governor: Token<'_>) -> bool {
        prep.dep() == Dep::Prep
            && !is_verbal(self.trigger)
            && matches!(prep.text(), "after" | "following" | "despite" | "amid" | "since")
            && is_infinitive(governor)
    }

    /// What a verb makes of the words below it that hold the trigger.
    fn step_to_verb(&mut self, token: Token<'d>, verb: Token<'d>) -> Step {
        let (lexicon, trigger) = (self.lexicon, self.trigger);
        let infinitive = is_infinitive(token);
        let is_clause = matches!(token.dep(), Dep::Xcomp | Dep::Ccomp);
        // "is to free 100 prisoners on Sunday"
        if token.dep() == Dep::Xcomp && infinitive && is_future_copula(verb) {
            self.modality = Modality::Planned;
        }
        // "was directed to arrest them", "directed his deputies to arrest them": what somebody is told to do.
        if is_clause && infinitive && lexicon.token_in("bidding_verbs", verb) {
            return Step::Decided(Stance::Purpose);
        }
        if lexicon.token_in("deny_verbs", verb) && token.dep() != Dep::Nsubj && !is_left_open(verb)
            || waves_aside(verb, token, lexicon) && token != trigger
        {
            return Step::Decided(Stance::Told(Modality::Denied, self.phase));
        }
        if lexicon.token_in("foil_verbs", verb)
            && token.dep() == Dep::Dobj
            && !is_verbal(token)
            && !is_fought_off(token, verb)
        {
            return Step::Decided(Stance::Negated);
        }
        if lexicon.token_in("threat_verbs", verb) && is_clause {
            return Step::Decided(Stance::Purpose);
        }
        // "massing for an assault on the town": what they are there for lies ahead.
        if token.dep() == Dep::Prep
            && token.text() == "for"
            && lexicon.token_in("set_out_verbs", verb)
            && lexicon.token_in("onslaught_nouns", trigger)
        {
            self.modality = Modality::Planned;
        }
        if is_planned_by(token, verb, lexicon) {
            self.modality = Modality::Planned;
        } else if token.dep() == Dep::Xcomp && infinitive && lexicon.token_in("fail_verbs", verb) {
            return Step::Decided(Stance::Negated);
        } else if is_only_aim(token, verb, infinitive, lexicon) {
            return Step::Decided(Stance::Purpose);
        } else if token.dep() == Dep::Advcl && infinitive {
            return self.step_from_aim(token, verb);
        } else if token.dep() == Dep::Xcomp && infinitive && lexicon.token_in("attempt_verbs", verb) {
            return Step::Decided(Stance::Attempt(self.modality, self.phase));
        }
        if matches!(token.dep(), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Xcomp)
            && !is_purely_verbal_step(token, trigger)
        {
            if lexicon.token_in("end_verbs", verb) {
                self.phase = Phase::Ended;
            } else if lexicon.token_in("continue_verbs", verb) {
                self.phase = Phase::Ongoing;
            }
        }
        Step::Up
    }

    /// What a deed was done for is told with it: "moved in to take control of the quarter". In "marched to protest against the
    /// bombing" the aim is the protest.
    fn step_from_aim(&self, aim: Token<'d>, deed: Token<'d>) -> Step {
        let trigger = self.trigger;
        if aim != trigger && !(aim == trigger.head() && trigger.dep() == Dep::Dobj) {
            return Step::End;
        }
        // "called for help to fight X"
        if self.lexicon.has("ask_verbs", deed.lemma()) {
            return Step::Decided(Stance::Purpose);
        }
        let is_ahead = self.lexicon.token_in("set_out_verbs", deed);
        let modality = if is_ahead { Modality::Planned } else { self.modality };
        Step::Decided(Stance::Attempt(modality, self.phase))
    }

    /// What a noun or adjective makes of the words below it that hold the trigger.
    fn step_to_noun(&mut self, token: Token<'d>, noun: Token<'d>) -> Step {
        let lexicon = self.lexicon;
        let has = |list: &str| lexicon.token_in(list, noun);
        // "open to talks": what somebody would do.
        if (has("chance_nouns") || has("readiness_words"))
            && matches!(token.dep(), Dep::Prep | Dep::Pobj | Dep::Pcomp)
        {
            return Step::Decided(Stance::Attempt(Modality::Planned, self.phase));
        }
        // "due to take effect" is ahead; "due to the destruction" is a cause.
        let is_cause = noun.text().eq_ignore_ascii_case("due") && token.dep() != Dep::Xcomp;
        let is_planned = !is_cause && (has("plan_nouns") || has("plan_adjectives"));
        let is_its = matches!(
            token.dep(),
            Dep::Prep | Dep::Acl | Dep::Xcomp | Dep::Pobj | Dep::Pcomp | Dep::Compound | Dep::Ccomp
        );
        if is_planned && is_its {
            self.modality = Modality::Planned;
        } else if token.dep() == Dep::Acl && is_infinitive(token) {
            return Step::Decided(Stance::Purpose);
        }
        Step::Up
    }
}

/// Whether words so tied are within what the word above them speaks of.
fn is_within(dep: Dep) -> bool {
    matches!(
        dep,
        Dep::Xcomp
            | Dep::Ccomp
            | Dep::Dobj
            | Dep::Pcomp
            | Dep::Pobj
            | Dep::Prep
            | Dep::Nsubj
            | Dep::Nsubjpass
            | Dep::Advcl
            | Dep::Acl
            | Dep::Attr
            | Dep::Oprd
            | Dep::Amod
            | Dep::Compound
    )
}

/// Whether a verb of planning or fear puts ahead what hangs on it. "Set off protests": they came about.
fn is_planned_by(token: Token<'_>, verb: Token<'_>, lexicon: &Lexicon) -> bool {
    let sets_off = || verb.lemma() == "set" && verb.children().any(|t| t.dep() == Dep::Prt);
    let is_its =
        matches!(token.dep(), Dep::Xcomp | Dep::Ccomp | Dep::Dobj | Dep::Nsubjpass | Dep::Prep | Dep::Oprd);
    let plans = lexicon.token_in("plan_verbs", verb) && !sets_off();
    is_its && (plans || lexicon.token_in("fear_verbs", verb))
}

/// "A crackdown is likely from Tuesday", "an assault seems imminent".
fn is_said_to_lie_ahead(noun: Token<'_>, lexicon: &Lexicon) -> bool {
    !is_verbal(noun)
        && noun.dep() == Dep::Nsubj
        && matches!(noun.head().lemma(), "be" | "seem" | "appear" | "look" | "remain" | "become")
        && noun.head().children().any(|t| t.dep() == Dep::Acomp && lexicon.token_in("plan_adjectives", t))
}

/// "on alert in case a clash breaks out"
fn is_in_case(clause: Token<'_>, noun: Token<'_>) -> bool {
    let is_case = |t: Token<'_>| {
        t.text().eq_ignore_ascii_case("case")
            && t.previous().is_some_and(|before| before.text().eq_ignore_ascii_case("in"))
            && !t.children().any(|c| c.dep() == Dep::Det)
    };
    is_verbal(clause)
        && (is_case(noun)
            || clause.children().any(|t| matches!(t.dep(), Dep::Mark | Dep::Advmod) && is_case(t)))
}

/// "Following the talks in A, he will travel to B": the talks are behind him.
fn is_behind(phrase: Token<'_>, verb: Token<'_>) -> bool {
    let takes_up = |t: Token<'_>| {
        t.dep() == Dep::Pobj
            && t.children().any(|c| matches!(c.text(), "the" | "this" | "their" | "his" | "her"))
    };
    matches!(phrase.dep(), Dep::Prep | Dep::Advcl | Dep::Pcomp)
        && matches!(phrase.text(), "Following" | "After")
        && phrase.index() < verb.index()
        && phrase.children().any(takes_up)
}

/// "rejected the claims that its troops had shelled the camp", "dismissed reports of strikes as fake".
fn waves_aside(verb: Token<'_>, claim: Token<'_>, lexicon: &Lexicon) -> bool {
    claim.dep() == Dep::Dobj
        && lexicon.token_in("waving_verbs", verb)
        && lexicon.token_in("allegation_nouns", claim)
}

/// "Nobody was hurt in the blast", "the cause of the blast is not known", "took no part in the attack": a deed that stands
/// in an adjunct, or inside another noun's phrase, is taken for granted by who speaks of it as known, and by whoever says that
/// nobody came to harm in it.
fn is_presupposed(deed: Token<'_>, negated: Token<'_>) -> bool {
    let mut path = deed.ancestors().take_while(|t| t.index() != negated.index());
    // "the April 15, 2013, attack": the article may hang on the day.
    let first = deed.sentence().doc().token(deed.left_edge());
    let is_known = first.text().eq_ignore_ascii_case("the")
        || deed.children().any(|t| {
            t.dep() == Dep::Poss
                || t.dep() == Dep::Det
                    && matches!(
                        t.text().to_ascii_lowercase().as_str(),
                        "the" | "this" | "that" | "these" | "those"
                    )
        });
    !is_verbal(deed)
        && path.next().is_some_and(|t| t.dep() == Dep::Prep && !t.text().eq_ignore_ascii_case("without"))
        && (is_known || has_nobody(negated) && !path.any(is_verbal))
}

/// "has neither confirmed nor denied that it carried out the raid", "would not confirm or deny": it is left open.
fn is_left_open(denies: Token<'_>) -> bool {
    let before = denies.index().checked_sub(1).map(|i| denies.doc().token(i));
    before.is_some_and(|t| matches!(t.text(), "nor" | "or"))
}

/// "foiled an attack on the post": it was fought off, where neither a plot nor a bomb that was found is meant.
fn is_fought_off(act: Token<'_>, verb: Token<'_>) -> bool {
    matches!(verb.lemma(), "foil" | "thwart")
        && matches!(
            act.lemma(),
            "attack" | "assault" | "offensive" | "raid" | "infiltration" | "incursion" | "advance"
        )
        && !act.children().any(|t| {
            matches!(t.dep(), Dep::Compound | Dep::Amod)
                && matches!(
                    t.lemma(),
                    "bomb"
                        | "suicide"
                        | "terror"
                        | "terrorist"
                        | "planned"
                        | "possible"
                        | "potential"
                        | "major"
                        | "gun"
                )
        })
}

/// "Rockets hit the town; no one was hurt": the parse hangs the first clause on the one behind the semicolon.
fn ends_before(clause: Token<'_>, governor: Token<'_>) -> bool {
    matches!(clause.dep(), Dep::Ccomp | Dep::Parataxis)
        && clause.index() < governor.index()
        && governor.lefts().any(|t| t.text() == ";" && t.index() > clause.index())
}

/// "…, when shops were looted": a clause of time or cause in the past is told for itself, whatever the main clause
/// denies or expects.
fn is_told_beside(verb: Token<'_>) -> bool {
    let past = verb.tag() == "VBD"
        || verb.children().any(|t| {
            matches!(t.dep(), Dep::Aux | Dep::Auxpass)
                && matches!(t.text(), "was" | "were" | "had" | "has" | "have")
        });
    is_verbal(verb)
        && verb.dep() == Dep::Advcl
        && past
        && verb.children().any(|t| {
            matches!(t.dep(), Dep::Mark | Dep::Advmod)
                && matches!(
                    t.text().to_ascii_lowercase().as_str(),
                    "after" | "when" | "while" | "as" | "since" | "because" | "although" | "though"
                )
        })
}

/// "hopes to retake", "called for a truce": an aim, and nothing that was done.
fn is_only_aim(token: Token<'_>, governor: Token<'_>, infinitive: bool, lexicon: &Lexicon) -> bool {
    let asked_for = lexicon.has("ask_verbs", governor.lemma());
    // "called for the siege to be lifted"
    let is_called_for = || infinitive && token.lefts().any(|t| t.dep() == Dep::Mark && t.text() == "for");
    match token.dep() {
        Dep::Advcl | Dep::Xcomp | Dep::Ccomp if is_called_for() => true,
        // "called for help to fight the militants"
        Dep::Advcl if infinitive && asked_for => true,
        // "wants the rebels to free the hostage", "demanded that the brigade be disbanded"
        Dep::Xcomp | Dep::Ccomp => {
            infinitive && lexicon.token_in("want_verbs", governor)
                || is_subjunctive(token)
                    && (asked_for
                        || lexicon.token_in("want_verbs", governor)
                        || lexicon.token_in("bidding_verbs", governor))
        }
        // What is called is declared ("called a truce"); what is called for is asked.
        // "ruled out talks", "rejected a truce"
        Dep::Dobj => {
            asked_for && governor.lemma() != "call"
                || lexicon.has("refuse_verbs", governor.lemma()) && is_undertaking(token, lexicon)
        }
        Dep::Prep => asked_for && token.text() == "for",
        _ => false,
    }
}

/// "that the brigade be disbanded", "that it leave": a clause without a tense tells what somebody is to do.
fn is_subjunctive(clause: Token<'_>) -> bool {
    let has_that = || clause.lefts().any(|t| t.dep() == Dep::Mark && t.text().eq_ignore_ascii_case("that"));
    let mut aux = clause.lefts().filter(|t| matches!(t.dep(), Dep::Aux | Dep::Auxpass));
    let is_bare = aux.next().map_or(clause.tag() == "VB", |t| t.text() == "be");
    is_bare && has_that()
}

/// A word for what sides do together, where it is not one that is known already: "talks", "a truce".
fn is_undertaking(noun: Token<'_>, lexicon: &Lexicon) -> bool {
    let is_known = noun.children().any(|t| t.dep() == Dep::Poss || t.text().eq_ignore_ascii_case("the"));
    !is_known && lexicon.token_in("undertaking_nouns", noun)
}

/// A verb's own complement step says nothing about the phase of a noun below it.
fn is_purely_verbal_step(token: Token<'_>, trigger: Token<'_>) -> bool {
    token.index() != trigger.index() && token.pos() == Pos::Verb && token.dep() != Dep::Xcomp
}

fn has_own_tense(verb: Token<'_>) -> bool {
    matches!(verb.tag(), "VBD" | "VBZ" | "VBP")
        || verb.children().any(|t| matches!(t.dep(), Dep::Aux | Dep::Auxpass | Dep::Nsubj | Dep::Nsubjpass))
}

fn is_progressive(verb: Token<'_>) -> bool {
    verb.tag() == "VBG" && verb.children().any(|t| t.dep() == Dep::Aux && t.lemma() == "be")
}

pub(crate) fn is_negated(verb: Token<'_>) -> bool {
    has_nobody(verb)
        || verb.children().any(|t| {
            t.dep() == Dep::Neg || t.dep() == Dep::Preconj && t.text().eq_ignore_ascii_case("neither")
        })
}

/// "Nobody was hurt", "no rebels were killed": the subject is none.
fn has_nobody(verb: Token<'_>) -> bool {
    verb.children().any(|t| {
        matches!(t.dep(), Dep::Nsubj | Dep::Nsubjpass)
            && (matches!(t.text().to_ascii_lowercase().as_str(), "nobody" | "none") || is_negated_noun(t))
    })
}

/// "not only … but": no negation.
fn is_only_negation(verb: Token<'_>) -> bool {
    verb.children().any(|t| t.text().eq_ignore_ascii_case("only") && t.dep() == Dep::Advmod)
}

fn is_negated_noun(noun: Token<'_>) -> bool {
    // "no fewer than 37 people"
    let bounds = |t: Token<'_>| t.next().is_some_and(|next| matches!(next.text(), "fewer" | "less"));
    noun.children().any(|t| {
        matches!(t.dep(), Dep::Det | Dep::Neg)
            && !bounds(t)
            && matches!(t.text().to_ascii_lowercase().as_str(), "no" | "any" | "neither")
    }) || noun.dep() == Dep::Pobj && noun.head().text().eq_ignore_ascii_case("without")
}

/// "is to", "are to": what is settled, and has not happened. "Was to" often tells what came about.
fn is_future_copula(verb: Token<'_>) -> bool {
    verb.lemma() == "be"
        && matches!(verb.tag(), "VBZ" | "VBP")
        && verb.children().all(|t| !matches!(t.dep(), Dep::Attr | Dep::Acomp | Dep::Expl))
        && !verb.children().any(|t| t.dep() == Dep::Nsubj && is_aim_noun(t))
}

/// "The aim is to retake the town": what somebody wants, and nothing that is settled.
fn is_aim_noun(noun: Token<'_>) -> bool {
    matches!(noun.lemma(), "aim" | "goal" | "objective" | "purpose" | "plan" | "task" | "mission")
}

/// "…, with the army to attack the town": what somebody is to do.
fn is_left_to_do(verb: Token<'_>) -> bool {
    is_infinitive(verb) && verb.children().any(|t| t.dep() == Dep::Mark && t.text() == "with")
}

fn is_future(verb: Token<'_>) -> bool {
    verb.children().any(|t| {
        t.dep() == Dep::Aux
            && matches!(
                t.text().to_ascii_lowercase().as_str(),
                "will"
                    | "would"
                    | "shall"
                    | "'ll"
                    | "’ll"
                    | "may"
                    | "might"
                    | "could"
                    | "can"
                    | "should"
                    | "must"
            )
            && !verb.children().any(|h| h.dep() == Dep::Aux && h.text().eq_ignore_ascii_case("have"))
    }) || verb.children().any(|t| t.dep() == Dep::Aux && t.text() == "to")
        && verb.head().lemma() == "go"
        && verb.dep() == Dep::Xcomp
}
