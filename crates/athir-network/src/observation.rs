//! What one event or one stated tie says of a tie.

use athir_model::{
    ActorKey, BondKind, Event, EvidenceOf, Modality, Party, Phase, ReportId, Tie, TieBasis, TieEvidence,
    TieKind, TieSays, TieState, TimePrecision,
};
use jiff::civil::Date;

use crate::network::Coding;
use crate::rules::{Between, Rules, Weight};

/// Evidence for or against one tie, with whom it is between.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Observation {
    pub(crate) a: ActorKey,
    pub(crate) b: Option<ActorKey>,
    pub(crate) mark: Mark,
}

/// Evidence for or against a tie of a pair that is known.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mark {
    pub(crate) kind: BondKind,
    /// Whether the tie is read from the lesser key of the pair to the greater.
    pub(crate) forward: bool,
    /// Whether what it ends is known to have been.
    pub(crate) implied: bool,
    pub(crate) evidence: TieEvidence,
}

impl Mark {
    /// Whether the words of a report state the tie.
    pub(crate) fn basis_is_stated(&self) -> bool {
        self.evidence.basis == TieBasis::Stated
    }

    /// The day by which it is put in order: the last day of its time, or the publication.
    pub(crate) fn at(&self) -> Option<Date> {
        self.evidence.end.or(self.evidence.start).or(self.evidence.published)
    }
}

/// What a party is known by; `None` for people who are no actor of their own ("civilians", "gunmen").
pub(crate) fn key_of(party: &Party) -> Option<ActorKey> {
    key(party.actor.as_deref(), &party.name)
}

fn key(code: Option<&str>, name: &str) -> Option<ActorKey> {
    match code {
        Some(code) => Some(ActorKey(code.to_owned())),
        None => name.contains(char::is_uppercase).then(|| ActorKey(name.to_owned())),
    }
}

/// What an event says of ties. Plans, conditions and denials say nothing.
pub(crate) fn of_event(coding: &Coding<'_>, event: &Event, rules: &Rules, found: &mut Vec<Observation>) {
    if event.modality != Modality::Reported {
        return;
    }
    let keys = |parties: &[Party]| -> Vec<ActorKey> {
        let mut keys: Vec<ActorKey> = parties.iter().filter_map(key_of).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    };
    let (initiators, recipients) = (keys(&event.initiators), keys(&event.recipients));
    if initiators.is_empty() && recipients.is_empty() {
        return;
    }
    for rule in rules.of_event(event.kind, &event.trigger.text) {
        let says = if event.phase == Phase::Ended { TieSays::Ends } else { rule.says };
        if event.phase == Phase::Ended && rule.says == TieSays::Ends {
            continue;
        }
        let mark = |forward| Mark {
            kind: rule.kind,
            forward,
            implied: rule.implied || event.phase == Phase::Ended,
            evidence: TieEvidence {
                report: coding.report.clone(),
                of: EvidenceOf::Event(event.id.0.clone()),
                says,
                basis: TieBasis::Follows,
                start: event.when.start,
                end: event.when.end,
                precision: event.when.precision,
                quote: event.evidence.first().unwrap_or(&event.trigger).clone(),
                voice: event.attribution.first().map(|quote| quote.text.clone()),
                published: coding.published,
                weight: Some(rules.weight(rule.weight)),
            },
        };
        let mut add = |a: &ActorKey, b: Option<&ActorKey>| {
            if b != Some(a) {
                found.push(directed(a.clone(), b.cloned(), rule.kind, mark));
            }
        };
        match rule.between {
            Between::Sides => cross(&initiators, &recipients, &mut add),
            Between::Reversed => cross(&recipients, &initiators, &mut add),
            Between::OneSide => pairs(&initiators, &mut add),
            Between::All => {
                let mut all = initiators.clone();
                all.extend(recipients.iter().filter(|key| !initiators.contains(key)).cloned());
                pairs(&all, &mut add);
            }
            Between::Itself if initiators.is_empty() => recipients.iter().for_each(|a| add(a, None)),
            Between::Itself if recipients.is_empty() => initiators.iter().for_each(|a| add(a, None)),
            Between::Itself => cross(&initiators, &recipients, &mut add),
        }
    }
}

fn cross(first: &[ActorKey], second: &[ActorKey], add: &mut impl FnMut(&ActorKey, Option<&ActorKey>)) {
    for a in first {
        second.iter().for_each(|b| add(a, Some(b)));
    }
}

fn pairs(all: &[ActorKey], add: &mut impl FnMut(&ActorKey, Option<&ActorKey>)) {
    for (n, a) in all.iter().enumerate() {
        all[n + 1..].iter().for_each(|b| add(a, Some(b)));
    }
}

/// Puts the two actors in the order of their keys, and keeps which way the tie is read.
fn directed(a: ActorKey, b: Option<ActorKey>, kind: BondKind, mark: impl Fn(bool) -> Mark) -> Observation {
    match b {
        Some(b) if b < a => Observation { a: b, b: Some(a), mark: mark(kind.is_symmetric()) },
        b => Observation { a, b, mark: mark(true) },
    }
}

/// What a stated tie says.
pub(crate) fn of_tie(coding: &Coding<'_>, tie: &Tie, rules: &Rules, found: &mut Vec<Observation>) {
    let kind = match tie.kind {
        TieKind::Ally => BondKind::Alliance,
        TieKind::Rival => BondKind::Rivalry,
        TieKind::MemberOf => BondKind::Membership,
        TieKind::AffiliateOf => BondKind::Affiliation,
        TieKind::Supports => BondKind::Support,
        TieKind::SplitFrom => BondKind::Split,
        TieKind::MergedInto => BondKind::Merger,
        // A name that is given up is a change of names; two names at once are no tie.
        TieKind::SameAs if tie.state == TieState::Former => BondKind::Rename,
        TieKind::SameAs => return,
    };
    let (Some(mut a), Some(mut b)) =
        (key(tie.a_actor.as_deref(), &tie.a), key(tie.b_actor.as_deref(), &tie.b))
    else {
        return;
    };
    if a == b {
        return;
    }
    if kind == BondKind::Rename {
        // "a, formerly b": b took the name a.
        std::mem::swap(&mut a, &mut b);
    }
    let ended = tie.state == TieState::Former && kind.lasts();
    let says = if ended { TieSays::Ends } else { tie.says };
    let (start, end, precision) = match &tie.when {
        Some(when) => (when.start, when.end, when.precision),
        // What has ended by the time of the report may have ended at any time before.
        None => (None, coding.published, TimePrecision::Unknown),
    };
    let mark = |forward| Mark {
        kind,
        forward,
        implied: says == TieSays::Ends,
        evidence: TieEvidence {
            report: coding.report.clone(),
            of: EvidenceOf::Tie(tie.why.clone()),
            says,
            basis: tie.basis,
            start,
            end,
            precision,
            quote: tie.evidence.clone(),
            voice: None,
            published: coding.published,
            weight: Some(if tie.basis.is_stated() {
                rules.stated_weight()
            } else {
                rules.weight(Weight::Certain)
            }),
        },
    };
    found.push(directed(a, Some(b), kind, mark));
}

/// The report that an observation comes from.
pub(crate) fn report_of(mark: &Mark) -> &ReportId {
    &mark.evidence.report
}
