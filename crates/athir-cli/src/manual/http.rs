//! The guide's page of HTTP calls, from the document that the server makes of its routes.

use std::fmt::Write as _;

use serde_json::Value;

/// Whose parameters are the filter and nothing else.
const FILTERED: &str = "/api/summary";

pub(super) fn page(document: &Value) -> String {
    let mut page = String::from(
        "# HTTP calls\n\n\
         What `athir serve` answers, as `athir manual http` prints it. The document for programs is `/api/openapi.json`, and \
         `/api/docs` is a page to try the calls; [the server](../server.md) says what holds for all of them.\n\n\
         Calls marked *filter* take the parameters of the filter too:\n\n",
    );
    let filter = parameters(&document["paths"][FILTERED]["get"]);
    table(filter.iter(), &mut page);
    let empty = serde_json::Map::new();
    for (path, methods) in document["paths"].as_object().unwrap_or(&empty) {
        for (method, call) in methods.as_object().unwrap_or(&empty) {
            let own = parameters(call);
            let is_filtered = !filter.is_empty() && filter.iter().all(|p| own.contains(p));
            let mark = if is_filtered { " *(filter)*" } else { "" };
            let summary = call["summary"].as_str().unwrap_or_default();
            let _ = writeln!(page, "\n## {} {path}\n\n{summary}.{mark}", method.to_uppercase());
            let others: Vec<&Parameter<'_>> =
                own.iter().filter(|p| !(is_filtered && filter.contains(p))).collect();
            if !others.is_empty() {
                page.push('\n');
                table(others.into_iter(), &mut page);
            }
        }
    }
    page
}

#[derive(PartialEq)]
struct Parameter<'d> {
    name: &'d str,
    place: &'d str,
    meaning: &'d str,
}

/// What a call takes; that writes carry a token is said once for all of them.
fn parameters(call: &Value) -> Vec<Parameter<'_>> {
    call["parameters"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|p| p["name"] != "X-Athir-CSRF")
        .map(|p| Parameter {
            name: p["name"].as_str().unwrap_or_default(),
            place: p["in"].as_str().unwrap_or_default(),
            meaning: p["description"].as_str().unwrap_or_default(),
        })
        .collect()
}

fn table<'p, 'd: 'p>(parameters: impl Iterator<Item = &'p Parameter<'d>>, page: &mut String) {
    page.push_str("| parameter | in | meaning |\n| --- | --- | --- |\n");
    for Parameter { name, place, meaning } in parameters {
        let meaning = meaning.replace('|', "\\|").replace('\n', " ");
        let _ = writeln!(page, "| `{name}` | {place} | {meaning} |");
    }
}
