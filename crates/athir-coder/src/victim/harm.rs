//! The words that tell of harm to people, and whom they tell it of.

use athir_model::{Harm, Modality};
use athir_nlp::{Dep, Pos, Token};

use super::person::{bearer_of_age, is_person};
use super::words;
use crate::clause::{conjuncts, is_passive, is_relative_pronoun, is_verbal};
use crate::graph::{Arg, Slot};
use crate::modality::{Stance, stance};
use crate::reading::Reading;
use crate::toll::Toll;

/// What befell somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fate {
    /// Taken to hospital, treated: hurt, if nothing worse is said.
    Care,
    /// Wounded.
    Hurt,
    /// Shot or hit: alive or dead.
    Hit,
    /// Died.
    Killed,
}

/// One telling of harm.
#[derive(Clone, Debug)]
pub(crate) struct HarmTold {
    pub(crate) head: usize,
    pub(crate) fate: Fate,
    /// Heads of the words for the people.
    pub(crate) people: Vec<usize>,
    /// Whether the text denies it.
    pub(crate) negated: bool,
    /// Whether they did it to themselves.
    pub(crate) own_hand: bool,
    /// Whether it is a noun alone, such as "a homicide", that tells of a death and of nobody.
    pub(crate) bare: bool,
}

/// Finds every telling of harm that the text does not put as planned or conditional.
pub(crate) fn find_harms(reading: &Reading<'_, '_>, tolls: &[Toll<'_>]) -> Vec<HarmTold> {
    let mut harms: Vec<HarmTold> = Vec::new();
    let mut tolls = tolls.iter().peekable();
    for token in reading.doc.tokens() {
        while tolls.next_if(|toll| toll.head < token.index()).is_some() {}
        let told = match of_word(reading, token) {
            Some(told) => Some(told),
            None => tolls
                .next_if(|toll| toll.head == token.index())
                .and_then(|toll| of_toll(token, toll))
                .or_else(|| of_participle(token)),
        };
        let Some((fate, mut people, own_hand)) = told else { continue };
        let survived = token.lemma() == "survive" || token.lemma() == "make";
        let negated = match stance(token, reading.know.lexicon) {
            Stance::Conditional
            | Stance::Purpose
            | Stance::Attempt(..)
            | Stance::Told(Modality::Planned | Modality::Denied, _) => {
                continue;
            }
            Stance::Negated => !survived,
            Stance::Told(..) => false,
        };
        if is_counterfactual(token) {
            continue;
        }
        if let Some(number) = number_behind(reading, token).filter(|n| !people.contains(n)) {
            people = vec![number];
        }
        if !people.iter().any(|&p| is_person(reading, p)) {
            people = beside(reading, token).into_iter().collect();
        }
        for person in &mut people {
            *person = bearer_of_age(reading, *person).unwrap_or(*person);
            *person = whole_of(reading, *person).unwrap_or(*person);
        }
        let bare = people.is_empty() && fate == Fate::Killed && !is_verbal(token) && !own_hand;
        if people.is_empty() && !bare {
            continue;
        }
        harms.push(HarmTold { head: token.index(), fate, people, negated, own_hand, bare });
    }
    part_fates(reading, &mut harms);
    harms
}

/// "left 48 killed and 67 injured": a participle of harm to which no frame gives its people, who stand before it.
fn of_participle(token: Token<'_>) -> Option<(Fate, Vec<usize>, bool)> {
    let fate = match token.lemma() {
        "kill" => Fate::Killed,
        "wound" | "injure" | "hurt" => Fate::Hurt,
        _ => return None,
    };
    (token.tag() == "VBN" && token.dep() != Dep::Amod).then(|| (fate, Vec::new(), false))
}

/// "over 100 more, including 35 children, were injured": the parse may tell of the part what is told of the whole.
fn whole_of(reading: &Reading<'_, '_>, person: usize) -> Option<usize> {
    let part = reading.doc.token(person);
    let including = part.head();
    let whole = including.head().index();
    let is_part = part.dep() == Dep::Pobj && including.text() == "including" && whole < person;
    (is_part && is_person(reading, whole)).then_some(whole)
}

/// "could have killed ten workers"
fn is_counterfactual(verb: Token<'_>) -> bool {
    let has =
        |word: &str| verb.children().any(|t| t.dep() == Dep::Aux && t.text().eq_ignore_ascii_case(word));
    has("have") && ["could", "would", "might", "should"].iter().any(|&modal| has(modal))
}

/// "killed at least two and injured 15": a number alone behind an active verb is its object, whatever the parse says.
fn number_behind(reading: &Reading<'_, '_>, verb: Token<'_>) -> Option<usize> {
    let passive = verb.children().any(|t| matches!(t.dep(), Dep::Auxpass | Dep::Nsubjpass));
    if !is_verbal(verb) || passive || verb.tag() == "VB" {
        return None;
    }
    let count = reading.count_around(verb.next()?.index()).map(|n| &reading.counts[n])?;
    let starts = count.tokens.start == verb.index() + 1 && count.noun.is_none();
    let number = reading.doc.token(count.tokens.end - 1);
    (starts && number.pos() == Pos::Num).then(|| number.index())
}

/// "left 48 killed and 67 injured": who is told of by a word of their own does not share the fate of those before.
fn part_fates(reading: &Reading<'_, '_>, harms: &mut [HarmTold]) {
    let own: Vec<(usize, Fate, usize)> =
        harms.iter().filter_map(|h| h.people.first().map(|&p| (p, h.fate, h.head))).collect();
    for harm in harms.iter_mut().filter(|h| h.people.len() > 1) {
        let (fate, head) = (harm.fate, harm.head);
        let first = harm.people[0];
        harm.people.retain(|&p| {
            p == first
                || !own.iter().any(|&(q, other, at)| {
                    q == p
                        && other != fate
                        && at != head
                        && reading.doc.sentence_of(at).index() == reading.doc.sentence_of(head).index()
                })
        });
    }
}

/// What a toll tells, by the frames of tolls.
fn of_toll(token: Token<'_>, toll: &Toll<'_>) -> Option<(Fate, Vec<usize>, bool)> {
    let fate = match toll.harm {
        Harm::Killed => Fate::Killed,
        Harm::Injured if is_deadly(token) => Fate::Killed,
        Harm::Injured => Fate::Hurt,
        _ => return None,
    };
    let nominal = toll.nominal || matches!(token.pos(), Pos::Noun | Pos::Propn);
    if nominal && has_own_rule(token) {
        return None;
    }
    (!nominal || !toll.victims.is_empty()).then(|| (fate, toll.victims.clone(), false))
}

/// Nouns that this module reads by rules of its own: a victim is not always dead, a murder may be attempted.
pub(crate) fn has_own_rule(token: Token<'_>) -> bool {
    let lists = words();
    ["killing_nouns", "shooting_nouns", "wound_nouns"].iter().any(|list| lists.token_in(list, token))
        || matches!(token.lemma(), "victim" | "body" | "corpse")
}

/// A noun of deaths that happened: "three killings", not "three attempted murders".
pub(crate) fn is_killing(token: Token<'_>) -> bool {
    words().token_in("killing_nouns", token)
        && !token
            .children()
            .any(|t| matches!(t.text().to_ascii_lowercase().as_str(), "attempted" | "attempt"))
}

/// What a word of shooting, wounding or care tells, beyond the frames of tolls.
fn of_word(reading: &Reading<'_, '_>, token: Token<'_>) -> Option<(Fate, Vec<usize>, bool)> {
    let lists = words();
    if is_verbal(token) || token.pos() == Pos::Adj || is_shot(token) {
        if lists.token_in("shoot_verbs", token) || is_shot(token) {
            return shooting(reading, token);
        }
        if lists.token_in("hit_verbs", token) && is_verbal(token) {
            return hit(reading, token);
        }
        if lists.token_in("carry_verbs", token) && is_verbal(token) {
            let to_care = token
                .children()
                .filter(|t| t.dep() == Dep::Prep && matches!(t.text(), "to" | "at" | "by" | "into"))
                .flat_map(|t| t.children())
                .any(is_care);
            return to_care.then(|| (Fate::Care, objects(reading, token), false));
        }
        if lists.token_in("treat_verbs", token) && is_verbal(token) && is_passive(token) {
            return Some((Fate::Care, objects(reading, token), false));
        }
        if token.lemma() == "survive" && is_verbal(token) {
            let negated = matches!(stance(token, reading.know.lexicon), Stance::Negated);
            let alone = !token.children().any(|t| t.dep() == Dep::Dobj);
            return (alone || negated)
                .then(|| (if negated { Fate::Killed } else { Fate::Hurt }, subjects(reading, token), false));
        }
        // "did not make it"
        if token.lemma() == "make"
            && token.children().any(|t| t.dep() == Dep::Dobj && t.text() == "it")
            && matches!(stance(token, reading.know.lexicon), Stance::Negated)
        {
            return Some((Fate::Killed, subjects(reading, token), false));
        }
        let object_is = |lemma: &str| token.children().find(|t| t.dep() == Dep::Dobj && t.lemma() == lemma);
        if token.lemma() == "commit" && object_is("suicide").is_some() {
            return Some((Fate::Killed, subjects(reading, token), true));
        }
        if let Some(life) = object_is("life").filter(|_| matches!(token.lemma(), "take" | "end" | "lose")) {
            let own = life.children().any(|t| t.text() == "own")
                || token.lemma() == "lose"
                || token.lemma() == "take" && life.children().any(|t| t.dep() == Dep::Poss);
            return own.then(|| (Fate::Killed, subjects(reading, token), token.lemma() != "lose"));
        }
        // "killing himself and six soldiers"
        let others = token.children().find(|t| is_self(*t)).map(|own| conjuncts(own)).unwrap_or_default();
        if token.lemma() == "kill" && others.len() > 1 {
            let mut people = subjects(reading, token);
            people.extend(others.iter().skip(1).map(|t| t.index()));
            return Some((Fate::Killed, people, false));
        }
        if token.children().any(is_self) && matches!(token.lemma(), "kill" | "stab" | "hang" | "detonate") {
            return Some((Fate::Killed, subjects(reading, token), true));
        }
        return None;
    }
    if !matches!(token.pos(), Pos::Noun | Pos::Propn) {
        return None;
    }
    if token.lemma() == "condition"
        && token.dep() == Dep::Pobj
        && token.head().text().eq_ignore_ascii_case("in")
    {
        let grave = token.children().any(|t| lists.token_in("conditions", t));
        return grave.then(|| (Fate::Care, bearers(reading, token), false));
    }
    if lists.token_in("wound_nouns", token) {
        let people = bearers(reading, token);
        return (!people.is_empty()).then_some((Fate::Hurt, people, false));
    }
    if lists.token_in("shooting_nouns", token) || lists.token_in("killing_nouns", token) {
        return killing_noun(reading, token);
    }
    if matches!(token.lemma(), "body" | "corpse" | "remain") {
        let mut people = of_objects(token);
        if lists.token_in("find_verbs", token.head()) || token.head().lemma() == "identify" {
            people.extend(possessors(token));
        }
        return (!people.is_empty()).then_some((Fate::Killed, people, false));
    }
    if token.lemma() == "victim" {
        let kind = |list: &str| {
            token.children().any(|t| matches!(t.dep(), Dep::Compound | Dep::Amod) && lists.token_in(list, t))
        };
        if kind("killing_nouns") {
            return Some((Fate::Killed, vec![token.index()], false));
        }
        return kind("shooting_nouns").then(|| (Fate::Hit, vec![token.index()], false));
    }
    None
}

fn is_self(token: Token<'_>) -> bool {
    token.dep() == Dep::Dobj
        && matches!(
            token.text().to_ascii_lowercase().as_str(),
            "himself" | "herself" | "themselves" | "self" | "itself"
        )
}

/// "Shot" is often read as a noun in titles.
fn is_shot(token: Token<'_>) -> bool {
    token.text().eq_ignore_ascii_case("shot") && token.tag() != "NNS" && token.dep() != Dep::Dobj
}

/// "fatally", "mortally"; "dead" and "to death" beside the verb.
fn is_deadly(token: Token<'_>) -> bool {
    let lists = words();
    let near = |t: Token<'_>| lists.token_in("deadly_adverbs", t);
    token.children().any(near)
        || token.previous().is_some_and(near)
        || token.next().is_some_and(near)
        || token.children().any(|t| {
            t.text().eq_ignore_ascii_case("dead")
                || t.text().eq_ignore_ascii_case("to")
                    && t.children().any(|d| d.text().eq_ignore_ascii_case("death"))
        })
        || token.next().is_some_and(|t| {
            t.text().eq_ignore_ascii_case("dead")
                || t.text().eq_ignore_ascii_case("to")
                    && t.next().is_some_and(|d| d.text().eq_ignore_ascii_case("death"))
        })
}

fn shooting(reading: &Reading<'_, '_>, token: Token<'_>) -> Option<(Fate, Vec<usize>, bool)> {
    let mut fate = if is_deadly(token) { Fate::Killed } else { Fate::Hit };
    if !is_verbal(token) {
        // "Two teens shot in Riverton": a title read as a noun phrase.
        let people: Vec<usize> = token
            .children()
            .filter(|t| matches!(t.dep(), Dep::Nsubj | Dep::Nsubjpass | Dep::Compound | Dep::Nmod))
            .map(|t| t.index())
            .collect();
        return (token.pos() != Pos::Noun || !people.is_empty() || token.is_root())
            .then_some((fate, people, false));
    }
    if token.children().any(is_self) {
        return Some((fate, subjects(reading, token), true));
    }
    let object = objects(reading, token);
    let passive = is_passive(token);
    // "shot and killed the clerk": the killing tells the fate.
    let later = token.rights().find(|t| t.dep() == Dep::Conj && is_verbal(*t));
    if later.is_some_and(|t| t.lemma() == "kill") && !object.is_empty() {
        fate = Fate::Killed;
    }
    if !object.is_empty() {
        return Some((fate, object, false));
    }
    let at_something = token.children().any(|t| {
        t.dep() == Dep::Prep && matches!(t.text(), "at" | "into" | "toward" | "towards" | "on")
            || t.dep() == Dep::Dobj
    });
    // "Man shot in the leg": without an object the subject is the one hit, unless something is shot at.
    let past = matches!(token.tag(), "VBN" | "VBD");
    (past && !at_something || passive).then(|| (fate, subjects(reading, token), false))
}

/// "was hit in the arm", "a bullet struck her": harm where a projectile or a part of the body is named.
fn hit(reading: &Reading<'_, '_>, token: Token<'_>) -> Option<(Fate, Vec<usize>, bool)> {
    let lists = words();
    let passive = is_passive(token);
    let fillers = |deps: &[Dep]| {
        token
            .children()
            .filter(|t| deps.contains(&t.dep()))
            .flat_map(|t| t.children())
            .filter(|t| t.dep() == Dep::Pobj)
            .collect::<Vec<_>>()
    };
    let by = fillers(&[Dep::Agent, Dep::Prep]);
    let projectile = by.iter().any(|t| lists.token_in("projectiles", *t))
        || token.children().any(|t| t.dep() == Dep::Nsubj && lists.token_in("projectiles", t));
    let body = by.iter().any(|t| lists.token_in("body_parts", *t))
        || token.children().any(|t| t.dep() == Dep::Dobj && lists.token_in("body_parts", t));
    if !projectile && !(body && (passive || by.iter().any(|t| lists.token_in("body_parts", *t)))) {
        return None;
    }
    let object = objects(reading, token);
    Some((if is_deadly(token) { Fate::Killed } else { Fate::Hit }, object, false))
}

/// "the shooting death of a student", "her son's murder", "a fatal shooting".
fn killing_noun(reading: &Reading<'_, '_>, token: Token<'_>) -> Option<(Fate, Vec<usize>, bool)> {
    let lists = words();
    let deadly = token.children().any(|t| lists.token_in("deadly_adjectives", t));
    let attempted = token.children().any(|t| {
        matches!(t.text().to_ascii_lowercase().as_str(), "attempted" | "attempt" | "self" | "possible")
    });
    let office = matches!(token.dep(), Dep::Compound | Dep::Nmod | Dep::Amod)
        && lists.token_in("killing_offices", token.head());
    if attempted || office {
        return None;
    }
    let killing = lists.token_in("killing_nouns", token) || deadly;
    let fate = if killing { Fate::Killed } else { Fate::Hit };
    let mut people = of_objects(token);
    people.extend(possessors(token));
    if people.is_empty() && killing {
        // "three murders", "two deaths"
        let counted = reading.count_of_noun(token.index()).map(|n| &reading.counts[n]);
        if counted.is_some_and(|c| c.part_of.is_none()) {
            return Some((fate, vec![token.index()], false));
        }
    }
    if people.is_empty() && !killing {
        return None;
    }
    Some((fate, people, false))
}

/// What a noun of a deed says befell those whom it struck: "a double homicide", "a triple shooting".
pub(crate) fn of_deed(noun: Token<'_>) -> Option<Fate> {
    let lists = words();
    let singular = matches!(noun.tag(), "NN" | "NNP" | "VBG");
    if singular && lists.token_in("shooting_nouns", noun) {
        return Some(Fate::Hit);
    }
    let is_deed = singular && noun.lemma() != "death" && lists.token_in("killing_nouns", noun);
    is_deed.then_some(Fate::Killed)
}

fn of_objects(noun: Token<'_>) -> Vec<usize> {
    noun.children()
        .filter(|t| t.dep() == Dep::Prep && t.text().eq_ignore_ascii_case("of"))
        .flat_map(|t| t.children())
        .filter(|t| t.dep() == Dep::Pobj)
        .flat_map(conjuncts)
        .map(|t| t.index())
        .collect()
}

fn possessors(noun: Token<'_>) -> Vec<usize> {
    noun.children().filter(|t| t.dep() == Dep::Poss && !is_relative_pronoun(*t)).map(|t| t.index()).collect()
}

fn fillers(args: &[Arg<'_>], slot: Slot<'_>) -> Vec<usize> {
    args.iter().filter(|a| a.slot == slot).map(|a| a.head).collect()
}

fn objects(reading: &Reading<'_, '_>, verb: Token<'_>) -> Vec<usize> {
    with_conjuncts(reading, fillers(&reading.graph.args(verb), Slot::Obj))
}

fn subjects(reading: &Reading<'_, '_>, verb: Token<'_>) -> Vec<usize> {
    let args = reading.graph.args(verb);
    let found = fillers(&args, Slot::Subj);
    with_conjuncts(reading, if found.is_empty() { fillers(&args, Slot::Obj) } else { found })
}

fn with_conjuncts(reading: &Reading<'_, '_>, heads: Vec<usize>) -> Vec<usize> {
    let mut all: Vec<usize> = Vec::with_capacity(heads.len());
    for head in heads {
        for token in conjuncts(reading.doc.token(head)) {
            if !all.contains(&token.index()) {
                all.push(token.index());
            }
        }
    }
    all
}

/// Who has a wound or is in a condition: "a man with a gunshot wound", "she suffered a wound", "he was in critical
/// condition".
fn bearers(reading: &Reading<'_, '_>, noun: Token<'_>) -> Vec<usize> {
    let lists = words();
    let mut at = noun;
    for _ in 0..4 {
        if at.is_root() {
            return Vec::new();
        }
        let head = at.head();
        if is_verbal(head) {
            let finds = lists.token_in("find_verbs", head) && !is_passive(head);
            let carries = lists.token_in("treat_verbs", head)
                || lists.token_in("carry_verbs", head)
                || lists.token_in("find_verbs", head);
            let bears = lists.token_in("wound_verbs", head) && at.dep() == Dep::Dobj
                || at.dep() == Dep::Prep
                    && matches!(
                        head.lemma(),
                        "be" | "remain" | "suffer" | "recover" | "list" | "die" | "survive"
                    );
            if bears && head.lemma() != "die" {
                return subjects(reading, head);
            }
            if carries || finds {
                return objects(reading, head);
            }
            return Vec::new();
        }
        if at.dep() == Dep::Prep
            && matches!(at.text().to_ascii_lowercase().as_str(), "with" | "in" | "from")
            && matches!(head.pos(), Pos::Noun | Pos::Propn | Pos::Num | Pos::Pron)
        {
            return vec![head.index()];
        }
        at = head;
    }
    Vec::new()
}

fn is_care(token: Token<'_>) -> bool {
    let lists = words();
    lists.token_in("care_places", token)
        || token.children().any(|t| {
            matches!(t.dep(), Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Conj)
                && lists.token_in("hospital_words", t)
        })
}

/// The people right before a word of harm whose grammar went astray, as in titles: "5-Year-Old Boy Shot".
fn beside(reading: &Reading<'_, '_>, token: Token<'_>) -> Option<usize> {
    let participle = matches!(token.tag(), "VBN" | "VBD" | "JJ" | "VBZ");
    if !participle && !is_shot(token) {
        return None;
    }
    let start = token.sentence().range().start.max(token.index().saturating_sub(8));
    for index in (start..token.index()).rev() {
        let at = reading.doc.token(index);
        if is_person(reading, index) {
            return Some(index);
        }
        if at.pos() == Pos::Verb && at.tag() != "VBN"
            || matches!(
                at.text().to_ascii_lowercase().as_str(),
                "by" | "who" | "that" | ":" | "after" | "with"
            )
        {
            return None;
        }
    }
    None
}
