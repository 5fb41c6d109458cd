//! Groups of steps that only together lead where a history of single steps hardly gets.

use proptest::prelude::*;

use super::calls::{about, call, mishap, mishap_among_rivals, rival};
use super::operands::{accept, alone, end, invite, required, required_of_put, rights};
use crate::port::Mishap;
use crate::steps::{Call, End, Link, Pass, Required, SignedIn, Step, Who};

/// A person joins, calls about them meet, and they use the links that they have.
pub(super) fn life() -> impl Strategy<Value = Vec<Step>> {
    let schedule = proptest::collection::vec(any::<u8>(), 12);
    (0..5_u8, 0..2_u8, rights(), schedule).prop_flat_map(|(person, second, rights, schedule)| {
        let invite = invite(Who::Owner, person * 2 + second, rights, End::Never);
        let meet = proptest::collection::vec((about(person), mishap_among_rivals()), 2..4);
        meet.prop_map(move |calls| {
            vec![
                alone(invite.clone()),
                alone(accept(person * 2 + second)),
                Step::Together(calls, schedule.clone()),
                alone(accept(person * 2)),
                alone(accept(person * 2 + 1)),
            ]
        })
    })
}

/// The platform puts the same store several times at once: it may be there already, or not.
pub(super) fn founding() -> impl Strategy<Value = Vec<Step>> {
    let put = (0..5_u8, 0..7_u8, required_of_put()).prop_map(|(owner, policy, required)| {
        let put = Call::PutStore { store: 1, owner, second_address: false, policy, required };
        (put, Mishap::None)
    });
    (proptest::collection::vec(put, 2..4), proptest::collection::vec(any::<u8>(), 12))
        .prop_map(|(calls, schedule)| vec![Step::Together(calls, schedule)])
}

/// A person who was removed is invited anew for some hours, and then uses a link from before the removal; maybe by another id to
/// which they were moved.
pub(super) fn comeback() -> impl Strategy<Value = Vec<Step>> {
    let other_id = proptest::option::weighted(0.4, 0..5_u8);
    (0..5_u8, rights(), 1..60_u8, other_id).prop_map(|(person, rights, hours, other_id)| {
        let (email, other) = (person * 2, person * 2 + 1);
        let invite = |email: u8, end: End| invite(Who::Owner, email, rights, end);
        let remove =
            Call::Remove { store: 0, by: Who::Owner, whom: Who::Person(person), required: Required::Nothing };
        let mut steps = vec![
            alone(invite(other, End::Never)),
            alone(invite(email, End::Never)),
            alone(accept(email)),
            alone(remove),
            alone(invite(email, End::Hours(hours))),
            alone(accept(email)),
        ];
        let mut again = accept(other);
        if let Some(to) = other_id {
            steps.push(alone(Call::MovePerson { from: Who::Person(person), to, key: None }));
            steps.push(alone(Call::MoveInStore { which: 0 }));
            if let Call::Accept { signed_in, .. } = &mut again {
                *signed_in = SignedIn::Heir(to);
            }
        }
        steps.extend([Step::Pass(Pass::Hours(hours)), alone(again)]);
        steps
    })
}

/// An address passes from one member to another, and the first of them is removed.
pub(super) fn succession() -> impl Strategy<Value = Vec<Step>> {
    (1..5_u8, 1..4_u8, rights()).prop_map(|(person, further, rights)| {
        let (email, heir) = (person * 2, (person + further) % 5);
        let invite = |email: u8| invite(Who::Owner, email, rights, End::Never);
        let inherit =
            Call::ChangeProfile { person: Who::Person(heir), email: Some(email), name: false, times: 1 };
        let remove =
            Call::Remove { store: 0, by: Who::Owner, whom: Who::Person(person), required: Required::Nothing };
        [invite(email), accept(email), invite(heir * 2), accept(heir * 2), inherit, remove, invite(email)]
            .map(|call| Step::Alone(call, Mishap::None))
            .to_vec()
    })
}

/// A person causes more mails to the owner than one may on a day, and goes on on the next.
pub(super) fn pestering() -> impl Strategy<Value = Vec<Step>> {
    (0..3_u8, 19..24_u8, any::<bool>()).prop_map(|(member, more, next_day)| {
        let install =
            |more: u8| alone(Call::Announce { store: 0, installed_by: Some(Who::Member(member)), more });
        let notify = |more: u8| alone(Call::Notify { store: 0, event: 0, more });
        let mut steps = vec![install(more), notify(more)];
        if next_day {
            steps.push(Step::Pass(Pass::Days(1)));
        }
        steps.extend([install(0), notify(0)]);
        steps
    })
}

/// The platform repeats a bulk call that may have been interrupted, soon or when its lease is over.
pub(super) fn repetition() -> impl Strategy<Value = Vec<Step>> {
    let members = proptest::collection::vec((0..5_u8, 0..4_u8), 1..4);
    let interruption = prop_oneof![
        2 => (1..12_u8).prop_map(Mishap::Crash),
        1 => (0..4_u8).prop_map(Mishap::AnswerLost),
        1 => Just(Mishap::None),
    ];
    let pause = prop_oneof![Just(1_000_u16), Just(61_000_u16)];
    (members, rights(), end(), interruption, pause).prop_map(|(members, rights, end, interruption, pause)| {
        let put = Call::PutMembers { store: 0, members, rights, end, key: Some(0) };
        vec![
            Step::Alone(put.clone(), interruption),
            Step::Pass(Pass::Milliseconds(pause)),
            Step::Alone(put, Mishap::None),
        ]
    })
}

/// An activity is put, deleted and put again, with orders in between.
pub(super) fn return_of_an_activity() -> impl Strategy<Value = Vec<Step>> {
    (any::<bool>(), required(), required_of_put(), mishap()).prop_map(
        |(silent, of_delete, of_put, mishap)| {
            let put = |required: Required, silent: bool| Call::PutActivity {
                store: 0,
                by: Who::Owner,
                required,
                silent,
            };
            let order =
                || Step::Alone(Call::Announce { store: 0, installed_by: None, more: 0 }, Mishap::None);
            vec![
                Step::Alone(put(Required::Nothing, silent), mishap),
                order(),
                Step::Alone(
                    Call::DeleteActivity { store: 0, by: Who::Owner, required: of_delete },
                    Mishap::None,
                ),
                order(),
                Step::Alone(put(of_put, false), Mishap::None),
            ]
        },
    )
}

/// Calls of one activity meet, or wishes of one person.
pub(super) fn encounter() -> impl Strategy<Value = Vec<Step>> {
    let put = |required: Required| Call::PutActivity { store: 0, by: Who::Owner, required, silent: false };
    let of_activity = prop_oneof![
        1 => required_of_put().prop_map(put),
        1 => required().prop_map(|required| Call::DeleteActivity { store: 0, by: Who::Owner, required }),
    ];
    let wish = |person: u8| {
        (0..3_u8, any::<bool>()).prop_map(move |(kind, wanted)| Call::SetMailPreference {
            store: 0,
            whom: Who::Person(person),
            kind,
            wanted,
        })
    };
    let of_activity = proptest::collection::vec(of_activity, 3..5);
    let of_person = (0..5_u8).prop_flat_map(move |person| proptest::collection::vec(wish(person), 3..5));
    let schedule = proptest::collection::vec(any::<u8>(), 12);
    (prop_oneof![1 => of_activity, 1 => of_person], schedule).prop_map(|(mut calls, schedule)| {
        let first = calls.remove(0);
        let rivals = calls.into_iter().map(|call| (call, Mishap::None)).collect();
        vec![Step::Alone(first, Mishap::None), Step::Together(rivals, schedule)]
    })
}

/// A person who is a member switches mails off or cannot be reached, and something happens of which they would be told.
pub(super) fn unwanted() -> impl Strategy<Value = Vec<Step>> {
    let told = Who::Person;
    (0..5_u8, rights(), 0..3_u8, any::<bool>(), 0..2_u8).prop_flat_map(
        move |(person, rights, kind, complained, which)| {
            let off = match which {
                0 => Call::SetMailPreference { store: 0, whom: told(person), kind, wanted: false },
                _ => Call::RecordMailProblem {
                    store: 0,
                    whom: told(person),
                    complained,
                    other: None,
                    reply: false,
                },
            };
            let happens = prop_oneof![
                2 => Just(Call::Announce { store: 0, installed_by: None, more: 0 }),
                2 => Just(Call::Due),
                4 => (0..8_u8).prop_map(|which| Call::Decline { link: Link { store: 0, which, older: 0 } }),
                2 => call(),
            ];
            happens.prop_map(move |happens| {
                let put = Call::PutMember {
                    store: 0,
                    person,
                    email: 0,
                    rights,
                    end: End::Never,
                    required: Required::Nothing,
                };
                let notify = Call::Notify { store: 0, event: 0, more: 1 };
                [put, off.clone(), happens, notify].map(|call| Step::Alone(call, Mishap::None)).to_vec()
            })
        },
    )
}

/// A store is closed while calls are in progress, its id is given again, and links and keys from before are tried there.
pub(super) fn closing() -> impl Strategy<Value = Vec<Step>> {
    let rivals = proptest::collection::vec((rival(), mishap_among_rivals()), 1..3);
    let schedule = proptest::collection::vec(any::<u8>(), 12);
    let after = proptest::collection::vec(call(), 1..4);
    let work = (mishap(), prop_oneof![Just(30_000_u16), Just(60_000), Just(65_000)]);
    (0..5_u8, rivals, schedule, after, work).prop_map(
        |(owner, mut rivals, schedule, after, (mishap, wait))| {
            let close = Call::CloseStore { store: 0, required: Required::Nothing };
            rivals.push((close.clone(), Mishap::None));
            let put = Call::PutStore {
                store: 0,
                owner,
                second_address: false,
                policy: 1,
                required: Required::Nothing,
            };
            let mut steps =
                vec![Step::Together(rivals, schedule.clone()), alone(close), Step::Alone(Call::Due, mishap)];
            steps.push(Step::Pass(Pass::Milliseconds(wait)));
            steps.push(Step::Together(vec![(Call::Due, mishap), (put.clone(), Mishap::None)], schedule));
            steps.extend([Step::Pass(Pass::Milliseconds(wait)), alone(Call::Due), alone(put)]);
            steps.extend(after.into_iter().map(alone));
            steps
        },
    )
}
