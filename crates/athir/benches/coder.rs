//! How fast reports become events: the demo reports parsed, coded, both, and written; and what starting up costs.
//!
//! Before the benches it prints how long the first use of each piece of built-in knowledge takes.
#![allow(clippy::print_stdout, clippy::disallowed_methods)] // it prints, times and reads files

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::OnceLock;
use std::time::Instant;
use std::{fs, io};

use athir::{Config, Doc, HtmlWriter, JsonlWriter, Model, Pipeline, Report, ReportWriter};
use athir_actors::Registry;
use athir_coder::Coder;
use athir_gazetteer::Gazetteer;
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};

fn main() {
    // Each line leaves to the next ones what it has made ready.
    first_use("language model", Model::builtin);
    first_use("gazetteer", Gazetteer::builtin);
    first_use("registry of actors", Registry::builtin);
    first_use("frames and word lists", Coder::builtin);
    divan::main();
}

fn first_use<T>(what: &str, get: impl FnOnce() -> T) {
    let start = Instant::now();
    black_box(get());
    println!("first use of the {what}: {:.1?}", start.elapsed());
}

struct Demo {
    pipeline: Pipeline,
    reports: Vec<Report>,
    docs: Vec<Doc>,
}

impl Demo {
    fn n_bytes(&self) -> BytesCount {
        BytesCount::new(self.reports.iter().map(|report| report.text.len()).sum::<usize>())
    }

    fn n_reports(&self) -> ItemsCount {
        ItemsCount::new(self.reports.len())
    }
}

fn demo() -> &'static Demo {
    static DEMO: OnceLock<Demo> = OnceLock::new();
    DEMO.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/demo");
        let mut paths: Vec<_> = fs::read_dir(folder)
            .expect("the demo reports are in the repository")
            .map(|entry| entry.expect("a folder's entry can be read").path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
            .collect();
        paths.sort();
        let report = |path: &Path| {
            let name = path.file_stem().expect("a file has a name").to_string_lossy();
            let text = fs::read_to_string(path).expect("a demo report is UTF-8");
            let mut report = Report::new(name, text);
            report.published = Some(jiff::civil::date(2017, 7, 20));
            report
        };
        let reports: Vec<Report> = paths.iter().map(|path| report(path)).collect();
        let pipeline = Pipeline::new(&Config::default()).expect("the built-in knowledge loads");
        let docs = reports.iter().map(|report| pipeline.parse(&report.text)).collect();
        Demo { pipeline, reports, docs }
    })
}

#[divan::bench(sample_count = 50)]
fn parse(bencher: Bencher<'_, '_>) {
    let demo = demo();
    let bencher = bencher.counter(demo.n_bytes()).counter(demo.n_reports());
    bencher.bench(|| {
        for report in &demo.reports {
            black_box(demo.pipeline.parse(&report.text));
        }
    });
}

#[divan::bench(sample_count = 50)]
fn code_parsed(bencher: Bencher<'_, '_>) {
    let demo = demo();
    let bencher = bencher.counter(demo.n_bytes()).counter(demo.n_reports());
    bencher.bench(|| {
        for (report, doc) in demo.reports.iter().zip(&demo.docs) {
            black_box(demo.pipeline.code_parsed(report, doc));
        }
    });
}

#[divan::bench(sample_count = 50, args = [1, 2])]
fn parse_and_code(bencher: Bencher<'_, '_>, jobs: usize) {
    let demo = demo();
    let jobs = NonZeroUsize::new(jobs).expect("the numbers above are not 0");
    let bencher = bencher.counter(demo.n_bytes()).counter(demo.n_reports());
    bencher.bench(|| demo.pipeline.code_all(&demo.reports, jobs));
}

fn write(bencher: Bencher<'_, '_>, open: impl Fn() -> Box<dyn ReportWriter> + Sync) {
    let demo = demo();
    let coded = demo.pipeline.code_all(&demo.reports, NonZeroUsize::MIN);
    let bencher = bencher.counter(demo.n_bytes()).counter(demo.n_reports());
    bencher.bench(|| {
        let mut writer = open();
        for (report, coded) in demo.reports.iter().zip(&coded) {
            writer.write(report, coded).expect("a sink takes everything");
        }
        writer.finish().expect("a sink takes everything");
    });
}

#[divan::bench(sample_count = 50)]
fn write_jsonl(bencher: Bencher<'_, '_>) {
    write(bencher, || Box::new(JsonlWriter::new(io::sink())));
}

#[divan::bench(sample_count = 50)]
fn write_html(bencher: Bencher<'_, '_>) {
    write(bencher, || Box::new(HtmlWriter::new(io::sink())));
}
