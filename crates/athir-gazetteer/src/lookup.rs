//! From a name to the places it may stand for.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use fst::raw::{Fst, Node, Output};

use crate::columns::{Bytes, Posting, Postings, Section};
use crate::fold::{Key, check, fold, is_article_before, may_be_article};
use crate::gazetteer::Gazetteer;
use crate::place::{PlaceClass, PlaceId};
use crate::respell::respell;
use crate::skeleton::{SHORTEST, skeleton_of_key};

/// No look-up returns more places.
const MOST: usize = 64;

/// How a name matched, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Match {
    /// The same letters, whatever the case, diacritics, apostrophes and hyphens.
    Exact,
    /// The same but for the definite article or the spelling of vowels and doubled letters: "Raqqa"
    /// for "al-Raqqa", "Khan Sheikhoun" for "Khān Shaykhūn".
    Folded,
    /// The same consonants under another transliteration: "Dayr az-Zawr" for "Deir ez-Zor".
    Skeleton,
}

/// A place that a name may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Candidate {
    /// The place.
    pub id: PlaceId,
    /// How the name matched.
    pub how: Match,
    /// Which of the place's names matched.
    pub name: NameKind,
}

/// Which of a place's names it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// The name that the place usually goes by, [`crate::Place::name`].
    Usual,
    /// Another one.
    Alternate,
}

impl Gazetteer {
    /// Finds the places that a name may stand for, by skeleton only when the letters find none.
    ///
    /// A word for the kind of area after the name ("Idlib province", "Raqqa city") keeps only places
    /// of that kind, unless it belongs to a known name; an area stands for the towns in it where no town has its name. The surest matches come first, then the more
    /// populous or otherwise more notable places; there are at most 64.
    pub fn find(&self, name: &str) -> Vec<Candidate> {
        let found = self.find_spelled(name);
        if found.is_empty() { self.find_similar(name) } else { found }
    }

    /// Finds the places that go by exactly this name, but for the definite article.
    pub fn find_spelled(&self, name: &str) -> Vec<Candidate> {
        let key = Key::of(name);
        let found = self.spelled(&key, None);
        if !found.is_empty() {
            return found;
        }
        match split_kind(&key) {
            Some((key, Kind::Settlement)) => self.settlements_or_areas(&key),
            Some((key, kind)) => self.spelled(&key, Some(kind)),
            None => found,
        }
    }

    /// "Oromia town": where no town is spelled just so, one in the area of that name comes before a town that is called much
    /// like it.
    fn settlements_or_areas(&self, key: &Key) -> Vec<Candidate> {
        let mut towns = self.spelled(key, Some(Kind::Settlement));
        if towns.iter().any(|town| town.how == Match::Exact) {
            return towns;
        }
        let mut found = self.spelled(key, Some(Kind::Area));
        found.retain(|area| area.how == Match::Exact);
        found.append(&mut towns);
        found.truncate(MOST);
        found
    }

    /// Finds the places with a name of the same consonants, those of the same letters among them.
    ///
    /// The places whose usual name is spelled most alike come first; there are at most 64.
    pub fn find_similar(&self, name: &str) -> Vec<Candidate> {
        let key = Key::of(name);
        let found = self.similar(&key, None);
        if !found.is_empty() {
            return found;
        }
        match split_kind(&key) {
            Some((key, kind)) => self.similar(&key, Some(kind)),
            None => found,
        }
    }

    fn spelled(&self, key: &Key, kind: Option<Kind>) -> Vec<Candidate> {
        let Some(value) = self.names.get(key.respelled()) else { return Vec::new() };
        let check = key.check();
        let mut exact: Vec<Candidate> = Vec::new();
        let mut folded: Vec<Candidate> = Vec::new();
        let mut postings = self.name_postings(value).peekable();
        while let Some(first) = postings.next() {
            // The names of one place stand together; its best match counts.
            let mut best = first;
            let mut is_exact = first.check == check && first.article == key.article;
            while let Some(other) = postings.next_if(|other| other.place == first.place) {
                if !is_exact && other.check == check && other.article == key.article {
                    best = other;
                    is_exact = true;
                }
            }
            if !self.is_kind(first.place, kind) {
                continue;
            }
            if is_exact {
                exact.extend(self.candidate(best, Match::Exact));
            } else if folded.len() < MOST {
                folded.extend(self.candidate(best, Match::Folded));
            }
            if exact.len() == MOST {
                break;
            }
        }
        exact.append(&mut folded);
        exact.truncate(MOST);
        exact
    }

    fn similar(&self, key: &Key, kind: Option<Kind>) -> Vec<Candidate> {
        let skeleton = skeleton_of_key(key);
        if skeleton.chars().count() < SHORTEST {
            return Vec::new();
        }
        let Some(value) = self.skeletons.get(&skeleton) else { return Vec::new() };
        let respelled = key.respelled();
        let mut alike: Vec<(usize, usize, Posting)> =
            Postings::new(value, self.columns.section(Section::SkeletonPostings))
                .filter(|posting| self.is_kind(posting.place, kind))
                .enumerate()
                .map(|(rank, posting)| {
                    let name = self.name_at(posting.place).map(|name| Key::of(name).respelled());
                    (edit_distance(&respelled, name.as_deref().unwrap_or_default()), rank, posting)
                })
                .collect();
        alike.sort_unstable_by_key(|&(distance, rank, _)| (distance, rank));
        alike.truncate(MOST);
        alike.into_iter().filter_map(|(_, _, posting)| self.candidate(posting, Match::Skeleton)).collect()
    }

    /// How many words from the start of the slice form the longest known name, or `None`.
    ///
    /// Only spelled matches count. The words are those of a tokenizer: a hyphen may stand alone
    /// ("al", "-", "Bab"), any other mark ends the name. The first word must have a capital or be an
    /// article, the last one must have a capital, unless their script has none; a word for the kind
    /// of area after the name ("Idlib province") belongs to it when such an area exists. A single
    /// word that is common in English ("But", "March") is not taken for a name, though places of
    /// such names exist and [`Gazetteer::find`] knows them; names of people are.
    pub fn longest_at(&self, words: &[&str]) -> Option<usize> {
        let mut walk = Walk::new(self.names.as_fst());
        let mut longest = None;
        let mut hyphen = false;
        for (n, word) in words.iter().enumerate() {
            let folded = fold(word);
            if folded.is_empty() {
                if n > 0 && is_joiner(word) {
                    hyphen = true;
                    continue;
                }
                break;
            }
            if n == 0 && !is_capitalised(word) && !may_be_article(folded.split(' ').next().unwrap_or(&folded))
            {
                return None;
            }
            if !hyphen
                && let Some((at, value)) = longest
                && at == n
                && self.is_area_word(value, &folded)
            {
                longest = Some((n + 1, value));
            }
            hyphen = false;
            // An article before the name must be written as part of it.
            let loose = n == 0 && !folded.contains(' ') && words.get(1).is_none_or(|next| !is_joiner(next));
            if !folded.split(' ').all(|part| walk.step(part, loose)) {
                break;
            }
            if let Some(value) = walk.value()
                && is_capitalised(word)
                && !(n == 0 && is_common_word(&folded, word))
                && self.name_postings(value).any(|posting| walk.admits(posting))
            {
                longest = Some((n + 1, value));
            }
        }
        longest.map(|(n, _)| n)
    }

    fn is_area_word(&self, value: u64, word: &str) -> bool {
        kind_of(word).is_some_and(|kind| {
            self.name_postings(value).any(|posting| self.is_kind(posting.place, Some(kind)))
        })
    }

    fn name_postings(&self, value: u64) -> Postings<'_> {
        Postings::new(value, self.columns.section(Section::NamePostings))
    }

    fn candidate(&self, posting: Posting, how: Match) -> Option<Candidate> {
        let name = if posting.usual { NameKind::Usual } else { NameKind::Alternate };
        Some(Candidate { id: self.id_at(posting.place)?, how, name })
    }

    fn is_kind(&self, place: u32, kind: Option<Kind>) -> bool {
        kind.is_none_or(|kind| self.class_at(place).is_some_and(|class| kind.covers(class)))
    }
}

/// What a word after a name says about the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Area,
    Settlement,
}

impl Kind {
    fn covers(self, class: PlaceClass) -> bool {
        match self {
            Kind::Area => matches!(class, PlaceClass::Province | PlaceClass::District | PlaceClass::Region),
            Kind::Settlement => class == PlaceClass::Settlement,
        }
    }
}

fn kind_of(word: &str) -> Option<Kind> {
    match word {
        "province" | "governorate" | "district" | "subdistrict" | "region" | "state" | "oblast"
        | "county" | "parish" | "borough" | "krai" | "republic" | "department" | "prefecture" | "canton"
        | "raion" | "woreda" | "provinces" | "governorates" => Some(Kind::Area),
        "city" | "town" | "village" | "township" => Some(Kind::Settlement),
        _ => None,
    }
}

fn split_kind(key: &Key) -> Option<(Key, Kind)> {
    let (name, word) = key.text.rsplit_once(' ')?;
    Some((Key { text: name.to_owned(), article: key.article }, kind_of(word)?))
}

/// Whether a folded word is so common in English that alone it is no place name in a text. Written
/// in capitals throughout it may be one: "US".
fn is_common_word(folded: &str, word: &str) -> bool {
    static WORDS: LazyLock<BTreeSet<&str>> =
        LazyLock::new(|| include_str!("common_words.txt").split_whitespace().collect());
    WORDS.contains(folded) && !(word.len() > 1 && word.chars().all(|c| c.is_uppercase() || c == '.'))
}

/// Whether the word is only marks that may stand inside a name.
fn is_joiner(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| matches!(c, '-' | '‐' | '‑' | '–' | '\'' | '’' | '‘' | '`'))
}

/// Whether the word has a capital, or letters of a script without case.
fn is_capitalised(word: &str) -> bool {
    word.chars().any(|c| c.is_uppercase() || c.is_numeric() || (c.is_alphabetic() && !c.is_lowercase()))
}

/// A way down the name map, one folded word at a time.
struct Walk<'f> {
    fst: &'f Fst<Bytes>,
    node: Node<'f>,
    output: Output,
    /// An article that waits for the word it belongs to, and whether it stands loose.
    pending: Option<(String, bool)>,
    empty: bool,
    /// Whether the name began with an article without a hyphen behind it.
    loose_article: bool,
    /// The words as they are written, without articles.
    text: String,
}

impl<'f> Walk<'f> {
    fn new(fst: &'f Fst<Bytes>) -> Self {
        let node = fst.root();
        Walk {
            fst,
            node,
            output: Output::zero(),
            pending: None,
            empty: true,
            loose_article: false,
            text: String::new(),
        }
    }

    /// Goes on by one word; `false` when no known name does.
    fn step(&mut self, word: &str, loose: bool) -> bool {
        if let Some((article, loose)) = self.pending.take() {
            if is_article_before(&article, word) {
                self.loose_article |= self.empty && loose;
            } else if !self.push_word(&article) {
                return false;
            }
        }
        if may_be_article(word) {
            self.pending = Some((word.to_owned(), loose));
            return true;
        }
        self.push_word(word)
    }

    fn push_word(&mut self, word: &str) -> bool {
        let space = if self.empty { "" } else { " " };
        self.empty = false;
        self.text.push_str(space);
        self.text.push_str(word);
        space.bytes().chain(respell(word).bytes()).all(|byte| self.push(byte))
    }

    /// Whether the words may stand for this name: a short one must be spelled alike, and one that
    /// seems to begin with a loose article must have one.
    fn admits(&self, posting: Posting) -> bool {
        const LONG: usize = 5;
        (!self.loose_article || posting.article)
            && (self.text.len() >= LONG || posting.check == check(self.text.bytes()))
    }

    fn push(&mut self, byte: u8) -> bool {
        let Some(at) = self.node.find_input(byte) else { return false };
        let transition = self.node.transition(at);
        self.output = self.output.cat(transition.out);
        self.node = self.fst.node(transition.addr);
        true
    }

    /// The value of the name so far, if it is a whole one.
    fn value(&self) -> Option<u64> {
        (self.pending.is_none() && self.node.is_final())
            .then(|| self.output.cat(self.node.final_output()).value())
    }
}

/// The number of letters to insert, remove or change to get from one text to the other.
fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::edit_distance;

    #[test]
    fn edit_distance_counts_letters() {
        assert_eq!(edit_distance("hama", "hamah"), 1);
        assert_eq!(edit_distance("", "abc"), 3);
        assert_eq!(edit_distance("homs", "hims"), 1);
        assert_eq!(edit_distance("idlib", "idlib"), 0);
    }
}
