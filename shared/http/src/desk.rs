use staffroom_domain::{
    Actor, Invitation, InvitationId, Member, Membership, Refusal, Store, StoreId, Timestamp, UserId,
};
use staffroom_table::{Change, Key, Snapshot, keys};

use crate::call::Call;
use crate::caller::Caller;
use crate::problem::Failure;

/// A store with the caller in it: where every decision about a team is made.
pub struct Desk<'a> {
    /// The store.
    pub store: Store,
    membership: Membership,
    call: &'a Call,
    caller: &'a Caller,
}

impl<'a> Desk<'a> {
    /// What must be read to open it.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn keys(call: &Call, store: &StoreId) -> Result<[Key; 2], Refusal> {
        Ok([keys::store(store), keys::member(store, &call.caller()?.user)])
    }

    /// Opens it on what was read.
    ///
    /// # Errors
    /// When there is no such store.
    pub fn open(call: &'a Call, snapshot: &Snapshot, store: &StoreId) -> Result<Self, Failure> {
        let caller = call.caller()?;
        let membership = snapshot.membership(store, &caller.user)?;
        let store = snapshot.store(store)?.ok_or(Refusal::NotFound)?;
        Ok(Self { store, membership, call, caller })
    }

    /// The caller, as what they are to the store.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for whoever has no part in it.
    pub fn actor(&self) -> Result<Actor<'_>, Refusal> {
        match Actor::person(&self.store, &self.caller.user, self.membership.member(), self.call.now) {
            Err(Refusal::NotFound) if self.caller.is_platform() => Ok(Actor::platform()),
            actor => actor,
        }
    }

    /// The caller, if they manage the team.
    ///
    /// # Errors
    /// See [`Self::actor`] and [`Actor::must_manage_team`].
    pub fn manager(&self) -> Result<Actor<'_>, Refusal> {
        let actor = self.actor()?;
        actor.must_manage_team()?;
        Ok(actor)
    }

    /// An invitation of the store, to be changed if it still is as `If-Match` says.
    ///
    /// # Errors
    /// When there is none, or it has another version.
    pub fn invitation(&self, snapshot: &Snapshot, id: InvitationId) -> Result<Invitation, Failure> {
        let invitation = snapshot.invitation(&self.store.id, id)?.ok_or(Refusal::NotFound)?;
        self.call.if_match(invitation.version)?;
        Ok(invitation)
    }

    /// A member of the store, to be changed if they still are as `If-Match` says.
    ///
    /// # Errors
    /// When it is the owner, who is none, or nobody, or has another version.
    pub fn member(&self, snapshot: &Snapshot, user: &UserId) -> Result<Member, Failure> {
        if self.store.owner.user_id == *user {
            return Err(Refusal::OwnerIsFixed.into());
        }
        match snapshot.membership(&self.store.id, user)? {
            Membership::Active(member) => {
                self.call.if_match(member.version)?;
                Ok(*member)
            }
            Membership::Never | Membership::Left { .. } => Err(Refusal::NotFound.into()),
        }
    }

    /// A change of the store that the actor is about to make.
    #[must_use]
    pub fn change(&self, actor: &Actor<'_>) -> Change {
        let by = match (actor.user, actor.name) {
            (Some(user), Some(name)) => {
                staffroom_domain::EventActor::User { user_id: user.clone(), name: Some(name.clone()) }
            }
            _ => self.call.event_actor(),
        };
        Change::new(&self.store, self.call.now, by, self.call.source_ip()).by(actor)
    }

    /// When the call came.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.call.now
    }
}

/// Reads a store for somebody who only looks: store and membership, in one round trip.
///
/// # Errors
/// When the table does not answer.
pub async fn look<'a>(
    table: &staffroom_table::Table,
    call: &'a Call,
    store: &StoreId,
) -> Result<Desk<'a>, Failure> {
    let snapshot = table.read(staffroom_table::Needs::items(Desk::keys(call, store)?)).await?;
    Desk::open(call, &snapshot, store)
}
