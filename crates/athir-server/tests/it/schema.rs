//! The API's document, and that answers are as it says.

use serde_json::{Value, json};

use crate::client::get;
use crate::fixture::Fixture;

/// Checks a value against a schema, as far as the schemas of this API go. Gives the first thing that is wrong.
pub(crate) fn check(value: &Value, schema: &Value, document: &Value, path: &str) -> Result<(), String> {
    let Some(schema) = schema.as_object() else {
        return if *schema == json!(false) { Err(format!("{path}: nothing may be here")) } else { Ok(()) };
    };
    let wrong = |what: String| Err(format!("{path}: {what}"));
    for (key, rule) in schema {
        match key.as_str() {
            "$ref" => {
                let pointer = rule.as_str().unwrap().trim_start_matches('#');
                let target = document.pointer(pointer).ok_or_else(|| format!("{path}: no {pointer}"))?;
                check(value, target, document, path)?;
            }
            "type" => {
                let kinds: Vec<&str> = match rule {
                    Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
                    kind => kind.as_str().into_iter().collect(),
                };
                let is = |kind: &str| match kind {
                    "null" => value.is_null(),
                    "boolean" => value.is_boolean(),
                    "integer" => value.is_i64() || value.is_u64(),
                    "number" => value.is_number(),
                    "string" => value.is_string(),
                    "array" => value.is_array(),
                    "object" => value.is_object(),
                    other => panic!("{other} is no type"),
                };
                if !kinds.iter().any(|kind| is(kind)) {
                    return wrong(format!("{value} is no {kinds:?}"));
                }
            }
            "const" if value != rule => return wrong(format!("{value} is not {rule}")),
            "enum" if !rule.as_array().unwrap().contains(value) => {
                return wrong(format!("{value} is not in {rule}"));
            }
            "minimum" if value.as_f64().is_some_and(|n| n < rule.as_f64().unwrap()) => {
                return wrong(format!("{value} is less than {rule}"));
            }
            "required" if value.is_object() => {
                let names = rule.as_array().unwrap().iter().filter_map(Value::as_str);
                if let Some(missing) = names.into_iter().find(|name| value.get(name).is_none()) {
                    return wrong(format!("{missing} is missing"));
                }
            }
            "properties" => {
                for (name, rule) in rule.as_object().unwrap() {
                    if let Some(member) = value.get(name) {
                        check(member, rule, document, &format!("{path}/{name}"))?;
                    }
                }
            }
            "additionalProperties" => {
                let named = schema.get("properties").and_then(Value::as_object);
                for (name, member) in value.as_object().into_iter().flatten() {
                    if named.is_none_or(|named| !named.contains_key(name)) {
                        check(member, rule, document, &format!("{path}/{name}"))?;
                    }
                }
            }
            "items" => {
                for (n, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(item, rule, document, &format!("{path}/{n}"))?;
                }
            }
            "allOf" => {
                for rule in rule.as_array().unwrap() {
                    check(value, rule, document, path)?;
                }
            }
            "anyOf" | "oneOf" => {
                let fits = rule.as_array().unwrap().iter().map(|rule| check(value, rule, document, path));
                let (fits, faults): (Vec<_>, Vec<_>) = fits.partition(Result::is_ok);
                if fits.is_empty() || key == "oneOf" && fits.len() > 1 {
                    return wrong(format!("fits {} of {key}: {faults:?}", fits.len()));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Members of an answer that its schema does not name. Nothing may come undocumented.
fn unnamed(value: &Value, schema: &Value, document: &Value) -> Vec<String> {
    let mut names = Vec::new();
    collect_names(schema, document, &mut names);
    let members = value.as_object().into_iter().flatten();
    members.map(|(name, _)| name.clone()).filter(|name| !names.contains(name)).collect()
}

fn collect_names(schema: &Value, document: &Value, names: &mut Vec<String>) {
    if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
        collect_names(document.pointer(target.trim_start_matches('#')).unwrap(), document, names);
    }
    names.extend(
        schema.get("properties").and_then(Value::as_object).into_iter().flatten().map(|(k, _)| k.clone()),
    );
    for part in ["allOf", "anyOf", "oneOf"] {
        for schema in schema.get(part).and_then(Value::as_array).into_iter().flatten() {
            collect_names(schema, document, names);
        }
    }
}

#[test]
fn every_answer_is_as_the_document_says() {
    let server = Fixture::new();
    let document = get(server.address, "/api/openapi.json").json();
    let id = |path: &str, pointer: &str| {
        get(server.address, path).json().pointer(pointer).and_then(Value::as_str).unwrap().to_owned()
    };
    let incident = id("/api/incidents?limit=1", "/items/0/id");
    let report = id("/api/reports?limit=1", "/items/0/id");
    let tie = id("/api/actors/sy-hts", "/ties/0/id");
    let mut n_checked = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        let Some(schema) = methods.pointer("/get/responses/200/content/application~1json/schema") else {
            continue;
        };
        let asked = match path.as_str() {
            "/api/incidents/{id}" => format!("/api/incidents/{incident}"),
            "/api/reports/{id}" => format!("/api/reports/{report}"),
            "/api/ties/{id}" => format!("/api/ties/{tie}"),
            "/api/actors/{key}" => "/api/actors/sy-hts".to_owned(),
            // No two of the reports tell one story, and nothing was imported.
            "/api/stories/{id}" | "/api/jobs/{id}" => continue,
            "/api/registry" | "/api/gazetteer" => format!("{path}?text=Idlib"),
            "/api/timeline" => format!("{path}?split=family"),
            "/api/map" => format!("{path}?layer=h3"),
            path => {
                assert!(!path.contains('{'), "{path} needs an id here");
                path.to_owned()
            }
        };
        let answer = get(server.address, &asked);
        assert_eq!(answer.status, 200, "{asked}: {}", String::from_utf8_lossy(&answer.body));
        check(&answer.json(), schema, &document, "").unwrap_or_else(|wrong| panic!("{asked}{wrong}"));
        assert_eq!(unnamed(&answer.json(), schema, &document), [] as [String; 0], "{asked}");
        n_checked += 1;
    }
    assert!(n_checked >= 18, "{n_checked}");
}

#[test]
fn problems_are_as_the_document_says() {
    let server = Fixture::new();
    let document = get(server.address, "/api/openapi.json").json();
    let schema = json!({ "$ref": "#/components/schemas/Problem" });
    for (path, status) in [
        ("/api/summary?since=yesterday", 400),
        ("/api/incidents/0123456789abcdef", 404),
        ("/api/no-such-path", 404),
        ("/api/docs/nothing.js", 404),
    ] {
        let answer = get(server.address, path);
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{path}");
        check(&answer.json(), &schema, &document, "").unwrap();
        assert_eq!(answer.json()["status"], status);
    }
}

#[test]
fn the_document_names_what_is_read() {
    let server = Fixture::new();
    let document = get(server.address, "/api/openapi.json").json();
    assert_eq!(document["openapi"], "3.1.0");
    let names: Vec<&str> = document["paths"]["/api/map"]["get"]["parameters"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|parameter| parameter["name"].as_str())
        .collect();
    assert!(
        ["since", "where", "bbox", "status", "zoom", "layer"].iter().all(|name| names.contains(name)),
        "{names:?}"
    );
    let ids: Vec<&Value> = document["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|methods| methods.as_object().unwrap().values().map(|operation| &operation["operationId"]))
        .collect();
    let mut unique = ids.clone();
    unique.sort_by_key(|id| id.to_string());
    unique.dedup();
    assert_eq!(ids.len(), unique.len(), "each route has a name of its own");
}
