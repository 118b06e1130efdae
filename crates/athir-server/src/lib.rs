//! Serves a database of coded reports over HTTP: an API with its document, and the page that analysts work with.
//!
//! The way of a request, in the order of the modules below:
//!
//! 1. A connection comes in (`serve`), and is refused if it asks for a name that is not ours (`guard`).
//! 2. It finds its route (`api`), or a file of the page (`assets`). A route is declared once, with the types of what it
//!    takes and gives (`route`); the API's document follows from the same declaration (`docs`).
//! 3. Its parameters are read by the schema that describes them (`query`).
//! 4. It is answered from the incidents in memory (`table`) or from the database (`pool`), by a function in `read`.
//!    What changes the database is done in `write`, one thing at a time, and is followed before it is answered; what
//!    leaves it under a profile, in `publish`.
//! 5. The answer gets a name and is packed (`answer`); what went wrong becomes a [`Problem`].
//!
//! The crate knows HTTP and no SQL, and adds no rule of what an incident is.

#![allow(clippy::disallowed_methods)] // This crate is an edge: it reads files and the clock.

mod accounts;
mod answer;
mod api;
mod app;
mod assets;
mod docs;
mod error;
mod events;
mod export;
mod guard;
mod kept;
mod login;
mod pool;
mod problem;
mod publish;
mod query;
mod read;
mod route;
mod serve;
mod shape;
mod table;
mod ties;
mod who;
mod write;
mod zip;

pub use accounts::add_account;
pub use api::api_document;
pub use app::{App, Settings};
pub use error::ServerError;
pub use events::Event;
pub use problem::{Details, Problem};
pub use serve::{Server, run};
pub use who::{Role, User};
