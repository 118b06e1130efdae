//! The attribute ruler: patterns over tags, words and dependencies that set parts of speech and morphology.

use serde::Deserialize;

use crate::ModelError;
use crate::hash::FastMap;
use crate::labels::{Dep, Pos};

/// A rule as `model.json` has it.
#[derive(Debug, Deserialize)]
pub(crate) struct RuleConfig {
    patterns: Vec<Vec<TestConfig>>,
    token: usize,
    set: SetConfig,
}

#[derive(Debug, Deserialize)]
struct TestConfig {
    tag: Option<Choice>,
    lower: Option<Choice>,
    dep: Option<Choice>,
    is_space: Option<bool>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Choice {
    In(Vec<String>),
    NotIn(Vec<String>),
}

impl Choice {
    fn admits(&self, value: &str) -> bool {
        match self {
            Choice::In(values) => values.iter().any(|v| v == value),
            Choice::NotIn(values) => values.iter().all(|v| v != value),
        }
    }
}

#[derive(Debug, Deserialize)]
struct SetConfig {
    tag: Option<String>,
    pos: Option<String>,
    morph: Option<String>,
    lemma: Option<String>,
    dep: Option<String>,
}

/// A condition on one token, with the labels looked up.
struct Test {
    /// One entry for each tag; `None` admits all.
    tags: Option<Vec<bool>>,
    lower: Option<Choice>,
    /// One entry for each dependency; `None` admits all.
    deps: Option<Vec<bool>>,
    is_space: Option<bool>,
}

struct Pattern {
    rule: u16,
    tests: Vec<Test>,
    /// Which of the pattern's tokens is changed.
    token: usize,
}

/// What a rule changes in a token.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Changes {
    pub(crate) tag: Option<u8>,
    pub(crate) pos: Option<Pos>,
    pub(crate) morph: Option<u16>,
    /// An index into [`Ruler::lemmas`].
    pub(crate) lemma: Option<u16>,
    pub(crate) dep: Option<Dep>,
}

impl Changes {
    /// Lets a later rule's changes override these.
    pub(crate) fn update(&mut self, later: &Changes) {
        self.tag = later.tag.or(self.tag);
        self.pos = later.pos.or(self.pos);
        self.morph = later.morph.or(self.morph);
        self.lemma = later.lemma.or(self.lemma);
        self.dep = later.dep.or(self.dep);
    }
}

/// The patterns whose first word a lexeme can be, in order, apart from those open to every word.
#[derive(Debug)]
pub(crate) struct Candidates(Box<[u16]>);

/// What the ruler sees of a token.
#[derive(Clone, Copy)]
pub(crate) struct Seen<'a> {
    pub(crate) tag: u8,
    pub(crate) dep: Dep,
    pub(crate) lower: &'a str,
    pub(crate) is_space: bool,
    pub(crate) candidates: &'a Candidates,
}

/// All patterns, indexed by what their first token asks for.
pub(crate) struct Ruler {
    patterns: Vec<Pattern>,
    changes: Vec<Changes>,
    /// Patterns that ask for a word, by that word.
    by_lower: FastMap<String, Vec<u16>>,
    /// Patterns that do not ask for a word, by the tag they admit.
    by_tag: Vec<Vec<u16>>,
    /// The lemmas that rules set.
    pub(crate) lemmas: Vec<String>,
    /// The morphologies that rules set; the first is empty.
    pub(crate) morphs: Vec<String>,
}

impl Ruler {
    /// Prepares the rules; `tags` may grow by tags that only rules set.
    pub(crate) fn new(rules: Vec<RuleConfig>, tags: &mut Vec<String>) -> Result<Ruler, ModelError> {
        fn intern(values: &mut Vec<String>, value: &str) -> usize {
            values.iter().position(|v| v == value).unwrap_or_else(|| {
                values.push(value.to_owned());
                values.len() - 1
            })
        }
        let fits = |rule: &RuleConfig| rule.patterns.iter().all(|pattern| rule.token < pattern.len());
        if !rules.iter().all(fits) {
            return Err(ModelError::Misfit {
                what: "an attribute rule changes a token that it does not match",
            });
        }
        let (mut lemmas, mut morphs) = (Vec::new(), vec![String::new()]);
        let mut changes = Vec::new();
        for rule in &rules {
            let unknown = |what, value: &String| ModelError::Unknown { what, value: value.clone() };
            let set = &rule.set;
            changes.push(Changes {
                tag: set.tag.as_ref().map(|tag| intern(tags, tag) as u8),
                pos: set
                    .pos
                    .as_ref()
                    .map(|v| Pos::parse(v).ok_or_else(|| unknown("part of speech", v)))
                    .transpose()?,
                morph: set.morph.as_ref().map(|morph| intern(&mut morphs, morph) as u16),
                lemma: set.lemma.as_ref().map(|lemma| intern(&mut lemmas, lemma) as u16),
                dep: set
                    .dep
                    .as_ref()
                    .map(|v| Dep::parse(v).ok_or_else(|| unknown("dependency", v)))
                    .transpose()?,
            });
        }
        let prepare = |test: TestConfig| Test {
            tags: test.tag.map(|choice| tags.iter().map(|tag| choice.admits(tag)).collect()),
            lower: test.lower,
            deps: test.dep.map(|choice| Dep::ALL.iter().map(|dep| choice.admits(dep.as_str())).collect()),
            is_space: test.is_space,
        };
        let mut patterns = Vec::new();
        for (i, rule) in rules.into_iter().enumerate() {
            for tests in rule.patterns {
                let tests = tests.into_iter().map(prepare).collect();
                patterns.push(Pattern { rule: i as u16, tests, token: rule.token });
            }
        }
        let mut by_lower: FastMap<String, Vec<u16>> = FastMap::default();
        let mut by_tag = vec![Vec::new(); tags.len()];
        for (i, pattern) in patterns.iter().enumerate() {
            let first = &pattern.tests[0];
            match &first.lower {
                Some(Choice::In(words)) => {
                    for word in words {
                        by_lower.entry(word.clone()).or_default().push(i as u16);
                    }
                }
                _ => {
                    for (tag, patterns) in by_tag.iter_mut().enumerate() {
                        if first.tags.as_ref().is_none_or(|tags| tags[tag]) {
                            patterns.push(i as u16);
                        }
                    }
                }
            }
        }
        Ok(Ruler { patterns, changes, by_lower, by_tag, lemmas, morphs })
    }

    /// The patterns that a word can begin.
    pub(crate) fn candidates(&self, lower: &str) -> Candidates {
        Candidates(self.by_lower.get(lower).map_or(Box::default(), |patterns| patterns.as_slice().into()))
    }

    /// Finds what the rules change, as (rule, token) in the order in which the changes apply.
    pub(crate) fn matches<'a>(
        &self,
        n: usize,
        seen: impl Fn(usize) -> Seen<'a>,
        found: &mut Vec<(u16, u32)>,
    ) {
        found.clear();
        for start in 0..n {
            let first = seen(start);
            for &i in self.by_tag[usize::from(first.tag)].iter().chain(&first.candidates.0) {
                let pattern = &self.patterns[usize::from(i)];
                let fits = start + pattern.tests.len() <= n
                    && pattern.tests.iter().zip(start..).all(|(test, token)| test.admits(&seen(token)));
                if fits {
                    found.push((pattern.rule, (start + pattern.token) as u32));
                }
            }
        }
        found.sort_unstable();
    }

    pub(crate) fn changes(&self, rule: u16) -> &Changes {
        &self.changes[usize::from(rule)]
    }
}

impl Test {
    fn admits(&self, seen: &Seen<'_>) -> bool {
        self.tags.as_ref().is_none_or(|tags| tags[usize::from(seen.tag)])
            && self.deps.as_ref().is_none_or(|deps| deps[seen.dep as usize])
            && self.is_space.is_none_or(|is_space| is_space == seen.is_space)
            && self.lower.as_ref().is_none_or(|choice| choice.admits(seen.lower))
    }
}
