//! Concurrent calls: the outcome is that of some order of the calls.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::support::{Person, Response, Stack, Value, emails, json, run_both, run_concurrently};

/// How often two calls race: in a single round they may happen not to overlap.
const ROUNDS: usize = 6;

#[test]
fn twelve_simultaneous_invites_against_two_seats_give_exactly_two() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let owner = store.as_owner();
    let invitees: Vec<Person> = (0..12).map(|_| Person::new("Invitee")).collect();

    let responses =
        run_concurrently(12, |i| owner.invite(&invitees[i].email, json!({"permissions": ["sales"]})));

    let (won, lost): (Vec<_>, Vec<_>) = responses.iter().partition(|response| response.status == 201);
    assert_eq!(won.len(), 2, "{responses:#?}");
    for response in lost {
        assert_eq!(response.assert_problem(409, "seat_limit_reached")["limit"], 2);
    }
    assert_eq!(owner.seats(), json!({"limit": 2, "members": 0, "invited": 2, "available": 0}));
    assert_eq!(owner.invitations().len(), 2);
}

#[test]
fn eight_simultaneous_invites_to_one_address_in_mixed_case_give_exactly_one() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let owner = store.as_owner();
    let ana = Person::new("Ana");
    let spellings: Vec<String> = (0..8).map(|i| in_mixed_case(&ana.email, i)).collect();

    let responses = run_concurrently(8, |i| owner.invite(&spellings[i], json!({"permissions": ["sales"]})));

    let (won, lost): (Vec<_>, Vec<_>) = responses.iter().partition(|response| response.status == 201);
    assert_eq!(won.len(), 1, "{responses:#?}");
    let invitation = won[0].json();
    for response in lost {
        assert_eq!(response.assert_problem(409, "already_invited")["id"], invitation["id"]);
    }
    assert_eq!(owner.invitations().len(), 1);
    assert_eq!(owner.seats()["invited"], 1);
}

#[test]
fn x3_eight_simultaneous_accepts_make_one_member_and_eight_equal_answers() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let ana = Person::new("Ana");
    let (_, token) = store.invite(&ana.email, json!({"roles": ["seller"]}));
    let client = stack.as_person(&ana);

    let responses = run_concurrently(8, |_| client.accept(&token));

    let bodies: Vec<Value> = responses.iter().map(|response| response.assert_status(200)).collect();
    assert!(bodies.iter().all(|body| *body == bodies[0]), "{bodies:#?}");
    assert_eq!(client.accept(&token).assert_status(200), bodies[0], "a repeated accept");
    assert_eq!(emails(&store.as_owner().members()), [&store.owner.email, &ana.email]);
    let seats = store.as_owner().seats();
    assert_eq!((&seats["members"], &seats["invited"]), (&json!(1), &json!(0)));
}

#[test]
fn x3_one_link_admits_one_person_of_two_who_click_at_once() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    for _ in 0..ROUNDS {
        let (ana, ben) = (Person::new("Ana"), Person::new("Ben"));
        let (_, token) = store.invite(&ana.email, json!({"permissions": ["sales"]}));
        let (as_ana, as_ben) = (stack.as_person(&ana), stack.as_person(&ben));

        let (first, second) = run_both(|| as_ana.accept(&token), || as_ben.accept(&token));

        let winner = match (first.status, second.status) {
            (200, _) => {
                second.assert_problem(410, "invitation_used");
                &ana
            }
            (_, 200) => {
                first.assert_problem(410, "invitation_used");
                &ben
            }
            _ => panic!("{first}, {second}"),
        };
        assert_eq!(store.as_owner().seats()["members"], 1);
        store.as_owner().remove_member(winner).assert_status(204);
    }
}

#[test]
fn x4_of_accept_and_revoke_at_once_exactly_one_wins() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let owner = store.as_owner();
    for _ in 0..ROUNDS {
        let ana = Person::new("Ana");
        let (invitation, token) = store.invite(&ana.email, json!({"permissions": ["sales"]}));
        let client = stack.as_person(&ana);

        let (accepted, revoked) = run_both(|| client.accept(&token), || owner.revoke(&invitation["id"]));

        let wins = assert_one_succeeded(
            &accepted,
            200,
            (410, "invitation_revoked"),
            &revoked,
            204,
            (409, "invitation_not_pending"),
        );
        assert_eq!(store.as_person(&ana).may("sales"), wins);
    }
}

#[test]
fn x4_of_accept_and_decline_at_once_exactly_one_wins() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    for _ in 0..ROUNDS {
        let ana = Person::new("Ana");
        let (_, token) = store.invite(&ana.email, json!({"permissions": ["sales"]}));
        let (client, anyone) = (stack.as_person(&ana), stack.anonymous());

        let (accepted, declined) = run_both(|| client.accept(&token), || anyone.decline(&token));

        let wins = assert_one_succeeded(
            &accepted,
            200,
            (410, "invitation_declined"),
            &declined,
            204,
            (410, "invitation_used"),
        );
        assert_eq!(store.as_person(&ana).may("sales"), wins);
    }
}

#[test]
fn x4_of_accept_and_resend_at_once_the_link_opens_once_or_not_at_all() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let owner = store.as_owner();
    for _ in 0..ROUNDS {
        let ana = Person::new("Ana");
        let (invitation, token) = store.invite(&ana.email, json!({"permissions": ["sales"]}));
        let client = stack.as_person(&ana);

        let (accepted, resent) = run_both(|| client.accept(&token), || owner.resend(&invitation["id"]));

        if accepted.status == 200 {
            resent.assert_problem(409, "invitation_not_pending");
        } else {
            accepted.assert_problem(410, "invitation_revoked");
            resent.assert_success();
        }
    }
}

#[test]
fn x4_two_changes_of_one_version_at_once_take_one() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let ana = store.add_new_member("Ana", json!({"roles": ["seller"]}));
    for _ in 0..ROUNDS {
        let version = store.as_owner().change_member(&ana, &json!({"roles": ["seller"]})).etag();
        let owner = store.as_owner().with_header("if-match", &version);

        let (left, right) = run_both(
            || owner.change_member(&ana, &json!({"roles": ["support"]})),
            || owner.change_member(&ana, &json!({"roles": ["administrator"]})),
        );

        let won = assert_one_succeeded(
            &left,
            200,
            (412, "precondition_failed"),
            &right,
            200,
            (412, "precondition_failed"),
        );
        let role = if won { "support" } else { "administrator" };
        assert_eq!(store.as_owner().member(&ana)["roles"], json!([role]));
    }
}

#[test]
fn x2_seats_are_never_exceeded_whatever_runs_at_once() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let owner = store.as_owner();
    let grant = json!({"permissions": ["sales"]});
    let (ana, ben) = (Person::new("Ana"), Person::new("Ben"));
    let (to_ana, ana_token) = store.invite(&ana.email, grant.clone());
    let (to_ben, ben_token) = store.invite(&ben.email, grant.clone());
    let (as_ana, as_ben) = (stack.as_person(&ana), stack.as_person(&ben));
    let others: Vec<Person> = (0..6).map(|_| Person::new("Other")).collect();

    run_concurrently(10, |i| match i {
        0 => drop(as_ana.accept(&ana_token)),
        1 => drop(owner.revoke(&to_ana["id"])),
        2 => drop(as_ben.accept(&ben_token)),
        3 => drop(owner.revoke(&to_ben["id"])),
        _ => drop(owner.invite(&others[i - 4].email, grant.clone())),
    });

    let seats = owner.seats();
    let members = owner.members().len() - 1;
    let pending = owner.invitations().iter().filter(|one| one["status"] == "pending").count();
    assert!(members + pending <= 2, "{seats}, {members} members and {pending} invited");
    let expected =
        json!({"limit": 2, "members": members, "invited": pending, "available": 2 - members - pending});
    assert_eq!(seats, expected);
}

#[test]
fn w6_after_a_removal_is_answered_no_access_check_allows() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    for _ in 0..ROUNDS {
        let ana = store.add_new_member("Ana", json!({"roles": ["seller"]}));
        let removed = AtomicBool::new(false);
        let (owner, member) = (store.as_owner(), store.as_person(&ana));

        run_concurrently(5, |i| {
            if i == 0 {
                owner.remove_member(&ana).assert_status(204);
                removed.store(true, Ordering::SeqCst);
                return;
            }
            let mut checks_since = 0;
            while checks_since < 10 {
                let answered = removed.load(Ordering::SeqCst);
                assert!(!(member.may("inventory") && answered), "allowed after the removal was answered");
                checks_since += usize::from(answered);
            }
        });
    }
}

/// Asserts that exactly one of two calls succeeded and the other got the given problem. Returns whether the left one
/// succeeded.
#[track_caller]
fn assert_one_succeeded(
    left: &Response,
    left_success: u16,
    left_problem: (u16, &str),
    right: &Response,
    right_success: u16,
    right_problem: (u16, &str),
) -> bool {
    if left.status == left_success {
        right.assert_problem(right_problem.0, right_problem.1);
        return true;
    }
    left.assert_problem(left_problem.0, left_problem.1);
    right.assert_status(right_success);
    false
}

/// Returns one of several spellings of an address in upper and lower case.
fn in_mixed_case(address: &str, way: usize) -> String {
    let upper =
        |(i, c): (usize, char)| if (i + way).is_multiple_of(way + 1) { c.to_ascii_uppercase() } else { c };
    address.chars().enumerate().map(upper).collect()
}
