//! Days that an anniversary tells: "twenty years ago today", "on this day in 1974".

use athir_model::TimePrecision;

use super::calendar::{Days, plus_days, plus_months, weekday_until};
use super::words::{Unit, weekday};
use super::{Reader, Reading};

impl Reader<'_> {
    /// "Twenty years ago today", "thirty years ago this week", "forty years ago on Sunday", "on this day in 1974".
    pub(super) fn read_anniversary(&self, at: usize) -> Option<Reading> {
        self.read_years_ago(at).or_else(|| self.read_this_day_in(at))
    }

    fn read_years_ago(&self, at: usize) -> Option<Reading> {
        let published = self.published?;
        let amount = self.read_amount(at).filter(|amount| amount.unit == Unit::Year && !amount.open)?;
        if !self.is(amount.end, "ago") {
            return None;
        }
        let now = self.skip(self.skip(amount.end + 1, &[","]), &["on"]);
        let (days, end, precision) = match self.word(now) {
            "today" | "tonight" => (Days::day(published), now + 1, TimePrecision::Day),
            "yesterday" => (Days::day(plus_days(published, -1)?), now + 1, TimePrecision::Day),
            "tomorrow" => (Days::day(plus_days(published, 1)?), now + 1, TimePrecision::Day),
            "this" if self.is(now + 1, "week") => (Days::week_of(published)?, now + 2, TimePrecision::Week),
            "this" if self.is(now + 1, "month") => (Days::month_of(published), now + 2, TimePrecision::Month),
            word => {
                let (day, _) = weekday(word)?;
                // The feast is kept these days, before or after the report.
                let next = weekday_until(plus_days(published, 3)?, day)?;
                (Days::day(next), now + 1, TimePrecision::Day)
            }
        };
        let back = i64::try_from(amount.n).ok()?.checked_mul(-12)?;
        let days = Days::between(plus_months(days.start, back)?, plus_months(days.end, back)?)?;
        Some(Reading { has_year: true, ..Reading::point(at, end, Some(days), precision) })
    }

    fn read_this_day_in(&self, at: usize) -> Option<Reading> {
        let published = self.published?;
        if !(self.is(at, "this") && self.is(at + 1, "day") && self.is(at + 2, "in")) {
            return None;
        }
        let year = self.read_plain_year(at + 3)?.days?.start.year();
        let back = 12 * i64::from(year - published.year());
        let day = plus_months(published, back).map(Days::day)?;
        Some(Reading { has_year: true, ..Reading::point(at, at + 4, Some(day), TimePrecision::Day) })
    }
}
