//! A report as the rules see it: the parse with names, mentions, places, counts and times found in it.

use std::ops::Range;

use athir_actors::{Registry, Victims};
use athir_gazetteer::{Gazetteer, PlaceClass};
use athir_model::Quote;
use athir_nlp::Doc;
use jiff::civil::Date;

use crate::alias::resolve_short_names;
use crate::clause::is_infinitive;
use crate::confidence::Calibration;
use crate::coref::resolve_references;
use crate::count::piece::pieces;
use crate::count::{CountKind, CountMention, find_counts, is_person_noun};
use crate::dateline::{Dateline, find_datelines};
use crate::frame::{Class, Frames};
use crate::graph::{Arg, Graph, slot_is};
use crate::kind::Kind;
use crate::known::{KnownActor, name_known};
use crate::lexicon::Lexicon;
use crate::mention::{Form, Known, Mentions, find_mentions};
use crate::name::{find_names, prefer_country};
use crate::offset::Offsets;
use crate::quotation::{Quotation, find_quotations};
use crate::section::find_sections;
use crate::time::{TimeMention, find_times};
use crate::toponym::{Toponym, Toponyms, find_toponyms};

/// What the coder knows beside the text.
#[derive(Clone, Copy)]
pub(crate) struct Knowledge<'k> {
    pub(crate) frames: &'k Frames,
    pub(crate) lexicon: &'k Lexicon,
    pub(crate) registry: &'k Registry,
    pub(crate) gazetteer: &'k Gazetteer,
    pub(crate) calibration: &'k Calibration,
}

/// One report, annotated.
pub(crate) struct Reading<'d, 'k> {
    pub(crate) doc: &'d Doc,
    /// The words that records quote: the text of the parse, or the report's own where its case was restored.
    pub(crate) written: &'d str,
    pub(crate) know: Knowledge<'k>,
    pub(crate) graph: Graph<'k>,
    pub(crate) mentions: Mentions,
    pub(crate) toponyms: Toponyms,
    pub(crate) counts: Vec<CountMention>,
    pub(crate) times: Vec<TimeMention>,
    pub(crate) quotations: Vec<Quotation>,
    pub(crate) published: Option<Date>,
    offsets: Offsets,
    datelines: Vec<Dateline>,
    sections: Vec<usize>,
    named: Vec<bool>,
    /// The count of each token: the one that it is counted by, or that it is a word of.
    counted_by: Vec<Option<u32>>,
    counted_in: Vec<Option<u32>>,
}

impl<'d, 'k> Reading<'d, 'k> {
    pub(crate) fn new(doc: &'d Doc, know: Knowledge<'k>, published: Option<Date>) -> Reading<'d, 'k> {
        Reading::with_known(doc, know, published, &[])
    }

    /// Annotates a report of which some actors are known beforehand.
    pub(crate) fn with_known(
        doc: &'d Doc,
        know: Knowledge<'k>,
        published: Option<Date>,
        actors: &[KnownActor],
    ) -> Reading<'d, 'k> {
        let words: Vec<&str> = doc.tokens().map(|t| t.text()).collect();
        let mut names = find_names(doc, &words, know.registry, know.gazetteer, know.lexicon, published);
        let datelines = find_datelines(doc, &names, know.gazetteer);
        let toponyms = find_toponyms(doc, &names, &datelines, know.gazetteer, know.registry, know.lexicon)
            .with_capitals(doc, know.gazetteer, know.lexicon);
        prefer_country(doc, &mut names, know.registry, published, toponyms.country.as_deref());
        let known =
            Known { registry: know.registry, lexicon: know.lexicon, country: toponyms.country.as_deref() };
        let told = |at: usize| !datelines.iter().any(|line| line.tokens.contains(&at));
        let mut mentions = find_mentions(doc, names.iter().filter(|name| told(name.tokens.start)), known);
        name_known(doc, actors, &mut mentions);
        resolve_short_names(doc, &mut mentions, know.lexicon);
        let quotations = find_quotations(doc, know.lexicon);
        resolve_references(doc, &mut mentions, &quotations, known, published);
        let mut named = vec![false; doc.len()];
        for name in &names {
            named[name.tokens.clone()].fill(true);
        }
        let pieces = pieces(doc);
        let mut times = find_times(doc, &pieces, published);
        // The day of writing is known already.
        times.retain(|time| published.is_none() || told(time.tokens.start));
        let counts = find_counts(doc, &pieces, &times);
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
        let sections = find_sections(doc, know.gazetteer, know.lexicon);
        Reading {
            doc,
            written: doc.text(),
            know,
            graph: Graph::new(know.lexicon),
            mentions,
            toponyms,
            counts,
            times,
            quotations,
            published,
            offsets: Offsets::new(doc.text()),
            datelines,
            sections,
            named,
            counted_by,
            counted_in,
        }
    }

    /// Quotes the report from `written`, its own words, where the parse is of a text whose case was restored and whose
    /// datelines were ended: the same bytes but for those.
    pub(crate) fn quoting(mut self, written: &'d str) -> Reading<'d, 'k> {
        if written.len() == self.doc.text().len() && written != self.doc.text() {
            self.written = written;
            // A dash and what takes its place are as long in bytes, and not in characters.
            self.offsets = Offsets::new(written);
        }
        self
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
    pub(crate) fn toponyms_in(&self, tokens: Range<usize>) -> impl Iterator<Item = &Toponym> {
        let first = self.toponyms.all.partition_point(|t| t.tokens.start < tokens.start);
        self.toponyms.all[first..].iter().take_while(move |t| t.tokens.start < tokens.end)
    }

    /// Whether a token stands in a dateline.
    pub(crate) fn is_dateline(&self, token: usize) -> bool {
        self.datelines.iter().any(|line| line.tokens.contains(&token))
    }

    /// The head of the place in a dateline that names a town.
    pub(crate) fn town_of_dateline(&self) -> Option<usize> {
        let town = |line: &Dateline| {
            let toponym =
                self.toponyms_in(line.tokens.clone()).find(|t| t.class == PlaceClass::Settlement)?;
            toponym.best().map(|_| toponym.head)
        };
        self.datelines.iter().find_map(town)
    }

    /// How many of the sentences, given by their indexes, are datelines and tell nothing.
    pub(crate) fn datelines_in(&self, sentences: Range<usize>) -> usize {
        let is_whole = |line: &&Dateline| {
            let sentence = self.doc.sentence_of(line.tokens.start);
            sentences.contains(&sentence.index()) && sentence.range().end <= line.tokens.end + 1
        };
        self.datelines.iter().filter(is_whole).count()
    }

    /// The number of the section that a token stands in; 0 before the first one.
    pub(crate) fn section_of(&self, token: usize) -> usize {
        self.sections.partition_point(|&start| start <= token)
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
            text: self.written.get(start..end).unwrap_or(&self.doc.text()[start..end]).to_owned(),
            start: self.offsets.chars(start),
            end: self.offsets.chars(end),
        }
    }

    /// Whether a word stands in an expression of time.
    pub(crate) fn is_time(&self, token: usize) -> bool {
        self.times_in(token.saturating_sub(8)..token + 1).any(|(_, t)| t.tokens.contains(&token))
    }

    /// The heads that fill a slot, by the slot's name in a frame.
    pub(crate) fn fillers(args: &[Arg<'_>], slot: &str) -> Vec<usize> {
        args.iter().filter(|a| slot_is(a.slot, slot)).map(|a| a.head).collect()
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
            Class::Armed => self.parties(head).iter().any(|p| p.kind.is_armed() || are_armed(p.victims)),
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
            Class::Bomber => lexicon.is_bomber(token),
            Class::Aircraft => lexicon.is_aircraft(token) || is_airframe(token.text()),
            Class::Vehicle => lexicon.token_in("vehicle_nouns", token),
            Class::Property => lexicon.token_in("property_nouns", token),
            Class::Event => {
                self.know.frames.nouns.contains_key(token.lemma())
                    || lexicon.token_in("definite_event_nouns", token)
            }
            Class::Aid => lexicon.token_in("aid_nouns", token),
            Class::Deal => lexicon.token_in("deal_nouns", token),
            Class::Infinitive => is_infinitive(token),
        }
    }

    fn own_parties(&self, head: usize) -> impl Iterator<Item = Kind> {
        self.mentions.at(head).map(|(_, m)| m.kind)
    }

    fn is_open_pronoun(&self, head: usize) -> bool {
        self.mentions.at(head).any(|(_, m)| m.form == Form::Pronoun && m.who.is_empty())
    }
}

/// Whether a word is the type of a warplane or helicopter: "F-16s", "Su-24", "MiG-29".
fn is_airframe(word: &str) -> bool {
    let Some((letters, number)) = word.split_once('-') else { return false };
    let number = number.strip_suffix('s').unwrap_or(number);
    matches!(
        letters,
        "F" | "A"
            | "B"
            | "Su"
            | "SU"
            | "MiG"
            | "Mig"
            | "MIG"
            | "Mi"
            | "MI"
            | "Tu"
            | "TU"
            | "AH"
            | "UH"
            | "L"
            | "Ka"
            | "JF"
            | "MQ"
    ) && (1..=3).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_digit())
}

/// Whether people of a class bear arms, whoever they serve: "peacekeepers".
fn are_armed(people: Victims) -> bool {
    matches!(people, Victims::Soldiers | Victims::Fighters | Victims::Police)
}
