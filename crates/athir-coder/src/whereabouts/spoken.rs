//! Places that tell who speaks or acts, or from where, and not where it happened.

use athir_gazetteer::PlaceClass;
use athir_model::{EventKind, Family};
use athir_nlp::{Dep, Token};

use crate::clause::{is_locative_prep, is_verbal};
use crate::draft::Draft;
use crate::kind::Kind;
use crate::mention::Form;
use crate::place::{is_abroad, is_person};
use crate::reading::Reading;
use crate::side::Side;
use crate::toponym::{Toponym, class_rank, is_of_allegiance, is_patron};
use crate::voice::is_saying;

/// Whether a name says who acts or tells of it, and not where: "units allied with Oslo", "a Norwegian raid".
pub(super) fn tells_a_party(reading: &Reading<'_, '_>, event: &Draft, toponym: &Toponym) -> bool {
    let lexicon = reading.know.lexicon;
    let head = reading.doc.token(toponym.head);
    let above = head.head();
    // "Washington-backed fighters" are nowhere near Washington.
    let is_backer = head.dep() == Dep::Npadvmod && is_patron(head, lexicon);
    // "Paris recalled its envoy": the seat of a state that acts.
    let is_seat = || {
        class_rank(toponym.class) < 3
            && reading.mentions.at(toponym.head).any(|(_, m)| m.kind == Kind::State && m.form == Form::Name)
            && !owns_ground(reading, toponym)
    };
    if is_backer
        || is_of_office(reading, event, toponym)
        || is_prefixed(reading, toponym)
        || is_of_somebody(reading, event, head)
        || is_seat()
        || is_of_side(event, toponym)
        || is_of_allegiance(reading.doc, &toponym.tokens)
    {
        return true;
    }
    if toponym.adjective && !is_home(event, toponym) {
        return event.clues.heads.contains(&above.index()) && !lexicon.token_in("war_nouns", above);
    }
    // "brokered by Moscow", "units allied with Oslo"
    let tie = above.head();
    let is_tied = || {
        matches!(above.text(), "to" | "with" | "by")
            && (lexicon.token_in("affiliate_words", tie) || lexicon.token_in("support_words", tie))
            && !is_verbal(tie)
            && matches!(tie.tag(), "JJ" | "VBN")
    };
    head.dep() == Dep::Pobj && (above.dep() == Dep::Agent || is_tied())
}

/// "the foreign ministry in Paris said", "the air force in Kyiv said", but not "a farmer in Gwoza said", nor "the governor of
/// Borno said", who tells of his own.
fn is_of_office(reading: &Reading<'_, '_>, event: &Draft, toponym: &Toponym) -> bool {
    let lexicon = reading.know.lexicon;
    let gazetteer = reading.know.gazetteer;
    let speaks_for_all = || {
        let place = toponym.best().map(|id| gazetteer.place(id));
        place.is_none_or(|place| {
            place.class == PlaceClass::Country
                || place.country.and_then(|country| gazetteer.capital(country)) == Some(place.id)
        })
    };
    let is_air_force =
        |t: Token<'_>| t.lemma() == "force" && t.lefts().any(|l| l.text().eq_ignore_ascii_case("air"));
    let is_office = |voice: usize| {
        let speaker = reading.doc.token(voice);
        let is_local = lexicon.has("local_offices", speaker.lemma()) && !speaks_for_all();
        !is_local && lexicon.token_in("office_nouns", speaker)
            || matches!(speaker.lemma(), "embassy" | "consulate" | "court")
            || is_air_force(speaker) && speaks_for_all()
    };
    event.voices.iter().any(|v| v.tokens.contains(&toponym.head) && is_office(v.head))
}

/// "pro-Oslo media": whose friend somebody is.
fn is_prefixed(reading: &Reading<'_, '_>, toponym: &Toponym) -> bool {
    let doc = reading.doc;
    toponym.tokens.start.checked_sub(2).is_some_and(|i| {
        matches!(doc.token(i).text().to_ascii_lowercase().as_str(), "pro" | "anti")
            && doc.token(i + 1).text() == "-"
    })
}

/// Whether a name tells whose a body is, what it is called, or where somebody is at home.
fn is_of_somebody(reading: &Reading<'_, '_>, event: &Draft, head: Token<'_>) -> bool {
    let lexicon = reading.know.lexicon;
    let above = head.head();
    // "the Norwegian embassy"
    if matches!(head.dep(), Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Poss) && is_abroad(above) {
        return true;
    }
    if head.dep() != Dep::Pobj {
        return false;
    }
    // "Lars Holm, 26, of Bergen"; "the Archbishop of Bergen", "the Church of Bergen": part of a name.
    let who = above.head();
    let is_named_of = || who.tag().starts_with("NNP") && lexicon.token_in("nouns_named_of", who);
    // "Two brothers from Bergen blew themselves up": where they come from.
    let is_deed = matches!(event.kind.family(), Family::Fighting | Family::Harm | Family::Coercion);
    let comes_from = || {
        above.dep() == Dep::Prep && (is_person(who) || lexicon.has("homely_nouns", who.lemma())) && is_deed
    };
    match above.text() {
        "of" => is_person(who) || is_named_of(),
        "from" => comes_from(),
        _ => false,
    }
}

/// "Turkish police detained eleven": a state arrests at home, as far as nothing else is said.
fn is_home(event: &Draft, toponym: &Toponym) -> bool {
    event.kind == EventKind::Arrest && toponym.adjective
}

/// "Israeli jets struck", "Russia withdrew its forces", "a Turkish soldier was shot": the country of a side.
fn is_of_side(event: &Draft, toponym: &Toponym) -> bool {
    let names_side = |sides: &[Side]| sides.iter().any(|side| side.party.tokens.contains(&toponym.head));
    class_rank(toponym.class) == 3
        && !is_home(event, toponym)
        && (names_side(&event.initiators) || toponym.adjective && names_side(&event.recipients))
}

/// "in Oslo's old quarter", "on Oslo's ring road": the ground is the town's, and not the state's whose seat it is.
pub(super) fn owns_ground(reading: &Reading<'_, '_>, toponym: &Toponym) -> bool {
    let lexicon = reading.know.lexicon;
    let head = reading.doc.token(toponym.head);
    let ground = head.head();
    head.dep() == Dep::Poss
        && (reading.toponyms.at(ground.index()).is_some()
            || lexicon.token_in("place_nouns", ground) && !lexicon.token_in("owned_place_nouns", ground))
}

/// "In Oslo, the ministry condemned the strikes": those abroad who judge a deed tell nothing of where it was.
pub(super) fn is_spoken_of_from(
    reading: &Reading<'_, '_>,
    events: &[Draft],
    event: &Draft,
    toponym: &Toponym,
) -> bool {
    let head = reading.doc.token(toponym.head);
    let (prep, verb) = (head.head(), head.head().head());
    let is_put = head.dep() == Dep::Pobj && is_locative_prep(&prep.text().to_ascii_lowercase());
    let is_deed = event.kind.family() != Family::Words && !event.clues.heads.contains(&verb.index());
    let lexicon = reading.know.lexicon;
    let by_office = || {
        verb.children().any(|t| t.dep() == Dep::Nsubj && lexicon.token_in("office_nouns", t))
            && !is_saying(verb, lexicon)
            && events.iter().any(|e| e.head == verb.index() && e.kind.family() == Family::Words)
    };
    let is_abroad = || {
        let country = toponym.best().and_then(|id| reading.know.gazetteer.place(id).country);
        country.is_some() && country != reading.toponyms.country.as_deref()
    };
    is_put && is_deed && by_office() && is_abroad()
}

/// "cut short a trip to Oslo", "the president, who returned from Oslo": where somebody was or goes while it happened, in
/// another sentence.
pub(super) fn is_of_journey(reading: &Reading<'_, '_>, event: &Draft, toponym: &Toponym) -> bool {
    let head = reading.doc.token(toponym.head);
    let (prep, above) = (head.head(), head.head().head());
    if head.dep() != Dep::Pobj || !matches!(prep.text(), "to" | "from" | "in" | "for") {
        return false;
    }
    let lexicon = reading.know.lexicon;
    let is_trip = lexicon.has("trip_nouns", above.lemma());
    let is_official =
        |t: Token<'_>| t.dep() == Dep::Nsubj && (is_person(t) || lexicon.token_in("state_titles", t));
    let travels = || lexicon.has("trip_verbs", above.lemma()) && above.children().any(is_official);
    let sentence = |at: usize| reading.doc.sentence_of(at).index();
    let own = sentence(toponym.head);
    matches!(
        event.kind.family(),
        Family::Fighting | Family::Harm | Family::Coercion | Family::Territory | Family::Civil
    ) && (is_trip || travels())
        && event.clues.heads.iter().all(|&h| sentence(h) != own)
}
