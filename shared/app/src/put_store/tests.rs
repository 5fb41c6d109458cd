use staffroom_domain::builders::{day, email, grant, invitation, member, noon, store, user};
use staffroom_domain::{
    Catalog, CatalogChange, Departure, EventActor, EventKind, Field, InvitationState, Locale, LostGrant,
    Member, Membership, Metadata, Owner, Plan, PolicySlugs, Rejection, Restriction, SeatChange, SeatCount,
    Settings, Store, bounds, first_version,
};

use super::{PutStore, StorePut};
use crate::builders::{
    Found, address_key, closed_found, context_at, found, invitation_found, invitation_key, left_found,
    member_found, member_key, nothing_found, person, platform, shop, store_found, store_key, support,
};
use crate::execute::{Outcome, UseCase};
use crate::expect::{
    checked, committed, event, event_names, events, keys, put_invitation, put_membership, read_more,
    rejected, sorted, store_write, unchanged, versions,
};
use crate::key::{Holding, Key};
use crate::plan::{Condition, StoreCondition};
use crate::precondition::Precondition;
use crate::read::ReadResult;

fn before() -> Store {
    Store {
        version: 3,
        departures: 2,
        seats: SeatCount { taken: 5, members: 4 },
        settings: Settings { support_access: true, ..Settings::default() },
        review_at: Some(day(50)),
        ..store("whatnot")
    }
}

/// The call that puts the store as it is.
fn same(store: &Store) -> PutStore {
    PutStore {
        caller: platform(),
        store: shop(),
        required: Precondition::None,
        name: store.name.clone(),
        owner: store.owner.clone(),
        catalog: store.catalog.slug.to_owned(),
        plan: store.plan.slug.parse().ok(),
        locale: Some(store.locale),
        time_zone: None,
        admin_url: store.admin_url.clone(),
        metadata: Metadata::default(),
    }
}

fn put() -> PutStore {
    same(&before())
}

fn renamed() -> PutStore {
    PutStore { name: "Other".to_owned().try_into().unwrap(), ..put() }
}

fn to_catalog(catalog: &str) -> PutStore {
    PutStore { catalog: catalog.to_owned(), plan: None, ..put() }
}

fn to_kim() -> PutStore {
    let name = "Kim".to_owned().try_into().unwrap();
    PutStore { owner: Owner { user_id: user("kim"), email: email("kim@example.com"), name }, ..put() }
}

fn read(before: Option<&Store>, more: impl IntoIterator<Item = Found>) -> ReadResult {
    let former = nothing_found(member_key("owner"));
    let mut read = found(before.map(store_found).into_iter().chain([former]).chain(more));
    read.set_releasable_seats(vec![member_key("tom"), invitation_key("lou")]);
    read
}

fn decide(put: &PutStore, read: &ReadResult) -> Result<Outcome<StorePut>, crate::Error> {
    put.decide(read, &context_at(day(1)))
}

fn replaced(answer: StorePut) -> Store {
    match answer {
        StorePut::Replaced(store, releasable) => {
            assert_eq!(releasable, SeatCount { taken: 2, members: 1 });
            store
        }
        StorePut::Created(_) => panic!("created"),
    }
}

#[test]
fn it_reads_the_store_the_owner_as_a_member_and_the_invitation_of_the_owners_address() {
    let reads = to_kim().reads(noon());
    assert_eq!(
        reads.keys,
        [store_key(), Key::StoreMetadata(shop()), member_key("kim"), invitation_key("kim")]
    );
    assert_eq!(reads.releasable_seats, Some((shop(), noon())));
}

#[test]
fn only_the_platform_puts_a_store() {
    for caller in [person("owner"), support()] {
        let refused = decide(&PutStore { caller, ..put() }, &read(Some(&before()), []));
        assert_eq!(rejected(refused), Rejection::Forbidden(Restriction::PlatformOnly));
    }
}

#[test]
fn a_store_is_made() {
    let (plan, answer) = committed(decide(&PutStore { locale: None, ..put() }, &read(None, [])));
    let StorePut::Created(made) = answer else { panic!("replaced") };
    let expected = Store {
        review_at: Some(day(181)),
        created_at: day(1),
        changed_at: day(1),
        version: first_version(day(1)),
        ..store("whatnot")
    };
    assert_eq!(made, expected);
    let write = store_write(&plan);
    assert_eq!((write.condition, write.put.as_deref()), (StoreCondition::Absent, Some(&expected)));
    assert_eq!((event(&plan).actor, event(&plan).kind), (EventActor::Platform, EventKind::StoreCreated));
    assert_eq!(keys(&plan), []);
}

#[test]
fn what_the_platform_says_is_replaced_and_what_the_team_says_is_kept() {
    let (plan, answer) = committed(decide(&renamed(), &read(Some(&before()), [])));
    let after = replaced(answer);
    let name = renamed().name;
    let expected = Store { name: name.clone(), version: 4, changed_at: day(1), ..before() };
    assert_eq!(after, expected);
    let write = store_write(&plan);
    let unchanged = StoreCondition::Unchanged { version: 3, departures: None };
    assert_eq!((write.condition, write.put.as_deref()), (unchanged, Some(&expected)));
    let told = EventKind::StoreChanged {
        name: Some(name),
        locale: None,
        plan: None,
        settings: None,
        catalog: None,
        owner: None,
        admin_url: None,
        time_zone: None,
        metadata: None,
    };
    assert_eq!(event(&plan).kind, told);
    assert_eq!(keys(&plan), []);
}

#[test]
fn what_is_the_same_is_not_written() {
    let answer = unchanged(decide(&put(), &read(Some(&before()), [])));
    assert_eq!(replaced(answer), before());
}

#[test]
fn each_field_of_the_platforms_is_written() {
    let owner = |change: fn(&mut Owner)| {
        let mut put = put();
        change(&mut put.owner);
        put
    };
    let put_with: [PutStore; 6] = [
        PutStore { admin_url: "https://example.com/admin".to_owned().try_into().ok(), ..put() },
        PutStore { locale: Locale::parse("pl"), ..put() },
        PutStore { time_zone: "Europe/Warsaw".parse().ok(), ..put() },
        owner(|owner| owner.name = "Other".to_owned().try_into().unwrap()),
        owner(|owner| owner.email = email("other@example.com")),
        owner(|owner| owner.email = email("OWNER@example.com")),
    ];
    for put in put_with {
        let after = replaced(committed(decide(&put, &read(Some(&before()), []))).1);
        assert_eq!((after.admin_url.clone(), Some(after.locale)), (put.admin_url.clone(), put.locale));
        assert_eq!(after.time_zone, put.time_zone.unwrap_or_default());
        assert_eq!(after.owner, put.owner);
        assert_eq!(after.owner.email.as_typed(), put.owner.email.as_typed());
    }
    let ecwid = Store { catalog: Catalog::named("ecwid").unwrap(), ..store("ecwid") };
    let unlimited = PutStore { plan: "unlimited".parse().ok(), ..same(&ecwid) };
    let (plan, answer) = committed(decide(&unlimited, &read(Some(&ecwid), [])));
    assert_eq!(replaced(answer).plan.slug, "unlimited");
    assert!(
        matches!(event(&plan).kind, EventKind::StoreChanged { plan: Some(plan), .. } if plan == "unlimited")
    );
}

#[test]
fn catalog_and_plan_are_ones_that_are_shipped() {
    let refused = |put: &PutStore| rejected(decide(put, &read(None, [])));
    let catalog = Rejection::invalid(Field::Catalog, "is no catalog that is shipped");
    assert_eq!(refused(&to_catalog("unheard-of")), catalog);
    let plan = Rejection::invalid(Field::Plan, "is no plan of the catalog");
    assert_eq!(refused(&PutStore { plan: "gold".parse().ok(), ..put() }), plan);
    let several = Rejection::invalid(Field::Plan, "is needed: the catalog has several plans");
    assert_eq!(refused(&to_catalog("ecwid")), several);
    let (_, answer) = committed(decide(&to_catalog("ticketing"), &read(None, [])));
    assert!(matches!(answer, StorePut::Created(store) if store.plan.slug == "default"));
}

#[test]
fn a_precondition_holds_of_the_store_that_is_there() {
    let absent = PutStore { required: Precondition::Absent, ..renamed() };
    let version = PutStore { required: Precondition::Versions(vec![3]), ..renamed() };
    let there = read(Some(&before()), []);
    assert_eq!(rejected(decide(&absent, &there)), Rejection::PreconditionFailed);
    assert_eq!(rejected(decide(&version, &read(None, []))), Rejection::PreconditionFailed);
    committed(decide(&absent, &read(None, [])));
    committed(decide(&version, &there));
}

#[test]
fn a_store_that_changes_hands_makes_the_new_owner_no_member_and_frees_their_seat() {
    let kim = Member { version: 6, ..member("kim", &["administrator"]) };
    let (plan, answer) = committed(decide(&to_kim(), &read(Some(&before()), [member_found(&kim)])));
    assert_eq!(replaced(answer).owner, to_kim().owner);
    let (membership, condition) = put_membership(&plan, "kim");
    let departure = Departure { at: day(1), departures: 3, version: 7, moved: None };
    assert_eq!((membership, condition), (Membership::Left(departure), Condition::Version(6)));
    let write = store_write(&plan);
    assert_eq!((write.seats, write.departures), (SeatChange { taken: -1, members: -1 }, 2));
    assert_eq!(write.condition, StoreCondition::Unchanged { version: 3, departures: Some(2) });
    let former = Departure { at: day(1), departures: 4, version: first_version(day(1)), moved: None };
    assert_eq!(put_membership(&plan, "owner"), (Membership::Left(former), Condition::Absent));
    let holder = Key::Holder(shop(), Holding::Team, user("kim"));
    let own = [member_key("kim"), address_key("kim"), invitation_key("kim"), member_key("owner"), holder];
    assert_eq!(keys(&plan), sorted(own));
    let transferred = EventKind::StoreTransferred { from: before().owner, to: to_kim().owner };
    assert_eq!((event(&plan).kind, event(&plan).actor), (transferred, EventActor::Platform));
}

#[test]
fn a_new_owner_who_is_no_member_stays_none_until_the_store_is_theirs() {
    let (plan, _) = committed(decide(&to_kim(), &read(Some(&before()), [])));
    assert_eq!(checked(&plan, &member_key("kim")), Condition::Absent);
    let (plan, _) = committed(decide(&to_kim(), &read(Some(&before()), [left_found("kim", 1, 9)])));
    assert_eq!(checked(&plan, &member_key("kim")), Condition::Version(9));
    assert_eq!(store_write(&plan).departures, 1, "the former owner leaves");
}

#[test]
fn the_former_owners_membership_is_read_for_their_trace() {
    let read = found([store_found(&before())]);
    assert_eq!(read_more(decide(&to_kim(), &read)).keys, [member_key("owner")]);
    let (plan, _) = committed(decide(&to_kim(), &self::read(Some(&before()), [left_found("owner", 1, 9)])));
    let former = Departure { at: day(1), departures: 3, version: 10, moved: None };
    assert_eq!(put_membership(&plan, "owner"), (Membership::Left(former), Condition::Version(9)));
}

#[test]
fn an_invitation_of_the_owners_new_address_ends_with_or_without_a_transfer() {
    let invited = invitation(&before(), "kim", &["seller"]);
    let mut moved = put();
    moved.owner.email = email("kim@example.com");
    for (put, names) in [
        (to_kim(), vec!["store.transferred", "invitation.superseded"]),
        (moved, vec!["invitation.superseded", "store.changed"]),
    ] {
        let (plan, _) = committed(decide(&put, &read(Some(&before()), [invitation_found(&invited)])));
        assert_eq!(put_invitation(&plan, "kim").0.state, InvitationState::Revoked);
        assert_eq!(store_write(&plan).seats.taken, -1);
        assert_eq!(event_names(&plan), names);
    }
}

/// The records that are read for a change of catalog, with this number of members with this grant.
fn members(number: usize, roles: &[&str]) -> ReadResult {
    let mut read = read(Some(&before()), []);
    read.set_first_members((0..number).map(|n| member(&format!("m{n}"), roles)).collect());
    read
}

fn catalog_change(put: &PutStore, read: &ReadResult) -> CatalogChange {
    let (plan, answer) = committed(decide(put, read));
    assert_eq!(replaced(answer).catalog_version, 1);
    let write = store_write(&plan);
    assert_eq!(write.condition, StoreCondition::Unchanged { version: 3, departures: Some(2) });
    assert_eq!(write.members_at_most, Some(4), "nobody joins meanwhile");
    match events(&plan).remove(0).kind {
        EventKind::StoreChanged { catalog: Some(catalog), .. } => catalog,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_change_of_catalog_lists_the_members_who_lose_their_rights() {
    let put = to_catalog("ticketing");
    let more = read_more(decide(&put, &read(Some(&before()), [])));
    assert_eq!((more.keys, more.first_members), (vec![], Some((shop(), bounds::LISTED_LOSSES))));
    let change = catalog_change(&put, &members(2, &["seller"]));
    let lost = |id: &str| LostGrant { user_id: user(id), grant: grant(&["seller"], &[]) };
    let (plan, _) = committed(decide(&put, &members(2, &["seller"])));
    for id in ["m0", "m1"] {
        assert_eq!(
            checked(&plan, &member_key(id)),
            Condition::Version(1),
            "the list is true when it is written"
        );
    }
    let expected = CatalogChange {
        from: "whatnot".to_owned(),
        to: "ticketing".to_owned(),
        lost: vec![lost("m0"), lost("m1")],
        lost_more: false,
    };
    assert_eq!(change, expected);
}

#[test]
fn a_store_can_change_hands_and_catalog_at_once() {
    let put = PutStore { catalog: "ticketing".to_owned(), plan: None, ..to_kim() };
    let (kim, sue) = (member("kim", &["seller"]), member("sue", &["seller"]));
    let mut read = read(Some(&before()), [member_found(&kim)]);
    read.set_first_members(vec![kim, sue]);
    let (plan, answer) = committed(decide(&put, &read));
    assert!(matches!(put_membership(&plan, "kim").0, Membership::Left(_)));
    assert_eq!(checked(&plan, &member_key("sue")), Condition::Version(1));
    assert_eq!(event_names(&plan), ["store.transferred", "store.changed"]);
    let version = before().version;
    assert_eq!(
        versions(plan),
        [vec![version + 1], vec![version + 2]],
        "receivers take neither for a repetition"
    );
    assert_eq!(replaced(answer).version, version + 2);
}

#[test]
fn a_change_of_catalog_lists_a_bounded_number() {
    let put = to_catalog("ticketing");
    let all = catalog_change(&put, &members(bounds::LISTED_LOSSES, &["seller"]));
    assert_eq!((all.lost.len(), all.lost_more), (bounds::LISTED_LOSSES, false));
    let one_more = members(bounds::LISTED_LOSSES + 1, &["seller"]);
    assert_eq!(keys(&committed(decide(&put, &one_more)).0).len(), bounds::LISTED_LOSSES);
    let more = catalog_change(&put, &one_more);
    assert_eq!((more.lost.len(), more.lost_more), (bounds::LISTED_LOSSES, true));
}

#[test]
fn a_member_whose_rights_were_void_before_loses_none() {
    let change = catalog_change(&to_catalog("ticketing"), &members(3, &["chef"]));
    assert_eq!(change.lost, []);
}

#[test]
fn a_change_of_catalog_sets_its_review_and_the_same_catalog_keeps_it() {
    let change = |catalog: &str| {
        let decided = decide(&to_catalog(catalog), &members(0, &[]));
        replaced(committed(decided).1).review_at
    };
    for catalog in ["ticketing", "sendcloud"] {
        let days = Catalog::named(catalog).unwrap().review_days;
        assert_eq!(change(catalog), days.map(|days| day(1 + days)), "{catalog}");
    }
    let answer = committed(decide(&renamed(), &read(Some(&before()), []))).1;
    assert_eq!(replaced(answer).review_at, Some(day(50)));
}

#[test]
fn a_store_whose_catalog_is_not_known_is_repaired() {
    let lost = Store {
        catalog: Catalog::unknown(),
        plan: Plan::UNKNOWN,
        unknown_policy: Some(PolicySlugs { catalog: "old".to_owned(), plan: "gold".to_owned() }),
        ..before()
    };
    let mut read = read(Some(&lost), []);
    read.set_first_members(Vec::new());
    let (plan, answer) = committed(decide(&put(), &read));
    let after = replaced(answer);
    assert_eq!((after.catalog_slug(), after.plan_slug(), after.catalog_version), ("whatnot", "default", 1));
    match event(&plan).kind {
        EventKind::StoreChanged { catalog: Some(catalog), plan, .. } => {
            assert_eq!((catalog.from.as_str(), catalog.to.as_str()), ("old", "whatnot"));
            assert_eq!(plan.as_deref(), Some("default"));
        }
        other => panic!("{other:?}"),
    }
    // The plan alone was not known: its rights stay.
    let unknown_policy = Some(PolicySlugs { catalog: "whatnot".to_owned(), plan: "default".to_owned() });
    let same_slugs = Store { unknown_policy, ..before() };
    let (_, answer) = committed(decide(&put(), &self::read(Some(&same_slugs), [])));
    assert_eq!((replaced(answer.clone()).unknown_policy, replaced(answer).catalog_version), (None, 0));
}

#[test]
fn a_closed_store_cannot_be_put() {
    let read = found([closed_found(&before())]);
    assert_eq!(rejected(decide(&put(), &read)), Rejection::StoreClosed);
}
