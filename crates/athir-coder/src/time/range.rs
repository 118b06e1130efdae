//! "From 12 June to 14 July", "between Monday and Wednesday", "2011-2013": two expressions that are one time.

use athir_model::TimePrecision;

use super::calendar::{Days, plus_days, plus_months};
use super::{Reader, Reading, TimeRole};

/// Joins neighbouring readings that are the two ends of one time.
pub(super) fn join(reader: &Reader<'_>, readings: Vec<Reading>) -> Vec<Reading> {
    let mut whole: Vec<Reading> = Vec::with_capacity(readings.len());
    for second in readings {
        match whole.last_mut() {
            Some(first) if let Some(both) = joined(reader, first, &second) => *first = both,
            _ => whole.push(second),
        }
    }
    whole
}

fn joined(reader: &Reader<'_>, first: &Reading, second: &Reading) -> Option<Reading> {
    let dated = |reading: &Reading| {
        matches!(reading.role, TimeRole::Point | TimeRole::Future) && !reading.clock_only && !reading.every
    };
    if second.start != first.end + 1 || !dated(first) || !dated(second) {
        return None;
    }
    let joint = &reader.pieces[first.end];
    let between = reader.follows(first.start, &["between"]);
    let joins = joint.is_any(&["to", "through", "until", "till", "thru"]) || joint.is_dash();
    // "on Wednesday and Thursday": two days that follow each other.
    let two_days = || {
        first.is_weekday
            && second.is_weekday
            && joint.is("and")
            && reader.follows(first.start, &["on"])
            && first.days.zip(second.days).is_some_and(|(a, b)| plus_days(a.end, 1) == Some(b.start))
    };
    if !(joins || between && joint.is("and") || two_days()) {
        return None;
    }
    let (mut start, end) = (first.days?.start, second.days?.end);
    if first.is_weekday && start > end {
        start = plus_days(start, -7)?;
    } else if !first.has_year && (second.has_year || start > end) {
        // "from March to May 2012": the year of the end is the year of the start, or the one after it.
        start = plus_months(start, 12 * i64::from(end.year() - start.year()))?;
        if start > end {
            start = plus_months(start, -12)?;
        }
    }
    let precision: TimePrecision = first.precision.max(second.precision);
    Some(Reading {
        end: second.end,
        days: Some(Days::between(start, end)?),
        precision,
        role: second.role,
        has_year: second.has_year,
        ..*first
    })
}
