//! The AuthZEN Authorization API 1.0: what is sent, how it is read, what is answered.
//!
//! Source: OpenID Foundation, Authorization API 1.0, final of 11 January 2026. Its manners are other than those of the rest of
//! the API: what is missing or malformed is answered with 400, and unknown fields are ignored.

mod bodies;
mod evaluations;
mod page_token;
mod view;

pub use bodies::{
    ActionSearchBody, EvaluationBody, EvaluationsBody, ResourceSearchBody, Semantic, SubjectSearchBody,
};
pub use evaluations::{Asked, Evaluations, InvalidEvaluation};
pub use page_token::{PageRequest, PageToken};
pub use view::{
    ActionResultView, DecisionView, DecisionsView, DenialView, EvaluationErrorView, EvaluationsView,
    MetadataView, ResourceResultView, SearchView, SubjectResultView,
};

use crate::error::{InvalidField, RequestError};

/// The error for a field that is missing or malformed, with the status of the standard.
fn malformed(pointer: &str, detail: &str) -> RequestError {
    let field = InvalidField { pointer: pointer.to_owned(), detail: detail.to_owned() };
    RequestError::MalformedFields(vec![field])
}
