use staffroom_domain::builders::{day, invitation, noon, store, user};
use staffroom_domain::{Delivery, EventActor, EventKind, ExpiryRecord, Grantor, Invitation, SeatChange};

use super::DealWithInvitation;
use crate::builders::{
    context_at, found, invitation_found, invitation_id, invitation_key, left_found, member_key,
    opt_out_found, opt_out_key, shop, store_found, store_key,
};
use crate::dealt::Dealt;
use crate::execute::UseCase;
use crate::expect::{committed, event, event_names, put_invitation, read_more, unchanged};
use crate::read::ReadResult;

/// An invitation of seven days, whose reminder is due after five.
fn lou() -> Invitation {
    invitation(&store("whatnot"), "lou", &["seller"])
}

fn read_with(invitation: &Invitation) -> ReadResult {
    found([store_found(&store("whatnot")), invitation_found(invitation)])
}

fn record() -> DealWithInvitation {
    DealWithInvitation { store: shop(), invitation: invitation_id("lou") }
}

#[test]
fn an_expiry_that_falls_due_is_dated_when_it_is_recorded_and_frees_the_seat() {
    assert_eq!(record().reads(noon()).keys, [store_key(), invitation_key("lou"), opt_out_key("lou")]);
    let read = found([store_found(&store("whatnot")), invitation_found(&lou())]);
    let (plan, dealt) = committed(record().decide(&read, &context_at(day(8))));
    assert_eq!(dealt, Dealt::Expired);
    let event = event(&plan);
    assert_eq!((event.at, event.actor), (day(8), EventActor::Service), "in the order of the commits");
    assert_eq!(event.kind, EventKind::InvitationExpired { invitation: (&lou()).into() });
    assert_eq!(put_invitation(&plan, "lou").0.expiry, ExpiryRecord::Done);
    assert_eq!(plan.store.as_ref().unwrap().seats, SeatChange { taken: -1, members: 0 });
}

#[test]
fn an_expiry_is_recorded_once() {
    let read = found([store_found(&store("whatnot")), invitation_found(&lou())]);
    assert_eq!(unchanged(record().decide(&read, &context_at(day(4)))), Dealt::NotDue, "its term lasts");
    let after = lou().expired(day(8)).unwrap();
    let read = found([store_found(&store("whatnot")), invitation_found(&after)]);
    assert_eq!(unchanged(record().decide(&read, &context_at(day(9)))), Dealt::NotDue);
    assert_eq!(unchanged(record().decide(&found([]), &context_at(day(9)))), Dealt::NotDue);
}

#[test]
fn an_open_invitation_is_reminded_of_once_two_days_before_its_end() {
    let (plan, dealt) = committed(record().decide(&read_with(&lou()), &context_at(day(5))));
    assert_eq!(dealt, Dealt::Done);
    let after = put_invitation(&plan, "lou").0.clone();
    assert_eq!((after.remind_at, after.expiry, after.due_at()), (None, ExpiryRecord::Due, Some(day(7))));
    assert_eq!(event(&plan).kind, EventKind::InvitationEnding { invitation: (&after).into() });
    assert!(plan.store.is_none(), "no other change of the store is in its way");
    let again = record().decide(&read_with(&after), &context_at(day(6)));
    assert_eq!(unchanged(again), Dealt::NotDue);
}

#[test]
fn who_cannot_be_reached_or_reminded_in_time_is_not_reminded() {
    let bounced = Invitation { delivery: Delivery::Bounced, ..lou() };
    let (plan, _) = committed(record().decide(&read_with(&bounced), &context_at(day(5))));
    assert_eq!(event_names(&plan), [""; 0]);
    let late = context_at(day(6) + chrono::Duration::minutes(1));
    let (plan, _) = committed(record().decide(&read_with(&lou()), &late));
    assert_eq!(event_names(&plan), [""; 0], "less than a day is left");
    let (plan, _) = committed(record().decide(&read_with(&lou()), &context_at(day(7))));
    assert_eq!(event_names(&plan), ["invitation.expired"], "it is too late for a reminder");
}

#[test]
fn nobody_is_reminded_of_a_link_that_cannot_be_answered() {
    let lou = lou();
    let invited_by = Grantor { user_id: user("kim"), member_version: Some(1), ..lou.invited_by.clone() };
    let by_kim = Invitation { invited_by, ..lou };
    let mut read = read_with(&by_kim);
    let more = read_more(record().decide(&read, &context_at(day(5))));
    assert_eq!(more.keys, [member_key("kim")]);
    let (key, left) = left_found("kim", 1, 2);
    read.set(key, left);
    let (plan, dealt) = committed(record().decide(&read, &context_at(day(5))));
    assert_eq!((dealt, event_names(&plan)), (Dealt::Done, vec![]), "it is not due any more");
}

#[test]
fn who_complained_about_an_older_link_is_not_reminded() {
    let mut read = read_with(&lou());
    let (key, opt_out) = opt_out_found("lou");
    read.set(key, opt_out);
    let (plan, _) = committed(record().decide(&read, &context_at(day(5))));
    assert_eq!(event_names(&plan), [""; 0]);
}
