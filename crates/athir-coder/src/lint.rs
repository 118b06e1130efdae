//! Finds what cannot be right in frames: words that never tell of anything, frames that never have a word, and
//! frames that disagree; and the examples that are not coded as their frame says.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use athir_model::EventKind;
use athir_nlp::Doc;
use jiff::civil::date;

use crate::clause::PREPOSITIONS;
use crate::coder::Coder;
use crate::frame::{Class, Frame, Frames, Trigger};
use crate::trigger::Key;

/// What is wrong with a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Problem {
    /// No trigger of it can ever be used.
    Dead,
    /// Another frame takes every trigger of it, under conditions that are no stricter.
    Shadowed,
    /// Another frame gives the same trigger another kind under the same conditions.
    Conflict,
    /// A trigger of it is never used, though others are.
    DeadWord,
    /// A slot that it names is none.
    Slot,
    /// It has fewer than two positive examples or no negative one.
    FewExamples,
    /// An example is not coded as it says.
    Example,
}

impl Problem {
    /// The name in lists.
    pub fn as_str(self) -> &'static str {
        match self {
            Problem::Dead => "dead",
            Problem::Shadowed => "shadowed",
            Problem::Conflict => "conflict",
            Problem::DeadWord => "dead word",
            Problem::Slot => "unknown slot",
            Problem::FewExamples => "few examples",
            Problem::Example => "example fails",
        }
    }
}

/// Something in a frame that cannot be right.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FrameFinding {
    /// The frame.
    pub frame: String,
    /// What is wrong.
    pub problem: Problem,
    /// Which words, frames or sentences are meant.
    pub note: String,
}

impl fmt::Display for FrameFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.frame, self.problem.as_str(), self.note)
    }
}

/// An example sentence that is not coded as its frame says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedExample {
    /// The frame.
    pub frame: String,
    /// Whether it was to be coded; else it was not to be.
    pub positive: bool,
    /// The sentence.
    pub sentence: String,
    /// What was coded and what was not, in words.
    pub got: String,
}

/// Lists what cannot be right in the frames' words and conditions, in the order of the frames' names.
pub fn lint_frames(frames: &Frames) -> Vec<FrameFinding> {
    let mut findings = Vec::new();
    let mut find = |frame: &Frame, problem, note: String| {
        findings.push(FrameFinding { frame: frame.name.clone(), problem, note });
    };
    let words = words_of(frames);
    for (index, frame) in frames.frames.iter().enumerate() {
        for slot in slots(frame).filter(|slot| !is_slot(slot)) {
            find(frame, Problem::Slot, slot.to_owned());
        }
        if frame.positive.len() < 2 || frame.negative.is_empty() {
            let note = format!("{} positive, {} negative", frame.positive.len(), frame.negative.len());
            find(frame, Problem::FewExamples, note);
        }
        if let Some(why) = impossible(frame) {
            find(frame, Problem::Dead, why);
            continue;
        }
        let own: BTreeSet<&Word<'_>> =
            words.iter().filter(|(_, frames)| frames.contains(&index)).map(|(word, _)| word).collect();
        let barred: BTreeSet<&Word<'_>> =
            own.iter().copied().filter(|word| word.all().any(|w| frame.without.contains(w))).collect();
        let mut takers: BTreeMap<&Word<'_>, &Frame> = BTreeMap::new();
        for word in own.difference(&barred) {
            for &other in words[*word].iter().filter(|&&other| other != index) {
                let rival = &frames.frames[other];
                let conflicts = rival.kind != frame.kind
                    && rival.priority == frame.priority
                    && no_stricter(rival, frame)
                    && no_stricter(frame, rival);
                if conflicts && index < other {
                    find(frame, Problem::Conflict, format!("{word}: {} by {}", rival.kind, rival.name));
                }
                let wins = Key::new(rival, word.len(), other) > Key::new(frame, word.len(), index);
                if wins && no_stricter(rival, frame) && !go_together(rival.kind, frame.kind) && !conflicts {
                    takers.insert(word, rival);
                }
            }
        }
        if barred.len() == own.len() {
            find(frame, Problem::Dead, "every trigger stands in its own `without`".to_owned());
        } else if barred.len() + takers.len() == own.len() {
            let names: BTreeSet<&str> = takers.values().map(|taker| taker.name.as_str()).collect();
            let names: Vec<&str> = names.into_iter().collect();
            find(frame, Problem::Shadowed, format!("every trigger goes to {}", names.join(", ")));
        } else {
            for word in barred {
                find(frame, Problem::DeadWord, format!("{word}: it stands in its own `without`"));
            }
            for (word, taker) in takers {
                find(frame, Problem::DeadWord, format!("{word}: it goes to {}", taker.name));
            }
        }
    }
    findings.sort();
    findings
}

/// Codes the example sentences of the coder's frames, and lists those that are not coded as their frame says: a
/// positive one gives an event of the frame's kind, a negative one none of this kind by this frame.
pub fn failed_examples(coder: &Coder<'_>, parse: impl Fn(&str) -> Doc) -> Vec<FailedExample> {
    let published = Some(date(2017, 7, 20));
    let mut failed = Vec::new();
    for frame in coder.frames().iter() {
        let positive = frame.positive.iter().map(|sentence| (true, sentence));
        for (positive, sentence) in positive.chain(frame.negative.iter().map(|sentence| (false, sentence))) {
            let coded = coder.code(&parse(sentence), "example", published);
            let passes = if positive {
                coded.events.iter().any(|event| event.kind == frame.kind)
            } else {
                !coded.events.iter().any(|event| event.kind == frame.kind && event.frame == frame.name)
            };
            if passes {
                continue;
            }
            let got = coded.events.iter().map(|e| format!("{} by {}", e.kind, e.frame));
            let not = coded
                .diagnostics
                .iter()
                .map(|d| format!("not {} ({}: {})", d.frame, d.reason.as_str(), d.note));
            let all: Vec<String> = got.chain(not).collect();
            failed.push(FailedExample {
                frame: frame.name.clone(),
                positive,
                sentence: sentence.clone(),
                got: if all.is_empty() { "nothing seen".to_owned() } else { all.join("; ") },
            });
        }
    }
    failed
}

/// A trigger as the frames have it: part of speech, head, and the words that go with it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Word<'f> {
    part: &'static str,
    head: &'f str,
    rest: &'f [String],
}

impl Word<'_> {
    fn len(&self) -> usize {
        1 + self.rest.len()
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.head).chain(self.rest.iter().map(String::as_str))
    }
}

impl fmt::Display for Word<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rest = self.rest.join(" ");
        match (self.part, rest.as_str()) {
            (part, "") => write!(f, "{part} {:?}", self.head),
            ("noun", rest) => write!(f, "noun \"{rest} {}\"", self.head),
            (part, rest) => write!(f, "{part} \"{} {rest}\"", self.head),
        }
    }
}

/// Every trigger, with the indexes of the frames that have it.
fn words_of(frames: &Frames) -> BTreeMap<Word<'_>, BTreeSet<usize>> {
    let mut words: BTreeMap<Word<'_>, BTreeSet<usize>> = BTreeMap::new();
    let indexes = [("verb", &frames.verbs), ("noun", &frames.nouns), ("adjective", &frames.adjectives)];
    for (part, index) in indexes {
        let mut heads: Vec<(&String, &Vec<Trigger>)> = index.iter().collect();
        heads.sort_unstable_by_key(|(head, _)| *head);
        for (head, triggers) in heads {
            for trigger in triggers {
                let word = Word { part, head, rest: &trigger.rest };
                words.entry(word).or_default().insert(trigger.frame);
            }
        }
    }
    words
}

/// Why the conditions of a frame can never hold, if they cannot.
fn impossible(frame: &Frame) -> Option<String> {
    if !frame.with.is_empty() && frame.with.is_subset(&frame.without) {
        return Some("`without` has every word of `with`".to_owned());
    }
    for (slot, classes) in &frame.conditions {
        if classes.is_empty() {
            return Some(format!("nothing may stand in {slot}"));
        }
        let excluded = frame.exclusions.iter().filter(|(other, _)| other == slot);
        let mut excluded = excluded.flat_map(|(_, classes)| classes);
        if excluded.clone().any(|c| *c == Class::Any) && !classes.contains(&Class::None)
            || classes.iter().all(|class| excluded.any(|other| other == class))
        {
            return Some(format!("`unless` excludes what {slot} has to be"));
        }
    }
    None
}

/// Whether every text that meets the conditions of `other` meets those of `frame`.
fn no_stricter(frame: &Frame, other: &Frame) -> bool {
    let of = |list: &'_ [(String, Vec<Class>)], slot: &str| -> Option<Vec<Class>> {
        list.iter().find(|(s, _)| s == slot).map(|(_, classes)| classes.clone())
    };
    let implied = frame.conditions.iter().all(|(slot, mine)| {
        of(&other.conditions, slot).is_some_and(|theirs| {
            theirs.iter().all(|c| mine.contains(c) || *c != Class::None && mine.contains(&Class::Any))
        })
    });
    let excluded = frame.exclusions.iter().all(|(slot, mine)| {
        of(&other.exclusions, slot).is_some_and(|theirs| mine.iter().all(|c| theirs.contains(c)))
    });
    let with = frame.with.is_empty() || !other.with.is_empty() && other.with.is_subset(&frame.with);
    implied && excluded && with && frame.without.is_subset(&other.without)
}

/// One word may tell of both.
fn go_together(a: EventKind, b: EventKind) -> bool {
    matches!((a, b), (EventKind::Joining, EventKind::Defection) | (EventKind::Defection, EventKind::Joining))
}

/// The slots that a frame names.
fn slots(frame: &Frame) -> impl Iterator<Item = &str> {
    let roles = frame.initiator.iter().chain(&frame.recipient).map(|role| role.slot.as_str());
    let conditions = frame.conditions.iter().chain(&frame.exclusions).map(|(slot, _)| slot.as_str());
    let others = frame.place.iter().chain(&frame.weapon).map(String::as_str);
    roles.chain(conditions).chain(others).chain(frame.toll.iter().map(|toll| toll.slot.as_str()))
}

fn is_slot(slot: &str) -> bool {
    matches!(slot, "subj" | "obj" | "dative" | "comp" | "poss" | "mod" | "head" | "towards")
        || PREPOSITIONS.contains(&slot)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RAID: &str = "[[frame]]\nname = \"attack.raid\"\nkind = \"attack\"\nverbs = [\"raid\"]\n";

    fn found(frames: &str) -> Vec<String> {
        let frames = Frames::from_toml(&[("own.toml", frames)]).unwrap();
        let findings = lint_frames(&frames).into_iter().filter(|f| f.problem != Problem::FewExamples);
        findings.map(|f| f.to_string()).collect()
    }

    #[test]
    fn a_frame_whose_conditions_cannot_hold_is_dead() {
        let none: [&str; 0] = [];
        assert_eq!(found(RAID), none);
        let excluded = format!("{RAID}where = {{ subj = [\"actor\"] }}\nunless = {{ subj = [\"actor\"] }}\n");
        assert_eq!(found(&excluded), ["attack.raid: dead: `unless` excludes what subj has to be"]);
        let with = format!("{RAID}with = [\"troop\"]\nwithout = [\"troop\", \"fridge\"]\n");
        assert_eq!(found(&with), ["attack.raid: dead: `without` has every word of `with`"]);
        let own = format!("{RAID}without = [\"raid\"]\n");
        assert_eq!(found(&own), ["attack.raid: dead: every trigger stands in its own `without`"]);
    }

    #[test]
    fn a_frame_is_shadowed_by_one_that_wins_under_no_stricter_conditions() {
        let other =
            "[[frame]]\nname = \"capture.raid\"\nkind = \"capture\"\nverbs = [\"raid\"]\npriority = 2\n";
        let both = format!("{RAID}where = {{ obj = [\"place\"] }}\n{other}");
        assert_eq!(found(&both), ["attack.raid: shadowed: every trigger goes to capture.raid"]);
        let none: [&str; 0] = [];
        let stricter = format!("{RAID}{other}where = {{ obj = [\"place\"] }}\n");
        assert_eq!(found(&stricter), none);
        let other_word = both.replacen("[\"raid\"]", "[\"raid\", \"storm\"]", 1);
        assert_eq!(found(&other_word), ["attack.raid: dead word: verb \"raid\": it goes to capture.raid"]);
    }

    #[test]
    fn two_kinds_under_the_same_conditions_conflict() {
        let other = "[[frame]]\nname = \"capture.raid\"\nkind = \"capture\"\nverbs = [\"raid\"]\n";
        assert_eq!(
            found(&format!("{RAID}{other}")),
            ["attack.raid: conflict: verb \"raid\": capture by capture.raid"]
        );
        let same = other.replace("kind = \"capture\"", "kind = \"attack\"");
        assert_eq!(
            found(&format!("{RAID}{same}")),
            ["capture.raid: shadowed: every trigger goes to attack.raid"]
        );
    }

    #[test]
    fn a_slot_that_is_none_and_missing_examples_are_told() {
        assert_eq!(
            found(&format!("{RAID}initiator = [\"subject\"]\n")),
            ["attack.raid: unknown slot: subject"]
        );
        let frames = Frames::from_toml(&[("own.toml", RAID)]).unwrap();
        assert_eq!(lint_frames(&frames)[0].to_string(), "attack.raid: few examples: 0 positive, 0 negative");
    }

    #[test]
    fn a_project_frame_takes_the_place_of_its_namesake() {
        let own = RAID.replace("raid\"]", "ransack\"]");
        let frames = Frames::extended(&[("a.toml", RAID)], &[("own.toml", &own)]).unwrap();
        assert_eq!(frames.iter().count(), 1);
        assert!(frames.verbs.contains_key("ransack") && !frames.verbs.contains_key("raid"));
        assert!(Frames::extended(&[("a.toml", RAID)], &[("own.toml", &format!("{own}{own}"))]).is_err());
    }
}
