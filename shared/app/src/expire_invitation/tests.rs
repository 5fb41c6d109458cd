use staffroom_domain::builders::{day, invitation, noon, store};
use staffroom_domain::{EventActor, EventKind, Invitation, InvitationState, Seat, SeatChange, Store};

use super::{ExpireInvitation, Expiry};
use crate::builders::{Found, context_at, found, store_found, store_key};
use crate::execute::{Outcome, UseCase};
use crate::expect::{committed, event, keys, unchanged};
use crate::key::Key;
use crate::plan::StoreCondition;
use crate::record::Record;

fn lou() -> Invitation {
    invitation(&store("whatnot"), "lou", &["seller"])
}

fn decide(invitation: &Invitation, more: Option<Found>) -> Result<Outcome<Expiry>, crate::Error> {
    let read = found([store_found(&store("whatnot"))].into_iter().chain(more));
    ExpireInvitation { invitation: invitation.clone() }.decide(&read, &context_at(day(100)))
}

#[test]
fn an_expiry_is_dated_with_the_end_of_the_term_and_frees_the_seat() {
    let (plan, expiry) = committed(decide(&lou(), None));
    assert_eq!(expiry, Expiry::Recorded);
    let event = event(&plan);
    assert_eq!((event.at, event.actor, event.source_ip), (day(7), EventActor::Service, None));
    assert_eq!(event.kind, EventKind::InvitationExpired { invitation: (&lou()).into() });
    let write = plan.store.as_ref().unwrap();
    assert_eq!(write.condition, StoreCondition::SeatsTaken);
    assert_eq!(write.seats, SeatChange { taken: -1, members: 0 });
    assert_eq!(keys(&plan), []);
}

#[test]
fn a_seat_that_was_released_before_is_not_freed_again() {
    let released = Invitation { state: InvitationState::Pending(Seat::Released), ..lou() };
    let (plan, _) = committed(decide(&released, None));
    assert_eq!(plan.store, None);
    event(&plan);
}

#[test]
fn an_expiry_is_recorded_once_however_often_the_stream_brings_it() {
    let (plan, _) = committed(decide(&lou(), None));
    let recorded = event(&plan);
    let key = Key::of_event(&lou().store, &recorded);
    let reads = ExpireInvitation { invitation: lou() }.reads(noon());
    assert_eq!(reads.keys, [store_key(), key.clone()]);
    let stored = crate::StoredEvent::from(recorded);
    let again = decide(&lou(), Some((key, Some(Record::Event(Box::new(stored))))));
    assert_eq!(unchanged(again), Expiry::Nothing);
}

#[test]
fn two_invitations_of_one_term_are_told_apart() {
    let event = |id: &str| {
        let invitation = invitation(&store("whatnot"), id, &["seller"]);
        event(&committed(decide(&invitation, None)).0).id
    };
    assert_ne!(event("lou"), event("mel"));
}

#[test]
fn an_answered_invitation_and_a_store_that_is_gone_are_passed_over() {
    let answered = Invitation { state: InvitationState::Revoked, ..lou() };
    assert_eq!(unchanged(decide(&answered, None)), Expiry::Nothing);
    let gone = ExpireInvitation { invitation: lou() }.decide(&found([]), &context_at(day(100)));
    assert_eq!(unchanged(gone), Expiry::Nothing);
}

#[test]
fn the_deletion_of_an_invitation_whose_expiry_was_recorded_tells_nothing_more() {
    assert_eq!(unchanged(decide(&lou().expired(day(8)).unwrap(), None)), Expiry::Nothing);
}

#[test]
fn an_invitation_of_a_closed_store_is_not_one_of_another_with_its_id() {
    let later = Store { created_at: day(50), ..store("whatnot") };
    let read = found([store_found(&later)]);
    let expire = ExpireInvitation { invitation: lou() };
    assert_eq!(unchanged(expire.decide(&read, &context_at(day(100)))), Expiry::Nothing);
}
