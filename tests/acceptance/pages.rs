//! The pages as the gateway serves them, and the call that the join page makes.

use std::collections::HashSet;

use crate::support::{LANGUAGES, Person, Response, Stack, json};

fn page(path: &str) -> Response {
    let response = Stack::shared().anonymous().get(path);
    assert_eq!(response.status, 200, "{response}");
    assert_eq!(response.header("content-type"), Some("text/html; charset=utf-8"), "{response}");
    response
}

#[test]
fn both_pages_are_served_to_anyone_and_name_files_that_there_are() {
    let stack = Stack::shared();
    for path in ["/join", "/team"] {
        let page = page(path);
        assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(page.header("cache-control"), Some("no-cache"));
        let policy = page.header("content-security-policy").expect("a policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert!(policy.contains(&format!("connect-src 'self' {};", stack.url(""))), "{policy}");
        let html = page.text();
        assert!(html.contains(&format!("data-issuer=\"{}\"", stack.url("/_local/idp"))), "{html}");

        let files: Vec<&str> =
            html.split("\"/assets/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(files.len() > 10, "{html}");
        for file in files {
            let plain = stack.anonymous().get(&format!("/assets/{file}"));
            let br = stack.anonymous().with_header("accept-encoding", "br").get(&format!("/assets/{file}"));
            for response in [&plain, &br] {
                assert_eq!(response.status, 200, "{file}");
                assert_eq!(response.header("cache-control"), Some("public, max-age=31536000, immutable"));
            }
            assert_eq!((plain.header("content-encoding"), br.header("content-encoding")), (None, Some("br")));
            assert!(std::str::from_utf8(&plain.body).is_ok(), "{file}");
            assert!(file.contains(".svg") || br.body.len() < plain.body.len(), "{file}");
        }
    }
    stack.anonymous().get("/assets/join.000000000000.js").assert_problem(404, "not_found");
}

#[test]
fn the_page_can_be_read_in_another_language_than_the_invitations() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let ana = Person::new("Ana");
    let (_, token) = store.invite(&ana.email, json!({"roles": ["seller"], "locale": "fr"}));
    let lookup = |locale: &str| {
        stack
            .anonymous()
            .post("/invitations/lookup", &json!({"token": token, "locale": locale}))
            .assert_status(200)
    };

    let french = stack.anonymous().lookup(&token).assert_status(200);
    assert_eq!(lookup("fr"), french);
    let mut descriptions = HashSet::new();
    for language in LANGUAGES {
        let response = lookup(language);
        descriptions.insert(response["roles"][0]["description"].to_string());
        assert_eq!(response["locale"], "fr", "the invitation's language is unchanged");
    }
    assert_eq!(descriptions.len(), LANGUAGES.len(), "{descriptions:#?}");
    assert_eq!(lookup("de-AT"), lookup("de"));

    let unknown = json!({"token": token, "locale": "ja"});
    stack.anonymous().post("/invitations/lookup", &unknown).assert_field_error("/locale");
}

#[test]
fn the_page_learns_whose_account_may_join() {
    let stack = Stack::shared();
    for (catalog, plan, grant, account) in [
        ("ecwid", "unlimited", json!({"permissions": ["sales"]}), "any"),
        ("whatnot", "default", json!({"roles": ["seller"]}), "invited"),
    ] {
        let (_, token) = stack.create_store(catalog, plan).invite(&Person::new("Ana").email, grant);
        assert_eq!(stack.anonymous().lookup(&token).assert_status(200)["account"], account, "{catalog}");
    }
}
