//! Numbers with the words that bound them, whatever they count.

use athir_model::Count;

use super::piece::{Piece, Shape};
pub(crate) use super::words::Bound;
use super::words::{NumberWord, Words};

/// A number as the words bound it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quantity {
    /// What the text says of the number.
    pub(crate) count: Count,
    /// The number named, or the least number of an open word.
    pub(crate) number: u64,
    /// Whether the word itself is open: "dozens", "several".
    pub(crate) open: bool,
    /// What the words around it make of it.
    pub(crate) bound: Bound,
    /// The piece where the number begins, after the bound.
    pub(crate) core: usize,
    /// The piece after the number, before words such as "or more".
    pub(crate) core_end: usize,
    /// The piece after the whole expression.
    pub(crate) end: usize,
}

/// A number without its bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Number {
    value: u64,
    open: bool,
    /// The last multiplier, for "two to three thousand".
    scale: u64,
    end: usize,
}

/// Reads the quantity that begins at `at`: "at least 26", "more than two dozen", "between 5 and 10".
pub(crate) fn read_quantity(pieces: &[Piece<'_>], at: usize) -> Option<Quantity> {
    let words = Words::builtin();
    if pieces.get(at)?.is("between") {
        return read_between(words, pieces, at);
    }
    let (mut bound, mut core) = (Bound::Exactly, at);
    for _ in 0..3 {
        let Some((next, end)) = words.bound(pieces, core) else { break };
        bound = if bound == Bound::Exactly { next } else { bound };
        core = end;
    }
    if pieces.get(core).is_some_and(|piece| piece.is("between")) {
        let quantity = read_between(words, pieces, core)?;
        return Some(Quantity { core: at, ..quantity });
    }
    let Some(first) = read_number(words, pieces, core) else {
        // "some" is both a bound ("some 40") and an open number ("some rebels").
        return (core > at && pieces.get(core - 1)?.is("some")).then(|| {
            let count = Count::at_least(2);
            Quantity { count, number: 2, open: true, bound, core: core - 1, core_end: core, end: core }
        });
    };
    let mut quantity = Quantity {
        count: bounded(bound, first.value, first.open),
        number: first.value,
        open: first.open,
        bound,
        core,
        core_end: first.end,
        end: first.end,
    };
    let changes = at > 0 && pieces[at - 1].is("from");
    if let Some((second, low)) = read_range_end(words, pieces, first).filter(|_| !changes) {
        quantity.count = match bound {
            Bound::AtLeast | Bound::More => bounded(bound, low, false),
            Bound::AtMost | Bound::Fewer => bounded(bound, second.value, false),
            Bound::Exactly => Count::between(low, second.value),
        };
        quantity.number = low;
        quantity.end = second.end;
        quantity.core_end = second.end;
    } else if let Some((after, end)) = read_suffix(pieces, first.end) {
        if quantity.bound == Bound::Exactly {
            quantity.count = bounded(after, first.value, first.open);
            quantity.bound = after;
        }
        quantity.end = end;
    }
    if pieces.get(quantity.end).is_some_and(|piece| piece.is("more"))
        && !pieces.get(quantity.end + 1).is_some_and(|piece| piece.is("than"))
    {
        quantity.end += 1;
    }
    Some(quantity)
}

fn bounded(bound: Bound, n: u64, open: bool) -> Count {
    match bound {
        _ if open => Count::at_least(n),
        Bound::Exactly => Count::exactly(n),
        Bound::AtLeast => Count::at_least(n),
        Bound::More => Count::at_least(n.saturating_add(1)),
        Bound::AtMost => Count::at_most(n),
        Bound::Fewer => Count::at_most(n.saturating_sub(1)),
    }
}

fn read_between(words: &Words, pieces: &[Piece<'_>], at: usize) -> Option<Quantity> {
    let skip = |at| words.bound(pieces, at).map_or(at, |(_, end)| end);
    let first = read_number(words, pieces, skip(at + 1))?;
    if !pieces.get(first.end)?.is_any(&["and", "to", "-", "–"]) {
        return None;
    }
    let second = read_number(words, pieces, skip(first.end + 1))?;
    let low = scaled_like(first, second);
    Some(Quantity {
        count: Count::between(low, second.value),
        number: low,
        open: false,
        bound: Bound::Exactly,
        core: at,
        core_end: second.end,
        end: second.end,
    })
}

/// The end of "5 to 10", "5-10" or "5 or 6", with the lower number read at the scale of the upper one.
fn read_range_end(words: &Words, pieces: &[Piece<'_>], first: Number) -> Option<(Number, u64)> {
    let joint = pieces.get(first.end)?;
    let dash = joint.is_dash();
    if first.open || !(dash || joint.is_any(&["to", "or"])) {
        return None;
    }
    let second = read_number(words, pieces, first.end + 1)?;
    let low = scaled_like(first, second);
    // "2-0" and "112-17" are scores and labels; "20 to 10" is no range.
    (!second.open && low < second.value).then_some((second, low))
}

/// "two to three thousand" means 2,000 to 3,000.
fn scaled_like(first: Number, second: Number) -> u64 {
    let scaled = first.value.saturating_mul(second.scale);
    if first.scale == 1 && second.scale > 1 && first.value < second.value && scaled <= second.value {
        scaled
    } else {
        first.value
    }
}

fn read_suffix(pieces: &[Piece<'_>], at: usize) -> Option<(Bound, usize)> {
    let is = |at: usize, words: &[&str]| pieces.get(at).is_some_and(|piece| piece.is_any(words));
    if pieces.get(at)?.text == "+" || is(at, &["plus"]) {
        return Some((Bound::AtLeast, at + 1));
    }
    if pieces[at].is_dash() && is(at + 1, &["plus"]) {
        return Some((Bound::AtLeast, at + 2));
    }
    if is(at, &["or"]) && is(at + 1, &["more"]) {
        return Some((Bound::AtLeast, at + 2));
    }
    if is(at, &["or"]) && is(at + 1, &["fewer", "less"]) {
        return Some((Bound::AtMost, at + 2));
    }
    (is(at, &["or"]) && is(at + 1, &["so"])).then_some((Bound::Exactly, at + 2))
}

/// Reads a number in words or numerals, without bounds.
fn read_number(words: &Words, pieces: &[Piece<'_>], at: usize) -> Option<Number> {
    let piece = pieces.get(at)?;
    if piece.shape == Shape::Digits {
        return read_numeral(words, pieces, at);
    }
    // "half a dozen", "half-dozen", "half a million"
    if piece.is("half") {
        let next = at + 1 + usize::from(pieces.get(at + 1)?.is("a") || pieces[at + 1].is_dash());
        let NumberWord::Scale(scale) = words.number(pieces.get(next)?)? else { return None };
        return Some(Number { value: scale / 2, open: false, scale: 1, end: next + 1 });
    }
    if piece.is_any(&["a", "an"]) {
        let next = pieces.get(at + 1)?;
        return match words.number(next)? {
            NumberWord::Scale(_) => read_cardinal(words, pieces, at + 1),
            // "a couple of" is two; "a few dozen" is 24 and open.
            NumberWord::Open(n) if next.is_any(&["couple", "few", "handful"]) => {
                let mut number = read_open(words, pieces, at + 1, n);
                if next.is("couple") {
                    number.open = number.value > n;
                }
                Some(number)
            }
            NumberWord::Open(n) if next.is("number") && pieces.get(at + 2)?.is("of") => {
                Some(Number { value: n, open: true, scale: 1, end: at + 3 })
            }
            _ => None,
        };
    }
    match words.number(piece)? {
        NumberWord::Cardinal(_) => read_cardinal(words, pieces, at),
        NumberWord::Scale(_) if piece.is("dozen") => read_cardinal(words, pieces, at),
        NumberWord::Scale(_) => None,
        NumberWord::Open(_) if piece.is_any(&["couple", "few", "handful", "number", "some"]) => None,
        NumberWord::Open(_) if piece.is("tens") && !pieces.get(at + 1)?.is("of") => None,
        NumberWord::Open(n) => {
            let number = read_open(words, pieces, at, n);
            Some(number)
        }
    }
}

/// "dozens", "several hundred", "tens of thousands", "a few dozen".
fn read_open(words: &Words, pieces: &[Piece<'_>], at: usize, n: u64) -> Number {
    let mut number = Number { value: n, open: true, scale: 1, end: at + 1 };
    let of = usize::from(pieces.get(number.end).is_some_and(|piece| piece.is("of")));
    let Some(next) = pieces.get(number.end + of) else { return number };
    let scale = match words.number(next) {
        Some(NumberWord::Scale(scale)) => scale,
        // "thousands" in "tens of thousands" multiplies by one thousand: its own least number is two of them.
        Some(NumberWord::Open(least)) if of == 1 && least >= 200 => least / 2,
        _ => return number,
    };
    number.value = n.saturating_mul(scale);
    number.end += of + 1;
    number
}

/// "twenty-six", "two hundred and five", "three dozen".
fn read_cardinal(words: &Words, pieces: &[Piece<'_>], at: usize) -> Option<Number> {
    read_scaled(words, pieces, at, None)
}

/// "26", "1,200", "1.2 million", "5 thousand".
fn read_numeral(words: &Words, pieces: &[Piece<'_>], at: usize) -> Option<Number> {
    let mut value: u64 = pieces[at].text.parse().ok()?;
    let mut end = at + 1;
    let grouped = |at: usize, sign: &str| {
        let mark = pieces.get(at)?;
        let group = pieces.get(at + 1)?;
        let fits = mark.glued && mark.text == sign && group.glued && group.shape == Shape::Digits;
        (fits && group.text.len() == 3).then_some(group)
    };
    let sign = [",", "."]
        .into_iter()
        .find(|sign| value > 0 && pieces[at].text.len() <= 3 && grouped(end, sign).is_some());
    if let Some(sign) = sign {
        while let Some(group) = grouped(end, sign) {
            value = value.checked_mul(1000)?.checked_add(group.text.parse().ok()?)?;
            end += 2;
        }
    } else if pieces.get(end).is_some_and(|next| next.text == "000") && !pieces[end].glued {
        value = value.checked_mul(1000)?;
        end += 1;
    } else if let Some([mark, decimals]) = pieces.get(end..end + 2)
        && mark.glued
        && decimals.glued
        && mark.text == "."
        && decimals.shape == Shape::Digits
    {
        // A broken number is a count only with a multiplier.
        let Some(NumberWord::Scale(scale)) = pieces.get(end + 2).and_then(|piece| words.number(piece)) else {
            return None;
        };
        let tenths = 10_u64.checked_pow(u32::try_from(decimals.text.len()).ok()?)?;
        let broken = value.checked_mul(tenths)?.checked_add(decimals.text.parse().ok()?)?;
        let value = u64::try_from(u128::from(broken) * u128::from(scale) / u128::from(tenths)).ok()?;
        return Some(Number { value, open: false, scale, end: end + 3 });
    }
    read_scaled(words, pieces, end, Some(value))
}

/// Joins cardinals and multipliers from `at` on; `current` is a numeral read before.
fn read_scaled(words: &Words, pieces: &[Piece<'_>], at: usize, current: Option<u64>) -> Option<Number> {
    let numeral = current.is_some();
    let (mut total, mut current, mut scale, mut end) = (0_u64, current, 1, at);
    let mut next = at;
    while let Some(piece) = pieces.get(next) {
        match words.number(piece) {
            Some(NumberWord::Cardinal(n)) if !numeral => {
                let room = match current {
                    None => u64::MAX,
                    Some(value) if value == 0 && total == 0 => 0,
                    Some(value) if n < 10 && value % 100 >= 20 && value % 10 == 0 => 10,
                    Some(value) if value % 100 == 0 => 100,
                    Some(_) => 0,
                };
                if n >= room {
                    break;
                }
                current = Some(current.unwrap_or(0).checked_add(n)?);
            }
            Some(NumberWord::Scale(n)) if n < 1000 => {
                current = Some(current.unwrap_or(1).max(1).checked_mul(n)?);
                scale = n;
            }
            Some(NumberWord::Scale(n)) => {
                total = total.checked_add(current.unwrap_or(1).max(1).checked_mul(n)?)?;
                current = Some(0);
                scale = n;
            }
            _ => break,
        }
        end = next + 1;
        next = end;
        // "twenty-six", "two hundred and five": a joint counts only where a number word follows it.
        let Some(joint) = pieces.get(next) else { break };
        let follows = pieces.get(next + 1).and_then(|piece| words.number(piece));
        let small = match follows {
            Some(NumberWord::Cardinal(n)) => n,
            // "four-hundred"
            Some(NumberWord::Scale(_)) if joint.is_dash() && joint.glued => {
                next += 1;
                continue;
            }
            _ => continue,
        };
        let value = current.unwrap_or(0);
        if (joint.is_dash() && joint.glued && small < 10 && value % 100 >= 20 && value % 10 == 0)
            || (joint.is("and") && scale >= 100 && value % 100 == 0 && !numeral)
        {
            next += 1;
        }
    }
    let value = total.checked_add(current?)?;
    Some(Number { value, open: false, scale, end })
}
