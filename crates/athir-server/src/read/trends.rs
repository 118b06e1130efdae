//! What is more or less than before, what is new, and how much is reported at all.

use std::collections::BTreeMap;

use athir::model::TrendBand;
use athir::network::{Seen, newcomers, trends as compare};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::actor::name_of;
use super::actors::EMERGING_DAYS;
use super::timeline::Step;
use crate::problem::Problem;
use crate::route::Asked;
use crate::table::{Bits, NO_DAY, NONE, Side, Table, day_number, day_of};

/// No more rows of a kind are sent.
const MOST: usize = 100;
/// Periods whose counts are sent: at least a quarter of weeks, at most a year of them.
const LATELY: (u32, u32) = (13, 53);

/// What is compared.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct TrendsQuery {
    /// The length of a period: `day`, `week`, `month` (30 days) or `year` (365 days).
    #[serde(default = "week")]
    by: Step,
    /// How many periods before are averaged.
    #[serde(default = "four")]
    #[schemars(range(min = 1, max = 520))]
    baseline: u32,
}

fn week() -> Step {
    Step::Week
}

fn four() -> u32 {
    4
}

/// What a row of trends is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Of {
    /// A country.
    Country,
    /// A place.
    Place,
    /// An actor.
    Actor,
    /// A kind of event.
    Kind,
}

/// Incidents of a period beside those before.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct TrendRow {
    /// The name of what is compared.
    of: String,
    /// What it is.
    kind: Of,
    /// Its key in filters: a country's code, an actor's key, a kind.
    key: String,
    /// Incidents that began in the period.
    n: usize,
    /// Incidents that a period had before, on average.
    baseline: f64,
    /// The change as a share of the baseline; `null` where that is 0.
    change: Option<f64>,
    /// How large it is.
    band: TrendBand,
    /// Incidents by period, the oldest first: those before, as far as they are compared and some more, and this one.
    series: Vec<usize>,
}

/// An actor that is new.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Newcomer {
    key: String,
    name: String,
    first_seen: String,
    /// Incidents since.
    n: usize,
}

/// How much was reported.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Intensity {
    /// The first day of the period.
    start: String,
    /// Reports that were published in it.
    n_reports: usize,
    /// Outlets that published them.
    n_outlets: usize,
}

/// What is more or less than before.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Trends {
    version: String,
    by: Step,
    /// The last day of the period; `null` where nothing is dated.
    until: Option<String>,
    /// The first day of the period.
    since: Option<String>,
    rows: Vec<TrendRow>,
    emerging: Vec<Newcomer>,
    /// Reports by period, whatever the filter.
    intensity: Vec<Intensity>,
    /// What the numbers do not say.
    wording: &'static str,
}

const WORDING: &str = "Incidents are counted by the day on which they began, as far as reports tell of it. A rise may be one of \
    reporting: look at the number of reports beside it. No reports does not mean no violence.";

fn days(step: Step) -> u32 {
    match step {
        Step::Day => 1,
        Step::Auto | Step::Week => 7,
        Step::Month => 30,
        Step::Year => 365,
    }
}

pub(super) fn trends(asked: &Asked<'_>, (): (), query: TrendsQuery) -> Result<Trends, Problem> {
    let table = &*asked.table;
    // The periods before are counted whatever day the filter begins on.
    let mut filter = asked.filter().clone();
    let since = filter.since.take();
    let mut rows = asked.app.select(table, &filter)?.rows;
    rows.and_not(&table.index.undated);
    let step = if query.by == Step::Auto { Step::Week } else { query.by };
    let newest = rows.iter_down(table.len()).next().map(|row| table.columns.first(row));
    let end = filter.until.map(|until| newest.map_or(until, |newest| newest.min(until))).or(newest);
    let mut answer = Trends {
        version: asked.version(),
        by: step,
        until: None,
        since: None,
        rows: Vec::new(),
        emerging: Vec::new(),
        intensity: Vec::new(),
        wording: WORDING,
    };
    let Some(end) = end else { return Ok(answer) };
    // A filter that begins somewhere asks for the period from there.
    let length = since.map_or(days(step) as i32, |since| (end - since + 1).max(1)).unsigned_abs();
    answer.until = Some(day_of(end).to_string());
    answer.since = Some(day_of(end - length as i32 + 1).to_string());
    let dates = Dates::of(table, &rows, asked.app.actors().registry());
    for (kind, seen) in [
        (Of::Country, &dates.countries),
        (Of::Place, &dates.places),
        (Of::Actor, &dates.actors),
        (Of::Kind, &dates.kinds),
    ] {
        answer.rows.extend(compared(kind, seen, day_of(end), length, query.baseline));
    }
    let actors: Vec<Seen<'_>> =
        dates.actors.iter().map(|(key, (_, dates))| Seen { of: key, dates: dates.clone() }).collect();
    let mut emerging: Vec<Newcomer> = newcomers(&actors, day_of(end), EMERGING_DAYS.unsigned_abs())
        .into_iter()
        .filter_map(|(key, n)| {
            let (name, dates) = &dates.actors[key];
            let first_seen = dates.iter().min()?.to_string();
            Some(Newcomer { key: key.to_owned(), name: name.clone(), first_seen, n })
        })
        .collect();
    emerging.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.key.cmp(&b.key)));
    emerging.truncate(MOST);
    answer.emerging = emerging;
    answer.intensity = intensity(table, step);
    Ok(answer)
}

/// For each key its name, and a date for each incident.
type Dated = BTreeMap<String, (String, Vec<Date>)>;

struct Dates {
    countries: Dated,
    places: Dated,
    actors: Dated,
    kinds: Dated,
}

impl Dates {
    fn of(table: &Table, rows: &Bits, registry: &athir::Registry) -> Dates {
        let (columns, shared) = (&table.columns, &table.shared);
        let mut of_place: Vec<Vec<Date>> = vec![Vec::new(); shared.places.len()];
        let mut of_party: Vec<Vec<Date>> = vec![Vec::new(); shared.parties.len()];
        let mut kinds = Dated::new();
        rows.each(|row| {
            let day = columns.first(row);
            if day == NO_DAY {
                return;
            }
            let date = day_of(day);
            let place = columns.places[row as usize];
            if place != NONE {
                of_place[place as usize].push(date);
            }
            let sides = columns.sides.of(row);
            for (at, side) in sides.iter().enumerate() {
                if sides[..at].iter().all(|before| Side(*before).party() != Side(*side).party()) {
                    of_party[Side(*side).party() as usize].push(date);
                }
            }
            let kind = columns.kinds[row as usize].as_str();
            match kinds.get_mut(kind) {
                Some((_, dates)) => dates.push(date),
                None => drop(kinds.insert(kind.to_owned(), (kind.replace('-', " "), vec![date]))),
            }
        });
        let (mut countries, mut places, mut actors) = (Dated::new(), Dated::new(), Dated::new());
        for (number, place) in shared.places.iter() {
            let dates = &of_place[number as usize];
            if let Some(country) = place.country.as_ref().filter(|_| !dates.is_empty()) {
                countries
                    .entry(country.clone())
                    .or_insert_with(|| (country.clone(), Vec::new()))
                    .1
                    .extend(dates);
            }
            if !dates.is_empty() && place.precision != athir::model::PlacePrecision::Country {
                let name = || (place.name.clone(), Vec::new());
                places.entry(place.name.clone()).or_insert_with(name).1.extend(dates);
            }
        }
        for (number, party) in shared.parties.iter() {
            let dates = &of_party[number as usize];
            if !dates.is_empty() {
                let name = || (name_of(table, registry, party.key()), Vec::new());
                actors.entry(party.key().to_owned()).or_insert_with(name).1.extend(dates);
            }
        }
        Dates { countries, places, actors, kinds }
    }
}

/// How many of the dates lie in each of the periods that end with a day, the oldest first.
fn series(dates: &[Date], until: Date, days: u32, n: u32) -> Vec<usize> {
    let mut counts = vec![0; n as usize];
    for date in dates {
        let ago = day_number(until) - day_number(*date);
        let period = usize::try_from(ago).map_or(usize::MAX, |ago| ago / days.max(1) as usize);
        if let Some(count) = counts.get_mut(period) {
            *count += 1;
        }
    }
    counts.reverse();
    counts
}

fn compared(kind: Of, dated: &Dated, until: Date, days: u32, baseline: u32) -> Vec<TrendRow> {
    let seen: Vec<Seen<'_>> =
        dated.iter().map(|(key, (_, dates))| Seen { of: key, dates: dates.clone() }).collect();
    let mut rows: Vec<TrendRow> = compare(&seen, until, days, baseline)
        .into_iter()
        .map(|trend| TrendRow {
            of: dated.get(&trend.of).map_or_else(|| trend.of.clone(), |(name, _)| name.clone()),
            kind,
            n: trend.n_events,
            baseline: (trend.baseline * 100.0).round() / 100.0,
            change: trend.change.map(|change| (change * 1000.0).round() / 1000.0),
            band: trend.band,
            series: Vec::new(),
            key: trend.of,
        })
        .collect();
    // What is much, and what changed much.
    rows.sort_by(|a, b| {
        let weight = |row: &TrendRow| row.n as f64 + row.baseline;
        weight(b).total_cmp(&weight(a)).then_with(|| a.key.cmp(&b.key))
    });
    rows.truncate(MOST);
    let n_periods = baseline.saturating_add(1).clamp(LATELY.0, LATELY.1);
    for row in &mut rows {
        let dates = dated.get(&row.key).map_or(&[][..], |(_, dates)| dates);
        row.series = series(dates, until, days, n_periods);
    }
    rows
}

/// Reports by the period in which they were published.
fn intensity(table: &Table, step: Step) -> Vec<Intensity> {
    let reports = &table.reports;
    let mut periods: BTreeMap<i32, (usize, Vec<u32>)> = BTreeMap::new();
    for (at, published) in reports.published.iter().enumerate() {
        let Some(day) = published else { continue };
        let (n, outlets) = periods.entry(day_number(step.start(*day))).or_default();
        *n += 1;
        let outlet = reports.outlets[at];
        if outlet != NONE
            && let Err(place) = outlets.binary_search(&outlet)
        {
            outlets.insert(place, outlet);
        }
    }
    let periods = periods.into_iter();
    periods
        .map(|(day, (n_reports, outlets))| Intensity {
            start: day_of(day).to_string(),
            n_reports,
            n_outlets: outlets.len(),
        })
        .collect()
}
