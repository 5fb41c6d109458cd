use staffroom_domain::builders::{day, member, noon, store, user};
use staffroom_domain::{EventActor, Member, Rejection};

use super::Addressee;
use crate::builders::{
    address_key, context, found, holder_found, invitation_id, left_found, member_found, member_key,
    nothing_found, shop,
};
use crate::expect::{checked, rejected};
use crate::plan::{Condition, Plan};
use crate::read::ReadResult;

fn find(read: &ReadResult) -> Result<Option<&Member>, crate::key::Key> {
    Addressee::find(read, &shop(), invitation_id("lou")).map(Addressee::member)
}

fn plan() -> Plan {
    Plan::in_store(&store("whatnot"), &context(), EventActor::Platform)
}

#[test]
fn an_address_is_nobodys_where_no_member_holds_it() {
    assert_eq!(find(&found([nothing_found(address_key("lou"))])), Ok(None));
    let left = found([holder_found("lou", "lou"), left_found("lou", 1, 2)]);
    assert_eq!(find(&left), Ok(None), "its holder is a member no more");
}

#[test]
fn the_holder_of_an_address_must_be_read() {
    assert_eq!(find(&found([holder_found("lou", "kim")])), Err(member_key("kim")));
    let kim = member("kim", &["seller"]);
    assert_eq!(find(&found([holder_found("lou", "kim"), member_found(&kim)])), Ok(Some(&kim)));
}

#[test]
fn the_address_of_a_member_is_taken_until_their_access_has_ended() {
    let kim = Member { access_ends_at: Some(day(1)), ..member("kim", &["seller"]) };
    let id = invitation_id("lou");
    let mut plan = plan();
    let taken = Addressee::Member(&kim).require_free(&mut plan, id, noon());
    assert_eq!(rejected(taken), Rejection::AlreadyMember);
    assert!(plan.writes.is_empty());
    Addressee::Member(&kim).require_free(&mut plan, id, day(1)).unwrap();
    assert_eq!(checked(&plan, &address_key("lou")), Condition::AbsentOrHeldBy(user("kim")));
    assert_eq!(checked(&plan, &member_key("kim")), Condition::Version(1));
}

#[test]
fn an_address_that_is_nobodys_must_stay_so() {
    let mut plan = plan();
    Addressee::Nobody.require_free(&mut plan, invitation_id("lou"), noon()).unwrap();
    assert_eq!(checked(&plan, &address_key("lou")), Condition::Absent);
}
