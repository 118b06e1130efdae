//! Opening and look-up speed on the built-in file.

use athir_gazetteer::Gazetteer;
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}
