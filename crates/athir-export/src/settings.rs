//! What can be set of a profile.

use std::collections::BTreeMap;

use crate::{ExportError, Profile};

/// Something about a profile that its user may choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name.
    pub name: &'static str,
    /// What it can be; the first one holds where nothing is set.
    pub values: &'static [&'static str],
    /// What it does, in half a sentence.
    pub about: &'static str,
}

/// What is set of one profile. Every setting has a value that it may have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings(BTreeMap<&'static str, &'static str>);

impl Settings {
    /// Checks what was set against what the profile knows.
    ///
    /// # Errors
    ///
    /// A setting that the profile does not have, or a value that it cannot have.
    pub fn read<'s>(
        profile: &Profile,
        given: impl IntoIterator<Item = (&'s str, &'s str)>,
    ) -> Result<Settings, ExportError> {
        let mut settings: BTreeMap<_, _> =
            profile.settings.iter().map(|setting| (setting.name, setting.values[0])).collect();
        for (name, value) in given {
            let Some(setting) = profile.settings.iter().find(|setting| setting.name == name) else {
                let names: Vec<&str> = profile.settings.iter().map(|setting| setting.name).collect();
                let known = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
                return Err(ExportError::NoSetting { profile: profile.name, name: name.to_owned(), known });
            };
            let Some(value) = setting.values.iter().find(|allowed| **allowed == value) else {
                return Err(ExportError::NoValue {
                    profile: profile.name,
                    name: setting.name,
                    value: value.to_owned(),
                    allowed: setting.values.join(" or "),
                });
            };
            settings.insert(setting.name, value);
        }
        Ok(Settings(settings))
    }

    /// Whether a setting has a value. One that the profile does not have has none.
    pub fn is(&self, name: &str, value: &str) -> bool {
        self.0.get(name).is_some_and(|set| *set == value)
    }
}
