//! A publishing profile: who may see what, in a file that a person signs.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use athir_export::{Settings, profile};
use athir_model::{EventKind, ReviewStatus};
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize};

use crate::sensitivity::Rule;
use crate::{Answer, PlaceFloor, PolicyError, Question, Rules, Sensitivity, TimeFloor};

/// The smallest count that is shown where a profile does not say.
const SMALLEST: u64 = 5;
/// The longest delay, in days: ten years.
const LONGEST_DELAY: u32 = 3653;

/// What is shown of sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceShow {
    /// Nothing: neither who published a report, nor in which language or when.
    None,
    /// A name that stands for who published a report, from the key file.
    Alias,
    /// Who published a report.
    Outlet,
    /// Who published a report, and its address.
    Link,
}

/// Whether the words that tell of an incident are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WordsShow {
    /// They are not.
    #[default]
    None,
    /// The words that values were read from, and titles.
    Evidence,
}

/// A field that a profile can leave out altogether.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// Who acted.
    Initiators,
    /// Who was acted on.
    Recipients,
    /// People who came to harm.
    Losses,
    /// By what means.
    Weapons,
    /// Whom reports credit.
    Voices,
    /// On what sources disagree.
    Disputes,
    /// How sure the coder is.
    Confidence,
}

/// A shape that is written, with what is set of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// The name of the shape.
    pub shape: String,
    /// What is set.
    pub set: BTreeMap<String, String>,
}

/// Which incidents are published. There is no selection by place or by words: it would tell where they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// ISO 3166 alpha-2 code of the country.
    pub country: Option<String>,
    /// The kinds; all where empty.
    pub kinds: Vec<EventKind>,
    /// From this day on.
    pub since: Option<Date>,
    /// Up to this day.
    pub until: Option<Date>,
    /// Reviewed so far; however far where empty.
    pub reviewed: Vec<ReviewStatus>,
    /// At least so many independent sources.
    pub min_sources: Option<usize>,
}

/// A publishing profile.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Its name: publications of one name are a series, and share what was recalled.
    pub name: String,
    /// The shapes.
    pub exports: Vec<Export>,
    /// Which incidents.
    pub select: Selection,
    /// The finest place.
    pub place: PlaceFloor,
    /// The finest time.
    pub time: TimeFloor,
    /// How many days have to be over since the end of the time that is shown.
    pub delay: u32,
    /// The smallest count of people that is shown.
    pub smallest: u64,
    /// The most sensitive class that is shown.
    pub ceiling: Sensitivity,
    /// What marks incidents as sensitive.
    pub rules: Rules,
    /// Rules that the profile lowers, with the class that it gives them.
    pub lowered: BTreeMap<String, Sensitivity>,
    /// Codes of persons in the registry who may be named: holders of public offices.
    pub named: BTreeSet<String>,
    /// What is shown of sources.
    pub sources: SourceShow,
    /// The key file, as the profile names it.
    pub keys: Option<String>,
    /// By outlet: the licence of its reports, where the database does not say.
    pub licences: BTreeMap<String, String>,
    /// Whether words are shown.
    pub words: WordsShow,
    /// What is left out altogether.
    pub drop: BTreeSet<Field>,
    /// The answers that the profile gives.
    pub checklist: Vec<Answer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    name: String,
    exports: Vec<ExportForm>,
    #[serde(default)]
    select: SelectForm,
    place: PlaceForm,
    time: TimeForm,
    #[serde(default)]
    counts: CountsForm,
    sensitivity: SensitivityForm,
    #[serde(default)]
    persons: PersonsForm,
    sources: SourcesForm,
    #[serde(default)]
    words: WordsForm,
    #[serde(default)]
    fields: FieldsForm,
    #[serde(default)]
    checklist: BTreeMap<Question, String>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "an export is the name of a shape, or { shape = \"…\", set = { … } }")]
enum ExportForm {
    Name(String),
    Set(SetForm),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetForm {
    shape: String,
    #[serde(default)]
    set: BTreeMap<String, String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct SelectForm {
    country: Option<String>,
    #[serde(default, deserialize_with = "kinds")]
    kinds: Vec<EventKind>,
    #[serde(default, deserialize_with = "day")]
    since: Option<Date>,
    #[serde(default, deserialize_with = "day")]
    until: Option<Date>,
    #[serde(default)]
    reviewed: Vec<ReviewStatus>,
    min_sources: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceForm {
    floor: PlaceFloor,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TimeForm {
    floor: TimeFloor,
    delay: u32,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct CountsForm {
    smallest: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SensitivityForm {
    ceiling: Sensitivity,
    #[serde(default)]
    lower: BTreeMap<String, Sensitivity>,
    #[serde(default)]
    rule: Vec<Rule>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonsForm {
    #[serde(default)]
    named: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourcesForm {
    show: SourceShow,
    keys: Option<String>,
    #[serde(default)]
    licences: BTreeMap<String, String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsForm {
    #[serde(default)]
    show: WordsShow,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldsForm {
    #[serde(default)]
    drop: BTreeSet<Field>,
}

fn kinds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<EventKind>, D::Error> {
    let words = Vec::<String>::deserialize(deserializer)?;
    words.iter().map(|word| word.parse().map_err(serde::de::Error::custom)).collect()
}

/// Reads a day, written as a TOML date or as words.
fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let words = match toml::Value::deserialize(deserializer)? {
        toml::Value::String(words) => words,
        toml::Value::Datetime(day) => day.to_string(),
        other => return Err(serde::de::Error::custom(format!("{other} is no day"))),
    };
    words
        .parse()
        .map(Some)
        .map_err(|_| serde::de::Error::custom(format!("{words} is no day such as 2019-05-01")))
}

impl Policy {
    /// Reads a profile strictly: a key that is not known, a value that cannot be, and a setting that gives away what
    /// another one hides are errors.
    ///
    /// # Errors
    ///
    /// What is wrong, with the path and the line or the key.
    pub fn read(path: &str, text: &str) -> Result<Policy, PolicyError> {
        let file: File = toml::from_str(text).map_err(|error| PolicyError::Form {
            path: path.to_owned(),
            line: line_of(text, error.span()),
            what: error.message().trim().to_owned(),
        })?;
        let check = Check { path };
        let policy = check.policy(file)?;
        check.contradictions(&policy)?;
        Ok(policy)
    }

    /// Whether a second person has to agree before anything is written out.
    pub fn needs_second(&self) -> bool {
        self.ceiling >= Sensitivity::High
    }

    /// Whether records keep the names that they have in the database. They are digests of reports, and lead to them.
    pub fn keeps_ids(&self) -> bool {
        self.sources == SourceShow::Link
    }

    /// The questions of the checklist that the profile leaves open.
    pub fn open_questions(&self) -> Vec<Question> {
        let is_answered = |question| self.checklist.iter().any(|answer| answer.question == question);
        Question::ALL.into_iter().filter(|question| !is_answered(*question)).collect()
    }
}

fn line_of(text: &str, span: Option<Range<usize>>) -> usize {
    let start = span.map_or(0, |span| span.start).min(text.len());
    text.as_bytes()[..start].iter().filter(|byte| **byte == b'\n').count() + 1
}

struct Check<'p> {
    path: &'p str,
}

impl Check<'_> {
    fn value(&self, key: &'static str, value: impl ToString, what: impl Into<String>) -> PolicyError {
        PolicyError::Value { path: self.path.to_owned(), key, value: value.to_string(), what: what.into() }
    }

    fn policy(&self, file: File) -> Result<Policy, PolicyError> {
        let File {
            name,
            exports,
            select,
            place,
            time,
            counts,
            sensitivity,
            persons,
            sources,
            words,
            fields,
            checklist,
        } = file;
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if name.is_empty() || name.len() > 60 || !name.chars().all(is_plain) {
            return Err(self.value("name", &name, "it needs 1 to 60 letters, digits and hyphens"));
        }
        if time.delay > LONGEST_DELAY {
            return Err(self.value("time.delay", time.delay, format!("the longest is {LONGEST_DELAY} days")));
        }
        let smallest = counts.smallest.unwrap_or(SMALLEST);
        if smallest == 0 {
            return Err(self.value("counts.smallest", smallest, "1 shows every count"));
        }
        let mut rules = Rules::default();
        for (rule, class) in &sensitivity.lower {
            rules.lower(rule, *class).map_err(|what| self.value("sensitivity.lower", rule, what))?;
        }
        for rule in sensitivity.rule {
            let name = rule.name.clone();
            rules.add(rule).map_err(|what| self.value("sensitivity.rule", &name, what))?;
        }
        let checklist = checklist
            .into_iter()
            .map(|(question, words)| {
                if words.trim().is_empty() {
                    return Err(self.value("checklist", question.as_str(), "the answer is empty"));
                }
                Ok(Answer { question, words })
            })
            .collect::<Result<_, _>>()?;
        Ok(Policy {
            exports: self.exports(exports)?,
            select: self.selection(select, time.floor)?,
            name,
            place: place.floor,
            time: time.floor,
            delay: time.delay,
            smallest,
            ceiling: sensitivity.ceiling,
            rules,
            lowered: sensitivity.lower,
            named: persons.named,
            sources: sources.show,
            keys: sources.keys,
            licences: sources.licences,
            words: words.show,
            drop: fields.drop,
            checklist,
        })
    }

    fn exports(&self, forms: Vec<ExportForm>) -> Result<Vec<Export>, PolicyError> {
        let mut exports: Vec<Export> = Vec::new();
        for form in forms {
            let (shape, set) = match form {
                ExportForm::Name(shape) => (shape, BTreeMap::new()),
                ExportForm::Set(SetForm { shape, set }) => (shape, set),
            };
            let known = profile(&shape).map_err(|error| self.value("exports", &shape, error.to_string()))?;
            let given = set.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            Settings::read(known, given).map_err(|error| self.value("exports", &shape, error.to_string()))?;
            if known.needs.texts {
                let what = "it needs the texts of reports, which are their publishers' to pass on";
                return Err(self.value("exports", &shape, what));
            }
            if exports.iter().any(|export| export.shape == shape) {
                return Err(self.value("exports", &shape, "it is named twice"));
            }
            exports.push(Export { shape, set });
        }
        if exports.is_empty() {
            return Err(self.value(
                "exports",
                "empty",
                "name at least one shape; `athir export --list` has them",
            ));
        }
        Ok(exports)
    }

    fn selection(&self, form: SelectForm, floor: TimeFloor) -> Result<Selection, PolicyError> {
        let SelectForm { country, kinds, since, until, reviewed, min_sources } = form;
        if let Some(country) = &country
            && !(country.len() == 2 && country.chars().all(|c| c.is_ascii_uppercase()))
        {
            return Err(self.value("select.country", country, "two capitals, as in ISO 3166"));
        }
        // A bound inside a month would tell on which side of it an incident of the month lies.
        let unit = floor.as_str();
        if let Some(day) = since.filter(|day| floor.first(*day) != *day) {
            let what = format!("it has to be the first day of a {unit}, as time.floor is");
            return Err(self.value("select.since", day, what));
        }
        if let Some(day) = until.filter(|day| floor.last(*day) != *day) {
            let what = format!("it has to be the last day of a {unit}, as time.floor is");
            return Err(self.value("select.until", day, what));
        }
        Ok(Selection { country, kinds, since, until, reviewed, min_sources })
    }

    /// Finds settings of which one gives away what another hides.
    fn contradictions(&self, policy: &Policy) -> Result<(), PolicyError> {
        let is_open = [
            (policy.place == PlaceFloor::Exact, "place.floor"),
            (policy.time == TimeFloor::Day, "time.floor"),
            (policy.smallest == 1, "counts.smallest"),
        ];
        let hidden = is_open.into_iter().find(|(is_open, _)| !is_open).map(|(_, hides)| hides);
        let undone = |shown, hidden, what| {
            Err(PolicyError::Undone { path: self.path.to_owned(), shown, hidden, what })
        };
        if let (SourceShow::Link, Some(hidden)) = (policy.sources, hidden) {
            let what = "a report that is one click away has it; choose outlet, alias or none";
            return undone("sources.show = \"link\"", hidden, what);
        }
        if policy.words == WordsShow::Evidence {
            let what = "words of reports have it; choose words.show = \"none\"";
            let shown = "words.show = \"evidence\"";
            if let Some(hidden) = hidden {
                return undone(shown, hidden, what);
            }
            if policy.sources < SourceShow::Outlet {
                return undone(
                    shown,
                    "sources.show",
                    "words of reports are found by searching for them; show none",
                );
            }
            if policy.ceiling < Sensitivity::High {
                let what = "words name private persons, and no rule sees them all; \
                            words are shown where a second person agrees (ceiling high or severe)";
                return undone(shown, "persons", what);
            }
        }
        Ok(())
    }
}
