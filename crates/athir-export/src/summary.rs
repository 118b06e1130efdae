//! An incident in a line, for shapes that have a place for a description and none for its parts.

use athir_arrow::Provenance;
use athir_model::{Direction, Harm, Incident, Place, Role};

/// What happened, in a line: `attack: A → B; 8 killed (6 to 10)`.
pub(crate) fn summary(incident: &Incident) -> String {
    let names = |role: Role| {
        let sides = incident.sides.iter().filter(|side| side.role == role);
        sides.map(|side| side.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let (initiators, recipients) = (names(Role::Initiator), names(Role::Recipient));
    let arrow = if incident.kind.direction() == Direction::Mutual { '↔' } else { '→' };
    let sides = match (initiators.is_empty(), recipients.is_empty()) {
        (true, true) => String::new(),
        (false, true) => format!(": {initiators}"),
        (true, false) => format!(": ? {arrow} {recipients}"),
        (false, false) => format!(": {initiators} {arrow} {recipients}"),
    };
    let mut words = format!("{}{sides}", incident.kind);
    for loss in incident.losses.iter().filter(|loss| loss.victims.is_none()) {
        let (best, harm) = (loss.estimate.best, loss.harm.as_str());
        let (low, high) = (loss.estimate.low, loss.estimate.high);
        let open = if loss.estimate.open { " or more" } else { "" };
        words.push_str(&match (loss.harm, low == high) {
            (Harm::Casualties, true) => format!("; {best}{open} casualties"),
            (_, true) => format!("; {best}{open} {harm}"),
            (_, false) => format!("; {best} {harm} ({low} to {high}{open})"),
        });
    }
    words
}

/// Whether people have looked, in words.
pub(crate) fn review_words(incident: &Incident) -> &'static str {
    use athir_model::ReviewStatus as S;
    match incident.status {
        S::Machine => "coded by a machine and not reviewed",
        S::Partly => "reviewed in part",
        S::Reviewed => "reviewed",
    }
}

/// Who coded a row and on what terms its reports may be passed on, in words, for shapes that have no columns for it.
pub(crate) fn made_words(made: &Provenance) -> String {
    let [codebook, coder, model, licence] = made.words().map(|words| words.join(", "));
    format!("codebook {codebook}; coded by {coder} with {model}; licence of the reports: {licence}")
}

/// The days as words: one, or from one to another.
pub(crate) fn day_words(incident: &Incident) -> String {
    match (incident.when.start, incident.when.end) {
        (Some(start), Some(end)) if start == end => start.to_string(),
        (Some(start), Some(end)) => format!("{start} to {end}"),
        (Some(start), None) => format!("from {start}"),
        (None, Some(end)) => format!("by {end}"),
        (None, None) => String::new(),
    }
}

/// A place with what it lies in: `Killi, Idlib, SY`.
pub(crate) fn place_words(place: &Place) -> String {
    let parts = [Some(&*place.name), place.within.as_deref(), place.country.as_deref()];
    let mut words: Vec<&str> = parts.into_iter().flatten().collect();
    words.dedup();
    words.join(", ")
}
