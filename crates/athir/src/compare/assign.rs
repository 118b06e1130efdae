//! Gives each event to at most one incident, and each incident to at most one event, so that the sum of the scores is
//! greatest.

/// A pair that may be one: the number of the one, the number of the other, and its score.
pub(super) type Edge = (usize, usize, f64);

/// Rows and columns from which on a group is assigned pair by pair, the best first: the exact way takes time with the third
/// power.
const MOST: usize = 1200;

/// Picks the pairs. Groups that share no event are solved one by one; of equal sums the one with lower numbers is taken.
pub(super) fn assign(edges: &[Edge], n_rows: usize, n_columns: usize) -> Vec<Edge> {
    let mut picked = Vec::new();
    for group in groups(edges, n_rows, n_columns) {
        picked.extend(if group.len() == 1 { group } else { best_of(group) });
    }
    picked.sort_by_key(|&(row, column, _)| (row, column));
    picked
}

/// The edges of each connected group.
fn groups(edges: &[Edge], n_rows: usize, n_columns: usize) -> Vec<Vec<Edge>> {
    let mut root: Vec<usize> = (0..n_rows + n_columns).collect();
    fn find(root: &mut [usize], mut at: usize) -> usize {
        while root[at] != at {
            root[at] = root[root[at]];
            at = root[at];
        }
        at
    }
    for &(row, column, _) in edges {
        let (a, b) = (find(&mut root, row), find(&mut root, n_rows + column));
        root[a.max(b)] = a.min(b);
    }
    let mut groups: std::collections::BTreeMap<usize, Vec<Edge>> = Default::default();
    for &edge in edges {
        groups.entry(find(&mut root, edge.0)).or_default().push(edge);
    }
    groups.into_values().collect()
}

fn best_of(edges: Vec<Edge>) -> Vec<Edge> {
    let numbers = |of: fn(&Edge) -> usize| {
        let mut numbers: Vec<usize> = edges.iter().map(of).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    };
    let (rows, columns) = (numbers(|edge| edge.0), numbers(|edge| edge.1));
    if rows.len().max(columns.len()) > MOST {
        return one_by_one(edges);
    }
    // Each row gets a column of its own besides, which stands for "none" and costs nothing.
    let width = columns.len() + rows.len();
    let mut cost = vec![vec![0.0; width]; rows.len()];
    for row in &mut cost {
        row[..columns.len()].fill(f64::INFINITY);
    }
    let place = |numbers: &[usize], number: usize| numbers.binary_search(&number).unwrap_or_default();
    for &(row, column, score) in &edges {
        cost[place(&rows, row)][place(&columns, column)] = -score;
    }
    cheapest(&cost)
        .into_iter()
        .enumerate()
        .filter(|&(row, column)| column < columns.len() && cost[row][column].is_finite())
        .map(|(row, column)| (rows[row], columns[column], -cost[row][column]))
        .collect()
}

/// The best pair, then the best of what is left, and so on.
fn one_by_one(mut edges: Vec<Edge>) -> Vec<Edge> {
    edges.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| (a.0, a.1).cmp(&(b.0, b.1))));
    let (mut rows, mut columns) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
    edges.retain(|&(row, column, _)| {
        let is_free = !rows.contains(&row) && !columns.contains(&column);
        if is_free {
            rows.insert(row);
            columns.insert(column);
        }
        is_free
    });
    edges
}

/// The column of each row for which the sum of the costs is least: the Hungarian method with potentials, after Kuhn 1955
/// and Munkres 1957. There are at least as many columns as rows, and each row has a finite cost.
fn cheapest(cost: &[Vec<f64>]) -> Vec<usize> {
    let (n, m) = (cost.len(), cost[0].len());
    // Numbered from 1: 0 is no row, and the column where a row begins.
    let (mut of_row, mut of_column) = (vec![0.0; n + 1], vec![0.0; m + 1]);
    let mut row_at = vec![0usize; m + 1];
    for row in 1..=n {
        row_at[0] = row;
        let mut column = 0;
        let mut least = vec![f64::INFINITY; m + 1];
        let mut from = vec![0usize; m + 1];
        let mut seen = vec![false; m + 1];
        while row_at[column] != 0 {
            seen[column] = true;
            let at = row_at[column];
            let (mut delta, mut next) = (f64::INFINITY, 0);
            for other in 1..=m {
                if seen[other] {
                    continue;
                }
                let reduced = cost[at - 1][other - 1] - of_row[at] - of_column[other];
                if reduced < least[other] {
                    (least[other], from[other]) = (reduced, column);
                }
                if least[other] < delta {
                    (delta, next) = (least[other], other);
                }
            }
            for other in 0..=m {
                if seen[other] {
                    of_row[row_at[other]] += delta;
                    of_column[other] -= delta;
                } else {
                    least[other] -= delta;
                }
            }
            column = next;
        }
        while column != 0 {
            let before = from[column];
            row_at[column] = row_at[before];
            column = before;
        }
    }
    let mut columns = vec![0; n];
    for (column, &row) in row_at.iter().enumerate().skip(1) {
        if row > 0 {
            columns[row - 1] = column - 1;
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_event_is_never_matched_twice() {
        // The best pair of all leaves the second row with nothing: the two others together are better.
        let picked = assign(&[(0, 0, 0.9), (0, 1, 0.8), (1, 0, 0.7)], 2, 2);
        assert_eq!(picked, [(0, 1, 0.8), (1, 0, 0.7)]);
        assert_eq!(assign(&[(0, 0, 0.9), (1, 0, 0.95), (2, 0, 0.2)], 3, 1), [(1, 0, 0.95)]);
        assert_eq!(assign(&[], 3, 3), []);
    }

    /// The greatest sum, by trying everything.
    fn greatest(edges: &[Edge], rows: &mut Vec<usize>, columns: &mut Vec<usize>) -> f64 {
        let mut best: f64 = 0.0;
        for (n, &(row, column, score)) in edges.iter().enumerate() {
            if rows.contains(&row) || columns.contains(&column) {
                continue;
            }
            rows.push(row);
            columns.push(column);
            best = best.max(score + greatest(&edges[n + 1..], rows, columns));
            rows.pop();
            columns.pop();
        }
        best
    }

    proptest! {
        #[test]
        fn the_sum_is_the_greatest_there_is(
            edges in proptest::collection::btree_map((0usize..4, 0usize..4), 0.5f64..1.0, 0..9)
        ) {
            let edges: Vec<Edge> = edges.into_iter().map(|((row, column), score)| (row, column, score)).collect();
            let picked = assign(&edges, 4, 4);
            let mut rows: Vec<usize> = picked.iter().map(|edge| edge.0).collect();
            let mut columns: Vec<usize> = picked.iter().map(|edge| edge.1).collect();
            rows.dedup();
            columns.sort_unstable();
            columns.dedup();
            prop_assert_eq!((rows.len(), columns.len()), (picked.len(), picked.len()));
            let sum: f64 = picked.iter().map(|edge| edge.2).sum();
            prop_assert!((sum - greatest(&edges, &mut Vec::new(), &mut Vec::new())).abs() < 1e-9);
        }
    }
}
