//! Takes the digest of all that decides what is coded: the code of the stages and what is compiled into them; and one
//! of each part that a release names by itself.
//!
//! A database notes the first with each coding, so that it can tell which reports a newer coder has not read yet.
#![allow(clippy::disallowed_methods)] // A build script reads files and its settings.

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// The folders, from the workspace's root.
const FOLDERS: [&str; 6] = [
    "crates/athir-nlp/src",
    "crates/athir-coder/src",
    "crates/athir-actors/src",
    "crates/athir-gazetteer/src",
    "data",
    "models/en_core_web_md",
];
/// What in them decides nothing about a coding.
const APART: [&str; 8] = [
    "data/demo",
    "data/muc4",
    "data/incident",
    "data/network.toml",
    "data/columns.toml",
    "data/page.toml",
    "data/publish",
    "data/crosswalk/shapes",
];

/// The parts that have a version of their own ([`Versions`](src/versions.rs)), each with what it is made of.
const PARTS: [(&str, &[&str]); 4] = [
    ("ATHIR_CODEBOOK", &["docs/codebook.md", "data/crosswalk/kinds.tsv"]),
    ("ATHIR_MODEL", &["models/en_core_web_md/model.json", "models/en_core_web_md/model.safetensors"]),
    ("ATHIR_GAZETTEER", &["data/gazetteer/world.gaz"]),
    ("ATHIR_REGISTRY", &["data/actors"]),
];

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../..");
    println!("cargo::rustc-env=ATHIR_KNOWLEDGE={}", digest(&root, &FOLDERS)?);
    for (name, paths) in PARTS {
        println!("cargo::rustc-env={name}={}", digest(&root, paths)?);
    }
    let model: serde_json::Value =
        serde_json::from_slice(&fs::read(root.join("models/en_core_web_md/model.json"))?)?;
    let word = |key: &str| model[key].as_str().ok_or_else(|| format!("the model tells no {key}"));
    println!("cargo::rustc-env=ATHIR_MODEL_NAME={} {}", word("name")?, word("version")?);
    Ok(())
}

/// The digest of files and of the files in folders, with their names.
fn digest(root: &Path, paths: &[&str]) -> Result<String, Box<dyn Error>> {
    let mut files = Vec::new();
    for path in paths {
        println!("cargo::rerun-if-changed={}", root.join(path).display());
        if root.join(path).is_dir() {
            list(root, Path::new(path), &mut files)?;
        } else {
            files.push(PathBuf::from(path));
        }
    }
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        let bytes = fs::read(root.join(&file))?;
        let name = file.to_string_lossy().replace('\\', "/");
        hash.update(format!("{name}\n{}\n", bytes.len()));
        hash.update(bytes);
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Lists the files of a folder and of those inside it, but for notes to people.
fn list(root: &Path, folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    if APART.iter().any(|apart| folder == Path::new(apart)) {
        return Ok(());
    }
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let path = folder.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            list(root, &path, files)?;
        } else if path.extension().is_none_or(|ending| ending != "md")
            && !APART.iter().any(|apart| path == Path::new(apart))
        {
            files.push(path);
        }
    }
    Ok(())
}
