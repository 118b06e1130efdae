//! An invented incident with every field filled, a small world, and profiles.

use std::collections::BTreeSet;
use std::sync::Arc;

use athir_export::{
    Area, Areas, Gate, Item, ItemEvent, Notes, PartyClass, PartyInfo, ReportInfo, ReportRecord, TieRecord,
    TieSource, World,
};
use athir_model::{
    Bond, Coding, Digest, Event, EventReview, EventStatus, Incident, Place, PlacePrecision, ReportId, StoryId,
};
use athir_publish::{Guard, Keys, Policy, Recalled};
use jiff::civil::{Date, date};
use serde_json::{Value, json};

/// The day on which tests publish.
pub(crate) const TODAY: Date = date(2020, 6, 1);

/// A province with two districts, whose villages are told apart by the end of their codes.
pub(crate) struct Valley;

impl World for Valley {
    fn party(&self, code: Option<&str>, name: &str, _: Option<Date>) -> PartyInfo {
        let known = match code {
            Some("xx-dawn") => Some(("Dawn Brigade", PartyClass::Rebel)),
            Some("xx-army") => Some(("Army of Xanthia", PartyClass::Military)),
            Some("xx-minister") => Some(("Ida Morrow", PartyClass::Person)),
            _ => None,
        };
        if let Some((name, class)) = known {
            return PartyInfo {
                code: code.map(str::to_owned),
                name: name.to_owned(),
                class,
                ..PartyInfo::default()
            };
        }
        let class = match name {
            "civilians" => PartyClass::Civilian,
            "gunmen" => PartyClass::Rebel,
            "aid workers" => PartyClass::Aid,
            _ => PartyClass::Unknown,
        };
        PartyInfo { code: code.map(str::to_owned), name: name.to_owned(), class, ..PartyInfo::default() }
    }

    fn areas(&self, place: &Place) -> Areas {
        let area = |name: &str, code: &str| Some(Area { name: name.to_owned(), code: code.to_owned() });
        let code = place.code.as_deref().unwrap_or_default();
        let admin2 = match code {
            "t:north" | "t:quarrel" | "t:hamlet" => area("North District", "t:north"),
            "t:south" | "t:delta" => area("South District", "t:south"),
            _ => None,
        };
        let is_inside = admin2.is_some() || matches!(code, "t:province" | "t:lost");
        Areas {
            country: place.country.clone(),
            country_name: place.country.as_ref().map(|_| "Xanthia".to_owned()),
            admin1: is_inside.then(|| area("Upper Province", "t:province")).flatten(),
            admin3: (code == "t:hamlet").then(|| area("Quarrel Subdistrict", "t:hamlet")).flatten(),
            admin2,
            feature: (code == "t:quarrel").then(|| "populated place".to_owned()),
            ..Areas::default()
        }
    }

    fn named(&self, name: &str) -> Option<PartyInfo> {
        let class = match name {
            "Rights Monitor" => PartyClass::Aid,
            "Ida Morrow" => PartyClass::Person,
            _ => return None,
        };
        Some(PartyInfo { name: name.to_owned(), class, ..PartyInfo::default() })
    }

    fn is_generic(&self, words: &str) -> bool {
        matches!(words, "civilians" | "gunmen" | "aid workers")
    }

    fn places_named(&self, name: &str, country: &str) -> Vec<PlacePrecision> {
        match (name, country) {
            ("Quarrel", "XX") => vec![PlacePrecision::Settlement],
            ("North District", "XX") => vec![PlacePrecision::District],
            ("Upper Province", "XX") => vec![PlacePrecision::Province, PlacePrecision::Settlement],
            _ => Vec::new(),
        }
    }

    fn middle(&self, code: &str) -> Option<(f64, f64)> {
        match code {
            "t:north" => Some((35.9, 36.7)),
            "t:south" => Some((35.1, 36.6)),
            "t:province" => Some((35.5, 36.65)),
            _ => None,
        }
    }
}

pub(crate) fn place() -> Value {
    json!({
        "name": "Quarrel", "within": "Quarrel Subdistrict", "country": "XX", "lat": 35.8123, "lon": 36.7456,
        "precision": "settlement", "geometry": "point", "radius_km": 1.5, "mention": "Quarrel's market", "start": 31,
        "end": 47, "status": "ambiguous", "code": "t:quarrel",
        "candidates": [{"code": "t:other", "name": "Quarrel al-Sharqi", "country": "XX", "lat": 35.8124, "lon": 36.7457}],
        "why": "\"Quarrel\" stands beside the trigger"
    })
}

fn support(events: &[&str]) -> Value {
    let events: Vec<Value> =
        events.iter().map(|event| json!({"report": "aaaa0001", "event": event})).collect();
    json!({"n_reports": 1, "n_sources": 1, "events": events})
}

pub(crate) fn incident() -> Value {
    json!({
        "id": "1111aaaa", "kind": "shelling", "modality": "reported", "phase": "occurred", "place": place(),
        "start": "2019-05-08", "end": "2019-05-08", "precision": "day", "time_basis": "stated",
        "time_mention": {"text": "on Wednesday 8 May", "start": 60, "end": 78},
        "events": [{
            "report": "aaaa0001", "event": "eeee0001", "kind": "shelling", "modality": "reported", "story": "5555",
            "outlet": "Valley Radio", "published": "2019-05-09", "source": 0, "voices": ["Omar Tell", "Rights Monitor"],
            "status": "accepted"
        }],
        "n_reports": 1, "n_sources": 1,
        "sides": [
            {"role": "initiator", "name": "Dawn Brigade", "actor": "xx-dawn", "bases": ["blamed"],
             "voices": ["Omar Tell"], "mentions": ["the brigade of Quarrel"], "support": support(&["eeee0001"])},
            {"role": "recipient", "name": "farmers of Quarrel", "bases": ["stated"], "mentions": ["farmers"],
             "support": support(&["eeee0001"])},
            {"role": "recipient", "name": "Omar Tell", "bases": ["stated"], "mentions": ["Omar Tell"],
             "support": support(&["eeee0001"])}
        ],
        "places": [{"place": place(), "support": support(&["eeee0001"])}],
        "times": [{"start": "2019-05-08", "end": "2019-05-08", "precision": "day", "time_basis": "stated",
            "time_mention": {"text": "on Wednesday 8 May", "start": 60, "end": 78}, "support": support(&["eeee0001"])}],
        "losses": [
            {"harm": "killed", "victims": null, "estimate": {"low": 9, "best": 12, "high": 14, "open": false}, "claims": [
                {"report": "aaaa0001", "event": "eeee0001", "low": 12, "high": 12, "victims": "unknown",
                 "mention": {"text": "a dozen", "start": 5, "end": 12}, "voice": "Omar Tell", "published": "2019-05-09",
                 "source": 0, "state": "current"}]},
            {"harm": "killed", "victims": "farmers of Quarrel", "estimate": {"low": 12, "best": 12, "high": 12, "open": false},
             "claims": []}
        ],
        "grade": "contested",
        "disputes": [
            {"field": "place", "versions": [{"value": "Quarrel", "support": support(&["eeee0001"])},
                {"value": "Quarrel al-Sharqi", "support": support(&["eeee0001"])}]},
            {"field": "initiator", "versions": [{"value": "the brigade of Quarrel", "support": support(&["eeee0001"])}]},
            {"field": "happening", "versions": [{"value": "reported", "support": support(&["eeee0001"])}]}
        ],
        "joins": [{"a": {"report": "aaaa0001", "event": "eeee0001"}, "b": {"report": "aaaa0001", "event": "eeee0002"},
            "score": 0.98765, "grounds": [{"name": "place", "weight": 1.25}], "decision": "dddd"}],
        "related": ["2222bbbb"], "status": "reviewed", "method": 3
    })
}

pub(crate) fn event() -> Value {
    json!({
        "id": "eeee0001", "kind": "shelling",
        "evidence": [{"text": "Shells of the brigade hit Quarrel's market", "start": 0, "end": 42}],
        "trigger": {"text": "Shells", "start": 0, "end": 6},
        "initiators": [{"name": "Dawn Brigade", "actor": "xx-dawn", "mention": "the brigade of Quarrel", "start": 10,
            "end": 21, "basis": "blamed", "why": "named beside Quarrel"}],
        "recipients": [{"name": "farmers of Quarrel", "mention": "farmers", "start": 50, "end": 57, "basis": "stated",
            "why": "came to harm"}],
        "place": place(),
        "start": "2019-05-08", "end": "2019-05-08", "precision": "day", "time_basis": "stated",
        "time_mention": {"text": "on Wednesday 8 May", "start": 60, "end": 78},
        "modality": "reported", "phase": "occurred",
        "casualties": [{"kind": "killed", "low": 12, "high": 12, "victims": "farmers of Quarrel",
            "mention": {"text": "a dozen farmers", "start": 5, "end": 20}, "voice": {"text": "Omar Tell", "start": 80, "end": 89}}],
        "weapons": [{"text": "mortars", "start": 90, "end": 97}, {"text": "Quarrel rockets", "start": 99, "end": 114}],
        "attribution": [{"text": "Omar Tell", "start": 80, "end": 89}, {"text": "Rights Monitor", "start": 120, "end": 134}],
        "codes": {"plover": "ASSAULT", "plover_mode": "heavy-weapons", "cameo": "194",
            "acled_event_type": "Explosions/Remote violence", "acled_sub_event_type": "Shelling/artillery/missile attack"},
        "frame": "shelling.verb", "confidence": {"event": 0.8125, "place": 0.71875}
    })
}

fn review() -> Value {
    json!({
        "event": "eeee0001", "status": "accepted", "by": "Rita Reviewer", "note": "I know Quarrel", "decision": "dddd",
        "corrections": [{"field": "place", "value": {"name": "Quarrel", "lat": 35.8123, "lon": 36.7456,
            "precision": "settlement"}, "by": "Rita Reviewer", "note": "Quarrel, not the other", "decision": "dddd"}]
    })
}

pub(crate) fn report() -> ReportInfo {
    ReportInfo {
        id: ReportId("aaaa0001".to_owned()),
        title: "Shells hit the market of Quarrel".to_owned(),
        outlet: Some("Valley Radio".to_owned()),
        url: Some("http://valley.example/quarrel-market".to_owned()),
        author: Some("Omar Tell".to_owned()),
        language: Some("en".to_owned()),
        licence: Some("CC BY 4.0".to_owned()),
        published: Some(date(2019, 5, 9)),
        retrieved: "2019-05-09T07:31:59Z".parse().ok(),
        sha256: Digest([0xab; 32]),
        n_chars: 987_654,
        coding: Coding {
            report: ReportId("aaaa0001".to_owned()),
            coder: "athir 0.1.0".to_owned(),
            knowledge: Digest([7; 32]),
            codebook: Some("0123456789ab".to_owned()),
            model: Some("en_core_web_md 3.8.0 0a1b2c3d4e5f".to_owned()),
            coded: "2019-05-09T08:44:58Z".parse().expect("a time"),
        },
    }
}

pub(crate) fn item_of(incident: Value, event: Value) -> Result<Item, serde_json::Error> {
    let incident: Incident = serde_json::from_value(incident)?;
    let event: Event = serde_json::from_value(event)?;
    let review: EventReview = serde_json::from_value(review())?;
    let told = ItemEvent {
        report: Arc::new(report()),
        event,
        status: EventStatus::Accepted,
        review: Some(review),
        claims: Vec::new(),
        source: 0,
        story: Some(StoryId("5555".to_owned())),
    };
    Ok(Item { incident, events: vec![told], withheld: BTreeSet::new() })
}

pub(crate) fn item() -> Item {
    item_of(incident(), event()).expect("the fixture is a record")
}

pub(crate) fn tie() -> Value {
    let bound = json!({"from": "2019-05-08", "to": "2019-05-08", "precision": "day", "basis": "known"});
    json!({
        "id": "7777", "a": "xx-dawn", "b": "xx-army", "kind": "rivalry", "sign": "-", "strength": 0.5, "start": bound,
        "end": bound, "last_evidence": "2019-05-08", "basis": "follows",
        "evidence": [
            {"report": "aaaa0001", "of": {"event": "eeee0001"}, "says": "holds", "basis": "follows", "start": "2019-05-08",
             "end": "2019-05-08", "precision": "day", "quote": {"text": "Shells hit Quarrel", "start": 0, "end": 18},
             "voice": "Omar Tell", "published": "2019-05-09"},
            {"report": "aaaa0001", "of": {"event": "eeee0009"}, "says": "holds", "basis": "follows", "start": null,
             "end": null, "precision": "unknown", "quote": {"text": "Quarrel", "start": 0, "end": 7}, "published": null}
        ]
    })
}

pub(crate) fn bond() -> Bond {
    serde_json::from_value(tie()).expect("the fixture is a record")
}

/// A tie with its sources, all of which are the one report of these tests.
pub(crate) fn with_sources(tie: Bond) -> TieRecord {
    let source = TieSource { report: Some(Arc::new(report())), status: EventStatus::Accepted };
    TieRecord { sources: vec![source; tie.evidence.len()], tie }
}

pub(crate) fn record() -> ReportRecord {
    let other = {
        let mut other = event();
        other["id"] = json!("eeee0002");
        other
    };
    let coded = json!({
        "doc": "quarrel-market", "published": "2019-05-09", "events": [event(), other],
        "ties": [{"a": "Omar Tell", "b": "Dawn Brigade", "kind": "rival", "state": "current",
            "evidence": {"text": "Quarrel", "start": 0, "end": 7}, "why": "Quarrel"}],
        "toll": {"killed": {"low": 3, "high": 3}, "injured": {"low": null, "high": null}, "attackers_killed": 1,
            "attackers_injured": 0, "evidence": [{"text": "Quarrel", "start": 0, "end": 7}]},
        "omissions": [],
        "diagnostics": [{"sentence": 0, "trigger": {"text": "Quarrel", "start": 0, "end": 7}, "frame": "x", "reason": "merged",
            "note": "Quarrel"}]
    });
    let event = |id: &str| athir_model::EventId(id.to_owned());
    let incident = |id: &str| athir_model::IncidentId(id.to_owned());
    ReportRecord {
        info: Arc::new(report()),
        text: Some("Shells hit the market of Quarrel".to_owned()),
        coded: serde_json::from_value(coded).expect("the fixture is a record"),
        reviews: [(event("eeee0001"), serde_json::from_value(review()).expect("a review"))].into(),
        incidents: [(event("eeee0001"), incident("1111aaaa")), (event("eeee0002"), incident("2222bbbb"))]
            .into(),
    }
}

/// A profile with these floors, and what else is given.
pub(crate) fn policy(place: &str, time: &str, more: &str) -> Policy {
    let sources = if more.contains("[sources]") { "" } else { "[sources]\nshow = \"outlet\"\n" };
    let sensitivity = if more.contains("[sensitivity]") { "" } else { "[sensitivity]\nceiling = \"low\"\n" };
    let text = format!(
        "name = \"test\"\nexports = [\"plover\"]\n[place]\nfloor = \"{place}\"\n\
         [time]\nfloor = \"{time}\"\ndelay = 30\n{sensitivity}{sources}{more}"
    );
    Policy::read("test.toml", &text).expect("the test's profile is sound")
}

pub(crate) fn keys() -> Keys {
    Keys::new([9; 32])
}

/// What a profile makes of items, on a day.
pub(crate) fn publish_on(
    today: Date,
    policy: &Policy,
    items: Vec<Item>,
    recalled: &[Recalled],
) -> (Vec<Item>, Notes) {
    let (mut keys, mut notes) = (keys(), Notes::new());
    let mut guard = Guard::new(policy, &Valley, &mut keys, recalled, today);
    for item in items.clone() {
        guard.item(item, &mut Notes::new());
    }
    guard.rest(&mut Notes::new());
    guard.settle();
    let mut out: Vec<Item> = items.into_iter().flat_map(|item| guard.item(item, &mut notes)).collect();
    out.extend(guard.rest(&mut notes));
    (out, notes)
}

pub(crate) fn publish(policy: &Policy, item: Item) -> Option<Item> {
    publish_on(TODAY, policy, vec![item], &[]).0.pop()
}

pub(crate) fn with_precision(mut place: Value, precision: PlacePrecision) -> Value {
    place["precision"] = serde_json::to_value(precision).expect("a word");
    place
}

/// Everything that a record holds, as text.
pub(crate) fn dump(item: &Item) -> String {
    let incident = serde_json::to_string(&item.incident).expect("JSON");
    let events: Vec<String> = item
        .events
        .iter()
        .map(|told| {
            let event = serde_json::to_string(&told.event).expect("JSON");
            format!("{event} {:?} {:?} {:?}", told.report, told.review, told.story)
        })
        .collect();
    format!("{incident} {}", events.join(" "))
}
