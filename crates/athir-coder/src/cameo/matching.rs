//! The dictionary's patterns over the predicate-argument graph: which code a verb has with the words around it.

use athir_nlp::{Dep, Token};

use super::dictionary::{Code, Dictionary, Part, Word};
use crate::clause::is_verbal;
use crate::graph::{Arg, Slot};

/// How far words are looked for below an argument.
const DEPTH: usize = 3;

/// The code of a verb with these arguments, by the pattern that says most; the verb's own code where none holds.
/// `None` where the dictionary does not know the verb.
pub(super) fn code_of<'c>(dictionary: &'c Dictionary, verb: Token<'_>, args: &[Arg<'_>]) -> Option<&'c Code> {
    let lower = verb.text().to_lowercase();
    let by_lemma = dictionary.verbs(verb.lemma());
    let by_form = if lower == verb.lemma() { &[] } else { dictionary.verbs(&lower) };
    let around = Around { dictionary, verb, args };
    let mut best: Option<(usize, &Code)> = None;
    for entry in by_lemma.iter().chain(by_form) {
        if !entry.rest.iter().all(|word| around.has_particle(word)) {
            continue;
        }
        let block = dictionary.block(entry.block);
        let code = entry.code.as_ref().unwrap_or(&block.code);
        let own = (6 * entry.rest.len() + usize::from(code.forth.is_some()), code);
        if best.is_none_or(|(weight, _)| own.0 > weight) {
            best = Some(own);
        }
        for pattern in &block.patterns {
            let found_with = pattern.is_of(verb.lemma(), &lower);
            // What was found with another verb of the block holds for this one if it only makes its code finer.
            if found_with == Some(false)
                && own.1.forth.is_some()
                && !same_root(&own.1.forth, &pattern.code.forth)
            {
                continue;
            }
            let weights = pattern
                .before
                .iter()
                .map(|part| around.before(part))
                .chain(pattern.after.iter().map(|part| around.after(part)));
            let Some(weight) = weights.sum::<Option<usize>>() else { continue };
            let weight = own.0 + 2 * weight + usize::from(found_with == Some(true));
            if best.is_none_or(|(known, _)| weight > known) {
                best = Some((weight, &pattern.code));
            }
        }
    }
    best.map(|(_, code)| code)
}

fn same_root(a: &Option<String>, b: &Option<String>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a.get(..2) == b.get(..2))
}

/// A finer code than `coarse` for the event that a trigger tells of, where the dictionary's code for it is of the
/// same root.
pub(crate) fn refined(
    dictionary: &Dictionary,
    trigger: Token<'_>,
    args: &[Arg<'_>],
    coarse: &str,
) -> Option<String> {
    if !is_verbal(trigger) {
        return None;
    }
    let code = code_of(dictionary, trigger, args)?.forth.as_deref()?;
    // A code that ends in zero says no more than its root; one that the kind has already made finer stays.
    let finer = coarse.ends_with('0') && code.get(..2) == coarse.get(..2) && !code.ends_with('0');
    finer.then(|| code.to_owned())
}

/// A verb and what stands around it.
struct Around<'c, 'd, 'a> {
    dictionary: &'c Dictionary,
    verb: Token<'d>,
    args: &'a [Arg<'d>],
}

impl<'d> Around<'_, 'd, '_> {
    /// The word is a particle, a preposition or an adverb of the verb, or joined to it by a hyphen.
    fn has_particle(&self, word: &str) -> bool {
        let beside = self.verb.children().any(|t| {
            matches!(t.dep(), Dep::Prt | Dep::Prep | Dep::Advmod | Dep::Dobj | Dep::Acomp | Dep::Oprd)
                && (t.text().eq_ignore_ascii_case(word) || t.lemma() == word)
        });
        beside || self.verb.lefts().any(|t| t.text().eq_ignore_ascii_case(word))
    }

    /// How much a part before the verb says, if it is there: in the subject's phrase, or left of the verb.
    fn before(&self, part: &Part) -> Option<usize> {
        let Part::Phrase(words) = part else { return None };
        let subjects = self.args.iter().filter(|a| a.slot == Slot::Subj).map(|a| self.token(a.head));
        let lefts = self
            .verb
            .lefts()
            .filter(|t| matches!(t.dep(), Dep::Advmod | Dep::Aux | Dep::Neg | Dep::Nsubjpass));
        subjects.chain(lefts).find_map(|token| self.phrase_below(words, token, DEPTH))
    }

    /// How much a part after the verb says, if it is there.
    fn after(&self, part: &Part) -> Option<usize> {
        match part {
            Part::Phrase(words) => self.phrase(words),
            Part::Prep(prep, words) => {
                let below_objects = self.objects().flat_map(|object| object.children());
                let preps = self.verb.children().chain(below_objects).filter(|t| {
                    matches!(t.dep(), Dep::Prep | Dep::Agent | Dep::Dative | Dep::Prt | Dep::Advmod)
                        && t.text().eq_ignore_ascii_case(prep)
                });
                let by_prep = preps.filter_map(|t| {
                    if words.is_empty() {
                        return Some(1);
                    }
                    let mut objects =
                        t.children().filter(|o| matches!(o.dep(), Dep::Pobj | Dep::Pcomp | Dep::Prep));
                    let mut found = objects.find_map(|o| self.phrase_below(words, o, DEPTH));
                    if found.is_none() && t.dep() == Dep::Prt {
                        found = self.objects().find_map(|o| self.phrase_below(words, o, DEPTH));
                    }
                    found.map(|weight| weight + 1)
                });
                by_prep.max().or_else(|| {
                    // "refused to attend": the infinitive stands where a noun would.
                    let infinitive = prep == "to" && !words.is_empty();
                    let mut verbs =
                        self.verb.children().filter(|t| infinitive && t.dep() == Dep::Xcomp && is_verbal(*t));
                    verbs.find_map(|t| self.phrase_below(words, t, 0)).map(|weight| weight + 1)
                })
            }
        }
    }

    fn phrase(&self, words: &[Word]) -> Option<usize> {
        if let Some(weight) = self.objects().find_map(|object| self.phrase_below(words, object, DEPTH)) {
            return Some(weight);
        }
        self.verb
            .children()
            .filter(|t| {
                matches!(
                    t.dep(),
                    Dep::Prt
                        | Dep::Prep
                        | Dep::Advmod
                        | Dep::Acomp
                        | Dep::Oprd
                        | Dep::Xcomp
                        | Dep::Ccomp
                        | Dep::Npadvmod
                        | Dep::Dative
                )
            })
            .find_map(|t| self.phrase_below(words, t, 0))
    }

    /// What the verb is done to or says of its subject.
    fn objects(&self) -> impl Iterator<Item = Token<'d>> {
        self.args
            .iter()
            .filter(|a| matches!(a.slot, Slot::Obj | Slot::Comp | Slot::Dative))
            .map(|a| self.token(a.head))
    }

    /// Finds a phrase at a noun, its conjuncts, or the noun behind its "of": the head's word, with the others
    /// before it. What only modifies the noun says less.
    fn phrase_below(&self, words: &[Word], token: Token<'d>, depth: usize) -> Option<usize> {
        let (last, before) = words.split_last()?;
        let here = self.is(last, token) && before.iter().all(|word| self.modifies(word, token));
        if here {
            return Some(2 + before.len());
        }
        // A name of several words in a set: "peace deal".
        if before.is_empty() && self.is_compound(last, token) {
            return Some(3);
        }
        if depth == 0 {
            return None;
        }
        let below = token.children().filter_map(|child| match child.dep() {
            Dep::Conj => self.phrase_below(words, child, depth - 1),
            Dep::Prep if child.text() == "of" => {
                child.children().find_map(|object| self.phrase_below(words, object, depth - 1))
            }
            Dep::Compound | Dep::Amod | Dep::Nmod if before.is_empty() && self.is(last, child) => Some(1),
            _ => None,
        });
        below.max()
    }

    fn modifies(&self, word: &Word, noun: Token<'d>) -> bool {
        noun.children().filter(|t| t.index() < noun.index()).any(|t| {
            self.is(word, t) || t.children().any(|inner| inner.dep() != Dep::Conj && self.is(word, inner))
        })
    }

    fn is(&self, word: &Word, token: Token<'d>) -> bool {
        let lower;
        let form = token.text();
        let form = if form.bytes().any(|b| b.is_ascii_uppercase()) {
            lower = form.to_lowercase();
            &lower
        } else {
            form
        };
        self.dictionary.is(word, token.lemma(), form)
    }

    /// Whether the noun with the word before it is the word of a set.
    fn is_compound(&self, word: &Word, noun: Token<'d>) -> bool {
        matches!(word, Word::OneOf(_))
            && noun.children().filter(|t| t.dep() == Dep::Compound || t.dep() == Dep::Amod).any(|t| {
                let lemma = format!("{} {}", t.text().to_lowercase(), noun.lemma());
                self.dictionary.is(word, &lemma, &lemma)
            })
    }

    fn token(&self, index: usize) -> Token<'d> {
        self.verb.sentence().doc().token(index)
    }
}
