use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::bounds;
use crate::visible::{is_hidden, is_plain};

/// What the platform or a manager notes on a store, an invitation or a member, for their own programs. Staffroom keeps it, and
/// carries that of an invitation to the member.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<String, String>")]
pub struct Metadata(BTreeMap<String, String>);

/// Why metadata were not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidMetadata(&'static str);

impl fmt::Display for InvalidMetadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for InvalidMetadata {}

impl fmt::Debug for Metadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Metadata({})", self.0.len())
    }
}

impl Metadata {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl TryFrom<BTreeMap<String, String>> for Metadata {
    type Error = InvalidMetadata;

    fn try_from(entries: BTreeMap<String, String>) -> Result<Self, InvalidMetadata> {
        if entries.len() > bounds::METADATA_ENTRIES {
            return Err(InvalidMetadata("must have at most 20 keys"));
        }
        let is_key = |key: &str| {
            let characters = key.chars().count();
            (1..=bounds::METADATA_KEY_CHARACTERS).contains(&characters) && !key.chars().any(is_hidden)
        };
        if !entries.keys().all(|key| is_key(key)) {
            return Err(InvalidMetadata(
                "each key must be 1 to 40 characters, without control, direction and invisible characters",
            ));
        }
        let is_value =
            |value: &str| value.chars().count() <= bounds::METADATA_VALUE_CHARACTERS && is_plain(value);
        if !entries.values().all(|value| is_value(value)) {
            return Err(InvalidMetadata(
                "each value must be at most 500 characters, without control, direction and invisible characters",
            ));
        }
        Ok(Self(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::Metadata;

    fn read(entries: impl IntoIterator<Item = (String, String)>) -> Result<Metadata, String> {
        let entries: serde_json::Map<_, _> =
            entries.into_iter().map(|(key, value)| (key, value.into())).collect();
        serde_json::from_value(entries.into()).map_err(|error| error.to_string())
    }

    #[test]
    fn up_to_twenty_keys_are_taken() {
        let entries = |count: usize| (0..count).map(|n| (format!("key-{n}"), "é".repeat(500)));
        assert!(read(entries(20)).is_ok_and(|metadata| !metadata.is_empty()));
        assert_eq!(read(entries(21)), Err("must have at most 20 keys".to_owned()));
        assert!(read([]).is_ok_and(|metadata| metadata.is_empty()));
    }

    #[test]
    fn keys_and_values_are_bounded_and_hide_nothing() {
        let one = |key: &str, value: &str| read([(key.to_owned(), value.to_owned())]);
        for (key, value) in [("k", ""), (&"ü".repeat(40), "two\nlines"), ("a b", "\u{1F600}")] {
            assert!(one(key, value).is_ok(), "{key:?}: {value:?}");
        }
        for (key, value) in
            [("", "v"), (&"k".repeat(41), "v"), ("k\n", "v"), ("k", &"v".repeat(501)), ("k", "a\u{202E}b")]
        {
            assert!(one(key, value).is_err(), "{key:?}: {value:?}");
        }
    }

    #[test]
    fn their_content_is_in_no_debug_text() {
        assert_eq!(format!("{:?}", read([("k".to_owned(), "v".to_owned())]).unwrap()), "Metadata(1)");
    }
}
