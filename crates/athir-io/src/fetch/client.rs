//! One request after the other, within bounds of size, time and redirects.

use std::io::Read;
use std::net::SocketAddr;

use ureq::Agent;
use ureq::config::Config;
use ureq::http::{HeaderMap, Uri, header};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use url::Url;

use super::address::is_public;
use super::error::FetchError;
use super::feeds::FeedList;
use crate::read::{REPORT_LIMIT, charset_of, kind_of, unpack};

/// The greatest number of redirects that are followed.
const MOST_REDIRECTS: u32 = 5;

/// What is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Request<'a> {
    pub(super) url: &'a str,
    /// What the server said the last time, so that it need not send the same again.
    pub(super) etag: Option<&'a str>,
    pub(super) last_modified: Option<&'a str>,
}

/// What came back.
#[derive(Debug)]
pub(super) enum Answer {
    NotModified,
    Got(Got),
}

/// A page or feed that was fetched.
#[derive(Debug)]
pub(super) struct Got {
    /// Where it was found in the end.
    pub(super) url: String,
    pub(super) bytes: Vec<u8>,
    pub(super) kind: String,
    pub(super) charset: Option<String>,
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
}

/// Fetches from public addresses.
#[derive(Debug)]
pub(super) struct Client {
    agent: Agent,
    allow_private: bool,
}

impl Client {
    /// Makes a client that says who it is.
    pub(super) fn new(list: &FeedList) -> Result<Client, FetchError> {
        let proxy = list
            .proxy
            .as_deref()
            .map(|address| {
                ureq::Proxy::new(address).map_err(|error| FetchError::Connection {
                    url: address.to_owned(),
                    message: format!("cannot be used as a proxy: {error}"),
                })
            })
            .transpose()?;
        let through = proxy.as_ref().map(|proxy| proxy.host().to_owned());
        let user_agent = format!("athir/{} (+{})", env!("CARGO_PKG_VERSION"), list.contact);
        let config = Config::builder()
            .user_agent(user_agent)
            .accept("application/rss+xml, application/atom+xml, application/feed+json, text/html, */*;q=0.5")
            .accept_encoding("gzip")
            .proxy(proxy)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .timeout_global(Some(list.timeout))
            .max_response_header_size(64 * 1024)
            .build();
        let resolver =
            Public { allow_private: list.allow_private, proxy: through, inner: DefaultResolver::default() };
        let agent = Agent::with_parts(config, DefaultConnector::default(), resolver);
        Ok(Client { agent, allow_private: list.allow_private })
    }

    /// Fetches an address. `may` is asked before each step, redirects too.
    pub(super) fn get(
        &self,
        request: Request,
        may: &mut dyn FnMut(&Url) -> Result<(), FetchError>,
    ) -> Result<Answer, FetchError> {
        let mut url = self.checked(request.url)?;
        for _ in 0..=MOST_REDIRECTS {
            may(&url)?;
            let mut asked = self.agent.get(url.as_str());
            for (name, value) in
                [(header::IF_NONE_MATCH, request.etag), (header::IF_MODIFIED_SINCE, request.last_modified)]
            {
                if let Some(value) = value {
                    asked = asked.header(name, value);
                }
            }
            let mut answer = asked.call().map_err(|error| connection_error(&url, &error))?;
            let status = answer.status().as_u16();
            let headers = answer.headers();
            match status {
                304 => return Ok(Answer::NotModified),
                200..=299 => {}
                301 | 302 | 303 | 307 | 308 => {
                    let to = words(headers, header::LOCATION).and_then(|to| url.join(&to).ok());
                    let to =
                        to.ok_or_else(|| FetchError::Status { url: url.to_string(), status, wait: None })?;
                    url = self.checked(to.as_str())?;
                    continue;
                }
                _ => {
                    let wait =
                        words(headers, header::RETRY_AFTER).and_then(|words| words.trim().parse().ok());
                    return Err(FetchError::Status { url: url.to_string(), status, wait });
                }
            }
            let kind = words(headers, header::CONTENT_TYPE).unwrap_or_default();
            let packing = words(headers, header::CONTENT_ENCODING).unwrap_or_default().to_ascii_lowercase();
            let (etag, last_modified) = (words(headers, header::ETAG), words(headers, header::LAST_MODIFIED));
            let too_long = || FetchError::TooLong { url: url.to_string(), limit: REPORT_LIMIT };
            let mut packed = Vec::new();
            answer.body_mut().as_reader().take(REPORT_LIMIT + 1).read_to_end(&mut packed).map_err(
                |error| FetchError::Connection { url: url.to_string(), message: error.to_string() },
            )?;
            if packed.len() as u64 > REPORT_LIMIT {
                return Err(too_long());
            }
            let bytes = unpack(&packed, packing.trim(), REPORT_LIMIT).map_err(|fault| match fault {
                crate::Fault::TooLong(_) => too_long(),
                fault => FetchError::Connection { url: url.to_string(), message: fault.to_string() },
            })?;
            return Ok(Answer::Got(Got {
                url: url.to_string(),
                bytes,
                kind: kind_of(&kind),
                charset: charset_of(&kind),
                etag,
                last_modified,
            }));
        }
        Err(FetchError::Redirects { url: request.url.to_owned(), limit: MOST_REDIRECTS })
    }

    /// Reads an address, unless it is none of the web or names a host of the own network by its number.
    fn checked(&self, address: &str) -> Result<Url, FetchError> {
        let none = || FetchError::Address { url: address.to_owned() };
        let mut url = Url::parse(address).map_err(|_| none())?;
        if !matches!(url.scheme(), "http" | "https") || !url.username().is_empty() || url.password().is_some()
        {
            return Err(none());
        }
        url.set_fragment(None);
        let number = match url.host().ok_or_else(none)? {
            url::Host::Ipv4(number) => Some(number.into()),
            url::Host::Ipv6(number) => Some(number.into()),
            // Names that lead home in every network; others are looked up.
            url::Host::Domain(name) => {
                let name = name.trim_end_matches('.');
                let home = name == "localhost" || name.ends_with(".localhost") || name.ends_with(".local");
                if home && !self.allow_private {
                    return Err(FetchError::Private { url: address.to_owned(), address: name.to_owned() });
                }
                None
            }
        };
        match number.filter(|number| !self.allow_private && !is_public(*number)) {
            Some(number) => Err(FetchError::Private { url: address.to_owned(), address: number.to_string() }),
            None => Ok(url),
        }
    }
}

fn words(headers: &HeaderMap, name: header::HeaderName) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.to_owned())
}

fn connection_error(url: &Url, error: &ureq::Error) -> FetchError {
    if let ureq::Error::Other(inner) = error
        && let Some(NotPublic(address)) = inner.downcast_ref()
    {
        return FetchError::Private { url: url.to_string(), address: address.to_string() };
    }
    FetchError::Connection { url: url.to_string(), message: error.to_string() }
}

/// Looks names up, and gives no address that is not public. What it gives is what the connection is made to, so that a
/// name cannot lead elsewhere in between.
#[derive(Debug)]
struct Public {
    allow_private: bool,
    /// The host of the proxy, which may be in the own network.
    proxy: Option<String>,
    inner: DefaultResolver,
}

/// An address that is not public.
#[derive(Debug, thiserror::Error)]
#[error("{0} is not public")]
struct NotPublic(SocketAddr);

impl Resolver for Public {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let addresses = self.inner.resolve(uri, config, timeout)?;
        let is_proxy = self.proxy.as_deref().is_some_and(|proxy| uri.host() == Some(proxy));
        if self.allow_private || is_proxy {
            return Ok(addresses);
        }
        // A name that leads home as well as elsewhere is not to be trusted with the choice.
        match addresses.iter().find(|address| !is_public(address.ip())) {
            Some(address) => Err(ureq::Error::Other(Box::new(NotPublic(*address)))),
            None => Ok(addresses),
        }
    }
}
