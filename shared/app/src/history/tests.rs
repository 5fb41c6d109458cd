use std::collections::BTreeSet;

use staffroom_domain::builders::{invitation, member, noon, store, user};
use staffroom_domain::{Event, EventActor, EventId, EventKind};

use super::{History, list_history};
use crate::builders::{Found, found, shop};
use crate::database::{List, Page};
use crate::events_by::{EventsBy, TimeRange};
use crate::key::Key;
use crate::record::{Record, StoredEvent};
use crate::scripted::{ScriptedDatabase, ready};

fn event(number: u8, by: &str, kind: EventKind) -> Event {
    let actor = match by {
        "service" => EventActor::Service,
        id => EventActor::User { user_id: user(id), name: None },
    };
    Event { id: EventId::new(noon(), [number; 10]), at: noon(), actor, source_ip: None, kind }
}

fn key(number: u8) -> Key {
    Key::Event(shop(), EventId::new(noon(), [number; 10]))
}

fn left(id: &str) -> EventKind {
    EventKind::MemberLeft { member: (&member(id, &["seller"])).into() }
}

fn accepted(id: &str) -> EventKind {
    let invitation = (&invitation(&store("whatnot"), "lou", &["seller"])).into();
    EventKind::InvitationAccepted { invitation, member: (&member(id, &["seller"])).into() }
}

fn record(event: Event) -> Found {
    let key = Key::of_event(&shop(), &event);
    let stored = StoredEvent::from(event);
    (key, Some(Record::Event(Box::new(stored))))
}

fn all() -> History {
    let (actor, subject, types) = (None, None, BTreeSet::new());
    History { store: shop(), actor, subject, types, times: TimeRange::default() }
}

fn list(by: EventsBy) -> List {
    List::Events(shop(), by, TimeRange::default())
}

fn keys_only(numbers: &[u8], next: Option<u8>) -> Page {
    Page { entries: numbers.iter().map(|number| (key(*number), None)).collect(), next: next.map(key) }
}

/// The numbers of the events on a page, where it goes on, and the database.
fn listed(
    history: &History,
    limit: usize,
    events: &[Event],
    pages: Vec<Page>,
) -> (Vec<EventId>, Option<Key>, ScriptedDatabase) {
    let database = ScriptedDatabase::reading([found(events.iter().cloned().map(record))]).paging(pages);
    let page = ready(list_history(&database, history, None, limit)).unwrap();
    (page.items.iter().map(|event| event.id).collect(), page.next, database)
}

fn ids(numbers: &[u8]) -> Vec<EventId> {
    numbers.iter().map(|number| EventId::new(noon(), [*number; 10])).collect()
}

#[test]
fn all_events_are_read_with_their_records() {
    let entries = vec![record(event(2, "kim", left("kim"))), (key(1), None)];
    let page = Page { entries, next: Some(key(1)) };
    let (found, next, database) = listed(&all(), 2, &[], vec![page, Page::default()]);
    assert_eq!((found, next), (ids(&[2]), None), "what this version cannot read is left out");
    let asked = database.asked();
    assert_eq!(
        asked.pages,
        [(list(EventsBy::Time), None, 2), (list(EventsBy::Time), Some(key(1)), 1)],
        "as many as are asked for"
    );
    assert!(asked.reads.is_empty());
}

#[test]
fn what_a_person_did_includes_that_they_joined() {
    let history = History { actor: Some(user("kim")), ..all() };
    let events =
        [event(3, "kim", left("sue")), event(2, "kim", accepted("kim")), event(1, "kim", left("lou"))];
    let pages = vec![keys_only(&[3, 1], None), keys_only(&[2], None)];
    let (found, next, database) = listed(&history, 2, &events, pages.clone());
    assert_eq!((found, next), (ids(&[3, 2]), Some(key(2))));
    let asked = database.asked();
    let by = [EventsBy::Actor(user("kim")), EventsBy::Joined(user("kim"))];
    assert_eq!(asked.pages, by.map(|by| (list(by), None, 2)));
    assert_eq!(asked.reads[0].keys, [key(3), key(2)], "no event is read that is not shown");
    let (found, next, _) = listed(&history, 3, &events, pages);
    assert_eq!((found, next), (ids(&[3, 2, 1]), None));
}

#[test]
fn the_page_ends_where_one_of_its_lists_goes_on() {
    let history = History { subject: "kim".parse().ok(), ..all() };
    let events =
        [event(4, "sue", left("kim")), event(3, "sue", left("kim")), event(1, "kim", accepted("kim"))];
    // Before event 3 there may be others, such as 2.
    let pages = vec![keys_only(&[4, 3], Some(3)), keys_only(&[1], None)];
    let (found, next, database) = listed(&history, 2, &events, pages);
    assert_eq!((found, next), (ids(&[4, 3]), Some(key(3))));
    let by = [EventsBy::Subject("kim".parse().unwrap()), EventsBy::Joined(user("kim"))];
    assert_eq!(database.asked().pages, by.map(|by| (list(by), None, 2)));
}

#[test]
fn a_filter_reads_on_a_few_times() {
    let types = BTreeSet::from(["member.left".to_owned()]);
    let history = History { types, ..all() };
    let review = |number| record(event(number, "service", EventKind::ReviewDue));
    let page = |number| Page { entries: vec![review(number)], next: Some(key(number)) };
    let (found, next, database) = listed(&history, 1, &[], vec![page(9), page(8), page(7), page(6)]);
    assert_eq!((found, next), (vec![], Some(key(7))), "an empty page has a next one");
    assert_eq!(database.asked().pages[2], (list(EventsBy::Time), Some(key(8)), 100));
    let entries = vec![review(5), record(event(4, "kim", left("kim"))), review(3)];
    let last = Page { entries, next: None };
    let (found, next, _) = listed(&history, 1, &[], vec![page(9), last]);
    assert_eq!((found, next), (ids(&[4]), Some(key(4))), "the page ends with the event that fills it");
}

#[test]
fn actor_and_subject_are_both_required() {
    let history = History { actor: Some(user("sue")), subject: "kim".parse().ok(), ..all() };
    let events = [event(3, "sue", left("kim")), event(2, "max", left("kim"))];
    let pages = vec![keys_only(&[3, 2], None), keys_only(&[], None)];
    let (found, next, _) = listed(&history, 5, &events, pages);
    assert_eq!((found, next), (ids(&[3]), None));
}
