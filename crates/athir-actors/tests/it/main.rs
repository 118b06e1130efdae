//! What the built-in registry answers, and how a project's own files change it.

mod importing;

use athir_actors::{
    ActorId, ActorsError, Finding, Fit, NameRole, PartyClass, Reason, Registry, RelationKind, Victims, lint,
};
use jiff::civil::{Date, date};

fn code(id: ActorId) -> &'static str {
    &Registry::builtin().actor(id).code
}

fn first(name: &str, on: Date) -> &'static str {
    Registry::builtin().find(name, Some(on)).first().map_or("nobody", |c| code(c.actor))
}

fn at(text: &str) -> (usize, Vec<&'static str>) {
    let tokens: Vec<&str> = text.split(' ').collect();
    match Registry::builtin().longest_at(&tokens) {
        Some((n_words, ids)) => (n_words, ids.into_iter().map(code).collect()),
        None => (0, Vec::new()),
    }
}

#[test]
fn holds_two_thousand_actors() {
    assert!(Registry::builtin().actors().count() >= 2000);
}

#[test]
fn a_name_means_what_it_meant_then() {
    assert_eq!(first("al-Nusra Front", date(2015, 4, 1)), "sy-nusra");
    assert_eq!(first("Fatah al-Sham", date(2016, 9, 1)), "sy-jfs");
    assert_eq!(first("Tahrir al-Sham", date(2017, 6, 14)), "sy-hts");
    assert_eq!(first("IRA", date(1975, 1, 1)), "uk-ira");
    assert_eq!(first("Provisional IRA", date(1975, 1, 1)), "uk-pira");
}

#[test]
fn an_old_name_leads_to_the_successors_too() {
    let registry = Registry::builtin();
    let found = registry.find("al-Nusra Front", Some(date(2017, 6, 14)));
    let codes: Vec<&str> = found.iter().map(|c| code(c.actor)).collect();
    assert_eq!(codes, ["sy-nusra", "sy-jfs", "sy-hts"]);
    assert_eq!(found[0].fit, Fit::AfterEnd);
    assert_eq!(found[2].reason, Reason::SuccessorOf(found[1].actor));
    assert_eq!(found[2].fit, Fit::InTime);
}

#[test]
fn finds_the_longest_name_in_tokens() {
    assert_eq!(at("Hay'at Tahrir al - Sham attacked"), (5, vec!["sy-hts"]));
    assert_eq!(at("Tahrir al - Sham Hay’at said"), (5, vec!["sy-hts"]));
    assert_eq!(at("Islamic State of Iraq and the Levant group").0, 7);
    assert_eq!(at("People 's Protection Units ("), (4, vec!["sy-ypg"]));
    assert_eq!(at("Kurdistan Workers ' Party ,"), (4, vec!["tr-pkk"]));
    assert_eq!(at("US - led coalition jets"), (4, vec!["int-usled"]));
    assert_eq!(at("Hezbollah 's fighters"), (1, vec!["lb-hezbollah"]));
    assert_eq!(at("Hama 's suburbs").0, 0);
}

#[test]
fn finds_other_romanisations() {
    for (text, expected) in [
        ("Jeish al - Islam", "sy-jai"),
        ("Jaish ul - Islam", "sy-jai"),
        ("Ahrar ash - Sham", "sy-ahrar"),
        ("Faylaq ar - Rahman", "sy-rahman"),
        ("Jabhat an - Nusrah", "sy-nusra"),
        ("Nour ad - Din al - Zinki", "sy-zenki"),
        ("Jaish al - Ezza", "sy-izza"),
        ("Hizbollah", "lb-hezbollah"),
        ("Al Qaida", "al-qaeda"),
    ] {
        let (n_words, codes) = at(text);
        assert_eq!(n_words, text.split(' ').count(), "{text}");
        assert_eq!(codes.first(), Some(&expected), "{text}");
    }
}

#[test]
fn abbreviations_match_in_capitals_only() {
    assert_eq!(at("IS fighters"), (1, vec!["is"]));
    assert_eq!(at("is fighting").0, 0);
    assert_eq!(at("us that").0, 0);
    assert_eq!(at("US officials"), (1, vec!["us"]));
    assert_eq!(at("who said").0, 0);
}

#[test]
fn groups_that_share_a_word_stay_apart() {
    assert_eq!(at("Ansar al - Islam"), (4, vec!["iq-ansarislam"]));
    assert_eq!(at("Jaysh al - Nasr").1, ["sy-nasr"]);
    assert_eq!(at("Army of Conquest").1, ["sy-jfatah"]);
    assert_ne!(first("Liwa al-Haqq", date(2013, 1, 1)), first("Liwa al-Haqq", date(2016, 1, 1)));
}

#[test]
fn countries_and_words_for_parties_compose() {
    let registry = Registry::builtin();
    let compose =
        |country, lemma| registry.compose(country, registry.generic(lemma).expect("a generic word")).name;
    assert_eq!(compose("SY", "army"), "Syrian Arab Army");
    assert_eq!(compose("SY", "regime forces"), "Syrian government");
    assert_eq!(compose("EG", "police officers"), "Egypt police");
    assert_eq!(compose("EG", "security forces"), "Egypt security forces");
    assert_eq!(compose("IQ", "security forces"), "Iraqi Security Forces");
    assert_eq!(compose("FR", "soldiers"), "France");
    assert_eq!(compose("TR", "military"), "Turkish Armed Forces");
    assert_eq!(compose("GB", "army"), "British Army");
    assert_eq!(compose("SY", "opposition"), "Syrian opposition");
    assert_eq!(compose("IQ", "villagers"), "civilians");
    assert_eq!(compose("??", "police"), "police");
}

#[test]
fn composed_names_are_found_as_names() {
    assert_eq!(at("Turkish police said").1, ["tr-police"]);
    assert_eq!(at("Turkish foreign ministry said"), (3, vec!["tr"]));
    assert_eq!(at("Iraqi Security Forces").1, ["iq-security"]);
    assert_eq!(at("Syrian government forces"), (3, vec!["sy"]));
}

#[test]
fn countries_are_found_by_adjective() {
    let registry = Registry::builtin();
    assert_eq!(registry.country_at(&["South", "Sudanese", "soldiers"]), Some((2, "SS")));
    assert_eq!(registry.country_at(&["U.S.", "troops"]), Some((1, "US")));
    assert_eq!(registry.country_at(&["us", "all"]), None);
    assert_eq!(registry.country_at(&["Turkish"]), Some((1, "TR")));
    assert_eq!(registry.country_at(&["polish"]), None);
}

#[test]
fn leaders_stand_for_their_actor_in_their_time() {
    let registry = Registry::builtin();
    let found = registry.find("Macron", Some(date(2018, 1, 1)));
    assert_eq!(code(found[0].actor), "fr");
    assert!(matches!(found[0].role, NameRole::Leader(_)));
    assert_eq!(first("Zahran Alloush", date(2015, 5, 1)), "sy-jai");
    assert_eq!(first("Zahran Alloush", date(2012, 5, 1)), "sy-liwaislam");
}

#[test]
fn a_capital_stands_for_its_state_as_metonym() {
    let found = Registry::builtin().find("Moscow", None);
    assert_eq!(code(found[0].actor), "ru");
    assert_eq!(found[0].role, NameRole::Metonym);
}

#[test]
fn generic_words_have_class_and_victims() {
    let registry = Registry::builtin();
    let terrorist = registry.generic("terrorists").expect("a generic word");
    assert_eq!((terrorist.name.as_str(), terrorist.class), ("militants", PartyClass::Unknown));
    assert_eq!(registry.generic("militants").expect("a generic word").lemma, "militant");
    assert_eq!(registry.generic("girl").expect("a generic word").victims, Victims::Civilians);
    assert_eq!(registry.generic("schoolchildren").expect("a generic word").victims.as_str(), "children");
    assert_eq!(registry.generic("Aleppo"), None);
}

#[test]
fn phrases_for_parties_are_found_whole() {
    let registry = Registry::builtin();
    let at = |text: &str| {
        let tokens: Vec<&str> = text.split(' ').collect();
        registry.generic_at(&tokens).map(|(n_words, generic)| (n_words, generic.name.as_str()))
    };
    assert_eq!(at("Opposition fighters said"), Some((2, "rebels")));
    assert_eq!(at("pro - government forces"), Some((4, "government forces")));
    assert_eq!(at("residents of the town"), Some((1, "civilians")));
    assert_eq!(at("the residents"), None);
}

#[test]
fn descriptions_mean_those_they_fit() {
    let registry = Registry::builtin();
    let fits = |actor: &str, words: &str, on: Date| {
        let words: Vec<&str> = words.split(' ').collect();
        registry.describes(registry.by_code(actor).expect("a known code"), &words, Some(on)).is_some()
    };
    let in_2015 = date(2015, 4, 1);
    let in_2017 = date(2017, 6, 14);
    assert!(fits("sy-nusra", "the al - Qaeda affiliate", in_2015));
    assert!(fits("sy-nusra", "al - Qaeda 's Syrian branch", in_2015));
    assert!(fits("sy-hts", "the al - Qaeda affiliate", in_2017));
    assert!(!fits("sy-ahrar", "the al - Qaeda affiliate", in_2015));
    assert!(!fits("aqap", "al - Qaeda 's Syrian branch", in_2015));
    assert!(fits("lb-hezbollah", "the Lebanese militia", in_2015));
    assert!(!fits("sy-ahrar", "the Lebanese militia", in_2015));
    assert!(fits("sy-sdf", "the US - backed alliance", in_2017));
    assert!(fits("sy-ypg", "the Kurdish militia", in_2015));
    assert!(fits("sy-hts", "the jihadist alliance", in_2017));
    assert!(!fits("sy-ahrar", "the jihadist alliance", in_2017));
    assert!(fits("sy-hurras", "the al - Qaeda - linked group", date(2019, 1, 1)));
}

#[test]
fn a_description_lists_its_actors() {
    let registry = Registry::builtin();
    let words = ["al", "-", "Qaeda", "'s", "Syrian", "affiliate"];
    let described = registry.described_by(&words, Some(date(2014, 3, 1)));
    let codes: Vec<&str> = described.iter().map(|d| code(d.actor)).collect();
    assert!(codes.contains(&"sy-nusra"), "{codes:?}");
    assert!(!codes.contains(&"sy-hts"), "{codes:?}");
}

#[test]
fn lineage_is_dated() {
    let registry = Registry::builtin();
    let nusra = registry.by_code("sy-nusra").expect("a known code");
    let renamed = registry.lineage(nusra).iter().find(|r| r.kind == RelationKind::RenamedTo);
    let renamed = renamed.expect("al-Nusra was renamed");
    assert_eq!(code(renamed.to), "sy-jfs");
    assert_eq!(renamed.from.map(|from| from.earliest), Some(date(2016, 7, 28)));
    assert!(registry.predecessors(renamed.to).contains(&nusra));
}

#[test]
fn a_projects_file_overrides_and_extends() {
    let own = r#"
        [[actor]]
        code = "xx-lowland"
        name = "Lowland Guard"
        kind = "armed-group"
        countries = ["XX"]
        names = [{ text = "LG", from = "2020-03", until = "2021" }]
        relations = [{ kind = "ally-of", to = "sy-hts" }]
        source = "own field notes"

        [[actor]]
        code = "sy-hts"
        name = "Hayat Tahrir al-Sham"
        kind = "armed-group"
        source = "own field notes"
    "#;
    let registry = Registry::builtin_with(&[("own.toml", own)]).expect("a correct file");
    let hts = registry.by_code("sy-hts").expect("a known code");
    assert_eq!(registry.actor(hts).name, "Hayat Tahrir al-Sham");
    assert!(registry.lineage(hts).is_empty());
    let (n_words, found) = registry.longest_at(&["Lowland", "Guard"]).expect("the new actor");
    assert_eq!((n_words, registry.actor(found[0]).code.as_str()), (2, "xx-lowland"));
    let late = registry.find("LG", Some(date(2023, 1, 1)));
    assert_eq!(late[0].fit, Fit::AfterEnd);
}

#[test]
fn messages_name_path_and_line() {
    let error =
        |text: &str| Registry::from_toml(&[("own.toml", text)]).expect_err("a wrong file").to_string();
    let entry = |rest: &str| {
        format!("\n[[actor]]\ncode = \"a\"\nname = \"A\"\nkind = \"militia\"\nsource = \"s\"\n{rest}\n")
    };
    assert!(error("[[actor]\n").starts_with("own.toml:1: "));
    assert_eq!(
        error(&entry("founded = \"soon\"")),
        "own.toml:3: \"soon\" of a is not YYYY, YYYY-MM or YYYY-MM-DD"
    );
    assert_eq!(
        error(&entry("relations = [{ kind = \"part-of\", to = \"b\" }]")),
        "own.toml:3: a points to b, which no file defines"
    );
    assert!(error(&format!("{}{}", entry(""), entry(""))).contains("the code a stands twice"));
    let row = Registry::from_toml(&[("own.tsv", "id\n1\tgroup\n")]);
    assert!(matches!(row, Err(ActorsError::Row { line: 2, .. })));
}

#[test]
fn the_builtin_files_have_no_findings() {
    let findings = lint(Registry::builtin());
    assert!(findings.is_empty(), "{findings:#?}");
}

#[test]
fn lint_finds_what_cannot_be_right() {
    let files = r#"
        [[actor]]
        code = "a"
        name = "River Front"
        kind = "armed-group"
        founded = "2015"
        ended = "2012"
        relations = [{ kind = "renamed-to", to = "b" }]
        source = "s"

        [[actor]]
        code = "b"
        name = "Hill Front"
        kind = "armed-group"
        relations = [{ kind = "merged-into", to = "a" }, { kind = "ally-of", to = "b" }]
        source = "s"

        [[actor]]
        code = "c"
        name = "Hill Front"
        kind = "armed-group"
        source = "s"
    "#;
    let registry = Registry::from_toml(&[("own.toml", files)]).expect("a correct file");
    let findings = lint(&registry);
    assert!(findings.contains(&Finding::Circle { code: "a".to_owned() }));
    assert!(findings.contains(&Finding::Dates { code: "a".to_owned(), of: "the actor".to_owned() }));
    assert!(findings.contains(&Finding::Itself { code: "b".to_owned() }));
    let codes = vec!["b".to_owned(), "c".to_owned()];
    assert!(findings.contains(&Finding::SharedName { name: "hill front".to_owned(), codes }));
}

#[test]
fn a_listed_name_may_be_shared_and_must_be() {
    let actor = |code: &str| {
        format!("[[actor]]\ncode = \"{code}\"\nname = \"Hill Front\"\nkind = \"militia\"\nsource = \"s\"\n")
    };
    let listed = |name: &str| format!("[[shared]]\nname = \"{name}\"\nwhy = \"two hills\"\n");
    let findings = |text: String| lint(&Registry::from_toml(&[("own.toml", &text)]).expect("a correct file"));
    assert_eq!(findings(actor("a") + &actor("b") + &listed("Hill Front")), []);
    let not_shared = Finding::NotShared { name: "hill front".to_owned() };
    assert_eq!(findings(actor("a") + &listed("Hill Front")), [not_shared]);
}

#[test]
fn words_for_roles_are_built_in() {
    let registry = Registry::builtin();
    assert_eq!(registry.agent_at(&["prime", "minister", "said"]), Some((2, "~GOV")));
    assert_eq!(registry.agent_at(&["lawmakers"]).map(|(_, code)| code), Some("~LEG"));
}
