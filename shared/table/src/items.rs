//! What stands in the table. Items are not domain types: they convert, and one that cannot is corrupt.

use std::collections::{BTreeSet, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use chrono::Duration;
use chrono::serde::{ts_milliseconds, ts_milliseconds_option};
use serde::de::IntoDeserializer;
use serde::de::value::MapDeserializer;
use serde::{Deserialize, Serialize};
use staffroom_domain::{
    Activity, ActivityId, AddressId, Catalog, Delivery, DisplayName, EmailAddress, Event, EventActor,
    EventId, EventKind, Grant, Invitation, InvitationId, InvitationState, Inviter, Locale, Member,
    Membership, Owner, PermissionSlug, Reason, RoleSlug, Seat, SeatCount, Settings, Store, StoreId,
    Timestamp, UserId, WebAddress,
};

use crate::error::TableError;
use crate::schema::{self, DUE_PARTITION, Key, SK, keys as key};

pub(crate) type Item = HashMap<String, AttributeValue>;

/// How long an invitation that is over, and the trace of a member who left, stay in sight.
const RETENTION: Duration = Duration::days(90);
/// How long a store's history is kept.
const HISTORY: Duration = Duration::days(400);
/// How long what is only told, such as an order, is kept to be told again.
const TOLD: Duration = Duration::days(14);
/// How long a request with an idempotency key is remembered.
const REMEMBERED: Duration = Duration::hours(24);

fn to_item<T: Serialize>(key: &Key, value: &T) -> Result<Item, TableError> {
    let mut item: Item = serde_dynamo::to_item(value).map_err(|e| TableError::corrupt(&key.sk, e))?;
    item.insert(schema::PK.to_owned(), AttributeValue::S(key.pk.clone()));
    item.insert(SK.to_owned(), AttributeValue::S(key.sk.clone()));
    Ok(item)
}

fn from_item<'a, T: Deserialize<'a>>(item: Item) -> Result<T, TableError> {
    let sk = sort_key(&item).to_owned();
    let attributes = MapDeserializer::new(item.into_iter().map(|(name, value)| (name, Attribute(value))));
    T::deserialize(attributes).map_err(|e| TableError::corrupt(&sk, e))
}

/// An attribute as `from_item` reads it. That of `serde_dynamo` makes a map of its own first, and so hashes every
/// name of an item again, which was a quarter of what a page of members took.
struct Attribute(AttributeValue);

impl IntoDeserializer<'_, serde_dynamo::Error> for Attribute {
    type Deserializer = serde_dynamo::Deserializer;

    fn into_deserializer(self) -> Self::Deserializer {
        serde_dynamo::Deserializer::from_attribute_value(self.0.into())
    }
}

pub(crate) fn sort_key(item: &Item) -> &str {
    item.get(SK).and_then(|sk| sk.as_s().ok()).map_or("", String::as_str)
}

pub(crate) fn partition_key(item: &Item) -> &str {
    item.get(schema::PK).and_then(|pk| pk.as_s().ok()).map_or("", String::as_str)
}

/// The part of a sort key behind its prefix, as an id.
pub(crate) fn id_in_sk<T: std::str::FromStr>(item: &Item) -> Result<T, TableError> {
    let sk = sort_key(item);
    sk.split_once('#')
        .and_then(|(_, id)| id.parse().ok())
        .ok_or_else(|| TableError::corrupt(sk, "its key holds no id"))
}

fn store_in_pk(item: &Item) -> Result<StoreId, TableError> {
    key::store_of(partition_key(item))
        .ok_or_else(|| TableError::corrupt(sort_key(item), "its partition is no store's"))
}

#[derive(Serialize, Deserialize)]
struct StoreItem {
    #[serde(skip_deserializing)]
    person: Option<String>,
    name: DisplayName,
    owner: Owner,
    catalog: String,
    plan: String,
    locale: String,
    admin_url: Option<WebAddress>,
    settings: Settings,
    #[serde(skip_deserializing)]
    due: Option<&'static str>,
    due_at: Option<i64>,
    #[serde(with = "ts_milliseconds")]
    created_at: Timestamp,
    version: u64,
    #[serde(default, skip_serializing)]
    seats_taken: u32,
    #[serde(default, skip_serializing)]
    seats_members: u32,
}

/// A store's attributes without its key and its seats, which only transactions that take or free them touch.
pub(crate) fn store_attributes(store: &Store) -> Result<Item, TableError> {
    let item = StoreItem {
        person: Some(key::person_of_user(&store.owner.user_id)),
        name: store.name.clone(),
        owner: store.owner.clone(),
        catalog: store.catalog.slug.to_owned(),
        plan: store.plan.slug.to_owned(),
        locale: store.locale.as_str().to_owned(),
        admin_url: store.admin_url.clone(),
        settings: store.settings.clone(),
        due: store.review_at.map(|_| DUE_PARTITION),
        due_at: store.review_at.map(|due| due.timestamp()),
        created_at: store.created_at,
        version: store.version,
        seats_taken: 0,
        seats_members: 0,
    };
    serde_dynamo::to_item(item).map_err(|e| TableError::corrupt("STORE", e))
}

pub(crate) fn store(item: Item) -> Result<Store, TableError> {
    let id = store_in_pk(&item)?;
    let item: StoreItem = from_item(item)?;
    let catalog =
        Catalog::named(&item.catalog).ok_or_else(|| TableError::corrupt("STORE", "no such catalog"))?;
    Ok(Store {
        id,
        name: item.name,
        owner: item.owner,
        catalog,
        plan: catalog.plan(&item.plan).ok_or_else(|| TableError::corrupt("STORE", "no such plan"))?,
        locale: locale(&item.locale),
        admin_url: item.admin_url,
        settings: item.settings,
        seats: SeatCount { taken: item.seats_taken, members: item.seats_members },
        review_at: seconds(item.due_at),
        created_at: item.created_at,
        version: item.version,
    })
}

fn seconds(at: Option<i64>) -> Option<Timestamp> {
    at.and_then(|at| Timestamp::from_timestamp(at, 0))
}

/// A language that was taken out of the product is no reason to lose an item: it is written in English.
fn locale(tag: &str) -> Locale {
    Locale::parse(tag).unwrap_or_default()
}

#[derive(Serialize, Deserialize)]
struct MemberItem {
    #[serde(skip_deserializing)]
    person: String,
    email: EmailAddress,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<DisplayName>,
    locale: String,
    roles: BTreeSet<RoleSlug>,
    permissions: BTreeSet<PermissionSlug>,
    #[serde(with = "ts_milliseconds")]
    joined_at: Timestamp,
    #[serde(default, with = "ts_milliseconds_option", skip_serializing_if = "Option::is_none")]
    last_active_at: Option<Timestamp>,
    #[serde(default, with = "ts_milliseconds_option", skip_serializing_if = "Option::is_none")]
    access_ends_at: Option<Timestamp>,
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    due: Option<&'static str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due_at: Option<i64>,
    addresses: BTreeSet<InvitationId>,
    version: u64,
}

/// What is left of a member at the same key, so that links under way to them stay dead.
#[derive(Serialize, Deserialize)]
struct LeftItem {
    #[serde(with = "ts_milliseconds")]
    left_at: Timestamp,
    version: u64,
    ttl: i64,
}

/// The attribute that only the trace of a former member has.
pub(crate) const LEFT_AT: &str = "left_at";

pub(crate) fn from_member(store: &StoreId, member: &Member) -> Result<(Key, Item), TableError> {
    let key = key::member(store, &member.user);
    let item = MemberItem {
        person: key::person_of_user(&member.user),
        email: member.email.clone(),
        name: member.name.clone(),
        locale: member.locale.as_str().to_owned(),
        roles: member.grant.roles.clone(),
        permissions: member.grant.permissions.clone(),
        joined_at: member.joined_at,
        last_active_at: member.last_active_at,
        access_ends_at: member.access_ends_at,
        due: member.warn_at.map(|_| DUE_PARTITION),
        due_at: member.warn_at.map(|warn| warn.timestamp()),
        addresses: member.addresses.clone(),
        version: member.version,
    };
    let item = to_item(&key, &item)?;
    Ok((key, item))
}

pub(crate) fn left(store: &StoreId, member: &Member, at: Timestamp) -> Result<(Key, Item), TableError> {
    let key = key::member(store, &member.user);
    let item = LeftItem { left_at: at, version: member.version + 1, ttl: (at + RETENTION).timestamp() };
    let item = to_item(&key, &item)?;
    Ok((key, item))
}

pub(crate) fn membership(item: Item) -> Result<Membership, TableError> {
    if item.contains_key(LEFT_AT) {
        let left: LeftItem = from_item(item)?;
        return Ok(Membership::Left { at: left.left_at, version: left.version });
    }
    member(item).map(|member| Membership::Active(Box::new(member)))
}

pub(crate) fn member(item: Item) -> Result<Member, TableError> {
    let sk = sort_key(&item);
    let user = key::user_of(sk).ok_or_else(|| TableError::corrupt(sk, "its key holds no user"))?;
    let item: MemberItem = from_item(item)?;
    Ok(Member {
        user,
        email: item.email,
        name: item.name,
        locale: locale(&item.locale),
        grant: Grant { roles: item.roles, permissions: item.permissions },
        joined_at: item.joined_at,
        last_active_at: item.last_active_at,
        access_ends_at: item.access_ends_at,
        warn_at: seconds(item.due_at),
        addresses: item.addresses,
        version: item.version,
    })
}

#[derive(Serialize, Deserialize)]
struct AddressItem {
    user_id: UserId,
}

pub(crate) fn from_address(
    store: &StoreId,
    address: InvitationId,
    user: &UserId,
) -> Result<(Key, Item), TableError> {
    let key = key::address(store, address);
    let item = to_item(&key, &AddressItem { user_id: user.clone() })?;
    Ok((key, item))
}

pub(crate) fn addressee(item: Item) -> Result<UserId, TableError> {
    from_item::<AddressItem>(item).map(|item| item.user_id)
}

#[derive(Serialize, Deserialize)]
struct InvitationItem {
    #[serde(skip_deserializing)]
    person: String,
    email: EmailAddress,
    roles: BTreeSet<RoleSlug>,
    permissions: BTreeSet<PermissionSlug>,
    locale: String,
    inviter_id: UserId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    inviter_name: Option<DisplayName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    inviter_version: Option<u64>,
    #[serde(with = "ts_milliseconds")]
    created_at: Timestamp,
    #[serde(with = "ts_milliseconds")]
    sent_at: Timestamp,
    #[serde(with = "ts_milliseconds")]
    expires_at: Timestamp,
    #[serde(default, with = "ts_milliseconds_option", skip_serializing_if = "Option::is_none")]
    access_ends_at: Option<Timestamp>,
    generation: u32,
    resends: u32,
    delivery: Delivery,
    state: StateName,
    /// Only while it holds a seat, in seconds; the index of seats past their term is made of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    held_until: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    accepted_by: Option<UserId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    decline_reason: Option<Reason>,
    version: u64,
    ttl: i64,
}

#[derive(Serialize, Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum StateName {
    Pending,
    Accepted,
    Declined,
    Revoked,
    Withdrawn,
}

pub(crate) fn from_invitation(invitation: &Invitation) -> Result<(Key, Item), TableError> {
    let key = key::invitation(&invitation.store, invitation.id);
    let (state, accepted_by, decline_reason) = match &invitation.state {
        InvitationState::Pending(_) => (StateName::Pending, None, None),
        InvitationState::Accepted { by } => (StateName::Accepted, Some(by.clone()), None),
        InvitationState::Declined { reason } => (StateName::Declined, None, reason.clone()),
        InvitationState::Revoked => (StateName::Revoked, None, None),
        InvitationState::Withdrawn => (StateName::Withdrawn, None, None),
    };
    let item = InvitationItem {
        person: key::person_of_address(AddressId::of(&invitation.email)),
        email: invitation.email.clone(),
        roles: invitation.grant.roles.clone(),
        permissions: invitation.grant.permissions.clone(),
        locale: invitation.locale.as_str().to_owned(),
        inviter_id: invitation.invited_by.user_id.clone(),
        inviter_name: invitation.invited_by.name.clone(),
        inviter_version: invitation.invited_by.member_version,
        created_at: invitation.created_at,
        sent_at: invitation.sent_at,
        expires_at: invitation.expires_at,
        access_ends_at: invitation.access_ends_at,
        generation: invitation.generation,
        resends: invitation.resends,
        delivery: invitation.delivery,
        state,
        held_until: (invitation.seats() == 1).then(|| invitation.expires_at.timestamp()),
        accepted_by,
        decline_reason,
        version: invitation.version,
        ttl: (invitation.expires_at + RETENTION).timestamp(),
    };
    let item = to_item(&key, &item)?;
    Ok((key, item))
}

pub(crate) fn invitation(item: Item) -> Result<Invitation, TableError> {
    let store = store_in_pk(&item)?;
    let id: InvitationId = id_in_sk(&item)?;
    let item: InvitationItem = from_item(item)?;
    let seat = if item.held_until.is_some() { Seat::Held } else { Seat::Released };
    let state = match (item.state, item.accepted_by) {
        (StateName::Pending, _) => InvitationState::Pending(seat),
        (StateName::Accepted, Some(by)) => InvitationState::Accepted { by },
        (StateName::Accepted, None) => {
            return Err(TableError::corrupt(schema::INVITATIONS, "accepted by nobody"));
        }
        (StateName::Declined, _) => InvitationState::Declined { reason: item.decline_reason },
        (StateName::Revoked, _) => InvitationState::Revoked,
        (StateName::Withdrawn, _) => InvitationState::Withdrawn,
    };
    Ok(Invitation {
        id,
        store,
        email: item.email,
        grant: Grant { roles: item.roles, permissions: item.permissions },
        locale: locale(&item.locale),
        invited_by: Inviter {
            user_id: item.inviter_id,
            name: item.inviter_name,
            member_version: item.inviter_version,
        },
        created_at: item.created_at,
        sent_at: item.sent_at,
        expires_at: item.expires_at,
        access_ends_at: item.access_ends_at,
        generation: item.generation,
        resends: item.resends,
        delivery: item.delivery,
        state,
        version: item.version,
    })
}

#[derive(Serialize, Deserialize)]
struct ActivityItem {
    name: DisplayName,
    order_notifications: bool,
    version: u64,
}

pub(crate) fn from_activity(store: &StoreId, activity: &Activity) -> Result<(Key, Item), TableError> {
    let key = key::activity(store, &activity.id);
    let item = ActivityItem {
        name: activity.name.clone(),
        order_notifications: activity.order_notifications,
        version: activity.version,
    };
    let item = to_item(&key, &item)?;
    Ok((key, item))
}

pub(crate) fn activity(item: Item) -> Result<Activity, TableError> {
    let id: ActivityId = id_in_sk(&item)?;
    let item: ActivityItem = from_item(item)?;
    Ok(Activity { id, name: item.name, order_notifications: item.order_notifications, version: item.version })
}

pub(crate) fn delivery(delivery: Delivery) -> Result<AttributeValue, TableError> {
    serde_dynamo::to_attribute_value(delivery).map_err(|e| TableError::corrupt(schema::INVITATIONS, e))
}

#[derive(Serialize, Deserialize)]
struct EventItem {
    #[serde(with = "ts_milliseconds")]
    at: Timestamp,
    actor: EventActor,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source_ip: Option<String>,
    event: EventKind,
    ttl: i64,
}

pub(crate) fn from_event(store: &StoreId, event: &Event) -> Result<(Key, Item), TableError> {
    let key = key::event(store, event);
    let item = EventItem {
        at: event.at,
        actor: event.actor.clone(),
        source_ip: event.source_ip.clone(),
        event: event.kind.clone(),
        ttl: (event.at + if event.kind.is_history() { HISTORY } else { TOLD }).timestamp(),
    };
    let item = to_item(&key, &item)?;
    Ok((key, item))
}

pub(crate) fn event(item: Item) -> Result<Event, TableError> {
    let id: EventId = id_in_sk(&item)?;
    let item: EventItem = from_item(item)?;
    Ok(Event { id, at: item.at, actor: item.actor, source_ip: item.source_ip, kind: item.event })
}

/// Who was written to about an event, as ids of their addresses.
pub(crate) const MAILED: &str = "mailed";

/// An event as the table's stream announces it.
#[derive(Debug, Clone)]
pub struct Announced {
    /// The store it happened in.
    pub store: StoreId,
    /// What happened.
    pub event: Event,
}

impl Announced {
    /// Reads the image of an event's item.
    ///
    /// # Errors
    /// When it is none.
    pub fn from_image(image: Item) -> Result<Self, TableError> {
        Ok(Self { store: store_in_pk(&image)?, event: event(image)? })
    }
}

/// A request that came with an idempotency key.
#[derive(Debug, Clone)]
pub struct Requested {
    /// Where it is remembered.
    pub key: Key,
    /// The hash of what was asked.
    pub fingerprint: String,
}

/// What is remembered of such a request.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Remembered {
    /// The hash of what was asked.
    pub fingerprint: String,
    /// When it came.
    #[serde(with = "ts_milliseconds")]
    pub at: Timestamp,
    /// What was answered; `None` while it is being carried out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// Whether it was given up half-way, and can be taken up again at once.
    #[serde(default)]
    pub given_up: bool,
}

impl Remembered {
    /// Whether it was begun and never ended, and nobody is at it any more.
    #[must_use]
    pub fn is_unfinished(&self, now: Timestamp) -> bool {
        self.answer.is_none() && (self.given_up || self.at + LEASE <= now)
    }
}

/// How long a request is taken to be under way: longer than API Gateway waits for a function (30 s).
const LEASE: Duration = Duration::seconds(60);

/// The times before which a request that was answered, and one that was not, can be made anew.
pub(crate) fn no_longer_remembered(now: Timestamp) -> (Timestamp, Timestamp) {
    (now - REMEMBERED, now - LEASE)
}

#[derive(Serialize, Deserialize)]
struct RequestItem {
    fingerprint: String,
    #[serde(with = "ts_milliseconds")]
    at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
    #[serde(default)]
    given_up: bool,
    ttl: i64,
}

pub(crate) fn from_remembered(key: &Key, remembered: &Remembered) -> Result<Item, TableError> {
    let item = RequestItem {
        fingerprint: remembered.fingerprint.clone(),
        at: remembered.at,
        answer: remembered.answer.clone(),
        given_up: remembered.given_up,
        ttl: (remembered.at + REMEMBERED).timestamp(),
    };
    to_item(key, &item)
}

/// What is remembered of a request, unless its day is over.
pub(crate) fn remembered(item: Item, now: Timestamp) -> Result<Option<Remembered>, TableError> {
    let item: RequestItem = from_item(item)?;
    let known = Remembered {
        fingerprint: item.fingerprint,
        at: item.at,
        answer: item.answer,
        given_up: item.given_up,
    };
    Ok((known.at + REMEMBERED > now).then_some(known))
}
