//! Which actors are central.

use athir_model::Centrality;

use crate::signed::Signed;

/// Measures how central each actor is, in the order of their keys.
///
/// - `degree`, `allies` and `rivals` count the other actors that it has a signed pair, a positive and a negative one with.
/// - `betweenness` is the share of shortest paths between two others that lead through it (Freeman, 1977), over pairs of
///   either sign, each of length 1, scaled by 2 / (n−1)(n−2); computed by Brandes' algorithm (2001) in O(n · m).
/// - `page_rank` is its share of a random walk's time (Brin and Page, 1998) that follows pairs in proportion to their
///   absolute weight and jumps to any actor with probability 0.15; power iteration until the sum of changes is below
///   1e-10, O(m) a round.
pub fn centralities(signed: &Signed) -> Vec<Centrality> {
    let neighbours = signed.neighbours();
    let between = betweenness(&neighbours);
    let rank = page_rank(&neighbours);
    signed
        .actors
        .iter()
        .enumerate()
        .map(|(n, actor)| {
            let allies = neighbours[n].iter().filter(|(_, weight)| *weight > 0.0).count();
            Centrality {
                actor: actor.clone(),
                degree: neighbours[n].len(),
                allies,
                rivals: neighbours[n].len() - allies,
                betweenness: between[n],
                page_rank: rank[n],
            }
        })
        .collect()
}

fn betweenness(neighbours: &[Vec<(usize, f64)>]) -> Vec<f64> {
    let n = neighbours.len();
    let mut all = vec![0.0; n];
    let (mut n_paths, mut distance, mut share) = (vec![0.0; n], vec![usize::MAX; n], vec![0.0; n]);
    let mut order = Vec::with_capacity(n);
    for source in 0..n {
        n_paths.fill(0.0);
        distance.fill(usize::MAX);
        share.fill(0.0);
        order.clear();
        (n_paths[source], distance[source]) = (1.0, 0);
        order.push(source);
        let mut next = 0;
        while next < order.len() {
            let at = order[next];
            next += 1;
            for &(other, _) in &neighbours[at] {
                if distance[other] == usize::MAX {
                    distance[other] = distance[at] + 1;
                    order.push(other);
                }
                if distance[other] == distance[at] + 1 {
                    n_paths[other] += n_paths[at];
                }
            }
        }
        for &at in order.iter().rev() {
            for &(before, _) in &neighbours[at] {
                if distance[before] + 1 == distance[at] {
                    share[before] += n_paths[before] / n_paths[at] * (1.0 + share[at]);
                }
            }
            if at != source {
                all[at] += share[at];
            }
        }
    }
    // Each path was walked from both ends.
    let scale = if n > 2 { 1.0 / ((n - 1) * (n - 2)) as f64 } else { 0.0 };
    all.iter().map(|sum| sum * scale).collect()
}

fn page_rank(neighbours: &[Vec<(usize, f64)>]) -> Vec<f64> {
    const FOLLOW: f64 = 0.85;
    let n = neighbours.len();
    if n == 0 {
        return Vec::new();
    }
    let out: Vec<f64> =
        neighbours.iter().map(|of_one| of_one.iter().map(|(_, weight)| weight.abs()).sum()).collect();
    let mut rank = vec![1.0 / n as f64; n];
    for _ in 0..1000 {
        let mut next = vec![(1.0 - FOLLOW) / n as f64; n];
        for (at, of_one) in neighbours.iter().enumerate() {
            for &(other, weight) in of_one {
                next[other] += FOLLOW * rank[at] * weight.abs() / out[at];
            }
        }
        let moved: f64 = rank.iter().zip(&next).map(|(old, new)| (old - new).abs()).sum();
        rank = next;
        if moved < 1e-10 {
            break;
        }
    }
    rank
}

#[cfg(test)]
mod tests {
    use athir_model::ActorKey;

    use super::*;

    fn signed(pairs: &[(&str, &str)]) -> Signed {
        let key = |name: &str| ActorKey(name.to_owned());
        Signed::of(pairs.iter().map(|(a, b)| (key(a), key(b), 1.0)))
    }

    #[test]
    fn the_middle_of_a_star_is_on_every_path() {
        let found = centralities(&signed(&[("m", "a"), ("m", "b"), ("m", "c")]));
        let middle = found.iter().find(|c| c.actor.0 == "m").unwrap();
        assert_eq!((middle.degree, middle.betweenness), (3, 1.0));
        assert!(found.iter().filter(|c| c.actor.0 != "m").all(|c| c.betweenness == 0.0));
        // By hand: m = .05·.75 + .85·(1 − m) for the star of four.
        assert!((middle.page_rank - (0.0375 + 0.85) / 1.85).abs() < 1e-6, "{middle:?}");
        assert!((found.iter().map(|c| c.page_rank).sum::<f64>() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn two_shortest_paths_share() {
        // A ring of four: each actor is on one of the two paths between its neighbours.
        let found = centralities(&signed(&[("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")]));
        assert!(found.iter().all(|c| (c.betweenness - 1.0 / 6.0).abs() < 1e-9), "{found:?}");
    }
}
