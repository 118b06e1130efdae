//! Publishing: profiles to look through, what would come out under one, signing, agreeing, withdrawing, and the files.
//!
//! What may be shown and who may do what is `athir::publish`, which the command uses too; here are the routes to it.

mod files;
mod look;
mod order;
mod row;
mod shelf;

pub(crate) use files::download;
pub(crate) use look::Looks;

use axum::http::Method;

use crate::problem::Problem;
use crate::route::{Route, get, send};
use crate::who::Role;
use athir::publish::PublishError;

/// The path of the files of a publication.
pub(crate) const FILES: &str = "/api/publications/{id}/files";
/// The least role that looks at publications: whoever may agree to them.
pub(crate) const LOOKS: Role = Role::Reviewer;

/// The routes of those who publish, in the order in which they are documented.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/api/profiles", "Profiles to publish under, and the questions to answer", order::profiles)
            .needing(LOOKS)
            .live(),
        get("/api/publications", "What was signed, the newest first", order::list).needing(LOOKS).live(),
        send(
            Method::POST,
            "/api/publications/preview",
            "What would come out under a profile, and what would stay back",
            LOOKS,
            order::preview,
        ),
        send(
            Method::POST,
            "/api/publications",
            "Sign what would come out, and write it unless a second person has to agree",
            Role::Publisher,
            order::sign,
        )
        .accepted(),
        send(
            Method::POST,
            "/api/publications/{id}/approve",
            "Agree, as a second person, to what somebody has signed",
            LOOKS,
            order::approve,
        ),
        send(
            Method::POST,
            "/api/publications/{id}/write",
            "Write what was signed and agreed to",
            Role::Publisher,
            order::write,
        )
        .accepted(),
        send(
            Method::POST,
            "/api/publications/{id}/recall",
            "Withdraw a publication, or one incident of it",
            LOOKS,
            order::recall,
        )
        .accepted(),
    ]
}

impl From<PublishError> for Problem {
    fn from(error: PublishError) -> Problem {
        let said = error.to_string();
        match error {
            PublishError::Store(error) => error.into(),
            PublishError::NoPublication(id) => Problem::not_found(format!("there is no publication {id}")),
            PublishError::NotAllowed(..) => Problem::forbidden(said).field("by"),
            PublishError::Unnamed => Problem::refused("somebody with a name has to do it").field("by"),
            PublishError::Unanswered(open) => {
                let open: Vec<&str> = open.iter().map(|question| question.as_str()).collect();
                Problem::refused(format!("the checklist has no answer to: {}", open.join(", ")))
                    .field("answers")
            }
            PublishError::NoIncident(name) => Problem::refused(format!(
                "{name}: no incident has this name, neither here nor in what was published here"
            ))
            .field("incident"),
            PublishError::Policy(_) => Problem::refused(said).field("profile"),
            PublishError::NotWaiting(..) | PublishError::SamePerson(..) | PublishError::Taken(_) => {
                Problem::refused(said)
            }
            PublishError::Keys { .. } | PublishError::NoKeys(_) => Problem::refused(said).field("profile"),
            PublishError::File { source, .. } => Problem::internal(format!("{said}: {source}")),
            _ => Problem::internal(said),
        }
    }
}
