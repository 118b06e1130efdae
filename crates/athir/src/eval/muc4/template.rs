//! The records of the benchmark, in both of its forms.

use std::collections::BTreeMap;

use serde::Deserialize;

/// One report with its templates.
#[derive(Clone, Debug, Deserialize)]
pub struct MucRecord {
    /// The report's name, such as `DEV-MUC3-0001`.
    pub doc_id: String,
    /// Its words: in capitals with a dateline, or in lower case without one.
    pub text: String,
    /// The incidents that people read out of it.
    pub templates: Vec<Template>,
}

/// A slot of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Persons who did it.
    PerpInd,
    /// Organisations that did it.
    PerpOrg,
    /// Buildings, vehicles and other things that it was aimed at or that came to harm.
    Target,
    /// People, by name, whom it was aimed at or who came to harm.
    Victim,
    /// By what means.
    Weapon,
}

impl Role {
    /// All of them, in the order of the benchmark.
    pub const ALL: [Role; 5] = [Role::PerpInd, Role::PerpOrg, Role::Target, Role::Victim, Role::Weapon];

    /// The benchmark's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::PerpInd => "PerpInd",
            Role::PerpOrg => "PerpOrg",
            Role::Target => "Target",
            Role::Victim => "Victim",
            Role::Weapon => "Weapon",
        }
    }

    /// The slot of the original answer keys.
    fn slot(self) -> &'static str {
        match self {
            Role::PerpInd => "PERP: INDIVIDUAL ID",
            Role::PerpOrg => "PERP: ORGANIZATION ID",
            Role::Target => "PHYS TGT: ID",
            Role::Victim => "HUM TGT: NAME",
            Role::Weapon => "INCIDENT: INSTRUMENT ID",
        }
    }
}

/// An incident: its type and, for each role, the fillers with the strings that name each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "TemplateForm")]
pub struct Template {
    /// `attack`, `bombing`, `kidnapping`, `arson`, `robbery`, `forced work stoppage`.
    pub incident: String,
    /// In the order of [`Role::ALL`].
    pub fillers: [Vec<Vec<String>>; 5],
}

impl Template {
    /// The fillers of a role.
    pub fn of(&self, role: Role) -> &[Vec<String>] {
        &self.fillers[role as usize]
    }

    /// The fillers of a role, to add to.
    pub fn of_mut(&mut self, role: Role) -> &mut Vec<Vec<String>> {
        &mut self.fillers[role as usize]
    }
}

/// How a template is written down.
#[derive(Deserialize)]
#[serde(untagged)]
enum TemplateForm {
    FiveSlots(FiveSlots),
    AnswerKey(BTreeMap<String, Vec<String>>),
}

type Filler = Vec<(String, i64)>;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct FiveSlots {
    #[serde(rename = "incident_type")]
    incident: String,
    perp_ind: Vec<Filler>,
    perp_org: Vec<Filler>,
    target: Vec<Filler>,
    victim: Vec<Filler>,
    weapon: Vec<Filler>,
}

impl From<TemplateForm> for Template {
    fn from(form: TemplateForm) -> Template {
        match form {
            TemplateForm::FiveSlots(slots) => {
                let strings = |fillers: Vec<Filler>| {
                    fillers.into_iter().map(|f| f.into_iter().map(|(words, _)| words).collect()).collect()
                };
                Template {
                    incident: slots.incident,
                    fillers: [slots.perp_ind, slots.perp_org, slots.target, slots.victim, slots.weapon]
                        .map(strings),
                }
            }
            TemplateForm::AnswerKey(slots) => {
                let fills = |slot: &str| slots.get(slot).map(Vec::as_slice).unwrap_or_default();
                Template {
                    incident: fills("INCIDENT: TYPE").join(" / ").to_lowercase(),
                    fillers: Role::ALL.map(|role| {
                        let fills = fills(role.slot()).iter().map(|fill| alternatives(fill));
                        fills.filter(|strings| !strings.is_empty()).collect()
                    }),
                }
            }
        }
    }
}

/// The strings of a fill of the answer keys: `? "A" / "B"`. Quotation marks inside are escaped; a few fills
/// have none around them.
fn alternatives(fill: &str) -> Vec<String> {
    let fill = fill.trim_start_matches(['?', ' ']).replace("\\\"", "\u{1}");
    let strings = fill.split(" / ").map(|s| s.trim().trim_matches('"').replace('\u{1}', "\""));
    strings.filter(|s| !s.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_a_template_are_the_same() {
        let five: Template = serde_json::from_str(
            r#"{"incident_type": "bombing", "PerpInd": [[["rebels", 3], ["\"blue\" rebels", 40]]], "PerpOrg": [],
                "Target": [[["mill", 8]]], "Victim": [], "Weapon": []}"#,
        )
        .unwrap();
        let key: Template = serde_json::from_str(
            r#"{"INCIDENT: TYPE": ["BOMBING"], "PERP: INDIVIDUAL ID": ["? \"REBELS\" / \"\\\"BLUE\\\" REBELS\""],
                "PHYS TGT: ID": ["MILL"], "HUM TGT: NAME": []}"#,
        )
        .unwrap();
        assert_eq!(five.incident, key.incident);
        for role in Role::ALL {
            let lower: Vec<Vec<String>> =
                key.of(role).iter().map(|f| f.iter().map(|s| s.to_lowercase()).collect()).collect();
            assert_eq!(five.of(role), lower, "{}", role.as_str());
        }
    }
}
