//! How many people died, by the rules of ACLED and of UCDP.

use athir_model::{ClaimState, Family, Harm, Incident, LossClaim};

use super::view;

/// ACLED's number of fatalities: the lowest that a current claim gives, with its figures for words ("dozens" is 12).
///
/// A plural without a number is 10 in fighting and 3 elsewhere. Nobody is said to have died: 0, which may be unknown.
pub(super) fn conservative(incident: &Incident) -> Fatalities {
    let Some(loss) = incident.losses.iter().find(|loss| loss.harm == Harm::Killed && loss.victims.is_none())
    else {
        return Fatalities::of(0);
    };
    let plural = if incident.kind.family() == Family::Fighting { 10 } else { 3 };
    let current = loss.claims.iter().filter(|claim| claim.state == ClaimState::Current);
    let least = current.filter_map(|claim| least(claim, plural)).min_by_key(|least| least.n);
    least.unwrap_or(Fatalities::of(loss.estimate.low))
}

/// A number of dead, and the word that it stands for where ACLED has a figure of its own for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fatalities {
    pub(super) n: u64,
    pub(super) word: Option<&'static str>,
}

impl Fatalities {
    /// A number that a report gives as one.
    pub(super) fn of(n: u64) -> Fatalities {
        Fatalities { n, word: None }
    }
}

/// The number that ACLED reads out of a claim.
fn least(claim: &LossClaim, plural: u64) -> Option<Fatalities> {
    let words = claim.mention.as_ref().map(|quote| quote.text.to_lowercase()).unwrap_or_default();
    let says = |one: &str| words.split(|c: char| !c.is_alphabetic()).any(|word| word == one);
    let is_open = claim.count.high.is_none();
    const FIGURES: [(&str, u64); 3] = [("tens", 10), ("dozens", 12), ("hundreds", 100)];
    if let Some((word, n)) = FIGURES.into_iter().find(|(word, _)| is_open && says(word)) {
        return Some(Fatalities { n, word: Some(word) });
    }
    let vague = ["several", "some", "many", "few"].into_iter().find(|one| says(one));
    let vague = vague.or(words.contains("a number of").then_some("a number of"));
    if let Some(word) = vague
        && is_open
        && claim.count.low.is_none_or(|low| low <= 2)
    {
        return Some(Fatalities { n: plural, word: Some(word) });
    }
    claim.count.low.or(claim.count.high).map(Fatalities::of)
}

/// Deaths as UCDP has them: by side, and `best` is their sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Deaths {
    pub(super) a: u64,
    pub(super) b: u64,
    pub(super) civilians: u64,
    pub(super) unknown: u64,
    pub(super) low: u64,
    pub(super) high: u64,
    /// Whether the numbers by side were more than the total, and are not given.
    pub(super) is_muddled: bool,
    /// Whether the greatest number is open upwards.
    pub(super) is_open: bool,
}

impl Deaths {
    /// The most reliable estimate.
    pub(super) fn best(&self) -> u64 {
        self.a + self.b + self.civilians + self.unknown
    }
}

/// Whose deaths a count is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fell {
    A,
    B,
    Civilians,
    Unknown,
}

/// Divides the deaths of an incident among its sides; `whose` tells whom a class of victims belongs to. `None` where nobody
/// is said to have died.
pub(super) fn by_side(incident: &Incident, whose: impl Fn(&str) -> Fell) -> Option<Deaths> {
    let total = view::total(incident, Harm::Killed)?;
    let mut deaths = Deaths {
        low: total.low.min(total.best),
        high: total.high.max(total.best),
        is_open: total.open,
        ..Deaths::default()
    };
    let parts = incident.losses.iter().filter(|loss| loss.harm == Harm::Killed);
    for loss in parts {
        let Some(victims) = &loss.victims else { continue };
        let side = match whose(victims) {
            Fell::A => &mut deaths.a,
            Fell::B => &mut deaths.b,
            Fell::Civilians => &mut deaths.civilians,
            Fell::Unknown => continue,
        };
        *side += loss.estimate.best;
    }
    let known = deaths.a + deaths.b + deaths.civilians;
    if known > total.best {
        // Numbers of different reports: which of them the total counts is not known.
        (deaths.a, deaths.b, deaths.civilians, deaths.unknown) = (0, 0, 0, total.best);
        deaths.is_muddled = true;
    } else {
        deaths.unknown = total.best - known;
    }
    Some(deaths)
}
