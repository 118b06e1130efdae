//! Makes the files of a publication, through the gate.

use std::collections::BTreeMap;
use std::io;

use athir_export::{
    ExportError, Exporter, Files, Needs, Notes, Output, Profile, Release, Rows as FileRows, Settings, Start,
    Tally, World, profile,
};
use athir_model::{PublicationId, PublishedFile, ReviewStatus};
use athir_publish::{Guard, Keys, Policy, Recalled, Selection, SourceShow, reason};
use athir_store::{IncidentFilter, Where};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::PublishError;
use super::folder::Folder;
use super::manifest::{
    Coder, Content, Manifest, Rows, Shape, ShapeLoss, Shown, Source, Statuses, rounded, rows_of,
};
use crate::database::Database;
use crate::export::Passage;

/// What a publication is made by.
pub struct Scene<'s> {
    /// The profile.
    pub policy: &'s Policy,
    /// Who parties are, and where places lie.
    pub world: &'s dyn World,
    /// The keys; of no use where the profile shows links.
    pub keys: &'s mut Keys,
}

/// What would come out.
#[derive(Debug)]
pub struct Preview {
    /// How many incidents.
    pub n_incidents: u64,
    /// What is kept back and made coarser, by reason.
    pub tally: Tally,
    /// How far people have reviewed what comes out.
    pub review: Statuses,
    /// The sources, as they are shown.
    pub sources: Vec<Source>,
    /// What each shape cannot hold of it.
    pub shapes: Vec<ShapeLoss>,
    /// The files, as they would be on this day.
    pub files: Vec<PublishedFile>,
}

/// What came out.
pub(super) struct Pressed {
    pub(super) preview: Preview,
    pub(super) files: Vec<PublishedFile>,
    coders: Vec<Coder>,
    rows: Vec<Rows>,
    release: Release,
}

/// The profile of an export that writes nothing: it lets all incidents, and ties where a shape has them, pass the gate once,
/// so that it knows them.
const SURVEY: Profile = Profile {
    name: "survey",
    about: "nothing",
    output: Output::File("nothing"),
    needs: Needs::ITEMS,
    settings: &[],
    start: |_: Start<'_>| Ok(Box::new(Nothing)),
};

struct Nothing;

impl Exporter for Nothing {
    fn finish(self: Box<Self>) -> Result<FileRows, ExportError> {
        Ok(Vec::new())
    }
}

struct NoFiles;

impl Files for NoFiles {
    fn create(&mut self, name: &str) -> io::Result<Box<dyn io::Write + Send>> {
        Err(io::Error::other(format!("{name} is not to be written")))
    }
}

impl Database {
    /// Tells what would come out under a profile on the day of `now`, without writing anything.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn preview_publication(&mut self, scene: Scene<'_>, now: Timestamp) -> Result<Preview, PublishError> {
        let recalled = self.recalled()?;
        let mut scene = scene;
        // The hour of a look is in some files, and says nothing of what comes out.
        let day = day_of(now).to_zoned(TimeZone::UTC).map_or(now, |midnight| midnight.timestamp());
        let pressed = self.press(&mut scene, &recalled, day, "", &mut Folder::nowhere())?;
        Ok(Preview { files: pressed.files, ..pressed.preview })
    }

    /// Makes the files of a publication.
    pub(super) fn press(
        &mut self,
        scene: &mut Scene<'_>,
        recalled: &[Recalled],
        made: Timestamp,
        state: &str,
        folder: &mut Folder,
    ) -> Result<Pressed, PublishError> {
        let (policy, world) = (scene.policy, scene.world);
        let mut release = self.release(&selection_words(&policy.select), Some(made))?;
        state.clone_into(&mut release.state);
        let mut guard = Guard::new(policy, world, scene.keys, recalled, day_of(made));
        let mut preview = survey(self, &mut guard, policy, world, &release)?;
        // What the gate keeps back and changes is told once, for all shapes.
        let is_of_gate = |reason: &str| {
            let Tally { left_out, narrowed, .. } = &preview.tally;
            left_out.contains_key(reason)
                || narrowed.contains_key(reason)
                || reason::BESIDE_INCIDENTS.contains(&reason)
        };
        let coders = guard
            .coders()
            .map(|(coder, knowledge, codebook, model)| Coder {
                coder: coder.clone(),
                knowledge: knowledge.to_string(),
                codebook: codebook.clone(),
                model: model.clone(),
            })
            .collect();
        let filter = filter(&policy.select);
        let (mut rows, mut shapes) = (Vec::new(), Vec::new());
        for export in &policy.exports {
            let shape = profile(&export.shape)?;
            let set = export.set.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            let settings = Settings::read(shape, set)?;
            let prefix = match shape.output {
                Output::File(_) => "",
                Output::Folder(_) => shape.name,
            };
            folder.enter(prefix);
            let passage = Passage {
                filter: &filter,
                incidents: None,
                limit: None,
                release: &release,
                settings: &settings,
                world,
                files: folder,
                notes: Notes::new(),
                gate: Some(&mut guard),
            };
            let tally = self.export(shape, passage)?;
            rows.push((shape.name, rows_of(prefix, &tally)));
            let Tally { mut left_out, mut narrowed, .. } = tally;
            left_out.retain(|reason, _| !is_of_gate(reason));
            narrowed.retain(|reason, _| !is_of_gate(reason));
            shapes.push(ShapeLoss { shape: shape.name.to_owned(), left_out, narrowed });
        }
        let files = folder.files();
        let rows = files.iter().map(|file| row(file, &rows)).collect();
        preview.shapes = shapes;
        Ok(Pressed { preview, files, coders, rows, release })
    }
}

impl Pressed {
    pub(super) fn manifest<'a>(
        &'a self,
        publication: &'a PublicationId,
        policy: &'a Policy,
        digest: String,
    ) -> Manifest<'a> {
        let content = Content {
            release: &self.release,
            shown: Shown::of(policy),
            incidents: self.preview.n_incidents,
            review: self.preview.review.rounded(policy.smallest),
            coders: self.coders.clone(),
            sources: self.preview.sources.clone(),
            files: self.rows.clone(),
            shapes: self.preview.shapes.iter().map(|shape| Shape::of(shape, policy.smallest)).collect(),
            withheld: rounded(&self.preview.tally.left_out, policy.smallest),
            made_coarser: rounded(&self.preview.tally.narrowed, policy.smallest),
        };
        Manifest::new(publication, &policy.name, digest, Some(content))
    }
}

fn survey(
    database: &mut Database,
    guard: &mut Guard<'_>,
    policy: &Policy,
    world: &dyn World,
    release: &Release,
) -> Result<Preview, PublishError> {
    let shapes = policy.exports.iter().map(|export| profile(&export.shape));
    let needs = shapes.collect::<Result<Vec<_>, _>>()?.into_iter().map(|shape| shape.needs);
    let ties = needs.into_iter().any(|needs| needs.ties || needs.actors);
    let survey = Profile { needs: Needs { ties, ..SURVEY.needs }, ..SURVEY };
    let (filter, settings) = (filter(&policy.select), Settings::default());
    let mut pass = |guard: &mut Guard<'_>| {
        let passage = Passage {
            filter: &filter,
            incidents: None,
            limit: None,
            release,
            settings: &settings,
            world,
            files: &mut NoFiles,
            notes: Notes::new(),
            gate: Some(guard),
        };
        database.export(&survey, passage)
    };
    let mut tally = pass(guard)?;
    guard.settle();
    if policy.sources >= SourceShow::Outlet {
        // Which names of outlets tell a place is known only when all places are.
        tally = pass(guard)?;
    }
    let review = Statuses {
        machine_coded: guard.n_reviewed(ReviewStatus::Machine),
        partly_reviewed: guard.n_reviewed(ReviewStatus::Partly),
        reviewed: guard.n_reviewed(ReviewStatus::Reviewed),
    };
    let licence = |licence: &Option<String>| licence.clone().unwrap_or_else(|| "not recorded".to_owned());
    let sources = guard
        .sources()
        .into_iter()
        .map(|(name, licences)| Source { name, licences: licences.iter().map(licence).collect() });
    let (n_incidents, sources) = (guard.n_published(), sources.collect());
    Ok(Preview { n_incidents, tally, review, sources, shapes: Vec::new(), files: Vec::new() })
}

/// A shape with the rows of its files by name.
type ShapeRows = (&'static str, BTreeMap<String, u64>);

fn row(file: &PublishedFile, shapes: &[ShapeRows]) -> Rows {
    let shape = shapes.iter().find(|(_, rows)| rows.contains_key(&file.name));
    Rows {
        file: file.name.clone(),
        shape: shape.map_or_else(String::new, |(name, _)| (*name).to_owned()),
        rows: shape.and_then(|(_, rows)| rows.get(&file.name)).copied().unwrap_or_default(),
        bytes: file.n_bytes,
        sha256: file.sha256.to_string(),
    }
}

fn day_of(now: Timestamp) -> Date {
    now.to_zoned(TimeZone::UTC).date()
}

fn filter(select: &Selection) -> IncidentFilter {
    let Selection { country, kinds, since, until, reviewed, min_sources } = select;
    IncidentFilter {
        kinds: kinds.clone(),
        place: country.clone().map(Where::Country),
        since: *since,
        until: *until,
        statuses: reviewed.clone(),
        min_sources: *min_sources,
        ..IncidentFilter::default()
    }
}

/// What is asked for, in words; none where it is everything.
pub fn selection_words(select: &Selection) -> String {
    let Selection { country, kinds, since, until, reviewed, min_sources } = select;
    let mut words = Vec::new();
    words.extend(country.as_ref().map(|country| format!("country {country}")));
    if !kinds.is_empty() {
        words
            .push(format!("kinds {}", kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ")));
    }
    words.extend(since.map(|day| format!("since {day}")));
    words.extend(until.map(|day| format!("until {day}")));
    if !reviewed.is_empty() {
        words.push(format!(
            "status {}",
            reviewed.iter().map(|status| status.as_str()).collect::<Vec<_>>().join(", ")
        ));
    }
    words.extend(min_sources.map(|n| format!("at least {n} sources")));
    words.join("; ")
}
