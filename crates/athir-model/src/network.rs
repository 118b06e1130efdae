//! Ties between actors over time, and what can be asked of the network that they make.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Quote, ReportId, TimePrecision};

/// What the network knows an actor by: the registry's code, or the usual name where the registry has none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ActorKey(pub String);

impl fmt::Display for ActorKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A name for a tie that depends only on its actors, its kind and its first evidence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct TieId(pub String);

impl fmt::Display for TieId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// How two actors stand to each other over an interval, or what changed between them (docs/network.md).
///
/// The first seven last, the others happen at a time and change those that last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BondKind {
    /// They fight or work on the same side.
    Alliance,
    /// `a` is a part of `b`: a faction of an umbrella, a group of a coalition, a person of a group.
    Membership,
    /// `a` is loosely bound to `b`: a pledge of allegiance, a branch, a front.
    Affiliation,
    /// `a` helps `b` with money, arms, training, shelter or words.
    Support,
    /// They stand against each other.
    Rivalry,
    /// They fight each other.
    Fighting,
    /// They have agreed not to fight.
    Ceasefire,
    /// `a` has come out of `b`.
    Split,
    /// `a` has gone into `b`, or both have become one.
    Merger,
    /// `a` has taken the name `b`.
    Rename,
    /// `a`, a person or unit, has left `b`.
    Defection,
    /// `a` was founded; by `b` or out of it, where somebody is named.
    Formation,
    /// `a` was disbanded or has ceased to be; by `b`, where somebody is named.
    Dissolution,
    /// `a` has a new leader or has lost one; `b` is that person or body, where it is named.
    LeadershipChange,
}

impl BondKind {
    /// Every kind, those that last first.
    pub const ALL: [BondKind; 14] = [
        BondKind::Alliance,
        BondKind::Membership,
        BondKind::Affiliation,
        BondKind::Support,
        BondKind::Rivalry,
        BondKind::Fighting,
        BondKind::Ceasefire,
        BondKind::Split,
        BondKind::Merger,
        BondKind::Rename,
        BondKind::Defection,
        BondKind::Formation,
        BondKind::Dissolution,
        BondKind::LeadershipChange,
    ];

    /// The kind as one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            BondKind::Alliance => "alliance",
            BondKind::Membership => "membership",
            BondKind::Affiliation => "affiliation",
            BondKind::Support => "support",
            BondKind::Rivalry => "rivalry",
            BondKind::Fighting => "fighting",
            BondKind::Ceasefire => "ceasefire",
            BondKind::Split => "split",
            BondKind::Merger => "merger",
            BondKind::Rename => "rename",
            BondKind::Defection => "defection",
            BondKind::Formation => "formation",
            BondKind::Dissolution => "dissolution",
            BondKind::LeadershipChange => "leadership-change",
        }
    }

    /// Whether it goes on over an interval; the others happen at a time.
    pub const fn lasts(self) -> bool {
        matches!(
            self,
            BondKind::Alliance
                | BondKind::Membership
                | BondKind::Affiliation
                | BondKind::Support
                | BondKind::Rivalry
                | BondKind::Fighting
                | BondKind::Ceasefire
        )
    }

    /// Whether the order of the two actors has no meaning.
    pub const fn is_symmetric(self) -> bool {
        matches!(self, BondKind::Alliance | BondKind::Rivalry | BondKind::Fighting | BondKind::Ceasefire)
    }

    /// Whether it brings the two together, sets them against each other, or says neither.
    pub const fn sign(self) -> Sign {
        match self {
            BondKind::Alliance
            | BondKind::Membership
            | BondKind::Affiliation
            | BondKind::Support
            | BondKind::Merger => Sign::Positive,
            BondKind::Rivalry | BondKind::Fighting => Sign::Negative,
            _ => Sign::Neutral,
        }
    }
}

impl fmt::Display for BondKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A word that is no kind of tie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownBond(pub String);

impl fmt::Display for UnknownBond {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown kind of tie {:?}; the kinds are ", self.0)?;
        BondKind::ALL
            .iter()
            .enumerate()
            .try_for_each(|(n, kind)| write!(f, "{}{}", if n == 0 { "" } else { ", " }, kind.as_str()))
    }
}

impl std::error::Error for UnknownBond {}

impl std::str::FromStr for BondKind {
    type Err = UnknownBond;

    fn from_str(word: &str) -> Result<BondKind, UnknownBond> {
        BondKind::ALL
            .into_iter()
            .find(|kind| kind.as_str() == word)
            .ok_or_else(|| UnknownBond(word.to_owned()))
    }
}

/// Whether a tie brings two actors together or sets them against each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Sign {
    /// Against each other.
    #[serde(rename = "-")]
    Negative,
    /// Neither.
    #[serde(rename = "0")]
    Neutral,
    /// Together.
    #[serde(rename = "+")]
    Positive,
}

impl Sign {
    /// `+`, `0` or `-`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Sign::Negative => "-",
            Sign::Neutral => "0",
            Sign::Positive => "+",
        }
    }

    /// 1, 0 or -1.
    pub const fn factor(self) -> i8 {
        match self {
            Sign::Negative => -1,
            Sign::Neutral => 0,
            Sign::Positive => 1,
        }
    }
}

/// Whether words say how actors stand, or it follows from what they do.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum TieBasis {
    /// A report states it.
    #[default]
    Stated,
    /// It follows from an event.
    Follows,
}

impl TieBasis {
    /// Whether a report states it.
    pub fn is_stated(&self) -> bool {
        *self == TieBasis::Stated
    }

    /// The basis as one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            TieBasis::Stated => "stated",
            TieBasis::Follows => "follows",
        }
    }
}

/// How the end of an interval is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum BoundBasis {
    /// Words or an event say that it began, or ended, then.
    Known,
    /// It is the first, or last, time that it is evidenced: it may have begun before, or gone on after.
    Evidenced,
    /// Nothing dates it.
    Open,
}

/// One end of an interval, as precise as the evidence: it lies in `from..=to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TieBound {
    /// The earliest day that it can be, if the evidence bounds it so.
    #[schemars(with = "Option<String>")]
    pub from: Option<Date>,
    /// The latest day that it can be, if the evidence bounds it so.
    #[schemars(with = "Option<String>")]
    pub to: Option<Date>,
    /// How precise the words are.
    pub precision: TimePrecision,
    /// How it is known.
    pub basis: BoundBasis,
}

impl TieBound {
    /// The end of an interval that nothing dates.
    pub const OPEN: TieBound =
        TieBound { from: None, to: None, precision: TimePrecision::Unknown, basis: BoundBasis::Open };

    /// Whether words or an event say when it began, or ended.
    pub fn is_known(&self) -> bool {
        self.basis == BoundBasis::Known
    }
}

/// What a piece of evidence says of a tie.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum TieSays {
    /// It begins.
    Begins,
    /// It holds at the time.
    #[default]
    Holds,
    /// It ends.
    Ends,
}

impl TieSays {
    /// Whether it only holds.
    pub fn is_holds(&self) -> bool {
        *self == TieSays::Holds
    }
}

/// What in a report is the evidence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum EvidenceOf {
    /// An event, by its id.
    Event(String),
    /// A stated tie, by the pattern that read it.
    Tie(String),
}

/// Words of one report that bear on a tie.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TieEvidence {
    /// The report.
    pub report: ReportId,
    /// What in it.
    pub of: EvidenceOf,
    /// What it says of the tie.
    pub says: TieSays,
    /// Whether the words state it.
    pub basis: TieBasis,
    /// First day of the time that it speaks of.
    #[schemars(with = "Option<String>")]
    pub start: Option<Date>,
    /// Last day of the time that it speaks of.
    #[schemars(with = "Option<String>")]
    pub end: Option<Date>,
    /// How precise that time is.
    pub precision: TimePrecision,
    /// The words.
    pub quote: Quote,
    /// Whom the report credits; absent where it speaks itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<String>,
    /// When the report was published, if known.
    #[schemars(with = "Option<String>")]
    pub published: Option<Date>,
    /// How strong a tie is for which there is this evidence alone, in 0..=1; ties of older programs do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
}

impl TieEvidence {
    /// What evidence counts that does not say how much.
    const UNSAID: f64 = 0.5;

    /// How strong a tie is by this evidence: 1 minus what each report leaves open, multiplied, where a report counts once,
    /// by the most that it says. To four digits; 0 without evidence.
    pub fn strength<'e>(evidence: impl IntoIterator<Item = &'e TieEvidence>) -> f64 {
        let mut by_report: BTreeMap<&ReportId, f64> = BTreeMap::new();
        for one in evidence {
            let weight = by_report.entry(&one.report).or_default();
            *weight = weight.max(one.weight.unwrap_or(TieEvidence::UNSAID));
        }
        let open: f64 = by_report.values().map(|weight| 1.0 - weight).product();
        ((1.0 - open) * 1e4).round() / 1e4
    }
}

/// A tie between two actors over an interval, with all that is evidence for it.
///
/// A report's own statement is a [`Tie`](crate::Tie); this is what follows from all reports together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Bond {
    /// Its name.
    pub id: TieId,
    /// The first actor.
    pub a: ActorKey,
    /// The second actor; absent where a formation, dissolution or change of leaders names nobody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub b: Option<ActorKey>,
    /// How they stand, read from `a` to `b`.
    pub kind: BondKind,
    /// Whether it brings them together.
    pub sign: Sign,
    /// How much evidence there is, from 0 to 1: independent reports, each counted less than the one before.
    pub strength: f64,
    /// When it began, or happened.
    pub start: TieBound,
    /// When it ended. For a tie that nothing ends it is the last evidence; for what happens at a time it is `start`.
    pub end: TieBound,
    /// The last day for which there is evidence that it held.
    #[schemars(with = "Option<String>")]
    pub last_evidence: Option<Date>,
    /// `stated` where any evidence states it.
    pub basis: TieBasis,
    /// All evidence, by time.
    pub evidence: Vec<TieEvidence>,
}

/// A name of an actor with the time for which it is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct NameSpan {
    /// The name.
    pub name: String,
    /// First day, if known.
    #[schemars(with = "Option<String>")]
    pub from: Option<Date>,
    /// Last day, if known.
    #[schemars(with = "Option<String>")]
    pub to: Option<Date>,
}

/// An actor of the network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NetworkActor {
    /// What it is known by.
    pub key: ActorKey,
    /// Its usual name.
    pub name: String,
    /// Every name that reports give it, by name.
    pub mentions: Vec<String>,
    /// The first day that a report's event or tie dates it, or else the first publication.
    #[schemars(with = "Option<String>")]
    pub first_seen: Option<Date>,
    /// The last such day.
    #[schemars(with = "Option<String>")]
    pub last_seen: Option<Date>,
    /// How many events have it as a party.
    pub n_events: usize,
    /// How many ties it has.
    pub n_ties: usize,
}

/// Where a step of a lineage is known from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LineageSource {
    /// The registry of actors.
    Registry,
    /// Reports.
    Reports,
}

/// One step of a lineage: an actor that came before or after another, or is above or below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LineageStep {
    /// The other actor.
    pub actor: ActorKey,
    /// How: split, merger, rename, membership, affiliation, formation.
    pub kind: BondKind,
    /// Since when, or when.
    pub start: TieBound,
    /// Until when, for what lasts.
    pub end: TieBound,
    /// Where it is known from.
    pub source: LineageSource,
    /// The tie, where it is known from reports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tie: Option<TieId>,
}

/// Where an actor comes from and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Lineage {
    /// The actor.
    pub actor: ActorKey,
    /// Its names over time.
    pub names: Vec<NameSpan>,
    /// What it came out of, belongs to or took over, by time.
    pub parents: Vec<LineageStep>,
    /// What came out of it, belongs to it or went into it, by time.
    pub children: Vec<LineageStep>,
}

/// On whose side an actor stood in a period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Stance {
    /// The other actor.
    pub actor: ActorKey,
    /// Together or against; neutral where both are evidenced.
    pub sign: Sign,
    /// How present the ties with it are, from 0 (faded) to 1.
    pub presence: f64,
    /// The ties.
    pub ties: Vec<TieId>,
}

/// What changed of a tie between two dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TieChange {
    /// It did not hold at the first date, and does at the second.
    Began,
    /// It held at the first date, and evidence ends it.
    Ended,
    /// It held at the first date, and there is too little new evidence that it still does.
    Faded,
    /// What happens at a time happened between the two.
    Happened,
}

impl TieChange {
    /// The change as one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            TieChange::Began => "began",
            TieChange::Ended => "ended",
            TieChange::Faded => "faded",
            TieChange::Happened => "happened",
        }
    }
}

/// How balanced the triads and the whole of a signed network are (docs/network.md).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Balance {
    /// Actors with a signed tie.
    pub n_actors: usize,
    /// Pairs with a positive tie.
    pub n_positive: usize,
    /// Pairs with a negative tie.
    pub n_negative: usize,
    /// Closed triads.
    pub n_triads: usize,
    /// Closed triads whose signs multiply to plus.
    pub n_balanced: usize,
    /// The share of closed triads that are balanced; absent where there are none.
    pub triad_index: Option<f64>,
    /// How many signs must change before the network falls into two camps: exact where `is_exact`, else an upper bound.
    pub frustration: usize,
    /// Whether `frustration` is exact.
    pub is_exact: bool,
    /// 1 minus twice the frustration over the number of signed pairs; absent where there are none.
    pub line_index: Option<f64>,
}

/// How a network falls apart (docs/network.md).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Fragmentation {
    /// Actors with a positive tie.
    pub n_actors: usize,
    /// Blocs: parts that positive ties hold together.
    pub n_components: usize,
    /// The inverse Simpson index of the blocs' shares of the actors.
    pub effective_components: f64,
    /// Borgatti's F: the share of pairs of actors that no path of positive ties joins.
    pub unreachable_pairs: f64,
    /// Modularity of the blocs over the signed network.
    pub modularity: f64,
}

/// How central one actor is in a network (docs/network.md).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Centrality {
    /// The actor.
    pub actor: ActorKey,
    /// With how many others it has a tie.
    pub degree: usize,
    /// Of these, with how many a positive one.
    pub allies: usize,
    /// Of these, with how many a negative one.
    pub rivals: usize,
    /// The share of shortest paths between others that lead through it.
    pub betweenness: f64,
    /// Its share of a random walker's time over all ties.
    pub page_rank: f64,
}

/// How far a count lies from what it was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TrendBand {
    /// More than 25 % above the baseline.
    LargeIncrease,
    /// More than 10 % and up to 25 % above it.
    ModerateIncrease,
    /// Between 25 % below and 10 % above it.
    LimitedChange,
    /// More than 25 % below it.
    Decrease,
    /// The counts are too low to say.
    LowBaseline,
}

impl TrendBand {
    /// The band as one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            TrendBand::LargeIncrease => "large-increase",
            TrendBand::ModerateIncrease => "moderate-increase",
            TrendBand::LimitedChange => "limited-change",
            TrendBand::Decrease => "decrease",
            TrendBand::LowBaseline => "low-baseline",
        }
    }
}

/// Events of a place or an actor in a period, against those of the time before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Trend {
    /// The place or actor.
    pub of: String,
    /// Events in the period.
    pub n_events: usize,
    /// Events that a period of this length had on average before.
    pub baseline: f64,
    /// The change as a share of the baseline; absent where the baseline is 0.
    pub change: Option<f64>,
    /// How large it is.
    pub band: TrendBand,
}
