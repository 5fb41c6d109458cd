//! Another call commits between the decision of a call and its commit. Further regression tests of faults 2,
//! 4, 5, 7, 11, 12, 54 and 57.

use crate::database_proxy::{Call, ProxiedStack, records};
use crate::dates::in_days;
use crate::support::{DAY, Person, Stack, Value, find_by, json, run_concurrently, unique_id};

fn seller() -> Value {
    json!({"roles": ["seller"]})
}

fn sales() -> Value {
    json!({"permissions": ["sales"]})
}

#[test]
fn f2_an_end_that_the_giver_gets_while_they_invite_counts() {
    let proxied = ProxiedStack::start();
    let store = proxied.stack.create_store("whatnot", "default");
    let kim = store.add_new_member("Kim", json!({"roles": ["administrator"]}));
    let as_kim = store.as_person(&kim);

    let (invited, kims_end) = proxied.between(
        records("invitation.created"),
        || as_kim.invite(&Person::new("Lou").email, seller()),
        || {
            let change = json!({"access_ends_at": in_days(2)});
            store.as_owner().change_member(&kim, &change).assert_status(200)["access_ends_at"].clone()
        },
    );

    assert_eq!(invited.assert_status(201)["access_ends_at"], kims_end);
}

#[test]
fn f2_an_end_that_the_giver_gets_while_they_extend_their_own_counts() {
    let proxied = ProxiedStack::start();
    let store = proxied.stack.create_store("whatnot", "default");
    let kim = store.add_new_member("Kim", json!({"roles": ["administrator"], "access_ends_at": in_days(9)}));
    let as_kim = store.as_person(&kim);

    let (changed, ()) = proxied.between(
        records("member.changed"),
        || as_kim.change_member(&kim, &json!({"access_ends_at": in_days(8)})),
        || {
            let change = json!({"access_ends_at": in_days(2)});
            store.as_owner().change_member(&kim, &change).assert_status(200);
        },
    );

    changed.assert_problem(403, "grant_exceeds_own");
}

#[test]
fn f4_a_plan_that_shrinks_while_an_acceptance_waits_counts() {
    let proxied = ProxiedStack::start();
    let store = proxied.stack.create_store("mycommerce", "professional");
    for _ in 0..2 {
        store.add_new_member("Member", json!({}));
    }
    let lou = Person::new("Lou");
    let (invitation, token) = store.invite(&lou.email, json!({}));
    let client = proxied.stack.as_person(&lou);

    let (accepted, ()) = proxied.between(
        records("invitation.accepted"),
        || client.accept(&token),
        || drop(store.put("standard", &store.owner).assert_status(200)),
    );

    accepted.assert_problem(409, "seat_limit_reached");
    assert_eq!(store.as_owner().invitation(&invitation["id"])["status"], "pending");
}

#[test]
fn f5_a_seat_is_not_given_on_when_its_member_gets_more_time_first() {
    let proxied = ProxiedStack::start();
    let store = proxied.stack.create_store("mycommerce", "standard");
    let tom = store.add_new_member("Tom", json!({"access_ends_at": in_days(1)}));
    store.add_new_member("Ula", json!({}));
    proxied.stack.advance_clock(2 * DAY);
    let owner = store.as_owner();

    let (invited, ()) = proxied.between(
        records("invitation.created"),
        || owner.invite(&Person::new("Val").email, json!({})),
        || {
            let change = json!({"access_ends_at": in_days(30)});
            store.as_owner().change_member(&tom, &change).assert_status(200);
        },
    );

    invited.assert_problem(409, "seat_limit_reached");
    assert!(store.as_person(&tom).may("store.manage"));
    assert_eq!(store.as_owner().seats(), json!({"limit": 2, "members": 2, "invited": 0, "available": 0}));
}

#[test]
fn f5_a_member_gets_no_more_time_when_their_seat_is_given_on_first() {
    let proxied = ProxiedStack::start();
    let store = proxied.stack.create_store("mycommerce", "standard");
    let tom = store.add_new_member("Tom", json!({"access_ends_at": in_days(1)}));
    store.add_new_member("Ula", json!({}));
    proxied.stack.advance_clock(2 * DAY);
    let owner = store.as_owner();

    let (changed, ()) = proxied.between(
        records("member.changed"),
        || owner.change_member(&tom, &json!({"access_ends_at": in_days(30)})),
        || drop(store.as_owner().invite(&Person::new("Val").email, json!({})).assert_status(201)),
    );

    changed.assert_problem(409, "seat_limit_reached");
    assert!(!store.as_person(&tom).may("store.manage"));
    assert_eq!(store.as_owner().seats(), json!({"limit": 2, "members": 1, "invited": 1, "available": 0}));
}

#[test]
fn f7_an_address_that_becomes_a_members_while_it_is_invited_is_refused() {
    let proxied = ProxiedStack::start();
    let store = proxied.stack.create_store("whatnot", "default");
    let ana = store.add_new_member("Ana", seller());
    let moved = ana.with_email(&Person::new("Ana Moved").email);
    let owner = store.as_owner();

    let (invited, ()) = proxied.between(
        records("invitation.created"),
        || owner.invite(&moved.email, seller()),
        || {
            let change = json!({"email": moved.email});
            proxied.stack.as_person(&moved).patch("/me", &change).assert_status(200);
        },
    );

    invited.assert_problem(409, "already_member");
    assert_eq!(store.as_owner().seats()["invited"], 0);
}

#[test]
fn f7_an_address_that_is_invited_while_it_becomes_a_members_is_not_pending_to_them() {
    let proxied = ProxiedStack::start();
    let store = proxied.stack.create_store("whatnot", "default");
    let ana = store.add_new_member("Ana", seller());
    let moved = ana.with_email(&Person::new("Ana Moved").email);
    let as_ana = proxied.stack.as_person(&moved);

    let (changed, invitation) = proxied.between(
        records("member.profile_changed"),
        || as_ana.patch("/me", &json!({"email": moved.email})),
        || store.as_owner().invite(&moved.email, seller()).assert_status(201),
    );

    changed.assert_status(200);
    assert_eq!(store.as_owner().invitation(&invitation["id"])["status"], "revoked");
    assert_eq!(store.as_owner().seats()["invited"], 0);
}

#[test]
fn f11_the_owners_new_address_and_an_invitation_to_it_exclude_each_other() {
    let proxied = ProxiedStack::start();
    for invitation_waits in [false, true] {
        let store = proxied.stack.create_store("ecwid", "business");
        let moved = store.owner.with_email(&Person::new("Olga Moved").email);
        let owner = store.as_owner();
        let put = || store.put("business", &moved);
        let invite = || owner.invite(&moved.email, sales());
        if invitation_waits {
            let (invited, put) = proxied.between(records("invitation.created"), invite, put);
            put.assert_status(200);
            invited.assert_problem(409, "already_member");
        } else {
            // A new address alone may record no event: the transaction is known by what it writes.
            let address = moved.email.clone();
            let is_put = move |call: &Call| call.operation == "TransactWriteItems" && call.mentions(&address);
            let (put, invited) = proxied.between(is_put, put, invite);
            put.assert_status(200);
            let invitation = invited.assert_status(201);
            assert_eq!(store.as_owner().invitation(&invitation["id"])["status"], "revoked");
        }
        assert_eq!(store.as_owner().seats()["invited"], 0);
    }
}

#[test]
fn f12_of_several_puts_where_nothing_is_one_makes_the_store() {
    let stack = Stack::shared();
    for _ in 0..6 {
        let path = format!("/stores/store-{}", unique_id());
        let owners: Vec<_> = (0..4).map(|_| Person::new("Owner")).collect();
        let absent = stack.as_platform().with_header("if-none-match", "*");

        let responses = run_concurrently(4, |index| {
            let owner = owners[index].owner_json();
            absent
                .put(&path, &json!({"name": "Shop", "owner": owner, "catalog": "whatnot", "plan": "default"}))
        });

        let made: Vec<_> = (0..4).filter(|index| responses[*index].status == 201).collect();
        let [winner] = made[..] else { panic!("one is made: {responses:#?}") };
        for response in responses.iter().filter(|response| response.status != 201) {
            response.assert_problem(412, "precondition_failed");
        }
        let store = stack.as_platform().get(&path).assert_status(200);
        assert_eq!(store["owner"]["user_id"], owners[winner].sub.as_str());
    }
}

#[test]
fn f54_a_catalog_that_changes_while_an_acceptance_waits_counts() {
    let proxied = ProxiedStack::start();
    let mut store = proxied.stack.create_store("ecwid", "unlimited");
    let lou = Person::new("Lou");
    let (invitation, token) = store.invite(&lou.email, json!({"permissions": ["reports"]}));
    let client = proxied.stack.as_person(&lou);
    store.catalog = "whatnot".to_owned();

    let (accepted, ()) = proxied.between(
        records("invitation.accepted"),
        || client.accept(&token),
        || drop(store.put("default", &store.owner).assert_status(200)),
    );

    accepted.assert_problem(410, "invitation_withdrawn");
    assert_eq!(store.as_owner().invitation(&invitation["id"])["status"], "revoked");
    assert_eq!(store.as_owner().seats()["members"], 0);
}

#[test]
fn f57_who_joins_or_leaves_while_the_catalog_changes_is_listed_rightly() {
    let proxied = ProxiedStack::start();
    for joins in [true, false] {
        let mut store = proxied.stack.create_store("whatnot", "default");
        let stays = store.add_new_member("Mia", seller());
        let goes = store.add_new_member("Ned", seller());
        let lou = Person::new("Lou");
        let (_, token) = store.invite(&lou.email, seller());
        store.catalog = "ecwid".to_owned();

        let (put, ()) = proxied.between(
            records("store.changed"),
            || store.put("unlimited", &store.owner),
            || {
                if joins {
                    proxied.stack.as_person(&lou).accept(&token).assert_status(200);
                } else {
                    store.as_person(&goes).leave().assert_status(204);
                }
            },
        );

        put.assert_status(200);
        let event = find_by(&store.as_owner().audit(), "type", &json!("store.changed"));
        let lost = event["catalog"]["lost"].as_array().expect("who lost what");
        let mut listed: Vec<_> = lost.iter().map(|entry| entry["user_id"].as_str().unwrap()).collect();
        let mut expected = if joins { vec![&*stays.sub, &*goes.sub, &*lou.sub] } else { vec![&*stays.sub] };
        listed.sort_unstable();
        expected.sort_unstable();
        assert_eq!(listed, expected);
        let history = store.as_owner().audit();
        assert_eq!(history[0]["type"], "store.changed", "it was committed last: {history:#?}");
    }
}
