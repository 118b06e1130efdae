//! Tests of the built-in gazetteer and of files built from small tables.

mod builtin;
