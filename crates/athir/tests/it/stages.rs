//! Incidents made in stages, from batches in any portions, are those that one call makes.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use arrow_array::builder::{BinaryBuilder, Float64Builder, ListBuilder, StructBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type, Int64Type};
use arrow_array::{ArrayRef, BinaryArray, Int32Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field};
use athir::stages::{
    IncidentStage, PairStage, SMALL, Stage, StageError, StoryStage, WHOLE, card_batch, component_batch,
    near_batch, pair_schema, story_component_batch, text_batch,
};
use athir::{
    CodedReport, Config, Pipeline, ReadSettings, Registry, Report, find_inputs, merge_events, read_records,
};

type Pairs = BTreeMap<(Vec<u8>, Vec<u8>), f64>;

fn jobs() -> NonZeroUsize {
    NonZeroUsize::new(2).unwrap()
}

fn demo() -> Vec<(Report, CodedReport)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/demo");
    let settings = ReadSettings::default();
    let mut records = Vec::new();
    for input in find_inputs(&[folder]) {
        records.extend(input.unwrap().records(&settings));
    }
    let mut reports: Vec<Report> =
        read_records(records, &settings, jobs()).into_iter().map(|report| report.unwrap()).collect();
    // Copies: one whole, one cut and later, one with another number.
    let copied = reports[25].clone();
    let cut: String = copied.text.chars().take(copied.text.chars().count() * 2 / 3).collect();
    let more = copied.text.replacen("eight", "eighty-one", 1);
    for (name, text) in [("copy", copied.text.clone()), ("cut", cut), ("more", more)] {
        reports.push(Report { name: name.to_owned(), text, outlet: Some(name.to_owned()), ..copied.clone() });
    }
    let coded = Pipeline::new(&Config::default()).unwrap().code_all(&reports, jobs());
    reports.into_iter().zip(coded).collect()
}

/// Coded reports as a batch, and a row that has no coding.
fn rows(coded: &[(Report, CodedReport)]) -> RecordBatch {
    let texts = |of: &dyn Fn(&Report) -> Option<String>| -> ArrayRef {
        Arc::new(coded.iter().map(|(report, _)| of(report)).chain([None]).collect::<StringArray>())
    };
    let codings = coded.iter().map(|(_, coding)| Some(serde_json::to_string(coding).unwrap()));
    let codings: ArrayRef = Arc::new(codings.chain([None]).collect::<StringArray>());
    let columns = [
        ("id", texts(&|report| Some(report.name.clone()))),
        ("text", texts(&|report| Some(report.text.clone()))),
        ("published", texts(&|report| report.published.map(|day| day.to_string()))),
        ("outlet", texts(&|report| report.outlet.clone())),
        ("title", texts(&|report| report.headline.clone())),
        ("coding", codings),
    ];
    RecordBatch::try_from_iter_with_nullable(columns.map(|(name, values)| (name, values, true))).unwrap()
}

fn bytes(values: impl IntoIterator<Item = Vec<u8>>) -> ArrayRef {
    Arc::new(values.into_iter().map(Some).collect::<BinaryArray>())
}

fn all_bytes(batch: &RecordBatch, column: &str) -> Vec<Vec<u8>> {
    let column = batch.column_by_name(column).unwrap().as_binary::<i32>();
    column.iter().map(|value| value.unwrap().to_vec()).collect()
}

fn all_texts(batch: &RecordBatch, column: &str) -> Vec<Option<String>> {
    let column = batch.column_by_name(column).unwrap().as_string::<i32>();
    column.iter().map(|value| value.map(str::to_owned)).collect()
}

/// Hands a batch to a stage in portions of `n` rows, and gives all that comes out.
fn through(stage: &mut dyn Stage, batch: &RecordBatch, n: usize) -> Vec<RecordBatch> {
    let mut out = Vec::new();
    for from in (0..batch.num_rows()).step_by(n) {
        out.push(stage.push(&batch.slice(from, n.min(batch.num_rows() - from))).unwrap());
    }
    out.push(stage.finish().unwrap());
    out
}

fn read_pairs(batches: &[RecordBatch]) -> Pairs {
    let mut pairs = Pairs::new();
    for batch in batches {
        let likely = batch.column_by_name("likely").unwrap().as_primitive::<Float64Type>();
        for (n, (a, b)) in all_bytes(batch, "a").into_iter().zip(all_bytes(batch, "b")).enumerate() {
            assert!(a < b);
            let known = pairs.insert((a, b), likely.value(n));
            assert!(known.is_none_or(|known| known == likely.value(n)));
        }
    }
    pairs
}

fn pair_batch(pairs: &Pairs, least: f64) -> RecordBatch {
    let (mut a, mut b, mut likely) = (Vec::new(), Vec::new(), Float64Builder::new());
    for (pair, &p) in pairs.iter().filter(|(_, p)| **p >= least) {
        a.push(pair.0.clone());
        b.push(pair.1.clone());
        likely.append_value(p);
    }
    RecordBatch::try_new(pair_schema(), vec![bytes(a), bytes(b), Arc::new(likely.finish())]).unwrap()
}

fn parts(found: Result<RecordBatch, StageError>) -> BTreeMap<Vec<u8>, Vec<u8>> {
    let found = found.unwrap();
    all_bytes(&found, "member").into_iter().zip(all_bytes(&found, "part")).collect()
}

/// The pairs of each name, as a list of structures.
fn lists(names: &[Vec<u8>], pairs: &Pairs) -> ArrayRef {
    let fields = vec![Field::new("b", DataType::Binary, true), Field::new("likely", DataType::Float64, true)];
    let mut lists = ListBuilder::new(StructBuilder::from_fields(fields, 0));
    for name in names {
        for ((_, other), likely) in
            pairs.range((name.clone(), Vec::new())..).take_while(|((a, _), _)| a == name)
        {
            let pair = lists.values();
            pair.field_builder::<BinaryBuilder>(0).unwrap().append_value(other);
            pair.field_builder::<Float64Builder>(1).unwrap().append_value(*likely);
            pair.append(true);
        }
        lists.append(true);
    }
    Arc::new(lists.finish())
}

/// What a cluster does, on one machine: blocks, pairs, components, stories, incidents, in portions of `n` rows.
fn incidents(batch: &RecordBatch, n: usize) -> Result<BTreeSet<String>, StageError> {
    let events = card_batch(batch)?;
    let (names, cards) = (all_bytes(&events, "event"), all_bytes(&events, "card"));
    let buckets = events.column_by_name("bucket").unwrap().as_primitive::<Int32Type>();
    let keys = events.column_by_name("keys").unwrap().as_list::<i32>();
    let mut blocks: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for event in 0..events.num_rows() {
        for &key in keys.value(event).as_primitive::<Int64Type>().values() {
            blocks.entry(key).or_default().push(event);
        }
    }
    let mut stands: Vec<(i64, Option<i32>, usize)> = Vec::new();
    for (key, block) in blocks {
        for &event in &block {
            let bucket = buckets.value(event);
            let in_buckets =
                if block.len() <= WHOLE { vec![None] } else { vec![Some(bucket), Some(bucket + 1)] };
            stands.extend(in_buckets.into_iter().map(|bucket| (key, bucket, event)));
        }
    }
    stands.sort_unstable();
    assert!(stands.iter().any(|(_, bucket, _)| bucket.is_some()), "some block is divided");
    let key: Int64Array = stands.iter().map(|(key, ..)| Some(*key)).collect();
    let bucket: Int32Array = stands.iter().map(|(_, bucket, _)| *bucket).collect();
    let sorted = RecordBatch::try_from_iter_with_nullable([
        ("key", Arc::new(key) as ArrayRef, false),
        ("bucket", Arc::new(bucket) as ArrayRef, true),
        ("event", bytes(stands.iter().map(|&(.., event)| names[event].clone())), false),
        ("card", bytes(stands.iter().map(|&(.., event)| cards[event].clone())), false),
    ]);
    let pairs = read_pairs(&through(&mut PairStage::default(), &sorted.unwrap(), n));
    let part_of = parts(component_batch(&pair_batch(&pairs, 0.5)));

    let stories = stories(batch, n)?;
    let part = |event: &Vec<u8>| part_of.get(event).unwrap_or(event).clone();
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|&event| part(&names[event]));
    let reports = all_texts(&events, "report");
    let story = |event: usize| stories.get(reports[event].as_ref().unwrap());
    let of = |column: &str| -> ArrayRef {
        let texts = all_texts(&events, column);
        Arc::new(order.iter().map(|&event| texts[event].clone()).collect::<StringArray>())
    };
    let picked = |of: &dyn Fn(usize) -> Option<String>| -> ArrayRef {
        Arc::new(order.iter().map(|&event| of(event)).collect::<StringArray>())
    };
    let ordered: Vec<Vec<u8>> = order.iter().map(|&event| names[event].clone()).collect();
    let by_part = RecordBatch::try_from_iter_with_nullable([
        ("part", bytes(ordered.iter().map(part)), false),
        ("event", bytes(ordered.iter().cloned()), false),
        ("card", bytes(order.iter().map(|&event| cards[event].clone())), false),
        ("tale", of("tale"), false),
        ("story", picked(&|event| story(event).map(|(story, _)| story.clone())), true),
        ("origin", picked(&|event| story(event).map(|(_, origin)| origin.clone())), true),
        ("pairs", lists(&ordered, &pairs), true),
    ]);
    let mut found = BTreeSet::new();
    for batch in through(&mut IncidentStage::default(), &by_part.unwrap(), n) {
        assert_eq!(batch.schema(), IncidentStage::default().schema());
        found.extend(all_texts(&batch, "record").into_iter().flatten());
    }
    Ok(found)
}

/// The story and origin of each report that has one.
fn stories(batch: &RecordBatch, n: usize) -> Result<BTreeMap<String, (String, String)>, StageError> {
    let texts = text_batch(batch)?;
    let (names, words) = (all_bytes(&texts, "text"), all_bytes(&texts, "words"));
    let bands = texts.column_by_name("bands").unwrap().as_list::<i32>();
    let mut by_band: BTreeMap<i64, BTreeSet<usize>> = BTreeMap::new();
    for row in 0..texts.num_rows() {
        for &band in bands.value(row).as_primitive::<Int64Type>().values() {
            by_band.entry(band).or_default().insert(row);
        }
    }
    let mut met: BTreeSet<(usize, usize)> = BTreeSet::new();
    for rows in by_band.values() {
        met.extend(
            rows.iter()
                .flat_map(|&a| rows.iter().map(move |&b| (a, b)))
                .filter(|&(a, b)| names[a] < names[b]),
        );
    }
    let side = |of: &dyn Fn(&(usize, usize)) -> usize, values: &[Vec<u8>]| {
        bytes(met.iter().map(|pair| values[of(pair)].clone()))
    };
    let met = RecordBatch::try_from_iter([
        ("a", side(&|pair| pair.0, &names)),
        ("b", side(&|pair| pair.1, &names)),
        ("words_a", side(&|pair| pair.0, &words)),
        ("words_b", side(&|pair| pair.1, &words)),
    ]);
    let near = read_pairs(&[near_batch(&met.unwrap())?]);
    let part_of = parts(story_component_batch(&pair_batch(&near, 0.0)));
    let part = |row: usize| part_of.get(&names[row]).unwrap_or(&names[row]).clone();
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|&row| part(row));
    let of = |column: &str| -> ArrayRef {
        let texts = all_texts(&texts, column);
        Arc::new(order.iter().map(|&row| texts[row].clone()).collect::<StringArray>())
    };
    let ordered: Vec<Vec<u8>> = order.iter().map(|&row| names[row].clone()).collect();
    let by_part = RecordBatch::try_from_iter_with_nullable([
        ("part", bytes(order.iter().map(|&row| part(row))), false),
        ("report", of("report"), false),
        ("published", of("published"), true),
        ("outlet", of("outlet"), true),
        ("text", bytes(ordered.iter().cloned()), false),
        ("words", bytes(order.iter().map(|&row| words[row].clone())), false),
        ("pairs", lists(&ordered, &near), true),
    ]);
    let mut found = BTreeMap::new();
    for batch in through(&mut StoryStage::default(), &by_part.unwrap(), n) {
        let (stories, origins) = (all_texts(&batch, "story"), all_texts(&batch, "origin"));
        for (report, told) in all_texts(&batch, "report").into_iter().zip(stories.into_iter().zip(origins)) {
            found.insert(report.unwrap(), (told.0.unwrap(), told.1.unwrap()));
        }
    }
    Ok(found)
}

#[test]
fn incidents_in_stages_are_those_of_one_call() {
    let coded = demo();
    let at_once: BTreeSet<String> = merge_events(&coded, &[], Registry::builtin(), jobs())
        .iter()
        .map(|incident| serde_json::to_string(incident).unwrap())
        .collect();
    assert!(at_once.len() > SMALL);
    let batch = rows(&coded);
    let told = stories(&batch, 7).unwrap();
    assert_eq!(told.values().filter(|(_, origin)| origin == "copy").count(), 3, "{told:?}");
    for n in [1, 7, 100_000] {
        assert_eq!(incidents(&batch, n).unwrap(), at_once, "in portions of {n} rows");
    }
}

#[test]
fn what_is_no_coding_names_its_report() {
    let one: ArrayRef = Arc::new(StringArray::from(vec!["a"]));
    let batch = |coding: &str| {
        let coding: ArrayRef = Arc::new(StringArray::from(vec![coding]));
        RecordBatch::try_from_iter([("id", one.clone()), ("text", one.clone()), ("coding", coding)]).unwrap()
    };
    let error = card_batch(&batch("{}")).unwrap_err();
    assert!(error.to_string().starts_with("a: coding: not a coding of athir: missing field"), "{error}");
    let error = card_batch(&batch("{}").project(&[0, 1]).unwrap()).unwrap_err();
    assert_eq!(error.to_string(), "there is no column \"coding\"; the columns are id, text");
    let error = PairStage::default().push(&batch("{}")).unwrap_err();
    assert_eq!(error.to_string(), "there is no column \"key\"; the columns are id, text, coding");
}

#[test]
fn what_is_missing_or_in_disorder_is_told_by_column_and_row() {
    let events = card_batch(&rows(&demo()[..3])).unwrap();
    let keyed = |keys: &[Option<i64>]| {
        let key: ArrayRef = Arc::new(keys.iter().copied().collect::<Int64Array>());
        let bucket: ArrayRef = Arc::new(keys.iter().map(|_| None).collect::<Int32Array>());
        let of = |name: &str| bytes(all_bytes(&events, name).into_iter().take(keys.len()));
        let columns = [("key", key), ("bucket", bucket), ("event", of("event")), ("card", of("card"))];
        RecordBatch::try_from_iter_with_nullable(columns.map(|(name, values)| (name, values, true))).unwrap()
    };
    let error = PairStage::default().push(&keyed(&[Some(2), Some(1)])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the rows are not sorted by key, bucket: what belongs together would be taken apart"
    );
    let mut stage = PairStage::default();
    stage.push(&keyed(&[Some(1), Some(3)])).unwrap();
    assert!(matches!(stage.push(&keyed(&[Some(1)])), Err(StageError::Unsorted { .. })), "in a later batch");

    let sorted = keyed(&[Some(1), Some(2), Some(2)]);
    let cards: Vec<Option<Vec<u8>>> = vec![Some(vec![0]), Some(vec![0]), None];
    let holed: ArrayRef = Arc::new(cards.into_iter().collect::<BinaryArray>());
    let mut columns = sorted.columns().to_vec();
    columns[3] = holed;
    let holed = RecordBatch::try_new(sorted.schema(), columns).unwrap();
    let mut stage = PairStage::default();
    stage.push(&holed.slice(0, 1)).unwrap();
    stage.push(&holed.slice(1, 2)).unwrap();
    assert_eq!(stage.finish().unwrap_err().to_string(), "row 3: card is empty");

    let names = || bytes([vec![1], vec![2]]);
    let likely: ArrayRef = Arc::new(arrow_array::Float64Array::from(vec![Some(0.9), None]));
    let pairs = [("a", names()), ("b", names()), ("likely", likely)];
    let pairs =
        RecordBatch::try_from_iter_with_nullable(pairs.map(|(name, values)| (name, values, true))).unwrap();
    assert_eq!(component_batch(&pairs).unwrap_err().to_string(), "row 2: likely is empty");
    let words: ArrayRef = Arc::new(StringArray::from(vec!["x", "y"]));
    let columns = vec![words, pairs.column(1).clone(), pairs.column(2).clone()];
    let pairs = RecordBatch::try_from_iter(["a", "b", "likely"].into_iter().zip(columns)).unwrap();
    assert!(component_batch(&pairs).unwrap_err().to_string().contains("\"a\""));
}
