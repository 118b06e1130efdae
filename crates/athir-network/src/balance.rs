//! Structural balance: do the friends of friends stand together, and the enemies of enemies?

use std::collections::BTreeMap;

use athir_model::Balance;

use crate::signed::Signed;

/// Parts with at most so many actors are searched through for the least frustration.
const EXACT: usize = 20;

/// Measures how balanced a signed network is (Cartwright and Harary, 1956).
///
/// - A closed triad is balanced if its signs multiply to plus; `triad_index` is the share of balanced triads. Counting
///   looks at each pair's common neighbours: O(m · d) for m pairs and the greatest degree d.
/// - `frustration` is the line index of Harary (1959): the least number of pairs whose sign must change before the actors
///   fall into two camps with plus inside and minus between. It is the sum over connected parts. A part of up to 20 actors
///   is searched through in the order of a Gray code, O(2^n · d), and the answer is exact; a larger one is improved from
///   several deterministic starts by moving single actors as long as that helps, and the answer is an upper bound (Aref,
///   Mason and Wilson, 2020, compare such methods).
/// - `line_index` is 1 − 2 · frustration / m, 1 for a balanced network (Aref and Wilson, 2018).
///
/// Only the signs count here, not the weights.
pub fn balance(signed: &Signed) -> Balance {
    let neighbours = signed.neighbours();
    let sign: BTreeMap<(usize, usize), bool> =
        signed.pairs.iter().map(|pair| ((pair.a, pair.b), pair.weight > 0.0)).collect();
    let (mut n_triads, mut n_balanced) = (0, 0);
    for pair in &signed.pairs {
        // Each triad once: by its two lesser actors.
        for &(third, weight) in neighbours[pair.b].iter().filter(|&&(third, _)| third > pair.b) {
            if let Some(&closing) = sign.get(&(pair.a, third)) {
                n_triads += 1;
                let n_minus =
                    [pair.weight > 0.0, weight > 0.0, closing].into_iter().filter(|plus| !plus).count();
                n_balanced += usize::from(n_minus % 2 == 0);
            }
        }
    }
    let (mut frustrated, mut is_exact) = (0, true);
    for part in signed.components(|_| true) {
        let (least, exact) = frustration(&part, &neighbours);
        frustrated += least;
        is_exact &= exact;
    }
    let n_pairs = signed.pairs.len();
    let n_positive = signed.pairs.iter().filter(|pair| pair.weight > 0.0).count();
    Balance {
        n_actors: signed.actors.len(),
        n_positive,
        n_negative: n_pairs - n_positive,
        n_triads,
        n_balanced,
        triad_index: (n_triads > 0).then(|| n_balanced as f64 / n_triads as f64),
        frustration: frustrated,
        is_exact,
        line_index: (n_pairs > 0).then(|| 1.0 - 2.0 * frustrated as f64 / n_pairs as f64),
    }
}

/// The least number of pairs in a connected part that disagree with two camps, and whether none is less.
fn frustration(part: &[usize], neighbours: &[Vec<(usize, f64)>]) -> (usize, bool) {
    let local: BTreeMap<usize, usize> = part.iter().enumerate().map(|(n, &actor)| (actor, n)).collect();
    let near: Vec<Vec<(usize, bool)>> = part
        .iter()
        .map(|&actor| {
            let inside = neighbours[actor].iter();
            inside.filter_map(|(other, weight)| Some((*local.get(other)?, *weight > 0.0))).collect()
        })
        .collect();
    // The camps are given by the side of each actor; the first actor's side is free to choose.
    let mut sides = spread(&near, 0);
    let mut best = disagreeing(&near, &sides);
    if best == 0 {
        return (0, true);
    }
    if part.len() <= EXACT {
        let mut count = best as i64;
        for step in 1..1_u64 << (part.len() - 1) {
            let moved = step.trailing_zeros() as usize + 1;
            count += gain(&near, &sides, moved);
            sides[moved] = !sides[moved];
            best = best.min(usize::try_from(count).unwrap_or(0));
            if best == 0 {
                break;
            }
        }
        return (best, true);
    }
    for start in 0..part.len().min(16) {
        let mut sides = spread(&near, start * part.len() / part.len().min(16));
        let mut count = disagreeing(&near, &sides) as i64;
        loop {
            let least = (0..part.len()).map(|actor| (gain(&near, &sides, actor), actor)).min();
            let Some((change, actor)) = least.filter(|&(change, _)| change < 0) else { break };
            sides[actor] = !sides[actor];
            count += change;
        }
        best = best.min(usize::try_from(count).unwrap_or(0));
    }
    (best, false)
}

/// Sides that agree with every pair on a breadth-first walk: right for all pairs if the part is balanced.
fn spread(near: &[Vec<(usize, bool)>], start: usize) -> Vec<bool> {
    let mut sides: Vec<Option<bool>> = vec![None; near.len()];
    sides[start] = Some(true);
    let (mut queue, mut next) = (vec![start], 0);
    while next < queue.len() {
        let actor = queue[next];
        let own = sides[actor].unwrap_or(true);
        for &(other, plus) in &near[actor] {
            if sides[other].is_none() {
                sides[other] = Some(own == plus);
                queue.push(other);
            }
        }
        next += 1;
    }
    sides.into_iter().map(|side| side.unwrap_or(true)).collect()
}

fn disagreeing(near: &[Vec<(usize, bool)>], sides: &[bool]) -> usize {
    let twice: usize = near
        .iter()
        .enumerate()
        .map(|(a, of_one)| of_one.iter().filter(|&&(b, plus)| (sides[a] == sides[b]) != plus).count())
        .sum();
    twice / 2
}

/// By how much the number of disagreeing pairs grows if an actor changes sides.
fn gain(near: &[Vec<(usize, bool)>], sides: &[bool], actor: usize) -> i64 {
    near[actor].iter().map(|&(other, plus)| if (sides[actor] == sides[other]) == plus { 1 } else { -1 }).sum()
}

#[cfg(test)]
mod tests {
    use athir_model::ActorKey;

    use super::*;

    fn signed(pairs: &[(&str, &str, f64)]) -> Signed {
        let key = |name: &str| ActorKey(name.to_owned());
        Signed::of(pairs.iter().map(|(a, b, weight)| (key(a), key(b), *weight)))
    }

    #[test]
    fn the_enemy_of_my_enemy_is_balanced() {
        let found = balance(&signed(&[("a", "b", 1.0), ("a", "c", -1.0), ("b", "c", -1.0)]));
        assert_eq!((found.n_triads, found.n_balanced, found.frustration), (1, 1, 0));
        assert_eq!((found.triad_index, found.line_index), (Some(1.0), Some(1.0)));
    }

    #[test]
    fn three_enemies_are_frustrated_once() {
        let found = balance(&signed(&[("a", "b", -1.0), ("a", "c", -1.0), ("b", "c", -1.0)]));
        assert_eq!((found.n_triads, found.n_balanced, found.frustration), (1, 0, 1));
        assert!(found.is_exact);
        assert!((found.line_index.unwrap() - 1.0 / 3.0).abs() < 1e-9);
    }

    #[test]
    fn a_large_part_of_two_camps_is_found_balanced() {
        let names: Vec<String> = (0..40).map(|n| format!("{n:02}")).collect();
        let mut pairs = Vec::new();
        for a in 0..40 {
            for b in a + 1..40 {
                pairs.push((names[a].as_str(), names[b].as_str(), if a % 2 == b % 2 { 1.0 } else { -1.0 }));
            }
        }
        let found = balance(&signed(&pairs));
        assert_eq!((found.frustration, found.is_exact), (0, true));
        pairs[3].2 *= -1.0;
        let found = balance(&signed(&pairs));
        assert_eq!((found.frustration, found.is_exact), (1, false));
    }

    #[test]
    fn the_search_finds_the_least_of_all_camps() {
        // A ring of five with one minus: that pair, or any other, is left over.
        let ring = [("a", "b", 1.0), ("b", "c", 1.0), ("c", "d", 1.0), ("d", "e", 1.0), ("a", "e", -1.0)];
        assert_eq!(balance(&signed(&ring)).frustration, 1);
        // Four enemies in two camps of two: a pair is left over in each.
        let four = [("a", "b"), ("a", "c"), ("a", "d"), ("b", "c"), ("b", "d"), ("c", "d")];
        assert_eq!(balance(&signed(&four.map(|(x, y)| (x, y, -1.0)))).frustration, 2);
    }
}
