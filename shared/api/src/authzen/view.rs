//! The answers. Members without a value are left out, as the standard recommends.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use staffroom_app::Resource;
use staffroom_domain::{ACTIVITY, Locale, StoreId, USER, UserId};

use super::PageToken;
use crate::view::ContactView;

/// Whether the subject may do this.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Decision"))]
pub struct DecisionView<'a> {
    /// Whether it is permitted.
    pub decision: bool,
    /// Why it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<DenialView<'a>>,
}

/// Why something is denied.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Denial"))]
pub struct DenialView<'a> {
    /// A text for the user by its language: that of the membership, or else of the token or the store.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "describe", schemars(with = "Option<BTreeMap<String, String>>"))]
    pub reason_user: Option<BTreeMap<LocaleKey, String>>,
    /// The permission that the user does not hold.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// Whom the user can ask; absent if the store does not exist.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactView<'a>>,
    /// What is wrong with this one of several evaluations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<EvaluationErrorView>,
}

/// A language as the name of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LocaleKey(Locale);

impl Serialize for LocaleKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.as_str())
    }
}

/// What is wrong with an evaluation.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "EvaluationError"))]
pub struct EvaluationErrorView {
    /// What the status of a single evaluation would be: 400.
    pub status: u16,
    /// The field, and what it must be.
    pub message: String,
}

impl<'a> DecisionView<'a> {
    /// It is permitted.
    #[must_use]
    pub fn permitted() -> Self {
        Self { decision: true, context: None }
    }

    /// It is denied, with a text in this language.
    #[must_use]
    pub fn denied(reason: (Locale, String), missing: Vec<String>, contact: Option<ContactView<'a>>) -> Self {
        let reason_user = Some(BTreeMap::from([(LocaleKey(reason.0), reason.1)]));
        let context = DenialView { reason_user, missing, contact, error: None };
        Self { decision: false, context: Some(context) }
    }

    /// It cannot be evaluated, and so it is denied.
    #[must_use]
    pub fn invalid(message: String) -> Self {
        let error = Some(EvaluationErrorView { status: 400, message });
        let context = DenialView { reason_user: None, missing: Vec::new(), contact: None, error };
        Self { decision: false, context: Some(context) }
    }
}

/// The decisions on several evaluations, in their order.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Decisions"))]
pub struct DecisionsView<'a> {
    /// One for each evaluation, or fewer where the semantic ends earlier.
    #[cfg_attr(feature = "describe", schemars(length(max = staffroom_domain::bounds::EVALUATIONS)))]
    pub evaluations: Vec<DecisionView<'a>>,
}

/// The answer to a request that may hold several evaluations.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "EvaluationsResponse"))]
#[serde(untagged)]
pub enum EvaluationsView<'a> {
    /// To several.
    Many(DecisionsView<'a>),
    /// To a single one.
    One(DecisionView<'a>),
}

/// A page of what was found.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "{T}s"))]
pub struct SearchView<T> {
    page: PageView,
    results: Vec<T>,
}

/// Where the search goes on.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "SearchPage"))]
struct PageView {
    /// For `page.token` of the next request; empty on the last page.
    next_token: String,
    /// The number of results on this page. It can be less than `limit` although there are more pages.
    count: usize,
}

impl<T> SearchView<T> {
    /// A page of these results.
    #[must_use]
    pub fn new(results: Vec<T>, next: &PageToken) -> Self {
        Self { page: PageView { next_token: next.as_str().to_owned(), count: results.len() }, results }
    }
}

/// A person who was found.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "SubjectResult"))]
pub struct SubjectResultView {
    /// `user`.
    #[serde(rename = "type")]
    kind: &'static str,
    id: UserId,
}

impl From<UserId> for SubjectResultView {
    fn from(id: UserId) -> Self {
        Self { kind: USER, id }
    }
}

/// A resource that was found.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "ResourceResult"))]
pub struct ResourceResultView {
    /// `activity`, or the `resource_type` of the store's catalog.
    #[serde(rename = "type")]
    kind: &'static str,
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::Slug"))]
    id: String,
    /// With activities.
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<ResultPropertiesView>,
}

/// The store of an activity: another store can have an activity with the same id.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "ResultProperties"))]
struct ResultPropertiesView {
    /// The ID of the store.
    store: StoreId,
}

impl From<Resource> for ResourceResultView {
    fn from(resource: Resource) -> Self {
        match resource {
            Resource::Store { kind, id } => Self { kind, id: id.as_str().to_owned(), properties: None },
            Resource::Activity { store, id } => Self {
                kind: ACTIVITY,
                id: id.as_str().to_owned(),
                properties: Some(ResultPropertiesView { store }),
            },
        }
    }
}

/// Something that the person may do.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "ActionResult"))]
pub struct ActionResultView {
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::Slug"))]
    name: &'static str,
}

impl From<&'static str> for ActionResultView {
    fn from(name: &'static str) -> Self {
        Self { name }
    }
}

/// The addresses of the calls.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "AuthzenConfiguration"))]
pub struct MetadataView {
    /// The address of this API, which the others begin with.
    policy_decision_point: String,
    access_evaluation_endpoint: String,
    access_evaluations_endpoint: String,
    search_subject_endpoint: String,
    search_resource_endpoint: String,
    search_action_endpoint: String,
}

impl MetadataView {
    /// The metadata of the API at this address, which has no slash at its end.
    #[must_use]
    pub fn at(base: &str) -> Self {
        let at = |path: &str| format!("{base}/access/v1/{path}");
        Self {
            policy_decision_point: base.to_owned(),
            access_evaluation_endpoint: at("evaluation"),
            access_evaluations_endpoint: at("evaluations"),
            search_subject_endpoint: at("search/subject"),
            search_resource_endpoint: at("search/resource"),
            search_action_endpoint: at("search/action"),
        }
    }
}
