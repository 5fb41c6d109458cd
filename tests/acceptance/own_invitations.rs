//! Fault F42: a signed-in person answers an invitation to their verified address without its link.

use crate::support::{Person, Response, Stack, Value, json, unique_id, wait_until};

/// Answers an invitation by its id, as soon as the index of invitations by address has it.
fn answer(stack: &Stack, person: &Person, invitation: &Value, verb: &str, body: Option<Value>) -> Response {
    let path = format!("/me/invitations/{}/{verb}", invitation["id"].as_str().unwrap());
    let body = body.map(|body| body.to_string().into_bytes());
    wait_until(|| Some(stack.as_person(person).send("POST", &path, body.clone())).filter(|r| r.status != 404))
        .expect("the invitation is found")
}

#[test]
fn y15_an_invitation_is_accepted_by_the_verified_address() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let ana = Person::new("Ana");
    let (invitation, token) = store.invite(&ana.email.to_uppercase(), json!({"roles": ["seller"]}));

    let response = answer(stack, &ana, &invitation, "accept", None);

    let joined = response.assert_status(200);
    assert_eq!((&joined["store"]["id"], &joined["member"]["user_id"]), (&json!(store.id), &json!(ana.sub)));
    assert!(response.header("etag").is_some(), "{response}");
    // The same answer again, with and without the link.
    assert_eq!(answer(stack, &ana, &invitation, "accept", None).assert_status(200), joined);
    assert_eq!(stack.as_person(&ana).accept(&token).assert_status(200), joined);
    assert!(store.as_person(&ana).may("live"));
    assert_eq!(store.as_owner().invitation(&invitation["id"])["status"], "accepted");
    let mut mailbox = store.mailbox(&store.owner.email);
    assert!(mailbox.next_mail_with(&ana.name).to.contains(&store.owner.email), "the inviter is told");
}

#[test]
fn y15_an_invitation_is_declined_by_the_verified_address() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let (ana, ben) = (Person::new("Ana"), Person::new("Ben"));
    let sales = json!({"permissions": ["sales"]});
    let (of_ana, token) = store.invite(&ana.email, sales.clone());
    let (of_ben, _) = store.invite(&ben.email, sales);
    assert_eq!(store.as_owner().seats()["available"], 0);

    answer(stack, &ana, &of_ana, "decline", Some(json!({"reason": "No time"}))).assert_status(204);
    answer(stack, &ben, &of_ben, "decline", None).assert_status(204);

    assert_eq!(store.as_owner().invitation(&of_ana["id"])["decline_reason"], "No time");
    assert_eq!(store.as_owner().seats()["available"], 2);
    answer(stack, &ana, &of_ana, "accept", None).assert_problem(410, "invitation_declined");
    stack.as_person(&ana).accept(&token).assert_problem(410, "invitation_declined");
    let decline = answer(stack, &ben, &of_ben, "decline", Some(json!({"reason": "\u{200b}"})));
    decline.assert_field_error("/reason");
}

#[test]
fn y15_an_invitation_that_nobody_gives_any_more_is_not_listed() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let (kim, ana) = (Person::new("Kim"), Person::new("Ana"));
    store.add_member(&kim, json!({"roles": ["administrator"]}));
    let of_ana = json!({"email": ana.email, "roles": ["seller"]});
    let by_kim = store.as_person(&kim).post("/invitations", &of_ana).assert_status(201);
    let listed = |status: &str| {
        let page = stack.as_person(&ana).get(&format!("/me/invitations?status={status}")).assert_status(200);
        page["invitations"].as_array().expect("invitations").clone()
    };
    wait_until(|| (listed("pending").len() == 1).then_some(())).expect("the invitation is listed");

    store.as_owner().remove_member(&kim).assert_status(204);

    assert_eq!((listed("pending"), listed("expired")), (vec![], vec![]));
    answer(stack, &ana, &by_kim, "accept", None).assert_problem(410, "invitation_withdrawn");
}

#[test]
fn f42_only_the_invited_person_answers() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let (ana, eve) = (Person::new("Ana"), Person::new("Eve"));
    let (invitation, _) = store.invite(&ana.email, json!({"roles": ["seller"]}));
    let path = |verb: &str| format!("/me/invitations/{}/{verb}", invitation["id"].as_str().unwrap());
    for verb in ["accept", "decline"] {
        stack.as_person(&eve).post(&path(verb), &json!({})).assert_problem(404, "not_found");
        assert_eq!(stack.anonymous().post(&path(verb), &json!({})).status, 401);
        let unverified = stack.as_person(&ana.with_unverified_email());
        unverified.post(&path(verb), &json!({})).assert_problem(403, "email_not_verified");
        for id in ["nothing", "62887015-ca53-52ba-ab07-6efa85b2d31c"] {
            let other = stack.as_person(&ana).post(&format!("/me/invitations/{id}/{verb}"), &json!({}));
            other.assert_problem(404, "not_found");
        }
        stack.as_person(&ana).post(&format!("{}?x=1", path(verb)), &json!({})).assert_field_error("x");
    }
    assert_eq!(store.as_owner().invitation(&invitation["id"])["status"], "pending");
}

#[test]
fn f42_an_answer_is_given_once_per_key_and_for_the_latest_state() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let (ana, ben) = (Person::new("Ana"), Person::new("Ben"));
    let (invitation, _) = store.invite(&ana.email, json!({"roles": ["seller"]}));
    answer(stack, &ana, &invitation, "decline", None).assert_status(204);
    let (again, _) = store.invite(&ana.email, json!({"roles": ["support"]}));
    assert_eq!(again["id"], invitation["id"]);
    let keyed = stack.as_person(&ana).with_header("idempotency-key", &unique_id());
    let path = format!("/me/invitations/{}/accept", invitation["id"].as_str().unwrap());
    let joined = keyed.send("POST", &path, None).assert_status(200);
    assert_eq!(joined["member"]["roles"], json!(["support"]));
    assert_eq!(keyed.send("POST", &path, None).assert_status(200), joined);

    let (revoked, _) = store.invite(&ben.email, json!({"roles": ["seller"]}));
    store.as_owner().revoke(&revoked["id"]).assert_status(204);
    answer(stack, &ben, &revoked, "accept", None).assert_problem(410, "invitation_revoked");
}
