use aws_sdk_dynamodb::types::AttributeValue;
use chrono::serde::{ts_milliseconds, ts_milliseconds_option};
use serde::{Deserialize, Serialize};
use staffroom_app::{DueShard, Fault, Record};
use staffroom_domain::{
    Catalog, CompactRoles, DisplayName, Owner, Plan, PolicySlugs, SeatCount, Settings, Store, StoreId,
    TimeZone, Timestamp, WebAddress,
};

use super::attributes::{deserialize, from_seconds, locale, seconds_up, serialize};
use crate::error::corrupt;
use crate::keys;
use crate::schema::Item;
use crate::schema::{DEPARTURES, SEATS_MEMBERS, SEATS_TAKEN, due_shard};

const KIND: &str = "store";

/// The count of departures of stores and traces that earlier versions wrote without one. Their invitations
/// have the count 0, so they admit no person who had left by then.
pub(crate) const DEPARTURES_BEFORE_COUNTING: u64 = 1;

/// The attributes that a store may lack, so an update must remove them.
pub(crate) const ABSENT_OF_STORE: [&str; 7] =
    ["admin_url", "due", "due_at", "roles", "role_permissions", "former_roles", "roles_changed_at"];

#[derive(Serialize, Deserialize)]
struct StoreItem {
    #[serde(skip_deserializing)]
    person: String,
    /// By which the store is found by its owner's address.
    #[serde(skip_deserializing)]
    list_1: String,
    #[serde(skip_deserializing)]
    place_1: String,
    name: DisplayName,
    owner: Owner,
    catalog: String,
    #[serde(default)]
    catalog_version: u64,
    plan: String,
    locale: String,
    /// Absent in stores of earlier versions, which named none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    time_zone: Option<TimeZone>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    admin_url: Option<WebAddress>,
    settings: Settings,
    /// The roles of its own, as short as can be: see [`CompactRoles`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    roles: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    role_permissions: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    former_roles: String,
    #[serde(default, with = "ts_milliseconds_option", skip_serializing_if = "Option::is_none")]
    roles_changed_at: Option<Timestamp>,
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due_at: Option<i64>,
    #[serde(with = "ts_milliseconds")]
    created_at: Timestamp,
    #[serde(default, with = "ts_milliseconds_option")]
    changed_at: Option<Timestamp>,
    version: u64,
    #[serde(default, skip_serializing)]
    seats_taken: u32,
    #[serde(default, skip_serializing)]
    seats_members: u32,
    #[serde(default, skip_serializing)]
    departures: Option<u64>,
}

/// The attributes of a store without the counts of seats and departures, which are only incremented and
/// decremented.
pub(crate) fn attributes(store: &Store) -> Result<Item, Fault> {
    let CompactRoles { permissions, roles, former } = CompactRoles::from(&store.roles);
    let item = StoreItem {
        person: keys::of_user(&store.owner.user_id),
        list_1: keys::owners_with(&store.owner.email),
        place_1: store.id.as_str().to_owned(),
        name: store.name.clone(),
        owner: store.owner.clone(),
        catalog: store.catalog_slug().to_owned(),
        catalog_version: store.catalog_version,
        plan: store.plan_slug().to_owned(),
        locale: store.locale.as_str().to_owned(),
        time_zone: Some(store.time_zone),
        admin_url: store.admin_url.clone(),
        settings: store.settings.clone(),
        roles,
        role_permissions: permissions,
        former_roles: former,
        roles_changed_at: store.roles.changed_at(),
        due: store.review_at.map(|_| due_shard(DueShard::of_store(&store.id))),
        due_at: store.review_at.map(seconds_up),
        created_at: store.created_at,
        changed_at: Some(store.changed_at),
        version: store.version,
        seats_taken: 0,
        seats_members: 0,
        departures: None,
    };
    serialize(KIND, &item)
}

pub(super) fn to_item(store: &Store) -> Result<Item, Fault> {
    let mut item = attributes(store)?;
    for (name, count) in [
        (SEATS_TAKEN, u64::from(store.seats.taken)),
        (SEATS_MEMBERS, u64::from(store.seats.members)),
        (DEPARTURES, store.departures),
    ] {
        item.insert(name.to_owned(), AttributeValue::N(count.to_string()));
    }
    Ok(item)
}

pub(super) fn to_record(id: &StoreId, item: Item) -> Result<Record, Fault> {
    let item: StoreItem = deserialize(KIND, item)?;
    let roles =
        CompactRoles { permissions: item.role_permissions, roles: item.roles, former: item.former_roles };
    let roles = roles.read(item.roles_changed_at).map_err(|error| corrupt(KIND, error))?;
    let known_catalog = Catalog::named(&item.catalog);
    let catalog = known_catalog.unwrap_or_else(Catalog::unknown);
    let known_plan = catalog.plan(&item.plan);
    // A catalog or plan that a new version removed grants nothing, until the platform puts the store again.
    let unknown_policy = (known_catalog.is_none() || known_plan.is_none())
        .then_some(PolicySlugs { catalog: item.catalog, plan: item.plan });
    Ok(Record::Store(Box::new(Store {
        id: id.clone(),
        name: item.name,
        owner: item.owner,
        catalog,
        catalog_version: item.catalog_version,
        plan: known_plan.unwrap_or(Plan::UNKNOWN),
        unknown_policy,
        locale: locale(&item.locale),
        time_zone: item.time_zone.unwrap_or_default(),
        admin_url: item.admin_url,
        settings: item.settings,
        roles,
        seats: SeatCount { taken: item.seats_taken, members: item.seats_members },
        departures: item.departures.unwrap_or(DEPARTURES_BEFORE_COUNTING),
        review_at: from_seconds(item.due_at),
        created_at: item.created_at,
        changed_at: item.changed_at.unwrap_or(item.created_at),
        version: item.version,
    })))
}
