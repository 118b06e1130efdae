//! Runs one input through everything and looks at what comes out.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};
use std::{fs, io};

use athir::model::{CodedReport, PlaceStatus, TimeBasis, When};
use athir::{
    Doc, HtmlWriter, JsonWriter, JsonlWriter, Pipeline, Report, ReportWriter, TableStyle, TableWriter, view,
};
use jiff::civil::Date;

/// What the path from text to page is given.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    pub(crate) text: String,
    pub(crate) published: Option<Date>,
}

/// What an input that went well made the coder do.
pub(crate) struct Outcome {
    /// Marks of frames, reasons, precisions and so on that came out.
    pub(crate) marks: BTreeSet<u64>,
    pub(crate) n_events: usize,
    /// CPU time of parsing, of coding once, and of writing every format and view once.
    pub(crate) times: [Duration; 3],
}

static LAST_PANIC: Mutex<Option<String>> = Mutex::new(None);

/// Keeps where and why a panic happened, in place of printing it.
pub(crate) fn keep_panics() {
    panic::set_hook(Box::new(|info| {
        let place =
            info.location().map_or_else(|| "nowhere".to_owned(), |l| format!("{}:{}", l.file(), l.line()));
        let message = info.payload_as_str().unwrap_or("no message").lines().next().unwrap_or_default();
        let message: String = message.chars().take(160).collect();
        *LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(format!("panic at {place}: {message}"));
    }));
}

/// Runs one input. What is wrong comes back as a line that is the same for the same fault.
pub(crate) fn check(pipeline: &Pipeline, input: &Input) -> Result<Outcome, String> {
    panic::catch_unwind(AssertUnwindSafe(|| check_all(pipeline, input))).unwrap_or_else(|_| {
        let last = LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner).take();
        Err(last.unwrap_or_else(|| "panic without a hook".to_owned()))
    })
}

fn check_all(pipeline: &Pipeline, input: &Input) -> Result<Outcome, String> {
    let mut report = Report::new("fuzz", input.text.as_str());
    report.published = input.published;

    let start = cpu_time();
    let doc = pipeline.parse(&report.text);
    let parsed = cpu_time();
    let coded = pipeline.code_parsed(&report, &doc);
    let coded_at = cpu_time();
    let written = write_all(&report, &coded).map_err(|error| format!("write: {error}"))?;
    view_all(&doc, &coded)?;
    let written_at = cpu_time();

    check_doc(&report.text, &doc)?;
    check_coded(&report.text, &coded)?;
    check_written(&report, &coded, &written)?;

    // Parsing again takes most of the time.
    let again = if input.text.len().is_multiple_of(4) {
        pipeline.code(&report)
    } else {
        pipeline.code_parsed(&report, &doc)
    };
    if again != coded {
        return Err("same report, other coding".to_owned());
    }
    if write_all(&report, &coded).ok().as_ref() != Some(&written) {
        return Err("same coding, other bytes".to_owned());
    }
    // The other way with the publication date.
    report.published = if input.published.is_some() { None } else { Some(jiff::civil::date(2017, 7, 20)) };
    let other = pipeline.code_parsed(&report, &doc);
    check_coded(&report.text, &other)?;
    let written = write_all(&report, &other).map_err(|error| format!("write: {error}"))?;
    check_written(&report, &other, &written)?;

    let mut marks = marks(&coded);
    marks.extend(self::marks(&other));
    let times = [parsed - start, coded_at - parsed, written_at - coded_at];
    Ok(Outcome { marks, n_events: coded.events.len(), times })
}

/// What the formats hold, in the order HTML, table, narrow table, JSON, JSON Lines.
fn write_all(report: &Report, coded: &CodedReport) -> io::Result<[Vec<u8>; 5]> {
    let mut out = <[Vec<u8>; 5]>::default();
    let [html, table, narrow, json, jsonl] = &mut out;
    let mut writers: [Box<dyn ReportWriter>; 5] = [
        Box::new(HtmlWriter::new(html)),
        Box::new(TableWriter::new(table, 120, TableStyle::Plain)),
        Box::new(TableWriter::new(narrow, 1, TableStyle::Ansi)),
        Box::new(JsonWriter::new(json)),
        Box::new(JsonlWriter::new(jsonl)),
    ];
    for writer in &mut writers {
        writer.write(report, coded)?;
        writer.finish()?;
    }
    drop(writers);
    Ok(out)
}

fn view_all(doc: &Doc, coded: &CodedReport) -> Result<(), String> {
    for line in view::to_conllu(doc, "fuzz").lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        if line.split('\t').count() != 10 {
            return Err("conllu: a line has not ten fields".to_owned());
        }
    }
    let json = view::to_json(doc, "fuzz").to_string();
    serde_json::from_str::<serde_json::Value>(&json)
        .map_err(|e| format!("view: json does not read back: {e}"))?;
    let _ = view::to_tree(doc);
    for note in athir::explain(doc, doc.text(), coded) {
        if note.text.is_empty() {
            return Err("explain: a sentence without words".to_owned());
        }
    }
    Ok(())
}

fn check_doc(text: &str, doc: &Doc) -> Result<(), String> {
    if doc.text() != text {
        return Err("doc: its text is not the report's".to_owned());
    }
    let mut end = 0;
    for (n, token) in doc.tokens().enumerate() {
        let span = token.span();
        if token.index() != n || span.start() < end || span.is_empty() {
            return Err("doc: tokens overlap, are empty or out of order".to_owned());
        }
        if text.get(span.range()) != Some(token.text()) {
            return Err("doc: a token's span does not slice its text".to_owned());
        }
        if !text[end..span.start()].chars().all(|c| c == ' ') {
            return Err("doc: words between two tokens".to_owned());
        }
        end = span.end();
        if token.head().sentence().range() != token.sentence().range() {
            return Err("doc: a head in another sentence".to_owned());
        }
        // A path to the root that is longer than the document is a cycle.
        if n % 7 == 0 && token.ancestors().nth(doc.len()).is_some() {
            return Err("doc: a cycle of heads".to_owned());
        }
        if token.dep().as_str().is_empty() || token.pos().as_str().is_empty() {
            return Err("doc: a token without label".to_owned());
        }
    }
    if !text[end..].chars().all(|c| c == ' ') {
        return Err("doc: words after the last token".to_owned());
    }
    let mut next = 0;
    for sentence in doc.sentences() {
        if sentence.range().start != next || sentence.range().is_empty() {
            return Err("doc: sentences leave a gap or are empty".to_owned());
        }
        next = sentence.range().end;
        if !sentence.root().is_root() {
            return Err("doc: a sentence's root has a head".to_owned());
        }
    }
    if next != doc.len() {
        return Err("doc: tokens after the last sentence".to_owned());
    }
    let mut last = 0;
    for entity in doc.entities() {
        let range = entity.range();
        if range.start < last || range.is_empty() || range.end > doc.len() || entity.label().is_empty() {
            return Err("doc: entities overlap, are empty or without label".to_owned());
        }
        last = range.end;
    }
    if doc.noun_chunks().any(|chunk| chunk.is_empty() || chunk.end > doc.len()) {
        return Err("doc: a noun chunk is empty or outside".to_owned());
    }
    Ok(())
}

/// Slices a text by offsets in characters.
struct Characters<'t> {
    text: &'t str,
    bytes: Vec<usize>,
}

impl<'t> Characters<'t> {
    fn new(text: &'t str) -> Characters<'t> {
        let bytes = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        Characters { text, bytes }
    }

    fn hold(&self, what: &str, words: &str, start: usize, end: usize) -> Result<(), String> {
        let slice = self.bytes.get(start).zip(self.bytes.get(end)).and_then(|(&a, &b)| self.text.get(a..b));
        if slice == Some(words) && !words.is_empty() {
            return Ok(());
        }
        let fault = if words.is_empty() { "is empty" } else { "is not what its offsets slice" };
        Err(format!("coded: the quote of {what} {fault}"))
    }
}

fn check_coded(text: &str, coded: &CodedReport) -> Result<(), String> {
    let characters = Characters::new(text);
    let mut ids = BTreeSet::new();
    let mut last = 0;
    for event in &coded.events {
        let quote = |what: &str, q: &athir::model::Quote| characters.hold(what, &q.text, q.start, q.end);
        quote("a trigger", &event.trigger)?;
        event.evidence.iter().try_for_each(|q| quote("evidence", q))?;
        event.weapons.iter().try_for_each(|q| quote("a weapon", q))?;
        event.attribution.iter().try_for_each(|q| quote("a voice", q))?;
        event.when.mention.iter().try_for_each(|q| quote("a time", q))?;
        for party in event.initiators.iter().chain(&event.recipients) {
            characters.hold("a party", &party.mention, party.start, party.end)?;
            if party.name.is_empty() {
                return Err("coded: a party without name".to_owned());
            }
        }
        if !event
            .evidence
            .first()
            .is_some_and(|q| q.start <= event.trigger.start && event.trigger.end <= q.end)
        {
            return Err("coded: the first evidence does not hold the trigger".to_owned());
        }
        if event.trigger.start < last {
            return Err("coded: events out of the order of the text".to_owned());
        }
        last = event.trigger.start;
        if !ids.insert(&event.id) {
            return Err("coded: two events of one id".to_owned());
        }
        check_when(&event.when, coded.published)?;
        for loss in &event.casualties {
            quote("a loss", &loss.mention)?;
            if loss.count.low.zip(loss.count.high).is_some_and(|(low, high)| low > high) {
                return Err("coded: a loss that is at least more than at most".to_owned());
            }
            if loss.victims.is_empty() {
                return Err("coded: a loss of nobody".to_owned());
            }
        }
        if let Some(place) = &event.place {
            characters.hold("a place", &place.mention, place.start, place.end)?;
            let on_earth = |lat: f64, lon: f64| lat.abs() <= 90.0 && lon.abs() <= 180.0;
            if place.lat.is_some() != place.lon.is_some()
                || place.lat.zip(place.lon).is_some_and(|(lat, lon)| !on_earth(lat, lon))
            {
                return Err("coded: a place off the earth".to_owned());
            }
            match place.status {
                PlaceStatus::Resolved if !place.candidates.is_empty() => {
                    return Err("coded: a resolved place with other candidates".to_owned());
                }
                PlaceStatus::Ambiguous if place.candidates.len() < 2 => {
                    return Err("coded: an ambiguous place with fewer than two candidates".to_owned());
                }
                _ => {}
            }
        }
    }
    for tie in &coded.ties {
        characters.hold("a tie", &tie.evidence.text, tie.evidence.start, tie.evidence.end)?;
        if tie.a.is_empty() || tie.b.is_empty() || tie.a == tie.b {
            return Err("coded: a tie of nobody, or of one with itself".to_owned());
        }
    }
    for diagnostic in &coded.diagnostics {
        let q = &diagnostic.trigger;
        characters.hold("a diagnostic", &q.text, q.start, q.end)?;
    }
    Ok(())
}

fn check_when(when: &When, published: Option<Date>) -> Result<(), String> {
    if when.start.zip(when.end).is_some_and(|(start, end)| start > end) {
        return Err(format!("coded: a time ends before it starts ({:?}, {:?})", when.basis, when.precision));
    }
    if when.basis == TimeBasis::Publication
        && published.is_none()
        && (when.start.is_some() || when.end.is_some())
    {
        return Err("coded: a day without text or publication date".to_owned());
    }
    if when.mention.is_none() && matches!(when.basis, TimeBasis::Stated) {
        return Err("coded: a stated time without its words".to_owned());
    }
    Ok(())
}

fn check_written(report: &Report, coded: &CodedReport, written: &[Vec<u8>; 5]) -> Result<(), String> {
    let mut texts = written.iter().map(|bytes| std::str::from_utf8(bytes));
    let mut next = || texts.next().and_then(Result::ok).ok_or("write: not UTF-8");
    let (html, table, _, json, jsonl) = (next()?, next()?, next()?, next()?, next()?);
    if html.matches("<script").count() != 1 || html.matches("</script").count() != 1 {
        return Err("html: a report's words are a script".to_owned());
    }
    if html.matches("<article").count() != html.matches("</article").count() {
        return Err("html: articles do not close".to_owned());
    }
    if table.chars().any(|c| c.is_control() && c != '\n') {
        return Err("table: a control character".to_owned());
    }
    if jsonl.lines().count() != 1 && !report.text.contains(['\u{2028}', '\u{2029}', '\u{85}']) {
        return Err("jsonl: not one line".to_owned());
    }
    let back: CodedReport =
        serde_json::from_str(jsonl).map_err(|e| format!("jsonl: does not read back: {e}"))?;
    if back.events.len() != coded.events.len()
        || back.ties != coded.ties
        || back.diagnostics != coded.diagnostics
    {
        return Err("jsonl: reads back as something else".to_owned());
    }
    for (a, b) in back.events.iter().zip(&coded.events) {
        if a.when != b.when
            || a.casualties != b.casualties
            || a.initiators != b.initiators
            || a.evidence != b.evidence
        {
            return Err("jsonl: an event reads back as something else".to_owned());
        }
    }
    let all: Vec<CodedReport> =
        serde_json::from_str(json).map_err(|e| format!("json: does not read back: {e}"))?;
    if all.len() != 1 || all[0] != back {
        return Err("json: reads back as something else".to_owned());
    }
    Ok(())
}

fn marks(coded: &CodedReport) -> BTreeSet<u64> {
    fn mark(what: impl Hash) -> u64 {
        let mut hasher = DefaultHasher::new();
        what.hash(&mut hasher);
        hasher.finish()
    }
    let mut marks = BTreeSet::new();
    for event in &coded.events {
        let sides = (event.initiators.len().min(3), event.recipients.len().min(3));
        marks.insert(mark((1, &event.frame, event.modality, event.phase)));
        marks.insert(mark((
            2,
            event.when.precision,
            event.when.basis,
            event.when.start.is_some(),
            event.when.end.is_some(),
        )));
        marks.insert(mark((3, event.kind, sides, event.place.is_some(), event.casualties.len().min(4))));
        for party in event.initiators.iter().chain(&event.recipients) {
            marks.insert(mark((4, &party.why, party.basis, party.actor.is_some())));
        }
        if let Some(place) = &event.place {
            marks.insert(mark((
                5,
                place.precision,
                place.status,
                place.candidates.len().min(3),
                place.why.len(),
            )));
        }
        for loss in &event.casualties {
            let bounds = (loss.count.low.map(u64::leading_zeros), loss.count.high.map(u64::leading_zeros));
            marks.insert(mark((6, loss.kind, bounds.0.is_some(), bounds.1.is_some())));
            marks.insert(mark((7, bounds)));
        }
        if let Some(time) = &event.when.mention {
            marks.insert(mark((8, event.when.precision, time.text.split_whitespace().count())));
        }
    }
    for tie in &coded.ties {
        marks.insert(mark((9, tie.kind, tie.state, tie.why.split(' ').next().map(str::len))));
    }
    for diagnostic in &coded.diagnostics {
        marks.insert(mark((10, &diagnostic.frame, diagnostic.reason, &diagnostic.note)));
    }
    marks
}

/// The time that this thread spent on a processor, as of the system's last tick; the clock's where the system
/// does not tell.
pub(crate) fn cpu_time() -> Duration {
    static START: OnceLock<Instant> = OnceLock::new();
    let spent = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let spent = spent.and_then(|line| line.split(' ').next()?.parse().ok());
    spent.map_or_else(|| START.get_or_init(Instant::now).elapsed(), Duration::from_nanos)
}
