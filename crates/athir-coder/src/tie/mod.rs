//! Ties: how actors stand to each other, as a text states it or as it follows from what they do together.
//!
//! Standing (`standing`) is stated by nouns and participles (codebook §5), by whose part somebody is named (`part`), by a
//! second name (`alias`), by a post (`post`) and in a row with others (`row`). Acts and words of alliance, help, rivalry
//! and descent are patterns over the predicate-argument graph (`act`), from `data/ties.toml` (`words`). All of them, and the members that a text gives a coalition (`coalition`),
//! get the time that their sentence gives them (`dating`).

mod act;
mod alias;
mod coalition;
mod dating;
mod part;
mod post;
mod row;
mod standing;
mod words;

use athir_actors::ActorKind;
use athir_model::{Tie, TieKind, TieSays, TieState};
use athir_nlp::{Dep, Token};

use crate::one_state::{is_of_one_state, tells_of_mutiny};
use crate::reading::Reading;

use self::act::find_acts;
use self::alias::find_aliases;
use self::coalition::find_members;
use self::dating::date;
use self::part::find_parts;
use self::post::find_posts;
use self::row::find_rows;
use self::standing::find_standing;
use self::words::TieWords;

/// A tie and the word that tells of it.
pub(super) struct Found {
    tie: Tie,
    at: usize,
}

/// Reads every tie, in the order of the text: stated ones first, each pair, kind and time once.
pub(crate) fn find_ties(reading: &Reading<'_, '_>) -> Vec<Tie> {
    let mut found: Vec<Found> = Vec::new();
    find_standing(reading, &mut found);
    find_rows(reading, &mut found);
    find_parts(reading, &mut found);
    find_posts(reading, &TieWords::builtin().lists, &mut found);
    find_aliases(reading, &mut found);
    find_members(reading, &TieWords::builtin().lists, &mut found);
    find_acts(reading, TieWords::builtin(), &mut found);
    found.retain(|f| !is_denied_charge(reading, f) && !is_of_nobody(&f.tie) && !is_within_one(reading, f));
    end_standing(&mut found);
    let mut unique: Vec<Tie> = Vec::new();
    for Found { mut tie, at } in found {
        if at > 0 || tie.when.is_some() {
            date(reading, at, &mut tie);
        }
        let same = |t: &Tie| {
            t.kind == tie.kind
                && t.state == tie.state
                && ((t.a == tie.a && t.b == tie.b) || tie.kind.is_symmetric() && t.a == tie.b && t.b == tie.a)
                // What is stated stands for what follows from acts, unless these have a time of their own.
                && (tie.when.is_none() || t.when == tie.when)
        };
        if tie.a != tie.b && !unique.iter().any(same) {
            unique.push(tie);
        }
    }
    unique
}

/// "sponsored by X, a charge it denies": that is charged, and not stated.
fn is_denied_charge(reading: &Reading<'_, '_>, found: &Found) -> bool {
    let binds = matches!(found.tie.kind, TieKind::Supports | TieKind::AffiliateOf);
    let denies = |t: Token<'_>| {
        t.dep() == Dep::Relcl && matches!(t.lemma(), "deny" | "reject" | "dismiss" | "dispute" | "refute")
    };
    let is_charge = |t: Token<'_>| {
        matches!(t.lemma(), "charge" | "allegation" | "accusation" | "claim") && t.children().any(denies)
    };
    binds && reading.doc.token(found.at).sentence().tokens().any(is_charge)
}

/// "the Hill Front's fighters", "gunmen linked to the Hill Front": a word for people tells nothing of an actor's standing; the
/// rebels of a war, and whom somebody backs, are a side of it.
fn is_of_nobody(tie: &Tie) -> bool {
    let nobody = |name: &str, code: &Option<String>| code.is_none() && !name.contains(char::is_uppercase);
    let rebels = |name: &str| name == "rebels";
    if !tie.basis.is_stated() {
        return false;
    }
    let (a, b) = (nobody(&tie.a, &tie.a_actor), nobody(&tie.b, &tie.b_actor));
    match tie.kind {
        TieKind::Supports | TieKind::Ally | TieKind::Rival => a && !rebels(&tie.a) || b && !rebels(&tie.b),
        TieKind::AffiliateOf => a || b,
        TieKind::MemberOf => a && !rebels(&tie.a) || b,
        _ => false,
    }
}

/// A state and its own forces stand as one unless these rise against it, a people and its fighters too, and no state comes out of
/// an armed group.
fn is_within_one(reading: &Reading<'_, '_>, found: &Found) -> bool {
    let tie = &found.tie;
    let (Some(a), Some(b)) = (tie.a_actor.as_deref(), tie.b_actor.as_deref()) else { return false };
    let registry = reading.know.registry;
    let is_part =
        |part: &str, whole: &str| part.strip_prefix(whole).is_some_and(|rest| rest.starts_with('/'));
    match tie.kind {
        TieKind::Rival => {
            let sentence = reading.doc.token(found.at).sentence();
            is_of_one_state(registry, a, b) && !sentence.tokens().any(|t| tells_of_mutiny(t.text()))
        }
        TieKind::Ally | TieKind::Supports => {
            is_of_one_state(registry, a, b) || is_part(a, b) || is_part(b, a)
        }
        TieKind::SplitFrom => {
            let kind = |code| registry.by_code(code).map(|id| registry.actor(id).kind);
            kind(a) == Some(ActorKind::State)
                && matches!(kind(b), Some(ActorKind::ArmedGroup | ActorKind::Militia | ActorKind::Political))
        }
        _ => false,
    }
}

/// A standing whose own word is said to end has ended: "ended its alliance with".
fn end_standing(found: &mut [Found]) {
    let pair = |tie: &Tie| {
        let (a, b) = (tie.a.clone(), tie.b.clone());
        if a <= b { (a, b) } else { (b, a) }
    };
    let ended: Vec<(usize, (String, String))> =
        found.iter().filter(|f| f.tie.says == TieSays::Ends).map(|f| (f.at, pair(&f.tie))).collect();
    for Found { tie, at } in found.iter_mut().filter(|f| f.tie.kind.lasts() && f.tie.basis.is_stated()) {
        if ended.contains(&(*at, pair(tie))) {
            (tie.state, tie.says) = (TieState::Former, TieSays::Ends);
        }
    }
}

/// The state that goes with what is said: what ends has ended.
fn state(ends: bool) -> TieState {
    if ends { TieState::Former } else { TieState::Current }
}

#[cfg(test)]
mod tests {
    use athir_model::{TieKind, TieSays};
    use athir_nlp::{Model, Span};

    use crate::{Coder, KnownActor};

    /// The ties between "Alkara" and "Belkara" that a text tells of: kind, from which of the two, what is said, start.
    fn told(text: &str) -> Vec<(TieKind, char, TieSays, Option<String>)> {
        let spans =
            |name: &str| text.match_indices(name).map(|(at, _)| Span::new(at, at + name.len())).collect();
        let known =
            ["Alkara", "Belkara"].map(|name| KnownActor { name: name.to_owned(), spans: spans(name) });
        let coded = Coder::builtin().code_with_known(&Model::builtin().parse(text), "x", None, &known);
        let between =
            coded.ties.iter().filter(|tie| known.iter().all(|k| tie.a == k.name || tie.b == k.name));
        between
            .map(|tie| {
                let start = tie.when.as_ref().and_then(|when| when.start);
                (tie.kind, tie.a.chars().next().unwrap_or(' '), tie.says, start.map(|day| day.to_string()))
            })
            .collect()
    }

    fn first(text: &str) -> (TieKind, char, TieSays) {
        let all = told(text);
        let (kind, from, says, _) =
            all.first().unwrap_or_else(|| panic!("nothing is told by {text:?}")).clone();
        (kind, from, says)
    }

    #[test]
    fn who_acts_together_is_allied() {
        for text in [
            "Alkara and Belkara coordinated an attack on the base.",
            "Alkara fought alongside Belkara against the army.",
            "Alkara attacked the base in coordination with Belkara.",
            "Alkara and Belkara jointly attacked the base.",
            "Alkara began coordinating attacks with Belkara.",
        ] {
            assert_eq!(first(text).0, TieKind::Ally, "{text}");
        }
        assert_eq!(first("Alkara formed an alliance with Belkara."), (TieKind::Ally, 'A', TieSays::Begins));
    }

    #[test]
    fn who_is_against_whom_is_a_rival() {
        for text in [
            "Alkara clashed with Belkara near the river.",
            "Alkara and Belkara attacked each other's members.",
            "Alkara declared war on Belkara.",
            "Alkara launched an offensive against Belkara.",
            "Fighting broke out between Alkara and Belkara.",
        ] {
            assert_eq!(first(text).0, TieKind::Rival, "{text}");
        }
    }

    #[test]
    fn descent_has_a_direction() {
        assert_eq!(first("Alkara split from Belkara over tactics.").0, TieKind::SplitFrom);
        assert_eq!(first("Alkara broke away from Belkara.").1, 'A');
        let result = first("Three commanders split from Alkara to form Belkara.");
        assert_eq!((result.0, result.1), (TieKind::SplitFrom, 'B'));
        assert_eq!(first("Alkara merged into Belkara.").0, TieKind::MergedInto);
        let pledge = first("Alkara pledged allegiance to Belkara.");
        assert_eq!((pledge.0, pledge.1), (TieKind::AffiliateOf, 'A'));
    }

    #[test]
    fn help_goes_from_the_helper() {
        let found = first("Alkara received money and weapons from Belkara.");
        assert_eq!((found.0, found.1), (TieKind::Supports, 'B'));
    }

    #[test]
    fn what_is_refused_or_negated_is_no_tie() {
        assert!(told("Alkara refused to cooperate with Belkara.").is_empty());
        assert!(told("Alkara did not cooperate with Belkara.").is_empty());
        assert!(told("Alkara and Belkara are two of many groups in the valley.").is_empty());
    }

    #[test]
    fn words_tell_of_beginnings_and_ends_with_their_time() {
        let (_, _, says, start) = told("Alkara has cooperated with Belkara since 2011.").remove(0);
        assert_eq!((says, start.as_deref()), (TieSays::Begins, Some("2011-01-01")));
        let (_, _, says, start) = told("Alkara ended its alliance with Belkara in May 2014.").remove(0);
        assert_eq!((says, start.as_deref()), (TieSays::Ends, Some("2014-05-01")));
        let (_, _, says, start) = told("Alkara did not cooperate with Belkara until 2005.").remove(0);
        assert_eq!((says, start.as_deref()), (TieSays::Begins, Some("2005-01-01")));
    }
}
