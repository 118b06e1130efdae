//! Hashes that stay the same between runs, machines and versions, since ids and signatures are made of them.

/// FNV-1a of 64 bits over the parts, each ended by a byte that no text has.
pub(crate) fn hash64<'p>(parts: impl IntoIterator<Item = &'p str>) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        for byte in part.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    mix(hash)
}

/// The upper half of [`hash64`], for words.
pub(crate) fn hash32(word: &str) -> u32 {
    (hash64([word]) >> 32) as u32
}

/// Scatters the bits of a number (the finaliser of SplitMix64).
pub(crate) fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// Puts two numbers into one.
pub(crate) fn join(a: u64, b: u64) -> u64 {
    mix(a.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ b.rotate_left(32))
}
