//! Opening and look-up speed on the built-in file.

use athir_gazetteer::{Gazetteer, PlaceId};
use divan::{Bencher, black_box};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/gazetteer/world.gaz");

fn main() {
    Gazetteer::builtin();
    divan::main();
}

#[divan::bench]
fn open_file() -> Gazetteer {
    Gazetteer::open(FILE).expect("the file is in the repository")
}

#[divan::bench(args = ["Saraqib", "Idlib", "Deir ez-Zor", "Nowhereville", "San José"])]
fn find_spelled(name: &str) -> usize {
    Gazetteer::builtin().find_spelled(black_box(name)).len()
}

#[divan::bench(args = ["Khan Shaikhoun", "Der el Zuur", "Hama"])]
fn find_similar(name: &str) -> usize {
    Gazetteer::builtin().find_similar(black_box(name)).len()
}

#[divan::bench]
fn scan_ten_words(bencher: Bencher<'_, '_>) {
    let words = ["Rebels", "left", "Khan", "Sheikhoun", "for", "the", "town", "of", "Deir", "ez-Zor"];
    bencher.bench(|| {
        (0..words.len()).filter_map(|n| Gazetteer::builtin().longest_at(black_box(&words[n..]))).count()
    });
}

#[divan::bench]
fn place(bencher: Bencher<'_, '_>) {
    let id: PlaceId = Gazetteer::builtin().find("Saraqib")[0].id;
    bencher.bench(|| Gazetteer::builtin().place(black_box(id)).lat);
}
