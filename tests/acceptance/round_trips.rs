//! What a call costs: the round trips to DynamoDB that it waits for, as the local stack counts them in the
//! SDK's HTTP client. A call that comes to need more fails here.

use crate::support::{Answer, Person, Stack, Value, json};

/// The round trips that an answer took, one after the other.
#[track_caller]
fn trips(answer: &Answer) -> u32 {
    answer.ok();
    answer.header("x-local-round-trips").expect("the stack's count").parse().expect("a number")
}

#[test]
fn a_look_takes_one_round_trip() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "unlimited");
    let ana = shop.hire_new("Ana", json!({"permissions": ["sales"]}));
    let (invitation, token) = shop.invite(&Person::new("Ben").email, json!({"permissions": ["sales"]}));
    let store = format!("/stores/{}", shop.id);

    let owner = shop.owner();
    for path in
        ["", "/invitations", "/members", "/catalog", "/audit", "/activities", "/access?permission=sales"]
    {
        assert_eq!(trips(&owner.get(path)), 1, "GET {store}{path}");
    }
    let path = format!("/invitations/{}", invitation["id"].as_str().unwrap());
    assert_eq!(trips(&owner.get(&path)), 1, "GET {store}{path}");
    assert_eq!(trips(&stack.anyone().lookup(&token)), 1, "lookup");

    // The day's first check is also a sign of life, which is recorded.
    let member = shop.member(&ana);
    assert_eq!(trips(&member.get("/access?permission=sales")), 2);
    assert_eq!(trips(&member.get("/access?permission=sales")), 1);
    assert_eq!(trips(&member.get("/access?permission=billing")), 1);
}

#[test]
fn what_is_mine_takes_two_round_trips_however_many_stores_there_are() {
    let stack = Stack::shared();
    let ana = Person::new("Ana");
    for _ in 0..3 {
        let shop = stack.open("ticketing", "default");
        shop.hire(&ana, json!({"roles": ["scanner"]}));
        shop.owner().send("PUT", "/activities/gala", Some(br#"{"name": "Gala"}"#.to_vec())).ok();
    }
    let ana = stack.signed_in(&ana);
    for path in ["/me/stores", "/me/activities", "/me/invitations"] {
        assert!(trips(&ana.get(path)) <= 2, "GET {path}");
    }
}

#[test]
fn a_change_takes_two_round_trips() {
    let stack = Stack::shared();
    let shop = stack.open("whatnot", "default");
    let (ana, ben, cleo) = (Person::new("Ana"), Person::new("Ben"), Person::new("Cleo"));
    let support = json!({"roles": ["support"]});
    let owner = shop.owner();
    // How far a mail got is recorded on its invitation, and a change that meets that is decided anew.
    let sent = |invitation: &Value| shop.owner().wait_for_delivery(&invitation["id"], "sent");

    assert_eq!(trips(&owner.change_store(&json!({"locale": "nl"}))), 2, "PATCH store");
    let with_key = shop.owner().with("idempotency-key", "k-1");
    let invited = with_key.invite(&ana.email, support.clone());
    assert_eq!(trips(&invited), 2, "invite");
    let token = shop.mailbox(&ana.email).next_token();
    sent(&invited.ok());
    assert_eq!(trips(&stack.signed_in(&ana).accept(&token)), 2, "accept");
    assert_eq!(trips(&stack.signed_in(&ana).accept(&token)), 1, "accept again");
    assert_eq!(trips(&owner.change(&ana, &json!({"roles": ["seller"]}))), 2, "PATCH member");
    assert_eq!(trips(&owner.remove(&ana)), 2, "DELETE member");

    let (invitation, token) = shop.invite(&ben.email, support.clone());
    sent(&invitation);
    let change = owner.change_invitation(&invitation["id"], &json!({"roles": ["seller"]}));
    assert_eq!(trips(&change), 2, "PATCH invitation");
    assert_eq!(trips(&stack.anyone().decline(&token)), 2, "decline");

    let (invitation, _) = shop.invite(&cleo.email, support.clone());
    sent(&invitation);
    assert_eq!(trips(&owner.resend(&invitation["id"])), 2, "resend");
    sent(&invitation);
    assert_eq!(trips(&owner.revoke(&invitation["id"])), 2, "revoke");

    let activity = Some(br#"{"name": "Gala", "order_notifications": true}"#.to_vec());
    assert_eq!(trips(&owner.send("PUT", "/activities/gala", activity)), 2, "PUT activity");
    let order = json!({"type": "order.created", "activity_id": "gala", "order": {"number": "7"}});
    let order = Some(order.to_string().into_bytes());
    assert_eq!(trips(&shop.platform().send("POST", "/announcements", order)), 2, "announce");

    assert_eq!(trips(&shop.put("default", &Person::new("Nina Newowner"))), 2, "PUT store");
}

#[test]
fn a_hundred_invitations_take_a_few_round_trips() {
    let stack = Stack::shared();
    let shop = stack.open("whatnot", "default");
    let people: Vec<_> =
        (0..100).map(|_| json!({"email": Person::new("Somebody").email, "roles": ["support"]})).collect();
    let body = json!({"invitations": people}).to_string().into_bytes();
    let answer = shop.owner().with("idempotency-key", "bulk-1").send("POST", "/invitations/bulk", Some(body));
    assert!(answer.is(207)["results"].as_array().unwrap().iter().all(|result| result["status"] == 201));
    assert!(trips(&answer) <= 8, "one read, six transactions, one answer kept");
}
