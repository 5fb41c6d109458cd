//! A person who is erased while others go on.

use proptest::prelude::*;

use super::calls::{about, mishap, mishap_among_rivals, rival};
use super::erasing::{by_address, erasing};
use super::moving::moving;
use super::operands::{accept, alone, invite, manager, rights};
use crate::port::Mishap;
use crate::steps::{Call, End, Pass, Required, Step, Who};

/// A worker may end anywhere in the work, which has some dozens of reads and writes.
fn interruption() -> impl Strategy<Value = Mishap> {
    prop_oneof![2 => Just(Mishap::None), 3 => (1..70_u8).prop_map(Mishap::Crash), 1 => (0..12_u8).prop_map(Mishap::AnswerLost), 1 => mishap()]
}

/// A person joins, invites others, and is told of things; then they are erased, while others, the person themself and other workers
/// go on. At the end the links from before are tried.
pub(super) fn erasure() -> impl Strategy<Value = Vec<Step>> {
    let joins = (0..5_u8, 0..2_u8, rights(), proptest::bool::weighted(0.4));
    let gives = proptest::collection::vec((0..10_u8, rights(), any::<bool>()), 0..3);
    let before = |person: u8| {
        prop_oneof![
            3 => about(person),
            1 => (0..6_u8).prop_map(|event| Call::Notify { store: 0, event, more: 2 }),
            1 => Just(Call::Publish { store: 0 }),
            1 => (0..3_u8).prop_map(move |kind| Call::SetMailPreference {
                store: 0, whom: Who::Person(person), kind, wanted: false,
            }),
            1 => (manager(), rights()).prop_map(move |(by, rights)| Call::Invite {
                store: 0, by, email: person * 2 + 1, rights, end: End::Never, key: Some(0), named: None, silent: false,
            }),
            1 => Just(Call::Announce { store: 0, installed_by: Some(Who::Person(person)), more: 0 }),
            1 => rights().prop_map(move |rights| Call::PutMember {
                store: 1, person, email: 0, rights, end: End::Never, required: Required::Nothing,
            }),
        ]
    };
    let meanwhile = |person: u8| prop_oneof![4 => about(person), 2 => rival(), 1 => moving(), 1 => erasing(), 1 => Just(Call::Publish { store: 0 })];
    let schedule = proptest::collection::vec(any::<u8>(), 40);
    let wait = prop_oneof![3 => Just(None), 1 => Just(Some(61_000_u16))];
    (joins, gives, by_address(), schedule, wait).prop_flat_map(
        move |(joins, gives, by_address, schedule, wait)| {
            let (person, second, rights, is_put) = joins;
            let email = person * 2 + second;
            (
                proptest::collection::vec(before(person), 0..4),
                proptest::collection::vec((meanwhile(person), mishap_among_rivals()), 0..3),
                interruption(),
                proptest::collection::vec(about(person), 0..2),
            )
                .prop_map(move |(before, rivals, mishap, between)| {
                    let who = Who::Person(person);
                    let mut steps = Vec::new();
                    if is_put {
                        let end = End::Never;
                        let put = Call::PutMember {
                            store: 0,
                            person,
                            email: second,
                            rights,
                            end,
                            required: Required::Nothing,
                        };
                        steps.push(alone(put));
                    } else {
                        steps.extend([
                            alone(invite(Who::Owner, email, rights, End::Never)),
                            alone(accept(email)),
                        ]);
                    }
                    let mut open = Vec::new();
                    for (email, rights, is_accepted) in &gives {
                        steps.push(alone(invite(who, *email, *rights, End::Never)));
                        let accept = alone(accept(*email));
                        if *is_accepted { steps.push(accept) } else { open.push(accept) }
                    }
                    steps.extend(before.into_iter().map(alone));
                    steps.push(alone(Call::BeginErasure { who, by_address, stores: false }));
                    let erase = Call::Erase { which: 0 };
                    if rivals.is_empty() {
                        steps.push(Step::Alone(erase.clone(), mishap));
                    } else {
                        let mut calls = rivals;
                        calls.push((erase.clone(), mishap));
                        steps.push(Step::Together(calls, schedule.clone()));
                    }
                    steps.extend(between.into_iter().map(alone));
                    match wait {
                        // The event is not published for a quarter of an hour.
                        Some(wait) => steps.extend((0..15).map(|_| Step::Pass(Pass::Milliseconds(wait)))),
                        None => steps.extend([0, 1].map(|store| alone(Call::Publish { store }))),
                    }
                    steps.push(alone(erase.clone()));
                    steps.extend([0, 1].map(|store| alone(Call::Publish { store })));
                    steps.push(alone(erase));
                    steps.extend(open);
                    steps.push(alone(accept(email)));
                    steps
                })
        },
    )
}
