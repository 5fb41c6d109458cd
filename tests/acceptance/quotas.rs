//! How many invitations and mails a person, a store and a recipient may cause.

use crate::support::{DAY, HOUR, MINUTE, Person, Stack, StoreClient, TestStore, json, parse_time};

/// Returns a limit of the catalog.
fn limit(name: &str) -> usize {
    let catalog = include_str!("../../shared/domain/catalogs/whatnot/catalog.toml");
    let line = catalog.lines().find_map(|line| line.strip_prefix(name)?.trim().strip_prefix('='));
    line.and_then(|value| value.trim().parse().ok()).unwrap_or_else(|| panic!("no {name} in the catalog"))
}

/// Creates a store just after midnight, so that no new hour or day begins while a test uses up its quota.
fn store_after_midnight(stack: &Stack) -> TestStore<'_> {
    let store = stack.create_store("whatnot", "default");
    let now = parse_time(&store.as_owner().audit()[0]["at"]).timestamp();
    stack.advance_clock(DAY - now.rem_euclid(DAY) + MINUTE);
    store
}

/// Invites new people in bulk until an invitation is refused. Returns how many were made.
fn invite_until_refused(client: &StoreClient<'_>, max: usize) -> usize {
    let mut invited = 0;
    while invited <= max {
        let batch: Vec<_> =
            (0..100).map(|_| json!({"email": Person::new("Invitee").email, "roles": ["seller"]})).collect();
        let results =
            client.invite_many(&batch).assert_status(207)["results"].as_array().expect("results").clone();
        invited += results.iter().filter(|result| result["status"] == 201).count();
        if let Some(refused) = results.iter().find(|result| result["status"] != 201) {
            assert_eq!(refused["problem"]["code"], "quota_exceeded", "{refused}");
            assert!(refused["problem"]["retry_after"].as_u64() > Some(0), "{refused}");
            return invited;
        }
    }
    panic!("no invitation was refused after {invited}");
}

#[test]
fn x17_invitations_are_bounded_per_inviter_and_hour() {
    let stack = Stack::private();
    let store = store_after_midnight(&stack);
    let allowed = limit("invitations_per_inviter_per_hour");
    let invite = || store.as_owner().invite(&Person::new("Invitee").email, json!({"roles": ["seller"]}));

    assert_eq!(invite_until_refused(&store.as_owner(), allowed), allowed);

    let refused = invite();
    refused.assert_problem(429, "quota_exceeded");
    assert!((1..=3600).contains(&refused.retry_after()), "{refused}");
    stack.advance_clock(HOUR);
    invite().assert_status(201);
}

#[test]
fn x17_invitations_are_bounded_per_store_and_day() {
    let stack = Stack::private();
    let store = store_after_midnight(&stack);
    let (per_hour, per_day) =
        (limit("invitations_per_inviter_per_hour"), limit("invitations_per_store_per_day"));
    let admins: Vec<_> = (0..=per_day / per_hour)
        .map(|_| store.add_new_member("Admin", json!({"roles": ["administrator"]})))
        .collect();
    let invite = || store.as_owner().invite(&Person::new("Invitee").email, json!({"roles": ["seller"]}));

    let invited: usize =
        admins.iter().map(|admin| invite_until_refused(&store.as_person(admin), per_hour)).sum();

    assert_eq!(admins.len() + invited, per_day);
    let refused = invite();
    refused.assert_problem(429, "quota_exceeded");
    assert!((1..=24 * 3600).contains(&refused.retry_after()), "{refused}");
    stack.advance_clock(DAY);
    invite().assert_status(201);
}

#[test]
fn x17_resends_are_bounded_per_invitation() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let (invitation, _) = store.invite(&Person::new("Ana").email, json!({"roles": ["seller"]}));
    for _ in 0..limit("resends_per_invitation") {
        store.as_owner().resend(&invitation["id"]).assert_success();
    }
    let refused = store.as_owner().resend(&invitation["id"]);
    refused.assert_problem(429, "quota_exceeded");
    assert!(refused.retry_after() > 0);
}

#[test]
fn x17_mails_to_one_recipient_are_bounded_over_all_stores() {
    let stack = Stack::private();
    store_after_midnight(&stack);
    let allowed = limit("mails_per_recipient_per_day");
    let ana = Person::new("Ana");
    let invite = || {
        stack.create_store("whatnot", "default").as_owner().invite(&ana.email, json!({"roles": ["seller"]}))
    };
    for _ in 0..allowed {
        invite().assert_status(201);
    }

    let refused = invite();

    refused.assert_problem(429, "quota_exceeded");
    assert!((1..=24 * 3600).contains(&refused.retry_after()), "{refused}");
    stack.wait_until_mails_are_sent();
    assert_eq!(stack.mailbox(&ana.email).unread().len(), allowed);
    stack.advance_clock(DAY);
    invite().assert_status(201);
}
