//! Where members and invitations stand in the lists of a store.

use std::collections::BTreeSet;

use staffroom_domain::{AddressKey, EmailAddress, Invitation, Member, SortKey, StoreId, Timestamp, UserId};

use crate::key::Key;
use crate::listing::{ListPlace, Listed, Listing};

/// A member in a list.
#[must_use]
pub fn listed_member(store: &StoreId, listing: Listing, place: ListPlace, user: &UserId) -> Key {
    Key::Listed(store.clone(), listing, place, Listed::Member(user.clone()))
}

/// The text by which a member is sorted: their name or, without one, their address.
pub(crate) fn shown_name(member: &Member) -> &str {
    member.name.as_ref().map_or_else(|| member.email.as_typed(), |name| name.as_str())
}

/// Where a member stands in the lists that are sorted by name.
#[must_use]
pub fn name_place(member: &Member) -> ListPlace {
    (&SortKey::of_name(shown_name(member))).into()
}

/// Where a member stands by the time at which they joined.
#[must_use]
pub fn joined_place(member: &Member) -> ListPlace {
    ListPlace::of_time(Some(member.joined_at))
}

/// Where a member stands by their last activity.
#[must_use]
pub fn activity_place(last_active_at: Option<Timestamp>) -> ListPlace {
    ListPlace::of_time(last_active_at)
}

/// Where an invitation stands by the time at which it was created.
#[must_use]
pub fn created_place(invitation: &Invitation) -> ListPlace {
    ListPlace::of_time(Some(invitation.created_at))
}

/// Where an address stands.
#[must_use]
pub fn address_place(email: &EmailAddress) -> ListPlace {
    (&AddressKey::of(email)).into()
}

/// The items that stand beside a member. They depend on the member alone, so whoever changes the member knows those of before.
#[must_use]
pub fn entries(store: &StoreId, member: &Member) -> BTreeSet<Key> {
    let at = |listing, place| listed_member(store, listing, place, &member.user);
    let by_name = name_place(member);
    let roles = member.grant.roles.iter().cloned().map(Listing::Role);
    let permissions = member.grant.permissions.iter().cloned().map(Listing::Permission);
    let ending = member.access_ends_at.map(|_| Listing::Ending);
    let sorted = roles.chain(permissions).chain(ending).chain([Listing::Names]);
    let words = member.name.iter().flat_map(|name| SortKey::of_words(name.as_str()));
    sorted
        .map(|listing| at(listing, by_name.clone()))
        .chain(words.map(|word| at(Listing::Words, (&word).into())))
        .chain([at(Listing::Addresses, address_place(&member.email))])
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::Duration;
    use staffroom_domain::builders::{email, member, noon, user};
    use staffroom_domain::{
        Catalog, DisplayName, Member, Permission, PermissionKind, PermissionSlug, Quantity, RoleSlug, bounds,
    };

    use super::entries;
    use crate::builders::shop;
    use crate::key::Key;
    use crate::listing::Listed;

    fn listings(member: &Member) -> Vec<String> {
        entries(&shop(), member)
            .into_iter()
            .map(|key| match key {
                Key::Listed(_, listing, _, Listed::Member(of)) if of == member.user => listing.to_string(),
                other => panic!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn a_member_stands_in_the_lists_of_what_they_were_given() {
        let name = DisplayName::try_from("Kim Lee-Park".to_owned()).unwrap();
        let kim = Member { name: Some(name), ..member("kim", &["seller"]) };
        let lists = ["names", "role:seller", "words", "words", "words", "addresses"];
        assert_eq!(listings(&kim), lists);
        let ending = Member { access_ends_at: Some(noon() - Duration::days(1)), name: None, ..kim };
        assert_eq!(
            listings(&ending),
            ["names", "ending", "role:seller", "addresses"],
            "an end that is past, too"
        );
    }

    #[test]
    fn a_change_of_everything_about_a_member_fits_a_transaction() {
        let name = |text: &str| DisplayName::try_from(text.to_owned()).unwrap();
        for catalog in Catalog::all() {
            let mut before = Member {
                name: Some(name("a b c d e f g h")),
                access_ends_at: Some(noon()),
                ..member("kim", &[])
            };
            let roles = catalog.roles.iter().map(|role| role.slug.parse::<RoleSlug>().unwrap());
            let own = (0..catalog.grants.custom_roles).map(|number| format!("own-{number}").parse().unwrap());
            before.grant.roles = roles.chain(own).collect();
            if catalog.grants.permissions == Quantity::Many {
                let grantable = |one: &&Permission| matches!(one.kind, PermissionKind::Grantable);
                let permissions = catalog.permissions.iter().filter(grantable);
                before.grant.permissions =
                    permissions.map(|one| one.slug.parse::<PermissionSlug>().unwrap()).collect();
            }
            let after = Member {
                name: Some(name("q r s t u v w x")),
                email: email("ann@example.com"),
                ..before.clone()
            };
            let (before, after) = (entries(&shop(), &before), entries(&shop(), &after));
            let moved: BTreeSet<&Key> = before.symmetric_difference(&after).collect();
            // Store, two memberships, event, addresses with their invitations, what they are told of by both ids, and what waits
            // for their mails: a move to another id, which writes most.
            let others = 4 + 2 * bounds::MEMBER_ADDRESSES + 4 + 4;
            assert!(moved.len() + others <= bounds::TRANSACTION_ACTIONS, "{}: {}", catalog.slug, moved.len());
        }
        assert!(
            entries(&shop(), &member("kim", &[]))
                .iter()
                .all(|key| matches!(key, Key::Listed(_, _, _, Listed::Member(of)) if *of == user("kim")))
        );
    }
}
