//! Faults F34 and F37: methods and paths that are not there, and the headers of every response.

use std::collections::{BTreeMap, BTreeSet};

use crate::routes::all_template_routes;
use crate::support::{Client, Response, Stack, TestStore, json, unique_id};

/// Who may read a path: the owner of the store, or the platform what is its own.
fn reader<'s>(store: &TestStore<'s>, path: &str) -> Client<'s> {
    let is_for_platform = ["/erasures/", "/users/", "/webhooks"].iter().any(|start| path.starts_with(start))
        || path.ends_with("/events");
    if is_for_platform { store.stack.as_platform() } else { store.stack.as_person(&store.owner) }
}

/// Every path that answers `GET`, as its reader calls it.
fn readable_paths(store: &TestStore<'_>) -> Vec<String> {
    let (invitation, _) =
        store.invite(&crate::support::Person::new("Ana").email, json!({"roles": ["seller"]}));
    let asset = asset_path(store.stack);
    let sink = store.stack.url(&format!("/_local/sink/{}", store.id));
    let webhook = json!({"url": sink, "stores": [store.id]});
    let webhook = store.stack.as_platform().post("/webhooks", &webhook).assert_status(201);
    let erasure =
        store.stack.as_platform().post("/erasures", &json!({"user_id": unique_id()})).assert_status(202);
    all_template_routes()
        .keys()
        .filter_map(|key| key.strip_prefix("GET "))
        .map(|path| {
            path.replace("{store}", &store.id)
                .replace("{user}", "me")
                .replace("{erasure}", erasure["id"].as_str().unwrap())
                .replace("{webhook}", webhook["id"].as_str().unwrap())
                .replace("{invitation}", invitation["id"].as_str().unwrap())
                .replace("/assets/{asset}", &asset)
        })
        .collect()
}

/// The path of a file that the join page loads.
fn asset_path(stack: &Stack) -> String {
    let page = stack.anonymous().get("/join").text();
    let (_, rest) = page.split_once("\"/assets/").expect("a file");
    format!("/assets/{}", rest.split('"').next().unwrap())
}

#[track_caller]
fn assert_secured(response: &Response) {
    assert!(
        response.header("strict-transport-security").is_some_and(|hsts| hsts.starts_with("max-age=")),
        "{response}"
    );
    assert_eq!(response.header("x-content-type-options"), Some("nosniff"), "{response}");
    assert_eq!(response.header("referrer-policy"), Some("no-referrer"), "{response}");
    let policy = response.header("content-security-policy").unwrap_or_default();
    assert!(
        policy.starts_with("default-src 'none'; ") && policy.contains("frame-ancestors 'none'"),
        "{response}: {policy}"
    );
}

#[test]
fn f34_head_is_get_without_the_body() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let owner = stack.as_person(&store.owner);
    let paths = readable_paths(&store);
    assert!(paths.len() >= 13, "{paths:?}");
    for path in paths {
        let reader = reader(&store, &path);
        let (get, head) = (reader.get(&path), reader.send("HEAD", &path, None));
        assert_eq!((get.status, head.status), (200, 200), "{get}");
        assert!(!get.body.is_empty() && head.body.is_empty(), "{head}");
        for name in ["content-type", "etag", "cache-control", "content-security-policy"] {
            assert_eq!(get.header(name), head.header(name), "{path} {name}");
        }
    }
    let unknown = owner.send("HEAD", "/stores/nowhere", None);
    assert_eq!((unknown.status, unknown.body.len()), (404, 0));
    let refused = owner.send("HEAD", "/me/stores?x=1", None);
    assert_eq!((refused.status, refused.body.len()), (422, 0));
    let no_token = stack.anonymous().send("HEAD", "/me/stores", None);
    assert_eq!((no_token.status, no_token.body.len()), (401, 0));
}

#[test]
fn f34_a_path_that_does_not_exist_is_not_found() {
    let stack = Stack::shared();
    let (owner, platform) = (stack.anonymous(), stack.as_platform());
    for path in [
        "/",
        "/nowhere",
        "/stores",
        "/stores/",
        "/stores/a/",
        "/stores/a/nowhere",
        "/joi",
        "/x/join",
        "/%C3%A9%00",
        "/tea",
        "/unsubscribe",
        "/me/",
    ] {
        for client in [&owner, &platform] {
            for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
                let response = client.send(method, path, (method == "POST").then(|| b"{}".to_vec()));
                response.assert_problem(404, "not_found");
                assert_secured(&response);
            }
        }
    }
    let asset = stack.anonymous().get("/assets/nothing.js");
    asset.assert_problem(404, "not_found");
    assert_eq!(asset.header("cache-control"), Some("no-store"));
}

#[test]
fn f41_a_page_answers_under_every_path_that_a_mail_program_makes_of_its_link() {
    let stack = Stack::shared();
    let join = [
        "/join%23abc",
        "/join%2523abc",
        "/join/",
        "/join/%23abc",
        "/join/%2523abc",
        "/join/abc",
        "/join/a/b",
        "/join.",
        "/join%3E",
        "/JOIN",
        "/Join/abc",
        "/join%3Futm_source=x%23abc",
    ];
    let team = ["/team%23shop2", "/team.", "/team%3E", "/team/", "/TEAM", "/Team/shop2"];
    let unsubscribe = ["/unsubscribe/abc/", "/UNSUBSCRIBE/abc", "/Unsubscribe/abc/."];
    for (page, paths) in [("/join", &join[..]), ("/team", &team), ("/unsubscribe/abc", &unsubscribe)] {
        let page = stack.anonymous().get(page);
        for path in paths {
            let response = stack.anonymous().get(path);
            assert_eq!((response.status, response.text()), (200, page.text()), "{path}");
            assert_secured(&response);
            for name in ["content-type", "cache-control", "content-security-policy"] {
                assert_eq!(response.header(name), page.header(name), "{path} {name}");
            }
            let head = stack.anonymous().send("HEAD", path, None);
            assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
            // `%3F` ends the path for the gateway, which leaves the path of the page itself.
            let post = stack.anonymous().send("POST", path, Some(b"{}".to_vec()));
            post.assert_problem(405, "method_not_allowed");
            assert_eq!(post.header("allow"), Some("GET, HEAD"), "{path}");
        }
    }
}

#[test]
fn f34_a_method_that_a_path_does_not_have_is_refused_and_the_others_are_named() {
    let stack = Stack::shared();
    let mut methods: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (method, path) in all_template_routes().keys().filter_map(|key| key.split_once(' ')) {
        methods.entry(path.to_owned()).or_default().insert(method.to_owned());
    }
    assert!(methods.len() > 20, "{methods:?}");
    for (path, allowed) in &methods {
        let concrete = path.replace(['{', '}'], "");
        // It matches the path of one of the resources, too, which has other methods: those reach a function.
        let mut reached = allowed.clone();
        for (bulk, one) in
            [("/invitations/bulk", "/invitations/{invitation}"), ("/members/bulk", "/members/{user}")]
        {
            if path.ends_with(bulk) {
                reached.extend(methods[&format!("/stores/{{store}}{one}")].clone());
            }
        }
        // `bulk` can be a user, and is the ID of no invitation.
        let working = if path.ends_with("/members/bulk") { &reached } else { allowed };
        let listed: Vec<&str> = working.iter().map(String::as_str).collect();
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"] {
            if reached.contains(method) {
                continue;
            }
            let response = stack.anonymous().send(method, &concrete, None);
            assert_eq!(response.status, 405, "{response}");
            assert_eq!(response.header("allow"), Some(&*listed.join(", ")), "{response}");
            assert_secured(&response);
            if method != "HEAD" {
                response.assert_problem(405, "method_not_allowed");
            }
        }
    }
}

#[test]
fn f37_every_response_is_secured() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let owner: Client<'_> = stack.as_person(&store.owner);
    for path in readable_paths(&store) {
        let reader = reader(&store, &path);
        assert_secured(&reader.get(&path));
        let is_for_anyone = ["/join", "/team", "/unsubscribe/", "/assets/", "/.well-known/"]
            .iter()
            .any(|public| path.starts_with(public));
        let cached = reader.get(&path).header("cache-control").map(str::to_owned);
        assert!(is_for_anyone || cached.as_deref() == Some("no-store"), "{path}: {cached:?}");
    }
    for response in [
        store.as_owner().invite(&crate::support::Person::new("Ben").email, json!({"roles": ["seller"]})),
        store.as_owner().invite("nothing", json!({})),
        store.as_owner().put_activity("show", &json!({"name": "Show"})),
        stack.anonymous().lookup("x"),
        stack.anonymous().decline("x"),
        owner.get("/stores/nowhere"),
        owner.patch("/me", &json!({"name": "Olga"})),
    ] {
        assert_secured(&response);
        assert_eq!(response.header("cache-control"), Some("no-store"), "{response}");
    }
}
