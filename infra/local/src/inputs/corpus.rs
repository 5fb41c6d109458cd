//! The valid requests that are mutated: for every route, in a store of their own.

use chrono::TimeDelta;
use serde_json::{Value, json};
use staffroom_domain::LinkClaims;

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
const READS: [&str; 11] = [
    "",
    "/members",
    "/members?limit=2",
    "/invitations",
    "/invitations?status=pending&limit=1",
    "/audit",
    "/audit?limit=3",
    "/activities",
    "/catalog",
    "/catalog?locale=fr",
    "/access?permission=sales&permission=team",
];

/// A store with its people, and the requests about it.
pub struct Scene {
    requests: Vec<RequestParts>,
    /// The tokens of the people, and of others.
    tokens: Vec<String>,
    /// Values of this store that are put into other places.
    values: Vec<String>,
}

impl Scene {
    pub async fn create(world: &World, random: &mut Random) -> Self {
        let id = format!("s-{:x}", random.next());
        let (catalog, plan, small, grant) = random.pick(&CATALOGS);
        let grant: Value = serde_json::from_str(grant).expect("JSON");
        let with = |grant: &Value, name: &str, value: Value| {
            let mut grant = grant.clone();
            grant[name] = value;
            grant
        };
        let person = |name: &str| {
            let claims = json!({"sub": format!("{name}-{id}"), "email": format!("{name}@{id}.example.org"), "email_verified": true, "name": name});
            world.token(claims)
        };
        let platform = world.token(json!({"sub": "platform", "scope": "staffroom/platform"}));
        let support =
            world.token(json!({"sub": "agent", "scope": "staffroom/support", "email": "agent@example.org"}));
        let (owner, ana, ben) = (person("olga"), person("ana"), person("ben"));
        let store = format!("/stores/{id}");
        let store_body = json!({
            "name": "Boutique", "catalog": catalog, "plan": plan, "locale": "en", "admin_url": "https://admin.example.org/x",
            "owner": {"user_id": format!("olga-{id}"), "email": format!("olga@{id}.example.org"), "name": "Olga"},
        });
        let request = RequestParts::new;
        let put = request("PUT", &store, &platform, Some(store_body.clone()));
        assert_eq!(world.answer(&put).await.status, 201, "{put:?}");
        let gala = json!({"name": "Gala", "order_notifications": true});
        let gala = request("PUT", &format!("{store}/activities/gala"), &owner, Some(gala));
        world.answer(&gala).await;
        let mut links = Vec::new();
        for name in ["ana", "ben", "cleo"] {
            let body = with(&grant, "email", json!(format!("{name}@{id}.example.org")));
            let invite = request("POST", &format!("{store}/invitations"), &owner, Some(body));
            let answer = world.answer(&invite).await;
            assert_eq!(answer.status, 201, "{invite:?} {answer:?}");
            let invitation: Value = serde_json::from_slice(&answer.body).expect("JSON");
            links.push(invitation["id"].as_str().expect("an id").to_owned());
        }
        let events = world.answer(&request("GET", &format!("{store}/audit"), &owner, None)).await;
        let events: Value = serde_json::from_slice(&events.body).expect("JSON");
        let events = events["events"].as_array().expect("events");
        let token = |invitation: &String| {
            let event =
                events.iter().find(|event| event["invitation"]["id"] == **invitation).expect("its event");
            let generation = event["invitation"]["generation"].as_u64().expect("a number");
            let claims = LinkClaims {
                store: id.parse().expect("an id"),
                invitation: invitation.parse().expect("an id"),
                generation: u32::try_from(generation).expect("a generation"),
            };
            world.keys.sign(&claims).expect("a token").as_str().to_owned()
        };
        let of_links: Vec<String> = links.iter().map(token).collect();
        let accept = json!({"token": of_links[0]});
        let joined = world.answer(&request("POST", "/invitations/accept", &ana, Some(accept))).await;
        assert_eq!(joined.status, 200, "{joined:?}");

        let mut requests = vec![put, gala];
        for path in READS {
            requests.push(request(
                "GET",
                &format!("{store}{path}"),
                random.pick::<&str>(&[&owner, &ana, &platform, &support]),
                None,
            ));
            requests.push(request("HEAD", &format!("{store}{path}"), &owner, None));
        }
        for path in [
            "/me/stores",
            "/me/stores?limit=1",
            "/me/activities",
            "/me/invitations",
            "/join",
            "/team",
            "/assets/x.js",
        ] {
            requests.push(request("GET", path, random.pick::<&str>(&[&ana, &ben]), None));
            requests.push(request("HEAD", path, &ana, None));
        }
        let invitation = format!("{store}/invitations/{}", links[1]);
        requests.push(request("GET", &invitation, &owner, None));
        requests.push(request("HEAD", &invitation, &owner, None));
        let user = format!("{store}/access?permission=sales&user_id=ana-{id}");
        requests.push(request("GET", &user, &platform, None));
        let email = json!(format!("new{}@{id}.example.org", random.below(100)));
        let end = json!((world.now() + TimeDelta::days(40)).to_rfc3339());
        let one = with(&grant, "email", email.clone());
        let full = with(&with(&one, "access_ends_at", end.clone()), "locale", json!("de"));
        let entries: Vec<Value> = (0..random.below(4))
            .map(|n| with(&grant, "email", json!(format!("n{n}@{id}.example.org"))))
            .collect();
        let order = json!({"number": "7", "customer": "Zoé", "total": "25.00 EUR"});
        let order = json!({"type": "order.created", "activity_id": "gala", "order": order});
        let app =
            json!({"type": "app.installed", "app": {"name": "Till"}, "installed_by": format!("ana-{id}")});
        let settings = json!({"name": "Boutique 2", "locale": "nl", "settings": {"support_access": true, "allowed_domains": [format!("{id}.example.org")]}});
        let profile = json!({"name": "Ana 2", "locale": "fr", "email": format!("ana2@{id}.example.org")});
        for (method, path, token, body) in [
            ("PATCH", store.clone(), &owner, Some(settings)),
            ("PATCH", store.clone(), &platform, Some(json!({"plan": small}))),
            ("PUT", store.clone(), &platform, Some(store_body)),
            ("POST", format!("{store}/invitations"), &owner, Some(one)),
            ("POST", format!("{store}/invitations"), &owner, Some(full)),
            ("POST", format!("{store}/invitations/bulk"), &owner, Some(json!({"invitations": entries}))),
            ("PATCH", invitation.clone(), &owner, Some(with(&grant, "access_ends_at", end.clone()))),
            ("POST", format!("{invitation}/resend"), &owner, None),
            ("DELETE", format!("{store}/invitations/{}", links[2]), &owner, None),
            ("PATCH", format!("{store}/members/ana-{id}"), &owner, Some(with(&grant, "access_ends_at", end))),
            ("DELETE", format!("{store}/members/ana-{id}"), &owner, None),
            ("DELETE", format!("{store}/members/me"), &ana, None),
            ("PUT", format!("{store}/activities/ball"), &owner, Some(json!({"name": "Ball"}))),
            ("PATCH", "/me".to_owned(), &ana, Some(profile)),
            ("POST", format!("{store}/announcements"), &platform, Some(order)),
            ("POST", format!("{store}/announcements"), &platform, Some(app)),
            ("POST", "/invitations/lookup".to_owned(), &ben, Some(json!({"token": of_links[1]}))),
            ("POST", "/invitations/accept".to_owned(), &ben, Some(json!({"token": of_links[1]}))),
            (
                "POST",
                "/invitations/decline".to_owned(),
                &ben,
                Some(json!({"token": of_links[2], "reason": "No time"})),
            ),
            ("POST", "/invitations/renew".to_owned(), &ben, Some(json!({"token": of_links[1]}))),
            ("POST", format!("/me/invitations/{}/accept", links[1]), &ben, None),
            ("POST", format!("/me/invitations/{}/decline", links[1]), &ben, Some(json!({"reason": "No"}))),
        ] {
            requests.push(request(method, &path, token, body));
        }
        let mut tokens = vec![owner, ana, ben, platform, support, person("eve")];
        for claims in strange_claims(&id) {
            tokens.push(world.token(claims));
        }
        let mut values = [of_links, links].concat();
        values.extend([
            id.clone(),
            format!("ana-{id}"),
            format!("ana@{id}.example.org"),
            "gala".to_owned(),
            "me".to_owned(),
        ]);
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
