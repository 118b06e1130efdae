//! Sides that the trigger's own words leave open, filled from what the sentences around it tell: the attacker named
//! a sentence before, whose post it was, who fights whom in the report. A logistic model weighs each party that is
//! mentioned near by (`data/roles.toml`, fitted by `examples/fit_roles` of crate `athir`); what it is not sure of
//! stays open. The record says of such a party that the discourse gives it.

mod answer;
mod law;
mod neighbours;
mod scene;
mod standing;
mod topic;

use athir_model::{Basis, Family, Party};

use self::answer::fill_by_answer;
use self::law::fill_by_law;
use self::neighbours::NEIGHBOURHOOD;
use self::scene::{Candidate, Scene};
use self::topic::fill_by_topic;
use crate::confidence::Logistic;
use crate::draft::Draft;
use crate::error::KnowledgeError;
use crate::mention::Identity;
use crate::party::PartyDraft;
use crate::reading::Reading;
use crate::record::party;
use crate::side::{Side, are_of_one_land};

/// The side that a model fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Who does it.
    Initiator,
    /// To whom it is done.
    Recipient,
    /// One of those who do it to each other.
    Either,
}

/// A side that the words of an event leave open, and who may stand there.
#[derive(Clone, Debug)]
pub struct OpenSide {
    /// The event's number among those of the report.
    pub event: usize,
    /// Which side.
    pub role: Role,
    /// The parties that are mentioned near by, each with the features that the models weigh.
    pub candidates: Vec<(Party, Vec<String>)>,
}

/// The models of the sides.
#[derive(Clone, Debug, Default, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roles {
    /// Who does it.
    pub initiator: Logistic,
    /// To whom it is done.
    pub recipient: Logistic,
    /// The sides of mutual kinds.
    pub either: Logistic,
}

impl Roles {
    /// Reads the models, one TOML table for each role; `path` is for messages.
    ///
    /// # Errors
    /// Fails where the file is no TOML of such tables.
    pub fn from_toml(path: &str, text: &str) -> Result<Roles, KnowledgeError> {
        toml::from_str(text).map_err(|e| KnowledgeError::toml(path, text, &e))
    }

    fn of(&self, role: Role) -> &Logistic {
        match role {
            Role::Initiator => &self.initiator,
            Role::Recipient => &self.recipient,
            Role::Either => &self.either,
        }
    }
}

/// How likely a party must be before it fills an open side: a party adds to F1 from half of the F1 that there is.
/// A perpetrator is not guessed (codebook §3), so more is asked of who did it than of whom it was done to.
fn least(role: Role) -> f64 {
    match role {
        Role::Initiator => 0.35,
        Role::Either => 0.3,
        Role::Recipient => 0.25,
    }
}

/// Fills the open sides of the events where the models are sure.
pub(crate) fn fill_open_sides(reading: &Reading<'_, '_>, roles: &Roles, events: &mut [Draft]) {
    if events.iter().all(|e| Scene::open_roles(e).is_empty()) {
        return;
    }
    fill_by_topic(reading, events);
    fill_by_answer(reading, events);
    let scene = Scene::new(reading);
    // As when the models are fitted, what they filled already says nothing.
    let stated: Vec<Draft> = events.to_vec();
    for n in 0..events.len() {
        for role in Scene::open_roles(&events[n]) {
            let model = roles.of(role);
            let stands = |c: &Candidate| scene::on_a_side(&events[n], &c.party.who);
            // An army does not take a town from its own state.
            let sides = events[n].initiators.iter().chain(&events[n].recipients);
            let others: Vec<&PartyDraft> =
                sides.map(|s| &s.party).filter(|_| is_at_arms(&events[n])).collect();
            let is_own = |c: &Candidate| others.iter().any(|o| are_of_one_land(reading, o, &c.party));
            let mut likely: Vec<(f64, Candidate)> = scene
                .candidates(&stated, n, role)
                .into_iter()
                .filter(|c| !stands(c) && !is_own(c))
                // Who only tells of a deed is not whom it was done to.
                .filter(|c| role != Role::Recipient || !c.features.iter().any(|f| f == "voice"))
                .map(|c| (model.probability(&c.features), c))
                .filter(|(p, c)| *p >= least(role) && !is_told_with_losses(events, n, role, &c.party.who))
                .collect();
            likely.sort_by(|a, b| {
                b.0.total_cmp(&a.0).then(a.1.party.tokens.start.cmp(&b.1.party.tokens.start))
            });
            let n_open = if role == Role::Either {
                2 - events[n].initiators.len() - events[n].recipients.len()
            } else {
                3
            };
            for (p, candidate) in likely.into_iter().take(n_open) {
                let side = implied_side(role, p, candidate);
                let event = &mut events[n];
                match role {
                    Role::Initiator => event.initiators.push(side),
                    Role::Recipient => event.recipients.push(side),
                    Role::Either if event.initiators.is_empty() => event.initiators.push(side),
                    Role::Either => event.recipients.push(side),
                }
            }
        }
    }
    fill_by_law(reading, events);
}

/// Whether an event sets arms against arms, so that both sides are not of one state.
fn is_at_arms(event: &Draft) -> bool {
    matches!(event.kind.family(), Family::Fighting | Family::Territory | Family::Posture)
}

/// How many tokens away the same happening is told again.
const RETOLD: usize = 180;

/// Whether another event of the kind near by has the party on this side and the losses too: then this one may be the
/// same told again, of which nothing more is known.
fn is_told_with_losses(events: &[Draft], n: usize, role: Role, who: &Identity) -> bool {
    let event = &events[n];
    let near = events[n.saturating_sub(NEIGHBOURHOOD)..(n + NEIGHBOURHOOD).min(events.len())].iter();
    event.counted.is_empty()
        && near.filter(|e| e.kind == event.kind && e.head.abs_diff(event.head) < RETOLD).any(|e| {
            let is = |s: &Side| s.party.who.name == who.name;
            let does = || e.initiators.iter().any(is);
            let suffers = || e.recipients.iter().any(is);
            let stands = match role {
                Role::Initiator => does(),
                Role::Recipient => suffers(),
                Role::Either => does() || suffers(),
            };
            stands && !e.counted.is_empty()
        })
}

/// Every open side of the events, with who may stand there.
pub(crate) fn open_sides(reading: &Reading<'_, '_>, events: &[Draft]) -> Vec<OpenSide> {
    let scene = Scene::new(reading);
    let sides =
        (0..events.len()).flat_map(|n| Scene::open_roles(&events[n]).into_iter().map(move |role| (n, role)));
    sides
        .map(|(event, role)| {
            let candidates = scene.candidates(events, event, role);
            let written = candidates.into_iter().map(|mut c| {
                let features = std::mem::take(&mut c.features);
                (party(reading, implied_side(role, 0.0, c)), features)
            });
            OpenSide { event, role, candidates: written.collect() }
        })
        .collect()
}

fn implied_side(role: Role, p: f64, candidate: Candidate) -> Side {
    let word = match role {
        Role::Initiator => "initiator",
        Role::Recipient => "recipient",
        Role::Either => "party",
    };
    let why = format!("{word}: the sentences around imply it (probability {p:.2})");
    Side::new(candidate.party, Basis::Implied, &why)
}

#[cfg(test)]
mod tests {
    use athir_model::Basis;
    use athir_nlp::Model;

    use super::Roles;
    use crate::Coder;

    const TEXT: &str = "Syrian aircraft bombed Douma on Monday, two residents said.";

    #[test]
    fn a_side_that_the_words_leave_open_is_filled_and_marked() {
        let text = "Turkey sent troops to fight the PKK. Warplanes struck PKK camps on Monday.";
        let coded = Coder::builtin().code(&Model::builtin().parse(text), "made", None);
        let [faced] = coded.events[0].recipients.as_slice() else { panic!("{:?}", coded.events[0]) };
        assert_eq!((faced.name.as_str(), faced.basis), ("PKK", Basis::Implied));
        assert_eq!(coded.events[0].initiators[0].basis, Basis::Stated);
    }

    #[test]
    fn what_is_open_is_told_with_its_features_before_it_is_filled() {
        let (events, open) = Coder::builtin().open_sides(&Model::builtin().parse(TEXT), "made", None);
        assert!(events[0].recipients.is_empty());
        let (party, features) = &open[0].candidates[0];
        assert_eq!(party.name, "civilians");
        assert!(features.contains(&"class=civilians".to_owned()), "{features:?}");
    }

    #[test]
    fn a_broken_model_is_named_with_its_file() {
        let error = Roles::from_toml("my.toml", "[initiator]\nintercept = \"high\"\n").unwrap_err();
        assert!(error.to_string().starts_with("my.toml:2: "), "{error}");
    }
}
