//! What people find of events is laid over the coding: it outranks the machine, survives a newer coder, and is undone
//! without a trace.

use athir_incident::{Reviews, Revised};
use athir_model::{
    Anchor, CodedReport, CorrectedField, Correction, Count, Decision, DecisionId, EventId, EventKind,
    EventRef, EventStatus, GivenParty, GivenPlace, Harm, PlacePrecision, ReportId, ReviewVerdict, Verdict,
};
use serde_json::json;

/// "Gunmen shot two guards at the dam. Later a mine killed three people." as a coder reads it that names its events so.
fn coded(names: [&str; 2]) -> CodedReport {
    let quote = |text: &str, start: usize| json!({"text": text, "start": start, "end": start + text.len()});
    let event = |id: &str, kind: &str, trigger: (&str, usize), harm: u64, people: (&str, usize)| {
        json!({
            "id": id, "kind": kind, "evidence": [quote("all of it", 0)], "trigger": quote(trigger.0, trigger.1),
            "initiators": [{"name": "gunmen", "mention": "Gunmen", "start": 0, "end": 6, "basis": "stated", "why": "subj"}],
            "recipients": [], "place": null, "start": "2026-02-03", "end": "2026-02-03", "precision": "day",
            "time_basis": "stated", "modality": "reported", "phase": "occurred",
            "casualties": [{"kind": "killed", "low": harm, "high": harm, "victims": "guards",
                "mention": quote(people.0, people.1)}],
            "weapons": [], "attribution": [],
            "codes": {"plover": "", "plover_mode": "", "cameo": "", "acled_event_type": "", "acled_sub_event_type": ""},
            "frame": "test", "confidence": {"event": 0.5}
        })
    };
    serde_json::from_value(json!({
        "doc": "r", "published": null, "ties": [], "diagnostics": [],
        "events": [event(names[0], "attack", ("shot", 7), 2, ("two guards", 12)),
            event(names[1], "bombing", ("killed", 48), 3, ("three people", 55))],
        "toll": {"killed": {"low": 5, "high": 5}, "injured": {"low": 0, "high": 0}, "attackers_killed": 0,
            "attackers_injured": 0, "evidence": [quote("two guards", 12)]}
    }))
    .unwrap()
}

fn report() -> ReportId {
    ReportId("r".to_owned())
}

fn anchor(event: &str, trigger: (usize, usize)) -> Anchor {
    let event = EventRef { report: report(), event: EventId(event.to_owned()) };
    Anchor { event, kind: EventKind::Attack, start: 0, end: 9, trigger: Some(trigger) }
}

fn shooting() -> Anchor {
    anchor("a", (7, 11))
}

fn decision(sequence: u64, verdict: Verdict) -> Decision {
    Decision { id: DecisionId(format!("d{sequence}")), sequence, by: "ann".into(), note: None, verdict }
}

fn review(sequence: u64, review: ReviewVerdict) -> Decision {
    decision(sequence, Verdict::Review { events: vec![shooting()], review })
}

fn correct(sequence: u64, correction: Correction) -> Decision {
    decision(sequence, Verdict::Correct { event: shooting(), correction })
}

fn revise(decisions: &[Decision], names: [&str; 2]) -> Revised {
    Reviews::new(decisions).revise(&report(), coded(names))
}

fn status(revised: &Revised, event: &str) -> EventStatus {
    revised.reviews.get(&EventId(event.to_owned())).map_or(EventStatus::Open, |review| review.status)
}

#[test]
fn a_rejected_event_is_left_out_and_comes_back() {
    let rejected = revise(&[review(1, ReviewVerdict::Rejected)], ["a", "b"]);
    assert_eq!(rejected.coded.events.len(), 1);
    assert_eq!(rejected.rejected[0].id.0, "a");
    assert_eq!(rejected.coded.toll, None, "the losses of the report as a whole were the rejected event's");
    let undo = decision(2, Verdict::Undo { decision: DecisionId("d1".to_owned()) });
    for back in [review(2, ReviewVerdict::Open), undo] {
        let revised = revise(&[review(1, ReviewVerdict::Rejected), back], ["a", "b"]);
        assert_eq!(revised.coded, coded(["a", "b"]));
        assert_eq!(status(&revised, "a"), EventStatus::Open);
    }
}

#[test]
fn the_later_of_review_and_correction_tells_how_an_event_stands() {
    let kind = Correction::Kind(EventKind::Shelling);
    let all = [review(1, ReviewVerdict::Rejected), correct(2, kind), review(3, ReviewVerdict::Accepted)];
    let stands = |n: usize| status(&revise(&all[..n], ["a", "b"]), "a");
    assert_eq!([1, 2, 3].map(stands), [EventStatus::Rejected, EventStatus::Corrected, EventStatus::Accepted]);
    let accepted = revise(&all, ["a", "b"]);
    assert_eq!(accepted.coded.events[0].kind, EventKind::Shelling, "accepted as it was corrected");
    assert_eq!(accepted.coded.events[0].codes, EventKind::Shelling.codes());
}

#[test]
fn a_review_finds_its_event_by_the_trigger_when_a_newer_coder_names_it_otherwise() {
    let renamed = revise(&[review(1, ReviewVerdict::Rejected)], ["newer", "b"]);
    assert_eq!(status(&renamed, "newer"), EventStatus::Rejected);
}

#[test]
fn a_review_passes_to_no_other_event_of_the_same_words() {
    let mut newer = coded(["a", "b"]);
    newer.events.remove(0);
    let revised = Reviews::new(&[review(1, ReviewVerdict::Rejected)]).revise(&report(), newer.clone());
    assert_eq!(revised.coded.events, newer.events);
    assert!(revised.reviews.is_empty());
}

#[test]
fn a_number_takes_the_place_of_all_that_the_coder_read() {
    let revised = revise(&[correct(1, Correction::Killed(Some(Count::exactly(4))))], ["a", "b"]);
    let event = &revised.coded.events[0];
    let losses: Vec<_> =
        event.casualties.iter().map(|c| (c.kind, c.count, &*c.victims, &*c.mention.text)).collect();
    assert_eq!(losses, [(Harm::Killed, Count::exactly(4), "guards", "two guards")]);
    assert_eq!(revised.coded.toll.unwrap().killed, Count::exactly(4));
    let none = revise(&[correct(1, Correction::Killed(None))], ["a", "b"]);
    assert!(none.coded.events[0].casualties.is_empty());
}

#[test]
fn a_party_that_was_read_keeps_its_words_and_another_has_none() {
    let party = |name: &str| GivenParty { name: name.to_owned(), actor: None, quote: None };
    let given = Correction::Initiators(vec![party("Gunmen"), party("Orran Guard")]);
    let revised = revise(&[correct(1, given)], ["a", "b"]);
    let sides: Vec<(&str, usize, usize)> =
        revised.coded.events[0].initiators.iter().map(|p| (&*p.mention, p.start, p.end)).collect();
    assert_eq!(sides, [("Gunmen", 0, 6), ("", 7, 7)]);
}

#[test]
fn the_claims_of_people_stand_before_those_that_they_outrank() {
    let place = GivenPlace {
        name: "Sefrin dam".to_owned(),
        within: None,
        country: Some("QA".to_owned()),
        lat: Some(35.5),
        lon: Some(36.5),
        precision: PlacePrecision::Spot,
        code: None,
        quote: None,
    };
    let decisions =
        [correct(1, Correction::Place(Some(place))), correct(2, Correction::Kind(EventKind::Shelling))];
    let revised = revise(&decisions, ["a", "b"]);
    let read = &coded(["a", "b"]).events[0];
    let claims = revised.claims(&report(), read);
    let told: Vec<(&str, Option<&str>, bool)> =
        claims.iter().map(|c| (c.asserted.field(), c.by.as_deref(), c.outranked)).collect();
    assert_eq!(told[..2], [("kind", Some("ann"), false), ("kind", None, true)]);
    assert!(told.contains(&("place", Some("ann"), false)));
    assert!(told.contains(&("casualty", None, false)), "what was not corrected stands");
    let fields: Vec<CorrectedField> =
        revised.reviews[&read.id].corrections.iter().map(|h| h.correction.field()).collect();
    assert_eq!(fields, [CorrectedField::Kind, CorrectedField::Place]);
}

#[test]
fn a_decision_is_read_back_from_its_json() {
    let given = correct(3, Correction::Killed(Some(Count::at_least(4))));
    let json = serde_json::to_value(&given).unwrap();
    assert_eq!(
        (&json["verdict"], &json["field"], &json["value"]["low"]),
        (&json!("correct"), &json!("killed"), &json!(4))
    );
    assert_eq!(serde_json::from_value::<Decision>(json).unwrap(), given);
    let emptied = correct(4, Correction::Place(None));
    assert_eq!(serde_json::from_value::<Decision>(serde_json::to_value(&emptied).unwrap()).unwrap(), emptied);
    let seen = review(5, ReviewVerdict::Accepted);
    assert_eq!(serde_json::from_value::<Decision>(serde_json::to_value(&seen).unwrap()).unwrap(), seen);
}
