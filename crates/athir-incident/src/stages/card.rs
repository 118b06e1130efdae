//! An event as one stage hands it to the next.

use athir_model::EventRef;
use serde::{Deserialize, Serialize};

use super::bytes::{read, write};
use crate::block::{Member, Order, bucket, keys};
use crate::hash::hash64;
use crate::model::METHOD;
use crate::profile::{EventTraits, Profile, ReportTraits};

/// What comparisons need of an event, by itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Card {
    pub(crate) id: EventRef,
    pub(crate) traits: EventTraits,
    pub(crate) report: ReportTraits,
}

/// A short name of an event, made of its report's name and its own: no two events of a collection share one, save by a
/// chance of one in 10²⁰ for a thousand million events.
pub type CardName = [u8; 16];

/// Bytes that are no card, or one of another version of the method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "these are not the bytes of a card of method {METHOD}: every stage has to run the same version of athir"
)]
pub struct CardError;

impl Card {
    /// Makes the cards of a report's events, in their order.
    pub fn of(profile: Profile) -> Vec<Card> {
        let report = profile.traits;
        let card = |(id, traits)| Card { id, traits, report: report.clone() };
        profile.events.into_iter().map(card).collect()
    }

    /// The event.
    pub fn id(&self) -> &EventRef {
        &self.id
    }

    /// Its short name.
    pub fn name(&self) -> CardName {
        let (report, event) = (self.id.report.0.as_str(), self.id.event.0.as_str());
        let halves = [hash64([report, event]), hash64(["card", event, report])];
        let mut name = [0; 16];
        name[..8].copy_from_slice(&halves[0].to_be_bytes());
        name[8..].copy_from_slice(&halves[1].to_be_bytes());
        name
    }

    /// The keys of the blocks that it stands in, each once.
    pub fn keys(&self) -> Vec<u64> {
        keys(&self.traits, &self.report)
    }

    /// The bucket of time that it stands in; where a block is divided, it stands in the next one too.
    pub fn bucket(&self) -> i32 {
        bucket(self.member(0).day)
    }

    pub(crate) fn order(&self) -> Order {
        order(&self.id, &self.report)
    }

    pub(crate) fn member(&self, n: u32) -> Member {
        Member::new(n, self.order(), &self.traits, &self.report)
    }

    /// The card as bytes.
    ///
    /// # Panics
    ///
    /// Never: a card has nothing that could not be written.
    pub fn to_bytes(&self) -> Vec<u8> {
        write(METHOD, self)
    }

    /// Reads a card that [`to_bytes`](Card::to_bytes) wrote.
    ///
    /// # Errors
    ///
    /// Bytes that are no card of this version of the method.
    pub fn from_bytes(bytes: &[u8]) -> Result<Card, CardError> {
        read(METHOD, bytes)
    }
}

/// The place of an event in the order of all: by date of publication, then by a hash of its name.
pub(crate) fn order(id: &EventRef, report: &ReportTraits) -> Order {
    (report.published.unwrap_or(i32::MAX), hash64([id.report.0.as_str(), id.event.0.as_str()]))
}
