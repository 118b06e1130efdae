//! The hashes that spaCy's ids and embedding rows are made of, and a fast one for tables.

use std::hash::{BuildHasherDefault, Hasher};

/// Hashes a string as spaCy's string store does: MurmurHash64A with seed 1.
pub(crate) fn string_hash(text: &str) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    let bytes = text.as_bytes();
    let mut hash = 1 ^ (bytes.len() as u64).wrapping_mul(M);
    let (words, tail) = bytes.as_chunks::<8>();
    for word in words {
        let mut k = u64::from_le_bytes(*word).wrapping_mul(M);
        k ^= k >> 47;
        hash = (hash ^ k.wrapping_mul(M)).wrapping_mul(M);
    }
    if !tail.is_empty() {
        let last = tail.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
        hash = (hash ^ last).wrapping_mul(M);
    }
    hash ^= hash >> 47;
    hash = hash.wrapping_mul(M);
    hash ^ hash >> 47
}

/// Spreads a feature's id over four rows of an embedding table of `n_rows`, as thinc does: the four 32-bit
/// words of MurmurHash3 x64 with the table's seed.
pub(crate) fn embedding_rows(id: u64, seed: u32, n_rows: usize) -> [usize; 4] {
    fn mix(mut h: u64) -> u64 {
        h = (h ^ h >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
        h = (h ^ h >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        h ^ h >> 33
    }
    let seed = u64::from(seed);
    let mut high = seed ^ 8;
    let mut low = id.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f);
    low = (low ^ seed ^ 8).wrapping_add(high);
    high = mix(high.wrapping_add(low));
    low = mix(low).wrapping_add(high);
    high = high.wrapping_add(low);
    [low & 0xffff_ffff, low >> 32, high & 0xffff_ffff, high >> 32].map(|word| word as usize % n_rows)
}

/// A hash map for keys that nobody gains by making collide: words, and small integers of one text.
pub type FastMap<K, V> = std::collections::HashMap<K, V, BuildHasherDefault<FastHasher>>;
/// A hash set with the same hasher as [`FastMap`].
pub(crate) type FastSet<K> = std::collections::HashSet<K, BuildHasherDefault<FastHasher>>;

/// A multiply-and-rotate hasher, for [`FastMap`].
#[derive(Default)]
pub struct FastHasher(u64);

impl FastHasher {
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl Hasher for FastHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, tail) = bytes.as_chunks::<8>();
        for word in words {
            self.add(u64::from_le_bytes(*word));
        }
        if !tail.is_empty() {
            self.add(tail.iter().fold(tail.len() as u64, |word, &byte| word << 8 | u64::from(byte)));
        }
    }
    fn write_u8(&mut self, value: u8) {
        self.add(u64::from(value));
    }
    fn write_u16(&mut self, value: u16) {
        self.add(u64::from(value));
    }
    fn write_u32(&mut self, value: u32) {
        self.add(u64::from(value));
    }
    fn write_u64(&mut self, value: u64) {
        self.add(value);
    }
    fn write_usize(&mut self, value: usize) {
        self.add(value as u64);
    }
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_hash_as_in_spacy() {
        // `nlp.vocab.strings[...]` of spaCy 3.8
        assert_eq!(string_hash("coffee"), 3197928453018144401);
        assert_eq!(string_hash("the"), 7425985699627899538);
    }
}
