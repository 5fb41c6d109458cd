use staffroom_domain::builders::{day, invitation, member, store};
use staffroom_domain::{Delivery, DeliveryChannel, Invitation, Rejection, Restriction, Store};

use super::CopyLink;
use crate::builders::{
    context_at, found, invitation_found, invitation_id, member_found, person, platform, shop, store_found,
};
use crate::context::Caller;
use crate::execute::UseCase;
use crate::expect::{committed, event_names, put_invitation, rejected};
use crate::precondition::Precondition;

fn copy(caller: Caller) -> CopyLink {
    CopyLink { caller, store: shop(), invitation: invitation_id("lou"), required: Precondition::None }
}

fn lou() -> Invitation {
    invitation(&store("whatnot"), "lou", &["seller"])
}

fn allowing() -> Store {
    let mut store = store("whatnot");
    store.settings.link_copying = true;
    store
}

#[test]
fn a_copied_link_is_a_new_one_in_the_same_term_and_no_mail_brings_it() {
    let read = found([store_found(&store("whatnot")), invitation_found(&lou())]);
    let (plan, after) = committed(copy(platform()).decide(&read, &context_at(day(1))));
    assert_eq!(put_invitation(&plan, "lou").0, after);
    assert_eq!((after.generation, after.expires_at), (lou().generation + 1, lou().expires_at));
    assert_eq!((after.delivery, after.channel), (Delivery::None, DeliveryChannel::Mail));
    assert_eq!(event_names(&plan), ["invitation.link_copied"]);
    let read = found([store_found(&store("whatnot")), invitation_found(&after)]);
    let (_, again) = committed(copy(platform()).decide(&read, &context_at(day(1))));
    assert_eq!(again.generation, after.generation + 1);
}

#[test]
fn managers_copy_links_only_where_the_owner_allows_it_and_of_what_they_hold() {
    let read = |store: &Store| found([store_found(store), invitation_found(&lou())]);
    let off = Rejection::Forbidden(Restriction::LinkCopyingOff);
    let owner = copy(person("owner"));
    assert_eq!(rejected(owner.decide(&read(&store("whatnot")), &context_at(day(1)))), off);
    committed(owner.decide(&read(&allowing()), &context_at(day(1))));

    let kim = |role: &str| {
        found([
            store_found(&allowing()),
            invitation_found(&invitation(&store("whatnot"), "lou", &["administrator"])),
            member_found(&member("kim", &[role])),
        ])
    };
    committed(copy(person("kim")).decide(&kim("administrator"), &context_at(day(1))));
    let refused = rejected(copy(person("kim")).decide(&kim("seller"), &context_at(day(1))));
    assert_eq!(refused, Rejection::Forbidden(Restriction::ManagersOnly));
}

#[test]
fn only_a_pending_invitation_has_a_link_to_copy() {
    let read = found([store_found(&store("whatnot")), invitation_found(&lou())]);
    let refused = rejected(copy(platform()).decide(&read, &context_at(day(8))));
    assert_eq!(refused, Rejection::InvitationNotPending, "it has expired");
}
