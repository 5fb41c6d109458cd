use serde::Deserialize;
use serde_json::Value;
use staffroom_domain::{
    DisplayName, EmailAddress, Locale, MemberPut, Metadata, Notify, PermissionSlug, RoleSlug, UserId, bounds,
};

use crate::body::{AtMost, Optional, Rfc3339Timestamp, double_option, read_value};
use crate::checked_value::CheckedValue;
use crate::error::RequestError;

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
    /// `true`: the member has no access until it is resumed, and keeps their rights and seat. `false`: access is resumed.
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "bool"))]
    pub suspended: Optional<bool>,
    /// Replaces the metadata.
    #[serde(default)]
    pub metadata: Optional<Metadata>,
}

/// A member as the platform has them.
#[derive(Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "MemberPut"))]
#[serde(deny_unknown_fields)]
pub struct MemberBody {
    /// The address, which the platform vouches for.
    pub email: EmailAddress,
    /// The name.
    #[serde(default)]
    pub name: Option<DisplayName>,
    /// The language of their mails. Default: the language of the store.
    #[serde(default)]
    pub locale: Optional<Locale>,
    /// The catalog determines how many, and the default.
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::Roles"))]
    pub roles: Optional<AtMost<RoleSlug, { bounds::GRANT_ENTRIES }>>,
    /// Permissions given one by one.
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::Permissions"))]
    pub permissions: Optional<AtMost<PermissionSlug, { bounds::GRANT_ENTRIES }>>,
    /// When the access ends, in the future; null if it does not end.
    #[serde(default)]
    pub access_ends_at: Option<Rfc3339Timestamp>,
    /// For the platform's own programs. Default: none.
    #[serde(default)]
    pub metadata: Optional<Metadata>,
    /// `true`: the member gets a mail that says what they may do. Default: nobody is told.
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "bool"))]
    pub notify: Optional<bool>,
}

impl MemberBody {
    /// The member `user`, and who is told of it.
    #[must_use]
    pub fn of(self, user: UserId) -> (MemberPut, Notify) {
        let notify = if self.notify.0 == Some(true) { Notify::Member } else { Notify::Nobody };
        let put = MemberPut {
            user,
            email: self.email,
            name: self.name,
            locale: self.locale.0,
            roles: self.roles.entries().unwrap_or_default(),
            permissions: self.permissions.entries().unwrap_or_default(),
            access_ends_at: self.access_ends_at.map(|Rfc3339Timestamp(end)| end),
            metadata: self.metadata.0.unwrap_or_default(),
        };
        (put, notify)
    }
}

/// One of several members.
#[cfg_attr(
    feature = "describe",
    derive(schemars::JsonSchema),
    schemars(rename = "MemberEntry", deny_unknown_fields)
)]
pub struct MemberEntryBody {
    /// The person at the identity provider.
    pub user_id: UserId,
    /// The member.
    #[cfg_attr(feature = "describe", schemars(flatten))]
    pub member: MemberBody,
}

impl MemberEntryBody {
    /// Reads an entry.
    ///
    /// # Errors
    /// Names the field that is not valid.
    pub fn read(mut entry: Value) -> Result<Self, RequestError> {
        let user = entry.as_object_mut().and_then(|entry| entry.remove("user_id"));
        let member = read_value(entry)?;
        let user = user.ok_or_else(|| RequestError::invalid("/user_id", "missing field `user_id`"))?;
        let user_id = serde_json::from_value(user)
            .map_err(|error| RequestError::invalid("/user_id", error.to_string()))?;
        Ok(Self { user_id, member })
    }
}

/// Several members. Each is read on its own, so that one that is not valid has a result of its own.
#[derive(Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "BulkMembers"))]
#[serde(deny_unknown_fields)]
pub struct BulkMembersBody {
    /// The members.
    #[cfg_attr(
        feature = "describe",
        schemars(with = "Vec<MemberEntryBody>", length(min = 1, max = bounds::BULK_MEMBERS))
    )]
    pub members: AtMost<CheckedValue, { bounds::BULK_MEMBERS }>,
}
