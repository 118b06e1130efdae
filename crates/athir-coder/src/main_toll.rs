//! The losses of the happening that a report is mainly about, from all its sentences (codebook §7): the totals that
//! it gives, those of the lead before others, and the victims that it tells of one by one, whichever are more.

use std::ops::Range;

use athir_model::{Count, Harm, MainToll};
use athir_nlp::{Dep, Token};

use crate::clause::conjuncts;
use crate::modality::{Stance, stance};
use crate::reading::Reading;
use crate::toll::{Toll, find_tolls};
use crate::victim::{
    Described, Fate, People, Victim, describe, find_harms, find_people, has_own_rule, is_attacker,
    is_killing, of_deed, speaks_of_others,
};

/// Sentences up to this one are the lead.
const LEAD: usize = 4;
/// Where the lead tells of the dead, people told of first after this sentence belong to other happenings.
const LATE: usize = 12;
/// No single happening of a report has more losses told by a bare number of this size; it sums up many.
const WAR: u64 = 20_000;

/// A number of people that one telling gives, those who attacked apart.
#[derive(Clone, Debug)]
struct Total {
    fate: Fate,
    count: Count,
    attackers: u64,
    sentence: usize,
    /// Whether it is the number 1 of a bare "one".
    single: bool,
    tokens: Range<usize>,
}

/// Puts together the tolls of the happening that the report is mainly about.
pub(crate) fn main_toll(reading: &Reading<'_, '_>) -> Option<MainToll> {
    let tolls = find_tolls(reading, |_| false);
    let harms = find_harms(reading, &tolls);
    let others: Vec<bool> =
        reading.doc.sentences().enumerate().map(|(n, s)| n >= LEAD && speaks_of_others(reading, s)).collect();
    let elsewhere = |sentence: usize| others.get(sentence).copied().unwrap_or(false);
    let mut people = find_people(reading, &harms, elsewhere);
    let mut totals: Vec<Total> = Vec::new();
    let mut fatal = false;
    for harm in &harms {
        let sentence = reading.doc.sentence_of(harm.head).index();
        if elsewhere(sentence) {
            continue;
        }
        if harm.bare {
            fatal |= sentence <= LEAD + 1;
            continue;
        }
        let people = harm.people.iter().filter(|&&p| !is_among_others(reading, p));
        let mut described: Vec<Described<'_>> = people.filter_map(|&p| describe(reading, p)).collect();
        // "He and three others" are four, "he" alone is no number.
        if described.iter().all(|d| d.pronoun || d.is_single()) {
            described.retain(|d| !d.pronoun);
        }
        if let Some(total) = sum(reading, harm.fate, harm.negated, &described, sentence) {
            totals.push(total);
        }
    }
    totals.extend(numbers_alone(reading, &tolls).filter(|t| !elsewhere(t.sentence)));
    totals.extend(multiples(reading).filter(|t| !elsewhere(t.sentence)));
    drop_late(&mut people, &totals);
    let dead_in: Vec<usize> = totals
        .iter()
        .filter(|t| t.fate == Fate::Killed && t.count.high != Some(0))
        .map(|t| t.sentence)
        .chain(people.killed.iter().flat_map(|v| v.told.iter().map(|t| t.who.sentence)))
        .collect();
    totals.retain(|t| !t.single || t.fate == Fate::Killed || dead_in.contains(&t.sentence));
    let toll = decide(reading, &people, &totals, fatal);
    let none = Count::exactly(0);
    (toll.killed != none || toll.injured != none).then_some(toll)
}

/// The sum of the people that one telling names side by side.
fn sum(
    reading: &Reading<'_, '_>,
    fate: Fate,
    negated: bool,
    people: &[Described<'_>],
    sentence: usize,
) -> Option<Total> {
    let mut total: Option<Total> = None;
    for who in people {
        let Some(count) = who.count else { continue };
        if negated && count.high != Some(0) || count.low.or(count.high).is_none_or(|n| n > WAR) {
            continue;
        }
        let single = people.len() == 1 && who.is_single();
        if single && !(matches!(who.lemma, "one" | "1") && who.names.is_empty()) {
            return None;
        }
        let add = total.get_or_insert(Total {
            fate,
            count: Count::exactly(0),
            attackers: 0,
            sentence,
            single,
            tokens: who.tokens.clone(),
        });
        let within = attackers_within(reading, who);
        if who.attacker {
            add.attackers += count.named();
        } else {
            add.attackers += within;
            add.count = plus(add.count, minus(count, within));
        }
        add.tokens = add.tokens.start.min(who.tokens.start)..add.tokens.end.max(who.tokens.end);
    }
    total
}

/// "One dead in a triple shooting", "a double homicide": the word before the deed says how many were hit or killed.
fn multiples(reading: &Reading<'_, '_>) -> impl Iterator<Item = Total> {
    reading.doc.tokens().filter_map(|token| {
        let n = multiple(&token.text().to_ascii_lowercase())?;
        let mut behind = std::iter::successors(token.next(), |t| t.next());
        let deed = behind.find(|t| !matches!(t.text(), "-" | "fatal"))?;
        let fate = of_deed(deed)?;
        Some(Total {
            fate,
            count: Count::exactly(n),
            attackers: 0,
            sentence: token.sentence().index(),
            single: false,
            tokens: token.index()..deed.index() + 1,
        })
    })
}

fn multiple(word: &str) -> Option<u64> {
    match word {
        "double" => Some(2),
        "triple" => Some(3),
        "quadruple" => Some(4),
        "quintuple" => Some(5),
        _ => None,
    }
}

/// "nine people, among them a soldier and two guards": the parse makes them some more.
pub(crate) fn is_among_others(reading: &Reading<'_, '_>, person: usize) -> bool {
    let token = reading.doc.token(person);
    let below =
        |t: Token<'_>| t.text() == "among" && t.children().any(|c| matches!(c.text(), "them" | "whom"));
    let opens_part = |t: Token<'_>| t.lefts().any(|t| below(t) || t.children().any(below));
    opens_part(token) || token.dep() == Dep::Conj && opens_part(token.head())
}

/// "eight people, including the bomber": how many of them attacked.
fn attackers_within(reading: &Reading<'_, '_>, who: &Described<'_>) -> u64 {
    let Some(head) = who.count.filter(|c| c.low.is_some_and(|n| n > 1)).map(|_| who.head) else { return 0 };
    let parts = reading.doc.token(head).children().filter(|t| t.text() == "including");
    let named = parts.flat_map(|t| t.children()).filter(|t| t.dep() == Dep::Pobj).flat_map(conjuncts);
    // How many "bombers" are is not told; the word takes away what is sure.
    named.filter(|t| is_attacker(*t)).count() as u64
}

fn minus(count: Count, n: u64) -> Count {
    Count {
        low: count.low.map(|low| low.saturating_sub(n)),
        high: count.high.map(|high| high.saturating_sub(n)),
    }
}

fn plus(a: Count, b: Count) -> Count {
    if a == Count::exactly(0) {
        return b;
    }
    if b == Count::exactly(0) {
        return a;
    }
    Count { low: Some(a.named() + b.named()), high: a.high.zip(b.high).map(|(a, b)| a + b) }
}

/// Numbers that count the word of harm itself: "12 dead", "the death toll rose to 30".
fn numbers_alone(reading: &Reading<'_, '_>, tolls: &[Toll<'_>]) -> impl Iterator<Item = Total> {
    tolls.iter().filter(|toll| toll.victims.is_empty()).filter_map(|toll| {
        let fate = match toll.harm {
            Harm::Killed => Fate::Killed,
            Harm::Injured => Fate::Hurt,
            _ => return None,
        };
        let token = reading.doc.token(toll.head);
        if matches!(
            stance(token, reading.know.lexicon),
            Stance::Conditional | Stance::Purpose | Stance::Attempt(..)
        ) {
            return None;
        }
        let counted = toll.counted.first()?;
        // "Boy, 10, dead": an age.
        let apposed = reading.doc.token(counted.tokens.start).previous().is_some_and(|t| t.text() == ",")
            && counted.tokens.len() == 1;
        if apposed || has_own_rule(token) && !is_killing(token) {
            return None;
        }
        let sentence = token.sentence().index();
        let attackers = counted.head.is_some_and(|h| is_attacker(reading.doc.token(h)));
        let n = counted.count.low.or(counted.count.high).filter(|&n| n <= WAR)?;
        Some(Total {
            fate,
            count: if attackers { Count::exactly(0) } else { counted.count },
            attackers: if attackers { n } else { 0 },
            sentence,
            single: false,
            tokens: counted.tokens.clone(),
        })
    })
}

/// Where the lead tells of the dead, people whom only the end of a long report tells of are of another happening.
fn drop_late(people: &mut People<'_>, totals: &[Total]) {
    let led = people.killed.iter().any(|v| v.first_sentence() <= LEAD)
        || totals.iter().any(|t| t.fate == Fate::Killed && t.sentence <= LEAD);
    if led {
        people.killed.retain(|v| v.first_sentence() <= LATE);
        people.living.retain(|v| v.first_sentence() <= LATE);
    }
}

/// The larger of the totals and of what is told one by one.
fn decide(reading: &Reading<'_, '_>, people: &People<'_>, totals: &[Total], fatal: bool) -> MainToll {
    let up_to = |last: usize, fates: &[Fate]| {
        totals
            .iter()
            .filter(|t| t.sentence <= last && fates.contains(&t.fate) && t.count.high != Some(0))
            .max_by_key(|t| (t.count.named(), std::cmp::Reverse(t.sentence)))
    };
    // "Two men were shot in Arvel … In all, 28 people were shot in the city over the weekend": the lead tells of the
    // happening itself; what comes later also sums up others.
    let greatest = |fates: &[Fate]| up_to(LEAD, fates).or_else(|| up_to(usize::MAX, fates));
    let number = |total: Option<&Total>| total.map_or(0, |t| t.count.named());
    let attackers = |fate: Fate, told: usize| {
        totals.iter().filter(|t| t.fate == fate).map(|t| t.attackers).max().unwrap_or(0).max(told as u64)
    };
    let apart =
        |victims: &[Victim<'_>], attackers: bool| victims.iter().filter(|v| v.attacker == attackers).count();
    let mut killed = pick(greatest(&[Fate::Killed]), apart(&people.killed, false));
    let attackers_killed = attackers(Fate::Killed, apart(&people.killed, true));
    if killed.count == Count::exactly(0) && attackers_killed == 0 && fatal {
        killed.count = Count::exactly(1);
    }
    let n_killed = killed.count.named();
    let mut injured = pick(greatest(&[Fate::Hurt, Fate::Care]), apart(&people.living, false));
    // "Five people were shot, two of them fatally": those hit and not dead are wounded.
    let hit = greatest(&[Fate::Hit]);
    let n_injured = injured.count.named();
    if number(hit) > n_killed + n_injured {
        injured.count = Count::exactly(number(hit) - n_killed);
        injured.tokens = hit.map(|t| t.tokens.clone());
    }
    let attackers_injured = apart(&people.living, true) as u64;
    let with = |count: Count, attackers: u64| {
        if attackers == 0 { count } else { plus(count, Count::exactly(attackers)) }
    };
    let mut evidence: Vec<Range<usize>> = [killed.tokens, injured.tokens].into_iter().flatten().collect();
    if killed.one_by_one {
        evidence.extend(people.killed.iter().filter_map(|v| v.told.first()).map(|t| t.who.tokens.clone()));
    }
    if injured.one_by_one {
        evidence.extend(people.living.iter().filter_map(|v| v.told.first()).map(|t| t.who.tokens.clone()));
    }
    evidence.sort_by_key(|tokens| (tokens.start, tokens.end));
    evidence.dedup();
    MainToll {
        killed: with(killed.count, attackers_killed),
        injured: with(injured.count, attackers_injured),
        attackers_killed,
        attackers_injured,
        evidence: evidence.into_iter().map(|tokens| reading.quote(tokens)).collect(),
    }
}

/// A number with where it was read.
struct Picked {
    count: Count,
    tokens: Option<Range<usize>>,
    one_by_one: bool,
}

fn pick(total: Option<&Total>, told: usize) -> Picked {
    let told = told as u64;
    match total {
        Some(total) if total.count.named() >= told => {
            Picked { count: total.count, tokens: Some(total.tokens.clone()), one_by_one: false }
        }
        _ => Picked { count: Count::exactly(told), tokens: None, one_by_one: told > 0 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Coder;
    use athir_nlp::Model;

    fn toll(text: &str) -> MainToll {
        let doc = Model::builtin().parse(text);
        Coder::builtin().code(&doc, "example", None).toll.unwrap_or_default()
    }

    fn numbers(text: &str) -> (Option<u64>, Option<u64>) {
        let toll = toll(text);
        (toll.killed.low, toll.injured.low)
    }

    #[test]
    fn counts_the_people_of_one_sentence_together() {
        let text = "A bomb at the depot in Arvel killed three drivers, a guard and two passengers.";
        assert_eq!(numbers(text).0, Some(6));
    }

    #[test]
    fn counts_a_person_told_of_in_many_sentences_once() {
        let text = "Man shot dead in Arvel\n\nA 34-year-old man was shot on Mill Street on Friday. The victim was \
                    taken to a hospital, where he died. Police named him as Tomas Brell, 34.";
        assert_eq!(numbers(text), (Some(1), Some(0)));
    }

    #[test]
    fn keeps_a_boy_and_a_woman_apart() {
        let text = "A woman was shot and killed in Arvel on Monday. A 9-year-old boy was wounded in the leg.";
        assert_eq!(numbers(text), (Some(1), Some(1)));
    }

    #[test]
    fn takes_the_dead_from_those_shot() {
        let text = "Five people were shot at a club in Arvel on Sunday. Two of them died.";
        assert_eq!(numbers(text), (Some(2), Some(3)));
    }

    #[test]
    fn takes_the_number_of_the_lead_for_the_happening() {
        let text = "Two men wounded in Arvel\n\nTwo men were wounded by gunfire in Arvel on Sunday. They were standing \
                    on Mill Street. Nobody was arrested. A car was seen nearby. Police want to hear from witnesses. In \
                    all, 28 people were wounded in the county over the weekend.";
        assert_eq!(numbers(text), (Some(0), Some(2)));
    }

    #[test]
    fn reads_how_many_a_triple_shooting_struck() {
        let text = "Woman killed in triple shooting in Arvel\n\nA woman was killed in Arvel on Sunday.";
        assert_eq!(numbers(text), (Some(1), Some(2)));
    }

    #[test]
    fn counts_a_pronoun_beside_a_number() {
        let text =
            "A 12-year-old was flown to a hospital after he and three others were shot on a court in Arvel.";
        assert_eq!(numbers(text).1, Some(4));
    }

    #[test]
    fn takes_no_age_for_a_number() {
        assert_eq!(numbers("Boy, 8, wounded in Arvel").1, Some(1));
        assert_ne!(numbers("Boy, 8, who shot himself in Arvel identified").1, Some(8));
    }

    #[test]
    fn takes_no_word_of_a_title_for_a_name() {
        let text = "Teen Killed in Hunting Accident Near Arvel\n\nTomas Brell, 16, was killed on Sunday. The teen was \
                    shot by mistake.";
        assert_eq!(numbers(text), (Some(1), Some(0)));
    }

    #[test]
    fn reads_the_wounded_whom_no_frame_has() {
        assert_eq!(
            numbers("A bombing in a school in Arvel left at least 48 killed and 67 injured.").1,
            Some(67)
        );
    }

    #[test]
    fn takes_the_whole_for_its_part() {
        let text =
            "Thirty people were killed and over 100 more including 35 children injured in a raid on Arvel.";
        assert_eq!(numbers(text).1, Some(101));
    }

    #[test]
    fn counts_attackers_apart() {
        let found = toll(
            "Four guards were killed when a gunman attacked a bank in Arvel. The gunman was shot dead by police.",
        );
        assert_eq!((found.killed.low, found.attackers_killed), (Some(5), 1));
    }

    #[test]
    fn leaves_out_what_was_feared_or_denied() {
        assert_eq!(
            toll("Nobody was hurt when a shell hit a barn near Arvel. It could have killed ten workers."),
            MainToll::default()
        );
    }
}
