//! From likely pairs to clusters that do not chain.
//!
//! Events are joined by average linkage: the two clusters whose pairs are likeliest on average become one, as long
//! as that average reaches the threshold. One bridge between two happenings is outvoted by all the pairs that do
//! not fit. Pairs that people have decided on come first: what they joined is one from the start, what they
//! parted never comes together.

use std::collections::{BTreeMap, BinaryHeap};

/// Pairs that must not be in one cluster weigh so much that no average makes up for it.
pub(crate) const NEVER: f32 = -1e9;

/// Clusters `n` events. `pair` gives the probability of a pair `a < b`, or [`NEVER`]; it is asked for each pair once.
/// `joined` are clusters from the start. Each cluster lists its events in order, clusters by their first event.
pub(crate) fn cluster_all(
    n: usize,
    threshold: f32,
    joined: &[(usize, usize)],
    mut pair: impl FnMut(usize, usize) -> f32,
) -> Vec<Vec<usize>> {
    let mut sums = vec![0.0f32; n * n];
    for a in 0..n {
        for b in a + 1..n {
            let p = pair(a, b);
            sums[a * n + b] = p;
            sums[b * n + a] = p;
        }
    }
    let mut clusters: Vec<Vec<usize>> = (0..n).map(|event| vec![event]).collect();
    let unite = |clusters: &mut Vec<Vec<usize>>, sums: &mut Vec<f32>, a: usize, b: usize| {
        let moved = std::mem::take(&mut clusters[b]);
        clusters[a].extend(moved);
        clusters[a].sort_unstable();
        for c in 0..n {
            let both = sums[a * n + c] + sums[b * n + c];
            sums[a * n + c] = both;
            sums[c * n + a] = both;
        }
    };
    for &(a, b) in joined {
        let home = |clusters: &[Vec<usize>], event: usize| clusters.iter().position(|c| c.contains(&event));
        if let (Some(x), Some(y)) = (home(&clusters, a), home(&clusters, b))
            && x != y
        {
            unite(&mut clusters, &mut sums, x.min(y), x.max(y));
        }
    }
    loop {
        let mut best: Option<(f32, usize, usize)> = None;
        for a in 0..n {
            for b in a + 1..n {
                let size = clusters[a].len() * clusters[b].len();
                if size == 0 {
                    continue;
                }
                let mean = sums[a * n + b] / size as f32;
                if mean >= threshold && best.is_none_or(|(least, ..)| mean > least) {
                    best = Some((mean, a, b));
                }
            }
        }
        let Some((_, a, b)) = best else { break };
        unite(&mut clusters, &mut sums, a, b);
    }
    clusters.retain(|cluster| !cluster.is_empty());
    clusters
}

/// As [`cluster_all`] for many events of which few pairs are known: a pair that is not among `pairs` counts as 0.
pub(crate) fn cluster_sparse(
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

    #[test]
    fn a_bridge_does_not_chain_two_happenings() {
        // 0-1-2 and 3-4-5 are sure; 2-3 is likely, the other pairs between the two are not.
        let p = |a: usize, b: usize| match (a / 3 == b / 3, (a, b)) {
            (true, _) => 0.95,
            (false, (2, 3)) => 0.9,
            _ => 0.05,
        };
        assert_eq!(cluster_all(6, 0.5, &[], p), [vec![0, 1, 2], vec![3, 4, 5]]);
    }

    #[test]
    fn what_people_parted_stays_apart_and_what_they_joined_is_one() {
        let p = |a: usize, b: usize| match (a, b) {
            (0, 1) => NEVER,
            (0, 3) => 0.0,
            _ => 0.9,
        };
        let clusters = cluster_all(4, 0.5, &[(0, 3)], p);
        let home = |event: usize| clusters.iter().position(|c| c.contains(&event));
        assert_eq!(home(0), home(3));
        assert_ne!(home(0), home(1));
    }

    #[test]
    fn few_known_pairs_give_what_all_pairs_give() {
        let mut pairs = Vec::new();
        let mut state = 7u64;
        for a in 0..40 {
            for b in a + 1..40 {
                state = crate::hash::mix(state.wrapping_add(a * 41 + b));
                let near = a / 5 == b / 5;
                let p = (state % 1000) as f32 / 2000.0 + if near { 0.5 } else { 0.0 };
                pairs.push((a as usize, b as usize, p));
            }
        }
        let all = cluster_all(40, 0.5, &[], |a, b| {
            pairs.iter().find(|(x, y, _)| (*x, *y) == (a, b)).map_or(0.0, |pair| pair.2)
        });
        assert!(all.len() < 40 && all.len() > 2, "{all:?}");
        assert_eq!(cluster_sparse(40, 0.5, &[], &pairs), all);
    }
}
