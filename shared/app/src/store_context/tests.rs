use staffroom_domain::builders::{invitation, member, noon, store, user};
use staffroom_domain::{ActorRole, EventActor, EventKind, Member, Rejection, Restriction};

use super::StoreContext;
use crate::builders::{
    context, context_at, found, invitation_found, invitation_id, left_found, member_found, member_key,
    person, platform, shop, store_found, store_key, support,
};
use crate::context::Caller;
use crate::expect::{checked, event};
use crate::plan::Condition;
use crate::precondition::Precondition;
use crate::read::ReadResult;

fn shop_with(members: &[Member]) -> ReadResult {
    found([store_found(&store("whatnot"))].into_iter().chain(members.iter().map(member_found)))
}

#[test]
fn a_store_is_read_with_the_callers_part_in_it() {
    assert_eq!(StoreContext::reads(&person("kim"), &shop()).keys, [store_key(), member_key("kim")]);
}

#[test]
fn a_store_that_is_not_there_is_not_found() {
    let (caller, context, read) = (person("kim"), context(), ReadResult::default());
    let loaded = StoreContext::load(&read, &shop(), &caller, &context);
    assert_eq!(loaded.err(), Some(Rejection::NotFound));
}

#[test]
fn owner_member_and_platform_have_a_part_in_the_store() {
    let kim = member("kim", &["seller"]);
    let read = shop_with(std::slice::from_ref(&kim));
    let (context, owner) = (context(), user("owner"));
    let role = |caller: &Caller| {
        let store = StoreContext::load(&read, &shop(), caller, &context).unwrap();
        store.require_member().map(|actor| format!("{:?}", actor.role))
    };
    assert_eq!(role(&person("owner")), Ok(format!("{:?}", ActorRole::Owner(&owner))));
    assert_eq!(role(&person("kim")), Ok(format!("{:?}", ActorRole::Member(&kim))));
    assert_eq!(role(&platform()), Ok(format!("{:?}", ActorRole::Platform)));
    for sub in ["owner", "kim"] {
        let caller = Caller { user: user(sub), ..platform() };
        assert_eq!(role(&caller), Ok(format!("{:?}", ActorRole::Platform)), "whatever its `sub`");
    }
    assert_eq!(role(&person("tom")), Err(Rejection::NotFound));
    assert_eq!(role(&support()), Err(Rejection::NotFound));
}

#[test]
fn only_managers_manage() {
    let read = shop_with(&[member("kim", &["administrator"]), member("sue", &["seller"])]);
    let context = context();
    let manages = |caller: &Caller| {
        let store = StoreContext::load(&read, &shop(), caller, &context).unwrap();
        store.require_manager().map(|_| ())
    };
    assert_eq!(manages(&person("owner")), Ok(()));
    assert_eq!(manages(&person("kim")), Ok(()));
    assert_eq!(manages(&person("sue")), Err(Rejection::Forbidden(Restriction::ManagersOnly)));
    assert_eq!(manages(&person("tom")), Err(Rejection::NotFound));
}

#[test]
fn a_member_whose_access_has_ended_has_no_part() {
    let read = shop_with(&[Member { access_ends_at: Some(noon()), ..member("kim", &["administrator"]) }]);
    let (caller, context) = (person("kim"), context());
    let store = StoreContext::load(&read, &shop(), &caller, &context).unwrap();
    assert_eq!(store.require_member().err(), Some(Rejection::NotFound));
}

#[test]
fn an_invitation_is_there_in_the_version_that_the_caller_requires() {
    let lou = invitation(&store("whatnot"), "lou", &["seller"]);
    let read = found([store_found(&store("whatnot")), invitation_found(&lou)]);
    let (caller, context) = (person("owner"), context());
    let store = StoreContext::load(&read, &shop(), &caller, &context).unwrap();
    let get = |id, required| store.invitation(&read, id, &required).map(|invitation| invitation.id);
    assert_eq!(get(lou.id, Precondition::None), Ok(lou.id));
    assert_eq!(get(lou.id, Precondition::Versions(vec![lou.version])), Ok(lou.id));
    let other = Precondition::Versions(vec![lou.version + 1]);
    assert_eq!(get(lou.id, other), Err(Rejection::PreconditionFailed));
    assert_eq!(get(invitation_id("mel"), Precondition::None), Err(Rejection::NotFound));
}

#[test]
fn a_member_is_there_in_the_version_that_the_caller_requires_and_the_owner_is_fixed() {
    let kim = Member { version: 4, ..member("kim", &["seller"]) };
    let mut read = shop_with(std::slice::from_ref(&kim));
    let (key, trace) = left_found("mel", 1, 2);
    read.set(key, trace);
    let (caller, context) = (person("owner"), context());
    let store = StoreContext::load(&read, &shop(), &caller, &context).unwrap();
    let get = |id: &str, required| store.member(&read, &user(id), &required).map(|member| member.version);
    assert_eq!(get("kim", Precondition::Versions(vec![4])), Ok(4));
    assert_eq!(get("kim", Precondition::Versions(vec![5])), Err(Rejection::PreconditionFailed));
    assert_eq!(get("owner", Precondition::None), Err(Rejection::OwnerIsFixed));
    assert_eq!(get("mel", Precondition::None), Err(Rejection::NotFound));
    assert_eq!(get("tom", Precondition::None), Err(Rejection::NotFound));
}

#[test]
fn a_plan_is_the_actors_under_the_name_that_the_store_knows() {
    let kim = Member { version: 4, ..member("kim", &["administrator"]) };
    let nameless = Member { name: None, ..member("sue", &["administrator"]) };
    let read = shop_with(&[kim, nameless]);
    let context = context();
    let by = |caller: &Caller| {
        let store = StoreContext::load(&read, &shop(), caller, &context).unwrap();
        let mut plan = store.plan(&store.require_member().unwrap()).unwrap();
        plan.record_event(EventKind::ReviewDue).unwrap();
        (plan.clone(), event(&plan).actor)
    };
    let named = |id: &str, name: &str| EventActor::User {
        user_id: user(id),
        name: Some(name.to_owned().try_into().unwrap()),
    };
    let (plan, actor) = by(&person("kim"));
    assert_eq!(actor, named("kim", "kim"));
    assert_eq!(checked(&plan, &member_key("kim")), Condition::Version(4));
    assert_eq!(by(&person("owner")).1, named("owner", "Camille"));
    assert_eq!(by(&person("sue")).1, named("sue", "sue (token)"), "the token's, where the store has none");
    assert_eq!(by(&platform()).1, EventActor::Platform);
}

#[test]
fn a_decision_has_one_time() {
    let later = staffroom_domain::builders::day(3);
    let (caller, context) = (person("owner"), context_at(later));
    let read = shop_with(&[]);
    assert_eq!(StoreContext::load(&read, &shop(), &caller, &context).unwrap().now(), later);
}
