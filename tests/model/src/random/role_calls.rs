//! Calls about the roles of a store's own.

use proptest::prelude::*;

use super::operands::{manager, required, store};
use crate::steps::{BY_SLUG, Call};

/// One of the store's roles or, now and then, a slug that it may not have.
pub(super) fn role() -> impl Strategy<Value = u8> {
    prop_oneof![6 => 0..4_u8, 1 => BY_SLUG..BY_SLUG + 7]
}

/// The bit of the permission to manage the team, where a catalog with roles of the store's own grants it.
pub(super) const TEAM: u8 = 1 << 4;

/// The bits of the permissions of a role.
pub(super) fn permissions() -> impl Strategy<Value = u8> {
    prop_oneof![4 => (0..7_u8).prop_map(|bit| 1 << bit), 5 => 1..128_u8, 4 => (1..128_u8).prop_map(|bits| bits | TEAM), 1 => any::<u8>()]
}

pub(super) fn create(store: impl Strategy<Value = u8> + 'static) -> BoxedStrategy<Call> {
    // One at a time: many of them would beat a call at the same time until it gives up.
    (store, manager(), 0..7_u8, permissions())
        .prop_map(|(store, by, role, permissions)| Call::CreateRole { store, by, role, permissions, more: 0 })
        .boxed()
}

pub(super) fn change(store: impl Strategy<Value = u8> + 'static) -> BoxedStrategy<Call> {
    let permissions = proptest::option::weighted(0.9, permissions());
    (store, manager(), role(), permissions, any::<bool>(), required())
        .prop_map(|(store, by, role, permissions, label, required)| Call::ChangeRole {
            store,
            by,
            role,
            permissions,
            label,
            required,
        })
        .boxed()
}

pub(super) fn delete(store: impl Strategy<Value = u8> + 'static) -> BoxedStrategy<Call> {
    // A role of the catalog can take its place, too.
    let other = prop_oneof![3 => 0..4_u8, 1 => BY_SLUG..BY_SLUG + 7];
    (store, manager(), role(), proptest::option::weighted(0.7, other), required())
        .prop_map(|(store, by, role, replace_with, required)| Call::DeleteRole {
            store,
            by,
            role,
            replace_with,
            required,
            more: 0,
        })
        .boxed()
}

/// A call about the roles of a store.
pub(super) fn role_call() -> BoxedStrategy<Call> {
    prop_oneof![create(store()), change(store()), delete(store())].boxed()
}
