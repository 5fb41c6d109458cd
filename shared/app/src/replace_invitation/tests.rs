use staffroom_domain::builders::{day, email, invitation, member, noon, store};
use staffroom_domain::{
    Invitation, InvitationChange, InvitationState, Member, Plan, Rejection, SeatChange, SeatCount, Store,
};

use super::{ChangeInvitation, ReplaceInvitation};
use crate::builders::{
    address_key, context, found, holder_found, invitation_found, invitation_id, invitation_key, member_found,
    member_key, opt_out_everywhere_key, opt_out_found, opt_out_key, person, shop, store_found, store_key,
};
use crate::context::Caller;
use crate::execute::UseCase;
use crate::expect::{
    checked, committed, event_names, managers_only, put_invitation, read_more, rejected, store_write,
};
use crate::plan::Condition;
use crate::precondition::Precondition;
use crate::read::ReadResult;

fn lou() -> Invitation {
    Invitation { version: 5, ..invitation(&store("whatnot"), "lou", &["seller"]) }
}

fn to(caller: Caller, address: &str) -> ReplaceInvitation {
    changing(caller, address, InvitationChange::default())
}

fn changing(caller: Caller, address: &str, change: InvitationChange) -> ReplaceInvitation {
    let (store, invitation, required) = (shop(), invitation_id("lou"), Precondition::None);
    let change = ChangeInvitation { caller, store, invitation, required, change };
    ReplaceInvitation { change, email: email(&format!("{address}@example.com")) }
}

fn read_with(store: &Store) -> ReadResult {
    let kim = Member { version: 4, ..member("kim", &["administrator"]) };
    let mut read = found([store_found(store), invitation_found(&lou()), member_found(&kim)]);
    read.set_releasable_seats(Vec::new());
    read
}

fn read() -> ReadResult {
    read_with(&Store { version: 3, departures: 2, ..store("whatnot") })
}

#[test]
fn only_managers_give_an_invitation_another_address() {
    managers_only(|caller| to(caller, "mel"), &read());
    let reads = to(person("kim"), "mel").reads(noon());
    let of_mel =
        [invitation_key("mel"), address_key("mel"), opt_out_key("mel"), opt_out_everywhere_key("mel")];
    let before = [store_key(), member_key("kim"), invitation_key("lou")];
    assert_eq!(reads.keys, [before.as_slice(), &of_mel].concat());
    assert_eq!(reads.releasable_seats, Some((shop(), noon())));
}

#[test]
fn a_new_invitation_takes_the_place_and_the_seat() {
    let change = InvitationChange { access_ends_at: Some(Some(day(3))), ..InvitationChange::default() };
    let replace = changing(person("kim"), "mel", change);
    let (plan, (_, answer)) = committed(replace.decide(&read(), &context()));
    let (made, condition) = put_invitation(&plan, "mel");
    assert_eq!((&answer, condition), (&made, Condition::Absent));
    assert_eq!((made.grant.clone(), made.access_ends_at), (lou().grant, Some(day(3))));
    let (ended, condition) = put_invitation(&plan, "lou");
    assert_eq!(ended.state, InvitationState::Revoked);
    assert_eq!(condition, Condition::VersionAndDelivery(5, lou().delivery));
    assert_eq!(store_write(&plan).seats, SeatChange::default());
    assert_eq!(checked(&plan, &address_key("mel")), Condition::Absent);
    assert_eq!(event_names(&plan), ["invitation.revoked", "invitation.created"]);
}

#[test]
fn a_full_plan_has_room_for_it_and_a_smaller_one_has_not() {
    static SMALL: Plan = Plan { slug: "small", seats: Some(2) };
    let with = |members| {
        let seats = SeatCount { members, taken: members + 1 };
        read_with(&Store { seats, plan: &SMALL, ..store("whatnot") })
    };
    committed(to(person("kim"), "mel").decide(&with(1), &context()));
    let refused = rejected(to(person("kim"), "mel").decide(&with(2), &context()));
    assert_eq!(refused, Rejection::SeatLimitReached { limit: 2 });
}

#[test]
fn the_same_address_is_only_a_change() {
    let change =
        InvitationChange { roles: Some(vec!["support".parse().unwrap()]), ..InvitationChange::default() };
    let same = changing(person("kim"), "lou", change);
    let (plan, (_, answer)) = committed(same.decide(&read(), &context()));
    assert_eq!((answer.id, event_names(&plan)), (invitation_id("lou"), vec!["invitation.changed"]));
}

#[test]
fn the_new_address_must_be_free_and_the_old_invitation_pending() {
    let mut read = read();
    let (key, record) = holder_found("mel", "tom");
    read.set(key, record);
    assert_eq!(read_more(to(person("kim"), "mel").decide(&read, &context())).keys, [member_key("tom")]);
    let (key, record) = member_found(&member("tom", &["seller"]));
    read.set(key, record);
    assert_eq!(rejected(to(person("kim"), "mel").decide(&read, &context())), Rejection::AlreadyMember);
    let mut read = self::read();
    let (key, record) = invitation_found(&invitation(&store("whatnot"), "mel", &["seller"]));
    read.set(key, record);
    assert_eq!(
        rejected(to(person("kim"), "mel").decide(&read, &context())),
        Rejection::AlreadyInvited(invitation_id("mel"))
    );
    let mut read = self::read();
    let (key, record) = invitation_found(&Invitation { state: InvitationState::Revoked, ..lou() });
    read.set(key, record);
    assert_eq!(rejected(to(person("kim"), "mel").decide(&read, &context())), Rejection::InvitationNotPending);
}

#[test]
fn an_address_that_complained_gets_no_invitation_of_another() {
    let mut read = read();
    let (key, record) = opt_out_found("mel");
    read.set(key, record);
    let decided = to(person("kim"), "mel").decide(&read, &context());
    assert_eq!(rejected(decided), Rejection::RecipientOptedOut);
}
