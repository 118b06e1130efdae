//! Where an actor comes from, what came of it, and what it was called.

use athir_model::{ActorKey, Bond, BondKind, Lineage, LineageSource, LineageStep, NameSpan};

/// What the registry knows of an actor's lineage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KnownLineage {
    /// Its names with their times.
    pub names: Vec<NameSpan>,
    /// What it came out of or belongs to.
    pub parents: Vec<LineageStep>,
    /// What came out of it or belongs to it.
    pub children: Vec<LineageStep>,
}

/// Joins what the registry knows of an actor's lineage with what reports say, by time.
///
/// A split, defection or membership makes the second actor a parent of the first; a merger makes what went in a parent of
/// what came of it; a change of names gives a name, and where the network has both names as actors, a parent. A step that
/// registry and reports both know is there twice, once from each: they may differ in when.
pub fn lineage(bonds: &[&Bond], actor: &ActorKey, known: KnownLineage) -> Lineage {
    let KnownLineage { mut names, mut parents, mut children } = known;
    for bond in bonds {
        let Some(b) = &bond.b else { continue };
        let is_first = bond.a == *actor;
        if !is_first && b != actor {
            continue;
        }
        let other = if is_first { b } else { &bond.a };
        let step = LineageStep {
            actor: other.clone(),
            kind: bond.kind,
            start: bond.start,
            end: bond.end,
            source: LineageSource::Reports,
            tie: Some(bond.id.clone()),
        };
        match bond.kind {
            BondKind::Split | BondKind::Membership | BondKind::Affiliation | BondKind::Formation => {
                if is_first { &mut parents } else { &mut children }.push(step);
            }
            BondKind::Merger => if is_first { &mut children } else { &mut parents }.push(step),
            BondKind::Rename => {
                let (from, to) = (bond.start.from, bond.start.to);
                if is_first {
                    names.push(NameSpan { name: b.0.clone(), from, to: None });
                    children.push(step);
                } else {
                    names.push(NameSpan { name: bond.a.0.clone(), from: None, to });
                    parents.push(step);
                }
            }
            _ => {}
        }
    }
    names.sort_by(|x, y| (x.from, x.to, &x.name).cmp(&(y.from, y.to, &y.name)));
    names.dedup();
    for steps in [&mut parents, &mut children] {
        steps.sort_by(|x, y| {
            let key = |s: &LineageStep| (s.start.from.or(s.start.to), s.kind, s.source, s.actor.clone());
            key(x).cmp(&key(y))
        });
    }
    Lineage { actor: actor.clone(), names, parents, children }
}
