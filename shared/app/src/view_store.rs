//! Views of a store. Every list and view begins with a check of the caller's access.

use staffroom_domain::{
    Invitation, InvitationId, Member, Membership, Rejection, Store, StoreId, Timestamp, UserId,
};

use crate::Error;
use crate::context::{Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::read::{ReadResult, ReadSet};
use crate::store_context::StoreContext;

/// Views a store. The answer is the store.
#[derive(Debug, Clone)]
pub struct ViewStore {
    /// The caller.
    pub caller: Caller,
    /// The store.
    pub store: StoreId,
    /// Who may view it.
    pub audience: Audience,
}

/// The audience of a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The owner, members, and the platform.
    Members,
    /// The owner and members who manage the team.
    Managers,
    /// The same, and the platform.
    ManagersAndPlatform,
}

impl UseCase for ViewStore {
    type Answer = Store;

    fn reads(&self, _: Timestamp) -> ReadSet {
        StoreContext::reads(&self.caller, &self.store)
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Store>, Error> {
        let store = StoreContext::load(read, &self.store, &self.caller, context)?;
        match self.audience {
            Audience::Members => store.require_member()?,
            Audience::Managers => store.require_manager()?,
            Audience::ManagersAndPlatform => store.require_manager_or_platform()?,
        };
        let membership = read.membership(&self.store, &self.caller.user);
        // An owner cannot be a member as well: the read contains half of a transfer.
        let is_torn =
            store.store.owner.user_id == self.caller.user && matches!(membership, Membership::Active(_));
        let store = store.store.clone();
        Ok(if is_torn { Outcome::Unconfirmed(store) } else { Outcome::Unchanged(store) })
    }
}

/// Views one invitation of a store.
#[derive(Debug, Clone)]
pub struct ViewInvitation {
    /// The manager.
    pub caller: Caller,
    /// The store.
    pub store: StoreId,
    /// The invitation.
    pub invitation: InvitationId,
}

impl UseCase for ViewInvitation {
    type Answer = (Store, Invitation);

    fn reads(&self, _: Timestamp) -> ReadSet {
        StoreContext::reads(&self.caller, &self.store)
            .and([Key::Invitation(self.store.clone(), self.invitation)])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Self::Answer>, Error> {
        let store = StoreContext::load(read, &self.store, &self.caller, context)?;
        store.require_manager()?;
        let invitation = read.invitation(&self.store, self.invitation).ok_or(Rejection::NotFound)?;
        Ok(Outcome::Unchanged((store.store.clone(), invitation.clone())))
    }
}

/// Views one member of a store. The answer is the store, and the member; `None` is its owner.
#[derive(Debug, Clone)]
pub struct ViewMember {
    /// A manager, the platform, or the member themself.
    pub caller: Caller,
    /// The store.
    pub store: StoreId,
    /// The member.
    pub user: UserId,
}

impl UseCase for ViewMember {
    type Answer = (Store, Option<Member>);

    fn reads(&self, _: Timestamp) -> ReadSet {
        StoreContext::reads(&self.caller, &self.store)
            .and([Key::Member(self.store.clone(), self.user.clone())])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Self::Answer>, Error> {
        let store = StoreContext::load(read, &self.store, &self.caller, context)?;
        let actor = store.require_member()?;
        // The platform is no person of the store.
        if actor.user().is_some_and(|user| *user != self.user) {
            actor.require_manager()?;
        }
        let member = match read.membership(&self.store, &self.user) {
            _ if store.store.owner.user_id == self.user => None,
            Membership::Active(member) => Some((**member).clone()),
            Membership::Left(_) | Membership::Never => return Err(Rejection::NotFound.into()),
        };
        Ok(Outcome::Unchanged((store.store.clone(), member)))
    }
}

#[cfg(test)]
mod tests;
