//! Which words for victims mean one person: those that say most of somebody (name, age) come first, and the others
//! join the first person whom nothing tells apart from them.

use athir_nlp::{Dep, Pos};

use super::harm::{Fate, HarmTold};
use super::person::{Described, Sex, describe};
use super::words;
use crate::clause::conjuncts;
use crate::reading::Reading;

/// One person who came to harm.
#[derive(Clone, Debug)]
pub(crate) struct Victim<'d> {
    /// The worst that is told of the person.
    pub(crate) fate: Fate,
    pub(crate) attacker: bool,
    pub(crate) told: Vec<Telling<'d>>,
    names: Vec<&'d str>,
    age: Option<u64>,
    sex: Option<Sex>,
}

/// One telling of one person.
#[derive(Clone, Debug)]
pub(crate) struct Telling<'d> {
    pub(crate) who: Described<'d>,
    fates: Vec<Fate>,
    own_hand: bool,
}

/// The victims of a report, the dead and the living.
#[derive(Clone, Debug, Default)]
pub(crate) struct People<'d> {
    pub(crate) killed: Vec<Victim<'d>>,
    pub(crate) living: Vec<Victim<'d>>,
}

/// How many words for people back a pronoun is resolved.
const PRONOUN_REACH: usize = 14;

/// Tells the victims apart who are told of one by one. `elsewhere` says of a sentence that it speaks of something
/// else than the happening in question.
pub(crate) fn find_people<'d>(
    reading: &Reading<'d, '_>,
    harms: &[HarmTold],
    elsewhere: impl Fn(usize) -> bool,
) -> People<'d> {
    let mut tellings = tell(reading, harms);
    let suspects: Vec<&str> =
        tellings.iter().filter(|t| t.who.suspect).flat_map(|t| t.who.names.iter().copied()).collect();
    complete_names(reading, &mut tellings);
    let mut tellings: Vec<Telling<'d>> = tellings
        .into_iter()
        .filter(|t| !t.fates.is_empty() && !t.who.pronoun && !elsewhere(t.who.sentence))
        // Who is charged is seldom among the wounded.
        .filter(|t| {
            let charged = !t.who.names.is_empty() && t.who.names.iter().all(|n| suspects.contains(n));
            !charged || t.own_hand || t.fates.contains(&Fate::Killed)
        })
        .collect();
    tellings.sort_by_key(|t| {
        (t.who.names.len() < 2, t.who.age.is_none(), t.who.names.is_empty(), t.who.sex.is_none(), t.who.head)
    });
    let (dead, alive): (Vec<_>, Vec<_>) = tellings.into_iter().partition(|t| t.fates.contains(&Fate::Killed));
    let mut people = People::default();
    for telling in dead {
        join(reading, &mut people.killed, telling);
    }
    for telling in alive {
        if let Some(known) = surely(&people.killed, &telling) {
            people.killed[known].add(telling);
        } else if let Some(known) = surely(&people.living, &telling) {
            people.living[known].add(telling);
        } else if let Some(known) = possibly(reading, &people.living, &telling) {
            people.living[known].add(telling);
        } else if let Some(known) = possibly(reading, &people.killed, &telling) {
            people.killed[known].add(telling);
        } else {
            people.living.push(Victim::new(telling));
        }
    }
    people
}

fn join<'d>(reading: &Reading<'d, '_>, victims: &mut Vec<Victim<'d>>, telling: Telling<'d>) {
    match surely(victims, &telling).or_else(|| possibly(reading, victims, &telling)) {
        Some(known) => victims[known].add(telling),
        None => victims.push(Victim::new(telling)),
    }
}

/// The victim with the same name.
fn surely(victims: &[Victim<'_>], telling: &Telling<'_>) -> Option<usize> {
    victims.iter().position(|v| telling.who.names.iter().any(|n| v.names.contains(n)))
}

/// The first victim whom nothing tells apart; one of the same age before others.
fn possibly(reading: &Reading<'_, '_>, victims: &[Victim<'_>], telling: &Telling<'_>) -> Option<usize> {
    let fits = |v: &Victim<'_>| !are_two(reading, v, telling);
    let same_age =
        || telling.who.age.and_then(|_| victims.iter().position(|v| v.age == telling.who.age && fits(v)));
    let same_word = || {
        let definite = telling.who.definite && telling.who.names.is_empty();
        let has_word = |v: &Victim<'_>| v.told.iter().any(|t| t.who.lemma == telling.who.lemma);
        victims.iter().position(|v| definite && has_word(v) && fits(v))
    };
    same_age().or_else(same_word).or_else(|| victims.iter().position(fits))
}

impl<'d> Victim<'d> {
    fn new(telling: Telling<'d>) -> Victim<'d> {
        let mut victim = Victim {
            fate: Fate::Care,
            attacker: false,
            told: Vec::new(),
            names: Vec::new(),
            age: None,
            sex: None,
        };
        victim.add(telling);
        victim
    }

    fn add(&mut self, telling: Telling<'d>) {
        self.fate = telling.fates.iter().copied().fold(self.fate, Fate::max);
        self.attacker |= telling.who.attacker;
        for name in &telling.who.names {
            if !self.names.contains(name) {
                self.names.push(name);
            }
        }
        self.age = self.age.or(telling.who.age);
        self.sex = self.sex.or(telling.who.sex);
        self.told.push(telling);
    }

    /// The number of the first sentence that tells of the person.
    pub(crate) fn first_sentence(&self) -> usize {
        self.told.iter().map(|t| t.who.sentence).min().unwrap_or(0)
    }
}

/// Whether the words tell of somebody else than the victim.
fn are_two(reading: &Reading<'_, '_>, victim: &Victim<'_>, telling: &Telling<'_>) -> bool {
    let who = &telling.who;
    let differ = |a: Option<Sex>, b: Option<Sex>| a.is_some() && b.is_some() && a != b;
    if differ(victim.sex, who.sex) || victim.attacker != who.attacker && !victim.told.is_empty() {
        return true;
    }
    if let (Some(a), Some(b)) = (victim.age, who.age)
        && a.abs_diff(b) > 1
        && !(a.min(b) == 0 && a.max(b) < 3)
    {
        return true;
    }
    if !victim.names.is_empty()
        && !who.names.is_empty()
        && !who.names.iter().any(|n| victim.names.contains(n))
    {
        return true;
    }
    let lists = words();
    let is = |list: &str, lemma: &str| lists.has(list, lemma);
    let told_as = |list: &str| victim.told.iter().any(|t| is(list, t.who.lemma));
    let grown = is("adults", who.lemma);
    let small = is("young_children", who.lemma);
    if grown && victim.age.is_some_and(|a| a < 16)
        || small && victim.age.is_some_and(|a| a > 19)
        || who.age.is_some_and(|a| a < 16)
            && told_as("adults")
            && !told_as("young_children")
            && !told_as("offspring")
        || who.age.is_some_and(|a| a > 19) && told_as("young_children")
        || grown && told_as("young_children") && !told_as("adults")
        || small && told_as("adults") && !told_as("young_children")
    {
        return true;
    }
    let killed = telling.fates.contains(&Fate::Killed);
    victim.told.iter().any(|other| {
        let o = &other.who;
        // "A third man was wounded": not the one of this sentence or the last.
        if who.further && o.head < who.head && o.sentence + 1 >= who.sentence {
            return true;
        }
        if o.sentence != who.sentence || o.head == who.head || o.names.iter().any(|n| who.names.contains(n)) {
            return false;
        }
        let (a, b) = (reading.doc.token(o.head), reading.doc.token(who.head));
        let identified = |d: Dep| matches!(d, Dep::Appos | Dep::Attr);
        if identified(a.dep()) || identified(b.dep()) {
            return false;
        }
        let other_fate = killed != other.fates.contains(&Fate::Killed);
        if who.definite {
            return other_fate && o.lemma != who.lemma && o.names.is_empty() && who.names.is_empty();
        }
        other_fate
            || who.further
            || matches!(who.lemma, "one" | "other")
            || o.lemma == "one"
            || conjuncts(a).iter().any(|t| t.index() == who.head)
            || conjuncts(b).iter().any(|t| t.index() == o.head)
    })
}

/// Single people in the order of the text, each with what the harms tell of them; what is told of a pronoun is told
/// of the person whom it stands for.
fn tell<'d>(reading: &Reading<'d, '_>, harms: &[HarmTold]) -> Vec<Telling<'d>> {
    let mut by_head: std::collections::BTreeMap<usize, Vec<&HarmTold>> = std::collections::BTreeMap::new();
    for harm in harms.iter().filter(|h| !h.negated) {
        for &head in &harm.people {
            by_head.entry(head).or_default().push(harm);
        }
    }
    let mut tellings: Vec<Telling<'d>> = Vec::new();
    for token in reading.doc.tokens() {
        let harms = by_head.get(&token.index());
        if matches!(token.pos(), Pos::Punct | Pos::Space | Pos::Adp | Pos::Det | Pos::Aux)
            || matches!(token.dep(), Dep::Compound | Dep::Nmod) && harms.is_none()
        {
            continue;
        }
        let Some(who) = describe(reading, token.index()).filter(Described::is_single) else { continue };
        let fates: Vec<Fate> = harms.into_iter().flatten().map(|h| h.fate).collect();
        let own_hand = harms.into_iter().flatten().any(|h| h.own_hand);
        if who.pronoun {
            if !fates.is_empty()
                && let Some(n) = antecedent(reading, &tellings, &who)
            {
                tellings[n].fates.extend(fates);
                tellings[n].own_hand |= own_hand;
                tellings[n].who.sex = tellings[n].who.sex.or(who.sex);
            }
            continue;
        }
        tellings.push(Telling { who, fates, own_hand });
    }
    tellings
}

fn antecedent(reading: &Reading<'_, '_>, tellings: &[Telling<'_>], who: &Described<'_>) -> Option<usize> {
    let first = tellings.len().saturating_sub(PRONOUN_REACH);
    let fits = |t: &Telling<'_>| {
        who.sentence - t.who.sentence <= 2
            && (t.who.sex.is_none() || who.sex.is_none() || t.who.sex == who.sex)
    };
    let is_subject = |t: &Telling<'_>| {
        matches!(reading.doc.token(t.who.head).dep(), Dep::Nsubj | Dep::Nsubjpass)
            && t.who.sentence + 1 >= who.sentence
    };
    let near = || (first..tellings.len()).rev().filter(|&n| fits(&tellings[n]));
    // "A man stabbed a student and killed her": an object is not the subject of its own sentence.
    if matches!(reading.doc.token(who.head).dep(), Dep::Dobj | Dep::Pobj) {
        let other = |t: &Telling<'_>| {
            t.who.sentence != who.sentence
                || !matches!(reading.doc.token(t.who.head).dep(), Dep::Nsubj | Dep::Nsubjpass)
        };
        return near().find(|&n| other(&tellings[n]));
    }
    near().find(|&n| is_subject(&tellings[n])).or_else(|| near().next())
}

/// Gives a name of one word the full name that the report uses elsewhere.
fn complete_names<'d>(reading: &Reading<'d, '_>, tellings: &mut [Telling<'d>]) {
    let mut full: Vec<Vec<&'d str>> = Vec::new();
    for entity in reading.doc.entities().filter(|e| e.label() == "PERSON").take(200) {
        let name: Vec<&'d str> = entity
            .range()
            .map(|i| reading.doc.token(i))
            .filter(|t| t.pos() == Pos::Propn && t.text().len() > 2)
            .map(|t| t.text())
            .collect();
        if name.len() > 1 && !full.iter().any(|f| f.len() == name.len() && f.iter().all(|n| name.contains(n)))
        {
            full.push(name);
        }
    }
    for telling in tellings.iter_mut().filter(|t| t.who.names.len() == 1) {
        let mut fitting = full.iter().filter(|f| f.contains(&telling.who.names[0]));
        if let (Some(name), None) = (fitting.next(), fitting.next()) {
            telling.who.names.clone_from(name);
        }
    }
}
