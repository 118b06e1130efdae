//! Packs the built files of the page, if there are any, to be compiled in. It needs no Node: without them the program
//! is built all the same, and says so when somebody opens it.

#![allow(clippy::disallowed_methods)] // It reads what Cargo tells it, and files.

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

fn main() -> Result<(), Box<dyn Error>> {
    let dist = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../web/dist");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", dist.display());
    let mut files = Vec::new();
    if dist.is_dir() {
        find_files(&dist, &mut files)?;
    }
    files.sort();
    let mut code = String::from("static ASSETS: &[Asset] = &[\n");
    for (n, file) in files.iter().enumerate() {
        let bytes = fs::read(file)?;
        let packed = pack(&bytes)?;
        let is_packed = packed.len() < bytes.len() * 9 / 10;
        let kept = out.join(format!("asset-{n}"));
        fs::write(&kept, if is_packed { &packed } else { &bytes })?;
        let path = file.strip_prefix(&dist)?.to_string_lossy().replace('\\', "/");
        let etag = format!("\"{:016x}\"", hash(&bytes));
        writeln!(
            code,
            "    Asset {{ path: {path:?}, bytes: include_bytes!({kept:?}), is_packed: {is_packed}, etag: {etag:?} }},"
        )?;
    }
    code.push_str("];\n");
    fs::write(out.join("assets.rs"), code)?;
    Ok(())
}

fn find_files(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { find_files(&path, files)? } else { files.push(path) }
    }
    Ok(())
}

fn pack(bytes: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes)?;
    Ok(packer.finish()?)
}

/// FNV-1a: it names a file for caches and guards nothing.
fn hash(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
