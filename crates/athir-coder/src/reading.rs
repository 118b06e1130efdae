//! A report as the rules see it: the parse with names, mentions, places, counts and times found in it.

use std::ops::Range;

use athir_actors::{Registry, Victims};
use athir_gazetteer::Gazetteer;
use athir_model::Quote;
use athir_nlp::{Dep, Doc, Pos, Token};
use jiff::civil::Date;

use crate::coref::{resolve_references, sentences_between};
use crate::count::{CountKind, CountMention, find_counts, is_person_noun};
use crate::frame::{Class, Frames};
use crate::graph::{Arg, Graph, Slot, conjuncts};
use crate::lexicon::Lexicon;
use crate::mention::{Form, Identity, Kind, Known, Mention, Mentions, find_mentions};
use crate::name::{find_names, prefer_country};
use crate::offset::Offsets;
use crate::place::{Toponyms, find_toponyms};
use crate::time::{TimeMention, find_times};

/// What the coder knows beside the text.
#[derive(Clone, Copy)]
pub(crate) struct Knowledge<'k> {
    pub(crate) frames: &'k Frames,
    pub(crate) lexicon: &'k Lexicon,
    pub(crate) registry: &'k Registry,
    pub(crate) gazetteer: &'k Gazetteer,
}

/// A party that a slot names.
#[derive(Clone, Debug)]
pub(crate) struct PartyDraft {
    pub(crate) who: Identity,
    pub(crate) kind: Kind,
    pub(crate) tokens: Range<usize>,
    pub(crate) victims: Victims,
    /// Introduced here without a name: "a large faction".
    pub(crate) anonymous: bool,
    pub(crate) why: String,
}

/// One report, annotated.
pub(crate) struct Reading<'d, 'k> {
    pub(crate) doc: &'d Doc,
    pub(crate) know: Knowledge<'k>,
    pub(crate) graph: Graph<'k>,
    pub(crate) mentions: Mentions,
    pub(crate) toponyms: Toponyms,
    pub(crate) counts: Vec<CountMention>,
    pub(crate) times: Vec<TimeMention>,
    pub(crate) published: Option<Date>,
    offsets: Offsets,
    named: Vec<bool>,
    /// The count of each token: the one that it is counted by, or that it is a word of.
    counted_by: Vec<Option<u32>>,
    counted_in: Vec<Option<u32>>,
}

impl<'d, 'k> Reading<'d, 'k> {
    pub(crate) fn new(doc: &'d Doc, know: Knowledge<'k>, published: Option<Date>) -> Reading<'d, 'k> {
        let words: Vec<&str> = doc.tokens().map(|t| t.text()).collect();
        let mut names = find_names(doc, &words, know.registry, know.gazetteer, know.lexicon, published);
        let toponyms = find_toponyms(doc, &names, know.gazetteer, know.registry);
        prefer_country(doc, &mut names, know.registry, published, toponyms.country.as_deref());
        let known =
            Known { registry: know.registry, lexicon: know.lexicon, country: toponyms.country.as_deref() };
        let mut mentions = find_mentions(doc, &names, known);
        resolve_references(doc, &mut mentions, know.registry, know.lexicon, published);
        let mut named = vec![false; doc.len()];
        for name in &names {
            named[name.tokens.clone()].fill(true);
        }
        let counts = find_counts(doc);
        let mut counted_by = vec![None; doc.len()];
        let mut counted_in = vec![None; doc.len()];
        for (n, count) in counts.iter().enumerate().filter(|(_, c)| c.kind == CountKind::Plain) {
            match count.noun {
                // A whole stands before its parts.
                Some(noun) if counted_by[noun].is_none() || count.part_of.is_none() => {
                    counted_by[noun] = Some(n as u32)
                }
                _ => {}
            }
            for i in count.tokens.clone() {
                counted_in[i] = Some(n as u32);
            }
        }
        Reading {
            doc,
            know,
            graph: Graph::new(know.lexicon),
            mentions,
            toponyms,
            counts,
            times: find_times(doc, published),
            published,
            offsets: Offsets::new(doc.text()),
            named,
            counted_by,
            counted_in,
        }
    }

    /// The count whose noun the token is, as an index into `counts`.
    pub(crate) fn count_of_noun(&self, token: usize) -> Option<usize> {
        self.counted_by[token].map(|n| n as usize)
    }

    /// The count whose words the token is among, as an index into `counts`.
    pub(crate) fn count_around(&self, token: usize) -> Option<usize> {
        self.counted_in[token].map(|n| n as usize)
    }

    /// The times that stand in a run of tokens, with their indexes.
    pub(crate) fn times_in(&self, tokens: Range<usize>) -> impl Iterator<Item = (usize, &TimeMention)> {
        let first = self.times.partition_point(|t| t.tokens.start < tokens.start);
        self.times[first..]
            .iter()
            .take_while(move |t| t.tokens.start < tokens.end)
            .enumerate()
            .map(move |(n, t)| (first + n, t))
    }

    /// The toponyms that stand in a run of tokens.
    pub(crate) fn toponyms_in(&self, tokens: Range<usize>) -> impl Iterator<Item = &crate::place::Toponym> {
        let first = self.toponyms.all.partition_point(|t| t.tokens.start < tokens.start);
        self.toponyms.all[first..].iter().take_while(move |t| t.tokens.start < tokens.end)
    }

    /// Whether a token is part of a name.
    pub(crate) fn is_named(&self, token: usize) -> bool {
        self.named[token]
    }

    /// The exact words of a run of tokens, with their place in characters. Space at the ends is left out.
    pub(crate) fn quote(&self, tokens: Range<usize>) -> Quote {
        let mut tokens = tokens;
        while tokens.end > tokens.start + 1 && self.doc.token(tokens.end - 1).is_space() {
            tokens.end -= 1;
        }
        while tokens.end > tokens.start + 1 && self.doc.token(tokens.start).is_space() {
            tokens.start += 1;
        }
        let start = self.doc.token(tokens.start).span().range().start;
        let end = self.doc.token(tokens.end.max(tokens.start + 1) - 1).span().range().end;
        Quote {
            text: self.doc.text()[start..end].to_owned(),
            start: self.offsets.chars(start),
            end: self.offsets.chars(end),
        }
    }

    /// The heads that fill a slot, by the slot's name in a frame.
    pub(crate) fn fillers(args: &[Arg<'_>], slot: &str) -> Vec<usize> {
        args.iter().filter(|a| slot_is(a.slot, slot)).map(|a| a.head).collect()
    }

    /// The parties that a filler names: itself and its conjuncts, or who owns it ("a base of the army").
    pub(crate) fn parties(&self, head: usize) -> Vec<PartyDraft> {
        let mut parties = Vec::new();
        for token in conjuncts(self.doc.token(head)) {
            self.parties_at(token, &mut parties, 3);
            self.misattached_conjuncts(token, &mut parties);
            // "rebels, including X and Y"
            for prep in token
                .children()
                .filter(|t| t.dep() == Dep::Prep && t.text().eq_ignore_ascii_case("including"))
            {
                for object in prep.children().filter(|t| t.dep() == Dep::Pobj) {
                    for named in conjuncts(object) {
                        if self.mentions.at(named.index()).any(|(_, m)| m.kind.is_armed()) {
                            self.parties_at(named, &mut parties, 2);
                        }
                    }
                }
            }
        }
        parties
    }

    /// "with A in X and B in Y": the parse joins B to the place X, though it stands beside A.
    fn misattached_conjuncts(&self, token: Token<'d>, parties: &mut Vec<PartyDraft>) {
        for prep in
            token.children().filter(|t| t.dep() == Dep::Prep && matches!(t.text(), "in" | "at" | "near"))
        {
            for place in
                prep.children().filter(|t| t.dep() == Dep::Pobj && self.toponyms.at(t.index()).is_some())
            {
                for conjunct in conjuncts(place).into_iter().skip(1) {
                    let is_group = self
                        .mentions
                        .at(conjunct.index())
                        .any(|(_, m)| m.form == Form::Name && m.kind == Kind::Armed);
                    if is_group && self.toponyms.at(conjunct.index()).is_none() {
                        self.parties_at(conjunct, parties, 1);
                    }
                }
            }
        }
    }

    /// What a word of quantity counts: "residents" in "thousands of residents".
    fn counted_noun(&self, head: usize) -> usize {
        let mut token = self.doc.token(head);
        for _ in 0..3 {
            let quantity = token.pos() == Pos::Num
                || self.know.lexicon.token_in("quantity_nouns", token)
                || matches!(
                    token.text().to_ascii_lowercase().as_str(),
                    "some" | "many" | "most" | "all" | "those"
                );
            let of = token.children().find(|t| t.dep() == Dep::Prep && t.text() == "of");
            let Some(object) =
                of.filter(|_| quantity).and_then(|of| of.children().find(|t| t.dep() == Dep::Pobj))
            else {
                break;
            };
            token = object;
        }
        token.index()
    }

    fn parties_at(&self, token: Token<'d>, parties: &mut Vec<PartyDraft>, depth: usize) {
        if depth == 0 {
            return;
        }
        let before = parties.len();
        let mut described = None;
        // "militants from X", "three officers of Y": the body named after a word for its people.
        let is_generic =
            self.mentions.at(token.index()).any(|(_, m)| m.form == Form::Generic && m.kind != Kind::Civilian);
        if is_generic {
            for prep in token
                .children()
                .filter(|t| t.dep() == Dep::Prep && matches!(t.text(), "from" | "of" | "with"))
            {
                for object in prep.children().filter(|t| t.dep() == Dep::Pobj) {
                    let named = |t: Token<'_>| {
                        self.mentions.at(t.index()).any(|(_, m)| {
                            m.form != Form::Generic
                                && matches!(
                                    m.kind,
                                    Kind::Armed
                                        | Kind::Military
                                        | Kind::Police
                                        | Kind::Political
                                        | Kind::State
                                )
                                && !m.who.is_empty()
                        })
                    };
                    for conjunct in
                        conjuncts(object).into_iter().filter(|t| named(*t) || t.children().any(named))
                    {
                        self.parties_at(conjunct, parties, depth - 1);
                    }
                }
            }
            // "its fighters", "government aircraft": whose they are.
            let own = self.know.lexicon.token_in("part_nouns", token)
                || self.know.lexicon.token_in("means_nouns", token)
                || self.know.lexicon.token_in("troop_nouns", token);
            for child in
                token.children().filter(|t| own && matches!(t.dep(), Dep::Poss | Dep::Compound | Dep::Amod))
            {
                let named = self
                    .mentions
                    .at(child.index())
                    .any(|(_, m)| m.who.len() == 1 && (m.kind.is_armed() || m.kind == Kind::Political));
                let generic_body = self
                    .mentions
                    .at(token.index())
                    .all(|(_, m)| m.who.iter().all(|w| w.actor.is_none() && w.code.is_none()));
                if named && generic_body {
                    self.parties_at(child, parties, 1);
                }
            }
            if parties.len() > before {
                return;
            }
        }
        for (_, mention) in self.mentions.at(token.index()) {
            if mention.who.is_empty() {
                described = Some(mention);
                continue;
            }
            for who in &mention.who {
                if parties.iter().all(|p: &PartyDraft| p.who != *who) {
                    parties.push(PartyDraft {
                        who: who.clone(),
                        kind: mention.kind,
                        tokens: mention.tokens.clone(),
                        victims: mention.victims,
                        anonymous: false,
                        why: mention.why.to_string(),
                    });
                }
            }
        }
        if parties.len() > before {
            return;
        }
        // "its rival, X", "a militia known as X", "members of X", "dozens of fighters"
        for child in token.children() {
            if matches!(child.dep(), Dep::Appos) {
                self.parties_at(child, parties, depth - 1);
            }
        }
        if parties.len() > before {
            return;
        }
        let is_quantity = matches!(token.pos(), Pos::Num)
            || self.know.lexicon.token_in("quantity_nouns", token)
            || matches!(
                token.text().to_ascii_lowercase().as_str(),
                "some" | "many" | "most" | "all" | "one" | "two" | "three" | "those" | "others"
            );
        if is_quantity || self.owned(token) {
            for child in token.children() {
                match child.dep() {
                    Dep::Prep
                        if matches!(
                            child.text(),
                            "of" | "from" | "by" | "for" | "with" | "in" | "near" | "belonging"
                        ) =>
                    {
                        let far = matches!(child.text(), "in" | "near" | "for" | "with");
                        for object in child.children().filter(|t| t.dep() == Dep::Pobj) {
                            if !far {
                                for conjunct in conjuncts(object) {
                                    self.parties_at(conjunct, parties, depth - 1);
                                }
                            }
                        }
                    }
                    Dep::Poss | Dep::Compound | Dep::Nmod | Dep::Amod if !is_quantity => {
                        // "two Syrian towns", "Iraqi homes": where they lie, not whose they are.
                        let of_country = self.mentions.at(child.index()).any(|(_, m)| m.kind == Kind::State);
                        let lies_there = ["place_nouns", "property_nouns", "person_nouns"]
                            .iter()
                            .any(|l| self.know.lexicon.token_in(l, token))
                            && !self.know.lexicon.token_in("part_nouns", token);
                        if !(of_country && lies_there) {
                            self.parties_at(child, parties, 1);
                        }
                        // "rebel-held", "army-controlled", "IS-held village"
                        if matches!(child.pos(), Pos::Adj | Pos::Verb) {
                            for inner in child.children() {
                                self.parties_at(inner, parties, 1);
                            }
                        }
                    }
                    Dep::Acl | Dep::Relcl if self.know.lexicon.token_in("hold_verbs", child) => {
                        for agent in Self::fillers(&self.graph.args(child), "subj") {
                            self.parties_at(self.doc.token(agent), parties, depth - 1);
                        }
                    }
                    _ => {}
                }
            }
        }
        // "The convoy" after "an X convoy" is X's.
        if parties.len() == before && described.is_none() && self.owned(token) {
            let again = self.mentions_before(token.index()).find(|m| {
                m.head < token.index()
                    && m.form == Form::Name
                    && m.who.len() == 1
                    && self.doc.token(m.head).lemma() == token.lemma()
                    && !m.tokens.contains(&token.index())
                    && sentences_between(self.doc, m.head, token.index()) <= 3
            });
            if let Some(m) = again {
                parties.push(PartyDraft {
                    who: m.who[0].clone(),
                    kind: m.kind,
                    tokens: token.left_edge()..token.index() + 1,
                    victims: m.victims,
                    anonymous: false,
                    why: format!("the same word with a name before it; {}", m.why),
                });
            }
        }
        if parties.len() == before
            && let Some(mention) = described
            && mention.form == Form::Description
            && !mention.definite
        {
            let name = self.anonymous_name(mention.tokens.clone(), mention.head);
            parties.push(PartyDraft {
                who: Identity { name, code: None, actor: None },
                kind: mention.kind,
                tokens: mention.tokens.clone(),
                victims: Victims::Fighters,
                anonymous: true,
                why: "introduced without a name".to_owned(),
            });
        }
    }

    /// The mentions of the sentence and of the three before it that stand before a token, the latest first.
    fn mentions_before(&self, token: usize) -> impl Iterator<Item = &Mention> {
        let first = token.saturating_sub(200);
        (first..token).rev().flat_map(|i| self.mentions.at(i).map(|(_, m)| m))
    }

    /// Whether the noun is a thing or place through which its holder is struck.
    fn owned(&self, token: Token<'_>) -> bool {
        [
            "place_nouns",
            "vehicle_nouns",
            "aircraft_nouns",
            "weapon_nouns",
            "property_nouns",
            "person_nouns",
            "part_nouns",
            "group_nouns",
        ]
        .iter()
        .any(|l| self.know.lexicon.token_in(l, token))
    }

    fn anonymous_name(&self, tokens: Range<usize>, head: usize) -> String {
        let mut start = tokens.start;
        while start < head
            && (matches!(self.doc.token(start).dep(), Dep::Det | Dep::Poss | Dep::Nummod | Dep::Predet)
                || matches!(self.doc.token(start).text(), "large" | "small" | "new" | "another" | "other"))
        {
            start += 1;
        }
        self.quote(start..head + 1).text
    }

    /// Whether a filler is of a class that a frame asks for.
    pub(crate) fn is_class(&self, head: usize, class: Class) -> bool {
        let head = self.counted_noun(head);
        let token = self.doc.token(head);
        let lexicon = self.know.lexicon;
        let is_toponym = self.toponyms.at(head).is_some();
        match class {
            Class::Any => true,
            Class::None => false,
            Class::Actor => {
                self.parties(head).iter().any(|p| !matches!(p.kind, Kind::Unknown))
                    || self.is_open_pronoun(head)
            }
            Class::Armed => self.parties(head).iter().any(|p| p.kind.is_armed()),
            Class::State => self
                .own_parties(head)
                .any(|k| matches!(k, Kind::State | Kind::Military | Kind::Police | Kind::International)),
            Class::Group => self.own_parties(head).any(|k| matches!(k, Kind::Armed | Kind::Political)),
            Class::Civilian => {
                self.own_parties(head).any(|k| k.is_civil() || k == Kind::Person)
                    || is_person_noun(token) && !self.mentions.has(head)
            }
            Class::Person => {
                self.own_parties(head).next().is_some()
                    || is_person_noun(token)
                    || lexicon.token_in("person_nouns", token)
                    || self.is_open_pronoun(head)
                    || self.count_around(head).is_some_and(|n| self.counts[n].noun.is_none())
            }
            Class::Place => {
                is_toponym
                    || lexicon.token_in("place_nouns", token)
                    || lexicon.token_in("spot_nouns", token)
                    || lexicon.token_in("area_nouns", token)
            }
            Class::Named => {
                self.mentions.at(head).any(|(_, m)| m.form == Form::Name && m.kind == Kind::Person)
            }
            Class::Weapon => lexicon.token_in("weapon_nouns", token),
            Class::Aircraft => lexicon.token_in("aircraft_nouns", token),
            Class::Vehicle => lexicon.token_in("vehicle_nouns", token),
            Class::Property => lexicon.token_in("property_nouns", token),
            Class::Event => {
                self.know.frames.nouns.contains_key(token.lemma())
                    || lexicon.token_in("definite_event_nouns", token)
            }
            Class::Aid => lexicon.token_in("aid_nouns", token),
            Class::Deal => lexicon.token_in("deal_nouns", token),
        }
    }

    fn own_parties(&self, head: usize) -> impl Iterator<Item = Kind> {
        self.mentions.at(head).map(|(_, m)| m.kind)
    }

    fn is_open_pronoun(&self, head: usize) -> bool {
        self.mentions.at(head).any(|(_, m)| m.form == Form::Pronoun && m.who.is_empty())
    }
}

/// Whether a slot of the graph is the one that a frame names.
pub(crate) fn slot_is(slot: Slot<'_>, name: &str) -> bool {
    match slot {
        Slot::Subj => name == "subj",
        Slot::Obj => name == "obj",
        Slot::Dative => name == "dative" || name == "to",
        Slot::Comp => name == "comp",
        Slot::Poss => name == "poss",
        Slot::Mod => name == "mod",
        Slot::Head => name == "head",
        Slot::Prep(word) => word.eq_ignore_ascii_case(if name == "towards" { "toward" } else { name }),
    }
}
