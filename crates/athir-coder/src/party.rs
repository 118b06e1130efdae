//! The parties that a filler names: itself and its conjuncts, the body named after a word for its people, or who
//! owns the thing that is struck.

mod body;
mod office;

use std::ops::Range;

use athir_actors::Victims;
use athir_nlp::{Dep, Pos, Token};

use crate::clause::{conjuncts, is_nobody};
use crate::coref::sentences_between;
use crate::described::modifiers;
use crate::kind::{Kind, generic_of_two, joined_behind};
use crate::mention::{Form, Identity, Mention};
use crate::reading::Reading;

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

impl<'d> Reading<'d, '_> {
    /// The parties that a filler names: itself and its conjuncts, or who owns it ("a base of the army").
    pub(crate) fn parties(&self, head: usize) -> Vec<PartyDraft> {
        let mut parties = Vec::new();
        let mut tokens = conjuncts(self.doc.token(head));
        tokens.extend(self.row_behind(self.doc.token(head)));
        let after_place = |t: &Token<'d>| self.is_of_row_of_places(*t, head);
        tokens.retain(|t| !after_place(t));
        for token in tokens {
            self.parties_at(token, &mut parties, 3);
            self.misattached_conjuncts(token, &mut parties);
            self.coordinated_modifier(token, &mut parties);
            // "rebels, including X and Y"
            for prep in token
                .children()
                .filter(|t| t.dep() == Dep::Prep && t.text().eq_ignore_ascii_case("including"))
            {
                for object in prep.children().filter(|t| t.dep() == Dep::Pobj) {
                    for named in conjuncts(object) {
                        // "including three commanders" counts a part of them.
                        let is_counted = self.count_of_noun(named.index()).is_some();
                        if !is_counted && self.mentions.at(named.index()).any(|(_, m)| m.kind.is_armed()) {
                            self.parties_at(named, &mut parties, 2);
                        }
                    }
                }
            }
        }
        parties
    }

    /// "shelled A, B and C", "the villages of A and B": beside places, a name that nobody knows is a place's.
    fn is_of_row_of_places(&self, token: Token<'d>, first: usize) -> bool {
        let is_unknown = || {
            let mut known = self.mentions.at(token.index()).peekable();
            known.peek().is_some()
                && known.all(|(_, m)| m.form == Form::Name && m.who.iter().all(|w| w.code.is_none()))
        };
        let is_place = |t: Token<'_>| self.toponyms.at(t.index()).is_some_and(|p| !p.adjective);
        token.index() != first
            && token.dep() == Dep::Conj
            && is_place(token.head())
            && !self.mentions.has(token.head().index())
            && is_unknown()
    }

    /// "A, B and C": the parse may take B for another name of A.
    fn row_behind(&self, first: Token<'d>) -> Vec<Token<'d>> {
        let named = |t: Token<'_>| {
            self.mentions
                .at(t.index())
                .find(|(_, m)| m.form == Form::Name && m.who.len() == 1)
                .map(|(_, m)| &m.who[0])
        };
        let appos =
            first.rights().find(|t| t.dep() == Dep::Appos && t.rights().any(|c| c.dep() == Dep::Conj));
        let differs = |t: &Token<'_>| named(*t).zip(named(first)).is_some_and(|(a, b)| a != b);
        appos.filter(differs).map(conjuncts).unwrap_or_default()
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

    /// "the government and Red Hill rebels": the parse makes "government" a modifier of the last word.
    fn coordinated_modifier(&self, token: Token<'d>, parties: &mut Vec<PartyDraft>) {
        let is_party = |t: Token<'_>| {
            self.mentions.at(t.index()).any(|(_, m)| {
                m.form != Form::Pronoun
                    && !m.who.is_empty()
                    && (m.kind.is_armed() || m.form == Form::Name && m.kind == Kind::Political)
            })
        };
        for first in token.lefts().filter(|t| matches!(t.dep(), Dep::Nmod | Dep::Compound)) {
            // "the STC and government forces": the parse joins nothing.
            let beside = |t: &Token<'_>| {
                t.dep() == Dep::Conj && t.index() + 1 == token.index()
                    || t.dep() == Dep::Cc && t.text() == "and" && first.dep() == Dep::Nmod
            };
            if first.children().any(|t| beside(&t)) && is_party(first) && self.mentions.has(token.index()) {
                self.parties_at(first, parties, 1);
            }
        }
        // "Sara and Zaghawa herders": the herders of both.
        let is_group = |t: Token<'_>| {
            self.mentions
                .at(t.index())
                .any(|(_, m)| m.form == Form::Name && !m.who.is_empty() && m.kind != Kind::State)
        };
        // "Kenyan, Ugandan and Rwandan troops": the parse makes the first word a subject of its own.
        let rows = || token.head().lefts().take_while(|t| t.index() < token.left_edge());
        if token.dep() == Dep::Nsubj
            && let Some(first) =
                rows().find(|t| t.dep() == Dep::Nsubj && t.next().is_some_and(|n| n.text() == ","))
            && first.entity().is_some_and(|e| e.label() == "NORP")
        {
            self.parties_at(first, parties, 1);
        }
        for first in token.lefts().filter(|t| matches!(t.dep(), Dep::Nmod | Dep::Compound | Dep::Amod)) {
            let beside = first.children().find(|t| t.dep() == Dep::Conj && t.index() + 1 == token.index());
            let Some(second) = beside.filter(|t| is_group(*t) && is_group(first)) else { continue };
            for group in [first, second] {
                let mut named = Vec::new();
                self.parties_at(group, &mut named, 1);
                named.retain(|party| parties.iter().all(|known| known.who != party.who));
                parties.append(&mut named);
            }
        }
    }

    /// "a suicide bomber", "warplanes" tell the means, and not who.
    pub(crate) fn is_means(&self, party: &PartyDraft) -> bool {
        let head = self.doc.token(party.tokens.end - 1);
        // "coalition jets" are the coalition's.
        let is_anothers =
            self.know.registry.generic(head.lemma()).is_some_and(|g| !party.who.name.contains(&g.name));
        party.who.actor.is_none() && !is_anothers && self.know.lexicon.token_in("means_nouns", head)
    }

    /// What a word of quantity counts: "residents" in "thousands of residents".
    pub(crate) fn counted_noun(&self, head: usize) -> usize {
        let mut token = self.doc.token(head);
        for _ in 0..3 {
            let quantity = token.pos() == Pos::Num
                || matches!(token.lemma(), "%" | "percent" | "string")
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

    /// Whether a place opens the text before a colon, as the titles of agencies have it.
    fn heads_title(&self, token: Token<'d>) -> bool {
        let next = token.index() + 1;
        token.left_edge() == 0
            && next < self.doc.len()
            && self.doc.token(next).text() == ":"
            && self.toponyms.at(token.index()).is_some()
    }

    /// "Rebels shell town: Monitor": the parse makes the voice another name of the town.
    fn ends_title_as_voice(&self, token: Token<'d>) -> bool {
        self.quotations.iter().any(|q| q.tokens.start == 0 && q.voice.tokens.contains(&token.index()))
    }

    /// The people in vehicles: "buses carrying several hundred fighters", "dozens of coaches transporting residents".
    pub(crate) fn aboard(&self, vehicles: Token<'d>) -> Option<Token<'d>> {
        let carries = |t: &Token<'d>| {
            t.dep() == Dep::Acl && t.tag() == "VBG" && self.know.lexicon.has("aboard_verbs", t.lemma())
        };
        let counted = self.doc.token(self.counted_noun(vehicles.index()));
        let carrying = counted.children().filter(|_| self.is_ride(vehicles)).find(carries)?;
        carrying.children().find(|t| t.dep() == Dep::Dobj)
    }

    /// "dozens of buses", "a convoy"
    pub(crate) fn is_ride(&self, noun: Token<'d>) -> bool {
        self.know.lexicon.token_in("vehicle_nouns", self.doc.token(self.counted_noun(noun.index())))
    }

    fn parties_at(&self, token: Token<'d>, parties: &mut Vec<PartyDraft>, depth: usize) {
        // "took 28 policemen prisoner": the parse makes one noun of them.
        if matches!(token.lemma(), "prisoner" | "hostage" | "captive")
            && token.tag() == "NN"
            && let Some(people) = token.lefts().find(|t| t.dep() == Dep::Compound && t.tag() == "NNS")
        {
            self.parties_at(people, parties, depth.saturating_sub(1));
            return;
        }
        // "fighter jets"
        let is_type = token.dep() == Dep::Compound
            && token.lemma() == "fighter"
            && self.know.lexicon.token_in("aircraft_nouns", token.head());
        if depth == 0 || is_nobody(token) || is_type {
            return;
        }
        // "Burkina Faso: gunmen kill 14", "Colombia: ELN, FARC dissidents clash": the country says where, and acts not.
        if self.heads_title(token) {
            for behind in token.children().filter(|t| t.dep() == Dep::Appos) {
                self.parties_at(behind, parties, depth - 1);
            }
            return;
        }
        let before = parties.len();
        if let Some(people) = self.aboard(token) {
            for one in conjuncts(people) {
                self.parties_at(one, parties, depth - 1);
            }
            return;
        }
        // "wrested the town from the rebels' grip", "from the hands of X": who held it.
        if matches!(token.lemma(), "grip" | "hand" | "control" | "clutch" | "hold" | "grasp")
            && token.dep() == Dep::Pobj
            && matches!(token.head().text(), "from" | "of")
        {
            let of = token.rights().filter(|t| t.dep() == Dep::Prep && t.text() == "of");
            let holders = token.lefts().chain(of.flat_map(|t| t.children()).filter(|t| t.dep() == Dep::Pobj));
            for holder in holders {
                self.parties_at(holder, parties, 1);
            }
            return;
        }
        // "helicopters of the regime"
        if self.know.lexicon.token_in("means_nouns", token) {
            let of = token.rights().filter(|t| t.dep() == Dep::Prep && t.text() == "of");
            for owner in of.flat_map(|of| of.children()).filter(|t| t.dep() == Dep::Pobj) {
                self.parties_at(owner, parties, depth - 1);
            }
            if parties.len() > before {
                return;
            }
        }
        // "the army and its allies"
        if let Some(allies) = self.allies_of(token) {
            parties.push(allies);
            return;
        }
        for whose in [self.lord_of(token), self.body_of_office(token)].into_iter().flatten() {
            self.parties_at(whose, parties, depth - 1);
            parties.dedup_by(|a, b| a.who == b.who);
            if parties.len() > before {
                return;
            }
        }
        for body in self.bodies_spoken_for(token) {
            self.parties_at(body, parties, depth - 1);
        }
        if parties.len() > before {
            return;
        }
        let mut described = None;
        // "an alliance known as X", "groups such as X and Y": the names stand for the word that they explain.
        for named in self.explained_by(token, 2) {
            self.parties_at(named, parties, depth - 1);
        }
        if parties.len() > before {
            return;
        }
        // "militants from X", "three officers of Y": the body named after a word for its people.
        let is_generic =
            self.mentions.at(token.index()).any(|(_, m)| m.form == Form::Generic && m.kind != Kind::Civilian);
        if is_generic {
            for prep in self
                .phrases_of(token)
                .filter(|t| t.dep() == Dep::Prep && matches!(t.text(), "from" | "of" | "with"))
                .filter(|_| !self.know.lexicon.token_in("captive_nouns", token))
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
                    for conjunct in conjuncts(object) {
                        // "fighters of the northern front of X": a part that has no name of its own.
                        let whole = self.whole_of(conjunct).filter(|_| !named(conjunct)).unwrap_or(conjunct);
                        if named(whole) || whole.children().any(named) {
                            self.parties_at(whole, parties, depth - 1);
                        }
                    }
                }
            }
            // "its fighters", "government aircraft": whose they are.
            // "his men", of the leader of a group
            let is_followers = matches!(token.lemma(), "man" | "follower" | "supporter" | "comrade")
                && token.lefts().any(|t| t.dep() == Dep::Poss && t.tag() == "PRP$");
            let own = is_followers
                || self.know.lexicon.token_in("part_nouns", token)
                || self.know.lexicon.token_in("means_nouns", token)
                || self.know.lexicon.token_in("troop_nouns", token);
            let owners = token.children().filter(|t| t.dep() == Dep::Poss);
            for child in owners.chain(modifiers(token, self.know.lexicon)).filter(|t| {
                own && matches!(t.dep(), Dep::Poss | Dep::Compound | Dep::Amod | Dep::Nmod)
                    && (t.dep() != Dep::Nmod || t.head() != token)
                    && joined_behind(*t).is_none()
            }) {
                let named = self
                    .mentions
                    .at(child.index())
                    .any(|(_, m)| m.who.len() == 1 && (m.kind.is_armed() || m.kind == Kind::Political));
                let generic_body = self
                    .mentions
                    .at(token.index())
                    .all(|(_, m)| m.who.iter().all(|w| w.actor.is_none() && w.code.is_none()));
                // "opposition fighters" are rebels, and not the opposition's.
                let one_name = !self.know.lexicon.token_in("means_nouns", token)
                    && generic_of_two(child, token, self.know.registry).is_some();
                if named && generic_body && !one_name {
                    self.parties_at(child, parties, 1);
                }
            }
            if parties.len() > before {
                return;
            }
            for body in self.bodies_behind(token) {
                self.parties_at(body, parties, 1);
            }
            if parties.len() > before {
                return;
            }
        }
        // "Norway's ABC guerrillas" are ABC.
        let has_name =
            self.mentions.at(token.index()).any(|(_, m)| m.form == Form::Name && !m.who.is_empty());
        for (_, mention) in self.mentions.at(token.index()) {
            let says_less = has_name && mention.form == Form::Generic && mention.kind == Kind::Armed;
            if says_less {
                continue;
            }
            if mention.who.is_empty() {
                described = Some(mention);
                continue;
            }
            let again = self.told_before(mention);
            for who in again.map_or(&mention.who, |m| &m.who) {
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
        // "the army's spokesman, X": the body that he speaks for before his own name.
        let speaks = matches!(token.lemma(), "spokesman" | "spokeswoman" | "spokesperson" | "negotiator");
        // "its rival, X", "a militia known as X", "members of X", "dozens of fighters"
        if !speaks {
            self.in_apposition(token, parties, depth);
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
                        // "a spokesman for the army" speaks as the army.
                        let far = matches!(child.text(), "in" | "near" | "with")
                            || child.text() == "for" && !speaks;
                        let is_doer = child.text() == "by" && !is_quantity;
                        for object in child.children().filter(|t| t.dep() == Dep::Pobj) {
                            if !far && !is_doer {
                                for conjunct in conjuncts(object) {
                                    self.parties_at(conjunct, parties, depth - 1);
                                }
                            }
                        }
                    }
                    Dep::Poss if self.know.lexicon.token_in("relation_nouns", token) => {}
                    Dep::Poss | Dep::Compound | Dep::Nmod | Dep::Amod if !is_quantity => {
                        // "two Syrian towns", "Iraqi homes": where they lie, not whose they are.
                        let of_country = self.mentions.at(child.index()).any(|(_, m)| m.kind == Kind::State);
                        let lies_there = ["place_nouns", "property_nouns", "person_nouns"]
                            .iter()
                            .any(|l| self.know.lexicon.token_in(l, token))
                            && !speaks
                            && !self.know.lexicon.token_in("part_nouns", token)
                            && !self.know.lexicon.token_in("post_nouns", token);
                        if !(of_country && lies_there) {
                            self.parties_at(child, parties, 1);
                        }
                        // "regime barrel bombs": the parse hangs the owner on the sort of the thing.
                        if parties.len() == before
                            && child.dep() == Dep::Compound
                            && self.know.lexicon.token_in("weapon_nouns", token)
                        {
                            for owner in child.lefts().filter(|t| t.dep() == Dep::Compound) {
                                self.parties_at(owner, parties, 1);
                            }
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
                            for holder in conjuncts(self.doc.token(agent)) {
                                self.parties_at(holder, parties, depth - 1);
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
        if speaks && parties.len() == before {
            self.in_apposition(token, parties, depth);
        }
        if parties.len() == before
            && let Some(office) = self.office_before(token)
        {
            self.parties_at(office, parties, depth - 1);
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
        // "the popular defense groups" are nobody told before, and say themselves what they are.
        let says_more = |t: Token<'_>| {
            matches!(t.dep(), Dep::Amod | Dep::Compound) && !self.know.lexicon.token_in("other_words", t)
        };
        if parties.len() == before
            && let Some(mention) = described
            && mention.form == Form::Description
            && (!mention.definite || mention.plural && token.lefts().any(says_more))
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

    /// "its rival, X": the parties that are named behind a word as what it stands for.
    fn in_apposition(&self, token: Token<'d>, parties: &mut Vec<PartyDraft>, depth: usize) {
        let names = |t: &Token<'d>| t.dep() == Dep::Appos && !self.ends_title_as_voice(*t);
        for child in token.children().filter(names) {
            for named in conjuncts(child) {
                self.parties_at(named, parties, depth - 1);
            }
        }
    }

    /// The names of groups that explain a word for a party: "known as X", "such as X and Y", "militias like X",
    /// "fighters from groups including X".
    fn explained_by(&self, token: Token<'d>, depth: usize) -> Vec<Token<'d>> {
        let mut named = Vec::new();
        if !self.mentions.at(token.index()).any(|(_, m)| matches!(m.form, Form::Generic | Form::Description))
        {
            return named;
        }
        let is_group = |t: &Token<'_>| {
            self.mentions.at(t.index()).any(|(_, m)| {
                m.form == Form::Name && !m.who.is_empty() && (m.kind.is_armed() || m.kind == Kind::Political)
            })
        };
        let objects = |t: Token<'d>| {
            t.children().filter(|o| o.dep() == Dep::Pobj).flat_map(conjuncts).collect::<Vec<_>>()
        };
        for child in self.phrases_of(token).filter(|t| t.index() > token.index()) {
            let word = child.text().to_ascii_lowercase();
            match child.dep() {
                Dep::Acl if self.know.lexicon.token_in("naming_verbs", child) => {
                    let as_named = child.children().filter(|t| t.dep() == Dep::Prep && t.text() == "as");
                    named.extend(as_named.flat_map(objects));
                    let called = child
                        .children()
                        .filter(|t| matches!(t.dep(), Dep::Oprd | Dep::Attr | Dep::Dobj))
                        .flat_map(conjuncts);
                    named.extend(called);
                }
                Dep::Prep if word == "like" => named.extend(objects(child)),
                Dep::Prep if word == "as" && child.children().any(|t| t.text() == "such") => {
                    named.extend(objects(child));
                }
                Dep::Prep if depth > 0 && matches!(word.as_str(), "from" | "of") => {
                    for part in objects(child) {
                        let inner = self.explained_by(part, depth - 1);
                        named.extend(inner);
                        let parts = part.children().filter(|t| {
                            t.dep() == Dep::Prep
                                && t.text() == "including"
                                && self.know.lexicon.token_in("group_nouns", part)
                        });
                        named.extend(parts.flat_map(objects));
                    }
                }
                _ => {}
            }
        }
        named.retain(is_group);
        named
    }

    /// What hangs on a noun, and "from" right behind a word for armed people, which the parse may hang on the verb: "attacked
    /// fighters from X".
    fn phrases_of(&self, token: Token<'d>) -> impl Iterator<Item = Token<'d>> {
        let behind = token.index() + 1;
        let next = (behind < token.sentence().range().end).then(|| self.doc.token(behind));
        let hangs_on_verb = move |t: &Token<'d>| {
            t.text() == "from" && t.dep() == Dep::Prep && t.head() == token.head() && token.dep() == Dep::Dobj
        };
        token.children().chain(next.filter(hangs_on_verb))
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
}
