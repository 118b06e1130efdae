//! Days and moments as metadata write them.

use jiff::civil::{Date, DateTime};
use jiff::fmt::rfc2822;
use jiff::fmt::strtime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// Ways to write a day with the month in words; those in figures alone are read only in the order year, month, day.
const IN_WORDS: [&str; 8] = [
    "%d %B %Y",
    "%d %b %Y",
    "%B %d %Y",
    "%b %d %Y",
    "%A %d %B %Y",
    "%A %B %d %Y",
    "%a %d %b %Y",
    "%a %b %d %Y",
];

/// Reads the day of a date or moment, in the time zone that it is written in.
///
/// `08/09/2017` is not read: it is September in some countries and August in others.
pub(crate) fn read_day(words: &str) -> Option<Date> {
    let words = words.trim();
    if let Some(day) = iso_day(words) {
        return Some(day);
    }
    if let Ok(moment) = rfc2822::parse(words) {
        return Some(moment.date());
    }
    if let Some(moment) = epoch(words) {
        return Some(moment.to_zoned(TimeZone::UTC).date());
    }
    let words = words.replace([',', '.'], " ");
    let mut parts: Vec<&str> = words.split_whitespace().collect();
    // What follows the year is a time of day.
    let year = parts.iter().position(|part| part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit()))?;
    parts.truncate(year + 1);
    let words = parts.join(" ");
    IN_WORDS.iter().find_map(|format| Date::strptime(format, &words).ok())
}

/// Reads a day in the way that is laid down: `day-first`, `month-first` or `iso` say how to read figures, whatever stands
/// between them; everything else is a format in the letters of `strptime`.
pub(crate) fn read_day_as(words: &str, format: &str) -> Option<Date> {
    match format {
        "day-first" => in_figures(words, true).or_else(|| read_day(words)),
        "month-first" => in_figures(words, false).or_else(|| read_day(words)),
        "iso" => iso_day(words.trim()),
        format => strtime::parse(format, words.trim()).ok()?.to_date().ok(),
    }
}

/// `8/9/2017`, `08.09.17` or `08-09-2017 10:15`; what follows is a time of day. Years of two figures are those from 1969
/// to 2068, as POSIX has it.
fn in_figures(words: &str, is_day_first: bool) -> Option<Date> {
    let day = words.trim().split([' ', 'T', ',']).next()?;
    let parts: Vec<&str> = day.split(['/', '.', '-']).collect();
    let [first, second, year] = parts[..] else { return None };
    let is_number = |part: &str, most: usize| {
        !part.is_empty() && part.len() <= most && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !is_number(first, 2) || !is_number(second, 2) || !is_number(year, 4) || !matches!(year.len(), 2 | 4) {
        return None;
    }
    let (first, second): (i8, i8) = (first.parse().ok()?, second.parse().ok()?);
    let year = match (year.len(), year.parse::<i16>().ok()?) {
        (2, year @ ..69) => 2000 + year,
        (2, year) => 1900 + year,
        (_, year) => year,
    };
    let (day, month) = if is_day_first { (first, second) } else { (second, first) };
    Date::new(year, month, day).ok()
}

/// Reads a moment. One without a time zone is taken as UTC.
pub(crate) fn read_moment(words: &str) -> Option<Timestamp> {
    let words = words.trim();
    words
        .parse::<Timestamp>()
        .ok()
        .or_else(|| rfc2822::parse(words).ok().map(|zoned: Zoned| zoned.timestamp()))
        .or_else(|| epoch(words))
        .or_else(|| {
            words.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
        })
}

/// `2017-07-15`, `2017/07/15` or `20170715`, with a time behind it or not.
fn iso_day(words: &str) -> Option<Date> {
    let bytes = words.as_bytes();
    let number = |from: usize, to: usize| {
        let part = words.get(from..to)?;
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<i16>().ok())?
    };
    let (year, month, day, end) = match bytes.get(4)? {
        b'-' | b'/' | b'.' if bytes.get(7) == bytes.get(4) => {
            (number(0, 4)?, number(5, 7)?, number(8, 10)?, 10)
        }
        b'0' | b'1' => (number(0, 4)?, number(4, 6)?, number(6, 8)?, 8),
        _ => return None,
    };
    if bytes.get(end).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Seconds or milliseconds since 1970.
fn epoch(words: &str) -> Option<Timestamp> {
    let number: i64 = words.parse().ok()?;
    match words.len() {
        10 => Timestamp::from_second(number).ok(),
        13 => Timestamp::from_millisecond(number).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn reads_the_day_in_its_own_time_zone() {
        let day = Some(date(2017, 7, 15));
        for words in [
            "2017-07-15",
            "2017-07-15T23:30:00-05:00",
            "2017/07/15 08:00",
            "20170715",
            "20170715T101500Z",
            "Sat, 15 Jul 2017 23:59:00 -0500",
            "15 July 2017",
            "July 15, 2017",
            "Jul. 15, 2017 at 9:15 am",
            "Saturday, July 15, 2017",
            "1500076800",
            "1500076800000",
        ] {
            assert_eq!(read_day(words), day, "{words}");
        }
    }

    #[test]
    fn leaves_open_what_can_be_read_two_ways() {
        for words in ["08/09/2017", "mid July", "", "2017", "2017-13-01", "201707151", "٢٠١٧"] {
            assert_eq!(read_day(words), None, "{words}");
        }
        assert_eq!(read_day_as("08/09/2017", "%d/%m/%Y"), Some(date(2017, 9, 8)));
    }

    #[test]
    fn reads_figures_in_the_order_that_is_laid_down() {
        for words in ["8/9/2017", "08.09.17", "08-09-2017 10:15", "8/9/2017, 10:15"] {
            assert_eq!(read_day_as(words, "day-first"), Some(date(2017, 9, 8)), "{words}");
            assert_eq!(read_day_as(words, "month-first"), Some(date(2017, 8, 9)), "{words}");
            assert_eq!(read_day_as(words, "iso"), None, "{words}");
        }
        // What can be read in one way only is read so.
        for form in ["day-first", "month-first"] {
            for words in ["2017-09-08", "8 September 2017"] {
                assert_eq!(read_day_as(words, form), Some(date(2017, 9, 8)), "{form} {words}");
            }
        }
        assert_eq!(read_day_as("8/9/69", "day-first"), Some(date(1969, 9, 8)));
        for words in ["13/13/2017", "31/2/2017", "8/9", "8/9/217", "8/9/20177", "/9/2017", "+8/9/2017"] {
            assert_eq!(read_day_as(words, "day-first"), None, "{words}");
        }
        assert_eq!(read_day_as("8/13/2017", "day-first"), None);
    }

    #[test]
    fn reads_moments() {
        let moment: Timestamp = "2017-07-15T10:15:00Z".parse().unwrap();
        for words in [
            "2017-07-15T10:15:00Z",
            "2017-07-15T12:15:00+02:00",
            "2017-07-15 10:15:00",
            "Sat, 15 Jul 2017 10:15:00 GMT",
        ] {
            assert_eq!(read_moment(words), Some(moment), "{words}");
        }
    }
}
