//! What can be read: each route with the function that answers it.

mod codebook;
mod facets;
mod incident;
mod incidents;
mod map;
mod me;
mod reports;
pub(crate) mod row;
mod summary;
mod timeline;

use crate::route::{Route, get};

/// The routes that read, in the order in which they are documented.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/api/me", "Who asks, and what they may do", me::me),
        get(
            "/api/codebook",
            "The kinds, families, grades and other words of the records, explained",
            codebook::codebook,
        ),
        get("/api/summary", "How much the filter lets through", summary::summary).filtered(),
        get("/api/incidents", "Incidents, page by page", incidents::incidents).filtered(),
        get("/api/incidents/{id}", "An incident with every claim of every report", incident::incident),
        get("/api/map", "Incidents on the map: clusters, points or hexagons", map::map).filtered(),
        get("/api/timeline", "Incidents over time", timeline::timeline).filtered(),
        get("/api/facets", "Incidents by each value that can be filtered by", facets::facets).filtered(),
        get("/api/reports/{id}", "A report word for word, with all that was read in it", reports::report),
    ]
}
