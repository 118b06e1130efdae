//! The merging of events cut into stages, for collections that no single machine holds.
//!
//! Each stage sees a part of the events and no more, and takes what it needs as records or bytes: which machine has which
//! part is the business of whoever calls them. Together they give what the [`Merger`](crate::Merger) gives for everything
//! at once:
//!
//! 1. [`Card::of`] makes of a report a card for each event, with the keys of the blocks that it stands in.
//! 2. [`compare_block`] takes the cards of one block, or of one block and one bucket of time where more than [`WHOLE`]
//!    events have the key, and gives the likely pairs. A pair comes out of every block that both share, with the same number.
//! 3. [`hang_together`] takes likely pairs, each once, and gives the components. Events of different components never
//!    come together, since the merger clusters inside components alone.
//! 4. [`group_component`] takes the cards of a component, with the pairs between them, and gives the groups.

pub(crate) mod bytes;
mod card;
mod hang;

use crate::block::{MOST, Member, divide_part};
use crate::merger::{COMPLETE, FLOOR, Group, LARGEST, Merger};
use crate::model::Model;
use crate::traits::compare;

pub use crate::merger::levels;
pub(crate) use card::order;
pub use card::{Card, CardError, CardName};
pub use hang::{hang_together, hang_together_up_to};

/// Up to so many events a block is compared whole. A larger one is divided by time: each event stands in its bucket and
/// in the next.
pub const WHOLE: usize = MOST;
/// Up to so many events a component is compared whole, and needs no pairs to be grouped.
pub const SMALL: usize = COMPLETE;
/// Up to so many events a component is clustered as it is; in a larger one only surer pairs count.
pub const LIMIT: usize = LARGEST;

/// Two events of a list, by their positions in it, and how likely they are one happening.
pub type Pair = (usize, usize, f32);

/// Compares the events of a block, or of a part of it, and gives the pairs that may be one happening, each once with the
/// smaller position first.
pub fn compare_block(model: &Model, cards: &[Card]) -> Vec<Pair> {
    let members: Vec<Member> = cards.iter().zip(0..).map(|(card, n)| card.member(n)).collect();
    let mut found = Vec::new();
    divide_part(&members, &mut |leaf| {
        for (n, a) in leaf.iter().enumerate() {
            for b in &leaf[n + 1..] {
                let (a, b) = (a.event.min(b.event) as usize, a.event.max(b.event) as usize);
                let likely = likelihood(model, &cards[a], &cards[b]);
                if likely >= FLOOR {
                    found.push((a, b, likely));
                }
            }
        }
    });
    found.sort_unstable_by_key(|&(a, b, _)| (a, b));
    found.dedup_by_key(|&mut (a, b, _)| (a, b));
    found
}

fn likelihood(model: &Model, a: &Card, b: &Card) -> f32 {
    let (a, b) = if a.order() <= b.order() { (a, b) } else { (b, a) };
    let is_one_report = a.id.report == b.id.report;
    model.probability(&compare(&a.traits, &a.report, &b.traits, &b.report, is_one_report))
}

/// Groups the events of a component. `pairs` are those of [`compare_block`] between events of the component; up to
/// [`SMALL`] events they are computed again, and may be left out.
pub fn group_component(model: &Model, cards: Vec<Card>, pairs: &[Pair]) -> Vec<Group> {
    Merger::of_component(model, cards, pairs).groups()
}
