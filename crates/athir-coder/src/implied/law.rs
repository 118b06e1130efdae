//! Who arrests and charges where the text says only who was: "Seven people were detained. … the Paris prosecutor said."

use athir_model::{Basis, EventKind, Harm, Modality};
use athir_nlp::Dep;

use crate::coref::sentences_between;
use crate::draft::Draft;
use crate::kind::Kind;
use crate::mention::Mention;
use crate::party::PartyDraft;
use crate::reading::Reading;
use crate::side::Side;

/// How many sentences away police or a prosecutor are named.
const REACH: usize = 2;

/// Gives arrests and charges without a doer to the police or the court that the sentences around name.
pub(super) fn fill_by_law(reading: &Reading<'_, '_>, events: &mut [Draft]) {
    let of_law: Vec<&Mention> = reading.mentions.all.iter().filter(|m| is_of_law(reading, m)).collect();
    for event in events.iter_mut().filter(|e| is_open(e)) {
        let near =
            of_law.iter().copied().filter(|m| distance(reading, event, m).0 <= REACH && !is_held(event, m));
        let nearest = near.min_by_key(|m| distance(reading, event, m)).map(side);
        event.initiators.extend(nearest);
    }
}

/// Sentences, then words between a mention and the trigger.
fn distance(reading: &Reading<'_, '_>, event: &Draft, mention: &Mention) -> (usize, usize) {
    let (head, at) = (mention.head, event.head);
    // What the next sentence tells is another matter.
    let behind = sentences_between(reading.doc, at, head) * (REACH + 1);
    (sentences_between(reading.doc, head, at) + behind, head.abs_diff(at))
}

fn is_held(event: &Draft, mention: &Mention) -> bool {
    event.recipients.iter().any(|r| mention.who.contains(&r.party.who))
}

fn is_open(event: &Draft) -> bool {
    let is_charge = || matches!(event.frame.as_str(), "accusation.charged" | "accusation.on-trial");
    // Where an arrest is told with people who were killed, nobody says that the police killed them.
    let harms = event.counted.iter().any(|c| c.harm != Harm::Captured);
    event.initiators.is_empty()
        && !harms
        && event.modality == Modality::Reported
        && (event.kind == EventKind::Arrest || is_charge())
}

fn is_of_law(reading: &Reading<'_, '_>, mention: &Mention) -> bool {
    let head = reading.doc.token(mention.head);
    let holds = mention.kind == Kind::State && reading.know.lexicon.token_in("law_nouns", head);
    // "the murder of a police couple"
    let is_part = matches!(head.dep(), Dep::Compound | Dep::Amod | Dep::Nmod);
    !mention.who.is_empty() && !is_part && (mention.kind == Kind::Police || holds)
}

fn side(mention: &Mention) -> Side {
    let party = PartyDraft {
        who: mention.who[0].clone(),
        kind: mention.kind,
        tokens: mention.tokens.clone(),
        victims: mention.victims,
        anonymous: false,
        why: mention.why.to_string(),
    };
    Side::new(party, Basis::Implied, "initiator: the law that the sentences around name")
}
