use staffroom_domain::builders::{day, email, invitation, member, noon, offer, owner, store, user};
use staffroom_domain::{
    EventActor, Invitation, InvitationState, Member, Offer, OptOut, OptOutCause, Rejection, Seat, SeatChange,
    SeatCount, Store,
};

use super::ResendInvitation;
use crate::builders::{
    Found, address_key, context, context_at, found, holder_found, invitation_found, invitation_id,
    invitation_key, member_found, member_key, nothing_found, opt_out_everywhere_key, opt_out_found,
    opt_out_key, person, shop, store_found, store_key,
};
use crate::context::Caller;
use crate::execute::UseCase;
use crate::expect::{
    checked, committed, event, event_names, keys, managers_only, put_invitation, read_more, rejected, sorted,
    store_write, write,
};
use crate::key::Key;
use crate::plan::{Condition, StoreCondition, Write};
use crate::precondition::Precondition;
use crate::quota::Quota;
use crate::read::ReadResult;
use crate::record::Record;

fn lou() -> Invitation {
    Invitation { version: 5, ..invitation(&store("whatnot"), "lou", &["seller"]) }
}

fn by(caller: Caller) -> ResendInvitation {
    ResendInvitation { caller, store: shop(), invitation: invitation_id("lou"), required: Precondition::None }
}

fn read(more: impl IntoIterator<Item = Found>) -> ReadResult {
    let shop = Store { version: 3, departures: 2, ..store("whatnot") };
    let kim = Member { version: 4, ..member("kim", &["administrator"]) };
    let known = [
        store_found(&shop),
        invitation_found(&lou()),
        member_found(&kim),
        nothing_found(opt_out_everywhere_key("lou")),
    ];
    found(known.into_iter().chain(more))
}

#[test]
fn only_managers_send_again() {
    managers_only(by, &read([]));
    let reads = by(person("kim")).reads(noon());
    assert_eq!(reads.keys, [store_key(), member_key("kim"), invitation_key("lou"), opt_out_key("lou")]);
    assert_eq!(reads.releasable_seats, Some((shop(), noon())));
}

#[test]
fn a_new_link_is_mailed_for_which_the_manager_vouches() {
    let (plan, (shop, answer)) = committed(by(person("kim")).decide(&read([]), &context_at(day(2))));
    let (after, condition) = put_invitation(&plan, "lou");
    assert_eq!((shop.version, &answer), (3, &after));
    assert_eq!((after.generation, after.expires_at, after.resends), (lou().generation + 1, day(9), 1));
    assert_eq!((after.invited_by.user_id.clone(), after.invited_by.departures), (user("kim"), 2));
    assert_eq!(condition, Condition::VersionAndDelivery(5, lou().delivery));
    assert_eq!(checked(&plan, &member_key("kim")), Condition::Version(4));
    assert_eq!(checked(&plan, &address_key("lou")), Condition::Absent);
    let quota = Quota::of_recipient(&email("lou@example.com"), day(2));
    let counter = Key::Counter(quota.counter.clone());
    assert_eq!(*write(&plan, &counter), Write::Count { quota, more: 1 });
    assert_eq!(keys(&plan), sorted([invitation_key("lou"), member_key("kim"), address_key("lou"), counter]));
    let store = store_write(&plan);
    assert_eq!(store.condition, StoreCondition::Unchanged { version: 3, departures: Some(2) });
    assert_eq!(store.seats, SeatChange::default());
    assert_eq!(event_names(&plan), ["invitation.resent"]);
    assert!(matches!(event(&plan).actor, EventActor::User { user_id, .. } if user_id == user("kim")));
}

#[test]
fn it_must_be_there_unanswered_and_in_the_version_that_the_caller_requires() {
    let other = ResendInvitation { required: Precondition::Versions(vec![4]), ..by(person("kim")) };
    assert_eq!(rejected(other.decide(&read([]), &context())), Rejection::PreconditionFailed);
    let answered = Invitation { state: InvitationState::Revoked, ..lou() };
    let answered = by(person("kim")).decide(&read([invitation_found(&answered)]), &context());
    assert_eq!(rejected(answered), Rejection::InvitationNotPending);
}

#[test]
fn nothing_is_sent_to_who_complained_about_any_mail() {
    let decided = by(person("kim")).decide(&read([opt_out_found("lou")]), &context_at(day(2)));
    assert_eq!(rejected(decided), Rejection::RecipientOptedOut);
}

#[test]
fn nothing_is_sent_to_who_is_invited_by_nobody() {
    let lou = Invitation { version: 5, ..lou() };
    let unread = found([
        store_found(&store("whatnot")),
        invitation_found(&lou),
        member_found(&member("kim", &["administrator"])),
    ]);
    let more = read_more(by(person("kim")).decide(&unread, &context_at(day(2))));
    assert_eq!(more.keys, [opt_out_everywhere_key("lou")]);
    let said = OptOut { at: noon(), cause: OptOutCause::Request };
    let read = read([(opt_out_everywhere_key("lou"), Some(Record::OptOut(said)))]);
    let decided = by(person("kim")).decide(&read, &context_at(day(2)));
    assert_eq!(rejected(decided), Rejection::RecipientOptedOut);
}

#[test]
fn nothing_is_sent_to_an_address_that_is_a_members_by_now() {
    let decide = |more: Vec<Found>| by(person("kim")).decide(&read(more), &context());
    assert_eq!(read_more(decide(vec![holder_found("lou", "tom")])).keys, [member_key("tom")]);
    let tom = member("tom", &["seller"]);
    let taken = decide(vec![holder_found("lou", "tom"), member_found(&tom)]);
    assert_eq!(rejected(taken), Rejection::AlreadyMember);
    let ended = Member { access_ends_at: Some(noon()), ..tom };
    let (plan, _) = committed(decide(vec![holder_found("lou", "tom"), member_found(&ended)]));
    assert_eq!(checked(&plan, &address_key("lou")), Condition::AbsentOrHeldBy(user("tom")));
}

#[test]
fn a_link_is_sent_only_where_a_seat_for_its_member_is_left() {
    let sales = Offer { permissions: vec!["sales".parse().unwrap()], ..offer("lou@example.com", &[]) };
    let with = |taken, members, seat| {
        let store = Store { seats: SeatCount { taken, members }, ..store("ecwid") };
        let lou = Invitation::invite(&store, &owner(&store), &sales, None, None, noon()).unwrap();
        let lou = Invitation { state: InvitationState::Pending(seat), ..lou };
        let welcome = nothing_found(opt_out_everywhere_key("lou"));
        found([store_found(&store), invitation_found(&lou), welcome])
    };
    let decide = |read: &ReadResult| by(person("owner")).decide(read, &context_at(day(2)));
    let mut full = with(3, 2, Seat::Held);
    let more = read_more(decide(&full));
    assert_eq!((more.keys, more.releasable_seats), (vec![], Some((shop(), day(2)))));
    full.set_releasable_seats(Vec::new());
    assert_eq!(rejected(decide(&full)), Rejection::SeatLimitReached { limit: 2 });
    let (plan, _) = committed(decide(&with(2, 1, Seat::Held)));
    let store = store_write(&plan);
    assert_eq!((store.seats, store.members_at_most), (SeatChange::default(), Some(1)));
    // Its seat was given to another: it takes one again.
    let (plan, _) = committed(decide(&with(1, 1, Seat::Released)));
    let store = store_write(&plan);
    assert_eq!(store.seats, SeatChange { taken: 1, members: 0 });
    assert_eq!((store.taken_at_most, store.members_at_most), (Some(1), Some(1)));
}
