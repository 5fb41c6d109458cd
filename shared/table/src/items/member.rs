use std::collections::BTreeSet;

use chrono::Duration;
use chrono::serde::{ts_milliseconds, ts_milliseconds_option};
use serde::{Deserialize, Serialize};
use staffroom_app::{DueShard, Fault, Listing, Record, activity_place, joined_place};
use staffroom_domain::{
    Departure, DisplayName, EmailAddress, Grant, InvitationId, MailProblem, Member, Membership, Metadata,
    MoveStage, Moved, PermissionSlug, RoleSlug, Seat, StoreId, Timestamp, UserId, durations,
};

use super::attributes::{deserialize, from_seconds, locale, seconds_up, serialize};
use super::store::DEPARTURES_BEFORE_COUNTING;
use crate::keys;
use crate::keys::list_of;
use crate::schema::Item;
use crate::schema::{LEFT_AT, due_shard};

const KIND: &str = "member";

/// The attributes that a member may lack, so an update must remove them. The last four are those of a trace,
/// which a new member may replace.
pub(crate) const ABSENT_OF_MEMBER: [&str; 13] = [
    "name",
    "access_ends_at",
    "held_until",
    "due",
    "due_at",
    "last_departure",
    "mail_problem",
    "metadata",
    "suspended_at",
    "left_at",
    "departures",
    "moved_to",
    "ttl",
];

#[derive(Serialize, Deserialize)]
struct MemberItem {
    #[serde(skip_deserializing)]
    person: String,
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    list_1: Option<String>,
    #[serde(skip_deserializing)]
    place_1: String,
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    list_2: Option<String>,
    #[serde(skip_deserializing)]
    place_2: String,
    email: EmailAddress,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<DisplayName>,
    locale: String,
    roles: BTreeSet<RoleSlug>,
    permissions: BTreeSet<PermissionSlug>,
    #[serde(default)]
    catalog_version: u64,
    #[serde(with = "ts_milliseconds")]
    joined_at: Timestamp,
    #[serde(default, with = "ts_milliseconds_option", skip_serializing_if = "Option::is_none")]
    last_active_at: Option<Timestamp>,
    #[serde(default, with = "ts_milliseconds_option", skip_serializing_if = "Option::is_none")]
    access_ends_at: Option<Timestamp>,
    /// In seconds, only while a member with an end of access holds a seat. It is the sort key of the index
    /// `held_seats`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    held_until: Option<i64>,
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due_at: Option<i64>,
    #[serde(default, with = "ts_milliseconds_option", skip_serializing_if = "Option::is_none")]
    suspended_at: Option<Timestamp>,
    addresses: BTreeSet<InvitationId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_departure: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mail_problem: Option<MailProblem>,
    #[serde(default, skip_serializing_if = "Metadata::is_empty")]
    metadata: Metadata,
    #[serde(default, with = "ts_milliseconds_option")]
    changed_at: Option<Timestamp>,
    version: u64,
}

/// The trace of a former member, at the same key.
#[derive(Serialize, Deserialize)]
struct TraceItem {
    #[serde(with = "ts_milliseconds")]
    left_at: Timestamp,
    #[serde(default)]
    departures: Option<u64>,
    /// By which the store is found that the person left.
    #[serde(skip_deserializing)]
    list_1: String,
    #[serde(skip_deserializing)]
    place_1: String,
    version: u64,
    /// The id that the platform moved the person to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    moved_to: Option<UserId>,
    /// While invitations can still name the former id.
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due_at: Option<i64>,
    ttl: i64,
}

/// The attributes of a member.
pub(crate) fn attributes(store: &StoreId, member: &Member) -> Result<Item, Fault> {
    let held_until = match member.seat {
        Seat::Held => member.access_ends_at.map(seconds_up),
        Seat::Released => None,
    };
    let item = MemberItem {
        person: keys::of_user(&member.user),
        list_1: list_of(store, &Listing::Joined),
        place_1: joined_place(member).as_str().to_owned(),
        list_2: list_of(store, &Listing::LastActive),
        place_2: activity_place(member.last_active_at).as_str().to_owned(),
        email: member.email.clone(),
        name: member.name.clone(),
        locale: member.locale.as_str().to_owned(),
        roles: member.grant.roles.clone(),
        permissions: member.grant.permissions.clone(),
        catalog_version: member.grant.catalog_version,
        joined_at: member.joined_at,
        last_active_at: member.last_active_at,
        access_ends_at: member.access_ends_at,
        held_until,
        due: member.due_at.map(|_| due_shard(DueShard::of_member(store, &member.user))),
        due_at: member.due_at.map(seconds_up),
        suspended_at: member.suspended_at,
        addresses: member.addresses.clone(),
        last_departure: member.last_departure,
        mail_problem: member.mail_problem,
        metadata: member.metadata.clone(),
        changed_at: Some(member.changed_at),
        version: member.version,
    };
    serialize(KIND, &item)
}

pub(super) fn to_item(store: &StoreId, user: &UserId, membership: &Membership) -> Result<Item, Fault> {
    match membership {
        Membership::Active(member) => attributes(store, member),
        Membership::Left(departure) => {
            let retention = Duration::days(durations::TRACE_RETENTION_DAYS);
            let vouching = departure.moved.as_ref().filter(|moved| moved.stage == MoveStage::Vouching);
            let item = TraceItem {
                left_at: departure.at,
                departures: Some(departure.departures),
                list_1: keys::left_by(user),
                place_1: store.as_str().to_owned(),
                version: departure.version,
                moved_to: departure.moved.as_ref().map(|moved| moved.to.clone()),
                due: vouching.map(|_| due_shard(DueShard::of_member(store, user))),
                due_at: vouching.map(|_| seconds_up(departure.at)),
                ttl: seconds_up(departure.at + retention),
            };
            serialize(KIND, &item)
        }
        Membership::Never => Err(Fault::InvalidPlan("an absent membership is put")),
    }
}

pub(super) fn to_record(user: &UserId, item: Item) -> Result<Record, Fault> {
    if item.contains_key(LEFT_AT) {
        let item: TraceItem = deserialize(KIND, item)?;
        let stage = if item.due_at.is_some() { MoveStage::Vouching } else { MoveStage::Complete };
        return Ok(Record::Membership(Membership::Left(Departure {
            at: item.left_at,
            departures: item.departures.unwrap_or(DEPARTURES_BEFORE_COUNTING),
            version: item.version,
            moved: item.moved_to.map(|to| Moved { to, stage }),
        })));
    }
    let item: MemberItem = deserialize(KIND, item)?;
    // Earlier versions released no seats of members, and did not store `changed_at`.
    let seat = match (item.access_ends_at, item.held_until, item.changed_at) {
        (Some(_), None, Some(_)) => Seat::Released,
        _ => Seat::Held,
    };
    Ok(Record::Membership(Membership::Active(Box::new(Member {
        user: user.clone(),
        email: item.email,
        name: item.name,
        locale: locale(&item.locale),
        grant: Grant {
            roles: item.roles,
            permissions: item.permissions,
            catalog_version: item.catalog_version,
        },
        joined_at: item.joined_at,
        last_active_at: item.last_active_at,
        access_ends_at: item.access_ends_at,
        due_at: from_seconds(item.due_at),
        suspended_at: item.suspended_at,
        addresses: item.addresses,
        last_departure: item.last_departure,
        mail_problem: item.mail_problem,
        metadata: item.metadata,
        seat,
        changed_at: item.changed_at.unwrap_or(item.joined_at),
        version: item.version,
    }))))
}

#[derive(Serialize, Deserialize)]
struct HolderItem {
    user_id: UserId,
}

pub(super) fn holder_to_item(user: &UserId) -> Result<Item, Fault> {
    serialize("address", &HolderItem { user_id: user.clone() })
}

pub(super) fn holder_to_record(item: Item) -> Result<Record, Fault> {
    deserialize::<HolderItem>("address", item).map(|item| Record::AddressHolder(item.user_id))
}
