//! For whom somebody speaks or acts by his office: "a spokesman for X", "X's commander, N", "N, the head of X" (codebook §6).

use athir_nlp::{Dep, Pos, Token};

use crate::clause::conjuncts;
use crate::kind::Kind;
use crate::mention::{Form, Mention};
use crate::reading::Reading;

impl<'d> Reading<'d, '_> {
    /// The bodies for which somebody speaks or acts; none where it is the man that is met: who is killed or arrested is a
    /// party himself.
    pub(super) fn bodies_spoken_for(&self, token: Token<'d>) -> Vec<Token<'d>> {
        if !self.acts_himself(token) {
            return Vec::new();
        }
        // "the ministry's spokeswoman, X": whoever the registry knows X to speak for.
        let is_known =
            |t: Token<'_>| self.mentions.at(t.index()).any(|(_, m)| m.who.iter().any(|w| w.actor.is_some()));
        let known = is_known(token) || token.children().any(|t| t.dep() == Dep::Appos && is_known(t));
        let is_person =
            || self.mentions.at(token.index()).any(|(_, m)| m.kind == Kind::Person && m.form == Form::Name);
        let offices: Vec<Token<'d>> = match () {
            () if known => Vec::new(),
            () if self.is_office(token) => vec![token],
            () if is_person() => {
                let beside = |t: &Token<'d>| {
                    matches!(t.dep(), Dep::Appos | Dep::Compound | Dep::Nmod) && self.is_office(*t)
                };
                token.children().filter(beside).collect()
            }
            () => Vec::new(),
        };
        offices.into_iter().map(|office| self.bodies_of(office)).find(|b| !b.is_empty()).unwrap_or_default()
    }

    /// Whether somebody does what the clause tells, or is one with whom or to whom somebody speaks.
    fn acts_himself(&self, token: Token<'d>) -> bool {
        let lexicon = self.know.lexicon;
        let above = token.head();
        match token.dep() {
            Dep::Nsubj => {
                !matches!(above.lemma(), "die" | "perish" | "survive" | "escape" | "fall" | "succumb")
            }
            Dep::Pobj => matches!(above.text(), "by" | "with" | "between"),
            Dep::Dobj => lexicon.has("address_verbs", above.lemma()) || above.lemma() == "meet",
            Dep::Conj => self.acts_himself(above),
            _ => false,
        }
    }

    /// "The minister of X condemned the raid. She called for a truce": the one office of the sentence before.
    pub(super) fn office_before(&self, pronoun: Token<'d>) -> Option<Token<'d>> {
        let personal = matches!(pronoun.text().to_ascii_lowercase().as_str(), "he" | "she");
        let end = pronoun.sentence().range().start.checked_sub(1).filter(|_| personal)?;
        let before = self.doc.sentence_of(end);
        let has_body =
            |t: &Token<'d>| t.tag() == "NN" && self.is_office(*t) && !self.bodies_of(*t).is_empty();
        let mut offices = before.tokens().filter(has_body);
        let only = offices.next().filter(|t| t.dep() == Dep::Nsubj)?;
        offices.next().is_none().then_some(only)
    }

    fn is_office(&self, noun: Token<'_>) -> bool {
        ["state_titles", "power_titles", "speaker_titles"]
            .iter()
            .any(|list| self.know.lexicon.token_in(list, noun))
            && !noun.children().any(|t| matches!(t.lemma(), "former" | "ex" | "then"))
    }

    /// The bodies that the words around an office name: "for X", "of X", "X's", "the X spokesman".
    fn bodies_of(&self, office: Token<'d>) -> Vec<Token<'d>> {
        // "its leader, N", and not "his spokesman".
        let is_its = |m: &Mention| {
            matches!(self.doc.token(m.head).text().to_ascii_lowercase().as_str(), "its" | "their")
        };
        let has_power = |m: &Mention| {
            (m.form != Form::Pronoun || is_its(m) && m.who.len() == 1)
                && !m.who.is_empty()
                && (m.kind.is_political() || m.kind == Kind::Aid && m.who[0].actor.is_some())
        };
        let named = |t: Token<'_>| self.mentions.at(t.index()).any(|(_, m)| has_power(m));
        // "the head of Relief France": a part of a name that nobody knows.
        let is_of_name = |t: Token<'_>| {
            let is_land =
                self.mentions.at(t.index()).any(|(_, m)| m.kind == Kind::State && m.form == Form::Name);
            is_land && t.children().any(|c| c.dep() == Dep::Compound && c.pos() == Pos::Propn)
        };
        let body = |t: Token<'d>| {
            // "the head of the X delegation"
            let names_it =
                |c: &Token<'d>| matches!(c.dep(), Dep::Compound | Dep::Amod | Dep::Poss) && named(*c);
            match () {
                () if is_of_name(t) => None,
                () if self.know.lexicon.token_in("delegation_nouns", t) => {
                    t.lefts().rfind(names_it).or(Some(t).filter(|t| named(*t)))
                }
                () => Some(t).filter(|t| named(*t)),
            }
        };
        let behind = office
            .rights()
            .filter(|t| t.dep() == Dep::Prep && matches!(t.text(), "of" | "for"))
            .flat_map(|prep| prep.children().filter(|t| t.dep() == Dep::Pobj).collect::<Vec<_>>());
        let named: Vec<Token<'d>> = behind.flat_map(conjuncts).filter_map(body).collect();
        if !named.is_empty() {
            return named;
        }
        let before = office.lefts().filter(|t| matches!(t.dep(), Dep::Poss | Dep::Compound | Dep::Nmod));
        before.filter_map(body).next_back().into_iter().collect()
    }
}
