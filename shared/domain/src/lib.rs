//! The rules of Staffroom: stores, catalogs, grants, seats, invitations and members.
//!
//! Everything here is a plain function of its arguments: time, identity and randomness are passed in, and nothing reads a
//! clock, a file or the network. A caller who may not do something gets a [`Rejection`].

mod activity;
mod actor;
pub mod bounds;
#[cfg(any(test, feature = "builders"))]
pub mod builders;
mod catalog;
pub mod durations;
mod email;
mod event;
mod grant;
mod id;
mod invitation;
mod link;
mod locale;
mod member;
mod member_change;
mod rejection;
mod store;
mod text;
mod visible;

pub use activity::{Activity, OrderSummary};
pub use actor::{Actor, ActorRole};
pub use catalog::{
    AccountRule, Catalog, Limits, Permission, PermissionKind, PermissionSet, Plan, Quantity, Recipient, Role,
    Text,
};
pub use email::{Domain, EmailAddress, InvalidEmailAddress};
pub use event::{
    CatalogChange, Event, EventActor, EventKind, InvitationSummary, LostGrant, MemberSummary, UnknownEvent,
};
pub use grant::Grant;
pub use id::{
    ActivityId, AddressId, EventId, InvalidId, InvitationId, PermissionSlug, PlanSlug, RoleSlug, StoreId,
    UserId,
};
pub use invitation::{
    Acceptance, Delivery, Ending, Grantor, Invitation, InvitationChange, InvitationState, Offer, Status,
    Visitor,
};
pub use link::{InvalidLink, LinkClaims, LinkKeys, LinkToken};
pub use locale::Locale;
pub use member::{Account, Departure, Member, Membership, Profile};
pub use member_change::MemberChange;
pub use rejection::{Field, FieldError, Rejection, Restriction};
pub use store::{
    Owner, PolicySlugs, Seat, SeatChange, SeatCount, SeatShortage, Settings, Store, first_version,
};
pub use text::{DisplayName, InvalidText, Reason, WebAddress};
pub use visible::without_hidden;

/// A moment in UTC. The domain never asks for the time: it is passed in.
pub type Timestamp = chrono::DateTime<chrono::Utc>;
