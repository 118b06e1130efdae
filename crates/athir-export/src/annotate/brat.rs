//! brat's standoff format: a text and its annotations, a pair of files for each report.

use std::fmt::Write as _;

use athir_model::{EventKind, EventStatus};

use super::mark::{Mark, Marks, marked_text};
use crate::{ExportError, Exporter, Files, Needs, Notes, Out, Output, Profile, ReportRecord, Rows, Start};

/// Reports with their events for brat.
pub(crate) const BRAT: Profile = Profile {
    name: "brat",
    about: "reports with their events as a collection for brat: the texts word for word, so mind who may see them",
    output: Output::Folder(&[]),
    needs: Needs { reports: true, texts: true, ..Needs::NONE },
    settings: &[],
    start: |start| {
        let Start { files, .. } = start;
        write_file(files, "annotation.conf", &configuration())?;
        Ok(Box::new(Brat { files, rows: Vec::new() }))
    },
};

struct Brat<'a> {
    files: &'a mut dyn Files,
    rows: Rows,
}

const ENTITIES: [(&str, &str); 7] = [
    ("actor", "Actor"),
    ("place", "Place"),
    ("time", "Time"),
    ("count", "Count"),
    ("weapon", "Weapon"),
    ("voice", "Voice"),
    ("tie", "Tie"),
];

fn write_file(files: &mut dyn Files, name: &str, text: &str) -> Result<(), ExportError> {
    let mut out = Out::create(files, name)?;
    out.put(text.as_bytes())?;
    out.finish().map(drop)
}

/// What brat has to know of the annotations to show and edit them.
fn configuration() -> String {
    let mut text = "[entities]\n".to_owned();
    for (_, name) in ENTITIES {
        text.push_str(name);
        text.push('\n');
    }
    text.push_str("\n[relations]\n\n[events]\n");
    for kind in EventKind::ALL {
        text.push_str(kind.as_str());
        text.push_str(
            "\tInitiator*:Actor, Recipient*:Actor, Place*:Place, Time*:Time, Loss*:Count, Weapon*:Weapon, Voice*:Voice\n",
        );
    }
    text.push_str(
        "\n[attributes]\nModality\tArg:<EVENT>, Value:planned|conditional|denied\n\
         Phase\tArg:<EVENT>, Value:ongoing|ended\nReview\tArg:<EVENT>, Value:accepted|corrected\n",
    );
    text
}

/// The type of a mark: an event is called by its kind.
fn type_of(mark: &Mark) -> &str {
    ENTITIES.iter().find(|(label, _)| *label == mark.label).map_or(&mark.label, |(_, name)| name)
}

/// The pieces of a mark on single lines: brat knows no annotation over a line's end.
fn pieces(text: &[char], mark: &Mark) -> Vec<(usize, usize)> {
    let mut pieces = Vec::new();
    let mut from = None;
    for (at, c) in text.iter().enumerate().take(mark.end).skip(mark.start) {
        let is_break = matches!(c, '\n' | '\r');
        match (from, is_break) {
            (None, false) => from = Some(at),
            (Some(start), true) => {
                pieces.push((start, at));
                from = None;
            }
            _ => {}
        }
    }
    pieces.extend(from.map(|start| (start, mark.end)));
    pieces
}

/// The annotations of a text.
fn standoff(text: &[char], marks: &Marks) -> String {
    let mut out = String::new();
    let mut notes = 0;
    let mut note = |out: &mut String, of: &str, words: &str| {
        if !words.is_empty() {
            notes += 1;
            let words = words.replace(['\n', '\r', '\t'], " ");
            let _ = writeln!(out, "#{notes}\tAnnotatorNotes {of}\t{words}");
        }
    };
    for (n, mark) in marks.marks.iter().enumerate() {
        let pieces = pieces(text, mark);
        if pieces.is_empty() {
            continue;
        }
        let spans: Vec<String> = pieces.iter().map(|(start, end)| format!("{start} {end}")).collect();
        let words: Vec<String> =
            pieces.iter().map(|(start, end)| text[*start..*end].iter().collect()).collect();
        let words = words.join(" ").replace('\t', " ");
        let _ = writeln!(out, "T{}\t{} {}\t{words}", n + 1, type_of(mark), spans.join(";"));
        note(&mut out, &format!("T{}", n + 1), &mark.value);
    }
    let mut attributes = 0;
    for (n, event) in marks.events.iter().enumerate() {
        let id = format!("E{}", n + 1);
        let _ = write!(out, "{id}\t{}:T{}", type_of(&marks.marks[event.trigger]), event.trigger + 1);
        let mut seen: Vec<&str> = Vec::new();
        for (role, mark) in &event.roles {
            let nth = seen.iter().filter(|other| *other == role).count();
            seen.push(role);
            let mut name: String =
                role.chars().take(1).flat_map(char::to_uppercase).chain(role.chars().skip(1)).collect();
            if nth > 0 {
                name.push_str(&(nth + 1).to_string());
            }
            let _ = write!(out, " {name}:T{}", mark + 1);
        }
        out.push('\n');
        let mut attribute = |name: &str, value: &str, is_usual: bool| {
            if !is_usual {
                attributes += 1;
                let _ = writeln!(out, "A{attributes}\t{name} {id} {value}");
            }
        };
        attribute("Modality", event.modality, event.modality == "reported");
        attribute("Phase", event.phase, event.phase == "occurred");
        let is_open = matches!(event.status, EventStatus::Open | EventStatus::Rejected);
        attribute("Review", event.status.as_str(), is_open);
        let about = format!(
            "athir event {}, {}, confidence {}; {}",
            event.id,
            event.status.as_str(),
            event.confidence,
            marks.made
        );
        note(&mut out, &id, &about);
    }
    out
}

impl Exporter for Brat<'_> {
    fn report(&mut self, record: &ReportRecord, notes: &mut Notes) -> Result<(), ExportError> {
        let name = &record.info.id.0;
        let Some((text, signs, marks)) = marked_text(record, notes) else { return Ok(()) };
        write_file(self.files, &format!("{name}.txt"), text)?;
        let mut out = Out::create(self.files, &format!("{name}.ann"))?;
        for line in standoff(&signs, &marks).split_inclusive('\n') {
            out.row(line.as_bytes())?;
        }
        self.rows.push(out.finish()?);
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Rows, ExportError> {
        Ok(self.rows)
    }
}
