//! How invitations are made, changed, sent again and used.

use chrono::{Duration, SubsecRound};

use crate::builders::{account, active, day, email, grant, invitation, member, noon, offer, owner, store};
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
fn a_new_invitation_is_pending_and_holds_a_seat() {
    let store = store("whatnot");
    let made = invitation(&store, "lou", &["seller"]);
    assert_eq!(made.id, InvitationId::of(&store.id, &email("lou@example.com")));
    assert_eq!((made.store.clone(), made.locale), (store.id.clone(), store.locale));
    assert_eq!(made.status(noon()), Status::Pending);
    assert_eq!(made.seats(), SeatChange { taken: 1, members: 0 });
    assert!(made.is_unanswered());
    assert_eq!((made.resends, made.delivery), (0, Delivery::Queued));
    assert_eq!((made.created_at, made.sent_at, made.changed_at), (noon(), noon(), noon()));
    assert_eq!(made.expires_at, day(7));
    assert_eq!(made.version, first_version(noon()));
    assert_eq!(u64::from(made.generation), noon().timestamp().unsigned_abs());
    assert_eq!(made.invited_by.user_id, store.owner.user_id);
    assert_eq!(made.invited_by.name.as_ref(), Some(&store.owner.name));
    assert_eq!((made.invited_by.member_version, made.invited_by.access_ends_at), (None, None));
    assert_eq!((made.invited_by.vouched_at, made.invited_by.departures), (noon(), 0));
    assert_eq!(made.grant, grant(&["seller"], &[]));
}

#[test]
fn an_invitation_in_the_place_of_one_that_is_over_counts_on() {
    let store = store("whatnot");
    let before = invitation(&store, "lou", &["seller"]);
    let again = |now| {
        Invitation::invite(
            &store,
            &owner(&store),
            &offer("lou@example.com", &["seller"]),
            Some(&before),
            None,
            now,
        )
    };
    assert_eq!(again(day(1)), Err(Rejection::AlreadyInvited(before.id)));
    let made = again(day(7)).unwrap();
    assert_eq!((made.generation, made.version), (before.generation + 1, before.version + 1));
}

#[test]
fn who_is_on_the_team_is_not_invited() {
    let store = store("whatnot");
    let tom = member("tom", &["seller"]);
    let offer = offer("tom@example.com", &["seller"]);
    let result = Invitation::invite(&store, &owner(&store), &offer, None, Some(&tom), noon());
    assert_eq!(result, Err(Rejection::AlreadyMember));
    let mut own = offer.clone();
    own.email = store.owner.email.clone();
    assert_eq!(invite(&store, &owner(&store), &own), Err(Rejection::AlreadyMember));
}

#[test]
fn ended_access_blocks_no_invitation() {
    let store = store("whatnot");
    let tom = Member { access_ends_at: Some(noon()), ..member("tom", &["seller"]) };
    let offer = offer("tom@example.com", &["seller"]);
    assert!(Invitation::invite(&store, &owner(&store), &offer, None, Some(&tom), noon()).is_ok());
}

#[test]
fn a_manager_invites_within_what_they_hold() {
    let store = store("whatnot");
    let (kim, sue) = (member("kim", &["administrator"]), member("sue", &["seller"]));
    let by_kim = invite(&store, &actor(&store, &kim), &offer("lou@example.com", &["administrator"])).unwrap();
    assert_eq!(by_kim.invited_by.member_version, Some(kim.version));
    let by_sue = invite(&store, &actor(&store, &sue), &offer("lou@example.com", &["support"]));
    assert_eq!(by_sue, Err(Rejection::Forbidden(Restriction::ManagersOnly)));
    let by_platform = invite(&store, &Actor::platform(), &offer("lou@example.com", &["support"]));
    assert!(matches!(by_platform, Err(Rejection::Forbidden(_))));
    let ticketing = self::store("ticketing");
    let lee = member("lee", &["manager"]);
    if let Ok(lee) = Actor::person(&ticketing, &lee.user, Some(&lee), noon())
        && lee.require_manager().is_ok()
    {
        let more = invite(&ticketing, &lee, &offer("lou@example.com", &["administrator"]));
        assert_eq!(more, Err(Rejection::GrantExceedsOwn));
    }
}

#[test]
fn nobody_gives_for_longer_than_they_have() {
    let store = store("whatnot");
    let kim = Member { access_ends_at: Some(day(2)), ..member("kim", &["administrator"]) };
    let mut asked = offer("lou@example.com", &["administrator"]);
    let taken = invite(&store, &actor(&store, &kim), &asked).unwrap();
    assert_eq!((taken.access_ends_at, taken.expires_at), (Some(day(2)), day(2)), "takes the giver's end");
    assert_eq!(taken.invited_by.access_ends_at, Some(day(2)));
    asked.access_ends_at = Some(day(1));
    assert_eq!(invite(&store, &actor(&store, &kim), &asked).unwrap().access_ends_at, Some(day(1)));
    asked.access_ends_at = Some(day(3));
    assert_eq!(invite(&store, &actor(&store, &kim), &asked), Err(Rejection::GrantExceedsOwn));
    asked.access_ends_at = Some(noon());
    assert_eq!(
        invite(&store, &owner(&store), &asked),
        Err(Rejection::invalid(Field::AccessEndsAt, "must be in the future"))
    );
}

#[test]
fn a_store_invites_allowed_domains_alone() {
    let mut store = store("whatnot");
    store.settings.allowed_domains.insert(email("a@example.org").domain());
    let result = invite(&store, &owner(&store), &offer("lou@example.com", &["seller"]));
    assert_eq!(result, Err(Rejection::DomainNotAllowed));
    assert!(invite(&store, &owner(&store), &offer("lou@example.org", &["seller"])).is_ok());
}

#[test]
fn a_term_is_a_whole_second() {
    let store = store("whatnot");
    let late = noon() + Duration::milliseconds(700);
    let made =
        Invitation::invite(&store, &owner(&store), &offer("lou@example.com", &["seller"]), None, None, late)
            .unwrap();
    assert_eq!(made.expires_at, day(7) + Duration::seconds(1), "a full term");
    let ends = day(2) + Duration::milliseconds(300);
    let asked = Offer { access_ends_at: Some(ends), ..offer("lou@example.com", &["seller"]) };
    let made = invite(&store, &owner(&store), &asked).unwrap();
    assert_eq!((made.expires_at, made.access_ends_at), (ends.trunc_subsecs(0), Some(ends)));
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
    assert_eq!((member.access_ends_at, member.warn_at), (None, None));
    assert_eq!(member.addresses, [made.id].into());
    assert_eq!((member.version, member.changed_at), (first_version(day(1)), day(1)));
}

#[test]
fn the_end_of_access_and_its_warning_come_with_the_invitation() {
    let store = store("whatnot");
    let asked = Offer { access_ends_at: Some(day(30)), ..offer("lou@example.com", &["seller"]) };
    let made = invite(&store, &owner(&store), &asked).unwrap();
    let lou = joined(accept(&made, &store, (&account("lou"), &Membership::Never), None, day(1)));
    assert_eq!((lou.access_ends_at, lou.warn_at), (Some(day(30)), Some(day(23))));
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
    let left = Membership::Left(Departure { at: noon(), departures: 1, version: 7 });
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
        Membership::Left(Departure { at: noon(), departures: 1, version: 2 }),
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
fn a_manager_revokes_what_they_hold_themselves() {
    let store = store("whatnot");
    let made = invitation(&store, "lou", &["administrator"]);
    let over = made.revoke(&store, &owner(&store), day(1)).unwrap();
    assert_eq!(
        (over.state.clone(), over.version, over.changed_at),
        (InvitationState::Revoked, made.version + 1, day(1))
    );
    assert_eq!(over.revoke(&store, &owner(&store), day(1)), Err(Rejection::InvitationNotPending));
    let sue = member("sue", &["seller"]);
    assert!(matches!(made.revoke(&store, &actor(&store, &sue), day(1)), Err(Rejection::Forbidden(_))));
    let expired = made.revoke(&store, &owner(&store), day(8)).unwrap();
    assert_eq!(expired.state, InvitationState::Revoked, "an expired one, too");
}

#[test]
fn resending_makes_a_new_link_and_a_new_term() {
    let store = store("whatnot");
    let made = Invitation { delivery: Delivery::Bounced, ..invitation(&store, "lou", &["seller"]) };
    let kim = member("kim", &["administrator"]);
    let again = made.resend(&store, &actor(&store, &kim), day(3)).unwrap();
    assert_eq!((again.generation, again.resends, again.version), (made.generation + 1, 1, made.version + 1));
    assert_eq!((again.sent_at, again.expires_at, again.changed_at), (day(3), day(10), day(3)));
    assert_eq!(
        (again.delivery, again.state.clone()),
        (Delivery::Queued, InvitationState::Pending(Seat::Held))
    );
    assert_eq!(
        (again.grant.clone(), again.locale, again.created_at),
        (made.grant.clone(), made.locale, noon())
    );
    assert_eq!((&again.invited_by.user_id, again.invited_by.member_version), (&kim.user, Some(1)));
    assert_eq!(again.invited_by.vouched_at, day(3));
    let over = made.superseded(noon());
    assert_eq!(over.resend(&store, &owner(&store), day(3)), Err(Rejection::InvitationNotPending));
    let sue = member("sue", &["seller"]);
    assert!(made.resend(&store, &actor(&store, &sue), day(3)).is_err());
}

#[test]
fn resending_has_a_limit() {
    let store = store("whatnot");
    let limit = store.catalog.limits.resends_per_invitation;
    let made = Invitation { resends: limit - 1, ..invitation(&store, "lou", &["seller"]) };
    let last = made.resend(&store, &owner(&store), day(1)).unwrap();
    assert_eq!(last.resends, limit);
    assert_eq!(
        last.resend(&store, &owner(&store), day(1)),
        Err(Rejection::QuotaExceeded { retry_after: 86_400 })
    );
}

#[test]
fn resending_what_the_catalog_grants_no_more_is_refused_and_says_why() {
    let mut store = store("whatnot");
    let made = invitation(&store, "lou", &["seller"]);
    store.catalog_version = 1;
    let result = made.resend(&store, &owner(&store), day(1));
    assert!(matches!(result, Err(Rejection::InvalidField(errors)) if errors[0].field == Field::Roles));
    let ecwid = self::store("ecwid");
    let asked = Offer { permissions: vec!["sales".parse().unwrap()], ..offer("lou@example.com", &[]) };
    let made = invite(&ecwid, &owner(&ecwid), &asked).unwrap();
    let result = made.resend(&Store { catalog_version: 1, ..ecwid.clone() }, &owner(&ecwid), day(1));
    assert!(matches!(result, Err(Rejection::InvalidField(errors)) if errors[0].field == Field::Permissions));
}

#[test]
fn access_that_is_over_is_not_sent_again() {
    let store = store("whatnot");
    let asked = Offer { access_ends_at: Some(day(2)), ..offer("lou@example.com", &["seller"]) };
    let made = invite(&store, &owner(&store), &asked).unwrap();
    assert_eq!(made.resend(&store, &owner(&store), day(1)).unwrap().expires_at, day(2));
    assert_eq!(made.resend(&store, &owner(&store), day(2)), Err(Rejection::InvitationExpired));
}

#[test]
fn a_manager_vouches_for_no_longer_than_they_have() {
    let store = store("whatnot");
    let kim = Member { access_ends_at: Some(day(5)), ..member("kim", &["administrator"]) };
    let open_ended = invitation(&store, "lou", &["seller"]);
    let resent = open_ended.resend(&store, &actor(&store, &kim), noon()).unwrap();
    assert_eq!((resent.access_ends_at, resent.expires_at), (Some(day(5)), day(5)));
    let to = |roles: &[&str]| InvitationChange {
        roles: Some(grant(roles, &[]).roles.into_iter().collect()),
        ..InvitationChange::default()
    };
    let changed = open_ended.change(&store, &actor(&store, &kim), to(&["support"]), noon()).unwrap();
    assert_eq!((changed.access_ends_at, changed.expires_at), (Some(day(5)), day(5)));
    let longer = Invitation { access_ends_at: Some(day(9)), ..open_ended.clone() };
    assert_eq!(longer.resend(&store, &actor(&store, &kim), noon()), Err(Rejection::GrantExceedsOwn));
    assert_eq!(
        longer.change(&store, &actor(&store, &kim), to(&["support"]), noon()),
        Err(Rejection::GrantExceedsOwn)
    );
}

#[test]
fn an_invitee_renews_an_expired_link() {
    let store = store("whatnot");
    let made = invitation(&store, "lou", &["seller"]);
    let renew = |now| made.renew(&store, made.generation, now);
    assert_eq!(renew(day(6)), Err(Rejection::InvitationNotPending));
    let fresh = renew(day(8)).unwrap();
    assert_eq!((fresh.generation, fresh.expires_at, fresh.resends), (made.generation + 1, day(15), 1));
    assert_eq!(fresh.invited_by, made.invited_by, "nobody vouched for it anew");
    assert!(renew(day(durations::RENEWAL_DAYS) - Duration::seconds(1)).is_ok());
    assert_eq!(renew(day(durations::RENEWAL_DAYS)), Err(Rejection::InvitationExpired));
    assert_eq!(made.renew(&store, made.generation + 1, day(8)), Err(Rejection::InvitationRevoked));
    assert_eq!(
        made.superseded(noon()).renew(&store, made.generation, day(8)),
        Err(Rejection::InvitationRevoked)
    );
    let mut narrow = store.clone();
    narrow.settings.allowed_domains.insert(email("a@example.org").domain());
    assert_eq!(made.renew(&narrow, made.generation, day(8)), Err(Rejection::DomainNotAllowed));
}

#[test]
fn a_change_of_a_pending_invitation() {
    let store = store("whatnot");
    let made = invitation(&store, "lou", &["seller"]);
    let by_owner = |change| made.change(&store, &owner(&store), change, day(1));
    assert_eq!(by_owner(InvitationChange::default()).unwrap(), made, "nothing asked, nothing changed");
    let same = InvitationChange { locale: Some(made.locale), ..InvitationChange::default() };
    assert_eq!(by_owner(same).unwrap(), made);
    let locale = Locale::all().iter().copied().find(|locale| *locale != made.locale).unwrap();
    let spoken = by_owner(InvitationChange { locale: Some(locale), ..InvitationChange::default() }).unwrap();
    assert_eq!((spoken.locale, spoken.version, spoken.changed_at), (locale, made.version + 1, day(1)));
    assert_eq!((spoken.expires_at, spoken.generation), (made.expires_at, made.generation), "the link stays");
    let support =
        InvitationChange { roles: Some(vec!["support".parse().unwrap()]), ..InvitationChange::default() };
    let changed = by_owner(support.clone()).unwrap();
    assert_eq!(changed.grant, grant(&["support"], &[]));
    assert_eq!(changed.invited_by.vouched_at, day(1));
    let sue = member("sue", &["seller"]);
    assert!(made.change(&store, &actor(&store, &sue), support.clone(), day(1)).is_err());
    let over = made.change(&store, &owner(&store), support, day(7));
    assert_eq!(over, Err(Rejection::InvitationNotPending));
    let unknown =
        InvitationChange { roles: Some(vec!["pope".parse().unwrap()]), ..InvitationChange::default() };
    assert!(matches!(by_owner(unknown), Err(Rejection::InvalidField(_))));
    let lee = member("lee", &["administrator"]);
    let more = InvitationChange {
        permissions: Some(vec!["password".parse().unwrap()]),
        ..InvitationChange::default()
    };
    assert!(made.change(&store, &actor(&store, &lee), more, day(1)).is_err());
}

#[test]
fn undelivered_is_news_once() {
    let store = store("whatnot");
    let made = invitation(&store, "lou", &["seller"]);
    let after = made.undelivered(made.generation, Delivery::Bounced, day(1)).unwrap();
    assert_eq!(
        (after.delivery, after.version, after.changed_at),
        (Delivery::Bounced, made.version + 1, day(1))
    );
    assert_eq!(after.undelivered(made.generation, Delivery::Bounced, day(1)), None);
    assert_eq!(made.undelivered(made.generation + 1, Delivery::Bounced, day(1)), None);
}

#[test]
fn the_invitation_and_its_link_outlive_one_another_as_promised() {
    let store = store("whatnot");
    assert!(Catalog::all().iter().all(|catalog| catalog.invitation_days <= durations::MAX_INVITATION_DAYS));
    assert_eq!(invitation(&store, "lou", &["seller"]).expires_at, day(store.catalog.invitation_days));
}
