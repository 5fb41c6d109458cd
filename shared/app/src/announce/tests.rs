use staffroom_domain::builders::{member, noon, store, user};
use staffroom_domain::{
    Activity, EventActor, EventKind, Field, Member, OrderSummary, Rejection, Restriction, Store,
};

use super::{Announce, Announcement};
use crate::builders::{
    Found, activity_found, context, found, left_found, member_found, member_key, person, platform, shop,
    store_found, store_key, support,
};
use crate::context::Caller;
use crate::execute::{Outcome, UseCase};
use crate::expect::{committed, event, keys, rejected, unchanged};
use crate::key::Key;

fn show(order_notifications: bool) -> Activity {
    Activity {
        id: "show".parse().unwrap(),
        name: "The Show".to_owned().try_into().unwrap(),
        order_notifications,
        version: 1,
    }
}

fn order() -> OrderSummary {
    OrderSummary { number: Some("17".to_owned()), ..OrderSummary::default() }
}

fn ordered(caller: Caller) -> Announce {
    let announcement = Announcement::OrderCreated { activity: show(true).id, order: order() };
    Announce { caller, store: shop(), announcement }
}

fn installed(by: &str) -> Announce {
    let app = "App".to_owned().try_into().unwrap();
    let announcement = Announcement::AppInstalled { app, installed_by: user(by) };
    Announce { caller: platform(), store: shop(), announcement }
}

fn shop_() -> Store {
    store("ticketing")
}

fn decide(announce: &Announce, more: Option<Found>) -> Result<Outcome<()>, crate::Error> {
    announce.decide(&found([store_found(&shop_())].into_iter().chain(more)), &context())
}

#[test]
fn it_reads_what_it_is_about() {
    let activity = Key::Activity(shop(), show(true).id);
    assert_eq!(ordered(platform()).reads(noon()).keys, [store_key(), activity]);
    assert_eq!(installed("kim").reads(noon()).keys, [store_key(), member_key("kim")]);
}

#[test]
fn only_the_platform_announces() {
    for caller in [person("owner"), support()] {
        let refused = rejected(decide(&ordered(caller), Some(activity_found(&show(true)))));
        assert_eq!(refused, Rejection::Forbidden(Restriction::PlatformOnly));
    }
}

#[test]
fn an_order_is_told_as_the_platforms_and_excludes_no_other_change_of_the_store() {
    let (plan, ()) = committed(decide(&ordered(platform()), Some(activity_found(&show(true)))));
    assert_eq!((plan.store.clone(), keys(&plan)), (None, vec![]));
    let event = event(&plan);
    assert_eq!(event.actor, EventActor::Platform);
    assert_eq!(event.kind, EventKind::OrderCreated { activity: show(true).name, order: order() });
}

#[test]
fn an_order_of_an_activity_that_tells_nobody_is_not_told() {
    unchanged(decide(&ordered(platform()), Some(activity_found(&show(false)))));
}

#[test]
fn an_order_is_of_an_activity_of_the_store() {
    let expected = Rejection::invalid(Field::ActivityId, "is no activity of this store");
    assert_eq!(rejected(decide(&ordered(platform()), None)), expected);
    let nowhere = ordered(platform()).decide(&found([activity_found(&show(true))]), &context());
    assert_eq!(rejected(nowhere), Rejection::NotFound);
}

#[test]
fn an_app_is_told_as_its_installers() {
    let kim = member_found(&member("kim", &["administrator"]));
    for (id, name, more) in [("kim", "kim", Some(kim)), ("owner", "Camille", None)] {
        let (plan, ()) = committed(decide(&installed(id), more));
        let event = event(&plan);
        let name = Some(name.to_owned().try_into().unwrap());
        assert_eq!(event.actor, EventActor::User { user_id: user(id), name });
        assert_eq!(event.kind, EventKind::AppInstalled { app: "App".to_owned().try_into().unwrap() });
    }
}

#[test]
fn who_installs_an_app_is_on_the_team() {
    let ended = Member { access_ends_at: Some(noon()), ..member("kim", &["administrator"]) };
    for more in [None, Some(left_found("kim", 1, 2)), Some(member_found(&ended))] {
        let expected = Rejection::invalid(Field::InstalledBy, "is not on the store's team");
        assert_eq!(rejected(decide(&installed("kim"), more)), expected);
    }
}
