//! A person views a store. Every list begins with this check of the caller's access.

use staffroom_domain::{Membership, Store, StoreId, Timestamp};

use crate::Error;
use crate::context::{Caller, Context};
use crate::execute::{Outcome, UseCase};
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

#[cfg(test)]
mod tests;
