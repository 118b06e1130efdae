//! Who was harmed: the words for the people beside a word of harm.

use athir_nlp::{Dep, Pos, Token};

use super::number::{count_of, has_number};
use crate::clause::{conjuncts, is_passive};
use crate::frame::Class;
use crate::reading::Reading;

/// Whether a filler can be people: a mention, a person word, a number.
pub(super) fn is_people(reading: &Reading<'_, '_>, head: usize) -> bool {
    let token = reading.doc.token(head);
    // "losses on both sides": the two are sides and no people counted.
    if matches!(token.lemma(), "side" | "party" | "camp") {
        return false;
    }
    // "the channel 24": what tells the news is not whom it tells of.
    if reading.know.lexicon.has("news_nouns", token.lemma()) {
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
        || token.entity().is_some_and(|e| e.label() == "PERSON")
}

/// "a third", "another": one person beside those told of.
pub(super) fn is_one_more(token: Token<'_>) -> bool {
    matches!(token.lemma(), "second" | "third" | "fourth" | "fifth" | "sixth")
        && token.children().any(|t| t.dep() == Dep::Det && t.lemma() == "a")
        || token.lemma() == "another" && token.dep() != Dep::Det
}

/// The words that "and" joins to the first; also those of "a soldier, a guard and two drivers", where the parse takes the
/// second for another word for the first.
pub(super) fn conjuncts_of_list<'d>(reading: &Reading<'d, '_>, first: Token<'d>) -> Vec<Token<'d>> {
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
pub(super) fn part_of_harmed(token: Token<'_>) -> Option<Token<'_>> {
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

/// "His deputy was wounded and his driver killed", "killed 20, with 50 others injured": the verb is passive without an
/// auxiliary.
pub(super) fn told_by_ellipsis(reading: &Reading<'_, '_>, verb: Token<'_>) -> Vec<usize> {
    let beside = verb.dep() == Dep::Conj && matches!(verb.tag(), "VBD" | "VBN") && is_passive(verb.head())
        || verb.dep() == Dep::Pcomp && verb.tag() == "VBN" && verb.head().text() == "with";
    let is_elliptic =
        beside && !verb.children().any(|t| matches!(t.dep(), Dep::Dobj | Dep::Aux | Dep::Auxpass));
    let subjects = verb.children().filter(|t| is_elliptic && t.dep() == Dep::Nsubj);
    subjects.map(|t| t.index()).filter(|&head| is_people(reading, head)).collect()
}

/// "was killed along with two bodyguards", "lost their lives together with 45 rebels": who came to the same harm.
pub(super) fn harmed_with(reading: &Reading<'_, '_>, verb: Token<'_>) -> Vec<usize> {
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

/// "The dead were three soldiers and a child", "among the dead was a child", "most of those killed were farmers, but included
/// rebels": heads of the words for the people.
pub(super) fn told_by_copula(reading: &Reading<'_, '_>, token: Token<'_>) -> Vec<usize> {
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
pub(super) fn listed_people(reading: &Reading<'_, '_>, heads: &[usize]) -> Option<(usize, Vec<usize>)> {
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
