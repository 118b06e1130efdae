//! The report's text as paragraphs of marked words.

use std::fmt::Write;

use athir_model::CodedReport;

use super::escape::Escaped;
use super::marks::{Role, Segment, marks_of, role_words, segments_of};

/// The longest first paragraph that is shown as a headline.
const HEADLINE: usize = 160;

/// A text whose characters can be found by their number.
pub(super) struct Chars<'t> {
    text: &'t str,
    /// The byte at which each character starts, and the text's length.
    starts: Vec<usize>,
}

impl<'t> Chars<'t> {
    pub(super) fn new(text: &'t str) -> Chars<'t> {
        let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        Chars { text, starts }
    }

    fn len(&self) -> usize {
        self.starts.len() - 1
    }

    fn slice(&self, start: usize, end: usize) -> &'t str {
        &self.text[self.starts[start]..self.starts[end]]
    }
}

/// Finds the paragraphs: stretches of lines that are not blank, in characters, without the blank space
/// around them.
fn paragraphs(text: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    let mut open = false;
    for line in text.split_inclusive('\n') {
        let n_chars = line.chars().count();
        if line.trim().is_empty() {
            open = false;
        } else {
            let end = at + line.trim_end().chars().count();
            match found.last_mut() {
                Some(last) if open => last.1 = end,
                _ => found.push((at + n_chars - line.trim_start().chars().count(), end)),
            }
            open = true;
        }
        at += n_chars;
    }
    found
}

/// Writes the report's paragraphs. `key` is the report's id in the page.
pub(super) fn write_text(html: &mut String, key: &str, text: &str, coded: &CodedReport) {
    let chars = Chars::new(text);
    let paragraphs = paragraphs(text);
    let cuts: Vec<usize> = paragraphs.iter().flat_map(|&(start, end)| [start, end]).collect();
    let marks = marks_of(coded, chars.len());
    let segments = segments_of(&marks, &cuts, chars.len());
    let mut segments = segments.iter().peekable();
    for (n, &(start, end)) in paragraphs.iter().enumerate() {
        while segments.next_if(|s| s.end <= start).is_some() {}
        let is_headline = n == 0
            && paragraphs.len() > 1
            && end - start <= HEADLINE
            && !chars.slice(start, end).contains('\n')
            && !chars.slice(start, end).ends_with('.');
        html.push_str(if is_headline { "<p class=\"headline\">" } else { "<p>" });
        while let Some(segment) = segments.next_if(|s| s.end <= end) {
            write_segment(html, key, chars.slice(segment.start, segment.end), segment, coded);
        }
        html.push_str("</p>\n");
    }
}

fn write_segment(html: &mut String, key: &str, words: &str, segment: &Segment, coded: &CodedReport) {
    let Some(look) = look_of(segment) else {
        let _ = write!(html, "{}", Escaped(words));
        return;
    };
    let triggers: Vec<(usize, bool)> = segment
        .marks
        .iter()
        .filter(|m| m.role == Role::Trigger)
        .filter_map(|m| Some((m.event? + 1, m.start == segment.start)))
        .collect();
    let tag = if triggers.is_empty() { "span" } else { "a" };
    let _ = write!(html, "<{tag} id=\"{key}-c{}\" class=\"m {look}\"", segment.start);
    if let Some((event, _)) = triggers.first() {
        let _ = write!(html, " href=\"#{key}-e{event}\"");
    }
    let begun: Vec<String> = triggers.iter().filter(|t| t.1).map(|t| t.0.to_string()).collect();
    if !begun.is_empty() {
        let _ = write!(html, " data-n=\"{}\"", begun.join("·"));
    }
    write_roles(html, segment, coded);
    let _ = write!(html, ">{}</{tag}>", Escaped(words));
}

/// Writes the numbers of the segment's events, its foremost role in each, and the same in words. A `^` says
/// that the marked words begin here, so that the script draws the role's label once.
fn write_roles(html: &mut String, segment: &Segment, coded: &CodedReport) {
    let mut roles: Vec<(usize, Role, bool)> = Vec::new();
    for mark in &segment.marks {
        let Some(event) = mark.event else { continue };
        let begins = mark.start == segment.start;
        match roles.last_mut() {
            Some(last) if last.0 == event && mark.role >= last.1 => *last = (event, mark.role, begins),
            Some(last) if last.0 == event => {}
            _ => roles.push((event, mark.role, begins)),
        }
    }
    if roles.is_empty() {
        return;
    }
    let mut numbers = Vec::new();
    let mut tokens = Vec::new();
    let mut titles = Vec::new();
    for &(event, role, begins) in &roles {
        numbers.push((event + 1).to_string());
        tokens.push(format!("{}{}:{role}", if begins { "^" } else { "" }, event + 1));
        if role != Role::Evidence {
            let kind = coded.events[event].kind;
            titles.push(format!("{} {kind}: {}", event + 1, role_words(role, kind.direction())));
        }
    }
    let _ = write!(html, " data-e=\"{}\" data-r=\"{}\"", numbers.join(" "), tokens.join(" "));
    if !titles.is_empty() {
        let _ = write!(html, " title=\"{}\"", Escaped(&titles.join("; ")));
    }
}

/// How the segment looks while no event is picked out: as its foremost role; as a party where it is an
/// initiator of one event and a recipient of another.
fn look_of(segment: &Segment) -> Option<&'static str> {
    let has = |role| segment.marks.iter().any(|m| m.role == role);
    let foremost = segment.marks.iter().map(|m| m.role).max()?;
    Some(match foremost {
        Role::Initiator if has(Role::Recipient) => "party",
        role => role.as_str(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_end_at_blank_lines_and_keep_their_own_line_breaks() {
        let text = "\n Head\n\nFirst line\r\nsecond line \r\n \r\nلواء\n";
        let chars = Chars::new(text);
        let words: Vec<&str> = paragraphs(text).into_iter().map(|(s, e)| chars.slice(s, e)).collect();
        assert_eq!(words, ["Head", "First line\r\nsecond line", "لواء"]);
    }
}
