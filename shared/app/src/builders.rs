//! Builders of what a use case decides on, for tests: the caller, the context and what was read.
//!
//! All records are of the store `shop`, as [`staffroom_domain::builders`] makes it. Only in tests, and with the feature
//! `builders` for the tests of other crates.

use std::sync::Arc;

use staffroom_domain::builders::{active, email, noon, owner, store, user};
use staffroom_domain::{
    Activity, AddressId, Departure, Description, Invitation, InvitationId, LinkClaims, Member, Membership,
    MoveStage, Moved, OptOut, OptOutCause, RoleTexts, Store, StoreId, Timestamp,
};

use crate::context::{Authority, Caller, Context, Invocation};
use crate::key::Key;
use crate::quota::Quota;
use crate::read::ReadResult;
use crate::record::Record;
use crate::time_limit::TimeLimit;

/// A key with what was read there.
pub type Found = (Key, Option<Record>);

/// The id of the store that all builders make.
#[must_use]
pub fn shop() -> StoreId {
    store("whatnot").id
}

/// A decision at [`noon`].
#[must_use]
pub fn context() -> Context {
    context_at(noon())
}

/// A decision at this time, for a request from `192.0.2.1`.
#[must_use]
pub fn context_at(now: Timestamp) -> Context {
    Context { now, source_ip: Some("192.0.2.1".to_owned()), entropy: [7; 10] }
}

/// A request from `192.0.2.1` whose clock stands still at this time.
#[must_use]
pub fn invocation(now: Timestamp) -> Invocation {
    Invocation {
        clock: Arc::new(move || now),
        source_ip: Some("192.0.2.1".to_owned()),
        time: TimeLimit::default(),
    }
}

/// A signed-in person, whose token says `id (token)` as the name.
#[must_use]
pub fn person(id: &str) -> Caller {
    Caller { user: user(id), name: format!("{id} (token)").try_into().ok(), authority: Authority::Person }
}

/// The platform's own back end.
#[must_use]
pub fn platform() -> Caller {
    Caller { user: user("platform"), name: None, authority: Authority::Platform }
}

/// A support agent of the platform.
#[must_use]
pub fn support() -> Caller {
    Caller { user: user("agent"), name: None, authority: Authority::Support }
}

/// The key of the shop.
#[must_use]
pub fn store_key() -> Key {
    Key::Store(shop())
}

/// The key of a user's membership.
#[must_use]
pub fn member_key(id: &str) -> Key {
    Key::Member(shop(), user(id))
}

/// The id of the invitation that `id@example.com` has, had or would have.
#[must_use]
pub fn invitation_id(id: &str) -> InvitationId {
    InvitationId::of(&shop(), &email(&format!("{id}@example.com")))
}

/// The key of the invitation of `id@example.com`.
#[must_use]
pub fn invitation_key(id: &str) -> Key {
    Key::Invitation(shop(), invitation_id(id))
}

/// The key of the member who has the address `id@example.com`.
#[must_use]
pub fn address_key(id: &str) -> Key {
    Key::Address(shop(), invitation_id(id))
}

/// The key under which a store remembers that `id@example.com` complained.
#[must_use]
pub fn opt_out_key(id: &str) -> Key {
    Key::OptOut(shop(), invitation_id(id))
}

/// The key of the opt-out of `id@example.com` from the invitations of all stores.
#[must_use]
pub fn opt_out_everywhere_key(id: &str) -> Key {
    Key::AddressOptOut(AddressId::of(&email(&format!("{id}@example.com"))))
}

/// The latest link of an invitation.
#[must_use]
pub fn link(invitation: &Invitation) -> LinkClaims {
    LinkClaims {
        store: invitation.store.clone(),
        invitation: invitation.id,
        generation: invitation.generation,
    }
}

/// The records that were read.
#[must_use]
pub fn found(records: impl IntoIterator<Item = Found>) -> ReadResult {
    let mut read = ReadResult::default();
    for (key, record) in records {
        read.set(key, record);
    }
    read
}

/// A store that was read.
#[must_use]
pub fn store_found(store: &Store) -> Found {
    (Key::Store(store.id.clone()), Some(Record::Store(Box::new(store.clone()))))
}

/// A store that was closed at [`noon`], as it was read.
#[must_use]
pub fn closed_found(store: &Store) -> Found {
    (Key::Store(store.id.clone()), Some(Record::ClosedStore(Box::new(store.closed(noon())))))
}

/// A member who was read.
#[must_use]
pub fn member_found(member: &Member) -> Found {
    (Key::Member(shop(), member.user.clone()), Some(Record::Membership(active(member.clone()))))
}

/// The trace of a person whom the platform moved to another id.
#[must_use]
pub fn moved_found(id: &str, to: &str) -> Found {
    let moved = Some(Moved { to: user(to), stage: MoveStage::Vouching });
    let departure = Departure { at: noon(), departures: 1, version: 5, moved };
    (member_key(id), Some(Record::Membership(Membership::Left(departure))))
}

/// The trace of a former member, in this version, of a removal that was the store's number `departures`.
#[must_use]
pub fn left_found(id: &str, departures: u64, version: u64) -> Found {
    let left = Membership::Left(Departure { at: noon(), departures, version, moved: None });
    (member_key(id), Some(Record::Membership(left)))
}

/// The member who has the address `address@example.com`.
#[must_use]
pub fn holder_found(address: &str, holder: &str) -> Found {
    (address_key(address), Some(Record::AddressHolder(user(holder))))
}

/// An invitation that was read.
#[must_use]
pub fn invitation_found(invitation: &Invitation) -> Found {
    let key = Key::Invitation(invitation.store.clone(), invitation.id);
    (key, Some(Record::Invitation(Box::new(invitation.clone()))))
}

/// The record that `id@example.com` complained at [`noon`].
#[must_use]
pub fn opt_out_found(id: &str) -> Found {
    let opt_out = OptOut { at: noon(), cause: OptOutCause::Complaint };
    (opt_out_key(id), Some(Record::OptOut(opt_out)))
}

/// Texts of a role.
///
/// # Panics
/// When the slug is none.
#[must_use]
#[expect(clippy::expect_used, reason = "for tests")]
pub fn role_texts(slug: &str, version: u64) -> RoleTexts {
    RoleTexts {
        slug: slug.parse().expect("a slug"),
        label: slug.to_owned().try_into().expect("a label"),
        description: Description::none(),
        version,
    }
}

/// The texts of a role, as read.
#[must_use]
pub fn role_found(texts: &RoleTexts) -> Found {
    (Key::Role(shop(), texts.slug.clone()), Some(Record::Role(Box::new(texts.clone()))))
}

/// A store with roles of its own.
///
/// # Panics
/// When a slug is none, or the store's catalog does not allow them.
#[must_use]
#[expect(clippy::expect_used, reason = "for tests")]
pub fn with_roles(store: Store, roles: &[(&str, &[&str])]) -> Store {
    roles.iter().fold(store, |store, (role, permissions)| {
        let slug = role.parse().expect("a slug");
        let permissions: Vec<_> = permissions.iter().map(|slug| slug.parse().expect("a slug")).collect();
        store.with_role(&owner(&store), &slug, &permissions, noon()).expect("a role")
    })
}

/// An activity that was read.
#[must_use]
pub fn activity_found(activity: &Activity) -> Found {
    (Key::Activity(shop(), activity.id.clone()), Some(Record::Activity(activity.clone())))
}

/// A count that was read.
#[must_use]
pub fn count_found(quota: &Quota, count: u32) -> Found {
    (Key::Counter(quota.counter.clone()), Some(Record::Count(count)))
}

/// Nothing, at a key that was read.
#[must_use]
pub fn nothing_found(key: Key) -> Found {
    (key, None)
}
