//! PETRARCH's dictionary of verbs: blocks of verbs that share a code, and patterns for finer codes.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use crate::error::KnowledgeError;

/// A dictionary of verbs with their codes.
#[derive(Debug, Default)]
pub(crate) struct Dictionary {
    sets: Vec<BTreeSet<String>>,
    blocks: Vec<Block>,
    /// The verbs by the word that is looked up, in the order of the file.
    verbs: HashMap<String, Vec<Verb>>,
}

/// Verbs that share a code and patterns.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) code: Code,
    pub(super) patterns: Vec<Pattern>,
}

/// One verb: the words beside the one that is looked up, and its own code.
#[derive(Clone, Debug)]
pub(super) struct Verb {
    pub(super) rest: Vec<String>,
    pub(super) code: Option<Code>,
    pub(super) block: usize,
}

/// The codes from the source to the target and back; neither where the words tell of no event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Code {
    pub(crate) forth: Option<String>,
    pub(crate) back: Option<String>,
}

/// What stands around a verb, and what it then means.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) before: Vec<Part>,
    pub(super) after: Vec<Part>,
    pub(super) code: Code,
    /// The verbs that it was found with; none, where that is not known.
    of: Vec<String>,
}

impl Pattern {
    /// Whether the pattern was found with this verb. A pattern of another verb of the block may mislead.
    pub(super) fn is_of(&self, lemma: &str, form: &str) -> Option<bool> {
        let is_verb = |of: &String| of == form || of.starts_with(lemma);
        (!self.of.is_empty()).then(|| self.of.iter().any(is_verb))
    }
}

/// One part of a pattern.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A word or a phrase, its head last.
    Phrase(Vec<Word>),
    /// A preposition, and the head of its object with the words before it.
    Prep(String, Vec<Word>),
}

/// A word of a pattern, in lower case, or any word of a set.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Word {
    Plain(String),
    OneOf(usize),
}

impl Dictionary {
    /// The dictionary that ships with athir, read once.
    pub(crate) fn builtin() -> &'static Dictionary {
        static BUILTIN: OnceLock<Dictionary> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            let text = include_str!("../../../../data/cameo/verbs.txt");
            Dictionary::read("cameo/verbs.txt", text).expect("a test reads the built-in dictionary")
        })
    }

    /// Reads a dictionary; `path` is for messages.
    pub(crate) fn read(path: &str, text: &str) -> Result<Dictionary, KnowledgeError> {
        let mut dictionary = Dictionary::default();
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        let mut in_sets = true;
        for (at, line) in text.lines().enumerate() {
            let (line, note) = line.split_once('#').unwrap_or((line, ""));
            let line = line.trim();
            let wrong = |message: &str| KnowledgeError::Toml {
                path: path.to_owned(),
                line: at + 1,
                message: format!("{message}: {line:?}"),
            };
            if line.is_empty() || line.starts_with('~') {
                continue;
            }
            if let Some(header) = line.strip_prefix("---") {
                let code = bracket(header).ok_or_else(|| wrong("a block has a code"))?;
                let code = Code::read(code).ok_or_else(|| wrong("no code"))?;
                dictionary.blocks.push(Block { code, patterns: Vec::new() });
                in_sets = false;
            } else if let Some(name) = line.strip_prefix('&') {
                let name = name.trim_end_matches('_').to_owned();
                names.insert(name, dictionary.sets.len());
                dictionary.sets.push(BTreeSet::new());
                in_sets = true;
            } else if let Some(pattern) = line.strip_prefix("- ") {
                let code =
                    bracket(pattern).and_then(Code::read).ok_or_else(|| wrong("a pattern has a code"))?;
                let words = pattern.split('[').next().unwrap_or(pattern);
                let (before, after) = words.split_once('*').ok_or_else(|| wrong("a pattern has a verb"))?;
                let before = parts(before, &names).ok_or_else(|| wrong("an unknown set of words"))?;
                let after = parts(after, &names).ok_or_else(|| wrong("an unknown set of words"))?;
                let block = dictionary.blocks.last_mut().ok_or_else(|| wrong("a pattern outside a block"))?;
                let of = note
                    .split(',')
                    .map(str::trim)
                    .filter(|word| {
                        word.len() > 2 && word.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
                    })
                    .map(|word| word.split('_').next().unwrap_or(word).to_lowercase())
                    .collect();
                block.patterns.push(Pattern { before, after, code, of });
            } else if in_sets {
                let word = line.trim_start_matches('+').trim_matches('_').replace('_', " ").to_lowercase();
                if let Some(set) = dictionary.sets.last_mut() {
                    set.insert(word.trim().to_owned());
                }
            } else {
                let block =
                    dictionary.blocks.len().checked_sub(1).ok_or_else(|| wrong("a verb outside a block"))?;
                let code = match bracket(line) {
                    Some(code) => Some(Code::read(code).ok_or_else(|| wrong("no code"))?),
                    None => None,
                };
                dictionary.add_verb(line, code, block);
            }
        }
        Ok(dictionary)
    }

    /// `+STIR_UP`: the verb is "stir", with "up"; `RE_+NEGOTIATE`: it is "negotiate", written "re-negotiate".
    fn add_verb(&mut self, line: &str, code: Option<Code>, block: usize) {
        let (base, forms) = match line.split_once('{') {
            Some((base, forms)) => (base, forms.split('}').next().unwrap_or(forms)),
            None => (line.split('[').next().unwrap_or(line), ""),
        };
        for form in std::iter::once(base).chain(forms.split_whitespace()) {
            let form = form.trim().to_lowercase();
            let words: Vec<&str> = form.split('_').filter(|w| !w.is_empty()).collect();
            let marked = words.iter().position(|w| w.starts_with('+')).unwrap_or(0);
            let Some(verb) = words.get(marked).map(|w| w.trim_start_matches('+').to_owned()) else {
                continue;
            };
            let rest: Vec<String> = words
                .iter()
                .enumerate()
                .filter(|(n, _)| *n != marked)
                .map(|(_, w)| (*w).to_owned())
                .collect();
            let entry = self.verbs.entry(verb).or_default();
            if !entry.iter().any(|v| v.block == block && v.rest == rest) {
                entry.push(Verb { rest, code: code.clone(), block });
            }
        }
    }

    pub(super) fn verbs(&self, word: &str) -> &[Verb] {
        self.verbs.get(word).map_or(&[], Vec::as_slice)
    }

    pub(super) fn block(&self, index: usize) -> &Block {
        &self.blocks[index]
    }

    /// Whether a word of the text, by its lemma or its form, is the pattern's.
    pub(super) fn is(&self, word: &Word, lemma: &str, form: &str) -> bool {
        match word {
            Word::Plain(plain) => plain == lemma || plain == form,
            Word::OneOf(set) => {
                let set = &self.sets[*set];
                set.contains(lemma) || set.contains(form)
            }
        }
    }
}

impl Code {
    /// `042:043`, `190`, `:110`, or `---` for no event.
    fn read(text: &str) -> Option<Code> {
        let one = |code: &str| match code.trim() {
            "" | "---" => Some(None),
            digits if digits.len() >= 2 && digits.bytes().all(|b| b.is_ascii_digit()) => {
                Some(Some(digits.to_owned()))
            }
            _ => None,
        };
        match text.split_once(':') {
            Some((forth, back)) => Some(Code { forth: one(forth)?, back: one(back)? }),
            None => Some(Code { forth: one(text)?, back: None }),
        }
    }
}

fn bracket(line: &str) -> Option<&str> {
    let (_, rest) = line.rsplit_once('[')?;
    rest.split(']').next()
}

/// The parts of one side of a pattern; markers of actors (`+`, `$`, `^`, `%`) say nothing more than that one is
/// there. Nothing, where a set is unknown.
fn parts(text: &str, sets: &BTreeMap<String, usize>) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next() {
        let (inner, after) = match first {
            '{' => split_at(&rest[1..], '}'),
            '(' => split_at(&rest[1..], ')'),
            _ => match rest.find([' ', '{', '(']) {
                Some(0) | None => (rest, ""),
                Some(end) => (&rest[..end], &rest[end..]),
            },
        };
        rest = after.trim_start();
        let mut words: Vec<Word> = Vec::new();
        let plain: String =
            inner.chars().map(|c| if matches!(c, '{' | '}' | '(' | ')' | '_') { ' ' } else { c }).collect();
        for word in plain.split_whitespace() {
            if matches!(word, "+" | "$" | "^" | "%") {
                continue;
            }
            match word.strip_prefix('&') {
                Some(name) => words.push(Word::OneOf(*sets.get(name.trim_end_matches('_'))?)),
                None => words.push(Word::Plain(word.to_lowercase())),
            }
        }
        if words.is_empty() {
            continue;
        }
        if first == '('
            && let Word::Plain(prep) = &words[0]
        {
            let prep = prep.clone();
            words.remove(0);
            parts.push(Part::Prep(prep, words));
        } else {
            parts.push(Part::Phrase(words));
        }
    }
    Some(parts)
}

fn split_at(text: &str, end: char) -> (&str, &str) {
    text.split_once(end).unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "\
&TRUCE_
+CEASEFIRE
+PEACE_DEAL

--- BREAK [---] ---
BREAK {BROKE BROKEN}  # a comment
+CALL_OFF [160]
RE_+OPEN
- * &TRUCE (WITH $) [196]
- TALKS * {PEACE TALKS} (OF HIGH LEVEL) [164:164]
- + * RELATIONS [:160] # CALLED_OFF, BREAK
";

    #[test]
    fn verbs_sets_and_patterns_are_read() {
        let dictionary = Dictionary::read("small.txt", SMALL).unwrap();
        let off = &dictionary.verbs("call")[0];
        assert_eq!(
            (off.rest.join(" "), off.code.clone().unwrap().forth),
            ("off".to_owned(), Some("160".to_owned()))
        );
        assert_eq!(dictionary.verbs("open")[0].rest, ["re"]);
        assert_eq!(dictionary.verbs("broken").len(), 1);
        let patterns = &dictionary.block(0).patterns;
        assert_eq!(
            patterns[0].after,
            [Part::Phrase(vec![Word::OneOf(0)]), Part::Prep("with".to_owned(), vec![])]
        );
        assert_eq!(patterns[1].code, Code { forth: Some("164".to_owned()), back: Some("164".to_owned()) });
        assert_eq!(patterns[1].before.len(), 1);
        assert_eq!(patterns[2].code, Code { forth: None, back: Some("160".to_owned()) });
        assert_eq!(patterns[2].is_of("call", "calls"), Some(true));
        assert_eq!(patterns[2].is_of("open", "open"), Some(false));
        assert_eq!(patterns[1].is_of("open", "open"), None);
        assert!(dictionary.is(&Word::OneOf(0), "ceasefire", "ceasefires"));
    }

    #[test]
    fn the_builtin_dictionary_is_read() {
        let text = include_str!("../../../../data/cameo/verbs.txt");
        let dictionary = Dictionary::read("cameo/verbs.txt", text).unwrap();
        assert!(dictionary.verbs.len() > 1500, "{}", dictionary.verbs.len());
        assert!(dictionary.blocks.iter().map(|b| b.patterns.len()).sum::<usize>() > 4000);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let error = |text: &str| Dictionary::read("own.txt", text).unwrap_err().to_string();
        assert!(
            error("--- A [010] ---\nASK\n- * &NONE [010]\n")
                .starts_with("own.txt:3: an unknown set of words")
        );
        assert!(error("--- A [x] ---\n").starts_with("own.txt:1: no code"));
        assert!(error("- * B [010]\n").starts_with("own.txt:1: "));
    }
}
