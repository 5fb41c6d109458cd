use serde_json::{Value, json};

use super::client::{Client, url_encode};
use super::person::Person;
use super::response::Response;
use super::time::wait_until;

/// The page size for lists that are read completely.
const PAGE_SIZE: usize = 100;

/// The largest number of pages of one list.
const MAX_PAGES: usize = 1000;

/// Calls the API for one store, with one identity.
#[derive(Clone)]
pub struct StoreClient<'s> {
    client: Client<'s>,
    /// The path of the store.
    store_path: String,
}

impl<'s> StoreClient<'s> {
    pub(super) fn new(client: Client<'s>, store_id: &str) -> Self {
        Self { client, store_path: format!("/stores/{store_id}") }
    }

    /// Adds a header to every request.
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.client = self.client.with_header(name, value);
        self
    }

    /// Gets a path below the store.
    pub fn get(&self, path: &str) -> Response {
        self.client.get(&self.path(path))
    }

    /// Puts a path below the store.
    pub fn put(&self, path: &str, body: &Value) -> Response {
        self.client.put(&self.path(path), body)
    }

    /// Posts to a path below the store.
    pub fn post(&self, path: &str, body: &Value) -> Response {
        self.client.post(&self.path(path), body)
    }

    /// Sends any body, also one that is not JSON, to a path below the store.
    pub fn send(&self, method: &str, path: &str, body: Option<Vec<u8>>) -> Response {
        self.client.send(method, &self.path(path), body)
    }

    pub fn get_store(&self) -> Response {
        self.get("")
    }

    pub fn seats(&self) -> Value {
        self.get_store().assert_status(200)["seats"].clone()
    }

    pub fn change_store(&self, change: &Value) -> Response {
        self.client.patch(&self.store_path, change)
    }

    /// Invites an address. `grant` has the other fields of the request.
    pub fn invite(&self, email: &str, mut grant: Value) -> Response {
        grant["email"] = json!(email);
        self.client.post(&self.path("/invitations"), &grant)
    }

    pub fn invite_many(&self, invitations: &[Value]) -> Response {
        self.client.post(&self.path("/invitations/bulk"), &json!({"invitations": invitations}))
    }

    /// Returns all invitations of the store.
    #[track_caller]
    pub fn invitations(&self) -> Vec<Value> {
        self.list_all("/invitations", "invitations", PAGE_SIZE)
    }

    /// Returns an invitation as the list shows it.
    #[track_caller]
    pub fn invitation(&self, id: &Value) -> Value {
        find_by(&self.invitations(), "id", id)
    }

    /// Waits until an invitation has this `delivery`.
    #[track_caller]
    pub fn wait_for_delivery(&self, id: &Value, delivery: &str) {
        let seen = wait_until(|| (self.invitation(id)["delivery"] == delivery).then_some(()));
        seen.unwrap_or_else(|| panic!("not {delivery}: {}", self.invitation(id)));
    }

    pub fn change_invitation(&self, id: &Value, change: &Value) -> Response {
        self.client.patch(&self.path(&format!("/invitations/{}", text(id))), change)
    }

    pub fn resend(&self, id: &Value) -> Response {
        self.send("POST", &format!("/invitations/{}/resend", text(id)), None)
    }

    pub fn revoke(&self, id: &Value) -> Response {
        self.client.delete(&self.path(&format!("/invitations/{}", text(id))))
    }

    /// Returns all members of the store.
    #[track_caller]
    pub fn members(&self) -> Vec<Value> {
        self.list_all("/members", "members", PAGE_SIZE)
    }

    /// Returns a member as the list shows them.
    #[track_caller]
    pub fn member(&self, person: &Person) -> Value {
        find_by(&self.members(), "user_id", &json!(person.sub))
    }

    pub fn change_member(&self, person: &Person, change: &Value) -> Response {
        self.client.patch(&self.path(&format!("/members/{}", person.sub)), change)
    }

    pub fn remove_member(&self, person: &Person) -> Response {
        self.client.delete(&self.path(&format!("/members/{}", person.sub)))
    }

    pub fn leave(&self) -> Response {
        self.client.delete(&self.path("/members/me"))
    }

    /// Asks whether the caller has all of these permissions.
    pub fn access(&self, permissions: &[&str]) -> Response {
        let query: Vec<_> = permissions.iter().map(|permission| format!("permission={permission}")).collect();
        self.get(&format!("/access?{}", query.join("&")))
    }

    /// Whether the caller has this permission.
    #[track_caller]
    pub fn may(&self, permission: &str) -> bool {
        self.may_all(&[permission])
    }

    /// Whether the caller has all of these permissions.
    #[track_caller]
    pub fn may_all(&self, permissions: &[&str]) -> bool {
        let response = self.access(permissions);
        let allowed = response.assert_status(200)["allowed"].as_bool();
        allowed.unwrap_or_else(|| panic!("{response}; expected `allowed` to be true or false"))
    }

    /// Asserts which of `permissions` the caller has.
    #[track_caller]
    pub fn assert_may_exactly(&self, allowed: &[&str], permissions: &[&str]) {
        let found: Vec<_> = permissions.iter().copied().filter(|permission| self.may(permission)).collect();
        assert_eq!(found, allowed);
    }

    #[track_caller]
    pub fn catalog(&self, locale: &str) -> Value {
        self.get(&format!("/catalog?locale={locale}")).assert_status(200)
    }

    /// Returns all events of the audit trail, newest first.
    #[track_caller]
    pub fn audit(&self) -> Vec<Value> {
        self.list_all("/audit", "events", PAGE_SIZE)
    }

    pub fn put_activity(&self, slug: &str, activity: &Value) -> Response {
        self.client.put(&self.path(&format!("/activities/{slug}")), activity)
    }

    pub fn announce(&self, announcement: &Value) -> Response {
        self.client.post(&self.path("/announcements"), announcement)
    }

    /// Reads all pages of a list, each of at most `limit` entries. `field` is the field with the entries.
    #[track_caller]
    pub fn list_all(&self, path: &str, field: &str, limit: usize) -> Vec<Value> {
        let mut all = Vec::new();
        let mut cursor = String::new();
        let separator = if path.contains('?') { '&' } else { '?' };
        for _ in 0..MAX_PAGES {
            let response = self.get(&format!("{path}{separator}limit={limit}{cursor}"));
            let page = response.assert_status(200);
            let entries = page[field].as_array().unwrap_or_else(|| panic!("{response}; expected {field}"));
            assert!(entries.len() <= limit, "{response}; expected at most {limit} entries");
            all.extend_from_slice(entries);
            match &page["next_cursor"] {
                Value::Null => return all,
                next => cursor = format!("&cursor={}", url_encode(text(next))),
            }
        }
        panic!("the list {path} has more than {MAX_PAGES} pages");
    }

    fn path(&self, path: &str) -> String {
        format!("{}{path}", self.store_path)
    }
}

/// Returns the entry of a list whose field has this value.
#[track_caller]
pub fn find_by(list: &[Value], field: &str, value: &Value) -> Value {
    let found = list.iter().find(|entry| &entry[field] == value);
    found.unwrap_or_else(|| panic!("no entry with {field} {value} in {list:#?}")).clone()
}

/// Returns the addresses of the entries of a list.
pub fn emails(list: &[Value]) -> Vec<&str> {
    list.iter().map(|entry| text(&entry["email"])).collect()
}

#[track_caller]
fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is not a string"))
}
