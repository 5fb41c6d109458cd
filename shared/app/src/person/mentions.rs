//! Where a text in JSON names a person, and what takes the place of that.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use staffroom_domain::{ERASED, EmailAddress, ErasureId, InvitationId, Person, StoreId, UserId};

/// The deepest level of JSON that is looked at. No record has half as many.
const LEVELS: usize = 32;

/// The members of objects that hold a user id.
const USER_MEMBERS: [&str; 5] = ["user_id", "invited_by", "reader", "accepted_by", "moved_from"];

/// The members of an object about a person that hold a name, an address, or what was written to them.
const OWN_MEMBERS: [&str; 5] = ["name", "email", "email_before", "invited_email", "note"];

/// The kinds of subjects and actors whose id is a user id.
const PERSONS: [&str; 3] = ["member", "person", "user"];

/// What takes the place of a person in a store.
pub(super) struct Mentions<'a> {
    person: &'a Person,
    alias: &'a UserId,
    /// The ids of the invitations of the person's addresses, which can be guessed from these, and what replaces them.
    invitations: BTreeMap<String, String>,
}

impl<'a> Mentions<'a> {
    pub(super) fn new(person: &'a Person, alias: &'a UserId, erasure: ErasureId, store: &StoreId) -> Self {
        let ids = person.addresses.iter().map(|address| InvitationId::of(store, address));
        let invitations = ids.map(|id| (id.to_string(), id.erased(erasure).to_string())).collect();
        Self { person, alias, invitations }
    }

    /// The person.
    pub(super) fn person(&self) -> &Person {
        self.person
    }

    /// What takes the place of the person's ids.
    pub(super) fn alias(&self) -> &UserId {
        self.alias
    }

    /// Whether this is one of the person's ids.
    pub(super) fn is_user(&self, user: &UserId) -> bool {
        self.person.users.contains(user)
    }

    /// Whether this is one of the person's addresses.
    pub(super) fn is_address(&self, address: &EmailAddress) -> bool {
        self.person.addresses.contains(address)
    }

    /// Replaces the person in a text in JSON. The answer is the new text; `None` if it does not name the person.
    pub(super) fn replace_in_text(&self, json: &str) -> Option<String> {
        let mut value: Value = serde_json::from_str(json).ok()?;
        self.replace(&mut value).then(|| value.to_string())
    }

    /// Replaces the person in a value, and returns whether it names them.
    pub(super) fn replace(&self, value: &mut Value) -> bool {
        self.replace_below(value, LEVELS)
    }

    fn replace_below(&self, value: &mut Value, levels: usize) -> bool {
        let Some(below) = levels.checked_sub(1) else { return false };
        match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
            Value::String(text) => self.replace_text(text),
            Value::Array(values) => {
                // Each is looked at, so no short-circuit.
                values.iter_mut().fold(false, |any, value| self.replace_below(value, below) | any)
            }
            Value::Object(members) => self.replace_in_object(members, below),
        }
    }

    /// A text by itself: an address, the id of an invitation, or JSON within a text, as a remembered answer has it.
    fn replace_text(&self, text: &mut String) -> bool {
        if let Some(other) = self.invitations.get(text.as_str()) {
            text.clone_from(other);
            return true;
        }
        if text.starts_with(['{', '['])
            && let Some(inner) = self.replace_in_text(text)
        {
            *text = inner;
            return true;
        }
        let is_theirs =
            text.contains('@') && EmailAddress::parse(text).is_ok_and(|one| self.is_address(&one));
        if is_theirs {
            ERASED.clone_into(text);
        }
        is_theirs
    }

    fn replace_in_object(&self, members: &mut Map<String, Value>, levels: usize) -> bool {
        let is_about = self.is_about(members);
        let names_person =
            members.get("kind").and_then(Value::as_str).is_some_and(|kind| PERSONS.contains(&kind));
        let mut any = false;
        for (name, value) in members.iter_mut() {
            let holds_user = USER_MEMBERS.contains(&name.as_str()) || (name == "id" && names_person);
            if holds_user && self.is_user_text(value) {
                *value = Value::String(self.alias.as_str().to_owned());
                any = true;
            } else if is_about && OWN_MEMBERS.contains(&name.as_str()) && value.is_string() {
                *value = Value::String(ERASED.to_owned());
                any = true;
            } else if is_about
                && name == "metadata"
                && value.as_object().is_some_and(|noted| !noted.is_empty())
            {
                *value = Value::Object(Map::new());
                any = true;
            } else if name == "location" {
                any |= self.replace_in_path(value);
            } else {
                any |= self.replace_below(value, levels);
            }
        }
        any | self.replace_beside(members)
    }

    /// Whether an object is about the person: it has their id or their address.
    fn is_about(&self, members: &Map<String, Value>) -> bool {
        let text = |name: &str| members.get(name).and_then(Value::as_str);
        text("user_id").is_some_and(|id| self.person.users.iter().any(|user| user.as_str() == id))
            || text("email")
                .and_then(|email| EmailAddress::parse(email).ok())
                .is_some_and(|email| self.is_address(&email))
    }

    fn is_user_text(&self, value: &Value) -> bool {
        value.as_str().is_some_and(|id| self.person.users.iter().any(|user| user.as_str() == id))
    }

    /// What stands beside a part about the person and is theirs, too: a former address, what they wrote to whom they invited, and
    /// the reason for which they declined.
    fn replace_beside(&self, members: &mut Map<String, Value>) -> bool {
        let is_alias =
            |part: Option<&Value>| part.and_then(|of| of.get("user_id")) == Some(&self.alias.as_str().into());
        let is_erased = |part: Option<&Value>| part.and_then(|of| of.get("email")) == Some(&ERASED.into());
        let mut any = false;
        let own = [
            ("email_before", is_alias(members.get("member"))),
            ("note", is_alias(members.get("invited_by"))),
            ("reason", is_erased(members.get("invitation")) || members.get("email") == Some(&ERASED.into())),
            ("decline_reason", members.get("email") == Some(&ERASED.into())),
        ];
        for (name, is_theirs) in own {
            let known =
                members.get_mut(name).filter(|value| is_theirs && value.is_string() && **value != ERASED);
            if let Some(value) = known {
                *value = Value::String(ERASED.to_owned());
                any = true;
            }
        }
        any
    }

    /// The path of something that was created, of which one segment can be an id.
    fn replace_in_path(&self, value: &mut Value) -> bool {
        let Some(path) = value.as_str() else { return false };
        let replaced: Vec<&str> = path
            .split('/')
            .map(|segment| {
                let user = self.person.users.iter().any(|user| user.as_str() == segment);
                let invitation = self.invitations.get(segment).map(String::as_str);
                invitation.unwrap_or(if user { self.alias.as_str() } else { segment })
            })
            .collect();
        let replaced = replaced.join("/");
        let any = replaced != path;
        *value = Value::String(replaced);
        any
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use staffroom_domain::builders::{email, user};
    use staffroom_domain::{ErasureId, InvitationId, Person, UserId};

    use super::Mentions;
    use crate::builders::shop;

    fn replaced(mut value: Value) -> (bool, Value) {
        let person = Person { users: [user("ann")].into(), addresses: [email("ann@example.com")].into() };
        let alias: UserId = user("erased-1");
        let any = Mentions::new(&person, &alias, ErasureId::from_bytes([1; 16]), &shop()).replace(&mut value);
        (any, value)
    }

    #[test]
    fn an_object_about_the_person_loses_id_name_and_address() {
        let (any, value) = replaced(json!({
            "actor": {"kind": "user", "user_id": "ann", "name": "Ann Lee"},
            "member": {"user_id": "ann", "email": "old@example.com", "name": "Ann Lee", "locale": "en"},
            "email_before": "older@example.com",
            "subject": {"kind": "member", "id": "ann"},
            "invitation": {"email": "kim@example.com", "invited_by": "ann"},
        }));
        assert!(any);
        assert_eq!(
            value,
            json!({
                "actor": {"kind": "user", "user_id": "erased-1", "name": "erased"},
                "member": {"user_id": "erased-1", "email": "erased", "name": "erased", "locale": "en"},
                "email_before": "erased",
                "subject": {"kind": "member", "id": "erased-1"},
                "invitation": {"email": "kim@example.com", "invited_by": "erased-1"},
            })
        );
    }

    #[test]
    fn an_address_is_found_in_every_spelling_and_in_json_within_a_text() {
        let body = json!({"email": "ANN@example.com", "name": "Ann"}).to_string();
        let (any, value) =
            replaced(json!({"status": 201, "body": body, "location": "/stores/shop/members/ann"}));
        assert!(any);
        let body: Value = serde_json::from_str(value["body"].as_str().unwrap()).unwrap();
        assert_eq!(body, json!({"email": "erased", "name": "erased"}));
        assert_eq!(value["location"], "/stores/shop/members/erased-1");
        let (any, value) =
            replaced(json!({"invitation": {"email": "ann@example.com"}, "reason": "too busy"}));
        assert!(any);
        assert_eq!(value["reason"], "erased");
        let (_, value) = replaced(json!({"answers": [{"email": "ann@example.com", "reason": "too busy"}]}));
        assert_eq!(value["answers"][0]["reason"], "erased");
    }

    #[test]
    fn the_id_of_an_invitation_is_replaced_since_the_address_can_be_guessed_from_it() {
        let id = InvitationId::of(&shop(), &email("ann@example.com")).to_string();
        let (any, value) = replaced(json!({"subject": {"kind": "invitation", "id": id}}));
        assert!(any);
        assert_ne!(value["subject"]["id"], id);
    }

    #[test]
    fn what_only_looks_like_the_person_stays() {
        for value in [
            json!({"kind": "role", "id": "ann", "permissions": ["ann"], "name": "ann"}),
            json!({"user_id": "kim", "email": "kim@example.com", "name": "Ann Lee"}),
            json!({"invitation": {"email": "kim@example.com"}, "reason": "too busy"}),
            json!([1, null, true, "ann"]),
        ] {
            assert_eq!(replaced(value.clone()), (false, value));
        }
    }
}
