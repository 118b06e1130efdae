//! Rows and columns for terminals, wrapped where the terminal is narrow.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::table::TableStyle;

const GAP: usize = 2;

/// A table with its heads. Columns without any words are left out.
pub(crate) struct Grid<'a> {
    pub(crate) heads: &'a [&'a str],
    /// So many columns from the left have cells that are never broken over lines: dates and kinds.
    pub(crate) n_unbroken: usize,
    pub(crate) width: usize,
    pub(crate) style: TableStyle,
}

impl Grid<'_> {
    /// Writes the heads and the rows, each two columns from the edge.
    pub(crate) fn write(&self, out: &mut impl Write, rows: &[Vec<String>]) -> io::Result<()> {
        let shown: Vec<usize> =
            (0..self.heads.len()).filter(|&c| rows.iter().any(|row| !row[c].is_empty())).collect();
        if shown.is_empty() {
            return Ok(());
        }
        let widths = self.column_widths(rows, &shown, self.width.saturating_sub(2));
        let heads: Vec<Vec<String>> = shown.iter().map(|&c| vec![self.heads[c].to_owned()]).collect();
        self.write_row(out, &heads, &widths, Some("2"))?;
        for row in rows {
            let cells: Vec<Vec<String>> =
                shown.iter().zip(&widths).map(|(&c, &width)| wrap(&row[c], width)).collect();
            self.write_row(out, &cells, &widths, None)?;
        }
        Ok(())
    }

    fn write_row(
        &self,
        out: &mut impl Write,
        cells: &[Vec<String>],
        widths: &[usize],
        code: Option<&str>,
    ) -> io::Result<()> {
        for n in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
            let mut line = String::from("  ");
            for (cell, &width) in cells.iter().zip(widths) {
                let words = cell.get(n).map_or("", String::as_str);
                line.push_str(words);
                line.push_str(&" ".repeat(width.saturating_sub(words.width()) + GAP));
            }
            let line = line.trim_end();
            let line = code.map_or_else(|| line.to_owned(), |code| self.style.styled(code, line));
            writeln!(out, "{line}")?;
        }
        Ok(())
    }

    /// Gives each column the width of its widest cell, then takes from the widest columns until the table fits.
    /// No column gets narrower than its longest word.
    fn column_widths(&self, rows: &[Vec<String>], shown: &[usize], width: usize) -> Vec<usize> {
        let widest = |c: usize, of: &dyn Fn(&str) -> usize| {
            rows.iter().map(|row| of(&row[c])).max().unwrap_or(0).max(self.heads[c].width())
        };
        let longest_word = |cell: &str| cell.split(' ').map(UnicodeWidthStr::width).max().unwrap_or(0);
        let mut widths: Vec<usize> = shown.iter().map(|&c| widest(c, &|cell| cell.width())).collect();
        let least: Vec<usize> = shown
            .iter()
            .zip(&widths)
            .map(|(&c, &full)| if c < self.n_unbroken { full } else { widest(c, &longest_word) })
            .collect();
        let gaps = GAP * shown.len().saturating_sub(1);
        while widths.iter().sum::<usize>() + gaps > width {
            let Some(n) = (0..widths.len()).filter(|&n| widths[n] > least[n]).max_by_key(|&n| widths[n])
            else {
                break;
            };
            widths[n] -= 1;
        }
        widths
    }
}

/// Replaces line breaks by spaces and leaves out other control characters: a report must not steer a terminal.
pub(crate) fn printable(words: &str) -> String {
    let joined = words.split_whitespace().collect::<Vec<_>>().join(" ");
    joined.chars().filter(|c| !c.is_control()).collect()
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
