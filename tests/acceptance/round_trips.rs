//! The round trips to DynamoDB that each call waits for. The local stack counts them in the HTTP client of the SDK.

use crate::support::{Person, Response, Stack, Value, json};

/// Returns the number of sequential round trips of a call.
#[track_caller]
fn trips(response: &Response) -> u32 {
    response.assert_success();
    response.header("x-local-round-trips").expect("the stack's count").parse().expect("a number")
}

#[test]
fn a_look_takes_one_round_trip_and_a_list_one_or_two_more() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let ana = store.add_new_member("Ana", json!({"permissions": ["sales"]}));
    let (invitation, token) = store.invite(&Person::new("Ben").email, json!({"permissions": ["sales"]}));
    let prefix = format!("/stores/{}", store.id);

    let owner = store.as_owner();
    for path in ["/catalog", "/access?permission=sales"] {
        assert_eq!(trips(&owner.get(path)), 1, "GET {prefix}{path}");
    }
    // Who may look is known before a list, or the seats, are read.
    for path in ["", "/audit", "/activities"] {
        assert_eq!(trips(&owner.get(path)), 2, "GET {prefix}{path}");
    }
    // The keys in the order of a list, and then their records.
    for path in
        ["/invitations", "/members", "/members?permission=sales", "/members?q=ana", "/members?sort=joined_at"]
    {
        let most = if path.contains("q=") { 5 } else { 3 };
        assert!(trips(&owner.get(path)) <= most, "GET {prefix}{path}");
    }
    let path = format!("/invitations/{}", invitation["id"].as_str().unwrap());
    assert_eq!(trips(&owner.get(&path)), 1, "GET {prefix}{path}");
    assert_eq!(trips(&stack.anonymous().lookup(&token)), 1, "lookup");

    // The first check of a day also records the member's activity.
    let member = store.as_person(&ana);
    assert_eq!(trips(&member.get("/access?permission=sales")), 2);
    assert_eq!(trips(&member.get("/access?permission=sales")), 1);
    assert_eq!(trips(&member.get("/access?permission=billing")), 1);
}

#[test]
fn what_is_mine_takes_two_round_trips_however_many_stores_there_are() {
    let stack = Stack::shared();
    let ana = Person::new("Ana");
    for _ in 0..3 {
        let store = stack.create_store("ticketing", "default");
        store.add_member(&ana, json!({"roles": ["scanner"]}));
        store
            .as_owner()
            .send("PUT", "/activities/gala", Some(br#"{"name": "Gala"}"#.to_vec()))
            .assert_success();
    }
    let ana = stack.as_person(&ana);
    for path in ["/me/stores", "/me/activities", "/me/invitations"] {
        assert!(trips(&ana.get(path)) <= 2, "GET {path}");
    }
}

#[test]
fn a_change_takes_two_round_trips() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let (ana, ben, cleo) = (Person::new("Ana"), Person::new("Ben"), Person::new("Cleo"));
    let support = json!({"roles": ["support"]});
    let owner = store.as_owner();
    // `notify` records the delivery in the invitation. A change at the same moment would need a retry.
    let wait_until_sent = |invitation: &Value| store.as_owner().wait_for_delivery(&invitation["id"], "sent");

    assert_eq!(trips(&owner.change_store(&json!({"locale": "nl"}))), 2, "PATCH store");
    let with_key = store.as_owner().with_header("idempotency-key", "k-1");
    let invited = with_key.invite(&ana.email, support.clone());
    assert_eq!(trips(&invited), 2, "invite");
    let token = store.mailbox(&ana.email).next_token();
    wait_until_sent(&invited.assert_success());
    assert_eq!(trips(&stack.as_person(&ana).accept(&token)), 2, "accept");
    assert_eq!(trips(&stack.as_person(&ana).accept(&token)), 1, "accept again");
    assert_eq!(trips(&owner.change_member(&ana, &json!({"roles": ["seller"]}))), 2, "PATCH member");
    assert_eq!(trips(&owner.remove_member(&ana)), 2, "DELETE member");

    let (invitation, token) = store.invite(&ben.email, support.clone());
    wait_until_sent(&invitation);
    let change = owner.change_invitation(&invitation["id"], &json!({"roles": ["seller"]}));
    assert_eq!(trips(&change), 2, "PATCH invitation");
    assert_eq!(trips(&stack.anonymous().decline(&token)), 2, "decline");

    let (invitation, _) = store.invite(&cleo.email, support.clone());
    wait_until_sent(&invitation);
    // The address, by which an opt-out is found, is known only after the first read.
    assert_eq!(trips(&owner.resend(&invitation["id"])), 3, "resend");
    wait_until_sent(&invitation);
    assert_eq!(trips(&owner.revoke(&invitation["id"])), 2, "revoke");

    let activity = Some(br#"{"name": "Gala", "order_notifications": true}"#.to_vec());
    assert_eq!(trips(&owner.send("PUT", "/activities/gala", activity)), 2, "PUT activity");
    let order = json!({"type": "order.created", "activity_id": "gala", "order": {"number": "7"}});
    let order = Some(order.to_string().into_bytes());
    assert_eq!(trips(&store.as_platform().send("POST", "/announcements", order)), 2, "announce");

    let other_name = store.owner.with_name("Olga Other");
    assert_eq!(trips(&store.put("default", &other_name)), 2, "PUT store");
    // What the former owner was to the store before is read, to leave a trace of them.
    assert_eq!(trips(&store.put("default", &Person::new("Nina Newowner"))), 3, "PUT store of another owner");
}

#[test]
fn a_hundred_invitations_take_a_few_round_trips() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let people: Vec<_> =
        (0..100).map(|_| json!({"email": Person::new("Newcomer").email, "roles": ["support"]})).collect();
    let body = json!({"invitations": people}).to_string().into_bytes();
    let response = store.as_owner().with_header("idempotency-key", "bulk-1").send(
        "POST",
        "/invitations/bulk",
        Some(body),
    );
    assert!(
        response.assert_status(207)["results"]
            .as_array()
            .unwrap()
            .iter()
            .all(|result| result["status"] == 201)
    );
    assert!(trips(&response) <= 8, "one read, six transactions, one stored response");
}
