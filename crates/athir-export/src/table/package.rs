//! A description of the tables for programs and people: a data package with the schema of each file.

use athir_arrow::{ColumnType, Description, TableName, descriptions};
use serde_json::{Map, Value, json};

use super::editable::{NOTE, STATE};
use crate::{ExportError, FileTally, Files, Out, Release};

/// The file's name, which programs look for.
pub(crate) const FILE: &str = "datapackage.json";

/// Writes the description of tables that were written (Data Package 1, Table Schema 1).
pub(crate) fn write(files: &mut dyn Files, release: &Release, rows: &[FileTally]) -> Result<(), ExportError> {
    let resources: Vec<Value> = descriptions()
        .into_iter()
        .filter_map(|(table, doc, columns)| {
            let path = format!("{}.csv", table.as_str());
            let rows = rows.iter().find(|file| file.file == path)?.rows;
            Some(json!({
                "name": table.as_str(),
                "path": path,
                "profile": "tabular-data-resource",
                "description": doc,
                "encoding": "utf-8",
                "rows": rows,
                "dialect": { "delimiter": ",", "lineTerminator": "\r\n", "quoteChar": "\"", "doubleQuote": true },
                "schema": schema(table, &columns),
            }))
        })
        .collect();
    let package = json!({
        "name": "athir-tables",
        "profile": "tabular-data-package",
        "title": "Events of armed conflict, coded from reports",
        "created": release.made,
        "contributors": [{ "title": release.athir, "role": "wrangler" }],
        "licenses": [],
        "notices": release.licences,
        "athir": release,
        "resources": resources,
    });
    let mut out = Out::create(files, FILE)?;
    let mut text = serde_json::to_vec_pretty(&package)
        .map_err(|error| ExportError::Write { file: FILE.to_owned(), source: error.into() })?;
    text.push(b'\n');
    out.put(&text)?;
    out.finish().map(drop)
}

fn schema(table: TableName, columns: &[Description]) -> Value {
    let mut fields: Vec<Value> = columns
        .iter()
        .map(|column| field(column.name, column.kind, column.can_be_empty, column.doc))
        .collect();
    if table == TableName::Events {
        fields.push(field(NOTE, ColumnType::Text, true, "What the person who decided last noted of it."));
        let doc = "Stands for what the row said when it was written; leave it as it is.";
        fields.push(field(STATE, ColumnType::Text, false, doc));
    }
    let mut schema = Map::new();
    schema.insert("fields".to_owned(), fields.into());
    schema.insert("missingValues".to_owned(), json!([""]));
    if let Some(key) = key(table) {
        schema.insert("primaryKey".to_owned(), key.into());
    }
    let keys: Vec<Value> = foreign(table)
        .iter()
        .map(|(column, table, key)| json!({ "fields": column, "reference": { "resource": table, "fields": key } }))
        .collect();
    if !keys.is_empty() {
        schema.insert("foreignKeys".to_owned(), keys.into());
    }
    schema.into()
}

fn field(name: &str, kind: ColumnType, can_be_empty: bool, doc: &str) -> Value {
    let kind = match kind {
        ColumnType::Text => "string",
        // Table Schema 1 knows no list of words in a cell.
        ColumnType::Texts => "string",
        ColumnType::Whole => "integer",
        ColumnType::Number => "number",
        ColumnType::Flag => "boolean",
        ColumnType::Day => "date",
        ColumnType::Moment => "datetime",
    };
    let mut field = json!({ "name": name, "type": kind, "description": doc });
    if !can_be_empty {
        field["constraints"] = json!({ "required": true });
    }
    field
}

fn key(table: TableName) -> Option<&'static str> {
    match table {
        TableName::Reports => Some("report"),
        TableName::Events => Some("event"),
        TableName::Claims => None,
        TableName::Incidents => Some("incident"),
        TableName::Ties => Some("tie"),
        TableName::Actors => Some("actor"),
    }
}

/// Columns of a table that name rows of others: column, table, its key.
fn foreign(table: TableName) -> &'static [(&'static str, &'static str, &'static str)] {
    match table {
        TableName::Events => &[("report", "reports", "report"), ("incident", "incidents", "incident")],
        TableName::Claims => &[("event", "events", "event"), ("report", "reports", "report")],
        TableName::Ties => &[("a", "actors", "actor"), ("b", "actors", "actor")],
        _ => &[],
    }
}
