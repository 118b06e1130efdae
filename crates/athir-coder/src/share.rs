//! What deeds share and what parts them. One verb of harm with a number for each place or day, "killed six people in Sumy
//! on Monday and nine in Kharkiv a day later", is an event at each (codebook §6); a deed beside another that is mutual has
//! its sides (codebook §5).

use std::collections::BTreeSet;
use std::ops::Range;

use athir_model::{Basis, Direction, EventKind, Family};
use athir_nlp::{Dep, Pos, Token};

use crate::clause::{conjuncts, is_locative_prep, is_verbal};
use crate::count::CountKind;
use crate::dating::{Dates, Timed, is_datable};
use crate::draft::Draft;
use crate::party::PartyDraft;
use crate::place::{Located, toponym_in};
use crate::reading::Reading;
use crate::side::{Side, subjects_of};
use crate::toll::{Counted, Toll};
use crate::toponym::class_rank;

/// A number of people with the place and the day that stand behind it.
struct Share {
    counted: Counted,
    /// Token of the toponym.
    place: Option<usize>,
    /// Index into the times of the reading.
    time: Option<usize>,
    /// Those who killed them: "230 by the coalition".
    by: Vec<PartyDraft>,
}

/// Parts an event that has the losses of several places or days: it keeps the first share, and the events of the others are
/// given back in the order of the text.
pub(crate) fn part_by_share(reading: &Reading<'_, '_>, event: &mut Draft, toll: &Toll<'_>) -> Vec<Draft> {
    let mut shares = shares_of(reading, toll).into_iter();
    let Some(first) = shares.next() else { return Vec::new() };
    let others = shares
        .map(|share| {
            let mut part = event.clone();
            part.counted.clear();
            part.counted.push(share.counted.clone());
            put(&mut part, &share);
            part
        })
        .collect();
    // A total whose items are listed gives way to them (codebook §6).
    let is_total = |c: &Counted| toll.counted.first().is_some_and(|total| c.tokens == total.tokens);
    if let Some(total) = event.counted.iter_mut().find(|c| is_total(c)) {
        *total = first.counted.clone();
    }
    put(event, &first);
    others
}

fn put(event: &mut Draft, share: &Share) {
    if let Some(toponym) = share.place {
        let why = "the place beside these losses";
        event.located = Some((Located { toponym, phrase_head: toponym, why }, 0));
        event.clues.known_place.clone_from(&event.located);
    }
    if !share.by.is_empty() {
        let why = "named behind these losses";
        let side = |party: &PartyDraft| Side::new(party.clone(), Basis::Stated, why);
        event.initiators = share.by.iter().map(side).collect();
    }
    if let Some(time) = share.time {
        event.timed = Some(Timed { time, dates: Dates::Event, steps: 0 });
    }
}

/// The numbers that one verb of harm has, each with its place or day; none where there is only one.
fn shares_of(reading: &Reading<'_, '_>, toll: &Toll<'_>) -> Vec<Share> {
    let [first] = &toll.counted[..] else { return Vec::new() };
    let end = reading.doc.token(toll.head).sentence().range().end;
    let mut shares: Vec<Share> = Vec::new();
    let mut counted = first.clone();
    let mut at = toll.tokens.iter().map(|t| t + 1).fold(counted.tokens.end, usize::max);
    // "20 people were killed in raids: 12 in X and eight in Y"
    let colon = (at..end).find(|&i| reading.doc.token(i).text() == ":");
    if let Some((first_of_list, behind)) = colon.and_then(|colon| next_number(reading, first, colon, end)) {
        counted = first_of_list;
        at = behind;
    }
    loop {
        let (by, behind) = killers(reading, at, end);
        let (place, time, behind) = adjuncts(reading, behind, end);
        if place.is_none() && time.is_none() && by.is_empty() || begins_clause(reading, behind, end) {
            break;
        }
        shares.push(Share { counted, place, time, by });
        let Some((next, behind)) = next_number(reading, first, behind, end) else { break };
        counted = next;
        at = behind;
    }
    if shares.len() < 2 { Vec::new() } else { shares }
}

/// Those who killed, by the words that stand right at a token, and the token behind them: "of them by the army", "in those of
/// the coalition".
fn killers(reading: &Reading<'_, '_>, start: usize, end: usize) -> (Vec<PartyDraft>, usize) {
    let text = |i: usize| if i < end { reading.doc.token(i).text() } else { "" };
    let at = if text(start) == "of" && text(start + 1) == "them" { start + 2 } else { start };
    let by = match (text(at), text(at + 1), text(at + 2)) {
        ("by", ..) => at,
        ("in", "those", "of" | "by") => at + 2,
        _ => return (Vec::new(), start),
    };
    let object = reading.doc.token(by).children().find(|t| t.dep() == Dep::Pobj);
    let parties = object.map(|t| reading.parties(t.index())).unwrap_or_default();
    match object {
        Some(object) if !parties.is_empty() => (parties, object.index() + 1),
        _ => (Vec::new(), start),
    }
}

/// The place and the day that stand right at a token, and the token behind them.
fn adjuncts(reading: &Reading<'_, '_>, start: usize, end: usize) -> (Option<usize>, Option<usize>, usize) {
    let (mut place, mut time, mut at) = (None, None, start);
    while at < end {
        let begins = |from: usize| {
            reading
                .times_in(from..(from + 1).min(end))
                .find(|(_, t)| is_datable(t))
                .map(|(n, t)| (n, t.tokens.end))
        };
        let is_prep = is_locative_prep(&reading.doc.token(at).text().to_ascii_lowercase());
        let dated = begins(at).or_else(|| begins(at + 1).filter(|_| is_prep));
        if let Some((n, behind)) = dated.filter(|_| time.is_none()) {
            time = Some(n);
            at = behind;
            continue;
        }
        let near = at + 1..(at + PLACE_REACH).min(end);
        let toponym = reading.toponyms_in(near).next().filter(|_| is_prep && place.is_none());
        let Some(toponym) =
            toponym.filter(|t| (at + 1..t.tokens.start).all(|i| is_part_of_place(reading, i)))
        else {
            break;
        };
        place = Some(toponym.head);
        at = toponym.tokens.end;
    }
    (place, time, at)
}

/// How far behind its preposition a place name may stand: "in the northern town of X".
const PLACE_REACH: usize = 6;

fn is_part_of_place(reading: &Reading<'_, '_>, at: usize) -> bool {
    let token = reading.doc.token(at);
    matches!(token.pos(), Pos::Det | Pos::Adj | Pos::Noun) || token.text() == "of"
}

/// The number of people behind "and" or a comma, and the token behind its noun.
fn next_number(
    reading: &Reading<'_, '_>,
    first: &Counted,
    start: usize,
    end: usize,
) -> Option<(Counted, usize)> {
    let joins = |at: usize| matches!(reading.doc.token(at).text(), "," | "and" | "while" | ":");
    let at = (start..end).find(|&at| !joins(at)).filter(|&at| at > start)?;
    let count = &reading.counts[reading.count_around(at)?];
    if count.tokens.start != at || count.kind != CountKind::Plain || count.part_of.is_some() {
        return None;
    }
    let is_others = |at: usize| matches!(reading.doc.token(at).text(), "others" | "more" | "people");
    let mut behind = count.noun.map_or(count.tokens.end, |noun| noun + 1);
    behind += (behind..end).take_while(|&at| is_others(at)).count();
    // "killed six rebels in A and nine in B": of the same people.
    let people = count.noun.filter(|&noun| !is_others(noun)).or(first.head);
    let counted =
        Counted { count: count.count, head: people, tokens: count.tokens.start..behind, ..first.clone() };
    Some((counted, behind))
}

/// Whether a number with its place is the subject of a verb of its own: "and nine in Kharkiv were wounded".
fn begins_clause(reading: &Reading<'_, '_>, at: usize, end: usize) -> bool {
    at < end && {
        let token = reading.doc.token(at);
        matches!(token.pos(), Pos::Aux | Pos::Verb) && token.dep() != Dep::Acl
    }
}

/// Parts a deed that was done in several places at once and shares out no losses: "battles raged in X and Y" is a battle
/// at each (codebook §6: two places that share a number are one event, at the first).
pub(crate) fn part_over_places(reading: &Reading<'_, '_>, draft: Draft) -> Vec<Draft> {
    if !is_at_each(&draft) {
        return vec![draft];
    }
    let mut towns = places_listed(reading, &draft);
    // Where the words already put it at one of them, the others stand beside it.
    if draft.located.as_ref().is_some_and(|(located, _)| towns.contains(&located.toponym)) {
        towns.clear();
    }
    if towns.is_empty() {
        towns = places_beside(reading, &draft);
        if towns.len() < 2 {
            return vec![draft];
        }
    }
    let put_at = |toponym: usize| {
        let mut part = draft.clone();
        let why = "one of the places that the words join";
        part.located = Some((Located { toponym, phrase_head: toponym, why }, 0));
        part.clues.known_place.clone_from(&part.located);
        part
    };
    towns.into_iter().map(put_at).collect()
}

/// Whether a deed in several places is one at each: it shares out no losses, and is no siege, since twin towns are besieged,
/// and left, together.
fn is_at_each(draft: &Draft) -> bool {
    let is_struck = draft.kind.family() == Family::Fighting && draft.kind != EventKind::Siege
        || matches!(draft.kind, EventKind::ViolenceAgainstCivilians | EventKind::PropertyDestruction);
    (is_struck || draft.kind == EventKind::Capture) && draft.counted.is_empty()
}

/// "captured several villages north of X, including A and B", "five villages: A, B, …": the places that the words list.
fn places_listed(reading: &Reading<'_, '_>, draft: &Draft) -> Vec<usize> {
    let (doc, lexicon) = (reading.doc, reading.know.lexicon);
    let word = |i: usize| doc.token(i).text().to_lowercase();
    let Some(noun) = draft.args.iter().copied().find(|&at| lexicon.has("row_nouns", &word(at))) else {
        return Vec::new();
    };
    let end = doc.token(noun).sentence().range().end;
    let opens = |i: usize| match word(i).as_str() {
        "including" | "namely" | "notably" | ":" => true,
        "as" => word(i - 1) == "such",
        "them" => word(i - 1) == "among",
        _ => false,
    };
    let Some(opening) = (noun + 1..end.min(noun + LIST_REACH)).find(|&i| opens(i)) else {
        return Vec::new();
    };
    // "including the town of A", "A, B and the village of C", but not "A in B".
    let leads = |mut gap: Range<usize>| {
        gap.len() <= LONGEST_GAP
            && gap.all(|i| !matches!(doc.token(i).pos(), Pos::Verb | Pos::Aux | Pos::Propn))
    };
    let goes_on = |mut gap: Range<usize>| {
        let joins = |i: usize| {
            matches!(word(i).as_str(), "," | "and" | "or" | "the" | "as" | "well" | "of")
                || lexicon.token_in("settlement_nouns", doc.token(i))
        };
        !gap.is_empty() && gap.len() <= LONGEST_GAP && word(gap.start) != "of" && gap.all(joins)
    };
    let mut listed: Vec<usize> = Vec::new();
    let mut at = opening + 1;
    for toponym in reading.toponyms_in(opening + 1..end) {
        let gap = at..toponym.tokens.start.max(at);
        let is_next = if listed.is_empty() { leads(gap) } else { goes_on(gap) };
        if !is_next || toponym.adjective || class_rank(toponym.class) > 0 {
            break;
        }
        listed.push(toponym.head);
        at = toponym.tokens.end;
    }
    listed
}

/// How far behind its noun a list begins, and how many words stand between its names.
const LIST_REACH: usize = 12;
const LONGEST_GAP: usize = 5;

/// The places that "and" joins to the one of a deed, itself the first; none where they are one place, or its parts.
fn places_beside(reading: &Reading<'_, '_>, draft: &Draft) -> Vec<usize> {
    let Some((located, 0 | 1)) = &draft.located else { return Vec::new() };
    let mut towns: Vec<usize> = Vec::new();
    let mut add = |head: usize, is_of_any_size: bool| {
        let Some(place) = reading.toponyms.at(head).filter(|t| !t.adjective) else { return };
        let is_new = towns.iter().filter_map(|&t| reading.toponyms.at(t)).all(|t| {
            t.head != place.head
                && (t.best().is_none() || t.best() != place.best())
                && (is_of_any_size || class_rank(t.class) == class_rank(place.class))
        });
        if is_new {
            towns.push(place.head);
        }
    };
    let first = reading.doc.token(located.toponym);
    for token in conjuncts(first) {
        add(token.index(), false);
        // "the liberation of X and other parts of Y"
        if let Some(whole) = other_part(reading, token) {
            add(whole, true);
        }
    }
    // "the X school and the Y hill": the nouns are joined, and the names stand before them.
    let noun = reading.doc.token(located.phrase_head);
    if noun.index() != first.index() && reading.know.lexicon.token_in("place_nouns", noun) {
        for other in conjuncts(noun).into_iter().skip(1) {
            for name in other.children().filter(|t| matches!(t.dep(), Dep::Compound | Dep::Nmod)) {
                add(name.index(), false);
            }
            add(other.index(), false);
        }
    }
    // "in X as well as in Y", "in X and east of Y"
    let phrase = noun.head();
    if phrase.dep() == Dep::Prep {
        for prep in conjuncts(phrase).into_iter().skip(1).filter(|t| t.dep() == Dep::Conj) {
            let objects = prep.children().filter(|t| t.dep() == Dep::Pobj);
            for object in objects.filter_map(|t| toponym_in(reading.doc, &reading.toponyms, t.index())) {
                add(object, true);
            }
        }
    }
    let between = |t: &usize| reading.doc.token(*t).head().text().eq_ignore_ascii_case("between");
    if towns.first().is_some_and(between) { Vec::new() } else { towns }
}

/// The place of which "other parts" are named.
fn other_part(reading: &Reading<'_, '_>, noun: Token<'_>) -> Option<usize> {
    let is_other = noun.children().any(|t| t.text() == "other");
    let of = noun.children().find(|t| t.text() == "of").filter(|_| is_other)?;
    let whole = of.children().find(|t| t.dep() == Dep::Pobj)?;
    toponym_in(reading.doc, &reading.toponyms, whole.index())
}

/// "X and Y agreed a truce after days of clashes": the clashes were between those who agreed.
pub(crate) fn share_sides(reading: &Reading<'_, '_>, drafts: &mut [Draft]) {
    let is_mutual = |d: &Draft| d.kind.direction() == Direction::Mutual;
    for n in 0..drafts.len() {
        let (noun, draft) = (reading.doc.token(drafts[n].head), &drafts[n]);
        if is_verbal(noun) || !is_mutual(draft) || !draft.initiators.is_empty() {
            continue;
        }
        let mut phrase = noun;
        while phrase.dep() == Dep::Pobj && !is_verbal(phrase.head().head()) && phrase.head().text() == "of" {
            phrase = phrase.head().head();
        }
        let prep = phrase.head();
        let beside = ["after", "following", "amid", "despite", "during", "to", "before"]
            .iter()
            .any(|word| prep.text().eq_ignore_ascii_case(word));
        // "X, in a phone call with Y, urged …", "X said during a meeting with Y": who spoke met Y.
        let meets = draft.kind == EventKind::Negotiation
            && !draft.recipients.is_empty()
            && ["in", "on", "at"].iter().any(|word| prep.text().eq_ignore_ascii_case(word));
        if phrase.dep() != Dep::Pobj || !(beside || meets) {
            continue;
        }
        let above = prep.head();
        // "X took the town after heavy fighting with Y": X fought.
        if !draft.recipients.is_empty() {
            let is_other = |p: &PartyDraft| draft.recipients.iter().all(|s| s.party.who != p.who);
            let fights = |p: &PartyDraft| p.kind.is_armed() && is_other(p);
            let found = if meets && !is_verbal(above) {
                reading.parties(above.index())
            } else {
                subjects_of(reading, above)
            };
            let subjects: Vec<PartyDraft> = found.into_iter().filter(fights).collect();
            let why = "initiator: does the deed that it stands beside";
            drafts[n].initiators =
                subjects.into_iter().map(|party| Side::new(party, Basis::Stated, why)).collect();
            continue;
        }
        let of_both = |d: &&Draft| {
            let told_there = d.tokens.contains(&above.index())
                || d.head == above.index()
                || reading.doc.token(d.head).head().index() == above.index();
            told_there && is_mutual(d) && !d.initiators.is_empty() && !d.recipients.is_empty()
        };
        let Some(other) = drafts.iter().find(of_both) else { continue };
        let take = |sides: &[Side]| {
            let why = "shares the sides of the deed that it stands beside";
            sides.iter().map(|s| Side::new(s.party.clone(), s.basis, why)).collect::<Vec<_>>()
        };
        let (initiators, recipients) = (take(&other.initiators), take(&other.recipients));
        drafts[n].initiators = initiators;
        drafts[n].recipients = recipients;
    }
}

/// "Clashes with A in X and B in Y" are an event at each place (codebook §6): parties of one side that have places
/// of their own are parted.
pub(crate) fn split_by_place(reading: &Reading<'_, '_>, draft: Draft) -> Vec<Draft> {
    // The place stands right behind the name, wherever the parse attaches it.
    let own_place = |side: &Side| {
        let behind = side.party.tokens.end;
        let prep = (behind < reading.doc.len()).then(|| reading.doc.token(behind))?;
        let object =
            prep.children().find(|t| t.dep() == Dep::Pobj).filter(|_| is_locative_prep(prep.text()))?;
        toponym_in(reading.doc, &reading.toponyms, object.index()).map(|toponym| (toponym, object.index()))
    };
    let places: Vec<_> = draft.recipients.iter().map(own_place).collect();
    let n_own = places.iter().flatten().map(|(_, at)| at).collect::<BTreeSet<_>>().len();
    if n_own < 2 {
        return vec![draft];
    }
    let mut parts = Vec::new();
    for (n, place) in places.iter().enumerate() {
        let mut part = draft.clone();
        part.recipients = vec![draft.recipients[n].clone()];
        if n > 0 {
            part.counted.clear();
        }
        if let Some((toponym, phrase_head)) = *place {
            part.located = Some((Located { toponym, phrase_head, why: "the place beside this party" }, 0));
            part.clues.known_place.clone_from(&part.located);
        }
        parts.push(part);
    }
    parts
}

#[cfg(test)]
mod tests {
    use athir_model::Event;
    use athir_nlp::Model;

    use crate::Coder;

    fn code(text: &str) -> Vec<Event> {
        Coder::builtin()
            .code(&Model::builtin().parse(text), "made", Some(jiff::civil::date(2018, 5, 17)))
            .events
    }

    /// Place, day and least number of the first loss of each event.
    fn told(text: &str) -> Vec<(Option<String>, Option<String>, Option<u64>)> {
        let each = |e: Event| {
            let place = e.place.map(|p| p.mention);
            (place, e.when.start.map(|day| day.to_string()), e.casualties.first().and_then(|c| c.count.low))
        };
        code(text).into_iter().map(each).collect()
    }

    #[test]
    fn a_number_for_each_day_is_an_event_on_each() {
        let day = |day: &str| Some(day.to_owned());
        assert_eq!(
            told("Air strikes killed 6 people on Monday and 12 on Tuesday."),
            [(None, day("2018-05-14"), Some(6)), (None, day("2018-05-15"), Some(12))]
        );
    }

    #[test]
    fn a_number_for_each_place_is_an_event_at_each() {
        let place = |name: &str| Some(name.to_owned());
        let told = told("Shelling killed three people in Donetsk and at least five in Kharkiv on Sunday.");
        let places: Vec<_> = told.iter().map(|(place, _, low)| (place.clone(), *low)).collect();
        assert_eq!(places, [(place("Donetsk"), Some(3)), (place("Kharkiv"), Some(5))]);
    }

    #[test]
    fn dead_and_wounded_of_one_place_are_one_event() {
        let told =
            told("Shelling killed three people in Donetsk on Sunday and five in hospital were in danger.");
        assert_eq!(told.len(), 1, "{told:?}");
    }
}
