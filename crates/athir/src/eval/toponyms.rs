//! Place names and where they lie, on LGL (Lieberman, Samet and Sankaranarayanan, "Geotagging with Local Lexicons",
//! ICDE 2010) and TR-News (Kamalloo and Rafiei, "A Coherent Unsupervised Model for Toponym Resolution", WWW 2018).
//!
//! The figures are those of Gritta, Pilehvar and Collier ("A Pragmatic Guide to Geoparsing Evaluation", Language
//! Resources and Evaluation 54, 2020), counted strictly: only names that the benchmark gives a point count, and one
//! of these that is left unresolved counts as wrong.
//!
//! - `acc_161km`: the benchmark's spans are given; the share whose point is at most 161 km (100 miles) away.
//! - `country_accuracy`: the same spans; the share that lie in the country of the benchmark's point. A name that the
//!   gazetteer lacks is put, as in the coder's records, into the country that the text is mostly about. The benchmark
//!   has no countries: a point lies in the country of the settlement nearest to it. Points farther than 161 km from
//!   every settlement, and places that lie in no one country, are not counted and wrong, respectively.
//! - `end_to_end_f1`: the system finds the spans too. A hit overlaps a span of the benchmark and lies at most 161 km
//!   away. What overlaps a name without a point can be neither right nor wrong, and is passed over.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::Range;

use athir_coder::FoundPlace;
use athir_gazetteer::{Gazetteer, Place, PlaceClass, distance_km};
use athir_nlp::Span;
use serde::Deserialize;

use super::passage::{Characters, excerpt};
use super::{Item, Miss, Part, Scoreboard, Tally};
use crate::Pipeline;
use crate::parallel::parallel_map;

/// 100 miles, in kilometres.
const NEAR_KM: f64 = 161.0;

/// One text with its place names.
#[derive(Clone, Debug, Deserialize)]
pub struct ToponymRecord {
    /// `LGL` or `TR-News`.
    pub corpus: String,
    /// The text's name.
    pub doc_id: String,
    /// The words.
    pub text: String,
    /// The place names in order.
    pub toponyms: Vec<ToponymAnnotation>,
}

/// A place name as the benchmark has it.
#[derive(Clone, Debug, Deserialize)]
pub struct ToponymAnnotation {
    /// Its first character.
    pub start: usize,
    /// The character after its last.
    pub end: usize,
    /// Degrees north, where the benchmark knows the place.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
}

impl ToponymAnnotation {
    fn point(&self) -> Option<(f64, f64)> {
        self.lat.zip(self.lon)
    }
}

/// Names with a point: all, near, of known country, in it; and of the names found: near, all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Names {
    gold: usize,
    near: usize,
    of_country: usize,
    in_country: usize,
    hits: usize,
    system: usize,
}

impl Tally for Names {
    fn add(&mut self, other: &Names) {
        self.gold += other.gold;
        self.near += other.near;
        self.of_country += other.of_country;
        self.in_country += other.in_country;
        self.hits += other.hits;
        self.system += other.system;
    }

    fn figures(&self) -> Vec<(&'static str, f64)> {
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        vec![
            ("acc_161km", share(self.near, self.gold)),
            ("country_accuracy", share(self.in_country, self.of_country)),
            ("end_to_end_f1", share(2 * self.hits, self.gold + self.system)),
        ]
    }
}

/// Resolves the names of the texts, and finds them too.
pub fn toponyms(records: &[ToponymRecord], pipeline: &Pipeline, jobs: NonZeroUsize) -> Scoreboard {
    let gazetteer = pipeline.gazetteer();
    let atlas = Atlas::new(gazetteer);
    Scoreboard::new(parallel_map(records, jobs, |record| score(record, pipeline, gazetteer, &atlas)))
}

fn score(record: &ToponymRecord, pipeline: &Pipeline, gazetteer: &Gazetteer, atlas: &Atlas) -> Item<Names> {
    let characters = Characters::of(&record.text);
    let byte = |character: usize| characters.byte(character);
    let spans: Vec<Span> =
        record.toponyms.iter().map(|name| Span::new(byte(name.start), byte(name.end))).collect();
    let doc = pipeline.parse(&record.text);
    let given = pipeline.resolve_places(&doc, None, &spans);
    let found = pipeline.find_places(&doc, None);
    let mut tally = Names::default();
    let mut misses = Vec::new();
    let mut miss = |class: &str, what: String, around: Range<usize>| {
        misses.push(Miss {
            record: record.doc_id.clone(),
            class: class.to_owned(),
            what,
            text: excerpt(&record.text, around),
        });
    };
    for (name, answer) in record.toponyms.iter().zip(&given) {
        let Some(point) = name.point() else { continue };
        let place = answer.candidates.first().map(|&id| gazetteer.place(id));
        let words = answer.span.slice(&record.text);
        let is_near =
            place.as_ref().is_some_and(|place| distance_km(point, (place.lat, place.lon)) <= NEAR_KM);
        tally.gold += 1;
        tally.near += usize::from(is_near);
        if !is_near {
            let class = if place.is_some() { "far" } else { "unresolved" };
            miss(class, format!("\"{words}\" {point:?} {}", described(place.as_ref())), answer.span.range());
        }
        let Some(country) = atlas.country_at(point) else { continue };
        let is_in = answer.country.as_deref() == Some(country);
        tally.of_country += 1;
        tally.in_country += usize::from(is_in);
        if !is_in {
            let what = format!("\"{words}\" in {country}, {}", described(place.as_ref()));
            miss("country", what, answer.span.range());
        }
    }
    for (class, what, around) in end_to_end(record, &spans, &found, gazetteer, &mut tally) {
        miss(class, what, around);
    }
    Item { part: Part::of(&record.doc_id), group: record.corpus.clone(), tally, misses }
}

/// A class of error, what it is, and where it stands.
type Difference = (&'static str, String, Range<usize>);

/// Counts the names found, and gives what was missed and made up.
fn end_to_end(
    record: &ToponymRecord,
    spans: &[Span],
    found: &[FoundPlace],
    gazetteer: &Gazetteer,
    tally: &mut Names,
) -> Vec<Difference> {
    let overlaps = |a: Span, b: Span| a.start() < b.end() && b.start() < a.end();
    let mut differences = Vec::new();
    let mut taken = vec![false; found.len()];
    for (name, &span) in record.toponyms.iter().zip(spans) {
        let partner = (0..found.len()).find(|&n| !taken[n] && overlaps(found[n].span, span));
        if let Some(n) = partner {
            taken[n] = true;
        }
        let Some(point) = name.point() else { continue };
        let Some(n) = partner else {
            differences.push(("missed", format!("\"{}\"", span.slice(&record.text)), span.range()));
            continue;
        };
        tally.system += 1;
        let place = found[n].candidates.first().map(|&id| gazetteer.place(id));
        tally.hits +=
            usize::from(place.is_some_and(|place| distance_km(point, (place.lat, place.lon)) <= NEAR_KM));
    }
    for (n, place) in found.iter().enumerate().filter(|(n, _)| !taken[*n]) {
        let unjudged = record
            .toponyms
            .iter()
            .zip(spans)
            .any(|(name, &span)| name.point().is_none() && overlaps(found[n].span, span));
        if !unjudged {
            tally.system += 1;
            let words = place.span.slice(&record.text);
            differences.push(("made up", format!("\"{words}\""), place.span.range()));
        }
    }
    differences
}

/// The settlements of the gazetteer by the degree in which they lie, to tell the country of a point.
struct Atlas(BTreeMap<(i32, i32), Vec<Settlement>>);

struct Settlement {
    point: (f64, f64),
    country: String,
}

impl Atlas {
    fn new(gazetteer: &Gazetteer) -> Atlas {
        let mut cells: BTreeMap<(i32, i32), Vec<Settlement>> = BTreeMap::new();
        for place in gazetteer.places().filter(|place| place.class == PlaceClass::Settlement) {
            let Some(country) = place.country else { continue };
            let point = (place.lat, place.lon);
            cells.entry(cell(point)).or_default().push(Settlement { point, country: country.to_owned() });
        }
        Atlas(cells)
    }

    /// The country of the settlement that lies nearest, if one lies within [`NEAR_KM`].
    fn country_at(&self, point: (f64, f64)) -> Option<&str> {
        const REACH: i32 = 2;
        let (lat, lon) = cell(point);
        let cells = (-REACH..=REACH).flat_map(|i| (-REACH..=REACH).map(move |j| (lat + i, lon + j)));
        let near = cells.filter_map(|cell| self.0.get(&cell)).flatten();
        near.map(|settlement| (distance_km(point, settlement.point), settlement))
            .filter(|(distance, _)| *distance <= NEAR_KM)
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, settlement)| settlement.country.as_str())
    }
}

fn cell(point: (f64, f64)) -> (i32, i32) {
    (point.0.floor() as i32, point.1.floor() as i32)
}

fn described(place: Option<&Place<'_>>) -> String {
    place.map_or_else(
        || "/ nothing".to_owned(),
        |p| format!("/ {} {} {} ({}, {})", p.id, p.name, p.country.unwrap_or("-"), p.lat, p.lon),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(start: usize, end: usize, point: Option<(f64, f64)>) -> ToponymAnnotation {
        let (lat, lon) = point.unzip();
        ToponymAnnotation { start, end, lat, lon }
    }

    fn record(text: &str, toponyms: Vec<ToponymAnnotation>) -> ToponymRecord {
        ToponymRecord { corpus: "made".to_owned(), doc_id: "1".to_owned(), text: text.to_owned(), toponyms }
    }

    fn found(name: &str, start: usize) -> FoundPlace {
        let candidates = Gazetteer::builtin().find(name).iter().map(|c| c.id).collect();
        FoundPlace {
            span: Span::new(start, start + name.len()),
            candidates,
            country: None,
            is_ambiguous: false,
        }
    }

    #[test]
    fn a_hit_overlaps_and_lies_near_and_a_name_without_a_point_is_passed_over() {
        let text = "From Saraqib to Raqqa by Old Mill Road.";
        let names = vec![name(5, 12, Some((35.9, 36.8))), name(16, 21, Some((0.0, 0.0))), name(25, 38, None)];
        let record = record(text, names);
        let spans = [Span::new(5, 12), Span::new(16, 21), Span::new(25, 38)];
        let mut tally = Names::default();
        let found = [found("Saraqib", 5), found("Raqqa", 16), found("Mill", 29)];
        end_to_end(&record, &spans, &found, Gazetteer::builtin(), &mut tally);
        assert_eq!((tally.hits, tally.system), (1, 2));
    }

    #[test]
    fn an_unresolved_name_counts_as_wrong() {
        let record = record("It burned in Qwzxkville.", vec![name(13, 23, Some((1.0, 1.0)))]);
        let pipeline = Pipeline::new(&crate::Config::default()).unwrap();
        let item = score(&record, &pipeline, Gazetteer::builtin(), &Atlas(BTreeMap::new()));
        assert_eq!((item.tally.gold, item.tally.near), (1, 0));
    }
}
