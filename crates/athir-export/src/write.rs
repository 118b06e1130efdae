//! Tables with separators, so strict that every reader takes them apart in the same way.

mod delimited;

pub(crate) use delimited::{Dialect, Table, list};
