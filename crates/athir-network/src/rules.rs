//! What events say of ties, and how fast ties fade: `data/network.toml`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use athir_model::{BondKind, EventKind, TieSays};
use serde::Deserialize;

const NETWORK: &str = include_str!("../../../data/network.toml");

/// The rules.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rules {
    half_life: BTreeMap<BondKind, f64>,
    presence: Presence,
    happening: Happening,
    weight: Weights,
    event: Vec<EventRule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Presence {
    floor: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Happening {
    days: i64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Weights {
    stated: f64,
    certain: f64,
    weak: f64,
}

/// What events of some kinds say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EventRule {
    kinds: Vec<EventKind>,
    /// Words of which one must stand in the trigger; none for any trigger.
    #[serde(default)]
    words: Vec<String>,
    ties: Vec<TieRule>,
}

/// One tie that an event bears on.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TieRule {
    pub(crate) kind: BondKind,
    pub(crate) between: Between,
    pub(crate) says: TieSays,
    pub(crate) weight: Weight,
    /// Whether what it ends is known to have been.
    #[serde(default)]
    pub(crate) implied: bool,
}

/// Whom of an event a tie is between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Between {
    /// Each initiator and each recipient.
    Sides,
    /// Each recipient and each initiator.
    Reversed,
    /// The initiators, pair by pair.
    OneSide,
    /// All parties, pair by pair.
    All,
    /// Each initiator with the recipients, or alone where there are none.
    Itself,
}

/// How much an observation counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Weight {
    Certain,
    Weak,
}

impl Rules {
    /// The built-in rules.
    pub(crate) fn builtin() -> &'static Rules {
        static RULES: OnceLock<Rules> = OnceLock::new();
        RULES.get_or_init(|| toml::from_str(NETWORK).expect("a test reads the built-in rules"))
    }

    /// What an event of a kind with this trigger says; the first rule that fits.
    pub(crate) fn of_event(&self, kind: EventKind, trigger: &str) -> &[TieRule] {
        let fits = |rule: &&EventRule| {
            rule.kinds.contains(&kind)
                && (rule.words.is_empty()
                    || trigger
                        .split(|c: char| !c.is_alphanumeric() && c != '\'')
                        .any(|word| rule.words.iter().any(|w| word.eq_ignore_ascii_case(w))))
        };
        self.event.iter().find(fits).map_or(&[], |rule| rule.ties.as_slice())
    }

    /// Days until a tie without new evidence is half as present; `None` for what happens at a time.
    pub(crate) fn half_life(&self, kind: BondKind) -> Option<f64> {
        self.half_life.get(&kind).copied()
    }

    /// How present a tie must be to hold.
    pub(crate) fn floor(&self) -> f64 {
        self.presence.floor
    }

    /// Within how many days reports tell of one change.
    pub(crate) fn happening_days(&self) -> i64 {
        self.happening.days
    }

    /// What a stated tie counts.
    pub(crate) fn stated_weight(&self) -> f64 {
        self.weight.stated
    }

    /// What an event counts.
    pub(crate) fn weight(&self, weight: Weight) -> f64 {
        match weight {
            Weight::Certain => self.weight.certain,
            Weight::Weak => self.weight.weak,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lasts_has_a_half_life_and_what_happens_has_none() {
        for kind in BondKind::ALL {
            assert_eq!(Rules::builtin().half_life(kind).is_some(), kind.lasts(), "{kind}");
        }
    }

    #[test]
    fn a_word_of_the_trigger_picks_the_rule() {
        let rules = Rules::builtin();
        let kind = |trigger| rules.of_event(EventKind::Joining, trigger)[0].kind;
        assert_eq!(kind("pledged allegiance"), BondKind::Affiliation);
        assert_eq!(kind("joined"), BondKind::Membership);
        assert!(rules.of_event(EventKind::Protest, "marched").is_empty());
    }
}
