//! Tables of what is coded, and batches of reports.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::LazyLock;

use athir::arrow::{
    Actors, BatchBuilder, Claims, Column, EventRow, Events, IncidentRow, Incidents, Provenance, RecordBatch,
    ReportRow, Reports, Table, TieRow, Ties, cells, keep_rows, total,
};
use athir::model::{Claim, EventStatus, Harm, ReportId, ReviewStatus};
use athir::network::{Network, add_coded};
use athir::{CodedReport, CodedTable, Config, Pipeline, Registry, Report, code_batch, merge_events};

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::new(&Config::default()).unwrap());

/// Every fifth of the demo's reports, with their dates.
static DEMO: LazyLock<Vec<(Report, CodedReport)>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/demo");
    let inputs = athir::find_inputs(&[folder]);
    let settings = athir::ReadSettings::default();
    let records = inputs.into_iter().step_by(5).flat_map(|input| input.unwrap().records(&settings)).collect();
    let reports: Vec<Report> =
        athir::read_records(records, &settings, jobs(2)).into_iter().map(Result::unwrap).collect();
    let coded = PIPELINE.code_all(&reports, jobs(2));
    reports.into_iter().zip(coded).collect()
});

fn jobs(n: usize) -> NonZeroUsize {
    NonZeroUsize::new(n).unwrap()
}

/// Checks each value of a row against the description of its column, and tells which columns had one.
fn check<'a, T: Table>(row: &'a T::Row<'a>, filled: &mut Vec<bool>) {
    filled.resize(T::COLUMNS.len(), false);
    for ((column, cell), filled) in T::COLUMNS.iter().zip(cells::<T>(row)).zip(filled) {
        let Column { name, kind, can_be_empty, .. } = column;
        match cell.kind() {
            None => assert!(can_be_empty, "{name} is empty"),
            Some(found) => {
                assert_eq!(found, *kind, "{name}");
                *filled = true;
            }
        }
    }
}

fn never_filled<T: Table>(filled: &[bool]) -> Vec<&'static str> {
    T::COLUMNS.iter().zip(filled).filter(|(_, filled)| !**filled).map(|(column, _)| column.name).collect()
}

#[test]
fn every_column_has_values_of_its_type_in_what_reports_give() {
    let (mut reports, mut events, mut claims) = (Vec::new(), Vec::new(), Vec::new());
    let mut builder = BatchBuilder::<Events>::new();
    for (report, coded) in DEMO.iter() {
        let made = Provenance::by(PIPELINE.made_by(), None);
        let row = ReportRow { text: Some(&report.text), coded: Some(coded), made, ..ReportRow::of(report) };
        check::<Reports>(&row, &mut reports);
        for event in &coded.events {
            check::<Events>(&EventRow::of(event, &row), &mut events);
            builder.push(&EventRow::of(event, &row));
            for claim in Claim::of_event(&ReportId(report.name.clone()), event) {
                check::<Claims>(
                    &athir::arrow::ClaimRow {
                        claim: &claim,
                        incident: None,
                        status: EventStatus::Open,
                        made: &row.made,
                    },
                    &mut claims,
                );
            }
        }
    }
    let batch = builder.finish().unwrap();
    assert_eq!(batch.num_rows(), DEMO.iter().map(|(_, coded)| coded.events.len()).sum::<usize>());
    // What these reports do not have: they are files of one report each, from no address, not yet merged.
    assert_eq!(never_filled::<Reports>(&reports), ["url", "author", "record", "retrieved", "licence"]);
    assert_eq!(never_filled::<Events>(&events), ["incident", "url"]);
    assert_eq!(never_filled::<Claims>(&claims), ["incident", "corrected_by"]);
}

#[test]
fn incidents_ties_and_actors_have_values_of_their_columns_types() {
    let incidents = merge_events(&DEMO, &[], Registry::builtin(), jobs(1));
    let mut network = Network::new();
    let coded: Vec<CodedReport> = DEMO.iter().map(|(_, coded)| coded.clone()).collect();
    add_coded(&mut network, &coded);
    let made = Provenance::by(PIPELINE.made_by(), None);
    let (mut rows, mut ties, mut actors) = (Vec::new(), Vec::new(), Vec::new());
    for incident in &incidents {
        check::<Incidents>(&IncidentRow { incident, made: &made }, &mut rows);
    }
    for bond in network.bonds() {
        check::<Ties>(
            &TieRow {
                bond,
                a_name: &bond.a.0,
                b_name: bond.b.as_ref().map(|b| b.0.as_str()),
                status: ReviewStatus::Machine,
                made: &made,
            },
            &mut ties,
        );
    }
    for actor in network.actors() {
        let row = athir::arrow::ActorRow { actor: &actor, kind: None, countries: &[] };
        check::<Actors>(&row, &mut actors);
    }
    assert!(never_filled::<Incidents>(&rows).is_empty(), "{:?}", never_filled::<Incidents>(&rows));
    assert!(never_filled::<Ties>(&ties).is_empty(), "{:?}", never_filled::<Ties>(&ties));
    assert_eq!(never_filled::<Actors>(&actors), ["kind"]);
}

#[test]
fn the_losses_of_an_event_are_those_of_an_incident_that_nobody_else_tells_of() {
    let mut n_compared = 0;
    for (report, coded) in DEMO.iter() {
        // The losses of the report as a whole, which incidents look at first, are no part of an event.
        let alone = (report.clone(), CodedReport { toll: None, ..coded.clone() });
        for incident in merge_events(std::slice::from_ref(&alone), &[], Registry::builtin(), jobs(1)) {
            let [of] = &incident.events[..] else { continue };
            let event = coded.events.iter().find(|event| event.id == of.event.event).unwrap();
            let loss =
                incident.losses.iter().find(|loss| loss.harm == Harm::Killed && loss.victims.is_none());
            let own = event.casualties.iter().filter(|loss| loss.kind == Harm::Killed);
            // Where several voices give numbers, an incident has a range of them.
            if own.clone().all(|loss| loss.voice.is_none()) && own.clone().count() > 0 {
                let count = total(event, Harm::Killed).unwrap();
                let loss = loss.unwrap().estimate;
                assert_eq!(
                    count.low.or(count.high),
                    Some(loss.best),
                    "{} {:?}",
                    report.name,
                    event.casualties
                );
                n_compared += 1;
            }
        }
    }
    assert!(n_compared > 10, "{n_compared}");
}

/// The demo's reports as a batch of the columns that are read.
fn demo_batch() -> RecordBatch {
    use std::sync::Arc;
    let texts = |of: &dyn Fn(&Report) -> Option<String>| -> arrow_array::ArrayRef {
        Arc::new(DEMO.iter().map(|(report, _)| of(report)).collect::<arrow_array::StringArray>())
    };
    let columns = [
        ("id", texts(&|report| Some(report.name.clone()))),
        ("text", texts(&|report| Some(report.text.clone()))),
        ("published", texts(&|report| report.published.map(|day| day.to_string()))),
        ("outlet", texts(&|report| report.outlet.clone())),
    ];
    RecordBatch::try_from_iter(columns).unwrap()
}

#[test]
fn a_batch_gives_the_events_of_its_reports_in_whatever_portions_and_on_however_many_threads() {
    let batch = demo_batch();
    let mut expected = CodedTable::new(PIPELINE.made_by());
    DEMO.iter().for_each(|(report, coded)| expected.push(report, coded));
    let expected = expected.finish().unwrap();
    // The file that a report came from is no part of a batch, and of no row of events.
    assert_eq!(code_batch(&PIPELINE, &batch, jobs(2)).unwrap(), expected);
    let n = batch.num_rows();
    let parts =
        [keep_rows(&batch, |row| row < n / 3).unwrap(), keep_rows(&batch, |row| row >= n / 3).unwrap()];
    let mut at = 0;
    for part in parts {
        let coded = code_batch(&PIPELINE, &part, jobs(1)).unwrap();
        assert_eq!(coded, expected.slice(at, coded.num_rows()));
        at += coded.num_rows();
    }
    assert_eq!(at, expected.num_rows());
}

#[test]
fn rows_that_fail_become_rows_of_errors_between_the_others() {
    let text = arrow_array::StringArray::from(vec![
        Some("Shells fell on Killi on Thursday, killing two people."),
        None,
    ]);
    let id = arrow_array::StringArray::from(vec!["good", "bad"]);
    let day = arrow_array::StringArray::from(vec!["2017-07-15", "2017-07-15"]);
    let batch = RecordBatch::try_from_iter([
        ("id", std::sync::Arc::new(id) as arrow_array::ArrayRef),
        ("text", std::sync::Arc::new(text)),
        ("published", std::sync::Arc::new(day)),
    ])
    .unwrap();
    let coded = code_batch(&PIPELINE, &batch, jobs(1)).unwrap();
    let column = |name: &str| -> Vec<Option<String>> {
        let array = coded.column_by_name(name).unwrap();
        let texts = array.as_any().downcast_ref::<arrow_array::StringArray>().unwrap();
        texts.iter().map(|text| text.map(str::to_owned)).collect()
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(column("report"), [some("good"), some("bad")]);
    assert_eq!(column("error"), [None, some("text: the row has none")]);
    assert_eq!(column("kind").pop(), Some(None));
}
