//! The kinds of events, their families, and their codes in other schemes (codebook, `kinds.tsv`).

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The crosswalk table: one row a kind, in the order of [`EventKind::ALL`].
const KINDS: &str = include_str!("../../../data/crosswalk/kinds.tsv");

/// A family of kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Armed action between sides.
    Fighting,
    /// Violence against people who cannot fight back.
    Harm,
    /// Force short of killing.
    Coercion,
    /// Gain and loss of ground.
    Territory,
    /// Readiness and arms.
    Posture,
    /// Actors that join, split, form and dissolve.
    Dynamics,
    /// Deals and talks.
    Talks,
    /// Help.
    Relief,
    /// Words of political or armed actors.
    Words,
    /// Crowds.
    Civil,
}

impl Family {
    /// The family as one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Family::Fighting => "fighting",
            Family::Harm => "harm",
            Family::Coercion => "coercion",
            Family::Territory => "territory",
            Family::Posture => "posture",
            Family::Dynamics => "dynamics",
            Family::Talks => "talks",
            Family::Relief => "relief",
            Family::Words => "words",
            Family::Civil => "civil",
        }
    }
}

/// Whether the sides of a kind have an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// The initiators act on the recipients.
    Directed,
    /// The order of the sides has no meaning.
    Mutual,
}

/// The codes of one kind in other schemes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Codes {
    /// PLOVER event type.
    pub plover: Cow<'static, str>,
    /// PLOVER mode; empty where the type has none that fits.
    pub plover_mode: Cow<'static, str>,
    /// CAMEO code, with its leading zero.
    pub cameo: Cow<'static, str>,
    /// ACLED event type.
    pub acled_event_type: Cow<'static, str>,
    /// ACLED sub-event type.
    pub acled_sub_event_type: Cow<'static, str>,
}

/// A word that is no kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownKind(pub String);

impl fmt::Display for UnknownKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown event kind {:?}", self.0)
    }
}

impl std::error::Error for UnknownKind {}

/// What happened, by the codebook's list of kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// Two or more armed sides fight each other; battle, clashes, firefight, infighting, offensive that meets resistance.
    Clash,
    /// One armed side attacks, storms, raids, ambushes, opens fire on another armed side or its position, and the text tells no more precise means.
    Attack,
    /// Artillery, tank, mortar, rocket or missile fire.
    Shelling,
    /// Bombs, missiles or fire from aircraft, helicopters or drones.
    AirStrike,
    /// Planted or remotely fired explosive: car bomb without a suicide driver, roadside bomb, IED, mine, grenade.
    Bombing,
    /// The attacker dies by design: vest, driven vehicle or motorcycle bomb.
    SuicideAttack,
    /// Chemical, biological or radiological agent used as a weapon.
    ChemicalAttack,
    /// Siege, encirclement, blockade of a place or force.
    Siege,
    /// Unarmed people are attacked or killed face to face: shooting, stabbing, massacre, beating, mob by an armed actor.
    ViolenceAgainstCivilians,
    /// A named or ranked person is singled out and killed, or an attempt is made.
    Assassination,
    /// A captive is put to death.
    Execution,
    /// Torture or severe ill-treatment of people held.
    Torture,
    /// Rape and other sexual violence.
    SexualViolence,
    /// Kidnapping, hostage taking, forced disappearance by anyone but a state using its law.
    Abduction,
    /// An authority, de jure or de facto, detains, arrests, jails or sentences people.
    Arrest,
    /// Burning, demolishing, looting, confiscating property.
    PropertyDestruction,
    /// People flee or are driven out; the cause is the initiator, if the text names it.
    Displacement,
    /// A side takes or retakes a town, base, district or crossing (with or without a fight).
    Capture,
    /// A side leaves, retreats from or hands over a place; fighters or civilians are evacuated under a deal.
    Withdrawal,
    /// Fighters give themselves up or lay down arms.
    Surrender,
    /// Forces move, convoys, reinforcement, fortifying, recruitment, exercises, weapons tests; no force used.
    Mobilization,
    /// Weapons found, seized, defused; an attack foiled; an aircraft or missile shot down or intercepted.
    WeaponsSeizure,
    /// Armed actors announce or form a coalition, joint operations room, pact.
    Alliance,
    /// Armed actors become one.
    Merger,
    /// A faction, unit or person joins or pledges allegiance to the recipient; when it leaves another for it, code the leaving as defection too.
    Joining,
    /// A faction, unit or person leaves, splits from, cuts ties with or deserts the recipient.
    Defection,
    /// An actor expels, dismisses or outlaws a member faction or person.
    Expulsion,
    /// A new armed or political actor is founded, or one takes a new name.
    Formation,
    /// An actor disbands.
    Dissolution,
    /// An actor appoints, replaces or loses a leader (the death itself is coded by its own kind).
    LeadershipChange,
    /// A truce is agreed, takes effect, is extended.
    Ceasefire,
    /// Any other deal between parties: peace, evacuation, exchange, co-operation.
    Agreement,
    /// Parties talk, meet, visit, mediate.
    Negotiation,
    /// Captives are freed or exchanged.
    Release,
    /// Humanitarian, military or economic help is delivered; rescue.
    Aid,
    /// Praise, endorsement, promise of help or of a policy.
    Support,
    /// Call, appeal, demand, order, condition.
    Demand,
    /// Blame, accuse, condemn, investigate, sue.
    Accusation,
    /// Reject, refuse, deny consent, veto, decline to fight.
    Refusal,
    /// Threaten, warn of own force, give an ultimatum.
    Threat,
    /// Embargo, sanctions, break of relations between states or organisations, cut of aid.
    Sanction,
    /// People demonstrate, strike, rally.
    Protest,
    /// A crowd is violent: riot, mob, communal clash without arms.
    Riot,
    /// A force acts with violence against protesters.
    Crackdown,
}

impl EventKind {
    /// Every kind, in the order of the table.
    pub const ALL: [EventKind; 44] = [
        EventKind::Clash,
        EventKind::Attack,
        EventKind::Shelling,
        EventKind::AirStrike,
        EventKind::Bombing,
        EventKind::SuicideAttack,
        EventKind::ChemicalAttack,
        EventKind::Siege,
        EventKind::ViolenceAgainstCivilians,
        EventKind::Assassination,
        EventKind::Execution,
        EventKind::Torture,
        EventKind::SexualViolence,
        EventKind::Abduction,
        EventKind::Arrest,
        EventKind::PropertyDestruction,
        EventKind::Displacement,
        EventKind::Capture,
        EventKind::Withdrawal,
        EventKind::Surrender,
        EventKind::Mobilization,
        EventKind::WeaponsSeizure,
        EventKind::Alliance,
        EventKind::Merger,
        EventKind::Joining,
        EventKind::Defection,
        EventKind::Expulsion,
        EventKind::Formation,
        EventKind::Dissolution,
        EventKind::LeadershipChange,
        EventKind::Ceasefire,
        EventKind::Agreement,
        EventKind::Negotiation,
        EventKind::Release,
        EventKind::Aid,
        EventKind::Support,
        EventKind::Demand,
        EventKind::Accusation,
        EventKind::Refusal,
        EventKind::Threat,
        EventKind::Sanction,
        EventKind::Protest,
        EventKind::Riot,
        EventKind::Crackdown,
    ];

    /// The codebook's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            EventKind::Clash => "clash",
            EventKind::Attack => "attack",
            EventKind::Shelling => "shelling",
            EventKind::AirStrike => "air-strike",
            EventKind::Bombing => "bombing",
            EventKind::SuicideAttack => "suicide-attack",
            EventKind::ChemicalAttack => "chemical-attack",
            EventKind::Siege => "siege",
            EventKind::ViolenceAgainstCivilians => "violence-against-civilians",
            EventKind::Assassination => "assassination",
            EventKind::Execution => "execution",
            EventKind::Torture => "torture",
            EventKind::SexualViolence => "sexual-violence",
            EventKind::Abduction => "abduction",
            EventKind::Arrest => "arrest",
            EventKind::PropertyDestruction => "property-destruction",
            EventKind::Displacement => "displacement",
            EventKind::Capture => "capture",
            EventKind::Withdrawal => "withdrawal",
            EventKind::Surrender => "surrender",
            EventKind::Mobilization => "mobilization",
            EventKind::WeaponsSeizure => "weapons-seizure",
            EventKind::Alliance => "alliance",
            EventKind::Merger => "merger",
            EventKind::Joining => "joining",
            EventKind::Defection => "defection",
            EventKind::Expulsion => "expulsion",
            EventKind::Formation => "formation",
            EventKind::Dissolution => "dissolution",
            EventKind::LeadershipChange => "leadership-change",
            EventKind::Ceasefire => "ceasefire",
            EventKind::Agreement => "agreement",
            EventKind::Negotiation => "negotiation",
            EventKind::Release => "release",
            EventKind::Aid => "aid",
            EventKind::Support => "support",
            EventKind::Demand => "demand",
            EventKind::Accusation => "accusation",
            EventKind::Refusal => "refusal",
            EventKind::Threat => "threat",
            EventKind::Sanction => "sanction",
            EventKind::Protest => "protest",
            EventKind::Riot => "riot",
            EventKind::Crackdown => "crackdown",
        }
    }

    /// The family that the kind belongs to.
    pub const fn family(self) -> Family {
        use EventKind as K;
        match self {
            K::Clash
            | K::Attack
            | K::Shelling
            | K::AirStrike
            | K::Bombing
            | K::SuicideAttack
            | K::ChemicalAttack
            | K::Siege => Family::Fighting,
            K::ViolenceAgainstCivilians
            | K::Assassination
            | K::Execution
            | K::Torture
            | K::SexualViolence
            | K::Abduction => Family::Harm,
            K::Arrest | K::PropertyDestruction | K::Displacement => Family::Coercion,
            K::Capture | K::Withdrawal | K::Surrender => Family::Territory,
            K::Mobilization | K::WeaponsSeizure => Family::Posture,
            K::Alliance
            | K::Merger
            | K::Joining
            | K::Defection
            | K::Expulsion
            | K::Formation
            | K::Dissolution
            | K::LeadershipChange => Family::Dynamics,
            K::Ceasefire | K::Agreement | K::Negotiation | K::Release => Family::Talks,
            K::Aid => Family::Relief,
            K::Support | K::Demand | K::Accusation | K::Refusal | K::Threat | K::Sanction => Family::Words,
            K::Protest | K::Riot | K::Crackdown => Family::Civil,
        }
    }

    /// Whether its sides have an order.
    pub const fn direction(self) -> Direction {
        use EventKind as K;
        match self {
            K::Clash | K::Alliance | K::Merger | K::Ceasefire | K::Agreement | K::Negotiation => {
                Direction::Mutual
            }
            _ => Direction::Directed,
        }
    }

    /// The codes of other schemes for this kind.
    pub fn codes(self) -> Codes {
        let Some(row) = KINDS.lines().nth(self as usize + 1) else { return Codes::default() };
        let mut columns = row.split('\t').skip(3).map(Cow::Borrowed);
        let mut next = || columns.next().unwrap_or_default();
        Codes {
            plover: next(),
            plover_mode: next(),
            cameo: next(),
            acled_event_type: next(),
            acled_sub_event_type: next(),
        }
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for EventKind {
    type Err = UnknownKind;

    fn from_str(word: &str) -> Result<EventKind, UnknownKind> {
        EventKind::ALL.into_iter().find(|k| k.as_str() == word).ok_or_else(|| UnknownKind(word.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_enum_and_the_table_agree() {
        let rows: Vec<Vec<&str>> = KINDS.lines().skip(1).map(|l| l.split('\t').collect()).collect();
        assert_eq!(rows.len(), EventKind::ALL.len());
        for (kind, row) in EventKind::ALL.into_iter().zip(rows) {
            assert_eq!(kind.as_str(), row[0]);
            assert_eq!(format!("{:?}", kind.family()).to_lowercase(), row[1]);
            assert_eq!(format!("{:?}", kind.direction()).to_lowercase(), row[2]);
            assert_eq!(kind.codes().cameo, row[5]);
            assert_eq!(row[0].parse(), Ok(kind));
        }
    }
}
