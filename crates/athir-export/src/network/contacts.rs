//! Timed contacts: who did what to whom on which days, a pair of actors a row.

use athir_arrow::{Cell, Provenance};
use athir_model::{Direction, Harm, Incident, IncidentSide, Modality, Role};

use crate::table::CsvFile;
use crate::{ExportError, Exporter, Item, Needs, Notes, Output, Profile, Rows, Start};

/// Incidents as contacts of pairs of actors.
pub(crate) const CONTACTS: Profile = Profile {
    name: "contacts",
    about: "timed contacts: who did what to whom on which days, a pair of actors a row",
    output: Output::File("contacts.csv"),
    needs: Needs::ITEMS,
    settings: &[],
    start: |start: Start<'_>| {
        let csv = CsvFile::create(start.files, "contacts.csv", COLUMNS)?;
        Ok(Box::new(Contacts { csv }))
    },
};

const COLUMNS: [&str; 19] = [
    "source",
    "target",
    "start",
    "end",
    "kind",
    "family",
    "directed",
    "source_name",
    "target_name",
    "source_bases",
    "target_bases",
    "killed_best",
    "n_sources",
    "status",
    "incident",
    Provenance::COLUMNS[0],
    Provenance::COLUMNS[1],
    Provenance::COLUMNS[2],
    Provenance::COLUMNS[3],
];

struct Contacts {
    csv: CsvFile,
}

fn key(side: &IncidentSide) -> &str {
    side.actor.as_deref().unwrap_or(&side.name)
}

fn killed(incident: &Incident) -> Option<u64> {
    let all = incident.losses.iter().find(|loss| loss.harm == Harm::Killed && loss.victims.is_none());
    all.map(|loss| loss.estimate.best)
}

impl Exporter for Contacts {
    fn item(&mut self, item: &Item, notes: &mut Notes) -> Result<(), ExportError> {
        let incident = &item.incident;
        if incident.modality != Modality::Reported {
            notes.left_out(&incident.id, "planned, conditional or denied");
            return Ok(());
        }
        let side = |role: Role| incident.sides.iter().filter(move |side| side.role == role);
        if side(Role::Initiator).next().is_none() || side(Role::Recipient).next().is_none() {
            notes.left_out(&incident.id, "a side is not known");
            return Ok(());
        }
        let made = item.provenance();
        for source in side(Role::Initiator) {
            for target in side(Role::Recipient) {
                let own = [
                    Cell::from(key(source)),
                    Cell::from(key(target)),
                    incident.when.start.into(),
                    incident.when.end.into(),
                    Cell::from(incident.kind.as_str()),
                    Cell::from(incident.kind.family().as_str()),
                    Cell::Flag(incident.kind.direction() == Direction::Directed),
                    Cell::from(&source.name),
                    Cell::from(&target.name),
                    Cell::from(source.bases_words()),
                    Cell::from(target.bases_words()),
                    killed(incident).into(),
                    Cell::from(incident.n_sources),
                    Cell::from(incident.status.as_str()),
                    Cell::from(&incident.id.0),
                ];
                self.csv.cells(own.into_iter().chain(made.cells()))?;
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Rows, ExportError> {
        Ok(vec![self.csv.finish()?])
    }
}
