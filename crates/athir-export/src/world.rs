//! What shapes need to know of actors and places beyond the records.

use athir_model::{Place, PlacePrecision};
use jiff::civil::Date;

/// What is known of parties and places outside the records: a registry of actors and a gazetteer, as the caller has them.
pub trait World {
    /// Tells who a party is. `code` is the registry's, where the record has one; a day says which of its codes holds.
    fn party(&self, code: Option<&str>, name: &str, on: Option<Date>) -> PartyInfo;

    /// Tells who acts as a state, by its ISO 3166 alpha-2 code.
    fn state(&self, _iso2: &str) -> Option<PartyInfo> {
        None
    }

    /// Tells which areas a place lies in. A place that is an area itself lies in itself.
    fn areas(&self, place: &Place) -> Areas;

    /// Tells who is meant by a name that has no code, where the registry has exactly one actor of this name.
    fn named(&self, _name: &str) -> Option<PartyInfo> {
        None
    }

    /// Tells whether these words, all of them, are a word for parties without a name: "gunmen", "protesters".
    fn is_generic(&self, _words: &str) -> bool {
        false
    }

    /// Tells how precise the places are that have exactly this name in a country, by its ISO 3166 alpha-2 code; none where
    /// the words are no name.
    fn places_named(&self, _name: &str, _country: &str) -> Vec<PlacePrecision> {
        Vec::new()
    }

    /// Gives the middle of an area by its code, as latitude and longitude in degrees.
    fn middle(&self, _code: &str) -> Option<(f64, f64)> {
        None
    }
}

/// What a party is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum PartyClass {
    /// A state under its own name.
    State,
    /// A government, ministry or other civil body of a state.
    Government,
    /// The armed forces of a state, or a part of them.
    Military,
    /// The police and interior forces of a state.
    Police,
    /// An organised armed group outside the state.
    Rebel,
    /// An armed group beside a state or a community.
    Militia,
    /// An alliance of several armed actors.
    Coalition,
    /// An armed or striking people, tribe or community.
    People,
    /// A party, movement or other political actor.
    Political,
    /// An organisation of states.
    International,
    /// A relief, rights or monitoring organisation, or its workers.
    Aid,
    /// Press and broadcasters.
    Media,
    /// People who do not fight.
    Civilian,
    /// People who demonstrate.
    Protester,
    /// A single person.
    Person,
    /// The words leave it open.
    #[default]
    Unknown,
}

/// Who a party is, as far as a registry knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartyInfo {
    /// The registry's code; `None` for a party that it does not know by name.
    pub code: Option<String>,
    /// The usual name in English, or the party's own words.
    pub name: String,
    /// What it is.
    pub class: PartyClass,
    /// ISO 3166 alpha-2 codes of its countries, the main one first.
    pub countries: Vec<String>,
    /// CAMEO's code: three letters for the country or kind of organisation, three for each role.
    pub cameo: Option<String>,
    /// Its number in the UCDP actor list.
    pub ucdp: Option<u32>,
}

/// An area that a place lies in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// Its usual name.
    pub name: String,
    /// The gazetteer's code, such as `gn:172408`; empty for an area that the record alone names.
    pub code: String,
}

/// The areas that a place lies in, from the largest to the smallest, as far as known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Areas {
    /// ISO 3166 alpha-2 code of the country.
    pub country: Option<String>,
    /// The country's name in English.
    pub country_name: Option<String>,
    /// Latitude and longitude that stand for the country as a whole.
    pub country_point: Option<(f64, f64)>,
    /// The first-order area.
    pub admin1: Option<Area>,
    /// The second-order area.
    pub admin2: Option<Area>,
    /// The third-order area.
    pub admin3: Option<Area>,
    /// The settlement: the place itself, or the one that it lies in or near.
    pub settlement: Option<String>,
    /// What the gazetteer calls it: "populated place", "air base".
    pub feature: Option<String>,
}
