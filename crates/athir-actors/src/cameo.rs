//! CAMEO's codes of parties: three letters for the country or the kind of organisation, three for each role, and
//! how a word for a role joins the code of an actor ("Syrian" + "rebels" → `SYRREB`).
//!
//! The scheme is that of Schrodt, "CAMEO: Conflict and Mediation Event Observations, Event and Actor Codebook"
//! (2012), chapters 3 and 4; the way to join codes is that of the PETRARCH coders.

use crate::{Actor, ActorId, ActorKind, Moment, NameRole, Registry, fold};
use jiff::civil::Date;
use std::borrow::Cow;

/// ISO 3166 codes of two and of three letters.
const COUNTRIES: &str = include_str!("../../../data/crosswalk/countries.tsv");

/// A code of an actor and the time in which it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CameoCode {
    /// The code, such as `SYRREB`.
    pub code: String,
    /// When it began to hold; always, when absent.
    pub from: Option<Moment>,
    /// When it ceased to hold; never, when absent.
    pub until: Option<Moment>,
}

impl CameoCode {
    fn holds(&self, date: Option<Date>) -> bool {
        match date {
            None => self.from.is_none() && self.until.is_none(),
            Some(date) => {
                self.from.is_none_or(|from| from.earliest <= date)
                    && self.until.is_none_or(|until| date <= until.latest)
            }
        }
    }
}

impl Registry {
    /// CAMEO's code of an actor at a date: the first of its own that holds then, else one composed from its
    /// country and kind. A leader's name stands for the government, a capital for the country.
    ///
    /// # Examples
    ///
    /// ```
    /// use athir_actors::{NameRole, Registry};
    /// let registry = Registry::builtin();
    /// let code = |actor: &str, role| registry.cameo(registry.by_code(actor).unwrap(), role, None);
    /// assert_eq!(code("sy", NameRole::Name).as_deref(), Some("SYR"));
    /// assert_eq!(code("sy", NameRole::Organ).as_deref(), Some("SYRGOV"));
    /// assert_eq!(code("tr-police", NameRole::Name).as_deref(), Some("TURCOP"));
    /// assert_eq!(code("sy-ahrar", NameRole::Name).as_deref(), Some("SYRREBMUS"));
    /// ```
    pub fn cameo(&self, id: ActorId, role: NameRole, date: Option<Date>) -> Option<Cow<'_, str>> {
        let actor = self.actor(id);
        if !actor.cameo.is_empty() {
            // An undated code is the one for all other times, wherever it stands.
            let dated = actor.cameo.iter().find(|c| (c.from.is_some() || c.until.is_some()) && c.holds(date));
            let code = dated.or_else(|| actor.cameo.iter().find(|c| c.from.is_none() && c.until.is_none()));
            return code.map(|c| Cow::Borrowed(c.code.as_str()));
        }
        composed(actor, role).map(Cow::Owned)
    }

    /// Finds the longest word for a role from the start of `words`, the tokens of a text: the number of tokens
    /// and the code, with `~` where the code of an actor goes. "prime minister" → `~GOV`.
    pub fn agent_at(&self, words: &[&str]) -> Option<(usize, &str)> {
        let atoms = fold::atoms(words);
        let mut phrase = String::new();
        let mut best = None;
        for atom in atoms.iter().take(LONGEST_AGENT) {
            if !phrase.is_empty() {
                phrase.push(' ');
            }
            phrase.push_str(&atom.text);
            if let Some(code) = self.agents.get(&phrase) {
                best = Some((atom.end, code.as_str()));
            }
        }
        best
    }
}

/// The words of the longest phrase for a role.
const LONGEST_AGENT: usize = 6;

/// The ISO 3166 code of a country with three letters, for the one with two: CAMEO's code of a country.
pub fn iso3(iso2: &str) -> Option<&'static str> {
    rows().find(|(two, _)| *two == iso2).map(|(_, three)| three)
}

/// The code of a country with two letters.
pub(crate) fn iso2(iso3: &str) -> Option<&'static str> {
    rows().find(|(_, three)| *three == iso3).map(|(two, _)| two)
}

fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    COUNTRIES.lines().skip(1).filter_map(|line| line.split_once('\t'))
}

fn composed(actor: &Actor, role: NameRole) -> Option<String> {
    let country = actor.countries.first().and_then(|iso2| iso3(iso2));
    let by_kind = match actor.kind {
        ActorKind::State if matches!(role, NameRole::Organ | NameRole::Leader(_)) => "GOV",
        ActorKind::State | ActorKind::People => "",
        ActorKind::Government | ActorKind::Ministry => "GOV",
        ActorKind::Military => "MIL",
        ActorKind::Police => "COP",
        ActorKind::ArmedGroup | ActorKind::Coalition => "REB",
        ActorKind::Militia => "UAF",
        ActorKind::Political => "PTY",
        ActorKind::Media => "MED",
        ActorKind::Person => "ELI",
        ActorKind::International => return Some("IGO".to_owned()),
        ActorKind::Ngo => return Some("NGO".to_owned()),
    };
    match (country, actor.kind) {
        (Some(country), _) => Some(format!("{country}{by_kind}")),
        (None, ActorKind::ArmedGroup | ActorKind::Coalition | ActorKind::Militia) => Some("IMG".to_owned()),
        (None, _) => (!by_kind.is_empty()).then(|| format!("---{by_kind}")),
    }
}

/// Joins the code of a word for a role to the code of an actor. What the code says already is not said twice.
///
/// # Examples
///
/// ```
/// use athir_actors::join_cameo;
/// assert_eq!(join_cameo("SYR", "~REB"), "SYRREB");
/// assert_eq!(join_cameo("USAGOV", "~GOV"), "USAGOV");
/// assert_eq!(join_cameo("SYR", "NGO~"), "NGOSYR");
/// ```
pub fn join_cameo(actor: &str, agent: &str) -> String {
    let (before, after) = agent.split_once('~').unwrap_or(("", agent));
    let before = if actor.contains(before) { "" } else { before };
    let after = if actor.contains(after) { "" } else { after };
    format!("{before}{actor}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_has_two_codes() {
        for (two, three) in rows() {
            assert_eq!((two.len(), three.len()), (2, 3), "{two} {three}");
            assert_eq!(iso2(three), Some(two));
        }
    }

    #[test]
    fn codes_hold_in_their_time() {
        let files = r#"
            [[actor]]
            code = "xx-a"
            name = "Ana Lowland"
            kind = "person"
            cameo = [
                { code = "LOW" },
                { code = "LOWMIL", from = "2008-01-20", until = "2012-11-09" },
                { code = "LOWGOV", from = "2012-11-09" },
            ]
            source = "s"
        "#;
        let registry = Registry::from_toml(&[("own.toml", files)]).unwrap();
        let ana = registry.by_code("xx-a").unwrap();
        let at = |date: Option<Date>| registry.cameo(ana, NameRole::Name, date).map(Cow::into_owned);
        assert_eq!(at(Some(jiff::civil::date(2001, 1, 1))).as_deref(), Some("LOW"));
        assert_eq!(at(Some(jiff::civil::date(2012, 11, 9))).as_deref(), Some("LOWMIL"));
        assert_eq!(at(Some(jiff::civil::date(2012, 11, 10))).as_deref(), Some("LOWGOV"));
        assert_eq!(at(None).as_deref(), Some("LOW"));
    }
}
