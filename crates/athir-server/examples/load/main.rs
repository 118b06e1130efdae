//! Fills a database with invented reports and incidents, serves it, and lets many clients ask at once.
//!
//! `cargo run --profile measure -p athir-server --example load -- DATABASE [EVENTS] [CLIENTS] [SECONDS]`
//!
//! The server is a process of its own, so that its memory and its processor time are its own. Clients and server share
//! the machine and talk over loopback. The numbers look random; the database is the same every time.
#![allow(clippy::disallowed_methods, clippy::print_stdout)] // It measures time and prints.

mod ask;
mod fill;

use std::env;
use std::error::Error;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use athir::database::Database;
use athir_server::Settings;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    if let [word, database] = &args[..]
        && word == "serve"
    {
        return serve(database);
    }
    let Some(database) = args.first() else {
        return Err("usage: load DATABASE [EVENTS] [CLIENTS] [SECONDS]".into());
    };
    let number = |n: usize, default: usize| args.get(n).map_or(Ok(default), |word| word.parse());
    let (n_events, n_clients, seconds) = (number(1, 1_000_000)?, number(2, 50)?, number(3, 60)?);
    let mut store = Database::create(&database.parse()?)?;
    if store.store().totals()?.n_incidents == 0 {
        fill::fill(&mut store, n_events)?;
    }
    let totals = store.store().totals()?;
    println!(
        "{} events in {} reports, {} incidents, {} ties",
        totals.n_events, totals.n_reports, totals.n_incidents, totals.n_ties
    );
    drop(store);
    let start = Instant::now();
    let mut server = Server::start(database)?;
    println!("read and listening after {:.1} s, {} MB", start.elapsed().as_secs_f64(), server.memory()?.0);
    let told = measure(&mut server, n_clients, Duration::from_secs(seconds as u64));
    server.child.kill()?;
    server.child.wait()?;
    told
}

fn serve(database: &str) -> Result<(), Box<dyn Error>> {
    let settings = Settings {
        database: database.parse()?,
        by: "load".to_owned(),
        data: None,
        assets: None,
        boundaries: None,
        accounts: false,
    };
    athir_server::run(settings, SocketAddr::from(([127, 0, 0, 1], 0)), |address| println!("{address}"))?;
    Ok(())
}

/// A server in a process of its own.
struct Server {
    child: Child,
    address: SocketAddr,
}

impl Server {
    fn start(database: &str) -> Result<Server, Box<dyn Error>> {
        let mut child =
            Command::new(env::current_exe()?).args(["serve", database]).stdout(Stdio::piped()).spawn()?;
        let out = child.stdout.take().ok_or("the server has no output")?;
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line)?;
        Ok(Server { child, address: line.trim().parse()? })
    }

    /// Megabytes now, and at most so far.
    fn memory(&self) -> Result<(u64, u64), Box<dyn Error>> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let kilobytes = |name: &str| -> u64 {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
        };
        Ok((kilobytes("VmRSS:") / 1024, kilobytes("VmHWM:") / 1024))
    }

    /// Seconds of processor time so far, at 100 ticks a second.
    fn processor(&self) -> Result<f64, Box<dyn Error>> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let behind = stat.rsplit_once(") ").ok_or("no such process")?.1;
        let ticks: Vec<f64> = behind.split(' ').skip(11).take(2).filter_map(|n| n.parse().ok()).collect();
        Ok(ticks.iter().sum::<f64>() / 100.0)
    }
}

fn measure(server: &mut Server, n_clients: usize, time: Duration) -> Result<(), Box<dyn Error>> {
    let questions = ask::Questions::learn(server.address)?;
    println!("\none client, each question by itself");
    println!(
        "{:<12} {:>8} {:>9} {:>9} {:>9} {:>12} {:>9}",
        "", "answers", "p50 ms", "p95 ms", "p99 ms", "processor ms", "kB"
    );
    for what in ask::What::ALL {
        let before = server.processor()?;
        let times = ask::ask(server.address, &questions, 1, time / 12, Some(what))?;
        let used = server.processor()? - before;
        print_row(what.as_str(), &times.of(what), Some(used), times.kilobytes(what));
    }
    println!("\n{n_clients} clients without a pause, all questions");
    println!(
        "{:<12} {:>8} {:>9} {:>9} {:>9} {:>12} {:>9}",
        "", "answers", "p50 ms", "p95 ms", "p99 ms", "", "kB"
    );
    let before = server.processor()?;
    let start = Instant::now();
    let times = ask::ask(server.address, &questions, n_clients, time, None)?;
    let (used, passed) = (server.processor()? - before, start.elapsed().as_secs_f64());
    for what in ask::What::ALL {
        print_row(what.as_str(), &times.of(what), None, times.kilobytes(what));
    }
    let n = times.len();
    println!(
        "{n} answers, {:.0} a second; {:.2} ms of the server's processor time each, {:.2} processors; {} wrong",
        n as f64 / passed,
        used * 1e3 / n as f64,
        used / passed,
        times.n_wrong
    );
    let (now, most) = server.memory()?;
    println!("resident memory: {now} MB, at most {most} MB");
    Ok(())
}

fn print_row(name: &str, times: &[f64], used: Option<f64>, kilobytes: f64) {
    let at = |share: f64| {
        times.get(((times.len().max(1) - 1) as f64 * share).round() as usize).copied().unwrap_or_default()
    };
    let used = used.map_or_else(String::new, |used| format!("{:.2}", used * 1e3 / times.len().max(1) as f64));
    println!(
        "{name:<12} {:>8} {:>9.2} {:>9.2} {:>9.2} {used:>12} {kilobytes:>9.1}",
        times.len(),
        at(0.5),
        at(0.95),
        at(0.99)
    );
}
