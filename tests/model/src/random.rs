//! Random histories: which steps come how often.

mod calls;
mod erased;
mod erasing;
mod groups;
mod moving;
mod operands;
mod people;
mod role_calls;
mod roles;

use proptest::prelude::*;

use self::calls::{about, accept, call, handover, invite, mishap, mishap_among_rivals, resend, rival};
use self::erased::erasure;
use self::groups::{
    closing, comeback, encounter, founding, life, pestering, repetition, return_of_an_activity, succession,
    unwanted,
};
use self::operands::store;
use self::people::another_id;
use self::roles::{life_of_a_role, many_roles, unused_role};
use crate::port::Mishap;
use crate::steps::{Call, History, Pass, Step, TWICE};

/// Calls at the same time: any, about one person, for the last seats, or while a store changes hands.
fn calls_together() -> impl Strategy<Value = Vec<(Call, Mishap)>> {
    let joins = prop_oneof![3 => accept(), 1 => invite(), 1 => resend()];
    prop_oneof![
        3 => proptest::collection::vec((joins, mishap_among_rivals()), 2..4),
        3 => proptest::collection::vec((rival(), mishap_among_rivals()), 2..4),
        1 => (store(), 0..4_u8).prop_flat_map(|(store, member)| {
            proptest::collection::vec((handover(store, member), mishap_among_rivals()), 2..4)
        }),
        3 => (0..5_u8)
            .prop_flat_map(|person| proptest::collection::vec((about(person), mishap_among_rivals()), 2..4)),
    ]
}

fn pass() -> impl Strategy<Value = Pass> {
    prop_oneof![
        1 => (1..3000_u16).prop_map(Pass::Milliseconds),
        1 => (1..48_u8).prop_map(Pass::Hours),
        2 => prop_oneof![Just(1_u8), Just(2), Just(7), Just(8), Just(90), Just(97), Just(98), Just(180), Just(200)]
            .prop_map(Pass::Days),
        4 => (0..4_u8, prop_oneof![Just(0_i16), Just(1), Just(-1), Just(-700), Just(700), Just(2000)])
            .prop_map(|(number, after)| Pass::ToEnd(number, after)),
    ]
}

/// A step.
pub fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => (0..5_u8).prop_flat_map(|person| (about(person), mishap())).prop_map(|(call, mishap)| Step::Alone(call, mishap)),
        50 => (call(), mishap()).prop_map(|(call, mishap)| Step::Alone(call, mishap)),
        14 => pass().prop_map(Step::Pass),
        8 => (calls_together(), proptest::collection::vec(any::<u8>(), 12))
            .prop_map(|(calls, schedule)| Step::Together(calls, schedule)),
        3 => prop_oneof![3 => Just(255_u8), 1 => 0..20_u8].prop_map(Step::Delete),
        2 => any::<bool>().prop_map(Step::Lag),
        2 => prop_oneof![2 => 0..6_u8, 1 => TWICE..TWICE + 6].prop_map(Step::Stream),
        1 => store().prop_map(Step::Forget),
    ]
}

/// What follows from a bulk call, a mail or an activity that came before.
fn sequels() -> impl Strategy<Value = Vec<Step>> {
    prop_oneof![1 => pestering(), 2 => encounter(), 2 => repetition(), 2 => return_of_an_activity(), 3 => unwanted()]
}

/// Roles of the store's own, in use or many.
fn of_roles() -> impl Strategy<Value = Vec<Step>> {
    prop_oneof![8 => life_of_a_role(), 3 => unused_role(), 1 => many_roles()]
}

/// A history of so many steps.
pub fn history(steps: usize) -> impl Strategy<Value = History> {
    let groups = prop_oneof![40 => step().prop_map(|step| vec![step]), 2 => life(), 1 => comeback(), 1 => founding(), 1 => closing(), 1 => succession(), 1 => sequels(), 2 => of_roles(), 1 => another_id(), 1 => erasure()];
    ((0..7_u8, 0..8_u8), proptest::collection::vec(groups, steps)).prop_map(move |(policies, groups)| {
        let mut all: Vec<Step> = groups.into_iter().flatten().collect();
        all.truncate(steps);
        History { policies, steps: all }
    })
}
