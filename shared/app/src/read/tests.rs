use std::collections::BTreeSet;

use staffroom_domain::builders::{day, email, invitation, member, noon, store, user};
use staffroom_domain::{
    Activity, AddressId, Event, EventActor, EventId, EventKind, Invitation, Member, Membership, SeatCount,
    Store,
};

use super::{ReadResult, ReadSet};
use crate::builders::{
    activity_found, address_key, count_found, found, holder_found, invitation_found, invitation_id,
    invitation_key, left_found, member_found, member_key, nothing_found, shop, store_found, store_key,
};
use crate::key::{IdempotencyScope, Key};
use crate::quota::Quota;
use crate::record::{IdempotencyRecord, IdempotencyState, Record, StoredEvent};

fn ended(id: &str) -> Member {
    Member { access_ends_at: Some(noon()), ..member(id, &["seller"]) }
}

#[test]
fn a_key_is_read_once() {
    let set = ReadSet::keys([store_key(), member_key("kim"), store_key()]).and([member_key("kim")]);
    assert_eq!(set.keys, [store_key(), member_key("kim")]);
}

#[test]
fn two_read_sets_together_have_the_keys_and_ranges_of_both() {
    let mut set = ReadSet::keys([store_key()]).and_releasable_seats(&shop(), noon());
    set.extend(ReadSet::keys([store_key(), member_key("kim")]).and_first_members(&shop(), 50));
    assert_eq!(set.keys, [store_key(), member_key("kim")]);
    assert_eq!(set.releasable_seats, Some((shop(), noon())));
    assert_eq!(set.first_members, Some((shop(), 50)));
    set.extend(ReadSet::default().and_releasable_seats(&shop(), day(1)));
    assert_eq!(set.releasable_seats, Some((shop(), day(1))), "the later range counts");
    assert_eq!(set.first_members, Some((shop(), 50)));
}

#[test]
fn what_was_read_is_found_by_its_key() {
    let store = store("whatnot");
    let (kim, lou) = (member("kim", &["seller"]), invitation(&store, "lou", &["seller"]));
    let show = Activity {
        id: "show".parse().unwrap(),
        name: "Show".to_owned().try_into().unwrap(),
        order_notifications: true,
        version: 1,
    };
    let read = found([
        store_found(&store),
        member_found(&kim),
        left_found("mel", 1, 9),
        invitation_found(&lou),
        activity_found(&show),
        holder_found("kim", "kim"),
    ]);
    assert_eq!(read.store(&shop()), Some(&store));
    assert_eq!(read.membership(&shop(), &kim.user).member(), Some(&kim));
    assert_eq!(read.membership(&shop(), &user("mel")).version(), 9);
    assert_eq!(read.membership(&shop(), &user("tom")), &Membership::Never);
    assert_eq!(read.invitation(&shop(), lou.id), Some(&lou));
    assert_eq!(read.activity(&shop(), &show.id), Some(&show));
    assert_eq!(read.address_holder(&shop(), invitation_id("kim")), Some(&kim.user));
    assert_eq!(read.address_holder(&shop(), invitation_id("lou")), None);
    let other = "other".parse().unwrap();
    assert_eq!(read.store(&other), None);
    assert_eq!(read.invitation(&other, lou.id), None);
    assert_eq!(read.activity(&other, &show.id), None);
}

#[test]
fn what_is_not_there_is_told_from_what_was_not_read() {
    let read = found([nothing_found(member_key("kim"))]);
    assert_eq!(read.membership_if_read(&shop(), &user("kim")), Some(&Membership::Never));
    assert_eq!(read.membership_if_read(&shop(), &user("tom")), None);
    assert!(read.was_read(&member_key("kim")) && !read.was_read(&member_key("tom")));
    assert!(!read.has(&member_key("kim")) && !read.has(&member_key("tom")));
}

#[test]
fn a_later_read_takes_the_place_of_an_earlier_one() {
    let (before, after) = (store("whatnot"), Store { version: 2, ..store("whatnot") });
    let mut read = found([store_found(&before), member_found(&member("kim", &["seller"]))]);
    read.set_first_members(vec![member("kim", &["seller"])]);
    let mut later = found([store_found(&after)]);
    later.set_releasable_seats(vec![member_key("tom")]);
    read.merge(later);
    assert_eq!(read.store(&shop()), Some(&after));
    assert!(read.has(&member_key("kim")), "what was read before is kept");
    assert_eq!(read.releasable_seats(), Some(&[member_key("tom")][..]));
    assert_eq!(read.first_members().map(<[Member]>::len), Some(1));
    read.merge(ReadResult::default());
    assert_eq!(read.releasable_seats(), Some(&[member_key("tom")][..]));
    assert_eq!(read.first_members().map(<[Member]>::len), Some(1));
}

#[test]
fn a_failed_condition_brings_records_up_to_date_and_drops_their_seats() {
    let mut read = found([store_found(&store("whatnot"))]);
    read.set_first_members(vec![member("kim", &["seller"])]);
    read.set_releasable_seats(vec![member_key("tom"), invitation_key("lou")]);
    read.refresh(vec![nothing_found(invitation_key("mel"))]);
    assert!(read.first_members().is_some(), "the store has the same members");
    read.refresh(vec![nothing_found(member_key("tom"))]);
    assert_eq!(read.releasable_seats(), Some(&[invitation_key("lou")][..]));
    assert!(read.was_read(&member_key("tom")));
    assert!(read.first_members().is_none(), "the store may have other members");
    read.set_first_members(Vec::new());
    read.refresh(vec![store_found(&Store { version: 2, ..store("whatnot") })]);
    assert_eq!(read.store(&shop()).map(|store| store.version), Some(2));
    assert!(read.first_members().is_none(), "the store may have other members");
}

#[test]
fn the_index_of_seats_lags_and_the_records_beside_it_are_believed() {
    let store = store("whatnot");
    let lou = Invitation { expires_at: noon(), ..invitation(&store, "lou", &["seller"]) };
    let mut read = found([
        member_found(&ended("tom")),
        member_found(&member("kim", &["seller"])),
        invitation_found(&lou),
        nothing_found(member_key("mel")),
    ]);
    let there = [member_key("tom"), invitation_key("lou"), member_key("unread")];
    let mut listed = there.to_vec();
    listed.extend([member_key("kim"), member_key("mel")]);
    read.set_releasable_seats(listed);
    read.drop_released_seats(noon());
    assert_eq!(read.releasable_seats(), Some(&there[..]));
    let mut unread = ReadResult::default();
    unread.drop_released_seats(noon());
    assert_eq!(unread.releasable_seats(), None);
}

#[test]
fn seats_that_can_be_released_are_counted_by_their_holders() {
    let mut read = ReadResult::default();
    assert_eq!(read.releasable_count(), SeatCount::default());
    read.set_releasable_seats(vec![member_key("tom"), invitation_key("lou"), invitation_key("mel")]);
    assert_eq!(read.releasable_count(), SeatCount { taken: 3, members: 1 });
}

#[test]
fn the_latest_change_is_that_of_any_record() {
    let store = Store { changed_at: day(2), ..store("whatnot") };
    let kim = Member { changed_at: day(3), ..member("kim", &["seller"]) };
    let read = found([store_found(&store), member_found(&kim), nothing_found(member_key("tom"))]);
    assert_eq!(read.latest_change(), Some(day(3)));
    assert_eq!(ReadResult::default().latest_change(), None);
}

#[test]
fn a_mail_about_an_event_was_sent_to_the_addresses_that_are_stored_with_it() {
    let id = EventId::new(noon(), [0; 10]);
    let kind = EventKind::ReviewDue;
    let event = Event { id, at: noon(), actor: EventActor::Service, source_ip: None, kind };
    let (kim, lou) = (email("kim@example.com"), email("lou@example.com"));
    let stored =
        StoredEvent { mailed: BTreeSet::from([AddressId::of(&kim)]), ..StoredEvent::from(event.clone()) };
    let read = found([(Key::of_event(&shop(), &event), Some(Record::Event(Box::new(stored))))]);
    assert!(read.was_mailed(&shop(), &event, AddressId::of(&kim)));
    assert!(!read.was_mailed(&shop(), &event, AddressId::of(&lou)));
    assert!(!ReadResult::default().was_mailed(&shop(), &event, AddressId::of(&kim)));
}

#[test]
fn a_quota_has_the_room_that_its_count_leaves() {
    let quota = Quota::of_store(&store("whatnot"), noon());
    for (count, room) in [(0, 500), (499, 1), (500, 0), (501, 0)] {
        assert_eq!(found([count_found(&quota, count)]).room(&quota), room);
    }
    assert_eq!(ReadResult::default().room(&quota), 500, "unread: the write has the limit as its condition");
}

#[test]
fn a_request_is_found_by_its_idempotency_key() {
    let key = Key::Idempotency(IdempotencyScope::Store(shop()), "k".to_owned());
    let record = IdempotencyRecord {
        fingerprint: "f".to_owned(),
        begun: noon(),
        at: noon(),
        state: IdempotencyState::InProgress,
    };
    let read = found([(key.clone(), Some(Record::Idempotency(record.clone())))]);
    assert_eq!(read.idempotency(&key), Some(&record));
    assert_eq!(ReadResult::default().idempotency(&key), None);
    assert_eq!(found([(address_key("kim"), None)]).idempotency(&key), None);
}
