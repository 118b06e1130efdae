//! WebAnno TSV 3.3, which INCEpTION and WebAnno import: a file for each report, a token a line.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::mark::{Marks, marked_text};
use crate::{ExportError, Exporter, Files, Needs, Notes, Out, Output, Profile, ReportRecord, Rows, Start};

/// Reports with their events for INCEpTION.
pub(crate) const WEBANNO: Profile = Profile {
    name: "webanno",
    about: "reports with their events for INCEpTION and WebAnno (TSV 3.3): the texts word for word, so mind who may see them",
    output: Output::Folder(&[]),
    needs: Needs { reports: true, texts: true, ..Needs::NONE },
    settings: &[],
    start: |start| {
        let Start { files, .. } = start;
        Ok(Box::new(WebAnno { files, rows: Vec::new() }))
    },
};

struct WebAnno<'a> {
    files: &'a mut dyn Files,
    rows: Rows,
}

/// The layers of the annotation project: one of spans, one of relations from an event to what plays a part in it.
const HEADER: &str = "#FORMAT=WebAnno TSV 3.3\n\
    #T_SP=webanno.custom.AthirSpan|label|modality|status|value\n\
    #T_RL=webanno.custom.AthirRole|role|BT_webanno.custom.AthirSpan\n\n";

/// A token or sentence: offsets of its first character and after its last.
type Stretch = (usize, usize);

/// Cuts a text into sentences: at line ends, and behind a full stop, exclamation or question mark before white space
/// and a capital.
fn sentences(text: &[char]) -> Vec<Stretch> {
    let mut found = Vec::new();
    let mut from = 0;
    for at in 0..text.len() {
        let after = text.get(at + 1..).unwrap_or_default();
        let next = after.iter().find(|c| !c.is_whitespace());
        let ends_sentence = matches!(text[at], '.' | '!' | '?')
            && after.first().is_some_and(|c| c.is_whitespace())
            && next.is_none_or(|c| !c.is_lowercase());
        if ends_sentence || text[at] == '\n' {
            found.push((from, at + 1));
            from = at + 1;
        }
    }
    found.push((from, text.len()));
    found.retain_mut(|(start, end)| {
        while *start < *end && text[*start].is_whitespace() {
            *start += 1;
        }
        while *end > *start && text[*end - 1].is_whitespace() {
            *end -= 1;
        }
        start < end
    });
    found
}

/// Cuts a sentence into words and signs, also wherever a mark begins or ends.
fn tokens(text: &[char], (start, end): Stretch, cuts: &BTreeSet<usize>) -> Vec<Stretch> {
    let is_word = |at: usize| {
        text[at].is_alphanumeric()
            || (matches!(text[at], '\'' | '’' | '-' | '`') && at > start && at + 1 < end)
    };
    let mut found: Vec<Stretch> = Vec::new();
    for at in (start..end).filter(|at| !text[*at].is_whitespace()) {
        match found.last_mut() {
            Some((_, last)) if *last == at && is_word(at) && is_word(at - 1) && !cuts.contains(&at) => {
                *last = at + 1
            }
            _ => found.push((at, at + 1)),
        }
    }
    found
}

/// Words as a value, with what has a meaning in the format escaped; `*` where there are none.
fn value(words: &str) -> String {
    if words.is_empty() {
        return "*".to_owned();
    }
    let mut out = String::new();
    for c in words.chars() {
        match c {
            '\\' | '[' | ']' | '|' | '_' | ';' | '*' => {
                out.push('\\');
                out.push(c);
            }
            '\t' | '\n' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }
    out.replace("->", "\\->")
}

/// Words of a line with what would end it escaped.
fn line_of(words: &[char]) -> String {
    let mut out = String::new();
    for &c in words {
        match c {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c => out.push(c),
        }
    }
    out
}

/// The file of a text.
fn tsv(text: &[char], marks: &Marks) -> String {
    let cuts: BTreeSet<usize> = marks.marks.iter().flat_map(|mark| [mark.start, mark.end]).collect();
    // Its offsets count units of UTF-16.
    let mut units = Vec::with_capacity(text.len() + 1);
    let mut n = 0;
    for c in text {
        units.push(n);
        n += c.len_utf16();
    }
    units.push(n);
    let split: Vec<(Stretch, Vec<Stretch>)> =
        sentences(text).into_iter().map(|sentence| (sentence, tokens(text, sentence, &cuts))).collect();
    // Where a mark begins: the sentence and token, from 1.
    let first_token = |mark: usize| -> Option<String> {
        let start = marks.marks[mark].start;
        split.iter().enumerate().find_map(|(s, (_, tokens))| {
            let t = tokens.iter().position(|(from, to)| *from >= start && *to <= marks.marks[mark].end)?;
            Some(format!("{}-{}", s + 1, t + 1))
        })
    };
    let mut out = HEADER.to_owned();
    for (s, (sentence, tokens)) in split.iter().enumerate() {
        let _ = writeln!(out, "\n#Text={}", line_of(&text[sentence.0..sentence.1]));
        for (t, (from, to)) in tokens.iter().enumerate() {
            let words: String = text[*from..*to].iter().collect();
            let _ = write!(out, "{}-{}\t{}-{}\t{words}", s + 1, t + 1, units[*from], units[*to]);
            let here: Vec<usize> = (0..marks.marks.len())
                .filter(|n| marks.marks[*n].start <= *from && *to <= marks.marks[*n].end)
                .collect();
            let event = |mark: usize| marks.events.iter().find(|event| event.trigger == mark);
            let column = |of: &dyn Fn(usize) -> String| {
                let values: Vec<String> = here.iter().map(|n| format!("{}[{}]", of(*n), n + 1)).collect();
                if values.is_empty() { "_".to_owned() } else { values.join("|") }
            };
            let columns = [
                column(&|n| value(&marks.marks[n].label)),
                column(&|n| value(event(n).map_or("", |event| event.modality))),
                column(&|n| value(event(n).map_or("", |event| event.status.as_str()))),
                column(&|n| value(&marks.marks[n].value)),
            ];
            let mut roles = Vec::new();
            let mut sources = Vec::new();
            for n in here.iter().filter(|n| first_token(**n) == Some(format!("{}-{}", s + 1, t + 1))) {
                for event in &marks.events {
                    for (role, _) in event.roles.iter().filter(|(_, mark)| mark == n) {
                        let Some(at) = first_token(event.trigger) else { continue };
                        roles.push((*role).to_owned());
                        sources.push(format!("{at}[{}_{}]", event.trigger + 1, n + 1));
                    }
                }
            }
            let joined = |all: &[String]| if all.is_empty() { "_".to_owned() } else { all.join("|") };
            let _ = writeln!(out, "\t{}\t{}\t{}\t", columns.join("\t"), joined(&roles), joined(&sources));
        }
    }
    out
}

impl Exporter for WebAnno<'_> {
    fn report(&mut self, record: &ReportRecord, notes: &mut Notes) -> Result<(), ExportError> {
        let name = &record.info.id.0;
        let Some((_, signs, marks)) = marked_text(record, notes) else { return Ok(()) };
        let mut out = Out::create(self.files, &format!("{name}.tsv"))?;
        for line in tsv(&signs, &marks).split_inclusive('\n') {
            if line.starts_with(|c: char| c.is_ascii_digit()) {
                out.row(line.as_bytes())?
            } else {
                out.put(line.as_bytes())?
            }
        }
        self.rows.push(out.finish()?);
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Rows, ExportError> {
        Ok(self.rows)
    }
}
