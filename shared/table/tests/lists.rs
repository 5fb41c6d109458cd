//! Reads and lists against the embedded database.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::BTreeSet;

use staffroom_app::lists::count_releasable_seats;
use staffroom_app::{
    CommitOutcome, Condition, Context, Database as _, DueShard, EventsBy, Key, List, Listed, Listing, Plan,
    ReadSet, Record, TimeRange, WebhookKey, WebhookRecord, Write, entries,
};
use staffroom_domain::{
    AttemptOutcome, DeliveryId, DeliverySource, EventActor, EventId, EventKind, Invitation, InvitationId,
    InvitationState, Member, OrderSummary, Seat, SeatCount, SortKey, Store, StoreId, Timestamp,
    WebhookDelivery, WebhookId,
};
use support::samples::{self, at, at_millis, email, store_id, user};
use support::{Fixture, TABLE, text};

/// All entries of a list, page by page, and the length of each page.
async fn walk(fixture: &Fixture, list: &List, limit: usize) -> (Vec<(Key, Option<Record>)>, Vec<usize>) {
    let (mut entries, mut lengths, mut after) = (Vec::new(), Vec::new(), None);
    for _ in 0..100 {
        let page = fixture.table.page(list, after.as_ref(), limit).await.unwrap();
        lengths.push(page.entries.len());
        entries.extend(page.entries);
        after = page.next;
        if after.is_none() {
            return (entries, lengths);
        }
    }
    panic!("the list does not end");
}

fn keys(entries: &[(Key, Option<Record>)]) -> Vec<Key> {
    entries.iter().map(|(key, _)| key.clone()).collect()
}

fn with_records(records: impl IntoIterator<Item = (Key, Record)>) -> Vec<(Key, Option<Record>)> {
    records.into_iter().map(|(key, record)| (key, Some(record))).collect()
}

fn member(number: usize) -> Member {
    samples::full_member(&format!("user#{number:03}"))
}

#[tokio::test]
async fn keys_are_read_in_any_number_with_those_that_are_not_there() {
    let fixture = Fixture::start().await;
    let members: Vec<(Key, Record)> = (0..150).map(|n| samples::of_member(member(n))).collect();
    fixture.put(members.iter().step_by(2).cloned()).await;
    let wanted: Vec<Key> = members.iter().map(|(key, _)| key.clone()).collect();
    let read = fixture.table.read(&ReadSet::keys(wanted.clone())).await.unwrap();
    for (n, key) in wanted.iter().enumerate() {
        assert!(read.was_read(key));
        let found = read.membership(&store_id(), &member(n).user).member();
        assert_eq!(found, (n % 2 == 0).then(|| member(n)).as_ref());
    }
    assert!(read.releasable_seats().is_none() && read.first_members().is_none());
    fixture.table.read(&ReadSet::default()).await.unwrap();
}

#[tokio::test]
async fn ranges_are_read_with_the_keys() {
    let fixture = Fixture::start().await;
    fixture.put([samples::of_store(samples::full_store())]).await;
    fixture.put((0..4).map(|n| samples::of_trace(&format!("u{n}"), samples::trace()))).await;
    fixture.put((0..105).map(|n| samples::of_member(member(n)))).await;
    let read = |limit, now| {
        let set = ReadSet::keys([Key::Store(store_id())]);
        let set = set.and_first_members(&store_id(), limit).and_releasable_seats(&store_id(), now);
        let table = &fixture.table;
        async move { table.read(&set).await.unwrap() }
    };
    let found = read(2, at(100)).await;
    assert_eq!(found.store(&store_id()), Some(&samples::full_store()));
    assert_eq!(found.first_members().unwrap(), [member(0), member(1), member(2)], "one more, and no trace");
    assert_eq!(found.releasable_seats(), Some([].as_slice()), "the second of the end is not over");
    let found = read(200, at(101)).await;
    assert_eq!(found.first_members().unwrap().len(), 105);
    assert_eq!(found.releasable_seats().unwrap().len(), 99, "as many as a transaction releases");
}

/// A member and the entries beside them, as a plan puts them.
fn with_entries(member: Member) -> Vec<(Key, Record)> {
    let listed = entries(&store_id(), &member).into_iter().map(|key| (key, Record::Listed));
    listed.chain([samples::of_member(member)]).collect()
}

fn users(entries: &[(Key, Option<Record>)]) -> Vec<String> {
    let user = |(key, _): &(Key, Option<Record>)| match key {
        Key::Listed(_, _, _, Listed::Member(user)) => user.as_str().to_owned(),
        other => panic!("{other:?}"),
    };
    entries.iter().map(user).collect()
}

#[tokio::test]
async fn members_are_listed_where_they_belong() {
    let fixture = Fixture::start().await;
    for (id, name, address, joined) in [
        ("a#1", "Zoë Kim", "z", 30),
        ("b 2", "émile", "e#%", 10),
        ("c", "Anna", "anna", 40),
        ("d", "ÁNNA", "ann", 20),
        ("e", "Bo Ann", "bo", 50),
    ] {
        let mut member = samples::member(id);
        member.name = Some(name.to_owned().try_into().unwrap());
        member.email = email(address);
        member.joined_at = at(joined);
        member.grant.roles = (id != "c").then(|| "seller".parse().unwrap()).into_iter().collect();
        member.access_ends_at = (id == "e").then(|| at(1));
        member.last_active_at = (id == "d" || id == "b 2").then(|| at(100 - joined));
        fixture.put(with_entries(member)).await;
    }
    fixture
        .put([samples::of_trace("f", samples::trace()), samples::of_invitation(samples::invitation("ann"))])
        .await;
    let seller = Listing::Role("seller".parse().unwrap());
    let word = SortKey::of_words("ann").first().unwrap().as_str().to_owned();
    for (listing, start, expected) in [
        (Listing::Names, "", vec!["c", "d", "e", "b 2", "a#1"]),
        (Listing::Ending, "", vec!["e"]),
        (seller, "", vec!["d", "e", "b 2", "a#1"]),
        (Listing::Permission("spend".parse().unwrap()), "", vec![]),
        (Listing::Words, word.as_str(), vec!["e", "c", "d"]),
        (Listing::Addresses, "ann", vec!["d", "c"]),
        (Listing::Addresses, "e#%", vec!["b 2"]),
        (Listing::Joined, "", vec!["b 2", "d", "a#1", "c", "e"]),
        (Listing::LastActive, "", vec!["a#1", "c", "e", "d", "b 2"]),
    ] {
        let list = List::Listing(store_id(), listing.clone(), start.to_owned());
        for limit in [1, 2, 4, 5, 6] {
            let (found, lengths) = walk(&fixture, &list, limit).await;
            assert_eq!(users(&found), expected, "{listing} {limit}");
            assert!(
                lengths.len() <= expected.len().div_ceil(limit).max(1),
                "a full last page is the last: {listing}"
            );
        }
    }
}

#[tokio::test]
async fn an_activity_moves_a_member_and_a_change_does_not() {
    let fixture = Fixture::start().await;
    let context = |seconds| Context { now: at(seconds), source_ip: None, entropy: [0; 10] };
    let places = || async {
        let list = List::Listing(store_id(), Listing::LastActive, String::new());
        users(&walk(&fixture, &list, 10).await.0)
    };
    fixture.put([samples::of_trace("kim", samples::trace())]).await;
    fixture.put(with_entries(samples::member("lou"))).await;
    assert_eq!(places().await, ["lou"]);
    // A member in the place of a trace is an update, as is every later version.
    for (seconds, expected) in [(300, ["kim", "lou"]), (500, ["lou", "kim"])] {
        let mut plan = Plan::beside_store(&store_id(), &context(seconds), EventActor::Service);
        let version = if seconds == 300 { samples::trace().version } else { 20 };
        let (key, record) =
            samples::of_member(Member { version: 20, last_active_at: None, ..samples::full_member("kim") });
        plan.push(Write::Put { key: key.clone(), record, condition: Condition::Version(version) }).unwrap();
        assert_eq!(fixture.table.commit(&plan).await.unwrap(), CommitOutcome::Committed);
        assert_eq!(places().await, expected, "{seconds}");
        let mut plan = Plan::beside_store(&store_id(), &context(seconds + 100), EventActor::Service);
        plan.push(Write::RecordActivity { key }).unwrap();
        assert_eq!(fixture.table.commit(&plan).await.unwrap(), CommitOutcome::Committed);
        assert_eq!(places().await, ["lou", "kim"], "{seconds}");
    }
}

#[tokio::test]
async fn invitations_are_listed_the_newest_first_and_by_address() {
    let fixture = Fixture::start().await;
    for (local, created) in [("lou", 30), ("ann", 10), ("anna", 40), ("bo", 30)] {
        let invitation = Invitation { created_at: at(created), ..samples::invitation(local) };
        fixture.put([samples::of_invitation(invitation)]).await;
    }
    fixture.put(with_entries(samples::member("kim"))).await;
    let id = |local: &str| InvitationId::of(&store_id(), &email(local));
    let ids = |found: Vec<(Key, Option<Record>)>| -> Vec<InvitationId> {
        let id = |key| match key {
            Key::Listed(_, _, _, Listed::Invitation(id)) => id,
            other => panic!("{other:?}"),
        };
        found.into_iter().map(|(key, _)| id(key)).collect()
    };
    for limit in [1, 2, 3, 4, 5] {
        let list = List::Listing(store_id(), Listing::Created, String::new());
        let found = ids(walk(&fixture, &list, limit).await.0);
        assert_eq!((found[0], found[3]), (id("anna"), id("ann")), "{limit}");
        assert_eq!(found[1..3].iter().collect::<BTreeSet<_>>(), BTreeSet::from([&id("lou"), &id("bo")]));
        let list = List::Listing(store_id(), Listing::Invited, "ann".to_owned());
        assert_eq!(ids(walk(&fixture, &list, limit).await.0), [id("ann"), id("anna")], "{limit}");
    }
}

#[tokio::test]
async fn the_history_is_newest_first_and_goes_on_past_an_event_of_a_newer_version() {
    let fixture = Fixture::start().await;
    let events: Vec<(Key, Record)> =
        (0..7).map(|n| samples::of_event(samples::event(n, EventKind::ReviewDue))).collect();
    fixture.put(events.clone()).await;
    let notice = samples::event(9, samples::order_created(OrderSummary::default()));
    fixture.put([samples::of_event(notice)]).await;
    // One of a type that this version does not know, and one that lacks what its type needs.
    for (n, name) in [(3, "store.sold"), (5, "member.left")] {
        let Key::Event(_, id) = &events[n].0 else { panic!("no event") };
        fixture
            .client
            .update_item()
            .table_name(TABLE)
            .key("pk", text("STORE#shop"))
            .key("sk", text(&format!("EVENT#{id}")))
            .update_expression("SET event.#type = :type")
            .expression_attribute_names("#type", "type")
            .expression_attribute_values(":type", text(name))
            .send()
            .await
            .unwrap();
    }
    let mut expected = with_records(events);
    let unknown: EventKind = serde_json::from_str(r#"{"type": "store.sold"}"#).unwrap();
    expected[3].1 = Some(samples::of_event(samples::event(3, unknown)).1);
    expected[5].1 = None;
    expected.reverse();
    let list = List::Events(store_id(), EventsBy::Time, TimeRange::default());
    assert_eq!(walk(&fixture, &list, 3).await, (expected, vec![3, 3, 1]));
}

#[tokio::test]
async fn events_are_found_by_person_subject_and_time() {
    let fixture = Fixture::start().await;
    let by = |n: i64, id: &str, kind: EventKind| {
        let mut stored = samples::event(n * 1000, kind);
        stored.event.actor = EventActor::User { user_id: user(id), name: None };
        samples::of_event(stored)
    };
    let left = |id: &str| EventKind::MemberLeft { member: (&samples::member(id)).into() };
    let lou = samples::invitation("lou");
    let (invited, member) = ((&lou).into(), (&samples::member("kim#1")).into());
    let events = [
        by(1, "kim#1", EventKind::InvitationAccepted { invitation: invited, member }),
        by(2, "lou", left("a#b")),
        by(3, "kim#1", EventKind::StoreCreated),
        by(4, "kim#1", left("lou")),
        by(5, "kim#1", left("a#b")),
    ];
    fixture.put(events.clone()).await;
    let notice = samples::event(6000, samples::order_created(OrderSummary::default()));
    fixture.put([samples::of_event(notice)]).await;
    let of = |numbers: &[usize]| numbers.iter().map(|n| events[n - 1].0.clone()).collect::<Vec<_>>();
    let times =
        |since: Option<i64>, until: Option<i64>| TimeRange { since: since.map(at), until: until.map(at) };
    let subject = |id: &str| EventsBy::Subject(id.parse().unwrap());
    let kim = EventsBy::Actor(user("kim#1"));
    for (by, range, expected) in [
        (kim.clone(), times(None, None), of(&[5, 4, 3])),
        (kim.clone(), times(Some(4), None), of(&[5, 4])),
        (kim.clone(), times(None, Some(4)), of(&[3])),
        (kim, times(Some(5), Some(3)), of(&[])),
        (EventsBy::Actor(user("nobody")), times(None, None), of(&[])),
        (EventsBy::Joined(user("kim#1")), times(None, None), of(&[1])),
        (subject("a#b"), times(None, None), of(&[5, 2])),
        (subject("lou"), times(None, None), of(&[4])),
        (subject(&lou.id.to_string()), times(None, None), of(&[1])),
        (subject(store_id().as_str()), times(None, None), of(&[3])),
        (EventsBy::Time, times(Some(2), Some(4)), of(&[3, 2])),
        (EventsBy::Time, times(Some(4), Some(2)), of(&[])),
    ] {
        let list = List::Events(store_id(), by.clone(), range);
        for limit in [1, 2, 5] {
            assert_eq!(keys(&walk(&fixture, &list, limit).await.0), expected, "{by:?} {range:?}");
        }
    }
}

#[tokio::test]
async fn activities_are_listed_by_id() {
    let fixture = Fixture::start().await;
    let activities: Vec<(Key, Record)> =
        ["a", "b", "c"].map(|id| samples::of_activity(samples::activity(id))).into();
    fixture.put(activities.clone()).await;
    let list = List::Activities(store_id());
    assert_eq!(walk(&fixture, &list, 2).await, (with_records(activities), vec![2, 1]));
}

fn ending(id: &str, seconds: i64) -> Member {
    Member { access_ends_at: Some(at(seconds)), ..samples::full_member(id) }
}

#[tokio::test]
async fn seats_that_can_be_released_are_listed_and_counted() {
    let fixture = Fixture::start().await;
    let lou = Invitation { expires_at: at(20), ..samples::invitation("lou") };
    let later = Invitation { expires_at: at(41), ..samples::invitation("later") };
    let gone = Invitation { state: InvitationState::Revoked, ..lou.clone() };
    let gone = Invitation { id: later.id, email: email("gone"), ..gone };
    let records = [
        samples::of_member(ending("kim", 10)),
        samples::of_invitation(lou),
        samples::of_member(ending("mel", 30)),
        samples::of_member(ending("tom", 40)),
        samples::of_member(Member { seat: Seat::Released, ..ending("ben", 10) }),
        samples::of_member(ending("later", 41)),
        samples::of_member(samples::member("always")),
        samples::of_invitation(gone),
        samples::of_invitation(later),
    ];
    fixture.put(records.clone()).await;
    let expected: Vec<Key> = records.iter().take(4).map(|(key, _)| key.clone()).collect();
    let list = List::ReleasableSeats(store_id(), at_millis(40_999));
    for limit in [1, 2, 3, 4, 5] {
        assert_eq!(keys(&walk(&fixture, &list, limit).await.0), expected, "{limit}");
    }
    let counted = count_releasable_seats(&fixture.table, &store_id(), at_millis(40_999)).await.unwrap();
    assert_eq!(counted, SeatCount { taken: 4, members: 3 });
    let none = count_releasable_seats(&fixture.table, &"other".parse().unwrap(), at(1000)).await.unwrap();
    assert_eq!(none, SeatCount::default());
}

#[tokio::test]
async fn what_falls_due_is_walked_through_while_it_is_dealt_with() {
    let fixture = Fixture::start().await;
    let warned = |id: &str, seconds| Member { due_at: Some(at(seconds)), ..samples::full_member(id) };
    let reviewed = |seconds| Store { review_at: Some(at(seconds)), ..samples::store() };
    let shard = DueShard::of_store(&store_id());
    let in_shard = |id: &String| DueShard::of_member(&store_id(), &user(id)) == shard;
    let ids: Vec<String> = (0..1000).map(|number| format!("kim-{number}")).filter(in_shard).take(5).collect();
    let [a, b, c, d, later] = ids.as_slice() else { panic!("{ids:?}") };
    let elsewhere = (0..1000).map(|number| format!("kim-{number}")).find(|id| !in_shard(id)).unwrap();
    let records = [
        samples::of_member(warned(a, 10)),
        samples::of_member(warned(b, 20)),
        samples::of_store(reviewed(30)),
        samples::of_member(warned(c, 40)),
        samples::of_member(warned(d, 50)),
        samples::of_member(warned(later, 61)),
        samples::of_member(warned(&elsewhere, 10)),
        samples::of_member(samples::member("never")),
    ];
    fixture.put(records.clone()).await;
    let expected: Vec<Key> = records.iter().take(5).map(|(key, _)| key.clone()).collect();
    let list = List::Due(shard, at(60));
    for limit in [1, 2, 5] {
        assert_eq!(keys(&walk(&fixture, &list, limit).await.0), expected, "{limit}");
    }
    // All but the first are processed and leave the index, so the loop ends.
    let (mut dealt_with, mut after) = (BTreeSet::new(), None);
    for _ in 0..20 {
        let page = fixture.table.page(&list, after.as_ref(), 2).await.unwrap();
        for (key, _) in page.entries {
            if key == expected[0] {
                continue;
            }
            let record = match &key {
                Key::Store(_) => samples::of_store(samples::store()).1,
                Key::Member(_, user) => samples::of_member(samples::member(user.as_str())).1,
                other => panic!("{other:?}"),
            };
            fixture.put([(key.clone(), record)]).await;
            dealt_with.insert(key);
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(after, None, "the walk ends");
    assert_eq!(dealt_with, expected.into_iter().skip(1).collect());
}

#[tokio::test]
async fn a_persons_stores_and_an_addresss_invitations_are_found() {
    let fixture = Fixture::start().await;
    let mut expected_of_user = Vec::new();
    let mut expected_of_address = Vec::new();
    for n in 0..5 {
        let store: StoreId = format!("shop{n}").parse().unwrap();
        let lou =
            Invitation { id: InvitationId::of(&store, &email("lou")), store, ..samples::invitation("lou") };
        let store = lou.store.clone();
        expected_of_address.push(Key::Invitation(store.clone(), lou.id));
        fixture.put([samples::of_invitation(lou)]).await;
        if n % 2 == 0 {
            let owned = Store { id: store.clone(), ..samples::store() };
            expected_of_user.push(Key::Store(store.clone()));
            fixture.put([samples::of_store(owned)]).await;
        } else {
            let key = Key::Member(store.clone(), user("olga"));
            expected_of_user.push(key.clone());
            fixture.put([(key, samples::of_member(samples::member("olga")).1)]).await;
        }
        let trace = samples::of_trace("olga", samples::trace()).1;
        fixture.put([(Key::Member(format!("left{n}").parse().unwrap(), user("olga")), trace)]).await;
    }
    for limit in [1, 2, 5, usize::MAX] {
        let of_user = walk(&fixture, &List::OfUser(user("olga")), limit).await.0;
        assert_eq!(keys(&of_user), expected_of_user, "{limit}");
        let of_address = walk(&fixture, &List::OfAddress(email("LOU")), limit).await.0;
        assert_eq!(keys(&of_address), expected_of_address, "{limit}");
    }
    assert_eq!(walk(&fixture, &List::OfUser(user("nobody")), 5).await, (vec![], vec![0]));
}

#[tokio::test]
async fn a_key_of_a_newer_version_in_an_index_is_passed_over() {
    let fixture = Fixture::start().await;
    let (key, record) = samples::of_member(samples::full_member("kim"));
    fixture.put([(key.clone(), record)]).await;
    let expected = vec![key];
    for sk in ["HOLDER#other#kim", "ZZZ#kim"] {
        let number = |n: Timestamp| aws_sdk_dynamodb::types::AttributeValue::N(n.timestamp().to_string());
        let put = fixture.client.put_item().table_name(TABLE);
        let put = put.item("pk", text("STORE#shop")).item("sk", text(sk)).item("person", text("USER#kim"));
        let put = put.item("due", text("DUE#0")).item("due_at", number(at(1)));
        put.send().await.unwrap();
    }
    for limit in [1, 2, 3] {
        let found = fixture.table.page(&List::OfUser(user("kim")), None, limit).await.unwrap();
        assert_eq!(keys(&found.entries), expected, "{limit}");
        assert_eq!(
            keys(&walk(&fixture, &List::Due(DueShard::all().next().unwrap(), at(1000)), limit).await.0),
            expected,
            "{limit}"
        );
    }
}

#[tokio::test]
async fn the_deliveries_to_a_webhook_that_are_due_come_the_earliest_first() {
    let fixture = Fixture::start().await;
    let id = WebhookId::from_bytes([1; 16]);
    let delivery = |number: u8, webhook, seconds| {
        let ids = (DeliveryId::new(at(1), [number; 10]), webhook);
        let event = (EventId::new(at(1), [number; 10]), "member.added".to_owned());
        WebhookDelivery::new(ids, event, DeliverySource::Test, at(seconds))
    };
    let (late, early, future) = (delivery(1, id, 20), delivery(2, id, 10), delivery(3, id, 31));
    let done = delivery(4, id, 5).after(&AttemptOutcome::Answered(200), at(6));
    let other = delivery(5, WebhookId::from_bytes([2; 16]), 5);
    let key = |delivery: &WebhookDelivery| Key::Webhook(WebhookKey::Delivery(delivery.webhook, delivery.id));
    for delivery in [&late, &early, &future, &done, &other] {
        let record = Record::Webhook(WebhookRecord::Delivery(Box::new(delivery.clone())));
        fixture.put([(key(delivery), record)]).await;
    }
    let due = async |limit| {
        let page = fixture.table.page(&List::DueDeliveries(id, at(30)), None, limit).await.unwrap();
        keys(&page.entries)
    };
    assert_eq!(due(4).await, [key(&early), key(&late)]);
    assert_eq!(due(1).await, [key(&early)]);
}
