//! Routes with types: what a route takes and gives is declared once, and both the answers and the API's document follow
//! from the declaration.

use std::sync::Arc;

use athir::database::Stamp;
use axum::http::{Method, StatusCode};
use jiff::Timestamp;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::problem::Problem;
use crate::query::{ParamSchema, Params};
use crate::table::{Filter, Selection, Table};
use crate::who::{Role, User};
use crate::write::{Upload, UploadForm};

/// A question on its way to an answer.
pub(crate) struct Asked<'a> {
    pub(crate) app: &'a Arc<App>,
    /// One state of the incidents for the whole answer.
    pub(crate) table: Arc<Table>,
    pub(crate) user: User,
    filter: Filter,
}

impl Asked<'_> {
    /// The words that stand for the state of the database.
    pub(crate) fn version(&self) -> String {
        self.table.version().to_owned()
    }

    /// The filter of the request.
    pub(crate) fn filter(&self) -> &Filter {
        &self.filter
    }

    /// The rows that the filter of the request lets through.
    pub(crate) fn selected(&self) -> Result<Selection, Problem> {
        self.app.select(&self.table, &self.filter)
    }

    /// Who does something, now.
    pub(crate) fn stamp(&self) -> Stamp {
        Stamp { at: Timestamp::now(), by: self.user.name.clone() }
    }
}

/// What a route gives back, as it is sent.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) content_type: &'static str,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// An answer in JSON.
    pub(crate) fn json(body: Vec<u8>) -> Reply {
        Reply { status: StatusCode::OK, content_type: "application/json", body }
    }
}

/// Parameters of the path, parameters behind the question mark, and the body.
struct Given<'g> {
    path: &'g Params,
    query: &'g Params,
    body: &'g [u8],
}

type Handler = Box<dyn Fn(&Asked<'_>, Given<'_>) -> Result<Reply, Problem> + Send + Sync>;
type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// A route of the API.
pub(crate) struct Route {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) summary: &'static str,
    pub(crate) path_params: ParamSchema,
    pub(crate) query_params: ParamSchema,
    pub(crate) body: Option<SchemaOf>,
    /// Whether the body is a form with a file.
    pub(crate) is_upload: bool,
    /// Whether the answer changes without the database.
    pub(crate) is_live: bool,
    /// Whether the answer is a record that people decide about, with an etag of its own (`etag`).
    pub(crate) is_record: bool,
    pub(crate) answer: SchemaOf,
    pub(crate) status: StatusCode,
    /// Whether it takes the filter.
    pub(crate) is_filtered: bool,
    /// The least role that may use it.
    pub(crate) needs: Role,
    handler: Handler,
}

/// Gives the schema of a type, by reference where it has a name.
fn schema_of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

fn reply<A: Serialize>(status: StatusCode, answer: &A) -> Result<Reply, Problem> {
    let body = serde_json::to_vec(answer).map_err(|error| Problem::internal(error.to_string()))?;
    Ok(Reply { status, content_type: "application/json", body })
}

/// Declares a route that looks.
pub(crate) fn get<P, Q, A>(
    path: &'static str,
    summary: &'static str,
    handler: fn(&Asked<'_>, P, Q) -> Result<A, Problem>,
) -> Route
where
    P: DeserializeOwned + JsonSchema + 'static,
    Q: DeserializeOwned + JsonSchema + 'static,
    A: Serialize + JsonSchema + 'static,
{
    let (of_path, of_query) = (ParamSchema::of::<P>(), ParamSchema::of::<Q>());
    let (path_params, query_params) = (of_path.clone(), of_query.clone());
    let handler = move |asked: &Asked<'_>, given: Given<'_>| {
        let answer = handler(asked, given.path.read(&of_path)?, given.query.read(&of_query)?)?;
        reply(StatusCode::OK, &answer)
    };
    Route {
        method: Method::GET,
        path,
        summary,
        path_params,
        query_params,
        body: None,
        is_upload: false,
        is_live: false,
        is_record: false,
        answer: schema_of::<A>,
        status: StatusCode::OK,
        is_filtered: false,
        needs: Role::Viewer,
        handler: Box::new(handler),
    }
}

/// Declares a route that takes a JSON body and changes something.
pub(crate) fn send<P, B, A>(
    method: Method,
    path: &'static str,
    summary: &'static str,
    needs: Role,
    handler: fn(&Asked<'_>, P, B) -> Result<A, Problem>,
) -> Route
where
    P: DeserializeOwned + JsonSchema + 'static,
    B: DeserializeOwned + JsonSchema + 'static,
    A: Serialize + JsonSchema + 'static,
{
    let of_path = ParamSchema::of::<P>();
    let path_params = of_path.clone();
    let has_body = std::any::TypeId::of::<B>() != std::any::TypeId::of::<()>();
    let handler = move |asked: &Asked<'_>, given: Given<'_>| {
        let bytes = if has_body { given.body } else { b"null" };
        let body: B = serde_json::from_slice(bytes)
            .map_err(|error| Problem::bad_request(format!("the body is not as described: {error}")))?;
        reply(StatusCode::OK, &handler(asked, given.path.read(&of_path)?, body)?)
    };
    Route {
        method,
        path,
        summary,
        path_params,
        query_params: ParamSchema::default(),
        body: has_body.then_some(schema_of::<B>),
        is_upload: false,
        is_live: false,
        is_record: false,
        answer: schema_of::<A>,
        status: StatusCode::OK,
        is_filtered: false,
        needs,
        handler: Box::new(handler),
    }
}

/// Declares a route that takes a form with a file.
pub(crate) fn upload<A>(
    path: &'static str,
    summary: &'static str,
    needs: Role,
    handler: fn(&Asked<'_>, Upload) -> Result<A, Problem>,
) -> Route
where
    A: Serialize + JsonSchema + 'static,
{
    let handler = move |asked: &Asked<'_>, given: Given<'_>| {
        reply(StatusCode::OK, &handler(asked, Upload::read(given.body)?)?)
    };
    Route {
        method: Method::POST,
        path,
        summary,
        path_params: ParamSchema::default(),
        query_params: ParamSchema::default(),
        body: Some(schema_of::<UploadForm>),
        is_upload: true,
        is_live: false,
        is_record: false,
        answer: schema_of::<A>,
        status: StatusCode::OK,
        is_filtered: false,
        needs,
        handler: Box::new(handler),
    }
}

impl Route {
    /// Lets the route take the filter.
    #[must_use]
    pub(crate) fn filtered(mut self) -> Route {
        self.is_filtered = true;
        self
    }

    /// Lets the answer have no name: it changes without the database.
    #[must_use]
    pub(crate) fn live(mut self) -> Route {
        self.is_live = true;
        self
    }

    /// Lets the answer be named as its record is, by the member `etag`.
    #[must_use]
    pub(crate) fn record(mut self) -> Route {
        self.is_record = true;
        self
    }

    /// Asks for a role.
    #[must_use]
    pub(crate) fn needing(mut self, role: Role) -> Route {
        self.needs = role;
        self
    }

    /// Lets the route answer that a job has begun.
    #[must_use]
    pub(crate) fn accepted(mut self) -> Route {
        self.status = StatusCode::ACCEPTED;
        self
    }

    /// Answers, or tells why not.
    pub(crate) fn answer(
        &self,
        app: &Arc<App>,
        table: Arc<Table>,
        user: User,
        path: &Params,
        query: &Params,
        body: &[u8],
    ) -> Result<Reply, Problem> {
        if user.role < self.needs {
            return Err(Problem::forbidden("your role does not allow it"));
        }
        let filter_schema = crate::api::filter_schema();
        let knows = |name: &str| {
            let named = |(known, _): &(String, serde_json::Value)| known == name;
            self.query_params.properties.iter().any(named)
                || self.is_filtered && filter_schema.properties.iter().any(named)
        };
        if let Some(unknown) = query.names().find(|name| !knows(name)) {
            return Err(Problem::bad_field(unknown, "there is no such parameter here"));
        }
        let filter = match self.is_filtered {
            true => Filter::of(query.read(filter_schema)?, app.actors().registry())?,
            false => Filter::default(),
        };
        let asked = Asked { app, table, user, filter };
        let mut reply = (self.handler)(&asked, Given { path, query, body })?;
        if reply.status == StatusCode::OK {
            reply.status = self.status;
        }
        Ok(reply)
    }
}
