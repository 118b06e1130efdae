//! Signing, agreeing, writing out and withdrawing.

use std::collections::BTreeSet;
use std::path::Path;

use athir_export::World;
use athir_model::{
    Anchor, Incident, IncidentId, PublicationAct, PublicationId, PublicationStep, PublishedFile, SignedAnswer,
};
use athir_publish::{Answer, Keys, Policy, Question, Recalled};
use athir_store::{Stamp, sha256};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::folder::Folder;
use super::manifest::Manifest;
use super::person::{Duty, is_same};
use super::press::{Pressed, Preview, Scene};
use super::{KeyFile, PublishError};
use crate::database::Database;

/// What became of the wish to publish.
#[derive(Debug)]
pub enum Published {
    /// It is written out.
    Written {
        /// Its name.
        id: PublicationId,
        /// What came out.
        preview: Preview,
        /// The files.
        files: Vec<PublishedFile>,
    },
    /// It is signed, and waits for a second person.
    Waits {
        /// Its name.
        id: PublicationId,
        /// What would come out.
        preview: Preview,
        /// One that was signed before, and that other files would come out of now.
        instead_of: Option<PublicationId>,
    },
}

/// How a publication stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Signed; a second person has to agree.
    Waits,
    /// Signed, and if a second person is needed they have agreed.
    Ready,
    /// Written out.
    Written,
    /// Withdrawn.
    Recalled,
}

impl State {
    /// The state as one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            State::Waits => "waits",
            State::Ready => "ready",
            State::Written => "written",
            State::Recalled => "recalled",
        }
    }
}

/// A publication with what was signed.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Its name.
    pub id: PublicationId,
    /// The profile's name.
    pub name: String,
    /// Who signed it.
    pub by: String,
    /// When.
    pub made: Timestamp,
    /// Who agreed, as the second person.
    pub approved_by: Option<String>,
    /// How it stands.
    pub state: State,
    /// How many incidents it has.
    pub n_incidents: u64,
    /// The answers of whoever signed.
    pub answers: Vec<SignedAnswer>,
    /// The files that were signed.
    pub files: Vec<PublishedFile>,
    /// The profile, word for word.
    pub profile: String,
    /// What of it was recalled: incidents by their names then, and `None` for all of it.
    withdrawn: BTreeSet<Option<IncidentId>>,
    /// The newest entry of the log that it shows the state of.
    shows: String,
}

/// What is to be published, and where to.
#[derive(Clone, Copy)]
pub struct Order<'o> {
    /// The profile, word for word.
    pub profile: &'o str,
    /// The same, read.
    pub policy: &'o Policy,
    /// Who parties are, and where places lie.
    pub world: &'o dyn World,
    /// Answers to the checklist, before those of the profile.
    pub answers: &'o [Answer],
    /// The folder.
    pub folder: &'o Path,
}

/// What is withdrawn, and what becomes of the folder.
pub struct Recall<'r> {
    /// The publication.
    pub publication: &'r str,
    /// One incident, by its name in the database or outside; all of the publication where none is named.
    pub incident: Option<&'r str>,
    /// Why. It stands in the log alone.
    pub why: &'r str,
    /// The folder that the publication was written to, if it is to be written anew.
    pub folder: Option<&'r Path>,
    /// Who parties are, and where places lie.
    pub world: &'r dyn World,
    /// The key file, where the profile needs one.
    pub keys: Option<&'r mut KeyFile>,
}

impl Standing {
    /// The answers as they are given again, when it is written anew.
    pub fn given(&self) -> Vec<Answer> {
        let answers = self.answers.iter();
        let answer = |answer: &SignedAnswer| {
            Some(Answer { question: Question::named(&answer.question)?, words: answer.words.clone() })
        };
        answers.filter_map(answer).collect()
    }

    /// How many incidents of it were recalled one by one.
    pub fn n_recalled(&self) -> usize {
        self.withdrawn.iter().flatten().count()
    }
}

impl Database {
    /// Publishes what a profile lets through into a folder, or signs it so that a second person can agree.
    ///
    /// Where two are needed nothing is written before the second has agreed, and then only the same files, byte for
    /// byte: if the database has changed meanwhile, what would come out now is signed, and waits.
    ///
    /// # Errors
    ///
    /// Nobody who may sign, questions of the checklist that are open, a folder with something else in it, and whatever the database and the
    /// disk cannot do.
    pub fn publish(
        &mut self,
        order: Order<'_>,
        mut keys: Option<&mut KeyFile>,
        stamp: &Stamp,
    ) -> Result<Published, PublishError> {
        self.may(stamp, Duty::Sign)?;
        let Order { profile, policy, world, answers, folder } = order;
        let answers = answered(policy, answers)?;
        let digest = sha256(profile.as_bytes());
        let recalled = self.recalled()?;
        let mut no_keys = Keys::new([0; 32]);
        let state = self.store().head()?.map(|head| head.digest).unwrap_or_default();
        let pending = self.publications()?.into_iter().rev().find(|standing| {
            standing.profile == profile && matches!(standing.state, State::Waits | State::Ready)
        });
        let pending = pending.filter(|_| policy.needs_second());
        let (made, shows) = match &pending {
            Some(pending) => (pending.made, pending.shows.clone()),
            None => (to_milliseconds(stamp.at), state.clone()),
        };
        let is_ready = pending.as_ref().is_none_or(|pending| pending.state == State::Ready);
        let writes = is_ready && (pending.is_some() || !policy.needs_second());
        let mut to = if writes { Folder::begin(folder)? } else { Folder::nowhere() };
        let pressed = {
            let keys = keys.as_mut().map_or(&mut no_keys, |file| &mut file.keys);
            self.press(&mut Scene { policy, world, keys }, &recalled, made, &shows, &mut to)?
        };
        if let Some(keys) = &mut keys {
            keys.keep()?;
        }
        let is_same = pending.as_ref().is_some_and(|pending| pending.files == pressed.files);
        let sign = |pressed: &Pressed, made, state: &str| PublicationStep::Signed {
            name: policy.name.clone(),
            profile: profile.to_owned(),
            digest,
            answers: answers.clone(),
            needs_second: policy.needs_second(),
            made,
            state: state.to_owned(),
            files: pressed.files.clone(),
            n_incidents: pressed.preview.n_incidents,
        };
        match pending {
            Some(pending) if is_same && writes => self.write_out(pending.id, pressed, order, keys, to, stamp),
            Some(pending) if is_same => {
                Ok(Published::Waits { id: pending.id, preview: pressed.preview, instead_of: None })
            }
            pending if policy.needs_second() => {
                // What would come out now is other than what was signed: it is signed as of now.
                drop(to);
                let made = to_milliseconds(stamp.at);
                let pressed = {
                    let keys = keys.as_mut().map_or(&mut no_keys, |file| &mut file.keys);
                    let mut to = Folder::nowhere();
                    self.press(&mut Scene { policy, world, keys }, &recalled, made, &state, &mut to)?
                };
                let id = new_id(&digest.to_string(), made, &state);
                let note =
                    note(policy, &digest.to_string(), &pressed.files, "signed, waits for a second person");
                self.store().add_publication_step(&id, sign(&pressed, made, &state), &note, stamp)?;
                Ok(Published::Waits {
                    id,
                    preview: pressed.preview,
                    instead_of: pending.map(|pending| pending.id),
                })
            }
            _ => {
                let id = new_id(&digest.to_string(), made, &shows);
                let note = note(policy, &digest.to_string(), &pressed.files, "signed");
                self.store().add_publication_step(&id, sign(&pressed, made, &shows), &note, stamp)?;
                self.write_out(id, pressed, order, keys, to, stamp)
            }
        }
    }

    fn write_out(
        &mut self,
        id: PublicationId,
        pressed: Pressed,
        order: Order<'_>,
        keys: Option<&mut KeyFile>,
        mut to: Folder,
        stamp: &Stamp,
    ) -> Result<Published, PublishError> {
        let Order { profile, policy, world, .. } = order;
        let digest = sha256(profile.as_bytes()).to_string();
        let tombstones = self.tombstones(policy, world, keys)?;
        to.write("recalled.csv", tombstones.as_bytes())?;
        let manifest = pressed.manifest(&id, policy, digest).json();
        to.write("manifest.json", manifest.as_bytes())?;
        let sha = sha256(manifest.as_bytes());
        // The log first: what is out without an entry would be unseen, an entry without a folder is not.
        let note = format!("{} written, manifest {sha}", policy.name);
        self.store().add_publication_step(&id, PublicationStep::Written { manifest: sha }, &note, stamp)?;
        to.keep()?;
        Ok(Published::Written { id, preview: pressed.preview, files: pressed.files })
    }

    /// Lets a second person agree to what was signed.
    ///
    /// # Errors
    ///
    /// No such publication, one that does not wait, nobody who may agree, and the person who signed it.
    pub fn approve_publication(&mut self, id: &str, stamp: &Stamp) -> Result<Standing, PublishError> {
        let standing = self.publication(id)?;
        if standing.state != State::Waits {
            return Err(PublishError::NotWaiting(id.to_owned(), "it does not wait for anybody"));
        }
        self.may(stamp, Duty::Agree)?;
        if is_same(&standing.by, &stamp.by) {
            return Err(PublishError::SamePerson(id.to_owned(), standing.by));
        }
        let note = format!("{} approved", standing.name);
        self.store().add_publication_step(&standing.id, PublicationStep::Approved, &note, stamp)?;
        Ok(standing)
    }

    /// Withdraws a publication, or an incident of it. Later publications leave the incident out, under whatever profile,
    /// and have a tombstone for it.
    ///
    /// A folder that is given is written anew: without the incident as of now, or empty of records where all is withdrawn,
    /// a second person has to agree first, or whoever withdraws may not sign.
    ///
    /// # Errors
    ///
    /// No such publication or incident, nobody who may withdraw, and whatever the database and the disk cannot do.
    pub fn recall(&mut self, recall: Recall<'_>, stamp: &Stamp) -> Result<Option<Published>, PublishError> {
        self.may(stamp, Duty::Recall)?;
        let Recall { publication, incident, why, folder, world, mut keys } = recall;
        let standing = self.publication(publication)?;
        let policy = Policy::read(&standing.name, &standing.profile)?;
        let (incident, events) = match incident {
            None => (None, Vec::new()),
            Some(name) => {
                let keys = keys.as_ref().map(|file| &file.keys).filter(|_| !policy.keeps_ids());
                let incident = self.incident_named(name, keys)?;
                (Some(incident.id.clone()), self.anchors_of(&incident)?)
            }
        };
        let is_whole = incident.is_none();
        let note = match &incident {
            Some(id) => format!("{} recalled, incident {id}: {why}", standing.name),
            None => format!("{} recalled: {why}", standing.name),
        };
        // Withdrawn once is withdrawn: asking again only writes the folder anew.
        if !standing.withdrawn.contains(&incident) {
            let step = PublicationStep::Recalled { incident, events, why: why.to_owned() };
            self.store().add_publication_step(&standing.id, step, &note, stamp)?;
        }
        let Some(folder) = folder else { return Ok(None) };
        // Who sees harm stops it, also where somebody else has to sign what comes in its place.
        let signs = self.may(stamp, Duty::Sign).is_ok();
        if is_whole || policy.needs_second() || !signs {
            let mut to = Folder::begin(folder)?;
            let tombstones = self.tombstones(&policy, world, keys.as_deref_mut())?;
            to.write("recalled.csv", tombstones.as_bytes())?;
            let digest = sha256(standing.profile.as_bytes()).to_string();
            let manifest = Manifest::new(&standing.id, &policy.name, digest, None).json();
            to.write("manifest.json", manifest.as_bytes())?;
            to.keep()?;
        }
        if is_whole || !signs {
            return Ok(None);
        }
        let answers = standing.given();
        let order = Order { profile: &standing.profile, policy: &policy, world, answers: &answers, folder };
        self.publish(order, keys, stamp).map(Some)
    }

    /// Lists the publications, in the order in which they were signed.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn publications(&mut self) -> Result<Vec<Standing>, PublishError> {
        let mut all: Vec<Standing> = Vec::new();
        for act in self.store().publication_acts()? {
            let PublicationAct { id: _, publication, by, at: _, step } = act;
            match step {
                PublicationStep::Signed {
                    name,
                    profile,
                    digest: _,
                    answers,
                    needs_second,
                    made,
                    state,
                    files,
                    n_incidents,
                } => all.push(Standing {
                    id: publication,
                    name,
                    by,
                    made,
                    approved_by: None,
                    state: if needs_second { State::Waits } else { State::Ready },
                    n_incidents,
                    answers,
                    files,
                    profile,
                    withdrawn: BTreeSet::new(),
                    shows: state,
                }),
                step => {
                    let Some(standing) = all.iter_mut().find(|standing| standing.id == publication) else {
                        continue;
                    };
                    match step {
                        PublicationStep::Approved => {
                            standing.state = State::Ready;
                            standing.approved_by = Some(by);
                        }
                        PublicationStep::Written { .. } => standing.state = State::Written,
                        PublicationStep::Recalled { incident, .. } => {
                            if incident.is_none() {
                                standing.state = State::Recalled;
                            }
                            standing.withdrawn.insert(incident);
                        }
                        PublicationStep::Signed { .. } => {}
                    }
                }
            }
        }
        Ok(all)
    }

    fn publication(&mut self, id: &str) -> Result<Standing, PublishError> {
        let found = self.publications()?.into_iter().rev().find(|standing| standing.id.0 == id);
        found.ok_or_else(|| PublishError::NoPublication(id.to_owned()))
    }

    /// The incidents that were recalled, with what finds them again.
    pub(super) fn recalled(&mut self) -> Result<Vec<Recalled>, PublishError> {
        let acts = self.store().publication_acts()?;
        let recalled = acts.into_iter().filter_map(|act| match act.step {
            PublicationStep::Recalled { incident: Some(incident), events, .. } => {
                Some(Recalled { incident, events })
            }
            _ => None,
        });
        Ok(recalled.collect())
    }

    /// The list of what was withdrawn, for everybody who keeps a copy.
    fn tombstones(
        &mut self,
        policy: &Policy,
        world: &dyn World,
        keys: Option<&mut KeyFile>,
    ) -> Result<String, PublishError> {
        let mut no_keys = Keys::new([0; 32]);
        let keys = keys.map_or(&mut no_keys, |file| &mut file.keys);
        let guard = athir_publish::Guard::new(policy, world, keys, &[], jiff::civil::Date::MIN);
        let mut csv = "publication,incident,recalled\n".to_owned();
        // The first day of each: older databases may have a step for every time that somebody asked.
        let mut buried = BTreeSet::new();
        for act in self.store().publication_acts()? {
            if let PublicationStep::Recalled { incident, .. } = &act.step {
                if !buried.insert((act.publication.clone(), incident.clone())) {
                    continue;
                }
                let incident = incident.as_ref().map(|id| guard.name_outside(id).0).unwrap_or_default();
                let day = act.at.to_zoned(TimeZone::UTC).date();
                csv.push_str(&format!("{},{incident},{day}\n", act.publication));
            }
        }
        Ok(csv)
    }

    fn incident_named(&mut self, name: &str, keys: Option<&Keys>) -> Result<Incident, PublishError> {
        let id = IncidentId(name.to_owned());
        if let Some(incident) = self.store().incident(&id)? {
            return Ok(incident);
        }
        // One that has another name by now is told from its past.
        if let Some(incident) = self.store().past_incidents(&id)?.into_iter().next() {
            return Ok(incident);
        }
        let mut last = String::new();
        while let Some(keys) = keys {
            let page = self.store().incidents_after(&last)?;
            let Some(end) = page.last() else { break };
            last.clone_from(&end.id.0);
            if let Some(found) =
                page.into_iter().find(|incident| keys.name("incident", &incident.id.0) == name)
            {
                return Ok(found);
            }
        }
        Err(PublishError::NoIncident(name.to_owned()))
    }

    fn anchors_of(&mut self, incident: &Incident) -> Result<Vec<Anchor>, PublishError> {
        let mut anchors = Vec::new();
        for told in &incident.events {
            let coded = self.store().coded(&told.event.report)?;
            let found = coded.as_ref().and_then(|coded| crate::database::anchor(coded, &told.event));
            // The event alone finds itself, where the words are gone from the newest coding.
            anchors.push(found.unwrap_or_else(|| Anchor {
                event: told.event.clone(),
                kind: told.kind,
                start: 0,
                end: 0,
                trigger: None,
            }));
        }
        Ok(anchors)
    }
}

/// The answers that are signed: those given now before those of the profile.
fn answered(policy: &Policy, given: &[Answer]) -> Result<Vec<SignedAnswer>, PublishError> {
    let words = |question: Question| {
        let answer = given.iter().chain(&policy.checklist).find(|answer| answer.question == question);
        answer.map(|answer| answer.words.trim()).filter(|words| !words.is_empty())
    };
    let open: Vec<Question> =
        Question::ALL.into_iter().filter(|question| words(*question).is_none()).collect();
    if !open.is_empty() {
        return Err(PublishError::Unanswered(open));
    }
    let signed = Question::ALL.into_iter().filter_map(|question| {
        Some(SignedAnswer { question: question.as_str().to_owned(), words: words(question)?.to_owned() })
    });
    Ok(signed.collect())
}

fn new_id(digest: &str, made: Timestamp, state: &str) -> PublicationId {
    let name = sha256(format!("{digest}\n{made}\n{state}").as_bytes()).to_string();
    PublicationId(name[..12].to_owned())
}

fn note(policy: &Policy, digest: &str, files: &[PublishedFile], what: &str) -> String {
    let files: Vec<String> = files.iter().map(|file| format!("{} {}", file.name, file.sha256)).collect();
    format!("{} {what}: profile {digest}; {}", policy.name, files.join(", "))
}

fn to_milliseconds(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}
