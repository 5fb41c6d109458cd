use chrono::Duration;
use staffroom_domain::builders::{invitation, member, noon, store, user};
use staffroom_domain::{
    Digest, EventKind, Grantor, Invitation, InvitationState, MailKind, MailPreferences, Member, Owner,
    SeatChange, Store, first_version,
};

use super::{EndMove, MembershipMove, MoveHint, MoveMembership, RewriteInvitation, vouched_by, vouching};
use crate::builders::{
    address_key, context, found, invitation_found, invitation_id, invitation_key, left_found, member_found,
    member_key, moved_found, nothing_found, shop, store_found,
};
use crate::dealt::Dealt;
use crate::execute::{Outcome, UseCase};
use crate::expect::{
    checked, committed, event, put, put_invitation, put_membership, read_more, store_write, unchanged,
    unconfirmed, write,
};
use crate::key::Key;
use crate::plan::{Condition, Write};
use crate::read::ReadResult;
use crate::record::Record;

fn hint() -> MoveHint {
    MoveHint {
        store: shop(),
        move_from: user("kim"),
        move_to: user("kim-2"),
        last_departure: None,
        store_made_at: None,
    }
}

/// Kim joined the shop by the invitation of their address.
fn team() -> ReadResult {
    let kim = member("kim", &["administrator"]);
    let mut joined = invitation(&store("whatnot"), "kim", &["administrator"]);
    joined.state = InvitationState::Accepted { by: user("kim") };
    found([
        store_found(&store("whatnot")),
        member_found(&kim),
        nothing_found(member_key("kim-2")),
        (address_key("kim"), Some(Record::AddressHolder(user("kim")))),
        invitation_found(&joined),
    ])
}

fn moved(read: &ReadResult) -> Result<Outcome<MembershipMove>, crate::Error> {
    MoveMembership { hint: &hint() }.decide(read, &context())
}

#[test]
fn a_membership_goes_to_the_other_id_with_its_seat_and_its_addresses() {
    let (plan, answer) = committed(moved(&team()));
    assert_eq!(answer, MembershipMove::Theirs);
    let (trace, condition) = put_membership(&plan, "kim");
    assert_eq!(trace.moved_to(), Some(&user("kim-2")));
    assert_eq!(condition, Condition::Version(1));
    let (after, condition) = put_membership(&plan, "kim-2");
    let kim = member("kim", &["administrator"]);
    let of = after.member().expect("a member");
    assert_eq!((&of.user, of.version), (&user("kim-2"), first_version(noon())), "it was never there");
    assert_eq!((&of.grant, &of.email, of.joined_at), (&kim.grant, &kim.email, kim.joined_at));
    assert_eq!(condition, Condition::Absent);
    assert_eq!((store_write(&plan).seats, store_write(&plan).departures), (SeatChange::default(), 1));
    let (holder, condition) = put(&plan, &address_key("kim"));
    assert_eq!(holder, &Record::AddressHolder(user("kim-2")));
    assert_eq!(condition, &Condition::AbsentOrHeldBy(user("kim")));
    let joined = put_invitation(&plan, "kim").0;
    assert_eq!(joined.state, InvitationState::Accepted { by: user("kim-2") }, "the link still leads there");
    let kind = EventKind::PersonMoved { user_id: user("kim-2"), moved_from: user("kim") };
    assert_eq!(event(&plan).kind, kind);
}

#[test]
fn the_owner_is_moved_and_nothing_else_of_the_store_changes() {
    let hint = MoveHint { move_from: user("owner"), ..hint() };
    let read = found([
        store_found(&store("whatnot")),
        nothing_found(member_key("owner")),
        left_found("kim-2", 1, 5),
    ]);
    let (plan, answer) = committed(MoveMembership { hint: &hint }.decide(&read, &context()));
    assert_eq!(answer, MembershipMove::Theirs);
    let before = store("whatnot");
    let after = store_write(&plan).put.as_deref().expect("the store");
    let owner = Owner { user_id: user("kim-2"), ..before.owner.clone() };
    let expected = Store { owner, version: before.version + 1, changed_at: after.changed_at, ..before };
    assert_eq!(*after, expected);
    assert_eq!(put_membership(&plan, "owner").0.moved_to(), Some(&user("kim-2")));
    assert_eq!(checked(&plan, &member_key("kim-2")), Condition::Version(5));
}

#[test]
fn who_was_a_member_by_the_other_id_before_comes_back_by_it() {
    let mut read = team();
    let (key, record) = left_found("kim-2", 7, 9);
    read.set(key, record);
    let (plan, _) = committed(moved(&read));
    let (after, condition) = put_membership(&plan, "kim-2");
    assert_eq!((after.version(), after.last_departure()), (10, Some(7)));
    assert_eq!(condition, Condition::Version(9));
}

#[test]
fn a_person_by_themselves_on_the_team_keeps_their_place() {
    let mut read = team();
    let (key, record) = member_found(&member("kim-2", &["seller"]));
    read.set(key, record);
    assert_eq!(unconfirmed(moved(&read)), MembershipMove::Taken);
    let mut read = team();
    let owner = Owner { user_id: user("kim-2"), ..store("whatnot").owner };
    let (key, record) = store_found(&Store { owner, ..store("whatnot") });
    read.set(key, record);
    assert_eq!(unconfirmed(moved(&read)), MembershipMove::Taken, "the owner");
}

#[test]
fn a_person_who_came_back_after_the_request_is_not_moved_by_its_message() {
    let mut read = team();
    let back = Member { last_departure: Some(7), ..member("kim", &["seller"]) };
    let (key, record) = member_found(&back);
    read.set(key, record);
    assert_eq!(unchanged(moved(&read)), MembershipMove::NotAsAsked);
    let hint = MoveHint { last_departure: Some(7), ..hint() };
    let (_, answer) = committed(MoveMembership { hint: &hint }.decide(&read, &context()));
    assert_eq!(answer, MembershipMove::Theirs, "by a later request");
    let (_, answer) = committed(MoveMembership { hint: &hint }.decide(&team(), &context()));
    assert_eq!(answer, MembershipMove::Theirs, "the trace was deleted meanwhile");
}

#[test]
fn an_owner_whose_trace_aged_out_after_the_request_is_moved() {
    let hint = MoveHint { move_from: user("owner"), last_departure: Some(1), ..hint() };
    let read = found([
        store_found(&store("whatnot")),
        nothing_found(member_key("owner")),
        nothing_found(member_key("kim-2")),
    ]);
    let (_, answer) = committed(MoveMembership { hint: &hint }.decide(&read, &context()));
    assert_eq!(answer, MembershipMove::Theirs);
}

#[test]
fn a_message_about_a_closed_store_moves_nobody_in_another_one_of_its_id() {
    let made_at = store("whatnot").created_at;
    let of = |at| MoveHint { store_made_at: Some(at), ..hint() };
    let (_, answer) = committed(MoveMembership { hint: &of(made_at) }.decide(&team(), &context()));
    assert_eq!(answer, MembershipMove::Theirs);
    let earlier = of(made_at - Duration::minutes(5));
    let outcome = MoveMembership { hint: &earlier }.decide(&team(), &context());
    assert_eq!(unchanged(outcome), MembershipMove::NotAsAsked);
}

#[test]
fn an_owner_who_was_moved_before_and_owns_the_store_again_is_moved_again() {
    let hint = MoveHint { move_from: user("owner"), last_departure: Some(1), ..hint() };
    let mut read = found([store_found(&store("whatnot")), nothing_found(member_key("kim-2"))]);
    let (key, record) = moved_found("owner", "kim-2");
    read.set(key, record);
    let (plan, _) = committed(MoveMembership { hint: &hint }.decide(&read, &context()));
    assert_eq!(put_membership(&plan, "owner").0.moved_to(), Some(&user("kim-2")));
}

#[test]
fn a_move_ends_when_no_invitation_names_the_former_id() {
    let end = EndMove { store: shop(), from: user("kim") };
    let (plan, answer) = committed(end.decide(&found([moved_found("kim", "kim-2")]), &context()));
    assert_eq!(answer, Dealt::Done);
    let (trace, condition) = put_membership(&plan, "kim");
    assert_eq!((trace.moved_to(), vouching(&trace)), (Some(&user("kim-2")), None));
    assert_eq!(condition, Condition::Version(5));
    let mut over = found([]);
    over.set(member_key("kim"), Some(Record::Membership(trace)));
    assert_eq!(unchanged(end.decide(&over, &context())), Dealt::NotDue);
}

#[test]
fn a_move_that_is_done_goes_on_with_the_invitations_and_a_stranger_is_not_moved() {
    let mut read = team();
    let (key, record) = moved_found("kim", "kim-2");
    read.set(key, record);
    assert_eq!(unchanged(moved(&read)), MembershipMove::Theirs);
    let (key, record) = left_found("kim", 1, 2);
    read.set(key, record);
    assert_eq!(unchanged(moved(&read)), MembershipMove::NotAsAsked);
    assert_eq!(unchanged(moved(&ReadResult::default())), MembershipMove::NotAsAsked, "no store");
}

#[test]
fn addresses_and_invitations_are_read_before_the_membership_goes() {
    let read = found([store_found(&store("whatnot")), member_found(&member("kim", &["seller"]))]);
    let keys = read_more(moved(&read)).keys;
    assert_eq!(keys, [address_key("kim"), invitation_key("kim")]);
}

#[test]
fn what_waits_for_the_persons_mails_goes_with_them() {
    let (from, to) = (Key::Digest(shop(), user("kim")), Key::Digest(shop(), user("kim-2")));
    let digest = Digest {
        since: noon(),
        single: Vec::new(),
        follows_digest: false,
        waiting: Vec::new(),
        more: 2,
        version: 3,
    };
    let mut read = team();
    read.set(from.clone(), Some(Record::Digest(Box::new(digest.clone()))));
    let (plan, _) = committed(moved(&read));
    let moved = digest.moved(None, noon());
    assert_eq!(put(&plan, &to), (&Record::Digest(Box::new(moved)), &Condition::Absent));
    assert_eq!(write(&plan, &from), &Write::Delete { key: from, condition: Condition::Version(3) });
    let off = |kind| MailPreferences { unwanted: [kind].into(), version: 4 };
    let (from, to) = (Key::MailPreferences(shop(), user("kim")), Key::MailPreferences(shop(), user("kim-2")));
    read.set(from.clone(), Some(Record::MailPreferences(off(MailKind::Orders))));
    read.set(to.clone(), Some(Record::MailPreferences(off(MailKind::Reviews))));
    let (plan, _) = committed(MoveMembership { hint: &hint() }.decide(&read, &context()));
    let both = off(MailKind::Orders).moved(Some(&off(MailKind::Reviews)), noon());
    assert_eq!(put(&plan, &to), (&Record::MailPreferences(both), &Condition::Version(4)));
    assert_eq!(write(&plan, &from), &Write::Delete { key: from, condition: Condition::Version(4) });
}

#[test]
fn an_invitation_names_who_vouches_by_the_new_id_and_their_rights_are_looked_at_again() {
    let invited_by = Grantor {
        user_id: user("kim"),
        member_version: Some(1),
        ..invitation(&store("whatnot"), "lou", &["seller"]).invited_by
    };
    let lou = Invitation { invited_by, ..invitation(&store("whatnot"), "lou", &["seller"]) };
    let (from, to) = (user("kim"), user("kim-2"));
    let change = |_: &Store, invitation: &Invitation| vouched_by(invitation, (&from, &to));
    let voucher = RewriteInvitation { store: shop(), invitation: invitation_id("lou"), change };
    let read = |lou: &Invitation| found([store_found(&store("whatnot")), invitation_found(lou)]);
    let (plan, ()) = committed(voucher.decide(&read(&lou), &context()));
    let (after, condition) = put_invitation(&plan, "lou");
    assert_eq!((&after.invited_by.user_id, after.invited_by.member_version), (&user("kim-2"), Some(0)));
    assert_eq!((after.version, &after.state), (lou.version + 1, &lou.state));
    assert_eq!(condition, Condition::VersionAndDelivery(lou.version, lou.delivery));
    let answered = Invitation { state: InvitationState::Revoked, ..lou };
    unchanged(voucher.decide(&read(&answered), &context()));
    unchanged(voucher.decide(&read(&after), &context()));
}
