//! What tests expect of the outcome of a decision, and look for in its plan.

use staffroom_domain::builders::{member, noon};
use staffroom_domain::{Event, Invitation, Member, Membership, Rejection, Restriction};

use crate::builders::{
    Found, context, invitation_key, left_found, member_found, member_key, nothing_found, person, platform,
    store_key, support,
};
use crate::context::Caller;
use crate::error::{Error, Fault};
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::plan::{Condition, Plan, StoreWrite, Write};
use crate::read::{ReadResult, ReadSet};
use crate::record::Record;

type Decided<A> = Result<Outcome<A>, Error>;

/// The plan that is to be committed, and the answer after that.
pub fn committed<A>(decided: Decided<A>) -> (Plan, A) {
    match decided {
        Ok(Outcome::Commit(plan, answer)) => {
            plan.require_size().unwrap();
            (*plan, answer)
        }
        other => panic!("nothing to commit: {}", name(&other)),
    }
}

/// The answer, where nothing is to be written.
pub fn unchanged<A>(decided: Decided<A>) -> A {
    match decided {
        Ok(Outcome::Unchanged(answer)) => answer,
        other => panic!("not unchanged: {}", name(&other)),
    }
}

/// The answer that is to be confirmed by another read.
pub fn unconfirmed<A>(decided: Decided<A>) -> A {
    match decided {
        Ok(Outcome::Unconfirmed(answer)) => answer,
        other => panic!("not unconfirmed: {}", name(&other)),
    }
}

/// The keys and ranges that must be read first.
pub fn read_more<A>(decided: Decided<A>) -> ReadSet {
    match decided {
        Ok(Outcome::ReadMore(reads)) => reads,
        other => panic!("nothing more to read: {}", name(&other)),
    }
}

/// The rejection.
pub fn rejected<A>(decided: Result<A, Error>) -> Rejection {
    match decided {
        Err(Error::Rejected(rejection)) => rejection,
        Err(Error::Faulted(fault)) => panic!("a fault: {fault}"),
        Ok(_) => panic!("not rejected"),
    }
}

/// Whether the error is a defect of the plan.
pub fn is_invalid<A>(result: Result<A, impl Into<Error>>) -> bool {
    matches!(result.map_err(Into::into), Err(Error::Faulted(Fault::InvalidPlan(_))))
}

fn name<A>(decided: &Decided<A>) -> String {
    match decided {
        Ok(Outcome::Commit(plan, _)) => format!("commit {plan:?}"),
        Ok(Outcome::Unchanged(_)) => "unchanged".to_owned(),
        Ok(Outcome::Unconfirmed(_)) => "unconfirmed".to_owned(),
        Ok(Outcome::ReadMore(reads)) => format!("read more: {reads:?}"),
        Err(error) => format!("{error}"),
    }
}

/// The keys of all writes apart from the store's, the events' and those of entries in lists, in order.
pub fn keys(plan: &Plan) -> Vec<Key> {
    let is_beside = |key: &Key| is_event(key) || matches!(key, Key::Listed(..));
    let mut keys: Vec<Key> = plan.writes.iter().map(Write::key).filter(|key| !is_beside(key)).collect();
    keys.sort();
    keys
}

/// These keys in order.
pub fn sorted<const N: usize>(mut keys: [Key; N]) -> Vec<Key> {
    keys.sort();
    keys.to_vec()
}

fn is_event(key: &Key) -> bool {
    matches!(key, Key::Event(..) | Key::Notice(..))
}

/// The write of the store's record.
pub fn store_write(plan: &Plan) -> &StoreWrite {
    plan.store.as_ref().expect("the plan is in a store")
}

/// The write at this key.
pub fn write<'a>(plan: &'a Plan, key: &Key) -> &'a Write {
    plan.writes.iter().find(|write| write.key() == *key).expect("a write")
}

/// The record that is put at this key, and its condition.
pub fn put<'a>(plan: &'a Plan, key: &Key) -> (&'a Record, &'a Condition) {
    match write(plan, key) {
        Write::Put { record, condition, .. } => (record, condition),
        other => panic!("not put: {other:?}"),
    }
}

/// The condition on the record at this key, which is only checked.
pub fn checked(plan: &Plan, key: &Key) -> Condition {
    match write(plan, key) {
        Write::Check { condition, .. } => condition.clone(),
        other => panic!("not only checked: {other:?}"),
    }
}

/// The invitation of `id@example.com` that is put, and its condition.
pub fn put_invitation(plan: &Plan, id: &str) -> (Invitation, Condition) {
    match put(plan, &invitation_key(id)) {
        (Record::Invitation(invitation), condition) => ((**invitation).clone(), condition.clone()),
        other => panic!("no invitation: {other:?}"),
    }
}

/// The membership that is put, and its condition.
pub fn put_membership(plan: &Plan, id: &str) -> (Membership, Condition) {
    match put(plan, &member_key(id)) {
        (Record::Membership(membership), condition) => (membership.clone(), condition.clone()),
        other => panic!("no membership: {other:?}"),
    }
}

/// The events that are recorded, in order; each must be a new one.
pub fn events(plan: &Plan) -> Vec<Event> {
    let event = |write: &Write| match write {
        Write::Put { record: Record::Event(stored), condition, .. } => {
            assert_eq!(*condition, Condition::Absent, "an event is recorded once");
            assert!(stored.mailed.is_empty(), "nobody was mailed yet");
            Some(stored.event.clone())
        }
        _ => None,
    };
    plan.writes.iter().filter_map(event).collect()
}

/// The one event that is recorded.
pub fn event(plan: &Plan) -> Event {
    let mut events = events(plan);
    assert_eq!(events.len(), 1, "{events:?}");
    events.remove(0)
}

/// The types of the events that are recorded, in order.
pub fn event_names(plan: &Plan) -> Vec<&'static str> {
    events(plan).iter().map(|event| event.kind.name()).collect()
}

/// The versions that the plan's events are committed with, of what each is about.
pub fn versions(plan: Plan) -> Vec<Vec<u64>> {
    let versions = |write: Write| match write {
        Write::Put { record: Record::Event(stored), .. } => Some(stored.versions),
        _ => None,
    };
    plan.with_versions().writes.into_iter().filter_map(versions).collect()
}

/// A use case for managers turns everybody else away, the platform among them.
pub fn managers_only<U: UseCase>(use_case: impl Fn(Caller) -> U, read: &ReadResult) {
    let mut by_platform = read.clone();
    by_platform.set(member_key("platform"), None);
    let refused = rejected(use_case(platform()).decide(&by_platform, &context()));
    assert_eq!(refused, Rejection::Forbidden(Restriction::ManagersOnly), "the platform");
    managers_or_platform_only(use_case, read);
}

/// A use case for managers and the platform reads the store and the caller's membership, and turns everybody else away.
pub fn managers_or_platform_only<U: UseCase>(use_case: impl Fn(Caller) -> U, read: &ReadResult) {
    let keys = use_case(person("kim")).reads(noon()).keys;
    assert!(keys.contains(&store_key()) && keys.contains(&member_key("kim")), "{keys:?}");
    let decide = |caller: &Caller, found: Found| {
        let mut read = read.clone();
        read.set(found.0, found.1);
        rejected(use_case(caller.clone()).decide(&read, &context()))
    };
    let (kim, ended) = (person("kim"), Some(noon()));
    let administrator = |access_ends_at| Member { access_ends_at, ..member("kim", &["administrator"]) };
    let forbidden = Rejection::Forbidden(Restriction::ManagersOnly);
    assert_eq!(decide(&kim, member_found(&member("kim", &["seller"]))), forbidden, "a seller");
    let unknown = Rejection::NotFound;
    assert_eq!(decide(&kim, nothing_found(member_key("kim"))), unknown, "a stranger");
    assert_eq!(decide(&support(), nothing_found(member_key("agent"))), unknown, "support");
    assert_eq!(decide(&kim, left_found("kim", 1, 2)), unknown, "a former manager");
    assert_eq!(decide(&kim, member_found(&administrator(ended))), unknown, "a manager whose access ended");
    let suspended = Member { suspended_at: ended, ..administrator(None) };
    assert_eq!(decide(&kim, member_found(&suspended)), Rejection::MemberSuspended, "a suspended manager");
    assert_eq!(decide(&person("owner"), nothing_found(store_key())), unknown, "no store");
}
