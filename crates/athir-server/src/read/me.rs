//! Who asks.

use schemars::JsonSchema;
use serde::Serialize;

use crate::problem::Problem;
use crate::route::Asked;
use crate::who::Role;

/// Whether people log in.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Mode {
    /// Only this machine can ask, and nobody logs in.
    Local,
    /// People log in.
    Accounts,
}

/// The one who asks, and what they may do.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Me {
    mode: Mode,
    /// The name that the log has for what they do.
    name: String,
    role: Role,
    /// What the header `X-Athir-CSRF` of a write has to say.
    csrf: String,
    /// What they may do, in single words.
    can: Vec<&'static str>,
    /// The path of the project's own boundaries for the map (GeoJSON or TopoJSON), if there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    boundaries: Option<&'static str>,
    /// The program's version.
    athir: &'static str,
    version: String,
}

pub(super) fn me(asked: &Asked<'_>, (): (), (): ()) -> Result<Me, Problem> {
    Ok(Me {
        mode: if asked.app.settings.accounts { Mode::Accounts } else { Mode::Local },
        name: asked.user.name.clone(),
        role: asked.user.role,
        csrf: asked.user.csrf.clone(),
        can: asked.user.role.can(),
        boundaries: asked.app.settings.boundaries.as_ref().map(|_| "/api/boundaries"),
        athir: env!("CARGO_PKG_VERSION"),
        version: asked.version(),
    })
}
