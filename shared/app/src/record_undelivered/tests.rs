use staffroom_domain::builders::{day, invitation, noon, store};
use staffroom_domain::{
    Delivery, EventActor, EventKind, Invitation, InvitationState, OptOut, OptOutCause, SeatChange, Store,
};

use super::{AfterDelivery, RecordUndelivered};
use crate::builders::{
    context_at, found, invitation_found, invitation_key, opt_out_found, opt_out_key, shop, store_found,
    store_key,
};
use crate::execute::{Outcome, UseCase};
use crate::expect::{committed, event, events, keys, put, put_invitation, store_write, unchanged};
use crate::plan::Condition;
use crate::record::Record;

fn lou() -> Invitation {
    Invitation { version: 5, delivery: Delivery::Sent, ..invitation(&store("whatnot"), "lou", &["seller"]) }
}

fn bounced(lou: &Invitation) -> RecordUndelivered {
    let (store, invitation, generation) = (shop(), lou.id, lou.generation);
    RecordUndelivered {
        store,
        invitation,
        generation,
        delivery: Delivery::Bounced,
        after_delivery: AfterDelivery::Counts,
    }
}

fn decide(record: &RecordUndelivered, lou: &Invitation) -> Result<Outcome<()>, crate::Error> {
    let read = found([store_found(&store("whatnot")), invitation_found(lou)]);
    record.decide(&read, &context_at(day(1)))
}

#[test]
fn a_mail_that_did_not_arrive_is_recorded_and_told() {
    assert_eq!(bounced(&lou()).reads(noon()).keys, [store_key(), invitation_key("lou")]);
    let (plan, ()) = committed(decide(&bounced(&lou()), &lou()));
    let (after, condition) = put_invitation(&plan, "lou");
    assert_eq!((after.delivery, after.version), (Delivery::Bounced, 6));
    assert_eq!(condition, Condition::VersionAndDelivery(5, Delivery::Sent));
    assert_eq!(store_write(&plan).seats, SeatChange::default());
    let event = event(&plan);
    assert_eq!(event.actor, EventActor::Service);
    let delivery = Delivery::Bounced;
    assert_eq!(event.kind, EventKind::InvitationUndelivered { invitation: (&after).into(), delivery });
}

#[test]
fn the_mail_of_an_answered_invitation_is_recorded_and_told_to_nobody() {
    let answered = Invitation { state: InvitationState::Revoked, ..lou() };
    let (plan, ()) = committed(decide(&bounced(&lou()), &answered));
    assert_eq!(put_invitation(&plan, "lou").0.delivery, Delivery::Bounced);
    assert_eq!(events(&plan), []);
    assert!(plan.store.is_none(), "no other change of the store is in its way");
}

#[test]
fn what_is_recorded_or_gone_or_about_an_old_link_is_passed_over() {
    let known = Invitation { delivery: Delivery::Bounced, ..lou() };
    unchanged(decide(&bounced(&lou()), &known));
    let old = RecordUndelivered { generation: lou().generation - 1, ..bounced(&lou()) };
    unchanged(decide(&old, &lou()));
    for read in [found([store_found(&store("whatnot"))]), found([invitation_found(&lou())])] {
        unchanged(bounced(&lou()).decide(&read, &context_at(day(1))));
    }
}

#[test]
fn an_automatic_reply_changes_nothing_once_the_mail_is_delivered() {
    let reply = |lou: &Invitation| RecordUndelivered {
        after_delivery: AfterDelivery::IsAutomaticReply,
        ..bounced(lou)
    };
    let delivered = Invitation { delivery: Delivery::Delivered, ..lou() };
    unchanged(decide(&reply(&delivered), &delivered));
    committed(decide(&reply(&lou()), &lou()));
    committed(decide(&bounced(&delivered), &delivered));
}

#[test]
fn a_complaint_about_any_link_is_remembered_for_the_address() {
    let complaint = RecordUndelivered { delivery: Delivery::Complained, ..bounced(&lou()) };
    assert_eq!(complaint.reads(noon()).keys, [store_key(), invitation_key("lou"), opt_out_key("lou")]);
    let opt_out = OptOut { at: day(1), cause: OptOutCause::Complaint };
    let expected = (&Record::OptOut(opt_out), &Condition::None);
    let (plan, ()) = committed(decide(&complaint, &lou()));
    assert_eq!(put(&plan, &opt_out_key("lou")), expected);
    assert_eq!(put_invitation(&plan, "lou").0.delivery, Delivery::Complained);
    // About an older link, or the invitation is gone.
    let resent = Invitation { generation: lou().generation + 1, ..lou() };
    let gone = found([store_found(&store("whatnot"))]);
    for decided in [decide(&complaint, &resent), complaint.decide(&gone, &context_at(day(1)))] {
        let (plan, ()) = committed(decided);
        assert_eq!(keys(&plan), [opt_out_key("lou")]);
        assert!(plan.store.is_none() && events(&plan).is_empty(), "the link's own mail is not concerned");
    }
    let known = found([store_found(&store("whatnot")), invitation_found(&resent), opt_out_found("lou")]);
    unchanged(complaint.decide(&known, &context_at(day(1))));
}

#[test]
fn a_link_from_before_the_store_was_created_is_of_another_store() {
    let complaint = RecordUndelivered { delivery: Delivery::Complained, ..bounced(&lou()) };
    let later = Store { created_at: day(1), ..store("whatnot") };
    unchanged(complaint.decide(&found([store_found(&later)]), &context_at(day(2))));
}

#[test]
fn nothing_replaces_a_complaint() {
    let complained = Invitation { delivery: Delivery::Complained, ..lou() };
    for delivery in [Delivery::Bounced, Delivery::Failed] {
        unchanged(decide(&RecordUndelivered { delivery, ..bounced(&lou()) }, &complained));
    }
}
