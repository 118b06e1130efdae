//! What an authority left undone (codebook §8): it failed to act, stood by, was not there, or its inaction is spoken
//! of. An omission is no event, since nothing happened; it is a record of its own.

use std::ops::Range;
use std::sync::OnceLock;

use athir_model::{Basis, Modality, Omission, OmissionKind, Party};
use athir_nlp::{Dep, Pos, Token};

use crate::clause::{is_passive, is_verbal};
use crate::draft::evidence_range;
use crate::graph::Slot;
use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::modality::{Stance, stance};
use crate::reading::Reading;
use crate::record::{attribution, party};
use crate::side::Side;
use crate::voice::find_voices;

const WORDS: &str = include_str!("../../../data/omissions.toml");

fn words() -> &'static Lexicon {
    static WORDS_READ: OnceLock<Lexicon> = OnceLock::new();
    WORDS_READ.get_or_init(|| {
        Lexicon::from_toml(&[("omissions.toml", WORDS)])
            .expect("the built-in word lists are checked by a test")
    })
}

/// An omission in the text: how, the words that say it, and the head of the words for who.
struct Found {
    kind: OmissionKind,
    tokens: Range<usize>,
    by: Option<usize>,
}

/// Finds the omissions that a report tells of, in the order of the text.
pub(crate) fn find_omissions(reading: &Reading<'_, '_>) -> Vec<Omission> {
    let mut omissions: Vec<Omission> = Vec::new();
    let (mut told, mut told_as) = (0..0, None);
    for token in reading.doc.tokens() {
        let found = match token.pos() {
            Pos::Verb | Pos::Aux => of_verb(reading, token),
            Pos::Noun | Pos::Propn => of_noun(reading, token),
            _ => None,
        };
        // "stood and watched" tells one omission, in two verbs.
        let Some(found) = found.filter(|f| f.tokens.end > told.end || told_as != Some(f.kind)) else {
            continue;
        };
        (told, told_as) = (found.tokens.clone(), Some(found.kind));
        let voices = find_voices(reading.doc, token, reading.know.lexicon);
        let tokens: Vec<usize> = found.tokens.clone().collect();
        omissions.push(Omission {
            kind: found.kind,
            by: found.by.map(|head| parties(reading, head)).unwrap_or_default(),
            trigger: reading.quote(found.tokens),
            evidence: reading.quote(evidence_range(reading, token, &tokens)),
            attribution: attribution(reading, &voices),
        });
    }
    omissions
}

/// The parties that a head names; an authority that is nobody's by name keeps its words.
fn parties(reading: &Reading<'_, '_>, head: usize) -> Vec<Party> {
    let found = reading.parties(head);
    if found.is_empty() {
        let token = reading.doc.token(head);
        let quote = reading.quote(token.left_edge()..head + 1);
        return vec![Party {
            name: token.lemma().to_owned(),
            actor: None,
            start: quote.start,
            end: quote.end,
            mention: quote.text,
            basis: Basis::Stated,
            why: "did not act".to_owned(),
        }];
    }
    found.into_iter().map(|p| party(reading, Side::new(p, Basis::Stated, "did not act"))).collect()
}

/// Whether the head names somebody whose duty it is to act: a state, its forces, its offices.
fn is_authority(reading: &Reading<'_, '_>, head: usize) -> bool {
    let token = reading.doc.token(head);
    // "an escort party of six policemen"
    let made_of = || of_object(token).filter(|_| words().token_in("bands", token));
    words().token_in("authorities", token)
        || made_of().is_some_and(|t| words().token_in("authorities", t))
        || reading.parties(head).iter().any(|p| matches!(p.kind, Kind::State | Kind::Police | Kind::Military))
}

fn subject(reading: &Reading<'_, '_>, verb: Token<'_>) -> Option<usize> {
    reading.graph.args(verb).iter().find(|a| a.slot == Slot::Subj).map(|a| a.head)
}

fn authority_subject(reading: &Reading<'_, '_>, verb: Token<'_>) -> Option<usize> {
    subject(reading, verb).filter(|&head| is_authority(reading, head))
}

fn object<'d>(verb: Token<'d>) -> Option<Token<'d>> {
    verb.children().find(|t| t.dep() == Dep::Dobj)
}

fn text_is(token: Token<'_>, word: &str) -> bool {
    token.text().eq_ignore_ascii_case(word)
}

fn has_no(noun: Token<'_>) -> bool {
    noun.children().any(|t| text_is(t, "no") || text_is(t, "little"))
}

fn is_negated(verb: Token<'_>) -> bool {
    verb.children().any(|t| t.dep() == Dep::Neg)
}

/// Whether it is told at all, be it as not done.
fn is_told(reading: &Reading<'_, '_>, token: Token<'_>) -> bool {
    !matches!(
        stance(token, reading.know.lexicon),
        Stance::Conditional
            | Stance::Purpose
            | Stance::Attempt(..)
            | Stance::Told(Modality::Planned | Modality::Denied, _)
    )
}

fn of_verb(reading: &Reading<'_, '_>, verb: Token<'_>) -> Option<Found> {
    let lists = words();
    let found = |kind: OmissionKind, last: usize, by: Option<usize>| {
        Some(Found { kind, tokens: verb.index().min(last)..verb.index().max(last) + 1, by })
    };
    if lists.token_in("fail_verbs", verb) && !is_negated(verb) && is_told(reading, verb) {
        let duty = verb
            .children()
            .filter(|t| t.dep() == Dep::Xcomp)
            .find(|t| lists.token_in("duty_verbs", *t))
            .or_else(|| {
                let owed = |t: &Token<'_>| lists.token_in("duties", *t);
                let direct = object(verb).filter(|t| owed(t));
                let within = || {
                    verb.children()
                        .filter(|t| t.dep() == Dep::Prep)
                        .flat_map(|t| t.children())
                        .find(|t| owed(t))
                };
                direct.or_else(within)
            })
            .or_else(|| object(verb).filter(|t| lists.token_in("provisions", *t)));
        let duty = duty?;
        let by = authority_subject(reading, verb)?;
        return found(OmissionKind::Failed, duty.index(), Some(by));
    }
    ought(reading, verb)
        .or_else(|| stood_by(reading, verb))
        .or_else(|| undone(reading, verb))
        .or_else(|| absent(verb))
        .filter(|found| {
            is_ought(verb) || (is_told(reading, verb) || is_negated(verb)) && !is_advice(verb, found)
        })
}

/// "The police should have stopped them", "had the police acted in time": what was owed and not done.
fn ought(reading: &Reading<'_, '_>, verb: Token<'_>) -> Option<Found> {
    if !is_ought(verb) || is_negated(verb) || !words().token_in("plain_duty_verbs", verb) {
        return None;
    }
    let by = authority_subject(reading, verb)?;
    Some(Found { kind: OmissionKind::Failed, tokens: verb.index()..verb.index() + 1, by: Some(by) })
}

fn is_ought(verb: Token<'_>) -> bool {
    let aux = |words: &[&str]| {
        verb.children().find(|t| t.dep() == Dep::Aux && words.iter().any(|w| text_is(*t, w)))
    };
    let owed = aux(&["should", "ought", "could"]).is_some() && aux(&["have"]).is_some();
    // "Had the police acted": the auxiliary stands before the subject.
    let turned = verb.dep() == Dep::Advcl
        && !verb.children().any(|t| t.dep() == Dep::Mark)
        && aux(&["had"]).is_some_and(|had| {
            verb.children().any(|t| matches!(t.dep(), Dep::Nsubj | Dep::Nsubjpass) && t.index() > had.index())
        });
    owed || turned
}

/// "We should not respond with violence", "must not act": what somebody is told to leave undone.
fn is_advice(verb: Token<'_>, found: &Found) -> bool {
    found.kind == OmissionKind::Failed
        && verb.children().any(|t| {
            t.dep() == Dep::Aux && matches!(t.text(), "should" | "must" | "shall" | "will" | "may" | "might")
        })
}

/// "stood by", "turned a blind eye", "let the mob have its way".
fn stood_by(reading: &Reading<'_, '_>, verb: Token<'_>) -> Option<Found> {
    let lists = words();
    let child = |words: &[&str]| verb.children().find(|t| words.iter().any(|w| text_is(*t, w)));
    let beside = |list: &str| {
        verb.children()
            .filter(|t| !matches!(t.dep(), Dep::Nsubj | Dep::Nsubjpass))
            .find(|t| lists.token_in(list, *t))
    };
    let onlooker = || {
        let direct = beside("onlookers");
        direct.or_else(|| {
            verb.children()
                .filter(|t| t.dep() == Dep::Prep && (text_is(*t, "as") || text_is(*t, "like")))
                .flat_map(|t| t.children())
                .find(|t| lists.token_in("onlookers", *t))
        })
    };
    let last = match verb.lemma() {
        "stand" | "remain" | "sit" | "keep" | "stay" => {
            // "stands by his claim", "kept by the authorities": somebody or something is stood by.
            let is_bare = |t: &Token<'_>| !text_is(*t, "by") || !t.children().any(|c| c.dep() == Dep::Pobj);
            let idle = beside("idle_words").filter(is_bare).or_else(onlooker);
            let watches = || {
                verb.children()
                    .find(|t| t.lemma() == "watch" && matches!(t.dep(), Dep::Conj | Dep::Xcomp | Dep::Advcl))
            };
            idle.or_else(watches)?.index()
        }
        "be" | "act" | "become" => onlooker()?.index(),
        "look" => {
            child(&["on", "away", "aside"]).or_else(|| object(verb).filter(|o| o.lemma() == "way"))?.index()
        }
        "watch" if !is_passive(verb) && !verb.children().any(|t| text_is(t, "over")) => {
            let past = matches!(verb.tag(), "VBD" | "VBG" | "VBN");
            past.then_some(verb.index())?
        }
        "turn" => {
            let eye = object(verb).filter(|o| matches!(o.lemma(), "eye" | "ear"));
            eye.filter(|o| o.children().any(|t| text_is(t, "blind") || text_is(t, "deaf")))?.index()
        }
        "twiddle" => object(verb)?.index(),
        "give" => {
            object(verb).filter(|o| o.lemma() == "hand" && o.children().any(|t| text_is(t, "free")))?.index()
        }
        "let" | "allow" | "permit" => {
            let who = verb
                .children()
                .flat_map(|t| std::iter::once(t).chain(t.children()))
                .find(|t| matches!(t.dep(), Dep::Dobj | Dep::Nsubj) && lists.token_in("wrongdoers", *t));
            // "let them loot the shops", "let the people down"
            let harm = || verb.children().find(|t| is_verbal(*t) && lists.token_in("harm_verbs", *t));
            let down = || child(&["down"]).filter(|t| matches!(t.dep(), Dep::Prt | Dep::Advmod));
            who.or_else(harm).or_else(|| down().filter(|_| verb.lemma() == "let"))?.index()
        }
        _ if lists.token_in("connive_verbs", verb) => verb.index(),
        _ => return None,
    };
    if is_negated(verb) {
        return None;
    }
    // "had been given a free hand": the giver may stay unnamed.
    let by = authority_subject(reading, verb);
    if by.is_none() && !(verb.lemma() == "give" && is_passive(verb)) {
        return None;
    }
    Some(Found {
        kind: OmissionKind::StoodBy,
        tokens: verb.index().min(last)..verb.index().max(last) + 1,
        by,
    })
}

/// "did not intervene", "took no action", "was unable to control the mob".
fn undone(reading: &Reading<'_, '_>, verb: Token<'_>) -> Option<Found> {
    let lists = words();
    let found = |last: usize, by: Option<usize>| {
        Some(Found {
            kind: OmissionKind::Failed,
            tokens: verb.index().min(last)..verb.index().max(last) + 1,
            by,
        })
    };
    if verb.lemma() == "be" {
        let unable = verb.children().find(|t| {
            t.dep() == Dep::Acomp && lists.token_in("unable_adjectives", *t) && !is_negated(verb)
        })?;
        let duty = unable
            .children()
            .flat_map(|t| std::iter::once(t).chain(t.children()))
            .find(|t| is_verbal(*t) && lists.token_in("duty_verbs", *t));
        let by = authority_subject(reading, verb)?;
        return found(duty.map_or(unable.index(), |t| t.index()), Some(by));
    }
    if is_passive(verb) {
        // "no action was taken"
        let nothing = verb
            .children()
            .find(|t| t.dep() == Dep::Nsubjpass && lists.token_in("measures", *t) && has_no(*t))?;
        return (verb.lemma() == "take").then(|| found(nothing.index(), subject(reading, verb))).flatten();
    }
    let nothing = object(verb).filter(|o| {
        text_is(*o, "nothing") && verb.lemma() == "do"
            || has_no(*o) && (lists.token_in("measures", *o) || lists.token_in("provisions", *o))
    });
    if let Some(nothing) = nothing {
        let by = authority_subject(reading, verb)?;
        return found(nothing.index(), Some(by));
    }
    if !is_negated(verb) {
        return None;
    }
    let withheld = object(verb).filter(|o| {
        matches!(verb.lemma(), "take" | "provide" | "give" | "offer")
            && (lists.token_in("measures", *o) || lists.token_in("provisions", *o))
    });
    let owed = lists.token_in("plain_duty_verbs", verb)
        || verb.lemma() == "do"
            && object(verb).is_some_and(|o| lists.token_in("duties", o) || text_is(o, "anything"))
        || verb.lemma() == "come" && verb.children().any(|t| text_is(t, "to"));
    if withheld.is_none() && !owed {
        return None;
    }
    let by = authority_subject(reading, verb)?;
    found(withheld.map_or(verb.index(), |t| t.index()), Some(by))
}

/// "no police were present", "the police arrived hours later".
fn absent(verb: Token<'_>) -> Option<Found> {
    let lists = words();
    let who = verb.children().find(|t| {
        matches!(t.dep(), Dep::Nsubj | Dep::Attr | Dep::Nsubjpass) && lists.token_in("forces", *t)
    })?;
    let last = match verb.lemma() {
        "be" | "come" | "arrive" | "appear" | "turn" | "see" if has_no(who) => verb.index(),
        "be" => verb
            .children()
            .find(|t| matches!(t.text().to_ascii_lowercase().as_str(), "absent" | "nowhere" | "missing"))?
            .index(),
        "arrive" | "come" | "reach" => {
            let late = verb.children().find(|t| text_is(*t, "late") || text_is(*t, "belatedly"));
            let hours = || {
                verb.children().find(|t| {
                    (text_is(*t, "later") || text_is(*t, "after"))
                        && t.children().any(|n| {
                            matches!(n.lemma(), "hour" | "day") && !n.children().any(|d| text_is(d, "a"))
                        })
                })
            };
            late.or_else(hours)?.index()
        }
        _ => return None,
    };
    Some(Found {
        kind: OmissionKind::Absent,
        tokens: verb.index().min(last)..verb.index().max(last) + 1,
        by: Some(who.index()),
    })
}

/// "police inaction", "the failure of the government", "a lack of police protection".
fn of_noun(reading: &Reading<'_, '_>, noun: Token<'_>) -> Option<Found> {
    let lists = words();
    let of_whom = |noun: Token<'_>| {
        let behind = noun
            .children()
            .filter(|t| {
                t.dep() == Dep::Prep && matches!(t.text(), "of" | "by" | "among" | "on" | "from" | "in")
            })
            .flat_map(|t| t.children())
            .filter(|t| t.dep() == Dep::Pobj)
            // "on the part of the police"
            .map(|t| if t.lemma() == "part" { of_object(t).unwrap_or(t) } else { t });
        let before =
            noun.children().filter(|t| matches!(t.dep(), Dep::Compound | Dep::Poss | Dep::Amod | Dep::Nmod));
        before.chain(behind).find(|t| lists.token_in("authorities", *t)).map(|t| t.index())
    };
    let negated = matches!(stance(noun, reading.know.lexicon), Stance::Negated | Stance::Conditional);
    if negated {
        return None;
    }
    if lists.token_in("inaction_nouns", noun) {
        let by = of_whom(noun)?;
        return Some(Found {
            kind: OmissionKind::Inaction,
            tokens: noun.index()..noun.index() + 1,
            by: Some(by),
        });
    }
    // "in full view of the police", "under the nose of the police"
    let in_sight = lists.token_in("sight_nouns", noun)
        && noun.dep() == Dep::Pobj
        && noun.children().any(|t| lists.token_in("sight_words", t))
        || matches!(noun.lemma(), "nose") && noun.dep() == Dep::Pobj && noun.head().lemma() == "under";
    if in_sight
        && let Some(by) = of_object(noun)
            .or_else(|| noun.children().find(|t| t.dep() == Dep::Poss))
            .filter(|t| lists.token_in("forces", *t))
    {
        return Some(Found {
            kind: OmissionKind::StoodBy,
            tokens: noun.index()..noun.index() + 1,
            by: Some(by.index()),
        });
    }
    if lists.token_in("lack_nouns", noun) {
        let lacked = of_object(noun).filter(|t| lists.token_in("lacking", *t))?;
        let by = of_whom(lacked).or_else(|| lists.token_in("forces", lacked).then_some(lacked.index()))?;
        return Some(Found {
            kind: OmissionKind::Inaction,
            tokens: noun.index()..lacked.index() + 1,
            by: Some(by),
        });
    }
    None
}

fn of_object<'d>(noun: Token<'d>) -> Option<Token<'d>> {
    noun.children()
        .filter(|t| t.dep() == Dep::Prep && text_is(*t, "of"))
        .flat_map(|t| t.children())
        .find(|t| t.dep() == Dep::Pobj)
}

#[cfg(test)]
mod tests {
    use athir_nlp::Model;

    use super::*;
    use crate::Coder;

    fn omissions(text: &str) -> Vec<Omission> {
        Coder::builtin().code(&Model::builtin().parse(text), "example", None).omissions
    }

    fn kinds(text: &str) -> Vec<OmissionKind> {
        omissions(text).into_iter().map(|o| o.kind).collect()
    }

    #[test]
    fn reads_what_the_police_did_not_do() {
        use OmissionKind::{Absent, Failed, Inaction, StoodBy};
        assert_eq!(kinds("The police failed to protect the traders of Arvel."), [Failed]);
        assert_eq!(kinds("Police did not intervene when the shops were burned."), [Failed]);
        assert_eq!(kinds("The police stood by while the mob looted the market."), [StoodBy]);
        assert_eq!(kinds("The government turned a blind eye to the raids."), [StoodBy]);
        assert_eq!(kinds("No police were present at the bridge."), [Absent]);
        assert_eq!(kinds("Residents complained of police inaction in Arvel."), [Inaction]);
        assert_eq!(kinds("The police should have protected the traders."), [Failed]);
        assert_eq!(kinds("A squad of policemen looked on."), [StoodBy]);
        assert_eq!(kinds("The shops were looted in full view of the police."), [StoodBy]);
    }

    #[test]
    fn names_who_did_not_act_and_who_says_so() {
        let found = omissions("The police failed to stop the mob, residents said.");
        assert_eq!(found.len(), 1);
        assert!(found[0].by.iter().any(|p| p.mention.contains("police")), "{found:?}");
        assert_eq!(found[0].attribution.len(), 1);
    }

    #[test]
    fn leaves_alone_what_was_done_or_is_nobodys_duty() {
        assert_eq!(kinds("Police intervened and protected the traders."), []);
        assert_eq!(kinds("The striker failed to stop the ball."), []);
        assert_eq!(kinds("The police did not fail to stop the mob."), []);
        assert_eq!(kinds("Spectators watched the parade."), []);
        assert_eq!(kinds("The minister stood by his claim."), []);
        assert_eq!(kinds("The police should not respond with violence."), []);
    }
}
