use crate::{
    Catalog, DisplayName, Member, MemberStatus, PermissionSet, Rejection, Restriction, Store, Timestamp,
    UserId,
};

/// The caller's part in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActorRole<'a> {
    /// The platform's own back end.
    Platform,
    /// The person whom the store belongs to.
    Owner(&'a UserId),
    /// A person with a grant.
    Member(&'a Member),
}

/// The caller of a use case, with the permissions that the caller holds in the store.
#[derive(Debug, Clone)]
pub struct Actor<'a> {
    /// The caller's part in the store.
    pub role: ActorRole<'a>,
    /// The caller's name in this store.
    pub name: Option<&'a DisplayName>,
    held: PermissionSet,
}

impl<'a> Actor<'a> {
    /// The platform's own back end.
    #[must_use]
    pub fn platform() -> Self {
        Self { role: ActorRole::Platform, name: None, held: PermissionSet::new() }
    }

    /// A person, by their part in the store.
    ///
    /// # Errors
    /// [`Rejection::NotFound`] for a person who has no part in the store: they may not know that it exists.
    /// [`Rejection::MemberSuspended`] for a member whom a manager has suspended.
    pub fn person(
        store: &'a Store,
        user: &'a UserId,
        member: Option<&'a Member>,
        now: Timestamp,
    ) -> Result<Self, Rejection> {
        if store.owner.user_id == *user {
            return Ok(Self {
                role: ActorRole::Owner(&store.owner.user_id),
                name: Some(&store.owner.name),
                held: store.catalog.everything(),
            });
        }
        let member = member.ok_or(Rejection::NotFound)?;
        match member.status(now) {
            MemberStatus::Active => {}
            MemberStatus::Ended => return Err(Rejection::NotFound),
            MemberStatus::Suspended => return Err(Rejection::MemberSuspended),
        }
        Ok(Self {
            role: ActorRole::Member(member),
            name: member.name.as_ref(),
            held: member.held(store, now),
        })
    }

    /// The permissions that the actor holds in the store.
    #[must_use]
    pub fn held(&self) -> &PermissionSet {
        &self.held
    }

    /// The user; `None` for the platform.
    #[must_use]
    pub fn user(&self) -> Option<&'a UserId> {
        match self.role {
            ActorRole::Platform => None,
            ActorRole::Owner(user) => Some(user),
            ActorRole::Member(member) => Some(&member.user),
        }
    }

    /// When the actor's own access ends; `None` when it does not end by itself.
    #[must_use]
    pub fn access_ends_at(&self) -> Option<Timestamp> {
        match self.role {
            ActorRole::Platform | ActorRole::Owner(_) => None,
            ActorRole::Member(member) => member.access_ends_at,
        }
    }

    /// Requires that the actor manages the team.
    ///
    /// # Errors
    /// [`Rejection::Forbidden`].
    pub fn require_manager(&self) -> Result<(), Rejection> {
        if Catalog::manages_team(&self.held) {
            Ok(())
        } else {
            Err(Rejection::Forbidden(Restriction::ManagersOnly))
        }
    }

    /// Requires that the actor is the owner or the platform.
    ///
    /// # Errors
    /// [`Rejection::Forbidden`].
    pub fn require_owner(&self) -> Result<(), Rejection> {
        match self.role {
            ActorRole::Platform | ActorRole::Owner(_) => Ok(()),
            ActorRole::Member(_) => Err(Rejection::Forbidden(Restriction::OwnerOnly)),
        }
    }

    /// Requires that the actor holds these permissions: an actor cannot grant a permission that they lack,
    /// nor change a member who has one.
    ///
    /// # Errors
    /// [`Rejection::GrantExceedsOwn`].
    pub fn require_held(&self, permissions: &PermissionSet) -> Result<(), Rejection> {
        if permissions.is_subset(&self.held) { Ok(()) } else { Err(Rejection::GrantExceedsOwn) }
    }

    /// Requires that the actor's own access lasts until `end` (`None`: no end): an actor cannot grant access
    /// that outlasts their own.
    ///
    /// # Errors
    /// [`Rejection::GrantExceedsOwn`].
    pub fn require_lasting(&self, end: Option<Timestamp>) -> Result<(), Rejection> {
        match (self.access_ends_at(), end) {
            (None, _) => Ok(()),
            (Some(own), Some(end)) if end <= own => Ok(()),
            (Some(_), _) => Err(Rejection::GrantExceedsOwn),
        }
    }
}

#[cfg(test)]
mod tests;
