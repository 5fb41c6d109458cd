use staffroom_domain::builders::{day, email, invitation, member, noon, store, user};
use staffroom_domain::{
    AddressId, Delivery, Event, EventActor, EventId, EventKind, Invitation, InvitationId, InvitationState,
    MailProblem, Member, OptOut, OptOutCause, SeatChange, bounds,
};

use super::{
    AfterDelivery, RecordMailProblem, RecordUndelivered, count_caused_mail, mark_delivered, mark_mailed,
    may_cause_mail, record_delivery,
};
use crate::builders::{
    Found, context_at, count_found, found, invitation_found, invitation_id, invitation_key, invocation,
    left_found, member_found, member_key, opt_out_found, opt_out_key, shop, store_found, store_key,
};
use crate::database::CommitOutcome;
use crate::execute::{Outcome, UseCase};
use crate::expect::{
    committed, event, events, keys, put, put_invitation, put_membership, store_write, unchanged,
};
use crate::key::Key;
use crate::plan::{Condition, Plan, Write};
use crate::quota::Quota;
use crate::record::{Record, StoredEvent};
use crate::scripted::{ScriptedDatabase, ready, unavailable};

type Decided = Result<Outcome<()>, crate::Error>;

fn recorded(delivery: Delivery) -> Plan {
    let database = ScriptedDatabase::default();
    let of = (&shop(), invitation_id("lou"));
    ready(record_delivery(&database, &invocation(noon()), of, 7, delivery)).unwrap();
    database.asked().plans.remove(0)
}

#[test]
fn a_mail_goes_from_queued_to_sent_to_delivered_and_never_back() {
    for (to, from) in [
        (Delivery::Sent, vec![Delivery::Queued]),
        (Delivery::Delivered, vec![Delivery::Queued, Delivery::Sent]),
        (Delivery::Failed, vec![Delivery::Queued]),
    ] {
        let plan = recorded(to);
        let key = invitation_key("lou");
        assert_eq!(plan.writes, [Write::SetDelivery { key, generation: 7, from, to }]);
        assert_eq!(plan.store, None, "it excludes no change of the store");
    }
}

fn review() -> Event {
    let id = EventId::new(noon(), [0; 10]);
    Event { id, at: noon(), actor: EventActor::Service, source_ip: None, kind: EventKind::ReviewDue }
}

#[test]
fn an_address_that_was_mailed_is_stored_with_the_event() {
    let database = ScriptedDatabase::default();
    let address = AddressId::of(&email("lou@example.com"));
    ready(mark_mailed(&database, &invocation(noon()), &shop(), &review(), address)).unwrap();
    let key = Key::Event(shop(), review().id);
    assert_eq!(database.asked().plans[0].writes, [Write::MarkMailed { key, address }]);
}

#[test]
fn that_another_was_first_is_no_fault_and_that_the_database_is_silent_is_one() {
    let address = AddressId::of(&email("lou@example.com"));
    let mark = |outcome| {
        let database = ScriptedDatabase::default().committing([outcome]);
        ready(mark_mailed(&database, &invocation(noon()), &shop(), &review(), address))
    };
    assert!(mark(Ok(CommitOutcome::Stale(vec![]))).is_ok());
    assert!(mark(Err(unavailable())).is_err());
}

#[test]
fn a_person_causes_so_many_mails_to_an_address_a_day_and_staffroom_any_number() {
    let address = AddressId::of(&email("lou@example.com"));
    let quota = Quota::of_caused_mails(&shop(), &user("kim"), address, noon());
    let by = EventActor::User { user_id: user("kim"), name: None };
    let may = |actor: &EventActor, sent: u32| {
        let database = ScriptedDatabase::reading([found([count_found(&quota, sent)])]);
        let event = Event { actor: actor.clone(), ..review() };
        ready(may_cause_mail(&database, &invocation(noon()), &shop(), &event, address)).unwrap()
    };
    assert!(may(&by, 0) && may(&by, bounds::CAUSED_MAILS_PER_DAY - 1));
    assert!(!may(&by, bounds::CAUSED_MAILS_PER_DAY));
    assert!(may(&EventActor::Service, bounds::CAUSED_MAILS_PER_DAY));

    let counted = |actor: &EventActor| {
        let database = ScriptedDatabase::default();
        let event = Event { actor: actor.clone(), ..review() };
        ready(count_caused_mail(&database, &invocation(noon()), &shop(), &event, address)).unwrap();
        database.asked().plans.into_iter().flat_map(|plan| plan.writes).collect::<Vec<_>>()
    };
    assert_eq!(counted(&by), [Write::Count { quota: quota.clone(), more: 1 }]);
    assert_eq!(counted(&EventActor::Service), []);
}

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

fn problem(address: &str, problem: MailProblem) -> RecordMailProblem {
    RecordMailProblem {
        store: shop(),
        user: user("sue"),
        address: AddressId::of(&email(address)),
        recipient: Some(InvitationId::of(&shop(), &email(address))),
        event: Some(Key::Event(shop(), review().id)),
        problem,
        after_delivery: AfterDelivery::Counts,
    }
}

fn decide_on_sue(record: &RecordMailProblem, more: impl IntoIterator<Item = Found>) -> Decided {
    record.decide(&found([store_found(&store("whatnot"))].into_iter().chain(more)), &context_at(day(1)))
}

#[test]
fn a_problem_with_a_members_address_is_recorded_once_and_only_for_that_address() {
    let sue = member("sue", &["seller"]);
    let record = |address| problem(address, MailProblem::Bounced);
    let decide = |record: &RecordMailProblem, sue: &Member| decide_on_sue(record, [member_found(sue)]);
    let reads = record("sue@example.com").reads(noon());
    assert_eq!(reads.keys, [store_key(), member_key("sue")]);
    let (plan, ()) = committed(decide(&record("sue@example.com"), &sue));
    let (after, _) = put_membership(&plan, "sue");
    let after = after.member().unwrap().clone();
    assert_eq!((after.mail_problem, after.version), (Some(MailProblem::Bounced), sue.version + 1));
    unchanged(decide(&record("sue@example.com"), &after));
    unchanged(decide(&record("other@example.com"), &sue));
    let complained = Member { mail_problem: Some(MailProblem::Complained), ..sue };
    unchanged(decide(&record("sue@example.com"), &complained));
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
    let older = RecordUndelivered { generation: lou().generation - 1, ..complaint.clone() };
    let gone = found([store_found(&store("whatnot"))]);
    for decided in [decide(&older, &lou()), complaint.decide(&gone, &context_at(day(1)))] {
        let (plan, ()) = committed(decided);
        assert_eq!(keys(&plan), [opt_out_key("lou")]);
        assert!(plan.store.is_none() && events(&plan).is_empty(), "the link's own mail is not concerned");
    }
    let known = found([store_found(&store("whatnot")), invitation_found(&lou()), opt_out_found("lou")]);
    unchanged(older.decide(&known, &context_at(day(1))));
}

#[test]
fn nothing_replaces_a_complaint() {
    let complained = Invitation { delivery: Delivery::Complained, ..lou() };
    for delivery in [Delivery::Bounced, Delivery::Failed] {
        unchanged(decide(&RecordUndelivered { delivery, ..bounced(&lou()) }, &complained));
    }
}

#[test]
fn a_members_complaint_is_remembered_for_the_address_they_were_written_to() {
    let complaint = problem("sue@example.com", MailProblem::Complained);
    assert_eq!(complaint.reads(noon()).keys, [store_key(), member_key("sue"), opt_out_key("sue")]);
    let (plan, ()) = committed(decide_on_sue(&complaint, [member_found(&member("sue", &["seller"]))]));
    assert!(matches!(put(&plan, &opt_out_key("sue")).0, Record::OptOut(_)));
    let after = put_membership(&plan, "sue").0.member().unwrap().mail_problem;
    assert_eq!(after, Some(MailProblem::Complained));
    // They were removed, or have another address.
    let moved = Member { email: email("other@example.com"), ..member("sue", &["seller"]) };
    for found in [left_found("sue", 1, 2), member_found(&moved)] {
        let (plan, ()) = committed(decide_on_sue(&complaint, [found]));
        assert_eq!(keys(&plan), [opt_out_key("sue")]);
    }
    // A mail of an earlier version does not have the address of a person who is gone.
    let earlier = RecordMailProblem { recipient: None, ..complaint };
    unchanged(decide_on_sue(&earlier, [left_found("sue", 1, 2)]));
    let (plan, ()) = committed(decide_on_sue(&earlier, [member_found(&member("sue", &["seller"]))]));
    put(&plan, &opt_out_key("sue"));
}

#[test]
fn what_may_be_an_automatic_reply_is_a_bounce_unless_the_mail_was_delivered() {
    let reply = RecordMailProblem {
        after_delivery: AfterDelivery::IsAutomaticReply,
        ..problem("sue@example.com", MailProblem::Bounced)
    };
    let event = Key::Event(shop(), review().id);
    assert_eq!(reply.reads(noon()).keys, [store_key(), member_key("sue"), event.clone()]);
    let sue = || member_found(&member("sue", &["seller"]));
    let told = |delivered| {
        let stored = StoredEvent { delivered, ..StoredEvent::from(review()) };
        (event.clone(), Some(Record::Event(Box::new(stored))))
    };
    committed(decide_on_sue(&reply, [sue(), told([].into())]));
    unchanged(decide_on_sue(&reply, [sue(), told([reply.address].into())]));
    let earlier = RecordMailProblem { event: None, ..reply };
    unchanged(decide_on_sue(&earlier, [sue()]));

    let database = ScriptedDatabase::default();
    let address = AddressId::of(&email("sue@example.com"));
    ready(mark_delivered(&database, &invocation(noon()), &shop(), event.clone(), address)).unwrap();
    assert_eq!(database.asked().plans[0].writes, [Write::MarkDelivered { key: event, address }]);
}
