//! Days that stand with a verb of saying and are those of the act none the less.

use athir_nlp::{Dep, Token};

use crate::clause::{clause_chain, is_passive};
use crate::reading::Reading;
use crate::steps::MAX_CHAIN;
use crate::time::TimeMention;

/// "were reported to have struck on Monday": the day of a raised verb is that of the act.
pub(super) fn is_raised(saying: Token<'_>, token: Token<'_>) -> bool {
    is_passive(saying)
        && clause_chain(token).take(MAX_CHAIN).any(|t| t.dep() == Dep::Xcomp && t.head() == saying)
}

/// Days that stand with a verb of saying and are those of the act none the less.
pub(super) fn is_of_the_act(
    reading: &Reading<'_, '_>,
    act: Token<'_>,
    saying: Token<'_>,
    time: &TimeMention,
) -> bool {
    let lexicon = reading.know.lexicon;
    // "Shells believed to hold chlorine were fired on Monday": the participle only tells of its noun.
    let is_participle = saying.dep() == Dep::Acl && saying.tag() == "VBN";
    // "Heavy gunfire was reported on Monday".
    let is_subject_of_it =
        act.dep() == Dep::Nsubjpass && act.head() == saying && lexicon.has("told_verbs", saying.lemma());
    // "On Monday the group announced a new battle and shelled the base".
    let is_next = act.dep() == Dep::Conj
        && act.head() == saying
        && !act.children().any(|t| matches!(t.dep(), Dep::Nsubj | Dep::Nsubjpass))
        && time.tokens.start < saying.index();
    // "since Monday, when fighting reached the town"
    let is_when = act.ancestors().chain(std::iter::once(act)).take(MAX_CHAIN).any(|t| {
        matches!(t.dep(), Dep::Relcl | Dep::Advcl)
            && time.tokens.contains(&t.head().index())
            && t.children().any(|c| c.text().eq_ignore_ascii_case("when"))
    });
    // "Overnight, the army said it had shot down 18 drones".
    let is_of_night = reading.doc.token(time.tokens.start).text().eq_ignore_ascii_case("overnight");
    is_participle || is_subject_of_it || is_next || is_when || is_of_night
}

/// A day that stands behind the clause and before the saying dates the clause: "five died on Monday, police said".
pub(super) fn is_aligned_after(
    reading: &Reading<'_, '_>,
    trigger: Token<'_>,
    saying: Token<'_>,
    time: usize,
) -> bool {
    let comma_between = |a: usize, b: usize| (a.min(b)..a.max(b)).any(|i| reading.doc.token(i).text() == ",");
    trigger.index() < time
        && time < saying.index()
        && !comma_between(trigger.index(), time)
        && comma_between(time, saying.index())
}
