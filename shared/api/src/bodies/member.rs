use serde::Deserialize;
use staffroom_domain::{PermissionSlug, RoleSlug, bounds};

use crate::body::{AtMost, Optional, Rfc3339Timestamp, double_option};

/// A change of a member. Omitted fields keep their values.
#[derive(Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "MemberChange"))]
#[serde(deny_unknown_fields)]
pub struct MemberChangeBody {
    /// Replaces the granted roles.
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::Roles"))]
    pub roles: Optional<AtMost<RoleSlug, { bounds::GRANT_ENTRIES }>>,
    /// Replaces the granted permissions.
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::Permissions"))]
    pub permissions: Optional<AtMost<PermissionSlug, { bounds::GRANT_ENTRIES }>>,
    /// In the future; null if the access does not end.
    #[serde(default, deserialize_with = "double_option")]
    pub access_ends_at: Option<Option<Rfc3339Timestamp>>,
}
