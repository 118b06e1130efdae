//! Server-sent events: what changes while somebody looks.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Response, header};
use http_body_util::channel::Channel;
use serde::Serialize;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

use crate::app::App;

/// How often a silent connection is shown to be alive.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Events that wait for a slow reader.
const WAITING: usize = 16;

/// Something that those who look at the database are told of.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Event {
    /// The database has changed.
    Changed {
        /// Its version now.
        version: String,
    },
    /// A long job has come further.
    Job(serde_json::Value),
}

impl Event {
    fn words(&self) -> String {
        let name = match self {
            Event::Changed { .. } => "changed",
            Event::Job(_) => "job",
        };
        message(name, self)
    }
}

fn message(name: &str, data: &impl Serialize) -> String {
    format!("event: {name}\ndata: {}\n\n", serde_json::to_string(data).unwrap_or_default())
}

/// Answers with events until the reader leaves or the server stops.
pub(crate) fn stream(app: &Arc<App>, mut stopping: watch::Receiver<bool>) -> Response<Body> {
    let (mut sender, body) = Channel::<Bytes, Infallible>::new(WAITING);
    let mut events = app.events.subscribe();
    let hello = message("hello", &serde_json::json!({ "version": app.table().version() }));
    let app = app.clone();
    tokio::spawn(async move {
        let mut next = hello;
        loop {
            if sender.send_data(next.into()).await.is_err() {
                return;
            }
            next = tokio::select! {
                event = events.recv() => match event {
                    Ok(event) => event.words(),
                    // It missed some: what counts is the state now.
                    Err(RecvError::Lagged(_)) => {
                        Event::Changed { version: app.table().version().to_owned() }.words()
                    }
                    Err(RecvError::Closed) => return,
                },
                _ = stopping.changed() => return,
                () = tokio::time::sleep(HEARTBEAT) => ":\n\n".to_owned(),
            };
        }
    });
    let mut response = Response::new(Body::new(body));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
