//! Who brings two sides together and is none of them (codebook §6: brokers and guarantors are no parties to a deal).

use athir_nlp::{Dep, Token};

use crate::graph::Arg;
use crate::reading::Reading;
use crate::side::Side;

/// Takes out the sides that broker a deal: "a deal brokered by X", "X brokered a truce between A and B", "a
/// Qatari-brokered deal".
pub(super) fn drop_brokers(reading: &Reading<'_, '_>, sides: &mut Vec<Side>) {
    sides.retain(|side| {
        let tokens = side.party.tokens.clone();
        let top = tokens.clone().map(|i| reading.doc.token(i)).find(|t| !tokens.contains(&t.head().index()));
        !top.is_some_and(|top| is_broker(reading, first_of_row(top)))
    });
}

/// Whether the text says who brokered a deal: such a deal was made, also where its sides are not named.
pub(crate) fn is_brokered(reading: &Reading<'_, '_>, args: &[Arg<'_>]) -> bool {
    args.iter().any(|arg| is_broker(reading, first_of_row(reading.doc.token(arg.head))))
}

/// The first of those named side by side: "brokered by Egypt and Qatar".
fn first_of_row(token: Token<'_>) -> Token<'_> {
    let mut first = token;
    while first.dep() == Dep::Conj && first.head() != first {
        first = first.head();
    }
    first
}

fn is_broker(reading: &Reading<'_, '_>, token: Token<'_>) -> bool {
    let lexicon = reading.know.lexicon;
    let above = token.head();
    match token.dep() {
        Dep::Pobj if above.text() == "by" => lexicon.token_in("broker_verbs", above.head()),
        // Who brokers a deal "with" somebody makes it with him.
        Dep::Nsubj => {
            let with = |t: Token<'_>| t.dep() == Dep::Prep && t.text() == "with";
            lexicon.token_in("broker_verbs", above)
                && !above.children().any(|t| with(t) || t.dep() == Dep::Dobj && t.children().any(with))
        }
        Dep::Npadvmod | Dep::Nmod | Dep::Compound | Dep::Amod => {
            above.tag() == "VBN" && lexicon.token_in("broker_verbs", above)
        }
        _ => false,
    }
}
