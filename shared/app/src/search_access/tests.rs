use std::collections::BTreeSet;

use staffroom_domain::builders::{day, grant, member, store, user};
use staffroom_domain::{Activity, Member, PermissionSlug, Rejection, Restriction, Store, StoreId};

use super::{ResourceKind, SEARCHED_PAGES, SearchFrom, SearchPage, SearchResources, SearchSubjects};
use crate::builders::{
    Found, activity_found, found, invocation, member_found, member_key, person, platform, shop, store_found,
    store_key,
};
use crate::database::{List, Page};
use crate::evaluate_access::Resource;
use crate::key::Key;
use crate::list_entries::{listed_member, name_place};
use crate::listing::Listing;
use crate::member_list::{MemberFilter, MemberList, MemberOrder};
use crate::scripted::{ScriptedDatabase, ready};

fn page(entries: impl IntoIterator<Item = Found>, next: Option<Key>) -> Page {
    Page { entries: entries.into_iter().collect(), next }
}

fn the_shop() -> Resource {
    Resource::Store { kind: "store", id: shop() }
}

fn subjects(permission: &str) -> SearchSubjects {
    SearchSubjects::new(&platform(), permission.to_owned(), the_shop()).unwrap()
}

fn whatnot(pages: impl IntoIterator<Item = Page>) -> ScriptedDatabase {
    ScriptedDatabase::reading([found([store_found(&store("whatnot"))])]).paging(pages)
}

fn ids(users: &[staffroom_domain::UserId]) -> Vec<String> {
    users.iter().map(|user| user.as_str().to_owned()).collect()
}

fn search(
    database: &ScriptedDatabase,
    permission: &str,
    after: Option<&Key>,
    limit: usize,
) -> (Vec<String>, Option<Key>) {
    let found = ready(subjects(permission).page(
        database,
        &invocation(day(1)),
        SearchFrom { after, created: None },
        limit,
    ))
    .unwrap();
    (ids(&found.items), found.next)
}

#[test]
fn only_the_platform_searches_for_people() {
    let refused = SearchSubjects::new(&person("kim"), "live".to_owned(), the_shop()).err();
    assert_eq!(refused, Some(Rejection::Forbidden(Restriction::PlatformOnly)));
    let filter = MemberFilter { permission: Some("live".parse().unwrap()), ..MemberFilter::default() };
    assert_eq!(subjects("live").list(), MemberList { store: shop(), filter, order: MemberOrder::Name });
}

#[test]
fn the_owner_comes_first_and_the_members_are_found_by_what_they_were_given() {
    let read = || found([store_found(&store("whatnot"))]);
    let database = ScriptedDatabase::reading([read(), read()]).paging((0..9).map(|_| page([], None)));
    assert_eq!(search(&database, "live", None, 10), (vec!["owner".to_owned()], None));
    let pages = database.asked().pages;
    assert!(
        !pages.is_empty() && pages.iter().all(|(list, ..)| matches!(list, List::Listing(..))),
        "{pages:?}"
    );
}

#[test]
fn a_position_is_behind_the_owner_or_behind_a_member() {
    let sales: PermissionSlug = "sales".parse().unwrap();
    let seller = |id: &str| Member { grant: grant(&[], &["sales"]), ..member(id, &[]) };
    let (ann, kim) = (seller("ann"), seller("kim"));
    let entry = |member: &Member| {
        listed_member(&shop(), Listing::Permission(sales.clone()), name_place(member), &member.user)
    };
    let read = || found([store_found(&store("ecwid")), member_found(&ann), member_found(&kim)]);
    let searched = |after: Option<&Key>, listed: &[&Member]| {
        let entries = page(listed.iter().map(|member| (entry(member), None)), None);
        let database = ScriptedDatabase::reading([read(), read()]).paging([entries]);
        search(&database, "sales", after, 1)
    };
    let behind_owner = Some(store_key());
    assert_eq!(searched(None, &[&ann, &kim]), (vec!["owner".to_owned()], behind_owner.clone()));
    let behind_ann = Some(entry(&ann));
    assert_eq!(searched(behind_owner.as_ref(), &[&ann, &kim]), (vec!["ann".to_owned()], behind_ann.clone()));
    assert_eq!(searched(behind_ann.as_ref(), &[&kim]), (vec!["kim".to_owned()], None));
}

#[test]
fn nobody_is_read_for_what_nobody_or_only_the_owner_holds() {
    let database = whatnot([]);
    assert_eq!(search(&database, "no_such", None, 10), (vec![], None));
    assert_eq!(search(&database, "password", None, 10), (vec!["owner".to_owned()], None));
    assert_eq!(search(&database, "password", Some(&store_key()), 10), (vec![], None));
    let nothing = ScriptedDatabase::default();
    assert_eq!(search(&nothing, "live", None, 10), (vec![], None), "no such store");
    assert!(database.asked().pages.is_empty() && nothing.asked().pages.is_empty());
}

fn resources(kind: ResourceKind) -> SearchResources {
    SearchResources::new(&person("s1"), user("s1"), "live".to_owned(), kind).unwrap()
}

fn results(search: &SearchResources, database: &ScriptedDatabase, limit: usize) -> SearchPage<Resource> {
    ready(search.page(database, &invocation(day(1)), SearchFrom::default(), limit)).unwrap()
}

#[test]
fn a_person_searches_for_themself_only() {
    let of = |about: &str| {
        SearchResources::new(&person("s1"), user(about), "live".to_owned(), ResourceKind::Activity).err()
    };
    assert_eq!((of("s1"), of("s2")), (None, Some(Rejection::Forbidden(Restriction::OthersByPlatform))));
    let lists = [ResourceKind::Store("store"), ResourceKind::Activity, ResourceKind::ActivityOf(shop())]
        .map(|kind| resources(kind).list());
    let s1 = || user("s1");
    assert_eq!(lists, [List::OfUser(s1()), List::ActivitiesOfUser(s1()), List::Activities(shop())]);
}

#[test]
fn a_type_is_a_kind_of_store_or_an_activity() {
    let named = |kind: &str, store: Option<StoreId>| ResourceKind::named(kind, store);
    assert_eq!(named("record", None), Some(ResourceKind::Store("record")));
    assert_eq!(named("store", None), Some(ResourceKind::Store("store")));
    assert_eq!(named("activity", None), Some(ResourceKind::Activity));
    assert_eq!(named("activity", Some(shop())), Some(ResourceKind::ActivityOf(shop())));
    assert_eq!(named("spaceship", None), None);
}

/// Stores under `whatnot`, of each of which `s1` is a member.
fn stores(names: &[&str]) -> (Vec<Store>, Vec<Found>, Vec<Found>) {
    let stores: Vec<Store> =
        names.iter().map(|id| Store { id: id.parse().unwrap(), ..store("whatnot") }).collect();
    let (_, s1) = member_found(&member("s1", &["seller"]));
    let key = |store: &Store| Key::Member(store.id.clone(), user("s1"));
    let records = stores.iter().flat_map(|one| [store_found(one), (key(one), s1.clone())]);
    let listed = stores.iter().map(|one| (key(one), None));
    (stores.clone(), records.collect(), listed.collect())
}

#[test]
fn stores_are_found_by_type_and_permission() {
    let (all, records, listed) = stores(&["a", "b", "c"]);
    let database =
        || ScriptedDatabase::reading([found(records.clone())]).paging([page(listed.clone(), None)]);
    let store = |index: usize| Resource::Store { kind: "store", id: all[index].id.clone() };
    let found = results(&resources(ResourceKind::Store("store")), &database(), 5);
    assert_eq!((found.items, found.next), (vec![store(0), store(1), store(2)], None));
    let first = results(&resources(ResourceKind::Store("store")), &database(), 2);
    let after = Some(Key::Member(all[1].id.clone(), user("s1")));
    assert_eq!((first.items, first.next), (vec![store(0), store(1)], after));
    assert!(results(&resources(ResourceKind::Store("record")), &database(), 5).items.is_empty());
    let password =
        SearchResources::new(&person("s1"), user("s1"), "password".to_owned(), ResourceKind::Store("store"));
    assert!(results(&password.unwrap(), &database(), 5).items.is_empty());
}

#[test]
fn a_search_for_resources_reads_a_bounded_number_of_pages() {
    let (_, records, listed) = stores(&["a"]);
    let next = Some(listed[0].0.clone());
    let pages = (0..10).map(|_| page(listed.clone(), next.clone()));
    let database = ScriptedDatabase::reading([found(records)]).paging(pages);
    let found = results(&resources(ResourceKind::Store("record")), &database, 5);
    assert_eq!((found.items.len(), found.next), (0, next));
    assert_eq!(database.asked().pages.len(), SEARCHED_PAGES);
}

fn show(id: &str) -> Activity {
    let name = "Show".to_owned().try_into().unwrap();
    Activity { id: id.parse().unwrap(), name, order_notifications: true, version: 1 }
}

#[test]
fn activities_are_found_where_the_permission_is_held() {
    let activities = || page([activity_found(&show("gala")), activity_found(&show("play"))], None);
    let records = || found([store_found(&store("whatnot")), member_found(&member("s1", &["seller"]))]);
    let activity = |id: &str| Resource::Activity { store: shop(), id: id.parse().unwrap() };
    let listed = page([(member_key("s1"), None)], None);
    let database = ScriptedDatabase::reading([records()]).paging([listed.clone(), activities()]);
    let all = results(&resources(ResourceKind::Activity), &database, 5);
    assert_eq!((all.items, all.next), (vec![activity("gala"), activity("play")], None));

    let database = ScriptedDatabase::reading([records()]).paging([listed, activities()]);
    let one = results(&resources(ResourceKind::Activity), &database, 1);
    let after = Some(Key::Activity(shop(), "gala".parse().unwrap()));
    assert_eq!((one.items, one.next), (vec![activity("gala")], after));

    let database = ScriptedDatabase::reading([records()]).paging([activities()]);
    let here = results(&resources(ResourceKind::ActivityOf(shop())), &database, 5);
    assert_eq!(here.items, [activity("gala"), activity("play")]);
    let without = found([store_found(&store("whatnot")), member_found(&member("s1", &["support"]))]);
    let database = ScriptedDatabase::reading([without]).paging([activities()]);
    assert!(results(&resources(ResourceKind::ActivityOf(shop())), &database, 5).items.is_empty());
    assert!(database.asked().pages.is_empty());
}

#[test]
fn the_owner_finds_their_store_once() {
    let database = ScriptedDatabase::reading([found([store_found(&store("whatnot"))])])
        .paging([page([(store_key(), None)], None)]);
    let search =
        SearchResources::new(&platform(), user("owner"), "password".to_owned(), ResourceKind::Store("store"));
    let found = results(&search.unwrap(), &database, 5);
    assert_eq!(found.items, [the_shop()]);
    let read: BTreeSet<Key> = database.asked().reads.into_iter().flat_map(|set| set.keys).collect();
    assert_eq!(read, BTreeSet::from([store_key(), member_key("owner")]));
}

#[test]
fn a_page_of_another_store_with_the_id_is_no_page() {
    let database = whatnot([]);
    let from = |created| SearchFrom { after: None, created };
    let of = |from| ready(subjects("live").page(&database, &invocation(day(1)), from, 10)).unwrap();
    let first = of(from(None));
    assert_eq!(
        (ids(&first.items), first.created),
        (vec!["owner".to_owned()], Some(store("whatnot").created_at))
    );
    assert_eq!(of(from(first.created)).items.len(), 1);
    assert!(of(from(Some(day(3)))).items.is_empty());
}
