//! Tolls: words of harm with who was harmed, how many, and what caused it (codebook §3 and §4).

mod number;
mod pair;
mod people;

use std::ops::Range;

use athir_model::{Count, Harm};
use athir_nlp::{Dep, Pos, Token};

pub(crate) use self::number::count_of;
use self::number::{
    has_number, number_before, number_behind, part_of_dead, part_told_of, parts_of, told_by_verb, toll_harm,
};
use self::pair::join_dead_and_wounded;
pub(crate) use self::people::refers_to_harmed;
use self::people::{
    conjuncts_of_list, harmed_with, is_people, listed_people, part_of_harmed, told_by_copula,
    told_by_ellipsis,
};
use crate::clause::is_verbal;
use crate::count::{is_person_noun, singular_person};
use crate::frame::TollFrame;
use crate::graph::{Arg, Slot, slot_is};
use crate::main_toll::is_among_others;
use crate::reading::Reading;
use crate::trigger::lookup_toll;
use crate::voice::Voice;

/// Some people harmed, as one passage counts them.
#[derive(Clone, Debug)]
pub(crate) struct Counted {
    pub(crate) harm: Harm,
    pub(crate) count: Count,
    /// Head of the words for the people, if they are named.
    pub(crate) head: Option<usize>,
    /// The words that were counted.
    pub(crate) tokens: Range<usize>,
    /// The voice that gives the number.
    pub(crate) voice: Option<Voice>,
    /// Whether they are some of those told of before: "three women were among the dead".
    pub(crate) part: bool,
    /// Whether they are others than those of the count before, in one row with them: "nine women and two men".
    pub(crate) beside: bool,
}

impl Counted {
    /// People who are not told of before, counted by no voice yet.
    fn new(harm: Harm, count: Count, head: Option<usize>, tokens: Range<usize>) -> Counted {
        Counted { harm, count, head, tokens, voice: None, part: false, beside: false }
    }
}

/// A word of harm in the text.
#[derive(Clone, Debug)]
pub(crate) struct Toll<'d> {
    pub(crate) head: usize,
    pub(crate) tokens: Vec<usize>,
    pub(crate) harm: Harm,
    /// Heads of the words for the people harmed.
    pub(crate) victims: Vec<usize>,
    /// Heads of the words that say who they were: those of a list in place of the word for all of them.
    pub(crate) named: Vec<usize>,
    pub(crate) counted: Vec<Counted>,
    /// Heads of the words for the cause.
    pub(crate) causes: Vec<usize>,
    pub(crate) args: Vec<Arg<'d>>,
    /// A noun ("deaths", "the toll") rather than a verb or adjective.
    pub(crate) nominal: bool,
}

/// Finds every toll, in the order of the text. `is_own` tells tokens whose frame counts the harm itself.
pub(crate) fn find_tolls<'d>(reading: &Reading<'d, '_>, is_own: impl Fn(usize) -> bool) -> Vec<Toll<'d>> {
    let mut tolls: Vec<Toll<'d>> = Vec::new();
    for token in reading.doc.tokens() {
        if token.is_punct() || token.is_space() || is_own(token.index()) || reading.is_named(token.index()) {
            continue;
        }
        let mut matches = lookup_toll(reading, token);
        // "clashes died down": a particle makes another verb of it.
        let particle = token.children().find(|t| t.dep() == Dep::Prt).map(|t| t.index());
        matches.retain(|(_, tokens, _)| particle.is_none_or(|p| tokens.contains(&p)));
        matches.sort_by_key(|(frame, tokens, _)| (usize::MAX - tokens.len(), *frame));
        let Some((frame, tokens, object)) = matches.into_iter().next() else { continue };
        if tolls.iter().rev().take(8).any(|t| t.tokens.len() > 1 && t.tokens.contains(&token.index())) {
            continue;
        }
        let toll = read_toll(reading, token, frame, tokens, object);
        // "Their bodies were taken to hospital"
        let is_body = |a: &Arg<'_>| {
            a.slot == Slot::Obj && matches!(reading.doc.token(a.head).lemma(), "body" | "corpse" | "remain")
        };
        if toll.harm != Harm::Injured || !toll.args.iter().any(is_body) {
            tolls.push(toll);
        }
    }
    join_dead_and_wounded(reading, &mut tolls);
    tolls
}

/// Reads one word of harm. `object` is the head of the words for the people where the words of harm stand around them.
fn read_toll<'d>(
    reading: &Reading<'d, '_>,
    token: Token<'d>,
    frame: usize,
    tokens: Vec<usize>,
    object: Option<usize>,
) -> Toll<'d> {
    let frame = &reading.know.frames.tolls[frame];
    let mut args = reading.graph.args(token);
    if let Some(object) = object {
        args.retain(|a| a.slot != Slot::Obj);
        args.push(Arg { slot: Slot::Obj, head: object, direct: true });
    }
    let nominal = !is_verbal(token) && token.tag().starts_with('N');
    let word = Word { reading, token, frame, tokens: &tokens, args: &args, nominal };
    let mut heads = word.people();
    let (mut named, mut told) = (heads.clone(), heads.clone());
    if let Some((whole, listed)) = listed_people(reading, &heads) {
        told.extend(&listed);
        // "Two people, a judge and his guard": the list says who they are, where the word for all does not.
        let token = reading.doc.token(whole);
        if token.pos() == Pos::Num || matches!(token.lemma(), "people" | "person" | "other" | "victim") {
            named.retain(|&head| head != whole);
            named.extend(listed);
        }
    }
    let causes = word.causes(&heads);
    let mut counted = word.counted(&heads, &told);
    if let Some(part) = part_of_dead(reading, token, frame.harm) {
        heads = part.head.into_iter().collect();
        named = heads.clone();
        counted = vec![part];
    }
    if let Some(own) = number_before(reading, token, frame.harm)
        && !counted.iter().any(|c| c.tokens.contains(&own.tokens.start))
    {
        counted = vec![own];
        heads.clear();
        named.clear();
    }
    if refers_to_harmed(token) {
        counted.iter_mut().for_each(|c| c.part = true);
    }
    Toll {
        head: token.index(),
        harm: frame.harm,
        victims: heads,
        named,
        counted,
        causes,
        tokens,
        args,
        nominal,
    }
}

/// A word of harm while it is read.
struct Word<'a, 'd, 'k> {
    reading: &'a Reading<'d, 'k>,
    token: Token<'d>,
    frame: &'a TollFrame,
    tokens: &'a [usize],
    args: &'a [Arg<'d>],
    nominal: bool,
}

impl Word<'_, '_, '_> {
    /// Heads of the words for the people harmed, those of a row each.
    fn people(&self) -> Vec<usize> {
        let reading = self.reading;
        let mut victims = self.victims();
        victims.extend(harmed_with(reading, self.token));
        let mut heads: Vec<usize> = Vec::new();
        for &victim in &victims {
            for conjunct in conjuncts_of_list(reading, reading.doc.token(victim)) {
                if !heads.contains(&conjunct.index())
                    && (conjunct.index() == victim
                        || is_people(reading, conjunct.index())
                            && !has_harm_of_its_own(reading, conjunct, self.tokens))
                {
                    heads.push(conjunct.index());
                }
            }
        }
        // "a martyr and four wounded": the martyr is dead.
        heads.retain(|&head| self.frame.harm == Harm::Killed || !is_dead(reading, head));
        // "left six dead and a dozen injured": either number stands before its own word of harm.
        if heads.len() > 1 {
            heads.retain(|&head| !has_harm_of_its_own(reading, reading.doc.token(head), self.tokens));
        }
        heads
    }

    /// Heads of the words for the people, by the surest sign first.
    fn victims(&self) -> Vec<usize> {
        let (reading, token) = (self.reading, self.token);
        let mut victims = self.in_slots();
        if victims.is_empty() {
            victims = self.inside_phrase();
        }
        if victims.is_empty() {
            victims = self.behind_bound();
        }
        // "was among the 16 killed": the number is of all of them.
        let among = token.index().checked_sub(1).map(|i| reading.doc.token(i));
        let whole =
            among.filter(|t| t.pos() == Pos::Num && t.dep() == Dep::Pobj && t.head().text() == "among");
        if let Some(number) = whole.filter(|_| token.tag() == "VBN") {
            victims = vec![number.index()];
        }
        if let Some(part) = part_of_harmed(token) {
            victims = vec![part.index()];
        }
        let is_those = |&head: &usize| reading.doc.token(head).lemma() == "those";
        if victims.iter().all(is_those) {
            let told = told_by_copula(reading, token);
            victims = if told.is_empty() { victims } else { told };
        }
        let is_adjective = !self.nominal && token.tag().starts_with('J')
            || token.dep() == Dep::Amod
            || token.dep() == Dep::Acomp;
        let of_slots = |victims: &mut Vec<usize>, fits: &dyn Fn(&Arg<'_>) -> bool| {
            for arg in self.args.iter().filter(|a| fits(a)) {
                if !victims.contains(&arg.head) && is_people(reading, arg.head) {
                    victims.push(arg.head);
                }
            }
        };
        if is_adjective || victims.is_empty() {
            of_slots(&mut victims, &|a| matches!(a.slot, Slot::Head));
        }
        if self.nominal && victims.is_empty() {
            let is_mention = |a: &Arg<'_>| reading.mentions.has(a.head);
            of_slots(&mut victims, &|a| matches!(a.slot, Slot::Mod | Slot::Poss) && is_mention(a));
        }
        if victims.is_empty() {
            victims = told_by_ellipsis(reading, token);
        }
        victims
    }

    /// Those in the first slot of the frame that holds people.
    fn in_slots(&self) -> Vec<usize> {
        let mut victims: Vec<usize> = Vec::new();
        for slot in &self.frame.victims {
            for arg in self.args.iter().filter(|a| slot_is(a.slot, slot)) {
                // "killed on Sunday", "of wounds": not people.
                if !self.tokens.contains(&arg.head)
                    && !victims.contains(&arg.head)
                    && is_people(self.reading, arg.head)
                {
                    victims.push(arg.head);
                }
            }
            if !victims.is_empty() {
                break;
            }
        }
        victims
    }

    /// "left 26 fighters dead": the people are the subject of the word inside the phrase.
    fn inside_phrase(&self) -> Vec<usize> {
        let mut victims: Vec<usize> = Vec::new();
        for &inner in self.tokens.iter().filter(|&&t| t != self.token.index()) {
            for arg in self.reading.graph.args(self.reading.doc.token(inner)) {
                if matches!(arg.slot, Slot::Head | Slot::Subj)
                    && !self.tokens.contains(&arg.head)
                    && is_people(self.reading, arg.head)
                    && !victims.contains(&arg.head)
                {
                    victims.push(arg.head);
                }
            }
        }
        victims
    }

    /// "wounded over 14 others": the parse takes the bound for a preposition.
    fn behind_bound(&self) -> Vec<usize> {
        let is_bound = |a: &&Arg<'_>| {
            matches!(a.slot, Slot::Prep("over" | "about" | "around" | "under" | "between"))
                && has_number(self.reading, a.head)
                && is_people(self.reading, a.head)
        };
        self.args.iter().filter(is_bound).map(|a| a.head).collect()
    }

    /// Heads of the words for the cause.
    fn causes(&self, people: &[usize]) -> Vec<usize> {
        let in_slot = |slot: &String| {
            let heads = self.args.iter().filter(|a| slot_is(a.slot, slot)).map(|a| a.head);
            heads.filter(|head| !people.contains(head) && !self.tokens.contains(head)).collect::<Vec<_>>()
        };
        self.frame.cause.iter().flat_map(in_slot).collect()
    }

    /// The numbers of the people that are told of, or else that of the word of harm or of its verb; `heads` are the people
    /// themselves, without those of a list that says who they are.
    fn counted(&self, heads: &[usize], people: &[usize]) -> Vec<Counted> {
        let (reading, token, harm) = (self.reading, self.token, self.frame.harm);
        let mut counted = self.counted_in_row(heads, people);
        if counted.is_empty() {
            counted.extend(self.counted_itself());
        }
        counted.extend(part_told_of(reading, token, harm).map(|part| Counted { part: true, ..part }));
        // "Five more died, bringing the toll to 19": a toll is what its verb makes it.
        if self.nominal && (counted.is_empty() || token.lemma() == "toll") {
            let told = told_by_verb(reading, token, toll_harm(token, harm));
            counted = if told.is_empty() { counted } else { told };
        }
        if counted.is_empty() && !self.nominal {
            counted.extend(number_behind(reading, token, harm));
        }
        counted
    }

    /// Those in a row are beside each other, those of a list or behind "including" are some of the others.
    fn counted_in_row(&self, heads: &[usize], people: &[usize]) -> Vec<Counted> {
        let (reading, harm) = (self.reading, self.frame.harm);
        let (mut row, mut parts): (Vec<Counted>, Vec<Counted>) = (Vec::new(), Vec::new());
        for &head in people {
            let Some((count, span)) = count_of(reading, head) else { continue };
            let counted = Counted::new(harm, count, Some(head), span);
            if !heads.contains(&head) || !row.is_empty() && is_among_others(reading, head) {
                parts.push(Counted { part: true, ..counted });
            } else {
                row.push(Counted { beside: !row.is_empty(), ..counted });
            }
            let within = parts_of(reading, head);
            parts.extend(
                within.map(|(count, span, noun)| Counted {
                    part: true,
                    ..Counted::new(harm, count, noun, span)
                }),
            );
        }
        row.extend(parts);
        row
    }

    /// "12 dead", "hundreds of casualties", "no deaths": the word of harm itself is counted.
    fn counted_itself(&self) -> Option<Counted> {
        let reading = self.reading;
        self.tokens.iter().find_map(|&own| {
            let (count, span) = count_of(reading, own).filter(|_| {
                !singular_person(reading.doc, own) || has_number(reading, own) || is_dead(reading, own)
            })?;
            // "lost 25 fighters"
            let head = Some(own).filter(|&own| is_person_noun(reading.doc.token(own)));
            Some(Counted::new(self.frame.harm, count, head, span))
        })
    }
}

/// Whether the word is one for the dead: "martyr".
fn is_dead(reading: &Reading<'_, '_>, head: usize) -> bool {
    reading.know.lexicon.token_in("dead_people_nouns", reading.doc.token(head))
}

/// "20 dead and 30 wounded": the second number is of another word of harm.
fn has_harm_of_its_own(reading: &Reading<'_, '_>, number: Token<'_>, tokens: &[usize]) -> bool {
    let next = number.index() + 1;
    (number.pos() == Pos::Num || has_number(reading, number.index()))
        && next < reading.doc.len()
        && !tokens.contains(&next)
        && !lookup_toll(reading, reading.doc.token(next)).is_empty()
}
