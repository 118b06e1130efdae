//! What lists show of reports, for all of them at once, and which reports have certain words.

use athir_model::ReportId;
use jiff::civil::Date;

use crate::error::Result;
use crate::search::words;
use crate::store::Store;

/// What a list shows of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportLine {
    /// Its number in the database: later ones have greater numbers.
    pub number: i64,
    /// Its name.
    pub id: ReportId,
    /// Its headline, or the first line of its text; at most 300 characters.
    pub title: String,
    /// Who published it, if known.
    pub outlet: Option<String>,
    /// When, if known.
    pub published: Option<Date>,
    /// How many events the coding that counts has found in it.
    pub n_events: usize,
}

impl Store {
    /// Gives up to `limit` reports in the order in which they came in, behind the one with this number (0 for the first
    /// page). An empty page is the end.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn report_lines_after(&mut self, number: i64, limit: usize) -> Result<Vec<ReportLine>> {
        let sql = "SELECT r.no, r.id, substr(coalesce(nullif(r.headline, ''), r.text), 1, 300), r.outlet, \
                   r.published, coalesce(c.n_events, 0) FROM report r \
                   LEFT JOIN coding c ON c.report = r.no AND c.superseded IS NULL \
                   WHERE r.no > ?1 ORDER BY r.no LIMIT ?2";
        let rows = self.db().query(sql, &[number.into(), limit.into()])?;
        Ok(rows
            .into_iter()
            .map(|mut row| ReportLine {
                number: row.int(),
                id: ReportId(row.text()),
                title: first_line(&row.text()).to_owned(),
                outlet: row.text_or_none(),
                published: row.text_or_none().and_then(|day| day.parse().ok()),
                n_events: usize::try_from(row.int()).unwrap_or_default(),
            })
            .collect())
    }

    /// Gives the numbers of all reports whose headline or text has these words, ascending; none where no word is asked
    /// for.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn report_numbers_with(&mut self, text: &str) -> Result<Vec<i64>> {
        let db = self.db();
        let Some((matching, query)) = words(db.dialect(), text) else { return Ok(Vec::new()) };
        let rows = db.query(&matching.replace("{}", "?1"), &[query.into()])?;
        let mut numbers: Vec<i64> = rows.into_iter().map(|mut row| row.int()).collect();
        numbers.sort_unstable();
        Ok(numbers)
    }
}

/// The first line that is not empty.
fn first_line(text: &str) -> &str {
    text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default()
}
