//! Checks whether a person has permissions in a store.

use staffroom_domain::{
    ClosedStore, DisplayName, Locale, MemberStatus, Membership, Owner, PermissionSet, Rejection, Store,
    StoreId, TimeZone, Timestamp, UserId,
};

use crate::access_subject::AccessSubject;
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
    subject: AccessSubject,
    store: StoreId,
    permissions: Vec<String>,
}

/// The result of an access check.
#[derive(Debug, Clone)]
pub struct AccessDecision {
    /// The store.
    pub store: StoreId,
    /// Its name.
    pub store_name: DisplayName,
    /// Its language.
    pub store_locale: Locale,
    /// The time zone that times are shown in.
    pub time_zone: TimeZone,
    /// The person to ask: the owner.
    pub contact: Owner,
    /// The requested permissions that the person does not hold.
    pub missing: Vec<String>,
    /// The permissions that the person holds, whether they were requested or not.
    pub held: PermissionSet,
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
    /// The platform closed the store. Nobody has access.
    Closed,
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
    /// The decision on permissions in a closed store.
    fn in_closed(store: &ClosedStore, permissions: &[String]) -> Self {
        Self {
            store: store.id.clone(),
            store_name: store.name.clone(),
            store_locale: store.locale,
            time_zone: store.time_zone,
            contact: store.owner.clone(),
            missing: permissions.to_vec(),
            held: PermissionSet::new(),
            access: Access::Closed,
            locale: None,
            active: None,
        }
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
            (Some(user), Authority::Support) => AccessSubject::PersonBySupport(user),
            (Some(user), Authority::Platform | Authority::Person) => AccessSubject::named(&caller, user)?,
            (None, Authority::Support) => AccessSubject::SupportAgent(caller.user),
            (None, Authority::Platform) => return Ok(None),
            (None, Authority::Person) => AccessSubject::Person(caller.user),
        };
        Ok(Some(Self { subject, store, permissions }))
    }
}

/// The decision on permissions of a person in a store, as read.
pub(crate) fn decide(
    subject: &AccessSubject,
    store: &Store,
    permissions: &[String],
    read: &ReadResult,
    now: Timestamp,
) -> AccessDecision {
    let membership = read.membership(&store.id, subject.user());
    let held = subject.held(store, membership, now);
    let is_missing = |slug: &&String| held.as_ref().is_none_or(|held| !held.contains(slug.as_str()));
    let missing: Vec<String> = permissions.iter().filter(is_missing).cloned().collect();
    let access = match &held {
        Some(_) if missing.is_empty() => Access::Allowed,
        Some(_) => Access::PermissionMissing,
        None => Access::of_absent(membership, now),
    };
    let is_active = matches!(subject, AccessSubject::Person(_))
        && membership.present(now).is_some_and(|member| member.is_active_again(now));
    AccessDecision {
        store: store.id.clone(),
        store_name: store.name.clone(),
        store_locale: store.locale,
        time_zone: store.time_zone,
        contact: store.owner.clone(),
        missing,
        held: held.unwrap_or_default(),
        access,
        locale: membership.member().map(|member| member.locale),
        active: is_active.then(|| subject.user().clone()),
    }
}

impl UseCase for CheckAccess {
    type Answer = AccessDecision;

    fn reads(&self, _: Timestamp) -> ReadSet {
        let user = self.subject.user().clone();
        ReadSet::keys([Key::Store(self.store.clone()), Key::Member(self.store.clone(), user)])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<AccessDecision>, Error> {
        if let Some(closed) = read.closed_store(&self.store) {
            return Ok(Outcome::Unchanged(AccessDecision::in_closed(closed, &self.permissions)));
        }
        let store = read.require_store(&self.store)?;
        let decision = decide(&self.subject, store, &self.permissions, read, context.now);
        // During a transfer of the store, a read may contain the former owner and not yet the membership, or
        // the reverse. So this answer needs a second read.
        Ok(if decision.access == Access::NoPart {
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
