//! Cells of tables as values: dates and numbers in the forms that event tables have them in.

use jiff::civil::Date;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A day: `2017-07-21`, with or without a time behind it, `20170721`, `21 July 2017`, `21-Jul-2017`. Days before or after
/// months in numbers alone ("07/08/2017") are not read: which is which cannot be told.
pub(super) fn day(cell: &str) -> Option<Date> {
    let cell = cell.trim();
    if let Some(iso) = cell.get(..10)
        && cell[10..].chars().next().is_none_or(|c| c == ' ' || c == 'T')
        && let Ok(date) = iso.parse()
    {
        return Some(date);
    }
    if cell.len() == 8 && cell.bytes().all(|byte| byte.is_ascii_digit()) {
        return Date::new(cell[..4].parse().ok()?, cell[4..6].parse().ok()?, cell[6..].parse().ok()?).ok();
    }
    let parts: Vec<&str> = cell.split([' ', '-', ',']).filter(|part| !part.is_empty()).collect();
    let [day, month, year] = parts[..] else { return None };
    let month = month.get(..3)?.to_lowercase();
    let month = MONTHS.iter().position(|known| *known == month)? + 1;
    Date::new(year.parse().ok()?, i8::try_from(month).ok()?, day.parse().ok()?).ok()
}

/// A finite number.
pub(super) fn number(cell: &str) -> Option<f64> {
    cell.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

/// A number of people. Programs that work with tables write 12 as `12.0`.
pub(super) fn people(cell: &str) -> Option<u64> {
    let number = number(cell)?;
    (number >= 0.0 && number.fract() == 0.0 && number < 1e9).then_some(number as u64)
}

/// A code or name, without what such programs make of a whole number.
pub(super) fn code(cell: &str) -> &str {
    let cell = cell.trim();
    match cell.strip_suffix(".0") {
        Some(whole) if whole.bytes().all(|byte| byte.is_ascii_digit()) => whole,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_read_in_the_forms_of_event_tables() {
        for cell in [
            "2017-07-21",
            "2017-07-21 00:00:00.000",
            "20170721",
            "21 July 2017",
            "21-Jul-2017",
            " 21 Jul, 2017 ",
        ] {
            assert_eq!(day(cell), Some(date(2017, 7, 21)), "{cell}");
        }
        for cell in ["07/08/2017", "2017-13-01", "2017-07-211", "soon", "", "21 Ju 2017", "31 June 2017"] {
            assert_eq!(day(cell), None, "{cell}");
        }
    }

    #[test]
    fn numbers_of_people_are_whole() {
        assert_eq!((people("12.0"), people("12"), people("0")), (Some(12), Some(12), Some(0)));
        assert_eq!((people("-1"), people("1.5"), people("NaN"), people("")), (None, None, None, None));
        assert_eq!((code("254111.0"), code(" SYR1.0 "), code("7")), ("254111", "SYR1.0", "7"));
    }
}
