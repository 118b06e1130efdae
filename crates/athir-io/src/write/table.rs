//! A table for terminals: one line an event, wrapped where the terminal is narrow.

use std::io::{self, Write};

use super::grid::{Grid, printable};
use super::incident::put_words;
use super::words::{date_words, loss_words, place_words, sides_words};
use crate::ReportWriter;
use athir_model::Report;
use athir_model::{CodedReport, Event};

const HEADS: [&str; 7] = ["WHEN", "WHAT", "WHO", "WHERE", "LOSSES", "ACCORDING TO", "STATUS"];
/// Columns whose cells are never broken over lines: dates and kinds.
const UNBROKEN: usize = 2;

/// Whether the table may use the signs that make a terminal print bold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableStyle {
    /// Text alone.
    Plain,
    /// With bold titles and faint heads.
    Ansi,
}

impl TableStyle {
    pub(crate) fn styled(self, code: &str, words: &str) -> String {
        match self {
            TableStyle::Plain => words.to_owned(),
            TableStyle::Ansi => format!("\x1b[{code}m{words}\x1b[0m"),
        }
    }
}

/// Writes a heading and a table for each report.
#[derive(Debug)]
pub struct TableWriter<W: Write> {
    out: W,
    width: usize,
    style: TableStyle,
    n_reports: usize,
}

impl<W: Write> TableWriter<W> {
    /// Makes a writer of tables that are at most `width` columns wide where their words allow it.
    pub fn new(out: W, width: usize, style: TableStyle) -> TableWriter<W> {
        TableWriter { out, width, style, n_reports: 0 }
    }
}

impl<W: Write> ReportWriter for TableWriter<W> {
    fn write(&mut self, report: &Report, coded: &CodedReport) -> io::Result<()> {
        if self.n_reports > 0 {
            writeln!(self.out)?;
        }
        self.n_reports += 1;
        let mut about = vec![count_noun(coded.events.len(), "event")];
        if !coded.ties.is_empty() {
            about.push(count_noun(coded.ties.len(), "tie"));
        }
        about.insert(0, coded.published.map_or("undated".to_owned(), |d| d.to_string()));
        about.extend(report.outlet.as_deref().map(printable));
        let name = self.style.styled("1", &printable(&coded.doc));
        writeln!(self.out, "{name} · {}", about.join(" · "))?;
        let rows: Vec<Vec<String>> = coded.events.iter().map(|event| cells(event).to_vec()).collect();
        let grid = Grid { heads: &HEADS, n_unbroken: UNBROKEN, width: self.width, style: self.style };
        grid.write(&mut self.out, &rows)?;
        for tie in &coded.ties {
            let line = format!(
                "{}: {} – {} ({})",
                tie.kind.as_str(),
                printable(&tie.a),
                printable(&tie.b),
                tie.state.as_str()
            );
            writeln!(self.out, "  {line}")?;
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn cells(event: &Event) -> [String; 7] {
    let losses: Vec<String> = event.casualties.iter().map(|loss| loss_words(loss, event)).collect();
    let voices: Vec<&str> = event.attribution.iter().map(|quote| quote.text.as_str()).collect();
    [
        date_words(&event.when),
        event.kind.to_string(),
        sides_words(event),
        event.place.as_ref().map(place_words).unwrap_or_default(),
        losses.join(", "),
        voices.join("; "),
        put_words(event.modality, event.phase),
    ]
    .map(|cell| printable(&cell))
}

fn count_noun(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}
