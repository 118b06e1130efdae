//! Sides that the trigger's own words leave open, filled from what the sentences around it tell: the attacker named
//! a sentence before, whose post it was, who fights whom in the report. A logistic model weighs each party that is
//! mentioned near by (`data/roles.toml`, fitted by `examples/fit_roles` of crate `athir`); what it is not sure of
//! stays open. The record says of such a party that the discourse gives it.

use std::fmt::Write as _;
use std::ops::Range;

use athir_actors::Victims;
use athir_model::{Basis, Direction, Party};
use athir_nlp::{Dep, Token};

use crate::clause::{clause_verb, is_verbal};
use crate::confidence::Logistic;
use crate::coref::sentences_between;
use crate::draft::Draft;
use crate::error::KnowledgeError;
use crate::graph::Slot;
use crate::kind::Kind;
use crate::mention::{Form, Identity, Mention};
use crate::party::PartyDraft;
use crate::reading::Reading;
use crate::record::party;
use crate::side::Side;

/// The side that a model fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Who does it.
    Initiator,
    /// To whom it is done.
    Recipient,
    /// One of those who do it to each other.
    Either,
}

/// A side that the words of an event leave open, and who may stand there.
#[derive(Clone, Debug)]
pub struct OpenSide {
    /// The event's number among those of the report.
    pub event: usize,
    /// Which side.
    pub role: Role,
    /// The parties that are mentioned near by, each with the features that the models weigh.
    pub candidates: Vec<(Party, Vec<String>)>,
}

/// A party that may stand on an open side.
struct Candidate {
    party: PartyDraft,
    features: Vec<String>,
}

/// Sentences before and after the trigger's in which candidates are looked for.
const BEFORE: usize = 3;
const AFTER: usize = 1;
/// How many of the parties that a report speaks of most are candidates everywhere in it.
const PROTAGONISTS: usize = 4;

/// How many parties a report is searched for; no report that people write has more that matter.
const MAX_ACTORS: usize = 200;

/// What a report tells as a whole, for the features.
struct Scene<'r, 'd, 'k> {
    reading: &'r Reading<'d, 'k>,
    /// Mentions that can be candidates, in the order of the text.
    order: Vec<usize>,
    /// Identities by how often the report mentions them, the most frequent first, with the number of mentions.
    ranks: Vec<(Identity, usize)>,
}

impl<'r, 'd, 'k> Scene<'r, 'd, 'k> {
    fn new(reading: &'r Reading<'d, 'k>) -> Scene<'r, 'd, 'k> {
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
    fn open_roles(event: &Draft) -> Vec<Role> {
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
    fn candidates(&self, events: &[Draft], n: usize, role: Role) -> Vec<Candidate> {
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

fn on_a_side(event: &Draft, who: &Identity) -> bool {
    event
        .initiators
        .iter()
        .chain(&event.recipients)
        .any(|s| s.party.who == *who || s.party.who.name == who.name)
}

/// The other events of the report, as they bear on one of them.
struct Neighbours<'e> {
    events: &'e [Draft],
    n: usize,
}

/// How many events away still bear on one another.
const NEIGHBOURHOOD: usize = 30;

impl<'e> Neighbours<'e> {
    fn new(events: &'e [Draft], n: usize) -> Neighbours<'e> {
        Neighbours { events, n }
    }

    fn others(&self) -> impl Iterator<Item = &'e Draft> {
        let range: Range<usize> =
            self.n.saturating_sub(NEIGHBOURHOOD)..(self.n + NEIGHBOURHOOD).min(self.events.len());
        let (events, n) = (self.events, self.n);
        range.filter(move |&i| i != n).map(move |i| &events[i])
    }

    /// How many other events oppose the party to one of `others`, and how many have both on one side.
    fn stand(&self, who: &Identity, others: &[Side]) -> (usize, usize) {
        let is = |s: &Side| s.party.who.name == who.name;
        let is_other = |s: &Side| others.iter().any(|o| o.party.who.name == s.party.who.name);
        let (mut opposed, mut beside) = (0, 0);
        for event in self.others() {
            let (a, b) = (&event.initiators, &event.recipients);
            let against =
                a.iter().any(is) && b.iter().any(is_other) || b.iter().any(is) && a.iter().any(is_other);
            let together = [a, b].iter().any(|side| side.iter().any(is) && side.iter().any(is_other));
            opposed += usize::from(against);
            beside += usize::from(together);
        }
        (opposed, beside)
    }

    /// How many other events oppose the party to one of a class.
    fn stand_to_class(&self, who: &Identity, class: &str) -> usize {
        let is = |s: &Side| s.party.who.name == who.name;
        let of_class = |s: &Side| class_of(s.party.kind, &s.party.who) == class;
        let against = |a: &[Side], b: &[Side]| a.iter().any(is) && b.iter().any(of_class);
        self.others()
            .filter(|e| against(&e.initiators, &e.recipients) || against(&e.recipients, &e.initiators))
            .count()
    }

    /// How many other events of the same kind, or of another one, the party does or suffers.
    fn count(&self, who: &Identity, event: &Draft, does: bool, same_kind: bool) -> usize {
        self.others()
            .filter(|e| (e.kind == event.kind) == same_kind)
            .filter(|e| {
                let side = if does { &e.initiators } else { &e.recipients };
                side.iter().any(|s| s.party.who.name == who.name)
            })
            .count()
    }

    /// On which side the party stands in the events before and after this one.
    fn around(&self, doc: &athir_nlp::Doc, who: &Identity) -> Vec<(&'static str, &'static str)> {
        let head = self.events[self.n].head;
        let mut found = Vec::new();
        let mut look = |name: &'static str, at: Option<usize>| {
            let Some(other) = at.and_then(|i| self.events.get(i)) else { return };
            let (from, to) = (head.min(other.head), head.max(other.head));
            if sentences_between(doc, from, to) > 2 {
                return;
            }
            let stands = |side: &[Side]| side.iter().any(|s| s.party.who.name == who.name);
            if stands(&other.initiators) {
                found.push((name, "does"));
            }
            if stands(&other.recipients) {
                found.push((name, "suffers"));
            }
        };
        look("before", self.n.checked_sub(1));
        look("after", Some(self.n + 1));
        found
    }
}

fn few(n: usize) -> &'static str {
    match n {
        0 => "0",
        1 => "1",
        _ => "2",
    }
}

fn rank_word(rank: usize) -> &'static str {
    match rank {
        0 => "1",
        1 => "2",
        2 => "3",
        3..=5 => "4",
        _ => "low",
    }
}

fn family(event: &Draft) -> &'static str {
    event.kind.family().as_str()
}

fn form(form: Form) -> &'static str {
    match form {
        Form::Name => "name",
        Form::Generic => "generic",
        Form::Description => "description",
        Form::Pronoun => "pronoun",
    }
}

/// A coarse class of parties, that tells those with a name from those without.
fn class_of(kind: Kind, who: &Identity) -> &'static str {
    let known = who.actor.is_some() || who.code.is_some();
    match kind {
        Kind::State | Kind::Military | Kind::Police if known => "state",
        Kind::State | Kind::Military | Kind::Police => "forces",
        Kind::Armed if known => "group",
        Kind::Armed => "armed",
        Kind::Political | Kind::International => "political",
        Kind::Civilian | Kind::Protester => "civilians",
        Kind::Media | Kind::Aid => "workers",
        Kind::Person => "person",
        Kind::Unknown => "unknown",
    }
}

/// Where a mention stands as seen from the trigger.
fn where_stands(reading: &Reading<'_, '_>, event: &Draft, m: &Mention) -> &'static str {
    let doc = reading.doc;
    let (t, h) = (doc.token(event.head), doc.token(m.head));
    let before = m.head < event.head;
    let (from, to) = (m.head.min(event.head), m.head.max(event.head));
    match sentences_between(doc, from, to) {
        0 => {
            let clause = |t: Token<'_>| clause_verb(t).map(|v| v.index());
            let near = from + 6 > to;
            match (clause(t) == clause(h), before, near) {
                (true, true, true) => "clause-before-near",
                (true, true, false) => "clause-before",
                (true, false, true) => "clause-after-near",
                (true, false, false) => "clause-after",
                (false, true, _) => "sentence-before",
                (false, false, _) => "sentence-after",
            }
        }
        1 if before => "1-before",
        2 if before => "2-before",
        3 if before => "3-before",
        1 => "1-after",
        _ => "far",
    }
}

/// How the path through the tree runs from the trigger to the mention.
fn path(trigger: Token<'_>, head: Token<'_>) -> &'static str {
    if head.ancestors().take(12).any(|t| t == trigger) {
        return if head.head() == trigger { "child" } else { "below" };
    }
    if trigger.ancestors().take(12).any(|t| t == head) {
        return "above";
    }
    // What hangs on a governor of the trigger: the subject of "said", the object of "left".
    for (n, above) in trigger.ancestors().take(6).enumerate() {
        if head.head() == above {
            return match (n, head.dep()) {
                (0, Dep::Nsubj | Dep::Nsubjpass) => "subject-1",
                (1, Dep::Nsubj | Dep::Nsubjpass) => "subject-2",
                (_, Dep::Nsubj | Dep::Nsubjpass) => "subject-3",
                (0, Dep::Dobj) => "object-1",
                (_, Dep::Dobj) => "object-2",
                _ => "sister",
            };
        }
        if head.ancestors().take(4).any(|t| t == above) {
            return if n == 0 { "cousin-1" } else { "cousin-2" };
        }
    }
    "else"
}

/// The slot of the trigger in whose phrase the mention stands.
fn slot_of<'d>(reading: &Reading<'d, '_>, trigger: Token<'d>, m: &Mention) -> Option<&'d str> {
    let head = reading.doc.token(m.head);
    let args = reading.graph.args(trigger);
    let arg = args.iter().find(|a| {
        a.head == m.head || head.ancestors().take(5).any(|t| t.index() == a.head && t != trigger)
    })?;
    Some(match arg.slot {
        Slot::Subj => "subj",
        Slot::Obj => "obj",
        Slot::Dative => "dative",
        Slot::Comp => "comp",
        Slot::Poss => "poss",
        Slot::Mod => "mod",
        Slot::Head => "head",
        Slot::Prep(word) => word,
    })
}

/// How the mention stands in its own clause.
fn dep_of(head: Token<'_>) -> &'static str {
    let mut token = head;
    while token.dep() == Dep::Conj {
        token = token.head();
    }
    match token.dep() {
        Dep::Nsubj => "nsubj",
        Dep::Nsubjpass => "nsubjpass",
        Dep::Dobj => "dobj",
        Dep::Agent => "agent",
        Dep::Pobj => match token.head().text() {
            "by" => "by",
            "from" => "from",
            "with" => "with",
            "against" => "against",
            "of" => "of",
            "in" => "in",
            "on" => "on",
            "to" => "to",
            "between" => "between",
            "for" => "for",
            _ => "pobj",
        },
        Dep::Poss => "poss",
        Dep::Compound | Dep::Amod | Dep::Nmod => "mod",
        Dep::Appos => "appos",
        Dep::Root => "root",
        _ => "else",
    }
}

/// "the IS stronghold", "rebel-held areas": the mention tells whose a place is.
fn holds(reading: &Reading<'_, '_>, head: Token<'_>) -> bool {
    let above = head.head();
    matches!(head.dep(), Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Poss | Dep::Npadvmod)
        && (["place_nouns", "part_nouns", "area_nouns", "spot_nouns"]
            .iter()
            .any(|l| reading.know.lexicon.token_in(l, above))
            || reading.know.lexicon.token_in("hold_verbs", above))
}

/// The models of the sides.
#[derive(Clone, Debug, Default, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roles {
    /// Who does it.
    pub initiator: Logistic,
    /// To whom it is done.
    pub recipient: Logistic,
    /// The sides of mutual kinds.
    pub either: Logistic,
}

impl Roles {
    /// Reads the models, one TOML table for each role; `path` is for messages.
    ///
    /// # Errors
    /// Fails where the file is no TOML of such tables.
    pub fn from_toml(path: &str, text: &str) -> Result<Roles, KnowledgeError> {
        toml::from_str(text).map_err(|e| KnowledgeError::toml(path, text, &e))
    }

    fn of(&self, role: Role) -> &Logistic {
        match role {
            Role::Initiator => &self.initiator,
            Role::Recipient => &self.recipient,
            Role::Either => &self.either,
        }
    }
}

/// How likely a party must be before it fills an open side. Set where F1 of the parties is best in held-out folds of
/// the building part of the gold.
const SURE: f64 = 0.35;

/// Fills the open sides of the events where the models are sure.
pub(crate) fn fill_open_sides(reading: &Reading<'_, '_>, roles: &Roles, events: &mut [Draft]) {
    if events.iter().all(|e| Scene::open_roles(e).is_empty()) {
        return;
    }
    let scene = Scene::new(reading);
    for n in 0..events.len() {
        for role in Scene::open_roles(&events[n]) {
            let model = roles.of(role);
            let mut likely: Vec<(f64, Candidate)> = scene
                .candidates(events, n, role)
                .into_iter()
                .map(|c| (model.probability(&c.features), c))
                .filter(|(p, c)| *p >= SURE && !is_told_with_losses(events, n, role, &c.party.who))
                .collect();
            likely.sort_by(|a, b| {
                b.0.total_cmp(&a.0).then(a.1.party.tokens.start.cmp(&b.1.party.tokens.start))
            });
            let n_open = if role == Role::Either {
                2 - events[n].initiators.len() - events[n].recipients.len()
            } else {
                3
            };
            for (p, candidate) in likely.into_iter().take(n_open) {
                let side = implied_side(role, p, candidate);
                let event = &mut events[n];
                match role {
                    Role::Initiator => event.initiators.push(side),
                    Role::Recipient => event.recipients.push(side),
                    Role::Either if event.initiators.is_empty() => event.initiators.push(side),
                    Role::Either => event.recipients.push(side),
                }
            }
        }
    }
}

/// How many tokens away the same happening is told again.
const RETOLD: usize = 180;

/// Whether another event of the kind near by has the party on this side and the losses too: then this one may be the
/// same told again, of which nothing more is known.
fn is_told_with_losses(events: &[Draft], n: usize, role: Role, who: &Identity) -> bool {
    let event = &events[n];
    let near = events[n.saturating_sub(NEIGHBOURHOOD)..(n + NEIGHBOURHOOD).min(events.len())].iter();
    event.counted.is_empty()
        && near.filter(|e| e.kind == event.kind && e.head.abs_diff(event.head) < RETOLD).any(|e| {
            let is = |s: &Side| s.party.who.name == who.name;
            let does = || e.initiators.iter().any(is);
            let suffers = || e.recipients.iter().any(is);
            let stands = match role {
                Role::Initiator => does(),
                Role::Recipient => suffers(),
                Role::Either => does() || suffers(),
            };
            stands && !e.counted.is_empty()
        })
}

/// Every open side of the events, with who may stand there.
pub(crate) fn open_sides(reading: &Reading<'_, '_>, events: &[Draft]) -> Vec<OpenSide> {
    let scene = Scene::new(reading);
    let sides =
        (0..events.len()).flat_map(|n| Scene::open_roles(&events[n]).into_iter().map(move |role| (n, role)));
    sides
        .map(|(event, role)| {
            let candidates = scene.candidates(events, event, role);
            let written = candidates.into_iter().map(|mut c| {
                let features = std::mem::take(&mut c.features);
                (party(reading, implied_side(role, 0.0, c)), features)
            });
            OpenSide { event, role, candidates: written.collect() }
        })
        .collect()
}

fn implied_side(role: Role, p: f64, candidate: Candidate) -> Side {
    let word = match role {
        Role::Initiator => "initiator",
        Role::Recipient => "recipient",
        Role::Either => "party",
    };
    let why = format!("{word}: the sentences around imply it (probability {p:.2}); {}", candidate.party.why);
    Side { party: candidate.party, basis: Basis::Implied, why }
}

#[cfg(test)]
mod tests {
    use athir_model::Basis;
    use athir_nlp::Model;

    use super::Roles;
    use crate::Coder;

    const TEXT: &str = "Syrian aircraft bombed Douma on Monday, two residents said.";

    #[test]
    fn a_side_that_the_words_leave_open_is_filled_and_marked() {
        let coded = Coder::builtin().code(&Model::builtin().parse(TEXT), "made", None);
        let [civilians] = coded.events[0].recipients.as_slice() else { panic!("{:?}", coded.events[0]) };
        assert_eq!((civilians.name.as_str(), civilians.basis), ("civilians", Basis::Implied));
        assert_eq!(coded.events[0].initiators[0].basis, Basis::Stated);
    }

    #[test]
    fn what_is_open_is_told_with_its_features_before_it_is_filled() {
        let (events, open) = Coder::builtin().open_sides(&Model::builtin().parse(TEXT), "made", None);
        assert!(events[0].recipients.is_empty());
        let (party, features) = &open[0].candidates[0];
        assert_eq!(party.name, "civilians");
        assert!(features.contains(&"class=civilians".to_owned()), "{features:?}");
    }

    #[test]
    fn a_broken_model_is_named_with_its_file() {
        let error = Roles::from_toml("my.toml", "[initiator]\nintercept = \"high\"\n").unwrap_err();
        assert!(error.to_string().starts_with("my.toml:2: "), "{error}");
    }
}
