//! Tools for those who write frames: what cannot be right in them, and what one of them does on reports.

use std::collections::BTreeMap;
use std::path::Path;

use athir_coder::{Coder, Contest, Frames, KnowledgeError, failed_examples, lint_frames};
use athir_coder::{FrameFinding, Problem};
use athir_io::{IoError, read_knowledge};
use athir_model::Report;
use athir_model::{CodedReport, Event, EventKind, Reason};
use athir_nlp::Doc;

use crate::{ConfigError, Pipeline};

/// A trigger of a frame in a report, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameHit {
    /// The report's name.
    pub report: String,
    /// Number of the sentence, from 1.
    pub sentence: usize,
    /// The words of the sentence.
    pub text: String,
    /// The words of the trigger.
    pub trigger: String,
    /// What came of it.
    pub fate: Fate,
    /// The other frames whose conditions hold for it, with their kinds, the strongest first.
    pub rivals: Vec<(String, EventKind)>,
}

/// What became of a trigger.
#[derive(Clone, Debug, PartialEq)]
pub enum Fate {
    /// The frame codes an event by it.
    Coded(Box<Event>),
    /// The frame has it, and it is no event of its own.
    NotCoded(Reason, String),
    /// Another frame has it.
    Lost(String),
}

/// What one frame does on reports.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrameTrial {
    /// The triggers for which the conditions of the frame hold, in the order of the reports.
    pub hits: Vec<FrameHit>,
    /// How many reports were read.
    pub n_reports: usize,
    /// How often a word of the frame stands in them while its conditions do not hold.
    pub n_unmet: usize,
}

impl FrameTrial {
    /// The frames that compete with it: how often each has the word, and how often it loses it.
    pub fn rivals(&self) -> BTreeMap<&str, (usize, usize)> {
        let mut rivals: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for hit in &self.hits {
            for (rival, _) in &hit.rivals {
                let wins = matches!(&hit.fate, Fate::Lost(winner) if winner == rival);
                let counts = rivals.entry(rival).or_default();
                if wins {
                    counts.0 += 1;
                } else {
                    counts.1 += 1;
                }
            }
        }
        rivals
    }
}

/// Reads the frames of a folder, on top of the built-in ones.
pub(crate) fn load_frames(folder: &Path) -> Result<Frames, ConfigError> {
    let files = read_files(folder)?;
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Coder::frames_with(&files).map_err(|source| unusable(folder, source))
}

fn unusable(folder: &Path, source: KnowledgeError) -> ConfigError {
    ConfigError::Frames { folder: folder.to_owned(), source }
}

fn read_files(folder: &Path) -> Result<Vec<(String, String)>, ConfigError> {
    let files = read_knowledge(folder)
        .map_err(|source: IoError| ConfigError::FramesFolder { folder: folder.to_owned(), source })?;
    Ok(files.into_iter().map(|(path, text)| (path.display().to_string(), text)).collect())
}

/// Lists what cannot be right in the frames that the pipeline goes by. With a folder it lists what concerns the
/// frames of that folder alone.
///
/// # Errors
///
/// A folder whose frames cannot be read.
pub fn check_frames(pipeline: &Pipeline, folder: Option<&Path>) -> Result<Vec<FrameFinding>, ConfigError> {
    let coder = pipeline.coder();
    let mut findings = lint_frames(coder.frames());
    findings.extend(failed_examples(coder, |text| pipeline.parse(text)).into_iter().map(|failed| {
        let wanted = if failed.positive { "is not coded" } else { "is coded" };
        FrameFinding {
            frame: failed.frame,
            problem: Problem::Example,
            note: format!("{:?} {wanted}: {}", failed.sentence, failed.got),
        }
    }));
    if let Some(folder) = folder {
        let files = read_files(folder)?;
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let own = Frames::from_toml(&files).map_err(|source| unusable(folder, source))?;
        let is_own = |name: &str| own.iter().any(|frame| frame.name() == name);
        // What an own frame takes from a built-in one shows in the finding's note.
        findings.retain(|f| is_own(&f.frame) || own.iter().any(|frame| f.note.contains(frame.name())));
    }
    findings.sort();
    Ok(findings)
}

/// Shows what a frame does on reports, each given with what it is parsed to; `None` if no frame bears the name.
pub fn try_frame(
    pipeline: &Pipeline,
    frame: &str,
    reports: impl Iterator<Item = Report>,
) -> Option<FrameTrial> {
    pipeline.coder().frames().iter().find(|f| f.name() == frame)?;
    let mut trial = FrameTrial::default();
    for report in reports {
        trial.n_reports += 1;
        let doc = pipeline.parse(&report.text);
        let contests = pipeline.coder().contests(&doc, report.published, frame);
        if contests.is_empty() {
            continue;
        }
        let coded = pipeline.code_parsed(&report, &doc);
        for contest in contests {
            if contest.holds {
                trial.hits.push(hit(frame, contest, &report, &doc, &coded));
            } else {
                trial.n_unmet += 1;
            }
        }
    }
    Some(trial)
}

fn hit(frame: &str, contest: Contest, report: &Report, doc: &Doc, coded: &CodedReport) -> FrameHit {
    let trigger = &contest.trigger;
    let winner = contest.rivals.first().map_or(frame, |rival| &rival.frame);
    // The record of an event may say more behind the frame's name.
    let by_frame = |name: &str| name.split(' ').next() == Some(frame);
    let event = coded.events.iter().find(|e| e.trigger == *trigger && by_frame(&e.frame));
    let fate = if let Some(event) = event {
        Fate::Coded(Box::new(event.clone()))
    } else if winner != frame {
        Fate::Lost(winner.to_owned())
    } else {
        coded.diagnostics.iter().find(|d| d.trigger == *trigger && by_frame(&d.frame)).map_or_else(
            || Fate::NotCoded(Reason::Merged, "a longer trigger or another word of it is coded".to_owned()),
            |d| Fate::NotCoded(d.reason, d.note.clone()),
        )
    };
    let sentence = doc.sentences().nth(contest.sentence);
    let text = sentence.map(|s| s.text().split_whitespace().collect::<Vec<_>>().join(" "));
    FrameHit {
        report: report.name.clone(),
        sentence: contest.sentence + 1,
        text: text.unwrap_or_default(),
        trigger: trigger.text.clone(),
        fate,
        rivals: contest
            .rivals
            .into_iter()
            .filter(|rival| rival.frame != frame)
            .map(|rival| (rival.frame, rival.kind))
            .collect(),
    }
}
