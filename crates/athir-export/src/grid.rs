//! Where and when cells of a grid lie: the cells of PRIO-GRID, and the months of VIEWS.

use jiff::civil::Date;

use crate::shape::priogrid;

/// The size of a cell of PRIO-GRID in degrees.
const CELL: f64 = 0.5;
/// Cells around the world at one latitude.
const COLUMNS: u32 = 720;
/// Cells from pole to pole.
const ROWS: u32 = 360;

/// The cell of PRIO-GRID that a point in degrees lies in; `None` for a point that is not on the earth.
pub(crate) fn cell_of(lat: f64, lon: f64) -> Option<u32> {
    let is_there = (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon);
    is_there.then(|| priogrid(lat, lon))
}

/// The centre of a cell of PRIO-GRID, as latitude and longitude in degrees; `None` for a number that no cell has.
pub fn priogrid_centre(gid: u32) -> Option<(f64, f64)> {
    let n = gid.checked_sub(1).filter(|n| *n < COLUMNS * ROWS)?;
    let degrees = |cells: u32| (f64::from(cells) + 0.5) * CELL;
    Some((degrees(n / COLUMNS) - 90.0, degrees(n % COLUMNS) - 180.0))
}

/// Numbers a month as VIEWS does: January 1980 is 1.
///
/// # Examples
///
/// ```
/// assert_eq!(athir_export::month_id(jiff::civil::date(2017, 1, 31)), 445);
/// ```
pub fn month_id(day: Date) -> i32 {
    (i32::from(day.year()) - 1980) * 12 + i32::from(day.month())
}

/// The first day of the month with this number; `None` outside the years that dates have.
pub fn month_start(id: i32) -> Option<Date> {
    let months = id - 1;
    let year = i16::try_from(1980 + months.div_euclid(12)).ok()?;
    Date::new(year, i8::try_from(months.rem_euclid(12) + 1).ok()?, 1).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_point_off_the_earth_is_in_no_cell() {
        assert_eq!(cell_of(34.53, 69.17), Some(179_779), "Kabul");
        assert_eq!(cell_of(90.0, 180.0), Some(259_200), "the last one has the edges of the map");
        assert_eq!(cell_of(90.1, 0.0), None);
        assert_eq!(cell_of(f64::NAN, 0.0), None);
    }

    #[test]
    fn a_cell_has_its_centre_in_itself() {
        for gid in [1, 720, 721, 129_961, 179_779, 259_200] {
            let (lat, lon) = priogrid_centre(gid).unwrap();
            assert_eq!(cell_of(lat, lon), Some(gid));
        }
        assert_eq!(priogrid_centre(0), None);
        assert_eq!(priogrid_centre(259_201), None);
    }

    #[test]
    fn months_are_counted_from_january_1980() {
        assert_eq!(month_id(date(1980, 1, 1)), 1);
        assert_eq!(month_id(date(1979, 12, 31)), 0);
        assert_eq!(month_id(date(2026, 11, 28)), 563);
        for id in [-5, 0, 1, 12, 13, 445] {
            assert_eq!(month_id(month_start(id).unwrap()), id);
        }
    }
}
