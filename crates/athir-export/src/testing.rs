//! What tests of exporters share: files in memory, readers of tables, invented records.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use athir_model::{
    Basis, ClaimState, Coding, Confidence, Count, Digest, Estimate, Event, EventId, EventKind, EventRef,
    EventStatus, Geometry, Grade, Harm, Incident, IncidentEvent, IncidentId, IncidentSide, Loss, LossClaim,
    Modality, Party, Phase, Place, PlacePrecision, PlaceStatus, Quote, ReportId, ReviewStatus, Role, Support,
    TimeBasis, TimePrecision, When,
};
use jiff::Timestamp;
use jiff::civil::{Date, date};

use crate::{
    Area, Areas, Files, Item, ItemEvent, Notes, PartyClass, PartyInfo, Profile, Release, ReportInfo,
    Settings, Start, Tally, World,
};

/// Files in memory.
#[derive(Clone, Default)]
pub(crate) struct Memory(Arc<Mutex<BTreeMap<String, Vec<u8>>>>);

struct InMemory {
    files: Memory,
    name: String,
}

impl Files for Memory {
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write + Send>> {
        self.0.lock().unwrap().insert(name.to_owned(), Vec::new());
        Ok(Box::new(InMemory { files: self.clone(), name: name.to_owned() }))
    }
}

impl Write for InMemory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.files.0.lock().unwrap().get_mut(&self.name).unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Memory {
    /// The bytes that were written to a file.
    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        self.0.lock().unwrap()[name].clone()
    }

    /// The files that were written, by name.
    pub(crate) fn names(&self) -> Vec<String> {
        self.0.lock().unwrap().keys().cloned().collect()
    }

    /// What was written to a file.
    pub(crate) fn text(&self, name: &str) -> String {
        String::from_utf8(self.0.lock().unwrap()[name].clone()).unwrap()
    }
}

/// Reads a table with commas as RFC 4180 has it.
pub(crate) fn read_commas(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let (mut row, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut signs = text.chars().peekable();
    while let Some(c) = signs.next() {
        match c {
            '"' if quoted && signs.peek() == Some(&'"') => {
                signs.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    assert!(!quoted && row.is_empty() && cell.is_empty(), "the table ends with a line");
    rows
}

/// Reads a table with tabs and no quoting.
pub(crate) fn read_tabs(text: &str) -> Vec<Vec<&str>> {
    text.lines().map(|line| line.split('\t').collect()).collect()
}

/// A registry and gazetteer of invented names: `xx-hill` and `xx-river` are armed groups, `sy` and `tr` states, `sy-army`
/// their army, `xx-unnamed` nobody; "civilians" and "protesters" are what they say.
pub(crate) struct Fixture;

/// The UCDP numbers of the two armed groups and of the state: those of the first dyad of the type in the table.
pub(crate) const HILL: u32 = 719;
pub(crate) const RIVER: u32 = 720;
pub(crate) const STATE: u32 = 23;

impl World for Fixture {
    fn party(&self, code: Option<&str>, name: &str, _: Option<Date>) -> PartyInfo {
        let known = |code: &str, name: &str, class, country: &str, cameo: &str, ucdp| PartyInfo {
            code: Some(code.to_owned()),
            name: name.to_owned(),
            class,
            countries: vec![country.to_owned()],
            cameo: Some(cameo.to_owned()),
            ucdp,
        };
        match code {
            Some("xx-hill") => known("xx-hill", "Hill Front", PartyClass::Rebel, "SY", "SYRREB", Some(HILL)),
            Some("xx-river") => {
                known("xx-river", "River Brigade", PartyClass::Rebel, "SY", "SYRREBMUS", Some(RIVER))
            }
            Some("sy") => known("sy", "Syrian government", PartyClass::State, "SY", "SYR", Some(STATE)),
            Some("sy-army") => known("sy-army", "Syrian Army", PartyClass::Military, "SY", "SYRMIL", None),
            Some("tr") => known("tr", "Turkey", PartyClass::State, "TR", "TUR", None),
            _ => PartyInfo {
                code: code.map(str::to_owned),
                name: name.to_owned(),
                class: match name {
                    "civilians" => PartyClass::Civilian,
                    "protesters" => PartyClass::Protester,
                    "soldiers" => PartyClass::Military,
                    _ => PartyClass::Unknown,
                },
                ..PartyInfo::default()
            },
        }
    }

    fn state(&self, iso2: &str) -> Option<PartyInfo> {
        Some(self.party(Some(&iso2.to_lowercase()), "", None))
    }

    fn areas(&self, place: &Place) -> Areas {
        let area = |name: &str| Some(Area { name: name.to_owned(), code: "gn:1".to_owned() });
        let is_settled = matches!(place.precision, PlacePrecision::Settlement | PlacePrecision::Spot);
        Areas {
            country: place.country.clone(),
            country_name: Some("Syria".to_owned()),
            country_point: Some((35.0, 38.0)),
            admin1: area("Wazir Governorate"),
            admin2: area("Wazir District").filter(|_| place.precision <= PlacePrecision::District),
            admin3: None,
            settlement: is_settled.then(|| place.name.clone()),
            feature: Some("populated place".to_owned()),
        }
    }
}

/// An invented incident of a kind: at Tell Wazir on 3 July 2017, told by one report, without parties and losses.
pub(crate) fn item(kind: EventKind) -> Item {
    let report = ReportInfo {
        id: ReportId("00000000000000aa".to_owned()),
        title: "Fighting at Tell Wazir; \"heavy\" losses, say both".to_owned(),
        outlet: Some("Orontes Wire".to_owned()),
        url: Some("https://wire.example/1".to_owned()),
        author: None,
        language: Some("en".to_owned()),
        licence: None,
        published: Some(date(2017, 7, 4)),
        retrieved: Some(at("2017-07-04T09:30:00Z")),
        sha256: Digest([7; 32]),
        n_chars: 900,
        coding: Coding {
            report: ReportId("00000000000000aa".to_owned()),
            coder: "athir 0.1.0".to_owned(),
            knowledge: Digest([9; 32]),
            codebook: Some("0123456789ab".to_owned()),
            model: Some("en_core_web_md 3.8.0 0a1b2c3d4e5f".to_owned()),
            coded: at("2017-07-05T00:00:00Z"),
        },
    };
    let place = Place {
        name: "Tell Wazir".to_owned(),
        within: Some("Wazir Governorate".to_owned()),
        country: Some("SY".to_owned()),
        lat: Some(35.25),
        lon: Some(36.75),
        precision: PlacePrecision::Settlement,
        geometry: Geometry::Point,
        radius_km: None,
        mention: "Tell Wazir".to_owned(),
        start: 30,
        end: 40,
        status: PlaceStatus::Resolved,
        code: Some("gn:42".to_owned()),
        candidates: Vec::new(),
        why: String::new(),
    };
    let when = When {
        start: Some(date(2017, 7, 3)),
        end: Some(date(2017, 7, 3)),
        precision: TimePrecision::Day,
        basis: TimeBasis::Stated,
        mention: None,
    };
    let trigger = Quote { text: "attacked".to_owned(), start: 20, end: 28 };
    let event = Event {
        id: EventId("00000000000000e1".to_owned()),
        kind,
        evidence: vec![Quote { text: "The Hill Front\nattacked Tell Wazir".to_owned(), start: 5, end: 40 }],
        trigger,
        initiators: Vec::new(),
        recipients: Vec::new(),
        place: Some(place.clone()),
        when: when.clone(),
        modality: Modality::Reported,
        phase: Phase::Occurred,
        casualties: Vec::new(),
        weapons: Vec::new(),
        attribution: Vec::new(),
        codes: kind.codes(),
        frame: "test".to_owned(),
        confidence: Confidence { event: 0.83, ..Confidence::default() },
    };
    let event_ref = EventRef { report: report.id.clone(), event: event.id.clone() };
    let incident = Incident {
        id: IncidentId("0123456789abcdef".to_owned()),
        kind,
        modality: Modality::Reported,
        phase: Phase::Occurred,
        place: Some(place),
        when,
        events: vec![IncidentEvent {
            event: event_ref,
            kind,
            modality: Modality::Reported,
            story: None,
            outlet: report.outlet.clone(),
            published: report.published,
            source: 0,
            voices: vec!["a medic".to_owned()],
            status: EventStatus::Open,
        }],
        n_reports: 1,
        n_sources: 1,
        sides: Vec::new(),
        places: Vec::new(),
        times: Vec::new(),
        losses: Vec::new(),
        grade: Grade::SingleSource,
        disputes: Vec::new(),
        joins: Vec::new(),
        related: Vec::new(),
        status: ReviewStatus::Machine,
        method: 2,
    };
    let told = ItemEvent {
        report: Arc::new(report),
        event,
        status: EventStatus::Open,
        review: None,
        claims: Vec::new(),
        source: 0,
        story: None,
    };
    Item { incident, events: vec![told], withheld: BTreeSet::new() }
}

fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}

impl Item {
    /// With a party on a side; one with a code is the fixture's.
    pub(crate) fn with(mut self, role: Role, name: &str, code: Option<&str>) -> Item {
        let party = Party {
            name: name.to_owned(),
            actor: code.map(str::to_owned),
            mention: name.to_owned(),
            start: if role == Role::Initiator { 5 } else { 50 },
            end: 60,
            basis: Basis::Stated,
            why: String::new(),
        };
        match role {
            Role::Initiator => self.events[0].event.initiators.push(party),
            Role::Recipient => self.events[0].event.recipients.push(party),
        }
        self.incident.sides.push(IncidentSide {
            role,
            name: name.to_owned(),
            actor: code.map(str::to_owned),
            bases: vec![Basis::Stated],
            voices: Vec::new(),
            mentions: vec![format!("the {name}")],
            support: Support { n_reports: 1, n_sources: 1, events: Vec::new() },
        });
        self
    }

    /// With so many who came to harm, over all sides or of one class of victims.
    pub(crate) fn losing(
        mut self,
        harm: Harm,
        victims: Option<&str>,
        [low, best, high]: [u64; 3],
        words: &str,
    ) -> Item {
        let claim = LossClaim {
            event: self.incident.events[0].event.clone(),
            count: Count { low: Some(low), high: Some(high).filter(|_| low == high) },
            victims: victims.unwrap_or("unknown").to_owned(),
            mention: Some(Quote { text: words.to_owned(), start: 70, end: 80 }),
            voice: None,
            published: None,
            source: 0,
            state: ClaimState::Current,
        };
        self.incident.losses.push(Loss {
            harm,
            victims: victims.map(str::to_owned),
            estimate: Estimate { low, best, high, open: false },
            claims: vec![claim],
        });
        self
    }
}

/// What an export gives: files, and notes.
pub(crate) fn export(profile: &Profile, set: &[(&str, &str)], items: &[Item]) -> (Memory, Tally) {
    let mut memory = Memory::default();
    let settings = Settings::read(profile, set.iter().copied()).unwrap();
    let release =
        Release { athir: "athir 0.1.0".to_owned(), codebook: "codebook".to_owned(), ..Release::default() };
    let start = Start { files: &mut memory, world: &Fixture, release: &release, settings: &settings };
    let mut exporter = (profile.start)(start).unwrap();
    let mut notes = Notes::new();
    for item in items {
        exporter.item(item, &mut notes).unwrap();
    }
    let rows = exporter.finish().unwrap();
    let tally = notes.finish(rows).unwrap();
    (memory, tally)
}

/// The rows of a table with commas, cells by their columns.
pub(crate) fn records(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut rows = read_commas(text).into_iter();
    let head = rows.next().unwrap();
    rows.map(|row| {
        assert_eq!(row.len(), head.len());
        head.iter().cloned().zip(row).collect()
    })
    .collect()
}

/// The rows of a table with tabs, cells by the columns that are given.
pub(crate) fn tabbed<'t>(text: &'t str, columns: &'t [&str]) -> Vec<BTreeMap<&'t str, &'t str>> {
    let row = |row: Vec<&'t str>| {
        assert_eq!(row.len(), columns.len());
        columns.iter().copied().zip(row).collect()
    };
    read_tabs(text).into_iter().map(row).collect()
}
