use super::client::{Answer, Caller, Person};
use super::mail::Mailbox;
use super::{Stack, Value, json, unique, until};

/// A store of one test's own.
pub struct Shop<'s> {
    pub stack: &'s Stack,
    pub id: String,
    /// Unlike any other store's, so that mails can be told apart by it.
    pub name: String,
    pub catalog: String,
    pub owner: Person,
}

impl<'s> Shop<'s> {
    pub fn open(stack: &'s Stack, owner: &Person, catalog: &str, plan: &str) -> Self {
        let suffix = unique();
        Self::open_named(stack, owner, catalog, plan, &format!("Boutique {suffix}"))
    }

    pub fn open_named(stack: &'s Stack, owner: &Person, catalog: &str, plan: &str, name: &str) -> Self {
        let shop = Self {
            stack,
            id: format!("store-{}", unique()),
            name: name.to_owned(),
            catalog: catalog.to_owned(),
            owner: owner.clone(),
        };
        shop.put(plan, owner).is(201);
        shop
    }

    /// The platform's word on this store: its plan and whose it is.
    pub fn put(&self, plan: &str, owner: &Person) -> Answer {
        let body = self.described(plan, owner);
        self.stack.platform().put(&format!("/stores/{}", self.id), &body)
    }

    pub fn described(&self, plan: &str, owner: &Person) -> Value {
        json!({
            "name": self.name,
            "owner": owner.as_owner(),
            "catalog": self.catalog,
            "plan": plan,
            "locale": "en",
            "admin_url": format!("https://admin.example.org/{}", self.id),
        })
    }

    /// This store's calls, made by somebody.
    pub fn by(&self, caller: Caller<'s>) -> Desk<'s> {
        Desk { caller, store: format!("/stores/{}", self.id) }
    }

    pub fn owner(&self) -> Desk<'s> {
        self.member(&self.owner)
    }

    pub fn member(&self, person: &Person) -> Desk<'s> {
        self.by(self.stack.signed_in(person))
    }

    pub fn platform(&self) -> Desk<'s> {
        self.by(self.stack.platform())
    }

    /// What comes to an address about this store.
    pub fn mailbox(&self, address: &str) -> Mailbox<'s> {
        Mailbox::of(self.stack, address, Some(&self.name))
    }

    /// Invites an address and reads the link in its mail: the invitation and the link's token.
    #[track_caller]
    pub fn invite(&self, email: &str, grant: Value) -> (Value, String) {
        let mut mailbox = self.mailbox(email);
        mailbox.skip_links();
        let invitation = self.owner().invite(email, grant).is(201);
        (invitation, mailbox.next_token())
    }

    /// Has somebody invited and lets them accept: the new member.
    #[track_caller]
    pub fn hire(&self, person: &Person, grant: Value) -> Value {
        let (_, token) = self.invite(&person.email, grant);
        self.stack.signed_in(person).accept(&token).is(200)["member"].clone()
    }

    /// A new member of this store, with a name and this grant.
    #[track_caller]
    pub fn hire_new(&self, name: &str, grant: Value) -> Person {
        let person = Person::new(name);
        self.hire(&person, grant);
        person
    }
}

impl Mailbox<'_> {
    fn skip_links(&mut self) {
        if !self.unread().is_empty() {
            self.skip_all();
        }
    }
}

/// Somebody at work on one store.
#[derive(Clone)]
pub struct Desk<'s> {
    caller: Caller<'s>,
    store: String,
}

impl Desk<'_> {
    pub fn with(mut self, header: &str, value: &str) -> Self {
        self.caller = self.caller.with(header, value);
        self
    }

    pub fn get(&self, path: &str) -> Answer {
        self.caller.get(&self.at(path))
    }

    pub fn send(&self, method: &str, path: &str, body: Option<Vec<u8>>) -> Answer {
        self.caller.send(method, &self.at(path), body)
    }

    pub fn store(&self) -> Answer {
        self.get("")
    }

    pub fn seats(&self) -> Value {
        self.store().is(200)["seats"].clone()
    }

    pub fn change_store(&self, change: &Value) -> Answer {
        self.caller.patch(&self.store, change)
    }

    /// Invites an address; `grant` may hold any other field of the call.
    pub fn invite(&self, email: &str, mut grant: Value) -> Answer {
        grant["email"] = json!(email);
        self.caller.post(&self.at("/invitations"), &grant)
    }

    pub fn invite_all(&self, invitations: &[Value]) -> Answer {
        self.caller.post(&self.at("/invitations/bulk"), &json!({"invitations": invitations}))
    }

    /// Every invitation on the list, over all its pages.
    #[track_caller]
    pub fn invitations(&self) -> Vec<Value> {
        self.walk("/invitations", "invitations", 100)
    }

    /// The invitation on the list with this id.
    #[track_caller]
    pub fn invitation(&self, id: &Value) -> Value {
        find(&self.invitations(), "id", id)
    }

    /// Waits until the list shows that an invitation's mail got this far.
    #[track_caller]
    pub fn wait_for_delivery(&self, id: &Value, delivery: &str) {
        let seen = until(|| (self.invitation(id)["delivery"] == delivery).then_some(()));
        seen.unwrap_or_else(|| panic!("never shown as {delivery}: {}", self.invitation(id)));
    }

    pub fn change_invitation(&self, id: &Value, change: &Value) -> Answer {
        self.caller.patch(&self.at(&format!("/invitations/{}", text(id))), change)
    }

    pub fn resend(&self, id: &Value) -> Answer {
        self.send("POST", &format!("/invitations/{}/resend", text(id)), None)
    }

    pub fn revoke(&self, id: &Value) -> Answer {
        self.caller.delete(&self.at(&format!("/invitations/{}", text(id))))
    }

    /// Every member on the list, over all its pages.
    #[track_caller]
    pub fn members(&self) -> Vec<Value> {
        self.walk("/members", "members", 100)
    }

    /// One member as the list shows them.
    #[track_caller]
    pub fn member(&self, person: &Person) -> Value {
        find(&self.members(), "user_id", &json!(person.sub))
    }

    pub fn change(&self, person: &Person, change: &Value) -> Answer {
        self.caller.patch(&self.at(&format!("/members/{}", person.sub)), change)
    }

    pub fn remove(&self, person: &Person) -> Answer {
        self.caller.delete(&self.at(&format!("/members/{}", person.sub)))
    }

    pub fn leave(&self) -> Answer {
        self.caller.delete(&self.at("/members/me"))
    }

    /// Asks whether the caller may do all of this here.
    pub fn access(&self, permissions: &[&str]) -> Answer {
        let asked: Vec<_> = permissions.iter().map(|permission| format!("permission={permission}")).collect();
        self.get(&format!("/access?{}", asked.join("&")))
    }

    #[track_caller]
    pub fn may(&self, permission: &str) -> bool {
        self.may_all(&[permission])
    }

    #[track_caller]
    pub fn may_all(&self, permissions: &[&str]) -> bool {
        let answer = self.access(permissions);
        answer.is(200)["allowed"]
            .as_bool()
            .unwrap_or_else(|| panic!("{answer}, which says neither yes nor no"))
    }

    /// Holds when of `asked` the caller may do exactly `allowed`.
    #[track_caller]
    pub fn may_exactly(&self, allowed: &[&str], asked: &[&str]) {
        let found: Vec<_> = asked.iter().copied().filter(|permission| self.may(permission)).collect();
        assert_eq!(found, allowed);
    }

    #[track_caller]
    pub fn catalog(&self, locale: &str) -> Value {
        self.get(&format!("/catalog?locale={locale}")).is(200)
    }

    /// The audit trail, newest first, over all its pages.
    #[track_caller]
    pub fn audit(&self) -> Vec<Value> {
        self.walk("/audit", "events", 100)
    }

    pub fn put_activity(&self, slug: &str, activity: &Value) -> Answer {
        self.caller.put(&self.at(&format!("/activities/{slug}")), activity)
    }

    pub fn announce(&self, announcement: &Value) -> Answer {
        self.caller.post(&self.at("/announcements"), announcement)
    }

    /// Reads a list page by page to its end.
    #[track_caller]
    pub fn walk(&self, path: &str, name: &str, limit: usize) -> Vec<Value> {
        let mut all = Vec::new();
        let mut cursor = String::new();
        let and = if path.contains('?') { '&' } else { '?' };
        for _ in 0..1000 {
            let answer = self.get(&format!("{path}{and}limit={limit}{cursor}"));
            let page = answer.is(200);
            let items = page[name].as_array().unwrap_or_else(|| panic!("{answer}, without {name}"));
            assert!(items.len() <= limit, "{answer}, which is more than {limit}");
            all.extend_from_slice(items);
            match &page["next_cursor"] {
                Value::Null => return all,
                next => cursor = format!("&cursor={}", escaped(text(next))),
            }
        }
        panic!("the list {path} never ends");
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.store)
    }
}

/// A text as part of a query.
pub fn escaped(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

/// The entry of a list with this value.
#[track_caller]
pub fn find(list: &[Value], field: &str, value: &Value) -> Value {
    let found = list.iter().find(|entry| &entry[field] == value);
    found.unwrap_or_else(|| panic!("nothing with {field} {value} among {list:#?}")).clone()
}

/// Who is on a list.
pub fn emails(list: &[Value]) -> Vec<&str> {
    list.iter().map(|entry| text(&entry["email"])).collect()
}

#[track_caller]
fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}
