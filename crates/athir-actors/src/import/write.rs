//! An import as a file of the registry.

use super::{Import, ImportedActor};
use std::fmt::Write;

/// The width that lists of words are broken at.
const WIDTH: usize = 110;

pub(super) fn to_toml(import: &Import) -> String {
    let mut out = String::new();
    for actor in &import.actors {
        if !out.is_empty() {
            out.push('\n');
        }
        write_actor(&mut out, actor);
    }
    for (code, words) in &import.agents {
        if !out.is_empty() {
            out.push('\n');
        }
        let _ = write!(out, "[[agent]]\ncode = {}\nwords = ", quoted(code));
        write_list(&mut out, words);
    }
    out
}

fn write_actor(out: &mut String, actor: &ImportedActor) {
    let _ = writeln!(out, "[[actor]]\ncode = {}\nname = {}", quoted(&actor.code), quoted(&actor.name));
    let _ = writeln!(out, "kind = {}", quoted(actor.kind.as_str()));
    if !actor.countries.is_empty() {
        out.push_str("countries = ");
        write_list(out, &actor.countries);
    }
    if !actor.names.is_empty() {
        out.push_str("names = ");
        write_list(out, &actor.names);
    }
    if let Some(id) = actor.ucdp {
        let _ = writeln!(out, "ucdp = {id}");
    }
    match actor.cameo.as_slice() {
        [] => {}
        [code] if code.from.is_none() && code.until.is_none() => {
            let _ = writeln!(out, "cameo = {}", quoted(&code.code));
        }
        codes => {
            out.push_str("cameo = [\n");
            for code in codes {
                let _ = write!(out, "  {{ code = {}", quoted(&code.code));
                for (key, date) in [("from", &code.from), ("until", &code.until)] {
                    if let Some(date) = date {
                        let _ = write!(out, ", {key} = {}", quoted(date));
                    }
                }
                out.push_str(" },\n");
            }
            out.push_str("]\n");
        }
    }
    for (key, date) in [("founded", &actor.founded), ("ended", &actor.ended)] {
        if let Some(date) = date {
            let _ = writeln!(out, "{key} = {}", quoted(date));
        }
    }
    if !actor.relations.is_empty() {
        out.push_str("relations = [\n");
        for (kind, to) in &actor.relations {
            let _ = writeln!(out, "  {{ kind = {}, to = {} }},", quoted(kind.as_str()), quoted(to));
        }
        out.push_str("]\n");
    }
    let _ = writeln!(out, "source = {}", quoted(&actor.source));
}

/// A list of strings, on one line or on several.
fn write_list(out: &mut String, words: &[String]) {
    let quoted: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    let whole = quoted.join(", ");
    if whole.chars().count() < WIDTH {
        let _ = writeln!(out, "[{whole}]");
        return;
    }
    out.push_str("[\n ");
    let mut width = 1;
    for word in quoted {
        let n = word.chars().count() + 2;
        if width + n > WIDTH {
            out.push_str("\n ");
            width = 1;
        }
        let _ = write!(out, " {word},");
        width += n;
    }
    out.push_str("\n]\n");
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for ch in text.chars() {
        match ch {
            '"' | '\\' => out.extend(['\\', ch]),
            ch if ch.is_control() => {
                let _ = write!(out, "\\u{:04x}", u32::from(ch));
            }
            ch => out.push(ch),
        }
    }
    out.push('"');
    out
}
