//! A project's own knowledge: a folder with actors, frames and places, and the rules that people add to it.
//!
//! Every rule is a file of its own, named for what is in it, in the form that everybody else writes such files in:
//! `actors/rule-….toml`, `frames/rule-….toml`, `places/rule-….csv`. It can be read, edited and kept under version control.
#![expect(clippy::disallowed_methods, reason = "the files of a project are what this module is for")]

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use athir_model::PlacePrecision;
use athir_network::is_pronoun;
use serde::{Deserialize, Serialize};

use crate::database::sha256;
use crate::{Config, Registry};

/// A rule that holds for every report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Rule {
    /// A name stands for an actor that is known.
    Alias {
        /// The name.
        name: String,
        /// The registry's code of the actor.
        actor: String,
    },
    /// There is an actor that nobody knew.
    Actor {
        /// Its usual name.
        name: String,
        /// What it is: `armed-group`, `militia`, `police`, …
        actor_kind: String,
        /// ISO 3166 alpha-2 country.
        country: String,
    },
    /// There is a place that the gazetteer does not have.
    Place {
        /// Its usual name.
        name: String,
        /// Latitude in degrees.
        lat: f64,
        /// Longitude in degrees.
        lon: f64,
        /// ISO 3166 alpha-2 country.
        country: String,
        /// How precise a report is that names it.
        precision: PlacePrecision,
    },
    /// Words tell of an event.
    Frame {
        /// Frames, in the form of `data/frames`.
        toml: String,
    },
}

/// A rule, or another file, of the project's folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct KeptRule {
    /// Its name; the file's path where people wrote that themselves, which is not to be taken out from here.
    pub id: String,
    /// `alias`, `actor`, `place`, `frame`, or `file` for what people wrote themselves.
    pub kind: String,
    /// What it says, in some words.
    pub summary: String,
    /// The file, from the folder on.
    pub file: String,
}

/// Something that stands in the way of a rule.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RuleError {
    /// It cannot be as it is.
    #[error("{why}")]
    Wrong {
        /// The member of the rule.
        field: &'static str,
        /// What is wrong.
        why: String,
    },
    /// There is no such rule.
    #[error("there is no rule {id}")]
    Unknown {
        /// Its name.
        id: String,
    },
    /// A file cannot be read or written.
    #[error("cannot use {}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// The folders inside a project's folder.
const FOLDERS: [&str; 3] = ["actors", "frames", "places"];
/// The longest name of a rule, and the longest text of frames, in bytes.
const LONGEST: (usize, usize) = (200, 64 * 1024);

impl Rule {
    /// What the rule is called in lists.
    fn kind(&self) -> &'static str {
        match self {
            Rule::Alias { .. } => "alias",
            Rule::Actor { .. } => "actor",
            Rule::Place { .. } => "place",
            Rule::Frame { .. } => "frame",
        }
    }

    /// Where it belongs, and its text.
    fn file(&self, registry: &Registry) -> Result<(&'static str, &'static str, String), RuleError> {
        match self {
            Rule::Alias { name, actor } => {
                check_name(name)?;
                check_is_name(name, registry)?;
                if registry.by_code(actor).is_none() {
                    return Err(wrong("actor", format!("the registry has no actor {actor}")));
                }
                let text = format!(
                    "[[alias]]\nactor = {}\nname = {}\nsource = \"a reader of the project\"\n",
                    quoted(actor),
                    quoted(name)
                );
                Ok(("actors", "toml", text))
            }
            Rule::Actor { name, actor_kind, country } => {
                check_name(name)?;
                check_is_name(name, registry)?;
                check_country(country)?;
                let digest = sha256(name.to_lowercase().as_bytes()).to_string();
                let code = format!("{}-own-{}", country.to_lowercase(), &digest[..8]);
                let text = format!(
                    "[[actor]]\ncode = {}\nname = {}\nkind = {}\ncountries = [{}]\nsource = \"a reader of the project\"\n",
                    quoted(&code),
                    quoted(name),
                    quoted(actor_kind),
                    quoted(country)
                );
                Ok(("actors", "toml", text))
            }
            Rule::Place { name, lat, lon, country, precision } => {
                check_name(name)?;
                check_country(country)?;
                if !(lat.abs() <= 90.0 && lon.abs() <= 180.0) {
                    return Err(wrong("lat", format!("{lat}, {lon} is no point of the earth")));
                }
                let class = match precision {
                    PlacePrecision::Spot => "neighbourhood",
                    PlacePrecision::Settlement => "village",
                    PlacePrecision::District => "district",
                    PlacePrecision::Province => "province",
                    PlacePrecision::Country | PlacePrecision::Unknown => {
                        return Err(wrong(
                            "precision",
                            "a place of one's own is a spot, a settlement or an area",
                        ));
                    }
                };
                let name = name.replace('"', "\"\"");
                let text = format!("name,lat,lon,country,class\n\"{name}\",{lat},{lon},{country},{class}\n");
                Ok(("places", "csv", text))
            }
            Rule::Frame { toml } => {
                if toml.trim().is_empty() || toml.len() > LONGEST.1 {
                    return Err(wrong(
                        "toml",
                        format!("there have to be 1 to {} bytes of frames", LONGEST.1),
                    ));
                }
                Ok(("frames", "toml", toml.clone()))
            }
        }
    }

    /// Words of which a report has to have one for the rule to change anything in it, as questions of the database.
    ///
    /// # Errors
    ///
    /// Frames that cannot be read.
    pub fn words(&self) -> Result<Vec<String>, RuleError> {
        Ok(match self {
            Rule::Alias { name, .. } | Rule::Actor { name, .. } | Rule::Place { name, .. } => {
                vec![format!("\"{}\"", name.replace('"', " "))]
            }
            Rule::Frame { toml } => words_of_frames(toml)
                .map_err(|why| wrong("toml", why))?
                .into_iter()
                .map(|word| format!("\"{}\"", word.replace('"', " ")))
                .collect(),
        })
    }
}

/// The words that frames have as triggers.
fn words_of_frames(text: &str) -> Result<Vec<String>, String> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| error.to_string())?;
    let mut words = Vec::new();
    for frame in table.get("frame").and_then(toml::Value::as_array).into_iter().flatten() {
        for list in ["verbs", "nouns", "adjectives"] {
            let list = frame.get(list).and_then(toml::Value::as_array).into_iter().flatten();
            words.extend(list.filter_map(|word| word.as_str().map(str::to_owned)));
        }
    }
    words.sort();
    words.dedup();
    if words.is_empty() {
        Err("there is no frame with verbs, nouns or adjectives".to_owned())
    } else {
        Ok(words)
    }
}

fn wrong(field: &'static str, why: impl Into<String>) -> RuleError {
    RuleError::Wrong { field, why: why.into() }
}

fn check_name(name: &str) -> Result<(), RuleError> {
    if name.trim().is_empty() || name.len() > LONGEST.0 || name.chars().any(char::is_control) {
        return Err(wrong("name", format!("a name has 1 to {} bytes and no control characters", LONGEST.0)));
    }
    Ok(())
}

/// Whether words name somebody. Common nouns and pronouns do not: the coder looks for names where a capital stands, or
/// where a script has none, so that a rule about other words would never be used.
fn check_is_name(name: &str, registry: &Registry) -> Result<(), RuleError> {
    let lower = name.trim().to_lowercase();
    let words = lower.strip_prefix("the ").unwrap_or(&lower);
    if is_pronoun(words) {
        let why = format!(
            "\"{name}\" is a pronoun: it stands for somebody else in every report, so no rule can name them"
        );
        return Err(wrong("name", why));
    }
    // In Latin, Greek and Cyrillic a name has a capital somewhere.
    let has_small = name.chars().any(char::is_lowercase);
    let has_capital = name.chars().any(char::is_uppercase);
    if registry.generic(words).is_some() || (has_small && !has_capital) {
        let why = format!(
            "\"{name}\" is a common noun and no name: it can mean anybody, so a rule about it would never be used"
        );
        return Err(wrong("name", why));
    }
    Ok(())
}

fn check_country(country: &str) -> Result<(), RuleError> {
    if country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase()) {
        return Ok(());
    }
    Err(wrong("country", format!("{country} is no ISO 3166 alpha-2 code")))
}

/// A text as TOML writes it between quotation marks.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The folder of a project's own knowledge.
#[derive(Clone, Debug)]
pub struct Project {
    folder: PathBuf,
}

impl Project {
    /// The knowledge in this folder. What is missing in it is made when a rule is added.
    pub fn new(folder: &Path) -> Project {
        Project { folder: folder.to_owned() }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Adds a rule, and gives its name. One that is there already is left as it is.
    ///
    /// # Errors
    ///
    /// A rule that cannot be, and a folder that cannot be written to.
    pub fn add(&self, rule: &Rule, registry: &Registry) -> Result<String, RuleError> {
        let (inside, ending, text) = rule.file(registry)?;
        let id = format!("{}-{}", rule.kind(), &sha256(text.as_bytes()).to_string()[..12]);
        let folder = self.folder.join(inside);
        let path = folder.join(format!("rule-{id}.{ending}"));
        let used = |source| RuleError::File { path: path.clone(), source };
        fs::create_dir_all(&folder).map_err(used)?;
        // Whole or not at all.
        let part = folder.join(format!(".rule-{id}.part"));
        let mut file = fs::File::create(&part).map_err(used)?;
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(used)?;
        fs::rename(&part, &path).map_err(used)?;
        Ok(id)
    }

    /// Takes a rule out again.
    ///
    /// # Errors
    ///
    /// No such rule, and a file that cannot be removed.
    pub fn remove(&self, id: &str) -> Result<(), RuleError> {
        let unknown = || RuleError::Unknown { id: id.to_owned() };
        let kept = self.rules()?.into_iter().find(|rule| rule.id == id && rule.kind != "file");
        let path = self.folder.join(kept.ok_or_else(unknown)?.file);
        fs::remove_file(&path).map_err(|source| RuleError::File { path, source })
    }

    /// The rule of this name, as it was added.
    ///
    /// # Errors
    ///
    /// No such rule, and a file that cannot be read.
    pub fn rule(&self, id: &str) -> Result<Rule, RuleError> {
        let unknown = || RuleError::Unknown { id: id.to_owned() };
        let kept = self.rules()?.into_iter().find(|rule| rule.id == id).ok_or_else(unknown)?;
        let text = self.read(&kept.file)?;
        read_rule(&kept.kind, &text).ok_or_else(unknown)
    }

    fn read(&self, file: &str) -> Result<String, RuleError> {
        let path = self.folder.join(file);
        fs::read_to_string(&path).map_err(|source| RuleError::File { path, source })
    }

    /// Lists the rules, and the files that people wrote themselves.
    ///
    /// # Errors
    ///
    /// A folder that cannot be read.
    pub fn rules(&self) -> Result<Vec<KeptRule>, RuleError> {
        let mut found = Vec::new();
        for inside in FOLDERS {
            let folder = self.folder.join(inside);
            if !folder.is_dir() {
                continue;
            }
            let used = |source| RuleError::File { path: folder.clone(), source };
            let mut names: Vec<String> = Vec::new();
            for entry in fs::read_dir(&folder).map_err(used)? {
                names.push(entry.map_err(used)?.file_name().to_string_lossy().into_owned());
            }
            names.sort();
            for name in names.into_iter().filter(|name| !name.starts_with('.')) {
                let file = format!("{inside}/{name}");
                let rule = name.strip_prefix("rule-").and_then(|rest| rest.rsplit_once('.'));
                let kind = rule.and_then(|(id, _)| id.split('-').next()).unwrap_or("file").to_owned();
                let said = match &*kind {
                    "file" => None,
                    kind => read_rule(kind, &self.read(&file)?).map(|rule| summary(&rule)),
                };
                found.push(KeptRule {
                    id: rule.map_or_else(|| file.clone(), |(id, _)| id.to_owned()),
                    summary: said.unwrap_or_else(|| name.clone()),
                    kind,
                    file,
                });
            }
        }
        Ok(found)
    }

    /// Lets a pipeline go by this folder, where it has something.
    pub fn configure(&self, config: &mut Config) {
        let has = |inside: &str, ending: &str| {
            let folder = self.folder.join(inside);
            let is_one = |name: &str| !name.starts_with('.') && name.ends_with(ending);
            let mut files = fs::read_dir(&folder).into_iter().flatten().flatten();
            files.any(|file| file.file_name().to_str().is_some_and(is_one)).then_some(folder)
        };
        config.actors_dir = has("actors", ".toml").or_else(|| has("actors", ".tsv"));
        config.frames_dir = has("frames", ".toml");
        config.places_dir = has("places", ".csv");
    }

    /// Copies the folder's knowledge to another place, to try a rule there.
    ///
    /// # Errors
    ///
    /// A file that cannot be copied.
    pub fn copy_to(&self, other: &Path) -> Result<Project, RuleError> {
        for inside in FOLDERS {
            let (from, to) = (self.folder.join(inside), other.join(inside));
            let used = |source| RuleError::File { path: to.clone(), source };
            fs::create_dir_all(&to).map_err(used)?;
            if !from.is_dir() {
                continue;
            }
            for entry in fs::read_dir(&from).map_err(used)? {
                let entry = entry.map_err(used)?;
                if entry.path().is_file() && !entry.file_name().to_string_lossy().starts_with('.') {
                    fs::copy(entry.path(), to.join(entry.file_name())).map_err(used)?;
                }
            }
        }
        Ok(Project::new(other))
    }
}

/// Reads a rule back from its file.
fn read_rule(kind: &str, text: &str) -> Option<Rule> {
    match kind {
        "frame" => Some(Rule::Frame { toml: text.to_owned() }),
        "place" => {
            // The form in which `Rule::file` writes it.
            let (name, rest) = text.lines().nth(1)?.strip_prefix('"')?.rsplit_once("\",")?;
            let row: Vec<&str> = rest.split(',').collect();
            let [lat, lon, country, class] = row[..] else { return None };
            let precision = match class {
                "neighbourhood" => PlacePrecision::Spot,
                "district" => PlacePrecision::District,
                "province" => PlacePrecision::Province,
                _ => PlacePrecision::Settlement,
            };
            Some(Rule::Place {
                name: name.replace("\"\"", "\""),
                lat: lat.parse().ok()?,
                lon: lon.parse().ok()?,
                country: country.to_owned(),
                precision,
            })
        }
        _ => {
            let table: toml::Table = text.parse().ok()?;
            let entry = |of: &str| table.get(of)?.as_array()?.first()?.as_table().cloned();
            let word = |table: &toml::Table, key: &str| Some(table.get(key)?.as_str()?.to_owned());
            if let Some(alias) = entry("alias") {
                return Some(Rule::Alias { name: word(&alias, "name")?, actor: word(&alias, "actor")? });
            }
            let actor = entry("actor")?;
            let country = actor.get("countries")?.as_array()?.first()?.as_str()?.to_owned();
            Some(Rule::Actor { name: word(&actor, "name")?, actor_kind: word(&actor, "kind")?, country })
        }
    }
}

fn summary(rule: &Rule) -> String {
    match rule {
        Rule::Alias { name, actor } => format!("{name} is {actor}"),
        Rule::Actor { name, actor_kind, country } => format!("{name}, {actor_kind}, {country}"),
        Rule::Place { name, lat, lon, country, .. } => format!("{name}, {country}, {lat}, {lon}"),
        Rule::Frame { toml } => {
            let lines = toml.lines().filter(|line| line.trim_start().starts_with("name"));
            let names: Vec<&str> = lines.filter_map(|line| line.split('"').nth(1)).collect();
            names.join(", ")
        }
    }
}
