//! Sets of rows: a bit for each.

/// A set of rows of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bits {
    words: Vec<u64>,
    n_rows: usize,
}

impl Bits {
    /// No row of so many.
    pub(crate) fn none(n_rows: usize) -> Bits {
        Bits { words: vec![0; n_rows.div_ceil(64)], n_rows }
    }

    /// The rows from one to before another.
    pub(crate) fn range(n_rows: usize, from: usize, to: usize) -> Bits {
        let mut bits = Bits::none(n_rows);
        let to = to.min(n_rows);
        if from >= to {
            return bits;
        }
        let (first, last) = (from / 64, (to - 1) / 64);
        for word in &mut bits.words[first..=last] {
            *word = u64::MAX;
        }
        bits.words[first] &= u64::MAX << (from % 64);
        bits.words[last] &= u64::MAX >> (63 - (to - 1) % 64);
        bits
    }

    /// All rows.
    pub(crate) fn all(n_rows: usize) -> Bits {
        Bits::range(n_rows, 0, n_rows)
    }

    /// Whether a row is in.
    pub(crate) fn has(&self, row: u32) -> bool {
        self.words.get(row as usize / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// Takes a row in.
    pub(crate) fn insert(&mut self, row: u32) {
        self.words[row as usize / 64] |= 1 << (row % 64);
    }

    /// Takes a row out.
    pub(crate) fn remove(&mut self, row: u32) {
        self.words[row as usize / 64] &= !(1 << (row % 64));
    }

    /// Keeps what is in the other too.
    pub(crate) fn and(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(mine, theirs)| *mine &= theirs);
    }

    /// Keeps what is not in the other.
    pub(crate) fn and_not(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(mine, theirs)| *mine &= !theirs);
    }

    /// Takes in what is in the other.
    pub(crate) fn or(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(mine, theirs)| *mine |= theirs);
    }

    /// How many rows are in.
    pub(crate) fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// How many rows are in both.
    pub(crate) fn count_and(&self, other: &Bits) -> usize {
        self.words.iter().zip(&other.words).map(|(mine, theirs)| (mine & theirs).count_ones() as usize).sum()
    }

    /// The rows from the first to the last.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().enumerate().flat_map(|(n, &word)| {
            let mut left = word;
            std::iter::from_fn(move || {
                (left != 0).then(|| {
                    let bit = left.trailing_zeros();
                    left &= left - 1;
                    n as u32 * 64 + bit
                })
            })
        })
    }

    /// Calls a function with each row from the first to the last. Quicker than a loop over [`iter`](Bits::iter).
    pub(crate) fn each(&self, mut then: impl FnMut(u32)) {
        for (n, &word) in self.words.iter().enumerate() {
            let mut left = word;
            while left != 0 {
                then(n as u32 * 64 + left.trailing_zeros());
                left &= left - 1;
            }
        }
    }

    /// The rows from before the one given down to the first.
    pub(crate) fn iter_down(&self, before: usize) -> impl Iterator<Item = u32> + '_ {
        let before = before.min(self.n_rows);
        let n_words = before.div_ceil(64);
        (0..n_words).rev().flat_map(move |n| {
            let mut left = self.words[n];
            if n == before / 64 {
                left &= (1 << (before % 64)) - 1;
            }
            std::iter::from_fn(move || {
                (left != 0).then(|| {
                    let bit = 63 - left.leading_zeros();
                    left &= !(1 << bit);
                    n as u32 * 64 + bit
                })
            })
        })
    }

    /// The rows from the one given up to the last.
    pub(crate) fn iter_from(&self, from: usize) -> impl Iterator<Item = u32> + '_ {
        let first = from / 64;
        self.words.iter().enumerate().skip(first).flat_map(move |(n, &word)| {
            let mut left = if n == first { word & (u64::MAX << (from % 64)) } else { word };
            std::iter::from_fn(move || {
                (left != 0).then(|| {
                    let bit = left.trailing_zeros();
                    left &= left - 1;
                    n as u32 * 64 + bit
                })
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_set_of_bits_is_a_set(rows in prop::collection::btree_set(0_u32..300, 0..60), from in 0_usize..310) {
            let mut bits = Bits::none(300);
            rows.iter().for_each(|&row| bits.insert(row));
            prop_assert_eq!(bits.count(), rows.len());
            prop_assert!(bits.iter().eq(rows.iter().copied()));
            let mut each = Vec::new();
            bits.each(|row| each.push(row));
            prop_assert!(each.iter().eq(rows.iter()));
            prop_assert!(bits.iter_down(from).eq(rows.iter().rev().copied().filter(|&row| (row as usize) < from)));
            prop_assert!(bits.iter_from(from).eq(rows.iter().copied().filter(|&row| row as usize >= from)));
        }

        #[test]
        fn a_range_holds_its_rows(from in 0_usize..140, to in 0_usize..140) {
            let bits = Bits::range(130, from, to);
            prop_assert!(bits.iter().eq((from..to.min(130)).map(|row| row as u32)));
        }
    }
}
