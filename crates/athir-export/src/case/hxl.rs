//! A table with a row of HXL hashtags under its header, as the Humanitarian Data Exchange reads it.

use std::collections::BTreeSet;

use athir_arrow::{Cell, Provenance};
use athir_model::{Estimate, Harm, Incident, Role};

use crate::map::{AREAS, point_of};
use crate::place::place_of;
use crate::table::CsvFile;
use crate::{ExportError, Exporter, Item, Needs, Notes, Output, Profile, Rows, Start};

/// Incidents with hashtags.
pub(crate) const HXL: Profile = Profile {
    name: "hxl",
    about: "incidents with a row of HXL hashtags, for the Humanitarian Data Exchange and its tools",
    output: Output::File("incidents-hxl.csv"),
    needs: Needs::ITEMS,
    settings: &[AREAS],
    start: |start| {
        let mut csv = CsvFile::create(start.files, "incidents-hxl.csv", COLUMNS.map(|(name, _)| name))?;
        csv.head(COLUMNS.map(|(_, tag)| tag))?;
        Ok(Box::new(Hxl { csv, start }))
    },
};

/// Columns with their hashtags (HXL 1.1).
const COLUMNS: [(&str, &str); 34] = [
    ("incident", "#event+id"),
    ("kind", "#event+type"),
    ("family", "#event+category"),
    ("modality", "#event+modality"),
    ("first_day", "#date+start"),
    ("last_day", "#date+end"),
    ("time_precision", "#date+precision"),
    ("country", "#country+code+v_iso2"),
    ("country_name", "#country+name"),
    ("admin1", "#adm1+name"),
    ("admin2", "#adm2+name"),
    ("place", "#loc+name"),
    ("lat", "#geo+lat"),
    ("lon", "#geo+lon"),
    ("place_precision", "#geo+precision"),
    ("initiators", "#group+name+initiator"),
    ("initiator_bases", "#group+basis+initiator"),
    ("recipients", "#group+name+recipient"),
    ("recipient_bases", "#group+basis+recipient"),
    ("killed_low", "#affected+killed+min"),
    ("killed", "#affected+killed"),
    ("killed_high", "#affected+killed+max"),
    ("injured", "#affected+injured"),
    ("captured", "#affected+captured"),
    ("missing", "#affected+missing"),
    ("displaced", "#affected+displaced"),
    ("n_sources", "#meta+sources+num"),
    ("attested", "#meta+grade"),
    ("reviewed", "#meta+review"),
    ("sources", "#meta+source"),
    (Provenance::COLUMNS[0], "#meta+codebook"),
    (Provenance::COLUMNS[1], "#meta+coder"),
    (Provenance::COLUMNS[2], "#meta+model"),
    (Provenance::COLUMNS[3], "#meta+licence"),
];

struct Hxl<'a> {
    csv: CsvFile,
    start: Start<'a>,
}

fn total(incident: &Incident, harm: Harm) -> Option<Estimate> {
    let all = incident.losses.iter().find(|loss| loss.harm == harm && loss.victims.is_none());
    all.map(|loss| loss.estimate)
}

impl Exporter for Hxl<'_> {
    fn item(&mut self, item: &Item, notes: &mut Notes) -> Result<(), ExportError> {
        let incident = &item.incident;
        let place = place_of(incident, self.start.world);
        let place = place.as_deref();
        let areas = place.map(|place| self.start.world.areas(place)).unwrap_or_default();
        let point = point_of(incident, self.start.settings, notes);
        let names = |role: Role| {
            let sides = incident.sides.iter().filter(move |side| side.role == role);
            Cell::texts(sides.map(|side| side.name.as_str()))
        };
        let bases = |role: Role| {
            let sides = incident.sides.iter().filter(move |side| side.role == role);
            Cell::texts(sides.map(|side| side.bases_words()))
        };
        let killed = total(incident, Harm::Killed);
        let best = |harm: Harm| total(incident, harm).map(|loss| loss.best).into();
        let outlets: BTreeSet<&str> =
            incident.events.iter().filter_map(|told| told.outlet.as_deref()).collect();
        let made = item.provenance();
        let own = [
            Cell::from(&incident.id.0),
            incident.kind.as_str().into(),
            incident.kind.family().as_str().into(),
            incident.modality.as_str().into(),
            incident.when.start.into(),
            incident.when.end.into(),
            incident.when.precision.as_str().into(),
            areas.country.as_ref().into(),
            areas.country_name.as_ref().into(),
            areas.admin1.as_ref().map(|area| &area.name).into(),
            areas.admin2.as_ref().map(|area| &area.name).into(),
            place.map(|place| &place.name).into(),
            point.map(|[_, lat]| lat).into(),
            point.map(|[lon, _]| lon).into(),
            place.map(|place| place.precision.as_str()).into(),
            names(Role::Initiator),
            bases(Role::Initiator),
            names(Role::Recipient),
            bases(Role::Recipient),
            killed.map(|loss| loss.low).into(),
            killed.map(|loss| loss.best).into(),
            killed.map(|loss| loss.high).into(),
            best(Harm::Injured),
            best(Harm::Captured),
            best(Harm::Missing),
            best(Harm::Displaced),
            incident.n_sources.into(),
            incident.grade.as_str().into(),
            incident.status.as_str().into(),
            Cell::texts(outlets),
        ];
        self.csv.cells(own.into_iter().chain(made.cells()))
    }

    fn finish(self: Box<Self>) -> Result<Rows, ExportError> {
        Ok(vec![self.csv.finish()?])
    }
}
