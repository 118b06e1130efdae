//! Words that the tagger does not know: for the parse another word of their length and sense takes their place. The report is
//! quoted as it was written.

use std::borrow::Cow;

/// "Government forces retook X": the parse makes the verb a first name. "Launched a counter-offensive": it makes an adjective of
/// the noun where the hyphen parts it.
const STAND_INS: &[(&str, &str)] = &[
    ("retook", "seized"),
    ("counter-offensive", "counter offensive"),
    ("counter-offensives", "counter offensives"),
    ("Counter-offensive", "Counter offensive"),
];

/// Puts known words in place of those that the tagger takes for something else; the text keeps its length.
pub(crate) fn put_stand_ins(text: Cow<'_, str>) -> Cow<'_, str> {
    let mut text = text;
    for (word, known) in STAND_INS {
        let places: Vec<usize> =
            text.match_indices(word).map(|(at, _)| at).filter(|at| stands_alone(&text, *at, word)).collect();
        if !places.is_empty() {
            let owned = text.to_mut();
            for at in places {
                owned.replace_range(at..at + word.len(), known);
            }
        }
    }
    text
}

fn stands_alone(text: &str, at: usize, word: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '-' || c == '\'';
    !text[..at].ends_with(joins) && !text[at + word.len()..].starts_with(joins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stand_in_has_the_length_of_its_word() {
        for (word, known) in STAND_INS {
            assert_eq!(word.len(), known.len());
        }
        let text = Cow::Borrowed("The army retook Saraqib.");
        assert_eq!(put_stand_ins(text), "The army seized Saraqib.");
        assert_eq!(put_stand_ins(Cow::Borrowed("They mistook him.")), "They mistook him.");
    }
}
