//! Measures how fast pages are read, beside the library that finds main texts alone, and how much memory a long web
//! archive takes. It prints a page in Markdown: `cargo run --release -p athir-io --example ingest > eval/ingest.md`.
//!
//! The first argument is the number of pages (1000), the second the length of the archive in GB, unpacked (10).
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods)]

mod page;

use std::fs::{self, File};
use std::hint::black_box;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use athir_io::{Extract, ReadSettings, find_inputs};
use dom_smoothie::Readability;
use flate2::Compression;
use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

fn main() -> io::Result<()> {
    let mut numbers = std::env::args().skip(1).map_while(|word| word.parse::<usize>().ok());
    let (n_pages, gigabytes) = (numbers.next().unwrap_or(1000), numbers.next().unwrap_or(10));
    let folder = tempfile::tempdir()?;
    // First, so that nothing else is in memory.
    let archive = long_archive(folder.path(), gigabytes)?;
    let pages: Vec<String> = (0..n_pages).map(page::page).collect();
    let n_bytes: usize = pages.iter().map(String::len).sum();
    write_inputs(folder.path(), &pages)?;

    let library = per_second(n_pages, || {
        pages
            .iter()
            .filter(|page| {
                Readability::new(page.as_str(), None, None).is_ok_and(|mut r| black_box(r.parse()).is_ok())
            })
            .count()
    });
    let fast = ReadSettings::default();
    let quality = ReadSettings { extract: Extract::Quality, ..ReadSettings::default() };
    let from = |name: &str, settings: &ReadSettings| {
        per_second(n_pages, || count(&folder.path().join(name), settings))
    };
    let rows = [
        ("the library alone, from pages in memory", library),
        ("athir, from HTML files", from("pages", &fast)),
        ("athir, from a WARC", from("pages.warc", &fast)),
        ("athir, from a WARC packed with gzip, record by record", from("pages.warc.gz", &fast)),
        ("athir, from a WARC packed with zstd, record by record", from("pages.warc.zst", &fast)),
        ("athir with `--extract quality`, from HTML files", from("pages", &quality)),
    ];
    println!("# Reading speed\n");
    println!(
        "{n_pages} generated pages of {} KB on average (scripts, styles, menus, comments, links to other stories; a twentieth is the\n\
         report), one thread. athir finds encoding, main text, headline, outlet, author, date, address and language, and hashes\n\
         the bytes; the library (dom_smoothie) finds main text and metadata.\n",
        n_bytes / n_pages / 1000
    );
    println!("| | pages a second | beside the library |");
    println!("| --- | ---: | ---: |");
    for (name, speed) in rows {
        println!("| {name} | {speed:.0} | {:.2} |", speed / library);
    }
    println!("\n## A long archive\n\n{archive}");
    println!("\n`cargo run --release -p athir-io --example ingest > eval/ingest.md` makes this page.");
    Ok(())
}

/// Goes through a long archive and tells what it took.
fn long_archive(folder: &Path, gigabytes: usize) -> io::Result<String> {
    let settings = ReadSettings::default();
    let archive = folder.join("long.warc.gz");
    let (n_records, packed) = write_long(&archive, gigabytes * 1_000_000_000)?;
    let before = memory("VmRSS");
    let (mut n_read, mut n_reports) = (0, 0);
    let start = Instant::now();
    let inputs = find_inputs(std::slice::from_ref(&archive)).into_iter().flatten();
    for record in inputs.flat_map(|input| input.records(&settings)).flatten() {
        if n_read % 50 == 0 {
            n_reports += record.reports(&settings).iter().flatten().count();
        }
        n_read += 1;
    }
    let seconds = start.elapsed().as_secs_f64();
    fs::remove_file(&archive)?;
    if n_read != n_records || n_reports == 0 {
        return Err(io::Error::other(format!("{n_read} of {n_records} records were read")));
    }
    Ok(format!(
        "A WARC of {gigabytes} GB in {n_records} records ({} MB packed with gzip) is gone through in {seconds:.0} s; of every 50th record a\n\
         report is made ({n_reports}). Memory: {before} MB before the first record, **{} MB at most**.",
        packed / 1_000_000,
        memory("VmHWM")
    ))
}

/// Reads all reports of a path.
fn count(path: &Path, settings: &ReadSettings) -> usize {
    let inputs = find_inputs(&[path.to_owned()]).into_iter().flatten();
    inputs.flat_map(|input| input.reports(settings)).flatten().map(black_box).count()
}

/// How often a second something is done, by the better of two rounds.
fn per_second(n: usize, round: impl Fn() -> usize) -> f64 {
    let time = || {
        let start = Instant::now();
        let done = round();
        assert_eq!(done, n, "a page was not read");
        start.elapsed().as_secs_f64()
    };
    n as f64 / time().min(time())
}

fn write_inputs(folder: &Path, pages: &[String]) -> io::Result<()> {
    fs::create_dir(folder.join("pages"))?;
    let [mut plain, mut gzip, mut zstd] = ["pages.warc", "pages.warc.gz", "pages.warc.zst"]
        .map(|name| File::create(folder.join(name)).map(BufWriter::new));
    let (plain, gzip, zstd) = (plain.as_mut(), gzip.as_mut(), zstd.as_mut());
    let (Ok(plain), Ok(gzip), Ok(zstd)) = (plain, gzip, zstd) else {
        return Err(io::Error::other("cannot write the archives"));
    };
    for (n, page) in pages.iter().enumerate() {
        fs::write(folder.join(format!("pages/{n:06}.html")), page)?;
        let record = page::record(n, page);
        plain.write_all(&record)?;
        gzip.write_all(&packed(&record)?)?;
        zstd.write_all(&compress_to_vec(record.as_slice(), CompressionLevel::Fastest))?;
    }
    Ok(())
}

fn packed(record: &[u8]) -> io::Result<Vec<u8>> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(record)?;
    packed.finish()
}

/// Writes an archive of this length, unpacked: the same records again and again. Gives their number, and its length as it
/// stands on the disk.
fn write_long(path: &Path, n_bytes: usize) -> io::Result<(usize, u64)> {
    let records: Vec<(usize, Vec<u8>)> = (0..200)
        .map(|n| {
            let record = page::record(n, &page::page(n));
            Ok((record.len(), packed(&record)?))
        })
        .collect::<io::Result<_>>()?;
    let mut out = BufWriter::new(File::create(path)?);
    let (mut written, mut n) = (0, 0);
    while written < n_bytes {
        let (length, packed) = &records[n % records.len()];
        out.write_all(packed)?;
        written += length;
        n += 1;
    }
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    Ok((n, file.metadata()?.len()))
}

/// A figure of this program's memory in MB, as Linux gives it.
fn memory(what: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(what)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or_default() / 1024
}
