//! Losses of an incident: which claims stand, and the lowest, best and highest number that follow from them.
//!
//! Never a sum over reports. Within one report losses of different sides add up, and those that stand in one row ("nine women
//! and two men"); parts do not ("12 killed, among them 3 children"). A source's newer report takes the place of its older
//! ones. The best number is the one that most independent sources give; among equals the one in most of their reports, then
//! the newest, then the lowest.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use athir_model::{
    Casualty, ClaimState, Count, CountRow, Estimate, Event, Harm, Loss, LossClaim, MainToll, Quote, Whole,
    count_rows, whole_of, without_parts,
};
use jiff::civil::Date;

use crate::source::Told;

/// Puts together the losses of events that describe one incident; `sources` has their independent sources.
pub(crate) fn losses(told: &[Told<'_>], sources: &[usize]) -> Vec<Loss> {
    let mut found = Vec::new();
    for harm in Harm::ALL {
        let all: Vec<LossClaim> =
            told.iter().zip(sources).flat_map(|(t, &source)| totals(t, source, harm)).collect();
        found.extend(settle(harm, None, all));
        let mut by_side: BTreeMap<&str, Vec<LossClaim>> = BTreeMap::new();
        for (t, &source) in told.iter().zip(sources) {
            for rows in by_voice(t.event, harm).into_values() {
                let names: BTreeSet<&str> = rows.iter().flatten().map(|c| c.victims.as_str()).collect();
                for name in names.into_iter().filter(|name| *name != UNKNOWN) {
                    let of_side = those_of(&rows, |c| c.victims == name);
                    by_side.entry(name).or_default().extend(total_of(t, source, &of_side));
                }
            }
        }
        for (victims, claims) in by_side {
            found.extend(settle(harm, Some(victims.to_owned()), claims));
        }
    }
    found
}

const UNKNOWN: &str = "unknown";

fn claim(told: &Told<'_>, source: usize, casualty: &Casualty) -> LossClaim {
    LossClaim {
        event: told.id(),
        count: casualty.count,
        victims: casualty.victims.clone(),
        // A person's number may stand in no words of the report.
        mention: Some(casualty.mention.clone()).filter(|quote| !quote.text.is_empty()),
        voice: casualty.voice.as_ref().map(|voice| voice.text.clone()),
        published: told.published,
        source,
        state: if told.is_copy() { ClaimState::Repeated } else { ClaimState::Current },
    }
}

/// What an event says of the losses of all sides: a claim for each voice, and the claims that are parts of it.
fn totals(told: &Told<'_>, source: usize, harm: Harm) -> Vec<LossClaim> {
    if let Some(toll) = told.toll
        && is_in_its_words(toll, told.event)
        && let Some(count) = of_report(toll, harm)
    {
        // A number that adds up what is told one by one stands in no words of its own.
        let own = told.event.casualties.iter().find(|c| c.kind == harm && c.count == count);
        let mention = own.map_or_else(no_words, |c| c.mention.clone());
        let victims = UNKNOWN.to_owned();
        let total = Casualty { kind: harm, count, victims, mention, voice: None, relation: None };
        let mut claims = vec![claim(told, source, &total)];
        for (voice, rows) in by_voice(told.event, harm) {
            // Another voice's number is a claim of its own; the report's own words are in its total.
            let of_voice = total_of(told, source, &rows).into_iter().filter(|c| c.count != count);
            claims.extend(of_voice.map(|c| match voice {
                Some(_) => c,
                None => LossClaim { state: ClaimState::Part, ..c },
            }));
        }
        return claims;
    }
    let mut claims = Vec::new();
    for rows in by_voice(told.event, harm).values() {
        claims.extend(total_of(told, source, rows));
    }
    if harm == Harm::Casualties && claims.is_empty() {
        claims.extend(dead_and_wounded(told, source));
    }
    if harm == Harm::Injured && claims.is_empty() {
        claims.extend(the_rest_wounded(told, source));
    }
    claims
}

/// Whether the numbers of a report stand in words that tell of the event: the greatest number of a report may be that of
/// another happening, which is no event of its own.
fn is_in_its_words(toll: &MainToll, event: &Event) -> bool {
    let told = |quote: &Quote| {
        event.evidence.iter().any(|words| words.start <= quote.start && quote.end <= words.end)
    };
    toll.evidence.iter().all(told)
}

fn no_words() -> Quote {
    Quote { text: String::new(), start: 0, end: 0 }
}

/// The toll of a report that tells of any, and by which words.
fn of_report(toll: &MainToll, harm: Harm) -> Option<Count> {
    let count = match harm {
        Harm::Killed => toll.killed,
        Harm::Injured => toll.injured,
        _ => return None,
    };
    // The toll of a report has 0 where nobody is told of.
    let is_told = !matches!(count, Count { low: None | Some(0), high: None | Some(0) });
    (is_told && !toll.evidence.is_empty()).then_some(count)
}

/// The counts that each voice gives of one harm in an event.
fn by_voice(event: &Event, harm: Harm) -> BTreeMap<Option<&str>, Vec<CountRow<'_>>> {
    let rows = count_rows(event, harm);
    let voices: BTreeSet<Option<&str>> = rows.iter().flatten().map(|c| voice_of(c)).collect();
    voices.into_iter().map(|voice| (voice, those_of(&rows, |c| voice_of(c) == voice))).collect()
}

fn voice_of(casualty: &Casualty) -> Option<&str> {
    casualty.voice.as_ref().map(|voice| voice.text.as_str())
}

/// The counts of rows for which something holds, each in its row.
fn those_of<'e>(rows: &[CountRow<'e>], holds: impl Fn(&Casualty) -> bool) -> Vec<CountRow<'e>> {
    let kept = rows.iter().map(|row| row.iter().copied().filter(|c| holds(c)).collect());
    kept.filter(|row: &CountRow<'_>| !row.is_empty()).collect()
}

/// The total that one voice gives in one event, and the counts that are parts of it.
fn total_of(told: &Told<'_>, source: usize, rows: &[CountRow<'_>]) -> Vec<LossClaim> {
    let whole_rows = without_parts(rows.to_vec());
    let Some(Whole { count, top, is_of_sides }) = whole_of(&whole_rows) else { return Vec::new() };
    let part = |c: &Casualty| LossClaim { state: ClaimState::Part, ..claim(told, source, c) };
    let all = || rows.iter().flatten().copied();
    if is_of_sides || top.len() > 1 {
        let victims = if is_of_sides { UNKNOWN.to_owned() } else { shared(top) };
        let total = LossClaim { count, victims, mention: None, ..claim(told, source, top[0]) };
        return std::iter::once(total).chain(all().map(part)).collect();
    }
    let is_whole = |c: &Casualty| whole_rows.iter().flatten().any(|whole| std::ptr::eq(*whole, c));
    let is_total = |c: &Casualty| c.count.named() == count.named() && is_whole(c);
    all().map(|c| if is_total(c) { claim(told, source, c) } else { part(c) }).collect()
}

/// Who the people of a row were, where it has one word for them.
fn shared(row: &[&Casualty]) -> String {
    let first = &row[0].victims;
    if row.iter().all(|c| c.victims == *first) { first.clone() } else { UNKNOWN.to_owned() }
}

/// The greatest number that the event gives of a harm.
fn exact(told: &Told<'_>, harm: Harm) -> Option<u64> {
    let totals = by_voice(told.event, harm).into_values().flat_map(|rows| total_of(told, 0, &rows));
    totals.map(|c| c.count.named()).max().filter(|n| *n > 0)
}

fn derived(told: &Told<'_>, source: usize, n: u64) -> LossClaim {
    let mention = Quote { text: String::new(), start: 0, end: 0 };
    let whole = Casualty {
        kind: Harm::Casualties,
        count: Count::exactly(n),
        victims: UNKNOWN.to_owned(),
        mention,
        voice: None,
        relation: None,
    };
    LossClaim { mention: None, ..claim(told, source, &whole) }
}

/// "12 dead and 14 wounded" is the same toll as "26 dead and wounded".
fn dead_and_wounded(told: &Told<'_>, source: usize) -> Option<LossClaim> {
    Some(derived(told, source, exact(told, Harm::Killed)?.saturating_add(exact(told, Harm::Injured)?)))
}

/// "26 dead and wounded, 12 of them dead" leaves 14 wounded.
fn the_rest_wounded(told: &Told<'_>, source: usize) -> Option<LossClaim> {
    let rest = exact(told, Harm::Casualties)?.checked_sub(exact(told, Harm::Killed)?)?;
    (rest > 0).then(|| derived(told, source, rest))
}

/// Marks what a newer report of the same source supersedes, and sums up what stands.
fn settle(harm: Harm, victims: Option<String>, mut claims: Vec<LossClaim>) -> Option<Loss> {
    // A total that only follows from other counts says something where another report gives it in words.
    if harm == Harm::Casualties && claims.iter().all(|claim| claim.mention.is_none()) {
        return None;
    }
    let mut newest: BTreeMap<usize, Option<Date>> = BTreeMap::new();
    for claim in claims.iter().filter(|claim| claim.state == ClaimState::Current) {
        let date = newest.entry(claim.source).or_default();
        *date = (*date).max(claim.published);
    }
    for claim in &mut claims {
        if claim.state == ClaimState::Current && newest.get(&claim.source) != Some(&claim.published) {
            claim.state = ClaimState::Superseded;
        }
    }
    // Where the first text of a story is not at hand, one of its copies speaks for it.
    let mut heard: BTreeSet<usize> =
        claims.iter().filter(|claim| claim.state == ClaimState::Current).map(|claim| claim.source).collect();
    for claim in claims.iter_mut().filter(|claim| claim.state == ClaimState::Repeated) {
        if heard.insert(claim.source) {
            claim.state = ClaimState::Current;
        }
    }
    let estimate = estimate(&claims)?;
    Some(Loss { harm, victims, estimate, claims })
}

fn estimate(claims: &[LossClaim]) -> Option<Estimate> {
    let current = || claims.iter().filter(|claim| claim.state == ClaimState::Current);
    let mut givers: BTreeMap<u64, (BTreeSet<usize>, usize, Option<Date>)> = BTreeMap::new();
    for claim in current() {
        let (sources, claims, date) = givers.entry(claim.count.named()).or_default();
        sources.insert(claim.source);
        *claims += 1;
        *date = (*date).max(claim.published);
    }
    let best = givers
        .iter()
        .max_by_key(|(n, (sources, claims, date))| (sources.len(), *claims, *date, Reverse(**n)))
        .map(|(n, _)| *n)?;
    let low = current().map(|claim| claim.count.low.unwrap_or(0)).min()?;
    let top = |count: Count| count.high.unwrap_or_else(|| count.named());
    let high = current().map(|claim| top(claim.count)).max()?;
    let open = current().any(|claim| claim.count.high.is_none() && top(claim.count) == high);
    Some(Estimate { low, best, high, open })
}

#[cfg(test)]
mod tests {
    use athir_model::{CountRelation, Event, Origin, ReportId, StoryId};

    use super::*;
    use crate::source::sources;
    use crate::testing::{casualty, event};

    struct Given {
        report: ReportId,
        outlet: &'static str,
        date: Date,
        event: Event,
        story: Option<(StoryId, Origin)>,
    }

    struct Case(Vec<Given>);

    impl Case {
        fn tell(mut self, outlet: &'static str, day: i8, casualties: Vec<Casualty>) -> Case {
            let n = self.0.len();
            let event = Event { casualties, ..event(n) };
            let (report, date) = (ReportId(format!("r{n}")), Date::constant(2020, 5, day));
            self.0.push(Given { report, outlet, date, event, story: None });
            self
        }

        fn copied(mut self) -> Case {
            if let Some(last) = self.0.last_mut() {
                last.story = Some((StoryId("s".into()), Origin::Copy));
            }
            self
        }

        fn losses(&self) -> Vec<Loss> {
            let told: Vec<Told<'_>> = self
                .0
                .iter()
                .map(|given| Told {
                    report: &given.report,
                    outlet: Some(given.outlet),
                    published: Some(given.date),
                    story: given.story.as_ref().map(|(id, origin)| (id, *origin)),
                    event: &given.event,
                    toll: None,
                    status: athir_model::EventStatus::Open,
                })
                .collect();
            losses(&told, &sources(&told))
        }

        fn of(&self, harm: Harm) -> Option<Estimate> {
            self.losses().into_iter().find(|l| l.harm == harm && l.victims.is_none()).map(|l| l.estimate)
        }
    }

    fn killed(low: u64, high: Option<u64>) -> Casualty {
        casualty(Harm::Killed, Count { low: Some(low), high }, "unknown")
    }

    #[test]
    fn the_number_of_most_sources_is_best_and_nothing_is_summed() {
        let case = Case(Vec::new())
            .tell("a", 1, vec![killed(12, Some(12))])
            .tell("b", 1, vec![killed(12, Some(12))])
            .tell("c", 2, vec![killed(30, None)]);
        assert_eq!(case.of(Harm::Killed), Some(Estimate { low: 12, best: 12, high: 30, open: true }));
    }

    #[test]
    fn the_number_of_more_reports_is_best_among_as_many_sources() {
        let case = Case(Vec::new())
            .tell("a", 1, vec![killed(1, Some(1))])
            .tell("a", 1, vec![killed(1, Some(1))])
            .tell("b", 2, vec![killed(3, Some(3))]);
        assert_eq!(case.of(Harm::Killed).map(|e| e.best), Some(1));
    }

    #[test]
    fn an_update_takes_the_place_of_the_older_number() {
        let case = Case(Vec::new()).tell("a", 1, vec![killed(40, Some(40))]).tell(
            "a",
            2,
            vec![killed(43, Some(43))],
        );
        assert_eq!(case.of(Harm::Killed), Some(Estimate { low: 43, best: 43, high: 43, open: false }));
        let states: Vec<ClaimState> = case.losses()[0].claims.iter().map(|claim| claim.state).collect();
        assert_eq!(states, [ClaimState::Superseded, ClaimState::Current]);
    }

    #[test]
    fn a_copy_adds_no_weight() {
        let case = Case(Vec::new())
            .tell("a", 1, vec![killed(5, Some(5))])
            .copied()
            .tell("b", 1, vec![killed(5, Some(5))])
            .copied()
            .tell("c", 1, vec![killed(7, Some(7))])
            .tell("d", 1, vec![killed(7, Some(7))]);
        assert_eq!(case.of(Harm::Killed).map(|e| e.best), Some(7));
    }

    #[test]
    fn counts_that_add_up_are_one_toll() {
        let case = Case(Vec::new())
            .tell("a", 1, vec![casualty(Harm::Casualties, Count::exactly(26), "unknown")])
            .tell("b", 1, vec![killed(12, Some(12)), casualty(Harm::Injured, Count::exactly(14), "unknown")]);
        let all = Estimate { low: 26, best: 26, high: 26, open: false };
        assert_eq!(case.of(Harm::Casualties), Some(all));
        let case = Case(Vec::new()).tell(
            "a",
            1,
            vec![killed(12, Some(12)), casualty(Harm::Casualties, Count::exactly(26), "unknown")],
        );
        assert_eq!(case.of(Harm::Injured).map(|e| e.best), Some(14));
    }

    #[test]
    fn the_greatest_number_of_a_report_is_not_that_of_every_event() {
        let words =
            |start: usize, text: &str| Quote { text: text.to_owned(), start, end: start + text.len() };
        let toll = |at: usize| MainToll {
            killed: Count::exactly(13),
            evidence: vec![words(at, "thirteen")],
            ..MainToll::default()
        };
        let event = Event {
            casualties: vec![killed(6, Some(6))],
            evidence: vec![words(
                0,
                "A truck bomb killed six people and wounded others; in all thirteen died.",
            )],
            ..event(0)
        };
        let (report, date) = (ReportId("r".into()), Date::constant(2020, 5, 1));
        let best = |toll: &MainToll| {
            let told = Told {
                report: &report,
                outlet: None,
                published: Some(date),
                story: None,
                event: &event,
                toll: Some(toll),
                status: athir_model::EventStatus::Open,
            };
            losses(&[told], &[0])[0].estimate.best
        };
        assert_eq!(best(&toll(58)), 13, "the event's own words tell it");
        assert_eq!(best(&toll(300)), 6, "another passage tells it");
    }

    #[test]
    fn sides_add_up_within_a_report_and_parts_do_not() {
        let of = |n, victims| casualty(Harm::Killed, Count::exactly(n), victims);
        let case =
            Case(Vec::new()).tell("a", 1, vec![of(12, "soldiers"), of(5, "civilians"), of(2, "children")]);
        assert_eq!(case.of(Harm::Killed).map(|e| e.best), Some(17));
        let case =
            Case(Vec::new()).tell("a", 1, vec![of(20, "unknown"), of(5, "civilians"), of(2, "children")]);
        assert_eq!(case.of(Harm::Killed).map(|e| e.best), Some(20));
        let sides = case.losses();
        let civilians = sides.iter().find(|l| l.victims.as_deref() == Some("civilians")).unwrap();
        assert_eq!(civilians.estimate.best, 5);
    }

    #[test]
    fn counts_of_a_row_add_up_and_those_among_others_do_not() {
        let best = |told: &[(u64, &str, Option<CountRelation>)]| {
            let told = told.iter().map(|&(n, victims, relation)| Casualty {
                relation,
                ..casualty(Harm::Killed, Count::exactly(n), victims)
            });
            Case(Vec::new()).tell("a", 1, told.collect()).of(Harm::Killed).map(|e| e.best)
        };
        let (among, beside) = (Some(CountRelation::Among), Some(CountRelation::Beside));
        assert_eq!(
            best(&[(11, "Hill Front", None), (2, "civilians", among)]),
            Some(11),
            "two of them medics"
        );
        assert_eq!(
            best(&[(9, "civilians", None), (2, "unknown", beside)]),
            Some(11),
            "nine women and two men"
        );
        assert_eq!(best(&[(4, "children", None), (1, "civilians", beside)]), Some(5), "and their teacher");
        assert_eq!(best(&[(1, "civilians", among), (7, "unknown", beside)]), Some(8), "nothing else is told");
        assert_eq!(best(&[(20, "unknown", None), (1, "civilians", among), (7, "unknown", beside)]), Some(20));
        assert_eq!(best(&[(3, "civilians", None), (2, "civilians", beside), (4, "unknown", None)]), Some(5));
        assert_eq!(best(&[(30, "unknown", None), (9, "civilians", None), (2, "unknown", beside)]), Some(30));
    }

    #[test]
    fn what_another_voice_counts_as_a_part_is_no_total() {
        let voice = |text: &str| Some(Quote { text: text.to_owned(), start: 0, end: text.len() });
        let of = |count, victims, relation, by| Casualty {
            relation,
            voice: voice(by),
            ..casualty(Harm::Killed, count, victims)
        };
        let case = Case(Vec::new()).tell(
            "a",
            1,
            vec![
                of(Count::at_most(300), "unknown", None, "the Front"),
                of(Count::exactly(21), "civilians", None, "the League"),
                of(Count::exactly(11), "children", Some(CountRelation::Among), "the League"),
            ],
        );
        assert_eq!(case.of(Harm::Killed), Some(Estimate { low: 0, best: 21, high: 300, open: false }));
    }

    #[test]
    fn an_upper_bound_leaves_the_low_open() {
        let case = Case(Vec::new()).tell("a", 1, vec![casualty(Harm::Killed, Count::at_most(40), "unknown")]);
        assert_eq!(case.of(Harm::Killed), Some(Estimate { low: 0, best: 40, high: 40, open: false }));
    }
}
