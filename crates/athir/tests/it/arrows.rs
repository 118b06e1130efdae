//! Which crate may use which.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use toml::Table;

/// The arrows of the workspace, as ARCHITECTURE.md draws them: a crate, and the crates of athir that it may use.
const ARROWS: [(&str, &[&str]); 16] = [
    ("athir-model", &[]),
    ("athir-nlp", &["athir-model"]),
    ("athir-gazetteer", &["athir-model"]),
    ("athir-actors", &["athir-model"]),
    ("athir-coder", &["athir-model", "athir-nlp", "athir-gazetteer", "athir-actors"]),
    ("athir-incident", &["athir-model"]),
    ("athir-network", &["athir-model"]),
    ("athir-io", &["athir-model"]),
    ("athir-store", &["athir-model"]),
    ("athir-arrow", &["athir-model"]),
    ("athir-export", &["athir-model", "athir-arrow"]),
    ("athir-publish", &["athir-model", "athir-export"]),
    (
        "athir",
        &[
            "athir-model",
            "athir-nlp",
            "athir-gazetteer",
            "athir-actors",
            "athir-coder",
            "athir-incident",
            "athir-network",
            "athir-io",
            "athir-store",
            "athir-arrow",
            "athir-export",
            "athir-publish",
        ],
    ),
    ("athir-server", &["athir"]),
    ("athir-cli", &["athir", "athir-server"]),
    ("athir-python", &["athir"]),
];

fn manifests() -> Vec<(String, Table)> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for entry in fs::read_dir(crates).unwrap() {
        let folder = entry.unwrap().path();
        if let Ok(text) = fs::read_to_string(folder.join("Cargo.toml")) {
            let name = folder.file_name().unwrap().to_string_lossy().into_owned();
            found.push((name, text.parse().unwrap()));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    assert!(found.len() >= 5, "the workspace's crates are beside this one");
    found
}

/// The crates of athir that a manifest names under any kind of dependency, for any target.
fn uses(manifest: &Table) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for (key, value) in manifest {
        let Some(table) = value.as_table() else { continue };
        if key.ends_with("dependencies") {
            found.extend(table.keys().map(String::as_str).filter(|name| name.starts_with("athir")));
        } else if key == "target" {
            found.extend(table.values().filter_map(|target| target.as_table()).flat_map(uses));
        }
    }
    found
}

#[test]
fn every_crate_uses_only_what_the_arrows_allow() {
    for (folder, manifest) in manifests().iter().filter(|(folder, _)| folder.starts_with("athir")) {
        let (_, allowed) = ARROWS
            .iter()
            .find(|(name, _)| name == folder)
            .unwrap_or_else(|| panic!("{folder} has no place among the arrows"));
        for used in uses(manifest) {
            assert!(allowed.contains(&used), "{folder} uses {used}");
        }
    }
}

#[test]
fn a_folder_is_named_for_its_crate_and_takes_the_workspace_lints() {
    for (folder, manifest) in manifests().iter().filter(|(folder, _)| folder.starts_with("athir")) {
        assert_eq!(manifest["package"]["name"].as_str(), Some(folder.as_str()));
        assert_eq!(manifest["lints"]["workspace"].as_bool(), Some(true), "{folder}");
        assert!(
            manifest["package"]["description"].as_str().is_some_and(|words| words.len() > 20),
            "{folder}"
        );
    }
}

#[test]
fn arrows_never_go_in_a_circle() {
    for (n, (name, allowed)) in ARROWS.iter().enumerate() {
        let before: Vec<&str> = ARROWS[..n].iter().map(|(name, _)| *name).collect();
        assert!(allowed.iter().all(|used| before.contains(used)), "{name}");
    }
}
