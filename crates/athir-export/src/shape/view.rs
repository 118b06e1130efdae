//! What the shapes of event data share: an incident's parties, codes and losses as a row wants them.

use std::collections::{BTreeMap, BTreeSet};

use athir_model::{
    Codes, Direction, Estimate, Event, Harm, Incident, IncidentSide, PlacePrecision, ReviewStatus, Role,
};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::{Item, ItemEvent, Notes, PartyInfo, World};

/// A side of an incident, and who it is.
pub(super) struct Side<'a> {
    pub(super) side: &'a IncidentSide,
    pub(super) info: PartyInfo,
}

/// The parties with this role, those with the most independent sources first, else as in the incident.
pub(super) fn sides<'a>(incident: &'a Incident, role: Role, world: &dyn World) -> Vec<Side<'a>> {
    let on = incident.when.start.or(incident.when.end);
    let mut sides: Vec<Side<'a>> = incident
        .sides
        .iter()
        .filter(|side| side.role == role)
        .map(|side| Side { side, info: world.party(side.actor.as_deref(), &side.name, on) })
        .collect();
    sides.sort_by_key(|side| std::cmp::Reverse(side.side.support.n_sources));
    sides
}

/// Whether the order of the sides has no meaning.
pub(super) fn is_mutual(incident: &Incident) -> bool {
    incident.kind.direction() == Direction::Mutual
}

/// The codes of an incident in other schemes: those of its kind, each as the most independent sources have it; of equals
/// the first by date of publication.
pub(super) fn codes(item: &Item) -> Codes {
    let kind = item.incident.kind;
    let same: Vec<&ItemEvent> = item.events.iter().filter(|told| told.event.kind == kind).collect();
    let mut codes = kind.codes();
    let most = |of: fn(&Codes) -> (&str, &str)| -> Option<&ItemEvent> {
        let mut sources: BTreeMap<(&str, &str), BTreeSet<usize>> = BTreeMap::new();
        for told in &same {
            sources.entry(of(&told.event.codes)).or_default().insert(told.source);
        }
        let most = sources.values().map(BTreeSet::len).max()?;
        same.iter().find(|told| sources[&of(&told.event.codes)].len() == most).copied()
    };
    if let Some(told) = most(|codes| (&codes.plover, &codes.plover_mode)) {
        codes.plover.clone_from(&told.event.codes.plover);
        codes.plover_mode.clone_from(&told.event.codes.plover_mode);
    }
    if let Some(told) = most(|codes| (&codes.cameo, "")) {
        codes.cameo.clone_from(&told.event.codes.cameo);
    }
    if let Some(told) = most(|codes| (&codes.acled_event_type, &codes.acled_sub_event_type)) {
        codes.acled_event_type.clone_from(&told.event.codes.acled_event_type);
        codes.acled_sub_event_type.clone_from(&told.event.codes.acled_sub_event_type);
    }
    codes
}

/// How many came to this harm, over all sides.
pub(super) fn total(incident: &Incident, harm: Harm) -> Option<Estimate> {
    incident.losses.iter().find(|loss| loss.harm == harm && loss.victims.is_none()).map(|loss| loss.estimate)
}

/// Whether people have looked at it, as every row says that has a place for it.
pub(super) fn reviewed(incident: &Incident) -> &'static str {
    match incident.status {
        ReviewStatus::Machine => "machine-coded",
        ReviewStatus::Partly => "partly reviewed",
        ReviewStatus::Reviewed => "reviewed",
    }
}

/// When the newest of its reports was coded.
pub(super) fn coded(item: &Item) -> Option<Timestamp> {
    item.events.iter().map(|told| told.report.coding.coded).max()
}

/// The day on which the first of its reports was published.
pub(super) fn first_published(item: &Item) -> Option<Date> {
    item.events.iter().filter_map(|told| told.report.published).min()
}

/// The event that a row quotes: the first of the incident's kind, else the first.
pub(super) fn telling(item: &Item) -> Option<&ItemEvent> {
    item.events.iter().find(|told| told.event.kind == item.incident.kind).or_else(|| item.events.first())
}

/// The words that tell of an event, one passage after the other, on one line.
pub(super) fn words(event: &Event) -> String {
    let passages: Vec<String> = event
        .evidence
        .iter()
        .map(|quote| quote.text.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    passages.join(" ")
}

/// PLOVER's resolution of a place: 5 inside a settlement, 4 settlement, 3 district, 2 province, 1 country.
pub(super) fn resolution(precision: PlacePrecision) -> Option<u8> {
    match precision {
        PlacePrecision::Spot => Some(5),
        PlacePrecision::Settlement => Some(4),
        PlacePrecision::District => Some(3),
        PlacePrecision::Province => Some(2),
        PlacePrecision::Country => Some(1),
        PlacePrecision::Unknown => None,
    }
}

/// A number of GeoNames, where the code of a place is one of GeoNames.
pub(super) fn geonames(code: Option<&str>) -> Option<u64> {
    code?.strip_prefix("gn:")?.parse().ok()
}

/// Who did it to whom: "A, B → C", with "?" for a side that nobody gives, and on whose word where nobody states it.
pub(super) fn headline(incident: &Incident) -> String {
    let name = |side: &IncidentSide| match weak_basis(side) {
        None => side.name.clone(),
        Some(basis) => format!("{} ({basis})", side.name),
    };
    let names = |role| {
        let sides = incident.sides.iter().filter(|side| side.role == role);
        sides.map(name).collect::<Vec<_>>().join(", ")
    };
    let (acting, acted_on) = (names(Role::Initiator), names(Role::Recipient));
    let sign = if is_mutual(incident) { '↔' } else { '→' };
    match (acting.is_empty(), acted_on.is_empty()) {
        (true, true) => "?".to_owned(),
        (false, true) => acting,
        (true, false) => format!("? {sign} {acted_on}"),
        (false, false) => format!("{acting} {sign} {acted_on}"),
    }
}

/// Which parties no report states, and on whose word they stand: "Hill Front blamed, civilians implied".
pub(super) fn unstated(incident: &Incident) -> String {
    let words = |side: &IncidentSide| Some(format!("{} {}", side.name, weak_basis(side)?));
    incident.sides.iter().filter_map(words).collect::<Vec<_>>().join(", ")
}

/// Says of an incident with such parties that a shape has no field for it.
pub(super) fn note_unstated(incident: &Incident, notes: &mut Notes) {
    if incident.sides.iter().any(|side| weak_basis(side).is_some()) {
        notes.narrowed(
            &incident.id,
            "a party that is blamed, claims it itself or is implied stands like one that is stated",
        );
    }
}

/// On whose word a party stands that no report states.
fn weak_basis(side: &IncidentSide) -> Option<&'static str> {
    side.bases.iter().min()?.unless_stated()
}

/// Losses over all sides: "killed 8, injured 3 to 5 or more".
pub(super) fn loss_words(incident: &Incident) -> String {
    let totals = incident.losses.iter().filter(|loss| loss.victims.is_none());
    let words = totals.map(|loss| {
        let Estimate { low, best, high, open } = loss.estimate;
        let number = if low == high { best.to_string() } else { format!("{low} to {high}") };
        format!("{} {number}{}", loss.harm.as_str(), if open { " or more" } else { "" })
    });
    words.collect::<Vec<_>>().join(", ")
}

/// On what the sources disagree.
pub(super) fn disputed(incident: &Incident) -> String {
    incident.disputes.iter().map(|dispute| dispute.field.as_str()).collect::<Vec<_>>().join(", ")
}
