use serde_json::{Value, json};

use super::client::Client;
use super::mail::Mailbox;
use super::person::Person;
use super::response::Response;
use super::stack::Stack;
use super::store_client::StoreClient;
use super::unique::unique_id;

/// A store of one test.
pub struct TestStore<'s> {
    pub stack: &'s Stack,
    pub id: String,
    /// The name, which no other store has, so that it identifies the mails about this store.
    pub name: String,
    pub catalog: String,
    pub owner: Person,
}

impl Stack {
    /// Creates a store with this catalog and plan, and a new owner.
    #[track_caller]
    pub fn create_store(&self, catalog: &str, plan: &str) -> TestStore<'_> {
        TestStore::create(self, &Person::new("Olga Owner"), catalog, plan)
    }
}

impl<'s> TestStore<'s> {
    /// Creates a store with this owner.
    #[track_caller]
    pub fn create(stack: &'s Stack, owner: &Person, catalog: &str, plan: &str) -> Self {
        let store = Self {
            stack,
            id: format!("store-{}", unique_id()),
            name: format!("Boutique {}", unique_id()),
            catalog: catalog.to_owned(),
            owner: owner.clone(),
        };
        store.put(plan, owner).assert_status(201);
        store
    }

    /// Creates or replaces the store, as the platform does.
    pub fn put(&self, plan: &str, owner: &Person) -> Response {
        self.stack.as_platform().put(&format!("/stores/{}", self.id), &self.put_body(plan, owner))
    }

    /// The body of the request that creates or replaces the store.
    pub fn put_body(&self, plan: &str, owner: &Person) -> Value {
        json!({
            "name": self.name,
            "owner": owner.owner_json(),
            "catalog": self.catalog,
            "plan": plan,
            "locale": "en",
            "admin_url": format!("https://admin.example.org/{}", self.id),
        })
    }

    /// Calls for this store with the identity of `client`.
    pub fn with_client(&self, client: Client<'s>) -> StoreClient<'s> {
        StoreClient::new(client, &self.id)
    }

    pub fn as_owner(&self) -> StoreClient<'s> {
        self.as_person(&self.owner)
    }

    pub fn as_person(&self, person: &Person) -> StoreClient<'s> {
        self.with_client(self.stack.as_person(person))
    }

    pub fn as_platform(&self) -> StoreClient<'s> {
        self.with_client(self.stack.as_platform())
    }

    /// The mails to an address that are about this store.
    pub fn mailbox(&self, address: &str) -> Mailbox<'s> {
        self.stack.mailbox_about(address, &self.name)
    }

    /// Invites an address as the owner, and waits for the mail. Returns the invitation and the token of its link.
    #[track_caller]
    pub fn invite(&self, email: &str, grant: Value) -> (Value, String) {
        let mut mailbox = self.mailbox(email);
        if !mailbox.unread().is_empty() {
            mailbox.mark_all_read();
        }
        let invitation = self.as_owner().invite(email, grant).assert_status(201);
        (invitation, mailbox.next_token())
    }

    /// Makes a person a member: the owner invites them, and they accept. Returns the member.
    #[track_caller]
    pub fn add_member(&self, person: &Person, grant: Value) -> Value {
        let (_, token) = self.invite(&person.email, grant);
        self.stack.as_person(person).accept(&token).assert_status(200)["member"].clone()
    }

    /// Makes a new person a member.
    #[track_caller]
    pub fn add_new_member(&self, name: &str, grant: Value) -> Person {
        let person = Person::new(name);
        self.add_member(&person, grant);
        person
    }
}
