//! The API's document (OpenAPI 3.1), made from the routes, and a page to try them.

use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::http::{HeaderValue, Response, header};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

use crate::export::ExportQuery;
use crate::login::{LoggedIn, LoginBody};
use crate::problem::{Details, Problem};
use crate::query::ParamSchema;
use crate::read::incident::ById;
use crate::route::Route;

/// Writes the document.
pub(crate) fn document(routes: &[Route]) -> Vec<u8> {
    let settings = SchemaSettings::draft2020_12()
        .with(|settings| settings.definitions_path = "/components/schemas".into());
    let mut generator = settings.into_generator();
    let problem = reference::<Details>(&mut generator);
    let mut paths = serde_json::Map::new();
    for route in routes {
        let operation = operation(route, &mut generator, &problem);
        let path = paths.entry(route.path.replace("{*", "{")).or_insert_with(|| json!({}));
        path[route.method.as_str().to_ascii_lowercase()] = operation;
    }
    add_others(&mut paths, &mut generator, &problem);
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "athir",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Looks at a database of coded reports, reviews it, and takes things in and out. Offsets into texts \
                count Unicode characters. Errors are problem+json (RFC 9457) with the parameter that is wrong in `field`.",
            "license": { "name": "Apache-2.0 OR MIT" },
        },
        "servers": [{ "url": "/" }],
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "paths": paths,
        "components": { "schemas": Value::Object(generator.take_definitions(true)) },
    });
    serde_json::to_vec(&document).unwrap_or_default()
}

fn reference<T: JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    generator.subschema_for::<T>().to_value()
}

fn operation(route: &Route, generator: &mut SchemaGenerator, problem: &Value) -> Value {
    let is_read = route.method == "GET";
    let filter = route.is_filtered.then(crate::api::filter_schema);
    let mut parameters = parameters(&route.path_params, "path");
    parameters.extend(filter.into_iter().flat_map(|filter| self::parameters(filter, "query")));
    parameters.extend(self::parameters(&route.query_params, "query"));
    if !is_read {
        parameters.push(json!({ "name": "X-Athir-CSRF", "in": "header", "required": true,
            "description": "The token that /api/me gives.", "schema": { "type": "string" } }));
    }
    let schema = (route.answer)(generator).to_value();
    let wrong = json!({ "description": "The request cannot be answered; `detail` says why.",
        "content": { "application/problem+json": { "schema": problem } } });
    let mut responses = serde_json::Map::new();
    let done =
        json!({ "description": "The answer.", "content": { "application/json": { "schema": schema } } });
    responses.insert(route.status.as_str().to_owned(), done);
    if is_read {
        responses.insert("304".to_owned(), json!({ "description": "What the client has is still right." }));
    }
    responses.insert("4XX".to_owned(), wrong.clone());
    responses.insert("5XX".to_owned(), wrong);
    let mut operation = json!({
        "operationId": operation_id(route),
        "tags": [route.path.split('/').nth(2).unwrap_or("api")],
        "summary": route.summary,
        "parameters": parameters,
        "responses": responses,
    });
    if let Some(body) = route.body {
        let kind = if route.is_upload { "multipart/form-data" } else { "application/json" };
        let schema = body(generator).to_value();
        operation["requestBody"] = json!({ "required": true, "content": { kind: { "schema": schema } } });
    }
    operation
}

fn operation_id(route: &Route) -> String {
    let words =
        route.path.trim_start_matches("/api/").replace(['/', '-', '.'], "_").replace(['{', '}', '*'], "");
    format!("{}_{words}", route.method.as_str().to_ascii_lowercase())
}

fn parameters(schema: &ParamSchema, place: &str) -> Vec<Value> {
    let parameter = |(name, schema_of): &(String, Value)| {
        let mut schema_of = schema_of.clone();
        let description = schema_of.as_object_mut().and_then(|members| members.remove("description"));
        simplify(&mut schema_of);
        let mut parameter = json!({ "name": name, "in": place, "required": place == "path" || schema.required.contains(name),
            "schema": schema_of });
        if let Some(description) = description {
            parameter["description"] = description;
        }
        if place == "query" {
            parameter["allowEmptyValue"] = json!(true);
        }
        if parameter["schema"]["type"] == "array" {
            parameter["style"] = json!("form");
            parameter["explode"] = json!(false);
        }
        parameter
    };
    schema.properties.iter().map(parameter).collect()
}

/// A parameter is left out where it is not wanted; it is never `null`.
fn simplify(schema: &mut Value) {
    let Some(members) = schema.as_object_mut() else { return };
    if let Some(Value::Array(types)) = members.get_mut("type") {
        types.retain(|kind| kind != "null");
        if let [one] = &types[..] {
            let one = one.clone();
            members.insert("type".to_owned(), one);
        }
    }
    if let Some(Value::Array(any)) = members.get_mut("anyOf") {
        any.retain(|one| one != &json!({ "type": "null" }));
        if let [one] = &any[..] {
            let one = one.clone();
            *schema = one;
            return;
        }
    }
    if let Some(members) = schema.as_object_mut()
        && members.get("default").is_some_and(|default| default.is_null() || *default == json!([]))
    {
        members.remove("default");
    }
}

/// What is no JSON.
fn add_others(paths: &mut serde_json::Map<String, Value>, generator: &mut SchemaGenerator, problem: &Value) {
    let wrong = json!({ "description": "The request cannot be answered.",
        "content": { "application/problem+json": { "schema": problem } } });
    let mut asked = parameters(crate::api::filter_schema(), "query");
    asked.extend(parameters(&ParamSchema::of::<ExportQuery>(), "query"));
    let kinds = [
        "text/csv",
        "application/json",
        "application/x-ndjson",
        "application/geo+json",
        "application/zip",
        "application/octet-stream",
    ];
    let content: serde_json::Map<String, Value> =
        kinds.iter().map(|kind| ((*kind).to_owned(), json!({}))).collect();
    paths.insert("/api/export".to_owned(), json!({ "get": {
        "operationId": "get_export", "tags": ["export"], "summary": "All that the filter lets through, as a file",
        "parameters": asked,
        "responses": { "200": { "description": "The file.", "content": content },
            "4XX": wrong.clone(), "5XX": wrong.clone() },
    }}));
    let id = parameters(&ParamSchema::of::<ById>(), "path");
    paths.insert(
        crate::publish::FILES.to_owned(),
        json!({ "get": {
            "operationId": "get_publications_id_files", "tags": ["publications"],
            "summary": "The files of a publication, as an archive",
            "parameters": id,
            "responses": { "200": { "description": "The archive.", "content": { "application/zip": {} } },
                "4XX": wrong.clone(), "5XX": wrong.clone() },
        }}),
    );
    let body = reference::<LoginBody>(generator);
    let answer = reference::<LoggedIn>(generator);
    paths.insert("/api/login".to_owned(), json!({ "post": {
        "operationId": "post_login", "tags": ["login"],
        "summary": "Log in: the answer sets a cookie. Wrong passwords have to wait ever longer",
        "requestBody": { "required": true, "content": { "application/json": { "schema": body } } },
        "responses": { "200": { "description": "Who has logged in.", "content": { "application/json": { "schema": answer } } },
            "4XX": wrong.clone(), "5XX": wrong.clone() },
    }}));
    paths.insert("/api/logout".to_owned(), json!({ "post": {
        "operationId": "post_logout", "tags": ["login"], "summary": "Log out: the session ends",
        "parameters": [{ "name": "X-Athir-CSRF", "in": "header", "required": true, "schema": { "type": "string" } }],
        "responses": { "200": { "description": "The session has ended.", "content": { "application/json": {} } },
            "4XX": wrong.clone(), "5XX": wrong.clone() },
    }}));
    paths.insert("/api/events".to_owned(), json!({ "get": {
        "operationId": "get_events", "tags": ["events"],
        "summary": "Server-sent events: `hello` with the version, `changed` when the database has changed, `job` on the way \
            of a long job",
        "responses": { "200": { "description": "The events.", "content": { "text/event-stream": {} } }, "4XX": wrong },
    }}));
}

/// Sends the document.
pub(crate) async fn json(document: Bytes) -> Response<Body> {
    response("application/json", Body::from(document))
}

/// Sends the page.
pub(crate) async fn page() -> Response<Body> {
    response("text/html; charset=utf-8", Body::from(include_str!("page.html")))
}

/// Sends a file of the page.
pub(crate) async fn file(Path(name): Path<String>) -> Response<Body> {
    match name.as_str() {
        "page.js" => response("text/javascript; charset=utf-8", Body::from(include_str!("page.js"))),
        "page.css" => response("text/css; charset=utf-8", Body::from(include_str!("page.css"))),
        _ => Problem::not_found("there is no such file").response(),
    }
}

fn response(kind: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
