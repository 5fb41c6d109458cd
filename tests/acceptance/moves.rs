//! The platform moves a person to another id.

use crate::support::{
    DataFolder, HOUR, Person, Response, Stack, TestStore, Value, base64url, json, wait_until,
};

fn begin(stack: &Stack, from: &Person, to: &Person) -> Response {
    stack.as_platform().post(&format!("/users/{}/move", from.sub), &json!({"to": to.sub}))
}

/// The same person as another identity provider knows them.
fn elsewhere(person: &Person) -> Person {
    person.with_id(&format!("{}|new", person.sub))
}

/// Moves a person, and waits until nothing is left to move.
#[track_caller]
fn move_to(stack: &Stack, from: &Person, to: &Person, stores: usize) {
    assert_eq!(begin(stack, from, to).assert_status(202)["stores"], stores);
    let done = wait_until(|| (begin(stack, from, to).assert_status(202)["stores"] == 0).then_some(()));
    done.expect("the move ends");
}

#[track_caller]
fn wait_for_inviter(store: &TestStore<'_>, id: &Value, inviter: &Person) {
    let named = || (store.as_owner().invitation(id)["invited_by"]["user_id"] == *inviter.sub).then_some(());
    wait_until(named).expect("the invitation names its inviter by the new id");
}

#[test]
fn a_person_is_moved_with_all_that_they_are_and_gave() {
    let stack = Stack::private();
    let (team, own) = (stack.create_store("whatnot", "default"), stack.create_store("ecwid", "business"));
    let ana = Person::new("Ana Arbor");
    let new_ana = elsewhere(&ana);
    let (_, joined) = team.invite(&ana.email, json!({"roles": ["administrator"]}));
    stack.as_person(&ana).accept(&joined).assert_status(200);
    let owner = json!({"name": own.name, "owner": ana.owner_json(), "catalog": "ecwid", "plan": "business"});
    own.as_platform().put("", &owner).assert_status(200);
    let by_ana = |email: &str| {
        let sent = team.as_person(&ana).invite(email, json!({"roles": ["seller"]})).assert_status(201);
        (sent, team.mailbox(email).next_token())
    };
    let (first, first_link) = by_ana("cleo@example.org");
    let (_, second_link) = by_ana("dan@example.org");
    let by_owner = own.as_person(&ana).invite("eve@example.org", json!({"permissions": ["sales"]}));
    by_owner.assert_status(201);
    let owners_link = own.mailbox("eve@example.org").next_token();
    let before = (team.as_owner().seats(), own.as_person(&ana).seats());
    let member = team.as_owner().member(&ana);

    move_to(&stack, &ana, &new_ana, 2);

    // The other id has everything, and this one nothing.
    assert_eq!((team.as_owner().seats(), own.as_person(&new_ana).seats()), before);
    let moved = team.as_owner().member(&new_ana);
    for field in ["email", "name", "roles", "joined_at", "effective_permissions", "status"] {
        assert_eq!(moved[field], member[field], "{field}");
    }
    assert!(team.as_person(&new_ana).may("team") && own.as_person(&new_ana).may("billing"));
    assert!(!team.as_person(&ana).may("inventory") && !own.as_person(&ana).may("sales"));
    assert_eq!(stack.as_person(&ana).my_stores(), Vec::<Value>::new());
    assert_eq!(stack.as_person(&new_ana).my_stores().len(), 2);
    assert_eq!(own.as_person(&new_ana).get_store().assert_status(200)["owner"]["user_id"], *new_ana.sub);
    own.as_person(&ana).get_store().assert_problem(404, "not_found");

    // What they gave is still given, by the link and in the lists.
    let accept = |email: &str, link: &str| {
        let invitee = Person::new("Invitee").with_email(email);
        stack.as_person(&invitee).accept(link)
    };
    accept("cleo@example.org", &first_link).assert_status(200);
    accept("eve@example.org", &owners_link).assert_status(200);
    let pending = team.as_owner().invitations();
    let second = pending.iter().find(|one| one["email"] == "dan@example.org").expect("pending").clone();
    assert_ne!(first["id"], second["id"]);
    wait_for_inviter(&team, &second["id"], &new_ana);
    accept("dan@example.org", &second_link).assert_status(200);
    // Their own link leads the new id to the team again.
    stack.as_person(&new_ana).accept(&joined).assert_status(200);

    // It is in the history, and published.
    let own_history = own.as_person(&new_ana).audit();
    for history in [team.as_owner().audit(), own_history] {
        let event = history.iter().find(|event| event["type"] == "person.moved").expect("the event");
        assert_eq!((&event["user_id"], &event["moved_from"]), (&json!(new_ana.sub), &json!(ana.sub)));
        assert_eq!(event["actor"]["kind"], "platform");
    }
    let published = team.as_platform().get("/events?types=person.moved").assert_status(200);
    let event = &published["events"][0];
    assert_eq!(event["subject"], json!({"kind": "person", "id": new_ana.sub}));
    assert_eq!(event["data"], json!({"moved_from": ana.sub}));
}

#[test]
fn an_invitation_of_a_person_who_was_demoted_before_they_were_moved_gives_nothing() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let ana = store.add_new_member("Ana", json!({"roles": ["administrator"]}));
    let new_ana = elsewhere(&ana);
    let ben = Person::new("Ben");
    let sent = store.as_person(&ana).invite(&ben.email, json!({"roles": ["seller"]})).assert_status(201);
    let link = store.mailbox(&ben.email).next_token();
    store.as_owner().change_member(&ana, &json!({"roles": ["support"]})).assert_status(200);
    move_to(stack, &ana, &new_ana, 1);
    wait_for_inviter(&store, &sent["id"], &new_ana);
    stack.as_person(&ben).accept(&link).assert_problem(410, "invitation_withdrawn");
}

#[test]
fn an_id_that_a_path_cannot_hold_is_moved_by_its_encoding() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let ana = Person::new("Ana");
    let odd = ana.with_id(&format!("{}/..", ana.sub));
    store.add_member(&odd, json!({"permissions": ["sales"]}));
    let path = format!("/users/~{}/move", base64url(&odd.sub));
    assert_eq!(stack.as_platform().post(&path, &json!({"to": ana.sub})).assert_status(202)["stores"], 1);
    wait_until(|| store.as_person(&ana).may("sales").then_some(())).expect("the move ends");
}

#[test]
fn two_ids_on_one_team_stay_two_persons() {
    let stack = Stack::shared();
    let (both, one) = (stack.create_store("ecwid", "unlimited"), stack.create_store("ecwid", "unlimited"));
    let sales = || json!({"permissions": ["sales"]});
    let (ana, ben) = (both.add_new_member("Ana", sales()), both.add_new_member("Ben", sales()));
    one.add_member(&ana, sales());
    begin(stack, &ana, &ben).assert_problem(409, "already_member");
    begin(stack, &ana, &both.owner).assert_problem(409, "already_member");
    begin(stack, &both.owner, &ana).assert_problem(409, "already_member");
    assert!(one.as_person(&ana).may("sales"), "nothing is moved");
    assert!(!one.as_person(&ben).may("sales"));
}

#[test]
fn a_move_goes_on_after_its_process_is_killed() {
    let folder = DataFolder::new();
    let stack = Stack::with_data(folder.path());
    let ana = Person::new("Ana");
    let new_ana = elsewhere(&ana);
    let stores: Vec<String> = (0..8)
        .map(|_| {
            let store = stack.create_store("ecwid", "business");
            store.add_member(&ana, json!({"permissions": ["sales"]}));
            store.id.clone()
        })
        .collect();
    begin(&stack, &ana, &new_ana).assert_status(202);
    stack.kill();
    drop(stack);

    let stack = Stack::with_data(folder.path());
    stack.advance_clock(HOUR);
    let left = begin(&stack, &ana, &new_ana).assert_status(202)["stores"].as_u64().expect("a number");
    assert!(left <= 8);
    wait_until(|| (begin(&stack, &ana, &new_ana).assert_status(202)["stores"] == 0).then_some(()))
        .expect("the move ends");
    for store in stores {
        let path = format!("/stores/{store}/access?permission=sales");
        assert_eq!(stack.as_person(&new_ana).get(&path).assert_status(200)["allowed"], true);
        assert_eq!(stack.as_person(&ana).get(&path).assert_status(200)["allowed"], false);
    }
}

#[test]
fn a_person_who_owns_the_store_again_by_the_former_id_is_moved_again() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let (owner, elsewhere) = (store.owner.clone(), elsewhere(&store.owner));
    move_to(stack, &owner, &elsewhere, 1);
    // The platform's own records still had the former id.
    let body =
        json!({"name": store.name, "owner": owner.owner_json(), "catalog": "ecwid", "plan": "business"});
    store.as_platform().put("", &body).assert_status(200);
    move_to(stack, &owner, &elsewhere, 1);
    assert_eq!(
        store.as_person(&elsewhere).get_store().assert_status(200)["owner"]["user_id"],
        *elsewhere.sub
    );
}

#[test]
fn a_person_who_was_moved_often_is_erased_by_the_first_id() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "business");
    let mut ana = store.add_new_member("Ana Alder", json!({"permissions": ["sales"]}));
    let first = ana.clone();
    for number in 0..10 {
        let next = first.with_id(&format!("{}|{number}", first.sub));
        move_to(&stack, &ana, &next, 1);
        ana = next;
    }
    let erasure = stack.as_platform().post("/erasures", &json!({"user_id": first.sub})).assert_status(202);
    let path = format!("/erasures/{}", erasure["id"].as_str().expect("an id"));
    let done = || {
        let erasure = stack.as_platform().get(&path).assert_status(200);
        (erasure["status"] == "done").then_some(erasure)
    };
    assert_eq!(wait_until(done).expect("it is done")["memberships"], 1);
    let shown = format!("{:?}{:?}", store.as_owner().members(), store.as_owner().audit());
    assert!(!shown.contains(&first.sub) && !shown.contains(&first.email), "{shown}");
}

#[test]
fn the_invitations_of_a_moved_person_follow_although_the_process_is_killed() {
    let folder = DataFolder::new();
    let stack = Stack::with_data(folder.path());
    let store = stack.create_store("whatnot", "default");
    let ana = store.add_new_member("Ana", json!({"roles": ["administrator"]}));
    let new_ana = elsewhere(&ana);
    let invitations: Vec<Value> = (0..40)
        .map(|number| json!({"email": format!("guest-{number}@example.org"), "roles": ["seller"]}))
        .collect();
    store.as_person(&ana).invite_many(&invitations).assert_status(207);
    begin(&stack, &ana, &new_ana).assert_status(202);
    let moved = || (stack.as_person(&new_ana).my_stores().len() == 1).then_some(());
    wait_until(moved).expect("the membership is moved");
    stack.kill();
    let (id, owner) = (store.id.clone(), store.owner.clone());
    drop(stack);

    let stack = Stack::with_data(folder.path());
    let path = format!("/stores/{id}/invitations?status=pending&limit=100");
    let follow = || {
        stack.advance_clock(HOUR);
        let page = stack.as_person(&owner).get(&path).assert_status(200);
        let pending = page["invitations"].as_array().expect("invitations").clone();
        assert_eq!(pending.len(), 40);
        pending.iter().all(|one| one["invited_by"]["user_id"] == *new_ana.sub).then_some(())
    };
    wait_until(follow).expect("every invitation names the new id");
}

#[test]
fn a_person_who_was_moved_is_erased_by_either_id() {
    let stack = Stack::private();
    for by_new_id in [true, false] {
        let store = stack.create_store("ecwid", "business");
        let ana = store.add_new_member("Ana Aspen", json!({"permissions": ["sales"]}));
        let new_ana = elsewhere(&ana);
        move_to(&stack, &ana, &new_ana, 1);
        let named = if by_new_id { &new_ana } else { &ana };
        let erasure =
            stack.as_platform().post("/erasures", &json!({"user_id": named.sub})).assert_status(202);
        let path = format!("/erasures/{}", erasure["id"].as_str().expect("an id"));
        let done = || (stack.as_platform().get(&path).assert_status(200)["status"] == "done").then_some(());
        wait_until(done).expect("it is done");
        let shown = format!("{:?}{:?}", store.as_owner().members(), store.as_owner().audit());
        for word in [ana.sub.as_str(), ana.email.as_str(), ana.name.as_str()] {
            assert!(!shown.contains(word), "{word} in {shown}");
        }
    }
}

#[test]
fn the_platform_alone_moves_a_person_and_says_whereto() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let ana = store.add_new_member("Ana", json!({"permissions": ["sales"]}));
    let (path, to) = (format!("/users/{}/move", ana.sub), json!({"to": elsewhere(&ana).sub}));
    assert_eq!(stack.anonymous().post(&path, &to).status, 401);
    for caller in [stack.as_person(&store.owner), stack.as_person(&ana), stack.as_support_agent()] {
        assert_eq!(caller.post(&path, &to).status, 403);
    }
    let platform = stack.as_platform();
    for to in [ana.sub.as_str(), "me"] {
        platform.post(&path, &json!({"to": to})).assert_field_error("/to");
    }
    platform.post(&path, &json!({"to": ""})).assert_problem(422, "invalid_field");
    platform.post(&path, &json!({})).assert_problem(422, "invalid_field");
    platform.post(&path, &json!({"to": "x", "more": 1})).assert_problem(422, "invalid_field");
    assert_eq!(platform.post("/users/nobody-knows/move", &to).assert_status(202)["stores"], 0);
    let key = stack.as_platform().with_header("idempotency-key", "move-ana");
    let (one, two) = (key.post(&path, &to), key.post(&path, &to));
    assert_eq!(
        (&one.assert_status(202)["stores"], &two.assert_status(202)["stores"]),
        (&json!(1), &json!(1))
    );
    key.post(&path, &json!({"to": "another"})).assert_problem(422, "idempotency_key_reused");
}
