//! States: what is composed from a state's adjective.

use super::Builder;
use super::file::{Origin, Pending, StateEntry, read_leaders, read_name};
use super::names::{plain_name, with_role};
use crate::compose::Country;
use crate::{Actor, ActorKind, ActorsError, NameRole, Relation, RelationKind, fold};
use std::collections::BTreeMap;

/// The source of the forces and police of a state.
pub(super) const COMPOSED: &str = "composed from the state's adjective";

/// What a state acts through, after its adjective.
const STATE_ORGANS: &[&str] = &[
    "government",
    "state",
    "authorities",
    "regime",
    "government forces",
    "forces",
    "air force",
    "navy",
    "foreign ministry",
    "defence ministry",
    "defense ministry",
    "interior ministry",
    "ministry of defence",
    "ministry of defense",
    "ministry of foreign affairs",
    "ministry of interior",
    "embassy",
    "parliament",
    "presidency",
    "cabinet",
    "state media",
    "state television",
    "state TV",
    "aerospace forces",
];

impl<'a> Builder<'a> {
    pub(super) fn add_state(&mut self, origin: Origin<'a>, entry: StateEntry) -> Result<(), ActorsError> {
        let code = entry.iso.to_ascii_lowercase();
        let usual = entry.usual.unwrap_or_else(|| entry.name.clone());
        let mut names = vec![plain_name(&usual)];
        if usual != entry.name {
            names.push(plain_name(&entry.name));
        }
        for name in entry.names {
            names.push(read_name(origin, &entry.iso, name)?);
        }
        let own: Vec<String> = names.iter().map(|name| name.text.clone()).collect();
        for adjective in &entry.adjectives {
            names.extend(
                STATE_ORGANS.iter().map(|organ| with_role(&format!("{adjective} {organ}"), NameRole::Organ)),
            );
        }
        names.extend(own.iter().map(|name| with_role(&format!("Government of {name}"), NameRole::Organ)));
        names.extend(entry.metonyms.iter().map(|text| with_role(text, NameRole::Metonym)));
        let leaders = read_leaders(origin, &entry.iso, entry.leaders, &mut names)?;
        let state = Actor {
            code: code.clone(),
            name: usual,
            names,
            kind: ActorKind::State,
            countries: vec![entry.iso.clone()],
            ucdp_id: entry.ucdp,
            cameo: Vec::new(),
            founded: None,
            ended: None,
            active_years: None,
            traits: Vec::new(),
            leaders,
            relations: Vec::new(),
            source: "general knowledge".to_owned(),
        };
        let adjective = entry.adjectives.first().cloned().unwrap_or_else(|| entry.name.clone());
        let part = |suffix: &str, name: String, kind: ActorKind, heads: &[&str]| {
            let composed = entry
                .adjectives
                .iter()
                .flat_map(|adjective| heads.iter().map(move |head| format!("{adjective} {head}")));
            let mut names = vec![plain_name(&name)];
            names.extend(composed.filter(|text| *text != name).map(|text| plain_name(&text)));
            Actor {
                code: format!("{code}-{suffix}"),
                name,
                names,
                kind,
                countries: vec![entry.iso.clone()],
                ucdp_id: None,
                cameo: Vec::new(),
                founded: None,
                ended: None,
                active_years: None,
                traits: Vec::new(),
                leaders: Vec::new(),
                relations: Vec::new(),
                source: COMPOSED.to_owned(),
            }
        };
        let forces_name = entry.forces.unwrap_or_else(|| format!("{adjective} Armed Forces"));
        let forces = part("forces", forces_name, ActorKind::Military, &["armed forces", "army", "military"]);
        let police_name = format!("{} police", entry.name);
        let police = part("police", police_name, ActorKind::Police, &["police", "police force"]);
        let security_name = format!("{} security forces", entry.name);
        let security = part("security", security_name, ActorKind::Police, &["security forces"]);

        let state = self.put(state);
        let country = Country {
            state,
            name: entry.name.clone(),
            adjective,
            forces: self.put(forces),
            police: self.put(police),
            security: self.put(security),
            composed: BTreeMap::new(),
        };
        for part in [country.forces, country.police, country.security] {
            self.actors[part.index()].relations.push(Relation {
                kind: RelationKind::PartOf,
                to: state,
                from: None,
                until: None,
                source: "by definition".to_owned(),
            });
        }
        self.countries.insert(entry.iso.clone(), country);
        let words = entry.adjectives.iter().chain(&own).chain([&entry.name]);
        self.country_order.extend(words.map(|word| (fold::folded_name(word), entry.iso.clone())));
        for (lemma, target) in entry.composed {
            self.composed.push((origin, entry.iso.clone(), lemma, target));
        }
        self.pending.extend(entry.relations.into_iter().map(|relation| Pending {
            origin,
            from: state,
            relation,
        }));
        Ok(())
    }
}
