//! Stages on parts of the events, in whatever parts and order, give what the merger gives for all of them at once.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;

use athir_incident::stages::{
    Card, CardName, Pair, SMALL, WHOLE, compare_block, group_component, hang_together_up_to,
};
use athir_incident::{Group, Merger, Model, Stories, StoryText, Teller, tell};
use athir_model::{ReportId, Story};
use jiff::civil::Date;
use proptest::prelude::*;

use crate::world::{Page, crowd, pages, profile};

/// The cards of all events, as they come out of bytes, in an order that depends on `seed`.
fn cards(pages: &[Page], seed: u64) -> Vec<Card> {
    let mut bytes: Vec<Vec<u8>> = pages
        .iter()
        .enumerate()
        .flat_map(|(n, page)| Card::of(profile(n, page, "c")))
        .map(|card| card.to_bytes())
        .collect();
    shuffle(&mut bytes, seed);
    bytes.iter().map(|bytes| Card::from_bytes(bytes).unwrap()).collect()
}

fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut state = seed;
    for n in (1..items.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        items.swap(n, (state >> 33) as usize % (n + 1));
    }
}

/// The pairs that come out of all blocks, block by block in any order; what several blocks give has to be the same.
fn pairs(cards: &[Card], seed: u64) -> BTreeMap<(CardName, CardName), f32> {
    let mut by_key: BTreeMap<u64, Vec<&Card>> = BTreeMap::new();
    for card in cards {
        card.keys().into_iter().for_each(|key| by_key.entry(key).or_default().push(card));
    }
    let mut blocks: Vec<Vec<&Card>> = Vec::new();
    for block in by_key.into_values() {
        if block.len() <= WHOLE {
            blocks.push(block);
            continue;
        }
        let mut by_bucket: BTreeMap<i32, Vec<&Card>> = BTreeMap::new();
        for card in block {
            by_bucket.entry(card.bucket()).or_default().push(card);
            by_bucket.entry(card.bucket() + 1).or_default().push(card);
        }
        blocks.extend(by_bucket.into_values());
    }
    shuffle(&mut blocks, seed);
    let mut found: BTreeMap<(CardName, CardName), f32> = BTreeMap::new();
    for block in blocks {
        let mut block: Vec<Card> = block.into_iter().cloned().collect();
        shuffle(&mut block, seed ^ 7);
        for (a, b, likely) in compare_block(Model::events(), &block) {
            let (a, b) = (block[a].name(), block[b].name());
            let known = found.insert((a.min(b), a.max(b)), likely);
            assert!(known.is_none_or(|known| known == likely));
        }
    }
    found
}

/// What the stages make of the events.
fn in_stages(pages: &[Page], seed: u64, largest: usize) -> Vec<Group> {
    let model = Model::events();
    let cards = cards(pages, seed);
    let at: BTreeMap<CardName, usize> = cards.iter().enumerate().map(|(n, card)| (card.name(), n)).collect();
    assert_eq!(at.len(), cards.len());
    let pairs: Vec<Pair> =
        pairs(&cards, seed).into_iter().map(|((a, b), likely)| (at[&a], at[&b], likely)).collect();
    let mut parts: Vec<Vec<usize>> = Vec::new();
    let mut alone: BTreeSet<usize> = (0..cards.len()).collect();
    for component in hang_together_up_to(model, cards.len(), &pairs, largest) {
        component.iter().for_each(|event| assert!(alone.remove(event)));
        parts.push(component);
    }
    parts.extend(alone.into_iter().map(|event| vec![event]));
    let mut groups = Vec::new();
    for mut part in parts {
        shuffle(&mut part, seed ^ 11);
        let place: BTreeMap<usize, usize> = part.iter().enumerate().map(|(n, &event)| (event, n)).collect();
        let within = pairs.iter().filter(|_| part.len() > SMALL);
        let within: Vec<Pair> =
            within.filter_map(|&(a, b, likely)| Some((*place.get(&a)?, *place.get(&b)?, likely))).collect();
        let mine = part.iter().map(|&event| cards[event].clone()).collect();
        groups.extend(group_component(model, mine, &within));
    }
    groups.sort_by(|a, b| a.events.cmp(&b.events));
    groups
}

fn at_once(pages: &[Page], largest: usize) -> Vec<Group> {
    let mut merger = Merger::new(Model::events()).with_largest_component(largest);
    pages.iter().enumerate().for_each(|(n, page)| merger.insert(profile(n, page, "c")));
    merger.update(NonZeroUsize::MIN);
    let mut groups = merger.groups();
    groups.sort_by(|a, b| a.events.cmp(&b.events));
    groups
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn stages_give_what_the_merger_gives(pages in pages(), seed in any::<u64>()) {
        prop_assert_eq!(in_stages(&pages, seed, 1000), at_once(&pages, 1000));
    }

    #[test]
    fn large_components_come_apart_alike(pages in pages(), seed in any::<u64>(), largest in 1usize..8) {
        prop_assert_eq!(in_stages(&pages, seed, largest), at_once(&pages, largest));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn blocks_that_are_divided_and_components_of_many_events_are_alike(
        pages in crowd(), seed in any::<u64>(), largest in 40usize..400
    ) {
        prop_assert_eq!(in_stages(&pages, seed, largest), at_once(&pages, largest));
    }
}

#[test]
fn bytes_of_another_kind_are_no_card() {
    for bytes in [&[][..], &[0], &[2], b"what is this", &[255; 40]] {
        assert!(Card::from_bytes(bytes).is_err());
    }
}

const WIRE: &str = "Shells fell on the vegetable market of the old town on Monday morning and killed four traders, \
    rescuers said. Ambulances took the wounded to two clinics near the river, where doctors asked for blood. No group said \
    that it had fired. The town had been quiet since a truce in the spring, and families had begun to come back.";

#[test]
fn stories_in_stages_are_those_of_all_reports_at_once() {
    let texts = [
        WIRE.to_owned(),
        WIRE[..WIRE.find("No group").unwrap()].to_owned(),
        WIRE.replace("killed four", "killed seven"),
        WIRE.to_uppercase(),
        "Farmers met in the hall of the valley to talk about the price of seed and water this year."
            .to_owned(),
        "Farmers met.".to_owned(),
        "Farmers met.".to_owned(),
    ];
    let reports: Vec<(ReportId, Option<Date>)> = (0..texts.len())
        .map(|n| (ReportId(format!("r{n}")), (n != 3).then(|| Date::constant(2021, 6, 20 - n as i8))))
        .collect();
    let mut all = Stories::default();
    for ((report, date), text) in reports.iter().zip(&texts) {
        all.insert(report, Some("Wire"), *date, text);
    }

    let (read, bands): (Vec<StoryText>, Vec<_>) =
        texts.iter().map(|text| StoryText::read(text)).map(|found| (found.text, found.bands)).unzip();
    let carried: BTreeMap<u64, StoryText> =
        read.iter().map(|text| (text.name(), StoryText::from_bytes(&text.to_bytes()).unwrap())).collect();
    let mut near: BTreeMap<(u64, u64), f64> = BTreeMap::new();
    for (n, a) in read.iter().enumerate() {
        let shares_band = |m: usize| bands[n].iter().any(|band| bands[m].contains(band));
        for (m, b) in read.iter().enumerate().filter(|(_, b)| b.name() != a.name()) {
            if !shares_band(m) {
                continue;
            }
            let likeness = carried[&a.name()].near(&carried[&b.name()]);
            near.extend(likeness.map(|likeness| ((a.name(), b.name()), likeness)));
        }
    }
    let tellers = |wanted: &dyn Fn(u64) -> bool| -> Vec<Teller<'_>> {
        let all = reports.iter().zip(&read).filter(|(_, text)| wanted(text.name()));
        all.map(|((report, date), text)| Teller {
            date: date.unwrap_or(Date::MAX),
            report,
            outlet: Some("Wire"),
            text: text.name(),
        })
        .collect()
    };
    let hangs = |text: u64| move |other: u64| other == text;
    let of_wire = |text: u64| text == read[0].name() || near.contains_key(&(read[0].name(), text));
    let told = |wanted: &dyn Fn(u64) -> bool| {
        tell(tellers(wanted), |a, b| near.get(&(a, b)).copied(), |a, b| carried[&a].copies(&carried[&b]))
    };
    let mut found: Vec<Story> = [told(&of_wire), told(&hangs(read[4].name())), told(&hangs(read[5].name()))]
        .into_iter()
        .flatten()
        .collect();
    found.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(found.len(), 2);
    assert_eq!(found, all.all());
}
