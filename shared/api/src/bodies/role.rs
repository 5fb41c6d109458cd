use serde::Deserialize;
use staffroom_domain::{Description, PermissionSlug, RoleLabel, RoleSlug, bounds};

use crate::body::{AtMost, Optional};

/// A role of the store's own as a manager creates it.
#[derive(Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "RoleCreation"))]
#[serde(deny_unknown_fields)]
pub struct RoleBody {
    /// The name by which grants refer to it. It cannot be changed.
    pub slug: RoleSlug,
    /// The name that is shown to people.
    pub label: RoleLabel,
    /// What it is for.
    #[serde(default)]
    pub description: Optional<Description>,
    /// The permissions that it gives: at least one, and none that is the owner's alone.
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::RolePermissions"))]
    pub permissions: AtMost<PermissionSlug, { bounds::GRANT_ENTRIES }>,
}

/// A change of a role of the store's own. Omitted fields keep their values.
#[derive(Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "RoleChange"))]
#[serde(deny_unknown_fields)]
pub struct RoleChangeBody {
    /// Another name.
    #[serde(default)]
    pub label: Optional<RoleLabel>,
    /// Another description.
    #[serde(default)]
    pub description: Optional<Description>,
    /// Replaces the permissions, at once for everyone who has the role.
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::RolePermissions"))]
    pub permissions: Optional<AtMost<PermissionSlug, { bounds::GRANT_ENTRIES }>>,
}
