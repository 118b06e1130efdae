//! The key file of a publisher: what turns names of records and of sources into ones that lead nowhere.

use std::collections::{BTreeMap, BTreeSet};

use athir_model::Digest;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// Bytes of a block of SHA-256.
const BLOCK: usize = 64;
/// What a name that was made with a key begins with; names in the database are hexadecimal digits.
const MARK: char = 'p';

/// A secret key, and the aliases that sources have.
///
/// The same keys give the same names in every publication, so that its readers can follow an incident from one to the
/// next. Whoever has them can go back from the names to the reports: they are kept apart from all that is published.
#[derive(Clone, PartialEq, Eq)]
pub struct Keys {
    key: [u8; 32],
    aliases: BTreeMap<String, String>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keys").finish_non_exhaustive()
    }
}

/// A text that is no key file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no key file: {0}")]
pub struct NoKeys(String);

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    key: Digest,
    #[serde(default)]
    aliases: BTreeMap<String, String>,
}

impl Keys {
    /// Makes keys of 32 random bytes.
    pub fn new(key: [u8; 32]) -> Keys {
        Keys { key, aliases: BTreeMap::new() }
    }

    /// Reads a key file.
    ///
    /// # Errors
    ///
    /// A text that is none, and an alias that two sources have.
    pub fn read(text: &str) -> Result<Keys, NoKeys> {
        // The message of the parser would quote the file, and the file holds the secret.
        let file: KeyFile = toml::from_str(text).map_err(|_| {
            NoKeys("it needs a `key` of 64 hexadecimal digits, and may have [aliases]".to_owned())
        })?;
        let mut seen = BTreeSet::new();
        for alias in file.aliases.values() {
            if alias.trim().is_empty() || !seen.insert(alias) {
                return Err(NoKeys(format!("the alias {alias:?} is empty, or two sources have it")));
            }
        }
        Ok(Keys { key: file.key.0, aliases: file.aliases })
    }

    /// The key file.
    pub fn text(&self) -> String {
        let file = KeyFile { key: Digest(self.key), aliases: self.aliases.clone() };
        let rows = toml::to_string(&file).unwrap_or_default();
        format!(
            "# Secret. Whoever has this file can tell which report and which source stands behind a published name.\n{rows}"
        )
    }

    /// The alias of a source. One that has none yet gets the next number.
    pub fn alias(&mut self, source: &str) -> String {
        if let Some(alias) = self.alias_of(source) {
            return alias;
        }
        let taken: BTreeSet<&String> = self.aliases.values().collect();
        let first = self.aliases.len() + 1;
        let alias = (first..).map(|n| format!("Source {n}")).find(|alias| !taken.contains(alias));
        let alias = alias.unwrap_or_default();
        self.aliases.insert(source.to_owned(), alias.clone());
        alias
    }

    /// The alias of a source that has one.
    pub(crate) fn alias_of(&self, source: &str) -> Option<String> {
        let is_alias = || self.aliases.values().any(|alias| alias == source).then(|| source.to_owned());
        self.aliases.get(source).cloned().or_else(is_alias)
    }

    /// The name that a record of a kind gets outside: the same for the same record, and of no use to whoever lacks the
    /// key. A name that was made so stays.
    pub fn name(&self, kind: &str, id: &str) -> String {
        if id.starts_with(MARK) {
            return id.to_owned();
        }
        let digest = self.digest(kind, id.as_bytes()).to_string();
        format!("{MARK}{}", &digest[..15])
    }

    /// HMAC-SHA256 (RFC 2104) of a record's kind and bytes.
    pub(crate) fn digest(&self, kind: &str, bytes: &[u8]) -> Digest {
        hmac(&self.key, &[kind.as_bytes(), b"\n", bytes])
    }
}

fn hmac(key: &[u8; 32], message: &[&[u8]]) -> Digest {
    let mut pad = [0; BLOCK];
    pad[..key.len()].copy_from_slice(key);
    let mut inner = Sha256::new_with_prefix(pad.map(|byte| byte ^ 0x36));
    message.iter().for_each(|part| inner.update(part));
    let mut outer = Sha256::new_with_prefix(pad.map(|byte| byte ^ 0x5c));
    outer.update(inner.finalize());
    Digest(outer.finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_hmac() {
        // Python: hmac.new(bytes(range(32)), b"incident\nabc", "sha256").hexdigest()
        let keys = Keys::new(std::array::from_fn(|n| n as u8));
        assert_eq!(
            keys.digest("incident", b"abc").to_string(),
            "1e5006cedd5232a5e4dc03d1ae798d0f2ae420ac5a36f5267972ffd2636664b6"
        );
    }

    #[test]
    fn names_keep_apart_by_kind_and_by_key_and_are_not_named_twice() {
        let (one, other) = (Keys::new([1; 32]), Keys::new([2; 32]));
        let name = one.name("incident", "00ff");
        assert_ne!(name, one.name("report", "00ff"));
        assert_ne!(name, other.name("incident", "00ff"));
        assert_eq!(name, one.name("incident", &name));
        assert_eq!(name.len(), 16);
    }

    #[test]
    fn a_source_keeps_its_alias_and_none_is_given_twice() {
        let mut keys = Keys::read(
            "key = \"0000000000000000000000000000000000000000000000000000000000000001\"\n\
             [aliases]\n\"North Desk\" = \"Source 2\"",
        )
        .unwrap();
        assert_eq!(keys.alias("Valley Radio"), "Source 3");
        assert_eq!(keys.alias("North Desk"), "Source 2");
        assert_eq!(keys.alias("Source 2"), "Source 2", "an alias has no alias");
        assert_eq!(Keys::read(&keys.text()).as_ref(), Ok(&keys));
    }

    #[test]
    fn a_faulty_key_file_is_not_quoted() {
        let error = Keys::read("key = \"secret\"").unwrap_err();
        assert!(!error.to_string().contains("secret"), "{error}");
        assert!(!format!("{:?}", Keys::new([7; 32])).contains('7'));
    }
}
