//! Actors and their ties over time, for programs that draw and measure networks.

mod contacts;
mod edges;
mod gexf;
mod graphml;
mod interval;
mod node;
#[cfg(test)]
mod tests;
mod xml;

pub(crate) use contacts::CONTACTS;
pub(crate) use edges::EDGES;
pub(crate) use gexf::GEXF;
pub(crate) use graphml::GRAPHML;
pub(crate) use interval::{ENDS, Interval};
pub(crate) use node::other as drawable;
