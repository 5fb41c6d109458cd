use staffroom_domain::{
    Actor, ActorRole, EventActor, Field, Invitation, InvitationId, Member, Membership, Rejection, Store,
    StoreId, Timestamp, UserId,
};

use crate::context::{Authority, Caller, Context};
use crate::error::Fault;
use crate::key::Key;
use crate::plan::Plan;
use crate::precondition::Precondition;
use crate::read::{ReadResult, ReadSet};

/// A store with the caller's membership: the start of most decisions.
pub struct StoreContext<'a> {
    /// The store.
    pub store: &'a Store,
    membership: &'a Membership,
    caller: &'a Caller,
    context: &'a Context,
}

impl<'a> StoreContext<'a> {
    /// The keys that must be read for it.
    #[must_use]
    pub fn reads(caller: &Caller, store: &StoreId) -> ReadSet {
        ReadSet::keys([Key::Store(store.clone()), Key::Member(store.clone(), caller.user.clone())])
    }

    /// The store and the caller's membership, as read.
    ///
    /// # Errors
    /// [`Rejection::NotFound`] when there is no such store, [`Rejection::StoreClosed`] if it is closed.
    pub fn load(
        read: &'a ReadResult,
        store: &StoreId,
        caller: &'a Caller,
        context: &'a Context,
    ) -> Result<Self, Rejection> {
        let membership = read.membership(store, &caller.user);
        let store = read.require_store(store)?;
        Ok(Self { store, membership, caller, context })
    }

    /// The caller as an actor in the store. The platform acts as itself, whatever part the `sub` of its token has.
    ///
    /// # Errors
    /// [`Rejection::NotFound`] if the caller does not belong to the store, [`Rejection::MemberSuspended`] if they are
    /// suspended.
    pub fn require_member(&self) -> Result<Actor<'a>, Rejection> {
        match self.caller.authority {
            Authority::Platform => Ok(Actor::platform()),
            Authority::Person | Authority::Support => {
                Actor::person(self.store, &self.caller.user, self.membership.member(), self.context.now)
            }
        }
    }

    /// The caller as an actor who manages the team.
    ///
    /// # Errors
    /// See [`Self::require_member`] and [`Actor::require_manager`].
    pub fn require_manager(&self) -> Result<Actor<'a>, Rejection> {
        let actor = self.require_member()?;
        actor.require_manager()?;
        Ok(actor)
    }

    /// A manager in whose name the platform acts.
    ///
    /// # Errors
    /// When the caller is not the platform, or the person is not on the team or does not manage it.
    pub fn require_named_manager(
        &self,
        read: &'a ReadResult,
        user: &'a UserId,
    ) -> Result<Actor<'a>, Rejection> {
        self.caller.require_platform()?;
        let membership = read.membership(&self.store.id, user);
        let actor = Actor::person(self.store, user, membership.member(), self.context.now).map_err(|_| {
            Rejection::invalid(Field::InvitedBy, "must be on the store's team, and have access")
        })?;
        actor.require_manager()?;
        Ok(actor)
    }

    /// The caller as an actor who manages the team, or the platform.
    ///
    /// # Errors
    /// See [`Self::require_manager`].
    pub fn require_manager_or_platform(&self) -> Result<Actor<'a>, Rejection> {
        let actor = self.require_member()?;
        match actor.role {
            ActorRole::Platform => {}
            ActorRole::Owner(_) | ActorRole::Member(_) => actor.require_manager()?,
        }
        Ok(actor)
    }

    /// An invitation of the store, after a check of the caller's precondition.
    ///
    /// # Errors
    /// When there is none, or it has another version.
    pub fn invitation(
        &self,
        read: &'a ReadResult,
        id: InvitationId,
        required: &Precondition,
    ) -> Result<&'a Invitation, Rejection> {
        let invitation = read.invitation(&self.store.id, id).ok_or(Rejection::NotFound)?;
        required.check(Some(invitation.version))?;
        Ok(invitation)
    }

    /// A member of the store, after a check of the caller's precondition.
    ///
    /// # Errors
    /// [`Rejection::OwnerIsFixed`] for the owner, [`Rejection::NotFound`] for a person who is no member,
    /// [`Rejection::PreconditionFailed`] for another version.
    pub fn member(
        &self,
        read: &'a ReadResult,
        user: &UserId,
        required: &Precondition,
    ) -> Result<&'a Member, Rejection> {
        if self.store.owner.user_id == *user {
            return Err(Rejection::OwnerIsFixed);
        }
        let member = read.membership(&self.store.id, user).member().ok_or(Rejection::NotFound)?;
        required.check(Some(member.version))?;
        Ok(member)
    }

    /// A plan of the actor, with the condition that the store and the actor's membership are unchanged since
    /// they were read.
    ///
    /// # Errors
    /// See [`Plan::by`].
    pub fn plan(&self, actor: &Actor<'_>) -> Result<Plan, Fault> {
        let by = match (actor.user(), actor.name) {
            // Also in the name of a manager it is the platform that acts.
            _ if self.caller.authority == Authority::Platform => EventActor::Platform,
            (Some(user), Some(name)) => EventActor::User { user_id: user.clone(), name: Some(name.clone()) },
            _ => self.caller.event_actor(),
        };
        Plan::in_store(self.store, self.context, by).by(actor)
    }

    /// The time of the decision.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.context.now
    }
}

#[cfg(test)]
mod tests;
