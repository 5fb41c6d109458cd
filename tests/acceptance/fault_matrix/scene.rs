//! What a cell of the matrix plays with: a store of its own with its people.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::support::{Person, Response, Stack, StoreClient, TestStore, Value, json, unique_id};

/// What there is before the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// A store with an activity.
    Store,
    /// And an invitation to Ana.
    Invited,
    /// The invitation has expired.
    Expired,
    /// Ana is a member.
    Member,
    /// Ana's access ends in ten days.
    Ending,
}

/// A store with its people. It survives the process of the stack.
pub struct Scene {
    id: String,
    pub name: String,
    pub owner: Person,
    pub ana: Person,
    pub ben: Person,
    pub cleo: Person,
    /// The id of Ana's invitation.
    pub invitation: Value,
    /// The token of its link.
    pub token: String,
    /// The id of its mail.
    pub mail: String,
    /// The idempotency key of the call.
    key: String,
}

/// A scene on a running stack.
pub struct Act<'a> {
    pub scene: &'a Scene,
    pub stack: &'a Stack,
    pub store: TestStore<'a>,
}

pub fn roles() -> Value {
    json!({"roles": ["scanner", "order_notifications"]})
}

impl Scene {
    /// Creates the store, and invites Ana if she is to be there.
    pub fn create(stack: &Stack, before: Before, now: DateTime<Utc>) -> Self {
        let store = stack.create_store("ticketing", "default");
        let gala = json!({"name": "Gala", "order_notifications": true});
        store.as_owner().put_activity("gala", &gala).assert_status(201);
        let ana = Person::new("Ana");
        let mut grant = roles();
        if before == Before::Ending {
            grant["access_ends_at"] = json!((now + TimeDelta::days(10)).to_rfc3339());
        }
        let invitation = if before == Before::Store {
            Value::Null
        } else {
            store.as_owner().invite(&ana.email, grant).assert_status(201)["id"].clone()
        };
        Self {
            id: store.id.clone(),
            name: store.name.clone(),
            owner: store.owner.clone(),
            ana,
            ben: Person::new("Ben"),
            cleo: Person::new("Cleo"),
            invitation,
            token: String::new(),
            mail: String::new(),
            key: unique_id(),
        }
    }

    /// Reads Ana's mail, and lets her join if she is to be a member.
    pub fn complete(&mut self, stack: &Stack, before: Before) {
        if before == Before::Store {
            return;
        }
        let mail = self.on(stack).store.mailbox(&self.ana.email).next_mail_with("/join#");
        self.token = mail.token();
        self.mail.clone_from(&mail.id);
        if matches!(before, Before::Member | Before::Ending) {
            stack.as_person(&self.ana).accept(&self.token).assert_status(200);
        }
    }

    pub fn on<'a>(&'a self, stack: &'a Stack) -> Act<'a> {
        let store = TestStore {
            stack,
            id: self.id.clone(),
            name: self.name.clone(),
            catalog: "ticketing".to_owned(),
            owner: self.owner.clone(),
        };
        Act { scene: self, stack, store }
    }

    /// Texts of which one is in every call to the database about this scene, in JSON. The quote ends each, since an id may be
    /// the beginning of another.
    pub fn marks(&self) -> Vec<String> {
        // As in `shared/domain/src/id.rs`.
        let namespace = Uuid::from_u128(0x6f0e_5d0a_9c1b_4a53_8d0c_2f6b_7a51_c3e4);
        let address = Uuid::new_v5(&namespace, self.ana.email.as_bytes()).to_string();
        [&self.id, &self.ana.sub, &address].map(|text| format!("{text}\"")).into()
    }

    /// The value without what differs from scene to scene.
    pub fn normalized(&self, value: &Value) -> Value {
        let mut text = value.to_string();
        let people = [("OWNER", &self.owner), ("ANA", &self.ana), ("BEN", &self.ben), ("CLEO", &self.cleo)];
        for (name, person) in people {
            text = text
                .replace(&person.email, &format!("{name}@example.org"))
                .replace(&format!("{}\"", person.sub), &format!("{name}\""));
        }
        text = text.replace(&self.id, "STORE").replace(&self.name, "NAME");
        without_ids(serde_json::from_str(&text).expect("JSON"))
    }
}

/// Replaces ids, versions and times.
fn without_ids(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let of = |(name, value): (String, Value)| {
                let changes = ["version", "instance", "generation"].contains(&name.as_str());
                let value = if changes { json!("changes") } else { without_ids(value) };
                (name, value)
            };
            members.into_iter().map(of).collect()
        }
        Value::Array(items) => items.into_iter().map(without_ids).collect(),
        Value::String(text) if DateTime::parse_from_rfc3339(&text).is_ok() => json!("a time"),
        Value::String(text) if is_id(&text) => json!("an id"),
        other => other,
    }
}

/// Whether the text is the id of an invitation or of an event.
fn is_id(text: &str) -> bool {
    text.len() >= 24
        && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
        && text.bytes().any(|b| b.is_ascii_digit())
}

impl<'a> Act<'a> {
    /// The owner's calls under the cell's idempotency key.
    pub fn owner(&self) -> StoreClient<'a> {
        self.keyed(self.store.as_owner())
    }

    pub fn platform(&self) -> StoreClient<'a> {
        self.keyed(self.store.as_platform())
    }

    pub fn ana(&self) -> StoreClient<'a> {
        self.keyed(self.store.as_person(&self.scene.ana))
    }

    fn keyed(&self, client: StoreClient<'a>) -> StoreClient<'a> {
        client.with_header("idempotency-key", &self.scene.key)
    }

    /// Sends a request that is not below the store: as Ana, or without a token.
    pub fn send(&self, as_ana: bool, method: &str, path: &str, body: Option<Value>) -> Response {
        let client = if as_ana { self.stack.as_person(&self.scene.ana) } else { self.stack.anonymous() };
        let body = body.map(|body| body.to_string().into_bytes());
        client.with_header("idempotency-key", &self.scene.key).send(method, path, body)
    }

    /// The response, for comparison.
    pub fn answer(&self, response: &Response) -> Value {
        let mut body = if response.body.is_empty() { Value::Null } else { response.json() };
        // Until the answer to a bulk call is stored, an invitation that was made is shown as it is now.
        for result in body.get_mut("results").and_then(Value::as_array_mut).into_iter().flatten() {
            if result["invitation"].is_object() {
                result["invitation"]["delivery"] = json!("changes");
            }
        }
        json!({"status": response.status, "body": self.scene.normalized(&body)})
    }

    /// Everything that is seen from outside: the store with its seats, its lists, its history, and those of these mails that
    /// are about it.
    pub fn state(&self, mails: &[Value]) -> Value {
        let (scene, owner) = (self.scene, self.store.as_owner());
        let sorted = |list: &[Value]| {
            let mut list: Vec<Value> = list.iter().map(|one| scene.normalized(one)).collect();
            list.sort_by_key(Value::to_string);
            list
        };
        let people = [&scene.owner, &scene.ana, &scene.ben, &scene.cleo];
        let is_about = |mail: &&Value| people.iter().any(|person| mail["to"] == json!([person.email]));
        let mails = mails.iter().filter(is_about);
        let mails: Vec<Value> = mails.map(|mail| json!([mail["to"], mail["subject"]])).collect();
        json!({
            "store": scene.normalized(&owner.get_store().assert_status(200)),
            "members": sorted(&owner.members()),
            "invitations": sorted(&owner.invitations()),
            "events": sorted(&owner.audit()),
            "mails": sorted(&mails),
            "may_check_in": self.store.as_person(&scene.ana).may("check_in"),
        })
    }
}
