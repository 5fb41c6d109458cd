//! How invitations are made, changed and sent again.

use chrono::{Duration, SubsecRound};

use crate::builders::{day, email, grant, invitation, member, noon, offer, owner, store, store_of_ranks};
use crate::*;

fn actor<'a>(store: &'a Store, member: &'a Member) -> Actor<'a> {
    Actor::person(store, &member.user, Some(member), noon()).unwrap()
}

fn invite(store: &Store, actor: &Actor<'_>, offer: &Offer) -> Result<Invitation, Rejection> {
    Invitation::invite(store, actor, offer, None, None, noon())
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
fn a_first_link_has_a_generation_that_no_earlier_one_had_even_after_2106() {
    let store = store("whatnot");
    let at = |now: Timestamp| {
        let offer = offer("lou@example.com", &["seller"]);
        Invitation::invite(&store, &owner(&store), &offer, None, None, now).unwrap().generation
    };
    assert!(at(noon()) < at(noon() + Duration::seconds(1)));
    let late = at("2200-01-01T00:00:00Z".parse().unwrap());
    assert!(at(noon()) < late && late < u32::MAX - 1_000_000, "{late} can be counted on from");
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
}

#[test]
fn nobody_offers_or_touches_more_than_they_hold() {
    let store = store_of_ranks();
    let kim = member("kim", &["foreman"]);
    let kim = actor(&store, &kim);
    let exceeds = || Err(Rejection::GrantExceedsOwn);
    let asked = |permissions: &[&str]| {
        let permissions = permissions.iter().map(|slug| slug.parse().unwrap()).collect();
        Offer { permissions, ..offer("lou@example.com", &["foreman"]) }
    };
    assert!(invite(&store, &kim, &asked(&["work"])).is_ok());
    assert_eq!(invite(&store, &kim, &asked(&["money"])), exceeds());
    assert_eq!(invite(&store, &kim, &offer("lou@example.com", &["head"])), exceeds());

    let (high, low) = (invitation(&store, "lou", &["head"]), invitation(&store, "mel", &["hand"]));
    let to = |role: &str| InvitationChange {
        roles: Some(vec![role.parse().unwrap()]),
        ..InvitationChange::default()
    };
    assert_eq!(high.revoke(&store, &kim, day(1)), exceeds());
    assert_eq!(high.resend(&store, &kim, day(1)), exceeds());
    assert_eq!(high.change(&store, &kim, to("hand"), day(1)), exceeds());
    assert_eq!(low.change(&store, &kim, to("head"), day(1)), exceeds());
    assert!(low.change(&store, &kim, to("foreman"), day(1)).is_ok());
    assert!(low.resend(&store, &kim, day(1)).is_ok() && low.revoke(&store, &kim, day(1)).is_ok());
}

#[test]
fn what_left_the_catalog_is_sent_again_without_it() {
    let store = store_of_ranks();
    let made = Invitation { grant: grant(&["hand", "chef"], &[]), ..invitation(&store, "lou", &["hand"]) };
    assert_eq!(made.resend(&store, &owner(&store), day(1)).unwrap().grant, grant(&["hand"], &[]));
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
fn an_invitation_whose_seat_was_given_away_takes_one_when_it_is_sent_again() {
    let store = store("whatnot");
    let state = InvitationState::Pending(Seat::Released);
    let made = Invitation { state, ..invitation(&store, "lou", &["seller"]) };
    assert_eq!(made.seats(), SeatChange::default());
    let resent = made.resend(&store, &owner(&store), day(8)).unwrap();
    let renewed = made.renew(&store, made.generation, day(8)).unwrap();
    for again in [resent, renewed] {
        assert_eq!(again.seats(), SeatChange { taken: 1, members: 0 });
    }
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
    let ends = |end| InvitationChange { access_ends_at: Some(end), ..InvitationChange::default() };
    let sooner = by_owner(ends(Some(day(3)))).unwrap();
    assert_eq!(
        (sooner.access_ends_at, sooner.expires_at),
        (Some(day(3)), day(3)),
        "the link does not outlast it"
    );
    let later = by_owner(ends(Some(day(30)))).unwrap();
    assert_eq!((later.access_ends_at, later.expires_at), (Some(day(30)), made.expires_at));
    assert_eq!(by_owner(ends(None)).unwrap(), made, "it had none");
    let past = Rejection::invalid(Field::AccessEndsAt, "must be in the future");
    assert_eq!(by_owner(ends(Some(day(1)))), Err(past));
    let kim = Member { access_ends_at: Some(day(5)), ..member("kim", &["administrator"]) };
    let by_kim = |end| made.change(&store, &actor(&store, &kim), ends(Some(end)), day(1));
    assert_eq!(by_kim(day(5)).unwrap().access_ends_at, Some(day(5)));
    assert_eq!(by_kim(day(6)), Err(Rejection::GrantExceedsOwn), "nobody gives for longer than they have");
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
    let complained = after.undelivered(made.generation, Delivery::Complained, day(1)).unwrap();
    assert_eq!(
        complained.undelivered(made.generation, Delivery::Bounced, day(2)),
        None,
        "a complaint is final"
    );
}

#[test]
fn an_invitation_is_stored_while_its_link_can_be_renewed() {
    let store = store("whatnot");
    assert!(Catalog::all().iter().all(|catalog| catalog.invitation_days <= durations::MAX_INVITATION_DAYS));
    let made = invitation(&store, "lou", &["seller"]);
    assert_eq!(made.expires_at, day(store.catalog.invitation_days));
    let after_term = made.expires_at + Duration::days(durations::INVITATION_RETENTION_DAYS);
    assert_eq!(made.stored_until(), after_term);
    let short = Invitation { expires_at: day(1), ..made };
    assert_eq!(short.stored_until(), day(durations::RENEWAL_DAYS));
    let longer = Invitation { expires_at: day(20), ..short };
    assert_eq!(longer.stored_until(), day(20 + durations::INVITATION_RETENTION_DAYS));
}

#[test]
fn a_store_mails_an_address_so_many_links_a_day() {
    let store = store("whatnot");
    let limit = store.catalog.limits.mails_per_recipient_per_day;
    let made = invitation(&store, "lou", &["seller"]);
    assert_eq!(made.mails_that_day, 1);
    let asked = offer("lou@example.com", &["seller"]);
    let again = |before: &Invitation, now| {
        Invitation::invite(&store, &owner(&store), &asked, Some(before), None, now)
    };
    let last = Invitation { mails_that_day: limit - 1, ..made.superseded(noon()) };
    assert_eq!(again(&last, noon()).unwrap().mails_that_day, limit);
    let over = Invitation { mails_that_day: limit, ..made.superseded(noon()) };
    let until_midnight = noon() + Duration::hours(11);
    assert_eq!(again(&over, until_midnight), Err(Rejection::QuotaExceeded { retry_after: 3600 }));
    assert_eq!(again(&over, noon() + Duration::hours(12)).unwrap().mails_that_day, 1, "another day");
    let pending = Invitation { mails_that_day: limit, ..made };
    let resent = pending.resend(&store, &owner(&store), noon());
    assert_eq!(resent, Err(Rejection::QuotaExceeded { retry_after: 43_200 }));
}

#[test]
fn a_recipient_who_complained_is_sent_nothing_unless_they_ask() {
    let store = store("whatnot");
    let made = Invitation { delivery: Delivery::Complained, ..invitation(&store, "lou", &["seller"]) };
    assert_eq!(made.resend(&store, &owner(&store), day(1)), Err(Rejection::RecipientOptedOut));
    let revoked = made.superseded(day(1));
    let asked = offer("lou@example.com", &["seller"]);
    let again = Invitation::invite(&store, &owner(&store), &asked, Some(&revoked), None, day(2));
    assert_eq!(again, Err(Rejection::RecipientOptedOut));
    let renewed = made.renew(&store, made.generation, day(8)).unwrap();
    assert_eq!(renewed.delivery, Delivery::Queued, "the invitee wants it");
    // The complaint is remembered apart from the invitation: the use case refuses this.
    assert!(renewed.resend(&store, &owner(&store), day(9)).is_ok());
}

#[test]
fn a_reminder_is_due_two_days_before_the_end_unless_that_follows_the_mail_too_soon() {
    let store = store("whatnot");
    let made = invitation(&store, "lou", &["seller"]);
    assert_eq!((made.remind_at, made.due_at()), (Some(day(5)), Some(day(5))));
    assert_eq!(made.reminded(day(5) - Duration::seconds(1)), None);
    let reminded = made.reminded(day(5)).unwrap();
    assert_eq!((reminded.remind_at, reminded.due_at()), (None, Some(made.expires_at)));
    assert_eq!(reminded.reminded(day(6)), None, "once");
    assert_eq!(made.reminded(day(7)), None, "it is over");
    assert!(made.is_worth_a_reminder(day(6)));
    assert!(!made.is_worth_a_reminder(day(6) + Duration::seconds(1)), "it is too late");
    for (ends, expected) in [(day(3), Some(day(1))), (day(3) - Duration::seconds(1), None)] {
        let offer = Offer { access_ends_at: Some(ends), ..offer("lou@example.com", &["seller"]) };
        assert_eq!(invite(&store, &owner(&store), &offer).unwrap().remind_at, expected);
    }
    let resent = reminded.resend(&store, &owner(&store), day(6)).unwrap();
    assert_eq!(resent.remind_at, Some(day(11)), "a new link has a reminder of its own");
    assert_eq!(made.superseded(day(1)).due_at(), None);
}

#[test]
fn a_reminder_follows_an_end_that_is_moved_forward() {
    let store = store("whatnot");
    let made = invitation(&store, "lou", &["seller"]);
    let ends = |end| InvitationChange { access_ends_at: Some(Some(end)), ..InvitationChange::default() };
    let changed = made.change(&store, &owner(&store), ends(day(4)), noon()).unwrap();
    assert_eq!((changed.expires_at, changed.remind_at), (day(4), Some(day(2))));
    let reminded = made.reminded(day(5)).unwrap();
    let changed = reminded.change(&store, &owner(&store), ends(day(6)), day(5)).unwrap();
    assert_eq!(changed.remind_at, None);
}
