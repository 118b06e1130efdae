//! What kind of happening an event of a table and an incident are, as far as data sets share words for it.

use athir_model::EventKind;
use serde::Serialize;

use super::comparison::Agreement;

/// A kind in the terms of ACLED's event types, which are the coarsest that data sets of conflicts share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// Two armed sides fight.
    Battle,
    /// Bombs, shells, mines, strikes from the air.
    Remote,
    /// Armed people against those who are not.
    Civilians,
    /// People who demonstrate, or riot.
    Unrest,
    /// Armed force of some kind, and the table does not say which.
    Armed,
    /// Everything else: agreements, arrests, movements, words.
    Other,
}

impl Sort {
    /// The sort of an event type of ACLED; `None` for words that are none.
    pub(super) fn of_acled(event_type: &str) -> Option<Sort> {
        Some(match event_type.trim() {
            "Battles" => Sort::Battle,
            "Explosions/Remote violence" => Sort::Remote,
            "Violence against civilians" => Sort::Civilians,
            "Protests" | "Riots" => Sort::Unrest,
            "Strategic developments" => Sort::Other,
            _ => return None,
        })
    }

    /// The sort of a kind of the codebook.
    pub(super) fn of_kind(kind: EventKind) -> Sort {
        Sort::of_acled(&kind.codes().acled_event_type).unwrap_or(Sort::Other)
    }

    fn is_armed(self) -> bool {
        matches!(self, Sort::Battle | Sort::Remote | Sort::Civilians | Sort::Armed)
    }

    /// How two sorts stand to each other: coders differ on whether a raid was a battle, and not on whether it was a
    /// protest.
    pub(super) fn agreement(theirs: Option<Sort>, ours: Sort) -> Agreement {
        match theirs {
            None => Agreement::Unknown,
            Some(theirs) if theirs == ours => Agreement::Same,
            Some(theirs) if theirs.is_armed() && ours.is_armed() => Agreement::Within,
            Some(_) => Agreement::Differs,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_agree_as_far_as_data_sets_share_words() {
        let with = |theirs, kind| Sort::agreement(theirs, Sort::of_kind(kind));
        assert_eq!(with(Some(Sort::Remote), EventKind::Shelling), Agreement::Same);
        assert_eq!(with(Some(Sort::Battle), EventKind::Shelling), Agreement::Within);
        assert_eq!(with(Some(Sort::Armed), EventKind::Clash), Agreement::Within);
        assert_eq!(with(Some(Sort::Armed), EventKind::Protest), Agreement::Differs);
        assert_eq!(with(Some(Sort::Unrest), EventKind::Clash), Agreement::Differs);
        assert_eq!(with(None, EventKind::Clash), Agreement::Unknown);
    }
}
