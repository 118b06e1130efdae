//! Entities of FollowTheMoney, a JSON object a line: for Aleph, OpenAleph and the tools around them.

use std::collections::{BTreeMap, BTreeSet};

use athir_model::{ActorKey, BondKind, Incident, IncidentSide, NetworkActor, Place, Role};
use serde_json::{Value, json};

use crate::network::Interval;
use crate::network::{ENDS, drawable};
use crate::place::place_of;
use crate::summary::{made_words, place_words, review_words, summary};
use crate::{
    ExportError, Exporter, Item, Needs, Notes, Out, Output, PartyClass, Profile, ReportRecord, Rows, Start,
    TieRecord,
};

/// Reports, actors, incidents and ties as entities.
pub(crate) const FTM: Profile = Profile {
    name: "ftm",
    about: "reports, actors, incidents and ties as FollowTheMoney entities, for Aleph and its tools",
    output: Output::File("entities.ftm.json"),
    needs: Needs { reports: true, items: true, actors: true, ties: true, ..Needs::NONE },
    settings: &[ENDS],
    start: |start| {
        let out = Out::create(start.files, "entities.ftm.json")?;
        Ok(Box::new(Ftm { out, start, known: BTreeSet::new(), waiting: BTreeMap::new() }))
    },
};

struct Ftm<'a> {
    out: Out,
    start: Start<'a>,
    known: BTreeSet<ActorKey>,
    /// Parties of incidents that are no actors of the network ("gunmen"), by their keys: they are entities all the same.
    waiting: BTreeMap<String, (String, Option<String>)>,
}

/// Ids are the same in every export, so that a newer one takes the place of an older one.
fn id(kind: &str, key: &str) -> String {
    let clean = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '.') { c } else { '-' };
    let slug: String = key.chars().map(clean).collect();
    if slug == key {
        return format!("athir-{kind}-{slug}");
    }
    // Two names may come to the same letters; their bytes do not.
    let sum = key.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("athir-{kind}-{slug}-{sum:016x}")
}

/// Gathers the values of an entity; those that are empty are left out, as the format has it.
struct Entity {
    id: String,
    schema: &'static str,
    properties: BTreeMap<&'static str, Vec<String>>,
}

impl Entity {
    fn new(id: String, schema: &'static str) -> Entity {
        Entity { id, schema, properties: BTreeMap::new() }
    }

    fn with(mut self, property: &'static str, values: impl IntoIterator<Item = impl Into<String>>) -> Entity {
        let values: Vec<String> =
            values.into_iter().map(Into::into).filter(|value: &String| !value.is_empty()).collect();
        if !values.is_empty() {
            let all = self.properties.entry(property).or_default();
            for value in values {
                if !all.contains(&value) {
                    all.push(value);
                }
            }
        }
        self
    }

    fn json(&self) -> Value {
        json!({ "id": self.id, "schema": self.schema, "properties": self.properties })
    }
}

/// What an actor is in the model: a person, a body of a state, another organization, or any of them.
fn schema_of(class: PartyClass) -> &'static str {
    use PartyClass as P;
    match class {
        P::Person => "Person",
        P::State | P::Government | P::Military | P::Police => "PublicBody",
        P::Civilian | P::Protester | P::People | P::Unknown => "LegalEntity",
        _ => "Organization",
    }
}

fn key(side: &IncidentSide) -> &str {
    side.actor.as_deref().unwrap_or(&side.name)
}

impl Ftm<'_> {
    fn write(&mut self, entity: &Entity) -> Result<(), ExportError> {
        self.out.json_line(&entity.json())
    }

    fn actor_entity(&self, key: &str, code: Option<&str>, name: &str) -> Entity {
        let info = self.start.world.party(code, name, None);
        // The model wants lower-case codes.
        let countries = info.countries.iter().map(|code| code.to_lowercase());
        let named = if info.name.is_empty() { name.to_owned() } else { info.name.clone() };
        Entity::new(id("actor", key), schema_of(info.class)).with("name", [named]).with("country", countries)
    }
}

impl Exporter for Ftm<'_> {
    fn report(&mut self, record: &ReportRecord, _notes: &mut Notes) -> Result<(), ExportError> {
        let info = &record.info;
        let entity = Entity::new(id("report", &info.id.0), "Article")
            .with("title", [info.title.clone()])
            .with("author", info.author.clone())
            .with("publisher", info.outlet.clone())
            .with("publishedAt", info.published.map(|day| day.to_string()))
            .with("retrievedAt", info.retrieved.map(|at| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()))
            .with("sourceUrl", info.url.clone());
        self.write(&entity)
    }

    fn item(&mut self, item: &Item, _notes: &mut Notes) -> Result<(), ExportError> {
        let incident = &item.incident;
        let actors = |role: Role| {
            let sides = incident.sides.iter().filter(move |side| side.role == role);
            sides.map(|side| id("actor", key(side))).collect::<Vec<_>>()
        };
        for side in &incident.sides {
            let known = (side.name.clone(), side.actor.clone());
            self.waiting.entry(key(side).to_owned()).or_insert(known);
        }
        let place = place_of(incident, self.start.world);
        let place = place.as_deref();
        let entity = Entity::new(id("incident", &incident.id.0), "Event")
            .with("name", [name_of(incident, place)])
            .with("summary", [summary(incident)])
            .with("startDate", incident.when.start.map(|day| day.to_string()))
            .with("endDate", incident.when.end.map(|day| day.to_string()))
            .with("location", place.map(place_words))
            .with("country", place.and_then(|place| place.country.as_ref()).map(|code| code.to_lowercase()))
            .with("organizer", actors(Role::Initiator))
            .with("involved", actors(Role::Recipient))
            .with("proof", item.events.iter().map(|told| id("report", &told.report.id.0)))
            .with("sourceUrl", item.events.iter().filter_map(|told| told.report.url.clone()))
            .with("keywords", [incident.kind.as_str(), incident.kind.family().as_str()])
            .with("recordId", [incident.id.0.clone()])
            .with(
                "notes",
                [format!(
                    "{} by {} independent sources; {}; {}; {}",
                    incident.grade.as_str(),
                    incident.n_sources,
                    review_words(incident),
                    made_words(&item.provenance()),
                    self.start.release.athir
                )],
            );
        self.write(&entity)
    }

    fn actor(&mut self, actor: &NetworkActor, _notes: &mut Notes) -> Result<(), ExportError> {
        self.known.insert(actor.key.clone());
        self.waiting.remove(&actor.key.0);
        let entity = self
            .actor_entity(&actor.key.0, Some(&actor.key.0), &actor.name)
            .with("alias", actor.mentions.iter().filter(|name| **name != actor.name).cloned())
            .with("notes", [format!("named in {} events of the reports", actor.n_events)]);
        self.write(&entity)
    }

    fn tie(&mut self, record: &TieRecord, notes: &mut Notes) -> Result<(), ExportError> {
        let tie = &record.tie;
        let Some(b) = drawable(tie, &self.known, notes) else { return Ok(()) };
        let (a, b) = (id("actor", &tie.a.0), id("actor", &b.0));
        let tie_id = id("tie", &tie.id.0);
        let entity = match tie.kind {
            BondKind::Membership => {
                Entity::new(tie_id, "Membership").with("member", [a]).with("organization", [b])
            }
            BondKind::Rename | BondKind::Merger => {
                Entity::new(tie_id, "Succession").with("predecessor", [a]).with("successor", [b])
            }
            // What has come out of another follows it.
            BondKind::Split => {
                Entity::new(tie_id, "Succession").with("predecessor", [b]).with("successor", [a])
            }
            _ => Entity::new(tie_id, "UnknownLink").with("subject", [a]).with("object", [b]),
        };
        let Interval { start, end } = Interval::of(tie, self.start.settings);
        let quotes = tie.evidence.iter().map(|one| one.quote.text.clone()).take(3);
        let proof = tie.evidence.iter().map(|one| id("report", &one.report.0));
        let entity = entity
            .with("role", [tie.kind.as_str()])
            .with("startDate", start.map(|day| day.to_string()))
            .with("endDate", end.map(|day| day.to_string()))
            .with("summary", quotes)
            .with("proof", proof)
            .with("recordId", [tie.id.0.clone()])
            .with("notes", [made_words(&record.provenance())]);
        self.write(&entity)
    }

    fn finish(mut self: Box<Self>) -> Result<Rows, ExportError> {
        for (key, (name, code)) in std::mem::take(&mut self.waiting) {
            let entity = self.actor_entity(&key, code.as_deref(), &name);
            self.write(&entity)?;
        }
        Ok(vec![self.out.finish()?])
    }
}

/// A name for an incident: what and where.
fn name_of(incident: &Incident, place: Option<&Place>) -> String {
    match place {
        Some(place) => format!("{}, {}", incident.kind, place_words(place)),
        None => incident.kind.to_string(),
    }
}
