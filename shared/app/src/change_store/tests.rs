use std::collections::BTreeSet;

use staffroom_domain::builders::{day, member, noon, store};
use staffroom_domain::{
    Catalog, Domain, EventActor, EventKind, Field, Locale, Metadata, Plan, PolicySlugs, Rejection,
    Restriction, SeatCount, Store,
};

use super::ChangeStore;
use crate::builders::{
    context_at, found, invitation_key, member_found, member_key, nothing_found, person, platform, shop,
    store_found, store_key, support,
};
use crate::context::Caller;
use crate::execute::{Outcome, UseCase};
use crate::expect::{committed, event, keys, put, rejected, store_write, unchanged, write};
use crate::key::Key;
use crate::plan::{Condition, StoreCondition, Write};
use crate::precondition::Precondition;
use crate::record::Record;

fn nothing(caller: Caller) -> ChangeStore {
    ChangeStore {
        caller,
        store: shop(),
        required: Precondition::None,
        name: None,
        locale: None,
        time_zone: None,
        plan: None,
        support_access: None,
        link_copying: None,
        allowed_domains: None,
        metadata: None,
    }
}

fn renamed(caller: Caller) -> ChangeStore {
    ChangeStore { name: Some("Other".to_owned().try_into().unwrap()), ..nothing(caller) }
}

fn to_plan(plan: &str, caller: Caller) -> ChangeStore {
    ChangeStore { plan: Some(plan.parse().unwrap()), ..nothing(caller) }
}

fn shop_() -> Store {
    Store { version: 3, seats: SeatCount { taken: 2, members: 1 }, ..store("ecwid") }
}

fn decide(
    change: &ChangeStore,
    store: &Store,
) -> Result<Outcome<(Store, SeatCount, Metadata)>, crate::Error> {
    let mut read = found([store_found(store), member_found(&member("kim", &["administrator"]))]);
    read.set_releasable_seats(vec![invitation_key("lou"), member_key("tom")]);
    change.decide(&read, &context_at(day(1)))
}

/// The store after the change, and the fields that the event gives.
fn changed(change: &ChangeStore) -> (Store, EventKind) {
    let (plan, (after, releasable, _)) = committed(decide(change, &shop_()));
    let write = store_write(&plan);
    assert_eq!(write.condition, StoreCondition::Unchanged { version: 3, departures: None });
    assert_eq!(write.put.as_deref(), Some(&after));
    assert_eq!((after.version, after.changed_at), (4, day(1)));
    assert_eq!(releasable, SeatCount { taken: 2, members: 1 });
    assert_eq!(keys(&plan), []);
    (after, event(&plan).kind)
}

#[test]
fn it_reads_the_seats_past_their_term() {
    let reads = renamed(person("kim")).reads(noon());
    assert_eq!(reads.keys, [store_key(), member_key("kim"), Key::StoreMetadata(shop())]);
    assert_eq!(reads.releasable_seats, Some((shop(), noon())));
}

#[test]
fn only_the_owner_and_the_platform_change_a_store() {
    let refused = |caller| rejected(decide(&renamed(caller), &shop_()));
    assert_eq!(refused(person("kim")), Rejection::Forbidden(Restriction::OwnerOnly));
    assert_eq!(refused(person("tom")), Rejection::NotFound);
    assert_eq!(refused(support()), Rejection::NotFound);
    for caller in [person("owner"), platform()] {
        assert_eq!(changed(&renamed(caller)).0.name.as_str(), "Other");
    }
    let gone = found([nothing_found(store_key())]);
    assert_eq!(rejected(renamed(platform()).decide(&gone, &context_at(noon()))), Rejection::NotFound);
}

#[test]
fn each_field_changes_alone_and_the_event_gives_that_field_alone() {
    let owner = || person("owner");
    let event = |name: Option<&str>, locale: Option<&str>, plan: Option<&str>| EventKind::StoreChanged {
        name: name.map(|name| name.to_owned().try_into().unwrap()),
        locale: locale.map(str::to_owned),
        plan: plan.map(str::to_owned),
        settings: None,
        catalog: None,
        owner: None,
        admin_url: None,
        time_zone: None,
        metadata: None,
    };
    let (after, told) = changed(&renamed(owner()));
    assert_eq!(told, event(Some("Other"), None, None));
    assert_eq!(Store { name: shop_().name, version: 3, changed_at: noon(), ..after }, shop_());
    let (after, told) = changed(&ChangeStore { locale: Locale::parse("pl"), ..nothing(owner()) });
    assert_eq!((after.locale.as_str(), told), ("pl", event(None, Some("pl"), None)));
    let (after, told) = changed(&to_plan("unlimited", platform()));
    assert_eq!((after.plan.slug, told), ("unlimited", event(None, None, Some("unlimited"))));
    let warsaw = "Europe/Warsaw".parse().ok();
    let (after, told) = changed(&ChangeStore { time_zone: warsaw, ..nothing(owner()) });
    assert_eq!(Some(after.time_zone), warsaw);
    assert!(matches!(told, EventKind::StoreChanged { time_zone: Some(zone), .. } if zone == "Europe/Warsaw"));
}

#[test]
fn each_setting_changes_alone() {
    let domains = BTreeSet::from([Domain::parse("example.com").unwrap()]);
    let owner = || nothing(person("owner"));
    let (after, told) = changed(&ChangeStore { support_access: Some(true), ..owner() });
    assert!(after.settings.support_access && after.settings.allowed_domains.is_empty());
    assert!(matches!(told, EventKind::StoreChanged { settings: Some(given), .. } if given == after.settings));
    let (after, _) = changed(&ChangeStore { allowed_domains: Some(domains.clone()), ..owner() });
    assert_eq!((after.settings.support_access, after.settings.allowed_domains), (false, domains));
}

#[test]
fn the_plan_is_the_platforms_alone() {
    let refused = |change: &ChangeStore| rejected(decide(change, &shop_()));
    let by_owner = to_plan("unlimited", person("owner"));
    assert_eq!(refused(&by_owner), Rejection::Forbidden(Restriction::PlanByPlatform));
    let unknown = Rejection::invalid(Field::Plan, "is no plan of the catalog");
    assert_eq!(refused(&to_plan("gold", platform())), unknown);
}

#[test]
fn what_changes_nothing_is_not_written() {
    let same = ChangeStore { name: Some(shop_().name), ..nothing(person("owner")) };
    let (store, releasable, _) = unchanged(decide(&same, &shop_()));
    assert_eq!((store, releasable), (shop_(), SeatCount { taken: 2, members: 1 }));
}

#[test]
fn the_store_has_the_version_that_the_caller_requires() {
    let required =
        |version| ChangeStore { required: Precondition::Versions(vec![version]), ..renamed(person("owner")) };
    assert_eq!(rejected(decide(&required(2), &shop_())), Rejection::PreconditionFailed);
    committed(decide(&required(3), &shop_()));
}

#[test]
fn a_plan_that_is_known_again_repairs_a_store_whose_stored_plan_is_not() {
    let lost = Store {
        plan: Plan::UNKNOWN,
        unknown_policy: Some(PolicySlugs { catalog: "ecwid".to_owned(), plan: "gold".to_owned() }),
        ..shop_()
    };
    let (plan, (after, ..)) = committed(decide(&to_plan("business", platform()), &lost));
    assert_eq!((after.plan_slug(), &after.unknown_policy), ("business", &None));
    assert_eq!(event(&plan).actor, EventActor::Platform);
    assert_eq!(after.catalog.slug, Catalog::named("ecwid").unwrap().slug);
}

#[test]
fn metadata_are_the_platforms_and_stand_beside_the_store() {
    let noted = || serde_json::from_str::<Metadata>(r#"{"crm": "17"}"#).unwrap();
    let change = |caller| ChangeStore { metadata: Some(noted()), ..nothing(caller) };
    let refused = rejected(decide(&change(person("owner")), &shop_()));
    assert_eq!(refused, Rejection::Forbidden(Restriction::PlatformOnly));

    let (plan, (after, _, now)) = committed(decide(&change(platform()), &shop_()));
    assert_eq!((after.version, now), (shop_().version + 1, noted()));
    let key = Key::StoreMetadata(shop());
    assert_eq!(put(&plan, &key).0, &Record::StoreMetadata(noted()));
    assert!(matches!(event(&plan).kind, EventKind::StoreChanged { metadata: Some(_), .. }));

    let mut read = found([store_found(&shop_()), (key.clone(), Some(Record::StoreMetadata(noted())))]);
    read.set_releasable_seats(Vec::new());
    let (_, _, same) = unchanged(change(platform()).decide(&read, &context_at(day(1))));
    assert_eq!(same, noted());
    let none = ChangeStore { metadata: Some(Metadata::default()), ..nothing(platform()) };
    let (plan, _) = committed(none.decide(&read, &context_at(day(1))));
    assert_eq!(write(&plan, &key), &Write::Delete { key: key.clone(), condition: Condition::None });
}
