//! Changes of a member by a manager, and the rules that also apply to changes of an invitation.

use crate::member::{access_due, outlasts};
use crate::{
    Actor, Field, Grant, Member, Metadata, PermissionSlug, Rejection, RoleSlug, Seat, Store, Timestamp,
};

/// A change of a member; `None` leaves a field unchanged.
#[derive(Debug, Clone, Default)]
pub struct MemberChange {
    /// Other roles.
    pub roles: Option<Vec<RoleSlug>>,
    /// Other permissions.
    pub permissions: Option<Vec<PermissionSlug>>,
    /// Another end of access, or none.
    pub access_ends_at: Option<Option<Timestamp>>,
    /// Whether the member has access until further notice.
    pub suspension: Option<Suspension>,
    /// Other metadata.
    pub metadata: Option<Metadata>,
}

/// A change of whether a member has access, apart from its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suspension {
    /// The member has no access until a manager resumes it.
    Suspend,
    /// The member has access again.
    Resume,
}

impl Member {
    /// The member after `change` by `actor`.
    ///
    /// # Errors
    /// If the actor does not manage the team, lacks a permission that the member has or would get, would give
    /// access that outlasts their own, or the catalog forbids it.
    pub fn change(
        &self,
        store: &Store,
        actor: &Actor<'_>,
        change: MemberChange,
        now: Timestamp,
    ) -> Result<Self, Rejection> {
        actor.require_manager()?;
        let held_before = store.effective_permissions(&self.grant);
        actor.require_held(&held_before)?;
        let mut changed = self.clone();
        if change.roles.is_some() || change.permissions.is_some() {
            changed.grant = regrant(store, &self.grant, change.roles, change.permissions)?;
            let held_after = store.effective_permissions(&changed.grant);
            actor.require_held(&held_after)?;
        }
        if let Some(end) = change.access_ends_at {
            changed.access_ends_at = require_future(end, now)?;
            changed.due_at = access_due(changed.access_ends_at, now);
        }
        changed.suspended_at = match change.suspension {
            Some(Suspension::Suspend) => self.suspended_at.or(Some(now)),
            Some(Suspension::Resume) => None,
            None => self.suspended_at,
        };
        if let Some(metadata) = change.metadata {
            changed.metadata = metadata;
        }
        let is_resumed = self.suspended_at.is_some() && changed.suspended_at.is_none();
        let gains = is_resumed || !store.effective_permissions(&changed.grant).is_subset(&held_before);
        if gains || outlasts(changed.access_ends_at, self.access_ends_at) {
            actor.require_lasting(changed.access_ends_at)?;
        }
        if !changed.has_ended(now) {
            changed.seat = Seat::Held;
        }
        changed.changed_at = now;
        changed.version += 1;
        Ok(changed)
    }
}

/// A grant with roles, permissions or both replaced. Of the rest, it drops what the catalog no longer grants,
/// so that a change cannot fail because of a field that it does not set.
pub(crate) fn regrant(
    store: &Store,
    before: &Grant,
    roles: Option<Vec<RoleSlug>>,
    permissions: Option<Vec<PermissionSlug>>,
) -> Result<Grant, Rejection> {
    let kept = store.current(before);
    let roles = roles.unwrap_or_else(|| kept.roles.into_iter().collect());
    let permissions = permissions.unwrap_or_else(|| kept.permissions.into_iter().collect());
    store.grant(&roles, &permissions).map_err(Rejection::InvalidField)
}

/// Requires that an end of access has not passed.
pub(crate) fn require_future(end: Option<Timestamp>, now: Timestamp) -> Result<Option<Timestamp>, Rejection> {
    match end {
        Some(end) if end <= now => Err(Rejection::invalid(Field::AccessEndsAt, "must be in the future")),
        end => Ok(end),
    }
}
