//! An incident as it may be published.
//!
//! Every record is taken apart by the names of all its fields, so that a field that is added to it has to be decided
//! about here before anything compiles.

use std::collections::BTreeSet;

use athir_export::Item;
use athir_model::{
    Dispute, Disputed, EventKind, Harm, Incident, IncidentEvent, IncidentPlace, IncidentSide, IncidentTime,
    Loss, LossClaim, Place, Role,
};

use crate::count::withhold_small;
use crate::guard::Guard;
use crate::order::reorder;
use crate::party::Shown;
use crate::support::Sources;
use crate::{Field, SourceShow};

/// What was made coarser or left out of an incident that is published.
#[derive(Default)]
pub(crate) struct Lost {
    pub(crate) place: bool,
    pub(crate) time: bool,
    pub(crate) counts: bool,
    pub(crate) parties: bool,
    pub(crate) outlets: bool,
}

impl Guard<'_> {
    pub(crate) fn publish(&mut self, item: Item) -> (Item, Lost) {
        let Item { mut incident, events, withheld: before } = item;
        let mut lost = Lost::default();
        let has = |incident: &Incident, harm: Harm| incident.losses.iter().any(|loss| loss.harm == harm);
        let told: BTreeSet<Harm> = Harm::ALL.into_iter().filter(|harm| has(&incident, *harm)).collect();
        let withheld = withhold_small(&mut incident, self.policy.smallest);
        lost.counts = !withheld.is_empty();
        lost.outlets = self.policy.sources >= SourceShow::Outlet
            && incident
                .events
                .iter()
                .filter_map(|told| told.outlet.as_ref())
                .any(|o| self.outlet(o).is_none());
        let events = events.into_iter().map(|told| self.told(told, &withheld)).collect();
        let incident = self.incident(incident, &mut lost);
        let has_total =
            |harm: &Harm| incident.losses.iter().any(|loss| loss.harm == *harm && loss.victims.is_none());
        // Where losses are left out, of all kinds, or it would tell of which there are any.
        let withheld = match self.drops(Field::Losses) {
            true => Harm::ALL.into(),
            false => {
                let gone = told.into_iter().filter(|harm| withheld.contains(harm) && !has_total(harm));
                gone.chain(before).collect()
            }
        };
        let mut item = Item { incident, events, withheld };
        if !self.policy.keeps_ids() {
            reorder(&mut item);
        }
        (item, lost)
    }

    fn incident(&self, incident: Incident, lost: &mut Lost) -> Incident {
        let Incident {
            id,
            kind,
            modality,
            phase,
            place,
            when,
            events,
            n_reports,
            n_sources,
            sides,
            places,
            times,
            losses,
            grade,
            disputes,
            joins: _,   // they name events, and say how much their places and times are alike
            related: _, // they may be withheld
            status,
            method,
        } = incident;
        let sources = Sources::of(&events);
        let parties: Vec<(String, Shown)> = sides
            .iter()
            .map(|side| (side.name.clone(), self.shown(side.actor.as_deref(), &side.name)))
            .collect();
        lost.parties = parties.iter().any(|(_, shown)| shown.is_changed);
        let shown_place = place.as_ref().and_then(|place| self.place(place));
        lost.place = place.as_ref().is_some_and(|place| {
            shown_place.as_ref().is_none_or(|shown| shown.name != place.name || shown.lat != place.lat)
        });
        let shown_when = self.when(&when);
        lost.time = (shown_when.start, shown_when.end) != (when.start, when.end);
        let is_same_side =
            |a: &IncidentSide, b: &IncidentSide| (a.role, &a.name, &a.actor) == (b.role, &b.name, &b.actor);
        let sides =
            sides.into_iter().zip(&parties).map(|(side, (_, shown))| self.side(side, shown)).collect();
        let mut sides = sources.fold(sides, is_same_side, |side| &mut side.support);
        sides.retain(|side| match side.role {
            Role::Initiator => !self.drops(Field::Initiators),
            Role::Recipient => !self.drops(Field::Recipients),
        });
        let places = places.into_iter().filter_map(|IncidentPlace { place, support }| {
            Some(IncidentPlace { place: self.place(&place)?, support })
        });
        let is_same_place = |a: &IncidentPlace, b: &IncidentPlace| is_same_place(&a.place, &b.place);
        let mut places = sources.fold(places.collect(), is_same_place, |given| &mut given.support);
        let times = times
            .into_iter()
            .map(|IncidentTime { when, support }| IncidentTime { when: self.when(&when), support });
        let is_same_time = |a: &IncidentTime, b: &IncidentTime| {
            (a.when.start, a.when.end, a.when.precision) == (b.when.start, b.when.end, b.when.precision)
        };
        let mut times = sources.fold(times.collect(), is_same_time, |given| &mut given.support);
        let disputes = disputes
            .into_iter()
            .filter_map(|dispute| self.dispute(dispute, places.len(), times.len(), &losses))
            .collect();
        let mut losses = losses;
        if self.drops(Field::Losses) {
            losses.clear();
        }
        let losses = losses.into_iter().map(|loss| self.loss(loss, &parties)).collect();
        sides.iter_mut().for_each(|side| self.rename(&mut side.support));
        places.iter_mut().for_each(|given| self.rename(&mut given.support));
        times.iter_mut().for_each(|given| self.rename(&mut given.support));
        let events = events.into_iter().map(|told| self.incident_event(told)).collect();
        Incident {
            id: self.incident_id(&id),
            kind,
            modality,
            phase,
            place: shown_place,
            when: shown_when,
            events,
            n_reports,
            n_sources,
            sides,
            places,
            times,
            losses,
            grade,
            disputes,
            joins: Vec::new(),
            related: Vec::new(),
            status,
            method,
        }
    }

    fn incident_event(&self, told: IncidentEvent) -> IncidentEvent {
        let IncidentEvent { event, kind, modality, story, outlet, published, source, voices, status } = told;
        IncidentEvent {
            event: self.event_ref(&event),
            kind,
            modality,
            story: story.map(|story| self.story_id(&story)),
            outlet: outlet.and_then(|outlet| self.outlet(&outlet)),
            published: published.filter(|_| self.shows_days_of_reports()),
            source,
            voices: self.voices(voices),
            status,
        }
    }

    fn side(&self, side: IncidentSide, shown: &Shown) -> IncidentSide {
        let IncidentSide { role, name: _, actor: _, bases, voices, mentions, support } = side;
        IncidentSide {
            role,
            name: shown.name.clone(),
            actor: shown.code.clone(),
            bases,
            voices: self.voices(voices),
            mentions: if self.shows_words() { mentions } else { Vec::new() },
            support,
        }
    }

    /// What is disputed stays; of the values only those that are words of a closed list.
    fn dispute(&self, dispute: Dispute, n_places: usize, n_times: usize, losses: &[Loss]) -> Option<Dispute> {
        let Dispute { field, mut versions } = dispute;
        let is_left = match field {
            Disputed::Place => n_places > 1,
            Disputed::Time => n_times > 1,
            Disputed::Losses => !losses.is_empty() && !self.drops(Field::Losses),
            Disputed::Initiator => !self.drops(Field::Initiators),
            Disputed::Recipient => !self.drops(Field::Recipients),
            Disputed::Happening | Disputed::Kind => true,
        };
        if !is_left || self.drops(Field::Disputes) {
            return None;
        }
        let is_closed = |value: &str| match field {
            Disputed::Kind => value.parse::<EventKind>().is_ok(),
            Disputed::Happening => matches!(value, "reported" | "denied"),
            _ => false,
        };
        if versions.iter().all(|version| is_closed(&version.value)) {
            versions.iter_mut().for_each(|version| self.rename(&mut version.support));
        } else {
            versions.clear();
        }
        Some(Dispute { field, versions })
    }

    fn loss(&self, loss: Loss, parties: &[(String, Shown)]) -> Loss {
        let Loss { harm, victims, estimate, claims } = loss;
        let claim = |claim: LossClaim| {
            let LossClaim { event, count, victims, mention, voice, published, source, state } = claim;
            LossClaim {
                event: self.event_ref(&event),
                count,
                victims: self.victims(&victims, parties),
                mention: mention.map(|mention| self.quote(mention)),
                voice: voice.filter(|voice| self.shows_voice(voice)),
                published: published.filter(|_| self.shows_days_of_reports()),
                source,
                state,
            }
        };
        Loss {
            harm,
            victims: victims.map(|victims| self.victims(&victims, parties)),
            estimate,
            claims: claims.into_iter().map(claim).collect(),
        }
    }
}

fn is_same_place(a: &Place, b: &Place) -> bool {
    let key =
        |place: &Place| (place.name.clone(), place.code.clone(), place.country.clone(), place.precision);
    key(a) == key(b) && a.lat == b.lat && a.lon == b.lon && a.radius_km == b.radius_km
}
