use chrono::Duration;
use staffroom_domain::builders::{email, noon, store, user};
use staffroom_domain::{AddressId, Rejection, bounds};

use super::Quota;
use crate::builders::shop;
use crate::key::Counter;

const HOUR: u32 = 3600;

#[test]
fn a_day_ends_at_midnight_and_an_hour_at_the_full_hour() {
    let store = store("whatnot");
    let at = noon() + Duration::minutes(10);
    let day = Quota::of_store(&store, at);
    assert_eq!((day.retry_after, day.ends_at), (12 * HOUR - 600, noon() + Duration::hours(12)));
    let hour = Quota::of_inviter(&store, &user("kim"), at);
    assert_eq!((hour.retry_after, hour.ends_at), (3000, noon() + Duration::hours(1)));
    assert_eq!(hour.exceeded(), Rejection::QuotaExceeded { retry_after: 3000 });
}

#[test]
fn what_is_counted_together_is_counted_by_store_person_or_address_and_window() {
    let store = store("whatnot");
    let now = noon();
    let (hours, days) = (now.timestamp() / 3600, now.timestamp() / 86_400);
    let (kim, lou) = (user("kim"), email("lou@example.com"));
    for (quota, counter, limit) in [
        (Quota::of_store(&store, now), Counter::StoreInvitations(shop(), days), 500),
        (Quota::of_inviter(&store, &kim, now), Counter::InviterInvitations(shop(), kim.clone(), hours), 200),
        (Quota::of_recipient(&lou, now), Counter::RecipientStores(AddressId::of(&lou), days), 20),
        (
            Quota::of_address_changes(&store, &kim, now),
            Counter::AddressChanges(shop(), kim.clone(), days),
            bounds::ADDRESS_CHANGES_PER_DAY,
        ),
    ] {
        assert_eq!((quota.counter, quota.limit), (counter, limit));
    }
}

#[test]
fn the_next_window_counts_anew() {
    let store = store("whatnot");
    let at = |after: Duration| Quota::of_inviter(&store, &user("kim"), noon() + after).counter;
    assert_eq!(at(Duration::zero()), at(Duration::seconds(3599)));
    assert_ne!(at(Duration::zero()), at(Duration::seconds(3600)));
}
