use athir_gazetteer::build::build;
use athir_gazetteer::{Gazetteer, GazetteerError, PlaceClass};

use crate::fixture::{build_with, gazetteer, sources};

#[test]
fn the_order_of_the_sources_does_not_change_the_bytes() {
    let forward = build(&sources()).unwrap();
    let mut sources = sources();
    sources.reverse();
    assert_eq!(build(&sources).unwrap().bytes, forward.bytes);
}

#[test]
fn counts_what_it_took() {
    let built = build(&sources()).unwrap();
    assert_eq!(built.n_places[&PlaceClass::Country], 2);
    assert_eq!(built.n_places[&PlaceClass::Province], 2);
    assert_eq!(built.n_places[&PlaceClass::Settlement], 6, "one is too small");
    assert_eq!(built.n_places.values().sum::<usize>(), gazetteer().n_places());
}

#[test]
fn of_a_country_that_is_not_listed_only_notable_settlements_are_taken() {
    let built = build_with("coverage.tsv", "iso2\n").unwrap();
    let gazetteer = Gazetteer::from_bytes(built.bytes).unwrap();
    assert!(gazetteer.contains("gn:400".parse().unwrap()));
    assert!(!gazetteer.contains("gn:500".parse().unwrap()));
}

#[test]
fn an_area_without_position_stands_in_the_middle_of_its_settlements() {
    let gazetteer = gazetteer();
    let place = gazetteer.place("adm:VE.07".parse().unwrap());
    assert_eq!((place.name, place.lat, place.lon), ("Westvell", 50.55, 5.55));
    assert!(!gazetteer.contains("adm:VE.08".parse().unwrap()), "an area without settlements has no middle");
}

#[test]
fn every_bad_row_is_named_with_file_and_line() {
    let text = "name\talternates\tlat\tlon\tclass\tparent\tcountry\tsource
Farside\t\t91.5\t30.0\tvillage\t\tQA\town
Nearside\t\t20.0\t30.0\tcastle\t\tQA\town
Inside\t\t20.0\t30.0\tair base\tNowhere\tQA\town
Short\trow
";
    let error = build_with("additions.tsv", text).unwrap_err();
    let GazetteerError::BadRows { rows } = &error else { panic!("{error}") };
    assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 3, 4, 5]);
    assert_eq!(error.to_string().lines().next(), Some("additions.tsv:2: latitude 91.5 is outside -90..=90"));
}

#[test]
fn an_adjective_of_two_countries_is_refused() {
    let text = "name\tiso2\tadjectives\tdemonyms\tcapital\talternates\tlat\tlon
Qasria\tQA\tShared\t\t\t\t20.0\t30.0
Velland\tVE\tShared\t\t\t\t50.0\t5.0
";
    assert!(matches!(build_with("countries.tsv", text), Err(GazetteerError::BadRows { .. })));
}

#[test]
fn a_core_row_without_number_is_refused() {
    let text = "wof_id\tgn_id\tclass\tname\tlat\tlon\tpop\tadm1_wof\tadm2_wof\talt_names\tsrc
\t\tP\tMadar\t20.5\t30.4\t300000\t2\t\t\twof
";
    assert!(matches!(build_with("QA.tsv", text), Err(GazetteerError::BadRows { .. })));
}
