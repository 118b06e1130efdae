//! What the commands on a database share.

use std::env;

use athir::database::{Database, Location, Stamp};
use clap::Args as ClapArgs;
use jiff::Timestamp;

/// Which database.
#[derive(Debug, ClapArgs)]
pub(crate) struct DatabaseArgs {
    /// The database: a file, or postgres://user@host/name
    #[arg(long, value_name = "FILE|URL")]
    pub(crate) db: Location,
}

impl DatabaseArgs {
    /// Opens the database, which has to be there.
    pub(crate) fn open(&self) -> anyhow::Result<Database> {
        Ok(Database::open(&self.db)?)
    }

    /// Opens the database, and makes it where there is none.
    pub(crate) fn create(&self) -> anyhow::Result<Database> {
        Ok(Database::create(&self.db)?)
    }
}

/// Who is at work.
#[derive(Debug, ClapArgs)]
pub(crate) struct ByArgs {
    /// Who does it, as the log is to name them [default: the user's name on this machine, or unnamed]
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
}

impl ByArgs {
    /// Who does something, now.
    #[expect(clippy::disallowed_methods, reason = "the user's name stands in the environment")]
    pub(crate) fn stamp(&self) -> Stamp {
        let user = || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| env::var(name).ok());
        let by = self.by.clone().or_else(user).filter(|by| !by.trim().is_empty());
        // A service or a container has no user to name.
        Stamp { at: Timestamp::now(), by: by.unwrap_or_else(|| "unnamed".to_owned()) }
    }
}
