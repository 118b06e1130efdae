//! Voices: to whom the text credits what it tells (codebook §3, attribution).

use std::ops::Range;

use athir_nlp::{Dep, Doc, Pos, Token};

use crate::clause::is_nobody;
use crate::lexicon::Lexicon;

/// A voice that vouches for a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Voice {
    /// The words that name it.
    pub(crate) tokens: Range<usize>,
    /// Head of its noun phrase.
    pub(crate) head: usize,
    /// The verb of saying, where there is one.
    pub(crate) verb: Option<usize>,
    /// Whether the verb blames somebody.
    pub(crate) blames: bool,
    /// Whether the verb claims an act for the speaker.
    pub(crate) claims: bool,
    /// Whether the verb denies what it governs.
    pub(crate) denies: bool,
}

/// How many words away a voice may stand; longer sentences are no prose.
const REACH: usize = 120;

/// Finds the voices that the sentence credits with what `trigger` tells, the nearest first.
pub(crate) fn find_voices(doc: &Doc, trigger: Token<'_>, lexicon: &Lexicon) -> Vec<Voice> {
    let mut voices: Vec<Voice> = Vec::new();
    // "two besieged towns": nobody says that; it is known.
    if trigger.dep() == Dep::Amod && trigger.tag() == "VBN" {
        return voices;
    }
    let mut below = trigger;
    for token in trigger.ancestors().take(40) {
        // "The army said …; the rebels said …": two voices, each of its own.
        if (below.index()..token.index()).any(|i| doc.token(i).text() == ";") {
            break;
        }
        if is_saying(token, lexicon) && governs_content(below) {
            voices.extend(credited(doc, token, lexicon));
        }
        below = token;
    }
    // "…, the army said": the parser may hang the saying below the clause.
    let root = trigger.sentence().root();
    let window = trigger.index().saturating_sub(REACH)..trigger.index() + REACH;
    let sentence = trigger.sentence().range();
    for token in (window.start.max(sentence.start)..window.end.min(sentence.end)).map(|i| doc.token(i)) {
        let hangs_below = matches!(token.dep(), Dep::Parataxis | Dep::Ccomp | Dep::Advcl | Dep::Intj)
            && is_saying(token, lexicon)
            && token.index() > trigger.index()
            && !token.children().any(|t| matches!(t.dep(), Dep::Ccomp | Dep::Mark))
            && (token.head() == root || token.head() == trigger);
        if hangs_below || trails(doc, trigger, token, lexicon) {
            voices.extend(credited(doc, token, lexicon));
        }
        if token.text().eq_ignore_ascii_case("according") {
            let named = token
                .children()
                .filter(|t| t.text() == "to")
                .flat_map(|t| t.children())
                .find(|t| t.dep() == Dep::Pobj);
            if let Some(head) = named {
                voices.push(voice_at(doc, head, None));
            }
        }
        // "per the ministry", and not "per day".
        if token.text().eq_ignore_ascii_case("per")
            && token.dep() == Dep::Prep
            && let Some(head) = token.children().find(|t| t.dep() == Dep::Pobj)
            && (head.pos() == Pos::Propn || lexicon.token_in("voice_nouns", head))
        {
            voices.push(voice_at(doc, head, None));
        }
    }
    let mut unique: Vec<Voice> = Vec::new();
    for voice in voices {
        if !unique.iter().any(|v| v.head == voice.head) {
            unique.push(voice);
        }
    }
    unique
}

/// "Troops took the town and lost ten men, a source close to the party told reporters": the parser may join the saying to the
/// clauses before it.
fn trails(doc: &Doc, trigger: Token<'_>, saying: Token<'_>, lexicon: &Lexicon) -> bool {
    let is_speaker = |t: Token<'_>| {
        let before = t.left_edge().checked_sub(1).map(|i| doc.token(i).text());
        t.dep() == Dep::Nsubj && before == Some(",") && lexicon.token_in("voice_nouns", t)
    };
    let is_last = || {
        let rest = saying.right_edge() + 1..saying.sentence().range().end;
        rest.into_iter().all(|i| doc.token(i).is_punct() || doc.token(i).is_space())
    };
    saying.dep() == Dep::Conj
        && saying.index() > trigger.index()
        && is_saying(saying, lexicon)
        && saying.children().any(is_speaker)
        && !saying.children().any(|t| matches!(t.dep(), Dep::Ccomp | Dep::Mark))
        && is_last()
}

/// "in Damascus, a source at the police command said": a speaker that the parser hangs on the name before him.
fn speaker_before<'d>(doc: &'d Doc, verb: Token<'d>, lexicon: &Lexicon) -> Option<Token<'d>> {
    let first = verb.sentence().range().start.max(verb.index().saturating_sub(LONGEST_SPEAKER));
    (first..verb.index()).map(|i| doc.token(i)).find(|t| {
        let before = t.left_edge().checked_sub(1).map(|i| doc.token(i).text());
        t.pos() == Pos::Noun
            && t.dep() == Dep::Appos
            && t.right_edge() + 1 == verb.index()
            && before == Some(",")
            && lexicon.token_in("voice_nouns", *t)
    })
}

/// How many words a speaker is named with at most.
const LONGEST_SPEAKER: usize = 14;

/// Whether the verb tells what somebody said.
pub(crate) fn is_saying(token: Token<'_>, lexicon: &Lexicon) -> bool {
    matches!(token.pos(), Pos::Verb | Pos::Aux)
        && (["say_verbs", "blame_verbs", "claim_verbs", "deny_verbs"]
            .iter()
            .any(|l| lexicon.token_in(l, token))
            || puts_figure(token, lexicon))
}

/// "The ministry put the number of dead at ten".
fn puts_figure(verb: Token<'_>, lexicon: &Lexicon) -> bool {
    verb.lemma() == "put"
        && verb.children().any(|t| t.dep() == Dep::Dobj && lexicon.has("figure_nouns", t.lemma()))
        && verb.subtree().any(|i| verb.doc().token(i).text() == "at")
}

/// Whether what hangs on a verb of saying through this token is what was said.
fn governs_content(below: Token<'_>) -> bool {
    matches!(
        below.dep(),
        Dep::Ccomp
            | Dep::Xcomp
            | Dep::Dobj
            | Dep::Advcl
            | Dep::Pcomp
            | Dep::Nsubjpass
            | Dep::Prep
            | Dep::Parataxis
            | Dep::Conj
    ) && !(below.dep() == Dep::Advcl
        && below.children().any(|t| t.dep() == Dep::Mark && !t.text().eq_ignore_ascii_case("that")))
        && (below.dep() != Dep::Prep || below.text().eq_ignore_ascii_case("of"))
}

/// Who is the subject of a verb of saying; `None` for "it was said" and for things that do not speak.
pub(crate) fn speaker(doc: &Doc, verb: Token<'_>, lexicon: &Lexicon) -> Option<Voice> {
    let mut at = verb;
    let mut subject = None;
    for _ in 0..4 {
        subject = at.children().find(|t| matches!(t.dep(), Dep::Nsubj | Dep::Agent));
        // "Jets, believed to be foreign, struck": who is spoken of is not who speaks.
        let spoken_of = at.tag() == "VBN" && !at.children().any(|t| t.dep() == Dep::Aux);
        let climbs = match at.dep() {
            Dep::Conj | Dep::Xcomp => true,
            Dep::Advcl => !spoken_of,
            _ => false,
        };
        if subject.is_some() || !climbs {
            break;
        }
        at = at.head();
    }
    let mut subject = subject.or_else(|| speaker_before(doc, verb, lexicon))?;
    if subject.dep() == Dep::Agent {
        subject = subject.children().find(|t| t.dep() == Dep::Pobj)?;
    }
    // "X was quoted as saying"
    if matches!(subject.tag(), "EX" | "WP" | "WDT")
        || subject.text().eq_ignore_ascii_case("it") && subject.dep() == Dep::Expl
    {
        return None;
    }
    // "No group claimed", "nobody said": not a voice.
    let says_nobody = matches!(subject.text().to_ascii_lowercase().as_str(), "nobody" | "none" | "neither")
        || is_nobody(subject);
    let is_thing =
        ["aircraft_nouns", "weapon_nouns", "vehicle_nouns"].iter().any(|l| lexicon.token_in(l, subject));
    if says_nobody
        || is_thing
        || verb.children().any(|t| t.dep() == Dep::Neg) && lexicon.token_in("claim_verbs", verb)
    {
        return None;
    }
    let mut voice = voice_at(doc, subject, Some(verb.index()));
    voice.blames = lexicon.token_in("blame_verbs", verb);
    voice.claims = lexicon.token_in("claim_verbs", verb) && !lexicon.token_in("say_verbs", verb);
    voice.denies = lexicon.token_in("deny_verbs", verb);
    Some(voice)
}

/// Who says something, and whom he names as his source.
fn credited(doc: &Doc, said: Token<'_>, lexicon: &Lexicon) -> impl Iterator<Item = Voice> {
    speaker(doc, said, lexicon).into_iter().chain(cited(doc, said, lexicon))
}

/// Whom a speaker names as his source: "state media said, citing an officer", "X quoted a medic as saying".
fn cited(doc: &Doc, said: Token<'_>, lexicon: &Lexicon) -> Option<Voice> {
    let cites = |t: &Token<'_>| {
        lexicon.token_in("cite_verbs", *t) && matches!(t.dep(), Dep::Advcl | Dep::Acl | Dep::Conj | Dep::Prep)
    };
    let subject = said.children().find(|t| t.dep() == Dep::Nsubj);
    let own = Some(said).filter(|t| lexicon.token_in("cite_verbs", *t));
    let verb = own
        .or_else(|| said.children().find(cites))
        .or_else(|| subject.and_then(|t| t.children().find(cites)))?;
    let source = verb.children().find(|t| t.dep() == Dep::Dobj)?;
    let speaks = source.pos() == Pos::Propn
        || lexicon.token_in("voice_nouns", source)
        || lexicon.token_in("person_nouns", source);
    speaks.then(|| voice_at(doc, source, Some(verb.index())))
}

/// The voice that a noun phrase names.
pub(crate) fn voice_at(doc: &Doc, head: Token<'_>, verb: Option<usize>) -> Voice {
    // The noun phrase without clauses and appositions that hang behind it.
    let mut end = head.index() + 1;
    for child in head.rights() {
        let follows = child.left_edge() == end;
        let joins = matches!(child.dep(), Dep::Prep | Dep::Conj | Dep::Cc)
            || child.dep() == Dep::Punct && child.text() == "-";
        if follows && joins && child.right_edge() < head.index() + 14 {
            let clause = (child.index()..=child.right_edge())
                .any(|i| matches!(doc.token(i).dep(), Dep::Relcl | Dep::Acl));
            if clause {
                break;
            }
            end = child.right_edge() + 1;
        } else {
            break;
        }
    }
    // "the minister, Rewan Halo, said": the name belongs to the office.
    let named = head.children().find(|t| {
        t.dep() == Dep::Appos
            && t.pos() == Pos::Propn
            && head.pos() != Pos::Propn
            && t.left_edge() <= end + 1
            && t.right_edge() <= t.index() + 1
    });
    if let Some(name) = named.filter(|t| t.left_edge() >= end) {
        end = name.index() + 1;
    }
    Voice {
        tokens: head.left_edge().min(head.index())..end,
        head: head.index(),
        verb,
        blames: false,
        claims: false,
        denies: false,
    }
}
