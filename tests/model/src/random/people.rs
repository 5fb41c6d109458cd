//! A person as a whole: moved to another id.

use proptest::prelude::*;

use super::calls::{about, mishap, mishap_among_rivals};
use super::moving::moving;
use super::operands::{accept, alone, invite, manager, rights};
use crate::port::Mishap;
use crate::steps::{Call, End, Required, Step, Who};

/// A person joins and invites others, is moved to another id, and all of them go on: by the links that they have, by both ids, and
/// while the worker is at it.
pub(super) fn another_id() -> impl Strategy<Value = Vec<Step>> {
    let who = prop_oneof![3 => (0..5_u8).prop_map(Some), 1 => Just(None)];
    let invites = proptest::collection::vec((0..10_u8, rights(), any::<bool>()), 1..3);
    let rivals = (0..5_u8).prop_flat_map(|person| {
        proptest::collection::vec(
            (prop_oneof![2 => about(person), 1 => moving()], mishap_among_rivals()),
            0..3,
        )
    });
    let schedule = proptest::collection::vec(any::<u8>(), 12);
    let after = proptest::collection::vec(
        prop_oneof![
            4 => (0..5_u8).prop_flat_map(about),
            2 => moving(),
            1 => Just(Call::Due),
            1 => (manager(), rights()).prop_map(|(by, rights)| Call::ChangeMember {
                store: 0, by, whom: Who::Member(0), rights: Some(rights), end: None, required: Required::Nothing, suspends: None,
            }),
        ],
        1..5,
    );
    // The worker may end when the person is moved, and before the invitations name the other id.
    let mishap = prop_oneof![1 => mishap(), 1 => (2..6_u8).prop_map(Mishap::Crash)];
    ((who, 0..5_u8, rights()), invites, rivals, schedule, (mishap, after)).prop_map(
        |((who, to, rights), invites, rivals, schedule, (mishap, after))| {
            let from = who.map_or(Who::Owner, Who::Person);
            let mut steps = Vec::new();
            if let Some(person) = who {
                let end = End::Never;
                steps.push(alone(Call::PutMember {
                    store: 0,
                    person,
                    email: 0,
                    rights,
                    end,
                    required: Required::Nothing,
                }));
            }
            let mut open = Vec::new();
            for (email, rights, is_accepted) in invites {
                steps.push(alone(invite(from, email, rights, End::Never)));
                let accept = alone(accept(email));
                if is_accepted { steps.push(accept) } else { open.push(accept) }
            }
            steps.push(alone(Call::MovePerson { from, to, key: None }));
            if rivals.is_empty() {
                steps.push(Step::Alone(Call::MoveInStore { which: 0 }, mishap));
            } else {
                let mut calls = rivals;
                calls.push((Call::MoveInStore { which: 0 }, mishap));
                steps.push(Step::Together(calls, schedule));
            }
            steps.extend(after.into_iter().map(alone));
            steps.extend(open);
            steps
        },
    )
}
