//! Rules that know better than the fitted choice: what the words say for sure of where one place lies beside another.

use std::ops::Range;

use athir_model::Modality;
use athir_nlp::{Dep, Pos, Token};

use super::spoken::tells_a_party;
use super::{LEAD, carries, happens_somewhere, is_country, site_of};
use crate::draft::Draft;
use crate::locate::war_country;
use crate::place::{Located, is_aside};
use crate::reading::Reading;
use crate::steps::{DISCOURSE, SENTENCE, Steps};
use crate::toponym::{Toponym, class_rank};

/// "The Syrian conflict began when security forces fired on protesters": how a war began is told of its whole country, where the
/// act has no place of its own.
pub(super) fn country_of_beginning(
    reading: &Reading<'_, '_>,
    event: &Draft,
    chosen: Option<&(Located, Steps)>,
) -> Option<(Located, Steps)> {
    let lexicon = reading.know.lexicon;
    let is_placed = chosen.is_some_and(|(_, steps)| *steps < SENTENCE);
    if is_placed || !carries(event.kind) || event.modality != Modality::Reported {
        return None;
    }
    let begins = |verb: Token<'_>| lexicon.token_in("begin_verbs", verb) || verb.lemma() == "become";
    let is_begun = |war: &Token<'_>| {
        lexicon.token_in("war_nouns", *war)
            && (matches!(war.dep(), Dep::Nsubj | Dep::Nsubjpass | Dep::Attr) && begins(war.head())
                || war.children().any(|t| t.dep() == Dep::Relcl && begins(t)))
    };
    let war = reading.doc.token(event.head).sentence().tokens().find(is_begun)?;
    war_country(reading, war)
}

/// "Rebels captured a Syrian base on Monday": the lead of a report that only names the country tells of the place that its next
/// sentences name.
pub(super) fn narrowed(
    reading: &Reading<'_, '_>,
    event: &Draft,
    chosen: &(Located, Steps),
) -> Option<(Located, Steps)> {
    let doc = reading.doc;
    let country = reading.toponyms.at(chosen.0.toponym).filter(|t| is_country(t))?;
    let head = doc.token(country.head);
    let names_side =
        country.adjective || matches!(head.dep(), Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Poss);
    let sentence = doc.sentence_of(event.head);
    let is_wide = |t: Token<'_>| reading.know.lexicon.has("wide_words", t.lemma());
    if !names_side || !happens_somewhere(event) || sentence.index() >= LEAD || sentence.tokens().any(is_wide)
    {
        return None;
    }
    let of_country = reading.know.gazetteer.place(country.best()?).country;
    let behind = sentence.range().end;
    let is_near = |t: &&Toponym| {
        let place = t.best().map(|id| reading.know.gazetteer.place(id));
        doc.sentence_of(t.head).index() <= sentence.index() + NARROWED_BY
            && class_rank(t.class) < 3
            && place.is_some_and(|place| place.country == of_country)
            && !t.adjective
            && !is_aside(doc, t)
            && !reading.mentions.has(t.head)
            && !tells_a_party(reading, event, t)
    };
    let narrow = reading.toponyms_in(behind..doc.len()).find(is_near)?;
    let why = "the place that the next sentences name";
    Some((Located { toponym: narrow.head, phrase_head: narrow.head, why }, DISCOURSE))
}

/// How many sentences behind a lead name its place.
const NARROWED_BY: usize = 3;

/// "In neighbouring Norway, a bomb killed two": a place of the sentences around it is none for an act whose own words put
/// it in another country.
pub(super) fn abroad_by_own_words(
    reading: &Reading<'_, '_>,
    places: &[Option<(Located, Steps)>],
    best: usize,
) -> Option<usize> {
    let country = |located: &Located| {
        let place = reading.know.gazetteer.place(reading.toponyms.at(located.toponym)?.best()?);
        place.country
    };
    let (chosen, _) = places.get(best)?.as_ref().filter(|(_, steps)| *steps >= SENTENCE)?;
    let lies_in = country(chosen)?;
    let is_put_elsewhere = |place: &Option<(Located, Steps)>| {
        place.as_ref().is_some_and(|(located, steps)| {
            let says_where = |t: &Toponym| !t.adjective && !is_aside(reading.doc, t);
            *steps == 0
                && reading.toponyms.at(located.toponym).is_some_and(says_where)
                && country(located).is_some_and(|country| country != lies_in)
        })
    };
    places.iter().position(is_put_elsewhere)
}

/// "took Tal Amar in Idlib": what lies in a place is more precise than the place, though no map has its name.
pub(super) fn within_the_area(
    reading: &Reading<'_, '_>,
    places: &[Option<(Located, Steps)>],
    best: usize,
) -> Option<usize> {
    let (chosen, chosen_steps) = places.get(best)?.as_ref()?;
    let area = reading.toponyms.at(chosen.toponym)?;
    let site = site_of(reading, area);
    let lies_in_it = |toponym: &Toponym| {
        let around = toponym.area.and_then(|area| reading.toponyms.at(area));
        around.is_some_and(|around| site_of(reading, around) == site)
    };
    // "took Tal Amar hill, the mill and the bridge in the north of Idlib"
    let is_in_wide_land = |toponym: &Toponym| {
        class_rank(area.class) > 0
            && (1..REACH_OF_AREA).contains(&area.tokens.start.saturating_sub(toponym.tokens.end))
            && reading.doc.sentence_of(toponym.head).index() == reading.doc.sentence_of(area.head).index()
            && reading.doc.token(area.head).ancestors().take(3).any(|t| t.text() == "in")
    };
    let is_in_it = |place: &Option<(Located, Steps)>| {
        place.as_ref().is_some_and(|(located, steps)| {
            let Some(toponym) = reading.toponyms.at(located.toponym) else { return false };
            // "the Iraqi city of Ramadi" is Ramadi.
            let behind = toponym.tokens.end.min(reading.doc.len() - 1);
            if reading.doc.token(behind).text() == "of" {
                return false;
            }
            let is_unknown = toponym.best().is_none();
            !toponym.adjective
                && site_of(reading, toponym) != site
                && (is_unknown && *steps < SENTENCE && lies_in_it(toponym)
                    || is_unknown && *steps == 0 && is_in_wide_land(toponym)
                    || *steps < SENTENCE && steps <= chosen_steps && lies_in_it(toponym))
        })
    };
    places.iter().position(is_in_it)
}

/// How many words a place may stand before the land that holds it.
const REACH_OF_AREA: usize = 16;

/// "In the province of Hama, troops entered the city": what a sentence tells under the name of a place did not happen in one
/// that only sentences before it name, and that lies elsewhere.
pub(super) fn inside_fronted_area(
    reading: &Reading<'_, '_>,
    event: &Draft,
    places: &[Option<(Located, Steps)>],
    best: usize,
) -> Option<usize> {
    let (chosen, _) = places.get(best)?.as_ref()?;
    let sentence = reading.doc.sentence_of(event.head).range();
    let front = fronted_area(reading, &sentence)?;
    let (own, area) = (reading.toponyms.at(chosen.toponym)?, front.best()?);
    let is_elsewhere = own.best().is_none_or(|id| id != area && !reading.know.gazetteer.is_within(id, area));
    if sentence.contains(&own.head) || !is_elsewhere {
        return None;
    }
    let site = site_of(reading, front);
    places.iter().position(|place| {
        let toponym = place.as_ref().and_then(|(located, _)| reading.toponyms.at(located.toponym));
        toponym.is_some_and(|toponym| site_of(reading, toponym) == site)
    })
}

/// The place that a sentence begins with: "In Hama, …", "Meanwhile, in the province of Hama, …", "In Hama: …".
fn fronted_area<'t>(reading: &'t Reading<'_, '_>, sentence: &Range<usize>) -> Option<&'t Toponym> {
    let end = sentence.end.min(sentence.start + LONGEST_FRONT);
    let toponym = reading.toponyms_in(sentence.start..end).next().filter(|t| !t.adjective)?;
    let word = |i: usize| reading.doc.token(i).text();
    let prep = (sentence.start..toponym.tokens.start).find(|&i| word(i).eq_ignore_ascii_case("in"))?;
    let opens = prep == sentence.start || word(prep - 1) == ",";
    let is_noun = |i: usize| reading.doc.token(i).pos() != Pos::Verb;
    let behind = (toponym.tokens.end..sentence.end.min(toponym.tokens.end + 3))
        .find(|&i| matches!(word(i), "," | ":"))?;
    let is_front = (prep..behind).all(is_noun) && class_rank(toponym.class) < 3;
    (opens && is_front).then_some(toponym)
}

/// How many words the front of a sentence has at most.
const LONGEST_FRONT: usize = 14;
