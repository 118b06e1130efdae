//! A table for terminals: one line an event, wrapped where the terminal is narrow.

use std::io::{self, Write};

use athir_model::{CodedReport, Event, Modality, Phase};
use unicode_width::UnicodeWidthStr;

use super::words::{date_words, loss_words, place_words, sides_words};
use crate::ReportWriter;
use athir_model::Report;

const HEADS: [&str; 7] = ["WHEN", "WHAT", "WHO", "WHERE", "LOSSES", "ACCORDING TO", "STATUS"];
/// Columns whose cells are never broken over lines: dates and kinds.
const UNBROKEN: usize = 2;
const GAP: usize = 2;

/// Whether the table may use the signs that make a terminal print bold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableStyle {
    /// Text alone.
    Plain,
    /// With bold titles and faint heads.
    Ansi,
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

    fn styled(&self, code: &str, words: &str) -> String {
        match self.style {
            TableStyle::Plain => words.to_owned(),
            TableStyle::Ansi => format!("\x1b[{code}m{words}\x1b[0m"),
        }
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
        let name = self.styled("1", &printable(&coded.doc));
        writeln!(self.out, "{name} · {}", about.join(" · "))?;
        let rows: Vec<[String; 7]> = coded.events.iter().map(cells).collect();
        self.write_rows(&rows)?;
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

impl<W: Write> TableWriter<W> {
    fn write_rows(&mut self, rows: &[[String; 7]]) -> io::Result<()> {
        let shown: Vec<usize> =
            (0..HEADS.len()).filter(|&c| rows.iter().any(|row| !row[c].is_empty())).collect();
        if shown.is_empty() {
            return Ok(());
        }
        let widths = column_widths(rows, &shown, self.width.saturating_sub(2));
        let heads: Vec<Vec<String>> = shown.iter().map(|&c| vec![HEADS[c].to_owned()]).collect();
        self.write_row(&heads, &widths, Some("2"))?;
        for row in rows {
            let cells: Vec<Vec<String>> =
                shown.iter().zip(&widths).map(|(&c, &width)| wrap(&row[c], width)).collect();
            self.write_row(&cells, &widths, None)?;
        }
        Ok(())
    }

    fn write_row(&mut self, cells: &[Vec<String>], widths: &[usize], code: Option<&str>) -> io::Result<()> {
        for n in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
            let mut line = String::from("  ");
            for (cell, &width) in cells.iter().zip(widths) {
                let words = cell.get(n).map_or("", String::as_str);
                line.push_str(words);
                line.push_str(&" ".repeat(width.saturating_sub(words.width()) + GAP));
            }
            let line = line.trim_end();
            let line = code.map_or_else(|| line.to_owned(), |code| self.styled(code, line));
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }
}

fn cells(event: &Event) -> [String; 7] {
    let mut status = Vec::new();
    if event.modality != Modality::Reported {
        status.push(event.modality.as_str());
    }
    if event.phase != Phase::Occurred {
        status.push(event.phase.as_str());
    }
    let losses: Vec<String> = event.casualties.iter().map(|loss| loss_words(loss, event)).collect();
    let voices: Vec<&str> = event.attribution.iter().map(|quote| quote.text.as_str()).collect();
    [
        date_words(&event.when),
        event.kind.to_string(),
        sides_words(event),
        event.place.as_ref().map(place_words).unwrap_or_default(),
        losses.join(", "),
        voices.join("; "),
        status.join(", "),
    ]
    .map(|cell| printable(&cell))
}

/// Replaces line breaks by spaces and leaves out other control characters: a report must not steer a terminal.
fn printable(words: &str) -> String {
    let joined = words.split_whitespace().collect::<Vec<_>>().join(" ");
    joined.chars().filter(|c| !c.is_control()).collect()
}

fn count_noun(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// Gives each column the width of its widest cell, then takes from the widest columns until the table fits.
/// No column gets narrower than its longest word.
fn column_widths(rows: &[[String; 7]], shown: &[usize], width: usize) -> Vec<usize> {
    let widest = |c: usize, of: &dyn Fn(&str) -> usize| {
        rows.iter().map(|row| of(&row[c])).max().unwrap_or(0).max(HEADS[c].width())
    };
    let longest_word = |cell: &str| cell.split(' ').map(UnicodeWidthStr::width).max().unwrap_or(0);
    let mut widths: Vec<usize> = shown.iter().map(|&c| widest(c, &|cell| cell.width())).collect();
    let least: Vec<usize> = shown
        .iter()
        .zip(&widths)
        .map(|(&c, &full)| if c < UNBROKEN { full } else { widest(c, &longest_word) })
        .collect();
    let gaps = GAP * shown.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > width {
        let Some(n) = (0..widths.len()).filter(|&n| widths[n] > least[n]).max_by_key(|&n| widths[n]) else {
            break;
        };
        widths[n] -= 1;
    }
    widths
}

fn wrap(cell: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in cell.split(' ') {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_at_words_only() {
        assert_eq!(wrap("Hay'at Tahrir al-Sham", 13), ["Hay'at Tahrir", "al-Sham"]);
        assert_eq!(wrap("unbreakable", 4), ["unbreakable"]);
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(printable("a\u{1b}[31mb\nc"), "a[31mb c");
    }
}
