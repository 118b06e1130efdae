//! Mentions of actors: names, generic parties ("gunmen"), descriptions ("the group") and pronouns, each with
//! the head token by which other words attach to it.

use std::borrow::Cow;
use std::ops::Range;

use athir_actors::{ActorId, Registry, Victims};
use athir_nlp::{Doc, Pos};

use crate::described::{noun_mention, pronoun_mention};
use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::name::Name;
use crate::named::name_mention;

/// Who a mention refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    /// The name that the record gets.
    pub(crate) name: String,
    /// The registry's code.
    pub(crate) code: Option<String>,
    /// The registry's actor.
    pub(crate) actor: Option<ActorId>,
}

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Name,
    Generic,
    Description,
    Pronoun,
}

/// One mention.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    pub(crate) head: usize,
    pub(crate) tokens: Range<usize>,
    /// Empty while it is not known who is meant; several for "both sides".
    pub(crate) who: Vec<Identity>,
    pub(crate) kind: Kind,
    pub(crate) form: Form,
    pub(crate) definite: bool,
    pub(crate) plural: bool,
    pub(crate) victims: Victims,
    pub(crate) why: Cow<'static, str>,
}

/// The mentions of a report, findable by head token.
#[derive(Debug, Default)]
pub(crate) struct Mentions {
    pub(crate) all: Vec<Mention>,
    by_head: Vec<Vec<u32>>,
}

impl Mentions {
    fn new(n_tokens: usize) -> Mentions {
        Mentions { all: Vec::new(), by_head: vec![Vec::new(); n_tokens] }
    }

    pub(crate) fn add(&mut self, mention: Mention) {
        let head = &mut self.by_head[mention.head];
        let new = |old: &u32| self.all[*old as usize].who != mention.who || mention.who.is_empty();
        if head.iter().all(new) {
            head.push(self.all.len() as u32);
            self.all.push(mention);
        }
    }

    /// Gives the mentions that a name of these tokens has made, and those of who carries it ("HF fighters"), another
    /// identity.
    pub(crate) fn rename(&mut self, tokens: &Range<usize>, who: &Identity) {
        let made = |m: &Mention| m.tokens.start < tokens.end && tokens.start < m.tokens.end;
        for mention in self.all.iter_mut().filter(|m| made(m) && m.form == Form::Name && m.who.len() == 1) {
            // A longer name that holds this one is another's: "the Hill Front Youth".
            let is_longer = tokens.contains(&mention.head) || mention.tokens.end <= tokens.end + 1;
            if is_longer && mention.who[0] != *who {
                mention.who = vec![who.clone()];
                mention.kind = Kind::Armed;
            }
        }
    }

    /// Puts a mention in the place of those with the same head.
    pub(crate) fn replace(&mut self, mention: Mention) {
        for &old in &self.by_head[mention.head] {
            self.all[old as usize].who.clone_from(&mention.who);
            self.all[old as usize].kind = mention.kind;
        }
        self.add(mention);
    }

    /// The mentions whose words attach to other words through this token.
    pub(crate) fn at(&self, head: usize) -> impl Iterator<Item = (usize, &Mention)> {
        self.by_head[head].iter().map(|&i| (i as usize, &self.all[i as usize]))
    }

    pub(crate) fn has(&self, head: usize) -> bool {
        !self.by_head[head].is_empty()
    }

    /// Mention numbers in the order of the text.
    pub(crate) fn in_text_order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.all.len()).collect();
        order.sort_by_key(|&i| (self.all[i].head, self.all[i].tokens.start, i));
        order
    }
}

/// What the mention finder looks things up in.
#[derive(Clone, Copy)]
pub(crate) struct Known<'k> {
    pub(crate) registry: &'k Registry,
    pub(crate) lexicon: &'k Lexicon,
    /// The country that the report is mostly about, if one stands out.
    pub(crate) country: Option<&'k str>,
}

/// Finds every mention of an actor. `names` must be those of the same report.
pub(crate) fn find_mentions<'n>(
    doc: &Doc,
    names: impl IntoIterator<Item = &'n Name>,
    known: Known<'_>,
) -> Mentions {
    let mut mentions = Mentions::new(doc.len());
    let mut named = vec![false; doc.len()];
    for name in names {
        named[name.tokens.clone()].fill(true);
        name_mention(doc, name, known, &mut mentions);
    }
    for token in doc.tokens() {
        if named[token.index()] {
            continue;
        }
        match token.pos() {
            Pos::Pron => pronoun_mention(token, &mut mentions),
            Pos::Noun | Pos::Propn | Pos::Adj | Pos::Num | Pos::Verb => {
                noun_mention(doc, token, &named, known, &mut mentions)
            }
            _ => {}
        }
    }
    mentions
}

pub(crate) fn identity_of(registry: &Registry, id: ActorId) -> Identity {
    let actor = registry.actor(id);
    Identity { name: actor.name.clone(), code: Some(actor.code.clone()), actor: Some(id) }
}
