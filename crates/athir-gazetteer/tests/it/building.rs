use athir_gazetteer::build::{Source, SourceKind, build, build_upon};
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
    assert_eq!(built.n_places[&PlaceClass::Settlement], 7);
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
fn an_area_without_position_stands_in_the_middle_of_the_extent_of_its_settlements() {
    let gazetteer = gazetteer();
    let place = gazetteer.place("adm:VE.07".parse().unwrap());
    assert_eq!((place.name, place.lat, place.lon), ("Westvell", 50.8, 5.8));
    assert!(!gazetteer.contains("adm:VE.08".parse().unwrap()), "an area without settlements has no middle");
}

const AREAS: &str = "code\tname\tlat\tlon
VE.07\tWestvell\t50.4\t5.4
VE.07.001\tRimby County\t50.2\t5.2
VE.07.002\tPortby\t50.1\t5.1
QA.01.001\tElsewhere County\t20.0\t30.0
";

#[test]
fn a_table_of_areas_gives_positions_and_counties() {
    let gazetteer = Gazetteer::from_bytes(build_with("areas.tsv", AREAS).unwrap().bytes).unwrap();
    let westvell = gazetteer.place("adm:VE.07".parse().unwrap());
    assert_eq!((westvell.lat, westvell.lon), (50.4, 5.4));
    for name in ["Rimby County", "Rimby"] {
        let found = gazetteer.find(name)[0].id;
        let county = gazetteer.place(found);
        assert_eq!((county.code().as_str(), county.class), ("adm:VE.07.001", PlaceClass::District));
        assert_eq!(county.admin1, Some(westvell.id));
    }
    assert!(!gazetteer.contains("adm:VE.07.002".parse().unwrap()), "the town of its name says as much");
    assert!(gazetteer.find_spelled("Elsewhere County").is_empty(), "a core table has areas of its own");
}

#[test]
fn a_town_of_the_post_lies_in_its_county() {
    let mut sources = sources();
    for (name, text) in [
        ("areas.tsv", AREAS),
        ("post_towns.tsv", "name\tarea\tcounty\tlat\tlon\nDimby\tVE.07\t001\t50.21\t5.21\n"),
    ] {
        let kind = SourceKind::of_file(name).unwrap();
        sources.push(Source { name: name.to_owned(), kind, text: text.to_owned() });
    }
    let gazetteer = Gazetteer::from_bytes(build(&sources).unwrap().bytes).unwrap();
    let dimby = gazetteer.place(gazetteer.find("Dimby")[0].id);
    assert_eq!((dimby.country, dimby.class), (Some("VE"), PlaceClass::Settlement));
    assert_eq!(dimby.admin2.map(|id| id.to_string()), Some("adm:VE.07.001".to_owned()));
}

#[test]
fn the_people_of_an_area_are_no_country() {
    let text = "place\twords\nadm:VE.07\tWestveller|Westvellers\nTwin Lakes\tLakelander\n";
    let gazetteer = Gazetteer::from_bytes(build_with("peoples.tsv", text).unwrap().bytes).unwrap();
    let place = |word| gazetteer.adjective_place(word).map(|id| gazetteer.place(id).name);
    assert_eq!((place("Westvellers"), place("Lakelander")), (Some("Westvell"), Some("Twin Lakes")));
    assert_eq!(gazetteer.adjective_country("Westvellers"), None);
    let unknown = build_with("peoples.tsv", "place\twords\nadm:VE.99\tNobody\n");
    assert!(matches!(unknown, Err(GazetteerError::BadRows { .. })));
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

#[test]
fn a_users_table_adds_to_a_gazetteer_that_is_open() {
    let base = gazetteer();
    let table =
        |text: &str| Source { name: "own.csv".to_owned(), kind: SourceKind::Places, text: text.to_owned() };
    let own = "name,lat,lon,country,class,admin1,alternates\nDusty Well,20.6,30.55,QA,village,Madar,\"Bir, Dusty|Bir Dust\"\n";
    let built = build_upon(&base, &[table(own)]).unwrap();
    let joined = Gazetteer::from_bytes(built.bytes).unwrap();
    assert_eq!(joined.n_places(), base.n_places() + 1);
    let well = joined.place(joined.find("Bir Dust")[0].id);
    assert_eq!((well.name, well.country, well.feature), ("Dusty Well", Some("QA"), "village"));
    assert_eq!(well.admin1, Some("gn:200".parse().unwrap()));
    for name in ["Madar", "El Qoura", "Tal Shaher", "Westvell", "Rimal airport"] {
        let codes = |g: &Gazetteer| g.find(name).iter().map(|c| c.id.to_string()).collect::<Vec<_>>();
        assert_eq!(codes(&joined), codes(&base), "{name}");
    }
    assert_eq!(joined.adjective_country("Qasrian"), joined.country("QA"));
    let bad = "name,lat,lon,country\nFine,20.0,30.0,QA\nFar,99.0,30.0,QA\nNowhere,20.0,30.0,XX\n";
    let Err(GazetteerError::BadRows { rows }) = build_upon(&base, &[table(bad)]) else {
        panic!("the rows are bad")
    };
    assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [3, 4]);
    let headless = build_upon(&base, &[table("place,lat,lon\nFine,20.0,30.0\n")]);
    assert!(matches!(headless, Err(GazetteerError::BadRows { .. })));
}

#[test]
fn a_dump_of_geonames_adds_places_and_names() {
    let row = |number: &str, name: &str, class: &str, code: &str| {
        format!("{number}\t{name}\t\t{name} Town\t20.9\t30.9\t{class}\t{code}\tQA\t\t\t\t\t\t1200\t\t\t\t\n")
    };
    let text = row("9100", "Newplace", "P", "PPL")
        + &row("9101", "Old Fort", "S", "RUIN")
        + &row("9102", "Wadi Dry", "H", "WAD");
    let dump = Source { name: "QA.txt".to_owned(), kind: SourceKind::GeoNames, text };
    let joined = Gazetteer::from_bytes(build_upon(&gazetteer(), &[dump]).unwrap().bytes).unwrap();
    assert_eq!(joined.place(joined.find("Newplace Town")[0].id).population, Some(1200));
    assert_eq!(joined.place(joined.find("Wadi Dry")[0].id).feature, "river");
    assert!(joined.find_spelled("Old Fort").is_empty(), "ruins are passed over");
}
