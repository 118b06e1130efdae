//! Feeds that are looked at again and again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Duration;

use athir_model::Report;
use jiff::{SignedDuration, Timestamp};
use url::Url;

use super::client::{Answer, Client, Got, Request};
use super::error::FetchError;
use super::feeds::{FeedList, FeedSource};
use super::robots::Robots;
use super::state::{FeedState, SiteState, WatchState};
use crate::read::{feed_record, page_record};
use crate::{IoError, ReadSettings};

/// The name that sites give to athir in `robots.txt`.
const ROBOT: &str = "athir";
/// How long the rules of a site are taken to hold, and how soon they are asked for again if the site failed.
const ROBOTS_HOLD: SignedDuration = SignedDuration::from_hours(24);
const ROBOTS_RETRY: SignedDuration = SignedDuration::from_hours(1);
/// The shortest time between two requests to a site.
const PAUSE: u64 = 2;
/// The greatest number of pages fetched in one look at a feed; the others come with the next look.
const MOST_PAGES: usize = 50;
/// The longest time between two looks at a feed that fails.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// Tells the time, and lets it pass.
pub trait Clock {
    /// The time now.
    fn now(&self) -> Timestamp;
    /// Waits.
    fn pause(&mut self, how_long: Duration);
}

/// Feeds that are looked at again and again, each in its own time.
///
/// It asks for what is new since the last look, leaves alone what `robots.txt` names, lets sites rest between requests, and
/// waits twice as long after each look that fails, up to a day.
#[derive(Debug)]
pub struct Watch {
    list: FeedList,
    client: Client,
    state: WatchState,
    /// When each site was asked last.
    asked: BTreeMap<String, Timestamp>,
}

/// What one look at a feed gave.
#[derive(Debug)]
pub struct Poll {
    /// The address of the feed.
    pub feed: String,
    /// The reports that are new.
    pub reports: Vec<Report>,
    /// What went wrong. The reports are good all the same.
    pub errors: Vec<FetchError>,
    after: FeedState,
}

impl Watch {
    /// Begins to watch with what is remembered.
    ///
    /// # Errors
    ///
    /// The proxy cannot be used.
    pub fn new(list: FeedList, state: WatchState) -> Result<Watch, FetchError> {
        let client = Client::new(&list)?;
        Ok(Watch { list, client, state, asked: BTreeMap::new() })
    }

    /// What is remembered, to be written down.
    pub fn state(&self) -> &WatchState {
        &self.state
    }

    /// When the next feed is due; nothing if all are gone.
    pub fn next_due(&self) -> Option<Timestamp> {
        self.due().map(|(when, _)| when)
    }

    fn due(&self) -> Option<(Timestamp, &FeedSource)> {
        let due = self.list.feeds.iter().filter_map(|feed| {
            let state = self.state.feeds.get(&feed.url);
            if state.is_some_and(|state| state.gone) {
                return None;
            }
            Some((state.and_then(|state| state.next).unwrap_or(Timestamp::MIN), feed))
        });
        due.min_by_key(|(when, _)| *when)
    }

    /// Looks at the feed that has been due longest; nothing if none is due. What it found counts as seen once it is
    /// [kept](Watch::keep).
    pub fn poll(&mut self, clock: &mut dyn Clock, settings: &ReadSettings) -> Option<Poll> {
        let now = clock.now();
        let feed = self.due().filter(|(when, _)| *when <= now)?.1.clone();
        let before = self.state.feeds.get(&feed.url).cloned().unwrap_or_default();
        let mut poll =
            Poll { feed: feed.url.clone(), reports: Vec::new(), errors: Vec::new(), after: before.clone() };
        let request = Request {
            url: &feed.url,
            etag: before.etag.as_deref(),
            last_modified: before.last_modified.as_deref(),
        };
        match self.get(request, clock) {
            Ok(answer) => {
                poll.after.n_failed = 0;
                poll.after.next = later(now, feed.every);
                if let Answer::Got(got) = answer {
                    self.read_feed(&feed, got, clock, settings, &mut poll);
                }
            }
            Err(error) => {
                let FeedState { n_failed, next, gone, .. } = &mut poll.after;
                let wait = feed.every.saturating_mul(1 << (*n_failed + 1).min(16)).min(LONGEST_WAIT);
                let asked = match error {
                    FetchError::Status { wait: Some(wait), .. } => {
                        Duration::from_secs(wait).min(7 * LONGEST_WAIT)
                    }
                    _ => Duration::ZERO,
                };
                *gone = matches!(error, FetchError::Status { status: 410, .. });
                *n_failed += 1;
                *next = later(now, wait.max(asked));
                poll.errors.push(error);
            }
        }
        Some(poll)
    }

    /// Remembers what a look found, once its reports are safe.
    pub fn keep(&mut self, poll: &Poll) {
        self.state.feeds.insert(poll.feed.clone(), poll.after.clone());
    }

    /// Reads a feed, and fetches the pages of the entries that are new.
    fn read_feed(
        &mut self,
        feed: &FeedSource,
        got: Got,
        clock: &mut dyn Clock,
        settings: &ReadSettings,
        poll: &mut Poll,
    ) {
        let shown = PathBuf::from(&feed.url);
        let record = feed_record(shown, got.bytes, got.charset, clock.now());
        let (mut seen, mut n_pages, mut whole) = (BTreeSet::new(), 0, true);
        for entry in record.reports(settings) {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    whole &= matches!(error, IoError::Record { fault: crate::Fault::NoText, .. });
                    poll.errors.push(error.into());
                    continue;
                }
            };
            let Some(id) = entry.bytes.map(|bytes| bytes.to_string()[..16].to_owned()) else { continue };
            if poll.after.seen.contains(&id) {
                seen.insert(id);
                continue;
            }
            if n_pages == MOST_PAGES {
                whole = false;
                break;
            }
            let mut report = entry;
            if feed.pages
                && let Some(url) = report.url.clone()
            {
                n_pages += 1;
                match self.page(&url, clock, settings) {
                    Ok(pages) => {
                        for page in pages {
                            match page {
                                Ok(page) => report = better(report, page),
                                Err(error) if error.is_omission() => {}
                                Err(error) => poll.errors.push(error.into()),
                            }
                        }
                    }
                    Err(error) => {
                        let is_passing = error.is_passing();
                        poll.errors.push(error);
                        if is_passing {
                            // Its page is asked for again next time; what the feed itself says of it can wait.
                            whole = false;
                            continue;
                        }
                    }
                }
            }
            report.name = format!("{}#{id}", site_name(&feed.url));
            report.outlet = feed.outlet.clone().or(report.outlet);
            report.path = None;
            report.record = None;
            poll.reports.push(report);
            seen.insert(id);
        }
        if whole {
            poll.after.seen = seen;
            poll.after.etag = got.etag;
            poll.after.last_modified = got.last_modified;
        } else {
            // The rest is asked for again, and what was seen of it is known by then.
            poll.after.seen.extend(seen);
            poll.after.etag = None;
            poll.after.last_modified = None;
        }
    }

    /// Fetches the page of an entry and reads it.
    fn page(
        &mut self,
        url: &str,
        clock: &mut dyn Clock,
        settings: &ReadSettings,
    ) -> Result<Vec<Result<Report, IoError>>, FetchError> {
        let Answer::Got(got) = self.get(Request { url, ..Request::default() }, clock)? else {
            return Ok(Vec::new());
        };
        if !matches!(got.kind.as_str(), "text/html" | "application/xhtml+xml" | "") {
            return Ok(Vec::new());
        }
        let record = page_record(PathBuf::from(url), got.url, got.bytes, got.charset, clock.now());
        Ok(record.reports(settings))
    }

    /// Fetches an address if its site allows it, after the pause that it asks for.
    fn get(&mut self, request: Request, clock: &mut dyn Clock) -> Result<Answer, FetchError> {
        let Watch { client, state, asked, .. } = self;
        client.get(request, &mut |url| {
            let site = site_of(url);
            let now = clock.now();
            let held = state.sites.get(&site).filter(|known| now.duration_since(known.fetched) < ROBOTS_HOLD);
            let robots = match held {
                Some(known) => known.robots.clone(),
                None => {
                    let known = fetch_robots(client, &site, now);
                    asked.insert(site.clone(), clock.now());
                    state.sites.insert(site.clone(), known.clone());
                    known.robots
                }
            };
            let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
            if !robots.allow(path) {
                return Err(FetchError::Robots { url: url.to_string() });
            }
            let pause = SignedDuration::from_secs(
                robots.pause.unwrap_or(0).max(PAUSE).try_into().unwrap_or(i64::MAX),
            );
            if let Some(&last) = asked.get(&site) {
                let left = pause - clock.now().duration_since(last);
                if let Ok(left) = Duration::try_from(left)
                    && !left.is_zero()
                {
                    clock.pause(left);
                }
            }
            asked.insert(site, clock.now());
            Ok(())
        })
    }
}

/// Asks a site for its rules. One without any allows everything; one that fails allows nothing for a while.
fn fetch_robots(client: &Client, site: &str, now: Timestamp) -> SiteState {
    const LONGEST: usize = 500 * 1024;
    let url = format!("{site}/robots.txt");
    match client.get(Request { url: &url, ..Request::default() }, &mut |_| Ok(())) {
        Ok(Answer::Got(got)) => {
            let text = String::from_utf8_lossy(&got.bytes[..got.bytes.len().min(LONGEST)]).into_owned();
            SiteState { robots: Robots::parse(&text, ROBOT), fetched: now }
        }
        Err(FetchError::Status { status: 400..=428 | 430..=499, .. }) | Ok(Answer::NotModified) => {
            SiteState { robots: Robots::default(), fetched: now }
        }
        Err(_) => SiteState { robots: Robots::nothing(), fetched: now - (ROBOTS_HOLD - ROBOTS_RETRY) },
    }
}

/// The longer of the texts that the entry and its page have, with what either knows.
fn better(entry: Report, page: Report) -> Report {
    let body = |report: &Report| report.text.len();
    if body(&page) < body(&entry) {
        return Report {
            author: entry.author.or(page.author),
            published: entry.published.or(page.published),
            ..entry
        };
    }
    Report {
        headline: page.headline.or(entry.headline),
        author: page.author.or(entry.author),
        published: page.published.or(entry.published),
        outlet: page.outlet.or(entry.outlet),
        ..page
    }
}

/// Scheme, host and port of an address.
fn site_of(url: &Url) -> String {
    url[..url::Position::BeforePath].to_owned()
}

/// What the reports of a feed are named for: its host.
fn site_name(url: &str) -> String {
    crate::read::host_of(url).unwrap_or("feed").to_owned()
}

fn later(now: Timestamp, wait: Duration) -> Option<Timestamp> {
    now.checked_add(wait).ok()
}
