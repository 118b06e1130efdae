//! Readers beside a writer.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::fixture::{Fresh, coded_text, stamp};

/// Two connections read whole states while a third writes, and nobody has to wait for an end.
fn readers_see_whole_states(fresh: &Fresh) {
    const BATCHES: usize = 30;
    const BATCH: usize = 5;
    drop(fresh.create());
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let read = || {
            let mut store = fresh.open();
            let (mut n_reads, mut last) = (0, 0);
            while !done.load(Ordering::Relaxed) || n_reads == 0 {
                let totals = store.totals().unwrap();
                assert_eq!(totals.n_reports % BATCH as i64, 0, "a batch is seen whole or not at all");
                assert_eq!(totals.n_events, totals.n_reports);
                assert!(totals.n_reports >= last);
                last = totals.n_reports;
                n_reads += 1;
            }
            n_reads
        };
        let readers = [scope.spawn(read), scope.spawn(read)];
        let mut store = fresh.open();
        for batch in 0..BATCHES {
            let reports: Vec<_> = (0..BATCH).map(|n| coded_text(batch * BATCH + n)).collect();
            store.add(&reports, &stamp(batch as i64)).unwrap();
        }
        done.store(true, Ordering::Relaxed);
        for reader in readers {
            assert!(reader.join().unwrap() > 0);
        }
    });
    let mut store = fresh.open();
    assert_eq!(store.totals().unwrap().n_reports as usize, BATCHES * BATCH);
    assert!(store.verify().unwrap().is_sound());
}

/// Two writers take turns; the log stays one chain.
fn writers_take_turns(fresh: &Fresh) {
    drop(fresh.create());
    thread::scope(|scope| {
        for half in 0..2 {
            scope.spawn(move || {
                let mut store = fresh.open();
                for n in 0..20 {
                    store.add(&[coded_text(1000 * half + n)], &stamp(n as i64)).unwrap();
                }
            });
        }
    });
    let mut store = fresh.open();
    assert_eq!(store.totals().unwrap().n_reports, 40);
    assert!(store.verify().unwrap().is_sound());
}

#[test]
fn readers_see_whole_states_on_sqlite() {
    readers_see_whole_states(&Fresh::file());
}

#[test]
fn readers_see_whole_states_on_postgres() {
    if let Some(fresh) = Fresh::server() {
        readers_see_whole_states(&fresh);
    }
}

#[test]
fn writers_take_turns_on_sqlite() {
    writers_take_turns(&Fresh::file());
}

#[test]
fn writers_take_turns_on_postgres() {
    if let Some(fresh) = Fresh::server() {
        writers_take_turns(&fresh);
    }
}
