//! Seats: a plan limits how many members and open invitations a store has.

use crate::support::{DAY, Person, Stack, json};

#[test]
fn x2_refusal_revocation_and_removal_give_the_seat_back() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let sales = json!({"permissions": ["sales"]});
    let assert_seats = |members: u32, invited: u32| {
        let available = 2 - members - invited;
        let expected = json!({"limit": 2, "members": members, "invited": invited, "available": available});
        assert_eq!(store.as_owner().seats(), expected);
    };

    let (_, declined) = store.invite(&Person::new("Ana").email, sales.clone());
    assert_seats(0, 1);
    stack.anonymous().decline(&declined).assert_status(204);
    assert_seats(0, 0);
    let (revoked, _) = store.invite(&Person::new("Ben").email, sales.clone());
    store.as_owner().revoke(&revoked["id"]).assert_status(204);
    assert_seats(0, 0);
    let cem = store.add_new_member("Cem", sales.clone());
    let dov = store.add_new_member("Dov", sales);
    assert_seats(2, 0);
    store.as_owner().remove_member(&cem).assert_status(204);
    store.as_person(&dov).leave().assert_status(204);
    assert_seats(0, 0);
    stack.anonymous().decline(&declined).assert_problem(410, "invitation_declined");
    store.as_owner().revoke(&revoked["id"]).assert_problem(409, "invitation_not_pending");
    assert_seats(0, 0);
}

#[test]
fn a_plan_shrinks_onto_a_heap_of_expired_invitations() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "unlimited");
    let people: Vec<_> =
        (0..100).map(|_| json!({"email": Person::new("Newcomer").email, "permissions": ["sales"]})).collect();
    store.as_owner().invite_many(&people).assert_status(207);
    store.as_owner().invite_many(&people[..1]).assert_status(207);
    stack.advance_clock(8 * DAY);
    store.put("business", &store.owner).assert_success();
    assert_eq!(store.as_owner().seats(), json!({"limit": 2, "members": 0, "invited": 0, "available": 2}));

    let sales = || json!({"permissions": ["sales"]});
    store.as_owner().invite(&Person::new("Ana").email, sales()).assert_status(201);
    store.as_owner().invite(&Person::new("Ben").email, sales()).assert_status(201);
    let full = store
        .as_owner()
        .invite(&Person::new("Cleo").email, sales())
        .assert_problem(409, "seat_limit_reached");
    assert_eq!(full["limit"], 2);
}

#[test]
fn a_store_whose_plan_shrank_below_its_team_keeps_it_and_takes_nobody() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let sales = json!({"permissions": ["sales"]});
    let team = [0, 1, 2, 3].map(|_| store.add_new_member("Staff", sales.clone()));

    store.put("business", &store.owner).assert_status(200);

    assert!(team.iter().all(|one| store.as_person(one).may("sales")));
    store.as_owner().change_member(&team[0], &json!({"permissions": ["reports"]})).assert_status(200);
    let invite = || store.as_owner().invite(&Person::new("Invitee").email, sales.clone());
    for member in &team[..2] {
        invite().assert_problem(409, "seat_limit_reached");
        store.as_owner().remove_member(member).assert_status(204);
    }
    invite().assert_problem(409, "seat_limit_reached");
    store.as_owner().remove_member(&team[2]).assert_status(204);
    invite().assert_status(201);
    assert_eq!(store.as_owner().seats(), json!({"limit": 2, "members": 1, "invited": 1, "available": 0}));
}
