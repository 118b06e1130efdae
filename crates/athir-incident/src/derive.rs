//! An incident of the events that describe it: what they agree on, what they dispute, and how well it is attested.
//!
//! Every rule here stands in `docs/incidents.md`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use athir_model::{
    Basis, Direction, Event, EventKind, EventRef, Grade, Incident, IncidentEvent, IncidentId, IncidentPlace,
    IncidentSide, IncidentTime, Join, Modality, Party, Phase, Place, PlacePrecision, ReviewStatus, Role,
    Support, TimeBasis, TimePrecision, When,
};
use jiff::civil::Date;

use crate::Lineage;
use crate::dispute::disputes;
use crate::hash::hash64;
use crate::model::METHOD;
use crate::profile::spot;
use crate::source::{Told, sources};
use crate::toll::losses;
use crate::traits::distance_km;

/// The name of the incident whose first event this is.
pub fn incident_id(first: &EventRef) -> IncidentId {
    IncidentId(format!("{:016x}", hash64([first.report.0.as_str(), first.event.0.as_str()])))
}

/// Puts an incident together of its events. `joins` says what holds them together, `related` names the first events of
/// incidents that people have marked as related.
///
/// The order of `told` does not matter.
///
/// # Panics
///
/// Without any event.
pub fn derive_incident(
    told: &[Told<'_>],
    joins: Vec<Join>,
    related: &[EventRef],
    lineage: &dyn Lineage,
) -> Incident {
    let mut told = told.to_vec();
    told.sort_by_cached_key(|t| {
        let id = t.id();
        (t.published.unwrap_or(Date::MAX), hash64([id.report.0.as_str(), id.event.0.as_str()]), id)
    });
    let all = Account { sources: sources(&told), told: &told };
    let first = told.first().expect("an incident has an event").id();
    let reports: BTreeSet<_> = told.iter().map(|t| t.report).collect();
    let places = all.places();
    let times = all.times();
    let sides = all.sides();
    let losses = losses(&told, &all.sources);
    let disputes = disputes(&all, &sides, &places, &times, &losses, lineage);
    Incident {
        id: incident_id(&first),
        kind: all.kind(),
        modality: told.iter().map(|t| t.event.modality).min().unwrap_or(Modality::Reported),
        phase: all.phase(),
        place: places.first().map(|place| place.place.clone()),
        when: times.first().map_or_else(unknown, |time| time.when.clone()),
        events: all.events(),
        n_reports: reports.len(),
        n_sources: all.sources.iter().collect::<BTreeSet<_>>().len(),
        grade: grade(&all, &sides, &disputes),
        sides,
        places,
        times,
        losses,
        disputes,
        joins,
        related: related.iter().map(incident_id).collect(),
        status: review_status(&told),
        method: METHOD,
    }
}

fn review_status(told: &[Told<'_>]) -> ReviewStatus {
    ReviewStatus::of(told.iter().filter(|t| t.status.is_open()).count(), told.len())
}

fn unknown() -> When {
    When {
        start: None,
        end: None,
        precision: TimePrecision::Unknown,
        basis: TimeBasis::Publication,
        mention: None,
    }
}

/// The events of an incident in order, with their independent sources.
pub(crate) struct Account<'a, 'e> {
    pub(crate) told: &'a [Told<'e>],
    pub(crate) sources: Vec<usize>,
}

impl Account<'_, '_> {
    /// Who gives a value: the events that hold for `gives`.
    pub(crate) fn support(&self, mut gives: impl FnMut(&Told<'_>) -> bool) -> Support {
        let giving = || self.told.iter().zip(&self.sources);
        let mut events = Vec::new();
        let (mut reports, mut sources) = (BTreeSet::new(), BTreeSet::new());
        for (told, source) in giving() {
            if gives(told) {
                events.push(told.id());
                reports.insert(told.report);
                sources.insert(source);
            }
        }
        Support { n_reports: reports.len(), n_sources: sources.len(), events }
    }

    fn events(&self) -> Vec<IncidentEvent> {
        let of = |(told, &source): (&Told<'_>, &usize)| IncidentEvent {
            event: told.id(),
            kind: told.event.kind,
            modality: told.event.modality,
            story: told.story.map(|(story, _)| story.clone()),
            outlet: told.outlet.map(str::to_owned),
            published: told.published,
            source,
            voices: voices([told.event]),
            status: told.status,
        };
        self.told.iter().zip(&self.sources).map(of).collect()
    }

    /// The kind that most sources give, a telling one before one that leaves the means open, then the first.
    fn kind(&self) -> EventKind {
        let is_open = |kind: EventKind| {
            matches!(kind, EventKind::Attack | EventKind::Clash | EventKind::ViolenceAgainstCivilians)
        };
        let kinds: BTreeSet<EventKind> = self.told.iter().map(|t| t.event.kind).collect();
        let rank = |kind: &EventKind| {
            let support = self.support(|t| t.event.kind == *kind);
            (support.n_sources, !is_open(*kind), support.n_reports, Reverse(*kind))
        };
        kinds.into_iter().max_by_key(rank).unwrap_or(EventKind::Attack)
    }

    /// What the newest report says that says more than that it occurred.
    fn phase(&self) -> Phase {
        let newest = self.told.iter().rfind(|t| t.event.phase != Phase::Occurred);
        newest.map_or(Phase::Occurred, |t| t.event.phase)
    }

    /// The places that are given: those of the most sources first, a precise one before a vague one. An area around a
    /// point speaks for the point.
    fn places(&self) -> Vec<IncidentPlace> {
        let mut distinct: Vec<&Place> = Vec::new();
        for place in self.told.iter().filter_map(|t| t.event.place.as_ref()) {
            if !distinct.iter().any(|known| is_same_place(known, place)) {
                distinct.push(place);
            }
        }
        let mut places: Vec<(usize, IncidentPlace)> = distinct
            .into_iter()
            .enumerate()
            .map(|(n, place)| {
                let gives = |t: &Told<'_>| t.event.place.as_ref().is_some_and(|other| holds(other, place));
                (n, IncidentPlace { place: place.clone(), support: self.support(gives) })
            })
            .collect();
        places.sort_by_key(|(n, place)| {
            (Reverse(place.support.n_sources), coarseness(place.place.precision), *n)
        });
        places.into_iter().map(|(_, place)| place).collect()
    }

    /// The times that are given, as the places are: a time around another one speaks for it.
    fn times(&self) -> Vec<IncidentTime> {
        let mut distinct: Vec<&When> = Vec::new();
        for when in self.told.iter().map(|t| &t.event.when) {
            let is_same = |known: &&&When| {
                (known.start, known.end, known.precision) == (when.start, when.end, when.precision)
            };
            if !distinct.iter().any(|known| is_same(&known)) {
                distinct.push(when);
            }
        }
        let mut times: Vec<(usize, IncidentTime)> = distinct
            .into_iter()
            .enumerate()
            .map(|(n, when)| {
                let support = self.support(|t| is_around(&t.event.when, when));
                (n, IncidentTime { when: when.clone(), support })
            })
            .collect();
        times.sort_by_key(|(n, time)| {
            let is_open = !is_dated(&time.when);
            (is_open, Reverse(time.support.n_sources), time.when.precision, *n)
        });
        times.into_iter().map(|(_, time)| time).collect()
    }

    /// The events of mutual kinds that have the sides the other way round than the first that names both.
    fn turned(&self) -> BTreeSet<EventRef> {
        let mutual = || self.told.iter().filter(|t| t.event.kind.direction() == Direction::Mutual);
        let names_both = |t: &&Told<'_>| !t.event.initiators.is_empty() && !t.event.recipients.is_empty();
        let mut seen = [BTreeSet::new(), BTreeSet::new()];
        let mut turned = BTreeSet::new();
        for told in mutual().filter(names_both).chain(mutual().filter(|t| !names_both(t))) {
            let is_turned = is_turned(told.event, &seen);
            let (one, other) = if is_turned { (1, 0) } else { (0, 1) };
            seen[one].extend(told.event.initiators.iter().map(party_key));
            seen[other].extend(told.event.recipients.iter().map(party_key));
            if is_turned {
                turned.insert(told.id());
            }
        }
        turned
    }

    /// The parties on both sides, those of the most sources first.
    fn sides(&self) -> Vec<IncidentSide> {
        let turned = self.turned();
        let mut found: BTreeMap<(Role, String), Vec<(&Party, &Event)>> = BTreeMap::new();
        for told in self.told {
            for (role, parties) in sides_of(told, &turned) {
                for party in parties {
                    found.entry((role, party_key(party))).or_default().push((party, told.event));
                }
            }
        }
        let mut sides: Vec<IncidentSide> = found
            .into_iter()
            .map(|((role, key), given)| {
                let stands = |t: &Told<'_>| {
                    let here = sides_of(t, &turned).into_iter().filter(|(side, _)| *side == role);
                    here.flat_map(|(_, parties)| parties).any(|party| party_key(party) == key)
                };
                let support = self.support(stands);
                let bases: BTreeSet<Basis> = given.iter().map(|(party, _)| party.basis).collect();
                let mentions: BTreeSet<&str> =
                    given.iter().map(|(party, _)| party.mention.as_str()).collect();
                IncidentSide {
                    role,
                    name: given[0].0.name.clone(),
                    actor: given[0].0.actor.clone(),
                    bases: bases.into_iter().collect(),
                    voices: voices(given.iter().map(|(_, event)| *event)),
                    mentions: mentions.into_iter().map(str::to_owned).collect(),
                    support,
                }
            })
            .collect();
        sides.sort_by(|a, b| {
            let rank = |side: &IncidentSide| (side.role, Reverse(side.support.n_sources));
            rank(a).cmp(&rank(b)).then_with(|| a.name.cmp(&b.name))
        });
        sides
    }
}

/// The parties of an event, each side with the role that it has in the incident.
fn sides_of<'e>(told: &Told<'e>, turned: &BTreeSet<EventRef>) -> [(Role, &'e [Party]); 2] {
    let (one, other) = match turned.contains(&told.id()) {
        true => (Role::Recipient, Role::Initiator),
        false => (Role::Initiator, Role::Recipient),
    };
    [(one, &told.event.initiators), (other, &told.event.recipients)]
}

/// Whether reports that name both sides, or else the first, have the sides of an event the other way round. Who comes
/// first in "A and B clashed" says nothing of either.
fn is_turned(event: &Event, seen: &[BTreeSet<String>; 2]) -> bool {
    let shared = |parties: &[Party], side: &BTreeSet<String>| {
        parties.iter().filter(|party| side.contains(&party_key(party))).count()
    };
    let straight = shared(&event.initiators, &seen[0]) + shared(&event.recipients, &seen[1]);
    let crossed = shared(&event.initiators, &seen[1]) + shared(&event.recipients, &seen[0]);
    crossed > straight
}

/// What makes two parties the same one.
fn party_key(party: &Party) -> String {
    party.actor.clone().unwrap_or_else(|| party.name.to_lowercase())
}

fn voices<'e>(events: impl IntoIterator<Item = &'e Event>) -> Vec<String> {
    let voices: BTreeSet<&str> = events
        .into_iter()
        .flat_map(|event| event.attribution.iter().map(|quote| quote.text.as_str()))
        .collect();
    voices.into_iter().map(str::to_owned).collect()
}

fn coarseness(precision: PlacePrecision) -> u8 {
    match precision {
        PlacePrecision::Spot => 0,
        PlacePrecision::Settlement => 1,
        PlacePrecision::District => 2,
        PlacePrecision::Province => 3,
        PlacePrecision::Country => 4,
        PlacePrecision::Unknown => 5,
    }
}

fn is_same_place(a: &Place, b: &Place) -> bool {
    match (&a.code, &b.code) {
        (Some(a), Some(b)) => a == b,
        _ => a.name.to_lowercase() == b.name.to_lowercase() && a.country == b.country,
    }
}

/// Whether a report that gives `outer` speaks for `inner`: the same place, or an area that it lies in.
fn holds(outer: &Place, inner: &Place) -> bool {
    if is_same_place(outer, inner) {
        return true;
    }
    if coarseness(outer.precision) <= coarseness(inner.precision) {
        return false;
    }
    let (Some(a), Some(b)) = (spot(outer), spot(inner)) else { return false };
    if outer.precision == PlacePrecision::Country {
        return outer.country.is_some() && outer.country == inner.country;
    }
    distance_km(&a, &b) <= a.radius_km
}

/// Whether the words of a report date the event.
pub(crate) fn is_dated(when: &When) -> bool {
    when.precision != TimePrecision::Unknown && when.basis != TimeBasis::Publication
}

/// Whether a report that gives `outer` speaks for `inner`.
fn is_around(outer: &When, inner: &When) -> bool {
    let starts = outer.start.is_none_or(|start| inner.start.is_some_and(|inner| start <= inner));
    let ends = outer.end.is_none_or(|end| inner.end.is_some_and(|inner| inner <= end));
    starts && ends
}

/// A party that says of itself that it acted confirms; two that do, or sources that name different perpetrators, or a
/// denial, contest; otherwise the number of independent sources decides.
fn grade(all: &Account<'_, '_>, sides: &[IncidentSide], disputes: &[athir_model::Dispute]) -> Grade {
    use athir_model::Disputed as D;
    let is_mutual = all.kind().direction() == Direction::Mutual;
    let claiming = sides
        .iter()
        .filter(|side| side.role == Role::Initiator || is_mutual)
        .filter(|side| side.bases.contains(&Basis::Claimed))
        .count();
    let is_contested = disputes.iter().any(|d| matches!(d.field, D::Initiator | D::Happening));
    match claiming {
        1 => Grade::Confirmed,
        n if n > 1 && !is_mutual => Grade::Contested,
        n if n > 1 => Grade::Confirmed,
        _ if is_contested => Grade::Contested,
        _ if all.sources.iter().collect::<BTreeSet<_>>().len() > 1 => Grade::Fair,
        _ => Grade::SingleSource,
    }
}
