//! The lists of a store in which members and invitations stand beside their records, so that a page of them is found by key.

use std::fmt;
use std::str::FromStr;

use staffroom_domain::{AddressKey, InvitationId, PermissionSlug, RoleSlug, SortKey, Timestamp, UserId};

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

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use staffroom_domain::builders::noon;

    use super::{ListPlace, Listing};

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
}
