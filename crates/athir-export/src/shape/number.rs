//! Numbers for rows, made of the names of records.
//!
//! Event data sets number their rows. A number here has at most 52 bits, so that it is as exact in a spreadsheet, in R or in
//! JavaScript as in a database, and depends on the record's name alone.

/// A number for a record.
pub(super) fn of_record(name: &str) -> u64 {
    bits(name) >> 12
}

/// A number for a part of a record, from 0 to 255: 44 bits of the record's name and the part.
pub(super) fn of_part(name: &str, part: usize) -> u64 {
    bits(name) >> 20 << 8 | (part as u64 & 0xff)
}

/// 64 bits of a name. Names of a database are hexadecimal digits; those of a publication have a letter before them.
fn bits(name: &str) -> u64 {
    let digits: String = name.chars().skip_while(|c| !c.is_ascii_hexdigit()).take(16).collect();
    match u64::from_str_radix(&digits, 16) {
        Ok(number) => number << (4 * (16 - digits.len())),
        // FNV-1a: a name that somebody else gave.
        Err(_) => name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact_in_a_double_and_tell_records_and_parts_apart() {
        let names = [
            "ffffffffffffffff",
            "0123456789abcdef",
            "p123456789abcdef",
            "p00000000000000f",
            "case 7",
            "case 8",
        ];
        let mut seen = std::collections::BTreeSet::new();
        for name in names {
            let number = of_record(name);
            assert!(number < 1 << 52, "{name}");
            assert_eq!(number as f64 as u64, number, "{name}");
            assert!(of_part(name, 255) < 1 << 52 && of_part(name, 0) != of_part(name, 1), "{name}");
            assert_eq!(of_part(name, 7) >> 8, of_part(name, 3) >> 8, "{name}");
            seen.insert(number);
        }
        assert_eq!(seen.len(), names.len());
        assert_eq!(of_record("0123456789abcdef"), 0x0000_1234_5678_9abc);
    }
}
