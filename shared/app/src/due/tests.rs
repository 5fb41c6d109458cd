use staffroom_domain::builders::{day, invitation, member, noon, store, user};
use staffroom_domain::{DeliveryId, EventId, ReplayId, Store, WebhookId};

use super::{Due, DueEntry, deal_with, due};
use crate::builders::{
    address_key, closed_found, count_found, found, invitation_found, invitation_id, invitation_key,
    invocation, member_found, member_key, shop, store_found, store_key,
};
use crate::database::{List, Page};
use crate::dealt::Dealt;
use crate::error::Error;
use crate::expect::event_names;
use crate::key::{DueShard, Key, WebhookKey};
use crate::quota::Quota;
use crate::read::ReadResult;
use crate::scripted::{ScriptedDatabase, ready, unavailable};
use crate::webhook::DeliveryHint;

fn all() -> [Due; 4] {
    [
        Due::Store { store: shop() },
        Due::AccessEnd { store: shop(), user: user("kim") },
        Due::Digest { store: shop(), reader: user("kim") },
        Due::Invitation { store: shop(), invitation: invitation_id("lou") },
    ]
}

#[test]
fn an_entry_that_falls_due_goes_to_who_deals_with_it() {
    let quota = Quota::of_store(&store("whatnot"), noon());
    let other = Key::Event(shop(), EventId::new(noon(), [0; 10]));
    let webhook = WebhookId::from_bytes([5; 16]);
    let (delivery, replay) = (DeliveryId::new(noon(), [0; 10]), ReplayId::new(noon(), [0; 10]));
    let keys = [
        store_key(),
        member_key("kim"),
        Key::Digest(shop(), user("kim")),
        invitation_key("lou"),
        address_key("lou"),
        other,
        count_found(&quota, 1).0,
        Key::Webhook(WebhookKey::Webhook(webhook)),
        Key::Webhook(WebhookKey::Delivery(webhook, delivery)),
        Key::Webhook(WebhookKey::Replay(webhook, replay)),
    ];
    let page = Page { entries: keys.map(|key| (key, None)).into(), ..Page::default() };
    let database = ScriptedDatabase::default().paging([page]);
    let shard = DueShard::of_store(&shop());
    let entries = ready(due(&database, shard, day(1), 25)).unwrap();
    let delivered = [DeliveryHint::Delivery { webhook, delivery }, DeliveryHint::Replay { webhook, replay }];
    let expected = all().map(DueEntry::Work).into_iter().chain(delivered.map(DueEntry::Deliver));
    assert_eq!(entries, expected.collect::<Vec<_>>());
    assert!(all().iter().all(|entry| *entry.store() == shop()));
    assert_eq!(database.asked().pages, [(List::Due(shard, day(1)), None, 25)]);
}

#[test]
fn an_entry_is_the_body_of_a_message() {
    for entry in all() {
        let body = serde_json::to_string(&entry).unwrap();
        assert!(body.starts_with(&format!(r#"{{"kind":"{}","#, entry.kind())), "{body}");
        assert_eq!(serde_json::from_str::<Due>(&body).unwrap(), entry);
    }
    for body in ["", "{}", r#"{"kind":"other","store":"shop"}"#, r#"{"kind":"review","store":""}"#] {
        assert!(serde_json::from_str::<Due>(body).is_err(), "{body}");
    }
}

/// The entries that are due by a date of their record. Gathered answers are tried beside their use case.
fn with_a_date() -> impl Iterator<Item = Due> {
    all().into_iter().filter(|entry| !matches!(entry, Due::Digest { .. }))
}

/// What is read for all three entries, ten days after their dates or before these.
fn read(is_due: bool) -> ReadResult {
    let date = day(if is_due { 1 } else { 100 });
    let shop = Store { review_at: Some(date), ..store("whatnot") };
    let mut kim = member("kim", &["seller"]);
    (kim.access_ends_at, kim.due_at) = (Some(date), Some(date));
    let mut lou = invitation(&shop, "lou", &["seller"]);
    (lou.expires_at, lou.remind_at) = (date, None);
    found([store_found(&shop), member_found(&kim), invitation_found(&lou)])
}

#[test]
fn a_message_of_an_earlier_release_is_read() {
    let review = serde_json::from_str::<Due>(r#"{"kind":"review","store":"shop"}"#).unwrap();
    assert_eq!(review, Due::Store { store: shop() });
}

#[test]
fn what_a_closed_store_has_left_is_deleted() {
    let database = ScriptedDatabase::reading([found([closed_found(&store("whatnot"))])]).deleting([2]);
    let dealt = ready(deal_with(&database, &invocation(day(10)), Due::Store { store: shop() }));
    assert_eq!((dealt.unwrap(), database.asked().plans.len()), (Dealt::Done, 1));
}

#[test]
fn an_entry_is_dealt_with_by_its_use_case() {
    for (entry, kind) in with_a_date().zip(["review.due", "member.access_ended", "invitation.expired"]) {
        let database = ScriptedDatabase::reading([read(true)]);
        assert_ne!(ready(deal_with(&database, &invocation(day(10)), entry)).unwrap(), Dealt::NotDue);
        let plans = database.asked().plans;
        assert_eq!(plans.iter().flat_map(event_names).collect::<Vec<_>>(), [kind]);
    }
}

#[test]
fn a_repetition_finds_nothing_due() {
    for read in [read(false), found([])] {
        for entry in all() {
            let database = ScriptedDatabase::reading([read.clone()]);
            let dealt = ready(deal_with(&database, &invocation(day(10)), entry)).unwrap();
            assert_eq!((dealt, database.asked().plans.len()), (Dealt::NotDue, 0));
        }
    }
}

#[test]
fn a_fault_is_the_entrys_own() {
    for entry in with_a_date() {
        let database = ScriptedDatabase::reading([read(true)]).committing([Err(unavailable())]);
        let dealt = ready(deal_with(&database, &invocation(day(10)), entry));
        assert!(matches!(dealt, Err(Error::Faulted(_))), "{dealt:?}");
    }
}
