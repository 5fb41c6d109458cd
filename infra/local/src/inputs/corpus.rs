//! The valid requests that are mutated: for every route, in a store of their own.

use chrono::TimeDelta;
use serde_json::{Value, json};
use staffroom_domain::{LinkClaims, Locale, MailKind, Unsubscription};

use super::mutation::{RequestParts, mutate};
use super::random::Random;
use super::world::World;

/// Catalogs with a plan that has seats enough, the smallest plan, and a valid grant.
const CATALOGS: [(&str, &str, &str, &str); 5] = [
    ("ecwid", "unlimited", "business", r#"{"permissions": ["sales", "reports"]}"#),
    ("mycommerce", "professional", "standard", "{}"),
    ("sendcloud", "default", "default", r#"{"roles": ["member"]}"#),
    ("ticketing", "default", "default", r#"{"roles": ["scanner", "order_notifications"]}"#),
    ("whatnot", "default", "default", r#"{"roles": ["seller"]}"#),
];

/// Calls that read below a store.
const READS: [&str; 15] = [
    "",
    "/members",
    "/members?limit=2",
    "/invitations",
    "/invitations?status=pending&limit=1",
    "/audit",
    "/audit?limit=3",
    "/audit?actor=platform&type=member.changed,member.left&limit=1",
    "/audit?subject=gala&since=2026-01-01T00:00:00Z&until=2100-01-01T00:00:00Z",
    "/activities",
    "/catalog",
    "/roles",
    "/roles?limit=1&locale=de",
    "/catalog?locale=fr",
    "/access?permission=sales&permission=team",
];

/// Calls of a person.
const OWN: [&str; 10] = [
    "/.well-known/authzen-configuration",
    "/me/stores",
    "/me/stores?limit=1",
    "/me/activities",
    "/me/invitations",
    "/me/invitations?status=expired",
    "/join",
    "/team",
    "/unsubscribe/x",
    "/assets/x.js",
];

/// A store with its people: the requests about it, and what is put into them.
pub struct Scene {
    requests: Vec<RequestParts>,
    /// The tokens of the people, and of others.
    tokens: Vec<String>,
    /// Values of this store that are put into other places.
    values: Vec<String>,
}

/// A store with a member and two invitations.
struct Cast {
    id: String,
    /// The path of the store.
    store: String,
    /// The body of the request that creates the store.
    body: Value,
    /// The smallest plan of its catalog.
    small: &'static str,
    grant: Value,
    owner: String,
    ana: String,
    ben: String,
    platform: String,
    support: String,
    /// The ids of the invitations.
    invitations: Vec<String>,
    /// The tokens of their links.
    links: Vec<String>,
    /// The token with which the member stops a kind of mail.
    unsubscribe: String,
    /// The path of a webhook.
    webhook: String,
}

fn with(object: &Value, name: &str, value: Value) -> Value {
    let mut object = object.clone();
    object[name] = value;
    object
}

fn person(world: &World, id: &str, name: &str) -> String {
    let email = format!("{name}@{id}.example.org");
    world.token(json!({"sub": format!("{name}-{id}"), "email": email, "email_verified": true, "name": name}))
}

impl Cast {
    fn new(world: &World, random: &mut Random) -> Self {
        let id = format!("s-{:x}", random.next());
        let (catalog, plan, small, grant) = *random.pick(&CATALOGS);
        let email = format!("olga@{id}.example.org");
        let body = json!({
            "name": "Boutique", "catalog": catalog, "plan": plan, "locale": "en",
            "admin_url": "https://admin.example.org/x",
            "owner": {"user_id": format!("olga-{id}"), "email": email, "name": "Olga"},
        });
        let support = json!({"sub": "agent", "scope": "staffroom/support", "email": "agent@example.org"});
        let unsubscription = Unsubscription {
            store: id.parse().expect("an id"),
            user: format!("ana-{id}").parse().expect("an id"),
            kind: MailKind::Orders,
            locale: Locale::default(),
            at: world.now(),
        };
        let unsubscribe = unsubscription.sign(&world.keys).expect("a token");
        Self {
            store: format!("/stores/{id}"),
            body,
            small,
            grant: serde_json::from_str(grant).expect("JSON"),
            owner: person(world, &id, "olga"),
            ana: person(world, &id, "ana"),
            ben: person(world, &id, "ben"),
            platform: world.token(json!({"sub": "platform", "scope": "staffroom/platform"})),
            support: world.token(support),
            invitations: Vec::new(),
            links: Vec::new(),
            unsubscribe: unsubscribe.as_str().to_owned(),
            webhook: String::new(),
            id,
        }
    }

    /// The grant, to this person.
    fn to(&self, name: &str) -> Value {
        with(&self.grant, "email", json!(format!("{name}@{}.example.org", self.id)))
    }

    /// Creates the store, invites three people and lets the first one join.
    async fn enter(&mut self, world: &World) {
        let store = &self.store;
        let gala = json!({"name": "Gala", "order_notifications": true});
        self.call(world, "PUT", store, &self.platform, Some(self.body.clone())).await;
        self.call(world, "PUT", &format!("{store}/activities/gala"), &self.owner, Some(gala)).await;
        let mut invitations = Vec::new();
        for name in ["ana", "ben", "cleo"] {
            let path = format!("{store}/invitations");
            let invitation = self.call(world, "POST", &path, &self.owner, Some(self.to(name))).await;
            invitations.push(invitation["id"].as_str().expect("an id").to_owned());
        }
        let events = self.call(world, "GET", &format!("{store}/audit"), &self.owner, None).await;
        let events = events["events"].as_array().expect("events");
        let token = |invitation: &String| {
            let event = events.iter().find(|event| event["invitation"]["id"] == **invitation);
            let generation =
                event.expect("its event")["invitation"]["generation"].as_u64().expect("a number");
            let claims = LinkClaims {
                store: self.id.parse().expect("an id"),
                invitation: invitation.parse().expect("an id"),
                generation: u32::try_from(generation).expect("a generation"),
            };
            world.keys.sign(&claims).expect("a token").as_str().to_owned()
        };
        let links: Vec<String> = invitations.iter().map(token).collect();
        let accept = json!({"token": links[0]});
        self.call(world, "POST", "/invitations/accept", &self.ana, Some(accept)).await;
        self.invitations = invitations;
        self.links = links;
        let webhooks = self.call(world, "GET", "/webhooks", &self.platform, None).await;
        let mut webhook = webhooks["webhooks"][0].clone();
        // All stores of a world have the same webhooks, of which there can be twenty.
        if webhook.is_null() {
            let body = json!({"url": "https://hooks.example.org/staff"});
            webhook = self.call(world, "POST", "/webhooks", &self.platform, Some(body)).await;
        }
        self.webhook = format!("/webhooks/{}", webhook["id"].as_str().expect("an id"));
    }

    /// Makes a call that must succeed.
    async fn call(&self, world: &World, method: &str, path: &str, token: &str, body: Option<Value>) -> Value {
        let request = RequestParts::new(method, path, token, body);
        let answer = world.answer(&request).await;
        assert!((200..300).contains(&answer.status), "{request:?} {answer:?}");
        serde_json::from_slice(&answer.body).expect("JSON")
    }

    fn reads(&self, random: &mut Random) -> Vec<RequestParts> {
        let mut requests = Vec::new();
        let mut add = |path: &str, token: &str| {
            requests.push(RequestParts::new("GET", path, token, None));
            requests.push(RequestParts::new("HEAD", path, token, None));
        };
        for path in READS {
            let token = random.pick(&[&self.owner, &self.ana, &self.platform, &self.support]).as_str();
            add(&format!("{}{path}", self.store), token);
        }
        for path in OWN {
            add(path, random.pick(&[&self.ana, &self.ben]).as_str());
        }
        add(&format!("{}/invitations/{}", self.store, self.invitations[1]), &self.owner);
        let user = format!("{}/access?permission=sales&user_id=ana-{}", self.store, self.id);
        add(&user, &self.platform);
        add(&format!("/users/ana-{}/stores?limit=1", self.id), &self.platform);
        add(&format!("{}/events?limit=2", self.store), &self.platform);
        add("/erasures/01995a3c-7f10-7000-8d5e-000000000001", &self.platform);
        add("/webhooks", &self.platform);
        add(&self.webhook, &self.platform);
        add(&format!("{}/deliveries?limit=2", self.webhook), &self.platform);
        requests
    }

    fn changes_by_managers(&self, random: &mut Random, end: &Value) -> Vec<RequestParts> {
        let Self { id, store, owner, platform, .. } = self;
        let one = self.to(&format!("new{}", random.below(100)));
        let full = with(&with(&one, "access_ends_at", end.clone()), "locale", json!("de"));
        let noted = with(&with(&one, "note", json!("See you")), "metadata", json!({"employee": "4711"}));
        let named = with(&noted, "invited_by", json!({"user_id": format!("olga-{id}")}));
        let named = with(&named, "deliver", json!("none"));
        let role = json!({"slug": "lead", "label": "Lead", "description": "All", "permissions": ["reports"]});
        let until = with(&self.grant, "access_ends_at", end.clone());
        let entries: Vec<Value> = (0..random.below(4)).map(|number| self.to(&format!("n{number}"))).collect();
        let order = json!({"number": "7", "customer": "Zoé", "total": "25.00 EUR"});
        let order = json!({"type": "order.created", "activity_id": "gala", "order": order});
        let app = json!({"name": "Till"});
        let app = json!({"type": "app.installed", "app": app, "installed_by": format!("ana-{id}")});
        let settings = json!({"support_access": true, "allowed_domains": [format!("{id}.example.org")]});
        let change = json!({"name": "Boutique 2", "locale": "nl", "settings": settings});
        let (invitations, members) = (format!("{store}/invitations"), format!("{store}/members"));
        let invitation = format!("{invitations}/{}", self.invitations[1]);
        let ball = Some(json!({"name": "Ball"}));
        let put = |name: &str| {
            with(&with(&self.to(name), "user_id", json!(format!("{name}-{id}"))), "name", json!("Member"))
        };
        let people: Vec<Value> = (0..random.below(4)).map(|number| put(&format!("p{number}"))).collect();
        [
            ("PATCH", store.clone(), owner, Some(change)),
            ("PATCH", store.clone(), platform, Some(json!({"plan": self.small}))),
            ("PUT", store.clone(), platform, Some(self.body.clone())),
            ("POST", invitations.clone(), owner, Some(one)),
            ("POST", invitations.clone(), owner, Some(full)),
            ("POST", format!("{invitations}/bulk"), owner, Some(json!({"invitations": entries}))),
            ("PATCH", invitation.clone(), owner, Some(until.clone())),
            ("POST", invitations.clone(), owner, Some(noted)),
            ("POST", invitations.clone(), platform, Some(named)),
            ("POST", format!("{invitation}/link"), platform, None),
            ("POST", format!("{store}/roles"), owner, Some(role)),
            ("PATCH", format!("{store}/roles/lead"), owner, Some(json!({"label": "Leader"}))),
            ("DELETE", format!("{store}/roles/lead?replace_with=seller"), owner, None),
            ("POST", format!("{invitation}/resend"), owner, None),
            ("DELETE", format!("{invitations}/{}", self.invitations[2]), owner, None),
            ("POST", format!("{members}/bulk"), platform, Some(json!({"members": people}))),
            ("PATCH", format!("{members}/ana-{id}"), owner, Some(until)),
            ("DELETE", format!("{members}/ana-{id}"), owner, None),
            ("PUT", format!("{store}/activities/ball"), owner, ball),
            ("POST", format!("{store}/announcements"), platform, Some(order)),
            ("POST", format!("{store}/announcements"), platform, Some(app)),
        ]
        .map(|(method, path, token, body)| RequestParts::new(method, &path, token, body))
        .into()
    }

    fn changes_of_webhooks(&self, random: &mut Random) -> Vec<RequestParts> {
        let Self { id, webhook, .. } = self;
        let types = json!(["member.added", "member.removed"]);
        let full = json!({
            "url": format!("https://{id}.example.org/hook?a=b"), "types": types, "stores": [id], "description": "Till",
        });
        let event = format!("01995a3c-7f10-7000-8d5e-{:012x}", random.below(1 << 20));
        [
            ("POST", "/webhooks".to_owned(), Some(full)),
            ("PATCH", webhook.clone(), Some(json!({"types": types, "enabled": true, "description": null}))),
            ("PATCH", webhook.clone(), Some(json!({"url": "https://hooks.example.org/other", "stores": []}))),
            ("DELETE", webhook.clone(), None),
            ("POST", format!("{webhook}/secret"), None),
            ("POST", format!("{webhook}/test"), None),
            ("POST", format!("{webhook}/replay"), Some(json!({"since": "2026-01-01T00:00:00Z"}))),
            ("POST", format!("{webhook}/replay"), Some(json!({"event_ids": [event]}))),
        ]
        .map(|(method, path, body)| RequestParts::new(method, &path, &self.platform, body))
        .into()
    }

    /// What the platform asks about persons.
    fn persons(&self) -> Vec<RequestParts> {
        let Self { id, .. } = self;
        let cleo = json!({"email": format!("cleo@{id}.example.org")});
        [
            ("/exports", json!({"user_id": format!("ana-{id}"), "limit": 2})),
            ("/exports", with(&cleo, "stores", json!([id]))),
            ("/erasures", cleo),
            (&format!("/users/ana-{id}/move"), json!({"to": format!("ana-{id}|new")})),
        ]
        .map(|(path, body)| RequestParts::new("POST", path, &self.platform, Some(body)))
        .into()
    }

    /// Questions for access evaluations and searches.
    fn evaluations(&self, random: &mut Random) -> Vec<RequestParts> {
        let who = json!({"type": "user", "id": format!("ana-{}", self.id)});
        let what = json!({"name": *random.pick(&["sales", "team", "orders"])});
        let store = json!({"type": "store", "id": self.id});
        let activity = json!({"type": "activity", "id": "gala", "properties": {"store": self.id}});
        let question = |subject: &Value, resource: &Value| json!({"subject": subject, "action": what, "resource": resource, "context": {"ip": "192.0.2.1"}});
        let everybody = json!({"type": "user"});
        let one = question(&who, &store);
        let of_activity = with(&question(&who, &activity), "page", json!({"limit": 2}));
        let semantic = *random.pick(&["execute_all", "deny_on_first_deny", "permit_on_first_permit"]);
        let entries = json!([{"resource": activity}, {"action": {"name": "nothing"}}, {}]);
        let several = with(&one, "evaluations", entries);
        let several = with(&several, "options", json!({"evaluations_semantic": semantic}));
        let page = json!({"limit": 1, "token": ""});
        [
            ("evaluation", &self.ana, one.clone()),
            ("evaluation", &self.platform, question(&who, &activity)),
            ("evaluations", &self.ana, several),
            ("search/subject", &self.platform, with(&question(&everybody, &store), "page", page)),
            ("search/subject", &self.platform, question(&everybody, &activity)),
            ("search/resource", &self.ana, question(&who, &json!({"type": "store"}))),
            ("search/resource", &self.platform, of_activity),
            ("search/action", &self.ana, json!({"subject": who, "resource": store})),
        ]
        .map(|(path, token, body)| {
            RequestParts::new("POST", &format!("/access/v1/{path}"), token, Some(body))
        })
        .into()
    }

    fn changes_by_others(&self) -> Vec<RequestParts> {
        let Self { id, ana, ben, .. } = self;
        let link = |index: usize| json!({"token": self.links[index]});
        let own = |verb: &str| format!("/me/invitations/{}/{verb}", self.invitations[1]);
        let profile = json!({"name": "Ana 2", "locale": "fr", "email": format!("ana2@{id}.example.org")});
        let decline = with(&link(2), "reason", json!("No time"));
        [
            ("DELETE", format!("{}/members/me", self.store), ana, None),
            ("PATCH", "/me".to_owned(), ana, Some(profile)),
            ("POST", "/invitations/lookup".to_owned(), ben, Some(link(1))),
            ("POST", "/invitations/accept".to_owned(), ben, Some(link(1))),
            ("POST", "/invitations/decline".to_owned(), ben, Some(decline)),
            ("POST", "/invitations/renew".to_owned(), ben, Some(link(1))),
            ("POST", "/invitations/opt-out".to_owned(), ben, Some(link(1))),
            ("DELETE", "/me/opt-out".to_owned(), ben, None),
            ("POST", own("renew"), ben, None),
            ("POST", own("accept"), ben, None),
            ("POST", own("decline"), ben, Some(json!({"reason": "No"}))),
        ]
        .map(|(method, path, token, body)| RequestParts::new(method, &path, token, body))
        .into_iter()
        .chain(["One-Click", "Undo"].map(|wish| self.unsubscription(wish)))
        .collect()
    }

    /// The form of a mail program that stops a kind of mail.
    fn unsubscription(&self, wish: &str) -> RequestParts {
        let mut request = RequestParts::new("POST", &format!("/unsubscribe/{}", self.unsubscribe), "", None);
        request.headers = vec![("content-type".to_owned(), b"application/x-www-form-urlencoded".to_vec())];
        request.body = Some(format!("List-Unsubscribe={wish}").into_bytes());
        request
    }
}

impl Scene {
    pub async fn create(world: &World, random: &mut Random) -> Self {
        let mut cast = Cast::new(world, random);
        cast.enter(world).await;
        let end = json!((world.now() + TimeDelta::days(40)).to_rfc3339());
        let requests = [
            cast.reads(random),
            cast.evaluations(random),
            cast.changes_by_managers(random, &end),
            cast.changes_by_others(),
            cast.changes_of_webhooks(random),
            cast.persons(),
        ]
        .concat();
        let Cast { id, owner, ana, ben, platform, support, invitations, links, .. } = cast;
        let mut tokens = vec![owner, ana, ben, platform, support, person(world, &id, "eve")];
        tokens.extend(strange_claims(&id).into_iter().map(|claims| world.token(claims)));
        let mut values = [links, invitations].concat();
        values.extend([format!("ana-{id}"), format!("ana@{id}.example.org"), id]);
        values.extend(["gala", "me"].map(str::to_owned));
        Self { requests, tokens, values }
    }

    /// A request: one of the corpus as it is, or a mutation of it.
    pub fn request(&self, random: &mut Random) -> RequestParts {
        let mut request = random.pick(&self.requests).clone();
        if random.chance(88) {
            for _ in 0..=random.below(3) {
                mutate(&mut request, random, &self.tokens, &self.values);
            }
        }
        request
    }
}

/// Claims that an identity provider may issue, as odd as they are.
fn strange_claims(id: &str) -> Vec<Value> {
    let long = "x".repeat(300);
    vec![
        json!({"sub": format!("ana-{id}")}),
        json!({"sub": ""}),
        json!({"sub": "with space#and%/?"}),
        json!({"sub": long, "email": format!("{long}@example.org"), "name": long}),
        json!({"sub": format!("ben-{id}"), "email": format!("BEN@{id}.EXAMPLE.ORG"), "email_verified": "true"}),
        json!({"sub": format!("ben-{id}"), "email": format!("ben@{id}.example.org"), "email_verified": false}),
        json!({"sub": "u1", "email": "no address", "email_verified": true, "name": "\u{202e}\u{0}\n<b>"}),
        json!({"sub": "u2", "email": 7, "email_verified": [true], "name": {"a": 1}, "locale": "xx-YY-zz"}),
        json!({"sub": "u3", "email": "ü@bücher.example", "email_verified": true, "name": "😀", "locale": "fr-FR"}),
        json!({"sub": "platform", "scope": "staffroom/platform staffroom/support x"}),
        json!({"sub": 7, "scope": ["staffroom/platform"]}),
        json!({"scope": "staffroom/platformx"}),
        json!({"sub": "\u{0}", "email": "a@example.org\r\nBcc: b@example.org", "email_verified": true}),
    ]
}
