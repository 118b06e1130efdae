//! What the record says of the time of an event (codebook §3, §6).

use athir_model::{EventKind, Family, Modality, Phase, TimeBasis, TimePrecision, When};
use athir_nlp::Dep;
use jiff::ToSpan;
use jiff::civil::Date;

use super::{Dates, Timed};
use crate::clause::clause_chain;
use crate::draft::Draft;
use crate::reading::Reading;
use crate::steps::{DISCOURSE, MAX_CHAIN};
use crate::time::{Relation, TimeMention, TimeRole, plus_days};
use crate::voice::is_saying;

/// The time of an event by codebook §3 and §6.
pub(crate) fn when(reading: &Reading<'_, '_>, draft: &Draft) -> When {
    let told = draft.timed.filter(|timed| {
        reading.times[timed.time].role != TimeRole::Future || draft.modality != Modality::Reported
    });
    told.map_or_else(|| when_untold(reading, draft), |timed| when_told(reading, draft, timed))
}

fn when_told(reading: &Reading<'_, '_>, draft: &Draft, timed: Timed) -> When {
    let published = reading.published;
    let time = &reading.times[timed.time];
    let mention = |time: &TimeMention| Some(reading.quote(time.tokens.clone()));
    let basis = if timed.steps >= DISCOURSE { TimeBasis::Discourse } else { TimeBasis::Stated };
    // An open end closes with the report, unless the time lies after it.
    let closed = time.end.or(published.filter(|p| time.start.is_none_or(|s| s <= *p)));
    let dated =
        When { start: time.start, end: closed, precision: time.precision, basis, mention: mention(time) };
    match timed.dates {
        Dates::Saying if is_done_by_saying(reading, draft) => dated,
        Dates::Saying => When {
            start: None,
            end: time.end.or(published),
            precision: TimePrecision::Unknown,
            basis: TimeBasis::Saying,
            ..dated
        },
        Dates::Onset => When { end: published.max(time.start), ..dated },
        Dates::Distant { by } => {
            let distance = &reading.times[by];
            let TimeRole::Offset { days } = distance.role else { return dated };
            let day = time.start.and_then(|start| plus_days(start, -i64::from(days)));
            When { start: day, end: day, precision: distance.precision, mention: mention(distance), ..dated }
        }
        Dates::BeforeReport => {
            let TimeRole::Offset { days } = time.role else { return dated };
            let day = published.and_then(|day| plus_days(day, -i64::from(days)));
            When { start: day, end: day, ..dated }
        }
        Dates::Ahead { by } => {
            let distance = &reading.times[by];
            let TimeRole::Offset { days } = distance.role else { return dated };
            let day = time.start.and_then(|start| plus_days(start, i64::from(days)));
            When { start: day, end: day, precision: distance.precision, mention: mention(distance), ..dated }
        }
        Dates::YearsBefore { years } => {
            let back = |day: Option<Date>| day.and_then(|d| d.checked_sub(years.years()).ok());
            When { start: back(time.start), end: back(time.end), ..dated }
        }
        Dates::Compared => when_untold(reading, draft),
        // What was taken "since spring" was taken then; "since Friday, when rebels struck": they struck on that day.
        Dates::Event
            if time.relation == Relation::Since
                && (draft.kind == EventKind::Capture || is_told_of_day(reading, draft.head, time)) =>
        {
            When { end: time.last.or(closed), ..dated }
        }
        Dates::Event => dated,
    }
}

fn when_untold(reading: &Reading<'_, '_>, draft: &Draft) -> When {
    let undated = matches!(draft.kind.family(), Family::Dynamics) || draft.phase == Phase::Ongoing;
    let published = reading.published;
    let start = if undated { None } else { published.and_then(|d| d.yesterday().ok()) };
    When {
        start,
        end: published,
        precision: TimePrecision::Unknown,
        basis: TimeBasis::Publication,
        mention: None,
    }
}

/// "The group announced on Monday that it was disbanding", "the ministry said on Monday it condemned the raid": who does by
/// words does it on the day on which he says so.
fn is_done_by_saying(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    if !matches!(draft.kind.family(), Family::Words | Family::Dynamics)
        || draft.modality != Modality::Reported
    {
        return false;
    }
    let token = reading.doc.token(draft.head);
    let Some(saying) =
        clause_chain(token).take(MAX_CHAIN).skip(1).find(|t| is_saying(*t, reading.know.lexicon))
    else {
        return false;
    };
    let speakers: Vec<usize> =
        saying.children().filter(|t| t.dep() == Dep::Nsubj).map(|t| t.index()).collect();
    draft.initiators.iter().any(|side| {
        let names = |at: usize| reading.mentions.at(at).any(|(_, m)| m.who.contains(&side.party.who));
        speakers.iter().any(|&at| side.party.tokens.contains(&at) || names(at))
    })
}

/// Whether an act is told in a clause that hangs on a day: "Friday, when rebels struck".
fn is_told_of_day(reading: &Reading<'_, '_>, act: usize, time: &TimeMention) -> bool {
    let act = reading.doc.token(act);
    let clause = std::iter::once(act)
        .chain(act.ancestors())
        .take(MAX_CHAIN)
        .find(|t| matches!(t.dep(), Dep::Relcl | Dep::Advcl) && time.tokens.contains(&t.head().index()));
    clause.is_some_and(|c| c.children().any(|t| t.text().eq_ignore_ascii_case("when")))
}
