//! The incidents of the database in memory, a column for each value that views filter, count and draw by.
//!
//! One filter is read from a request ([`Filter`]), tells which rows it lets through ([`Selection`]), and every view
//! counts over those rows. What a person reads in full (claims, texts, evidence) stays in the database.

#[cfg(test)]
mod agrees;
mod bits;
mod build;
mod columns;
mod filter;
mod index;
mod lists;
mod names;
mod order;
mod row;
mod select;
pub(crate) mod worth;

pub(crate) use bits::Bits;
pub(crate) use build::Table;
pub(crate) use columns::NO_DAY;
pub(crate) use filter::{Filter, FilterQuery, check_period, families};
pub(crate) use index::{GRADES, PRECISIONS, STATUSES};
pub(crate) use order::{Cursor, Sort};
pub(crate) use row::{DISPUTED, NONE, PlaceEntry, Side, day_number, day_of, id_number, id_words};
pub(crate) use select::Selection;
