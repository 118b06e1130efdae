//! `athir publish` and `athir recall`: what others may see, who signed for it, and what is withdrawn.

use std::io::Write;
use std::path::{Path, PathBuf};

use athir::database::{Database, Location};
use athir::export::KnownWorld;
use athir::gazetteer::Gazetteer;
use athir::load_actors;
use athir::publish::{
    Answer, KeyFile, Order, Policy, Preview, Published, Question, Recall, Scene, ShapeLoss, Standing,
    read_policy,
};
use clap::{Args as ClapArgs, Subcommand};

use crate::args::OwnGazetteerArgs;
use crate::database::{ByArgs, DatabaseArgs};
use crate::output::{Outcome, printable, refuse, say, stdout};

#[derive(Debug, ClapArgs)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct PublishArgs {
    #[command(subcommand)]
    what: Option<PublishCommand>,
    #[command(flatten)]
    publish: ToPublish,
}

#[derive(Debug, Subcommand)]
enum PublishCommand {
    /// Agree, as a second person, to what somebody has signed
    Approve(ApproveArgs),
    /// List publications: how they stand, who signed them, what they answered
    List(ListArgs),
}

#[derive(Debug, ClapArgs)]
struct ToPublish {
    /// The profile that says who may see what (.toml); docs/publishing.md has every setting
    #[arg(value_name = "PROFILE", required = true)]
    profile: Option<PathBuf>,
    /// The database: a file, or postgres://user@host/name
    #[arg(long, value_name = "FILE|URL", required = true)]
    db: Option<Location>,
    /// Folder to write; a publication that is there is replaced, anything else refused
    #[arg(long, value_name = "FOLDER", required_unless_present = "preview")]
    to: Option<PathBuf>,
    /// Tell what would come out and what is kept back, and write, sign and log nothing
    #[arg(long, conflicts_with = "to")]
    preview: bool,
    /// Answer a question of the checklist: purpose, risk, precision, texts or sources
    #[arg(long, value_name = "KEY=WORDS", value_parser = answer)]
    confirm: Vec<Answer>,
    #[command(flatten)]
    by: ByArgs,
    #[command(flatten)]
    knowledge: WorldArgs,
}

/// What parties and places are looked up in, and the keys.
#[derive(Debug, ClapArgs)]
struct WorldArgs {
    /// The key file [default: as the profile names it, beside the profile]
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// Folder with actors of your own, as the reports were read with
    #[arg(long, value_name = "DIR")]
    actors: Option<PathBuf>,
    #[command(flatten)]
    gazetteer: OwnGazetteerArgs,
}

#[derive(Debug, ClapArgs)]
struct ApproveArgs {
    /// The publication
    #[arg(value_name = "PUBLICATION")]
    publication: String,
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    by: ByArgs,
}

#[derive(Debug, ClapArgs)]
struct ListArgs {
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct RecallArgs {
    /// The publication; `athir publish list` names them
    #[arg(value_name = "PUBLICATION")]
    publication: String,
    #[command(flatten)]
    database: DatabaseArgs,
    /// Withdraw this incident alone, by its name in the database or in the publication [default: all of it]
    #[arg(long, value_name = "ID")]
    incident: Option<String>,
    /// Why; it stands in the log of the database and is not published
    #[arg(long, value_name = "WORDS")]
    why: String,
    /// The folder of the publication, to be written anew without what is withdrawn
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
    #[command(flatten)]
    by: ByArgs,
    #[command(flatten)]
    knowledge: WorldArgs,
}

fn answer(words: &str) -> Result<Answer, String> {
    let (key, words) = words.split_once('=').ok_or("write a key, =, and the answer")?;
    let question = Question::named(key.trim()).ok_or_else(|| {
        let keys: Vec<&str> = Question::ALL.iter().map(|question| question.as_str()).collect();
        format!("{key} is no question; the questions are {}", keys.join(", "))
    })?;
    Ok(Answer { question, words: words.trim().to_owned() })
}

pub(crate) fn publish(args: &PublishArgs) -> anyhow::Result<Outcome> {
    match &args.what {
        Some(PublishCommand::Approve(args)) => approve(args),
        Some(PublishCommand::List(args)) => list(args),
        None => make(&args.publish),
    }
}

fn make(args: &ToPublish) -> anyhow::Result<Outcome> {
    let (Some(path), Some(db)) = (&args.profile, &args.db) else {
        refuse("name a profile and a database, or one of: approve, list")
    };
    let (policy, profile) = read_policy(path)?;
    let beside = path.parent().unwrap_or(Path::new("")).to_owned();
    let mut keys = KeyFile::of(&policy, &beside, args.knowledge.keys.as_deref())?;
    let known = Known::load(&args.knowledge)?;
    let mut database = Database::open(db)?;
    let stamp = args.by.stamp();
    let Some(folder) = &args.to else {
        let mut none = athir::publish::Keys::new([0; 32]);
        let keys = keys.as_mut().map_or(&mut none, |file| &mut file.keys);
        let world = known.world();
        let preview =
            database.preview_publication(Scene { policy: &policy, world: &world, keys }, stamp.at)?;
        tell(&preview, "would come out");
        return Ok(Outcome::Done);
    };
    let world = known.world();
    let order = Order { profile: &profile, policy: &policy, world: &world, answers: &args.confirm, folder };
    let published = database.publish(order, keys.as_mut(), &stamp)?;
    tell_published(&published, folder);
    Ok(Outcome::Done)
}

fn approve(args: &ApproveArgs) -> anyhow::Result<Outcome> {
    let mut database = args.database.open()?;
    let stamp = args.by.stamp();
    let standing = database.approve_publication(&args.publication, &stamp)?;
    let mut out = stdout();
    describe(&mut out, &standing)?;
    out.flush()?;
    say(&format!(
        "approved by {}; `athir publish` with the same profile writes it out",
        printable(&stamp.by)
    ));
    Ok(Outcome::Done)
}

fn list(args: &ListArgs) -> anyhow::Result<Outcome> {
    let mut database = args.database.open()?;
    let mut out = stdout();
    for standing in database.publications()? {
        describe(&mut out, &standing)?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// Withdraws a publication or an incident of it.
pub(crate) fn recall(args: &RecallArgs) -> anyhow::Result<Outcome> {
    let mut database = args.database.open()?;
    let Some(standing) =
        database.publications()?.into_iter().rev().find(|standing| standing.id.0 == args.publication)
    else {
        anyhow::bail!("{}: no such publication; `athir publish list` has them", args.publication);
    };
    let policy = Policy::read(&standing.name, &standing.profile)?;
    let keys = KeyFile::of(&policy, Path::new(""), args.knowledge.keys.as_deref())?;
    let mut keys = keys.map(KeyFile::used).transpose()?;
    let known = Known::load(&args.knowledge)?;
    let world = known.world();
    let recall = Recall {
        publication: &args.publication,
        incident: args.incident.as_deref(),
        why: &args.why,
        folder: args.to.as_deref(),
        world: &world,
        keys: keys.as_mut(),
    };
    let published = database.recall(recall, &args.by.stamp())?;
    say("recalled; it stands in the log, and later publications leave it out and have it in recalled.csv");
    if let (Some(published), Some(folder)) = (&published, &args.to) {
        tell_published(published, folder);
    }
    Ok(Outcome::Done)
}

/// A registry and a gazetteer, the built-in ones or the user's own.
struct Known {
    actors: Option<athir::Registry>,
    places: Option<Gazetteer>,
}

impl Known {
    fn load(args: &WorldArgs) -> anyhow::Result<Known> {
        let actors = args.actors.as_deref().map(load_actors).transpose()?;
        let places = args.gazetteer.gazetteer.as_deref().map(Gazetteer::open).transpose()?;
        Ok(Known { actors, places })
    }

    fn world(&self) -> KnownWorld<'_> {
        let mut world = KnownWorld::builtin();
        if let Some(actors) = &self.actors {
            world.registry = actors;
        }
        if let Some(places) = &self.places {
            world.gazetteer = places;
        }
        world
    }
}

fn tell_published(published: &Published, folder: &Path) {
    match published {
        Published::Written { id, preview, files } => {
            tell(preview, "came out");
            for file in files {
                say(&printable(&format!("{}  {}", file.sha256, file.name)));
            }
            say(&printable(&format!("publication {id} is in {}", folder.display())));
        }
        Published::Waits { id, preview, instead_of } => {
            tell(preview, "would come out");
            if let Some(old) = instead_of {
                say(&format!("other files would come out than of {old}, which was signed before"));
            }
            say(&format!(
                "publication {id} is signed, and nothing is written: a second person has to agree by \
                 `athir publish approve {id} --by NAME`, then run this again"
            ));
        }
    }
}

/// Says what comes out and what does not. The counts are for whoever publishes: the manifest rounds small ones.
fn tell(preview: &Preview, came: &str) {
    let review = &preview.review;
    say(&format!(
        "{} incidents {came}: {} reviewed, {} partly, {} machine-coded",
        preview.n_incidents, review.reviewed, review.partly_reviewed, review.machine_coded
    ));
    for (reason, n) in &preview.tally.left_out {
        say(&printable(&format!("{n} kept back: {reason}")));
    }
    for (reason, n) in &preview.tally.narrowed {
        say(&printable(&format!("{n} changed: {reason}")));
    }
    for ShapeLoss { shape, left_out, narrowed } in &preview.shapes {
        for (reason, n) in left_out {
            say(&printable(&format!("{shape}: {n} left out: {reason}")));
        }
        for (reason, n) in narrowed {
            say(&printable(&format!("{shape}: {n} narrowed: {reason}")));
        }
    }
}

fn describe(out: &mut impl Write, standing: &Standing) -> std::io::Result<()> {
    let recalled = match standing.n_recalled() {
        0 => String::new(),
        n => format!(", {n} recalled"),
    };
    let approved = standing.approved_by.as_ref().map(|by| format!(", approved by {by}"));
    let line = format!(
        "{}  {:<8}  {}  {}  {} incidents{recalled}  signed by {}{}",
        standing.id,
        standing.state.as_str(),
        standing.made,
        standing.name,
        standing.n_incidents,
        standing.by,
        approved.unwrap_or_default()
    );
    writeln!(out, "{}", printable(&line))?;
    for answer in &standing.answers {
        writeln!(out, "    {:<9}  {}", answer.question, printable(&answer.words))?;
    }
    Ok(())
}
