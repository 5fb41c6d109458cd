use std::collections::BTreeSet;

use staffroom_app::{
    DueShard, History, InvitationList, InvitationOrder, Key, List, ListPlace, Listed, Listing, MemberFilter,
    MemberList, MemberOrder, TimeRange,
};
use staffroom_domain::{EmailAddress, EventId, InvitationId, Search, Store, StoreId, Timestamp};

use super::{Cursor, Paged};

fn store(id: &str) -> StoreId {
    id.parse().unwrap()
}

fn members(of: &str, order: MemberOrder) -> MemberList {
    MemberList { store: store(of), filter: MemberFilter::default(), order }
}

fn entry(of: &str, listing: Listing, user: &str) -> Key {
    let place = ListPlace::from("2a".to_owned());
    Key::Listed(store(of), listing, place, Listed::Member(user.parse().unwrap()))
}

fn history(of: &str) -> History {
    let (actor, subject, types) = (None, None, BTreeSet::new());
    History { store: store(of), actor, subject, types, times: TimeRange::default() }
}

fn again(list: &impl Paged, key: &Key) {
    let text = Cursor::after(list, "", key.clone()).unwrap().encode();
    assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'), "{text}");
    assert_eq!(Cursor::decode(&text, list, "").unwrap().key(), Some(key));
    assert!(Cursor::decode(&text, list, "q").is_err(), "the list is narrowed");
}

fn refused(key: &Key, of: &impl Paged, by: &impl Paged) {
    let text = Cursor::after(of, "", key.clone()).unwrap().encode();
    assert!(Cursor::decode(&text, by, "").is_err(), "{key:?}");
}

/// Lists that have cursors, with records that they hold.
fn lists(of: &str) -> Vec<(List, Vec<Key>)> {
    let of = store(of);
    let email = EmailAddress::parse("ana@example.com").unwrap();
    let invitation = Key::Invitation(of.clone(), InvitationId::of(&of, &email));
    let member = |user: &str| Key::Member(of.clone(), user.parse().unwrap());
    let show = || Key::Activity(of.clone(), "show".parse().unwrap());
    vec![
        (List::Activities(of.clone()), vec![show()]),
        (List::OfUser("ana".parse().unwrap()), vec![Key::Store(of.clone()), member("ana")]),
        (List::OfAddress(email), vec![invitation]),
        (List::ActivitiesOfUser("ana".parse().unwrap()), vec![show(), Key::Store(of.clone()), member("ana")]),
    ]
}

#[test]
fn a_cursor_leads_back_to_its_record() {
    for (list, keys) in lists("demo") {
        for key in keys {
            again(&list, &key);
        }
    }
    let by_name = members("demo", MemberOrder::Name);
    let role = Listing::Role("seller".parse().unwrap());
    for user in ["a#b", "#owner", "a b  c ", "owner"] {
        again(&by_name, &entry("demo", Listing::Names, user));
        again(&by_name, &entry("demo", role.clone(), user));
    }
    again(
        &by_name,
        &Key::Listed(
            store("demo"),
            role,
            ListPlace::from(String::new()),
            Listed::Member("ana".parse().unwrap()),
        ),
    );
    again(&members("demo", MemberOrder::JoinedAt), &entry("demo", Listing::Joined, "ana"));
    let owner = Cursor::after_owner(&by_name, "").unwrap();
    let read = Cursor::decode(&owner.encode(), &by_name, "").unwrap();
    assert_eq!((&read, read.key()), (&owner, None));
    let event = Key::Event(store("demo"), EventId::new(Timestamp::UNIX_EPOCH, [7; 10]));
    again(&history("demo"), &event);
    let newest =
        InvitationList { store: store("demo"), statuses: BTreeSet::new(), order: InvitationOrder::Newest };
    let id = InvitationId::of(&store("demo"), &EmailAddress::parse("ana@example.com").unwrap());
    let place = ListPlace::of_time(Some(Timestamp::UNIX_EPOCH));
    again(&newest, &Key::Listed(store("demo"), Listing::Created, place, Listed::Invitation(id)));
}

#[test]
fn a_cursor_of_another_list_is_refused() {
    let (mine, theirs) = (lists("demo"), lists("other"));
    for (number, (list, keys)) in mine.iter().enumerate() {
        for (other, (another, _)) in mine.iter().enumerate() {
            if number != other {
                refused(&keys[0], list, another);
            }
        }
        // The lists of a user and of an address are over all stores.
        if number < 1 {
            refused(&keys[0], list, &theirs[number].0);
        }
    }
    let event = Key::Event(store("demo"), EventId::new(Timestamp::UNIX_EPOCH, [7; 10]));
    refused(&event, &history("demo"), &history("other"));
    refused(&event, &history("demo"), &List::Activities(store("demo")));
    let (by_name, joined) = (members("demo", MemberOrder::Name), members("demo", MemberOrder::JoinedAt));
    let found = members("demo", MemberOrder::Match(Search::parse("ana").unwrap()));
    let name = entry("demo", Listing::Names, "ana");
    refused(&name, &by_name, &joined);
    refused(&name, &by_name, &found);
    refused(&name, &by_name, &members("other", MemberOrder::Name));
    refused(&entry("demo", Listing::Words, "ana"), &found, &by_name);
    let owner = Cursor::after_owner(&by_name, "").unwrap().encode();
    assert!(Cursor::decode(&owner, &members("other", MemberOrder::Name), "").is_err());
    assert!(Cursor::decode(&owner, &List::Activities(store("demo")), "").is_err());
}

#[test]
fn what_is_no_cursor_is_refused() {
    let list = members("demo", MemberOrder::Name);
    let good = Cursor::after(&list, "", entry("demo", Listing::Names, "ana")).unwrap().encode();
    assert!(Cursor::decode(&good, &list, "").is_ok());
    let long = "A".repeat(6000);
    for text in ["", "x", "' or 1=1", "eyJhIjoxfQ", "null", &long, &good[1..]] {
        assert!(Cursor::decode(text, &list, "").is_err(), "{text}");
    }
}

#[test]
fn lists_that_no_call_shows_have_no_cursors() {
    let key = Key::Store(store("demo"));
    let due = List::Due(DueShard::of_store(&store("demo")), Timestamp::UNIX_EPOCH);
    assert_eq!(Cursor::after(&due, "", key), None);
    let idempotent = Key::Counter(staffroom_app::Counter::StoreInvitations(store("demo"), 1));
    assert_eq!(Cursor::after(&List::Activities(store("demo")), "", idempotent), None);
}

#[test]
fn a_cursor_of_a_store_is_not_one_of_another_with_its_id() {
    let list = List::Activities(store("demo"));
    let key = Key::Activity(store("demo"), "show".parse().unwrap());
    let demo = staffroom_domain::builders::store("whatnot");
    let other = Store { created_at: demo.created_at + chrono::Duration::days(1), ..demo.clone() };
    let cursor = Cursor::after(&list, "", key.clone()).unwrap();
    let read = Cursor::decode(&cursor.clone().in_store(&demo).encode(), &list, "").unwrap();
    assert_eq!(read.key(), Some(&key));
    assert!(read.is_of(&demo) && !read.is_of(&other));
    // That of an earlier version does not say of which store it is.
    assert!(Cursor::decode(&cursor.encode(), &list, "").unwrap().is_of(&other));
}
