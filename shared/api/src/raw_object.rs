//! An object in the caller's own format, whose values are kept as they were sent.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use staffroom_domain::bounds;

use crate::body::{NAME_CHARACTERS, shortened};

/// An object of any fields, in which every name is unique, at every depth. Each value is the text that was sent: read as numbers,
/// identifiers would lose digits, 49.90 would be 49.9, and 1e400 would be none.
#[derive(Debug, Default)]
pub struct RawObject(BTreeMap<String, Box<RawValue>>);

impl RawObject {
    /// The JSON of a field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&RawValue> {
        self.0.get(name).map(AsRef::as_ref)
    }
}

impl<'de> Deserialize<'de> for RawObject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Fields(fields) = Fields::deserialize(deserializer)?;
        for value in fields.values() {
            check(value, bounds::ORDER_DEPTH - 1).map_err(D::Error::custom)?;
        }
        Ok(Self(fields))
    }
}

/// The fields of one object, in which no name is repeated.
struct Fields(BTreeMap<String, Box<RawValue>>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Reader).map(Self)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = BTreeMap<String, Box<RawValue>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let mut fields = BTreeMap::new();
        while let Some((name, value)) = object.next_entry::<String, Box<RawValue>>()? {
            let repeated = format!("duplicate field `{}`", shortened(&name, NAME_CHARACTERS));
            if fields.insert(name, value).is_some() {
                return Err(A::Error::custom(repeated));
            }
        }
        Ok(fields)
    }
}

/// Requires unique names in the objects of a value, of at most so many levels.
fn check(value: &RawValue, levels: usize) -> Result<(), String> {
    let json = value.get();
    let first = json.bytes().next();
    if !matches!(first, Some(b'{' | b'[')) {
        return Ok(());
    }
    let Some(levels) = levels.checked_sub(1) else {
        return Err(format!("must have at most {} levels", bounds::ORDER_DEPTH));
    };
    let values: Vec<Box<RawValue>> = match first {
        Some(b'{') => {
            let Fields(fields) = serde_json::from_str(json).map_err(|error| said(&error))?;
            fields.into_values().collect()
        }
        _ => serde_json::from_str(json).map_err(|error| said(&error))?,
    };
    values.iter().try_for_each(|value| check(value, levels))
}

/// What is wrong, without a line and a column, which are those of a part.
fn said(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use staffroom_domain::bounds;

    use super::RawObject;

    fn read(json: &str) -> Result<RawObject, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn values_are_those_that_were_sent() {
        let long = "7".repeat(1000);
        let object =
            read(&format!(r#"{{"id": 1e400, "total": 49.90, "long": {long}, "\u0061": [1e999, -0]}}"#))
                .unwrap();
        for (name, json) in [("id", "1e400"), ("total", "49.90"), ("long", &long), ("a", "[1e999, -0]")] {
            assert_eq!(object.get(name).unwrap().get(), json);
        }
        assert!(object.get("b").is_none());
    }

    #[test]
    fn each_name_is_unique_at_every_depth() {
        for json in [
            r#"{"a": 1, "a": 1}"#,
            r#"{"x": {"a": 1, "\u0061": 1}}"#,
            r#"{"x": [0, [{"a": 1, "b": 2, "a": 3}]]}"#,
        ] {
            assert!(read(json).unwrap_err().starts_with("duplicate field `a`"), "{json}");
        }
        assert!(read(r#"{"x": [{"a": 1}, {"a": 1}], "a": 1}"#).is_ok(), "other objects");
    }

    #[test]
    fn only_an_object_of_some_levels_is_one() {
        for json in ["[]", "null", "7", "\"{}\""] {
            assert!(read(json).unwrap_err().contains("expected an object"), "{json}");
        }
        let nested = |levels: usize| format!("{{\"x\": {}{}}}", "[".repeat(levels), "]".repeat(levels));
        assert!(read(&nested(bounds::ORDER_DEPTH - 1)).is_ok());
        for levels in [bounds::ORDER_DEPTH, 100_000] {
            assert!(
                read(&nested(levels)).unwrap_err().starts_with("must have at most 50 levels"),
                "{levels}"
            );
        }
    }
}
