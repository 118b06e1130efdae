//! Names that the text itself gives to one actor.

use athir_model::{Tie, TieBasis, TieKind, TieSays, TieState};
use athir_nlp::{Dep, Doc};

use super::Found;
use super::standing::push;
use crate::frame::Class;
use crate::kind::Kind;
use crate::mention::{Form, Mention};
use crate::named::stands_for_it;
use crate::reading::Reading;

/// Reads every name that stands beside another of the same actor.
pub(super) fn find_aliases(reading: &Reading<'_, '_>, ties: &mut Vec<Found>) {
    let mut found = Vec::new();
    aliases(reading, &mut found);
    ties.extend(found.into_iter().map(|tie| Found { at: 0, tie }));
}

/// "X (the Y or the Z)", "X, formerly known as Y": names that the text itself gives to one actor.
fn aliases(reading: &Reading<'_, '_>, ties: &mut Vec<Tie>) {
    let doc = reading.doc;
    let names: Vec<&Mention> = {
        let mut all: Vec<_> = reading
            .mentions
            .all
            .iter()
            .filter(|m| {
                m.form == Form::Name
                    && m.who.len() == 1
                    && !matches!(m.kind, Kind::Person | Kind::Media)
                    && !is_man(reading, m)
            })
            .collect();
        all.sort_by_key(|m| m.tokens.start);
        all
    };
    for (n, first) in names.iter().enumerate() {
        let mut at = first.tokens.end;
        if at < doc.len() && matches!(doc.token(at).text(), "(" | "[") {
            let close = (at..doc.len().min(at + 24)).find(|&i| matches!(doc.token(i).text(), ")" | "]"));
            let Some(close) = close else { continue };
            // "X (the Syrian branch of Y)" says how X stands to Y.
            let related = (at..close).any(|i| reading.know.lexicon.token_in("affiliate_nouns", doc.token(i)));
            for second in names[n + 1..].iter().take_while(|m| m.tokens.start < close) {
                if related && second.tokens.start > at && second.kind != Kind::State {
                    push(
                        reading,
                        ties,
                        &first.who[0],
                        &second.who[0],
                        TieKind::AffiliateOf,
                        TieState::Current,
                        first.tokens.start..close + 1,
                        "said in brackets",
                    );
                } else if !related
                    && second.tokens.start > at
                    && second.tokens.end <= close
                    && second.kind != Kind::Media
                    && first.kind != Kind::State
                {
                    alias(reading, ties, first, second, TieState::Current, first.tokens.start..close + 1);
                }
            }
            continue;
        }
        // "formerly known as", "also called", "which changed its name from"
        let near = at..doc.len().min(at + 8);
        let former = near.clone().any(|i| reading.know.lexicon.has("rename_verbs", doc.token(i).lemma()));
        let mut says_name = false;
        while at < doc.len().min(first.tokens.end + 9) && doc.sentence_of(at).range().contains(&first.head) {
            let word = doc.token(at).text().to_ascii_lowercase();
            // "left X to form a group called Y": another's name.
            if !says_name
                && !former
                && matches!(doc.token(at).lemma(), "form" | "create" | "found" | "establish" | "join")
            {
                break;
            }
            // "known to have attacked Y", "in the name of Y" give no name.
            let next = |word: &str| (at + 1..doc.len().min(at + 4)).any(|i| doc.token(i).text() == word);
            says_name |= matches!(word.as_str(), "alias" | "aka" | "formerly")
                || word == "known" && next("as")
                || word == "name" && !next("of")
                || matches!(word.as_str(), "called" | "named" | "renamed") && gives_name(doc, at)
                || at == first.tokens.end && is_or_comma(doc, at, first);
            if says_name && let Some(second) = names[n + 1..].iter().take(6).find(|m| m.tokens.contains(&at))
            {
                // "the head of the Red Brigade, known as the Wolf": it is the head's name.
                if !former && is_of_person(reading, first) {
                    break;
                }
                let state = if former { TieState::Former } else { TieState::Current };
                alias(reading, ties, first, second, state, first.tokens.start..second.tokens.end);
                break;
            }
            at += 1;
        }
    }
}

/// "Karl Holm, alias the Wolf, leader of the Hill Front": a man who stands for his group, and what he is called by, are no
/// names of the group.
fn is_man(reading: &Reading<'_, '_>, name: &Mention) -> bool {
    let is_alias = |at: usize| reading.doc.token(at).text().eq_ignore_ascii_case("alias");
    let first = name.tokens.start;
    stands_for_it(&name.why) || is_alias(first) || first.checked_sub(1).is_some_and(is_alias)
}

/// "the Hill Front, or Front of the Hills,": another name, and no choice of two.
fn is_or_comma(doc: &Doc, at: usize, first: &Mention) -> bool {
    let is_in_row = doc.token(first.head).dep() == Dep::Conj;
    at + 1 < doc.len() && doc.token(at).text() == "," && doc.token(at + 1).text() == "or" && !is_in_row
}

/// Whether a name only tells whose leader or member somebody is.
fn is_of_person(reading: &Reading<'_, '_>, name: &Mention) -> bool {
    let doc = reading.doc;
    let mut head = doc.token(name.head);
    // "the G9 alliance"
    while matches!(head.dep(), Dep::Compound | Dep::Nmod | Dep::Amod) {
        head = head.head();
    }
    let of = head.head();
    let behind = name.tokens.end.max(head.index() + 1);
    head.dep() == Dep::Pobj
        && of.text() == "of"
        && reading.is_class(of.head().index(), Class::Person)
        && behind < doc.len()
        && matches!(doc.token(behind).text(), "," | "who")
}

fn alias(
    reading: &Reading<'_, '_>,
    ties: &mut Vec<Tie>,
    first: &Mention,
    second: &Mention,
    state: TieState,
    span: std::ops::Range<usize>,
) {
    // The name as the text has it: the registry may know both as one.
    let own = reading.quote(second.tokens.clone()).text;
    let own = own.strip_prefix("the ").or_else(|| own.strip_prefix("The ")).unwrap_or(&own).to_owned();
    let same = second.who[0].name == first.who[0].name;
    // A former name may be the usual name of what the actor was then.
    let was_another = !same && state == TieState::Former && second.who[0].actor.is_some();
    let b = if was_another { second.who[0].name.clone() } else { own };
    // "the Hill Front (HF)" gives no second name; "Daesh (ISIS)" does.
    let is_short = b.chars().all(|c| c.is_uppercase() || !c.is_alphabetic());
    let abbreviation = is_short && (!same || first.tokens.len() > 1);
    if b != first.who[0].name && !abbreviation {
        ties.push(Tie {
            a: first.who[0].name.clone(),
            a_actor: first.who[0].code.clone(),
            b,
            b_actor: if was_another { second.who[0].code.clone() } else { None },
            kind: TieKind::SameAs,
            state,
            basis: TieBasis::Stated,
            says: TieSays::Holds,
            when: None,
            evidence: reading.quote(span),
            why: "the text itself gives both names".to_owned(),
        });
    }
}

/// "an alliance called X", and not "X called on Y" or "named by Y".
fn gives_name(doc: &Doc, verb: usize) -> bool {
    let next = (verb + 1 < doc.len()).then(|| doc.token(verb + 1).text());
    // "the so-called Y" is what others call Y.
    let is_so_called = (verb.saturating_sub(2)..verb).any(|i| doc.token(i).text().eq_ignore_ascii_case("so"));
    doc.token(verb).tag() == "VBN" && !is_so_called && !matches!(next, Some("on" | "upon" | "for" | "by"))
}

#[cfg(test)]
mod tests {
    use athir_model::TieKind;
    use athir_nlp::Model;

    use crate::Coder;

    fn has_alias(text: &str) -> bool {
        let coded = Coder::builtin().code(&Model::builtin().parse(text), "made", None);
        coded.ties.iter().any(|tie| tie.kind == TieKind::SameAs)
    }

    #[test]
    fn a_participle_gives_a_name_and_a_call_none() {
        assert!(has_alias("Jaysh al-Nour, formerly known as the Nour Brigades, left Saraqib on Monday."));
        assert!(!has_alias("Hezbollah called on Hamas to stop the fighting in Saraqib on Monday."));
    }
}
