//! A removal and an invitation that overlap are in the order of their commits, even if clocks differ.
//! Regression tests of fault 62.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::database_proxy::{Call, ProxiedStack, records};
use crate::support::{Person, Response, Stack, TestStore, Value, json, run_concurrently};

/// The number of stores in which calls race. Before the fault was corrected, one race in forty failed.
const ROUNDS: usize = 40;

fn seller() -> Value {
    json!({"roles": ["seller"]})
}

/// Mel, who is a member, and the same account with a second address.
fn mel_in(store: &TestStore<'_>) -> (Person, Person) {
    let mel = store.add_new_member("Mel", seller());
    let second = mel.with_email(&Person::new("Mel Second").email);
    (mel, second)
}

/// Selects the transaction that removes a member: it writes the trace, which has `left_at`.
fn removes(person: &Person) -> impl Fn(&Call) -> bool + Send + 'static {
    let key = format!("\"MEMBER#{}\"", person.sub);
    move |call| call.operation == "TransactWriteItems" && call.mentions(&key) && call.mentions("left_at")
}

/// The types of the store's events, the newest first.
fn history(store: &TestStore<'_>) -> Vec<String> {
    let events = store.as_owner().audit();
    events.iter().map(|event| event["type"].as_str().expect("a type").to_owned()).collect()
}

#[track_caller]
fn assert_newer(store: &TestStore<'_>, newer: &str, older: &str) {
    let history = history(store);
    let position = |kind: &str| history.iter().position(|event| event == kind).expect("an event");
    assert!(position(newer) < position(older), "{newer} was committed after {older}: {history:#?}");
}

#[track_caller]
fn assert_out(store: &TestStore<'_>, mel: &Person) {
    assert!(!store.as_person(mel).may("inventory"), "Mel is out");
    assert!(store.as_owner().members().iter().all(|member| member["user_id"] != mel.sub.as_str()));
}

#[test]
fn f62_a_removal_that_waits_ends_an_invitation_that_was_made_meanwhile() {
    let proxied = ProxiedStack::start();
    let store = proxied.stack.create_store("whatnot", "default");
    let (mel, second) = mel_in(&store);
    let owner = store.as_owner();

    let (removed, token) = proxied.between(
        removes(&mel),
        || owner.remove_member(&mel),
        || store.invite(&second.email, seller()).1,
    );

    removed.assert_status(204);
    assert_newer(&store, "member.removed", "invitation.created");
    assert_eq!(proxied.stack.as_person(&second).accept(&token).status, 410);
    assert_out(&store, &mel);
}

#[test]
fn f62_leaving_waits_as_a_removal_does() {
    let proxied = ProxiedStack::start();
    let store = proxied.stack.create_store("whatnot", "default");
    let (mel, second) = mel_in(&store);
    let (invitation, _) = store.invite(&second.email, seller());
    let mut mailbox = store.mailbox(&second.email);
    mailbox.next_mail();
    let as_mel = store.as_person(&mel);

    let (left, ()) = proxied.between(
        removes(&mel),
        || as_mel.leave(),
        || drop(store.as_owner().resend(&invitation["id"]).assert_success()),
    );

    left.assert_status(204);
    assert_newer(&store, "member.left", "invitation.resent");
    assert_eq!(proxied.stack.as_person(&second).accept(&mailbox.next_token()).status, 410);
    assert_out(&store, &mel);
}

#[test]
fn f62_a_change_of_the_offer_before_the_removal_commits_does_not_outlive_it() {
    let proxied = ProxiedStack::start();
    let store = proxied.stack.create_store("whatnot", "default");
    let (mel, second) = mel_in(&store);
    let (invitation, token) = store.invite(&second.email, seller());
    let owner = store.as_owner();

    let (removed, ()) = proxied.between(
        removes(&mel),
        || owner.remove_member(&mel),
        || {
            let change = json!({"roles": ["administrator"]});
            store.as_owner().change_invitation(&invitation["id"], &change).assert_status(200);
        },
    );

    removed.assert_status(204);
    assert_newer(&store, "member.removed", "invitation.changed");
    assert_eq!(proxied.stack.as_person(&second).accept(&token).status, 410);
    assert_out(&store, &mel);
}

#[test]
fn f62_an_invitation_that_commits_after_the_removal_lets_them_in_again() {
    let proxied = ProxiedStack::start();
    let store = proxied.stack.create_store("whatnot", "default");
    let (mel, second) = mel_in(&store);
    let owner = store.as_owner();

    let (invited, ()) = proxied.between(
        records("invitation.created"),
        || owner.invite(&second.email, seller()),
        || drop(store.as_owner().remove_member(&mel).assert_status(204)),
    );

    invited.assert_status(201);
    assert_newer(&store, "invitation.created", "member.removed");
    let token = store.mailbox(&second.email).next_token();
    proxied.stack.as_person(&second).accept(&token).assert_status(200);
    assert!(store.as_person(&second).may("inventory"));
    assert_newer(&store, "invitation.accepted", "member.removed");
}

#[test]
fn f62_a_bulk_call_that_commits_after_the_removal_vouches_after_it() {
    let proxied = ProxiedStack::start();
    let store = proxied.stack.create_store("whatnot", "default");
    let (mel, second) = mel_in(&store);
    let owner = store.as_owner();
    let entry = json!({"email": second.email, "roles": ["seller"]});

    let (invited, ()) = proxied.between(
        records("invitation.created"),
        || owner.invite_many(&[entry]),
        || drop(store.as_owner().remove_member(&mel).assert_status(204)),
    );

    assert_eq!(invited.assert_status(207)["results"][0]["status"], 201);
    assert_newer(&store, "invitation.created", "member.removed");
    let token = store.mailbox(&second.email).next_token();
    proxied.stack.as_person(&second).accept(&token).assert_status(200);
}

#[test]
fn f62_an_acceptance_that_waits_for_a_removal_is_refused() {
    let proxied = ProxiedStack::start();
    let store = proxied.stack.create_store("whatnot", "default");
    let (mel, second) = mel_in(&store);
    let (_, token) = store.invite(&second.email, seller());
    let client = proxied.stack.as_person(&second);

    let (accepted, ()) = proxied.between(
        records("invitation.superseded"),
        || client.accept(&token),
        || drop(store.as_owner().remove_member(&mel).assert_status(204)),
    );

    accepted.assert_problem(410, "invitation_revoked");
    assert_out(&store, &mel);
    assert_newer(&store, "invitation.superseded", "member.removed");
}

#[test]
fn f62_the_history_agrees_with_the_team_after_every_race() {
    let stack = Stack::shared();
    for _ in 0..ROUNDS {
        let store = stack.create_store("whatnot", "default");
        let admin = store.add_new_member("Admin", json!({"roles": ["administrator"]}));
        let (mel, second) = mel_in(&store);
        let (invitation, token) = store.invite(&second.email, seller());
        let (owner, as_admin) = (store.as_owner(), store.as_person(&admin));
        let (as_mel, as_second) = (store.as_person(&mel), stack.as_person(&second));

        let responses = run_concurrently(6, |index| match index {
            0 => owner.remove_member(&mel),
            1 => as_admin.resend(&invitation["id"]),
            2 => as_second.accept(&token),
            3 => as_admin.change_invitation(&invitation["id"], &json!({"roles": ["support"]})),
            4 => owner.invite(&Person::new("Other").email, seller()),
            _ => as_mel.leave(),
        });

        assert!(responses.iter().all(|response| response.status < 500), "{responses:#?}");
        assert_history_agrees(&store, &mel);
    }
}

#[test]
fn f62_a_return_that_races_with_removals_ends_as_the_history_says() {
    let stack = Stack::shared();
    for _ in 0..ROUNDS {
        let store = stack.create_store("whatnot", "default");
        let (mel, second) = mel_in(&store);
        store.as_owner().remove_member(&mel).assert_status(204);
        let (_, token) = store.invite(&second.email, seller());
        let (owner, as_mel, as_second) = (store.as_owner(), store.as_person(&mel), stack.as_person(&second));

        let joined = AtomicBool::new(false);
        run_concurrently(4, |index| match index {
            0 => {
                as_second.accept(&token).assert_status(200);
                joined.store(true, Ordering::SeqCst);
            }
            1 => remove_once_joined(&joined, || owner.remove_member(&mel)),
            2 => remove_once_joined(&joined, || as_mel.leave()),
            _ => drop(as_second.patch("/me", &json!({"name": "Mel Again"})).assert_status(200)),
        });

        assert_history_agrees(&store, &mel);
        assert_out(&store, &mel);
        assert_eq!(store.as_owner().seats()["members"], 0);
    }
}

/// Repeats a removal until the member is removed, by this call or another.
fn remove_once_joined(joined: &AtomicBool, remove: impl Fn() -> Response) {
    loop {
        let was_joined = joined.load(Ordering::SeqCst);
        let response = remove();
        if response.status == 204 || was_joined {
            assert!(matches!(response.status, 204 | 404), "{response}");
            return;
        }
        response.assert_problem(404, "not_found");
    }
}

/// Asserts that the newest event about joining and leaving says whether Mel is on the team.
#[track_caller]
fn assert_history_agrees(store: &TestStore<'_>, mel: &Person) {
    let is_member = store.as_owner().members().iter().any(|member| member["user_id"] == mel.sub.as_str());
    let events = store.as_owner().audit();
    let newest = events.iter().find(|event| {
        let about_mel = event["member"]["user_id"] == mel.sub.as_str();
        let kinds = ["invitation.accepted", "member.removed", "member.left"];
        about_mel && kinds.iter().any(|kind| event["type"] == *kind)
    });
    let says_member = newest.expect("Mel joined once")["type"] == "invitation.accepted";
    assert_eq!(says_member, is_member, "the history is {events:#?}");
    assert_eq!(store.as_person(mel).may("inventory"), is_member);
}
