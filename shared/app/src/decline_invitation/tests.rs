use staffroom_domain::builders::{day, invitation, member, noon, store, user};
use staffroom_domain::{
    Delivery, EventActor, EventKind, Grantor, Invitation, InvitationState, LinkClaims, Member, Rejection,
    SeatChange, Store,
};

use super::DeclineInvitation;
use crate::builders::{
    Found, context, context_at, found, invitation_found, invitation_key, left_found, link, member_found,
    member_key, store_found, store_key,
};
use crate::execute::{Outcome, UseCase};
use crate::expect::{committed, event, keys, put_invitation, read_more, rejected, store_write};
use crate::plan::{Condition, StoreCondition};

fn lou() -> Invitation {
    Invitation { version: 5, ..invitation(&store("whatnot"), "lou", &["seller"]) }
}

fn with(link: LinkClaims, reason: &str) -> DeclineInvitation {
    let reason = reason.to_owned().try_into().ok();
    DeclineInvitation { link, actor: EventActor::Invitee, reason }
}

fn decide(
    decline: &DeclineInvitation,
    lou: &Invitation,
    more: Option<Found>,
) -> Result<Outcome<()>, crate::Error> {
    let shop = Store { version: 3, ..store("whatnot") };
    let read = found([store_found(&shop), invitation_found(lou)].into_iter().chain(more));
    decline.decide(&read, &context_at(day(1)))
}

#[test]
fn it_reads_the_link() {
    assert_eq!(with(link(&lou()), "").reads(noon()).keys, [store_key(), invitation_key("lou")]);
}

#[test]
fn declining_frees_the_seat_and_is_told_with_the_reason() {
    let (plan, ()) = committed(decide(&with(link(&lou()), "No time"), &lou(), None));
    let (after, condition) = put_invitation(&plan, "lou");
    let reason = "No time".to_owned().try_into().ok();
    assert_eq!(after.state, InvitationState::Declined { reason: reason.clone() });
    assert_eq!(condition, Condition::VersionAndDelivery(5, Delivery::Queued));
    assert_eq!(keys(&plan), [invitation_key("lou")]);
    let write = store_write(&plan);
    let unchanged = StoreCondition::Unchanged { version: 3, departures: None };
    assert_eq!((write.condition, write.seats), (unchanged, SeatChange { taken: -1, members: 0 }));
    let event = event(&plan);
    assert_eq!(event.actor, EventActor::Invitee);
    assert!(matches!(event.kind, EventKind::InvitationDeclined { reason: given, .. } if given == reason));
}

#[test]
fn an_empty_reason_is_none() {
    let (plan, ()) = committed(decide(&with(link(&lou()), "  "), &lou(), None));
    assert!(matches!(event(&plan).kind, EventKind::InvitationDeclined { reason: None, .. }));
}

#[test]
fn a_link_that_cannot_be_used_cannot_be_declined() {
    let used = Invitation { state: InvitationState::Accepted { by: user("lou") }, ..lou() };
    assert_eq!(rejected(decide(&with(link(&used), ""), &used, None)), Rejection::InvitationUsed);
    let again = Invitation { generation: lou().generation + 1, ..lou() };
    assert_eq!(rejected(decide(&with(link(&lou()), ""), &again, None)), Rejection::InvitationRevoked);
    let nothing = with(link(&lou()), "").decide(&found([]), &context());
    assert_eq!(rejected(nothing), Rejection::TokenTooOld);
}

#[test]
fn the_end_of_the_grantors_access_is_looked_at_first() {
    let invited_by = Grantor {
        user_id: user("kim"),
        name: None,
        member_version: Some(4),
        access_ends_at: Some(day(1)),
        vouched_at: noon(),
        departures: 0,
    };
    let lou = Invitation { invited_by, ..lou() };
    let decline = with(link(&lou), "");
    assert_eq!(read_more(decide(&decline, &lou, None)).keys, [member_key("kim")]);
    let gone = decide(&decline, &lou, Some(left_found("kim", 1, 5)));
    assert_eq!(rejected(gone), Rejection::InvitationWithdrawn);
    let kim = Member { access_ends_at: Some(day(9)), ..member("kim", &["administrator"]) };
    committed(decide(&decline, &lou, Some(member_found(&kim))));
}
