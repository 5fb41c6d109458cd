//! Which calls come how often, and what goes wrong with them.

use proptest::prelude::*;

use super::erasing::erasing;
use super::moving::moving;
use super::operands::{end, manager, required, required_of_put, rights, somebody, store};
use super::role_calls::role_call;
use crate::port::Mishap;
use crate::steps::{Call, Link, OF_ADDRESS, Required, SignedIn, Who};

fn link() -> impl Strategy<Value = Link> {
    (store(), 0..8_u8, prop_oneof![6 => Just(0_u8), 1 => Just(1_u8), 1 => Just(2_u8)])
        .prop_map(|(store, which, older)| Link { store, which, older })
}

fn signed_in() -> impl Strategy<Value = SignedIn> {
    prop_oneof![
        10 => Just(SignedIn::Invitee),
        1 => Just(SignedIn::OtherAddress),
        1 => (0..5_u8, any::<bool>()).prop_map(|(person, second)| SignedIn::Person(person, second)),
        1 => (0..5_u8).prop_map(SignedIn::Heir),
        1 => Just(SignedIn::Owner),
        1 => (0..4_u8).prop_map(SignedIn::Member),
    ]
}

fn key() -> impl Strategy<Value = Option<u8>> {
    prop_oneof![6 => Just(None), 1 => (0..2_u8).prop_map(Some)]
}

pub(super) fn invite() -> impl Strategy<Value = Call> {
    // The platform invites in the name of a manager, a manager in their own.
    let named = prop_oneof![
        12 => manager().prop_map(|by| (by, None)),
        1 => manager().prop_map(|named| (Who::Platform, Some(named))),
        1 => (prop_oneof![1 => manager(), 2 => Just(Who::Platform)], proptest::option::of(somebody())),
    ];
    (store(), named, 0..10_u8, rights(), end(), key(), proptest::bool::weighted(0.1)).prop_map(
        |(store, (by, named), email, rights, end, key, silent)| Call::Invite {
            store,
            by,
            email,
            rights,
            end,
            key,
            named,
            silent,
        },
    )
}

pub(super) fn accept() -> impl Strategy<Value = Call> {
    (link(), signed_in()).prop_map(|(link, signed_in)| Call::Accept { link, signed_in })
}

fn renew() -> impl Strategy<Value = Call> {
    link().prop_map(|link| Call::Renew { link })
}

pub(super) fn resend() -> impl Strategy<Value = Call> {
    (store(), manager(), 0..8_u8, required()).prop_map(|(store, by, which, required)| Call::Resend {
        store,
        by,
        which,
        required,
    })
}

pub(super) fn copy_link() -> impl Strategy<Value = Call> {
    let by = prop_oneof![1 => Just(Who::Platform), 1 => manager()];
    (store(), by, 0..8_u8, required()).prop_map(|(store, by, which, required)| Call::CopyLink {
        store,
        by,
        which,
        required,
    })
}

/// A person answers an invitation to their address while signed in.
fn own() -> impl Strategy<Value = Call> {
    (store(), 0..8_u8, signed_in(), proptest::bool::weighted(0.3)).prop_map(
        |(store, which, signed_in, declines)| {
            if declines {
                Call::DeclineOwn { store, which, signed_in }
            } else {
                Call::AcceptOwn { store, which, signed_in }
            }
        },
    )
}

fn opt_out() -> impl Strategy<Value = Call> {
    prop_oneof![
        1 => link().prop_map(|link| Call::OptOut { link }),
        1 => (0..10_u8).prop_map(|email| Call::WelcomeInvitations { email }),
    ]
}

fn change_member() -> impl Strategy<Value = Call> {
    let change = (
        proptest::option::of(rights()),
        proptest::option::of(end()),
        proptest::option::weighted(0.1, any::<bool>()),
    );
    (store(), manager(), somebody(), change, required()).prop_map(
        |(store, by, whom, (rights, end, suspends), required)| Call::ChangeMember {
            store,
            by,
            whom,
            rights,
            end,
            required,
            suspends,
        },
    )
}

fn put_member() -> impl Strategy<Value = Call> {
    (store(), 0..5_u8, 0..14_u8, rights(), end(), required()).prop_map(
        |(store, person, email, rights, end, required)| Call::PutMember {
            store,
            person,
            email,
            rights,
            end,
            required,
        },
    )
}

fn put_members() -> impl Strategy<Value = Call> {
    (store(), proptest::collection::vec((0..5_u8, 0..14_u8), 1..4), rights(), end(), key())
        .prop_map(|(store, members, rights, end, key)| Call::PutMembers { store, members, rights, end, key })
}

fn activity() -> impl Strategy<Value = Call> {
    prop_oneof![
        (store(), manager(), required_of_put(), proptest::bool::weighted(0.3))
            .prop_map(|(store, by, required, silent)| Call::PutActivity { store, by, required, silent }),
        (store(), manager(), required()).prop_map(|(store, by, required)| Call::DeleteActivity {
            store,
            by,
            required
        }),
    ]
}

fn notify() -> impl Strategy<Value = Call> {
    (store(), 0..6_u8, prop_oneof![9 => Just(0_u8), 1 => 1..4_u8])
        .prop_map(|(store, event, more)| Call::Notify { store, event, more })
}

fn preference() -> impl Strategy<Value = Call> {
    (store(), somebody(), 0..3_u8, proptest::bool::weighted(0.3))
        .prop_map(|(store, whom, kind, wanted)| Call::SetMailPreference { store, whom, kind, wanted })
}

fn mail_problem() -> impl Strategy<Value = Call> {
    let other = proptest::option::weighted(0.2, 0..10_u8);
    (store(), somebody(), any::<bool>(), other, proptest::bool::weighted(0.1)).prop_map(
        |(store, whom, complained, other, reply)| Call::RecordMailProblem {
            store,
            whom,
            complained,
            other,
            reply,
        },
    )
}

fn suspend() -> impl Strategy<Value = Call> {
    (store(), manager(), somebody(), any::<bool>(), required()).prop_map(
        |(store, by, whom, suspends, required)| {
            if suspends {
                Call::Suspend { store, by, whom, required }
            } else {
                Call::Resume { store, by, whom, required }
            }
        },
    )
}

fn remove() -> impl Strategy<Value = Call> {
    (store(), manager(), somebody(), required()).prop_map(|(store, by, whom, required)| Call::Remove {
        store,
        by,
        whom,
        required,
    })
}

fn leave() -> impl Strategy<Value = Call> {
    (store(), somebody()).prop_map(|(store, who)| Call::Leave { store, who })
}

fn of_policies() -> impl Strategy<Value = Call> {
    prop_oneof![
        2 => (store(), 0..5_u8, any::<bool>(), 0..7_u8, required_of_put()).prop_map(
            |(store, owner, second_address, policy, required)| Call::PutStore {
                store, owner, second_address, policy, required,
            }
        ),
        1 => (store(), 0..4_u8).prop_map(|(store, member)| Call::TransferTo { store, member }),
        1 => close(),
        2 => (
            store(),
            prop_oneof![3 => Just(Who::Platform), 1 => manager()],
            proptest::option::of(0..7_u8),
            proptest::option::weighted(0.3, 0..3_u8),
            proptest::bool::weighted(0.2),
            required(),
            proptest::option::weighted(0.4, proptest::bool::weighted(0.8)),
        )
            .prop_map(|(store, by, policy, domain, name, required, copying)| Call::ChangeStore {
                store, by, policy, domain, name, required, copying,
            }),
    ]
}

pub(super) fn close() -> impl Strategy<Value = Call> {
    // Mostly of the second store: it ends what a history has built up.
    let store = prop_oneof![1 => Just(0_u8), 4 => Just(1_u8)];
    (store, required()).prop_map(|(store, required)| Call::CloseStore { store, required })
}

fn change_profile() -> impl Strategy<Value = Call> {
    (
        somebody(),
        prop_oneof![2 => Just(None), 6 => (0..2_u8).prop_map(Some), 1 => (2..10_u8).prop_map(Some)],
        proptest::bool::weighted(0.2),
        prop_oneof![9 => Just(1_u8), 1 => 2..14_u8],
    )
        .prop_map(|(person, email, name, times)| Call::ChangeProfile { person, email, name, times })
}

/// A call.
pub(super) fn call() -> BoxedStrategy<Call> {
    prop_oneof![
        16 => invite(),
        14 => accept(),
        3 => link().prop_map(|link| Call::Decline { link }),
        6 => renew(),
        1 => link().prop_map(|link| Call::LookUp { link }),
        5 => resend(),
        3 => (store(), manager(), 0..8_u8, proptest::option::of(rights()), any::<bool>(), required()).prop_map(
            |(store, by, which, rights, locale, required)| Call::ChangeInvitation {
                store, by, which, rights, locale, required,
            }
        ),
        3 => (store(), manager(), 0..8_u8, 0..10_u8, required()).prop_map(
            |(store, by, which, email, required)| Call::ReplaceInvitation { store, by, which, email, required }
        ),
        3 => (store(), manager(), 0..8_u8, required())
            .prop_map(|(store, by, which, required)| Call::Revoke { store, by, which, required }),
        7 => change_member(),
        3 => suspend(),
        3 => put_member(),
        5 => remove(),
        2 => leave(),
        8 => of_policies(),
        4 => change_profile(),
        2 => (
            store(),
            manager(),
            proptest::collection::vec(0..10_u8, 1..4),
            prop_oneof![9 => Just(0_u8), 1 => 15..46_u8],
            rights(),
            end(),
            key(),
        )
            .prop_map(|(store, by, emails, crowd, rights, end, key)| Call::InviteMany {
                store, by, emails, crowd, rights, end, key,
            }),
        1 => put_members(),
        2 => activity(),
        1 => (store(), proptest::option::of(somebody()))
            .prop_map(|(store, installed_by)| Call::Announce { store, installed_by, more: 0 }),
        1 => (store(), somebody(), any::<bool>())
            .prop_map(|(store, whom, by_platform)| Call::CheckAccess { store, whom, by_platform }),
        1 => (store(), somebody()).prop_map(|(store, who)| Call::View { store, who }),
        2 => Just(Call::Due),
        2 => (store(), 0..8_u8, 0..2_u8, 0..5_u8).prop_map(|(store, which, older, delivery)| Call::RecordDelivery {
            store, which, older, delivery,
        }),
        1 => (store(), any::<u8>(), 0..10_u8)
            .prop_map(|(store, event, email)| Call::MarkMailed { store, event, email }),
        4 => notify(),
        1 => preference(),
        1 => mail_problem(),
        1 => (store(), somebody()).prop_map(|(store, whom)| Call::RecordActivity { store, whom }),
        6 => role_call(),
        3 => copy_link(),
        3 => own(),
        2 => opt_out(),
        3 => moving(),
        2 => erasing(),
    ]
    .boxed()
}

/// Calls whose order matters when they meet.
pub(super) fn rival() -> BoxedStrategy<Call> {
    prop_oneof![
        4 => invite(),
        5 => accept(),
        2 => renew(),
        2 => resend(),
        3 => change_member(),
        2 => suspend(),
        2 => put_member(),
        1 => prop_oneof![2 => put_members(), 2 => activity(), 1 => preference(), 2 => mail_problem(), 1 => notify()],
        4 => remove(),
        2 => leave(),
        3 => of_policies(),
        2 => change_profile(),
        2 => role_call(),
        1 => prop_oneof![1 => copy_link(), 1 => own(), 1 => opt_out()],
        1 => moving(),
        1 => erasing(),
        2 => (store(), somebody(), Just(false))
            .prop_map(|(store, whom, by_platform)| Call::CheckAccess { store, whom, by_platform }),
        2 => call(),
    ]
    .boxed()
}

/// Calls about one person, by all their addresses.
pub(super) fn about(person: u8) -> BoxedStrategy<Call> {
    let who = Who::Person(person);
    let which = move || (0..2_u8).prop_map(move |second| OF_ADDRESS + person * 2 + second);
    let link = move || (store(), which()).prop_map(|(store, which)| Link { store, which, older: 0 });
    prop_oneof![
        4 => (store(), manager(), 0..2_u8, rights(), end()).prop_map(move |(store, by, second, rights, end)| {
            Call::Invite {
                store, by, email: person * 2 + second, rights, end, key: None, named: None, silent: false,
            }
        }),
        4 => (link(), signed_in()).prop_map(|(link, signed_in)| Call::Accept { link, signed_in }),
        3 => (store(), manager()).prop_map(move |(store, by)| {
            Call::Remove { store, by, whom: who, required: Required::Nothing }
        }),
        1 => store().prop_map(move |store| Call::Leave { store, who }),
        2 => (store(), manager(), which()).prop_map(|(store, by, which)| {
            Call::Resend { store, by, which, required: Required::Nothing }
        }),
        1 => (store(), manager(), which(), rights()).prop_map(|(store, by, which, rights)| Call::ChangeInvitation {
            store, by, which, rights: Some(rights), locale: true, required: Required::Nothing,
        }),
        1 => (store(), manager(), which()).prop_map(|(store, by, which)| {
            Call::Revoke { store, by, which, required: Required::Nothing }
        }),
        1 => link().prop_map(|link| Call::Renew { link }),
        1 => (store(), prop_oneof![1 => Just(Who::Platform), 1 => manager()], which()).prop_map(
            |(store, by, which)| Call::CopyLink { store, by, which, required: Required::Nothing }
        ),
        1 => (store(), which(), signed_in())
            .prop_map(|(store, which, signed_in)| Call::AcceptOwn { store, which, signed_in }),
        1 => link().prop_map(|link| Call::OptOut { link }),
        1 => (0..2_u8).prop_map(move |second| Call::WelcomeInvitations { email: person * 2 + second }),
        1 => (store(), which(), 0..5_u8).prop_map(|(store, which, delivery)| Call::RecordDelivery {
            store, which, older: 0, delivery,
        }),
        1 => (store(), manager(), proptest::option::of(rights()), end()).prop_map(move |(store, by, rights, end)| {
            Call::ChangeMember { store, by, whom: who, rights, end: Some(end), required: Required::Nothing, suspends: None }
        }),
        1 => (store(), manager()).prop_map(move |(store, by)| {
            Call::Suspend { store, by, whom: who, required: Required::Nothing }
        }),
        1 => (0..2_u8).prop_map(move |email| {
            Call::ChangeProfile { person: who, email: Some(email), name: false, times: 1 }
        }),
        1 => (store(), any::<bool>(), 0..7_u8).prop_map(move |(store, second_address, policy)| Call::PutStore {
            store, owner: person, second_address, policy, required: Required::Nothing,
        }),
        1 => store().prop_map(move |store| Call::CheckAccess { store, whom: who, by_platform: false }),
    ]
    .boxed()
}

/// A store goes to a member, who uses it meanwhile.
pub(super) fn handover(store: u8, member: u8) -> impl Strategy<Value = Call> {
    let whom = Who::Member(member);
    prop_oneof![
        Just(Call::TransferTo { store, member }),
        any::<bool>().prop_map(move |by_platform| Call::CheckAccess { store, whom, by_platform }),
    ]
}

pub(super) fn mishap() -> impl Strategy<Value = Mishap> {
    prop_oneof![
        30 => Just(Mishap::None),
        2 => (-20..21_i8).prop_map(Mishap::Clock),
        1 => (0..2_u8).prop_map(Mishap::AnswerLost),
        1 => (1..4_u8).prop_map(Mishap::Contention),
        1 => (1..8_u8).prop_map(Mishap::Crash),
    ]
}

pub(super) fn mishap_among_rivals() -> impl Strategy<Value = Mishap> {
    prop_oneof![
        4 => Just(Mishap::None),
        3 => any::<u8>().prop_map(Mishap::TornReads),
        2 => (-20..21_i8).prop_map(Mishap::Clock),
        1 => (0..2_u8).prop_map(Mishap::AnswerLost),
        2 => (1..4_u8).prop_map(Mishap::Contention),
        1 => (1..8_u8).prop_map(Mishap::Crash),
    ]
}
