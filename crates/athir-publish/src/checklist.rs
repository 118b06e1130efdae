//! The questions that whoever publishes answers by name.

use serde::{Deserialize, Serialize};

/// A question of the checklist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// What is it for, and who is to see it?
    Purpose,
    /// Who could come to harm by it, and how likely is that?
    Risk,
    /// Why are these floors of place and time coarse enough?
    Precision,
    /// May the words that are shown be passed on, and who is named in them?
    Texts,
    /// Who are the sources, and do they know that they are published?
    Sources,
}

impl Question {
    /// Every question, in order.
    pub const ALL: [Question; 5] =
        [Question::Purpose, Question::Risk, Question::Precision, Question::Texts, Question::Sources];

    /// Its key in a profile and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Question::Purpose => "purpose",
            Question::Risk => "risk",
            Question::Precision => "precision",
            Question::Texts => "texts",
            Question::Sources => "sources",
        }
    }

    /// The question in words.
    pub const fn words(self) -> &'static str {
        match self {
            Question::Purpose => "what is it for, and who is to see it?",
            Question::Risk => "who could come to harm by it, and how likely is that?",
            Question::Precision => "why are these floors of place and time coarse enough?",
            Question::Texts => "may the words that are shown be passed on, and who is named in them?",
            Question::Sources => "who are the sources, and do they know that they are published?",
        }
    }

    /// The question with this key.
    pub fn named(key: &str) -> Option<Question> {
        Question::ALL.into_iter().find(|question| question.as_str() == key)
    }
}

/// An answer to a question of the checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The question.
    pub question: Question,
    /// What whoever publishes says.
    pub words: String,
}
