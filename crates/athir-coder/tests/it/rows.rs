//! A coding as lines of text, one for each event and tie, for people to read and diffs to show.
//!
//! `kind | initiators -> recipients | place (precision) | start..end precision | casualties | …`, where a
//! dash is an empty field and only what differs from the usual follows: modality, phase, weapons, voices.

use athir_model::{
    Basis, Casualty, CodedReport, Count, Event, Geometry, Modality, Party, Phase, Place, PlaceStatus, Quote,
    Tie, When,
};

/// Writes the rows of a report, `none` where it tells of nothing.
pub(crate) fn rows(coded: &CodedReport) -> Vec<String> {
    let mut rows: Vec<String> = coded.events.iter().map(event_row).collect();
    // What follows from acts is the network's (codebook §5).
    rows.extend(coded.ties.iter().filter(|tie| tie.basis.is_stated()).map(tie_row));
    if rows.is_empty() {
        rows.push("none".to_owned());
    }
    rows
}

/// Writes one event as a row.
pub(crate) fn event_row(event: &Event) -> String {
    let sides = format!("{} -> {}", parties(&event.initiators), parties(&event.recipients));
    let place = event.place.as_ref().map_or_else(|| "-".to_owned(), place);
    let casualties: Vec<String> = event.casualties.iter().map(casualty).collect();
    let casualties = if casualties.is_empty() { "-".to_owned() } else { casualties.join(", ") };
    let mut row = vec![event.kind.as_str().to_owned(), sides, place, when(&event.when), casualties];
    if event.modality != Modality::Reported {
        row.push(event.modality.as_str().to_owned());
    }
    if event.phase != Phase::Occurred {
        row.push(event.phase.as_str().to_owned());
    }
    if !event.weapons.is_empty() {
        row.push(format!("with: {}", words(&event.weapons)));
    }
    if !event.attribution.is_empty() {
        row.push(format!("by: {}", words(&event.attribution)));
    }
    row.join(" | ")
}

fn tie_row(tie: &Tie) -> String {
    format!("tie: {} {} {} {}", tie.a, tie.kind.as_str(), tie.b, tie.state.as_str())
}

fn parties(parties: &[Party]) -> String {
    let names: Vec<String> = parties
        .iter()
        .map(|party| match party.basis {
            Basis::Stated => party.name.clone(),
            Basis::Claimed => format!("{} (claimed)", party.name),
            Basis::Implied => format!("{} (implied)", party.name),
            Basis::Blamed => format!("{} (blamed)", party.name),
        })
        .collect();
    if names.is_empty() { "-".to_owned() } else { names.join(", ") }
}

fn place(place: &Place) -> String {
    let mut row = place.name.clone();
    if let Some(within) = &place.within {
        row = format!("{row}, {within}");
    }
    if let Some(country) = &place.country {
        row = format!("{row}, {country}");
    }
    let status = match place.status {
        PlaceStatus::Resolved => "",
        PlaceStatus::Ambiguous => ", ambiguous",
        PlaceStatus::Unresolved => ", unresolved",
    };
    let around = match (place.geometry, place.radius_km) {
        (Geometry::Circle | Geometry::Line, Some(km)) => format!(", {} of {km} km", place.geometry.as_str()),
        (Geometry::Line, None) => ", line".to_owned(),
        _ => String::new(),
    };
    format!("{row} ({}{around}{status})", place.precision.as_str())
}

fn when(when: &When) -> String {
    let precision = when.precision.as_str();
    match (when.start, when.end) {
        (Some(start), Some(end)) if start == end => format!("{start} {precision}"),
        (None, None) => precision.to_owned(),
        (start, end) => {
            let day = |date: Option<jiff::civil::Date>| date.map_or_else(String::new, |d| d.to_string());
            format!("{}..{} {precision}", day(start), day(end))
        }
    }
}

fn casualty(casualty: &Casualty) -> String {
    let Count { low, high } = casualty.count;
    let count = match (low, high) {
        (Some(low), Some(high)) if low == high => low.to_string(),
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (Some(low), None) => format!("{low}+"),
        (None, Some(high)) => format!("up to {high}"),
        (None, None) => "?".to_owned(),
    };
    let row = format!("{count} {}", casualty.kind.as_str());
    if casualty.victims == "unknown" { row } else { format!("{row} ({})", casualty.victims) }
}

fn words(quotes: &[Quote]) -> String {
    quotes.iter().map(|quote| quote.text.as_str()).collect::<Vec<_>>().join("; ")
}
