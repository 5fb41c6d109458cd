//! Reads a CloudFormation template: YAML with the intrinsic functions `Ref` and `Fn::Sub`.

use std::collections::BTreeMap;

use anyhow::{Context as _, anyhow, bail};
use saphyr::{LoadableYamlNode as _, Scalar, Yaml};
use serde_json::{Map, Value, json};

/// Parses a template and replaces references to parameters by their values: those given, else the defaults.
///
/// A reference to a resource is replaced by the resource's name, because the resource exists on AWS only.
pub fn load(source: &str, parameters: &BTreeMap<&str, String>) -> anyhow::Result<Value> {
    let document = json(source)?;
    Ok(Resolver::new(&document, parameters).resolve(&document))
}

/// The first document of a YAML file.
pub fn json(source: &str) -> anyhow::Result<Value> {
    let documents = Yaml::load_from_str(source).context("not valid YAML")?;
    to_json(documents.first().context("empty file")?)
}

/// The member `name` of a JSON object, which must be an object itself.
pub fn object<'a>(value: &'a Value, name: &str) -> anyhow::Result<&'a Map<String, Value>> {
    value.get(name).and_then(Value::as_object).with_context(|| format!("{name} is missing"))
}

/// Converts YAML to JSON, and the short form of intrinsic functions to the long one: `!Ref X` to `{"Ref": "X"}`.
fn to_json(node: &Yaml<'_>) -> anyhow::Result<Value> {
    Ok(match node {
        Yaml::Value(Scalar::Null) => Value::Null,
        Yaml::Value(Scalar::Boolean(value)) => json!(value),
        Yaml::Value(Scalar::Integer(value)) => json!(value),
        Yaml::Value(Scalar::FloatingPoint(value)) => json!(value.into_inner()),
        Yaml::Value(Scalar::String(value)) => json!(value),
        Yaml::Sequence(items) => Value::Array(items.iter().map(to_json).collect::<anyhow::Result<_>>()?),
        Yaml::Mapping(entries) => {
            let pairs = entries.iter().map(|(key, value)| {
                let key = key.as_str().ok_or_else(|| anyhow!("the key {key:?} is not a string"))?;
                Ok((key.to_owned(), to_json(value)?))
            });
            Value::Object(pairs.collect::<anyhow::Result<_>>()?)
        }
        Yaml::Tagged(tag, inner) => {
            let function = if tag.suffix == "Ref" { "Ref".to_owned() } else { format!("Fn::{}", tag.suffix) };
            json!({ function: to_json(inner)? })
        }
        Yaml::Representation(..) | Yaml::Alias(_) | Yaml::BadValue => {
            bail!("unsupported YAML: {node:?}")
        }
    })
}

/// Evaluates `Ref` and `Fn::Sub`.
struct Resolver<'a> {
    parameters: BTreeMap<&'a str, Value>,
}

impl<'a> Resolver<'a> {
    fn new(document: &'a Value, given: &BTreeMap<&'a str, String>) -> Self {
        let declared = document.get("Parameters").and_then(Value::as_object).into_iter().flatten();
        let mut parameters: BTreeMap<&str, Value> =
            given.iter().map(|(name, value)| (*name, json!(value))).collect();
        for (name, parameter) in declared {
            if let Some(default) = parameter.get("Default") {
                parameters.entry(name).or_insert_with(|| default.clone());
            }
            let is_list = parameter.get("Type") == Some(&json!("CommaDelimitedList"));
            if let Some(value) = parameters.get_mut(name.as_str()).filter(|_| is_list) {
                let items = value.as_str().unwrap_or_default().split(',').map(str::trim);
                *value = items.filter(|item| !item.is_empty()).collect();
            }
        }
        Self { parameters }
    }

    fn resolve(&self, value: &Value) -> Value {
        match value {
            Value::Array(items) => items.iter().map(|item| self.resolve(item)).collect(),
            Value::Object(members) => {
                // An intrinsic function is an object with one member.
                let mut entries = members.iter();
                match (entries.next(), entries.next()) {
                    (Some((function, argument)), None) if function == "Ref" => self.reference(argument),
                    (Some((function, Value::String(text))), None) if function == "Fn::Sub" => {
                        json!(self.substitute(text))
                    }
                    _ => members.iter().map(|(key, value)| (key.clone(), self.resolve(value))).collect(),
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
        }
    }

    fn reference(&self, name: &Value) -> Value {
        name.as_str().and_then(|name| self.parameters.get(name)).unwrap_or(name).clone()
    }

    fn substitute(&self, text: &str) -> String {
        self.parameters.iter().fold(text.to_owned(), |text, (name, value)| {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            text.replace(&format!("${{{name}}}"), &value)
        })
    }
}
