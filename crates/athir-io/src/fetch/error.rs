//! What can go wrong when something is fetched.

use crate::IoError;

/// An address that could not be fetched, and why.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// The address is none, or none of the web.
    #[error("{url}: not an address that begins with http:// or https://")]
    Address {
        /// The address.
        url: String,
    },
    /// The host is inside the own network.
    #[error("{url}: {address} is not public; set allow_private to fetch from it")]
    Private {
        /// The address.
        url: String,
        /// The host, or where its name leads.
        address: String,
    },
    /// The site asks robots not to fetch it.
    #[error("{url}: robots.txt of the site does not allow it")]
    Robots {
        /// The address.
        url: String,
    },
    /// The server refused.
    #[error("{url}: the server answers {status}")]
    Status {
        /// The address.
        url: String,
        /// The number of the answer.
        status: u16,
        /// The seconds that the server asks to wait.
        wait: Option<u64>,
    },
    /// The server sends in a circle.
    #[error("{url}: more than {limit} redirects")]
    Redirects {
        /// The first address.
        url: String,
        /// The greatest number that is followed.
        limit: u32,
    },
    /// The answer is longer than any page is.
    #[error("{url}: longer than {} MiB", limit / (1024 * 1024))]
    TooLong {
        /// The address.
        url: String,
        /// The greatest number of bytes that is read.
        limit: u64,
    },
    /// The connection failed.
    #[error("{url}: {message}")]
    Connection {
        /// The address.
        url: String,
        /// What was said.
        message: String,
    },
    /// What was fetched cannot be read.
    #[error(transparent)]
    Content(#[from] IoError),
}

impl FetchError {
    /// Whether the same request may go well at another time: the server is busy or away.
    pub(super) fn is_passing(&self) -> bool {
        match self {
            FetchError::Status { status, .. } => matches!(status, 408 | 425 | 429 | 500..=599),
            FetchError::Connection { .. } => true,
            _ => false,
        }
    }
}
