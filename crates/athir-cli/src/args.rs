//! The arguments.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::str::FromStr;

use athir::Config;
use athir::eval::gold::Field;
use athir::project::Project;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use crate::account::AccountArgs;
use crate::actor::ActorArgs;
use crate::actors::ActorListArgs;
use crate::compare::CompareArgs;
use crate::export::ExportArgs;
use crate::import;
use crate::incidents::{IncidentArgs, IncidentsArgs, ReportArgs, ShowArgs};
use crate::ingest::{IngestArgs, RecodeArgs};
use crate::input::InputArgs;
use crate::manual::ManualArgs;
use crate::network::NetworkCommandArgs;
use crate::proof::{ChangesArgs, SnapshotArgs, VerifyArgs};
use crate::publish::{PublishArgs, RecallArgs};
use crate::review::EventArgs;
use crate::serve::ServeArgs;
use crate::ties::TiesArgs;
use crate::watch::WatchArgs;

/// Reads reports of armed conflict and codes their events.
#[derive(Debug, Parser)]
#[command(name = "athir", version, long_version = athir::versions().to_string(), about, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Code reports: who did what to whom, where, when, with what losses, according to whom
    Code(CodeArgs),
    /// Show how a text is parsed
    Parse(ParseArgs),
    /// Tell sentence by sentence what was coded, what was not, and why
    Explain(ExplainArgs),
    /// Check frames, or try one on reports
    Frames(FramesArgs),
    /// Score the coder against gold files
    Eval(EvalArgs),
    /// List the actors of a database or of reports; import lists of actors, and check the registry of actors
    Actors(ActorsArgs),
    /// Tell one actor's names, lineage, friends and foes at a date
    Actor(ActorArgs),
    /// List ties between actors, with the time for which each is known
    Ties(TiesArgs),
    /// Measure the network of actors at a date, and tell what changed between two
    Network(NetworkCommandArgs),
    /// Look up place names, or build a gazetteer with your own places
    Gazetteer(GazetteerArgs),
    /// Watch feeds: fetch what is new, politely, and write it as reports
    Watch(Box<WatchArgs>),
    /// Read reports into a database: coded, kept word for word, each batch safe on the disk before the next
    Ingest(IngestArgs),
    /// Read the reports of a database again where an older coder, or one with other knowledge, has read them
    Recode(RecodeArgs),
    /// List the incidents of a database by place, time, kind, actor, grade or words
    Incidents(IncidentsArgs),
    /// Show an incident with every claim and the words that it was read from; also a report, an event or a tie
    Show(ShowArgs),
    /// Write an incident or a report for keeping: one self-contained page with --html
    Report(ReportArgs),
    /// Decide about incidents: merge, split, relate, review; and take it back
    Incident(IncidentArgs),
    /// Correct a field of an event that a report tells of
    Event(EventArgs),
    /// List incidents that are new, changed or withdrawn since a time
    Changes(ChangesArgs),
    /// Prove that nothing in a database was changed, and name what was
    Verify(VerifyArgs),
    /// Write a release of a database: sorted JSON Lines with the digest of each file
    Snapshot(SnapshotArgs),
    /// Write what a database holds in the shape of other data sets and programs; --list names the shapes
    Export(Box<ExportArgs>),
    /// Compare the incidents of a database with UCDP GED, ACLED or another table: found, missed, differing by field
    Compare(Box<CompareArgs>),
    /// Take back what was exported and edited: corrections in events.csv, by id, after a look at what would change
    Import(import::ImportArgs),
    /// Publish what a profile lets others see: coarser places and times, nothing that could expose people
    Publish(Box<PublishArgs>),
    /// Withdraw a publication, or an incident of it
    Recall(Box<RecallArgs>),
    /// Open a database in the browser: look, read, review; for this machine alone unless --host says otherwise
    Serve(ServeArgs),
    /// Say who may work at a database that is served to others
    Account(AccountArgs),
    /// Print the JSON Schema of a coded report
    Schema,
    /// Print the licences of athir and of what it contains
    Notice,
    /// Print the reference of all commands, man pages or the completions of a shell
    Manual(ManualArgs),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ModelArgs {
    /// Folder with a converted language model, in place of the built-in one
    #[arg(long, value_name = "DIR")]
    pub(crate) model: Option<PathBuf>,
}

/// The knowledge that events are read with.
#[derive(Debug, ClapArgs)]
pub(crate) struct KnowledgeArgs {
    #[command(flatten)]
    pub(crate) model: ModelArgs,
    /// Folder with actors of your own (.toml), which extend the built-in ones or take their place
    #[arg(long, value_name = "DIR")]
    pub(crate) actors: Option<PathBuf>,
    /// Folder with frames of your own (.toml), added to the built-in ones; one takes the place of its namesake
    #[arg(long, value_name = "DIR")]
    pub(crate) frames: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) gazetteer: OwnGazetteerArgs,
    /// Folder of the project's own data: actors/, frames/ and places/, as `athir serve --data` adds to it
    #[arg(long, value_name = "DIR", conflicts_with_all = ["actors", "frames"])]
    pub(crate) data: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct OwnGazetteerArgs {
    /// Gazetteer file made by `athir gazetteer build`, in place of the built-in one
    #[arg(long, value_name = "FILE")]
    pub(crate) gazetteer: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct GazetteerArgs {
    #[command(subcommand)]
    pub(crate) what: GazetteerCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum GazetteerCommand {
    /// Show the places that a name may stand for: code, name, kind, areas, position, people, how it matches
    Find(FindArgs),
    /// Build a gazetteer file from tables: the built-in places and those that the tables add
    Build(BuildArgs),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct FindArgs {
    /// Names, each in quotes where it has several words
    #[arg(value_name = "NAME", required = true)]
    pub(crate) names: Vec<String>,
    /// Show at most N places for each name
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) limit: usize,
    #[command(flatten)]
    pub(crate) gazetteer: OwnGazetteerArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct BuildArgs {
    /// Tables, or folders of tables: GeoNames dumps (allCountries.txt, SY.txt, cities500.txt), P-codes (.csv), your
    /// own places (.csv with the columns name, lat, lon, country; alternates, class, population, admin1 if wanted),
    /// or the tables that the built-in gazetteer is made from; .zst may be packed
    #[arg(value_name = "TABLE", required = true)]
    pub(crate) sources: Vec<PathBuf>,
    /// File to write
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Add to this gazetteer file and not to the built-in one
    #[arg(long, value_name = "FILE", conflicts_with = "from_nothing")]
    pub(crate) upon: Option<PathBuf>,
    /// Take what the tables hold and nothing else
    #[arg(long)]
    pub(crate) from_nothing: bool,
}

impl KnowledgeArgs {
    pub(crate) fn config(&self) -> Config {
        let mut config = self.model.config();
        config.actors_dir.clone_from(&self.actors);
        config.gazetteer.clone_from(&self.gazetteer.gazetteer);
        config.frames_dir.clone_from(&self.frames);
        if let Some(folder) = &self.data {
            Project::new(folder).configure(&mut config);
        }
        config
    }
}

#[derive(Debug, ClapArgs)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct ActorsArgs {
    #[command(subcommand)]
    pub(crate) what: Option<ActorsCommand>,
    #[command(flatten)]
    pub(crate) list: ActorListArgs,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ActorsCommand {
    /// Turn CAMEO/PETRARCH dictionaries, the UCDP actor list or a plain table into a file of the registry
    Import(ImportArgs),
    /// Find names that unrelated actors share, circles in the lineage, and dates that cannot be
    Lint(LintArgs),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ImportArgs {
    /// Dictionaries of actors or agents (.txt); the UCDP actor list or a table with a header (.csv)
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// File to write (.toml), in place of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct LintArgs {
    /// Folder with actors of your own; without it the built-in ones are checked alone
    #[arg(value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
}

impl ModelArgs {
    pub(crate) fn config(&self) -> Config {
        let mut config = Config::default();
        config.model_dir.clone_from(&self.model);
        config
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CodeArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Format of the output; by default that of the output file's ending, else a table
    #[arg(long, short, value_enum)]
    pub(crate) format: Option<CodeFormat>,
    /// File to write to (.txt, .json, .jsonl, .html, .parquet), in place of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Code every N-th report only, beginning with the I-th: N commands with 1/N to N/N share the work
    #[arg(long, value_name = "I/N")]
    pub(crate) shard: Option<Shard>,
    /// Width of tables in columns [default: the terminal's, or 120]
    #[arg(long, value_name = "N")]
    pub(crate) width: Option<usize>,
    #[command(flatten)]
    pub(crate) coding: CodingArgs,
}

/// How reports are coded.
#[derive(Debug, ClapArgs)]
pub(crate) struct CodingArgs {
    /// Leave out events that are less likely right than this, from 0 (keep all) to 1
    #[arg(long, value_name = "P", default_value_t = 0.0, value_parser = probability)]
    pub(crate) min_confidence: f32,
    /// Parse only what a quick look finds worth it: for streams of news, most of which is not of conflict
    #[arg(long)]
    pub(crate) screen: bool,
    /// Number of threads; the output does not depend on it [default: one for each core]
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(crate) knowledge: KnowledgeArgs,
}

impl CodingArgs {
    pub(crate) fn config(&self) -> Config {
        let mut config = self.knowledge.config();
        config.min_confidence = self.min_confidence;
        config.screen = self.screen;
        config
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CodeFormat {
    /// A table to read in the terminal
    Table,
    /// One JSON array
    Json,
    /// One JSON object a line
    Jsonl,
    /// One self-contained page to read in a browser
    Html,
    /// A row an event, in a Parquet file
    Parquet,
}

/// A share of the reports: every `of`-th, beginning with number `at`, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shard {
    at: usize,
    of: NonZeroUsize,
}

impl Shard {
    /// Whether the report of this number, from 0, is in the share.
    pub(crate) fn has(self, n: usize) -> bool {
        n % self.of == self.at
    }
}

impl FromStr for Shard {
    type Err = &'static str;

    fn from_str(words: &str) -> Result<Shard, &'static str> {
        const WANTED: &str = "not a share such as 3/8: a number from 1 to N, and N";
        let (at, of) = words.split_once('/').ok_or(WANTED)?;
        let (at, of) =
            (at.parse::<usize>().map_err(|_| WANTED)?, of.parse::<NonZeroUsize>().map_err(|_| WANTED)?);
        let at = at.checked_sub(1).filter(|at| *at < of.get()).ok_or(WANTED)?;
        Ok(Shard { at, of })
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ParseArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Format of the output
    #[arg(long, short, value_enum, default_value = "tree")]
    pub(crate) format: ParseFormat,
    #[command(flatten)]
    pub(crate) model: ModelArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ParseFormat {
    /// A drawing of each sentence's dependency tree
    Tree,
    /// CoNLL-U
    Conllu,
    /// One JSON object a line
    Json,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ExplainArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) knowledge: KnowledgeArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct FramesArgs {
    #[command(subcommand)]
    pub(crate) what: FramesCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum FramesCommand {
    /// List frames that are dead, shadowed or in conflict, and examples that fail; exit with 1 if there are any
    Check(CheckArgs),
    /// Show what one frame does on reports: each hit with its sides, what came of it, and what it competes with
    Try(TryArgs),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CheckArgs {
    /// Folder with frames of your own, checked beside the built-in ones [default: the built-in ones]
    #[arg(value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) model: ModelArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct TryArgs {
    /// The frame's name, such as attack.verb
    #[arg(value_name = "FRAME")]
    pub(crate) frame: String,
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) knowledge: KnowledgeArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct EvalArgs {
    #[command(subcommand)]
    pub(crate) what: EvalCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum EvalCommand {
    /// Score against a folder of gold reports (NAME.txt with its reading in NAME.json)
    Gold(GoldArgs),
    /// Kinds of events in snippets (CASE 2021 Task 2): weighted and macro F1 of 30 labels
    Case(BoardArgs),
    /// Same incident (Gun Violence Archive): B-cubed F1 of reports, share of incidents with the numbers killed and injured
    Incidents(TollArgs),
    /// Rival accounts: F1 of pairs of events of different reports on one incident, in gold reports that name it
    Links(LinkArgs),
    /// Relations of marked pairs (PLV): macro F1 of the 15 PLOVER types and of their four classes
    Plv(BoardArgs),
    /// Dated ties of armed groups (Mapping Militants): F1 of signed edges, accuracy of dates
    Militants(BoardArgs),
    /// Incidents and their fillers (MUC-4): F1 of templates and of role fillers
    Muc4(BoardArgs),
    /// Triples of source, target and CAMEO code (PETRARCH's tests): F1 of triples, dyads and roots
    Petr(BoardArgs),
    /// PLOVER's gold standard records: F1 of types, sources, targets and whole events
    PloverGsr(BoardArgs),
    /// Police actions by sentence (India Police Events): F1 of KILL, ARREST, FORCE, FAIL
    Police(BoardArgs),
    /// Who is who (re3d): F1 of the identity of organisations
    Re3d(BoardArgs),
    /// Spellings that are held as no name: share of them found at once
    Spellings(BoardArgs),
    /// Expressions of time (TimeBank, AQUAINT, WikiWars): F1 of values and of spans
    Timex(BoardArgs),
    /// Numbers killed and injured (terrorist incident lists, gun violence reports): share of records with the number
    Tolls(TollArgs),
    /// Places on the map (LGL, TR-News): accuracy within 161 km, accuracy of countries, end-to-end F1
    Toponyms(BoardArgs),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct BoardArgs {
    /// Files of the benchmark, one JSON record a line
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Score every Nth record alone, for a quick look
    #[arg(long, value_name = "N", default_value = "1")]
    pub(crate) every: NonZeroUsize,
    #[command(flatten)]
    pub(crate) scoring: ScoringArgs,
}

/// How a board is scored and shown.
#[derive(Debug, ClapArgs)]
pub(crate) struct ScoringArgs {
    /// Print all figures as JSON
    #[arg(long, conflicts_with_all = ["markdown", "errors"])]
    pub(crate) json: bool,
    /// Print the table as Markdown
    #[arg(long)]
    pub(crate) markdown: bool,
    /// List up to N errors, of the building part only: the checking part's errors are not to be read
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) errors: usize,
    /// List errors of this class alone
    #[arg(long, value_name = "CLASS", requires = "errors")]
    pub(crate) of: Option<String>,
    /// Number of threads [default: one for each core]
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(crate) knowledge: KnowledgeArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct TollArgs {
    #[command(flatten)]
    pub(crate) board: BoardArgs,
    /// The incidents that the reports are about [default: NAME.jsonl beside a file NAME_docs.jsonl]
    #[arg(long, value_name = "FILE")]
    pub(crate) incidents: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct LinkArgs {
    /// Folder of gold reports; those whose events name no incident are passed over. Classes of errors: missed,
    /// not-coded, made-up, missed-given, made-up-given
    #[arg(value_name = "DIR")]
    pub(crate) gold: PathBuf,
    #[command(flatten)]
    pub(crate) scoring: ScoringArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct GoldArgs {
    /// Folder of gold reports
    #[arg(value_name = "DIR")]
    pub(crate) gold: PathBuf,
    /// Take the case from the reports before coding them
    #[arg(long, value_enum, conflicts_with = "system")]
    pub(crate) case: Option<CaseArg>,
    /// Score this JSON Lines file instead of coding the reports
    #[arg(long, value_name = "FILE")]
    pub(crate) system: Option<PathBuf>,
    /// Print all figures as JSON
    #[arg(long, conflicts_with = "markdown")]
    pub(crate) json: bool,
    /// Print the tables as Markdown
    #[arg(long)]
    pub(crate) markdown: bool,
    /// List up to N differences, of the building part only: the checking part's errors are not to be read
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) errors: usize,
    /// List differences of this field alone
    #[arg(long, value_name = "FIELD", requires = "errors", value_parser = field)]
    pub(crate) of: Option<Field>,
    /// Number of threads [default: one for each core]
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(crate) knowledge: KnowledgeArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CaseArg {
    /// All letters in capitals
    Capitals,
    /// All letters in lower case
    Lower,
}

pub(crate) fn probability(words: &str) -> Result<f32, &'static str> {
    words.parse().ok().filter(|p| (0.0..=1.0).contains(p)).ok_or("not a number from 0 to 1")
}

fn field(word: &str) -> Result<Field, String> {
    Field::ALL.into_iter().find(|field| field.as_str() == word).ok_or_else(|| {
        let known: Vec<&str> = Field::ALL.iter().map(|field| field.as_str()).collect();
        format!("the fields are {}", known.join(", "))
    })
}
