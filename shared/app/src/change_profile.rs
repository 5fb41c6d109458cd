//! A person changes their name, language or address, in every store that they are a member of.

use futures_util::future::try_join_all;
use staffroom_domain::{EventKind, InvitationId, Member, Membership, Profile, Rejection, StoreId, Timestamp};

use crate::Error;
use crate::addressee::{Addressee, require_own_addresses};
use crate::context::{Caller, Context, Invocation};
use crate::database::Database;
use crate::execute::{Outcome, UseCase, execute};
use crate::idempotency::{IdempotencyKey, Reply};
use crate::key::Key;
use crate::lease;
use crate::lists;
use crate::plan::Plan;
use crate::quota::Quota;
use crate::read::{ReadResult, ReadSet};
use crate::steps::supersede_invitation;

/// The number of memberships that are changed concurrently.
const MEMBERSHIPS_AT_ONCE: usize = 8;

/// The largest number of pages of memberships that one call changes: more than any person has.
const MOST_PAGES: usize = 250;

/// Changes one membership.
#[derive(Debug, Clone)]
pub struct ChangeProfile {
    /// The person.
    pub caller: Caller,
    /// The store.
    pub store: StoreId,
    /// The changes of the profile.
    pub profile: Profile,
}

/// A membership after a change of profile.
#[derive(Debug, Clone)]
pub struct ProfileChanged {
    /// The member as they are now.
    pub member: Member,
    /// The result for the address.
    pub address: AddressOutcome,
}

/// The result of a profile change for the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressOutcome {
    /// The membership has the requested address, or none was requested.
    AsAsked,
    /// The membership keeps its address, because the store does not allow the domain of the new one.
    DomainNotAllowed,
    /// The membership keeps its address, because the new one is that of the owner or another member.
    Taken,
}

impl ChangeProfile {
    fn address(&self) -> Option<InvitationId> {
        self.profile.email.as_ref().map(|email| InvitationId::of(&self.store, email))
    }
}

impl UseCase for ChangeProfile {
    type Answer = Option<ProfileChanged>;

    fn reads(&self, _: Timestamp) -> ReadSet {
        let store = &self.store;
        ReadSet::keys([Key::Store(store.clone()), Key::Member(store.clone(), self.caller.user.clone())]).and(
            self.address()
                .into_iter()
                .flat_map(|id| [Key::Invitation(store.clone(), id), Key::Address(store.clone(), id)]),
        )
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Self::Answer>, Error> {
        let membership = read.membership(&self.store, &self.caller.user);
        // The index lags: it may still list a membership that ended.
        let (Some(store), Membership::Active(before)) = (read.store(&self.store), membership) else {
            return Ok(Outcome::Unchanged(None));
        };
        let mut profile = self.profile.clone();
        let mut address = AddressOutcome::AsAsked;
        if let Some(email) = profile.email.as_ref().filter(|email| **email != before.email) {
            let id = InvitationId::of(&self.store, email);
            let holder = match Addressee::find(read, &self.store, id) {
                Ok(holder) => holder.member(),
                Err(unread) => return Ok(Outcome::ReadMore(ReadSet::keys([unread]))),
            };
            let is_other = |holder: &Member| holder.user != before.user && !holder.has_ended(context.now);
            if store.require_allowed(email).is_err() {
                address = AddressOutcome::DomainNotAllowed;
            } else if store.owner.email == *email || holder.is_some_and(is_other) {
                address = AddressOutcome::Taken;
            }
            if address != AddressOutcome::AsAsked {
                profile.email = None;
            }
        }
        let Some(after) = before.with_profile(&self.store, &profile, context.now) else {
            let member = (**before).clone();
            return Ok(Outcome::Unchanged(Some(ProfileChanged { member, address })));
        };
        let mut plan = Plan::in_store(store, context, self.caller.event_actor());
        if let Err(unread) = require_own_addresses(&mut plan, read, store, membership, &after)? {
            return Ok(Outcome::ReadMore(unread));
        }
        plan.put_member(store, membership, &after, read)?;
        let mut email_before = None;
        if after.email != before.email {
            email_before = Some(before.email.clone());
            let quota = Quota::of_address_changes(store, &before.user, context.now);
            if read.room(&quota) == 0 {
                return Err(quota.exceeded().into());
            }
            plan.count(quota, 1)?;
        }
        if let Some(address) = self.address().filter(|_| profile.email.is_some()) {
            supersede_invitation(&mut plan, read, &self.store, address)?;
        }
        plan.record_event(EventKind::MemberProfileChanged { member: (&after).into(), email_before })?;
        Ok(Outcome::commit(plan, Some(ProfileChanged { member: after, address })))
    }
}

/// Changes a person's profile in every store of which they are a member, a few stores at a time. The answer
/// has every membership.
///
/// # Errors
/// If the database does not answer, or the person changed their address too often. Some stores may then have
/// the new profile; repeating the call changes the others.
pub async fn change_profile<D: Database>(
    database: &D,
    invocation: &Invocation,
    caller: &Caller,
    profile: &Profile,
) -> Result<Vec<(StoreId, ProfileChanged)>, Error> {
    let (mut changed, mut after) = (Vec::new(), None);
    for _ in 0..MOST_PAGES {
        let page = lists::store_ids_of(database, &caller.user, after.as_ref(), MEMBERSHIPS_AT_ONCE).await?;
        let some = &page.items;
        let of_each = some.iter().map(|store| async {
            let change =
                ChangeProfile { caller: caller.clone(), store: store.clone(), profile: profile.clone() };
            let outcome = execute(database, invocation, &change).await?;
            Ok::<_, Error>(outcome.map(|outcome| (store.clone(), outcome)))
        });
        changed.extend(try_join_all(of_each).await?.into_iter().flatten());
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    Ok(changed)
}

/// The memberships after a change of profile.
pub type ProfileChanges = Vec<(StoreId, ProfileChanged)>;

/// As [`change_profile`], once per idempotency key: `write` writes the answer, which is given again to a repeated request. A
/// change that stopped half-way can be repeated at once, which gives the profile to the other stores.
///
/// # Errors
/// As [`change_profile`], or when the key came with another request before, or the request is in progress.
pub async fn change_profile_once<D: Database>(
    database: &D,
    invocation: &Invocation,
    caller: &Caller,
    profile: &Profile,
    key: Option<&IdempotencyKey>,
    write: impl Fn(&ProfileChanges) -> Option<String>,
) -> Result<Reply<ProfileChanges>, Error> {
    let change = Box::pin(change_profile(database, invocation, caller, profile));
    lease::once(database, invocation, (caller, key), change, write).await
}

impl ProfileChanged {
    /// Why the membership keeps its address, if it does.
    #[must_use]
    pub fn kept_address(&self) -> Option<Rejection> {
        match self.address {
            AddressOutcome::AsAsked => None,
            AddressOutcome::DomainNotAllowed => Some(Rejection::DomainNotAllowed),
            AddressOutcome::Taken => Some(Rejection::AlreadyMember),
        }
    }
}

#[cfg(test)]
mod tests;
