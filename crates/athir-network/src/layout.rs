//! Where actors are drawn: places on a plane for a network, and an order of lanes for lives side by side. Both depend on
//! the ties alone, and move little when ties are added.

use std::collections::BTreeMap;

use athir_model::ActorKey;

/// A pair of actors and how strongly they are tied, whatever the sign.
#[derive(Clone, Debug, PartialEq)]
pub struct Pull<'k> {
    /// One actor.
    pub a: &'k ActorKey,
    /// The other.
    pub b: &'k ActorKey,
    /// How strongly they are drawn together; at least 0.
    pub weight: f64,
}

/// Rounds of a layout that starts from nothing.
const ROUNDS: usize = 300;
/// Rounds of one that starts from an earlier layout.
const WARM_ROUNDS: usize = 60;
/// How strongly actors are drawn to the middle for each unit of distance. All n push with even² n = 2.56 units over the
/// distance, so that the pull weighs against them at a little more than 1, inside the frame.
const MIDDLE: f64 = 2.2;
/// The share of the others' steps that those known from an earlier layout take.
const KNOWN: f64 = 0.25;
/// Actors that push one another apart; the others are set beside those that they are tied to.
const CORE: usize = 400;

/// Finds places for actors on a plane, each coordinate from -1 to 1, so that those that are tied lie near one another.
///
/// The method is that of Fruchterman and Reingold (1991): all actors push each other apart, ties draw them together, and
/// steps become shorter with every round; a pull towards the middle keeps parts without ties to one another in sight. It is
/// exact for the 400 actors with the most ties, O(n²) a round; others are set where their strongest ties are. The start
/// follows from the keys, so that the same ties give the same places. With `before`, the places of an earlier layout,
/// actors start there and move little; what is new settles around them.
pub fn layout(pulls: &[Pull<'_>], before: &BTreeMap<ActorKey, (f64, f64)>) -> BTreeMap<ActorKey, (f64, f64)> {
    let mut weights: BTreeMap<&ActorKey, f64> = BTreeMap::new();
    for pull in pulls.iter().filter(|pull| pull.a != pull.b) {
        *weights.entry(pull.a).or_default() += pull.weight;
        *weights.entry(pull.b).or_default() += pull.weight;
    }
    let mut core: Vec<(&ActorKey, f64)> = weights.iter().map(|(&key, &weight)| (key, weight)).collect();
    core.sort_by(|(a, x), (b, y)| y.total_cmp(x).then_with(|| a.cmp(b)));
    core.truncate(CORE);
    let mut keys: Vec<&ActorKey> = core.into_iter().map(|(key, _)| key).collect();
    keys.sort_unstable();
    let index = |key: &ActorKey| keys.binary_search(&key).ok();
    let mut ties: Vec<(usize, usize, f64)> = pulls
        .iter()
        .filter_map(|pull| Some((index(pull.a)?, index(pull.b)?, pull.weight)))
        .filter(|(a, b, _)| a != b)
        .collect();
    // Sums of floating-point numbers depend on their order.
    ties.sort_by(|(a, b, x), (c, d, y)| (a, b).cmp(&(c, d)).then_with(|| x.total_cmp(y)));
    let is_warm = keys.iter().filter(|key| before.contains_key(**key)).count() * 2 > keys.len();
    let start =
        keys.iter().map(|key| before.get(*key).copied().unwrap_or_else(|| start_of(&key.0))).collect();
    let is_known: Vec<bool> = keys.iter().map(|key| is_warm && before.contains_key(*key)).collect();
    let places = settle(start, &ties, &is_known, if is_warm { WARM_ROUNDS } else { ROUNDS });
    let mut found: BTreeMap<ActorKey, (f64, f64)> =
        keys.iter().zip(places).map(|(key, place)| ((*key).clone(), place)).collect();
    set_beside(&mut found, pulls, &weights);
    found
}

/// Moves points until they rest. Those that are known from an earlier layout take short steps, so that all of them
/// together lead no farther than a quarter of the way from the middle to the frame.
fn settle(
    mut places: Vec<(f64, f64)>,
    ties: &[(usize, usize, f64)],
    is_known: &[bool],
    rounds: usize,
) -> Vec<(f64, f64)> {
    let n = places.len();
    if n < 2 {
        return places;
    }
    // The distance at which push and pull are even.
    let even = 1.6 / (n as f64).sqrt();
    let mut moves = vec![(0.0, 0.0); n];
    for round in 0..rounds {
        moves.fill((0.0, 0.0));
        for a in 0..n {
            for b in a + 1..n {
                let (dx, dy) = (places[a].0 - places[b].0, places[a].1 - places[b].1);
                let square = (dx * dx + dy * dy).max(1e-6);
                let push = even * even / square;
                moves[a].0 += dx * push;
                moves[a].1 += dy * push;
                moves[b].0 -= dx * push;
                moves[b].1 -= dy * push;
            }
        }
        for &(a, b, weight) in ties {
            let (dx, dy) = (places[a].0 - places[b].0, places[a].1 - places[b].1);
            let pull = (dx * dx + dy * dy).sqrt() / even * weight.clamp(0.1, 2.0);
            moves[a].0 -= dx * pull;
            moves[a].1 -= dy * pull;
            moves[b].0 += dx * pull;
            moves[b].1 += dy * pull;
        }
        // From a tenth of the plane down to nothing.
        let longest = 0.1 * (1.0 - round as f64 / rounds as f64) * if rounds < ROUNDS { 0.3 } else { 1.0 };
        for ((place, step), &is_known) in places.iter_mut().zip(&moves).zip(is_known) {
            let longest = if is_known { longest * KNOWN } else { longest };
            let (dx, dy) = (step.0 - place.0 * MIDDLE, step.1 - place.1 * MIDDLE);
            let length = (dx * dx + dy * dy).sqrt().max(1e-9);
            let share = length.min(longest) / length;
            place.0 = (place.0 + dx * share).clamp(-1.0, 1.0);
            place.1 = (place.1 + dy * share).clamp(-1.0, 1.0);
        }
    }
    places
}

/// Sets actors outside the core beside the middle of those that they are tied to, as far as these have places.
fn set_beside(
    found: &mut BTreeMap<ActorKey, (f64, f64)>,
    pulls: &[Pull<'_>],
    weights: &BTreeMap<&ActorKey, f64>,
) {
    let mut middles: BTreeMap<&ActorKey, (f64, f64, f64)> = BTreeMap::new();
    for pull in pulls {
        for (one, other) in [(pull.a, pull.b), (pull.b, pull.a)] {
            if !found.contains_key(one)
                && let Some(&(x, y)) = found.get(other)
            {
                let weight = pull.weight.max(1e-6);
                let middle = middles.entry(one).or_default();
                *middle = (middle.0 + x * weight, middle.1 + y * weight, middle.2 + weight);
            }
        }
    }
    for key in weights.keys().filter(|key| !found.contains_key(**key)).copied().collect::<Vec<_>>() {
        let (dx, dy) = start_of(&key.0);
        let place = match middles.get(key) {
            Some((x, y, weight)) => (x / weight + dx * 0.06, y / weight + dy * 0.06),
            None => (dx, dy),
        };
        found.insert(key.clone(), (place.0.clamp(-1.0, 1.0), place.1.clamp(-1.0, 1.0)));
    }
}

/// Where an actor starts: somewhere in the circle, by its key alone.
fn start_of(key: &str) -> (f64, f64) {
    let hash = key.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mixed = (hash ^ (hash >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let angle = (mixed >> 40) as f64 / (1_u64 << 24) as f64 * std::f64::consts::TAU;
    let radius = 0.2 + 0.7 * ((mixed & 0xff_ffff) as f64 / (1_u64 << 24) as f64).sqrt();
    (angle.cos() * radius, angle.sin() * radius)
}

/// Orders lanes so that those that are tied lie near one another, and few links cross others: the lanes are moved to the
/// middle of those that they are tied to and ranked again, round by round (the barycentre heuristic of Sugiyama, Tagawa and
/// Toda, 1981), and neighbours change places as long as that shortens the links. Gives the lanes in the order in which they
/// are drawn. `links` are pairs of lanes with a weight; lanes without links keep their places behind the others.
pub fn order_lanes(n_lanes: usize, links: &[(usize, usize, f64)]) -> Vec<usize> {
    const ROUNDS: usize = 24;
    let links: Vec<(usize, usize, f64)> =
        links.iter().copied().filter(|&(a, b, _)| a != b && a < n_lanes && b < n_lanes).collect();
    let mut is_tied = vec![false; n_lanes];
    links.iter().for_each(|&(a, b, _)| (is_tied[a], is_tied[b]) = (true, true));
    let (mut order, loose): (Vec<usize>, Vec<usize>) = (0..n_lanes).partition(|&lane| is_tied[lane]);
    let length = |order: &[usize]| {
        let mut rank = vec![0; n_lanes];
        order.iter().enumerate().for_each(|(at, &lane)| rank[lane] = at);
        links.iter().map(|&(a, b, weight)| rank[a].abs_diff(rank[b]) as f64 * weight).sum::<f64>()
    };
    let mut best = (length(&order), order.clone());
    for _ in 0..ROUNDS {
        let mut rank = vec![0.0; n_lanes];
        order.iter().enumerate().for_each(|(at, &lane)| rank[lane] = at as f64);
        let mut sums = vec![(0.0, 0.0); n_lanes];
        for &(a, b, weight) in &links {
            sums[a] = (sums[a].0 + rank[b] * weight, sums[a].1 + weight);
            sums[b] = (sums[b].0 + rank[a] * weight, sums[b].1 + weight);
        }
        // Half of its own place, so that pairs do not only swap.
        let middle = |lane: usize| (rank[lane] + sums[lane].0 / sums[lane].1.max(1e-9)) / 2.0;
        order.sort_by(|&a, &b| middle(a).total_cmp(&middle(b)).then_with(|| a.cmp(&b)));
        let now = length(&order);
        if now < best.0 {
            best = (now, order.clone());
        }
    }
    let mut order = best.1;
    // Lanes without links between them, even by way of others, need not lie among one another.
    let part = parts(n_lanes, &links);
    let mut first = vec![usize::MAX; n_lanes];
    order.iter().enumerate().rev().for_each(|(at, &lane)| first[part[lane]] = at);
    order.sort_by_key(|&lane| first[part[lane]]);
    let mut shortest = length(&order);
    let mut has_moved = true;
    while has_moved {
        has_moved = false;
        for at in 1..order.len() {
            order.swap(at - 1, at);
            let now = length(&order);
            if now + 1e-9 < shortest {
                (shortest, has_moved) = (now, true);
            } else {
                order.swap(at - 1, at);
            }
        }
    }
    order.extend(loose);
    order
}

/// For each lane the least lane that links lead to from it.
fn parts(n_lanes: usize, links: &[(usize, usize, f64)]) -> Vec<usize> {
    let mut part: Vec<usize> = (0..n_lanes).collect();
    let mut has_changed = true;
    while has_changed {
        has_changed = false;
        for &(a, b, _) in links {
            let least = part[a].min(part[b]);
            has_changed |= part[a] != least || part[b] != least;
            (part[a], part[b]) = (least, least);
        }
    }
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> ActorKey {
        ActorKey(name.to_owned())
    }

    fn distance(places: &BTreeMap<ActorKey, (f64, f64)>, a: &str, b: &str) -> f64 {
        let ((ax, ay), (bx, by)) = (places[&key(a)], places[&key(b)]);
        ((ax - bx).powi(2) + (ay - by).powi(2)).sqrt()
    }

    fn two_camps() -> Vec<(ActorKey, ActorKey, f64)> {
        let camp = |names: [&str; 4]| {
            let names = names.map(key);
            (0..4).flat_map(move |a| {
                let names = names.clone();
                (a + 1..4).map(move |b| (names[a].clone(), names[b].clone(), 1.0))
            })
        };
        let mut pairs: Vec<_> = camp(["a", "b", "c", "d"]).chain(camp(["w", "x", "y", "z"])).collect();
        pairs.push((key("a"), key("w"), 0.2));
        pairs
    }

    fn pulls(pairs: &[(ActorKey, ActorKey, f64)]) -> Vec<Pull<'_>> {
        pairs.iter().map(|(a, b, weight)| Pull { a, b, weight: *weight }).collect()
    }

    #[test]
    fn those_that_are_tied_lie_near_one_another() {
        let pairs = two_camps();
        let places = layout(&pulls(&pairs), &BTreeMap::new());
        assert_eq!(places.len(), 8);
        for (inside, across) in [(("a", "b"), ("a", "z")), (("x", "y"), ("x", "c")), (("w", "z"), ("w", "d"))]
        {
            assert!(
                distance(&places, inside.0, inside.1) < distance(&places, across.0, across.1),
                "{inside:?}"
            );
        }
        assert!(places.values().all(|(x, y)| x.abs() <= 1.0 && y.abs() <= 1.0));
        let mut turned = pulls(&pairs);
        turned.reverse();
        let again = layout(&turned, &BTreeMap::new());
        assert!(
            places.iter().all(|(key, (x, y))| (x - again[key].0).abs() + (y - again[key].1).abs() < 1e-6)
        );
    }

    #[test]
    fn pairs_without_ties_to_others_are_not_pressed_against_the_frame() {
        let pairs: Vec<_> = (0..20).map(|n| (key(&format!("a{n}")), key(&format!("b{n}")), 0.4)).collect();
        let places = layout(&pulls(&pairs), &BTreeMap::new());
        let at_the_frame = places.values().filter(|(x, y)| x.abs().max(y.abs()) > 0.999).count();
        assert!(at_the_frame <= 2, "{at_the_frame} of {} lie on the frame", places.len());
        let near = places.values().filter(|(x, y)| x.hypot(*y) < 0.7).count();
        assert!(near > 8, "only {near} of {} lie inside", places.len());
    }

    #[test]
    fn a_new_actor_hardly_moves_those_that_were_there() {
        let mut pairs = two_camps();
        let before = layout(&pulls(&pairs), &BTreeMap::new());
        pairs.push((key("new"), key("b"), 1.0));
        let after = layout(&pulls(&pairs), &before);
        for (actor, (x, y)) in &before {
            let moved = ((x - after[actor].0).powi(2) + (y - after[actor].1).powi(2)).sqrt();
            assert!(moved < 0.35, "{actor}: {moved}");
        }
        assert!(distance(&after, "new", "b") < distance(&after, "new", "z"));
    }

    #[test]
    fn lanes_that_are_tied_lie_side_by_side() {
        let order = order_lanes(7, &[(0, 6, 1.0), (6, 3, 1.0), (1, 5, 1.0)]);
        let rank = |lane: usize| order.iter().position(|&other| other == lane).unwrap();
        assert_eq!(rank(0).abs_diff(rank(6)), 1);
        assert_eq!(rank(6).abs_diff(rank(3)), 1);
        assert_eq!(rank(1).abs_diff(rank(5)), 1);
        assert_eq!(&order[5..], [2, 4], "those without links come last");
        assert_eq!(order_lanes(0, &[]), [] as [usize; 0]);
    }
}
