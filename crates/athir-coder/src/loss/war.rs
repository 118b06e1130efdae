//! The losses of a whole war or uprising (codebook §6).

use athir_model::{EventKind, Harm};
use athir_nlp::{Dep, Token};

use super::is_deadly;
use crate::clause::{conjuncts, is_verbal};
use crate::dating::{Dates, Timed, time_of};
use crate::draft::Draft;
use crate::locate::war_country;
use crate::reading::Reading;
use crate::time::Relation;
use crate::toll::Toll;

/// The draft that a word for a war has become, if the losses are those of that war. A toll with a time of its own, such as
/// "since the uprising began", is not that of any war that is spoken of.
pub(super) fn told_war(
    reading: &Reading<'_, '_>,
    drafts: &[Draft],
    toll: &Toll<'_>,
    war: Token<'_>,
) -> Option<usize> {
    let is_its_toll =
        toll.causes.contains(&war.index()) && time_of(reading, reading.doc.token(toll.head)).is_none();
    let told = |d: &Draft| d.kind == EventKind::Clash && d.tokens.contains(&war.index());
    if is_its_toll { drafts.iter().position(told) } else { None }
}

/// "Communal violence killed six": the word for it has become an event, which is no war.
pub(super) fn deed_named(drafts: &[Draft], war: Token<'_>) -> Option<usize> {
    drafts
        .iter()
        .position(|d| d.kind != EventKind::Clash && is_deadly(d.kind) && d.tokens.contains(&war.index()))
}

/// The event that a toll makes as the war itself, which has no sides (codebook §6).
pub(super) fn of_war(reading: &Reading<'_, '_>, mut event: Draft, war: Token<'_>) -> Draft {
    let located = war_country(reading, war);
    event.clues.put_place(located.as_ref());
    Draft {
        kind: EventKind::Clash,
        initiators: Vec::new(),
        recipients: Vec::new(),
        located,
        from_toll: false,
        retold: Vec::new(),
        ..event
    }
}

/// "10,000 people have been killed since the coalition intervened in March 2015": losses of which no cause is told, counted
/// over months, are those of the fighting, which has no sides here (codebook §6).
pub(super) fn of_long_fight(reading: &Reading<'_, '_>, event: Draft) -> Draft {
    let counts_on = |timed: Timed| {
        let time = &reading.times[timed.time];
        let span = time.start.zip(reading.published).and_then(|(start, day)| start.until(day).ok());
        (timed.dates == Dates::Onset || time.relation == Relation::Since)
            && span.is_some_and(|span| span.get_days() >= MONTHS)
    };
    if !event.from_toll || !event.timed.is_some_and(counts_on) {
        return event;
    }
    Draft { kind: EventKind::Clash, recipients: Vec::new(), ..event }
}

/// How many days losses are counted over that are those of a war and not of one act.
const MONTHS: i32 = 60;

/// "More than 25,000 people have been killed since 7 October": hundreds over more than a month, by nobody that is named.
pub(super) fn is_of_whole_war(reading: &Reading<'_, '_>, toll: &Toll<'_>, event: &Draft) -> bool {
    let many = toll.counted.iter().any(|c| c.count.low.is_some_and(|n| n >= OF_WAR));
    let is_long = event.timed.is_some_and(|timed| {
        let time = &reading.times[timed.time];
        let days = time.start.zip(reading.published).and_then(|(start, end)| start.until(end).ok());
        time.relation == Relation::Since && days.is_some_and(|span| span.get_days() > 31)
    });
    toll.harm == Harm::Killed && many && is_long
}

/// How many die in a war, at least, where no word for it is told.
const OF_WAR: u64 = 200;

/// The war whose whole toll it is: "killed in the conflict", "since the uprising began" (codebook §6).
pub(super) fn war_noun<'d>(reading: &Reading<'d, '_>, toll: &Toll<'d>) -> Option<Token<'d>> {
    let token = reading.doc.token(toll.head);
    let is_war = |t: &Token<'_>| reading.know.lexicon.token_in("war_nouns", *t);
    // The clause may hang on a conjoined verb: "have been killed and millions displaced since …".
    let verbs = conjuncts(token).into_iter().chain([token.head()]).filter(|t| is_verbal(*t));
    let since_war = verbs
        .flat_map(|t| t.children())
        .filter(|t| t.dep() == Dep::Advcl && t.children().any(|m| m.text().eq_ignore_ascii_case("since")))
        .flat_map(|clause| clause.children())
        .find(|t| matches!(t.dep(), Dep::Nsubj | Dep::Nsubjpass) && is_war(t));
    let in_war = || toll.causes.iter().map(|&c| reading.doc.token(c)).find(is_war);
    since_war.or_else(in_war).filter(|_| !toll.counted.is_empty())
}
