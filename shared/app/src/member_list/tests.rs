use chrono::Duration;
use staffroom_domain::builders::{member, noon, store, user};
use staffroom_domain::{DisplayName, EmailAddress, Member, MemberStatus, Search, SortKey, Store};

use super::{MemberFilter, MemberList, MemberOrder, MemberPage, Searched, ViewTeam, list_members};
use crate::builders::{Found, context, found, left_found, member_found, person, platform, shop, store_found};
use crate::database::{List, Page};
use crate::execute::UseCase;
use crate::expect::{rejected, unchanged};
use crate::key::Key;
use crate::list_entries::{entries, listed_member, name_place};
use crate::listing::{ListPlace, Listing};
use crate::scripted::{ScriptedDatabase, ready};

fn named(id: &str, name: &str, roles: &[&str]) -> Member {
    Member { name: Some(DisplayName::try_from(name.to_owned()).unwrap()), ..member(id, roles) }
}

fn list(filter: MemberFilter, order: MemberOrder) -> MemberList {
    MemberList { store: shop(), filter, order }
}

fn all() -> MemberList {
    list(MemberFilter::default(), MemberOrder::Name)
}

fn search(text: &str) -> MemberList {
    list(MemberFilter::default(), MemberOrder::Match(Search::parse(text).unwrap()))
}

/// The entry of a member in a list by name.
fn entry(listing: Listing, member: &Member) -> Key {
    listed_member(&shop(), listing, name_place(member), &member.user)
}

fn page(keys: impl IntoIterator<Item = Key>, more: bool) -> Page {
    let entries: Vec<_> = keys.into_iter().map(|key| (key, None)).collect();
    let next = entries.last().map(|(key, _)| key.clone()).filter(|_| more);
    Page { entries, next }
}

fn database(store: &Store, members: &[Found], pages: Vec<Page>) -> ScriptedDatabase {
    let read = found(members.iter().cloned().chain([store_found(store)]));
    ScriptedDatabase::reading([read]).paging(pages)
}

fn walk(database: &ScriptedDatabase, list: &MemberList, after: Option<&Key>, limit: usize) -> MemberPage {
    let within = (store("whatnot"), Searched::NamesAndAddresses);
    ready(list_members(database, list, within, after, limit, noon())).unwrap()
}

fn ids(page: &MemberPage) -> Vec<&str> {
    page.members.iter().map(|member| member.user.as_str()).collect()
}

#[test]
fn a_page_has_the_members_whose_entries_it_found() {
    let (kim, lou) = (named("kim", "Kim", &["seller"]), named("lou", "Lou", &["support"]));
    let keys = [entry(Listing::Names, &kim), entry(Listing::Names, &lou)];
    let known = [member_found(&kim), member_found(&lou)];
    let first = database(&store("whatnot"), &known, vec![page(keys.clone(), true)]);
    let found = walk(&first, &all(), None, 2);
    assert_eq!((ids(&found), &found.next), (vec!["kim", "lou"], &Some(keys[1].clone())));
    let second = database(&store("whatnot"), &known, vec![page([], false)]);
    let found = walk(&second, &all(), Some(&keys[1]), 2);
    assert_eq!((ids(&found), found.next.clone()), (vec![], None));
    let asked = second.asked().pages;
    assert_eq!(asked, [(List::Listing(shop(), Listing::Names, String::new()), Some(keys[1].clone()), 2)]);
}

#[test]
fn an_entry_that_a_change_made_untrue_shows_nobody() {
    let kim = named("kim", "Kim", &["seller"]);
    let renamed = named("lou", "Lou", &["seller"]);
    let owner = Member { user: store("whatnot").owner.user_id, ..named("x", "Olga", &["seller"]) };
    let keys = [
        entry(Listing::Names, &named("lou", "Ann", &[])),
        entry(Listing::Names, &kim),
        entry(Listing::Names, &owner),
        entry(Listing::Names, &named("tom", "Tom", &[])),
    ];
    let known = [member_found(&kim), member_found(&renamed), left_found("tom", 1, 2), member_found(&owner)];
    let found = walk(&database(&store("whatnot"), &known, vec![page(keys, false)]), &all(), None, 5);
    assert_eq!((ids(&found), found.next.clone()), (vec!["kim"], None));
}

#[test]
fn lists_of_several_roles_are_one_list_in_one_order() {
    let people = [
        named("a", "Ann", &["administrator", "seller"]),
        named("b", "Bo", &["seller"]),
        named("c", "Cy", &["administrator"]),
        named("d", "Di", &["seller"]),
    ];
    let known: Vec<Found> = people.iter().map(member_found).collect();
    let filter = MemberFilter { permission: "live".parse().ok(), ..MemberFilter::default() };
    let held = list(filter, MemberOrder::Name);
    let sources = held.filter.sources(&store("whatnot"));
    let role = |slug: &str| Listing::Role(slug.parse().unwrap());
    assert!(sources.contains(&role("administrator")) && sources.contains(&role("seller")), "{sources:?}");
    assert!(
        sources.contains(&Listing::Permission("live".parse().unwrap()))
            && !sources.contains(&role("support"))
    );
    let pages = |more_sellers| {
        let page_of = |source: &Listing| match source.to_string().as_str() {
            "role:administrator" => page([0, 2].map(|n: usize| entry(source.clone(), &people[n])), false),
            "role:seller" if more_sellers => {
                page([0, 1].map(|n: usize| entry(source.clone(), &people[n])), true)
            }
            "role:seller" => page([0, 1, 3].map(|n: usize| entry(source.clone(), &people[n])), false),
            _ => page([], false),
        };
        sources.iter().map(page_of).collect::<Vec<_>>()
    };
    let found = walk(&database(&store("whatnot"), &known, pages(false)), &held, None, 10);
    assert_eq!((ids(&found), found.next.clone()), (vec!["a", "b", "c", "d"], None));
    // Behind the page of the sellers may be one before Cy: what is shown ends there, and the next round goes on.
    let mut rounds = pages(true);
    rounds.extend(sources.iter().map(|_| page([], false)));
    let found = walk(&database(&store("whatnot"), &known, rounds), &held, None, 10);
    assert_eq!(ids(&found), ["a", "b"]);
    let found = walk(&database(&store("whatnot"), &known, pages(false)), &held, None, 3);
    assert_eq!(ids(&found), ["a", "b", "c"]);
    assert_eq!(found.next.as_ref(), Some(&entry(role("administrator"), &people[2])));
}

#[test]
fn a_filter_asks_for_what_is_held_now() {
    let ended = Member { access_ends_at: Some(noon()), ..named("e", "Eve", &["seller"]) };
    let lasting =
        Member { access_ends_at: Some(noon() + Duration::days(1)), ..named("l", "Lou", &["seller"]) };
    let mut of_another_catalog = named("o", "Ona", &["seller"]);
    of_another_catalog.grant.catalog_version += 1;
    let people = [ended, lasting, of_another_catalog];
    let known: Vec<Found> = people.iter().map(member_found).collect();
    let found = |filter: MemberFilter| {
        let keys = people.iter().map(|member| entry(Listing::Names, member));
        let page = walk(
            &database(&store("whatnot"), &known, vec![page(keys, false)]),
            &list(filter, MemberOrder::Name),
            None,
            10,
        );
        ids(&page).join(" ")
    };
    let open = MemberFilter::default;
    assert_eq!(found(MemberFilter { status: Some(MemberStatus::Active), ..open() }), "l o");
    assert_eq!(found(MemberFilter { status: Some(MemberStatus::Ended), ..open() }), "e");
    assert_eq!(
        found(MemberFilter { status: Some(MemberStatus::Suspended), ..open() }),
        "",
        "nobody is suspended yet"
    );
    assert_eq!(found(MemberFilter { role: "seller".parse().ok(), ..open() }), "e l");
    assert_eq!(
        found(MemberFilter { permission: "payment_details".parse().ok(), ..open() }),
        "",
        "the owner's alone"
    );
    assert_eq!(found(MemberFilter { permission: "unknown".parse().ok(), ..open() }), "");
    let both = MemberFilter { role: "seller".parse().ok(), status: Some(MemberStatus::Active), ..open() };
    assert_eq!(found(both), "l");
}

#[test]
fn the_owner_is_listed_where_they_match() {
    let shop = store("whatnot");
    let has = |filter, order| list(filter, order).has_owner(&shop, Searched::NamesAndAddresses);
    let open = MemberFilter::default;
    for order in [MemberOrder::Name, MemberOrder::JoinedAt, MemberOrder::LastActiveAt] {
        assert!(has(open(), order));
    }
    let permission = |slug: &str| MemberFilter { permission: slug.parse().ok(), ..open() };
    assert!(
        has(permission("payment_details"), MemberOrder::Name)
            && !has(permission("unknown"), MemberOrder::Name)
    );
    assert!(!has(MemberFilter { role: "seller".parse().ok(), ..open() }, MemberOrder::Name));
    let status = |status| MemberFilter { status: Some(status), ..open() };
    assert!(has(status(MemberStatus::Active), MemberOrder::Name));
    assert!(!has(status(MemberStatus::Ended), MemberOrder::Name));
    assert!(!has(status(MemberStatus::Suspended), MemberOrder::Name));
    let name = shop.owner.name.as_str();
    let by_name = |text: &str, searched| search(text).has_owner(&shop, searched);
    assert!(by_name(name, Searched::Names) && !by_name("zzz", Searched::NamesAndAddresses));
    let address = shop.owner.email.as_typed();
    assert!(by_name(address, Searched::NamesAndAddresses) && !by_name(address, Searched::Names));
}

/// The database of a search: the entries of these members in both of its parts.
fn searched(people: &[Member], text: &str, limit: usize) -> Vec<String> {
    let list = search(text);
    let MemberOrder::Match(asked) = &list.order else { panic!("no search") };
    let known: Vec<Found> = people.iter().map(member_found).collect();
    let part = |of: Listing, start: &str| {
        let all = people.iter().flat_map(|member| entries(&shop(), member));
        let mut keys: Vec<Key> = all
            .filter(|key| matches!(key, Key::Listed(_, listing, place, _) if *listing == of && place.as_str().starts_with(start)))
            .collect();
        keys.sort();
        page(keys, false)
    };
    let words = part(Listing::Words, asked.word().unwrap().as_str());
    let addresses = part(Listing::Addresses, asked.address().unwrap().as_str());
    let page = walk(&database(&store("whatnot"), &known, vec![words, addresses]), &list, None, limit);
    ids(&page).into_iter().map(str::to_owned).collect()
}

#[test]
fn a_search_finds_each_person_once_by_name_and_then_by_address() {
    let addressed = |id: &str, name: &str, address: &str| Member {
        email: EmailAddress::parse(address).unwrap(),
        ..named(id, name, &["seller"])
    };
    let people = [
        addressed("a", "Anna Annan", "anna@example.com"),
        addressed("b", "Bob", "ann.b@example.com"),
        addressed("c", "Cy Ánn", "cy@example.com"),
        addressed("d", "Dan", "dan@example.com"),
    ];
    assert_eq!(searched(&people, "ann", 10), ["c", "a", "b"]);
    assert_eq!(searched(&people, "ann c", 10), ["c"]);
    assert_eq!(searched(&people, "ann.b@", 10), ["b"]);
    assert_eq!(searched(&people, "ann", 2), ["c", "a"]);
    let nameless = [Member { name: None, ..people[0].clone() }];
    assert_eq!(searched(&nameless, "anna", 10), ["a"]);
}

#[test]
fn a_search_goes_on_in_the_part_in_which_a_page_ended() {
    let bob =
        Member { email: EmailAddress::parse("ann.b@example.com").unwrap(), ..named("b", "Bob", &["seller"]) };
    let at = listed_member(
        &shop(),
        Listing::Addresses,
        ListPlace::from("ann.a@example.com".to_owned()),
        &user("a"),
    );
    let key = listed_member(
        &shop(),
        Listing::Addresses,
        ListPlace::from("ann.b@example.com".to_owned()),
        &user("b"),
    );
    let known = database(&store("whatnot"), &[member_found(&bob)], vec![page([key], false)]);
    let found = walk(&known, &search("ann"), Some(&at), 5);
    assert_eq!((ids(&found), found.next.clone()), (vec!["b"], None));
    assert_eq!(
        known.asked().pages,
        [(List::Listing(shop(), Listing::Addresses, "ann".to_owned()), Some(at), 5)]
    );
    // Without addresses, there is one part.
    let known = database(&store("whatnot"), &[], vec![]);
    let within = (store("whatnot"), Searched::Names);
    ready(list_members(&known, &search("ann"), within, None, 5, noon())).unwrap();
    let word = SortKey::of_words("ann").first().unwrap().as_str().to_owned();
    assert_eq!(known.asked().pages, [(List::Listing(shop(), Listing::Words, word), None, 5)]);
}

#[test]
fn a_page_reads_on_where_its_filter_leaves_out_nearly_everything_and_then_stops() {
    let people: Vec<Member> =
        (0..4).map(|n| named(&format!("u{n}"), &format!("Kim {n}"), &["seller"])).collect();
    let known: Vec<Found> = people.iter().map(member_found).collect();
    let pages = people.iter().map(|member| page([entry(Listing::Ending, member)], true)).collect();
    let known = database(&store("whatnot"), &known, pages);
    let ended = list(
        MemberFilter { status: Some(MemberStatus::Ended), ..MemberFilter::default() },
        MemberOrder::Name,
    );
    let found = walk(&known, &ended, None, 5);
    assert_eq!(
        (ids(&found), found.next.clone()),
        (vec![], Some(entry(Listing::Ending, &people[2]))),
        "three rounds"
    );
}

#[test]
fn the_store_is_as_new_as_its_members() {
    let kim = named("kim", "Kim", &["seller"]);
    let key = entry(Listing::Names, &kim);
    let fresh = Store { departures: 7, ..store("whatnot") };
    let torn = found([left_found("kim", 7, 2), store_found(&store("whatnot"))]);
    let again = found([store_found(&fresh)]);
    let known = ScriptedDatabase::reading([torn, again]).paging([page([key], false)]);
    let found = walk(&known, &all(), None, 5);
    assert_eq!((found.store.departures, known.asked().reads.len()), (7, 2));
    let gone = ScriptedDatabase::default().paging([page([], false)]);
    assert_eq!(walk(&gone, &all(), None, 5).members, []);
}

#[test]
fn managers_and_the_platform_search_addresses_too() {
    let seen = |caller, member: Option<Found>| {
        let read = found([store_found(&store("whatnot"))].into_iter().chain(member));
        ViewTeam { caller, store: shop() }.decide(&read, &context())
    };
    let kim = |role| Some(member_found(&member("kim", &[role])));
    assert_eq!(unchanged(seen(person("kim"), kim("seller"))).1, Searched::Names);
    assert_eq!(unchanged(seen(person("kim"), kim("administrator"))).1, Searched::NamesAndAddresses);
    assert_eq!(unchanged(seen(person("owner"), None)).1, Searched::NamesAndAddresses);
    assert_eq!(unchanged(seen(platform(), None)).1, Searched::NamesAndAddresses);
    assert_eq!(rejected(seen(person("kim"), None)), staffroom_domain::Rejection::NotFound);
}

#[test]
fn no_page_of_a_search_begins_after_who_does_not_match() {
    let kim = member("kim", &["seller"]);
    let at = |listing: Listing, place: &str| {
        listed_member(&shop(), listing, ListPlace::from(place.to_owned()), &kim.user)
    };
    let list = search("kim");
    let word = Search::parse("kim").unwrap().word().unwrap().as_str().to_owned();
    assert!(list.has(&at(Listing::Words, &word)) && list.has(&at(Listing::Addresses, "kim@example.com")));
    assert!(!list.has(&at(Listing::Words, "m0")) && !list.has(&at(Listing::Addresses, "lou@example.com")));
    assert!(!list.has(&at(Listing::Names, &word)) && all().has(&at(Listing::Names, "m0")));
}
