//! The small world that histories play in: two stores, five people with two addresses each, and five of the catalogs that are shipped.

use std::sync::LazyLock;

use chrono::TimeZone as _;
use staffroom_app::{Authority, Caller};
use staffroom_domain::{
    Catalog, DisplayName, EmailAddress, EventKind, InvitationId, Owner, PermissionKind, PermissionSlug,
    RoleSlug, StoreId, Timestamp, UserId, bounds, durations,
};

/// The stores.
pub const STORES: [&str; 2] = ["shop", "stall"];
/// The people. Each has an address at `one.example` and one at `two.example`.
pub const PEOPLE: [&str; 5] = ["ana", "bo", "cy", "di", "ed"];
/// Their names, each of which is in no id and no address.
pub const NAMES: [&str; 5] = ["Ana A.", "Bo B.", "Cy C.", "Di D.", "Ed E."];
/// Addresses that belong to none of the people. A call can invite many of them.
pub const CROWD: usize = 45;
/// Catalog and plan. Those with few seats come first, since a history shrinks towards them.
pub const POLICIES: [(&str, &str); 7] = [
    ("mycommerce", "standard"),
    ("whatnot", "default"),
    ("ecwid", "business"),
    ("ticketing", "default"),
    ("sendcloud", "default"),
    ("mycommerce", "professional"),
    ("ecwid", "unlimited"),
];

/// Slugs of roles. The first ones are those of roles of catalogs, too; the others are as long as a slug can be.
const ROLES: [&str; 6] = ["packer", "clerk", "helper", "seller", "scanner", "order_notifications"];
/// How many slugs of roles there are, the long ones included.
const ALL_ROLES: usize = 64;

struct Named {
    roles: Vec<RoleSlug>,
    stores: Vec<StoreId>,
    people: Vec<UserId>,
    names: Vec<DisplayName>,
    emails: Vec<EmailAddress>,
    invitations: Vec<Vec<InvitationId>>,
    platform: UserId,
    store: DisplayName,
}

static NAMED: LazyLock<Named> = LazyLock::new(|| {
    let emails: Vec<EmailAddress> = PEOPLE
        .iter()
        .flat_map(|name| [format!("{name}@one.example"), format!("{name}@two.example")])
        .chain((0..CROWD).map(|number| format!("guest{number}@one.example")))
        .filter_map(|text| EmailAddress::parse(&text).ok())
        .collect();
    let stores: Vec<StoreId> = STORES.iter().filter_map(|name| name.parse().ok()).collect();
    let long = (ROLES.len()..ALL_ROLES)
        .map(|number| format!("role-{number}-{}", "x".repeat(bounds::SLUG_BYTES - 8)));
    let roles = ROLES.iter().map(|slug| (*slug).to_owned()).chain(long);
    Named {
        roles: roles.filter_map(|slug| slug.parse().ok()).collect(),
        people: PEOPLE.iter().filter_map(|name| name.parse().ok()).collect(),
        names: NAMES.iter().filter_map(|name| DisplayName::try_from((*name).to_owned()).ok()).collect(),
        invitations: stores
            .iter()
            .map(|store| emails.iter().map(|email| InvitationId::of(store, email)).collect())
            .collect(),
        stores,
        emails,
        platform: "platform".parse().unwrap_or_else(|_| unreachable!("a sound user id")),
        store: "Shop".to_owned().try_into().unwrap_or_else(|_| unreachable!("a sound name")),
    }
});

/// The element of `all` with this number, modulo its length.
pub(crate) fn nth<T>(all: &[T], number: u8) -> &T {
    all.get(usize::from(number) % all.len().max(1)).unwrap_or_else(|| unreachable!("the world is not empty"))
}

/// The store of this number.
#[must_use]
pub fn store(number: u8) -> &'static StoreId {
    nth(&NAMED.stores, number)
}

/// The person of this number.
#[must_use]
pub fn person(number: u8) -> &'static UserId {
    nth(&NAMED.people, number)
}

/// The name of the person of this number.
#[must_use]
pub fn name(number: u8) -> &'static DisplayName {
    nth(&NAMED.names, number)
}

/// The name of every store.
#[must_use]
pub fn store_name() -> &'static DisplayName {
    &NAMED.store
}

/// The address of this number. Each person has two in a row.
#[must_use]
pub fn email(number: u8) -> &'static EmailAddress {
    nth(NAMED.emails.get(..PEOPLE.len() * 2).unwrap_or_default(), number)
}

/// The addresses of so many guests.
#[must_use]
pub fn crowd(number: u8) -> &'static [EmailAddress] {
    let crowd = NAMED.emails.get(PEOPLE.len() * 2..).unwrap_or_default();
    crowd.get(..usize::from(number)).unwrap_or(crowd)
}

/// The slug of a role of a store's own, of this number.
#[must_use]
pub fn role(number: u8) -> &'static RoleSlug {
    nth(&NAMED.roles, number)
}

/// Permissions under a catalog: those whose bits are in the mask, of which the highest stands for one that cannot be granted.
#[must_use]
pub fn permissions(catalog: &Catalog, mask: u8) -> Vec<PermissionSlug> {
    let is_grantable = |kind: &PermissionKind| matches!(kind, PermissionKind::Grantable);
    let grantable = catalog.permissions.iter().filter(|known| is_grantable(&known.kind)).take(7);
    let other = catalog.permissions.iter().filter(|known| !is_grantable(&known.kind));
    let wanted = |(place, _): &(u8, _)| mask >> place & 1 == 1;
    let named = (0..).zip(grantable).filter(wanted).chain((7..).zip(other.take(1)).filter(wanted));
    named.filter_map(|(_, known)| known.slug.parse().ok()).collect()
}

/// The number of a person.
#[must_use]
pub fn number_of(user: &UserId) -> Option<u8> {
    u8::try_from(NAMED.people.iter().position(|known| known == user)?).ok()
}

/// The number of an address.
#[must_use]
pub fn number_of_email(email: &EmailAddress) -> Option<u8> {
    u8::try_from(NAMED.emails.iter().position(|known| known == email)?).ok()
}

/// The id of the invitation of an address.
#[must_use]
pub fn invitation(store: &StoreId, email: &EmailAddress) -> InvitationId {
    let known = NAMED.stores.iter().position(|known| known == store).and_then(|store| {
        let email = number_of_email(email)?;
        NAMED.invitations.get(store)?.get(usize::from(email)).copied()
    });
    known.unwrap_or_else(|| InvitationId::of(store, email))
}

/// The address whose invitation this is.
#[must_use]
pub fn email_of(store: &StoreId, invitation: InvitationId) -> Option<&'static EmailAddress> {
    let known = NAMED.stores.iter().position(|known| known == store)?;
    let place = NAMED.invitations.get(known)?.iter().position(|known| *known == invitation)?;
    NAMED.emails.get(place)
}

/// A person as the owner of a store.
#[must_use]
pub fn owner(number: u8, second_address: bool) -> Owner {
    let number = number % 5;
    Owner {
        user_id: person(number).clone(),
        email: email(number * 2 + u8::from(second_address)).clone(),
        name: name(number).clone(),
    }
}

/// A person as a caller.
#[must_use]
pub fn caller(user: &UserId) -> Caller {
    let name = number_of(user).map(|number| name(number).clone());
    Caller { user: user.clone(), name, authority: Authority::Person }
}

/// The platform as a caller.
#[must_use]
pub fn platform() -> Caller {
    Caller { user: NAMED.platform.clone(), name: None, authority: Authority::Platform }
}

/// When every history begins.
#[must_use]
pub fn beginning() -> Timestamp {
    chrono::Utc.timestamp_millis_opt(1_767_258_000_500).single().unwrap_or_default()
}

/// The possible offers under a catalog, as roles and permissions. The last one cannot be granted.
#[must_use]
pub fn offers(catalog: &str) -> &'static [(&'static [&'static str], &'static [&'static str])] {
    match catalog {
        "mycommerce" => &[(&["collaborator"], &[]), (&[], &[]), (&[], &["store.manage"])],
        "whatnot" => &[
            (&["administrator"], &[]),
            (&["seller"], &[]),
            (&["support"], &[]),
            (&["administrator", "seller"], &[]),
        ],
        "ecwid" => &[
            (&[], &["sales"]),
            (&[], &["reports", "settings"]),
            (&[], &["sales", "catalog", "marketing", "reports", "website", "sales_channels", "settings"]),
            (&[], &["team"]),
        ],
        "ticketing" => &[
            (&["administrator"], &[]),
            (&["manager"], &[]),
            (&["scanner", "reports"], &[]),
            (&["order_notifications"], &[]),
            (&[], &["orders"]),
        ],
        _ => &[(&["member"], &[]), (&[], &[]), (&[], &["orders"])],
    }
}

/// The permissions of a person: one bit for each permission of the catalog.
pub type Rights = u32;

/// The bit of a permission.
#[must_use]
pub fn right(catalog: &Catalog, slug: &str) -> Rights {
    catalog.permissions.iter().position(|permission| permission.slug == slug).map_or(0, |place| 1 << place)
}

/// All that the owner may do.
#[must_use]
pub fn all_rights(catalog: &Catalog) -> Rights {
    catalog.permissions.iter().fold(0, |rights, permission| rights | right(catalog, permission.slug))
}

/// The bits of permissions.
pub fn rights<'a>(catalog: &Catalog, slugs: impl Iterator<Item = &'a str>) -> Rights {
    slugs.fold(0, |rights, slug| rights | right(catalog, slug))
}

/// How long an event is stored, in days.
#[must_use]
pub fn retention(kind: &EventKind) -> i64 {
    if kind.is_history() { durations::HISTORY_RETENTION_DAYS } else { durations::NOTICE_RETENTION_DAYS }
}
