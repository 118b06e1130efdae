//! Why a server cannot start.

use std::net::SocketAddr;

use athir::ConfigError;
use athir::database::StoreError;

/// A server that cannot start, or cannot go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServerError {
    /// Others may only look after logging in.
    #[error("{address} is not this machine's own: others may only look with accounts")]
    NoAccounts {
        /// The address.
        address: std::net::SocketAddr,
    },
    /// The database cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The project's own data cannot be loaded.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The address cannot be bound.
    #[error("cannot listen on {address}")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// The socket is broken.
    #[error("cannot listen any more")]
    Listen(#[source] std::io::Error),
    /// Something else stands in the way.
    #[error("cannot start: {0}")]
    Start(String),
}
