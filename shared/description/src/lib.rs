//! The API's description, `infra/openapi.yaml`, made from the types that go over the wire.
//!
//! | part | made from |
//! | --- | --- |
//! | schemas | the types of `shared/api` and `shared/domain`: their serde attributes, bounds and doc comments |
//! | operations | `src/operations`, one entry per route: its parameters, types and problems, with doc comments as prose |
//! | problems | the codes of `shared/api` and their statuses, grouped in `src/problems.rs` |
//! | published events | the types of `shared/domain/src/public_event.rs`; each has a file in `infra/events`, too |
//! | limits | the constants of `shared/domain/src/bounds.rs` |

// One object has all parameters.
#![recursion_limit = "256"]

mod alternatives;
mod components;
mod document;
mod error;
mod events;
mod limits;
mod operation;
mod operations;
mod problems;
mod published;
mod schemas;
mod yaml;

use std::collections::BTreeMap;

use serde_json::Value;

pub use error::Error;

/// The description as JSON.
///
/// # Errors
/// If two types have one name, or an event belongs to no schema.
pub fn document() -> Result<Value, Error> {
    document::document()
}

/// The schema of each type of published event, by its name: the contents of the files in `infra/events`.
///
/// # Errors
/// As [`document`].
pub fn event_schemas() -> Result<BTreeMap<String, String>, Error> {
    let text = |schema: Value| yaml::visible(&format!("{schema:#}\n"), yaml::json_escape);
    Ok(published::files(&document()?)?.into_iter().map(|(name, schema)| (name, text(schema))).collect())
}

/// The description as YAML: the content of `infra/openapi.yaml`.
///
/// # Errors
/// As [`document`].
pub fn yaml() -> Result<String, Error> {
    Ok(yaml::text(&document()?))
}
