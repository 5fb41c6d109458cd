//! Converts values to attributes of items, and back.

use aws_sdk_dynamodb::types::AttributeValue;
use serde::de::IntoDeserializer;
use serde::de::value::MapDeserializer;
use serde::{Deserialize, Serialize};
use staffroom_app::Fault;
use staffroom_domain::{Delivery, Locale, Timestamp};

use crate::error::corrupt;
use crate::schema::Item;

pub(super) fn serialize<T: Serialize>(kind: &'static str, value: &T) -> Result<Item, Fault> {
    serde_dynamo::to_item(value).map_err(|error| corrupt(kind, error))
}

pub(super) fn deserialize<'a, T: Deserialize<'a>>(kind: &'static str, item: Item) -> Result<T, Fault> {
    let attributes = MapDeserializer::new(item.into_iter().map(|(name, value)| (name, Attribute(value))));
    T::deserialize(attributes).map_err(|error| corrupt(kind, error))
}

/// An attribute for [`deserialize`]. `serde_dynamo::from_item` would copy the item into a second map first,
/// which took a quarter of the time of a page of members.
struct Attribute(AttributeValue);

impl IntoDeserializer<'_, serde_dynamo::Error> for Attribute {
    type Deserializer = serde_dynamo::Deserializer;

    fn into_deserializer(self) -> Self::Deserializer {
        serde_dynamo::Deserializer::from_attribute_value(self.0.into())
    }
}

/// The seconds since 1970, rounded up, so that nothing is released, due or deleted too early.
pub(crate) fn seconds_up(at: Timestamp) -> i64 {
    at.timestamp() + i64::from(at.timestamp_subsec_nanos() > 0)
}

pub(super) fn from_seconds(at: Option<i64>) -> Option<Timestamp> {
    at.and_then(|at| Timestamp::from_timestamp(at, 0))
}

/// Parses a language. An unsupported one is replaced by English, because a language that was removed must not
/// make an item unreadable.
pub(super) fn locale(tag: &str) -> Locale {
    Locale::parse(tag).unwrap_or_default()
}

/// A delivery state as its attribute.
pub(crate) fn delivery(delivery: Delivery) -> Result<AttributeValue, Fault> {
    serde_dynamo::to_attribute_value(delivery).map_err(|error| corrupt("invitation", error))
}
