use std::collections::BTreeSet;

use chrono::Duration;

use super::{Profile, access_due, outlasts};
use crate::builders::{active, day, email, grant, member, noon, owner, store, store_of_ranks, user};
use crate::member_change::require_future;
use crate::{AccessDue, MemberChange};
use crate::{
    Actor, Departure, Field, Grant, InvitationId, Locale, MailProblem, Member, Membership, PermissionSet,
    Rejection, Restriction, Seat, SeatChange, Store, Timestamp, bounds,
};

fn actor<'a>(store: &'a Store, member: &'a Member) -> Actor<'a> {
    Actor::person(store, &member.user, Some(member), noon()).unwrap()
}

fn to(roles: &[&str]) -> MemberChange {
    let roles = roles.iter().map(|role| role.parse().unwrap()).collect();
    MemberChange { roles: Some(roles), ..MemberChange::default() }
}

fn until(end: Option<Timestamp>) -> MemberChange {
    MemberChange { access_ends_at: Some(end), ..MemberChange::default() }
}

fn ending(id: &str, role: &str, end: Timestamp) -> Member {
    Member { access_ends_at: Some(end), ..member(id, &[role]) }
}

#[test]
fn access_ends_at_its_end_and_with_it_all_rights() {
    let store = store("whatnot");
    let kim = ending("kim", "seller", day(1));
    let last = day(1) - Duration::milliseconds(1);
    assert!(!kim.has_ended(last) && kim.has_ended(day(1)) && !member("kim", &[]).has_ended(day(900)));
    assert!(kim.held(&store, last).contains("live"));
    assert_eq!(kim.held(&store, day(1)), PermissionSet::new());
}

#[test]
fn a_membership_has_a_member_until_they_leave_who_is_present_until_their_access_ends() {
    let kim = Member { version: 4, ..ending("kim", "seller", day(1)) };
    let left = Membership::Left(Departure { at: noon(), departures: 1, version: 9, moved: None });
    let membership = active(kim.clone());
    assert_eq!(membership.member(), Some(&kim));
    assert_eq!(membership.present(noon()), Some(&kim));
    assert_eq!(membership.present(day(1)), None);
    assert_eq!((left.member(), Membership::Never.member(), left.present(noon())), (None, None, None));
    assert_eq!((membership.version(), left.version(), Membership::Never.version()), (4, 9, 0));
}

#[test]
fn a_member_takes_a_seat_until_it_is_released() {
    let kim = member("kim", &["seller"]);
    assert_eq!(kim.seats(), SeatChange { taken: 1, members: 1 });
    assert_eq!(Member { seat: Seat::Released, ..kim }.seats(), SeatChange::default());
}

#[test]
fn a_manager_gives_other_rights() {
    let store = store("whatnot");
    let sue = Member { version: 5, ..member("sue", &["seller"]) };
    let changed = sue.change(&store, &owner(&store), to(&["support"]), day(1)).unwrap();
    let expected = Member { grant: grant(&["support"], &[]), version: 6, changed_at: day(1), ..sue };
    assert_eq!(changed, expected);
}

#[test]
fn only_managers_change_a_member() {
    let store = store("whatnot");
    let sue = member("sue", &["seller"]);
    let refused = sue.change(&store, &actor(&store, &sue), to(&["support"]), noon());
    assert_eq!(refused, Err(Rejection::Forbidden(Restriction::ManagersOnly)));
}

#[test]
fn a_manager_changes_nobody_who_holds_more_and_gives_no_more_than_they_hold() {
    let store = store_of_ranks();
    let foreman = member("kim", &["foreman"]);
    let by = actor(&store, &foreman);
    let change = |role: &str, to: MemberChange| member("sue", &[role]).change(&store, &by, to, noon());
    assert_eq!(change("head", to(&["hand"])), Err(Rejection::GrantExceedsOwn));
    assert_eq!(change("head", until(Some(day(9)))), Err(Rejection::GrantExceedsOwn));
    assert_eq!(change("hand", to(&["head"])), Err(Rejection::GrantExceedsOwn));
    assert!(change("hand", to(&["foreman"])).is_ok());
    assert!(change("foreman", to(&["hand"])).is_ok());
}

#[test]
fn a_change_is_one_that_the_catalog_allows() {
    let store = store("whatnot");
    let refused = member("sue", &["seller"]).change(&store, &owner(&store), to(&["chef"]), noon());
    assert!(matches!(refused, Err(Rejection::InvalidField(errors)) if errors[0].field == Field::Role(0)));
}

#[test]
fn roles_and_permissions_change_one_without_the_other_and_what_left_the_catalog_is_dropped() {
    let store = store_of_ranks();
    let sue = Member { grant: grant(&["hand", "chef"], &["money", "cooking"]), ..member("sue", &[]) };
    let change = |change| sue.change(&store, &owner(&store), change, noon()).unwrap().grant;
    assert_eq!(change(to(&["foreman"])), grant(&["foreman"], &["money"]));
    let permissions = Some(vec!["work".parse().unwrap()]);
    assert_eq!(change(MemberChange { permissions, ..MemberChange::default() }), grant(&["hand"], &["work"]));
    assert_eq!(change(until(Some(day(9)))), sue.grant, "what is not named is not touched");
}

#[test]
fn an_end_of_access_is_in_the_future_and_warned_of_a_week_ahead() {
    let store = store("whatnot");
    let sue = member("sue", &["seller"]);
    let change = |end| sue.change(&store, &owner(&store), until(end), noon());
    let changed = change(Some(day(9))).unwrap();
    assert_eq!((changed.access_ends_at, changed.due_at), (Some(day(9)), Some(day(2))));
    assert_eq!(change(Some(day(7))).unwrap().due_at, Some(day(7)), "no week is left");
    let past = Rejection::invalid(Field::AccessEndsAt, "must be in the future");
    assert_eq!(change(Some(noon())), Err(past));
    let open = changed.change(&store, &owner(&store), until(None), noon()).unwrap();
    assert_eq!((open.access_ends_at, open.due_at), (None, None));
}

#[test]
fn nobody_keeps_or_gives_access_for_longer_than_they_have_it() {
    let store = store("whatnot");
    let kim = ending("kim", "administrator", day(2));
    let by = actor(&store, &kim);
    let exceeds = Err(Rejection::GrantExceedsOwn);
    assert_eq!(kim.change(&store, &by, until(None), noon()), exceeds);
    assert_eq!(kim.change(&store, &by, until(Some(day(3))), noon()), exceeds);
    assert!(kim.change(&store, &by, until(Some(day(1))), noon()).is_ok(), "less is always given");
    let sue = ending("sue", "seller", day(1));
    assert_eq!(sue.change(&store, &by, until(Some(day(3))), noon()), exceeds);
    assert!(sue.change(&store, &by, until(Some(day(2))), noon()).is_ok());
}

#[test]
fn who_has_longer_than_the_manager_gets_no_further_right_by_them() {
    let store = store("whatnot");
    let kim = ending("kim", "administrator", day(2));
    let by = actor(&store, &kim);
    let lasting = member("sue", &["support"]);
    assert_eq!(lasting.change(&store, &by, to(&["seller"]), noon()), Err(Rejection::GrantExceedsOwn));
    let seller = member("sue", &["seller"]);
    assert!(seller.change(&store, &by, to(&["support"]), noon()).is_ok(), "to take is allowed");
    assert!(seller.change(&store, &by, until(Some(day(30))), noon()).is_ok(), "an earlier end, too");
    let brief = ending("sue", "support", day(1));
    assert!(brief.change(&store, &by, to(&["seller"]), noon()).is_ok());
}

#[test]
fn access_that_comes_back_holds_its_seat_again() {
    let store = store("whatnot");
    let ended = Member { seat: Seat::Released, ..ending("sue", "seller", day(-1)) };
    let back = ended.change(&store, &owner(&store), until(None), noon()).unwrap();
    assert_eq!(back.seat, Seat::Held);
    let still_ended = ended.change(&store, &owner(&store), to(&["support"]), noon()).unwrap();
    assert_eq!(still_ended.seat, Seat::Released);
}

fn profile(change: impl FnOnce(&mut Profile)) -> Profile {
    let mut profile = Profile::default();
    change(&mut profile);
    profile
}

#[test]
fn a_person_changes_their_name_and_language() {
    let store = store("whatnot");
    let sue = Member { version: 5, ..member("sue", &["seller"]) };
    let german = Locale::parse("de");
    let profile = profile(|profile| {
        profile.name = "Susan".to_owned().try_into().ok();
        profile.locale = german;
    });
    let changed = sue.with_profile(&store.id, &profile, day(1)).unwrap();
    let expected =
        Member { name: profile.name, locale: german.unwrap(), version: 6, changed_at: day(1), ..sue };
    assert_eq!(changed, expected);
}

#[test]
fn an_address_that_is_left_behind_is_free() {
    let store = store("whatnot");
    let sue =
        member("sue", &["seller"]).with_address(InvitationId::of(&store.id, &email("s@example.com")), noon());
    assert_eq!(sue.addresses.len(), 2);
    let moved = profile(|profile| profile.email = Some(email("new@example.com")));
    let changed = sue.with_profile(&store.id, &moved, noon()).unwrap();
    assert_eq!(changed.email, email("new@example.com"));
    assert_eq!(changed.addresses, BTreeSet::from([InvitationId::of(&store.id, &changed.email)]));
}

#[test]
fn another_spelling_of_an_address_keeps_what_is_known_as_theirs() {
    let store = store("whatnot");
    let sue =
        member("sue", &["seller"]).with_address(InvitationId::of(&store.id, &email("s@example.com")), noon());
    let spelled = profile(|profile| profile.email = Some(email("SUE@example.com")));
    let changed = sue.with_profile(&store.id, &spelled, noon()).unwrap();
    assert_eq!((changed.email.as_typed(), changed.addresses), ("SUE@example.com", sue.addresses));
}

#[test]
fn a_profile_that_is_the_same_is_no_change() {
    let (store, sue) = (store("whatnot"), member("sue", &["seller"]));
    let same = profile(|profile| {
        profile.name.clone_from(&sue.name);
        profile.locale = Some(sue.locale);
        profile.email = Some(sue.email.clone());
    });
    assert_eq!(sue.with_profile(&store.id, &same, day(1)), None);
    assert_eq!(sue.with_profile(&store.id, &Profile::default(), day(1)), None);
}

#[test]
fn a_bounded_number_of_addresses_is_known_as_theirs() {
    let store = store("whatnot");
    let mut sue = Member { version: 1, ..member("sue", &["seller"]) };
    for number in 0..20 {
        let alias = InvitationId::of(&store.id, &email(&format!("s{number}@example.com")));
        sue = sue.with_address(alias, day(1));
    }
    assert_eq!(sue.addresses.len(), bounds::MEMBER_ADDRESSES);
    assert_eq!((sue.version, sue.changed_at), (21, day(1)));
}

#[test]
fn a_member_is_told_once_that_access_ends_and_once_that_it_has() {
    let sue = Member { due_at: Some(day(2)), version: 5, ..ending("sue", "seller", day(9)) };
    assert_eq!(sue.fall_due(day(2) - Duration::milliseconds(1)), None);
    let warned = Member { due_at: Some(day(9)), version: 6, changed_at: day(2), ..sue.clone() };
    assert_eq!(sue.fall_due(day(2)), Some((warned.clone(), AccessDue::Ending(day(9)))));
    assert_eq!(warned.fall_due(day(9) - Duration::milliseconds(1)), None, "they were warned");
    let over = Member { due_at: None, seat: Seat::Released, version: 7, changed_at: day(9), ..sue.clone() };
    assert_eq!(warned.fall_due(day(9)), Some((over.clone(), AccessDue::Ended(day(9)))));
    assert_eq!(over.fall_due(day(10)), None, "they were told");
    let late = sue.fall_due(day(9)).map(|(_, due)| due);
    assert_eq!(late, Some(AccessDue::Ended(day(9))), "a warning that comes too late is none");
    assert_eq!(Member { access_ends_at: None, ..sue }.fall_due(day(3)), None);
}

#[test]
fn activity_counts_once_in_a_day() {
    let active =
        |last_active_at, now| Member { last_active_at, ..member("sue", &["seller"]) }.is_active_again(now);
    assert!(active(None, noon()));
    assert!(!active(Some(noon()), day(1) - Duration::milliseconds(1)));
    assert!(active(Some(noon()), day(1)));
}

#[test]
fn a_warning_is_a_week_ahead_or_not_at_all() {
    assert_eq!(access_due(Some(day(8)), noon()), Some(day(1)));
    assert_eq!(access_due(Some(day(7)), noon()), Some(day(7)));
    assert_eq!(access_due(Some(day(3)), noon()), Some(day(3)));
    assert_eq!(access_due(Some(noon()), noon()), None, "it has ended");
    assert_eq!(access_due(None, noon()), None);
}

#[test]
fn no_end_lasts_longer_than_any_end() {
    for (end, other, longer) in [
        (None, None, false),
        (Some(day(1)), None, false),
        (None, Some(day(1)), true),
        (Some(day(2)), Some(day(1)), true),
        (Some(day(1)), Some(day(1)), false),
        (Some(day(1)), Some(day(2)), false),
    ] {
        assert_eq!(outlasts(end, other), longer, "{end:?} than {other:?}");
    }
}

#[test]
fn an_end_has_not_passed() {
    assert_eq!(require_future(None, noon()), Ok(None));
    assert_eq!(require_future(Some(day(1)), noon()), Ok(Some(day(1))));
    assert!(require_future(Some(noon()), noon()).is_err());
    assert!(require_future(Some(day(-1)), noon()).is_err());
}

#[test]
fn rights_of_another_catalog_are_no_bar_to_a_change() {
    let store = Store { catalog_version: 1, ..store_of_ranks() };
    let foreman =
        Member { grant: Grant { catalog_version: 1, ..grant(&["foreman"], &[]) }, ..member("kim", &[]) };
    let void = member("sue", &["head"]);
    let changed = void.change(&store, &actor(&store, &foreman), to(&["hand"]), noon()).unwrap();
    assert_eq!((changed.user, changed.grant.catalog_version), (user("sue"), 1));
}

#[test]
fn a_complaint_is_the_last_problem_of_an_address() {
    let kim = member("kim", &["seller"]);
    let (bounced, complained) = (MailProblem::Bounced, MailProblem::Complained);
    let with = |problem| Member { mail_problem: Some(problem), ..kim.clone() };
    let after = |member: &Member, problem| {
        member.with_mail_problem(problem, day(1)).map(|after| (after.mail_problem, after.version))
    };
    let next = kim.version + 1;
    assert_eq!(after(&kim, bounced), Some((Some(bounced), next)));
    assert_eq!(after(&with(bounced), complained), Some((Some(complained), next)));
    for (before, later) in [(bounced, bounced), (complained, bounced), (complained, complained)] {
        assert_eq!(after(&with(before), later), None);
    }
}
