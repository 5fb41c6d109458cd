//! Calls that erase a person.

use proptest::prelude::*;

use super::operands::{somebody, store};
use crate::steps::Call;

pub(super) fn by_address() -> impl Strategy<Value = Option<bool>> {
    prop_oneof![3 => Just(None), 1 => any::<bool>().prop_map(Some)]
}

fn request() -> impl Strategy<Value = Call> {
    (somebody(), by_address(), proptest::bool::weighted(0.2))
        .prop_map(|(who, by_address, stores)| Call::BeginErasure { who, by_address, stores })
}

fn work() -> impl Strategy<Value = Call> {
    prop_oneof![6 => Just(0_u8), 1 => 1..4_u8].prop_map(|which| Call::Erase { which })
}

/// A person is erased or exported, a worker gets to an erasure, or what happened is published.
pub(super) fn erasing() -> BoxedStrategy<Call> {
    prop_oneof![
        1 => request(),
        3 => work(),
        1 => store().prop_map(|store| Call::Publish { store }),
        1 => (somebody(), by_address()).prop_map(|(who, by_address)| Call::Export { who, by_address }),
    ]
    .boxed()
}
