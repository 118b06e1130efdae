//! The JSON Schema that users validate against.

use std::fs;
use std::path::Path;

use athir::Pipeline;
use athir::model::json_schema;
use serde_json::Value;

#[test]
fn the_schema_in_the_docs_is_the_schema_of_the_records() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/schema/coded-report.schema.json");
    let mut text = serde_json::to_string_pretty(&json_schema()).unwrap();
    text.push('\n');
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &text).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == text, "run UPDATE_SCHEMA=1 cargo test -p athir schema, and look at the diff");
}

/// Collects what `value` has and `schema` does not name, for the parts of JSON Schema that schemars writes.
fn check(value: &Value, schema: &Value, root: &Value, path: &str, wrong: &mut Vec<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = root.pointer(reference.trim_start_matches('#')).expect("the reference leads somewhere");
        return check(value, target, root, path, wrong);
    }
    if let Some(choices) = schema["anyOf"].as_array().or(schema["oneOf"].as_array()) {
        let fits = choices.iter().any(|choice| {
            let mut wrong = Vec::new();
            check(value, choice, root, path, &mut wrong);
            wrong.is_empty()
        });
        if !fits {
            wrong.push(format!("{path}: none of the choices fits"));
        }
        return;
    }
    if schema.get("const").is_some_and(|only| only != value)
        || schema["enum"].as_array().is_some_and(|all| !all.contains(value))
    {
        wrong.push(format!("{path}: {value} is not among the words"));
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_u64() || n.is_i64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let is = |word: &Value| word == kind || (kind == "integer" && word == "number");
    let fits = match &schema["type"] {
        Value::Null => true,
        Value::Array(kinds) => kinds.iter().any(is),
        one => is(one),
    };
    if !fits {
        wrong.push(format!("{path}: {kind} where the schema has {}", schema["type"]));
    }
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if value.get(name).is_none() {
            wrong.push(format!("{path}: {name} is missing"));
        }
    }
    for (name, inner) in value.as_object().into_iter().flatten() {
        match schema["properties"].get(name) {
            Some(schema) => check(inner, schema, root, &format!("{path}.{name}"), wrong),
            None => wrong.push(format!("{path}: {name} is unknown")),
        }
    }
    for inner in value.as_array().into_iter().flatten() {
        check(inner, &schema["items"], root, &format!("{path}[]"), wrong);
    }
}

#[test]
fn what_the_coder_writes_follows_the_schema() {
    let schema = serde_json::to_value(json_schema()).unwrap();
    let pipeline = Pipeline::new(&athir::Config::default()).unwrap();
    let mut n_events = 0;
    for report in crate::pipeline::demo_reports(12) {
        let coded = pipeline.code(&report);
        n_events += coded.events.len();
        let mut wrong = Vec::new();
        check(&serde_json::to_value(&coded).unwrap(), &schema, &schema, &report.name, &mut wrong);
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
    assert!(n_events > 0);
}
