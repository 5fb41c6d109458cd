//! JSON of which no type is known before it is read.

use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::body::{NAME_CHARACTERS, push_name, shortened};
use crate::error::RequestError;

/// A JSON value that knows whether an object in it has a name twice. [`Value`] keeps the last one only, so a reader that keeps
/// the first one would see another value (RFC 8259, section 4).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CheckedValue {
    value: Value,
    repeated: Option<Repeated>,
}

/// The first name that an object has twice.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Repeated {
    /// The names that lead to the object, the innermost first.
    path: Vec<String>,
    name: String,
}

impl CheckedValue {
    /// A field of an object; the last one of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.value.get(name)
    }

    /// The value, in which every name is unique.
    ///
    /// # Errors
    /// [`RequestError::InvalidFields`] with the pointer of the object that has a name twice.
    pub fn unique(self) -> Result<Value, RequestError> {
        match self.repeated {
            None => Ok(self.value),
            Some(repeated) => Err(RequestError::invalid(repeated.pointer(), repeated.detail())),
        }
    }
}

impl Repeated {
    fn within(mut self, name: String) -> Self {
        self.path.push(name);
        self
    }

    fn pointer(&self) -> String {
        let mut pointer = String::new();
        for name in self.path.iter().rev() {
            push_name(&mut pointer, name);
        }
        pointer
    }

    /// As serde says it of a type that is known.
    fn detail(&self) -> String {
        format!("duplicate field `{}`", shortened(&self.name, NAME_CHARACTERS))
    }
}

impl<'de> Deserialize<'de> for CheckedValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

impl From<Value> for CheckedValue {
    fn from(value: Value) -> Self {
        Self { value, repeated: None }
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = CheckedValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<CheckedValue, E> {
        Ok(Value::Null.into())
    }

    fn visit_bool<E>(self, value: bool) -> Result<CheckedValue, E> {
        Ok(Value::from(value).into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<CheckedValue, E> {
        Ok(Value::from(value).into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<CheckedValue, E> {
        Ok(Value::from(value).into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<CheckedValue, E> {
        Ok(Value::from(value).into())
    }

    fn visit_str<E>(self, value: &str) -> Result<CheckedValue, E> {
        Ok(Value::from(value).into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<CheckedValue, A::Error> {
        let (mut values, mut repeated) = (Vec::new(), None);
        while let Some(entry) = list.next_element::<CheckedValue>()? {
            repeated = repeated.or(entry.repeated.map(|found| found.within(values.len().to_string())));
            values.push(entry.value);
        }
        Ok(CheckedValue { value: Value::Array(values), repeated })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<CheckedValue, A::Error> {
        let (mut fields, mut repeated) = (Map::new(), None);
        while let Some((name, entry)) = object.next_entry::<String, CheckedValue>()? {
            repeated = repeated.or(entry.repeated.map(|found| found.within(name.clone())));
            if fields.insert(name.clone(), entry.value).is_some() {
                repeated = repeated.or(Some(Repeated { path: Vec::new(), name }));
            }
        }
        Ok(CheckedValue { value: Value::Object(fields), repeated })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::CheckedValue;
    use crate::error::RequestError;

    fn read(json: &str) -> Result<Value, RequestError> {
        serde_json::from_str::<CheckedValue>(json).unwrap().unique()
    }

    #[test]
    fn a_value_is_kept_as_it_is() {
        let all = r#"{"a": [null, true, -1, 18446744073709551615, 1.5, "x"], "b": {"a": {}}}"#;
        assert_eq!(read(all).unwrap(), serde_json::from_str::<Value>(all).unwrap());
        assert_eq!(serde_json::from_str::<CheckedValue>(all).unwrap().get("b"), Some(&json!({"a": {}})));
    }

    #[test]
    fn a_name_that_an_object_has_twice_is_found_at_every_depth() {
        for (json, pointer, detail) in [
            (r#"{"a": 1, "a": 1}"#, "", "duplicate field `a`"),
            (r#"{"x": [0, {"b": 1, "c": 2, "b": 3}], "x": 1}"#, "/x/1", "duplicate field `b`"),
            (r#"{"x/y": {"\u0061": 1, "a": 2}}"#, "/x~1y", "duplicate field `a`"),
        ] {
            assert_eq!(read(json), Err(RequestError::invalid(pointer, detail)), "{json}");
        }
        assert!(read(r#"[{"a": 1}, {"a": 1}]"#).is_ok(), "two objects");
    }
}
