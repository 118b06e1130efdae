//! The parties that are mentioned around an event, and what stands for and against each of them on a side.

use std::fmt::Write as _;

use athir_actors::Victims;
use athir_model::Direction;
use athir_nlp::Dep;

use super::Role;
use super::neighbours::Neighbours;
use super::standing::{class_of, dep_of, family, few, form, holds, path, rank_word, slot_of, where_stands};
use crate::clause::is_verbal;
use crate::coref::sentences_between;
use crate::draft::Draft;
use crate::kind::Kind;
use crate::mention::{Identity, Mention};
use crate::party::PartyDraft;
use crate::reading::Reading;
use crate::side::Side;

/// A party that may stand on an open side.
pub(super) struct Candidate {
    pub(super) party: PartyDraft,
    pub(super) features: Vec<String>,
}

/// Sentences before and after the trigger's in which candidates are looked for.
const BEFORE: usize = 3;
const AFTER: usize = 1;
/// How many of the parties that a report speaks of most are candidates everywhere in it.
const PROTAGONISTS: usize = 4;

/// How many parties a report is searched for; no report that people write has more that matter.
const MAX_ACTORS: usize = 200;

/// What a report tells as a whole, for the features.
pub(super) struct Scene<'r, 'd, 'k> {
    reading: &'r Reading<'d, 'k>,
    /// Mentions that can be candidates, in the order of the text.
    order: Vec<usize>,
    /// Identities by how often the report mentions them, the most frequent first, with the number of mentions.
    ranks: Vec<(Identity, usize)>,
}

impl<'r, 'd, 'k> Scene<'r, 'd, 'k> {
    pub(super) fn new(reading: &'r Reading<'d, 'k>) -> Scene<'r, 'd, 'k> {
        let order: Vec<usize> = reading
            .mentions
            .in_text_order()
            .into_iter()
            .filter(|&i| {
                let m = &reading.mentions.all[i];
                let head = reading.doc.token(m.head);
                let is_means = m.who.iter().all(|w| w.actor.is_none())
                    && reading.know.lexicon.token_in("means_nouns", head);
                let is_place = m.kind == Kind::Person && reading.toponyms.at(m.head).is_some();
                !is_means
                    && !is_place
                    && !m.who.is_empty()
                    && m.kind != Kind::Media
                    && (m.kind != Kind::Unknown || m.who[0].actor.is_some())
            })
            .collect();
        let mut ranks: Vec<(Identity, usize)> = Vec::new();
        for &i in &order {
            for who in &reading.mentions.all[i].who {
                match ranks.iter().position(|(known, _)| known == who) {
                    Some(n) => ranks[n].1 += 1,
                    None if ranks.len() < MAX_ACTORS => ranks.push((who.clone(), 1)),
                    None => {}
                }
            }
        }
        // Stable, so that those named first stand first.
        ranks.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        Scene { reading, order, ranks }
    }

    /// The open side of an event, if it has one.
    pub(super) fn open_roles(event: &Draft) -> Vec<Role> {
        if event.kind.direction() == Direction::Mutual {
            let n = event.initiators.len() + event.recipients.len();
            return if n < 2 { vec![Role::Either] } else { Vec::new() };
        }
        let mut open = Vec::new();
        if event.initiators.is_empty() {
            open.push(Role::Initiator);
        }
        if event.recipients.is_empty() {
            open.push(Role::Recipient);
        }
        open
    }

    /// The parties that may stand on a side of an event, in the order of the text.
    pub(super) fn candidates(&self, events: &[Draft], n: usize, role: Role) -> Vec<Candidate> {
        let event = &events[n];
        let mut nearest: Vec<(Identity, usize, (usize, usize))> = Vec::new();
        for &i in self.window(event) {
            self.consider(event, i, &mut nearest);
        }
        for (who, _) in self.ranks.iter().take(PROTAGONISTS) {
            let is_new = !nearest.iter().any(|(known, ..)| known == who);
            let first = self.order.iter().copied().find(|&i| self.mention(i).who.contains(who));
            if let Some(i) = first.filter(|_| is_new) {
                let distance = self.distance(event, i);
                if !on_a_side(event, who) {
                    nearest.push((who.clone(), i, distance));
                }
            }
        }
        let neighbours = Neighbours::new(events, n);
        let bears_arms = |class: &str| matches!(class, "state" | "group" | "armed" | "forces");
        let n_armed =
            nearest.iter().filter(|(who, i, _)| bears_arms(class_of(self.mention(*i).kind, who))).count();
        let mut candidates: Vec<Candidate> = nearest
            .into_iter()
            .map(|(who, mention, _)| {
                let mut features = self.features(event, &neighbours, role, &who, mention);
                let m = self.mention(mention);
                let class = class_of(m.kind, &who);
                if bears_arms(class) {
                    features.push(format!("armed={}={class}", few(n_armed)));
                }
                let party = PartyDraft {
                    who,
                    kind: m.kind,
                    tokens: m.tokens.clone(),
                    victims: m.victims,
                    anonymous: false,
                    why: m.why.to_string(),
                };
                Candidate { party, features }
            })
            .collect();
        let is_new = |c: &Candidate| candidates.iter().all(|other| other.party.who.name != c.party.who.name);
        let people = self.uncounted_people(event, role).filter(is_new);
        candidates.extend(people);
        candidates
    }

    /// "killed 16": people of whom the text tells nothing but their number.
    fn uncounted_people(&self, event: &Draft, role: Role) -> Option<Candidate> {
        let counted =
            event.counted.iter().find(|c| c.count.high != Some(0)).filter(|_| role == Role::Recipient)?;
        let who = Identity { name: "civilians".to_owned(), code: None, actor: None };
        if on_a_side(event, &who) {
            return None;
        }
        let head = counted.head.unwrap_or(counted.tokens.start);
        if self.reading.mentions.at(head).any(|(_, m)| !m.who.is_empty()) {
            return None;
        }
        let features = vec![
            "people".to_owned(),
            format!("people={}", event.kind.as_str()),
            format!(
                "people-other={}",
                event.initiators.first().map_or("none", |s| class_of(s.party.kind, &s.party.who))
            ),
        ];
        let party = PartyDraft {
            who,
            kind: Kind::Civilian,
            tokens: counted.tokens.clone(),
            victims: Victims::Unknown,
            anonymous: false,
            why: "people of whom only the number is told".to_owned(),
        };
        Some(Candidate { party, features })
    }

    fn mention(&self, i: usize) -> &Mention {
        &self.reading.mentions.all[i]
    }

    /// The mentions in the sentences around an event's trigger.
    fn window(&self, event: &Draft) -> &[usize] {
        let doc = self.reading.doc;
        let at = doc.sentence_of(event.head).index();
        let start_of = |n: usize| doc.sentences().nth(n).map_or(doc.len(), |s| s.range().start);
        let (start, end) = (start_of(at.saturating_sub(BEFORE)), start_of(at + AFTER + 1));
        let first = self.order.partition_point(|&i| self.mention(i).head < start);
        let last = self.order.partition_point(|&i| self.mention(i).head < end);
        &self.order[first..last]
    }

    fn consider(&self, event: &Draft, i: usize, nearest: &mut Vec<(Identity, usize, (usize, usize))>) {
        let distance = self.distance(event, i);
        for who in &self.mention(i).who {
            if on_a_side(event, who) {
                continue;
            }
            match nearest.iter_mut().find(|(known, ..)| known == who) {
                Some(known) if known.2 > distance => (known.1, known.2) = (i, distance),
                Some(_) => {}
                None => nearest.push((who.clone(), i, distance)),
            }
        }
    }

    /// Sentences, then tokens between a mention and the trigger; a sentence after it counts as two before.
    fn distance(&self, event: &Draft, i: usize) -> (usize, usize) {
        let head = self.mention(i).head;
        let doc = self.reading.doc;
        let sentences = if head <= event.head {
            sentences_between(doc, head, event.head)
        } else {
            2 * sentences_between(doc, event.head, head)
        };
        (sentences, head.abs_diff(event.head))
    }

    fn features(
        &self,
        event: &Draft,
        neighbours: &Neighbours<'_>,
        role: Role,
        who: &Identity,
        mention: usize,
    ) -> Vec<String> {
        let reading = self.reading;
        let doc = reading.doc;
        let m = self.mention(mention);
        let (trigger, head) = (doc.token(event.head), doc.token(m.head));
        let class = class_of(m.kind, who);
        let verbal = if is_verbal(trigger) { "verb" } else { "noun" };
        let mut features: Vec<String> = Vec::with_capacity(32);
        let mut tell = |name: &str, values: &[&str]| {
            let mut feature = String::with_capacity(24);
            feature.push_str(name);
            for value in values {
                let _ = write!(feature, "={value}");
            }
            features.push(feature);
        };
        let same = doc.sentence_of(event.head).index() == doc.sentence_of(m.head).index();
        let place = where_stands(reading, event, m);
        tell("class", &[class]);
        tell("family", &[family(event), class]);
        tell("kind", &[event.kind.as_str(), class]);
        tell("where", &[place]);
        tell("where-class", &[place, class]);
        tell("where-trigger", &[place, verbal]);
        tell("form", &[form(m.form), if same { "same" } else { "other" }]);
        tell("dep", &[dep_of(head), if same { "same" } else { "other" }]);
        if same {
            tell("path", &[path(trigger, head)]);
            tell("path-trigger", &[path(trigger, head), verbal, class]);
            if let Some(slot) = slot_of(reading, trigger, m) {
                tell("slot", &[slot]);
                tell("slot-family", &[slot, family(event)]);
            }
        }
        if event.voices.iter().any(|v| v.head == m.head) {
            tell("voice", &[]);
        }
        if holds(reading, head) {
            tell("holder", &[]);
        }
        let others: &[Side] = match role {
            Role::Initiator => &event.recipients,
            Role::Recipient => &event.initiators,
            Role::Either if event.initiators.is_empty() => &event.recipients,
            Role::Either => &event.initiators,
        };
        match others.first() {
            None => tell("other", &["none", class]),
            Some(other) => {
                tell("other", &[class_of(other.party.kind, &other.party.who), class]);
                if other.party.tokens.start < m.tokens.start {
                    tell("behind-other", &[verbal]);
                }
                let other_class = class_of(other.party.kind, &other.party.who);
                tell("opposed-class", &[few(neighbours.stand_to_class(who, other_class)), other_class]);
                self.tell_standing(who, class, &other.party.who, other_class, &mut tell);
            }
        }
        let (opposed, beside) = neighbours.stand(who, others);
        tell("opposed", &[few(opposed)]);
        tell("beside", &[few(beside)]);
        tell("does-same", &[few(neighbours.count(who, event, true, true))]);
        tell("suffers-same", &[few(neighbours.count(who, event, false, true))]);
        tell("does", &[few(neighbours.count(who, event, true, false))]);
        tell("suffers", &[few(neighbours.count(who, event, false, false))]);
        for (name, side) in neighbours.around(doc, who) {
            tell(name, &[side]);
        }
        let rank = self.ranks.iter().position(|(known, _)| known == who);
        tell("rank", &[rank.map_or("low", rank_word), class]);
        let title_end = doc.sentence_of(0).range().end;
        if self
            .order
            .iter()
            .take_while(|&&i| self.mention(i).head < title_end)
            .any(|&i| self.mention(i).who.contains(who))
        {
            tell("title", &[class]);
        }
        tell("modality", &[event.modality.as_str(), class]);
        if !event.counted.is_empty() {
            tell("harm", &[class]);
            if event.counted.iter().any(|c| c.head == Some(m.head)) {
                tell("counted", &[class]);
            }
        }
        if self.claims(event, who) {
            tell("claims", &[class]);
        }
        if doc.sentence_of(event.head).index() == 0 {
            tell("in-title", &[class]);
        }
        features
    }

    /// Whether somebody near by claims a deed.
    fn claims(&self, event: &Draft, who: &Identity) -> bool {
        let lexicon = self.reading.know.lexicon;
        self.window(event).iter().any(|&i| {
            let m = self.mention(i);
            let head = self.reading.doc.token(m.head);
            m.who.contains(who) && head.dep() == Dep::Nsubj && lexicon.token_in("claim_verbs", head.head())
        })
    }

    /// What the registry knows of two actors: allies, or men of one country.
    fn tell_standing(
        &self,
        a: &Identity,
        a_class: &str,
        b: &Identity,
        b_class: &str,
        tell: &mut impl FnMut(&str, &[&str]),
    ) {
        let registry = self.reading.know.registry;
        let (Some(x), Some(y)) = (a.actor, b.actor) else { return };
        let (p, q) = (registry.actor(x), registry.actor(y));
        if p.relations.iter().any(|r| r.to == y) || q.relations.iter().any(|r| r.to == x) {
            tell("related", &[]);
        }
        if let (Some(c), Some(d)) = (p.countries.first(), q.countries.first()) {
            tell("country", &[if c == d { "same" } else { "other" }, a_class, b_class]);
        }
    }
}

pub(super) fn on_a_side(event: &Draft, who: &Identity) -> bool {
    event
        .initiators
        .iter()
        .chain(&event.recipients)
        .any(|s| s.party.who == *who || s.party.who.name == who.name)
}
