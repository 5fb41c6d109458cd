//! The local stack's own calls and files, and what its gateway refuses before a function is invoked.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::support::{
    DataFolder, Person, Response, Stack, Value, json, run_concurrently, unique_id, wait_until,
};

/// Sends a mail as the AWS SDK does.
fn send_mail(stack: &Stack, to: &str, subject: &str) -> String {
    let request = json!({
        "FromEmailAddress": "store@example.org",
        "Destination": {"ToAddresses": [to]},
        "Content": {"Simple": {"Subject": {"Data": subject}, "Body": {"Text": {"Data": "text"}}}},
    });
    let sent = stack.anonymous().post("/_local/ses/v2/email/outbound-emails", &request).assert_status(200);
    sent["MessageId"].as_str().expect("a message id").to_owned()
}

fn mails(stack: &Stack, query: &str) -> Response {
    stack.anonymous().with_header("accept", "application/json").get(&format!("/_local/inbox?{query}"))
}

fn subjects(page: &Value) -> Vec<&str> {
    page["messages"].as_array().expect("messages").iter().map(|m| m["subject"].as_str().unwrap()).collect()
}

#[test]
fn concurrent_mails_are_stored_and_a_damaged_one_is_reported_and_skipped() {
    let folder = DataFolder::new();
    let stack = Stack::with_data(folder.path());
    run_concurrently(16, |index| send_mail(&stack, "ana@example.org", &format!("mail {index}")));
    let before = mails(&stack, "").assert_status(200);
    assert_eq!(subjects(&before).len(), 16);
    drop(stack);

    let inbox = folder.file("inbox");
    let mut contents = fs::read(&inbox).unwrap();
    assert_eq!(String::from_utf8_lossy(&contents).lines().count(), 16);
    contents.extend(b"{\"id\":\"interrup");
    fs::write(&inbox, contents).unwrap();

    let stack = Stack::with_data(folder.path());
    assert_eq!(mails(&stack, "").assert_status(200), before);
    let report = stack.log();
    assert!(report.contains("line 17: skipped a damaged mail"), "{report}");
    send_mail(&stack, "ana@example.org", "the next mail");
    drop(stack);
    let stack = Stack::with_data(folder.path());
    assert_eq!(subjects(&mails(&stack, "").assert_status(200))[0], "the next mail");
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_keys_and_mails() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = DataFolder::new();
    let mode = |name: &str| fs::metadata(folder.file(name)).unwrap().permissions().mode() & 0o777;
    let files = || {
        let entries = fs::read_dir(folder.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect::<Vec<_>>()
    };
    let keys = || ["issuer-key", "link-keys"].map(|name| fs::read(folder.file(name)).unwrap());
    drop(Stack::with_data(folder.path()));
    assert!(keys().iter().all(|key| !key.is_empty()));
    for name in files() {
        assert_eq!(mode(&name), 0o600, "{name}");
    }
    // As an earlier version created them.
    for name in ["issuer-key", "link-keys"] {
        fs::set_permissions(folder.file(name), fs::Permissions::from_mode(0o644)).unwrap();
    }
    let before = keys();
    drop(Stack::with_data(folder.path()));
    for name in ["issuer-key", "link-keys"] {
        assert_eq!(mode(name), 0o600, "{name}");
    }
    assert_eq!(keys(), before);
}

#[test]
fn a_request_has_exactly_one_host_header() {
    let stack = Stack::shared();
    let address = stack.url("");
    let address = address.strip_prefix("http://").unwrap();
    let status = |hosts: &[&str]| {
        let mut connection = TcpStream::connect(address).unwrap();
        write!(connection, "GET /me/stores HTTP/1.1\r\nConnection: close\r\n").unwrap();
        for host in hosts {
            write!(connection, "Host: {host}\r\n").unwrap();
        }
        write!(connection, "\r\n").unwrap();
        let mut response = String::new();
        connection.read_to_string(&mut response).unwrap();
        response.split(' ').nth(1).unwrap().to_owned()
    };
    assert_eq!(status(&[address]), "401");
    assert_eq!(status(&[address, address]), "400");
    assert_eq!(status(&[address, "example.org"]), "400");
    assert_eq!(status(&[]), "400");
}

#[test]
fn the_inbox_is_read_in_pages() {
    let stack = Stack::private();
    for number in 1..=5 {
        send_mail(&stack, "ana@example.org", &format!("mail {number}"));
        send_mail(&stack, "ben@example.org", "another mail");
    }
    let all = mails(&stack, "to=ana%40example.org").assert_status(200);
    assert_eq!(subjects(&all), ["mail 5", "mail 4", "mail 3", "mail 2", "mail 1"]);
    assert_eq!(all["next_cursor"], Value::Null);

    let page =
        |cursor: &str| mails(&stack, &format!("to=ana%40example.org&limit=2{cursor}")).assert_status(200);
    let first = page("");
    assert_eq!(subjects(&first), ["mail 5", "mail 4"]);
    send_mail(&stack, "ana@example.org", "mail 6");
    let next = |page: &Value| format!("&cursor={}", page["next_cursor"].as_str().expect("a cursor"));
    let second = page(&next(&first));
    assert_eq!(subjects(&second), ["mail 3", "mail 2"]);
    let third = page(&next(&second));
    assert_eq!((subjects(&third), &third["next_cursor"]), (vec!["mail 1"], &Value::Null));

    let browser = stack
        .anonymous()
        .with_header("accept", "text/html")
        .get("/_local/inbox?to=ana%40example.org&limit=2");
    assert!(
        browser.text().contains("/_local/inbox?to=ana%40example.org&amp;limit=2&amp;cursor="),
        "{browser}"
    );

    for query in ["limit=0", "limit=1001", "limit=x", "cursor=unknown", "recipient=ana%40example.org"] {
        mails(&stack, query).assert_problem(422, "invalid_field");
    }
}

#[test]
fn the_inbox_answers_at_most_a_thousand_mails() {
    let stack = Stack::private();
    run_concurrently(8, |thread| {
        for number in 0..126 {
            send_mail(&stack, "ana@example.org", &format!("mail {thread}/{number}"));
        }
    });
    let first = mails(&stack, "").assert_status(200);
    assert_eq!(subjects(&first).len(), 1000);
    let cursor = first["next_cursor"].as_str().expect("a cursor");
    let second = mails(&stack, &format!("cursor={cursor}")).assert_status(200);
    assert_eq!((subjects(&second).len(), &second["next_cursor"]), (8, &Value::Null));
}

#[test]
fn bounces_have_the_types_of_ses() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "unlimited");
    let mut last = String::new();
    let report = |id: &str, details: Value| {
        let mut report = json!({"message_id": id, "event": "Bounce"});
        report.as_object_mut().unwrap().extend(details.as_object().unwrap().clone());
        stack.anonymous().post("/_local/ses/feedback", &report)
    };
    for details in
        [json!({}), json!({"bounce_type": "Undetermined"}), json!({"bounce_sub_type": "Suppressed"})]
    {
        let ana = Person::new("Ana");
        let invitation =
            store.as_owner().invite(&ana.email, json!({"permissions": ["sales"]})).assert_status(201);
        let mail = store.mailbox(&ana.email).next_mail();
        report(&mail.id, details).assert_status(202);
        store.as_owner().wait_for_delivery(&invitation["id"], "bounced");
        last = mail.id;
    }
    report("m", json!({"bounce_type": "Transient"})).assert_problem(404, "not_found");
    report("m", json!({"bounce_type": "Soft"})).assert_problem(422, "invalid_field");
    report("m", json!({"bounce_sub_type": "Soft"})).assert_problem(422, "invalid_field");
    report("m", json!({"event": "Complaint", "bounce_type": "Permanent"})).assert_field_error("/bounce_type");
    report(&last, json!({"event": "Reject"})).assert_status(202);
}

#[test]
fn the_account_faults_of_ses_can_be_injected() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "unlimited");
    for error in [
        "AccountSuspendedException",
        "BadRequestException",
        "LimitExceededException",
        "MailFromDomainNotVerifiedException",
        "NotFoundException",
        "SendingPausedException",
    ] {
        let fault = json!({"next": 1, "error": error, "message": format!("{error} of the test")});
        let current = stack.anonymous().post("/_local/faults", &json!({"ses": fault})).assert_status(200);
        assert_eq!(current, json!({"ses": fault, "dynamodb": null}));
        store
            .as_owner()
            .invite(&Person::new("Ana").email, json!({"permissions": ["sales"]}))
            .assert_status(201);
        let met = wait_until(|| {
            let current = stack.anonymous().post("/_local/faults", &json!({})).assert_status(200);
            current["ses"].is_null().then_some(())
        });
        met.expect("the fault to be met");
    }
}

#[test]
fn the_gateway_accepts_tokens_that_are_signed_with_rsa_only() {
    let stack = Stack::shared();
    let keys = stack.anonymous().get("/_local/idp/jwks").assert_status(200);
    assert_eq!((&keys["keys"][0]["kty"], &keys["keys"][0]["alg"]), (&json!("RSA"), &json!("RS256")));
    let discovery = stack.anonymous().get("/_local/idp/.well-known/openid-configuration").assert_status(200);
    assert_eq!(discovery["id_token_signing_alg_values_supported"], json!(["RS256"]));

    let token = stack.token(&Person::new("Ana").claims());
    let call = |token: &str| {
        stack.anonymous().with_header("authorization", &format!("Bearer {token}")).get("/me/stores")
    };
    call(&token).assert_status(200);
    let (header, rest) = token.split_once('.').unwrap();
    let mut header: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).unwrap()).unwrap();
    for algorithm in ["ES256", "HS256", "none"] {
        header["alg"] = json!(algorithm);
        let answer = call(&format!("{}.{rest}", URL_SAFE_NO_PAD.encode(header.to_string())));
        answer.assert_problem(401, "unauthenticated");
        let challenge = answer.header("www-authenticate").expect("a challenge");
        assert!(challenge.contains("not signed with RSA"), "{algorithm}: {challenge}");
    }
}

#[test]
fn the_gateway_refuses_what_is_too_long_for_api_gateway() {
    let stack = Stack::shared();
    let (path, header) = (|length| format!("/stores/{}", "a".repeat(length)), |length| "a".repeat(length));
    for length in [10_300, 60_000] {
        assert_eq!(stack.anonymous().get(&path(length)).status, 431);
        let client = stack.anonymous().with_header("x-long", &header(length));
        assert_eq!(client.get("/stores/a").status, 431);
    }
    assert_eq!(stack.anonymous().get(&path(9_000)).status, 401);
}

#[test]
fn the_gateway_decodes_the_path_before_it_selects_a_route() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let mut ana = Person::new("Ana");
    ana.sub = format!("auth0|ana {}", unique_id());
    store.add_member(&ana, json!({"permissions": ["sales"]}));
    let owner = stack.as_person(&store.owner);
    let change = |user: &str| {
        let path = format!("/stores/{}/members/{user}", store.id);
        owner.patch(&path, &json!({"permissions": ["sales"]}))
    };

    let encoded = format!("auth0%7Cana%20{}", ana.sub.split(' ').nth(1).unwrap());
    assert_eq!(change(&encoded).assert_status(200)["user_id"], *ana.sub);
    // A decoded slash ends the path variable, so no route matches.
    change("a%2Fb").assert_problem(404, "not_found");
    // A decoded question mark ends the path.
    assert_eq!(change(&format!("{encoded}%3Fx=%2F")).assert_status(200)["user_id"], *ana.sub);
}
