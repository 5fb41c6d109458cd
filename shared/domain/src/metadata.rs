use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::bounds;
use crate::visible::{is_hidden, is_plain};

/// What the platform or a manager notes on a store, an invitation or a member, for their own programs. Staffroom keeps it, and
/// carries that of an invitation to the member.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct Metadata(BTreeMap<String, String>);

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

impl<'de> Deserialize<'de> for Metadata {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Entries).map(Self)
    }
}

struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = BTreeMap<String, String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let mut entries = BTreeMap::new();
        while let Some(key) = object.next_key::<String>()? {
            let value = object.next_value_seed(ValueOf(&key))?;
            if entries.insert(key, value).is_some() {
                return Err(A::Error::custom("must have each key once"));
            }
            if entries.len() > bounds::METADATA_ENTRIES {
                return Err(A::Error::custom("must have at most 20 keys"));
            }
        }
        Ok(entries)
    }
}

/// The value of this key. What is wrong with either is said of this place.
struct ValueOf<'a>(&'a str);

impl<'de> DeserializeSeed<'de> for ValueOf<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        let value = String::deserialize(deserializer)?;
        let Self(key) = self;
        if !(1..=bounds::METADATA_KEY_CHARACTERS).contains(&key.chars().count()) || key.chars().any(is_hidden)
        {
            return Err(D::Error::custom(
                "each key must be 1 to 40 characters, without control, direction and invisible characters",
            ));
        }
        if value.chars().count() > bounds::METADATA_VALUE_CHARACTERS || !is_plain(&value) {
            return Err(D::Error::custom(
                "must be at most 500 characters, without control, direction and invisible characters",
            ));
        }
        Ok(value)
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
        let twice = serde_json::from_str::<Metadata>(r#"{"k": "a", "k": "a"}"#);
        assert!(twice.unwrap_err().to_string().starts_with("must have each key once"));
    }

    #[test]
    fn their_content_is_in_no_debug_text() {
        assert_eq!(format!("{:?}", read([("k".to_owned(), "v".to_owned())]).unwrap()), "Metadata(1)");
    }
}
