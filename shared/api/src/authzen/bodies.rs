//! The bodies of requests. Each field that the standard knows and this API does not use is checked for its type only.

use serde::Deserialize;
use serde_json::Value;
use staffroom_app::{Resource, ResourceKind};
use staffroom_domain::{ACTIVITY, Catalog, StoreId, USER, UserId, bounds};

use crate::WholeNumber;
use crate::body::{AtMost, Object};
use crate::checked_value::CheckedValue;

/// The most characters of an action's name that are kept. It is more than any permission has, so a longer name, which is cut
/// here, names none.
const ACTION_CHARACTERS: usize = bounds::SLUG_BYTES + 1;

/// Attributes of the caller's choice. Decisions do not depend on them.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "AnyProperties"))]
pub struct AnyProperties {}

/// The person whose access is asked about.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Subject"))]
pub struct SubjectBody {
    /// `user`. There are no subjects of other types.
    #[serde(rename = "type")]
    kind: String,
    /// The user ID: the `sub` claim at the identity provider.
    id: String,
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "Option<AnyProperties>"))]
    #[expect(dead_code, reason = "only its type is checked")]
    properties: Option<Object<AnyProperties>>,
}

/// What the person wants to do.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Action"))]
pub struct ActionBody {
    /// A permission of the store's catalog. Any other name is denied.
    name: String,
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "Option<AnyProperties>"))]
    #[expect(dead_code, reason = "only its type is checked")]
    properties: Option<Object<AnyProperties>>,
}

/// Attributes of a resource.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "ResourceProperties"))]
pub struct ResourceProperties {
    /// The ID of the store, for an activity. Anything else names no store.
    #[serde(default)]
    store: Value,
}

/// What the person wants to act on: a store or an activity.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Resource"))]
pub struct ResourceBody {
    /// `activity`, or the `resource_type` of the store's catalog: `store`, unless the catalog names another.
    #[serde(rename = "type")]
    kind: String,
    /// The ID of the store, or of the activity.
    id: String,
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "Option<ResourceProperties>"))]
    properties: Option<Object<ResourceProperties>>,
}

/// The subjects that are searched.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "SearchedSubject"))]
pub struct SearchedSubjectBody {
    /// `user`. There are no subjects of other types. An `id` is ignored.
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "Option<AnyProperties>"))]
    #[expect(dead_code, reason = "only its type is checked")]
    properties: Option<Object<AnyProperties>>,
}

/// The resources that are searched.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "SearchedResource"))]
pub struct SearchedResourceBody {
    /// `activity`, or the `resource_type` of a catalog. An `id` is ignored.
    #[serde(rename = "type")]
    kind: String,
    /// With `store`, only the activities of that store.
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "Option<ResourceProperties>"))]
    properties: Option<Object<ResourceProperties>>,
}

impl SubjectBody {
    /// The person; `None` if it can be none.
    pub(super) fn user(&self) -> Option<UserId> {
        if self.kind == USER { self.id.parse().ok() } else { None }
    }
}

impl SearchedSubjectBody {
    /// Whether people are searched.
    #[must_use]
    pub fn is_user(&self) -> bool {
        self.kind == USER
    }
}

impl ActionBody {
    /// The name of the permission.
    pub(super) fn permission(&self) -> String {
        self.name.chars().take(ACTION_CHARACTERS).collect()
    }
}

impl ResourceProperties {
    fn store(&self) -> Option<StoreId> {
        self.store.as_str()?.parse().ok()
    }
}

impl ResourceBody {
    /// The resource; `None` if there can be none of this type and id.
    pub(super) fn resource(&self) -> Option<Resource> {
        if self.kind == ACTIVITY {
            let store = self.properties.as_ref()?.0.store()?;
            return Some(Resource::Activity { store, id: self.id.parse().ok()? });
        }
        Some(Resource::Store { kind: Catalog::store_type(&self.kind)?, id: self.id.parse().ok()? })
    }
}

impl SearchedResourceBody {
    /// The kind of resource; `None` if there can be none of this type.
    fn kind(&self) -> Option<ResourceKind> {
        let store = self.properties.as_ref().map(|properties| &properties.0.store);
        match store.filter(|store| !store.is_null()) {
            // No store has an id that is none.
            Some(store) => ResourceKind::named(&self.kind, Some(store.as_str()?.parse().ok()?)),
            None => ResourceKind::named(&self.kind, None),
        }
    }
}

/// A question: may the subject do this to the resource?
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "EvaluationRequest"))]
pub struct EvaluationBody {
    pub(super) subject: Object<SubjectBody>,
    pub(super) action: Object<ActionBody>,
    pub(super) resource: Object<ResourceBody>,
    /// The environment of the request. Decisions do not depend on it.
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "Option<AnyProperties>"))]
    #[expect(dead_code, reason = "only its type is checked")]
    context: Option<Object<AnyProperties>>,
}

/// Up to fifty questions, with defaults for what they leave out.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "EvaluationsRequest"))]
pub struct EvaluationsBody {
    /// For the evaluations that name no subject.
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "Option<SubjectBody>"))]
    pub(super) subject: Option<Object<SubjectBody>>,
    /// For the evaluations that name no action.
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "Option<ActionBody>"))]
    pub(super) action: Option<Object<ActionBody>>,
    /// For the evaluations that name no resource.
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "Option<ResourceBody>"))]
    pub(super) resource: Option<Object<ResourceBody>>,
    /// The environment of the request. Decisions do not depend on it.
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "Option<AnyProperties>"))]
    #[expect(dead_code, reason = "only its type is checked")]
    context: Option<Object<AnyProperties>>,
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "Option<OptionsBody>"))]
    pub(super) options: Option<Object<OptionsBody>>,
    /// The questions. Without any, the request is a single question, and so is the response.
    #[serde(default)]
    pub(super) evaluations: Option<AtMost<Object<EvaluationEntry>, { bounds::EVALUATIONS }>>,
}

/// How many of the questions are answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "EvaluationsSemantic"))]
#[serde(rename_all = "snake_case")]
pub enum Semantic {
    /// All of them.
    #[default]
    ExecuteAll,
    /// Those up to the first that is denied, which is included.
    DenyOnFirstDeny,
    /// Those up to the first that is permitted, which is included.
    PermitOnFirstPermit,
}

impl Semantic {
    /// Whether the answer ends with this decision.
    #[must_use]
    pub fn ends_with(self, decision: bool) -> bool {
        match self {
            Self::ExecuteAll => false,
            Self::DenyOnFirstDeny => !decision,
            Self::PermitOnFirstPermit => decision,
        }
    }
}

/// How the evaluations are carried out.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "EvaluationsOptions"))]
pub struct OptionsBody {
    #[serde(default)]
    pub(super) evaluations_semantic: Option<Semantic>,
}

/// One of several questions. What it leaves out is the default of the request.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "EvaluationEntry"))]
pub struct EvaluationEntry {
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "Option<SubjectBody>"))]
    pub(super) subject: Option<CheckedValue>,
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "Option<ActionBody>"))]
    pub(super) action: Option<CheckedValue>,
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "Option<ResourceBody>"))]
    pub(super) resource: Option<CheckedValue>,
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "Option<AnyProperties>"))]
    pub(super) context: Option<CheckedValue>,
}

/// Which page of a search.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "SearchPageRequest"))]
pub struct PageBody {
    /// The `next_token` of the page before. The rest of the request must be as it was there; `limit` may be left out.
    #[serde(default)]
    pub(super) token: Option<String>,
    /// The most results of the page. A number above 100 counts as 100.
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "Option<u32>", range(max = u32::MAX), extend("default" = bounds::DEFAULT_PAGE_ENTRIES)))]
    pub(super) limit: Option<WholeNumber>,
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "Option<AnyProperties>"))]
    #[expect(dead_code, reason = "only its type is checked")]
    properties: Option<Object<AnyProperties>>,
}

/// A search for the people who may do this.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "SubjectSearchRequest"))]
pub struct SubjectSearchBody {
    subject: Object<SearchedSubjectBody>,
    action: Object<ActionBody>,
    resource: Object<ResourceBody>,
    /// The environment of the request. Results do not depend on it.
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "Option<AnyProperties>"))]
    #[expect(dead_code, reason = "only its type is checked")]
    context: Option<Object<AnyProperties>>,
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "Option<PageBody>"))]
    pub(super) page: Option<Object<PageBody>>,
}

/// A search for the resources at which a person may do this.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "ResourceSearchRequest"))]
pub struct ResourceSearchBody {
    subject: Object<SubjectBody>,
    action: Object<ActionBody>,
    resource: Object<SearchedResourceBody>,
    /// The environment of the request. Results do not depend on it.
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "Option<AnyProperties>"))]
    #[expect(dead_code, reason = "only its type is checked")]
    context: Option<Object<AnyProperties>>,
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "Option<PageBody>"))]
    pub(super) page: Option<Object<PageBody>>,
}

/// A search for what a person may do at a resource.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "ActionSearchRequest"))]
pub struct ActionSearchBody {
    subject: Object<SubjectBody>,
    resource: Object<ResourceBody>,
    /// The environment of the request. Results do not depend on it.
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "Option<AnyProperties>"))]
    #[expect(dead_code, reason = "only its type is checked")]
    context: Option<Object<AnyProperties>>,
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "Option<PageBody>"))]
    pub(super) page: Option<Object<PageBody>>,
}

impl SubjectSearchBody {
    /// The permission and the resource; `None` if nobody can be found.
    #[must_use]
    pub fn searched(&self) -> Option<(String, Resource)> {
        let resource = self.resource.0.resource()?;
        self.subject.0.is_user().then(|| (self.action.0.permission(), resource))
    }
}

impl ResourceSearchBody {
    /// The person; `None` if there can be none.
    #[must_use]
    pub fn user(&self) -> Option<UserId> {
        self.subject.0.user()
    }

    /// The permission and the kind of resource; `None` if nothing can be found.
    #[must_use]
    pub fn searched(&self) -> Option<(String, ResourceKind)> {
        Some((self.action.0.permission(), self.resource.0.kind()?))
    }
}

impl ActionSearchBody {
    /// The person; `None` if there can be none.
    #[must_use]
    pub fn user(&self) -> Option<UserId> {
        self.subject.0.user()
    }

    /// The resource; `None` if there can be none.
    #[must_use]
    pub fn resource(&self) -> Option<Resource> {
        self.resource.0.resource()
    }
}
