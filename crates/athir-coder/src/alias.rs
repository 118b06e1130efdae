//! Short names that a report itself introduces: initials in brackets behind the full name ("River Relief Union
//! (RRU)"), and a person's last name. They stand for whom the full name stands.

use athir_nlp::Doc;

use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::mention::{Form, Mention, Mentions};

/// Gives the short names of a report the identity of the full ones. Names of the registry keep theirs.
pub(crate) fn resolve_short_names(doc: &Doc, mentions: &mut Mentions, lexicon: &Lexicon) {
    initials(doc, mentions);
    last_names(doc, mentions, lexicon);
}

/// The name that an abbreviation in brackets abbreviates is the one before the bracket.
fn initials(doc: &Doc, mentions: &mut Mentions) {
    let mut defined: Vec<(&str, usize)> = Vec::new();
    for (i, mention) in mentions.all.iter().enumerate().filter(|(_, m)| m.form == Form::Name) {
        // A phrase may run on over the bracket: the name ends with its head.
        let open = mention.head + 1;
        if open + 2 >= doc.len() || doc.token(open).text() != "(" || doc.token(open + 2).text() != ")" {
            continue;
        }
        let short = doc.token(open + 1).text();
        let is_short = short.len() > 1 && short.chars().all(|c| c.is_uppercase() || c.is_numeric());
        if is_short && mention.who.len() == 1 && abbreviates(doc, short, mention) {
            defined.push((short, i));
        }
    }
    for (short, full) in defined {
        let (who, kind) = (mentions.all[full].who.clone(), mentions.all[full].kind);
        for token in doc.tokens().filter(|t| t.text() == short) {
            let at = token.index();
            let named: Vec<usize> = mentions.at(at).map(|(i, _)| i).collect();
            if named.is_empty() {
                mentions.add(Mention {
                    head: at,
                    tokens: at..at + 1,
                    who: who.clone(),
                    why: "the report's own abbreviation".into(),
                    ..mentions.all[full].clone()
                });
            }
            for i in named {
                let mention = &mut mentions.all[i];
                if mention.who.iter().all(|w| w.actor.is_none()) {
                    mention.who = who.clone();
                    mention.kind = kind;
                    mention.why = "the report's own abbreviation".into();
                }
            }
        }
    }
}

/// Whether the letters are the initials of the words of a name, small words left out or not.
fn abbreviates(doc: &Doc, short: &str, mention: &Mention) -> bool {
    let words = || (mention.tokens.start..mention.head + 1).map(|i| doc.token(i).text());
    let initials = |with_small: bool| -> String {
        words()
            .filter(|w| with_small || w.starts_with(char::is_uppercase))
            .filter_map(|w| w.chars().find(|c| c.is_alphanumeric()))
            .flat_map(char::to_uppercase)
            .collect()
    };
    [initials(false), initials(true)].iter().any(|i| i.ends_with(short) && i.len() <= short.len() + 2)
}

/// "Rewan Halo … Halo": the last words of a person's name stand for the person, or whom the person speaks for.
fn last_names(doc: &Doc, mentions: &mut Mentions, lexicon: &Lexicon) {
    let order = mentions.in_text_order();
    let mut full: Vec<usize> = Vec::new();
    for i in order {
        let mention = &mentions.all[i];
        let is_person = mention.kind == Kind::Person || mention.why.starts_with("speaks or acts");
        // The language model takes many a last name for an organisation's.
        let may_be = mention.kind == Kind::Unknown;
        if mention.form != Form::Name || !(is_person || may_be) || mention.who.len() != 1 {
            continue;
        }
        let name = name_words(doc, mention, lexicon);
        let known = full.iter().rev().take(MAX_PERSONS).copied().find(|&j| {
            let longer = name_words(doc, &mentions.all[j], lexicon);
            longer.len() > name.len() && longer.ends_with(&name)
        });
        match known {
            Some(j) if mentions.all[i].who != mentions.all[j].who => {
                let (who, kind, why) =
                    (mentions.all[j].who.clone(), mentions.all[j].kind, mentions.all[j].why.clone());
                let mention = &mut mentions.all[i];
                mention.who = who;
                mention.kind = kind;
                mention.why = why;
            }
            Some(_) => {}
            None if name.len() > 1 && is_person => full.push(i),
            None => {}
        }
    }
}

/// How many persons back a full name is looked for.
const MAX_PERSONS: usize = 60;

/// The capitalised words that end with the head of a mention.
fn name_words<'d>(doc: &'d Doc, mention: &Mention, lexicon: &Lexicon) -> Vec<&'d str> {
    let mut start = mention.head;
    while start > mention.tokens.start {
        let word = doc.token(start - 1).text();
        if !(word.starts_with(char::is_uppercase)
            || matches!(word, "al" | "el" | "-" | "bin" | "ibn" | "abu" | "de" | "van"))
        {
            break;
        }
        start -= 1;
    }
    // "Mr. Halo"
    while start < mention.head && lexicon.is_honorific(doc.token(start)) {
        start += 1;
    }
    (start..mention.head + 1).map(|i| doc.token(i).text()).collect()
}

#[cfg(test)]
mod tests {
    use athir_nlp::Model;

    use crate::Coder;

    /// The names of the actors at the mentions with these words as head.
    fn names(text: &str, head: &str) -> Vec<String> {
        let doc = Model::builtin().parse(text);
        let found = Coder::builtin().find_actors(&doc, None);
        found.iter().filter(|f| f.head.slice(text) == head).map(|f| f.name.clone()).collect()
    }

    #[test]
    fn initials_in_brackets_stand_for_the_name_before_them() {
        let text = "The Bright Valley Brigade (BVB) left the town. Later BVB denied it.";
        assert_eq!(names(text, "BVB"), ["Bright Valley Brigade", "Bright Valley Brigade"]);
    }

    #[test]
    fn other_letters_in_brackets_do_not() {
        let text = "The Bright Valley Brigade (NEW) left the town. Later NEW denied it.";
        assert!(!names(text, "NEW").contains(&"Bright Valley Brigade".to_owned()));
    }

    #[test]
    fn a_last_name_stands_for_the_person_named_before() {
        let text = "Maria Keller was arrested in Aleppo. Keller told the court that she was innocent.";
        assert_eq!(names(text, "Keller"), ["Maria Keller", "Maria Keller"]);
        // The language model takes this one for an organisation.
        let text = "Peter Novak was arrested in Aleppo. Police said that Novak was armed.";
        assert_eq!(names(text, "Novak"), ["Peter Novak", "Peter Novak"]);
    }
}
