use staffroom_domain::builders::{day, noon, store};
use staffroom_domain::{EventActor, EventKind, Store};

use super::{Dealt, ReviewStore, StoreDealt};
use crate::builders::{context_at, found, shop, store_found, store_key};
use crate::execute::{Outcome, UseCase};
use crate::expect::{committed, event, keys, store_write, unchanged};
use crate::plan::StoreCondition;

fn review(store: Option<&Store>) -> Result<Outcome<StoreDealt>, crate::Error> {
    ReviewStore { store: shop() }.decide(&found(store.map(store_found)), &context_at(day(1)))
}

fn due_on(days: i64) -> Store {
    Store { version: 3, review_at: Some(day(days)), ..store("whatnot") }
}

#[test]
fn a_review_that_is_due_is_asked_for_and_the_next_is_set() {
    assert_eq!(ReviewStore { store: shop() }.reads(noon()).keys, [store_key()]);
    let (plan, dealt) = committed(review(Some(&due_on(1))));
    assert_eq!(dealt, StoreDealt::Review(Dealt::Done));
    let write = store_write(&plan);
    assert_eq!(write.condition, StoreCondition::Unchanged { version: 3, departures: None });
    let after = write.put.as_ref().unwrap();
    assert_eq!((after.review_at, after.version, after.changed_at), (Some(day(181)), 4, day(1)));
    assert_eq!((event(&plan).actor, event(&plan).kind), (EventActor::Service, EventKind::ReviewDue));
    assert_eq!(keys(&plan), []);
}

#[test]
fn a_review_that_is_not_due_is_not_asked_for() {
    for store in [None, Some(due_on(2)), Some(Store { review_at: None, ..due_on(1) })] {
        assert_eq!(unchanged(review(store.as_ref())), StoreDealt::Review(Dealt::NotDue));
    }
}
