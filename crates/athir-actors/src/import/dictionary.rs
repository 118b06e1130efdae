//! Actor dictionaries of TABARI and PETRARCH: a name with its codes, `+` and a further name on the lines after it,
//! and codes with dates on indented lines.
//!
//! ```text
//! LOWLAND_                     # the country
//! +LOWLANDER
//!     [LOW <19910101]          # before
//!     [LOWGOV 950601-990815]   # from the first to the last day
//!     [LOW >990816]            # from then on
//! ```

use super::{Import, ImportedActor, ImportedCode, Refusal, readable};
use crate::cameo::iso2;
use crate::{ActorKind, Moment};
use jiff::civil::Date;

/// One entry as it stands in the file.
struct Entry<'t> {
    line: usize,
    names: Vec<(usize, &'t str)>,
    codes: Vec<ImportedCode>,
}

pub(super) fn read(import: &mut Import, path: &str, text: &str) -> Vec<Refusal> {
    let mut refused = Vec::new();
    let mut open: Option<Entry<'_>> = None;
    let source = path.rsplit(['/', '\\']).next().unwrap_or(path);
    for (line, content) in lines(text) {
        let (name, codes) = match content.find('[') {
            Some(at) => content.split_at(at),
            None => (content, ""),
        };
        let name = name.trim();
        let continues = name.is_empty() || name.starts_with('+');
        if !continues && let Some(entry) = open.take() {
            take(import, entry, source, &mut refused);
        }
        if name.starts_with('&') || name.starts_with('!') {
            refused.push(refusal(line, content, "sets of words are of no use for names"));
            continue;
        }
        let entry = match (&mut open, continues) {
            (Some(entry), true) => entry,
            (None, true) => {
                refused.push(refusal(line, content, "no name stands before it"));
                continue;
            }
            (_, false) => open.insert(Entry { line, names: Vec::new(), codes: Vec::new() }),
        };
        let name = name.trim_start_matches('+').trim();
        if !name.is_empty() {
            entry.names.push((line, name));
        }
        read_codes(line, codes, &mut entry.codes, &mut refused);
    }
    if let Some(entry) = open {
        take(import, entry, source, &mut refused);
    }
    refused
}

/// The lines with something on them, without comments: `#` to the end of the line, `;` after a code, `<!-- -->`.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut in_comment = false;
    text.lines().enumerate().filter_map(move |(at, line)| {
        let mut content = line;
        if in_comment || content.trim_start().starts_with("<!") {
            in_comment = !content.contains("->");
            return None;
        }
        if let Some(hash) = content.find('#') {
            content = &content[..hash];
        }
        if let Some(end) = content.rfind(']')
            && let Some(semicolon) = content[end..].find(';')
        {
            content = &content[..end + semicolon];
        }
        (!content.trim().is_empty()).then_some((at + 1, content))
    })
}

pub(super) fn refusal(line: usize, what: &str, why: impl Into<String>) -> Refusal {
    Refusal { line, what: what.trim().to_owned(), why: why.into() }
}

fn read_codes(line: usize, text: &str, codes: &mut Vec<ImportedCode>, refused: &mut Vec<Refusal>) {
    let mut rest = text;
    while let Some(start) = rest.find('[') {
        let Some(end) = rest[start..].find(']') else {
            refused.push(refusal(line, rest, "the bracket is not closed"));
            return;
        };
        let inner = rest[start + 1..start + end].trim();
        rest = &rest[start + end + 1..];
        let (code, dates) = match inner.find([' ', '\t', '<', '>']) {
            Some(at) => (inner[..at].trim(), inner[at..].trim()),
            None => (inner, ""),
        };
        let known = code.len() >= 2
            && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '/')
            && code.contains(|c: char| c.is_ascii_alphabetic());
        if !known {
            let why = if code.chars().all(|c| c == '-') {
                "it has no code in this time"
            } else {
                "no code of an actor"
            };
            refused.push(refusal(line, inner, why));
            continue;
        }
        match read_dates(dates) {
            Some((from, until)) => {
                let code = code.to_ascii_uppercase();
                codes.push(ImportedCode { code, from, until });
            }
            None => refused.push(refusal(line, inner, "its dates cannot be read")),
        }
    }
    if rest.contains('[') {
        refused.push(refusal(line, rest, "the bracket is not closed"));
    }
}

/// `<d` until the day before, `>d` from the day on, `d-d` both days inclusive; nothing is always.
fn read_dates(text: &str) -> Option<(Option<String>, Option<String>)> {
    if text.is_empty() {
        return Some((None, None));
    }
    if let Some(date) = text.strip_prefix('<') {
        return Some((None, Some(day(date.trim())?.yesterday().ok()?.to_string())));
    }
    if let Some(date) = text.strip_prefix('>') {
        return Some((Some(day(date.trim())?.to_string()), None));
    }
    let (from, until) = text.split_once('-')?;
    let (from, until) = (day(from.trim())?, day(until.trim())?);
    (from <= until).then(|| (Some(from.to_string()), Some(until.to_string())))
}

/// `950601` or `19950601`. Years of two digits are those from 1930 to 2029.
fn day(digits: &str) -> Option<Date> {
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let century = match digits.len() {
        8 => "",
        6 if &digits[..2] >= "30" => "19",
        6 => "20",
        _ => return None,
    };
    let full = format!("{century}{digits}");
    Moment::parse(&format!("{}-{}-{}", &full[..4], &full[4..6], &full[6..])).map(|moment| moment.earliest)
}

fn take(import: &mut Import, entry: Entry<'_>, source: &str, refused: &mut Vec<Refusal>) {
    let Some(first) = entry.codes.first() else {
        let (line, name) = entry.names.first().copied().unwrap_or((entry.line, ""));
        if !refused.iter().any(|refusal| refusal.line >= line) {
            refused.push(refusal(line, name, "it has no code"));
        }
        return;
    };
    let mut names: Vec<String> = Vec::new();
    for (line, raw) in entry.names {
        let (plain, short) = without_abbreviation(raw);
        let spellings: Vec<String> = readable::spellings(plain).into_iter().chain(short).collect();
        if spellings.is_empty() || plain.contains(['{', '}', '(', ')', '+']) {
            refused.push(refusal(line, raw, "not a name that a text could hold"));
            continue;
        }
        for name in spellings {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    if names.is_empty() {
        return;
    }
    let name = names.remove(0);
    let kind = kind_of(&entry.codes);
    let countries: Vec<String> = first.code.get(..3).and_then(iso2).map(str::to_owned).into_iter().collect();
    let code = import.fresh_code("cameo", &name);
    import.actors.push(ImportedActor {
        code,
        name,
        names,
        kind,
        countries,
        ucdp: None,
        cameo: entry.codes,
        founded: None,
        ended: None,
        relations: Vec::new(),
        source: source.to_owned(),
    });
}

/// `HILL_ARMY_(HA)_` is a name and its abbreviation.
fn without_abbreviation(raw: &str) -> (&str, Option<String>) {
    let trimmed = raw.trim_end_matches(['_', ' ']);
    let parts = trimmed.strip_suffix(')').and_then(|rest| rest.split_once('('));
    match parts {
        Some((name, short))
            if short.len() <= 8 && short.chars().all(|c| c.is_ascii_alphabetic() || c == '-') =>
        {
            (name, Some(short.to_ascii_uppercase()))
        }
        _ => (raw, None),
    }
}

/// What the code says that it is: the first role behind the country. An office that somebody held for a time is
/// a person's.
fn kind_of(codes: &[ImportedCode]) -> ActorKind {
    let code = codes[0].code.as_str();
    let roles = |code: &str| -> Vec<String> {
        code.as_bytes().chunks(3).map(|part| String::from_utf8_lossy(part).into_owned()).collect()
    };
    let parts = roles(code);
    match parts.first().map(String::as_str) {
        Some("IGO") => return ActorKind::International,
        Some("NGO" | "NGM") => return ActorKind::Ngo,
        Some("IMG") => return ActorKind::ArmedGroup,
        _ => {}
    }
    let dated = codes.iter().any(|c| c.from.is_some() || c.until.is_some());
    let offices = codes.iter().any(|c| {
        let parts = roles(&c.code);
        parts
            .iter()
            .skip(1)
            .any(|part| matches!(part.as_str(), "GOV" | "ELI" | "OPP" | "LEG" | "JUD" | "MIL"))
    });
    if dated && offices {
        return ActorKind::Person;
    }
    for part in parts.iter().skip(1) {
        match part.as_str() {
            "GOV" | "LEG" | "JUD" => return ActorKind::Government,
            "MIL" | "SPY" => return ActorKind::Military,
            "COP" => return ActorKind::Police,
            "REB" | "INS" | "SEP" | "RAD" => return ActorKind::ArmedGroup,
            "UAF" => return ActorKind::Militia,
            "OPP" | "PTY" => return ActorKind::Political,
            "MED" => return ActorKind::Media,
            "ELI" => return ActorKind::Person,
            "CVL" | "REL" | "LAB" | "EDU" | "REF" | "AGR" | "BUS" => return ActorKind::People,
            _ => {}
        }
    }
    ActorKind::State
}
