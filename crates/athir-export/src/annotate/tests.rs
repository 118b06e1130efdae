use std::collections::BTreeMap;

use athir_model::{CodedReport, EventKind, Extent, Role};

use super::*;
use crate::testing::{Fixture, Memory, item};
use crate::{Notes, Profile, Release, ReportRecord, Settings, Start};

/// A report of two lines, one of them with a sign that is two units of UTF-16, and one event whose words it has.
fn record() -> (ReportRecord, String) {
    let told = item(EventKind::Attack).with(Role::Initiator, "Hill Front", Some("xx-hill")).events.remove(0);
    let text = "😀 Men of the Hill\nFront attacked Tell Wazir. They left, the report says.".to_owned();
    let at = |words: &str| {
        let start = text[..text.find(words).unwrap()].chars().count();
        (start, start + words.chars().count())
    };
    let mut event = told.event;
    (event.trigger.start, event.trigger.end) = at("attacked");
    let place = event.place.as_mut().unwrap();
    (place.start, place.end) = at("Tell Wazir");
    let party = &mut event.initiators[0];
    (party.start, party.end) = at("Hill\nFront");
    let coded = CodedReport {
        doc: told.report.id.0.clone(),
        published: None,
        extent: Extent::Whole,
        events: vec![event],
        ties: Vec::new(),
        toll: None,
        omissions: Vec::new(),
        diagnostics: Vec::new(),
    };
    let record = ReportRecord {
        info: told.report,
        text: Some(text.clone()),
        coded,
        reviews: BTreeMap::new(),
        incidents: BTreeMap::new(),
    };
    (record, text)
}

fn write(profile: &Profile, record: &ReportRecord) -> Memory {
    let mut memory = Memory::default();
    let settings = Settings::read(profile, []).unwrap();
    let release = Release::default();
    let start = Start { files: &mut memory, world: &Fixture, release: &release, settings: &settings };
    let mut exporter = (profile.start)(start).unwrap();
    exporter.report(record, &mut Notes::new()).unwrap();
    exporter.finish().unwrap();
    memory
}

#[test]
fn brat_finds_its_words_at_its_offsets_and_none_over_a_line() {
    let (record, text) = record();
    let files = write(&BRAT, &record);
    assert_eq!(files.text("00000000000000aa.txt"), text);
    let ann = files.text("00000000000000aa.ann");
    let signs: Vec<char> = text.chars().collect();
    for line in ann.lines().filter(|line| line.starts_with('T')) {
        let [_, place, words] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let spans = place.split_once(' ').unwrap().1;
        let found: Vec<String> = spans
            .split(';')
            .map(|span| {
                let (start, end) = span.split_once(' ').unwrap();
                signs[start.parse().unwrap()..end.parse().unwrap()].iter().collect()
            })
            .collect();
        assert_eq!(found.join(" "), words);
        assert!(!words.contains('\n'));
    }
    assert!(ann.contains("Actor 13 17;18 23\tHill Front"), "{ann}");
    assert!(ann.contains("\tattack:T2 Initiator:T1 Place:T3\n"), "{ann}");
    assert!(files.text("annotation.conf").contains("\nair-strike\tInitiator*:Actor"));
}

#[test]
fn webanno_has_tokens_in_units_of_utf_16_and_relations_from_the_trigger() {
    let (record, text) = record();
    let tsv = write(&WEBANNO, &record).text("00000000000000aa.tsv");
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut n = 0;
    for line in tsv.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())) {
        let cells: Vec<&str> = line.split('\t').collect();
        let (start, end) = cells[1].split_once('-').unwrap();
        let words = String::from_utf16(&units[start.parse().unwrap()..end.parse().unwrap()]).unwrap();
        assert_eq!(words, cells[2]);
        assert_eq!(cells.len(), 10, "seven columns behind the token, the last empty: {line}");
        n += 1;
    }
    assert_eq!(n, 17, "{tsv}");
    assert!(tsv.contains("\tFront\tactor[1]\t"), "a mark goes on over a sentence's end: {tsv}");
    assert!(tsv.contains("\tinitiator\t2-2[2_1]\t"), "{tsv}");
    assert!(tsv.contains("\tplace\t2-2[2_3]\t"), "{tsv}");
    assert!(tsv.contains("#Text=They left, the report says.\n"));
}
