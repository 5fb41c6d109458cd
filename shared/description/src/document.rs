//! The document as a whole.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use staffroom_api::ProblemBase;
use staffroom_domain::TestEvent;

use crate::error::Error;
use crate::operation::Operation;
use crate::schemas::{self, Schemas, reference, set};
use crate::{alternatives, components, events, limits, operations, problems, published};

/// The text of `info.description`; a line `{limits}` stands for the tables of limits.
const INTRODUCTION: &str = include_str!("introduction.md");

/// The variants of an announcement.
const ANNOUNCEMENTS: [(&str, &str); 2] =
    [("order.created", "OrderCreated"), ("app.installed", "AppInstalled")];

pub(crate) fn document() -> Result<Value, Error> {
    let mut schemas = Schemas::new();
    let paths = paths(&mut schemas);
    let parameters = components::parameters(&mut schemas);
    schemas.response(schemas::of::<ProblemBase>());
    schemas.response(schemas::of::<TestEvent>());
    let mut schemas = definitions(schemas)?;
    let mut responses = components::responses();
    problems::describe(&mut responses, &mut schemas);
    let schemas: Map<String, Value> = schemas.into_iter().collect();
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Staffroom",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Invitations and staff accounts for online stores.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
            "description": INTRODUCTION.replace("{limits}", limits::tables().trim()).trim(),
        },
        "servers": components::servers(),
        "security": [{ "token": [] }],
        "tags": components::tags(),
        "paths": paths,
        "webhooks": published::webhooks(&schemas),
        "components": {
            "securitySchemes": components::security_schemes(),
            "parameters": parameters,
            "headers": components::headers(),
            "responses": responses,
            "schemas": schemas,
        },
    });
    Ok(document)
}

/// The calls by path and method.
fn paths(schemas: &mut Schemas) -> Map<String, Value> {
    let refusals = problems::refusals();
    let mut paths = Map::new();
    for operation in operations::all() {
        let item = paths.entry(operation.path.clone()).or_insert_with(|| path_item(&operation));
        set(item, &operation.method, operation.describe(schemas, &refusals));
        if let Some(head) = operation.describe_head() {
            set(item, "head", head);
        }
    }
    paths
}

/// The parameters of the path, which all of its methods have.
fn path_item(operation: &Operation) -> Value {
    let names = operation.path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    let parameters: Vec<Value> = names.map(|name| reference("parameters", name)).collect();
    if parameters.is_empty() { json!({}) } else { json!({ "parameters": parameters }) }
}

/// The schemas that the calls and parameters name, and those that are API Gateway's.
fn definitions(schemas: Schemas) -> Result<BTreeMap<String, Value>, Error> {
    let mut schemas = schemas.definitions()?;
    events::describe(&mut schemas)?;
    published::describe(&mut schemas)?;
    events::name_variants(&mut schemas, "Announcement", "type", &ANNOUNCEMENTS)?;
    alternatives::describe(&mut schemas)?;
    events::flatten_variants(&mut schemas, "EventActor", "kind");
    schemas.insert("TimeOrNull".to_owned(), json!({ "type": ["string", "null"], "format": "date-time" }));
    let message = json!({
        "type": "object",
        "description": "A response of API Gateway itself",
        "required": ["message"],
        "properties": { "message": { "type": ["string", "null"] } },
    });
    schemas.insert("GatewayMessage".to_owned(), message);
    Ok(schemas)
}
