use chrono::Duration;
use staffroom_domain::builders::{active, day, invitation, member, noon, store, user};
use staffroom_domain::{
    Activity, Departure, Event, EventActor, EventId, EventKind, Invitation, InvitationState, Member,
    Membership, Seat, Store,
};

use super::{IdempotencyRecord, IdempotencyState, Record, StoredEvent};

fn idempotency(state: IdempotencyState) -> IdempotencyRecord {
    IdempotencyRecord { fingerprint: "f".to_owned(), begun: noon(), at: noon(), state }
}

fn others() -> [Record; 6] {
    let id = EventId::new(noon(), [0; 10]);
    let kind = EventKind::ReviewDue;
    let event = Event { id, at: noon(), actor: EventActor::Service, source_ip: None, kind };
    [
        Record::Membership(Membership::Never),
        Record::AddressHolder(user("kim")),
        Record::Event(Box::new(StoredEvent::from(event))),
        Record::Idempotency(idempotency(IdempotencyState::InProgress)),
        Record::Count(7),
        Record::Activity(Activity {
            id: "show".parse().unwrap(),
            name: "Show".to_owned().try_into().unwrap(),
            order_notifications: true,
            version: 0,
        }),
    ]
}

#[test]
fn an_answer_is_kept_for_a_day() {
    let answered = idempotency(IdempotencyState::Answered("answer".to_owned()));
    let last = noon() + Duration::hours(24) - Duration::milliseconds(1);
    assert!(!answered.is_over(last) && !answered.is_free(last));
    assert!(answered.is_over(day(1)) && answered.is_free(day(1)));
    assert!(!answered.is_unfinished(day(1)));
}

#[test]
fn a_request_in_progress_holds_its_key_for_a_minute() {
    let begun = idempotency(IdempotencyState::InProgress);
    let last = noon() + Duration::milliseconds(59_999);
    assert!(!begun.is_unfinished(last) && !begun.is_free(last));
    let over = noon() + Duration::seconds(60);
    assert!(begun.is_unfinished(over) && begun.is_free(over));
}

#[test]
fn an_interrupted_request_can_go_on_at_once() {
    let stopped = idempotency(IdempotencyState::Interrupted);
    assert!(stopped.is_unfinished(noon()) && stopped.is_free(noon()) && !stopped.is_over(noon()));
}

#[test]
fn what_has_a_history_says_when_it_changed() {
    let store = Store { changed_at: day(1), ..store("whatnot") };
    let lou = Invitation { changed_at: day(2), ..invitation(&store, "lou", &["seller"]) };
    let kim = active(Member { changed_at: day(3), ..member("kim", &["seller"]) });
    let left = Membership::Left(Departure { at: day(4), departures: 1, version: 2, moved: None });
    for (record, changed) in [
        (Record::Store(Box::new(store)), day(1)),
        (Record::Invitation(Box::new(lou)), day(2)),
        (Record::Membership(kim), day(3)),
        (Record::Membership(left), day(4)),
    ] {
        assert_eq!(record.changed_at(), Some(changed));
    }
    for record in others() {
        assert_eq!(record.changed_at(), None, "{record:?}");
    }
}

#[test]
fn a_condition_compares_the_version_that_a_record_has() {
    let store = Store { version: 11, ..store("whatnot") };
    let lou = Invitation { version: 12, ..invitation(&store, "lou", &["seller"]) };
    let kim = active(Member { version: 13, ..member("kim", &["seller"]) });
    let left = Membership::Left(Departure { at: noon(), departures: 1, version: 14, moved: None });
    let Record::Activity(activity) = others()[5].clone() else { unreachable!() };
    for (record, version) in [
        (Record::Store(Box::new(store)), 11),
        (Record::Invitation(Box::new(lou)), 12),
        (Record::Membership(kim), 13),
        (Record::Membership(left), 14),
        (Record::Activity(Activity { version: 15, ..activity }), 15),
    ] {
        assert_eq!(record.version(), version);
    }
    for record in others() {
        assert_eq!(record.version(), 0, "{record:?}");
    }
}

#[test]
fn the_seat_of_an_invitation_can_be_released_when_its_term_is_over() {
    let lou = invitation(&store("whatnot"), "lou", &["seller"]);
    let at =
        |invitation: &Invitation, now| Record::Invitation(Box::new(invitation.clone())).is_releasable(now);
    assert!(!at(&lou, day(7) - Duration::milliseconds(1)));
    assert!(at(&lou, day(7)));
    let released = Invitation { state: InvitationState::Pending(Seat::Released), ..lou.clone() };
    assert!(!at(&released, day(7)), "it has none");
    let revoked = Invitation { state: InvitationState::Revoked, ..lou };
    assert!(!at(&revoked, day(7)), "it has none");
}

#[test]
fn the_seat_of_a_member_can_be_released_in_the_second_after_their_access_ended() {
    let ends_at = noon() + Duration::milliseconds(500);
    let kim = Member { access_ends_at: Some(ends_at), ..member("kim", &["seller"]) };
    let at = |member: &Member, now| Record::Membership(active(member.clone())).is_releasable(now);
    assert!(!at(&kim, noon() + Duration::milliseconds(999)), "seats are released by whole seconds");
    assert!(at(&kim, noon() + Duration::seconds(1)));
    assert!(!at(&Member { seat: Seat::Released, ..kim.clone() }, day(1)), "they have none");
    assert!(!at(&Member { access_ends_at: None, ..kim }, day(1)), "their access has no end");
}

#[test]
fn nothing_else_holds_a_seat() {
    for record in others() {
        assert!(!record.is_releasable(day(400)), "{record:?}");
    }
    assert!(!Record::Store(Box::new(store("whatnot"))).is_releasable(day(400)));
}
