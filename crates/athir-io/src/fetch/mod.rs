//! Reports from feeds on the web: polled politely, within bounds, and never from inside the own network.

mod address;
mod client;
mod error;
mod feeds;
mod robots;
mod state;
mod watch;

pub use error::FetchError;
pub use feeds::{FeedList, FeedSource};
pub use state::WatchState;
pub use watch::{Clock, Poll, Watch};
