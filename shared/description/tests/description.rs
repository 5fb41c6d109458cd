//! `infra/openapi.yaml` is the output of this crate.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use saphyr::{LoadableYamlNode as _, Yaml};
use serde_json::{Map, Value};

fn committed() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../infra/openapi.yaml")
}

#[test]
fn the_committed_description_is_the_one_of_the_types() {
    let (made, committed) =
        (staffroom_description::yaml().unwrap(), fs::read_to_string(committed()).unwrap());
    let differing = made.lines().zip(committed.lines()).position(|(made, committed)| made != committed);
    assert!(
        made == committed,
        "infra/openapi.yaml is not made of the types from line {} on: run `cargo description`, and look at the difference",
        differing.map_or(made.lines().count().min(committed.lines().count()), |line| line) + 1
    );
}

#[test]
#[ignore = "`cargo description` runs it"]
fn write_the_description() {
    fs::write(committed(), staffroom_description::yaml().unwrap()).unwrap();
    let folder = events_folder();
    fs::create_dir_all(&folder).unwrap();
    for file in fs::read_dir(&folder).unwrap() {
        fs::remove_file(file.unwrap().path()).unwrap();
    }
    for (name, text) in event_files().unwrap() {
        fs::write(folder.join(name), text).unwrap();
    }
}

fn events_folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../infra/events")
}

/// The files in `infra/events`, as they are made of the types.
fn event_files() -> Result<BTreeMap<String, String>, staffroom_description::Error> {
    let file = |(name, schema)| (format!("{name}.json"), schema);
    Ok(staffroom_description::event_schemas()?.into_iter().map(file).collect())
}

#[test]
fn the_committed_schemas_of_events_are_those_of_the_types() {
    let committed = fs::read_dir(events_folder()).unwrap().map(|file| {
        let path = file.unwrap().path();
        (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap())
    });
    let (committed, made): (BTreeMap<_, _>, _) = (committed.collect(), event_files().unwrap());
    assert!(made.len() > 20);
    assert!(made == committed, "infra/events is not made of the types: run `cargo description`");
}

#[test]
fn the_schema_of_an_event_refers_to_nothing_outside() {
    for (name, schema) in staffroom_description::event_schemas().unwrap() {
        let schema: Value = serde_json::from_str(&schema).unwrap();
        let mut references = Vec::new();
        collect(&schema, &mut references);
        assert!(!references.is_empty(), "{name}");
        for reference in references {
            let pointer = reference.trim_start_matches('#');
            assert!(schema.pointer(pointer).is_some(), "{name}: {reference} leads nowhere");
        }
    }
}

/// Generated clients ignore such a `oneOf`, and make every field optional.
#[test]
fn no_alternative_consists_of_required_names_only() {
    fn bare(value: &Value) -> bool {
        let one_of = value.get("oneOf").and_then(Value::as_array).into_iter().flatten();
        let is_bare = |one: &Value| one.get("required").is_some() && one.get("properties").is_none();
        one_of.into_iter().any(is_bare)
            || value.as_object().is_some_and(|map| map.values().any(bare))
            || value.as_array().is_some_and(|list| list.iter().any(bare))
    }
    let document = staffroom_description::document().unwrap();
    assert!(!bare(&document));
    let way = &document["components"]["schemas"]["PersonByAddress"];
    let names: Vec<&str> = way["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!((names, &way["required"]), (vec!["email", "stores"], &serde_json::json!(["email"])));
}

#[test]
fn the_yaml_says_what_the_json_says() {
    let text = staffroom_description::yaml().unwrap();
    let document = Yaml::load_from_str(&text).unwrap().remove(0);
    assert_eq!(json(&document), staffroom_description::document().unwrap());
}

fn json(node: &Yaml<'_>) -> Value {
    if let Some(map) = node.as_mapping() {
        let member = |(name, value): (&Yaml<'_>, &Yaml<'_>)| {
            (name.as_str().unwrap_or_default().to_owned(), json(value))
        };
        return Value::Object(map.iter().map(member).collect::<Map<_, _>>());
    }
    if let Some(list) = node.as_sequence() {
        return list.iter().map(json).collect();
    }
    match (node.as_str(), node.as_integer(), node.as_bool()) {
        (Some(text), ..) => text.into(),
        (_, Some(number), _) => number.into(),
        (.., Some(truth)) => truth.into(),
        _ => Value::Null,
    }
}

#[test]
fn the_prose_is_for_readers_of_the_api() {
    let text = staffroom_description::yaml().unwrap();
    for private in ["crate::", "[`", "::", "DynamoDB", "Box<", "struct"] {
        assert!(!text.contains(private), "{private} is a word of the source");
    }
}

#[test]
fn each_operation_has_a_name_of_its_own() {
    let text = staffroom_description::yaml().unwrap();
    let mut names: Vec<&str> =
        text.lines().filter_map(|line| line.trim().strip_prefix("operationId: ")).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert!(count > 50 && names.len() == count, "{} of {count} names are others", names.len());
}

#[test]
fn every_reference_leads_somewhere_and_everything_is_referred_to() {
    let document = staffroom_description::document().unwrap();
    let mut references = Vec::new();
    collect(&document, &mut references);
    for reference in &references {
        let pointer = reference.trim_start_matches('#');
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
    for kind in ["schemas", "parameters", "headers", "responses"] {
        for name in document["components"][kind].as_object().unwrap().keys() {
            let reference = format!("#/components/{kind}/{name}");
            assert!(references.contains(&reference), "{reference} is not used");
        }
    }
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                match value.as_str() {
                    Some(reference) if name == "$ref" => references.push(reference.to_owned()),
                    _ => collect(value, references),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| collect(value, references)),
        _ => {}
    }
}
