//! How incidents are searched, on both back ends.

use std::num::NonZeroUsize;

use athir_model::{EventKind, Family, Grade, ReviewStatus};
use athir_store::{IncidentFilter, Store, Where};
use jiff::civil::date;

use crate::fixture::{Derived, Fresh, incident, rebuild};
use crate::suite::{assert_sound, filled, on_both};

on_both! {
    incidents_are_found_by_how_far_they_are_reviewed
    incidents_are_found_by_what_they_are
    pages_of_incidents_join_without_gap_or_double
    every_incident_is_given_once_in_one_order_by_any_number_of_threads
    a_long_incident_is_found_by_a_day_in_it
}

fn incidents_are_found_by_how_far_they_are_reviewed(fresh: &Fresh) {
    let mut store = filled(fresh, 3);
    let mut incidents: Vec<_> =
        (0..3).map(|n| incident(&format!("i{n}"), "clash", &[n], ("2026-01-02", "2026-01-02"))).collect();
    (incidents[0].status, incidents[1].status) = (ReviewStatus::Reviewed, ReviewStatus::Partly);
    rebuild(&mut store, &Derived { incidents: &incidents, ..Derived::default() }, 1).unwrap();
    let with =
        |statuses: &[ReviewStatus]| IncidentFilter { statuses: statuses.to_vec(), ..Default::default() };
    assert_eq!(ids(&mut store, &with(&[ReviewStatus::Reviewed])), ["i0"]);
    assert_eq!(ids(&mut store, &with(&[ReviewStatus::Machine, ReviewStatus::Partly])), ["i2", "i1"]);
    assert_sound(&mut store);
}

/// A database with incidents that differ in every field that is asked for.
fn various(fresh: &Fresh) -> Store {
    let mut store = filled(fresh, 40);
    let mut incidents = Vec::new();
    for n in 0..20 {
        let kind = ["clash", "shelling", "protest", "arrest"][n % 4];
        let day = format!("2026-01-{:02}", n + 1);
        let events: &[usize] = if n % 5 == 0 { &[n, n + 20] } else { &[n] };
        let mut incident = incident(&format!("i{n:02}"), kind, events, (&day, &day));
        if n % 2 == 1 {
            let place = incident.place.as_mut().unwrap();
            place.name = "Khān Veshta".to_owned();
            place.country = Some("QB".to_owned());
            (place.lat, place.lon) = (Some(-10.25), Some(120.75));
            incident.sides[0].name = "Army of the Vale".to_owned();
            incident.sides[0].actor = None;
        }
        incidents.push(incident);
    }
    incidents[19].place = None;
    (incidents[18].when.start, incidents[18].when.end) = (None, None);
    rebuild(&mut store, &Derived { incidents: &incidents, ..Derived::default() }, 1).unwrap();
    store
}

pub(crate) fn ids(store: &mut Store, filter: &IncidentFilter) -> Vec<String> {
    let page = store.incidents(filter, None, 100).unwrap();
    assert_eq!(page.next, None);
    let ids: Vec<String> = page.incidents.into_iter().map(|i| i.id.0).collect();
    assert_eq!(store.count_incidents(filter, 100).unwrap(), ids.len(), "{filter:?}");
    ids
}

fn incidents_are_found_by_what_they_are(fresh: &Fresh) {
    let store = &mut various(fresh);
    let all = IncidentFilter::default;
    let found = ids(store, &all());
    assert_eq!(found.len(), 20);
    assert_eq!(
        (found[0].as_str(), found[19].as_str()),
        ("i19", "i18"),
        "the latest first, undated ones last"
    );
    let kinds = IncidentFilter { kinds: vec![EventKind::Clash], ..all() };
    assert_eq!(ids(store, &kinds), ["i16", "i12", "i08", "i04", "i00"]);
    let families =
        IncidentFilter { families: vec![Family::Fighting], kinds: vec![EventKind::Protest], ..all() };
    assert_eq!(ids(store, &families).len(), 15);
    let place = |place| IncidentFilter { place: Some(place), ..all() };
    assert_eq!(ids(store, &place(Where::Country("qb".to_owned()))).len(), 9);
    assert_eq!(ids(store, &place(Where::Named("khan veshta".to_owned()))).len(), 9);
    assert_eq!(ids(store, &place(Where::Named("Orran".to_owned()))).len(), 19);
    let around = Where::Between { south: -11.0, west: 120.0, north: -10.0, east: 121.0 };
    assert_eq!(ids(store, &place(around)).len(), 9);
    let just_beside = Where::Between { south: -11.0, west: 120.0, north: -10.250_001, east: 121.0 };
    assert_eq!(ids(store, &place(just_beside)).len(), 0);
    let (since, until) = (Some(date(2026, 1, 5)), Some(date(2026, 1, 7)));
    assert_eq!(ids(store, &IncidentFilter { since, until, ..all() }), ["i06", "i05", "i04"]);
    assert_eq!(ids(store, &IncidentFilter { since, ..all() }).len(), 15);
    assert_eq!(ids(store, &IncidentFilter { until, ..all() }).len(), 7);
    let actor = |names: &[&str]| IncidentFilter {
        actors: names.iter().map(|name| (*name).to_owned()).collect(),
        ..all()
    };
    assert_eq!(ids(store, &actor(&["qa-guard"])).len(), 10);
    assert_eq!(ids(store, &actor(&["orran guard"])).len(), 10);
    assert_eq!(ids(store, &actor(&["orran guard", "qa-guard", "Army of the Vale"])), ids(store, &all()));
    assert_eq!(ids(store, &actor(&["nobody"])).len(), 0);
    let graded = IncidentFilter { grades: vec![Grade::Fair], ..all() };
    assert_eq!(ids(store, &graded), ["i15", "i10", "i05", "i00"]);
    assert_eq!(ids(store, &IncidentFilter { min_sources: Some(2), ..all() }).len(), 4);
    assert_eq!(ids(store, &IncidentFilter { disputed: Some(true), ..all() }).len(), 0);
    assert_eq!(ids(store, &IncidentFilter { text: Some("note 25".to_owned()), ..all() }), ["i05"]);
    assert_eq!(ids(store, &IncidentFilter { text: Some("-mill".to_owned()), ..all() }).len(), 0);
    let several = IncidentFilter {
        kinds: vec![EventKind::Shelling],
        place: Some(Where::Named("Khan Veshta".to_owned())),
        since,
        actors: vec!["army of the vale".to_owned()],
        ..all()
    };
    assert_eq!(ids(store, &several), ["i17", "i13", "i09", "i05"]);
    let elsewhere = IncidentFilter { actors: vec!["orran guard".to_owned()], ..several };
    assert_eq!(ids(store, &elsewhere).len(), 0, "actor and place hold of the same incident");
}

fn pages_of_incidents_join_without_gap_or_double(fresh: &Fresh) {
    let store = &mut various(fresh);
    let filters = [
        IncidentFilter::default(),
        IncidentFilter { since: Some(date(2026, 1, 3)), ..IncidentFilter::default() },
        IncidentFilter {
            actors: vec!["orran guard".to_owned(), "qa-guard".to_owned(), "Army of the Vale".to_owned()],
            ..IncidentFilter::default()
        },
    ];
    for filter in filters {
        let whole = ids(store, &filter);
        for size in [1, 3, 7] {
            let (mut from, mut joined) = (None, Vec::new());
            loop {
                let page = store.incidents(&filter, from.as_ref(), size).unwrap();
                joined.extend(page.incidents.into_iter().map(|i| i.id.0));
                from = page.next;
                if from.is_none() {
                    break;
                }
            }
            assert_eq!(joined, whole, "{filter:?} by {size}");
        }
    }
}

fn every_incident_is_given_once_in_one_order_by_any_number_of_threads(fresh: &Fresh) {
    let mut store = filled(fresh, 1300);
    // More than two pages of them.
    let incidents: Vec<_> = (0..1300)
        .map(|n| incident(&format!("i{n:04}"), "clash", &[n], ("2026-01-01", "2026-01-01")))
        .collect();
    rebuild(&mut store, &Derived { incidents: &incidents, ..Derived::default() }, 1).unwrap();
    let given = |store: &mut Store, jobs: usize| {
        let mut given = Vec::new();
        store.each_incident(NonZeroUsize::new(jobs).unwrap(), |incident| given.push(incident)).unwrap();
        given
    };
    let one = given(&mut store, 1);
    let mut by_id = one.clone();
    by_id.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(by_id, incidents);
    for jobs in [2, 7] {
        assert_eq!(given(&mut store, jobs), one);
    }
}

fn a_long_incident_is_found_by_a_day_in_it(fresh: &Fresh) {
    let mut store = filled(fresh, 3);
    let incidents = [
        incident("siege", "siege", &[0], ("2025-01-01", "2026-06-30")),
        incident("raid", "attack", &[1], ("2026-02-20", "2026-03-02")),
        incident("old", "attack", &[2], ("2025-02-20", "2025-03-02")),
    ];
    rebuild(&mut store, &Derived { incidents: &incidents, ..Derived::default() }, 1).unwrap();
    let (since, until) = (Some(date(2026, 3, 1)), Some(date(2026, 3, 31)));
    let march = IncidentFilter { since, until, ..IncidentFilter::default() };
    assert_eq!(ids(&mut store, &march), ["raid", "siege"]);
    let page = store.incidents(&march, None, 1).unwrap();
    assert_eq!(page.incidents[0].id.0, "raid");
    let rest = store.incidents(&march, page.next.as_ref(), 5).unwrap();
    assert_eq!(rest.incidents[0].id.0, "siege");
    assert_eq!(
        ids(&mut store, &IncidentFilter { since: Some(date(2026, 8, 1)), ..IncidentFilter::default() }).len(),
        0
    );
}
