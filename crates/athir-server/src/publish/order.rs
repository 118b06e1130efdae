//! Looking, signing, agreeing, writing and withdrawing.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use athir::database::{Database, Stamp};
use athir::publish::{
    Answer, KeyFile, Keys, Order, Policy, Published, Question, Recall, Scene, Standing, State, publication_in,
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::look::Looks;
use super::row::{ProfileRow, PublicationPreview, PublicationRow};
use super::shelf::Shelf;
use crate::app::App;
use crate::problem::Problem;
use crate::read::incident::ById;
use crate::route::Asked;
use crate::write::{Begun, Jobs, Progress};

/// The longest name of a person, in characters.
const LONGEST_NAME: usize = 100;
/// The longest answer or reason, in characters.
const LONGEST_WORDS: usize = 4000;
/// Publications that are listed: each comes with its profile and its answers.
const MOST: usize = 500;

/// The profiles, and where they lie.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ProfileList {
    /// The folder of the project's own profiles; `null` where the server has none, so that nothing can be signed.
    folder: Option<String>,
    /// The questions of the checklist, in order.
    questions: Vec<String>,
    items: Vec<ProfileRow>,
}

pub(super) fn profiles(asked: &Asked<'_>, (): (), (): ()) -> Result<ProfileList, Problem> {
    let shelf = Shelf::of(asked.app);
    Ok(ProfileList {
        folder: shelf.profiles_folder().map(|folder| folder.display().to_string()),
        questions: Question::ALL.iter().map(|question| question.as_str().to_owned()).collect(),
        items: shelf.profiles()?.into_iter().map(ProfileRow::of).collect(),
    })
}

/// Publications.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct PublicationList {
    /// The newest 500. Older ones are there by their ids, and `athir publish list` has all.
    items: Vec<PublicationRow>,
}

pub(super) fn list(asked: &Asked<'_>, (): (), (): ()) -> Result<PublicationList, Problem> {
    let shelf = Shelf::of(asked.app);
    let all = asked.app.pool.read(|database| database.publications())?;
    let items =
        all.into_iter().rev().take(MOST).map(|standing| PublicationRow::of(standing, &shelf)).collect();
    Ok(PublicationList { items })
}

/// Which profile.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct ProfileChoice {
    /// Its id.
    profile: String,
    /// `look` of an answer that came before the preview was made: waits for that one.
    look: Option<String>,
}

/// A preview, or the name to wait for it by.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct PreviewAnswer {
    /// The name of the preview.
    look: String,
    /// `null` while it is being made, which takes minutes where there are hundreds of thousands of incidents.
    preview: Option<PublicationPreview>,
}

pub(super) fn preview(
    asked: &Asked<'_>,
    (): (),
    ProfileChoice { profile, look }: ProfileChoice,
) -> Result<PreviewAnswer, Problem> {
    let look = match look {
        Some(look) => look,
        None => {
            let shelf = Shelf::of(asked.app);
            let (text, policy) = shelf.profile(&profile)?;
            let keys = shelf.keys(&policy)?;
            let app = asked.app.clone();
            Looks::begin(asked.app, move || {
                // A connection of its own: those of the pool are for short questions.
                let mut database = Database::open_to_read(&app.settings.database)?;
                let profile = Profile { id: &profile, text: &text, policy: &policy };
                self::look(&app, &mut database, profile, keys, Timestamp::now())
            })?
        }
    };
    let preview = Looks::wait(asked.app, &look)?;
    Ok(PreviewAnswer { look, preview })
}

/// A profile that is looked through.
#[derive(Clone, Copy)]
struct Profile<'p> {
    id: &'p str,
    text: &'p str,
    policy: &'p Policy,
}

/// What would come out on the day of `now`. The keys are used and not kept.
fn look(
    app: &App,
    database: &mut Database,
    Profile { id, text, policy }: Profile<'_>,
    keys: Option<KeyFile>,
    now: Timestamp,
) -> Result<PublicationPreview, Problem> {
    let actors = app.actors();
    let world = actors.world();
    // Keys that nothing was signed with yet are other ones at each look, and what comes out is not.
    let used = keys.and_then(|file| file.used().ok());
    let mut keys = used.map_or_else(|| Keys::new([0; 32]), |file| file.keys);
    let scene = Scene { policy, world: &world, keys: &mut keys };
    let preview = database.preview_publication(scene, now)?;
    PublicationPreview::of(id, text, &preview)
}

/// What somebody signs.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Signature {
    /// The profile's id.
    profile: String,
    /// The `etag` of the preview that was looked at.
    if_match: String,
    /// By question of the checklist: the answer. The profile's own stands where none is given.
    #[serde(default)]
    answers: BTreeMap<String, String>,
    /// Who signs. Where people log in it is whoever has logged in.
    by: Option<String>,
}

pub(super) fn sign(asked: &Asked<'_>, (): (), given: Signature) -> Result<Begun, Problem> {
    let stamp = person(asked, given.by.as_deref())?;
    let answers = given
        .answers
        .into_iter()
        .map(|(question, words)| {
            let question = Question::named(&question)
                .ok_or_else(|| Problem::bad_field("answers", format!("{question} is no question")))?;
            Ok(Answer { question, words: bounded("answers", &words)? })
        })
        .collect::<Result<Vec<_>, Problem>>()?;
    let shelf = Shelf::of(asked.app);
    let (text, policy) = shelf.profile(&given.profile)?;
    let folder = shelf.to_write(&policy.name)?;
    let (id, if_match) = (given.profile, given.if_match);
    let work = Work { app: asked.app.clone(), shelf, text, policy, answers, folder, stamp };
    begin(asked, "publish", move |progress| {
        let mut database = Database::open(&work.app.settings.database)?;
        let profile = Profile { id: &id, text: &work.text, policy: &work.policy };
        let seen = look(&work.app, &mut database, profile, work.shelf.keys(&work.policy)?, work.stamp.at)?;
        if seen.etag != if_match {
            return Err(Problem::refused(
                "something else would come out than what was looked at: look again, then sign",
            ));
        }
        work.publish(&mut database, seen.n_incidents, progress)
    })
}

pub(super) fn write(asked: &Asked<'_>, ById { id }: ById, given: Who) -> Result<Begun, Problem> {
    let stamp = person(asked, given.by.as_deref())?;
    let standing = find(asked.app, &id)?;
    if standing.state != State::Ready {
        return Err(Problem::refused("it is not signed and agreed to, or is written already"));
    }
    let shelf = Shelf::of(asked.app);
    let policy = Policy::read(&standing.name, &standing.profile)
        .map_err(|error| Problem::refused(error.to_string()).field("profile"))?;
    let folder = shelf.to_write(&policy.name)?;
    let (answers, n) = (standing.given(), standing.n_incidents);
    let work = Work { app: asked.app.clone(), shelf, text: standing.profile, policy, answers, folder, stamp };
    begin(asked, "publish", move |progress| {
        work.publish(&mut Database::open(&work.app.settings.database)?, n, progress)
    })
}

/// What is published, once it is this job's turn.
struct Work {
    app: Arc<App>,
    shelf: Shelf,
    text: String,
    policy: Policy,
    answers: Vec<Answer>,
    folder: PathBuf,
    stamp: Stamp,
}

impl Work {
    fn publish(&self, database: &mut Database, n: u64, progress: &Progress) -> Result<String, Problem> {
        let n = usize::try_from(n).unwrap_or(usize::MAX);
        progress.total(Some(n));
        if progress.is_cancelled() {
            return Ok("nothing was signed".to_owned());
        }
        let actors = self.app.actors();
        let world = actors.world();
        let order = Order {
            profile: &self.text,
            policy: &self.policy,
            world: &world,
            answers: &self.answers,
            folder: &self.folder,
        };
        let mut keys = self.shelf.keys(&self.policy)?;
        let published = database.publish(order, keys.as_mut(), &self.stamp)?;
        progress.add(n);
        self.app.follow()?;
        Ok(words(&published))
    }
}

fn words(published: &Published) -> String {
    match published {
        Published::Written { id, preview, files } => {
            let files = if files.len() == 1 { "a file".to_owned() } else { format!("{} files", files.len()) };
            format!("{id} is written: {files}; incidents: {}", preview.n_incidents)
        }
        Published::Waits { id, preview: _, instead_of: None } => {
            format!("{id} is signed; a second person has to agree")
        }
        Published::Waits { id, preview: _, instead_of: Some(old) } => format!(
            "other files would come out than of {old}, which was signed before; {id} is signed, and a second person \
             has to agree"
        ),
    }
}

/// Who does it, where nobody logs in.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Who {
    /// Their name. Where people log in it is whoever has logged in.
    by: Option<String>,
}

pub(super) fn approve(asked: &Asked<'_>, ById { id }: ById, given: Who) -> Result<PublicationRow, Problem> {
    let stamp = person(asked, given.by.as_deref())?;
    asked.app.desk.database(asked.app, |database| Ok(database.approve_publication(&id, &stamp)?))?;
    asked.app.follow()?;
    Ok(PublicationRow::of(find(asked.app, &id)?, &Shelf::of(asked.app)))
}

/// What is withdrawn.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Withdrawal {
    /// One incident, by its name here or in the publication; all of the publication where none is named.
    incident: Option<String>,
    /// Why. It stands in the log, and is not published.
    why: String,
    /// Who withdraws it. Where people log in it is whoever has logged in.
    by: Option<String>,
}

pub(super) fn recall(asked: &Asked<'_>, ById { id }: ById, given: Withdrawal) -> Result<Begun, Problem> {
    let stamp = person(asked, given.by.as_deref())?;
    let why = bounded("why", &given.why)?;
    if why.is_empty() {
        return Err(Problem::bad_field("why", "say why"));
    }
    let incident = given.incident.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    let standing = find(asked.app, &id)?;
    let app = asked.app.clone();
    begin(asked, "recall", move |_| {
        let shelf = Shelf::of(&app);
        let actors = app.actors();
        let world = actors.world();
        let mut database = Database::open(&app.settings.database)?;
        let mut one = |standing: &Standing, folder: Option<&PathBuf>| -> Result<Option<Published>, Problem> {
            let policy = Policy::read(&standing.name, &standing.profile)
                .map_err(|error| Problem::refused(error.to_string()).field("profile"))?;
            // What was published elsewhere has its keys elsewhere; they are needed to write the folder that is here.
            let mut keys = match (shelf.keys(&policy)?.map(KeyFile::used).transpose(), folder) {
                (Ok(keys), _) => keys,
                (Err(_), None) => None,
                (Err(error), Some(_)) => return Err(error.into()),
            };
            let incident = incident.as_deref();
            let folder = folder.map(PathBuf::as_path);
            let recall = Recall {
                publication: &standing.id.0,
                incident,
                why: &why,
                folder,
                world: &world,
                keys: keys.as_mut(),
            };
            Ok(database.recall(recall, &stamp)?)
        };
        let folder = shelf.made(&standing.name);
        let held = folder.as_deref().and_then(publication_in);
        let is_held = held.as_ref() == Some(&standing.id);
        let mut published = one(&standing, folder.as_ref().filter(|_| is_held))?;
        // A later publication of the series lies in the folder, and may have the incident too.
        if let Some(held) = held.filter(|_| !is_held && incident.is_some()) {
            published = one(&find(&app, &held.0)?, folder.as_ref())?;
        }
        app.follow()?;
        let what =
            if incident.is_some() { "the incident is withdrawn" } else { "the publication is withdrawn" };
        Ok(match published {
            Some(published) => format!("{what}; {}", words(&published)),
            None => what.to_owned(),
        })
    })
}

/// A publication by its id.
pub(super) fn find(app: &App, id: &str) -> Result<Standing, Problem> {
    let all = app.pool.read(|database| database.publications())?;
    let found = all.into_iter().rev().find(|standing| standing.id.0 == id);
    found.ok_or_else(|| Problem::not_found(format!("there is no publication {id}")))
}

fn begin(
    asked: &Asked<'_>,
    kind: &'static str,
    work: impl FnOnce(&Progress) -> Result<String, Problem> + Send + 'static,
) -> Result<Begun, Problem> {
    Ok(Begun { job: Jobs::begin(asked.app, kind, &asked.user.name, work)? })
}

/// Who signs, agrees or withdraws: a person. Where people log in it is the one who has; a program cannot.
fn person(asked: &Asked<'_>, by: Option<&str>) -> Result<Stamp, Problem> {
    let by = by.map(str::trim).filter(|by| !by.is_empty());
    let mut stamp = asked.stamp();
    if asked.user.is_token {
        return Err(Problem::forbidden("a person has to do this, and a token is a program's"));
    }
    if let Some(by) = by.filter(|by| *by != asked.user.name) {
        if asked.app.settings.accounts {
            return Err(Problem::bad_field("by", "it is whoever has logged in"));
        }
        if by.chars().count() > LONGEST_NAME || by.chars().any(char::is_control) {
            return Err(Problem::bad_field("by", format!("a name has at most {} characters", LONGEST_NAME)));
        }
        by.clone_into(&mut stamp.by);
    }
    Ok(stamp)
}

/// Words of a person, without what surrounds them.
fn bounded(field: &str, words: &str) -> Result<String, Problem> {
    let words = words.trim();
    if words.chars().count() > LONGEST_WORDS {
        return Err(Problem::bad_field(field, format!("it has at most {} characters", LONGEST_WORDS)));
    }
    Ok(words.to_owned())
}
