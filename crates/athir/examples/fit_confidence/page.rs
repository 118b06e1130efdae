//! The page that shows how well the models' probabilities hold.

use std::collections::BTreeMap;

use athir::eval::Part;
use athir_coder::{Judged, Logistic};

use crate::logistic::{Sample, log_loss};
use crate::of_part;

const BINS: usize = 5;

pub(crate) fn print(
    models: &BTreeMap<Judged, Logistic>,
    samples: &BTreeMap<Judged, Vec<Sample>>,
    n_gold: &BTreeMap<&str, usize>,
) {
    println!("{TITLE}");
    println!(
        "| what | values | right | mean confidence | log loss | of the base rate alone | calibration error |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (judged, model) in models {
        let checking = of_part(&samples[judged], Part::Checking);
        let all: f64 = checking.iter().map(|s| s.all).sum();
        let right: f64 = checking.iter().map(|s| s.right).sum();
        let mean: f64 = checking.iter().map(|s| s.all * model.probability(&s.features)).sum::<f64>() / all;
        let building = of_part(&samples[judged], Part::Building);
        let base =
            building.iter().map(|s| s.right).sum::<f64>() / building.iter().map(|s| s.all).sum::<f64>();
        let base_rate = Logistic { intercept: (base / (1.0 - base)).ln(), weights: BTreeMap::new() };
        let error: f64 =
            bins(model, &checking).iter().map(|b| (b.confidence - b.right).abs()).sum::<f64>() / all;
        println!(
            "| {} | {all} | {:.3} | {mean:.3} | {:.3} | {:.3} | {error:.3} |",
            format!("{judged:?}").to_lowercase(),
            right / all,
            log_loss(model, &checking),
            log_loss(&base_rate, &checking),
        );
    }
    println!("{RELIABILITY}");
    println!("| what | 0-.2 | .2-.4 | .4-.6 | .6-.8 | .8-1 |\n| --- | --- | --- | --- | --- | --- |");
    for (judged, model) in models {
        let cells = bins(model, &of_part(&samples[judged], Part::Checking)).map(|b| {
            if b.all == 0.0 {
                return "-".to_owned();
            }
            format!("{:.2} / {:.2} ({})", b.confidence / b.all, b.right / b.all, b.all)
        });
        println!("| {} | {} |", format!("{judged:?}").to_lowercase(), cells.join(" | "));
    }
    println!("{THRESHOLDS}");
    println!("| at least | building P | R | F1 | checking P | R | F1 |");
    println!("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    let Some(model) = models.get(&Judged::Event) else { return };
    for threshold in [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] {
        let cells = [Part::Building, Part::Checking].map(|part| {
            let kept: Vec<&Sample> = of_part(&samples[&Judged::Event], part)
                .into_iter()
                .filter(|s| model.probability(&s.features) >= threshold)
                .collect();
            let right: f64 = kept.iter().map(|s| s.right).sum();
            let precision = right / (kept.len() as f64).max(1.0);
            let recall = right / n_gold[part.as_str()].max(1) as f64;
            let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
            format!("{precision:.3} | {recall:.3} | {f1:.3}")
        });
        println!("| {threshold:.1} | {} |", cells.join(" | "));
    }
}

/// Sums over the values whose confidence lies in one fifth of the scale.
#[derive(Clone, Copy, Default)]
struct Bin {
    confidence: f64,
    right: f64,
    all: f64,
}

fn bins(model: &Logistic, samples: &[&Sample]) -> [Bin; BINS] {
    let mut bins = [Bin::default(); BINS];
    for sample in samples {
        let p = model.probability(&sample.features);
        let bin = &mut bins[((p * BINS as f64) as usize).min(BINS - 1)];
        bin.confidence += p * sample.all;
        bin.right += sample.right;
        bin.all += sample.all;
    }
    bins
}

const TITLE: &str = "\
# How far the confidence can be trusted

Written by the example `fit_confidence` of crate `athir` (its first lines say how to run it). The models are fitted
on the building part of the gold reports and on our own (`eval/reports`); every figure here is of the checking part,
unless it says otherwise.
`right` is the share of values that the gold reading has too; a value of an event that is wrong itself is not counted.
The calibration error is the mean distance between confidence and share of right values, over the five classes below.
";
const RELIABILITY: &str = "
## Reliability

Mean confidence / share that is right (number of values), by confidence.
";
const THRESHOLDS: &str = "
## Thresholds

What `athir code --min-confidence P` keeps: precision and recall of events with their kind.
";
