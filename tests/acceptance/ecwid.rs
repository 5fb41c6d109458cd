//! Rows E1 to E15: staff with permissions ticked one by one, and an owner who alone sees billing and staff.

use std::collections::HashSet;

use crate::support::{
    DAY, LANGUAGES, Person, Shop, Stack, Value, emails, find, json, skip_all, stay_empty, time, unique, until,
};

const GRANTABLE: [&str; 7] =
    ["sales", "catalog", "marketing", "reports", "website", "sales_channels", "settings"];

#[test]
fn e1_the_catalog_lists_seven_permissions_with_labels_and_sections_in_every_language() {
    let shop = Stack::shared().open("ecwid", "business");
    let mut settings = HashSet::new();
    for language in LANGUAGES {
        let catalog = shop.owner().catalog(language);
        let permissions = catalog["permissions"].as_array().expect("permissions");
        for slug in GRANTABLE {
            let permission = find(permissions, "slug", &json!(slug));
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
        settings.insert(find(permissions, "slug", &json!("settings"))["label"].to_string());
    }
    assert_eq!(settings.len(), LANGUAGES.len(), "each in its own words: {settings:?}");
}

#[test]
fn e1_the_french_labels_are_those_of_the_article() {
    let shop = Stack::shared().open("ecwid", "business");
    let catalog = shop.owner().catalog("fr");
    let permissions = catalog["permissions"].as_array().expect("permissions");
    let labels = GRANTABLE.map(|slug| find(permissions, "slug", &json!(slug))["label"].clone());
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
    let shop = stack.open("ecwid", "business");
    let sales = json!({"permissions": ["sales"]});
    shop.hire_new("Ana", sales.clone());
    shop.owner().invite(&Person::new("Ben").email, sales.clone()).is(201);
    let refused = shop.owner().invite(&Person::new("Cem").email, sales.clone());
    assert_eq!(refused.refused(409, "seat_limit_reached")["limit"], 2);

    shop.platform().change_store(&json!({"plan": "unlimited"})).is(200);
    for _ in 0..4 {
        shop.owner().invite(&Person::new("Staff").email, sales.clone()).is(201);
    }

    shop.put("business", &shop.owner).is(200);
    assert_eq!(shop.owner().seats(), json!({"limit": 2, "members": 1, "invited": 5, "available": 0}));
}

#[test]
fn e3_the_permissions_ticked_at_invite_are_the_members() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "business");
    let ana = Person::new("Ana");
    let ticked = json!(["marketing", "website"]);

    let (invitation, token) = shop.invite(&ana.email, json!({"permissions": ticked}));
    let member = &stack.signed_in(&ana).accept(&token).is(200)["member"];

    assert_eq!(as_set(&invitation["permissions"]), as_set(&ticked));
    assert_eq!(as_set(&member["permissions"]), as_set(&ticked));
    assert_eq!(as_set(&member["effective_permissions"]), as_set(&ticked));
    shop.member(&ana).may_exactly(&["marketing", "website"], &GRANTABLE);
}

#[test]
fn e4_pending_staff_and_staff_are_shown_apart() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "business");
    let ana = shop.hire_new("Ana", json!({"permissions": ["sales"]}));
    let (ben, _) = shop.invite(&Person::new("Ben").email, json!({"permissions": ["sales"]}));

    let pending = shop.owner().get("/invitations?status=pending").is(200);

    assert_eq!(emails(pending["invitations"].as_array().unwrap()), [ben["email"].as_str().unwrap()]);
    assert_eq!(emails(&shop.owner().members()), [&shop.owner.email, &ana.email]);
}

#[test]
fn e5_the_mail_has_the_articles_subject_and_button_in_french() {
    let shop = Stack::shared().open("ecwid", "business");
    let ana = Person::new("Ana");

    shop.owner().invite(&ana.email, json!({"permissions": ["sales"], "locale": "fr"})).is(201);

    let mail = shop.mailbox(&ana.email).next();
    assert_eq!(mail.subject, format!("Vous avez été invité(e) à gérer la boutique {}", shop.name));
    assert!(mail.html.contains("Rejoindre la boutique"), "{}", mail.html);
    assert!(mail.text.contains("Rejoindre la boutique"), "{}", mail.text);
}

#[test]
fn e5_the_mail_is_in_the_invitees_language() {
    let shop = Stack::shared().open("ecwid", "unlimited");
    let mut subjects = HashSet::new();
    for language in LANGUAGES {
        let ana = Person::new("Ana");
        shop.owner().invite(&ana.email, json!({"permissions": ["sales"], "locale": language})).is(201);
        let mail = shop.mailbox(&ana.email).next();
        assert!(mail.subject.contains(&shop.name), "{language}: {mail:#?}");
        subjects.insert(mail.subject);
    }
    assert_eq!(subjects.len(), LANGUAGES.len(), "{subjects:?}");
}

#[test]
fn e6_anyone_with_a_verified_address_may_use_the_link_here() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "business");
    let (_, token) = shop.invite(&Person::new("Ana at work").email, json!({"permissions": ["sales"]}));
    let ana = Person::new("Ana at home");

    let member = &stack.signed_in(&ana).accept(&token).is(200)["member"];

    assert_eq!(member["user_id"], *ana.sub);
    assert_eq!(member["email"], *ana.email);
    assert!(shop.member(&ana).may("sales"));
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
        let shop = stack.open(catalog, plan);
        let ana = Person::new("Ana");
        let (_, token) = shop.invite(&ana.email, grant);
        let elsewhere = ana.at(&Person::new("Ana").email);
        stack.signed_in(&elsewhere).accept(&token).refused(403, "wrong_account");
        stack.signed_in(&ana).accept(&token).is(200);
    }
}

#[test]
fn e7_shop_picker_lists_every_store() {
    let stack = Stack::shared();
    let ana = Person::new("Ana");
    let shops =
        [("ecwid", "business"), ("ecwid", "unlimited"), ("ecwid", "business")].map(|(catalog, plan)| {
            let shop = stack.open(catalog, plan);
            shop.hire(&ana, json!({"permissions": ["sales"]}));
            shop
        });
    let own = Shop::open(stack, &ana, "ecwid", "business");
    stack.open("ecwid", "business");

    let listed = stack.signed_in(&ana).my_stores();

    assert_eq!(listed.len(), 4, "{listed:#?}");
    for shop in shops.iter().chain([&own]) {
        let entry = stack.signed_in(&ana).my_store(&shop.id).expect("each of them");
        assert!(entry.to_string().contains(&shop.name), "{entry}");
        assert!(entry.to_string().contains("sales") || shop.id == own.id, "with the grant: {entry}");
    }
}

#[test]
fn e8_the_owner_changes_permissions_and_the_member_gets_a_mail_with_the_new_ones() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "business");
    let ana = shop.hire_new("Ana", json!({"permissions": ["sales", "website"], "locale": "fr"}));
    let mut mailbox = shop.mailbox(&ana.email);
    mailbox.next_token();

    let changed =
        shop.owner().change(&ana, &json!({"permissions": ["website", "reports", "marketing"]})).is(200);

    assert_eq!(as_set(&changed["permissions"]), as_set(&json!(["website", "reports", "marketing"])));
    shop.member(&ana).may_exactly(&["marketing", "reports", "website"], &GRANTABLE);
    let mail = mailbox.next();
    for label in ["Rapports et analyses", "Marketing", "Site Web", "Ventes"] {
        assert!(mail.says(label), "{label} in {mail:#?}");
        assert!(mail.html.contains(label), "{label} in {mail:#?}");
    }
    mailbox.stays_empty();
}

#[test]
fn e9_removed_staff_get_a_mail_and_cannot_get_in() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "business");
    let ana = shop.hire_new("Ana", json!({"permissions": ["sales"]}));
    let mut mailbox = shop.mailbox(&ana.email);
    mailbox.next_token();

    shop.owner().remove(&ana).is(204);

    assert!(!shop.member(&ana).may("sales"));
    assert!(!mailbox.next().text.contains("/join#"));
    mailbox.stays_empty();
}

#[test]
fn e9_who_had_not_accepted_gets_no_mail_of_it() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "business");
    let ana = Person::new("Ana");
    let (invitation, _) = shop.invite(&ana.email, json!({"permissions": ["sales"]}));
    let mut mailbox = shop.mailbox(&ana.email);
    mailbox.next_token();

    shop.owner().revoke(&invitation["id"]).is(204);

    mailbox.stays_empty();
}

#[test]
fn e10_a_removed_person_can_be_invited_again_and_the_old_link_stays_dead() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "business");
    let ana = Person::new("Ana");
    let (_, old) = shop.invite(&ana.email, json!({"permissions": ["sales"]}));
    stack.signed_in(&ana).accept(&old).is(200);
    shop.owner().remove(&ana).is(204);
    let dead = [(410, "invitation_used"), (410, "invitation_revoked")];
    stack.signed_in(&ana).accept(&old).refused_as_one_of(&dead);

    let (_, new) = shop.invite(&ana.email, json!({"permissions": ["reports"]}));

    stack.signed_in(&ana).accept(&old).refused_as_one_of(&dead);
    assert!(!shop.member(&ana).may("reports"));
    stack.signed_in(&ana).accept(&new).is(200);
    shop.member(&ana).may_exactly(&["reports"], &GRANTABLE);
    assert_eq!(shop.owner().seats()["members"], 1);
}

#[test]
fn e13_the_mobile_app_needs_every_permission() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "unlimited");
    let all = shop.hire_new("All", json!({"permissions": GRANTABLE}));
    let six = shop.hire_new("Six", json!({"permissions": GRANTABLE[1..]}));

    assert!(shop.member(&all).may("mobile_app"));
    assert!(shop.owner().may("mobile_app"));
    let refused = shop.member(&six).access(&["mobile_app"]).is(200);
    assert_eq!((&refused["allowed"], &refused["missing"]), (&json!(false), &json!(["mobile_app"])));

    shop.owner().change(&six, &json!({"permissions": GRANTABLE})).is(200);
    assert!(shop.member(&six).may("mobile_app"));
    let member = shop.owner().member(&six);
    assert!(as_set(&member["effective_permissions"]).contains("mobile_app"), "{member}");
    assert!(!as_set(&member["permissions"]).contains("mobile_app"), "{member}");
}

#[test]
fn e14_only_the_owner_sees_billing_and_manages_staff() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "business");
    let ana = shop.hire_new("Ana", json!({"permissions": GRANTABLE}));

    shop.owner().may_exactly(&["billing", "team"], &["billing", "team"]);
    shop.member(&ana).may_exactly(&[], &["billing", "team"]);
    shop.member(&ana)
        .invite(&Person::new("Ben").email, json!({"permissions": ["sales"]}))
        .refused(403, "forbidden");
    shop.owner().change(&ana, &json!({"permissions": ["billing"]})).refused(422, "invalid_field");
}

#[test]
fn e12_apps_are_shown_to_whoever_holds_all_that_they_need() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "business");
    let ana = shop.hire_new("Ana", json!({"permissions": ["sales", "marketing"]}));
    let staff = shop.member(&ana);

    assert!(staff.may_all(&["sales", "marketing"]));
    let refused = staff.access(&["sales", "reports", "settings"]).is(200);
    assert_eq!(refused["allowed"], false);
    assert_eq!(as_set(&refused["missing"]), as_set(&json!(["reports", "settings"])));
}

#[test]
fn e12_the_owner_is_told_of_an_installed_app() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "business");
    let ana = shop.hire_new("Ana Alvarez", json!({"permissions": ["sales", "marketing"]}));
    let mut mailbox = shop.mailbox(&shop.owner.email);
    mailbox.skip_all();
    let app = format!("Coupons {}", unique());
    let announcement = json!({"type": "app.installed", "app": {"name": app}, "installed_by": ana.sub});

    shop.platform().announce(&announcement).is(202);

    let mail = mailbox.next();
    assert!(mail.says(&app) && mail.says(&ana.name), "{mail:#?}");
    mailbox.stays_empty();
    assert_eq!(shop.owner().announce(&announcement).status, 403, "the platform's alone");
}

#[test]
fn e11_staff_edit_their_own_name() {
    let stack = Stack::shared();
    let (shop, other) = (stack.open("ecwid", "business"), stack.open("ecwid", "business"));
    let ana = shop.hire_new("Ana", json!({"permissions": ["sales"]}));
    other.hire(&ana, json!({"permissions": ["sales"]}));

    stack.signed_in(&ana).patch("/me", &json!({"name": "Ana Maria"})).ok();

    for one in [&shop, &other] {
        assert_eq!(one.owner().member(&ana)["name"], "Ana Maria");
    }
}

#[test]
fn e11_each_owner_is_told_once_of_a_new_sign_in_address() {
    let stack = Stack::shared();
    let shops = [stack.open("ecwid", "business"), stack.open("ecwid", "business")];
    let ana = Person::new("Ana");
    for shop in &shops {
        shop.hire(&ana, json!({"permissions": ["sales"]}));
    }
    let moved = ana.at(&Person::new("Ana").email);
    let mut boxes = shops.each_ref().map(|shop| shop.mailbox(&shop.owner.email));
    skip_all(&mut boxes);

    stack.signed_in(&moved).patch("/me", &json!({"email": moved.email})).ok();

    for (shop, mailbox) in shops.iter().zip(&mut boxes) {
        let mail = mailbox.next();
        assert!(mail.says(&ana.email) && mail.says(&moved.email), "{mail:#?}");
        assert_eq!(shop.owner().member(&ana)["email"], *moved.email);
    }
    stack.signed_in(&moved).patch("/me", &json!({"email": moved.email})).ok();
    stay_empty(&boxes);
    assert!(shops[0].member(&moved).may("sales"));
}

#[test]
fn e11_only_the_verified_address_of_the_token_is_taken() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "business");
    let ana = shop.hire_new("Ana", json!({"permissions": ["sales"]}));
    let other = Person::new("Ben").email;

    let refused = stack.signed_in(&ana).patch("/me", &json!({"email": other}));
    assert!((400..500).contains(&refused.problem()["status"].as_u64().unwrap()), "{refused}");
    let unverified = ana.at(&other).unverified();
    stack.signed_in(&unverified).patch("/me", &json!({"email": other})).refused(403, "email_not_verified");

    assert_eq!(shop.owner().member(&ana)["email"], *ana.email);
}

#[test]
fn e15_the_list_shows_last_activity() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "business");
    let ana = shop.hire_new("Ana", json!({"permissions": ["sales"]}));

    assert!(shop.member(&ana).may("sales"));

    let shown = until(|| {
        let member = shop.owner().member(&ana);
        member["last_active_at"].is_string().then_some(member)
    });
    let member = shown.expect("a time of last activity");
    assert!(time(&member["last_active_at"]) >= time(&member["joined_at"]), "{member}");
}

#[test]
fn e15_the_owner_is_asked_to_review_the_team_every_ninety_days() {
    let stack = Stack::private();
    let shop = stack.open("ecwid", "business");
    let ana = shop.hire_new("Ana Alvarez", json!({"permissions": ["sales"]}));
    let mut mailbox = shop.mailbox(&shop.owner.email);
    mailbox.skip_all();
    mailbox.stays_empty();

    stack.advance(91 * DAY);

    let mail = mailbox.next();
    assert!(mail.says(&ana.name), "{mail:#?}");
    mailbox.stays_empty();
    shop.member(&ana).may("sales");
    stack.advance(91 * DAY);
    mailbox.next();
}

fn as_set(value: &Value) -> HashSet<String> {
    let all = value.as_array().unwrap_or_else(|| panic!("{value} is no list"));
    all.iter().map(|one| one.as_str().expect("a slug").to_owned()).collect()
}
