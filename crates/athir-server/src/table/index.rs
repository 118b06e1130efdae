//! Which rows have which value.

use std::collections::{BTreeSet, HashMap};

use athir::database::fold_name;
use athir::model::{EventKind, Grade, PlacePrecision, ReviewStatus};

use super::bits::Bits;
use super::columns::{Columns, NO_DAY};
use super::lists::Postings;
use super::row::{NONE, PlaceEntry, Shared, Side};

/// Days after which an incident counts as long: it is looked at by itself when a time is asked for.
const LONG: i32 = 31;

/// The grades, in the order of their sets.
pub(crate) const GRADES: [Grade; 4] = [Grade::SingleSource, Grade::Fair, Grade::Confirmed, Grade::Contested];
/// The statuses, in the order of their sets.
pub(crate) const STATUSES: [ReviewStatus; 3] =
    [ReviewStatus::Machine, ReviewStatus::Partly, ReviewStatus::Reviewed];
/// The precisions of places, in the order of their sets.
pub(crate) const PRECISIONS: [PlacePrecision; 6] = [
    PlacePrecision::Spot,
    PlacePrecision::Settlement,
    PlacePrecision::District,
    PlacePrecision::Province,
    PlacePrecision::Country,
    PlacePrecision::Unknown,
];

/// The ways from a value to its rows.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    /// By kind, in the order of [`EventKind::ALL`].
    pub(crate) kinds: Vec<Bits>,
    pub(crate) grades: Vec<Bits>,
    pub(crate) statuses: Vec<Bits>,
    pub(crate) disputed: Bits,
    /// More than one source.
    pub(crate) sourced: Bits,
    /// No place on the map, or a country alone.
    pub(crate) unplaced: Bits,
    pub(crate) undated: Bits,
    /// Rows that last long, in order.
    pub(crate) long: Vec<u32>,
    pub(crate) places: Postings,
    pub(crate) parties: Postings,
    pub(crate) outlets: Postings,
    pub(crate) reports: Postings,
    pub(crate) place_names: Postings,
    /// The codes of the countries, sorted.
    pub(crate) countries: Vec<String>,
    /// The number of each place's country, or [`NONE`].
    pub(crate) country_of: Vec<u32>,
    /// The number of the actor that each party stands for; parties of one key are one actor.
    pub(crate) actor_of: Vec<u32>,
    pub(crate) n_actors: usize,
    /// The parties that are asked for by a code or a folded name.
    pub(crate) party_keys: HashMap<String, Vec<u32>>,
}

impl Index {
    pub(crate) fn of(columns: &Columns, shared: &Shared, n_reports: usize) -> Index {
        let n = columns.len();
        let mut kinds = vec![Bits::none(n); EventKind::ALL.len()];
        let mut grades = vec![Bits::none(n); GRADES.len()];
        let mut statuses = vec![Bits::none(n); STATUSES.len()];
        let mut disputed = Bits::none(n);
        let mut sourced = Bits::none(n);
        let mut unplaced = Bits::none(n);
        let mut undated = Bits::none(n);
        let mut long = Vec::new();
        let placed: Vec<bool> = shared.places.iter().map(|(_, place)| is_placed(place)).collect();
        for row in 0..n as u32 {
            let at = row as usize;
            kinds[columns.kinds[at] as usize].insert(row);
            grades[columns.grades[at] as usize].insert(row);
            statuses[columns.statuses[at] as usize].insert(row);
            if columns.disputes[at] != 0 {
                disputed.insert(row);
            }
            if columns.n_sources[at] > 1 {
                sourced.insert(row);
            }
            let place = columns.places[at];
            if place == NONE || !placed[place as usize] {
                unplaced.insert(row);
            }
            let (first, last) = (columns.first(row), columns.last(row));
            if first == NO_DAY {
                undated.insert(row);
            } else if last - first > LONG {
                long.push(row);
            }
        }
        let located = (0..n as u32).map(|row| (row, columns.places[row as usize]));
        let places = Postings::new(n, shared.places.len(), located.filter(|&(_, place)| place != NONE));
        let codes: BTreeSet<&String> =
            shared.places.iter().filter_map(|(_, place)| place.country.as_ref()).collect();
        let countries: Vec<String> = codes.into_iter().cloned().collect();
        let country = |place: &PlaceEntry| countries.binary_search(place.country.as_ref()?).ok();
        let country_of =
            shared.places.iter().map(|(_, place)| country(place).map_or(NONE, |at| at as u32)).collect();
        let mut actors: HashMap<&str, u32> = HashMap::new();
        let mut actor = |key| {
            let next = actors.len() as u32;
            *actors.entry(key).or_insert(next)
        };
        let actor_of = shared.parties.iter().map(|(_, party)| actor(party.key())).collect();
        let n_actors = actors.len();
        let mut party_keys: HashMap<String, Vec<u32>> = HashMap::new();
        for (number, party) in shared.parties.iter() {
            let keys = BTreeSet::from_iter(party.actor.iter().cloned().chain([fold_name(&party.name)]));
            keys.into_iter().for_each(|key| party_keys.entry(key).or_default().push(number));
        }
        Index {
            kinds,
            grades,
            statuses,
            disputed,
            sourced,
            unplaced,
            undated,
            long,
            places,
            parties: columns.sides.invert(shared.parties.len(), |side| Side(side).party()),
            outlets: columns.outlets.invert(shared.outlets.len(), |outlet| outlet),
            reports: columns.reports.invert(n_reports, |report| report),
            place_names: columns.place_names.invert(shared.place_names.len(), |name| name),
            countries,
            country_of,
            actor_of,
            n_actors,
            party_keys,
        }
    }
}

/// Whether a place can be shown on the map: it has a position, and is more than a country.
pub(crate) fn is_placed(place: &PlaceEntry) -> bool {
    place.position().is_some() && place.precision != PlacePrecision::Country
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_stand_in_the_order_of_their_values() {
        assert!(EventKind::ALL.iter().enumerate().all(|(n, kind)| *kind as usize == n));
        assert!(GRADES.iter().enumerate().all(|(n, grade)| *grade as usize == n));
        assert!(STATUSES.iter().enumerate().all(|(n, status)| *status as usize == n));
        assert!(crate::table::families().enumerate().all(|(n, family)| family as usize == n));
        assert!(PRECISIONS.iter().enumerate().all(|(n, precision)| *precision as usize == n));
    }
}
