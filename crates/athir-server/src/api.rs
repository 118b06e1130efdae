//! The routes of the API, and how a request gets to one.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::rejection::{PathRejection, RawPathParamsRejection};
use axum::extract::{Path, RawPathParams, Request};
use axum::http::{HeaderMap, Method, Response, header};
use axum::routing::{MethodFilter, any, on};
use http_body_util::{BodyExt, Limited};
use tokio::sync::watch;

use crate::answer::{answer, etag, is_known, own_etag};
use crate::app::App;
use crate::problem::Problem;
use crate::query::{ParamSchema, Params};
use crate::route::{Reply, Route};
use crate::table::FilterQuery;
use crate::who::User;
use crate::{assets, docs, events, export, login, publish, read, write};

/// The largest JSON body that is read.
const LARGEST_BODY: usize = 1 << 20;
/// The largest form with a file. Larger files are for `athir ingest`.
const LARGEST_UPLOAD: usize = 64 << 20;
/// The largest name with its password.
const LARGEST_LOGIN: usize = 8 << 10;

/// The parameters of the filter.
pub(crate) fn filter_schema() -> &'static ParamSchema {
    static SCHEMA: LazyLock<ParamSchema> = LazyLock::new(ParamSchema::of::<FilterQuery>);
    &SCHEMA
}

/// All routes of the API, in the order in which they are documented.
pub(crate) fn routes() -> Vec<Route> {
    let mut routes = read::routes();
    routes.extend(write::routes());
    routes.extend(publish::routes());
    routes
}

/// The API's document (OpenAPI 3.1, as JSON), made of the routes: what a server answers at `/api/openapi.json`.
pub fn api_document() -> Vec<u8> {
    docs::document(&routes())
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
    let stream_app = app.clone();
    let stream = move |headers: HeaderMap| {
        let (app, stopping) = (app.clone(), stopping.clone());
        blocking(async move { who(&app, &headers).await.map(|_| events::stream(&app, stopping)) })
    };
    let (in_app, out_app, export_app) = (stream_app.clone(), stream_app.clone(), stream_app.clone());
    let made_app = stream_app.clone();
    let made = move |path: Result<Path<String>, PathRejection>, request: Request| {
        let app = made_app.clone();
        blocking(async move {
            let Path(id) = path.map_err(|_| Problem::bad_request("the path is no UTF-8"))?;
            if who(&app, request.headers()).await?.role < publish::LOOKS {
                return Err(Problem::forbidden("your role does not allow it"));
            }
            tokio::task::spawn_blocking(move || publish::download(&app, &id))
                .await
                .map_err(|_| Problem::internal("a bug: the answer was broken off"))?
        })
    };
    let export_file = move |request: Request| {
        let app = export_app.clone();
        blocking(async move {
            who(&app, request.headers()).await?;
            let question = request.uri().query().unwrap_or_default().to_owned();
            tokio::task::spawn_blocking(move || export::export(&app, &question))
                .await
                .map_err(|_| Problem::internal("a bug: the answer was broken off"))?
        })
    };
    let log_in = move |request: Request| {
        let app = in_app.clone();
        blocking(async move {
            let (parts, body) = request.into_parts();
            let body = read_body(&parts.headers, body, "application/json", LARGEST_LOGIN).await?;
            tokio::task::spawn_blocking(move || login::log_in(&app, &parts.headers, &body))
                .await
                .map_err(|_| Problem::internal("a bug: the answer was broken off"))?
        })
    };
    let log_out = move |headers: HeaderMap| {
        let app = out_app.clone();
        blocking(async move {
            tokio::task::spawn_blocking(move || login::log_out(&app, &headers))
                .await
                .map_err(|_| Problem::internal("a bug: the answer was broken off"))?
        })
    };
    router
        .route("/api/export", on(MethodFilter::GET, export_file))
        .route(publish::FILES, on(MethodFilter::GET, made))
        .route("/api/login", on(MethodFilter::POST, log_in))
        .route("/api/logout", on(MethodFilter::POST, log_out))
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
    let user = who(app, &parts.headers).await?;
    let is_read = route.method == Method::GET;
    if !is_read {
        user.check_csrf(&parts.headers)?;
    }
    // Before a body is read that may be large.
    if user.role < route.needs {
        return Err(Problem::forbidden("your role does not allow it"));
    }
    let pairs = path.iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
    let path = Params::of_pairs(pairs)?;
    let question = parts.uri.query().unwrap_or_default().to_owned();
    let query = Params::of_query(&question)?;
    let body = match (is_read, route.is_upload) {
        (true, _) => Bytes::new(),
        (false, false) => read_body(&parts.headers, body, "application/json", LARGEST_BODY).await?,
        (false, true) => read_body(&parts.headers, body, "multipart/form-data", LARGEST_UPLOAD).await?,
    };
    let table = app.table();
    let is_named = is_read && !route.is_live && !route.is_record;
    let etag = is_named.then(|| etag(table.version(), parts.uri.path(), &question, &user));
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
    let etag = if route.is_record { own_etag(&reply.body) } else { etag };
    if let Some(question) = kept {
        app.kept.keep(table.version(), &question, &reply.body);
    }
    Ok(answer(reply, etag.as_deref(), &parts.headers))
}

/// Tells who asks. Where people log in the database is asked for it.
async fn who(app: &Arc<App>, headers: &HeaderMap) -> Result<User, Problem> {
    if !app.settings.accounts {
        return User::of(app, headers);
    }
    let (app, headers) = (app.clone(), headers.clone());
    let asked = tokio::task::spawn_blocking(move || User::of(&app, &headers)).await;
    asked.map_err(|_| Problem::internal("a bug: the answer was broken off"))?
}

async fn blocking(work: impl Future<Output = Result<Response<Body>, Problem>>) -> Response<Body> {
    work.await.unwrap_or_else(|problem| problem.response())
}

async fn read_body(
    headers: &HeaderMap,
    body: Body,
    kind: &'static str,
    most: usize,
) -> Result<Bytes, Problem> {
    let is_so = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.split(';').next().is_some_and(|of| of.trim() == kind));
    let collected = Limited::new(body, most).collect().await;
    let bytes =
        collected.map_err(|_| Problem::too_large(format!("a body has at most {most} bytes")))?.to_bytes();
    if !bytes.is_empty() && !is_so {
        return Err(Problem::media_type(format!("it has to be {kind}")));
    }
    Ok(bytes)
}
