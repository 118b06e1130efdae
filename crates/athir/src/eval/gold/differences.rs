//! What the system read otherwise than the gold reading, for those who write rules.

use std::fmt;

use crate::eval::Part;

use super::compare::{count_matches, same_casualty, same_party, same_place, same_tie, same_voice};
use super::score::{knows_time, pair_events, sides};
use super::{Annotation, Field, GoldCasualty, GoldEvent, GoldParty, GoldPlace, GoldTie};

/// One value that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The report's name.
    pub doc: String,
    /// The field that it counts against.
    pub field: Field,
    /// What the gold reading has; empty for something made up.
    pub gold: String,
    /// What the system has; empty for something missed.
    pub system: String,
    /// The words that tell the event or tie.
    pub evidence: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Difference { doc, field, gold, system, evidence } = self;
        let field = field.as_str();
        match (gold.is_empty(), system.is_empty()) {
            (false, true) => write!(f, "{doc}: {field} missed: {gold}")?,
            (true, false) => write!(f, "{doc}: {field} made up: {system}")?,
            _ => write!(f, "{doc}: {field}: {gold}, not {system}")?,
        }
        if evidence.is_empty() { Ok(()) } else { write!(f, "\n    {}", one_line(evidence)) }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Lists the differences between two readings of a report, in the order of the gold reading. A report of the
/// checking part has none to show: its errors are not to be read.
pub fn differences(gold: &Annotation, system: &Annotation) -> Vec<Difference> {
    if Part::of(&gold.doc) == Part::Checking {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut add = |field, gold_words: String, system_words: String, evidence: &[String]| {
        found.push(Difference {
            doc: gold.doc.clone(),
            field,
            gold: gold_words,
            system: system_words,
            evidence: evidence.first().cloned().unwrap_or_default(),
        });
    };
    let partners = pair_events(gold, system);
    for (g, partner) in gold.events.iter().zip(&partners) {
        match partner.map(|j| &system.events[j]) {
            None => add(Field::Event, event_words(g), String::new(), &g.evidence),
            Some(s) => {
                for (field, gold_words, system_words) in value_differences(g, s) {
                    add(field, gold_words, system_words, &g.evidence);
                }
            }
        }
    }
    for (j, s) in system.events.iter().enumerate() {
        if !partners.contains(&Some(j)) {
            add(Field::Event, String::new(), event_words(s), &s.evidence);
        }
    }
    for t in &gold.ties {
        if !system.ties.iter().any(|u| same_tie(t, u)) {
            add(Field::Tie, tie_words(t), String::new(), &[]);
        }
    }
    for u in &system.ties {
        if !gold.ties.iter().any(|t| same_tie(t, u)) {
            add(Field::Tie, String::new(), tie_words(u), &[]);
        }
    }
    found
}

/// The fields in which two paired events differ, with what each has.
fn value_differences(g: &GoldEvent, s: &GoldEvent) -> Vec<(Field, String, String)> {
    let mut found = Vec::new();
    let mut add = |field, gold: String, system: String| {
        let or_none = |words: String| if words.is_empty() { "none".to_owned() } else { words };
        found.push((field, or_none(gold), or_none(system)));
    };
    if g.kind != s.kind {
        add(Field::Event, g.kind.to_string(), s.kind.to_string());
    }
    let direction = g.kind.direction();
    for (a, b) in sides(g, direction).into_iter().zip(sides(s, direction)) {
        if differ(&a, &b, same_party) {
            add(Field::Party, party_words(&a), party_words(&b));
        }
    }
    let same = match (&g.place, &s.place) {
        (Some(a), Some(b)) => same_place(a, b),
        (a, b) => a.is_none() && b.is_none(),
    };
    if !same {
        add(Field::Place, place_words(g.place.as_ref()), place_words(s.place.as_ref()));
    }
    let times = |e: &GoldEvent| (e.start.clone(), e.end.clone());
    if (knows_time(g) || knows_time(s)) && (times(g) != times(s) || knows_time(g) != knows_time(s)) {
        add(Field::Time, time_words(g), time_words(s));
    }
    let (a, b): (Vec<_>, Vec<_>) = (g.casualties.iter().collect(), s.casualties.iter().collect());
    if differ(&a, &b, same_casualty) {
        add(Field::Casualties, casualty_words(&a), casualty_words(&b));
    }
    let (a, b): (Vec<_>, Vec<_>) = (g.attribution.iter().collect(), s.attribution.iter().collect());
    if differ(&a, &b, same_voice) {
        add(Field::Attribution, g.attribution.join("; "), s.attribution.join("; "));
    }
    if g.modality != s.modality {
        add(Field::Modality, g.modality.clone().unwrap_or_default(), s.modality.clone().unwrap_or_default());
    }
    found
}

fn differ<T>(gold: &[&T], system: &[&T], same: impl Fn(&T, &T) -> bool) -> bool {
    let hits = count_matches(gold, system, same);
    hits != gold.len() as u64 || hits != system.len() as u64
}

fn event_words(event: &GoldEvent) -> String {
    let side = |parties: &[GoldParty]| party_words(&parties.iter().collect::<Vec<_>>());
    format!("{} ({} > {})", event.kind, side(&event.initiators), side(&event.recipients))
}

fn party_words(parties: &[&GoldParty]) -> String {
    parties.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn place_words(place: Option<&GoldPlace>) -> String {
    let Some(place) = place else { return String::new() };
    let mut words = format!(
        "{} ({} {}",
        place.name.as_deref().unwrap_or("?"),
        place.country.as_deref().unwrap_or("?"),
        place.precision.as_deref().unwrap_or("?")
    );
    if let (Some(lat), Some(lon)) = (place.lat, place.lon) {
        words.push_str(&format!(" {lat:.3} {lon:.3}"));
    }
    words + ")"
}

fn time_words(event: &GoldEvent) -> String {
    let day = |d: &Option<String>| d.clone().unwrap_or_default();
    format!("{}..{} {}", day(&event.start), day(&event.end), event.precision.as_deref().unwrap_or("?"))
}

fn casualty_words(casualties: &[&GoldCasualty]) -> String {
    let side = |n: Option<u64>| n.map_or(String::new(), |n| n.to_string());
    let words = casualties.iter().map(|c| format!("{} {}..{}", c.kind, side(c.low), side(c.high)));
    words.collect::<Vec<_>>().join(", ")
}

fn tie_words(tie: &GoldTie) -> String {
    format!("{} {} {} ({})", tie.a, tie.kind, tie.b, tie.state.as_deref().unwrap_or("?"))
}
