//! From a report to templates.
//!
//! The coder's records say who did what to whom in its own terms; what counts as an incident for MUC-4 (not a
//! clash between armies, not a threat, not last year's murder) and which phrase fills which slot is decided by linear models over
//! the parse and those records, fitted on the building part (`fit`). An incident type of a report makes one
//! template: its types are rarely told of twice.

use athir_model::Report;

use super::features::{Features, Recorded, of_candidate, of_cut, of_report};
use super::phrase::{find_candidates, words};
use super::score::normal;
use super::template::{MucRecord, Role, Template};
use super::weights::{Thresholds, Weights, probability};
use crate::Pipeline;

/// The types of incidents, in the order of the models' outcomes.
pub(super) const TYPES: [&str; 6] =
    ["attack", "bombing", "kidnapping", "arson", "robbery", "forced work stoppage"];

/// A report turned into features.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    pub(super) report: Features,
    pub(super) candidates: Vec<CandidateSheet>,
}

/// A candidate turned into features.
#[derive(Clone, Debug)]
pub(super) struct CandidateSheet {
    pub(super) features: Features,
    /// The strings that it can be cut to, and for each role the features of the cut.
    pub(super) cuts: Vec<(String, [Features; 5])>,
}

/// The probabilities of the roles with the string for each, and the probabilities of the types.
type JudgedCandidate = ([(f32, String); 5], [f32; 6]);

/// What the models make of a report.
#[derive(Clone, Debug)]
pub(super) struct Judged {
    /// The probabilities of the types.
    pub(super) types: [f32; 6],
    pub(super) candidates: Vec<JudgedCandidate>,
}

/// The templates of a report.
pub(super) fn templates_of(record: &MucRecord, pipeline: &Pipeline) -> Vec<Template> {
    let weights = Weights::fitted();
    let sheet = sheet_of(record, pipeline);
    let [any, ..] = weights.report.sum(&sheet.report);
    templates(&judge(&sheet, weights, any), weights.thresholds)
}

/// Parses and codes a report and turns it into features.
pub(super) fn sheet_of(record: &MucRecord, pipeline: &Pipeline) -> Sheet {
    let report = Report::new(&record.doc_id, &record.text);
    let doc = pipeline.parse(&report.text);
    let coded = pipeline.code_parsed(&report, &doc);
    let recorded = Recorded::of(&coded);
    let mut characters = Vec::with_capacity(doc.len());
    let (mut byte, mut n) = (0, 0);
    for token in doc.tokens() {
        n += doc.text()[byte..token.span().start()].chars().count();
        byte = token.span().start();
        characters.push(n);
    }
    let candidates = find_candidates(&doc).into_iter().map(|(core, candidate)| {
        let mut cuts: Vec<(String, [Features; 5])> = Vec::new();
        for phrase in &candidate.phrases {
            for cut in phrase.cuts(&doc) {
                let string = normal(&words(&doc, cut.clone()));
                if !string.is_empty() && !cuts.iter().any(|(known, _)| *known == string) {
                    cuts.push((string, Role::ALL.map(|role| of_cut(&doc, phrase, &cut, role.as_str()))));
                }
            }
        }
        CandidateSheet { features: of_candidate(&doc, (&core, &candidate), &recorded, &characters), cuts }
    });
    Sheet { report: of_report(&doc, &coded), candidates: candidates.collect() }
}

/// Applies the models; `any` is the sum for "has an incident".
pub(super) fn judge(sheet: &Sheet, weights: &Weights, any: f32) -> Judged {
    let sums = weights.report.sum(&sheet.report);
    let candidates = sheet.candidates.iter().map(|candidate| {
        let mut features = candidate.features.clone();
        features.extend(of_relevance(any));
        let roles = weights.role.sum(&features).map(probability);
        let strings = Role::ALL.map(|role| best_cut(candidate, weights, role));
        let mut both = roles.into_iter().zip(strings);
        let filled = std::array::from_fn(|_| both.next().unwrap_or_default());
        (filled, weights.incident.sum(&features).map(probability))
    });
    Judged { types: std::array::from_fn(|n| probability(sums[n + 1])), candidates: candidates.collect() }
}

/// How likely the report has an incident, as features of its candidates: a step for each unit of the sum.
pub(super) fn of_relevance(any: f32) -> Features {
    let step = any.clamp(-5.0, 5.0).round() as i32;
    let mut features: Features = (-5..=5)
        .filter(|n| *n <= step)
        .map(|n| super::features::feature(&["relevant from", &n.to_string()]))
        .collect();
    features.push(super::features::feature(&["relevant", &step.to_string()]));
    features
}

fn best_cut(candidate: &CandidateSheet, weights: &Weights, role: Role) -> String {
    let mut best: Option<(f32, &String)> = None;
    for (string, features) in &candidate.cuts {
        let [sum] = weights.cut.sum(&features[role as usize]);
        if best.is_none_or(|(most, _)| sum > most) {
            best = Some((sum, string));
        }
    }
    best.map(|(_, string)| string.clone()).unwrap_or_default()
}

/// Makes the templates: a type that is likely enough, or the likeliest one where a slot is filled, and in it the
/// candidates that are likely enough.
pub(super) fn templates(judged: &Judged, thresholds: Thresholds) -> Vec<Template> {
    let mut types: Vec<usize> =
        (0..TYPES.len()).filter(|&n| judged.types[n] >= thresholds.incident).collect();
    if types.is_empty() {
        return Vec::new();
    }
    types.sort_by(|&a, &b| judged.types[b].total_cmp(&judged.types[a]));
    let mut templates: Vec<Template> =
        types.iter().map(|&n| Template { incident: TYPES[n].to_owned(), ..Template::default() }).collect();
    for (n, role) in Role::ALL.into_iter().enumerate() {
        let mut fillers: Vec<(f32, &str, &[f32; 6])> = judged
            .candidates
            .iter()
            .filter(|(roles, _)| roles[n].0 >= thresholds.role[n] && !roles[n].1.is_empty())
            .map(|(roles, types)| (roles[n].0, roles[n].1.as_str(), types))
            .collect();
        fillers.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        let mut taken: Vec<&str> = Vec::new();
        for (_, string, of_types) in fillers {
            if taken.iter().any(|other| is_same(string, other)) {
                continue;
            }
            taken.push(string);
            let fit = |t: &usize| judged.types[*t] * of_types[*t];
            let best = types.iter().copied().max_by(|a, b| fit(a).total_cmp(&fit(b)));
            for (template, &t) in templates.iter_mut().zip(&types) {
                if Some(t) == best || of_types[t] >= SHARED {
                    template.of_mut(role).push(vec![string.to_owned()]);
                }
            }
        }
    }
    templates
}

/// From which probability a filler belongs to a type beside the likeliest one.
const SHARED: f32 = 0.5;

/// Whether two fillers of a slot name the same: one is the end or the beginning of the other ("guerrillas", "urban
/// guerrillas"), or its initials.
fn is_same(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let ends = long.strip_suffix(short).is_some_and(|rest| rest.ends_with(' ') || rest.is_empty());
    let begins = long.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '));
    let initials: String = long.split(' ').filter_map(|word| word.chars().next()).collect();
    let capitals: String = long
        .split(' ')
        .filter(|w| !matches!(*w, "of" | "and" | "for" | "de"))
        .filter_map(|w| w.chars().next())
        .collect();
    ends || begins || long.contains(' ') && short.len() > 2 && (initials == short || capitals == short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_filler_stays_of_those_that_name_the_same() {
        assert!(is_same("rebels", "blue rebels"));
        assert!(is_same("blue river front", "brf"));
        assert!(is_same("front of people of north", "fpn"));
        assert!(!is_same("rebels", "soldiers"));
        assert!(!is_same("els", "rebels"));
    }

    #[test]
    fn a_type_that_is_likely_enough_makes_a_template_with_its_fillers() {
        let weapon = |p: f32, s: &str| {
            (
                std::array::from_fn(|n| if n == 4 { (p, s.to_owned()) } else { (0.0, String::new()) }),
                [0.1, 0.9, 0.0, 0.0, 0.0, 0.0],
            )
        };
        let judged = Judged {
            types: [0.6, 0.7, 0.1, 0.0, 0.0, 0.0],
            candidates: vec![weapon(0.9, "car bomb"), weapon(0.8, "bomb"), weapon(0.1, "rifle")],
        };
        let found = templates(&judged, Thresholds { incident: 0.5, role: [0.5; 5] });
        assert_eq!(found.iter().map(|t| t.incident.as_str()).collect::<Vec<_>>(), ["bombing", "attack"]);
        assert_eq!(found[0].of(Role::Weapon), [["car bomb"]]);
        assert!(found[1].of(Role::Weapon).is_empty());
    }
}
