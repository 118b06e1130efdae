//! `athir explain`.

use std::fmt::{self, Write as _};
use std::io::Write as _;

use athir::model::{Basis, Casualty, Direction, Event, Party};
use athir::{Pipeline, Report, SentenceNotes, explain, words};

use crate::args::ExplainArgs;
use crate::input::Reports;
use crate::output::{self, Outcome, printable};

pub(crate) fn run(args: &ExplainArgs) -> anyhow::Result<Outcome> {
    let mut reports = Reports::find(&args.input)?;
    let pipeline = Pipeline::new(&args.knowledge.config())?;
    let mut out = output::stdout();
    for (n, report) in reports.by_ref().enumerate() {
        if n > 0 {
            writeln!(out)?;
        }
        write!(out, "{}", printable(&report_words(&pipeline, &report)?))?;
    }
    out.flush()?;
    Ok(reports.finish())
}

fn report_words(pipeline: &Pipeline, report: &Report) -> Result<String, fmt::Error> {
    let mut out = String::new();
    let doc = pipeline.parse(&report.text);
    let coded = pipeline.code_parsed(report, &doc);
    let published = report.published.map_or("undated".to_owned(), |date| format!("published {date}"));
    writeln!(
        out,
        "{}: {published}; {}, {}, {} seen and not coded",
        report.name,
        count_noun(coded.events.len(), "event"),
        count_noun(coded.ties.len(), "tie"),
        coded.diagnostics.len()
    )?;
    for notes in explain(&doc, &report.text, &coded) {
        // A mark that was split off, such as a closing quote, is no sentence to a reader.
        if notes.is_empty() && !notes.text.contains(char::is_alphanumeric) {
            continue;
        }
        write_sentence(&mut out, &notes)?;
    }
    Ok(out)
}

fn count_noun(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

fn write_sentence(out: &mut String, notes: &SentenceNotes<'_>) -> fmt::Result {
    writeln!(out, "\n{}  {}", notes.number + 1, notes.text)?;
    if notes.is_empty() {
        writeln!(out, "   nothing seen")?;
    }
    for (number, event) in &notes.events {
        write_event(out, *number, event)?;
    }
    for number in &notes.more_about {
        writeln!(out, "   + tells more about event {number}")?;
    }
    for tie in &notes.ties {
        writeln!(
            out,
            "   = {} {} {} ({}): {}",
            tie.a,
            tie.kind.as_str(),
            tie.b,
            tie.state.as_str(),
            tie.why
        )?;
    }
    for d in &notes.uncoded {
        let reason = d.reason.as_str().replace('-', " ");
        writeln!(out, "   - not coded: {:?}, {reason}: {} [{}]", d.trigger.text, d.note, d.frame)?;
    }
    Ok(())
}

fn write_event(out: &mut String, number: usize, event: &Event) -> fmt::Result {
    writeln!(out, "   * event {number}: {} by {:?} [{}]", event.kind, event.trigger.text, event.frame)?;
    let (first, second) = match event.kind.direction() {
        Direction::Directed => ("initiator", "recipient"),
        Direction::Mutual => ("side", "side"),
    };
    for (role, parties) in [(first, &event.initiators), (second, &event.recipients)] {
        for party in parties {
            writeln!(out, "       {role:<12} {}", party_words(party))?;
        }
    }
    if let Some(place) = &event.place {
        let (name, why) = (words::place_words(place), &place.why);
        writeln!(
            out,
            "       {:<12} {name} ({}), {:?}: {why}",
            "place",
            place.precision.as_str(),
            place.mention
        )?;
    }
    let when = words::date_words(&event.when);
    match &event.when.mention {
        Some(mention) => writeln!(out, "       {:<12} {when}, {:?}", "time", mention.text)?,
        None => writeln!(out, "       {:<12} {when}, no expression of its own", "time")?,
    }
    for loss in &event.casualties {
        writeln!(out, "       {:<12} {}", "loss", casualty_words(loss, event))?;
    }
    for weapon in &event.weapons {
        writeln!(out, "       {:<12} {:?}", "means", weapon.text)?;
    }
    for voice in &event.attribution {
        writeln!(out, "       {:<12} {:?}", "according to", voice.text)?;
    }
    writeln!(out, "       {:<12} {}, {}", "put as", event.modality.as_str(), event.phase.as_str())
}

fn party_words(party: &Party) -> String {
    let basis = match party.basis {
        Basis::Stated => "",
        Basis::Claimed => " (claims it itself)",
        Basis::Implied => " (implied by the report)",
        Basis::Blamed => " (blamed by others)",
    };
    format!("{}{basis}, {:?}: {}", party.name, party.mention, party.why)
}

fn casualty_words(loss: &Casualty, event: &Event) -> String {
    let words = format!("{}, {:?}", words::loss_words(loss, event), loss.mention.text);
    match &loss.voice {
        Some(voice) => format!("{words}, according to {:?}", voice.text),
        None => words,
    }
}
