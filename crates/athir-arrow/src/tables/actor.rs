//! The table of actors.

use athir_model::NetworkActor;

use crate::cell::{Cell, ColumnType as T};
use crate::table::{Column, Table, TableName};

/// An actor of the network, with what a registry knows of it.
#[derive(Clone, Copy, Debug)]
pub struct ActorRow<'a> {
    /// The actor.
    pub actor: &'a NetworkActor,
    /// What kind of actor it is, by the registry.
    pub kind: Option<&'a str>,
    /// The countries that it belongs to or acts in, by the registry, the main one first: ISO 3166 alpha-2.
    pub countries: &'a [String],
}

/// The table of actors.
#[derive(Clone, Copy, Debug)]
pub struct Actors;

type C = Column<Actors>;

impl Table for Actors {
    type Row<'a> = ActorRow<'a>;
    const NAME: TableName = TableName::Actors;
    const DOC: &'static str = "A row an actor that reports speak of.";
    const COLUMNS: &'static [C] = &[
        C::new(
            "actor",
            T::Text,
            |r| Cell::from(&r.actor.key.0),
            "The registry's code, or the usual name where the registry has none.",
        ),
        C::new("name", T::Text, |r| Cell::from(&r.actor.name), "The usual name."),
        C::maybe(
            "kind",
            T::Text,
            |r| r.kind.into(),
            "What kind of actor it is, where the registry knows it.",
        ),
        C::new(
            "countries",
            T::Texts,
            |r| Cell::texts(r.countries.iter().map(String::as_str)),
            "ISO 3166 alpha-2 countries that it belongs to or acts in, the main one first, where the registry knows it.",
        ),
        C::new(
            "names",
            T::Texts,
            |r| Cell::texts(r.actor.mentions.iter().map(String::as_str)),
            "Every name that reports give it.",
        ),
        C::maybe(
            "first_seen",
            T::Day,
            |r| r.actor.first_seen.into(),
            "The first day that an event or tie dates it, or else the first publication.",
        ),
        C::maybe("last_seen", T::Day, |r| r.actor.last_seen.into(), "The last such day."),
        C::new("n_events", T::Whole, |r| r.actor.n_events.into(), "How many events have it as a party."),
        C::new("n_ties", T::Whole, |r| r.actor.n_ties.into(), "How many ties it has."),
    ];
}
