//! Publishing: a database under a profile, written out for others, signed, and withdrawn again.
//!
//! `athir_publish` decides what may be shown; here it is put before the exporters, and what people sign is kept in the
//! log.

mod error;
mod folder;
mod keys;
mod manifest;
mod person;
mod press;
mod steps;

pub use athir_publish::{
    Answer, Field, Guard, Keys, PlaceFloor, Policy, PolicyError, Question, Recalled, SAMPLES, Sample,
    Sensitivity, SourceShow, TimeFloor, WordsShow,
};
pub use error::PublishError;
pub use folder::publication_in;
pub use keys::{KeyFile, read_policy};
pub use manifest::{Manifest, Rows, ShapeLoss, Source, Statuses};
pub use press::{Preview, Scene, selection_words};
pub use steps::{Order, Published, Recall, Standing, State};
