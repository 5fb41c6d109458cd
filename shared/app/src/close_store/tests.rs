use staffroom_domain::builders::{noon, store};
use staffroom_domain::{EventActor, EventKind, Rejection, Restriction, Store};

use super::CloseStore;
use crate::builders::{
    closed_found, context_at, found, nothing_found, person, platform, shop, store_found, store_key,
};
use crate::context::Caller;
use crate::execute::{Outcome, UseCase};
use crate::expect::{committed, event, put, rejected, unconfirmed, versions};
use crate::plan::Condition;
use crate::precondition::Precondition;
use crate::read::ReadResult;
use crate::record::Record;

fn close(caller: Caller, required: Precondition, read: &ReadResult) -> Result<Outcome<()>, crate::Error> {
    CloseStore { caller, store: shop(), required }.decide(read, &context_at(noon()))
}

fn open() -> Store {
    Store { version: 7, ..store("whatnot") }
}

#[test]
fn the_platform_closes_a_store() {
    let read = found([store_found(&open())]);
    let (plan, ()) = committed(close(platform(), Precondition::Versions(vec![7]), &read));
    let (record, condition) = put(&plan, &store_key());
    assert_eq!(*record, Record::ClosedStore(Box::new(open().closed(noon()))));
    assert_eq!(*condition, Condition::Version(7));
    assert_eq!((event(&plan).actor, event(&plan).kind), (EventActor::Platform, EventKind::StoreClosed));
    assert_eq!(versions(plan), [vec![8]]);
}

#[test]
fn nobody_else_closes_it_and_none_that_is_not_there() {
    let read = found([store_found(&open())]);
    let refused = |caller: Caller| rejected(close(caller, Precondition::None, &read));
    assert_eq!(refused(person("owner")), Rejection::Forbidden(Restriction::PlatformOnly));
    let other = rejected(close(platform(), Precondition::Versions(vec![6]), &read));
    assert_eq!(other, Rejection::PreconditionFailed);
    let gone = found([nothing_found(store_key())]);
    assert_eq!(rejected(close(platform(), Precondition::None, &gone)), Rejection::NotFound);
}

#[test]
fn again_is_the_same_and_stores_nothing() {
    let read = found([closed_found(&open())]);
    unconfirmed(close(platform(), Precondition::Versions(vec![7]), &read));
}
