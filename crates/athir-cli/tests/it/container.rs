//! The container's file against what it builds: every path that it copies is there, and its bases are new enough.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The instructions of the file, each with its words.
fn instructions() -> Vec<Vec<String>> {
    let text = read("Containerfile");
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines.map(|line| line.split_whitespace().map(str::to_owned).collect()).collect()
}

/// Whether the build is not given a path.
fn is_ignored(path: &str) -> bool {
    read(".containerignore").lines().any(|line| path == line || path.starts_with(&format!("{line}/")))
}

/// The numbers of a version, as far as it has any.
fn version(words: &str) -> Vec<u32> {
    let numbers = words.trim_start_matches(|c: char| !c.is_ascii_digit());
    let numbers = numbers.split(|c: char| !c.is_ascii_digit() && c != '.').next().unwrap_or_default();
    numbers.split('.').filter_map(|part| part.parse().ok()).collect()
}

fn after<'t>(text: &'t str, before: &str) -> &'t str {
    text.split_once(before).unwrap_or_else(|| panic!("{before}")).1
}

#[test]
fn every_path_that_is_copied_is_there() {
    let mut stages: Vec<String> = Vec::new();
    let mut made = Vec::new();
    let mut n_copied = 0;
    for words in instructions() {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words[..] {
            ["FROM", _, "AS", stage] => stages.push(stage.to_owned()),
            ["RUN", ..] => made.push(words.join(" ")),
            ["COPY", from, source, _] if from.starts_with("--from=") => {
                let stage = from.trim_start_matches("--from=");
                assert!(stages.iter().any(|known| known == stage), "{stage} is no stage before");
                match source {
                    "/src/web/dist" => {
                        assert!(made.iter().any(|run| run.ends_with("npm run build")));
                        // Where the page goes to, which the server compiles in.
                        assert!(!read("web/vite.config.ts").contains("outDir"), "it goes to web/dist");
                    }
                    "/src/target/release/athir" => {
                        assert!(
                            made.iter()
                                .any(|run| run.contains("cargo build --release --locked -p athir-cli"))
                        );
                        assert!(read("crates/athir-cli/Cargo.toml").contains("name = \"athir\""));
                    }
                    other => panic!("nobody makes {other}"),
                }
            }
            ["COPY", ref sources @ .., _] => {
                for source in sources {
                    n_copied += 1;
                    assert!(root().join(source).exists(), "{source} is not there");
                    assert!(!is_ignored(source), "{source} is kept from the build");
                }
            }
            _ => {}
        }
    }
    assert!(n_copied >= 8, "{n_copied}");
    for needed in
        ["Cargo.lock", "data", "docs/codebook.md", "models/en_core_web_md/model.safetensors", "eval/petr"]
    {
        assert!(root().join(needed).exists() && !is_ignored(needed), "{needed} is compiled in");
    }
    for own in ["target/debug", "web/node_modules/x", "web/dist/index.html"] {
        assert!(is_ignored(own), "{own} is made inside");
    }
}

#[test]
fn the_bases_are_new_enough_and_of_one_system() {
    let bases: Vec<String> =
        instructions().into_iter().filter(|words| words[0] == "FROM").map(|words| words[1].clone()).collect();
    let base = |name: &str| bases.iter().find(|base| base.starts_with(name)).expect("a base of this name");
    let wanted = version(after(&read("Cargo.toml"), "rust-version = "));
    assert_eq!(version(after(base("rust:"), "rust:")), wanted, "the Rust that the project is built with");
    let wanted = version(after(&read("web/package.json"), "\"node\": "));
    assert!(version(after(base("node:"), "node:")) >= wanted, "{bases:?} {wanted:?}");
    // The program needs the C library that it was built with.
    let of = |name: &str| ["bookworm", "trixie"].into_iter().find(|system| base(name).contains(system));
    assert!(of("rust:").is_some() && of("rust:") == of("debian:"), "{bases:?}");
}
