//! What stands in the table: a record as an item, both ways, one module per kind.
//!
//! Attributes are not the domain's types: they convert, and an item that cannot be converted is corrupt.

mod activity;
mod counter;
mod event;
mod idempotency;
mod invitation;
mod member;
#[cfg(test)]
pub(crate) mod samples;
mod store;

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use serde::de::IntoDeserializer;
use serde::de::value::MapDeserializer;
use serde::{Deserialize, Serialize};
use staffroom_app::{Fault, Key, Record};
use staffroom_domain::{Delivery, Locale, Timestamp};

use crate::error::corrupt;
use crate::keys::PrimaryKey;

pub(crate) use member::{ABSENT_OF_MEMBER, attributes as member_attributes};
pub(crate) use store::{
    ABSENT_OF_STORE, DEPARTURES_BEFORE_COUNTING, attributes as store_attributes,
};

/// An item, by the names of its attributes.
pub type Item = HashMap<String, AttributeValue>;

/// The item of a record.
pub(crate) fn to_item(key: &Key, record: &Record) -> Result<Item, Fault> {
    let mut item = match (key, record) {
        (Key::Store(_), Record::Store(store)) => store::to_item(store)?,
        (Key::Member(..), Record::Membership(membership)) => member::to_item(membership)?,
        (Key::Address(..), Record::AddressHolder(user)) => member::holder_to_item(user)?,
        (Key::Invitation(..), Record::Invitation(invitation)) => invitation::to_item(invitation)?,
        (Key::Event(..) | Key::Notice(..), Record::Event(event)) => event::to_item(event)?,
        (Key::Activity(..), Record::Activity(activity)) => activity::to_item(activity)?,
        (Key::Idempotency(..), Record::Idempotency(record)) => idempotency::to_item(record)?,
        (Key::Counter(_), Record::Count(_)) => {
            return Err(Fault::InvalidPlan("a count is only counted up"));
        }
        (
            Key::Store(_)
            | Key::Member(..)
            | Key::Address(..)
            | Key::Invitation(..)
            | Key::Event(..)
            | Key::Notice(..)
            | Key::Activity(..)
            | Key::Idempotency(..)
            | Key::Counter(_),
            _,
        ) => return Err(Fault::InvalidPlan("a record is put at the key of another kind")),
    };
    item.extend(PrimaryKey::from(key).into_item());
    Ok(item)
}

/// The record of an item.
pub(crate) fn to_record(key: &Key, item: Item) -> Result<Record, Fault> {
    match key {
        Key::Store(id) => store::to_record(id, item),
        Key::Member(_, user) => member::to_record(user, item),
        Key::Address(..) => member::holder_to_record(item),
        Key::Invitation(store, id) => invitation::to_record(store, *id, item),
        Key::Event(_, id) | Key::Notice(_, id) => event::to_record(key.kind(), *id, item),
        Key::Activity(_, id) => activity::to_record(id, item),
        Key::Idempotency(..) => idempotency::to_record(item),
        Key::Counter(_) => counter::to_record(item),
    }
}

/// Reads an image of an item, as the table's stream has it.
///
/// # Errors
/// [`Fault::Corrupt`] when this version of the product does not know the key or cannot read the record: the event of a newer
/// version, for example.
pub fn read_image(item: Item) -> Result<(Key, Record), Fault> {
    let key = key_of(&item)?;
    let record = to_record(&key, item)?;
    Ok((key, record))
}

/// The key of an item.
pub(crate) fn key_of(item: &Item) -> Result<Key, Fault> {
    PrimaryKey::of_item(item)
        .and_then(|key| key.parse())
        .ok_or_else(|| corrupt("unknown", "its key is none of this version's"))
}

fn serialize<T: Serialize>(kind: &'static str, value: &T) -> Result<Item, Fault> {
    serde_dynamo::to_item(value).map_err(|error| corrupt(kind, error))
}

fn deserialize<'a, T: Deserialize<'a>>(kind: &'static str, item: Item) -> Result<T, Fault> {
    let attributes = MapDeserializer::new(item.into_iter().map(|(name, value)| (name, Attribute(value))));
    T::deserialize(attributes).map_err(|error| corrupt(kind, error))
}

/// An attribute as [`deserialize`] reads it. `serde_dynamo::from_item` first makes a map of its own, and hashes every name
/// again: a quarter of the time that a page of members took.
struct Attribute(AttributeValue);

impl IntoDeserializer<'_, serde_dynamo::Error> for Attribute {
    type Deserializer = serde_dynamo::Deserializer;

    fn into_deserializer(self) -> Self::Deserializer {
        serde_dynamo::Deserializer::from_attribute_value(self.0.into())
    }
}

/// The seconds since 1970, rounded up: nothing is released, due or deleted before its time.
pub(crate) fn seconds_up(at: Timestamp) -> i64 {
    at.timestamp() + i64::from(at.timestamp_subsec_nanos() > 0)
}

fn from_seconds(at: Option<i64>) -> Option<Timestamp> {
    at.and_then(|at| Timestamp::from_timestamp(at, 0))
}

/// A language that was taken out of the product must not make an item unreadable: English stands in.
fn locale(tag: &str) -> Locale {
    Locale::parse(tag).unwrap_or_default()
}

/// A delivery state as its attribute.
pub(crate) fn delivery(delivery: Delivery) -> Result<AttributeValue, Fault> {
    serde_dynamo::to_attribute_value(delivery).map_err(|error| corrupt("invitation", error))
}
