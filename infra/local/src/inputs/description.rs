//! What the description of the API says of answers.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, anyhow};
use boon::{Compiler, Draft, SchemaIndex, Schemas};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::template::cloudformation::{json, object};

const SOURCE: &str = include_str!("../../../openapi.yaml");

/// The name under which the schemas refer to one another.
const LOCATION: &str = "file:///openapi.json";

pub struct Description {
    /// The codes of problems.
    pub codes: BTreeSet<String>,
    /// The answers of each route, such as `GET /stores/{store}`, by status: `200`, `4XX`, `default`.
    routes: BTreeMap<String, BTreeMap<String, Content>>,
    schemas: Schemas,
}

/// The schema of each media type of an answer.
type Content = BTreeMap<String, SchemaIndex>;

impl Description {
    pub fn read() -> anyhow::Result<Self> {
        let mut document = json(SOURCE)?;
        replace_look_ahead(&mut document);
        let codes = document.pointer("/components/schemas/Code/enum").and_then(Value::as_array);
        let codes = codes.context("the codes")?.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        let mut compiler = Compiler::new();
        compiler.set_default_draft(Draft::V2020_12);
        compiler.enable_format_assertions();
        compiler.add_resource(LOCATION, document.clone()).map_err(|error| anyhow!("{error}"))?;
        let mut schemas = Schemas::new();
        let mut routes = BTreeMap::new();
        for (path, item) in object(&document, "paths")? {
            for (method, operation) in item.as_object().context("a path")? {
                let Some(responses) = operation.get("responses").and_then(Value::as_object) else { continue };
                let mut answers = BTreeMap::new();
                for (status, response) in responses {
                    let pointer = match response.get("$ref").and_then(Value::as_str) {
                        Some(reference) => reference.trim_start_matches('#').to_owned(),
                        None => format!("/paths/{}/{method}/responses/{status}", token(path)),
                    };
                    let response = document.pointer(&pointer).context("a response")?;
                    let mut content = Content::new();
                    for media_type in response.get("content").and_then(Value::as_object).into_iter().flatten()
                    {
                        let place = format!("{pointer}/content/{}/schema", token(media_type.0));
                        let fragment = utf8_percent_encode(&place, NON_ALPHANUMERIC);
                        let schema = compiler.compile(&format!("{LOCATION}#{fragment}"), &mut schemas);
                        content.insert(media_type.0.clone(), schema.map_err(|error| anyhow!("{error:#}"))?);
                    }
                    answers.insert(status.clone(), content);
                }
                routes.insert(format!("{} {path}", method.to_uppercase()), answers);
            }
        }
        Ok(Self { codes, routes, schemas })
    }

    /// # Errors
    /// Says in what an answer differs from what is described.
    pub fn check(&self, route: &str, status: u16, media_type: &str, body: &[u8]) -> Result<(), String> {
        // The catch-all route is not described.
        let Some(answers) = self.routes.get(route) else { return Ok(()) };
        let names = [status.to_string(), format!("{}XX", status / 100), "default".to_owned()];
        let content = names.iter().find_map(|name| answers.get(name));
        let content = content.ok_or_else(|| format!("the status {status} is not described"))?;
        if content.is_empty() {
            return if body.is_empty() { Ok(()) } else { Err("no body is described".to_owned()) };
        }
        let schema =
            *content.get(media_type).ok_or_else(|| format!("the type {media_type} is not described"))?;
        if !media_type.ends_with("json") {
            return Ok(());
        }
        let body = serde_json::from_slice(body).map_err(|error| format!("the body is no JSON: {error}"))?;
        self.schemas.validate(&body, schema).map_err(|error| format!("not as described: {error:#}"))
    }
}

/// A name as a part of a JSON pointer.
fn token(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Puts `not` in the place of a negative look-ahead, which the validator's regular expressions cannot have.
fn replace_look_ahead(value: &mut Value) {
    match value {
        Value::Object(members) => {
            let text = members.get("pattern").and_then(Value::as_str).unwrap_or_default();
            if let Some(excluded) = text.strip_prefix("^(?!").and_then(|text| text.strip_suffix(')')) {
                let not = serde_json::json!({ "pattern": format!("^{excluded}") });
                members.remove("pattern");
                members.insert("not".to_owned(), not);
            }
            members.values_mut().for_each(replace_look_ahead);
        }
        Value::Array(items) => items.iter_mut().for_each(replace_look_ahead),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
