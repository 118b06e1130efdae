//! Who stands how to whom in re3d: the relations that the network holds, between the entities that are given.

use std::collections::{BTreeMap, BTreeSet};

use athir_coder::FoundActor;
use athir_model::{BondKind, CodedReport, ReportId};
use athir_network::{Coding, Network};
use athir_nlp::Doc;

use super::{Re3dEntity, Re3dRecord, actor_at, identity, key};

/// A kind of relation with its two actors; in the order of their names where the order has no meaning.
pub(super) type Standing = (&'static str, String, String);

/// The relations of the benchmark and of the system in one document, and what actors are called in it.
pub(super) struct Standings {
    pub(super) gold: BTreeSet<Standing>,
    pub(super) system: BTreeSet<Standing>,
    pub(super) names: BTreeMap<String, String>,
}

impl Standings {
    pub(super) fn of(record: &Re3dRecord, doc: &Doc, found: &[FoundActor], coded: &CodedReport) -> Standings {
        let bytes: Vec<usize> =
            record.text.char_indices().map(|(byte, _)| byte).chain([record.text.len()]).collect();
        let byte = |char: usize| bytes.get(char).copied().unwrap_or(record.text.len());
        let mut names = BTreeMap::new();
        // Parties of events that no mention of the text stands for by itself: states that are named as places.
        let parties: Vec<(usize, usize, String)> = coded
            .events
            .iter()
            .flat_map(|event| event.initiators.iter().chain(&event.recipients))
            .map(|party| (party.start, party.end, party.actor.clone().unwrap_or_else(|| key(&party.name))))
            .collect();
        let party_at = |entity: &Re3dEntity| {
            let inside = |(start, end, _): &&(usize, usize, String)| {
                (*start <= entity.begin && entity.end <= *end)
                    || (entity.begin <= *start && *end <= entity.end)
            };
            parties.iter().find(inside).map(|(_, _, id)| id.clone())
        };
        // Who each entity is: the system's actor at its head, or its own words where the system has none there.
        let mut who: BTreeMap<(usize, usize), String> = BTreeMap::new();
        for entity in record.entities.iter().filter(|e| is_actor(e)) {
            let actor = actor_at(doc, found, byte(entity.begin)..byte(entity.end));
            let id = actor.map(identity).or_else(|| party_at(entity));
            let id = id.unwrap_or_else(|| format!("\"{}\"", key(&entity.value)));
            names.entry(id.clone()).or_insert_with(|| entity.value.clone());
            who.insert((entity.begin, entity.end), id);
        }
        let mut gold = BTreeSet::new();
        for relation in record.relations.iter().filter(|r| r.confidence > 0.0) {
            let ends =
                [(relation.source_begin, relation.source_end), (relation.target_begin, relation.target_end)];
            if let (Some(kind), [Some(a), Some(b)]) =
                (gold_kind(&relation.kind), ends.map(|end| who.get(&end)))
                && a != b
            {
                gold.insert(standing(kind, a, b));
            }
        }
        let mut network = Network::new();
        let report = ReportId(record.doc_id.clone());
        network.add(Coding { report: &report, published: None, events: &coded.events, ties: &coded.ties });
        let given: BTreeSet<&String> = who.values().collect();
        let id = |name: &str| if given.contains(&name.to_owned()) { name.to_owned() } else { key(name) };
        let mut system = BTreeSet::new();
        // Words alone ("supported", "accused") make nobody an ally or enemy in the benchmark's sense.
        for bond in network.bonds().into_iter().filter(|bond| bond.strength >= LEAST) {
            let Some(second) = &bond.b else { continue };
            let (a, b) = (id(&bond.a.0), id(&second.0));
            if let Some(kind) = system_kind(bond.kind)
                && a != b
                && given.contains(&a)
                && given.contains(&b)
            {
                system.insert(standing(kind, &a, &b));
            }
        }
        Standings { gold, system, names }
    }
}

/// Whether an entity can stand to another: a body or a person, confirmed by a reader.
fn is_actor(entity: &Re3dEntity) -> bool {
    matches!(entity.kind.as_str(), "Organisation" | "Person") && entity.confidence > 0.0
}

/// The strength of a tie that more than words speak for.
const LEAST: f64 = 0.3;

const FIGHTING: &str = "FightingAgainst";
const ALLIES: &str = "AlliesOf";
const BELONGS: &str = "BelongsTo";

fn gold_kind(kind: &str) -> Option<&'static str> {
    [FIGHTING, ALLIES, BELONGS].into_iter().find(|known| *known == kind)
}

fn system_kind(kind: BondKind) -> Option<&'static str> {
    match kind {
        BondKind::Fighting | BondKind::Rivalry => Some(FIGHTING),
        BondKind::Alliance | BondKind::Support => Some(ALLIES),
        BondKind::Membership | BondKind::Affiliation => Some(BELONGS),
        _ => None,
    }
}

fn standing(kind: &'static str, a: &str, b: &str) -> Standing {
    let (a, b) = if kind == BELONGS || a <= b { (a, b) } else { (b, a) };
    (kind, a.to_owned(), b.to_owned())
}
