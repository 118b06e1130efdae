//! The network of actors over codings: of a database, or of reports that are coded on the way.

use athir_actors::{ActorId, Moment, NameRole, Registry, RelationKind};
use athir_incident::Reviews;
use athir_model::{
    ActorKey, BondKind, BoundBasis, CodedReport, LineageSource, LineageStep, NameSpan, ReportId, TieBound,
    TimePrecision,
};
pub use athir_network::{
    Change, Coding, KnownLineage, Network, Pull, Seen, Signed, SignedPair, balance, centralities, changes,
    fragmentation, holds, is_called, layout, lineage, newcomers, order_lanes, presence, stances, ties_at,
    trends,
};

use crate::database::{CodedText, Database, StoreError};

/// Reports that are read together.
const PAGE: usize = 200;

/// Adds coded reports to a network, each known by its name.
pub fn add_coded<'c>(network: &mut Network, coded: impl IntoIterator<Item = &'c CodedReport>) {
    for coded in coded {
        let report = ReportId(coded.doc.clone());
        network.add(Coding {
            report: &report,
            published: coded.published,
            events: &coded.events,
            ties: &coded.ties,
        });
    }
}

/// Adds a report that a database keeps, with what people have found of its events.
pub(crate) fn add_kept(network: &mut Network, reviews: &Reviews, kept: &CodedText) {
    let mut add = |coded: &CodedReport| {
        network.add(Coding {
            report: &kept.report.id,
            published: kept.report.published,
            events: &coded.events,
            ties: &coded.ties,
        });
    };
    if reviews.has(&kept.report.id) {
        add(&reviews.revise(&kept.report.id, kept.coded.clone()).coded);
    } else {
        add(&kept.coded);
    }
}

impl Database {
    /// Builds the network of the codings that count, with people's corrections, without events that they have rejected.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn network(&mut self) -> Result<Network, StoreError> {
        let reviews = self.reviews()?;
        let store = self.store();
        let mut network = Network::new();
        let mut place = 0;
        loop {
            let (page, last) = store.coded_after(place, PAGE)?;
            if page.is_empty() {
                return Ok(network);
            }
            place = last;
            page.iter().for_each(|kept| add_kept(&mut network, &reviews, kept));
        }
    }
}

/// Finds an actor of the network by its key, or by any name that the registry or a report gives it.
///
/// `None` where nobody has the name; of several, the one with the most events.
pub fn find_actor(network: &mut Network, registry: &Registry, name: &str) -> Option<ActorKey> {
    let actors = network.actors();
    if let Some(actor) = actors.iter().find(|actor| actor.key.0 == name) {
        return Some(actor.key.clone());
    }
    let codes: Vec<&str> =
        registry.find(name, None).iter().map(|found| registry.actor(found.actor).code.as_str()).collect();
    let named = actors.iter().filter(|actor| {
        codes.contains(&actor.key.0.as_str())
            || actor.name.eq_ignore_ascii_case(name)
            || actor.mentions.iter().any(|mention| mention.eq_ignore_ascii_case(name))
    });
    named.max_by_key(|actor| (actor.n_events, actor.n_ties)).map(|actor| actor.key.clone())
}

/// Tells what the registry knows of the lineage of an actor; nothing for one that it does not know.
pub fn known_lineage(registry: &Registry, key: &ActorKey) -> KnownLineage {
    let Some(id) = registry.by_code(&key.0) else { return KnownLineage::default() };
    let actor = registry.actor(id);
    // Leaders, seats and organs stand for an actor, but are no names of it.
    let own = actor.names.iter().filter(|name| matches!(name.role, NameRole::Name | NameRole::Acronym));
    let names = own.map(|name| NameSpan {
        name: name.text.clone(),
        from: name.from.map(|m| m.earliest),
        to: name.until.map(|m| m.latest),
    });
    let mut known = KnownLineage { names: names.collect(), ..KnownLineage::default() };
    for (other, standing) in registry.actors() {
        for relation in &standing.relations {
            if other == id {
                place(
                    registry,
                    &mut known,
                    relation.kind,
                    relation.to,
                    Side::Its,
                    bounds(relation.from, relation.until),
                );
            } else if relation.to == id {
                place(
                    registry,
                    &mut known,
                    relation.kind,
                    other,
                    Side::Others,
                    bounds(relation.from, relation.until),
                );
            }
        }
    }
    known
}

/// Whether a relation is told of the actor itself, or of another with regard to it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Its,
    Others,
}

fn place(
    registry: &Registry,
    known: &mut KnownLineage,
    kind: RelationKind,
    other: ActorId,
    side: Side,
    (start, end): (TieBound, TieBound),
) {
    let (kind, other_is_above) = match kind {
        RelationKind::AffiliateOf => (BondKind::Affiliation, true),
        RelationKind::MemberOf | RelationKind::PartOf => (BondKind::Membership, true),
        RelationKind::SplitFrom => (BondKind::Split, true),
        // What goes on under another name, or in another actor, is the parent of that.
        RelationKind::MergedInto => (BondKind::Merger, false),
        RelationKind::RenamedTo => (BondKind::Rename, false),
        // Help and alliance are no descent.
        _ => return,
    };
    let step = LineageStep {
        actor: ActorKey(registry.actor(other).code.clone()),
        kind,
        start,
        end,
        source: LineageSource::Registry,
        tie: None,
    };
    let is_parent = other_is_above == (side == Side::Its);
    if is_parent { &mut known.parents } else { &mut known.children }.push(step);
}

fn bounds(from: Option<Moment>, until: Option<Moment>) -> (TieBound, TieBound) {
    let bound = |moment: Option<Moment>| match moment {
        None => TieBound::OPEN,
        Some(moment) => TieBound {
            from: Some(moment.earliest),
            to: Some(moment.latest),
            precision: precision(moment),
            basis: BoundBasis::Known,
        },
    };
    (bound(from), bound(until))
}

fn precision(moment: Moment) -> TimePrecision {
    if moment.earliest == moment.latest {
        TimePrecision::Day
    } else if (moment.earliest.year(), moment.earliest.month())
        == (moment.latest.year(), moment.latest.month())
    {
        TimePrecision::Month
    } else {
        TimePrecision::Year
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_registry_tells_who_split_from_whom_on_both_sides() {
        let registry = Registry::builtin();
        let split = registry.actors().find_map(|(id, actor)| {
            let relation = actor.relations.iter().find(|r| r.kind == RelationKind::SplitFrom)?;
            Some((id, relation.to))
        });
        let (child, parent) = split.unwrap();
        let key = |id| ActorKey(registry.actor(id).code.clone());
        let below = known_lineage(registry, &key(child));
        assert!(below.parents.iter().any(|step| step.actor == key(parent) && step.kind == BondKind::Split));
        let above = known_lineage(registry, &key(parent));
        assert!(above.children.iter().any(|step| step.actor == key(child)));
    }

    #[test]
    fn an_actor_is_found_by_a_name_of_the_registry_or_of_a_report() {
        let pipeline = crate::Pipeline::new(&crate::Config::default()).unwrap();
        let report = crate::Report::new("r", "ISIL clashed with the Mudan Front in Tikrit on 3 May 2015.");
        let mut network = Network::new();
        add_coded(&mut network, &[pipeline.code(&report)]);
        let mut found = |name| find_actor(&mut network, pipeline.registry(), name);
        let by_code = found("Daesh").unwrap();
        assert!(pipeline.registry().by_code(&by_code.0).is_some());
        assert_eq!(found("mudan front").map(|key| key.0), Some("Mudan Front".to_owned()));
        assert_eq!(found("Nobody At All"), None);
    }
}
