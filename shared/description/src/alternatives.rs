//! Requests that name something in one of several ways: a schema for each way, because generated clients ignore a `oneOf` of
//! `required`.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::error::Error;
use crate::schemas::{reference, set};

/// Each schema, with the fields of which a request has one, and the name of the schema that has it.
const ALTERNATIVES: [(&str, [(&str, &str); 2]); 3] = [
    ("ExportRequest", [("user_id", "ExportOfUser"), ("email", "ExportOfAddress")]),
    ("PersonRequest", [("user_id", "PersonByUserId"), ("email", "PersonByAddress")]),
    ("Replay", [("since", "ReplaySince"), ("event_ids", "ReplayOfEvents")]),
];

/// Puts a schema for each way in the place of one.
///
/// # Errors
/// If a schema has no such field.
pub(crate) fn describe(schemas: &mut BTreeMap<String, Value>) -> Result<(), Error> {
    for (schema, ways) in ALTERNATIVES {
        let missing = || Error(format!("{schema} has other fields"));
        let all = schemas.remove(schema).ok_or_else(missing)?;
        let mut one_of = Vec::new();
        for (field, name) in ways {
            let mut way = all.clone();
            let properties = way.get_mut("properties").and_then(Value::as_object_mut).ok_or_else(missing)?;
            if !ways.iter().all(|(field, _)| properties.contains_key(*field)) {
                return Err(missing());
            }
            properties.retain(|one, _| one == field || !ways.iter().any(|(other, _)| other == one));
            set(&mut way, "required", json!([field]));
            set(&mut way, "description", format!("With `{field}`").into());
            one_of.push(reference("schemas", name));
            schemas.insert(name.to_owned(), way);
        }
        let description = all.get("description").cloned().unwrap_or_default();
        schemas.insert(schema.to_owned(), json!({ "description": description, "oneOf": one_of }));
    }
    Ok(())
}
