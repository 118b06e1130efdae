//! Makes inputs: from nothing, from the grammar of a report, and by changing what is there.

use crate::random::Random;
use crate::words::{BRACKETS, GLUE, NUMBERS, ODD, PEOPLE, TIMES, Words};

/// Makes the next text. `found` are earlier inputs that made the coder do something new.
pub(crate) fn make(random: &mut Random, words: &Words, found: &[String]) -> String {
    let mut text = match random.below(40) {
        0..10 if !found.is_empty() => random.word(found).to_owned(),
        0..18 => random.word(&words.reports).to_owned(),
        18..24 => some_sentences(random, words),
        24..29 => grammar(random, words),
        29..33 => jumble(random, words),
        33..35 => numbers_and_times(random, words),
        35..37 => nested(random, words),
        37 => characters(random),
        38 => bytes(random),
        _ if random.one_in(25) => huge(random, words),
        _ => some_sentences(random, words),
    };
    let n_changes = [0, 1, 1, 2, 3, 5, 8, 30][random.below(8)];
    for _ in 0..n_changes {
        text = change(random, words, found, text);
    }
    text
}

fn some_sentences(random: &mut Random, words: &Words) -> String {
    let n = random.between(1, 8);
    (0..n)
        .map(|_| random.word(&words.sentences))
        .collect::<Vec<_>>()
        .join(random.pick(&[" ", "\n\n", "\n", ""]))
}

fn count(random: &mut Random, words: &Words) -> String {
    let n = random.between(1, 3);
    (0..n)
        .map(|_| if random.one_in(3) { random.word(&words.numbers) } else { random.pick(NUMBERS) })
        .collect::<Vec<_>>()
        .join(random.pick(&[" ", "-", " to ", " or ", ""]))
}

fn time(random: &mut Random) -> String {
    if random.one_in(2) {
        return random.pick(TIMES).to_owned();
    }
    let day = random.below(40);
    let month = random
        .pick(&["January", "Feb.", "march", "APRIL", "May", "Jun", "July", "Sept", "12", "13", "Shaaban"]);
    let year = random.pick(&["2017", "17", "'17", "0", "9999", "10000", "1", "32768", "last year", "-5"]);
    match random.below(6) {
        0 => format!("on {day} {month} {year}"),
        1 => format!("{month} {day}, {year}"),
        2 => format!("{year}-{:02}-{day:02}", random.below(16)),
        3 => format!("from {day} to {} {month} {year}", random.below(40)),
        4 => format!(
            "{} {} {}",
            random.pick(NUMBERS),
            random.pick(&["days", "weeks", "years", "hours", "decades"]),
            random.pick(&["ago", "later", "earlier", "before that", "from now", "after the vote"])
        ),
        _ => format!(
            "{} {}",
            random.pick(&["last", "next", "this", "since", "until", "before", "by", "early", "mid"]),
            random.pick(&["Monday", "week", "month", "year", "June", "century", "2011", "night"])
        ),
    }
}

fn side(random: &mut Random, words: &Words) -> String {
    match random.below(4) {
        0 => format!("{} {}", count(random, words), random.pick(PEOPLE)),
        1 => format!("{} {}", random.pick(GLUE), random.pick(PEOPLE)),
        _ => random.word(&words.actors).to_owned(),
    }
}

/// Sentences in the shape of a report's.
fn grammar(random: &mut Random, words: &Words) -> String {
    let mut text = String::new();
    for _ in 0..random.between(1, 12) {
        let (a, b) = (side(random, words), side(random, words));
        let verb = random.word(&words.verbs).to_owned();
        let place = random.word(&words.places).to_owned();
        let losses = format!("{} {}", count(random, words), random.pick(PEOPLE));
        let when = time(random);
        text.push_str(&match random.below(9) {
            0 => format!("{a} {verb} {b} in {place} {when}."),
            1 => format!(
                "{losses} were killed and {} injured when {a} {verb} {place} {when}.",
                count(random, words)
            ),
            2 => format!("{when}, {a} said it had {verb} {b} near {place}, killing {losses}."),
            3 => format!("\"{a} {verb} {b},\" {} said {when}.", side(random, words)),
            4 => format!("{a}, formerly {b}, {verb} in {place}, {place}, {}.", random.word(&words.places)),
            5 => format!("It denied that {losses} had been {verb} by {a} and {b} in {place}."),
            6 => format!(
                "The {verb} in {place} left {losses} dead, according to {a}, {b} and {}.",
                side(random, words)
            ),
            7 => format!("The latter {verb} the former; its rival {verb} {}.", random.word(&words.verbs)),
            _ => format!("{a} {} {b} {} {losses} {when} {place}.", random.pick(GLUE), random.pick(GLUE)),
        });
        text.push_str(random.pick(&[" ", " ", "\n\n", "\n", ""]));
    }
    text
}

fn any_word<'w>(random: &mut Random, words: &'w Words) -> &'w str {
    match random.below(10) {
        0..3 => random.word(&words.any),
        3 => random.word(&words.verbs),
        4 => random.word(&words.actors),
        5 => random.word(&words.places),
        6 => random.pick(NUMBERS),
        7 => random.pick(TIMES),
        8 => random.pick(ODD),
        _ => random.pick(GLUE),
    }
}

fn jumble(random: &mut Random, words: &Words) -> String {
    let n = random.between(1, 150);
    let mut text = String::new();
    for _ in 0..n {
        text.push_str(any_word(random, words));
        text.push_str(random.pick(&[" ", " ", " ", " ", " ", ". ", ", ", "", "-", "\n", "\n\n", "'s "]));
    }
    text
}

fn numbers_and_times(random: &mut Random, words: &Words) -> String {
    let mut text = String::new();
    for _ in 0..random.between(1, 30) {
        match random.below(5) {
            0 => text.push_str(&time(random)),
            1 => text.push_str(&count(random, words)),
            2 => text.push_str(random.pick(PEOPLE)),
            3 => text.push_str(random.pick(&[
                "were killed",
                "died",
                "wounded",
                "injuring",
                "the dead",
                "casualties",
                "displaced",
                "captured",
                "missing",
            ])),
            _ => text.push_str(random.pick(GLUE)),
        }
        text.push_str(random.pick(&[" ", " ", " ", " ", ". ", "", "-", "/", ", "]));
    }
    text
}

fn nested(random: &mut Random, words: &Words) -> String {
    let depth = [2, 5, 20, 100, 400][random.below(5)];
    let kind = random.one_in(2).then(|| random.below(BRACKETS.len()));
    let mut ends = Vec::new();
    let mut text = String::new();
    for _ in 0..depth {
        let (open, close) = BRACKETS[kind.unwrap_or_else(|| random.below(BRACKETS.len()))];
        text.push_str(open);
        if random.one_in(3) {
            text.push_str(any_word(random, words));
            text.push(' ');
        }
        ends.push(close);
    }
    text.push_str(random.word(&words.sentences));
    if !random.one_in(4) {
        ends.iter().rev().for_each(|end| text.push_str(end));
    }
    text
}

fn character(random: &mut Random) -> char {
    let top = [0x80, 0x100, 0x600, 0x3000, 0x11_0000][random.below(5)];
    char::from_u32(random.below(top) as u32).unwrap_or('\u{d7ff}')
}

fn characters(random: &mut Random) -> String {
    let n = random.between(0, 400);
    (0..n).map(|_| character(random)).collect()
}

fn bytes(random: &mut Random) -> String {
    let n = random.between(0, 400);
    let bytes: Vec<u8> = (0..n).map(|_| random.next() as u8).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// One token, sentence or report of up to 100,000 characters.
fn huge(random: &mut Random, words: &Words) -> String {
    let size = [5_000, 20_000, 100_000][random.below(3)];
    let unit = match random.below(13) {
        0 => "a".to_owned(),
        1 => "a-".to_owned(),
        2 => "(".to_owned(),
        3 => "9".to_owned(),
        4 => "and ".to_owned(),
        5 => "\n\n".to_owned(),
        6 => format!("{}\n\n", random.word(&words.sentences)),
        7 => format!("{} ", random.word(&words.sentences).trim_end_matches('.')),
        8 => format!("{} ", any_word(random, words)),
        9 => format!("{} and ", side(random, words)),
        10 => format!("{} killed, ", random.pick(NUMBERS)),
        11 => format!("{} ", time(random)),
        _ => format!("{} ", grammar(random, words)),
    };
    unit.repeat(size / unit.len().max(1) + 1)
}

/// Changes a text in one place or all over.
fn change(random: &mut Random, words: &Words, found: &[String], text: String) -> String {
    let mut text = text;
    match random.below(20) {
        0 => {
            let at = boundary(&text, random);
            text.insert(at, character(random));
        }
        1 => {
            let at = boundary(&text, random);
            text.insert_str(at, random.pick(ODD));
        }
        2 => {
            let (a, b) = range(&text, random, 30);
            text.replace_range(a..b, "");
        }
        3 => {
            let mut bytes = text.into_bytes();
            if !bytes.is_empty() {
                let at = random.below(bytes.len());
                bytes[at] ^= 1 << random.below(8);
            }
            text = String::from_utf8_lossy(&bytes).into_owned();
        }
        4 => {
            let (a, b) = range(&text, random, 200);
            let copy = text[a..b].to_owned();
            let at = boundary(&text, random);
            text.insert_str(at, &copy);
        }
        5 | 6 => {
            text = at_words(&text, random, |parts, at, random| parts[at] = any_word(random, words).to_owned())
        }
        7 => {
            text = at_words(&text, random, |parts, at, random| {
                let other = random.below(parts.len());
                parts.swap(at, other);
            });
        }
        8 => text = at_words(&text, random, |parts, at, _| drop(parts.remove(at))),
        9 => text = at_words(&text, random, |parts, at, random| parts.insert(at, time(random))),
        10 => text = at_words(&text, random, |parts, at, random| parts.insert(at, count(random, words))),
        11 => text = at_words(&text, random, |parts, at, random| parts.insert(at, side(random, words))),
        12 => {
            text = at_words(&text, random, |parts, at, random| parts.insert(at, random.pick(GLUE).to_owned()))
        }
        13 => text = at_words(&text, random, |parts, at, _| parts[at] = parts[at].to_uppercase()),
        14 => {
            let (a, b) = range(&text, random, 100);
            let (open, close) = BRACKETS[random.below(BRACKETS.len())];
            text.insert_str(b, close);
            text.insert_str(a, open);
        }
        15 => {
            let at = boundary(&text, random);
            text.insert_str(
                at,
                random.pick(&["\n", "\n\n", " ", ". ", ", ", "\"", "”", "“", "'", "(", ")", "-", "—"]),
            );
        }
        16 => {
            let at = boundary(&text, random);
            text.insert_str(at, random.word(&words.sentences));
        }
        17 => {
            let other = if found.is_empty() { random.word(&words.reports) } else { random.word(found) };
            let (a, b) = range(other, random, 400);
            let at = boundary(&text, random);
            text.insert_str(at, &other[a..b]);
        }
        18 if random.one_in(10) => text = text.to_lowercase(),
        18 if random.one_in(10) => text = text.split_whitespace().collect(),
        18 if random.one_in(10) => text = text.chars().rev().collect(),
        18 => {
            text = at_words(&text, random, |parts, at, random| {
                parts[at] = parts[at].repeat(random.between(2, 60))
            })
        }
        _ => {
            let (a, _) = range(&text, random, 0);
            text.truncate(a);
        }
    }
    text
}

fn boundary(text: &str, random: &mut Random) -> usize {
    let mut at = random.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn range(text: &str, random: &mut Random, longest: usize) -> (usize, usize) {
    let a = boundary(text, random);
    let mut b = (a + random.below(longest + 1)).min(text.len());
    while !text.is_char_boundary(b) {
        b -= 1;
    }
    (a, b.max(a))
}

fn at_words(
    text: &str,
    random: &mut Random,
    edit: impl FnOnce(&mut Vec<String>, usize, &mut Random),
) -> String {
    let mut parts: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let at = random.below(parts.len());
    edit(&mut parts, at, random);
    parts.join(" ")
}
