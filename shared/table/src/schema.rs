//! The one place that spells keys.
//!
//! | pattern | keys | call | reads | units |
//! | --- | --- | --- | --- | --- |
//! | decide on a change | up to 100 known keys of a store | `BatchGetItem` (+ seats past their term, at once) | consistent | 1 each 4 KB (+ 0.5) |
//! | make a change | those keys, an event | `TransactWriteItems` | | 2 each KB and item |
//! | may this person do this | store, member | `BatchGetItem` | consistent | 2 |
//! | members, invitations, activities of a store | `pk`, prefix of `sk` | `Query` | consistent | 1 each 4 KB |
//! | history of a store | `pk`, `EVENT#`, backwards | `Query` | consistent | 1 each 4 KB |
//! | seats past their term | index `held_seats`: `pk`, `held_until` up to now | `Query` | eventual | 0.5 |
//! | reviews and warnings that fall due | index `due`: `due`, `due_at` up to now | `Query` | eventual | 0.5 |
//! | my stores, my invitations | index `people`: `person`; then the items | `Query`, `BatchGetItem` | consistent | 0.5 + 1 each |
//!
//! | item | `pk` | `sk` | `person` |
//! | --- | --- | --- | --- |
//! | store | `STORE#store` | `STORE` | `USER#owner` |
//! | member | `STORE#store` | `MEMBER#user` | `USER#user` |
//! | member's address | `STORE#store` | `ADDRESS#invitation` | |
//! | invitation | `STORE#store` | `INVITATION#invitation` | `ADDRESS#address` |
//! | event | `STORE#store` | `EVENT#event` | |
//! | order to be told | `STORE#store` | `NOTICE#event` | |
//! | activity | `STORE#store` | `ACTIVITY#activity` | |
//! | remembered request | `STORE#store` | `REQUEST#caller and key` | |
//! | count against a limit | `STORE#store` or `ADDRESS#address` | `COUNT#what#window` | |

use staffroom_domain::{ActivityId, AddressId, Event, EventId, InvitationId, StoreId, UserId};

/// What an item is found by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// The partition.
    pub pk: String,
    /// The place in it.
    pub sk: String,
}

pub(crate) const PK: &str = "pk";
pub(crate) const SK: &str = "sk";
pub(crate) const PERSON: &str = "person";
pub(crate) const HELD_UNTIL: &str = "held_until";
pub(crate) const TTL: &str = "ttl";
pub(crate) const VERSION: &str = "version";
pub(crate) const PEOPLE_INDEX: &str = "people";
pub(crate) const DUE: &str = "due";
pub(crate) const DUE_AT: &str = "due_at";
pub(crate) const DUE_INDEX: &str = "due";
pub(crate) const HELD_SEATS_INDEX: &str = "held_seats";

pub(crate) const MEMBERS: &str = "MEMBER#";
pub(crate) const INVITATIONS: &str = "INVITATION#";
pub(crate) const EVENTS: &str = "EVENT#";
pub(crate) const ACTIVITIES: &str = "ACTIVITY#";
const NOTICES: &str = "NOTICE#";
/// The partition of the index of what falls due. One takes a thousand writes a second, which is a store or member
/// more whose date is set, and not what else happens to them. Source: DynamoDB Developer Guide, "Designing partition keys".
pub(crate) const DUE_PARTITION: &str = "DUE";
const STORES: &str = "STORE#";
const ADDRESSES: &str = "ADDRESS#";
const USERS: &str = "USER#";

/// The keys of all items.
pub mod keys {
    use super::{
        ACTIVITIES, ADDRESSES, ActivityId, AddressId, EVENTS, Event, EventId, INVITATIONS, InvitationId, Key,
        MEMBERS, NOTICES, STORES, StoreId, USERS, UserId,
    };

    pub(crate) fn partition(store: &StoreId) -> String {
        format!("{STORES}{}", store.as_str())
    }

    fn within(store: &StoreId, sk: String) -> Key {
        Key { pk: partition(store), sk }
    }

    /// A store.
    #[must_use]
    pub fn store(store: &StoreId) -> Key {
        within(store, "STORE".to_owned())
    }

    /// What a user is to a store.
    #[must_use]
    pub fn member(store: &StoreId, user: &UserId) -> Key {
        within(store, format!("{MEMBERS}{}", part(user)))
    }

    /// A user's id as a part of a key. It is the identity provider's, which may put a `#` in it.
    fn part(user: &UserId) -> String {
        user.as_str().replace('%', "%25").replace('#', "%23")
    }

    /// The user whose membership is at a key.
    pub(crate) fn user_of(sk: &str) -> Option<UserId> {
        sk.strip_prefix(MEMBERS)?.replace("%23", "#").replace("%25", "%").parse().ok()
    }

    /// Which member has an address.
    #[must_use]
    pub fn address(store: &StoreId, invitation: InvitationId) -> Key {
        within(store, format!("{ADDRESSES}{invitation}"))
    }

    /// An address's invitation.
    #[must_use]
    pub fn invitation(store: &StoreId, invitation: InvitationId) -> Key {
        within(store, format!("{INVITATIONS}{invitation}"))
    }

    /// An event: of a store's history, or only told.
    #[must_use]
    pub fn event(store: &StoreId, event: &Event) -> Key {
        let prefix = if event.kind.is_history() { EVENTS } else { NOTICES };
        within(store, format!("{prefix}{}", event.id))
    }

    pub(crate) fn history(store: &StoreId, event: EventId) -> Key {
        within(store, format!("{EVENTS}{event}"))
    }

    /// An activity.
    #[must_use]
    pub fn activity(store: &StoreId, activity: &ActivityId) -> Key {
        within(store, format!("{ACTIVITIES}{}", activity.as_str()))
    }

    /// A request that came with an idempotency key, by the hash of caller and key.
    #[must_use]
    pub fn request(store: &StoreId, hash: &str) -> Key {
        within(store, format!("REQUEST#{hash}"))
    }

    pub(crate) fn count(store: &StoreId, what: &str, window: i64) -> Key {
        within(store, format!("COUNT#{what}#{window}"))
    }

    pub(crate) fn count_of_inviter(store: &StoreId, inviter: &UserId, window: i64) -> Key {
        count(store, &format!("inviter#{}", part(inviter)), window)
    }

    pub(crate) fn count_of_address(address: AddressId, window: i64) -> Key {
        Key { pk: format!("{ADDRESSES}{address}"), sk: format!("COUNT#mails#{window}") }
    }

    pub(crate) fn person_of_user(user: &UserId) -> String {
        format!("{USERS}{}", part(user))
    }

    pub(crate) fn person_of_address(address: AddressId) -> String {
        format!("{ADDRESSES}{address}")
    }

    /// The store whose partition a key is in.
    pub(crate) fn store_of(pk: &str) -> Option<StoreId> {
        pk.strip_prefix(STORES)?.parse().ok()
    }
}
