//! Order and portions do not matter, removal leaves no trace, people outrank the machine and outlast a new coding.

use std::num::NonZeroUsize;

use athir_incident::{Changes, Group, Merger, Model};
use athir_model::{Anchor, Decision, DecisionId, EventId, EventKind, EventRef, ReportId, Verdict};
use proptest::prelude::*;

use crate::world::{Page, pages, print, profile};

const JOBS: NonZeroUsize = NonZeroUsize::MIN;

fn merger() -> Merger {
    Merger::new(Model::events())
}

/// All reports at once.
fn at_once(pages: &[Page], decisions: &[Decision]) -> Vec<Group> {
    let mut merger = merger();
    pages.iter().enumerate().for_each(|(n, page)| merger.insert(profile(n, page, "c")));
    merger.decide(decisions);
    merger.update(JOBS);
    merger.groups()
}

fn anchor(n: usize, k: usize, start: usize, end: usize) -> Anchor {
    let event = EventRef { report: ReportId(format!("r{n}")), event: EventId(format!("c-{n}-{k}")) };
    Anchor { event, kind: EventKind::Bombing, start, end, trigger: None }
}

fn decision(sequence: u64, verdict: Verdict) -> Decision {
    Decision { id: DecisionId(format!("d{sequence}")), sequence, by: "reader".into(), note: None, verdict }
}

/// The group of the first event of report `n`.
fn home<'g>(groups: &'g [Group], n: usize, coder: &str) -> Option<&'g Group> {
    let event = EventRef { report: ReportId(format!("r{n}")), event: EventId(format!("{coder}-{n}-0")) };
    groups.iter().find(|group| group.events.contains(&event))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn one_by_one_is_all_at_once_in_any_order(pages in pages(), seed in any::<u64>()) {
        let mut order: Vec<usize> = (0..pages.len()).collect();
        order.sort_by_key(|&n| (n as u64 + 1).wrapping_mul(seed | 1).rotate_left(17));
        let mut merger = merger();
        for n in order {
            merger.insert(profile(n, &pages[n], "c"));
            merger.update(JOBS);
        }
        prop_assert_eq!(merger.groups(), at_once(&pages, &[]));
    }

    #[test]
    fn large_components_come_apart_the_same_way_in_any_order(pages in pages(), seed in any::<u64>(), largest in 1usize..8) {
        let mut once = merger().with_largest_component(largest);
        pages.iter().enumerate().for_each(|(n, page)| once.insert(profile(n, page, "c")));
        once.update(JOBS);
        let mut order: Vec<usize> = (0..pages.len()).collect();
        order.sort_by_key(|&n| (n as u64 + 1).wrapping_mul(seed | 1).rotate_left(17));
        let mut merger = merger().with_largest_component(largest);
        for &n in &order {
            merger.insert(profile(n, &pages[n], "c"));
            merger.update(JOBS);
        }
        prop_assert_eq!(merger.groups(), once.groups());
        // Reports that come and go again leave no trace either.
        for n in pages.len()..pages.len() + 3 {
            merger.insert(profile(n, &pages[n % pages.len()], "c"));
        }
        merger.update(JOBS);
        for n in pages.len()..pages.len() + 3 {
            merger.remove(&ReportId(format!("r{n}")));
            merger.update(JOBS);
        }
        prop_assert_eq!(merger.groups(), once.groups());
    }

    #[test]
    fn two_threads_find_what_one_finds(pages in pages()) {
        let mut merger = merger();
        pages.iter().enumerate().for_each(|(n, page)| merger.insert(profile(n, page, "c")));
        merger.update(NonZeroUsize::new(2).unwrap());
        prop_assert_eq!(merger.groups(), at_once(&pages, &[]));
    }

    #[test]
    fn what_is_taken_out_leaves_no_trace(pages in pages(), extra in pages()) {
        let mut merger = merger();
        for (n, page) in pages.iter().chain(&extra).enumerate() {
            merger.insert(profile(n, page, "c"));
        }
        merger.update(JOBS);
        for n in pages.len()..pages.len() + extra.len() {
            merger.remove(&ReportId(format!("r{n}")));
        }
        merger.update(JOBS);
        prop_assert_eq!(merger.groups(), at_once(&pages, &[]));
    }

    #[test]
    fn every_event_is_in_one_group_and_joins_hold_it_together(pages in pages()) {
        let groups = at_once(&pages, &[]);
        let n_events: usize = pages.iter().map(|page| page.tales.len()).sum();
        prop_assert_eq!(groups.iter().map(|group| group.events.len()).sum::<usize>(), n_events);
        for group in &groups {
            prop_assert_eq!(group.joins.len(), group.events.len() - 1);
            prop_assert!(group.joins.iter().all(|join| group.events.contains(&join.a) && group.events.contains(&join.b)));
        }
    }

    #[test]
    fn changes_name_every_group_that_is_not_as_before(pages in pages()) {
        let mut merger = merger();
        let mut kept: Vec<Group> = Vec::new();
        for (n, page) in pages.iter().enumerate() {
            merger.insert(profile(n, page, "c"));
            let Changes { changed, gone } = merger.update(JOBS);
            kept.retain(|group| !gone.contains(&group.events[0]) && !changed.contains(&group.events[0]));
            kept.extend(changed.iter().filter_map(|event| merger.group_of(event)));
        }
        kept.sort_by(|a, b| a.events.cmp(&b.events));
        let mut all = merger.groups();
        all.sort_by(|a, b| a.events.cmp(&b.events));
        prop_assert_eq!(kept, all);
    }

    #[test]
    fn people_outrank_the_machine(pages in pages()) {
        prop_assume!(pages.len() >= 2);
        let first = |n: usize| anchor(n, 0, 0, 10);
        let merge = decision(1, Verdict::Merge { events: vec![first(0), first(1)] });
        let groups = at_once(&pages, std::slice::from_ref(&merge));
        prop_assert_eq!(home(&groups, 0, "c"), home(&groups, 1, "c"));
        let split = decision(2, Verdict::Split { groups: vec![vec![first(0)], vec![first(1)]] });
        let groups = at_once(&pages, &[merge.clone(), split.clone()]);
        prop_assert_ne!(home(&groups, 0, "c"), home(&groups, 1, "c"));
        let undo = |n: u64, of: &Decision| decision(n, Verdict::Undo { decision: of.id.clone() });
        let groups = at_once(&pages, &[undo(4, &merge), merge.clone(), undo(3, &split), split]);
        prop_assert_eq!(groups, at_once(&pages, &[]));
    }

    #[test]
    fn a_decision_outlasts_a_newer_coding(pages in pages()) {
        prop_assume!(pages.len() >= 2);
        let first = |n: usize| anchor(n, 0, 0, 10);
        let related = decision(1, Verdict::Related { a: first(0), b: first(1) });
        let mut merger = merger();
        pages.iter().enumerate().for_each(|(n, page)| merger.insert(profile(n, page, "c")));
        merger.decide(&[related]);
        merger.update(JOBS);
        // The newer coder gives every event another name; the words that the anchors point to stay.
        pages.iter().enumerate().for_each(|(n, page)| merger.insert(profile(n, page, "newer")));
        merger.update(JOBS);
        let groups = merger.groups();
        let of = |n: usize| home(&groups, n, "newer");
        let kinds_meet = |n: usize| athir_family(&pages[n]);
        if kinds_meet(0) && kinds_meet(1) {
            prop_assert_ne!(of(0), of(1));
            let other = of(1).map(|group| group.events[0].clone());
            prop_assert!(of(0).is_some_and(|group| group.related.iter().any(|event| Some(event) == other.as_ref())));
        }
    }
}

/// Whether the first event of a page is of the family of the anchors.
fn athir_family(page: &Page) -> bool {
    page.first_kind().family() == EventKind::Bombing.family()
}

#[test]
fn one_report_that_ninety_outlets_print_is_one_incident_in_any_order() {
    // Beside it a like one far away, and in the same town what somebody parted from it.
    let mut pages: Vec<Page> = (0..90).map(|n| print(n, 10 + (n % 3) as i8, 0)).collect();
    pages.extend((0..9).map(|n| print(90 + n, 11, 3)));
    let once = at_once(&pages, &[]);
    let sizes: Vec<usize> = once.iter().map(|group| group.events.len()).collect();
    assert_eq!(sizes, [90, 9]);
    for group in &once {
        assert_eq!(group.joins.len(), group.events.len() - 1, "a tree over all of them");
    }
    let mut merger = merger();
    for n in (0..pages.len()).map(|n| n * 41 % pages.len()) {
        merger.insert(profile(n, &pages[n], "c"));
        merger.update(JOBS);
    }
    assert_eq!(merger.groups(), once);
    // Copies that go again leave no trace.
    for n in 60..90 {
        merger.remove(&ReportId(format!("r{n}")));
        merger.update(JOBS);
    }
    let sizes: Vec<usize> = merger.groups().iter().map(|group| group.events.len()).collect();
    assert_eq!(sizes, [60, 9]);

    let split =
        decision(1, Verdict::Split { groups: vec![vec![anchor(0, 0, 0, 30)], vec![anchor(1, 0, 0, 30)]] });
    let parted = at_once(&pages, &[split]);
    let (a, b) = (home(&parted, 0, "c").unwrap(), home(&parted, 1, "c").unwrap());
    assert_ne!(a.events, b.events, "what people part does not come together by its copies");
    assert_eq!(a.events.len() + b.events.len(), 90);
}
