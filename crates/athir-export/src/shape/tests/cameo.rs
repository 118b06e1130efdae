//! The tables with a row a pair of parties: ICEWS and GDELT. And POLECAT, which has tabs as well.

use athir_model::{EventKind, Modality, PlaceStatus, Role};

use crate::Item;
use crate::shape::{GDELT, ICEWS, POLECAT};
use crate::testing::{export, item, read_tabs, tabbed};

const ICEWS_HEADER: &str = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\t\
Intensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\t\
Country\tLatitude\tLongitude";
const POLECAT_HEADER: &str = "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\t\
Actor Country\tActor COW\tPrimary Actor Sector\tActor Sectors\tActor Title\tActor Name Raw\tWikipedia Actor ID\t\
Recipient Name\tRecipient Country\tRecipient COW\tPrimary Recipient Sector\tRecipient Sectors\tRecipient Title\t\
Recipient Name Raw\tWikipedia Recipient ID\tPlacename\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\t\
GeoNames ID\tRaw Placename\tFeature Type\tSource\tPublication Date\tStory People\tStory Organizations\tStory Locations\t\
Language\tVersion";
const GDELT_EVENTS: &str = "GLOBALEVENTID,SQLDATE,MonthYear,Year,FractionDate,Actor1Code,Actor1Name,Actor1CountryCode,\
Actor1KnownGroupCode,Actor1EthnicCode,Actor1Religion1Code,Actor1Religion2Code,Actor1Type1Code,Actor1Type2Code,\
Actor1Type3Code,Actor2Code,Actor2Name,Actor2CountryCode,Actor2KnownGroupCode,Actor2EthnicCode,Actor2Religion1Code,\
Actor2Religion2Code,Actor2Type1Code,Actor2Type2Code,Actor2Type3Code,IsRootEvent,EventCode,EventBaseCode,EventRootCode,\
QuadClass,GoldsteinScale,NumMentions,NumSources,NumArticles,AvgTone,Actor1Geo_Type,Actor1Geo_FullName,\
Actor1Geo_CountryCode,Actor1Geo_ADM1Code,Actor1Geo_ADM2Code,Actor1Geo_Lat,Actor1Geo_Long,Actor1Geo_FeatureID,\
Actor2Geo_Type,Actor2Geo_FullName,Actor2Geo_CountryCode,Actor2Geo_ADM1Code,Actor2Geo_ADM2Code,Actor2Geo_Lat,\
Actor2Geo_Long,Actor2Geo_FeatureID,ActionGeo_Type,ActionGeo_FullName,ActionGeo_CountryCode,ActionGeo_ADM1Code,\
ActionGeo_ADM2Code,ActionGeo_Lat,ActionGeo_Long,ActionGeo_FeatureID,DATEADDED,SOURCEURL";
const GDELT_MENTIONS: &str = "GLOBALEVENTID,EventTimeDate,MentionTimeDate,MentionType,MentionSourceName,MentionIdentifier,\
SentenceID,Actor1CharOffset,Actor2CharOffset,ActionCharOffset,InRawText,Confidence,MentionDocLen,MentionDocTone,\
MentionDocTranslationInfo,Extras";

fn shelling() -> Item {
    item(EventKind::Shelling)
        .with(Role::Initiator, "Syrian Army", Some("sy-army"))
        .with(Role::Initiator, "Turkey", Some("tr"))
        .with(Role::Recipient, "River Brigade", Some("xx-river"))
}

#[test]
fn the_header_of_icews_is_the_known_one() {
    let (files, _) = export(&ICEWS, &[], &[]);
    assert_eq!(files.text("icews.tab"), format!("{ICEWS_HEADER}\n"));
}

#[test]
fn icews_has_a_row_for_each_source_with_each_target() {
    let (files, tally) = export(&ICEWS, &[], &[shelling()]);
    let columns: Vec<&str> = ICEWS_HEADER.split('\t').collect();
    let text = files.text("icews.tab");
    let rows = tabbed(text.split_once('\n').unwrap().1, &columns);
    assert_eq!(rows.iter().map(|row| row["Source Name"]).collect::<Vec<_>>(), ["Syrian Army", "Turkey"]);
    assert_eq!(rows[0]["Source Sectors"], "Government,Military");
    assert_eq!(rows[0]["Target Name"], "River Brigade");
    assert_eq!((rows[0]["CAMEO Code"], rows[0]["Intensity"]), ("194", "-10"));
    assert_eq!(
        (rows[0]["City"], rows[0]["Province"], rows[0]["Country"]),
        ("Tell Wazir", "Wazir Governorate", "Syria")
    );
    assert_ne!(rows[0]["Event ID"], rows[1]["Event ID"]);
    assert_eq!(rows[0]["Story ID"], rows[1]["Story ID"]);
    assert_eq!(tally.narrowed.values().sum::<u64>(), 1, "it is noted once: {tally:?}");
}

#[test]
fn icews_keeps_the_leading_zero_of_a_code_and_asks_for_both_sides() {
    let pact = item(EventKind::Agreement).with(Role::Initiator, "Turkey", Some("tr")).with(
        Role::Initiator,
        "Syria",
        Some("sy"),
    );
    let (files, _) = export(&ICEWS, &[], &[pact]);
    assert_eq!(
        read_tabs(&files.text("icews.tab"))[1][6],
        "057",
        "two on one side of a pact are its two sides"
    );
    let alone = item(EventKind::Attack).with(Role::Initiator, "Turkey", Some("tr"));
    let (_, tally) = export(&ICEWS, &[], &[alone]);
    assert_eq!(tally.files[0].rows, 0);
    assert!(tally.left_out.contains_key("ICEWS asks for a source and a target, and no report names both"));
}

#[test]
fn the_columns_of_gdelt_are_the_known_ones() {
    let (files, _) = export(&GDELT, &[("header", "yes")], &[]);
    assert_eq!(files.text("gdelt.export.CSV"), format!("{}\n", GDELT_EVENTS.replace(',', "\t")));
    assert_eq!(files.text("gdelt.mentions.CSV"), format!("{}\n", GDELT_MENTIONS.replace(',', "\t")));
}

#[test]
fn gdelt_has_events_and_mentions_without_a_header() {
    let (files, tally) = export(&GDELT, &[], &[shelling()]);
    let columns: Vec<&str> = GDELT_EVENTS.split(',').collect();
    let text = files.text("gdelt.export.CSV");
    let rows = tabbed(&text, &columns);
    assert_eq!((rows.len(), tally.files[1].rows), (2, 2));
    let expected = [
        ("SQLDATE", "20170703"),
        ("MonthYear", "201707"),
        ("FractionDate", "2017.5014"),
        ("Actor1Code", "SYRMIL"),
        ("Actor1Name", "SYRIAN ARMY"),
        ("Actor1CountryCode", "SYR"),
        ("Actor1Type1Code", "MIL"),
        ("Actor2Religion1Code", "MUS"),
        ("IsRootEvent", "1"),
        ("EventCode", "194"),
        ("EventRootCode", "19"),
        ("QuadClass", "4"),
        ("GoldsteinScale", "-10"),
        ("NumMentions", "1"),
        ("AvgTone", ""),
        ("Actor1Geo_Type", "0"),
        ("ActionGeo_Type", "4"),
        ("ActionGeo_FullName", "Tell Wazir, Wazir Governorate, Syria"),
        ("ActionGeo_CountryCode", "SY"),
        ("DATEADDED", "20170705000000"),
        ("SOURCEURL", "https://wire.example/1"),
    ];
    for (column, value) in expected {
        assert_eq!(rows[0][column], value, "{column}");
    }
    let mentions = files.text("gdelt.mentions.CSV");
    let columns: Vec<&str> = GDELT_MENTIONS.split(',').collect();
    let mention = &tabbed(&mentions, &columns)[0];
    assert_eq!(mention["GLOBALEVENTID"], rows[0]["GLOBALEVENTID"]);
    assert_eq!((mention["MentionTimeDate"], mention["MentionType"]), ("20170704093000", "1"));
    assert_eq!(
        (mention["Actor1CharOffset"], mention["Actor2CharOffset"], mention["ActionCharOffset"]),
        ("5", "50", "20")
    );
    assert_eq!((mention["Confidence"], mention["MentionDocLen"]), ("83", "900"));
}

#[test]
fn gdelt_has_fips_codes_and_no_point_where_only_a_country_is_known() {
    let mut congo = shelling();
    let place = congo.incident.place.as_mut().unwrap();
    place.country = Some("CD".to_owned());
    place.status = PlaceStatus::Ambiguous;
    let (files, _) = export(&GDELT, &[], &[congo]);
    let columns: Vec<&str> = GDELT_EVENTS.split(',').collect();
    let text = files.text("gdelt.export.CSV");
    let row = &tabbed(&text, &columns)[0];
    assert_eq!(
        (row["ActionGeo_Type"], row["ActionGeo_CountryCode"], row["ActionGeo_FeatureID"]),
        ("1", "CG", "CG")
    );
}

#[test]
fn what_has_not_happened_is_no_event_of_cameo() {
    let mut planned = shelling();
    planned.incident.modality = Modality::Planned;
    for profile in [&ICEWS, &GDELT, &POLECAT] {
        let (_, tally) = export(profile, &[], std::slice::from_ref(&planned));
        assert_eq!(tally.left_out.values().sum::<u64>(), 1, "{}", profile.name);
    }
}

#[test]
fn polecat_has_lists_of_parties_in_one_row() {
    let (files, _) = export(&POLECAT, &[], &[shelling()]);
    let text = files.text("polecat.txt");
    let (head, rest) = text.split_once('\n').unwrap();
    assert_eq!(head, POLECAT_HEADER);
    let columns: Vec<&str> = POLECAT_HEADER.split('\t').collect();
    let rows = tabbed(rest, &columns);
    assert_eq!(rows.len(), 1);
    let expected = [
        ("Event Type", "ASSAULT"),
        ("Event Mode", "heavy-weapons"),
        ("Intensity", "-9.5"),
        ("Quad Code", "MATERIAL CONFLICT"),
        ("Contexts", "military"),
        ("Actor Name", "Syrian Army; Turkey"),
        ("Actor Country", "Syria; Turkey"),
        ("Actor COW", "652; 640"),
        ("Primary Actor Sector", "MIL"),
        ("Recipient Name", "River Brigade"),
        ("Recipient Sectors", "REB"),
        ("GeoNames ID", "42"),
        ("Placename", "Tell Wazir"),
        ("Source", "Orontes Wire"),
        ("Publication Date", "2017-07-04"),
        ("Story People", ""),
        ("Version", "athir 0.1.0, machine-coded"),
    ];
    for (column, value) in expected {
        assert_eq!(rows[0][column], value, "{column}");
    }
    assert!(!text.contains("None"), "nothing is not a word");
}
