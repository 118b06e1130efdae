//! Days on which somebody judges, mourns or looks into a deed, which lay before them.

use athir_model::{EventKind, Family};
use athir_nlp::{Dep, Token};

use crate::clause::{clause_chain, is_verbal};
use crate::lexicon::Lexicon;
use crate::reading::Reading;
use crate::steps::MAX_CHAIN;

/// "sentenced on Monday for planting the bombs", "identified on Friday as the man who rented the truck used in the bombing":
/// the day of the court is not that of the deed below it, nor the other way round.
pub(super) fn is_before_court(deed: Token<'_>, above: Token<'_>, lexicon: &Lexicon) -> bool {
    let of_court = |t: Token<'_>| ["court_verbs", "court_words"].iter().any(|list| lexicon.token_in(list, t));
    let path = || std::iter::once(deed).chain(deed.ancestors()).take(MAX_CHAIN).take_while(|t| *t != above);
    let is_charge = |t: Token<'_>| {
        t.dep() == Dep::Prep && matches!(t.text(), "of" | "for" | "with" | "over") && of_court(t.head())
    };
    let tells_who = |t: Token<'_>| t.dep() == Dep::Relcl && lexicon.token_in("court_verbs", above);
    deed.ancestors().any(|t| t == above) && path().any(|t| is_charge(t) || tells_who(t))
}

/// "A jury heard on Monday how the man had stabbed three people": what is told in court lay before.
pub(super) fn is_hearing(lexicon: &Lexicon, verb: Token<'_>) -> bool {
    let is_court = |t: Token<'_>| {
        matches!(t.dep(), Dep::Nsubj | Dep::Nsubjpass) && lexicon.has("hearing_nouns", t.lemma())
    };
    lexicon.has("hearing_verbs", verb.lemma()) && verb.children().any(is_court)
}

/// "on Monday condemned the attack", "was convicted on Monday of planning the bombing": who judges, mourns or looks into a deed
/// does so after it.
pub(super) fn is_looked_back_on(
    reading: &Reading<'_, '_>,
    deed: Token<'_>,
    above: Token<'_>,
    time: usize,
) -> bool {
    // A day that stands in the phrase of the deed or behind it is as well its own: "condemned Monday's attack".
    if time > deed.left_edge() || is_verbal(deed) {
        return false;
    }
    let frames = reading.know.frames;
    let judges = |verb: Token<'_>| {
        let words_alone = frames.verbs.get(verb.lemma()).is_some_and(|all| {
            let kind = |frame: usize| frames.frames[frame].kind;
            all.iter().all(|t| kind(t.frame).family() == Family::Words || kind(t.frame) == EventKind::Arrest)
        });
        words_alone || reading.know.lexicon.token_in("aftermath_verbs", verb)
    };
    let takes = |below: Token<'_>| match below.dep() {
        Dep::Dobj | Dep::Nsubjpass => true,
        Dep::Prep => {
            matches!(below.text(), "over" | "for" | "of" | "with" | "about" | "against")
        }
        _ => false,
    };
    let path: Vec<Token<'_>> = clause_chain(deed).take(MAX_CHAIN).take_while(|t| *t != above).collect();
    let heads = path.iter().skip(1).copied().chain([above]);
    path.iter().zip(heads).any(|(below, head)| is_verbal(head) && takes(*below) && judges(head))
}
