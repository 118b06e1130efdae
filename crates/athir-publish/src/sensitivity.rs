//! What must not be shown to everybody: rules that mark an incident as sensitive, and how much.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use athir_export::{Item, PartyClass, World};
use athir_model::{EventKind, Place};
use serde::{Deserialize, Deserializer, Serialize};

/// The built-in rules.
const BUILTIN: &str = include_str!("../../../data/publish/sensitivity.toml");

/// How much harm it could do if everybody saw it. The classes are those of information sharing protocols, and `none`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sensitivity {
    /// None.
    #[default]
    None,
    /// Little.
    Low,
    /// Some.
    Moderate,
    /// Much: a second person has to agree before it is published.
    High,
    /// Very much.
    Severe,
}

impl Sensitivity {
    /// The class as one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Sensitivity::None => "none",
            Sensitivity::Low => "low",
            Sensitivity::Moderate => "moderate",
            Sensitivity::High => "high",
            Sensitivity::Severe => "severe",
        }
    }
}

/// A rule. It marks an incident of which any of its lists has something.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Rule {
    /// Its name.
    pub(crate) name: String,
    /// What it marks with.
    pub(crate) class: Sensitivity,
    /// Kinds of events.
    #[serde(default, deserialize_with = "kinds")]
    kinds: Vec<EventKind>,
    /// Classes of parties on either side.
    #[serde(default)]
    parties: Vec<String>,
    /// Classes of victims, as the codebook has them.
    #[serde(default)]
    victims: Vec<String>,
    /// Words of evidence, title, place or parties: whole words, in any case; several words stand one after the other.
    #[serde(default)]
    words: Vec<String>,
}

fn kinds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<EventKind>, D::Error> {
    let words = Vec::<String>::deserialize(deserializer)?;
    words.iter().map(|word| word.parse().map_err(serde::de::Error::custom)).collect()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    /// The class of what no rule marks.
    otherwise: Sensitivity,
    rule: Vec<Rule>,
}

/// The rules that hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    otherwise: Sensitivity,
    rules: Vec<Rule>,
}

impl Default for Rules {
    fn default() -> Rules {
        static RULES: LazyLock<Rules> = LazyLock::new(|| {
            let file: RuleFile = toml::from_str(BUILTIN).expect("a test reads the built-in rules");
            Rules { otherwise: file.otherwise, rules: file.rule }
        });
        RULES.clone()
    }
}

impl Rules {
    /// The names of the rules with their classes, in order.
    pub fn names(&self) -> impl Iterator<Item = (&str, Sensitivity)> {
        self.rules.iter().map(|rule| (rule.name.as_str(), rule.class))
    }

    /// Lowers a rule that is there, by its name. Gives what is wrong where it cannot be.
    pub(crate) fn lower(&mut self, name: &str, class: Sensitivity) -> Result<(), String> {
        let known = self.rules.iter().map(|rule| rule.name.as_str()).collect::<Vec<_>>().join(", ");
        let Some(rule) = self.rules.iter_mut().find(|rule| rule.name == name) else {
            return Err(format!("there is no such rule; there are {known}"));
        };
        if class >= rule.class {
            let words = "lower can only lower; to raise, add a rule";
            return Err(format!("the rule has the class {}: {words}", rule.class.as_str()));
        }
        rule.class = class;
        Ok(())
    }

    /// Adds a rule. Gives what is wrong where it cannot be.
    pub(crate) fn add(&mut self, rule: Rule) -> Result<(), String> {
        if self.rules.iter().any(|known| known.name == rule.name) {
            return Err(
                "there is a rule of this name; rules are added beside it, and lowered by `lower`".to_owned()
            );
        }
        if let Some(party) = rule.parties.iter().find(|party| class_named(party).is_none()) {
            return Err(format!("there is no class of parties {party:?}"));
        }
        if rule.kinds.is_empty()
            && rule.parties.is_empty()
            && rule.victims.is_empty()
            && rule.words.is_empty()
        {
            return Err("the rule has no kinds, parties, victims or words".to_owned());
        }
        self.rules.push(rule);
        Ok(())
    }

    /// How sensitive an incident is, and by which rule: the highest, the first among equals; `None` where none marks it.
    pub(crate) fn class_of(&self, item: &Item, world: &dyn World) -> (Sensitivity, Option<&str>) {
        let traits = Traits::of(item, world);
        let marks = self.rules.iter().filter(|rule| traits.fit(rule));
        let highest = marks.fold(None::<&Rule>, |highest, rule| match highest {
            Some(other) if other.class >= rule.class => highest,
            _ => Some(rule),
        });
        highest.map_or((self.otherwise, None), |rule| (rule.class, Some(&*rule.name)))
    }
}

fn class_named(word: &str) -> Option<PartyClass> {
    let classes: BTreeMap<&str, PartyClass> = BTreeMap::from([
        ("state", PartyClass::State),
        ("government", PartyClass::Government),
        ("military", PartyClass::Military),
        ("police", PartyClass::Police),
        ("rebel", PartyClass::Rebel),
        ("militia", PartyClass::Militia),
        ("coalition", PartyClass::Coalition),
        ("people", PartyClass::People),
        ("political", PartyClass::Political),
        ("international", PartyClass::International),
        ("aid", PartyClass::Aid),
        ("media", PartyClass::Media),
        ("civilian", PartyClass::Civilian),
        ("protester", PartyClass::Protester),
        ("person", PartyClass::Person),
    ]);
    classes.get(word).copied()
}

/// What the rules go by of one incident.
struct Traits {
    kinds: Vec<EventKind>,
    parties: Vec<PartyClass>,
    victims: Vec<String>,
    passages: Vec<Vec<String>>,
}

impl Traits {
    fn of(item: &Item, world: &dyn World) -> Traits {
        let incident = &item.incident;
        let mut traits = Traits {
            kinds: vec![incident.kind],
            parties: Vec::new(),
            victims: Vec::new(),
            passages: Vec::new(),
        };
        for side in &incident.sides {
            traits.party(side.actor.as_deref(), &side.name, world);
            side.mentions.iter().for_each(|mention| traits.read(mention));
        }
        for loss in &incident.losses {
            traits.victims.extend(loss.victims.clone());
            traits.victims.extend(loss.claims.iter().map(|claim| claim.victims.clone()));
            loss.claims
                .iter()
                .filter_map(|claim| claim.mention.as_ref())
                .for_each(|words| traits.read(&words.text));
        }
        incident.place.iter().for_each(|place| traits.place(place, world));
        incident.places.iter().for_each(|given| traits.place(&given.place, world));
        for told in &item.events {
            let event = &told.event;
            traits.kinds.push(event.kind);
            traits.read(&told.report.title);
            for party in event.initiators.iter().chain(&event.recipients) {
                traits.party(party.actor.as_deref(), &party.name, world);
                traits.read(&party.mention);
            }
            for loss in &event.casualties {
                traits.victims.push(loss.victims.clone());
                traits.read(&loss.mention.text);
            }
            let quotes = event.evidence.iter().chain(&event.weapons).chain(&event.attribution);
            quotes.chain([&event.trigger]).for_each(|quote| traits.read(&quote.text));
            event.place.iter().for_each(|place| traits.place(place, world));
        }
        traits
    }

    fn party(&mut self, code: Option<&str>, name: &str, world: &dyn World) {
        self.parties.push(world.party(code, name, None).class);
        self.read(name);
    }

    fn place(&mut self, place: &Place, world: &dyn World) {
        self.read(&place.name);
        self.read(&place.mention);
        if let Some(feature) = world.areas(place).feature {
            self.read(&feature);
        }
    }

    fn read(&mut self, text: &str) {
        let words = words(text);
        if !words.is_empty() && self.passages.last() != Some(&words) {
            self.passages.push(words);
        }
    }

    fn fit(&self, rule: &Rule) -> bool {
        rule.kinds.iter().any(|kind| self.kinds.contains(kind))
            || rule
                .parties
                .iter()
                .filter_map(|word| class_named(word))
                .any(|class| self.parties.contains(&class))
            || rule.victims.iter().any(|victims| self.victims.contains(victims))
            || rule.words.iter().map(|phrase| words(phrase)).any(|phrase| {
                !phrase.is_empty()
                    && self
                        .passages
                        .iter()
                        .any(|passage| passage.windows(phrase.len()).any(|part| part == phrase))
            })
    }
}

/// The words of a text in lower case.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_rules_are_sound() {
        let file: RuleFile = toml::from_str(BUILTIN).unwrap();
        let mut rules = Rules { otherwise: file.otherwise, rules: Vec::new() };
        for rule in file.rule {
            let name = rule.name.clone();
            assert_eq!(rules.add(rule), Ok(()), "{name}");
        }
        assert_eq!(rules, Rules::default());
    }

    #[test]
    fn a_rule_is_lowered_by_its_name_and_never_raised_so() {
        let mut rules = Rules::default();
        assert_eq!(rules.lower("schools", Sensitivity::Low), Ok(()));
        assert!(rules.lower("schools", Sensitivity::Severe).is_err());
        assert!(rules.lower("skools", Sensitivity::Low).unwrap_err().contains("schools"));
    }
}
