//! Which athir this is, part by part: what a release of data has to name so that it can be made again.

use std::fmt;

use serde::Serialize;

/// The versions of the program and of what it knows, as compiled in. Digests are the first 12 digits of a SHA-256 over
/// the part's files, so that two builds that name the same digest know the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Versions {
    /// The program: `0.1.0`.
    pub athir: &'static str,
    /// All that decides what is coded: the code of the stages, words, frames, actors, places, the model.
    pub knowledge: &'static str,
    /// The codebook and its list of kinds.
    pub codebook: &'static str,
    /// The language model's name and version: `en_core_web_md 3.8.0`.
    pub model: &'static str,
    /// The language model's weights and settings.
    pub model_digest: &'static str,
    /// The built-in gazetteer.
    pub gazetteer: &'static str,
    /// The built-in registry of actors.
    pub registry: &'static str,
}

/// The versions of this build.
///
/// # Examples
///
/// ```
/// let versions = athir::versions();
/// assert_eq!(versions.athir, env!("CARGO_PKG_VERSION"));
/// assert_eq!(versions.gazetteer.len(), 12);
/// ```
pub fn versions() -> Versions {
    Versions {
        athir: env!("CARGO_PKG_VERSION"),
        knowledge: short(env!("ATHIR_KNOWLEDGE")),
        codebook: short(env!("ATHIR_CODEBOOK")),
        model: env!("ATHIR_MODEL_NAME"),
        model_digest: short(env!("ATHIR_MODEL")),
        gazetteer: short(env!("ATHIR_GAZETTEER")),
        registry: short(env!("ATHIR_REGISTRY")),
    }
}

fn short(digest: &'static str) -> &'static str {
    &digest[..12]
}

impl fmt::Display for Versions {
    /// One part a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.athir)?;
        writeln!(f, "code       {}", self.knowledge)?;
        writeln!(f, "codebook   {}", self.codebook)?;
        writeln!(f, "model      {} {}", self.model, self.model_digest)?;
        writeln!(f, "gazetteer  {}", self.gazetteer)?;
        write!(f, "registry   {}", self.registry)
    }
}
