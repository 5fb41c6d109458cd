//! The platform makes a member, or replaces one, without an invitation.

use std::collections::BTreeSet;

use crate::member::access_due;
use crate::member_change::require_future;
use crate::store::first_version;
use crate::{
    DisplayName, EmailAddress, InvitationId, Locale, Member, Membership, Metadata, PermissionSlug, Rejection,
    RoleSlug, Seat, Store, StoreId, Timestamp, UserId,
};

/// What the platform says of a member.
#[derive(Debug, Clone)]
pub struct MemberPut {
    /// The person at the identity provider.
    pub user: UserId,
    /// Their address, which the platform vouches for.
    pub email: EmailAddress,
    /// Their name; `None`: unknown.
    pub name: Option<DisplayName>,
    /// The language of their mails; `None`: the store's.
    pub locale: Option<Locale>,
    /// Their roles.
    pub roles: Vec<RoleSlug>,
    /// Their permissions.
    pub permissions: Vec<PermissionSlug>,
    /// When their access ends by itself.
    pub access_ends_at: Option<Timestamp>,
    /// What the platform notes on them.
    pub metadata: Metadata,
}

impl MemberPut {
    /// The invitation that their address would have.
    #[must_use]
    pub fn address(&self, store: &StoreId) -> InvitationId {
        InvitationId::of(store, &self.email)
    }

    /// The member in the place of `before`. Of a member who is there already, the day of joining, the last activity and a
    /// suspension stay.
    ///
    /// # Errors
    /// If the person or the address is the owner's, the store does not allow the address, or the catalog the grant.
    pub fn apply(&self, store: &Store, before: &Membership, now: Timestamp) -> Result<Member, Rejection> {
        if store.owner.user_id == self.user {
            return Err(Rejection::OwnerIsFixed);
        }
        if store.owner.email == self.email {
            return Err(Rejection::AlreadyMember);
        }
        store.require_allowed(&self.email)?;
        let grant = store.grant(&self.roles, &self.permissions).map_err(Rejection::InvalidField)?;
        let access_ends_at = require_future(self.access_ends_at, now)?;
        let known = before.member();
        let same_address = known.filter(|known| known.email == self.email);
        let same_end = known.filter(|known| known.access_ends_at == access_ends_at);
        Ok(Member {
            user: self.user.clone(),
            email: self.email.clone(),
            name: self.name.clone(),
            locale: self.locale.unwrap_or(store.locale),
            grant,
            joined_at: known.map_or(now, |known| known.joined_at),
            last_active_at: known.and_then(|known| known.last_active_at),
            access_ends_at,
            due_at: same_end.map_or_else(|| access_due(access_ends_at, now), |known| known.due_at),
            suspended_at: known.and_then(|known| known.suspended_at),
            mail_problem: same_address.and_then(|known| known.mail_problem),
            metadata: self.metadata.clone(),
            addresses: same_address
                .map_or_else(|| BTreeSet::from([self.address(&store.id)]), |known| known.addresses.clone()),
            last_departure: before.last_departure(),
            seat: Seat::Held,
            changed_at: now,
            version: match before.version() {
                0 => first_version(now),
                version => version + 1,
            },
        })
    }
}
