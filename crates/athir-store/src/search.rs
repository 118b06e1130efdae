//! Incidents by kind, place, time, actor, grade and words: page by page, the latest first, those of a day by their ids
//! from the last to the first, so that every index can be read backwards.

use athir_model::{EventKind, Family, Grade, Incident, ReviewStatus};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::backend::{Backend, Dialect};
use crate::error::Result;
use crate::kept::{Kept, LONG, days, fold};
use crate::store::{Store, parse};
use crate::value::Value;

/// Where incidents are looked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Where {
    /// In a country, by its ISO 3166 alpha-2 code.
    Country(String),
    /// At a place or in an area of this name. Marks and capitals do not matter.
    Named(String),
    /// Between two parallels and two meridians, in degrees.
    Between {
        /// The southern edge.
        south: f64,
        /// The western edge.
        west: f64,
        /// The northern edge.
        north: f64,
        /// The eastern edge.
        east: f64,
    },
}

/// What incidents are looked for by. Everything that is given has to hold; the default is all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IncidentFilter {
    /// One of these kinds, or a kind of one of the families.
    pub kinds: Vec<EventKind>,
    /// A kind of one of these families, or one of the kinds.
    pub families: Vec<Family>,
    /// There.
    pub place: Option<Where>,
    /// On this day or later, or not over by then.
    pub since: Option<Date>,
    /// On this day or earlier, or begun by then.
    pub until: Option<Date>,
    /// With one of these actors as a side: codes of the registry, or names.
    pub actors: Vec<String>,
    /// With one of these grades.
    pub grades: Vec<Grade>,
    /// Reviewed so far.
    pub statuses: Vec<ReviewStatus>,
    /// A report of it has these words.
    pub text: Option<String>,
    /// At least so many independent sources tell of it.
    pub min_sources: Option<usize>,
    /// Whether its sources disagree on something.
    pub disputed: Option<bool>,
}

/// Where a page ends, so that the next one can begin there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// The first day of the last incident; empty for one that nothing dates.
    pub day: String,
    /// Its id.
    pub id: String,
}

/// A page of incidents.
#[derive(Clone, Debug, PartialEq)]
pub struct IncidentPage {
    /// The incidents, the latest first.
    pub incidents: Vec<Incident>,
    /// Where the page ends; `None` where it is the last.
    pub next: Option<Position>,
}

/// A question in the making: its conditions, and the values of its parameters.
#[derive(Default)]
struct Question {
    conditions: Vec<String>,
    values: Vec<Value<'static>>,
}

impl Question {
    /// Adds a condition; `{}` in it stands for the parameters, one after the other.
    fn and(&mut self, condition: &str, values: impl IntoIterator<Item = Value<'static>>) {
        let mut condition = condition.to_owned();
        for value in values {
            self.values.push(value);
            condition = condition.replacen("{}", &format!("?{}", self.values.len()), 1);
        }
        self.conditions.push(condition);
    }

    /// Adds the condition that a column has one of the values.
    fn and_one_of(&mut self, column: &str, values: impl IntoIterator<Item = String>) {
        let values: Vec<Value<'static>> = values.into_iter().map(Value::from).collect();
        match &values[..] {
            [] => {}
            [_] => self.and(&format!("{column} = {{}}"), values),
            _ => self.and(&format!("{column} IN ({})", vec!["{}"; values.len()].join(", ")), values),
        }
    }
}

/// Words to look for, as the database takes them: the numbers of the reports that match, with `{}` for the words.
pub(crate) fn words(dialect: Dialect, words: &str) -> Option<(&'static str, String)> {
    let terms = terms(words);
    if terms.iter().all(|term| term.is_excluded) {
        return None;
    }
    match dialect {
        Dialect::Sqlite => {
            let quote = |term: &Term| format!("\"{}\"", term.words);
            let wanted: Vec<String> = terms.iter().filter(|t| !t.is_excluded).map(quote).collect();
            let mut query = format!("({})", wanted.join(" AND "));
            for term in terms.iter().filter(|term| term.is_excluded) {
                query = format!("{query} NOT {}", quote(term));
            }
            Some(("SELECT rowid FROM report_words WHERE report_words MATCH {}", query))
        }
        Dialect::Postgres => {
            let term = |t: &Term| format!("{}\"{}\"", if t.is_excluded { "-" } else { "" }, t.words);
            let query: Vec<String> = terms.iter().map(term).collect();
            let matching = "SELECT no FROM report WHERE words @@ websearch_to_tsquery('english', {})";
            Some((matching, query.join(" ")))
        }
    }
}

/// A word, or several in quotation marks, that must be there or, with a minus before it, must not.
#[derive(Debug, PartialEq, Eq)]
struct Term {
    words: String,
    is_excluded: bool,
}

/// Reads what a user types. Nothing of it reaches the database as syntax.
fn terms(query: &str) -> Vec<Term> {
    let mut terms = Vec::new();
    for (n, part) in query.split('"').enumerate() {
        // Between an odd and an even quotation mark stands a phrase.
        if n % 2 == 1 {
            let before = query.split('"').take(n).map(|part| part.len() + 1).sum::<usize>() - 1;
            terms.push(Term { words: letters(part), is_excluded: query[..before].ends_with('-') });
        } else {
            terms.extend(
                part.split_whitespace()
                    .map(|word| Term { is_excluded: word.starts_with('-'), words: letters(word) }),
            );
        }
    }
    terms.retain(|term| !term.words.is_empty());
    terms
}

/// The letters and digits of a term, with spaces where other signs stood.
fn letters(words: &str) -> String {
    let plain: String = words.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Store {
    /// Gives a page of the incidents that the filter lets through, the latest first, from the position given.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn incidents(
        &mut self,
        filter: &IncidentFilter,
        from: Option<&Position>,
        limit: usize,
    ) -> Result<IncidentPage> {
        self.page(filter, from, limit, Order::LatestFirst)
    }

    /// Gives a page of the incidents that the filter lets through, the earliest first, those that nothing dates at the
    /// beginning, from the position given.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn incidents_from_first(
        &mut self,
        filter: &IncidentFilter,
        from: Option<&Position>,
        limit: usize,
    ) -> Result<IncidentPage> {
        self.page(filter, from, limit, Order::EarliestFirst)
    }

    fn page(
        &mut self,
        filter: &IncidentFilter,
        from: Option<&Position>,
        limit: usize,
        order: Order,
    ) -> Result<IncidentPage> {
        self.read(|db| {
            let words = Words::of(db, filter)?;
            let filters = narrowed(db, filter)?;
            let mut incidents = Vec::new();
            let mut parts = parts(filter);
            if order == Order::EarliestFirst {
                parts.reverse();
            }
            for part in parts {
                let left = limit + 1 - incidents.len();
                if left > 0 {
                    let asked = Asked { words, part, from, order };
                    incidents.extend(ask_each(db, &filters, asked, left)?);
                }
            }
            let next = (incidents.len() > limit).then(|| {
                incidents.truncate(limit);
                incidents.last().map(|last| Position { day: days(last).0, id: last.id.0.clone() })
            });
            Ok(IncidentPage { incidents, next: next.flatten() })
        })
    }

    /// Counts the incidents that the filter lets through, but no further than to `most`.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn count_incidents(&mut self, filter: &IncidentFilter, most: usize) -> Result<usize> {
        self.read(|db| {
            let words = Words::of(db, filter)?;
            let filter = &Narrow::of(db, filter)?;
            let mut n = 0;
            for part in parts(&filter.filter) {
                let asked = Asked { words, part, from: None, order: Order::LatestFirst };
                let Some((from, _, mut question)) = question(db.dialect(), filter, asked) else {
                    continue;
                };
                question.values.push((most - n).into());
                let sql = format!(
                    "SELECT count(*) FROM (SELECT DISTINCT i.no FROM {from}{} LIMIT ?{}) AS found",
                    conditions(&question),
                    question.values.len()
                );
                n += usize::try_from(db.query(&sql, &question.values)?.remove(0).int()).unwrap_or_default();
            }
            Ok(n)
        })
    }
}

/// In which order incidents are given.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    LatestFirst,
    EarliestFirst,
}

/// How and from where a part of the incidents is asked for.
#[derive(Clone, Copy)]
struct Asked<'a> {
    words: Words,
    part: Part,
    from: Option<&'a Position>,
    order: Order,
}

/// Incidents of a time are looked for in two parts, of which the second comes after the first in order: those that
/// began at most a month before it, and those that last longer and began earlier.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    All,
    Near(Date),
    Before(Date),
}

fn parts(filter: &IncidentFilter) -> Vec<Part> {
    match filter.since {
        None => vec![Part::All],
        Some(since) => {
            let near = since.saturating_sub(LONG.days());
            vec![Part::Near(near), Part::Before(near)]
        }
    }
}

fn conditions(question: &Question) -> String {
    match &question.conditions[..] {
        [] => String::new(),
        conditions => format!(" WHERE {}", conditions.join(" AND ")),
    }
}

/// The tables of a question, the one that gives the order, and the conditions; `None` where nothing can be found.
fn question(
    dialect: Dialect,
    Narrow { actors, lead, filter }: &Narrow,
    Asked { words: words_are, part, from, order }: Asked<'_>,
) -> Option<(String, &'static str, Question)> {
    let mut question = Question::default();
    let mut tables = "incident i".to_owned();
    let mut by = "i";
    // An actor, or else a place, leads to its incidents in the order of their days.
    let place_leads = *lead == Lead::Place;
    if !actors.is_empty() && !place_leads {
        // `CROSS` keeps the order of the tables, which planners get wrong here.
        tables = "incident_actor a CROSS JOIN incident i".to_owned();
        question.and("i.no = a.incident", []);
        by = "a";
        question.and_one_of("a.actor", actors.clone());
    }
    match &filter.place {
        None => {}
        Some(Where::Country(code)) => {
            question.and(&format!("{by}.country = {{}}"), [code.to_uppercase().into()]);
        }
        Some(Where::Named(name)) if actors.is_empty() || place_leads => {
            tables = "incident_place p CROSS JOIN incident i".to_owned();
            question.and("i.no = p.incident", []);
            by = "p";
            question.and("p.name = {}", [fold(name).into()]);
        }
        Some(Where::Named(name)) => question.and(
            "EXISTS (SELECT 1 FROM incident_place p WHERE p.name = {} AND p.first_day = i.first_day AND p.id = i.id)",
            [fold(name).into()],
        ),
        Some(Where::Between { south, west, north, east }) => {
            let edges = [*south, *north, *west, *east].map(Value::from);
            if dialect == Dialect::Sqlite {
                // The tree holds rounded numbers, so the exact ones are asked as well.
                question.and(
                    "i.no IN (SELECT no FROM incident_position \
                     WHERE max_lat >= {} AND min_lat <= {} AND max_lon >= {} AND min_lon <= {})",
                    edges.clone(),
                );
            }
            question.and("i.lat >= {} AND i.lat <= {} AND i.lon >= {} AND i.lon <= {}", edges);
        }
    }
    if place_leads {
        let places = vec!["{}"; actors.len()].join(", ");
        question.and(
            &format!(
                "EXISTS (SELECT 1 FROM incident_actor a WHERE a.actor IN ({places}) \
                 AND a.first_day = p.first_day AND a.id = p.id)"
            ),
            actors.iter().cloned().map(Value::from),
        );
    }
    let (day, id) = (format!("{by}.first_day"), format!("{by}.id"));
    let words_of =
        |kinds: &[EventKind]| kinds.iter().map(|kind| kind.as_str().to_owned()).collect::<Vec<_>>();
    if filter.families.is_empty() {
        question.and_one_of(&format!("{by}.kind"), words_of(&filter.kinds));
    } else if filter.kinds.is_empty() && by == "i" {
        question.and_one_of("i.family", filter.families.iter().map(|family| family.as_str().to_owned()));
    } else {
        let is_asked =
            |kind: &EventKind| filter.kinds.contains(kind) || filter.families.contains(&kind.family());
        let kinds: Vec<EventKind> = EventKind::ALL.into_iter().filter(is_asked).collect();
        question.and_one_of(&format!("{by}.kind"), words_of(&kinds));
    }
    let grades = filter.grades.iter().map(|grade| grade.as_str().to_owned());
    question.and_one_of(&format!("{by}.grade"), grades);
    question.and_one_of("i.status", filter.statuses.iter().map(|status| status.as_str().to_owned()));
    if let Some(until) = filter.until {
        question.and(&format!("{day} <= {{}}"), [until.to_string().into()]);
    }
    match part {
        Part::All => {}
        Part::Near(near) => question.and(&format!("{day} >= {{}}"), [near.to_string().into()]),
        Part::Before(near) => {
            question.and(&format!("{day} < {{}}"), [near.to_string().into()]);
            question.and("i.long = 1", []);
        }
    }
    if let Some(since) = filter.since {
        question.and("i.last_day >= {}", [since.to_string().into()]);
    }
    if filter.since.is_some() || filter.until.is_some() {
        question.and(&format!("{day} <> ''"), []);
    }
    if let Some(n) = filter.min_sources {
        if n > 1 {
            // Word for word the condition of an index.
            question.and("i.n_sources > 1", []);
        }
        question.and("i.n_sources >= {}", [n.into()]);
    }
    if let Some(disputed) = filter.disputed {
        question.and(if disputed { "i.disputed > 0" } else { "i.disputed = 0" }, []);
    }
    if let Some(text) = &filter.text {
        let (matching, query) = words(dialect, text)?;
        let of_report = match (words_are, dialect) {
            (Words::Rare, _) => format!(
                "i.no IN (SELECT e.incident FROM report r CROSS JOIN incident_event e \
                 WHERE e.report = r.id AND r.no IN ({matching}))"
            ),
            (Words::Frequent, Dialect::Sqlite) => "EXISTS (SELECT 1 FROM incident_event e \
                 CROSS JOIN report r CROSS JOIN report_words w \
                 WHERE e.incident = i.no AND r.id = e.report AND w.rowid = r.no AND w.report_words MATCH {})"
                .to_owned(),
            (Words::Frequent, Dialect::Postgres) => "EXISTS (SELECT 1 FROM incident_event e \
                 JOIN report r ON r.id = e.report \
                 WHERE e.incident = i.no AND r.words @@ websearch_to_tsquery('english', {}))"
                .to_owned(),
        };
        question.and(&of_report, [query.into()]);
    }
    if let Some(position) = from {
        let (last, last_id) = (Value::from(position.day.clone()), Value::from(position.id.clone()));
        let after = if order == Order::LatestFirst { '<' } else { '>' };
        question.and(&format!("({day}, {id}) {after} ({{}}, {{}})"), [last, last_id]);
    }
    Some((tables, by, question))
}

/// What the actors of a filter are looked for by: codes as they are, and names.
fn actor_keys(filter: &IncidentFilter) -> Vec<String> {
    let keys = filter.actors.iter().flat_map(|actor| [actor.clone(), fold(actor)]);
    let mut keys: Vec<String> = keys.filter(|key| !key.is_empty()).collect();
    keys.sort();
    keys.dedup();
    keys
}

/// The filter as several that each look for one actor, or for one kind, so that each answer comes in the order of an
/// index.
fn narrowed(db: &mut dyn Backend, filter: &IncidentFilter) -> Result<Vec<Narrow>> {
    let whole = Narrow::of(db, filter)?;
    let with = |actors: Vec<String>, filter: IncidentFilter| Narrow { actors, lead: Lead::Actor, filter };
    if whole.lead == Lead::Place {
        return Ok(vec![whole]);
    }
    if whole.actors.len() > 1 {
        return Ok(whole.actors.into_iter().map(|actor| with(vec![actor], filter.clone())).collect());
    }
    let IncidentFilter { kinds, families, place, .. } = filter;
    if kinds.len() + families.len() < 2 || !whole.actors.is_empty() || matches!(place, Some(Where::Named(_)))
    {
        return Ok(vec![whole]);
    }
    let of_kind = |kinds: &[EventKind], families: &[Family]| {
        let filter = IncidentFilter { kinds: kinds.to_vec(), families: families.to_vec(), ..filter.clone() };
        with(Vec::new(), filter)
    };
    let each_kind = kinds.iter().map(|kind| of_kind(&[*kind], &[]));
    Ok(each_kind.chain(families.iter().map(|family| of_kind(&[], &[*family]))).collect())
}

/// A filter, with what its actors are looked for by, and what leads to the incidents.
struct Narrow {
    actors: Vec<String>,
    lead: Lead,
    filter: IncidentFilter,
}

/// Which list leads to the incidents where both an actor and a place are named.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lead {
    Actor,
    Place,
}

impl Narrow {
    fn of(db: &mut dyn Backend, filter: &IncidentFilter) -> Result<Narrow> {
        /// A place with no more incidents leads; all of them may have to be gone through.
        const FEW: usize = 5000;
        let actors = actor_keys(filter);
        let lead = match &filter.place {
            Some(Where::Named(name)) if !actors.is_empty() => {
                let sql =
                    "SELECT count(*) FROM (SELECT 1 FROM incident_place WHERE name = ?1 LIMIT ?2) AS found";
                let n = db.query(sql, &[fold(name).into(), Value::from(FEW + 1)])?.remove(0).int();
                if n > FEW as i64 { Lead::Actor } else { Lead::Place }
            }
            _ => Lead::Actor,
        };
        Ok(Narrow { actors, lead, filter: filter.clone() })
    }
}

/// Whether the words of a filter stand in few reports, which then lead to their incidents, or in many: then the
/// incidents are gone through, and their reports looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    Rare,
    Frequent,
}

impl Words {
    fn of(db: &mut dyn Backend, filter: &IncidentFilter) -> Result<Words> {
        const FEW: usize = 3000;
        let Some((matching, query)) = filter.text.as_ref().and_then(|text| words(db.dialect(), text)) else {
            return Ok(Words::Rare);
        };
        let matching = matching.replace("{}", "?1");
        let sql = format!("SELECT count(*) FROM ({matching} LIMIT ?2) AS found");
        let n = db.query(&sql, &[query.into(), Value::from(FEW + 1)])?.remove(0).int();
        Ok(if n > FEW as i64 { Words::Frequent } else { Words::Rare })
    }
}

/// Asks with each filter by itself, and brings the answers together.
fn ask_each(
    db: &mut dyn Backend,
    filters: &[Narrow],
    asked: Asked<'_>,
    limit: usize,
) -> Result<Vec<Incident>> {
    if let [filter] = filters {
        return ask(db, filter, asked, limit);
    }
    let mut found = Vec::new();
    for filter in filters {
        found.extend(ask(db, filter, asked, limit)?);
    }
    found.sort_by(|a, b| days(a).0.cmp(&days(b).0).then_with(|| a.id.cmp(&b.id)));
    if asked.order == Order::LatestFirst {
        found.reverse();
    }
    found.dedup_by(|a, b| a.id == b.id);
    found.truncate(limit);
    Ok(found)
}

fn ask(db: &mut dyn Backend, filter: &Narrow, asked: Asked<'_>, limit: usize) -> Result<Vec<Incident>> {
    let Some((tables, by, mut question)) = question(db.dialect(), filter, asked) else {
        return Ok(Vec::new());
    };
    question.values.push(limit.into());
    let way = if asked.order == Order::LatestFirst { "DESC" } else { "ASC" };
    let sql = format!(
        "SELECT i.id, i.record FROM {tables}{} ORDER BY {by}.first_day {way}, {by}.id {way} LIMIT ?{}",
        conditions(&question),
        question.values.len()
    );
    let rows = db.query(&sql, &question.values)?;
    rows.into_iter()
        .map(|mut row| {
            let id = row.text();
            parse(db, Incident::TABLE, &id, &row.text())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Vec<(String, bool)> {
        terms(query).into_iter().map(|term| (term.words, term.is_excluded)).collect()
    }

    #[test]
    fn phrases_and_minus_signs_are_read() {
        let term = |words: &str, excluded| (words.to_owned(), excluded);
        assert_eq!(
            read("barrel \"air strike\" -sarin"),
            [term("barrel", false), term("air strike", false), term("sarin", true)]
        );
        assert_eq!(read("-\"car bomb\" market"), [term("car bomb", true), term("market", false)]);
    }

    #[test]
    fn what_users_type_is_never_syntax() {
        assert_eq!(words(Dialect::Sqlite, "\" OR a* NEAR(b)").map(|(_, q)| q), {
            Some("(\"OR a NEAR b\")".to_owned())
        });
        assert_eq!(words(Dialect::Sqlite, "-sarin"), None);
        assert_eq!(words(Dialect::Postgres, "!& |"), None);
    }
}
