//! The events of a store's history: one schema for those of one form, which a client tells apart by their `type`.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use staffroom_domain::describe::prose;

use crate::error::Error;
use crate::schemas::{reference, set};

/// A schema for the events of these types.
struct Group {
    name: &'static str,
    prose: String,
    types: &'static [&'static str],
}

macro_rules! groups {
    ($($(#[doc = $line:literal])* $name:literal: $types:expr;)+) => {
        vec![$(Group { name: $name, prose: prose(&[$($line),*]), types: &$types }),+]
    };
}

fn event_groups() -> Vec<Group> {
    groups! {
        /// The platform created the store (`store.created`), or the owner should review who has access (`review.due`)
        "StoreEvent": ["store.created", "review.due"];
        /// Settings, name, language, plan, catalog, owner data or address changed. Only what changed is given
        "StoreChangedEvent": ["store.changed"];
        /// The store has another owner
        "StoreTransferredEvent": ["store.transferred"];
        /// `invitation.superseded`: the invitation ended because its addressee is a member or the owner, or has left the
        /// store since. `invitation.expired`: the term of an unanswered invitation ended
        "InvitationEvent": [
            "invitation.created",
            "invitation.resent", "invitation.link_copied",
            "invitation.revoked",
            "invitation.superseded",
            "invitation.withdrawn",
            "invitation.expired",
        ];
        /// The offer or its language changed
        "InvitationChangedEvent": ["invitation.changed"];
        /// A person joined
        "InvitationAcceptedEvent": ["invitation.accepted"];
        /// The invitee declined
        "InvitationDeclinedEvent": ["invitation.declined"];
        /// The mail of the invitation did not arrive, or was reported as spam
        "InvitationUndeliveredEvent": ["invitation.undelivered"];
        /// A manager or the platform removed the member, or the member left
        "MemberEvent": ["member.removed", "member.left"];
        /// A manager suspended the member, or resumed their access
        "MemberSuspensionEvent": ["member.suspended", "member.resumed"];
        /// The platform made a person a member
        "MemberAddedEvent": ["member.added"];
        /// The grant of a member, or the end of their access, changed
        "MemberChangedEvent": ["member.changed"];
        /// A member changed their name, language or address
        "MemberProfileChangedEvent": ["member.profile_changed"];
        /// The access of a member ends within a week, or has ended
        "MemberAccessEvent": ["member.access_ending", "member.access_ended"];
        /// An activity was created or replaced
        "ActivityPutEvent": ["activity.put"];
        /// An activity was deleted
        "ActivityDeletedEvent": ["activity.deleted"];
        /// A person was erased. `user_id` is the ID that stands for them in the history
        "PersonErasedEvent": ["person.erased"];
        /// The platform moved a person to another ID: from `moved_from` to `user_id`
        "PersonMovedEvent": ["person.moved"];
        /// A manager created a role of the store's own
        "RoleCreatedEvent": ["role.created"];
        /// A manager changed a role of the store's own
        "RoleChangedEvent": ["role.changed"];
        /// A manager deleted a role of the store's own
        "RoleDeletedEvent": ["role.deleted"];
        /// A member or the owner installed an app
        "AppInstalledEvent": ["app.installed"];
    }
}

/// Puts the schemas of the events in the place of the one of `EventView`.
///
/// # Errors
/// If a type of event is in no group, or one group has events of several forms.
pub(crate) fn describe(schemas: &mut BTreeMap<String, Value>) -> Result<(), Error> {
    let Some(Value::Object(mut any)) = schemas.remove("Event") else {
        return Err(Error("EventView has no schema".to_owned()));
    };
    let mut variants = variants(any.remove("oneOf").unwrap_or_default(), "type");
    any.insert("description".to_owned(), "What every event has".into());
    schemas.insert("EventBase".to_owned(), Value::Object(any));
    let base = reference("schemas", "EventBase");
    let (mut known, mut mapping, mut patterns) = (Vec::new(), Map::new(), Vec::new());
    for group in event_groups() {
        let mut own: Option<Value> = None;
        for name in group.types {
            let Some(variant) = variants.remove(*name) else {
                return Err(Error(format!("there is no event of the type {name}")));
            };
            if own.get_or_insert_with(|| variant.clone()) != &variant {
                return Err(Error(format!("{name} has another form than other events of {}", group.name)));
            }
            mapping.insert((*name).to_owned(), format!("#/components/schemas/{}", group.name).into());
            patterns.push(name.replace('.', "[.]"));
        }
        let mut own = own.unwrap_or_default();
        set_tag(&mut own, "type", group.types);
        let schema = json!({ "description": group.prose, "allOf": [base, own] });
        schemas.insert(group.name.to_owned(), schema);
        known.push(reference("schemas", group.name));
    }
    if let Some(name) = variants.keys().next() {
        return Err(Error(format!("{name} is in no group of events")));
    }
    schemas.insert(
        "KnownEvent".to_owned(),
        json!({
            "description": "An event of a type that this description knows",
            "oneOf": known,
            "discriminator": { "propertyName": "type", "mapping": mapping },
        }),
    );
    schemas.insert(
        "OtherEvent".to_owned(),
        json!({
            "description": "An event of a type that this description does not know. It can have any further fields",
            "allOf": [base, {
                "type": "object",
                "required": ["type"],
                "properties": { "type": { "type": "string", "pattern": format!("^(?!(?:{})$)", patterns.join("|")) } },
            }],
        }),
    );
    schemas.insert(
        "Event".to_owned(),
        json!({
            "description": "An event in the history of a store. `type` determines the further fields. Further types can be \
                added,\nand an event of another version of the product is shown as it was written: both are `OtherEvent` to \
                a client\nthat does not know their type.",
            "oneOf": [reference("schemas", "KnownEvent"), reference("schemas", "OtherEvent")],
        }),
    );
    Ok(())
}

/// The variants of an enum by the value of its tag, without what tells them apart.
fn variants(one_of: Value, tag: &str) -> BTreeMap<String, Value> {
    let Value::Array(variants) = one_of else { return BTreeMap::new() };
    let named = variants.into_iter().filter_map(|mut variant| {
        let name = variant.get("properties")?.get(tag)?.get("enum")?.get(0)?.as_str()?.to_owned();
        variant.as_object_mut()?.remove("description");
        variant.get_mut("properties")?.as_object_mut()?.remove(tag);
        Some((name, variant))
    });
    named.collect()
}

/// Sets the values of the tag of a variant.
fn set_tag(variant: &mut Value, tag: &str, values: &[&str]) {
    if let Some(properties) = variant.get_mut("properties") {
        set(properties, tag, json!({ "type": "string", "enum": values }));
    } else {
        set(variant, "properties", json!({ tag: { "type": "string", "enum": values } }));
    }
}

/// Puts the variants of an enum into schemas of their own, which a client tells apart by their tag.
///
/// # Errors
/// If a variant has no name here.
pub(crate) fn name_variants(
    schemas: &mut BTreeMap<String, Value>,
    schema: &str,
    tag: &str,
    names: &[(&str, &str)],
) -> Result<(), Error> {
    let missing = || Error(format!("{schema} has other variants"));
    let described = schemas.get_mut(schema).and_then(Value::as_object_mut).ok_or_else(missing)?;
    let mut variants = variants(described.remove("oneOf").unwrap_or_default(), tag);
    let (mut one_of, mut mapping) = (Vec::new(), Map::new());
    for (value, name) in names {
        let mut variant = variants.remove(*value).ok_or_else(missing)?;
        set_tag(&mut variant, tag, &[value]);
        one_of.push(reference("schemas", name));
        mapping.insert((*value).to_owned(), format!("#/components/schemas/{name}").into());
        schemas.insert((*name).to_owned(), variant);
    }
    if !variants.is_empty() {
        return Err(missing());
    }
    let described = schemas.get_mut(schema).and_then(Value::as_object_mut).ok_or_else(missing)?;
    described.insert("oneOf".to_owned(), one_of.into());
    described.insert("discriminator".to_owned(), json!({ "propertyName": tag, "mapping": mapping }));
    Ok(())
}

/// Makes one object of an enum: its tag, and the fields of all variants, none of which every variant has.
pub(crate) fn flatten_variants(schemas: &mut BTreeMap<String, Value>, schema: &str, tag: &str) {
    let Some(described) = schemas.get_mut(schema).and_then(Value::as_object_mut) else { return };
    let one_of = described.remove("oneOf").unwrap_or_default();
    let prose: Vec<String> =
        one_of.as_array().into_iter().flatten().filter_map(|one| line(one, tag)).collect();
    let variants = variants(one_of, tag);
    let mut properties = Map::new();
    for variant in variants.values() {
        for (name, property) in variant.get("properties").and_then(Value::as_object).into_iter().flatten() {
            properties.insert(name.clone(), property.clone());
        }
    }
    let values: Vec<&String> = variants.keys().collect();
    let kinds = json!({ "type": "string", "enum": values, "description": prose.join("\n") });
    properties.insert(tag.to_owned(), kinds);
    described.insert("type".to_owned(), "object".into());
    described.insert("required".to_owned(), json!([tag]));
    described.insert("properties".to_owned(), properties.into());
}

/// The variant in a list of variants: the value of its tag, and its description.
fn line(variant: &Value, tag: &str) -> Option<String> {
    let value = variant.get("properties")?.get(tag)?.get("enum")?.get(0)?.as_str()?;
    Some(format!("- `{value}`: {}", variant.get("description")?.as_str()?))
}
