//! Malformed input: the response is always a problem with a code, never a 5xx.

use crate::support::{Client, Person, Response, Stack, TestStore, Value, json, url_encode};

/// Every call with a body: its method, path, an authorized client and a valid body.
fn calls<'s>(store: &TestStore<'s>) -> Vec<(&'static str, String, Client<'s>, Value)> {
    let stack = store.stack;
    let (platform, owner) = (stack.as_platform(), stack.as_person(&store.owner));
    let member = store.add_new_member("Member", json!({"permissions": ["sales"]}));
    let (invitation, token) = store.invite(&Person::new("Invitee").email, json!({"permissions": ["sales"]}));
    let path = format!("/stores/{}", store.id);
    let invitations = format!("{path}/invitations");
    let one = json!({"email": "x@example.org", "permissions": ["sales"]});
    vec![
        ("PUT", path.clone(), platform, store.put_body("unlimited", &store.owner)),
        ("PATCH", path.clone(), owner.clone(), json!({"name": store.name})),
        ("POST", invitations.clone(), owner.clone(), one.clone()),
        ("POST", format!("{invitations}/bulk"), owner.clone(), json!({"invitations": [one]})),
        (
            "PATCH",
            format!("{invitations}/{}", invitation["id"].as_str().unwrap()),
            owner.clone(),
            json!({"permissions": ["sales"]}),
        ),
        ("POST", "/invitations/lookup".to_owned(), stack.anonymous(), json!({"token": token})),
        ("POST", "/invitations/accept".to_owned(), owner.clone(), json!({"token": token})),
        ("POST", "/invitations/decline".to_owned(), stack.anonymous(), json!({"token": token})),
        ("PATCH", format!("{path}/members/{}", member.sub), owner, json!({"permissions": ["sales"]})),
    ]
}

#[test]
fn what_is_no_json_object_is_refused() {
    let store = Stack::shared().create_store("ecwid", "unlimited");
    let bodies: [&[u8]; 12] = [
        b"",
        b"{",
        b"}",
        b"{\"email\":",
        b"{'email': 'a@example.org'}",
        b"{\"email\": \"a@example.org\",}",
        b"{} {}",
        b"nul",
        b"\xff\xfe\x00",
        b"{\"email\": \"a\xc3\x28@example.org\"}",
        b"{\"token\": \"\xed\xa0\x80\"}",
        b"email=a%40example.org",
    ];
    for (method, path, client, _) in calls(&store) {
        for body in bodies {
            client.send(method, &path, Some(body.to_vec())).assert_problem(400, "malformed_request");
        }
        for other in ["null", "true", "7", "\"text\"", "[]", "[{}]"] {
            let response = client.send(method, &path, Some(other.into()));
            response.assert_one_of_problems(&[(400, "malformed_request"), (422, "invalid_field")]);
        }
        let deep = format!("{{\"email\": {}1{}}}", "[".repeat(10_000), "]".repeat(10_000));
        client
            .send(method, &path, Some(deep.into_bytes()))
            .assert_one_of_problems(&[(400, "malformed_request"), (422, "invalid_field")]);
    }
}

#[test]
fn a_megabyte_is_refused() {
    let store = Stack::shared().create_store("ecwid", "unlimited");
    for (method, path, client, valid) in calls(&store) {
        let mut long = valid;
        long["name"] = json!("x".repeat(1024 * 1024));
        for body in
            [long.to_string(), format!("{{\"x\":\"{}", "y".repeat(1024 * 1024)), " ".repeat(1024 * 1024)]
        {
            client.send(method, &path, Some(body.into_bytes())).assert_problem(413, "payload_too_large");
        }
    }
}

#[test]
fn an_unknown_field_is_named() {
    let store = Stack::shared().create_store("ecwid", "unlimited");
    for (method, path, client, valid) in calls(&store) {
        for name in ["owner_id", "admin", "Email", "__proto__"] {
            let mut body = valid.clone();
            body[name] = json!(true);
            client
                .send(method, &path, Some(body.to_string().into_bytes()))
                .assert_field_error(&format!("/{name}"));
        }
    }
}

#[test]
fn a_value_of_the_wrong_type_is_named() {
    let store = Stack::shared().create_store("ecwid", "unlimited");
    let wrong = [json!(7), json!(1.5), json!(true), json!({}), json!({"a": []}), json!([[]]), json!([7])];
    // A bulk call reports such an error in the result of the entry instead.
    for (method, path, client, valid) in calls(&store).into_iter().filter(|call| !call.1.ends_with("/bulk")) {
        for field in valid.as_object().expect("a body").keys() {
            for value in wrong.iter().filter(|value| !(valid[field].is_object() && value.is_object())) {
                let mut body = valid.clone();
                body[field] = value.clone();
                let response = client.send(method, &path, Some(body.to_string().into_bytes()));
                let problem = response.assert_problem(422, "invalid_field");
                let pointers = problem["errors"].as_array().expect("errors");
                let inside = |error: &Value| {
                    error["pointer"].as_str().is_some_and(|pointer| pointer.starts_with(&format!("/{field}")))
                };
                assert!(pointers.iter().any(inside), "{response}, which does not name /{field}");
            }
        }
    }
}

#[test]
fn absurd_addresses_are_refused() {
    let store = Stack::shared().create_store("ecwid", "unlimited");
    let long = format!("{}@example.org", "a".repeat(300));
    let long_domain = format!("a@{}.org", "b".repeat(64));
    let absurd = [
        "",
        " ",
        "@",
        "ana",
        "ana@",
        "@example.org",
        "ana@@example.org",
        "ana@example.org@example.org",
        "ana@example..org",
        "ana@.example.org",
        "ana example@example.org",
        "ana@exam ple.org",
        "ana@example.org, ben@example.org",
        "ana@example.org\r\nBcc: ben@example.org",
        "ana@example.org\u{0}",
        "Ana <ana@example.org>",
        "mailto:ana@example.org?bcc=ben@example.org<",
        &long,
        &long_domain,
    ];
    for address in absurd {
        store.as_owner().invite(address, json!({"permissions": ["sales"]})).assert_field_error("/email");
    }
    let bulk: Vec<_> =
        absurd.iter().map(|address| json!({"email": address, "permissions": ["sales"]})).collect();
    let response = store.as_owner().invite_many(&bulk);
    for result in response.assert_status(207)["results"].as_array().expect("results") {
        assert_eq!(result["status"], 422, "{result}");
        assert_eq!(result["problem"]["code"], "invalid_field", "{result}");
    }
    assert_eq!(store.as_owner().invitations().len(), 0);
}

#[test]
fn grants_that_the_catalog_does_not_know_are_refused() {
    let stack = Stack::shared();
    let (ecwid, whatnot) =
        (stack.create_store("ecwid", "unlimited"), stack.create_store("whatnot", "default"));
    let refused = |store: &TestStore<'_>, grant: Value| {
        let response = store.as_owner().invite(&Person::new("Ana").email, grant);
        response.assert_problem(422, "invalid_field");
    };
    refused(&ecwid, json!({}));
    refused(&ecwid, json!({"permissions": []}));
    refused(&ecwid, json!({"permissions": ["unheard-of"]}));
    refused(&ecwid, json!({"permissions": ["sales", "Sales"]}));
    refused(&ecwid, json!({"permissions": ["team"]}));
    refused(&ecwid, json!({"permissions": ["billing"]}));
    refused(&ecwid, json!({"permissions": ["mobile_app"]}));
    refused(&ecwid, json!({"permissions": ["sales"], "roles": ["administrator"]}));
    refused(&ecwid, json!({"permissions": ["sales"], "locale": "tlh"}));
    refused(&ecwid, json!({"permissions": ["sales"], "access_ends_at": "tomorrow"}));
    refused(&ecwid, json!({"permissions": ["sales"], "access_ends_at": "2001-01-01T00:00:00Z"}));
    refused(&whatnot, json!({}));
    refused(&whatnot, json!({"roles": []}));
    refused(&whatnot, json!({"roles": ["seller", "support"]}));
    refused(&whatnot, json!({"roles": ["owner"]}));
    refused(&whatnot, json!({"roles": ["seller"], "permissions": ["reports"]}));
    refused(&whatnot, json!({"roles": ["seller"], "permissions": ["password"]}));
}

#[test]
fn absurd_cursors_and_limits_are_refused() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let owner = store.as_owner();
    for _ in 0..3 {
        owner.invite(&Person::new("Invitee").email, json!({"permissions": ["sales"]})).assert_status(201);
    }
    let cursor_of_invitations = owner.get("/invitations?limit=1").assert_status(200)["next_cursor"].clone();
    let own = cursor_of_invitations.as_str().expect("a cursor");
    let long = "A".repeat(6000);
    let absurd = ["x", "%00", "' or 1=1", "eyJhIjoxfQ", "💥", "null", "../..", &long, &own[1..]];
    for list in ["/invitations", "/members", "/audit"] {
        for cursor in absurd {
            let response = owner.get(&format!("{list}?limit=1&cursor={}", url_encode(cursor)));
            response.assert_one_of_problems(&[(422, "invalid_field"), (400, "malformed_request")]);
        }
        for limit in ["-1", "abc", "1.5", "0x10", "99999999999999999999", ""] {
            let response = owner.get(&format!("{list}?limit={limit}"));
            response.assert_one_of_problems(&[(422, "invalid_field"), (400, "malformed_request")]);
        }
        for limit in ["0", "100000"] {
            assert_answered_or_invalid(&owner.get(&format!("{list}?limit={limit}")));
        }
    }
    owner
        .get("/invitations?status=unheard-of")
        .assert_one_of_problems(&[(422, "invalid_field"), (400, "malformed_request")]);
    owner
        .get(&format!("/members?cursor={own}"))
        .assert_one_of_problems(&[(422, "invalid_field"), (400, "malformed_request")]);
}

#[test]
fn absurd_paths_lead_nowhere() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let (owner, platform) = (stack.as_person(&store.owner), stack.as_platform());
    let long = "a".repeat(3000);
    for id in ["UPPER", "a%23b", "a%2Fb", "%00", "%FF", "-a", "a%20b", "..%2F..", "%F0%9F%92%A5", &long] {
        for path in [
            format!("/stores/{id}"),
            format!("/stores/{id}/members"),
            format!("/stores/{}/invitations/{id}", store.id),
            format!("/stores/{}/members/{id}", store.id),
        ] {
            for method in ["GET", "PUT", "PATCH", "DELETE"] {
                let body = matches!(method, "PUT" | "PATCH").then(|| b"{}".to_vec());
                for client in [&owner, &platform] {
                    let response = client.send(method, &path, body.clone());
                    assert!((400..500).contains(&response.status), "{response}");
                }
            }
        }
    }
    assert_eq!(owner.get("/nowhere").status, 404);
}

#[test]
fn nobody_gets_anywhere_without_a_token() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let owner_token = format!("Bearer {}", forged_token());
    for path in ["", "/members", "/invitations", "/access?permission=sales", "/audit", "/catalog"] {
        assert_eq!(store.with_client(stack.anonymous()).get(path).status, 401, "{path}");
        for token in ["Bearer", "Bearer x", "Basic YTpi", "Bearer a.b.c", &owner_token] {
            let response = store.with_client(stack.anonymous()).with_header("authorization", token).get(path);
            assert_eq!(response.status, 401, "{response}");
        }
    }
    for path in ["/me/stores", "/me/invitations"] {
        assert_eq!(stack.anonymous().get(path).status, 401, "{path}");
    }
}

/// A token without a signature (`alg: none`) that claims the scope of the platform.
fn forged_token() -> &'static str {
    // {"alg":"none"} . {"sub":"x","exp":9999999999,"scope":"staffroom/platform"} .
    "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4IiwiZXhwIjo5OTk5OTk5OTk5LCJzY29wZSI6InN0YWZmcm9vbS9wbGF0Zm9ybSJ9."
}

/// Asserts that a call was either answered or refused as invalid.
#[track_caller]
fn assert_answered_or_invalid(response: &Response) {
    if response.status != 200 {
        response.assert_one_of_problems(&[(422, "invalid_field"), (400, "malformed_request")]);
    }
}

#[test]
fn a_list_is_no_object() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let email = Person::new("Ana").email;
    let body = json!([email, [], ["sales"], null, null]);
    let response = store.as_owner().send("POST", "/invitations", Some(body.to_string().into_bytes()));
    response.assert_problem(422, "invalid_field");
    let bulk = json!({"invitations": [[email, [], ["sales"], null, null]]});
    let response = store.as_owner().send("POST", "/invitations/bulk", Some(bulk.to_string().into_bytes()));
    assert_eq!(response.assert_status(207)["results"][0]["problem"]["code"], "invalid_field");

    // The same inside of an object.
    let mut store_body = store.put_body("business", &store.owner);
    store_body["owner"] = json!([store.owner.sub, store.owner.email, store.owner.name]);
    stack.as_platform().put(&format!("/stores/{}", store.id), &store_body).assert_field_error("/owner");
    let settings = json!({"settings": [true, []]});
    store.as_owner().change_store(&settings).assert_field_error("/settings");
    store_body["owner"] = json!({"user_id": store.owner.sub, "email": "nothing", "name": "x"});
    stack.as_platform().put(&format!("/stores/{}", store.id), &store_body).assert_field_error("/owner/email");
    store
        .as_platform()
        .announce(&json!({"type": "app.installed", "app": ["x"], "installed_by": "x"}))
        .assert_problem(422, "invalid_field");
}
