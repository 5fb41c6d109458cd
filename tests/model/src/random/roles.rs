//! Groups of steps in which members and invitations have roles of a store's own.

use proptest::prelude::*;

use super::calls::{accept, mishap, mishap_among_rivals, rival};
use super::operands::{alone, end, invite, manager};
use super::role_calls::{TEAM, create, delete, permissions, role_call};
use crate::port::Mishap;
use crate::steps::{Call, End, OF_ADDRESS, OWN_ROLES, Pass, Required, Step, Who};

/// How a person gets a role: by a mail, or from the platform.
fn holder(person: u8, number: u8, end: End) -> impl Strategy<Value = Vec<Step>> {
    let rights = OWN_ROLES + number;
    let put = Call::PutMember { store: 0, person, email: 0, rights, end, required: Required::Nothing };
    let invite = move |by: Who| invite(by, person * 2, rights, end);
    let accept = move || Call::AcceptOwn {
        store: 0,
        which: OF_ADDRESS + person * 2,
        signed_in: crate::steps::SignedIn::Invitee,
    };
    prop_oneof![
        2 => Just(vec![alone(put)]),
        2 => manager().prop_map(move |by| vec![alone(invite(by)), alone(accept())]),
        2 => manager().prop_map(move |by| vec![alone(invite(by))]),
    ]
}

/// People get a role, which is changed or replaced while calls about it are in progress, before and after those who have it are
/// rewritten.
pub(super) fn life_of_a_role() -> BoxedStrategy<Vec<Step>> {
    let people = (0..4_u8, 0..3_u8, end()).prop_flat_map(|(person, number, end)| {
        let other = prop_oneof![3 => Just(End::Never), 1 => Just(end)];
        (holder(person, number, end), other.prop_flat_map(move |end| holder(person + 1, number, end)))
    });
    let happens = prop_oneof![
        3 => (role_call(), mishap()).prop_map(|(call, mishap)| vec![Step::Alone(call, mishap)]),
        3 => (
            proptest::collection::vec((prop_oneof![3 => role_call(), 2 => rival(), 1 => Just(Call::Due)], mishap_among_rivals()), 2..4),
            proptest::collection::vec(any::<u8>(), 12),
        )
            .prop_map(|(calls, schedule)| vec![Step::Together(calls, schedule)]),
    ];
    let after = prop_oneof![
        2 => mishap().prop_map(|mishap| vec![Step::Alone(Call::Due, mishap)]),
        1 => (accept(), rival()).prop_map(move |(accept, rival)| vec![alone(accept), alone(rival)]),
        1 => create(Just(0)).prop_map(move |create| vec![Step::Pass(Pass::Days(90)), Step::Pass(Pass::Milliseconds(1000)), alone(create)]),
    ];
    // A catalog that allows such roles.
    let catalog = prop_oneof![2 => Just(None), 2 => Just(Some(1_u8)), 1 => Just(Some(2)), 2 => Just(Some(3))];
    (catalog, create(Just(0)), create(Just(0)), people, happens, after, delete(Just(0)))
        .prop_map(move |(catalog, first, second, (one, other), happens, after, delete)| {
            let put = catalog.map(|policy| Call::PutStore {
                store: 0,
                owner: 0,
                second_address: false,
                policy,
                required: Required::Nothing,
            });
            let mut steps: Vec<Step> = put.into_iter().chain([first, second]).map(alone).collect();
            steps.extend(one);
            steps.extend(other);
            steps.extend(happens);
            steps.push(alone(delete));
            steps.extend(after);
            steps
        })
        .boxed()
}

/// A role that nobody has is changed or deleted, also by a manager who does not hold all of it, while somebody gets it.
pub(super) fn unused_role() -> BoxedStrategy<Vec<Step>> {
    let none = Required::Nothing;
    let by = prop_oneof![1 => Just(Who::Owner), 2 => Just(Who::Manager(0))];
    let schedule = proptest::collection::vec(any::<u8>(), 12);
    let policy = prop_oneof![1 => Just(1_u8), 1 => Just(3)];
    (policy, permissions(), permissions(), by, any::<bool>(), 0..3_u8, schedule)
        .prop_map(move |(policy, of_manager, permissions, by, deletes, gets, schedule)| {
            let put_store =
                Call::PutStore { store: 0, owner: 0, second_address: false, policy, required: none };
            let create = |role: u8, permissions: u8| {
                alone(Call::CreateRole { store: 0, by: Who::Owner, role, permissions, more: 0 })
            };
            // The slugs sort as their numbers do.
            let put = |person: u8, role: u8| {
                let rights = OWN_ROLES + role;
                Call::PutMember { store: 0, person, email: 0, rights, end: End::Never, required: none }
            };
            let get = if gets == 0 { invite(Who::Owner, 4, OWN_ROLES + 1, End::Never) } else { put(2, 1) };
            let change = if deletes {
                Call::DeleteRole { store: 0, by, role: 1, replace_with: None, required: none, more: 0 }
            } else {
                let permissions = Some(of_manager & !TEAM | 1);
                Call::ChangeRole { store: 0, by, role: 1, permissions, label: false, required: none }
            };
            vec![
                alone(put_store),
                create(1, of_manager | TEAM | 1),
                create(2, permissions),
                alone(put(1, 0)),
                Step::Together(vec![(change, Mishap::None), (get, Mishap::None)], schedule),
            ]
        })
        .boxed()
}

/// A store gets as many roles as it can, with long slugs, and again after they were deleted.
pub(super) fn many_roles() -> impl Strategy<Value = Vec<Step>> {
    (permissions(), 6..40_u8, 8..24_u8, proptest::option::of(0..4_u8)).prop_map(
        move |(permissions, role, more, replace_with)| {
            let create = |role: u8| Call::CreateRole { store: 0, by: Who::Owner, role, permissions, more };
            let delete = Call::DeleteRole {
                store: 0,
                by: Who::Owner,
                role: 0,
                replace_with,
                required: Required::Nothing,
                more,
            };
            vec![alone(create(role)), alone(delete), alone(create(role + more + 1))]
        },
    )
}
