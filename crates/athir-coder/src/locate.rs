//! The place of an event: the frame's own slots first, then the phrases of the trigger, of its clause and of the
//! sentence.

use athir_model::{EventKind, Family};
use athir_nlp::{Dep, Doc, Pos, Token};

use crate::clause::{clause_chain, conjuncts, is_locative_prep, is_verbal};
use crate::coref::sentences_between;
use crate::dating::occurs;
use crate::graph::{Arg, Slot, slot_is};
use crate::place::{Located, is_aside, toponym_in};
use crate::reading::Reading;
use crate::steps::{DISCOURSE, OWN, SENTENCE, Steps};
use crate::toponym::{Toponym, class_rank};
use crate::voice::is_saying;

/// Finds the event's place: slots that name it, locative phrases of the trigger and of its clause. A country is
/// taken only where nothing nearer than it is named in the sentence.
pub(crate) fn place_of(
    reading: &Reading<'_, '_>,
    token: Token<'_>,
    args: &[Arg<'_>],
    slots: &[String],
    kind: EventKind,
) -> Option<(Located, Steps)> {
    let all = place_candidates(reading, token, args, slots, kind);
    let is_precise = |l: &Located| reading.toponyms.at(l.toponym).is_some_and(|t| class_rank(t.class) < 3);
    let surest = all.iter().find(|(l, _)| is_precise(l)).or_else(|| all.first())?;
    Some(surest.clone())
}

/// The country of a war: "the Syrian conflict", "the war in Yemen", else the one that the report is about.
pub(crate) fn war_country(reading: &Reading<'_, '_>, war: Token<'_>) -> Option<(Located, Steps)> {
    let is_country = |t: &Toponym| class_rank(t.class) == 3 && t.best().is_some();
    let named =
        (war.left_edge()..=war.right_edge()).filter_map(|i| reading.toponyms.at(i)).find(|t| is_country(t));
    if let Some(t) = named {
        return Some((Located { toponym: t.head, phrase_head: t.head, why: "the country of the war" }, 0));
    }
    let home = reading.toponyms.country.as_deref();
    let of_home = |t: &&Toponym| {
        is_country(t) && t.best().is_some_and(|id| reading.know.gazetteer.place(id).country == home)
    };
    let t = reading.toponyms.all.iter().find(of_home)?;
    Some((
        Located { toponym: t.head, phrase_head: t.head, why: "the country that the report is about" },
        DISCOURSE,
    ))
}

/// The places that could be the event's, the surest first.
pub(crate) fn place_candidates(
    reading: &Reading<'_, '_>,
    token: Token<'_>,
    args: &[Arg<'_>],
    slots: &[String],
    kind: EventKind,
) -> Vec<(Located, Steps)> {
    let lexicon = reading.know.lexicon;
    let mut all: Vec<(Located, Steps)> = Vec::new();
    let find = |head: usize| toponym_in(reading.doc, &reading.toponyms, head);
    let add = |head: usize, why: &'static str, steps: Steps, all: &mut Vec<(Located, Steps)>| {
        // "the Norwegian village" is the one that was named, where one was.
        let named = || place_named_before(reading, head);
        let is_open =
            |t: &usize| reading.toponyms.at(*t).is_some_and(|t| t.tells_ground) && named().is_some();
        if let Some(toponym) = find(head).filter(|t| !is_open(t)) {
            all.push((Located { toponym, phrase_head: head, why }, steps));
        } else if let Some(toponym) = named() {
            all.push((
                Located { toponym, phrase_head: toponym, why: "a word for the place named before" },
                steps + 1,
            ));
        }
    };
    for slot in slots {
        for arg in args.iter().filter(|a| slot_is(a.slot, slot)) {
            for conjunct in conjuncts(reading.doc.token(arg.head)) {
                add(conjunct.index(), "the frame's own place", 0, &mut all);
            }
        }
    }
    let mut direct: Vec<(usize, usize)> = Vec::new();
    // "the battle for X"
    let is_contested = matches!(kind, EventKind::Clash | EventKind::Attack) && !is_verbal(token);
    let puts_it = |word: &str| is_locative_prep(word) || is_contested && word == "for";
    for arg in args.iter().filter(|a| matches!(a.slot, Slot::Prep(word) if puts_it(word))) {
        direct.extend(find(arg.head).map(|toponym| (toponym, arg.head)));
        direct.extend(
            place_named_before(reading, arg.head)
                .filter(|_| find(arg.head).is_none())
                .map(|toponym| (toponym, toponym)),
        );
    }
    // "Earlier in X, they agreed": the words for the place hang on those for the time.
    for object in places_of_adverbs(token) {
        direct.extend(find(object).map(|toponym| (toponym, object)));
    }
    // "the attack on a convoy, which took place in X"
    for i in token.index()..token.right_edge() + 1 {
        let verb = reading.doc.token(i);
        if matches!(verb.dep(), Dep::Relcl | Dep::Acl) && lexicon.tells_of_deed(verb) && occurs(verb, token) {
            let preps = verb.children().filter(|t| t.dep() == Dep::Prep && is_locative_prep(t.text()));
            for object in preps.flat_map(|prep| prep.children()).filter(|t| t.dep() == Dep::Pobj) {
                direct.extend(find(object.index()).map(|toponym| (toponym, object.index())));
            }
        }
    }
    push_most_precise(reading, &direct, "where the trigger's own words put it", 0, &mut all);
    let act_on_place = !matches!(kind.family(), Family::Words | Family::Dynamics | Family::Talks)
        || kind == EventKind::Ceasefire;
    if act_on_place {
        for arg in args.iter().filter(|a| {
            matches!(
                a.slot,
                Slot::Obj | Slot::Prep("of" | "against" | "into" | "to" | "toward" | "from" | "through")
            )
        }) {
            for conjunct in conjuncts(reading.doc.token(arg.head)) {
                add(conjunct.index(), "what was struck lies there", 1, &mut all);
            }
        }
        for arg in args.iter().filter(|a| matches!(a.slot, Slot::Mod | Slot::Poss)) {
            if let Some(t) = reading.toponyms.at(arg.head).filter(|t| !t.adjective) {
                all.push((
                    Located {
                        toponym: t.head,
                        phrase_head: arg.head,
                        why: "a place name before the trigger",
                    },
                    1,
                ));
            }
        }
    }
    // "Iraq, where it took large areas"
    let where_clause = clause_chain(token)
        .take_while(|t| !is_saying(*t, lexicon) || *t == token)
        .find(|t| t.dep() == Dep::Relcl && t.children().any(|c| c.text().eq_ignore_ascii_case("where")));
    if let Some(clause) = where_clause {
        add(clause.head().index(), "the clause says where", 0, &mut all);
    }
    // The clauses above, each with its own locative phrases.
    for (n, above) in clause_chain(token).skip(1).filter(|t| is_verbal(*t)).enumerate() {
        if is_saying(above, lexicon) || only_speaks(reading, above) || n > 4 {
            break;
        }
        let mut found: Vec<(usize, usize)> = Vec::new();
        for prep in above
            .children()
            .filter(|t| t.dep() == Dep::Prep && is_locative_prep(&t.text().to_ascii_lowercase()))
        {
            for object in prep.children().filter(|t| t.dep() == Dep::Pobj) {
                found.extend(find(object.index()).map(|toponym| (toponym, object.index())));
            }
        }
        for object in places_of_adverbs(above) {
            found.extend(find(object).map(|toponym| (toponym, object)));
        }
        push_most_precise(reading, &found, "where the clause puts it", OWN + 1, &mut all);
        // "Norway condemned the raid": it speaks of the raid, which was elsewhere.
        let speaks = ["blame_verbs", "deny_verbs", "claim_verbs", "ask_verbs", "speech_verbs"]
            .iter()
            .any(|list| lexicon.token_in(list, above));
        if act_on_place {
            let is_told_of = |t: &Token<'_>| {
                matches!(t.dep(), Dep::Dobj | Dep::Nsubjpass) || t.dep() == Dep::Nsubj && !speaks
            };
            for object in above.children().filter(is_told_of) {
                add(object.index(), "the clause speaks of this place", OWN + 2, &mut all);
            }
        }
    }
    if act_on_place {
        // Anywhere in the sentence: the nearest, settlements before areas.
        let sentence = token.sentence().range();
        let nearest = reading
            .toponyms_in(sentence)
            .filter(|t| t.best().is_some() && !t.adjective && !reading.mentions.has(t.head))
            .min_by_key(|t| (class_rank(t.class), t.head.abs_diff(token.index())));
        if let Some(t) = nearest {
            all.push((
                Located { toponym: t.head, phrase_head: t.head, why: "named in the same sentence" },
                SENTENCE,
            ));
        }
    }
    all.retain(|(located, _)| !reading.is_dateline(located.toponym));
    all
}

/// The objects of the locative phrases that hang on the adverbs of a verb: "earlier in Oslo", "late on Monday in Oslo".
fn places_of_adverbs(verb: Token<'_>) -> Vec<usize> {
    if !is_verbal(verb) {
        return Vec::new();
    }
    let is_link = |t: &Token<'_>| t.dep() == Dep::Prep && is_locative_prep(&t.text().to_ascii_lowercase());
    let adverbs = verb.children().filter(|t| t.dep() == Dep::Advmod);
    let links = adverbs.flat_map(|t| t.children()).filter(is_link);
    links.flat_map(|t| t.children()).filter(|t| t.dep() == Dep::Pobj).map(|t| t.index()).collect()
}

/// "In Oslo, the minister condemned the raids": a verb of words says where it was spoken, and not where it happened.
fn only_speaks(reading: &Reading<'_, '_>, verb: Token<'_>) -> bool {
    let frames = reading.know.frames;
    let triggers = frames.verbs.get(verb.lemma());
    triggers.is_some_and(|all| all.iter().all(|t| frames.frames[t.frame].kind.family() == Family::Words))
}

/// "The town", "the base", "the province": the last place of that sort that was named before.
fn place_named_before(reading: &Reading<'_, '_>, head: usize) -> Option<usize> {
    let token = reading.doc.token(head);
    let lexicon = reading.know.lexicon;
    let definite = token.children().any(|t| {
        t.dep() == Dep::Det
            && matches!(t.text().to_ascii_lowercase().as_str(), "the" | "this" | "that" | "both")
            || t.dep() == Dep::Poss && t.text() == "its"
    });
    // "the Norden highway" is no place that was named before.
    let bears_a_name = || {
        token.children().any(|t| {
            matches!(t.dep(), Dep::Compound | Dep::Nmod | Dep::Amod)
                && t.pos() == Pos::Propn
                && reading.toponyms.at(t.index()).is_none_or(|t| class_rank(t.class) < 3)
        })
    };
    if !definite || !lexicon.token_in("place_nouns", token) || bears_a_name() {
        return None;
    }
    if matches!(token.tag(), "NNS" | "NNPS") {
        return pair_named_before(reading, head);
    }
    let wants_area = lexicon.has("wide_area_nouns", token.lemma());
    // "the forest" is the one whose name says so, and no town.
    let is_of_land = lexicon.has("land_nouns", token.lemma());
    let is_called_so = |t: &Toponym| {
        [t.tokens.end - 1, t.tokens.end]
            .iter()
            .any(|&i| i < head && reading.doc.token(i).text().eq_ignore_ascii_case(token.lemma()))
    };
    let before = reading.toponyms.all.partition_point(|t| t.tokens.start < head);
    reading.toponyms.all[..before]
        .iter()
        .rev()
        .take(40)
        .filter(|t| {
            t.head < head
                && t.best().is_some()
                && !t.adjective
                && !is_aside(reading.doc, t)
                && !modifies_a_noun(reading.doc.token(t.head))
                && !reading.mentions.has(t.head)
        })
        .filter(|t| !is_of_land || is_called_so(t))
        .filter(|t| wants_area || !is_around(reading.doc, t))
        .find(|t| is_of_land || if wants_area { class_rank(t.class) > 0 } else { class_rank(t.class) <= 1 })
        .filter(|t| sentences_between(reading.doc, t.head, head) <= 4)
        .map(|t| t.head)
}

/// "the countryside of X", "toward the province of X": an area is named, and not its town.
fn is_around(doc: &Doc, toponym: &Toponym) -> bool {
    let head = doc.token(toponym.head);
    let of = head.head();
    head.dep() == Dep::Pobj
        && of.text() == "of"
        && matches!(
            of.head().lemma(),
            "countryside"
                | "province"
                | "governorate"
                | "region"
                | "outskirts"
                | "suburb"
                | "surroundings"
                | "hinterland"
        )
}

/// "The two towns": the first of the last places that were named together.
fn pair_named_before(reading: &Reading<'_, '_>, head: usize) -> Option<usize> {
    let before = reading.toponyms.all.partition_point(|t| t.tokens.start < head);
    let is_town = |t: &Toponym| class_rank(t.class) <= 1 && t.best().is_some() && !t.adjective;
    reading.toponyms.all[..before]
        .iter()
        .rev()
        .take(40)
        .filter(|t| is_town(t) && reading.doc.token(t.head).dep() == Dep::Conj)
        .find_map(|t| {
            let first = reading.doc.token(t.head).ancestors().take(8).take_while(|a| {
                matches!(
                    a.dep(),
                    Dep::Conj | Dep::Pobj | Dep::Dobj | Dep::Nsubj | Dep::Nsubjpass | Dep::Appos
                )
            });
            first.filter_map(|a| reading.toponyms.at(a.index())).filter(|t| is_town(t)).last()
        })
        .filter(|t| sentences_between(reading.doc, t.head, head) <= 4)
        .map(|t| t.head)
}

/// "pro-Damascus media": what stands before a noun tells whose it is, and not where.
fn modifies_a_noun(name: Token<'_>) -> bool {
    matches!(name.dep(), Dep::Compound | Dep::Amod | Dep::Nmod) && name.head().index() > name.index()
}

fn push_most_precise(
    reading: &Reading<'_, '_>,
    found: &[(usize, usize)],
    why: &'static str,
    steps: Steps,
    all: &mut Vec<(Located, Steps)>,
) {
    let best = found
        .iter()
        .copied()
        .min_by_key(|(t, head)| (reading.toponyms.at(*t).map_or(9, |t| class_rank(t.class)), *head));
    if let Some((toponym, phrase_head)) = best {
        all.push((Located { toponym, phrase_head, why }, steps));
    }
}
