//! Calls that move a person to another id.

use proptest::prelude::*;

use super::operands::somebody;
use crate::steps::Call;

fn request() -> impl Strategy<Value = Call> {
    let key = prop_oneof![4 => Just(None), 1 => (0..2_u8).prop_map(Some)];
    (somebody(), 0..5_u8, key).prop_map(|(from, to, key)| Call::MovePerson { from, to, key })
}

/// The platform moves a person, or a worker gets the message.
pub(super) fn moving() -> BoxedStrategy<Call> {
    let message = prop_oneof![6 => Just(0_u8), 1 => 1..6_u8];
    prop_oneof![1 => request(), 2 => message.prop_map(|which| Call::MoveInStore { which })].boxed()
}
