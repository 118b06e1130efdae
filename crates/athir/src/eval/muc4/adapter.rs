//! From the coder's events to templates.

use athir_io::Report;
use athir_model::{Event, EventKind, Modality};

use super::template::{MucRecord, Role, Template};
use crate::Pipeline;

/// The templates that the events of a report make.
pub(super) fn templates_of(record: &MucRecord, pipeline: &Pipeline) -> Vec<Template> {
    let coded = pipeline.code(&Report::new(&record.doc_id, &record.text));
    coded.events.iter().filter_map(template_of).collect()
}

fn template_of(event: &Event) -> Option<Template> {
    let incident = match event.kind {
        EventKind::Attack
        | EventKind::ViolenceAgainstCivilians
        | EventKind::Assassination
        | EventKind::Execution => "attack",
        EventKind::Bombing | EventKind::SuicideAttack => "bombing",
        EventKind::Abduction => "kidnapping",
        _ => return None,
    };
    if event.modality != Modality::Reported {
        return None;
    }
    let mut template = Template { incident: incident.to_owned(), ..Template::default() };
    for party in &event.initiators {
        let role = if party.actor.is_some() { Role::PerpOrg } else { Role::PerpInd };
        template.of_mut(role).push(vec![party.mention.clone()]);
    }
    for party in &event.recipients {
        template.of_mut(Role::Victim).push(vec![party.mention.clone()]);
    }
    for weapon in &event.weapons {
        template.of_mut(Role::Weapon).push(vec![weapon.text.clone()]);
    }
    Some(template)
}
