//! The schemas of the types, as schemars derives them, in the form that the description gives them.

use std::collections::BTreeMap;

use schemars::generate::{SchemaGenerator, SchemaSettings};
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

use crate::error::Error;

/// Makes the schema of a type, which the generator then knows by its name.
pub(crate) type Described = fn(&mut SchemaGenerator) -> Schema;

/// The schema of a type.
pub(crate) fn of<T: JsonSchema>() -> Described {
    SchemaGenerator::subschema_for::<T>
}

/// A reference to a schema, parameter, header or response.
pub(crate) fn reference(kind: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{kind}/{name}") })
}

/// Sets a member of an object.
pub(crate) fn set(object: &mut Value, name: &str, value: Value) {
    if let Some(members) = object.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
}

/// The generators: a type can have another form in a request than in a response.
pub(crate) struct Schemas {
    requests: SchemaGenerator,
    responses: SchemaGenerator,
}

impl Schemas {
    pub(crate) fn new() -> Self {
        let settings = || {
            SchemaSettings::draft2020_12().with(|settings| {
                settings.definitions_path = "/components/schemas".into();
                settings.meta_schema = None;
            })
        };
        Self {
            requests: settings().for_deserialize().into_generator(),
            responses: settings().for_serialize().into_generator(),
        }
    }

    /// The schema of a request's type.
    pub(crate) fn request(&mut self, described: Described) -> Value {
        tidy(described(&mut self.requests).to_value())
    }

    /// The schema of a response's type.
    pub(crate) fn response(&mut self, described: Described) -> Value {
        written(tidy(described(&mut self.responses).to_value()))
    }

    /// Every schema that was named on the way.
    ///
    /// # Errors
    /// If a name has one schema in requests and another one in responses.
    pub(crate) fn definitions(mut self) -> Result<BTreeMap<String, Value>, Error> {
        let mut all = BTreeMap::new();
        let requests = self.requests.take_definitions(true).into_iter();
        let responses = self.responses.take_definitions(true).into_iter();
        let requests = requests.map(|(name, schema)| (name, tidy(schema)));
        let responses = responses.map(|(name, schema)| (name, written(tidy(schema))));
        for (name, schema) in requests.chain(responses) {
            if all.insert(name.clone(), schema.clone()).is_some_and(|other| other != schema) {
                return Err(Error(format!("{name} is not the same in requests and responses")));
            }
        }
        Ok(all)
    }
}

/// The schema as the description gives it.
fn tidy(mut schema: Value) -> Value {
    match &mut schema {
        Value::Array(list) => {
            for one in list {
                *one = tidy(one.take());
            }
        }
        Value::Object(map) => {
            for one in map.values_mut() {
                *one = tidy(one.take());
            }
            plain_values(map);
            one_of(map);
            time(map);
            value_list(map);
        }
        _ => {}
    }
    schema
}

/// The format of an integer that cannot be negative is Rust's, and no format of the specification. Listed values have no
/// range beside.
fn plain_values(map: &mut Map<String, Value>) {
    let format = map.get("format").and_then(Value::as_str).unwrap_or_default();
    if format.starts_with("uint") {
        map.remove("format");
    }
    if map.get("enum").is_some_and(Value::is_array) {
        map.remove("minimum");
        map.remove("maximum");
    }
}

/// The schema of what a response has: serde leaves out what it does not write, so that it is never null, and has no default.
fn written(mut schema: Value) -> Value {
    let required: Vec<String> = schema.get("required").map(names).unwrap_or_default();
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        for (name, property) in properties {
            if let Some(property) = property.as_object_mut() {
                property.remove("default");
                if !required.contains(name) {
                    not_null(property);
                }
            }
        }
    }
    if let Some(variants) = schema.get_mut("oneOf").and_then(Value::as_array_mut) {
        for variant in variants {
            *variant = written(variant.take());
        }
    }
    schema
}

fn names(list: &Value) -> Vec<String> {
    let names = list.as_array().into_iter().flatten().filter_map(Value::as_str);
    names.map(str::to_owned).collect()
}

/// What the schema allows beside null.
fn not_null(schema: &mut Map<String, Value>) {
    if schema.get("$ref").is_some_and(|reference| reference == "#/components/schemas/TimeOrNull") {
        schema.insert("$ref".to_owned(), "#/components/schemas/Time".into());
    }
    if let Some([Value::String(kind), _]) = schema.get("type").and_then(Value::as_array).map(Vec::as_slice) {
        let kind = kind.clone();
        schema.insert("type".to_owned(), kind.into());
    }
    let null = json!({ "type": "null" });
    if let Some(Value::Array(alternatives)) = schema.get("oneOf").cloned()
        && let [Value::Object(other), last] = alternatives.as_slice()
        && *last == null
    {
        schema.remove("oneOf");
        schema.extend(other.clone());
    }
}

/// Something or null: exactly one of both. A default of null says nothing.
fn one_of(map: &mut Map<String, Value>) {
    if let Some(alternatives) = map.remove("anyOf") {
        map.insert("oneOf".to_owned(), alternatives);
    }
    if map.get("default").is_some_and(Value::is_null) {
        map.remove("default");
    }
}

/// Times have a name.
fn time(map: &mut Map<String, Value>) {
    let or_null = json!([{ "$ref": "#/components/schemas/Time" }, { "type": "null" }]);
    if map.get("oneOf") == Some(&or_null) {
        map.remove("oneOf");
        map.insert("$ref".to_owned(), "#/components/schemas/TimeOrNull".into());
    }
    if map.get("format").and_then(Value::as_str) != Some("date-time") || is_description_of_time(map) {
        return;
    }
    map.remove("format");
    let name = match map.remove("type") {
        Some(Value::Array(_)) => "TimeOrNull",
        _ => "Time",
    };
    map.insert("$ref".to_owned(), format!("#/components/schemas/{name}").into());
}

/// Whether this is the schema `Time` itself, which is described where it is parsed.
fn is_description_of_time(map: &Map<String, Value>) -> bool {
    map.get("description").and_then(Value::as_str).is_some_and(|text| text.starts_with("RFC 3339"))
}

/// One of several constants: a list of values, which the description explains.
fn value_list(map: &mut Map<String, Value>) {
    if let Some(value) = map.remove("const") {
        map.insert("enum".to_owned(), json!([value]));
    }
    let Some(variants) = map.get("oneOf").and_then(Value::as_array) else { return };
    let mut values = Vec::new();
    let mut lines = Vec::new();
    for variant in variants {
        let Some([value]) = variant.get("enum").and_then(Value::as_array).map(Vec::as_slice) else { return };
        if variant.get("type").is_none_or(|kind| kind != "string") {
            return;
        }
        if let (Some(value), Some(text)) =
            (value.as_str(), variant.get("description").and_then(Value::as_str))
        {
            lines.push(format!("- `{value}`: {text}"));
        }
        values.push(value.clone());
    }
    map.remove("oneOf");
    let intro = map.get("description").and_then(Value::as_str).unwrap_or_default();
    let text = format!("{intro}\n{}", lines.join("\n"));
    map.insert("description".to_owned(), text.trim().into());
    map.insert("type".to_owned(), "string".into());
    map.insert("enum".to_owned(), values.into());
}
