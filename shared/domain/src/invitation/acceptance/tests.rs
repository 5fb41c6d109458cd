//! How a link is used.

use chrono::Duration;

use crate::builders::{
    account, active, day, email, grant, invitation, member, noon, offer, owner, store, store_of_ranks,
};
use crate::*;

fn actor<'a>(store: &'a Store, member: &'a Member) -> Actor<'a> {
    Actor::person(store, &member.user, Some(member), noon()).unwrap()
}

fn invite(store: &Store, actor: &Actor<'_>, offer: &Offer) -> Result<Invitation, Rejection> {
    Invitation::invite(store, actor, offer, None, None, noon())
}

fn accept(
    invitation: &Invitation,
    store: &Store,
    (account, membership): (&Account, &Membership),
    grantor: Option<&Membership>,
    now: Timestamp,
) -> Result<Acceptance, Rejection> {
    invitation.accept(store, invitation.generation, &Visitor { account, membership, grantor }, now)
}

fn joined(acceptance: Result<Acceptance, Rejection>) -> Member {
    match acceptance {
        Ok(Acceptance::Joined { member, .. }) => *member,
        other => panic!("did not join: {other:?}"),
    }
}

fn ended(acceptance: Result<Acceptance, Rejection>) -> (Invitation, Rejection) {
    match acceptance {
        Ok(Acceptance::Ended { invitation, ending }) => (invitation, ending.rejection()),
        other => panic!("did not end: {other:?}"),
    }
}

#[test]
fn a_link_opens_in_its_term_and_its_generation() {
    let store = store("whatnot");
    let made = invitation(&store, "lou", &["seller"]);
    let open = |generation, now| made.open(generation, now);
    assert_eq!(open(made.generation, day(7) - Duration::milliseconds(1)), Ok(()));
    assert_eq!(open(made.generation, day(7)), Err(Rejection::InvitationExpired));
    assert_eq!(made.status(day(7)), Status::Expired);
    assert_eq!(open(made.generation - 1, noon()), Err(Rejection::InvitationRevoked));
    for (state, status, rejection) in [
        (
            InvitationState::Accepted { by: "lou".parse().unwrap() },
            Status::Accepted,
            Rejection::InvitationUsed,
        ),
        (InvitationState::Declined { reason: None }, Status::Declined, Rejection::InvitationDeclined),
        (InvitationState::Revoked, Status::Revoked, Rejection::InvitationRevoked),
        (InvitationState::Withdrawn, Status::Revoked, Rejection::InvitationWithdrawn),
    ] {
        let over = Invitation { state, ..made.clone() };
        assert_eq!(over.status(noon()), status);
        assert_eq!(over.open(made.generation, noon()), Err(rejection));
        assert_eq!(over.seats(), SeatChange::default());
        assert!(!over.is_unanswered());
    }
    let released = Invitation { state: InvitationState::Pending(Seat::Released), ..made.clone() };
    assert_eq!(released.seats(), SeatChange::default());
    assert!(released.is_unanswered());
}

#[test]
fn the_invited_person_joins() {
    let store = store("whatnot");
    let made = invitation(&store, "lou", &["seller"]);
    let acceptance = accept(&made, &store, (&account("lou"), &Membership::Never), None, day(1));
    let Ok(Acceptance::Joined { invitation, member }) = acceptance else { panic!("did not join") };
    assert_eq!(invitation.state, InvitationState::Accepted { by: account("lou").user });
    assert_eq!((invitation.version, invitation.changed_at), (made.version + 1, day(1)));
    assert_eq!((member.user.clone(), member.email.clone()), (account("lou").user, account("lou").email));
    assert_eq!((member.grant.clone(), member.locale), (made.grant.clone(), made.locale));
    assert_eq!((member.joined_at, member.last_active_at, member.seat), (day(1), None, Seat::Held));
    assert_eq!((member.access_ends_at, member.due_at), (None, None));
    assert_eq!(member.addresses, [made.id].into());
    assert_eq!((member.version, member.changed_at), (first_version(day(1)), day(1)));
}

#[test]
fn the_end_of_access_and_its_warning_come_with_the_invitation() {
    let store = store("whatnot");
    let asked = Offer { access_ends_at: Some(day(30)), ..offer("lou@example.com", &["seller"]) };
    let made = invite(&store, &owner(&store), &asked).unwrap();
    let lou = joined(accept(&made, &store, (&account("lou"), &Membership::Never), None, day(1)));
    assert_eq!((lou.access_ends_at, lou.due_at), (Some(day(30)), Some(day(23))));
}

#[test]
fn the_same_link_again_gives_the_same_answer_to_a_present_member_alone() {
    let store = store("whatnot");
    let made = invitation(&store, "lou", &["seller"]);
    let lou = joined(accept(&made, &store, (&account("lou"), &Membership::Never), None, noon()));
    let used = Invitation { state: InvitationState::Accepted { by: lou.user.clone() }, ..made.clone() };
    let again = accept(&used, &store, (&account("lou"), &active(lou.clone())), None, day(1));
    assert!(matches!(again, Ok(Acceptance::AlreadyJoined(member)) if *member == lou));
    let ended = active(Member { access_ends_at: Some(day(1)), ..lou.clone() });
    let again = accept(&used, &store, (&account("lou"), &ended), None, day(1));
    assert_eq!(again.unwrap_err(), Rejection::InvitationUsed);
    let other = accept(&used, &store, (&account("bob"), &active(member("bob", &["seller"]))), None, day(1));
    assert_eq!(other.unwrap_err(), Rejection::InvitationUsed);
    let visitor = Visitor { account: &account("lou"), membership: &active(lou), grantor: None };
    let older = used.accept(&store, used.generation - 1, &visitor, day(1));
    assert_eq!(older.unwrap_err(), Rejection::InvitationRevoked);
}

#[test]
fn an_invitation_is_for_the_invited_address_where_the_catalog_says_so() {
    let whatnot = store("whatnot");
    let made = invitation(&whatnot, "lou", &["seller"]);
    let result = accept(&made, &whatnot, (&account("kim"), &Membership::Never), None, noon());
    assert_eq!(result.unwrap_err(), Rejection::WrongAccount { invited: "l***@example.com".to_owned() });
    let ecwid = store("ecwid");
    let asked = Offer { permissions: vec!["sales".parse().unwrap()], ..offer("lou@example.com", &[]) };
    let made = invite(&ecwid, &owner(&ecwid), &asked).unwrap();
    let kim = joined(accept(&made, &ecwid, (&account("kim"), &Membership::Never), None, noon()));
    assert_eq!(kim.addresses, [InvitationId::of(&ecwid.id, &email("kim@example.com"))].into());
}

#[test]
fn a_link_to_the_own_alias_of_a_member_or_the_owner_ends_the_invitation() {
    let store = store("whatnot");
    let made = invitation(&store, "lou", &["seller"]);
    let alias = |user: &str| Account { user: user.parse().unwrap(), ..account("lou") };
    let (over, rejection) = ended(accept(&made, &store, (&alias("owner"), &Membership::Never), None, noon()));
    assert_eq!((over.state, rejection), (InvitationState::Revoked, Rejection::AlreadyMember));
    let bo = member("bo", &["seller"]);
    let acceptance = accept(&made, &store, (&alias("bo"), &active(bo.clone())), None, day(1));
    let Ok(Acceptance::Ended { invitation, ending: Ending::Member { changed: Some(after) } }) = acceptance
    else {
        panic!("{acceptance:?}")
    };
    assert_eq!(invitation.state, InvitationState::Revoked);
    assert!(after.addresses.contains(&made.id) && after.addresses.is_superset(&bo.addresses));
    assert_eq!((after.version, after.changed_at), (bo.version + 1, day(1)));

    let ecwid = self::store("ecwid");
    let asked = Offer { permissions: vec!["sales".parse().unwrap()], ..offer("lou@example.com", &[]) };
    let made = invite(&ecwid, &owner(&ecwid), &asked).unwrap();
    let forwarded = accept(&made, &ecwid, (&account("bo"), &active(bo)), None, noon());
    assert!(
        matches!(&forwarded, Ok(Acceptance::Ended { ending: Ending::Member { changed: None }, .. })),
        "a forwarded link binds the address to nobody: {forwarded:?}"
    );
}

#[test]
fn who_left_is_out_until_a_manager_vouches_anew() {
    let mut store = store("whatnot");
    let before = invitation(&store, "lou", &["seller"]);
    store.departures = 1;
    let after = invitation(&store, "lou", &["seller"]);
    let left = Membership::Left(Departure { at: noon(), departures: 1, version: 7, moved: None });
    let (over, rejection) = ended(accept(&before, &store, (&account("lou"), &left), None, day(1)));
    assert_eq!((over.state, rejection), (InvitationState::Revoked, Rejection::InvitationRevoked));
    let lou = joined(accept(&after, &store, (&account("lou"), &left), None, day(1)));
    assert_eq!(lou.version, 8, "the version goes on counting");
    let ecwid = self::store("ecwid");
    let asked = Offer { permissions: vec!["sales".parse().unwrap()], ..offer("bob@example.com", &[]) };
    let bobs = invite(&ecwid, &owner(&ecwid), &asked).unwrap();
    let result = accept(&bobs, &ecwid, (&account("lou"), &left), None, day(1));
    assert_eq!(result.unwrap_err(), Rejection::InvitationRevoked, "and it stays open for its addressee");
}

#[test]
fn a_member_whose_access_has_ended_joins_anew() {
    let store = store("whatnot");
    let made = invitation(&store, "tom", &["support"]);
    let tom = Member { access_ends_at: Some(noon()), version: 4, ..member("tom", &["seller"]) };
    let again = joined(accept(&made, &store, (&account("tom"), &active(tom)), None, day(1)));
    assert_eq!((again.version, again.access_ends_at, again.grant), (5, None, grant(&["support"], &[])));
}

#[test]
fn a_link_from_before_a_removal_stays_dead_when_the_access_of_then_has_ended() {
    let mut store = store("whatnot");
    let before = invitation(&store, "lou", &["seller"]);
    store.departures = 3;
    let after = invitation(&store, "lou", &["seller"]);
    let back = Member { access_ends_at: Some(noon()), last_departure: Some(3), ..member("lou", &["seller"]) };
    let (over, rejection) =
        ended(accept(&before, &store, (&account("lou"), &active(back.clone())), None, day(1)));
    assert_eq!((over.state, rejection), (InvitationState::Revoked, Rejection::InvitationRevoked));
    let lou = joined(accept(&after, &store, (&account("lou"), &active(back)), None, day(1)));
    assert_eq!(lou.last_departure, Some(3), "it is remembered for as long as they are a member");
}

#[test]
fn the_domain_that_joins_is_allowed() {
    let mut store = store("whatnot");
    let made = invitation(&store, "lou", &["seller"]);
    store.settings.allowed_domains.insert(email("a@example.org").domain());
    let result = accept(&made, &store, (&account("lou"), &Membership::Never), None, noon());
    assert_eq!(result.unwrap_err(), Rejection::DomainNotAllowed);
}

#[test]
fn the_grantor_gives_what_they_still_can() {
    let store = store("ticketing");
    let kim = member("kim", &["administrator"]);
    let both = offer("lou@example.com", &["administrator", "scanner"]);
    let made = invite(&store, &actor(&store, &kim), &both).unwrap();
    let lou = (&account("lou"), &Membership::Never);
    let accept = |grantor: Option<&Membership>| accept(&made, &store, lou, grantor, day(1));
    assert_eq!(joined(accept(None)).grant, made.grant, "taken to be as they were");
    assert_eq!(joined(accept(Some(&active(kim.clone())))).grant, made.grant);
    for gone in [
        Membership::Never,
        Membership::Left(Departure { at: noon(), departures: 1, version: 2, moved: None }),
        active(member("kim", &["scanner"])),
        active(Member { access_ends_at: Some(day(1)), ..kim.clone() }),
    ] {
        let (over, rejection) = ended(accept(Some(&gone)));
        assert_eq!((over.state, rejection), (InvitationState::Withdrawn, Rejection::InvitationWithdrawn));
    }
    let shorter = active(Member { access_ends_at: Some(day(9)), ..kim });
    assert_eq!(
        joined(accept(Some(&shorter))).access_ends_at,
        Some(day(9)),
        "for no longer than they have it"
    );
}

#[test]
fn a_former_owner_gives_nothing() {
    let mut store = store("whatnot");
    let made = invitation(&store, "lou", &["seller"]);
    store.owner.user_id = "heir".parse().unwrap();
    let (over, _) = ended(accept(&made, &store, (&account("lou"), &Membership::Never), None, noon()));
    assert_eq!(over.state, InvitationState::Withdrawn);
    let former = active(member("owner", &["administrator"]));
    let lou = joined(accept(&made, &store, (&account("lou"), &Membership::Never), Some(&former), noon()));
    assert_eq!(lou.grant, made.grant, "as a member who manages they still can");
}

#[test]
fn the_grantors_end_is_looked_at_before_the_links_term() {
    let store = store("whatnot");
    let kim = Member { access_ends_at: Some(day(2)), ..member("kim", &["administrator"]) };
    let made = invite(&store, &actor(&store, &kim), &offer("lou@example.com", &["seller"])).unwrap();
    assert!(!made.needs_grantor(day(2) - Duration::milliseconds(1)) && made.needs_grantor(day(2)));
    let open =
        |grantor: Option<&Membership>, now| made.open_with_grantor(&store, made.generation, grantor, now);
    assert_eq!(open(None, day(1)), Ok(()));
    assert_eq!(open(None, day(3)), Err(Rejection::InvitationWithdrawn));
    assert_eq!(open(Some(&active(kim.clone())), day(3)), Err(Rejection::InvitationWithdrawn));
    let extended = active(Member { access_ends_at: Some(day(9)), ..kim.clone() });
    assert_eq!(open(Some(&extended), day(3)), Err(Rejection::InvitationExpired), "they still have access");
    let (over, _) = ended(accept(&made, &store, (&account("lou"), &Membership::Never), None, day(3)));
    assert_eq!(over.state, InvitationState::Withdrawn);
    let mut heirs = store.clone();
    heirs.owner.user_id = kim.user.clone();
    let as_owner = made.open_with_grantor(&heirs, made.generation, None, day(3));
    assert_eq!(as_owner, Err(Rejection::InvitationExpired), "the owner's access does not end");
    let over = made.withdrawn(day(3));
    assert!(!over.needs_grantor(day(3)));
    let declined = Invitation { state: InvitationState::Declined { reason: None }, ..made.clone() };
    assert_eq!(
        declined.open_with_grantor(&store, made.generation, None, day(3)),
        Err(Rejection::InvitationDeclined)
    );
}

#[test]
fn what_the_catalog_grants_no_more_is_not_given() {
    let mut store = store("whatnot");
    let made = invitation(&store, "lou", &["seller"]);
    assert!(made.still_given(&store, None, noon()).is_some());
    store.catalog_version = 1;
    let (over, _) = ended(accept(&made, &store, (&account("lou"), &Membership::Never), None, noon()));
    assert_eq!(over.state, InvitationState::Withdrawn);
}

#[test]
fn declining_ends_it_with_the_reason() {
    let store = store("whatnot");
    let made = invitation(&store, "lou", &["seller"]);
    let decline = |reason: &str| {
        made.decline(&store, made.generation, None, reason.to_owned().try_into().ok(), day(1)).unwrap().state
    };
    let no_time = Reason::try_from("no time".to_owned()).ok();
    assert_eq!(decline("no time"), InvitationState::Declined { reason: no_time });
    assert_eq!(decline("  "), InvitationState::Declined { reason: None });
    assert!(made.decline(&store, made.generation, None, None, day(7)).is_err());
    assert!(made.decline(&store, made.generation + 1, None, None, day(1)).is_err());
}

#[test]
fn a_grantor_who_holds_less_by_now_gives_the_part_that_they_still_hold() {
    let store = store_of_ranks();
    let invited_by = Grantor {
        user_id: member("kim", &[]).user,
        name: None,
        member_version: Some(1),
        access_ends_at: None,
        vouched_at: noon(),
        departures: 0,
    };
    let offered = grant(&["head", "hand"], &["money"]);
    let made = Invitation { invited_by, grant: offered.clone(), ..invitation(&store, "lou", &["head"]) };
    let given = |role: &str| {
        let kim = active(member("kim", &[role]));
        made.still_given(&store, Some(&kim), noon()).map(|(grant, _)| grant)
    };
    assert_eq!(given("head"), Some(offered));
    assert_eq!(given("foreman"), Some(grant(&["hand"], &[])));
    assert_eq!(given("hand"), None, "they manage no more");
}

#[test]
fn a_grantor_who_left_or_whose_access_has_ended_gives_nothing_whatever_the_invitation_says_of_them() {
    let store = store("whatnot");
    let by_kim = |access_ends_at| {
        let invited_by = Grantor {
            user_id: member("kim", &[]).user,
            name: None,
            member_version: Some(1),
            access_ends_at,
            vouched_at: noon(),
            departures: 0,
        };
        Invitation { invited_by, ..invitation(&store, "lou", &["seller"]) }
    };
    let opened = |made: &Invitation, grantor: &Membership| {
        made.open_with_grantor(&store, made.generation, Some(grantor), day(1))
    };
    let kim = |access_ends_at| active(Member { access_ends_at, ..member("kim", &["administrator"]) });
    let withdrawn = Err(Rejection::InvitationWithdrawn);
    assert_eq!(opened(&by_kim(Some(day(1))), &Membership::Never), withdrawn, "gone, when their end has come");
    assert_eq!(opened(&by_kim(None), &kim(Some(day(1)))), withdrawn, "they were given an end since");
    assert_eq!(opened(&by_kim(Some(day(1))), &kim(None)), Ok(()), "they were given a longer one");
    assert_eq!(opened(&by_kim(None), &kim(None)), Ok(()));
}

#[test]
fn a_withdrawn_invitation_is_not_withdrawn_again() {
    let store = store("whatnot");
    let made = invitation(&store, "lou", &["seller"]).withdrawn(noon());
    let used = accept(&made, &store, (&account("lou"), &Membership::Never), None, day(1));
    assert!(matches!(used, Err(Rejection::InvitationWithdrawn)), "{used:?}");
}

#[test]
fn a_suspended_member_uses_no_link_from_before_the_suspension_even_after_the_end_of_their_access() {
    let store = store("whatnot");
    let made = invitation(&store, "lou", &["seller"]);
    let lou = |suspended_at, access_ends_at| {
        active(Member { suspended_at: Some(suspended_at), access_ends_at, ..member("lou", &["seller"]) })
    };
    let (account, earlier) = (account("lou"), noon() - Duration::days(2));
    let used = |membership: &Membership| accept(&made, &store, (&account, membership), None, noon());
    for membership in [lou(noon(), None), lou(earlier, None), lou(noon(), Some(noon()))] {
        assert_eq!(used(&membership).err(), Some(Rejection::MemberSuspended));
    }
    let back = joined(used(&lou(earlier, Some(earlier))));
    assert_eq!(back.suspended_at, None, "a manager invited them after that");
}
