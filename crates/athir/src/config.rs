//! Settings of a pipeline.

use std::path::PathBuf;

/// What a pipeline is made of. The default is everything built in.
///
/// # Examples
///
/// ```
/// let mut config = athir::Config::default();
/// config.model_dir = Some("models/en_core_web_sm".into());
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Config {
    /// A folder with a converted language model, in place of the built-in one.
    pub model_dir: Option<PathBuf>,
    /// A folder of the project's own actors (`.toml`, and `.tsv` tables of UCDP actors), which extend the built-in
    /// registry; an entry with a known code takes the place of the built-in one.
    pub actors_dir: Option<PathBuf>,
    /// A gazetteer file, in place of the built-in one.
    pub gazetteer: Option<PathBuf>,
    /// A folder with frames that are added to the built-in ones, or take the place of those whose name they bear.
    pub frames_dir: Option<PathBuf>,
    /// A folder with tables of the project's own places (`.csv`, in the form that `athir gazetteer build` reads), which are
    /// added to the gazetteer.
    pub places_dir: Option<PathBuf>,
    /// Events that are less likely right than this, in 0..=1, are left out.
    pub min_confidence: f32,
    /// Whether a quick look at the words decides what of a report is parsed, for streams of news of which few
    /// reports tell of conflict ([`Screen`](athir_coder::Screen)).
    pub screen: bool,
}
