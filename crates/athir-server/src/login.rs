//! Logging in and out: the one place where a password comes in and a cookie goes out.

use std::sync::Arc;

use athir::database::Session;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::accounts::{check, digest, secret};
use crate::app::App;
use crate::problem::Problem;
use crate::who::{COOKIE, Role, User, check_origin, session_cookie};

/// How long a session lasts, in hours: a working day.
const HOURS: i64 = 12;

/// A name with its password.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct LoginBody {
    name: String,
    password: String,
}

/// Who has logged in.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct LoggedIn {
    name: String,
    role: Role,
    /// What the header `X-Athir-CSRF` of a write has to say.
    csrf: String,
}

/// Begins a session.
///
/// # Errors
///
/// A wrong name or password, too many of them, or a server without accounts.
pub(crate) fn log_in(app: &Arc<App>, headers: &HeaderMap, body: &[u8]) -> Result<Response<Body>, Problem> {
    check_origin(headers)?;
    if !app.settings.accounts {
        return Err(Problem::refused("nobody has to log in here"));
    }
    let asked: LoginBody = serde_json::from_slice(body)
        .map_err(|error| Problem::bad_request(format!("the body is not as described: {error}")))?;
    let account = app.pool.read(|database| database.store().account(&asked.name))?;
    check(&app.tries, account.as_ref(), &asked.name, &asked.password)?;
    let account = account.ok_or_else(|| Problem::unauthorized("the name or the password is wrong"))?;
    let (shown, csrf) = (secret()?, secret()?);
    let now = Timestamp::now();
    let expires = now + SignedDuration::from_hours(HOURS);
    let session =
        Session { digest: digest(&shown), account: account.name.clone(), csrf: csrf.clone(), expires };
    app.desk.database(app, |database| Ok(database.store().add_session(&session, now)?))?;
    let role = Role::named(&account.role).unwrap_or(Role::Viewer);
    let answer = LoggedIn { name: account.name, role, csrf };
    let body = serde_json::to_vec(&answer).map_err(|error| Problem::internal(error.to_string()))?;
    // Whoever stands before this server and speaks TLS says so; then the cookie may go nowhere else.
    let is_tls = headers.get("x-forwarded-proto").is_some_and(|proto| proto == "https");
    let secure = if is_tls { "; Secure" } else { "" };
    let age = HOURS * 3600;
    cookie(body, &format!("{COOKIE}={shown}; Path=/; HttpOnly; SameSite=Strict; Max-Age={age}{secure}"))
}

/// Ends a session.
///
/// # Errors
///
/// A request of another page.
pub(crate) fn log_out(app: &Arc<App>, headers: &HeaderMap) -> Result<Response<Body>, Problem> {
    let user = User::of(app, headers)?;
    user.check_csrf(headers)?;
    if let Some(shown) = session_cookie(headers) {
        let digest = digest(shown);
        app.desk.database(app, |database| Ok(database.store().remove_session(&digest)?))?;
    }
    cookie(b"{}".to_vec(), &format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"))
}

fn cookie(body: Vec<u8>, cookie: &str) -> Result<Response<Body>, Problem> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::OK;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let value = HeaderValue::from_str(cookie).map_err(|error| Problem::internal(error.to_string()))?;
    headers.insert(header::SET_COOKIE, value);
    Ok(response)
}
