//! Nothing of what a profile hides may be found in what it lets through, wherever in a record it stood.

use athir_export::{Gate, Notes};
use athir_publish::{Guard, coarsen_place};
use jiff::civil::date;
use serde_json::{Value, json};

use crate::fixture::{
    TODAY, Valley, bond, dump, event, incident, item, item_of, keys, place, policy, publish, record,
    with_sources,
};

/// Everything in the fixture that leads to the village, the day, the man, the reviewer or the report.
const HIDDEN: [&str; 22] = [
    "quarrel",
    "35.8123",
    "36.7456",
    "2019-05-08",
    "2019-05-09",
    "wednesday",
    "omar",
    "farmers",
    "rita",
    "valley.example",
    "market",
    "aaaa0001",
    "eeee0001",
    "1111aaaa",
    "2222bbbb",
    "5555",
    "dddd",
    "987654",
    "t:quarrel",
    "t:other",
    "08:44",
    "abab",
];

fn assert_hidden(text: &str) {
    let text = text.to_lowercase();
    for hidden in HIDDEN {
        assert!(!text.contains(hidden), "{hidden} stands in {text}");
    }
}

#[test]
fn nothing_leads_to_the_village_the_day_or_a_person() {
    for floor in ["admin2", "admin1", "country", "h3-5", "h3-3"] {
        for show in ["outlet", "alias", "none"] {
            let policy = policy(floor, "month", &format!("[sources]\nshow = \"{show}\"\n"));
            let published = publish(&policy, item()).expect("it is published");
            let text = dump(&published);
            assert_hidden(&text);
            assert_eq!(text.contains("Valley Radio"), show == "outlet", "{floor}, {show}");
            assert_eq!(text.contains("Rights Monitor"), show == "outlet", "a voice may be the source");
            assert_eq!(text.contains("Source 1"), show == "alias");
            assert!(text.contains("Dawn Brigade"), "a known organisation stays");
            assert!(text.contains("mortars"), "a common word for means stays");
        }
    }
}

#[test]
fn reports_and_ties_tell_no_more_than_incidents() {
    let policy = policy("admin1", "month", "");
    let (mut keys, mut notes) = (keys(), Notes::new());
    let mut guard = Guard::new(&policy, &Valley, &mut keys, &[], TODAY);
    assert!(guard.report(record(), &mut notes).is_none(), "nothing of it was published yet");
    guard.item(item(), &mut notes);
    let report = guard.report(record(), &mut notes).expect("one of its events is published");
    assert_eq!(report.coded.events.len(), 1, "the event of another incident is not");
    assert_eq!((report.text.as_deref(), report.coded.ties.len()), (None, 0));
    let coded = serde_json::to_string(&report.coded).unwrap();
    assert_hidden(&format!("{coded} {:?} {:?} {:?}", report.info, report.reviews, report.incidents));
    let tie = guard.tie(with_sources(bond()), &mut notes).expect("it is published").tie;
    assert_eq!(tie.evidence.len(), 1, "evidence that is not published does not show");
    assert_hidden(&serde_json::to_string(&tie).unwrap());
    let mut ends = bond();
    (ends.evidence[0].start, ends.evidence[0].published) = (None, None);
    guard.tie(with_sources(ends), &mut notes).expect("it is published");
    guard.settle();
    let actor = athir_model::NetworkActor {
        key: athir_model::ActorKey("xx-dawn".to_owned()),
        name: "the brigade of Quarrel".to_owned(),
        mentions: vec!["the brigade of Quarrel".to_owned()],
        first_seen: Some(date(2019, 5, 8)),
        last_seen: Some(date(2019, 5, 8)),
        n_events: 40,
        n_ties: 30,
    };
    let actor = guard.actor(actor, &mut notes).expect("it is published");
    assert_hidden(&serde_json::to_string(&actor).unwrap());
    assert_eq!(
        (actor.first_seen, actor.last_seen, actor.n_events),
        (Some(date(2019, 5, 1)), Some(date(2019, 5, 31)), 1)
    );
    let mut with_person = bond();
    with_person.b = Some(athir_model::ActorKey("xx-minister".to_owned()));
    assert!(guard.tie(with_sources(with_person), &mut notes).is_none());
}

/// Where a value of a record stands.
fn leaves(value: &Value, path: &mut Vec<String>, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| {
            path.push(key.clone());
            leaves(value, path, found);
            path.pop();
        }),
        Value::Array(values) => values.iter().enumerate().for_each(|(n, value)| {
            path.push(n.to_string());
            leaves(value, path, found);
            path.pop();
        }),
        _ => found.push(format!("/{}", path.join("/"))),
    }
}

/// A field that is added to a record tomorrow is tried here by itself: whatever takes free words takes a secret.
#[test]
fn no_field_lets_free_words_through() {
    // Who wrote the coding, and what an actor of the registry is called, do not come from a report.
    const OURS: [&str; 8] = [
        "/codes/plover",
        "/codes/plover_mode",
        "/codes/cameo",
        "/codes/acled_event_type",
        "/codes/acled_sub_event_type",
        "/frame",
        // ISO codes of countries.
        "/country",
        // An outlet is shown, for the profile says so.
        "/outlet",
    ];
    let policy = policy("admin1", "month", "");
    let mut n_tried = 0;
    for (which, record) in [incident(), event()].iter().enumerate() {
        let mut paths = Vec::new();
        leaves(record, &mut Vec::new(), &mut paths);
        for path in paths.iter().filter(|path| !OURS.iter().any(|ours| path.ends_with(ours))) {
            let mut changed = [incident(), event()];
            *changed[which].pointer_mut(path).unwrap() = json!("Zebulon Kwyx");
            let [incident, event] = changed;
            let Ok(item) = item_of(incident, event) else { continue };
            n_tried += 1;
            if let Some(published) = publish(&policy, item) {
                assert!(!dump(&published).contains("Kwyx"), "{path} lets words through");
            }
        }
    }
    assert!(n_tried > 60, "{n_tried} fields take free words");
}

#[test]
fn no_field_lets_a_position_or_an_offset_through() {
    let policy = policy("h3-4", "month", "");
    for (which, record) in [incident(), event()].iter().enumerate() {
        let mut paths = Vec::new();
        leaves(record, &mut Vec::new(), &mut paths);
        for path in &paths {
            for (secret, trace) in [(json!(12.345_678_9), "12.345"), (json!(7_654_321), "7654321")] {
                let mut changed = [incident(), event()];
                *changed[which].pointer_mut(path).unwrap() = secret;
                let is_count = [
                    "low",
                    "high",
                    "best",
                    "n_reports",
                    "n_sources",
                    "method",
                    "source",
                    "weight",
                    "score",
                    "radius_km",
                ]
                .iter()
                .any(|count| path.ends_with(count));
                let is_ours = path.contains("/confidence/") || path.contains("/grounds/");
                let [incident, event] = changed;
                let Ok(item) = item_of(incident, event) else { continue };
                if let (Some(published), false) = (publish(&policy, item), is_count || is_ours) {
                    assert!(!dump(&published).contains(trace), "{path} lets {trace} through");
                }
            }
        }
    }
}

#[test]
fn a_place_says_the_same_wherever_in_its_cell_the_village_lies() {
    let floor = athir_publish::PlaceFloor::Cell(4);
    let at = |lat: f64, lon: f64, name: &str| {
        let mut place = place();
        (place["lat"], place["lon"], place["name"]) = (json!(lat), json!(lon), json!(name));
        coarsen_place(&serde_json::from_value(place).unwrap(), floor, &Valley)
    };
    let one = at(35.8123, 36.7456, "Quarrel");
    assert_eq!(one, at(35.8201, 36.7399, "Elsewhere"), "two villages of one cell");
    assert!(one.is_some());
}
