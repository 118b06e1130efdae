//! Looks for times that grow faster than the text: units of many kinds, repeated more and more often.

use std::time::Duration;

use athir::Pipeline;
use jiff::civil::date;

use crate::STAGES;
use crate::check::{Input, check};
use crate::random::Random;
use crate::words::{NUMBERS, TIMES, Words};

const SHORT: usize = 10_000;
const LONG: usize = 80_000;
/// How many times longer a byte may take in the long text than in the short one.
const GROWTH: f64 = 3.0;

/// Times every unit at two lengths, prints a line for each, and gives the number of those that grow.
pub(crate) fn scale(pipeline: &Pipeline, words: &Words, seed: u64) -> usize {
    let mut n_growing = 0;
    println!("unit\tnanoseconds a byte of {STAGES:?} at {SHORT} bytes\tat {LONG} bytes");
    for unit in units(words, &mut Random::new(seed)) {
        let Some(short) = times(pipeline, &unit, SHORT) else { continue };
        let Some(long) = times(pipeline, &unit, LONG) else { continue };
        let a_byte = |times: [Duration; 3], len: usize| times.map(|t| t.as_nanos() as f64 / len as f64);
        let (short, long) = (a_byte(short, SHORT), a_byte(long, LONG));
        // Ticks of the clock make short times useless.
        let grows = short.iter().zip(&long).any(|(s, l)| *l > GROWTH * s && *l * LONG as f64 > 100_000_000.0);
        n_growing += usize::from(grows);
        let mark = if grows { "\tGROWS" } else { "" };
        let shown: String = unit.escape_debug().take(60).collect();
        println!("{shown}\t{short:.0?}\t{long:.0?}{mark}");
    }
    n_growing
}

fn times(pipeline: &Pipeline, unit: &str, size: usize) -> Option<[Duration; 3]> {
    let text = unit.repeat(size / unit.len().max(1));
    match check(pipeline, &Input { text, published: Some(date(2017, 7, 20)) }) {
        Ok(outcome) => Some(outcome.times),
        Err(fault) => {
            println!("{fault}: {} bytes of {unit:?}", size);
            None
        }
    }
}

fn units(words: &Words, random: &mut Random) -> Vec<String> {
    let mut units: Vec<String> = [
        "a",
        "a-",
        "a'",
        "9",
        "9,",
        "1/",
        "(",
        "((",
        "[x",
        "\"",
        "“",
        "“a ",
        "'a ",
        "a, ",
        "and ",
        "a and ",
        "of the ",
        "by ",
        "which ",
        "said that ",
        ".",
        "...",
        "\n",
        "\n\n",
        "a\n\n",
        " ",
        "\t",
        "\0",
        "\u{301}",
        "\u{200d}",
        "é",
        "حلب ",
        "👍🏿",
        "http://a.b/",
        "a@b.c ",
        "U.S.",
        "the rebels ",
        "the rebels and ",
        "rebels killed ",
        "in Idlib, ",
        "Idlib ",
        "Ahrar al-Sham ",
        "Ahrar al-Sham and ",
        "Ahrar al-Sham (",
        "five soldiers and ",
        "killed, ",
        "were killed and ",
        "on Monday ",
        "last Monday and ",
        "two days after ",
        "hundred ",
        "two hundred and ",
        "between ",
        "its ",
        "the latter ",
        "Rebels attacked the army. ",
        "Rebels attacked the army.\n\n",
        "The group's leader's brother's ",
        "Rebels in Idlib killed five soldiers on Monday, activists said. ",
        "Clashes between rebels and the army in Saraqib killed two and ",
        "Ahrar al-Sham seized Saraqib from the army and ",
    ]
    .into_iter()
    .map(str::to_owned)
    .collect();
    for _ in 0..6 {
        units.push(format!("{} ", random.word(&words.sentences)));
        units.push(format!("{} ", random.word(&words.sentences).trim_end_matches('.')));
        units.push(format!("{}, ", random.word(&words.actors)));
        units.push(format!("{}, ", random.word(&words.places)));
        units.push(format!("{} ", random.pick(TIMES)));
        units.push(format!("{} ", random.pick(NUMBERS)));
        units.push(random.word(&words.reports).to_owned());
    }
    units
}
