//! Fits the models that make templates, on the building part alone.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;

use sha2::{Digest, Sha256};

use super::adapter::{Judged, Sheet, TYPES, judge, of_relevance, sheet_of, templates};
use super::features::Features;
use super::score::{Matches, normal};
use super::template::{MucRecord, Role};
use super::weights::{Linear, Thresholds, Weights};
use crate::Pipeline;
use crate::eval::Tally;
use crate::parallel::parallel_map;

/// Parts that cross-validation leaves out in turn.
const FOLDS: usize = 5;
/// A feature in fewer reports gets no weight.
const AT_LEAST: usize = 4;

/// The probability from which F1 gains is half of the F1 that is reached, here about .4 (Lipton, Elkan and Naryanaswamy,
/// "Optimal Thresholding of Classifiers to Maximize F1 Measure", ECML 2014). Thresholds that are searched for on reports
/// left out come out too high, as many of these tell of the same incidents as others. An incident is let in sooner: what
/// it has in its slots is judged once more.
const THRESHOLDS: Thresholds = Thresholds { incident: 0.1, role: [0.2; 5] };

/// A report of the building part.
struct Known<'r> {
    record: &'r MucRecord,
    sheet: Sheet,
    /// Any incident, then each type.
    types: [bool; 7],
    /// The strings of each role, and of each type.
    strings: [BTreeSet<String>; 5],
    of_type: [BTreeSet<String>; 6],
    fold: usize,
}

/// Fits the models on the records whose name begins with `DEV` and gives the table of weights, with a line on what
/// cross-validation found. The same records give the same table.
pub fn fit_muc4(records: &[MucRecord], pipeline: &Pipeline, jobs: NonZeroUsize) -> (String, String) {
    let building: Vec<&MucRecord> = records.iter().filter(|r| r.doc_id.starts_with("DEV")).collect();
    let mut known = parallel_map(&building, jobs, |record| Known::new(record, sheet_of(record, pipeline)));
    drop_rare(&mut known);
    let mut left_out: Vec<(&MucRecord, Judged)> = Vec::new();
    for fold in 0..FOLDS {
        let rest: Vec<&Known<'_>> = known.iter().filter(|k| k.fold != fold).collect();
        let weights = fit(&rest);
        for k in known.iter().filter(|k| k.fold == fold) {
            let [any, ..] = weights.report.sum(&k.sheet.report);
            left_out.push((k.record, judge(&k.sheet, &weights, any)));
        }
    }
    let mut weights = fit(&known.iter().collect::<Vec<_>>());
    weights.thresholds = THRESHOLDS;
    (weights.to_table(), note(&left_out))
}

impl<'r> Known<'r> {
    fn new(record: &'r MucRecord, sheet: Sheet) -> Known<'r> {
        let strings = |wanted: &dyn Fn(&str) -> bool, role: Option<Role>| -> BTreeSet<String> {
            let templates = record.templates.iter().filter(|t| wanted(&t.incident));
            let roles = Role::ALL.into_iter().filter(|r| role.is_none_or(|role| role == *r));
            let roles: Vec<Role> = roles.collect();
            templates.flat_map(|t| roles.iter().flat_map(|r| t.of(*r)).flatten()).map(|s| normal(s)).collect()
        };
        let has = |n: usize| match n {
            0 => !record.templates.is_empty(),
            n => record.templates.iter().any(|t| t.incident.contains(TYPES[n - 1])),
        };
        Known {
            record,
            sheet,
            types: std::array::from_fn(has),
            strings: Role::ALL.map(|role| strings(&|_| true, Some(role))),
            of_type: TYPES.map(|t| strings(&|incident| incident.contains(t), None)),
            fold: usize::from(Sha256::digest(&record.doc_id)[1]) % FOLDS,
        }
    }
}

/// Takes out features that stand in too few reports to learn from.
fn drop_rare(known: &mut [Known<'_>]) {
    let mut reports: BTreeMap<u32, usize> = BTreeMap::new();
    for k in known.iter() {
        let mut seen: BTreeSet<u32> = k.sheet.report.iter().copied().collect();
        for candidate in &k.sheet.candidates {
            seen.extend(&candidate.features);
            seen.extend(candidate.cuts.iter().flat_map(|(_, roles)| roles).flatten());
        }
        for feature in seen {
            *reports.entry(feature).or_default() += 1;
        }
    }
    let mut keep =
        |features: &mut Features| features.retain(|f| reports.get(f).is_some_and(|n| *n >= AT_LEAST));
    for k in known {
        keep(&mut k.sheet.report);
        for candidate in &mut k.sheet.candidates {
            keep(&mut candidate.features);
            candidate.cuts.iter_mut().flat_map(|(_, roles)| roles).for_each(&mut keep);
        }
    }
}

fn fit(known: &[&Known<'_>]) -> Weights {
    let report = fit_reports(known);
    // The candidates learn from what the report model says of reports that it has not seen.
    let mut any = vec![0.0; known.len()];
    for inner in 0..INNER {
        let is_inner = |k: &Known<'_>| usize::from(Sha256::digest(&k.record.doc_id)[2]) % INNER == inner;
        let rest: Vec<&Known<'_>> = known.iter().copied().filter(|k| !is_inner(k)).collect();
        let model = fit_reports(&rest);
        for (any, k) in any.iter_mut().zip(known).filter(|(_, k)| is_inner(k)) {
            [*any, ..] = model.sum(&k.sheet.report);
        }
    }
    let mut roles: Vec<(Features, [bool; 5])> = Vec::new();
    let mut incidents: Vec<(Features, [bool; 6])> = Vec::new();
    let mut cuts: Vec<(&Features, [bool; 1])> = Vec::new();
    for (k, any) in known.iter().zip(any) {
        for candidate in &k.sheet.candidates {
            let mut features = candidate.features.clone();
            features.extend(of_relevance(any));
            let is = |set: &BTreeSet<String>| candidate.cuts.iter().any(|(string, _)| set.contains(string));
            let filled = k.strings.each_ref().map(is);
            for (n, set) in k.strings.iter().enumerate().filter(|(n, _)| filled[*n]) {
                cuts.extend(candidate.cuts.iter().map(|(string, roles)| (&roles[n], [set.contains(string)])));
            }
            if filled.contains(&true) {
                incidents.push((features.clone(), k.of_type.each_ref().map(is)));
            }
            roles.push((features, filled));
        }
    }
    Weights {
        report,
        role: Learner::default().fit(roles.iter().map(|(f, is)| (f, *is))),
        incident: Learner::default().fit(incidents.iter().map(|(f, is)| (f, *is))),
        cut: Learner::default().fit(cuts.iter().copied()),
        thresholds: Thresholds::default(),
    }
}

/// Parts for what the report model says of unseen reports.
const INNER: usize = 4;

fn fit_reports(known: &[&Known<'_>]) -> Linear<7> {
    Learner { rounds: 8, rate: 0.15, l1: 0.5, l2: 1.0 }.fit(known.iter().map(|k| (&k.sheet.report, k.types)))
}

/// Logistic regression with an L1 and an L2 penalty, by the follow-the-regularised-leader rule (McMahan et al., "Ad
/// click prediction", KDD 2013), which keeps few weights.
struct Learner {
    rounds: usize,
    rate: f32,
    l1: f32,
    l2: f32,
}

impl Default for Learner {
    fn default() -> Learner {
        Learner { rounds: 12, rate: 0.1, l1: 1.0, l2: 5.0 }
    }
}

impl Learner {
    fn fit<'f, const N: usize>(
        &self,
        samples: impl Iterator<Item = (&'f Features, [bool; N])> + Clone,
    ) -> Linear<N> {
        // Features as places in a row, for speed.
        let mut places: BTreeMap<u32, usize> = BTreeMap::new();
        for (features, _) in samples.clone() {
            for feature in features {
                let next = places.len();
                places.entry(*feature).or_insert(next);
            }
        }
        let rows: Vec<(Vec<usize>, [bool; N])> =
            samples.map(|(features, is)| (features.iter().map(|f| places[f]).collect(), is)).collect();
        let mut state = vec![[(0.0_f32, 0.0_f32); N]; places.len()];
        for _ in 0..self.rounds {
            for (row, is) in &rows {
                let mut sums = [0.0; N];
                for &place in row {
                    for (sum, &(z, n)) in sums.iter_mut().zip(&state[place]) {
                        *sum += self.weight(z, n);
                    }
                }
                for (outcome, (sum, is)) in sums.iter().zip(is).enumerate() {
                    let slope = super::weights::probability(*sum) - f32::from(u8::from(*is));
                    for &place in row {
                        let (z, n) = &mut state[place][outcome];
                        let weight = self.weight(*z, *n);
                        let more = *n + slope * slope;
                        *z += slope - (more.sqrt() - n.sqrt()) / self.rate * weight;
                        *n = more;
                    }
                }
            }
        }
        Linear(
            places
                .into_iter()
                .map(|(feature, place)| (feature, state[place].map(|(z, n)| self.weight(z, n))))
                .filter(|(_, weights)| weights.iter().any(|w| *w != 0.0))
                .collect(),
        )
    }

    fn weight(&self, z: f32, n: f32) -> f32 {
        if z.abs() <= self.l1 {
            0.0
        } else {
            -(z - z.signum() * self.l1) / ((1.0 + n.sqrt()) / self.rate + self.l2)
        }
    }
}

/// The figures on reports that were left out, as a line.
fn note(left_out: &[(&MucRecord, Judged)]) -> String {
    let mut all = Matches::default();
    for (record, judged) in left_out {
        all.add(&Matches::count(record, &templates(judged, THRESHOLDS)).0);
    }
    let figures: BTreeMap<&str, f64> = all.figures().into_iter().collect();
    format!("left out: template F1 {:.4}, CEAF-REE {:.4}", figures["template_f1"], figures["ceaf_ree_f1"])
}
