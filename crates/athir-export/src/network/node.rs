//! What is said of an actor and of a tie in every network.

use std::collections::BTreeSet;

use athir_arrow::Provenance;
use athir_model::{ActorKey, Bond, BoundBasis, NetworkActor, TieBound};
use jiff::civil::Date;

use crate::table::{class_word, provenance_words};
use crate::{Notes, TieRecord, World};

/// What a value is, in the words that GraphML and GEXF share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    String,
    Integer,
    Double,
    Boolean,
}

impl Kind {
    /// The type as the formats call it; both call an integer differently from others.
    pub(super) fn as_str(self, integer: &'static str) -> &'static str {
        match self {
            Kind::String => "string",
            Kind::Integer => integer,
            Kind::Double => "double",
            Kind::Boolean => "boolean",
        }
    }
}

/// The columns of an actor, beside its key and name.
pub(super) const OF_ACTOR: [(&str, Kind); 6] = [
    ("kind", Kind::String),
    ("countries", Kind::String),
    ("first_seen", Kind::String),
    ("last_seen", Kind::String),
    ("n_events", Kind::Integer),
    ("n_ties", Kind::Integer),
];

/// The columns of a tie, beside its id, ends and weight.
pub(super) const OF_TIE: [(&str, Kind); 17] = [
    ("kind", Kind::String),
    ("directed", Kind::Boolean),
    ("sign", Kind::Integer),
    ("basis", Kind::String),
    ("start_from", Kind::String),
    ("start_to", Kind::String),
    ("start_basis", Kind::String),
    ("end_from", Kind::String),
    ("end_to", Kind::String),
    ("end_basis", Kind::String),
    ("last_evidence", Kind::String),
    ("n_reports", Kind::Integer),
    ("status", Kind::String),
    (Provenance::COLUMNS[0], Kind::String),
    (Provenance::COLUMNS[1], Kind::String),
    (Provenance::COLUMNS[2], Kind::String),
    (Provenance::COLUMNS[3], Kind::String),
];

fn day(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn basis(bound: &TieBound) -> &'static str {
    match bound.basis {
        BoundBasis::Known => "known",
        BoundBasis::Evidenced => "evidenced",
        BoundBasis::Open => "open",
    }
}

/// The values of an actor, in the order of [`OF_ACTOR`]; empty ones are not known.
pub(super) fn of_actor(actor: &NetworkActor, world: &dyn World) -> [String; 6] {
    let info = world.party(Some(&actor.key.0), &actor.name, actor.last_seen);
    [
        class_word(info.class).unwrap_or_default().to_owned(),
        info.countries.join(" "),
        day(actor.first_seen),
        day(actor.last_seen),
        actor.n_events.to_string(),
        actor.n_ties.to_string(),
    ]
}

/// The values of a tie, in the order of [`OF_TIE`]; empty ones are not known.
pub(super) fn of_tie(record: &TieRecord) -> [String; 17] {
    let tie = &record.tie;
    let [codebook, coder, model, licence] = provenance_words(&record.provenance());
    let reports: BTreeSet<&str> = tie.evidence.iter().map(|one| one.report.0.as_str()).collect();
    [
        tie.kind.as_str().to_owned(),
        (!tie.kind.is_symmetric()).to_string(),
        tie.sign.factor().to_string(),
        tie.basis.as_str().to_owned(),
        day(tie.start.from),
        day(tie.start.to),
        basis(&tie.start).to_owned(),
        day(tie.end.from),
        day(tie.end.to),
        basis(&tie.end).to_owned(),
        day(tie.last_evidence),
        reports.len().to_string(),
        record.status().as_str().to_owned(),
        codebook,
        coder,
        model,
        licence,
    ]
}

/// The second actor of a tie that can be drawn; notes one that cannot.
pub(crate) fn other<'t>(
    tie: &'t Bond,
    known: &BTreeSet<ActorKey>,
    notes: &mut Notes,
) -> Option<&'t ActorKey> {
    let Some(b) = &tie.b else {
        notes.note(&tie.id.0, crate::Fate::LeftOut, "the tie names one actor alone");
        return None;
    };
    if known.contains(&tie.a) && known.contains(b) {
        return Some(b);
    }
    notes.note(&tie.id.0, crate::Fate::LeftOut, "an actor of the tie is in no report that is exported");
    None
}
