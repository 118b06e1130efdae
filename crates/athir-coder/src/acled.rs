//! The ACLED sub-event type of an event, which its kind alone does not tell: who took a town, by what means people
//! were attacked, whether a crowd came to harm. The rows are data (`data/crosswalk/acled.toml`).

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use athir_model::{Codes, Direction, EventKind, Harm};
use athir_nlp::{Dep, Token};
use serde::Deserialize;

use crate::draft::Draft;
use crate::error::KnowledgeError;
use crate::kind::Kind;
use crate::reading::Reading;
use crate::side::Side;

/// The rows that give an event its ACLED sub-event type.
#[derive(Debug, Default)]
pub struct Acled {
    rows: Vec<Row>,
    /// The event type of each sub-event type.
    types: BTreeMap<String, String>,
}

#[derive(Debug)]
struct Row {
    sub_event: String,
    kinds: Vec<EventKind>,
    by: Vec<Who>,
    against: Vec<Who>,
    words: BTreeSet<String>,
    means: BTreeSet<String>,
    harm: bool,
    example: String,
}

/// What a side has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Who {
    State,
    Police,
    Group,
    Civilian,
    Protester,
    None,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    types: BTreeMap<String, Vec<String>>,
    row: Vec<RawRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRow {
    sub_event: String,
    kinds: Vec<EventKind>,
    #[serde(default)]
    by: Vec<Who>,
    #[serde(default)]
    against: Vec<Who>,
    #[serde(default)]
    words: BTreeSet<String>,
    #[serde(default)]
    means: BTreeSet<String>,
    #[serde(default)]
    harm: bool,
    example: String,
}

impl Acled {
    /// The built-in rows.
    ///
    /// # Panics
    /// Never: a test loads the built-in file.
    pub fn builtin() -> &'static Acled {
        static ROWS: OnceLock<Acled> = OnceLock::new();
        ROWS.get_or_init(|| {
            Acled::from_toml("crosswalk/acled.toml", include_str!("../../../data/crosswalk/acled.toml"))
                .expect("the built-in crosswalk is checked by a test")
        })
    }

    /// Reads the rows; `path` stands in messages.
    ///
    /// # Errors
    /// Fails where the text is no TOML of the shape that the file describes, or a row's sub-event type belongs to
    /// no event type.
    pub fn from_toml(path: &str, text: &str) -> Result<Acled, KnowledgeError> {
        let file: File = toml::from_str(text).map_err(|e| KnowledgeError::toml(path, text, &e))?;
        let types: BTreeMap<String, String> = file
            .types
            .into_iter()
            .flat_map(|(event, subs)| subs.into_iter().map(move |sub| (sub, event.clone())))
            .collect();
        if let Some(row) = file.row.iter().find(|row| !types.contains_key(&row.sub_event)) {
            return Err(KnowledgeError::SubEvent { path: path.to_owned(), sub_event: row.sub_event.clone() });
        }
        let rows = file.row.into_iter().map(|raw| Row {
            sub_event: raw.sub_event,
            kinds: raw.kinds,
            by: raw.by,
            against: raw.against,
            words: raw.words,
            means: raw.means,
            harm: raw.harm,
            example: raw.example,
        });
        Ok(Acled { rows: rows.collect(), types })
    }

    /// The examples of the rows with the sub-event type that each must give.
    pub fn examples(&self) -> impl Iterator<Item = (&str, &str)> {
        self.rows.iter().map(|row| (row.example.as_str(), row.sub_event.as_str()))
    }

    /// The codes of an event: those of its kind, with the ACLED types by the first row that fits.
    pub(crate) fn codes(&self, reading: &Reading<'_, '_>, draft: &Draft) -> Codes {
        let mut codes = draft.kind.codes();
        let mut of_kind = self.rows.iter().filter(|row| row.kinds.contains(&draft.kind));
        let Some(row) = of_kind.find(|row| row.fits(reading, draft)) else { return codes };
        if let Some(event_type) = self.types.get(&row.sub_event) {
            codes.acled_event_type = Cow::Owned(event_type.clone());
            codes.acled_sub_event_type = Cow::Owned(row.sub_event.clone());
        }
        codes
    }
}

impl Row {
    fn fits(&self, reading: &Reading<'_, '_>, draft: &Draft) -> bool {
        let mutual = draft.kind.direction() == Direction::Mutual;
        let holds = |classes: &[Who], own: &[Side], other: &[Side]| {
            classes.is_empty()
                || classes.iter().any(|&c| is_who(own, c) || mutual && c != Who::None && is_who(other, c))
        };
        let harmed = |draft: &Draft| {
            draft.counted.iter().any(|c| {
                matches!(c.harm, Harm::Killed | Harm::Injured | Harm::Casualties) && c.count.high != Some(0)
            })
        };
        holds(&self.by, &draft.initiators, &draft.recipients)
            && holds(&self.against, &draft.recipients, &draft.initiators)
            && (!self.harm || harmed(draft))
            && (self.words.is_empty() || told(reading, draft).any(|t| is_one_of(t, &self.words)))
            && (self.means.is_empty() || means(reading, draft).any(|t| is_one_of(t, &self.means)))
    }
}

fn is_one_of(token: Token<'_>, words: &BTreeSet<String>) -> bool {
    words.contains(token.lemma()) || words.contains(&token.text().to_lowercase())
}

/// The words that tell the event.
fn told<'d>(reading: &'d Reading<'_, '_>, draft: &'d Draft) -> impl Iterator<Item = Token<'d>> {
    let clauses = draft.evidence.iter().chain(&draft.weapons).flat_map(Clone::clone);
    clauses.chain(draft.tokens.iter().copied()).map(|i| reading.doc.token(i))
}

/// The trigger, what says more of it, and the weapons.
fn means<'d>(reading: &'d Reading<'_, '_>, draft: &'d Draft) -> impl Iterator<Item = Token<'d>> {
    let more = |i: &usize| {
        let trigger = reading.doc.token(*i);
        let more = trigger.children().filter(|t| matches!(t.dep(), Dep::Compound | Dep::Amod | Dep::Nsubj));
        std::iter::once(trigger).chain(more)
    };
    let weapons = draft.weapons.iter().flat_map(Clone::clone).map(|i| reading.doc.token(i));
    draft.tokens.iter().flat_map(more).chain(weapons)
}

fn is_who(sides: &[Side], who: Who) -> bool {
    if who == Who::None {
        return sides.is_empty();
    }
    sides.iter().any(|side| {
        let kind = side.party.kind;
        match who {
            Who::State => matches!(kind, Kind::State | Kind::Military | Kind::Police | Kind::International),
            Who::Police => kind == Kind::Police,
            Who::Group => matches!(kind, Kind::Armed | Kind::Political),
            Who::Civilian => kind.is_civil() || kind == Kind::Person,
            Who::Protester => kind == Kind::Protester,
            Who::None => false,
        }
    })
}
