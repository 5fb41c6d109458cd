//! Converts keys to their spelling in the table, and back.

use aws_sdk_dynamodb::types::AttributeValue;
use staffroom_app::{
    Counter, Holding, IdempotencyScope, Key, Listed, Listing, PublishingKey, WebhookKey, address_place,
};
use staffroom_domain::{AddressId, EmailAddress, EventId, StoreId, UserId, WebhookId};

use crate::places::{self, Index, Kept};
use crate::schema::{
    ACTIVITIES, ADDRESS_CHANGE_COUNTS, ADDRESSES, CAUSED_MAIL_COUNTS, DELIVERIES, DIGESTS, ERASURES, EVENTS,
    HEALTH, HOLDERS, INVITATION_COUNTS, INVITATIONS, INVITER_COUNTS, Item, LISTS, MAIL_COUNTS, MEMBERS,
    METADATA, NOTICES, OPT_OUT, OPT_OUTS, PK, PREFERENCES, PUBLISHED, REGISTRY, REPLACED_ROLES, REPLAYS,
    REQUESTS, ROLE, ROLES, SEQUENCE, SK, SLOTS, STORE, STORES, TASK, TEAM, USERS, WEBHOOKS, WEBHOOKS_PK,
};

/// The partition key and the sort key of an item.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct PrimaryKey {
    pk: String,
    sk: String,
}

impl From<&Key> for PrimaryKey {
    fn from(key: &Key) -> Self {
        let (pk, sk) = match key {
            Key::Store(store) => (of_store(store), STORE.to_owned()),
            Key::StoreMetadata(store) => (of_store(store), METADATA.to_owned()),
            Key::Member(store, user) => (of_store(store), format!("{MEMBERS}{}", encode(user))),
            Key::Address(store, id) => (of_store(store), format!("{ADDRESSES}{id}")),
            Key::Holder(store, holding, user) => {
                (of_store(store), format!("{}{}", holders_of(holding), encode(user)))
            }
            Key::Listed(store, listing, place, listed) => match places::kept_in(listing) {
                Kept::Items(prefix) => {
                    let Listed::Member(user) = listed else { return Self::of_listed(store, listed) };
                    (of_store(store), format!("{prefix}{}#{}", encode_text(place.as_str()), encode(user)))
                }
                // An entry of an index has the key of its record.
                Kept::Index(_) => return Self::of_listed(store, listed),
            },
            Key::Invitation(store, id) => (of_store(store), format!("{INVITATIONS}{id}")),
            Key::Event(store, id) => (of_store(store), format!("{EVENTS}{id}")),
            Key::Notice(store, id) => (of_store(store), format!("{NOTICES}{id}")),
            Key::Digest(store, user) => (of_store(store), format!("{DIGESTS}{}", encode(user))),
            Key::MailPreferences(store, user) => (of_store(store), format!("{PREFERENCES}{}", encode(user))),
            Key::OptOut(store, id) => (of_store(store), format!("{OPT_OUTS}{id}")),
            Key::AddressOptOut(address) => (of_address(*address), OPT_OUT.to_owned()),
            Key::Activity(store, id) => (of_store(store), format!("{ACTIVITIES}{}", id.as_str())),
            Key::Role(store, slug) => (of_store(store), format!("{ROLES}{}", slug.as_str())),
            Key::ReplacedRoles(store) => (of_store(store), REPLACED_ROLES.to_owned()),
            Key::Idempotency(scope, hash) => {
                let pk = match scope {
                    IdempotencyScope::Store(store) => of_store(store),
                    IdempotencyScope::User(user) => of_user(user),
                };
                (pk, format!("{REQUESTS}{hash}"))
            }
            Key::Counter(counter) => match counter {
                Counter::StoreInvitations(store, window) => {
                    (of_store(store), format!("{INVITATION_COUNTS}{window}"))
                }
                Counter::InviterInvitations(store, user, window) => {
                    (of_store(store), format!("{INVITER_COUNTS}{}#{window}", encode(user)))
                }
                Counter::RecipientStores(address, window) => {
                    (of_address(*address), format!("{MAIL_COUNTS}{window}"))
                }
                Counter::AddressChanges(store, user, window) => {
                    (of_store(store), format!("{ADDRESS_CHANGE_COUNTS}{}#{window}", encode(user)))
                }
                Counter::CausedMails(store, user, address, window) => {
                    (of_store(store), format!("{CAUSED_MAIL_COUNTS}{}#{address}#{window}", encode(user)))
                }
            },
            Key::Publishing(PublishingKey::Sequence(store)) => (of_store(store), SEQUENCE.to_owned()),
            Key::Publishing(PublishingKey::Event(store, number)) => {
                (of_store(store), format!("{PUBLISHED}{number:020}"))
            }
            Key::Publishing(PublishingKey::Reference(id)) => {
                (of_hour(PublishingKey::hour(*id)), id.to_string())
            }
            Key::Webhook(key) => of_webhook_key(key),
            Key::Erasure(id) => (format!("{ERASURES}{id}"), TASK.to_owned()),
        };
        Self { pk, sk }
    }
}

impl PrimaryKey {
    fn of_listed(store: &StoreId, listed: &Listed) -> Self {
        (&match listed {
            Listed::Member(user) => Key::Member(store.clone(), user.clone()),
            Listed::Invitation(id) => Key::Invitation(store.clone(), *id),
        })
            .into()
    }

    /// The primary key of an item; `None` if it has none, which DynamoDB never returns.
    pub(crate) fn of_item(item: &Item) -> Option<Self> {
        let text = |name| item.get(name)?.as_s().ok().cloned();
        Some(Self { pk: text(PK)?, sk: text(SK)? })
    }

    /// The key attributes alone.
    pub(crate) fn into_item(self) -> Item {
        Item::from([(PK.to_owned(), AttributeValue::S(self.pk)), (SK.to_owned(), AttributeValue::S(self.sk))])
    }

    /// Parses the spelling; `None` if this version of the product has no such key.
    pub(crate) fn parse(&self) -> Option<Key> {
        if let Some(store) = self.pk.strip_prefix(STORES) {
            return key_in_store(store.parse().ok()?, &self.sk);
        }
        if let Some(user) = self.pk.strip_prefix(USERS) {
            let user = decode(user)?;
            let hash = self.sk.strip_prefix(REQUESTS)?.to_owned();
            return Some(Key::Idempotency(IdempotencyScope::User(user), hash));
        }
        if self.pk.starts_with(PUBLISHED) {
            let id: EventId = self.sk.parse().ok()?;
            return Some(Key::Publishing(PublishingKey::Reference(id)));
        }
        if let Some(id) = self.pk.strip_prefix(ERASURES) {
            return (self.sk == TASK).then_some(Key::Erasure(id.parse().ok()?));
        }
        if self.pk == WEBHOOKS_PK || self.pk.starts_with(WEBHOOKS) {
            return webhook_key(&self.pk, &self.sk).map(Key::Webhook);
        }
        let address = self.pk.strip_prefix(ADDRESSES)?.parse().ok()?;
        if self.sk == OPT_OUT {
            return Some(Key::AddressOptOut(address));
        }
        let window = self.sk.strip_prefix(MAIL_COUNTS)?.parse().ok()?;
        Some(Key::Counter(Counter::RecipientStores(address, window)))
    }
}

/// The spelling of a key of webhooks.
fn of_webhook_key(key: &WebhookKey) -> (String, String) {
    match key {
        WebhookKey::Registry => (WEBHOOKS_PK.to_owned(), REGISTRY.to_owned()),
        WebhookKey::Webhook(id) => (WEBHOOKS_PK.to_owned(), format!("{WEBHOOKS}{id}")),
        WebhookKey::Notice(id) => (WEBHOOKS_PK.to_owned(), format!("{NOTICES}{id}")),
        WebhookKey::Health(id) => (of_webhook(*id), HEALTH.to_owned()),
        WebhookKey::Slot(id, slot) => (of_webhook(*id), format!("{SLOTS}{slot}")),
        WebhookKey::Delivery(id, delivery) => (of_webhook(*id), format!("{DELIVERIES}{delivery}")),
        WebhookKey::Replay(id, replay) => (of_webhook(*id), format!("{REPLAYS}{replay}")),
    }
}

fn webhook_key(pk: &str, sk: &str) -> Option<WebhookKey> {
    let Some(id) = pk.strip_prefix(WEBHOOKS) else {
        if sk == REGISTRY {
            return Some(WebhookKey::Registry);
        }
        return match sk.strip_prefix(NOTICES) {
            Some(notice) => Some(WebhookKey::Notice(notice.parse().ok()?)),
            None => Some(WebhookKey::Webhook(sk.strip_prefix(WEBHOOKS)?.parse().ok()?)),
        };
    };
    let id = id.parse().ok()?;
    if sk == HEALTH {
        return Some(WebhookKey::Health(id));
    }
    if let Some(slot) = sk.strip_prefix(SLOTS) {
        return Some(WebhookKey::Slot(id, slot.parse().ok()?));
    }
    if let Some(delivery) = sk.strip_prefix(DELIVERIES) {
        return Some(WebhookKey::Delivery(id, delivery.parse().ok()?));
    }
    Some(WebhookKey::Replay(id, sk.strip_prefix(REPLAYS)?.parse().ok()?))
}

/// The partition of what belongs to a webhook.
pub(crate) fn of_webhook(id: WebhookId) -> String {
    format!("{WEBHOOKS}{id}")
}

fn key_in_store(store: StoreId, sk: &str) -> Option<Key> {
    if sk == STORE {
        return Some(Key::Store(store));
    }
    if sk == METADATA {
        return Some(Key::StoreMetadata(store));
    }
    if sk == SEQUENCE {
        return Some(Key::Publishing(PublishingKey::Sequence(store)));
    }
    if sk == REPLACED_ROLES {
        return Some(Key::ReplacedRoles(store));
    }
    if let Some(slug) = sk.strip_prefix(ROLES) {
        return Some(Key::Role(store, slug.parse().ok()?));
    }
    if let Some(number) = sk.strip_prefix(PUBLISHED) {
        return Some(Key::Publishing(PublishingKey::Event(store, number.parse().ok()?)));
    }
    if let Some(user) = sk.strip_prefix(MEMBERS) {
        return Some(Key::Member(store, decode(user)?));
    }
    if let Some(id) = sk.strip_prefix(ADDRESSES) {
        return Some(Key::Address(store, id.parse().ok()?));
    }
    if let Some(holder) = sk.strip_prefix(HOLDERS) {
        let (holding, user) = holder.split_once('#')?;
        let holding = match holding.strip_prefix(ROLE) {
            Some(role) => Holding::Role(role.parse().ok()?),
            None => (holding == TEAM).then_some(Holding::Team)?,
        };
        return Some(Key::Holder(store, holding, decode(user)?));
    }
    if let Some(entry) = sk.strip_prefix(LISTS) {
        let (listing, entry) = places::parse(entry)?;
        let (place, user) = entry.split_once('#')?;
        let place = decode_text(place).into();
        return Some(Key::Listed(store, listing, place, Listed::Member(decode(user)?)));
    }
    if let Some(id) = sk.strip_prefix(INVITATIONS) {
        return Some(Key::Invitation(store, id.parse().ok()?));
    }
    if let Some(id) = sk.strip_prefix(EVENTS) {
        return Some(Key::Event(store, id.parse().ok()?));
    }
    if let Some(id) = sk.strip_prefix(NOTICES) {
        return Some(Key::Notice(store, id.parse().ok()?));
    }
    if let Some(user) = sk.strip_prefix(DIGESTS) {
        return Some(Key::Digest(store, decode(user)?));
    }
    if let Some(user) = sk.strip_prefix(PREFERENCES) {
        return Some(Key::MailPreferences(store, decode(user)?));
    }
    if let Some(id) = sk.strip_prefix(OPT_OUTS) {
        return Some(Key::OptOut(store, id.parse().ok()?));
    }
    if let Some(id) = sk.strip_prefix(ACTIVITIES) {
        return Some(Key::Activity(store, id.parse().ok()?));
    }
    if let Some(hash) = sk.strip_prefix(REQUESTS) {
        return Some(Key::Idempotency(IdempotencyScope::Store(store), hash.to_owned()));
    }
    if let Some(window) = sk.strip_prefix(INVITATION_COUNTS) {
        return Some(Key::Counter(Counter::StoreInvitations(store, window.parse().ok()?)));
    }
    if let Some(count) = sk.strip_prefix(INVITER_COUNTS) {
        let (user, window) = user_and_window(count)?;
        return Some(Key::Counter(Counter::InviterInvitations(store, user, window)));
    }
    if let Some(count) = sk.strip_prefix(CAUSED_MAIL_COUNTS) {
        let (count, window) = count.rsplit_once('#')?;
        let (user, address) = count.rsplit_once('#')?;
        let (user, address, window) = (decode(user)?, address.parse().ok()?, window.parse().ok()?);
        return Some(Key::Counter(Counter::CausedMails(store, user, address, window)));
    }
    let (user, window) = user_and_window(sk.strip_prefix(ADDRESS_CHANGE_COUNTS)?)?;
    Some(Key::Counter(Counter::AddressChanges(store, user, window)))
}

/// The prefix of the keys of the members who hold something.
pub(crate) fn holders_of(holding: &Holding) -> String {
    match holding {
        Holding::Team => format!("{HOLDERS}{TEAM}#"),
        Holding::Role(role) => format!("{HOLDERS}{ROLE}{}#", role.as_str()),
    }
}

/// Splits the end of the key of a user's count into the user and the number of the window.
fn user_and_window(text: &str) -> Option<(UserId, i64)> {
    let (user, window) = text.rsplit_once('#')?;
    Some((decode(user)?, window.parse().ok()?))
}

/// The partition of a store.
pub(crate) fn of_store(store: &StoreId) -> String {
    format!("{STORES}{}", store.as_str())
}

/// The partition of the references to the published events of a part of an hour.
pub(crate) fn of_hour((hour, shard): (u64, u8)) -> String {
    format!("{PUBLISHED}{hour}#{shard}")
}

/// The partition of a user, which is also their key in the index `people`.
pub(crate) fn of_user(user: &UserId) -> String {
    format!("{USERS}{}", encode(user))
}

/// The partition of an address, which is also its key in the index `people`.
pub(crate) fn of_address(address: AddressId) -> String {
    format!("{ADDRESSES}{address}")
}

/// The list of the stores that a person left, in the index `list_1`.
pub(crate) fn left_by(user: &UserId) -> String {
    format!("LEFT#{}", encode(user))
}

/// The list of the stores whose owner has an address, in the index `list_1`.
pub(crate) fn owners_with(address: &EmailAddress) -> String {
    format!("OWNER#{}", encode_text(address_place(address).as_str()))
}

/// The members who have an address, in the index `people`.
pub(crate) fn members_with(place: &str) -> String {
    format!("HELD#{}", encode_text(place))
}

/// A user id as a part of a key. It may contain `#`, which separates the parts of keys.
fn encode(user: &UserId) -> String {
    encode_text(user.as_str())
}

fn decode(text: &str) -> Option<UserId> {
    decode_text(text).parse().ok()
}

pub(crate) fn encode_text(text: &str) -> String {
    text.replace('%', "%25").replace('#', "%23")
}

fn decode_text(text: &str) -> String {
    text.replace("%23", "#").replace("%25", "%")
}

/// The list of a store in an index, as its attribute has it.
pub(crate) fn list_of(store: &StoreId, listing: &Listing) -> Option<String> {
    match places::kept_in(listing) {
        Kept::Items(_) => None,
        Kept::Index(index) => Some(list_in_index(store, &index)),
    }
}

/// The name of a list of a store in an index.
pub(crate) fn list_in_index(store: &StoreId, index: &Index) -> String {
    format!("{}#{}", of_store(store), index.suffix)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{PrimaryKey, encode};
    use staffroom_app::{Counter, Holding, IdempotencyScope, Key, Listing, listed_member};
    use staffroom_domain::{
        AddressId, EmailAddress, ErasureId, EventId, InvitationId, StoreId, Timestamp, UserId, bounds,
    };

    const AWKWARD: [&str; 9] =
        ["kim", "a#b", "#", "%", "%23", "%2523", "%%23#", "COUNT#inviter#1#2", "auth0|5f 7~"];

    fn user(text: &str) -> UserId {
        text.parse().unwrap()
    }

    fn listed(store: &StoreId, listing: Listing, place: &str, user: &UserId) -> Key {
        listed_member(store, listing, place.to_owned().into(), user)
    }

    fn every_key(user: &UserId) -> Vec<Key> {
        let store: StoreId = "shop.1_a-b".parse().unwrap();
        let email = EmailAddress::parse("kim@example.com").unwrap();
        let invitation = InvitationId::of(&store, &email);
        let event = EventId::new(Timestamp::from_timestamp(1_800_000_000, 0).unwrap(), [7; 10]);
        let hash = "caller#and%23key".to_owned();
        vec![
            Key::Store(store.clone()),
            Key::StoreMetadata(store.clone()),
            Key::Member(store.clone(), user.clone()),
            Key::Address(store.clone(), invitation),
            Key::Holder(store.clone(), Holding::Team, user.clone()),
            Key::Holder(store.clone(), Holding::Role("order_notifications".parse().unwrap()), user.clone()),
            listed(&store, Listing::Names, "2a", user),
            listed(&store, Listing::Ending, "", user),
            listed(&store, Listing::Role("seller".parse().unwrap()), "2a", user),
            listed(&store, Listing::Permission("orders.refund".parse().unwrap()), "2a", user),
            listed(&store, Listing::Words, "2a", user),
            listed(&store, Listing::Addresses, "a#b%23@example.com", user),
            Key::Invitation(store.clone(), invitation),
            Key::Event(store.clone(), event),
            Key::Notice(store.clone(), event),
            Key::Digest(store.clone(), user.clone()),
            Key::MailPreferences(store.clone(), user.clone()),
            Key::OptOut(store.clone(), invitation),
            Key::AddressOptOut(AddressId::of(&email)),
            Key::Activity(store.clone(), "show-1".parse().unwrap()),
            Key::Role(store.clone(), "night.packer".parse().unwrap()),
            Key::ReplacedRoles(store.clone()),
            Key::Idempotency(IdempotencyScope::Store(store.clone()), hash.clone()),
            Key::Idempotency(IdempotencyScope::User(user.clone()), hash),
            Key::Counter(Counter::StoreInvitations(store.clone(), 20_000)),
            Key::Counter(Counter::InviterInvitations(store.clone(), user.clone(), 480_000)),
            Key::Counter(Counter::RecipientStores(AddressId::of(&email), 20_000)),
            Key::Counter(Counter::AddressChanges(store.clone(), user.clone(), 20_000)),
            Key::Counter(Counter::CausedMails(store, user.clone(), AddressId::of(&email), 20_000)),
            Key::Erasure(ErasureId::from_bytes([7; 16])),
        ]
    }

    #[test]
    fn every_key_is_read_back_from_its_spelling() {
        for id in AWKWARD {
            for key in every_key(&user(id)) {
                let spelled = PrimaryKey::from(&key);
                assert_eq!(spelled.parse(), Some(key), "{spelled:?}");
                assert_eq!(PrimaryKey::of_item(&spelled.clone().into_item()), Some(spelled));
            }
        }
    }

    #[test]
    fn no_two_keys_are_spelled_alike() {
        let spelled: Vec<PrimaryKey> =
            AWKWARD.iter().flat_map(|id| every_key(&user(id))).map(|key| PrimaryKey::from(&key)).collect();
        let keys: HashSet<Key> = AWKWARD.iter().flat_map(|id| every_key(&user(id))).collect();
        let spellings: HashSet<PrimaryKey> = spelled.into_iter().collect();
        assert_eq!(spellings.len(), keys.len());
    }

    #[test]
    fn the_longest_key_fits_dynamodb() {
        let longest = user(&"#".repeat(255));
        assert!(encode(&longest).len() == 765);
        let store: StoreId = "s".repeat(64).parse().unwrap();
        let key = Key::Counter(Counter::InviterInvitations(store, longest, i64::MAX));
        // Source: DynamoDB Developer Guide, "Quotas": 1,024 bytes of sort key.
        assert!(PrimaryKey::from(&key).sk.len() <= 1024);
        let slug = "s".repeat(bounds::SLUG_BYTES).parse().unwrap();
        let places = [
            (Listing::Permission(slug), "f".repeat(2 * bounds::SORT_KEY_BYTES)),
            (Listing::Words, "f".repeat(2 * bounds::WORD_KEY_BYTES)),
            // A local part has at most 64 bytes (RFC 5321, section 4.5.3.1.1), and no domain has a `#`.
            (Listing::Addresses, format!("{:a<100}", "#".repeat(64))),
        ];
        for (listing, place) in places {
            let key = listed(&"s".parse().unwrap(), listing, &place, &user(&"#".repeat(255)));
            assert!(PrimaryKey::from(&key).sk.len() <= 1024, "{}", PrimaryKey::from(&key).sk.len());
        }
    }

    #[test]
    fn what_is_no_key_of_this_version_is_none() {
        for (pk, sk) in [
            ("STORE#shop", "WEBHOOK#1"),
            ("STORE#Not a store", "STORE"),
            ("STORE#shop", "INVITATION#1"),
            ("USER#kim", "STORE"),
            ("ADDRESS#1", "COUNT#mails#1"),
            ("", ""),
        ] {
            let key = PrimaryKey { pk: pk.to_owned(), sk: sk.to_owned() };
            assert_eq!(key.parse(), None, "{pk} {sk}");
        }
    }
}
