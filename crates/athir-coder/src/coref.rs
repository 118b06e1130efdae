//! Who pronouns and descriptions refer to, by sieves from the surest to the least sure (in the manner of Lee
//! et al. 2013, "Deterministic coreference resolution"): set expressions, "the latter", descriptions by a
//! known relation ("the al-Qaeda affiliate"), head words, pronouns. Each answer keeps its reason; what stays
//! open stays unknown.

use athir_actors::ActorKind;
use athir_nlp::{Dep, Doc, Pos, Token};
use jiff::civil::Date;

use crate::clause::{clause_verb, conjuncts, is_relative_pronoun, is_verbal};
use crate::kind::{Kind, generic_at, kind_of_generic};
use crate::lexicon::Lexicon;
use crate::mention::{Form, Identity, Known, Mention, Mentions};
use crate::named::stands_for_it;
use crate::quotation::{Quotation, speaker_at};
use crate::side_of_war::{alliance_left, bare_coalition, coalition, name_rebels, side_of_war};

/// How many sentences back a description may reach.
const REACH_DESCRIPTION: usize = 5;
/// How many sentences back a pronoun may reach.
const REACH_PRONOUN: usize = 1;
/// How many sentences the heading of a statement has at most.
const HEADING: usize = 5;
/// How many mentions back anything is looked for, so that long reports take no more time per word.
const MAX_LOOK_BACK: usize = 150;

/// Fills `who` of the mentions that refer back (or, for pairs in a lead, forward).
pub(crate) fn resolve_references(
    doc: &Doc,
    mentions: &mut Mentions,
    quotations: &[Quotation],
    known: Known<'_>,
    published: Option<Date>,
) {
    let lexicon = known.lexicon;
    let order = mentions.in_text_order();
    let states = speaking_states(doc, mentions, lexicon);
    for position in 0..order.len() {
        let m = order[position];
        let (form, resolved) = (mentions.all[m].form, !mentions.all[m].who.is_empty());
        if form == Form::Generic && resolved {
            if let Some((who, kind, why)) = side_of_war(doc, mentions, m, known, published) {
                let mention = &mut mentions.all[m];
                (mention.who, mention.kind, mention.why) = (who, kind, why.into());
            } else {
                resolve_generic(doc, mentions, &order[..position], m, known);
                name_rebels(doc, &mut mentions.all[m], known);
            }
            continue;
        }
        if resolved {
            continue;
        }
        let found = match form {
            Form::Description | Form::Pronoun if speaks_itself(doc, &mentions.all[m], lexicon) => {
                speaker(doc, mentions, &order[..position], m, quotations, &states, lexicon)
            }
            Form::Description => description(doc, mentions, &order, position, known, published),
            Form::Pronoun => pronoun(doc, mentions, &order[..position], m),
            _ => None,
        };
        let found = found.or_else(|| by_its_word(doc, &mentions.all[m], known));
        if let Some((who, kind, why)) = found {
            let mention = &mut mentions.all[m];
            mention.who = who;
            mention.kind = kind;
            mention.why = why.into();
            name_rebels(doc, mention, known);
        }
    }
}

pub(crate) type Found = (Vec<Identity>, Kind, String);

/// Earlier mentions with one known identity that can be a side, the latest first, each identity once.
fn earlier_actors(mentions: &Mentions, earlier: &[usize], accept: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut seen: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for &i in earlier.iter().rev().take(MAX_LOOK_BACK) {
        let mention = &mentions.all[i];
        let [who] = mention.who.as_slice() else { continue };
        if accept(i) && !seen.contains(&who.name.as_str()) {
            seen.push(&who.name);
            found.push(i);
        }
        if found.len() == 8 {
            break;
        }
    }
    found
}

fn in_parentheses(token: Token<'_>) -> bool {
    let doc_sentence = token.sentence();
    let mut depth = 0i32;
    for t in doc_sentence.tokens() {
        if t.index() == token.index() {
            return depth > 0;
        }
        match t.text() {
            "(" | "[" => depth += 1,
            ")" | "]" => depth -= 1,
            _ => {}
        }
    }
    false
}

/// Where the sentence begins that stands so many sentences before that of a token, or the first one.
pub(crate) fn sentences_back(doc: &Doc, token: usize, n: usize) -> usize {
    let start = doc.sentence_of(token).range().start;
    (0..n).fold(start, |at, _| at.checked_sub(1).map_or(at, |i| doc.sentence_of(i).range().start))
}

/// How many sentence ends lie between two tokens, the first before the second.
pub(crate) fn sentences_between(doc: &Doc, from: usize, to: usize) -> usize {
    doc.sentence_of(to).index().saturating_sub(doc.sentence_of(from).index())
}

/// "I", "we", "the statement": the speaker stands for himself.
fn speaks_itself(doc: &Doc, mention: &Mention, lexicon: &Lexicon) -> bool {
    let head = doc.token(mention.head);
    let first_person = mention.form == Form::Pronoun && mention.kind == Kind::Political;
    first_person || lexicon.token_in("statement_nouns", head)
}

/// Who issued a statement: "X's statement", "a statement by X", "X issued a statement giving the rebels a day".
fn issuer<'d>(statement: Token<'d>, lexicon: &Lexicon) -> Option<Token<'d>> {
    if !lexicon.token_in("statement_nouns", statement) {
        return None;
    }
    let owner = statement.children().find(|t| matches!(t.dep(), Dep::Poss | Dep::Compound));
    let by = |t: &Token<'_>| t.dep() == Dep::Prep && matches!(t.text(), "by" | "from" | "of");
    let named = || statement.children().filter(by).flat_map(|t| t.children()).find(|t| t.dep() == Dep::Pobj);
    let issued = || {
        let verb = statement.head();
        let issues = statement.dep() == Dep::Dobj && lexicon.token_in("issue_verbs", verb);
        verb.children().find(|t| issues && t.dep() == Dep::Nsubj)
    };
    owner.or_else(named).or_else(issued)
}

fn speaks(verb: Token<'_>, lexicon: &Lexicon) -> bool {
    ["say_verbs", "blame_verbs", "claim_verbs", "speech_verbs"].iter().any(|l| lexicon.token_in(l, verb))
}

/// The mentions of states by name that say something.
fn speaking_states(doc: &Doc, mentions: &Mentions, lexicon: &Lexicon) -> Vec<usize> {
    let is_speaker = |m: &Mention| {
        let token = doc.token(m.head);
        m.kind == Kind::State
            && m.form == Form::Name
            && m.who.len() == 1
            && is_subject(token)
            && speaks(token.head(), lexicon)
    };
    (0..mentions.all.len()).filter(|&i| is_speaker(&mentions.all[i])).collect()
}

/// Finds who speaks: the subject of the saying that governs the words, or who spoke last. `states` are the mentions of states
/// that say something anywhere in the report.
fn speaker(
    doc: &Doc,
    mentions: &Mentions,
    earlier: &[usize],
    m: usize,
    quotations: &[Quotation],
    states: &[usize],
    lexicon: &Lexicon,
) -> Option<Found> {
    let head = doc.token(mentions.all[m].head);
    let found = |i: usize, why: &str| {
        let other = &mentions.all[i];
        Some((other.who.clone(), other.kind, why.to_owned()))
    };
    let issuer = issuer(head, lexicon);
    let issued_by = |i: &&usize| {
        issuer.is_some_and(|t| mentions.all[**i].head == t.index()) && mentions.all[**i].who.len() == 1
    };
    if let Some(&i) = earlier.iter().rev().find(issued_by) {
        return found(i, "who issued the statement");
    }
    // "a statement by X": the issuer stands behind the word.
    let behind = issuer.filter(|t| t.index() > head.index());
    if let Some((i, _)) = behind.and_then(|t| mentions.at(t.index()).find(|(_, o)| o.who.len() == 1)) {
        return found(i, "who issued the statement");
    }
    for verb in head.ancestors().take(12).filter(|t| speaks(*t, lexicon)) {
        let subject = verb.children().find(|t| t.dep() == Dep::Nsubj && t.index() != head.index());
        if let Some((i, _)) = subject.and_then(|s| mentions.at(s.index()).find(|(_, o)| o.who.len() == 1)) {
            return found(i, "the speaker of these words");
        }
    }
    // "We took the hill," and "The minister said:" above the words: whoever speaks what stands around them.
    let around = speaker_at(quotations, head.index());
    let speaks_here = |o: &Mention| o.who.len() == 1 && o.kind.is_political();
    if let Some((i, _)) = around.and_then(|v| mentions.at(v.head).find(|(_, o)| speaks_here(o))) {
        return found(i, "who speaks these words");
    }
    let political = |i: usize| {
        let other = &mentions.all[i];
        other.who.len() == 1
            && (other.kind.is_political() || other.kind == Kind::Person && other.who[0].actor.is_some())
            && sentences_between(doc, other.head, head.index()) <= 12
    };
    let recent = || earlier.iter().rev().take(MAX_LOOK_BACK).copied().filter(|&i| political(i));
    let spoke = recent().find(|&i| {
        let token = doc.token(mentions.all[i].head);
        is_subject(token) && speaks(token.head(), lexicon)
    });
    if let Some(i) = spoke {
        return found(i, "who spoke last");
    }
    // "Spokesperson for X", "Information bulletin of X" above a text that says "we".
    let heads = |i: &usize| {
        let by = doc.token(mentions.all[*i].head).head();
        political(*i)
            && doc.sentence_of(by.index()).index() < HEADING
            && matches!(by.text(), "by" | "of" | "from" | "for")
            && lexicon.token_in("issued_nouns", by.head())
    };
    if let Some(i) = earlier.iter().copied().find(heads) {
        return found(i, "whose words the heading says they are");
    }
    // "I thank the envoy": one person speaks, and not the side that was spoken of last.
    let is_one = matches!(head.text().to_ascii_lowercase().as_str(), "i" | "me" | "my");
    // "We condemn the attack. … Norway reaffirms its support": a state that speaks further on. Whom the words are about
    // speaks them only where somebody is quoted.
    let is_quoted = around.is_some() || in_quotes(doc, head.index());
    let is_later = |i: &usize| mentions.all[*i].head > head.index();
    if !is_quoted && let Some(i) = states.iter().copied().find(is_later) {
        return found(i, "who speaks further on");
    }
    let may_speak = |i: usize| is_quoted || mentions.all[i].kind != Kind::Armed;
    let subject = recent().find(|&i| !is_one && may_speak(i) && is_subject(doc.token(mentions.all[i].head)));
    if let Some(i) = subject {
        return found(i, "the last political actor spoken of");
    }
    // "Statement by the ministry of X. We condemn …"
    let issues = |i: &usize| {
        let by = doc.token(mentions.all[*i].head).head();
        matches!(by.text(), "by" | "of" | "from") && lexicon.token_in("statement_nouns", by.head())
    };
    recent().find(issues).and_then(|i| found(i, "whose statement it is"))
}

/// Whether a quotation mark is open before a token of its paragraph.
fn in_quotes(doc: &Doc, token: usize) -> bool {
    let before = (0..token).rev().map(|i| doc.token(i)).take_while(|t| !t.text().contains('\n'));
    before.filter(|t| matches!(t.text(), "\"" | "“" | "”" | "``" | "''")).count() % 2 == 1
}

fn description(
    doc: &Doc,
    mentions: &Mentions,
    order: &[usize],
    position: usize,
    known: Known<'_>,
    published: Option<Date>,
) -> Option<Found> {
    let (registry, lexicon) = (known.registry, known.lexicon);
    let mention = &mentions.all[order[position]];
    let head = doc.token(mention.head);
    let lower = head.text().to_lowercase();
    let earlier = &order[..position];
    let near = |i: usize, reach: usize| sentences_between(doc, mentions.all[i].head, head.index()) <= reach;
    let can_act = |i: usize| {
        let m = &mentions.all[i];
        (m.kind.is_armed() || m.kind == Kind::Political || m.kind == Kind::International)
            && m.form != Form::Pronoun
            && !in_parentheses(doc.token(m.head))
    };
    if lower == "latter" || lower == "former" {
        let recent = earlier_actors(mentions, earlier, |i| can_act(i) && near(i, 1));
        let pick = if lower == "latter" { recent.first() } else { recent.get(1) }?;
        let m = &mentions.all[*pick];
        let which = if lower == "latter" { "last" } else { "first" };
        return Some((m.who.clone(), m.kind, format!("the {which} named of the two before")));
    }
    let is_pair =
        head.children().any(|t| matches!(t.text().to_ascii_lowercase().as_str(), "both" | "two" | "either"))
            || lower == "both"
            || mention.definite && matches!(lower.as_str(), "sides" | "rivals" | "allies");
    if is_pair {
        // "two brigades defected from X to Y": without an article they are two others, unless nobody is named yet.
        let is_bare = !mention.definite
            && lower != "sides"
            && head.children().any(|t| t.text().eq_ignore_ascii_case("two"));
        return pair(mentions, earlier, &order[position + 1..], doc, head, is_bare, can_act);
    }
    if !mention.definite {
        return None;
    }
    if lower == "coalition"
        && bare_coalition(doc, mention)
        && head.lefts().any(|t| t.dep() != Dep::Det)
        && let Some(found) = coalition(known, published)
    {
        return Some(found);
    }
    // "the al-Qaeda affiliate", "the Lebanese militia": what the registry knows of those named before.
    if let Some(words) = qualifying_words(doc, mentions, head) {
        let described = |i: usize| {
            let fits = |id| registry.describes(id, &words, published).is_some();
            mentions.all[i].who.iter().filter_map(|w| w.actor).any(fits)
        };
        let found = earlier_actors(mentions, earlier, |i| can_act(i) && described(i));
        let pick = most_salient(doc, mentions, earlier, &found, head)?;
        let m = &mentions.all[pick];
        return Some((m.who.clone(), m.kind, format!("named before, and known as {:?}", words.join(" "))));
    }
    // "the US-led coalition … the coalition": the same head word.
    let same_word = earlier.iter().rev().take(MAX_LOOK_BACK).copied().find(|&i| {
        let m = &mentions.all[i];
        can_act(i)
            && m.form == Form::Name
            && m.who.len() == 1
            && doc.token(m.head).lemma().eq_ignore_ascii_case(head.lemma())
    });
    if let Some(i) = same_word {
        let m = &mentions.all[i];
        return Some((m.who.clone(), m.kind, "the same word with a name before it".to_owned()));
    }
    if head.text().eq_ignore_ascii_case("coalition")
        && head.lefts().all(|t| t.dep() == Dep::Det)
        && let Some(found) =
            alliance_left(doc, mentions, mention, known).or_else(|| coalition(known, published))
    {
        return Some(found);
    }
    // "the group", "the movement": the latest actor of that sort. "The unit" can be anybody's.
    if !lexicon.token_in("group_anaphors", head) {
        return None;
    }
    let found = earlier_actors(mentions, earlier, |i| {
        let m = &mentions.all[i];
        let Some(who) = m.who.first() else { return false };
        let actor_kind = who.actor.map(|id| registry.actor(id).kind);
        can_act(i)
            && near(i, REACH_DESCRIPTION)
            && m.form == Form::Name
            && !matches!(
                actor_kind,
                Some(ActorKind::State | ActorKind::Military | ActorKind::Police | ActorKind::Ministry)
            )
            && (m.kind == Kind::Armed || m.kind == Kind::Political)
    });
    let pick = most_salient(doc, mentions, earlier, &found, head)?;
    let m = &mentions.all[pick];
    Some((m.who.clone(), m.kind, "the group that was spoken of last".to_owned()))
}

/// "The terrorist organizations" of which nobody was named: people of whom the word alone tells what they are.
fn by_its_word(doc: &Doc, mention: &Mention, known: Known<'_>) -> Option<Found> {
    let head = doc.token(mention.head);
    let is_open = mention.form == Form::Description && mention.definite && mention.plural;
    let generic = generic_at(head, known.registry).filter(|_| is_open)?;
    let who = Identity { name: generic.name.clone(), code: None, actor: None };
    let kind = kind_of_generic(generic);
    kind.is_armed().then(|| (vec![who], kind, "a word for a party".to_owned()))
}

/// Chooses among recent candidates: a subject of the same or the last sentence before others, then the latest.
fn most_salient(
    doc: &Doc,
    mentions: &Mentions,
    earlier: &[usize],
    found: &[usize],
    head: Token<'_>,
) -> Option<usize> {
    // A pronoun looks at its neighbourhood, a description at the whole report.
    let (rank_weight, frequency_weight) = if head.pos() == Pos::Pron { (0.4, 0.08) } else { (1.0, 0.25) };
    let clause = clause_verb(head);
    found
        .iter()
        .copied()
        .filter(|&i| !are_two_of_one_deed(doc.token(mentions.all[i].head), head))
        .enumerate()
        .map(|(rank, i)| {
            let m = &mentions.all[i];
            let token = doc.token(m.head);
            let distance = sentences_between(doc, m.head, head.index());
            let name = &m.who[0].name;
            let frequency = earlier
                .iter()
                .rev()
                .take(MAX_LOOK_BACK)
                .filter(|&&j| mentions.all[j].who.iter().any(|w| w.name == *name))
                .count();
            let co_argument = distance == 0
                && head.dep() != Dep::Poss
                && (clause_verb(token).map(|v| v.index()) == clause.map(|v| v.index())
                    || !is_subject(head) && is_understood_subject(token, clause));
            let score = -rank_weight * (rank as f32) - 1.5 * distance as f32
                + if is_subject(token) { 0.8 } else { 0.0 }
                + if is_subject(token) && is_subject(head) { 0.9 } else { 0.0 }
                + if is_in_its_speaker(token, head) { 0.9 } else { 0.0 }
                + if is_subject(head) && is_done_to_meanwhile(token, clause) { 2.0 } else { 0.0 }
                + frequency_weight * (frequency.min(6) as f32)
                - if co_argument { 4.0 } else { 0.0 };
            (i, score)
        })
        .max_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)))
        .map(|(i, _)| i)
}

/// "FSA officers were executed by the group", "the officers executed by the jihadists", "the army attacked the militants":
/// who does a deed is not whom it is done to, unless words such as "themselves" say so.
fn are_two_of_one_deed(one: Token<'_>, other: Token<'_>) -> bool {
    let deed = |t: Token<'_>| {
        let above = t.head();
        let verb = if matches!(above.dep(), Dep::Agent | Dep::Prep) { above.head() } else { above };
        (is_verbal(verb) && !is_reflexive(t)).then(|| verb.index())
    };
    let Some(verb) = deed(other) else { return false };
    let verb = one.doc().token(verb);
    deed(one) == Some(verb.index())
        || matches!(verb.dep(), Dep::Acl | Dep::Relcl) && verb.head() == one
        || !is_subject(other) && is_understood_subject(one, Some(verb))
}

/// "The Group for Relief (GR), an ally of X, said that it had …": a name within the subject of the saying, and none that only
/// tells more of it.
fn is_in_its_speaker(name: Token<'_>, pronoun: Token<'_>) -> bool {
    let clause = pronoun.head();
    if !is_subject(pronoun) || clause.dep() != Dep::Ccomp {
        return false;
    }
    let speaker = clause.head().children().find(|t| t.dep() == Dep::Nsubj);
    let tells_more = |t: Token<'_>| {
        t.ancestors().take_while(|a| Some(*a) != speaker).chain([t]).any(|a| {
            matches!(a.dep(), Dep::Compound | Dep::Amod | Dep::Poss) || a.dep() == Dep::Appos && a != name
        })
    };
    speaker.is_some_and(|s| (s.left_edge()..=s.right_edge()).contains(&name.index())) && !tells_more(name)
}

fn is_reflexive(token: Token<'_>) -> bool {
    token.pos() == Pos::Pron && (token.text().ends_with("self") || token.text().ends_with("selves"))
}

fn is_subject(token: Token<'_>) -> bool {
    matches!(token.dep(), Dep::Nsubj | Dep::Nsubjpass)
}

/// "Soldiers shot villagers as they fled": who does something while a deed is done is whom it is done to.
fn is_done_to_meanwhile(token: Token<'_>, clause: Option<Token<'_>>) -> bool {
    clause.is_some_and(|verb| {
        verb.dep() == Dep::Advcl
            && token.dep() == Dep::Dobj
            && token.head() == verb.head()
            && verb
                .children()
                .any(|t| matches!(t.dep(), Dep::Mark | Dep::Advmod) && matches!(t.text(), "as" | "while"))
    })
}

/// "The army attacked the rebels, killing dozens of them", "gunmen seized the men, tied their hands and shot them": who
/// kills is the subject of the clause above, and so not "them".
fn is_understood_subject(token: Token<'_>, clause: Option<Token<'_>>) -> bool {
    let mut verb = clause;
    while let Some(below) = verb
        .filter(|v| matches!(v.dep(), Dep::Advcl | Dep::Xcomp | Dep::Conj) && !v.children().any(is_subject))
    {
        if is_subject(token) && token.head() == below.head() {
            return true;
        }
        verb = Some(below.head());
    }
    false
}

fn pair(
    mentions: &Mentions,
    earlier: &[usize],
    later: &[usize],
    doc: &Doc,
    head: Token<'_>,
    is_bare: bool,
    can_act: impl Fn(usize) -> bool,
) -> Option<Found> {
    let named =
        |i: usize| can_act(i) && mentions.all[i].form == Form::Name && mentions.all[i].kind.is_armed();
    let before = earlier_actors(mentions, earlier, |i| {
        named(i) && sentences_between(doc, mentions.all[i].head, head.index()) <= 4
    });
    if let [second, first, ..] = before.as_slice() {
        if is_bare {
            return None;
        }
        let who = [*first, *second].iter().flat_map(|&i| mentions.all[i].who.iter().cloned()).collect();
        return Some((who, Kind::Armed, "the two sides named before".to_owned()));
    }
    // A lead speaks of "two groups" that the next sentence names.
    let mut who: Vec<Identity> = Vec::new();
    for &i in later {
        if sentences_between(doc, head.index(), mentions.all[i].head) > 2 || who.len() == 2 {
            break;
        }
        if named(i) && !mentions.all[i].who.iter().any(|w| who.iter().any(|o| o.name == w.name)) {
            who.extend(mentions.all[i].who.iter().cloned());
        }
    }
    (who.len() == 2).then(|| (who, Kind::Armed, "the two sides named next".to_owned()))
}

/// The words of a description where a name stands among them, so that they single somebody out.
fn qualifying_words<'d>(doc: &'d Doc, mentions: &Mentions, head: Token<'d>) -> Option<Vec<&'d str>> {
    let start = head.left_edge();
    let names = (start..head.index()).any(|i| mentions.at(i).any(|(_, m)| m.form == Form::Name));
    names.then(|| {
        (start..=head.index())
            .map(|i| doc.token(i))
            .filter(|t| t.dep() != Dep::Det)
            .map(|t| t.text())
            .collect()
    })
}

fn pronoun(doc: &Doc, mentions: &Mentions, earlier: &[usize], m: usize) -> Option<Found> {
    let mention = &mentions.all[m];
    let head = doc.token(mention.head);
    if is_relative_pronoun(head) {
        return None;
    }
    let personal = mention.kind == Kind::Person;
    let fits = |i: usize| {
        let other = &mentions.all[i];
        // "captured a Syrian base, a monitor said … it said": an adjective is nobody to refer to.
        let single_body = !other.plural
            && other.kind != Kind::Person
            && (head.dep() != Dep::Nsubj || doc.token(other.head).pos() != Pos::Adj);
        let agrees = if personal {
            other.kind == Kind::Person || stands_for_it(&other.why)
        } else if mention.plural {
            other.plural
                || other.who.len() > 1
                || matches!(other.kind, Kind::Armed | Kind::Military | Kind::Police | Kind::Civilian)
        } else {
            single_body
        };
        agrees && sentences_between(doc, other.head, head.index()) <= REACH_PRONOUN && !other.who.is_empty()
    };
    let mut found: Vec<usize> = Vec::new();
    for &i in earlier.iter().rev().take(MAX_LOOK_BACK) {
        if fits(i) && !found.iter().any(|&j| mentions.all[j].who == mentions.all[i].who) {
            found.push(i);
        }
    }
    let pick = most_salient(doc, mentions, earlier, &found, head)?;
    let other = &mentions.all[pick];
    let mut who = other.who.clone();
    if mention.plural {
        // "X and Y ... they": all that stand together.
        let mut first = doc.token(other.head);
        while first.dep() == Dep::Conj {
            first = first.head();
        }
        for token in conjuncts(first) {
            for (_, m) in mentions.at(token.index()).filter(|(_, m)| m.head < head.index()) {
                for w in &m.who {
                    if !who.contains(w) {
                        who.push(w.clone());
                    }
                }
            }
        }
    }
    let why = format!("the pronoun stands for {:?}", other.who[0].name);
    Some((who, other.kind, why))
}

/// "The militants" after "Islamic State militants" are those.
fn resolve_generic(doc: &Doc, mentions: &mut Mentions, earlier: &[usize], m: usize, known: Known<'_>) {
    let mention = &mentions.all[m];
    let head = doc.token(mention.head);
    // "50 terrorists were killed": their enemy counts those of whom he has just spoken.
    let is_counted =
        known.lexicon.has("enemy_words", head.lemma()) && head.children().any(|t| t.dep() == Dep::Nummod);
    if !(mention.definite || is_counted) || mention.kind != Kind::Armed || !mention.plural {
        return;
    }
    // "the fleeing terrorists" are the same people.
    let is_idle = |t: &Token<'_>| {
        let word = t.text().to_lowercase();
        known.lexicon.has("idle_adjectives", &word)
    };
    let tells_more = |t: Token<'_>| match t.dep() {
        Dep::Nummod => !is_counted,
        Dep::Amod | Dep::Compound | Dep::Poss => !is_idle(&t),
        _ => false,
    };
    if !known.lexicon.token_in("anaphoric_nouns", head) || head.children().any(tells_more) {
        return;
    }
    let lemma = head.lemma();
    let mut same_word = None;
    let mut others: Vec<usize> = Vec::new();
    for &i in earlier.iter().rev().take(MAX_LOOK_BACK) {
        let other = &mentions.all[i];
        if sentences_between(doc, other.head, head.index()) > 3 {
            break;
        }
        let is_group = other.kind == Kind::Armed && other.who.len() == 1 && other.form == Form::Name;
        // "backed by US-led air strikes, they drove the militants out": no coalition of states.
        let of_states = |id| {
            let actor = known.registry.actor(id);
            actor.kind == ActorKind::Coalition && actor.code.starts_with("int-")
        };
        let of_states = other.who.iter().filter_map(|who| who.actor).any(of_states);
        let token = doc.token(other.head);
        if !is_group || of_states || in_parentheses(token) || are_two_of_one_deed(token, head) {
            continue;
        }
        if doc.token(other.head).lemma() == lemma && same_word.is_none() {
            same_word = Some(i);
        }
        if !others.iter().any(|&j| mentions.all[j].who == other.who) {
            others.push(i);
        }
    }
    // Where several groups were named, nothing tells which one is meant.
    let named = match (same_word, others.as_slice()) {
        (Some(i), _) => Some((i, "the same word with a name before it")),
        (None, &[i]) => Some((i, "the only armed group named before")),
        _ => None,
    };
    if let Some((i, why)) = named {
        let (who, kind) = (mentions.all[i].who.clone(), mentions.all[i].kind);
        let mention = &mut mentions.all[m];
        mention.who = who;
        mention.kind = kind;
        mention.why = why.into();
    }
}
