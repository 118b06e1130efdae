//! From likely pairs to clusters that do not chain.
//!
//! Events are joined by average linkage: the two clusters whose pairs are likeliest on average become one, as long
//! as that average reaches the threshold. One bridge between two happenings is outvoted by all the pairs that do
//! not fit. Pairs that people have decided on come first: what they joined is one from the start, what they
//! parted never comes together. Before, pairs yield to rivals in the same two reports ([`yield_to_rivals`]).

use std::collections::{BTreeMap, BinaryHeap, HashMap};

/// Pairs that must not be in one cluster weigh so much that no average makes up for it.
pub(crate) const NEVER: f32 = -1e9;

/// Lessens pairs where an event fits another event of the other's report better: a report tells a happening once, and
/// of two alike in it only one can be that happening. `report_of` names the report of each event.
///
/// The odds of such a pair are multiplied with the root of their share of the better pair's odds.
pub(crate) fn yield_to_rivals(report_of: &[u32], pairs: &mut [(usize, usize, f32)]) {
    let odds = |p: f32| p.clamp(0.0, 1.0 - 1e-6) / (1.0 - p.clamp(0.0, 1.0 - 1e-6));
    // For an event and a report the best pair, with whom, and the next best.
    let mut best: HashMap<(usize, u32), (f32, usize, f32)> = HashMap::new();
    for &(a, b, p) in pairs.iter().filter(|(a, b, _)| report_of[*a] != report_of[*b]) {
        for (event, other) in [(a, b), (b, a)] {
            let known = best.entry((event, report_of[other])).or_insert((p, other, 0.0));
            if known.1 == other {
                continue;
            }
            if p > known.0 {
                *known = (p, other, known.0);
            } else {
                known.2 = known.2.max(p);
            }
        }
    }
    let rival = |event: usize, other: usize| match best.get(&(event, report_of[other])) {
        Some(&(_, with, next)) if with == other => next,
        Some(&(first, ..)) => first,
        None => 0.0,
    };
    for (a, b, p) in pairs.iter_mut().filter(|(a, b, p)| report_of[*a] != report_of[*b] && *p > 0.0) {
        let (mine, better) = (odds(*p), odds(rival(*a, *b).max(rival(*b, *a))));
        if better > mine {
            let less = mine * (mine / better).sqrt();
            *p = less / (1.0 + less);
        }
    }
}

/// Clusters `n` events. `pairs` gives the probability of each pair `a < b`, or [`NEVER`]; one that is not there counts
/// as 0. `joined` are clusters from the start. Each cluster lists its events in order, clusters by their first event.
pub(crate) fn cluster(
    n: usize,
    threshold: f32,
    joined: &[(usize, usize)],
    pairs: &[(usize, usize, f32)],
) -> Vec<Vec<usize>> {
    let mut sums: Vec<BTreeMap<usize, f32>> = vec![BTreeMap::new(); n];
    for &(a, b, p) in pairs {
        sums[a].insert(b, p);
        sums[b].insert(a, p);
    }
    let mut clusters: Vec<Vec<usize>> = (0..n).map(|event| vec![event]).collect();
    let mut home: Vec<usize> = (0..n).collect();
    let mut heap = BinaryHeap::new();
    let unite = |clusters: &mut Vec<Vec<usize>>,
                 sums: &mut Vec<BTreeMap<usize, f32>>,
                 home: &mut Vec<usize>,
                 a: usize,
                 b: usize| {
        let moved = std::mem::take(&mut clusters[b]);
        moved.iter().for_each(|&event| home[event] = a);
        clusters[a].extend(moved);
        for (c, p) in std::mem::take(&mut sums[b]) {
            sums[c].remove(&b);
            if c != a {
                *sums[a].entry(c).or_insert(0.0) += p;
                *sums[c].entry(a).or_insert(0.0) += p;
            }
        }
    };
    for &(a, b) in joined {
        let (x, y) = (home[a], home[b]);
        if x != y {
            unite(&mut clusters, &mut sums, &mut home, x.min(y), x.max(y));
        }
    }
    let mean = |clusters: &[Vec<usize>], a: usize, b: usize, sum: f32| {
        sum / (clusters[a].len() * clusters[b].len()) as f32
    };
    for (a, row) in sums.iter().enumerate() {
        for (&b, &sum) in row.range(a + 1..) {
            heap.push((Rank(mean(&clusters, a, b, sum)), std::cmp::Reverse((a, b))));
        }
    }
    while let Some((Rank(then), std::cmp::Reverse((a, b)))) = heap.pop() {
        if then < threshold {
            break;
        }
        let Some(&sum) = sums[a].get(&b) else { continue };
        if clusters[a].is_empty() || clusters[b].is_empty() || mean(&clusters, a, b, sum) != then {
            continue;
        }
        unite(&mut clusters, &mut sums, &mut home, a, b);
        for (&c, &sum) in &sums[a] {
            let now = mean(&clusters, a, c, sum);
            if now >= threshold {
                heap.push((Rank(now), std::cmp::Reverse((a.min(c), a.max(c)))));
            }
        }
    }
    clusters.retain(|cluster| !cluster.is_empty());
    clusters.iter_mut().for_each(|cluster| cluster.sort_unstable());
    clusters.sort_unstable();
    clusters
}

/// A mean that can be put in order.
#[derive(PartialEq)]
struct Rank(f32);

impl Eq for Rank {}

impl PartialOrd for Rank {
    fn partial_cmp(&self, other: &Rank) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Rank {
    fn cmp(&self, other: &Rank) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(n: usize, p: impl Fn(usize, usize) -> f32) -> Vec<(usize, usize, f32)> {
        (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b))).map(|(a, b)| (a, b, p(a, b))).collect()
    }

    #[test]
    fn a_bridge_does_not_chain_two_happenings() {
        // 0-1-2 and 3-4-5 are sure; 2-3 is likely, the other pairs between the two are not.
        let p = |a: usize, b: usize| match (a / 3 == b / 3, (a, b)) {
            (true, _) => 0.95,
            (false, (2, 3)) => 0.9,
            _ => 0.05,
        };
        assert_eq!(cluster(6, 0.5, &[], &pairs(6, p)), [vec![0, 1, 2], vec![3, 4, 5]]);
    }

    #[test]
    fn of_two_alike_in_a_report_the_likelier_one_is_the_happening() {
        // 0 is of one report, 1 and 2 of another, 3 of a third.
        let mut pairs = [(0, 1, 0.9), (0, 2, 0.6), (1, 2, 0.4), (1, 3, 0.7), (2, 3, 0.0)];
        yield_to_rivals(&[7, 8, 8, 9], &mut pairs);
        assert_eq!([pairs[0].2, pairs[2].2, pairs[3].2, pairs[4].2], [0.9, 0.4, 0.7, 0.0]);
        assert!((0.3..0.4).contains(&pairs[1].2), "{}", pairs[1].2);
    }

    #[test]
    fn what_people_parted_stays_apart_and_what_they_joined_is_one() {
        let p = |a: usize, b: usize| match (a, b) {
            (0, 1) => NEVER,
            (0, 3) => 0.0,
            _ => 0.9,
        };
        let clusters = cluster(4, 0.5, &[(0, 3)], &pairs(4, p));
        let home = |event: usize| clusters.iter().position(|c| c.contains(&event));
        assert_eq!(home(0), home(3));
        assert_ne!(home(0), home(1));
    }
}
