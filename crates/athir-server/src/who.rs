//! Who asks, and what they may do.

use axum::http::HeaderMap;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::accounts::digest;
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
    /// Merge and split incidents, undo what others decided, write rules, import, agree to publications and withdraw them.
    Reviewer,
    /// Sign publications.
    Publisher,
    /// Keep accounts.
    Admin,
}

impl Role {
    const ALL: [Role; 5] = [Role::Viewer, Role::Coder, Role::Reviewer, Role::Publisher, Role::Admin];

    /// The role as one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Role::Viewer => "viewer",
            Role::Coder => "coder",
            Role::Reviewer => "reviewer",
            Role::Publisher => "publisher",
            Role::Admin => "admin",
        }
    }

    /// The role of this name.
    pub fn named(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.as_str() == word)
    }

    /// What the role may do, in single words.
    pub(crate) fn can(self) -> Vec<&'static str> {
        let rights = [
            (Role::Viewer, "read"),
            (Role::Coder, "review"),
            (Role::Coder, "correct"),
            (Role::Reviewer, "decide"),
            (Role::Reviewer, "rules"),
            (Role::Reviewer, "import"),
            (Role::Reviewer, "agree"),
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
    /// Whether a program shows a token. No page can send it, so nothing can be forged.
    pub is_token: bool,
}

impl User {
    /// Tells who asks.
    ///
    /// # Errors
    ///
    /// Nobody who is known.
    pub(crate) fn of(app: &App, headers: &HeaderMap) -> Result<User, Problem> {
        if !app.settings.accounts {
            // Only this machine can ask, and whoever sits at it may do all.
            let name = app.settings.by.clone();
            return Ok(User { name, role: Role::Admin, csrf: "1".to_owned(), is_token: false });
        }
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let now = Timestamp::now();
        if let Some(shown) = header("authorization") {
            let secret = shown.strip_prefix("Bearer ").map(str::trim);
            let secret = secret.ok_or_else(|| Problem::unauthorized("it has to be a Bearer token"))?;
            let found = app.pool.read(|database| database.store().token(&digest(secret), now))?;
            let (token, account) = found
                .filter(|(_, account)| account.disabled.is_none())
                .ok_or_else(|| Problem::unauthorized("the token is unknown, or over"))?;
            let role = Role::named(&token.scope).zip(Role::named(&account.role)).map(|(a, b)| a.min(b));
            let role = role.unwrap_or(Role::Viewer);
            return Ok(User { name: account.name, role, csrf: String::new(), is_token: true });
        }
        let secret = session_cookie(headers).ok_or_else(|| Problem::unauthorized("log in first"))?;
        let found = app.pool.read(|database| database.store().session(&digest(secret), now))?;
        let (account, csrf) = found
            .filter(|(account, _)| account.disabled.is_none())
            .ok_or_else(|| Problem::unauthorized("the session is over; log in again"))?;
        let role = Role::named(&account.role).unwrap_or(Role::Viewer);
        Ok(User { name: account.name, role, csrf, is_token: false })
    }

    /// Refuses a write that another page may have sent in the name of this user.
    ///
    /// # Errors
    ///
    /// A request of another origin, or without the header.
    pub(crate) fn check_csrf(&self, headers: &HeaderMap) -> Result<(), Problem> {
        check_origin(headers)?;
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        match header(CSRF) {
            _ if self.is_token => Ok(()),
            Some(token) if token == self.csrf => Ok(()),
            _ => Err(Problem::forbidden("the header X-Athir-CSRF is missing or wrong")),
        }
    }
}

/// Refuses a request that a page of another origin has sent.
///
/// # Errors
///
/// Headers that browsers send and pages cannot forge name another origin.
pub(crate) fn check_origin(headers: &HeaderMap) -> Result<(), Problem> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if header("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none") {
        return Err(Problem::forbidden("the request comes from another site"));
    }
    if let (Some(origin), Some(host)) = (header("origin"), header("host"))
        && origin.split_once("://").is_none_or(|(_, from)| from != host)
    {
        return Err(Problem::forbidden("the request comes from another origin"));
    }
    Ok(())
}

/// The name of the cookie that a session has.
pub(crate) const COOKIE: &str = "athir_session";

/// The secret of the session that the client shows.
pub(crate) fn session_cookie(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all("cookie").into_iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|line| line.split(';')).find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == COOKIE).then_some(value)
    })
}
