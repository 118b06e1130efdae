//! Claims: the values of an event one by one, each with the words and the voice that give it.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Basis, Casualty, Digest, Event, EventId, EventKind, Modality, Party, Phase, Place, Quote, ReportId, When,
};

/// One field of an event with its value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "field", content = "value", rename_all = "kebab-case")]
pub enum Asserted {
    /// What happened.
    Kind(EventKind),
    /// How the text puts it.
    Modality(Modality),
    /// How far it has gone.
    Phase(Phase),
    /// Who did it, or one side of it where the kind is mutual.
    Initiator(Party),
    /// To whom, or the other side where the kind is mutual.
    Recipient(Party),
    /// Where.
    Place(Place),
    /// When.
    Time(When),
    /// With what losses.
    Casualty(Casualty),
    /// By what means.
    Weapon(Quote),
}

impl Asserted {
    /// The field as one word.
    pub const fn field(&self) -> &'static str {
        match self {
            Asserted::Kind(_) => "kind",
            Asserted::Modality(_) => "modality",
            Asserted::Phase(_) => "phase",
            Asserted::Initiator(_) => "initiator",
            Asserted::Recipient(_) => "recipient",
            Asserted::Place(_) => "place",
            Asserted::Time(_) => "time",
            Asserted::Casualty(_) => "casualty",
            Asserted::Weapon(_) => "weapon",
        }
    }
}

/// One value of one field of an event, as one report gives it.
///
/// A field with several values, such as two tolls, makes several claims. They are set side by side and never
/// averaged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    /// The report that makes it.
    pub report: ReportId,
    /// The event that it speaks of.
    pub event: EventId,
    /// What it says.
    #[serde(flatten)]
    pub asserted: Asserted,
    /// The words that it was read from; absent where the report has no words of its own for it, such as a day that
    /// only the publication date bounds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Quote>,
    /// The voices that the report credits; empty when it speaks itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub voices: Vec<Quote>,
    /// How likely a careful reader of the report would have the same value, in 0..=1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
    /// The person whose correction it is, where no report makes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Whether a person's correction has taken its place.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub outranked: bool,
}

impl Claim {
    /// Takes an event apart into the claims that its report makes: kind, modality, phase, sides, place, time, losses,
    /// means, in this order.
    ///
    /// A count whose own voice is known is that voice's; everything else is on the voices that the event is
    /// attributed to.
    pub fn of_event(report: &ReportId, event: &Event) -> Vec<Claim> {
        let mut claims = Vec::new();
        let mut add = |asserted: Asserted, quote: Option<Quote>, voice: Option<&Quote>, confidence| {
            claims.push(Claim {
                report: report.clone(),
                event: event.id.clone(),
                asserted,
                quote,
                voices: voice.map_or_else(|| event.attribution.clone(), |voice| vec![voice.clone()]),
                confidence,
                by: None,
                outranked: false,
            });
        };
        let sure = &event.confidence;
        let trigger = || Some(event.trigger.clone());
        add(Asserted::Kind(event.kind), trigger(), None, Some(sure.event));
        add(Asserted::Modality(event.modality), trigger(), None, None);
        add(Asserted::Phase(event.phase), trigger(), None, None);
        for party in &event.initiators {
            add(Asserted::Initiator(party.clone()), Some(party.quote()), None, sure.initiators);
        }
        for party in &event.recipients {
            add(Asserted::Recipient(party.clone()), Some(party.quote()), None, sure.recipients);
        }
        if let Some(place) = &event.place {
            add(Asserted::Place(place.clone()), Some(place.quote()), None, sure.place);
        }
        add(Asserted::Time(event.when.clone()), event.when.mention.clone(), None, sure.time);
        for loss in &event.casualties {
            let quote = Some(loss.mention.clone());
            add(Asserted::Casualty(loss.clone()), quote, loss.voice.as_ref(), sure.casualties);
        }
        for weapon in &event.weapons {
            add(Asserted::Weapon(weapon.clone()), Some(weapon.clone()), None, None);
        }
        claims
    }

    /// On whose word a side is named; [`Basis::Stated`] for every other field.
    pub fn basis(&self) -> Basis {
        match &self.asserted {
            Asserted::Initiator(party) | Asserted::Recipient(party) => party.basis,
            _ => Basis::Stated,
        }
    }
}

/// Which coder read a report, and when.
///
/// A newer coding of the same report takes the place of an older one, which is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Coding {
    /// The report.
    pub report: ReportId,
    /// The program and its version.
    pub coder: String,
    /// The SHA-256 of what it knew: its code, its word lists, frames, actors, places and language model, and what the
    /// project added to them.
    pub knowledge: Digest,
    /// The version of the codebook that it went by; codings of older programs do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codebook: Option<String>,
    /// The language model that it read with, and the version of that; codings of older programs do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// When it was coded.
    #[schemars(with = "String")]
    pub coded: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Codes, Confidence, Count, Harm, TimeBasis, TimePrecision};

    fn quote(text: &str, start: usize) -> Quote {
        Quote { text: text.to_owned(), start, end: start + text.chars().count() }
    }

    #[test]
    fn a_count_with_its_own_voice_is_that_voices_claim() {
        let loss = |n, voice| Casualty {
            kind: Harm::Killed,
            count: Count::exactly(n),
            victims: "unknown".to_owned(),
            mention: quote("dead", 20),
            voice,
            relation: None,
        };
        let event = Event {
            id: EventId("e1".to_owned()),
            kind: EventKind::Shelling,
            evidence: Vec::new(),
            trigger: quote("shelled", 4),
            initiators: Vec::new(),
            recipients: Vec::new(),
            place: None,
            when: When {
                start: None,
                end: None,
                precision: TimePrecision::Unknown,
                basis: TimeBasis::Publication,
                mention: None,
            },
            modality: Modality::Reported,
            phase: Phase::Occurred,
            casualties: vec![loss(3, None), loss(5, Some(quote("a medic", 30)))],
            weapons: Vec::new(),
            attribution: vec![quote("residents", 40)],
            codes: Codes::default(),
            frame: "shelling.verb".to_owned(),
            confidence: Confidence::default(),
        };
        let claims = Claim::of_event(&ReportId("r1".to_owned()), &event);
        let voices: Vec<(&str, &str)> =
            claims.iter().map(|c| (c.asserted.field(), c.voices[0].text.as_str())).collect();
        assert_eq!(
            voices,
            [
                ("kind", "residents"),
                ("modality", "residents"),
                ("phase", "residents"),
                ("time", "residents"),
                ("casualty", "residents"),
                ("casualty", "a medic"),
            ]
        );
        let time = claims.iter().find(|c| c.asserted.field() == "time").unwrap();
        assert_eq!(time.quote, None, "a day that no words give quotes none");
    }

    #[test]
    fn a_claim_is_read_back_from_its_json() {
        let claim = Claim {
            report: ReportId("r1".to_owned()),
            event: EventId("e1".to_owned()),
            asserted: Asserted::Weapon(quote("mortars", 8)),
            quote: Some(quote("mortars", 8)),
            voices: Vec::new(),
            confidence: None,
            by: None,
            outranked: false,
        };
        let json = serde_json::to_value(&claim).unwrap();
        assert_eq!(json["field"], "weapon");
        assert_eq!(json["value"]["text"], "mortars");
        assert_eq!(serde_json::from_value::<Claim>(json).unwrap(), claim);
    }
}
