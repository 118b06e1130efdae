//! Parameters that nobody means well with: always an answer, never a failure of the server.

use crate::client::{get, send};
use crate::fixture::Fixture;

/// Values that have broken servers elsewhere.
fn values() -> Vec<String> {
    let mut values: Vec<String> = [
        "",
        " ",
        "0",
        "-1",
        "1",
        "201",
        "99999999999999999999",
        "1e309",
        "NaN",
        "inf",
        "-0",
        "0x10",
        "1.5",
        "true",
        "null",
        "%00",
        "a%00b",
        "%ff",
        "%c3%28",
        "%F0%9F%92%A3",
        "%E2%80%AE",
        "'%20OR%201=1--",
        "%22%22%22",
        "%22",
        "-",
        "--",
        "*",
        "%5C",
        "%5C,",
        ",,,,",
        "..%2f..%2fetc",
        "2017-02-30",
        "2017-13-01",
        "9999-12-31",
        "-9999-01-01",
        "0000-00-00",
        "-day",
        "clusters",
        "(((",
        "NEAR(a%20b)",
        "a%20AND%20b",
        "1,2,3",
        "1,2,3,4",
        "180,90,-180,-90",
        "-999,0,999,0",
        "nan,nan,nan,nan",
        "36,37,1e308km",
        "36,37,-5km",
        "36,37,NaNkm",
        "0.0.0.0",
        "0.0.-2147483648.0000000000000000",
        "0.ffffffffffffffff.2147483647.ffffffffffffffff",
        "2017-07-14.0000000000000000",
        "%D8%AD%D9%84%D8%A8",
    ]
    .map(str::to_owned)
    .to_vec();
    values.push("x".repeat(10_000));
    values.push("9".repeat(4000));
    values.push(vec!["clash"; 300].join(","));
    values.push("%D8%AD".repeat(600));
    values
}

#[test]
fn no_parameter_breaks_the_server() {
    let server = Fixture::new();
    let document = get(server.address, "/api/openapi.json").json();
    let values = values();
    let mut n_asked = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        let Some(operation) = methods.get("get").filter(|_| path != "/api/events") else { continue };
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        for parameter in &parameters {
            let name = parameter["name"].as_str().unwrap();
            for value in &values {
                let asked = if parameter["in"] == "path" {
                    path.replace(&format!("{{{name}}}"), if value.is_empty() { "%20" } else { value })
                } else {
                    let needed =
                        if path == "/api/registry" || path == "/api/gazetteer" { "&text=a" } else { "" };
                    let needed = if name == "text" { "" } else { needed };
                    format!("{}?{name}={value}{needed}", path.replace("{id}", "x").replace("{key}", "x"))
                };
                let asked = asked.replace(' ', "%20");
                let answer = get(server.address, &asked);
                let shown: String = asked.chars().take(120).collect();
                assert!(answer.status < 500, "{shown}: {}", String::from_utf8_lossy(&answer.body));
                if answer.status >= 400 {
                    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{shown}");
                    let problem = answer.json();
                    assert_eq!(problem["status"], answer.status, "{shown}");
                    assert!(!problem["detail"].as_str().unwrap().is_empty(), "{shown}");
                }
                n_asked += 1;
            }
        }
    }
    assert!(n_asked > 3000, "{n_asked}");
}

#[test]
fn what_is_wrong_with_a_parameter_is_said() {
    let server = Fixture::new();
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=many", "limit"),
        ("cursor=zzz", "cursor"),
        ("sort=colour", "sort"),
        ("kind=clash,dance", "kind"),
        ("family=dances", "family"),
        ("grade=best", "grade"),
        ("since=last+week", "since"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=10,50,20,40", "bbox"),
        ("min_sources=-1", "min_sources"),
        ("disputed=perhaps", "disputed"),
        ("colour=red", "colour"),
    ] {
        let answer = get(server.address, &format!("/api/incidents?{query}"));
        assert_eq!(answer.status, 400, "{query}");
        assert_eq!(answer.json()["field"], field, "{query}");
    }
    // A cursor belongs to its order.
    let next = get(server.address, "/api/incidents?limit=1&sort=-killed").json()["next"]
        .as_str()
        .unwrap()
        .to_owned();
    let answer = get(server.address, &format!("/api/incidents?limit=1&cursor={next}"));
    assert_eq!((answer.status, answer.json()["field"].as_str()), (400, Some("cursor")));
}

#[test]
fn requests_that_are_none_are_turned_away() {
    let server = Fixture::with_page(&[]);
    let host = format!("Host: {}\r\nConnection: close\r\n", server.address);
    let long = "a".repeat(200_000);
    let requests = [
        "nonsense\r\n\r\n".to_owned(),
        format!("GET /api/me?{long} HTTP/1.1\r\n{host}\r\n"),
        format!("GET /api/me HTTP/1.1\r\n{host}X-Long: {long}\r\n\r\n"),
        "GET /api/me HTTP/1.1\r\nConnection: close\r\n\r\n".to_owned(),
    ];
    for request in requests {
        let answer = send(server.address, request.as_bytes());
        assert!((400..500).contains(&answer.status), "{}: {}", &request[..20], answer.head);
    }
    assert_eq!(get(server.address, "/api/me").status, 200, "the server goes on");
}
