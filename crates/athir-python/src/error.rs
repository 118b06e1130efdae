//! Errors as the exceptions of `athir`.

use std::error::Error;
use std::fmt::Display;

use athir::arrow::ArrowError;
use athir::database::{DatabaseError, StoreError};
use pyo3::prelude::*;

/// The exceptions that the package defines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Config,
    Input,
    Coder,
    Database,
    NotFound,
    ReadOnly,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Kind::Config => "ConfigError",
            Kind::Input => "InputError",
            Kind::Coder => "CoderError",
            Kind::Database => "DatabaseError",
            Kind::NotFound => "NotFoundError",
            Kind::ReadOnly => "ReadOnlyError",
        }
    }
}

/// Makes an exception of a kind.
pub(crate) fn raise(kind: Kind, words: impl Display) -> PyErr {
    let words = words.to_string();
    Python::attach(|py| {
        let class = py.import("athir._errors").and_then(|module| module.getattr(kind.name()));
        match class.and_then(|class| class.call1((words,))) {
            Ok(error) => PyErr::from_value(error),
            Err(error) => error,
        }
    })
}

/// An error in words with what lies behind it, each thing once.
pub(crate) fn words(error: &(dyn Error + 'static)) -> String {
    let mut words = String::new();
    let mut next = Some(error);
    while let Some(cause) = next {
        let text = cause.to_string();
        if words.is_empty() {
            words = text;
        } else if !words.ends_with(&text) {
            words.push_str(": ");
            words.push_str(&text);
        }
        next = cause.source();
    }
    words
}

pub(crate) fn of_config(error: &(dyn Error + 'static)) -> PyErr {
    raise(Kind::Config, words(error))
}

pub(crate) fn of_arrow(error: &ArrowError) -> PyErr {
    raise(Kind::Input, words(error))
}

pub(crate) fn of_store(error: &StoreError) -> PyErr {
    let kind = match error {
        StoreError::Missing { .. } => Kind::NotFound,
        StoreError::ReadOnly { .. } => Kind::ReadOnly,
        _ => Kind::Database,
    };
    raise(kind, words(error))
}

pub(crate) fn of_database(error: &DatabaseError) -> PyErr {
    match error {
        DatabaseError::Store(error) => of_store(error),
        DatabaseError::Config(error) => of_config(error),
        DatabaseError::Unknown { .. } => raise(Kind::NotFound, words(error)),
        DatabaseError::NoDecision { .. } => raise(Kind::Input, words(error)),
        _ => raise(Kind::Database, words(error)),
    }
}
