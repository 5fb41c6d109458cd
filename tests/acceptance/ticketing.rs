//! Rows B1 to B8: several roles per user, activities that belong to merchant accounts, mails for new orders.

use std::collections::HashSet;

use crate::support::{
    LANGUAGES, Person, Stack, TestStore, Value, assert_no_new_mail_in, find_by, json, mark_all_read,
    unique_id,
};

const ALL: [&str; 6] = ["activities", "orders", "check_in", "reports", "team", "billing"];
const ROLES: [&str; 6] =
    ["administrator", "manager", "box_office", "scanner", "reports", "order_notifications"];

#[test]
fn b1_a_user_holds_several_roles() {
    let stack = Stack::shared();
    let store = stack.create_store("ticketing", "default");
    let ana = Person::new("Ana");

    let member = store.add_member(&ana, json!({"roles": ["scanner", "reports"]}));

    let roles: HashSet<_> =
        member["roles"].as_array().unwrap().iter().map(|role| role.as_str().unwrap()).collect();
    assert_eq!(roles, HashSet::from(["scanner", "reports"]));
    store.as_person(&ana).assert_may_exactly(&["check_in", "reports"], &ALL);
}

#[test]
fn b1_a_tooltip_explains_each_role_in_every_language() {
    let store = Stack::shared().create_store("ticketing", "default");
    let mut tooltips = HashSet::new();
    for language in LANGUAGES {
        let catalog = store.as_owner().catalog(language);
        for slug in ROLES {
            let role = find_by(catalog["roles"].as_array().expect("roles"), "slug", &json!(slug));
            assert!(role["label"].as_str().is_some_and(|label| !label.is_empty()), "{language}: {role}");
            assert!(
                role["permissions"].as_array().is_some_and(|list| !list.is_empty()),
                "{language}: {role}"
            );
            let tooltip = role["description"].as_str().expect("a description");
            assert!(!tooltip.is_empty() && tooltips.insert(tooltip.to_owned()), "{language}: {role}");
        }
    }
    let french = store.as_owner().catalog("fr");
    let role = find_by(french["roles"].as_array().unwrap(), "slug", &json!("order_notifications"));
    assert_eq!(role["label"], "Notification nouvelle commande");
}

#[test]
fn b4_the_mail_lets_the_person_accept_or_refuse() {
    let stack = Stack::shared();
    let store = stack.create_store("ticketing", "default");
    let (ana, ben) = (Person::new("Ana"), Person::new("Ben"));
    let (_, to_ana) = store.invite(&ana.email, json!({"roles": ["scanner"]}));
    let (invitation, to_ben) = store.invite(&ben.email, json!({"roles": ["scanner"]}));

    stack.as_person(&ana).accept(&to_ana).assert_status(200);
    stack.anonymous().decline(&to_ben).assert_status(204);

    assert!(store.as_person(&ana).may("check_in"));
    assert!(!store.as_person(&ben).may("check_in"));
    assert_eq!(store.as_owner().invitation(&invitation["id"])["status"], "declined");
    stack.as_person(&ben).accept(&to_ben).assert_problem(410, "invitation_declined");
}

#[test]
fn b5_the_account_need_not_exist_before_the_first_sign_in() {
    let stack = Stack::shared();
    let store = stack.create_store("ticketing", "default");
    let address = format!("new.{}@example.org", unique_id());
    let (_, token) = store.invite(&address, json!({"roles": ["box_office"]}));

    let lookup = stack.anonymous().lookup(&token).assert_status(200);
    assert!(lookup.to_string().contains(&store.name), "{lookup}");
    let new = Person::new("New").with_email(&address);
    stack.as_person(&new).accept(&token).assert_status(200);

    store.as_person(&new).assert_may_exactly(&["orders", "check_in"], &ALL);
}

#[test]
fn b6_every_administrator_is_told_of_an_acceptance_and_of_a_refusal() {
    let stack = Stack::shared();
    let store = stack.create_store("ticketing", "default");
    let admins = [0, 1].map(|_| store.add_new_member("Admin", json!({"roles": ["administrator"]})));
    let scanner = store.add_new_member("Scanner", json!({"roles": ["scanner"]}));
    let notified = [&store.owner, &admins[0], &admins[1]];
    let mut mailboxes = notified.map(|person| store.mailbox(&person.email));
    let mut scanner_mailbox = store.mailbox(&scanner.email);
    mark_all_read(mailboxes.iter_mut().chain([&mut scanner_mailbox]));
    let (ana, ben) = (Person::new("Ana Alvarez"), Person::new("Ben"));
    let (_, to_ana) = invite_as(&store, &admins[0], &ana);
    let (_, to_ben) = invite_as(&store, &admins[0], &ben);

    stack.as_person(&ana).accept(&to_ana).assert_status(200);
    for mailbox in &mut mailboxes {
        let mail = mailbox.next_mail();
        assert!(mail.contains(&ana.name) || mail.contains(&ana.email), "{mail:#?}");
    }
    stack.anonymous().decline(&to_ben).assert_status(204);
    for mailbox in &mut mailboxes {
        let mail = mailbox.next_mail();
        assert!(mail.contains(&ben.email), "{mail:#?}");
    }
    assert_no_new_mail_in(mailboxes.iter().chain([&scanner_mailbox]));
}

#[test]
fn b7_an_administrator_changes_a_users_roles_at_any_time() {
    let stack = Stack::shared();
    let store = stack.create_store("ticketing", "default");
    let admin = store.add_new_member("Admin", json!({"roles": ["administrator"]}));
    let ana = store.add_new_member("Ana", json!({"roles": ["scanner"]}));

    let changed =
        store.as_person(&admin).change_member(&ana, &json!({"roles": ["manager"]})).assert_status(200);

    assert_eq!(changed["roles"], json!(["manager"]));
    store.as_person(&ana).assert_may_exactly(&["activities", "orders", "check_in", "reports"], &ALL);
    store
        .as_person(&admin)
        .change_member(&ana, &json!({"roles": ["reports", "box_office"]}))
        .assert_status(200);
    store.as_person(&ana).assert_may_exactly(&["orders", "check_in", "reports"], &ALL);
}

#[test]
fn b8_deleting_takes_the_user_out_of_this_account_only() {
    let stack = Stack::shared();
    let (store, other) =
        (stack.create_store("ticketing", "default"), stack.create_store("ticketing", "default"));
    let ana = store.add_new_member("Ana", json!({"roles": ["scanner"]}));
    other.add_member(&ana, json!({"roles": ["reports"]}));

    store.as_owner().remove_member(&ana).assert_status(204);

    assert!(!store.as_person(&ana).may("check_in"));
    assert!(other.as_person(&ana).may("reports"));
    assert!(stack.as_person(&ana).my_store(&store.id).is_none());
    assert!(stack.as_person(&ana).my_store(&other.id).is_some());
}

#[test]
fn b2_users_reach_all_activities_of_their_accounts_and_of_no_others() {
    let stack = Stack::shared();
    let stores = [0, 1, 2].map(|_| stack.create_store("ticketing", "default"));
    for store in &stores {
        for activity in ["concert", "museum"] {
            let name = format!("{activity} of {}", store.name);
            let body = json!({"name": name, "order_notifications": false});
            store.as_owner().put_activity(activity, &body).assert_status(201);
            store.as_owner().put_activity(activity, &body).assert_status(200);
        }
    }
    let ana = stores[0].add_new_member("Ana", json!({"roles": ["scanner"]}));
    stores[1].add_member(&ana, json!({"roles": ["manager"]}));

    let response = stack.as_person(&ana).get("/me/activities").assert_status(200);
    let activities = response["activities"].as_array().expect("activities");
    assert_eq!(activities.len(), 4, "{activities:#?}");
    for store in &stores[..2] {
        let own: Vec<_> = activities.iter().filter(|one| one.to_string().contains(&store.id)).collect();
        assert_eq!(own.len(), 2, "each activity names its store: {activities:#?}");
        let listed = store.as_person(&ana).get("/activities").assert_status(200);
        assert_eq!(listed["activities"].as_array().expect("activities").len(), 2);
    }
    stores[2].as_person(&ana).get("/activities").assert_problem(404, "not_found");
    stores[0]
        .as_person(&ana)
        .put_activity("concert", &json!({"name": "Mine"}))
        .assert_problem(403, "forbidden");
}

#[test]
fn b3_a_new_order_is_mailed_only_where_role_and_activity_say_so() {
    let stack = Stack::shared();
    let store = stack.create_store("ticketing", "default");
    let notified =
        [0, 1].map(|_| store.add_new_member("Notified", json!({"roles": ["order_notifications"]})));
    let others =
        ["administrator", "box_office"].map(|role| store.add_new_member("Other", json!({"roles": [role]})));
    for (slug, on) in [("loud", true), ("quiet", false)] {
        let name = format!("The {slug} one");
        store
            .as_owner()
            .put_activity(slug, &json!({"name": name, "order_notifications": on}))
            .assert_status(201);
    }
    let mut mailboxes = notified.each_ref().map(|person| store.mailbox(&person.email));
    let mut other_mailmailboxes = others.each_ref().map(|person| store.mailbox(&person.email));
    mark_all_read(mailboxes.iter_mut().chain(&mut other_mailmailboxes));

    store.as_platform().announce(&order("quiet", "Q-17")).assert_status(202);
    store.as_platform().announce(&order("loud", "L-42")).assert_status(202);

    for mailbox in &mut mailboxes {
        let mail = mailbox.next_mail();
        assert!(mail.contains("L-42") && mail.contains("The loud one"), "{mail:#?}");
    }
    assert_no_new_mail_in(mailboxes.iter().chain(&other_mailmailboxes));

    store
        .as_owner()
        .put_activity("loud", &json!({"name": "The loud one", "order_notifications": false}))
        .assert_status(200);
    store.as_platform().announce(&order("loud", "L-43")).assert_status(202);
    assert_no_new_mail_in(&mailboxes);
    store.as_platform().announce(&order("unheard-of", "U-1")).assert_any_problem();
}

#[test]
fn b3_a_repeated_announcement_mails_nobody_twice() {
    let stack = Stack::shared();
    let store = stack.create_store("ticketing", "default");
    let ana = store.add_new_member("Ana", json!({"roles": ["order_notifications"]}));
    store
        .as_owner()
        .put_activity("concert", &json!({"name": "Concert", "order_notifications": true}))
        .assert_status(201);
    let mut mailbox = store.mailbox(&ana.email);
    mailbox.mark_all_read();
    let platform = store.as_platform().with_header("idempotency-key", &unique_id());

    for _ in 0..3 {
        platform.announce(&order("concert", "C-1")).assert_status(202);
    }

    mailbox.next_mail();
    mailbox.assert_no_new_mail();
    platform.announce(&order("concert", "C-2")).assert_problem(422, "idempotency_key_reused");
}

fn order(activity: &str, number: &str) -> Value {
    json!({
        "type": "order.created",
        "activity_id": activity,
        "order": {"number": number, "customer": "Zoé Zimmer", "total": "25.00 EUR"},
    })
}

fn invite_as(store: &TestStore<'_>, admin: &Person, ana: &Person) -> (Value, String) {
    let invitation =
        store.as_person(admin).invite(&ana.email, json!({"roles": ["scanner"]})).assert_status(201);
    (invitation, store.mailbox(&ana.email).next_token())
}

#[test]
fn a_new_activity_says_where_it_is() {
    let store = Stack::shared().create_store("ticketing", "default");
    let put = || store.as_owner().put_activity("gala", &json!({"name": "Gala"}));
    let (created, again) = (put(), put());
    created.assert_status(201);
    assert_eq!(created.header("location"), Some(format!("/stores/{}/activities/gala", store.id).as_str()));
    again.assert_status(200);
    assert_eq!(again.header("location"), None);
}

#[test]
fn p16_an_activity_is_deleted_by_a_manager() {
    let stack = Stack::shared();
    let store = stack.create_store("ticketing", "default");
    let ana = store.add_new_member("Ana", json!({"roles": ["manager"]}));
    let activity = json!({"name": "Théâtre", "order_notifications": true});
    store.as_owner().put_activity("theatre", &activity).assert_status(201);
    let path = "/activities/theatre";
    let delete = |client: crate::support::StoreClient<'_>| client.send("DELETE", path, None);
    delete(store.as_person(&ana)).assert_problem(403, "forbidden");
    let version = store.as_owner().get("/activities").assert_status(200)["activities"][0]["version"].clone();
    delete(store.as_owner().with_header("if-match", "\"2\"")).assert_problem(412, "precondition_failed");
    delete(store.as_owner().with_header("if-match", &format!("\"{version}\""))).assert_status(204);
    delete(store.as_owner()).assert_problem(404, "not_found");
    let left = store.as_person(&ana).get("/activities").assert_status(200);
    assert_eq!(left["activities"], json!([]));
    let order = json!({"type": "order.created", "activity_id": "theatre", "order": {"number": "1"}});
    store.as_platform().announce(&order).assert_field_error("/activity_id");
    let event = store.as_owner().audit().remove(0);
    assert_eq!((&event["type"], &event["name"]), (&json!("activity.deleted"), &json!("Théâtre")));

    store.as_owner().put_activity("theatre", &activity).assert_status(201);
    let stale = store.as_owner().with_header("if-match", &format!("\"{version}\""));
    delete(stale).assert_problem(412, "precondition_failed");
}
