//! Triggers: words that a frame knows, with the frame whose conditions hold.

use std::collections::BTreeSet;

use athir_model::EventKind;
use athir_nlp::{Dep, Pos, Token};

use crate::clause::{is_passive, is_verbal, past_as_adjective, stands_as_noun};
use crate::frame::{Class, Frame, Trigger};
use crate::graph::{Arg, Slot};
use crate::reading::Reading;

/// A trigger in the text with its arguments.
#[derive(Clone, Debug)]
pub(crate) struct Found<'d> {
    /// The token that carries it.
    pub(crate) head: usize,
    /// Every token of it, in the order of the text.
    pub(crate) tokens: Vec<usize>,
    /// Index of the frame.
    pub(crate) frame: usize,
    pub(crate) args: Vec<Arg<'d>>,
}

/// Trigger words whose frames do not apply, for the diagnostics.
#[derive(Clone, Debug)]
pub(crate) struct Unmet {
    pub(crate) head: usize,
    pub(crate) frame: usize,
    obstacle: Obstacle,
}

impl Unmet {
    /// What stands in the way, in words.
    pub(crate) fn note(&self, frame: &Frame) -> String {
        match self.obstacle {
            Obstacle::Condition(n) => format!("what has to stand in {:?} does not", frame.conditions[n].0),
            Obstacle::Exclusion(n) => {
                format!("what stands in {:?} means another thing", frame.exclusions[n].0)
            }
            Obstacle::With => "none of the words that it asks for is near".to_owned(),
            Obstacle::Without => "a word near it means another thing".to_owned(),
        }
    }
}

/// Which condition of a frame does not hold, by its place in the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Obstacle {
    Condition(usize),
    Exclusion(usize),
    With,
    Without,
}

/// Which index of the frames a token is looked up in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Verb,
    Noun,
    Adjective,
}

/// Finds every trigger, in the order of the text, with the best frame of each.
pub(crate) fn find_triggers<'d>(reading: &Reading<'d, '_>) -> (Vec<Found<'d>>, Vec<Unmet>) {
    let mut found: Vec<Found<'d>> = Vec::new();
    let mut unmet = Vec::new();
    for token in reading.doc.tokens() {
        if !may_be_trigger(reading, token) {
            continue;
        }
        let candidates = candidates(reading, token);
        if candidates.is_empty() {
            continue;
        }
        let (mut applying, obstacle) = applying(reading, token, &candidates);
        let Some(best) = (0..applying.len()).max_by_key(|&n| applying[n].0) else {
            if let Some(obstacle) = obstacle {
                unmet.push(Unmet { head: token.index(), frame: candidates[0].frame, obstacle });
            }
            continue;
        };
        let (_, best) = applying.swap_remove(best);
        // "defected from X to Y" leaves the one and joins the other (codebook, kinds).
        let kind = |f: &Found<'_>| reading.know.frames.frames[f.frame].kind;
        let both = |a: EventKind, b: EventKind| a == EventKind::Joining && b == EventKind::Defection;
        let second = applying
            .into_iter()
            .filter(|(_, other)| both(kind(other), kind(&best)) || both(kind(&best), kind(other)))
            .max_by_key(|(key, _)| *key)
            .filter(|_| token.children().any(|t| t.text() == "from"));
        found.push(best);
        found.extend(second.map(|(_, other)| other));
    }
    drop_covered(&mut found);
    (found, unmet)
}

/// The candidates of a token whose conditions hold, each with what it is ranked by; and what stands in the way
/// of the first one, if it does not.
fn applying<'d>(
    reading: &Reading<'d, '_>,
    token: Token<'d>,
    candidates: &[Candidate],
) -> (Vec<(Key, Found<'d>)>, Option<Obstacle>) {
    let base = reading.graph.args(token);
    let mut applying = Vec::new();
    let mut first = None;
    for candidate in candidates {
        let frame = &reading.know.frames.frames[candidate.frame];
        let mut args = base.clone();
        if let Some(object) = candidate.object {
            // "take control of X": what stands under the last preposition is the logical object.
            // "The army is locked in combat with X": what stood as object takes part.
            let passive = is_passive(token) && !args.iter().any(|a| a.slot == Slot::Subj);
            args.retain(|a| a.slot != Slot::Obj || passive && !reading.parties(a.head).is_empty());
            for arg in args.iter_mut().filter(|a| a.slot == Slot::Obj) {
                arg.slot = Slot::Subj;
            }
            args.push(Arg { slot: Slot::Obj, head: object, direct: true });
        }
        // "has been under rebel siege": also what stands before the noun of a phrase with "be".
        if matches!(token.pos(), Pos::Verb | Pos::Aux) {
            for &inner in candidate.tokens.iter().filter(|&&t| t != token.index()) {
                let noun = reading.doc.token(inner);
                if noun.pos() == Pos::Noun {
                    args.extend(reading.graph.args_in_phrase(noun));
                }
            }
        }
        if let Some(obstacle) = obstacle(reading, frame, token, &args, &candidate.tokens) {
            first = first.or(Some(obstacle));
        } else {
            let key = Key::new(frame, candidate.tokens.len(), candidate.frame);
            let tokens = candidate.tokens.clone();
            applying.push((key, Found { head: token.index(), tokens, frame: candidate.frame, args }));
        }
    }
    (applying, first)
}

/// Every frame that has the token among its words and every one of those whose conditions hold, the winner first.
pub(crate) fn rivals<'d>(reading: &Reading<'d, '_>, token: Token<'d>) -> (Vec<usize>, Vec<Found<'d>>) {
    if !may_be_trigger(reading, token) {
        return (Vec::new(), Vec::new());
    }
    let candidates = candidates(reading, token);
    let (mut applying, _) = applying(reading, token, &candidates);
    applying.sort_by_key(|(key, _)| std::cmp::Reverse(*key));
    (candidates.into_iter().map(|c| c.frame).collect(), applying.into_iter().map(|(_, f)| f).collect())
}

fn may_be_trigger(reading: &Reading<'_, '_>, token: Token<'_>) -> bool {
    !(reading.is_named(token.index())
        || token.is_punct()
        || token.is_space()
        || is_in_order(token)
        || is_state_of_siege(token)
        || is_label(reading, token)
        || is_in_protest(token))
}

/// "walked out in protest at the violations": why somebody does something, and no march.
fn is_in_protest(token: Token<'_>) -> bool {
    token.text() == "protest"
        && token.dep() == Dep::Pobj
        && token.head().text().eq_ignore_ascii_case("in")
        && !token.children().any(|t| matches!(t.dep(), Dep::Det | Dep::Amod | Dep::Compound | Dep::Poss))
}

/// "in order to", "in order that": a conjunction, and no order that anyone gave.
fn is_in_order(token: Token<'_>) -> bool {
    token.text() == "order" && token.dep() == Dep::Pobj && token.head().text().eq_ignore_ascii_case("in") && {
        let (doc, next) = (token.sentence().doc(), token.index() + 1);
        next < token.sentence().range().end && matches!(doc.token(next).text(), "to" | "that")
    }
}

/// "Ukraine war: twins among dead": what a title is about, and nothing that it tells.
fn is_label(reading: &Reading<'_, '_>, token: Token<'_>) -> bool {
    let (doc, start) = (token.sentence().doc(), token.sentence().range().start);
    let next = token.index() + 1;
    let opens = start == 0 || doc.token(start - 1).text().contains('\n');
    opens
        && reading.know.lexicon.token_in("war_nouns", token)
        && next < doc.len()
        && doc.token(next).text() == ":"
        && token.index() - start <= 3
        && (start..token.index()).all(|i| matches!(doc.token(i).pos(), Pos::Propn | Pos::Adj | Pos::Noun))
}

/// "declared a state of siege": law, and no siege.
fn is_state_of_siege(token: Token<'_>) -> bool {
    token.text().eq_ignore_ascii_case("siege")
        && token.dep() == Dep::Pobj
        && token.head().text() == "of"
        && token.head().head().lemma() == "state"
}

/// What decides between frames whose conditions hold: the greater one has the word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    priority: i32,
    words: usize,
    conditions: usize,
    earlier: usize,
}

impl Key {
    /// The rank of a frame, which stands at `index`, with a trigger of so many words.
    pub(crate) fn new(frame: &Frame, words: usize, index: usize) -> Key {
        Key {
            priority: frame.priority,
            words,
            conditions: frame.conditions.len() + usize::from(!frame.with.is_empty()),
            earlier: usize::MAX - index,
        }
    }
}

struct Candidate {
    frame: usize,
    tokens: Vec<usize>,
    object: Option<usize>,
}

fn candidates(reading: &Reading<'_, '_>, token: Token<'_>) -> Vec<Candidate> {
    let frames = reading.know.frames;
    let mut all = Vec::new();
    let as_noun = stands_as_noun(token).then_some(Part::Noun);
    for part in parts(token).chain(as_noun) {
        let index = match part {
            Part::Verb => &frames.verbs,
            Part::Noun => &frames.nouns,
            Part::Adjective => &frames.adjectives,
        };
        for trigger in lookup(index, token, part) {
            match_rest(token, part, trigger, &mut all);
        }
    }
    all
}

pub(crate) fn lookup_toll(
    reading: &Reading<'_, '_>,
    token: Token<'_>,
) -> Vec<(usize, Vec<usize>, Option<usize>)> {
    let frames = reading.know.frames;
    let mut all = Vec::new();
    for part in parts(token) {
        let index = match part {
            Part::Verb => &frames.toll_verbs,
            Part::Noun => &frames.toll_nouns,
            Part::Adjective => &frames.toll_adjectives,
        };
        for trigger in lookup(index, token, part) {
            match_rest(token, part, trigger, &mut all);
        }
    }
    all.into_iter().map(|c| (c.frame, c.tokens, c.object)).collect()
}

/// The triggers for a token: by its lemma, and by its own form for headlines and mistagged words.
fn lookup<'f>(
    index: &'f std::collections::HashMap<String, Vec<Trigger>>,
    token: Token<'_>,
    part: Part,
) -> impl Iterator<Item = &'f Trigger> {
    let lemma = token.lemma();
    let lower = token.text().to_lowercase();
    // "found" of "find" is no form of the verb "found".
    let inflected = part == Part::Verb && matches!(token.tag(), "VBD" | "VBN");
    let by_form = if lower != lemma && !inflected { index.get(&lower) } else { None };
    let singular = lower.strip_suffix('s').filter(|w| part == Part::Noun && *w != lemma);
    let by_singular = singular.and_then(|w| index.get(w));
    let as_verb = past_as_adjective(token).filter(|_| part == Part::Verb);
    let by_past = as_verb.and_then(|form| index.get(form).or_else(|| index.get(form.strip_suffix('e')?)));
    index.get(lemma).into_iter().chain(by_past).chain(by_form).chain(by_singular).flatten()
}

fn parts(token: Token<'_>) -> impl Iterator<Item = Part> {
    let nominal = matches!(
        token.dep(),
        Dep::Pobj
            | Dep::Nsubj
            | Dep::Nsubjpass
            | Dep::Dobj
            | Dep::Compound
            | Dep::Pcomp
            | Dep::Csubj
            | Dep::Attr
    ) || token.children().any(|t| {
        matches!(t.dep(), Dep::Det | Dep::Amod | Dep::Poss)
            || t.dep() == Dep::Prep && matches!(t.text(), "between" | "of")
    });
    let parts: &[Part] = match token.pos() {
        Pos::Verb | Pos::Aux
            if token.tag() == "VBG" && nominal && !token.children().any(|t| t.dep() == Dep::Dobj) =>
        {
            &[Part::Noun, Part::Verb]
        }
        Pos::Verb | Pos::Aux if token.dep() == Dep::Amod => &[Part::Verb, Part::Adjective],
        Pos::Verb | Pos::Aux => &[Part::Verb, Part::Adjective],
        _ if is_verbal(token) => &[Part::Verb],
        Pos::Noun | Pos::Propn => &[Part::Noun],
        Pos::Adj => &[Part::Adjective, Part::Verb],
        _ => &[],
    };
    parts.iter().copied()
}

fn match_rest(token: Token<'_>, part: Part, trigger: &Trigger, all: &mut Vec<Candidate>) {
    let matched = match part {
        Part::Verb => match_phrase(token, &trigger.rest),
        Part::Noun => match_compound(token, &trigger.rest).map(|tokens| (tokens, None)),
        Part::Adjective => Some((vec![token.index()], None)),
    };
    if let Some((tokens, object)) = matched {
        all.push(Candidate { frame: trigger.frame, tokens, object });
    }
}

/// Matches the words after a verb through the parse; gives the tokens and the object of a last preposition.
fn match_phrase(verb: Token<'_>, rest: &[String]) -> Option<(Vec<usize>, Option<usize>)> {
    let mut tokens = vec![verb.index()];
    let mut anchor = verb;
    let mut object = None;
    for word in rest {
        let is_word =
            |t: &Token<'_>| t.lemma().eq_ignore_ascii_case(word) || t.text().eq_ignore_ascii_case(word);
        let fits = |t: &Token<'_>| {
            matches!(
                t.dep(),
                Dep::Prt
                    | Dep::Prep
                    | Dep::Agent
                    | Dep::Dobj
                    | Dep::Pobj
                    | Dep::Attr
                    | Dep::Acomp
                    | Dep::Oprd
                    | Dep::Nsubjpass
                    | Dep::Advmod
                    | Dep::Xcomp
                    | Dep::Ccomp
                    | Dep::Dative
                    | Dep::Pcomp
                    | Dep::Npadvmod
                    | Dep::Compound
                    | Dep::Aux
                    | Dep::Conj
            ) && is_word(t)
        };
        let Some(next) = anchor.children().find(fits).or_else(|| verb.children().find(fits)) else {
            let (mark, subject) = clause_called_for(verb, word)?;
            tokens.push(mark);
            object = Some(subject);
            continue;
        };
        tokens.push(next.index());
        object = if matches!(next.dep(), Dep::Prep | Dep::Agent | Dep::Dative) {
            next.children().find(|t| matches!(t.dep(), Dep::Pobj | Dep::Pcomp)).map(|t| t.index())
        } else if next.dep() == Dep::Dobj && matches!(next.lemma(), "hostage" | "prisoner" | "captive") {
            // "took 20 passengers hostage", where the parse makes the people a part of the word.
            next.children().find(|t| t.dep() == Dep::Compound && t.tag() == "NNS").map(|t| t.index())
        } else if next.dep() == Dep::Ccomp && !verb.children().any(|t| t.dep() == Dep::Dobj) {
            // "took 20 villagers hostage", where the parse makes a clause of what is taken and what it becomes.
            next.children().find(|t| t.dep() == Dep::Nsubj).map(|t| t.index())
        } else {
            None
        };
        if next.dep() != Dep::Prt {
            anchor = next;
        }
    }
    let ends_in_prep = object.is_some();
    tokens.sort_unstable();
    tokens.dedup();
    (ends_in_prep || rest.is_empty() || object.is_none()).then_some((tokens, object))
}

/// "called for the siege to be lifted": the parse makes a clause of it, whose first word the preposition is. Gives that word
/// and the subject of the clause.
fn clause_called_for(verb: Token<'_>, word: &str) -> Option<(usize, usize)> {
    verb.rights().filter(|t| matches!(t.dep(), Dep::Advcl | Dep::Ccomp | Dep::Xcomp)).find_map(|clause| {
        let mark = clause.lefts().find(|t| t.dep() == Dep::Mark && t.text() == "for" && word == "for")?;
        let subject = clause.lefts().find(|t| matches!(t.dep(), Dep::Nsubj | Dep::Nsubjpass))?;
        let is_open = clause.lefts().any(|t| t.dep() == Dep::Aux && t.tag() == "TO");
        is_open.then_some((mark.index(), subject.index()))
    })
}

/// Matches the words before a noun's head as they stand in the text, hyphens aside.
fn match_compound(noun: Token<'_>, before: &[String]) -> Option<Vec<usize>> {
    let mut tokens = vec![noun.index()];
    let doc_start = noun.sentence().range().start;
    let mut at = noun.index();
    let sentence = noun.sentence();
    for word in before.iter().rev() {
        loop {
            at = at.checked_sub(1).filter(|&i| i >= doc_start)?;
            let token = sentence.doc().token(at);
            if token.text() == "-" {
                continue;
            }
            if token.lemma().eq_ignore_ascii_case(word) || token.text().eq_ignore_ascii_case(word) {
                break;
            }
            return None;
        }
        tokens.push(at);
    }
    tokens.reverse();
    Some(tokens)
}

/// Which condition of a frame does not hold for these arguments, if any.
fn obstacle(
    reading: &Reading<'_, '_>,
    frame: &Frame,
    token: Token<'_>,
    args: &[Arg<'_>],
    own: &[usize],
) -> Option<Obstacle> {
    let stands = |slot: &str, classes: &[Class]| {
        let mut fillers = Reading::fillers(args, slot);
        // "strikes on Monday" are on nobody.
        fillers.retain(|&f| slot != "on" || !reading.is_time(f));
        if fillers.is_empty() {
            return classes.contains(&Class::None);
        }
        fillers.iter().any(|&f| classes.iter().any(|&c| reading.is_class(f, c)))
    };
    if let Some(n) = frame.conditions.iter().position(|(slot, classes)| !stands(slot, classes)) {
        return Some(Obstacle::Condition(n));
    }
    if let Some(n) = frame.exclusions.iter().position(|(slot, classes)| stands(slot, classes)) {
        return Some(Obstacle::Exclusion(n));
    }
    if frame.with.is_empty() && frame.without.is_empty() {
        return None;
    }
    let is_in = |words: &BTreeSet<String>, t: Token<'_>| {
        let small = t.text().to_lowercase();
        // "Rockets rained on the town": a capital makes a name of the word.
        let one = || small.strip_suffix('s').filter(|_| t.tag() == "NNPS");
        words.contains(t.lemma()) || words.contains(&small) || one().is_some_and(|one| words.contains(one))
    };
    let numbers =
        |words: &BTreeSet<String>, t: Token<'_>| is_in(words, t) || t.children().any(|c| is_in(words, c));
    // "trucks of aid", "an act of terrorism": what a filler consists of.
    let consists = |words: &BTreeSet<String>| {
        let of = |t: &Token<'_>| t.dep() == Dep::Prep && matches!(t.text(), "of" | "carrying" | "with");
        let fillers = || args.iter().map(|a| reading.doc.token(a.head));
        // "a lorry packed with explosives"
        let filled = |t: &Token<'_>| {
            t.dep() == Dep::Acl
                && matches!(t.lemma(), "load" | "pack" | "fill" | "rig" | "stuff" | "cram" | "lade")
        };
        let with = |t: &Token<'_>| t.dep() == Dep::Prep && t.text() == "with";
        let load =
            || fillers().flat_map(|t| t.children().filter(filled)).flat_map(|t| t.children().filter(with));
        if load().flat_map(|t| t.children()).any(|t| numbers(words, t)) {
            return true;
        }
        // "five million euros"
        fillers().flat_map(|t| t.children()).any(|t| t.dep() == Dep::Nummod && numbers(words, t))
            || fillers()
                .flat_map(|t| t.children().filter(of))
                .flat_map(|of| of.children())
                .any(|object| object.dep() == Dep::Pobj && is_in(words, object))
    };
    let near = |words: &BTreeSet<String>| {
        let is_word = |t: Token<'_>| is_in(words, t) && !is_of_air_base(t);
        own.iter().map(|&i| reading.doc.token(i)).any(|t| {
            // "foiled an attempt to storm"
            let of_it = |c: Token<'_>| {
                matches!(c.dep(), Dep::Amod | Dep::Compound) || c.dep() == Dep::Acl && c.tag() == "VB"
            };
            is_word(t) || t.children().any(|c| of_it(c) && is_word(c))
        }) || token.children().filter(|t| t.dep() != Dep::Conj).any(is_word)
            // "hundreds of rockets" are rockets.
            || args.iter().flat_map(|a| [a.head, reading.counted_noun(a.head)]).any(|head| {
                let filler = reading.doc.token(head);
                is_word(filler)
                    || filler.children().any(|t| {
                        matches!(
                            t.dep(),
                            Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Conj | Dep::Npadvmod | Dep::Appos
                        ) && (is_word(t) || t.dep() == Dep::Conj && t.rights().any(is_word))
                    })
            })
            || token.dep() == Dep::Compound && is_word(token.head())
    };
    // "a truck packed with explosives", "a belt strapped to her": what is told of a filler in a participle behind it.
    let told_of = |words: &BTreeSet<String>| {
        let told =
            args.iter().flat_map(|a| reading.doc.token(a.head).rights()).filter(|t| t.dep() == Dep::Acl);
        told.flat_map(|acl| {
            let below = acl.children().filter(|t| t.dep() == Dep::Prep).flat_map(|p| p.children());
            // "lorries carrying food"
            let carried = acl.children().filter(move |t| t.dep() == Dep::Dobj && acl.tag() == "VBG");
            std::iter::once(acl).chain(below).chain(carried)
        })
        .any(|t| is_in(words, t))
    };
    // "foiled an attempt to storm the post": what was tried.
    let tried = |words: &BTreeSet<String>| {
        let chances = args.iter().map(|a| reading.doc.token(a.head));
        let mut acts = chances
            .filter(|t| reading.know.lexicon.token_in("chance_nouns", *t))
            .flat_map(|t| t.children())
            .filter(|t| t.dep() == Dep::Acl);
        reading.know.lexicon.token_in("foil_verbs", token) && acts.any(|t| is_in(words, t))
    };
    let has_with =
        || near(&frame.with) || consists(&frame.with) || told_of(&frame.with) || tried(&frame.with);
    if !frame.with.is_empty() && !has_with() {
        return Some(Obstacle::With);
    }
    near(&frame.without).then_some(Obstacle::Without)
}

/// "air base", "air defences": on the ground, whatever "air" means else.
fn is_of_air_base(token: Token<'_>) -> bool {
    token.text().eq_ignore_ascii_case("air")
        && token.dep() == Dep::Compound
        && matches!(token.head().lemma(), "base" | "field" | "port" | "defence" | "defense")
}

/// A trigger inside a longer one ("attack" in "come under attack") is not seen again.
fn drop_covered(found: &mut Vec<Found<'_>>) {
    let mut longest = std::collections::HashMap::new();
    for f in found.iter().filter(|f| f.tokens.len() > 1) {
        for &token in f.tokens.iter().filter(|&&t| t != f.head) {
            let n = longest.entry(token).or_insert(0);
            *n = f.tokens.len().max(*n);
        }
    }
    found.retain(|f| longest.get(&f.head).is_none_or(|&n| n <= f.tokens.len()));
}
