use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use staffroom_domain::{
    ActivityId, AddressId, Catalog, DeliveryId, ErasureId, Event, EventId, Grant, InvitationId, Recipient,
    ReplayId, RoleSlug, Store, StoreId, UserId, WebhookId,
};

use crate::listing::{ListPlace, Listed, Listing};

/// The key of a record. Its spelling in the table is known to `shared/table` only.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// A store.
    Store(StoreId),
    /// The metadata of a store.
    StoreMetadata(StoreId),
    /// A user's membership in a store, or the trace of a former one.
    Member(StoreId, UserId),
    /// The member who has an address. The address is given by the id of its invitation.
    Address(StoreId, InvitationId),
    /// That a member is one of those who are told of something, so that they are found without the whole team.
    Holder(StoreId, Holding, UserId),
    /// An entry of a list. Those that are items of their own are written with the record that they stand beside.
    Listed(StoreId, Listing, ListPlace, Listed),
    /// An invitation.
    Invitation(StoreId, InvitationId),
    /// An event of a store's history.
    Event(StoreId, EventId),
    /// An event that causes mails and is not a part of the history.
    Notice(StoreId, EventId),
    /// The answers to invitations that are gathered for a person.
    Digest(StoreId, UserId),
    /// The mails that a person does not want.
    MailPreferences(StoreId, UserId),
    /// That a store does not write to an address any more. The address is given by the id of its invitation.
    OptOut(StoreId, InvitationId),
    /// That no store invites an address any more.
    AddressOptOut(AddressId),
    /// An activity.
    Activity(StoreId, ActivityId),
    /// The texts of a role of the store's own.
    Role(StoreId, RoleSlug),
    /// That members and invitations have roles that were replaced, and are to be rewritten.
    ReplacedRoles(StoreId),
    /// The record of an idempotency key.
    Idempotency(IdempotencyScope, String),
    /// A count within a window of time.
    Counter(Counter),
    /// What is published.
    Publishing(PublishingKey),
    /// What webhooks need.
    Webhook(WebhookKey),
    /// An erasure of a person in progress.
    Erasure(ErasureId),
}

/// The key of a record of webhooks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WebhookKey {
    /// The number of webhooks.
    Registry,
    /// A webhook.
    Webhook(WebhookId),
    /// That the attempts of a webhook fail.
    Health(WebhookId),
    /// An attempt of a webhook in progress.
    Slot(WebhookId, u8),
    /// A delivery to a webhook.
    Delivery(WebhookId, DeliveryId),
    /// A replay to a webhook.
    Replay(WebhookId, ReplayId),
    /// That a webhook was disabled because its attempts fail.
    Notice(EventId),
}

impl WebhookKey {
    /// The kind of record, without any id.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Registry => "registry of webhooks",
            Self::Webhook(_) => "webhook",
            Self::Health(_) => "health of a webhook",
            Self::Slot(..) => "slot of a webhook",
            Self::Delivery(..) => "delivery",
            Self::Replay(..) => "replay",
            Self::Notice(_) => "notice of a webhook",
        }
    }
}

/// The key of a record of what is published.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PublishingKey {
    /// The number of the event of a store that was published last.
    Sequence(StoreId),
    /// A published event of a store, by its number.
    Event(StoreId, u64),
    /// Where the published event with this id is. It is found by the hour of the event, too.
    Reference(EventId),
}

/// The references to the published events of an hour are in this many parts, because each takes a thousand writes a second.
pub const REFERENCE_SHARDS: u8 = 4;

impl PublishingKey {
    /// The hour of an event, since 1970, by which the reference to it is found, and the part of that hour.
    #[must_use]
    pub fn hour(event: EventId) -> (u64, u8) {
        let [.., last] = event.as_bytes();
        (event.millis() / 3_600_000, last % REFERENCE_SHARDS)
    }
}

/// The scope of an idempotency key: the partition that stores it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IdempotencyScope {
    /// The store that the request changes.
    Store(StoreId),
    /// The person whom the request changes.
    User(UserId),
}

/// Something that members hold, and whose holders are told of events.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Holding {
    /// The permission to manage the team.
    Team,
    /// A role to whose holders the catalog sends mails.
    Role(RoleSlug),
}

impl Holding {
    /// What the catalog's roles and the permissions of a grant confer in the store, of all that holders are told of. Who has it
    /// by a role of the store's own, which can change, is found in the list of that role.
    #[must_use]
    pub fn of(store: &Store, grant: &Grant) -> BTreeSet<Self> {
        let roles: BTreeSet<&str> = told_roles(store.catalog).collect();
        let of_catalog = grant.roles.iter().filter(|role| !store.roles.knows(role)).cloned().collect();
        let grant = Grant { roles: of_catalog, ..grant.clone() };
        let held = store.current(&grant).roles.into_iter().filter(|role| roles.contains(role.as_str()));
        let team = Catalog::manages_team(&store.effective_permissions(&grant)).then_some(Self::Team);
        held.map(Self::Role).chain(team).collect()
    }

    /// What may be recorded of a member with this grant. Nothing is rewritten when a store's catalog changes or is not known any
    /// more, so of a grant from before this is all that members can hold under any catalog.
    #[must_use]
    pub fn recorded(store: &Store, grant: &Grant) -> BTreeSet<Self> {
        if store.unknown_policy.is_none() && grant.catalog_version == store.catalog_version {
            return Self::of(store, grant);
        }
        let roles = Catalog::all().iter().flat_map(told_roles).filter_map(|role| role.parse().ok());
        roles.map(Self::Role).chain([Self::Team]).collect()
    }

    /// The slugs of the store's own roles, and of those that were replaced, that confer it.
    pub fn by_roles<'a>(&'a self, store: &'a Store) -> impl Iterator<Item = &'a RoleSlug> {
        let confers = move |role: &RoleSlug| match self {
            Self::Role(wanted) => role == wanted,
            Self::Team => {
                let grant = Grant {
                    roles: BTreeSet::from([role.clone()]),
                    catalog_version: store.catalog_version,
                    ..Grant::default()
                };
                Catalog::manages_team(&store.effective_permissions(&grant))
            }
        };
        store.roles.standing_for(confers)
    }
}

/// The roles of a catalog to whose holders mails are sent.
fn told_roles(catalog: &Catalog) -> impl Iterator<Item = &str> {
    let told = catalog.mails.iter().flat_map(|(_, recipients)| recipients.iter());
    told.filter_map(|recipient| match recipient {
        Recipient::HoldersOf(role) => Some(*role),
        Recipient::Invitee
        | Recipient::Inviter
        | Recipient::Managers
        | Recipient::Member
        | Recipient::Owner
        | Recipient::FormerOwner
        | Recipient::Reader => None,
    })
}

/// A count within a time window, which has a number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counter {
    /// Invitations that a store sends.
    StoreInvitations(StoreId, i64),
    /// Invitations that a person sends for a store.
    InviterInvitations(StoreId, UserId, i64),
    /// Stores that mail links to an address.
    RecipientStores(AddressId, i64),
    /// Changes of address that a member makes.
    AddressChanges(StoreId, UserId, i64),
    /// Mails that an address gets because of what one person does in a store.
    CausedMails(StoreId, UserId, AddressId, i64),
}

/// One of the parts of the index of what falls due. Each is a partition, which takes a thousand writes a second. Source:
/// DynamoDB Developer Guide, "Designing partition keys".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DueShard(u8);

impl DueShard {
    /// The number of shards. A record stays in its shard, so another number needs all items written anew.
    pub const COUNT: u8 = 8;

    /// All shards.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..Self::COUNT).map(Self)
    }

    /// Its number, from 0.
    #[must_use]
    pub fn number(self) -> u8 {
        self.0
    }

    /// The shard of an id: FNV-1a, whose value is the same in every version and on every machine. Source: RFC 9923.
    fn of(parts: &[&[u8]]) -> Self {
        let bytes = parts.iter().flat_map(|part| part.iter());
        let hash =
            bytes.fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
        Self(u8::try_from(hash % u32::from(Self::COUNT)).unwrap_or_default())
    }

    /// The shard of a store's review.
    #[must_use]
    pub fn of_store(store: &StoreId) -> Self {
        Self::of(&[store.as_str().as_bytes()])
    }

    /// The shard of the roles of a store that were replaced.
    #[must_use]
    pub fn of_replaced_roles(store: &StoreId) -> Self {
        Self::of(&[b"roles", store.as_str().as_bytes()])
    }

    /// The shard of what a member is told.
    #[must_use]
    pub fn of_member(store: &StoreId, user: &UserId) -> Self {
        Self::of(&[store.as_str().as_bytes(), user.as_str().as_bytes()])
    }

    /// The shard of a delivery's next attempt.
    #[must_use]
    pub fn of_delivery(delivery: DeliveryId) -> Self {
        Self::of(&[delivery.as_bytes()])
    }

    /// The shard of an erasure.
    #[must_use]
    pub fn of_erasure(erasure: ErasureId) -> Self {
        Self::of(&[erasure.as_bytes()])
    }

    /// The shard of a replay.
    #[must_use]
    pub fn of_replay(replay: ReplayId) -> Self {
        Self::of(&[replay.as_bytes()])
    }

    /// The shard of the answers that are gathered for a person. It may be another than that of [`Self::of_member`], so that an
    /// owner, who is no member, has one, too.
    #[must_use]
    pub fn of_digest(store: &StoreId, reader: &UserId) -> Self {
        Self::of(&[b"digest", store.as_str().as_bytes(), reader.as_str().as_bytes()])
    }

    /// The shard of an invitation's expiry.
    #[must_use]
    pub fn of_invitation(invitation: InvitationId) -> Self {
        Self::of(&[invitation.as_bytes()])
    }
}

impl Key {
    /// The key of an event.
    #[must_use]
    pub fn of_event(store: &StoreId, event: &Event) -> Self {
        if event.kind.is_history() {
            Self::Event(store.clone(), event.id)
        } else {
            Self::Notice(store.clone(), event.id)
        }
    }

    /// The store in whose partition the record is; `None` for what belongs to no store.
    #[must_use]
    pub fn store(&self) -> Option<&StoreId> {
        match self {
            Self::Store(store)
            | Self::StoreMetadata(store)
            | Self::Member(store, _)
            | Self::Address(store, _)
            | Self::Holder(store, ..)
            | Self::Listed(store, ..)
            | Self::Invitation(store, _)
            | Self::Event(store, _)
            | Self::Notice(store, _)
            | Self::Digest(store, _)
            | Self::MailPreferences(store, _)
            | Self::OptOut(store, _)
            | Self::Activity(store, _)
            | Self::Role(store, _)
            | Self::ReplacedRoles(store)
            | Self::Idempotency(IdempotencyScope::Store(store), _)
            | Self::Counter(
                Counter::StoreInvitations(store, _)
                | Counter::InviterInvitations(store, ..)
                | Counter::AddressChanges(store, ..)
                | Counter::CausedMails(store, ..),
            )
            | Self::Publishing(PublishingKey::Sequence(store) | PublishingKey::Event(store, _)) => {
                Some(store)
            }
            Self::AddressOptOut(_)
            | Self::Idempotency(IdempotencyScope::User(_), _)
            | Self::Counter(Counter::RecipientStores(..))
            | Self::Publishing(PublishingKey::Reference(_))
            | Self::Webhook(_)
            | Self::Erasure(_) => None,
        }
    }

    /// The kind of record, without any id.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Store(_) => "store",
            Self::StoreMetadata(_) => "metadata of a store",
            Self::Member(..) => "member",
            Self::Address(..) => "address",
            Self::Holder(..) => "holder",
            Self::Listed(..) => "list entry",
            Self::Invitation(..) => "invitation",
            Self::Event(..) => "event",
            Self::Notice(..) => "notice",
            Self::Digest(..) => "digest",
            Self::MailPreferences(..) => "mail preferences",
            Self::OptOut(..) => "opt-out",
            Self::AddressOptOut(_) => "opt-out of an address",
            Self::Activity(..) => "activity",
            Self::Role(..) => "role",
            Self::ReplacedRoles(_) => "replaced roles",
            Self::Idempotency(..) => "idempotency record",
            Self::Counter(_) => "counter",
            Self::Publishing(PublishingKey::Sequence(_)) => "sequence of events",
            Self::Publishing(PublishingKey::Event(..)) => "published event",
            Self::Publishing(PublishingKey::Reference(_)) => "reference to an event",
            Self::Webhook(key) => key.kind(),
            Self::Erasure(_) => "erasure",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Counter, Holding, IdempotencyScope, Key};
    use crate::builders::{address_key, invitation_key, member_key, opt_out_key, shop, store_key};
    use staffroom_domain::builders::{noon, user};
    use staffroom_domain::{Event, EventActor, EventId, EventKind, OrderSummary};

    fn event(kind: EventKind) -> Event {
        let id = EventId::new(noon(), [0; 10]);
        Event { id, at: noon(), actor: EventActor::Platform, source_ip: None, kind }
    }

    #[test]
    fn an_order_is_a_notice_and_all_else_is_history() {
        let order = EventKind::OrderCreated {
            activity: "Show".to_owned().try_into().unwrap(),
            order: OrderSummary::default(),
        };
        let (order, review) = (event(order), event(EventKind::ReviewDue));
        assert_eq!(Key::of_event(&shop(), &order), Key::Notice(shop(), order.id));
        assert_eq!(Key::of_event(&shop(), &review), Key::Event(shop(), review.id));
    }

    #[test]
    fn a_kind_of_record_names_nobody() {
        let id = EventId::new(noon(), [0; 10]);
        for (key, kind) in [
            (store_key(), "store"),
            (member_key("kim"), "member"),
            (address_key("kim"), "address"),
            (Key::Holder(shop(), Holding::Team, user("kim")), "holder"),
            (invitation_key("kim"), "invitation"),
            (Key::Event(shop(), id), "event"),
            (Key::Notice(shop(), id), "notice"),
            (Key::Digest(shop(), user("kim")), "digest"),
            (Key::MailPreferences(shop(), user("kim")), "mail preferences"),
            (opt_out_key("kim"), "opt-out"),
            (Key::Activity(shop(), "show".parse().unwrap()), "activity"),
            (Key::Idempotency(IdempotencyScope::User(user("kim")), "k".to_owned()), "idempotency record"),
            (Key::Counter(Counter::StoreInvitations(shop(), 1)), "counter"),
        ] {
            assert_eq!(key.kind(), kind);
        }
    }
}
