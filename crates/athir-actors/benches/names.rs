//! How fast names are found: one sentence token by token, whole names, and loading the registry.

use athir_actors::Registry;
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

const SENTENCE: &str = "Fighters of the Hill Front and of Ahrar al - Sham shelled a post of the Syrian army near the \
                        old bridge on Monday , killing at least three soldiers , a resident of the town said by \
                        telephone .";

#[divan::bench]
fn longest_at_every_token(bencher: Bencher<'_, '_>) {
    let registry = Registry::builtin();
    let tokens: Vec<&str> = SENTENCE.split_whitespace().collect();
    bencher.counter(ItemsCount::new(tokens.len())).bench(|| {
        (0..tokens.len()).filter(|&at| registry.longest_at(black_box(&tokens[at..])).is_some()).count()
    });
}

#[divan::bench(args = ["Ahrar al-Sham", "Jeish al-Islam", "Moscow", "nobody of this name"])]
fn find(bencher: Bencher<'_, '_>, name: &str) {
    let registry = Registry::builtin();
    bencher.counter(ItemsCount::new(1usize)).bench(|| registry.find(black_box(name), None).len());
}

#[divan::bench(sample_count = 20)]
fn load() -> usize {
    Registry::builtin_with(&[]).expect("the built-in files load").actors().count()
}
