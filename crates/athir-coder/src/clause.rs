//! Grammar of one clause: its verb, its conjuncts, its voice, and the words that join things to it.

use athir_nlp::{Dep, Pos, Token};

/// The verb of the clause that a token stands in: itself or its nearest verbal ancestor.
pub(crate) fn clause_verb<'d>(token: Token<'d>) -> Option<Token<'d>> {
    std::iter::once(token).chain(token.ancestors()).find(|t| is_verbal(*t))
}

/// All heads that a coordination adds to a filler, the filler first, in the order of the text.
pub(crate) fn conjuncts<'d>(first: Token<'d>) -> Vec<Token<'d>> {
    let mut all = vec![first];
    let mut i = 0;
    while i < all.len() && all.len() < 32 {
        let token = all[i];
        all.extend(token.children().filter(|t| t.dep() == Dep::Conj && t.index() > token.index()));
        i += 1;
    }
    all.sort_by_key(|t| t.index());
    all
}

pub(crate) fn is_verbal(token: Token<'_>) -> bool {
    matches!(token.pos(), Pos::Verb | Pos::Aux) || past_as_adjective(token).is_some()
}

/// "Troops advanced towards the town": the tagger takes a past form for an adjective, which as the root with a subject of its
/// own it is not. Gives the form without its "d".
pub(crate) fn past_as_adjective<'d>(token: Token<'d>) -> Option<&'d str> {
    let is_misread =
        token.pos() == Pos::Adj && token.dep() == Dep::Root && token.lefts().any(|t| t.dep() == Dep::Nsubj);
    token.text().strip_suffix('d').filter(|form| is_misread && form.ends_with('e'))
}

/// "launched a counter-offensive": the tagger takes the noun for an adjective, which as an object or a subject it is not.
pub(crate) fn stands_as_noun(token: Token<'_>) -> bool {
    let is_part = token.index().checked_sub(1).is_some_and(|i| token.sentence().doc().token(i).text() == "-");
    token.pos() == Pos::Adj
        && is_part
        && matches!(token.dep(), Dep::Dobj | Dep::Pobj | Dep::Nsubj | Dep::Nsubjpass)
}

/// "had fallen": a past perfect.
pub(crate) fn is_past_perfect(verb: Token<'_>) -> bool {
    verb.children().any(|t| t.dep() == Dep::Aux && t.text().eq_ignore_ascii_case("had"))
}

/// "to storm the base"
pub(crate) fn is_infinitive(verb: Token<'_>) -> bool {
    is_verbal(verb) && verb.children().any(|t| t.dep() == Dep::Aux && t.text() == "to")
}

pub(crate) fn is_participle(token: Token<'_>) -> bool {
    matches!(token.tag(), "VBN" | "VBG") && matches!(token.dep(), Dep::Acl | Dep::Amod | Dep::Advcl)
}

/// Whether a verb's surface subject is its logical object.
pub(crate) fn is_passive(verb: Token<'_>) -> bool {
    if verb.children().any(|t| matches!(t.dep(), Dep::Auxpass | Dep::Nsubjpass)) {
        return true;
    }
    if is_passive_beside(verb) {
        return true;
    }
    if verb.tag() != "VBN" || verb.children().any(|t| t.dep() == Dep::Aux && t.lemma() == "have") {
        return false;
    }
    match verb.dep() {
        Dep::Acl => subject_of_participle(verb).is_none(),
        Dep::Amod => true,
        Dep::Advcl | Dep::Oprd | Dep::Xcomp | Dep::Ccomp => !verb.children().any(|t| t.dep() == Dep::Dobj),
        // Also with a subject of its own: "two were killed and a nurse wounded".
        Dep::Conj => is_passive(verb.head()) && !verb.children().any(|t| t.dep() == Dep::Dobj),
        // Headlines drop the auxiliary: "Five killed in blast".
        Dep::Root => {
            verb.children().any(|t| t.dep() == Dep::Agent)
                || !NEVER_UNDERGONE.contains(&verb.lemma())
                    && !verb.children().any(|t| t.dep() == Dep::Dobj)
                    && !verb.children().any(|t| t.dep() == Dep::Aux)
        }
        _ => verb.children().any(|t| t.dep() == Dep::Agent),
    }
}

/// "Gunmen on motorbikes killed 40 villagers": the subject of a verb that the parse takes for a participle of the noun before
/// it, so that the sentence has no verb left.
pub(crate) fn subject_of_participle(verb: Token<'_>) -> Option<Token<'_>> {
    if verb.dep() != Dep::Acl || verb.tag() != "VBN" {
        return None;
    }
    // "the man given a gun" has an object though it is passive.
    if GIVEN.contains(&verb.lemma()) || !verb.children().any(|t| t.dep() == Dep::Dobj) {
        return None;
    }
    let is_noun = |t: &Token<'_>| matches!(t.pos(), Pos::Noun | Pos::Propn | Pos::Pron);
    verb.ancestors().last().filter(|t| t.is_root() && t.index() < verb.index() && is_noun(t))
}

/// Verbs whose participle keeps an object: "a prize awarded him", "a man named leader".
const GIVEN: [&str; 14] = [
    "give", "award", "name", "call", "grant", "offer", "deny", "show", "send", "hand", "elect", "appoint",
    "allow", "deal",
];

/// "Houses were looted and shops burned", "was attacked and the priest kidnapped": the second verb of a passive has a noun of
/// its own before it, and the parse takes its form for the past.
fn is_passive_beside(verb: Token<'_>) -> bool {
    let first = verb.head();
    verb.dep() == Dep::Conj
        && verb.tag() == "VBD"
        && UNDERGONE.contains(&verb.lemma())
        && first.tag() == "VBN"
        && first.children().any(|t| t.dep() == Dep::Auxpass)
        && verb.lefts().any(|t| t.dep() == Dep::Nsubj && t.pos() != Pos::Pron)
        && !verb.children().any(|t| matches!(t.dep(), Dep::Dobj | Dep::Aux | Dep::Ccomp | Dep::Xcomp))
}

/// What nobody has done to him, whatever the parse takes the form for: "Five missiles slammed into a hospital".
const NEVER_UNDERGONE: &[&str] = &[
    "advance",
    "arrive",
    "clash",
    "collapse",
    "crash",
    "defect",
    "die",
    "disappear",
    "emerge",
    "erupt",
    "escape",
    "explode",
    "flare",
    "flee",
    "infiltrate",
    "land",
    "march",
    "perish",
    "plough",
    "plow",
    "pour",
    "rally",
    "retreat",
    "return",
    "ricochet",
    "rush",
    "slam",
    "stream",
    "succumb",
    "surrender",
    "swarm",
    "vanish",
    "vow",
];

/// Deeds whose past form, without an object, tells what was done to its subject.
const UNDERGONE: &[&str] = &[
    "abduct",
    "arrest",
    "beat",
    "behead",
    "bomb",
    "burn",
    "capture",
    "confiscate",
    "damage",
    "destroy",
    "detain",
    "displace",
    "evacuate",
    "execute",
    "expel",
    "free",
    "hit",
    "hospitalise",
    "hospitalize",
    "injure",
    "jail",
    "kidnap",
    "kill",
    "loot",
    "massacre",
    "murder",
    "raid",
    "ransack",
    "rape",
    "raze",
    "release",
    "rescue",
    "seize",
    "set",
    "shell",
    "shoot",
    "shut",
    "slaughter",
    "stab",
    "steal",
    "torch",
    "torture",
    "uproot",
    "vandalise",
    "vandalize",
    "wound",
];

pub(crate) fn is_relative_pronoun(token: Token<'_>) -> bool {
    matches!(token.tag(), "WDT" | "WP" | "WP$")
        || (token.text().eq_ignore_ascii_case("that")
            && matches!(token.dep(), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj)
            && token.head().dep() == Dep::Relcl)
}

/// The prepositions that frames and rules name, in lower case.
pub(crate) const PREPOSITIONS: &[&str] = &[
    "in",
    "on",
    "at",
    "by",
    "from",
    "with",
    "near",
    "during",
    "after",
    "against",
    "between",
    "over",
    "about",
    "around",
    "under",
    "among",
    "inside",
    "outside",
    "of",
    "to",
    "into",
    "toward",
    "across",
    "along",
    "within",
    "throughout",
    "through",
    "for",
    "including",
    "amid",
    "following",
    "since",
    "behind",
    "beside",
    "before",
    "without",
    "beyond",
    "off",
    "onto",
    "until",
    "via",
    "as",
    "than",
    "like",
    "despite",
    "concerning",
    "regarding",
    "because",
    "out",
    "up",
    "down",
    "past",
    "above",
    "below",
    "using",
];

/// Folds spellings of one preposition; the words stay borrowed from the text or from here.
pub(crate) fn fold_prep(word: &str) -> &str {
    match word {
        "towards" | "Towards" => "toward",
        "upon" | "Upon" => "on",
        "amongst" => "among",
        _ if word.starts_with(char::is_uppercase) => {
            PREPOSITIONS.iter().find(|p| p.eq_ignore_ascii_case(word)).copied().unwrap_or(word)
        }
        _ => word,
    }
}

/// Walks from a token up to the clause that holds it and on to the sentence's root.
pub(crate) fn clause_chain<'d>(token: Token<'d>) -> impl Iterator<Item = Token<'d>> {
    std::iter::once(token).chain(token.ancestors())
}

/// "No group", "neither side".
pub(crate) fn is_nobody(noun: Token<'_>) -> bool {
    noun.children()
        .any(|t| t.dep() == Dep::Det && matches!(t.text().to_ascii_lowercase().as_str(), "no" | "neither"))
}

/// Prepositions that place an act.
pub(crate) fn is_locative_prep(word: &str) -> bool {
    matches!(
        word,
        "in" | "at"
            | "near"
            | "on"
            | "outside"
            | "inside"
            | "around"
            | "over"
            | "across"
            | "along"
            | "within"
            | "throughout"
            | "between"
    )
}
