//! How surely a place or a time belongs to an event: the steps from the trigger to the words that name it.

/// How surely a place or time belongs to the event; smaller is surer.
pub(crate) type Steps = u8;

/// Steps of a value that stands in the trigger's own phrase or clause.
pub(crate) const OWN: Steps = 1;

/// Steps of a value that stands in the same sentence.
pub(crate) const SENTENCE: Steps = 4;

/// Steps of a value that the discourse carries over.
pub(crate) const DISCOURSE: Steps = 7;

/// How many governors up a sentence is followed; no sentence that people write is nested deeper.
pub(crate) const MAX_CHAIN: usize = 40;
