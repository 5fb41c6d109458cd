//! The pages as the gateway serves them, and what the join page asks for.

use std::collections::HashSet;

use crate::support::{Answer, LANGUAGES, Person, Stack, json};

fn page(path: &str) -> Answer {
    let answer = Stack::shared().anyone().get(path);
    assert_eq!(answer.status, 200, "{answer}");
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"), "{answer}");
    answer
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
            let plain = stack.anyone().get(&format!("/assets/{file}"));
            let br = stack.anyone().with("accept-encoding", "br").get(&format!("/assets/{file}"));
            for answer in [&plain, &br] {
                assert_eq!(answer.status, 200, "{file}");
                assert_eq!(answer.header("cache-control"), Some("public, max-age=31536000, immutable"));
            }
            assert_eq!((plain.header("content-encoding"), br.header("content-encoding")), (None, Some("br")));
            assert!(std::str::from_utf8(&plain.body).is_ok(), "{file}");
            assert!(file.contains(".svg") || br.body.len() < plain.body.len(), "{file}");
        }
    }
    stack.anyone().get("/assets/join.000000000000.js").refused(404, "not_found");
}

#[test]
fn the_page_can_be_read_in_another_language_than_the_invitations() {
    let stack = Stack::shared();
    let shop = stack.open("whatnot", "default");
    let ana = Person::new("Ana");
    let (_, token) = shop.invite(&ana.email, json!({"roles": ["seller"], "locale": "fr"}));
    let look = |locale: &str| {
        stack.anyone().post("/invitations/lookup", &json!({"token": token, "locale": locale})).is(200)
    };

    let french = stack.anyone().lookup(&token).is(200);
    assert_eq!(look("fr"), french);
    let mut descriptions = HashSet::new();
    for language in LANGUAGES {
        let answer = look(language);
        descriptions.insert(answer["roles"][0]["description"].to_string());
        assert_eq!(answer["locale"], "fr", "the invitation's own language stays");
    }
    assert_eq!(descriptions.len(), LANGUAGES.len(), "{descriptions:#?}");
    assert_eq!(look("de-AT"), look("de"));

    let unknown = json!({"token": token, "locale": "ja"});
    stack.anyone().post("/invitations/lookup", &unknown).refused_field("/locale");
}

#[test]
fn the_page_learns_whose_account_may_join() {
    let stack = Stack::shared();
    for (catalog, plan, grant, account) in [
        ("ecwid", "unlimited", json!({"permissions": ["sales"]}), "any"),
        ("whatnot", "default", json!({"roles": ["seller"]}), "invited"),
    ] {
        let (_, token) = stack.open(catalog, plan).invite(&Person::new("Ana").email, grant);
        assert_eq!(stack.anyone().lookup(&token).is(200)["account"], account, "{catalog}");
    }
}
