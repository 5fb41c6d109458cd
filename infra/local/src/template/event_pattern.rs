//! Event patterns, with which an event source mapping filters records.
//!
//! This supports the part of EventBridge's pattern language that the template uses. Other operators are refused when
//! the stack starts; ignoring them would hide records from a function.

use anyhow::{Context as _, bail};
use serde_json::{Map, Value};

/// A pattern that a record matches or not.
#[derive(Debug)]
pub struct EventPattern(Node);

#[derive(Debug)]
enum Node {
    /// Every field must match.
    Fields(Vec<(String, Node)>),
    /// One condition must match.
    AnyOf(Vec<Condition>),
}

#[derive(Debug)]
enum Condition {
    Equals(Value),
    Prefix(String),
    Suffix(String),
    Exists(bool),
    AnythingBut(Vec<Value>),
}

impl EventPattern {
    /// Parses a pattern in JSON.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let Value::Object(fields) = serde_json::from_str(text).context("not valid JSON")? else {
            bail!("not an object");
        };
        Ok(Self(Node::parse(&fields)?))
    }

    /// Whether an event matches.
    #[must_use]
    pub fn matches(&self, event: &Value) -> bool {
        self.0.matches(Some(event))
    }
}

impl Node {
    fn parse(fields: &Map<String, Value>) -> anyhow::Result<Self> {
        let fields = fields.iter().map(|(name, value)| {
            let node = match value {
                Value::Object(inner) => Self::parse(inner)?,
                Value::Array(conditions) => {
                    Self::AnyOf(conditions.iter().map(Condition::parse).collect::<anyhow::Result<_>>()?)
                }
                other => bail!("{name} must be an array or an object, not {other}"),
            };
            Ok((name.clone(), node))
        });
        Ok(Self::Fields(fields.collect::<anyhow::Result<_>>()?))
    }

    fn matches(&self, value: Option<&Value>) -> bool {
        match self {
            Self::Fields(fields) => {
                fields.iter().all(|(name, node)| node.matches(value.and_then(|value| value.get(name))))
            }
            Self::AnyOf(conditions) => conditions.iter().any(|condition| condition.matches(value)),
        }
    }
}

impl Condition {
    fn parse(condition: &Value) -> anyhow::Result<Self> {
        let Value::Object(operator) = condition else { return Ok(Self::Equals(condition.clone())) };
        let mut entries = operator.iter();
        let (Some((name, argument)), None) = (entries.next(), entries.next()) else {
            bail!("a condition has exactly one operator: {condition}");
        };
        Ok(match (name.as_str(), argument) {
            ("prefix", Value::String(text)) => Self::Prefix(text.clone()),
            ("suffix", Value::String(text)) => Self::Suffix(text.clone()),
            ("exists", Value::Bool(exists)) => Self::Exists(*exists),
            ("anything-but", Value::Array(values)) => Self::AnythingBut(values.clone()),
            ("anything-but", value @ (Value::String(_) | Value::Number(_))) => {
                Self::AnythingBut(vec![value.clone()])
            }
            _ => bail!("the local stack does not support the condition {condition}"),
        })
    }

    fn matches(&self, value: Option<&Value>) -> bool {
        // An array matches if one of its values does.
        if let Some(Value::Array(items)) = value
            && !matches!(self, Self::Exists(_))
        {
            return items.iter().any(|item| self.matches(Some(item)));
        }
        let text = value.and_then(Value::as_str);
        match self {
            Self::Equals(wanted) => value == Some(wanted),
            Self::Prefix(prefix) => text.is_some_and(|text| text.starts_with(prefix)),
            Self::Suffix(suffix) => text.is_some_and(|text| text.ends_with(suffix)),
            Self::Exists(wanted) => value.is_some() == *wanted,
            Self::AnythingBut(excluded) => value.is_some_and(|value| !excluded.contains(value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn matches(pattern: &Value, event: &Value) -> bool {
        EventPattern::parse(&pattern.to_string()).expect("a pattern").matches(event)
    }

    #[test]
    fn every_field_must_match_one_of_its_conditions() {
        let pattern = json!({"a": ["x", {"prefix": "y"}], "b": {"c": [1, null]}});
        assert!(matches(&pattern, &json!({"a": "x", "b": {"c": 1}, "d": 0})));
        assert!(matches(&pattern, &json!({"a": "yes", "b": {"c": null}})));
        assert!(!matches(&pattern, &json!({"a": "no", "b": {"c": 1}})));
        assert!(!matches(&pattern, &json!({"a": "x"})));
        assert!(!matches(&pattern, &json!({"a": "x", "b": "c"})));
    }

    #[test]
    fn conditions() {
        for (condition, value, expected) in [
            (json!({"exists": true}), json!({"a": {"b": 1}}), true),
            (json!({"exists": true}), json!({}), false),
            (json!({"exists": false}), json!({}), true),
            (json!({"suffix": "#1"}), json!({"a": "E#1"}), true),
            (json!({"anything-but": ["x"]}), json!({"a": "y"}), true),
            (json!({"anything-but": "x"}), json!({"a": "x"}), false),
            (json!({"anything-but": "x"}), json!({}), false),
            (json!({"prefix": "x"}), json!({"a": 1}), false),
            (json!({"prefix": "x"}), json!({"a": ["z", "xy"]}), true),
        ] {
            assert_eq!(matches(&json!({"a": [condition]}), &value), expected, "{condition} {value}");
        }
    }

    #[test]
    fn unsupported_patterns_are_refused() {
        for pattern in [r#"{"a": "x"}"#, r#"{"a": [{"numeric": ["<", 1]}]}"#, r#"{"a": [{}]}"#, "[]", "{"] {
            assert!(EventPattern::parse(pattern).is_err(), "{pattern}");
        }
    }
}
