//! Where the table keeps the lists in which entries have a place.

use staffroom_app::Listing;
use staffroom_domain::SortKey;

use crate::schema::{LIST_1, LIST_1_INDEX, LIST_2, LIST_2_INDEX, LISTS, PLACE_1, PLACE_2};

/// Where the entries of a list are kept.
pub(crate) enum Kept {
    /// Items of their own, whose sort keys begin with this text.
    Items(String),
    /// Attributes of the record, with an index.
    Index(Index),
}

/// A list in an index.
pub(crate) struct Index {
    pub(crate) name: &'static str,
    pub(crate) list: &'static str,
    pub(crate) place: &'static str,
    /// The list's name, behind that of the store.
    pub(crate) suffix: &'static str,
}

/// The members by the time at which they joined.
const JOINED: Index = Index { name: LIST_1_INDEX, list: LIST_1, place: PLACE_1, suffix: "joined" };
/// The members by their last activity.
const LAST_ACTIVE: Index = Index { name: LIST_2_INDEX, list: LIST_2, place: PLACE_2, suffix: "last_active" };
/// The invitations by the time at which they were created.
const CREATED: Index = Index { name: LIST_1_INDEX, list: LIST_1, place: PLACE_1, suffix: "created" };
/// The invitations by address.
const INVITED: Index = Index { name: LIST_2_INDEX, list: LIST_2, place: PLACE_2, suffix: "invited" };

/// Where the entries of a list are kept.
pub(crate) fn kept_in(listing: &Listing) -> Kept {
    match listing {
        Listing::Names
        | Listing::Ending
        | Listing::Role(_)
        | Listing::Permission(_)
        | Listing::Words
        | Listing::Addresses => Kept::Items(format!("{LISTS}{}#{listing}#", SortKey::VERSION)),
        Listing::Joined => Kept::Index(JOINED),
        Listing::LastActive => Kept::Index(LAST_ACTIVE),
        Listing::Created => Kept::Index(CREATED),
        Listing::Invited => Kept::Index(INVITED),
    }
}

/// The list in a sort key, behind [`LISTS`], and what follows it.
pub(crate) fn parse(text: &str) -> Option<(Listing, &str)> {
    let (version, rest) = text.split_once('#')?;
    let (listing, rest) = rest.split_once('#')?;
    let listing = listing.parse().ok().filter(Listing::is_stored)?;
    (version.parse() == Ok(SortKey::VERSION)).then_some((listing, rest))
}
