//! Whether a trigger tells of something that happened (codebook §2): modality, phase, and what is no event.

use athir_model::{Modality, Phase};
use athir_nlp::{Dep, Pos, Token};

use crate::clause::{is_infinitive, is_passive, is_verbal};
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
fn is_kept_from(deed: Token<'_>) -> bool {
    let from = deed.head();
    let verb = from.head();
    deed.dep() == Dep::Pcomp
        && from.text() == "from"
        && matches!(
            verb.lemma(),
            "prevent"
                | "stop"
                | "block"
                | "bar"
                | "keep"
                | "hinder"
                | "ban"
                | "prohibit"
                | "deter"
                | "discourage"
                | "forbid"
                | "dissuade"
                | "refrain"
                | "restrain"
        )
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
    let mut modality = Modality::Reported;
    let mut phase = if is_progressive(trigger) { Phase::Ongoing } else { Phase::Occurred };
    if !is_verbal(trigger) {
        if is_negated_noun(trigger) {
            return Stance::Negated;
        }
        if trigger
            .children()
            .any(|t| matches!(t.dep(), Dep::Amod | Dep::Compound) && lexicon.token_in("plan_adjectives", t))
        {
            modality = Modality::Planned;
        }
    }
    if is_said_to_lie_ahead(trigger, lexicon) {
        modality = Modality::Planned;
    }
    if trigger.dep() == Dep::Pcomp && trigger.head().text().eq_ignore_ascii_case("without") {
        return Stance::Negated;
    }
    if is_kept_from(trigger) {
        return Stance::Negated;
    }
    if is_habit(trigger) {
        return Stance::Conditional;
    }
    if is_sought(trigger, lexicon) {
        return Stance::Purpose;
    }
    let mut token = trigger;
    let mut first_verb = is_verbal(trigger);
    for step in 0..12 {
        if is_verbal(token) {
            if is_negated(token) && !is_only_negation(token) && !is_presupposed(trigger, token) {
                // "has not stopped shelling": two negatives make a statement.
                let ends = lexicon.token_in("end_verbs", token) || lexicon.token_in("fail_verbs", token);
                if step == 0 || !ends && !lexicon.token_in("say_verbs", token) {
                    return Stance::Negated;
                }
            }
            if is_future(token) {
                modality = Modality::Planned;
            }
            if let Some(mark) = token.children().find(|t| matches!(t.dep(), Dep::Mark | Dep::Advmod)) {
                let word = mark.text().to_ascii_lowercase();
                if matches!(word.as_str(), "if" | "unless" | "until" | "lest") && token.dep() == Dep::Advcl {
                    return Stance::Conditional;
                }
                if matches!(word.as_str(), "whether") {
                    return Stance::Conditional;
                }
                if word == "before" && token.dep() == Dep::Advcl && !matches!(token.tag(), "VBD" | "VBN") {
                    return Stance::Conditional;
                }
            }
            first_verb = true;
        }
        let governor = token.head();
        if token.is_root()
            || is_told_beside(token)
            || ends_before(token, governor)
            || is_behind(token, governor)
        {
            break;
        }
        // "urged it to rein in its ally after days of raids": what stands behind "after" has happened.
        let is_behind =
            |t: Token<'_>| matches!(t.text(), "after" | "following" | "despite" | "amid" | "since");
        if token.dep() == Dep::Prep && !is_verbal(trigger) && is_behind(token) && is_infinitive(governor) {
            break;
        }
        if is_in_case(token, governor) {
            return Stance::Conditional;
        }
        let infinitive = is_infinitive(token);
        match token.dep() {
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
            | Dep::Compound => {
                let about_content =
                    !matches!(token.dep(), Dep::Amod | Dep::Compound | Dep::Nsubj) || !first_verb;
                if is_verbal(governor) && about_content {
                    if token.dep() == Dep::Xcomp && infinitive {
                        // "is to free 100 prisoners on Sunday"
                        if is_future_copula(governor) {
                            modality = Modality::Planned;
                        }
                        // "was directed to arrest them": what somebody is told to do.
                        if is_passive(governor) && lexicon.token_in("bidding_verbs", governor) {
                            return Stance::Purpose;
                        }
                    }
                    // "directed his deputies to arrest them"
                    if matches!(token.dep(), Dep::Xcomp | Dep::Ccomp)
                        && infinitive
                        && lexicon.token_in("bidding_verbs", governor)
                    {
                        return Stance::Purpose;
                    }
                    if lexicon.token_in("deny_verbs", governor)
                        && token.dep() != Dep::Nsubj
                        && !is_left_open(governor)
                        || waves_aside(governor, token, lexicon) && token != trigger
                    {
                        return Stance::Told(Modality::Denied, phase);
                    }
                    if lexicon.token_in("foil_verbs", governor)
                        && token.dep() == Dep::Dobj
                        && !is_verbal(token)
                        && !is_fought_off(token, governor)
                    {
                        return Stance::Negated;
                    }
                    if lexicon.token_in("threat_verbs", governor)
                        && matches!(token.dep(), Dep::Xcomp | Dep::Ccomp)
                    {
                        return Stance::Purpose;
                    }
                    // "massing for an assault on the town": what they are there for lies ahead.
                    if token.dep() == Dep::Prep
                        && token.text() == "for"
                        && lexicon.token_in("set_out_verbs", governor)
                        && lexicon.token_in("onslaught_nouns", trigger)
                    {
                        modality = Modality::Planned;
                    }
                    // "set off protests": they came about.
                    let sets_off =
                        governor.lemma() == "set" && governor.children().any(|t| t.dep() == Dep::Prt);
                    let planned = lexicon.token_in("plan_verbs", governor) && !sets_off
                        || lexicon.token_in("fear_verbs", governor);
                    if planned
                        && matches!(
                            token.dep(),
                            Dep::Xcomp | Dep::Ccomp | Dep::Dobj | Dep::Nsubjpass | Dep::Prep | Dep::Oprd
                        )
                    {
                        modality = Modality::Planned;
                    } else if token.dep() == Dep::Xcomp
                        && infinitive
                        && lexicon.token_in("fail_verbs", governor)
                    {
                        return Stance::Negated;
                    } else if is_only_aim(token, governor, infinitive, lexicon) {
                        return Stance::Purpose;
                    } else if token.dep() == Dep::Advcl && infinitive {
                        // What a deed was done for is told with it: "moved in to take control of the quarter". In "marched to
                        // protest against the bombing" the aim is the protest.
                        let is_the_aim =
                            token == trigger || token == trigger.head() && trigger.dep() == Dep::Dobj;
                        if !is_the_aim {
                            break;
                        }
                        // "called for help to fight X"
                        if lexicon.has("ask_verbs", governor.lemma()) {
                            return Stance::Purpose;
                        }
                        if lexicon.token_in("set_out_verbs", governor) {
                            modality = Modality::Planned;
                        }
                        return Stance::Attempt(modality, phase);
                    } else if token.dep() == Dep::Xcomp
                        && infinitive
                        && lexicon.token_in("attempt_verbs", governor)
                    {
                        return Stance::Attempt(modality, phase);
                    }
                    if matches!(token.dep(), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Xcomp)
                        && !is_purely_verbal_step(token, trigger)
                    {
                        if lexicon.token_in("end_verbs", governor) {
                            phase = Phase::Ended;
                        } else if lexicon.token_in("continue_verbs", governor) {
                            phase = Phase::Ongoing;
                        }
                    }
                }
                if !is_verbal(governor) {
                    // "due to take effect" is ahead; "due to the destruction" is a cause.
                    let cause = governor.text().eq_ignore_ascii_case("due") && token.dep() != Dep::Xcomp;
                    let planned_noun = !cause
                        && (lexicon.token_in("plan_nouns", governor)
                            || lexicon.token_in("plan_adjectives", governor));
                    // "open to talks": what somebody would do.
                    if (lexicon.token_in("chance_nouns", governor)
                        || lexicon.token_in("readiness_words", governor))
                        && matches!(token.dep(), Dep::Prep | Dep::Pobj | Dep::Pcomp)
                    {
                        return Stance::Attempt(Modality::Planned, phase);
                    }
                    if planned_noun
                        && matches!(
                            token.dep(),
                            Dep::Prep
                                | Dep::Acl
                                | Dep::Xcomp
                                | Dep::Pobj
                                | Dep::Pcomp
                                | Dep::Compound
                                | Dep::Ccomp
                        )
                    {
                        modality = Modality::Planned;
                    } else if token.dep() == Dep::Acl && infinitive {
                        return Stance::Purpose;
                    }
                }
            }
            _ => {}
        }
        if matches!(token.dep(), Dep::Relcl | Dep::Conj | Dep::Parataxis) && is_verbal(token) {
            // What is said of the noun or of the first conjunct does not touch this clause, but for the future
            // that conjoined verbs share.
            if token.dep() == Dep::Conj && is_verbal(governor) && !has_own_tense(token) {
                if is_future(governor)
                    || governor.dep() == Dep::Xcomp && lexicon.token_in("plan_verbs", governor.head())
                {
                    modality = Modality::Planned;
                }
                token = governor;
                continue;
            }
            break;
        }
        token = governor;
    }
    Stance::Told(modality, phase)
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
        // "wants the rebels to free the hostage"
        Dep::Xcomp | Dep::Ccomp => infinitive && lexicon.token_in("want_verbs", governor),
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
