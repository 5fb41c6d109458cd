use staffroom_domain::builders::{day, grant, invitation, member, noon, store, store_of_ranks, user};
use staffroom_domain::{Grantor, Invitation, InvitationState, Member, Rejection, Store};

use super::{LookUpInvitation, look_up_invitation};
use crate::builders::{
    Found, closed_found, context_at, found, invitation_found, invitation_key, invocation, left_found, link,
    member_found, member_key, nothing_found, store_found, store_key,
};
use crate::execute::{Outcome, UseCase};
use crate::expect::{read_more, rejected, unchanged};
use crate::read::ReadResult;
use crate::scripted::{ScriptedDatabase, ready};

fn by_kim() -> Invitation {
    let invited_by = Grantor {
        user_id: user("kim"),
        name: None,
        member_version: Some(4),
        access_ends_at: None,
        vouched_at: noon(),
        departures: 0,
    };
    Invitation { invited_by, ..invitation(&store("whatnot"), "lou", &["administrator"]) }
}

fn kim() -> Member {
    Member { version: 4, ..member("kim", &["administrator"]) }
}

fn decide(lou: &Invitation, more: Option<Found>) -> Result<Outcome<(Store, Invitation)>, crate::Error> {
    let read = found([store_found(&store("whatnot")), invitation_found(lou)].into_iter().chain(more));
    LookUpInvitation { link: link(lou) }.decide(&read, &context_at(day(1)))
}

#[test]
fn it_reads_the_link_and_then_the_grantor() {
    let reads = LookUpInvitation { link: link(&by_kim()) }.reads(noon());
    assert_eq!(reads.keys, [store_key(), invitation_key("lou")]);
    assert_eq!(read_more(decide(&by_kim(), None)).keys, [member_key("kim")]);
}

#[test]
fn a_link_shows_what_it_would_give_now() {
    let lou = invitation(&store("whatnot"), "lou", &["seller"]);
    let (shop, offered) = unchanged(decide(&lou, None));
    assert_eq!((shop.id, offered), (lou.store.clone(), lou), "the owner is never read");
    let ends = Member { access_ends_at: Some(day(9)), ..kim() };
    let (_, offered) = unchanged(decide(&by_kim(), Some(member_found(&ends))));
    assert_eq!((offered.grant, offered.access_ends_at), (grant(&["administrator"], &[]), Some(day(9))));
}

#[test]
fn a_link_whose_grantor_gives_nothing_any_more_is_withdrawn() {
    let ended = Member { access_ends_at: Some(day(1)), ..kim() };
    let seller = member("kim", &["seller"]);
    let gone = [left_found("kim", 1, 5), nothing_found(member_key("kim"))];
    for more in [member_found(&ended), member_found(&seller)].into_iter().chain(gone) {
        assert_eq!(rejected(decide(&by_kim(), Some(more))), Rejection::InvitationWithdrawn);
    }
}

#[test]
fn a_link_that_cannot_be_used_says_why() {
    let expired = Invitation { expires_at: day(1), ..by_kim() };
    assert_eq!(rejected(decide(&expired, Some(member_found(&kim())))), Rejection::InvitationExpired);
    let declined = Invitation { state: InvitationState::Declined { reason: None }, ..by_kim() };
    assert_eq!(rejected(decide(&declined, None)), Rejection::InvitationDeclined);
    let lou = invitation(&store("whatnot"), "lou", &["seller"]);
    let old = link(&lou);
    let again = Invitation { generation: old.generation + 1, ..lou };
    let read = found([store_found(&store("whatnot")), invitation_found(&again)]);
    let replaced = LookUpInvitation { link: old }.decide(&read, &context_at(day(1)));
    assert_eq!(rejected(replaced), Rejection::InvitationRevoked);
}

#[test]
fn a_link_shows_the_part_that_its_grantor_still_holds() {
    let ranks = store_of_ranks();
    let lou = Invitation { grant: grant(&["head", "hand"], &[]), ..by_kim() };
    let foreman = member_found(&member("kim", &["foreman"]));
    let read = found([store_found(&ranks), invitation_found(&lou), foreman]);
    let (_, offered) = unchanged(LookUpInvitation { link: link(&lou) }.decide(&read, &context_at(day(1))));
    assert_eq!(offered.grant, grant(&["hand"], &[]));
}

#[test]
fn a_link_that_is_over_still_names_its_store_and_grantor() {
    let lou = invitation(&store("whatnot"), "lou", &["seller"]);
    let look_up = LookUpInvitation { link: link(&lou) };
    let look_up_in = |read: &ReadResult| {
        // A rejection is confirmed by a second read, and the origin needs no third.
        let database = ScriptedDatabase::reading([read.clone(), read.clone()]);
        let answer = ready(look_up_invitation(&database, &invocation(day(1)), &look_up)).unwrap();
        assert_eq!(database.asked().reads.len(), 2);
        answer.unwrap_err()
    };
    let revoked = Invitation { state: InvitationState::Revoked, generation: 7, ..lou.clone() };
    let (rejection, origin) =
        look_up_in(&found([store_found(&store("whatnot")), invitation_found(&revoked)]));
    assert_eq!(rejection, Rejection::InvitationRevoked);
    let origin = origin.unwrap();
    assert_eq!((origin.store_name, origin.invited_by), (store("whatnot").name, lou.invited_by.name.clone()));
    let gone = found([store_found(&store("whatnot")), nothing_found(invitation_key("lou"))]);
    assert_eq!(look_up_in(&gone), (Rejection::TokenTooOld, None));
}

#[test]
fn a_link_of_a_closed_store_says_so() {
    let read = found([closed_found(&store("whatnot")), invitation_found(&by_kim())]);
    let look_up = LookUpInvitation { link: link(&by_kim()) };
    assert_eq!(rejected(look_up.decide(&read, &context_at(day(1)))), Rejection::StoreClosed);
}
