//! Profiles, previews and publications as they are shown.

use std::collections::BTreeMap;

use athir::database::sha256;
use athir::publish::{
    Field, Policy, Preview, Sensitivity, SourceShow, Standing, State, WordsShow, publication_in,
    selection_words,
};
use schemars::JsonSchema;
use serde::Serialize;

use super::shelf::{Kept, Shelf};
use crate::problem::Problem;

/// A question of the checklist, with its answer where somebody has given one.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct AnswerRow {
    /// `purpose`, `risk`, `precision`, `texts`, `sources`.
    pub(super) question: String,
    pub(super) words: String,
}

/// A profile to publish under.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ProfileRow {
    /// The name of its file.
    id: String,
    /// Whether it comes with athir. One in the folder takes the place of its namesake.
    builtin: bool,
    /// The profile, word for word.
    text: String,
    /// What is wrong with it; it cannot be used then.
    error: Option<String>,
    /// What it shows.
    shows: Option<ProfileShows>,
    /// The answers that it gives.
    answers: Vec<AnswerRow>,
}

/// What a profile shows, and how coarsely.
#[derive(Debug, Serialize, JsonSchema)]
struct ProfileShows {
    /// The name of its series of publications.
    name: String,
    /// The shapes.
    exports: Vec<String>,
    /// What is asked for, in words; empty where it is everything.
    select: String,
    /// The finest place: `exact`, `h3-5`, `admin1`, …
    place: String,
    /// The finest time: `day`, `week`, `month`, `year`.
    time: String,
    /// Days that have to be over since the end of the time that is shown.
    delay: u32,
    /// The smallest count of people that is shown.
    smallest: u64,
    /// The most sensitive class that is shown.
    #[schemars(with = "String")]
    ceiling: Sensitivity,
    /// What is shown of sources: `link`, `outlet`, `alias`, `none`.
    #[schemars(with = "String")]
    sources: SourceShow,
    /// What is shown of the words of reports: `none`, `evidence`.
    #[schemars(with = "String")]
    words: WordsShow,
    /// Fields that are left out.
    #[schemars(with = "Vec<String>")]
    drop: Vec<Field>,
    /// Whether a second person has to agree.
    needs_second: bool,
}

impl ProfileRow {
    pub(super) fn of(kept: Kept) -> ProfileRow {
        let Kept { id, is_builtin, text, policy } = kept;
        let error = policy.as_ref().err().cloned();
        let policy = policy.ok();
        let answers = policy.iter().flat_map(|policy| &policy.checklist).map(|answer| AnswerRow {
            question: answer.question.as_str().to_owned(),
            words: answer.words.clone(),
        });
        let answers = answers.collect();
        ProfileRow { id, builtin: is_builtin, text, error, shows: policy.map(ProfileShows::of), answers }
    }
}

impl ProfileShows {
    fn of(policy: Policy) -> ProfileShows {
        ProfileShows {
            select: selection_words(&policy.select),
            place: policy.place.to_string(),
            time: policy.time.as_str().to_owned(),
            needs_second: policy.needs_second(),
            name: policy.name,
            exports: policy.exports.into_iter().map(|export| export.shape).collect(),
            delay: policy.delay,
            smallest: policy.smallest,
            ceiling: policy.ceiling,
            sources: policy.sources,
            words: policy.words,
            drop: policy.drop.into_iter().collect(),
        }
    }
}

/// How often something is kept back or changed, and why.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct PublicationReason {
    reason: String,
    n: u64,
}

/// A source as it would be shown.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct SourceRow {
    /// Its name or alias; `null` where sources are not shown, or a report names nobody.
    name: Option<String>,
    /// The licences of its reports; "not recorded" where nothing tells.
    licences: Vec<String>,
}

/// How far people have reviewed what would come out.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ReviewedRow {
    reviewed: u64,
    partly_reviewed: u64,
    machine_coded: u64,
}

/// What would come out under a profile.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct PublicationPreview {
    /// The profile.
    profile: String,
    /// A name for what is seen here, for `if_match` of signing.
    pub(super) etag: String,
    /// Incidents that would come out. The figures are for whoever publishes: what is published rounds small ones.
    pub(super) n_incidents: u64,
    review: ReviewedRow,
    /// What would stay back, by reason.
    kept_back: Vec<PublicationReason>,
    /// What would be made coarser or lose something, by reason.
    changed: Vec<PublicationReason>,
    sources: Vec<SourceRow>,
}

impl PublicationPreview {
    /// Shows a preview, under a name that is another one when the profile, any of its figures or any byte of its files is.
    pub(super) fn of(profile: &str, text: &str, preview: &Preview) -> Result<PublicationPreview, Problem> {
        let reasons = |counts: &BTreeMap<String, u64>| {
            counts.iter().map(|(reason, &n)| PublicationReason { reason: reason.clone(), n }).collect()
        };
        let source = |source: &athir::publish::Source| SourceRow {
            name: source.name.clone(),
            licences: source.licences.clone(),
        };
        let mut seen = PublicationPreview {
            profile: profile.to_owned(),
            etag: String::new(),
            n_incidents: preview.n_incidents,
            review: ReviewedRow {
                reviewed: preview.review.reviewed,
                partly_reviewed: preview.review.partly_reviewed,
                machine_coded: preview.review.machine_coded,
            },
            kept_back: reasons(&preview.tally.left_out),
            changed: reasons(&preview.tally.narrowed),
            sources: preview.sources.iter().map(source).collect(),
        };
        let words = serde_json::to_string(&seen).map_err(|error| Problem::internal(error.to_string()))?;
        let files = preview.files.iter().map(|file| format!("{} {}\n", file.sha256, file.name));
        let whole = format!("{text}\n{words}\n{}", files.collect::<String>());
        seen.etag = sha256(whole.as_bytes()).to_string()[..16].to_owned();
        Ok(seen)
    }
}

/// How a publication stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum PublicationState {
    /// Signed; a second person has to agree.
    Waits,
    /// Signed, and if a second person is needed they have agreed; it is not written yet.
    Ready,
    /// Written out.
    Written,
    /// Withdrawn.
    Recalled,
}

/// A file that was signed.
#[derive(Debug, Serialize, JsonSchema)]
struct SignedFile {
    name: String,
    n_bytes: u64,
    sha256: String,
}

/// A publication.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct PublicationRow {
    id: String,
    /// The name of its series.
    name: String,
    state: PublicationState,
    /// When it was signed, in UTC.
    made: String,
    /// Who signed it.
    by: String,
    /// Whether a second person has to agree.
    needs_second: bool,
    /// Who agreed.
    approved_by: Option<String>,
    n_incidents: u64,
    /// Incidents that were withdrawn one by one.
    n_recalled: usize,
    /// The checklist as it was signed.
    answers: Vec<AnswerRow>,
    /// The files that were signed.
    files: Vec<SignedFile>,
    /// The profile, word for word.
    profile: String,
    /// Whether its files are here. A later one of its series takes their place.
    has_files: bool,
}

impl PublicationRow {
    pub(super) fn of(standing: Standing, shelf: &Shelf) -> PublicationRow {
        let held = shelf.made(&standing.name).and_then(|folder| publication_in(&folder));
        let policy = Policy::read(&standing.name, &standing.profile);
        PublicationRow {
            state: match standing.state {
                State::Waits => PublicationState::Waits,
                State::Ready => PublicationState::Ready,
                State::Written => PublicationState::Written,
                State::Recalled => PublicationState::Recalled,
            },
            made: standing.made.to_string(),
            needs_second: policy.is_ok_and(|policy| policy.needs_second()),
            n_recalled: standing.n_recalled(),
            has_files: held.as_ref() == Some(&standing.id),
            id: standing.id.0,
            name: standing.name,
            by: standing.by,
            approved_by: standing.approved_by,
            n_incidents: standing.n_incidents,
            answers: standing
                .answers
                .into_iter()
                .map(|answer| AnswerRow { question: answer.question, words: answer.words })
                .collect(),
            files: standing
                .files
                .into_iter()
                .map(|file| SignedFile {
                    name: file.name,
                    n_bytes: file.n_bytes,
                    sha256: file.sha256.to_string(),
                })
                .collect(),
            profile: standing.profile,
        }
    }
}
