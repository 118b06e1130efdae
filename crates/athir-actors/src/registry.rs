//! Holds the actors and the sorted names by which they are found.

use crate::compose::Country;
use crate::describe::Vocabulary;
use crate::fold::{self, Atom};
use crate::{Actor, ActorId, ActorKind, ActorsError, Generic, Name, NameRole, Relation, load};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::OnceLock;

/// Knows the actors by code, by name and by description.
///
/// # Examples
///
/// ```
/// use athir_actors::Registry;
/// let registry = Registry::builtin();
/// let tokens = ["Jeish", "al", "-", "Islam", "shelled", "the", "town"];
/// let (n_tokens, actors) = registry.longest_at(&tokens).expect("a known group");
/// assert_eq!(n_tokens, 4);
/// assert_eq!(registry.actor(actors[0]).name, "Jaysh al-Islam");
/// ```
#[derive(Debug)]
pub struct Registry {
    pub(crate) actors: Vec<Actor>,
    pub(crate) by_code: BTreeMap<String, ActorId>,
    pub(crate) exact: NameIndex,
    pub(crate) levelled: NameIndex,
    pub(crate) generics: BTreeMap<String, Generic>,
    pub(crate) countries: BTreeMap<String, Country>,
    pub(crate) country_words: Vec<(String, String)>,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) predecessors: BTreeMap<ActorId, Vec<ActorId>>,
    /// Words for roles, folded, with CAMEO's code for them.
    pub(crate) agents: BTreeMap<String, String>,
    /// Names that unrelated actors really bear, folded.
    pub(crate) shared: BTreeSet<String>,
}

/// One name of one actor under its folded key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) actor: ActorId,
    pub(crate) name: u16,
}

/// The names sorted by key, so that every longer name follows the shorter one it begins with.
#[derive(Debug, Default)]
pub(crate) struct NameIndex {
    entries: Vec<Entry>,
    first_words: HashSet<String>,
}

impl NameIndex {
    pub(crate) fn new(mut entries: Vec<Entry>) -> NameIndex {
        entries.sort_unstable();
        entries.dedup();
        let mut first_words = HashSet::new();
        for entry in &entries {
            let word = entry.key.split(' ').next().unwrap_or(&entry.key);
            if !first_words.contains(word) {
                first_words.insert(word.to_owned());
                first_words.extend(word.strip_suffix('s').map(str::to_owned));
            }
        }
        NameIndex { entries, first_words }
    }

    pub(crate) fn starting_with<'a>(&'a self, within: &'a [Entry], prefix: &str) -> &'a [Entry] {
        let low = within.partition_point(|entry| entry.key.as_str() < prefix);
        let rest = &within[low..];
        &rest[..rest.partition_point(|entry| entry.key.starts_with(prefix))]
    }

    pub(crate) fn all(&self) -> &[Entry] {
        &self.entries
    }

    /// Says whether a key begins with this word, or with it and a possessive `s`.
    pub(crate) fn has_first_word(&self, word: &str) -> bool {
        self.first_words.contains(word)
    }

    pub(crate) fn equal_to(&self, key: &str) -> &[Entry] {
        let low = self.entries.partition_point(|entry| entry.key.as_str() < key);
        let rest = &self.entries[low..];
        &rest[..rest.partition_point(|entry| entry.key == key)]
    }
}

impl Registry {
    /// The registry that ships with athir, loaded once.
    ///
    /// # Panics
    ///
    /// Never: a test loads the same embedded files.
    pub fn builtin() -> &'static Registry {
        static BUILTIN: OnceLock<Registry> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            Registry::from_toml(load::EMBEDDED).expect("the embedded files are loaded by a test")
        })
    }

    /// Builds a registry from files, given as pairs of the path for messages and the text. A later file
    /// replaces an actor, a state or a generic word of an earlier one by its code, its country or its
    /// lemma. A path that ends in `.tsv` holds a table of UCDP actors.
    ///
    /// # Errors
    ///
    /// [`ActorsError`] with path and line when a file cannot be read or a relation points nowhere.
    pub fn from_toml(files: &[(&str, &str)]) -> Result<Registry, ActorsError> {
        load::registry(files)
    }

    /// Builds a registry from the embedded files with a project's own files after them.
    ///
    /// # Errors
    ///
    /// As [`Registry::from_toml`].
    pub fn builtin_with(files: &[(&str, &str)]) -> Result<Registry, ActorsError> {
        let mut all = load::EMBEDDED.to_vec();
        all.extend_from_slice(files);
        load::registry(&all)
    }

    /// Finds the longest known name from the start of `words`, the tokens of a text.
    ///
    /// Gives the number of tokens that the name covers and every actor that bears it, own names before
    /// persons and metonyms, built-in order after that. Spelling is tried as written first, then with
    /// the romanisation levelled. Abbreviations match in capitals only. Adjectives and country words
    /// are left to [`Registry::country_at`].
    pub fn longest_at(&self, words: &[&str]) -> Option<(usize, Vec<ActorId>)> {
        let (n_words, entries) = self.entries_at(words)?;
        let mut actors: Vec<ActorId> = Vec::with_capacity(entries.len());
        for entry in entries {
            if !actors.contains(&entry.actor) {
                actors.push(entry.actor);
            }
        }
        Some((n_words, actors))
    }

    pub(crate) fn entries_at(&self, words: &[&str]) -> Option<(usize, Vec<&Entry>)> {
        if !self.opens_a_name(words) {
            return None;
        }
        let atoms = fold::atoms(words);
        let exact = self.longest_in(&self.exact, &atoms, words, Spelling::AsWritten);
        let levelled = self.longest_in(&self.levelled, &atoms, words, Spelling::Levelled);
        let (n_words, mut entries) = match (exact, levelled) {
            (Some(exact), Some(levelled)) if levelled.0 > exact.0 => levelled,
            (Some(exact), _) => exact,
            (None, levelled) => levelled?,
        };
        entries.sort_by_key(|entry| (self.role_of(entry), entry.actor));
        Some((n_words, entries))
    }

    /// A cheap test of the first token alone; most tokens of a text end here.
    fn opens_a_name(&self, words: &[&str]) -> bool {
        let starts_with_letter = |word: &&&str| word.starts_with(char::is_alphanumeric);
        let Some(first) = words.first().filter(starts_with_letter) else { return false };
        let atoms = fold::atoms(&[first]);
        let Some(atom) = atoms.first() else { return false };
        fold::may_be_article(&atom.text)
            || self.exact.has_first_word(&atom.text)
            || self.levelled.has_first_word(&fold::transliteration(&atom.text))
    }

    fn longest_in<'a>(
        &'a self,
        index: &'a NameIndex,
        atoms: &[Atom],
        words: &[&str],
        spelling: Spelling,
    ) -> Option<(usize, Vec<&'a Entry>)> {
        let mut key = String::new();
        let mut range = index.all();
        let mut apostrophe = Apostrophe::Without;
        let mut best = None;
        for (at, atom) in atoms.iter().enumerate() {
            let next = atoms.get(at + 1).map(|next| next.text.as_str());
            if spelling == Spelling::Levelled && fold::is_article(&atom.text, next) {
                continue;
            }
            if !key.is_empty() {
                key.push(' ');
            }
            let stem = key.len();
            key.push_str(&spelling.apply(&atom.text));
            range = index.starting_with(range, &key);
            let named = self.named(range, &key, &words[..atom.end], apostrophe);
            best = named.map(|named| (atom.end, named)).or(best);
            if let Some((possessive, end)) = &atom.possessive {
                key.truncate(stem);
                key.push_str(&spelling.apply(possessive));
                range = index.starting_with(range, &key);
                apostrophe = Apostrophe::Within;
                let named = self.named(range, &key, &words[..*end], apostrophe);
                best = named.map(|named| (*end, named)).or(best);
            }
            if range.is_empty() {
                break;
            }
        }
        best
    }

    fn named<'a>(
        &self,
        range: &'a [Entry],
        key: &str,
        words: &[&str],
        apostrophe: Apostrophe,
    ) -> Option<Vec<&'a Entry>> {
        let named: Vec<&Entry> = range
            .iter()
            .take_while(|entry| entry.key == key)
            .filter(|entry| {
                apostrophe == Apostrophe::Without || self.name_of(entry).text.contains(['\'', '’'])
            })
            .filter(|entry| self.written_as(entry, words))
            .collect();
        (!named.is_empty()).then_some(named)
    }

    pub(crate) fn written_as(&self, entry: &Entry, words: &[&str]) -> bool {
        let curated = !self.actor(entry.actor).code.starts_with("ucdp-");
        fold::case_fits(&self.name_of(entry).text, words, curated)
    }

    pub(crate) fn name_of(&self, entry: &Entry) -> &Name {
        &self.actor(entry.actor).names[usize::from(entry.name)]
    }

    pub(crate) fn role_of(&self, entry: &Entry) -> NameRole {
        self.name_of(entry).role
    }

    /// The actor behind an id of this registry.
    ///
    /// # Panics
    ///
    /// When the id comes from another registry and is out of range here.
    pub fn actor(&self, id: ActorId) -> &Actor {
        &self.actors[id.index()]
    }

    /// Every actor with its id, in the order of the files.
    pub fn actors(&self) -> impl Iterator<Item = (ActorId, &Actor)> {
        (0u32..).map(ActorId).zip(&self.actors)
    }

    /// The actor with this code.
    pub fn by_code(&self, code: &str) -> Option<ActorId> {
        self.by_code.get(code).copied()
    }

    /// The word for an unnamed party, by its lemma or one of its forms, in lower case.
    pub fn generic(&self, lemma: &str) -> Option<&Generic> {
        self.generics.get(lemma)
    }

    /// The state with this ISO 3166 alpha-2 code.
    pub fn state(&self, iso2: &str) -> Option<ActorId> {
        self.countries.get(iso2).map(|country| country.state)
    }

    /// How this actor stands to others.
    pub fn lineage(&self, id: ActorId) -> &[Relation] {
        &self.actor(id).relations
    }

    /// The actors that were renamed to this one or merged into it, in the order of the files.
    pub fn predecessors(&self, id: ActorId) -> &[ActorId] {
        self.predecessors.get(&id).map_or(&[], Vec::as_slice)
    }
}

/// Says whether a possessive `'s` was taken into the name: "People's", but never "Hama's" for Hamas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Apostrophe {
    Within,
    Without,
}

/// How words become the parts of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spelling {
    AsWritten,
    Levelled,
}

impl Spelling {
    fn apply(self, word: &str) -> String {
        match self {
            Spelling::AsWritten => word.to_owned(),
            Spelling::Levelled => fold::transliteration(word),
        }
    }
}

/// The levelled key of a name, when the name may be found by it: romanised names of some length, no
/// abbreviations, no states.
pub(crate) fn levelled_key(actor: &Actor, name: &str, folded: &str) -> Option<String> {
    // Media have one spelling: "Al Mayadeen" speaks, and "al-Mayadin" is a town.
    let unromanised =
        [ActorKind::State, ActorKind::People, ActorKind::Person, ActorKind::International, ActorKind::Media];
    if unromanised.contains(&actor.kind) || fold::is_acronym(name) {
        return None;
    }
    let key = fold::levelled_name(folded);
    (key.len() >= 5).then_some(key)
}
