//! Words for parties that have no name: "militants", "police", "villagers".

use serde::Deserialize;

/// A word for an unnamed party, with the class that a record gives it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Generic {
    /// The singular, in lower case; for words without one, the only form.
    pub lemma: String,
    /// The name that a record gives the party: "militants".
    pub name: String,
    /// Further forms that the word is found under.
    #[serde(default)]
    pub forms: Vec<String>,
    /// What kind of party it is.
    pub class: PartyClass,
    /// The class of victims when such people come to harm.
    pub victims: Victims,
    /// What the word and the name of a country make together.
    #[serde(default)]
    pub composition: Composition,
}

/// The classes of unnamed parties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PartyClass {
    /// Soldiers and their machines.
    Military,
    /// Police, guards and interior forces.
    Police,
    /// Officials, courts, ministries.
    Government,
    /// Fighters against a state.
    Rebel,
    /// Armed people beside a state or a community.
    Militia,
    /// People who do not fight.
    Civilian,
    /// People in the street.
    Protester,
    /// Journalists and their crews.
    Media,
    /// Relief and medical workers.
    Aid,
    /// Parties, activists and other political actors.
    Political,
    /// The word leaves it open.
    Unknown,
}

/// The classes of victims of the codebook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Victims {
    /// People who do not fight.
    Civilians,
    /// Children.
    Children,
    /// Protesters.
    Protesters,
    /// Members of a state's army.
    Soldiers,
    /// Members of a police force.
    Police,
    /// Members of armed groups.
    Fighters,
    /// The word leaves it open.
    Unknown,
}

impl Victims {
    /// The value as the codebook writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Victims::Civilians => "civilians",
            Victims::Children => "children",
            Victims::Protesters => "protesters",
            Victims::Soldiers => "soldiers",
            Victims::Police => "police",
            Victims::Fighters => "fighters",
            Victims::Unknown => "unknown",
        }
    }
}

/// Says what a word for a party means when a country stands before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Composition {
    /// The country adds nothing to who they are: "Syrian children" are children.
    #[default]
    None,
    /// They act for the state: "French soldiers" are France.
    State,
    /// They are the armed forces: "the French military".
    Forces,
    /// The country's name and the word: "Egypt police".
    Country,
    /// The country's adjective and the word: "Syrian opposition".
    Adjective,
}
