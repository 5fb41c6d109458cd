use staffroom_domain::builders::{day, email, member, noon, store, user};
use staffroom_domain::{
    AddressId, Event, EventActor, EventId, EventKind, InvitationId, MailProblem, Member, Store,
};

use super::{AfterDelivery, RecordMailProblem};
use crate::builders::{
    Found, context_at, found, left_found, member_found, member_key, opt_out_key, shop, store_found, store_key,
};
use crate::execute::{Outcome, UseCase};
use crate::expect::{committed, keys, put, put_membership, unchanged};
use crate::key::Key;
use crate::record::{Record, StoredEvent};

type Decided = Result<Outcome<()>, crate::Error>;

fn review() -> Event {
    let id = EventId::new(noon(), [0; 10]);
    Event { id, at: noon(), actor: EventActor::Service, source_ip: None, kind: EventKind::ReviewDue }
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
}

#[test]
fn a_complaint_about_a_mail_of_a_closed_store_is_not_one_about_another_with_its_id() {
    let complaint = problem("sue@example.com", MailProblem::Complained);
    let later = Store { created_at: day(1), ..store("whatnot") };
    unchanged(complaint.decide(&found([store_found(&later)]), &context_at(day(2))));
}
