//! The limits on the size of requests, items and transactions.

/// Characters of a name.
pub const NAME_CHARACTERS: usize = 200;

/// Characters of the reason for declining.
pub const REASON_CHARACTERS: usize = 1000;

/// Characters of the note that goes with an invitation.
pub const NOTE_CHARACTERS: usize = 500;

/// Keys of the metadata of a store, an invitation or a member.
pub const METADATA_ENTRIES: usize = 20;

/// Characters of such a key.
pub const METADATA_KEY_CHARACTERS: usize = 40;

/// Characters of the value of such a key.
pub const METADATA_VALUE_CHARACTERS: usize = 500;

/// Bytes of a web address.
pub const WEB_ADDRESS_BYTES: usize = 2000;

/// Bytes of an e-mail address: what SMTP can carry (RFC 5321, section 4.5.3.1.3, less the brackets).
pub const EMAIL_BYTES: usize = 254;

/// Bytes of a domain name (RFC 1035, section 2.3.4, less the root's label).
pub const DOMAIN_BYTES: usize = 253;

/// Bytes of a slug.
pub const SLUG_BYTES: usize = 64;

/// Bytes of a user id: a `sub` claim has at most 255 (OpenID Connect Core 1.0, section 2).
pub const USER_ID_BYTES: usize = 255;

/// Characters of a language tag. RFC 5646, section 4.4.1, asks for room for 35.
pub const LANGUAGE_TAG_CHARACTERS: usize = 35;

/// Characters of the text of a search.
pub const SEARCH_CHARACTERS: usize = 100;

/// Types of events that one list may ask for.
pub const EVENT_TYPES: usize = 32;

/// Words of a name by which it is found.
pub const NAME_WORDS: usize = 6;

/// Bytes of the key by which a name is sorted, of some eighty letters. With them the longest key of an item fits DynamoDB.
pub const SORT_KEY_BYTES: usize = 80;

/// Bytes of the key by which a word of a name is found.
pub const WORD_KEY_BYTES: usize = 40;

/// Bytes of an address by which it is found.
pub const ADDRESS_KEY_BYTES: usize = 100;

/// Bytes of the name of a time zone. The longest in the IANA database has 32.
pub const TIME_ZONE_BYTES: usize = 64;

/// Domains that a store may allow. Each access check reads the list.
pub const ALLOWED_DOMAINS: usize = 50;

/// Roles that a grant may name, and permissions, repetitions included. No catalog has as many.
pub const GRANT_ENTRIES: usize = 64;

/// Characters of the label of a role of a store's own.
pub const ROLE_LABEL_CHARACTERS: usize = 80;

/// Members, and pending invitations, that are counted of those who have a role.
pub const ROLE_USES: usize = 1_000;

/// Bytes of a store's record, whatever its owner does: each access check reads it, and 4 KB are one unit to read. Source: DynamoDB
/// Developer Guide, "DynamoDB read and write operations".
pub const STORE_BYTES: usize = 4_096;

/// Permissions that one access check may ask for, repetitions included.
pub const CHECKED_PERMISSIONS: usize = 64;

/// Bytes of a token that `authorizer` reads. API Gateway takes no longer header: its limit is for all headers together.
/// Source: API Gateway Developer Guide, "Quotas for configuring and running an HTTP API".
pub const TOKEN_BYTES: usize = 10_240;

/// Bytes of the claim that `claims` adds to a token, as JSON. API Gateway takes 10,240 bytes of headers, and base64 makes a third
/// more of a claim.
pub const CLAIM_BYTES: usize = 4096;

/// Stores of a person that are read for the claim, at most. Fewer fit into it.
pub const CLAIMED_STORES: usize = 200;

/// Evaluations that one call may ask for. Each reads a store and a member, so they fit into one `BatchGetItem`, which reads up
/// to a hundred items. Source: DynamoDB API reference, `BatchGetItem`.
pub const EVALUATIONS: usize = 50;

/// Invitations that one bulk call may hold.
pub const BULK_INVITATIONS: usize = 100;

/// Members of a bulk call.
pub const BULK_MEMBERS: usize = 100;

/// Characters of each text of an order that are kept.
pub const ORDER_TEXT_CHARACTERS: usize = 100;

/// Objects and lists within one another in an order, the order included. Each is read once for each that it is in.
pub const ORDER_DEPTH: usize = 50;

/// Entries of a page.
pub const PAGE_ENTRIES: usize = 100;

/// Entries of a page for which no number is asked.
pub const DEFAULT_PAGE_ENTRIES: usize = 50;

/// Characters of a cursor. The longest has a list, a kind of record, a slug and a user ID.
pub const CURSOR_CHARACTERS: usize = 1000;

/// Bytes of an idempotency key.
pub const IDEMPOTENCY_KEY_BYTES: usize = 255;

/// Fields that one problem names. The answer to a bulk call has a problem for each of its entries, and is stored as one item.
pub const PROBLEM_ERRORS: usize = 20;

/// Characters of the token in a link: of that of a store with the shortest id, and with the longest one.
pub const LINK_TOKEN_CHARACTERS: [usize; 2] = [
    link_token_characters(LINK_TOKEN_FIXED_BYTES + 1),
    link_token_characters(LINK_TOKEN_FIXED_BYTES + SLUG_BYTES),
];

/// Bytes of a link's token beside the store's id: key id, generation, invitation, authentication code.
pub(crate) const LINK_TOKEN_FIXED_BYTES: usize = 1 + 4 + 16 + 20;

/// The length of a link's token: base64, and the character that ends each token.
const fn link_token_characters(bytes: usize) -> usize {
    base64_characters(bytes) + 1
}

/// Characters of the longest token in a mail's address to unsubscribe: base64, and the character that ends each token.
pub const UNSUBSCRIBE_TOKEN_CHARACTERS: usize =
    base64_characters(1 + 1 + 2 + 4 + 1 + SLUG_BYTES + USER_ID_BYTES + 20) + 1;

/// The length of base64 without padding.
const fn base64_characters(bytes: usize) -> usize {
    (bytes * 4).div_ceil(3)
}

/// Events of one store that are published in one transaction. Each takes two actions, and the number of the last one takes one.
pub const PUBLISHED_AT_ONCE: usize = 40;
const _: () = assert!(2 * PUBLISHED_AT_ONCE < TRANSACTION_ACTIONS);

/// The items of a closed store that are deleted at the same time.
pub const CLOSING_AT_ONCE: usize = 25;

/// The items of a closed store that one message to a worker deletes. Another message goes on.
pub const CLOSING_STEP: usize = 1_500;

/// Webhooks.
pub const WEBHOOKS: usize = 20;

/// Types of events that a webhook names, repetitions included.
pub const WEBHOOK_TYPES: usize = 64;

/// Stores that a webhook names, repetitions included.
pub const WEBHOOK_STORES: usize = 100;

/// Characters of the description of a webhook or a role.
pub const DESCRIPTION_CHARACTERS: usize = 500;

/// Events that a replay names.
pub const REPLAYED_EVENTS: usize = 100;

/// Attempts of one webhook that are in progress at the same time.
pub const ATTEMPTS_IN_FLIGHT: u8 = 4;

/// Deliveries that are made at the same time.
pub const DELIVERIES_AT_ONCE: usize = 25;

/// Bytes of a request's body. A hundred invitations with long addresses take a quarter of them.
pub const BODY_BYTES: usize = 256 * 1024;

/// Bytes of a form. That of a mail program has one short field.
pub const FORM_BYTES: usize = 16 * 1024;

/// Actions that one transaction may hold. Source: DynamoDB API reference, `TransactWriteItems`.
pub const TRANSACTION_ACTIONS: usize = 100;

/// The largest number of addresses stored for a member. A removal takes one action for each.
pub const MEMBER_ADDRESSES: usize = 8;

/// The largest number of address changes of a member per day.
pub const ADDRESS_CHANGES_PER_DAY: u32 = 10;

/// The largest number of mails that an address gets in a day because of what one person does in a store.
/// Mails about orders are not counted, nor are mails with the link of an invitation, which have a limit of their own.
pub const CAUSED_MAILS_PER_DAY: u32 = 20;

/// The same, for mails that tell a member that they have no access any more: what the others use up does not silence these.
pub const CAUSED_MAILS_WITH_LAST_NEWS: u32 = 25;
const _: () = assert!(CAUSED_MAILS_WITH_LAST_NEWS > CAUSED_MAILS_PER_DAY);

/// So many people are told of each answer to an invitation. Where more are told, answers are gathered for each of them.
pub const TOLD_SINGLY: usize = 10;

/// Answers to invitations of which a person is told one by one within an hour. The others are gathered into one mail.
pub const SINGLE_ANSWERS: usize = 3;

/// Gathered answers that one mail names. Each takes at most 1.5 KB of the item that keeps them, which is read and written anew
/// for each answer.
pub const GATHERED_ANSWERS: usize = 50;

/// Stores that may send an address their links on one day. Each store has its own limit on mails beside.
pub const STORES_PER_RECIPIENT_PER_DAY: u32 = 20;

/// The largest number of seats that a change releases in its own transaction.
pub const RELEASED_SEATS: usize = 19;

/// The largest number of members that the event of a catalog change lists.
pub const LISTED_LOSSES: usize = 50;

/// A removal needs an action for the store, the member, the caller, the event, the idempotency record and each address.
const _: () = assert!(MEMBER_ADDRESSES + 5 <= TRANSACTION_ACTIONS);

/// Stores that the answer names of those that a person owns.
pub const OWNED_STORES: usize = 100;

/// Stores that the request for an export or an erasure names beside those that are found.
pub const NAMED_STORES: usize = 100;

/// Addresses of one person that an export or an erasure knows.
pub const PERSON_ADDRESSES: usize = 50;

/// Stores of one person that an erasure deals with at a time. It looks for more when it is done with them.
pub const ERASURE_STORES: usize = 500;
