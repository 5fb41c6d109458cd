//! Every bound on what a request, an item or a transaction may hold.

/// Actions that one transaction may hold. Source: DynamoDB API reference, `TransactWriteItems`.
pub const TRANSACTION_ACTIONS: usize = 100;

/// Addresses that are known to be one member's. Each takes an action when the member is removed.
pub const MEMBER_ADDRESSES: usize = 8;

/// Changes of address that one member may make in a day.
pub const ADDRESS_CHANGES_PER_DAY: u32 = 10;

/// Seats that one change lets go of beside its own work.
pub const RELEASED_SEATS: usize = 19;

/// Members whom the event of a catalog change lists by name; the rest are counted.
pub const LISTED_LOSSES: usize = 50;

/// A removal needs an action for the store, the member, the caller, the event, the idempotency record and each address.
const _: () = assert!(MEMBER_ADDRESSES + 5 <= TRANSACTION_ACTIONS);
