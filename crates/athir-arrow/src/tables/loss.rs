//! What an event says of losses, as numbers that fit into a column.

use athir_model::{Casualty, Count, Event, Harm, count_rows, whole_of, without_parts};

const UNKNOWN: &str = "unknown";

/// How many people an event says came to harm, all sides together; `None` where it gives no number.
///
/// The report's own voice counts before voices that it quotes; what its counts come to is [`whole_of`] them. This is how
/// incidents read a single report (docs/incidents.md).
pub fn total(event: &Event, harm: Harm) -> Option<Count> {
    let mut rows = count_rows(event, harm);
    if rows.iter().flatten().any(|loss| loss.voice.is_none()) {
        for row in &mut rows {
            row.retain(|loss| loss.voice.is_none());
        }
        rows.retain(|row| !row.is_empty());
    }
    whole_of(&without_parts(rows)).map(|whole| whole.count)
}

/// A loss in a few words: `12 killed`, `26+ injured (civilians)`.
pub(super) fn loss_words(loss: &Casualty) -> String {
    let count = match (loss.count.low, loss.count.high) {
        (Some(low), Some(high)) if low == high => low.to_string(),
        (Some(low), Some(high)) => format!("{low}-{high}"),
        (Some(low), None) => format!("{low}+"),
        (None, Some(high)) => format!("up to {high}"),
        (None, None) => "some".to_owned(),
    };
    match loss.victims.as_str() {
        "" | UNKNOWN => format!("{count} {}", loss.kind.as_str()),
        victims => format!("{count} {} ({victims})", loss.kind.as_str()),
    }
}
