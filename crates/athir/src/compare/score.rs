//! How well an event of a table and an incident go together.

use athir_export::priogrid;
use athir_gazetteer::distance_km;
use jiff::Unit;
use serde::Serialize;

use super::comparison::Agreement;
use super::kind::Sort;
use super::ours::OurEvent;
use super::table::TableEvent;

/// How far apart two accounts of one happening may be, beyond what their own precision allows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Kilometres.
    pub km: f64,
    /// Days.
    pub days: u16,
    /// The least score of a pair, from 0 to 1.
    pub score: f64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { km: 25.0, days: 2, score: 0.6 }
    }
}

/// How an event and an incident lie to each other.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Pair {
    /// From 0 to 1: how well they go together.
    pub score: f64,
    /// Kilometres between their points; `None` where one of them has none.
    pub km: Option<f64>,
    /// Kilometres that the precision of both allows.
    pub reach_km: f64,
    /// Whether their points are in one cell of PRIO-GRID.
    pub same_cell: Option<bool>,
    /// Days between the two; 0 where they overlap.
    pub days_apart: i32,
    /// How many actors both name, where each names one that the registry knows.
    pub shared_actors: Option<usize>,
    /// Whether they are of one kind.
    #[serde(skip)]
    pub kind: Agreement,
}

/// What is left of a likeness when both name parties and share none, or give deaths of another order.
const AGAINST: f64 = 0.8;
/// The same when they are of another kind: a protest is no battle, however near.
const OTHER_KIND: f64 = 0.7;
/// Points that are one place in all gazetteers.
const SAME_KM: f64 = 5.0;

/// Compares an event with an incident; `None` where they are further apart than the limits allow.
pub(super) fn compare_pair(theirs: &TableEvent, ours: &OurEvent, limits: &Limits) -> Option<Pair> {
    let days_apart = gap(theirs, ours);
    if days_apart > i32::from(limits.days) {
        return None;
    }
    let nearest = theirs.point.and_then(|point| {
        let apart = |&other: &(f64, f64)| (distance_km(point, other), other);
        ours.points.iter().map(apart).min_by(|a, b| a.0.total_cmp(&b.0))
    });
    let reach_km = theirs.radius_km + ours.radius_km;
    let same_cell = nearest
        .zip(theirs.point)
        .map(|((_, other), point)| priogrid(point.0, point.1) == priogrid(other.0, other.1));
    let place = match nearest {
        Some((km, _)) if km > reach_km + limits.km => return None,
        Some((km, _)) => {
            // Two that are vague agree easily: they say less.
            let vague = ((reach_km - 2.0 * SAME_KM) / 150.0).clamp(0.0, 1.0);
            let near = if km <= SAME_KM { 1.0 } else { 1.0 - 0.6 * (km / (reach_km + limits.km)) };
            near * (1.0 - 0.4 * vague)
        }
        None if theirs.country.is_some() && theirs.country == ours.country => 0.3,
        None => return None,
    };
    let time = time(theirs, ours, days_apart, limits);
    let shared_actors = (!theirs.codes.is_empty() && !ours.codes.is_empty())
        .then(|| theirs.codes.intersection(&ours.codes).count());
    let actors = match shared_actors {
        None => 0.5,
        Some(0) => 0.0,
        Some(n) => 0.6 + 0.4 * n as f64 / theirs.codes.len() as f64,
    };
    let deaths = deaths(theirs, ours);
    let mut score = 0.35 * place + 0.25 * time + 0.22 * actors + 0.18 * deaths;
    // Much happens in a town in a day: other parties, or ten times the deaths, are mostly another happening.
    for _ in [shared_actors == Some(0), deaths == 0.0].into_iter().filter(|against| *against) {
        score *= AGAINST;
    }
    let kind = Sort::agreement(theirs.sort, ours.sort);
    if kind == Agreement::Differs {
        score *= OTHER_KIND;
    }
    let km = nearest.map(|(km, _)| km);
    (score >= limits.score).then_some(Pair {
        score,
        km,
        reach_km,
        same_cell,
        days_apart,
        shared_actors,
        kind,
    })
}

/// Days between the last of one and the first of the other; 0 where they overlap.
fn gap(theirs: &TableEvent, ours: &OurEvent) -> i32 {
    let days = |from, to: jiff::civil::Date| to.since((Unit::Day, from)).map_or(0, |span| span.get_days());
    days(theirs.last, ours.first).max(days(ours.last, theirs.first)).max(0)
}

fn time(theirs: &TableEvent, ours: &OurEvent, days_apart: i32, limits: &Limits) -> f64 {
    if days_apart > 0 {
        return 0.6 * (1.0 - f64::from(days_apart) / (f64::from(limits.days) + 1.0));
    }
    let length =
        |first, last: jiff::civil::Date| last.since((Unit::Day, first)).map_or(0, |span| span.get_days());
    let both = f64::from(length(theirs.first, theirs.last) + length(ours.first, ours.last));
    1.0 - 0.6 * (both / 60.0).min(1.0)
}

/// Whether the numbers of deaths can be those of one happening: 1 where the intervals meet, less the further they are
/// apart, and in the middle where one is not known.
fn deaths(theirs: &TableEvent, ours: &OurEvent) -> f64 {
    let (Some([low, _, high]), Some([our_low, _, our_high])) = (theirs.deaths, ours.deaths) else {
        return 0.5;
    };
    let our_high = if ours.is_open { u64::MAX } else { our_high };
    let (above, below) = if low > our_high { (low, our_high) } else { (our_low, high) };
    if above <= below {
        return 1.0;
    }
    let times = (above as f64 + 1.0) / (below as f64 + 1.0);
    (1.0 - times.log10()).max(0.0)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn theirs() -> TableEvent {
        TableEvent {
            id: "7".to_owned(),
            line: 2,
            first: date(2017, 7, 3),
            last: date(2017, 7, 3),
            place: "Tell Wazir".to_owned(),
            country: Some("SY".to_owned()),
            point: Some((35.25, 36.75)),
            radius_km: 5.0,
            actors: Vec::new(),
            codes: ["xx-hill".to_owned()].into(),
            deaths: Some([5, 6, 8]),
            sort: Some(Sort::Battle),
        }
    }

    fn ours() -> OurEvent {
        OurEvent {
            id: "a".to_owned(),
            kind: "attack",
            sort: Sort::Battle,
            first: date(2017, 7, 3),
            last: date(2017, 7, 3),
            place: "Tell Wazir".to_owned(),
            country: Some("SY".to_owned()),
            points: vec![(35.25, 36.75)],
            radius_km: 5.0,
            actors: Vec::new(),
            codes: ["xx-hill".to_owned()].into(),
            deaths: Some([6, 6, 6]),
            is_open: false,
            n_sources: 1,
        }
    }

    fn score(theirs: &TableEvent, ours: &OurEvent) -> f64 {
        compare_pair(theirs, ours, &Limits::default()).map_or(0.0, |pair| pair.score)
    }

    #[test]
    fn the_same_event_has_the_best_score() {
        assert!((score(&theirs(), &ours()) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn distance_counts_beyond_the_precision_of_both() {
        let away = |km: f64| OurEvent { points: vec![(35.25 + km / 111.2, 36.75)], ..ours() };
        assert!(score(&theirs(), &away(20.0)) > 0.6);
        assert_eq!(score(&theirs(), &away(40.0)), 0.0, "10 km of precision and 25 km beyond");
        let province = TableEvent { radius_km: 100.0, ..theirs() };
        assert!(score(&province, &away(40.0)) > 0.6);
    }

    #[test]
    fn the_nearest_of_several_possible_places_counts() {
        let ambiguous = OurEvent { points: vec![(33.0, 44.0), (35.25, 36.75)], ..ours() };
        assert!(score(&theirs(), &ambiguous) > 0.9);
    }

    #[test]
    fn days_apart_and_other_actors_and_numbers_speak_against_it() {
        let best = score(&theirs(), &ours());
        let later = OurEvent { first: date(2017, 7, 5), last: date(2017, 7, 5), ..ours() };
        assert!(score(&theirs(), &later) < best);
        assert_eq!(
            score(&theirs(), &OurEvent { first: date(2017, 7, 6), last: date(2017, 7, 6), ..ours() }),
            0.0
        );
        let others = OurEvent { codes: ["xx-river".to_owned()].into(), ..ours() };
        let unknown = OurEvent { codes: Default::default(), ..ours() };
        assert!(score(&theirs(), &others) < score(&theirs(), &unknown));
        let more = OurEvent { deaths: Some([60, 60, 60]), ..ours() };
        assert!(score(&theirs(), &more) < best);
        let open = OurEvent { deaths: Some([2, 2, 2]), is_open: true, ..ours() };
        assert!((score(&theirs(), &open) - best).abs() < 1e-9, "two or more may be six");
    }

    #[test]
    fn another_kind_a_village_away_is_another_happening() {
        let away = OurEvent { points: vec![(35.25 + 24.0 / 111.2, 36.75)], ..ours() };
        assert!(score(&theirs(), &away) > 0.0);
        let protest = OurEvent { sort: Sort::Unrest, ..away.clone() };
        assert_eq!(score(&theirs(), &protest), 0.0);
        assert!(score(&theirs(), &OurEvent { sort: Sort::Unrest, ..ours() }) > 0.0, "a kind may be miscoded");
        let untold = TableEvent { sort: None, ..theirs() };
        assert_eq!(score(&untold, &protest), score(&theirs(), &away), "what a table does not say is nothing");
    }

    #[test]
    fn where_only_countries_are_known_they_have_to_be_the_same() {
        let vague = TableEvent { point: None, ..theirs() };
        assert!(score(&vague, &ours()) > 0.0);
        assert_eq!(score(&TableEvent { country: Some("IQ".to_owned()), ..vague }, &ours()), 0.0);
    }
}
