//! Documents put together by hand, for tests of what works on them.

use std::ops::Range;
use std::sync::Arc;

use crate::doc::{Columns, Doc, EntityData, Labels, TokenData};
use crate::labels::{Dep, Pos};
use crate::span::Span;
use crate::tree::Edges;

/// Why annotations do not make a document.
#[derive(Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// A column has another length than the words.
    #[error("{column} has {found} values for {expected} words")]
    Length {
        /// The column.
        column: &'static str,
        /// Its length.
        found: usize,
        /// The number of words.
        expected: usize,
    },
    /// A word's head is not a word of its sentence.
    #[error("word {word} has head {head}, which is not in its sentence")]
    Head {
        /// The word.
        word: usize,
        /// Its head.
        head: usize,
    },
    /// A chain of heads leads back to where it began.
    #[error("word {word} is above itself in the tree")]
    Cycle {
        /// A word of the cycle.
        word: usize,
    },
    /// The sentence starts do not begin with 0 and rise to the last word at most.
    #[error("sentence starts {starts:?} do not divide the words")]
    Sentences {
        /// The starts as given.
        starts: Vec<usize>,
    },
    /// An entity is empty, out of range or overlaps the one before it.
    #[error("entity {}..{} is empty, out of range or out of order", range.start, range.end)]
    Entity {
        /// The entity's words.
        range: Range<usize>,
    },
    /// There are more different labels than a document can hold.
    #[error("more than {most} different {column}")]
    TooMany {
        /// The column.
        column: &'static str,
        /// How many there can be.
        most: usize,
    },
}

/// Builds a [`Doc`] from columns of annotations.
///
/// What is left out has a plain value: a space after every word but the last, the word as its own lemma,
/// [`Pos::X`], no tag, every word a root. Sentences begin where the trees do unless they are given.
///
/// # Examples
///
/// ```
/// use athir_nlp::{Dep, DocBuilder, Pos};
///
/// let doc = DocBuilder::new(&["Rebels", "fled", "."])
///     .spaces(&[true, false, false])
///     .pos(&[Pos::Noun, Pos::Verb, Pos::Punct])
///     .heads(&[1, 1, 1])
///     .deps(&[Dep::Nsubj, Dep::Root, Dep::Punct])
///     .build()
///     .unwrap();
/// assert_eq!(doc.text(), "Rebels fled.");
/// assert_eq!(doc.token(1).lefts().next().unwrap().text(), "Rebels");
/// ```
#[derive(Clone, Debug, Default)]
pub struct DocBuilder {
    words: Vec<String>,
    spaces: Option<Vec<bool>>,
    tags: Option<Vec<String>>,
    pos: Option<Vec<Pos>>,
    morphs: Option<Vec<String>>,
    lemmas: Option<Vec<String>>,
    heads: Option<Vec<usize>>,
    deps: Option<Vec<Dep>>,
    sentence_starts: Option<Vec<usize>>,
    entities: Vec<(Range<usize>, String)>,
}

fn owned(values: &[&str]) -> Vec<String> {
    values.iter().map(|&value| value.to_owned()).collect()
}

impl DocBuilder {
    /// Starts with the words.
    pub fn new(words: &[&str]) -> DocBuilder {
        DocBuilder { words: owned(words), ..DocBuilder::default() }
    }

    /// Whether a space follows each word.
    pub fn spaces(mut self, spaces: &[bool]) -> DocBuilder {
        self.spaces = Some(spaces.to_vec());
        self
    }

    /// The Penn Treebank tag of each word.
    pub fn tags(mut self, tags: &[&str]) -> DocBuilder {
        self.tags = Some(owned(tags));
        self
    }

    /// The universal part of speech of each word.
    pub fn pos(mut self, pos: &[Pos]) -> DocBuilder {
        self.pos = Some(pos.to_vec());
        self
    }

    /// The morphological features of each word.
    pub fn morphs(mut self, morphs: &[&str]) -> DocBuilder {
        self.morphs = Some(owned(morphs));
        self
    }

    /// The lemma of each word.
    pub fn lemmas(mut self, lemmas: &[&str]) -> DocBuilder {
        self.lemmas = Some(owned(lemmas));
        self
    }

    /// The index of each word's head; a root is its own head.
    pub fn heads(mut self, heads: &[usize]) -> DocBuilder {
        self.heads = Some(heads.to_vec());
        self
    }

    /// The relation of each word to its head.
    pub fn deps(mut self, deps: &[Dep]) -> DocBuilder {
        self.deps = Some(deps.to_vec());
        self
    }

    /// The index of the first word of each sentence.
    pub fn sentence_starts(mut self, starts: &[usize]) -> DocBuilder {
        self.sentence_starts = Some(starts.to_vec());
        self
    }

    /// Adds an entity; they come in text order.
    pub fn entity(mut self, words: Range<usize>, label: &str) -> DocBuilder {
        self.entities.push((words, label.to_owned()));
        self
    }

    /// Checks the columns and puts the document together.
    ///
    /// # Errors
    ///
    /// When the columns do not fit the words or one another, as [`BuildError`] says.
    pub fn build(self) -> Result<Doc, BuildError> {
        let n = self.words.len();
        let spaces = column("spaces", self.spaces, n, |i| i + 1 < n)?;
        let tags = column("tags", self.tags, n, |_| String::new())?;
        let pos = column("pos", self.pos, n, |_| Pos::X)?;
        let morphs = column("morphs", self.morphs, n, |_| String::new())?;
        let lemmas = column("lemmas", self.lemmas, n, |i| self.words[i].clone())?;
        let heads = column("heads", self.heads, n, |i| i)?;
        let deps = column("deps", self.deps, n, |i| if heads[i] == i { Dep::Root } else { Dep::Dep })?;
        check_trees(&heads)?;
        let edges = Edges::find(&heads);
        let starts = match self.sentence_starts {
            Some(starts) => starts,
            None => (0..n).filter(|&i| edges.sentence_start[i]).collect(),
        };
        check_sentences(&starts, &heads)?;

        let mut labels = Labels::default();
        let (mut text, mut lemma_text) = (String::new(), String::new());
        let mut tokens = Vec::with_capacity(n);
        for i in 0..n {
            let start = text.len();
            text.push_str(&self.words[i]);
            let span = Span::new(start, text.len());
            if spaces[i] {
                text.push(' ');
            }
            let lemma_start = lemma_text.len();
            lemma_text.push_str(&lemmas[i]);
            tokens.push(TokenData {
                span,
                lemma: Span::new(lemma_start, lemma_text.len()),
                head: heads[i] as u32,
                left_edge: edges.left[i] as u32,
                right_edge: edges.right[i] as u32,
                morph: intern(&mut labels.morphs, &morphs[i], "morphs")?,
                tag: intern(&mut labels.tags, &tags[i], "tags")?,
                pos: pos[i],
                dep: deps[i],
            });
        }
        let mut entities: Vec<EntityData> = Vec::new();
        for (range, label) in self.entities {
            let after = entities.last().map_or(0, |last| last.end as usize);
            if range.is_empty() || range.start < after || range.end > n {
                return Err(BuildError::Entity { range });
            }
            let label = intern(&mut labels.entities, &label, "entity labels")?;
            entities.push(EntityData { start: range.start as u32, end: range.end as u32, label });
        }
        let sentences = starts.iter().map(|&start| start as u32).collect();
        Ok(Doc::new(Columns {
            text,
            tokens,
            lemmas: lemma_text,
            sentences,
            entities,
            labels: Arc::new(labels),
        }))
    }
}

fn column<T>(
    column: &'static str,
    given: Option<Vec<T>>,
    n: usize,
    default: impl Fn(usize) -> T,
) -> Result<Vec<T>, BuildError> {
    match given {
        Some(values) if values.len() == n => Ok(values),
        Some(values) => Err(BuildError::Length { column, found: values.len(), expected: n }),
        None => Ok((0..n).map(default).collect()),
    }
}

fn intern<I: TryFrom<usize>>(
    values: &mut Vec<String>,
    value: &str,
    column: &'static str,
) -> Result<I, BuildError> {
    let index = values.iter().position(|v| v == value).unwrap_or_else(|| {
        values.push(value.to_owned());
        values.len() - 1
    });
    I::try_from(index).map_err(|_| BuildError::TooMany { column, most: index })
}

fn check_trees(heads: &[usize]) -> Result<(), BuildError> {
    let n = heads.len();
    if let Some((word, &head)) = heads.iter().enumerate().find(|&(_, &head)| head >= n) {
        return Err(BuildError::Head { word, head });
    }
    let mut reaches_root = vec![false; n];
    for word in 0..n {
        let mut path = vec![word];
        let mut at = word;
        while heads[at] != at && !reaches_root[at] {
            if path.len() > n {
                return Err(BuildError::Cycle { word });
            }
            at = heads[at];
            path.push(at);
        }
        for word in path {
            reaches_root[word] = true;
        }
    }
    Ok(())
}

fn check_sentences(starts: &[usize], heads: &[usize]) -> Result<(), BuildError> {
    let rises = starts.windows(2).all(|pair| pair[0] < pair[1]);
    let fits = if heads.is_empty() { starts.is_empty() } else { starts.first() == Some(&0) };
    if !rises || !fits || starts.last().is_some_and(|&last| last >= heads.len()) {
        return Err(BuildError::Sentences { starts: starts.to_vec() });
    }
    let sentence = |word: usize| starts.partition_point(|&start| start <= word);
    match heads.iter().enumerate().find(|&(word, &head)| sentence(word) != sentence(head)) {
        Some((word, &head)) => Err(BuildError::Head { word, head }),
        None => Ok(()),
    }
}
