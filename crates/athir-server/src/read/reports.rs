//! Reports: lists of them, one word for word with what was read in it, and stories that many of them tell.

use std::collections::BTreeMap;

use athir::database::Database;
use athir::model::{
    CodedReport, Coding, DecisionId, EventStatus, HeldCorrection, KeptReport, ReportId, Story, StoryId,
};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::incident::ById;
use crate::problem::Problem;
use crate::route::Asked;
use crate::table::{NONE, Table, id_number, id_words};

/// A sentence of a text, in Unicode characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Sentence {
    /// Offset of the first character.
    start: usize,
    /// Offset after the last character.
    end: usize,
}

/// A correction that holds, and when it was made.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Corrected {
    /// When, in UTC.
    at: String,
    #[serde(flatten)]
    held: HeldCorrection,
}

/// What people have made of an event.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Reviewed {
    /// How it stands.
    status: EventStatus,
    /// Who decided last.
    by: String,
    /// When, in UTC.
    at: String,
    /// What they noted.
    note: Option<String>,
    /// The last decision about it.
    decision: String,
    /// The corrections that hold, one for each field.
    corrections: Vec<Corrected>,
}

/// A report in full.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ReportPage {
    version: String,
    /// A name for the state of this report's coding and reviews, for `if_match` of writes.
    etag: String,
    title: String,
    report: KeptReport,
    /// The text, word for word.
    text: String,
    coding: Coding,
    /// What the coder read. What people corrected stands in `reviews`.
    coded: CodedReport,
    /// The incidents that each event is in, by the event's id.
    incidents: BTreeMap<String, Vec<String>>,
    /// What people have made of its events, by the event's id.
    reviews: BTreeMap<String, Reviewed>,
    /// The story that it belongs to, if it is not alone.
    story: Option<StoryPage>,
    /// Where sentences begin and end; diagnostics count them from 0.
    sentences: Vec<Sentence>,
}

/// A name for the state of a report: of its coding, and of what people have made of its events.
pub(crate) fn report_etag(database: &mut Database, id: &ReportId) -> Result<Option<String>, Problem> {
    let Some((found, revised)) = database.revised(id)? else { return Ok(None) };
    let words = serde_json::to_vec(&(&found.coding, &found.coded, &revised.reviews))
        .map_err(|error| Problem::internal(error.to_string()))?;
    Ok(Some(athir::database::sha256(&words).to_string()[..16].to_owned()))
}

pub(super) fn report(asked: &Asked<'_>, ById { id }: ById, (): ()) -> Result<ReportPage, Problem> {
    let id = ReportId(id);
    let mut page = asked.app.pool.read(|database| -> Result<ReportPage, Problem> {
        let (Some((found, revised)), Some(etag)) = (database.revised(&id)?, report_etag(database, &id)?)
        else {
            return Err(Problem::not_found(format!("there is no report {id}")));
        };
        let times = database.store().decision_times()?;
        let at = |decision: &DecisionId| times.get(decision).cloned().unwrap_or_default();
        let reviews = revised.reviews.into_iter().map(|(event, review)| {
            let corrections = review.corrections.into_iter();
            let reviewed = Reviewed {
                status: review.status,
                by: review.by,
                at: at(&review.decision),
                note: review.note,
                decision: review.decision.0,
                corrections: corrections.map(|held| Corrected { at: at(&held.decision), held }).collect(),
            };
            (event.0, reviewed)
        });
        let reviews = reviews.collect();
        let mut incidents = BTreeMap::new();
        for (event, incident) in database.store().event_incidents(&id)? {
            incidents.entry(event.0).or_insert_with(Vec::new).push(incident.0);
        }
        let story = database.store().story_of_report(&id)?.map(|story| StoryPage::of(&asked.table, story));
        Ok(ReportPage {
            version: asked.version(),
            etag,
            title: found.report.report(found.text.clone()).title(),
            sentences: Vec::new(),
            incidents,
            reviews,
            story,
            report: found.report,
            text: found.text,
            coding: found.coding,
            coded: found.coded,
        })
    })?;
    page.sentences = sentences(&page.text);
    Ok(page)
}

/// Where the sentences of a text stand by their full stops and line ends: near enough to walk through it.
fn sentences(text: &str) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut start = None;
    let mut last = ' ';
    let mut n = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if start.is_none() && !c.is_whitespace() {
            start = Some(n);
        }
        n += 1;
        let ends_line = c == '\n';
        let ends_sentence = matches!(c, '.' | '!' | '?' | '؟' | '۔')
            && chars.peek().is_none_or(|next| next.is_whitespace())
            && !last.is_uppercase();
        if let Some(from) = start.filter(|_| ends_line || ends_sentence) {
            found.push(Sentence { start: from, end: if ends_line { n - 1 } else { n } });
            start = None;
        }
        last = c;
    }
    if let Some(from) = start {
        found.push(Sentence { start: from, end: n });
    }
    found
}

/// A report of a story, with its title.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct TitledReport {
    title: String,
    #[serde(flatten)]
    report: athir::model::StoryReport,
}

/// Near-duplicate reports and who copied whom, with their titles.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct StoryPage {
    id: StoryId,
    /// Its reports by date of publication, then name; the first one is the root of the tree.
    reports: Vec<TitledReport>,
    /// Version of the method that found it.
    method: u32,
}

impl StoryPage {
    pub(super) fn of(table: &Table, story: Story) -> StoryPage {
        let titled = |report: athir::model::StoryReport| {
            let known = id_number(&report.report.0).and_then(|id| table.reports.find(id));
            let title = known.map_or("", |at| table.reports.title(at)).to_owned();
            TitledReport { title, report }
        };
        StoryPage {
            id: story.id,
            reports: story.reports.into_iter().map(titled).collect(),
            method: story.method,
        }
    }
}

pub(super) fn story(asked: &Asked<'_>, ById { id }: ById, (): ()) -> Result<StoryPage, Problem> {
    let id = StoryId(id);
    let story = asked.app.pool.read(|database| database.store().story(&id))?;
    story
        .map(|story| StoryPage::of(&asked.table, story))
        .ok_or_else(|| Problem::not_found(format!("there is no story {id}")))
}

/// Which reports.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct ReportsQuery {
    /// With these words: all of them, `"in quotes"` as they stand, `-word` for none of it.
    #[schemars(length(max = 500))]
    text: Option<String>,
    /// By one of these outlets.
    #[serde(default)]
    outlet: Vec<String>,
    /// Published on this day or later.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    since: Option<Date>,
    /// Published on this day or earlier.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    until: Option<Date>,
    /// How many at most.
    #[serde(default = "fifty")]
    #[schemars(range(min = 1, max = 200))]
    limit: usize,
    /// `next` of the page before.
    #[schemars(length(max = 200))]
    cursor: Option<String>,
}

fn fifty() -> usize {
    50
}

/// A report as lists show it.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ReportRow {
    id: String,
    title: String,
    outlet: Option<String>,
    published: Option<String>,
    language: Option<String>,
    url: Option<String>,
    /// Events in it.
    n_events: u32,
    /// The story that it belongs to, if it is not alone.
    story: Option<String>,
    /// Incidents that it tells of.
    n_incidents: usize,
}

/// A page of reports.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ReportsPage {
    version: String,
    /// The newest first; those without a date last.
    items: Vec<ReportRow>,
    /// The cursor of the next page; `null` on the last.
    next: Option<String>,
    total: usize,
}

pub(super) fn reports(asked: &Asked<'_>, (): (), query: ReportsQuery) -> Result<ReportsPage, Problem> {
    let table = &*asked.table;
    crate::table::check_period(query.since, query.until)?;
    let reports = &table.reports;
    let after = query.cursor.as_deref().map(read_cursor).transpose()?;
    let outlets: Vec<u32> =
        query.outlet.iter().map(|name| table.shared.outlets.find(name).unwrap_or(NONE - 1)).collect();
    let passes = |at: u32| {
        let published = reports.published[at as usize];
        (outlets.is_empty() || outlets.contains(&reports.outlets[at as usize]))
            && query.since.is_none_or(|since| published.is_some_and(|day| day >= since))
            && query.until.is_none_or(|until| published.is_some_and(|day| day <= until))
    };
    let text = query.text.as_deref().filter(|text| !text.trim().is_empty());
    let mut found: Vec<u32> = match text {
        Some(text) => asked.app.reports_with(table, text)?.iter().copied().filter(|&at| passes(at)).collect(),
        None => (0..reports.len() as u32).filter(|&at| passes(at)).collect(),
    };
    let total = found.len();
    let key = |at: u32| (reports.published[at as usize], reports.id(at));
    if let Some(after) = after {
        found.retain(|&at| key(at) < after);
    }
    let has_more = found.len() > query.limit;
    if has_more {
        found.select_nth_unstable_by(query.limit, |&a, &b| key(b).cmp(&key(a)));
        found.truncate(query.limit);
    }
    found.sort_unstable_by_key(|&at| std::cmp::Reverse(key(at)));
    let next = found.last().filter(|_| has_more).map(|&at| cursor_words(key(at)));
    let items = asked.app.pool.read(|database| -> Result<Vec<ReportRow>, Problem> {
        found.iter().map(|&at| row(database, table, at)).collect()
    })?;
    Ok(ReportsPage { version: asked.version(), items, next, total })
}

fn row(database: &mut Database, table: &Table, at: u32) -> Result<ReportRow, Problem> {
    let reports = &table.reports;
    let id = ReportId(id_words(reports.id(at)));
    let kept = database.store().kept_report(&id)?;
    let story = database.store().story_of_report(&id)?;
    let outlet = reports.outlets[at as usize];
    let (language, url) = kept.map(|kept| (kept.language, kept.url)).unwrap_or_default();
    Ok(ReportRow {
        title: reports.title(at).to_owned(),
        outlet: (outlet != NONE).then(|| table.shared.outlets.get(outlet).clone()),
        published: reports.published[at as usize].map(|day| day.to_string()),
        language,
        url,
        n_events: reports.n_events[at as usize],
        story: story.map(|story| story.id.0),
        n_incidents: table.index.reports.of(at).len(),
        id: id.0,
    })
}

type Place = (Option<Date>, u64);

fn cursor_words((published, id): Place) -> String {
    format!("{}.{}", published.map(|day| day.to_string()).unwrap_or_default(), id_words(id))
}

fn read_cursor(words: &str) -> Result<Place, Problem> {
    let wrong = || Problem::bad_field("cursor", "it is no cursor of this list");
    let (day, id) = words.split_once('.').ok_or_else(wrong)?;
    let day = if day.is_empty() { None } else { Some(day.parse().map_err(|_| wrong())?) };
    Ok((day, id_number(id).ok_or_else(wrong)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_stops_and_lines() {
        let text = "Title here\n\nOne. Two by J. Doe! اثنان؟ Last";
        let found: Vec<String> = sentences(text)
            .iter()
            .map(|s| text.chars().skip(s.start).take(s.end - s.start).collect())
            .collect();
        assert_eq!(found, ["Title here", "One.", "Two by J. Doe!", "اثنان؟", "Last"]);
    }
}
