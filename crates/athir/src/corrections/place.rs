//! A place as a person has written it into the columns of a table.

use athir_gazetteer::{PlaceId, fold};
use athir_model::{GivenPlace, PlacePrecision};

use crate::database::given_place;
use crate::gazetteer::Gazetteer;

/// The cells of a place as a person left them, and which of them are other than the event's.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct PlaceCells {
    pub(super) name: Edited<String>,
    pub(super) within: Edited<String>,
    pub(super) country: Edited<String>,
    pub(super) lat: Edited<f64>,
    pub(super) lon: Edited<f64>,
    pub(super) precision: Edited<PlacePrecision>,
    pub(super) code: Edited<String>,
}

/// A cell with what was done to it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Edited<T> {
    /// What stands in it; `None` where it is empty.
    pub(super) value: Option<T>,
    /// Whether the event has another.
    pub(super) is_changed: bool,
}

impl<T> Default for Edited<T> {
    fn default() -> Edited<T> {
        Edited { value: None, is_changed: false }
    }
}

/// The place that the cells mean; `None` where all that names one was emptied. An error names the column at fault.
///
/// A code that was written in decides. A point that was written in is taken with the name beside it. A name alone is
/// looked up, in the area and country beside it.
pub(super) fn read_place(
    cells: &PlaceCells,
    gazetteer: &Gazetteer,
) -> Result<Option<GivenPlace>, (&'static str, String)> {
    let PlaceCells { name, within, country, lat, lon, precision, code } = cells;
    if name.value.is_none()
        && lat.value.is_none()
        && lon.value.is_none()
        && !(code.is_changed && code.value.is_some())
    {
        return Ok(None);
    }
    let own_precision = || precision.value.filter(|_| precision.is_changed);
    if let (Some(written), true) = (&code.value, code.is_changed) {
        if name.is_changed || lat.is_changed || lon.is_changed {
            let why =
                "it was changed together with the name or the point: change the code alone, or leave it"
                    .to_owned();
            return Err(("place_code", why));
        }
        let id: Option<PlaceId> = written.parse().ok();
        let Some(id) = id.filter(|id| gazetteer.get(*id).is_some()) else {
            return Err(("place_code", format!("the gazetteer has no entry {written}")));
        };
        let entry = given_place(gazetteer, id);
        return Ok(Some(GivenPlace { precision: own_precision().unwrap_or(entry.precision), ..entry }));
    }
    if lat.is_changed || lon.is_changed {
        let (Some(lat), Some(lon)) = (lat.value, lon.value) else {
            let column = if lat.value.is_none() { "lat" } else { "lon" };
            return Err((column, "a point has a latitude and a longitude".to_owned()));
        };
        let Some(name) = name.value.clone() else {
            return Err(("place", "a point needs the name of the place that it is".to_owned()));
        };
        return Ok(Some(GivenPlace {
            name,
            within: within.value.clone(),
            country: country.value.clone(),
            lat: Some(lat),
            lon: Some(lon),
            // A point that somebody looks up is one of a place, unless they say how coarse it is.
            precision: precision.value.unwrap_or(PlacePrecision::Settlement),
            // Another point than the entry's is no entry of the gazetteer.
            code: None,
            quote: None,
        }));
    }
    let Some(words) = &name.value else {
        return Err((
            "place",
            "the name is empty: empty all columns of the place to leave it open".to_owned(),
        ));
    };
    if name.is_changed || within.is_changed || country.is_changed {
        return look_up(words, cells, own_precision(), gazetteer).map(Some);
    }
    // The precision alone was changed.
    Ok(Some(GivenPlace {
        name: words.clone(),
        within: within.value.clone(),
        country: country.value.clone(),
        lat: lat.value,
        lon: lon.value,
        precision: precision.value.unwrap_or(PlacePrecision::Unknown),
        code: code.value.clone(),
        quote: None,
    }))
}

fn look_up(
    words: &str,
    cells: &PlaceCells,
    precision: Option<PlacePrecision>,
    gazetteer: &Gazetteer,
) -> Result<GivenPlace, (&'static str, String)> {
    let (within, country) = (cells.within.value.as_deref(), cells.country.value.as_deref());
    let found = gazetteer.find_spelled(words);
    let lies_there = |id: PlaceId| {
        let is_in_country = country.is_none_or(|code| gazetteer.place(id).country == Some(code));
        let area = within.map(fold);
        let is_area = |parent: PlaceId| area.as_deref() == Some(&fold(gazetteer.place(parent).name));
        is_in_country && (area.is_none() || gazetteer.parents(id).any(is_area) || is_area(id))
    };
    let there: Vec<GivenPlace> = found
        .iter()
        .filter(|candidate| lies_there(candidate.id))
        .map(|candidate| given_place(gazetteer, candidate.id))
        .collect();
    // What the precision beside it says, where that was written in; else what the event had, if there is such a place.
    let wanted = precision.or(cells.precision.value);
    let best = there.iter().find(|given| Some(given.precision) == wanted).or(there.first());
    if let Some(best) = best {
        return Ok(GivenPlace { precision: precision.unwrap_or(best.precision), ..best.clone() });
    }
    let area: Vec<&str> = within.into_iter().chain(country).collect();
    let why = match found.first() {
        Some(elsewhere) if !area.is_empty() => {
            let other = given_place(gazetteer, elsewhere.id);
            let other: Vec<&str> =
                other.within.as_deref().into_iter().chain(other.country.as_deref()).collect();
            format!(
                "the gazetteer knows no {words} in {}, but one in {}: change within and country too, empty them, or \
                 write its lat and lon",
                area.join(", "),
                other.join(", ")
            )
        }
        _ => match gazetteer.find_similar(words).iter().find(|candidate| lies_there(candidate.id)) {
            Some(near) => {
                format!("the gazetteer knows no {words}; is {} meant?", gazetteer.place(near.id).name)
            }
            None => format!("the gazetteer knows no {words}: write its lat and lon"),
        },
    };
    Err(("place", why))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same<T>(value: T) -> Edited<T> {
        Edited { value: Some(value), is_changed: false }
    }

    fn changed<T>(value: T) -> Edited<T> {
        Edited { value: Some(value), is_changed: true }
    }

    /// Killi in Idlib, as an event has it.
    fn killi() -> PlaceCells {
        PlaceCells {
            name: same("Killi".to_owned()),
            within: same("Idlib".to_owned()),
            country: same("SY".to_owned()),
            lat: same(36.09),
            lon: same(36.69),
            precision: same(PlacePrecision::Settlement),
            code: same("gn:1".to_owned()),
        }
    }

    fn read(cells: &PlaceCells) -> Result<Option<GivenPlace>, (&'static str, String)> {
        read_place(cells, Gazetteer::builtin())
    }

    #[test]
    fn a_name_is_looked_up_in_the_area_beside_it() {
        let saraqib = read(&PlaceCells { name: changed("Saraqib".to_owned()), ..killi() }).unwrap().unwrap();
        assert_eq!((&*saraqib.name, saraqib.country.as_deref()), ("Saraqib", Some("SY")));
        assert!(saraqib.code.is_some_and(|code| code != "gn:1"));
        let (column, why) = read(&PlaceCells { name: changed("Raqqa".to_owned()), ..killi() }).unwrap_err();
        assert_eq!(column, "place");
        assert!(why.contains("in Idlib, SY, but one in"), "{why}");
        let nowhere = read(&PlaceCells { name: changed("Zzyzxville".to_owned()), ..killi() });
        assert!(nowhere.unwrap_err().1.contains("write its lat and lon"));
    }

    #[test]
    fn a_province_is_told_from_the_town_of_its_name_by_the_precision() {
        let cells = PlaceCells {
            name: changed("Idlib".to_owned()),
            within: Edited { value: None, is_changed: true },
            precision: changed(PlacePrecision::Province),
            ..killi()
        };
        assert_eq!(read(&cells).unwrap().unwrap().precision, PlacePrecision::Province);
        let town = PlaceCells { precision: same(PlacePrecision::Settlement), ..cells };
        assert_eq!(read(&town).unwrap().unwrap().precision, PlacePrecision::Settlement);
    }

    #[test]
    fn a_point_is_taken_as_it_is_written_and_is_no_entry() {
        let point = read(&PlaceCells { lat: changed(36.1), ..killi() }).unwrap().unwrap();
        assert_eq!((point.lat, point.lon, point.code), (Some(36.1), Some(36.69), None));
        let half = PlaceCells { lat: Edited { value: None, is_changed: true }, ..killi() };
        assert_eq!(read(&half).unwrap_err().0, "lat");
    }

    #[test]
    fn a_place_is_left_open_where_all_of_it_is_emptied() {
        fn none<T>() -> Edited<T> {
            Edited { value: None, is_changed: true }
        }
        let cells = PlaceCells { name: none(), lat: none(), lon: none(), ..killi() };
        assert_eq!(read(&cells), Ok(None));
        assert_eq!(read(&PlaceCells { name: none(), ..killi() }).unwrap_err().0, "place");
    }

    #[test]
    fn a_code_alone_names_the_place() {
        let saraqib = Gazetteer::builtin().find("Saraqib")[0].id;
        let code = Gazetteer::builtin().place(saraqib).code();
        let found = read(&PlaceCells { code: changed(code), ..killi() }).unwrap().unwrap();
        assert_eq!(found.name, "Saraqib");
        assert_eq!(
            read(&PlaceCells { code: changed("gn:0".to_owned()), ..killi() }).unwrap_err().0,
            "place_code"
        );
    }
}
