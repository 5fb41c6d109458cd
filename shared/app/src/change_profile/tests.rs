use std::collections::BTreeSet;

use staffroom_domain::builders::{email, invitation, member, noon, store, user};
use staffroom_domain::{
    EventActor, EventKind, Invitation, InvitationState, Locale, Member, Profile, Rejection, Settings, Store,
    StoreId,
};

use super::{
    AddressOutcome, ChangeProfile, ProfileChanged, ProfileChanges, change_profile, change_profile_once,
};
use crate::Error;
use crate::builders::{
    Found, address_key, context, count_found, found, holder_found, invitation_found, invitation_id,
    invitation_key, invocation, left_found, member_found, member_key, nothing_found, person, shop,
    store_found, store_key,
};
use crate::database::{CommitOutcome, Page};
use crate::execute::UseCase;
use crate::expect::{
    checked, committed, event, event_names, events, keys, put, put_invitation, put_membership, rejected,
    sorted, store_write, unchanged, write,
};
use crate::idempotency::{IdempotencyKey, Reply};
use crate::key::{IdempotencyScope, Key};
use crate::plan::{Condition, Plan, StoreCondition, Write};
use crate::quota::Quota;
use crate::read::ReadResult;
use crate::record::{IdempotencyState, Record};
use crate::scripted::{ScriptedDatabase, ready, unavailable};

fn kim() -> Member {
    Member { version: 4, ..member("kim", &["seller"]) }
}

fn named(name: &str) -> Profile {
    Profile { name: Some(name.to_owned().try_into().unwrap()), ..Profile::default() }
}

fn moved() -> Profile {
    Profile { email: Some(email("new@example.com")), ..Profile::default() }
}

fn change(profile: Profile) -> ChangeProfile {
    ChangeProfile { caller: person("kim"), store: shop(), profile }
}

fn read(store: &Store, more: impl IntoIterator<Item = Found>) -> ReadResult {
    let known = [store_found(store), member_found(&kim()), nothing_found(address_key("new"))];
    found(known.into_iter().chain(more))
}

fn shop_() -> Store {
    Store { version: 3, ..store("whatnot") }
}

#[test]
fn it_reads_the_new_address_where_there_is_one() {
    assert_eq!(change(named("Kim K")).reads(noon()).keys, [store_key(), member_key("kim")]);
    let with_address = [store_key(), member_key("kim"), invitation_key("new"), address_key("new")];
    assert_eq!(change(moved()).reads(noon()).keys, with_address);
}

#[test]
fn another_name_or_language_changes_the_membership_alone() {
    let profile = Profile { locale: Locale::parse("de"), ..named("Kim K") };
    let (plan, answer) = committed(change(profile).decide(&read(&shop_(), []), &context()));
    let answer = answer.unwrap();
    assert_eq!((answer.address, answer.kept_address()), (AddressOutcome::AsAsked, None));
    let (membership, condition) = put_membership(&plan, "kim");
    assert_eq!((membership.member(), condition), (Some(&answer.member), Condition::Version(4)));
    assert_eq!(answer.member.name.as_ref().unwrap().as_str(), "Kim K");
    assert_eq!(answer.member.locale.as_str(), "de");
    assert_eq!(keys(&plan), [member_key("kim")]);
    let unchanged = StoreCondition::Unchanged { version: 3, departures: None };
    assert_eq!(store_write(&plan).condition, unchanged);
    let event = event(&plan);
    assert_eq!(event.actor, person("kim").event_actor());
    assert!(matches!(event.kind, EventKind::MemberProfileChanged { email_before: None, .. }));
}

#[test]
fn another_address_frees_the_old_one_is_counted_and_told() {
    let (plan, answer) = committed(change(moved()).decide(&read(&shop_(), []), &context()));
    let member = answer.unwrap().member;
    assert_eq!(
        (member.email, member.addresses),
        (email("new@example.com"), BTreeSet::from([invitation_id("new")]))
    );
    let held = Condition::AbsentOrHeldBy(user("kim"));
    assert_eq!(
        *write(&plan, &address_key("kim")),
        Write::Delete { key: address_key("kim"), condition: held }
    );
    assert_eq!(*put(&plan, &address_key("new")).0, Record::AddressHolder(user("kim")));
    assert_eq!(checked(&plan, &invitation_key("new")), Condition::Absent, "no invitation comes meanwhile");
    let quota = Quota::of_address_changes(&shop_(), &user("kim"), noon());
    let counter = Key::Counter(quota.counter.clone());
    assert_eq!(*write(&plan, &counter), Write::Count { quota, more: 1 });
    let expected =
        [member_key("kim"), address_key("kim"), address_key("new"), invitation_key("new"), counter];
    assert_eq!(keys(&plan), sorted(expected));
    match event(&plan).kind {
        EventKind::MemberProfileChanged { member, email_before } => {
            assert_eq!(member.email, email("new@example.com"));
            assert_eq!(email_before, Some(email("kim@example.com")));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_invitation_that_the_new_address_has_ends() {
    let invited = invitation(&shop_(), "new", &["support"]);
    let (plan, _) =
        committed(change(moved()).decide(&read(&shop_(), [invitation_found(&invited)]), &context()));
    assert_eq!(put_invitation(&plan, "new").0.state, InvitationState::Revoked);
    assert_eq!(store_write(&plan).seats.taken, -1);
    assert_eq!(event_names(&plan), ["invitation.superseded", "member.profile_changed"]);
    assert_eq!(events(&plan)[0].actor, EventActor::Service);
    let answered = Invitation { state: InvitationState::Withdrawn, version: 6, ..invited };
    let (plan, _) =
        committed(change(moved()).decide(&read(&shop_(), [invitation_found(&answered)]), &context()));
    assert_eq!(checked(&plan, &invitation_key("new")), Condition::Version(6));
}

#[test]
fn changes_of_address_are_limited_and_changes_of_name_are_not() {
    let quota = Quota::of_address_changes(&shop_(), &user("kim"), noon());
    let used_up = |count| read(&shop_(), [count_found(&quota, count)]);
    assert_eq!(rejected(change(moved()).decide(&used_up(10), &context())), quota.exceeded());
    committed(change(moved()).decide(&used_up(9), &context()));
    committed(change(named("Kim K")).decide(&used_up(10), &context()));
}

fn domains(allowed: &str) -> Store {
    let allowed_domains = BTreeSet::from([staffroom_domain::Domain::parse(allowed).unwrap()]);
    Store { settings: Settings { allowed_domains, ..Settings::default() }, ..shop_() }
}

#[test]
fn a_membership_keeps_its_address_where_the_store_does_not_allow_the_new_domain() {
    let store = domains("elsewhere.example");
    let both = Profile { email: moved().email, ..named("Kim K") };
    let (plan, answer) = committed(change(both).decide(&read(&store, []), &context()));
    let answer = answer.unwrap();
    assert_eq!(answer.member.email, email("kim@example.com"));
    assert_eq!(answer.member.name.as_ref().unwrap().as_str(), "Kim K", "the name changes");
    assert_eq!(answer.address, AddressOutcome::DomainNotAllowed);
    assert_eq!(answer.kept_address(), Some(Rejection::DomainNotAllowed));
    assert_eq!(keys(&plan), [member_key("kim")]);
    let answer = unchanged(change(moved()).decide(&read(&store, []), &context())).unwrap();
    assert_eq!((answer.member, answer.address), (kim(), AddressOutcome::DomainNotAllowed));
    committed(change(moved()).decide(&read(&domains("example.com"), []), &context())).1.unwrap();
}

#[test]
fn a_membership_keeps_its_address_where_another_person_on_the_team_has_the_new_one() {
    let tom = member("tom", &["seller"]);
    let of_tom = |tom: &Member| read(&shop_(), [holder_found("new", "tom"), member_found(tom)]);
    let answer = unchanged(change(moved()).decide(&of_tom(&tom), &context())).unwrap();
    assert_eq!((answer.address, &answer.member.email), (AddressOutcome::Taken, &kim().email));
    assert_eq!(answer.kept_address(), Some(Rejection::AlreadyMember));
    let ended = Member { access_ends_at: Some(noon()), ..tom };
    let (_, answer) = committed(change(moved()).decide(&of_tom(&ended), &context()));
    assert_eq!(answer.unwrap().address, AddressOutcome::AsAsked);
    let mut owned = shop_();
    owned.owner.email = moved().email.unwrap();
    let answer = unchanged(change(moved()).decide(&read(&owned, []), &context())).unwrap();
    assert_eq!(answer.address, AddressOutcome::Taken);
}

#[test]
fn the_address_that_a_member_has_is_allowed_whatever_the_stores_domains_say() {
    let store = domains("elsewhere.example");
    let same = Profile { email: Some(email("kim@example.com")), ..Profile::default() };
    let answer = unchanged(change(same).decide(&read(&store, []), &context())).unwrap();
    assert_eq!((answer.member, answer.address), (kim(), AddressOutcome::AsAsked));
}

#[test]
fn another_spelling_of_the_address_is_no_change_of_address() {
    let spelled = Profile { email: Some(email("KIM@example.com")), ..Profile::default() };
    let quota = Quota::of_address_changes(&shop_(), &user("kim"), noon());
    let read = read(&shop_(), [count_found(&quota, 10)]);
    let (plan, answer) = committed(change(spelled).decide(&read, &context()));
    assert_eq!(answer.unwrap().member.email.as_typed(), "KIM@example.com");
    assert!(matches!(event(&plan).kind, EventKind::MemberProfileChanged { email_before: None, .. }));
}

#[test]
fn a_store_that_is_gone_and_a_membership_that_ended_are_passed_over() {
    for read in [
        found([member_found(&kim())]),
        found([store_found(&shop_()), left_found("kim", 1, 5)]),
        found([store_found(&shop_()), nothing_found(member_key("kim"))]),
    ] {
        assert!(unchanged(change(moved()).decide(&read, &context())).is_none());
    }
}

fn listing(stores: &[StoreId]) -> Page {
    let entries = stores.iter().map(|id| (Key::Member(id.clone(), user("kim")), None)).collect();
    Page { entries, next: None }
}

fn everywhere(database: &ScriptedDatabase) -> Result<Vec<(StoreId, ProfileChanged)>, Error> {
    ready(change_profile(database, &invocation(noon()), &person("kim"), &named("Kim K")))
}

#[test]
fn a_profile_changes_in_every_store_of_the_person() {
    let ids: Vec<StoreId> = (10..30).map(|number| format!("shop{number}").parse().unwrap()).collect();
    let all = found(ids.iter().flat_map(|id| {
        let store = Store { id: id.clone(), ..store("whatnot") };
        let membership = Some(Record::Membership(staffroom_domain::builders::active(kim())));
        [store_found(&store), (Key::Member(id.clone(), user("kim")), membership)]
    }));
    let database = ScriptedDatabase::reading([all]).paging([listing(&ids)]);
    let changed = everywhere(&database).unwrap();
    assert_eq!(changed.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>(), ids);
    assert!(changed.iter().all(|(_, changed)| changed.member.version == 5));
    assert_eq!(database.asked().plans.len(), 20);
}

#[test]
fn where_nothing_is_left_to_change_the_answer_has_no_entry() {
    let database = ScriptedDatabase::reading([ReadResult::default()]).paging([listing(&[shop()])]);
    assert!(everywhere(&database).unwrap().is_empty());
}

#[test]
fn a_fault_in_one_store_is_given() {
    let database = ScriptedDatabase::reading([read(&shop_(), [])])
        .paging([listing(&[shop()])])
        .committing([Err(unavailable())]);
    assert!(everywhere(&database).is_err());
}

#[test]
fn a_change_is_carried_out_once_per_key_and_its_answer_stored() {
    let key = IdempotencyKey {
        key: Key::Idempotency(IdempotencyScope::User(user("kim")), "k".to_owned()),
        fingerprint: "f".to_owned(),
    };
    let change = |database: &ScriptedDatabase| {
        let write = |_: &ProfileChanges| Some("answer".to_owned());
        let (asked, profile) = (invocation(noon()), named("Kim"));
        ready(change_profile_once(database, &asked, &person("kim"), &profile, Some(&key), write))
    };

    let fresh = ScriptedDatabase::reading([ReadResult::default()]);
    assert!(matches!(change(&fresh), Ok(Reply::Fresh(changes)) if changes.is_empty()));
    let states = |database: &ScriptedDatabase| -> Vec<IdempotencyState> {
        let of = |plan: &Plan| match put(plan, &key.key).0 {
            Record::Idempotency(record) => record.state.clone(),
            other => panic!("{other:?}"),
        };
        database.asked().plans.iter().map(of).collect()
    };
    let answered = IdempotencyState::Answered("answer".to_owned());
    assert_eq!(states(&fresh), [IdempotencyState::InProgress, answered]);

    let remembers = |fingerprint: &str| {
        let known = IdempotencyKey { fingerprint: fingerprint.to_owned(), ..key.clone() };
        let record = known.record(noon(), noon(), IdempotencyState::Answered("before".to_owned()));
        ScriptedDatabase::reading([found([(key.key.clone(), Some(Record::Idempotency(record)))])])
    };
    let known = remembers("f");
    assert!(matches!(change(&known), Ok(Reply::Replayed(answer)) if answer == "before"));
    assert!(known.asked().pages.is_empty() && known.asked().plans.is_empty());
    let other = change(&remembers("g"));
    assert!(matches!(other, Err(Error::Rejected(Rejection::IdempotencyKeyReused))));
}

#[test]
fn a_change_that_stops_half_way_can_be_repeated_at_once() {
    let key = IdempotencyKey {
        key: Key::Idempotency(IdempotencyScope::User(user("kim")), "k".to_owned()),
        fingerprint: "f".to_owned(),
    };
    let database = ScriptedDatabase::reading([read(&shop_(), [])])
        .paging([listing(&[shop()])])
        .committing([Ok(CommitOutcome::Committed), Err(unavailable())]);
    let (asked, profile) = (invocation(noon()), named("Kim K"));
    let write = |_: &ProfileChanges| Some("answer".to_owned());
    let changed = ready(change_profile_once(&database, &asked, &person("kim"), &profile, Some(&key), write));
    assert!(matches!(changed, Err(Error::Faulted(_))));
    let plans = database.asked().plans;
    let Record::Idempotency(record) = put(&plans[2], &key.key).0 else { panic!("no record") };
    assert_eq!((plans.len(), &record.state), (3, &IdempotencyState::Interrupted));
}
