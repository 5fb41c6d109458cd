//! The names in the table.
//!
//! One table, one partition per store. Units are DynamoDB's capacity units; an item of 4 KB or less is one unit to read
//! consistently, and an item of 1 KB is one unit to write, two within a transaction. Each index that has the item's changed
//! attributes takes one more write unit.
//!
//! | access pattern | keys | call | reads | units |
//! | --- | --- | --- | --- | --- |
//! | decide on a change | known keys | `BatchGetItem`, 100 keys each | consistent | 1 each key |
//! | seats that can be released, with it | index `held_seats`: `pk`, `held_until` up to now | `Query` | eventual | 0.5 each 4 KB |
//! | the first members, with it | `pk`, `MEMBER#` | `Query` | consistent | 1 each 4 KB |
//! | commit a plan | those keys, an event | `TransactWriteItems` | | 2 each KB and item |
//! | what is left of a closed store | `pk`; then those keys, and the references to its published events | `Query`, `BatchWriteItem` | consistent | 1 each 4 KB, 1 each KB and item |
//! | commit one write that may be repeated, such as a count | one key | `PutItem`, `UpdateItem`, `DeleteItem` | | 1 each KB |
//! | check access | store, member | `BatchGetItem` | consistent | 2 |
//! | activities of a store | `pk`, prefix of `sk` | `Query` | consistent | 1 each 4 KB |
//! | members by name, role, permission, word, address | `pk`, `LIST#version#list#`, start of the place; then their keys | `Query`, `BatchGetItem` | consistent | 1 each 4 KB, 1 each member |
//! | members by time of joining; invitations, the newest first | index `list_1`: `list_1`, `place_1`; then their keys | `Query`, `BatchGetItem` | eventual, consistent | 0.5 each 4 KB, 1 each record |
//! | members by last activity; invitations by address | index `list_2`: `list_2`, `place_2`; then their keys | `Query`, `BatchGetItem` | eventual, consistent | 0.5 each 4 KB, 1 each record |
//! | events by person; events by subject | index `list_1`; index `list_2`: ids in a range of time, backwards; then their keys | `Query`, `BatchGetItem` | eventual, consistent | 0.5 each 4 KB, 1 each event |
//! | who manages the team, or has a role that is told | `pk`, `HOLDER#what#`; and `LIST#version#role:role#` of each role of the store's own that confers it | `Query` | consistent | 1 each 4 KB |
//! | who has a role of the store's own | `pk`, `LIST#version#role:role#`; index `held_seats`: all; then their keys | `Query`, `BatchGetItem` | consistent; eventual | 1 each 4 KB, 1 each member and pending invitation |
//! | texts of a store's own roles | store, roles | `BatchGetItem` | consistent | 1 each role |
//! | history of a store | `pk`, `EVENT#`, ids in a range of time, backwards | `Query` | consistent | 1 each 4 KB |
//! | published events of a store | `pk`, `PUBLISHED#` | `Query` | consistent | 1 each 4 KB |
//! | published events of an hour | `pk` of the hour and part | `Query` | consistent | 1 each 4 KB |
//! | deliveries to a webhook that are due | index `list_1`: `list_1`, `place_1` up to now | `Query` | eventual | 0.5 each 4 KB |
//! | webhooks; deliveries to one, backwards | `pk`, `WEBHOOK#` or `DELIVERY#` | `Query` | consistent | 1 each 4 KB |
//! | reviews, closed stores, ends of access, reminders, expiries, gathered answers, replaced roles, deliveries and replays that fall due | index `due`: `due`, `due_at` up to now | `Query` | eventual | 0.5 each 4 KB |
//! | a person's stores, an address's invitations, the members with an address | index `people`: `person` | `Query` | eventual | 0.5 each 4 KB |
//! | the stores that a person left; those whose owner has an address | index `list_1`: `list_1` | `Query` | eventual | 0.5 each 4 KB |
//! | all records of a store of a kind, to export or erase a person | `pk`, start of `sk` | `Query` | consistent | 1 each 4 KB |
//! | a person's remembered answers, the counts of an address | `pk` of the person or address | `Query` | consistent | 1 each 4 KB |
//!
//! A page of seats, or of what falls due, that goes on after a key takes one unit more, to read where the key stands.
//!
//! | item | `pk` | `sk` | `person` | expires (`ttl`) |
//! | --- | --- | --- | --- | --- |
//! | store | `STORE#store` | `STORE` | `USER#owner` | |
//! | metadata of a store | `STORE#store` | `METADATA` | | |
//! | closed store | `STORE#store` | `STORE` | | |
//! | member | `STORE#store` | `MEMBER#user` | `USER#user` | |
//! | trace of a former member | `STORE#store` | `MEMBER#user` | | 180 days after they left |
//! | holder of an address | `STORE#store` | `ADDRESS#invitation` | | |
//! | member who is told of something | `STORE#store` | `HOLDER#team#user`, `HOLDER#role:role#user` | | |
//! | member in a list | `STORE#store` | `LIST#version#list#place#user` | in the list of addresses: `HELD#address` | |
//! | invitation | `STORE#store` | `INVITATION#invitation` | `ADDRESS#address` | 90 days after its term |
//! | event of the history | `STORE#store` | `EVENT#event` | | after 400 days |
//! | event that is only sent | `STORE#store` | `NOTICE#event` | | after 14 days |
//! | answers that are gathered for a person | `STORE#store` | `DIGEST#user` | | 14 days after their hour began |
//! | mails that a person does not want | `STORE#store` | `PREFERENCES#user` | | |
//! | address that the store does not write to | `STORE#store` | `OPT_OUT#invitation` | | |
//! | address that no store invites | `ADDRESS#address` | `OPT_OUT` | | |
//! | number of the event that was published last | `STORE#store` | `SEQUENCE` | | after 14 days |
//! | published event | `STORE#store` | `PUBLISHED#number` | | after 14 days |
//! | reference to a published event, by the hour in the event's id | `PUBLISHED#hour#part` | `event` | | after 14 days |
//! | number of webhooks | `WEBHOOKS` | `REGISTRY` | | |
//! | webhook | `WEBHOOKS` | `WEBHOOK#webhook` | | |
//! | notice that a webhook was disabled | `WEBHOOKS` | `NOTICE#event` | | after 14 days |
//! | since when a webhook fails | `WEBHOOK#webhook` | `HEALTH` | | |
//! | attempt in progress | `WEBHOOK#webhook` | `SLOT#number` | | after 14 days |
//! | delivery | `WEBHOOK#webhook` | `DELIVERY#delivery` | | after 14 days |
//! | replay in progress | `WEBHOOK#webhook` | `REPLAY#replay` | | after 14 days |
//! | activity | `STORE#store` | `ACTIVITY#activity` | | |
//! | erasure of a person in progress | `ERASURE#erasure` | `TASK` | | |
//! | texts of a role of the store's own | `STORE#store` | `ROLE#role` | | |
//! | that members and invitations have replaced roles | `STORE#store` | `REPLACED_ROLES` | | |
//! | idempotency record | `STORE#store` or `USER#user` | `REQUEST#hash` | | after 24 hours |
//! | counter | `STORE#store` or `ADDRESS#address` | `COUNT#what#window` | | with its window |
//!
//! The version in the key of a member in a list is that of the collation by which names are sorted. `docs/architecture.md`
//! explains the lists. The `#` and `%` of a user id, and of an address in a list, are percent-encoded in keys. Times are
//! numbers: milliseconds since 1970, except for `held_until`, `due_at` and `ttl`, which are seconds, rounded up, so that
//! nothing is released or due before its time.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use staffroom_app::DueShard;

/// An item, by the names of its attributes.
pub type Item = HashMap<String, AttributeValue>;

pub(crate) const PK: &str = "pk";
pub(crate) const SK: &str = "sk";
pub(crate) const PERSON: &str = "person";
pub(crate) const HELD_UNTIL: &str = "held_until";
pub(crate) const DUE: &str = "due";
pub(crate) const DUE_AT: &str = "due_at";
/// The list in which an item stands, in the index of the same name, and its place there.
pub(crate) const LIST_1: &str = "list_1";
pub(crate) const PLACE_1: &str = "place_1";
/// A second list in which it stands.
pub(crate) const LIST_2: &str = "list_2";
pub(crate) const PLACE_2: &str = "place_2";
pub(crate) const TTL: &str = "ttl";
pub(crate) const VERSION: &str = "version";

pub(crate) const SEATS_TAKEN: &str = "seats_taken";
pub(crate) const SEATS_MEMBERS: &str = "seats_members";
pub(crate) const CHANGED_AT: &str = "changed_at";
pub(crate) const DEPARTURES: &str = "departures";
pub(crate) const CLOSED_AT: &str = "closed_at";
/// The id of a published event.
pub(crate) const ID: &str = "id";
pub(crate) const LEFT_AT: &str = "left_at";
pub(crate) const LAST_ACTIVE_AT: &str = "last_active_at";
pub(crate) const USER_ID: &str = "user_id";
pub(crate) const DELIVERY: &str = "delivery";
pub(crate) const GENERATION: &str = "generation";
pub(crate) const BEGUN: &str = "begun";
pub(crate) const MAILED: &str = "mailed";
pub(crate) const DELIVERED: &str = "delivered";
pub(crate) const COUNT: &str = "count";
pub(crate) const AT: &str = "at";
pub(crate) const ANSWER: &str = "answer";
pub(crate) const GIVEN_UP: &str = "given_up";

pub(crate) const PEOPLE_INDEX: &str = "people";
pub(crate) const DUE_INDEX: &str = "due";
pub(crate) const HELD_SEATS_INDEX: &str = "held_seats";

pub(crate) const LIST_1_INDEX: &str = "list_1";
pub(crate) const LIST_2_INDEX: &str = "list_2";

/// The partition of a shard in the index `due`.
pub(crate) fn due_shard(shard: DueShard) -> String {
    format!("DUE#{}", shard.number())
}

pub(crate) const STORE: &str = "STORE";
/// Of the metadata of a store.
pub(crate) const METADATA: &str = "METADATA";
pub(crate) const STORES: &str = "STORE#";
pub(crate) const USERS: &str = "USER#";
pub(crate) const ADDRESSES: &str = "ADDRESS#";
pub(crate) const MEMBERS: &str = "MEMBER#";
pub(crate) const INVITATIONS: &str = "INVITATION#";
pub(crate) const HOLDERS: &str = "HOLDER#";
/// Of the members who manage the team, behind [`HOLDERS`].
pub(crate) const TEAM: &str = "team";
/// Of the members who have a role, behind [`HOLDERS`].
pub(crate) const ROLE: &str = "role:";
/// Of the entries of lists that are items of their own.
pub(crate) const LISTS: &str = "LIST#";
pub(crate) const EVENTS: &str = "EVENT#";
pub(crate) const NOTICES: &str = "NOTICE#";
pub(crate) const DIGESTS: &str = "DIGEST#";
pub(crate) const PREFERENCES: &str = "PREFERENCES#";
pub(crate) const OPT_OUTS: &str = "OPT_OUT#";
/// Of the address that no store invites any more.
pub(crate) const OPT_OUT: &str = "OPT_OUT";
/// Of the number of the event of a store that was published last.
pub(crate) const SEQUENCE: &str = "SEQUENCE";
/// Of the published events of a store, and of the partitions of the references to them.
pub(crate) const PUBLISHED: &str = "PUBLISHED#";
/// The partition of all webhooks.
pub(crate) const WEBHOOKS_PK: &str = "WEBHOOKS";
/// Of the number of webhooks.
pub(crate) const REGISTRY: &str = "REGISTRY";
/// Of the webhooks, and of the partitions of what belongs to one.
pub(crate) const WEBHOOKS: &str = "WEBHOOK#";
pub(crate) const HEALTH: &str = "HEALTH";
pub(crate) const SLOTS: &str = "SLOT#";
pub(crate) const DELIVERIES: &str = "DELIVERY#";
pub(crate) const REPLAYS: &str = "REPLAY#";
/// Of the erasures in progress.
pub(crate) const ERASURES: &str = "ERASURE#";
pub(crate) const TASK: &str = "TASK";
pub(crate) const COUNTS: &str = "COUNT#";
pub(crate) const ACTIVITIES: &str = "ACTIVITY#";
/// Of the texts of a store's own roles.
pub(crate) const ROLES: &str = "ROLE#";
/// That roles of a store were replaced.
pub(crate) const REPLACED_ROLES: &str = "REPLACED_ROLES";
pub(crate) const REQUESTS: &str = "REQUEST#";
pub(crate) const INVITATION_COUNTS: &str = "COUNT#invitations#";
pub(crate) const INVITER_COUNTS: &str = "COUNT#inviter#";
pub(crate) const MAIL_COUNTS: &str = "COUNT#mails#";
pub(crate) const ADDRESS_CHANGE_COUNTS: &str = "COUNT#address_changes#";
pub(crate) const CAUSED_MAIL_COUNTS: &str = "COUNT#caused_mails#";
