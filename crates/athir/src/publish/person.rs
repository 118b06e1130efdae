//! Who signs, agrees and withdraws: somebody with a name and, where a database has accounts, one of them.

use athir_store::Stamp;

use super::PublishError;
use crate::database::Database;

/// What a log says where nobody was named.
const NOBODY: &str = "unnamed";

/// A step that a person takes, and the roles that may take it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Duty {
    Sign,
    Agree,
    Recall,
}

impl Duty {
    /// What it is, in a word; the roles that may do it, the least of them first.
    fn words(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Duty::Sign => ("publish", &["publisher", "admin"]),
            Duty::Agree => ("approve", &["reviewer", "publisher", "admin"]),
            // Whoever sees harm has to be able to stop it.
            Duty::Recall => ("recall", &["reviewer", "publisher", "admin"]),
        }
    }
}

impl Database {
    /// Makes sure that somebody is named and may do this.
    pub(super) fn may(&mut self, stamp: &Stamp, duty: Duty) -> Result<(), PublishError> {
        let by = stamp.by.trim();
        if plain(by).is_empty() || by.eq_ignore_ascii_case(NOBODY) {
            return Err(PublishError::Unnamed);
        }
        let accounts = self.store().accounts()?;
        let (what, roles) = duty.words();
        let is_one = accounts.iter().any(|account| {
            account.name == by && account.disabled.is_none() && roles.contains(&account.role.as_str())
        });
        if accounts.is_empty() || is_one {
            return Ok(());
        }
        Err(PublishError::NotAllowed(by.to_owned(), what, roles[0]))
    }
}

/// A name as it is compared: "Ann B." and " ann  b" are one person.
fn plain(name: &str) -> String {
    name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether two names are those of one person.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_not_two_by_another_spelling() {
        assert!(is_same("Ann B.", " ann  b"));
        assert!(is_same("ÉMILE", "émile"));
        assert!(!is_same("ann", "ben"));
    }
}
