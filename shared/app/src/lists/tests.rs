use std::collections::BTreeSet;

use staffroom_domain::builders::{day, email, invitation, member, noon, store, user};
use staffroom_domain::{
    Activity, EventId, Grantor, Invitation, InvitationId, LinkClaims, Member, SeatCount, Store, StoreId,
    Timestamp,
};

use super::{
    activities, count_releasable_seats, first_members, invitations_of, link_of, store_ids_of, stores_of,
};
use crate::builders::{
    Found, activity_found, address_key, found, invitation_found, invitation_key, invocation, left_found,
    member_found, member_key, shop, store_found, store_key,
};
use crate::database::{List, Page};
use crate::key::{Counter, IdempotencyScope, Key};
use crate::scripted::{ScriptedDatabase, ready};

fn page(entries: impl IntoIterator<Item = Found>, next: Option<Key>) -> Page {
    Page { entries: entries.into_iter().collect(), next }
}

fn keys_only(keys: impl IntoIterator<Item = Key>) -> Page {
    page(keys.into_iter().map(|key| (key, None)), None)
}

fn database(pages: impl IntoIterator<Item = Page>) -> ScriptedDatabase {
    ScriptedDatabase::default().paging(pages)
}

#[test]
fn the_first_members_are_so_many() {
    let mut read = found([]);
    read.set_first_members(["ann", "bo", "cy"].map(|id| member(id, &["seller"])).into());
    let database = ScriptedDatabase::reading([read]);
    let first = ready(first_members(&database, &shop(), 2)).unwrap();
    assert_eq!(first.iter().map(|member| member.user.as_str()).collect::<Vec<_>>(), ["ann", "bo"]);
    assert_eq!(database.asked().reads[0].first_members, Some((shop(), 2)));
}

#[test]
fn activities_come_in_pages() {
    let show = Activity {
        id: "show".parse().unwrap(),
        name: "Show".to_owned().try_into().unwrap(),
        order_notifications: true,
        version: 1,
    };
    let of_show = database([page([activity_found(&show), store_found(&store("whatnot"))], None)]);
    assert_eq!(ready(activities(&of_show, &shop(), None, 5)).unwrap().items, [show]);
    assert_eq!(of_show.asked().pages, [(List::Activities(shop()), None, 5)]);
}

fn id(text: &str) -> StoreId {
    text.parse().unwrap()
}

#[test]
fn the_stores_of_a_person_come_in_pages() {
    let other = || Key::Member(id("other"), user("kim"));
    let database = database([keys_only([store_key(), member_key("kim"), other()])]);
    let after = Key::Member(id("before"), user("kim"));
    let stores = ready(store_ids_of(&database, &user("kim"), Some(&after), 30)).unwrap();
    assert_eq!(stores.items.into_iter().collect::<BTreeSet<_>>(), BTreeSet::from([shop(), id("other")]));
    assert_eq!(database.asked().pages, [(List::OfUser(user("kim")), Some(after), 30)]);
}

#[test]
fn every_key_of_a_store_names_it_and_no_other_does() {
    let event = EventId::new(noon(), [0; 10]);
    for key in [
        store_key(),
        member_key("kim"),
        address_key("kim"),
        invitation_key("kim"),
        Key::Event(shop(), event),
        Key::Notice(shop(), event),
        Key::Activity(shop(), "show".parse().unwrap()),
    ] {
        let stores = ready(store_ids_of(&database([keys_only([key])]), &user("kim"), None, 5)).unwrap();
        assert_eq!(stores.items, [shop()]);
    }
    let elsewhere = [
        Key::Idempotency(IdempotencyScope::Store(shop()), "k".to_owned()),
        Key::Counter(Counter::StoreInvitations(shop(), 1)),
    ];
    let stores = ready(store_ids_of(&database([keys_only(elsewhere)]), &user("kim"), None, 5)).unwrap();
    assert!(stores.items.is_empty());
}

fn mine(reads: impl IntoIterator<Item = Vec<Found>>) -> (Vec<(StoreId, Option<Member>)>, usize) {
    let database = ScriptedDatabase::reading(reads.into_iter().map(found));
    let stores = BTreeSet::from([shop()]);
    let mine = ready(stores_of(&database, &user("kim"), &stores)).unwrap();
    let asked = database.asked().reads;
    assert!(asked.iter().all(|set| set.keys == [store_key(), member_key("kim")]), "{asked:?}");
    (mine.into_iter().map(|(store, member)| (store.id, member)).collect(), asked.len())
}

fn owned() -> Store {
    let mut store = store("whatnot");
    store.owner.user_id = user("kim");
    store
}

#[test]
fn a_store_is_mine_that_i_own_or_am_a_member_of() {
    let kim = member("kim", &["seller"]);
    assert_eq!(mine([vec![store_found(&owned())]]), (vec![(shop(), None)], 1));
    let as_member = vec![store_found(&store("whatnot")), member_found(&kim)];
    assert_eq!(mine([as_member]), (vec![(shop(), Some(kim))], 1));
}

#[test]
fn what_cannot_be_is_read_again() {
    let kim = member("kim", &["seller"]);
    let both = || vec![store_found(&owned()), member_found(&kim)];
    let neither = || vec![store_found(&store("whatnot")), left_found("kim", 1, 2)];
    let as_member = || vec![store_found(&store("whatnot")), member_found(&kim)];
    let as_owner = || vec![store_found(&owned()), left_found("kim", 1, 2)];
    assert_eq!(mine([both(), as_owner()]), (vec![(shop(), None)], 2));
    assert_eq!(mine([neither(), as_member()]), (vec![(shop(), Some(kim.clone()))], 2));
    assert_eq!(mine([neither(), neither()]), (vec![], 2), "they left, and the index does not know it yet");
    assert_eq!(mine([both(), both()]), (vec![(shop(), None)], 2), "the owner is no member");
    let gone = || vec![member_found(&kim)];
    assert_eq!(mine([gone()]).0, [], "a store that is gone is not listed");
}

#[test]
fn an_address_finds_its_invitations_in_each_store() {
    let other = Store { id: id("other"), ..store("whatnot") };
    let lou = invitation(&store("whatnot"), "lou", &["seller"]);
    let address = email("lou@example.com");
    let elsewhere =
        Invitation { id: InvitationId::of(&other.id, &address), store: other.id.clone(), ..lou.clone() };
    let read = found([
        store_found(&store("whatnot")),
        invitation_found(&lou),
        store_found(&other),
        invitation_found(&elsewhere),
    ]);
    let gone = Key::Invitation(id("gone"), lou.id);
    let listed = keys_only([invitation_key("lou"), Key::Invitation(other.id.clone(), elsewhere.id), gone]);
    let database = ScriptedDatabase::reading([read]).paging([listed]);
    let found = ready(invitations_of(&database, &invocation(day(1)), &address, None, 5)).unwrap();
    assert_eq!(found.items, [(other, elsewhere), (store("whatnot"), lou)]);
    assert_eq!(database.asked().pages, [(List::OfAddress(address), None, 5)]);
    assert!(database.asked().reads[0].keys.contains(&invitation_key("lou")));
}

#[test]
fn an_invitation_that_nobody_gives_any_more_is_not_listed() {
    let shop = store("whatnot");
    let lou = invitation(&shop, "lou", &["seller"]);
    let invited_by = Grantor { user_id: user("kim"), member_version: Some(1), ..lou.invited_by.clone() };
    let lou = Invitation { invited_by, ..lou };
    let kim = member("kim", &["administrator"]);
    let listed = |grantor: Found, at: Timestamp| {
        let read = found([store_found(&shop), invitation_found(&lou)]);
        let database =
            ScriptedDatabase::reading([read, found([grantor])]).paging([keys_only([invitation_key("lou")])]);
        let page = ready(invitations_of(&database, &invocation(at), &lou.email, None, 5)).unwrap();
        assert_eq!(database.asked().reads[1].keys, [member_key("kim")]);
        page.items.len()
    };
    assert_eq!(listed(member_found(&kim), day(1)), 1);
    assert_eq!(listed(left_found("kim", 1, 2), day(1)), 0);
    let ends = Member { access_ends_at: Some(day(20)), ..kim };
    assert_eq!(listed(member_found(&ends), day(19)), 1, "expired, and can be renewed");
    assert_eq!(listed(member_found(&ends), day(21)), 0, "expired, and the grantor's access has ended");
}

#[test]
fn seats_that_can_be_released_are_counted_page_by_page() {
    let first = page([(member_key("tom"), None), (invitation_key("lou"), None)], Some(invitation_key("lou")));
    let database = database([first, keys_only([invitation_key("mel")])]);
    let count = ready(count_releasable_seats(&database, &shop(), noon())).unwrap();
    assert_eq!(count, SeatCount { taken: 3, members: 1 });
    let list = List::ReleasableSeats(shop(), noon());
    let asked = [(list.clone(), None, 1000), (list, Some(invitation_key("lou")), 1000)];
    assert_eq!(database.asked().pages, asked);
}

#[test]
fn counting_ends_after_ten_pages() {
    let endless = (0..20).map(|_| page([(member_key("tom"), None)], Some(member_key("tom"))));
    let database = database(endless);
    let count = ready(count_releasable_seats(&database, &shop(), noon())).unwrap();
    assert_eq!(count, SeatCount { taken: 10, members: 10 });
}

#[test]
fn the_link_of_an_invitation_is_found_by_its_address_alone() {
    let (lou, other) = (Invitation { generation: 7, ..lou_of_shop() }, email("sue@example.com"));
    let find = |address, id| {
        let listed = keys_only([invitation_key("lou")]);
        let database = ScriptedDatabase::reading([found([invitation_found(&lou)])]).paging([listed]);
        let link = ready(link_of(&database, address, id)).unwrap();
        (link, database.asked().reads.len())
    };
    let (link, _) = find(&lou.email, lou.id);
    assert_eq!(link, Some(LinkClaims { store: shop(), invitation: lou.id, generation: 7 }));
    assert_eq!(find(&lou.email, InvitationId::of(&shop(), &other)), (None, 0), "another id");
    assert_eq!(find(&other, lou.id), (None, 0), "another address");
    let gone = ScriptedDatabase::default().paging([keys_only([invitation_key("lou")])]);
    assert_eq!(ready(link_of(&gone, &lou.email, lou.id)).unwrap(), None);
}

fn lou_of_shop() -> Invitation {
    invitation(&store("whatnot"), "lou", &["seller"])
}
