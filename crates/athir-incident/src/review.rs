//! What people have made of single events, laid over what the coder read. The coding itself stays as it is.

use std::collections::{BTreeMap, BTreeSet};

use athir_model::{
    Anchor, Casualty, Claim, CodedReport, CorrectedField, Correction, Count, Decision, Event, EventId,
    EventReview, EventStatus, Geometry, GivenParty, GivenPlace, GivenTime, Harm, HeldCorrection, Party,
    Place, PlaceStatus, Quote, ReportId, ReviewVerdict, TimeBasis, TimePrecision, Verdict, When,
};

use crate::decision::in_force;
use crate::happening::main_event;

/// What one decision says of one event.
#[derive(Clone, Debug, PartialEq)]
struct Ruled {
    anchor: Anchor,
    says: Says,
    decision: Decision,
}

#[derive(Clone, Debug, PartialEq)]
enum Says {
    Review(ReviewVerdict),
    Correct(Correction),
}

/// People's reviews and corrections that hold, by report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reviews {
    /// In the order in which they were decided.
    by_report: BTreeMap<ReportId, Vec<Ruled>>,
}

/// A report's coding with people's reviews and corrections laid over it.
#[derive(Clone, Debug, PartialEq)]
pub struct Revised {
    /// The coding as it counts: fields corrected, rejected events left out.
    pub coded: CodedReport,
    /// The events that people have rejected, as the coder read them.
    pub rejected: Vec<Event>,
    /// What people have made of the events, rejected ones too.
    pub reviews: BTreeMap<EventId, EventReview>,
}

impl Reviews {
    /// Takes the reviews and corrections out of all that people have decided.
    pub fn new(decisions: &[Decision]) -> Reviews {
        let mut by_report: BTreeMap<ReportId, Vec<Ruled>> = BTreeMap::new();
        for decision in in_force(decisions) {
            let (anchors, says) = match &decision.verdict {
                Verdict::Review { events, review } => (events.as_slice(), Says::Review(*review)),
                Verdict::Correct { event, correction } => {
                    (std::slice::from_ref(event), Says::Correct(correction.clone()))
                }
                _ => continue,
            };
            for anchor in anchors {
                let ruled =
                    Ruled { anchor: anchor.clone(), says: says.clone(), decision: without_events(decision) };
                by_report.entry(anchor.event.report.clone()).or_default().push(ruled);
            }
        }
        Reviews { by_report }
    }

    /// The reports with an event that somebody has reviewed or corrected.
    pub fn reports(&self) -> impl Iterator<Item = &ReportId> {
        self.by_report.keys()
    }

    /// Whether somebody has reviewed or corrected an event of this report.
    pub fn has(&self, report: &ReportId) -> bool {
        self.by_report.contains_key(report)
    }

    /// The reports of whose events the two say different things.
    pub fn differences(&self, other: &Reviews) -> BTreeSet<ReportId> {
        let reports = self.by_report.keys().chain(other.by_report.keys());
        reports
            .filter(|report| self.by_report.get(*report) != other.by_report.get(*report))
            .cloned()
            .collect()
    }

    /// Lays what people have decided over a report's coding.
    pub fn revise(&self, report: &ReportId, coded: CodedReport) -> Revised {
        let Some(ruled) = self.by_report.get(report) else {
            return Revised { coded, rejected: Vec::new(), reviews: BTreeMap::new() };
        };
        let mut reviews: BTreeMap<EventId, EventReview> = BTreeMap::new();
        for Ruled { anchor, says, decision } in ruled {
            let Some(event) = meant(anchor, &coded.events) else { continue };
            let review = reviews.entry(event.id.clone()).or_insert_with(|| EventReview {
                event: event.id.clone(),
                status: EventStatus::Open,
                by: String::new(),
                note: None,
                decision: decision.id.clone(),
                corrections: Vec::new(),
            });
            review.by.clone_from(&decision.by);
            review.note.clone_from(&decision.note);
            review.decision = decision.id.clone();
            review.status = match says {
                Says::Review(ReviewVerdict::Accepted) => EventStatus::Accepted,
                Says::Review(ReviewVerdict::Rejected) => EventStatus::Rejected,
                Says::Review(ReviewVerdict::Open) => EventStatus::Open,
                Says::Correct(_) => EventStatus::Corrected,
            };
            if let Says::Correct(correction) = says {
                review.corrections.retain(|held| held.correction.field() != correction.field());
                review.corrections.push(HeldCorrection {
                    correction: correction.clone(),
                    by: decision.by.clone(),
                    note: decision.note.clone(),
                    decision: decision.id.clone(),
                });
                review.corrections.sort_by_key(|held| held.correction.field());
            }
        }
        apply(coded, reviews)
    }
}

/// A decision as a review refers to it, without the list of all its events.
fn without_events(decision: &Decision) -> Decision {
    let verdict = Verdict::Merge { events: Vec::new() };
    Decision { verdict, ..decision.clone() }
}

/// The event that an anchor means: the one of its name, or, where a newer coder names it otherwise, the one of the same
/// family whose trigger meets the anchor's. A look at one event must never pass to another that stands beside it.
fn meant<'e>(anchor: &Anchor, events: &'e [Event]) -> Option<&'e Event> {
    if let Some(same) = events.iter().find(|event| event.id == anchor.event.event) {
        return Some(same);
    }
    let (start, end) = anchor.trigger?;
    let shared = |event: &Event| event.trigger.end.min(end).saturating_sub(event.trigger.start.max(start));
    events.iter().filter(|event| shared(event) > 0 && event.kind.family() == anchor.kind.family()).max_by(
        |a, b| {
            let rank = |event: &Event| (event.kind == anchor.kind, shared(event));
            rank(a).cmp(&rank(b)).then_with(|| b.id.cmp(&a.id))
        },
    )
}

fn apply(mut coded: CodedReport, reviews: BTreeMap<EventId, EventReview>) -> Revised {
    let main = main_event(&coded).map(|n| coded.events[n].id.clone());
    let is_rejected =
        |event: &Event| reviews.get(&event.id).is_some_and(|review| review.status == EventStatus::Rejected);
    let (rejected, kept): (Vec<Event>, Vec<Event>) =
        std::mem::take(&mut coded.events).into_iter().partition(is_rejected);
    coded.events = kept;
    for event in &mut coded.events {
        let Some(review) = reviews.get(&event.id) else { continue };
        for held in &review.corrections {
            correct(event, held);
            let (Some(toll), true) = (&mut coded.toll, main.as_ref() == Some(&event.id)) else { continue };
            match held.correction {
                Correction::Killed(count) => {
                    (toll.killed, toll.attackers_killed) = (count.unwrap_or_default(), 0);
                }
                Correction::Injured(count) => {
                    (toll.injured, toll.attackers_injured) = (count.unwrap_or_default(), 0);
                }
                _ => {}
            }
        }
    }
    // The losses of the report as a whole belong to its main event and pass to no other.
    if main_event(&coded).map(|n| &coded.events[n].id) != main.as_ref() {
        coded.toll = None;
    }
    Revised { coded, rejected, reviews }
}

/// Lays a correction over an event.
fn correct(event: &mut Event, held: &HeldCorrection) {
    let why = format!("corrected by {}", held.by);
    match &held.correction {
        Correction::Kind(kind) => {
            event.kind = *kind;
            event.codes = kind.codes();
            event.confidence.event = 1.0;
        }
        Correction::Initiators(given) => {
            event.initiators = parties(given, &event.initiators, &event.trigger, &why);
            event.confidence.initiators = (!given.is_empty()).then_some(1.0);
        }
        Correction::Recipients(given) => {
            event.recipients = parties(given, &event.recipients, &event.trigger, &why);
            event.confidence.recipients = (!given.is_empty()).then_some(1.0);
        }
        Correction::Place(given) => {
            event.place = given.as_ref().map(|given| place(given, event, &why));
            event.confidence.place = given.is_some().then_some(1.0);
        }
        Correction::Time(given) => {
            event.when = when(given);
            event.confidence.time = Some(1.0);
        }
        Correction::Killed(count) => losses(event, Harm::Killed, *count),
        Correction::Injured(count) => losses(event, Harm::Injured, *count),
    }
}

/// No words of the report, where its event is told.
fn no_words(event: &Quote) -> Quote {
    Quote { text: String::new(), start: event.start, end: event.start }
}

/// A party that the coder had read stays with its words; of another one only the person's word is known.
fn parties(given: &[GivenParty], read: &[Party], trigger: &Quote, why: &str) -> Vec<Party> {
    let is_same = |party: &Party, given: &GivenParty| match (&party.actor, &given.actor) {
        (Some(a), Some(b)) => a == b,
        _ => party.name.to_lowercase() == given.name.to_lowercase(),
    };
    let party = |given: &GivenParty| {
        if let (Some(same), None) = (read.iter().find(|party| is_same(party, given)), &given.quote) {
            return Party { name: given.name.clone(), actor: given.actor.clone(), ..same.clone() };
        }
        let quote = given.quote.clone().unwrap_or_else(|| no_words(trigger));
        Party {
            name: given.name.clone(),
            actor: given.actor.clone(),
            mention: quote.text,
            start: quote.start,
            end: quote.end,
            basis: Default::default(),
            why: why.to_owned(),
        }
    };
    given.iter().map(party).collect()
}

fn place(given: &GivenPlace, event: &Event, why: &str) -> Place {
    use athir_model::PlacePrecision as P;
    // Another reading of the same words, unless the person points to others.
    let read = event.place.as_ref().map(Place::quote);
    let quote = given.quote.clone().or(read).unwrap_or_else(|| no_words(&event.trigger));
    let is_area = matches!(given.precision, P::District | P::Province | P::Country);
    let is_known = given.lat.is_some() && given.lon.is_some();
    Place {
        name: given.name.clone(),
        within: given.within.clone(),
        country: given.country.clone(),
        lat: given.lat,
        lon: given.lon,
        precision: given.precision,
        geometry: if is_area { Geometry::Area } else { Geometry::Point },
        radius_km: None,
        mention: quote.text,
        start: quote.start,
        end: quote.end,
        status: if is_known { PlaceStatus::Resolved } else { PlaceStatus::Unresolved },
        code: given.code.clone(),
        candidates: Vec::new(),
        why: why.to_owned(),
    }
}

fn when(given: &GivenTime) -> When {
    let is_dated = given.precision != TimePrecision::Unknown;
    When {
        start: given.start,
        end: given.end,
        precision: given.precision,
        basis: if is_dated { TimeBasis::Stated } else { TimeBasis::Publication },
        mention: given.quote.clone(),
    }
}

/// One count takes the place of all that the coder read of a harm. It keeps their victims and words where they agree
/// on them.
fn losses(event: &mut Event, harm: Harm, count: Option<Count>) {
    let read: Vec<Casualty> = event.casualties.iter().filter(|c| c.kind == harm).cloned().collect();
    event.casualties.retain(|casualty| casualty.kind != harm);
    let Some(count) = count else { return };
    let victims: BTreeSet<&str> = read.iter().map(|casualty| casualty.victims.as_str()).collect();
    let victims = match victims.first() {
        Some(victims) if read.iter().all(|casualty| casualty.victims == *victims) => (*victims).to_owned(),
        _ => "unknown".to_owned(),
    };
    let mention = match &read[..] {
        [one] => one.mention.clone(),
        _ => no_words(&event.trigger),
    };
    event.casualties.push(Casualty { kind: harm, count, victims, mention, voice: None, relation: None });
    event.confidence.casualties = Some(1.0);
}

impl Revised {
    /// The claims about one event: those that its report makes, and those of people, which outrank them.
    ///
    /// `read` is the event as the coder read it.
    pub fn claims(&self, report: &ReportId, read: &Event) -> Vec<Claim> {
        let mut claims = Claim::of_event(report, read);
        let Some(review) = self.reviews.get(&read.id) else { return claims };
        if review.corrections.is_empty() {
            return claims;
        }
        let held = |claim: &Claim| {
            review.corrections.iter().find(|held| field_of(claim) == Some(held.correction.field()))
        };
        claims.iter_mut().for_each(|claim| claim.outranked = held(claim).is_some());
        let Some(counts) = self.coded.events.iter().find(|event| event.id == read.id) else { return claims };
        let of_people = Claim::of_event(report, counts).into_iter().filter_map(|claim| {
            let by = held(&claim)?.by.clone();
            let quote = claim.quote.filter(|quote| !quote.text.is_empty());
            Some(Claim { quote, voices: Vec::new(), confidence: None, by: Some(by), ..claim })
        });
        let mut all: Vec<Claim> = of_people.collect();
        all.extend(claims);
        all.sort_by_key(|claim| order(claim.asserted.field()));
        all
    }
}

/// The field that a correction of a claim's value would name.
fn field_of(claim: &Claim) -> Option<CorrectedField> {
    use athir_model::Asserted as A;
    match &claim.asserted {
        A::Kind(_) => Some(CorrectedField::Kind),
        A::Initiator(_) => Some(CorrectedField::Initiators),
        A::Recipient(_) => Some(CorrectedField::Recipients),
        A::Place(_) => Some(CorrectedField::Place),
        A::Time(_) => Some(CorrectedField::Time),
        A::Casualty(loss) if loss.kind == Harm::Killed => Some(CorrectedField::Killed),
        A::Casualty(loss) if loss.kind == Harm::Injured => Some(CorrectedField::Injured),
        _ => None,
    }
}

fn order(field: &str) -> usize {
    ["kind", "modality", "phase", "initiator", "recipient", "place", "time", "casualty", "weapon"]
        .iter()
        .position(|known| *known == field)
        .unwrap_or(usize::MAX)
}
