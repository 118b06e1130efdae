//! How much text is read in a second. `tools/bench_spacy.py` sets the same beside spaCy.

use athir_nlp::Model;
use divan::{Bencher, counter::BytesCount};

fn main() {
    Model::builtin();
    divan::main();
}

/// The project's own prose, paragraph by paragraph.
fn paragraphs() -> Vec<&'static str> {
    include_str!("../tests/data/prose.txt").split_inclusive("\n\n").collect()
}

#[divan::bench]
fn text_by_text(bencher: Bencher) {
    let texts = paragraphs();
    let n: usize = texts.iter().map(|text| text.len()).sum();
    bencher
        .counter(BytesCount::new(n))
        .bench(|| texts.iter().map(|text| Model::builtin().parse(text).len()).sum::<usize>());
}

#[divan::bench]
fn in_a_batch(bencher: Bencher) {
    let texts = paragraphs();
    let n: usize = texts.iter().map(|text| text.len()).sum();
    bencher.counter(BytesCount::new(n)).bench(|| Model::builtin().parse_batch(&texts).len());
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn load() -> Model {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/en_core_web_md");
    Model::load(std::path::Path::new(dir)).expect("the model is in the repository")
}
