//! Who asks, and what they may do.

use axum::http::HeaderMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::problem::Problem;

/// The header that every write carries. No page of another origin can set it without being asked first.
pub(crate) const CSRF: &str = "x-athir-csrf";

/// What somebody may do; each role may do what those before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Look.
    Viewer,
    /// Review and correct events.
    Coder,
    /// Merge and split incidents, undo what others decided, write rules, import.
    Reviewer,
    /// Export for publication.
    Publisher,
    /// Keep accounts.
    Admin,
}

impl Role {
    /// What the role may do, in single words.
    pub(crate) fn can(self) -> Vec<&'static str> {
        let rights = [
            (Role::Viewer, "read"),
            (Role::Coder, "review"),
            (Role::Coder, "correct"),
            (Role::Reviewer, "decide"),
            (Role::Reviewer, "rules"),
            (Role::Reviewer, "import"),
            (Role::Publisher, "publish"),
            (Role::Admin, "accounts"),
        ];
        rights.into_iter().filter(|(role, _)| self >= *role).map(|(_, right)| right).collect()
    }
}

/// The one who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The name that the log has for what they do.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// What the header against forged requests has to say.
    pub csrf: String,
}

impl User {
    /// Tells who asks.
    ///
    /// # Errors
    ///
    /// Nobody who is known.
    pub(crate) fn of(app: &App, _headers: &HeaderMap) -> Result<User, Problem> {
        // Without accounts only this machine can ask, and whoever sits at it may do all.
        Ok(User { name: app.settings.by.clone(), role: Role::Admin, csrf: "1".to_owned() })
    }

    /// Refuses a write that another page may have sent in the name of this user.
    ///
    /// # Errors
    ///
    /// A request of another origin, or without the header.
    pub(crate) fn check_csrf(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        if header("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none") {
            return Err(Problem::forbidden("the request comes from another site"));
        }
        if let (Some(origin), Some(host)) = (header("origin"), header("host"))
            && origin.split_once("://").is_none_or(|(_, from)| from != host)
        {
            return Err(Problem::forbidden("the request comes from another origin"));
        }
        match header(CSRF) {
            Some(token) if token == self.csrf => Ok(()),
            _ => Err(Problem::forbidden("the header X-Athir-CSRF is missing or wrong")),
        }
    }
}
