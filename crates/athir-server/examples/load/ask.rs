//! Clients that ask one question after the other, with filters that vary.

use std::error::Error;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::fill::random;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    List,
    Map,
    Timeline,
    Incident,
    Summary,
    Facets,
}

impl What {
    pub(crate) const ALL: [What; 6] =
        [What::List, What::Map, What::Timeline, What::Incident, What::Summary, What::Facets];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            What::List => "list",
            What::Map => "map",
            What::Timeline => "timeline",
            What::Incident => "incident",
            What::Summary => "summary",
            What::Facets => "facets",
        }
    }
}

/// What questions are made of: values that the database has.
pub(crate) struct Questions {
    kinds: Vec<String>,
    countries: Vec<String>,
    actors: Vec<String>,
    outlets: Vec<String>,
    incidents: Vec<String>,
}

impl Questions {
    pub(crate) fn learn(address: SocketAddr) -> Result<Questions, Box<dyn Error>> {
        let mut client = Client::connect(address)?;
        let mut json = |path: &str| -> Result<Value, Box<dyn Error>> {
            Ok(serde_json::from_slice(&client.get(path)?.1)?)
        };
        let facets = json("/api/facets")?;
        let names =
            |value: &Value| value.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
        let listed = |list: &Value, key: &str| -> Vec<String> {
            let items = list.as_array().into_iter().flatten();
            items.filter_map(|item| item[key].as_str().map(str::to_owned)).collect()
        };
        let mut incidents = Vec::new();
        for year in 2012..2026 {
            incidents.extend(listed(
                &json(&format!("/api/incidents?limit=200&until={year}-06-30"))?["items"],
                "id",
            ));
        }
        Ok(Questions {
            kinds: names(&facets["kinds"]),
            countries: names(&facets["countries"]),
            actors: listed(&facets["actors"], "key"),
            outlets: listed(&facets["outlets"], "name"),
            incidents,
        })
    }

    /// The path of a question; the same number gives the same one.
    fn path(&self, what: What, seed: usize) -> String {
        let pick = |list: &[String], n: usize| list[random(seed * 31 + n) % list.len()].replace(' ', "+");
        if what == What::Incident {
            return format!("/api/incidents/{}", pick(&self.incidents, 1));
        }
        let mut filter = Vec::new();
        let chance = |n: usize, share: usize| random(seed * 37 + n) % 100 < share;
        if chance(0, 50) {
            filter.push(format!("kind={}", pick(&self.kinds, 2)));
        }
        if chance(1, 40) {
            filter.push(format!("where={}", pick(&self.countries, 3)));
        }
        if chance(2, 30) {
            filter.push(format!("actor={}", pick(&self.actors, 4)));
        }
        if chance(3, 15) {
            filter.push(format!("outlet={}", pick(&self.outlets, 5)));
        }
        if chance(4, 60) {
            let year = 2012 + random(seed * 41) % 13;
            let (month, length) = (1 + random(seed * 43) % 12, random(seed * 47) % 3);
            filter.push(format!("since={year}-{month:02}-01&until={}-{month:02}-28", year + length));
        }
        if chance(5, 15) {
            let grades = ["single-source", "fair", "confirmed", "contested"];
            filter.push(format!("grade={}", grades[random(seed * 53) % 4]));
        }
        if chance(6, 10) {
            let words = ["mortars", "harvest", "bridge+market", "%22drone+bridge%22", "ceasefire+-convoy"];
            filter.push(format!("text={}", words[random(seed * 59) % 5]));
        }
        let (west, south) = (random(seed * 61) % 300, random(seed * 67) % 100);
        let more = match what {
            What::List => {
                ["limit=50", "limit=50&sort=-killed", "limit=50&sort=day"][random(seed * 71) % 3].to_owned()
            }
            What::Map => {
                let zoom = random(seed * 73) % 8;
                let wide = 360.0 / 2_f64.powi(zoom as i32);
                let (west, south) = (west as f64 - 180.0, south as f64 - 60.0);
                let north = (south + wide / 2.0).min(85.0);
                format!("zoom={zoom}&bbox={west},{south},{},{north}", west + wide)
            }
            What::Timeline => format!("split={}", ["none", "family", "country"][random(seed * 79) % 3]),
            _ => String::new(),
        };
        filter.push(more);
        filter.retain(|part| !part.is_empty());
        let path = match what {
            What::List => "incidents",
            other => other.as_str(),
        };
        format!("/api/{path}?{}", filter.join("&"))
    }
}

/// How long answers took.
#[derive(Default)]
pub(crate) struct Times {
    times: Vec<(What, f64, usize)>,
    pub(crate) n_wrong: usize,
}

impl Times {
    /// Milliseconds, sorted.
    pub(crate) fn of(&self, what: What) -> Vec<f64> {
        let mut times: Vec<f64> =
            self.times.iter().filter(|(known, ..)| *known == what).map(|&(_, time, _)| time).collect();
        times.sort_by(f64::total_cmp);
        times
    }

    /// The mean length of answers.
    pub(crate) fn kilobytes(&self, what: What) -> f64 {
        let sizes = self.times.iter().filter(|(known, ..)| *known == what).map(|&(.., size)| size);
        let (sum, n) = sizes.fold((0, 0), |(sum, n), size| (sum + size, n + 1));
        sum as f64 / 1024.0 / n.max(1) as f64
    }

    pub(crate) fn len(&self) -> usize {
        self.times.len()
    }
}

/// Lets clients ask for a time, of one thing or of all in turn.
pub(crate) fn ask(
    address: SocketAddr,
    questions: &Questions,
    n_clients: usize,
    time: Duration,
    what: Option<What>,
) -> Result<Times, Box<dyn Error>> {
    static ASKED: AtomicUsize = AtomicUsize::new(1);
    let end = Instant::now() + time;
    let work = || -> Result<Times, String> {
        let mut client = Client::connect(address).map_err(|error| error.to_string())?;
        let mut times = Times::default();
        while Instant::now() < end {
            let n = ASKED.fetch_add(1, Ordering::Relaxed);
            let what = what.unwrap_or(What::ALL[n % What::ALL.len()]);
            let path = questions.path(what, n);
            let start = Instant::now();
            let (status, body) = client.get(&path).map_err(|error| format!("{path}: {error}"))?;
            times.times.push((what, start.elapsed().as_secs_f64() * 1e3, body.len()));
            times.n_wrong += usize::from(status != 200);
        }
        Ok(times)
    };
    let mut all = Times::default();
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..n_clients).map(|_| scope.spawn(work)).collect();
        for client in clients {
            let times = client.join().map_err(|_| "a client panicked".to_owned())??;
            all.times.extend(times.times);
            all.n_wrong += times.n_wrong;
        }
        Ok::<(), String>(())
    })?;
    Ok(all)
}

/// A connection that is kept.
struct Client {
    stream: TcpStream,
    address: SocketAddr,
    held: Vec<u8>,
}

impl Client {
    fn connect(address: SocketAddr) -> std::io::Result<Client> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        Ok(Client { stream, address, held: Vec::new() })
    }

    fn get(&mut self, path: &str) -> Result<(u16, Vec<u8>), Box<dyn Error>> {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address);
        self.stream.write_all(request.as_bytes())?;
        let mut buffer = vec![0; 64 * 1024];
        let end = loop {
            if let Some(end) = self.held.windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
            let n = self.stream.read(&mut buffer)?;
            if n == 0 {
                return Err("the connection was closed".into());
            }
            self.held.extend_from_slice(&buffer[..n]);
        };
        let head = String::from_utf8_lossy(&self.held[..end]).to_ascii_lowercase();
        let status = head.split(' ').nth(1).ok_or("no status")?.parse()?;
        let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
        let length: usize = length.ok_or("no length")?.trim().parse()?;
        while self.held.len() < end + length {
            let n = self.stream.read(&mut buffer)?;
            if n == 0 {
                return Err("the connection was closed".into());
            }
            self.held.extend_from_slice(&buffer[..n]);
        }
        let body = self.held[end..end + length].to_vec();
        self.held.drain(..end + length);
        Ok((status, body))
    }
}
