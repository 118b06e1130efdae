//! Who may do what where people log in.

use serde_json::{Value, json};

use crate::client::{Answer, send};
use crate::fixture::Fixture;

pub(crate) fn ask(server: &Fixture, method: &str, path: &str, body: &Value, headers: &str) -> Answer {
    let address = server.address;
    let body = if method == "GET" { String::new() } else { body.to_string() };
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n{headers}\r\n{body}",
        body.len()
    );
    send(address, request.as_bytes())
}

/// Somebody who has logged in: the headers that show it.
pub(crate) struct Session {
    cookie: String,
    csrf: String,
}

impl Session {
    pub(crate) fn headers(&self) -> String {
        format!("Cookie: other=1; {}\r\nX-Athir-CSRF: {}\r\n", self.cookie, self.csrf)
    }
}

pub(crate) fn log_in(server: &Fixture, name: &str) -> Session {
    let body = json!({"name": name, "password": format!("the {name} knows")});
    let answer = ask(server, "POST", "/api/login", &body, "");
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.contains("; HttpOnly; SameSite=Strict") && cookie.contains("Path=/"), "{cookie}");
    let me = answer.json();
    assert_eq!(me["role"], name);
    Session {
        cookie: cookie.split(';').next().unwrap().to_owned(),
        csrf: me["csrf"].as_str().unwrap().to_owned(),
    }
}

#[test]
fn nobody_looks_without_logging_in() {
    let server = Fixture::with_accounts();
    for path in ["/api/me", "/api/incidents", "/api/export", "/api/events", "/api/inbox", "/api/jobs"] {
        assert_eq!(ask(&server, "GET", path, &Value::Null, "").status, 401, "{path}");
        let forged = "Cookie: athir_session=0000\r\n";
        assert_eq!(ask(&server, "GET", path, &Value::Null, forged).status, 401, "{path}");
        assert_eq!(
            ask(&server, "GET", path, &Value::Null, "Authorization: Bearer x\r\n").status,
            401,
            "{path}"
        );
    }
    let viewer = log_in(&server, "viewer");
    let me = ask(&server, "GET", "/api/me", &Value::Null, &viewer.headers()).json();
    assert_eq!(
        (&me["mode"], &me["name"], &me["can"]),
        (&json!("accounts"), &json!("viewer"), &json!(["read"]))
    );
    assert_eq!(ask(&server, "POST", "/api/logout", &json!({}), &viewer.headers()).status, 200);
    assert_eq!(
        ask(&server, "GET", "/api/me", &Value::Null, &viewer.headers()).status,
        401,
        "the session has ended"
    );
}

#[test]
fn each_role_does_what_it_may_and_no_more() {
    let server = Fixture::with_accounts();
    let asks = [
        ("POST", "/api/reviews", 1),
        ("POST", "/api/corrections", 1),
        ("POST", "/api/decisions", 2),
        ("POST", "/api/rules", 2),
        ("POST", "/api/accounts", 4),
        ("GET", "/api/accounts", 4),
        ("GET", "/api/incidents", 0),
    ];
    for (rank, role) in ["viewer", "coder", "reviewer", "publisher", "admin"].into_iter().enumerate() {
        let session = log_in(&server, role);
        for (method, path, least) in asks {
            // The body is wrong, so that whoever may ask is told so.
            let status = ask(&server, method, path, &json!([]), &session.headers()).status;
            assert_eq!(status == 403, rank < least, "{role} {method} {path}: {status}");
        }
    }
}

#[test]
fn a_write_needs_the_token_of_its_session() {
    let server = Fixture::with_accounts();
    let (ann, bob) = (log_in(&server, "admin"), log_in(&server, "reviewer"));
    let new = json!({"name": "dora", "role": "coder", "password": "long enough for her"});
    for headers in [
        format!("Cookie: {}\r\n", ann.cookie),
        format!("Cookie: {}\r\nX-Athir-CSRF: 1\r\n", ann.cookie),
        format!("Cookie: {}\r\nX-Athir-CSRF: {}\r\n", ann.cookie, bob.csrf),
        format!("{}Origin: http://evil.example\r\n", ann.headers()),
    ] {
        assert_eq!(ask(&server, "POST", "/api/accounts", &new, &headers).status, 403, "{headers}");
    }
    assert_eq!(ask(&server, "POST", "/api/accounts", &new, &ann.headers()).status, 200);
    let forged = ask(&server, "POST", "/api/login", &new, "Origin: http://evil.example\r\n");
    assert_eq!(forged.status, 403, "nobody is logged in from another page");
}

#[test]
fn wrong_passwords_have_to_wait_and_tell_nothing() {
    let server = Fixture::with_accounts();
    let try_in = |name: &str, password: &str| {
        ask(&server, "POST", "/api/login", &json!({"name": name, "password": password}), "")
    };
    let (wrong, nobody) = (try_in("coder", "guessed"), try_in("nobody", "guessed"));
    assert_eq!(
        (wrong.status, wrong.body),
        (401, nobody.body),
        "a name that is there looks like one that is not"
    );
    let statuses: Vec<u16> = (0..6).map(|n| try_in("coder", &format!("guess {n}")).status).collect();
    assert_eq!(statuses, [401, 401, 401, 401, 429, 429]);
    assert_eq!(try_in("coder", "the coder knows").status, 429, "the right one waits too");
    assert_eq!(try_in("viewer", "the viewer knows").status, 200, "others do not");
    for body in [json!({}), json!([1]), json!({"name": 3, "password": "x"}), json!("x".repeat(20_000))] {
        let status = ask(&server, "POST", "/api/login", &body, "").status;
        assert!(matches!(status, 400 | 413), "{status}");
    }
}

#[test]
fn accounts_are_changed_and_locked_by_admins() {
    let server = Fixture::with_accounts();
    let admin = log_in(&server, "admin");
    let coder = log_in(&server, "coder");
    let change = |name: &str, body: Value| {
        ask(&server, "PATCH", &format!("/api/accounts/{name}"), &body, &admin.headers()).status
    };
    assert_eq!(change("coder", json!({"role": "viewer"})), 200);
    assert_eq!(
        ask(&server, "GET", "/api/me", &Value::Null, &coder.headers()).status,
        401,
        "another role, another session"
    );
    let coder =
        ask(&server, "POST", "/api/login", &json!({"name": "coder", "password": "the coder knows"}), "");
    assert_eq!(coder.json()["role"], "viewer");
    assert_eq!(change("viewer", json!({"disabled": true})), 200);
    let locked =
        ask(&server, "POST", "/api/login", &json!({"name": "viewer", "password": "the viewer knows"}), "");
    assert_eq!(locked.status, 401);
    assert_eq!(change("admin", json!({"role": "viewer"})), 422, "somebody has to keep the keys");
    assert_eq!(change("reviewer", json!({"password": "short"})), 400);
    assert_eq!(change("nobody", json!({"role": "viewer"})), 404);
    let list = ask(&server, "GET", "/api/accounts", &Value::Null, &admin.headers()).json();
    assert!(list["items"].as_array().unwrap().iter().all(|account| account.get("password").is_none()));
    let removed = ask(&server, "DELETE", "/api/accounts/publisher", &json!({}), &admin.headers());
    assert_eq!(removed.json()["items"].as_array().unwrap().len(), 4);
}

#[test]
fn a_token_does_what_its_scope_lets_it_and_is_shown_once() {
    let server = Fixture::with_accounts();
    let reviewer = log_in(&server, "reviewer");
    let make = |scope: &str, days: i64| {
        let body = json!({"label": "nightly", "scope": scope, "days": days});
        ask(&server, "POST", "/api/tokens", &body, &reviewer.headers())
    };
    assert_eq!(make("admin", 1).status, 403);
    assert_eq!(make("viewer", 0).status, 400);
    assert_eq!(make("viewer", 10_000).status, 400);
    let made = make("viewer", 7).json();
    let secret = made["secret"].as_str().unwrap();
    let headers = format!("Authorization: Bearer {secret}\r\n");
    assert_eq!(ask(&server, "GET", "/api/incidents", &Value::Null, &headers).status, 200);
    assert_eq!(
        ask(&server, "POST", "/api/reviews", &json!([]), &headers).status,
        403,
        "its scope is to look"
    );
    assert_eq!(
        ask(&server, "POST", "/api/tokens", &json!({"label": "x", "scope": "viewer", "days": 1}), &headers)
            .status,
        403
    );
    let list = ask(&server, "GET", "/api/tokens", &Value::Null, &reviewer.headers());
    assert!(!String::from_utf8_lossy(&list.body).contains(secret), "it is shown once");
    let id = list.json()["items"][0]["id"].as_str().unwrap().to_owned();
    let other = log_in(&server, "coder");
    let remove = |session: &Session| {
        ask(&server, "DELETE", &format!("/api/tokens/{id}"), &json!({}), &session.headers()).status
    };
    assert_eq!(remove(&other), 404, "it is not theirs");
    assert_eq!(remove(&reviewer), 200);
    assert_eq!(ask(&server, "GET", "/api/incidents", &Value::Null, &headers).status, 401);
}
