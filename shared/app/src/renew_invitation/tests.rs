use staffroom_domain::builders::{day, email, invitation, member, noon, store, user};
use staffroom_domain::{
    EventActor, Grantor, Invitation, InvitationState, Member, OptOut, OptOutCause, Rejection, SeatChange,
    Store,
};

use super::RenewInvitation;
use crate::builders::{
    Found, address_key, context_at, count_found, found, invitation_found, invitation_key, left_found, link,
    member_found, member_key, nothing_found, opt_out_everywhere_key, shop, store_found, store_key,
};
use crate::execute::{Outcome, UseCase};
use crate::expect::{
    checked, committed, event, event_names, keys, put_invitation, read_more, rejected, sorted, store_write,
    write,
};
use crate::key::Key;
use crate::plan::{Condition, StoreCondition, Write};
use crate::quota::Quota;
use crate::record::Record;

fn lou() -> Invitation {
    Invitation { version: 5, ..invitation(&store("whatnot"), "lou", &["seller"]) }
}

fn by_kim() -> Invitation {
    let invited_by = Grantor {
        user_id: user("kim"),
        name: None,
        member_version: Some(4),
        access_ends_at: None,
        vouched_at: noon(),
        departures: 0,
    };
    Invitation { invited_by, ..lou() }
}

fn kim() -> Member {
    Member { version: 4, ..member("kim", &["administrator"]) }
}

type Decided = Result<Outcome<Result<(), Rejection>>, crate::Error>;

/// The link is renewed on the tenth day, when its term of seven is over.
fn decide(lou: &Invitation, more: impl IntoIterator<Item = Found>) -> Decided {
    let shop = Store { version: 3, ..store("whatnot") };
    let welcome = nothing_found(opt_out_everywhere_key("lou"));
    let read = found([store_found(&shop), invitation_found(lou), welcome].into_iter().chain(more));
    RenewInvitation { link: link(lou) }.decide(&read, &context_at(day(10)))
}

#[test]
fn it_reads_the_link_and_the_seats_past_their_term() {
    let reads = RenewInvitation { link: link(&lou()) }.reads(noon());
    assert_eq!(reads.keys, [store_key(), invitation_key("lou")]);
    assert_eq!(reads.releasable_seats, Some((shop(), noon())));
}

#[test]
fn an_address_that_opted_out_gets_no_link_again_until_it_takes_that_back() {
    let said = OptOut { at: noon(), cause: OptOutCause::Request };
    let opted_out = (opt_out_everywhere_key("lou"), Some(Record::OptOut(said)));
    assert_eq!(rejected(decide(&lou(), [opted_out])), Rejection::RecipientOptedOut);
    let read = found([store_found(&store("whatnot")), invitation_found(&lou())]);
    let more = read_more(RenewInvitation { link: link(&lou()) }.decide(&read, &context_at(day(10))));
    assert_eq!(more.keys, [opt_out_everywhere_key("lou")]);
}

#[test]
fn a_fresh_link_is_made_and_mailed_and_counts_for_its_recipient_alone() {
    let (plan, answer) = committed(decide(&lou(), []));
    assert_eq!(answer, Ok(()));
    let (after, condition) = put_invitation(&plan, "lou");
    assert_eq!((after.generation, after.expires_at), (lou().generation + 1, day(17)));
    assert_eq!(after.invited_by, lou().invited_by, "the invitee vouches for nobody");
    assert_eq!(condition, Condition::VersionAndDelivery(5, lou().delivery));
    assert_eq!(checked(&plan, &address_key("lou")), Condition::Absent);
    let quota = Quota::of_recipient(&email("lou@example.com"), day(10));
    let counter = Key::Counter(quota.counter.clone());
    assert_eq!(*write(&plan, &counter), Write::Count { quota, more: 1 });
    assert_eq!(keys(&plan), sorted([invitation_key("lou"), address_key("lou"), counter]));
    let store = store_write(&plan);
    let unchanged = StoreCondition::Unchanged { version: 3, departures: None };
    assert_eq!((store.condition, store.seats), (unchanged, SeatChange::default()));
    assert_eq!((event(&plan).actor, event_names(&plan)), (EventActor::Invitee, vec!["invitation.resent"]));
}

#[test]
fn the_grantor_is_read_since_the_term_is_over_and_is_a_condition() {
    assert_eq!(read_more(decide(&by_kim(), [])).keys, [member_key("kim")]);
    let (plan, answer) = committed(decide(&by_kim(), [member_found(&Member { version: 9, ..kim() })]));
    assert_eq!(answer, Ok(()));
    assert_eq!(checked(&plan, &member_key("kim")), Condition::Version(9));
}

#[test]
fn an_invitation_whose_grantor_gives_nothing_any_more_is_withdrawn() {
    let ended = Member { access_ends_at: Some(day(9)), ..kim() };
    for gone in [left_found("kim", 1, 5), member_found(&ended), member_found(&member("kim", &["seller"]))] {
        let (plan, answer) = committed(decide(&by_kim(), [gone]));
        assert_eq!(answer, Err(Rejection::InvitationWithdrawn));
        assert_eq!(put_invitation(&plan, "lou").0.state, InvitationState::Withdrawn);
        assert_eq!(
            (event(&plan).actor, event_names(&plan)),
            (EventActor::Service, vec!["invitation.withdrawn"])
        );
        assert_eq!(store_write(&plan).seats, SeatChange { taken: -1, members: 0 });
        checked(&plan, &member_key("kim"));
    }
}

#[test]
fn an_invitation_of_which_the_catalog_grants_nothing_is_withdrawn() {
    let mut void = lou();
    void.grant.catalog_version = 7;
    assert_eq!(committed(decide(&void, [])).1, Err(Rejection::InvitationWithdrawn));
}

#[test]
fn a_link_that_can_be_used_or_was_replaced_or_answered_is_not_renewed() {
    let in_term = Invitation { expires_at: day(11), ..lou() };
    assert_eq!(rejected(decide(&in_term, [])), Rejection::InvitationNotPending);
    let used = Invitation { state: InvitationState::Accepted { by: user("lou") }, ..lou() };
    assert_eq!(rejected(decide(&used, [])), Rejection::InvitationUsed);
    let withdrawn = Invitation { state: InvitationState::Withdrawn, ..lou() };
    assert_eq!(rejected(decide(&withdrawn, [])), Rejection::InvitationWithdrawn);
    let old = link(&lou());
    let again = Invitation { generation: old.generation + 1, ..lou() };
    let read = found([store_found(&store("whatnot")), invitation_found(&again)]);
    let replaced = RenewInvitation { link: old }.decide(&read, &context_at(day(10)));
    assert_eq!(rejected(replaced), Rejection::InvitationRevoked);
}

#[test]
fn a_link_is_not_mailed_to_an_address_that_got_too_many() {
    let quota = Quota::of_recipient(&email("lou@example.com"), day(10));
    assert_eq!(rejected(decide(&lou(), [count_found(&quota, 20)])), quota.exceeded());
    let (_, answer) = committed(decide(&lou(), [count_found(&quota, 19)]));
    assert_eq!(answer, Ok(()));
}
