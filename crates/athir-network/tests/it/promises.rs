//! What holds for any reports.

use athir_model::{Bond, EventKind, Phase, TieKind, TieSays};
use athir_network::{Signed, balance, centralities, changes, fragmentation, presence};
use jiff::civil::{Date, date};
use proptest::prelude::*;

use crate::fixture::{Made, event, made, network, on, tie};

const NAMES: [&str; 5] = ["Hill Front", "Dale Brigade", "Moor Army", "Fen Guard", "Zeal Company"];

fn day() -> impl Strategy<Value = String> {
    (0..2000_i64).prop_map(|n| date(2015, 1, 1).saturating_add(jiff::Span::new().days(n)).to_string())
}

fn any_event() -> impl Strategy<Value = (usize, usize, usize, String, bool)> {
    (0..EventKind::ALL.len(), 0..5_usize, 0..5_usize, day(), any::<bool>())
}

fn any_tie() -> impl Strategy<Value = (usize, usize, usize, usize, Option<String>)> {
    (0..8_usize, 0..3_usize, 0..5_usize, 0..5_usize, proptest::option::of(day()))
}

fn any_reports() -> impl Strategy<Value = Vec<Made>> {
    const TIES: [TieKind; 8] = [
        TieKind::Ally,
        TieKind::Rival,
        TieKind::MemberOf,
        TieKind::AffiliateOf,
        TieKind::Supports,
        TieKind::SameAs,
        TieKind::SplitFrom,
        TieKind::MergedInto,
    ];
    const SAYS: [TieSays; 3] = [TieSays::Begins, TieSays::Holds, TieSays::Ends];
    let report =
        (day(), proptest::collection::vec(any_event(), 0..6), proptest::collection::vec(any_tie(), 0..4));
    proptest::collection::vec(report, 0..8).prop_map(|reports| {
        let one = |(n, (day, events, ties)): (usize, (String, Vec<_>, Vec<_>))| {
            let events = events.into_iter().enumerate().map(
                |(i, (kind, a, b, day, ended)): (usize, (usize, usize, usize, String, bool))| {
                    let mut made =
                        event(&format!("{n}-{i}"), EventKind::ALL[kind], &[NAMES[a]], &[NAMES[b]], &day);
                    if ended {
                        made.phase = Phase::Ended;
                    }
                    made
                },
            );
            let ties = ties.into_iter().map(
                |(kind, says, a, b, day): (usize, usize, usize, usize, Option<String>)| {
                    tie(NAMES[a], TIES[kind], NAMES[b], SAYS[says], day.as_deref().map(on))
                },
            );
            made(&format!("r{n}"), &day, events.collect(), ties.collect())
        };
        reports.into_iter().enumerate().map(one).collect()
    })
}

fn owned(bonds: Vec<&Bond>) -> Vec<Bond> {
    bonds.into_iter().cloned().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_order_of_reports_does_not_matter(reports in any_reports(), turn in 0..8_usize) {
        let mut forward = network(&reports);
        let mut turned = reports.clone();
        turned.reverse();
        let by = turn % turned.len().max(1);
        turned.rotate_left(by);
        let mut other = network(&turned);
        prop_assert_eq!(owned(forward.bonds()), owned(other.bonds()));
        prop_assert_eq!(forward.actors(), other.actors());
    }

    #[test]
    fn one_by_one_is_as_all_at_once(reports in any_reports()) {
        let mut all = network(&reports);
        let mut growing = network(&[]);
        for made in &reports {
            growing.add(made.coding());
            growing.bonds();
        }
        prop_assert_eq!(owned(all.bonds()), owned(growing.bonds()));
    }

    #[test]
    fn a_report_taken_away_leaves_no_trace(reports in any_reports(), which in 0..8_usize) {
        prop_assume!(!reports.is_empty());
        let which = which % reports.len();
        let mut less = network(&reports);
        less.bonds();
        less.remove(&reports[which].report);
        let rest: Vec<Made> = reports.iter().enumerate().filter(|(n, _)| *n != which).map(|(_, m)| m.clone()).collect();
        let mut without = network(&rest);
        prop_assert_eq!(owned(less.bonds()), owned(without.bonds()));
        prop_assert_eq!(less.actors(), without.actors());
        // Put back, it is as before.
        less.add(reports[which].coding());
        prop_assert_eq!(owned(less.bonds()), owned(network(&reports).bonds()));
    }

    #[test]
    fn presence_never_grows_after_the_last_evidence(reports in any_reports(), days in 0..3000_i64) {
        let mut network = network(&reports);
        for bond in network.bonds() {
            let at: Date = bond.last_evidence.unwrap_or(date(2015, 1, 1));
            let later = at.saturating_add(jiff::Span::new().days(days));
            let latest = later.saturating_add(jiff::Span::new().days(30));
            prop_assert!((0.0..=1.0).contains(&presence(bond, later)));
            if bond.last_evidence.is_some() && bond.kind.lasts() {
                prop_assert!(presence(bond, latest) <= presence(bond, later));
            }
            prop_assert!((0.0..=1.0).contains(&bond.strength));
            prop_assert!(!bond.evidence.is_empty());
        }
    }

    #[test]
    fn measures_keep_to_their_ranges(reports in any_reports(), n in 0..2000_i64) {
        let mut network = network(&reports);
        let bonds = network.bonds();
        let at = date(2015, 1, 1).saturating_add(jiff::Span::new().days(n));
        let signed = Signed::at(&bonds, at);
        let found = balance(&signed);
        prop_assert!(found.n_balanced <= found.n_triads && 2 * found.frustration <= signed.pairs.len());
        prop_assert!((0.0..=1.0).contains(&found.line_index.unwrap_or(0.0)));
        let blocs = fragmentation(&signed);
        prop_assert!(blocs.effective_components <= blocs.n_components as f64 + 1e-9);
        prop_assert!((-1.0..=1.0).contains(&blocs.modularity));
        let central = centralities(&signed);
        let sum: f64 = central.iter().map(|c| c.page_rank).sum();
        prop_assert!(central.is_empty() || (sum - 1.0).abs() < 1e-6);
        prop_assert!(central.iter().all(|c| (0.0..=1.0 + 1e-9).contains(&c.betweenness)));
        prop_assert!(changes(&bonds, at, at).is_empty());
    }
}
