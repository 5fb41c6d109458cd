//! Published events: a schema for each type, which the description's `webhooks` refer to, and a file for each in
//! `infra/events`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use staffroom_domain::TEST_EVENT;

use crate::error::Error;
use crate::schemas::{reference, set};

/// The schema of all published events.
const ANY: &str = "PublishedEvent";

/// What every published event has.
const BASE: &str = "PublishedEventBase";

/// The schema of the event that tries a webhook.
const TEST: &str = "TestEvent";

/// The name of the schema of a type, such as `PublishedMemberAdded`.
fn schema_of(name: &str) -> String {
    let words = name.split(['.', '_']).map(|word| {
        let (first, rest) = word.split_at(word.len().min(1));
        format!("{}{rest}", first.to_uppercase())
    });
    format!("Published{}", words.collect::<String>())
}

/// Puts a schema for each type in the place of the variants of one.
///
/// # Errors
/// If the schema of published events has another form.
pub(crate) fn describe(schemas: &mut BTreeMap<String, Value>) -> Result<(), Error> {
    let Some(Value::Object(mut any)) = schemas.remove(ANY) else {
        return Err(Error("published events have no schema".to_owned()));
    };
    let variants = any.remove("oneOf").unwrap_or_default();
    let description = any.remove("description").unwrap_or_default();
    any.insert("description".to_owned(), "What every published event has".into());
    schemas.insert(BASE.to_owned(), Value::Object(any));
    let (mut one_of, mut mapping) = (Vec::new(), Map::new());
    for mut variant in variants.as_array().cloned().unwrap_or_default() {
        let name = variant.pointer("/properties/type/enum/0").and_then(Value::as_str);
        let name = name.ok_or_else(|| Error("a published event has no type".to_owned()))?.to_owned();
        let text = variant.as_object_mut().and_then(|variant| variant.remove("description"));
        let schema = json!({ "description": text, "allOf": [reference("schemas", BASE), variant] });
        let schema_name = schema_of(&name);
        one_of.push(reference("schemas", &schema_name));
        mapping.insert(name, format!("#/components/schemas/{schema_name}").into());
        schemas.insert(schema_name, schema);
    }
    let any = json!({
        "description": description,
        "oneOf": one_of,
        "discriminator": { "propertyName": "type", "mapping": mapping },
    });
    schemas.insert(ANY.to_owned(), any);
    Ok(())
}

/// The schema of each type as a document of its own (JSON Schema, draft 2020-12), by the name of the type.
///
/// # Errors
/// If the description has no published events.
pub(crate) fn files(document: &Value) -> Result<BTreeMap<String, Value>, Error> {
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    let missing = || Error("the description has no published events".to_owned());
    let schemas = schemas.ok_or_else(missing)?;
    let mapping = schemas.get(ANY).and_then(|any| any.pointer("/discriminator/mapping"));
    let mapping = mapping.and_then(Value::as_object).ok_or_else(missing)?;
    let mut files = BTreeMap::new();
    let published = mapping.keys().map(|name| (name.clone(), schema_of(name)));
    for (name, schema) in published.chain([(TEST_EVENT.to_owned(), TEST.to_owned())]) {
        let mut schema = schemas.get(&schema).ok_or_else(missing)?.clone();
        let mut named = BTreeSet::new();
        local(&mut schema, schemas, &mut named);
        let mut definitions = Map::new();
        for name in &named {
            let mut definition = schemas.get(name).cloned().unwrap_or_default();
            local(&mut definition, schemas, &mut BTreeSet::new());
            definitions.insert(name.clone(), definition);
        }
        set(&mut schema, "$schema", "https://json-schema.org/draft/2020-12/schema".into());
        set(&mut schema, "title", name.as_str().into());
        set(&mut schema, "$defs", definitions.into());
        files.insert(name, schema);
    }
    Ok(files)
}

/// Makes references lead to `$defs`, and collects the names of what they lead to, directly or not.
fn local(value: &mut Value, schemas: &Map<String, Value>, named: &mut BTreeSet<String>) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(|one| local(one, schemas, named)),
        Value::Object(map) => {
            for (key, one) in map.iter_mut() {
                let name = one.as_str().and_then(|text| text.strip_prefix("#/components/schemas/"));
                match name.map(str::to_owned) {
                    Some(name) if key == "$ref" => {
                        *one = format!("#/$defs/{name}").into();
                        if named.insert(name.clone()) {
                            local(&mut schemas.get(&name).cloned().unwrap_or_default(), schemas, named);
                        }
                    }
                    _ => local(one, schemas, named),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// `webhooks`: what the receiver of a webhook gets, by the type of event.
pub(crate) fn webhooks(schemas: &Map<String, Value>) -> Map<String, Value> {
    let mapping = schemas.get(ANY).and_then(|any| any.pointer("/discriminator/mapping"));
    let mapping = mapping.and_then(Value::as_object);
    let types = mapping.into_iter().flatten().map(|(name, _)| {
        let operation = json!({
            "operationId": format!("on{}", schema_of(name)),
            "summary": format!("`{name}` is sent to the webhooks that want it"),
            "security": [],
            "requestBody": {
                "required": true,
                "content": { "application/json": { "schema": reference("schemas", &schema_of(name)) } },
            },
            "responses": {
                "2XX": { "description": "The receiver has it, and it is not sent again" },
                "410": { "description": "The receiver wants nothing any more: the webhook is disabled" },
                "default": { "description": "It is sent again later" },
            },
        });
        (name.clone(), json!({ "post": operation }))
    });
    let mut types: Map<String, Value> = types.collect();
    let test = json!({
        "post": {
            "operationId": "onWebhookTest",
            "summary": "`webhook.test` is sent by `POST /webhooks/{webhook}/test`",
            "security": [],
            "requestBody": {
                "required": true,
                "content": { "application/json": { "schema": reference("schemas", TEST) } },
            },
            "responses": {
                "2XX": { "description": "The receiver has it, and it is not sent again" },
                "default": { "description": "As for other events" },
            },
        },
    });
    types.insert(TEST_EVENT.to_owned(), test);
    types
}
