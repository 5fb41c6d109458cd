use staffroom_domain::builders::{grant, invitation, member, noon, store, user};
use staffroom_domain::{
    EventKind, Invitation, InvitationChange, InvitationState, Member, Rejection, SeatChange, Store,
};

use super::ChangeInvitation;
use crate::builders::{
    context, found, invitation_found, invitation_id, invitation_key, member_found, member_key, nothing_found,
    person, shop, store_found, store_key,
};
use crate::context::Caller;
use crate::execute::UseCase;
use crate::expect::{
    checked, committed, event, keys, managers_only, put_invitation, rejected, sorted, store_write, unchanged,
};
use crate::plan::{Condition, StoreCondition};
use crate::precondition::Precondition;
use crate::read::ReadResult;

fn lou() -> Invitation {
    Invitation { version: 5, ..invitation(&store("whatnot"), "lou", &["seller"]) }
}

fn to(role: &str) -> InvitationChange {
    InvitationChange { roles: Some(vec![role.parse().unwrap()]), ..InvitationChange::default() }
}

fn by(caller: Caller) -> ChangeInvitation {
    let (store, invitation, required) = (shop(), invitation_id("lou"), Precondition::None);
    ChangeInvitation { caller, store, invitation, required, change: to("support") }
}

fn read() -> ReadResult {
    let shop = Store { version: 3, departures: 2, ..store("whatnot") };
    let kim = Member { version: 4, ..member("kim", &["administrator"]) };
    found([store_found(&shop), invitation_found(&lou()), member_found(&kim)])
}

#[test]
fn only_managers_change_an_invitation() {
    managers_only(by, &read());
    let keys = by(person("kim")).reads(noon()).keys;
    assert_eq!(keys, [store_key(), member_key("kim"), invitation_key("lou")]);
}

#[test]
fn the_manager_vouches_for_what_is_offered_from_then_on() {
    let (plan, (shop, answer)) = committed(by(person("kim")).decide(&read(), &context()));
    let (after, condition) = put_invitation(&plan, "lou");
    assert_eq!((shop.version, &answer), (3, &after));
    assert_eq!(after.grant, grant(&["support"], &[]));
    assert_eq!((after.invited_by.user_id.clone(), after.invited_by.departures), (user("kim"), 2));
    assert_eq!(condition, Condition::VersionAndDelivery(5, lou().delivery));
    assert_eq!(checked(&plan, &member_key("kim")), Condition::Version(4));
    assert_eq!(keys(&plan), sorted([invitation_key("lou"), member_key("kim")]));
    let write = store_write(&plan);
    let expected = StoreCondition::Unchanged { version: 3, departures: Some(2) };
    assert_eq!((write.condition, write.seats), (expected, SeatChange::default()));
    assert!(
        matches!(event(&plan).kind, EventKind::InvitationChanged { before, .. } if before == lou().grant)
    );
}

#[test]
fn what_changes_nothing_is_not_written() {
    let (_, answer) =
        unchanged(ChangeInvitation { change: to("seller"), ..by(person("kim")) }.decide(&read(), &context()));
    assert_eq!(answer, lou());
}

#[test]
fn it_must_be_there_pending_and_in_the_version_that_the_caller_requires() {
    let other = ChangeInvitation { required: Precondition::Versions(vec![4]), ..by(person("kim")) };
    assert_eq!(rejected(other.decide(&read(), &context())), Rejection::PreconditionFailed);
    let mut read = read();
    let (key, record) = invitation_found(&Invitation { state: InvitationState::Revoked, ..lou() });
    read.set(key, record);
    assert_eq!(rejected(by(person("kim")).decide(&read, &context())), Rejection::InvitationNotPending);
    let (key, record) = nothing_found(invitation_key("lou"));
    read.set(key, record);
    assert_eq!(rejected(by(person("kim")).decide(&read, &context())), Rejection::NotFound);
}
