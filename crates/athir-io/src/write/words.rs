//! Short forms of values that the table and the page share.

use std::borrow::Cow;

use athir_model::{
    Casualty, Count, Direction, Event, Geometry, Harm, Party, Place, PlacePrecision, PlaceStatus,
    TimePrecision, When,
};
use jiff::civil::Date;

/// Says when in as few signs as possible and no more precisely than the record.
///
/// A day is `2017-07-13`, a range `2017-06-21..30`, a month `2017-06`, a year `2017`. `~` stands before a
/// time that only the publication bounds, `by` and `from` before one with an open side.
pub fn date_words(when: &When) -> String {
    match (when.start, when.end) {
        (None, None) => "undated".to_owned(),
        (None, Some(end)) => format!("by {end}"),
        (Some(start), None) => format!("from {start}"),
        (Some(start), Some(end)) => match when.precision {
            TimePrecision::Unknown => format!("~{}", range_words(start, end)),
            TimePrecision::Year if spans_years(start, end) => start.strftime("%Y").to_string(),
            TimePrecision::Month if spans_month(start, end) => start.strftime("%Y-%m").to_string(),
            _ => range_words(start, end),
        },
    }
}

fn range_words(start: Date, end: Date) -> String {
    if start == end {
        start.to_string()
    } else if (start.year(), start.month()) == (end.year(), end.month()) {
        format!("{start}..{}", end.strftime("%d"))
    } else if start.year() == end.year() {
        format!("{start}..{}", end.strftime("%m-%d"))
    } else {
        format!("{start}..{end}")
    }
}

fn spans_years(start: Date, end: Date) -> bool {
    start.year() == end.year() && start == start.first_of_year() && end == end.last_of_year()
}

fn spans_month(start: Date, end: Date) -> bool {
    (start.year(), start.month()) == (end.year(), end.month())
        && start == start.first_of_month()
        && end == end.last_of_month()
}

/// Says how many: `12`, `26+`, `≤40`, `12–14`; `?` for a count that is open on both sides.
pub fn count_words(count: Count) -> String {
    match (count.low, count.high) {
        (Some(low), Some(high)) if low == high => low.to_string(),
        (Some(low), Some(high)) => format!("{low}–{high}"),
        (Some(low), None) => format!("{low}+"),
        (None, Some(high)) => format!("≤{high}"),
        (None, None) => "?".to_owned(),
    }
}

/// Says one loss of an event: `26+ casualties`, `2+ civilians injured`. Victims who are a side of the event
/// are not named again.
pub fn loss_words(loss: &Casualty, event: &Event) -> String {
    let count = count_words(loss.count);
    let is_one = loss.count == Count::exactly(1);
    let mut sides = event.initiators.iter().chain(&event.recipients);
    match loss.victims.as_str() {
        "" | "unknown" => format!("{count} {}", loss.kind.as_str()),
        victims if sides.any(|party| party.name == victims) => format!("{count} {}", loss.kind.as_str()),
        victims if loss.kind == Harm::Casualties => format!("{count} casualties among {victims}"),
        victims if is_one => format!("{count} {} {}", one_of(victims), loss.kind.as_str()),
        victims => format!("{count} {victims} {}", loss.kind.as_str()),
    }
}

/// One of several, by their noun: "soldiers" is a soldier. Names, and nouns whose form tells nothing, stay as they are.
fn one_of(victims: &str) -> Cow<'_, str> {
    const ODD: [(&str, &str); 4] =
        [("people", "person"), ("children", "child"), ("women", "woman"), ("men", "man")];
    let before = victims.rfind([' ', '-']).map_or(0, |at| at + 1);
    let noun = &victims[before..];
    // "Policemen" and "herdswomen" end in theirs.
    if let Some((many, one)) = ODD.iter().find(|(many, _)| noun.ends_with(many)) {
        return Cow::from(format!("{}{one}", &victims[..victims.len() - many.len()]));
    }
    let is_plain = noun.len() > 3 && noun.chars().all(char::is_lowercase);
    let stem = match noun {
        "forces" | "troops" | "police" => None,
        noun if noun.ends_with("ies") => victims.strip_suffix("ies").map(|stem| format!("{stem}y")),
        noun if noun.ends_with("ss") || noun.ends_with("us") => None,
        _ => victims.strip_suffix('s').map(str::to_owned),
    };
    stem.filter(|_| is_plain).map_or(Cow::from(victims), Cow::from)
}

/// Names a place with what it lies in: `Killi, Idlib, SY`; `near` before what lies around it, `?` after a name that is
/// not certain. A province is followed by the country's code alone.
pub fn place_words(place: &Place) -> String {
    let mut words = if place.geometry == Geometry::Circle { "near ".to_owned() } else { String::new() };
    words.push_str(&place.name);
    if place.status == PlaceStatus::Ambiguous {
        words.push('?');
    }
    let within = place.within.as_ref().filter(|_| place.precision != PlacePrecision::Province);
    for part in [within, place.country.as_ref()].into_iter().flatten().filter(|part| **part != place.name) {
        words.push_str(", ");
        words.push_str(part);
    }
    words
}

/// A party's name, with what it stands on where the report does not state it: `A (blamed)`.
pub(super) fn named_party(party: &Party) -> String {
    match party.basis.unless_stated() {
        None => party.name.clone(),
        Some(basis) => format!("{} ({basis})", party.name),
    }
}

/// Names the sides: `A, B → C` for a directed kind, `A ↔ B` for a mutual one, `?` for a side not given.
pub fn sides_words(event: &Event) -> String {
    let names = |parties: &[Party]| {
        let names: Vec<String> = parties.iter().map(named_party).collect();
        if names.is_empty() { "?".to_owned() } else { names.join(", ") }
    };
    let mutual = event.kind.direction() == Direction::Mutual;
    match (event.initiators.is_empty(), event.recipients.is_empty()) {
        (true, true) => String::new(),
        (false, true) => names(&event.initiators),
        (true, false) if mutual => names(&event.recipients),
        _ => {
            let arrow = if mutual { '↔' } else { '→' };
            format!("{} {arrow} {}", names(&event.initiators), names(&event.recipients))
        }
    }
}

#[cfg(test)]
mod tests {
    use athir_model::TimeBasis;
    use jiff::civil::date;

    use super::*;

    fn when(start: Option<Date>, end: Option<Date>, precision: TimePrecision) -> String {
        date_words(&When { start, end, precision, basis: TimeBasis::Stated, mention: None })
    }

    #[test]
    fn a_date_is_as_precise_as_the_record() {
        let day = |m, d| Some(date(2017, m, d));
        assert_eq!(when(day(7, 13), day(7, 13), TimePrecision::Day), "2017-07-13");
        assert_eq!(when(day(6, 21), day(6, 30), TimePrecision::Week), "2017-06-21..30");
        assert_eq!(when(day(6, 1), day(6, 30), TimePrecision::Month), "2017-06");
        assert_eq!(when(day(6, 1), day(7, 31), TimePrecision::Month), "2017-06-01..07-31");
        assert_eq!(when(day(1, 1), day(12, 31), TimePrecision::Year), "2017");
        assert_eq!(when(day(7, 14), day(7, 15), TimePrecision::Unknown), "~2017-07-14..15");
        assert_eq!(when(None, day(7, 15), TimePrecision::Unknown), "by 2017-07-15");
        assert_eq!(when(day(7, 1), None, TimePrecision::Month), "from 2017-07-01");
        assert_eq!(when(None, None, TimePrecision::Unknown), "undated");
    }

    #[test]
    fn a_count_keeps_its_open_side() {
        assert_eq!(count_words(Count::exactly(12)), "12");
        assert_eq!(count_words(Count::at_least(26)), "26+");
        assert_eq!(count_words(Count::at_most(40)), "≤40");
        assert_eq!(count_words(Count::between(14, 12)), "12–14");
        assert_eq!(count_words(Count { low: None, high: None }), "?");
    }

    #[test]
    fn one_of_several_is_told_by_their_noun() {
        for (many, one) in [
            ("soldiers", "soldier"),
            ("civilians", "civilian"),
            ("militiamen", "militiaman"),
            ("police officers", "police officer"),
            ("people", "person"),
            ("children", "child"),
            ("deputies", "deputy"),
        ] {
            assert_eq!(one_of(many), one);
        }
        for same in ["police", "security forces", "Peshmerga", "Sons of the Mill", "Hill Fighters", "chorus"]
        {
            assert_eq!(one_of(same), same);
        }
    }

    #[test]
    fn casualties_of_a_group_are_among_it() {
        let loss = |kind| {
            let json = r#"{"id":"x","kind":"clash","evidence":[],"trigger":{"text":"","start":0,"end":0},"initiators":[],
                "recipients":[],"place":null,"start":null,"end":null,"precision":"unknown","time_basis":"stated",
                "modality":"reported","phase":"occurred","casualties":[],"weapons":[],"attribution":[],"frame":"x",
                "codes":{"plover":"","plover_mode":"","cameo":"","acled_event_type":"","acled_sub_event_type":""}}"#;
            let event: Event = serde_json::from_str(json).unwrap();
            let mention = event.trigger.clone();
            loss_words(
                &Casualty {
                    kind,
                    count: Count::at_least(26),
                    victims: "fighters".to_owned(),
                    mention,
                    voice: None,
                    relation: None,
                },
                &event,
            )
        };
        assert_eq!(loss(Harm::Casualties), "26+ casualties among fighters");
        assert_eq!(loss(Harm::Killed), "26+ fighters killed");
    }
}
