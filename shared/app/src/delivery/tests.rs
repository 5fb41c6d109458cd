use staffroom_domain::builders::{email, noon};
use staffroom_domain::{AddressId, Delivery, Event, EventActor, EventId, EventKind};

use super::{mark_begun, mark_delivered, mark_mailed, record_delivery};
use crate::builders::{invitation_id, invitation_key, invocation, shop};
use crate::database::CommitOutcome;
use crate::key::Key;
use crate::plan::{Plan, Write};
use crate::scripted::{ScriptedDatabase, ready, unavailable};

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
fn a_mail_is_begun_by_a_write() {
    let database = ScriptedDatabase::default();
    let address = AddressId::of(&email("sue@example.com"));
    ready(mark_begun(&database, &invocation(noon()), &shop(), &review(), address)).unwrap();
    let key = Key::of_event(&shop(), &review());
    assert_eq!(database.asked().plans[0].writes, [Write::MarkBegun { key, address }]);
}

#[test]
fn an_address_that_a_mail_was_delivered_to_is_stored_with_the_event() {
    let key = Key::Event(shop(), review().id);
    let database = ScriptedDatabase::default();
    let address = AddressId::of(&email("sue@example.com"));
    ready(mark_delivered(&database, &invocation(noon()), &shop(), key.clone(), address)).unwrap();
    assert_eq!(database.asked().plans[0].writes, [Write::MarkDelivered { key, address }]);
}
