//! A manager's change of a member, and the rules that a change of an invitation shares with it.

use crate::member::{access_due, outlasts};
use crate::{Actor, Field, Grant, Member, PermissionSlug, Rejection, RoleSlug, Seat, Store, Timestamp};

/// What a manager changes of a member; `None` leaves a field as it is.
#[derive(Debug, Clone, Default)]
pub struct MemberChange {
    /// Other roles.
    pub roles: Option<Vec<RoleSlug>>,
    /// Other permissions.
    pub permissions: Option<Vec<PermissionSlug>>,
    /// Another end of access, or none.
    pub access_ends_at: Option<Option<Timestamp>>,
}

impl Member {
    /// The member after `change` by `actor`.
    ///
    /// # Errors
    /// When the actor manages no team, holds less than the member has or would get, would give it for longer than they have
    /// it themselves, or the catalog forbids it.
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
        let gains = !store.effective_permissions(&changed.grant).is_subset(&held_before);
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

/// A grant in which roles, permissions or both were replaced. What the catalog grants no more is dropped from the rest, so
/// that a change never fails on what it does not name.
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
