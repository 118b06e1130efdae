//! A small invented gazetteer in the shape of the real source tables.

use athir_gazetteer::build::{Built, Source, SourceKind, build};
use athir_gazetteer::{Gazetteer, GazetteerError};

const COUNTRIES: &str = "\
name\tiso2\tadjectives\tdemonyms\tcapital\talternates\tlat\tlon
Qasria\tQA\tQasrian\tQasrians\tMadar\tRepublic of Qasria\t20.0\t30.0
Velland\tVE\tVellish|Vellander\tVellanders\tPortby\tUnited Vell\t50.0\t5.0
";

const CORE: &str = "\
wof_id\tgn_id\tclass\tname\tlat\tlon\tpop\tadm1_wof\tadm2_wof\talt_names\tsrc
1\t100\tA0\tQasria\t20.0\t30.0\t900000\t\t\t\twof
2\t200\tA1\tMadar\t20.5\t30.5\t400000\t2\t\teng:Madar Governorate|fra:Gouvernorat de Madar\twof
3\t\tA2\tMadar North\t20.8\t30.5\t\t2\t3\t\twof
4\t400\tP\tMadar\t20.5\t30.4\t300000\t2\t\tdeu:Madarstadt\tgn+wof
5\t500\tP\tAl Qur\u{101}\t20.9\t30.5\t\t2\t3\tara:\u{642}\u{631}\u{649}|El Qoura\twof
6\t600\tP\tTall Sh\u{101}hir\t20.7\t30.6\t1200\t2\t3\tTell Chahir\twof
7\t700\tP\tQura\t19.0\t29.0\t50\t\t\t\twof
";

const REST: &str = "\
gn_id\tcc\tname\tlat\tlon\tpop\tadmin1\talt_names
9001\tVE\tPortby\t50.1\t5.1\t250000\t07\tPortbie|ptb|Порти
9002\tVE\tMadar\t51.0\t6.0\t2000\t07\t
9003\tVE\tHamletby\t51.5\t6.5\t600\t07\t
";

const ADMIN1: &str = r#"[{"code": "VE.07", "name": "Westvell"}, {"code": "VE.08", "name": "Nobody"}]"#;

const ADDITIONS: &str = "\
name\talternates\tlat\tlon\tclass\tparent\tcountry\tsource
Tel Shahir\tTal Shaher\t20.71\t30.61\ttown\t\tQA\town
# a comment
Eastern Hollow\tthe Hollow\t20.6\t30.7\tregion\t\tQA\town
Rimal air base\tRimal\t20.52\t30.42\tair base\tMadar province\tQA\town
Old Quarter\t\t20.50\t30.40\tneighbourhood\tMadar\tQA\town
Twin Lakes\t\t35.0\t18.0\tregion\t\tQA,VE\town
";

fn source(name: &str, text: &str) -> Source {
    let kind = SourceKind::of_file(name).expect("the fixture's file names are known");
    Source { name: name.to_owned(), kind, text: text.to_owned() }
}

pub(crate) fn sources() -> Vec<Source> {
    vec![
        source("QA.tsv", CORE),
        source("countries.tsv", COUNTRIES),
        source("world_rest_cities500.tsv", REST),
        source("geonames_admin1_names.json", ADMIN1),
        source("additions.tsv", ADDITIONS),
        source("coverage.tsv", "iso2\nQA\n"),
    ]
}

/// The fixture's sources with one table replaced.
pub(crate) fn build_with(name: &str, text: &str) -> Result<Built, GazetteerError> {
    let mut sources = sources();
    sources.retain(|source| source.name != name);
    sources.push(source(name, text));
    build(&sources)
}

pub(crate) fn bytes() -> Vec<u8> {
    build(&sources()).expect("the fixture has no bad row").bytes
}

pub(crate) fn gazetteer() -> Gazetteer {
    Gazetteer::from_bytes(bytes()).expect("a file just built opens")
}
