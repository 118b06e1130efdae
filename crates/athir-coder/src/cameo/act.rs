//! The acts of a sentence: for each verb of the dictionary, who does it to whom, with the acts that it speaks of.

use std::ops::Range;

use athir_actors::Registry;
use athir_model::Quote;
use athir_nlp::{Dep, Doc, Pos, Token};
use jiff::civil::Date;

use super::compose::{compose, is_force, is_mutual, is_statement, is_unreal, negated};
use super::dictionary::Dictionary;
use super::matching::code_of;
use super::party::{Coded, Codes, is_temporal};
use super::triple::{CameoAct, CameoParty};
use crate::clause::{conjuncts, is_passive, is_verbal};
use crate::graph::{Arg, Graph, Slot};
use crate::lexicon::Lexicon;
use crate::offset::Offsets;

/// An act with its tokens.
#[derive(Clone, Debug)]
struct Act {
    sources: Vec<Coded>,
    targets: Vec<Coded>,
    forth: Option<String>,
    back: Option<String>,
    verb: usize,
    announced: bool,
}

/// How deep clauses inside clauses are followed.
const DEPTH: usize = 8;

/// Finds the acts of a parsed text, those of one clause together, in the order of the text. `places` are the tokens of
/// places with CAMEO's codes of their countries.
pub(crate) fn find_acts(
    doc: &Doc,
    dictionary: &Dictionary,
    registry: &Registry,
    lexicon: &Lexicon,
    places: &[(Range<usize>, &str)],
    date: Option<Date>,
) -> Vec<CameoAct> {
    let codes = Codes::find(doc, registry, places, date);
    let finder = Finder { dictionary, codes, graph: Graph::new(lexicon), lexicon };
    let offsets = Offsets::new(doc.text());
    let quote = |tokens: Range<usize>| {
        let start = doc.token(tokens.start).span().range().start;
        let end = doc.token(tokens.end - 1).span().range().end;
        Quote {
            text: doc.text()[start..end].to_owned(),
            start: offsets.chars(start),
            end: offsets.chars(end),
        }
    };
    let parties = |coded: Vec<Coded>| -> Vec<CameoParty> {
        coded.into_iter().map(|c| CameoParty { code: c.code, mention: quote(c.tokens) }).collect()
    };
    let mut acts = Vec::new();
    for token in doc.tokens().filter(|t| is_act(*t) && governor(*t).is_none() && !is_purpose(*t)) {
        for act in finder.clause(token, &[], DEPTH) {
            acts.push(CameoAct {
                sources: parties(act.sources),
                targets: parties(act.targets),
                code: act.forth,
                back: act.back,
                trigger: quote(act.verb..act.verb + 1),
                main: is_main(token),
                announced: act.announced,
            });
        }
    }
    acts
}

/// A verb, or a participle that the tagger takes for an adjective.
fn is_act(token: Token<'_>) -> bool {
    is_verbal(token) && !matches!(token.dep(), Dep::Aux | Dep::Auxpass)
        || token.pos() == Pos::Adj && matches!(token.tag(), "VBN" | "VBD")
}

/// The verb whose complement this one is: "promised to send", "is about to leave", "agreed on lifting".
fn governor(verb: Token<'_>) -> Option<Token<'_>> {
    if verb.dep() == Dep::Conj && is_act(verb.head()) && !has_subject(verb) {
        return governor(verb.head());
    }
    if !matches!(verb.dep(), Dep::Xcomp | Dep::Ccomp | Dep::Pcomp) {
        return None;
    }
    let head = verb.head();
    if is_act(head) {
        return Some(head);
    }
    // Through an adjective or a preposition.
    let through = matches!(head.dep(), Dep::Acomp | Dep::Prep | Dep::Oprd | Dep::Attr);
    (through && is_act(head.head())).then(|| head.head())
}

/// The root of the sentence, or a verb joined to it.
fn is_main(verb: Token<'_>) -> bool {
    verb.is_root() || verb.dep() == Dep::Conj && is_main(verb.head())
}

/// "will send", "is ready to send": it has not been done.
fn is_announced(verb: Token<'_>) -> bool {
    let will = |t: Token<'_>| {
        t.dep() == Dep::Aux
            && matches!(t.text().to_ascii_lowercase().as_str(), "will" | "would" | "'ll" | "shall" | "wo")
    };
    let ready = |t: Token<'_>| {
        matches!(t.dep(), Dep::Acomp | Dep::Oprd)
            && matches!(t.lemma(), "ready" | "willing" | "prepared" | "committed" | "set" | "prepare")
    };
    verb.children().any(will) || verb.dep() == Dep::Xcomp && ready(verb.head())
}

/// "must leave", "should stop": what the speaker asks for.
fn is_obliged(verb: Token<'_>) -> bool {
    verb.children()
        .any(|t| t.dep() == Dep::Aux && matches!(t.text().to_ascii_lowercase().as_str(), "must" | "should"))
}

/// "to discuss the crisis": what something is done for is not done yet.
fn is_purpose(verb: Token<'_>) -> bool {
    verb.dep() == Dep::Advcl
        && verb.tag() == "VB"
        && verb.children().any(|t| t.dep() == Dep::Aux && t.text().eq_ignore_ascii_case("to"))
}

fn has_subject(verb: Token<'_>) -> bool {
    verb.children().any(|t| matches!(t.dep(), Dep::Nsubj | Dep::Nsubjpass))
}

/// The verbs that are complements of this one, and those joined to them.
fn complements(verb: Token<'_>) -> Vec<Token<'_>> {
    let direct = verb.children().filter(|t| matches!(t.dep(), Dep::Xcomp | Dep::Ccomp));
    let below = verb
        .children()
        .filter(|t| matches!(t.dep(), Dep::Acomp | Dep::Prep | Dep::Oprd | Dep::Attr))
        .flat_map(|t| t.children().filter(|c| matches!(c.dep(), Dep::Xcomp | Dep::Ccomp | Dep::Pcomp)));
    let mut all: Vec<Token<'_>> = Vec::new();
    for complement in direct.chain(below).filter(|t| is_act(*t)) {
        all.push(complement);
        all.extend(conjuncts(complement).into_iter().skip(1).filter(|t| is_act(*t) && !has_subject(*t)));
    }
    all
}

struct Finder<'c, 'k> {
    dictionary: &'c Dictionary,
    codes: Codes,
    graph: Graph<'k>,
    lexicon: &'k Lexicon,
}

impl Finder<'_, '_> {
    /// The acts of a verb and of the verbs in its complements. `speakers` are who says it, for "it" and "they".
    fn clause(&self, verb: Token<'_>, speakers: &[Coded], depth: usize) -> Vec<Act> {
        let args = self.graph.args(verb);
        let sources = self.sources(verb, &args, speakers);
        let code = code_of(self.dictionary, verb, &args);
        let mut inner: Vec<Act> = Vec::new();
        if depth > 0 {
            for complement in complements(verb) {
                inner.extend(self.clause(complement, &sources, depth - 1));
            }
        }
        if self.lexicon.token_in("say_verbs", verb) {
            if let Some(demand) = self.demand(verb, &sources, &inner) {
                return vec![demand];
            }
            if !inner.is_empty() {
                return told(&sources, inner);
            }
        }
        let Some(code) = code.filter(|code| code.forth.is_some() || code.back.is_some()) else {
            // The verb says nothing by itself: "is about to", "began to".
            return announced_by(verb, inner);
        };
        let is_negated = verb.children().any(|t| t.dep() == Dep::Neg);
        let said = code.forth.as_deref().is_some_and(|outer| outer.starts_with("05"));
        if said {
            // "agree that disputes should be solved": the agreement is the act.
            inner.retain(|act| act.sources.iter().any(|s| s.code.is_some()));
        }
        if let (Some(outer), false) = (code.forth.as_deref(), inner.is_empty()) {
            if is_statement(outer) {
                return told(&sources, inner);
            }
            let stands = inner.iter().all(|act| act.forth.as_deref().is_some_and(|f| compose(outer, f) == f));
            if stands && !is_unreal(outer) && !is_negated {
                // "agreed to lift", "helped to free": the act itself.
                let agreed = verb.lemma() == "agree";
                return announced_by(verb, inner)
                    .into_iter()
                    .map(|act| Act { announced: act.announced || agreed, ..act })
                    .collect();
            }
            let addressed = self.in_slots(verb, &args, is_object, &sources, speakers);
            return spoken_of(verb, &sources, &addressed, outer, inner, is_negated);
        }
        let targets = self.targets(verb, &args, &sources, speakers);
        let put = |code: Option<&str>| {
            let code = if is_negated { code.and_then(negated) } else { code };
            code.map(str::to_owned)
        };
        let (forth, mut back) = (put(code.forth.as_deref()), put(code.back.as_deref()));
        let with = |slot: Slot<'_>| is_object(slot) || matches!(slot, Slot::Prep("with"));
        if back.is_none()
            && forth.as_deref().is_some_and(is_mutual)
            && !self.in_slots(verb, &args, with, &sources, speakers).is_empty()
        {
            back.clone_from(&forth);
        }
        if forth.is_none() && back.is_none() {
            return Vec::new();
        }
        let announced = is_announced(verb) || verb.lemma() == "agree";
        vec![Act { sources, targets, forth, back, verb: verb.index(), announced }]
    }

    /// "X said that Y must leave": X demands it of Y.
    fn demand(&self, verb: Token<'_>, sources: &[Coded], inner: &[Act]) -> Option<Act> {
        let obliged = complements(verb).into_iter().find(|t| t.dep() == Dep::Ccomp && is_obliged(*t))?;
        let args = self.graph.args(obliged);
        let slot = if is_passive(obliged) { Slot::Obj } else { Slot::Subj };
        let targets = self.in_slots(obliged, &args, |s| s == slot, sources, &[]);
        if targets.is_empty() || !sources.iter().any(is_known) {
            return None;
        }
        let forth = inner.iter().find_map(|act| act.forth.as_deref());
        let code = forth.map_or_else(|| "100".to_owned(), |inner| compose("100", inner));
        let sources = sources.to_vec();
        Some(Act { sources, targets, forth: Some(code), back: None, verb: verb.index(), announced: false })
    }

    /// Who does it: the subject; in the passive without an agent whoever stands behind a preposition.
    fn sources(&self, verb: Token<'_>, args: &[Arg<'_>], speakers: &[Coded]) -> Vec<Coded> {
        let doc = verb.sentence().doc();
        let mut subjects = args.iter().filter(|a| a.slot == Slot::Subj).map(|a| doc.token(a.head)).peekable();
        let mut found: Vec<Coded> = Vec::new();
        if subjects.peek().is_none() && !is_passive(verb) && matches!(verb.dep(), Dep::Xcomp | Dep::Pcomp) {
            // The infinitive behind an adjective has its governor's subject.
            found.extend(speakers.iter().cloned());
        }
        for subject in subjects {
            if subject.pos() == Pos::Pron {
                found.extend(speakers.iter().cloned());
            } else if matches!(verb.dep(), Dep::Acl | Dep::Relcl) && subject.index() == verb.head().index() {
                // "roads leading into X": what stands in the clause says nothing of its subject.
                found.extend(self.codes.of_words(subject));
            } else {
                found.extend(self.codes.of(subject));
            }
        }
        if found.is_empty() && is_passive(verb) {
            found = self.in_slots(verb, args, |slot| matches!(slot, Slot::Prep(_)), &[], &[]);
            found.truncate(1);
        }
        if found.is_empty() {
            let subjects = args.iter().filter(|a| a.slot == Slot::Subj);
            found.extend(subjects.filter_map(|a| uncoded(doc.token(a.head))));
        }
        found.dedup_by(|a, b| a.code == b.code);
        found
    }

    /// To whom: the object, else the nearest preposition that names a party, else who the clause inside names.
    fn targets(
        &self,
        verb: Token<'_>,
        args: &[Arg<'_>],
        sources: &[Coded],
        speakers: &[Coded],
    ) -> Vec<Coded> {
        let doc = verb.sentence().doc();
        let object = self.in_slots(verb, args, is_object, sources, speakers);
        if !object.is_empty() {
            return object;
        }
        let mut preps: Vec<&Arg<'_>> = args.iter().filter(|a| matches!(a.slot, Slot::Prep(_))).collect();
        preps.sort_by_key(|a| a.head);
        let complements = args.iter().filter(|a| a.slot == Slot::Comp);
        for arg in preps.into_iter().chain(complements) {
            let head = doc.token(arg.head);
            let found = if is_verbal(head) {
                self.nearest(head, sources)
            } else {
                self.in_slots(verb, std::slice::from_ref(arg), |_| true, sources, speakers)
            };
            if !found.is_empty() {
                return found;
            }
        }
        self.in_clause(verb, sources)
    }

    /// The first party behind the verb in its own clause.
    fn in_clause(&self, verb: Token<'_>, sources: &[Coded]) -> Vec<Coded> {
        let mut open: Vec<Token<'_>> = verb.rights().collect();
        open.reverse();
        while let Some(token) = open.pop() {
            let clause =
                matches!(token.dep(), Dep::Advcl | Dep::Relcl | Dep::Ccomp | Dep::Parataxis | Dep::Conj);
            if clause || token.dep() == Dep::Prep && is_temporal(token.text()) {
                continue;
            }
            let found: Vec<Coded> =
                self.codes.of_words(token).into_iter().filter(|c| is_known(c) && !has(sources, c)).collect();
            if !found.is_empty() {
                return found;
            }
            let mut below: Vec<Token<'_>> = token.children().collect();
            below.reverse();
            open.extend(below);
        }
        Vec::new()
    }

    /// The first party that a clause names beside the sources.
    fn nearest(&self, verb: Token<'_>, sources: &[Coded]) -> Vec<Coded> {
        let mut inner: Vec<Arg<'_>> = self.graph.args(verb);
        inner.retain(|arg| arg.slot != Slot::Poss);
        inner.sort_by_key(|arg| arg.head);
        inner
            .iter()
            .map(|arg| self.in_slots(verb, std::slice::from_ref(arg), |_| true, sources, &[]))
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    }

    /// The parties in the slots asked for, without those that are sources; "it" and "them" are the speakers.
    fn in_slots(
        &self,
        verb: Token<'_>,
        args: &[Arg<'_>],
        wanted: impl Fn(Slot<'_>) -> bool,
        sources: &[Coded],
        speakers: &[Coded],
    ) -> Vec<Coded> {
        let doc = verb.sentence().doc();
        let mut found: Vec<Coded> = Vec::new();
        for arg in args.iter().filter(|a| wanted(a.slot)) {
            if matches!(arg.slot, Slot::Prep(prep) if is_temporal(prep)) {
                continue;
            }
            let head = doc.token(arg.head);
            let here = if head.pos() == Pos::Pron { speakers.to_vec() } else { self.codes.of(head) };
            for coded in here {
                if !has(sources, &coded) && !has(&found, &coded) {
                    found.push(coded);
                }
            }
        }
        found
    }
}

fn is_object(slot: Slot<'_>) -> bool {
    matches!(slot, Slot::Obj | Slot::Dative)
}

fn has(parties: &[Coded], coded: &Coded) -> bool {
    parties.iter().any(|party| party.code == coded.code)
}

/// A noun that neither a name nor a role makes known stands for itself.
fn uncoded(head: Token<'_>) -> Option<Coded> {
    let noun = matches!(head.pos(), Pos::Noun | Pos::Propn);
    noun.then(|| {
        let start = head
            .lefts()
            .filter(|t| matches!(t.dep(), Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Poss))
            .map(|t| t.left_edge())
            .min();
        Coded { code: None, tokens: start.unwrap_or(head.index())..head.index() + 1 }
    })
}

/// The first three letters of a code: the country, or the kind of organisation.
fn country(coded: &Coded) -> Option<&str> {
    coded.code.as_deref().and_then(|code| code.get(..3))
}

fn is_known(coded: &Coded) -> bool {
    coded.code.as_ref().is_some_and(|code| !code.starts_with("---"))
}

/// The acts of a verb that only says that they will come, if it does.
fn announced_by(verb: Token<'_>, mut acts: Vec<Act>) -> Vec<Act> {
    let announced = is_announced(verb);
    acts.iter_mut().for_each(|act| act.announced |= announced);
    acts
}

/// Acts that somebody tells of: its own force is a claim, that of others an accusation.
fn told(speakers: &[Coded], inner: Vec<Act>) -> Vec<Act> {
    let known: Vec<Coded> = speakers.iter().filter(|s| is_known(s)).cloned().collect();
    let mut told = Vec::with_capacity(inner.len());
    for act in inner {
        let force = act.forth.as_deref().is_some_and(is_force);
        // An official's word about his own side's deed is no accusation.
        let kin = |speaker: &Coded| act.sources.iter().any(|source| country(source) == country(speaker));
        if !force || known.is_empty() {
            told.push(act);
        } else if known.iter().any(|speaker| has(&act.sources, speaker)) {
            told.push(Act { forth: Some("015".to_owned()), back: None, ..act });
        } else if act.sources.iter().any(|s| s.code.is_some()) && !known.iter().any(kin) {
            let (sources, targets) = (known.clone(), act.sources);
            told.push(Act {
                sources,
                targets,
                forth: Some("112".to_owned()),
                back: None,
                verb: act.verb,
                announced: false,
            });
        } else {
            told.push(act);
        }
    }
    told
}

/// Acts that are asked for, promised or refused: the code of both together, once.
fn spoken_of(
    verb: Token<'_>,
    sources: &[Coded],
    addressed: &[Coded],
    outer: &str,
    inner: Vec<Act>,
    is_negated: bool,
) -> Vec<Act> {
    let mut spoken: Vec<Act> = Vec::new();
    for act in inner {
        // "wants X to go": what others are to do is asked of them, not meant to be done.
        let others = act.sources.iter().any(|s| is_known(s) && !has(sources, s));
        let outer = if others && outer.starts_with("03") { "020" } else { outer };
        let Some(forth) = act.forth.as_deref() else { continue };
        let code = if is_negated {
            match negated(forth) {
                Some(refusal) => refusal.to_owned(),
                None => continue,
            }
        } else {
            compose(outer, forth)
        };
        // Who is asked to act stands for whom it would be done to.
        let targets: Vec<Coded> = if !addressed.is_empty() {
            addressed.to_vec()
        } else if others && matches!(outer.get(..2), Some("02" | "10")) {
            act.sources
        } else {
            act.targets
        };
        let targets: Vec<Coded> = targets.into_iter().filter(|t| !has(sources, t)).collect();
        let new = Act {
            sources: sources.to_vec(),
            targets,
            forth: Some(code),
            back: None,
            verb: verb.index(),
            announced: act.announced,
        };
        let same = |known: &Act| known.targets == new.targets && known.forth == new.forth;
        if !spoken.iter().any(same) {
            spoken.push(new);
        }
    }
    spoken
}
