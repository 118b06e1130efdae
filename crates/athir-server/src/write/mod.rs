//! What can be changed: each route with the function that does it.

mod accounts;
mod candidates;
mod decisions;
mod desk;
mod imports;
mod inbox;
mod jobs;
mod matching;
mod reviews;
mod rules;
mod trial;
mod upload;

pub(crate) use desk::Desk;
pub(crate) use jobs::{Begun, Jobs, Progress};
pub(crate) use upload::{Upload, UploadForm};

use axum::http::Method;

use crate::route::{Route, get, send, upload};
use crate::who::Role;

/// The routes of those who review, in the order in which they are documented.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/api/inbox", "What waits for a person, the most worth looking at first", inbox::inbox)
            .filtered(),
        send(
            Method::POST,
            "/api/reviews",
            "Accept or reject events, or open them again",
            Role::Coder,
            reviews::review,
        ),
        send(
            Method::POST,
            "/api/corrections",
            "Give a field of an event the value that a person finds right",
            Role::Coder,
            reviews::correct,
        ),
        send(
            Method::POST,
            "/api/corrections/preview",
            "What a correction would do to the incident of its event",
            Role::Coder,
            reviews::foresee,
        ),
        get("/api/decisions", "What people have decided, the newest first", decisions::list),
        send(
            Method::POST,
            "/api/decisions",
            "Merge, split or part incidents, or mark them as related",
            Role::Reviewer,
            decisions::decide,
        ),
        send(Method::POST, "/api/decisions/{id}/undo", "Take a decision back", Role::Coder, decisions::undo),
        get(
            "/api/candidates",
            "Pairs of incidents that may be one, the likeliest first",
            candidates::candidates,
        )
        .filtered(),
        get("/api/rules", "The rules of the project's own data folder", rules::list).live(),
        send(
            Method::POST,
            "/api/rules/preview",
            "What a rule would change in the reports that it is about, some at a time",
            Role::Coder,
            trial::preview,
        ),
        send(
            Method::POST,
            "/api/rules",
            "Add a rule and read the reports again that it concerns",
            Role::Reviewer,
            rules::add,
        )
        .accepted(),
        send(
            Method::DELETE,
            "/api/rules/{id}",
            "Take a rule out and read the reports again that it concerned",
            Role::Reviewer,
            rules::remove,
        )
        .accepted(),
        upload("/api/imports/preview", "What a file of reports looks like", Role::Reviewer, imports::preview),
        upload("/api/imports", "Read a file of reports into the database", Role::Reviewer, imports::import)
            .accepted(),
        get("/api/jobs", "Long jobs, the newest first", jobs::list).live(),
        get("/api/jobs/{id}", "A job with all that could not be read", jobs::job).live(),
        send(
            Method::DELETE,
            "/api/jobs/{id}",
            "Stop a job; what was done stays",
            Role::Reviewer,
            jobs::cancel,
        ),
        get("/api/accounts", "Who may work here", accounts::list).needing(Role::Admin).live(),
        send(Method::POST, "/api/accounts", "Add an account", Role::Admin, accounts::add),
        send(Method::PATCH, "/api/accounts/{id}", "Change an account", Role::Admin, accounts::change),
        send(Method::DELETE, "/api/accounts/{id}", "Take an account out", Role::Admin, accounts::remove),
        get("/api/tokens", "Tokens of programs: one's own, or all for an admin", accounts::tokens).live(),
        send(
            Method::POST,
            "/api/tokens",
            "Make a token, which is shown this once",
            Role::Viewer,
            accounts::add_token,
        ),
        send(Method::DELETE, "/api/tokens/{id}", "Take a token out", Role::Viewer, accounts::remove_token),
    ]
}
