use staffroom_domain::builders::{day, member, noon, store, user};
use staffroom_domain::{EventActor, EventKind, Member, Seat, SeatChange, Store};

use super::{Dealt, TellOfAccessEnd};
use crate::builders::{
    Found, context_at, found, left_found, member_found, member_key, shop, store_found, store_key,
};
use crate::execute::{Outcome, UseCase};
use crate::expect::{committed, event, put_membership, store_write, unchanged};
use crate::plan::{Condition, StoreCondition};

fn sue(due_at: Option<i64>) -> Member {
    Member { version: 5, access_ends_at: Some(day(8)), due_at: due_at.map(day), ..member("sue", &["seller"]) }
}

fn warn(more: impl IntoIterator<Item = Found>) -> Result<Outcome<Dealt>, crate::Error> {
    TellOfAccessEnd { store: shop(), user: user("sue") }.decide(&found(more), &context_at(day(1)))
}

#[test]
fn a_member_is_warned_once_that_their_access_ends() {
    let warning = TellOfAccessEnd { store: shop(), user: user("sue") };
    assert_eq!(warning.reads(noon()).keys, [store_key(), member_key("sue")]);
    let shop = Store { version: 3, ..store("whatnot") };
    let (plan, dealt) = committed(warn([store_found(&shop), member_found(&sue(Some(1)))]));
    assert_eq!(dealt, Dealt::Done);
    let (membership, condition) = put_membership(&plan, "sue");
    let after = membership.member().unwrap();
    assert_eq!((after.due_at, after.version, condition), (Some(day(8)), 6, Condition::Version(5)));
    let write = store_write(&plan);
    let unchanged = StoreCondition::Unchanged { version: 3, departures: None };
    assert_eq!((write.condition, write.seats), (unchanged, SeatChange::default()));
    let event = event(&plan);
    assert_eq!(event.actor, EventActor::Service);
    assert!(
        matches!(event.kind, EventKind::MemberAccessEnding { access_ends_at, .. } if access_ends_at == day(8))
    );
}

#[test]
fn the_end_of_access_frees_the_seat_once() {
    for (seat, freed) in
        [(Seat::Held, SeatChange { taken: -1, members: -1 }), (Seat::Released, SeatChange::default())]
    {
        let sue = Member { access_ends_at: Some(day(1)), seat, ..sue(Some(1)) };
        let (plan, dealt) = committed(warn([store_found(&store("whatnot")), member_found(&sue)]));
        assert_eq!((dealt, store_write(&plan).seats), (Dealt::Done, freed));
        let (membership, _) = put_membership(&plan, "sue");
        assert_eq!(membership.member().unwrap().seats(), SeatChange::default());
        assert!(matches!(event(&plan).kind, EventKind::MemberAccessEnded { .. }));
    }
}

#[test]
fn a_member_who_was_warned_or_is_gone_is_not_warned() {
    let shop = || store_found(&store("whatnot"));
    for read in [
        vec![shop(), member_found(&sue(None))],
        vec![shop(), member_found(&sue(Some(2)))],
        vec![shop(), left_found("sue", 1, 6)],
        vec![shop()],
        vec![member_found(&sue(Some(1)))],
    ] {
        assert_eq!(unchanged(warn(read)), Dealt::NotDue);
    }
}
