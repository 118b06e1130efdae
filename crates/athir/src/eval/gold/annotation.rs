//! Gold reports, and coded reports in the same shape.

use std::fs;
use std::path::{Path, PathBuf};

use athir_io::{Input, IoError, ManifestEntry};
use athir_model::Report;
use athir_model::{CodedReport, EventKind, Party, Place, Tie, TieKind};
use jiff::civil::Date;
use serde::Deserialize;

/// What somebody read out of a report, in the fields of the codebook that are scored.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Annotation {
    /// The report's name.
    pub doc: String,
    /// The publication date that it is to be coded with.
    pub published: Option<Date>,
    /// The reports that share names of incidents with this one.
    #[serde(default)]
    pub batch: Option<String>,
    /// The events.
    #[serde(default)]
    pub events: Vec<GoldEvent>,
    /// The ties.
    #[serde(default)]
    pub ties: Vec<GoldTie>,
}

/// An event as gold files give it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct GoldEvent {
    /// What happened.
    pub kind: EventKind,
    /// The words that tell it.
    #[serde(default, deserialize_with = "read_quotes")]
    pub evidence: Vec<String>,
    /// Who did it; one side of it when the kind is mutual.
    #[serde(default)]
    pub initiators: Vec<GoldParty>,
    /// To whom; the other side when the kind is mutual.
    #[serde(default)]
    pub recipients: Vec<GoldParty>,
    /// Where.
    pub place: Option<GoldPlace>,
    /// First day.
    pub start: Option<String>,
    /// Last day.
    pub end: Option<String>,
    /// How precise the time is.
    pub precision: Option<String>,
    /// How the text puts it.
    pub modality: Option<String>,
    /// How far it has gone.
    pub phase: Option<String>,
    /// The name of the incident, which reports of one batch share.
    #[serde(default)]
    pub incident: Option<String>,
    /// With what losses.
    #[serde(default)]
    pub casualties: Vec<GoldCasualty>,
    /// According to whom.
    #[serde(default, deserialize_with = "read_quotes")]
    pub attribution: Vec<String>,
}

/// A side of an event.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct GoldParty {
    /// The actor's usual name.
    #[serde(default)]
    pub name: String,
    /// The words of the report.
    #[serde(default)]
    pub mention: String,
    /// On whose word.
    #[serde(default)]
    pub basis: Option<String>,
}

/// Where an event happened.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct GoldPlace {
    /// Its usual name.
    pub name: Option<String>,
    /// The area or settlement that it lies in.
    pub within: Option<String>,
    /// ISO 3166 alpha-2 country.
    pub country: Option<String>,
    /// Latitude in degrees.
    pub lat: Option<f64>,
    /// Longitude in degrees.
    pub lon: Option<f64>,
    /// How precise the words are.
    pub precision: Option<String>,
}

/// A count of people harmed.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct GoldCasualty {
    /// What happened to them.
    pub kind: String,
    /// The least number.
    pub low: Option<u64>,
    /// The greatest number.
    pub high: Option<u64>,
    /// Who they were.
    #[serde(default)]
    pub victims: Option<String>,
}

/// How two actors stand to each other.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct GoldTie {
    /// The first actor.
    pub a: String,
    /// The second actor.
    pub b: String,
    /// The kind of tie.
    pub kind: String,
    /// Whether it holds.
    pub state: Option<String>,
}

/// A report with the reading that a coder is held to.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldReport {
    /// The report.
    pub report: Report,
    /// What should be read out of it.
    pub gold: Annotation,
}

/// A gold file that could not be used, and why.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GoldError {
    /// The system refused to read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is no annotation.
    #[error("{}:{}: {source}", path.display(), line + source.line())]
    Format {
        /// The file.
        path: PathBuf,
        /// How many lines stand before the text that was read.
        line: usize,
        /// What is wrong.
        source: serde_json::Error,
    },
    /// The report beside the annotation could not be read.
    #[error(transparent)]
    Report(#[from] IoError),
    /// The folder holds no annotation.
    #[error("{}: no .json file in this folder", path.display())]
    Empty {
        /// The folder.
        path: PathBuf,
    },
}

/// Reads a folder of gold reports: each `NAME.json` is the annotation of the report `NAME.txt`.
///
/// # Errors
///
/// A folder or file that cannot be read or does not follow the codebook.
#[expect(clippy::disallowed_methods, reason = "reading gold files is what this function is for")]
pub fn read_gold(folder: &Path) -> Result<Vec<GoldReport>, GoldError> {
    let unread = |source| GoldError::Read { path: folder.to_owned(), source };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unread)? {
        let path = entry.map_err(unread)?.path();
        if path.extension().is_some_and(|e| e == "json") {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        return Err(GoldError::Empty { path: folder.to_owned() });
    }
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let json = fs::read(&path).map_err(|source| GoldError::Read { path: path.clone(), source })?;
            let gold: Annotation = serde_json::from_slice(&json).map_err(|source| GoldError::Format {
                path: path.clone(),
                line: 0,
                source,
            })?;
            let known = ManifestEntry { published: gold.published, ..ManifestEntry::default() };
            let mut report = Input::new(Some(path.with_extension("txt")), known).read()?;
            report.name.clone_from(&gold.doc);
            Ok(GoldReport { report, gold })
        })
        .collect()
}

/// Reads a system's output: one annotation a line, as `athir code --format jsonl` writes it.
///
/// # Errors
///
/// A file that cannot be read, or a line that does not follow the codebook.
#[expect(clippy::disallowed_methods, reason = "reading a system's file is what this function is for")]
pub fn read_system(path: &Path) -> Result<Vec<Annotation>, GoldError> {
    let text =
        fs::read_to_string(path).map_err(|source| GoldError::Read { path: path.to_owned(), source })?;
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(line, json)| {
            serde_json::from_str(json).map_err(|source| GoldError::Format {
                path: path.to_owned(),
                line,
                source,
            })
        })
        .collect()
}

/// Reads a list of quotes, each a string or an object with the words in `text`.
fn read_quotes<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Piece {
        Words(String),
        Quote { text: String },
    }
    let pieces = Vec::<Piece>::deserialize(from)?;
    Ok(pieces
        .into_iter()
        .map(|piece| match piece {
            Piece::Words(text) | Piece::Quote { text } => text,
        })
        .collect())
}

impl From<&Place> for GoldPlace {
    fn from(place: &Place) -> GoldPlace {
        GoldPlace {
            name: Some(place.name.clone()),
            within: place.within.clone(),
            country: place.country.clone(),
            lat: place.lat,
            lon: place.lon,
            precision: Some(place.precision.as_str().to_owned()),
        }
    }
}

impl From<&CodedReport> for Annotation {
    fn from(coded: &CodedReport) -> Annotation {
        let parties = |parties: &[Party]| {
            parties
                .iter()
                .map(|p| GoldParty { name: p.name.clone(), mention: p.mention.clone(), basis: None })
                .collect()
        };
        let events = coded.events.iter().map(|e| GoldEvent {
            kind: e.kind,
            evidence: e.evidence.iter().map(|q| q.text.clone()).collect(),
            initiators: parties(&e.initiators),
            recipients: parties(&e.recipients),
            place: e.place.as_ref().map(GoldPlace::from),
            start: e.when.start.map(|d| d.to_string()),
            end: e.when.end.map(|d| d.to_string()),
            precision: Some(e.when.precision.as_str().to_owned()),
            modality: Some(e.modality.as_str().to_owned()),
            phase: Some(e.phase.as_str().to_owned()),
            incident: None,
            casualties: e
                .casualties
                .iter()
                .map(|c| GoldCasualty {
                    kind: c.kind.as_str().to_owned(),
                    low: c.count.low,
                    high: c.count.high,
                    victims: Some(c.victims.clone()),
                })
                .collect(),
            attribution: e.attribution.iter().map(|q| q.text.clone()).collect(),
        });
        // The gold readings leave to events what acts change (codebook §5).
        let standing =
            |t: &&Tie| t.basis.is_stated() && !matches!(t.kind, TieKind::SplitFrom | TieKind::MergedInto);
        let ties = coded.ties.iter().filter(standing).map(|t| GoldTie {
            a: t.a.clone(),
            b: t.b.clone(),
            kind: t.kind.as_str().to_owned(),
            state: Some(t.state.as_str().to_owned()),
        });
        Annotation {
            doc: coded.doc.clone(),
            published: coded.published,
            batch: None,
            events: events.collect(),
            ties: ties.collect(),
        }
    }
}
