//! Whose people a word for fighters speaks of: of a leader, of a body, of the side that was told before.

use athir_actors::Victims;
use athir_nlp::{Dep, Token};

use super::PartyDraft;
use crate::clause::conjuncts;
use crate::coref::sentences_between;
use crate::kind::Kind;
use crate::mention::{Form, Identity, Mention};
use crate::reading::Reading;

impl<'d> Reading<'d, '_> {
    /// Whom armed people serve: "X" in "forces loyal to X", where the registry knows X and not the forces.
    pub(super) fn lord_of(&self, followers: Token<'d>) -> Option<Token<'d>> {
        let nameless = |m: &Mention| {
            m.kind.is_armed()
                && m.who.iter().all(|w| w.actor.is_none() && w.code.is_none())
                && !m.who.is_empty()
        };
        if !self.mentions.at(followers.index()).any(|(_, m)| nameless(m)) {
            return None;
        }
        let object = |prep: Token<'d>| prep.children().find(|t| t.dep() == Dep::Pobj);
        let is_known = |m: &Mention| m.kind.is_armed() && m.who.iter().any(|w| w.actor.is_some());
        let lord = followers.rights().find_map(|t| match t.dep() {
            _ if matches!(t.text(), "loyal" | "faithful" | "allegiant") => {
                object(t.children().find(|c| c.dep() == Dep::Prep && c.text() == "to")?)
            }
            // "fighters commanded by X", "belonging to X", "answering to X"
            Dep::Acl if self.know.lexicon.token_in("lead_verbs", t) && t.tag() == "VBN" => {
                object(t.children().find(|c| c.dep() == Dep::Agent)?)
            }
            Dep::Acl if matches!(t.lemma(), "belong" | "answer" | "report") => {
                object(t.children().find(|c| c.dep() == Dep::Prep && c.text() == "to")?)
            }
            Dep::Prep if t.text() == "under" => object(t),
            _ => None,
        })?;
        self.mentions.at(lord.index()).any(|(_, m)| is_known(m)).then_some(lord)
    }

    /// For which body of many states somebody acts: "the UN's human rights chief, X", "the head of the AU commission".
    pub(super) fn body_of_office(&self, office: Token<'d>) -> Option<Token<'d>> {
        let lexicon = self.know.lexicon;
        let is_office = !self.mentions.at(office.index()).any(|(_, m)| m.form == Form::Name)
            && ["state_titles", "power_titles", "office_nouns"].iter().any(|l| lexicon.token_in(l, office));
        if !is_office {
            return None;
        }
        let is_body = |t: &Token<'d>| {
            self.mentions
                .at(t.index())
                .any(|(_, m)| m.form == Form::Name && m.kind == Kind::International && m.who.len() == 1)
        };
        let within = |range: std::ops::Range<usize>| range.map(|i| self.doc.token(i)).find(is_body);
        let of = || {
            let preps = office.rights().filter(|t| t.dep() == Dep::Prep && t.text() == "of");
            preps
                .flat_map(|of| of.children())
                .filter(|t| t.dep() == Dep::Pobj)
                .find_map(|object| within(object.left_edge()..object.index() + 1))
        };
        within(office.left_edge()..office.index()).or_else(of)
    }

    /// "Its allies" beside an armed party: others than it, of whom no more is told.
    pub(super) fn allies_of(&self, token: Token<'d>) -> Option<PartyDraft> {
        // "its Ethiopian allies", "its ally X" are named.
        let is_theirs = token.text() == "allies"
            && token.dep() == Dep::Conj
            && token.lefts().all(|t| t.dep() == Dep::Poss && t.tag() == "PRP$")
            && token.lefts().next().is_some()
            && !token.rights().any(|t| t.dep() == Dep::Appos);
        let first = is_theirs.then(|| token.head())?;
        let (_, m) = self.mentions.at(first.index()).find(|(_, m)| m.who.len() == 1 && m.kind.is_armed())?;
        Some(PartyDraft {
            who: Identity { name: format!("allies of {}", m.who[0].name), code: None, actor: None },
            kind: Kind::Armed,
            tokens: token.left_edge()..token.index() + 1,
            victims: Victims::Fighters,
            anonymous: false,
            why: "allies of the party beside them".to_owned(),
        })
    }

    /// Whose people a word for a party says that somebody is or may be: "the men, members of X", "gunmen suspected of
    /// belonging to X".
    pub(super) fn bodies_behind(&self, people: Token<'d>) -> Vec<Token<'d>> {
        let lexicon = self.know.lexicon;
        let is_body = |t: &Token<'d>| {
            self.mentions.at(t.index()).any(|(_, m)| {
                m.form == Form::Name
                    && m.who.len() == 1
                    && matches!(m.kind, Kind::Armed | Kind::Military | Kind::Police)
            })
        };
        let body_in = |start: usize, end: usize| {
            (start..end).map(|at| self.doc.token(at)).find(is_body).into_iter().collect::<Vec<_>>()
        };
        // "Gunmen believed to be from X shot him": the parse takes the participle for the verb of the sentence.
        let verb = people.head();
        let is_taken =
            people.dep() == Dep::Nsubj && lexicon.token_in("suspect_verbs", verb) && verb.lemma() != "say";
        let to_be = verb.rights().find(|t| {
            is_taken
                && t.dep() == Dep::Xcomp
                && matches!(t.lemma(), "be" | "belong" | "come")
                && t.index() < verb.index() + 3
        });
        if let Some(to_be) = to_be {
            return body_in(to_be.index(), to_be.right_edge() + 1);
        }
        let bodies = people.rights().map(|t| match t.dep() {
            Dep::Appos if is_body(&t) => conjuncts(t).into_iter().filter(is_body).collect(),
            Dep::Appos if lexicon.token_in("belonging_nouns", t) => {
                let of = t.children().filter(|c| c.dep() == Dep::Prep && matches!(c.text(), "of" | "from"));
                of.flat_map(|of| of.children()).filter(|c| c.dep() == Dep::Pobj && is_body(c)).collect()
            }
            Dep::Acl if t.tag() == "VBN" && lexicon.token_in("suspect_verbs", t) => {
                body_in(t.index() + 1, t.right_edge() + 1)
            }
            _ => Vec::new(),
        });
        bodies.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// What the words call a part of: "X" in "the northern front of X".
    pub(super) fn whole_of(&self, part: Token<'d>) -> Option<Token<'d>> {
        let is_part = self.know.lexicon.token_in("group_nouns", part) || part.lemma() == "front";
        let of = part.children().find(|t| is_part && t.dep() == Dep::Prep && t.text() == "of")?;
        of.children().find(|t| t.dep() == Dep::Pobj)
    }

    /// "The soldiers" after "government soldiers": the words before tell whose they are.
    pub(super) fn told_before(&self, mention: &Mention) -> Option<&Mention> {
        let [who] = mention.who.as_slice() else { return None };
        let head = self.doc.token(mention.head);
        let is_bare = mention.form == Form::Generic
            && mention.definite
            && matches!(mention.kind, Kind::Armed | Kind::Military | Kind::Police)
            && who.actor.is_none()
            && who.code.is_none()
            && head.lefts().all(|t| t.dep() == Dep::Det)
            && head.rights().all(|t| t.is_punct());
        if !is_bare {
            return None;
        }
        let same_word = |m: &&Mention| {
            m.head < head.index()
                && m.who.len() == 1
                && m.form != Form::Pronoun
                && self.doc.token(m.head).lemma() == head.lemma()
                && sentences_between(self.doc, m.head, head.index()) <= 2
        };
        let before = self.mentions_before(head.index()).find(same_word)?;
        (before.who[0] != *who).then_some(before)
    }
}
