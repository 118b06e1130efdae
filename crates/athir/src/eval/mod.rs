//! Measures the stages against what people have read: gold reports by the codebook, and public benchmarks.
//!
//! [`gold`] scores coded reports against readings by the codebook. Every other module is the adapter of one
//! benchmark: it reads the benchmark's records, codes their texts as a user would, turns the coder's records
//! into the benchmark's terms, and sums up a [`Tally`] into a [`Scoreboard`]. The definitions of the figures
//! stand in the adapters with their sources.

mod case;
pub mod gold;
mod incidents;
mod labels;
mod links;
mod militants;
mod muc4;
mod passage;
mod petr;
mod plover_gsr;
mod plv;
mod police;
mod re3d;
mod records;
mod scoreboard;
mod spellings;
mod timex;
mod tolls;
mod toponyms;

pub use case::{CaseRecord, case};
pub use incidents::{Happening, IncidentRecord, happening_profiles, happenings, incidents};
pub use links::{LinkReport, Links, link_partners, link_profiles, link_reports, links};
pub use militants::{MilitantRecord, militants};
pub use muc4::{MucRecord, Role, Template, fit_muc4, muc4};
pub use petr::{PetrRecord, petr};
pub use plover_gsr::{PloverActor, PloverRecord, plover_gsr};
pub use plv::{PlvRecord, plv};
pub use police::{PoliceRecord, PoliceSentence, police};
pub use re3d::{Re3dEntity, Re3dRecord, Re3dRelation, re3d};
pub use records::{EvalError, read_records};
pub use scoreboard::{Item, Miss, Part, Row, Scoreboard, Tally};
pub use spellings::{SpellingKind, SpellingRecord, spellings};
pub use timex::{TimexAnnotation, TimexRecord, timex};
pub use tolls::{TollRecord, tolls};
pub use toponyms::{ToponymAnnotation, ToponymRecord, toponyms};
