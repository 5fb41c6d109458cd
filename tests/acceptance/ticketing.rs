//! Rows B1 to B8: several roles per user, activities that belong to merchant accounts, mails for new orders.

use std::collections::HashSet;

use crate::support::{LANGUAGES, Person, Shop, Stack, Value, find, json, skip_all, stay_empty, unique};

const ALL: [&str; 6] = ["activities", "orders", "check_in", "reports", "team", "billing"];
const ROLES: [&str; 6] =
    ["administrator", "manager", "box_office", "scanner", "reports", "order_notifications"];

#[test]
fn b1_a_user_holds_several_roles() {
    let stack = Stack::shared();
    let shop = stack.open("ticketing", "default");
    let ana = Person::new("Ana");

    let member = shop.hire(&ana, json!({"roles": ["scanner", "reports"]}));

    let roles: HashSet<_> =
        member["roles"].as_array().unwrap().iter().map(|role| role.as_str().unwrap()).collect();
    assert_eq!(roles, HashSet::from(["scanner", "reports"]));
    shop.member(&ana).may_exactly(&["check_in", "reports"], &ALL);
}

#[test]
fn b1_a_tooltip_explains_each_role_in_every_language() {
    let shop = Stack::shared().open("ticketing", "default");
    let mut tooltips = HashSet::new();
    for language in LANGUAGES {
        let catalog = shop.owner().catalog(language);
        for slug in ROLES {
            let role = find(catalog["roles"].as_array().expect("roles"), "slug", &json!(slug));
            assert!(role["label"].as_str().is_some_and(|label| !label.is_empty()), "{language}: {role}");
            assert!(
                role["permissions"].as_array().is_some_and(|list| !list.is_empty()),
                "{language}: {role}"
            );
            let tooltip = role["description"].as_str().expect("a description");
            assert!(!tooltip.is_empty() && tooltips.insert(tooltip.to_owned()), "{language}: {role}");
        }
    }
    let french = shop.owner().catalog("fr");
    let role = find(french["roles"].as_array().unwrap(), "slug", &json!("order_notifications"));
    assert_eq!(role["label"], "Notification nouvelle commande");
}

#[test]
fn b4_the_mail_lets_the_person_accept_or_refuse() {
    let stack = Stack::shared();
    let shop = stack.open("ticketing", "default");
    let (ana, ben) = (Person::new("Ana"), Person::new("Ben"));
    let (_, to_ana) = shop.invite(&ana.email, json!({"roles": ["scanner"]}));
    let (invitation, to_ben) = shop.invite(&ben.email, json!({"roles": ["scanner"]}));

    stack.signed_in(&ana).accept(&to_ana).is(200);
    stack.anyone().decline(&to_ben).is(204);

    assert!(shop.member(&ana).may("check_in"));
    assert!(!shop.member(&ben).may("check_in"));
    assert_eq!(shop.owner().invitation(&invitation["id"])["status"], "declined");
    stack.signed_in(&ben).accept(&to_ben).refused(410, "invitation_declined");
}

#[test]
fn b5_the_account_need_not_exist_before_the_first_sign_in() {
    let stack = Stack::shared();
    let shop = stack.open("ticketing", "default");
    let address = format!("new.{}@example.org", unique());
    let (_, token) = shop.invite(&address, json!({"roles": ["box_office"]}));

    let shown = stack.anyone().lookup(&token).is(200);
    assert!(shown.to_string().contains(&shop.name), "{shown}");
    let new = Person::new("New").at(&address);
    stack.signed_in(&new).accept(&token).is(200);

    shop.member(&new).may_exactly(&["orders", "check_in"], &ALL);
}

#[test]
fn b6_every_administrator_is_told_of_an_acceptance_and_of_a_refusal() {
    let stack = Stack::shared();
    let shop = stack.open("ticketing", "default");
    let admins = [0, 1].map(|_| shop.hire_new("Admin", json!({"roles": ["administrator"]})));
    let scanner = shop.hire_new("Scanner", json!({"roles": ["scanner"]}));
    let told = [&shop.owner, &admins[0], &admins[1]];
    let mut boxes = told.map(|person| shop.mailbox(&person.email));
    let mut untold = shop.mailbox(&scanner.email);
    skip_all(boxes.iter_mut().chain([&mut untold]));
    let (ana, ben) = (Person::new("Ana Alvarez"), Person::new("Ben"));
    let (_, to_ana) = invite_as(&shop, &admins[0], &ana);
    let (_, to_ben) = invite_as(&shop, &admins[0], &ben);

    stack.signed_in(&ana).accept(&to_ana).is(200);
    for mailbox in &mut boxes {
        let mail = mailbox.next();
        assert!(mail.says(&ana.name) || mail.says(&ana.email), "{mail:#?}");
    }
    stack.anyone().decline(&to_ben).is(204);
    for mailbox in &mut boxes {
        let mail = mailbox.next();
        assert!(mail.says(&ben.email), "{mail:#?}");
    }
    stay_empty(boxes.iter().chain([&untold]));
}

#[test]
fn b7_an_administrator_changes_a_users_roles_at_any_time() {
    let stack = Stack::shared();
    let shop = stack.open("ticketing", "default");
    let admin = shop.hire_new("Admin", json!({"roles": ["administrator"]}));
    let ana = shop.hire_new("Ana", json!({"roles": ["scanner"]}));

    let changed = shop.member(&admin).change(&ana, &json!({"roles": ["manager"]})).is(200);

    assert_eq!(changed["roles"], json!(["manager"]));
    shop.member(&ana).may_exactly(&["activities", "orders", "check_in", "reports"], &ALL);
    shop.member(&admin).change(&ana, &json!({"roles": ["reports", "box_office"]})).is(200);
    shop.member(&ana).may_exactly(&["orders", "check_in", "reports"], &ALL);
}

#[test]
fn b8_deleting_takes_the_user_out_of_this_account_only() {
    let stack = Stack::shared();
    let (shop, other) = (stack.open("ticketing", "default"), stack.open("ticketing", "default"));
    let ana = shop.hire_new("Ana", json!({"roles": ["scanner"]}));
    other.hire(&ana, json!({"roles": ["reports"]}));

    shop.owner().remove(&ana).is(204);

    assert!(!shop.member(&ana).may("check_in"));
    assert!(other.member(&ana).may("reports"));
    assert!(stack.signed_in(&ana).my_store(&shop.id).is_none());
    assert!(stack.signed_in(&ana).my_store(&other.id).is_some());
}

#[test]
fn b2_users_reach_all_activities_of_their_accounts_and_of_no_others() {
    let stack = Stack::shared();
    let shops = [0, 1, 2].map(|_| stack.open("ticketing", "default"));
    for shop in &shops {
        for activity in ["concert", "museum"] {
            let name = format!("{activity} of {}", shop.name);
            let body = json!({"name": name, "order_notifications": false});
            shop.owner().put_activity(activity, &body).is(201);
            shop.owner().put_activity(activity, &body).is(200);
        }
    }
    let ana = shops[0].hire_new("Ana", json!({"roles": ["scanner"]}));
    shops[1].hire(&ana, json!({"roles": ["manager"]}));

    let mine = stack.signed_in(&ana).get("/me/activities").is(200);
    let mine = mine["activities"].as_array().expect("activities");
    assert_eq!(mine.len(), 4, "{mine:#?}");
    for shop in &shops[..2] {
        let own: Vec<_> = mine.iter().filter(|one| one.to_string().contains(&shop.id)).collect();
        assert_eq!(own.len(), 2, "the activity says whose it is: {mine:#?}");
        let listed = shop.member(&ana).get("/activities").is(200);
        assert_eq!(listed["activities"].as_array().expect("activities").len(), 2);
    }
    shops[2].member(&ana).get("/activities").refused(404, "not_found");
    shops[0].member(&ana).put_activity("concert", &json!({"name": "Mine"})).refused(403, "forbidden");
}

#[test]
fn b3_a_new_order_is_mailed_only_where_role_and_activity_say_so() {
    let stack = Stack::shared();
    let shop = stack.open("ticketing", "default");
    let notified = [0, 1].map(|_| shop.hire_new("Notified", json!({"roles": ["order_notifications"]})));
    let others = ["administrator", "box_office"].map(|role| shop.hire_new("Other", json!({"roles": [role]})));
    for (slug, on) in [("loud", true), ("quiet", false)] {
        let name = format!("The {slug} one");
        shop.owner().put_activity(slug, &json!({"name": name, "order_notifications": on})).is(201);
    }
    let mut boxes = notified.each_ref().map(|person| shop.mailbox(&person.email));
    let mut untold = others.each_ref().map(|person| shop.mailbox(&person.email));
    skip_all(boxes.iter_mut().chain(&mut untold));

    shop.platform().announce(&order("quiet", "Q-17")).is(202);
    shop.platform().announce(&order("loud", "L-42")).is(202);

    for mailbox in &mut boxes {
        let mail = mailbox.next();
        assert!(mail.says("L-42") && mail.says("The loud one"), "{mail:#?}");
    }
    stay_empty(boxes.iter().chain(&untold));

    shop.owner().put_activity("loud", &json!({"name": "The loud one", "order_notifications": false})).is(200);
    shop.platform().announce(&order("loud", "L-43")).is(202);
    stay_empty(&boxes);
    shop.platform().announce(&order("unheard-of", "U-1")).problem();
}

#[test]
fn b3_a_repeated_announcement_mails_nobody_twice() {
    let stack = Stack::shared();
    let shop = stack.open("ticketing", "default");
    let ana = shop.hire_new("Ana", json!({"roles": ["order_notifications"]}));
    shop.owner().put_activity("concert", &json!({"name": "Concert", "order_notifications": true})).is(201);
    let mut mailbox = shop.mailbox(&ana.email);
    mailbox.skip_all();
    let platform = shop.platform().with("idempotency-key", &unique());

    for _ in 0..3 {
        platform.announce(&order("concert", "C-1")).is(202);
    }

    mailbox.next();
    mailbox.stays_empty();
    platform.announce(&order("concert", "C-2")).refused(422, "idempotency_key_reused");
}

fn order(activity: &str, number: &str) -> Value {
    json!({
        "type": "order.created",
        "activity_id": activity,
        "order": {"number": number, "customer": "Zoé Zimmer", "total": "25.00 EUR"},
    })
}

fn invite_as(shop: &Shop<'_>, admin: &Person, ana: &Person) -> (Value, String) {
    let invitation = shop.member(admin).invite(&ana.email, json!({"roles": ["scanner"]})).is(201);
    (invitation, shop.mailbox(&ana.email).next_token())
}
