use serde_json::{Value, json};

use crate::builders::{day, email, grant, invitation, member, noon, store, user};
use crate::{
    Event, EventActor, EventId, EventKind, Notify, OrderSummary, OwnerChange, PersonalData, PublicData,
    PublicEvent, Store,
};

fn shop() -> Store {
    store("whatnot")
}

fn event(kind: EventKind) -> Event {
    let actor = EventActor::User { user_id: user("olga"), name: "Olga Owner".to_owned().try_into().ok() };
    Event {
        id: EventId::new(noon(), [0; 10]),
        at: noon(),
        actor,
        source_ip: Some("192.0.2.1".to_owned()),
        kind,
    }
}

fn accepted() -> EventKind {
    let invitation = (&invitation(&shop(), "lou", &["seller"])).into();
    EventKind::InvitationAccepted { invitation, member: (&member("lou", &["seller"])).into() }
}

fn published(kind: EventKind, versions: &[u64], personal: PersonalData) -> Vec<Value> {
    let events = event(kind).published(&shop().id, versions, personal);
    events.iter().map(|event| serde_json::to_value(event).unwrap()).collect()
}

#[test]
fn an_acceptance_is_an_event_of_the_invitation_and_one_of_the_member() {
    let [accepted, added] = published(accepted(), &[5, 9], PersonalData::Omit).try_into().unwrap();
    assert_eq!((&accepted["type"], &accepted["version"]), (&json!("invitation.accepted"), &json!(5)));
    assert_eq!(accepted["data"]["user_id"], "lou");
    assert_eq!((&added["type"], &added["version"]), (&json!("member.added"), &json!(9)));
    assert_eq!(added["subject"], json!({"kind": "member", "id": "lou"}));
    assert_ne!(accepted["id"], added["id"]);
    assert!(accepted["id"].as_str() < added["id"].as_str(), "in this order");
    assert_eq!(added["actor"], json!({"kind": "user", "user_id": "olga"}));
}

#[test]
fn addresses_and_names_are_published_only_if_they_are_included() {
    let transferred = EventKind::StoreTransferred { from: shop().owner, to: shop().owner };
    let changed = EventKind::StoreChanged {
        name: "Chez Camille".to_owned().try_into().ok(),
        locale: Some("fr".to_owned()),
        time_zone: Some("Europe/Paris".to_owned()),
        plan: None,
        settings: None,
        catalog: None,
        owner: Some(OwnerChange { from: shop().owner, to: shop().owner }),
        admin_url: None,
        metadata: None,
    };
    let declined = EventKind::InvitationDeclined {
        invitation: (&invitation(&shop(), "lou", &["seller"])).into(),
        reason: "Camille knows why".to_owned().try_into().ok(),
    };
    let put = EventKind::ActivityPut {
        activity: "show".parse().unwrap(),
        name: "Chez Camille".to_owned().try_into().unwrap(),
        order_notifications: true,
    };
    for kind in [accepted(), transferred, changed, declined, put] {
        let text = format!("{:?}", published(kind.clone(), &[1, 2], PersonalData::Omit));
        for personal in ["@", "Camille", "Olga", "192.0.2.1", "\"name\"", "\"email\""] {
            assert!(!text.contains(personal), "{personal} in {text}");
        }
        let text = format!("{:?}", published(kind, &[1, 2], PersonalData::Include));
        assert!(text.contains("Olga Owner") && !text.contains("192.0.2.1"), "{text}");
    }
}

#[test]
fn what_is_only_the_historys_is_not_published() {
    let member = (&member("sue", &["seller"])).into();
    let order = OrderSummary::default();
    let ending = (&invitation(&shop(), "lou", &["seller"])).into();
    for kind in [
        EventKind::InvitationEnding { invitation: ending },
        EventKind::AnswersGathered { reader: user("olga"), answers: Vec::new(), more: 0 },
        EventKind::ReviewDue,
        EventKind::AppInstalled { app: "App".to_owned().try_into().unwrap() },
        EventKind::MemberAccessEnding { member, access_ends_at: day(7) },
        EventKind::OrderCreated { activity: "Show".to_owned().try_into().unwrap(), order },
    ] {
        assert!(published(kind, &[1], PersonalData::Omit).is_empty());
    }
}

#[test]
fn an_event_from_before_versions_is_not_published() {
    assert!(published(EventKind::StoreCreated, &[], PersonalData::Omit).is_empty());
    assert_eq!(published(EventKind::StoreCreated, &[3], PersonalData::Omit)[0]["data"], json!({}));
}

#[test]
fn seats_are_published_when_they_or_their_limit_change() {
    let before = shop();
    let mut after = before.clone();
    after.seats.taken = 3;
    after.seats.members = 1;
    let event = PublicEvent::of_seats(&before, &after, "100").unwrap();
    let PublicData::SeatsChanged { limit, members, invited } = event.data else { panic!("{event:?}") };
    assert_eq!((limit, members, invited), (before.plan.seats, 1, 2));
    assert_eq!(PublicEvent::of_seats(&before, &after, "100").unwrap().id, event.id);
    assert_ne!(PublicEvent::of_seats(&before, &after, "101").unwrap().id, event.id);
    let renamed = Store { name: "Other".to_owned().try_into().unwrap(), ..before.clone() };
    assert_eq!(PublicEvent::of_seats(&before, &renamed, "102"), None);
}

#[test]
fn a_change_of_a_grant_says_what_it_was_before() {
    let changed = EventKind::MemberChanged {
        member: (&member("sue", &["seller"])).into(),
        before: grant(&["support"], &[]),
        access_ends_at: Some(day(7)),
        access_ends_at_before: None,
        notify: Notify::Member,
    };
    let [event] = published(changed, &[8], PersonalData::Include).try_into().unwrap();
    assert_eq!(event["data"]["before"]["roles"], json!(["support"]));
    assert_eq!(event["data"]["member"]["grant"]["roles"], json!(["seller"]));
    assert_eq!(event["data"]["member"]["email"], json!(email("sue@example.com").as_typed()));
}
