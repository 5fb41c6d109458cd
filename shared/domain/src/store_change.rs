//! What the event of a change of a store says of it.

use serde::{Deserialize, Serialize};

use crate::{EmailAddress, Grant, Owner, UserId, WebAddress};

/// A change of the store's catalog. It makes all existing grants void.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
pub struct CatalogChange {
    /// The slug of the former catalog.
    pub from: String,
    /// The slug of the new catalog.
    pub to: String,
    /// Those of the first 50 members who lost something.
    #[cfg_attr(feature = "describe", schemars(length(max = crate::bounds::LISTED_LOSSES)))]
    pub lost: Vec<LostGrant>,
    /// Whether the store has more members than the first 50.
    pub lost_more: bool,
}

/// A change of the owner's name or address; the person stays the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
pub struct OwnerChange {
    /// The owner before.
    pub from: Owner,
    /// The owner after.
    pub to: Owner,
}

impl OwnerChange {
    /// The address before, if it is another now.
    #[must_use]
    pub fn email_before(&self) -> Option<&EmailAddress> {
        (self.from.email != self.to.email).then_some(&self.from.email)
    }
}

/// A change of the address of a store's administration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
pub struct AdminUrlChange {
    /// The address before, if there was one.
    pub from: Option<WebAddress>,
    /// The address after, if there is one.
    pub to: Option<WebAddress>,
}

/// A member's grant that a change of catalog made void.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
pub struct LostGrant {
    /// The member.
    pub user_id: UserId,
    /// The roles and permissions under the former catalog.
    pub grant: Grant,
}
