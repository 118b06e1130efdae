//! Processes that are killed while they write: nothing that was acknowledged is lost.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use athir_model::ReportId;
use athir_store::{Location, Store};

use crate::fixture::{Derived, Fresh, coded_text, incident, rebuild, stamp};

/// Where the process that is to be killed writes. It is this test binary itself, told by these variables.
const DATABASE: &str = "ATHIR_KILL_DATABASE";
const FIRST: &str = "ATHIR_KILL_FIRST";
/// How many processes are killed; `make kill` sets 200.
const KILLS: &str = "ATHIR_KILLS";

/// Writes batch after batch and says after each what is in it.
#[test]
#[ignore = "the process that `nothing_acknowledged_is_lost` kills"]
fn write_until_killed() {
    let (Ok(path), Ok(first)) = (env::var(DATABASE), env::var(FIRST)) else { return };
    let mut store = Store::create(&Location::File(path.into())).unwrap();
    let first: usize = first.parse().unwrap();
    for batch in 0.. {
        let reports: Vec<_> = (0..4).map(|n| coded_text(first + 4 * batch + n)).collect();
        let added = store.add(&reports, &stamp(batch as i64)).unwrap();
        // Incidents that change all the time, so that rows go as well as come.
        let events = [first + 4 * batch, first + 4 * batch + 1];
        let day = ("2026-01-02", "2026-01-02");
        let incidents =
            [incident("i1", "clash", &events, day), incident(&format!("b{batch}"), "clash", &[1], day)];
        rebuild(&mut store, &Derived { incidents: &incidents, ..Derived::default() }, batch as i64).unwrap();
        let mut out = std::io::stdout().lock();
        for id in added.new {
            writeln!(out, "acknowledged {id}").unwrap();
        }
        out.flush().unwrap();
    }
}

/// Starts the writer, kills it after so many microseconds of writing, and gives what it acknowledged.
fn kill_after(path: &Path, first: usize, micros: u64) -> Vec<ReportId> {
    let mut writer = Command::new(env::current_exe().unwrap())
        .args(["--exact", "kill::write_until_killed", "--ignored", "--nocapture"])
        .env(DATABASE, path)
        .env(FIRST, first.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let out = BufReader::new(writer.stdout.take().unwrap());
    let reader = thread::spawn(move || {
        let lines = out.lines().map_while(Result::ok);
        lines.filter_map(|line| Some(ReportId(line.split_once("acknowledged ")?.1.to_owned()))).collect()
    });
    thread::sleep(Duration::from_micros(micros));
    writer.kill().unwrap();
    writer.wait().unwrap();
    reader.join().unwrap()
}

#[test]
fn nothing_acknowledged_is_lost() {
    let n_kills = env::var(KILLS).map_or(20, |n| n.parse().unwrap());
    let fresh = Fresh::file();
    let Location::File(path) = &fresh.at else { unreachable!() };
    drop(fresh.create());
    let mut n_acknowledged = 0;
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    for round in 0..n_kills {
        // Numbers that look random and are the same every time (splitmix64).
        seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let acknowledged = kill_after(path, round * 1_000_000, 5_000 + (mixed >> 20) % 150_000);
        n_acknowledged += acknowledged.len();
        let mut store = fresh.open();
        let known = store.known(&acknowledged).unwrap();
        assert_eq!(known.len(), acknowledged.len(), "round {round}");
        if round % 10 == 9 || round + 1 == n_kills {
            let found = store.verify().unwrap();
            assert!(found.is_sound(), "round {round}: {:#?}", found.findings);
        }
    }
    assert!(n_acknowledged > 10, "only {n_acknowledged} reports were acknowledged before the kills");
}
