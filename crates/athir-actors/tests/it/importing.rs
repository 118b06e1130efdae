//! Lists of actors made for other programs.

use athir_actors::{ActorKind, Import, NameRole, Refusal, Registry, RelationKind};
use jiff::civil::date;

/// Reads one list, and gives the registry that it makes with what was refused.
fn imported(path: &str, text: &str) -> (Registry, Vec<Refusal>) {
    let mut import = Import::default();
    let refused = import.read(path, text).expect("a list of a known form");
    let toml = import.to_toml();
    (Registry::from_toml(&[("own.toml", &toml)]).unwrap_or_else(|e| panic!("{e}\n{toml}")), refused)
}

fn lines(refused: &[Refusal]) -> Vec<(usize, &str)> {
    refused.iter().map(|r| (r.line, r.why.as_str())).collect()
}

const ACTORS: &str = "\
<!-- a comment
that goes on -->
# another
LOWLAND_  [LOW]  # the country ;old
+LOWLANDER
+QUIET_BAY

ANA_OF_THE_HILL
\t[LOWMIL <20080120]
\t[LOWGOV 080120-20121109]
\t[LOWELI >121109]

HILL_ARMY_(HA)_ [LOWREB]
NOBODY [---]
BROKEN [LOW 2008-01-20]
NAMELESS
+{A SET} [LOWGOV]
";

#[test]
fn an_actor_dictionary_keeps_names_codes_and_their_dates() {
    let (registry, refused) = imported("lowland.actors.txt", ACTORS);
    let code = |words: &[&str], on| {
        let (_, actors) = registry.longest_at(words).unwrap_or_else(|| panic!("{words:?} is not known"));
        registry.cameo(actors[0], NameRole::Name, on).map(|code| code.into_owned())
    };
    assert_eq!(code(&["Lowland"], None).as_deref(), Some("LOW"));
    assert_eq!(code(&["Lowlander"], None).as_deref(), Some("LOW"));
    assert_eq!(code(&["Quiet", "Bay"], None).as_deref(), Some("LOW"));
    assert_eq!(code(&["HA"], None).as_deref(), Some("LOWREB"));
    let ana = ["Ana", "of", "the", "Hill"];
    assert_eq!(code(&ana, Some(date(2008, 1, 19))).as_deref(), Some("LOWMIL"));
    assert_eq!(code(&ana, Some(date(2008, 1, 20))).as_deref(), Some("LOWGOV"));
    assert_eq!(code(&ana, Some(date(2012, 11, 10))).as_deref(), Some("LOWELI"));
    assert_eq!(code(&ana, None), None);
    let kind = |actor: &str| registry.actor(registry.by_code(actor).expect(actor)).kind;
    assert_eq!(kind("cameo-lowland"), ActorKind::State);
    assert_eq!(kind("cameo-hill-army"), ActorKind::ArmedGroup);
    assert_eq!(kind("cameo-ana-of-the-hill"), ActorKind::Person);
    assert_eq!(
        lines(&refused),
        [
            (14, "it has no code in this time"),
            (15, "its dates cannot be read"),
            (17, "not a name that a text could hold"),
        ]
    );
    let nameless = registry.by_code("cameo-nameless").expect("the synonym's code is its own");
    assert_eq!(registry.actor(nameless).cameo[0].code, "LOWGOV");
}

#[test]
fn an_agent_dictionary_keeps_words_with_their_plurals() {
    let text = "\
!PERSON! = MAN, MEN
CONGRESS!PERSON! [~LEG]
PRIME_MINISTER [~GOV] # a comment
COUNTRY_DEPUTY [~LEG]
POLICE {} [ ~COP]
GOOSE {GEESE} [~GGS]
RIGHTS_BODY [NGO~]
CHIEF!OF! [~GOV]
CHIEF [GOV]
GOOSE [~GOV]
";
    let (registry, refused) = imported("roles.txt", text);
    let code = |words: &[&str]| registry.agent_at(words).map(|(n, code)| (n, code.to_owned()));
    assert_eq!(code(&["prime", "ministers"]), Some((2, "~GOV".to_owned())));
    assert_eq!(code(&["Congressmen"]), Some((1, "~LEG".to_owned())));
    assert_eq!(code(&["country", "deputies"]), Some((2, "~LEG".to_owned())));
    assert_eq!(code(&["polices"]), None);
    assert_eq!(code(&["geese"]), Some((1, "~GGS".to_owned())));
    assert_eq!(code(&["rights", "body"]), Some((2, "NGO~".to_owned())));
    assert_eq!(
        lines(&refused),
        [
            (8, "it names a set of words that no line before it defines"),
            (9, "its code leaves no room for an actor's"),
            (10, "\"goose\" means ~GGS already"),
        ]
    );
}

#[test]
fn the_ucdp_list_keeps_names_countries_and_lineage() {
    let text = "\u{feff}ActorId,NameData,NameOrigFull,NameOrigFullEng,Org,ActorIdPrev,ActorIdGroup,Location\r\n\
        1,Government of Lowland,n/a,,4,,,Syria\r\n\
        2,Hill Front,\"Jabhat al-Tal, FH\",Front of the Hill,1,,,\"Syria, Yemen (North Yemen)\"\r\n\
        3,Bay Front,n/a,,1,2,,Atlantis\r\n\
        4,Bay people,n/a,,3,,99,Syria\r\n\
        x,Odd,n/a,,1,,,Syria\r\n";
    let (registry, refused) = imported("ucdp.csv", text);
    let hill = registry.actor(registry.by_code("ucdp-2").expect("taken"));
    assert_eq!(hill.countries, ["SY", "YE"]);
    assert_eq!(hill.ucdp_id, Some(2));
    assert!(hill.names.iter().any(|name| name.text == "FH"));
    let bay = registry.actor(registry.by_code("ucdp-3").expect("taken"));
    assert_eq!(bay.relations[0].kind, RelationKind::SplitFrom);
    assert_eq!(registry.actor(registry.by_code("ucdp-4").expect("taken")).kind, ActorKind::People);
    let at: Vec<usize> = refused.iter().map(|r| r.line).collect();
    assert_eq!(at, [2, 4, 5, 6], "{refused:#?}");
}

#[test]
fn a_plain_table_keeps_dates_and_parents() {
    let text = "\
name,aliases,kind,country,start,end,parent,colour
Hill Front,HF; Front of the Hill,armed group,Syria,2012-05,2019,,red
Hill Brigade,,militia,SYR,2013,,HF,
Odd Brigade,,herd,SY,,,,
Late Brigade,,,SY,soon,,Nobody,
,HX,,,,,,
";
    let (registry, refused) = imported("own.csv", text);
    let hill = registry.actor(registry.by_code("sy-hill-front").expect("taken"));
    assert_eq!(hill.kind, ActorKind::ArmedGroup);
    assert_eq!(hill.founded.map(|m| m.earliest), Some(date(2012, 5, 1)));
    assert_eq!(hill.ended.map(|m| m.latest), Some(date(2019, 12, 31)));
    let brigade = registry.actor(registry.by_code("sy-hill-brigade").expect("taken"));
    assert_eq!(brigade.relations[0].kind, RelationKind::PartOf);
    assert_eq!(registry.actor(brigade.relations[0].to).code, "sy-hill-front");
    assert!(registry.by_code("sy-late-brigade").is_some(), "what could be read of it is taken");
    let at: Vec<usize> = refused.iter().map(|r| r.line).collect();
    assert_eq!(at, [1, 4, 5, 5, 6], "{refused:#?}");
}

#[test]
fn entries_of_one_name_get_codes_of_their_own() {
    let mut import = Import::default();
    import.read("a.txt", "HILL_FRONT [AAAREB]\n").expect("a dictionary");
    import.read("b.txt", "HILL_FRONT [BBBREB]\n").expect("a dictionary");
    let toml = import.to_toml();
    let registry = Registry::from_toml(&[("own.toml", &toml)]).expect("codes do not clash");
    assert_eq!(registry.find("Hill Front", None).len(), 2);
}

#[test]
fn a_table_without_names_is_an_error_with_its_line() {
    let error = Import::default().read("own.csv", "who,what\na,b\n").expect_err("no such table");
    assert!(error.to_string().starts_with("own.csv:1: "), "{error}");
}
