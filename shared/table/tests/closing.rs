//! What is deleted of a closed store: everything in its partition but its own item, and the references to its published events.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::BTreeSet;

use staffroom_app::{Database as _, Key, PublishingKey, Record};
use staffroom_domain::{Member, Store, StoreId};
use support::samples::{self, store_id};
use support::{Fixture, TABLE, text};

/// The keys of all items, as they stand in the table.
async fn keys(fixture: &Fixture) -> BTreeSet<(String, String)> {
    let found = fixture.client.scan().table_name(TABLE).consistent_read(true).send().await.unwrap();
    let of = |item: &staffroom_table::Item, name: &str| item[name].as_s().unwrap().clone();
    found.items().iter().map(|item| (of(item, "pk"), of(item, "sk"))).collect()
}

/// Deletes until nothing is left, a few at a time; how many were deleted.
async fn delete_all(fixture: &Fixture, store: &StoreId, limit: usize) -> usize {
    let mut deleted = 0;
    loop {
        match fixture.table.delete_of_store(store, limit).await.unwrap() {
            0 => return deleted,
            more => deleted += more,
        }
    }
}

#[tokio::test]
async fn everything_of_a_store_is_deleted_but_its_own_item_and_nothing_else() {
    let fixture = Fixture::start().await;
    fixture.put(samples::every_record()).await;
    let other: StoreId = "other".parse().unwrap();
    fixture.put([samples::of_store(Store { id: other.clone(), ..samples::store() })]).await;
    let mut kim = samples::of_member(samples::member("kim"));
    kim.0 = Key::Member(other, samples::user("kim"));
    fixture.put([kim]).await;
    // An item of another version of the product.
    let put = fixture.client.put_item().table_name(TABLE).item("pk", text("STORE#shop"));
    put.item("sk", text("UNHEARD_OF#1")).send().await.unwrap();
    let before = keys(&fixture).await;
    let is_of_shop = |(pk, sk): &&(String, String)| pk == "STORE#shop" && sk != "STORE";
    let is_reference = |(pk, _): &&(String, String)| pk.starts_with("PUBLISHED#");
    assert_eq!(before.iter().filter(is_reference).count(), 1);

    let deleted = delete_all(&fixture, &store_id(), 4).await;

    assert_eq!(deleted, before.iter().filter(is_of_shop).count());
    let expected: BTreeSet<_> =
        before.iter().filter(|key| !is_of_shop(key) && !is_reference(key)).cloned().collect();
    assert_eq!(keys(&fixture).await, expected);
    assert!(fixture.get(&Key::Store(store_id())).await.is_some());
}

#[tokio::test]
async fn the_reference_to_an_event_goes_before_the_event() {
    let fixture = Fixture::start().await;
    let published: Vec<(Key, Record)> = samples::every_record()
        .into_iter()
        .filter(|(key, _)| matches!(key, Key::Publishing(PublishingKey::Event(..))))
        .collect();
    assert_eq!(published.len(), 1);
    // As if a worker had ended between the two: the reference is gone, and the event is found again.
    fixture.put(published).await;
    assert_eq!(fixture.table.delete_of_store(&store_id(), 25).await.unwrap(), 1);
    assert!(keys(&fixture).await.is_empty());
}

#[tokio::test]
async fn more_than_a_page_takes_several_steps() {
    let fixture = Fixture::start().await;
    fixture.put([samples::of_closed_store(&samples::store())]).await;
    for number in 0..60 {
        let member = Member { user: samples::user(&format!("user-{number}")), ..samples::member("kim") };
        fixture.put([samples::of_member(member)]).await;
    }
    assert_eq!(fixture.table.delete_of_store(&store_id(), 1_000).await.unwrap(), 25, "one batch at a time");
    assert_eq!(delete_all(&fixture, &store_id(), 1_000).await, 35);
    assert_eq!(keys(&fixture).await.len(), 1);
}
