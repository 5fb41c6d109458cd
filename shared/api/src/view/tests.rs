use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};
use staffroom_domain::{
    Actor, Catalog, DeliveryChannel, DisplayName, EmailAddress, Grant, Invitation, InvitationId, Locale,
    Member, Metadata, Offer, Owner, Plan, PolicySlugs, Seat, SeatCount, Settings, Store, StoreRoles,
    Timestamp,
};

use super::{CatalogView, InvitationView, MemberView, MyStoreView, SeatsView, StoreView};

fn now() -> Timestamp {
    "2030-01-31T18:00:00Z".parse().unwrap()
}

fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

fn name(text: &str) -> DisplayName {
    text.to_owned().try_into().unwrap()
}

/// A store under `ecwid`, on the plan with two seats.
fn store() -> Store {
    let catalog = Catalog::named("ecwid").unwrap();
    Store {
        id: "demo".parse().unwrap(),
        name: name("Demo"),
        owner: Owner { user_id: "owner".parse().unwrap(), email: email("o@example.com"), name: name("Olga") },
        catalog,
        catalog_version: 3,
        plan: catalog.plan("business").unwrap(),
        unknown_policy: None,
        locale: Locale::default(),
        time_zone: "Europe/Paris".parse().unwrap(),
        admin_url: None,
        settings: Settings::default(),
        roles: StoreRoles::default(),
        seats: SeatCount::default(),
        departures: 0,
        review_at: None,
        created_at: now(),
        changed_at: now(),
        version: 1,
    }
}

fn member(store: &Store) -> Member {
    Member {
        user: "ana".parse().unwrap(),
        email: email("Ana@example.com"),
        name: None,
        locale: Locale::default(),
        grant: store.grant(&[], &["sales".parse().unwrap()]).unwrap(),
        joined_at: now(),
        last_active_at: None,
        access_ends_at: None,
        due_at: None,
        last_departure: None,
        mail_problem: None,
        metadata: Metadata::default(),
        suspended_at: None,
        addresses: [InvitationId::of(&store.id, &email("ana@example.com"))].into(),
        seat: Seat::Held,
        changed_at: now(),
        version: 7,
    }
}

fn invitation(store: &Store) -> Invitation {
    let owner = Actor::person(store, &store.owner.user_id, None, now()).unwrap();
    let offer = Offer {
        email: email("ben@example.com"),
        roles: vec![],
        permissions: vec!["sales".parse().unwrap()],
        locale: None,
        access_ends_at: None,
        note: None,
        metadata: Metadata::default(),
        channel: DeliveryChannel::Mail,
    };
    Invitation::invite(store, &owner, &offer, None, None, now()).unwrap()
}

/// The same store after a change of catalog.
fn under_another_catalog(store: &Store) -> Store {
    let catalog = Catalog::named("ticketing").unwrap();
    Store { catalog, catalog_version: store.catalog_version + 1, ..store.clone() }
}

fn shown(view: &impl Serialize) -> Value {
    serde_json::to_value(view).unwrap()
}

#[test]
fn a_member_is_shown_as_the_contract_says() {
    let store = store();
    assert_eq!(
        shown(&MemberView::of(&store, &member(&store), now())),
        json!({
            "user_id": "ana", "email": "Ana@example.com", "name": null, "owner": false, "roles": [],
            "permissions": ["sales"], "effective_permissions": ["sales"], "locale": "en",
            "joined_at": "2030-01-31T18:00:00Z", "last_active_at": null, "access_ends_at": null,
            "status": "active", "suspended_at": null, "mail_problem": null, "metadata": {}, "version": 7,
        })
    );
    let owner = shown(&MemberView::owner(&store));
    assert_eq!(
        (&owner["owner"], &owner["permissions"], &owner["version"]),
        (&json!(true), &json!([]), &json!(null))
    );
    assert_eq!(owner["effective_permissions"].as_array().unwrap().len(), store.catalog.permissions.len());
}

#[test]
fn a_member_whose_access_has_ended_holds_nothing() {
    let store = store();
    let ended = Member { access_ends_at: Some(now()), ..member(&store) };
    let view = shown(&MemberView::of(&store, &ended, now()));
    assert_eq!((&view["permissions"], &view["effective_permissions"]), (&json!(["sales"]), &json!([])));
}

#[test]
fn an_invitation_is_shown_as_the_contract_says() {
    let store = store();
    let view = shown(&InvitationView::of(&store, &invitation(&store), now()));
    for (name, expected) in [
        ("store_id", json!("demo")),
        ("email", json!("ben@example.com")),
        ("roles", json!([])),
        ("permissions", json!(["sales"])),
        ("status", json!("pending")),
        ("delivery", json!("queued")),
        ("invited_by", json!({"user_id": "owner", "name": "Olga"})),
        ("created_at", json!("2030-01-31T18:00:00Z")),
        ("access_ends_at", json!(null)),
        ("decline_reason", json!(null)),
    ] {
        assert_eq!(view[name], expected, "{name}");
    }
    assert!(view["id"].is_string() && view["expires_at"].is_string() && view["version"].is_number());
}

#[test]
fn a_grant_that_a_change_of_catalog_made_void_is_not_shown() {
    let before = store();
    let after = under_another_catalog(&before);
    let (member, invitation) = (member(&before), invitation(&before));
    let views = [
        shown(&MemberView::of(&after, &member, now())),
        shown(&InvitationView::of(&after, &invitation, now())),
        shown(&MyStoreView::of(&after, Some(&member), now())),
    ];
    for view in views {
        assert_eq!((&view["roles"], &view["permissions"]), (&json!([]), &json!([])), "{view}");
        assert!(view.get("effective_permissions").is_none_or(|held| *held == json!([])), "{view}");
    }
}

#[test]
fn only_seats_that_cannot_be_released_are_shown_as_taken() {
    let mut store = store();
    store.seats = SeatCount { taken: 6, members: 3 };
    let seats = |store: &Store, members, invitations| {
        shown(&SeatsView::of(store, SeatCount { taken: members + invitations, members }))
    };
    assert_eq!(seats(&store, 0, 0), json!({"limit": 2, "members": 3, "invited": 3, "available": 0}));
    assert_eq!(seats(&store, 2, 3), json!({"limit": 2, "members": 1, "invited": 0, "available": 1}));
    // The index is a moment behind the store.
    assert_eq!(seats(&store, 9, 9), json!({"limit": 2, "members": 0, "invited": 0, "available": 2}));
    store.plan = store.catalog.plan("unlimited").unwrap();
    assert_eq!(seats(&store, 0, 0), json!({"limit": null, "members": 3, "invited": 3, "available": null}));
}

#[test]
fn a_store_is_shown_as_the_contract_says() {
    let store = store();
    let view = shown(&StoreView::of(&store, SeatCount::default(), &Metadata::default()));
    assert_eq!(
        view,
        json!({
            "id": "demo", "name": "Demo", "owner": {"user_id": "owner", "email": "o@example.com", "name": "Olga"},
            "catalog": "ecwid", "plan": "business", "locale": "en", "time_zone": "Europe/Paris",
            "admin_url": null,
            "seats": {"limit": 2, "members": 0, "invited": 0, "available": 2},
            "settings": {"support_access": false, "link_copying": false, "allowed_domains": []}, "metadata": {}, "created_at": "2030-01-31T18:00:00Z",
        })
    );
}

#[test]
fn a_store_whose_policy_is_unknown_shows_the_stored_slugs() {
    let stored = PolicySlugs { catalog: "gone".to_owned(), plan: "old".to_owned() };
    let store =
        Store { catalog: Catalog::unknown(), plan: Plan::UNKNOWN, unknown_policy: Some(stored), ..store() };
    let view = shown(&StoreView::of(&store, SeatCount::default(), &Metadata::default()));
    assert_eq!((&view["catalog"], &view["plan"]), (&json!("gone"), &json!("old")));
    assert_eq!(view["seats"]["available"], 0);
    let catalog = shown(&CatalogView::of(&store, &BTreeMap::new(), Locale::default()));
    assert_eq!((&catalog["slug"], &catalog["roles"]), (&json!("gone"), &json!([])));
    let member = Member { grant: Grant::default(), ..member(&self::store()) };
    assert_eq!(shown(&MemberView::of(&store, &member, now()))["effective_permissions"], json!([]));
}

#[test]
fn a_catalog_is_shown_in_the_language_that_was_asked_for() {
    let store = store();
    let none = BTreeMap::new();
    let view = |locale: &str| shown(&CatalogView::of(&store, &none, Locale::parse(locale).unwrap()));
    let (english, french) = (view("en"), view("fr"));
    assert_eq!(english["slug"], french["slug"]);
    assert_ne!(english["permissions"][0]["label"], french["permissions"][0]["label"]);
    assert_eq!(
        english["grants"],
        json!({"roles": "none", "permissions": "many", "default_role": null, "custom_roles": 20})
    );
    let team = english["permissions"].as_array().unwrap().iter().find(|p| p["slug"] == "team").unwrap();
    assert_eq!((&team["owner_only"], &team["grantable"]), (&json!(true), &json!(false)));
}
