//! Nouns and participles that say how actors stand to each other.

use athir_actors::ActorKind;
use athir_model::{Tie, TieBasis, TieKind, TieSays, TieState};
use athir_nlp::{Dep, Pos, Token};

use crate::clause::conjuncts;
use crate::kind::{Kind, kind_of};
use crate::mention::{Form, Identity, Mention};
use crate::reading::Reading;
use crate::tie::Found;

/// Reads what each word says, in the order of the text.
pub(super) fn find_standing(reading: &Reading<'_, '_>, ties: &mut Vec<Found>) {
    for token in reading.doc.tokens() {
        if reading.is_named(token.index()) || token.is_space() || token.is_punct() {
            continue;
        }
        let mut found = Vec::new();
        relation_noun(reading, token, &mut found);
        bound_participle(reading, token, &mut found);
        support_verb(reading, token, &mut found);
        ties.extend(found.into_iter().map(|tie| Found { tie, at: token.index() }));
    }
}

/// Who is named at a token alone, without those in a row with it.
pub(super) fn named_at(reading: &Reading<'_, '_>, token: Token<'_>) -> Vec<Identity> {
    let counts = |m: &Mention| m.kind.is_political() || m.form == Form::Name && m.kind != Kind::Media;
    let mentions = reading.mentions.at(token.index()).map(|(_, m)| m).filter(|m| counts(m));
    mentions.flat_map(|m| m.who.iter().cloned()).collect()
}

pub(super) fn who_at(reading: &Reading<'_, '_>, head: usize) -> Vec<Identity> {
    let mut all = Vec::new();
    for token in conjuncts(reading.doc.token(head)) {
        all.extend(named_at(reading, token));
    }
    all
}

#[expect(clippy::too_many_arguments, reason = "one record's fields")]
pub(super) fn push(
    reading: &Reading<'_, '_>,
    ties: &mut Vec<Tie>,
    a: &Identity,
    b: &Identity,
    kind: TieKind,
    state: TieState,
    tokens: std::ops::Range<usize>,
    why: &str,
) {
    ties.push(Tie {
        a: a.name.clone(),
        a_actor: a.code.clone(),
        b: b.name.clone(),
        b_actor: b.code.clone(),
        kind,
        state,
        basis: TieBasis::Stated,
        says: TieSays::Holds,
        when: None,
        evidence: reading.quote(tokens),
        why: why.to_owned(),
    });
}

pub(super) fn relation_kind(reading: &Reading<'_, '_>, token: Token<'_>) -> Option<TieKind> {
    let lexicon = reading.know.lexicon;
    if lexicon.token_in("backer_nouns", token) {
        Some(TieKind::Supports)
    } else if lexicon.token_in("ally_words", token) {
        Some(TieKind::Ally)
    } else if lexicon.token_in("rival_words", token) {
        Some(TieKind::Rival)
    } else if lexicon.token_in("affiliate_nouns", token) {
        Some(TieKind::AffiliateOf)
    } else if lexicon.token_in("member_words", token) {
        Some(TieKind::MemberOf)
    } else {
        None
    }
}

/// Whether a noun of standing tells of one that has ended: "a former ally", "was once its ally".
pub(super) fn state_of(reading: &Reading<'_, '_>, noun: Token<'_>) -> TieState {
    let is_former = |t: Token<'_>| reading.know.lexicon.token_in("former_words", t);
    let words = noun.left_edge()..noun.index();
    let verb = noun.head();
    let was_once = noun.dep() == Dep::Attr
        && verb.tag() == "VBD"
        && verb.children().any(|t| t.dep() == Dep::Advmod && is_former(t));
    let former = was_once || words.map(|i| reading.doc.token(i)).any(is_former);
    if former { TieState::Former } else { TieState::Current }
}

/// "two former allies", "its rival X", "regime ally Iran", "one of the largest factions within X".
fn relation_noun(reading: &Reading<'_, '_>, noun: Token<'_>, ties: &mut Vec<Tie>) {
    if !matches!(noun.pos(), Pos::Noun | Pos::Propn | Pos::Adj) {
        return;
    }
    let Some(kind) = relation_kind(reading, noun) else { return };
    let state = state_of(reading, noun);
    let span = noun.left_edge()..(noun.right_edge() + 1).min(noun.left_edge() + 24);
    // A pair that stands for both: "the former allies", "the two rivals", and not "its allies, X and Y".
    if kind.is_symmetric() && !noun.children().any(|t| t.dep() == Dep::Poss) {
        let own: Vec<Identity> =
            reading.mentions.at(noun.index()).flat_map(|(_, m)| m.who.iter().cloned()).collect();
        if let [a, b] = own.as_slice() {
            push(
                reading,
                ties,
                a,
                b,
                kind,
                state,
                noun.left_edge()..noun.index() + 1,
                "a word for both sides",
            );
            return;
        }
    }
    let mut holders = tie_holders(reading, noun);
    let mut others = Vec::new();
    // "their Russian ally": the adjective says who it is, and the possessor whose.
    let country = noun.children().find(|t| t.dep() == Dep::Amod && t.tag() == "JJ");
    let owned = noun.children().any(|t| t.dep() == Dep::Poss);
    if holders.is_empty() && owned && matches!(kind, TieKind::Ally | TieKind::Supports) {
        holders = country.map(|t| who_named(reading, t)).unwrap_or_default();
    }
    let is_country = |t: Token<'_>| owned && country == Some(t);
    for child in noun.children() {
        match child.dep() {
            Dep::Amod if is_country(child) => {}
            Dep::Poss | Dep::Compound | Dep::Nmod | Dep::Amod => {
                others.extend(who_at(reading, child.index()))
            }
            Dep::Prep if matches!(child.text(), "of" | "with" | "within" | "in" | "to" | "inside") => {
                for object in child.children().filter(|t| t.dep() == Dep::Pobj) {
                    let named = who_at(reading, object.index());
                    // "its allies of the Guard": the possessor is the other.
                    let side = if owned && kind.is_symmetric() && child.text() == "of" {
                        &mut holders
                    } else {
                        &mut others
                    };
                    side.extend(named);
                }
            }
            _ => {}
        }
    }
    // "X's local wing Y": the parse hangs the possessor on the name.
    if others.is_empty()
        && matches!(noun.dep(), Dep::Compound | Dep::Nmod)
        && noun.head().index() > noun.index()
    {
        let owners = noun.head().children().filter(|t| t.dep() == Dep::Poss && t.index() < noun.index());
        others.extend(owners.flat_map(|t| who_at(reading, t.index())));
    }
    if matches!(kind, TieKind::AffiliateOf | TieKind::MemberOf) {
        // "al-Qaeda's Syrian affiliate" is in Syria, and al-Qaeda's.
        others.retain(|w| !is_state(reading, w));
    }
    // "X and Y, rivals for control of the road": of each other.
    if let [a, b] = holders.as_slice()
        && others.is_empty()
        && kind.is_symmetric()
        && noun.tag() == "NNS"
        && a.name != b.name
    {
        push(reading, ties, a, b, kind, state, span.clone(), "a word for both sides");
    }
    for a in &holders {
        for b in &others {
            if a.name != b.name {
                push(
                    reading,
                    ties,
                    a,
                    b,
                    kind,
                    state,
                    span.clone(),
                    "a noun that says how it stands to the other",
                );
            }
        }
    }
    // "rival Ahrar al-Sham": a rival of whom the clause speaks. "Rival militant groups" are nobody.
    if others.is_empty() && kind == TieKind::Rival && noun.dep() == Dep::Amod
        || noun.dep() == Dep::Compound && kind == TieKind::Rival
    {
        let mut named = who_at(reading, noun.head().index());
        named.retain(|who| who.actor.is_some() || who.name.contains(char::is_uppercase));
        if let (Some(a), Some(b)) = (named.first(), other_side(reading, noun, named.first())) {
            push(
                reading,
                ties,
                a,
                &b,
                kind,
                state,
                noun.index()..noun.head().index() + 1,
                "a rival of the other side of the clause",
            );
        }
    }
}

fn is_state(reading: &Reading<'_, '_>, who: &Identity) -> bool {
    who.actor.is_some_and(|id| matches!(kind_of(reading.know.registry.actor(id).kind), Kind::State))
}

/// The other actor of the sentence, where there is one beside `known`.
fn other_side(reading: &Reading<'_, '_>, noun: Token<'_>, known: Option<&Identity>) -> Option<Identity> {
    let sentence = noun.sentence().range();
    let mut best: Option<(usize, Identity)> = None;
    for m in (sentence.start..noun.index()).flat_map(|i| reading.mentions.at(i).map(|(_, m)| m)) {
        if !m.kind.is_armed() {
            continue;
        }
        if let [who] = m.who.as_slice()
            && known.is_none_or(|k| k.name != who.name)
            && who.actor.is_some()
            && best.as_ref().is_none_or(|(h, _)| m.head > *h)
        {
            best = Some((m.head, who.clone()));
        }
    }
    best.map(|b| b.1)
}

/// Whom a relation noun speaks of: its appositive, its subject, or the name that it stands before.
pub(super) fn tie_holders(reading: &Reading<'_, '_>, noun: Token<'_>) -> Vec<Identity> {
    let mut holders = Vec::new();
    let mut at = noun;
    // "one of the largest factions within X": the quantifier carries the apposition.
    if noun.dep() == Dep::Pobj
        && noun.head().text() == "of"
        && matches!(noun.head().head().pos(), Pos::Num | Pos::Noun | Pos::Pron)
    {
        at = noun.head().head();
    }
    // "X, Y and members of Z": people of a list, and no word for X.
    let is_people = at == noun
        && noun.tag() == "NNS"
        && matches!(noun.lemma(), "member" | "fighter" | "commander" | "unit");
    match at.dep() {
        Dep::Appos if is_people => {}
        // "regime ally Iran and rebel backer Qatar": the word stands beside the first alone; "allies Iran and Qatar" are both.
        Dep::Compound | Dep::Nmod | Dep::Amod if noun.tag() == "NN" => {
            holders.extend(named_at(reading, at.head()))
        }
        Dep::Appos | Dep::Compound | Dep::Nmod | Dep::Amod => {
            holders.extend(who_at(reading, at.head().index()))
        }
        Dep::Attr if matches!(at.head().lemma(), "be" | "remain") => {
            for subject in at.head().children().filter(|t| t.dep() == Dep::Nsubj) {
                // "X, which is part of Y"
                let relative = matches!(subject.tag(), "WDT" | "WP") && at.head().dep() == Dep::Relcl;
                let subject = if relative { at.head().head() } else { subject };
                holders.extend(who_at(reading, subject.index()));
            }
        }
        _ => {}
    }
    for child in at.children().filter(|t| t.dep() == Dep::Appos) {
        holders.extend(who_at(reading, child.index()));
    }
    // "Government ally Norway said": the parse makes two subjects of them.
    let next = at.index() + 1;
    if at.dep() == Dep::Nsubj && next < reading.doc.len() {
        let name = reading.doc.token(next);
        if name.head() == at.head() && name.dep() == Dep::Nsubj && name.pos() == Pos::Propn {
            holders.extend(who_at(reading, next));
        }
    }
    // "one of the factions": what the quantifier stands beside is the holder, and nobody else.
    if at.index() != noun.index() {
        return holders;
    }
    // A description that refers to somebody already: "the al-Qaeda affiliate".
    for (_, m) in reading.mentions.at(noun.index()).filter(|(_, m)| m.definite) {
        if m.form == Form::Description && m.who.len() == 1 {
            holders.extend(m.who.iter().cloned());
        }
    }
    holders
}

/// "the US-backed SDF", "the al-Qaeda-affiliated group", "X, backed by Turkey".
fn bound_participle(reading: &Reading<'_, '_>, word: Token<'_>, ties: &mut Vec<Tie>) {
    let lexicon = reading.know.lexicon;
    let leads = matches!(word.lemma(), "lead" | "head" | "dominate" | "spearhead");
    let kind = if leads && matches!(word.dep(), Dep::Acl | Dep::Relcl) {
        TieKind::MemberOf
    } else if word.text().eq_ignore_ascii_case("allied") {
        TieKind::Ally
    } else if lexicon.token_in("support_words", word) {
        TieKind::Supports
    } else if lexicon.token_in("affiliate_words", word) {
        TieKind::AffiliateOf
    } else {
        return;
    };
    let verb_use = word.tag() == "VBN" || word.pos() == Pos::Adj || word.tag() == "VBD";
    // "Backed by Norway, the army advanced": it is said of the subject.
    let of_subject = word.dep() == Dep::Advcl && word.tag() == "VBN" && kind == TieKind::Supports;
    if !verb_use || !of_subject && !matches!(word.dep(), Dep::Amod | Dep::Acl | Dep::Nmod | Dep::Compound) {
        return;
    }
    let subject = || word.head().children().find(|t| t.dep() == Dep::Nsubj);
    let Some(noun) = (if of_subject { subject() } else { Some(word.head()) }) else { return };
    // "the Norway-backed Front and the Guard": what stands before the first is said of it.
    let before_name = word.index() < noun.index() && noun.pos() == Pos::Propn && !of_subject;
    let holders = if before_name { named_at(reading, noun) } else { who_at(reading, noun.index()) };
    let mut patrons = Vec::new();
    for child in word.children() {
        match child.dep() {
            Dep::Npadvmod
            | Dep::Nmod
            | Dep::Compound
            | Dep::Advmod
            | Dep::Amod
            | Dep::Dep
            | Dep::Nsubj
            | Dep::Punct => {
                // "Northern and Norway-backed"
                for patron in conjuncts(child) {
                    patrons.extend(who_named(reading, patron));
                }
            }
            Dep::Agent | Dep::Prep if matches!(child.text(), "by" | "to" | "with") => {
                for object in child.children().filter(|t| t.dep() == Dep::Pobj) {
                    let named = who_at(reading, object.index());
                    // "supported by Norwegian air power": whose it is.
                    let whose = object.children().filter(|t| named.is_empty() && is_modifier(*t));
                    patrons.extend(whose.flat_map(|t| who_named(reading, t)));
                    patrons.extend(named);
                }
            }
            _ => {}
        }
    }
    let span = word.left_edge().min(noun.left_edge())..noun.index().max(word.right_edge()) + 1;
    for holder in &holders {
        for patron in &patrons {
            if holder.name == patron.name {
                continue;
            }
            // "the Hill League, led by X": who leads an alliance is one of its members.
            let (a, b, why) = match kind {
                TieKind::MemberOf if !is_alliance(reading, noun, holder) => continue,
                TieKind::MemberOf => (patron, holder, "leads the alliance"),
                TieKind::Supports => (patron, holder, "a participle names the backer"),
                _ => (holder, patron, "a participle names the patron"),
            };
            push(reading, ties, a, b, kind, TieState::Current, span.clone(), why);
        }
    }
}

fn is_modifier(token: Token<'_>) -> bool {
    matches!(token.dep(), Dep::Poss | Dep::Compound | Dep::Nmod | Dep::Amod)
}

fn is_alliance(reading: &Reading<'_, '_>, noun: Token<'_>, who: &Identity) -> bool {
    let known = who.actor.is_some_and(|id| reading.know.registry.actor(id).kind == ActorKind::Coalition);
    known || matches!(noun.lemma(), "alliance" | "coalition" | "bloc" | "umbrella")
}

/// The actor that a word inside a compound adjective names: "US" in "US-backed", "Turkish" in "Turkish-backed".
pub(super) fn who_named(reading: &Reading<'_, '_>, token: Token<'_>) -> Vec<Identity> {
    let known = who_at(reading, token.index());
    if !known.is_empty() {
        return known;
    }
    let registry = reading.know.registry;
    registry
        .country_at(&[token.text()])
        .and_then(|(_, iso2)| registry.state(iso2))
        .map(|id| {
            let actor = registry.actor(id);
            vec![Identity { name: actor.name.clone(), code: Some(actor.code.clone()), actor: Some(id) }]
        })
        // "Ankara-backed": the capital stands for the state.
        .or_else(|| {
            let (_, ids) = registry.longest_at(&[token.text()])?;
            let [id] = ids.as_slice() else { return None };
            let actor = registry.actor(*id);
            let is_state = matches!(kind_of(actor.kind), Kind::State);
            is_state.then(|| {
                vec![Identity { name: actor.name.clone(), code: Some(actor.code.clone()), actor: Some(*id) }]
            })
        })
        // "Gulf-backed": the states of a part of the world.
        .or_else(|| {
            let states = registry.generic(&format!("{} states", token.text().to_lowercase()))?;
            Some(vec![Identity { name: states.name.clone(), code: None, actor: None }])
        })
        .unwrap_or_default()
}

/// "Iran supports the government": a standing, where no time or place makes it an act.
fn support_verb(reading: &Reading<'_, '_>, verb: Token<'_>, ties: &mut Vec<Tie>) {
    // "has received backing from X"
    let backing = verb
        .children()
        .find(|t| t.dep() == Dep::Dobj && reading.know.lexicon.has("backing_nouns", t.lemma()));
    if let Some(backing) = backing.filter(|_| reading.know.lexicon.has("receive_verbs", verb.lemma())) {
        let args = reading.graph.args(verb);
        let from = |t: Token<'_>| {
            t.children()
                .filter(|c| c.dep() == Dep::Prep && c.text() == "from")
                .flat_map(|c| c.children())
                .filter(|c| c.dep() == Dep::Pobj)
                .map(|c| c.index())
                .collect::<Vec<_>>()
        };
        let backers = from(backing).into_iter().chain(from(verb)).collect::<Vec<_>>();
        let backed = Reading::fillers(&args, "subj");
        push_support(reading, ties, verb, &backers, &backed, "a noun of standing help");
        return;
    }
    if !reading.know.lexicon.token_in("back_verbs", verb) {
        return;
    }
    // "X and Y, which back Z": the parse takes the verb for an adverb.
    if verb.dep() == Dep::Relcl && verb.tag() == "RB" {
        let object = verb.rights().find(|t| matches!(t.dep(), Dep::Npadvmod | Dep::Dobj));
        if let Some(object) = object {
            let backers = [verb.head().index()];
            push_support(reading, ties, verb, &backers, &[object.index()], "a verb of standing help");
        }
        return;
    }
    let sent = is_sent_to(verb);
    if sent.is_none() && !matches!(verb.tag(), "VBZ" | "VBP" | "VBG") || verb.pos() != Pos::Verb {
        return;
    }
    let args = reading.graph.args(verb);
    let backed = Reading::fillers(&args, "obj");
    let backers = match sent {
        Some(sends) => Reading::fillers(&reading.graph.args(sends), "subj"),
        None => Reading::fillers(&args, "subj"),
    };
    push_support(reading, ties, verb, &backers, &backed, "a verb of standing help");
}

/// "has sent fighters to support X": who sends them stands by X.
fn is_sent_to(verb: Token<'_>) -> Option<Token<'_>> {
    let sends = verb.head();
    let is_so = verb.tag() == "VB"
        && matches!(verb.dep(), Dep::Advcl | Dep::Xcomp | Dep::Acl | Dep::Relcl)
        && matches!(sends.lemma(), "send" | "deploy")
        && sends.children().any(|t| t.dep() == Dep::Aux && t.lemma() == "have");
    is_so.then_some(sends)
}

/// Adds that each of the backers supports each of the backed; both are heads of phrases.
fn push_support(
    reading: &Reading<'_, '_>,
    ties: &mut Vec<Tie>,
    verb: Token<'_>,
    backers: &[usize],
    backed: &[usize],
    why: &str,
) {
    for a in backers.iter().flat_map(|&h| who_at(reading, h)) {
        for b in backed.iter().flat_map(|&h| who_at(reading, h)).filter(|b| b.name != a.name) {
            let span = verb.left_edge()..verb.right_edge() + 1;
            push(reading, ties, &a, &b, TieKind::Supports, TieState::Current, span, why);
        }
    }
}
