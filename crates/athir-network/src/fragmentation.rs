//! How a network falls apart into blocs.

use athir_model::Fragmentation;

use crate::signed::Signed;

/// Measures how far the positive ties fall apart.
///
/// - A bloc is a connected part of the positive pairs. `effective_components` is 1 / Σ s², s a bloc's share of the actors
///   (the inverse Simpson index; Laakso and Taagepera, 1979, count parties so): 1 for a single bloc, n for n of one size.
/// - `unreachable_pairs` is Borgatti's F (2006): 1 − Σ k(k−1) / n(n−1) over blocs of k of the n actors.
/// - `modularity` is that of the blocs in the signed network (Gómez, Jensen and Arenas, 2009): what positive weight lies
///   inside the blocs beyond chance, less what negative weight does. It runs from −1 to 1.
///
/// O(n + m).
pub fn fragmentation(signed: &Signed) -> Fragmentation {
    let blocs = signed.components(|weight| weight > 0.0);
    let n: usize = blocs.iter().map(Vec::len).sum();
    if n == 0 {
        return Fragmentation { modularity: 0.0, ..Fragmentation::default() };
    }
    let shares: f64 = blocs.iter().map(|bloc| (bloc.len() as f64 / n as f64).powi(2)).sum();
    let reached: usize = blocs.iter().map(|bloc| bloc.len() * (bloc.len() - 1)).sum();
    Fragmentation {
        n_actors: n,
        n_components: blocs.len(),
        effective_components: 1.0 / shares,
        unreachable_pairs: if n > 1 { 1.0 - reached as f64 / (n * (n - 1)) as f64 } else { 0.0 },
        modularity: modularity(signed, &blocs),
    }
}

fn modularity(signed: &Signed, blocs: &[Vec<usize>]) -> f64 {
    // Actors without a positive pair are blocs of their own.
    let mut bloc_of: Vec<usize> = (0..signed.actors.len()).map(|actor| blocs.len() + actor).collect();
    for (n, bloc) in blocs.iter().enumerate() {
        bloc.iter().for_each(|&actor| bloc_of[actor] = n);
    }
    let n_blocs = blocs.len() + signed.actors.len();
    // For each bloc and sign: the weight inside, counted at both ends, and that at the ends of all its pairs.
    let (mut inside, mut ends) =
        ([vec![0.0; n_blocs], vec![0.0; n_blocs]], [vec![0.0; n_blocs], vec![0.0; n_blocs]]);
    let mut total = [0.0; 2];
    for pair in &signed.pairs {
        let (sign, weight) = (usize::from(pair.weight < 0.0), pair.weight.abs());
        let (a, b) = (bloc_of[pair.a], bloc_of[pair.b]);
        total[sign] += 2.0 * weight;
        ends[sign][a] += weight;
        ends[sign][b] += weight;
        if a == b {
            inside[sign][a] += 2.0 * weight;
        }
    }
    let beyond_chance = |sign: usize| -> f64 {
        if total[sign] == 0.0 {
            return 0.0;
        }
        inside[sign].iter().zip(&ends[sign]).map(|(within, ends)| within - ends * ends / total[sign]).sum()
    };
    (beyond_chance(0) - beyond_chance(1)) / (total[0] + total[1])
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
    fn two_equal_blocs_count_as_two() {
        let found = fragmentation(&signed(&[("a", "b", 1.0), ("c", "d", 1.0), ("a", "c", -1.0)]));
        assert_eq!((found.n_components, found.effective_components), (2, 2.0));
        assert!((found.unreachable_pairs - 2.0 / 3.0).abs() < 1e-9);
        // Positive: 4 ends of weight, all inside; by chance 2·2/4 in each. Negative: none inside; by chance 1·1/2 in each.
        assert!((found.modularity - (4.0 - 2.0 + 1.0) / 6.0).abs() < 1e-9, "{found:?}");
    }

    #[test]
    fn one_bloc_is_whole() {
        let found = fragmentation(&signed(&[("a", "b", 1.0), ("b", "c", 1.0)]));
        assert_eq!((found.n_components, found.effective_components, found.unreachable_pairs), (1, 1.0, 0.0));
        assert!(found.modularity.abs() < 1e-9);
    }

    #[test]
    fn enemies_alone_are_no_bloc() {
        assert_eq!(fragmentation(&signed(&[("a", "b", -1.0)])).n_components, 0);
    }
}
