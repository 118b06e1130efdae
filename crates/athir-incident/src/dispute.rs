//! What the sources of an incident cannot all be right about.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use athir_model::{
    ClaimState, Direction, Dispute, Disputed, IncidentPlace, IncidentSide, IncidentTime, Loss, Modality,
    Role, Support, TimePrecision, Version, When,
};

use crate::Lineage;
use crate::derive::{Account, is_dated};
use crate::profile::spot;
use crate::traits::{are_kin, distance_km};

pub(crate) fn disputes(
    all: &Account<'_, '_>,
    sides: &[IncidentSide],
    places: &[IncidentPlace],
    times: &[IncidentTime],
    losses: &[Loss],
    lineage: &dyn Lineage,
) -> Vec<Dispute> {
    let mut found = Vec::new();
    found.extend(happening(all));
    found.extend(kinds(all));
    for (role, field) in [(Role::Initiator, Disputed::Initiator), (Role::Recipient, Disputed::Recipient)] {
        let of_role: Vec<&IncidentSide> = sides.iter().filter(|side| side.role == role).collect();
        found.extend(parties(all, field, &of_role, lineage));
    }
    found.extend(sites(places));
    found.extend(days(times));
    found.extend(tolls(all, losses));
    found
}

/// A dispute of at least two versions, the one with the most independent sources first.
fn dispute(field: Disputed, mut versions: Vec<Version>) -> Option<Dispute> {
    versions.sort_by(|a, b| {
        let rank =
            |version: &Version| (Reverse(version.support.n_sources), Reverse(version.support.n_reports));
        rank(a).cmp(&rank(b)).then_with(|| a.value.cmp(&b.value))
    });
    versions.dedup_by(|a, b| a.value == b.value);
    (versions.len() > 1).then_some(Dispute { field, versions })
}

fn happening(all: &Account<'_, '_>) -> Option<Dispute> {
    let denied = all.support(|t| t.event.modality == Modality::Denied);
    let told = all.support(|t| t.event.modality == Modality::Reported);
    if denied.n_reports == 0 || told.n_reports == 0 {
        return None;
    }
    let version = |value: &str, support: Support| Version { value: value.to_owned(), support };
    dispute(Disputed::Happening, vec![version("reported", told), version("denied", denied)])
}

/// Kinds that are not two names of one thing, such as a bombing and a shelling are to two reporters.
fn kinds(all: &Account<'_, '_>) -> Option<Dispute> {
    let kinds: BTreeSet<_> = all.told.iter().map(|t| t.event.kind).collect();
    let is_other = |&&kind: &&_| kinds.iter().any(|&other| other != kind && !are_kin(kind, other));
    let versions = kinds.iter().filter(is_other).map(|&kind| Version {
        value: kind.as_str().to_owned(),
        support: all.support(|t| t.event.kind == kind),
    });
    dispute(Disputed::Kind, versions.collect())
}

/// Named parties of one side that no event names together and that do not belong to each other.
fn parties(
    all: &Account<'_, '_>,
    field: Disputed,
    sides: &[&IncidentSide],
    lineage: &dyn Lineage,
) -> Option<Dispute> {
    if all.told.iter().any(|t| t.event.kind.direction() == Direction::Mutual) {
        return None;
    }
    let named = |side: &&&IncidentSide| side.actor.as_deref().is_some_and(|code| !code.contains('/'));
    let named: Vec<&&IncidentSide> = sides.iter().filter(named).collect();
    let code = |side: &IncidentSide| side.actor.clone().unwrap_or_default();
    let is_kin = |a: &IncidentSide, b: &IncidentSide| {
        let (x, y) = (code(a), code(b));
        x == y || lineage.above(&x).contains(&y) || lineage.above(&y).contains(&x)
    };
    let rivals = |a: &IncidentSide| {
        named.iter().any(|b| {
            code(a) != code(b)
                && !is_kin(a, b)
                && !a.support.events.iter().any(|e| b.support.events.contains(e))
        })
    };
    let versions = named
        .iter()
        .filter(|side| rivals(side))
        .map(|side| Version { value: side.name.clone(), support: side.support.clone() });
    dispute(field, versions.collect())
}

/// Points that are too far from each other to be one.
fn sites(places: &[IncidentPlace]) -> Option<Dispute> {
    let points: Vec<_> = places
        .iter()
        .filter_map(|place| Some((place, spot(&place.place)?)))
        .filter(|(_, s)| !s.is_area)
        .collect();
    let is_apart = |(_, a): &(&IncidentPlace, crate::profile::Spot)| {
        points.iter().any(|(_, b)| distance_km(a, b) > a.radius_km + b.radius_km)
    };
    let versions = points.iter().filter(|point| is_apart(point)).map(|(place, _)| Version {
        value: match &place.place.within {
            Some(within) => format!("{}, {within}", place.place.name),
            None => place.place.name.clone(),
        },
        support: place.support.clone(),
    });
    dispute(Disputed::Place, versions.collect())
}

/// Days that do not meet.
fn days(times: &[IncidentTime]) -> Option<Dispute> {
    let dated: Vec<&IncidentTime> =
        times.iter().filter(|t| is_dated(&t.when) && t.when.precision == TimePrecision::Day).collect();
    let is_before = |a: &When, b: &When| match (a.end, b.start) {
        (Some(end), Some(start)) => end < start,
        _ => false,
    };
    let is_apart =
        |a: &IncidentTime| dated.iter().any(|b| is_before(&a.when, &b.when) || is_before(&b.when, &a.when));
    let versions = dated.iter().filter(|time| is_apart(time)).map(|time| {
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let (start, end) = (day(time.when.start), day(time.when.end));
        let value = if start == end { start } else { format!("{start}..{end}") };
        Version { value, support: time.support.clone() }
    });
    dispute(Disputed::Time, versions.collect())
}

/// Current totals whose bounds do not meet.
fn tolls(all: &Account<'_, '_>, losses: &[Loss]) -> Option<Dispute> {
    let mut versions = Vec::new();
    for loss in losses.iter().filter(|loss| loss.victims.is_none()) {
        let current: Vec<_> = loss.claims.iter().filter(|claim| claim.state == ClaimState::Current).collect();
        let bounds = |claim: &athir_model::LossClaim| {
            (claim.count.low.unwrap_or(0), claim.count.high.unwrap_or(u64::MAX))
        };
        for claim in &current {
            let (low, high) = bounds(claim);
            let is_apart = |other: &&athir_model::LossClaim| {
                let (low2, high2) = bounds(other);
                low > high2 || low2 > high
            };
            if !current.iter().any(is_apart) {
                continue;
            }
            let (low, high) = (claim.count.low, claim.count.high);
            let number = match (low, high) {
                (Some(low), Some(high)) if low == high => low.to_string(),
                (Some(low), Some(high)) => format!("{low}-{high}"),
                (Some(low), None) => format!("at least {low}"),
                (None, high) => format!("up to {}", high.unwrap_or(0)),
            };
            let support = all
                .support(|t| current.iter().any(|other| other.count == claim.count && other.event == t.id()));
            versions.push(Version { value: format!("{number} {}", loss.harm.as_str()), support });
        }
    }
    dispute(Disputed::Losses, versions)
}
