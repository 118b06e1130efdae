//! Corrections as people write them: read from words, and checked before they are kept.

use athir_coder::precision_of;
use athir_gazetteer::{PlaceClass, PlaceId, fold};
use athir_model::{
    CorrectedField, Correction, Count, GivenParty, GivenPlace, GivenTime, PlacePrecision, Quote,
    TimePrecision,
};
use jiff::civil::Date;

use crate::Registry;
use crate::gazetteer::{Candidate, Gazetteer};

/// How long a name may be that a person gives.
const LONGEST_NAME: usize = 300;
/// How many parties a side may have.
const MOST_PARTIES: usize = 50;

/// Reads the value of a field from a person's words: a kind (`shelling`), parties parted by `;` (`HTS; local fighters`),
/// a place (`Saraqib`, `Saraqib, Idlib`, `35.86,36.80`), a time (`2017-08-31`, `2017-08`, `2017`,
/// `2017-08-01/2017-08-05`, with `..` for an open end), a number (`8`, `8-10`, `8+`, `-10`). `none` empties a field.
///
/// # Errors
///
/// Words that are no value of the field, with what would be.
pub fn read_correction(
    field: CorrectedField,
    words: &str,
    registry: &Registry,
    gazetteer: &Gazetteer,
) -> Result<Correction, String> {
    let words = words.trim();
    let is_none = words == "none";
    Ok(match field {
        CorrectedField::Kind => {
            Correction::Kind(words.parse().map_err(|_| format!("{words} is none of the kinds of events"))?)
        }
        CorrectedField::Initiators => Correction::Initiators(parties(words, registry)),
        CorrectedField::Recipients => Correction::Recipients(parties(words, registry)),
        CorrectedField::Place if is_none => Correction::Place(None),
        CorrectedField::Place => Correction::Place(Some(place(words, gazetteer)?)),
        CorrectedField::Time => Correction::Time(time(words)?),
        CorrectedField::Killed => Correction::Killed(count(words)?),
        CorrectedField::Injured => Correction::Injured(count(words)?),
    })
}

fn parties(words: &str, registry: &Registry) -> Vec<GivenParty> {
    if words == "none" {
        return Vec::new();
    }
    let names = words.split(';').map(str::trim).filter(|name| !name.is_empty());
    names.map(|name| party_named(name, registry)).collect()
}

/// A party by the registry's code or by a name that one actor alone has.
pub(crate) fn party_named(name: &str, registry: &Registry) -> GivenParty {
    let by_code = registry.by_code(name);
    let id = by_code.or_else(|| match &registry.find(name, None)[..] {
        [only] => Some(only.actor),
        found => {
            let same: Vec<_> = found.iter().filter(|f| f.reason == athir_actors::Reason::SameName).collect();
            if let [only] = same[..] { Some(only.actor) } else { None }
        }
    });
    match id.map(|id| registry.actor(id)) {
        Some(actor) => GivenParty { name: actor.name.clone(), actor: Some(actor.code.clone()), quote: None },
        None => GivenParty { name: name.to_owned(), actor: None, quote: None },
    }
}

fn place(words: &str, gazetteer: &Gazetteer) -> Result<GivenPlace, String> {
    let numbers: Vec<f64> = words.split(',').filter_map(|part| part.trim().parse().ok()).collect();
    if let ([lat, lon], 2) = (&numbers[..], words.split(',').count()) {
        return Ok(GivenPlace {
            name: format!("{lat}, {lon}"),
            within: None,
            country: None,
            lat: Some(*lat),
            lon: Some(*lon),
            precision: PlacePrecision::Spot,
            code: None,
            quote: None,
        });
    }
    let (name, area) = match words.split_once(',') {
        Some((name, area)) => (name.trim(), Some(fold(area))),
        None => (words, None),
    };
    let lies_there = |candidate: &&Candidate| {
        area.as_ref().is_none_or(|area| {
            let is = |name: &str| fold(name) == *area;
            let is_country = gazetteer.place(candidate.id).country.is_some_and(is);
            is_country || gazetteer.parents(candidate.id).any(|id| is(gazetteer.place(id).name))
        })
    };
    let found = gazetteer.find(name);
    let best = found.iter().find(lies_there);
    let best = best.ok_or_else(|| format!("the gazetteer knows no place named {words}"))?;
    Ok(given_place(gazetteer, best.id))
}

/// An entry of the gazetteer as a person's value.
pub fn given_place(gazetteer: &Gazetteer, id: PlaceId) -> GivenPlace {
    let place = gazetteer.place(id);
    let within = gazetteer.parents(id).next().map(|id| gazetteer.place(id).name.to_owned());
    GivenPlace {
        name: place.name.to_owned(),
        within: within.filter(|_| place.class != PlaceClass::Country),
        country: place.country.map(str::to_owned),
        lat: Some(place.lat),
        lon: Some(place.lon),
        precision: precision_of(place.class),
        code: Some(place.code()),
        quote: None,
    }
}

fn time(words: &str) -> Result<GivenTime, String> {
    let wrong =
        || format!("{words} is no time; write 2017-08-31, 2017-08, 2017, or two of them with / between");
    let (first, last) = words.split_once('/').unwrap_or((words, words));
    let (first, last) = (bounds(first).ok_or_else(wrong)?, bounds(last).ok_or_else(wrong)?);
    let precision = match (first, last) {
        (None, None) => TimePrecision::Unknown,
        (Some((_, _, precision)), None) | (None, Some((_, _, precision))) => precision,
        (Some((_, _, a)), Some((_, _, b))) => a.max(b),
    };
    let (start, end) = (first.map(|(start, ..)| start), last.map(|(_, end, _)| end));
    Ok(GivenTime { start, end, precision, quote: None })
}

/// The first and the last day of a day, a month or a year; nothing for an open end; `None` for what is no time.
#[expect(clippy::option_option, reason = "an open end is a time that was given")]
fn bounds(words: &str) -> Option<Option<(Date, Date, TimePrecision)>> {
    let words = words.trim();
    if words == ".." || words.is_empty() {
        return Some(None);
    }
    let parts: Vec<i16> = words.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let month = |month: i16| i8::try_from(month).ok();
    let found = match parts[..] {
        [year] => {
            let first = Date::new(year, 1, 1).ok()?;
            (first, first.last_of_year(), TimePrecision::Year)
        }
        [year, m] => {
            let first = Date::new(year, month(m)?, 1).ok()?;
            (first, first.last_of_month(), TimePrecision::Month)
        }
        [year, m, day] => {
            let day = Date::new(year, month(m)?, month(day)?).ok()?;
            (day, day, TimePrecision::Day)
        }
        _ => return None,
    };
    Some(Some(found))
}

fn count(words: &str) -> Result<Option<Count>, String> {
    if words == "none" {
        return Ok(None);
    }
    let number = |words: &str| words.trim().parse::<u64>().ok();
    let count = if let Some(least) = words.strip_suffix('+') {
        number(least).map(Count::at_least)
    } else if let Some(most) = words.strip_prefix('-') {
        number(most).map(Count::at_most)
    } else if let Some((low, high)) = words.split_once('-') {
        number(low).zip(number(high)).map(|(low, high)| Count::between(low, high))
    } else {
        number(words).map(Count::exactly)
    };
    count
        .map(Some)
        .ok_or_else(|| format!("{words} is no number; write 8, 8-10, 8+ for at least 8, -10 for up to 10"))
}

/// Checks a value that a person gives: names, numbers and days that can be, and words that stand in the report where
/// they are said to.
///
/// # Errors
///
/// What is wrong with it.
pub fn check_correction(correction: &Correction, text: &str) -> Result<(), String> {
    match correction {
        Correction::Kind(_) => Ok(()),
        Correction::Initiators(parties) | Correction::Recipients(parties) => {
            if parties.len() > MOST_PARTIES {
                return Err(format!("{} parties on one side", parties.len()));
            }
            parties.iter().try_for_each(|party| {
                check_name(&party.name)?;
                check_quote(party.quote.as_ref(), text)
            })
        }
        Correction::Place(None) => Ok(()),
        Correction::Place(Some(place)) => check_place(place, text),
        Correction::Time(time) => {
            if let (Some(start), Some(end)) = (time.start, time.end)
                && start > end
            {
                return Err(format!("{start} is after {end}"));
            }
            check_quote(time.quote.as_ref(), text)
        }
        Correction::Killed(count) | Correction::Injured(count) => check_count(*count),
    }
}

fn check_name(name: &str) -> Result<(), String> {
    if name.trim().is_empty() {
        return Err("a name is empty".to_owned());
    }
    let n = name.chars().count();
    if n > LONGEST_NAME || name.chars().any(char::is_control) {
        return Err(format!("a name of {n} characters, or with control characters, is none"));
    }
    Ok(())
}

fn check_place(place: &GivenPlace, text: &str) -> Result<(), String> {
    check_name(&place.name)?;
    match (place.lat, place.lon) {
        (None, None) => {}
        (Some(lat), Some(lon)) if lat.abs() <= 90.0 && lon.abs() <= 180.0 => {}
        _ => return Err("latitude and longitude are no point of the earth".to_owned()),
    }
    let is_code = |code: &String| code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
    if let Some(code) = place.country.as_ref().filter(|code| !is_code(code)) {
        return Err(format!("{code} is no ISO 3166 alpha-2 code of a country"));
    }
    check_quote(place.quote.as_ref(), text)
}

fn check_count(count: Option<Count>) -> Result<(), String> {
    match count {
        Some(Count { low: Some(low), high: Some(high) }) if low > high => {
            Err(format!("at least {low} and at most {high} is no number"))
        }
        Some(Count { low: None, high: None }) => Err("a count without a number is none".to_owned()),
        _ => Ok(()),
    }
}

fn check_quote(quote: Option<&Quote>, text: &str) -> Result<(), String> {
    let Some(quote) = quote else { return Ok(()) };
    let n = quote.end.saturating_sub(quote.start);
    let stands: String = text.chars().skip(quote.start).take(n).collect();
    if stands.is_empty() || stands != quote.text {
        return Err(format!("the report does not have these words from {} to {}", quote.start, quote.end));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn read(field: CorrectedField, words: &str) -> Result<Correction, String> {
        read_correction(field, words, Registry::builtin(), Gazetteer::builtin())
    }

    #[test]
    fn a_place_is_read_by_name_area_or_point() {
        let Ok(Correction::Place(Some(place))) = read(CorrectedField::Place, "Saraqib, Idlib") else {
            panic!()
        };
        assert_eq!((&*place.name, place.country.as_deref()), ("Saraqib", Some("SY")));
        assert_eq!(place.precision, PlacePrecision::Settlement);
        let Ok(Correction::Place(Some(point))) = read(CorrectedField::Place, "35.5, 36.25") else { panic!() };
        assert_eq!((point.lat, point.lon), (Some(35.5), Some(36.25)));
        assert_eq!(read(CorrectedField::Place, "none"), Ok(Correction::Place(None)));
        assert!(read(CorrectedField::Place, "Nowhere at all, Idlib").is_err());
    }

    #[test]
    fn a_time_is_a_day_a_month_a_year_or_from_one_to_another() {
        let time = |words: &str| match read(CorrectedField::Time, words) {
            Ok(Correction::Time(time)) => Some((time.start, time.end, time.precision)),
            _ => None,
        };
        let day = |y, m, d| Some(date(y, m, d));
        assert_eq!(time("2017-08-31"), Some((day(2017, 8, 31), day(2017, 8, 31), TimePrecision::Day)));
        assert_eq!(time("2017-02"), Some((day(2017, 2, 1), day(2017, 2, 28), TimePrecision::Month)));
        assert_eq!(time("2017"), Some((day(2017, 1, 1), day(2017, 12, 31), TimePrecision::Year)));
        assert_eq!(time("2017-08-01/.."), Some((day(2017, 8, 1), None, TimePrecision::Day)));
        assert_eq!(time("2017-13"), None);
        assert_eq!(time("last week"), None);
    }

    #[test]
    fn a_number_keeps_its_bounds() {
        let killed = |words: &str| match read(CorrectedField::Killed, words) {
            Ok(Correction::Killed(count)) => Ok(count),
            other => Err(format!("{other:?}")),
        };
        assert_eq!(killed("8"), Ok(Some(Count::exactly(8))));
        assert_eq!(killed("8-10"), Ok(Some(Count::between(8, 10))));
        assert_eq!(killed("8+"), Ok(Some(Count::at_least(8))));
        assert_eq!(killed("-10"), Ok(Some(Count::at_most(10))));
        assert_eq!(killed("none"), Ok(None));
        assert!(killed("dozens").is_err() && killed("99999999999999999999").is_err());
    }

    #[test]
    fn actors_are_known_by_code_and_by_name() {
        let read = read(CorrectedField::Initiators, "sy-hts; local fighters");
        let Ok(Correction::Initiators(parties)) = read else { panic!() };
        assert_eq!(parties[0].actor.as_deref(), Some("sy-hts"));
        assert_eq!((&*parties[1].name, &parties[1].actor), ("local fighters", &None));
    }

    #[test]
    fn words_that_the_report_does_not_have_are_refused() {
        let quote = |text: &str, start, end| Quote { text: text.to_owned(), start, end };
        let place = |quote| {
            let place = GivenPlace { quote: Some(quote), ..given_place(Gazetteer::builtin(), some_place()) };
            check_correction(&Correction::Place(Some(place)), "Shells hit Büyük.")
        };
        assert_eq!(place(quote("Büyük", 11, 16)), Ok(()));
        assert!(place(quote("Büyük", 12, 17)).is_err());
        assert!(place(quote("", 5, 2)).is_err());
    }

    fn some_place() -> PlaceId {
        Gazetteer::builtin().find("Saraqib")[0].id
    }
}
