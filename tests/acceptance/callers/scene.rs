//! The stores and people that the calls of the matrix are made with.

use std::collections::HashMap;

use chrono::TimeDelta;

use super::table::{Caller, Catalog, Row};
use crate::support::{DAY, Person, Stack, TestStore, Value, json, parse_time, unique_id, wait_until};

/// The members of a store by their kind.
type Cast = HashMap<Caller, Person>;

/// An invitation with its invitee.
#[derive(Clone)]
pub struct Invited {
    pub person: Person,
    pub id: String,
    /// The token of its link; empty unless one was asked for.
    pub token: String,
}

pub struct Scene<'s> {
    pub stack: &'s Stack,
    pub catalog: &'s Catalog,
    /// The store of all callers but those of `open`.
    closed: TestStore<'s>,
    /// A store that lets support agents in.
    open: TestStore<'s>,
    /// The casts by row. Rows that end or begin a membership have one of their own.
    casts: HashMap<(&'static str, &'static str), Cast>,
    /// Expired invitations, one for each call that renews one.
    pub expired: HashMap<(&'static str, Caller), Invited>,
    pub webhook: String,
    /// When the stores were made.
    pub began: Value,
    /// The token by which a kind of mail is switched off.
    pub unsubscribe: String,
}

/// The row whose cast all rows have that do not need their own.
const COMMON: (&str, &str) = ("", "");

/// The rows after which a caller is a member, or is none.
fn cast_of(row: &Row) -> (&'static str, &'static str) {
    let joins = row.route.ends_with("/accept");
    let leaves = row.route.starts_with("DELETE ") && row.case == "oneself";
    if joins || leaves { (row.route, row.case) } else { COMMON }
}

impl<'s> Scene<'s> {
    /// Creates the stores with their people. Eight days pass, so that access has ended and invitations have expired.
    pub fn create(stack: &'s Stack, catalog: &'s Catalog, rows: &[Row]) -> Self {
        let store = || stack.create_store(catalog.slug, catalog.plan);
        let mut scene = Self {
            stack,
            catalog,
            closed: store(),
            open: store(),
            casts: HashMap::new(),
            expired: HashMap::new(),
            webhook: String::new(),
            began: Value::Null,
            unsubscribe: String::new(),
        };
        scene.began = scene.closed.as_owner().audit()[0]["at"].clone();
        let webhook = stack.as_platform().post("/webhooks", &scene.new_webhook()).assert_status(201);
        scene.webhook = id_of(&webhook);
        let settings = json!({"settings": {"support_access": true}});
        scene.open.as_owner().change_store(&settings).assert_status(200);
        for key in rows.iter().map(cast_of).chain([COMMON]) {
            if !scene.casts.contains_key(&key) {
                let cast = scene.add_cast();
                scene.casts.insert(key, cast);
            }
        }
        for row in rows.iter().filter(|row| row.route.ends_with("/renew") && row.case != "another's") {
            for (caller, _) in &row.answers {
                let person = scene.person(row, *caller).with_email(&Person::new("Late").email);
                let invited = scene.invite(scene.store(*caller), &person, true);
                scene.expired.insert((row.route, *caller), invited);
            }
        }
        scene.unsubscribe = scene.token_to_unsubscribe();
        stack.advance_clock(8 * DAY);
        scene
    }

    /// The platform adds a member of each kind.
    fn add_cast(&self) -> Cast {
        let with = |grant: &Value, more: Value| {
            let mut entry = grant.clone();
            entry.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            entry
        };
        let end = (parse_time(&self.began) + TimeDelta::days(1)).to_rfc3339();
        let member = &self.catalog.member;
        let mut kinds = vec![
            (Caller::Member, member.clone()),
            (Caller::Suspended, member.clone()),
            (Caller::Ended, with(member, json!({"access_ends_at": end}))),
        ];
        kinds.extend(self.catalog.manager.iter().map(|grant| (Caller::Manager, grant.clone())));
        let cast: Cast = kinds.iter().map(|(kind, _)| (*kind, Person::new(&format!("{kind:?}")))).collect();
        let entry = |(kind, grant): &(Caller, Value)| {
            with(grant, json!({"user_id": cast[kind].sub, "email": cast[kind].email}))
        };
        let members: Vec<Value> = kinds.iter().map(entry).collect();
        let response = self.closed.as_platform().post("/members/bulk", &json!({"members": members}));
        for result in response.assert_status(207)["results"].as_array().unwrap() {
            assert_eq!(result["status"], 201, "{result}");
        }
        let suspended = json!({"suspended": true});
        self.closed.as_owner().change_member(&cast[&Caller::Suspended], &suspended).assert_status(200);
        cast
    }

    /// The owner's mail about an answer has the token.
    fn token_to_unsubscribe(&self) -> String {
        let guest = self.invite(&self.closed, &Person::new("Guest"), true);
        self.stack.as_person(&guest.person).accept(&guest.token).assert_status(200);
        let mailbox = self.closed.mailbox(&self.closed.owner.email);
        let token = || {
            let mails = mailbox.unread();
            let header = mails.iter().find_map(|mail| mail.headers["List-Unsubscribe"].as_str())?;
            let (_, token) = header.trim_matches(['<', '>']).split_once("/unsubscribe/")?;
            Some(token.to_owned())
        };
        wait_until(token).expect("a mail that can be switched off")
    }

    /// The store that the caller calls about.
    pub fn store(&self, caller: Caller) -> &TestStore<'s> {
        if caller == Caller::LetIn { &self.open } else { &self.closed }
    }

    /// The person who makes the call of a row; a new one where the kind has no part in the store.
    pub fn person(&self, row: &Row, caller: Caller) -> Person {
        match caller {
            Caller::Owner => self.closed.owner.clone(),
            Caller::Member | Caller::Manager | Caller::Suspended | Caller::Ended => {
                self.casts[&cast_of(row)][&caller].clone()
            }
            Caller::Nobody | Caller::Stranger | Caller::Platform | Caller::Support | Caller::LetIn => {
                Person::new(&format!("{caller:?}"))
            }
        }
    }

    /// The owner invites a person, without a mail. `is_brought` asks for the link.
    pub fn invite(&self, store: &TestStore<'_>, person: &Person, is_brought: bool) -> Invited {
        let mut offer = self.catalog.member.clone();
        offer["deliver"] = json!("none");
        let invitation = store.as_owner().invite(&person.email, offer).assert_status(201);
        let id = id_of(&invitation);
        let mut token = String::new();
        if is_brought {
            let path = format!("/invitations/{id}/link");
            let link = store.as_platform().post(&path, &json!({})).assert_status(200);
            let (_, found) = link["url"].as_str().unwrap().split_once('#').expect("a token");
            found.clone_into(&mut token);
        }
        Invited { person: person.clone(), id, token }
    }

    /// The platform adds a member, whom a call is about.
    pub fn new_member(&self, store: &TestStore<'_>) -> Person {
        let person = Person::new("Target");
        let mut member = self.catalog.member.clone();
        member["email"] = json!(person.email);
        store.as_platform().put(&format!("/members/{}", person.sub), &member).assert_status(201);
        person
    }

    /// An endpoint that takes no event of a store.
    pub fn new_webhook(&self) -> Value {
        json!({"url": self.stack.url("/_local/sink/callers"), "types": ["webhook.test"]})
    }

    /// The owner makes a role of the store's own.
    pub fn new_role(store: &TestStore<'_>, permission: &str) -> String {
        let slug = format!("role-{}", unique_id());
        let role = json!({"slug": slug, "label": "Role", "permissions": [permission]});
        store.as_owner().post("/roles", &role).assert_status(201);
        slug
    }

    /// The owner puts an activity.
    pub fn new_activity(store: &TestStore<'_>) -> String {
        let slug = format!("activity-{}", unique_id());
        let activity = json!({"name": "Show", "order_notifications": false});
        store.as_owner().put_activity(&slug, &activity).assert_status(201);
        slug
    }
}

pub fn id_of(body: &Value) -> String {
    body["id"].as_str().expect("an id").to_owned()
}
