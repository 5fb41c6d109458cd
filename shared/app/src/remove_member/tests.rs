use staffroom_domain::builders::{day, member, noon, store, store_of_ranks, user};
use staffroom_domain::{Departure, EventActor, EventKind, Member, Membership, Rejection, Store};

use super::RemoveMember;
use crate::builders::{
    Found, address_key, context_at, found, holder_found, member_found, member_key, person, platform, shop,
    store_found, store_key,
};
use crate::context::Caller;
use crate::execute::{Outcome, UseCase};
use crate::expect::{
    checked, committed, event, keys, managers_or_platform_only, put_membership, rejected, sorted, store_write,
};
use crate::plan::{Condition, StoreCondition};
use crate::precondition::Precondition;
use crate::read::ReadResult;

fn of(id: &str, caller: Caller) -> RemoveMember {
    RemoveMember { caller, store: shop(), user: user(id), required: Precondition::None }
}

fn read(more: impl IntoIterator<Item = Found>) -> ReadResult {
    let shop = Store { version: 3, departures: 2, ..store("whatnot") };
    let kim = Member { version: 4, ..member("kim", &["administrator"]) };
    let sue = Member { version: 5, ..member("sue", &["seller"]) };
    found([store_found(&shop), member_found(&kim), member_found(&sue)].into_iter().chain(more))
}

fn decide(remove: &RemoveMember, more: impl IntoIterator<Item = Found>) -> Result<Outcome<()>, crate::Error> {
    remove.decide(&read(more), &context_at(day(1)))
}

fn trace() -> Membership {
    Membership::Left(Departure { at: day(1), departures: 3, version: 6, moved: None })
}

#[test]
fn only_managers_and_the_platform_remove_another() {
    managers_or_platform_only(|caller| of("sue", caller), &read([]));
    let reads = of("sue", person("kim")).reads(noon());
    assert_eq!(reads.keys, [store_key(), member_key("kim"), member_key("sue")]);
    let (plan, ()) = committed(decide(&of("sue", platform()), []));
    assert_eq!(event(&plan).actor, EventActor::Platform);
}

#[test]
fn a_removed_member_leaves_a_trace_and_is_told() {
    let (plan, ()) = committed(decide(&of("sue", person("kim")), []));
    assert_eq!(put_membership(&plan, "sue"), (trace(), Condition::Version(5)));
    assert_eq!(checked(&plan, &member_key("kim")), Condition::Version(4));
    assert_eq!(keys(&plan), sorted([member_key("sue"), member_key("kim"), address_key("sue")]));
    let write = store_write(&plan);
    assert_eq!(write.condition, StoreCondition::Unchanged { version: 3, departures: Some(2) });
    assert_eq!((write.departures, write.seats.members), (1, -1));
    let event = event(&plan);
    assert!(matches!(event.actor, EventActor::User { user_id, .. } if user_id == user("kim")));
    assert!(matches!(event.kind, EventKind::MemberRemoved { member } if member.user_id == user("sue")));
}

#[test]
fn a_member_leaves_even_when_their_access_has_ended() {
    let ended = Member { access_ends_at: Some(noon()), version: 5, ..member("sue", &["seller"]) };
    for more in [None, Some(member_found(&ended))] {
        let (plan, ()) = committed(decide(&of("sue", person("sue")), more));
        assert_eq!(put_membership(&plan, "sue"), (trace(), Condition::Version(5)));
        let event = event(&plan);
        assert_eq!(event.actor, person("sue").event_actor());
        assert!(matches!(event.kind, EventKind::MemberLeft { member } if member.user_id == user("sue")));
    }
}

#[test]
fn nobody_removes_a_member_who_holds_more_than_they_do() {
    let (foreman, head) = (member("kim", &["foreman"]), member("lee", &["head"]));
    let read = found([store_found(&store_of_ranks()), member_found(&foreman), member_found(&head)]);
    let refused = of("lee", person("kim")).decide(&read, &context_at(day(1)));
    assert_eq!(rejected(refused), Rejection::GrantExceedsOwn);
    committed(of("kim", person("lee")).decide(&read, &context_at(day(1))));
}

#[test]
fn they_must_be_a_member_in_the_version_that_the_caller_requires() {
    let refused = |remove: &RemoveMember| rejected(decide(remove, []));
    assert_eq!(refused(&of("tom", person("kim"))), Rejection::NotFound);
    assert_eq!(refused(&of("tom", person("tom"))), Rejection::NotFound);
    assert_eq!(refused(&of("owner", person("kim"))), Rejection::OwnerIsFixed);
    assert_eq!(refused(&of("owner", person("owner"))), Rejection::OwnerIsFixed);
    for caller in ["kim", "sue"] {
        let required = Precondition::Versions(vec![4]);
        let other = RemoveMember { required, ..of("sue", person(caller)) };
        assert_eq!(refused(&other), Rejection::PreconditionFailed);
    }
}

#[test]
fn an_address_that_is_anothers_by_now_stays_theirs() {
    let (plan, ()) = committed(decide(&of("sue", person("kim")), [holder_found("sue", "tom")]));
    assert!(!keys(&plan).contains(&address_key("sue")));
}
