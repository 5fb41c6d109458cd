//! JSON request bodies of the stack's own calls.

use axum::body::Bytes;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::problem::Problem;

/// Parses a JSON body, independently of its content type.
pub fn parse<T: DeserializeOwned>(body: &Bytes) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|error| match error.classify() {
        Category::Data => Problem::field("", &error.to_string()),
        Category::Io | Category::Syntax | Category::Eof => Problem::malformed(&error.to_string()),
    })
}
