//! Agent dictionaries of TABARI and PETRARCH: words for roles with a code in which `~` is the actor's.
//!
//! ```text
//! !PERSON! = MAN, MEN, WOMAN
//! CONGRESS!PERSON! [~LEG]
//! PRIME_MINISTER [~GOV]
//! POLICE {} [~COP]              # no plural
//! GOOSE {GEESE} [~GGS]          # its own plural
//! ```

use super::dictionary::{lines, refusal};
use super::{Import, Refusal};
use std::collections::BTreeMap;

/// Says whether a dictionary is one of agents: its codes leave room for an actor's.
pub(super) fn is_agents(text: &str) -> bool {
    lines(text).any(|(_, line)| line.find('[').is_some_and(|at| line[at..].contains('~')))
}

pub(super) fn read(import: &mut Import, text: &str) -> Vec<Refusal> {
    let mut refused = Vec::new();
    let mut sets: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for (line, content) in lines(text) {
        let content = content.trim();
        if let Some((set, words)) = content.split_once('=').filter(|(set, _)| set.trim_end().ends_with('!')) {
            let words = words.split(',').map(|w| w.trim().to_owned()).filter(|w| !w.is_empty()).collect();
            sets.insert(set.trim().to_owned(), words);
            continue;
        }
        let (Some(open), Some(close)) = (content.find('['), content.find(']')) else {
            refused.push(refusal(line, content, "it has no code"));
            continue;
        };
        let code: String =
            content[open.min(close) + 1..close].chars().filter(|c| !c.is_whitespace()).collect();
        if !code.contains('~') || !code.chars().all(|c| c.is_ascii_alphanumeric() || c == '~') {
            refused.push(refusal(line, content, "its code leaves no room for an actor's"));
            continue;
        }
        let (word, plurals) = match content[..open].split_once('{') {
            None => (content[..open].trim(), None),
            Some((word, rest)) => {
                let inside = rest.split('}').next().unwrap_or(rest);
                (
                    word.trim(),
                    Some(inside.split(',').map(str::trim).filter(|p| !p.is_empty()).collect::<Vec<_>>()),
                )
            }
        };
        let Some(words) = expanded(word, &sets) else {
            refused.push(refusal(line, content, "it names a set of words that no line before it defines"));
            continue;
        };
        let mut forms: Vec<String> = Vec::new();
        for word in &words {
            let word = clean(word);
            // A set lists its own plurals.
            match &plurals {
                None if words.len() == 1 => forms.extend([plural(&word), word]),
                _ => forms.push(word),
            }
        }
        forms.extend(plurals.iter().flatten().map(|p| clean(p)));
        forms.retain(|form| !form.is_empty());
        for form in forms {
            match known.get(&form) {
                Some(other) if *other != code => {
                    refused.push(refusal(line, content, format!("{form:?} means {other} already")));
                }
                Some(_) => {}
                None => {
                    known.insert(form.clone(), code.clone());
                    import.agents.entry(code.clone()).or_default().push(form);
                }
            }
        }
    }
    for words in import.agents.values_mut() {
        words.sort();
        words.dedup();
    }
    refused
}

fn clean(word: &str) -> String {
    word.replace('_', " ").split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The words that an entry with a set stands for: `CONGRESS!PERSON!` → CONGRESSMAN, CONGRESSWOMAN, ...
fn expanded(word: &str, sets: &BTreeMap<String, Vec<String>>) -> Option<Vec<String>> {
    let Some(start) = word.find('!') else { return Some(vec![word.to_owned()]) };
    let end = start + 1 + word[start + 1..].find('!')?;
    let set = sets.get(&word[start..=end])?;
    Some(set.iter().map(|w| format!("{}{w}{}", &word[..start], &word[end + 1..])).collect())
}

/// The regular plural of a lower-case noun.
fn plural(word: &str) -> String {
    let vowel_before_y = word.len() > 1 && word[..word.len() - 1].ends_with(['a', 'e', 'i', 'o', 'u']);
    if let Some(stem) = word.strip_suffix('y').filter(|_| !vowel_before_y) {
        format!("{stem}ies")
    } else if word.ends_with(['s', 'x', 'z']) || word.ends_with("ch") || word.ends_with("sh") {
        format!("{word}es")
    } else {
        format!("{word}s")
    }
}
