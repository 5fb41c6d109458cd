//! What the event of a change of a store says of it.

use serde::{Deserialize, Serialize};

use crate::{EmailAddress, Grant, Owner, UserId, WebAddress};

/// A change of the store's catalog. It makes all existing grants void.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogChange {
    /// The slug of the catalog before.
    pub from: String,
    /// The slug of the catalog after.
    pub to: String,
    /// The first [`crate::bounds::LISTED_LOSSES`] members, each with the grant that became void.
    pub lost: Vec<LostGrant>,
    /// Whether there are more members than `lost` lists.
    pub lost_more: bool,
}

/// A change of the owner's name or address; the person stays the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
pub struct AdminUrlChange {
    /// The address before, if there was one.
    pub from: Option<WebAddress>,
    /// The address after, if there is one.
    pub to: Option<WebAddress>,
}

/// A member's grant that a change of catalog made void.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostGrant {
    /// The member.
    pub user_id: UserId,
    /// The member's roles and permissions under the catalog before.
    pub grant: Grant,
}
