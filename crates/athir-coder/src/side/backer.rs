//! Who fights beside the doer of a deed.

use athir_model::Basis;
use athir_nlp::{Dep, Token};

use super::Side;
use crate::graph::{Arg, Slot};
use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::reading::Reading;

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
