use staffroom_domain::builders::{day, email, grant, member, noon, store, user};
use staffroom_domain::{
    EventKind, Field, FieldError, Locale, MailProblem, Member, MemberPut, Metadata, Notify, Rejection,
    Restriction, SeatChange, SeatCount, Store,
};

use super::{MemberIs, PutMember};
use crate::builders::{
    Found, address_key, context, found, holder_found, invitation_id, invitation_key, member_found,
    member_key, nothing_found, opt_out_found, opt_out_key, person, platform, shop, store_found,
};
use crate::context::Caller;
use crate::execute::UseCase;
use crate::expect::{
    committed, event, event_names, put_membership, read_more, rejected, store_write, unchanged, versions,
};
use crate::plan::Condition;
use crate::precondition::Precondition;
use crate::read::ReadResult;

fn put(roles: &[&str]) -> PutMember {
    PutMember {
        caller: platform(),
        store: shop(),
        required: Precondition::None,
        put: MemberPut {
            user: user("sue"),
            email: email("sue@example.com"),
            name: "sue".to_owned().try_into().ok(),
            locale: Some(Locale::default()),
            roles: roles.iter().map(|role| role.parse().unwrap()).collect(),
            permissions: vec![],
            access_ends_at: None,
            metadata: Metadata::default(),
        },
        notify: Notify::Nobody,
    }
}

fn read_of(store: &Store, sue: Found) -> ReadResult {
    found([store_found(store), sue, nothing_found(invitation_key("sue")), nothing_found(address_key("sue"))])
}

fn stranger() -> ReadResult {
    read_of(&store("whatnot"), nothing_found(member_key("sue")))
}

#[test]
fn the_platform_alone_puts_a_member() {
    let refused = Rejection::Forbidden(Restriction::PlatformOnly);
    for caller in [person("owner"), person("kim")] {
        let put = PutMember { caller, ..put(&["seller"]) };
        assert_eq!(rejected(put.decide(&stranger(), &context())), refused);
    }
    let itself = PutMember { caller: Caller { user: user("sue"), ..platform() }, ..put(&["seller"]) };
    assert_eq!(rejected(itself.decide(&stranger(), &context())), Rejection::NotFound);
}

#[test]
fn a_new_member_takes_a_seat_and_nobody_is_told_unless_asked() {
    for notify in [Notify::Nobody, Notify::Member] {
        let put = PutMember { notify, ..put(&["seller"]) };
        let (plan, answer) = committed(put.decide(&stranger(), &context()));
        let MemberIs::Added(_, member) = answer else { panic!("a new member") };
        assert_eq!((&member.grant, member.joined_at), (&grant(&["seller"], &[]), context().now));
        let (membership, condition) = put_membership(&plan, "sue");
        assert_eq!((membership.member(), condition), (Some(&*member), Condition::Absent));
        assert_eq!(store_write(&plan).seats, SeatChange { taken: 1, members: 1 });
        match event(&plan).kind {
            EventKind::MemberAdded { notify: told, .. } => assert_eq!(told, notify),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_member_is_replaced_and_stays_who_they_are() {
    let sue = Member {
        version: 5,
        last_active_at: Some(noon()),
        suspended_at: Some(noon()),
        ..member("sue", &["seller"])
    };
    let read = read_of(&store("whatnot"), member_found(&sue));
    let (plan, answer) = committed(put(&["support"]).decide(&read, &context()));
    let MemberIs::Replaced(_, after) = answer else { panic!("a member before") };
    assert_eq!(
        (after.version, after.joined_at, after.last_active_at),
        (6, sue.joined_at, sue.last_active_at)
    );
    assert_eq!((after.suspended_at, &after.addresses), (sue.suspended_at, &sue.addresses));
    assert_eq!(store_write(&plan).seats, SeatChange::default());
    assert!(matches!(event(&plan).kind, EventKind::MemberChanged { notify: Notify::Nobody, .. }));

    let same = unchanged(put(&["seller"]).decide(&read, &context()));
    assert!(
        matches!(same, MemberIs::Replaced(_, same) if *same == sue),
        "what changes nothing is not written"
    );
    let other = PutMember { required: Precondition::Versions(vec![4]), ..put(&["support"]) };
    assert_eq!(rejected(other.decide(&read, &context())), Rejection::PreconditionFailed);
    let absent = PutMember { required: Precondition::Absent, ..put(&["support"]) };
    assert_eq!(rejected(absent.decide(&read, &context())), Rejection::PreconditionFailed);
}

#[test]
fn another_name_or_address_is_a_change_of_profile() {
    let sue = Member { name: None, ..member("sue", &["seller"]) };
    let read = read_of(&store("whatnot"), member_found(&sue));
    let (plan, _) = committed(put(&["seller"]).decide(&read, &context()));
    assert!(matches!(event(&plan).kind, EventKind::MemberProfileChanged { email_before: None, .. }));

    let moved = Member { email: email("old@example.com"), ..member("sue", &["seller"]) };
    let read = read_of(&store("whatnot"), member_found(&moved));
    let (plan, answer) = committed(put(&["seller"]).decide(&read, &context()));
    let MemberIs::Replaced(_, after) = answer else { panic!("a member before") };
    assert_eq!(after.addresses, [invitation_id("sue")].into(), "the former address is free");
    assert!(matches!(event(&plan).kind, EventKind::MemberProfileChanged { email_before: Some(_), .. }));
}

#[test]
fn a_change_of_profile_and_of_rights_are_two_changes() {
    let sue = Member { name: None, version: 5, ..member("sue", &["seller"]) };
    let read = read_of(&store("whatnot"), member_found(&sue));
    let (plan, answer) = committed(put(&["support"]).decide(&read, &context()));
    assert_eq!(event_names(&plan), ["member.profile_changed", "member.changed"]);
    let MemberIs::Replaced(_, after) = answer else { panic!("a member before") };
    assert_eq!((versions(plan), after.version), (vec![vec![6], vec![7]], 7));
}

#[test]
fn owner_address_catalog_end_and_seats_hold() {
    let owner = PutMember { put: MemberPut { user: user("owner"), ..put(&["seller"]).put }, ..put(&[]) };
    assert_eq!(rejected(owner.decide(&stranger(), &context())), Rejection::OwnerIsFixed);
    let theirs = MemberPut { email: store("whatnot").owner.email, ..put(&["seller"]).put };
    let theirs = PutMember { put: theirs, ..put(&[]) };
    assert_eq!(rejected(theirs.decide(&stranger(), &context())), Rejection::AlreadyMember);
    let detail = |rejection| match rejection {
        Rejection::InvalidField(errors) => errors.first().map(|FieldError { field, .. }| *field),
        _ => None,
    };
    assert_eq!(detail(rejected(put(&["boss"]).decide(&stranger(), &context()))), Some(Field::Role(0)));
    let over = MemberPut { access_ends_at: Some(day(-1)), ..put(&["seller"]).put };
    let over = PutMember { put: over, ..put(&[]) };
    assert_eq!(detail(rejected(over.decide(&stranger(), &context()))), Some(Field::AccessEndsAt));

    let full = Store { seats: SeatCount { taken: 2, members: 2 }, ..store("ecwid") };
    let sales = MemberPut { permissions: vec!["sales".parse().unwrap()], ..put(&[]).put };
    let sales = PutMember { put: sales, ..put(&[]) };
    let mut read = read_of(&full, nothing_found(member_key("sue")));
    let more = read_more(sales.decide(&read, &context()));
    assert_eq!(more.releasable_seats.map(|(store, _)| store), Some(shop()));
    read.set_releasable_seats(vec![]);
    assert_eq!(rejected(sales.decide(&read, &context())), Rejection::SeatLimitReached { limit: 2 });
}

#[test]
fn an_address_of_another_member_is_theirs() {
    let kim = member("kim", &["seller"]);
    let mut read = stranger();
    let (key, holder) = holder_found("sue", "kim");
    read.set(key, holder);
    assert_eq!(read_more(put(&["seller"]).decide(&read, &context())).keys, [member_key("kim")]);
    read.set(member_key("kim"), member_found(&kim).1);
    assert_eq!(rejected(put(&["seller"]).decide(&read, &context())), Rejection::AlreadyMember);
    let over = Member { access_ends_at: Some(noon()), ..kim };
    read.set(member_key("kim"), member_found(&over).1);
    assert!(put(&["seller"]).decide(&read, &context()).is_ok(), "their access has ended");
}

#[test]
fn a_member_whose_address_complained_shows_it() {
    assert!(put(&["seller"]).reads(noon()).keys.contains(&opt_out_key("sue")));
    let mut read = stranger();
    let (key, record) = opt_out_found("sue");
    read.set(key, record);
    let (plan, _) = committed(put(&["seller"]).decide(&read, &context()));
    let (membership, _) = put_membership(&plan, "sue");
    assert_eq!(membership.member().unwrap().mail_problem, Some(MailProblem::Complained));
}
