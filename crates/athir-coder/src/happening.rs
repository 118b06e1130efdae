//! Whether two drafts tell of one happening: what kinds, sides, places, times and losses say for and against it.

use athir_actors::{ActorId, RelationKind};
use athir_gazetteer::{PlaceId, distance_km};
use athir_model::{Count, Direction, EventKind, Family, Modality, TimePrecision};
use athir_nlp::{Dep, Token};

use crate::clause::is_verbal;
use crate::coref::sentences_between;
use crate::dating::Timed;
use crate::draft::Draft;
use crate::kind::Kind;
use crate::phrase::words_of;
use crate::reading::Reading;
use crate::roundup::counts_others;
use crate::side::Side;
use crate::steps::SENTENCE;
use crate::time::{Relation, TimeRole, plus_days};
use crate::toll::Counted;
use crate::toponym::{QUARTER_KM, Toponym, class_rank};

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
        (K::Assassination, K::Execution) => Some(K::Execution),
        (K::Assassination, K::SuicideAttack) => Some(K::SuicideAttack),
        _ => None,
    };
    one_way(a, b).or_else(|| one_way(b, a))
}

/// As [`common_kind`]; an event that only losses tell of can be any deadly one.
pub(crate) fn merged_kind(a: &Draft, b: &Draft) -> Option<EventKind> {
    let deadly =
        |k: EventKind| matches!(k.family(), Family::Fighting | Family::Harm) || k == EventKind::Crackdown;
    common_kind(a.kind, b.kind).or_else(|| match (a.from_toll, b.from_toll) {
        (true, false) if deadly(b.kind) => Some(b.kind),
        (false, true) if deadly(a.kind) => Some(a.kind),
        _ => None,
    })
}

/// "Troops edge towards Mosul mosque" over "Troops fought to within a kilometre of the mosque on Tuesday": the title's
/// advance is the fight that the lead tells of.
fn is_advance_of_title(reading: &Reading<'_, '_>, title: &Draft, later: &Draft) -> bool {
    let acts = |x: &Side| later.initiators.iter().chain(&later.recipients).any(|y| same_party(x, y));
    title.kind == EventKind::Mobilization
        && matches!(later.kind, EventKind::Clash | EventKind::Attack | EventKind::Capture)
        && is_headline(reading, title)
        && in_lead(reading, later)
        && title.initiators.iter().any(acts)
}

/// Whether a draft is told in the first sentences behind the title.
fn in_lead(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let sentence = reading.doc.sentence_of(draft.head).index();
    sentence > 0 && sentence <= LEAD + reading.datelines_in(0..sentence)
}

/// Scores whether `later` tells of the same happening as `earlier`; `None` where something speaks against it.
pub(crate) fn same_happening(reading: &Reading<'_, '_>, earlier: &Draft, later: &Draft) -> Option<f32> {
    if !is_advance_of_title(reading, earlier, later) {
        merged_kind(earlier, later)?;
    }
    // What a round-up tells under the name of one place is nothing that it has told under another's.
    let section = reading.section_of(earlier.head);
    if section > 0 && section != reading.section_of(later.head) {
        return None;
    }
    if is_another(reading, earlier, later) || counts_others(reading, earlier, later) {
        return None;
    }
    let verbal = |d: &Draft| is_verbal(reading.doc.token(d.head));
    // "The fighting began when X opened fire on Y": an act with its own sides is an event of its own.
    let in_title = reading.doc.sentence_of(earlier.head).index() == 0;
    if earlier.kind != later.kind
        && !is_headline(reading, earlier)
        && [earlier, later]
            .iter()
            .any(|d| d.kind == EventKind::Attack && verbal(d) && !d.initiators.is_empty())
        && [earlier, later].iter().any(|d| d.kind == EventKind::Clash)
    {
        return None;
    }
    // Outside violence one kind covers many acts: other words tell of another one.
    let broad = !matches!(earlier.kind.family(), Family::Fighting | Family::Harm | Family::Civil);
    let is_retold = is_headline(reading, earlier) && in_lead(reading, later);
    if broad && earlier.frame != later.frame && verbal(earlier) && verbal(later) && !is_retold {
        return None;
    }
    if (earlier.modality == Modality::Planned) != (later.modality == Modality::Planned) {
        return None;
    }
    // "Fighting has killed 100 since May" sums up, and is not the clash of Friday (codebook §1).
    if sums_up(reading, earlier) && is_of_day(reading, later)
        || sums_up(reading, later) && is_of_day(reading, earlier)
    {
        return None;
    }
    let mutual = earlier.kind.direction() == Direction::Mutual;
    let mut score = 0.0;
    if mutual {
        let all = |d: &Draft| d.initiators.iter().chain(&d.recipients).cloned().collect::<Vec<_>>();
        score += side_score(reading, &all(earlier), &all(later), true)?;
    } else {
        score += side_score(reading, &earlier.initiators, &later.initiators, true)?;
        // A title names those harmed in its own short way.
        score +=
            side_score(reading, &earlier.recipients, &later.recipients, false).or(in_title.then_some(-0.2))?;
    }
    // A title names the region where the lead names the town.
    let does_both =
        |x: &Side| x.party.who.actor.is_some() && later.initiators.iter().any(|y| same_party(x, y));
    let is_lead =
        in_title && sentence_gap(reading, earlier, later) == 1 && earlier.initiators.iter().any(does_both);
    score += place_score(reading, earlier, later).or(is_lead.then_some(-0.3))?;
    score += time_score(reading, earlier, later)?;
    score += toll_score(reading, &earlier.counted, &later.counted)?;
    if later.definite {
        score += 0.8;
    }
    if is_siege_again(reading, earlier, later) {
        score += SIEGE_AGAIN;
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
    if gap > 0 && retells_title(reading, earlier, later) {
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
        && later.located.as_ref().is_none_or(|l| l.1 >= SENTENCE)
    {
        score += 0.4;
    }
    Some(score)
}

/// How much it says that a siege, which lasts, is told again.
const SIEGE_AGAIN: f32 = 1.2;

/// "the besieged town", "the road has been cut": the siege of a place is one however often a report speaks of it.
pub(crate) fn is_siege_again(reading: &Reading<'_, '_>, earlier: &Draft, later: &Draft) -> bool {
    let place = |d: &Draft| reading.toponyms.at(d.located.as_ref()?.0.toponym)?.best();
    let same_place = place(earlier).zip(place(later)).is_some_and(|(x, y)| x == y);
    let only_mentioned = reading.doc.token(later.head).dep() == Dep::Amod;
    let is_tried = |d: &Draft| {
        let verb = reading.doc.token(d.head);
        verb.dep() == Dep::Xcomp && reading.know.lexicon.token_in("attempt_verbs", verb.head())
    };
    earlier.kind == EventKind::Siege
        && later.kind == EventKind::Siege
        && earlier.modality == later.modality
        && (same_place || only_mentioned)
        && !is_tried(earlier)
        && !is_tried(later)
}

/// "carried out another attack": not the one told before.
fn is_another(reading: &Reading<'_, '_>, earlier: &Draft, later: &Draft) -> bool {
    let lexicon = reading.know.lexicon;
    let marked = |draft: &Draft| {
        let noun = reading.doc.token(draft.head);
        let refers_back = |t: Token<'_>| t.dep() == Dep::Det && matches!(t.lemma(), "the" | "this" | "that");
        noun.lefts().any(|t| lexicon.token_in("other_words", t)) && !noun.lefts().any(refers_back)
    };
    marked(later) && !marked(earlier)
}

/// Whether what is told before stands in the title, and what is told now can be it: the lead, or no other place. A report
/// that lists fights town by town tells of each once.
pub(crate) fn retells_title(reading: &Reading<'_, '_>, title: &Draft, later: &Draft) -> bool {
    let sentence_of = |draft: &Draft| reading.doc.sentence_of(draft.head).index();
    if sentence_of(title) > 0 {
        return false;
    }
    let in_lead = in_lead(reading, later);
    let place = |draft: &Draft| {
        let (located, steps) = draft.located.as_ref()?;
        reading.toponyms.at(located.toponym).filter(|_| *steps < SENTENCE)?.best()
    };
    in_lead || place(later).zip(place(title)).is_none_or(|(own, other)| own == other)
}

/// The sentences behind a title that tell it again.
const LEAD: usize = 2;

/// Whether a draft has the losses of a time that goes on: "since May", "in the past two years". "The raid of 2015" has the
/// year of one act only.
fn sums_up(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let goes_on = |t: Timed| {
        let time = &reading.times[t.time];
        let days = || time.start.zip(time.end).and_then(|(start, end)| start.until(end).ok());
        let is_long = || days().is_some_and(|span| span.get_days() > MONTH);
        let last = || reading.published.and_then(|day| plus_days(day, -1));
        let reaches_report = || time.end.zip(last()).is_some_and(|(end, last)| end >= last);
        !t.is_of_another()
            && (time.relation == Relation::Since
                || is_long() && (matches!(time.role, TimeRole::Duration { .. }) || reaches_report()))
    };
    !draft.counted.is_empty() && draft.timed.is_some_and(goes_on)
}

/// How many days losses are counted over that are more than those of one act.
const MONTH: i32 = 31;

fn is_of_day(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let is_day = |t: Timed| {
        let time = &reading.times[t.time];
        !t.is_of_another() && time.precision == TimePrecision::Day && time.relation != Relation::Since
    };
    draft.timed.is_some_and(is_day)
}

/// Whether a draft is told in a title, which no stop ends.
fn is_headline(reading: &Reading<'_, '_>, draft: &Draft) -> bool {
    let sentence = reading.doc.sentence_of(draft.head);
    let last = sentence.tokens().rfind(|t| !t.is_space());
    sentence.index() == 0 && last.is_some_and(|t| !t.is_punct())
}

/// How many sentences lie between what tells of the earlier draft and the later one.
pub(crate) fn sentence_gap(reading: &Reading<'_, '_>, a: &Draft, b: &Draft) -> usize {
    let (from, to) = (a.head.min(b.head), a.head.max(b.head));
    let last = a.evidence.iter().map(|e| e.end - 1).filter(|e| *e <= to).max().unwrap_or(from).max(from);
    let last = last.min(to);
    let sentence = |token: usize| reading.doc.sentence_of(token).index();
    sentences_between(reading.doc, last, to)
        .saturating_sub(reading.datelines_in(sentence(last) + 1..sentence(to)))
}

fn side_score(reading: &Reading<'_, '_>, a: &[Side], b: &[Side], acts: bool) -> Option<f32> {
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
    a.iter().any(|x| b.iter().any(|y| may_be_one(reading, x, y))).then_some(KIN)
}

/// How much it says that the sides are a whole and its part.
const KIN: f32 = 0.3;

/// Whether two names can be of one party: a whole and its part ("the government", "the army"), or a word for fighters
/// and a group of them ("the rebels", "the Red Brigade").
pub(crate) fn may_be_one(reading: &Reading<'_, '_>, x: &Side, y: &Side) -> bool {
    match (x.party.who.actor, y.party.who.actor) {
        (Some(a), Some(b)) => is_part_of(reading, a, b, 3) || is_part_of(reading, b, a, 3),
        _ => x.party.kind == Kind::Armed && y.party.kind == Kind::Armed,
    }
}

fn is_part_of(reading: &Reading<'_, '_>, part: ActorId, whole: ActorId, depth: usize) -> bool {
    depth > 0
        && reading.know.registry.lineage(part).iter().any(|r| {
            matches!(r.kind, RelationKind::PartOf | RelationKind::MemberOf | RelationKind::AffiliateOf)
                && (r.to == whole || is_part_of(reading, r.to, whole, depth - 1))
        })
}

pub(crate) fn same_party(x: &Side, y: &Side) -> bool {
    x.party.who.name == y.party.who.name
        || x.party.who.actor.is_some() && x.party.who.actor == y.party.who.actor
}

pub(crate) fn place_score(reading: &Reading<'_, '_>, a: &Draft, b: &Draft) -> Option<f32> {
    let (Some((la, sa)), Some((lb, sb))) = (&a.located, &b.located) else { return Some(0.1) };
    let (Some(ta), Some(tb)) = (reading.toponyms.at(la.toponym), reading.toponyms.at(lb.toponym)) else {
        return Some(0.0);
    };
    let words = |t: &Toponym| words_of(reading.doc, &t.tokens);
    let (Some(ia), Some(ib)) = (ta.best(), tb.best()) else {
        // Names that no map has tell places apart as well as others do.
        let are_two = ta.best().is_none() && tb.best().is_none() && words(ta) != words(tb);
        return match are_two {
            true if *sa < SENTENCE && *sb < SENTENCE => None,
            true => Some(-0.6),
            false => Some(0.0),
        };
    };
    let at = |id: PlaceId| (reading.know.gazetteer.place(id).lat, reading.know.gazetteer.place(id).lon);
    // Two quarters of one town that have other names are two places.
    if ta.quarter && tb.quarter && words(ta) != words(tb) {
        return if *sa >= SENTENCE || *sb >= SENTENCE { Some(-0.6) } else { None };
    }
    if ia == ib {
        return Some(0.7);
    }
    if ta.quarter != tb.quarter && distance_km(at(ia), at(ib)) <= QUARTER_KM {
        return Some(0.2);
    }
    let gazetteer = reading.know.gazetteer;
    if gazetteer.is_within(ia, ib) || gazetteer.is_within(ib, ia) {
        // A sum over a country is not one of its towns' events.
        let of_country = class_rank(ta.class) != class_rank(tb.class)
            && class_rank(ta.class).max(class_rank(tb.class)) == 3;
        return Some(if of_country { -0.1 } else { 0.2 });
    }
    if distance_km(at(ia), at(ib)) < 12.0 {
        return Some(0.2);
    }
    // A place that only stands somewhere in the sentence decides nothing.
    if *sa >= SENTENCE || *sb >= SENTENCE { Some(-0.6) } else { None }
}

fn time_score(reading: &Reading<'_, '_>, a: &Draft, b: &Draft) -> Option<f32> {
    let (Some(ta), Some(tb)) = (&a.timed, &b.timed) else { return Some(0.0) };
    if ta.is_of_another() || tb.is_of_another() {
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
    if ta.steps >= SENTENCE || tb.steps >= SENTENCE { Some(-0.6) } else { None }
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
            // Some of them are fewer than all.
            if x.harm != y.harm || x.part || y.part {
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
