//! The request that a caller makes for a row of the matrix.

use std::cell::RefCell;
use std::collections::HashMap;

use super::scene::{Invited, Scene, id_of};
use super::table::{Answer, Caller, Row};
use crate::support::{Client, Person, Response, TestStore, Value, json, unique_id, wait_until};

/// The media type of a form.
const FORM: &str = "application/x-www-form-urlencoded";

/// What the calls of one row that are refused are about, by store.
#[derive(Default)]
pub struct Kept {
    /// The ids by placeholder.
    ids: RefCell<HashMap<(String, &'static str), String>>,
    /// The invitation that is used as an invitee does.
    invitation: RefCell<HashMap<String, Invited>>,
}

/// A call of the matrix.
pub struct Call<'a> {
    scene: &'a Scene<'a>,
    row: &'a Row,
    caller: Caller,
    answer: Answer,
    kept: &'a Kept,
    store: &'a TestStore<'a>,
    person: Person,
    /// The invitation of a row about one that is the caller's own, or about a link.
    invited: Option<Invited>,
}

/// A request that can be sent with several methods.
pub struct Request<'a> {
    client: Client<'a>,
    path: String,
    body: Option<Vec<u8>>,
}

impl Request<'_> {
    pub fn send(&self, method: &str) -> Response {
        self.client.send(method, &self.path, self.body.clone())
    }
}

impl<'a> Call<'a> {
    pub fn prepare(
        scene: &'a Scene<'a>,
        row: &'a Row,
        caller: Caller,
        answer: Answer,
        kept: &'a Kept,
    ) -> Self {
        let (store, person) = (scene.store(caller), scene.person(row, caller));
        let mut call = Self { scene, row, caller, answer, kept, store, person, invited: None };
        call.invited = call.invitation();
        if call.row.case == "their own" {
            call.person = call.invited.as_ref().expect("an invitation").person.clone();
            call.wait_until_it_is_listed();
        }
        call
    }

    /// The invitation that the call is about, if the caller uses it as an invitee does.
    fn invitation(&self) -> Option<Invited> {
        let (_, path) = self.row.parts();
        if let Some(expired) = self.scene.expired.get(&(self.row.route, self.caller)) {
            return Some(expired.clone());
        }
        let is_by_link = path.starts_with("/invitations/");
        let is_by_id = path.starts_with("/me/invitations/{");
        let is_own = self.row.case == "their own";
        if !is_by_link && !is_by_id {
            return None;
        }
        let other = Person::new("Invitee");
        if is_own {
            let invitee = self.person.with_email(&other.email);
            return Some(self.scene.invite(self.store, &invitee, is_by_link));
        }
        let invite = || self.scene.invite(self.store, &other, is_by_link);
        if !matches!(self.answer, Answer::Refused(..)) {
            return Some(invite());
        }
        let mut kept = self.kept.invitation.borrow_mut();
        Some(kept.entry(self.store.id.clone()).or_insert_with(invite).clone())
    }

    /// The index of invitations by address is a little behind.
    fn wait_until_it_is_listed(&self) {
        let (Some(invited), Some(client)) = (&self.invited, self.client()) else { return };
        let status = if self.row.route.ends_with("/renew") { "expired" } else { "pending" };
        let is_listed = || {
            let response = client.get(&format!("/me/invitations?status={status}"));
            let is_there = response.status != 200 || response.text().contains(&invited.id);
            is_there.then_some(())
        };
        wait_until(is_listed).expect("the invitation is listed");
    }

    /// `None` for callers who do not sign in.
    fn claims(&self) -> Option<Value> {
        let mut claims = self.person.claims();
        match self.caller {
            Caller::Nobody => return None,
            Caller::Platform => claims = json!({"sub": "platform", "scope": "staffroom/platform"}),
            Caller::Support | Caller::LetIn => claims["scope"] = json!("staffroom/support"),
            Caller::Stranger
            | Caller::Member
            | Caller::Manager
            | Caller::Owner
            | Caller::Suspended
            | Caller::Ended => {}
        }
        Some(claims)
    }

    fn client(&self) -> Option<Client<'a>> {
        Some(self.scene.stack.as_subject(self.claims()?))
    }

    /// The request. What it is about is there from now on.
    pub fn request(&self) -> Request<'a> {
        let client = self.client().unwrap_or_else(|| self.scene.stack.anonymous());
        if self.row.route == "POST /unsubscribe/{token}" {
            let form = Some(b"List-Unsubscribe=One-Click".to_vec());
            return Request {
                client: client.with_header("content-type", FORM),
                path: self.path(),
                body: form,
            };
        }
        let body = self.body().map(|body| body.to_string().into_bytes());
        Request { client, path: self.path(), body }
    }

    /// The id for a placeholder: the same one for all calls of the row that are refused, a new one for one that is not.
    fn id(&self, placeholder: &'static str, make: impl FnOnce() -> String) -> String {
        if !matches!(self.answer, Answer::Refused(..)) {
            return make();
        }
        let key = (self.store.id.clone(), placeholder);
        self.kept.ids.borrow_mut().entry(key).or_insert_with(make).clone()
    }

    /// The person that a call about another one is about.
    fn other(&self) -> String {
        self.id("user", || self.scene.new_member(self.store).sub)
    }

    fn path(&self) -> String {
        let (_, path) = self.row.parts();
        let segment = |segment: &'static str| match segment.strip_prefix('{') {
            Some(name) => self.segment(name.trim_end_matches('}')),
            None => segment.to_owned(),
        };
        path.split('/').map(segment).collect::<Vec<_>>().join("/") + &self.query()
    }

    /// What stands in the path for a placeholder.
    fn segment(&self, placeholder: &'static str) -> String {
        let (scene, store, (method, _)) = (self.scene, self.store, self.row.parts());
        let platform = scene.stack.as_platform();
        let make =
            |path: &str, body: &Value, status: u16| id_of(&platform.post(path, body).assert_status(status));
        match (placeholder, self.row.case) {
            ("store", _) => self.store_id(),
            ("invitation", _) => match &self.invited {
                Some(invited) => invited.id.clone(),
                None => self.id(placeholder, || scene.invite(store, &Person::new("Invitee"), false).id),
            },
            ("user", "oneself") => "me".to_owned(),
            ("user", "the owner") => store.owner.sub.clone(),
            ("user", _) if method == "PUT" => Person::new("New").sub,
            ("user", _) => self.other(),
            ("role", "own roles") => {
                self.id(placeholder, || Scene::new_role(store, scene.catalog.permission))
            }
            ("role", _) => scene.catalog.built_in_role().unwrap_or("made-up").to_owned(),
            ("activity", _) if method == "PUT" => format!("activity-{}", unique_id()),
            ("activity", _) => self.id(placeholder, || Scene::new_activity(store)),
            ("webhook", _) if method == "DELETE" => {
                self.id(placeholder, || make("/webhooks", &scene.new_webhook(), 201))
            }
            ("webhook", _) => scene.webhook.clone(),
            ("erasure", _) => self.id(placeholder, || make("/erasures", &erased_person(), 202)),
            ("token", _) => scene.unsubscribe.clone(),
            ("asset", _) => self.id(placeholder, || self.asset()),
            _ => panic!("{}: what is {placeholder}?", self.row.route),
        }
    }

    /// The store; another one for the call that closes it.
    fn store_id(&self) -> String {
        if self.row.route == "DELETE /stores/{store}" && self.answer == Answer::Yes {
            let catalog = self.scene.catalog;
            return self.scene.stack.create_store(catalog.slug, catalog.plan).id;
        }
        self.store.id.clone()
    }

    /// A file that the team page names.
    fn asset(&self) -> String {
        let page = self.scene.stack.anonymous().get("/team").text();
        let (_, rest) = page.split_once("assets/").expect("the page names files");
        rest.split(['"', '\'']).next().unwrap().to_owned()
    }

    fn query(&self) -> String {
        let permission = self.scene.catalog.permission;
        match (self.row.route, self.row.case) {
            ("GET /stores/{store}/access", "oneself") => format!("?permission={permission}"),
            ("GET /stores/{store}/access", _) => format!("?permission={permission}&user_id={}", self.other()),
            _ => String::new(),
        }
    }

    fn body(&self) -> Option<Value> {
        let catalog = self.scene.catalog;
        let with = |more: Value| {
            let mut grant = catalog.member.clone();
            grant.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            grant
        };
        let offer = || json!({"email": Person::new("Offered").email, "deliver": "none"});
        let (_, path) = self.row.parts();
        Some(match (self.row.route, self.row.case) {
            ("PUT /stores/{store}", _) => self.store.put_body(catalog.plan, &self.store.owner),
            ("PATCH /stores/{store}", "the plan") => json!({"plan": catalog.plan}),
            ("PATCH /stores/{store}", "the metadata") => json!({"metadata": {"note": "seen"}}),
            ("PATCH /stores/{store}" | "PATCH /stores/{store}/invitations/{invitation}" | "PATCH /me", _) => {
                json!({"locale": "nl"})
            }
            ("POST /stores/{store}/announcements", _) => {
                json!({"type": "app.installed", "app": {"name": "Till"}, "installed_by": self.store.owner.sub})
            }
            ("POST /stores/{store}/invitations", "in a manager's name") => {
                let mut body = with(offer());
                body["invited_by"] = json!({"user_id": self.store.owner.sub});
                body
            }
            ("POST /stores/{store}/invitations", _) => with(offer()),
            ("POST /stores/{store}/invitations/bulk", _) => json!({"invitations": [with(offer())]}),
            ("PUT /stores/{store}/members/{user}", _) => with(json!({"email": Person::new("New").email})),
            ("POST /stores/{store}/members/bulk", _) => {
                let person = Person::new("New");
                json!({"members": [with(json!({"user_id": person.sub, "email": person.email}))]})
            }
            ("PATCH /stores/{store}/members/{user}", "suspend another member") => json!({"suspended": true}),
            ("PATCH /stores/{store}/members/{user}", "oneself") if self.caller == Caller::Manager => {
                catalog.manager.clone().expect("the grant of a manager")
            }
            ("PATCH /stores/{store}/members/{user}", _) => catalog.member.clone(),
            ("POST /stores/{store}/roles", _) => {
                let slug = format!("role-{}", unique_id());
                json!({"slug": slug, "label": "Role", "permissions": [catalog.permission]})
            }
            ("PATCH /stores/{store}/roles/{role}", _) => json!({"label": "Renamed"}),
            ("PUT /stores/{store}/activities/{activity}", _) => {
                json!({"name": "Show", "order_notifications": false})
            }
            ("POST /exports" | "POST /erasures", _) => erased_person(),
            ("POST /users/{user}/move", _) => json!({"to": Person::new("New").sub}),
            ("POST /webhooks", _) => self.scene.new_webhook(),
            ("PATCH /webhooks/{webhook}", _) => json!({"description": "Changed"}),
            ("POST /webhooks/{webhook}/replay", _) => json!({"since": self.scene.began}),
            _ if path.starts_with("/access/v1/") => self.question(path),
            _ if path.starts_with("/invitations/") => {
                json!({"token": self.invited.as_ref().expect("a link").token})
            }
            _ => return None,
        })
    }

    /// A question of AuthZEN.
    fn question(&self, path: &str) -> Value {
        let catalog = self.scene.catalog;
        let kind = if catalog.slug == "records" { "record" } else { "store" };
        let user = match (self.row.case, self.claims()) {
            ("oneself", Some(claims)) => claims["sub"].clone(),
            _ => json!(self.other()),
        };
        let mut question = json!({
            "subject": {"type": "user", "id": user},
            "action": {"name": catalog.permission},
            "resource": {"type": kind, "id": self.store.id},
        });
        let searched = path.strip_prefix("/access/v1/search/");
        match searched {
            Some("subject") => question["subject"] = json!({"type": "user"}),
            Some("resource") => question["resource"] = json!({"type": kind}),
            Some(_) => drop(question.as_object_mut().unwrap().remove("action")),
            None => {}
        }
        if path.ends_with("/evaluations") { json!({"evaluations": [question]}) } else { question }
    }
}

/// Whether the answer to a question says that the person may, and that of a bulk call that its entry succeeded; `None` for
/// other calls.
pub fn says_yes(row: &Row, response: &Response) -> Option<bool> {
    if row.status == 207 && response.status == 207 {
        return Some(response.json()["results"][0]["status"] == 201);
    }
    let is_question = row.route.ends_with("/access") || row.route.contains("/access/v1/");
    let body = is_question.then(|| response.json())?;
    let results = body["results"].as_array().map(|results| !results.is_empty());
    let decision = [&body["allowed"], &body["decision"], &body["evaluations"][0]["decision"]]
        .into_iter()
        .find_map(Value::as_bool);
    Some(decision.or(results).unwrap_or_else(|| panic!("{response}; expected an answer")))
}

/// A person of whom nothing is kept.
fn erased_person() -> Value {
    json!({"user_id": Person::new("Gone").sub})
}
