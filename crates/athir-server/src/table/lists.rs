//! A list of numbers for each row, and the way back from a number to its rows.

use super::bits::Bits;

/// A list for each row, all lists one after the other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lists {
    ends: Vec<u32>,
    values: Vec<u32>,
}

impl Lists {
    pub(crate) fn push(&mut self, list: &[u32]) {
        self.values.extend_from_slice(list);
        self.ends.push(self.values.len() as u32);
    }

    pub(crate) fn of(&self, row: u32) -> &[u32] {
        let row = row as usize;
        let start = if row == 0 { 0 } else { self.ends[row - 1] as usize };
        &self.values[start..self.ends[row] as usize]
    }

    pub(crate) fn shrink(&mut self) {
        self.ends.shrink_to_fit();
        self.values.shrink_to_fit();
    }

    /// The rows of each number below `n_numbers`, where `number` tells what number a value stands for.
    pub(crate) fn invert(&self, n_numbers: usize, number: impl Fn(u32) -> u32) -> Postings {
        let rows =
            (0..self.ends.len() as u32).flat_map(|row| self.of(row).iter().map(move |&value| (row, value)));
        Postings::new(self.ends.len(), n_numbers, rows.map(|(row, value)| (row, number(value))))
    }
}

/// The rows in which each number stands, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Postings {
    n_rows: usize,
    ends: Vec<u32>,
    rows: Vec<u32>,
}

impl Postings {
    /// Sorts pairs of row and number, which come in the order of rows, by number. A pair that comes twice counts once.
    pub(crate) fn new(
        n_rows: usize,
        n_numbers: usize,
        pairs: impl Iterator<Item = (u32, u32)> + Clone,
    ) -> Postings {
        let mut ends = vec![0_u32; n_numbers];
        let mut last = vec![u32::MAX; n_numbers];
        let mut is_new = |row: u32, number: u32| std::mem::replace(&mut last[number as usize], row) != row;
        for (row, number) in pairs.clone() {
            if is_new(row, number) {
                ends[number as usize] += 1;
            }
        }
        let mut total = 0;
        for end in &mut ends {
            let n = *end;
            *end = total;
            total += n;
        }
        let mut rows = vec![0; total as usize];
        let mut last = vec![u32::MAX; n_numbers];
        for (row, number) in pairs {
            let number = number as usize;
            if std::mem::replace(&mut last[number], row) != row {
                rows[ends[number] as usize] = row;
                ends[number] += 1;
            }
        }
        Postings { n_rows, ends, rows }
    }

    pub(crate) fn of(&self, number: u32) -> &[u32] {
        let number = number as usize;
        if number >= self.ends.len() {
            return &[];
        }
        let start = if number == 0 { 0 } else { self.ends[number - 1] as usize };
        &self.rows[start..self.ends[number] as usize]
    }

    /// The rows in which one of the numbers stands.
    pub(crate) fn any(&self, numbers: impl IntoIterator<Item = u32>) -> Bits {
        let mut bits = Bits::none(self.n_rows);
        for number in numbers {
            self.of(number).iter().for_each(|&row| bits.insert(row));
        }
        bits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_leads_to_every_row_once() {
        let mut lists = Lists::default();
        for list in [&[2, 0, 2][..], &[], &[2], &[1, 0]] {
            lists.push(list);
        }
        let back = lists.invert(4, |value| value);
        assert_eq!(
            (back.of(0), back.of(1), back.of(2), back.of(3)),
            (&[0, 3][..], &[3][..], &[0, 2][..], &[][..])
        );
        assert_eq!(back.any([0, 2]).iter().collect::<Vec<_>>(), [0, 2, 3]);
        assert_eq!(back.of(17), &[] as &[u32]);
    }
}
