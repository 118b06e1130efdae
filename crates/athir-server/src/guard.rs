//! What holds for every request and answer: which names the server answers to, and what pages may do.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, header};

use crate::problem::Problem;

/// What a page from here may load: its own files and nothing else. The map draws with data and blobs that it makes
/// itself.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    font-src 'self'; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; \
    form-action 'self'; frame-ancestors 'none'";

/// Which names a server answers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Names {
    /// Those of this machine's own loopback, so that no other name that leads here reaches the database (DNS rebinding).
    Loopback,
    /// Any.
    Any,
}

impl Names {
    /// Refuses a request for another name.
    ///
    /// # Errors
    ///
    /// A `Host` that is none of the names.
    pub(crate) fn check(&self, host: Option<&str>) -> Result<(), Problem> {
        if *self == Names::Any {
            return Ok(());
        }
        let name = host.map(without_port).unwrap_or_default();
        let is_loopback = name.eq_ignore_ascii_case("localhost")
            || name == "[::1]"
            || name.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback());
        if is_loopback {
            return Ok(());
        }
        Err(Problem::forbidden("this server answers to localhost alone; see --host"))
    }
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

/// Adds the headers that every answer has.
pub(crate) fn seal(response: &mut Response<Body>) {
    let headers = response.headers_mut();
    set(headers, header::CONTENT_SECURITY_POLICY, POLICY);
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, header::REFERRER_POLICY, "no-referrer");
    set(headers, header::X_FRAME_OPTIONS, "DENY");
    set(headers, HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(headers, HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    let rights = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
    set(headers, HeaderName::from_static("permissions-policy"), rights);
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_answered_to() {
        let passes = |host| Names::Loopback.check(Some(host)).is_ok();
        for host in ["localhost", "localhost:8080", "127.0.0.1:80", "127.0.0.2", "[::1]:8080", "LOCALHOST:1"]
        {
            assert!(passes(host), "{host}");
        }
        for host in
            ["evil.example", "localhost.evil.example:80", "10.0.0.1", "", "[::2]:80", "127.0.0.1.example"]
        {
            assert!(!passes(host), "{host}");
        }
        assert!(Names::Loopback.check(None).is_err());
        assert!(Names::Any.check(Some("evidence.example")).is_ok());
    }
}
