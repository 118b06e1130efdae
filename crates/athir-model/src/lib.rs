//! The records that every part of athir passes on: what a report says, and how surely.
//!
//! The codebook defines them; this crate only names them. It does no I/O and holds no algorithm beyond
//! keeping a record's own invariants. Offsets in records are in Unicode characters of the report's text,
//! with the words beside them, so that a value can be checked in any language.
#![deny(clippy::disallowed_methods, clippy::unwrap_used)]

mod casualty;
mod cell;
mod claim;
mod coded;
mod coder;
mod confidence;
mod decision;
mod dossier;
mod event;
mod incident;
mod kept;
mod kind;
mod network;
mod omission;
mod party;
mod place;
mod publication;
mod quote;
mod report;
mod review;
mod schema;
mod story;
mod tie;
mod toll;
mod when;
mod whole;

pub use casualty::{Casualty, Count, CountRelation, Harm};
pub use cell::{defused, restored};
pub use claim::{Asserted, Claim, Coding};
pub use coded::{CodedReport, Diagnostic, Extent, Reason};
pub use coder::MadeBy;
pub use confidence::Confidence;
pub use decision::{Anchor, Decision, DecisionId, Verdict};
pub use dossier::{Account, Dossier};
pub use event::{Event, EventId, Modality, Phase};
pub use incident::{
    ClaimState, Dispute, Disputed, Estimate, EventRef, Grade, Ground, Incident, IncidentEvent, IncidentId,
    IncidentPlace, IncidentSide, IncidentTime, Join, Loss, LossClaim, Role, Support, Version,
};
pub use kept::KeptReport;
pub use kind::{Codes, Direction, EventKind, Family, UnknownKind};
pub use network::{
    ActorKey, Balance, Bond, BondKind, BoundBasis, Centrality, EvidenceOf, Fragmentation, Lineage,
    LineageSource, LineageStep, NameSpan, NetworkActor, Sign, Stance, TieBasis, TieBound, TieChange,
    TieEvidence, TieId, TieSays, Trend, TrendBand, UnknownBond,
};
pub use omission::{Omission, OmissionKind};
pub use party::{Basis, Party};
pub use place::{Geometry, Place, PlaceCandidate, PlacePrecision, PlaceStatus};
pub use publication::{PublicationAct, PublicationId, PublicationStep, PublishedFile, SignedAnswer};
pub use quote::Quote;
pub use report::{Digest, NoDigest, Report, ReportId};
pub use review::{
    CorrectedField, Correction, EventReview, EventStatus, GivenParty, GivenPlace, GivenTime, HeldCorrection,
    ReviewStatus, ReviewVerdict,
};
pub use schema::json_schema;
pub use story::{Origin, Story, StoryId, StoryReport};
pub use tie::{Tie, TieKind, TieState};
pub use toll::MainToll;
pub use when::{TimeBasis, TimePrecision, When};
pub use whole::{CountRow, Whole, count_rows, whole_of, without_parts};
