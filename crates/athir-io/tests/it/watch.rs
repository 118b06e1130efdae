use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use athir_io::{Clock, FeedList, FetchError, Poll, ReadSettings, Watch, WatchState};
use jiff::Timestamp;

/// A server on this machine that answers by path and keeps what it was asked.
struct Server {
    site: String,
    answers: Arc<Mutex<BTreeMap<String, String>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let site = format!("http://{}", listener.local_addr().unwrap());
        let answers: Arc<Mutex<BTreeMap<String, String>>> = Arc::default();
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let (known, heard) = (answers.clone(), asked.clone());
        thread::spawn(move || {
            for connection in listener.incoming() {
                let Ok(mut connection) = connection else { continue };
                let mut request = String::new();
                let mut from = BufReader::new(connection.try_clone().unwrap());
                while from.read_line(&mut request).is_ok_and(|n| n > 2) {}
                let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
                heard.lock().unwrap().push(request);
                let answer = known.lock().unwrap().get(&path).cloned();
                let answer = answer.unwrap_or_else(|| "HTTP/1.1 404 Not Found\r\n\r\n".to_owned());
                let (head, body) = answer.split_once("\r\n\r\n").unwrap();
                let head = format!("{head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
                let _ = connection
                    .write_all(head.as_bytes())
                    .and_then(|()| connection.write_all(body.as_bytes()));
            }
        });
        Server { site, answers, asked }
    }

    fn answer(&self, path: &str, head: &str, body: &str) {
        let body = body.replace("SITE", &self.site);
        self.answers.lock().unwrap().insert(path.to_owned(), format!("HTTP/1.1 {head}\r\n\r\n{body}"));
    }

    /// The requests since the last time, as method, path and protocol.
    fn asked(&self) -> Vec<String> {
        let mut asked = self.asked.lock().unwrap();
        asked.drain(..).map(|request| request.lines().next().unwrap_or_default().to_owned()).collect()
    }

    fn watch(&self, more: &str) -> Watch {
        let list = format!(
            "contact = \"desk@orontes.example\"\nallow_private = true\ntimeout = \"5s\"\n[[feed]]\nurl = \"{}/rss\"\n{more}",
            self.site
        );
        Watch::new(FeedList::parse(&list, Path::new("feeds.toml")).unwrap(), WatchState::default()).unwrap()
    }
}

/// A clock that goes when it is waited for.
struct Hand(Timestamp, Vec<u64>);

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        self.0
    }

    fn pause(&mut self, how_long: Duration) {
        self.0 += how_long;
        self.1.push(how_long.as_secs());
    }
}

fn hand() -> Hand {
    Hand("2021-03-02T10:00:00Z".parse().unwrap(), Vec::new())
}

fn poll(watch: &mut Watch, clock: &mut Hand) -> Poll {
    let poll = watch.poll(clock, &ReadSettings::default()).unwrap();
    watch.keep(&poll);
    poll
}

fn said(poll: &Poll) -> Vec<String> {
    poll.errors.iter().map(ToString::to_string).collect()
}

const FEED: &str = "<rss version='2.0'><channel><title>Orontes Wire</title>\
    <item><title>Bridge hit</title><link>SITE/1</link><description>Shells fell.</description></item>\
    <item><title>Calm returns</title><link>SITE/2</link><description>The town was calm on Wednesday.</description></item></channel></rss>";

fn wire() -> Server {
    let server = Server::start();
    server.answer("/rss", "200 OK\r\nETag: \"a\"\r\nLast-Modified: Tue, 02 Mar 2021 09:00:00 GMT", FEED);
    server.answer(
        "/1",
        "200 OK\r\nContent-Type: text/html; charset=utf-8",
        &crate::archive::page("Tell Amun"),
    );
    server
}

#[test]
fn entries_become_reports_with_the_text_of_their_pages() {
    let server = wire();
    let (mut watch, mut clock) = (server.watch(""), hand());
    let poll = poll(&mut watch, &mut clock);
    assert_eq!(said(&poll), [format!("{}/2: the server answers 404", server.site)]);
    assert_eq!(poll.reports.len(), 2);
    let report = &poll.reports[0];
    assert!(report.text.contains("Fighters of the northern brigade"), "{}", report.text);
    assert_eq!(report.url.as_deref(), Some(&*format!("{}/1", server.site)));
    assert_eq!(report.outlet.as_deref(), Some("127.0.0.1"));
    assert!(report.retrieved.is_some());
    assert!(report.name.starts_with("127.0.0.1#"), "{}", report.name);
    assert_eq!(poll.reports[1].text, "Calm returns\n\nThe town was calm on Wednesday.");
    // Robots first, and a rest between requests.
    assert_eq!(
        server.asked(),
        ["GET /robots.txt HTTP/1.1", "GET /rss HTTP/1.1", "GET /1 HTTP/1.1", "GET /2 HTTP/1.1"]
    );
    assert_eq!(clock.1, [2, 2, 2]);
}

#[test]
fn a_page_of_a_busy_server_is_asked_for_again() {
    let server = wire();
    let (mut watch, mut clock) = (server.watch("every = \"1h\"\n"), hand());
    server.answer("/2", "503 Service Unavailable", "");
    let first = poll(&mut watch, &mut clock);
    assert_eq!(said(&first), [format!("{}/2: the server answers 503", server.site)]);
    assert_eq!(first.reports.len(), 1);
    clock.0 += Duration::from_secs(3600);
    server.answer("/2", "404 Not Found", "");
    let second = poll(&mut watch, &mut clock);
    let texts: Vec<&str> = second.reports.iter().map(|report| report.text.as_str()).collect();
    assert_eq!(texts, ["Calm returns\n\nThe town was calm on Wednesday."]);
}

#[test]
fn it_says_who_it_is() {
    let server = wire();
    poll(&mut server.watch(""), &mut hand());
    let asked = server.asked.lock().unwrap().concat().to_lowercase();
    assert_eq!(asked.matches("user-agent: athir/0.1.0 (+desk@orontes.example)").count(), 4, "{asked}");
}

#[test]
fn only_what_is_new_is_asked_for_and_given() {
    let server = wire();
    let (mut watch, mut clock) = (server.watch("every = \"1h\"\npages = false\n"), hand());
    assert_eq!(poll(&mut watch, &mut clock).reports.len(), 2);
    assert!(watch.poll(&mut clock, &ReadSettings::default()).is_none());
    assert_eq!(watch.next_due().unwrap().to_string(), "2021-03-02T11:00:00Z");
    server.asked();
    clock.0 += Duration::from_secs(3600);
    server.answer("/rss", "304 Not Modified", "");
    let nothing = poll(&mut watch, &mut clock);
    assert!(nothing.reports.is_empty() && nothing.errors.is_empty());
    clock.0 += Duration::from_secs(3600);
    let newer = FEED.replacen(
        "<item>",
        "<item><title>Market hit</title><description>Two shells.</description></item><item>",
        1,
    );
    server.answer("/rss", "200 OK\r\nETag: \"b\"", &newer);
    // What is remembered outlives the program.
    let file = tempfile::NamedTempFile::new().unwrap();
    watch.state().write(file.path()).unwrap();
    assert_eq!(&WatchState::read(file.path()).unwrap(), watch.state());
    let new = poll(&mut watch, &mut clock);
    assert_eq!(new.reports.iter().map(|report| report.title()).collect::<Vec<_>>(), ["Market hit"]);
    let asked = server.asked.lock().unwrap().concat().to_lowercase();
    assert_eq!(asked.matches("if-none-match: \"a\"").count(), 2, "{asked}");
    assert_eq!(asked.matches("if-modified-since: tue, 02 mar 2021 09:00:00 gmt").count(), 2, "{asked}");
}

#[test]
fn a_look_that_is_not_kept_is_made_again() {
    let server = wire();
    let (mut watch, mut clock) = (server.watch("pages = false\n"), hand());
    assert_eq!(watch.poll(&mut clock, &ReadSettings::default()).unwrap().reports.len(), 2);
    assert_eq!(watch.poll(&mut clock, &ReadSettings::default()).unwrap().reports.len(), 2);
}

#[test]
fn a_feed_that_fails_is_left_alone_longer_each_time() {
    let server = Server::start();
    let (mut watch, mut clock) = (server.watch("every = \"30m\"\n"), hand());
    let mut waits = Vec::new();
    for _ in 0..7 {
        let start = clock.0;
        assert_eq!(poll(&mut watch, &mut clock).errors.len(), 1);
        let next = watch.next_due().unwrap();
        waits.push(next.duration_since(start).as_hours());
        clock.0 = next;
    }
    assert_eq!(waits, [1, 2, 4, 8, 16, 24, 24]);
    let start = clock.0;
    server.answer("/rss", "503 Busy\r\nRetry-After: 172800", "");
    assert_eq!(said(&poll(&mut watch, &mut clock)), [format!("{}/rss: the server answers 503", server.site)]);
    assert_eq!(watch.next_due().unwrap().duration_since(start).as_hours(), 48);
    clock.0 = watch.next_due().unwrap();
    server.answer("/rss", "410 Gone", "");
    poll(&mut watch, &mut clock);
    assert_eq!(watch.next_due(), None);
}

#[test]
fn what_robots_txt_names_is_left_alone() {
    let server = wire();
    server.answer("/robots.txt", "200 OK", "User-agent: athir\nDisallow: /1\nCrawl-delay: 7\n");
    let (mut watch, mut clock) = (server.watch(""), hand());
    let poll = poll(&mut watch, &mut clock);
    assert_eq!(said(&poll)[0], format!("{}/1: robots.txt of the site does not allow it", server.site));
    assert_eq!(poll.reports[0].text, "Bridge hit\n\nShells fell.");
    assert_eq!(server.asked(), ["GET /robots.txt HTTP/1.1", "GET /rss HTTP/1.1", "GET /2 HTTP/1.1"]);
    assert_eq!(clock.1, [7, 7]);
    server.answer("/robots.txt", "500 Broken", "");
    let (mut watch, mut clock) = (server.watch(""), hand());
    assert!(matches!(self::poll(&mut watch, &mut clock).errors[0], FetchError::Robots { .. }));
}

#[test]
fn redirects_are_followed_so_far_and_not_into_the_own_network() {
    let server = wire();
    server.answer("/old", "301 Moved\r\nLocation: /rss", "");
    server.answer("/circle", "302 Found\r\nLocation: /circle", "");
    server.answer("/file", "302 Found\r\nLocation: file:///etc/passwd", "");
    let with = |path: &str| {
        let list = format!(
            "contact = \"a@b.example\"\nallow_private = true\npages = false\n[[feed]]\nurl = \"{}{path}\"\n",
            server.site
        );
        let mut watch =
            Watch::new(FeedList::parse(&list, Path::new("f")).unwrap(), WatchState::default()).unwrap();
        poll(&mut watch, &mut hand())
    };
    assert_eq!(with("/old").reports.len(), 2);
    assert_eq!(said(&with("/circle")), [format!("{}/circle: more than 5 redirects", server.site)]);
    assert_eq!(
        said(&with("/file")),
        ["file:///etc/passwd: not an address that begins with http:// or https://"]
    );
}

#[test]
fn the_own_machine_is_refused_by_number_and_by_name() {
    let port = wire().site.rsplit(':').next().unwrap().to_owned();
    for (host, address) in [
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost"),
        ("[::1]", "::1"),
        ("2130706433", "127.0.0.1"),
        ("10.0.0.8", "10.0.0.8"),
    ] {
        let list = format!("contact = \"a@b.example\"\n[[feed]]\nurl = \"http://{host}:{port}/rss\"\n");
        let mut watch =
            Watch::new(FeedList::parse(&list, Path::new("f")).unwrap(), WatchState::default()).unwrap();
        let poll = poll(&mut watch, &mut hand());
        match &poll.errors[0] {
            FetchError::Private { address: refused, .. } => assert_eq!(refused, address),
            other => panic!("{host}: {other}"),
        }
    }
}

#[test]
fn an_answer_that_is_too_long_is_not_read_to_its_end() {
    let server = Server::start();
    server.answer("/rss", "200 OK", &"x".repeat(17 * 1024 * 1024));
    let poll = poll(&mut server.watch(""), &mut hand());
    assert_eq!(said(&poll), [format!("{}/rss: longer than 16 MiB", server.site)]);
}

#[test]
fn what_a_proxy_is_asked_for_goes_through_it() {
    let proxy = Server::start();
    proxy.answer("http://orontes.example/robots.txt", "404 Not Found", "");
    proxy.answer("http://orontes.example/rss", "200 OK", FEED);
    let list = format!(
        "contact = \"a@b.example\"\nproxy = \"{}\"\n[[feed]]\nurl = \"http://orontes.example/rss\"\npages = false\n",
        proxy.site
    );
    let mut watch =
        Watch::new(FeedList::parse(&list, Path::new("f")).unwrap(), WatchState::default()).unwrap();
    let poll = poll(&mut watch, &mut hand());
    let asked = proxy.asked();
    assert!(!asked.is_empty(), "{:?}", said(&poll));
    assert!(asked.iter().all(|line| line.contains("orontes.example")), "{asked:?}");
}
