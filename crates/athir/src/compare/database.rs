//! The incidents of a database as they are compared.

use athir_actors::Registry;
use athir_store::{IncidentFilter, StoreError};

use super::ours::OurEvent;
use crate::RegistryLineage;
use crate::database::Database;

/// Incidents that are read from the database together.
const PAGE: usize = 500;

impl Database {
    /// The incidents that the filter lets through and that can be compared: those that are reported to have happened, with
    /// a day and a place.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn comparable(
        &mut self,
        filter: &IncidentFilter,
        registry: &Registry,
    ) -> Result<Vec<OurEvent>, StoreError> {
        let lineage = RegistryLineage::new(registry);
        self.store().frozen(|store| {
            let mut found = Vec::new();
            let mut from = None;
            loop {
                let page = store.incidents_from_first(filter, from.as_ref(), PAGE)?;
                found.extend(page.incidents.iter().filter_map(|incident| OurEvent::new(incident, &lineage)));
                from = page.next;
                if from.is_none() {
                    return Ok(found);
                }
            }
        })
    }
}
