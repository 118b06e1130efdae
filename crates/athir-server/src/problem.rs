//! What went wrong, in the form of RFC 9457 (`application/problem+json`).

use std::ops::{Deref, DerefMut};

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use schemars::JsonSchema;
use serde::Serialize;

use athir::database::{DatabaseError, StoreError};

/// Why a request was not answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem(Box<Details>);

/// What a client is told of a problem.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub struct Details {
    /// Which kind of problem, as a reference that does not change.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in a few words.
    pub title: String,
    /// The status of the answer.
    pub status: u16,
    /// What is wrong with this request.
    pub detail: String,
    /// The parameter, or the member of the body, that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// For an incident that was withdrawn: the incidents that its events are in now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moved_to: Vec<String>,
    /// For something that has changed meanwhile: its present state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current: Option<serde_json::Value>,
}

impl Problem {
    fn new(status: StatusCode, kind: &str, title: &str, detail: impl Into<String>) -> Problem {
        Problem(Box::new(Details {
            kind: format!("/api/docs#{kind}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: detail.into(),
            field: None,
            moved_to: Vec::new(),
            current: None,
        }))
    }

    /// A parameter, or a member of the body, is not what it has to be (400).
    pub fn bad_field(field: &str, detail: impl Into<String>) -> Problem {
        let mut problem =
            Problem::new(StatusCode::BAD_REQUEST, "bad-request", "The request is wrong", detail);
        problem.field = Some(field.to_owned());
        problem
    }

    /// The request cannot be understood as a whole (400).
    pub fn bad_request(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::BAD_REQUEST, "bad-request", "The request is wrong", detail)
    }

    /// Nobody is logged in (401).
    pub fn unauthorized(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::UNAUTHORIZED, "unauthorized", "Nobody is logged in", detail)
    }

    /// The one who asks may not do this (403).
    pub fn forbidden(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::FORBIDDEN, "forbidden", "Not allowed", detail)
    }

    /// There is no such thing (404).
    pub fn not_found(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::NOT_FOUND, "not-found", "There is no such thing", detail)
    }

    /// The path does not take this method (405).
    pub fn method(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method", "The method is wrong", detail)
    }

    /// What was looked at has changed since (412). `current` is its present state.
    pub fn changed(detail: impl Into<String>, current: serde_json::Value) -> Problem {
        let mut problem =
            Problem::new(StatusCode::PRECONDITION_FAILED, "changed", "It has changed meanwhile", detail);
        problem.current = Some(current);
        problem
    }

    /// The request is too large (413).
    pub fn too_large(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The request is too large", detail)
    }

    /// The body is of a type that is not read (415).
    pub fn media_type(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", "The body is of another type", detail)
    }

    /// It cannot be done as asked (422).
    pub fn refused(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "refused", "It cannot be done", detail)
    }

    /// Too much was asked in a short time (429).
    pub fn too_many(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::TOO_MANY_REQUESTS, "too-many", "Too many requests", detail)
    }

    /// The server cannot answer now (503).
    pub fn unavailable(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Not available now", detail)
    }

    /// Something is wrong with the server or the database (500).
    pub fn internal(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "The server failed", detail)
    }

    /// Names the field that is wrong.
    #[must_use]
    pub fn field(mut self, field: &str) -> Problem {
        self.field = Some(field.to_owned());
        self
    }

    /// The answer as it is sent.
    pub(crate) fn response(&self) -> Response<Body> {
        let body = serde_json::to_vec(&self.0).unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

impl Deref for Problem {
    type Target = Details;

    fn deref(&self) -> &Details {
        &self.0
    }
}

impl DerefMut for Problem {
    fn deref_mut(&mut self) -> &mut Details {
        &mut self.0
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Problem {
        match error {
            StoreError::Busy { .. } => Problem::unavailable(error.to_string()),
            StoreError::Refused { .. } => Problem::refused(error.to_string()),
            _ => Problem::internal(error.to_string()),
        }
    }
}

impl From<DatabaseError> for Problem {
    fn from(error: DatabaseError) -> Problem {
        match error {
            DatabaseError::Store(error) => error.into(),
            DatabaseError::Unknown { .. } => Problem::not_found(error.to_string()),
            DatabaseError::NoDecision { .. } => Problem::refused(error.to_string()),
            _ => Problem::internal(error.to_string()),
        }
    }
}
