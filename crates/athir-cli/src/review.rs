//! `athir incident review`, `athir incident rejected` and `athir event correct`: a person's look at what was coded.

use std::io::Write as _;

use anyhow::Context as _;
use athir::database::read_correction;
use athir::gazetteer::Gazetteer;
use athir::model::{CorrectedField, Correction, Count, GivenParty, ReviewVerdict};
use athir::{Registry, load_actors};
use clap::{ArgGroup, Args as ClapArgs, Subcommand};

use crate::args::OwnGazetteerArgs;
use crate::database::DatabaseArgs;
use crate::incidents::{DecideArgs, decide};
use crate::output::{self, Outcome, printable};

#[derive(Debug, ClapArgs)]
#[command(group = ArgGroup::new("verdict").required(true).args(["accept", "reject", "open"]))]
pub(crate) struct ReviewArgs {
    /// Ids of incidents or events
    #[arg(value_name = "ID", required = true)]
    pub(crate) ids: Vec<String>,
    /// They are as the reports tell
    #[arg(long)]
    pub(crate) accept: bool,
    /// The reports tell of no such thing: leave the events out of incidents
    #[arg(long)]
    pub(crate) reject: bool,
    /// They are to be looked at again; rejected events come back
    #[arg(long)]
    pub(crate) open: bool,
    #[command(flatten)]
    pub(crate) decide: DecideArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct EventArgs {
    #[command(subcommand)]
    pub(crate) what: EventCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum EventCommand {
    /// Give a field the value that a person finds right; what the coder read stays beside it
    Correct(CorrectArgs),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CorrectArgs {
    /// The event
    #[arg(value_name = "EVENT")]
    pub(crate) event: String,
    /// The field: kind, initiators, recipients, place, time, killed, injured
    #[arg(long, value_name = "FIELD", value_parser = field)]
    pub(crate) field: CorrectedField,
    /// Its value: shelling; "HTS; local fighters"; "Saraqib, Idlib" or 35.86,36.80; 2017-08-31, 2017-08 or
    /// 2017-08-01/2017-08-05; 8, 8-10, 8+ or -10; none
    #[arg(long, value_name = "WORDS", allow_hyphen_values = true)]
    pub(crate) value: String,
    #[command(flatten)]
    pub(crate) gazetteer: OwnGazetteerArgs,
    #[command(flatten)]
    pub(crate) decide: DecideArgs,
}

fn field(word: &str) -> Result<CorrectedField, String> {
    CorrectedField::named(word).ok_or_else(|| {
        let known: Vec<&str> = CorrectedField::ALL.iter().map(|field| field.as_str()).collect();
        format!("the fields are {}", known.join(", "))
    })
}

pub(crate) fn review(args: &ReviewArgs) -> anyhow::Result<Outcome> {
    let verdict = match (args.accept, args.reject) {
        (true, _) => ReviewVerdict::Accepted,
        (_, true) => ReviewVerdict::Rejected,
        _ => ReviewVerdict::Open,
    };
    decide(&args.decide, |database, stamp, note| database.review(&args.ids, verdict, note, stamp))
}

pub(crate) fn event(args: &EventArgs) -> anyhow::Result<Outcome> {
    let EventCommand::Correct(args) = &args.what;
    let own = args.decide.actors.as_deref().map(load_actors).transpose()?;
    let registry = own.as_ref().unwrap_or_else(|| Registry::builtin());
    let places = args.gazetteer.gazetteer.as_ref().map(Gazetteer::open).transpose()?;
    let gazetteer = places.as_ref().unwrap_or_else(|| Gazetteer::builtin());
    let correction = read_correction(args.field, &args.value, registry, gazetteer)
        .map_err(anyhow::Error::msg)
        .with_context(|| format!("--value for {}", args.field.as_str()))?;
    decide(&args.decide, |database, stamp, note| {
        let event = database.event(&args.event)?;
        database.correct(&event, correction, note, stamp)
    })
}

pub(crate) fn rejected(args: &DatabaseArgs) -> anyhow::Result<Outcome> {
    let mut out = output::stdout();
    for rejected in args.open()?.rejected()? {
        let note = rejected.review.note.map_or_else(String::new, |note| format!(": {note}"));
        let line = format!(
            "{}  {} \"{}\"  {}  {} by {}{note}",
            rejected.event.event.0,
            rejected.read.kind.as_str(),
            rejected.read.trigger.text,
            rejected.title,
            rejected.review.decision,
            rejected.review.by,
        );
        writeln!(out, "{}", printable(&line).replace('\n', " "))?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// A correction in words.
pub(crate) fn correction_words(correction: &Correction) -> String {
    let names = |parties: &[GivenParty]| {
        let names: Vec<&str> = parties.iter().map(|party| &*party.name).collect();
        if names.is_empty() { "none".to_owned() } else { names.join("; ") }
    };
    let number = |count: &Option<Count>| match count {
        None => "none".to_owned(),
        Some(Count { low: Some(low), high: Some(high) }) if low == high => low.to_string(),
        Some(Count { low, high }) => {
            let words = |n: &Option<u64>| n.map_or_else(String::new, |n| n.to_string());
            format!("{}..{}", words(low), words(high))
        }
    };
    let value = match correction {
        Correction::Kind(kind) => kind.as_str().to_owned(),
        Correction::Initiators(parties) | Correction::Recipients(parties) => names(parties),
        Correction::Place(place) => {
            place.as_ref().map_or_else(|| "none".to_owned(), |place| place.name.clone())
        }
        Correction::Time(time) => {
            let day =
                |day: Option<jiff::civil::Date>| day.map_or_else(|| "..".to_owned(), |day| day.to_string());
            format!("{}/{}", day(time.start), day(time.end))
        }
        Correction::Killed(count) | Correction::Injured(count) => number(count),
    };
    format!("{} = {value}", correction.field().as_str())
}
