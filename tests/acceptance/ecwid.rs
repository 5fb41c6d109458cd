//! Rows E1 to E15: staff with individual permissions; only the owner sees billing and staff.

use std::collections::HashSet;

use crate::support::{
    DAY, LANGUAGES, Person, Stack, TestStore, Value, assert_no_new_mail_in, emails, find_by, json,
    mark_all_read, parse_time, unique_id, wait_until,
};

const GRANTABLE: [&str; 7] =
    ["sales", "catalog", "marketing", "reports", "website", "sales_channels", "settings"];

#[test]
fn e1_the_catalog_lists_seven_permissions_with_labels_and_sections_in_every_language() {
    let store = Stack::shared().create_store("ecwid", "business");
    let mut settings = HashSet::new();
    for language in LANGUAGES {
        let catalog = store.as_owner().catalog(language);
        let permissions = catalog["permissions"].as_array().expect("permissions");
        for slug in GRANTABLE {
            let permission = find_by(permissions, "slug", &json!(slug));
            for text in ["label", "description"] {
                assert!(
                    permission[text].as_str().is_some_and(|text| !text.is_empty()),
                    "{language}: {permission}"
                );
            }
            let sections = permission["sections"].as_array().expect("sections");
            assert!(!sections.is_empty(), "{language}: {permission}");
            assert!(sections.iter().all(|section| section.as_str().is_some_and(|text| !text.is_empty())));
        }
        settings.insert(find_by(permissions, "slug", &json!("settings"))["label"].to_string());
    }
    assert_eq!(settings.len(), LANGUAGES.len(), "a label in each language: {settings:?}");
}

#[test]
fn e1_the_french_labels_are_those_of_the_article() {
    let store = Stack::shared().create_store("ecwid", "business");
    let catalog = store.as_owner().catalog("fr");
    let permissions = catalog["permissions"].as_array().expect("permissions");
    let labels = GRANTABLE.map(|slug| find_by(permissions, "slug", &json!(slug))["label"].clone());
    assert_eq!(
        labels,
        [
            "Ventes",
            "Catalogue",
            "Marketing",
            "Rapports et analyses",
            "Site Web",
            "Canaux de vente",
            "Paramètres du stock, modes de livraison et de paiement",
        ]
    );
}

#[test]
fn e2_business_includes_two_staff_accounts_and_unlimited_any_number() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let sales = json!({"permissions": ["sales"]});
    store.add_new_member("Ana", sales.clone());
    store.as_owner().invite(&Person::new("Ben").email, sales.clone()).assert_status(201);
    let refused = store.as_owner().invite(&Person::new("Cem").email, sales.clone());
    assert_eq!(refused.assert_problem(409, "seat_limit_reached")["limit"], 2);

    store.as_platform().change_store(&json!({"plan": "unlimited"})).assert_status(200);
    for _ in 0..4 {
        store.as_owner().invite(&Person::new("Staff").email, sales.clone()).assert_status(201);
    }

    store.put("business", &store.owner).assert_status(200);
    assert_eq!(store.as_owner().seats(), json!({"limit": 2, "members": 1, "invited": 5, "available": 0}));
}

#[test]
fn e3_the_permissions_ticked_at_invite_are_the_members() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let ana = Person::new("Ana");
    let ticked = json!(["marketing", "website"]);

    let (invitation, token) = store.invite(&ana.email, json!({"permissions": ticked}));
    let member = &stack.as_person(&ana).accept(&token).assert_status(200)["member"];

    assert_eq!(as_set(&invitation["permissions"]), as_set(&ticked));
    assert_eq!(as_set(&member["permissions"]), as_set(&ticked));
    assert_eq!(as_set(&member["effective_permissions"]), as_set(&ticked));
    store.as_person(&ana).assert_may_exactly(&["marketing", "website"], &GRANTABLE);
}

#[test]
fn e4_pending_staff_and_staff_are_shown_apart() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let ana = store.add_new_member("Ana", json!({"permissions": ["sales"]}));
    let (ben, _) = store.invite(&Person::new("Ben").email, json!({"permissions": ["sales"]}));

    let pending = store.as_owner().get("/invitations?status=pending").assert_status(200);

    assert_eq!(emails(pending["invitations"].as_array().unwrap()), [ben["email"].as_str().unwrap()]);
    assert_eq!(emails(&store.as_owner().members()), [&store.owner.email, &ana.email]);
}

#[test]
fn e5_the_mail_has_the_articles_subject_and_button_in_french() {
    let store = Stack::shared().create_store("ecwid", "business");
    let ana = Person::new("Ana");

    store.as_owner().invite(&ana.email, json!({"permissions": ["sales"], "locale": "fr"})).assert_status(201);

    let mail = store.mailbox(&ana.email).next_mail();
    assert_eq!(mail.subject, format!("Vous avez été invité(e) à gérer la boutique {}", store.name));
    assert!(mail.html.contains("Rejoindre la boutique"), "{}", mail.html);
    assert!(mail.text.contains("Rejoindre la boutique"), "{}", mail.text);
}

#[test]
fn e5_the_mail_is_in_the_invitees_language() {
    let store = Stack::shared().create_store("ecwid", "unlimited");
    let mut subjects = HashSet::new();
    for language in LANGUAGES {
        let ana = Person::new("Ana");
        store
            .as_owner()
            .invite(&ana.email, json!({"permissions": ["sales"], "locale": language}))
            .assert_status(201);
        let mail = store.mailbox(&ana.email).next_mail();
        assert!(mail.subject.contains(&store.name), "{language}: {mail:#?}");
        subjects.insert(mail.subject);
    }
    assert_eq!(subjects.len(), LANGUAGES.len(), "{subjects:?}");
}

#[test]
fn e6_anyone_with_a_verified_address_may_use_the_link_here() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let (_, token) = store.invite(&Person::new("Ana at work").email, json!({"permissions": ["sales"]}));
    let ana = Person::new("Ana at home");

    let member = &stack.as_person(&ana).accept(&token).assert_status(200)["member"];

    assert_eq!(member["user_id"], *ana.sub);
    assert_eq!(member["email"], *ana.email);
    assert!(store.as_person(&ana).may("sales"));
}

#[test]
fn e6_the_other_catalogs_demand_the_invited_address() {
    let stack = Stack::shared();
    for (catalog, plan, grant) in [
        ("mycommerce", "standard", json!({})),
        ("sendcloud", "default", json!({})),
        ("ticketing", "default", json!({"roles": ["scanner"]})),
        ("whatnot", "default", json!({"roles": ["seller"]})),
    ] {
        let store = stack.create_store(catalog, plan);
        let ana = Person::new("Ana");
        let (_, token) = store.invite(&ana.email, grant);
        let elsewhere = ana.with_email(&Person::new("Ana").email);
        stack.as_person(&elsewhere).accept(&token).assert_problem(403, "wrong_account");
        stack.as_person(&ana).accept(&token).assert_status(200);
    }
}

#[test]
fn e7_shop_picker_lists_every_store() {
    let stack = Stack::shared();
    let ana = Person::new("Ana");
    let stores =
        [("ecwid", "business"), ("ecwid", "unlimited"), ("ecwid", "business")].map(|(catalog, plan)| {
            let store = stack.create_store(catalog, plan);
            store.add_member(&ana, json!({"permissions": ["sales"]}));
            store
        });
    let own = TestStore::create(stack, &ana, "ecwid", "business");
    stack.create_store("ecwid", "business");

    let listed = stack.as_person(&ana).my_stores();

    assert_eq!(listed.len(), 4, "{listed:#?}");
    for store in stores.iter().chain([&own]) {
        let entry = stack.as_person(&ana).my_store(&store.id).expect("the store in the list");
        assert!(entry.to_string().contains(&store.name), "{entry}");
        assert!(entry.to_string().contains("sales") || store.id == own.id, "the grant in {entry}");
    }
}

#[test]
fn e8_the_owner_changes_permissions_and_the_member_gets_a_mail_with_the_new_ones() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let ana = store.add_new_member("Ana", json!({"permissions": ["sales", "website"], "locale": "fr"}));
    let mut mailbox = store.mailbox(&ana.email);
    mailbox.next_token();

    let changed = store
        .as_owner()
        .change_member(&ana, &json!({"permissions": ["website", "reports", "marketing"]}))
        .assert_status(200);

    assert_eq!(as_set(&changed["permissions"]), as_set(&json!(["website", "reports", "marketing"])));
    store.as_person(&ana).assert_may_exactly(&["marketing", "reports", "website"], &GRANTABLE);
    let mail = mailbox.next_mail();
    for label in ["Rapports et analyses", "Marketing", "Site Web", "Ventes"] {
        assert!(mail.contains(label), "{label} in {mail:#?}");
        assert!(mail.html.contains(label), "{label} in {mail:#?}");
    }
    mailbox.assert_no_new_mail();
}

#[test]
fn e9_removed_staff_get_a_mail_and_cannot_get_in() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let ana = store.add_new_member("Ana", json!({"permissions": ["sales"]}));
    let mut mailbox = store.mailbox(&ana.email);
    mailbox.next_token();

    store.as_owner().remove_member(&ana).assert_status(204);

    assert!(!store.as_person(&ana).may("sales"));
    assert!(!mailbox.next_mail().text.contains("/join#"));
    mailbox.assert_no_new_mail();
}

#[test]
fn e9_who_had_not_accepted_gets_no_mail_of_it() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let ana = Person::new("Ana");
    let (invitation, _) = store.invite(&ana.email, json!({"permissions": ["sales"]}));
    let mut mailbox = store.mailbox(&ana.email);
    mailbox.next_token();

    store.as_owner().revoke(&invitation["id"]).assert_status(204);

    mailbox.assert_no_new_mail();
}

#[test]
fn e10_a_removed_person_can_be_invited_again_and_the_old_link_stays_dead() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let ana = Person::new("Ana");
    let (_, old) = store.invite(&ana.email, json!({"permissions": ["sales"]}));
    stack.as_person(&ana).accept(&old).assert_status(200);
    store.as_owner().remove_member(&ana).assert_status(204);
    let no_longer_valid = [(410, "invitation_used"), (410, "invitation_revoked")];
    stack.as_person(&ana).accept(&old).assert_one_of_problems(&no_longer_valid);

    let (_, new) = store.invite(&ana.email, json!({"permissions": ["reports"]}));

    stack.as_person(&ana).accept(&old).assert_one_of_problems(&no_longer_valid);
    assert!(!store.as_person(&ana).may("reports"));
    stack.as_person(&ana).accept(&new).assert_status(200);
    store.as_person(&ana).assert_may_exactly(&["reports"], &GRANTABLE);
    assert_eq!(store.as_owner().seats()["members"], 1);
}

#[test]
fn e13_the_mobile_app_needs_every_permission() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let all = store.add_new_member("All", json!({"permissions": GRANTABLE}));
    let six = store.add_new_member("Six", json!({"permissions": GRANTABLE[1..]}));

    assert!(store.as_person(&all).may("mobile_app"));
    assert!(store.as_owner().may("mobile_app"));
    let refused = store.as_person(&six).access(&["mobile_app"]).assert_status(200);
    assert_eq!((&refused["allowed"], &refused["missing"]), (&json!(false), &json!(["mobile_app"])));

    store.as_owner().change_member(&six, &json!({"permissions": GRANTABLE})).assert_status(200);
    assert!(store.as_person(&six).may("mobile_app"));
    let member = store.as_owner().member(&six);
    assert!(as_set(&member["effective_permissions"]).contains("mobile_app"), "{member}");
    assert!(!as_set(&member["permissions"]).contains("mobile_app"), "{member}");
}

#[test]
fn e14_only_the_owner_sees_billing_and_manages_staff() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let ana = store.add_new_member("Ana", json!({"permissions": GRANTABLE}));

    store.as_owner().assert_may_exactly(&["billing", "team"], &["billing", "team"]);
    store.as_person(&ana).assert_may_exactly(&[], &["billing", "team"]);
    store
        .as_person(&ana)
        .invite(&Person::new("Ben").email, json!({"permissions": ["sales"]}))
        .assert_problem(403, "forbidden");
    store
        .as_owner()
        .change_member(&ana, &json!({"permissions": ["billing"]}))
        .assert_problem(422, "invalid_field");
}

#[test]
fn e12_apps_are_shown_to_whoever_holds_all_that_they_need() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let ana = store.add_new_member("Ana", json!({"permissions": ["sales", "marketing"]}));
    let staff = store.as_person(&ana);

    assert!(staff.may_all(&["sales", "marketing"]));
    let refused = staff.access(&["sales", "reports", "settings"]).assert_status(200);
    assert_eq!(refused["allowed"], false);
    assert_eq!(as_set(&refused["missing"]), as_set(&json!(["reports", "settings"])));
}

#[test]
fn e12_the_owner_is_told_of_an_installed_app() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let ana = store.add_new_member("Ana Alvarez", json!({"permissions": ["sales", "marketing"]}));
    let mut mailbox = store.mailbox(&store.owner.email);
    mailbox.mark_all_read();
    let app = format!("Coupons {}", unique_id());
    let announcement = json!({"type": "app.installed", "app": {"name": app}, "installed_by": ana.sub});

    store.as_platform().announce(&announcement).assert_status(202);

    let mail = mailbox.next_mail();
    assert!(mail.contains(&app) && mail.contains(&ana.name), "{mail:#?}");
    mailbox.assert_no_new_mail();
    assert_eq!(store.as_owner().announce(&announcement).status, 403, "only the platform may announce");
}

#[test]
fn e11_staff_edit_their_own_name() {
    let stack = Stack::shared();
    let (store, other) = (stack.create_store("ecwid", "business"), stack.create_store("ecwid", "business"));
    let ana = store.add_new_member("Ana", json!({"permissions": ["sales"]}));
    other.add_member(&ana, json!({"permissions": ["sales"]}));

    stack.as_person(&ana).patch("/me", &json!({"name": "Ana Maria"})).assert_success();

    for one in [&store, &other] {
        assert_eq!(one.as_owner().member(&ana)["name"], "Ana Maria");
    }
}

#[test]
fn e11_each_owner_is_told_once_of_a_new_sign_in_address() {
    let stack = Stack::shared();
    let stores = [stack.create_store("ecwid", "business"), stack.create_store("ecwid", "business")];
    let ana = Person::new("Ana");
    for store in &stores {
        store.add_member(&ana, json!({"permissions": ["sales"]}));
    }
    let moved = ana.with_email(&Person::new("Ana").email);
    let mut mailboxes = stores.each_ref().map(|store| store.mailbox(&store.owner.email));
    mark_all_read(&mut mailboxes);

    stack.as_person(&moved).patch("/me", &json!({"email": moved.email})).assert_success();

    for (store, mailbox) in stores.iter().zip(&mut mailboxes) {
        let mail = mailbox.next_mail();
        assert!(mail.contains(&ana.email) && mail.contains(&moved.email), "{mail:#?}");
        assert_eq!(store.as_owner().member(&ana)["email"], *moved.email);
    }
    stack.as_person(&moved).patch("/me", &json!({"email": moved.email})).assert_success();
    assert_no_new_mail_in(&mailboxes);
    assert!(stores[0].as_person(&moved).may("sales"));
}

#[test]
fn e11_only_the_verified_address_of_the_token_is_taken() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let ana = store.add_new_member("Ana", json!({"permissions": ["sales"]}));
    let other = Person::new("Ben").email;

    let refused = stack.as_person(&ana).patch("/me", &json!({"email": other}));
    assert!((400..500).contains(&refused.assert_any_problem()["status"].as_u64().unwrap()), "{refused}");
    let unverified = ana.with_email(&other).with_unverified_email();
    stack
        .as_person(&unverified)
        .patch("/me", &json!({"email": other}))
        .assert_problem(403, "email_not_verified");

    assert_eq!(store.as_owner().member(&ana)["email"], *ana.email);
}

#[test]
fn e15_the_list_shows_last_activity() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let ana = store.add_new_member("Ana", json!({"permissions": ["sales"]}));

    assert!(store.as_person(&ana).may("sales"));

    let found = wait_until(|| {
        let member = store.as_owner().member(&ana);
        member["last_active_at"].is_string().then_some(member)
    });
    let member = found.expect("a time of last activity");
    assert!(parse_time(&member["last_active_at"]) >= parse_time(&member["joined_at"]), "{member}");
}

#[test]
fn e15_the_owner_is_asked_to_review_the_team_every_ninety_days() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "business");
    let ana = store.add_new_member("Ana Alvarez", json!({"permissions": ["sales"]}));
    let mut mailbox = store.mailbox(&store.owner.email);
    mailbox.mark_all_read();
    mailbox.assert_no_new_mail();

    stack.advance_clock(91 * DAY);

    let mail = mailbox.next_mail();
    assert!(mail.contains(&ana.name), "{mail:#?}");
    mailbox.assert_no_new_mail();
    store.as_person(&ana).may("sales");
    stack.advance_clock(91 * DAY);
    mailbox.next_mail();
}

fn as_set(value: &Value) -> HashSet<String> {
    let all = value.as_array().unwrap_or_else(|| panic!("{value} is no list"));
    all.iter().map(|one| one.as_str().expect("a slug").to_owned()).collect()
}

#[test]
fn a_link_shows_rights_in_the_order_of_the_catalog() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let given = ["website", "sales", "reports", "catalog"];
    let (_, token) = store.invite(&Person::new("Ana").email, json!({"permissions": given}));
    let catalog = store.as_owner().get("/catalog").assert_status(200);
    let slugs = |list: &Value| -> Vec<String> {
        let entries = list.as_array().expect("a list").iter();
        entries.map(|entry| entry["slug"].as_str().expect("a slug").to_owned()).collect()
    };
    let mut expected = slugs(&catalog["permissions"]);
    expected.retain(|slug| given.contains(&slug.as_str()));

    assert_eq!(slugs(&stack.anonymous().lookup(&token).assert_status(200)["permissions"]), expected);
}
