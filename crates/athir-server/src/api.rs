//! The routes of the API, and how a request gets to one.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, Request};
use axum::http::{HeaderMap, Method, Response, header};
use axum::routing::{MethodFilter, any, on};
use http_body_util::{BodyExt, Limited};
use tokio::sync::watch;

use crate::answer::{answer, etag, is_known};
use crate::app::App;
use crate::problem::Problem;
use crate::query::{ParamSchema, Params};
use crate::route::{Reply, Route};
use crate::table::FilterQuery;
use crate::who::User;
use crate::{assets, docs, events, read};

/// The largest JSON body that is read.
const LARGEST_BODY: usize = 1 << 20;

/// The parameters of the filter.
pub(crate) fn filter_schema() -> &'static ParamSchema {
    static SCHEMA: LazyLock<ParamSchema> = LazyLock::new(ParamSchema::of::<FilterQuery>);
    &SCHEMA
}

/// All routes of the API, in the order in which they are documented.
pub(crate) fn routes() -> Vec<Route> {
    read::routes()
}

/// Brings requests to their routes.
pub(crate) fn router(app: &Arc<App>, stopping: &watch::Receiver<bool>) -> Router {
    let routes = routes();
    let document: Bytes = docs::document(&routes).into();
    let mut router = Router::new();
    for route in routes {
        let (path, method) = (route.path, MethodFilter::try_from(route.method.clone()));
        let method = method.expect("routes have the usual methods");
        let (route, app) = (Arc::new(route), app.clone());
        let handler = move |path: Result<RawPathParams, _>, request: Request| {
            let (route, app) = (route.clone(), app.clone());
            async move {
                let path =
                    path.map_err(|_: RawPathParamsRejection| Problem::bad_request("the path is no UTF-8"));
                let answer = match path {
                    Ok(path) => serve(&route, &app, path, request).await,
                    Err(problem) => Err(problem),
                };
                answer.unwrap_or_else(|problem| problem.response())
            }
        };
        router = router.route(path, on(method, handler));
    }
    let (app, stopping) = (app.clone(), stopping.clone());
    let (assets_app, boundaries_app) = (app.clone(), app.clone());
    let stream = move |headers: HeaderMap| {
        let answer = User::of(&app, &headers).map(|_| events::stream(&app, stopping.clone()));
        std::future::ready(answer.unwrap_or_else(|problem| problem.response()))
    };
    router
        .route("/api/events", on(MethodFilter::GET, stream))
        .route("/api/boundaries", on(MethodFilter::GET, move || assets::boundaries(boundaries_app.clone())))
        .route("/api/openapi.json", on(MethodFilter::GET, move || docs::json(document.clone())))
        .route("/api/docs", on(MethodFilter::GET, docs::page))
        .route("/api/docs/{file}", on(MethodFilter::GET, docs::file))
        .route("/api/{*path}", any(async || Problem::not_found("the API has no such path").response()))
        .fallback(move |request: Request| assets::serve(assets_app.clone(), request))
        .method_not_allowed_fallback(async || Problem::method("see /api/openapi.json").response())
}

async fn serve(
    route: &Arc<Route>,
    app: &Arc<App>,
    path: RawPathParams,
    request: Request,
) -> Result<Response<Body>, Problem> {
    let (parts, body) = request.into_parts();
    let user = User::of(app, &parts.headers)?;
    let is_read = route.method == Method::GET;
    if !is_read {
        user.check_csrf(&parts.headers)?;
    }
    let pairs = path.iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
    let path = Params::of_pairs(pairs)?;
    let question = parts.uri.query().unwrap_or_default().to_owned();
    let query = Params::of_query(&question)?;
    let body = if is_read { Bytes::new() } else { read_body(&parts.headers, body).await? };
    let table = app.table();
    let etag = is_read.then(|| etag(table.version(), parts.uri.path(), &question, &user));
    if let Some(etag) = etag.as_deref().filter(|etag| is_known(&parts.headers, etag)) {
        return Ok(crate::answer::not_modified(etag));
    }
    // Views of a filter depend on the incidents alone, and on nobody's rights but to look.
    let kept = (is_read && route.is_filtered).then(|| parts.uri.to_string());
    if let Some(body) = kept.as_deref().and_then(|question| app.kept.find(table.version(), question)) {
        return Ok(answer(Reply::json(body.to_vec()), etag.as_deref(), &parts.headers));
    }
    let work = {
        let (route, app, table) = (route.clone(), app.clone(), table.clone());
        move || route.answer(&app, table, user, &path, &query, &body)
    };
    let done = tokio::task::spawn_blocking(work).await;
    let reply = done.map_err(|_| Problem::internal("a bug: the answer was broken off"))??;
    if let Some(question) = kept {
        app.kept.keep(table.version(), &question, &reply.body);
    }
    Ok(answer(reply, etag.as_deref(), &parts.headers))
}

async fn read_body(headers: &HeaderMap, body: Body) -> Result<Bytes, Problem> {
    let is_json = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.split(';').next().is_some_and(|kind| kind.trim() == "application/json"));
    let collected = Limited::new(body, LARGEST_BODY).collect().await;
    let bytes = collected
        .map_err(|_| Problem::too_large(format!("a body has at most {LARGEST_BODY} bytes")))?
        .to_bytes();
    if !bytes.is_empty() && !is_json {
        return Err(Problem::media_type("it has to be application/json"));
    }
    Ok(bytes)
}
