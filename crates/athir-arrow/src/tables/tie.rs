//! The table of ties.

use athir_model::{Bond, BoundBasis, ReviewStatus, TieBound};

use super::each_once;
use crate::cell::{Cell, ColumnType as T};
use crate::provenance::Provenance;
use crate::table::{Column, Table, TableName};

/// A tie with what its actors are called.
#[derive(Clone, Copy, Debug)]
pub struct TieRow<'a> {
    /// The tie.
    pub bond: &'a Bond,
    /// What its first actor is called.
    pub a_name: &'a str,
    /// What its second actor is called, where it has one.
    pub b_name: Option<&'a str>,
    /// How far people have reviewed the events that are its evidence.
    pub status: ReviewStatus,
    /// Who coded the reports that are its evidence, and their licences.
    pub made: &'a Provenance,
}

/// The table of ties.
#[derive(Clone, Copy, Debug)]
pub struct Ties;

type C = Column<Ties>;

impl Table for Ties {
    type Row<'a> = TieRow<'a>;
    const NAME: TableName = TableName::Ties;
    const DOC: &'static str = "A row a tie between two actors over an interval, or a change between them.";
    const COLUMNS: &'static [C] = &[
        C::new(
            "tie",
            T::Text,
            |r| Cell::from(&r.bond.id.0),
            "The tie's name, made of its actors, kind and first evidence.",
        ),
        C::new(
            "kind",
            T::Text,
            |r| r.bond.kind.as_str().into(),
            "The kind of tie, read from a to b (docs/network.md).",
        ),
        C::new(
            "sign",
            T::Text,
            |r| r.bond.sign.as_str().into(),
            "Whether it brings them together (+), sets them against each other (-), or neither (0).",
        ),
        C::new(
            "a",
            T::Text,
            |r| Cell::from(&r.bond.a.0),
            "The first actor: the registry's code, or its name where the registry has none.",
        ),
        C::new("a_name", T::Text, |r| r.a_name.into(), "What the first actor is called."),
        C::maybe(
            "b",
            T::Text,
            |r| r.bond.b.as_ref().map(|key| &key.0).into(),
            "The second actor, where there is one.",
        ),
        C::maybe("b_name", T::Text, |r| r.b_name.into(), "What the second actor is called."),
        C::maybe(
            "start_from",
            T::Day,
            |r| r.bond.start.from.into(),
            "The earliest day on which it may have begun or happened.",
        ),
        C::maybe(
            "start_to",
            T::Day,
            |r| r.bond.start.to.into(),
            "The latest day on which it may have begun or happened.",
        ),
        C::new(
            "start_basis",
            T::Text,
            |r| bound_word(&r.bond.start),
            "How its beginning is known: known, evidenced (it held then already) or open.",
        ),
        C::maybe(
            "end_from",
            T::Day,
            |r| r.bond.end.from.into(),
            "The earliest day on which it may have ended.",
        ),
        C::maybe("end_to", T::Day, |r| r.bond.end.to.into(), "The latest day on which it may have ended."),
        C::new(
            "end_basis",
            T::Text,
            |r| bound_word(&r.bond.end),
            "How its end is known: known, evidenced (it held then still) or open.",
        ),
        C::maybe(
            "last_evidence",
            T::Day,
            |r| r.bond.last_evidence.into(),
            "The last day that evidence speaks of.",
        ),
        C::new(
            "strength",
            T::Number,
            |r| r.bond.strength.into(),
            "How strongly it is evidenced (docs/network.md).",
        ),
        C::new(
            "basis",
            T::Text,
            |r| r.bond.basis.as_str().into(),
            "Whether words state it, or it follows from what the two do.",
        ),
        C::new(
            "n_evidence",
            T::Whole,
            |r| r.bond.evidence.len().into(),
            "How many passages are evidence for it.",
        ),
        C::new(
            "reports",
            T::Texts,
            |r| each_once(r.bond.evidence.iter().map(|e| &*e.report.0)),
            "The reports that are evidence for it.",
        ),
        C::maybe(
            "first_words",
            T::Text,
            |r| r.bond.evidence.first().map(|e| &e.quote.text).into(),
            "The words of the first evidence.",
        ),
        C::new(
            "status",
            T::Text,
            |r| r.status.as_str().into(),
            "How far people have reviewed its evidence: machine, partly or reviewed; ties themselves are not reviewed.",
        ),
        C::new(
            "codebook",
            T::Texts,
            |r| r.made.codebooks().all(),
            "The versions of the codebook that its evidence was coded by.",
        ),
        C::new(
            "coder",
            T::Texts,
            |r| r.made.coders().all(),
            "Who coded its evidence: programs with their versions, and the digests of what they knew.",
        ),
        C::new(
            "model",
            T::Texts,
            |r| r.made.models().all(),
            "The language models that its reports were read with.",
        ),
        C::new(
            "licence",
            T::Texts,
            |r| r.made.licences().all(),
            "The licences of its reports; \"not recorded\" for those of which nobody has said.",
        ),
    ];
}

fn bound_word(bound: &TieBound) -> Cell<'static> {
    match bound.basis {
        BoundBasis::Known => "known".into(),
        BoundBasis::Evidenced => "evidenced".into(),
        BoundBasis::Open => "open".into(),
    }
}
