//! What waits for a person: stories with their incidents, and for each event what else it could be.

use athir::database::{
    Alternative, Database, FieldChoice, RejectedEvent, choices, context, correction_label,
};
use athir::gazetteer::Gazetteer;
use athir::model::{
    CorrectedField, Event, EventRef, EventReview, EventStatus, IncidentId, KeptReport, Quote, ReviewStatus,
};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::read::decisions::bare;
use crate::read::incident::incident_etag;
use crate::read::reports::report_etag;
use crate::read::row::IncidentRow;
use crate::route::Asked;
use crate::table::worth::{Reason, reasons, words, worth};
use crate::table::{Cursor, Selection, Sort, Table};

/// Incidents of one story, and events of one incident, that are shown at most.
const MOST: usize = 25;

/// What people have done about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum State {
    /// Some of its events wait.
    #[default]
    Open,
    /// All were accepted or corrected.
    Accepted,
    /// Rejected events; the filter does not apply to them.
    Rejected,
}

/// Which page of the inbox.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct InboxQuery {
    /// What people have done about it.
    #[serde(default)]
    state: State,
    /// How many at most.
    #[serde(default = "twenty")]
    #[schemars(range(min = 1, max = 100))]
    limit: usize,
    /// `next` of the page before.
    #[schemars(length(max = 200))]
    cursor: Option<String>,
}

fn twenty() -> usize {
    20
}

/// Another value that a field could have.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct OtherValue {
    /// The value, as a correction takes it.
    value: serde_json::Value,
    label: String,
    /// What speaks for it.
    why: String,
}

/// A field of an event.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Field {
    field: CorrectedField,
    /// Its value, as a correction takes it.
    value: serde_json::Value,
    label: String,
    /// The words that it was read from.
    quote: Option<Quote>,
    /// How likely it is right.
    confidence: Option<f32>,
    /// What else the coder saw, the best first.
    alternatives: Vec<OtherValue>,
}

/// Some of a report's text.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Words {
    text: String,
    /// Offset of the first character in the report.
    start: usize,
}

/// An event to be judged.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct InboxEvent {
    report: String,
    event: String,
    title: String,
    outlet: Option<String>,
    #[schemars(with = "Option<String>")]
    published: Option<Date>,
    status: EventStatus,
    /// What people have made of it, if anything.
    review: Option<EventReview>,
    evidence: Vec<Quote>,
    context: Words,
    fields: Vec<Field>,
}

/// A reason to look.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ReasonRow {
    reason: Reason,
    weight: u32,
}

/// An incident to be judged.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct InboxIncident {
    row: IncidentRow,
    /// For `if_match` of what is decided about it.
    etag: String,
    /// How much it is worth looking at.
    score: u32,
    /// Why, in words.
    why_now: String,
    /// Why, one by one.
    reasons: Vec<ReasonRow>,
    events: Vec<InboxEvent>,
}

/// The incidents of a story, or one alone.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct InboxItem {
    story: Option<String>,
    incidents: Vec<InboxIncident>,
}

/// A page of the inbox.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct InboxPage {
    version: String,
    /// How many incidents wait, of those that the filter lets through.
    n_open: usize,
    items: Vec<InboxItem>,
    /// The cursor of the next page; `null` on the last.
    next: Option<String>,
}

pub(super) fn inbox(asked: &Asked<'_>, (): (), page: InboxQuery) -> Result<InboxPage, Problem> {
    let table = &*asked.table;
    let all = asked.selected()?;
    let open = narrowed(table, &all, State::Open);
    let n_open = open.n;
    if page.state == State::Rejected {
        let (items, next) = rejected(asked, &page)?;
        return Ok(InboxPage { version: asked.version(), n_open, items, next });
    }
    let selection = if page.state == State::Open { open } else { narrowed(table, &all, page.state) };
    let mut after = page.cursor.as_deref().map(|words| Cursor::read(words, Sort::Worth)).transpose()?;
    let mut items = Vec::new();
    let next = asked.app.pool.read(|database| -> Result<Option<String>, Problem> {
        loop {
            let (rows, end) = table.page(&selection, Sort::Worth, after, page.limit);
            for row in rows {
                if items.len() == page.limit {
                    return Ok(after.map(|cursor| cursor.words()));
                }
                after = Some(table.cursor(row, Sort::Worth));
                items.extend(item(asked, database, &selection, row)?);
            }
            if end.is_none() {
                return Ok(None);
            }
        }
    })?;
    Ok(InboxPage { version: asked.version(), n_open, items, next })
}

/// Those of the rows that are in a state.
fn narrowed(table: &Table, all: &Selection, state: State) -> Selection {
    let mut rows = all.rows.clone();
    let reviewed = &table.index.statuses[ReviewStatus::Reviewed as usize];
    if state == State::Open {
        rows.and_not(reviewed);
    } else {
        rows.and(reviewed);
    }
    let n = rows.count();
    Selection { rows, n }
}

/// The item that a row leads, with the others of its story; nothing where another row of the story leads it.
fn item(
    asked: &Asked<'_>,
    database: &mut Database,
    selection: &Selection,
    row: u32,
) -> Result<Option<InboxItem>, Problem> {
    let table = &*asked.table;
    let Some(incident) = database.store().incident(&IncidentId(IncidentRow::id_of(table, row)))? else {
        return Ok(None);
    };
    let story = incident.events.iter().find_map(|event| event.story.clone());
    let mut rows = vec![row];
    if let Some(story) = story.as_ref().map(|id| database.store().story(id)).transpose()?.flatten() {
        for member in story.reports.iter().take(MOST) {
            for (_, id) in database.store().event_incidents(&member.report)? {
                if let Some(other) = table.find(&id.0)
                    && selection.rows.has(other)
                    && !rows.contains(&other)
                {
                    rows.push(other);
                }
            }
        }
    }
    rows.sort_by_key(|&row| std::cmp::Reverse(table.rank(row, Sort::Worth)));
    if rows[0] != row {
        return Ok(None);
    }
    let mut incidents = Vec::new();
    for row in rows.into_iter().take(MOST) {
        incidents.extend(entry(asked, database, row)?);
    }
    Ok(Some(InboxItem { story: story.map(|id| id.0), incidents }))
}

fn entry(asked: &Asked<'_>, database: &mut Database, row: u32) -> Result<Option<InboxIncident>, Problem> {
    let table = &*asked.table;
    let id = IncidentId(IncidentRow::id_of(table, row));
    let Some(incident) = database.store().incident(&id)? else { return Ok(None) };
    let mut events = Vec::new();
    for told in incident.events.iter().take(MOST) {
        let Some((kept, revised)) = database.revised(&told.event.report)? else { continue };
        let Some(event) = revised.coded.events.iter().find(|e| e.id == told.event.event) else { continue };
        let title = kept.report.report(kept.text.clone()).title();
        let choices =
            choices(event, &revised.coded, &kept.text, asked.app.actors().registry(), Gazetteer::builtin());
        let review = revised.reviews.get(&event.id).cloned();
        events.push(shown(&kept.report, &kept.text, title, event, choices, review));
    }
    let reasons = reasons(table, row);
    Ok(Some(InboxIncident {
        row: IncidentRow::of(table, row),
        etag: incident_etag(&incident)?,
        score: worth(table, row),
        why_now: words(&reasons),
        reasons: reasons.into_iter().map(|(reason, weight)| ReasonRow { reason, weight }).collect(),
        events,
    }))
}

fn shown(
    report: &KeptReport,
    text: &str,
    title: String,
    event: &Event,
    choices: Vec<FieldChoice>,
    review: Option<EventReview>,
) -> InboxEvent {
    let around = context(text, event);
    InboxEvent {
        report: report.id.0.clone(),
        event: event.id.0.clone(),
        title,
        outlet: report.outlet.clone(),
        published: report.published,
        status: review.as_ref().map_or(EventStatus::Open, |review| review.status),
        review,
        evidence: event.evidence.clone(),
        context: Words { text: around.text, start: around.start },
        fields: choices.into_iter().map(field).collect(),
    }
}

fn field(choice: FieldChoice) -> Field {
    let FieldChoice { field, value, label, quote, confidence, alternatives } = choice;
    let other = |Alternative { value, label, why }: Alternative| {
        let label = if label.is_empty() { "none".to_owned() } else { label };
        OtherValue { value: bare(&value), label, why }
    };
    Field {
        field,
        value: bare(&value),
        label,
        quote,
        confidence,
        alternatives: alternatives.into_iter().map(other).collect(),
    }
}

/// The etag of an incident.
///
/// # Errors
///
/// A database that cannot be read. One that has just gone has an etag that matches nothing.
pub(super) fn etag_of(database: &mut Database, id: &str) -> Result<String, Problem> {
    database
        .store()
        .incident(&IncidentId(id.to_owned()))?
        .as_ref()
        .map_or_else(|| Ok(String::new()), incident_etag)
}

/// The events that people have rejected, the latest decision first.
fn rejected(asked: &Asked<'_>, page: &InboxQuery) -> Result<(Vec<InboxItem>, Option<String>), Problem> {
    let wrong = |_| Problem::bad_field("cursor", "it is no cursor of this list");
    let from = page.cursor.as_deref().map(|words| words.parse::<usize>().map_err(wrong)).transpose()?;
    let from = from.unwrap_or(0);
    asked.app.pool.read(|database| -> Result<_, Problem> {
        let mut all = database.rejected()?;
        let decisions = database.decisions()?;
        let order = |of: &RejectedEvent| decisions.iter().rposition(|d| d.id == of.review.decision);
        all.sort_by_cached_key(|rejected| std::cmp::Reverse(order(rejected)));
        let end = all.len().min(from.saturating_add(page.limit));
        let next = (end < all.len()).then(|| end.to_string());
        let mut items = Vec::new();
        for RejectedEvent { event, title, read, review } in all.drain(from.min(end)..end) {
            let EventRef { report, .. } = event;
            let Some(kept) = database.store().coded(&report)? else { continue };
            let etag = report_etag(database, &report)?.unwrap_or_default();
            let by = review.by.clone();
            let shown = shown(&kept.report, &kept.text, title.clone(), &read, plain(&read), Some(review));
            items.push(InboxItem {
                story: None,
                incidents: vec![InboxIncident {
                    row: IncidentRow::of_event(&kept.report, title, &read),
                    etag,
                    score: 0,
                    why_now: format!("rejected by {by}"),
                    reasons: Vec::new(),
                    events: vec![shown],
                }],
            });
        }
        Ok((items, next))
    })
}

/// The fields of an event without alternatives.
fn plain(event: &Event) -> Vec<FieldChoice> {
    let coded = athir::model::CodedReport {
        doc: String::new(),
        published: None,
        extent: Default::default(),
        events: Vec::new(),
        ties: Vec::new(),
        toll: None,
        omissions: Vec::new(),
        diagnostics: Vec::new(),
    };
    let mut all = choices(event, &coded, "", athir::Registry::builtin(), Gazetteer::builtin());
    for choice in &mut all {
        choice.alternatives.clear();
        choice.label = correction_label(&choice.value);
    }
    all
}
