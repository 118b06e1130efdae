//! Drafts of one happening become one event (codebook §1): triggers that carry one another inside a sentence,
//! and later sentences that go on about the same happening.

use athir_model::{Count, Direction, EventKind, Family, Modality, Phase, TimePrecision};
use athir_nlp::Dep;

use crate::coref::sentences_between;
use crate::draft::{DISCOURSE, Draft, SENTENCE, Side, Timed};
use crate::graph::is_verbal;
use crate::mention::Kind;
use crate::place::{class_rank, kilometres};
use crate::reading::Reading;
use crate::toll::Counted;

/// The kind that two words for one happening leave, or `None` where they tell of two.
pub(crate) fn common_kind(a: EventKind, b: EventKind) -> Option<EventKind> {
    use EventKind as K;
    if a == b {
        return Some(a);
    }
    let vague = |k: K| matches!(k, K::Attack);
    let specific = |k: K| {
        matches!(
            k,
            K::Shelling
                | K::AirStrike
                | K::Bombing
                | K::SuicideAttack
                | K::ChemicalAttack
                | K::ViolenceAgainstCivilians
                | K::Assassination
                | K::Clash
                | K::Crackdown
        )
    };
    let one_way = |x: K, y: K| match (x, y) {
        (x, y) if vague(x) && specific(y) => Some(y),
        (K::Bombing, K::SuicideAttack | K::Assassination) => Some(y),
        (
            K::ViolenceAgainstCivilians,
            K::Execution
            | K::Shelling
            | K::AirStrike
            | K::Bombing
            | K::SuicideAttack
            | K::ChemicalAttack
            | K::Crackdown,
        ) => Some(y),
        (K::Bombing, K::AirStrike) => Some(K::AirStrike),
        (K::AirStrike | K::Shelling, K::ChemicalAttack) => Some(K::ChemicalAttack),
        (K::Agreement, K::Ceasefire | K::Alliance | K::Merger) => Some(y),
        (K::Negotiation, K::Agreement) => None,
        (K::Alliance, K::Merger) => Some(K::Merger),
        (K::Formation, K::Merger) => Some(K::Merger),
        (K::Assassination, K::SuicideAttack) => Some(K::SuicideAttack),
        _ => None,
    };
    one_way(a, b).or_else(|| one_way(b, a))
}

/// As [`common_kind`]; an event that only losses tell of can be any deadly one.
fn merged_kind(a: &Draft, b: &Draft) -> Option<EventKind> {
    let deadly =
        |k: EventKind| matches!(k.family(), Family::Fighting | Family::Harm) || k == EventKind::Crackdown;
    common_kind(a.kind, b.kind).or_else(|| match (a.from_toll, b.from_toll) {
        (true, false) if deadly(b.kind) => Some(b.kind),
        (false, true) if deadly(a.kind) => Some(a.kind),
        _ => None,
    })
}

/// Joins drafts whose triggers carry one another: "militants carried out an attack", "the blast occurred",
/// "a suicide bomber blew himself up".
pub(crate) fn join_within_sentences(reading: &Reading<'_, '_>, drafts: Vec<Draft>) -> Vec<Draft> {
    let mut joined: Vec<Draft> = Vec::new();
    for draft in drafts {
        let sentence = reading.doc.sentence_of(draft.head).index();
        let first = joined
            .partition_point(|e| reading.doc.sentence_of(e.head).index() < sentence)
            .max(joined.len().saturating_sub(LOOK_BACK));
        let at = (first..joined.len()).rev().find(|&n| {
            let earlier = &joined[n];
            reading.doc.sentence_of(earlier.head).index() == sentence
                && common_kind(earlier.kind, draft.kind).is_some()
                && (linked(reading, earlier, &draft)
                    || linked(reading, &draft, earlier)
                    || same_act(reading, earlier, &draft))
        });
        match at {
            Some(n) => absorb(&mut joined[n], draft),
            None => joined.push(draft),
        }
    }
    joined
}

/// Whether one trigger is an argument of the other.
fn linked(reading: &Reading<'_, '_>, a: &Draft, b: &Draft) -> bool {
    if b.tokens.iter().any(|t| a.args.contains(t)) {
        // "clashes ... after shelling": what only precedes is no argument of the same act.
        let between = reading.doc.token(b.head).head();
        return !matches!(
            between.text().to_ascii_lowercase().as_str(),
            "after" | "before" | "despite" | "following" | "amid" | "since" | "and"
        );
    }
    false
}

/// "shot and killed", "stormed and attacked": verbs with the same subject and object side by side.
fn same_act(reading: &Reading<'_, '_>, a: &Draft, b: &Draft) -> bool {
    let (x, y) = (reading.doc.token(a.head), reading.doc.token(b.head));
    let same_parties = |p: &[Side], q: &[Side]| {
        !p.is_empty() && p.iter().all(|s| q.iter().any(|o| o.party.who == s.party.who))
    };
    let conjoined = is_verbal(x) && is_verbal(y) && y.dep() == Dep::Conj && y.head() == x;
    let participle = matches!(y.dep(), Dep::Advcl | Dep::Xcomp) && y.tag() == "VBG" && y.head() == x;
    (conjoined || participle)
        && a.kind == b.kind
        && (same_parties(&a.recipients, &b.recipients) || b.recipients.is_empty() || a.recipients.is_empty())
        && (same_parties(&a.initiators, &b.initiators) || b.initiators.is_empty() || a.initiators.is_empty())
        || x.dep() == Dep::Compound && x.head() == y
        || y.dep() == Dep::Compound && y.head() == x
}

/// Joins drafts of later sentences to the earlier ones that they go on about.
pub(crate) fn join_across_sentences(
    reading: &Reading<'_, '_>,
    drafts: Vec<Draft>,
) -> (Vec<Draft>, Vec<(Draft, usize)>) {
    let mut events: Vec<Draft> = Vec::new();
    let mut merged: Vec<(Draft, usize)> = Vec::new();
    for draft in drafts {
        // The lead is told again anywhere; other events only nearby.
        let recent = events.len().saturating_sub(LOOK_BACK);
        let best = events
            .iter()
            .enumerate()
            .filter(|(n, _)| *n >= recent || *n < 6)
            .filter_map(|(n, e)| same_happening(reading, e, &draft).map(|score| (n, score)))
            .max_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        match best {
            Some((n, score)) if score >= MERGE_THRESHOLD => {
                merged.push((draft.clone(), n));
                absorb(&mut events[n], draft);
            }
            _ => events.push(draft),
        }
    }
    (events, merged)
}

/// How many events back the same happening is looked for.
const LOOK_BACK: usize = 40;

/// How much must speak for two drafts being one happening. Set on the building part of the gold.
const MERGE_THRESHOLD: f32 = 1.05;

/// Scores whether `later` tells of the same happening as `earlier`; `None` where something speaks against it.
fn same_happening(reading: &Reading<'_, '_>, earlier: &Draft, later: &Draft) -> Option<f32> {
    merged_kind(earlier, later)?;
    let verbal = |d: &Draft| is_verbal(reading.doc.token(d.head));
    // "The fighting began when X opened fire on Y": an act with its own sides is an event of its own.
    if earlier.kind != later.kind
        && [earlier, later]
            .iter()
            .any(|d| d.kind == EventKind::Attack && verbal(d) && !d.initiators.is_empty())
        && [earlier, later].iter().any(|d| d.kind == EventKind::Clash)
    {
        return None;
    }
    // Outside violence one kind covers many acts: other words tell of another one.
    let broad = !matches!(earlier.kind.family(), Family::Fighting | Family::Harm | Family::Civil);
    if broad && earlier.frame != later.frame && verbal(earlier) && verbal(later) {
        return None;
    }
    if (earlier.modality == Modality::Planned) != (later.modality == Modality::Planned) {
        return None;
    }
    let mutual = earlier.kind.direction() == Direction::Mutual;
    let mut score = 0.0;
    if mutual {
        let all = |d: &Draft| d.initiators.iter().chain(&d.recipients).cloned().collect::<Vec<_>>();
        score += side_score(&all(earlier), &all(later), true)?;
    } else {
        score += side_score(&earlier.initiators, &later.initiators, true)?;
        // A title names those harmed in its own short way.
        let in_title = reading.doc.sentence_of(earlier.head).index() == 0;
        score += side_score(&earlier.recipients, &later.recipients, false).or(in_title.then_some(-0.2))?;
    }
    score += place_score(reading, earlier, later)?;
    score += time_score(reading, earlier, later)?;
    score += toll_score(reading, &earlier.counted, &later.counted)?;
    if later.definite {
        score += 0.8;
    }
    let gap = sentence_gap(reading, earlier, later);
    score += match gap {
        0 if later.definite => -0.2,
        0 => -0.6,
        1 => 0.4,
        2 => 0.2,
        3..=5 => 0.0,
        _ => -0.5,
    };
    // "A large faction has left … The Red Brigade confirmed its departure": the next sentence names the nameless.
    if gap == 1
        && earlier.initiators.iter().any(|s| s.party.anonymous)
        && later.initiators.iter().any(|s| s.party.who.actor.is_some())
    {
        score += 0.9;
    }
    // A title is told again in the lead, and the lead in the body.
    let start = reading.doc.token(earlier.head).sentence().range().start;
    if gap > 0 && start == 0 {
        score += 0.8;
    } else if gap > 0 && start < 60 {
        score += 0.3;
    }
    let unnamed = |sides: &[Side]| {
        sides.iter().all(|s| {
            s.party.who.actor.is_none() && s.party.who.code.is_none() && s.party.kind != Kind::Person
        })
    };
    let vague = unnamed(&later.initiators) && unnamed(&later.recipients) && later.timed.is_none();
    if vague
        && (gap > 0 || later.definite)
        && gap <= 3
        && earlier.kind == later.kind
        && later.located.as_ref().is_none_or(|l| l.1 >= 4)
    {
        score += 0.4;
    }
    Some(score)
}

fn sentence_gap(reading: &Reading<'_, '_>, a: &Draft, b: &Draft) -> usize {
    let (from, to) = (a.head.min(b.head), a.head.max(b.head));
    let last = a.evidence.iter().map(|e| e.end).filter(|e| *e <= to).max().unwrap_or(from).max(from);
    sentences_between(reading.doc, last.min(to), to)
}

fn side_score(a: &[Side], b: &[Side], acts: bool) -> Option<f32> {
    if a.is_empty() || b.is_empty() {
        return Some(0.0);
    }
    let shared = |x: &Side| b.iter().any(|y| same_party(x, y));
    let n = a.iter().filter(|x| shared(x)).count();
    if n > 1 {
        return Some(1.2);
    }
    if n == 1 {
        return Some(0.8);
    }
    // One side names nobody by name: "gunmen", "a large faction" may be those named elsewhere.
    let nameless = |s: &[Side]| {
        s.iter().all(|x| {
            x.party.anonymous
                || x.party.who.actor.is_none() && x.party.who.code.is_none() && x.party.kind != Kind::Person
        })
    };
    if nameless(a) || nameless(b) {
        let civil = |s: &[Side]| s.iter().any(|x| x.party.kind.is_civil());
        if !acts && civil(a) != civil(b) {
            return Some(-0.3);
        }
        return Some(0.0);
    }
    None
}

fn same_party(x: &Side, y: &Side) -> bool {
    x.party.who.name == y.party.who.name
        || x.party.who.actor.is_some() && x.party.who.actor == y.party.who.actor
}

fn place_score(reading: &Reading<'_, '_>, a: &Draft, b: &Draft) -> Option<f32> {
    let (Some((la, sa)), Some((lb, sb))) = (&a.located, &b.located) else { return Some(0.1) };
    let (Some(ta), Some(tb)) = (reading.toponyms.at(la.toponym), reading.toponyms.at(lb.toponym)) else {
        return Some(0.0);
    };
    let (Some(ia), Some(ib)) = (ta.best(), tb.best()) else { return Some(0.0) };
    if ia == ib {
        return Some(0.7);
    }
    let gazetteer = reading.know.gazetteer;
    if gazetteer.is_within(ia, ib) || gazetteer.is_within(ib, ia) {
        // A sum over a country is not one of its towns' events.
        let of_country = class_rank(ta.class) != class_rank(tb.class)
            && class_rank(ta.class).max(class_rank(tb.class)) == 3;
        return Some(if of_country { -0.1 } else { 0.2 });
    }
    let (p, q) = (gazetteer.place(ia), gazetteer.place(ib));
    if kilometres(p.lat, p.lon, q.lat, q.lon) < 12.0 {
        return Some(0.2);
    }
    // A place that only stands somewhere in the sentence decides nothing.
    if *sa >= 4 || *sb >= 4 { Some(-0.6) } else { None }
}

fn time_score(reading: &Reading<'_, '_>, a: &Draft, b: &Draft) -> Option<f32> {
    let (Some(ta), Some(tb)) = (&a.timed, &b.timed) else { return Some(0.0) };
    if ta.of_saying || tb.of_saying {
        return Some(0.0);
    }
    let (x, y) = (&reading.times[ta.time], &reading.times[tb.time]);
    let (Some(xs), Some(xe)) = (x.start.or(x.end), x.end.or(x.start)) else { return Some(0.0) };
    let (Some(ys), Some(ye)) = (y.start.or(y.end), y.end.or(y.start)) else { return Some(0.0) };
    if (xs, xe) == (ys, ye) {
        return Some(0.6);
    }
    if xs <= ye && ys <= xe {
        return Some(0.0);
    }
    // Night hours and reports of the next morning shift a day.
    if ta.steps >= 4 || tb.steps >= 4 { Some(-0.6) } else { None }
}

fn toll_score(reading: &Reading<'_, '_>, a: &[Counted], b: &[Counted]) -> Option<f32> {
    let mut score = 0.0f32;
    // "another 39 were killed": not those counted before.
    let further = |c: &Counted| {
        let first = reading.doc.token(c.tokens.start).text().to_ascii_lowercase();
        let then = reading.doc.token((c.tokens.start + 1).min(c.tokens.end - 1)).text().to_ascii_lowercase();
        first == "another" || then == "further"
    };
    if b.iter().any(|y| further(y) && a.iter().any(|x| x.harm == y.harm)) {
        return None;
    }
    for x in a {
        for y in b {
            if x.harm != y.harm {
                continue;
            }
            if x.count == y.count {
                score = score.max(0.5);
            } else if !overlap(x.count, y.count) {
                // Tolls rise and sources differ; far apart they are two happenings.
                let (p, q) = (middle(x.count), middle(y.count));
                score -= if p.max(q) > 2.0 * p.min(q).max(1.0) { 0.8 } else { 0.3 };
            }
        }
    }
    Some(score)
}

fn overlap(a: Count, b: Count) -> bool {
    a.low.unwrap_or(0) <= b.high.unwrap_or(u64::MAX) && b.low.unwrap_or(0) <= a.high.unwrap_or(u64::MAX)
}

fn middle(count: Count) -> f64 {
    match (count.low, count.high) {
        (Some(a), Some(b)) => (a as f64 + b as f64) / 2.0,
        (Some(a), None) | (None, Some(a)) => a as f64,
        (None, None) => 0.0,
    }
}

/// Takes over what the other draft knows; the surer place and time stay.
pub(crate) fn absorb(event: &mut Draft, other: Draft) {
    if let Some(kind) = merged_kind(event, &other)
        && kind != event.kind
    {
        event.kind = kind;
        event.frame = other.frame.clone();
    }
    for (mine, theirs) in
        [(&mut event.initiators, other.initiators), (&mut event.recipients, other.recipients)]
    {
        for side in theirs {
            // A name takes the place of a party that was introduced without one.
            if let Some(open) = mine
                .iter_mut()
                .find(|s| s.party.anonymous && !side.party.anonymous && !side.party.kind.is_civil())
            {
                open.why = format!("{}; named later: {}", open.why, side.why);
                open.basis = side.basis;
                open.party.who = side.party.who;
                open.party.kind = side.party.kind;
                open.party.anonymous = false;
            } else if !mine.iter().any(|s| same_party(s, &side)) {
                let only_generic = side.party.who.actor.is_none() && side.party.who.code.is_none();
                let has_named = mine.iter().any(|s| s.party.who.actor.is_some() && s.party.kind.is_armed());
                if !(side.party.anonymous && !mine.is_empty()
                    || only_generic && has_named && side.party.kind.is_armed())
                {
                    mine.push(side);
                }
            }
        }
    }
    let both: Vec<_> = event.initiators.iter().map(|s| s.party.who.clone()).collect();
    event.recipients.retain(|s| !both.contains(&s.party.who));
    // A surer place replaces one that only stood near.
    if other
        .located
        .as_ref()
        .is_some_and(|(_, s)| event.located.as_ref().is_none_or(|(_, mine)| *s < *mine && *mine >= 3))
    {
        event.located = other.located;
    }
    if other.timed.as_ref().is_some_and(|t| {
        event.timed.as_ref().is_none_or(|mine| mine.of_saying && !t.of_saying || t.steps + 2 < mine.steps)
    }) {
        event.timed = other.timed;
    }
    for counted in other.counted {
        if !event.counted.iter().any(|c| c.harm == counted.harm && c.count == counted.count) {
            event.counted.push(counted);
        }
    }
    for weapon in other.weapons {
        if !event.weapons.contains(&weapon) {
            event.weapons.push(weapon);
        }
    }
    for voice in other.voices {
        if !event.voices.iter().any(|v| v.head == voice.head) {
            event.voices.push(voice);
        }
    }
    for evidence in other.evidence {
        if !event.evidence.iter().any(|e| e.start <= evidence.start && evidence.end <= e.end) {
            event.evidence.push(evidence);
        }
    }
    if other.phase == Phase::Ended || event.phase == Phase::Occurred {
        event.phase = other.phase;
    }
    event.args.extend(other.args);
}

/// "Another group has left the alliance. … the Red Brigade announced …": a party that is introduced without a
/// name is the one that the next sentences name for the first time, over against the same actor.
pub(crate) fn name_the_nameless(reading: &Reading<'_, '_>, events: &mut [Draft]) {
    let named: Vec<Side> =
        events.iter().flat_map(|e| &e.initiators).filter(|s| !s.party.anonymous).cloned().collect();
    for side in events.iter_mut().flat_map(|e| &mut e.initiators).filter(|s| s.party.anonymous) {
        if let Some(same) = named.iter().find(|s| s.party.tokens == side.party.tokens) {
            side.why = format!("{}; {}", side.why, same.why);
            side.party.who = same.party.who.clone();
            side.party.anonymous = false;
        }
    }
    for n in 0..events.len() {
        let Some(slot) = events[n].initiators.iter().position(|s| s.party.anonymous) else { continue };
        let (head, against) = (events[n].head, &events[n].recipients);
        let named = events[n + 1..]
            .iter()
            .take(LOOK_BACK)
            .filter(|e| (1..=2).contains(&sentences_between(reading.doc, head, e.head)))
            .find_map(|e| {
                let shares = e.recipients.iter().any(|r| against.iter().any(|a| same_party(a, r)));
                e.initiators.iter().find(|s| {
                    let is_new =
                        reading.mentions.all.iter().all(|m| m.head > head || !m.who.contains(&s.party.who));
                    shares && is_new && !s.party.anonymous && s.party.kind == Kind::Armed
                })
            });
        if let Some(side) = named.cloned() {
            let open = &mut events[n].initiators[slot];
            open.why = format!("{}; named in the next sentences: {}", open.why, side.party.who.name);
            open.party.who = side.party.who;
            open.party.anonymous = false;
        }
    }
}

/// A report that tells one day's fighting dates it once: what the next sentences tell of the same place in the
/// plain past is of that day.
fn carry_day(reading: &Reading<'_, '_>, before: &[Draft], event: &mut Draft) {
    let token = reading.doc.token(event.head);
    let told_plainly = !is_verbal(token) || token.tag() == "VBD" || token.tag() == "VBN";
    let perfect = token.children().any(|t| t.dep() == Dep::Aux && t.lemma() == "have");
    if event.timed.is_some()
        || !told_plainly
        || perfect
        || !matches!(event.kind.family(), Family::Fighting | Family::Harm | Family::Territory)
    {
        return;
    }
    let earlier = before.iter().rev().take(3).find(|e| {
        let dated = e.timed.is_some_and(|t| {
            !t.of_saying
                && !t.since
                && t.steps < SENTENCE
                && reading.times[t.time].precision == TimePrecision::Day
        });
        dated
            && e.modality == event.modality
            && e.modality == Modality::Reported
            && sentences_between(reading.doc, e.head, event.head) <= 2
    });
    if let Some(earlier) = earlier {
        let near = match (&earlier.located, &event.located) {
            (Some((a, _)), Some((b, _))) => {
                a.toponym == b.toponym || place_score(reading, earlier, event).is_some_and(|s| s > 0.0)
            }
            _ => true,
        };
        if near {
            event.timed = earlier.timed.map(|t| Timed { steps: DISCOURSE, ..t });
        }
    }
}

/// "Another town was also hit", "elsewhere, strikes killed six": the same act goes on, on the same day and by the
/// same hands as far as the text names any.
pub(crate) fn carry_on(reading: &Reading<'_, '_>, events: &mut [Draft]) {
    for n in 1..events.len() {
        let (before, rest) = events.split_at_mut(n);
        let event = &mut rest[0];
        carry_day(reading, before, event);
        let goes_on = event.evidence.first().is_some_and(|e| {
            reading.doc.token(event.head).sentence().tokens().any(|t| {
                e.contains(&t.index())
                    && matches!(
                        t.text().to_ascii_lowercase().as_str(),
                        "also"
                            | "another"
                            | "elsewhere"
                            | "other"
                            | "more"
                            | "meanwhile"
                            | "separate"
                            | "similar"
                    )
            })
        });
        if !goes_on || !matches!(event.kind.family(), Family::Fighting | Family::Harm) {
            continue;
        }
        let Some(earlier) = before
            .iter()
            .rev()
            .take(LOOK_BACK)
            .find(|e| e.kind == event.kind && e.modality == event.modality)
        else {
            continue;
        };
        if sentences_between(reading.doc, earlier.head, event.head) > 6 {
            continue;
        }
        if event.timed.is_none()
            && let Some(timed) = earlier.timed.filter(|t| !t.since)
        {
            event.timed = Some(Timed { steps: DISCOURSE, ..timed });
        }
        if event.initiators.is_empty() && event.kind.direction() == Direction::Directed {
            event.initiators = earlier
                .initiators
                .iter()
                .cloned()
                .map(|s| Side { why: format!("initiator: of the same act told before; {}", s.why), ..s })
                .collect();
        }
    }
}

/// The discourse goes on about the last place: events without a place of their own take it.
pub(crate) fn carry_places(reading: &Reading<'_, '_>, events: &mut [Draft]) {
    let mut last: Option<(usize, usize)> = None;
    let precise = |t: usize| reading.toponyms.at(t).is_some_and(|t| class_rank(t.class) < 3);
    let any = |narrow: bool| {
        events.iter().find_map(|e| {
            e.located
                .as_ref()
                .filter(|(l, s)| *s < 4 && (!narrow || precise(l.toponym)))
                .map(|(l, _)| (l.toponym, l.phrase_head))
        })
    };
    let first = any(true).or_else(|| any(false));
    for event in events.iter_mut() {
        let carries = !matches!(event.kind.family(), Family::Words | Family::Dynamics | Family::Talks)
            || event.kind == EventKind::Ceasefire;
        let own = event.located.as_ref().filter(|(_, steps)| *steps < DISCOURSE);
        if let Some((located, steps)) = own {
            if carries && *steps <= SENTENCE && precise(located.toponym) {
                last = Some((located.toponym, located.phrase_head));
            }
        } else if carries && event.modality != Modality::Denied {
            let near =
                last.filter(|(t, _)| sentences_between(reading.doc, *t, event.head) <= 2).or(last).or(first);
            if let Some((toponym, phrase_head)) = near {
                let why = "carried over from the event told before";
                event.located = Some((crate::place::Located { toponym, phrase_head, why }, DISCOURSE));
            }
        }
    }
}
