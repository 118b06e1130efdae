//! What holds of coarsening whatever it is given: twice is once, and a coarser floor never shows more.

use athir_model::{Place, PlacePrecision, TimeBasis, TimePrecision, When};
use athir_publish::{PlaceFloor, TimeFloor, coarsen_place, coarsen_time};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

use crate::fixture::{Valley, dump, event, incident, item_of, place, policy, publish, with_precision};

const PRECISIONS: [PlacePrecision; 6] = [
    PlacePrecision::Spot,
    PlacePrecision::Settlement,
    PlacePrecision::District,
    PlacePrecision::Province,
    PlacePrecision::Country,
    PlacePrecision::Unknown,
];
const TIMES: [TimeFloor; 4] = [TimeFloor::Day, TimeFloor::Week, TimeFloor::Month, TimeFloor::Year];

prop_compose! {
    fn any_place()(
        lat in prop::option::of(-90.0..=90.0_f64),
        lon in -180.0..=180.0_f64,
        precision in select(&PRECISIONS[..]),
        geometry in select(&["point", "circle", "line", "area"][..]),
        radius in prop::option::of(0.0..80.0_f64),
        country in select(&[Some("XX"), None][..]),
        code in select(&[Some("t:quarrel"), Some("t:hamlet"), Some("t:delta"), Some("t:north"), Some("t:province"),
            Some("t:lost"), Some("t:nowhere"), None][..]),
    ) -> Place {
        let mut place = with_precision(place(), precision);
        (place["lat"], place["lon"]) = (json!(lat), json!(lat.map(|_| lon)));
        (place["geometry"], place["radius_km"]) = (json!(geometry), json!(radius));
        (place["country"], place["code"]) = (json!(country), json!(code));
        serde_json::from_value(place).expect("a place")
    }
}

fn day() -> impl Strategy<Value = Date> {
    (0..60_000_i64).prop_map(|n| date(1900, 1, 1).checked_add(n.days()).expect("a day"))
}

prop_compose! {
    fn any_when()(
        start in prop::option::of(day()),
        long in 0..800_i64,
        has_end in any::<bool>(),
        precision in select(&[TimePrecision::Day, TimePrecision::Week, TimePrecision::Month, TimePrecision::Year,
            TimePrecision::Unknown][..]),
    ) -> When {
        let end = start.filter(|_| has_end).map(|day| day.checked_add(long.days()).expect("a day"));
        When { start, end, precision, basis: TimeBasis::Stated, mention: None }
    }
}

fn ladders() -> [Vec<PlaceFloor>; 2] {
    let is_cell = |floor: &PlaceFloor| matches!(floor, PlaceFloor::Cell(_));
    let ends = |floor: &PlaceFloor| matches!(floor, PlaceFloor::Exact | PlaceFloor::Country);
    let all = PlaceFloor::ALL;
    [
        all.into_iter().filter(|floor| is_cell(floor) || ends(floor)).collect(),
        all.into_iter().filter(|floor| !is_cell(floor)).collect(),
    ]
}

/// How much a place shows: the size of where it may be, in kilometres, as its floor's ladder has it.
fn width(place: Option<&Place>) -> f64 {
    let Some(place) = place else { return f64::INFINITY };
    match place.precision {
        PlacePrecision::Country => 1e5,
        PlacePrecision::Province => 1e4,
        PlacePrecision::District if place.radius_km.is_none() => 1e3,
        _ => place.radius_km.unwrap_or(0.0),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn a_place_that_is_coarse_stays_as_it_is(place in any_place()) {
        for floor in PlaceFloor::ALL {
            if let Some(once) = coarsen_place(&place, floor, &Valley) {
                let twice = coarsen_place(&once, floor, &Valley);
                prop_assert_eq!(twice, Some(once), "{}", floor);
            }
        }
    }

    #[test]
    fn a_place_goes_by_any_finer_floor_to_the_same_coarser_one(place in any_place()) {
        for ladder in ladders() {
            for (n, finer) in ladder.iter().enumerate() {
                for coarser in &ladder[n..] {
                    let straight = coarsen_place(&place, *coarser, &Valley);
                    let by_way = coarsen_place(&place, *finer, &Valley)
                        .and_then(|place| coarsen_place(&place, *coarser, &Valley));
                    prop_assert_eq!(&by_way, &straight, "{} by {}", coarser, finer);
                }
            }
        }
    }

    #[test]
    fn a_coarser_floor_never_shows_a_smaller_place(place in any_place()) {
        for ladder in ladders() {
            let shown: Vec<f64> =
                ladder[1..].iter().map(|floor| width(coarsen_place(&place, *floor, &Valley).as_ref())).collect();
            prop_assert!(shown.is_sorted(), "{:?} along {:?}", shown, ladder);
        }
    }

    #[test]
    fn no_point_is_finer_than_the_cells_of_the_floor(place in any_place()) {
        let is_point = |precision| {
            matches!(precision, PlacePrecision::Spot | PlacePrecision::Settlement | PlacePrecision::Unknown)
        };
        for floor in (3..=7).map(PlaceFloor::Cell) {
            let shown = coarsen_place(&place, floor, &Valley);
            let Some(shown) = shown.filter(|_| is_point(place.precision)) else { continue };
            let is_cell = shown.code.as_deref().is_some_and(|code| code.starts_with("h3:"));
            prop_assert!(is_cell || shown.precision == PlacePrecision::Country, "{}: {:?}", floor, shown);
            prop_assert!(!is_point(shown.precision) && shown.name != place.name, "{}: {:?}", floor, shown);
        }
    }

    #[test]
    fn a_time_is_grown_once_and_holds_the_old_one(when in any_when()) {
        let mut long = [-1; 2];
        for floor in TIMES {
            let grown = coarsen_time(&when, floor);
            prop_assert_eq!(&coarsen_time(&grown, floor), &grown);
            prop_assert!(grown.start.zip(when.start).is_none_or(|(grown, old)| grown <= old));
            prop_assert!(grown.end.zip(when.end).is_none_or(|(grown, old)| grown >= old));
            prop_assert_eq!(grown.start.is_some(), when.start.is_some());
            prop_assert_eq!(grown.end.is_some(), when.end.is_some());
            if let (Some(start), Some(end)) = (grown.start, grown.end) {
                let days = (end - start).get_days();
                // Weeks have a ladder of their own.
                let ladder = &mut long[usize::from(floor == TimeFloor::Week)];
                prop_assert!(days >= *ladder, "{} is shorter than the finer one", floor.as_str());
                *ladder = days;
                long[1] = long[1].max(if floor == TimeFloor::Day { days } else { -1 });
            }
        }
    }

    #[test]
    fn days_of_one_unit_cannot_be_told_apart(one in day(), n in 0..400_i64) {
        let other = one.checked_add(n.days()).expect("a day");
        let on = |day| When {
            start: Some(day), end: Some(day), precision: TimePrecision::Day, basis: TimeBasis::Stated, mention: None,
        };
        for floor in TIMES {
            let is_same = floor.first(one) == floor.first(other);
            prop_assert_eq!(coarsen_time(&on(one), floor) == coarsen_time(&on(other), floor), is_same);
        }
    }

    #[test]
    fn publishing_what_was_published_changes_nothing(
        place in any_place(),
        when in any_when(),
        floor in select(&["exact", "h3-6", "h3-3", "admin2", "admin1", "country"][..]),
        time in select(&["day", "week", "month", "year"][..]),
        show in select(&["outlet", "alias", "none"][..]),
        best in 0..20_u64,
    ) {
        let (mut incident, mut event) = (incident(), event());
        let place = serde_json::to_value(place).expect("JSON");
        for record in [&mut incident, &mut event] {
            record["place"] = place.clone();
            record["start"] = json!(when.start);
            record["end"] = json!(when.end);
            record["precision"] = json!(when.precision);
        }
        incident["losses"][0]["estimate"] = json!({"low": best, "best": best, "high": best + 3, "open": false});
        let item = item_of(incident, event).expect("records");
        let policy = policy(floor, time, &format!("[sources]\nshow = \"{show}\"\n"));
        if let Some(once) = publish(&policy, item) {
            let twice = publish(&policy, once.clone());
            prop_assert!(twice.is_some(), "what was published once is published");
            let blank = |text: String| text.replace(&format!("{:?}", once.events[0].report.sha256), "");
            let twice = twice.expect("checked");
            // The digest of a digest is another one, and means as little.
            let again = dump(&twice).replace(&format!("{:?}", twice.events[0].report.sha256), "");
            prop_assert_eq!(again, blank(dump(&once)));
        }
    }
}
