use staffroom_domain::builders::{invitation, member, noon, store, user};
use staffroom_domain::{EventActor, Invitation, InvitationState, Member, Rejection, SeatChange, Store};

use super::RevokeInvitation;
use crate::builders::{
    Found, context, found, invitation_found, invitation_id, invitation_key, member_found, member_key,
    nothing_found, person, shop, store_found, store_key,
};
use crate::context::Caller;
use crate::execute::UseCase;
use crate::expect::{
    checked, committed, event, event_names, keys, managers_only, put_invitation, rejected, sorted,
    store_write,
};
use crate::plan::{Condition, StoreCondition};
use crate::precondition::Precondition;
use crate::read::ReadResult;

fn lou() -> Invitation {
    Invitation { version: 5, ..invitation(&store("whatnot"), "lou", &["seller"]) }
}

fn by(caller: Caller) -> RevokeInvitation {
    RevokeInvitation { caller, store: shop(), invitation: invitation_id("lou"), required: Precondition::None }
}

fn read(lou: Found) -> ReadResult {
    let shop = Store { version: 3, ..store("whatnot") };
    let kim = Member { version: 4, ..member("kim", &["administrator"]) };
    found([store_found(&shop), lou, member_found(&kim)])
}

#[test]
fn only_managers_revoke() {
    managers_only(by, &read(invitation_found(&lou())));
    let keys = by(person("kim")).reads(noon()).keys;
    assert_eq!(keys, [store_key(), member_key("kim"), invitation_key("lou")]);
}

#[test]
fn a_revoked_invitation_frees_its_seat() {
    let (plan, ()) = committed(by(person("kim")).decide(&read(invitation_found(&lou())), &context()));
    let (after, condition) = put_invitation(&plan, "lou");
    assert_eq!((after.state, after.version), (InvitationState::Revoked, 6));
    assert_eq!(condition, Condition::VersionAndDelivery(5, lou().delivery));
    assert_eq!(checked(&plan, &member_key("kim")), Condition::Version(4));
    assert_eq!(keys(&plan), sorted([invitation_key("lou"), member_key("kim")]));
    let write = store_write(&plan);
    let unchanged = StoreCondition::Unchanged { version: 3, departures: None };
    assert_eq!((write.condition, write.seats), (unchanged, SeatChange { taken: -1, members: 0 }));
    assert_eq!(event_names(&plan), ["invitation.revoked"]);
    assert!(matches!(event(&plan).actor, EventActor::User { user_id, .. } if user_id == user("kim")));
}

#[test]
fn it_must_be_there_unanswered_and_in_the_version_that_the_caller_requires() {
    let decide = |lou: Found| rejected(by(person("kim")).decide(&read(lou), &context()));
    assert_eq!(decide(nothing_found(invitation_key("lou"))), Rejection::NotFound);
    let answered = Invitation { state: InvitationState::Withdrawn, ..lou() };
    assert_eq!(decide(invitation_found(&answered)), Rejection::InvitationNotPending);
    let other = RevokeInvitation { required: Precondition::Versions(vec![4]), ..by(person("kim")) };
    let refused = other.decide(&read(invitation_found(&lou())), &context());
    assert_eq!(rejected(refused), Rejection::PreconditionFailed);
}
