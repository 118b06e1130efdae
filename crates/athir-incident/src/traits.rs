//! What a pair of events shows for and against their being one happening, trait by trait.
//!
//! Each trait is a number near 0..=1. The model gives each a weight; the sum of trait times weight is the log-odds.

use athir_model::{EventKind, Family, Harm, Modality, TimePrecision};

use crate::profile::{Days, EventTraits, ReportTraits, Side, Spot};

macro_rules! traits {
    ($($(#[$doc:meta])* $variant:ident $name:literal)*) => {
        /// A trait of a pair of events.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Trait { $($(#[$doc])* $variant,)* }

        impl Trait {
            /// All traits.
            pub const ALL: &'static [Trait] = &[$(Trait::$variant,)*];

            /// Its name in `data/incident/model.toml` and in an incident's joins.
            pub const fn as_str(self) -> &'static str {
                match self { $(Trait::$variant => $name,)* }
            }
        }
    };
}

traits! {
    /// Both are of one kind.
    SameKind "same kind"
    /// Their kinds differ and often stand for one happening, such as a bombing and a suicide attack.
    KinKind "kin kind"
    /// Their kinds are of different families that do not go together.
    OtherFamily "other family"
    /// Both are of a family of which a war has many at all places and times: words, postures, relief.
    LooseKind "loose kind"
    /// Their triggers are the same word.
    SameTrigger "same trigger"
    /// One is told as having happened and the other as planned or denied.
    OtherModality "other modality"
    /// One goes on, the other has occurred or ended.
    OtherPhase "other phase"
    /// Both bear one place name.
    SamePlaceName "same place name"
    /// Both are points, no farther apart than the words allow.
    SamePoint "same point"
    /// Both are points and apart; the more the farther.
    PointsApart "points apart"
    /// One is an area that the other lies in or near.
    InArea "in area"
    /// One is an area that the other lies outside of; the more the farther.
    OutsideArea "outside area"
    /// One has a place and the other none.
    OnePlace "one place"
    /// Neither has a place.
    NoPlace "no place"
    /// The words of the one name the place of the other, both ways as a whole.
    PlaceInWords "place in words"
    /// They lie in different countries.
    OtherCountry "other country"
    /// Both are dated to the same day or days.
    SameDay "same day"
    /// Both are dated, a day apart.
    NextDay "next day"
    /// Both are dated, two days apart or more; the more the longer.
    DaysApart "days apart"
    /// Long times that begin and end together, as a share of their union.
    SamePeriod "same period"
    /// Long times that meet and do not begin together, the less the more.
    OtherPeriod "other period"
    /// At least one time is vague, and they overlap.
    VagueOverlap "vague overlap"
    /// At least one time is vague, and they do not meet; the more the longer.
    VagueApart "vague apart"
    /// One time or both are bounded by the publication alone, and it fits.
    OpenTime "open time"
    /// The days between a dated event and the other's publication; the more the longer.
    OpenApart "open time apart"
    /// Nothing dates one of them, not even a publication: it may have been at any time.
    NoDate "no date"
    /// One is dated after the other was published.
    AfterPublication "after publication"
    /// What the words say of their days cannot be true of one happening; no likeness makes up for it.
    OutOfTime "out of time"
    /// Both are points far apart, on different days, with different numbers; no likeness makes up for it.
    Elsewhere "elsewhere on another day"
    /// One lasts long and the other a few days.
    LongAndShort "long and short"
    /// The days between the publications; the more the longer.
    PublishedApart "published apart"
    /// They share who acts.
    SameInitiator "same initiator"
    /// Who acts in the one belongs to who acts in the other.
    KinInitiator "kin initiator"
    /// Different named actors act.
    OtherInitiator "other initiator"
    /// One names who acts and the other does not.
    OpenInitiator "open initiator"
    /// They share who is acted on.
    SameRecipient "same recipient"
    /// Who is acted on in the one belongs to who is in the other.
    KinRecipient "kin recipient"
    /// Different named actors are acted on.
    OtherRecipient "other recipient"
    /// Who acts in the one is acted on in the other.
    Crossed "crossed sides"
    /// Both give the same number of dead.
    SameKilled "same killed"
    /// Both give numbers of dead that differ; the more the greater the ratio.
    OtherKilled "other killed"
    /// Both give the same number of one other harm.
    SameHarm "same harm"
    /// Both give numbers of one other harm that differ.
    OtherHarm "other harm"
    /// Both give the same numbers, and greater than one can expect by chance.
    SameLargeNumber "same large number"
    /// Likeness of the words of the events.
    EventWords "event words"
    /// How far that likeness exceeds 0.3.
    EventWordsHigh "event words, high"
    /// Likeness of the names in the words of the events.
    EventNames "event names"
    /// Likeness of the words of the reports.
    ReportWords "report words"
    /// How far that likeness exceeds 0.2.
    ReportWordsHigh "report words, high"
    /// Likeness of the names in the reports.
    ReportNames "report names"
    /// How far that likeness exceeds 0.2.
    ReportNamesHigh "report names, high"
    /// Neither report has another event of the kind.
    SoleKind "sole of its kind"
    /// The same, times three times the likeness of the words of the reports.
    SoleKindWords "sole of its kind, report words"
    /// Neither report has another event at that place that reporters might tell alike.
    SoleThere "sole there"
    /// Both reports are mainly about the events.
    Main "main happenings"
    /// Likeness of the words of reports that are mainly about the events.
    MainWords "main happenings, report words"
    /// How far that likeness exceeds 0.2.
    MainWordsHigh "main happenings, report words, high"
    /// Likeness of the names in reports that are mainly about the events.
    MainNames "main happenings, report names"
    /// One report is mainly about its event and the other is not.
    MainAndOther "main and other happening"
    /// Neither a place, nor a party, nor a number, nor telling words are in both.
    NothingShared "nothing in common"
    /// Both are events of one report, which the coder left apart.
    SameReport "same report"
}

/// The number of traits.
pub(crate) const N: usize = Trait::ALL.len();

/// The traits of a pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Traits(pub(crate) [f32; N]);

impl Traits {
    /// How much of a trait the pair has.
    pub fn get(&self, of: Trait) -> f32 {
        self.0[of as usize]
    }

    fn set(&mut self, of: Trait, value: f32) {
        self.0[of as usize] = value;
    }

    fn mark(&mut self, of: Trait, holds: bool) {
        self.set(of, f32::from(u8::from(holds)));
    }
}

/// Compares two events. The order of the two does not matter.
pub(crate) fn compare(
    a: &EventTraits,
    in_a: &ReportTraits,
    b: &EventTraits,
    in_b: &ReportTraits,
    is_one_report: bool,
) -> Traits {
    let mut traits = Traits([0.0; N]);
    compare_kinds(&mut traits, a, b);
    compare_places(&mut traits, a.spot.as_ref(), b.spot.as_ref());
    traits.set(Trait::PlaceInWords, names_place(a, b) * 0.5 + names_place(b, a) * 0.5);
    compare_times(&mut traits, (&a.days, in_a.published), (&b.days, in_b.published));
    compare_sides(&mut traits, a, b);
    compare_losses(&mut traits, &a.losses, &b.losses);
    mark_elsewhere(&mut traits);
    compare_words(&mut traits, a, in_a, b, in_b, is_one_report);
    compare_grounds(&mut traits);
    doubt(&mut traits, a, b);
    traits
}

/// Clashes of one war are alike in kind, sides and words: the town and the day tell them apart.
fn mark_elsewhere(traits: &mut Traits) {
    use Trait as T;
    let other_day = traits.get(T::NextDay) > 0.0 || traits.get(T::DaysApart) > 0.0;
    let other_place = traits.get(T::PointsApart) > far(ELSEWHERE_KM) && traits.get(T::SamePlaceName) == 0.0;
    let same_number = traits.get(T::SameKilled) > 0.0 || traits.get(T::SameHarm) > 0.0;
    traits.mark(T::Elsewhere, other_day && other_place && !same_number);
}

/// From how far apart two points are elsewhere, in kilometres.
const ELSEWHERE_KM: f32 = 60.0;

/// How far apart, near 0 to 1 for what lies in one country.
fn far(km: f32) -> f32 {
    (1.0 + km / 10.0).ln() / 4.0
}

/// Whether what the two share is theirs alone, or what any two happenings of a war may share: their kind and their time.
fn compare_grounds(traits: &mut Traits) {
    use Trait as T;
    /// From which likeness on words are telling.
    const LIKE: f32 = 0.25;
    let own = [
        T::SamePlaceName,
        T::SamePoint,
        T::PlaceInWords,
        T::SameInitiator,
        T::SameRecipient,
        T::SameKilled,
        T::SameHarm,
    ];
    let is_shared = own.iter().any(|&of| traits.get(of) > 0.0) || traits.get(T::EventWords) > LIKE;
    traits.mark(T::NothingShared, !is_shared);
}

/// A difference says as little as the coder is sure of the two values that differ.
fn doubt(traits: &mut Traits, a: &EventTraits, b: &EventTraits) {
    use Trait as T;
    let (x, y) = (&a.sure, &b.sure);
    let fields: [(f32, &[Trait]); 5] = [
        (x.place * y.place, &[T::PointsApart, T::OutsideArea, T::OtherCountry]),
        (
            x.time * y.time,
            &[
                T::DaysApart,
                T::VagueApart,
                T::OpenApart,
                T::AfterPublication,
                T::LongAndShort,
                T::OtherPeriod,
            ],
        ),
        (x.initiators * y.initiators, &[T::OtherInitiator]),
        (x.recipients * y.recipients, &[T::OtherRecipient]),
        (x.losses * y.losses, &[T::OtherKilled, T::OtherHarm]),
    ];
    for (sure, differences) in fields {
        differences.iter().for_each(|&of| traits.0[of as usize] *= sure);
    }
}

fn compare_kinds(traits: &mut Traits, a: &EventTraits, b: &EventTraits) {
    traits.mark(Trait::SameKind, a.kind == b.kind);
    let is_loose =
        |e: &EventTraits| matches!(e.kind.family(), Family::Words | Family::Posture | Family::Relief);
    traits.mark(Trait::LooseKind, is_loose(a) && is_loose(b));
    let is_kin = a.kind != b.kind && are_kin(a.kind, b.kind);
    traits.mark(Trait::KinKind, is_kin);
    traits.mark(Trait::OtherFamily, !is_kin && a.kind.family() != b.kind.family());
    traits.mark(Trait::SameTrigger, a.trigger == b.trigger);
    let happened = |e: &EventTraits| e.modality == Modality::Reported;
    traits.mark(Trait::OtherModality, happened(a) != happened(b));
    traits.mark(Trait::OtherPhase, a.phase != b.phase);
}

/// Whether reports use the two kinds for one happening.
pub(crate) fn are_kin(a: EventKind, b: EventKind) -> bool {
    use EventKind as K;
    use Family as F;
    let violent = |kind: EventKind| matches!(kind.family(), F::Fighting | F::Harm) && kind != K::Siege;
    let ground = |kind: EventKind| {
        matches!(kind, K::Clash | K::Attack | K::Siege | K::Capture | K::Withdrawal | K::Mobilization)
    };
    let deal = |kind: EventKind| {
        matches!(kind, K::Agreement | K::Ceasefire | K::Negotiation | K::Withdrawal | K::Release)
    };
    let moved = |kind: EventKind| matches!(kind, K::Withdrawal | K::Displacement);
    let unit = |kind: EventKind| {
        matches!(kind, K::Alliance | K::Merger | K::Joining | K::Defection | K::Formation | K::Dissolution)
    };
    let crowd = |kind: EventKind| matches!(kind, K::Protest | K::Riot | K::Crackdown);
    let held = |kind: EventKind| matches!(kind, K::Arrest | K::Abduction);
    let said = |kind: EventKind| {
        matches!(kind, K::Accusation | K::Threat | K::Demand | K::Refusal | K::Support | K::Sanction)
    };
    [violent, ground, deal, moved, unit, crowd, held, said].iter().any(|group| group(a) && group(b))
}

/// Whether what one reporter calls the one kind the next one calls the other: shells and air strikes, a battle and an
/// attack, a truce and a deal.
pub(crate) fn are_near(a: EventKind, b: EventKind) -> bool {
    use EventKind as K;
    const GROUPS: [&[EventKind]; 18] = [
        &[K::Shelling, K::AirStrike],
        &[K::Shelling, K::Bombing],
        &[K::Bombing, K::SuicideAttack],
        &[K::ChemicalAttack, K::AirStrike],
        &[K::ChemicalAttack, K::Shelling],
        &[K::Clash, K::Attack],
        &[K::Clash, K::Capture],
        &[K::Attack, K::Capture],
        &[K::Attack, K::ViolenceAgainstCivilians],
        &[K::Execution, K::ViolenceAgainstCivilians],
        &[K::Execution, K::Assassination],
        &[K::Crackdown, K::ViolenceAgainstCivilians],
        &[K::Crackdown, K::Protest],
        &[K::Riot, K::Protest],
        &[K::Arrest, K::Abduction],
        &[K::Agreement, K::Ceasefire],
        &[K::Withdrawal, K::Displacement],
        &[K::Withdrawal, K::Surrender],
    ];
    a != b && GROUPS.iter().any(|group| group.contains(&a) && group.contains(&b))
}

fn compare_places(traits: &mut Traits, a: Option<&Spot>, b: Option<&Spot>) {
    let (a, b) = match (a, b) {
        (Some(a), Some(b)) => (a, b),
        (None, None) => return traits.set(Trait::NoPlace, 1.0),
        _ => return traits.set(Trait::OnePlace, 1.0),
    };
    traits.mark(Trait::SamePlaceName, a.name == b.name);
    traits.mark(Trait::OtherCountry, a.country != b.country && a.country != 0 && b.country != 0);
    let km = distance_km(a, b);
    if a.is_area || b.is_area {
        let beyond = km - a.radius_km - b.radius_km;
        if beyond <= 0.0 {
            // A state says little about a town in it, a district much.
            let narrow = 1.0 / (1.0 + a.radius_km.max(b.radius_km) / 200.0);
            traits.set(Trait::InArea, narrow);
        } else {
            traits.set(Trait::OutsideArea, far(beyond));
        }
    } else if km <= a.radius_km + b.radius_km {
        traits.set(Trait::SamePoint, 1.0);
    } else {
        traits.set(Trait::PointsApart, far(km));
    }
}

/// Whether the words of an event name the place of another.
fn names_place(of: &EventTraits, in_words: &EventTraits) -> f32 {
    let is_named = of.place_words.iter().any(|word| in_words.said.binary_search(word).is_ok());
    f32::from(u8::from(is_named))
}

/// The distance of two places on a sphere.
pub(crate) fn distance_km(a: &Spot, b: &Spot) -> f32 {
    let (la, lb) = (a.lat.to_radians(), b.lat.to_radians());
    let (dlat, dlon) = (la - lb, (a.lon - b.lon).to_radians());
    let h = (dlat / 2.0).sin().powi(2) + la.cos() * lb.cos() * (dlon / 2.0).sin().powi(2);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}

/// Days between two stated times that no vague word and no slip of a reader accounts for.
const MOST_GAP: i32 = 31;
/// The same, between two stated days.
const MOST_DAYS: i32 = 10;
/// Days after a publication on which nothing happened that it tells of; reports are dated a day or two off.
const MOST_AFTER: i32 = 2;

/// Days as a trait: 0 for none, 1 for some 150.
fn long(days: i32) -> f32 {
    (1.0 + days.max(0) as f32).ln() / 5.0
}

fn compare_times(traits: &mut Traits, (a, out_a): (&Days, Option<i32>), (b, out_b): (&Days, Option<i32>)) {
    compare_days(traits, (a, out_a), (b, out_b));
    // A happening that is dated alike may be told of years later.
    let is_dated_alike = traits.get(Trait::SameDay) + traits.get(Trait::SamePeriod) > 0.7;
    if let (Some(x), Some(y), false) = (out_a, out_b, is_dated_alike) {
        traits.set(Trait::PublishedApart, long((x - y).abs()));
    }
}

fn compare_days(traits: &mut Traits, (a, out_a): (&Days, Option<i32>), (b, out_b): (&Days, Option<i32>)) {
    let is_day = |days: &Days| days.is_stated && days.precision == TimePrecision::Day;
    let later = |days: &Days, published: Option<i32>| match (days.start, published) {
        (Some(start), Some(published)) => is_day(days) && start > published,
        _ => false,
    };
    traits.mark(Trait::AfterPublication, later(a, out_b) || later(b, out_a));
    let long_after = |days: &Days, published: Option<i32>| match (days.start, published) {
        (Some(start), Some(published)) => is_day(days) && start > published + MOST_AFTER,
        _ => false,
    };
    traits.mark(Trait::OutOfTime, long_after(a, out_b) || long_after(b, out_a));
    let length = |days: &Days| match (days.start, days.end) {
        (Some(start), Some(end)) => end - start,
        _ => 0,
    };
    let (long_a, long_b) = (length(a), length(b));
    let lasts = |days: &Days, length: i32| length > 60 && !days.is_within;
    traits.mark(Trait::LongAndShort, a.is_stated && b.is_stated && lasts(a, long_a) != lasts(b, long_b));
    // An open start reaches back no farther than reports usually do.
    let range = |days: &Days, published: Option<i32>| {
        let end = days.end.or(published)?;
        Some((days.start.unwrap_or(end - 30).min(end), end))
    };
    let (Some((s, e)), Some((t, f))) = (range(a, out_a), range(b, out_b)) else {
        return traits.set(Trait::NoDate, 1.0);
    };
    let gap = (t - e).max(s - f).max(0);
    let most = if is_day(a) && is_day(b) { MOST_DAYS } else { MOST_GAP };
    if a.is_stated && b.is_stated && gap > most {
        traits.set(Trait::OutOfTime, 1.0);
    }
    if !a.is_stated || !b.is_stated {
        traits.mark(Trait::OpenTime, gap == 0);
        traits.set(Trait::OpenApart, long(gap));
    } else if long_a > 60 && long_b > 60 && gap == 0 {
        let both = (e.min(f) - s.max(t) + 1) as f32;
        let starts = 1.0 / (1.0 + (s - t).abs() as f32 / 60.0);
        let same = starts.max(both / (e.max(f) - s.min(t) + 1) as f32);
        traits.set(Trait::SamePeriod, same);
        traits.set(Trait::OtherPeriod, 1.0 - same);
    } else if is_day(a) && is_day(b) {
        if s == t || (gap == 0 && (e - s).min(f - t) > 0) {
            traits.set(Trait::SameDay, 1.0);
        } else if gap <= 1 {
            traits.set(Trait::NextDay, 1.0);
        } else {
            traits.set(Trait::DaysApart, long(gap));
        }
    } else if gap == 0 {
        traits.set(Trait::VagueOverlap, 1.0);
    } else {
        traits.set(Trait::VagueApart, long(gap));
    }
}

/// How the parties of two sides stand to each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sides {
    Open,
    Same,
    Kin,
    /// No party in common, and at most one side names an actor.
    Unclear,
    Other,
}

fn relate(a: &[Side], b: &[Side]) -> Sides {
    if a.is_empty() || b.is_empty() {
        return Sides::Open;
    }
    let mut found = Sides::Unclear;
    for x in a {
        for y in b {
            if x.id == y.id {
                return Sides::Same;
            }
            if x.above.binary_search(&y.id).is_ok() || y.above.binary_search(&x.id).is_ok() {
                found = Sides::Kin;
            }
        }
    }
    let named = |sides: &[Side]| sides.iter().all(|side| side.is_named);
    if found == Sides::Unclear && named(a) && named(b) { Sides::Other } else { found }
}

fn compare_sides(traits: &mut Traits, a: &EventTraits, b: &EventTraits) {
    use athir_model::Direction;
    let straight = (relate(&a.initiators, &b.initiators), relate(&a.recipients, &b.recipients));
    let crossed = (relate(&a.initiators, &b.recipients), relate(&a.recipients, &b.initiators));
    let is_mutual = [a.kind, b.kind].iter().any(|kind| kind.direction() == Direction::Mutual);
    let agree = |(x, y): (Sides, Sides)| {
        [x, y].iter().map(|s| u8::from(*s == Sides::Same) * 2 + u8::from(*s == Sides::Kin)).sum::<u8>()
    };
    let (first, second) = if is_mutual && agree(crossed) > agree(straight) { crossed } else { straight };
    traits.mark(Trait::SameInitiator, first == Sides::Same);
    traits.mark(Trait::KinInitiator, first == Sides::Kin);
    traits.mark(Trait::OtherInitiator, first == Sides::Other);
    traits.mark(Trait::OpenInitiator, a.initiators.is_empty() != b.initiators.is_empty());
    traits.mark(Trait::SameRecipient, second == Sides::Same);
    traits.mark(Trait::KinRecipient, second == Sides::Kin);
    traits.mark(Trait::OtherRecipient, second == Sides::Other);
    traits.mark(Trait::Crossed, !is_mutual && (crossed.0 == Sides::Same || crossed.1 == Sides::Same));
}

fn compare_losses(traits: &mut Traits, a: &[(Harm, u64, u64)], b: &[(Harm, u64, u64)]) {
    let of = |losses: &[(Harm, u64, u64)], harm: Harm| {
        losses.iter().find(|(h, ..)| *h == harm).map(|&(_, low, high)| (low, high))
    };
    for harm in
        [Harm::Killed, Harm::Injured, Harm::Casualties, Harm::Captured, Harm::Missing, Harm::Displaced]
    {
        let (Some((low, high)), Some((low2, high2))) = (of(a, harm), of(b, harm)) else { continue };
        let is_same = low <= high2 && low2 <= high;
        let ratio = ((low.max(low2) + 1) as f32 / (low.min(low2) + 1) as f32).ln() / 2.0;
        match (harm, is_same) {
            (Harm::Killed, true) => traits.set(Trait::SameKilled, 1.0),
            (Harm::Killed, false) => traits.set(Trait::OtherKilled, ratio),
            (_, true) => traits.set(Trait::SameHarm, 1.0),
            (_, false) => traits.set(Trait::OtherHarm, ratio),
        }
        if low == low2 && low >= 5 {
            traits.set(Trait::SameLargeNumber, 1.0);
        }
    }
}

fn compare_words(
    traits: &mut Traits,
    a: &EventTraits,
    in_a: &ReportTraits,
    b: &EventTraits,
    in_b: &ReportTraits,
    is_one_report: bool,
) {
    let words = a.words.cosine(&b.words);
    traits.set(Trait::EventWords, words);
    traits.set(Trait::EventWordsHigh, (words - 0.3).max(0.0));
    traits.set(Trait::EventNames, a.names.cosine(&b.names));
    if is_one_report {
        return traits.set(Trait::SameReport, 1.0);
    }
    let words = in_a.words.cosine(&in_b.words);
    let names = in_a.names.cosine(&in_b.names);
    traits.set(Trait::ReportWords, words);
    traits.set(Trait::ReportWordsHigh, (words - 0.2).max(0.0));
    traits.set(Trait::ReportNames, names);
    traits.set(Trait::ReportNamesHigh, (names - 0.2).max(0.0));
    if a.kind == b.kind && a.is_sole && b.is_sole {
        traits.set(Trait::SoleKind, 1.0);
        traits.set(Trait::SoleKindWords, (3.0 * words).min(1.0));
    }
    let is_there = traits.get(Trait::SamePlaceName) > 0.0 || traits.get(Trait::SamePoint) > 0.0;
    let is_alike = a.kind == b.kind || are_near(a.kind, b.kind);
    traits.mark(Trait::SoleThere, is_there && is_alike && a.is_sole_there && b.is_sole_there);
    if a.is_main && b.is_main {
        traits.set(Trait::Main, 1.0);
        traits.set(Trait::MainWords, words);
        traits.set(Trait::MainWordsHigh, (words - 0.2).max(0.0));
        traits.set(Trait::MainNames, names);
    }
    traits.mark(Trait::MainAndOther, a.is_main != b.is_main);
}
