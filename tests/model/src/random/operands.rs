//! Whom and what a call names.

use proptest::prelude::*;

use crate::port::Mishap;
use crate::steps::{Call, End, Link, OF_ADDRESS, OTHER_CATALOGS, OWN_ROLES, Required, SignedIn, Step, Who};

/// A call with nothing else in progress, and no mishap.
pub(super) fn alone(call: Call) -> Step {
    Step::Alone(call, Mishap::None)
}

/// An invitation to the first store, by mail.
pub(super) fn invite(by: Who, email: u8, rights: u8, end: End) -> Call {
    Call::Invite { store: 0, by, email, rights, end, key: None, named: None, silent: false }
}

/// The invitee of an address joins the first store by the latest link.
pub(super) fn accept(email: u8) -> Call {
    Call::Accept {
        link: Link { store: 0, which: OF_ADDRESS + email, older: 0 },
        signed_in: SignedIn::Invitee,
    }
}

pub(super) fn store() -> impl Strategy<Value = u8> {
    prop_oneof![5 => Just(0_u8), 1 => Just(1_u8)]
}

pub(super) fn manager() -> impl Strategy<Value = Who> {
    prop_oneof![
        4 => Just(Who::Owner),
        5 => (0..3_u8).prop_map(Who::Manager),
        1 => (0..4_u8).prop_map(Who::Member),
        1 => (0..5_u8).prop_map(Who::Person),
    ]
}

pub(super) fn somebody() -> impl Strategy<Value = Who> {
    prop_oneof![5 => (0..4_u8).prop_map(Who::Member), 1 => (0..5_u8).prop_map(Who::Person), 1 => Just(Who::Owner)]
}

pub(super) fn rights() -> impl Strategy<Value = u8> {
    prop_oneof![18 => 0..10_u8, 4 => OWN_ROLES..OWN_ROLES + 16, 2 => OTHER_CATALOGS..OTHER_CATALOGS + 30]
}

pub(super) fn end() -> impl Strategy<Value = End> {
    prop_oneof![
        5 => Just(End::Never),
        2 => (1..60_u8).prop_map(End::Hours),
        2 => (1..120_u8).prop_map(End::Days),
        2 => (0..2_u8).prop_map(End::Own),
        1 => Just(End::Past),
    ]
}

pub(super) fn required() -> impl Strategy<Value = Required> {
    prop_oneof![
        8 => Just(Required::Nothing),
        1 => Just(Required::Current),
        1 => Just(Required::Older),
        1 => Just(Required::Exists),
    ]
}

pub(super) fn required_of_put() -> impl Strategy<Value = Required> {
    prop_oneof![5 => Just(Required::Nothing), 1 => Just(Required::Current), 1 => Just(Required::Older), 2 => Just(Required::Absent)]
}
