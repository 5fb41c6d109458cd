//! The limits on the size of requests, items and transactions.

/// The largest number of actions in a transaction. Source: DynamoDB API reference, `TransactWriteItems`.
pub const TRANSACTION_ACTIONS: usize = 100;

/// The largest number of addresses stored for a member. A removal takes one action for each.
pub const MEMBER_ADDRESSES: usize = 8;

/// The largest number of address changes of a member per day.
pub const ADDRESS_CHANGES_PER_DAY: u32 = 10;

/// The largest number of mails that an address gets in a day because of what one person does in a store.
/// Mails about orders are not counted, nor are mails with the link of an invitation, which have a limit of their own.
pub const CAUSED_MAILS_PER_DAY: u32 = 20;

/// The largest number of seats that a change releases in its own transaction.
pub const RELEASED_SEATS: usize = 19;

/// The largest number of members that the event of a catalog change lists.
pub const LISTED_LOSSES: usize = 50;

/// A removal needs an action for the store, the member, the caller, the event, the idempotency record and each address.
const _: () = assert!(MEMBER_ADDRESSES + 5 <= TRANSACTION_ACTIONS);
