//! What a person who checks an event can choose from: each field with its value, and what else the coder saw.

use std::collections::BTreeSet;

use athir_io::words;
use athir_model::{
    CodedReport, CorrectedField, Correction, Count, Event, EventKind, GivenParty, GivenPlace, GivenTime,
    Harm, Party, Place, PlacePrecision, Quote, When,
};

use super::correction::given_place;
use crate::Registry;
use crate::gazetteer::Gazetteer;

/// How many alternatives a field has at most: one for each digit key.
const MOST: usize = 9;
/// Characters on both sides of an event's words that are shown with them.
const AROUND: usize = 240;

/// Another value that a field could have, and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// The value, ready to be taken.
    pub value: Correction,
    /// The value in words.
    pub label: String,
    /// What speaks for it.
    pub why: String,
}

/// A field of an event as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldChoice {
    /// The field.
    pub field: CorrectedField,
    /// Its value, in the form of a correction.
    pub value: Correction,
    /// The value in words; empty where there is none.
    pub label: String,
    /// The words that it was read from.
    pub quote: Option<Quote>,
    /// How likely it is right, where the coder tells.
    pub confidence: Option<f32>,
    /// What else the coder saw, the best first.
    pub alternatives: Vec<Alternative>,
}

/// The words of a report around an event's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// The words.
    pub text: String,
    /// Offset of the first character.
    pub start: usize,
}

/// The words around an event's evidence: whole words, no more than some lines.
pub fn context(text: &str, event: &Event) -> Context {
    let first = event.evidence.iter().map(|quote| quote.start).min().unwrap_or(event.trigger.start);
    let last = event.evidence.iter().map(|quote| quote.end).filter(|end| *end < first + 4 * AROUND).max();
    let from = first.saturating_sub(AROUND);
    let to = last.unwrap_or(event.trigger.end).max(first) + AROUND;
    let mut start = from;
    let mut words: Vec<char> = text.chars().skip(from).take(to - from).collect();
    let is_cut = words.len() == to - from;
    if from > 0 {
        let n = words.iter().take(AROUND).position(|c| c.is_whitespace()).map_or(0, |at| at + 1);
        words.drain(..n);
        start += n;
    }
    if is_cut
        && let Some(end) = words.iter().rposition(|c| c.is_whitespace())
        && end + AROUND > words.len()
    {
        words.truncate(end);
    }
    Context { text: words.into_iter().collect(), start }
}

/// The fields of an event with what else the coder saw for each. `coded` is the report's coding as it counts, `text` its
/// text.
pub fn choices(
    event: &Event,
    coded: &CodedReport,
    text: &str,
    registry: &Registry,
    gazetteer: &Gazetteer,
) -> Vec<FieldChoice> {
    let words = context(text, event);
    let looks = Looks { event, coded, words: &words, registry, gazetteer };
    CorrectedField::ALL.into_iter().map(|field| looks.field(field)).collect()
}

/// The values of an event in the form of corrections, without the words that they were read from and without fields that
/// are empty: what two readings of a report can be compared by.
pub fn plain_values(event: &Event) -> Vec<Correction> {
    let bare = |parties: &[Party]| -> Vec<GivenParty> {
        parties.iter().map(|party| GivenParty { quote: None, ..given(party) }).collect()
    };
    let loss = |harm: Harm| {
        let all = event.casualties.iter().filter(|loss| loss.kind == harm);
        all.max_by_key(|loss| loss.count.low.or(loss.count.high)).map(|loss| loss.count)
    };
    let mut values = vec![
        Correction::Kind(event.kind),
        Correction::Initiators(bare(&event.initiators)),
        Correction::Recipients(bare(&event.recipients)),
        Correction::Place(event.place.as_ref().map(given_of)),
        Correction::Time(time_of(&event.when)),
        Correction::Killed(loss(Harm::Killed)),
        Correction::Injured(loss(Harm::Injured)),
    ];
    values.retain(|value| !label(value).is_empty());
    values
}

struct Looks<'a> {
    event: &'a Event,
    coded: &'a CodedReport,
    words: &'a Context,
    registry: &'a Registry,
    gazetteer: &'a Gazetteer,
}

impl Looks<'_> {
    fn field(&self, field: CorrectedField) -> FieldChoice {
        let (event, sure) = (self.event, &self.event.confidence);
        let (value, quote, confidence, alternatives) = match field {
            CorrectedField::Kind => {
                (Correction::Kind(event.kind), Some(event.trigger.clone()), Some(sure.event), self.kinds())
            }
            CorrectedField::Initiators => (
                Correction::Initiators(given_all(&event.initiators)),
                event.initiators.first().map(Party::quote),
                sure.initiators,
                self.parties(Correction::Initiators, &event.initiators, &event.recipients),
            ),
            CorrectedField::Recipients => (
                Correction::Recipients(given_all(&event.recipients)),
                event.recipients.first().map(Party::quote),
                sure.recipients,
                self.parties(Correction::Recipients, &event.recipients, &event.initiators),
            ),
            CorrectedField::Place => (
                Correction::Place(event.place.as_ref().map(given_of)),
                event.place.as_ref().map(Place::quote),
                sure.place,
                self.places(),
            ),
            CorrectedField::Time => {
                (Correction::Time(time_of(&event.when)), event.when.mention.clone(), sure.time, self.times())
            }
            CorrectedField::Killed => self.losses(Harm::Killed, Correction::Killed),
            CorrectedField::Injured => self.losses(Harm::Injured, Correction::Injured),
        };
        let label = label(&value);
        let mut seen = BTreeSet::from([identity(&value, &label)]);
        let is_new = |other: &Alternative| seen.insert(identity(&other.value, &other.label));
        let alternatives = alternatives.into_iter().filter(is_new).take(MOST).collect();
        let quote = quote.filter(|quote| !quote.text.is_empty());
        FieldChoice { field, value, label, quote, confidence, alternatives }
    }

    /// Whether a quote stands in the words shown.
    fn is_near(&self, quote: &Quote) -> bool {
        let end = self.words.start + self.words.text.chars().count();
        quote.start >= self.words.start && quote.end <= end
    }

    fn others(&self) -> impl Iterator<Item = &Event> {
        self.coded.events.iter().filter(|other| other.id != self.event.id)
    }

    /// Kinds of events and of words beside this one's, then the kin of its own.
    fn kinds(&self) -> Vec<Alternative> {
        let mut found = Vec::new();
        let mut add = |kind: EventKind, why: String| {
            let value = Correction::Kind(kind);
            found.push(Alternative { label: label(&value), value, why });
        };
        for other in self.others().filter(|other| self.is_near(&other.trigger)) {
            add(other.kind, format!("\"{}\" beside it was read so", other.trigger.text));
        }
        for seen in self.coded.diagnostics.iter().filter(|seen| self.is_near(&seen.trigger)) {
            // A frame is named for its kind.
            if let Some(kind) = seen.frame.split('.').next().and_then(|kind| kind.parse().ok()) {
                add(kind, format!("\"{}\" could have told of it", seen.trigger.text));
            }
        }
        for kind in EventKind::ALL.into_iter().filter(|kind| kind.family() == self.event.kind.family()) {
            add(kind, "of the same family".to_owned());
        }
        found
    }

    /// The other side, parties of events beside this one, and actors of the registry that the words name.
    fn parties(
        &self,
        field: fn(Vec<GivenParty>) -> Correction,
        mine: &[Party],
        other_side: &[Party],
    ) -> Vec<Alternative> {
        let mut found = Vec::new();
        let mut add = |parties: Vec<GivenParty>, why: String| {
            let value = field(parties);
            found.push(Alternative { label: label(&value), value, why });
        };
        if mine.len() > 1 {
            mine.iter().for_each(|party| add(vec![given(party)], "alone".to_owned()));
        }
        if !other_side.is_empty() {
            add(given_all(other_side), "the other side".to_owned());
        }
        for other in self.others() {
            for party in other.initiators.iter().chain(&other.recipients) {
                if self.is_near(&party.quote()) {
                    add(vec![given(party)], format!("\"{}\" beside it", party.mention));
                }
            }
        }
        for (party, quote) in self.named() {
            let why = format!("\"{}\" is named there", quote.text);
            add(vec![GivenParty { quote: Some(quote), ..party }], why);
        }
        add(Vec::new(), "left open".to_owned());
        found
    }

    /// Actors of the registry whose names stand in the words shown.
    fn named(&self) -> Vec<(GivenParty, Quote)> {
        let tokens = word_bounds(&self.words.text);
        let words: Vec<&str> = tokens.iter().map(|&(_, word)| word).collect();
        let mut found = Vec::new();
        let mut n = 0;
        while n < words.len() {
            let Some((len, actors)) = self.registry.longest_at(&words[n..]).filter(|(len, _)| *len > 0)
            else {
                n += 1;
                continue;
            };
            let (from, last) = (tokens[n].0, tokens[n + len - 1]);
            let text = &self.words.text[from..last.0 + last.1.len()];
            let start = self.words.start + self.words.text[..from].chars().count();
            let quote = Quote { text: text.to_owned(), start, end: start + text.chars().count() };
            for id in actors.into_iter().take(2) {
                let actor = self.registry.actor(id);
                let party =
                    GivenParty { name: actor.name.clone(), actor: Some(actor.code.clone()), quote: None };
                found.push((party, quote.clone()));
            }
            n += len;
        }
        found
    }

    /// The entries that stay possible, other places of the report, then what else bears the name.
    fn places(&self) -> Vec<Alternative> {
        let mut found = Vec::new();
        let mut add = |place: Option<GivenPlace>, why: String| {
            let value = Correction::Place(place);
            found.push(Alternative { label: label(&value), value, why });
        };
        let by_code = |code: &str| {
            let id = code.parse().ok()?;
            self.gazetteer.get(id).map(|_| given_place(self.gazetteer, id))
        };
        if let Some(place) = &self.event.place {
            for candidate in &place.candidates {
                let plain = || GivenPlace {
                    name: candidate.name.clone(),
                    within: None,
                    country: Some(candidate.country.clone()),
                    lat: Some(candidate.lat),
                    lon: Some(candidate.lon),
                    precision: place.precision,
                    code: Some(candidate.code.clone()),
                    quote: None,
                };
                add(
                    Some(by_code(&candidate.code).unwrap_or_else(plain)),
                    format!("\"{}\" may mean it", place.mention),
                );
            }
        }
        for other in self.others().filter_map(|other| other.place.as_ref()) {
            let quote = other.quote();
            let why = if self.is_near(&quote) { "beside it" } else { "elsewhere in the report" };
            add(
                Some(GivenPlace { quote: Some(quote), ..given_of(other) }),
                format!("\"{}\" {why}", other.mention),
            );
        }
        if let Some(place) = self.event.place.as_ref().filter(|place| !place.mention.is_empty()) {
            for candidate in self.gazetteer.find(&place.mention).into_iter().take(MOST) {
                let given = given_place(self.gazetteer, candidate.id);
                add(Some(given), format!("the gazetteer has it for \"{}\"", place.mention));
            }
        }
        if self.event.place.is_some() {
            add(None, "no place is told".to_owned());
        }
        found
    }

    fn times(&self) -> Vec<Alternative> {
        let mut found = Vec::new();
        let mut add = |time: GivenTime, why: String| {
            let value = Correction::Time(time);
            found.push(Alternative { label: label(&value), value, why });
        };
        for other in self.others() {
            let quote = other.when.mention.clone();
            let Some(quote) = quote.filter(|quote| !quote.text.is_empty()) else { continue };
            let why = format!("\"{}\" dates another event", quote.text);
            add(GivenTime { quote: Some(quote), ..time_of(&other.when) }, why);
        }
        if self.event.when.precision != athir_model::TimePrecision::Unknown {
            let open = GivenTime {
                start: None,
                end: self.coded.published,
                precision: athir_model::TimePrecision::Unknown,
                quote: None,
            };
            add(open, "the report does not date it".to_owned());
        }
        found
    }

    fn losses(
        &self,
        harm: Harm,
        field: fn(Option<Count>) -> Correction,
    ) -> (Correction, Option<Quote>, Option<f32>, Vec<Alternative>) {
        let mine: Vec<_> = self.event.casualties.iter().filter(|loss| loss.kind == harm).collect();
        let greatest = mine.iter().max_by_key(|loss| loss.count.low.or(loss.count.high));
        let value = field(greatest.map(|loss| loss.count));
        let mut found = Vec::new();
        let mut add = |count: Option<Count>, why: String| {
            let value = field(count);
            found.push(Alternative { label: label(&value), value, why });
        };
        for loss in &mine {
            let voice = loss.voice.as_ref().map_or_else(String::new, |voice| format!(", by {}", voice.text));
            add(Some(loss.count), format!("\"{}\"{voice}", loss.mention.text));
        }
        if let Some(toll) = &self.coded.toll {
            let count = if harm == Harm::Killed { toll.killed } else { toll.injured };
            let is_some = !matches!(count, Count { low: None | Some(0), high: None | Some(0) });
            if matches!(harm, Harm::Killed | Harm::Injured) && is_some {
                add(Some(count), "the report's total".to_owned());
            }
        }
        for loss in self.others().flat_map(|other| &other.casualties).filter(|loss| loss.kind == harm) {
            add(Some(loss.count), format!("\"{}\" of another event", loss.mention.text));
        }
        if !mine.is_empty() {
            add(None, "nobody is told of".to_owned());
        }
        let sure = greatest.and(self.event.confidence.casualties);
        (value, greatest.map(|loss| loss.mention.clone()), sure, found)
    }
}

/// Cuts a text at everything that is no letter, digit, apostrophe or hyphen.
fn word_bounds(text: &str) -> Vec<(usize, &str)> {
    let is_inside = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-');
    let mut words = Vec::new();
    let mut from = None;
    for (at, c) in text.char_indices() {
        match (is_inside(c), from) {
            (true, None) => from = Some(at),
            (false, Some(start)) => {
                words.push((start, &text[start..at]));
                from = None;
            }
            _ => {}
        }
    }
    words.extend(from.map(|start| (start, &text[start..])));
    words
}

/// The values of an event in the form of corrections; of losses the number that stands for all of them in tables.
pub(crate) fn values_of(event: &Event) -> Vec<Correction> {
    vec![
        Correction::Kind(event.kind),
        Correction::Initiators(given_all(&event.initiators)),
        Correction::Recipients(given_all(&event.recipients)),
        Correction::Place(event.place.as_ref().map(given_of)),
        Correction::Time(time_of(&event.when)),
        Correction::Killed(athir_arrow::total(event, Harm::Killed)),
        Correction::Injured(athir_arrow::total(event, Harm::Injured)),
    ]
}

fn given(party: &Party) -> GivenParty {
    let quote = party.quote();
    GivenParty {
        name: party.name.clone(),
        actor: party.actor.clone(),
        quote: (!quote.text.is_empty()).then_some(quote),
    }
}

fn given_all(parties: &[Party]) -> Vec<GivenParty> {
    parties.iter().map(given).collect()
}

fn given_of(place: &Place) -> GivenPlace {
    GivenPlace {
        name: place.name.clone(),
        within: place.within.clone(),
        country: place.country.clone(),
        lat: place.lat,
        lon: place.lon,
        precision: place.precision,
        code: place.code.clone(),
        quote: None,
    }
}

fn time_of(when: &When) -> GivenTime {
    GivenTime { start: when.start, end: when.end, precision: when.precision, quote: None }
}

/// What tells a value from others: its words, and for a place where it lies, for namesakes can be in one province.
fn identity(value: &Correction, label: &str) -> (String, Option<(i64, i64)>) {
    let place = match value {
        Correction::Place(Some(place)) => place.lat.zip(place.lon),
        _ => None,
    };
    // To a hundredth of a degree, about a kilometre.
    let near = |degrees: f64| (degrees * 100.0).round() as i64;
    (label.to_owned(), place.map(|(lat, lon)| (near(lat), near(lon))))
}

/// A value in words; empty where there is none.
pub fn label(value: &Correction) -> String {
    match value {
        Correction::Kind(kind) => kind.as_str().to_owned(),
        Correction::Initiators(parties) | Correction::Recipients(parties) => {
            parties.iter().map(|party| party.name.as_str()).collect::<Vec<_>>().join("; ")
        }
        Correction::Place(None) => String::new(),
        Correction::Place(Some(place)) => {
            let is_country = place.precision == PlacePrecision::Country;
            let parts =
                [Some(&place.name), place.within.as_ref(), place.country.as_ref().filter(|_| !is_country)];
            parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
        }
        Correction::Time(time) => match (time.start, time.end) {
            (None, None) => String::new(),
            (start, end) if start == end => start.map(|day| day.to_string()).unwrap_or_default(),
            (start, end) => {
                let day = |day: Option<jiff::civil::Date>| {
                    day.map_or_else(|| "..".to_owned(), |day| day.to_string())
                };
                format!("{}/{}", day(start), day(end))
            }
        },
        Correction::Killed(count) | Correction::Injured(count) => match count {
            None | Some(Count { low: None, high: None }) => String::new(),
            Some(count) => words::count_words(*count),
        },
    }
}
