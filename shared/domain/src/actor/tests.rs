use super::{Actor, ActorRole};
use crate::builders::{day, member, noon, owner, store, store_of_ranks, user};
use crate::{Member, PermissionSet, Rejection, Restriction};

#[test]
fn the_owner_holds_everything_without_an_end() {
    let store = store("whatnot");
    let owner = owner(&store);
    assert_eq!(owner.held(), &store.catalog.everything());
    assert_eq!(owner.name, Some(&store.owner.name));
    assert_eq!((owner.user(), owner.access_ends_at()), (Some(&user("owner")), None));
    assert_eq!((owner.require_manager(), owner.require_owner()), (Ok(()), Ok(())));
}

#[test]
fn the_platform_owns_without_a_part_in_the_team() {
    let platform = Actor::platform();
    assert_eq!((platform.user(), platform.access_ends_at(), platform.name), (None, None, None));
    assert!(platform.held().is_empty());
    assert_eq!(platform.require_owner(), Ok(()));
    assert_eq!(platform.require_manager(), Err(Rejection::Forbidden(Restriction::ManagersOnly)));
}

#[test]
fn a_member_holds_what_their_grant_confers_until_their_access_ends() {
    let store = store("whatnot");
    let kim = Member { access_ends_at: Some(day(1)), ..member("kim", &["seller"]) };
    let at = |now| Actor::person(&store, &kim.user, Some(&kim), now);
    let actor = at(noon()).unwrap();
    let expected: PermissionSet = ["inventory", "shipping", "live", "customer_messages"].into();
    assert_eq!((actor.role, actor.held()), (ActorRole::Member(&kim), &expected));
    assert_eq!((actor.user(), actor.access_ends_at()), (Some(&kim.user), Some(day(1))));
    assert_eq!(actor.name, kim.name.as_ref());
    assert_eq!(actor.require_manager(), Err(Rejection::Forbidden(Restriction::ManagersOnly)));
    assert_eq!(actor.require_owner(), Err(Rejection::Forbidden(Restriction::OwnerOnly)));
    assert_eq!(at(day(1)).err(), Some(Rejection::NotFound));
}

#[test]
fn a_person_without_a_part_may_not_know_that_the_store_exists() {
    let (store, tom) = (store("whatnot"), user("tom"));
    assert_eq!(Actor::person(&store, &tom, None, noon()).err(), Some(Rejection::NotFound));
}

#[test]
fn nobody_gives_what_they_do_not_hold() {
    let store = store_of_ranks();
    let kim = member("kim", &["foreman"]);
    let kim = Actor::person(&store, &kim.user, Some(&kim), noon()).unwrap();
    assert_eq!(kim.require_manager(), Ok(()));
    assert_eq!(kim.require_held(&["work", "team"].into()), Ok(()));
    assert_eq!(kim.require_held(&["work", "money"].into()), Err(Rejection::GrantExceedsOwn));
    assert_eq!(owner(&store).require_held(&["work", "money", "deed"].into()), Ok(()));
}

#[test]
fn nobody_gives_for_longer_than_they_have() {
    let store = store("whatnot");
    let kim = Member { access_ends_at: Some(day(2)), ..member("kim", &["administrator"]) };
    let kim = Actor::person(&store, &kim.user, Some(&kim), noon()).unwrap();
    assert_eq!(kim.require_lasting(Some(day(2))), Ok(()));
    assert_eq!(kim.require_lasting(Some(day(1))), Ok(()));
    assert_eq!(kim.require_lasting(Some(day(3))), Err(Rejection::GrantExceedsOwn));
    assert_eq!(kim.require_lasting(None), Err(Rejection::GrantExceedsOwn));
    assert_eq!(owner(&store).require_lasting(None), Ok(()));
    assert_eq!(owner(&store).require_lasting(Some(day(900))), Ok(()));
}
