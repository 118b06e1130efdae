//! Writes what a model makes of texts, for `tools/parity.py` to compare with spaCy.
//!
//! `parity_dump MODEL < texts.jsonl`: each line is a JSON string; each line of output is an object of
//! columns, with tokens as byte ranges.
#![allow(clippy::print_stdout)] // printing is what it is for

use std::error::Error;
use std::io::{BufRead, BufWriter, Write, stdin, stdout};
use std::path::PathBuf;

use athir_nlp::{Doc, Model};
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let dir =
        std::env::args_os().nth(1).map(PathBuf::from).ok_or("usage: parity_dump MODEL < texts.jsonl")?;
    let model = Model::load(&dir)?;
    let mut out = BufWriter::new(stdout().lock());
    for line in stdin().lock().lines() {
        let text: String = serde_json::from_str(&line?)?;
        writeln!(out, "{}", columns(&model.parse(&text)))?;
    }
    Ok(())
}

fn columns(doc: &Doc) -> serde_json::Value {
    let starts: Vec<usize> = doc.sentences().map(|sentence| sentence.range().start).collect();
    let entities: Vec<_> = doc
        .entities()
        .map(|entity| json!([entity.range().start, entity.range().end, entity.label()]))
        .collect();
    let chunks: Vec<_> = doc.noun_chunks().map(|chunk| json!([chunk.start, chunk.end])).collect();
    json!({
        "span": doc.tokens().map(|token| [token.span().start(), token.span().end()]).collect::<Vec<_>>(),
        "tag": doc.tokens().map(|token| token.tag()).collect::<Vec<_>>(),
        "pos": doc.tokens().map(|token| token.pos().as_str()).collect::<Vec<_>>(),
        "morph": doc.tokens().map(|token| token.morph()).collect::<Vec<_>>(),
        "lemma": doc.tokens().map(|token| token.lemma()).collect::<Vec<_>>(),
        "head": doc.tokens().map(|token| token.head().index()).collect::<Vec<_>>(),
        "dep": doc.tokens().map(|token| token.dep().as_str()).collect::<Vec<_>>(),
        "sentence": starts,
        "entity": entities,
        "chunk": chunks,
    })
}
