//! Events of every kind.

use std::collections::BTreeSet;

use staffroom_app::StoredEvent;
use staffroom_domain::{
    AddressId, AdminUrlChange, CatalogChange, Delivery, Event, EventActor, EventId, EventKind,
    InvitationSummary, LostGrant, MemberSummary, Notify, OrderSummary, OwnerChange, Reason, RoleSummary,
};

use super::{
    at, at_millis, email, full_invitation, full_member, full_store, gathered_answer, grant, name, owner,
    role_texts, user,
};

pub fn event(millis: i64, kind: EventKind) -> StoredEvent {
    let at = at_millis(millis);
    StoredEvent {
        event: Event {
            id: EventId::new(at, [3; 10]),
            at,
            actor: EventActor::User { user_id: user("olga"), name: Some(name("Olga")) },
            source_ip: Some("192.0.2.1".to_owned()),
            kind,
        },
        begun: BTreeSet::new(),
        mailed: BTreeSet::new(),
        delivered: BTreeSet::new(),
        versions: vec![7],
    }
}

pub fn every_event() -> Vec<StoredEvent> {
    // The grants of an event are those of its time, and name no catalog.
    let invitation = || InvitationSummary { grant: grant(0), ..(&full_invitation("lou")).into() };
    let summary = || MemberSummary { grant: grant(0), ..MemberSummary::from(&full_member("kim")) };
    let lost = LostGrant { user_id: user("kim"), grant: grant(0) };
    let catalog = CatalogChange {
        from: "ecwid".to_owned(),
        to: "whatnot".to_owned(),
        lost: vec![lost],
        lost_more: true,
    };
    let order = OrderSummary {
        number: Some("SO-10".to_owned()),
        customer: None,
        total: Some("49.90 EUR".to_owned()),
    };
    let kinds = vec![
        EventKind::StoreCreated,
        EventKind::StoreChanged {
            name: Some(name("Shop")),
            locale: Some("fr".to_owned()),
            time_zone: Some("Europe/Paris".to_owned()),
            plan: None,
            settings: Some(full_store().settings),
            catalog: Some(catalog),
            owner: Some(OwnerChange { from: owner("olga"), to: owner("kim") }),
            admin_url: Some(AdminUrlChange {
                from: None,
                to: "https://shop.example/".to_owned().try_into().ok(),
            }),
            metadata: None,
        },
        EventKind::StoreTransferred { from: owner("olga"), to: owner("kim") },
        EventKind::InvitationCreated { invitation: invitation() },
        EventKind::InvitationChanged { invitation: invitation(), before: grant(0) },
        EventKind::InvitationAccepted { invitation: invitation(), member: summary() },
        EventKind::InvitationDeclined { invitation: invitation(), reason: Some(reason()) },
        EventKind::InvitationUndelivered { invitation: invitation(), delivery: Delivery::Bounced },
        EventKind::MemberChanged {
            member: summary(),
            before: grant(0),
            access_ends_at: Some(at(5)),
            access_ends_at_before: Some(at(4)),
            notify: Notify::Member,
        },
        EventKind::MemberAccessEnded { member: summary(), access_ends_at: at(5) },
        EventKind::AnswersGathered { reader: user("a#b%23"), answers: vec![gathered_answer()], more: 2 },
        EventKind::MemberProfileChanged { member: summary(), email_before: Some(email("old")) },
        EventKind::MemberLeft { member: summary() },
        EventKind::RoleCreated { role: role_summary() },
        EventKind::RoleChanged { role: role_summary(), before: role_summary() },
        EventKind::RoleDeleted { role: role_summary(), replaced_by: "seller".parse().ok() },
        EventKind::RoleDeleted { role: role_summary(), replaced_by: None },
        EventKind::ReviewDue,
        EventKind::PersonErased { user_id: user("a#b") },
        EventKind::PersonMoved { user_id: user("c#d"), moved_from: user("a#b") },
        order_created(order),
    ];
    let mut events: Vec<StoredEvent> = kinds.into_iter().map(|kind| event(4_001, kind)).collect();
    let mut mailed = event(4_002, EventKind::StoreCreated);
    mailed.event.actor = EventActor::Service;
    mailed.event.source_ip = None;
    mailed.mailed = ["kim", "lou"].map(|local| AddressId::of(&email(local))).into();
    events.push(mailed);
    events
}

fn role_summary() -> RoleSummary {
    let permissions = BTreeSet::from(["shipping".parse().unwrap()]);
    RoleSummary { slug: role_texts().slug, label: role_texts().label, permissions }
}

pub fn order_created(order: OrderSummary) -> EventKind {
    EventKind::OrderCreated { activity: name("Show"), order }
}

pub fn reason() -> Reason {
    "not now,\nthank you".to_owned().try_into().unwrap()
}
