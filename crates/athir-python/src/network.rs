//! The network of actors.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use athir::arrow::{ActorRow, Actors, BatchBuilder, Provenance, TieRow, Ties};
use athir::model::{ActorKey, Bond, EventId, EventStatus, EvidenceOf, ReportId, ReviewStatus};
use athir::network::{self, add_coded, balance, centralities, fragmentation, holds, presence};
use athir::{CodedReport, Registry};
use jiff::civil::Date;
use pyo3::prelude::*;
use pyo3_arrow::PyTable;

use crate::error::{Kind, raise};
use crate::merge::whole;
use crate::rows::{GivenReport, day, json, record};

/// Actors and their ties, of coded reports or of a database.
#[pyclass(frozen, module = "athir._athir")]
pub(crate) struct Network {
    network: Mutex<network::Network>,
    /// What is known of the reports behind it.
    told: BTreeMap<ReportId, Told>,
}

/// What is known of a report beside what it tells.
#[derive(Default)]
pub(crate) struct Told {
    /// Who coded it, and its licence.
    pub(crate) made: Provenance,
    /// Its events that people have looked at.
    pub(crate) reviewed: BTreeMap<EventId, EventStatus>,
}

impl Network {
    pub(crate) fn of(network: network::Network, told: BTreeMap<ReportId, Told>) -> Network {
        Network { network: Mutex::new(network), told }
    }

    /// How far people have reviewed the evidence of a tie, who coded its reports, and their licences.
    fn made(&self, bond: &Bond) -> (ReviewStatus, Provenance) {
        let mut made = Provenance::default();
        let mut n_open = 0;
        for one in &bond.evidence {
            let told = self.told.get(&one.report);
            told.into_iter().for_each(|told| made.join(&told.made));
            let status = match &one.of {
                EvidenceOf::Event(event) => told.and_then(|told| told.reviewed.get(&EventId(event.clone()))),
                EvidenceOf::Tie(_) => None,
            };
            n_open += usize::from(status.is_none_or(|status| *status == EventStatus::Open));
        }
        (ReviewStatus::of(n_open, bond.evidence.len()), made)
    }

    fn locked(&self) -> MutexGuard<'_, network::Network> {
        self.network.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn at(words: &str) -> PyResult<Date> {
    day(Some(words), "at")?.ok_or_else(|| raise(Kind::Input, "at: a date such as 2017-07-15 is needed"))
}

/// What the keys of a network are called: by reports, else by the registry, else by themselves.
fn names(network: &mut network::Network, bonds: &[Bond]) -> BTreeMap<ActorKey, String> {
    let registry = Registry::builtin();
    let mut names: BTreeMap<ActorKey, String> =
        network.actors().into_iter().map(|actor| (actor.key, actor.name)).collect();
    for key in bonds.iter().flat_map(|bond| std::iter::once(&bond.a).chain(&bond.b)) {
        if !names.contains_key(key) {
            let known = registry.by_code(&key.0).map(|id| registry.actor(id).name.clone());
            names.insert(key.clone(), known.unwrap_or_else(|| key.0.clone()));
        }
    }
    names
}

#[pymethods]
impl Network {
    /// The network of coded reports, each as JSON.
    #[new]
    fn new(given: Vec<GivenReport>, coded: Vec<String>) -> PyResult<Network> {
        let mut told = BTreeMap::new();
        for (given, coded) in given.iter().zip(&coded) {
            let coded: CodedReport = record(coded)?;
            told.insert(ReportId(coded.doc), Told { made: given.provenance()?, ..Told::default() });
        }
        let coded: Vec<CodedReport> = coded.iter().map(|json| record(json)).collect::<PyResult<_>>()?;
        let mut network = network::Network::new();
        add_coded(&mut network, &coded);
        Ok(Network::of(network, told))
    }

    /// The actors as JSON.
    fn actors(&self) -> PyResult<String> {
        json(&self.locked().actors())
    }

    /// The ties as JSON.
    fn ties(&self) -> PyResult<String> {
        json(&self.locked().bonds())
    }

    /// What every actor and every end of a tie is called, by its key.
    fn names(&self) -> BTreeMap<String, String> {
        let mut network = self.locked();
        let bonds: Vec<Bond> = network.bonds().into_iter().cloned().collect();
        names(&mut network, &bonds).into_iter().map(|(key, name)| (key.0, name)).collect()
    }

    /// The names of the ties that hold on a day, with how present they are then.
    fn present(&self, day: &str) -> PyResult<Vec<(String, f64)>> {
        let day = at(day)?;
        let mut network = self.locked();
        let bonds = network.bonds();
        let there = bonds.into_iter().filter(|bond| holds(bond, day));
        Ok(there.map(|bond| (bond.id.0.clone(), presence(bond, day))).collect())
    }

    /// The measures of the network on a day, as JSON: balance, fragmentation, and the centralities of each actor.
    fn measures(&self, day: &str) -> PyResult<String> {
        let day = at(day)?;
        let mut network = self.locked();
        let signed = network::Signed::at(&network.bonds(), day);
        json(&serde_json::json!({
            "balance": balance(&signed),
            "fragmentation": fragmentation(&signed),
            "centralities": centralities(&signed),
        }))
    }

    /// The table of actors.
    fn actors_table(&self) -> PyResult<PyTable> {
        let registry = Registry::builtin();
        let mut builder = BatchBuilder::<Actors>::new();
        for actor in self.locked().actors() {
            let known = registry.by_code(&actor.key.0).map(|id| registry.actor(id));
            builder.push(&ActorRow {
                actor: &actor,
                kind: known.map(|known| known.kind.as_str()),
                countries: known.map_or(&[], |known| &known.countries),
            });
        }
        whole(builder)
    }

    /// The table of ties.
    fn ties_table(&self) -> PyResult<PyTable> {
        let mut network = self.locked();
        let bonds: Vec<Bond> = network.bonds().into_iter().cloned().collect();
        let names = names(&mut network, &bonds);
        // Every end of a tie has a name there.
        let name = |key: &ActorKey| names.get(key).map_or("", String::as_str);
        let mut builder = BatchBuilder::<Ties>::new();
        for bond in &bonds {
            let (status, made) = self.made(bond);
            builder.push(&TieRow {
                bond,
                a_name: name(&bond.a),
                b_name: bond.b.as_ref().map(name),
                status,
                made: &made,
            });
        }
        whole(builder)
    }
}
