//! Finds what cannot be right in a registry: shared names, circles in the lineage, impossible dates.

use crate::{ActorId, Moment, Name, NameRole, Registry, fold};
use std::collections::BTreeMap;
use std::fmt;

/// Something in a registry that cannot be right, or that needs a reason to stand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Finding {
    /// Two unrelated actors bear one name at overlapping times.
    SharedName {
        /// The name, folded.
        name: String,
        /// The codes of the actors, in order.
        codes: Vec<String>,
    },
    /// An actor descends from itself.
    Circle {
        /// The code of the first actor of the circle, in order.
        code: String,
    },
    /// Something ends before it begins, or a relation begins after the actor ended.
    Dates {
        /// The code of the actor.
        code: String,
        /// What has the dates.
        of: String,
    },
    /// An actor stands in a relation to itself.
    Itself {
        /// The code of the actor.
        code: String,
    },
    /// A name is listed as shared, and no two unrelated actors bear it.
    NotShared {
        /// The name, folded.
        name: String,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Finding::SharedName { name, codes } => {
                write!(f, "{name:?} is the name of {}, which are not related", codes.join(", "))
            }
            Finding::Circle { code } => write!(f, "{code} descends from itself"),
            Finding::Dates { code, of } => write!(f, "{code}: the dates of {of} cannot be"),
            Finding::Itself { code } => write!(f, "{code} stands in a relation to itself"),
            Finding::NotShared { name } => {
                write!(f, "{name:?} is listed as shared, and no two unrelated actors bear it")
            }
        }
    }
}

/// Lists what cannot be right, in order. Persons and metonyms may be shared; names of related actors too, and
/// those that a file lists under `shared`.
/// Tables of UCDP actors are compared with curated actors, not among themselves: UCDP tells its own apart
/// by place.
pub fn lint(registry: &Registry) -> Vec<Finding> {
    let mut findings = Vec::new();
    shared_names(registry, &mut findings);
    for (id, actor) in registry.actors() {
        let code = &actor.code;
        if descends_from_itself(registry, id) {
            findings.push(Finding::Circle { code: code.clone() });
        }
        if reversed(actor.founded, actor.ended) {
            findings.push(Finding::Dates { code: code.clone(), of: "the actor".to_owned() });
        }
        for name in actor.names.iter().filter(|name| reversed(name.from, name.until)) {
            findings.push(Finding::Dates { code: code.clone(), of: name.text.clone() });
        }
        for relation in &actor.relations {
            if relation.to == id {
                findings.push(Finding::Itself { code: code.clone() });
            }
            let after_end = reversed(relation.from, actor.ended);
            if reversed(relation.from, relation.until) || after_end {
                let of = format!("{:?} {}", relation.kind, registry.actor(relation.to).code);
                findings.push(Finding::Dates { code: code.clone(), of });
            }
        }
    }
    findings.sort();
    findings.dedup();
    findings
}

fn reversed(from: Option<Moment>, until: Option<Moment>) -> bool {
    matches!((from, until), (Some(from), Some(until)) if from.earliest > until.latest)
}

fn shared_names(registry: &Registry, findings: &mut Vec<Finding>) {
    let mut bearers: BTreeMap<String, Vec<(ActorId, &Name)>> = BTreeMap::new();
    for (id, actor) in registry.actors() {
        for name in &actor.names {
            if matches!(name.role, NameRole::Name | NameRole::Acronym | NameRole::Organ) {
                let key = fold::folded_name(&name.text);
                bearers.entry(key).or_default().push((id, name));
            }
        }
    }
    for name in registry.shared.iter().filter(|name| !bearers.contains_key(*name)) {
        findings.push(Finding::NotShared { name: name.clone() });
    }
    for (name, bearers) in bearers {
        let clash = |&(a, name_a): &(ActorId, &Name), &(b, name_b): &(ActorId, &Name)| {
            let tables = [a, b].iter().all(|id| registry.actor(*id).code.starts_with("ucdp-"));
            a != b && !tables && overlap(registry, (a, name_a), (b, name_b)) && !related(registry, a, b)
        };
        let mut codes: Vec<String> = bearers
            .iter()
            .filter(|one| bearers.iter().any(|other| clash(one, other)))
            .map(|(id, _)| registry.actor(*id).code.clone())
            .collect();
        codes.sort();
        codes.dedup();
        let listed = registry.shared.contains(&name);
        if listed && codes.len() < 2 {
            findings.push(Finding::NotShared { name });
        } else if !listed && codes.len() > 1 {
            findings.push(Finding::SharedName { name, codes });
        }
    }
}

fn overlap(registry: &Registry, a: (ActorId, &Name), b: (ActorId, &Name)) -> bool {
    let bounds = |(id, name): (ActorId, &Name)| {
        let actor = registry.actor(id);
        (name.from.max(actor.founded), [name.until, actor.ended].into_iter().flatten().min())
    };
    let (from_a, until_a) = bounds(a);
    let (from_b, until_b) = bounds(b);
    !reversed(from_a, until_b) && !reversed(from_b, until_a)
}

fn related(registry: &Registry, a: ActorId, b: ActorId) -> bool {
    let points = |from: ActorId, to: ActorId| registry.lineage(from).iter().any(|r| r.to == to);
    points(a, b) || points(b, a)
}

fn descends_from_itself(registry: &Registry, id: ActorId) -> bool {
    let mut open = vec![id];
    let mut seen = Vec::new();
    while let Some(actor) = open.pop() {
        for relation in registry.lineage(actor).iter().filter(|r| r.kind.leads_to_successor()) {
            if relation.to == id {
                return true;
            }
            if !seen.contains(&relation.to) {
                seen.push(relation.to);
                open.push(relation.to);
            }
        }
    }
    false
}
