use chrono::Duration;
use staffroom_domain::builders::{day, member, noon, store, user};
use staffroom_domain::{Member, Rejection, Restriction, Settings, Store};

use super::{Access, AccessDecision, CheckAccess, record_activity};
use crate::builders::{
    Found, closed_found, context_at, found, invocation, left_found, member_found, member_key, person,
    platform, shop, store_found, store_key, support,
};
use crate::context::Caller;
use crate::database::CommitOutcome;
use crate::execute::UseCase;
use crate::expect::{rejected, unchanged, unconfirmed};
use crate::plan::Write;
use crate::scripted::{ScriptedDatabase, ready};

fn check(caller: Caller, about: Option<&str>, permissions: &[&str]) -> CheckAccess {
    let permissions = permissions.iter().map(|slug| (*slug).to_owned()).collect();
    CheckAccess::new(caller, shop(), about.map(user), permissions).unwrap().unwrap()
}

fn supported() -> Store {
    let settings = Settings { support_access: true, ..Settings::default() };
    Store { settings, ..store("whatnot") }
}

fn decide(check: &CheckAccess, store: &Store, more: Option<Found>) -> AccessDecision {
    unchanged(check.decide(&found([store_found(store)].into_iter().chain(more)), &context_at(day(1))))
}

fn no_part(check: &CheckAccess, store: &Store, more: Option<Found>) -> AccessDecision {
    let read = found([store_found(store)].into_iter().chain(more));
    let decision = unconfirmed(check.decide(&read, &context_at(day(1))));
    assert_eq!((decision.access, decision.active.as_ref()), (Access::NoPart, None));
    decision
}

#[test]
fn it_reads_the_person_whose_access_is_checked() {
    let keys = |check: &CheckAccess| check.reads(noon()).keys;
    assert_eq!(keys(&check(person("kim"), None, &[])), [store_key(), member_key("kim")]);
    assert_eq!(keys(&check(platform(), Some("kim"), &[])), [store_key(), member_key("kim")]);
    assert_eq!(keys(&check(support(), None, &[])), [store_key(), member_key("agent")]);
}

#[test]
fn a_person_asks_about_themself_and_platform_and_support_about_anybody() {
    let new = |caller, about: Option<&str>| CheckAccess::new(caller, shop(), about.map(user), vec![]);
    let others = Rejection::Forbidden(Restriction::OthersByPlatform);
    assert_eq!(new(person("kim"), Some("sue")).err(), Some(others));
    for (caller, about) in [
        (person("kim"), None),
        (person("kim"), Some("kim")),
        (platform(), Some("kim")),
        (support(), Some("kim")),
        (support(), None),
    ] {
        assert!(new(caller, about).unwrap().is_some());
    }
    assert!(new(platform(), None).unwrap().is_none(), "the platform is no person");
}

#[test]
fn a_member_is_allowed_what_they_hold_and_told_what_they_lack() {
    let sue = Member { access_ends_at: Some(day(2)), ..member("sue", &["seller"]) };
    let about = |permissions: &[&str]| {
        decide(&check(person("sue"), None, permissions), &store("whatnot"), Some(member_found(&sue)))
    };
    let allowed = about(&["inventory", "live"]);
    assert_eq!((allowed.access, allowed.missing.len()), (Access::Allowed, 0));
    assert_eq!(about(&[]).access, Access::Allowed);
    let lacking = about(&["team", "live", "no_such"]);
    assert_eq!(
        (lacking.access, lacking.missing.clone()),
        (Access::PermissionMissing, vec!["team".to_owned(), "no_such".to_owned()])
    );
    assert_eq!(lacking.locale, Some(sue.locale));
    assert_eq!(lacking.contact.email.as_typed(), "owner@example.com");
}

#[test]
fn the_owner_may_do_everything() {
    let decision = decide(&check(person("owner"), None, &["team", "password"]), &store("whatnot"), None);
    assert_eq!((decision.access, decision.locale, decision.active), (Access::Allowed, None, None));
}

#[test]
fn access_that_has_ended_says_when() {
    let sue = Member { access_ends_at: Some(day(1)), ..member("sue", &["seller"]) };
    let decision =
        decide(&check(person("sue"), None, &["live"]), &store("whatnot"), Some(member_found(&sue)));
    assert_eq!(decision.access, Access::Ended(day(1)));
    assert_eq!((decision.missing, decision.active), (vec!["live".to_owned()], None));
}

#[test]
fn a_person_without_a_part_lacks_all_and_is_read_again_first() {
    let check = check(person("tom"), None, &["live"]);
    for more in [None, Some(left_found("tom", 1, 2))] {
        let decision = no_part(&check, &store("whatnot"), more);
        assert_eq!((decision.missing, decision.locale), (vec!["live".to_owned()], None));
    }
}

#[test]
fn a_store_that_is_not_there_is_not_found() {
    let check = check(person("tom"), None, &[]);
    assert_eq!(rejected(check.decide(&found([]), &context_at(day(1)))), Rejection::NotFound);
}

#[test]
fn support_may_do_what_a_member_can_hold_where_the_owner_allows_it() {
    let check = check(support(), None, &["team", "live"]);
    assert_eq!(decide(&check, &supported(), None).access, Access::Allowed);
    no_part(&check, &store("whatnot"), None);
    let affairs = self::check(support(), None, &["live", "password"]);
    let decision = decide(&affairs, &supported(), None);
    assert_eq!((decision.access, decision.missing), (Access::PermissionMissing, vec!["password".to_owned()]));
}

#[test]
fn support_asks_about_a_member_where_the_owner_allows_it_and_records_no_activity() {
    let sue = member("sue", &["seller"]);
    let check = check(support(), Some("sue"), &["live"]);
    let decision = decide(&check, &supported(), Some(member_found(&sue)));
    assert_eq!((decision.access, decision.active), (Access::Allowed, None));
    no_part(&check, &store("whatnot"), Some(member_found(&sue)));
}

#[test]
fn activity_is_recorded_once_a_day() {
    let active = |last_active_at| {
        let sue = Member { last_active_at, ..member("sue", &["seller"]) };
        let check = check(person("sue"), None, &[]);
        decide(&check, &store("whatnot"), Some(member_found(&sue))).active
    };
    assert_eq!(active(None), Some(user("sue")));
    assert_eq!(active(Some(noon())), Some(user("sue")));
    assert_eq!(active(Some(noon() + Duration::seconds(1))), None);
    let sue = member("sue", &["seller"]);
    let asked_for = check(platform(), Some("sue"), &[]);
    assert_eq!(decide(&asked_for, &store("whatnot"), Some(member_found(&sue))).active, Some(user("sue")));
}

#[test]
fn activity_is_written_beside_the_store() {
    let database = ScriptedDatabase::default();
    let written = ready(record_activity(&database, &invocation(day(1)), &shop(), &user("sue")));
    assert_eq!(written.unwrap(), CommitOutcome::Committed);
    let plans = database.asked().plans;
    assert_eq!(plans.len(), 1);
    assert_eq!((plans[0].store.clone(), plans[0].at), (None, day(1)));
    assert_eq!(plans[0].writes, [Write::RecordActivity { key: member_key("sue") }]);
}

#[test]
fn support_as_the_owner_may_do_what_a_member_can_hold() {
    let shop = supported();
    let owner = shop.owner.user_id.clone();
    let ask = |caller, permission: &str| {
        decide(&check(caller, Some(owner.as_str()), &[permission]), &shop, None).access
    };
    assert_eq!(ask(support(), "team"), Access::Allowed);
    assert_eq!(ask(support(), "password"), Access::PermissionMissing);
    assert_eq!(ask(platform(), "password"), Access::Allowed);
}

#[test]
fn a_suspended_member_has_no_access_until_it_is_resumed_or_ends() {
    let check = check(person("kim"), None, &["team"]);
    let kim = Member { suspended_at: Some(noon()), ..member("kim", &["administrator"]) };
    let decision = decide(&check, &store("whatnot"), Some(member_found(&kim)));
    assert_eq!(
        (decision.access, decision.missing, decision.active),
        (Access::Suspended, vec!["team".to_owned()], None)
    );
    let over = Member { access_ends_at: Some(noon()), ..kim };
    let decision = decide(&check, &store("whatnot"), Some(member_found(&over)));
    assert_eq!(decision.access, Access::Ended(noon()));
}

#[test]
fn nobody_has_access_to_a_closed_store() {
    for caller in [person("owner"), person("sue"), support()] {
        let sue = member("sue", &["seller"]);
        let read = found([closed_found(&supported()), member_found(&sue)]);
        let decision = unchanged(check(caller, None, &["live"]).decide(&read, &context_at(day(1))));
        assert_eq!((decision.access, decision.missing), (Access::Closed, vec!["live".to_owned()]));
        assert_eq!((decision.active, decision.contact.user_id), (None, user("owner")));
    }
}
