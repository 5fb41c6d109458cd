use serde::Serialize;
use staffroom_domain::{InvitationId, StoreId};

use super::Code;

/// A problem as it is in JSON (RFC 9457).
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Problem"))]
pub struct ProblemView {
    pub(super) code: Code,
    #[serde(flatten)]
    pub(super) base: ProblemBase,
}

/// The members of every problem (RFC 9457), without `code`.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
pub struct ProblemBase {
    /// `urn:staffroom:problem:` followed by the code.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "describe", schemars(extend("format" = "uri")))]
    pub(super) kind: String,
    pub(super) title: &'static str,
    #[cfg_attr(feature = "describe", schemars(range(min = 400, max = 599)))]
    pub(super) status: u16,
    pub(super) detail: String,
    /// `urn:request:` followed by the ID of the request; absent in the results of a bulk call.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "describe", schemars(with = "String", extend("format" = "uri")))]
    pub(super) instance: Option<String>,
    #[serde(flatten)]
    pub(super) members: Extensions,
}

/// What only problems with certain codes have: extension members (RFC 9457, section 3.2).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
pub(super) struct Extensions {
    /// With `invalid_field`, and with `malformed_request` where a field is what is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "describe",
        schemars(with = "Vec<InvalidEntry>", length(min = 1, max = staffroom_domain::bounds::PROBLEM_ERRORS))
    )]
    pub(super) errors: Option<Vec<InvalidEntry>>,
    /// With `already_invited`: the pending invitation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "describe", schemars(with = "InvitationId"))]
    pub(super) id: Option<InvitationId>,
    /// With `owns_stores`: the stores that the person owns, at most 100 of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "describe", schemars(with = "Vec<StoreId>", length(min = 1, max = staffroom_domain::bounds::OWNED_STORES)))]
    pub(super) stores: Option<Vec<StoreId>>,
    /// With `seat_limit_reached`: the seats of the plan. With `role_limit_reached`: the roles that the catalog allows.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "describe", schemars(with = "u32"))]
    pub(super) limit: Option<u32>,
    /// With `role_in_use`: the members who have the role, counted up to 1,000.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "describe", schemars(with = "u32", range(max = staffroom_domain::bounds::ROLE_USES)))]
    pub(super) members: Option<u32>,
    /// With `role_in_use`: the pending invitations that offer the role, counted up to 1,000.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "describe", schemars(with = "u32", range(max = staffroom_domain::bounds::ROLE_USES)))]
    pub(super) invitations: Option<u32>,
    /// With `quota_exceeded` and `unavailable`: the seconds in `Retry-After`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "describe", schemars(with = "u32", range(min = 1)))]
    pub(super) retry_after: Option<u32>,
    /// With `wrong_account`: the invited address, masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "describe", schemars(with = "String"))]
    pub(super) invited_email: Option<String>,
    /// With the codes of status 410 from `POST /invitations/lookup`: the name of the store.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "describe", schemars(with = "String"))]
    pub(super) store_name: Option<String>,
    /// With `store_name`: the name of the grantor, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "describe", schemars(with = "String"))]
    pub(super) invited_by: Option<String>,
}

/// A field, query parameter or header that is not valid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
pub struct InvalidEntry {
    /// A JSON pointer into the body (RFC 6901), or the name of a query parameter or header.
    pub(super) pointer: String,
    /// What the value must be.
    pub(super) detail: String,
}
