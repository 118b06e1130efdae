//! Tolls: words of harm with who was harmed, how many, and what caused it (codebook §3 and §4).

use std::ops::Range;

use athir_model::{Count, Harm};
use athir_nlp::{Dep, Pos, Token};

use crate::clause::{conjuncts, is_passive, is_verbal};
use crate::count::{CountKind, is_person_noun, singular_person};
use crate::graph::{Arg, Slot, slot_is};
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
    let is_adjective =
        !nominal && token.tag().starts_with('J') || token.dep() == Dep::Amod || token.dep() == Dep::Acomp;
    let mut victims: Vec<usize> = Vec::new();
    for slot in &frame.victims {
        for arg in args.iter().filter(|a| slot_is(a.slot, slot)) {
            // "killed on Sunday", "of wounds": not people.
            if !tokens.contains(&arg.head) && !victims.contains(&arg.head) && is_people(reading, arg.head) {
                victims.push(arg.head);
            }
        }
        if !victims.is_empty() {
            break;
        }
    }
    if victims.is_empty() {
        // "left 26 fighters dead": the people are the subject of the word inside the phrase.
        for &inner in tokens.iter().filter(|&&t| t != token.index()) {
            for arg in reading.graph.args(reading.doc.token(inner)) {
                if matches!(arg.slot, Slot::Head | Slot::Subj)
                    && !tokens.contains(&arg.head)
                    && is_people(reading, arg.head)
                    && !victims.contains(&arg.head)
                {
                    victims.push(arg.head);
                }
            }
        }
    }
    if victims.is_empty() {
        // "wounded over 14 others": the parse takes the bound for a preposition.
        for arg in &args {
            if matches!(arg.slot, Slot::Prep("over" | "about" | "around" | "under" | "between"))
                && has_number(reading, arg.head)
                && is_people(reading, arg.head)
            {
                victims.push(arg.head);
            }
        }
    }
    // "was among the 16 killed": the number is of all of them.
    let among = token.index().checked_sub(1).map(|i| reading.doc.token(i));
    let whole = among.filter(|t| t.pos() == Pos::Num && t.dep() == Dep::Pobj && t.head().text() == "among");
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
    if is_adjective || victims.is_empty() {
        for arg in args.iter().filter(|a| matches!(a.slot, Slot::Head)) {
            if !victims.contains(&arg.head) && is_people(reading, arg.head) {
                victims.push(arg.head);
            }
        }
    }
    if nominal && victims.is_empty() {
        for arg in args.iter().filter(|a| matches!(a.slot, Slot::Mod | Slot::Poss)) {
            if reading.mentions.has(arg.head) && is_people(reading, arg.head) {
                victims.push(arg.head);
            }
        }
    }
    if victims.is_empty() {
        victims = told_by_ellipsis(reading, token);
    }
    victims.extend(harmed_with(reading, token));
    let mut heads: Vec<usize> = Vec::new();
    for &victim in &victims {
        for conjunct in conjuncts_of_list(reading, reading.doc.token(victim)) {
            if !heads.contains(&conjunct.index())
                && (conjunct.index() == victim
                    || is_people(reading, conjunct.index())
                        && !has_harm_of_its_own(reading, conjunct, &tokens))
            {
                heads.push(conjunct.index());
            }
        }
    }
    // "a martyr and four wounded": the martyr is dead.
    let is_dead = |head: usize| reading.know.lexicon.token_in("dead_people_nouns", reading.doc.token(head));
    heads.retain(|&head| frame.harm == Harm::Killed || !is_dead(head));
    // "left six dead and a dozen injured": either number stands before its own word of harm.
    if heads.len() > 1 {
        heads.retain(|&head| !has_harm_of_its_own(reading, reading.doc.token(head), &tokens));
    }
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
    let mut causes: Vec<usize> = Vec::new();
    for slot in &frame.cause {
        for arg in args.iter().filter(|a| slot_is(a.slot, slot)) {
            if !heads.contains(&arg.head) && !tokens.contains(&arg.head) {
                causes.push(arg.head);
            }
        }
    }
    let mut counted = Vec::new();
    for &head in &told {
        if let Some((count, span)) = count_of(reading, head) {
            counted.push(Counted {
                harm: frame.harm,
                count,
                head: Some(head),
                tokens: span,
                voice: None,
                part: false,
            });
            counted.extend(parts_of(reading, head).map(|(count, span, noun)| Counted {
                harm: frame.harm,
                count,
                head: noun,
                tokens: span,
                voice: None,
                part: false,
            }));
        }
    }
    // "12 dead", "hundreds of casualties", "no deaths": the word of harm itself is counted.
    if counted.is_empty() {
        for &own in &tokens {
            if let Some((count, span)) = count_of(reading, own)
                .filter(|_| !singular_person(reading.doc, own) || has_number(reading, own) || is_dead(own))
            {
                // "lost 25 fighters"
                let head = Some(own).filter(|&own| is_person_noun(reading.doc.token(own)));
                counted.push(Counted {
                    harm: frame.harm,
                    count,
                    head,
                    tokens: span,
                    voice: None,
                    part: false,
                });
                break;
            }
        }
    }
    counted.extend(part_told_of(reading, token, frame.harm));
    // "Five more died, bringing the toll to 19": a toll is what its verb makes it.
    if nominal && (counted.is_empty() || token.lemma() == "toll") {
        let told = told_by_verb(reading, token, toll_harm(token, frame.harm));
        counted = if told.is_empty() { counted } else { told };
    }
    if counted.is_empty() && !nominal {
        counted.extend(number_behind(reading, token, frame.harm));
    }
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
        tokens,
        harm: frame.harm,
        victims: heads,
        named,
        counted,
        causes,
        args,
        nominal,
    }
}

/// The words that "and" joins to the first; also those of "a soldier, a guard and two drivers", where the parse takes the
/// second for another word for the first.
fn conjuncts_of_list<'d>(reading: &Reading<'d, '_>, first: Token<'d>) -> Vec<Token<'d>> {
    let is_one = |t: Token<'_>| t.children().any(|c| c.dep() == Dep::Det && matches!(c.lemma(), "a" | "an"));
    let joins = |t: &Token<'_>| {
        t.dep() == Dep::Appos
            && (is_one(*t) || reading.count_of_noun(t.index()).is_some())
            && t.rights().any(|c| c.dep() == Dep::Conj)
            && is_people(reading, t.index())
    };
    let mut all = conjuncts(first);
    if is_one(first)
        && let Some(second) = first.rights().find(joins)
    {
        all.extend(conjuncts(second));
    }
    all
}

/// "those killed", "among the dead", "most of the wounded": people of whom the text has told before.
pub(crate) fn refers_to_harmed(token: Token<'_>) -> bool {
    let people = if token.dep() == Dep::Acl { token.head() } else { token };
    people.lemma() == "those"
        || people.dep() == Dep::Pobj && people.head().text().eq_ignore_ascii_case("among")
        || most_of(people).is_some()
        || part_of_harmed(token).is_some()
}

/// "two of those killed", "three of the injured": the number of the part of them that is spoken of.
fn part_of_harmed(token: Token<'_>) -> Option<Token<'_>> {
    let people = match token.dep() {
        Dep::Acl if token.head().lemma() == "those" => token.head(),
        _ if token.tag() == "VBN" => token,
        _ => return None,
    };
    let of = people.head();
    let number = of.head();
    // "after two of the wounded died": they were counted before.
    let is_part = people.dep() == Dep::Pobj && of.text() == "of" && number.pos() == Pos::Num;
    let dies = matches!(number.head().lemma(), "die" | "succumb" | "perish");
    (is_part && !dies).then_some(number)
}

/// "Of the 130 injured, 77 were women": the number of a part of the harmed, which the clause is about.
fn part_told_of(reading: &Reading<'_, '_>, token: Token<'_>, harm: Harm) -> Option<Counted> {
    let whole = token.head();
    let of = whole.head();
    let is_opened = token.dep() == Dep::Acl
        && whole.dep() == Dep::Pobj
        && of.text().eq_ignore_ascii_case("of")
        && is_verbal(of.head());
    let number = of.head().children().find(|t| is_opened && t.dep() == Dep::Nsubj && t.pos() == Pos::Num)?;
    bare_number(reading, reading.count_around(number.index())?, harm)
}

/// "20 dead and 30 wounded": the second number is of another word of harm.
fn has_harm_of_its_own(reading: &Reading<'_, '_>, number: Token<'_>, tokens: &[usize]) -> bool {
    let next = number.index() + 1;
    (number.pos() == Pos::Num || has_number(reading, number.index()))
        && next < reading.doc.len()
        && !tokens.contains(&next)
        && !lookup_toll(reading, reading.doc.token(next)).is_empty()
}

/// "His deputy was wounded and his driver killed", "killed 20, with 50 others injured": the verb is passive without an
/// auxiliary.
fn told_by_ellipsis(reading: &Reading<'_, '_>, verb: Token<'_>) -> Vec<usize> {
    let beside = verb.dep() == Dep::Conj && matches!(verb.tag(), "VBD" | "VBN") && is_passive(verb.head())
        || verb.dep() == Dep::Pcomp && verb.tag() == "VBN" && verb.head().text() == "with";
    let is_elliptic =
        beside && !verb.children().any(|t| matches!(t.dep(), Dep::Dobj | Dep::Aux | Dep::Auxpass));
    let subjects = verb.children().filter(|t| is_elliptic && t.dep() == Dep::Nsubj);
    subjects.map(|t| t.index()).filter(|&head| is_people(reading, head)).collect()
}

/// "was killed along with two bodyguards", "lost their lives together with 45 rebels": who came to the same harm.
fn harmed_with(reading: &Reading<'_, '_>, verb: Token<'_>) -> Vec<usize> {
    let beside = |with: &Token<'_>| {
        let before = with.index().checked_sub(1).map(|i| reading.doc.token(i));
        with.text() == "with" && before.is_some_and(|t| matches!(t.text(), "along" | "together"))
    };
    let suffers = is_passive(verb) || matches!(verb.lemma(), "die" | "perish" | "lose");
    let preps = verb.rights().filter(|t| t.dep() == Dep::Prep && suffers);
    let with = preps.flat_map(|t| [t].into_iter().chain(t.children())).find(beside);
    let objects = with.into_iter().flat_map(|with| with.children()).filter(|t| t.dep() == Dep::Pobj);
    objects.map(|t| t.index()).filter(|&head| is_people(reading, head)).collect()
}

/// "Nine of the dead were children", "nine of those killed were children": how many of them were who.
fn part_of_dead(reading: &Reading<'_, '_>, token: Token<'_>, harm: Harm) -> Option<Counted> {
    let is_those = token.dep() == Dep::Acl && token.head().lemma() == "those";
    let whole = if is_those { token.head() } else { token };
    let of = Some(whole.head()).filter(|t| whole.dep() == Dep::Pobj && t.text() == "of")?;
    let number = of.head();
    let verb = Some(number.head()).filter(|t| number.dep() == Dep::Nsubj && t.lemma() == "be")?;
    let who = verb.children().find(|t| t.dep() == Dep::Attr && is_people(reading, t.index()))?;
    let (count, tokens) = count_of(reading, number.index())?;
    Some(Counted { harm, count, head: Some(who.index()), tokens, voice: None, part: true })
}

/// "The dead were three soldiers and a child", "among the dead was a child", "most of those killed were farmers, but included
/// rebels": heads of the words for the people.
fn told_by_copula(reading: &Reading<'_, '_>, token: Token<'_>) -> Vec<usize> {
    let is_among = |t: Token<'_>| t.dep() == Dep::Pobj && t.head().text().eq_ignore_ascii_case("among");
    // "was among those killed", "those killed were"
    let those = Some(token.head()).filter(|t| token.dep() == Dep::Acl && t.lemma() == "those");
    let people = those.unwrap_or(token);
    let below = if is_among(people) { people.head() } else { most_of(people).unwrap_or(people) };
    let verb = below.head();
    let is_list = matches!(below.dep(), Dep::Nsubj | Dep::Prep) && matches!(verb.lemma(), "be" | "include");
    if !is_list {
        return Vec::new();
    }
    // "three women were among the dead"
    let is_subject = |t: &Token<'_>| t.dep() == Dep::Nsubj && is_among(people) && verb.lemma() == "be";
    let listed = |t: &Token<'_>| {
        matches!(t.dep(), Dep::Attr | Dep::Dobj | Dep::Nsubj) && (t.index() > token.index() || is_subject(t))
    };
    let goes_on = |t: &Token<'_>| {
        t.dep() == Dep::Conj
            && t.lemma() == "include"
            && t.lefts().all(|s| s.dep() != Dep::Nsubj || s.pos() == Pos::Pron)
    };
    let more = verb.children().filter(goes_on).flat_map(|t| t.children()).filter(|t| t.dep() == Dep::Dobj);
    let all = verb.children().filter(listed).chain(more);
    all.map(|t| t.index()).filter(|&head| is_people(reading, head)).collect()
}

/// "most of the dead": the word for the part.
fn most_of(people: Token<'_>) -> Option<Token<'_>> {
    let of = people.head();
    let part = of.head();
    let is_part = matches!(
        part.lemma(),
        "most" | "many" | "majority" | "some" | "all" | "half" | "rest" | "remainder" | "bulk"
    );
    (people.dep() == Dep::Pobj && of.text() == "of" && is_part).then_some(part)
}

/// The people that a list names one by one: "four people died: three soldiers and a child", "a soldier and two rebels were
/// among the seven killed". Heads of the words for them, behind the head of the words for all.
fn listed_people(reading: &Reading<'_, '_>, heads: &[usize]) -> Option<(usize, Vec<usize>)> {
    heads.iter().find_map(|&head| {
        let whole = reading.doc.token(head);
        let most = count_of(reading, head).filter(|_| has_number(reading, head))?.0.high;
        // "left 17 people dead: 11 rebels and six soldiers", where the list hangs on the verb
        let colon =
            |t: &Token<'_>| t.index() > 0 && reading.doc.token(t.left_edge().saturating_sub(1)).text() == ":";
        let behind =
            whole.head().children().filter(|t| t.dep() == Dep::Oprd && t.index() > head).filter(colon);
        let lists = whole.children().filter(|t| t.dep() == Dep::Appos && t.index() > head).chain(behind);
        let mut listed: Vec<usize> = lists.flat_map(conjuncts_and_appositions).collect();
        // Behind a comma stands many a thing; what is a list adds up, or is opened by a colon.
        let opens = |t: usize| matches!(reading.doc.token(t).text(), ":" | "-" | "\u{2013}" | "\u{2014}");
        let mut is_list = listed.first().is_some_and(|&first| {
            let start = reading.doc.token(first).left_edge();
            start > 0 && opens(start - 1)
        });
        let above = whole.head();
        if whole.dep() == Dep::Pobj && above.text() == "among" && above.head().lemma() == "be" {
            let subjects = above.head().lefts().filter(|t| t.dep() == Dep::Nsubj);
            listed.extend(subjects.flat_map(conjuncts).map(|t| t.index()));
            is_list = true;
        }
        listed.retain(|&head| is_people(reading, head) && !heads.contains(&head));
        let each = listed.iter().map(|&head| count_of(reading, head).and_then(|(count, _)| count.low));
        let sum = each.sum::<Option<u64>>().filter(|&sum| sum > 0)?;
        let fits = if is_list { most.is_none_or(|most| sum <= most) } else { most == Some(sum) };
        fits.then_some((head, listed))
    })
}

/// The words of a list, which the parse joins by "and" or hangs on one another.
fn conjuncts_and_appositions(first: Token<'_>) -> Vec<usize> {
    let mut words: Vec<usize> = conjuncts(first).iter().map(|t| t.index()).collect();
    let mut n = 0;
    while n < words.len() {
        let token = first.doc().token(words[n]);
        let more = token.rights().filter(|t| t.dep() == Dep::Appos).flat_map(conjuncts);
        let more: Vec<usize> = more.map(|t| t.index()).filter(|t| !words.contains(t)).collect();
        words.extend(more);
        n += 1;
    }
    words
}

/// "17 people died and 28 were hurt", where the parse makes the number a part of the clause before, and "left 40 dead and 60
/// wounded": a bare number right before the auxiliary or the word of harm.
fn number_before(reading: &Reading<'_, '_>, verb: Token<'_>, harm: Harm) -> Option<Counted> {
    let doc = reading.doc;
    let mut at = verb.index();
    while at > 0 && doc.token(at - 1).pos() == Pos::Aux && doc.token(at - 1).head() == verb {
        at -= 1;
    }
    let number = at.checked_sub(1).map(|i| doc.token(i))?;
    let beside =
        at == verb.index() && matches!(verb.tag(), "VBN" | "VBD" | "JJ") && number.dep() == Dep::Nsubj;
    // "in Binnish eight died": no number stands behind its noun.
    let behind_noun = number.dep() == Dep::Nummod && number.head().index() < number.index();
    let stray = number.pos() == Pos::Num && (number.dep() == Dep::Conj || beside || behind_noun);
    bare_number(reading, reading.count_around(number.index()).filter(|_| stray)?, harm)
}

/// "wounded 40 Tuesday", where the parse gives the number to the day: a number without a noun right behind the verb.
fn number_behind(reading: &Reading<'_, '_>, verb: Token<'_>, harm: Harm) -> Option<Counted> {
    let next = verb.index() + 1;
    let n = if next < reading.doc.len() { reading.count_around(next)? } else { return None };
    bare_number(reading, n, harm).filter(|c| c.tokens.start == next)
}

/// A count that stands alone: without a noun, and no part of another.
fn bare_number(reading: &Reading<'_, '_>, n: usize, harm: Harm) -> Option<Counted> {
    let c = &reading.counts[n];
    let is_bare = c.kind == CountKind::Plain && c.noun.is_none() && c.part_of.is_none();
    is_bare.then(|| Counted {
        harm,
        count: c.count,
        head: None,
        tokens: c.tokens.clone(),
        voice: None,
        part: false,
    })
}

/// The numbers that the verb of a noun of harm gives: "the death toll rose to 30", "put the toll at 16".
fn told_by_verb(reading: &Reading<'_, '_>, noun: Token<'_>, harm: Harm) -> Vec<Counted> {
    let mut counted = Vec::new();
    for number in amounts(reading, noun) {
        if let Some((count, tokens)) = count_of(reading, number.index()) {
            counted.push(Counted { harm, count, head: None, tokens, voice: None, part: false });
            counted.extend(parts_of(reading, number.index()).map(|(count, tokens, head)| Counted {
                harm,
                count,
                head,
                tokens,
                voice: None,
                part: false,
            }));
        }
    }
    counted
}

/// What the verb of a noun of number says that it comes to: "rose to 30", "stands at 16", "has reached 90".
fn amounts<'d>(reading: &Reading<'d, '_>, noun: Token<'d>) -> impl Iterator<Item = Token<'d>> {
    let verb = noun.head();
    let amounts = reading.know.lexicon.has("amount_verbs", verb.lemma());
    let by_prep = verb
        .children()
        .filter(|t| t.dep() == Dep::Prep && matches!(t.text(), "to" | "at" | "above" | "past"))
        .flat_map(|t| t.children())
        .filter(|t| t.dep() == Dep::Pobj);
    let direct = verb
        .children()
        .filter(move |t| amounts && matches!(t.dep(), Dep::Dobj | Dep::Attr) && t.index() != noun.index());
    by_prep.chain(direct)
}

/// "The death toll" counts the dead, "the toll" whatever it counts.
fn toll_harm(token: Token<'_>, harm: Harm) -> Harm {
    if token.children().any(|t| t.lemma() == "death") { Harm::Killed } else { harm }
}

fn has_number(reading: &Reading<'_, '_>, head: usize) -> bool {
    reading.count_of_noun(head).or_else(|| reading.count_around(head)).is_some()
}

/// How many people a head stands for, with the words that say so.
pub(crate) fn count_of(reading: &Reading<'_, '_>, head: usize) -> Option<(Count, Range<usize>)> {
    // A number alone, or the first word of "dozens of residents".
    let bare = || {
        reading.count_around(head).filter(|&n| {
            let c = &reading.counts[n];
            (c.part_of.is_none() || is_of_them(reading.doc.token(head)))
                && c.noun.is_none_or(|noun| {
                    noun > head && reading.doc.token(noun).ancestors().take(3).any(|t| t.index() == head)
                })
        })
    };
    let found = reading.count_of_noun(head).or_else(bare).map(|n| &reading.counts[n]);
    if let Some(c) = found {
        let end = c.noun.map_or(c.tokens.end, |n| c.tokens.end.max(n + 1));
        return Some((c.count, c.tokens.start..end));
    }
    let token = reading.doc.token(head);
    // "a family of five", "a crew of three"
    let of = token.rights().find(|t| {
        t.text() == "of"
            && matches!(
                token.lemma(),
                "family" | "household" | "crew" | "group" | "party" | "patrol" | "team"
            )
    });
    let number = of.and_then(|of| of.children().find(|t| t.dep() == Dep::Pobj && t.pos() == Pos::Num));
    if let Some(n) = number.and_then(|t| reading.count_around(t.index())) {
        let counted = &reading.counts[n];
        return Some((counted.count, head..counted.tokens.end));
    }
    if let Some(n) = number_of_them(reading, token) {
        return Some((reading.counts[n].count, reading.counts[n].tokens.clone()));
    }
    let is_one = matches!(token.text().to_ascii_lowercase().as_str(), "he" | "she" | "him");
    // "two officers died and a third was hurt", "killed one and wounded another"
    let is_next = is_one_more(token)
        && matches!(token.dep(), Dep::Nsubjpass | Dep::Nsubj | Dep::Dobj)
        && !token.children().any(|t| matches!(t.dep(), Dep::Prep | Dep::Nummod));
    if is_one || is_next {
        return Some((Count::exactly(1), head..head + 1));
    }
    singular_person(reading.doc, head).then(|| {
        let start = token
            .lefts()
            .filter(|t| matches!(t.dep(), Dep::Det | Dep::Amod | Dep::Compound))
            .map(|t| t.index())
            .min()
            .unwrap_or(head);
        (Count::exactly(1), start..head + 1)
    })
}

/// "a third", "another": one person beside those told of.
fn is_one_more(token: Token<'_>) -> bool {
    matches!(token.lemma(), "second" | "third" | "fourth" | "fifth" | "sixth")
        && token.children().any(|t| t.dep() == Dep::Det && t.lemma() == "a")
        || token.lemma() == "another" && token.dep() != Dep::Det
}

/// "The number of villagers abducted stands at 180": the count that the verb of the number gives.
fn number_of_them(reading: &Reading<'_, '_>, people: Token<'_>) -> Option<usize> {
    let number = people.head().head();
    let is_number = people.dep() == Dep::Pobj
        && people.head().text() == "of"
        && matches!(number.lemma(), "number" | "total" | "tally" | "count")
        && !number.children().any(|t| t.dep() == Dep::Det && t.lemma() == "a");
    amounts(reading, number).filter(|_| is_number).find_map(|t| {
        let n = reading.count_around(t.index())?;
        let c = &reading.counts[n];
        (c.kind == CountKind::Plain && c.noun.is_none()).then_some(n)
    })
}

/// "killed two of them": a number of people told before.
fn is_of_them(number: Token<'_>) -> bool {
    let them = |t: Token<'_>| t.dep() == Dep::Pobj && t.pos() == Pos::Pron;
    number.pos() == Pos::Num && number.rights().any(|of| of.text() == "of" && of.children().any(them))
}

/// The counts that are parts of the count of this head: "including three children".
fn parts_of(
    reading: &Reading<'_, '_>,
    head: usize,
) -> impl Iterator<Item = (Count, Range<usize>, Option<usize>)> {
    let whole = reading.count_of_noun(head).or_else(|| reading.count_around(head));
    // Parts stand behind their whole, and not far from it.
    let near = whole.map_or(0..0, |n| n + 1..reading.counts.len().min(n + 8));
    reading.counts[near]
        .iter()
        .filter(move |c| {
            c.part_of == whole
                && c.kind == CountKind::Plain
                && c.noun.is_none_or(|noun| is_people(reading, noun))
        })
        .map(|c| (c.count, c.tokens.start..c.noun.map_or(c.tokens.end, |n| c.tokens.end.max(n + 1)), c.noun))
}

/// Whether a filler can be people: a mention, a person word, a number.
fn is_people(reading: &Reading<'_, '_>, head: usize) -> bool {
    use crate::frame::Class;
    let token = reading.doc.token(head);
    // "losses on both sides": the two are sides and no people counted.
    if matches!(token.lemma(), "side" | "party" | "camp") {
        return false;
    }
    // "the channel 24": what tells the news is not whom it tells of.
    if matches!(
        token.lemma(),
        "channel" | "television" | "tv" | "radio" | "agency" | "newspaper" | "website" | "broadcaster"
    ) {
        return false;
    }
    // "the head of the brigade, X,"
    let is_leader = || {
        let is_name = |t: Token<'_>| t.entity().is_some_and(|e| e.label() == "PERSON");
        token.lemma() == "head" && token.children().any(|t| t.dep() == Dep::Appos && is_name(t))
    };
    reading.is_class(head, Class::Person)
        || is_leader()
        || reading.mentions.has(head)
        || has_number(reading, head)
            && !reading.know.lexicon.token_in("place_nouns", token)
            && !reading.know.lexicon.token_in("vehicle_nouns", token)
        || reading.know.lexicon.token_in("quantity_nouns", token)
        || is_one_more(token)
        || reading.doc.token(head).entity().is_some_and(|e| e.label() == "PERSON")
}

/// "26 fighters dead and wounded", "killed and wounded dozens": one number for both (codebook §3).
fn join_dead_and_wounded(reading: &Reading<'_, '_>, tolls: &mut Vec<Toll<'_>>) {
    let mut drop = Vec::new();
    for i in 0..tolls.len() {
        let Some(j) = (i + 1..tolls.len())
            .find(|&j| reading.doc.token(tolls[j].head).sentence().range().contains(&tolls[i].head))
        else {
            continue;
        };
        let (a, b) = (&tolls[i], &tolls[j]);
        let pair = matches!((a.harm, b.harm), (Harm::Killed, Harm::Injured) | (Harm::Injured, Harm::Killed));
        let head_b = reading.doc.token(b.head);
        let joined = head_b.dep() == Dep::Conj && a.tokens.contains(&head_b.head().index())
            || b.head == a.head + 2
                && matches!(reading.doc.token(a.head + 1).text(), "and" | "or" | "&" | "/" | ",");
        let same_people = match (a.counted.first(), b.counted.first()) {
            (Some(x), Some(y)) => x.tokens == y.tokens,
            (Some(_), None) => b.victims.is_empty() || b.victims == a.victims,
            (None, Some(_)) => a.victims.is_empty() || b.victims == a.victims,
            (None, None) => false,
        };
        let negated_apart = a.counted.iter().chain(&b.counted).any(|c| c.count == Count::exactly(0));
        let last = a.tokens.iter().copied().max().unwrap_or(a.head);
        // "45 killed and 30 wounded": the second has a number of its own.
        let own_number = (a.head.min(b.head) + 1..b.head).any(|t| {
            reading.count_around(t).is_some_and(|n| {
                !a.counted.iter().any(|c| c.tokens.contains(&reading.counts[n].tokens.start))
            })
        });
        if own_number && pair && joined && (b.counted.is_empty() || same_people) {
            let number = (a.head + 1..tolls[j].head)
                .rev()
                .find_map(|t| reading.count_around(t))
                .map(|n| &reading.counts[n]);
            if let Some(c) = number {
                let counted = Counted {
                    harm: tolls[j].harm,
                    count: c.count,
                    head: None,
                    tokens: c.tokens.clone(),
                    voice: None,
                    part: false,
                };
                tolls[j].counted = vec![counted];
            }
            continue;
        }
        if pair && joined && same_people && !negated_apart && b.head <= last + 3 {
            let counted = if a.counted.is_empty() { b.counted.clone() } else { a.counted.clone() };
            let victims = if a.victims.is_empty() { b.victims.clone() } else { a.victims.clone() };
            let causes: Vec<usize> = a.causes.iter().chain(&b.causes).copied().collect();
            let toll = &mut tolls[i];
            toll.harm = Harm::Casualties;
            toll.counted = counted;
            for c in &mut toll.counted {
                c.harm = Harm::Casualties;
            }
            toll.victims = victims;
            toll.causes = causes;
            drop.push(j);
        }
    }
    let mut n = 0;
    tolls.retain(|_| {
        n += 1;
        !drop.contains(&(n - 1))
    });
}
