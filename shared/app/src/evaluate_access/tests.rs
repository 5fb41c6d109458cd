use staffroom_domain::builders::{day, member, noon, store, user};
use staffroom_domain::{Activity, ActivityId, Rejection, Restriction, Settings, Store};

use super::{EvaluateAccess, Evaluation, Resource};
use crate::builders::{
    Found, activity_found, context_at, found, member_found, member_key, person, platform, shop, store_found,
    store_key, support,
};
use crate::check_access::{Access, AccessDecision};
use crate::context::Caller;
use crate::execute::UseCase;
use crate::expect::{unchanged, unconfirmed};
use crate::key::Key;

pub(crate) fn the_shop() -> Resource {
    Resource::Store { kind: "store", id: shop() }
}

pub(crate) fn activity(id: &str) -> Resource {
    Resource::Activity { store: shop(), id: id.parse().unwrap() }
}

pub(crate) fn show() -> Activity {
    let name = "Show".to_owned().try_into().unwrap();
    Activity { id: "show".parse().unwrap(), name, order_notifications: true, version: 1 }
}

fn ask(caller: &Caller, about: &str, permission: &str, resource: Resource) -> Evaluation {
    Evaluation::new(caller, Some(user(about)), permission.to_owned(), Some(resource)).unwrap()
}

fn evaluate(evaluations: Vec<Evaluation>) -> EvaluateAccess {
    EvaluateAccess { evaluations }
}

pub(crate) fn records(store: &Store, more: impl IntoIterator<Item = Found>) -> crate::read::ReadResult {
    found([store_found(store)].into_iter().chain(more))
}

fn access(decisions: &[Option<AccessDecision>]) -> Vec<Option<Access>> {
    decisions.iter().map(|decision| decision.as_ref().map(|decision| decision.access)).collect()
}

#[test]
fn each_store_member_and_activity_is_read_once() {
    let platform = platform();
    let of = |about: &str, resource| ask(&platform, about, "live", resource);
    let unknown = Evaluation::new(&platform, None, "live".to_owned(), Some(the_shop())).unwrap();
    let nowhere = Evaluation::new(&platform, Some(user("lou")), "live".to_owned(), None).unwrap();
    let all = evaluate(vec![
        of("kim", the_shop()),
        of("sue", the_shop()),
        of("kim", activity("show")),
        unknown,
        nowhere,
    ]);
    let show: ActivityId = "show".parse().unwrap();
    let expected = [store_key(), member_key("kim"), member_key("sue"), Key::Activity(shop(), show)];
    assert_eq!(all.reads(noon()).keys, expected);
}

#[test]
fn a_person_asks_about_themself_only() {
    let new = |caller: &Caller, about: &str| {
        Evaluation::new(caller, Some(user(about)), "live".to_owned(), Some(the_shop())).err()
    };
    let others = Some(Rejection::Forbidden(Restriction::OthersByPlatform));
    assert_eq!((new(&person("kim"), "sue"), new(&person("kim"), "kim")), (others, None));
    assert_eq!((new(&platform(), "sue"), new(&support(), "sue")), (None, None));
}

#[test]
fn each_question_is_decided_as_if_it_were_asked_alone() {
    let (shop, sue, platform) = (store("whatnot"), member("sue", &["seller"]), platform());
    let read = records(&shop, [member_found(&sue), activity_found(&show())]);
    let of = |about: &str, permission: &str, resource| ask(&platform, about, permission, resource);
    let all = evaluate(vec![
        of("sue", "live", the_shop()),
        of("sue", "team", the_shop()),
        of("owner", "team", the_shop()),
        of("sue", "live", activity("show")),
        of("sue", "live", activity("gala")),
        of("sue", "no_such", the_shop()),
    ]);
    let decisions = unchanged(all.decide(&read, &context_at(day(1))));
    let (allowed, missing) = (Some(Access::Allowed), Some(Access::PermissionMissing));
    assert_eq!(access(&decisions), [allowed, missing, allowed, allowed, None, missing]);
    assert_eq!(decisions[1].as_ref().unwrap().missing, ["team"]);
    assert_eq!(decisions[0].as_ref().unwrap().active, Some(user("sue")));
}

#[test]
fn a_store_of_another_type_does_not_exist() {
    let platform = platform();
    let records = store("records");
    let of = |kind| ask(&platform, "owner", "read", Resource::Store { kind, id: shop() });
    let all = evaluate(vec![of("store"), of("record")]);
    let read = found([store_found(&records)]);
    assert_eq!(access(&unchanged(all.decide(&read, &context_at(day(1))))), [None, Some(Access::Allowed)]);
    assert_eq!(access(&unchanged(all.decide(&found([]), &context_at(day(1))))), [None, None]);
}

#[test]
fn a_denial_for_no_part_is_decided_on_two_reads() {
    let (shop, platform) = (store("whatnot"), platform());
    let all = evaluate(vec![
        ask(&platform, "owner", "team", the_shop()),
        ask(&platform, "tom", "live", the_shop()),
    ]);
    let decisions = unconfirmed(all.decide(&records(&shop, []), &context_at(day(1))));
    assert_eq!(access(&decisions), [Some(Access::Allowed), Some(Access::NoPart)]);
}

#[test]
fn support_may_do_what_a_member_can_hold_where_the_owner_allows_it() {
    let settings = Settings { support_access: true, ..Settings::default() };
    let shop = Store { settings, ..store("whatnot") };
    let agent = support();
    let of = |permission| ask(&agent, "agent", permission, the_shop());
    let all = evaluate(vec![of("team"), of("password")]);
    let decisions = unchanged(all.decide(&records(&shop, []), &context_at(day(1))));
    assert_eq!(access(&decisions), [Some(Access::Allowed), Some(Access::PermissionMissing)]);
}
