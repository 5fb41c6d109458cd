use std::collections::BTreeSet;

use staffroom_domain::builders::{invitation, noon, store};
use staffroom_domain::{AddressKey, Invitation, InvitationState, Status};

use super::{InvitationList, InvitationOrder, list_invitations};
use crate::builders::{found, invitation_found, shop};
use crate::database::{List, Page};
use crate::key::Key;
use crate::list_entries::{address_place, created_place};
use crate::listing::{ListPlace, Listed, Listing};
use crate::lists::PageOf;
use crate::scripted::{ScriptedDatabase, ready};

fn newest(statuses: impl Into<BTreeSet<Status>>) -> InvitationList {
    InvitationList { store: shop(), statuses: statuses.into(), order: InvitationOrder::Newest }
}

fn entry(listing: Listing, place: ListPlace, invitation: &Invitation) -> Key {
    Key::Listed(shop(), listing, place, Listed::Invitation(invitation.id))
}

fn created(invitation: &Invitation) -> Key {
    entry(Listing::Created, created_place(invitation), invitation)
}

fn page(keys: impl IntoIterator<Item = Key>, more: bool) -> Page {
    let entries: Vec<_> = keys.into_iter().map(|key| (key, None)).collect();
    let next = entries.last().map(|(key, _)| key.clone()).filter(|_| more);
    Page { entries, next }
}

fn walk(database: &ScriptedDatabase, list: &InvitationList, limit: usize) -> PageOf<Invitation> {
    ready(list_invitations(database, list, None, limit, noon())).unwrap()
}

fn of(id: &str) -> Invitation {
    invitation(&store("whatnot"), id, &["seller"])
}

#[test]
fn a_page_has_the_invitations_whose_entries_it_found() {
    let (lou, ann) = (of("lou"), of("ann"));
    let gone = of("gone");
    let read = found([invitation_found(&lou), invitation_found(&ann)]);
    let keys = [created(&lou), created(&gone), created(&ann)];
    let database = ScriptedDatabase::reading([read]).paging([page(keys.clone(), true)]);
    let found = walk(&database, &newest([]), 3);
    assert_eq!((found.items, found.next), (vec![lou.clone(), ann], None));
    let source = || List::Listing(shop(), Listing::Created, String::new());
    assert_eq!(
        database.asked().pages,
        [(source(), None, 3), (source(), Some(keys[2].clone()), 1)],
        "it reads on"
    );
}

#[test]
fn an_entry_from_before_the_invitation_was_made_anew_shows_nothing() {
    let lou = of("lou");
    let before = Invitation { created_at: lou.created_at - chrono::Duration::days(1), ..lou.clone() };
    let database = ScriptedDatabase::reading([found([invitation_found(&lou)])])
        .paging([page([created(&lou), created(&before)], false)]);
    assert_eq!(walk(&database, &newest([]), 5).items, [lou]);
}

#[test]
fn invitations_in_other_states_are_left_out() {
    let (lou, ann, bo) = (of("lou"), of("ann"), of("bo"));
    let ann = Invitation { state: InvitationState::Revoked, ..ann };
    let read = found([&lou, &ann, &bo].map(invitation_found));
    let keys = [&ann, &lou, &bo].map(created);
    let database = || ScriptedDatabase::reading([read.clone()]).paging([page(keys.clone(), false)]);
    assert_eq!(walk(&database(), &newest([Status::Revoked]), 5).items, [ann]);
    let pending = walk(&database(), &newest([Status::Pending]), 1);
    assert_eq!((pending.items, pending.next), (vec![lou], Some(keys[1].clone())), "there is another one");
    assert_eq!(walk(&database(), &newest([Status::Accepted, Status::Expired]), 5).items, []);
}

#[test]
fn a_search_is_for_the_beginning_of_an_address() {
    let lou = of("lou");
    let key = entry(Listing::Invited, address_place(&lou.email), &lou);
    let database =
        ScriptedDatabase::reading([found([invitation_found(&lou)])]).paging([page([key.clone()], false)]);
    let order = InvitationOrder::Match(AddressKey::of_start(" LOU@").unwrap());
    let list = InvitationList { order, ..newest([]) };
    assert_eq!(walk(&database, &list, 5).items, std::slice::from_ref(&lou));
    let source = List::Listing(shop(), Listing::Invited, "lou@".to_owned());
    assert_eq!(database.asked().pages, [(source, None, 5)]);
    assert!(list.has(&key) && !list.has(&created(&lou)) && newest([]).has(&created(&lou)));
    let other = entry(Listing::Invited, address_place(&of("mel").email), &lou);
    assert!(!list.has(&other), "a page begins after who matches alone");
}
