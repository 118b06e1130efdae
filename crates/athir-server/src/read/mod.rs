//! What can be read: each route with the function that answers it.

mod actor;
mod actors;
mod codebook;
pub(crate) mod decisions;
mod facets;
pub(crate) mod incident;
mod incidents;
mod lifelines;
mod look_up;
mod map;
mod me;
mod network;
pub(crate) mod reports;
pub(crate) mod row;
mod summary;
mod ties;
mod timeline;
mod trends;

use crate::route::{Route, get};
use crate::shape;

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
        get("/api/incidents/{id}", "An incident with every claim of every report", incident::incident)
            .record(),
        get("/api/map", "Incidents on the map: clusters, points or hexagons", map::map).filtered(),
        get("/api/timeline", "Incidents over time", timeline::timeline).filtered(),
        get("/api/facets", "Incidents by each value that can be filtered by", facets::facets).filtered(),
        get("/api/reports", "Reports, the newest first, page by page", reports::reports),
        get("/api/reports/{id}", "A report word for word, with all that was read in it", reports::report)
            .record(),
        get("/api/stories/{id}", "Near-duplicate reports, and who copied whom", reports::story),
        get("/api/actors", "Actors that are sides of incidents, those with the most first", actors::actors)
            .filtered(),
        get(
            "/api/actors/{*key}",
            "An actor: names, lineage, friends and foes, places, incidents over time",
            actor::actor,
        ),
        get("/api/lifelines", "The lives of actors side by side, with what joins them", lifelines::lifelines),
        get("/api/network", "Who stands how to whom on a day, drawn on a plane", network::network).filtered(),
        get("/api/ties/{*id}", "A tie between actors, with its evidence", ties::tie),
        get(
            "/api/trends",
            "What is more or less than before, what is new, and how much is reported",
            trends::trends,
        )
        .filtered(),
        get("/api/registry", "Actors of the registry, seen in reports or not", look_up::registry),
        get("/api/shapes", "The shapes that what the filter lets through can be exported in", shape::shapes),
        get("/api/gazetteer", "Places of the gazetteer by name", look_up::gazetteer),
    ]
}
