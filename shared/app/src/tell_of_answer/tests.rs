use staffroom_domain::builders::{invitation, member, noon, store, user};
use staffroom_domain::{AddressId, Event, EventActor, EventId, EventKind, Store, Telling, builders};

use super::TellOfAnswer;
use crate::builders::{context_at, found, nothing_found, shop};
use crate::execute::UseCase;
use crate::expect::unchanged;
use crate::key::Key;
use crate::record::{Record, StoredEvent};

pub(crate) fn joined(number: u8) -> Event {
    let kind = EventKind::InvitationAccepted {
        invitation: (&invitation(&store("whatnot"), "lou", &["seller"])).into(),
        member: (&member("lou", &["seller"])).into(),
    };
    Event {
        id: EventId::new(noon(), [number; 10]),
        at: noon(),
        actor: EventActor::Service,
        source_ip: None,
        kind,
    }
}

pub(crate) fn address() -> AddressId {
    AddressId::of(&builders::email("kim@example.com"))
}

pub(crate) fn tell(number: u8) -> TellOfAnswer {
    TellOfAnswer::of(&store("whatnot"), &joined(number), 11, &user("kim"), address()).unwrap()
}

pub(crate) fn digest_key() -> Key {
    Key::Digest(shop(), user("kim"))
}

#[test]
fn an_answer_that_was_told_is_not_told_again() {
    let stored = StoredEvent { mailed: [address()].into(), ..StoredEvent::from(joined(1)) };
    let key = Key::of_event(&shop(), &joined(1));
    let read = found([(key, Some(Record::Event(Box::new(stored)))), nothing_found(digest_key())]);
    assert_eq!(unchanged(tell(1).decide(&read, &context_at(noon()))), Telling::Gathered);
}

#[test]
fn only_answers_are_gathered_and_only_where_the_catalog_says_so() {
    let of = |store: Store, event: Event| TellOfAnswer::of(&store, &event, 11, &user("kim"), address());
    let few = TellOfAnswer::of(&store("whatnot"), &joined(1), 10, &user("kim"), address());
    assert!(few.is_none(), "few are told of each");
    assert!(of(builders::store_of_ranks(), joined(1)).is_none());
    let removed = EventKind::MemberRemoved { member: (&member("lou", &[])).into() };
    assert!(of(store("whatnot"), Event { kind: removed, ..joined(1) }).is_none());
}
