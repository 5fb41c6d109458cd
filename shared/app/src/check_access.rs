//! Checks whether a person has permissions in a store.

use staffroom_domain::{
    Locale, MemberStatus, Membership, Owner, PermissionKind, PermissionSet, Rejection, Restriction, Store,
    StoreId, Timestamp, UserId,
};

use crate::context::{Authority, Caller, Context, Invocation};
use crate::database::{CommitOutcome, Database};
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::plan::{Plan, Write};
use crate::read::{ReadResult, ReadSet};
use crate::{Error, Fault};

/// Checks the access of a person, or of a support agent, in a store.
#[derive(Debug, Clone)]
pub struct CheckAccess {
    caller: Caller,
    store: StoreId,
    subject: Subject,
    permissions: Vec<String>,
}

/// The person whose access is checked.
#[derive(Debug, Clone)]
enum Subject {
    /// A person.
    Person(UserId),
    /// A support agent, for themself.
    Support,
}

/// The result of an access check.
#[derive(Debug, Clone)]
pub struct AccessDecision {
    /// The store's id and name.
    pub store: Store,
    /// The requested permissions that the person does not hold.
    pub missing: Vec<String>,
    /// Whether access is allowed, and else why not.
    pub access: Access,
    /// The member's language; `None` for a person who is no member.
    pub locale: Option<Locale>,
    /// The member whose activity the caller must record; `None` if it is recorded already.
    pub active: Option<UserId>,
}

/// Whether access is allowed, and else why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// The person holds every requested permission.
    Allowed,
    /// The person belongs to the store, but lacks a permission.
    PermissionMissing,
    /// A manager of the store has suspended the person.
    Suspended,
    /// The person's access ended.
    Ended(Timestamp),
    /// The person does not belong to the store.
    NoPart,
}

impl Access {
    /// Why a person has no access whatever they ask for.
    fn of_absent(membership: &Membership, now: Timestamp) -> Self {
        let Some(member) = membership.member() else { return Self::NoPart };
        match (member.status(now), member.access_ends_at) {
            (MemberStatus::Ended, Some(end)) => Self::Ended(end),
            (MemberStatus::Suspended, _) => Self::Suspended,
            // Support, where the owner allows it no access.
            (MemberStatus::Active, _) | (MemberStatus::Ended, None) => Self::NoPart,
        }
    }
}

impl AccessDecision {
    /// The person to ask: the owner.
    #[must_use]
    pub fn contact(&self) -> &Owner {
        &self.store.owner
    }
}

impl CheckAccess {
    /// A check of the access of `user` or, without one, of the caller. `None` if the platform gives no user:
    /// it has no membership of its own.
    ///
    /// # Errors
    /// [`Rejection::Forbidden`] if the caller may not check other people.
    pub fn new(
        caller: Caller,
        store: StoreId,
        user: Option<UserId>,
        permissions: Vec<String>,
    ) -> Result<Option<Self>, Rejection> {
        let subject = match (user, caller.authority) {
            (Some(user), Authority::Platform | Authority::Support) => Subject::Person(user),
            (Some(user), Authority::Person) if user == caller.user => Subject::Person(user),
            (Some(_), Authority::Person) => {
                return Err(Rejection::Forbidden(Restriction::OthersByPlatform));
            }
            (None, Authority::Support) => Subject::Support,
            (None, Authority::Platform) => return Ok(None),
            (None, Authority::Person) => Subject::Person(caller.user.clone()),
        };
        Ok(Some(Self { caller, store, subject, permissions }))
    }

    fn user(&self) -> &UserId {
        match &self.subject {
            Subject::Person(user) => user,
            Subject::Support => &self.caller.user,
        }
    }

    fn held(&self, store: &Store, membership: &Membership, now: Timestamp) -> Option<PermissionSet> {
        // Support acts in the store, for itself or as one of its users, only where the owner allows it.
        if self.caller.authority == Authority::Support && !store.settings.support_access {
            return None;
        }
        match &self.subject {
            Subject::Support => Some(grantable(store)),
            Subject::Person(user) if store.owner.user_id == *user => match self.caller.authority {
                // As the owner, too, support does what a member could do and no more.
                Authority::Support => Some(grantable(store)),
                Authority::Person | Authority::Platform => Some(store.catalog.everything()),
            },
            Subject::Person(_) => membership.present(now).map(|member| member.held(store, now)),
        }
    }
}

/// The permissions of a support agent: all but those that are reserved for the owner.
fn grantable(store: &Store) -> PermissionSet {
    let is_owner_only = |kind: &PermissionKind| matches!(kind, PermissionKind::OwnerOnly);
    store.catalog.permissions.iter().filter(|p| !is_owner_only(&p.kind)).map(|p| p.slug).collect()
}

impl UseCase for CheckAccess {
    type Answer = AccessDecision;

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([Key::Store(self.store.clone()), Key::Member(self.store.clone(), self.user().clone())])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<AccessDecision>, Error> {
        let store = read.store(&self.store).ok_or(Rejection::NotFound)?;
        let membership = read.membership(&self.store, self.user());
        let held = self.held(store, membership, context.now);
        let is_missing = |slug: &&String| held.as_ref().is_none_or(|held| !held.contains(slug.as_str()));
        let missing: Vec<String> = self.permissions.iter().filter(is_missing).cloned().collect();
        let access = match &held {
            Some(_) if missing.is_empty() => Access::Allowed,
            Some(_) => Access::PermissionMissing,
            None => Access::of_absent(membership, context.now),
        };
        let is_active = matches!(self.subject, Subject::Person(_))
            && self.caller.authority != Authority::Support
            && membership.present(context.now).is_some_and(|member| member.is_active_again(context.now));
        let decision = AccessDecision {
            store: store.clone(),
            missing,
            access,
            locale: membership.member().map(|member| member.locale),
            active: is_active.then(|| self.user().clone()),
        };
        // During a transfer of the store, a read may contain the former owner and not yet the membership, or
        // the reverse. So this answer needs a second read.
        Ok(if access == Access::NoPart {
            Outcome::Unconfirmed(decision)
        } else {
            Outcome::Unchanged(decision)
        })
    }
}

/// Records that a member's access was checked now. A later time that is stored already stays.
///
/// # Errors
/// When the database does not answer.
pub async fn record_activity<D: Database>(
    database: &D,
    invocation: &Invocation,
    store: &StoreId,
    user: &UserId,
) -> Result<CommitOutcome, Fault> {
    let context = invocation.context(&ReadResult::default());
    let mut plan = Plan::beside_store(store, &context, staffroom_domain::EventActor::Service);
    plan.push(Write::RecordActivity { key: Key::Member(store.clone(), user.clone()) })?;
    database.commit(&plan).await
}

#[cfg(test)]
mod tests;
