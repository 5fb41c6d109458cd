//! The tables' definitions in the template. CloudFormation uses the names of DynamoDB's API.

use serde::Deserialize;

/// A table.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Table {
    /// The attributes that are part of a key.
    pub attribute_definitions: Vec<Attribute>,
    /// The primary key.
    pub key_schema: Vec<KeyElement>,
    /// The global secondary indexes.
    #[serde(default)]
    pub global_secondary_indexes: Vec<Index>,
    /// The stream, if it has one.
    pub stream_specification: Option<Stream>,
    /// The expiry of items, if it has one.
    pub time_to_live_specification: Option<TimeToLive>,
}

/// An attribute that is part of a key.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Attribute {
    /// Its name.
    pub attribute_name: String,
    /// `S`, `N` or `B`.
    pub attribute_type: String,
}

/// An element of a key.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct KeyElement {
    /// The attribute's name.
    pub attribute_name: String,
    /// `HASH` or `RANGE`.
    pub key_type: String,
}

/// A global secondary index.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Index {
    /// Its name.
    #[serde(rename = "IndexName")]
    pub name: String,
    /// Its key.
    pub key_schema: Vec<KeyElement>,
    /// The attributes that are copied into it.
    pub projection: Projection,
}

/// The attributes that are copied into an index.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Projection {
    /// `ALL`, `KEYS_ONLY` or `INCLUDE`.
    pub projection_type: String,
    /// For `INCLUDE`: the attributes' names.
    #[serde(default)]
    pub non_key_attributes: Vec<String>,
}

/// The table's stream.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Stream {
    /// The parts of an item that a record contains, such as `NEW_AND_OLD_IMAGES`.
    pub stream_view_type: String,
}

/// The expiry of items.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct TimeToLive {
    /// The attribute that contains the time of expiry.
    pub attribute_name: String,
}
