//! The lists of a store in which members and invitations stand beside their records, so that a page of them is found by key.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use staffroom_domain::{
    AddressKey, EmailAddress, Invitation, InvitationId, Member, PermissionSlug, RoleSlug, SortKey, StoreId,
    Timestamp, UserId,
};

use crate::key::Key;

/// A list of a store, in the order of a text that each entry has.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Listing {
    /// All members, by name.
    Names,
    /// The members whose access has an end, past or not, by name.
    Ending,
    /// The members who were given a role, by name.
    Role(RoleSlug),
    /// The members who were given a permission by itself, by name.
    Permission(PermissionSlug),
    /// All members, once for each word of the name.
    Words,
    /// All members, by address.
    Addresses,
    /// All members, by the time at which they joined. An index that lags.
    Joined,
    /// All members, by the time of their last activity, the inactive ones first. An index that lags.
    LastActive,
    /// All invitations, by the time at which they were created. An index that lags.
    Created,
    /// All invitations, by address. An index that lags.
    Invited,
}

/// Who or what stands in a list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Listed {
    /// A member.
    Member(UserId),
    /// An invitation.
    Invitation(InvitationId),
}

/// Where an entry stands in a list: entries of the same place are sorted by id.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ListPlace(String);

impl ListPlace {
    /// The place of a time: its milliseconds since 1970, with leading zeros. `None` comes first.
    #[must_use]
    pub fn of_time(at: Option<Timestamp>) -> Self {
        Self(format!("{:013}", at.map_or(0, |at| at.timestamp_millis().max(0))))
    }

    /// The place as a text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ListPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ListPlace(***)")
    }
}

impl From<String> for ListPlace {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&SortKey> for ListPlace {
    fn from(key: &SortKey) -> Self {
        Self(key.as_str().to_owned())
    }
}

impl From<&AddressKey> for ListPlace {
    fn from(key: &AddressKey) -> Self {
        Self(key.as_str().to_owned())
    }
}

const ROLE: &str = "role:";
const PERMISSION: &str = "permission:";

/// The name of the list, in keys and cursors. It has neither spaces nor `#`.
impl fmt::Display for Listing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Names => f.write_str("names"),
            Self::Ending => f.write_str("ending"),
            Self::Role(role) => write!(f, "{ROLE}{}", role.as_str()),
            Self::Permission(permission) => write!(f, "{PERMISSION}{}", permission.as_str()),
            Self::Words => f.write_str("words"),
            Self::Addresses => f.write_str("addresses"),
            Self::Joined => f.write_str("joined"),
            Self::LastActive => f.write_str("last_active"),
            Self::Created => f.write_str("created"),
            Self::Invited => f.write_str("invited"),
        }
    }
}

impl FromStr for Listing {
    type Err = UnknownListing;

    fn from_str(text: &str) -> Result<Self, UnknownListing> {
        let unknown = |_| UnknownListing;
        if let Some(role) = text.strip_prefix(ROLE) {
            return role.parse().map(Self::Role).map_err(unknown);
        }
        if let Some(permission) = text.strip_prefix(PERMISSION) {
            return permission.parse().map(Self::Permission).map_err(unknown);
        }
        Ok(match text {
            "names" => Self::Names,
            "ending" => Self::Ending,
            "words" => Self::Words,
            "addresses" => Self::Addresses,
            "joined" => Self::Joined,
            "last_active" => Self::LastActive,
            "created" => Self::Created,
            "invited" => Self::Invited,
            _ => return Err(UnknownListing),
        })
    }
}

/// The text is the name of no list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownListing;

impl Listing {
    /// Whether its entries are items of their own, and not those of an index.
    #[must_use]
    pub fn is_stored(&self) -> bool {
        match self {
            Self::Names
            | Self::Ending
            | Self::Role(_)
            | Self::Permission(_)
            | Self::Words
            | Self::Addresses => true,
            Self::Joined | Self::LastActive | Self::Created | Self::Invited => false,
        }
    }

    /// Whether it begins with its last entry.
    #[must_use]
    pub fn is_reversed(&self) -> bool {
        *self == Self::Created
    }
}

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
    use staffroom_domain::{Catalog, DisplayName, Member, PermissionSlug, RoleSlug, bounds};

    use super::{ListPlace, Listed, Listing, entries};
    use crate::builders::shop;
    use crate::key::Key;

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
    fn a_list_is_read_back_from_its_name() {
        let (role, permission) = ("seller".parse().unwrap(), "spend".parse().unwrap());
        for listing in [
            Listing::Names,
            Listing::Ending,
            Listing::Role(role),
            Listing::Permission(permission),
            Listing::Words,
            Listing::Addresses,
            Listing::Joined,
            Listing::LastActive,
            Listing::Created,
            Listing::Invited,
        ] {
            assert_eq!(listing.to_string().parse(), Ok(listing));
        }
        for text in ["", "role:", "role:A", "permission:", "Names"] {
            assert!(text.parse::<Listing>().is_err(), "{text}");
        }
    }

    #[test]
    fn times_are_sorted_as_texts() {
        let places = [None, Some(noon() - Duration::days(9_000)), Some(noon())].map(ListPlace::of_time);
        assert!(places.is_sorted(), "{:?}", places.map(|place| place.as_str().to_owned()));
        assert_eq!(format!("{:?}", ListPlace::of_time(None)), "ListPlace(***)", "it may be a name");
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
            before.grant.roles = roles.collect();
            let permissions =
                catalog.permissions.iter().map(|one| one.slug.parse::<PermissionSlug>().unwrap());
            before.grant.permissions = permissions.collect();
            let after = Member {
                name: Some(name("q r s t u v w x")),
                email: email("ann@example.com"),
                ..before.clone()
            };
            let (before, after) = (entries(&shop(), &before), entries(&shop(), &after));
            let moved: BTreeSet<&Key> = before.symmetric_difference(&after).collect();
            // Store, member, event, idempotency record, addresses, what they are told of.
            let others = 4 + 2 * bounds::MEMBER_ADDRESSES + 4;
            assert!(moved.len() + others <= bounds::TRANSACTION_ACTIONS, "{}: {}", catalog.slug, moved.len());
        }
        assert!(
            entries(&shop(), &member("kim", &[]))
                .iter()
                .all(|key| matches!(key, Key::Listed(_, _, _, Listed::Member(of)) if *of == user("kim")))
        );
    }
}
